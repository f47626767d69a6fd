"""The bar of long calculations: when it is shown, what it says, and that it leaves nothing."""

import itertools

import nbformat
import numpy as np
import pytest

from helpers import progress as module
from helpers.explore import explore, slider, trigger
from helpers.lif import sweep_lif
from helpers.progress import progress, shown_in
from tools.lessons.execute import execute


@pytest.fixture
def clock(monkeypatch):
    """Let each look at the clock take a quarter of a second."""
    ticks = itertools.count(0, 0.25)
    monkeypatch.setattr(module.time, "perf_counter", lambda: next(ticks))


def bars(steps, **options):
    """Return what a loop yields, and what it shows."""
    shown = []
    with shown_in(shown.append):
        done = list(progress(steps, **options))
    return done, shown


def test_a_slow_loop_shows_how_far_it_is_and_takes_the_bar_away(clock):
    """Four steps of a quarter of a second: after the third, 75 % and 0.25 s to go."""
    done, shown = bars("abcd", label="counting <a>")
    assert done == list("abcd")
    assert len(shown) == 3 and shown[-1] == ""
    assert 'value="0.750"' in shown[0] and "counting &lt;a&gt;: 75%, about 0 s left" in shown[0]
    # the time left is in proportion: after n of 100 equal steps, (100 - n) steps are left
    shown = bars(range(100))[1]
    assert "3%, about 24 s left" in shown[0]
    assert "50%, about 12 s left" in shown[47]
    # of nested loops only the outer one is shown
    shown = []
    with shown_in(shown.append):
        for _ in progress(range(4), "outer"):
            assert list(progress(range(9), "inner")) == list(range(9))
    assert shown and not any("inner" in text for text in shown)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupted_loop_takes_its_bar_away_and_the_next_one_works(clock, error):
    shown = []
    with shown_in(shown.append), pytest.raises(error):
        for step in progress(range(100)):
            if step == 50:
                raise error
    assert shown[-1] == ""
    assert bars(range(4))[1][0].count("75%") == 1


def test_a_quick_loop_shows_nothing():
    assert bars(range(1000)) == (list(range(1000)), [])


def test_outside_jupyter_nothing_is_shown(clock, capsys):
    assert list(progress(range(9))) == list(range(9))
    assert capsys.readouterr() == ("", "")


def test_an_interrupted_sweep_leaves_nothing_behind():
    def i_of_step(k):
        if k == 700:
            raise KeyboardInterrupt
        return 300.0

    with pytest.raises(KeyboardInterrupt):
        sweep_lif(i_of_step, 5, 1000)
    assert not module._busy
    assert len(sweep_lif(lambda k: 300.0, 5, 1000)) == 5


def long_run(update):
    return explore(
        lambda fig: fig.subplots().plot([0, 1], [0, 1])[0],
        update,
        alt="a line",
        size=(2, 1),
        a=slider("a", 0, 9),
        longer=trigger("Longer"),
    )


def test_a_trigger_is_true_for_one_redraw_and_no_slow_slider(clock, monkeypatch):
    explorer = long_run(lambda line, a, longer: f"{a} {longer}")
    assert explorer.text == "0 False"
    explorer._hear({"press": {"longer": 1}})
    assert explorer.text == "0 True"
    assert explorer.redraws == 2
    explorer.controls["a"].value = 3
    assert explorer.text == "3 False"
    times = itertools.chain([0, 0.1, 1, 9, 10, 10.1], itertools.count(20))
    monkeypatch.setattr("helpers.explore.time.perf_counter", lambda: next(times))
    explorer = long_run(lambda line, a, longer: None)
    explorer._hear({"press": {"longer": 1}})
    assert explorer.widget.frame["slow"] is False


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, ValueError])
def test_the_bar_of_a_long_run_stands_under_the_picture(clock, monkeypatch, error):
    """The page is told each state of it, and that it is over, before the next frame."""

    def update(line, a, longer):
        for step in progress(range(8 if longer else 1), "long <run>"):
            if error and step == 6:
                raise error
        return "ready"

    explorer, told = long_run(update), []
    monkeypatch.setattr(explorer.widget, "send", told.append)
    explorer.widget.observe(lambda change: told.append(change.new["text"]), "frame")
    explorer._hear({"press": {"longer": 1}})
    *bars, end, text = told
    assert end == {"progress": ""} and text == "ready"
    assert all(list(bar) == ["progress"] for bar in bars) and len(bars) >= 3
    assert "<progress" in bars[-1]["progress"]
    assert "long &lt;run&gt;: " in bars[-1]["progress"]
    assert any("100%" in bar["progress"] for bar in bars) == (error is None)


def test_a_bar_leaves_nothing_in_a_notebook(tmp_path):
    """A widget view without text: the build drops it, nbval does not compare it."""
    source = "\n".join(
        [
            f"import sys; sys.path.insert(0, {str(module.__file__)!r}.rsplit('helpers', 1)[0])",
            "from helpers import progress",
            "progress.PATIENCE = 0",
            "for step in progress.progress(range(5)): pass",
            "step",
        ]
    )
    cell = nbformat.v4.new_code_cell(source, id="bar")
    (output,) = execute([cell], tmp_path, "notebooks/99_bar.py")["bar"]
    assert output["data"] == {"text/plain": "4"}


def test_a_sweep_with_a_bar_gives_the_same_spikes(clock):
    currents = np.array([250.0, 300.0])
    shown = []
    with shown_in(shown.append):
        with_bar = sweep_lif(lambda k: currents, 2, 2000)
    assert "2 neurons, 2000 steps" in shown[0]
    expected = [1000 / 55.27, 1000 / 77.01]  # ms; rates of lesson 02
    for train, interval in zip(with_bar, expected, strict=True):
        assert np.diff(train).mean() == pytest.approx(interval, rel=0.01)

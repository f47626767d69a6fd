"""The explorer without a page: what it sends after each change, and that nothing else is touched.

What a page does with it: test_front_end.py. Its controls: test_controls.py. What of it stays when a
cell is run again: test_cells.py.
"""

import asyncio
import base64
import html
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
import types

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from helpers import explore as module
from helpers.explore import button, checkbox, dropdown, explore, slider, textbox, trigger
from tests.page.recordings import bar_height, drawn, images
from tools import ROOT

ALT = "A bar as high as a"


def draw(fig):
    """Draw a red bar on an axis from 0 to 10 that fills the figure."""
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, 1), ylim=(0, 10))
    ax.set_axis_off()
    fig.set_layout_engine("none")
    return ax.bar(0.5, 0, width=1, color="#ff0000")[0]


def update(bar, a):
    bar.set_height(a)
    return f"height {a}"


def bar(**kwargs):
    """Return an explorer of a bar with height a, 5 at first."""
    kwargs = {"alt": ALT, "size": (1, 1), "a": slider("Height a", 0, 10, value=5), **kwargs}
    return explore(kwargs.pop("draw", draw), kwargs.pop("update", update), **kwargs)


def height(png):
    """Measure the bar in the picture, on the axis from 0 to 10."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    red = np.abs(pixels - [255, 0, 0]).max(axis=2) < 10
    return 10 * red[:, red.shape[1] // 2].mean()


def shown(explorer, *names):
    """Return what the page shows: the height of the bar, then parts of the frame by name."""
    frame = explorer.widget.frame
    return bar_height(frame["moving"]), *(frame[name] for name in names)


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 30))


def two_numbers():
    """Return an explorer that says what its two controls are set to."""
    return explore(
        lambda fig: None,
        lambda artists, a, shape: f"{a} {shape}",
        alt="a",
        size=(1, 1),
        a=slider("a", 0, 9),
        shape=dropdown("shape", ["round", "flat"]),
    )


# ---------------------------------------------------------------- one change, one picture


def test_the_first_picture_is_that_of_the_first_values():
    explorer = bar()
    assert height(explorer.png) == pytest.approx(5, abs=0.1)
    assert explorer.text == "height 5"
    assert explorer.alt == "A bar as high as a. height 5"
    assert explorer.error is None
    assert explorer.values == {"a": 5}
    assert explorer.redraws == 1
    frame = dict(explorer.widget.frame)
    assert bar_height(frame.pop("moving")) == pytest.approx(5, abs=0.1)
    assert frame == {
        "n": 1,
        "size": {"width": 96, "height": 96},
        "text": "height 5",
        "error": "",
        "alt": "A bar as high as a. height 5",
        "values": {"a": 5},
        "slow": False,
    }
    spec = {"controls": [explorer.controls["a"].spec("a")], "size": frame["size"]}
    assert explorer.widget.spec == spec


@pytest.mark.parametrize("a", [0, 2, 10])
def test_without_a_loop_a_change_is_drawn_at_once(a):
    explorer = bar()
    explorer.controls["a"].value = a
    assert explorer.redraws == 2
    top, *words = shown(explorer, "n", "text", "alt", "values")
    assert top == pytest.approx(a, abs=0.1)
    assert words == [2, f"height {a}", f"A bar as high as a. height {a}", {"a": a}]
    assert height(explorer.png) == pytest.approx(a, abs=0.1)


def test_draw_is_called_once_and_its_result_handed_to_update():
    figures, artists, token = [], [], object()
    explorer = bar(
        draw=lambda fig: figures.append(fig) or token, update=lambda thing, a: artists.append(thing)
    )
    for a in (1, 2, 3):
        explorer.controls["a"].value = a
    assert figures == [explorer.figure]
    assert artists == [token] * 4
    assert explorer.text == ""
    assert explorer.alt == "A bar as high as a."


def test_the_size_never_changes_by_itself():
    explorer = bar(size=(3, 2))
    for a in (0, 10):
        explorer.controls["a"].value = a
        assert Image.open(io.BytesIO(explorer.png)).size == (576, 384)
        assert explorer.widget.frame["size"] == {"width": 288, "height": 192}


def axes_drawn_once(**kwargs):
    """Return an explorer of a line in axes with ticks, laid out by matplotlib."""
    parts = {
        "draw": lambda fig: fig.subplots().plot([0, 1], [0, 10])[0],
        "update": lambda line, a: line.set_ydata([0, a]),
        "size": (9, 3),
    }
    return bar(**parts | kwargs)


def test_axes_stay_where_the_first_picture_put_them():
    def wide_label(ax, a):
        ax.set_ylabel("\n".join("label"[:a]))

    explorer = bar(draw=lambda fig: fig.subplots(), update=wide_label, size=(4, 3))
    before = explorer.figure.axes[0].get_position().bounds
    explorer.controls["a"].value = 1
    explorer.controls["a"].value = 3
    assert explorer.error is None
    assert explorer.figure.axes[0].get_position().bounds == before


def test_the_still_part_is_sent_once_and_again_when_the_axes_change():
    def zoom(line, a):
        line.set_ydata([0, a])
        line.axes.set_ylim(0, 10 if a < 8 else 20)

    explorer = bar(draw=lambda fig: fig.subplots().plot([0, 1], [0, 10])[0], update=zoom)
    sent, still = [], explorer.widget.still
    explorer.widget.observe(lambda change: sent.append(change["name"]), ["still", "frame"])
    assert len(still["commands"]) > 10  # ticks and their labels
    for a in (1, 2, 3):
        explorer.controls["a"].value = a
        assert explorer.widget.still is still  # although it sets its limits each time
        assert len(explorer.widget.frame["moving"]["commands"]) < 10
    assert sent == ["frame"] * 3
    explorer.controls["a"].value = 9
    assert sent == ["frame"] * 3 + ["still", "frame"]
    assert explorer.widget.still is not still


# ---------------------------------------------------------------- what the page says


def test_each_answer_has_a_number_and_the_values_that_hold():
    explorer = two_numbers()
    for n, (message, values) in enumerate(
        [
            ({"set": {"a": 3}}, {"a": 3, "shape": 0}),
            ({"set": {"shape": 1, "a": 5}}, {"a": 5, "shape": 1}),
            ({"set": {"a": 99}}, {"a": 5, "shape": 1}),  # the page waits for an answer all the same
            ({"set": {}}, {"a": 5, "shape": 1}),
            ({"reset": True}, {"a": 0, "shape": 0}),
            ({"set": {"a": 7}, "press": {}, "reset": True}, {"a": 7, "shape": 0}),
        ],
        start=2,
    ):
        explorer._hear(message)
        frame = explorer.widget.frame
        assert (frame["n"], explorer.redraws, frame["values"]) == (n, n, values)
        assert frame["text"] == f"{values['a']} {['round', 'flat'][values['shape']]}"


@pytest.mark.parametrize(
    "message",
    [
        {"set": {"a": 10}},
        {"set": {"a": -1}},
        {"set": {"a": 2.5}},
        {"set": {"a": "3"}},
        {"set": {"a": None}},
        {"set": {"a": True}},
        {"set": {"a": float("nan")}},
        {"set": {"shape": 2}},
        {"set": {"shape": -1}},
        {"set": {"shape": "flat"}},
        {"set": {"shape": None}},
        {"set": {"nobody": 3}},
        {"press": {"a": 1}},
    ],
    ids=str,
)
def test_what_a_control_cannot_have_changes_nothing_and_is_answered(message):
    explorer = two_numbers()
    explorer.set(a=4)
    explorer._hear(message)
    frame = explorer.widget.frame
    assert (frame["n"], frame["values"]) == (3, {"a": 4, "shape": 0})
    assert (frame["text"], frame["error"]) == ("4 round", "")
    explorer._hear({"set": {"nobody": 1, "a": 5}})  # the rest holds
    assert explorer.text == "5 round"


def test_presses_are_counted_and_a_long_run_happens_once():
    seen = []
    explorer = explore(
        lambda fig: None,
        lambda artists, **values: seen.append(values),
        alt="nothing",
        size=(1, 1),
        noise=button("New noise"),
        longer=trigger("Longer"),
    )
    explorer._hear({"press": {"noise": 2}})
    explorer._hear({"press": {"noise": 1, "longer": 3}})
    explorer._hear({"press": {"noise": 1}})
    assert [tuple(values.values()) for values in seen] == [
        (0, False), (2, False), (3, True), (4, False),
    ]  # fmt: skip
    assert explorer.widget.frame["values"] == {}  # nothing of a button is to be shown
    explorer._hear({"reset": True})
    assert seen[-1] == {"noise": 0, "longer": False}


def axes_placed_by_hand():
    return axes_drawn_once(
        draw=lambda fig: (
            fig.set_layout_engine("none"),
            fig.add_axes((0.1, 0.2, 0.8, 0.7)).plot([0, 1], [0, 10])[0],
        )[1]
    )


@pytest.mark.parametrize("make", [axes_drawn_once, axes_placed_by_hand, lambda: bar(size=(9, 3))])
def test_a_narrow_page_gets_a_narrower_figure(make):
    """At 420 px of page, 622 px of figure: text of 10 pt is then 9 px high."""
    explorer = make()
    explorer._hear({"width": 420})
    assert explorer.widget.frame["size"] == {"width": 622, "height": 288}
    assert explorer.widget.frame["n"] == 2
    everything = [*drawn(explorer.widget.still), *drawn(explorer.widget.frame["moving"])]
    assert max(d.points[:, 0].max() for d in everything if d.style["face"]) <= 622.1
    again = make()
    assert explorer.widget.still != again.widget.still
    for small_change in (421, 415, 431):  # a scroll bar, say
        explorer._hear({"width": small_change})
    assert explorer.widget.frame["n"] == 2
    explorer._hear({"width": 90})  # there is an end to it
    assert explorer.widget.frame["size"]["width"] == round(240 / module.READABLE)
    for wide in (2000, 864, 600):
        explorer._hear({"width": wide})
        assert explorer.widget.frame["size"] == {"width": 864, "height": 288}
    assert explorer.redraws == 4
    kinds, first = ([c[0] for c in e.widget.still["commands"]] for e in (explorer, again))
    assert kinds == first
    corners = [e.figure.axes[0].get_position().get_points() for e in (explorer, again)]
    np.testing.assert_allclose(*corners, atol=0.01)


def test_a_wide_page_asks_for_nothing():
    explorer = axes_drawn_once()
    for width in (864, 1280, 590):
        explorer._hear({"width": width})
    assert explorer.redraws == 1


def test_axes_are_laid_out_for_a_narrow_page_with_the_labels_of_then():
    """Ticks stay as large as they were: the figure is not only made smaller."""
    explorer = axes_drawn_once()
    wide = explorer.figure.axes[0].get_position()
    explorer._hear({"width": 420})
    narrow = explorer.figure.axes[0].get_position()
    assert narrow.x0 * 622 == pytest.approx(wide.x0 * 864, abs=2)
    assert (1 - narrow.x1) * 622 == pytest.approx((1 - wide.x1) * 864, abs=6)


# ---------------------------------------------------------------- controls


def test_each_control_hands_its_own_kind_of_value():
    seen = []
    explorer = _all_controls(seen)
    first = {
        "count": 3,
        "current": 50.0,
        "shape": np.sin,
        "kind": "b",
        "on": True,
        "text": "x**2",
        "noise": 0,
    }
    assert seen == [first]
    assert [type(value) for value in seen[0].values()] == [type(v) for v in first.values()]
    changes = {"count": 4, "current": 55.0, "shape": np.cos, "kind": "a", "on": False, "text": "x"}
    for name, value in changes.items():
        explorer.controls[name].value = value
        assert seen[-1] == {**seen[-2], name: value}
    explorer._hear({"press": {"noise": 2}})
    assert seen[-1] == {**changes, "noise": 2}
    redraws = explorer.redraws
    explorer.reset()
    assert seen[-1] == first
    assert explorer.redraws == redraws + 1
    told = {"count": 4.0, "current": 55, "shape": 1, "kind": 0, "on": False, "text": "x"}
    explorer._hear({"set": told, "press": {"noise": 2}})  # as JavaScript says it
    assert seen[-1] == {**changes, "noise": 2}
    assert (type(seen[-1]["count"]), type(seen[-1]["current"])) == (int, float)


def _all_controls(seen):
    return explore(
        lambda fig: None,
        lambda artists, **values: seen.append(values),
        alt="nothing",
        size=(1, 1),
        count=slider("Count", 0, 10, value=3),
        current=slider("Current I", 0.0, 300, step=10, value=50, unit="pA"),
        shape=dropdown("Function", {"Sine": np.sin, "Cosine": np.cos}),
        kind=dropdown("Kind", ["a", "b"], "b"),
        on=checkbox("Show", True),
        text=textbox("f(x)", "x**2"),
        noise=button("New noise"),
    )


def test_a_control_can_reset_others_and_the_page_is_told():
    explorer = explore(
        lambda fig: None,
        lambda artists, shape, slope: f"{shape} {slope}",
        alt="a",
        size=(1, 1),
        shape=dropdown("Function", ["sine", "line"], resets=["slope"]),
        slope=checkbox("Slope"),
    )
    explorer.controls["slope"].value = True
    assert explorer.text == "sine True"
    explorer._hear({"set": {"shape": 1}})
    assert explorer.text == "line False"
    assert explorer.widget.frame["values"] == {"shape": 1, "slope": False}


# ---------------------------------------------------------------- latest wins


def test_many_changes_make_one_redraw_and_the_last_wins():
    async def session():
        explorer = bar()
        for a in [*range(10)] * 5 + [7]:
            explorer._hear({"set": {"a": a}})
        assert explorer.redraws == 1  # none yet: the cell is still running
        await asyncio.sleep(0.05)
        return explorer

    explorer = run(session())
    assert explorer.redraws == 2
    assert shown(explorer)[0] == pytest.approx(7, abs=0.1)


def test_changes_from_another_thread_are_drawn_on_the_main_one_and_the_last_wins():
    threads, started, go_on = [], threading.Event(), threading.Event()

    def slow_update(artist, a):
        threads.append(threading.current_thread())
        if len(threads) == 2:  # the first redraw after a change lasts until all others have come
            started.set()
            assert go_on.wait(10)
        return update(artist, a)

    def messages(explorer):
        explorer._hear({"set": {"a": 1}})
        assert started.wait(10)
        for a in [*range(10)] * 5 + [8]:
            explorer._hear({"set": {"a": a}})
        go_on.set()

    async def session():
        explorer = bar(update=slow_update)
        thread = threading.Thread(target=messages, args=[explorer])
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        return explorer

    explorer = run(session())
    assert explorer.redraws == 3  # the first picture, the one that was going on, the last value
    assert set(threads) == {threading.main_thread()}
    top, text = shown(explorer, "text")
    assert (top, text) == (pytest.approx(8, abs=0.1), "height 8")


@pytest.mark.parametrize("ask", ["png", "text", "alt", "error", "_repr_mimebundle_"])
def test_asking_for_the_result_draws_what_waits(ask):
    async def session():
        explorer = bar()
        explorer.controls["a"].value = 3
        answer = getattr(explorer, ask)
        if callable(answer):
            answer()
        redraws = explorer.redraws
        await asyncio.sleep(0.02)
        return redraws, explorer

    redraws, explorer = run(session())
    assert redraws == explorer.redraws == 2  # not a second time when its turn comes
    assert explorer.text == "height 3"


def test_several_controls_are_set_with_one_redraw():
    explorer = two_numbers()
    explorer.set(a=3, shape="flat")
    assert (explorer.text, explorer.redraws) == ("3 flat", 2)
    with explorer.held():
        explorer.controls["a"].value = 4
        explorer.set(a=5)
        explorer.reset()
        assert explorer.widget.frame["text"] == "3 flat"
        assert explorer.redraws == 2
    assert (explorer.text, explorer.redraws) == ("0 round", 3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"a": 4, "b": 1}, "no control 'b', there are a, shape"),
        ({"a": 4, "shape": "square"}, "shape cannot be 'square'"),
        ({"shape": "flat", "a": "4.5 mV"}, "a cannot be '4.5 mV'"),
    ],
)
def test_a_value_that_a_control_cannot_have_sets_none(values, message):
    explorer = two_numbers()
    explorer.set(a=2)
    with pytest.raises(ValueError, match=message):
        explorer.set(**values)
    assert explorer.values == {"a": 2, "shape": "round"}
    assert explorer.text == "2 round"


def test_reset_is_one_redraw_in_a_running_loop():
    async def session():
        explorer = two_numbers()
        explorer.controls["a"].value = 3
        explorer.controls["shape"].value = "flat"
        explorer.reset()
        await asyncio.sleep(0.02)
        return explorer

    explorer = run(session())
    assert (explorer.redraws, explorer.text) == (2, "0 round")


def test_a_loop_that_has_ended_does_not_stop_the_explorer():
    async def session():
        return bar()

    explorer = run(session())
    explorer.controls["a"].value = 2
    assert explorer.text == "height 2"


def test_slow_sliders_wait_for_the_hand_until_they_are_quick_again(monkeypatch):
    clock = iter([0, 9, 10, 10.5, 20, 20.3])  # s; start and end of three redraws
    monkeypatch.setattr(module, "time", types.SimpleNamespace(perf_counter=lambda: next(clock)))
    explorer = bar()
    slow = [explorer.widget.frame["slow"]]  # the first redraw loads fonts and does not count
    for a in (1, 2):
        explorer.controls["a"].value = a
        slow.append(explorer.widget.frame["slow"])
    assert slow == [False, True, False]


# ---------------------------------------------------------------- errors


def broken(artist, a):
    if a == 6:
        raise ValueError("a must not be 6\nsecond line")
    if a == 7:
        return {}["<key>"]
    if a == 8:
        raise ZeroDivisionError
    return update(artist, a)


@pytest.mark.parametrize(
    ("a", "message"),
    [(6, "a must not be 6"), (7, "KeyError: '<key>'"), (8, "ZeroDivisionError")],
)
def test_an_error_is_one_line_and_the_last_good_picture_stays(a, message, capsys):
    explorer = bar(update=broken)
    good, moving = explorer.png, explorer.widget.frame["moving"]
    explorer.controls["a"].value = a
    assert explorer.error == repr(explorer) == message
    frame = explorer.widget.frame
    assert frame["moving"] is moving
    assert (frame["error"], frame["text"]) == (message, "height 5")
    assert (frame["alt"], frame["values"]) == ("A bar as high as a. height 5", {"a": a})
    assert explorer.png == good
    assert capsys.readouterr() == ("", "")
    explorer.controls["a"].value = 2
    assert explorer.error is None
    top, error, text = shown(explorer, "error", "text")
    assert (top, error, text) == (pytest.approx(2, abs=0.1), "", "height 2")


def test_the_picture_after_an_error_is_the_last_good_one_even_if_the_figure_stopped_half_way():
    def half_way(bar, a):
        bar.set_height(a)
        return 1 / (a - 6)

    explorer = bar(update=half_way, a=slider("a", 0, 10, value=3))
    explorer.controls["a"].value = 6
    assert explorer.error.startswith("ZeroDivisionError")
    assert height(explorer.png) == pytest.approx(3, abs=0.1)  # not asked for before
    explorer.controls["a"].value = 7
    assert height(explorer.png) == pytest.approx(7, abs=0.1)


def test_a_figure_that_cannot_be_rendered_is_an_error_line_too():
    def bad_title(bar, a):
        bar.axes.set_title("$\\nonsense$" if a == 6 else "fine")
        bar.set_height(a)

    explorer = bar(update=bad_title)
    good = explorer.png
    explorer.controls["a"].value = 6
    assert "nonsense" in explorer.error
    assert "\n" not in explorer.error
    assert explorer.png == good


def test_what_cannot_be_recorded_is_a_picture_and_no_error():
    def hatched(bar, a):
        bar.set_hatch("/" if a > 5 else None)
        return update(bar, a)

    explorer = bar(update=hatched)
    assert not images(explorer.widget.frame["moving"])
    explorer.controls["a"].value = 8
    assert explorer.error is None
    assert explorer.widget.still == {}
    ((*box, png, clip),) = images(explorer.widget.frame["moving"])
    assert (box, clip) == ([0, 0, 96, 96], None)
    assert Image.open(io.BytesIO(png)).size == (192, 192)
    assert 5 < height(explorer.png) < 8  # black lines over the red
    explorer.controls["a"].value = 4
    assert not images(explorer.widget.frame["moving"])
    assert shown(explorer)[0] == pytest.approx(4, abs=0.1)


def test_an_error_in_the_first_update_shows_no_picture_and_is_mended_by_a_change():
    explorer = bar(update=broken, a=slider("a", 0, 10, value=6))
    assert explorer.error == "a must not be 6"
    assert explorer.png is None
    frame = explorer.widget.frame
    assert (frame["moving"], frame["error"], frame["text"]) == (None, "a must not be 6", "")
    assert frame["size"] == {"width": 96, "height": 96}  # nothing will move
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == "a must not be 6"
    assert "image/png" not in data
    assert metadata == {}
    explorer.controls["a"].value = 4
    assert explorer.error is None
    assert shown(explorer)[0] == pytest.approx(4, abs=0.1)
    assert height(explorer.png) == pytest.approx(4, abs=0.1)


def test_an_error_in_draw_is_one_line_and_draw_is_tried_again_on_an_empty_figure():
    calls = []

    def draw_at_second_try(fig):
        calls.append(len(fig.axes))
        artist = draw(fig)
        if len(calls) == 1:
            raise RuntimeError("no data")
        return artist

    explorer = bar(draw=draw_at_second_try)
    assert explorer.error == "RuntimeError: no data"
    assert explorer.widget.frame["moving"] is None
    explorer.controls["a"].value = 4
    explorer.controls["a"].value = 3
    assert calls == [0, 0]
    assert shown(explorer)[0] == pytest.approx(3, abs=0.1)
    assert height(explorer.png) == pytest.approx(3, abs=0.1)


def test_the_stop_button_ends_a_redraw_even_where_the_kernel_ignores_it():
    def endless(artist, a):
        if a == 6:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(10)
        return update(artist, a)

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        explorer = bar(update=endless)
        explorer.controls["a"].value = 6
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert explorer.error == "Stopped."
    assert explorer.text == "height 5"


# ---------------------------------------------------------------- what a saved notebook keeps


def test_the_bundle_holds_the_picture_as_it_is_now_and_the_values_in_words():
    explorer = bar(
        update=lambda bar, **values: update(bar, values["a"]),
        i=slider("Current I", -5.0, 300, value=-2.5, unit="pA"),
        shape=dropdown("Shape", ["round", "flat"]),
        on=checkbox("Show", True),
        words=textbox("f(x)", "x**2"),
        again=button("Again"),
        longer=trigger("Longer"),
    )
    explorer.set(a=8, shape="flat")
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"text/html", "image/png", "text/plain"}
    assert height(base64.b64decode(data["image/png"])) == pytest.approx(8, abs=0.1)
    assert data["text/plain"] == "A bar as high as a. height 8"
    assert 'alt="A bar as high as a. height 8"' in data["text/html"]
    assert metadata == {"image/png": {"width": 96, "height": 96, "alt": data["text/plain"]}}
    words = re.sub(r"<style>.*?</style>|<img[^>]*>", "", data["text/html"])
    words = re.sub(r"<[^>]+>", "\n", words).split("\n")
    assert [line for line in words if line] == [
        "height 8",
        "Height a: 8 · Current I: −2.5 pA · Shape: flat · Show: on · f(x): x**2",
        "Run the lesson to move it.",
    ]


def test_words_are_escaped_where_they_become_html_and_nowhere_else():
    texts = ['<b> & "a"', "1 < 2", "<i>", "<u>", "<script>"]
    alt, line, label, text, choice = texts
    explorer = bar(
        alt=alt,
        update=lambda bar, **_: line,
        t=textbox(label, text),
        d=dropdown(label, [choice]),
    )
    data = explorer._repr_mimebundle_()[0]["text/html"]
    assert 'alt="&lt;b&gt; &amp; &quot;a&quot;. 1 &lt; 2"' in data
    for words in texts:
        assert words not in data
        assert html.escape(words) in data
    assert explorer.widget.frame["text"] == line  # the page writes it as text
    assert explorer.widget.frame["alt"] == f"{alt}. {line}"
    wrong = bar(update=lambda bar, a: {}["<b>"])._repr_mimebundle_()[0]["text/html"]
    assert "KeyError: &#x27;&lt;b&gt;&#x27;" in wrong and "<b>" not in wrong


def test_the_bundle_after_an_error_is_that_of_the_value_that_waits():
    async def session():
        explorer = bar(update=broken)
        explorer.controls["a"].value = 6
        assert explorer.error
        explorer.controls["a"].value = 2
        return explorer._repr_mimebundle_()[0]

    data = run(session())
    assert data["text/plain"] == "A bar as high as a. height 2"
    assert height(base64.b64decode(data["image/png"])) == pytest.approx(2, abs=0.1)


def test_the_stored_picture_has_few_colours():
    noise = np.random.default_rng(0).random((40, 40))
    explorer = bar(
        draw=lambda fig: fig.subplots().imshow(noise, cmap="hsv"),
        update=lambda image, a: None,
        size=(3, 3),
    )
    stored = base64.b64decode(explorer._repr_mimebundle_()[0]["image/png"])
    live, few = (
        len(Image.open(io.BytesIO(png)).convert("RGB").getcolors(1 << 20))
        for png in (explorer.png, stored)
    )
    assert live > 64 >= few


def test_jupyter_gets_two_outputs_the_picture_to_keep_and_the_live_one(monkeypatch):
    """The second has nothing else: the build drops it, and a reader without a kernel sees none."""
    said = []
    monkeypatch.setattr(module, "display", lambda data, **more: said.append((data, more)))
    explorer = bar()
    explorer._ipython_display_()
    (stored, more), (live, raw) = said
    assert stored == explorer._repr_mimebundle_()[0]
    assert more == {"metadata": explorer._repr_mimebundle_()[1], "raw": True}
    ((kind, view),) = live.items()
    assert kind == "application/vnd.jupyter.widget-view+json"
    assert view["model_id"] == explorer.widget.model_id
    assert view["version_major"] == 2 and raw["raw"] is True


# ---------------------------------------------------------------- its end


def test_a_closed_explorer_is_empty_and_draws_no_more():
    calls = []
    explorer = axes_drawn_once(update=lambda line, a: calls.append(a))
    assert explorer.widget.comm is not None
    explorer.close()
    assert explorer.widget.comm is None
    assert explorer.figure.axes == []
    for change in (
        lambda: explorer.set(a=3),
        lambda: explorer._hear({"set": {"a": 4}}),
        lambda: explorer._hear({"width": 420}),
        explorer.reset,
        explorer.close,
    ):
        change()
    assert calls == [5]
    assert explorer.redraws == 1
    assert explorer.png is None
    assert repr(explorer) == ALT + "."


def test_a_redraw_that_waits_when_the_explorer_is_closed_does_not_happen():
    async def session():
        explorer = bar()
        explorer.controls["a"].value = 3
        explorer.close()
        await asyncio.sleep(0.02)
        return explorer

    assert run(session()).redraws == 1


# ---------------------------------------------------------------- nothing else is touched


def test_rc_settings_are_untouched_and_the_house_style_is_used(tmp_path, monkeypatch):
    style = tmp_path / "loud.mplstyle"
    style.write_text("axes.facecolor: 00ff00\nlines.linewidth: 7\n")
    monkeypatch.setattr(module, "STYLE", style)
    module._house_style.cache_clear()
    seen = []

    def look(ax, a):
        seen.append(mpl.rcParams["lines.linewidth"])
        mpl.rcParams["font.size"] = 33

    def green(fig):
        fig.set_layout_engine("none")
        return fig.add_axes((0, 0, 1, 1))

    try:
        backend, before = mpl.get_backend(), mpl.rcParams.copy()
        explorer = bar(draw=green, update=look)
        explorer.controls["a"].value = 1
        png = explorer.png
        assert mpl.rcParams == before
        assert mpl.get_backend() == backend
    finally:
        module._house_style.cache_clear()
    assert seen == [7, 7]
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    assert np.abs(pixels[96, 96] - [0, 255, 0]).max() < 10
    assert [0, 255, 0, 1] in [d.style["face"] for d in drawn(explorer.widget.still)]


def test_pyplot_stays_out_of_it():
    code = (
        "import sys; from helpers.explore import explore, slider\n"
        "e = explore(lambda fig: fig.subplots(), lambda ax, a: '', alt='a', a=slider('a', 0, 9))\n"
        "e.controls['a'].value = 3; e._repr_mimebundle_(); assert e.error is None, e.error\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


# ---------------------------------------------------------------- bad arguments

A = slider("a", 0, 9)
SIZE = "size must be (width, height), each above 0 to 40 inches, got "


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"alt": None}, "alt must be a text that says what the figure shows, got None"),
        ({"alt": " "}, "alt must be a text that says what the figure shows, got ' '"),
        ({"a": 3}, "a must be a control such as slider(…), got 3"),
        ({"a": checkbox("a", resets=["b"])}, "resets of 'a' must name other controls, got 'b'"),
        (
            {"b": A},
            "update must be a function of (artists, a, b): got an unexpected keyword argument 'b'",
        ),
        (
            {"update": lambda bar, a, b: None},
            "update must be a function of (artists, a): missing a required argument: 'b'",
        ),
        (
            {"update": lambda: None},
            "update must be a function of (artists, a): too many positional arguments",
        ),
        ({"update": 3}, "update must be a function of (artists, a), got 3"),
        ({"draw": lambda: None}, "draw must be a function of (fig): too many positional arguments"),
        ({"draw": None}, "draw must be a function of (fig), got None"),
        ({"size": (0, 1)}, f"{SIZE}(0, 1)"),
        ({"size": (9, 3, 1)}, f"{SIZE}(9, 3, 1)"),
        ({"size": 9}, f"{SIZE}9"),
    ],
)
def test_a_bad_argument_is_named_with_its_value_and_what_is_allowed(bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        bar(**bad)


def test_optional_arguments_of_update_are_no_error():
    assert bar(update=lambda bar, a, scale=2: f"{scale * a}").text == "10"


# ---------------------------------------------------------------- what no update may do to a page


@pytest.mark.parametrize(
    ("update", "error"),
    [
        (lambda bar, a: "\ud800", None),  # half of a character: nothing can send it
        (lambda bar, a: exit() if a == 7 else "on", "SystemExit"),
    ],
    ids=["half a character", "exit"],
)
def test_an_update_can_neither_silence_the_page_nor_end_the_kernel(update, error):
    explorer = bar(update=update)
    n = explorer.widget.frame["n"]
    explorer._hear({"set": {"a": 7}})
    frame = explorer.widget.frame
    assert frame["n"] == n + 1
    assert frame["text"].encode("utf-8") is not None
    assert bool(explorer.error) is bool(error)
    explorer._hear({"set": {"a": 3}})
    assert explorer.error is None


def test_a_frame_that_cannot_be_sent_is_answered_by_an_error(monkeypatch):
    explorer, sent = bar(), []
    show = explorer.widget.show

    def fail_once(still, frame):
        sent.append(frame)
        if len(sent) == 1:
            raise TypeError("not for JSON")
        show(still, frame)

    monkeypatch.setattr(explorer.widget, "show", fail_once)
    explorer._hear({"set": {"a": 7}})
    assert explorer.widget.frame["error"] == "TypeError: not for JSON"


def test_a_picture_after_an_error_does_not_start_a_long_run_again():
    runs = []

    def run(bar, a, go):
        runs.append(go)
        if a == 7:
            raise ValueError("no")

    explorer = explore(draw, run, alt=ALT, a=slider("a", 0, 9), go=trigger("Go"))
    explorer._hear({"press": {"go": 1}})
    explorer._hear({"set": {"a": 7}})
    assert explorer.png is not None
    assert runs == [False, True, False, False]


def test_an_axis_label_that_changes_by_itself_is_drawn():
    def name_it(ax, a):
        ax.xaxis.label.set_text(f"a = {a}")

    explorer = bar(draw=lambda fig: fig.subplots(), update=name_it)
    still = explorer.widget.still
    explorer._hear({"set": {"a": 7}})
    assert explorer.widget.still != still

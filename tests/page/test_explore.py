"""The explorer: what a reader sees after each change, and that nothing else is touched."""

import asyncio
import base64
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
from IPython.core.events import EventManager
from ipywidgets import HTML, Button, VBox
from PIL import Image

from helpers import explore as module
from helpers.explore import (
    Control,
    button,
    checkbox,
    dropdown,
    explore,
    slider,
    textbox,
    trigger,
)
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


def shown(explorer):
    """Return what the page shows: PNG, alt text and the text of the line below."""
    image, line = (child.value for child in explorer.widget.children[2:])
    png = re.search(r'base64,([^"]*)"', image)
    status = re.search(r'<div role="status" aria-live="polite"[^>]*>(.*)</div></div>', line)
    return png and base64.b64decode(png[1]), re.findall(r'alt="([^"]*)"', image), status[1]


def find(widget, kind, description):
    """Return the one widget of that kind and description inside `widget`."""
    inside = [widget]
    for parent in inside:
        inside += getattr(parent, "children", ())
    (found,) = [w for w in inside if isinstance(w, kind) and w.description == description]
    return found


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 30))


# ---------------------------------------------------------------- one change, one picture


def test_the_first_picture_is_that_of_the_first_values():
    explorer = bar()
    assert height(explorer.png) == pytest.approx(5, abs=0.1)
    assert explorer.text == "height 5"
    assert explorer.alt == "A bar as high as a. height 5"
    assert explorer.error is None
    assert explorer.values == {"a": 5}
    assert explorer.redraws == 1


@pytest.mark.parametrize("a", [0, 2, 10])
def test_without_a_loop_a_change_is_drawn_at_once(a):
    explorer = bar()
    explorer.controls["a"].value = a
    assert explorer.redraws == 2
    png, alt, status = shown(explorer)
    assert height(png) == pytest.approx(a, abs=0.1)
    assert png == explorer.png
    assert alt == [f"A bar as high as a. height {a}"]
    assert status == f"height {a}"


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


def test_size_and_box_never_change():
    explorer = bar(size=(3, 2))
    for a in (0, 10):
        explorer.controls["a"].value = a
        assert Image.open(io.BytesIO(explorer.png)).size == (576, 384)
        assert "width:288px;max-width:100%;height:auto;aspect-ratio:288/192" in (
            explorer.widget.children[2].value
        )
        assert "min-height:1.5em" in explorer.widget.children[3].value


def test_the_line_stays_as_high_as_its_longest_text_made_it():
    """The longest text lies unseen in the same place; a reader's voice passes over it."""
    texts = {5: "short", 6: "a text that needs two lines on a narrow page", 7: "short again"}
    explorer = bar(update=lambda artist, a: texts[a])
    for a in texts:
        explorer.controls["a"].value = a
    assert shown(explorer)[2] == texts[7]
    unseen = f'<div aria-hidden="true" style="visibility:hidden">{texts[6]}</div>'
    assert unseen in explorer.widget.children[3].value


def test_axes_stay_where_the_first_picture_put_them():
    def wide_label(ax, a):
        ax.set_ylabel("\n".join("label"[:a]))

    explorer = bar(draw=lambda fig: fig.subplots(), update=wide_label, size=(4, 3))
    before = explorer.figure.axes[0].get_position().bounds
    explorer.controls["a"].value = 1
    explorer.controls["a"].value = 3
    assert explorer.error is None
    assert explorer.figure.axes[0].get_position().bounds == before


def test_words_are_escaped():
    explorer = bar(alt='<b> & "a"', update=lambda bar, a: "1 < 2")
    image, line = (child.value for child in explorer.widget.children[2:])
    assert 'alt="&lt;b&gt; &amp; &quot;a&quot;. 1 &lt; 2"' in image
    assert "1 &lt; 2" in line
    assert "1 < 2" not in line


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
    assert {name: type(value) for name, value in seen[0].items()} == {
        name: type(value) for name, value in first.items()
    }
    changes = {"count": 4, "current": 55.0, "shape": np.cos, "kind": "a", "on": False, "text": "x"}
    for name, value in changes.items():
        explorer.controls[name].value = value
        assert seen[-1] == {**seen[-2], name: value}
    find(explorer.widget, Button, "New noise").click()
    find(explorer.widget, Button, "New noise").click()
    assert seen[-1] == {**changes, "noise": 2}
    redraws = explorer.redraws
    find(explorer.widget, Button, "Reset").click()
    assert seen[-1] == first
    assert explorer.redraws == redraws + 1


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


def test_a_slider_is_labelled_with_its_unit():
    box, handle = slider("Membrane time constant τ_m", 2, 20, unit="ms").view.children
    assert box.description == "Membrane time constant τ_m [ms]"
    assert (box.min, box.max, box.step, box.value) == (2, 20, 1, 2)
    assert handle.readout is False


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ({"low": 0, "high": 9}, int),
        ({"low": 0, "high": 9, "step": 3, "value": 6}, int),
        ({"low": 0.0, "high": 9}, float),
        ({"low": 0, "high": 9.0}, float),
        ({"low": 0, "high": 9, "step": 0.5}, float),
        ({"low": 0, "high": 9, "value": 2.0}, float),
    ],
)
def test_a_slider_hands_ints_only_if_all_its_numbers_are(numbers, kind):
    control = slider("n", **numbers)
    control.handle.value = 1
    assert type(control.value) is kind
    assert control.value == numbers.get("step", 1)


def test_number_box_and_slider_follow_each_other_without_rounding_dirt():
    control = slider("Step h", 0.01, 0.5, step=0.02, value=0.2)
    box, handle = control.view.children
    assert control.value == box.value == 0.2  # between two steps, and kept
    seen = []
    for step in range(handle.max + 1):
        handle.value = step
        seen.append(control.value)
    assert seen == [float(f"{0.01 + 0.02 * k:.2f}") for k in range(25)] + [0.5]
    box.value = 0.123
    assert control.value == 0.123
    assert handle.value == 6  # 0.13 is nearer than 0.11
    box.value = 0.01
    assert handle.value == 0


def test_reset_brings_handle_and_box_back():
    explorer = bar()
    box, handle = explorer.controls["a"].view.children
    handle.value = 9
    assert explorer.values == {"a": 9}
    explorer.reset()
    assert (box.value, handle.value, explorer.text) == (5, 5, "height 5")


def test_a_control_can_reset_others():
    def say(artists, shape, slope):
        return f"{shape} {slope}"

    explorer = explore(
        lambda fig: None,
        say,
        alt="a",
        size=(1, 1),
        shape=dropdown("Function", ["sine", "line"], resets=["slope"]),
        slope=checkbox("Slope"),
    )
    explorer.controls["slope"].value = True
    assert explorer.text == "sine True"
    explorer.controls["shape"].value = "line"
    assert explorer.text == "line False"


# ---------------------------------------------------------------- latest wins


def test_many_changes_make_one_redraw_and_the_last_wins():
    async def session():
        explorer = bar()
        for a in [*range(10)] * 5 + [7]:
            explorer.controls["a"].value = a
        assert explorer.redraws == 1  # none yet: the cell is still running
        await asyncio.sleep(0.05)
        return explorer

    explorer = run(session())
    assert explorer.redraws == 2
    assert height(shown(explorer)[0]) == pytest.approx(7, abs=0.1)


def test_changes_from_another_thread_are_drawn_on_the_main_one_and_the_last_wins():
    threads, started, go_on = [], threading.Event(), threading.Event()

    def slow_update(artist, a):
        threads.append(threading.current_thread())
        if len(threads) == 2:  # the first redraw after a change lasts until all others have come
            started.set()
            assert go_on.wait(10)
        return update(artist, a)

    def messages(explorer):
        explorer.controls["a"].value = 1
        assert started.wait(10)
        for a in [*range(10)] * 5 + [8]:
            explorer.controls["a"].value = a
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
    assert height(shown(explorer)[0]) == pytest.approx(8, abs=0.1)
    assert shown(explorer)[2] == "height 8"


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


def two_numbers():
    """Return an explorer that says what its two controls are set to."""
    shape = dropdown("shape", ["round", "flat"])
    return explore(
        lambda fig: None,
        lambda artists, a, shape: f"{a} {shape}",
        alt="a",
        size=(1, 1),
        a=slider("a", 0, 9),
        shape=shape,
    )


def test_several_controls_are_set_with_one_redraw():
    explorer = two_numbers()
    explorer.set(a=3, shape="flat")
    assert (explorer.text, explorer.redraws) == ("3 flat", 2)
    with explorer.held():
        explorer.controls["a"].value = 4
        explorer.set(a=5)
        explorer.reset()
        assert (explorer.text, explorer.redraws) == ("3 flat", 2)
    assert (explorer.text, explorer.redraws) == ("0 round", 3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"a": 4, "b": 1}, "no control 'b', there are a, shape"),
        ({"a": 4, "shape": "square"}, "shape cannot be 'square'"),
        ({"shape": "flat", "a": "4.5 mV"}, "a cannot be '4.5 mV'"),
    ],
)
def test_a_value_that_a_control_cannot_have_changes_nothing(values, message):
    explorer = two_numbers()
    explorer.set(a=2)
    with pytest.raises(ValueError, match=message):
        explorer.set(**values)
    assert explorer.values == {"a": 2, "shape": "round"}
    assert (explorer.text, explorer.redraws) == ("2 round", 2)


@pytest.mark.parametrize(
    ("made", "kind", "ends"),
    [
        (slider("a", 0.5, 9, step=0.5), "slider", (0.5, 9)),
        (dropdown("a", {"x": 1, "y": 2}), "dropdown", (1, 2)),
        (checkbox("a"), "checkbox", (False, True)),
        (textbox("a", "x"), "textbox", ()),
        (button("a"), "button", (1, 2)),
        (trigger("a"), "trigger", (False, True)),
    ],
    ids=["slider", "dropdown", "checkbox", "textbox", "button", "trigger"],
)
def test_a_control_knows_its_kind_and_its_ends(made, kind, ends):
    assert (made.kind, made.ends) == (kind, ends)


def test_reset_is_one_redraw_in_a_running_loop():
    async def session():
        explorer = explore(
            lambda fig: None,
            lambda artists, a, b: f"{a} {b}",
            alt="a",
            size=(1, 1),
            a=slider("a", 0, 9),
            b=slider("b", 0, 9),
        )
        explorer.controls["a"].value = 3
        explorer.controls["b"].value = 4
        explorer.reset()
        await asyncio.sleep(0.02)
        return explorer

    explorer = run(session())
    assert (explorer.redraws, explorer.text) == (2, "0 0")


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
    handle = explorer.controls["a"].handle
    assert handle.continuous_update  # the first redraw loads fonts and does not count
    explorer.controls["a"].value = 1
    assert not handle.continuous_update
    explorer.controls["a"].value = 2
    assert handle.continuous_update


def test_a_slow_redraw_says_that_it_is_under_way(monkeypatch):
    said = []
    explorer = bar(update=lambda bar, a: said.append(shown(explorer)[2]) if a < 5 else "done")
    explorer._seconds = module.SLOW + 0.1
    explorer.controls["a"].value = 1
    explorer.controls["a"].value = 2
    assert said == ["calculating …", ""]


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
    ("a", "message", "shown_as"),
    [
        (6, "a must not be 6", "a must not be 6"),
        (7, "KeyError: '<key>'", "KeyError: &#x27;&lt;key&gt;&#x27;"),
        (8, "ZeroDivisionError", "ZeroDivisionError"),
    ],
)
def test_an_error_is_one_line_and_the_last_good_picture_stays(a, message, shown_as, capsys):
    explorer = bar(update=broken)
    good = explorer.png
    explorer.controls["a"].value = a
    assert explorer.error == message
    png, alt, status = shown(explorer)
    assert png == explorer.png == good
    assert alt == ["A bar as high as a. height 5"]
    assert status == shown_as
    assert capsys.readouterr() == ("", "")
    explorer.controls["a"].value = 2
    assert explorer.error is None
    assert height(shown(explorer)[0]) == pytest.approx(2, abs=0.1)
    assert shown(explorer)[2] == "height 2"


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


def test_an_error_in_the_first_update_shows_no_picture_and_is_mended_by_a_change():
    explorer = bar(update=broken, a=slider("a", 0, 10, value=6))
    assert explorer.error == "a must not be 6"
    assert explorer.png is None
    assert shown(explorer) == (None, [], "a must not be 6")
    assert "width:96px;height:96px" in explorer.widget.children[2].value  # nothing will move
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == "a must not be 6"
    assert "image/png" not in data
    assert metadata == {}
    explorer.controls["a"].value = 4
    assert explorer.error is None
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
    explorer.controls["a"].value = 4
    explorer.controls["a"].value = 3
    assert calls == [0, 0]
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


# ---------------------------------------------------------------- what Jupyter gets


def test_the_bundle_holds_the_widget_and_the_picture_as_it_is_now():
    explorer = bar()
    explorer.controls["a"].value = 8
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "image/png",
        "text/plain",
    }
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view == {"version_major": 2, "version_minor": 0, "model_id": explorer.widget.model_id}
    assert height(base64.b64decode(data["image/png"])) == pytest.approx(8, abs=0.1)
    assert data["text/plain"] == "A bar as high as a. height 8"
    assert 'alt="A bar as high as a. height 8"' in data["text/html"]
    assert metadata == {"image/png": {"width": 96, "height": 96, "alt": data["text/plain"]}}


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
    assert 256 >= live > 64 >= few  # what travels at each change is small too


def test_an_explorer_is_displayed_by_one_method_only():
    """Both ipywidgets 7 and 8 show it: it is no widget and has no other display method."""
    explorer = bar()
    assert not hasattr(explorer, "_ipython_display_")
    assert isinstance(explorer.widget, VBox)
    assert all(isinstance(child, HTML) for child in explorer.widget.children[2:])


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
        assert mpl.rcParams == before
        assert mpl.get_backend() == backend
    finally:
        module._house_style.cache_clear()
    assert seen == [7, 7]
    pixels = np.asarray(Image.open(io.BytesIO(explorer.png)).convert("RGB")).astype(int)
    assert np.abs(pixels[96, 96] - [0, 255, 0]).max() < 10


def test_pyplot_stays_out_of_it():
    code = (
        "import sys; from helpers.explore import explore, slider\n"
        "e = explore(lambda fig: fig.subplots(), lambda ax, a: '', alt='a', a=slider('a', 0, 9))\n"
        "e.controls['a'].value = 3; e._repr_mimebundle_(); assert e.error is None, e.error\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_pyplot_finishes_cells_on_the_main_thread_only(monkeypatch):
    shell = types.SimpleNamespace(kernel=object())
    shell.events = EventManager(shell, {"post_execute": lambda: None, "pre_execute": lambda: None})
    monkeypatch.setattr(module, "get_ipython", lambda: shell)
    fired = []
    for event in ("pre_execute", "post_execute"):
        shell.events.register(
            event, lambda event=event: fired.append((event, threading.current_thread()))
        )
    bar()
    trigger = shell.events.trigger
    bar()
    assert shell.events.trigger is trigger  # guarded once
    thread = threading.Thread(target=lambda: [trigger("pre_execute"), trigger("post_execute")])
    thread.start()
    thread.join()
    trigger("post_execute")
    assert fired == [("pre_execute", thread), ("post_execute", threading.main_thread())]


# ---------------------------------------------------------------- bad arguments

A = slider("a", 0, 9)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (lambda: slider("I", 0, 9, value=10), "value of 'I' must be from 0 to 9, got 10"),
        (lambda: slider("I", 0, 9, value=-1), "value of 'I' must be from 0 to 9, got -1"),
        (lambda: slider("I", 9, 9), "low of 'I' must be below high = 9, got 9"),
        (lambda: slider("I", 9, 1.5), "low of 'I' must be below high = 1.5, got 9"),
        (
            lambda: slider("I", 0, 9, step=0),
            "step of 'I' must be above 0 and at most high - low = 9, got 0",
        ),
        (
            lambda: slider("I", 0, 9, step=-1),
            "step of 'I' must be above 0 and at most high - low = 9, got -1",
        ),
        (
            lambda: slider("I", 0, 9, step=10),
            "step of 'I' must be above 0 and at most high - low = 9, got 10",
        ),
        (lambda: slider("I", "0", 9), "low of 'I' must be a finite number, got '0'"),
        (lambda: slider("I", 0, float("inf")), "high of 'I' must be a finite number, got inf"),
        (
            lambda: slider("I", 0, 9, value=float("nan")),
            "value of 'I' must be a finite number, got nan",
        ),
        (lambda: slider("I", 0, 9, value=True), "value of 'I' must be a finite number, got True"),
        (lambda: dropdown("F", []), "options of 'F' must be one or more, got []"),
        (lambda: dropdown("F", ["a", "b"], "c"), "value of 'F' must be one of ['a', 'b'], got 'c'"),
        (lambda: checkbox("S", 1), "value of 'S' must be True or False, got 1"),
        (lambda: textbox("T", None), "value of 'T' must be a text, got None"),
        (lambda: bar(alt=None), "alt must be a text that says what the figure shows, got None"),
        (lambda: bar(alt=" "), "alt must be a text that says what the figure shows, got ' '"),
        (lambda: bar(a=3), "a must be a control such as slider(…), got 3"),
        (
            lambda: bar(a=checkbox("a", resets=["b"])),
            "resets of 'a' must name other controls, got 'b'",
        ),
        (
            lambda: bar(b=A),
            "update must be a function of (artists, a, b): got an unexpected keyword argument 'b'",
        ),
        (
            lambda: bar(update=lambda bar, a, b: None),
            "update must be a function of (artists, a): missing a required argument: 'b'",
        ),
        (
            lambda: bar(update=lambda: None),
            "update must be a function of (artists, a): too many positional arguments",
        ),
        (lambda: bar(update=3), "update must be a function of (artists, a), got 3"),
        (
            lambda: bar(draw=lambda: None),
            "draw must be a function of (fig): too many positional arguments",
        ),
        (lambda: bar(draw=None), "draw must be a function of (fig), got None"),
        (
            lambda: bar(size=(0, 1)),
            "size must be (width, height), each above 0 to 40 inches, got (0, 1)",
        ),
        (
            lambda: bar(size=(9, 3, 1)),
            "size must be (width, height), each above 0 to 40 inches, got (9, 3, 1)",
        ),
        (lambda: bar(size=9), "size must be (width, height), each above 0 to 40 inches, got 9"),
    ],
)
def test_a_bad_argument_is_named_with_its_value_and_what_is_allowed(bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        bad()


def test_optional_arguments_of_update_are_no_error():
    assert bar(update=lambda bar, a, scale=2: f"{scale * a}").text == "10"


def test_controls_are_of_one_kind():
    made = [A, dropdown("d", ["x"]), checkbox("c"), textbox("t"), button("b")]
    assert all(isinstance(control, Control) for control in made)

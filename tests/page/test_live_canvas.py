"""The recorder that keeps axes and ticks: the same commands as from one that keeps nothing.

tests/lessons/test_demos.py compares the recordings of every demo in the same way.
"""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from helpers.internal.live_canvas import LiveCanvas
from helpers.picture import CSS_DPI, encode_png


def live_figure():
    """Return a settled figure and its live canvas, recorded once: its ticks are kept."""
    fig = Figure(figsize=(4, 2), dpi=CSS_DPI, layout="constrained")
    canvas = LiveCanvas(fig)
    left, right = fig.subplots(1, 2)
    left.plot([0, 1, 2], [0, 3, 1], label="a line")
    left.set(xlabel="t", ylabel="V", title="old")
    left.legend()
    right.axhspan(0.2, 0.4, alpha=0.5)
    right.twinx().plot([1, 2])
    for ax in fig.axes:
        ax.set_axisbelow(True)  # as in the style of the course
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    canvas.record()
    return fig, canvas


CHANGES = {  # what is done to the left axes
    "nothing": lambda ax: None,
    "data": lambda ax: ax.lines[0].set_ydata([3, 2, 1]),
    "limits": lambda ax: ax.set_xlim(0, 9),
    "limits that follow the data": lambda ax: ax.plot([0, 20], [0, 20]),
    "axis label": lambda ax: ax.set_xlabel("time [ms]"),
    "label hidden": lambda ax: ax.xaxis.label.set_visible(False),
    "ticks": lambda ax: ax.set_xticks([0, 2], ["zero", "two"]),
    "scale": lambda ax: ax.set_xscale("symlog"),
    "look of the ticks": lambda ax: ax.tick_params(colors="red"),
    "grid": lambda ax: ax.grid(True),
    "background": lambda ax: ax.set_facecolor("yellow"),
    "background of the figure": lambda ax: ax.figure.set_facecolor("yellow"),
    "title": lambda ax: ax.set_title("new"),
    "title of the figure": lambda ax: ax.figure.suptitle("new"),
    "place": lambda ax: ax.set_position([0.1, 0.3, 0.3, 0.4]),
    "size": lambda ax: ax.figure.set_size_inches(3, 2),
    "legend": lambda ax: ax.legend(["another", "name"]),
    "a text and a picture": lambda ax: (ax.text(1, 1, "x"), ax.imshow([[0, 1]], zorder=3)),
    "something below the ticks": lambda ax: ax.axvspan(-1, 3, zorder=-1),
    "axes hidden": lambda ax: ax.set_visible(False),
    "axes off": lambda ax: ax.set_axis_off(),
    "frame off": lambda ax: ax.set_frame_on(False),
    "axes removed": lambda ax: ax.remove(),
    "more axes": lambda ax: ax.figure.add_axes((0.4, 0.4, 0.2, 0.2)),
}
STILL = {"nothing", "data", "title", "title of the figure", "legend"}


@pytest.mark.parametrize("name", CHANGES)
def test_a_live_canvas_shows_every_change(name):
    """What it kept is what a new one writes down, and the same object where it is unchanged."""
    fig, live = live_figure()
    before = live.record()
    CHANGES[name](fig.axes[0])
    after, again = live.record(), live.record()
    assert after == LiveCanvas(fig).record() == again
    assert (after == before) == (name == "nothing")
    assert (after[0] is before[0]) == (name in STILL) == (after[0] == before[0])


def test_a_live_canvas_draws_the_ticks_once(monkeypatch):
    (fig, live), drawn = live_figure(), []
    draw = mpl.axis.Axis.draw
    monkeypatch.setattr(mpl.axis.Axis, "draw", lambda axis, r: (drawn.append(axis), draw(axis, r)))
    for height in range(5):
        fig.axes[0].lines[0].set_ydata([height, 2, 1])
        live.record()
    assert drawn == []


def test_limits_that_are_set_again_are_no_change():
    fig, live = live_figure()
    still = live.record()[0]
    fig.axes[0].set_xlim(fig.axes[0].get_xlim())
    assert live.record()[0] is still


def test_the_still_part_holds_ticks_and_labels_and_the_other_what_moves():
    _, live = live_figure()
    still, moving = live.record()
    assert len(still["commands"]) > 20 > len(moving["commands"])
    whole = Figure(figsize=(4, 2), dpi=CSS_DPI)  # one that cannot be taken apart
    whole.subplots().axvspan(-1, 3, zorder=-1)
    still, moving = LiveCanvas(whole).record()
    assert still == {} and len(moving["commands"]) > 20


@pytest.mark.parametrize("layout", ["constrained", "tight"])
def test_a_figure_that_is_not_laid_out_yet_is_recorded_whole(layout):
    fig = Figure(figsize=(2, 2), dpi=CSS_DPI, layout=layout)
    fig.subplots()
    assert LiveCanvas(fig).record()[0] == {}


def test_a_live_canvas_draws_three_dimensions_whole():
    fig = Figure(figsize=(2, 2), dpi=CSS_DPI)
    live = LiveCanvas(fig)
    ax = fig.add_subplot(projection="3d")
    first = live.record()
    ax.plot([0, 1], [0, 1], [0, 1])
    assert first != live.record() == LiveCanvas(fig).record()
    assert first[0] == {}


def test_a_drawing_that_fails_leaves_the_next_one_whole():
    (fig, live), (spared, other) = live_figure(), live_figure()
    fig.axes[0].set(xlim=(0, 5), ylabel="$\\nonsense$")
    with pytest.raises(ValueError, match="nonsense"):
        live.record()
    for figure in (fig, spared):
        figure.axes[0].set(xlim=(0, 5), ylabel="V")
        assert not any(artist.get_animated() for artist in figure.axes[0].get_children())
    assert live.record() == other.record()


def test_a_picture_in_between_changes_nothing():
    """`encode_png` draws the same figure with another renderer and another density."""
    fig, live = live_figure()
    before = live.record()
    encode_png(fig)
    assert live.record() == before == LiveCanvas(fig).record()
    assert live.record()[0] is before[0]

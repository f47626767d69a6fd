"""The canvas that keeps axes and ticks: the same pixels as from one that keeps nothing.

tests/test_demos.py compares the pixels of every demo in the same way.
"""

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.internal.live_canvas import LiveCanvas
from helpers.picture import CSS_DPI, DENSITY, encode_png


def live_figure():
    """Return a settled figure on a live canvas, drawn twice: from now on its ticks are kept."""
    fig = Figure(figsize=(4, 2), dpi=CSS_DPI * DENSITY, layout="constrained")
    LiveCanvas(fig)
    left, right = fig.subplots(1, 2)
    left.plot([0, 1, 2], [0, 3, 1], label="a line")
    left.set(xlabel="t", ylabel="V", title="old")
    left.legend()
    right.axhspan(0.2, 0.4, alpha=0.5)
    right.twinx().plot([1, 2])
    for ax in fig.axes:
        ax.set_axisbelow(True)  # as in the style of the course
    encode_png(fig)
    fig.set_layout_engine("none")
    encode_png(fig)
    return fig


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
    "title": lambda ax: ax.set_title("new"),
    "title of the figure": lambda ax: ax.figure.suptitle("new"),
    "place": lambda ax: ax.set_position([0.1, 0.3, 0.3, 0.4]),
    "legend": lambda ax: ax.legend(["another", "name"]),
    "a text and a picture": lambda ax: (ax.text(1, 1, "x"), ax.imshow([[0, 1]], zorder=3)),
    "something below the ticks": lambda ax: ax.axvspan(-1, 3, zorder=-1),
    "axes hidden": lambda ax: ax.set_visible(False),
    "axes off": lambda ax: ax.set_axis_off(),
    "frame off": lambda ax: ax.set_frame_on(False),
    "axes removed": lambda ax: ax.remove(),
    "more axes": lambda ax: ax.figure.add_axes((0.4, 0.4, 0.2, 0.2)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_live_canvas_shows_every_change(name):
    fig = live_figure()
    before = encode_png(fig)
    CHANGES[name](fig.axes[0])
    png, again, live = encode_png(fig), encode_png(fig), fig.canvas
    assert (png == before) == (name == "nothing")
    FigureCanvasAgg(fig)  # keeps nothing
    assert encode_png(fig) == png == again
    assert isinstance(live, LiveCanvas)


def test_a_live_canvas_draws_the_ticks_once(monkeypatch):
    fig, drawn = live_figure(), []
    draw = mpl.axis.Axis.draw
    monkeypatch.setattr(mpl.axis.Axis, "draw", lambda axis, r: (drawn.append(axis), draw(axis, r)))
    for height in range(5):
        fig.axes[0].lines[0].set_ydata([height, 2, 1])
        encode_png(fig)
    assert drawn == []


def test_a_live_canvas_draws_three_dimensions_whole():
    fig = Figure(figsize=(2, 2), dpi=CSS_DPI * DENSITY)
    LiveCanvas(fig)
    ax = fig.add_subplot(projection="3d")
    first = encode_png(fig)
    ax.plot([0, 1], [0, 1], [0, 1])
    png = encode_png(fig)
    FigureCanvasAgg(fig)
    assert first != png == encode_png(fig)


def test_a_drawing_that_fails_leaves_the_next_one_whole():
    fig, spared = live_figure(), live_figure()
    fig.axes[0].set(xlim=(0, 5), ylabel="$\\nonsense$")
    with pytest.raises(ValueError, match="nonsense"):
        encode_png(fig)
    for figure in (fig, spared):
        figure.axes[0].set(xlim=(0, 5), ylabel="V")
    assert encode_png(fig) == encode_png(spared)

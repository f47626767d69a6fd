"""What each kind of drawing becomes in a recording, without a browser.

Whether a page draws it as matplotlib would: test_replay.py.
"""

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from PIL import Image

from helpers.internal import recorder as module
from helpers.internal.recorder import Recorder, picture_recording
from tests.page.recordings import codes as path_codes
from tests.page.recordings import drawn, images, numbers

CURVES = {Path.CURVE3, Path.CURVE4}


def figure(width=200, height=100):
    """Return a figure of so many CSS pixels, and axes over all of it with the same units."""
    fig = Figure((width / 96, height / 96), dpi=96, facecolor="none")
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), facecolor="none")
    ax.set_axis_off()
    return fig, ax


def record(thing):
    """Return the recording of a figure, or of what a function draws on axes."""
    if callable(thing):
        fig, ax = figure()
        thing(ax)
    else:
        fig = thing
    return Recorder(*fig.bbox.size, fig.dpi).record(fig)


def commands(thing):
    return drawn(record(thing))


# ---------------------------------------------------------------- lines


def test_a_line_is_its_points_without_codes():
    (line,) = commands(lambda ax: ax.plot([10, 60, 110], [20, 70, 30.5], "r", lw=3))
    np.testing.assert_allclose(line.points, [[10, 20], [60, 70], [110, 30.5]])
    assert (line.kind, line.codes, line.snap) == ("path", None, 0)
    assert (line.style["stroke"], line.style["face"]) == ([255, 0, 0, 1], None)
    assert line.style["width"] == 3 * 96 / 72
    assert line.style["dashes"] == []


def test_a_gap_in_a_line_is_a_gap():
    (line,) = commands(lambda ax: ax.plot([10, 20, 30, 40, 50], [10, 20, np.nan, 40, 30]))
    np.testing.assert_allclose(line.points, [[10, 10], [20, 20], [40, 40], [50, 30]])
    assert line.codes.tolist() == [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO]


def test_nothing_to_see_is_nothing_to_send():
    recording = record(
        lambda ax: (
            ax.plot([], []),
            ax.plot([10, 20], [np.nan, np.nan]),
            ax.plot([10, 20], [10, 20], lw=0),
            ax.plot([10, 20], [10, 20], alpha=0),
            ax.text(10, 10, ""),
            ax.text(10, 10, " "),
            ax.plot([500], [500], "o", clip_on=False),
        )
    )
    assert drawn(recording) == []


def test_a_long_line_is_thinned_as_agg_does_it():
    """Thousands of points on the pixels of a narrow figure: what nobody sees is left out."""
    x = np.linspace(0, 200, 20_000)
    (line,) = commands(lambda ax: ax.plot(x, 50 + 40 * np.sin(x / 10)))
    assert 50 < len(line.points) < 2000
    np.testing.assert_allclose(
        line.points[:, 1], 50 + 40 * np.sin(line.points[:, 0] / 10), atol=0.5
    )


@pytest.mark.parametrize(
    ("look", "dashes", "cap"),
    [
        ({"ls": "--", "lw": 3}, [14.8, 6.4], "butt"),
        ({"ls": (0, (2, 1)), "lw": 3}, [8, 4], "butt"),
        ({"lw": 3, "solid_capstyle": "projecting"}, [], "square"),
        ({"lw": 3, "solid_capstyle": "round"}, [], "round"),
        ({"ls": ":", "lw": 3, "dash_capstyle": "round"}, [4, 6.6], "round"),
    ],
)
def test_dashes_and_ends_of_a_line(look, dashes, cap):
    (line,) = commands(lambda ax: ax.plot([10, 190], [20, 30], **look))
    assert line.style["dashes"] == pytest.approx(dashes)
    assert line.style["cap"] == cap
    assert line.style["width"] == 4


def test_a_dash_may_begin_later():
    (line,) = commands(lambda ax: ax.plot([10, 190], [20, 30], ls=(1.5, (2, 1)), lw=3))
    assert line.style["offset"] == 1.5 * 3 * 96 / 72


def test_corners_are_joined_as_asked():
    for join in ("miter", "round", "bevel"):
        (line,) = commands(lambda ax, j=join: ax.plot([1, 9, 1], [1, 5, 9], solid_joinstyle=j))
        assert line.style["join"] == join


def test_straight_lines_lie_on_whole_pixels_and_others_do_not():
    for points, snap in [(([10, 10], [5, 90]), 1), (([10, 90], [5, 5]), 1), (([1, 9], [1, 2]), 0)]:
        (line,) = commands(lambda ax, p=points: ax.plot(*p))
        assert line.snap == snap
    (line,) = commands(lambda ax: ax.plot([10, 10], [5, 90], snap=False))
    assert line.snap == 0
    t = np.linspace(0, 0.01, 300)  # s; steps of 0.00003 are not small on the page

    def wave(ax):
        ax.set(xlim=(0, 0.01), ylim=(-1e-3, 1e-3))
        ax.plot(t, 1e-3 * np.sin(600 * t))

    assert commands(wave)[0].snap == 0


# ---------------------------------------------------------------- markers and ticks


def test_markers_are_one_shape_at_many_places():
    (marks,) = commands(lambda ax: ax.plot([10, 60, np.nan, 110], [20, 70, 5, 30], "s", ms=6))
    np.testing.assert_allclose(marks.centres, [[10, 20], [60, 70], [110, 30]])
    assert marks.kind == "markers"
    np.testing.assert_allclose(np.ptp(marks.points, axis=0), [8, 8], atol=0.2)
    (marks,) = commands(lambda ax: ax.plot([10, 60], [20, 70], "o", mfc="r", mec="b"))
    assert CURVES & set(marks.codes.tolist())
    assert (marks.style["face"], marks.style["stroke"]) == ([255, 0, 0, 1], [0, 0, 255, 1])


def test_markers_far_outside_are_left_out():
    x = np.arange(-2e6, 2e6, 50)
    (marks,) = commands(lambda ax: ax.plot(x, np.full(x.size, 10), "o", clip_on=False))
    assert len(marks.centres) == 7
    assert marks.centres.min() >= -100 and marks.centres.max() <= 300


def test_the_ticks_of_an_axis_are_markers_and_their_labels_shapes():
    fig = Figure((2, 2), dpi=96)
    ax = fig.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[])
    found = commands(fig)
    ticks = [d for d in found if d.kind == "markers"]
    assert len(ticks) == 3 and all(len(d.centres) == 1 and d.snap for d in ticks)
    places = sorted(float(d.centres[0, 0]) for d in ticks)
    left, right = (ax.bbox.x0, ax.bbox.x1)
    np.testing.assert_allclose(places, [left, (left + right) / 2, right], atol=1 / 16)
    labels = [d for d in found if d.style["face"] and d.codes is not None and not d.snap]
    assert len(labels) == 3
    assert len({tuple(d.style["face"]) for d in labels}) == 1


# ---------------------------------------------------------------- fills and shapes


def test_a_filled_area_is_closed_and_has_a_face():
    (area,) = commands(
        lambda ax: ax.fill_between([10, 60, 110], [20, 70, 30], color="g", alpha=0.5)
    )
    assert area.style["face"] == [0, 128, 0, 0.5]
    assert area.corners[:, 1].min() == 0 and area.corners[:, 1].max() == 70
    (span,) = commands(lambda ax: ax.axvspan(20, 50, color="k", lw=0, alpha=0.25))
    assert (span.style["stroke"], span.style["face"]) == (None, [0, 0, 0, 0.25])
    assert span.corners.min(axis=0).tolist() == [20, 0]
    assert span.corners.max(axis=0).tolist() == [50, 100]
    assert span.snap == 1


@pytest.mark.parametrize(
    ("look", "stroke", "face"),
    [
        ({"fc": (1, 0, 0, 0.2), "ec": "b"}, [0, 0, 255, 1], [255, 0, 0, 0.2]),
        ({"fc": "r", "ec": "b", "alpha": 0.5}, [0, 0, 255, 0.5], [255, 0, 0, 0.5]),
        ({"fc": "none", "ec": "b"}, [0, 0, 255, 1], None),
        ({"fc": "r", "ec": "none"}, None, [255, 0, 0, 1]),
        ({"fc": "r", "ec": "b", "lw": 0}, None, [255, 0, 0, 1]),
    ],
)
def test_face_and_outline_have_their_own_colours(look, stroke, face):
    (shape,) = commands(lambda ax: ax.add_patch(Rectangle((10, 10), 30, 30, **look)))
    drawn_face = shape.style["face"]
    assert drawn_face == face or (face is None and drawn_face[3] == 0)
    outline = shape.style["stroke"]
    assert outline == stroke or (stroke is None and outline[3] == 0)


def test_a_circle_stays_a_circle():
    (circle,) = commands(lambda ax: ax.add_patch(Circle((50, 50), 20)))
    assert CURVES & set(circle.codes.tolist())
    assert Path.STOP not in circle.codes


def test_few_shapes_are_paths_and_a_crowd_is_an_image(monkeypatch):
    def scatter(n):
        x = np.linspace(20, 180, n)
        return record(lambda ax: ax.scatter(x, x / 2, s=20, c=x))

    few = scatter(5)
    assert len(few["commands"]) == 5 and not images(few)
    crowd = scatter(module.CROWD + 1)
    assert drawn(crowd) == []
    ((*box, png, clip),) = images(crowd)
    image = Image.open(io.BytesIO(png))
    assert image.size == (2 * box[2], 2 * box[3])  # twice as many pixels as the page
    assert box[0] == pytest.approx(20, abs=5) and box[0] + box[2] == pytest.approx(180, abs=5)
    assert box[1] == pytest.approx(10, abs=5) and box[1] + box[3] == pytest.approx(90, abs=5)
    assert clip is None  # it is cut already
    assert image.mode == "RGBA" and image.getpixel((0, 0))[3] == 0


def test_lines_of_a_collection_are_paths():
    found = commands(lambda ax: ax.vlines([10, 20, 30], 10, 90, "r"))
    assert [d.points[0, 0] for d in found] == [10, 20, 30]
    found = commands(lambda ax: ax.eventplot([[10, 20], [30, 40]], lineoffsets=[20, 60]))
    assert len(found) == 4


@pytest.mark.parametrize("shading", ["flat", "nearest", "gouraud"])
def test_a_mesh_is_one_image(shading):
    x, y = np.linspace(0, 200, 41), np.linspace(0, 100, 21)
    values = np.add.outer(y, x)[
        : 20 if shading == "flat" else 21, : 40 if shading == "flat" else 41
    ]

    def mesh(ax):
        ax.pcolormesh(x, y, values, shading=shading)

    if shading == "gouraud":
        with pytest.raises(NotImplementedError, match="shaded triangles"):
            record(mesh)
        return
    recording = record(mesh)
    ((*box, png, _),) = images(recording)
    assert len(recording["commands"]) == 1
    assert box == [0, 0, 200, 100]
    colours = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    low, high = (255 * np.array(mpl.colormaps["viridis"](end)[:3]) for end in (0.0, 1.0))
    np.testing.assert_allclose(colours[-2, 1], low, atol=8)  # the first row of an image is on top
    np.testing.assert_allclose(colours[1, -2], high, atol=8)


def test_an_image_is_an_image():
    recording = record(
        lambda ax: ax.imshow(
            [[0, 1], [2, 3]], extent=(50, 150, 0, 100), origin="upper", cmap="gray"
        )
    )
    ((*box, png, clip),) = images(recording)
    assert box == [50, 0, 100, 100]
    colours = np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(int)
    assert colours.shape == (200, 200)
    assert [colours[1, 1], colours[1, -2], colours[-2, 1], colours[-2, -2]] == [0, 85, 170, 255]
    assert clip == [0, 0, 200, 100]
    turned = mpl.transforms.Affine2D().rotate_deg(30)
    found = record(lambda ax: ax.imshow([[0, 1]], transform=turned + ax.transData, clip_on=False))
    assert len(images(found)) == 1


# ---------------------------------------------------------------- text


def outline(text, size=10):
    """Return the box of a text's outline [CSS pixels], from matplotlib without a renderer."""
    return TextPath((0, 0), text, size=size * 96 / 72).get_extents()


@pytest.mark.parametrize("text", ["Voltage", "τ", "$x^2$", "$\\frac{a}{b}$"])
def test_text_is_the_outline_of_its_letters(text):
    (letters,) = commands(lambda ax: ax.text(20, 30, text, size=10, color="b"))
    assert (letters.style["stroke"], letters.style["face"]) == (None, [0, 0, 255, 1])
    size = np.ptp(letters.corners, axis=0)
    np.testing.assert_allclose(size, outline(text).size, atol=0.4)
    assert letters.corners[:, 0].min() == pytest.approx(20, abs=1.5)
    assert CURVES & set(letters.codes.tolist()) and Path.CLOSEPOLY in letters.codes


def test_text_may_be_turned_and_have_lines():
    (letters,) = commands(lambda ax: ax.text(100, 20, "Voltage", size=10, rotation=90))
    np.testing.assert_allclose(
        np.ptp(letters.corners, axis=0)[::-1], outline("Voltage").size, atol=0.4
    )
    first, second = commands(lambda ax: ax.text(100, 20, "one\ntwo"))
    assert first.points[:, 1].mean() > second.points[:, 1].mean() + 10


def test_a_changed_font_gives_other_letters():
    """The outline of a text is kept for the next time, and nobody changes what is kept."""
    fig, ax = figure()
    text = ax.text(20, 30, "abc", size=10)
    first = record(fig)
    assert record(fig) == first
    text.set_family("serif")
    assert record(fig) != first
    text.set_family("sans-serif")
    text.set_size(20)
    (large,) = commands(fig)
    assert np.ptp(large.corners[:, 0]) == pytest.approx(outline("abc", 20).width, abs=0.5)
    text.set_size(10)
    assert record(fig) == first


# ---------------------------------------------------------------- clips and styles


def test_what_is_cut_says_where():
    def lines(ax):
        ax.set_position([0.25, 0.5, 0.5, 0.5])
        ax.plot([0, 200], [0, 100])
        ax.plot([0, 200], [0, 100], clip_on=False)

    inside, free = commands(lines)
    assert inside.style["clip"] == [50, 50, 100, 50]
    assert free.style["clip"] is None


def test_a_shape_that_cuts_is_written_down():
    def circle(ax):
        (line,) = ax.plot([0, 200], [0, 100])
        line.set_clip_path(Circle((50, 50), 20, transform=ax.transData))

    recording = record(circle)
    (line,) = drawn(recording)
    box, (scale, count, place, codes) = line.style["clip"]
    assert box is None or len(box) == 4
    points = numbers(recording, scale, count, place)[path_codes(recording, count, codes) != 79]
    np.testing.assert_allclose(
        [points.min(axis=0), points.max(axis=0)], [[30, 30], [70, 70]], atol=0.2
    )
    assert CURVES & set(path_codes(recording, count, codes).tolist())


def test_a_rectangle_that_cuts_nothing_more_is_left_out():
    def patches(ax):
        line = ax.plot([0, 200], [0, 100])[0]
        line.set_clip_path(Rectangle((0, 0), 200, 100, transform=ax.transData))

    (line,) = commands(patches)
    assert line.style["clip"] == [0, 0, 200, 100]


def test_equal_looks_share_a_style_and_others_do_not():
    def lines(ax):
        for y in range(10, 90, 10):
            ax.plot([10, 190], [y, y + 3], "r", lw=2)
        ax.plot([10, 190], [5, 8], "r", lw=1)

    recording = record(lines)
    assert len(recording["commands"]) == 9
    assert len(recording["styles"]) == 2


# ---------------------------------------------------------------- how it is written down


def test_numbers_are_eighths_of_a_pixel_and_far_ones_floats():
    (near,) = commands(lambda ax: ax.plot([10.06, 60.3], [20, 71.9]))
    np.testing.assert_allclose(near.points, [[10.06, 20], [60.3, 71.9]], atol=1 / 16)
    far = record(lambda ax: ax.add_patch(Rectangle((-1e5, 10), 2e5, 10, fill=True)))
    (shape,) = drawn(far)
    assert far["commands"][0][2] == 0
    assert shape.corners[:, 0].min() == -1e5 and shape.corners[:, 0].max() == 1e5
    vast = record(lambda ax: ax.fill_between([0, 200], [10, 1e30]))
    assert np.isfinite(drawn(vast)[0].points).all()


def test_numbers_stand_at_multiples_of_their_size():
    """Texts of odd numbers of codes, lines and far shapes in turn; `drawn` reads each back."""

    def everything(ax):
        for k in range(12):
            ax.text(10, 8 * k, "abcdefghijkl"[: k + 1])
            ax.plot(np.linspace(0, 50, k + 3), np.random.default_rng(k).random(k + 3))
            ax.add_patch(Rectangle((-1e5 - k, 10), 2e5, 10))
        ax.imshow([[0, 1]], extent=(0, 10, 0, 10))
        ax.text(1, 1, "last")

    recording = record(everything)
    assert len(drawn(recording)) == 37 and len(images(recording)) == 1
    for name, *rest in recording["commands"]:
        place = rest[4] if name == "image" else rest[3]
        assert place % 4 == 0
    assert len(recording["block"]) % 4 == 0


def test_a_recording_can_travel_as_it_is():
    """JSON and bytes only: no NumPy number, no enumeration."""
    recording = record(lambda ax: (ax.plot([1, 2], [1, 2], "o-"), ax.text(5, 5, "a")))

    def kinds(value):
        if isinstance(value, list | tuple):
            return set().union(*map(kinds, value)) if value else set()
        return {type(value)}

    assert kinds(recording["commands"]) | kinds(recording["styles"]) <= {
        str, int, float, type(None),
    }  # fmt: skip
    assert type(recording["block"]) is bytes


def test_a_recorder_can_be_used_again_even_after_what_it_could_not_write_down():
    fig, ax = figure()
    ax.plot([10, 60], [20, 70])
    ax.text(10, 10, "words")
    recorder = Recorder(*fig.bbox.size, fig.dpi)
    first = recorder.record(fig)
    kept = repr(first)
    (bar,) = ax.bar(50, 50, width=20, hatch="/")
    with pytest.raises(NotImplementedError):
        recorder.record(fig)
    bar.remove()
    assert recorder.record(fig) == first == record(fig)
    (line,) = ax.lines
    assert [d.kind for d in drawn(recorder.record(line))] == ["path"]
    assert repr(first) == kept


def test_a_picture_is_a_recording_too():
    assert picture_recording(b"png", 30, 20) == {
        "commands": [["image", 0.0, 0.0, 30.0, 20.0, 0, 3, None]],
        "styles": [],
        "block": b"png",
    }


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda ax: ax.bar(50, 50, width=20, hatch="/"), "hatching"),
        (lambda ax: ax.tripcolor([0, 9, 5], [0, 0, 9], [1, 2, 3], shading="gouraud"), "triangles"),
    ],
)
def test_what_cannot_be_written_down_says_so(draw, words):
    with pytest.raises(NotImplementedError, match=words):
        record(draw)


def test_a_mesh_inside_a_shape_says_so():
    def mesh(ax):
        found = ax.pcolormesh([[0, 1], [2, 3]])
        found.set_clip_path(Circle((50, 50), 20, transform=ax.transData))

    with pytest.raises(NotImplementedError, match="a mesh inside a shape"):
        record(mesh)


def test_recording_leaves_the_figure_as_it_was():
    fig = Figure((2, 2), dpi=77, layout="constrained")
    ax = fig.subplots()
    ax.plot([1, 2], [1, 2])
    ax.imshow([[1, 2]])
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    canvas, limits, place = fig.canvas, ax.get_xlim(), ax.get_position().bounds
    layout = fig.get_layout_engine()
    record(fig)
    assert (fig.dpi, fig.canvas, fig.get_layout_engine()) == (77, canvas, layout)
    assert tuple(fig.get_size_inches()) == (2, 2)
    assert (ax.get_xlim(), ax.get_position().bounds) == (limits, place)

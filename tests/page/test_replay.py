"""What a page draws of a recording is what matplotlib draws of the figure: all demos, in Chromium.

The reference is Agg, with three differences that the page has by design: text is filled outlines
without hinting, a line on the grid is whole pixels wide, and a round marker stands where it is.
"""

import base64
import io
import random
from contextlib import redirect_stdout

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.ImageFilter import MaxFilter as Lightest
from PIL.ImageFilter import MinFilter as Darkest

from helpers import picture
from helpers.internal import recorder as writing
from helpers.internal.front_end import FrontEnd
from helpers.internal.recorder import Recorder
from tests.lessons.lessons import LESSONS
from tools.lessons import browser
from tools.lessons.demos import choices

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed"),
]
WHITE = (255, 255, 255)
LOAD = """async source => {
  const module = new Blob([source], { type: 'text/javascript' });
  window.page = await import(URL.createObjectURL(module)); }"""
REPLAY = """async ({ recordings, size, zoom, paper }) => {
  for (const recording of recordings) {
    const bytes = Uint8Array.from(atob(recording.block), (letter) => letter.charCodeAt(0));
    recording.block = new DataView(bytes.buffer); // as a comm hands it on
  }
  const canvas = document.createElement('canvas');
  await page.replay(canvas, recordings, size, zoom, page.inkFor(paper));
  const sheet = new OffscreenCanvas(canvas.width, canvas.height), on = sheet.getContext('2d');
  on.fillStyle = `rgb(${paper.join(' ')})`;
  on.fillRect(0, 0, sheet.width, sheet.height);
  on.drawImage(canvas, 0, 0);
  const png = new Uint8Array(await (await sheet.convertToBlob()).arrayBuffer());
  return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join('')); }"""


class Reference(RendererAgg):
    """Agg, with the page's text, widths and markers."""

    def _update_methods(self):
        super()._update_methods()
        self._agg_markers, self._agg_crowd = self.draw_markers, self.draw_path_collection
        self.draw_markers, self.draw_path_collection = self._markers, self._collection

    def _whole(self, gc, path, transform):
        """Return the style of a path, with a width of whole pixels where it lies on the grid."""
        own = self.new_gc()
        own.copy_properties(gc)
        if gc.get_linewidth() and writing._snaps(gc, path, transform):
            pixels = max(1, np.floor(self.points_to_pixels(gc.get_linewidth()) + 0.5))
            own.set_linewidth(pixels / self.points_to_pixels(1))
        return own

    def draw_path(self, gc, path, transform, rgbFace=None):
        super().draw_path(self._whole(gc, path, transform), path, transform, rgbFace)

    def _markers(self, gc, marker, marker_trans, path, trans, rgbFace=None):
        on_grid = writing._snaps(gc, marker, marker_trans)
        draw = self._agg_markers if on_grid else super().draw_markers
        draw(self._whole(gc, marker, marker_trans), marker, marker_trans, path, trans, rgbFace)

    def _collection(self, gc, master, paths, transforms, offsets, *rest, **more):
        few = max(len(paths), len(offsets)) <= writing.CROWD
        draw = super().draw_path_collection if few else self._agg_crowd
        draw(gc, master, paths, transforms, offsets, *rest, **more)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        points, codes = writing._glyphs(s, prop.copy(), ismath)
        size = self.points_to_pixels(prop.get_size_in_points()) / writing.text_to_path.FONT_SCALE
        own, place = self.new_gc(), Affine2D().scale(size).rotate_deg(angle)
        own.copy_properties(gc)
        own.set_linewidth(0)
        where = place.translate(x, self.height - y)
        if len(points):
            super().draw_path(own, Path(points, codes), where, gc.get_rgb())

    get_text_width_height_descent = RendererBase.get_text_width_height_descent


def reference(fig, zoom):
    """Return what Agg draws of a figure, `zoom` pixels for a CSS pixel: (height, width, 3)."""
    dpi = fig.dpi
    fig.dpi = dpi * zoom
    try:
        renderer = Reference(*map(int, fig.bbox.size), fig.dpi)
        fig.draw(renderer)
    finally:
        fig.dpi = dpi
    return np.asarray(renderer.buffer_rgba())[..., :3].astype(int)


@pytest.fixture(scope="module")
def page():
    """Return a page that has the explorer's module."""
    with browser.chromium_page() as (page, errors):
        page.set_content("<p>")
        page.evaluate(LOAD, FrontEnd._esm)
        yield page
        assert errors == []


def replay(page, recordings, size, zoom=1.0, paper=WHITE):
    """Return what the page draws of recordings, on opaque paper; shape (height, width, 3)."""
    sent = [{**r, "block": base64.b64encode(r["block"]).decode()} for r in recordings if r]
    asked = {"recordings": sent, "size": size, "zoom": zoom, "paper": list(paper)}
    png = base64.b64decode(page.evaluate(REPLAY, asked))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def apart(drawn, expected):
    """Return by how much each pixel lies outside of what the other picture has there or beside it.

    A line that lies between two pixels may come out on either; one that is missing, or has another
    colour or length, is apart.
    """
    pictures = [Image.fromarray(pixels.astype("u1")) for pixels in (drawn, expected)]
    low, high = (
        [np.asarray(one.filter(kind(3))).astype(int) for one in pictures]
        for kind in (Darkest, Lightest)
    )
    outside = [
        np.maximum(low[other] - pixels, pixels - high[other])
        for other, pixels in ((1, drawn), (0, expected))
    ]
    return np.maximum(*outside).max(axis=2).clip(0)


def problems(drawn, expected, share=0.0005, square=22):
    """Return what is wrong with a picture, in words: nothing if it is the expected one.

    Parameters
    ----------
    share : float
        How much of it may be far from what is expected.
    square : float
        How far 8 by 8 pixels may be from it in the mean [levels of 255].
    """
    rows = min(len(drawn), len(expected))  # a figure need not be whole pixels high
    drawn, expected = drawn[-rows:], expected[-rows:]
    far = apart(drawn, expected)
    squares = far[: rows // 8 * 8, : far.shape[1] // 8 * 8].reshape(rows // 8, 8, -1, 8)
    differ, worst = (far > 64).mean(), squares.mean(axis=(1, 3)).max()
    found = [f"{100 * differ:.3f} % differ"] if differ > share else []
    found += [f"a square by {worst:.0f}"] if worst > square else []
    middle = expected[1:-1, 1:-1]
    errors = {
        (x, y): np.abs(drawn[1 + y : rows - 1 + y, 1 + x : drawn.shape[1] - 1 + x] - middle).sum()
        for x in (-1, 0, 1)
        for y in (-1, 0, 1)
    }
    best = min(errors, key=errors.get)
    return found if errors[best] == errors[0, 0] else [*found, f"shifted by {best}"]


# ---------------------------------------------------------------- the demos

NOISY = {  # where a line goes up and down within a pixel, and dashes follow it; rows of spikes
    "step-demo": {"share": 0.015, "square": 60},
    "window-demo": {"share": 0.003, "square": 50},
    "ramp-demo": {"share": 0.006, "square": 50},
    "ou-demo": {"share": 0.002, "square": 30},
    "white-demo": {"share": 0.002, "square": 30},
    "gamma-demo": {"square": 50},
    "irregularity-demo": {"square": 50},
    "pattern-demo": {"square": 50},
}


def settings_of(explorer):
    """Yield what is tried: the first values, both ends of each control, something at random."""
    controls = {k: c for k, c in explorer.controls.items() if c.kind != "trigger"}  # a long run
    yield {}
    for name, control in controls.items():
        yield from ({name: value} for value in (choices(control)[0], choices(control)[-1]))
    pick = random.Random(0).choice
    yield {name: pick(choices(control)) for name, control in controls.items()}


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_a_demo_looks_in_the_page_as_matplotlib_draws_it(page, lesson):
    with redirect_stdout(io.StringIO()):
        demos = lesson.demos
    wrong = {}
    for name, explorer in demos.items():
        seen = []
        for values in settings_of(explorer):
            with explorer.held():
                explorer.reset()
                explorer.set(**values)
            assert explorer.error is None  # to ask draws what waits: Playwright runs a loop
            recordings = [explorer.widget.still, explorer.widget.frame["moving"]]
            if recordings in seen:
                continue
            seen.append(recordings)
            width, height = picture.css_size(explorer.figure)
            drawn = replay(page, recordings, {"width": width, "height": height})
            if found := problems(drawn, reference(explorer.figure, 1), **NOISY.get(name, {})):
                wrong[f"{name} {values}"] = found
        assert len(seen) > 1
    assert wrong == {}


# ---------------------------------------------------------------- a figure with everything

SIZE = {"width": 480, "height": 288}


def everything():
    """Return a figure that has each kind of thing that a recording can hold."""
    fig = Figure((5, 3), dpi=96)
    left = fig.add_axes((0.1, 0.15, 0.38, 0.75), xlim=(0, 10), ylim=(0, 10), xlabel="Time [s]")
    t = np.linspace(0, 10, 200)
    left.plot(t, 5 + 4 * np.sin(t), "C0", lw=2)
    left.plot(t, 12 * np.cos(t / 3), "C1--", lw=3)  # beyond the axes
    left.plot(t[::20], 3 + t[::20] / 3, "s", ms=7, mfc="w", mec="C2")
    left.plot(t[5::20], 2 + t[5::20] / 4, "o", ms=6, color="C3")
    left.axvspan(2, 4, color="k", alpha=0.2, lw=0)
    left.fill_between(t, 0, 1 + np.sin(t) ** 2, color="C4", alpha=0.5)
    left.axhline(8, color="k", lw=1, ls=":")
    left.text(6, 9, r"$\tau_m = \frac{a}{b}$", fontsize=13)
    left.add_patch(Circle((8, 4), 1, fc="C5", ec="k"))
    left.fill([-2000, 12000, 12000, -2000], [6.6, 6.6, 6.9, 6.9], "C6")  # float32
    (cut,) = left.plot(t, 10 - t, "C8", lw=6)
    cut.set_clip_path(Circle((5, 5), 1.5, transform=left.transData))
    right = fig.add_axes((0.56, 0.15, 0.4, 0.75), xlim=(0, 10), ylim=(0, 10))
    right.imshow(np.eye(4), extent=(0.5, 4, 0.5, 4), cmap="viridis")
    x = np.linspace(5, 9.5, 30)
    right.pcolormesh(x, x, np.outer(np.sin(x), np.cos(x)))
    crowd = np.random.default_rng(0).random((2, 300))
    right.scatter(0.5 + 3.5 * crowd[0], 5 + 4.5 * crowd[1], s=9, c="C7")
    right.scatter([6, 7, 8], [2, 3, 2], s=[30, 90, 30], c=["r", "g", "b"], alpha=0.7)
    right.set(xlim=(0, 10), ylim=(0, 10), aspect="auto")
    return fig


def recorded(fig):
    return Recorder(*fig.bbox.size, fig.dpi).record(fig)


@pytest.mark.parametrize("zoom", [1, 1.5, 2])
def test_everything_looks_as_matplotlib_draws_it_at_each_density(page, zoom):
    fig = everything()
    drawn = replay(page, [recorded(fig)], SIZE, zoom)
    assert drawn.shape == (288 * zoom, 480 * zoom, 3)
    assert problems(drawn, reference(fig, zoom)) == []


def changed(fig, change):
    """Return a recording of a figure after a change to each style and command."""
    recording = recorded(fig)
    for style in recording["styles"]:
        change(style, None)
    recording["commands"] = [c for c in recording["commands"] if change(None, c) is not False]
    return recording


def in_style(at, value):
    """Return a change of one entry of each style that has one."""

    def change(style, command):
        if style and style[at] not in (None, [], 0, value):
            style[at] = value

    return change


def other_colours(style, command):
    if style and style[0] and style[0][:3] == [31, 119, 180]:
        style[0] = [31, 119, 255, 1]


def wider_clip(style, command):
    if style and style[7] and not isinstance(style[7][0], list):
        style[7] = [style[7][0], style[7][1], style[7][2], style[7][3] + 40]


def no_circle(style, command):
    if style and style[7] and isinstance(style[7][0], list):
        style[7] = style[7][0]


def thicker(style, command):
    if style and style[0]:
        style[2] += 1.5


def without(kind, number=0):
    """Return a change that leaves out what is of a kind, from the `number`-th on."""
    count = iter(range(10_000))
    return lambda style, command: not (command and command[0] == kind and next(count) >= number)


def moved(style, command):
    if command and command[0] == "image":
        command[1] += 3


BROKEN = {
    "no dashes": in_style(3, []),
    "dashes of another length": in_style(3, [30, 10]),
    "another colour": other_colours,
    "a clip that is too large": wider_clip,
    "no clip": in_style(7, None),
    "no clip by a shape": no_circle,
    "lines too thick": thicker,
    "no markers": without("markers"),
    "no markers but ticks": without("markers", 12),
    "no images": without("image"),
    "images moved": moved,
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_comparison_finds_a_replay_that_is_wrong(page, name):
    fig = everything()
    assert problems(replay(page, [changed(fig, BROKEN[name])], SIZE), reference(fig, 1))


@pytest.mark.parametrize(("x", "y"), [(1, 0), (0, -1), (1, 1)])
def test_the_comparison_finds_a_shift_by_a_pixel(page, x, y):
    fig = everything()
    drawn = np.roll(replay(page, [recorded(fig)], SIZE), (y, x), (0, 1))
    assert f"shifted by {(x, y)}" in problems(drawn, reference(fig, 1))


def test_recordings_lie_over_one_another(page):
    """The still part first; together they are the figure."""
    fig = everything()
    whole = recorded(fig)
    half = len(whole["commands"]) // 2
    parts = [{**whole, "commands": c} for c in (whole["commands"][:half], whole["commands"][half:])]
    assert (replay(page, parts, SIZE) == replay(page, [whole], SIZE)).all()


# ---------------------------------------------------------------- single things


def path_of(points, codes, style, scale=8):
    """Return a recording of one path, from numbers written by hand."""
    kind = "<i2" if scale else "<f4"
    block = np.asarray(np.asarray(points) * (scale or 1)).astype(kind).tobytes()
    command = ["path", 0, scale, len(points), 0, len(block) if codes else -1, 0]
    block += bytes(codes or [])
    return {"commands": [command], "styles": [style], "block": block}


BLACK = [None, [0, 0, 0, 1], 0, [], 0, "butt", "miter", None]
SQUARE_OF = {"width": 100, "height": 100}


def black(page, recording, zoom=1):
    """Return where a replay is dark, the lower left corner first."""
    return replay(page, [recording], SQUARE_OF, zoom)[::-1, :, 0] < 128


@pytest.mark.parametrize("scale", [8, 0], ids=["int16", "float32"])
@pytest.mark.parametrize("zoom", [1, 2])
def test_a_shape_of_either_kind_of_number(page, scale, zoom):
    box = path_of([[20, 30], [60, 30], [60, 80], [20, 80]], None, BLACK, scale)
    dark = black(page, box, zoom)
    assert dark.sum() == 40 * 50 * zoom**2
    assert dark[30 * zoom : 80 * zoom, 20 * zoom : 60 * zoom].all()
    far = path_of([[-1e6, 30], [60, 30], [60, 1e6], [-1e6, 1e6]], None, BLACK, 0)
    assert black(page, far).sum() == 60 * 70


def test_curves(page):
    """A parabola through (0, 0), (50, 50), (100, 0) and a cubic with the same area: 2/3 and 3/5."""
    parabola = path_of([[0, 0], [50, 100], [100, 0], [0, 0]], [1, 3, 3, 79], BLACK)
    assert black(page, parabola).sum() == pytest.approx(100 * 50 * 2 / 3, rel=0.02)
    cubic = path_of([[0, 0], [0, 100], [100, 100], [100, 0], [0, 0]], [1, 4, 4, 4, 79], BLACK)
    assert black(page, cubic).sum() == pytest.approx(100 * 75 * 0.8, rel=0.02)


def test_a_clip_of_box_and_shape(page):
    """A triangle inside a box inside a page that is black all over."""
    style = [*BLACK[:7], [[0, 0, 100, 50], [8, 3, 0, -1]]]
    page_wide = path_of([[0, 0], [100, 0], [100, 100], [0, 100]], None, style)
    triangle = (8 * np.array([[0, 0], [100, 0], [0, 100]])).astype("<i2").tobytes()
    page_wide["commands"][0][4] = 12  # its points come after those of the clip
    page_wide["block"] = triangle + page_wide["block"]
    dark = black(page, page_wide)
    assert dark[50:].sum() == 0
    assert dark.sum() == pytest.approx(100 * 100 / 2 - 50 * 50 / 2, rel=0.03)


def test_a_page_of_another_size_is_cleared(page):
    assert black(page, {"commands": [], "styles": [], "block": b""}).sum() == 0


# ---------------------------------------------------------------- ink and numbers


def luminance(colour):
    """Relative luminance after WCAG 2, from its text."""
    parts = np.asarray(colour[:3]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def ink(page, paper, colours):
    """Return the inks of some colours on a paper, each (red, green, blue, alpha)."""
    asked = "([paper, colours]) => { const ink = page.inkFor(paper); return colours.map(ink); }"
    found = page.evaluate(asked, [list(paper), colours])
    return [[float(part) for part in text[4:-1].replace("/", "").split()] for text in found]


OKABE_ITO = [
    [230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [0, 114, 178], [213, 94, 0],
    [204, 121, 167],
]  # fmt: skip
GREYS = [[level] * 3 for level in (0, 51, 128, 204, 255)]


def test_on_white_paper_every_ink_is_what_it_was(page):
    colours = [[*colour, 0.5] for colour in OKABE_ITO + GREYS]
    assert ink(page, WHITE, colours) == colours


@pytest.mark.parametrize("paper", [(17, 17, 17), (30, 30, 30), (24, 26, 40), (0, 0, 0)])
def test_on_dark_paper_colours_keep_their_contrast_and_greys_turn_with_it(page, paper):
    rng = np.random.default_rng(0)
    colours = OKABE_ITO + [c for c in rng.integers(0, 256, (40, 3)).tolist() if np.ptp(c) >= 12]
    for colour, drawn in zip(colours, ink(page, paper, [[*c, 1] for c in colours]), strict=True):
        assert contrast(drawn, paper) >= 4.45, (colour, drawn)  # rounded to whole levels
        if contrast(colour, paper) >= 4.5:
            assert drawn[:3] == colour
    greys = ink(page, paper, [[*grey, 1] for grey in GREYS])
    light = [luminance(grey) for grey in greys]
    assert light == sorted(light, reverse=True)
    assert greys[-1][:3] == list(paper)  # white was the paper
    assert contrast(greys[0], paper) >= 12
    assert contrast(greys[1], paper) >= 4.5


def test_a_replay_on_dark_paper_has_dark_paper(page):
    fig = everything()
    drawn = replay(page, [recorded(fig)], SIZE, paper=(17, 17, 17))
    assert np.abs(drawn[2, 2] - 17).max() <= 1
    assert (drawn.max(axis=(0, 1)) > 200).all()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.7", 12.7), ("12,7", 12.7), (" 5 ", 5), ("-3", -3), ("−3", -3), ("+3", 3), (".5", 0.5),
        ("5.", 5), (",5", 0.5), ("1e3", 1000), ("1E-3", 0.001), ("0,123", 0.123), ("12,70", 12.7),
        ("1234,567", 1234.567), ("007", 7),
    ],
)  # fmt: skip
def test_a_number_is_read(page, text, number):
    assert page.evaluate("text => page.readNumber(text)", text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "ten", "1 2", "1.2.3", "1,2,3", "12.7 pA", "--3", "e5", "0x10", "NaN", "Infinity",
     "1,200", "-1,200", "12,345", "1,234.5", "1.234,5", "½"],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_words(page, text):
    words = page.evaluate("text => page.readNumber(text)", text)
    assert isinstance(words, str) and text.strip() in words
    if text == "1,200":
        assert words == "1,200 can be read in two ways: write 1200 or 1.200"

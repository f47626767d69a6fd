"""Pictures: pixels, sizes and alt text, compared with what Pillow reads back."""

import base64
import contextlib
import io
from html.parser import HTMLParser

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from helpers.picture import CSS_DPI, DENSITY, css_size, encode_png, img_tag, show, stored_png

PAGE = (255, 255, 255)


def half_red(**kwargs):
    """Return a 3 x 2 inch figure whose left half is pure red, without axes or smoothing."""
    fig = Figure(figsize=(3, 2), **kwargs)
    ax = fig.add_axes((0, 0, 0.5, 1), facecolor="#ff0000")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return fig


def decode(png):
    return Image.open(io.BytesIO(png))


def pixels(png):
    return np.asarray(decode(png).convert("RGB")).astype(int)


class Img(HTMLParser):
    """Read the attributes of the one tag as a browser does."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)
        ((self.tag, self.attributes),) = self.tags

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def png(self):
        head, _, data = self.attributes["src"].partition(",")
        assert head == "data:image/png;base64"
        return base64.b64decode(data)


def test_a_picture_has_two_pixels_per_css_pixel_whatever_the_dpi():
    for dpi in (50, 96, 192, 300):
        fig = Figure(figsize=(9, 3.5), dpi=dpi)
        assert decode(encode_png(fig)).size == (1728, 672)
        assert css_size(fig) == (864, 336)
    assert CSS_DPI * DENSITY == 192


@pytest.mark.parametrize("colours", [None, 64, 256])
def test_the_pixels_are_those_of_the_figure(colours):
    picture = pixels(encode_png(half_red(), colours=colours))
    assert np.abs(picture[:, :286] - [255, 0, 0]).max() <= 8
    assert (picture[:, 290:] == PAGE).all()
    fig = half_red(facecolor="none")  # a transparent figure comes on white
    fig.axes[0].set_facecolor((1, 0, 0, 0.5))
    picture = pixels(encode_png(fig, colours=colours))
    assert (picture[:, 300:] == PAGE).all()
    assert np.abs(picture[100, 100] - [255, 128, 128]).max() <= 8  # half red over white


def test_without_colours_nothing_is_lost_and_white_stays_white_beside_greys():
    fig = Figure(figsize=(2, 2), dpi=192)
    values = np.arange(256).reshape(16, 16)
    fig.add_axes((0, 0, 1, 1)).imshow(values, cmap="viridis", aspect="auto", vmin=0, vmax=255)
    shown = {tuple(rgb) for rgb in pixels(encode_png(fig)).reshape(-1, 3)}
    expected = mpl.colormaps["viridis"](values.ravel(), bytes=True)[:, :3]
    assert {tuple(int(c) for c in rgb) for rgb in expected} <= shown
    fig = Figure(figsize=(3, 2))
    fig.add_axes((0, 0, 1, 0.5)).imshow([[254, 253, 252, 250]], cmap="gray", vmin=0, vmax=255)
    fig.axes[0].set_aspect("auto")
    for colours in (64, 256):
        assert (pixels(encode_png(fig, colours=colours))[:180] == PAGE).all()


def test_a_palette_holds_at_most_that_many_colours_and_fewer_bytes():
    fig = Figure(figsize=(4, 3))
    fig.subplots().imshow(np.random.default_rng(0).random((60, 60)))
    full, few = encode_png(fig), encode_png(fig, colours=64)
    assert decode(few).mode == "P"
    assert len(np.unique(pixels(few).reshape(-1, 3), axis=0)) <= 64
    assert len(few) < len(full) / 2
    live = encode_png(half_red(), colours=256)
    stored = stored_png(live)
    assert np.abs(pixels(stored) - pixels(live)).max() <= 8
    assert len(stored) < len(live)
    assert len(np.unique(pixels(stored).reshape(-1, 3), axis=0)) <= 64


@pytest.mark.parametrize("make_canvas", [None, FigureCanvasSVG])
@pytest.mark.parametrize("title", ["right", "$\\no_such_command$"])
def test_canvas_and_resolution_are_as_before_even_when_drawing_fails(make_canvas, title):
    fig = half_red(dpi=77)
    canvas = make_canvas(fig) if make_canvas else fig.canvas
    fig.axes[0].set_title(title)
    wrong = pytest.raises(ValueError, match="no_such_command")
    with wrong if "$" in title else contextlib.nullcontext():
        encode_png(fig)
    assert fig.canvas is canvas and fig.dpi == 77
    assert tuple(fig.get_size_inches()) == (3, 2)


def test_alt_text_reaches_the_reader_and_the_box_is_fixed_but_shrinks_on_a_narrow_page():
    png = encode_png(half_red())
    for alt in ('<script>alert("1")</script>', "a & b 'c' \"d\"", "µ ≥ τ"):
        tag = Img(img_tag(png, alt, 288, 192))
        assert (tag.tag, tag.attributes["alt"], tag.png()) == ("img", alt, png)
    attributes = Img(img_tag(b"", "a", 864, 336)).attributes
    assert (attributes["width"], attributes["height"]) == ("864", "336")
    style = dict(part.split(":") for part in attributes["style"].split(";"))
    assert style["width"] == "864px"
    assert style["max-width"] == "100%"
    assert style["height"] == "auto"
    assert style["aspect-ratio"] == "864/336"
    backend, before = mpl.get_backend(), mpl.rcParams.copy()
    show(half_red(), "red")
    assert mpl.rcParams == before
    assert mpl.get_backend() == backend


@pytest.mark.parametrize("alt", [None, "", "  \n", 3])
def test_missing_alt_text_is_one_clear_line(alt):
    for use in (lambda: img_tag(b"", alt, 1, 1), lambda: show(half_red(), alt)):
        with pytest.raises(ValueError, match=r"^alt must be a text .*, got .*") as error:
            use()
        assert repr(alt) in str(error.value)
        assert "\n" not in str(error.value)


def test_show_offers_the_picture_in_every_form():
    fig = half_red()
    data, metadata = show(fig, alt="Red & white")._repr_mimebundle_()
    assert set(data) == {"text/html", "image/png", "text/plain"}
    assert data["text/plain"] == "Red & white"
    tag = Img(data["text/html"])
    assert tag.attributes["alt"] == "Red & white"
    assert tag.png() == base64.b64decode(data["image/png"])
    assert decode(tag.png()).size == (576, 384)
    assert metadata == {"image/png": {"width": 288, "height": 192, "alt": "Red & white"}}


def test_show_is_a_snapshot_and_closes_its_pyplot_figure_and_no_other():
    fig = half_red()
    picture = show(fig, "red")
    before = picture._repr_mimebundle_()[0]["image/png"]
    fig.axes[0].set_facecolor("blue")
    assert picture._repr_mimebundle_()[0]["image/png"] == before
    other, fig = plt.figure(), plt.figure()
    try:
        show(fig, "empty")
        assert plt.get_fignums() == [other.number]
        with pytest.raises(ValueError, match="alt"):
            show(other, "")
        assert plt.fignum_exists(other.number)
    finally:
        plt.close(other)


def test_bad_arguments_are_named():
    for colours in (1, 0):
        with pytest.raises(ValueError, match=f"^colours must be 2 to 256 or None, got {colours}$"):
            encode_png(half_red(), colours=colours)
    with pytest.raises(ValueError, match=r"^fig must be a matplotlib Figure, got module$"):
        encode_png(plt)
    with pytest.raises(ValueError, match=r"^fig must be a matplotlib Figure, got str$"):
        show("no figure", "alt")

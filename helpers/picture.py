"""Turn a figure into a picture with alt text: one encoder for all the pictures of the course.

Lengths are in inches (matplotlib) or CSS pixels (the page), 96 of them to the inch. A picture
holds twice as many real pixels in each direction, so that it is sharp on a high-density screen.
"""

import base64
import html
import io
import sys
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

CSS_DPI = 96  # CSS pixels per inch
STYLE = Path(__file__).with_name("style.mplstyle")  # the look of every figure
DENSITY = 2  # real pixels per CSS pixel


def encode_png(fig: Figure, colours: int | None = None, compress_level: int = 1) -> bytes:
    """Render a figure and return it as PNG.

    The figure is drawn on an Agg canvas whatever the active backend, and gets its own canvas
    and resolution back.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure, from pyplot or not.
    colours : int, optional
        Number of palette colours, 2 to 256. 64 halves the bytes; by default none are lost.
    compress_level : int
        1 is the quickest, 9 the smallest.

    Returns
    -------
    bytes
        A PNG of `CSS_DPI * DENSITY` pixels per inch.

    Raises
    ------
    ValueError
        If `fig` is not a figure or `colours` is out of range.
    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib Figure, got {type(fig).__name__}")
    if colours is not None and colours not in range(2, 257):
        raise ValueError(f"colours must be 2 to 256 or None, got {colours!r}")
    return _pack(_render(fig), colours, compress_level)


def stored_png(png: bytes) -> bytes:
    """Return a PNG made small for a saved notebook: 64 colours, as compressed as can be."""
    return _pack(Image.open(io.BytesIO(png)).convert("RGB"), colours=64, compress_level=9)


def _pack(image, colours, compress_level):
    """Return an RGB image as PNG."""
    if colours:
        image = image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        # The octree's white is 254: mend it, or the picture stands out from a white page.
        image.putpalette([255 if level >= 253 else level for level in image.getpalette()])
    buffer = io.BytesIO()
    image.save(buffer, format="png", compress_level=compress_level)
    return buffer.getvalue()


def _render(fig):
    """Return the figure as an opaque RGB image, on white where it is transparent."""
    canvas, dpi, original_dpi = fig.canvas, fig.dpi, getattr(fig, "_original_dpi", None)
    agg = canvas if type(canvas) is FigureCanvasAgg else FigureCanvasAgg(fig)
    try:
        if fig.dpi != CSS_DPI * DENSITY:
            fig.dpi = CSS_DPI * DENSITY
        agg.draw()
        drawn = Image.frombuffer("RGBA", agg.get_width_height(), agg.buffer_rgba())
        if drawn.getchannel("A").getextrema()[0] == 255:
            return drawn.convert("RGB")
        white = Image.new("RGB", drawn.size, "white")
        white.paste(drawn, mask=drawn)
        return white
    finally:
        if fig.dpi != dpi:
            fig.dpi = dpi
        fig.set_canvas(canvas)
        if original_dpi is not None:
            fig._original_dpi = original_dpi


def css_size(fig: Figure) -> tuple[int, int]:
    """Return the width and height of a figure on the page, in CSS pixels."""
    width, height = fig.get_size_inches() * CSS_DPI
    return round(width), round(height)


def img_tag(png: bytes, alt: str, width: int, height: int) -> str:
    """Return an `<img>` that holds the PNG itself.

    Its box is known before the picture is decoded, so the page does not jump, and shrinks in
    proportion on a page that is narrower.

    Parameters
    ----------
    png : bytes
        The picture.
    alt : str
        What the picture shows, for a reader who does not see it. Escaped here.
    width, height : int
        Size on the page [CSS pixels].

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    source = base64.b64encode(png).decode("ascii")
    style = (
        f"display:block;width:{width}px;max-width:100%;height:auto;aspect-ratio:{width}/{height}"
    )
    return (
        f'<img alt="{html.escape(require_alt(alt))}" width="{width}" height="{height}" '
        f'style="{style}" src="data:image/png;base64,{source}">'
    )


def require_alt(alt: object) -> str:
    """Return `alt` without outer spaces; ValueError unless it is a text that says something."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must be a text that says what the figure shows, got {alt!r}")
    return alt.strip()


class Picture:
    """A rendered figure with alt text; Jupyter displays it.

    JupyterLab and nbconvert drop the alt text of an `image/png` output, so the picture comes as
    `text/html` too. The `image/png` serves what cannot show HTML, such as a PDF.
    """

    def __init__(self, png, alt, width, height):
        self.png, self.alt, self.width, self.height = png, require_alt(alt), width, height

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {
            "text/html": img_tag(self.png, self.alt, self.width, self.height),
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": self.alt,
        }
        box = {"width": self.width, "height": self.height, "alt": self.alt}
        return data, {"image/png": box}


def show(fig: Figure, alt: str) -> Picture:
    """Return a figure as a picture with alt text, to be the last line of a cell.

    A pyplot figure is closed, so that it does not appear a second time.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    alt : str
        What the figure shows, for a reader who does not see it.

    Returns
    -------
    Picture
        A picture of the figure as it is now, in 64 colours.

    Raises
    ------
    ValueError
        If `alt` is missing or empty.
    """
    picture = Picture(encode_png(fig, 64, compress_level=9), alt, *css_size(fig))
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    return picture

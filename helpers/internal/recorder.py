"""A matplotlib renderer that writes drawing commands, for a page that draws them itself.

A recording is a list of commands and one block of bytes that holds their coordinates, counted from
the lower left corner of the figure [CSS pixels]. drawing.js draws it; the commands are

    ["path", style, scale, n points, their place in the block, place of their codes or -1, snap]
    ["markers", style, as for the path: shape …, as for the path: centres …, snap]
    ["image", x, y, width, height, place in the block, number of bytes, clip]

A style is its number in `styles`: [stroke, face, width, dashes, dash offset, cap, join, clip].
Codes are those of matplotlib.path.Path; -1 says that the points are one line. Points are int16 in
1/`scale` of a pixel, float32 where `scale` is 0. What cannot be written as commands raises
NotImplementedError; a mesh and a crowd of shapes become an image.
"""

import functools
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Transform, TransformedBbox
from PIL import Image

SCALE = 8  # parts of a pixel
FARTHEST = 32000 / SCALE  # px; what lies farther out needs float32
CROWD = 200  # shapes; more of them are quicker as an image
DENSITY = 2  # pixels of an image for a CSS pixel
LINE = np.uint8(Path.LINETO)


class Recorder(RendererBase):
    """Writes down what is drawn on it.

    Parameters
    ----------
    width, height : float
        Size of the figure [CSS pixels].
    dpi : float
        CSS pixels per inch.
    """

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self._begin()

    def _begin(self) -> None:
        self.commands: list[list] = []
        self.styles: list[list] = []
        self._numbers: dict[str, int] = {}
        self._blocks: list[bytes] = []
        self._size = 0

    def record(self, *artists: Any) -> dict[str, Any]:
        """Return the recording of some artists: commands, styles and their block of bytes.

        One recorder is best used again: matplotlib keeps the sizes of texts for each renderer, and
        to parse the labels of a figure anew takes longer than all the rest.
        """
        self._begin()
        for artist in artists:
            artist.draw(self)
        return {"commands": self.commands, "styles": self.styles, "block": b"".join(self._blocks)}

    # --- what matplotlib asks

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.dpi / 72

    def flipy(self) -> bool:
        return False

    def get_image_magnification(self) -> float:
        return DENSITY

    def option_image_nocomposite(self) -> bool:
        return True

    # --- what matplotlib draws

    def draw_path(self, gc: Any, path: Any, transform: Transform, rgbFace: Any = None) -> None:
        if rgbFace is not None and len(path.vertices) and path.codes is None:
            path = Path(path.vertices, _polygon_codes(len(path.vertices)))
        outline = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        if not outline and rgbFace is None:
            return
        box = (0, 0, self.width, self.height) if rgbFace is None else None
        snap = _snaps(gc, path, transform)
        points, codes = _outline(path, transform, clip=box, simplify=path.should_simplify)
        if len(points):
            shape = self._shape(points, codes)
            self.commands.append(["path", self._style(gc, rgbFace), *shape, snap])

    def draw_markers(
        self,
        gc: Any,
        marker_path: Any,
        marker_trans: Transform,
        path: Any,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        centres = trans.transform(path.vertices)
        ends = path.codes if path.codes is None else np.isin(path.codes, (Path.MOVETO, LINE))
        centres = centres[np.isfinite(centres).all(axis=1) & (True if ends is None else ends)]
        near = (centres > -100) & (centres < (self.width + 100, self.height + 100))
        centres = centres[near.all(axis=1)]
        if not len(centres):
            return
        shape = self._shape(*_outline(marker_path, marker_trans, simplify=False))
        places = self._shape(centres, None)
        style = self._style(gc, rgbFace)
        snap = _snaps(gc, marker_path, marker_trans)
        self.commands.append(["markers", style, *shape, *places[:3], snap])

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        if transform is not None:
            raise NotImplementedError("an image that is turned or sheared")
        height, width = np.array(im.shape[:2]) / DENSITY
        self._image(Image.fromarray(np.ascontiguousarray(im[::-1])), x, y, width, height, _clip(gc))

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        points, codes = _glyphs(s, prop.copy(), ismath)  # a text may change its own
        if not len(points):
            return
        size = self.points_to_pixels(prop.get_size_in_points()) / text_to_path.FONT_SCALE
        place = Affine2D().scale(size).rotate_deg(angle).translate(x, y)
        style = self._style(gc, gc.get_rgb(), outline=False)
        shape = self._shape(place.transform(points), codes)
        self.commands.append(["path", style, *shape, 0])

    def draw_path_collection(  # type: ignore[override]
        self,
        gc: Any,
        master: Any,
        paths: Any,
        transforms: Any,
        offsets: Any,
        *rest: Any,
        **more: Any,
    ) -> None:
        if max(len(paths), len(offsets)) <= CROWD:
            super().draw_path_collection(gc, master, paths, transforms, offsets, *rest, **more)
            return
        to, *colours = rest
        self._raster(
            gc,
            lambda agg, own, larger: agg.draw_path_collection(
                own, master + larger, paths, transforms, offsets, to + larger, *colours, **more
            ),
        )

    def draw_quad_mesh(
        self, gc: Any, master: Any, width: Any, height: Any, coordinates: Any, offsets: Any,
        to: Any, *colours: Any,
    ) -> None:  # fmt: skip
        self._raster(
            gc,
            lambda agg, own, larger: agg.draw_quad_mesh(
                own, master + larger, width, height, coordinates, offsets, to + larger, *colours
            ),
        )

    def draw_gouraud_triangles(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError("shaded triangles")

    def draw_tex(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError("text set by TeX")

    # --- how it is written down

    def _put(self, array: np.ndarray) -> int:
        block = np.ascontiguousarray(array).tobytes()
        block += b"\0" * (-len(block) % 4)  # the page reads numbers at multiples of their size
        place, self._size = self._size, self._size + len(block)
        self._blocks.append(block)
        return place

    def _shape(self, points: np.ndarray, codes: np.ndarray | None) -> list:
        """Return [scale, n points, place of the points, place of the codes]."""
        near = np.abs(points).max() < FARTHEST
        written = np.round(points * SCALE).astype("<i2") if near else points.astype("<f4")
        line = codes is None or (len(codes) and (codes[1:] == LINE).all())
        place = -1 if line or codes is None else self._put(codes.astype("u1"))
        return [SCALE if near else 0, len(points), self._put(written), place]

    def _style(self, gc: Any, face: Any, outline: bool = True) -> int:
        """Return the number of a style, which is new or was met before."""
        if gc.get_hatch():
            raise NotImplementedError("hatching")
        offset, dashes = gc.get_dashes()
        width = self.points_to_pixels(gc.get_linewidth()) if outline else 0
        stroke = _rgba(gc.get_rgb()) if width else None
        if face is not None:
            forced = len(face) == 3 or gc.get_forced_alpha()
            face = _rgba((*face[:3], gc.get_alpha()) if forced and outline else face)
        pixels = [round(self.points_to_pixels(d), 2) for d in dashes] if dashes is not None else []
        start = round(self.points_to_pixels(offset or 0), 2)
        cap = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
        clip = _clip(gc)
        shape, matrix = gc.get_clip_path()
        if shape is not None and not _covers(shape.transformed(matrix), clip):
            clip = [clip, self._shape(*_outline(shape, matrix))]
        line = [round(width, 2), pixels, start, str(cap), str(gc.get_joinstyle())]
        style = [stroke, face, *line, clip]
        return self._numbers.setdefault(repr(style), self._new_style(style))

    def _new_style(self, style: list) -> int:
        if repr(style) not in self._numbers:
            self.styles.append(style)
        return len(self.styles) - 1

    def _raster(self, gc: Any, draw: Any) -> None:
        """Let Agg draw something, and write it down as an image."""
        size = (int(self.width * DENSITY), int(self.height * DENSITY))
        larger, agg = Affine2D().scale(DENSITY), RendererAgg(*size, self.dpi * DENSITY)
        own: Any = agg.new_gc()
        own.copy_properties(gc)
        if (box := gc.get_clip_rectangle()) is not None:
            own.set_clip_rectangle(TransformedBbox(box, larger))
        if (shape := gc.get_clip_path()) and shape[0] is not None:
            raise NotImplementedError("a mesh inside a shape")
        draw(agg, own, larger)
        drawn = Image.frombuffer("RGBA", size, agg.buffer_rgba())
        if found := drawn.getbbox():
            left, top, right, bottom = found
            low = self.height - bottom / DENSITY
            width, height = (right - left) / DENSITY, (bottom - top) / DENSITY
            self._image(drawn.crop(found), left / DENSITY, low, width, height, None)

    def _image(self, picture: Image.Image, x: float, y: float, *size_and_clip: Any) -> None:
        buffer = io.BytesIO()
        picture.save(buffer, format="png", compress_level=1)
        data = np.frombuffer(buffer.getvalue(), "u1")
        width, height, clip = size_and_clip
        command = ["image", float(x), float(y), float(width), float(height)]
        self.commands.append([*command, self._put(data), len(data), clip])


def picture_recording(png: bytes, width: float, height: float) -> dict[str, Any]:
    """Return a recording that is one picture of the whole figure."""
    command = ["image", 0.0, 0.0, float(width), float(height), 0, len(png), None]
    return {"commands": [command], "styles": [], "block": png}


@functools.lru_cache(maxsize=512)
def _glyphs(text: str, prop: FontProperties, ismath: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the outline of a text in units of the font: no page needs the font itself."""
    points, codes = text_to_path.get_text_path(prop, text, ismath=ismath)
    return np.asarray(points), np.asarray(codes, "u1")


def _outline(path: Any, transform: Transform, **how: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return points and codes of a path on the page, without what is not finite."""
    path = path.cleaned(transform, remove_nans=True, curves=True, **how)
    used = path.codes != Path.STOP
    return path.vertices[used], path.codes[used]


def _polygon_codes(number: int) -> np.ndarray:
    codes = np.full(number, LINE)
    codes[0] = Path.MOVETO
    return codes


def _rgba(colour: Sequence[float]) -> list:
    """Return a colour as [0 … 255, 0 … 255, 0 … 255, 0 … 1]."""
    red, green, blue, *alpha = (float(part) for part in colour)
    return [*(round(255 * part) for part in (red, green, blue)), round(alpha[0] if alpha else 1, 3)]


def _clip(gc: Any) -> list | None:
    box = gc.get_clip_rectangle()
    return None if box is None else [round(float(x), 2) for x in box.bounds]


def _covers(path: Any, clip: list | None) -> bool:
    """Return whether a clip path is a box around the clip rectangle, and so says nothing new."""
    if clip is None or len(path.vertices) > 5:
        return False
    (x0, y0), (x1, y1) = path.vertices.min(axis=0) - 0.01, path.vertices.max(axis=0) + 0.01
    box = x0 <= clip[0] and y0 <= clip[1] and clip[0] + clip[2] <= x1 and clip[1] + clip[3] <= y1
    return bool(box and _is_rectilinear(path))


def _snaps(gc: Any, path: Any, transform: Transform) -> int:
    """Return 1 if lines are to lie on whole pixels: Agg's rule."""
    snap = gc.get_snap()
    if snap is None and len(path.vertices) <= 1024:
        snap = _is_rectilinear(path.transformed(transform))
    return int(bool(snap))


def _is_rectilinear(path: Any) -> bool:
    points = path.vertices
    if len(points) < 2:
        return False
    if path.codes is not None and np.isin(path.codes, (Path.CURVE3, Path.CURVE4)).any():
        return False
    closing = path.codes is not None and path.codes[-1] == Path.CLOSEPOLY
    with np.errstate(invalid="ignore"):  # what lies infinitely far out is on no grid
        steps = np.abs(np.diff(points[:-1] if closing else points, axis=0))
    return bool(((steps < 1e-4).any(axis=1)).all())

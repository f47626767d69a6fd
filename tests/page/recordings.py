"""Recordings of a figure as tests read them."""

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

STYLE = ("stroke", "face", "width", "dashes", "offset", "cap", "join", "clip")


@dataclass(frozen=True)
class Drawn:
    """One command of a recording, with its numbers read back from the block [CSS pixels]."""

    kind: str
    style: dict
    points: np.ndarray
    codes: np.ndarray | None
    centres: np.ndarray | None
    snap: int

    @property
    def corners(self):
        """The points that are seen; that of a CLOSEPOLY stands anywhere."""
        return self.points if self.codes is None else self.points[self.codes != Path.CLOSEPOLY]


def numbers(recording, scale, count, place):
    """Return points from the block, shape (count, 2)."""
    kind, size = (np.dtype("<i2"), scale) if scale else (np.dtype("<f4"), 1)
    assert place % kind.itemsize == 0, "the page reads numbers at multiples of their size only"
    flat = np.frombuffer(recording["block"], kind, 2 * count, place)
    return flat.reshape(count, 2) / size


def codes(recording, count, place):
    """Return the codes of a path, None where it is one line."""
    return None if place < 0 else np.frombuffer(recording["block"], "u1", count, place)


def drawn(recording, kind=("path", "markers")):
    """Return the commands of a kind, read back."""
    found = []
    for name, *rest in recording["commands"]:
        if name not in kind:
            continue
        number, scale, count, place, code, *more = rest
        style = dict(zip(STYLE, recording["styles"][number], strict=True))
        points = numbers(recording, scale, count, place)
        centres = numbers(recording, *more[:3]) if name == "markers" else None
        found.append(Drawn(name, style, points, codes(recording, count, code), centres, more[-1]))
    return found


def images(recording):
    """Return the commands of a recording that are images: (x, y, width, height, PNG, clip)."""
    found = []
    for name, *rest in recording["commands"]:
        if name == "image":
            *box, place, length, clip = rest
            found.append((*box, recording["block"][place : place + length], clip))
    return found


def bar_height(recording):
    """Measure a red bar, or one in a picture, on an axis from 0 to 10 over a figure 1 inch high."""
    tops = [d.points[:, 1].max() for d in drawn(recording) if d.style["face"] == [255, 0, 0, 1]]
    return 10 * max(tops, default=0) / 96

"""Record the figure of an explorer: its still part only where that may have changed."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from helpers.internal.recorder import Recorder


class LiveCanvas:
    """Records a figure that is drawn again and again.

    Ticks and their labels take most of the time of a drawing and seldom change. Their recording is
    kept until matplotlib calls them stale or the axes move; the rest is drawn over it.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self._recorder = Recorder(figure.bbox.width, figure.bbox.height, figure.dpi)
        self._still: dict[str, Any] | None = None  # the recording that is kept
        self._places: list | None = None  # the axes that it shows

    def record(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the recordings of what stays, the same object while it does, and of the rest.

        Raises
        ------
        NotImplementedError
            If the figure holds something that cannot be recorded.
        """
        recorder, size = self._recorder, tuple(self.figure.bbox.size)
        if (recorder.width, recorder.height) != size:
            recorder, self._still = Recorder(size[0], size[1], self.figure.dpi), None
            self._recorder = recorder
        parts = _parts(self.figure)
        if parts is None:
            self._still = self._places = None
            return {}, recorder.record(self.figure)
        axes, moving = parts
        places = [_place(ax) for ax in axes]
        stale = self.figure.patch.stale or any(_is_stale(ax) for ax in axes)
        if stale or places != self._places or self._still is None:
            before, self._still = self._still, None  # if drawing fails, the next one begins anew
            for artist in moving:
                artist.set_animated(True)
            try:
                still = recorder.record(self.figure)
            finally:
                for artist in moving:
                    artist.set_animated(False)
            self._still, self._places = before if still == before else still, places
        return self._still, recorder.record(*moving)


def _parts(fig: Figure) -> tuple[list[Axes], list[Artist]] | None:
    """Return the axes and, in the order of drawing, all that lies above their ticks.

    None if the figure cannot be taken apart: its layout is not settled, axes lie over others, or
    something is drawn below the ticks.
    """
    settled = isinstance(fig.get_layout_engine(), PlaceHolderLayoutEngine | None)
    boxes = [ax.bbox for ax in fig.axes if ax.get_visible() and ax.patch.get_visible()]
    piled = any(box.count_overlaps(boxes) > 1 for box in boxes)  # each overlaps itself
    if not settled or piled or fig.subfigs or any(hasattr(ax, "zaxis") for ax in fig.axes):
        return None
    axes, moving = [], []
    for child in sorted(fig.get_children(), key=lambda artist: artist.zorder):
        if not isinstance(child, Axes):
            moving += [child] * (child is not fig.patch)
        elif child.get_visible():
            framed = child.axison and child.get_frame_on()
            other = {child.patch, child.xaxis, child.yaxis}
            other |= set() if framed else set(child.spines.values())
            above = [artist for artist in child.get_children() if artist not in other]
            if any(artist.zorder < child.xaxis.zorder for artist in above):
                return None
            axes.append(child)
            moving += sorted(above, key=lambda artist: artist.zorder)
    return axes, [artist for artist in moving if not artist.get_animated()]


def _place(ax: Axes) -> tuple:
    """Return what is kept of these axes and is not called stale when it changes."""
    kept = (ax.patch, ax.xaxis, ax.yaxis, ax.xaxis.label, ax.yaxis.label)
    seen = [artist.get_visible() for artist in kept]
    return ax, ax.axison, ax.get_frame_on(), ax.get_position().bounds, seen


def _is_stale(ax: Axes) -> bool:
    """Return whether what is kept of these axes has changed since it was drawn."""
    ax.get_xlim(), ax.get_ylim()  # brings limits that follow the data up to date
    kept: list[Artist] = [ax.patch]
    for axis in (ax.xaxis, ax.yaxis):
        kept += [axis, axis.label] if axis.label.get_text() else [axis]  # else never drawn
    return any(artist.stale and artist.get_visible() for artist in kept)  # stays so if invisible

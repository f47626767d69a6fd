"""A canvas for the figure of an explorer: it draws again only what may have changed."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine


class LiveCanvas(FigureCanvasAgg):
    """An Agg canvas for a figure that is drawn again and again, with the same pixels sooner.

    Ticks and their labels take most of the time of a drawing and seldom change. They are kept as
    pixels until matplotlib calls them stale or the axes move; the rest is drawn over them.
    """

    _still: Any = None  # the pixels that are kept
    _places: list | None = None  # the axes that they show

    def draw(self) -> None:
        """Draw the figure, axes and ticks only where they have changed."""
        parts = _parts(self.figure)
        if parts is None:
            self._still = None
            super().draw()
            return
        axes, moving = parts
        places = [_place(ax) for ax in axes]
        if places != self._places or any(_is_stale(ax) for ax in axes) or self._still is None:
            self._still = None  # if the drawing fails, the next one begins anew
            for artist in moving:
                artist.set_animated(True)
            try:
                super().draw()
            finally:
                for artist in moving:
                    artist.set_animated(False)
            self._still, self._places = self.copy_from_bbox(self.figure.bbox), places
        self.restore_region(self._still)
        for artist in moving:
            artist.draw(self.renderer)


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
    kept = (ax.patch, ax.xaxis, ax.yaxis)
    return any(artist.stale and artist.get_visible() for artist in kept)  # stays so if invisible

"""A bar with the time left, for a calculation of some seconds. Times in s."""

import contextlib
import html
import time
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 0.5  # s without a bar
REFRESH = 0.1  # s between two pictures of the bar

_place: Callable | None = None  # where an explorer wants its bars, else below the running cell
_busy = False  # whether a bar is being shown: an inner one stays hidden


def progress(steps: Collection[T], label: str = "calculating") -> Iterator[T]:
    """Yield `steps` one by one, and show how many are done once it takes over half a second.

    The bar goes away at the end, or when the loop is left early or interrupted. Of nested bars
    only the outer one is shown.

    Parameters
    ----------
    steps : sequence or range
        What to loop over; it must have a length.
    label : str
        What is being done.

    Yields
    ------
    object
        The items of `steps`.

    Examples
    --------
    >>> for sigma in progress([0.5, 1.0, 3.0], "CV for three strengths of noise"):
    ...     pass
    """
    global _busy
    if _busy:
        yield from steps
        return
    total, start, bar = len(steps), time.perf_counter(), None
    due, _busy = start + PATIENCE, True
    try:
        for done, step in enumerate(steps):
            yield step
            now = time.perf_counter()
            if now > due:
                bar = bar or (_place or _below_the_cell)()
                bar(_picture(label, (done + 1) / total, now - start))
                due = now + REFRESH
    finally:
        _busy = False
        if bar:
            bar("")


@contextlib.contextmanager
def shown_in(place: Callable[[str], object]) -> Iterator[None]:
    """Show the bars of this block by `place(html)` instead of below the running cell."""
    global _place
    before, _place = _place, lambda: place
    try:
        yield
    finally:
        _place = before


def _picture(label, part, seconds):
    """Return a bar as HTML: how much is done and about how long the rest takes."""
    left = seconds * (1 - part) / part
    words = html.escape(f"{label}: {part:.0%}, about {left:.0f} s left")
    return f'<progress max="1" value="{part:.3f}"></progress> {words}'


def _below_the_cell():
    """Return a function that shows HTML below the running cell, and takes it away for ""."""
    import ipywidgets  # only when it is needed: half a second
    from IPython import get_ipython
    from IPython.display import display

    if getattr(get_ipython(), "kernel", None) is None:  # plain Python: nothing to show it in
        return lambda text: None
    line = ipywidgets.HTML()
    view = {"version_major": 2, "version_minor": 0, "model_id": line.model_id}
    # no text/plain beside it: a saved notebook keeps nothing of the bar
    display({"application/vnd.jupyter.widget-view+json": view}, raw=True)

    def show(text):
        if text:
            line.value = text
        else:
            line.close()

    return show

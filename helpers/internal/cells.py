"""What an explorer has to know of the kernel and of the cell that it belongs to."""

import asyncio
import contextlib
import functools
import signal
import threading
from collections.abc import Iterator
from typing import Any

from IPython import get_ipython

_shown: dict[object, tuple[int, list[Any]]] = {}  # {cell: (its execution count, its explorers)}


def replaces(explorer: Any) -> None:
    """Close the explorers of an earlier run of the running cell: its picture has left the page."""
    shell = get_ipython()
    if (kernel := getattr(shell, "kernel", None)) is None:
        return
    count, cell = shell.execution_count, _running_cell(kernel)
    if cell is None:
        return
    earlier, explorers = _shown.get(cell, (count, []))
    if earlier != count:
        for old in explorers:
            old.close()
        explorers = []
    _shown[cell] = (count, [*explorers, explorer])


def _running_cell(kernel: Any) -> object:
    """Return what names the running cell: its id in the notebook, else its text."""
    try:
        request = kernel.get_parent("shell")
    except (AttributeError, TypeError):
        return None
    return request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")


def finish_on_the_main_thread_only() -> None:
    """Keep pyplot from drawing and closing figures that a running cell is still working on.

    ipykernel 7 fires `post_execute`, the end of a cell, on another thread for each slider message.
    """
    shell = get_ipython()
    if getattr(shell, "kernel", None) is None or hasattr(shell.events.trigger, "__wrapped__"):
        return
    trigger = shell.events.trigger

    @functools.wraps(trigger)
    def trigger_on_the_main_thread(event: str, *args: Any, **kwargs: Any) -> None:
        if event != "post_execute" or threading.current_thread() is threading.main_thread():
            trigger(event, *args, **kwargs)

    shell.events.trigger = trigger_on_the_main_thread


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs this cell, None outside Jupyter."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let the stop button end a redraw: between cells the kernel ignores the signal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

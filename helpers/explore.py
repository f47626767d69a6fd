"""Live figures: move a slider and the picture follows.

`draw(fig)` makes the axes once and returns what changes in them; `update(artists, **values)` sets
its data for the values of the controls and may return one line of text, the result in words.

    def draw(fig):
        return fig.subplots().plot(t, np.sin(t))[0]

    def update(line, f):
        line.set_ydata(np.sin(2 * np.pi * f * t))
        return f"{f} periods per second"

    explore(draw, update, alt="A sine over one second", f=slider("Frequency", 1, 9, unit="Hz"))

The first picture settles the layout, so fixed axis limits look best. Lengths are in inches.
"""

import asyncio
import contextlib
import functools
import html
import inspect
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from numbers import Real
from typing import Any

import ipywidgets as widgets
import matplotlib as mpl
from IPython import get_ipython
from matplotlib.figure import Figure
from traitlets import TraitError

from helpers import picture
from helpers.internal.controls import Control, button, checkbox, dropdown, slider, textbox, trigger
from helpers.internal.live_canvas import LiveCanvas
from helpers.picture import STYLE
from helpers.progress import shown_in

__all__ = [
    "Explorer", "button", "checkbox", "dropdown", "explore", "slider", "textbox", "trigger",
]  # fmt: skip

SLOW = 0.4  # s; when a redraw takes longer, the next one waits until the slider is let go
CSS = """<style>
.explore-controls { flex-flow: row wrap; align-items: flex-start; gap: 4px 20px; margin: 0 0 4px; }
.explore-controls > *, .explore-slider > * { width: auto; margin: 0; }
.explore-controls label.widget-label { flex: 1 0 auto; width: auto; text-align: left;
  overflow: visible; }
.explore-slider { flex: 1 1 200px; min-width: max-content; max-width: 300px; overflow: visible; }
.explore-slider input[type=number] { flex: 0 0 72px; min-width: 0; }
.explore-slider > .widget-slider { height: 24px; }
.explore-line > * { grid-area: 1 / 1; }
.explore-reset { margin-left: auto; }
</style>"""


def explore(
    draw: Callable,
    update: Callable,
    *,
    alt: str | None = None,
    size: tuple[float, float] = (9, 3.5),
    **controls: Control,
) -> "Explorer":
    """Return a live figure with its controls, to be the last line of a cell.

    Parameters
    ----------
    draw : callable
        `draw(fig)` makes the axes and returns whatever `update` needs. Called once.
    update : callable
        `update(artists, **values)` sets the data and may return one line of text. An exception
        here becomes a line under the picture, which stays as it is.
    alt : str
        What the figure shows, for a reader who does not see it. The line of text is added to it.
    size : (float, float)
        Width and height [inch].
    **controls : Control
        The arguments of `update`, made by `slider`, `dropdown`, `checkbox`, `textbox`, `button`,
        `trigger`.

    Returns
    -------
    Explorer
        Jupyter displays it.

    Raises
    ------
    ValueError
        If alt text is missing, something is not a control, or `update` cannot take the values.
    """
    alt = picture.require_alt(alt)
    for name, control in controls.items():
        if not isinstance(control, Control):
            raise ValueError(f"{name} must be a control such as slider(…), got {control!r}")
        for other in set(control.resets) - set(controls):
            raise ValueError(f"resets of {name!r} must name other controls, got {other!r}")
    pair = isinstance(size, tuple | list) and len(size) == 2
    if not pair or not all(isinstance(x, Real) and 0 < x <= 40 for x in size):
        raise ValueError(f"size must be (width, height), each above 0 to 40 inches, got {size!r}")
    _check_call("draw", draw, ["fig"])
    _check_call("update", update, ["artists"], controls)
    _finish_cells_on_the_main_thread_only()
    return Explorer(draw, update, controls, size, alt)


def _check_call(
    name: str, function: Callable, arguments: list[str], controls: Iterable[str] = ()
) -> None:
    """ValueError in one line unless `function(*arguments, **controls)` is a possible call."""
    wanted = f"{name} must be a function of ({', '.join([*arguments, *controls])})"
    if not callable(function):
        raise ValueError(f"{wanted}, got {function!r}")
    try:
        inspect.signature(function).bind(*arguments, **dict.fromkeys(controls))
    except TypeError as error:
        raise ValueError(f"{wanted}: {error}") from None


class Explorer:
    """A live figure: what `explore` returns and Jupyter displays.

    `explorer.controls["i_dc"].value = 300` moves a control from Python; `figure` is the one
    figure that is redrawn and `redraws` counts how often.
    """

    def __init__(
        self,
        draw: Callable,
        update: Callable,
        controls: dict[str, Control],
        size: tuple[float, float],
        alt: str,
    ) -> None:
        self._draw, self._update, self._given_alt, self.controls = draw, update, alt, controls
        self.figure = Figure(size, dpi=picture.CSS_DPI * picture.DENSITY, layout="constrained")
        LiveCanvas(self.figure)
        self._css_size = picture.css_size(self.figure)
        self._artists, self._drawn, self._text, self._longest = None, False, "", ""
        self._png: bytes | None = None
        self._error: str | None = None
        self._queued, self._holding = False, False  # a redraw is on its way; changes are not drawn
        self._seconds, self.redraws = 0.0, 0
        self._loop = _running_loop()
        self._image, self._line = widgets.HTML(), widgets.HTML()
        self.widget = self._lay_out()
        self._redraw()
        for control in controls.values():
            for name in control.resets:
                control.source.observe(lambda _, other=controls[name]: other.reset(), "value")
            control.source.observe(self._changed, "value")

    def _lay_out(self) -> widgets.VBox:
        """Return the widget: a wrapping row of controls, the picture, the line of text."""
        reset = widgets.Button(
            description="Reset", icon="undo", tooltip="Set every control back to its first value"
        )
        reset.add_class("explore-reset")
        reset.on_click(lambda _: self.reset())
        row = widgets.Box([*(control.view for control in self.controls.values()), reset])
        row.add_class("explore-controls")
        row.layout.max_width = f"{self._css_size[0]}px"
        style = widgets.HTML(CSS, layout={"display": "none"})
        return widgets.VBox([style, row, self._image, self._line])

    @property
    def values(self) -> dict[str, Any]:
        """The present values of the controls, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def png(self) -> bytes | None:
        """The last good picture, None if there is none yet."""
        self._settle()
        return self._png

    @property
    def text(self) -> str:
        """The line of text that belongs to the picture."""
        self._settle()
        return self._text

    @property
    def error(self) -> str | None:
        """What went wrong in the last redraw, in one line; None if nothing did."""
        self._settle()
        return self._error

    @property
    def alt(self) -> str:
        """The alt text: the given one, then the line of text."""
        self._settle()
        return self._describe()

    def _describe(self) -> str:
        return f"{self._given_alt.rstrip('.')}. {self._text}".strip()

    def set(self, **values: Any) -> None:
        """Set several controls and redraw once.

        Raises
        ------
        ValueError
            If a name is not a control's or a value is none that it can have; then all stay as
            they were.
        """
        if unknown := set(values) - set(self.controls):
            raise ValueError(f"no control {unknown.pop()!r}, there are {', '.join(self.controls)}")
        before = self.values
        with self.held():
            for name, value in values.items():
                try:
                    self.controls[name].value = value
                except TraitError:
                    for other, first in before.items():
                        self.controls[other].value = first
                    raise ValueError(f"{name} cannot be {value!r}") from None

    def reset(self) -> None:
        """Set every control back to its first value and redraw once."""
        with self.held():
            for control in self.controls.values():
                control.reset()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Draw no change of this block, and redraw once at its end."""
        with self._still():
            yield
        self._changed()

    @contextlib.contextmanager
    def _still(self) -> Iterator[None]:
        before, self._holding = self._holding, True
        try:
            yield
        finally:
            self._holding = before

    def _changed(self, change: dict | None = None) -> None:
        """Queue a redraw, unless one is waiting already: that one will take this value.

        ipykernel 7 brings the message on another thread; the figure belongs to the main loop.
        """
        if self._queued or self._holding:
            return
        self._queued = True
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._settle)
        else:
            self._settle()

    def _settle(self) -> None:
        """Redraw if a value has changed since the last redraw."""
        if self._queued:
            self._redraw()

    def _redraw(self) -> None:
        self._queued = False  # before the values are read: a later change queues another redraw
        if self._seconds > SLOW:
            self._line.value = _status("calculating …", self._longest)
        start = time.perf_counter()
        try:
            self._text, self._error = self._next_picture(), None
        except (Exception, KeyboardInterrupt) as error:
            self._error = _one_line(error)
        seconds = time.perf_counter() - start
        if not self._release_triggers():
            self._seconds = seconds
        self.redraws += 1
        self._publish()

    def _release_triggers(self) -> bool:
        """Return whether this was a long run; the next redraw is an ordinary one again."""
        with self._still():  # coming up is not a change to draw
            return any([control.release() for control in self.controls.values()])

    def _show_progress(self, bar: str) -> None:
        if bar:
            self._line.value = _status_line(bar, self._longest)

    def _next_picture(self) -> str:
        """Bring figure and PNG up to date; return the line of text."""
        with mpl.rc_context(_house_style()), _interruptible():
            if not self._drawn:
                self.figure.clear()
                self._artists, self._drawn = self._draw(self.figure), True
            with shown_in(self._show_progress):
                text = self._update(self._artists, **self.values)
            self._png = picture.encode_png(self.figure, colours=256)
        self.figure.set_layout_engine("none")  # from now on nothing moves
        return "" if text is None else str(text)

    def _publish(self) -> None:
        """Show the last picture and its text or the error; slow sliders wait for the hand."""
        width, height = self._css_size
        if self._png is None:
            self._image.value = f'<div style="width:{width}px;height:{height}px"></div>'
        else:
            self._image.value = picture.img_tag(self._png, self._describe(), width, height)
        text, failed = self._error or self._text, self._error is not None
        self._longest = max(self._longest, text, key=len)
        self._line.value = _status(text, self._longest, failed)
        for control in self.controls.values():
            if control.handle is not None and self.redraws > 1:  # the first one loads fonts
                control.handle.continuous_update = self._seconds <= SLOW

    def __repr__(self) -> str:
        return self._error or self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        """Offer the widget and, for a saved notebook, the picture as it is now."""
        self._settle()
        data, metadata = {"text/plain": repr(self)}, {}
        if self._png is not None:
            saved = picture.Picture(picture.stored_png(self._png), self.alt, *self._css_size)
            data, metadata = saved._repr_mimebundle_()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {**data, "application/vnd.jupyter.widget-view+json": view}, metadata


def _status(text: str, longest: str, failed: bool = False) -> str:
    """Return the text under the picture, plain or as an error."""
    colour = "color:var(--jp-error-color1,#b3261e)" * failed
    return _status_line(html.escape(text), longest, colour)


def _status_line(inner: str, longest: str, style: str = "") -> str:
    """Return the line under the picture, as high as the longest text so far makes it.

    That text lies unseen in the same place, so that the page stays where it is when a text that
    needs two lines on a narrow page is followed by a short one.
    """
    unseen = f'<div aria-hidden="true" style="visibility:hidden">{html.escape(longest)}</div>'
    said = f'<div role="status" aria-live="polite" style="{style}">{inner}</div>'
    place = "display:grid;min-height:1.5em;line-height:1.5"
    return f'<div class="explore-line" style="{place}">{unseen}{said}</div>'


def _one_line(error: BaseException) -> str:
    """Return what went wrong in one line; a ValueError speaks for itself."""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped."
    line, name = next(iter(str(error).strip().splitlines()), ""), type(error).__name__
    if isinstance(error, ValueError) and line:
        return line
    return f"{name}: {line}" if line else name


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs this cell, None outside Jupyter."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


@functools.cache
def _house_style() -> Any:
    """Return the rc settings of the course, none where its style file is missing."""
    return mpl.rc_params_from_file(STYLE, use_default_template=False) if STYLE.exists() else {}


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let the stop button end a redraw: between cells the kernel ignores the signal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _finish_cells_on_the_main_thread_only() -> None:
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

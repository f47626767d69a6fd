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

import contextlib
import functools
import inspect
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from numbers import Real
from typing import Any

import matplotlib as mpl
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers import picture
from helpers.internal import cells
from helpers.internal.controls import Control, button, checkbox, dropdown, slider, textbox, trigger
from helpers.internal.live_canvas import LiveCanvas
from helpers.internal.recorder import picture_recording
from helpers.internal.stored import stored_html
from helpers.picture import STYLE
from helpers.progress import shown_in

__all__ = [
    "Explorer", "button", "checkbox", "dropdown", "explore", "slider", "textbox", "trigger",
]  # fmt: skip

SLOW = 0.4  # s; when a redraw takes longer, the next one waits until the slider is let go
READABLE = 0.675  # of a figure's size: text of 10 pt is then 9 CSS pixels high
PRESSED = ("button", "trigger")  # kinds of controls without a value to show


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
    cells.finish_on_the_main_thread_only()
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
        from helpers.internal.front_end import FrontEnd  # a third of the time of all imports

        self._draw, self._update, self._given_alt, self.controls = draw, update, alt, controls
        self.figure = Figure(size, dpi=picture.CSS_DPI, layout="constrained")
        FigureCanvasAgg(self.figure)
        self._canvas = LiveCanvas(self.figure)
        self._full = picture.css_size(self.figure)
        self._width = self._full[0]  # that the page has room for
        self._artists, self._drawn, self._settled = None, False, False
        self._still: dict[str, Any] = {}
        self._moving: dict[str, Any] | None = None
        self._good: dict[str, Any] | None = None  # the values of the last good picture
        self._png: bytes | None = None
        self._text, self._error = "", ""
        self._queued = False  # a redraw is on its way
        self._holds, self._lock = 0, threading.Lock()  # while above 0, changes are not drawn
        self._seconds, self.redraws = 0.0, 0
        self._loop = cells.running_loop()
        spec = [control.spec(name) for name, control in controls.items()]
        size_of = {"width": self._full[0], "height": self._full[1]}
        self.widget = FrontEnd(self._hear, spec={"controls": spec, "size": size_of})
        self._redraw()
        for control in controls.values():
            for name in control.resets:
                control.observe(controls[name].reset)
            control.observe(self._changed)
        cells.replaces(self)

    @property
    def values(self) -> dict[str, Any]:
        """The present values of the controls, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def png(self) -> bytes | None:
        """The last good picture, None if there is none yet."""
        self._settle()
        if self._png is None and self._good is not None:
            with mpl.rc_context(_house_style()):
                if self._error:  # the figure may have stopped half-way
                    self._update(self._artists, **self._good)
                self._png = picture.encode_png(self.figure)
            FigureCanvasAgg(self.figure)  # without the pixels of the old one, some megabytes
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
        return self._error or None

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
                except ValueError as error:
                    for other, first in before.items():
                        self.controls[other].value = first
                    raise ValueError(f"{name} cannot be {value!r}: {error}") from None

    def reset(self) -> None:
        """Set every control back to its first value and redraw once."""
        with self.held():
            for control in self.controls.values():
                control.reset()

    def close(self) -> None:
        """Give the memory back: the page's picture stays, and moves no more."""
        self.widget.layout.close()
        self.widget.close()
        self.widget.still = self.widget.frame = {}  # not told to the page any more
        self.figure.clear()
        self._artists = self._moving = self._png = self._good = None
        self._canvas, self._still = LiveCanvas(self.figure), {}
        self._queued, self._holds = False, 1

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Draw no change of this block, and redraw once at its end."""
        with self._quiet():
            yield
        self._changed()

    @contextlib.contextmanager
    def _quiet(self) -> Iterator[None]:
        """Draw no change of this block; another thread may be in such a block, too."""
        with self._lock:
            self._holds += 1
        try:
            yield
        finally:
            with self._lock:
                self._holds -= 1

    def _hear(self, message: dict) -> None:
        """Do what a message of the page asks for."""
        if width := message.get("width"):  # a narrow page: the figure is laid out anew
            wanted = min(round(max(width, 240) / READABLE), self._full[0])
            if abs(wanted - self._width) <= 0.03 * self._width:
                return
            self._width, self._settled = wanted, False
        with self.held():
            if message.get("reset"):
                self.reset()
            for name, value in message.get("set", {}).items():
                with contextlib.suppress(ValueError, KeyError, TypeError):  # the frame says so
                    self.controls[name].shown = value
            for name, times in message.get("press", {}).items():
                with contextlib.suppress(KeyError, TypeError):
                    self.controls[name].press(times)

    def _changed(self) -> None:
        """Queue a redraw, unless one is waiting already: that one will take this value.

        ipykernel 7 brings the message on another thread; the figure belongs to the main loop.
        """
        if self._queued or self._holds:
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
        start = time.perf_counter()
        try:
            self._text, self._error = self._next_picture(), ""
        except (Exception, KeyboardInterrupt, SystemExit) as error:
            self._error = _one_line(error)
        seconds = time.perf_counter() - start
        if not self._release_triggers():
            self._seconds = seconds
        self.redraws += 1
        try:
            self._publish()
        except Exception as error:  # the page waits for an answer
            self._text, self._error = "", _one_line(error)
            self._publish()

    def _release_triggers(self) -> bool:
        """Return whether this was a long run; the next redraw is an ordinary one again."""
        with self._quiet():  # coming up is not a change to draw
            return any([control.release() for control in self.controls.values()])

    def _show_progress(self, bar: str) -> None:
        self.widget.send({"progress": bar})

    def _next_picture(self) -> str:
        """Bring figure and recordings up to date; return the line of text."""
        values = self.values
        with mpl.rc_context(_house_style()), cells.interruptible():
            if not self._drawn:
                self.figure.clear()
                self._artists, self._drawn = self._draw(self.figure), True
                self._lays_out = self.figure.get_layout_engine()
            with shown_in(self._show_progress):
                text = self._update(self._artists, **values)
            if not self._settled:
                self._lay_out()
            try:
                self._still, self._moving = self._canvas.record()
            except NotImplementedError:
                png = picture.encode_png(self.figure, colours=256)
                self._still, self._moving = {}, picture_recording(png, *self._size())
        long_runs = {n: False for n, c in self.controls.items() if c.kind == "trigger"}
        self._png, self._good = None, values | long_runs
        return "" if text is None else str(text).encode("utf-8", "replace").decode()

    def _lay_out(self) -> None:
        """Place the axes for the width of the page; from then on nothing moves."""
        self.figure.set_size_inches(self._width / picture.CSS_DPI, self.figure.get_figheight())
        if self._lays_out is not None:
            self.figure.set_layout_engine(self._lays_out)
            self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        self._settled = True

    def _size(self) -> tuple[int, int]:
        return picture.css_size(self.figure)

    def _publish(self) -> None:
        """Send the page what it is to show."""
        width, height = self._size()
        frame = {
            "moving": self._moving,
            "size": {"width": width, "height": height},
            "text": self._text,
            "error": self._error,
            "alt": self._describe(),
            "values": {n: c.shown for n, c in self.controls.items() if c.kind not in PRESSED},
            "slow": self.redraws > 1 and self._seconds > SLOW,  # the first one loads fonts
        }
        self.widget.show(self._still, frame)

    def __repr__(self) -> str:
        return self._error or self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        """Return the picture as it is now, for a saved notebook."""
        png = self.png
        if png is None:
            words = stored_html("", repr(self), self.controls)
            return {"text/plain": repr(self), "text/html": words}, {}
        saved = picture.Picture(picture.stored_png(png), self.alt, *self._size())
        data, metadata = saved._repr_mimebundle_()
        caption = stored_html(data["text/html"], self.text, self.controls)
        return {**data, "text/html": caption}, metadata

    def _ipython_display_(self) -> None:
        """Show the picture, which a saved notebook keeps, and the live one, which then hides it."""
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        bundle: Any = self.widget._repr_mimebundle_()  # Colab wants its metadata
        data, metadata = bundle
        view = {kind: content for kind, content in data.items() if kind != "text/plain"}
        display(view, metadata=metadata, raw=True)


def _one_line(error: BaseException) -> str:
    """Return what went wrong in one line; a ValueError speaks for itself."""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped."
    line, name = next(iter(str(error).strip().splitlines()), ""), type(error).__name__
    if isinstance(error, ValueError) and line:
        return line
    return f"{name}: {line}" if line else name


@functools.cache
def _house_style() -> Any:
    """Return the rc settings of the course, none where its style file is missing."""
    return mpl.rc_params_from_file(STYLE, use_default_template=False) if STYLE.exists() else {}

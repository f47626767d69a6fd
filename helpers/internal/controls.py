"""The controls of a live figure: slider, drop-down, check box, text line, button.

Each function returns a Control, to be handed to `helpers.explore.explore`.
"""

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any, NoReturn

import ipywidgets as widgets
from traitlets import Bool, HasTraits, Int


class Control:
    """A value that the reader sets: what `slider`, `dropdown`, … return.

    Parameters
    ----------
    kind : str
        The name of the function that made it.
    view : ipywidgets.Widget
        What the page shows.
    source : traitlets.HasTraits
        Holds the value in its trait `value`.
    ends : tuple
        The values at its two ends, or all those that can be chosen; empty for a text.
    handle : ipywidgets.Widget, optional
        The slider that moves it.
    resets : iterable of str
        Other controls that go back to their first value when this one changes.
    """

    def __init__(
        self,
        kind: str,
        view: widgets.Widget,
        source: HasTraits,
        ends: Iterable[Any] = (),
        *,
        handle: widgets.IntSlider | None = None,
        resets: Iterable[str] = (),
    ) -> None:
        self.kind, self.view, self.source, self.ends = kind, view, source, tuple(ends)
        self.handle, self.resets = handle, tuple(resets)
        self._first = self.value

    @property
    def value(self) -> Any:
        """The present value; setting it redraws."""
        return getattr(self.source, "value")  # noqa: B009 (each kind of source has this trait)

    @value.setter
    def value(self, value: Any) -> None:
        setattr(self.source, "value", value)  # noqa: B010

    def reset(self) -> None:
        """Set the value back to the first one."""
        self.value = self._first

    def release(self) -> bool:
        """Finish a redraw: a trigger comes up again and returns True if it was pressed."""
        return False


def _refuse(label: str, name: str, allowed: str, value: Any) -> NoReturn:
    raise ValueError(f"{name} of {label!r} must be {allowed}, got {value!r}")


def slider(
    label: str,
    low: float,
    high: float,
    *,
    step: float = 1,
    value: float | None = None,
    unit: str = "",
) -> Control:
    """Return a slider below its label and a number box, which takes values between the steps too.

    Parameters
    ----------
    label, unit : str
        Name of the quantity with its symbol, and its unit.
    low, high, step, value : int or float
        Range, grid and first value, `low` if not given [unit]. If all four are ints, `update`
        gets ints, else floats: write 0.0 for a quantity, 0 for a count.

    Raises
    ------
    ValueError
        If one is not a finite number, `low` is not below `high`, `step` is not above 0 and
        within the range, or `value` lies outside it.
    """
    numbers = {"low": low, "high": high, "step": step, "value": low if value is None else value}
    for name, number in numbers.items():
        if not isinstance(number, Real) or isinstance(number, bool) or not math.isfinite(number):
            _refuse(label, name, "a finite number", number)
    if not low < high:
        _refuse(label, "low", f"below high = {high}", low)
    if not 0 < step <= high - low:
        _refuse(label, "step", f"above 0 and at most high - low = {high - low}", step)
    if not low <= numbers["value"] <= high:
        _refuse(label, "value", f"from {low} to {high}", value)
    whole = all(isinstance(number, int) for number in numbers.values())
    box = (widgets.BoundedIntText if whole else widgets.BoundedFloatText)(
        description=f"{label} [{unit}]" if unit else label,
        **{"min": low, "max": high, "step": step, "value": numbers["value"]},
    )
    handle = widgets.IntSlider(min=0, max=math.ceil((high - low) / step - 1e-9), readout=False)
    _link(handle, box)
    view = widgets.VBox([box, handle])
    view.add_class("explore-slider")
    return Control("slider", view, box, (low, high), handle=handle)


def _link(handle: widgets.IntSlider, box: widgets.BoundedFloatText) -> None:
    """Let the number box and the slider, which counts steps, follow each other.

    A slider with fractions would make 0.21000000000000002 of a typed 0.2; the box keeps 0.2.
    """

    def position() -> int:
        return min(math.floor((box.value - box.min) / box.step + 0.5), handle.max)

    def follow_handle(change: dict) -> None:
        if change["new"] != position():
            box.value = min(round(box.min + change["new"] * box.step, 10), box.max)

    def follow_box(change: dict | None = None) -> None:
        handle.value = position()

    follow_box()
    handle.observe(follow_handle, names="value")
    box.observe(follow_box, names="value")


def dropdown(
    label: str, options: Iterable, value: object = None, *, resets: Sequence[str] = ()
) -> Control:
    """Return a drop-down of `options`: texts, (text, value) pairs or a dict of them.

    `value` is the first choice, by default the first option; ValueError if there is no such
    option. `resets` names controls that go back to their first value when the choice changes.
    """
    options = list(options.items() if isinstance(options, dict) else options)
    allowed = [option[1] if isinstance(option, tuple) else option for option in options]
    if not allowed:
        _refuse(label, "options", "one or more", options)
    if value is not None and value not in allowed:
        _refuse(label, "value", f"one of {allowed}", value)
    value = allowed[0] if value is None else value
    box = widgets.Dropdown(description=label, options=options, value=value)
    return Control("dropdown", box, box, allowed, resets=resets)


def checkbox(label: str, value: bool = False, *, resets: Sequence[str] = ()) -> Control:
    """Return a check box; `value` is True or False, else ValueError. `resets` as for `dropdown`."""
    if not isinstance(value, bool):
        _refuse(label, "value", "True or False", value)
    box = widgets.Checkbox(description=label, value=value, indent=False)
    return Control("checkbox", box, box, (False, True), resets=resets)


def textbox(label: str, value: str = "") -> Control:
    """Return a line to type in; `update` gets the text when Enter is pressed or focus leaves it."""
    if not isinstance(value, str):
        _refuse(label, "value", "a text", value)
    box = widgets.Text(description=label, value=value, continuous_update=False)
    return Control("textbox", box, box)


class _Presses(HasTraits):
    value = Int(0)


class _Pressed(HasTraits):
    value = Bool(False)


class _Trigger(Control):
    def release(self) -> bool:
        pressed, self.value = self.value, False
        return pressed


def button(label: str, tooltip: str | None = None) -> Control:
    """Return a button; `update` gets how often it was pressed: 0 at first and after a reset."""
    presses, view = _Presses(), widgets.Button(description=label, tooltip=tooltip or label)
    view.on_click(lambda _: setattr(presses, "value", presses.value + 1))
    return Control("button", view, presses, (1, 2))


def trigger(label: str, tooltip: str | None = None) -> Control:
    """Return a button for a long run: `update` gets True once after a press, else False."""
    pressed, view = _Pressed(), widgets.Button(description=label, tooltip=tooltip or label)
    view.on_click(lambda _: setattr(pressed, "value", True))
    return _Trigger("trigger", view, pressed, (False, True))

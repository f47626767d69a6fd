"""The controls of a live figure: slider, drop-down, check box, text line, button.

Each function returns a Control, to be handed to `helpers.explore.explore`.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from numbers import Integral, Real
from typing import Any, NoReturn


class Control:
    """A value that the reader sets: what `slider`, `dropdown`, … return.

    Parameters
    ----------
    kind : str
        The name of the function that made it.
    label : str
        What the page calls it.
    value : object
        The first value.
    ends : tuple
        The values at its two ends, or all those that can be chosen; empty for a text.
    allows : callable
        Returns the value that is meant, or raises ValueError.
    resets : iterable of str
        Other controls that go back to their first value when this one changes.
    **more
        What the page needs as well, such as the unit.
    """

    def __init__(
        self,
        kind: str,
        label: str,
        value: Any,
        ends: Iterable[Any],
        allows: Callable[[Any], Any],
        *,
        resets: Iterable[str] = (),
        **more: Any,
    ) -> None:
        self.kind, self.label, self.ends, self.resets = kind, label, tuple(ends), tuple(resets)
        self._value = self._first = value
        self._allows, self._more = allows, more
        self._observers: list[Callable[[], None]] = []

    @property
    def value(self) -> Any:
        """The present value; setting it redraws. ValueError if the control cannot have it."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        value = self._allows(value)
        if value is self._value or (type(value) is type(self._value) and value == self._value):
            return
        self._value = value
        for observer in self._observers:
            observer()

    def observe(self, observer: Callable[[], None]) -> None:
        """Call `observer()` after each change."""
        self._observers.append(observer)

    def reset(self) -> None:
        """Set the value back to the first one."""
        self.value = self._first

    def press(self, times: int = 1) -> None:
        """Press a button or trigger; nothing else can be pressed."""
        if self.kind == "button":
            self.value += times
        elif self.kind == "trigger":
            self.value = True

    def release(self) -> bool:
        """Finish a redraw: a trigger comes up again and returns True if it was pressed."""
        pressed = self.kind == "trigger" and self.value
        if pressed:
            self.value = False
        return pressed

    @property
    def shown(self) -> Any:
        """The value as the page knows it: of a drop-down the place of the choice."""
        return self.ends.index(self.value) if self.kind == "dropdown" else self.value

    @shown.setter
    def shown(self, value: Any) -> None:
        self.value = dict(enumerate(self.ends))[value] if self.kind == "dropdown" else value

    @property
    def words(self) -> str:
        """The value as a reader sees it."""
        if self.kind == "dropdown":
            return self._more["options"][self.shown]
        if self.kind == "slider":
            unit = self._more["unit"]
            number = self.value if isinstance(self.value, int) else f"{self.value:.10g}"
            return f"{number} {unit}".strip().replace("-", "−")
        return {True: "on", False: "off"}.get(self.value, str(self.value))

    def spec(self, name: str) -> dict[str, Any]:
        """Return what the page needs to show this control under `name`."""
        return {"name": name, "kind": self.kind, "label": self.label, **self._more}


def _refuse(label: str, name: str, allowed: str, value: Any) -> NoReturn:
    raise ValueError(f"{name} of {label!r} must be {allowed}, got {value!r}")


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def slider(
    label: str,
    low: float,
    high: float,
    *,
    step: float = 1,
    value: float | None = None,
    unit: str = "",
) -> Control:
    """Return a slider with a number box, which takes values between the steps too.

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
        if not _is_number(number):
            _refuse(label, name, "a finite number", number)
    if not low < high:
        _refuse(label, "low", f"below high = {high}", low)
    if not 0 < step <= high - low:
        _refuse(label, "step", f"above 0 and at most high - low = {high - low}", step)
    whole = all(isinstance(number, Integral) for number in numbers.values())
    kind = int if whole else float

    def allows(value: Any) -> float:
        if not _is_number(value) or (whole and value != int(value)):
            _refuse(label, "value", "a whole number" if whole else "a finite number", value)
        if not low <= value <= high:
            _refuse(label, "value", f"from {low} to {high}", value)
        return kind(value)

    grid: dict[str, Any] = {"low": kind(low), "high": kind(high), "step": kind(step)}
    grid |= {"whole": whole, "unit": unit}
    return Control("slider", label, allows(numbers["value"]), (low, high), allows, **grid)


def dropdown(
    label: str, options: Iterable, value: object = None, *, resets: Sequence[str] = ()
) -> Control:
    """Return a drop-down of `options`: texts, (text, value) pairs or a dict of them.

    `value` is the first choice, by default the first option; ValueError if there is no such
    option. `resets` names controls that go back to their first value when the choice changes.
    """
    options = list(options.items() if isinstance(options, dict) else options)
    if any(isinstance(option, tuple) and len(option) != 2 for option in options):
        _refuse(label, "options", "texts or (text, value) pairs", options)
    pairs = [option if isinstance(option, tuple) else (str(option), option) for option in options]
    allowed = [choice for _, choice in pairs]
    if not allowed:
        _refuse(label, "options", "one or more", options)
    if not _differ(allowed):
        _refuse(label, "options", "values that differ, and tell so by ==", options)

    def allows(value: Any) -> Any:
        return value if value in allowed else _refuse(label, "value", f"one of {allowed}", value)

    first = allowed[0] if value is None else allows(value)
    texts = [str(text) for text, _ in pairs]
    return Control("dropdown", label, first, allowed, allows, resets=resets, options=texts)


def _differ(values: list) -> bool:
    """Return whether each value is found at its own place: not among equal ones or arrays."""
    try:
        return [values.index(value) for value in values] == list(range(len(values)))
    except ValueError:
        return False


def checkbox(label: str, value: bool = False, *, resets: Sequence[str] = ()) -> Control:
    """Return a check box; `value` is True or False, else ValueError. `resets` as for `dropdown`."""

    def allows(value: Any) -> bool:
        return value if isinstance(value, bool) else _refuse(label, "value", "True or False", value)

    return Control("checkbox", label, allows(value), (False, True), allows, resets=resets)


def textbox(label: str, value: str = "") -> Control:
    """Return a line to type in; `update` gets the text when Enter is pressed or focus leaves it."""

    def allows(value: Any) -> str:
        return value if isinstance(value, str) else _refuse(label, "value", "a text", value)

    return Control("textbox", label, allows(value), (), allows)


def button(label: str, tooltip: str | None = None) -> Control:
    """Return a button; `update` gets how often it was pressed: 0 at first and after a reset."""

    def allows(value: Any) -> int:
        if type(value) is not int or value < 0:
            _refuse(label, "value", "a number of presses", value)
        return value

    return Control("button", label, 0, (1, 2), allows, tooltip=tooltip or label)


def trigger(label: str, tooltip: str | None = None) -> Control:
    """Return a button for a long run: `update` gets True once after a press, else False."""

    def allows(value: Any) -> bool:
        return value if isinstance(value, bool) else _refuse(label, "value", "True or False", value)

    return Control("trigger", label, False, (False, True), allows, tooltip=tooltip or label)

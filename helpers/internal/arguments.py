"""Argument checks at the door: one clear line for each way an argument can be wrong.

Every public function of the helpers checks its arguments here, once, before it starts.
A message names the argument, the value it got and what is allowed.
"""

import math
import reprlib
from collections.abc import Callable, Iterable
from numbers import Integral, Real
from typing import Any, NoReturn, TypeVar

import numpy as np

T = TypeVar("T")
Number = Any  # a float or an array: the formulas of the models take both
Rng = np.random.Generator | int | None  # what a function that draws random numbers takes


def refuse(name: str, allowed: str, value: Any) -> NoReturn:
    """Raise the ValueError that names an argument, what is allowed and what came, in one line."""
    shown = reprlib.repr(value).replace("\n", " ")
    raise ValueError(f"{name} must be {allowed}, got {shown}")


def finite(name: str, value: Any, unit: str) -> float:
    """Return `value` as a float; ValueError unless it is one finite real number."""
    allowed = f"a finite number [{unit}]"
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        refuse(name, allowed, value)
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 300 digits
        number = math.inf
    if not math.isfinite(number):
        refuse(name, allowed, value)
    return number


def positive(name: str, value: Any, unit: str) -> float:
    """Return `value` as a float; ValueError unless it is finite and above zero."""
    if finite(name, value, unit) <= 0:
        refuse(name, f"above 0 [{unit}]", value)
    return float(value)


def not_negative(name: str, value: Any, unit: str) -> float:
    """Return `value` as a float; ValueError unless it is finite and at least zero."""
    if finite(name, value, unit) < 0:
        refuse(name, f"0 or above [{unit}]", value)
    return float(value)


def count(name: str, value: Any) -> int:
    """Return `value` as an int; ValueError unless it is a whole number of at least one."""
    is_whole = isinstance(value, Integral) and not isinstance(value, bool | np.bool_)
    if not is_whole or value < 1:
        refuse(name, "a whole number of at least 1", value)
    return int(value)


def check_fields(
    params: Any, units: dict[str, str], above_zero: str = "", from_zero: str = ""
) -> None:
    """Make floats of the fields of a frozen dataclass; ValueError where one is out of its range.

    Parameters
    ----------
    params : dataclass instance
        Checked in its `__post_init__`.
    units : dict
        {unit: names of the fields in this unit, with spaces between}.
    above_zero, from_zero : str
        Names of the fields that must be above zero, or at least zero; the others must be finite.
    """
    rules = dict.fromkeys(above_zero.split(), positive)
    rules |= dict.fromkeys(from_zero.split(), not_negative)
    for unit, names in units.items():
        for name in names.split():
            value = rules.get(name, finite)(name, getattr(params, name), unit)
            object.__setattr__(params, name, value)


def instance(name: str, value: Any, kind: type[T]) -> T:
    """Return `value`; ValueError unless it is an instance of the class `kind`."""
    if not isinstance(value, kind):
        such_as = "" if issubclass(kind, tuple) else f", such as {kind.__name__}()"  # a trace
        refuse(name, f"of type {kind.__name__}{such_as}", value)
    return value


def function(name: str, value: Any, of: str) -> Callable:
    """Return `value`; ValueError unless it can be called; `of` says with what."""
    if not callable(value):
        refuse(name, f"a function of {of}", value)
    return value


def one_of(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return `value`; ValueError unless it is one of the texts in `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        refuse(name, f"one of {', '.join(allowed)}", value)
    return value


def numbers(name: str, value: Any, unit: str) -> np.ndarray:
    """Return `value` as a float array of any shape; ValueError unless all are finite numbers."""
    allowed = f"finite numbers [{unit}]"
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        refuse(name, allowed, value)
    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        refuse(name, allowed, value)
    return array.astype(float)


def series(name: str, value: Any, unit: str, what: str = "step") -> np.ndarray:
    """Return `value` as a float array of shape (n,), n >= 1: one finite number per `what`."""
    allowed = f"an array with one number [{unit}] per {what}"
    if isinstance(value, Real) and not isinstance(value, bool | np.bool_):
        raise ValueError(
            f"{name} must be {allowed}, got the number {value}; "
            f"np.full(n_{what}s, {value}) makes such an array"
        )
    array = numbers(name, value, unit)
    if array.ndim != 1 or array.size == 0:
        refuse(name, f"{allowed}, shape (n_{what}s,)", f"shape {array.shape}")
    return array


def spike_train(name: str, value: Any) -> np.ndarray:
    """Return `value` as a float array of strictly increasing times [ms], shape (n_spikes,)."""
    times = numbers(name, value, "ms")
    times = times if times.size else np.empty(0)
    if times.ndim != 1 or np.any(np.diff(times) <= 0):
        refuse(name, "strictly increasing spike times [ms], shape (n_spikes,)", value)
    return times


def generator(name: str, value: Any) -> np.random.Generator:
    """Return a numpy.random.Generator: `value` itself, or a new one from a seed or None.

    SPEC 7 of Scientific Python; a seed of 0 is a seed.
    """
    try:
        return np.random.default_rng(value)
    except (TypeError, ValueError):
        allowed = "a numpy.random.Generator, a seed (a whole number from 0) or None"
        refuse(name, allowed, value)

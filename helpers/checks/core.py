"""The machinery of every check: three states, one message, and never an exception.

A check is a function decorated with `exercise`. It hands the student's function to `call`, turns
what comes back into numbers with `number` or `series`, and lets `compare` find the mistake. A
mistake ends the check by raising `Wrong`, an unfinished stub by raising `Open`; the decorator
turns both, and everything unforeseen, into a `Verdict`.
"""

import contextlib
import functools
import math
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from helpers.checks.calling import Open, Partly, Wrong, call, kind, refuse_own, with_names
from helpers.checks.edits import Exercise
from helpers.checks.verdict import MARKS, Curve, Verdict, exercise

__all__ = [
    "MARKS", "Curve", "Open", "Partly", "Verdict", "Wrong", "agree", "call", "compare",
    "compare_parts", "exercise", "number", "parts", "read", "refuse_own", "series", "with_names",
]  # fmt: skip

RTOL, ATOL = 1e-6, 1e-9


def number(value, name, unit):
    """Return `value` as a float; Wrong unless it is one finite real number."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if value is None:
        raise Wrong(f"{name} is None: is the return line missing?")
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise Wrong(f"{name} must be one number [{unit}], not {kind(value)}.")
    try:
        value = float(value)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise Wrong(f"{name} is {value}: {_cause(value)}")
    return value


def _cause(value):
    """Return where a number that is not finite may come from."""
    if math.isnan(value):
        return "0 divided by 0, or a logarithm or root of something below 0?"
    return "divided by 0, or too large?"


def series(value, name, unit, length=None, allow_nan=False):
    """Return `value` as a float array of shape (length,); Wrong unless all are finite numbers."""
    if value is None:
        raise Wrong(f"{name} is None: is the return line missing?")
    try:
        array = np.asarray(value)
    except ValueError:
        raise Wrong(f"{name} has rows of different lengths; make it one-dimensional.") from None
    if array.dtype == object and any(item is ... for item in array.flat):
        raise Open
    if array.dtype == object and all(isinstance(item, Real) for item in array.flat):
        try:
            array = array.astype(float)
        except OverflowError:
            raise Wrong(f"{name} holds a number that is too large.") from None
    if array.dtype.kind not in "iuf" and array.size:
        raise Wrong(f"{name} must be an array of numbers [{unit}], not {kind(value)}.")
    if array.ndim != 1 or (length is not None and array.size != length):
        wanted = "one-dimensional" if length is None else f"of shape ({length},)"
        raise Wrong(f"{name} must be {wanted}, not of shape {array.shape}.")
    array = array.astype(float)
    odd = np.flatnonzero(~np.isfinite(array))
    if odd.size and not allow_nan:
        raise Wrong(f"{name} is {array[odd[0]]} at index {odd[0]}: {_cause(array[odd[0]])}")
    return array


NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def parts(answer, names, what="things", partly=False):
    """Return the parts of an answer; Wrong unless it holds one for each of `names`.

    A list or an array unpacks like a tuple, and so it is as right. Open if a part still is a `...`;
    with `partly`, if all are.
    """
    if answer is ...:
        raise Open
    if answer is None:
        raise Wrong("your function returns None: is the return line missing?")
    if isinstance(answer, np.ndarray) and answer.ndim:
        answer = list(answer)
    if not isinstance(answer, tuple | list) or len(answer) != len(names):
        raise Wrong(f"return {NUMBERS[len(names)]} {what}, `return {', '.join(names)}`.")
    waits = [part is ... for part in answer]
    if all(waits) if partly else any(waits):
        raise Open
    return answer


def agree(yours, expected, rtol=RTOL):
    """Return whether two numbers or arrays, or tuples of them, are the same up to rounding."""
    if isinstance(expected, tuple | list):
        return len(yours) == len(expected) and all(
            agree(y, e, rtol) for y, e in zip(yours, expected, strict=True)
        )
    yours, expected = np.asarray(yours, float), np.asarray(expected, float)
    if yours.shape != expected.shape:
        return False
    return bool(np.allclose(yours, expected, rtol=rtol, atol=ATOL, equal_nan=True))


def read(function, exercise: Exercise, reader: Callable[..., Any], told=None) -> list:
    """Return `reader(answer, **probe)` for the answer to each probe of an exercise.

    Where the reader refuses one, for its shape or because it is not finite, a typical mistake that
    explains all answers is told instead. `told` is that of `call`.
    """
    answers = [call(function, told=told, **probe) for probe in exercise.probes]
    try:
        pairs = zip(answers, exercise.probes, strict=True)
        return [reader(answer, **probe) for answer, probe in pairs]
    except Wrong as refused:
        for part in (None, *range(len(exercise.parts))):
            with contextlib.suppress(TypeError, LookupError, OverflowError):
                if part is not None and any(len(a) != len(exercise.parts) for a in answers):
                    continue
                given = answers if part is None else [answer[part] for answer in answers]
                if message := exercise.explain(given, agree, part):
                    raise Wrong(message) from None
        raise refused from None


CUTS = {
    "only whole numbers come back: leave out int(), // and arrays of integers.": (
        np.trunc,
        np.floor,
    ),
    "right, but rounded: give back all digits.": tuple(
        functools.partial(np.round, decimals=digits) for digits in range(7)
    ),
}


def _applied(cut, value):
    if isinstance(value, tuple | list):
        return [_applied(cut, part) for part in value]
    return cut(np.asarray(value, float))


def compare(
    answers: list,
    exercise: Exercise,
    otherwise: str,
    curve: Curve | None = None,
    *,
    part: int | None = None,
    rtol: float = RTOL,
    prefix: str = "",
) -> None:
    """End the check with the message of the mistake that explains the answers.

    Parameters
    ----------
    answers : list
        What the student's function gave for each probe of the exercise.
    exercise : Exercise
        Its right answers, or those of another right way, end the comparison without a word.
    otherwise : str
        The message where no typical mistake explains the answers.
    curve : Curve, optional
        Drawn below the message.
    part : int, optional
        Which part of each answer is compared, and which of `exercise.parts` is searched.
    rtol : float
        How far apart two answers may lie and still be the same.
    prefix : str
        Stands before the message of a mistake.

    Raises
    ------
    Wrong
        If the answers are not right.
    """

    def same(yours, expected):
        return agree(yours, expected, rtol)

    expected = [right if part is None else right[part] for right in exercise.expected]
    if same(answers, expected):
        return
    if any(exercise.gives(edit, answers, same, part) for edit in exercise.right):
        return
    if message := exercise.explain(answers, same, part):
        raise Wrong(prefix + message, curve)
    for message, cuts in CUTS.items():
        if any(same(answers, _applied(cut, expected)) for cut in cuts):
            raise Wrong(message, curve)
    raise Wrong(otherwise, curve)


def compare_parts(
    answers: list, exercise: Exercise, otherwise: dict[str, str], curve: Curve | None = None
) -> None:
    """End the check with the mistake that explains the answers, or their first wrong part.

    Like `compare`, for answers of several parts; `otherwise` has a message for each, by its name.
    """
    expected = exercise.expected
    if agree(answers, expected):
        return
    if message := exercise.explain(answers, agree):
        raise Wrong(message, curve)
    sides = [list(zip(*side, strict=True)) for side in (answers, expected)]
    right = [agree(yours, theirs) for yours, theirs in zip(*sides, strict=True)]
    first = right.index(False)
    prefix = "".join(f"`{n}` is right; " for n, ok in zip(otherwise, right, strict=True) if ok)
    message = prefix + [*otherwise.values()][first]
    compare(list(sides[0][first]), exercise, message, curve, part=first, prefix=prefix)

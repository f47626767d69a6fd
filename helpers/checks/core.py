"""The machinery of every check: three states, one message, and never an exception.

A check is a function decorated with `exercise`. It hands the student's function to `call`, turns
what comes back into numbers with `number` or `series`, and lets `compare` find the mistake. A
mistake ends the check by raising `Wrong`, an unfinished stub by raising `Open`; the decorator
turns both, and everything unforeseen, into a `Verdict`.
"""

import contextlib
import copy
import dis
import functools
import html
import inspect
import io
import math
import re
import reprlib
import traceback
import warnings
from dataclasses import dataclass
from numbers import Real
from types import CodeType, FunctionType
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from helpers import picture, plots
from helpers.checks.edits import Exercise

RTOL, ATOL = 1e-6, 1e-9
MARKS = {"done": "✓", "wrong": "✗", "open": "○"}
COLOURS = {"done": "#009E73", "wrong": "#D55E00", "open": "#767676"}
NOT_STARTED = "not started yet: a ... is still waiting for your line"
EXPLANATIONS = {  # what errors of NumPy and SymPy mean in an exercise
    "boolean array indexing assignment": "the mask picks fewer elements than the other side has: "
    "use the mask on both sides",
    "boolean index did not match": "this mask belongs to a longer array; the other one has been "
    "picked from already",
    "could not be broadcast": "one array has more elements than the other: cut its end, or pick "
    "from both with the same mask",
    "truth value of Relational": "a name here is a SymPy symbol: use the arguments",
    "'bitwise_xor'": "a power is written **, not ^",
    "for ^": "a power is written **, not ^",
    "converted to Python scalars": "math takes one number, np takes arrays",
    "name 'exp' is not defined": "exp alone is not known: it is np.exp",
    "name 'sqrt' is not defined": "sqrt alone is not known: it is np.sqrt",
    "only integers, slices": "an index must be a whole number: a step, not a time",
}


class Open(Exception):
    """The exercise still holds a `...` of its stub."""


class Wrong(Exception):
    """The answer is wrong; the message says which property fails, `curve` shows it."""

    def __init__(self, message, curve=None):
        super().__init__(message)
        self.curve = curve


class Partly(Wrong):
    """The same, of what is filled in, although a `...` is still waiting."""


@dataclass(frozen=True)
class Curve:
    """A student's curve and the expected one, both over `x`, for the picture of a verdict."""

    x: np.ndarray
    expected: np.ndarray
    yours: np.ndarray
    x_label: str
    y_label: str


@dataclass(frozen=True)
class Verdict:
    """What a check has found: state "done", "wrong" or "open", one message, maybe a curve."""

    state: str
    message: str
    curve: Curve | None = None

    def __repr__(self):
        return f"{MARKS[self.state]} {self.message}"

    def _repr_html_(self):
        colour = COLOURS[self.state]
        text = (
            f'<div role="status" style="border-left:5px solid {colour};padding:4px 10px">'
            f'<b style="color:{colour}">{MARKS[self.state]}</b> {html.escape(self.message)}</div>'
        )
        return text + (_curve_picture(self.curve) if self.curve else "")


def _curve_picture(curve):
    room = 10 * np.abs(curve.expected).max() or 10  # a curve that runs away must not hide the other
    yours = np.clip(curve.yours, -room, room)
    with matplotlib.style.context(picture.STYLE):
        figure = Figure(figsize=(6.5, 2.6))
        ax = plots.plot_comparison(curve.x, curve.expected, yours, figure.subplots())
        ax.set(xlabel=curve.x_label, ylabel=curve.y_label)
        png = picture.encode_png(figure, colours=64)
    alt = f"Your curve drawn over the expected one: {curve.y_label} against {curve.x_label}."
    return picture.img_tag(png, alt, *picture.css_size(figure))


def exercise(check):
    """Make `check(answer)` return a Verdict whatever is handed in; it returns (message, curve)."""

    @functools.wraps(check)
    def checked(*answers):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _verdict(check, answers)

    return checked


def _verdict(check, answers):
    try:
        for answer in answers:
            _refuse_what_is_no_answer(answer, check.__name__)
        return Verdict("done", *check(*answers))
    except Open:
        return Verdict("open", NOT_STARTED + _where(answers))
    except Partly as mistake:
        return Verdict("wrong", str(mistake), mistake.curve)
    except Wrong as mistake:
        if where := _where(answers):  # what is wrong so far is no mistake yet
            return Verdict("open", NOT_STARTED + where)
        return Verdict("wrong", str(mistake), mistake.curve)
    except KeyboardInterrupt:
        return Verdict("wrong", "stopped by you: does a loop in your function never end?")
    except BaseException as error:  # a check never raises, whatever a student hands in
        return Verdict("wrong", f"this could not be checked: {_in_words(error)}")


def _where(answers):
    """Return " (line 4 of your cell)" for the first `...` that is left, else nothing."""
    waiting = [answer.__code__ for answer in answers if isinstance(answer, FunctionType)]
    while waiting:
        for instruction in dis.get_instructions(waiting.pop(0)):
            if instruction.argval is ... and instruction.positions:
                return f" (line {instruction.positions.lineno} of your cell)"
            if isinstance(instruction.argval, CodeType):  # a function inside the function
                waiting.append(instruction.argval)
    return ""


def _refuse_what_is_no_answer(answer, name):
    if answer is ...:
        raise Open
    if not callable(answer) or inspect.isclass(answer):
        raise Wrong(
            f"hand in the function itself, check.{name}({name}), without calling it; "
            f"this is {_kind(answer)}."
        )
    if str(getattr(answer, "__module__", "")).startswith("helpers."):
        raise Wrong("this is the course's own function; hand in the one that you wrote.")


def call(function, *args, told=None, partly=False, **kwargs):
    """Return `function(*args, **kwargs)`, called with copies; Open or Wrong where it fails.

    `told` explains errors in the words of the exercise: from a part of the error's text, or a
    pair of the name of the function that it comes from and such a part, to the whole message.
    With `partly` an answer comes back although a `...` is in it, for `parts` to look at.
    """
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        names = ", ".join(kwargs) if kwargs and not args else error
        raise Wrong(f"keep the function's arguments as they were given: {names}.") from None
    except ValueError:  # some built-in functions have no signature; then the call will tell
        pass
    own_args, own_kwargs = copy.deepcopy((args, kwargs))
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):  # a check calls many times and shows one line
            answer = function(*own_args, **own_kwargs)
    except SystemExit:
        raise Wrong("your function calls exit() or quit(); let it return a value.") from None
    except Exception as error:
        if "ellipsis" in _text(error).lower() and "only integers" not in _text(error):
            raise Open from None
        message = _explained(error, told or {})
        raise Wrong(message or f"your function stops with {_in_words(error, function)}") from None
    if not _same((own_args, own_kwargs), (args, kwargs)):
        raise Wrong("your function changes what it is given; work on a copy or a new array.")
    waits = answer is ... or (isinstance(answer, tuple) and any(part is ... for part in answer))
    if waits and not partly:
        raise Open
    if answer is None and printed.getvalue():
        raise Wrong("your function prints its result and gives back None: return it instead.")
    return answer


def _explained(error, told):
    """Return what the first fitting entry of `told` says of an error, None if none fits."""
    text = f"{type(error).__name__}: {_text(error)}"
    passed = {frame.name for frame in traceback.extract_tb(error.__traceback__)}
    for key, message in told.items():
        place, part = key if isinstance(key, tuple) else (None, key)
        if part in text and (place is None or place in passed):
            return message
    return None


def with_names(function, **names):
    """Return a copy of a student's function for which some global names mean something else.

    So do the functions of the same notebook that it calls. What is no plain function is returned
    as it is.
    """
    if not isinstance(function, FunctionType):
        return function
    space = function.__globals__ | names

    def copied(original):
        code, defaults, closure = original.__code__, original.__defaults__, original.__closure__
        new = FunctionType(code, space, original.__name__, defaults, closure)
        new.__kwdefaults__ = original.__kwdefaults__
        return new

    for name, value in function.__globals__.items():
        own = isinstance(value, FunctionType) and value.__globals__ is function.__globals__
        if own and name not in names:
            space[name] = copied(value)
    return copied(function)


def _same(left, right):
    if isinstance(left, np.random.Generator):  # it moves on when it is used: no change of a value
        return True
    if isinstance(left, tuple | list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict):
        return all(_same(left[key], right[key]) for key in right)
    return np.array_equal(left, right) if isinstance(left, np.ndarray) else left == right


def _in_words(error, function=None):
    """Return "ZeroDivisionError: division by zero (line 7 of your cell)."."""
    text = _text(error)
    text = next((told for part, told in EXPLANATIONS.items() if part in text), text)
    text = ": ".join(filter(None, (type(error).__name__, text)))
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if code and f.filename == code.co_filename]
    return text.rstrip(".") + (f" (line {lines[-1]} of your cell)." if lines else ".")


def _text(error):
    """Return the words of an error: one line, not too long, without memory addresses."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # an error that cannot even say what it is
        return ""
    text = re.sub(r" at 0x[0-9A-Fa-f]+", "", text)
    return text if len(text) <= 200 else text[:199] + "…"


def _kind(value: Any) -> str:
    """Return what `value` is: "the str 'V'", "a list that holds None", "an array of bool"."""
    name = type(value).__name__
    if value is None:
        return "None"
    if inspect.isclass(value):
        return f"the class {value.__name__}"
    if isinstance(value, np.ndarray):
        held = "" if value.dtype == object else f" of {value.dtype.name}"
        return f"an array{held} of shape {value.shape}"
    if type(value) in (int, float, bool, str):
        return f"the {name} {reprlib.repr(value)}"
    odd = [x for x in value if not isinstance(x, Real)] if isinstance(value, list | tuple) else []
    article = "an" if name[:1] in "aeiouAEIOU" else "a"
    return f"{article} {name}" + (f" that holds {_kind(odd[0])}" if len(odd) else "")


def number(value, name, unit):
    """Return `value` as a float; Wrong unless it is one finite real number."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if value is None:
        raise Wrong(f"{name} is None: is the return line missing?")
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise Wrong(f"{name} must be one number [{unit}], not {_kind(value)}.")
    try:
        value = float(value)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise Wrong(f"{name} is {value}: is something divided by 0, or too large?")
    return value


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
        raise Wrong(f"{name} must be an array of numbers [{unit}], not {_kind(value)}.")
    if array.ndim != 1 or (length is not None and array.size != length):
        wanted = "one-dimensional" if length is None else f"of shape ({length},)"
        raise Wrong(f"{name} must be {wanted}, not of shape {array.shape}.")
    array = array.astype(float)
    odd = np.flatnonzero(~np.isfinite(array))
    if odd.size and not allow_nan:
        raise Wrong(f"{name} is {array[odd[0]]} at index {odd[0]}: divided by 0, or too large?")
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

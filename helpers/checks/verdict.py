"""What a check answers: one of three states, one message, maybe a picture; never an exception."""

import dis
import functools
import html
import inspect
import re
import warnings
from dataclasses import dataclass
from types import CodeType, FunctionType

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from helpers import picture, plots
from helpers.checks.calling import Open, Partly, Wrong, in_words, kind

MARKS = {"done": "✓", "wrong": "✗", "open": "○"}
COLOURS = {"done": "#009E73", "wrong": "#D55E00", "open": "#767676"}
NEGATIVE = re.compile(r"(`[^`]*`)|(?<![\w\]):[(])-(?=[\d.]+(?![\d./*]))")
NOT_STARTED = "not started yet: a ... is still waiting for your line"


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
        return f"{MARKS[self.state]} {_with_minus(self.message)}"

    def _repr_html_(self):
        colour, message = COLOURS[self.state], html.escape(_with_minus(self.message))
        text = (
            f'<div role="status" style="border-left:5px solid {colour};padding:4px 10px">'
            f'<b style="color:{colour}">{MARKS[self.state]}</b> {message}</div>'
        )
        return text + (curve_picture(self.curve) if self.curve else "")


def _with_minus(text):
    """Return a message with − before its negative numbers; code, which may be copied, stays."""
    return NEGATIVE.sub(lambda found: found[1] or "−", text)


def curve_picture(curve):
    """Return both curves as an `<img>`."""
    room = 10 * np.abs(curve.expected).max() or 10  # a curve that runs away must not hide the other
    yours = np.clip(curve.yours, -room, room)
    with matplotlib.style.context(picture.STYLE):
        figure = Figure(figsize=(6.5, 2.6))
        ax = plots.plot_comparison(curve.x, curve.expected, yours, figure.subplots())
        ax.set(xlabel=curve.x_label, ylabel=curve.y_label)
        png = picture.encode_png(figure, colours=64)
    labels = (text.replace("$", "").replace("\\", "") for text in (curve.y_label, curve.x_label))
    alt = "Your curve drawn over the expected one: {} against {}.".format(*labels)
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
        return Verdict("wrong", f"this could not be checked: {in_words(error)}")


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
            f"this is {kind(answer)}."
        )
    if str(getattr(answer, "__module__", "")).startswith("helpers."):
        raise Wrong("this is the course's own function; hand in the one that you wrote.")

"""How a check calls a student's function: with copies, and never with an exception of its own.

A mistake ends the check by raising `Wrong`, an unfinished stub by raising `Open`.
"""

import contextlib
import copy
import dis
import inspect
import io
import re
import reprlib
import traceback
from numbers import Real
from types import CodeType, FunctionType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

EXPLANATIONS = {  # what errors of NumPy and SymPy mean in an exercise
    "boolean array indexing assignment": "the mask picks fewer elements than the other side has: "
    "use the mask on both sides",
    "boolean index did not match": "this mask belongs to a longer array; the other one has been "
    "picked from already",
    "could not be broadcast": "one array has more elements than the other: cut its end, or pick "
    "from both with the same mask",
    "could not broadcast": "an array of another length is put in here: which do both have?",
    "truth value of an array": "an array has a truth value for each element: pick with a mask",
    "truth value of Relational": "a name here is a SymPy symbol: use the arguments",
    "Symbol which has no callable": "a name here is a SymPy symbol: use the arguments",
    "SympifyError": "SymPy takes no arrays: use np",
    "ImmutableDenseNDimArray": "SymPy takes no arrays: use np",
    "math domain error": "a logarithm or a root of something below 0, or log 0",
    "no attribute 'cumsum'": "a list has no cumsum: np.cumsum takes one, and arrays have it",
    "'bitwise_xor'": "a power is written **, not ^",
    "for ^": "a power is written **, not ^",
    "converted to Python scalars": "float() and math take one number, np takes arrays",
    "only integers, slices": "an index must be a whole number: a step, not a time",
}


class Open(Exception):
    """The exercise is not begun: it still holds a `...`, or raises NotImplementedError."""


class Wrong(Exception):
    """The answer is wrong; the message says which property fails, `curve` shows it."""

    def __init__(self, message, curve=None):
        super().__init__(message)
        self.curve = curve


class Partly(Wrong):
    """The same, of what is filled in, although a `...` is still waiting."""


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
        # a check calls many times and shows one line, and no figure but its own
        with contextlib.redirect_stdout(printed), _closing_new_figures():
            answer = function(*own_args, **own_kwargs)
    except NotImplementedError:  # the usual stub elsewhere, such as nbgrader's
        raise Open("nothing is written yet") from None
    except SystemExit:
        raise Wrong("your function calls exit() or quit(); let it return a value.") from None
    except Exception as error:
        if "ellipsis" in _text(error).lower() and "only integers" not in _text(error):
            raise Open from None
        message = _explained(error, told or {})
        raise Wrong(message or f"your function stops with {in_words(error, function)}") from None
    if inspect.isgenerator(answer):
        raise Wrong("your function yields its values one by one: give them back with return.")
    if not _same((own_args, own_kwargs), (args, kwargs)):
        raise Wrong("your function changes what it is given; work on a copy or a new array.")
    waits = answer is ... or (isinstance(answer, tuple) and any(part is ... for part in answer))
    if waits and not partly:
        raise Open
    if answer is None and printed.getvalue():
        raise Wrong("your function prints its result and gives back None: return it instead.")
    return answer


@contextlib.contextmanager
def _closing_new_figures():
    """Close what is opened in this block; pyplot would show it below the verdict."""
    before = plt.get_fignums()
    try:
        yield
    finally:
        for number in set(plt.get_fignums()).difference(before):
            plt.close(number)


def _explained(error, told):
    """Return what the first fitting entry of `told` says of an error, None if none fits."""
    text = f"{type(error).__name__}: {_text(error)}"
    passed = {frame.name for frame in traceback.extract_tb(error.__traceback__)}
    for key, message in told.items():
        place, part = key if isinstance(key, tuple) else (None, key)
        if part in text and (place is None or place in passed):
            return message
    return None


def refuse_own(function, *own, **named):
    """Wrong if a student's function uses one of the course's functions that are the answer.

    `named` holds, by its name, what is no function: a tuple of them. It is no proof against those
    who want to cheat; it tells those who do not that the exercise asks for their own lines.
    """
    named |= {one.__name__: one for one in own}
    space = getattr(function, "__globals__", {})
    codes: list[Any] = [getattr(function, "__code__", None)]
    while codes:
        code = codes.pop()
        if not isinstance(code, CodeType):
            continue
        codes += [const for const in code.co_consts if isinstance(const, CodeType)]
        used = named.keys() & set(code.co_names)
        for line in dis.get_instructions(code) if used else ():
            name, of_all = line.argval, line.opname in ("LOAD_GLOBAL", "LOAD_NAME")
            if not of_all and line.opname not in ("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"):
                continue
            if name in used and not (of_all and space.get(name, named[name]) is not named[name]):
                raise Wrong(f"{name} is the course's own answer; write yours without it.")


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


def in_words(error, function=None):
    """Return "ZeroDivisionError: division by zero (line 7 of your cell)."."""
    text = _text(error)
    kind = type(error).__name__
    found = (told for part, told in EXPLANATIONS.items() if part in f"{kind}: {text}")
    text = next(found, text)
    if isinstance(error, NameError) and hasattr(np, str(error.name)):
        text = f"{error.name} alone is not known: it is np.{error.name}"
    text = ": ".join(filter(None, (kind, text)))
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


def kind(value: Any) -> str:
    """Return what `value` is: "the str 'V'", "a list that holds None", "an array of bool"."""
    name = type(value).__name__
    if value is None:
        return "None"
    if inspect.isclass(value):
        return f"the class {value.__name__}"
    if type(value).__module__.startswith("sympy."):
        return "a SymPy expression: np, not SymPy, computes with arrays"
    if isinstance(value, np.ndarray):
        held = "" if value.dtype == object else f" of {value.dtype.name}"
        return f"an array{held} of shape {value.shape}"
    if type(value) in (int, float, bool, str):
        return f"the {name} {reprlib.repr(value)}"
    odd = [x for x in value if not isinstance(x, Real)] if isinstance(value, list | tuple) else []
    article = "an" if name[:1] in "aeiouAEIOU" else "a"
    return f"{article} {name}" + (f" that holds {kind(odd[0])}" if len(odd) else "")

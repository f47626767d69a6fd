"""What holds for every check: it never raises, prints, changes or gives away anything."""

import asyncio
import functools
import html
import os
import random
import re
import sys
import types
import warnings
from fractions import Fraction
from unittest.mock import MagicMock

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.checks import core
from helpers.checks import lif as check
from helpers.checks.edits import Exercise
from helpers.checks.verdict import curve_picture

CHECKS = {
    name: getattr(check, name)
    for name in ("euler_step", "exact_step", "simulate", "rate_dc", "threshold_current")
}


DOUBLE = Exercise(
    """
def double(x):
    return 2 * x
""",
    [{"x": 0.7}, {"x": 3.0}, {"x": -1.23456}],
    {
        "this is <b>half</b> of x & no more": "2 * x → x / 2",
        "this is x or its opposite": ("2 * → ", "2 * → -"),
    },
)


@core.exercise
def double(function):
    """Check a small exercise, 2·x, with each part of the machinery."""
    answers = [core.number(core.call(function, **p), "the result", "mV") for p in DOUBLE.probes]
    x = np.linspace(0, 1, 5)
    curve = core.Curve(x, 2 * x, answers[1] * x, "x [mV]", "result <mV>")
    core.compare(answers, DOUBLE, "not twice x", curve)
    return "twice x", curve


# --- objects that nobody should hand in -----------------------------------------------------


class BadRepr:
    def __repr__(self):
        raise RuntimeError("no repr")


class BadText(Exception):
    def __str__(self):
        raise RuntimeError("no text")


class BadAttributes:
    def __getattr__(self, name):
        raise RuntimeError(f"no {name}")


class BadAnswer:
    """Everything that one may ask of an answer raises."""

    def _refuse(self, *args):
        raise RuntimeError("leave me alone")

    __eq__ = __bool__ = __len__ = __iter__ = __float__ = __array__ = __repr__ = _refuse
    __getitem__ = __hash__ = __str__ = _refuse


class BadFloat(float):
    def __repr__(self):
        raise RuntimeError("no repr")

    def __float__(self):
        raise RuntimeError("no number")


class BadSignature:
    __signature__ = "nonsense"

    def __call__(self, **kwargs):
        return 1.0


class BadBase(BaseException):
    def __str__(self):
        raise RuntimeError("no text")


class Callable:
    def __call__(self, **kwargs):
        return 1.0


async def coroutine(**kwargs):
    return 1.0


def generator(**kwargs):
    yield 1.0


ODD = {
    "None": None,
    "Ellipsis": ...,
    "NotImplemented": NotImplemented,
    "True": True,
    "zero": 0,
    "nan": float("nan"),
    "inf": float("inf"),
    "huge": 10**5000,
    "fraction": Fraction(1, 3),
    "complex": 1j,
    "empty-str": "",
    "markup": "<script>alert(1)</script>",
    "lines": "one\ntwo",
    "bytes": b"\x00",
    "list": [],
    "nested": [[1.0], [2.0, 3.0]],
    "dots": [..., ...],
    "tuple": (),
    "pair": (np.zeros(3), np.zeros(3)),
    "pair-of-none": (None, None),
    "pair-of-dots": (..., ...),
    "set": {1.0},
    "dict": {"v": 1.0},
    "object": object(),
    "bad-repr": BadRepr(),
    "bad-attributes": BadAttributes(),
    "bad-answer": BadAnswer(),
    "bad-answers": (BadAnswer(), [BadAnswer()]),
    "bad-float": BadFloat(1.0),
    "bad-signature": BadSignature(),
    "exception": BadText("x"),
    "array": np.zeros(600),
    "array-0-d": np.array(1.0),
    "array-empty": np.zeros((0, 3)),
    "array-object": np.array([None, "x", ...], dtype=object),
    "array-str": np.array(["a"]),
    "array-time": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "array-records": np.zeros(3, dtype=[("a", float)]),
    "array-huge-numbers": np.full(8, 1e308),
    "array-of-nan": np.full(8, np.nan),
    "array-masked": np.ma.masked_all(8),
    "type": type,
    "class": Callable,
    "int": int,
    "print": print,
    "len": len,
    "iter": iter,
    "bound-method": [].append,
    "module": types,
    "partial": functools.partial(max, 1),
    "lambda": lambda: 1.0,
    "callable": Callable(),
    "mock": MagicMock(),
    "generator": (x for x in [1.0]),
    "generator-function": generator,
    "coroutine-function": coroutine,
    "property": property(lambda self: 1.0),
}

RAISED = {
    "value": ValueError("no"),
    "lines": ValueError("one\n  two\n\tthree"),
    "long": ValueError("x" * 100_000),
    "address": ValueError(f"cannot use {object()!r}"),
    "markup": ValueError("<b>bold</b>"),
    "empty": ValueError(),
    "not-text": ValueError(BadRepr()),
    "bad-text": BadText(),
    "bad-base": BadBase(),
    "stop-iteration": StopIteration(),
    "memory": MemoryError(),
    "recursion": RecursionError("too deep"),
    "exit": SystemExit("bye"),
    "interrupt": KeyboardInterrupt(),
    "generator-exit": GeneratorExit(),
    "cancelled": asyncio.CancelledError(),
    "group": ExceptionGroup("many", [ValueError("a")]),
    "warning": DeprecationWarning("old"),
    "open": core.Open(),
    "wrong": core.Wrong("made up"),
    "syntax": SyntaxError("invalid", ("cell", 1, 1, "x =", 1, 2)),
    "unicode": UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"),
}


def giving(value):
    return lambda **kwargs: value


def raising(error):
    def function(**kwargs):
        raise error

    return function


def holds_together(verdict):
    """Assert what must hold for every verdict; return it."""
    assert isinstance(verdict, core.Verdict)
    assert verdict.state in ("done", "wrong", "open")
    assert verdict.message.strip()
    assert len(verdict.message.splitlines()) == 1
    assert len(verdict.message) < 400
    assert not re.search(r"0x[0-9A-Fa-f]{4}", verdict.message)
    assert repr(verdict) == f"{core.MARKS[verdict.state]} {verdict.message}"
    page = verdict._repr_html_()
    assert html.escape(verdict.message) in page
    assert 'role="status"' in page
    assert (verdict.curve is not None) == ("<img alt=" in page)
    return verdict


@pytest.fixture(autouse=True)
def quiet(capfd, recwarn):
    """No check prints or warns."""
    yield
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
    assert not recwarn.list


# --- never raises ---------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_any_object_handed_in_gives_a_verdict(odd):
    for judge in (*CHECKS.values(), double):
        verdict = holds_together(judge(odd))
        assert verdict.state == ("open" if odd is ... else "wrong")


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_any_object_returned_gives_a_verdict(odd):
    for judge in (*CHECKS.values(), double):
        assert holds_together(judge(giving(odd))).state != "done"


@pytest.mark.parametrize("error", RAISED.values(), ids=RAISED)
def test_any_exception_gives_a_verdict(error):
    for judge in (*CHECKS.values(), double):
        verdict = holds_together(judge(raising(error)))
        assert verdict.state == "wrong"


@pytest.mark.parametrize("answers", [(), (1, 2), (giving(1.0), giving(1.0))])
def test_a_wrong_number_of_answers_gives_a_verdict(answers):
    assert holds_together(double(*answers)).state == "wrong"


def test_an_endless_recursion_gives_a_verdict():
    def endless(**kwargs):
        return endless(**kwargs)

    for judge in CHECKS.values():
        assert "RecursionError" in holds_together(judge(endless)).message


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_error_text_becomes_one_safe_line(text):
    holds_together(double(raising(ValueError(text))))


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.floats(), st.integers(), st.text(), st.lists(st.floats()), st.complex_numbers())
)
def test_only_the_right_number_is_done(value):
    assert holds_together(double(giving(value))).state != "done"


# --- never prints, never changes anything ---------------------------------------------------


def state_of_the_world():
    return {
        "numpy errors": np.geterr(),
        "warnings": list(warnings.filters),
        "numpy random": [part.tobytes() if isinstance(part, np.ndarray) else part
                         for part in np.random.get_state()],  # noqa: NPY002
        "random": random.getstate(),
        "rcParams": dict(matplotlib.rcParams),
        "backend": matplotlib.get_backend(),
        "figures": plt.get_fignums(),
        "directory": os.getcwd(),
        "stdout": sys.stdout,
        "stderr": sys.stderr,
        "recursion": sys.getrecursionlimit(),
        "print options": np.get_printoptions(),
        "trace": (sys.gettrace(), sys.excepthook, sys.displayhook),
    }  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_leaves_the_world_as_it_was(name):
    before = state_of_the_world()
    for odd in (*ODD.values(), *(giving(odd) for odd in ODD.values())):
        CHECKS[name](odd)._repr_html_()
    for error in RAISED.values():
        CHECKS[name](raising(error))
    assert state_of_the_world() == before


def test_a_curve_leaves_the_world_as_it_was():
    """Also where the figures of the notebook do not have the look of the course."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        before = state_of_the_world()
        for factor in (2, 0.5, 1, 7):
            verdict = double(lambda x, factor=factor: factor * x)
            assert verdict.curve is not None
            assert "<img" in verdict._repr_html_()
        assert state_of_the_world() == before


def test_what_an_answer_does_to_numpy_errors_and_warnings_is_undone():
    def meddler(x):
        np.seterr(all="raise")
        warnings.simplefilter("error")
        warnings.warn("careful", stacklevel=1)
        return 2 * x

    before = state_of_the_world()
    double(meddler)
    assert state_of_the_world() == before


def test_warnings_and_prints_of_an_answer_do_not_show():
    def noisy(x):
        print("x is", x)
        warnings.warn("careful", stacklevel=1)
        return np.float64(2 * x) + 0 * np.log(np.float64(1.0))

    assert double(noisy).state == "done"


def test_numpy_errors_set_to_raise_do_not_refuse_a_right_answer():
    with np.errstate(all="raise"):
        assert double(lambda x: 2 * x + 0 * np.exp(np.float64(-1e9))).state == "done"


def test_printing_in_place_of_returning_is_told_apart():
    assert "prints" in double(lambda x: print(2 * x)).message
    assert "return line missing" in double(lambda x: None).message


# --- the same answer, the same verdict ------------------------------------------------------


@pytest.mark.parametrize(
    "function",
    [lambda x: 2 * x, lambda x: x / 2, lambda x: x + 1, lambda x: 1 / 0, lambda x: None],
    ids=["right", "recognised", "unrecognised", "raises", "None"],
)
def test_a_verdict_is_the_same_twice(function):
    first, second = double(function), double(function)
    assert (first.state, first.message) == (second.state, second.message)
    assert first._repr_html_() == second._repr_html_() == first._repr_html_()


def test_answers_get_copies_and_may_not_change_them():
    probe = {"x": np.arange(3.0), "more": [np.zeros(2), {"a": np.ones(2)}]}

    def spoil(x, more):
        x[0] = 7
        return x

    def spoil_deeply(x, more):
        more[1]["a"][:] = 7
        return x

    for function in (spoil, spoil_deeply):
        with pytest.raises(core.Wrong, match="changes what it is given"):
            core.call(function, **probe)
    assert probe["x"].tolist() == [0, 1, 2]
    assert probe["more"][1]["a"].tolist() == [1, 1]
    assert core.call(lambda x, more: x * 2, **probe).tolist() == [0, 2, 4]


# --- what a verdict says --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "state", "message"),
    [
        (lambda x: x + x, "done", "twice x"),
        (lambda x: x / 2, "wrong", "this is <b>half</b> of x & no more"),
        (lambda x: -x, "wrong", "this is x or its opposite"),
        (lambda x: x**2, "wrong", "not twice x"),
        (lambda x: float(int(2 * x)), "wrong", "only whole numbers come back"),
        (lambda x: 2 * x // 1, "wrong", "only whole numbers come back"),
        (lambda x: round(2 * x, 3), "wrong", "rounded"),
        (lambda x: ..., "open", "not started"),
        (lambda x: x * ..., "open", "not started"),
        (lambda x: (2 * x, ...), "open", "not started"),
        (lambda y: 2 * y, "wrong", "arguments as they were given: x."),
        (lambda x, y: 2 * x, "wrong", "arguments as they were given: x."),
        (lambda: 2, "wrong", "arguments as they were given: x."),
        (lambda x: x / 0, "wrong", "ZeroDivisionError: float division by zero (line "),
        (lambda x: sys.exit(), "wrong", "exit()"),
    ],
)
def test_the_toy_exercise(function, state, message):
    verdict = holds_together(double(function))
    assert verdict.state == state
    assert message in verdict.message


def test_a_message_names_the_arguments_that_an_exercise_gives():
    """Several of them in their order; where they come without names, Python's own words."""

    def with_other_names(w, r):
        return w * r

    with pytest.raises(core.Wrong, match="as they were given: weights, rates.$"):
        core.call(with_other_names, weights=1, rates=2)
    with pytest.raises(core.Wrong, match="as they were given: too many positional arguments.$"):
        core.call(with_other_names, 1, 2, 3)


def test_the_line_of_an_error_is_that_of_the_cell():
    names = {}
    exec(compile("\n\ndef f(x):\n    y = 2\n    return y + z\n", "<cell>", "exec"), names)
    assert "name 'z' is not defined (line 5 of your cell)" in double(names["f"]).message


def test_an_error_deep_in_a_library_points_to_the_cell():
    def inside(x):
        return np.linalg.inv(np.zeros((2, 2)))

    line = inside.__code__.co_firstlineno + 1
    assert f"LinAlgError: Singular matrix (line {line} of your cell)" in double(inside).message


def test_markup_is_escaped():
    page = double(lambda x: x / 2)._repr_html_()
    assert "<b>half</b>" not in page
    assert "&lt;b&gt;half&lt;/b&gt; of x &amp; no more" in page
    assert "result &lt;mV&gt; against x [mV]" in page
    page = double(raising(ValueError("<img src=x onerror=alert(1)>")))._repr_html_()
    assert "<img" not in page


def test_the_picture_has_an_alt_text_and_the_state_a_word_and_a_mark():
    page = double(lambda x: 2 * x)._repr_html_()
    assert re.search(r'<img alt="Your curve drawn over the expected one: [^"]+\."', page)
    assert "✓" in page
    assert "✗" in double(lambda x: x)._repr_html_()
    assert "○" in double(...)._repr_html_()


@pytest.mark.parametrize("yours", [np.nan, np.inf, -np.inf, 1e308, -1e308, 0.0, 1e-300])
@pytest.mark.parametrize("expected", [np.zeros(4), np.array([-75.0, -70, -60, -75])],
                         ids=["flat", "curve"])  # fmt: skip
def test_a_curve_that_runs_away_can_be_drawn(expected, yours):
    curve = core.Curve(np.arange(4.0), expected, np.array([0.0, yours, -1.0, yours]), "x", "y")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "<img" in core.Verdict("wrong", "far away", curve)._repr_html_()


def test_a_curve_that_runs_away_leaves_the_expected_one_visible():
    """Two runaways of different size look the same: neither squeezes the expected curve."""
    x, expected = np.arange(4.0), np.array([1.0, 2.0, 3.0, 2.0])
    pages = [
        core.Verdict("wrong", "far", core.Curve(x, expected, expected * size, "x", "y"))
        for size in (1e6, 1e12)
    ]
    assert pages[0]._repr_html_() == pages[1]._repr_html_()


def test_an_expected_curve_of_zeros_does_not_hide_yours():
    x, zeros = np.arange(4.0), np.zeros(4)
    yours, same = (core.Curve(x, zeros, y, "x", "y") for y in (np.arange(4.0), zeros))
    assert curve_picture(yours) != curve_picture(same)


# --- numbers, series, agreement -------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [1, 1.0, np.float32(1), np.float64(1), np.longdouble(1), np.int8(1), np.array(1.0),
     np.array(1), Fraction(2, 2)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_every_kind_of_real_number_is_a_number(value):
    number = core.number(value, "V", "mV")
    assert type(number) is float
    assert number == 1.0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "V is None"),
        (True, "not the bool True"),
        (np.True_, "must be one number"),
        ("1.0", "not the str '1.0'"),
        (1j, "not a complex"),
        ([1.0], "not a list"),
        (np.array([1.0]), "not an array of float64 of shape (1,)"),
        (np.array(True), "must be one number"),
        (object(), "not an object"),
        (int, "not the class int"),
        (np.nan, "V is nan"),
        (-np.inf, "V is -inf"),
        (10**400, "V is inf"),
    ],
    ids=["None", "bool", "np-bool", "str", "complex", "list", "array", "0-d", "object", "class",
         "nan", "inf", "huge"],
)  # fmt: skip
def test_what_is_not_a_number_is_named(value, message):
    with pytest.raises(core.Wrong) as caught:
        core.number(value, "V", "mV")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [[1, 2], (1.0, 2.0), np.array([1, 2]), np.array([1.0, 2], np.float32), range(1, 3),
     [np.array(1.0), np.float64(2)], np.array([1.0, 2.0], dtype=object), [Fraction(1), 2.0],
     np.ma.array([1.0, 2.0])],
    ids=["ints", "tuple", "int-array", "float32", "range", "0-d-arrays", "objects", "fractions",
         "masked"],
)  # fmt: skip
def test_every_kind_of_sequence_is_a_series(value):
    array = core.series(value, "v", "mV", length=2)
    assert array.dtype == float
    assert array.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "v is None"),
        (1.0, "not of shape ()"),
        ([1.0], "of shape (2,), not of shape (1,)"),
        ([[1.0, 2.0]], "not of shape (1, 2)"),
        ([[1.0], [1.0, 2.0]], "rows of different lengths"),
        ([1.0, None], "a list that holds None"),
        ([1.0, "2"], "a list that holds the str '2'"),
        ([True, False], "must be an array of numbers"),
        (np.array([True, False]), "an array of bool of shape (2,)"),
        (np.array([1j, 2]), "an array of complex128"),
        ("12", "not the str '12'"),
        ({1.0, 2.0}, "not a set"),
        ([1.0, np.nan], "v is nan at index 1"),
        ([-np.inf, np.nan], "v is -inf at index 0"),
        ((x for x in [1.0, 2.0]), "not a generator"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_series_is_named(value, message):
    with pytest.raises(core.Wrong) as caught:
        core.series(value, "v", "mV", length=2)
    assert message in str(caught.value)


def test_dots_in_a_series_are_open():
    with pytest.raises(core.Open):
        core.series([1.0, ...], "v", "mV")


def test_nan_passes_where_it_is_allowed():
    assert np.isnan(core.series([np.nan], "v", "mV", allow_nan=True)).all()


@pytest.mark.parametrize(
    ("yours", "expected", "same"),
    [
        (1.0, 1.0, True),
        (1.0 + 1e-7, 1.0, True),
        (1.0 + 1e-5, 1.0, False),
        (0.0, 1e-10, True),
        (0.0, 1e-6, False),
        (np.nan, np.nan, True),
        (np.nan, 0.0, False),
        (np.inf, np.inf, True),
        (np.zeros(2), np.zeros(3), False),
        (np.zeros(1), 0.0, False),
        ([np.zeros(2), 1.0], (np.zeros(2), 1.0), True),
        ([np.zeros(2), 1.0], (np.zeros(2), 2.0), False),
        ([np.zeros(2)], (np.zeros(2), 1.0), False),
    ],
)
def test_agreement(yours, expected, same):
    assert core.agree(yours, expected) is same


def test_a_time_as_an_index_is_a_mistake_and_not_an_unfinished_stub():
    """NumPy's message for a float index names an ellipsis."""

    @core.exercise
    def check(function):
        core.call(function, x=np.arange(3.0))

    verdict = check(lambda x: x[0.5])
    assert verdict.state == "wrong"
    assert "a whole number: a step, not a time" in verdict.message


def test_a_list_that_grows_is_a_change():
    @core.exercise
    def check(function):
        core.call(function, taus=[1.0, 2.0])

    assert "changes what it is given" in check(lambda taus: taus.append(3.0)).message


def test_a_generator_that_moves_on_is_not_a_change():
    @core.exercise
    def check(function):
        return str(core.call(function, rng=np.random.default_rng(0))), None

    assert check(lambda rng: rng.standard_normal()).state == "done"

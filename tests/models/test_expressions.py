"""Typed mathematics: what is understood, what is refused, and that nothing is ever executed."""

import builtins
import json
import math
import re
import subprocess
import sys
import warnings

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from helpers import expressions
from helpers.expressions import as_function, parse_expression
from tools import ROOT

x, y, t = sp.symbols("x y t", real=True)
half = sp.Rational(1, 2)
several = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

ACCEPTED = {
    # the texts of the lesson
    "x**2 + 2*x*y + y**2": x**2 + 2 * x * y + y**2, "sin(x)": sp.sin(x),
    "exp(-x**2)": sp.exp(-(x**2)), "x^2": x**2,
    # powers
    "x**2 y": x**2 * y, "x ^ -2": x**-2, "-x^2": -(x**2), "2^-x^2": 2 ** (-(x**2)),
    "x^y^2": x ** (y**2), "2^3^2/512": sp.Integer(1), "2**-1": half, "x²y": x**2 * y, "x¹⁰": x**10,
    "x^2²": x**4, "(x+1)²": (x + 1) ** 2, "x^0.5": sp.sqrt(x), "e^x": sp.exp(x),
    "e^2x": x * sp.E**2, "e^-x y": y * sp.exp(-x),
    # products without a sign
    "2x": 2 * x, "2x y": 2 * x * y, "x y": x * y, "xy": x * y, "2xyx": 2 * x**2 * y,
    "xy^2": x * y**2, "3(x+1)": 3 * x + 3, "(x+1)(x-1)": (x + 1) * (x - 1), "(x)(y)": x * y,
    "x(y+1)": x * (y + 1), "x sin(y)": x * sp.sin(y), "sin(x)cos(y)": sp.sin(x) * sp.cos(y),
    "2π x": 2 * sp.pi * x, "2πx": 2 * sp.pi * x, "2e x": 2 * sp.E * x, "2|x|y": 2 * sp.Abs(x) * y,
    # signs and order
    "x-y-1": x - y - 1, "x/y/2": x / (2 * y), "x/2*y": x * y / 2, "1/(2x)": 1 / (2 * x),
    "(1/2)x": x / 2, "x+2 y": x + 2 * y, "--x": x, "+x": x, "2*-x^2": -2 * x**2, "x--y": x + y,
    "-2²": sp.Integer(-4),
    # numbers
    "1e-3": sp.Rational(1, 1000), "1e−3x": x / 1000, "2E2": sp.Integer(200), ".5": half,
    "5.": sp.Integer(5), "0.1x": x / 10, "007": sp.Integer(7), "0.0e5": sp.Integer(0),
    "1e30": sp.Integer(10) ** 30, "pi": sp.pi, "e": sp.E,
    # functions
    "sqrt(abs(x))": sp.sqrt(sp.Abs(x)), "ln(x)": sp.log(x), "log(x)": sp.log(x),
    "tan(x)": sp.tan(x), "asin(x) + acos(x) + atan(x)": sp.asin(x) + sp.acos(x) + sp.atan(x),
    "arcsin(x) + arccos(x) + arctan(x)": sp.asin(x) + sp.acos(x) + sp.atan(x),
    "sinh(x) + cosh(x) + tanh(x)": sp.sinh(x) + sp.cosh(x) + sp.tanh(x),
    "asinh(x) + acosh(x) + atanh(x)": sp.asinh(x) + sp.acosh(x) + sp.atanh(x),
    "sign(x)": sp.sign(x), "sin (x)": sp.sin(x), "1/(1+exp(-(x-2)))": 1 / (1 + sp.exp(2 - x)),
    "|x|": sp.Abs(x), "|x||y|": sp.Abs(x) * sp.Abs(y), "||x|-1|": sp.Abs(sp.Abs(x) - 1),
    "|(2|x|)+y|": sp.Abs(2 * sp.Abs(x) + y), "|x+1|^2": (x + 1) ** 2,
    "abs(log(x))": sp.sqrt(sp.log(x) ** 2), "sign(log(x))": sp.log(x) / sp.sqrt(sp.log(x) ** 2),
    # other ways to write it
    "x − y": x - y, "x·y": x * y, "x⋅y": x * y, "2×x": 2 * x, "x÷y": x / y, " x\t+\n y ": x + y,
    "x\u00a0+\u2009y": x + y, "((((((((x))))))))": x, "x-x": sp.Integer(0), "3": sp.Integer(3),
}  # fmt: skip

# what is said of a piece, {}: the texts, and the position of that piece in each
REFUSED_PIECES = {
    "`{}` is not closed": {"(x": 1, "sin(x+(y": 7, "2|x": 2},
    "`{}` has no place here": {
        "x)": 2, "()": 2, "sin()": 5, "(|x)|": 4, "x+*y": 3, "x***y": 4, "x** *y": 5,
        "x//y": 3, "x^^2": 3},
    "`{}` has no place here: every function takes one argument": {
        "sin(x, y)": 6, "log(x, 10)": 6, "x, y": 2},
    "a sign such as + or * is missing before `{}`": {"2 3": 3, "x 2": 3},
    "is `{}` above or below the fraction bar? Use brackets": {
        "1/2x": 4, "x/y(x+1)": 4, "1/2^3 x": 7},
    "`{}` needs brackets: sin(…)": {"sin x": 1, "2 sin 2x": 3, "sin": 1},
    "the power stands behind the brackets of `{}`": {"sin^2(x)": 1, "sin²(x)": 1},
    "I do not know `{}`; what I know is x, y, e, pi, sin, cos": {
        "foo": 1, "x + foo(x)": 5, "x2": 1, "xsin(y)": 1, "ex": 1, "ψ": 1, "ｘ": 1, "1j": 2,
        "1_000": 2, "0x10": 2, "oo": 1, "nan": 1, "factorial(10**9)": 1, "x if y else 1": 3,
        "x and y": 3, "lambda x": 1, "f(x)": 1, "import os": 1},
    "`{}` is written in lower case here: x": {"X": 1, "X + 1": 1},
    "`{}` is written in lower case here: sin": {"Sin(x)": 1},
    "I do not understand `{}`: functions stand alone, sin(x)": {"x.real": 2, "np.sin(x)": 3},
    "I do not understand `{}`: type the right-hand side only": {"x=1": 2, "x==1": 2, "y = x": 3},
    "I do not understand `{}`: there are no factorials here": {"x!": 2},
    "I do not understand `{}`: a root is written sqrt(…)": {"√x": 1},
    "I do not understand `{}`: divide by 100": {"x%2": 2},
    "I do not understand `{}`": {
        "x[0]": 2, "[x for x in y]": 1, "{x}": 1, "{}": 1, "lambda: x": 7, "x<1": 2, "x:=1": 2,
        "x;y": 2, "'x'": 1, "f'{x}'": 2, "x@y": 2, "~x": 1, "x\\": 2, "x # y": 3},
    "`{}` divides by zero": {
        "1/0": 2, "x/0": 2, "0/0": 2, "x/(1-1)": 2, "x/(x-x)": 2, "0^-1": 2, "1/cos(pi/2)": 2},
    "`{}` gives a constant that is not a real number": {
        "x + sqrt(-1)": 5, "(-8)^(1/3)": 5, "sqrt(-x^2)": 1, "log(0)": 1, "ln(-2)": 1,
        "asin(2)": 1, "tan(pi/2)": 1, "atanh(1)": 1},
}  # fmt: skip
REFUSED = {
    "": "the text is empty; type an expression",
    " \n ": "the text is empty; type an expression",
    "x+": "the text ends where a number, a name or a bracket should follow",
    "-": "the text ends where a number, a name or a bracket should follow",
    "|x|y|": "the text ends where",
    "²": "at position 1: `^` has no place here",
    "x··*y": "at position 3: `*` has no place here",
    "1.2.3": "at position 4: a sign such as + or * is missing before `.3`",
    "0,5x": "at position 2: a decimal number has a point, not a comma: 0.5",
    "sin(0,5)": "at position 6: a decimal number has a point, not a comma: 0.5",
    "x\x00": "at position 2: I do not understand '\\x00'",
    "x\ud800": "at position 2: I do not understand '\\ud800'",
}
for said, places in REFUSED_PIECES.items():
    for text, start in places.items():
        piece = re.match(r"[^\W²]+|.", text[start - 1 :])[0]
        REFUSED[text] = f"at position {start}: {said.format(piece)}"

HUGE = {  # texts that would hang or fill the memory of a parser that computes what it reads
    **dict.fromkeys([
        "9**9**9**9", "x^(10^10)", "(2x)^(10^10)", "(x+y)^100000", "x^99 x^99", "((x^99)^99)^99",
        "0.1**(10**9)", "1.0000001^(10^9)", "9^(x+10^9) 9^(-x)", "e^(log(1.0000001)*10^9)",
        "exp(log(9)*10^9)", "2^(log(1.0000001)/log(2)*10^9)", "x^((10^9 y)/y)",
        "((2^999)^999)^999", "exp(exp(exp(exp(9))))",
    ], "an exponent with a number above 100"),
    **dict.fromkeys([
        "abs(1/x+" * 8 + "x" + ")" * 8, "sign(1/x+" * 8 + "x" + ")" * 8,
        "abs((log(x)+log(y)+asin(x)+1)^90+1)", "sin(acosh(tanh((asin(-x)-asin(x/100))^50)))",
    ], "too many powers"),
    **dict.fromkeys(["((2^99)^99)^99", "sinh(sinh(sinh(sinh(9))))", "10^20*10^20"],
                    "a number above 1e+30"),
    **dict.fromkeys(["(1.23456789^9)^9", "." + "1" * 190], "more than 60 digits"),
    **{text: f"`{text}` is not between 1e-30 and 1e+30" for text in ("1e400", "1e-400", "9" * 190)},
    **dict.fromkeys(["1e999999999999", "1e-999999999999", "." + "0" * 190 + "1"], "is not between"),
    **dict.fromkeys(["-" * 199 + "x", "x^" * 99 + "x", "|" * 150 + "x", "(" * 199],
                    "is nested in more than 20 levels"),
    "0e999999999999": "understood as 0",
    "factorial(10**9)": "I do not know `factorial`",
    "x" * 201: "the text has 201 characters, the limit is 200",
    "(" * 5000: "5000 characters",
}  # fmt: skip

ATTACKS = [  # execution would leave a file named trace
    "open('trace','w')", "__import__('os').system('touch trace')", "eval(\"open('trace','w')\")",
    "exec('open(chr(116)+chr(114)+chr(97)+chr(99)+chr(101),chr(119))')",
    "x.__class__.__mro__[1].__subclasses__()", "(lambda: open('trace','w'))()",
    "[open('trace','w') for x in (1,)]", "f\"{open('trace','w')}\"", "f'{x.__class__}'",
    "sin(x) if open('trace','w') else 1", "sympify('x')", "S('open(1)')",
    "x\nimport os\nos.system('touch trace')", "x;open('trace','w')", "Symbol('x')",
    "sqrt(open('trace','w'))", "sqrt.__globals__['__builtins__']", "().__class__.__base__",
    "getattr(x, 'diff')(y)", "(x:=open('trace','w'))", "@x", "`touch trace`", "$(touch trace)",
    "\\x6fpen('trace','w')", "ｏｐｅｎ('trace','w')", "{0.__class__}", "%s %n %(x)s",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items())
def test_accepted(text, expected):
    assert parse_expression(text) == expected


@pytest.mark.parametrize(("text", "problem"), REFUSED.items())
def test_refused_in_one_line_that_says_what_and_where(text, problem):
    assert problem in refusal(text)


def refusal(text):
    with pytest.raises(ValueError) as caught:
        parse_expression(text)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    return message


def test_every_superscript():
    assert [parse_expression(f"x{digit}") for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹"] == [x**n for n in range(10)]


def test_every_known_name_is_named():
    known = refusal("foo").split(" is ")[1].split(", ")
    for name in known[4:]:
        assert parse_expression(f"{name}(x)").free_symbols == {x}
    assert set(known[4:]) == {name for name in expressions.MEANING if name.isalpha()}


def test_other_symbols():
    assert parse_expression("2t x1 tau", ("t", "x1", "tau")).free_symbols == {
        sp.Symbol(name, real=True) for name in ("t", "x1", "tau")
    }
    assert parse_expression("t/2*x y", ("x", "y", "t")) == t * x * y / 2
    assert parse_expression("xy", ("x", "y", "xy")) == sp.Symbol("xy", real=True)
    assert parse_expression("τ²", ["τ"]) == sp.Symbol("τ", real=True) ** 2
    assert parse_expression("E + I + S", ("E", "I", "S")).is_real
    with pytest.raises(ValueError, match="I do not know `x`; what I know is t, e, pi"):
        parse_expression("x", ("t",))


@pytest.mark.parametrize(
    "symbols", [("e",), ("sin",), ("π",), ("x", ""), ("x y",), ("2",), (x,), ("x.y",)]
)
def test_refuses_names_that_cannot_be_symbols(symbols):
    for function, argument in ((parse_expression, "1"), (as_function, sp.Integer(1))):
        with pytest.raises(ValueError, match=r"^symbols must be a tuple of names such as"):
            function(argument, symbols)


# ------------------------------------------------------------------ nothing is executed or hangs

WATCHED = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from helpers.expressions import parse_expression

def message(text):
    try:
        return "understood as " + repr(parse_expression(text))
    except ValueError as error:
        return str(error)

texts = json.loads(sys.stdin.read())
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:  # not on Windows
    pass
for text in texts["first"]:  # SymPy imports some of its modules when it first needs them
    message(text)
events = []
watched = ("exec", "compile", "open", "import", "os.", "subprocess.", "socket.", "ctypes.")
sys.addaudithook(lambda name, args: events.append([name, repr(args)[:200]])
                 if watching and name.startswith(watched) else None)
watching = True
messages = [message(text) for text in texts["then"]]
seen = len(events)
eval("open('proof', 'w').close()")
watching = False
print(json.dumps([messages, events[:seen], events[seen:]]))
"""


def test_nothing_hangs_fills_the_memory_or_is_executed(tmp_path):
    """Python's own audit events tell of every compile, exec, open and import."""
    texts = {"first": list(ACCEPTED), "then": [*HUGE, *ATTACKS]}
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, ROOT], input=json.dumps(texts), capture_output=True,
        text=True, timeout=100, cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    messages, events, proof = json.loads(run.stdout)
    for (text, problem), message in zip(HUGE.items(), messages, strict=False):
        assert problem in message, text
    for text, message in zip(ATTACKS, messages[len(HUGE) :], strict=True):
        assert not message.startswith("understood"), text
        assert len(message.splitlines()) == 1
    assert events == []
    assert {name for name, _ in proof} >= {"compile", "exec", "open"}  # the watch is awake
    assert [path.name for path in tmp_path.iterdir()] == ["proof"]


@pytest.mark.parametrize(
    "texts", [ACCEPTED, REFUSED, ATTACKS], ids=["accepted", "refused", "attacks"]
)
def test_the_builtins_that_execute_are_not_called(monkeypatch, texts):
    def tripwire(*args, **kwargs):
        raise AssertionError(f"executed: {args}")

    def imports(name, namespace=None, *args):
        importer = (namespace or {}).get("__name__", "")
        if not importer.startswith(("sympy", "mpmath")):  # they import inside functions
            tripwire(name)
        return real_import(name, namespace, *args)

    real_import = builtins.__import__
    with monkeypatch.context() as patch:
        for name in ("eval", "exec", "compile", "open", "input", "breakpoint"):
            patch.setattr(builtins, name, tripwire)
        patch.setattr(builtins, "__import__", imports)
        outcomes = [outcome(text) for text in texts]
    assert all(isinstance(result, sp.Expr | str) for result in outcomes)


def test_sympy_stays_as_it_was():
    before, digits = dict(vars(sp)), mpmath.mp.prec
    for text in [*ACCEPTED, *REFUSED]:
        outcome(text)
    assert vars(sp) == before
    assert mpmath.mp.prec == digits
    assert sp.Symbol("x").is_real is None


def outcome(text):
    """Return the expression, or the message of the refusal."""
    try:
        return parse_expression(text)
    except ValueError as error:
        return str(error)


# ------------------------------------------------------------------------------------ any text

PIECES = [
    *"x y xy 2 0.5 .5 1e3 1e-3 10 99 1e400 0 pi π e ( ) ( ) | + - − * ** ^ / ² · , . = [ ]".split(),
    *(f"{name}(" for name in expressions.MEANING if name.isalpha()),
    *["sin", "foo", "__class__", "lambda", "'", "\n", " ", "\x00", "\\", "{}", "if", "1j", ":="],
]
soup = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
nasty = st.text(
    "xye0123456789.()|+-*/^−·²π,_ \n\t\x00'\"[]{}=:;!@#%&<>\\`~?$éｘ\ud800\u2028", max_size=60
)


@st.composite
def mutated(draw):
    """Return an accepted text with a few characters lost, doubled or replaced."""
    text = draw(st.sampled_from(list(ACCEPTED)))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 2)))
        text = text[:start] + draw(st.sampled_from([*PIECES, text])) + text[end:]
    return text


@pytest.mark.parametrize("texts", [nasty, soup, mutated()], ids=["nasty", "soup", "mutated"])
def test_any_text_gives_an_expression_or_one_line(texts):
    @several
    @given(texts)
    def holds(text):
        result = outcome(text)
        event(type(result).__name__ if isinstance(result, str) else "expression")
        if isinstance(result, str):
            assert len(result.splitlines()) == 1
            assert result.isprintable()
        else:
            assert isinstance(result, sp.Expr)
            assert result.free_symbols <= {x, y}
            assert not result.has(sp.I, sp.nan, sp.zoo, sp.oo, sp.Derivative, sp.re, sp.im)

    holds()


# ------------------------------------------------------------------------- numbers agree

NAMES = [name for name in expressions.MEANING if name.isalpha()]


def functions_of(module):
    """Return what the names mean for the numbers of `module`, math or mpmath."""
    return {
        **{name: getattr(module, name) for name in NAMES if hasattr(module, name)},
        **{f"arc{name}": getattr(module, f"a{name}") for name in ("sin", "cos", "tan")},
        "ln": module.log,
        "abs": abs,
        "sign": mpmath.sign,
        "pi": +module.pi,
        "e": +module.e,
    }


leaves = st.sampled_from(["x", "y", "x", "y", "2", "3", "0.5", "1e-1", "pi", "e", "7."])
OPERATORS = ["+", " - ", "*", " / ", "**"]
python_texts = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map("".join),
        st.tuples(inner, st.sampled_from(OPERATORS), inner, st.just("*"), inner).map("".join),
        st.tuples(st.sampled_from(["-", "", *NAMES]), inner).map(lambda two: "{}({})".format(*two)),
        inner.map("-{}".format),
    ),
    max_leaves=12,
)


def by_python(text, **values):
    """Return what Python makes of the same text, to 50 digits; None where it is not real."""
    numbers = re.sub(r"(?<![\w.])(\d[\d.]*(?:e-\d)?)", r"number('\1')", text)
    for module, number in ((math, float), (mpmath, mpmath.mpf)):  # floats overflow, mpf would hang
        names = functions_of(module) | {name: number(v) for name, v in values.items()}
        try:
            result = eval(numbers, {"__builtins__": {}, "number": number}, names)
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            return None
        if isinstance(result, complex | mpmath.mpc):
            return None
    return result


@several
@given(python_texts, st.fixed_dictionaries({"x": st.integers(-40, 40), "y": st.integers(-40, 40)}))
def test_agrees_with_python_about_order_and_meaning(text, sevenths):
    """Python reads the same text by its own grammar, with numbers of 50 digits."""
    result = outcome(text)
    assume(not isinstance(result, str))
    at = {sp.Symbol(name, real=True): sp.Rational(n, 7) for name, n in sevenths.items()}
    with mpmath.workdps(50):
        mpmath.mp.trap_complex = True
        try:
            expected = by_python(text, **{name: mpmath.mpf(n) / 7 for name, n in sevenths.items()})
        finally:
            mpmath.mp.trap_complex = False
        assume(expected is not None and 1e-20 < abs(expected) < 1e20)
        value = result.evalf(30, subs=at)
        assert abs(mpmath.mpf(str(value)) / expected - 1) < 1e-12


# ------------------------------------------------------------------------- NumPy functions


def test_function_of_arrays_that_broadcast():
    f = as_function(parse_expression("x^2 + 2x y"))
    column, row = np.array([[1.0], [2.0], [3.0]]), np.array([10, 20])
    np.testing.assert_allclose(f(column, row), column**2 + 2 * column * row)
    assert f(column, row).shape == (3, 2)
    assert f(1, 2).shape == ()
    assert f([], 1).shape == (0,)


@pytest.mark.parametrize("text", ["3", "pi", "x", "1/3", "1e30", "log(1e30)", "x - x", "0^0"])
def test_function_always_fills_the_shape(text):
    f = as_function(parse_expression(text))
    result = f(np.ones((2, 1)), np.arange(3))
    assert result.shape == (2, 3)
    assert result.dtype == float
    result[0, 0] = 7  # its own memory, not a view
    assert result[1, 2] != 7


def test_function_takes_its_arguments_in_the_order_of_the_symbols_and_leaves_them_alone():
    values = np.array([1.0, 2.0])
    as_function(x)(values, 0.0)[:] = 0
    np.testing.assert_array_equal(values, [1.0, 2.0])
    assert as_function(y - x, ("y", "x"))(5, 2) == 3
    assert as_function(t, ("t",))(4) == 4
    lambdas = parse_expression("lambda^2", ("lambda",))
    assert as_function(lambdas, ("lambda",))(3) == 9


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("log(x)", [-1, 0, 1], [np.nan, np.nan, 0]),
        ("sqrt(x)", [-4, 0, 4], [np.nan, 0, 2]),
        ("1/x", [-2, 0, 2], [-0.5, np.nan, 0.5]),
        ("x^(1/3)", [-8, 8], [np.nan, 2]),
        ("asin(x)", [-2, 0], [np.nan, 0]),
        ("acosh(x)", [0, 1], [np.nan, 0]),
        ("exp(99x)", [0, 99], [1, np.nan]),
        ("(-1)^x", [0, 0.5, 1], [1, np.nan, -1]),
        ("0^x", [-1, 0, 2], [np.nan, 1, 0]),
        ("x^x", [-0.5, 2], [np.nan, 4]),
        ("abs(log(x))", [-1, 1, np.exp(-2)], [np.nan, 0, 2]),
        ("sign(log(x))", [-1, 0.5, 2], [np.nan, -1, 1]),
        ("sign(x)", [-3, 0, 3], [-1, 0, 1]),
    ],
)
def test_nan_where_undefined_and_no_warning(text, at, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = as_function(parse_expression(text))(at, 0)
    np.testing.assert_allclose(result, expected, atol=1e-12)


@pytest.mark.parametrize("text", ACCEPTED)
def test_derivatives_are_those_of_finite_differences(text):
    """At 40 places in general position; NaN where f itself is undefined there."""
    expression = parse_expression(text)
    rng = np.random.default_rng(5)
    at = rng.uniform(-5, 5, (2, 40))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        f = as_function(expression)
        for axis, symbol in enumerate((x, y)):
            h = np.zeros((2, 1))
            h[axis] = 1e-5
            expected = (f(*(at + h)) - f(*(at - h))) / 2e-5
            slope = as_function(expression.diff(symbol))(*at)
            defined = np.isfinite(expected) & np.isfinite(f(*at))
            np.testing.assert_allclose(slope[defined], expected[defined], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "symbol", "expected"),
    [
        ("sign(x)", x, [0, np.nan, 0]),
        ("sign(x) y", y, [-1, 0, 1]),
        ("abs(x)", x, [-1, 0, 1]),
        ("|x^3|", x, [-12, 0, 12]),
        ("abs(1/x)", x, [0.25, np.nan, -0.25]),
        ("sqrt(x^2)", x, [-1, 0, 1]),
        ("0^x", x, [np.nan] * 3),
        ("(-1)^x", x, [np.nan] * 3),
        ("asin(sign(3/x))", x, [np.nan] * 3),
        ("y", x, [0, 0, 0]),
    ],
)
def test_derivatives_of_what_has_corners(text, symbol, expected):
    slope = as_function(parse_expression(text).diff(symbol))
    np.testing.assert_allclose(slope([-2, 0, 2], 1), expected)


@several
@given(python_texts)
def test_a_well_formed_text_can_be_drawn_with_its_derivatives(text):
    """Only size and undefined constants are reasons to refuse: the grammar is all understood."""
    f = outcome(text)
    if isinstance(f, str):
        reasons = "not a real number|above|digits|zero|too many powers|nested|limit"
        assert re.search(reasons, f)
        return
    grid = np.meshgrid(np.linspace(-5, 5, 5), np.linspace(-5, 5, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for g in (f, f.diff(x), f.diff(y), f.diff(x, y)):
            z = as_function(g)(*grid)
            assert z.shape == (4, 5)
            assert z.dtype == float
            assert not np.isinf(z).any()


@pytest.mark.parametrize(
    "expression", [sp.Symbol("x"), sp.Symbol("z", real=True), sp.Matrix([x]), x > 0]
)
def test_function_refuses_what_is_no_expression_in_its_symbols(expression):
    with pytest.raises(
        ValueError, match=r"^expression must be a SymPy expression in real x, y, got "
    ):
        as_function(expression)


@pytest.mark.parametrize(
    "expression",
    [sp.Function("f")(x), sp.Derivative(sp.sign(sp.log(x)), x), sp.Integral(sp.exp(x**2), x)],
)
def test_function_refuses_what_numpy_cannot_compute(expression):
    with pytest.raises(ValueError, match=r"^expression has a part that NumPy cannot compute$"):
        as_function(expression)


def test_function_refuses_other_arguments():
    f = as_function(x + y)
    with pytest.raises(ValueError, match=r"^the function takes 2 arrays, got 1$"):
        f(1.0)
    with pytest.raises(ValueError, match=r"^x must be finite numbers"):
        f("1", 2)
    with pytest.raises(ValueError, match=r"^y must be finite numbers"):
        f(1, np.nan)

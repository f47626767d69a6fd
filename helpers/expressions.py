"""Typed mathematics: from what a student types to a SymPy expression, and on to NumPy.

Expressions and their symbols are plain real numbers, without a unit.
"""

import math
import operator
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import sympy as sp

from helpers.internal import arguments

MAX_LENGTH = 200  # characters
MAX_DEPTH = 20  # brackets, signs and exponents inside one another
MAX_EXPONENT = 100  # of any number in an exponent: 9^9^9^9 would never end
MAX_DIGITS = 60  # of the numerator and denominator of any number
MAX_VALUE = 1e30  # of any number
MAX_NESTING = 16  # product of the exponents of log(x), 1/x …, where SymPy looks for re and im


def _abs(g):
    # SymPy takes log(x) for complex, and its |log(x)| has derivatives that NumPy cannot compute
    return sp.Abs(g) if g.is_extended_real else sp.sqrt(g**2)


def _sign(g):
    return sp.sign(g) if g.is_extended_real else g / sp.sqrt(g**2)


_ALIKE = "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp log sqrt".split()
MEANING = {  # of a function or operator: for expressions, for floats
    **{name: (getattr(sp, name), getattr(math, name)) for name in _ALIKE},
    "ln": (sp.log, math.log),
    "abs": (_abs, abs),
    "sign": (_sign, lambda value: (value > 0) - (value < 0)),
    **{f"arc{f}": (getattr(sp, f"a{f}"), getattr(math, f"a{f}")) for f in ("sin", "cos", "tan")},
    "+": (operator.add, operator.add),
    "-": (operator.sub, operator.sub),
    "*": (operator.mul, operator.mul),
    "/": (operator.truediv, operator.truediv),
    "^": (operator.pow, operator.pow),
}
LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}  # how tightly an operator binds
SIGN, EXPONENT = 2, 3  # what the operand of a sign and an exponent must exceed
CONSTANTS = {"e": sp.E, "pi": sp.pi, "π": sp.pi}
HINTS = {  # behind what is not understood
    "=": ": type the right-hand side only",
    "√": ": a root is written sqrt(…)",
    "!": ": there are no factorials here",
    "%": ": divide by 100",
    ".": ": functions stand alone, sin(x)",
}
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
SPELLINGS = str.maketrans("−–·⋅×÷", "--***/")  # one for one: positions stay
TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<superscript>[{SUPERSCRIPTS}]+)
    |(?P<name>π|[^\W\dπ{SUPERSCRIPTS}][^\Wπ{SUPERSCRIPTS}]*)
    |(?P<operator>[-+*/^(),|])
    |(?P<unknown>.)""",
    re.VERBOSE | re.DOTALL,
)


def parse_expression(text: str, symbols: Sequence[str] = ("x", "y")) -> sp.Expr:
    """Return the SymPy expression that `text` means; the text is never executed.

    `^` and `**` are powers, a product needs no sign (`2x y`, `3(x+1)`, `xy`), a function needs
    its brackets (`sin x y` has two meanings). As in print, e^2x is (e^2)·x; 1/2x is refused, since
    some read 1/(2x). Decimal numbers become exact fractions. `log` is the natural logarithm.

    Parameters
    ----------
    text : str
        Such as ``"2x y + exp(-x^2/2)"``.
    symbols : tuple of str
        The names that may occur besides e, pi and the functions.

    Returns
    -------
    sympy.Expr
        In symbols ``sympy.Symbol(name, real=True)``.

    Raises
    ------
    ValueError
        In one line, if `text` is anything else, has a constant part that is not a real number, or
        goes beyond the limits at the head of this module.
    """
    known = _real_symbols(symbols)
    if not isinstance(text, str):
        raise ValueError(f"text must be a string such as 'x^2 + y', got {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text has {len(text)} characters, the limit is {MAX_LENGTH}")
    if not text.strip():
        raise ValueError("the text is empty; type an expression such as x^2 + 2x y")
    return _Parser(text.replace("**", "^ ").translate(SPELLINGS), known).whole()


def as_function(expression: sp.Expr, symbols: Sequence[str] = ("x", "y")) -> Callable:
    """Return the NumPy function of `symbols` that computes `expression`.

    Parameters
    ----------
    expression : sympy.Expr
        From `parse_expression`, or a derivative of that.
    symbols : tuple of str
        The names of the function's arguments, in this order.

    Returns
    -------
    callable
        Takes an array of finite numbers per symbol; returns a float array of their broadcast
        shape, NaN where `expression` has no finite real value. It never warns.

    Raises
    ------
    ValueError
        If `expression` is not a SymPy expression in real `symbols` that NumPy can compute.
    """
    known = _real_symbols(symbols)
    if not isinstance(expression, sp.Expr) or not expression.free_symbols <= set(known.values()):
        arguments.refuse("expression", f"a SymPy expression in real {', '.join(known)}", expression)
    raw = _lambdify(expression, known)

    def function(*values):
        if len(values) != len(known):
            raise ValueError(f"the function takes {len(known)} arrays, got {len(values)}")
        arrays = [arguments.numbers(*pair, "1") for pair in zip(known, values, strict=True)]
        arrays = np.broadcast_arrays(*arrays)
        with np.errstate(all="ignore"):
            result = np.asarray(raw(*arrays), dtype=complex)
        result = np.where(np.isfinite(result) & (result.imag == 0), result.real, np.nan)
        return np.broadcast_to(result, arrays[0].shape).copy()

    return function


def _lambdify(expression, known):
    # the derivative of sign(g) holds DiracDelta(g): 0 for g ≠ 0, undefined for g = 0
    modules = [{"DiracDelta": lambda g, order=0: np.where(g == 0, np.nan, 0 * g)}, "numpy"]
    large = {n: sp.Float(n) for n in expression.atoms(sp.Integer) if abs(n) > 2**53}
    try:
        computable = expression.xreplace({sp.zoo: sp.nan, **large})
        raw = sp.lambdify(list(known.values()), computable, modules)
        with np.errstate(all="ignore"):
            np.asarray(raw(*[np.array([1.5, 2.5])] * len(known)), dtype=complex)
    except Exception:  # what SymPy cannot print or NumPy does not know fails in many ways
        raise ValueError("expression has a part that NumPy cannot compute") from None
    return raw


def _real_symbols(names):
    for name in names if isinstance(names, list | tuple) and names else [None]:
        match = TOKENS.fullmatch(name) if isinstance(name, str) else None
        if not match or match.lastgroup != "name" or name in CONSTANTS | MEANING:
            arguments.refuse("symbols", "a tuple of names such as ('x', 'y'), none built in", names)
    return {name: sp.Symbol(name, real=True) for name in names}


# SymPy's own parse_expr ends in eval, and Python's ast wants the text rewritten as Python first.
# This parser turns tokens straight into SymPy calls: there is no code that could be executed, what
# is not in the tables above does not exist, and every refusal knows its position.


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    def refuse(self, problem):
        shown = f"`{self.text}`" if self.text.isprintable() else ascii(self.text)
        raise ValueError(f"at position {self.start + 1}: {problem.format(shown)}")


class _Parser:
    """Precedence climbing; each method that reads something returns its expression."""

    def __init__(self, text, known):
        self.text, self.known = text, known
        self.tokens = self.split()
        self.token = next(self.tokens)
        self.depth = 0
        self.closing = ""  # what ends the innermost bracket

    def split(self):
        for match in TOKENS.finditer(self.text):
            token = _Token(str(match.lastgroup), match[0], match.start())
            if token.kind == "unknown":
                token.refuse("I do not understand {}" + HINTS.get(token.text, ""))
            elif token.kind == "superscript":
                yield token._replace(kind="operator", text="^")
                yield token._replace(kind="number", text=token.text.translate(DIGITS))
            elif token.kind == "name" and self.is_product(token.text):
                yield from (_Token("name", c, token.start + i) for i, c in enumerate(token.text))
            elif token.kind != "space":
                yield token
        yield _Token("end", "", len(self.text))

    def is_product(self, name):
        return name not in self.known and set(name) <= set(self.known)

    def advance(self):
        token, self.token = self.token, next(self.tokens, self.token)
        return token

    def whole(self):
        result = self.expression()
        return result if self.token.kind == "end" else self.unexpected()

    def expression(self, level=0):
        """Read on while operators bind more tightly than `level`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.token.refuse(f"{{}} is nested in more than {MAX_DEPTH} levels")
        if self.token.text in ("+", "-"):
            sign = self.advance()
            result = _apply(sign, sign.text, sp.Integer(0), self.expression(max(level, SIGN)))
        else:
            result = self.atom()
        last = ""
        while LEVEL.get(name := self.operator(), 0) > level:
            token = self.token
            if token.text in LEVEL:
                last = self.advance().text
            elif last == "/":
                token.refuse("is {} above or below the fraction bar? Use brackets")
            right = self.expression(EXPONENT if name == "^" else LEVEL[name])
            result = _apply(token, name, result, right)
        self.depth -= 1
        return result

    def operator(self):
        """Return what may be an operator: the next token, or * where a factor begins."""
        if self.token.kind == "name" or self.token.text in {"(", "|"} - {self.closing}:
            return "*"
        return self.token.text

    def atom(self):
        token = self.token
        if token.kind == "number":
            return _number(self.advance())
        if token.text == "(":
            return self.bracket(")")
        if token.text == "|":
            return _apply(token, "abs", self.bracket("|"))
        return self.name(self.advance()) if token.kind == "name" else self.unexpected()

    def name(self, token):
        values = self.known | CONSTANTS
        if token.text in values:
            return values[token.text]
        if token.text not in MEANING and token.text.lower() in values | MEANING:
            token.refuse(f"{{}} is written in lower case here: {token.text.lower()}")
        if token.text not in MEANING:
            names = ", ".join([*self.known, "e", "pi", *filter(str.isalpha, MEANING)])
            token.refuse(f"I do not know {{}}; what I know is {names}")
        if self.token.text == "^":
            token.refuse(f"the power stands behind the brackets of {{}}: {token.text}(…)^2")
        if self.token.text != "(":
            token.refuse(f"{{}} needs brackets: {token.text}(…)")
        return _apply(token, token.text, self.bracket(")"))

    def bracket(self, closing):
        opening, outer, self.closing = self.advance(), self.closing, closing
        result = self.expression()
        if self.token.kind == "end":
            opening.refuse("{} is not closed")
        if self.token.text != closing:
            self.unexpected()
        self.advance()
        self.closing = outer
        return result

    def unexpected(self):
        token = self.token
        if token.kind == "end":
            raise ValueError("the text ends where a number, a name or a bracket should follow")
        if re.match("[0-9],[0-9]", self.text[max(token.start - 1, 0) :]):
            token.refuse("a decimal number has a point, not a comma: 0.5")
        if token.text == ",":
            token.refuse("{} has no place here: every function takes one argument")
        if token.kind == "number":
            token.refuse("a sign such as + or * is missing before {}")
        token.refuse("{} has no place here")


def _number(token):
    is_zero = not re.search("[1-9]", re.split("[eE]", token.text)[0])
    if not is_zero and not 1 / MAX_VALUE <= float(token.text) <= MAX_VALUE:
        token.refuse(f"{{}} is not between {1 / MAX_VALUE:.0e} and {MAX_VALUE:.0e}")
    return _checked(token, sp.Rational(0 if is_zero else Fraction(token.text)))


def _apply(token, name, *parts):
    """Return the function or operator `name` of `parts`; refuse what is huge or not real."""
    function, of_floats = MEANING[name]
    if name == "/" and parts[1] == 0:
        token.refuse("{} divides by zero")
    if name in ("^", "exp"):
        _check_exponent(token, parts[-1])
    if name not in "+-*/" and _nesting(parts[0]) > MAX_NESTING:
        token.refuse("{} has too many powers of logarithms, roots or fractions in it")
    if all(part.is_number for part in parts):  # SymPy would compute it at once, however large
        _check_value(token, of_floats, *parts)
    return _checked(token, function(*parts))


def _checked(token, expression):
    for node in sp.preorder_traversal(expression):
        if node.is_Rational and max(abs(node.p), node.q) > 10**MAX_DIGITS:
            token.refuse(f"{{}} gives a number of more than {MAX_DIGITS} digits")
        elif node.is_number:
            _check_value(token, float, node)
        elif isinstance(node, sp.Pow | sp.exp):
            _check_exponent(token, node.exp)
    return expression


def _nesting(part):
    inner = max(map(_nesting, part.args), default=1)
    if not part.is_Pow or part.base.is_extended_real:
        return inner
    return inner * max(2, abs(part.exp) if part.exp.is_Integer else 2)


def _check_exponent(token, exponent):
    for node in sp.preorder_traversal(exponent):
        if node.is_number and abs(float(node)) > MAX_EXPONENT:
            token.refuse(f"{{}} gives an exponent with a number above {MAX_EXPONENT}")


def _check_value(token, function, *parts):
    try:
        value = function(*map(float, parts))
    except ZeroDivisionError:
        token.refuse("{} divides by zero")
    except OverflowError:
        value = math.inf
    except (TypeError, ValueError):  # what SymPy and math raise for a complex result
        value = math.nan
    if isinstance(value, complex) or math.isnan(value):
        token.refuse("{} gives a constant that is not a real number")
    if abs(value) > MAX_VALUE:
        token.refuse(f"{{}} gives a number above {MAX_VALUE:.0e}")

"""Checks of lesson 01: product and chain rule, difference quotient, sums, charge, partials.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.calculus`.
"""

from numbers import Real

import numpy as np

from helpers.checks.core import (
    Curve,
    Wrong,
    agree,
    call,
    compare,
    exercise,
    number,
    parts,
    series,
)
from helpers.checks.mistakes import calculus as known


@exercise
def chain_slope(function):
    """Check the derivative of exp(x⁴ + 1), found by the chain rule."""
    (probe,), expected = known.CHAIN_SLOPE.probes, known.CHAIN_SLOPE.expected
    x = probe["x"]
    answer = series(call(function, **probe), "the derivative", "no unit", x.size)
    curve = Curve(x, expected[0], answer, "x", "Derivative")
    otherwise = "outer derivative at the inner function, times the inner derivative: one is off."
    if not agree(answer[24], 0.0):
        otherwise = "at x = 0 the function has a minimum, so its derivative is 0; yours is not."
    compare([answer], known.CHAIN_SLOPE, otherwise, curve)
    return "outer times inner derivative; SymPy finds the same.", curve


@exercise
def alpha_slope(function):
    """Check the derivative of the alpha function, found by the product rule."""
    probes, expected = known.ALPHA_SLOPE.probes, known.ALPHA_SLOPE.expected
    answers = [
        series(call(function, **probe), "the derivative", "no unit", probe["t"].size)
        for probe in probes
    ]
    curve = Curve(probes[0]["t"], expected[0], answers[0], "t", "Derivative of f")
    otherwise = "the derivative is 1 at t = 0 and 0 at the peak t = tau; yours is not."
    if agree(answers[0], expected[0]):
        otherwise = "right for tau = 0.5, wrong for tau = 3.7: is tau missing somewhere?"
    elif agree(answers[0][0], 1.0) and abs(answers[0][5]) < 1e-9:  # t = tau
        otherwise = "the derivative is right at t = 0 and at the peak, and wrong between or after."
    compare(answers, known.ALPHA_SLOPE, otherwise, curve)
    return "it is 1 at the start, 0 at the peak t = tau, and negative after it.", curve


def _short_by_one(answer, n):
    """Return the answer of a difference as an array; Wrong with the reason for its length."""
    slopes = series(answer, "the result", "unit of f per unit of h")
    if slopes.size == n:
        raise Wrong(f"from {n} samples come {n - 1} differences, and yours has {n}.")
    if slopes.size == n - 2:
        raise Wrong(f"from {n} samples come {n - 1} forward differences; a centred one has fewer.")
    return series(slopes, "the result", "unit of f per unit of h", n - 1)


@exercise
def forward_difference(function):
    """Check the forward difference quotient of a sampled function."""
    probes, expected = known.FORWARD_DIFFERENCE.probes, known.FORWARD_DIFFERENCE.expected
    answers = [_short_by_one(call(function, **probe), probe["f"].size) for probe in probes]
    t = np.arange(expected[0].size) * 0.2
    curve = Curve(t, expected[0], answers[0], "t", "Slope of sin t")
    otherwise = "the slope from each sample to the next is (later - earlier) / h."
    compare(answers, known.FORWARD_DIFFERENCE, otherwise, curve)
    return "one slope for each pair of neighbours, so one sample less.", curve


INDEXED = {
    "'function' object is not subscriptable": "f is a function: round brackets, f(edges[:-1])."
}


def _one_sum(answer, f, edges):
    """Return the sum for one probe; Wrong where the areas are not added."""
    widths = np.diff(edges)
    if isinstance(answer, np.ndarray) and answer.shape == widths.shape:
        if agree(answer, np.sum(f(edges[:-1])) * widths):
            raise Wrong("the heights are added too early: first an area for each, then the sum.")
        raise Wrong("one number per rectangle is left: add them up with np.sum.")
    return number(answer, "the sum", "unit of f times unit of t")


@exercise
def left_sum(function):
    """Check the left Riemann sum."""
    probes = known.LEFT_SUM.probes
    answers = [_one_sum(call(function, told=INDEXED, **probe), **probe) for probe in probes]
    otherwise = "for a single rectangle from 2 to 5 the sum must be its height at 2 times 3."
    if agree(answers[2], known.LEFT_SUM.expected[2]):
        otherwise = "one rectangle is right, several are not: add all of them, each with its width."
    compare(answers, known.LEFT_SUM, otherwise)
    return "height at the left edge times width, added up.", None


def _charges(answer, n):
    """Return the areas and the charge so far as arrays."""
    areas, so_far = parts(answer, ("areas", "so_far"), "arrays")
    if isinstance(so_far, Real):
        raise Wrong("the second result is one number; the charge so far is an array: cumsum.")
    unit = "current times time"
    return series(areas, "the areas", unit, n), series(so_far, "the charge so far", unit, n)


@exercise
def charge(function):
    """Check rectangle areas and cumulative charge of a sampled current."""
    probes, expected = known.CHARGE.probes, known.CHARGE.expected
    answers = [_charges(call(function, **probe), probe["current"].size) for probe in probes]
    t = np.arange(expected[0][1].size) * 0.1
    curve = Curve(t, expected[0][1], answers[0][1], "Time", "Charge so far")
    otherwise = "one area for each sample, height times width, then add them up as you go."
    compare(answers, known.CHARGE, otherwise, curve)
    return "the charge rises after the spike and settles near J·tau_s² = 1.", curve


def _slopes(part, name, shape, wanted):
    """Return one of the slopes as an array; Wrong with the reason for its shape."""
    got = np.shape(part) if isinstance(part, np.ndarray | list) else ()
    right = n_rows, n_columns = wanted[name]
    if got == shape:
        raise Wrong(f"{name} has as many values as r; between n neighbours lie n - 1 slopes.")
    if got != right and got in wanted.values():
        raise Wrong("the axes are swapped: columns run along exc, rows along inh.")
    if got not in ((), right):
        raise Wrong(f"{name} must have shape {right}, not {got}.")
    return series(np.ravel(part), name, "rate per input", n_rows * n_columns).reshape(right)


@exercise
def partials(function):
    """Check both partial difference quotients of a function on a grid."""
    answers = []
    for probe in known.PARTIALS.probes:
        n_inh, n_exc = shape = probe["r"].shape
        wanted = {"dr_dexc": (n_inh, n_exc - 1), "dr_dinh": (n_inh - 1, n_exc)}
        answer = parts(call(function, **probe), wanted, "arrays")
        slopes = zip(wanted, answer, strict=True)
        answers.append(tuple(_slopes(part, name, shape, wanted) for name, part in slopes))
    exc = np.arange(10) * 0.5
    dr_dexc, expected = answers[0][0], known.PARTIALS.expected[0][0]
    curve = Curve(exc, expected[0], dr_dexc[0], "Excitation", "dr/dexc without inhibition")
    otherwise = "later minus earlier neighbour, along one axis at a time, over its distance."
    compare(answers, known.PARTIALS, otherwise, curve)
    return "one variable moves while the other stands still: two slopes at each point.", curve

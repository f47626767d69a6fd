"""Checks of lesson 01: product and chain rule, difference quotient, sums, charge, partials.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.calculus`.
"""

from numbers import Real

import numpy as np

from helpers.checks.core import (
    Curve,
    Wrong,
    agree,
    compare,
    compare_parts,
    exercise,
    number,
    parts,
    read,
    series,
)
from helpers.checks.mistakes import calculus as known

NEAR = "near the right slope, but not exact: is it a difference quotient, or a number rounded?"


def _derivative(answer, **probe):
    size = next(iter(probe.values())).size
    return series(answer, "the derivative", "no unit", size)


def _near(answers, expected):
    """Return whether all answers are right to some percent."""
    pairs = zip(answers, expected, strict=True)
    return all(np.allclose(yours, right, rtol=0.02, atol=0.02) for yours, right in pairs)


def _picked(answers, expected, masks):
    """Return whether the answers agree where the masks are true."""
    return agree(
        *([a[mask] for a, mask in zip(side, masks, strict=True)] for side in (answers, expected))
    )


def _chain_fault(answers):
    """Return what is wrong with the slopes of exp(x⁴ + 1)."""
    probes, expected = known.CHAIN_SLOPE.probes, known.CHAIN_SLOPE.expected
    if _near(answers, expected):
        return NEAR
    if not _picked(answers, expected, [abs(probe["x"]) < 1e-9 for probe in probes]):
        return "at x = 0 the function has a minimum, so its derivative is 0; yours is not."
    return "outer derivative at the inner function, times the inner derivative: one is off."


@exercise
def chain_slope(function):
    """Check the derivative of exp(x⁴ + 1), found by the chain rule."""
    probes, expected = known.CHAIN_SLOPE.probes, known.CHAIN_SLOPE.expected
    answers = read(function, known.CHAIN_SLOPE, _derivative)
    curve = Curve(probes[0]["x"], expected[0], answers[0], "x", "Derivative")
    if not agree(answers, expected):
        compare(answers, known.CHAIN_SLOPE, _chain_fault(answers), curve)
    return "outer times inner derivative; SymPy finds the same.", curve


def _alpha_fault(answers):
    """Return what is wrong with the slopes of the alpha function."""
    probes, expected = known.ALPHA_SLOPE.probes, known.ALPHA_SLOPE.expected

    def right(where):
        return _picked(answers, expected, [where(**probe) for probe in probes])

    if _near(answers, expected):
        return NEAR
    if agree(answers[0], expected[0]):
        return "right for tau = 0.5, not for every other tau: is it missing somewhere?"
    if right(lambda t, tau: t < tau):
        return "right before the peak, wrong from there on."
    if not right(lambda t, tau: t == 0):
        return "at t = 0 the slope must be 1, for any tau; yours is not."
    if not right(lambda t, tau: t == tau):
        return "at the peak, t = tau, the slope must be 0; yours is not."
    return "the slope is right at t = 0 and at the peak, and wrong between or after."


@exercise
def alpha_slope(function):
    """Check the derivative of the alpha function, found by the product rule."""
    probes, expected = known.ALPHA_SLOPE.probes, known.ALPHA_SLOPE.expected
    answers = read(function, known.ALPHA_SLOPE, _derivative)
    curve = Curve(probes[0]["t"], expected[0], answers[0], "t", "Derivative of f")
    if not agree(answers, expected):
        compare(answers, known.ALPHA_SLOPE, _alpha_fault(answers), curve)
    return "it is 1 at the start, 0 at the peak t = tau, and negative after it.", curve


def _short_by_one(answer, f, h):
    """Return the answer of a difference as an array; Wrong with the reason for its length."""
    n, unit = f.size, "unit of f per unit of h"
    if isinstance(answer, Real):
        raise Wrong(f"one number comes back; from {n} samples come {n - 1} slopes.")
    slopes = series(answer, "the result", unit)
    if slopes.size != n - 1:
        raise Wrong(f"from {n} samples come {n - 1} differences, and yours has {slopes.size}.")
    return slopes


@exercise
def forward_difference(function):
    """Check the forward difference quotient of a sampled function."""
    expected = known.FORWARD_DIFFERENCE.expected
    answers = read(function, known.FORWARD_DIFFERENCE, _short_by_one)
    t = np.arange(expected[0].size) * 0.2
    curve = Curve(t, expected[0], answers[0], "t", "Slope of sin t")
    otherwise = "the slope from each sample to the next is (later - earlier) / h."
    compare(answers, known.FORWARD_DIFFERENCE, otherwise, curve)
    return "one slope for each pair of neighbours, so one sample less.", curve


TOLD = {
    "'function' object is not subscriptable": "f is a function: round brackets, f(edges[:-1]).",
    "index 1 is out of bounds for axis 0 with size 1": "there may be a single rectangle: use the "
    "edges as they are.",
    "is out of bounds": "an index goes past the last edge: n + 1 edges make n rectangles.",
}


def _one_sum(answer, f, edges):
    """Return the sum for one probe; Wrong where the areas are not added."""
    if isinstance(answer, np.ndarray) and answer.shape == (edges.size - 1,):
        raise Wrong("one number per rectangle is left: add them up with np.sum.")
    return number(answer, "the sum", "unit of f times unit of t")


@exercise
def left_sum(function):
    """Check the left Riemann sum."""
    answers = read(function, known.LEFT_SUM, _one_sum, TOLD)
    otherwise = "for a single rectangle from 2 to 5 the sum must be its height at 2 times 3."
    if agree(answers[2], known.LEFT_SUM.expected[2]):
        otherwise = "one rectangle is right, several are not: add all of them, each with its width."
    compare(answers, known.LEFT_SUM, otherwise)
    return "height at the left edge times width, added up.", None


def _charges(answer, current, dt):
    """Return the areas and the charge so far as arrays."""
    areas, so_far = parts(answer, ("areas", "so_far"), "arrays")
    if isinstance(so_far, Real):
        raise Wrong("the second result is one number; the charge so far is an array: cumsum.")
    n, unit = current.size, "current times time"
    return series(areas, "`areas`", unit, n), series(so_far, "`so_far`", unit, n)


@exercise
def charge(function):
    """Check rectangle areas and cumulative charge of a sampled current."""
    expected = known.CHARGE.expected
    answers = read(function, known.CHARGE, _charges)
    t = np.arange(expected[0][1].size) * 0.1
    curve = Curve(t, expected[0][1], answers[0][1], "Time", "Charge so far")
    otherwise = {
        "areas": "the areas are not height times width, one for each sample.",
        "so_far": "the charge so far is not the running sum of the areas.",
    }
    compare_parts(answers, known.CHARGE, otherwise, curve)
    return "the charge rises after the spike and settles near J·tau_s² = 1.", curve


def _slopes(part, name, shape, wanted):
    """Return one of the slopes as an array; Wrong with the reason for its shape."""
    if isinstance(part, Real):
        raise Wrong(f"{name} is one number; there is a slope between any two neighbours.")
    got = np.shape(part) if isinstance(part, np.ndarray | list) else ()
    right = n_rows, n_columns = wanted[name]
    if got == shape:
        raise Wrong(f"{name} has as many values as r; between n neighbours lie n - 1 slopes.")
    if got != right and got in wanted.values():
        raise Wrong(f"{name} runs along the other axis: columns run along exc, rows along inh.")
    if got not in ((), right):
        raise Wrong(f"{name} must have shape {right}, not {got}.")
    flat = np.ravel(part) if got else part
    return series(flat, name, "rate per input", n_rows * n_columns).reshape(right)


def _both(answer, r, d_exc, d_inh):
    """Return both slopes as arrays."""
    n_inh, n_exc = r.shape
    wanted = {"dr_dexc": (n_inh, n_exc - 1), "dr_dinh": (n_inh - 1, n_exc)}
    answer = parts(answer, wanted, "arrays")
    slopes = zip(wanted, answer, strict=True)
    return tuple(_slopes(part, name, r.shape, wanted) for name, part in slopes)


@exercise
def partials(function):
    """Check both partial difference quotients of a function on a grid."""
    told = {
        "is out of bounds": "an index goes past the last row or column: n - 1 slopes lie between "
        "n of them, and r need not have as many rows as columns."
    }
    answers = read(function, known.PARTIALS, _both, told)
    exc = np.arange(10) * 0.5
    dr_dexc, expected = answers[0][0], known.PARTIALS.expected[0][0]
    curve = Curve(exc, expected[0], dr_dexc[0], "Excitation", "dr/dexc without inhibition")
    otherwise = dict.fromkeys(
        known.AXES, "later minus earlier neighbour, along one axis at a time, over its distance."
    )
    compare_parts(answers, known.PARTIALS, otherwise, curve)
    return "one variable moves while the other stands still: two slopes at each point.", curve

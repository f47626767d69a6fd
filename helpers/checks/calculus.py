"""Checks of lesson 01: product and chain rule, difference quotient, sums, charge, partials."""

import numpy as np

from helpers import calculus
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, pair, series

# --- derivatives on paper -------------------------------------------------------------------

CHAIN = [{"x": np.linspace(-1.2, 1.2, 49)}]


def _chain_slope(x):
    return 4 * x**3 * np.exp(x**4 + 1)


CHAIN_MISTAKES = {
    "the inner derivative is missing: multiply by that of x⁴ + 1.": lambda p: np.exp(p.x**4 + 1),
    "only the inner derivative is left; the exponential stays as it is.": lambda p: 4 * p.x**3,
    "the exponent itself must not be differentiated: it stays x⁴ + 1.": (
        lambda p: np.exp(4 * p.x**3),
        lambda p: 4 * p.x**3 * np.exp(4 * p.x**3),
        lambda p: np.exp(4 * p.x**3 + 1),
    ),
    "the inner derivative is not right: apply the power rule to x⁴, factor and exponent.": (
        lambda p: p.x**4 * np.exp(p.x**4 + 1),
        lambda p: 4 * p.x * np.exp(p.x**4 + 1),
        lambda p: p.x**3 * np.exp(p.x**4 + 1),
        lambda p: 4 * p.x**4 * np.exp(p.x**4 + 1),
        lambda p: 3 * p.x**4 * np.exp(p.x**4 + 1),
    ),
    "that is the power rule; the variable stands in the exponent, so use the chain rule.": (
        lambda p: (p.x**4 + 1) * np.exp(p.x**4)
    ),
    "the sign is turned: both factors are positive for x > 0.": lambda p: -_chain_slope(p.x),
    "the constant 1 in the exponent has got lost: e^(x⁴ + 1), not e^(x⁴).": (
        lambda p: 4 * p.x**3 * np.exp(p.x**4)
    ),
    "the derivative of a constant is 0: the 1 does not come down.": (
        lambda p: (4 * p.x**3 + 1) * np.exp(p.x**4 + 1)
    ),
    "the 1 must stand in the exponent: bracket x**4 + 1.": (
        lambda p: 4 * p.x**3 * (np.exp(p.x**4) + 1)
    ),
}


@exercise
def chain_slope(function):
    """Check the derivative of exp(x⁴ + 1), found by the chain rule."""
    x = CHAIN[0]["x"]
    answers = [series(call(function, **CHAIN[0]), "the derivative", "no unit", x.size)]
    curve = Curve(x, _chain_slope(x), answers[0], "x", "Derivative")
    otherwise = "outer derivative at the inner function, times the inner derivative: one is off."
    if not agree(answers[0][24], 0.0):
        otherwise = "at x = 0 the function has a minimum, so its derivative is 0; yours is not."
    compare(answers, CHAIN, _chain_slope, CHAIN_MISTAKES, otherwise, curve)
    return "outer times inner derivative; SymPy finds the same.", curve


ALPHA = [
    {"t": np.arange(0.0, 10.05, 0.1), "tau": 0.5},
    {"t": np.linspace(0.0, 30.0, 61), "tau": 3.7},
]


def _alpha_slope(t, tau):
    return np.exp(-t / tau) * (1 - t / tau)


ALPHA_MISTAKES = {
    "the second term is missing: both factors depend on t.": lambda a: np.exp(-a.t / a.tau),
    "the first term is missing: the factor t has a derivative too, 1.": (
        lambda a: -a.t / a.tau * np.exp(-a.t / a.tau)
    ),
    "the product of the derivatives is not the derivative of the product.": (
        lambda a: -np.exp(-a.t / a.tau) / a.tau
    ),
    "the chain rule brings a factor 1/tau out of the exponent, and it is missing.": (
        lambda a: np.exp(-a.t / a.tau) * (1 - a.t)
    ),
    "the factor from the exponent is -1/tau; yours multiplies by tau.": (
        lambda a: np.exp(-a.t / a.tau) * (1 - a.t * a.tau)
    ),
    "the sign of the second term is turned: the exponent is negative.": (
        lambda a: np.exp(-a.t / a.tau) * (1 + a.t / a.tau)
    ),
    "both signs are turned: just after t = 0 the function rises.": (
        lambda a: -np.exp(-a.t / a.tau) * (1 - a.t / a.tau)
    ),
    "the exponent has lost its minus.": (
        lambda a: np.exp(a.t / a.tau) * (1 + a.t / a.tau),
        lambda a: np.exp(a.t / a.tau) * (1 - a.t / a.tau),
    ),
    "the second term lacks the inner derivative, −1/tau.": (
        lambda a: np.exp(-a.t / a.tau) * (1 + a.t)
    ),
    "this is the function itself, not its derivative.": lambda a: a.t * np.exp(-a.t / a.tau),
    "a minus between the terms belongs to the quotient rule with its denominator.": (
        lambda a: (
            (np.exp(-a.t / a.tau) + a.t / a.tau * np.exp(-a.t / a.tau)) / np.exp(-2 * a.t / a.tau)
        )
    ),
    "tau is 0.5 in your formula whatever is handed in: use the argument.": (
        lambda a: _alpha_slope(a.t, 0.5),
        lambda a: np.exp(-a.t / a.tau) * (1 - a.t / 0.5),
        lambda a: np.exp(-a.t / 0.5) * (1 - a.t / a.tau),
    ),
}


@exercise
def alpha_slope(function):
    """Check the derivative of the alpha function, found by the product rule."""
    answers = [
        series(call(function, **probe), "the derivative", "no unit", probe["t"].size)
        for probe in ALPHA
    ]
    curve = Curve(ALPHA[0]["t"], _alpha_slope(**ALPHA[0]), answers[0], "t", "Derivative of f")
    otherwise = "the derivative is 1 at t = 0 and 0 at the peak t = tau; yours is not."
    if agree(answers[0], curve.expected):
        otherwise = "right for tau = 0.5, wrong for tau = 3.7: is tau missing somewhere?"
    elif agree(answers[0][0], 1.0) and abs(answers[0][5]) < 1e-9:  # t = tau
        otherwise = "the derivative is right at t = 0 and at the peak, and wrong between or after."
    compare(answers, ALPHA, _alpha_slope, ALPHA_MISTAKES, otherwise, curve)
    return "it is 1 at the start, 0 at the peak t = tau, and negative after it.", curve


# --- derivatives with numbers ---------------------------------------------------------------

SAMPLES = [
    {"f": np.sin(np.arange(0, 6.3, 0.2)), "h": 0.2},
    {"f": np.array([1.0, 4.0, 2.0, 2.5, -3.0]), "h": 0.03},
    {"f": np.array([5.0, 3.0]), "h": 4.0},
]

FORWARD_MISTAKES = {
    "the differences are right, the division by h is missing.": lambda a: np.diff(a.f),
    "divided by h twice.": lambda a: np.diff(a.f) / a.h**2,
    "multiplied by h where a slope needs a division.": lambda a: np.diff(a.f) * a.h,
    "the sign is turned: the later value comes first.": lambda a: -np.diff(a.f) / a.h,
    "neighbours are h apart, not 2h.": lambda a: np.diff(a.f) / (2 * a.h),
    "only the second term is divided: put brackets around the difference.": (
        lambda a: a.f[1:] - a.f[:-1] / a.h
    ),
    "these are sums of neighbours, not differences.": lambda a: (a.f[1:] + a.f[:-1]) / a.h,
    "h is 0.2 in your formula whatever is handed in: use the argument.": (
        lambda a: np.diff(a.f) / 0.2
    ),
    "h is 0.01 in your formula whatever is handed in: use the argument.": (
        lambda a: np.diff(a.f) / 0.01
    ),
}


def _short_by_one(answer, probe):
    """Return the answer of a difference as an array; Wrong with the reason for its length."""
    values = series(answer, "the result", "unit of f per unit of h")
    n = probe["f"].size
    if values.size == n:
        raise Wrong(f"from {n} samples come {n - 1} differences, and yours has {n}.")
    if values.size == n - 2:
        raise Wrong(f"from {n} samples come {n - 1} forward differences; a centred one has fewer.")
    return series(answer, "the result", "unit of f per unit of h", n - 1)


@exercise
def forward_difference(function):
    """Check the forward difference quotient of a sampled function."""
    answers = [_short_by_one(call(function, **probe), probe) for probe in SAMPLES]
    t = np.arange(SAMPLES[0]["f"].size - 1) * 0.2
    expected = calculus.forward_difference(**SAMPLES[0])
    curve = Curve(t, expected, answers[0], "t", "Slope of sin t")
    otherwise = "the slope from each sample to the next is (later - earlier) / h."
    compare(answers, SAMPLES, calculus.forward_difference, FORWARD_MISTAKES, otherwise, curve)
    return "one slope for each pair of neighbours, so one sample less.", curve


# --- integrals ------------------------------------------------------------------------------


def _line(t):
    return 2 * t - 3


def _parabola(t):
    return t**2 - t + 1


SUMS = [  # the last rectangle is narrower than the others
    {"f": _parabola, "edges": np.append(np.arange(0, 10, 0.7), 10.0)},
    {"f": np.cos, "edges": np.array([0.0, 0.3, 0.4, 1.1, 1.2])},
    {"f": _line, "edges": np.array([2.0, 5.0])},
    {"f": np.cos, "edges": np.array([1.0, 1.3, 2.0, 3.0, 3.2])},  # more below the axis than above
]


def _left_sum(f, edges):
    return np.sum(f(edges[:-1]) * np.diff(edges))


SUM_MISTAKES = {
    "these are the right ends: the height is taken at the left one.": (
        lambda a: np.sum(a.f(a.edges[1:]) * np.diff(a.edges))
    ),
    "this is the trapezoid rule, more accurate, but not what is asked here.": (
        lambda a: np.sum((a.f(a.edges[1:]) + a.f(a.edges[:-1])) / 2 * np.diff(a.edges))
    ),
    "this is the midpoint rule, more accurate, but not what is asked here.": (
        lambda a: np.sum(a.f((a.edges[1:] + a.edges[:-1]) / 2) * np.diff(a.edges))
    ),
    "the heights are added, not the areas: the widths are missing.": (
        lambda a: np.sum(a.f(a.edges[:-1]))
    ),
    "all rectangles have the width of the first one here; the last one is narrower.": (
        lambda a: np.sum(a.f(a.edges[:-1])) * (a.edges[1] - a.edges[0])
    ),
    "there is one rectangle too many: n + 1 edges make n rectangles.": (
        lambda a: np.sum(a.f(a.edges)) * (a.edges[1] - a.edges[0]),
        lambda a: np.sum(a.f(a.edges) * np.append(np.diff(a.edges), a.edges[1] - a.edges[0])),
    ),
    "the areas are multiplied by their position; height times width is enough.": (
        lambda a: np.sum(a.f(a.edges[:-1]) * a.edges[:-1])
    ),
    "the widths are negative: the right edge comes first.": (
        lambda a: -np.sum(a.f(a.edges[:-1]) * np.diff(a.edges))
    ),
    "areas below the axis count as negative: leave out abs.": (
        lambda a: abs(_left_sum(a.f, a.edges)),
        lambda a: np.sum(np.abs(a.f(a.edges[:-1])) * np.diff(a.edges)),
    ),
    "this is the mean height; an integral is a sum of areas.": (
        lambda a: np.mean(a.f(a.edges[:-1]))
    ),
}


def _one_sum(function, probe):
    """Return the sum for one probe; Wrong where f is indexed, or the areas are not added."""
    try:
        answer = call(function, **probe)
    except Wrong as mistake:
        if "'function' object is not subscriptable" in str(mistake):
            raise Wrong("f is a function: round brackets, f(edges[:-1]).") from None
        raise
    heights, widths = probe["f"](probe["edges"][:-1]), np.diff(probe["edges"])
    if isinstance(answer, np.ndarray) and answer.shape == widths.shape:
        if agree(answer, np.sum(heights) * widths):
            raise Wrong("the heights are added too early: first an area for each, then the sum.")
        raise Wrong("one number per rectangle is left: add them up with np.sum.")
    return number(answer, "the sum", "unit of f times unit of t")


@exercise
def left_sum(function):
    """Check the left Riemann sum."""
    answers = [_one_sum(function, probe) for probe in SUMS]
    otherwise = "for a single rectangle from 2 to 5 the sum must be its height at 2 times 3."
    if agree(answers[2], _left_sum(**SUMS[2])):
        otherwise = "one rectangle is right, several are not: add all of them, each with its width."
    compare(answers, SUMS, _left_sum, SUM_MISTAKES, otherwise)
    return "height at the left edge times width, added up.", None


CURRENTS = [
    {"current": calculus.synaptic_current(np.arange(0, 10.05, 0.1)), "dt": 0.1},
    {"current": np.array([3.0, -1.0, 0.0, 2.0]), "dt": 0.25},
]


def _charge(current, dt):
    return current * dt, np.cumsum(current * dt)


def _index(a):
    return np.arange(a.current.size)


CHARGE_MISTAKES = {
    "the areas are heights times their index; the width of each is dt.": (
        lambda a: (a.current * _index(a), np.cumsum(a.current * _index(a)))
    ),
    "the areas lack the width dt.": lambda a: (a.current, np.cumsum(a.current)),
    "the areas are divided by dt; height times width is a product.": (
        lambda a: (a.current / a.dt, np.cumsum(a.current / a.dt))
    ),
    "the areas are right; the charge so far is their running sum, not only the total.": (
        lambda a: (a.current * a.dt, np.full(a.current.size, np.sum(a.current * a.dt)))
    ),
    "the running sum has overwritten the areas: keep both arrays.": (
        lambda a: (np.cumsum(a.current * a.dt), np.cumsum(a.current * a.dt))
    ),
    "the areas are right; the charge so far adds areas, not currents.": (
        lambda a: (a.current * a.dt, np.cumsum(a.current))
    ),
    "the areas are right; dt stands in them already, once is enough.": (
        lambda a: (a.current * a.dt, np.cumsum(a.current * a.dt) * a.dt)
    ),
    "the two results are swapped: first the areas, then the charge so far.": (
        lambda a: _charge(a.current, a.dt)[::-1]
    ),
    "this is the charge at the start of each rectangle; count its own area too.": (
        lambda a: (a.current * a.dt, np.cumsum(a.current * a.dt) - a.current * a.dt)
    ),
    "the charge is the sum up to here, not a product.": (
        lambda a: (a.current * a.dt, np.cumprod(a.current * a.dt))
    ),
    "dt is 0.1 in your formula whatever is handed in: use the argument.": (
        lambda a: (a.current * 0.1, np.cumsum(a.current * 0.1))
    ),
}


@exercise
def charge(function):
    """Check rectangle areas and cumulative charge of a sampled current."""
    answers = []
    for probe in CURRENTS:
        answer = call(function, **probe)
        if isinstance(answer, np.ndarray) and answer.ndim == 2:
            answer = tuple(answer)  # two rows of one array unpack in the same way
        answer = pair(answer, "areas", "so_far", "arrays")
        n = probe["current"].size
        if np.ndim(answer[1]) == 0 and answer[1] is not None and answer[1] is not ...:
            raise Wrong("the second result is one number; the charge so far is an array: cumsum.")
        names = ("the areas", "the charge so far")
        answers.append(
            tuple(
                series(a, name, "current times time", n)
                for a, name in zip(answer, names, strict=True)
            )
        )
    t = np.arange(CURRENTS[0]["current"].size) * 0.1
    expected = _charge(**CURRENTS[0])[1]
    curve = Curve(t, expected, answers[0][1], "Time", "Charge so far")
    otherwise = "one area for each sample, height times width, then add them up as you go."
    compare(answers, CURRENTS, _charge, CHARGE_MISTAKES, otherwise, curve)
    return "the charge rises after the spike and settles near J·tau_s² = 1.", curve


# --- two variables --------------------------------------------------------------------------


def _grid(n_inh, n_exc, d_exc, d_inh):
    exc, inh = np.arange(n_exc) * d_exc, np.arange(n_inh) * d_inh
    return {"r": calculus.balanced_rate(exc, inh[:, None]), "d_exc": d_exc, "d_inh": d_inh}


GRIDS = [_grid(7, 11, 0.5, 0.3), _grid(4, 3, 0.1, 2.0)]


def _partials(r, d_exc, d_inh):
    return (r[:, 1:] - r[:, :-1]) / d_exc, (r[1:] - r[:-1]) / d_inh


PARTIAL_MISTAKES = {
    "the distances are swapped: d_exc belongs to the columns.": lambda a: (
        np.diff(a.r, axis=1) / a.d_inh,
        np.diff(a.r, axis=0) / a.d_exc,
    ),
    "the division by the distances is missing.": lambda a: (
        np.diff(a.r, axis=1),
        np.diff(a.r, axis=0),
    ),
    "the signs are turned: later minus earlier.": lambda a: (
        -np.diff(a.r, axis=1) / a.d_exc,
        -np.diff(a.r, axis=0) / a.d_inh,
    ),
    "the first sign is turned: later minus earlier.": lambda a: (
        -np.diff(a.r, axis=1) / a.d_exc,
        np.diff(a.r, axis=0) / a.d_inh,
    ),
    "the second sign is turned: later minus earlier.": lambda a: (
        np.diff(a.r, axis=1) / a.d_exc,
        -np.diff(a.r, axis=0) / a.d_inh,
    ),
    "both are divided by 0.1 whatever is handed in: use d_exc and d_inh.": lambda a: (
        np.diff(a.r, axis=1) / 0.1,
        np.diff(a.r, axis=0) / 0.1,
    ),
    "both are multiplied by the distance where a slope needs a division.": lambda a: (
        np.diff(a.r, axis=1) * a.d_exc,
        np.diff(a.r, axis=0) * a.d_inh,
    ),
    "the second one is divided by d_exc; along the rows the distance is d_inh.": lambda a: (
        np.diff(a.r, axis=1) / a.d_exc,
        np.diff(a.r, axis=0) / a.d_exc,
    ),
}


@exercise
def partials(function):
    """Check both partial difference quotients of a function on a grid."""
    answers = []
    for probe in GRIDS:
        answer = pair(call(function, **probe), "dr_dexc", "dr_dinh", "arrays")
        answers.append(_two_grids(answer, probe["r"].shape))
    exc = np.arange(10) * 0.5
    expected = _partials(**GRIDS[0])[0][0]
    curve = Curve(exc, expected, answers[0][0][0], "Excitation", "dr/dexc without inhibition")
    otherwise = "later minus earlier neighbour, along one axis at a time, over its distance."
    compare(answers, GRIDS, _partials, PARTIAL_MISTAKES, otherwise, curve)
    return "one variable moves while the other stands still: two slopes at each point.", curve


def _two_grids(answer, shape):
    """Return both answers as arrays of the right shapes, or say what is wrong with them."""
    n_inh, n_exc = shape
    wanted = {"dr_dexc": (n_inh, n_exc - 1), "dr_dinh": (n_inh - 1, n_exc)}
    flat = []
    for (name, shape_), part in zip(wanted.items(), answer, strict=True):
        got = np.shape(part) if isinstance(part, np.ndarray | list) else ()
        if got == shape:
            raise Wrong(f"{name} has as many values as r; between n neighbours lie n - 1 slopes.")
        if got == wanted["dr_dinh" if name == "dr_dexc" else "dr_dexc"]:
            raise Wrong("the axes are swapped: columns run along exc, rows along inh.")
        if got != shape_ and got:
            raise Wrong(f"{name} must have shape {shape_}, not {got}.")
        if part is ...:
            part = [...]
        flat.append(
            series(np.ravel(part), name, "rate per input", int(np.prod(shape_))).reshape(shape_)
        )
    return tuple(flat)

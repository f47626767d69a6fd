"""Lesson 01's exercises: what a student is asked, the solutions, and the typical slips."""

import numpy as np

from helpers import calculus
from helpers.checks.edits import Exercise, combined

# --- derivatives on paper -------------------------------------------------------------------

CHAIN_SLOPE = Exercise(
    """
def chain_slope(x):
    inner = 4 * x**3
    outer = np.exp(x**4 + 1)
    return outer * inner
""",
    [{"x": np.linspace(-1.2, 1.2, 49)}],
    {
        "the inner derivative is missing: multiply by that of x⁴ + 1.": " * inner → ",
        "only the inner derivative is left; the exponential stays as it is.": "outer * → ",
        "the exponent itself must not be differentiated: it stays x⁴ + 1.": (
            "outer * inner → np.exp(inner)",
            "outer * inner → np.exp(inner + 1)",
            "x**4 + 1 → inner",
        ),
        "the inner derivative is not right: apply the power rule to x⁴, factor and exponent.": (
            tuple(f"4 * x**3 → {new}" for new in ("x**4", "4 * x", "x**3", "4 * x**4", "3 * x**4"))
        ),
        "that is the power rule; the variable stands in the exponent, so use the chain rule.": (
            "outer * inner → (x**4 + 1) * np.exp(x**4)"
        ),
        "the sign is turned: both factors are positive for x > 0.": "outer * → -outer *",
        "the constant 1 in the exponent has got lost: e^(x⁴ + 1), not e^(x⁴).": "x**4 + 1 → x**4",
        "the derivative of a constant is 0: the 1 does not come down.": "x**3 → x**3 + 1",
        "the 1 must stand in the exponent: bracket x**4 + 1.": "x**4 + 1) → x**4) + 1",
    },
)

ALPHA_SLOPE = Exercise(
    """
def alpha_slope(t, tau):
    decay = np.exp(-t / tau)
    return decay * (1 - t / tau)
""",
    [{"t": np.arange(0.0, 10.05, 0.1), "tau": 0.5}, {"t": np.linspace(0.0, 30.0, 61), "tau": 3.7}],
    {
        "the second term is missing: both factors depend on t.": "1 - t / tau → 1",
        "the first term is missing: the factor t has a derivative too, 1.": "1 - t → -t",
        "the product of the derivatives is not the derivative of the product.": "1 - t → -1",
        "the chain rule brings a factor 1/tau out of the exponent, and it is missing.": (
            "1 - t / tau → 1 - t"
        ),
        "the factor from the exponent is -1/tau; yours multiplies by tau.": (
            "1 - t / tau → 1 - t * tau"
        ),
        "the sign of the second term is turned: the exponent is negative.": "1 - t → 1 + t",
        "both signs are turned: just after t = 0 the function rises.": "decay * → -decay *",
        "the exponent has lost its minus.": ("(-t → (t && 1 - t → 1 + t", "(-t → (t"),
        "the second term lacks the inner derivative, −1/tau.": "1 - t / tau → 1 + t",
        "this is the function itself, not its derivative.": "(1 - t / tau) → t",
        "tau is 0.5 in your formula whatever is handed in: use the argument.": combined(
            "(-t / tau → (-t / 0.5", "1 - t / tau → 1 - t / 0.5"
        ),
    },
)


# --- derivatives with numbers ---------------------------------------------------------------

FORWARD_DIFFERENCE = Exercise(
    """
def forward_difference(f, h):
    return (f[1:] - f[:-1]) / h
""",
    [
        {"f": np.sin(np.arange(0, 6.3, 0.2)), "h": 0.2},
        {"f": np.array([1.0, 4.0, 2.0, 2.5, -3.0]), "h": 0.03},
        {"f": np.array([5.0, 3.0]), "h": 4.0},
    ],
    {
        "the differences are right, the division by h is missing.": " / h → ",
        "divided by h twice.": "/ h → / h**2",
        "multiplied by h where a slope needs a division.": "/ h → * h",
        "the sign is turned: the later value comes first.": "f[1:] - f[:-1] → f[:-1] - f[1:]",
        "neighbours are h apart, not 2h.": "/ h → / (2 * h)",
        "only the second term is divided: put brackets around the difference.": (
            "(f[1:] - f[:-1]) → f[1:] - f[:-1]"
        ),
        "these are sums of neighbours, not differences.": "- f → + f",
        "h is 0.2 in your formula whatever is handed in: use the argument.": "/ h → / 0.2",
        "h is 0.01 in your formula whatever is handed in: use the argument.": "/ h → / 0.01",
    },
    reference=calculus.forward_difference,
)


# --- integrals ------------------------------------------------------------------------------


def _line(t):
    return 2 * t - 3


def _parabola(t):
    return t**2 - t + 1


LEFT_SUM = Exercise(
    """
def left_sum(f, edges):
    heights = f(edges[:-1])
    areas = heights * np.diff(edges)
    return np.sum(areas)
""",
    [  # the last rectangle is narrower than the others
        {"f": _parabola, "edges": np.append(np.arange(0, 10, 0.7), 10.0)},
        {"f": np.cos, "edges": np.array([0.0, 0.3, 0.4, 1.1, 1.2])},
        {"f": _line, "edges": np.array([2.0, 5.0])},
        {"f": np.cos, "edges": np.array([1.0, 1.3, 2.0, 3.0, 3.2])},  # mostly below the axis
    ],
    {
        "these are the right ends: the height is taken at the left one.": "[:-1] → [1:]",
        "this is the trapezoid rule, more accurate, but not what is asked here.": (
            "f(edges[:-1]) → (f(edges[1:]) + f(edges[:-1])) / 2"
        ),
        "this is the midpoint rule, more accurate, but not what is asked here.": (
            "edges[:-1] → (edges[1:] + edges[:-1]) / 2"
        ),
        "the heights are added, not the areas: the widths are missing.": " * np.diff(edges) → ",
        "all rectangles have the width of the first one here; the last one is narrower.": (
            "np.diff(edges) → (edges[1] - edges[0])"
        ),
        "there is one rectangle too many: n + 1 edges make n rectangles.": (
            "[:-1] →  && np.diff(edges) → (edges[1] - edges[0])",
            "[:-1] →  && np.diff(edges) → np.append(np.diff(edges), edges[1] - edges[0])",
        ),
        "the areas are multiplied by their position; height times width is enough.": (
            "np.diff(edges) → edges[:-1]"
        ),
        "the widths are negative: the right edge comes first.": "np.diff → -np.diff",
        "areas below the axis count as negative: leave out abs.": (
            "np.sum(areas) → abs(np.sum(areas))",
            "(areas) → (abs(areas))",
        ),
        "this is the mean height; an integral is a sum of areas.": "sum(areas) → mean(heights)",
    },
)

CHARGE = Exercise(
    """
def charge(current, dt):
    areas = current * dt
    so_far = np.cumsum(areas)
    return areas, so_far
""",
    [
        {"current": calculus.synaptic_current(np.arange(0, 10.05, 0.1)), "dt": 0.1},
        {"current": np.array([3.0, -1.0, 0.0, 2.0]), "dt": 0.25},
    ],
    {
        "the areas are heights times their index; the width of each is dt.": (
            "* dt → * np.arange(current.size)"
        ),
        "the areas lack the width dt.": " * dt → ",
        "the areas are divided by dt; height times width is a product.": "* dt → / dt",
        "the areas are right; the charge so far is their running sum, not only the total.": (
            "np.cumsum(areas) → np.full(current.size, np.sum(areas))"
        ),
        "the running sum has overwritten the areas: keep both arrays.": "areas, so → so_far, so",
        "the areas are right; the charge so far adds areas, not currents.": "(areas) → (current)",
        "the areas are right; dt stands in them already, once is enough.": "(areas) → (areas) * dt",
        "the two results are swapped: first the areas, then the charge so far.": (
            "areas, so_far → so_far, areas"
        ),
        "this is the charge at the start of each rectangle; count its own area too.": (
            "(areas) → (areas) - areas"
        ),
        "the charge is the sum up to here, not a product.": "cumsum → cumprod",
        "dt is 0.1 in your formula whatever is handed in: use the argument.": "* dt → * 0.1",
    },
)


# --- two variables --------------------------------------------------------------------------


def _grid(n_inh, n_exc, d_exc, d_inh):
    exc, inh = np.arange(n_exc) * d_exc, np.arange(n_inh) * d_inh
    return {"r": calculus.balanced_rate(exc, inh[:, None]), "d_exc": d_exc, "d_inh": d_inh}


PARTIALS = Exercise(
    """
def partials(r, d_exc, d_inh):
    dr_dexc = np.diff(r, axis=1) / d_exc
    dr_dinh = np.diff(r, axis=0) / d_inh
    return dr_dexc, dr_dinh
""",
    [_grid(7, 11, 0.5, 0.3), _grid(4, 3, 0.1, 2.0)],
    {
        "the distances are swapped: d_exc belongs to the columns.": (
            "axis=1) / d_exc → axis=1) / d_inh && axis=0) / d_inh → axis=0) / d_exc"
        ),
        "the division by the distances is missing.": " / d_exc →  &&  / d_inh → ",
        "the signs are turned: later minus earlier.": "= np → = -np",
        "the first sign is turned: later minus earlier.": "dr_dexc = → dr_dexc = -",
        "the second sign is turned: later minus earlier.": "dr_dinh = → dr_dinh = -",
        "both are divided by 0.1 whatever is handed in: use d_exc and d_inh.": (
            "/ d_exc → / 0.1 && / d_inh → / 0.1"
        ),
        "both are multiplied by the distance where a slope needs a division.": "/ → *",
        "the second one is divided by d_exc; along the rows the distance is d_inh.": (
            "/ d_inh → / d_exc"
        ),
    },
)

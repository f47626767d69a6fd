"""Lesson 01's exercises: what a student is asked, the solutions, and the typical slips."""

import numpy as np

from helpers import calculus
from helpers.checks.edits import Exercise, combined, factors, instead

NEIGHBOURS = "these are differences of neighbours; the derivative on paper is exact."

# --- derivatives on paper -------------------------------------------------------------------

CHAIN_SLOPE = Exercise("""
def chain_slope(x):
    inner = 4 * x**3
    outer = np.exp(x**4 + 1)
    return outer * inner
""", [
    {"x": np.linspace(-1.2, 1.2, 49)},
    {"x": np.array([0.7, -1.83, 0.0, 1.64, -0.31])},
    {"x": np.array([2, -1, 0])},
], {
    "the inner derivative is missing: multiply by that of x⁴ + 1.": " * inner → ",
    "only the inner derivative is left; the exponential stays as it is.": "outer * → ",
    "the exponent itself must not be differentiated: it stays x⁴ + 1.":
        ("outer * inner → np.exp(inner)", "outer * inner → np.exp(inner + 1)",
         "x**4 + 1 → inner"),
    "inner and outer derivative are added; the chain rule multiplies them.": "outer * → outer +",
    "the inner derivative is not right: apply the power rule to x⁴, factor and exponent.":
        instead("4 * x**3", "x**4", "4 * x", "x**3", "4 * x**4", "3 * x**4", "4 * x**2", "3 * x**3",
                "4 * x**5"),
    "only x is cubed, not the 4: leave out the brackets.": "4 * x**3 → (4 * x)**3",
    "that is the power rule; the variable stands in the exponent, so use the chain rule.":
        instead("outer * inner", "(x**4 + 1) * np.exp(x**4)", "(x**4 + 1) * np.exp(x**4) * inner"),
    "the sign is turned: both factors are positive for x > 0.": "outer * → -outer *",
    "the sign is lost: for x < 0 the function falls.": "outer * inner → abs(outer * inner)",
    "the constant 1 in the exponent has got lost: e^(x⁴ + 1), not e^(x⁴).": "x**4 + 1 → x**4",
    "the derivative of a constant is 0: the 1 does not come down.": "x**3 → x**3 + 1",
    "the 1 must stand in the exponent: bracket x**4 + 1.":
        ("x**4 + 1) → x**4) + 1", "outer * inner → np.exp(x**4) * inner + 1"),
    "this is the second derivative; one is asked for.":
        "outer * inner → outer * (12 * x**2 + inner**2)",
    "the slopes are sorted: leave them in the order of x.":
        "outer * inner → np.sort(outer * inner)",
    NEIGHBOURS: instead("outer * inner", "np.gradient(outer, x)", "np.gradient(outer)",
        "np.gradient(outer, x[1] - x[0])", "np.diff(outer) / np.diff(x)"),
    "an array made like x holds no fractions where x holds none.":
        "outer * inner → (outer * inner).astype(x.dtype)",
})  # fmt: skip

ALPHA_SLOPE = Exercise("""
def alpha_slope(t, tau):
    decay = np.exp(-t / tau)
    return decay * (1 - t / tau)
""", [
    {"t": np.arange(0.0, 10.05, 0.1), "tau": 0.5},
    {"t": np.array([4.1, 0.35, 9.3, 3.7, 0.0, 1.25]), "tau": 3.7},
    {"t": np.array([5, 0, 2]), "tau": 2},
    {"t": np.array([0.213, 0.1371]), "tau": 0.1371},
], {
    "the second term is missing: both factors depend on t.": "1 - t / tau → 1",
    "the first term is missing: the factor t has a derivative too, 1.": "1 - t → -t",
    "the product of the derivatives is not the derivative of the product.": "1 - t → -1",
    "the chain rule brings a factor 1/tau out of the exponent, and it is missing.":
        "1 - t / tau → 1 - t",
    "the factor from the exponent is -1/tau; yours multiplies by tau.":
        ("1 - t / tau → 1 - t * tau", "-t / tau → -t * tau && 1 - t / tau → 1 - t * tau"),
    "the exponent is divided by tau, not multiplied.": "(-t / tau → (-t * tau",
    "the fraction is upside down: the chain rule brings 1/tau.": "1 - t / tau → 1 - tau / t",
    "tau comes out of the exponent once, not squared.": "1 - t / tau → 1 - t / tau**2",
    "the terms are mixed up: the first has no t and no tau.": "1 - t / tau → t - 1 / tau",
    "the exponential belongs to both terms: put brackets around 1 - t/tau.":
        "(1 - t / tau) → 1 - t / tau",
    "tau must divide in the exponent: put the bracket behind it.": "(-t / tau) → (-t) / tau",
    "the factor 1/tau belongs to the second term alone.": "(1 - t / tau) → (1 - t / tau) / tau",
    "both terms have lost a factor 1/tau: at t = 0 the slope is 1.": "(1 - t / tau) → (tau - t)",
    "// leaves out the fraction: / divides.": "1 - t / tau → 1 - t // tau",
    "the sign of the second term is turned: the exponent is negative.": "1 - t → 1 + t",
    "both signs are turned: just after t = 0 the function rises.": "decay * → -decay *",
    "a sign is lost: after the peak the function falls.":
        ("decay * (1 - t / tau) → abs(decay * (1 - t / tau))",
         "decay * (1 - t / tau) → np.maximum(decay * (1 - t / tau), 0)"),
    "the exponent has lost its minus.": ("(-t → (t && 1 - t → 1 + t", "(-t → (t"),
    "the second term lacks the inner derivative, −1/tau.": "1 - t / tau → 1 + t",
    "this is the function itself, not its derivative.": "(1 - t / tau) → t",
    "this is the function, scaled; its derivative is asked for.":
        ("(1 - t / tau) → t / tau", "(1 - t / tau) → np.e * t / tau"),
    "at t = 0 the slope is 1: the formula holds there too.":
        "decay * (1 - t / tau) → np.where(t > 0, decay * (1 - t / tau), 0)",
    NEIGHBOURS: instead("decay * (1 - t / tau)", "np.gradient(t * decay, t)",
        "np.gradient(t * decay)", "np.gradient(t * decay, t[1] - t[0])",
        "np.diff(t * decay) / np.diff(t)"),
    "t is counted from its first element; leave it as it is.": "decay = → t = t - t[0]; decay =",
    "tau is 0.5 in your formula whatever is handed in: use the argument.":
        combined("(-t / tau → (-t / 0.5", "1 - t / tau → 1 - t / 0.5"),
    "an array made like t holds no fractions where t holds none.":
        "decay * (1 - t / tau) → (decay * (1 - t / tau)).astype(t.dtype)",
})  # fmt: skip


# --- derivatives with numbers ---------------------------------------------------------------

SLOPE = "(f[1:] - f[:-1]) / h"
FORWARD_DIFFERENCE = Exercise(f"""
def forward_difference(f, h):
    return {SLOPE}
""", [
    {"f": np.sin(np.arange(0, 6.3, 0.2)), "h": 0.2},
    {"f": np.array([1.0, 4.0, 2.0, 2.5, -3.0]), "h": 0.03},
    {"f": np.array([-4, 3, 1, 1, 12]), "h": 0.6371},
    {"f": np.array([5.0, 3.0]), "h": 4.0},
], {
    "the differences are right, the division by h is missing.": " / h → ",
    "divided by h twice.": "/ h → / h**2",
    "multiplied by h where a slope needs a division.": "/ h → * h",
    "the sign is turned: the later value comes first.": "f[1:] - f[:-1] → f[:-1] - f[1:]",
    "the sign is lost: where f falls its slope is negative.": f"{SLOPE} → abs({SLOPE})",
    "neighbours are h apart, not 2h.": "/ h → / (2 * h)",
    "only the second term is divided: put brackets around the difference.":
        "(f[1:] - f[:-1]) → f[1:] - f[:-1]",
    "these are sums of neighbours, not differences.": "- f → + f",
    "measured from the first sample each time; a slope starts at the sample before.":
        "f[:-1] → f[0]",
    "these are centred differences; a forward one takes a sample and the next.":
        instead(SLOPE, "np.gradient(f, h)[:-1]", "np.gradient(f, h)[1:]", "np.gradient(f, h)",
                "(f[2:] - f[:-2]) / (2 * h)", "(f[2:] - f[:-2]) / h"),
    "these are second differences; one difference is a slope.":
        instead(SLOPE, "np.diff(f, 2) / h**2", "np.diff(f, 2) / h"),
    "the last slope is missing: the loop or the slice ends one too early.":
        instead(SLOPE, "np.append((f[1:-1] - f[:-2]) / h, 0)", "(f[1:-1] - f[:-2]) / h"),
    "the first slope is missing: the loop or the slice begins one too late.":
        instead(SLOPE, "np.append(0, (f[2:] - f[1:-1]) / h)", "(f[2:] - f[1:-1]) / h"),
    "the last sample has no later neighbour: leave it out.":
        f"{SLOPE} → (np.roll(f, -1) - f) / h",
    "the first sample has no earlier neighbour: leave it out.":
        instead(SLOPE, "(f - np.roll(f, 1)) / h", "np.diff(f, prepend=0) / h",
                "np.diff(f, prepend=f[0]) / h"),
    "only the first slope comes back: is the return line inside the loop?":
        f"{SLOPE} → ({SLOPE})[0]",
    "only the last slope comes back: keep one for each pair.": f"{SLOPE} → ({SLOPE})[-1]",
    "the samples are sorted: leave them in their order.": "f[1:] - f[:-1] → np.diff(np.sort(f))",
    "h is rounded: use all of its digits.":
        instead("/ h", "/ int(h)", "/ round(h)", "/ round(h, 1)", "/ round(h, 2)", "/ round(h, 3)"),
    "h is 0.2 in your formula whatever is handed in: use the argument.": "/ h → / 0.2",
    "h is 0.01 in your formula whatever is handed in: use the argument.": "/ h → / 0.01",
    "an array made like f holds no fractions where f holds none.":
        f"{SLOPE} → ({SLOPE}).astype(f.dtype)",
}, reference=calculus.forward_difference)  # fmt: skip


# --- integrals ------------------------------------------------------------------------------


def _line(t):
    return 2 * t - 3


def _parabola(t):
    return t**2 - t + 1


def _integral(f, a, b):
    """Return the integral, exact to rounding for functions as smooth as these."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    return (b - a) / 2 * weights @ f((a + b) / 2 + (b - a) / 2 * nodes)


LEFT_SUM = Exercise("""
def left_sum(f, edges):
    heights = f(edges[:-1])
    areas = heights * np.diff(edges)
    return np.sum(areas)
""", [  # the widths differ
    {"f": _parabola, "edges": np.append(np.arange(0, 10, 0.7), 10.0)},
    {"f": np.cos, "edges": np.array([0.0, 0.3, 0.4, 1.1, 1.2])},
    {"f": _line, "edges": np.array([2.0, 5.0])},
    {"f": np.cos, "edges": np.array([1.0, 1.3, 2.0, 3.0, 3.2])},  # mostly below the axis
    {"f": np.sin, "edges": np.array([-5, -4, 1, 3])},
], {
    "these are the right ends: the height is taken at the left one.": "[:-1] → [1:]",
    "this is the trapezoid rule, more accurate, but not what is asked here.":
        "f(edges[:-1]) → (f(edges[1:]) + f(edges[:-1])) / 2",
    "this is the midpoint rule, more accurate, but not what is asked here.":
        "edges[:-1] → (edges[1:] + edges[:-1]) / 2",
    "this is the exact integral; the areas of rectangles are asked for.":
        "np.sum(areas) → integral(f, edges[0], edges[-1])",
    "these are the lower or the higher of both ends: the height is taken at the left one.":
        instead("f(edges[:-1])", "np.minimum(f(edges[1:]), f(edges[:-1]))",
                "np.maximum(f(edges[1:]), f(edges[:-1]))"),
    "the heights are added, not the areas: the widths are missing.": " * np.diff(edges) → ",
    "all rectangles have the width of the first one here; each has its own.":
        "np.diff(edges) → (edges[1] - edges[0])",
    "all rectangles have the same width here; take that of each.":
        ("np.sum(areas) → np.mean(heights) * (edges[-1] - edges[0])",
         "np.diff(edges) → (edges[-1] - edges[0]) / edges.size"),
    "the widths are a number in your formula: take them from `edges`.":
        instead("np.diff(edges)", *"0.1 0.2 0.25 0.5 0.7 1.5 2 3".split()),
    "each height is multiplied by the whole range; its own width is enough.":
        "np.diff(edges) → (edges[-1] - edges[0])",
    "all rectangles have the height of the first one here; take that of each.":
        "f(edges[:-1]) → f(edges[0])",
    "height and width have changed places: f is taken at the edges.":
        "f(edges[:-1]) → f(np.diff(edges)) && heights * np.diff(edges) → heights * edges[:-1]",
    "these are differences of heights; the height itself is asked for.":
        "f(edges[:-1]) → np.diff(f(edges))",
    "this holds t² - t + 1 whatever is handed in: use f.":
        "f(edges[:-1]) → (edges[:-1]**2 - edges[:-1] + 1)",
    "the heights are added too early: first an area for each, then the sum.":
        "np.sum(areas) → np.sum(heights) * np.diff(edges)",
    "the last rectangle is missing.": "np.sum(areas) → np.sum(areas[:-1])",
    "the first rectangle is missing.": "np.sum(areas) → np.sum(areas[1:])",
    "only the first rectangle is left: is the return line inside the loop?":
        "np.sum(areas) → areas[0]",
    "only the last rectangle is left: add the areas up.": "np.sum(areas) → areas[-1]",
    "this is the running sum, one number per rectangle; only its end is asked for.":
        "np.sum → np.cumsum",
    "there is one rectangle too many: n + 1 edges make n rectangles.":
        ("[:-1] →  && np.diff(edges) → (edges[1] - edges[0])",
         "[:-1] →  && np.diff(edges) → np.append(np.diff(edges), edges[1] - edges[0])"),
    "the areas are multiplied by their position; height times width is enough.":
        "np.diff(edges) → edges[:-1]",
    "the widths are negative: the right edge comes first.": "np.diff → -np.diff",
    "areas below the axis count as negative: a sign is lost.":
        ("np.sum(areas) → abs(np.sum(areas))", "(areas) → (abs(areas))",
         "(areas) → (np.maximum(areas, 0))"),
    "this is the mean height; an integral is a sum of areas.": "sum(areas) → mean(heights)",
    "this is the mean area; an integral is a sum of areas.": "sum(areas) → mean(areas)",
    "an array made like edges holds no fractions where edges holds none.":
        ("f(edges[:-1]) → f(edges[:-1]).astype(edges.dtype)",
            "= heights * np.diff(edges) → = (heights * np.diff(edges)).astype(edges.dtype)"),
}, integral=_integral)  # fmt: skip

CHARGE = Exercise("""
def charge(current, dt):
    areas = current * dt
    so_far = np.cumsum(areas)
    return areas, so_far
""", [
    {"current": calculus.synaptic_current(np.arange(0, 10.05, 0.1)), "dt": 0.1},
    {"current": np.array([-4, 3, -1, 5, 1]), "dt": 0.6371},
    {"current": np.array([-1.7, 0.9, 0.3]), "dt": 2.0},
    {"current": np.array([2.5]), "dt": 0.03},
], {
    "the two results are swapped: first the areas, then the charge so far.":
        "areas, so_far → so_far, areas",
    "the running sum has overwritten the areas: keep both arrays.": "areas, so → so_far, so",
    "the charge so far begins with the end of the first rectangle: no 0 before it.":
        "np.cumsum(areas) → np.append(0, np.cumsum(areas))",
}, parts={"areas": {
    "the areas are heights times their index; the width of each is dt.":
        ("* dt → * np.arange(current.size)", "* dt → * dt * np.arange(current.size)"),
    "the areas lack the width dt.": " * dt → ",
    "the areas are divided by dt; height times width is a product.": "* dt → / dt",
    "dt stands in the areas once, not squared.": "* dt → * dt**2",
    "the areas have lost a sign: a negative current takes charge away.":
        ("current * dt → abs(current) * dt", "current * dt → np.maximum(current, 0) * dt"),
    "these are trapezoids; a rectangle has the height of its own sample.":
        instead("current * dt", "dt * np.append(current[0], (current[1:] + current[:-1]) / 2)",
                "dt * (current[1:] + current[:-1]) / 2"),
    "the areas are sorted: leave the samples in their order.": "current * → np.sort(current) *",
    "a factor 1000 comes in; height times width is enough.": factors("current * dt"),
    "dt is 0.1 in your formula whatever is handed in: use the argument.": "* dt → * 0.1",
    "dt is rounded: use all of its digits.":
        instead("* dt", "* round(dt)", "* round(dt, 1)", "* round(dt, 2)", "* round(dt, 3)"),
    "an array made like current holds no fractions where current holds none.":
        "current * dt → (current * dt).astype(current.dtype)",
}, "so_far": {
    "the charge so far is their running sum, not only the total.":
        "np.cumsum(areas) → np.full(current.size, np.sum(areas))",
    "the charge so far adds areas, not currents.": "(areas) → (current)",
    "dt stands in the areas already, once is enough.": "(areas) → (areas) * dt",
    "this is the charge at the start of each rectangle; count its own area too.":
        "(areas) → (areas) - areas",
    "the first area is left out of the running sum.": "(areas) → (areas) - areas[0]",
    "the charge is the sum up to here, not a product.": "cumsum → cumprod",
    "the running sum has lost a sign: a negative current takes charge away.":
        ("(areas) → (abs(areas))", "(areas) → (np.maximum(areas, 0))",
         "np.cumsum(areas) → abs(np.cumsum(areas))",
         "np.cumsum(areas) → np.maximum(np.cumsum(areas), 0)",
         "np.cumsum(areas) → np.maximum.accumulate(np.cumsum(areas))"),
    "the running sum is in reverse order or begins at the end.":
        ("(areas) → (areas)[::-1]", "(areas) → (areas[::-1])", "(areas) → (areas[::-1])[::-1]"),
    "this is a fraction of the whole charge; leave it as charge.":
        "(areas) → (areas) / np.sum(areas)",
    "this is the running mean; a charge is a running sum.":
        "(areas) → (areas) / np.arange(1, current.size + 1)",
    "the areas are sorted here: leave them in their order.": "(areas) → (np.sort(areas))",
    "dt is 0.1 here whatever is handed in: use the argument.": "(areas) → (current) * 0.1",
    "these are the areas again; add them up as you go.": "np.cumsum(areas) → areas",
}})  # fmt: skip


# --- two variables --------------------------------------------------------------------------


def _grid(n_inh, n_exc, d_exc, d_inh):
    exc, inh = np.arange(n_exc) * d_exc, np.arange(n_inh) * d_inh
    return {"r": calculus.balanced_rate(exc, inh[:, None]), "d_exc": d_exc, "d_inh": d_inh}


def _table(r, d_exc, d_inh):
    return {"r": np.array(r), "d_exc": d_exc, "d_inh": d_inh}


RANDOM = np.random.default_rng(5).normal(size=(5, 4))
SLIPS = {  # of one slope or of both
    "the sign is turned: later minus earlier.": "-{slope}",
    "the sign is lost: where r falls the slope is negative.": "abs({slope})",
    "the division by the distance is missing.": "{diff}",
    "there is a product with the distance; a slope is divided by it.": "{diff} * {d}",
    "only the second term is divided: put brackets around the difference.":
        "r{later} - r{earlier} / {d}",
    "the distance is that of the other axis: columns run along exc, rows along inh.":
        "{diff} / {other}",
    "the distance is doubled: neighbours are one apart.": "{diff} / (2 * {d})",
    "the distance is 0.1 whatever is handed in: use the argument.": "{diff} / 0.1",
    "the distance has one digit only: use all of them.": "{diff} / round({d}, 1)",
    "the distance is rounded: use all of its digits.": "{diff} / round({d}, 2)",
    "the differences are centred ones, of np.gradient.":
        "np.gradient(r, {d}, axis={axis}){earlier}",
    "the first one is taken away each time; take the neighbour before.":
        "(r{later} - r{first}) / {d}",
    "the slopes along one line stand in all of them; take each by itself.":
        "{diff}{across} / {d} + 0 * {diff}",
    "neighbours are added; take their difference.": "(r{later} + r{earlier}) / {d}",
    "there are no fractions where r holds none: is the array made like r?":
        "({slope}).astype(r.dtype)",
}  # fmt: skip


def _slip(new, axis, d, other):
    """Return one of the slips as an edit of the slope along an axis."""
    diff, other_way = f"np.diff(r, axis={axis})", ":, " * axis
    pieces = {"later": "1:", "earlier": ":-1", "first": ":1"}
    pieces = {name: f"[{other_way}{piece}]" for name, piece in pieces.items()}
    pieces["across"] = f"[{':, ' * (1 - axis)}:1]"
    slope = f"{diff} / {d}"
    new = new.format(slope=slope, diff=diff, d=d, other=other, axis=axis, **pieces)
    return f"{slope} → {new}"


AXES = {"dr_dexc": (1, "d_exc", "d_inh"), "dr_dinh": (0, "d_inh", "d_exc")}
PARTIALS = Exercise("""
def partials(r, d_exc, d_inh):
    dr_dexc = np.diff(r, axis=1) / d_exc
    dr_dinh = np.diff(r, axis=0) / d_inh
    return dr_dexc, dr_dinh
""", [  # a sum of two functions, as in the lesson; no such sum; tiny and whole
    _grid(7, 11, 0.5, 0.3), _table(RANDOM, 0.1637, 2.4219),
    _table([[3, -1, 4], [1, 5, -9]], 0.7, 4.0),
], {
    "the two results are swapped: first dr_dexc, then dr_dinh.":
        "return dr_dexc, dr_dinh → return dr_dinh, dr_dexc",
    "the axes are swapped: columns run along exc, rows along inh.":
        "axis=1 → axis=-2 && axis=0 → axis=-1",
    **{f"in both {message}": " && ".join(_slip(new, *axis) for axis in AXES.values())
       for message, new in SLIPS.items()},
}, parts={
    name: {f"in {name} {message}": _slip(new, *axis) for message, new in SLIPS.items()}
    for name, axis in AXES.items()
})  # fmt: skip

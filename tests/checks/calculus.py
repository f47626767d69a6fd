"""Answers to the exercises of lesson 01."""

RIGHT = {
    "alpha_slope": [
        "return np.exp(-t / tau) - t / tau * np.exp(-t / tau)",
        "return (tau - t) / tau * np.exp(-t / tau)",
        "return [math.exp(-x / tau) * (1 - x / tau) for x in t]",
        "decay = 1 / np.exp(t / tau)\nreturn decay + t * (-1 / tau) * decay",
    ],
    "chain_slope": [
        "return np.e * 4 * x * x * x * np.exp(x**4)",
        "inner = np.power(x, 4) + 1\nreturn np.exp(inner) * (4 * np.power(x, 3))",
        "return [4 * u**3 * math.exp(u**4 + 1) for u in x]",
        """
        import sympy as sp
        u = sp.symbols('u')
        return sp.lambdify(u, sp.diff(sp.exp(u**4 + 1), u))(x)
        """,
    ],
    "forward_difference": [
        "return np.diff(f) / h",
        "return [(f[k + 1] - f[k]) / h for k in range(len(f) - 1)]",
        "return -(f[:-1] - f[1:]) * (1 / h)",
        "return np.convolve(f, [1, -1], mode='valid') / h",
    ],
    "left_sum": [
        "return f(edges[:-1]) @ np.diff(edges)",
        "return sum(f(a) * (b - a) for a, b in zip(edges[:-1], edges[1:]))",
        """
        total = 0
        for k, width in enumerate(np.diff(edges)):
            total += f(edges[k]) * width
        return total
        """,
        "return np.asarray(np.dot(np.diff(edges), f(edges)[:-1]))",
    ],
    "charge": [
        "return current * dt, dt * np.cumsum(current)",
        """
        areas = [c * dt for c in current]
        return areas, [sum(areas[: k + 1]) for k in range(len(areas))]
        """,
        "areas = np.multiply(current, dt)\nreturn [areas, areas.cumsum()]",
        "return areas, so_far → return np.array([areas, so_far])",
    ],
    "partials": [
        "return np.diff(r, axis=1) / d_exc, np.diff(r, axis=0) / d_inh",
        "return np.diff(r) / d_exc, np.diff(r.T).T / d_inh",
        "return [(r[:, 1:] - r[:, :-1]) / d_exc, np.array(r[1:] - r[:-1]) / d_inh]",
        """
        along_exc = [[(b - a) / d_exc for a, b in zip(row, row[1:])] for row in r]
        return along_exc, (np.roll(r, -1, axis=0) - r)[:-1] / d_inh
        """,
    ],
}

WRONG = {
    "alpha_slope": {
        " * (1 - t / tau) → ": "second term is missing",
        "1 - t → -t": "first term is missing",
        "return 1 * (-1 / tau) * np.exp(-t / tau)": "product of the derivatives",
        "1 - t / tau → 1 - t": "factor 1/tau",
        "return np.exp(-t / tau) - tau * t * np.exp(-t / tau)": "multiplies by tau",
        "1 - t → 1 + t": "sign of the second term",
        "1 - t / tau → t / tau - 1": "both signs",
        "return t * np.exp(-t / tau)": "the function itself",
        "exp(-t → exp(t && 1 - t → 1 + t": "lost its minus",
        "exp(-t → exp(t": "lost its minus",
        "return np.exp(-t / tau) + t * np.exp(-t / tau)": "lacks the inner derivative, −1/tau",
        "1 - t / tau → 1 - t / 0.5": "tau is 0.5 in your formula",
        "exp(-t / tau → exp(-t / 0.5": "tau is 0.5 in your formula",
        "/ tau → / 0.5": "use the argument",
        "return np.exp(-t * 2) * (1 - t * 4 * tau)": "right for tau = 0.5, wrong for tau = 3.7",
        "1 - t / tau → 1 - (t / tau) ** 2": "between or after",
        "1 - t → 2 - t": "yours is not",
        "return slope → return slope + 0.01": "1 at t = 0 and 0 at the peak t = tau; yours is not",
        "return ['slope'] * len(t)": "[no unit]",
        "return np.diff(t * np.exp(-t / tau))": "must be of shape",
        "return slope → ": "None",
        "t -= tau\nreturn -t / tau * np.exp(-t / tau - 1)": "changes what it is given",
        "return math.exp(-t / tau)": "np takes arrays",
    },
    "chain_slope": {
        "4 * x**3 *  → ": "inner derivative is missing",
        " * np.exp(x**4 + 1) → ": "only the inner derivative",
        "return np.exp(4 * x**3)": "must not be differentiated",
        "x**4 + 1) → 4 * x**3)": "must not be differentiated",
        "4 * x**3 → x**4": "power rule to x⁴",
        "return (x**4 + 1) * np.exp(x**4)": "that is the power rule",
        "x**4 + 1) → x**4)": "constant 1 in the exponent",
        "4 * x**3 → (4 * x**3 + 1)": "derivative of a constant",
        "x**4 + 1) → x**4) + 1": "at x = 0 the function has a minimum",
        "4 * x**3 → -4 * x**3": "both factors are positive for x > 0",
        "x**3 → x^3": "written **",
        "np.exp → exp": "it is np.exp (line",
        "x**4 → x**2 * sqrt(x**4)": "it is np.sqrt (line",
        "return 4": "must be of shape",
    },
    "forward_difference": {
        " / h → ": "division by h is missing",
        "/ h → / h / h": "divided by h twice",
        "/ h → * h": "multiplied by h",
        "f[1:] - f[:-1] → f[:-1] - f[1:]": "sign is turned",
        "return np.gradient(f, h)": "from 32 samples come 31 differences, and yours has 32",
        "return (f[2:] - f[:-2]) / (2 * h)": "centred",
        "/ h → / (2 * h)": "h apart, not 2h",
        "] - f → ] + f": "sums of neighbours",
        "(f[1:] - f[:-1]) → f[1:] - f[:-1]": "brackets",
        "- f[:-1] → - f": "cut its end",
        "/ h → / 0.2": "h is 0.2 in your formula",
        "/ h → / 0.01": "h is 0.01 in your formula",
        "return slopes → return np.append(slopes, 0)": "yours has",
        "return (f[1] - f[0]) / h": "one-dimensional",
        "return slopes → print(slopes)": "gives back None",
    },
    "left_sum": {
        "f(edges[:-1]) → f(edges[1:])": "right ends",
        "f(edges[:-1]) → (f(edges[1:]) + f(edges[:-1])) / 2": "trapezoid",
        "f(edges[:-1]) → f((edges[1:] + edges[:-1]) / 2)": "midpoint",
        " * np.diff(edges) → ": "widths are missing",
        "return np.sum(f(edges[:-1])) * (edges[1] - edges[0])": "last one is narrower",
        "return np.sum(f(edges)) * (edges[1] - edges[0])": "one rectangle too many",
        "np.diff(edges) → edges[:-1]": "multiplied by their position",
        "np.diff(edges) → (edges[:-1] - edges[1:])": "widths are negative",
        "return np.mean(f(edges[:-1]))": "mean height",
        "return f(edges[:-1]) * np.diff(edges)": "add them up with np.sum",
        "return np.sum(f(edges[:-1])) * np.diff(edges)": "added too early",
        "f(edges[:-1]) → f[edges[:-1]]": "f is a function: round brackets",
        "return [f(edges[0])]": "must be one number",
        "f(edges[:-1]) → f(edges)": "stops with ValueError",
        "return f(edges[0]) * (edges[1] - edges[0])": "several are not",
        "return 5": "single rectangle",
        "return area → return abs(area)": "count as negative",
        "return np.sum(abs(f(edges[:-1]) * np.diff(edges)))": "count as negative",
        "return 'area'": "[unit of f times unit of t]",
    },
    "charge": {
        "* dt → * np.arange(len(current))": "their index",
        " * dt → ": "lack the width",
        "* dt → / dt": "divided by dt",
        "cumsum → sum": "is one number",
        "np.cumsum(areas) → np.sum(areas) + 0 * areas": "not only the total",
        "cumsum(areas) → cumsum(current)": "adds areas, not currents",
        "cumsum(areas) → cumsum(areas) * dt": "once is enough",
        "cumsum → cumprod": "not a product",
        "* dt → * 0.1": "use the argument",
        "return current * dt": "return two arrays",
        "current * dt → (current[1:] + current[:-1]) / 2 * dt": "of shape",
        "current *= dt\nreturn current, np.cumsum(current)": "changes what it is given",
        "areas, so_far → so_far, areas": "swapped",
        "areas, so_far → so_far, so_far": "overwritten the areas",
        """
        areas = current * dt
        so_far = areas
        for i in range(1, len(areas)):
            so_far[i] += so_far[i - 1]
        return areas, so_far
        """: "overwritten the areas",
        "return areas, so_far → return np.array([areas, areas])": "then add them up as you go",
        "return np.array(3 * [current * dt])": "return two arrays",
        "cumsum(areas) → cumsum(areas) - areas": "its own area too",
    },
    "partials": {
        "return np.diff(r, axis=1) / d_inh, np.diff(r, axis=0) / d_exc": "distances are swapped",
        " / d_exc →  && / d_inh → ": "division by the distances",
        "return -np.diff(r, axis=1) / d_exc, -np.diff(r, axis=0) / d_inh": "signs are turned",
        ") / d → ) * d": "by the distance",
        "/ d_inh → / d_exc": "divided by d_exc",
        "return np.diff(r, axis=0) / d_exc, np.diff(r, axis=1) / d_inh": "axes are swapped",
        "return np.gradient(r, d_exc, axis=1), np.gradient(r, d_inh, axis=0)": "n - 1 slopes",
        "return (r[1:] - r[:-1]) / d_exc, (r[1:] - r[:-1]) / d_inh": "axes are swapped",
        "return dr_dexc, dr_dinh → return dr_dexc": "return two arrays",
        "return (r[:, 2:] - r[:, :-2]) / d_exc, (r[2:] - r[:-2]) / d_inh": "must have shape",
        "/ d_exc → / 0.5 && / d_inh → / 0.3": "along one axis at a time, over its distance",
        "dr_dexc, dr_dinh → dr_dexc, -dr_dinh": "second sign is turned",
        "return dr_dexc → return -dr_dexc": "first sign is turned",
        "/ d_exc → / 0.1 && / d_inh → / 0.1": "use d_exc and d_inh",
    },
}

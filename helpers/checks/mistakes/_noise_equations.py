"""Lesson 03's exercises 4.1 and 5.1, the shift and the OU update; the others stand in `noise`.

Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA.
"""

import numpy as np

from helpers.checks.edits import Exercise, combined, factors, instead

# --- the shifted threshold ------------------------------------------------------------------

SHIFTS = [
    {"sigma": 3.0, "dt": 0.1, "g_L": 10.0, "tau_m": 10.0},
    {"sigma": 2.5, "dt": 0.4375, "g_L": 8.7, "tau_m": 15.6},
    {"sigma": 0.8, "dt": 0.02625, "g_L": 13.4, "tau_m": 3.7},
]
ROOT, FACTOR = "np.sqrt(2 * tau_m / 1000)", "0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) *"

# Where two slips give the same numbers, the message holds for both.
THRESHOLD_SHIFT = Exercise("""
def threshold_shift(sigma, dt, g_L, tau_m):
    sigma_v = sigma / (g_L * np.sqrt(2 * tau_m / 1000))
    return 0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v
""", SHIFTS, {
    "too small by √1000: in σ_V τ_m must be in s, in dt/τ_m both in the same unit.": " / 1000 → ",
    "too large by √1000: ms become s under the root of σ_V, and nowhere else.": "(dt → (1000 * dt",
    "in σ_V, 1 s is 1000 ms, and the change of units belongs under the root.":
        ("/ 1000 → * 1000", " / 1000 →  && g_L * → 1000 * g_L *", "/ 1000 → / 100"),
    "too large by √2: σ_V has a 2 under its root, and (3.5) has √2, not 2.": "2 * tau_m → tau_m",
    "too small by √2: (3.5) has a √2, and in σ_V the 2 stands under the root.": "np.sqrt(2) * → ",
    "all of 2 τ_m stands under the root of σ_V.":
        (f"{ROOT} → 2 * tau_m / 1000", f"{ROOT} → np.sqrt(2) * tau_m / 1000"),
    "brackets: g_L and the root both stand under the fraction bar.":
        (f"(g_L * {ROOT}) → g_L * {ROOT}", f"(g_L * {ROOT}) → g_L * np.sqrt(2 * tau_m)"),
    "no root is taken, a number is halved: `** 1 / 2` needs brackets.":
        combined("np.sqrt(dt / tau_m) → (dt / tau_m) / 2", f"{ROOT} → (2 * tau_m / 1000 / 2)"),
    "g_L is missing in σ_V: pA must become mV.": "g_L * → ",
    "g_L multiplies; pA/nS is mV, pA·nS is not.": "/ (g_L * → * g_L / (",
    "no factor 1000 for g_L: pA/nS is mV.": "g_L * → 0.001 * g_L *",
    "g_L and τ_m are swapped in σ_V: the root is taken of τ_m.":
        "(g_L * np.sqrt(2 * tau_m → (tau_m * np.sqrt(2 * g_L",
    "under dt stands τ_m, a time over a time.": instead("dt / tau_m", "dt / g_L", "dt / 1000"),
    "σ is no potential: put σ_V of equation (3.3) into (3.5).":
        ("* sigma_v → * sigma", "* sigma_v → * sigma / g_L"),
    "the root is taken of dt/τ_m, of all of it.":
        instead("np.sqrt(dt / tau_m)", "dt / tau_m", "np.sqrt(dt) / tau_m"),
    "dt/τ_m is missing: the shift vanishes with the step.": "np.sqrt(dt / tau_m) * → ",
    "the fraction under the root is upside down: dt/τ_m.": "dt / tau_m → tau_m / dt",
    "the number in front is not that of (3.5): look at each digit.":
        instead("0.5826", *"1 0.58 0.583 0.582 0.6 0.5862 0.5286 0.5626 0.5836".split()),
    "the threshold seems higher, not lower: the shift is positive.": "0.5826 → -0.5826",
    "this is a threshold; only its shift is asked for.": "return 0.5826 → return -55 + 0.5826",
    "this is σ_V; the shift of equation (3.5) is missing.": f"{FACTOR} → ",
    "σ_V of (3.3) is that of continuous time: the factor of Euler's step comes later.":
        ("* sigma_v → * sigma_v / np.sqrt(1 - dt / (2 * tau_m))",
         "* sigma_v → * sigma_v * np.sqrt(1 - dt / (2 * tau_m))"),
    "an exponential in place of dt/τ_m: (3.5) has none, and is of the first order in √dt.":
        instead("dt / tau_m)", "1 - np.exp(-dt / tau_m))", "(1 - np.exp(-2 * dt / tau_m)) / 2)"),
    "the arguments need not be whole numbers: leave out int() and rounding.":
        combined("g_L * → int(g_L) *", "2 * tau_m → 2 * int(tau_m)", "/ tau_m → / int(tau_m)"),
    "this holds numbers of the lesson's neuron: use the arguments instead.":
        combined("g_L * → 10 *", "2 * tau_m → 2 * 10", "/ tau_m → / 10", "dt / → 0.1 /"),
})  # fmt: skip


# --- the exact OU update --------------------------------------------------------------------

MEMORIES: list[dict] = [
    {"mu": 200.0, "sigma": 40.0, "tau": 10.0, "dt": 0.1, "n": 400},
    {"mu": -3.25, "sigma": 7.0, "tau": 4.6, "dt": 2.0625, "n": 300},
    {"mu": 0.5, "sigma": 0.8, "tau": 3.7, "dt": 7.5, "n": 300},
    {"mu": -60.5, "sigma": 12.3, "tau": 2.6, "dt": 1.375, "n": 3},
    {"mu": 8.5, "sigma": 2.4, "tau": 6.4, "dt": 0.625, "n": 1},
]
for _seed, _probe in enumerate(MEMORIES, 3):  # x[0] of both signs
    _probe["x"] = np.random.default_rng(_seed).standard_normal(_probe.pop("n"))

FIRST, SPREAD, ZEROS = "mu + sigma * x[0]", "np.sqrt(1 - c**2)", "eta = np.zeros(x.size)"
STEP = f"kept + sigma * {SPREAD} * x[k]"
EULER_C, EULER = "np.exp(-dt / tau) → 1 - dt / tau", f"{SPREAD} → np.sqrt(2 * dt / tau)"
PUT_RIGHT = "({0} - {0}.mean()) / {0}.std()"

OU_CURRENT = Exercise("""
def ou_current(mu, sigma, tau, x, dt):
    eta = np.zeros(x.size)
    eta[0] = mu + sigma * x[0]
    c = np.exp(-dt / tau)
    for k in range(1, x.size):
        kept = mu + (eta[k - 1] - mu) * c
        eta[k] = kept + sigma * np.sqrt(1 - c**2) * x[k]
    return eta
""", MEMORIES, {
    "η₀ = μ has no variance yet: it needs σ_OU from the start.": f"{FIRST} → mu",
    "η starts at 0; the stationary law has mean μ and standard deviation σ_OU.": f"{FIRST} → 0",
    "the first sample lacks μ.": f"{FIRST} → sigma * x[0]",
    "the first sample lacks σ_OU.": f"{FIRST} → mu + x[0]",
    "the first sample has the standard deviation of the fresh part only; it needs all of σ_OU.":
        "x[0] → np.sqrt(1 - np.exp(-2 * dt / tau)) * x[0]",
    "this is Euler's step: too large a standard deviation unless dt is far below τ.":
        (EULER, *(f"{EULER_C} && {EULER}{start}"
                  for start in ("", f" && {FIRST} → mu", f" && {FIRST} → 0"))),
    "this is Euler's c, forward or backward: near the exponential for small dt only.":
        (EULER_C, "np.exp(-dt / tau) → 1 / (1 + dt / tau)"),
    "the first sample moves against x[0]: add, not subtract.": f"{FIRST} → mu - sigma * x[0]",
    "a mean or a current below 0 stays what it is: leave out abs() and max().":
        ("mu + sigma → abs(mu) + sigma", "mu + → abs(mu) +", "mu + → abs(mu) + && - mu → - abs(mu)",
         "return eta → return abs(eta)", "return eta → return np.maximum(eta, 0)",
         f"{STEP} → max({STEP}, 0)", f"{STEP} → max({STEP}, 0) && {FIRST} → max({FIRST}, 0)"),
    "mean and standard deviation of so few samples are left to chance: put nothing right.":
        (f"{ZEROS} → x = {PUT_RIGHT.format('x')}\n    {ZEROS}",
         f"return eta → return mu + sigma * {PUT_RIGHT.format('eta')}"),
    "c is rounded, and the error adds up from sample to sample.":
        instead("np.exp(-dt / tau)", *(f"round(np.exp(-dt / tau), {n})" for n in (1, 2, 3, 4))),
    "an array of integers cuts off the digits: leave out int.":
        (f"{ZEROS} → eta = np.zeros(x.size, int)", "return eta → return eta.astype(int)"),
    "τ and dt need not be whole numbers: leave out int() and rounding.":
        (*instead("/ tau", "/ int(tau)", "/ round(tau)"), "-dt → -round(dt, 1)"),
    "σ_OU is in pA already: no √dt beside it.":
        combined(*(f"sigma * {x} → sigma / np.sqrt(dt / 1000) * {x}" for x in ("x[0]", "np"))),
    "each sample starts from the one before it, not from the first.": "eta[k - 1] → eta[0]",
    "the fresh part has the variance σ_OU²(1 − c²): c must be squared.": "c**2 → c",
    "σ_OU² (1 − c²) is the variance of the fresh part; its root is missing.":
        (f"{SPREAD} → (1 - c**2)", f"sigma * {SPREAD} → sigma**2 * (1 - c**2)"),
    "σ_OU stands outside the root.": f"sigma * {SPREAD} → np.sqrt(sigma * (1 - c**2))",
    "the fresh part is too small: √(1 − c²), not 1 − c.": f"{SPREAD} → (1 - c)",
    "the fresh part has the full size σ_OU: the variance grows beyond σ_OU².": f"{SPREAD} * → ",
    "the fresh part lacks σ_OU.": "sigma * np → np",
    "the fresh part is missing: the current only relaxes.": f" + sigma * {SPREAD} * x[k] → ",
    "the fresh part has no √τ and no √dt, as (3.6) has them: its size follows from c.":
        [edit for root in ("np.sqrt(2 * tau)", "np.sqrt(2 / tau)", "np.sqrt(dt)")
         for edit in (f"* np → * {root} * np", f"{SPREAD} → {root}")],
    "the fresh part is larger than σ_OU: under the root stands 1 − c².": "1 - c → 1 + c",
    "this is the root of something negative: look at 1 − c² and at the sign of the exponent.":
        ("1 - c**2 → c**2 - 1", "(-dt → (dt"),
    "the noise is taken away; add it.": "kept + → kept -",
    "the fraction in c is upside down: dt over τ in the exponent.": "-dt / tau → -tau / dt",
    "c must lie between 0 and 1, so the exponent below 0.": f"(-dt → (dt && {SPREAD} * → ",
    "c uses 2 dt/τ; that is c².": "-dt → -2 * dt",
    "the exponent must be a plain number: a time over a time.":
        ("-dt / → -1 /", "-dt / tau → -dt", "-dt / → -dt *"),
    "dt and τ are both in ms: no factor 1000 in the exponent.": factors("dt /"),
    "only the deviation from μ shrinks: take μ away before, add it after.":
        ("mu + (eta[k - 1] - mu) → eta[k - 1]", "(eta[k - 1] - mu) → eta[k - 1]",
         "mu + (eta → (eta", "(eta[k - 1] - mu) → eta[k - 1] - mu"),
    "the deviation changes its sign: it is η − μ, not μ − η.": "eta[k - 1] - mu → mu - eta[k - 1]",
    "c is what is kept of the deviation, not what is forgotten.": "mu) * c → mu) * (1 - c)",
    "nothing of the deviation is forgotten: c is missing.": "mu) * c → mu)",
    "nothing of the deviation is kept: this noise has no memory.": " + (eta[k - 1] - mu) * c → ",
    "on the right stands the sample before, eta[k - 1].": "eta[k - 1] → eta[k]",
    "use x[k] for sample k; yours uses x[k - 1].": "x[k] → x[k - 1]",
    "all samples use the same random number: x[k], not x[0].": "x[k] → x[0]",
    "this holds for one dt and one τ only: use the arguments.":
        combined("-dt → -0.1", "/ tau → / 10"),
})  # fmt: skip

"""Lesson 04's exercises: what a student is asked, the solutions, and the typical slips.

Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

from dataclasses import replace

import numpy as np
from scipy.integrate import quad
from scipy.special import erf, erfcx

from helpers import spikes
from helpers.checks.edits import Exercise, combined, factors
from helpers.checks.mistakes.lif import DEFAULT, OTHER
from helpers.point_processes import gamma_train
from helpers.theory import lif_cv_white_noise, lif_rate_dc, lif_rate_white_noise, lif_voltage_sd


def _train(*spike_times):
    return {"spike_times": np.array(spike_times)}


def _noisy(*rows):
    return [{"mu": mu, "sigma": sigma, "params": params} for mu, sigma, params in rows]


# --- intervals ------------------------------------------------------------------------------

ISI = Exercise("""
def isi(spike_times):
    isi = spike_times[1:] - spike_times[:-1]
    return isi
""", [_train(3.0, 7.0, 7.5, 20.0, 31.25), _train(*(4.2 + gamma_train(60.0, 2.0, 900.0, rng=4))),
      _train(12.5, 31.0), _train(8.0)], {
    "the intervals are negative: the later spike minus the earlier one.": "return → return -",
    "these are spike times, not the times between them.":
        ("[1:] - spike_times[:-1] → [1:]", "[1:] - spike_times[:-1] → [:-1]"),
    "measured from the first spike each time; an interval starts at the spike before.":
        "[:-1] → [0]",
    "these are sums of neighbouring times; an interval is their difference.": "] - → ] +",
    "these are intervals in steps: the times are in ms, so no dt comes in.":
        ("return → return 10 *", "return → return 0.1 *", "return isi → return np.rint(10 * isi)"),
    "these are intervals in s: leave them in ms.": "return → return 0.001 *",
    "a factor 1000 is too much: the times are in ms already.": "return → return 1000 *",
    "these are rates, one over each interval; the interval itself is asked for.":
        ("return → return 1 /", "return → return 1000 /"),
    "the intervals are sorted: keep them in the order in which they came.":
        ("return isi → return np.sort(isi)", "return isi → return np.sort(isi)[::-1]"),
    "the intervals are in reverse order: the first one comes first.":
        "return isi → return isi[::-1]",
}, reference=spikes.isi)  # fmt: skip


# --- the coefficient of variation -----------------------------------------------------------

SHAPES = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
FAMILY = [_train(*gamma_train(40.0, k, 2000.0, rng=1)) for k in SHAPES]
CLOCK = _train(*np.arange(5.0, 200.0, 12.5))
TOO_FEW = {"two spikes": _train(7.0, 19.0), "one spike": _train(7.0), "no spike": _train()}

CV_ISI = Exercise("""
def cv_isi(spike_times):
    isi = np.diff(spike_times)
    return isi.std() / isi.mean() if isi.size >= 2 else np.nan
""", [_train(100.0, 104.0, 116.0), *FAMILY], {
    "this is the variance over the mean, in ms: the SD, its root, belongs above.": "std → var",
    "this is the square of the CV: the SD belongs above, not the variance.":
        "std → var && mean() → mean() ** 2",
    "the SD is divided by n - 1 (ddof=1), a good habit too; equation (4.1) divides by n.":
        "std() → std(ddof=1)",
    "this is the CV of the spike times; the CV of their intervals is asked for.":
        ("np.diff → ", "np.diff →  && std() → std(ddof=1)"),
    "the SD of the intervals is divided by the mean of the spike times.":
        "isi.mean → spike_times.mean",
    "this is the CV of the rates 1/ISI; average the intervals, not one over them.":
        "isi = → isi = 1 /",
    "the fraction is upside down: a regular train must have a small CV.":
        "std() / isi.mean() → mean() / isi.std()",
    "this is the SD in ms; divide it by the mean interval.": "/ isi.mean() → ",
    "this is the mean interval; the SD over it is asked for.": "isi.std() / → ",
    "this is the variance in ms²; the CV is the SD over the mean.": "std() / isi.mean() → var()",
    "the SD is divided by the mean squared: once is enough, ms over ms.": "mean() → mean() ** 2",
    "multiplied by the mean where (4.1) divides: ms times ms is no pure number.": "/ → *",
    "divided by the median: (4.1) takes the mean.": "isi.mean() → np.median(isi)",
    "this is the mean distance from the mean; the SD is a root of mean squares.":
        "isi.std() → np.abs(isi - isi.mean()).mean()",
    "the SD is divided by √n: that is the standard error of the mean, not the SD.":
        ("/ isi → / isi.size**0.5 / isi", "/ isi → / isi.size**0.5 / isi && std() → std(ddof=1)"),
    "SD and mean are in different units, or this is a percentage: ms over ms is enough.":
        factors("isi.std", of=("1000 *", "0.001 *", "100 *")),
    "this is the Fano factor's recipe with intervals in place of counts: use the SD.":
        "std() → var(ddof=1)",
    "intervals between neighbours only: the first spike has no interval of its own.":
        "(spike_times) → (spike_times, prepend=0)",
}, reference=spikes.cv_isi)  # fmt: skip


# --- the rate under noise -------------------------------------------------------------------

NEAR = _noisy(  # both limits above -5; in the last two V_inf lies far below the threshold
    (200.0, 6.0, DEFAULT), (215.0, 8.0, DEFAULT), (150.0, 7.5, DEFAULT), (170.0, 5.0, OTHER),
    (120.0, 4.0, OTHER), (130.0, 3.0, DEFAULT), (110.0, 3.0, DEFAULT),
)  # fmt: skip
FAR = _noisy(  # a limit below -6, where 1 + erf u is 0; in the last one exp(u²) overflows as well
    (200.0, 3.0, DEFAULT), (250.0, 1.5, DEFAULT), (260.0, 1.0, OTHER), (250.0, 0.5, DEFAULT)
)
FROM_PARAMS = "this holds numbers of the default neuron: take each one from `params`."
NO_BRACKETS = "- v_inf) / (np.sqrt(2) * sigma_v) → - v_inf) / np.sqrt(2) * sigma_v"

SIEGERT_RATE = Exercise("""
def siegert_rate(mu, sigma, params):
    p = params
    v_inf, sigma_v = p.E_L + mu / p.g_L, lif_voltage_sd(sigma, p)
    y_th = (p.V_th - v_inf) / (np.sqrt(2) * sigma_v)
    y_r = (p.V_reset - v_inf) / (np.sqrt(2) * sigma_v)
    integral = quad(lambda u: erfcx(-u), y_r, y_th)[0]
    mean_isi = p.t_ref + p.tau_m * np.sqrt(np.pi) * integral
    return 1000 / mean_isi
""", NEAR + FAR, {
    "t_ref is missing: with a strong current the rate must stay below 1000/t_ref.": "p.t_ref + → ",
    "t_ref must lengthen the interval, not shorten it.": "p.t_ref → -p.t_ref",
    "the factor √π in front of the integral is missing.": "np.sqrt(np.pi) * → ",
    "the factor is √π, not π.": "np.sqrt(np.pi) → np.pi",
    "divided by √π where (4.3) multiplies.": "* np.sqrt(np.pi) → / np.sqrt(np.pi)",
    "tau_m is missing: the integral is a pure number, the interval is in ms.": "p.tau_m * → ",
    "t_ref stands alone: only tau_m is multiplied by the integral.":
        ("p.t_ref + p.tau_m → (p.t_ref + p.tau_m)", "p.t_ref → (p.t_ref && (np.pi) → (np.pi))"),
    "milliseconds and seconds are mixed: tau_m and t_ref both stay in ms.":
        (*factors("p.tau_m", "p.t_ref", of=("0.001 *",)), *factors("1000 /")),
    "the return line takes 1000 over the interval already: mean_isi is in ms, not a rate.":
        ("1000 / → ", "1000 / → 1000 *"),
    "the factor √2 under both limits is missing.": "np.sqrt(2) * → ",
    "the factor √2 is missing in one of the two limits.":
        factors("(p.V_th", "(p.V_reset", of=("np.sqrt(2) *",)),
    "the limits are divided by 2 σ_V: √2 times σ_V stands there.": "np.sqrt(2) → 2",
    "the root goes over the 2 only: √2 times σ_V.": "(2) * sigma_v → (2 * sigma_v)",
    "the limits are still in mV: divide by √2 times σ_V.": "/ (np.sqrt(2) * sigma_v) → ",
    "σ_V is missing under the limits, which are still in mV.": " * sigma_v → ",
    "√2 and σ_V belong together under the fraction bar: put brackets around them.":
        ("/ (np.sqrt(2) * sigma_v) → / sigma_v * np.sqrt(2)", NO_BRACKETS,
         *(NO_BRACKETS.replace("-", f"{v} -") for v in ("V_th", "V_reset"))),
    "only v_inf is divided: the whole difference V - v_inf belongs in brackets.":
        combined("(p.V_th - v_inf) → p.V_th - v_inf", "(p.V_reset - v_inf) → p.V_reset - v_inf"),
    "the limits are divided by sigma in pA·√s; σ_V, in mV, makes them pure numbers.":
        "* sigma_v → * sigma",
    "the limits are divided by the variance of V; its SD makes them pure numbers.":
        "* sigma_v → * sigma_v**2",
    "the limits are swapped: the integral runs from y_r up to y_th.": "y_r, y_th → y_th, y_r",
    "the limits have the wrong sign: potential minus V_inf, as in (4.2).":
        "y_r, y_th → -y_r, -y_th",
    "the limits are measured from V_inf: subtract v_inf.": " - v_inf → ",
    "the limits are measured from E_L; V_inf lies mu/g_L above it.": "- v_inf → - p.E_L",
    "after a spike V starts at V_reset, which need not be E_L.": "p.V_reset → p.E_L",
    "the lower limit comes from V_reset, not from the start V_init.": "p.V_reset → p.V_init",
    "the integral has no lower limit: it starts at y_r, where V starts after a spike.":
        "y_r, → -np.inf,",
    "the integral starts at 0; it starts at y_r.": "y_r, → 0,",
    "the integrand has u in place of -u: erfcx(u) falls, (4.3) grows towards threshold.": "-u → u",
    "the exponent has the wrong sign: exp(u²), which grows.": "erfcx( → np.exp(-2 * u**2) * erfcx(",
    "exp(u²) stands in the integrand twice: erfcx holds it already.":
        ("erfcx(-u) → np.exp(u**2) * erfcx(-u)", "erfcx(-u) → np.exp(u**2) * (1 + erfcx(-u))"),
    "quad returns the integral and an estimate of its error: take [0], not [1].": "[0] → [1]",
    "this is the rate without noise: sigma has no effect.":
        "return 1000 / mean_isi → return lif_rate_dc(mu, params)",
    FROM_PARAMS:
        ("= params → = DEFAULT", "p.tau_m → DEFAULT.tau_m",
         *(f"= params → = replace(params, {name}=DEFAULT.{name})"
           for name in ("V_th", "V_reset", "E_L", "tau_m", "g_L", "t_ref"))),
}, reference=lif_rate_white_noise, quad=quad, erfcx=erfcx, lif_voltage_sd=lif_voltage_sd,
   lif_rate_dc=lif_rate_dc, replace=replace, DEFAULT=DEFAULT)  # fmt: skip


# --- the CV under noise ---------------------------------------------------------------------

NEAR_CV = _noisy(  # both limits above -5
    (200.0, 6.0, DEFAULT), (150.0, 7.5, DEFAULT), (170.0, 5.0, OTHER), (120.0, 4.0, OTHER)
)
FAR_CV = _noisy((250.0, 3.0, DEFAULT), (180.0, 1.0, DEFAULT), (250.0, 0.5, DEFAULT))
NODE, WEIGHT = np.polynomial.legendre.leggauss(300)


def _dblquad(integrand, a, b, low, high):
    """Return what SciPy's function does, fast: by a grid that is dense where z is small."""
    x, share = (a + b) / 2 + (b - a) / 2 * NODE[:, None], (NODE + 1) / 2
    high = min(high, 30.0)  # nothing is left of the integrand there
    z = low + (high - low) * share**3  # for x far below 0 the integrand falls fast
    inner = integrand(z, x) @ (1.5 * (high - low) * share**2 * WEIGHT)
    return float(inner @ WEIGHT * (b - a) / 2), 0.0


SIEGERT_CV = Exercise("""
def siegert_cv(mu, sigma, params):
    p = params
    v_inf, width = p.E_L + mu / p.g_L, np.sqrt(2) * lif_voltage_sd(sigma, p)
    y_th, y_r = (p.V_th - v_inf) / width, (p.V_reset - v_inf) / width
    mean_isi = 1000 / lif_rate_white_noise(mu, sigma, p)
    double = dblquad(lambda z, x: np.exp(2 * x * z - z**2) * erfcx(z - x) ** 2,
                     y_r, y_th, 0, np.inf)[0]
    root = np.sqrt(2 * np.pi * double)
    return root * p.tau_m / mean_isi
""", NEAR_CV + FAR_CV, {
    "this is the square of the CV, as (4.5) says: take its root.":
        "root * p.tau_m / mean_isi → (root * p.tau_m / mean_isi) ** 2",
    "the root belongs to the factor 2π and the double integral only, not to the times.":
        "p.tau_m / mean_isi → np.sqrt(p.tau_m / mean_isi)",
    "the times stand squared in (4.5): under the root tau_m / mean_isi needs its square, "
    "outside it none.": "p.tau_m / mean_isi → (p.tau_m / mean_isi) ** 2",
    "the root goes over 2π and the double integral, both of them.":
        ("* double) → ) * double", "np.sqrt(2 * np.pi * → 2 * np.pi * np.sqrt("),
    "the factor 2π is missing, or a part of it.":
        ("2 * np.pi * → ", "np.pi * → ", "2 * np.pi → np.pi"),
    "this is the SD of the interval in ms; divide it by mean_isi.": "/ mean_isi → ",
    "this is the variance of the interval in ms²: its root over mean_isi is the CV.":
        "root * p.tau_m / mean_isi → (root * p.tau_m) ** 2",
    "tau_m is missing: ms over ms makes a pure number.": " * p.tau_m → ",
    "the times are upside down: tau_m over mean_isi.": "p.tau_m / mean_isi → mean_isi / p.tau_m",
    "multiplied by mean_isi where (4.5) divides.": "/ mean_isi → * mean_isi",
    "milliseconds and seconds are mixed: tau_m and mean_isi are both in ms.": factors("root *"),
    "t_ref is in mean_isi already, and it never varies: leave it out of the SD.":
        ("/ mean_isi → / (mean_isi + p.t_ref)", "root * p.tau_m → (p.t_ref + root * p.tau_m)"),
    "this is the CV without t_ref: divide by mean_isi as it is.":
        "/ mean_isi → / (mean_isi - p.t_ref)",
    "this is the double integral alone; (4.5) tells how the CV follows from it.":
        "root * p.tau_m / mean_isi → double",
    "erfcx stands squared in (4.6).": ") ** 2 → )",
    "erfcx takes z - x, which is -y.": ("(z - x) → (z)", "(z - x) → (-x)"),
    "erf or erfc in place of erfcx: only erfcx fits the exponent that is left in (4.6).":
        "erfcx(z - x) → (1 + erf(x - z))",
    "the factor in front of erfcx is e^(2xz - z²): one of the two terms is missing or off.":
        ("2 * x * z - → -", "2 * x * z → x * z", "- z**2 → - 2 * z**2", "x * z - → x -"),
    FROM_PARAMS: ("= params → = DEFAULT", "p.tau_m → DEFAULT.tau_m"),
}, reference=lif_cv_white_noise, dblquad=_dblquad, erf=erf, erfcx=erfcx, DEFAULT=DEFAULT,
   lif_rate_white_noise=lif_rate_white_noise, lif_voltage_sd=lif_voltage_sd)  # fmt: skip

# The CVs of these are infinite, or nearly: they are told by what a student hands to dblquad. The
# limits are those of NEAR_CV[0]; at z and x every slip has a value of its own.
SWAPPED = "dblquad hands its function z first, then x: lambda z, x."
X_FIRST = "the limits of x come first: y_r, y_th, then 0, np.inf."

HANDED_OVER = Exercise("""
def handed_over(y_r, y_th, z, x):
    limits = y_r, y_th, 0, np.inf
    return limits, np.exp(2 * x * z - z**2) * erfcx(z - x) ** 2
""", [{"y_r": -20 / 6, "y_th": 0.0, "z": 0.7, "x": -0.4}], parts={"limits": {
    X_FIRST: "y_r, y_th, 0, np.inf → 0, np.inf, y_r, y_th",
    "the limits of x are swapped: from y_r up to y_th.": "y_r, y_th, 0 → y_th, y_r, 0",
    "the limits of z are swapped: from 0 up to np.inf.": "0, np.inf → np.inf, 0",
    "z is a distance, x - y: it starts at 0.":
        ("0, np.inf → -np.inf, np.inf", "0, np.inf → -np.inf, 0", "0, np.inf → y_r, np.inf"),
}, "integrand": {
    SWAPPED: "z - x → x - z && z**2 → x**2",
    "take the integrand of (4.6): that of (4.5) loses its digits or is infinite.":
        "2 * x * z - z**2 → x**2 + z**2 && erfcx(z - x) → (1 + erf(z))",
    "take the integrand of (4.6); in that of (4.5) dblquad hands y first, then x.":
        "2 * x * z - z**2 → x**2 + z**2 && erfcx(z - x) → (1 + erf(x))",
    "z² has a minus in the exponent of (4.6).": ("- z**2 → + z**2", "2 * x * z - → -2 * x * z +"),
    "the term -z² is missing in the exponent of (4.6).": " - z**2 → ",
    "the sign of the exponent 2xz is wrong.": "2 * x * z → -2 * x * z",
    "erfcx takes z - x, which is -y.": ("z - x → x - z", "z - x → x + z", "z - x → -x - z"),
    "the factor in front of erfcx is missing, e^(2xz - z²).": "np.exp(2 * x * z - z**2) * → ",
}}, erf=erf, erfcx=erfcx)  # fmt: skip


# --- counts ---------------------------------------------------------------------------------

WINDOWS = np.array([20.0, 50.0, 100.0, 200.0, 400.0])
BURSTY, REGULAR = gamma_train(45.0, 0.6, 2970.0, rng=5), gamma_train(30.0, 6.0, 1700.0, rng=6)
INTERVALS = "np.histogram(spike_times, edges)[0] → np.diff(spike_times)"

FANO_FACTOR = Exercise("""
def fano_factor(spike_times, window, t_stop):
    edges = window * np.arange(int(t_stop / window) + 1)
    n = np.histogram(spike_times, edges)[0]
    return n.var(ddof=1) / n.mean()
""", [
    *({"spike_times": BURSTY, "window": w, "t_stop": 3000.0} for w in WINDOWS.tolist()),
    {"spike_times": REGULAR, "window": 120.0, "t_stop": 1750.0},
], {
    "the SD stands above where the variance belongs.": ("var → std", "var(ddof=1) → std()"),
    "the variance is divided by n; with few windows take n - 1 (ddof=1).": "ddof=1 → ",
    "divided by the mean squared: the mean itself stands below.":
        ("mean() → mean() ** 2", "mean() → mean() ** 2 && ddof=1 → "),
    "the fraction is upside down: variance over mean.":
        ("n.var(ddof=1) / n.mean() → n.mean() / n.var(ddof=1)",
         "n.var(ddof=1) / n.mean() → n.mean() / n.var()"),
    "this is the variance of the counts; divide it by their mean.":
        (" / n.mean() → ", "ddof=1) / n.mean() → )"),
    "this is the mean count; the variance over it is asked for.": "n.var(ddof=1) / → ",
    "these are rates in Hz, not counts: leave the counts as they are.":
        ("[0] → [0] / window * 1000", "[0] → [0] / window"),
    "the windows start at the first spike and end at the last: hand `edges` to np.histogram.":
        ("edges) → len(edges) - 1)", "edges) → len(edges))"),
    "np.histogram takes a number as the number of windows, not as their length: "
    "hand it `edges`.": "edges) → int(window))",
    "[1] are the borders of the windows; the counts come first, [0].": "[0] → [1]",
    "a window is missing: hand over all of `edges`.":
        ("edges) → edges[1:])", "edges) → edges[:-1])", "edges) → edges[1:-1])"),
    "the spike times come first, then the borders.": "spike_times, edges → edges, spike_times",
    "density=True turns counts into a density per ms: leave it out.":
        ("edges) → edges, density=True)", "edges) → edges, density=True) && ddof=1 → "),
    "np.histogram made ten windows of its own: hand it `edges` as well.": ", edges) → )",
    "this counts intervals by their length; count the spike times.":
        "(spike_times, edges → (np.diff(spike_times), edges",
    "this is the square of the intervals' CV: count spikes in windows.":
        (f"{INTERVALS} && mean() → mean() ** 2",
         f"{INTERVALS} && mean() → mean() ** 2 && ddof=1 → "),
    "this is the CV of the intervals: count spikes in windows.":
        f"{INTERVALS} && var(ddof=1) → std()",
    "variance and mean of the intervals; (4.4) is about counts.":
        (INTERVALS, f"{INTERVALS} && ddof=1 → "),
    "the counts grow from window to window: count in each one anew.":
        ("[0] → [0].cumsum()", "histogram → searchsorted && [0] → "),
    "the empty windows count too: they belong to the variability.":
        "return → n = n[n > 0]\n    return",
}, reference=spikes.fano_factor)  # fmt: skip

"""Lesson 04's exercises 6.1 and 9.1, rate and CV under white noise; the others stand in `cv_isi`.

Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

from dataclasses import replace

import numpy as np
from scipy.integrate import quad
from scipy.special import erf, erfc, erfcx

from helpers.checks.edits import Exercise, combined, factors, instead
from helpers.checks.mistakes.lif import DEFAULT, OTHER
from helpers.theory import lif_cv_white_noise, lif_rate_dc, lif_rate_white_noise, lif_voltage_sd


def _noisy(*rows):
    return [{"mu": mu, "sigma": sigma, "params": params} for mu, sigma, params in rows]


# --- the rate under noise -------------------------------------------------------------------

NEAR = _noisy(  # both limits between -5 and 3; V_inf lies far below the threshold in the last three
    (200.0, 6.0, DEFAULT), (215.0, 8.0, DEFAULT), (150.0, 7.5, DEFAULT), (170.0, 5.0, OTHER),
    (120.0, 4.0, OTHER), (130.0, 3.0, DEFAULT), (110.0, 3.0, DEFAULT), (-40.5, 10.0, OTHER),
)  # fmt: skip
FAR = _noisy(  # a limit below -6, where 1 + erf u is 0; in the last one exp(u²) overflows as well
    (200.0, 3.0, DEFAULT), (250.0, 1.5, DEFAULT), (260.0, 1.0, OTHER), (250.0, 0.5, DEFAULT)
)
RARE = _noisy((105.5, 2.2, DEFAULT))  # the upper limit lies above 4
FROM_PARAMS = "this holds numbers of the default neuron: take each one from `params`."
ERFCX_OF_U, INTEGRAL = "lambda u: erfcx(-u)", "quad(lambda u: erfcx(-u), y_r, y_th)[0]"
ERFCX, RETURN = "erfcx(-u)", "return 1000 / mean_isi"
LOST = "for u below -6 the digits get lost: 1 + erf u is 0 there, and e^(u²) too large."
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
""", NEAR + FAR + RARE, {
    "t_ref is missing: with a strong current the rate must stay below 1000/t_ref.": "p.t_ref + → ",
    "t_ref must lengthen the interval, not shorten it.": "p.t_ref → -p.t_ref",
    "the factor √π in front of the integral is missing.": "np.sqrt(np.pi) * → ",
    "the factor is √π, not π.": "np.sqrt(np.pi) → np.pi",
    "the root is taken of π, not of tau_m.": "p.tau_m * np.sqrt( → np.sqrt(p.tau_m * ",
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
    "the integral counts below 0: it runs from y_r up to y_th, and is added to t_ref.":
        "y_r, y_th → y_th, y_r",
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
    "the 1 + in front of erf u is missing.": f"{ERFCX} → np.exp(u**2) * erf(u)",
    LOST: (f"{ERFCX} → np.exp(u**2) * (1 + erf(u))",
           f"{ERFCX} → np.nan_to_num(np.exp(u**2) * (1 + erf(u)), posinf=0)"),
    "e^(u²) times erfc(-u) is infinity times 0 far below 0: erfcx is both in one.":
        f"{ERFCX} → np.exp(u**2) * erfc(-u)",
    "the integrand does not change with u.": ("-u → -y_th", "-u → -y_r"),
    "the parts below and above 0 lose their signs: both limits may lie on one side.":
        f"{INTEGRAL} → abs(quad({ERFCX_OF_U}, 0, y_th)[0]) + abs(quad({ERFCX_OF_U}, y_r, 0)[0])",
    "a grid of a few points is too coarse for this integrand: quad is fine enough.":
        instead(INTEGRAL, *(f"np.trapezoid(erfcx(-{u}), {u})" for u in
                [f"np.linspace(y_r, y_th, {n})" for n in (10, 11, 20, 21, 50, 51, 100, 101)])),
    "this is the rate of a simulation in steps: leave out dt.":
        f"{RETURN} → return lif_rate_white_noise(mu, sigma, p, 0.1)",
    "a rate and a time do not add up: t_ref belongs to the interval.":
        f"{RETURN} → {RETURN} - p.t_ref",
    "quad returns the integral and an estimate of its error: take [0], not [1].": "[0] → [1]",
    "this is the rate without noise: sigma has no effect.":
        "return 1000 / mean_isi → return lif_rate_dc(mu, params)",
    FROM_PARAMS:
        ("= params → = DEFAULT", "p.tau_m → DEFAULT.tau_m", "(sigma, p) → (sigma)",
         f"{RETURN} → return lif_rate_white_noise(mu, sigma)",
         *(f"= params → = replace(params, {name}=DEFAULT.{name})"
           for name in ("V_th", "V_reset", "E_L", "tau_m", "g_L", "t_ref"))),
}, reference=lif_rate_white_noise, quad=quad, erf=erf, erfc=erfc, erfcx=erfcx, replace=replace,
   lif_voltage_sd=lif_voltage_sd, lif_rate_dc=lif_rate_dc,
   lif_rate_white_noise=lif_rate_white_noise, DEFAULT=DEFAULT)  # fmt: skip


# --- the CV under noise ---------------------------------------------------------------------

NEAR_CV = _noisy(  # both limits above -5
    (200.0, 6.0, DEFAULT), (150.0, 7.5, DEFAULT), (170.0, 5.0, OTHER), (120.0, 4.0, OTHER),
    (132.0, 6.0, replace(DEFAULT, V_reset=-60.0)), (-40.5, 10.0, OTHER),
)  # fmt: skip
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
    "the times are missing: (4.5) has tau_m over mean_isi.": " * p.tau_m / mean_isi → ",
    "after a spike V starts at V_reset, which need not be E_L.": "p.V_reset → p.E_L",
    "a CV may be above 1: nothing is cut off.":
        "root * p.tau_m / mean_isi → min(root * p.tau_m / mean_isi, 1.0)",
    "this is the CV, or its mean interval, of a simulation in steps: leave out dt.":
        ("noise(mu, sigma, p) → noise(mu, sigma, p, 0.1)",
         "return root * p.tau_m / mean_isi → return lif_cv_white_noise(mu, sigma, p, 0.1)"),
    FROM_PARAMS: ("= params → = DEFAULT", "p.tau_m → DEFAULT.tau_m", "(sigma, p) → (sigma)",
                  "noise(mu, sigma, p) → noise(mu, sigma)",
                  "return root * p.tau_m / mean_isi → return lif_cv_white_noise(mu, sigma)"),
}, reference=lif_cv_white_noise, dblquad=_dblquad, erf=erf, erfcx=erfcx, DEFAULT=DEFAULT,
   lif_cv_white_noise=lif_cv_white_noise, lif_rate_white_noise=lif_rate_white_noise,
   lif_voltage_sd=lif_voltage_sd)  # fmt: skip

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
    "z has no end: np.inf.": instead("0, np.inf", "0, 1", "0, 2", "0, 3"),
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
    "z² belongs into the exponent: brackets.": " - z**2) → ) - z**2",
    "the factor in front of erfcx is missing, e^(2xz - z²).": "np.exp(2 * x * z - z**2) * → ",
}}, erf=erf, erfcx=erfcx)  # fmt: skip

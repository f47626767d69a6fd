"""Lesson 04's typical mistakes: what a student is asked, and what each slip would answer.

Each table goes from the message of a mistake to the function that makes it, of one namespace `a`
that holds a probe's arguments. `helpers.checks.cv_isi` compares a student's answers with them.

Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

import functools
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from scipy.integrate import quad
from scipy.special import erf, erfcx

from helpers.checks.lif_mistakes import DEFAULT, OTHER
from helpers.point_processes import gamma_train
from helpers.spikes import cv_isi
from helpers.theory import (
    lif_cv_white_noise,
    lif_rate_dc,
    lif_rate_white_noise,
    lif_voltage_sd,
)

# --- intervals ------------------------------------------------------------------------------

TRAINS = [
    {"spike_times": np.array([3.0, 7.0, 7.5, 20.0, 31.25])},
    {"spike_times": 4.2 + gamma_train(60.0, 2.0, 900.0, rng=4)},
    {"spike_times": np.array([12.5, 31.0])},
    {"spike_times": np.array([8.0])},
]


def intervals(spike_times):
    """Return the interspike intervals [ms]."""
    return np.diff(spike_times)


ISI_MISTAKES = {
    "the intervals are negative: the later spike minus the earlier one.": (
        lambda a: -np.diff(a.spike_times)
    ),
    "these are spike times, not the times between them.": (
        lambda a: a.spike_times[1:],
        lambda a: a.spike_times[:-1],
    ),
    "measured from the first spike each time; an interval starts at the spike before.": (
        lambda a: a.spike_times[1:] - a.spike_times[:1]
    ),
    "these are sums of neighbouring times; an interval is their difference.": (
        lambda a: a.spike_times[1:] + a.spike_times[:-1]
    ),
    "these are intervals in steps: the times are in ms, so no dt comes in.": (
        lambda a: np.diff(a.spike_times) / 0.1,
        lambda a: np.round(np.diff(a.spike_times) / 0.1),
        lambda a: np.diff(a.spike_times) * 0.1,
    ),
    "these are intervals in s: leave them in ms.": lambda a: np.diff(a.spike_times) / 1000,
    "a factor 1000 is too much: the times are in ms already.": (
        lambda a: np.diff(a.spike_times) * 1000
    ),
    "these are rates, one over each interval; the interval itself is asked for.": (
        lambda a: 1 / np.diff(a.spike_times),
        lambda a: 1000 / np.diff(a.spike_times),
    ),
    "the intervals are sorted: keep them in the order in which they came.": (
        lambda a: np.sort(np.diff(a.spike_times)),
        lambda a: np.sort(np.diff(a.spike_times))[::-1],
    ),
    "the intervals are in reverse order: the first one comes first.": (
        lambda a: np.diff(a.spike_times)[::-1]
    ),
}


# --- the coefficient of variation -----------------------------------------------------------

SHAPES = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
FAMILY = [{"spike_times": gamma_train(40.0, k, 2000.0, rng=1)} for k in SHAPES]
CLOCK = {"spike_times": np.arange(5.0, 200.0, 12.5)}
THREE = {"spike_times": np.array([100.0, 104.0, 116.0])}
ENOUGH = [THREE, *FAMILY]
TOO_FEW = {
    "two spikes": {"spike_times": np.array([7.0, 19.0])},
    "one spike": {"spike_times": np.array([7.0])},
    "no spike": {"spike_times": np.array([])},
}


def _of_intervals(statistic):
    return lambda a: float(statistic(np.diff(a.spike_times)))


CV_MISTAKES = {
    "this is the variance over the mean, in ms: the SD, its root, belongs above.": (
        _of_intervals(lambda x: x.var() / x.mean())
    ),
    "this is the square of the CV: the SD belongs above, not the variance.": (
        _of_intervals(lambda x: x.var() / x.mean() ** 2)
    ),
    "the SD is divided by n - 1 (ddof=1), a good habit too; equation (4.1) divides by n.": (
        _of_intervals(lambda x: x.std(ddof=1) / x.mean())
    ),
    "this is the CV of the spike times; the CV of their intervals is asked for.": (
        lambda a: a.spike_times.std() / a.spike_times.mean(),
        lambda a: a.spike_times.std(ddof=1) / a.spike_times.mean(),
    ),
    "the SD of the intervals is divided by the mean of the spike times.": (
        lambda a: np.diff(a.spike_times).std() / a.spike_times.mean()
    ),
    "this is the CV of the rates 1/ISI; average the intervals, not one over them.": (
        _of_intervals(lambda x: (1 / x).std() / (1 / x).mean())
    ),
    "the fraction is upside down: a regular train must have a small CV.": (
        _of_intervals(lambda x: x.mean() / x.std())
    ),
    "this is the SD in ms; divide it by the mean interval.": _of_intervals(np.std),
    "this is the mean interval; the SD over it is asked for.": _of_intervals(np.mean),
    "this is the variance in ms²; the CV is the SD over the mean.": _of_intervals(np.var),
    "the SD is divided by the mean squared: once is enough, ms over ms.": (
        _of_intervals(lambda x: x.std() / x.mean() ** 2)
    ),
    "multiplied by the mean where (4.1) divides: ms times ms is no pure number.": (
        _of_intervals(lambda x: x.std() * x.mean())
    ),
    "divided by the median: (4.1) takes the mean.": (
        _of_intervals(lambda x: x.std() / np.median(x))
    ),
    "this is the mean distance from the mean; the SD is a root of mean squares.": (
        _of_intervals(lambda x: np.abs(x - x.mean()).mean() / x.mean())
    ),
    "the SD is divided by √n: that is the standard error of the mean, not the SD.": (
        _of_intervals(lambda x: x.std() / x.mean() / np.sqrt(x.size)),
        _of_intervals(lambda x: x.std(ddof=1) / x.mean() / np.sqrt(x.size)),
    ),
    "SD and mean are in different units, or this is a percentage: ms over ms is enough.": (
        _of_intervals(lambda x: 1000 * x.std() / x.mean()),
        _of_intervals(lambda x: x.std() / x.mean() / 1000),
        _of_intervals(lambda x: 100 * x.std() / x.mean()),
    ),
    "this is the Fano factor's recipe with intervals in place of counts: use the SD.": (
        _of_intervals(lambda x: x.var(ddof=1) / x.mean())
    ),
    "intervals between neighbours only: the first spike has no interval of its own.": (
        lambda a: np.diff(a.spike_times, prepend=0).std() / np.diff(a.spike_times, prepend=0).mean()
    ),
}


# --- the rate under noise -------------------------------------------------------------------

NEAR = [  # both limits above -5; in the last two V_inf lies far below the threshold
    {"mu": 200.0, "sigma": 6.0, "params": DEFAULT},
    {"mu": 215.0, "sigma": 8.0, "params": DEFAULT},
    {"mu": 150.0, "sigma": 7.5, "params": DEFAULT},
    {"mu": 170.0, "sigma": 5.0, "params": OTHER},
    {"mu": 120.0, "sigma": 4.0, "params": OTHER},
    {"mu": 130.0, "sigma": 3.0, "params": DEFAULT},
    {"mu": 110.0, "sigma": 3.0, "params": DEFAULT},
]
FAR = [  # a limit below -6, where 1 + erf u is 0; in the last one exp(u²) overflows as well
    {"mu": 200.0, "sigma": 3.0, "params": DEFAULT},
    {"mu": 250.0, "sigma": 1.5, "params": DEFAULT},
    {"mu": 260.0, "sigma": 1.0, "params": OTHER},
    {"mu": 250.0, "sigma": 0.5, "params": DEFAULT},
]


def _siegert(
    limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, p.V_reset - v_inf),
    root=np.sqrt(2),
    sd=lambda p, sigma: lif_voltage_sd(sigma, p),
    integrand=lambda u: erfcx(-u),
    part=0,
    mean_isi=lambda p, area: p.t_ref + p.tau_m * np.sqrt(np.pi) * area,
    params=lambda p: p,
):
    """Return a rate that goes wrong where an argument differs from its default."""

    def rate(a):
        p = params(a.params)
        v_inf, sigma_v = p.E_L + a.mu / p.g_L, sd(p, a.sigma)
        y_th, y_r = (y / (root * sigma_v) for y in limits(p, v_inf, sigma_v))
        return 1000 / mean_isi(p, quad(integrand, y_r, y_th)[part])

    return rate


def _isi(formula):
    return _siegert(mean_isi=formula)


def _with_default(*names):
    return lambda p: replace(p, **{name: getattr(DEFAULT, name) for name in names})


def _bracketless(first, second):
    """Return the rate with a bracket missing in the upper limit (first) or the lower (second).

    "width" is (V - V_inf) / √2 · σ_V, "mean" is V - V_inf / (√2 σ_V).
    """

    def one(kind, v, v_inf, sigma_v):
        if kind == "width":
            return (v - v_inf) / np.sqrt(2) * sigma_v
        width = np.sqrt(2) * sigma_v
        return v - v_inf / width if kind == "mean" else (v - v_inf) / width

    def limits(p, v_inf, sigma_v):
        pairs = ((first, p.V_th), (second, p.V_reset))
        return tuple(one(kind, v, v_inf, sigma_v) * np.sqrt(2) * sigma_v for kind, v in pairs)

    return _siegert(limits=limits)


SIEGERT_MISTAKES = {
    "t_ref is missing: with a strong current the rate must stay below 1000/t_ref.": (
        _isi(lambda p, area: p.tau_m * np.sqrt(np.pi) * area)
    ),
    "t_ref must lengthen the interval, not shorten it.": (
        _isi(lambda p, area: p.tau_m * np.sqrt(np.pi) * area - p.t_ref)
    ),
    "the factor √π in front of the integral is missing.": (
        _isi(lambda p, area: p.t_ref + p.tau_m * area)
    ),
    "the factor is √π, not π.": _isi(lambda p, area: p.t_ref + p.tau_m * np.pi * area),
    "divided by √π where (4.3) multiplies.": (
        _isi(lambda p, area: p.t_ref + p.tau_m / np.sqrt(np.pi) * area)
    ),
    "tau_m is missing: the integral is a pure number, the interval is in ms.": (
        _isi(lambda p, area: p.t_ref + np.sqrt(np.pi) * area)
    ),
    "t_ref stands alone: only tau_m is multiplied by the integral.": (
        _isi(lambda p, area: (p.t_ref + p.tau_m) * np.sqrt(np.pi) * area),
        _isi(lambda p, area: (p.t_ref + p.tau_m * np.sqrt(np.pi)) * area),
    ),
    "milliseconds and seconds are mixed: tau_m and t_ref both stay in ms.": (
        _isi(lambda p, area: p.t_ref + p.tau_m / 1000 * np.sqrt(np.pi) * area),
        _isi(lambda p, area: p.t_ref / 1000 + p.tau_m * np.sqrt(np.pi) * area),
        _isi(lambda p, area: (p.t_ref + p.tau_m * np.sqrt(np.pi) * area) / 1000),
        _isi(lambda p, area: (p.t_ref + p.tau_m * np.sqrt(np.pi) * area) * 1000),
    ),
    "the return line takes 1000 over the interval already: mean_isi is in ms, not a rate.": (
        _isi(lambda p, area: 1000 / (p.t_ref + p.tau_m * np.sqrt(np.pi) * area)),
        _isi(lambda p, area: 1 / (p.t_ref + p.tau_m * np.sqrt(np.pi) * area)),
    ),
    "the factor √2 under both limits is missing.": _siegert(root=1.0),
    "the factor √2 is missing in one of the two limits.": (
        _siegert(limits=lambda p, v_inf, s: (np.sqrt(2) * (p.V_th - v_inf), p.V_reset - v_inf)),
        _siegert(limits=lambda p, v_inf, s: (p.V_th - v_inf, np.sqrt(2) * (p.V_reset - v_inf))),
    ),
    "the limits are divided by 2 σ_V: √2 times σ_V stands there.": _siegert(root=2.0),
    "the root goes over the 2 only: √2 times σ_V.": (
        _siegert(sd=lambda p, sigma: np.sqrt(lif_voltage_sd(sigma, p)))
    ),
    "the limits are still in mV: divide by √2 times σ_V.": (
        _siegert(root=1.0, sd=lambda p, sigma: 1.0)
    ),
    "σ_V is missing under the limits, which are still in mV.": _siegert(sd=lambda p, sigma: 1.0),
    "√2 and σ_V belong together under the fraction bar: put brackets around them.": (
        _siegert(root=np.sqrt(0.5)),
        _siegert(sd=lambda p, sigma: 1 / lif_voltage_sd(sigma, p)),
        _bracketless("width", "right"),
        _bracketless("right", "width"),
    ),
    "only v_inf is divided: the whole difference V - v_inf belongs in brackets.": (
        _bracketless("mean", "mean"),
        _bracketless("mean", "right"),
        _bracketless("right", "mean"),
    ),
    "the limits are divided by sigma in pA·√s; σ_V, in mV, makes them pure numbers.": (
        _siegert(sd=lambda p, sigma: sigma)
    ),
    "the limits are divided by the variance of V; its SD makes them pure numbers.": (
        _siegert(sd=lambda p, sigma: lif_voltage_sd(sigma, p) ** 2)
    ),
    "the limits are swapped: the integral runs from y_r up to y_th.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_reset - v_inf, p.V_th - v_inf))
    ),
    "the limits have the wrong sign: potential minus V_inf, as in (4.2).": (
        _siegert(limits=lambda p, v_inf, sigma_v: (v_inf - p.V_th, v_inf - p.V_reset))
    ),
    "the limits are measured from V_inf: subtract v_inf.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th, p.V_reset))
    ),
    "the limits are measured from E_L; V_inf lies mu/g_L above it.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - p.E_L, p.V_reset - p.E_L))
    ),
    "after a spike V starts at V_reset, which need not be E_L.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, p.E_L - v_inf))
    ),
    "the lower limit comes from V_reset, not from the start V_init.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, p.V_init - v_inf))
    ),
    "the integral has no lower limit: it starts at y_r, where V starts after a spike.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, -np.inf))
    ),
    "the integral starts at 0; it starts at y_r.": (
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, 0.0))
    ),
    "the integrand has u in place of -u: erfcx(u) falls, (4.3) grows towards threshold.": (
        _siegert(integrand=erfcx)
    ),
    "the exponent has the wrong sign: exp(u²), which grows.": (
        _siegert(integrand=lambda u: np.exp(-2 * u * u) * erfcx(-u))
    ),
    "exp(u²) stands in the integrand twice: erfcx holds it already.": (
        _siegert(integrand=lambda u: np.exp(u * u) * erfcx(-u)),
        _siegert(integrand=lambda u: np.exp(u * u) * (1 + erfcx(-u))),
    ),
    "quad returns the integral and an estimate of its error: take [0], not [1].": _siegert(part=1),
    "this is the rate without noise: sigma has no effect.": (lambda a: lif_rate_dc(a.mu, a.params)),
    "this holds numbers of the default neuron: take each one from `params`.": (
        lambda a: lif_rate_white_noise(a.mu, a.sigma, DEFAULT),
        *(
            _siegert(params=_with_default(name))
            for name in ("V_th", "V_reset", "E_L", "tau_m", "g_L", "t_ref")
        ),
        _isi(lambda p, area: DEFAULT.t_ref + p.tau_m * np.sqrt(np.pi) * area),
        _isi(lambda p, area: p.t_ref + DEFAULT.tau_m * np.sqrt(np.pi) * area),
        _siegert(limits=lambda p, v_inf, sigma_v: (DEFAULT.V_th - v_inf, p.V_reset - v_inf)),
        _siegert(limits=lambda p, v_inf, sigma_v: (p.V_th - v_inf, DEFAULT.V_reset - v_inf)),
    ),
}


# --- the CV under noise ---------------------------------------------------------------------

NEAR_CV = [  # both limits above -5
    {"mu": 200.0, "sigma": 6.0, "params": DEFAULT},
    {"mu": 150.0, "sigma": 7.5, "params": DEFAULT},
    {"mu": 170.0, "sigma": 5.0, "params": OTHER},
    {"mu": 120.0, "sigma": 4.0, "params": OTHER},
]
FAR_CV = [
    {"mu": 250.0, "sigma": 3.0, "params": DEFAULT},
    {"mu": 180.0, "sigma": 1.0, "params": DEFAULT},
    {"mu": 250.0, "sigma": 0.5, "params": DEFAULT},
]
_X, _WX = np.polynomial.legendre.leggauss(300)
_Z, _WZ = np.polynomial.legendre.leggauss(300)


def right_integrand(z, x):
    """Return what stands in (4.6)."""
    return np.exp(2 * x * z - z * z) * erfcx(z - x) ** 2


@functools.cache
def _double(integrand, y_r, y_th, low=0.0, high=30.0):
    """Return the double integral of f(z, x), by a grid that is dense where z is small."""
    x = (y_r + y_th) / 2 + (y_th - y_r) / 2 * _X
    share = (_Z + 1) / 2  # z runs with its cube: the integrand falls fast where x is far below 0
    z = low + (high - low) * share**3
    weight = 1.5 * (high - low) * share**2 * _WZ
    values = integrand(z, x[:, None])
    return float((values @ weight) @ _WX * (y_th - y_r) / 2)


def _siegert_cv(
    cv=lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m / a.mean_isi,
    integrand=right_integrand,
    order=1,
    params=lambda p: p,
):
    """Return a CV that goes wrong where an argument differs from its default."""

    def mistaken(a):
        p = params(a.params)
        v_inf, width = p.E_L + a.mu / p.g_L, np.sqrt(2) * lif_voltage_sd(a.sigma, p)
        limits = (p.V_reset - v_inf) / width, (p.V_th - v_inf) / width
        double = _double(integrand, *map(float, limits[::order]))
        mean_isi = 1000 / lif_rate_white_noise(a.mu, a.sigma, p)
        values = {"double": double, "mean_isi": mean_isi, "tau_m": p.tau_m, "t_ref": p.t_ref}
        return cv(SimpleNamespace(**values))

    return mistaken


def _after(formula):
    return _siegert_cv(cv=formula)


def _inside(integrand):
    return _siegert_cv(integrand=integrand)


SIEGERT_CV_MISTAKES = {
    "this is the square of the CV, as (4.5) says: take its root.": (
        _after(lambda a: 2 * np.pi * a.double * (a.tau_m / a.mean_isi) ** 2)
    ),
    "the root belongs to the factor 2π and the double integral only, not to the times.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double * a.tau_m / a.mean_isi))
    ),
    "the times stand squared in (4.5): under the root tau_m / mean_isi needs its square, "
    "outside it none.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * (a.tau_m / a.mean_isi) ** 2)
    ),
    "the root goes over 2π and the double integral, both of them.": (
        _after(lambda a: 2 * np.pi * np.sqrt(a.double) * a.tau_m / a.mean_isi),
        _after(lambda a: np.sqrt(2 * np.pi) * a.double * a.tau_m / a.mean_isi),
    ),
    "the factor 2π is missing, or a part of it.": (
        _after(lambda a: np.sqrt(a.double) * a.tau_m / a.mean_isi),
        _after(lambda a: np.sqrt(2 * a.double) * a.tau_m / a.mean_isi),
        _after(lambda a: np.sqrt(np.pi * a.double) * a.tau_m / a.mean_isi),
    ),
    "this is the SD of the interval in ms; divide it by mean_isi.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m)
    ),
    "this is the variance of the interval in ms²: its root over mean_isi is the CV.": (
        _after(lambda a: 2 * np.pi * a.double * a.tau_m**2)
    ),
    "tau_m is missing: ms over ms makes a pure number.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) / a.mean_isi)
    ),
    "the times are upside down: tau_m over mean_isi.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.mean_isi / a.tau_m)
    ),
    "multiplied by mean_isi where (4.5) divides.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m * a.mean_isi)
    ),
    "milliseconds and seconds are mixed: tau_m and mean_isi are both in ms.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m / a.mean_isi * 1000),
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m / a.mean_isi / 1000),
    ),
    "t_ref is in mean_isi already, and it never varies: leave it out of the SD.": (
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m / (a.mean_isi + a.t_ref)),
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * a.tau_m / (a.mean_isi - a.t_ref)),
        _after(lambda a: (a.t_ref + np.sqrt(2 * np.pi * a.double) * a.tau_m) / a.mean_isi),
    ),
    "this is the double integral alone; (4.5) tells how the CV follows from it.": (
        _after(lambda a: a.double)
    ),
    "erfcx stands squared in (4.6).": _inside(
        lambda z, x: np.exp(2 * x * z - z * z) * erfcx(z - x)
    ),
    "erfcx takes z - x, which is -y.": (
        _inside(lambda z, x: np.exp(2 * x * z - z * z) * erfcx(np.minimum(x - z, 26)) ** 2),
        _inside(lambda z, x: np.exp(2 * x * z - z * z) * erfcx(z) ** 2),
        _inside(lambda z, x: np.exp(2 * x * z - z * z) * erfcx(-x) ** 2),
        _inside(lambda z, x: np.exp(2 * x * z - z * z) * erfcx(z + x) ** 2),
    ),
    "erf or erfc in place of erfcx: only erfcx fits the exponent that is left in (4.6).": (
        _inside(lambda z, x: np.exp(2 * x * z - z * z) * (1 + erf(x - z)) ** 2)
    ),
    "the factor in front of erfcx is e^(2xz - z²): one of the two terms is missing or off.": (
        _inside(lambda z, x: np.exp(-z * z) * erfcx(z - x) ** 2),
        _inside(lambda z, x: np.exp(x * z - z * z) * erfcx(z - x) ** 2),
        _inside(lambda z, x: np.exp(2 * x * z - 2 * z * z) * erfcx(z - x) ** 2),
        _inside(lambda z, x: np.exp(2 * x - z * z) * erfcx(z - x) ** 2),
    ),
    "the sign of the exponent 2xz is wrong: x is far below 0 where the integrand falls.": (
        _inside(lambda z, x: np.exp(-2 * x * z - z * z) * erfcx(z - x) ** 2)
    ),
    "this holds numbers of the default neuron: take each one from `params`.": (
        lambda a: lif_cv_white_noise(a.mu, a.sigma, DEFAULT),
        _after(lambda a: np.sqrt(2 * np.pi * a.double) * DEFAULT.tau_m / a.mean_isi),
    ),
    "this is the CV without t_ref: divide by mean_isi as it is.": (
        _siegert_cv(params=lambda p: replace(p, t_ref=0.0))
    ),
}


def reset_and_threshold(mu, sigma, params):
    """Return y_r and y_th of (4.2)."""
    v_inf, width = params.E_L + mu / params.g_L, np.sqrt(2) * lif_voltage_sd(sigma, params)
    return (params.V_reset - v_inf) / width, (params.V_th - v_inf) / width


HARMLESS = 0.7, -0.4  # z and x, where every slip below has a value of its own
SWAPPED = "dblquad hands its function z first, then x: lambda z, x."
INTEGRAND_SLIPS = {  # what they give is infinite: told from one value of the integrand
    SWAPPED: lambda z, x: right_integrand(x, z),
    "take the integrand of (4.6): that of (4.5) loses its digits or is infinite.": (
        lambda z, x: np.exp(x * x + z * z) * (1 + erf(z)) ** 2
    ),
    "take the integrand of (4.6); in that of (4.5) dblquad hands y first, then x.": (
        lambda z, x: np.exp(x * x + z * z) * (1 + erf(x)) ** 2
    ),
    "z² has a minus in the exponent of (4.6).": (
        lambda z, x: np.exp(2 * x * z + z * z) * erfcx(z - x) ** 2,
        lambda z, x: np.exp(-2 * x * z + z * z) * erfcx(z - x) ** 2,
    ),
    "the term -z² is missing in the exponent of (4.6).": (
        lambda z, x: np.exp(2 * x * z) * erfcx(z - x) ** 2
    ),
    "the sign of the exponent 2xz is wrong.": (
        lambda z, x: np.exp(-2 * x * z - z * z) * erfcx(z - x) ** 2
    ),
    "erfcx takes z - x, which is -y.": (
        lambda z, x: np.exp(2 * x * z - z * z) * erfcx(x - z) ** 2,
        lambda z, x: np.exp(2 * x * z - z * z) * erfcx(x + z) ** 2,
        lambda z, x: np.exp(2 * x * z - z * z) * erfcx(-x - z) ** 2,
    ),
    "the factor in front of erfcx is missing, e^(2xz - z²).": (
        lambda z, x: erfcx(z - x) ** 2  # finite, but so large that it is best told here
    ),
}
X_FIRST = "the limits of x come first: y_r, y_th, then 0, np.inf."
LIMIT_SLIPS = {  # of dblquad's four limits, in terms of y_r and y_th
    X_FIRST: lambda y_r, y_th: (0, np.inf, y_r, y_th),
    "the limits of x are swapped: from y_r up to y_th.": (lambda y_r, y_th: (y_th, y_r, 0, np.inf)),
    "the limits of z are swapped: from 0 up to np.inf.": (lambda y_r, y_th: (y_r, y_th, np.inf, 0)),
    "z is a distance, x - y: it starts at 0.": (
        lambda y_r, y_th: (y_r, y_th, -np.inf, np.inf),
        lambda y_r, y_th: (y_r, y_th, -np.inf, 0),
        lambda y_r, y_th: (y_r, y_th, y_r, np.inf),
    ),
}


# --- counts ---------------------------------------------------------------------------------

WINDOWS = np.array([20.0, 50.0, 100.0, 200.0, 400.0])
_BURSTY = gamma_train(45.0, 0.6, 2970.0, rng=5)
COUNTED = [
    *({"spike_times": _BURSTY, "window": w, "t_stop": 3000.0} for w in WINDOWS.tolist()),
    {
        "spike_times": gamma_train(30.0, 6.0, 1700.0, rng=6),
        "window": 120.0,
        "t_stop": 1750.0,
    },
]


def _edges(a):
    return a.window * np.arange(int(a.t_stop / a.window) + 1)


def fano(spike_times, window, t_stop):
    """Return var(count) / mean(count), with n - 1."""
    counts = np.histogram(spike_times, window * np.arange(int(t_stop / window) + 1))[0]
    return float(counts.var(ddof=1) / counts.mean())


def _counted(statistic, counts=lambda a: np.histogram(a.spike_times, _edges(a))[0]):
    return lambda a: float(statistic(counts(a)))


def _ratio(counts):
    return counts.var(ddof=1) / counts.mean()


FANO_MISTAKES = {
    "the SD stands above where the variance belongs.": (
        _counted(lambda n: n.std(ddof=1) / n.mean()),
        _counted(lambda n: n.std() / n.mean()),
    ),
    "the variance is divided by n; with few windows take n - 1 (ddof=1).": (
        _counted(lambda n: n.var() / n.mean())
    ),
    "divided by the mean squared: the mean itself stands below.": (
        _counted(lambda n: n.var(ddof=1) / n.mean() ** 2),
        _counted(lambda n: n.var() / n.mean() ** 2),
    ),
    "the fraction is upside down: variance over mean.": (
        _counted(lambda n: n.mean() / n.var(ddof=1)),
        _counted(lambda n: n.mean() / n.var()),
    ),
    "this is the variance of the counts; divide it by their mean.": (
        _counted(lambda n: n.var(ddof=1)),
        _counted(lambda n: n.var()),
    ),
    "this is the mean count; the variance over it is asked for.": _counted(np.mean),
    "these are rates in Hz, not counts: leave the counts as they are.": (
        lambda a: fano(**vars(a)) * 1000 / a.window,
        lambda a: fano(**vars(a)) / a.window,
    ),
    "the windows start at the first spike and end at the last: hand `edges` to np.histogram.": (
        _counted(_ratio, lambda a: np.histogram(a.spike_times, int(a.t_stop / a.window))[0]),
        _counted(_ratio, lambda a: np.histogram(a.spike_times, int(a.t_stop / a.window) + 1)[0]),
    ),
    "np.histogram takes a number as the number of windows, not as their length: hand it `edges`.": (
        _counted(_ratio, lambda a: np.histogram(a.spike_times, int(a.window))[0]),
    ),
    "[1] are the borders of the windows; the counts come first, [0].": _counted(_ratio, _edges),
    "a window is missing: hand over all of `edges`.": (
        _counted(_ratio, lambda a: np.histogram(a.spike_times, _edges(a)[1:])[0]),
        _counted(_ratio, lambda a: np.histogram(a.spike_times, _edges(a)[:-1])[0]),
        _counted(_ratio, lambda a: np.histogram(a.spike_times, _edges(a)[1:-1])[0]),
    ),
    "the spike times come first, then the borders.": (
        _counted(_ratio, lambda a: np.histogram(_edges(a), a.spike_times)[0])
    ),
    "density=True turns counts into a density per ms: leave it out.": (
        _counted(_ratio, lambda a: np.histogram(a.spike_times, _edges(a), density=True)[0]),
        _counted(
            lambda n: n.var() / n.mean(),
            lambda a: np.histogram(a.spike_times, _edges(a), density=True)[0],
        ),
    ),
    "np.histogram made ten windows of its own: hand it `edges` as well.": (
        _counted(_ratio, lambda a: np.histogram(a.spike_times)[0])
    ),
    "this counts intervals by their length; count the spike times.": (
        _counted(_ratio, lambda a: np.histogram(np.diff(a.spike_times), _edges(a))[0])
    ),
    "this is the square of the intervals' CV: count spikes in windows.": (
        lambda a: cv_isi(a.spike_times) ** 2,
        lambda a: np.diff(a.spike_times).var(ddof=1) / np.diff(a.spike_times).mean() ** 2,
    ),
    "this is the CV of the intervals: count spikes in windows.": (lambda a: cv_isi(a.spike_times)),
    "variance and mean of the intervals; (4.4) is about counts.": (
        lambda a: np.diff(a.spike_times).var(ddof=1) / np.diff(a.spike_times).mean(),
        lambda a: np.diff(a.spike_times).var() / np.diff(a.spike_times).mean(),
    ),
    "the counts grow from window to window: count in each one anew.": (
        _counted(_ratio, lambda a: np.cumsum(np.histogram(a.spike_times, _edges(a))[0])),
        _counted(_ratio, lambda a: np.searchsorted(a.spike_times, _edges(a))),
    ),
    "the empty windows count too: they belong to the variability.": (
        _counted(lambda n: _ratio(n[n > 0]), lambda a: np.histogram(a.spike_times, _edges(a))[0])
    ),
}

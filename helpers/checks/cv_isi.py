"""Checks of lesson 04: intervals, CV, rate and CV under noise, Fano factor.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.cv_isi` and
`_cv_isi_theory`.
Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

import numpy as np

from helpers.checks import core
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, series
from helpers.checks.mistakes import _cv_isi_theory as theory
from helpers.checks.mistakes import cv_isi as known
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise

NEARLY = 5e-4  # an integral on a fine grid of the student's own is right as well
TWO = "quad and dblquad return two numbers, the integral and an estimate of its error: take [0]."
TOLD = {  # what an error of Python means in this lesson
    "OverflowError": "an exponent as written is too large for a number where u is far below 0: "
    "take the integrand in one piece, with erfcx.",
    "can't multiply sequence": TWO,
    "can only concatenate tuple": TWO,
    "'tuple' object has no attribute": "np.histogram returns two things, the counts and the "
    "borders: take the first, [0].",
    "`bins` must be an integer": "np.histogram takes a number as the number of windows, not as "
    "their length: hand it `edges`.",
    "axis 1 is out of bounds": "the second argument of np.var is an axis: write ddof=1.",
    "truth value of an array": "a guard is one True or False: ask for the number of intervals.",
}
NO_SPIKE = "no spike makes no interval: give back an empty array."
FAR_BELOW = (
    "right for limits near 0, wrong where one lies far below: are digits lost, or is it cut?"
)
INFINITE = (
    "the double integral is infinite, or below 0. Compare all that you hand to dblquad with (4.6)."
)


def _number_or_nan(value, name, unit="no unit"):
    """Return one number, NaN included, as a float; Wrong for anything else."""
    one = isinstance(value, float | np.floating | np.ndarray) and np.ndim(value) == 0
    return np.nan if one and value != value else number(value, name, unit)


@exercise
def isi(function):
    """Check the interspike intervals of a spike train."""
    answers = []
    for probe in known.ISI.probes:
        n = probe["spike_times"].size
        values = series(call(function, **probe), "the result", "ms", allow_nan=True)
        if values.size != n - 1:
            made = {1: "1 spike makes no interval", 2: "2 spikes make 1 interval"}.get(
                n, f"{n} spikes make {n - 1} intervals"
            )
            raise Wrong(f"{made}, and yours gives {values.size}.")
        answers.append(values)
    right = known.ISI.expected[1]
    curve = Curve(np.arange(right.size), right, answers[1], "Number of the interval", "ISI [ms]")
    otherwise = "the number of intervals is right, their lengths are not."
    if any(np.any(~(values > 0)) for values in answers):
        otherwise = "an interval must be longer than 0 ms, and yours are not all."
    compare(answers, known.ISI, otherwise, curve)
    told = dict.fromkeys(("negative dimensions", "out of bounds for axis 0 with size 0"), NO_SPIKE)
    if np.size(call(function, told=told, **known.NO_SPIKE)):
        raise Wrong(NO_SPIKE, curve)
    return "n spikes make n - 1 intervals, each from a spike to the next one.", curve


@exercise
def cv_isi(function):
    """Check the coefficient of variation of the interspike intervals."""

    def cv_of(probe, told=()):
        return _number_or_nan(call(function, told=TOLD | dict(told), **probe), "the CV")

    answers = list(map(cv_of, known.CV_ISI.probes))
    family = slice(1, 1 + known.SHAPES.size)
    expected, yours = np.array(known.CV_ISI.expected[family]), np.array(answers[family])
    curve = Curve(known.SHAPES, expected, yours, "Shape of a gamma train", "CV")
    otherwise = "SD of the intervals over their mean, as in (4.1): one of the two is off."
    if np.isnan(answers[0]):
        otherwise = "three spikes make two intervals, which is enough; yours gives NaN."
    elif np.isnan(answers).any():
        otherwise = "a train with many spikes gets NaN: they are enough for a CV."
    elif not agree(call(function, **known.CLOCKS["a clock"][0]), 0.0):
        otherwise = "a clock must have CV 0, and yours has not."
    if np.isnan(yours).all():
        otherwise = "trains with many spikes get NaN: is the guard turned round?"
    compare(answers, known.CV_ISI, otherwise, curve)
    for words, (probe, why) in known.CLOCKS.items():
        cv = cv_of(probe, {"": f"{words} has the CV 0, and your function stops: {why}"})
        if np.isnan(cv):
            raise Wrong(f"{words} has the CV 0, and yours is NaN: {why}", curve)
        if abs(cv) > 1e-6:
            raise Wrong(f"{words} has the CV 0, and yours has not.", curve)
    for words, probe in known.TOO_FEW.items():
        cv = call(function, told=TOLD, **probe)
        if cv is None:
            raise Wrong(f"for {words} your function returns None: return np.nan.", curve)
        if not np.isnan(_number_or_nan(cv, "the CV")):
            told = f"for {words} the CV must be np.nan: {cv:.3g} would say that something is known."
            raise Wrong(told, curve)
    done = "0 for a clock, about 1 for a Poisson train, NaN where there is too little to say."
    return done, curve


def _over_current(function, right, name, label, points, unit="no unit"):
    """Return the curve of what the function gives for different mean currents."""
    x = np.linspace(120.0, 240.0, points)
    probes = [theory.NEAR[0] | {"mu": mu} for mu in x.tolist()]
    answers = [call(function, told=TOLD, **probe) for probe in probes]
    yours = np.array([_number_or_nan(answer, name, unit) for answer in answers])
    return Curve(x, right(x, theory.NEAR[0]["sigma"]), yours, "Mean current [pA]", label)


@exercise
def siegert_rate(function):
    """Check the rate under white noise from the mean first-passage time."""
    probes, expected = theory.SIEGERT_RATE.probes, theory.SIEGERT_RATE.expected
    given = [call(function, told=TOLD, **probe) for probe in probes]
    answers = [_number_or_nan(rate, "the rate", "Hz") for rate in given]
    curve = _over_current(function, lif_rate_white_noise, "the rate", "Firing rate [Hz]", 25, "Hz")
    near, far = len(theory.NEAR), len(theory.NEAR + theory.FAR)
    otherwise = "the rates are wrong: compare the limits with (4.2), the factors with (4.3)."
    if agree(answers[:far], expected[:far], NEARLY):
        otherwise = "right where y_th lies below 3, wrong above: is the integral cut, or the rate?"
    elif agree(answers[:near], expected[:near], NEARLY):
        otherwise = FAR_BELOW
    elif np.isnan(answers).any():
        otherwise = "a rate is NaN: is it a root of something below 0, or infinity times 0?"
    elif min(answers) < 0:
        otherwise = "a rate must be above 0, and yours are not all."
    elif agree(answers, expected, 0.05):
        otherwise = "close, but not to a part in 2000: is the integral fine enough? quad is."
    elif agree(answers[:3], expected[:3], NEARLY):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    if not agree(answers, expected, NEARLY):
        compare(answers, theory.SIEGERT_RATE, otherwise, curve)
    return "one integral gives the rate, from once in five days to some 50 Hz.", curve


@exercise
def siegert_cv(function):
    """Check the CV under white noise from the double integral."""
    expected, near = theory.SIEGERT_CV.expected, len(theory.NEAR_CV)
    answers, curve = [], None
    for probe in theory.SIEGERT_CV.probes:
        cv = call(function, told=TOLD, **probe)
        if isinstance(cv, float | np.floating) and not np.isfinite(cv):
            break  # an integral without an end takes its time
        answers.append(number(cv, "the CV", "no unit"))
    else:
        curve = _over_current(function, lif_cv_white_noise, "the CV", "CV", 13)
    if not agree(answers, expected, NEARLY):
        if agree(answers[:near], expected[:near], NEARLY):
            raise Wrong(FAR_BELOW, curve)
        _look_at_the_double_integral(function)
    if curve is None:
        raise Wrong(f"the CV is {float(cv)}: {INFINITE}")
    otherwise = "compare the integrand with (4.6), the factors with (4.5)."
    if min(answers) < 0:
        otherwise = "a CV cannot be negative."
    elif max(answers) < 0.01:
        otherwise = "far too small: does dblquad(…) end in [0]? [1] estimates its error."
    elif agree(answers, expected, 0.05):
        otherwise = "close, but not to a part in 2000: is the integral fine enough?"
    elif agree(answers[:2], expected[:2], NEARLY):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    compare(answers, theory.SIEGERT_CV, otherwise, curve, rtol=NEARLY)
    done = "one double integral gives the CV, from 0.04, nearly a clock, to 1.08, above Poisson."
    return done, curve


def _look_at_the_double_integral(function):
    """End the check if what the student hands to dblquad is a known slip; nothing is integrated."""
    handed = []

    def dblquad(*args, **kwargs):
        handed.append((*args, *kwargs.values()))
        return 1.0, 0.0

    call(core.with_names(function, dblquad=dblquad), **theory.NEAR_CV[0])
    if len(handed) != 1 or len(handed[0]) < 5:
        return
    integrand, *limits = handed[0][:5]
    probe, explain = theory.HANDED_OVER.probes[0], theory.HANDED_OVER.explain
    value = number(call(integrand, probe["z"], probe["x"]), "the integrand", "no unit")
    told = explain([limits], agree, 0), explain([value], agree, 1)
    if any(told) and told != (theory.X_FIRST, theory.SWAPPED):  # both: z outside, which is as right
        raise Wrong(told[0] or told[1])


@exercise
def fano_factor(function):
    """Check the Fano factor of spike counts in windows."""
    given = [call(function, told=TOLD, **probe) for probe in known.FANO_FACTOR.probes]
    answers = [_number_or_nan(fano, "the Fano factor") for fano in given]
    n = known.WINDOWS.size
    expected = np.array(known.FANO_FACTOR.expected[:n])
    curve = Curve(known.WINDOWS, expected, np.array(answers[:n]), "Window [ms]", "Fano factor")
    otherwise = "variance of the counts over their mean: one of the two is off, or the counts."
    if agree(answers[:n], answers[:1] * n):
        otherwise = "the answer is the same for every window: does it depend on `window`?"
    elif np.isnan(answers).any():
        otherwise = "a Fano factor is NaN, although there are windows and spikes enough."
    elif min(answers) < 0:
        otherwise = "a Fano factor cannot be negative."
    compare(answers, known.FANO_FACTOR, otherwise, curve)
    _check_silence(function)
    return "1 for a Poisson process, CV² in long windows where intervals are independent.", curve


def _check_silence(function):
    """Refuse a Fano factor of no spike; NaN is right, and an error from 0 / 0 as good."""
    silent = "a train without a spike has no Fano factor: 0 over 0 is no number."
    try:
        fano = call(function, told={"ZeroDivisionError": silent}, **known.SILENT)
    except Wrong as mistake:
        if str(mistake) == silent:
            return
        raise
    if not np.isnan(_number_or_nan(fano, "the Fano factor")):
        raise Wrong(silent)

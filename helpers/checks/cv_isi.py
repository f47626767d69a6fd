"""Checks of lesson 04: intervals, CV, rate and CV under noise, Fano factor.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.cv_isi`.
Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

import numpy as np

from helpers.checks import core
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, series
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
}
LOST_IN_RATE = (
    "right for limits near 0; for u below -6 the digits get lost: 1 + erf u is 0 there, and "
    "e^(u²) too large. Use erfcx(-u)."
)
LOST_IN_CV = (
    "right for limits near 0; far below, exp(x²) and 1 + erf y lose their digits, as in (4.3): "
    "use (4.6)."
)
INFINITE = (
    "the double integral is infinite, or below 0. Compare all that you hand to dblquad with (4.6)."
)


def _number_or_nan(value, name):
    """Return one number, NaN included, as a float; Wrong for anything else."""
    one = isinstance(value, float | np.floating | np.ndarray) and np.ndim(value) == 0
    return np.nan if one and value != value else number(value, name, "no unit")


@exercise
def isi(function):
    """Check the interspike intervals of a spike train."""
    answers = []
    for probe in known.ISI.probes:
        n = probe["spike_times"].size
        values = series(call(function, **probe), "the result", "ms")
        if values.size != n - 1:
            spikes = "1 spike makes" if n == 1 else f"{n} spikes make"
            raise Wrong(f"{spikes} {n - 1} intervals, and yours gives {values.size}.")
        answers.append(values)
    right = known.ISI.expected[1]
    curve = Curve(np.arange(right.size), right, answers[1], "Number of the interval", "ISI [ms]")
    otherwise = "the number of intervals is right, their lengths are not."
    if any(np.any(values <= 0) for values in answers):
        otherwise = "an interval must be longer than 0 ms, and yours are not all."
    compare(answers, known.ISI, otherwise, curve)
    return "n spikes make n - 1 intervals, each from a spike to the next one.", curve


@exercise
def cv_isi(function):
    """Check the coefficient of variation of the interspike intervals."""
    answers = [_number_or_nan(call(function, **probe), "the CV") for probe in known.CV_ISI.probes]
    expected, yours = np.array(known.CV_ISI.expected[1:]), np.array(answers[1:])
    curve = Curve(known.SHAPES, expected, yours, "Shape of a gamma train", "CV")
    if np.isnan(yours).any():
        raise Wrong("trains with many spikes get NaN: is the guard turned round?", curve)
    if np.isnan(answers[0]):
        raise Wrong("three spikes make two intervals, which is enough; yours gives NaN.", curve)
    otherwise = "SD of the intervals over their mean, as in (4.1): one of the two is off."
    if not agree(call(function, **known.CLOCK), 0.0):
        otherwise = "a clock must have CV 0, and yours has not."
    compare(answers, known.CV_ISI, otherwise, curve)
    for words, probe in known.TOO_FEW.items():
        cv = call(function, **probe)
        if cv is None:
            raise Wrong(f"for {words} your function returns None: return np.nan.", curve)
        if not np.isnan(_number_or_nan(cv, "the CV")):
            told = f"for {words} the CV must be np.nan: {cv:.3g} would say that something is known."
            raise Wrong(told, curve)
    done = "0 for a clock, about 1 for a Poisson train, NaN where there is too little to say."
    return done, curve


def _over_current(function, right, name, label, points):
    """Return the curve of what the function gives for different mean currents."""
    x = np.linspace(120.0, 240.0, points)
    probes = [known.NEAR[0] | {"mu": mu} for mu in x.tolist()]
    yours = np.array([_number_or_nan(call(function, told=TOLD, **probe), name) for probe in probes])
    return Curve(x, right(x, known.NEAR[0]["sigma"]), yours, "Mean current [pA]", label)


@exercise
def siegert_rate(function):
    """Check the rate under white noise from the mean first-passage time."""
    probes, expected = known.SIEGERT_RATE.probes, known.SIEGERT_RATE.expected
    answers = [_number_or_nan(call(function, told=TOLD, **probe), "the rate") for probe in probes]
    curve = _over_current(function, lif_rate_white_noise, "the rate", "Firing rate [Hz]", 25)
    near = len(known.NEAR)
    otherwise = "the rates are wrong: compare the limits with (4.2), the factors with (4.3)."
    if agree(answers[:near], expected[:near], NEARLY):
        otherwise = LOST_IN_RATE
    elif np.isnan(answers[:near]).any():
        otherwise = "the rate is NaN: is something divided by 0, or too large?"
    elif agree(answers, expected, 0.05):
        otherwise = "close, but not to a part in 2000: is the integral fine enough? quad is."
    elif agree(answers[:3], expected[:3], NEARLY):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    elif min(answers) < 0:
        otherwise = "a rate must be above 0: look at the order of the limits, or at their brackets."
    if not agree(answers, expected, NEARLY):
        compare(answers, known.SIEGERT_RATE, otherwise, curve)
    return "one integral gives the rate, from once a minute to some 50 Hz.", curve


@exercise
def siegert_cv(function):
    """Check the CV under white noise from the double integral."""
    expected, near = known.SIEGERT_CV.expected, len(known.NEAR_CV)
    answers, curve = [], None
    for probe in known.SIEGERT_CV.probes:
        cv = call(function, told=TOLD, **probe)
        if isinstance(cv, float | np.floating) and not np.isfinite(cv):
            break  # an integral without an end takes its time
        answers.append(number(cv, "the CV", "no unit"))
    else:
        curve = _over_current(function, lif_cv_white_noise, "the CV", "CV", 13)
    if not agree(answers, expected, NEARLY):
        if agree(answers[:near], expected[:near], NEARLY):
            raise Wrong(LOST_IN_CV, curve)
        _look_at_the_double_integral(function)
    if curve is None:
        raise Wrong(f"the CV is {float(cv)}: {INFINITE}")
    otherwise = "compare the integrand with (4.6), the factors with (4.5)."
    if max(answers) < 0.01:
        otherwise = "far too small: does dblquad(…) end in [0]? [1] estimates its error."
    elif agree(answers, expected, 0.05):
        otherwise = "close, but not to a part in 2000: is the integral fine enough?"
    elif agree(answers[:2], expected[:2], NEARLY):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    compare(answers, known.SIEGERT_CV, otherwise, curve, rtol=NEARLY)
    done = "one double integral gives the CV, from 0.04, nearly a clock, to 0.92, nearly Poisson."
    return done, curve


def _look_at_the_double_integral(function):
    """End the check if what the student hands to dblquad is a known slip; nothing is integrated."""
    handed = []

    def dblquad(*args, **kwargs):
        handed.append((*args, *kwargs.values()))
        return 1.0, 0.0

    call(core.with_names(function, dblquad=dblquad), **known.NEAR_CV[0])
    if len(handed) != 1 or len(handed[0]) < 5:
        return
    integrand, *limits = handed[0][:5]
    probe, explain = known.HANDED_OVER.probes[0], known.HANDED_OVER.explain
    value = number(call(integrand, probe["z"], probe["x"]), "the integrand", "no unit")
    told = explain([limits], agree, 0), explain([value], agree, 1)
    if any(told) and told != (known.X_FIRST, known.SWAPPED):  # both: z outside, which is as right
        raise Wrong(told[0] or told[1])


@exercise
def fano_factor(function):
    """Check the Fano factor of spike counts in windows."""
    answers = [
        number(call(function, told=TOLD, **probe), "the Fano factor", "no unit")
        for probe in known.FANO_FACTOR.probes
    ]
    n = known.WINDOWS.size
    expected = np.array(known.FANO_FACTOR.expected[:n])
    curve = Curve(known.WINDOWS, expected, np.array(answers[:n]), "Window [ms]", "Fano factor")
    otherwise = "variance of the counts over their mean: one of the two is off, or the counts."
    if agree(answers[:n], answers[:1] * n):
        otherwise = "the answer is the same for every window: use the argument `window`."
    elif min(answers) < 0:
        otherwise = "a Fano factor cannot be negative."
    compare(answers, known.FANO_FACTOR, otherwise, curve)
    return "1 for a Poisson process, CV² in long windows where intervals are independent.", curve

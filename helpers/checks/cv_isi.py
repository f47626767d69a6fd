"""Checks of lesson 04: intervals, CV, rate and CV under noise, Fano factor.

The mistakes that they recognise stand in `helpers.checks.cv_isi_mistakes`.
Units: mV, ms, pA, nS; rates in Hz; the strength of white noise in pA·√s.
"""

import math
from numbers import Real
from unittest import mock

import numpy as np

from helpers.checks import cv_isi_mistakes as known
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, series
from helpers.spikes import cv_isi as right_cv
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise

NEARLY = 5e-4  # an integral on a fine grid of the student's own is right as well


@exercise
def isi(function):
    """Check the interspike intervals of a spike train."""
    answers = []
    for probe in known.TRAINS:
        n = probe["spike_times"].size
        values = series(call(function, **probe), "the result", "ms")
        if values.size != max(n - 1, 0):
            spikes = "1 spike makes" if n == 1 else f"{n} spikes make"
            raise Wrong(f"{spikes} {max(n - 1, 0)} intervals, and yours gives {values.size}.")
        answers.append(values)
    expected = known.intervals(**known.TRAINS[1])
    curve = Curve(
        np.arange(expected.size), expected, answers[1], "Number of the interval", "ISI [ms]"
    )
    otherwise = "the number of intervals is right, their lengths are not."
    if any(np.any(values <= 0) for values in answers):
        otherwise = "an interval must be longer than 0 ms, and yours are not all."
    compare(answers, known.TRAINS, known.intervals, known.ISI_MISTAKES, otherwise, curve)
    return "n spikes make n - 1 intervals, each from a spike to the next one.", curve


def _number_or_nan(value, name):
    """Return one number, NaN included, as a float; Wrong for anything else."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, Real) and math.isnan(value):
        return math.nan
    return number(value, name, "no unit")


@exercise
def cv_isi(function):
    """Check the coefficient of variation of the interspike intervals."""
    answers = [_number_or_nan(call(function, **probe), "the CV") for probe in known.ENOUGH]
    expected = [right_cv(**probe) for probe in known.FAMILY]
    curve = Curve(
        known.SHAPES, np.array(expected), np.array(answers[1:]), "Shape of a gamma train", "CV"
    )
    if any(map(math.isnan, answers[1:])):
        raise Wrong("trains with many spikes get NaN: is the guard turned round?", curve)
    if math.isnan(answers[0]):
        raise Wrong("three spikes make two intervals, which is enough; yours gives NaN.", curve)
    otherwise = "SD of the intervals over their mean, as in (4.1): one of the two is off."
    if not abs(call(function, **known.CLOCK)) < 1e-9:
        otherwise = "a clock must have CV 0, and yours has not."
    compare(answers, known.ENOUGH, right_cv, known.CV_MISTAKES, otherwise, curve)
    for words, probe in known.TOO_FEW.items():
        cv = call(function, **probe)
        if cv is None:
            raise Wrong(f"for {words} your function returns None: return np.nan.", curve)
        if not math.isnan(_number_or_nan(cv, "the CV")):
            raise Wrong(
                f"for {words} the CV must be np.nan: {cv:.3g} would say that something is known.",
                curve,
            )
    return (
        "0 for a clock, about 1 for a Poisson train, NaN where there is too little to say.",
        curve,
    )


TWO = "quad and dblquad return two numbers, the integral and an estimate of its error: take [0]."
TOLD = {  # what an error of Python means in this exercise
    "OverflowError": "an exponent as written is too large for a number where u is far below 0: "
    "take the integrand in one piece, with erfcx.",
    "can't multiply sequence": TWO,
    "can only concatenate tuple": TWO,
    "'tuple' object has no attribute": "np.histogram returns two things, the counts and the "
    "borders: take the first, [0].",
}


def _called(function, probe):
    """Call the student's function; put an error of this lesson into words."""
    try:
        return call(function, **probe)
    except Wrong as error:
        for part, told in TOLD.items():
            if part in str(error):
                raise Wrong(told) from None
        raise


@exercise
def siegert_rate(function):
    """Check the rate under white noise from the mean first-passage time."""

    def rate(probe):
        return _number_or_nan(_called(function, probe), "the rate")

    near = [rate(probe) for probe in known.NEAR]
    far = [rate(probe) for probe in known.FAR]
    x = np.linspace(120.0, 240.0, 25)
    yours = np.array([rate(known.NEAR[0] | {"mu": mu}) for mu in x.tolist()])
    right = lif_rate_white_noise(x, 6.0)
    curve = Curve(x, right, yours, "Mean current [pA]", "Firing rate [Hz]")
    answers, probes = near + far, known.NEAR + known.FAR
    expected = [float(lif_rate_white_noise(**probe)) for probe in probes]
    if not agree(answers, expected, NEARLY):
        if agree(near, expected[: len(near)], NEARLY):
            raise Wrong(
                "right for limits near 0; for u below -6 the digits get lost: 1 + erf u is 0 "
                "there, and e^(u²) too large. Use erfcx(-u).",
                curve,
            )
        if not np.all(np.isfinite(near)):
            raise Wrong("the rate is NaN: is something divided by 0, or too large?", curve)
        _siegert_mistake(answers, probes, expected, curve)
    return "one integral gives the rate, from once a minute to some 50 Hz.", curve


def _siegert_mistake(answers, probes, expected, curve):
    """End the check with what is wrong about the rates."""
    otherwise = "the rates are wrong: compare the limits with (4.2), the factors with (4.3)."
    if agree(answers, expected, 0.05):
        otherwise = "close, but not to a part in 2000: is the integral fine enough? quad is."
    elif agree(answers[:3], expected[:3], NEARLY):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    elif min(answers) < 0:
        otherwise = "a rate must be above 0: look at the order of the limits, or at their brackets."
    compare(answers, probes, lif_rate_white_noise, known.SIEGERT_MISTAKES, otherwise, curve)


@exercise
def siegert_cv(function):
    """Check the CV under white noise from the double integral."""
    probes = known.NEAR_CV + known.FAR_CV
    expected = [float(lif_cv_white_noise(**probe)) for probe in probes]
    answers = []
    for probe in probes:  # the first one that fails ends it: an endless integral takes its time
        answers.append(_finite_cv(function, probe, answers, expected))
    x = np.linspace(120.0, 240.0, 13)
    yours = [
        _number_or_nan(_called(function, known.NEAR_CV[0] | {"mu": mu}), "the CV")
        for mu in x.tolist()
    ]
    curve = Curve(x, lif_cv_white_noise(x, 6.0), np.array(yours), "Mean current [pA]", "CV")
    if not agree(answers, expected, NEARLY):
        near = len(known.NEAR_CV)
        if agree(answers[:near], expected[:near], NEARLY):
            raise Wrong(LOST, curve)
        otherwise = "compare the integrand with (4.6), the factors with (4.5)."
        if max(answers) < 0.01:
            otherwise = "far too small: does dblquad(…) end in [0]? [1] estimates its error."
        elif agree(answers, expected, 0.05):
            otherwise = "close, but not to a part in 2000: is the integral fine enough?"
        elif agree(answers[:2], expected[:2], NEARLY):
            otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
        _double_integral_mistake(function)
        mistakes = known.SIEGERT_CV_MISTAKES
        compare(answers, probes, lif_cv_white_noise, mistakes, otherwise, curve, NEARLY)
    return (
        "one double integral gives the CV, from 0.04, nearly a clock, to 0.92, nearly Poisson.",
        curve,
    )


LOST = (
    "right for limits near 0; far below, exp(x²) and 1 + erf y lose their digits, as in (4.3): "
    "use (4.6)."
)


def _finite_cv(function, probe, before, expected):
    """Return the CV for a probe; Wrong where it is NaN or infinite."""
    cv = _called(function, probe)
    if isinstance(cv, Real) and not math.isfinite(cv):
        near = len(known.NEAR_CV)
        if len(before) >= near and agree(before[:near], expected[:near], NEARLY):
            raise Wrong(LOST)
        _double_integral_mistake(function)
        raise Wrong(
            f"the CV is {float(cv)}: the double integral is infinite, or below 0. Compare all that "
            "you hand to dblquad with (4.6)."
        )
    return number(cv, "the CV", "no unit")


def _double_integral_mistake(function):
    """Look at what the student hands to dblquad, without integrating; Wrong for a known slip."""
    handed = []

    def noted(*args, **kwargs):
        handed.append((*args, *kwargs.values()))
        return 1.0, 0.0

    probe = known.NEAR_CV[0]
    with mock.patch.dict(getattr(function, "__globals__", {}), dblquad=noted):
        call(function, **probe)
    if len(handed) != 1 or len(handed[0]) < 5:
        return
    integrand, *limits = handed[0][:5]
    value = number(call(integrand, *known.HARMLESS), "the integrand", "no unit")
    if not any(map(callable, limits)):
        ends = known.reset_and_threshold(**probe)
        z_outside = agree(limits, known.LIMIT_SLIPS[known.X_FIRST](*ends))
        if z_outside and agree(value, known.INTEGRAND_SLIPS[known.SWAPPED](*known.HARMLESS)):
            return  # the other order, all through: not the slip
        _first_that_fits(limits, known.LIMIT_SLIPS, ends)
    _first_that_fits(value, known.INTEGRAND_SLIPS, known.HARMLESS)


def _first_that_fits(yours, slips, arguments):
    """Raise Wrong with the message of the first slip that gives the same."""
    for message, slip in slips.items():
        for variant in slip if isinstance(slip, tuple) else (slip,):
            if agree(yours, variant(*arguments)):
                raise Wrong(message)


@exercise
def fano_factor(function):
    """Check the Fano factor of spike counts in windows."""
    answers = [number(_called(function, p), "the Fano factor", "no unit") for p in known.COUNTED]
    expected = np.array([known.fano(**probe) for probe in known.COUNTED])
    n = known.WINDOWS.size
    curve = Curve(known.WINDOWS, expected[:n], np.array(answers[:n]), "Window [ms]", "Fano factor")
    otherwise = "variance of the counts over their mean: one of the two is off, or the counts."
    if agree(answers[:n], answers[:1] * n):
        otherwise = "the answer is the same for every window: use the argument `window`."
    elif min(answers) < 0:
        otherwise = "a Fano factor cannot be negative."
    compare(answers, known.COUNTED, known.fano, known.FANO_MISTAKES, otherwise, curve)
    return "1 for a Poisson process, CV² in long windows where intervals are independent.", curve

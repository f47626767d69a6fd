"""Checks of lesson 03: white noise, rates under noise, threshold shift, OU update, sweep over tau.

The mistakes that they recognise stand in `helpers.checks.noise_mistakes`.
Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

import traceback
from numbers import Real
from types import SimpleNamespace
from unittest import mock

import numpy as np

from helpers.checks import noise_mistakes as known
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, pair, series
from helpers.spikes import firing_rate


def _noise(function, probe):
    i_inj = call(function, **probe | {"rng": np.random.default_rng(probe["rng"])})
    if isinstance(i_inj, Real):
        raise Wrong("this is one number; a current needs n_steps of them, each drawn from rng.")
    return series(i_inj, "i_inj", "pA", probe["n_steps"])


def _check_numbers(function, answers):
    """Refuse what does not take its random numbers from rng, one for each step."""
    still = [np.ptp(answer) < 1e-9 for answer in answers]
    if all(still):
        raise Wrong("all samples are the same: each step needs its own random number from rng.")
    if still[0]:  # where mu is 0
        raise Wrong("the noise must not depend on mu: add mu, do not multiply by it.")
    if not agree(answers[0], _noise(function, known.CURRENTS[0])):
        raise Wrong("the same seed must give the same noise: draw the numbers from rng.")
    if agree(answers[0], _noise(function, known.CURRENTS[0] | {"rng": 3})):
        raise Wrong("another seed must give other noise: draw from the rng that is given.")


def _check_means(answers):
    for answer, probe in zip(answers, known.CURRENTS, strict=True):
        mean, error = answer.mean(), 5 * answer.std() / np.sqrt(known.N_SAMPLES) + 1e-9
        if abs(mean - probe["mu"]) <= error:
            continue
        if abs(mean) <= error:
            raise Wrong("the mean of the samples is 0: add mu to the noise.")
        if abs(mean + probe["mu"]) <= error:
            raise Wrong("the mean has the wrong sign: mu plus noise.")
        raise Wrong("the mean of the samples is not mu: add it once, outside the scaled noise.")


def _check_law(answers):
    """Refuse noise that is not white or not normal, whatever its mean and its size."""
    for answer in answers:
        z = (answer - answer.mean()) / answer.std()
        if abs(np.mean(z[1:] * z[:-1])) > 5 / np.sqrt(known.N_SAMPLES):
            raise Wrong("neighbouring samples are related; in white noise they are independent.")
        if abs(np.mean(z**4) - 3) > 0.25:  # 3 for normal numbers, 1.8 for uniform ones
            raise Wrong("the samples are not normal: use rng.standard_normal.")
        if np.array_equal(answer, np.round(answer)):
            raise Wrong("only whole numbers come back: leave out int(), // and rounding.")


@exercise
def white_noise_current(function):
    """Check Gaussian white noise in steps of dt, by its statistics."""
    answers = [_noise(function, probe) for probe in known.CURRENTS]
    _check_numbers(function, answers)
    _check_law(answers)
    _check_means(answers)

    def size(mu, sigma, n_steps, dt, rng):
        return sigma / np.sqrt(dt / 1000)

    sizes = [answer.std() for answer in answers]
    probes = [
        known.CURRENTS[0] | {"n_steps": 4000, "dt": dt} for dt in (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
    ]
    curve = Curve(
        np.array([probe["dt"] for probe in probes]),
        np.array([size(**probe) for probe in probes]),
        np.array([_noise(function, probe).std() for probe in probes]),
        "Time step [ms]",
        "SD of a sample [pA]",
    )
    otherwise = "the standard deviation of the samples is not σ/√dt with dt in s."
    compare(sizes, known.CURRENTS, size, known.SIZE_MISTAKES, otherwise, curve, rtol=known.CHANCE)
    silent = _noise(function, known.CURRENTS[1] | {"sigma": 0.0})  # here chance hides nothing
    if not agree(silent, np.full(silent.size, known.CURRENTS[1]["mu"])):
        raise Wrong("with σ = 0 the current must be mu at each step, and yours is not.")
    return "mean μ, and σ/√dt for a sample: the same noise, whatever the step.", curve


def _stopped_in(mistake, name):
    """Return whether the student's function stopped inside the course's function `name`."""
    error = mistake.__context__
    return error is not None and name in {f.name for f in traceback.extract_tb(error.__traceback__)}


def _refuse_no_train(mistake):
    """Say it in the exercise's words where `isi` or `firing_rate` is not given one spike train."""
    if not any(part in str(mistake) for part in ("increasing", "sequence")):
        return
    if _stopped_in(mistake, "isi"):
        raise Wrong(
            "`isi` and `cv_isi` take the spike times of one neuron; "
            "`intervals` are intervals already: use them as they are."
        ) from None
    if _stopped_in(mistake, "firing_rate"):
        raise Wrong(
            "`firing_rate` takes one train, the spike times of one neuron: loop over `trains`."
        ) from None


def _rates_of(function, probe):
    try:
        rates = call(function, **probe)
    except Wrong as mistake:
        _refuse_no_train(mistake)
        if "axis 0 with size 0" in str(mistake):
            raise Wrong("a neuron may have no spike at all: count over n_steps · dt.") from None
        if "one array has more elements" in str(mistake):
            raise Wrong("step k takes one number of the noise, not the whole array.") from None
        if f"axis 0 with size {probe['mu'].size}" in str(mistake):
            raise Wrong("mu has one value per neuron: all of them belong to step k.") from None
        raise
    if isinstance(rates, np.ndarray) and rates.shape == () and rates.dtype.kind in "iuf":
        raise Wrong("this is one rate; each neuron has its own.")
    return series(rates, "rates", "Hz", probe["mu"].size, allow_nan=True)


@exercise
def noisy_rates(function):
    """Check the rates of many neurons around one noise."""
    answers = [_rates_of(function, probe) for probe in known.SWEEPS]
    probes = [probe | {"trains": known.right_trains(**probe)} for probe in known.SWEEPS]

    def reference(noise, dt, trains, **others):
        return np.array([firing_rate(train, noise.size * dt) for train in trains])

    otherwise = "a neuron hears mu plus the noise of step k; its spikes count over n_steps · dt."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN; a neuron that never fires has the rate 0."
    elif np.any(np.diff(answers[0]) < 0):
        otherwise = "the rates fall where mu rises: one rate per train, in their order."
    x = np.arange(100.0, 401.0, 20.0)
    shown = known.sweep_probe(x, 300.0, 1000.0, 0.1, known.DEFAULT, 3)
    expected = reference(trains=known.right_trains(**shown), **shown)
    yours = _rates_of(function, shown)
    curve = Curve(x, expected, yours, "Mean current [pA]", "Firing rate [Hz]")
    compare(answers, probes, reference, known.RATE_MISTAKES, otherwise, curve)
    return "one noise, many means: a whole f–I curve from one run.", curve


@exercise
def threshold_shift(function):
    """Check by how much the threshold of a simulation in steps seems raised."""
    answers = [number(call(function, **probe), "the shift", "mV") for probe in known.SHIFTS]
    otherwise = "the shift is not that of equation (3.5); check each factor."
    doubled = call(function, **known.SHIFTS[0] | {"sigma": 2 * known.SHIFTS[0]["sigma"]})
    if not agree(number(doubled, "the shift", "mV"), 2 * answers[0]):
        otherwise = "twice the noise must give twice the shift, and here it does not."
    x = np.linspace(0.01, 1.0, 34)
    shown = [known.SHIFTS[0] | {"dt": dt} for dt in x.tolist()]
    expected = np.array([known.reference_shift(**probe) for probe in shown])
    yours = np.array([number(call(function, **probe), "the shift", "mV") for probe in shown])
    curve = Curve(x, expected, yours, "Time step [ms]", "Shift [mV]")
    # so loose that more digits of 0.5826 are right too
    compare(
        answers,
        known.SHIFTS,
        known.reference_shift,
        known.SHIFT_MISTAKES,
        otherwise,
        curve,
        rtol=2e-5,
    )
    return (
        "0.17 mV at σ = 3 and dt = 0.1 ms: little, and yet an eighth of the rate at μ = 150 pA.",
        curve,
    )


def _eta(function, probe, fill=0.0):
    """Return the student's samples; np.empty gives arrays full of `fill`, so that they repeat."""
    real = np.empty

    def filled(*args, **kwargs):
        array = real(*args, **kwargs)
        if array.dtype.kind == "f":
            array.fill(fill)
        return array

    try:
        with mock.patch.object(np, "empty", filled):
            eta = call(function, **probe)
    except Wrong as mistake:
        if "setting an array element with a sequence" in str(mistake):
            raise Wrong(
                "one number per sample: x[0] for the first, x[k] and eta[k - 1] for sample k."
            ) from None
        raise
    return series(eta, "eta", "pA", probe["x"].size, allow_nan=True)


@exercise
def ou_current(function):
    """Check the exact update of an Ornstein-Uhlenbeck current with a stationary start."""
    answers = [_eta(function, probe) for probe in known.MEMORIES]
    if not agree(answers[0], _eta(function, known.MEMORIES[0])):
        raise Wrong("the same x must give the same current: fill each sample, draw no numbers.")
    again = _eta(function, known.MEMORIES[0], fill=1.0)
    if np.any((answers[0] == 0) & (again == 1)):
        raise Wrong("a sample is never filled: eta[0] first, then each up to the last.")
    if not agree(answers[0], again):
        raise Wrong("a sample is used before it is filled: on the right stands eta[k - 1].")
    right = [known.reference_ou(**probe) for probe in known.MEMORIES]
    t = np.arange(right[0].size) * known.MEMORIES[0]["dt"]
    curve = Curve(t, right[0], answers[0], "Time [ms]", "Current [pA]")
    firsts = zip(answers, right, strict=True)
    otherwise = "the steps are not those of equation (3.7); the first sample is right."
    if not all(agree(yours[0], ours[0]) for yours, ours in firsts):
        otherwise = "the first sample is not right: mean μ, standard deviation σ_OU, from x[0]."
    elif not all(np.isfinite(answer).all() for answer in answers):
        otherwise = (
            "eta is NaN or infinite: c lies between 0 and 1; no root is taken of less than 0."
        )
    compare(answers, known.MEMORIES, known.reference_ou, known.OU_MISTAKES, otherwise, curve)
    return "mean μ, standard deviation σ_OU and memory τ from the start on, for any dt.", curve


def _sweep_of(function, probe):
    given = {"taus": list(probe["taus"]), "rng": np.random.default_rng(known.SEED)}
    try:
        answer = call(function, **probe | given)
    except Wrong as mistake:
        _refuse_no_train(mistake)
        raise
    rates, cvs = pair(answer, "rates", "cvs", "lists")
    if _holds_arrays(rates):
        raise Wrong("one rate per tau: take the mean over the neurons.")
    if _holds_arrays(cvs):
        raise Wrong("one CV per tau: one number for all intervals together.")
    n_taus = len(probe["taus"])
    return series(rates, "rates", "Hz", n_taus), series(cvs, "cvs", "no unit", n_taus)


def _holds_arrays(value):
    return np.iterable(value) and any(np.iterable(item) for item in value)


@exercise
def sweep_tau(function):
    """Check the rate and the pooled CV of LIF neurons under OU currents."""
    answers = [_sweep_of(function, probe) for probe in known.TAU_SWEEPS]

    def reference_rates(**probe):
        return known.swept(known.mean_rate)(SimpleNamespace(**probe))

    def reference_cvs(**probe):
        return known.pooled_cv(0)(SimpleNamespace(**probe))

    rates, cvs = ([answer[k] for answer in answers] for k in (0, 1))
    taus, right = np.array(known.TAU_SWEEPS[0]["taus"]), reference_cvs(**known.TAU_SWEEPS[0])
    curve = Curve(taus, np.array(right), cvs[0], "Memory τ [ms]", "CV of the intervals")
    otherwise = "the rates are not right: spikes per neuron and second."
    compare(rates, known.TAU_SWEEPS, reference_rates, known.TAU_RATE_MISTAKES, otherwise)
    otherwise = "the rates are right, the CVs are not: one number from the array `intervals`."
    if not agree(cvs, [known.pooled_cv(1)(SimpleNamespace(**probe)) for probe in known.TAU_SWEEPS]):
        compare(cvs, known.TAU_SWEEPS, reference_cvs, known.CV_MISTAKES, otherwise)
    return "rates per neuron, and one CV of all intervals: now sweep.", curve

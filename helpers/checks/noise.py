"""Checks of lesson 03: white noise, rates under noise, threshold shift, OU update, sweep over tau.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.noise`.
Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

from numbers import Real
from types import ModuleType

import numpy as np

from helpers.checks import core
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, parts, series
from helpers.checks.mistakes import noise as known

NO_TRAIN = {  # where a function of the course is not given one spike train
    ("isi", "spike_times must be"): "`isi` and `cv_isi` take the spike times of one neuron; "
    "`intervals` are intervals already: use them as they are.",
    ("firing_rate", "spike_times must be"): "`firing_rate` takes one train, "
    "the spike times of one neuron: loop over `trains`.",
}


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


@exercise
def white_noise_current(function):
    """Check Gaussian white noise in steps of dt, by its statistics."""
    answers = [_noise(function, probe) for probe in known.CURRENTS]
    _check_numbers(function, answers)
    _check_law(answers)
    _check_means(answers)
    dt, shown = np.array([0.05, 0.1, 0.2, 0.4, 0.7, 1.0]), known.CURRENTS[0] | {"n_steps": 4000}
    yours = np.array([_noise(function, shown | {"dt": step}).std() for step in dt.tolist()])
    expected = known.SIZE.reference(**shown | {"dt": dt})
    curve = Curve(dt, expected, yours, "Time step [ms]", "SD of a sample [pA]")
    otherwise = "the standard deviation of the samples is not σ/√dt with dt in s."
    sizes = [answer.std() for answer in answers]
    compare(sizes, known.SIZE, otherwise, curve, rtol=known.CHANCE)
    silent = _noise(function, known.CURRENTS[1] | {"sigma": 0.0})  # here chance hides nothing
    if not agree(silent, np.full(silent.size, known.CURRENTS[1]["mu"])):
        raise Wrong("with σ = 0 the current must be mu at each step, and yours is not.")
    return "mean μ, and σ/√dt for a sample: the same noise, whatever the step.", curve


def _rates_of(function, probe):
    n_neurons = probe["mu"].size
    told = NO_TRAIN | {
        "axis 0 with size 0": "a neuron may have no spike at all: count over n_steps · dt.",
        "could not be broadcast": "step k takes one number of the noise, not the whole array.",
        f"index {n_neurons} is out of bounds": "mu has one value per neuron: "
        "all of them belong to step k.",
    }
    rates = call(function, told=told, **probe)
    if isinstance(rates, np.ndarray) and rates.shape == () and rates.dtype.kind in "iuf":
        raise Wrong("this is one rate; each neuron has its own.")
    return series(rates, "rates", "Hz", n_neurons, allow_nan=True)


@exercise
def noisy_rates(function):
    """Check the rates of many neurons around one noise."""
    answers = [_rates_of(function, probe) for probe in known.SWEEPS]
    otherwise = "a neuron hears mu plus the noise of step k; its spikes count over n_steps · dt."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN; a neuron that never fires has the rate 0."
    elif np.any(np.diff(answers[0]) < 0):
        otherwise = "the rates fall where mu rises: one rate per train, in their order."
    mu = np.arange(100.0, 401.0, 20.0)
    shown = known.sweep_probe(mu, 300.0, 1000.0, 0.1, known.DEFAULT, 3)
    expected, yours = known.NOISY_RATES.reference(**shown), _rates_of(function, shown)
    curve = Curve(mu, expected, yours, "Mean current [pA]", "Firing rate [Hz]")
    compare(answers, known.NOISY_RATES, otherwise, curve)
    return "one noise, many means: a whole f–I curve from one run.", curve


@exercise
def threshold_shift(function):
    """Check by how much the threshold of a simulation in steps seems raised."""

    def shift(**probe):
        return number(call(function, **probe), "the shift", "mV")

    answers, first = [shift(**probe) for probe in known.SHIFTS], known.SHIFTS[0]
    otherwise = "the shift is not that of equation (3.5); check each factor."
    if not agree(shift(**first | {"sigma": 2 * first["sigma"]}), 2 * answers[0]):
        otherwise = "twice the noise must give twice the shift, and here it does not."
    dt = np.linspace(0.01, 1.0, 34)
    yours = np.array([shift(**first | {"dt": step}) for step in dt.tolist()])
    expected = known.THRESHOLD_SHIFT.reference(**first | {"dt": dt})
    curve = Curve(dt, expected, yours, "Time step [ms]", "Shift [mV]")
    # so loose that more digits of 0.5826 are right too
    compare(answers, known.THRESHOLD_SHIFT, otherwise, curve, rtol=2e-5)
    message = (
        "0.17 mV at σ = 3 and dt = 0.1 ms: little, and yet an eighth of the rate at μ = 150 pA."
    )
    return message, curve


def _numpy(fill):
    """Return a NumPy whose empty arrays are full of one number, so that they repeat."""
    numpy = ModuleType("numpy")
    vars(numpy).update(
        __getattr__=lambda name: getattr(np, name),
        empty=lambda *args, **kwargs: np.full_like(np.empty(*args, **kwargs), fill),
    )
    return numpy


def _eta(function, probe, fill=0.0):
    told = {
        "setting an array element with a sequence": "one number per sample: "
        "x[0] for the first, x[k] and eta[k - 1] for sample k."
    }
    eta = call(core.with_names(function, np=_numpy(fill)), told=told, **probe)
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
    right = known.OU_CURRENT.expected
    t = np.arange(right[0].size) * known.MEMORIES[0]["dt"]
    curve = Curve(t, right[0], answers[0], "Time [ms]", "Current [pA]")
    otherwise = "the steps are not those of equation (3.7); the first sample is right."
    if not agree([answer[0] for answer in answers], [answer[0] for answer in right]):
        otherwise = "the first sample is not right: mean μ, standard deviation σ_OU, from x[0]."
    elif not np.isfinite(answers).all():
        otherwise = (
            "eta is NaN or infinite: c lies between 0 and 1; no root is taken of less than 0."
        )
    compare(answers, known.OU_CURRENT, otherwise, curve)
    return "mean μ, standard deviation σ_OU and memory τ from the start on, for any dt.", curve


def _sweep_of(function, probe):
    given = {"taus": list(probe["taus"]), "rng": np.random.default_rng(known.SEED)}
    rates, cvs = parts(call(function, told=NO_TRAIN, **probe | given), ("rates", "cvs"), "lists")
    if np.iterable(rates) and any(map(np.iterable, rates)):
        raise Wrong("one rate per tau: take the mean over the neurons.")
    if np.iterable(cvs) and any(map(np.iterable, cvs)):
        raise Wrong("one CV per tau: one number for all intervals together.")
    n_taus = len(probe["taus"])
    return series(rates, "rates", "Hz", n_taus), series(cvs, "cvs", "no unit", n_taus)


@exercise
def sweep_tau(function):
    """Check the rate and the pooled CV of LIF neurons under OU currents."""
    answers = [_sweep_of(function, probe) for probe in known.TAU_SWEEPS]
    taus, right = np.array(known.TAU_SWEEPS[0]["taus"]), known.SWEEP_TAU.expected[0]

    def compared(part, label, otherwise):
        curve = Curve(taus, np.array(right[part]), answers[0][part], "Memory τ [ms]", label)
        yours = [answer[part] for answer in answers]
        compare(yours, known.SWEEP_TAU, otherwise, curve, part=part)
        return curve

    compared(0, "Firing rate [Hz]", "the rates are not right: spikes per neuron and second.")
    otherwise = "the rates are right, the CVs are not: one number from the array `intervals`."
    curve = compared(1, "CV of the intervals", otherwise)
    return "rates per neuron, and one CV of all intervals: now sweep.", curve

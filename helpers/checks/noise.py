"""Checks of lesson 03: white noise, rates, threshold shift, OU update, a sweep, spikes to noise.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.noise`.
Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

from numbers import Real
from types import ModuleType

import numpy as np

from helpers.checks import core
from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, parts, series
from helpers.checks.mistakes import noise as known

TOLD = {  # what an error means where spikes are counted
    ("isi", "must be strictly increasing"): "`isi` and `cv_isi` take the ascending spike times of "
    "one neuron; `intervals` are intervals already.",
    ("firing_rate", "must be strictly increasing"): "`firing_rate` takes one train, "
    "the spike times of one neuron: loop over `trains`.",
    ("firing_rate", "got [array"): "`firing_rate` takes one train, not a list: loop over `trains`.",
    ("firing_rate", "must lie in"): "spikes lie after the end that `firing_rate` is given: a "
    "duration in ms, and with the dt of the simulation.",
    "for axis 0 with size 0": "an empty array has no element to take: a neuron may have no spike.",
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


def _drawn(probe):
    """Return the numbers that most students draw; others are as right."""
    return np.random.default_rng(probe["rng"]).standard_normal(probe["n_steps"])


def _line(answer, probe):
    """Return (mean, size) of samples that are these numbers, scaled and moved; None for others."""
    x = _drawn(probe)
    size = np.mean(answer * (x - x.mean())) / x.var()
    mean = answer.mean() - size * x.mean()
    off = abs(answer - mean - size * x).max()
    return (mean, size) if off < 1e-5 * abs(size) else None


def _check_scatter(answers):
    """Refuse samples whose mean or standard deviation has no chance in it."""
    if agree([a.mean() for a in answers], [probe["mu"] for probe in known.CURRENTS], 1e-10):
        raise Wrong("the mean of the samples is mu without any error: leave that to chance.")
    if any(agree([a.std(ddof=n) for a in answers], known.SIZE.expected, 1e-9) for n in (0, 1)):
        raise Wrong("their standard deviation is σ/√dt without any error: leave that to chance.")


def _check_law(answers):
    """Refuse noise that is not white or not normal, whatever its mean and its size."""
    whole = "only whole numbers come back: leave out int(), // and rounding."
    for digits, told in {0: whole, 3: "right, but rounded: give back all digits."}.items():
        if all(np.array_equal(answer, np.round(answer, digits)) for answer in answers):
            raise Wrong(told)
    scaled = [(answer - answer.mean()) / answer.std() for answer in answers]
    for z in scaled:
        lags = np.arange(1, z.size // 2 + 1)
        power = np.abs(np.fft.rfft(z, 2 * z.size)) ** 2
        sums = np.fft.irfft(power)[lags]  # of the products of all samples that lie a lag apart
        related = abs(sums) / np.sqrt(z.size - lags)
        if related[0] > 6:
            raise Wrong("neighbouring samples are related; in white noise they are independent.")
        if related.max() > 6:
            lag = lags[related.argmax()]
            raise Wrong(f"samples {lag} steps apart are related; white noise has no such memory.")
        if max(np.sum(z == z.min()), np.sum(z == z.max())) > 1:
            raise Wrong("the samples are not normal: several share the largest or smallest value.")
    z = np.concatenate(scaled)
    if abs(np.mean(z**3)) > 5 * np.sqrt(6 / z.size):
        raise Wrong("the samples are not normal: their law is not symmetric about the mean.")
    if abs(np.mean(z**4) - 3) > 5 * np.sqrt(24 / z.size):
        how = "rare" if np.mean(z**4) < 3 else "frequent"
        raise Wrong(f"the samples are not normal: large deviations are too {how}.")


def _check_short_currents(function):
    """Refuse a sample that is not drawn like the others, by many currents of a few steps."""
    rows = [_noise(function, known.SHORT | {"rng": seed}) for seed in range(known.N_SEEDS)]
    for k in np.flatnonzero(np.ptp(rows, axis=0) < 1e-9):
        raise Wrong(f"sample {k} of {len(rows[0])} is the same for every rng: draw each of them.")
    related = np.corrcoef(rows, rowvar=False) - np.eye(len(rows[0]))
    if abs(related).max() > 6 / np.sqrt(known.N_SEEDS) or abs(related.sum()) > 2.5:
        raise Wrong("in short currents the samples are related: each has a number of its own.")


def _check_means(means, errors):
    for mean, error, probe in zip(means, errors, known.CURRENTS, strict=True):
        if abs(mean - probe["mu"]) <= error:
            continue
        if abs(mean) <= error:
            raise Wrong("the mean of the samples is 0: add mu to the noise.")
        if abs(mean + probe["mu"]) <= error:
            raise Wrong("the mean has the wrong sign: mu plus noise.")
        raise Wrong("the mean of the samples is not mu: add it once, outside the scaled noise.")


def _check_few_steps(function, sign):
    """Compare currents of one to three steps, if their numbers are known or of no account."""
    for probe in known.TINY:
        few, size = _noise(function, probe), known.SIZE.reference(**probe)
        off = abs(few - probe["mu"] - sign * size * _drawn(probe)).max()
        if size == 0 and off > 1e-9:
            raise Wrong("with σ = 0 the current must be mu at each step, and yours is not.")
        if sign and off > 1e-5 * size + 1e-9:
            n = probe["n_steps"]
            raise Wrong(f"right for many steps, and wrong for so few as n_steps = {n}.")


@exercise
def white_noise_current(function):
    """Check Gaussian white noise: number by number, or by its statistics."""
    answers = [_noise(function, probe) for probe in known.CURRENTS]
    _check_numbers(function, answers)
    _check_scatter(answers)
    lines = [_line(*pair) for pair in zip(answers, known.CURRENTS, strict=True)]
    same = None not in lines  # as `rng.standard_normal(n_steps)`: then chance hides nothing
    if not same:
        _check_law(answers)
        _check_short_currents(function)
        lines = [(answer.mean(), answer.std()) for answer in answers]
    means, sizes = zip(*lines, strict=True)
    sizes = list(map(abs, sizes))
    _check_means(means, [(1e-5 if same else 5 / np.sqrt(known.N_SAMPLES)) * size for size in sizes])
    dt, shown = np.array([0.05, 0.1, 0.2, 0.4, 0.7, 1.0]), known.CURRENTS[0] | {"n_steps": 4000}
    yours = np.array([_noise(function, shown | {"dt": step}).std() for step in dt.tolist()])
    expected = known.SIZE.reference(**shown | {"dt": dt})
    curve = Curve(dt, expected, yours, "Time step [ms]", "SD of a sample [pA]")
    otherwise = "the standard deviation of the samples is not σ/√dt with dt in s."
    compare(sizes, known.SIZE, otherwise, curve, rtol=core.RTOL if same else known.CHANCE)
    if not same:
        pairs = zip(answers, map(_drawn, known.CURRENTS), strict=True)
        if any(abs(np.corrcoef(*pair)[0, 1]) > 0.99 for pair in pairs):
            raise Wrong("something is done to the numbers of rng besides scaling and adding mu.")
    _check_few_steps(function, np.sign(lines[0][1]) if same else 0)
    return "mean μ, and σ/√dt for a sample: the same noise, whatever the step.", curve


def _rates_of(function, probe):
    n_neurons = probe["mu"].size
    told = TOLD | {
        ("i_of_step", "could not be broadcast"): "step k takes one number of the noise, "
        "not the whole array.",
        ("i_of_step", f"for axis 0 with size {n_neurons}"): "mu has one value per neuron: "
        "all of them belong to step k.",
    }
    rates = call(function, told=told, **probe)
    if isinstance(rates, np.ndarray) and rates.dtype.kind in "iuf":
        if rates.shape == ():
            raise Wrong("this is one rate; each neuron has its own.")
        if rates.shape == (1,):
            raise Wrong("one rate comes back; each neuron has its own: collect one per train.")
        if rates.ndim == 1 and rates.size < n_neurons and np.all(rates > 0):
            raise Wrong("a rate per train, for all of them: that of a silent neuron is 0.")
    return series(rates, "rates", "Hz", n_neurons, allow_nan=True)


@exercise
def noisy_rates(function):
    """Check the rates of many neurons around one noise."""
    answers = [_rates_of(function, probe) for probe in known.SWEEPS]
    otherwise = "a neuron hears mu plus the noise of step k; its spikes count over n_steps · dt."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN; a neuron that never fires has the rate 0."
    elif not agree(answers, known.NOISY_RATES.expected):
        first = known.SWEEPS[0]
        if not agree(_rates_of(function, first), answers[0]):
            raise Wrong("the same arguments must give the same rates: `noise` is drawn already.")
        if agree(_rates_of(function, first | {"noise": 3 * first["noise"]}), answers[0]):
            otherwise = "another noise changes none of your rates: use the argument `noise`."
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

    probes = known.THRESHOLD_SHIFT.probes
    answers, first = [shift(**probe) for probe in probes], probes[0]
    otherwise = "the shift is not that of equation (3.5); check each factor."
    for name, value in first.items():
        if agree(shift(**first | {name: 1.7 * value}), answers[0]):
            otherwise = f"`{name}` has no effect on your shift: use the argument."
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
        "x[0] for the first, x[k] and eta[k - 1] for sample k.",
        "index 1 is out of bounds for axis 0 with size 1": "a current may have one sample only: "
        "the first is eta[0], made of x[0].",
    }
    eta = call(core.with_names(function, np=_numpy(fill)), told=told, **probe)
    if eta is None and probe["x"].size == 1:
        raise Wrong("a current of one sample does not come back: is the return inside the loop?")
    return series(eta, "eta", "pA", probe["x"].size, allow_nan=True)


def _first_sample(function):
    """Return what is wrong with the first sample, from two values of x[0]."""
    means, sizes = [], []
    for probe in known.OU_CURRENT.probes:
        low, high = (_eta(function, probe | {"x": np.array([x, 0.3])})[0] for x in (-1.0, 1.0))
        means.append((low + high) / 2)
        sizes.append((high - low) / 2)
    if not agree(means, [probe["mu"] for probe in known.OU_CURRENT.probes]):
        return "the mean of the first sample is not μ: x[0] is as often below 0 as above."
    if not agree(sizes, [probe["sigma"] for probe in known.OU_CURRENT.probes]):
        return "the first sample has not the standard deviation σ_OU."
    return "the first sample is not made of μ, σ_OU and x[0] alone."


@exercise
def ou_current(function):
    """Check the exact update of an Ornstein-Uhlenbeck current with a stationary start."""
    first, again, filled = (
        _eta(function, known.OU_CURRENT.probes[0], fill) for fill in (0.0, 0.0, 1.0)
    )
    if not agree(first, again):
        raise Wrong("the same x must give the same current: fill each sample, draw no numbers.")
    if np.any((first == 0) & (filled == 1)):
        raise Wrong("a sample is never filled: eta[0] first, then each up to the last.")
    if not agree(first, filled):
        raise Wrong("a sample is used before it is filled: on the right stands eta[k - 1].")
    answers = [first, *(_eta(function, probe) for probe in known.OU_CURRENT.probes[1:])]
    right = known.OU_CURRENT.expected
    t = np.arange(right[0].size) * known.OU_CURRENT.probes[0]["dt"]
    curve = Curve(t, right[0], answers[0], "Time [ms]", "Current [pA]")
    otherwise = "the steps are not those of equation (3.7); the first sample is right."
    if not agree([answer[0] for answer in answers], [answer[0] for answer in right]):
        otherwise = _first_sample(function)
    elif not np.isfinite(np.concatenate(answers)).all():
        otherwise = "eta is NaN or infinite: does c lie between 0 and 1? What is under the root?"
    compare(answers, known.OU_CURRENT, otherwise, curve)
    return "mean μ, standard deviation σ_OU and memory τ from the start on, for any dt.", curve


def _sweep_of(function, probe, seed=known.SEED):
    given = {"taus": list(probe["taus"]), "rng": np.random.default_rng(seed)}
    rates, cvs = parts(call(function, told=TOLD, **probe | given), ("rates", "cvs"), "lists")
    if np.iterable(rates) and any(map(np.iterable, rates)):
        raise Wrong("one rate per tau: take the mean over the neurons.")
    if np.iterable(cvs) and any(map(np.iterable, cvs)):
        raise Wrong("one CV per tau: one number for all intervals together.")
    n_taus = len(probe["taus"])
    if isinstance(rates, list) and len(rates) != n_taus:
        why = "is the return inside the loop?" if len(rates) == 1 else "loop over taus."
        raise Wrong(f"taus has {n_taus} values, and rates has {len(rates)}: {why}")
    units = zip((rates, cvs), ("rates", "cvs"), ("Hz", "no unit"), strict=True)
    return tuple(series(part, name, unit, n_taus, allow_nan=True) for part, name, unit in units)


@exercise
def sweep_tau(function):
    """Check the rate and the pooled CV of LIF neurons under OU currents."""
    answers = [_sweep_of(function, probe) for probe in known.TAU_SWEEPS]
    taus, right = np.array(known.TAU_SWEEPS[0]["taus"]), known.SWEEP_TAU.expected
    agrees = [agree([a[part] for a in answers], [r[part] for r in right]) for part in (0, 1)]

    def compared(part, label, otherwise):
        curve = Curve(taus, np.array(right[0][part]), answers[0][part], "Memory τ [ms]", label)
        yours = [answer[part] for answer in answers]
        compare(yours, known.SWEEP_TAU, otherwise, curve, part=part)
        return curve

    otherwise = "the rates are not right: spikes per neuron and second."
    if agrees[1]:
        otherwise = "the CVs are right, the rates are not: spikes per neuron and second."
    elif np.isnan(np.concatenate([rates for rates, _ in answers])).any():
        otherwise = "a rate is NaN; that of a silent neuron is 0."
    elif not agrees[0]:
        again, other = (_sweep_of(function, known.TAU_SWEEPS[1], known.SEED + k) for k in (0, 1))
        if not agree(again, answers[1]):
            otherwise = "the same rng must give the same spikes: hand it on, make none."
        elif agree(other, again):
            otherwise = "another rng must give other spikes: hand on the one that is given."
    compared(0, "Firing rate [Hz]", otherwise)
    otherwise = "the rates are right, the CVs are not: one number from the array `intervals`."
    if np.isnan(np.concatenate([cvs for _, cvs in answers])).any():
        otherwise = "the rates are right, a CV is NaN although there are intervals."
    curve = compared(1, "CV of the intervals", otherwise)
    return "rates per neuron, and one CV of all intervals: now sweep.", curve


def _mu_and_sigma(function, probe):
    answer = parts(call(function, **probe), ("mu", "sigma"), "numbers")
    if any(np.ndim(part) and not isinstance(part, str) for part in answer):
        raise Wrong("one number each for all synapses together: sum over them.")
    names = zip(answer, ("mu", "sigma"), ("pA", "pA·√s"), strict=True)
    return tuple(series([part], name, unit, 1, allow_nan=True)[0] for part, name, unit in names)


@exercise
def mean_and_sigma(function):
    """Check mean and strength of the noise that many synapses make."""
    answers = [_mu_and_sigma(function, probe) for probe in known.SYNAPSES]
    share = np.linspace(0.0, 1.0, 21)
    barrage = [{"q": np.array([0.05, -0.05]), "rate": 4000 * np.array([2, x])} for x in share]

    def compared(part, label, otherwise):
        pairs = [(known.MEAN_AND_SIGMA.reference(**probe)[part], probe) for probe in barrage]
        expected = np.array([right for right, _ in pairs])
        yours = np.array([_mu_and_sigma(function, probe)[part] for _, probe in pairs])
        curve = Curve(4000 * share, expected, yours, "Rate of inhibitory spikes [Hz]", label)
        given = [answer[part] for answer in answers]
        compare(given, known.MEAN_AND_SIGMA, otherwise, curve, part=part)
        return curve

    compared(0, "Mean current μ [pA]", "mu is not the sum of charge times rate.")
    otherwise = "mu is right, sigma is not: the root of the sum of squared charge times rate."
    curve = compared(1, "Noise σ [pA·√s]", otherwise)
    return "charges add up to μ, their squares to σ²: inhibition lowers μ and raises σ.", curve

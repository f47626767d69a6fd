"""Checks of lesson 03: white noise, rates under noise, threshold shift, OU update, sweep over tau.

Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

from types import SimpleNamespace

import numpy as np

from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, pair, series
from helpers.lif import LIFParams, sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step
from helpers.spikes import cv_isi, firing_rate, isi

DEFAULT = LIFParams()
OTHER = LIFParams(
    V_th=-50.0, V_reset=-68.0, E_L=-72.0, V_init=-65.0, tau_m=16.0, g_L=8.0, t_ref=3.0
)


# --- white noise ----------------------------------------------------------------------------

N_SAMPLES = 40_000
CHANCE = 0.02  # by which a standard deviation of so many samples may differ: 5 standard errors
CURRENTS = [  # a seed of 0 is a seed
    {"mu": 0.0, "sigma": 3.0, "n_steps": N_SAMPLES, "dt": 0.1, "rng": 0},
    {"mu": 210.0, "sigma": 2.5, "n_steps": N_SAMPLES, "dt": 0.025, "rng": 1},
    {"mu": -40.0, "sigma": 0.7, "n_steps": N_SAMPLES, "dt": 2.0, "rng": 2},
]
SIZE_MISTAKES = {
    "dt must be in s under the root, because σ is in pA·√s; it is given in ms.": (
        lambda a: a.sigma / np.sqrt(a.dt)
    ),
    "the samples must grow as the step shrinks: divide by √dt, do not multiply.": (
        lambda a: a.sigma * np.sqrt(a.dt / 1000),
        lambda a: a.sigma * np.sqrt(a.dt),
    ),
    "dt is missing: σ is in pA·√s, a sample in pA.": lambda a: a.sigma,
    "the root is missing: the variance goes with 1/dt, the standard deviation with 1/√dt.": (
        lambda a: a.sigma / (a.dt / 1000),
        lambda a: a.sigma / a.dt,
    ),
    "σ is squared: σ²/dt is the variance, and its root scales the samples.": (
        lambda a: a.sigma**2 / (a.dt / 1000),
        lambda a: a.sigma**2 / np.sqrt(a.dt / 1000),
    ),
    "1 s is 1000 ms: turn dt into s under the root.": (
        lambda a: a.sigma / np.sqrt(a.dt * 1000),
        lambda a: a.sigma / np.sqrt(a.dt) / 1000,
        lambda a: a.sigma / np.sqrt(a.dt) * 1000,
    ),
    "this holds for one time step only: use the argument dt.": (
        lambda a: a.sigma / np.sqrt(0.1 / 1000)
    ),
    "the root of σ is taken too: only dt stands under it.": (
        lambda a: np.sqrt(a.sigma / (a.dt / 1000))
    ),
    "there is no noise: all samples are the same.": lambda a: 0.0,
}


def _noise(function, probe):
    i_inj = call(function, **probe | {"rng": np.random.default_rng(probe["rng"])})
    if i_inj is not None and np.ndim(i_inj) == 0:
        raise Wrong("this is one number: tell standard_normal how many you need.")
    return series(i_inj, "i_inj", "pA", probe["n_steps"])


def _check_seeds(function, answer):
    if agree(answer, answer[0]):
        return  # no noise at all: the size will tell
    if not agree(answer, _noise(function, CURRENTS[0])):
        raise Wrong("the same seed must give the same noise: draw the numbers from rng.")
    if agree(answer, _noise(function, CURRENTS[0] | {"rng": 3})):
        raise Wrong("another seed must give other noise: draw from the rng that is given.")


def _check_means(answers):
    for answer, probe in zip(answers, CURRENTS, strict=True):
        mean, error = answer.mean(), 5 * answer.std() / np.sqrt(N_SAMPLES) + 1e-9
        if abs(mean - probe["mu"]) <= error:
            continue
        if abs(mean) <= error:
            raise Wrong("the mean of the samples is 0: add mu to the noise.")
        if abs(mean + probe["mu"]) <= error:
            raise Wrong("the mean has the wrong sign: mu plus noise.")
        raise Wrong("the mean of the samples is not mu: add it once, outside the scaled noise.")


def _check_law(answers):
    """Refuse noise of the right mean and size that is not white or not normal."""
    for answer in answers:
        z = (answer - answer.mean()) / answer.std()
        if abs(np.mean(z[1:] * z[:-1])) > 5 / np.sqrt(N_SAMPLES):
            raise Wrong("neighbouring samples are related; in white noise they are independent.")
        if abs(np.mean(z**4) - 3) > 0.25:  # 3 for normal numbers, 1.8 for uniform ones
            raise Wrong("the samples are not normal: use rng.standard_normal.")


@exercise
def white_noise_current(function):
    """Check Gaussian white noise in steps of dt, by its statistics."""
    answers = [_noise(function, probe) for probe in CURRENTS]
    _check_seeds(function, answers[0])
    _check_means(answers)

    def size(mu, sigma, n_steps, dt, rng):
        return sigma / np.sqrt(dt / 1000)

    sizes = [answer.std() for answer in answers]
    otherwise = "the standard deviation of the samples is not σ/√dt with dt in s."
    compare(sizes, CURRENTS, size, SIZE_MISTAKES, otherwise, rtol=CHANCE)
    _check_law(answers)
    return "mean μ, and σ/√dt for a sample: the same noise, whatever the step.", None


# --- rates under noise ----------------------------------------------------------------------


def _sweep_probe(mu, sigma, dt, params, seed):
    noise = sigma * np.random.default_rng(seed).standard_normal(round(300 / dt))
    return {"mu": np.array(mu), "noise": noise, "dt": dt, "params": params}


SWEEPS = [
    _sweep_probe([150.0, 190.0, 230.0, 400.0], 300.0, 0.1, DEFAULT, 1),
    _sweep_probe([170.0, 260.0, 510.0], 150.0, 0.25, OTHER, 2),
]


def _trains(a, currents):
    return sweep_lif(currents, a.mu.size, a.noise.size, a.dt, a.params)


def _right_trains(a):
    return _trains(a, lambda k: a.mu + a.noise[k])


def _rates(trains, t_stop):
    return np.array([1000 * train.size / t_stop for train in trains])


def _duration(a):
    return a.noise.size * a.dt


def _heard(currents):
    """Return the function that gives the rates if the neurons hear `currents(a, k)`."""
    return lambda a: _rates(_trains(a, lambda k: currents(a, k)), _duration(a))


RATE_MISTAKES = {
    "the noise is missing from the currents: mu plus the noise of step k.": (
        _heard(lambda a, k: a.mu),
    ),
    "the means are missing from the currents: mu plus the noise of step k.": (
        _heard(lambda a, k: a.noise[k]),
    ),
    "the noise is taken away; add it.": (_heard(lambda a, k: a.mu - a.noise[k]),),
    "the noise stands still: take the noise of step k, not of step 0.": (
        _heard(lambda a, k: a.mu + a.noise[0]),
    ),
    "mu is multiplied by the noise; add them.": (_heard(lambda a, k: a.mu * a.noise[k]),),
    "all neurons get the mean of the means: leave mu an array.": (
        _heard(lambda a, k: a.mu.mean() + a.noise[k]),
    ),
    "the step is one too late: step k has the noise of index k.": (
        _heard(lambda a, k: a.mu + a.noise[k - 1]),
    ),
    "these are numbers of spikes; divide by the duration in s.": (
        lambda a: _rates(_right_trains(a), 1000.0)
    ),
    "the rate is in spikes per ms; 1 Hz is one spike per 1000 ms.": (
        lambda a: _rates(_right_trains(a), 1000 * _duration(a))
    ),
    "the duration is n_steps · dt in ms: dt is missing.": (
        lambda a: _rates(_right_trains(a), a.noise.size)
    ),
    "the duration is n_steps · dt in ms; only dt is used.": (
        lambda a: _rates(_right_trains(a), a.dt)
    ),
    "the duration holds for dt = 0.1 ms only: use the argument dt.": (
        lambda a: _rates(_right_trains(a), a.noise.size * 0.1)
    ),
    "the duration holds for one run only: use the length of the noise.": (
        lambda a: _rates(_right_trains(a), 300.0 if a.dt == 0.1 else 1000.0),
        lambda a: _rates(_right_trains(a), 1000.0 * a.dt / 0.1),
    ),
    "this is the inverse of the mean interval: count the spikes and divide by the duration.": (
        lambda a: np.array([1000 / isi(train).mean() for train in _right_trains(a)]),
    ),
}


@exercise
def noisy_rates(function):
    """Check the rates of many neurons around one noise."""
    answers = [
        series(call(function, **probe), "the rates", "Hz", probe["mu"].size) for probe in SWEEPS
    ]

    def reference(mu, noise, dt, params):
        trains = sweep_lif(lambda k: mu + noise[k], mu.size, noise.size, dt, params)
        return np.array([firing_rate(train, noise.size * dt) for train in trains])

    otherwise = "the rates are not those of neurons that hear mu plus the noise of each step."
    if np.any(np.diff(answers[0]) < 0):
        otherwise = "a larger mean current must give a larger rate, and here it does not."
    compare(answers, SWEEPS, reference, RATE_MISTAKES, otherwise)
    return "one noise, many means: a whole f–I curve from one run.", None


# --- the shifted threshold ------------------------------------------------------------------

SHIFTS = [
    {"sigma": 3.0, "dt": 0.1, "g_L": 10.0, "tau_m": 10.0},
    {"sigma": 2.5, "dt": 0.4, "g_L": 8.0, "tau_m": 16.0},
    {"sigma": 0.8, "dt": 0.025, "g_L": 13.0, "tau_m": 4.0},
]


def _sigma_v(a):
    return a.sigma / (a.g_L * np.sqrt(2 * a.tau_m / 1000))


def _shift(a):
    return 0.5826 * np.sqrt(a.dt / a.tau_m) * np.sqrt(2) * _sigma_v(a)


def _reference_shift(**probe):
    return 0.5826 * probe["sigma"] * np.sqrt(probe["dt"] * 1000) / (probe["g_L"] * probe["tau_m"])


def _shift_with(sigma_v):
    return lambda a: 0.5826 * np.sqrt(a.dt / a.tau_m) * np.sqrt(2) * sigma_v(a)


SHIFT_MISTAKES = {
    "in σ_V the time constant must be in s, because σ is in pA·√s.": (
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(2 * a.tau_m)))
    ),
    "in σ_V, 1 s is 1000 ms: tau_m / 1000 under the root.": (
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(2 * a.tau_m * 1000))),
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(2 * a.tau_m)) / 1000),
    ),
    "the 2 is missing under the root of σ_V.": (
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(a.tau_m / 1000)))
    ),
    "σ_V has no root: τ_m stands under one.": (
        _shift_with(lambda a: a.sigma / (a.g_L * 2 * a.tau_m / 1000))
    ),
    "brackets: g_L and the root both stand under the fraction bar.": (
        _shift_with(lambda a: a.sigma / a.g_L * np.sqrt(2 * a.tau_m / 1000))
    ),
    "g_L is missing in σ_V: pA must become mV.": (
        _shift_with(lambda a: a.sigma / np.sqrt(2 * a.tau_m / 1000))
    ),
    "g_L multiplies; pA/nS is mV, pA·nS is not.": (
        _shift_with(lambda a: a.sigma * a.g_L / np.sqrt(2 * a.tau_m / 1000))
    ),
    "σ is no potential: put σ_V of equation (3.3) into (3.5).": (
        lambda a: 0.5826 * np.sqrt(a.dt / a.tau_m) * np.sqrt(2) * a.sigma
    ),
    "√2 is missing in equation (3.5).": lambda a: 0.5826 * np.sqrt(a.dt / a.tau_m) * _sigma_v(a),
    "2 where equation (3.5) has √2.": lambda a: 0.5826 * np.sqrt(a.dt / a.tau_m) * 2 * _sigma_v(a),
    "the root of dt/τ_m is missing.": (
        lambda a: 0.5826 * a.dt / a.tau_m * np.sqrt(2) * _sigma_v(a)
    ),
    "the fraction under the root is upside down: dt/τ_m.": (
        lambda a: 0.5826 * np.sqrt(a.tau_m / a.dt) * np.sqrt(2) * _sigma_v(a)
    ),
    "dt/τ_m is a plain number: both in ms.": (
        lambda a: _shift(a) / np.sqrt(1000),
        lambda a: _shift(a) * np.sqrt(1000),
    ),
    "0.5826 is missing.": lambda a: _shift(a) / 0.5826,
    "the threshold seems higher, not lower: the shift is positive.": lambda a: -_shift(a),
    "this is σ_V; the shift of equation (3.5) is missing.": _sigma_v,
}


@exercise
def threshold_shift(function):
    """Check by how much the threshold of a simulation in steps seems raised."""
    answers = [number(call(function, **probe), "the shift", "mV") for probe in SHIFTS]
    otherwise = "the shift is not that of equation (3.5); check each factor."
    if not agree(4 * answers[0], number(call(function, **SHIFTS[0] | {"sigma": 12.0}), "", "mV")):
        otherwise = "twice the noise must give twice the shift, and here it does not."
    compare(answers, SHIFTS, _reference_shift, SHIFT_MISTAKES, otherwise)
    return "0.17 mV at σ = 3 and dt = 0.1 ms: little, and yet a tenth of the rate at μ = 150 pA.", None


# --- the exact OU update --------------------------------------------------------------------

MEMORIES = [
    {"mu": 200.0, "sigma": 40.0, "tau": 10.0, "dt": 0.1},
    {"mu": -3.0, "sigma": 7.0, "tau": 5.0, "dt": 2.0},
    {"mu": 0.5, "sigma": 0.8, "tau": 3.0, "dt": 7.5},
]
for _seed, _probe in enumerate(MEMORIES):
    _probe["x"] = np.random.default_rng(_seed).standard_normal(400)


def _c(a):
    return np.exp(-a.dt / a.tau)


def _recursion(
    first=lambda a: a.mu + a.sigma * a.x[0],
    keep=_c,
    kick=lambda a, c: a.sigma * np.sqrt(1 - c**2),
    mean=lambda a: a.mu,
    use=lambda x, k: x[k],
):
    """Return the OU current with one of its parts replaced."""

    def eta(a):
        c, series = keep(a), [first(a)]
        for k in range(1, a.x.size):
            series.append(mean(a) + (series[-1] - mean(a)) * c + kick(a, c) * use(a.x, k))
        return np.array(series)

    return eta


def _reference_ou(mu, sigma, tau, x, dt):
    c, eta = np.exp(-dt / tau), [x[0]]
    for fresh in x[1:].tolist():
        eta.append(c * eta[-1] + np.sqrt(-np.expm1(-2 * dt / tau)) * fresh)
    return mu + sigma * np.array(eta)


def _euler_kick(a, c):
    return a.sigma * np.sqrt(2 * a.dt / a.tau)


def _euler_keep(a):
    return 1 - a.dt / a.tau


def _without_mean(a):
    """Return η_k+1 = c η_k + noise: the deviation and the process are mixed up."""
    eta, c = [a.mu + a.sigma * a.x[0]], _c(a)
    for x in a.x[1:]:
        eta.append(eta[-1] * c + a.sigma * np.sqrt(1 - c**2) * x)
    return np.array(eta)


def _mean_on_top(a):
    """Return η_k+1 = μ + c η_k + noise."""
    eta, c = [a.mu + a.sigma * a.x[0]], _c(a)
    for x in a.x[1:]:
        eta.append(a.mu + eta[-1] * c + a.sigma * np.sqrt(1 - c**2) * x)
    return np.array(eta)


OU_MISTAKES = {
    "η₀ = μ has no variance yet: start with mu + sigma * x[0].": (
        _recursion(first=lambda a: a.mu),
    ),
    "η starts at 0; the stationary law has the mean μ and the standard deviation σ.": (
        _recursion(first=lambda a: 0.0),
    ),
    "the first sample lacks μ.": _recursion(first=lambda a: a.sigma * a.x[0]),
    "the first sample lacks σ.": _recursion(first=lambda a: a.mu + a.x[0]),
    "the first sample has the standard deviation of the fresh part only; it needs all of σ.": (
        _recursion(first=lambda a: a.mu + a.sigma * np.sqrt(1 - _c(a) ** 2) * a.x[0])
    ),
    "this is Euler's step: too large a standard deviation unless dt is far below τ.": (
        _recursion(keep=_euler_keep, kick=_euler_kick),
        _recursion(first=lambda a: a.mu, keep=_euler_keep, kick=_euler_kick),
        _recursion(keep=_euler_keep),
        _recursion(kick=_euler_kick),
    ),
    "the fresh part has the variance σ²(1 − c²): c must be squared.": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(1 - c))
    ),
    "σ² (1 − c²) is the variance of the fresh part; its root is missing.": (
        _recursion(kick=lambda a, c: a.sigma * (1 - c**2)),
        _recursion(kick=lambda a, c: a.sigma**2 * (1 - c**2)),
    ),
    "σ stands outside the root.": _recursion(kick=lambda a, c: np.sqrt(a.sigma * (1 - c**2))),
    "the fresh part is too small: √(1 − c²), not 1 − c.": (
        _recursion(kick=lambda a, c: a.sigma * (1 - c))
    ),
    "the fresh part has the full size σ: the variance grows beyond σ².": (
        _recursion(kick=lambda a, c: a.sigma)
    ),
    "the fresh part lacks σ.": _recursion(kick=lambda a, c: np.sqrt(1 - c**2)),
    "the fresh part is missing: the current only relaxes.": _recursion(kick=lambda a, c: 0.0),
    "there is a √(2τ) too many: it belongs to equation (3.6), not to (3.7).": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 * a.tau) * np.sqrt(1 - c**2)),
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 / a.tau) * np.sqrt(1 - c**2)),
    ),
    "c is upside down: dt over τ in the exponent.": _recursion(
        keep=lambda a: np.exp(-a.tau / a.dt)
    ),
    "c must lie between 0 and 1: a minus is missing in the exponent.": (
        _recursion(keep=lambda a: np.exp(a.dt / a.tau), kick=lambda a, c: a.sigma),
        _recursion(keep=lambda a: np.exp(a.dt / a.tau)),
    ),
    "c uses 2 dt/τ; that is c².": _recursion(keep=lambda a: np.exp(-2 * a.dt / a.tau)),
    "dt and τ are both in ms: no factor 1000 in the exponent.": (
        _recursion(keep=lambda a: np.exp(-a.dt / a.tau / 1000)),
        _recursion(keep=lambda a: np.exp(-a.dt / a.tau * 1000)),
    ),
    "only the deviation from μ shrinks: mu + (eta[k - 1] - mu) * c.": (
        _without_mean,
        _mean_on_top,
    ),
    "use x[k] for sample k; yours uses x[k - 1].": _recursion(use=lambda x, k: x[k - 1]),
    "all samples use the same random number: x[k], not x[0].": _recursion(use=lambda x, k: x[0]),
    "this holds for dt = 0.1 ms only: use the argument dt.": (
        _recursion(keep=lambda a: np.exp(-0.1 / a.tau))
    ),
}


@exercise
def ou_current(function):
    """Check the exact update of an Ornstein-Uhlenbeck current with a stationary start."""
    answers = [series(call(function, **probe), "eta", "pA", probe["x"].size) for probe in MEMORIES]
    x, expected = np.arange(400) * MEMORIES[0]["dt"], _reference_ou(**MEMORIES[0])
    curve = Curve(x, expected, answers[0], "Time [ms]", "Current [pA]")
    right = [_reference_ou(**probe) for probe in MEMORIES]
    firsts = zip(answers, right, strict=True)
    otherwise = "the steps are not those of equation (3.7); the first sample is right."
    if not all(agree(yours[0], ours[0]) for yours, ours in firsts):
        otherwise = "the first sample must be mu + sigma * x[0], as spread out as all later ones."
    compare(answers, MEMORIES, _reference_ou, OU_MISTAKES, otherwise, curve)
    return "mean μ, standard deviation σ and memory τ from the first sample on, for any dt.", curve


# --- a sweep over the memory ----------------------------------------------------------------

TAU_SWEEPS = [
    {"taus": [5.0, 20.0], "mu": 210.0, "sigma": 40.0, "n_neurons": 8, "t_stop": 400.0, "rng": 0},
    {"taus": [12.0], "mu": 250.0, "sigma": 60.0, "n_neurons": 5, "t_stop": 300.0, "rng": 1},
]


def _swept(rate, cv):
    """Return the sweep with other formulas for the rate and the CV of the trains."""

    def sweep(a):
        rates, cvs = [], []
        for tau in a.taus:
            i_of_step = ornstein_uhlenbeck_by_step(a.mu, a.sigma, tau, a.n_neurons, 0.1, a.rng)
            trains = sweep_lif(i_of_step, a.n_neurons, round(a.t_stop / 0.1), 0.1)
            rates.append(rate(trains, a.t_stop))
            cvs.append(cv(trains))
        return rates, cvs

    return sweep


def _rate(trains, t_stop):
    return 1000 * sum(train.size for train in trains) / (len(trains) * t_stop)


def _cv(trains, ddof=0):
    intervals = _pooled(trains)
    return intervals.std(ddof=ddof) / intervals.mean()


def _pooled(trains):
    return np.concatenate([isi(train) for train in trains])


def _reference_sweep(ddof=0, **probe):
    return _swept(_rate, lambda trains: _cv(trains, ddof))(SimpleNamespace(**probe))


def _of_intervals(formula):
    return _swept(_rate, lambda trains: formula(_pooled(trains)))


SWEEP_MISTAKES = {
    "the rate is that of all neurons together: divide by their number as well.": (
        _swept(lambda trains, t_stop: _rate(trains, t_stop) * len(trains), _cv)
    ),
    "these are numbers of spikes; a rate is divided by the time in s.": (
        _swept(lambda trains, t_stop: np.mean([train.size for train in trains]), _cv),
        _swept(lambda trains, t_stop: sum(train.size for train in trains), _cv),
    ),
    "the rate is in spikes per ms; 1 Hz is one spike per 1000 ms.": (
        _swept(lambda trains, t_stop: _rate(trains, t_stop) / 1000, _cv)
    ),
    "this is the rate of one neuron: average over all trains.": (
        _swept(lambda trains, t_stop: 1000 * trains[0].size / t_stop, _cv),
        _swept(lambda trains, t_stop: 1000 * trains[-1].size / t_stop, _cv),
    ),
    "this rate is 1000 over the mean interval; short runs miss their long intervals: count.": (
        _swept(lambda trains, t_stop: 1000 / _pooled(trains).mean(), _cv)
    ),
    "the CV is upside down: standard deviation over mean.": (
        _of_intervals(lambda intervals: intervals.mean() / intervals.std())
    ),
    "this is the variance over the mean; the CV takes the standard deviation.": (
        _of_intervals(lambda intervals: intervals.var() / intervals.mean())
    ),
    "this is CV²: variance over squared mean.": (
        _of_intervals(lambda intervals: intervals.var() / intervals.mean() ** 2)
    ),
    "this is the standard deviation in ms; divide it by the mean interval.": (
        _of_intervals(lambda intervals: intervals.std())
    ),
    "this is the mean of the neurons' own CVs: use the array `intervals`, of all of them.": (
        _swept(_rate, lambda trains: np.mean([cv_isi(train) for train in trains])),
        _swept(_rate, lambda trains: np.nanmean([cv_isi(train) for train in trains])),
    ),
    "this is the CV of spike times, which grows with the recording; use the intervals.": (
        _swept(_rate, lambda trains: np.concatenate(trains).std() / np.concatenate(trains).mean())
    ),
}


def _sweep_of(function, probe):
    rates, cvs = pair(call(function, **probe), "rates", "cvs", "lists")
    n_taus = len(probe["taus"])
    return series(rates, "the rates", "Hz", n_taus), series(cvs, "the CVs", "no unit", n_taus)


@exercise
def sweep_tau(function):
    """Check the rate and the pooled CV of LIF neurons under OU currents."""
    answers = [_sweep_of(function, probe) for probe in TAU_SWEEPS]
    right = [_reference_sweep(**probe) for probe in TAU_SWEEPS]
    otherwise = "the rates are not right: spikes per neuron and second."
    if all(agree(a[0], r[0]) for a, r in zip(answers, right, strict=True)):
        otherwise = "the rates are right, the CVs are not: one number from the array `intervals`."
    if not agree(answers, [_reference_sweep(ddof=1, **probe) for probe in TAU_SWEEPS]):
        compare(answers, TAU_SWEEPS, _reference_sweep, SWEEP_MISTAKES, otherwise)
    return "rates per neuron, and one CV of all intervals: now sweep.", None

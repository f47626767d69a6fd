"""Lesson 03's typical mistakes: what a student is asked, and what each slip would answer.

Each table goes from the message of a mistake to the function that makes it, of one namespace `a`
that holds a probe's arguments. `helpers.checks.noise` compares a student's answers with them.

Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

import functools
from types import SimpleNamespace

import numpy as np

from helpers.checks.lif_mistakes import DEFAULT, OTHER
from helpers.lif import sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step
from helpers.spikes import cv_isi, isi

# --- white noise ----------------------------------------------------------------------------

N_SAMPLES = 40_000


CHANCE = 0.02  # by which a standard deviation of so many samples may differ: 5 standard errors


CURRENTS = [  # a seed of 0 is a seed
    {"mu": 0.0, "sigma": 3.0, "n_steps": N_SAMPLES, "dt": 0.1, "rng": 0},
    {"mu": 210.0, "sigma": 2.5, "n_steps": N_SAMPLES, "dt": 0.025, "rng": 1},
    {"mu": -40.0, "sigma": 0.7, "n_steps": N_SAMPLES + 3, "dt": 2.0, "rng": 2},
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
        lambda a: a.sigma / (a.dt * 1000),
        lambda a: a.sigma / np.sqrt(a.dt) / 1000,
        lambda a: a.sigma / np.sqrt(a.dt) * 1000,
    ),
    "this holds for one time step only: use the argument dt.": (
        lambda a: a.sigma / np.sqrt(0.1 / 1000)
    ),
    "the root of σ is taken too: only dt stands under it.": (
        lambda a: np.sqrt(a.sigma / (a.dt / 1000))
    ),
    "σ is missing: it scales the noise.": lambda a: 1 / np.sqrt(a.dt / 1000),
}


# --- rates under noise ----------------------------------------------------------------------


def sweep_probe(mu, sigma, t_stop, dt, params, seed):
    """Return the arguments of one sweep, with a noise [pA] per step."""
    noise = sigma * np.random.default_rng(seed).standard_normal(round(t_stop / dt))
    noise[-1] = 1e5  # flows after the last sample; an index that is one off hears it
    return {"mu": np.array(mu), "noise": noise, "dt": dt, "params": params}


SWEEPS = [
    sweep_probe([50.0, *range(140, 261, 10), 400.0], 300.0, 150, 0.1, DEFAULT, 1),
    sweep_probe([170.0, *range(220, 401, 20), 510.0], 2700.0, 60, 0.05, OTHER, 5),
]


def _trains(a, currents):
    return sweep_lif(currents, a.mu.size, a.noise.size, a.dt, a.params)


def _rates(trains, t_stop):
    return np.array([1000 * train.size / t_stop for train in trains])


def _heard(currents):
    """Return the function that gives the rates if the neurons hear `currents(a, k)`."""
    return lambda a: _rates(_trains(a, lambda k: currents(a, k)), a.noise.size * a.dt)


def _lasting(t_stop):
    """Return the function that takes the right trains and another duration [ms]."""
    return lambda a: _rates(a.trains, t_stop(a))


def _of_each(formula):
    """Return the function that makes a number of each of the right trains."""
    return lambda a: np.array([formula(train) for train in a.trains])


RATE_MISTAKES = {
    # first what needs no other simulation
    "right only for a run of 1 s: the duration is n_steps · dt, in ms.": _lasting(lambda a: 1000.0),
    "a factor 1000 is missing: the duration is in ms, a rate is per s.": (
        _lasting(lambda a: 1000 * a.noise.size * a.dt)
    ),
    "the duration is n_steps · dt in ms: dt is missing.": _lasting(lambda a: a.noise.size),
    "the duration is n_steps · dt in ms; only dt is used.": _lasting(lambda a: a.dt),
    "the duration holds for dt = 0.1 ms only: use the argument dt.": (
        _lasting(lambda a: a.noise.size * 0.1)
    ),
    "the duration is n_steps · dt; n_steps is the length of the noise, one step more.": (
        _lasting(lambda a: (a.noise.size - 1) * a.dt)
    ),
    "this is the inverse of the mean interval: count the spikes and divide by the duration.": (
        _of_each(lambda train: 1000 / isi(train).mean()),
        _of_each(lambda train: 1000 / isi(train).mean() if train.size > 1 else 0.0),
    ),
    "the currents are right; a rate is the number of spikes over the whole run, n_steps · dt.": (
        _of_each(lambda train: 1000 * train.size / train[-1] if train.size else 0.0),
        _of_each(lambda train: 1000 * train.size / train[-1] if train.size else np.nan),
        _of_each(lambda train: 1000 * train.size / np.ptp(train) if train.size > 1 else 0.0),
        _of_each(lambda train: 1000 / isi(train)[0] if train.size > 1 else 0.0),
        _of_each(lambda train: 1000 / isi(train)[-1] if train.size > 1 else 0.0),
        _of_each(lambda train: 1000 / np.median(isi(train)) if train.size > 1 else 0.0),
    ),
    "these are numbers of intervals; a train has one spike more. Count the spikes.": (
        lambda a: 1000 * np.array([isi(train).size for train in a.trains]) / a.noise.size / a.dt,
        lambda a: 1000 * np.array([train.size - 1 for train in a.trains]) / a.noise.size / a.dt,
    ),
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
    "the noise is one step off: step k has the noise of index k.": (
        _heard(lambda a, k: a.mu + a.noise[k - 1]),
        _heard(lambda a, k: a.mu + a.noise[k + 1]),
    ),
    "the noise is in pA already: no factor with dt.": (
        _heard(lambda a, k: a.mu + a.noise[k] * a.dt),
        _heard(lambda a, k: a.mu + a.noise[k] * np.sqrt(a.dt / 1000)),
        _heard(lambda a, k: a.mu + a.noise[k] / np.sqrt(a.dt / 1000)),
    ),
    "a current is in pA; divided by g_L it is in mV.": (
        _heard(lambda a, k: (a.mu + a.noise[k]) / a.params.g_L),
    ),
    "all neurons have the rate of one: each has its own mean current and its own train.": (
        _heard(lambda a, k: a.mu[0] + a.noise[k]),
        _heard(lambda a, k: a.mu[-1] + a.noise[k]),
    ),
    "all steps get the mean of the noise: step k has its own number.": (
        _heard(lambda a, k: a.mu + a.noise.mean()),
    ),
}


def right_trains(mu, noise, dt, params):
    """Return the spike times [ms] of neurons that hear mu plus the noise of each step."""
    return sweep_lif(lambda k: mu + noise[k], mu.size, noise.size, dt, params)


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


def reference_shift(**probe):
    """Return the shift of the threshold [mV]."""
    return 0.5826 * probe["sigma"] * np.sqrt(probe["dt"] * 1000) / (probe["g_L"] * probe["tau_m"])


def _shift_with(sigma_v):
    return lambda a: 0.5826 * np.sqrt(a.dt / a.tau_m) * np.sqrt(2) * sigma_v(a)


def _shift_of_lesson(*names):
    """Return the shift with the named numbers of the lesson in place of the arguments."""
    numbers = {name: SHIFTS[0][name] for name in names}
    return lambda a: _shift(SimpleNamespace(**vars(a) | numbers))


# Where two slips give the same numbers, the message holds for both.
SHIFT_MISTAKES = {
    "too small by √1000: in σ_V τ_m must be in s, in dt/τ_m both in the same unit.": (
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(2 * a.tau_m)))
    ),
    "too large by √1000: ms become s under the root of σ_V, and nowhere else.": (
        lambda a: _shift(a) * np.sqrt(1000)
    ),
    "in σ_V, 1 s is 1000 ms, and the change of units belongs under the root.": (
        lambda a: _shift(a) / 1000,
        lambda a: _shift(a) / 1000**1.5,
    ),
    "too large by √2: σ_V has a 2 under its root, and equation (3.5) has √2, not 2.": (
        lambda a: _shift(a) * np.sqrt(2)
    ),
    "too small by √2: equation (3.5) has a √2, and in σ_V the 2 stands under the root.": (
        lambda a: _shift(a) / np.sqrt(2)
    ),
    "all of 2 τ_m stands under the root of σ_V.": (
        _shift_with(lambda a: a.sigma / (a.g_L * 2 * a.tau_m / 1000)),
        _shift_with(lambda a: a.sigma / (a.g_L * np.sqrt(2) * a.tau_m / 1000)),
    ),
    "brackets: g_L and the root both stand under the fraction bar.": (
        _shift_with(lambda a: a.sigma / a.g_L * np.sqrt(2 * a.tau_m / 1000)),
        _shift_with(lambda a: a.sigma / a.g_L * np.sqrt(2 * a.tau_m)),
    ),
    "g_L is missing in σ_V: pA must become mV.": lambda a: _shift(a) * a.g_L,
    "g_L multiplies; pA/nS is mV, pA·nS is not.": lambda a: _shift(a) * a.g_L**2,
    "σ is no potential: put σ_V of equation (3.3) into (3.5).": (
        _shift_with(lambda a: a.sigma),
        _shift_with(lambda a: a.sigma / a.g_L),
    ),
    "the root of dt/τ_m is missing.": (
        lambda a: 0.5826 * a.dt / a.tau_m * np.sqrt(2) * _sigma_v(a)
    ),
    "all of dt/τ_m stands under the root.": (
        lambda a: 0.5826 * np.sqrt(a.dt) / a.tau_m * np.sqrt(2) * _sigma_v(a)
    ),
    "dt/τ_m is missing: the shift vanishes with the step.": (
        lambda a: 0.5826 * np.sqrt(2) * _sigma_v(a)
    ),
    "the fraction under the root is upside down: dt/τ_m.": (
        lambda a: 0.5826 * np.sqrt(a.tau_m / a.dt) * np.sqrt(2) * _sigma_v(a)
    ),
    "0.5826 is missing.": lambda a: _shift(a) / 0.5826,
    "the threshold seems higher, not lower: the shift is positive.": lambda a: -_shift(a),
    "this is σ_V; the shift of equation (3.5) is missing.": _sigma_v,
    "this holds numbers of the lesson's neuron: use the arguments instead.": (
        _shift_of_lesson("g_L"),
        _shift_of_lesson("tau_m"),
        lambda a: _shift(a) * np.sqrt(a.tau_m / 10),
        _shift_of_lesson("dt"),
        _shift_of_lesson("g_L", "tau_m"),
        _shift_of_lesson("g_L", "tau_m", "dt"),
    ),
}


# --- the exact OU update --------------------------------------------------------------------

MEMORIES: list[dict] = [
    {"mu": 200.0, "sigma": 40.0, "tau": 10.0, "dt": 0.1},
    {"mu": -3.0, "sigma": 7.0, "tau": 5.0, "dt": 2.0},
    {"mu": 0.5, "sigma": 0.8, "tau": 3.0, "dt": 7.5},
]


for _seed, _probe in enumerate(MEMORIES, 3):  # x[0] of both signs
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


def reference_ou(mu, sigma, tau, x, dt):
    """Return the exact OU current [pA]."""
    c, eta = np.exp(-dt / tau), [x[0]]
    for fresh in x[1:].tolist():
        eta.append(c * eta[-1] + np.sqrt(-np.expm1(-2 * dt / tau)) * fresh)
    return mu + sigma * np.array(eta)


def _euler_kick(a, c):
    return a.sigma * np.sqrt(2 * a.dt / a.tau)


def _euler_keep(a):
    return 1 - a.dt / a.tau


def _kept(what):
    """Return the OU current with `what(mu, old, c)` in place of μ + (η − μ) c."""

    def eta(a):
        c, series = _c(a), [a.mu + a.sigma * a.x[0]]
        for x in a.x[1:]:
            series.append(what(a.mu, series[-1], c) + a.sigma * np.sqrt(1 - c**2) * x)
        return np.array(series)

    return eta


OU_MISTAKES = {
    "η₀ = μ has no variance yet: it needs the standard deviation σ_OU from the start.": (
        _recursion(first=lambda a: a.mu),
    ),
    "η starts at 0; the stationary law has the mean μ and the standard deviation σ_OU.": (
        _recursion(first=lambda a: 0.0),
    ),
    "the first sample lacks μ.": _recursion(first=lambda a: a.sigma * a.x[0]),
    "the first sample lacks σ_OU.": _recursion(first=lambda a: a.mu + a.x[0]),
    "the first sample has the standard deviation of the fresh part only; it needs all of σ_OU.": (
        _recursion(first=lambda a: a.mu + a.sigma * np.sqrt(1 - _c(a) ** 2) * a.x[0])
    ),
    "this is Euler's step: too large a standard deviation unless dt is far below τ.": (
        _recursion(keep=_euler_keep, kick=_euler_kick),
        _recursion(first=lambda a: a.mu, keep=_euler_keep, kick=_euler_kick),
        _recursion(first=lambda a: 0.0, keep=_euler_keep, kick=_euler_kick),
        _recursion(kick=_euler_kick),
    ),
    "1 − dt/τ is Euler's c: near the exponential for small dt only.": (
        _recursion(keep=_euler_keep)
    ),
    "the fresh part has the variance σ_OU²(1 − c²): c must be squared.": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(1 - c))
    ),
    "σ_OU² (1 − c²) is the variance of the fresh part; its root is missing.": (
        _recursion(kick=lambda a, c: a.sigma * (1 - c**2)),
        _recursion(kick=lambda a, c: a.sigma**2 * (1 - c**2)),
    ),
    "σ_OU stands outside the root.": _recursion(kick=lambda a, c: np.sqrt(a.sigma * (1 - c**2))),
    "the fresh part is too small: √(1 − c²), not 1 − c.": (
        _recursion(kick=lambda a, c: a.sigma * (1 - c))
    ),
    "the fresh part has the full size σ_OU: the variance grows beyond σ_OU².": (
        _recursion(kick=lambda a, c: a.sigma)
    ),
    "the fresh part lacks σ_OU.": _recursion(kick=lambda a, c: np.sqrt(1 - c**2)),
    "the fresh part is missing: the current only relaxes.": _recursion(kick=lambda a, c: 0.0),
    "√(2τ) belongs to equation (3.6), not to (3.7).": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 * a.tau) * np.sqrt(1 - c**2)),
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 * a.tau)),
    ),
    "√(2/τ) stands in no equation here: the size of the fresh part follows from c.": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 / a.tau) * np.sqrt(1 - c**2)),
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(2 / a.tau)),
    ),
    "the fresh part does not grow with √dt: its size follows from c.": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(a.dt)),
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(a.dt) * np.sqrt(1 - c**2)),
    ),
    "the fresh part is larger than σ_OU: under the root stands 1 − c².": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(1 + c**2))
    ),
    "this is the root of something negative: look at 1 − c² and at the sign of the exponent.": (
        _recursion(kick=lambda a, c: a.sigma * np.sqrt(c**2 - 1)),
        _recursion(keep=lambda a: np.exp(a.dt / a.tau)),
    ),
    "the noise is taken away; add it.": (
        _recursion(kick=lambda a, c: -a.sigma * np.sqrt(1 - c**2)),
    ),
    "the fraction in c is upside down: dt over τ in the exponent.": _recursion(
        keep=lambda a: np.exp(-a.tau / a.dt)
    ),
    "c must lie between 0 and 1: a minus is missing in the exponent.": (
        _recursion(keep=lambda a: np.exp(a.dt / a.tau), kick=lambda a, c: a.sigma),
    ),
    "c uses 2 dt/τ; that is c².": _recursion(keep=lambda a: np.exp(-2 * a.dt / a.tau)),
    "the exponent must be a plain number: a time over a time.": (
        _recursion(keep=lambda a: np.exp(-1 / a.tau)),
        _recursion(keep=lambda a: np.exp(-a.dt)),
        _recursion(keep=lambda a: np.exp(-a.dt * a.tau)),
    ),
    "dt and τ are both in ms: no factor 1000 in the exponent.": (
        _recursion(keep=lambda a: np.exp(-a.dt / a.tau / 1000)),
        _recursion(keep=lambda a: np.exp(-a.dt / a.tau * 1000)),
    ),
    "only the deviation from μ shrinks: take μ away before, add it after.": (
        _kept(lambda mu, old, c: old * c),
        _kept(lambda mu, old, c: mu + old * c),
        _kept(lambda mu, old, c: (old - mu) * c),
        _kept(lambda mu, old, c: mu + old - mu * c),
    ),
    "the deviation changes its sign at each step: it is η − μ, not μ − η.": (
        _kept(lambda mu, old, c: mu + (mu - old) * c),
    ),
    "c is what is kept of the deviation, not what is forgotten.": (
        _kept(lambda mu, old, c: mu + (old - mu) * (1 - c)),
    ),
    "nothing of the deviation is forgotten: c is missing.": _kept(lambda mu, old, c: old),
    "nothing of the deviation is kept: this noise has no memory.": _kept(lambda mu, old, c: mu),
    "on the right stands the sample before, eta[k - 1].": _kept(lambda mu, old, c: mu - mu * c),
    "use x[k] for sample k; yours uses x[k - 1].": _recursion(use=lambda x, k: x[k - 1]),
    "all samples use the same random number: x[k], not x[0].": _recursion(use=lambda x, k: x[0]),
    "this holds for one dt and one τ only: use the arguments.": (
        _recursion(keep=lambda a: np.exp(-0.1 / a.tau)),
        _recursion(keep=lambda a: np.exp(-a.dt / 10)),
        _recursion(keep=lambda a: np.exp(-0.1 / 10)),
    ),
}


# --- a sweep over the memory ----------------------------------------------------------------

TAU_SWEEPS = [
    {"taus": (5.0, 12.0, 20.0), "mu": 210.0, "sigma": 40.0, "n_neurons": 8, "t_stop": 400.0},
    {"taus": (12.0,), "mu": 250.0, "sigma": 60.0, "n_neurons": 5, "t_stop": 300.0},
]


SEED = 0


@functools.cache
def _trains_of_taus(taus, mu, sigma, n_neurons, t_stop):
    rng, n_steps = np.random.default_rng(SEED), round(t_stop / 0.1)
    currents = (ornstein_uhlenbeck_by_step(mu, sigma, tau, n_neurons, 0.1, rng) for tau in taus)
    return [sweep_lif(i_of_step, n_neurons, n_steps, 0.1) for i_of_step in currents]


def swept(formula):
    """Return the sweep that makes one number of the trains of each tau."""
    return lambda a: np.array([formula(each, a.t_stop) for each in _trains_of_taus(**vars(a))])


def mean_rate(trains, t_stop):
    """Return the rate of an average neuron [Hz]."""
    return 1000 * sum(train.size for train in trains) / (len(trains) * t_stop)


def _pooled(trains):
    return np.concatenate([isi(train) for train in trains])


def _of_intervals(formula):
    return swept(lambda trains, t_stop: formula(_pooled(trains)))


def pooled_cv(ddof):
    """Return the sweep that gives the CV of all intervals together."""
    return _of_intervals(lambda intervals: intervals.std(ddof=ddof) / intervals.mean())


TAU_RATE_MISTAKES = {
    "the rate is that of all neurons together: divide by their number as well.": (
        swept(lambda trains, t_stop: mean_rate(trains, t_stop) * len(trains))
    ),
    "these are numbers of spikes; a rate is divided by the time in s.": (
        swept(lambda trains, t_stop: np.mean([train.size for train in trains])),
        swept(lambda trains, t_stop: sum(train.size for train in trains)),
    ),
    "a factor 1000 is missing: t_stop is in ms, a rate is per s.": (
        swept(lambda trains, t_stop: mean_rate(trains, t_stop) / 1000),
        swept(lambda trains, t_stop: mean_rate(trains, t_stop) / 1000 * len(trains)),
    ),
    "this is the rate of one neuron: average over all trains.": (
        swept(lambda trains, t_stop: 1000 * trains[0].size / t_stop),
        swept(lambda trains, t_stop: 1000 * trains[-1].size / t_stop),
    ),
    "this rate is 1000 over the mean interval; short runs miss their long intervals: count.": (
        swept(lambda trains, t_stop: 1000 / _pooled(trains).mean())
    ),
    "these are numbers of intervals; a train has one spike more. Count the spikes.": (
        swept(lambda trains, t_stop: mean_rate(trains, t_stop) - 1000 / t_stop)
    ),
    "this is the CV in place of the rate: the lists are rates first, CVs second.": pooled_cv(0),
}


CV_MISTAKES = {
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
        swept(lambda trains, t_stop: np.mean([cv_isi(train) for train in trains]))
    ),
    "this is the CV of one neuron: use the array `intervals`, of all of them.": (
        swept(lambda trains, t_stop: cv_isi(trains[0])),
        swept(lambda trains, t_stop: cv_isi(trains[-1])),
    ),
    "this is the CV of spike times, which does not tell how regular they are; use intervals.": (
        swept(lambda trains, t_stop: np.concatenate(trains).std() / np.concatenate(trains).mean())
    ),
    "this is the CV of the neurons' rates; the CV of the intervals is asked for.": (
        swept(lambda trains, t_stop: _of_counts([train.size for train in trains]))
    ),
}


def _of_counts(counts):
    return np.std(counts) / np.mean(counts)

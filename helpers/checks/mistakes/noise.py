"""Lesson 03's exercises: what a student is asked, the solutions, and the typical slips.

Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

import functools

import numpy as np

from helpers.checks.edits import Exercise, combined, factors
from helpers.checks.mistakes.lif import DEFAULT, OTHER
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

SIZE = Exercise("""
def size_of_a_sample(mu, sigma, n_steps, dt, rng):
    return sigma / np.sqrt(dt / 1000)
""", CURRENTS, {
    "dt must be in s under the root, because σ is in pA·√s; it is given in ms.": " / 1000 → ",
    "the samples must grow as the step shrinks: divide by √dt, do not multiply.":
        ("sigma / → sigma *", "sigma / → sigma * && / 1000 → "),
    "dt is missing: σ is in pA·√s, a sample in pA.": " / np.sqrt(dt / 1000) → ",
    "the root is missing: the variance goes with 1/dt, the standard deviation with 1/√dt.":
        ("np.sqrt → ", "np.sqrt(dt / 1000) → dt"),
    "σ is squared: σ²/dt is the variance, and its root scales the samples.":
        ("sigma / → sigma**2 /", "sigma / np.sqrt → sigma**2 / "),
    "1 s is 1000 ms: turn dt into s under the root.":
        ("/ 1000 → * 1000", "np.sqrt(dt / 1000) → (dt * 1000)",
         "dt / 1000) → dt) / 1000", "dt / 1000) → dt) * 1000"),
    "this holds for one time step only: use the argument dt.": "(dt / → (0.1 /",
    "the root of σ is taken too: only dt stands under it.":
        "sigma / np.sqrt(dt / 1000) → np.sqrt(sigma / (dt / 1000))",
    "σ is missing: it scales the noise.": "sigma / → 1 /",
})  # fmt: skip


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
RATE = "1000 * train.size / t_stop"

NOISY_RATES = Exercise("""
def noisy_rates(mu, noise, dt, params):
    def i_of_step(k):
        return mu + noise[k]

    trains = sweep_lif(i_of_step, mu.size, noise.size, dt, params)
    t_stop = noise.size * dt
    return np.array([1000 * train.size / t_stop for train in trains])
""", SWEEPS, {
    "right only for a run of 1 s: the duration is n_steps · dt, in ms.": "/ t_stop → / 1000",
    "a factor 1000 is missing: the duration is in ms, a rate is per s.": "1000 * → ",
    "the duration is n_steps · dt in ms: dt is missing.": "noise.size * dt → noise.size",
    "the duration is n_steps · dt in ms; only dt is used.": "noise.size * dt → dt",
    "the duration holds for dt = 0.1 ms only: use the argument dt.": "size * dt → size * 0.1",
    "the duration is n_steps · dt; n_steps is the length of the noise, one step more.":
        "noise.size * dt → (noise.size - 1) * dt",
    "this is the inverse of the mean interval: count the spikes and divide by the duration.":
        (f"{RATE} → 1000 / isi(train).mean()",
         f"{RATE} → 1000 / isi(train).mean() if train.size > 1 else 0"),
    "the currents are right; a rate is the number of spikes over the whole run, n_steps · dt.":
        ("/ t_stop → / train[-1] if train.size else 0",
         "/ t_stop → / train[-1] if train.size else np.nan",
         "/ t_stop → / np.ptp(train) if train.size > 1 else 0",
         *(f"{RATE} → 1000 / {interval} if train.size > 1 else 0"
           for interval in ("isi(train)[0]", "isi(train)[-1]", "np.median(isi(train))"))),
    "these are numbers of intervals; a train has one spike more. Count the spikes.":
        ("train.size → isi(train).size", "train.size → (train.size - 1)"),
    "the noise is missing from the currents: mu plus the noise of step k.": " + noise[k] → ",
    "the means are missing from the currents: mu plus the noise of step k.": "mu + → ",
    "the noise is taken away; add it.": "mu + → mu -",
    "the noise stands still: take the noise of step k, not of step 0.": "noise[k] → noise[0]",
    "mu is multiplied by the noise; add them.": "mu + → mu *",
    "all neurons get the mean of the means: leave mu an array.": "mu + → mu.mean() +",
    "the noise is one step off: step k has the noise of index k.": ("k] → k - 1]", "k] → k + 1]"),
    "the noise is in pA already: no factor with dt.":
        ("k] → k] * dt", "k] → k] * np.sqrt(dt / 1000)", "k] → k] / np.sqrt(dt / 1000)"),
    "a current is in pA; divided by g_L it is in mV.":
        "mu + noise[k] → (mu + noise[k]) / params.g_L",
    "all neurons have the rate of one: each has its own mean current and its own train.":
        ("mu + → mu[0] +", "mu + → mu[-1] +"),
    "all steps get the mean of the noise: step k has its own number.": "noise[k] → noise.mean()",
}, sweep_lif=sweep_lif, isi=isi)  # fmt: skip


# --- the shifted threshold ------------------------------------------------------------------

SHIFTS = [
    {"sigma": 3.0, "dt": 0.1, "g_L": 10.0, "tau_m": 10.0},
    {"sigma": 2.5, "dt": 0.4, "g_L": 8.0, "tau_m": 16.0},
    {"sigma": 0.8, "dt": 0.025, "g_L": 13.0, "tau_m": 4.0},
]
ROOT = "np.sqrt(2 * tau_m / 1000)"

# Where two slips give the same numbers, the message holds for both.
THRESHOLD_SHIFT = Exercise("""
def threshold_shift(sigma, dt, g_L, tau_m):
    sigma_v = sigma / (g_L * np.sqrt(2 * tau_m / 1000))
    return 0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v
""", SHIFTS, {
    "too small by √1000: in σ_V τ_m must be in s, in dt/τ_m both in the same unit.": " / 1000 → ",
    "too large by √1000: ms become s under the root of σ_V, and nowhere else.": "(dt → (1000 * dt",
    "in σ_V, 1 s is 1000 ms, and the change of units belongs under the root.":
        ("/ 1000 → * 1000", " / 1000 →  && g_L * → 1000 * g_L *"),
    "too large by √2: σ_V has a 2 under its root, and equation (3.5) has √2, not 2.":
        "2 * tau_m → tau_m",
    "too small by √2: equation (3.5) has a √2, and in σ_V the 2 stands under the root.":
        "np.sqrt(2) * → ",
    "all of 2 τ_m stands under the root of σ_V.":
        (f"{ROOT} → 2 * tau_m / 1000", f"{ROOT} → np.sqrt(2) * tau_m / 1000"),
    "brackets: g_L and the root both stand under the fraction bar.":
        (f"(g_L * {ROOT}) → g_L * {ROOT}", f"(g_L * {ROOT}) → g_L * np.sqrt(2 * tau_m)"),
    "g_L is missing in σ_V: pA must become mV.": "g_L * → ",
    "g_L multiplies; pA/nS is mV, pA·nS is not.": "/ (g_L * → * g_L / (",
    "σ is no potential: put σ_V of equation (3.3) into (3.5).":
        ("* sigma_v → * sigma", "* sigma_v → * sigma / g_L"),
    "the root of dt/τ_m is missing.": "np.sqrt(dt / tau_m) → dt / tau_m",
    "all of dt/τ_m stands under the root.": "np.sqrt(dt / tau_m) → np.sqrt(dt) / tau_m",
    "dt/τ_m is missing: the shift vanishes with the step.": "np.sqrt(dt / tau_m) * → ",
    "the fraction under the root is upside down: dt/τ_m.": "dt / tau_m → tau_m / dt",
    "0.5826 is missing.": "0.5826 * → ",
    "the threshold seems higher, not lower: the shift is positive.": "0.5826 → -0.5826",
    "this is σ_V; the shift of equation (3.5) is missing.":
        "0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * → ",
    "this holds numbers of the lesson's neuron: use the arguments instead.":
        combined("g_L * → 10 *", "2 * tau_m → 2 * 10", "/ tau_m → / 10", "dt / → 0.1 /"),
})  # fmt: skip


# --- the exact OU update --------------------------------------------------------------------

MEMORIES: list[dict] = [
    {"mu": 200.0, "sigma": 40.0, "tau": 10.0, "dt": 0.1},
    {"mu": -3.0, "sigma": 7.0, "tau": 5.0, "dt": 2.0},
    {"mu": 0.5, "sigma": 0.8, "tau": 3.0, "dt": 7.5},
]
for _seed, _probe in enumerate(MEMORIES, 3):  # x[0] of both signs
    _probe["x"] = np.random.default_rng(_seed).standard_normal(400)

FIRST, SPREAD = "mu + sigma * x[0]", "np.sqrt(1 - c**2)"
EULER_C, EULER = "np.exp(-dt / tau) → 1 - dt / tau", f"{SPREAD} → np.sqrt(2 * dt / tau)"

OU_CURRENT = Exercise("""
def ou_current(mu, sigma, tau, x, dt):
    eta = np.zeros(x.size)
    eta[0] = mu + sigma * x[0]
    c = np.exp(-dt / tau)
    for k in range(1, x.size):
        kept = mu + (eta[k - 1] - mu) * c
        eta[k] = kept + sigma * np.sqrt(1 - c**2) * x[k]
    return eta
""", MEMORIES, {
    "η₀ = μ has no variance yet: it needs the standard deviation σ_OU from the start.":
        f"{FIRST} → mu",
    "η starts at 0; the stationary law has the mean μ and the standard deviation σ_OU.":
        f"{FIRST} → 0",
    "the first sample lacks μ.": f"{FIRST} → sigma * x[0]",
    "the first sample lacks σ_OU.": f"{FIRST} → mu + x[0]",
    "the first sample has the standard deviation of the fresh part only; it needs all of σ_OU.":
        "x[0] → np.sqrt(1 - np.exp(-2 * dt / tau)) * x[0]",
    "this is Euler's step: too large a standard deviation unless dt is far below τ.":
        (EULER, *(f"{EULER_C} && {EULER}{start}"
                  for start in ("", f" && {FIRST} → mu", f" && {FIRST} → 0"))),
    "1 − dt/τ is Euler's c: near the exponential for small dt only.": EULER_C,
    "the fresh part has the variance σ_OU²(1 − c²): c must be squared.": "c**2 → c",
    "σ_OU² (1 − c²) is the variance of the fresh part; its root is missing.":
        (f"{SPREAD} → (1 - c**2)", f"sigma * {SPREAD} → sigma**2 * (1 - c**2)"),
    "σ_OU stands outside the root.": f"sigma * {SPREAD} → np.sqrt(sigma * (1 - c**2))",
    "the fresh part is too small: √(1 − c²), not 1 − c.": f"{SPREAD} → (1 - c)",
    "the fresh part has the full size σ_OU: the variance grows beyond σ_OU².": f"{SPREAD} * → ",
    "the fresh part lacks σ_OU.": "sigma * np → np",
    "the fresh part is missing: the current only relaxes.": f" + sigma * {SPREAD} * x[k] → ",
    "√(2τ) belongs to equation (3.6), not to (3.7).":
        ("* np → * np.sqrt(2 * tau) * np", f"{SPREAD} → np.sqrt(2 * tau)"),
    "√(2/τ) stands in no equation here: the size of the fresh part follows from c.":
        ("* np → * np.sqrt(2 / tau) * np", f"{SPREAD} → np.sqrt(2 / tau)"),
    "the fresh part does not grow with √dt: its size follows from c.":
        ("* np → * np.sqrt(dt) * np", f"{SPREAD} → np.sqrt(dt)"),
    "the fresh part is larger than σ_OU: under the root stands 1 − c².": "1 - c → 1 + c",
    "this is the root of something negative: look at 1 − c² and at the sign of the exponent.":
        ("1 - c**2 → c**2 - 1", "(-dt → (dt"),
    "the noise is taken away; add it.": "kept + → kept -",
    "the fraction in c is upside down: dt over τ in the exponent.": "-dt / tau → -tau / dt",
    "c must lie between 0 and 1: a minus is missing in the exponent.":
        f"(-dt → (dt && {SPREAD} * → ",
    "c uses 2 dt/τ; that is c².": "-dt → -2 * dt",
    "the exponent must be a plain number: a time over a time.":
        ("-dt / → -1 /", "-dt / tau → -dt", "-dt / → -dt *"),
    "dt and τ are both in ms: no factor 1000 in the exponent.": factors("dt /"),
    "only the deviation from μ shrinks: take μ away before, add it after.":
        ("mu + (eta[k - 1] - mu) → eta[k - 1]", "(eta[k - 1] - mu) → eta[k - 1]",
         "mu + (eta → (eta", "(eta[k - 1] - mu) → eta[k - 1] - mu"),
    "the deviation changes its sign at each step: it is η − μ, not μ − η.":
        "eta[k - 1] - mu → mu - eta[k - 1]",
    "c is what is kept of the deviation, not what is forgotten.": "mu) * c → mu) * (1 - c)",
    "nothing of the deviation is forgotten: c is missing.": "mu) * c → mu)",
    "nothing of the deviation is kept: this noise has no memory.": " + (eta[k - 1] - mu) * c → ",
    "on the right stands the sample before, eta[k - 1].": "eta[k - 1] → eta[k]",
    "use x[k] for sample k; yours uses x[k - 1].": "x[k] → x[k - 1]",
    "all samples use the same random number: x[k], not x[0].": "x[k] → x[0]",
    "this holds for one dt and one τ only: use the arguments.":
        combined("-dt → -0.1", "/ tau → / 10"),
})  # fmt: skip


# --- a sweep over the memory ----------------------------------------------------------------

TAU_SWEEPS = [
    {"taus": (5.0, 12.0, 20.0), "mu": 210.0, "sigma": 40.0, "n_neurons": 8, "t_stop": 400.0},
    {"taus": (12.0,), "mu": 250.0, "sigma": 60.0, "n_neurons": 5, "t_stop": 300.0},
]
SEED = 0  # of the generator that a student's function is given


@functools.cache
def _trains_of_each(taus, mu, sigma, n_neurons, t_stop):
    rng, n_steps = np.random.default_rng(SEED), round(t_stop / 0.1)
    currents = (ornstein_uhlenbeck_by_step(mu, sigma, tau, n_neurons, 0.1, rng) for tau in taus)
    return [sweep_lif(i_of_step, n_neurons, n_steps, 0.1) for i_of_step in currents]


MEAN, CV = f"np.mean([{RATE} for train in trains])", "intervals.std() / intervals.mean()"

SWEEP_TAU = Exercise("""
def sweep_tau(taus, mu, sigma, n_neurons, t_stop, rng=None):
    rates, cvs = [], []
    for trains in trains_of_each(tuple(taus), mu, sigma, n_neurons, t_stop):
        intervals = np.concatenate([isi(train) for train in trains])
        rates.append(np.mean([1000 * train.size / t_stop for train in trains]))
        cvs.append(intervals.std() / intervals.mean())
    return rates, cvs
""", TAU_SWEEPS, parts={"rates": {
    "the rate is that of all neurons together: divide by their number as well.":
        "np.mean → np.sum",
    "these are numbers of spikes; a rate is divided by the time in s.":
        (f"{RATE} → train.size", f"{RATE} → train.size && np.mean → np.sum"),
    "a factor 1000 is missing: t_stop is in ms, a rate is per s.":
        ("1000 * → ", "1000 * →  && np.mean → np.sum"),
    "this is the rate of one neuron: average over all trains.":
        (f"{MEAN} → 1000 * trains[0].size / t_stop", f"{MEAN} → 1000 * trains[-1].size / t_stop"),
    "this rate is 1000 over the mean interval; short runs miss their long intervals: count.":
        f"{MEAN} → 1000 / intervals.mean()",
    "these are numbers of intervals; a train has one spike more. Count the spikes.":
        "train.size → isi(train).size",
    "this is the CV in place of the rate: the lists are rates first, CVs second.":
        "return rates, cvs → return cvs, rates",
}, "cvs": {
    "the CV is upside down: standard deviation over mean.":
        f"{CV} → intervals.mean() / intervals.std()",
    "this is the variance over the mean; the CV takes the standard deviation.": "std() → var()",
    "this is CV²: variance over squared mean.": f"{CV} → ({CV})**2",
    "this is the standard deviation in ms; divide it by the mean interval.":
        " / intervals.mean() → ",
    "this is the mean of the neurons' own CVs: use the array `intervals`, of all of them.":
        f"{CV} → np.mean([cv_isi(train) for train in trains])",
    "this is the CV of one neuron: use the array `intervals`, of all of them.":
        (f"{CV} → cv_isi(trains[0])", f"{CV} → cv_isi(trains[-1])"),
    "this is the CV of spike times, which does not tell how regular they are; use intervals.":
        "[isi(train) for train in trains] → trains",
    "this is the CV of the neurons' rates; the CV of the intervals is asked for.":
        "isi(train) → [train.size]",
}}, right="std() → std(ddof=1)",
    trains_of_each=_trains_of_each, isi=isi, cv_isi=cv_isi)  # fmt: skip

"""Lesson 03's exercises: what a student is asked, the solutions, and the typical slips.

Those of equations (3.5) and (3.7), the shift and the OU update, stand in `_noise_equations`.
Units: mV, ms, pA, nS; sigma of white noise in pA·√s, of OU noise in pA; rates in Hz.
"""

import functools
from dataclasses import replace

import numpy as np

from helpers.checks.edits import Exercise, combined, factors, instead
from helpers.checks.mistakes._noise_equations import OU_CURRENT, THRESHOLD_SHIFT
from helpers.checks.mistakes.lif import DEFAULT, OTHER
from helpers.lif import sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step
from helpers.spikes import cv_isi, isi
from helpers.theory import lif_rate_dc, lif_rate_white_noise

__all__ = ["MEAN_AND_SIGMA", "NOISY_RATES", "OU_CURRENT", "SIZE", "SWEEP_TAU", "THRESHOLD_SHIFT"]

# --- white noise ----------------------------------------------------------------------------

N_SAMPLES = 40_000
CHANCE = 0.02  # by which a standard deviation of so many samples may differ: 5 standard errors
CURRENTS = [  # a seed of 0 is a seed
    {"mu": 0.0, "sigma": 3.0, "n_steps": N_SAMPLES, "dt": 0.1, "rng": 0},
    {"mu": 210.0, "sigma": 2.5, "n_steps": N_SAMPLES, "dt": 0.1375, "rng": 1},
    {"mu": -40.0, "sigma": 0.7, "n_steps": N_SAMPLES, "dt": 2.0625, "rng": 2},
]
TINY = [
    {"mu": mu, "sigma": sigma, "n_steps": n_steps, "dt": 0.4, "rng": n_steps}
    for mu, sigma, n_steps in ((-7.25, 1.3, 1), (210.0, 0.0, 2), (60.5, 2.2, 3))
]
SHORT = {"mu": -7.25, "sigma": 1.3, "n_steps": 5, "dt": 0.4}  # drawn from many seeds
N_SEEDS = 300

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
        ("/ 1000 → * 1000", "np.sqrt(dt / 1000) → (dt * 1000)", "/ 1000 → / 100",
         "dt / 1000) → dt) / 1000", "dt / 1000) → dt) * 1000"),
    "this holds for one dt or one σ only: use the arguments.":
        combined("(dt / → (0.1 /", "sigma / → 3 /"),
    "dt need not be a multiple of 0.1 ms: do not round it.": "(dt / → (round(dt, 1) /",
    "dt is one step, not the whole run: n_steps belongs to the number of samples.":
        ("(dt / → (n_steps * dt /", "(dt / → (dt / n_steps /"),
    "near, but a rounded √1000 has too few digits: leave dt / 1000 under the root.":
        instead("np.sqrt(dt / 1000)", *(f"(np.sqrt(dt) / {x})" for x in (31.6, 31.62, 31.623, 32))),
    "a factor √2 is too much or too little: (3.2) has none.": instead("(dt", "(dt / 2", "(2 * dt"),
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


SMALL = replace(OTHER, V_init=-50.2, tau_m=7.3, g_L=0.2, t_ref=1.1)
SWEEPS = [  # unsorted, some below 0; t_ref / dt is not whole, and rounds down or up
    sweep_probe([5.75, -1.6, 2.8], 12.0, 62.8125, 0.3125, SMALL, 4),
    sweep_probe([250.0, *range(140, 250, 10), 400, -60, 205], 300.0, 150.45, 0.15, DEFAULT, 1),
    sweep_probe([510.0, *range(220, 401, 20), 170, -340], 2700.0, 61.6, 0.28, OTHER, 1),
]
SWEEPS[2]["noise"][0] = 1e5  # the first spike of all neurons
RATE = "1000 * train.size / t_stop"
ALL, THEORY = f"np.array([{RATE} for train in trains])", "lif_rate_white_noise(mu, noise.std()"

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
    "the duration need not be whole ms: leave it as it is.":
        instead("noise.size * dt", "round(noise.size * dt)", "int(noise.size * dt)"),
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
    "a single spike counts too.": f"{RATE} → {RATE} if train.size > 1 else 0",
    "the rates are in another order than the means: one per train, as they come.":
        (*instead(ALL, f"np.sort({ALL})", f"{ALL}[::-1]", f"np.sort({ALL})[::-1]"),
         "mu + → np.sort(mu) +"),
    "the noise is missing from the currents: mu plus the noise of step k.": " + noise[k] → ",
    "the means are missing from the currents: mu plus the noise of step k.": "mu + → ",
    "the noise is taken away; add it.": "mu + → mu -",
    "the noise stands still: take the noise of step k, not of step 0.": "noise[k] → noise[0]",
    "mu is multiplied by the noise; add them.": "mu + → mu *",
    "all neurons get the mean of the means: leave mu an array.": "mu + → mu.mean() +",
    "the means lose a part: take mu as it is, with its digits and its sign.":
        instead("mu +", "abs(mu) +", "mu.astype(int) +", "np.round(mu) +", "np.maximum(mu, 0) +"),
    "the noise is one step off: step k has the noise of index k.": ("k] → k - 1]", "k] → k + 1]"),
    "k counts steps, as the noise does: no dt in the index.": "[k] → [int(k * dt)]",
    "the noise is in pA already: no factor with dt, and none of 1000.": instead("k]", "k] * dt",
        "k] * np.sqrt(dt / 1000)", "k] / np.sqrt(dt / 1000)", "k] * 1000", "k] / 1000"),
    "the noise is changed before it is used: take it as it is.":
        instead("noise[k]", "noise[k] - noise.mean()", "noise[k] / noise.std()", "abs(noise[k])"),
    "a current may be negative: nothing is cut off.":
        instead("mu + noise[k]", "np.maximum(mu + noise[k], 0)", "abs(mu + noise[k])"),
    "a current is in pA; over g_L it is in mV.": "mu + noise[k] → (mu + noise[k]) / params.g_L",
    "all neurons have the rate of one: each has its own mean current and its own train.":
        ("mu + → mu[0] +", "mu + → mu[-1] +"),
    "all steps get the mean of the noise: step k has its own number.": "noise[k] → noise.mean()",
    "the run is not that of the arguments: hand dt and params to sweep_lif.":
        instead("size, dt, params", "size", "size, dt", "size, 0.1, params"),
    "this is the rate of the theory: count the spikes of the trains.":
        instead(ALL, f"{THEORY} * np.sqrt(dt / 1000), params)", "lif_rate_dc(mu, params)"),
}, sweep_lif=sweep_lif, isi=isi, lif_rate_white_noise=lif_rate_white_noise,
    lif_rate_dc=lif_rate_dc)  # fmt: skip


# --- a sweep over the memory ----------------------------------------------------------------

TAU_SWEEPS = [
    {"taus": (5.0, 12.0, 20.0), "mu": 210.0, "sigma": 40.0, "n_neurons": 8, "t_stop": 400.0},
    # unsorted; one neuron is silent, and a CV lies above 1
    {"taus": (20.5, 3.0), "mu": -20.5, "sigma": 220.0, "n_neurons": 6, "t_stop": 270.5},
]
SEED = 0  # of the generator that a student's function is given


@functools.cache
def _trains_of_each(taus, mu, sigma, n_neurons, t_stop):
    rng, n_steps = np.random.default_rng(SEED), round(t_stop / 0.1)
    currents = (ornstein_uhlenbeck_by_step(mu, sigma, tau, n_neurons, 0.1, rng) for tau in taus)
    return [sweep_lif(i_of_step, n_neurons, n_steps, 0.1) for i_of_step in currents]


MEAN, CV = f"np.mean([{RATE} for train in trains])", "intervals.std() / intervals.mean()"
JOINED = "np.concatenate([isi(train) for train in trains])"

SWEEP_TAU = Exercise("""
def sweep_tau(taus, mu, sigma, n_neurons, t_stop, rng=None):
    rates, cvs = [], []
    every = trains_of_each(tuple(taus), mu, sigma, n_neurons=n_neurons, t_stop=t_stop)
    for tau, trains in zip(taus, every):
        intervals = np.concatenate([isi(train) for train in trains])
        rates.append(np.mean([1000 * train.size / t_stop for train in trains]))
        cvs.append(intervals.std() / intervals.mean())
    return rates, cvs
""", TAU_SWEEPS, parts={"rates": {
    "the rate is that of all neurons together: divide by their number as well.": "np.mean → np.sum",
    "these are numbers of spikes; a rate is divided by the time in s.":
        (f"{RATE} → train.size", f"{RATE} → train.size && np.mean → np.sum"),
    "a factor 1000 is missing: t_stop is in ms.": ("1000 * → ", "1000 * →  && np.mean → np.sum"),
    "this is the rate of one neuron: average over all trains.":
        (f"{MEAN} → 1000 * trains[0].size / t_stop", f"{MEAN} → 1000 * trains[-1].size / t_stop"),
    "this rate is 1000 over the mean interval; short runs miss their long intervals: count.":
        f"{MEAN} → 1000 / intervals.mean()",
    "a train has one spike more than intervals: count spikes.": "train.size → isi(train).size",
    "a silent neuron counts too, with the rate 0.": "in trains] → in trains if train.size]",
    "the run lasts t_stop for every neuron, whenever its last spike comes.":
        ("/ t_stop → / train[-1] if train.size else 0",
         "/ t_stop → / train[-1] && in trains] → in trains if train.size]"),
    "this is the median of the neurons' rates; the mean is asked for.": "np.mean → np.median",
    "the duration is the argument t_stop, in ms.":
        instead("/ t_stop", "/ 5000", "/ round(t_stop, -2)", "/ int(t_stop)"),
    "the number of neurons is n_neurons.": f"{MEAN} → np.sum([{RATE} for train in trains]) / 200",
    "the rates are not in the order of taus.":
        (*instead("return rates", "return rates[::-1]", "return np.sort(rates)"),
         "tuple(taus), → tuple(sorted(taus)),"),
    "the sweep is one of mu = 200 or of sigma = 40 pA: use the arguments.":
        combined("taus), mu, → taus), 200.0,", ", sigma, n_neurons= → , 40.0, n_neurons="),
    "this is the rate of a theory: count the spikes of the trains.": instead(MEAN,
        "lif_rate_dc(mu)", "lif_rate_white_noise(mu, sigma)",
        "lif_rate_white_noise(mu, sigma * np.sqrt(2 * tau / 1000))"),
    "this is the CV in place of the rate: the lists are rates first, CVs second.":
        "return rates, cvs → return cvs, rates",
}, "cvs": {
    "the CV is upside down: SD over mean.": f"{CV} → intervals.mean() / intervals.std()",
    "this is the variance over the mean; the CV takes the standard deviation.": "std() → var()",
    "this is CV²: variance over squared mean.": f"{CV} → ({CV})**2",
    "this is the standard deviation in ms; divide it by the mean.": " / intervals.mean() → ",
    "the CV is a plain number: no percentage, and ms over ms.":
        factors("intervals.std", of=("100 *", "1000 *", "0.001 *")),
    "divided by something else than the mean of `intervals`.": instead("intervals.mean()",
        "intervals.mean() ** 2", "np.median(intervals)", f"(1000 / {MEAN})"),
    "a CV may be above 1: nothing is cut off.": f"{CV} → min({CV}, 1)",
    "intervals are left out: the CV takes all of them.":
        instead(JOINED, *(f"{JOINED}\n        intervals = intervals[{which}]" for which in
                          ("1:", "intervals < 100", "intervals < 200"))),
    "an interval lies within a train: take them from each one before they are put together.":
        f"{JOINED} → np.diff(np.concatenate(trains))",
    "this is the mean of the neurons' own CVs: use the array `intervals`, of all of them.":
        instead(CV, *(f"np.{mean}([cv_isi(train) for train in trains])" for mean in
                      ("mean", "nanmean"))),
    "this is the CV of one neuron: use the array `intervals`, of all of them.":
        (f"{CV} → cv_isi(trains[0])", f"{CV} → cv_isi(trains[-1])"),
    "this is the CV of spike times, which does not tell how regular they are; use intervals.":
        "[isi(train) for train in trains] → trains",
    "this is the CV of the neurons' rates; take the intervals.": "isi(train) → [train.size]",
    "the CVs are not in the order of taus.": "rates, cvs\n → rates, cvs[::-1]\n",
}}, right="std() → std(ddof=1)",
    trains_of_each=_trains_of_each, isi=isi, cv_isi=cv_isi,
    lif_rate_white_noise=lif_rate_white_noise, lif_rate_dc=lif_rate_dc)  # fmt: skip


# --- from spikes to mu and sigma ------------------------------------------------------------

SYNAPSES = [  # of both signs, silent, tiny, one alone
    {"q": [0.05, -0.02, 0.011], "rate": [4000.0, 1500.0, 730.0]},
    {"q": [-0.3, 7e-4, 0.12, 0.05, -0.06], "rate": [12.5, 9000.0, 0.0, 310.0, 450.0]},
    {"q": [-2e-4, 3e-4], "rate": [37_000.0, 0.4]},
    {"q": [0.7], "rate": [3.3]},
]
SYNAPSES = [{name: np.array(value) for name, value in probe.items()} for probe in SYNAPSES]

MEAN_AND_SIGMA = Exercise("""
def mean_and_sigma(q, rate):
    mu = np.sum(q * rate)
    sigma = np.sqrt(np.sum(q**2 * rate))
    return mu, sigma
""", SYNAPSES, parts={"mu": {
    "inhibition takes away from the mean: keep the sign of q.": "q * rate → np.abs(q) * rate",
    "this is the mean over the synapses; their currents add up.":
        "np.sum(q * rate) → np.mean(q * rate)",
    "charges and rates belong together: first multiply, synapse by synapse, then sum.":
        ("np.sum(q * rate) → np.sum(q) * np.sum(rate)",
         "np.sum(q * rate) → np.mean(q) * np.sum(rate)",
         "np.sum(q * rate) → np.sum(q) * np.mean(rate)"),
    "no factor 1000: pC times Hz is pA.": factors("q * rate"),
    "the rates are missing: this is the charge of one spike from each synapse.": "(q * rate → (q",
    "these are spikes per second: multiply each rate by the charge of a spike.":
        "(q * rate → (rate",
    "the mean has q once; q² belongs into σ².": "q * rate → q**2 * rate",
    "a charge times a rate is a current: multiply, do not divide.": "q * rate → q / rate",
    "this is σ in place of μ: return mu first, then sigma.": "return mu, sigma → return sigma, mu",
    "the mean has the wrong sign.": "np.sum(q * → -np.sum(q *",
}, "sigma": {
    "this is σ²: the root is missing.": "np.sqrt → ",
    "σ² has the rate once: the variance of a number of spikes is its mean.":
        ("q**2 * rate → (q * rate)**2", "q**2 * rate → q**2 * rate**2"),
    "the charge is not squared: the variance of q·N is q² times that of N.": "q**2 → q",
    "the charge is not squared, and its sign is dropped.": "q**2 → np.abs(q)",
    "variances add up, standard deviations do not: sum first, then take the root.":
        ("np.sqrt(np.sum(q**2 * rate)) → np.sum(np.abs(q) * np.sqrt(rate))",
         "np.sqrt(np.sum(q**2 * rate)) → np.sum(q * np.sqrt(rate))"),
    "inhibition adds to the variance: q² is positive.": "q**2 → q * np.abs(q)",
    "this is the mean over the synapses; their variances add up.":
        "np.sum(q**2 * rate) → np.mean(q**2 * rate)",
    "square each charge before you sum: the synapses are independent.":
        "np.sum(q**2 * rate) → np.sum(q)**2 * np.sum(rate)",
    "the rates are missing under the root.": "q**2 * rate → q**2",
    "the charges are missing under the root: q² times the rate.": "q**2 * rate → rate",
    "no factor 1000 under the root: pC²·Hz is pA²·s.": factors("q**2"),
    "2σ² is the spectral density; here σ² itself is asked for.": "q**2 → 2 * q**2",
    "this is how much the synapses differ from each other, not how much their sum fluctuates.":
        ("np.sqrt(np.sum(q**2 * rate)) → np.std(q * rate)",
         "np.sqrt(np.sum(q**2 * rate)) → np.std(q)"),
    "this takes the root of μ; σ² has q².": "np.sum(q**2 * rate) → np.abs(mu)",
}})  # fmt: skip

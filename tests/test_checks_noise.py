"""The checks of lesson 03 against right, unfinished and wrong answers, as students write them.

An answer is the text of the exercise with some lines changed, so that each case shows what a
student would have typed. Nothing here looks at the checks' own tables of mistakes.
"""

import functools
import math
import time

import numpy as np
import pytest

from helpers.checks import noise as check
from helpers.lif import sweep_lif
from helpers.noise import ornstein_uhlenbeck, ornstein_uhlenbeck_by_step, white_noise
from helpers.spikes import cv_isi, firing_rate, isi
from tests.answers import Answers, cases

WHITE = """
def white_noise_current(mu, sigma, n_steps, dt, rng):
    i_inj = mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal(n_steps)
    return i_inj
"""

RATES = """
def noisy_rates(mu, noise, dt, params):
    def i_of_step(k):
        return mu + noise[k]

    trains = sweep_lif(i_of_step, mu.size, noise.size, dt, params)
    rates = [firing_rate(train, noise.size * dt) for train in trains]
    return np.array(rates)
"""

SHIFT = """
def threshold_shift(sigma, dt, g_L, tau_m):
    sigma_v = sigma / (g_L * np.sqrt(2 * tau_m / 1000))
    shift = 0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v
    return shift
"""

OU = """
def ou_current(mu, sigma, tau, x, dt):
    eta = np.empty(x.size)
    eta[0] = mu + sigma * x[0]
    c = np.exp(-dt / tau)
    for k in range(1, x.size):
        eta[k] = mu + (eta[k - 1] - mu) * c + sigma * np.sqrt(1 - c**2) * x[k]
    return eta
"""

SWEEP = """
def sweep_tau(taus, mu, sigma, n_neurons, t_stop, rng):
    rates, cvs, dt = [], [], 0.1
    for tau in taus:
        i_of_step = ornstein_uhlenbeck_by_step(mu, sigma, tau, n_neurons, dt, rng)
        trains = sweep_lif(i_of_step, n_neurons, round(t_stop / dt), dt)
        intervals = np.concatenate([isi(train) for train in trains])  # ms
        rate = np.mean([firing_rate(train, t_stop) for train in trains])
        cv = intervals.std() / intervals.mean()
        rates.append(rate)
        cvs.append(cv)
    return rates, cvs
"""

SOLUTIONS = {
    "white_noise_current": WHITE,
    "noisy_rates": RATES,
    "threshold_shift": SHIFT,
    "ou_current": OU,
    "sweep_tau": SWEEP,
}

# The part of each solution that a student writes, by name.
NOISE = "mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal(n_steps)"
CURRENT = "mu + noise[k]"
RATE_LIST = "[firing_rate(train, noise.size * dt) for train in trains]"
SIGMA_V = "sigma / (g_L * np.sqrt(2 * tau_m / 1000))"
SHIFTED = "0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v"
FIRST = "mu + sigma * x[0]"
C = "np.exp(-dt / tau)"
KEPT = "mu + (eta[k - 1] - mu) * c"
FRESH = "sigma * np.sqrt(1 - c**2) * x[k]"
RATE = "np.mean([firing_rate(train, t_stop) for train in trains])"
CV = "intervals.std() / intervals.mean()"

BLANKS = {  # the stub: ... in place of each of these
    "white_noise_current": (NOISE,),
    "noisy_rates": (CURRENT, RATE_LIST),
    "threshold_shift": (SIGMA_V, SHIFTED),
    "ou_current": (FIRST, C, f"{KEPT} + {FRESH}"),
    "sweep_tau": (RATE, CV),
}

ANSWERS = Answers(
    check,
    SOLUTIONS,
    np=np,
    math=math,
    isi=isi,
    cv_isi=cv_isi,
    firing_rate=firing_rate,
    sweep_lif=sweep_lif,
    ornstein_uhlenbeck_by_step=ornstein_uhlenbeck_by_step,
)
written, body, judge = ANSWERS.written, ANSWERS.body, ANSWERS.judge


def white(new):
    return written("white_noise_current", (NOISE, new))


def size(new):
    return white(f"mu + {new} * rng.standard_normal(n_steps)")


def current(new):
    return written("noisy_rates", (CURRENT, new))


def rates(new):
    return written("noisy_rates", (RATE_LIST, new))


def sigma_v(new):
    return written("threshold_shift", (SIGMA_V, new))


def shift(new):
    return written("threshold_shift", (SHIFTED, new))


def ou(*edits):
    return written("ou_current", *edits)


def tau_rate(new):
    return written("sweep_tau", (RATE, new))


def tau_cv(new):
    return written("sweep_tau", (CV, new))


# --- done -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_solution_is_done(name):
    verdict = judge(name, written(name))
    assert verdict.state == "done", verdict
    assert verdict.curve is not None


RIGHT = {
    "white_noise_current": {
        "normal": white("rng.normal(mu, sigma / np.sqrt(dt / 1000), n_steps)"),
        "normal-by-name": white("rng.normal(loc=mu, scale=sigma * (1000 / dt)**0.5, size=n_steps)"),
        "comprehension": white(
            "[mu + sigma * math.sqrt(1000 / dt) * rng.standard_normal() for _ in range(n_steps)]"
        ),
        "full": body(
            "white_noise_current",
            "i_inj = np.full(n_steps, mu)",
            "dt_s = dt * 1e-3",
            "i_inj += rng.standard_normal(n_steps) * np.sqrt(sigma**2 / dt_s)",
            "return i_inj",
        ),
        "loop": body(
            "white_noise_current",
            "i_inj = np.zeros(n_steps)",
            "for k in range(n_steps):",
            "    i_inj[k] = mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal()",
            "return i_inj",
        ),
        "minus-is-as-good": white(NOISE.replace("mu +", "mu -")),
        "increments-over-dt": body(
            "white_noise_current",
            "dw = np.sqrt(dt / 1000) * rng.standard_normal(n_steps)",
            "return mu + sigma * dw / (dt / 1000)",
        ),
        "seeded-from-rng": white(NOISE.replace("rng.", "np.random.default_rng(rng).")),
        "float32": white(f"({NOISE}).astype(np.float32)"),
        "printing": written("white_noise_current", ("    return", "    print(dt)\n    return")),
    },
    "noisy_rates": {
        "np-add": current("np.add(noise[k], mu)"),
        "full": current("np.full(mu.size, noise[k]) + mu"),
        "list": current("[m + noise[k] for m in mu]"),
        "counted": rates("[len(train) / (len(noise) * dt / 1000) for train in trains]"),
        "counted-in-an-array": rates("1000 * np.array([t.size for t in trains]) / noise.size / dt"),
        "loop": written(
            "noisy_rates",
            (
                f"rates = {RATE_LIST}",
                "t_stop, rates = dt * len(noise), []\n"
                "    for n in range(len(mu)):\n"
                "        rates.append(firing_rate(trains[n], t_stop=t_stop))",
            ),
        ),
        "whole-number-of-spikes": rates("[int(t.size) / noise.size * 1e3 / dt for t in trains]"),
        "matrix": body(
            "noisy_rates",
            "all_currents = mu + noise[:, None]",
            "trains = sweep_lif(lambda k: all_currents[k], len(mu), len(noise), dt, params)",
            "return [firing_rate(train, noise.size * dt) for train in trains]",
        ),
    },
    "threshold_shift": {
        "two-in-the-root": shift("0.5826 * np.sqrt(2 * dt / tau_m) * sigma_v"),
        "short": body(
            "threshold_shift", "return 0.5826 * sigma * np.sqrt(1000 * dt) / (g_L * tau_m)"
        ),
        "all-in-s": body(
            "threshold_shift",
            "tau, step = tau_m / 1000, dt / 1000",
            "sigma_v = sigma / g_L / math.sqrt(2 * tau)",
            "return 0.5826 * math.sqrt(step / tau) * 2**0.5 * sigma_v",
        ),
        "sigma-v-by-parts": sigma_v("(sigma / g_L) / (np.sqrt(2) * (tau_m * 1e-3)**0.5)"),
        "root-of-1000": sigma_v("np.sqrt(1000) * sigma / (g_L * np.sqrt(2 * tau_m))"),
        "more-digits": shift("1.4603545 / np.sqrt(2 * np.pi) * np.sqrt(2 * dt / tau_m) * sigma_v"),
        "array": shift(f"np.array({SHIFTED})"),
        "float32": shift(f"np.float32({SHIFTED})"),
    },
    "ou_current": {
        "weights": ou((f"{KEPT} + {FRESH}", f"c * eta[k - 1] + (1 - c) * mu + {FRESH}")),
        "deviation": body(
            "ou_current",
            "c, deviation = math.exp(-dt / tau), x[0]",
            "eta = [mu + sigma * deviation]",
            "for fresh in x[1:]:",
            "    deviation = c * deviation + math.sqrt(1 - c * c) * fresh",
            "    eta.append(mu + sigma * deviation)",
            "return eta",
        ),
        "expm1": ou(("np.sqrt(1 - c**2)", "np.sqrt(-np.expm1(-2 * dt / tau))")),
        "variance-in-the-root": ou((FRESH, "np.sqrt(sigma**2 * (1 - c * c)) * x[k]")),
        "inverse": ou((C, "1 / np.exp(dt / tau)")),
        "towards-mu": ou((KEPT, "eta[k - 1] + (mu - eta[k - 1]) * (1 - c)")),
        "filter": body(
            "ou_current",
            "from scipy.signal import lfilter",
            "c = np.exp(-dt / tau)",
            "fresh = np.sqrt(1 - c**2) * x",
            "fresh[0] = x[0]",
            "return mu + sigma * lfilter([1], [1, -c], fresh)",
        ),
        "in-a-copy": body(
            "ou_current",
            "eta = mu + sigma * x.copy()",
            "c = np.exp(-dt / tau)",
            "for k, x_k in enumerate(x[1:]):",
            "    eta[k + 1] = mu + (eta[k] - mu) * c + sigma * np.sqrt(1 - c**2) * x_k",
            "return eta",
        ),
    },
    "sweep_tau": {
        "own-counting": tau_rate("sum(len(t) for t in trains) / n_neurons / (t_stop / 1000)"),
        "counts-in-an-array": tau_rate("1000 * np.mean([t.size for t in trains]) / t_stop"),
        "pooled-spikes": tau_rate("np.concatenate(trains).size / (n_neurons * t_stop) * 1e3"),
        "ddof": tau_cv("intervals.std(ddof=1) / intervals.mean()"),
        "functions": tau_cv("np.std(intervals) / np.mean(intervals)"),
        "root-of-the-variance": tau_cv("np.sqrt(intervals.var()) / np.average(intervals)"),
        "statistics": written(
            "sweep_tau",
            (
                f"cv = {CV}",
                "import statistics as s\n"
                "        cv = s.stdev(intervals.tolist()) / s.mean(intervals.tolist())",
            ),
        ),
        "arrays": written("sweep_tau", ("rates, cvs\n", "np.array(rates), np.array(cvs)\n")),
        "list-of-both": written("sweep_tau", ("rates, cvs\n", "[rates, cvs]\n")),
    },
}


@pytest.mark.parametrize(("name", "title"), cases(RIGHT))
def test_a_right_answer_written_differently_is_done(name, title):
    verdict = judge(name, RIGHT[name][title])
    assert verdict.state == "done", verdict


# --- open -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_untouched_stub_is_open(name):
    verdict = judge(name, written(name, *[(blank, "...") for blank in BLANKS[name]]))
    assert verdict.state == "open", verdict
    assert getattr(check, name)(...).state == "open"


@pytest.mark.parametrize(
    ("name", "blank"), [(name, blank) for name, blanks in BLANKS.items() for blank in blanks]
)
def test_a_stub_with_one_blank_left_is_open(name, blank):
    verdict = judge(name, written(name, (blank, "...")))
    assert verdict.state == "open", verdict


def test_half_a_sweep_with_a_mistake_in_it_is_open():
    """While one line waits, nothing is said about the other."""
    verdict = judge("sweep_tau", written("sweep_tau", (RATE, "0.0"), (CV, "...")))
    assert verdict.state == "open", verdict


# --- wrong: mistakes of any exercise --------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("answer", [None, 3, "text", [1], print, int, lambda: 1], ids=range(7))
def test_anything_may_be_handed_in(name, answer):
    verdict = judge(name, answer)
    assert verdict.state == "wrong" and "\n" not in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(
    ("lines", "telling"),
    [
        (("pass",), "return line missing"),
        (("print(0.17)",), "prints its result"),
        (("return 'noise'",), "number"),
        (("return answer",), "NameError"),
    ],
    ids=["pass", "print", "str", "forgotten-name"],
)
def test_an_answer_without_a_value_is_told_why(name, lines, telling):
    verdict = judge(name, body(name, *lines))
    assert verdict.state == "wrong"
    if name != "sweep_tau" or telling != "number":
        assert telling in verdict.message
    else:
        assert "two lists" in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_printing_instead_of_returning_is_told(name):
    source = SOLUTIONS[name]
    at = source.rindex("return ")
    verdict = judge(name, written(name, (source[at:], f"print({source[at:][7:-1]})\n")))
    assert verdict.state == "wrong" and "return it instead" in verdict.message


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("white_noise_current", np.zeros(5)),
        ("noisy_rates", np.zeros(5)),
        ("threshold_shift", 0.17),
        ("ou_current", np.zeros(5)),
        ("sweep_tau", ([], [])),
    ],
)
def test_a_result_is_not_the_function(name, result):
    verdict = judge(name, result)
    assert verdict.state == "wrong" and "hand in the function itself" in verdict.message


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("white_noise_current", white_noise),
        ("ou_current", ornstein_uhlenbeck),
        ("sweep_tau", ornstein_uhlenbeck_by_step),
        ("noisy_rates", sweep_lif),
        ("threshold_shift", check.threshold_shift),
    ],
)
def test_the_course_s_own_function_is_not_an_answer(name, function):
    verdict = judge(name, function)
    assert verdict.state == "wrong" and "course's own" in verdict.message


# --- wrong: mistakes of one exercise --------------------------------------------------------

X = "rng.standard_normal(n_steps)"
S = "sigma / np.sqrt(dt / 1000)"
EULER = "eta[k - 1] + (mu - eta[k - 1]) * dt / tau + sigma * np.sqrt(2 * dt / tau) * x[k]"
EXACT = f"{KEPT} + {FRESH}"

WRONG = {
    "white_noise_current": {
        "ms-under-the-root": (size("sigma / np.sqrt(dt)"), "must be in s under the root"),
        "times-root": (size("sigma * np.sqrt(dt / 1000)"), "divide by √dt"),
        "times-root-in-ms": (size("sigma * np.sqrt(dt)"), "divide by √dt"),
        "no-dt": (size("sigma"), "dt is missing"),
        "no-root": (size("sigma / (dt / 1000)"), "the root is missing"),
        "no-root-in-ms": (size("sigma / dt"), "the root is missing"),
        "variance-for-sd": (white("rng.normal(mu, sigma**2 / (dt / 1000), n_steps)"), "σ²/dt is"),
        "sigma-squared": (size("sigma**2 / np.sqrt(dt / 1000)"), "σ is squared"),
        "times-1000": (size("sigma / np.sqrt(dt * 1000)"), "1 s is 1000 ms"),
        "1000-outside": (size("sigma / np.sqrt(dt) / 1000"), "1 s is 1000 ms"),
        "sigma-under-the-root": (size("np.sqrt(sigma / (dt / 1000))"), "only dt stands under it"),
        "no-sigma": (size("1 / np.sqrt(dt / 1000)"), "σ is missing"),
        "default-dt": (size("sigma / np.sqrt(0.1 / 1000)"), "use the argument dt"),
        "typed-in-size": (size("300"), "standard deviation of the samples"),
        "total-time": (size("sigma / np.sqrt(n_steps * dt / 1000)"), "standard deviation of the"),
        "no-mean": (white(f"{S} * {X}"), "the mean of the samples is 0"),
        "minus-mean": (white(f"-mu + {S} * {X}"), "wrong sign"),
        "brackets": (white(f"(mu + {X}) * {S}"), "is not mu"),
        "nearly-mu": (white(f"1.005 * mu + {S} * {X}"), "with σ = 0"),
        "mean-twice": (white(f"mu + rng.normal(mu, {S}, n_steps)"), "is not mu"),
        "scaled-by-mu": (white(f"mu * {S} * {X}"), "do not multiply"),
        "mu-for-sigma": (white(f"sigma + mu / np.sqrt(dt / 1000) * {X}"), "do not multiply"),
        "np-random": (white(NOISE.replace("rng.standard_normal", "np.random.randn")), "same seed"),
        "new-generator": (white(NOISE.replace("rng.", "np.random.default_rng().")), "same seed"),
        "new-seeded": (white(NOISE.replace("rng.", "np.random.default_rng(1).")), "another seed"),
        "global-seed": (
            body(
                "white_noise_current",
                "old = np.random.RandomState(0)",
                f"return mu + {S} * old.randn(n_steps)",
            ),
            "another seed",
        ),
        "one-number": (white(f"mu + {S} * rng.standard_normal()"), "this is one number"),
        "one-number-for-all": (
            white(f"np.full(n_steps, mu + {S} * rng.standard_normal())"),
            "all samples are the same",
        ),
        "only-the-mean": (white("np.full(n_steps, mu)"), "all samples are the same"),
        "a-number-without-noise": (white("mu"), "this is one number"),
        "uniform": (white(f"mu + {S} * rng.random(n_steps)"), "not normal"),
        "uniform-of-variance-1": (
            white(f"mu + {S} * rng.uniform(-(3**0.5), 3**0.5, n_steps)"),
            "not normal",
        ),
        "coin": (white(f"mu + {S} * rng.choice([-1, 1], n_steps)"), "not normal"),
        "summed-up": (white(f"mu + np.cumsum(sigma * np.sqrt(dt / 1000) * {X})"), "neighbouring"),
        "smoothed": (white(f"mu + {S} * np.convolve({X}, [0.6, 0.8], 'same')"), "neighbouring"),
        "one-too-few": (white(NOISE.replace("(n_steps)", "(n_steps - 1)")), "shape (40000,), not"),
        "a-column": (white(NOISE.replace("(n_steps)", "((n_steps, 1))")), "shape (40000,), not"),
        "whole-numbers": (white(f"np.round({NOISE})"), "whole numbers"),
        "array-of-integers": (
            body(
                "white_noise_current",
                "i_inj = np.zeros(n_steps, int)",
                f"i_inj[:] = {NOISE}",
                "return i_inj",
            ),
            "whole numbers",
        ),
    },
    "noisy_rates": {
        "no-noise": (current("mu"), "the noise is missing"),
        "no-mean": (current("noise[k]"), "the means are missing"),
        "minus": (current("mu - noise[k]"), "taken away"),
        "frozen": (current("mu + noise[0]"), "stands still"),
        "times": (current("mu * noise[k]"), "add them"),
        "mean-of-means": (current("mu.mean() + noise[k]"), "leave mu an array"),
        "first-mean": (current("mu[0] + noise[k]"), "its own mean current"),
        "mean-of-noise": (current("mu + noise.mean()"), "step k has its own number"),
        "one-step-late": (current("mu + noise[k - 1]"), "one step off"),
        "one-step-early": (current("mu + noise[k + 1]"), "one step off"),
        "root-of-dt": (current("mu + noise[k] / np.sqrt(dt / 1000)"), "in pA already"),
        "times-dt": (current("mu + noise[k] * dt"), "in pA already"),
        "in-mV": (current("(mu + noise[k]) / params.g_L"), "divided by g_L"),
        "all-noise": (current("mu + noise"), "one number of the noise"),
        "only-all-noise": (current("noise"), "i_of_step(0) must be"),
        "mean-of-step": (current("mu[k] + noise[k]"), "one value per neuron"),
        "in-place": (current("np.add(mu, noise[k], out=mu)"), "changes what it is given"),
        "augmented": (
            written("noisy_rates", (f"return {CURRENT}", "mu += noise[k]\n        return mu")),
            "UnboundLocalError",
        ),
        "noise-drawn-again": (
            current("mu + 300 * np.random.default_rng(k).standard_normal()"),
            "hears mu plus the noise of step k",
        ),
        "counts": (rates("[train.size for train in trains]"), "right only for a run of 1 s"),
        "default-duration": (
            rates("[firing_rate(t, 1000.0) for t in trains]"),
            "right only for a run of 1 s",
        ),
        "per-ms": (rates("[t.size / (noise.size * dt) for t in trains]"), "a factor 1000"),
        "in-s": (rates("[firing_rate(t, noise.size * dt / 1000) for t in trains]"), "0…0.15 ms"),
        "no-dt": (rates("[firing_rate(train, noise.size) for train in trains]"), "dt is missing"),
        "dt-alone": (rates("[1000 * t.size / dt for t in trains]"), "only dt is used"),
        "dt-as-duration": (rates("[firing_rate(train, dt) for train in trains]"), "ValueError"),
        "default-dt": (rates("[firing_rate(t, noise.size * 0.1) for t in trains]"), "argument dt"),
        "one-step-short": (
            rates("[firing_rate(t, (noise.size - 1) * dt) for t in trains]"),
            "one step more",
        ),
        "mean-interval": (rates("[1000 / isi(train).mean() for train in trains]"), "inverse of"),
        "mean-interval-or-0": (
            rates("[1000 / isi(t).mean() if t.size > 1 else 0 for t in trains]"),
            "inverse of",
        ),
        "until-the-last-spike": (
            rates("[firing_rate(t, t[-1]) if t.size else 0 for t in trains]"),
            "the currents are right",
        ),
        "until-the-last-spike-or-nan": (
            rates("[firing_rate(t, t[-1]) if t.size else np.nan for t in trains]"),
            "the currents are right",
        ),
        "until-a-spike-that-is-not": (rates("[firing_rate(t, t[-1]) for t in trains]"), "no spike"),
        "first-to-last-spike": (
            rates("[1000 * t.size / (t[-1] - t[0]) if t.size > 1 else 0 for t in trains]"),
            "the currents are right",
        ),
        "first-interval": (
            rates("[1000 / isi(t)[0] if t.size > 1 else 0 for t in trains]"),
            "the currents are right",
        ),
        "last-interval": (
            rates("[1000 / (t[-1] - t[-2]) if len(t) > 1 else 0 for t in trains]"),
            "the currents are right",
        ),
        "median-interval": (
            rates("[1000 / np.median(isi(t)) if len(t) > 1 else 0 for t in trains]"),
            "the currents are right",
        ),
        "intervals-counted": (
            rates("[1000 * isi(t).size / (noise.size * dt) for t in trains]"),
            "one spike more",
        ),
        "one-spike-less": (
            rates("[1000 * (t.size - 1) / (noise.size * dt) for t in trains]"),
            "one spike more",
        ),
        "no-loop": (rates("firing_rate(trains, noise.size * dt)"), "loop over `trains`"),
        "loop-not-used": (
            rates("[firing_rate(trains, noise.size * dt) for train in trains]"),
            "loop over `trains`",
        ),
        "joined": (
            rates("firing_rate(np.concatenate(trains), noise.size * dt)"),
            "loop over `trains`",
        ),
        "one-rate": (rates("firing_rate(trains[0], noise.size * dt)"), "this is one rate"),
        "mean-rate": (
            rates("np.mean([firing_rate(t, noise.size * dt) for t in trains])"),
            "this is one rate",
        ),
        "first-neuron-for-all": (
            rates("[firing_rate(trains[0], noise.size * dt) for train in trains]"),
            "its own train",
        ),
        "reversed": (
            rates("[firing_rate(t, noise.size * dt) for t in trains[::-1]]"),
            "in their order",
        ),
        "nan": (
            rates("[t.size / t.size * firing_rate(t, noise.size * dt) for t in trains]"),
            "ZeroDivisionError",
        ),
        "trains-themselves": (rates("trains"), "ValueError"),
        "rounded": (
            rates("np.round([1000 * t.size / noise.size / dt for t in trains])"),
            "rounded",
        ),
    },
    "threshold_shift": {
        "tau-in-ms": (sigma_v("sigma / (g_L * np.sqrt(2 * tau_m))"), "τ_m must be in s"),
        "dt-in-s-only": (shift(SHIFTED.replace("dt / tau", "dt / 1000 / tau")), "the same unit"),
        "tau-in-s-only": (shift(SHIFTED.replace("tau_m", "(tau_m / 1000)")), "large by √1000"),
        "1000-outside": (sigma_v("1000 * sigma / (g_L * np.sqrt(2 * tau_m))"), "large by √1000"),
        "times-1000": (sigma_v("sigma / (g_L * np.sqrt(2 * tau_m * 1000))"), "1 s is 1000 ms"),
        "over-1000": (sigma_v("sigma / (g_L * np.sqrt(2 * tau_m)) / 1000"), "1 s is 1000 ms"),
        "no-2-in-sigma-v": (sigma_v("sigma / (g_L * np.sqrt(tau_m / 1000))"), "too large by √2"),
        "2-for-root-2": (shift(SHIFTED.replace("np.sqrt(2)", "2")), "too large by √2"),
        "no-root-2": (shift("0.5826 * np.sqrt(dt / tau_m) * sigma_v"), "too small by √2"),
        "2-before-the-root": (sigma_v("sigma / (g_L * 2 * np.sqrt(tau_m / 1000))"), "small by √2"),
        "no-root-in-sigma-v": (sigma_v("sigma / (g_L * 2 * tau_m / 1000)"), "all of 2 τ_m"),
        "root-of-2-only": (sigma_v("sigma / (g_L * np.sqrt(2) * tau_m / 1000)"), "all of 2 τ_m"),
        "no-brackets": (sigma_v("sigma / g_L * np.sqrt(2 * tau_m / 1000)"), "brackets"),
        "no-conductance": (sigma_v("sigma / np.sqrt(2 * tau_m / 1000)"), "g_L is missing"),
        "times-conductance": (sigma_v("sigma * g_L / np.sqrt(2 * tau_m / 1000)"), "g_L multiplies"),
        "sigma-for-sigma-v": (shift(SHIFTED.replace("sigma_v", "sigma")), "σ is no potential"),
        "sigma-over-g": (sigma_v("sigma / g_L"), "σ is no potential"),
        "no-root": (shift(SHIFTED.replace("np.sqrt(dt / tau_m)", "dt / tau_m")), "root of dt/τ_m"),
        "root-of-dt-only": (
            shift(SHIFTED.replace("np.sqrt(dt / tau_m)", "np.sqrt(dt) / tau_m")),
            "all of dt/τ_m",
        ),
        "no-dt": (shift("0.5826 * np.sqrt(2) * sigma_v"), "dt/τ_m is missing"),
        "upside-down": (shift(SHIFTED.replace("dt / tau_m", "tau_m / dt")), "upside down"),
        "no-constant": (shift("np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v"), "0.5826 is missing"),
        "negative": (shift(f"-{SHIFTED}"), "higher, not lower"),
        "sigma-v-alone": (shift("sigma_v"), "this is σ_V"),
        "root-of-sigma-v": (shift("0.5826 * np.sqrt(2 * dt / tau_m * sigma_v)"), "twice the noise"),
        "sigma-squared": (sigma_v(SIGMA_V.replace("sigma", "sigma**2")), "twice the noise"),
        "fits-the-lesson": (shift("0.17478"), "twice the noise"),
        "fits-the-lesson-by-sigma": (shift("0.05826 * sigma"), "numbers of the lesson"),
        "lesson-s-g": (
            sigma_v("sigma / (10 * np.sqrt(2 * tau_m / 1000))"),
            "numbers of the lesson",
        ),
        "lesson-s-tau": (
            written("threshold_shift", ("tau_m / 1000", "0.01"), ("dt / tau_m", "dt / 10")),
            "numbers of the lesson",
        ),
        "lesson-s-tau-in-sigma-v": (sigma_v("sigma / (g_L * np.sqrt(0.02))"), "numbers of the"),
        "lesson-s-tau-in-the-shift": (shift(SHIFTED.replace("tau_m", "10")), "numbers of the"),
        "lesson-s-dt": (shift(SHIFTED.replace("dt /", "0.1 /")), "numbers of the lesson"),
        "two-digits": (shift(SHIFTED.replace("0.5826", "0.58")), "check each factor"),
        "digits-swapped": (shift(SHIFTED.replace("0.5826", "0.5862")), "check each factor"),
        "rounded": (shift(f"round({SHIFTED}, 3)"), "rounded"),
        "both": (shift(f"sigma_v, {SHIFTED}"), "not a tuple"),
        "g-and-tau-swapped": (
            sigma_v("sigma / (tau_m * np.sqrt(2 * g_L / 1000))"),
            "check each factor",
        ),
    },
    "ou_current": {
        "starts-at-mu": (ou((FIRST, "mu")), "no variance yet"),
        "starts-at-0": (ou((FIRST, "0")), "η starts at 0"),
        "first-without-mu": (ou((FIRST, "sigma * x[0]")), "lacks μ"),
        "first-without-sigma": (ou((FIRST, "mu + x[0]")), "lacks σ"),
        "first-is-x": (ou((FIRST, "x[0]")), "the first sample is not right"),
        "first-is-fresh": (
            ou((FIRST, "mu + sigma * np.sqrt(1 - np.exp(-2 * dt / tau)) * x[0]")),
            "it needs all of σ",
        ),
        "first-positive": (ou((FIRST, "mu + sigma * abs(x[0])")), "the first sample is not right"),
        "first-other-number": (ou((FIRST, "mu + sigma * x[1]")), "the first sample is not right"),
        "euler": (ou((EXACT, EULER)), "Euler's step"),
        "euler-from-mu": (ou((EXACT, EULER), (FIRST, "mu")), "Euler's step"),
        "euler-from-0": (ou((EXACT, EULER), (FIRST, "0")), "Euler's step"),
        "euler-s-c": (ou((C, "1 - dt / tau")), "Euler's c"),
        "euler-s-noise": (ou(("np.sqrt(1 - c**2)", "np.sqrt(2 * dt / tau)")), "Euler's step"),
        "c-not-squared": (ou(("c**2", "c")), "must be squared"),
        "c-doubled": (ou(("c**2", "2 * c")), "NaN or infinite"),
        "no-root": (ou(("np.sqrt(1 - c**2)", "(1 - c**2)")), "its root is missing"),
        "variance": (ou((FRESH, "sigma**2 * (1 - c**2) * x[k]")), "its root is missing"),
        "sigma-in-the-root": (
            ou((FRESH, "np.sqrt(sigma * (1 - c**2)) * x[k]")),
            "outside the root",
        ),
        "one-minus-c": (ou(("np.sqrt(1 - c**2)", "(1 - c)")), "√(1 − c²), not 1 − c"),
        "full-noise": (ou((FRESH, "sigma * x[k]")), "the full size σ"),
        "fresh-without-sigma": (ou((FRESH, "np.sqrt(1 - c**2) * x[k]")), "lacks σ"),
        "no-fresh": (ou((f" + {FRESH}", "")), "only relaxes"),
        "minus-noise": (ou((f"+ {FRESH}", f"- {FRESH}")), "taken away"),
        "plus-in-the-root": (ou(("1 - c**2", "1 + c**2")), "larger than σ"),
        "turned-in-the-root": (ou(("1 - c**2", "c**2 - 1")), "something negative"),
        "root-2-tau": (ou((FRESH, f"np.sqrt(2 * tau) * {FRESH}")), "√(2τ) belongs to"),
        "root-2-tau-alone": (ou(("np.sqrt(1 - c**2)", "np.sqrt(2 * tau)")), "√(2τ) belongs to"),
        "root-2-over-tau": (ou((FRESH, f"np.sqrt(2 / tau) * {FRESH}")), "in no equation"),
        "root-2-over-tau-alone": (ou(("np.sqrt(1 - c**2)", "np.sqrt(2 / tau)")), "in no equation"),
        "root-dt": (ou(("np.sqrt(1 - c**2)", "np.sqrt(dt)")), "does not grow with √dt"),
        "upside-down": (ou((C, "np.exp(-tau / dt)")), "upside down"),
        "growing": (ou((C, "np.exp(dt / tau)")), "something negative"),
        "growing-with-noise": (ou((C, "np.exp(dt / tau)"), (FRESH, "sigma * x[k]")), "minus is"),
        "twice-the-exponent": (ou((C, "np.exp(-2 * dt / tau)")), "that is c²"),
        "dt-in-s": (ou((C, "np.exp(-dt / 1000 / tau)")), "no factor 1000"),
        "tau-in-s": (ou((C, "np.exp(-dt / (tau / 1000))")), "no factor 1000"),
        "no-dt": (ou((C, "np.exp(-1 / tau)")), "plain number"),
        "no-tau": (ou((C, "np.exp(-dt)")), "plain number"),
        "dt-times-tau": (ou((C, "np.exp(-dt * tau)")), "plain number"),
        "default-dt": (ou((C, "np.exp(-0.1 / tau)")), "use the arguments"),
        "one-tau": (ou((C, "np.exp(-dt / 10)")), "use the arguments"),
        "all-decays": (ou((KEPT, "eta[k - 1] * c")), "only the deviation from μ"),
        "mean-on-top": (ou((KEPT, "mu + eta[k - 1] * c")), "only the deviation from μ"),
        "mean-not-back": (ou((KEPT, "(eta[k - 1] - mu) * c")), "only the deviation from μ"),
        "no-brackets": (ou((KEPT, "mu + eta[k - 1] - mu * c")), "only the deviation from μ"),
        "sign-turned": (ou((KEPT, "mu + (mu - eta[k - 1]) * c")), "changes its sign"),
        "what-is-forgotten": (ou((KEPT, "mu + (eta[k - 1] - mu) * (1 - c)")), "what is kept"),
        "nothing-forgotten": (ou((KEPT, "eta[k - 1]")), "c is missing"),
        "no-memory": (ou((KEPT, "mu")), "no memory"),
        "from-the-first": (ou((KEPT, "mu + (eta[0] - mu) * c")), "not those of equation"),
        "number-before": (ou((FRESH, FRESH.replace("x[k]", "x[k - 1]"))), "x[k - 1]"),
        "one-number": (ou((FRESH, FRESH.replace("x[k]", "x[0]"))), "x[k], not x[0]"),
        "all-numbers": (ou((FRESH, FRESH.replace("x[k]", "x"))), "one number per sample"),
        "all-numbers-first": (ou((FIRST, "mu + sigma * x")), "one number per sample"),
        "all-samples": (ou((KEPT, "mu + (eta - mu) * c")), "one number per sample"),
        "sample-itself": (ou((KEPT, "mu + (eta[k] - mu) * c")), "before it is filled"),
        "sample-itself-of-zeros": (
            ou((KEPT, "mu + (eta[k] - mu) * c"), ("np.empty", "np.zeros")),
            "the sample before",
        ),
        "sample-itself-of-a-list": (
            body(
                "ou_current",
                "eta, c = [0.0] * x.size, np.exp(-dt / tau)",
                "eta[0] = mu + sigma * x[0]",
                "for k in range(1, x.size):",
                f"    eta[k] = mu + (eta[k] - mu) * c + {FRESH}",
                "return eta",
            ),
            "the sample before",
        ),
        "never-filled": (
            ou(("range(1, x.size)", "range(1, x.size - 1)")),
            "never filled",
        ),
        "first-never-filled": (ou((f"eta[0] = {FIRST}", "eta[1] = mu")), "never filled"),
        "own-numbers": (
            ou((FRESH, FRESH.replace("x[k]", "np.random.randn()"))),
            "the same x must give",
        ),
        "own-seeded-numbers": (
            ou((FRESH, FRESH.replace("x[k]", "np.random.default_rng(k).standard_normal()"))),
            "not those of equation",
        ),
        "in-place": (ou(("np.empty(x.size)", "x")), "changes what it is given"),
        "one-short": (ou(("return eta", "return eta[1:]")), "of shape (400,), not"),
        "last-sample": (ou(("return eta", "return eta[-1]")), "of shape (400,), not"),
        "return-in-the-loop": (
            ou(("    return eta", "        return eta"), ("np.empty", "np.zeros")),
            "not those of equation",
        ),
        "with-the-time": (
            ou(("return eta", "return np.arange(x.size) * dt, eta")),
            "of shape (400,), not",
        ),
        "rounded": (ou(("return eta", "return np.round(eta, 2)")), "rounded"),
    },
    "sweep_tau": {
        "sum-of-rates": (tau_rate(RATE.replace("np.mean", "np.sum")), "by their number"),
        "counts": (tau_rate("np.mean([train.size for train in trains])"), "numbers of spikes"),
        "all-counts": (tau_rate("sum(train.size for train in trains)"), "numbers of spikes"),
        "per-ms": (tau_rate("np.mean([t.size for t in trains]) / t_stop"), "a factor 1000"),
        "all-per-ms": (tau_rate("sum(t.size for t in trains) / t_stop"), "a factor 1000"),
        "in-s": (tau_rate(RATE.replace("t_stop", "t_stop / 1000")), "0…0.4 ms"),
        "one-neuron": (tau_rate("firing_rate(trains[0], t_stop)"), "rate of one neuron"),
        "last-neuron": (tau_rate("firing_rate(train, t_stop)"), "NameError"),
        "mean-interval": (tau_rate("1000 / intervals.mean()"), "short runs miss"),
        "intervals-counted": (
            tau_rate("intervals.size / n_neurons / t_stop * 1000"),
            "one spike more",
        ),
        "not-averaged": (tau_rate(RATE[8:-1]), "one rate per tau"),
        "pooled-trains": (
            tau_rate("firing_rate(np.concatenate(trains), t_stop)"),
            "loop over `trains`",
        ),
        "no-loop": (tau_rate("firing_rate(trains, t_stop)"), "loop over `trains`"),
        "mean-of-no-loop": (tau_rate("np.mean(firing_rate(trains, t_stop))"), "loop over `trains`"),
        "cv-of-intervals": (tau_cv("cv_isi(intervals)"), "are intervals already"),
        "intervals-of-intervals": (
            tau_cv("isi(intervals).std() / isi(intervals).mean()"),
            "are intervals already",
        ),
        "steps-for-time": (
            tau_rate("np.mean([firing_rate(t, t_stop / dt) for t in trains])"),
            "spikes per neuron and second",
        ),
        "lesson-s-size": (
            tau_rate("sum(t.size for t in trains) / 200 / 5.0"),
            "spikes per neuron and second",
        ),
        "swapped-lines": (
            written("sweep_tau", (RATE, "0"), (CV, RATE), ("rate = 0", f"rate = {CV}")),
            "in place of the rate",
        ),
        "swapped-lists": (
            written("sweep_tau", ("return rates, cvs", "return cvs, rates")),
            "in place of",
        ),
        "upside-down": (tau_cv("intervals.mean() / intervals.std()"), "upside down"),
        "fano": (tau_cv("intervals.var() / intervals.mean()"), "variance over the mean"),
        "squared": (tau_cv("(intervals.std() / intervals.mean())**2"), "this is CV²"),
        "sd": (tau_cv("intervals.std()"), "standard deviation in ms"),
        "mean-cv": (
            tau_cv("np.mean([isi(t).std() / isi(t).mean() for t in trains])"),
            "mean of the neurons' own",
        ),
        "one-cv": (tau_cv("isi(trains[0]).std() / isi(trains[0]).mean()"), "CV of one neuron"),
        "spike-times": (
            tau_cv("np.concatenate(trains).std() / np.concatenate(trains).mean()"),
            "CV of spike times",
        ),
        "counts-cv": (
            tau_cv("np.std([t.size for t in trains]) / np.mean([t.size for t in trains])"),
            "CV of the neurons' rates",
        ),
        "per-cent": (tau_cv(f"100 * {CV}"), "the CVs are not"),
        "typed-in": (tau_cv("0.7"), "the CVs are not"),
        "an-array": (tau_cv("intervals / intervals.mean()"), "one CV per tau"),
        "cv-rounded": (tau_cv(f"round({CV}, 2)"), "rounded"),
        "rates-only": (written("sweep_tau", ("return rates, cvs", "return rates")), "two lists"),
        "one-tau-only": (
            written("sweep_tau", ("    return rates, cvs", "        return rates, cvs")),
            "of shape (3,), not of shape (1,)",
        ),
        "last-of-each": (
            written("sweep_tau", ("return rates, cvs", "return rate, cv")),
            "shape (3,)",
        ),
        "in-s-for-ms": (
            written(
                "sweep_tau",
                ("for tau in taus:", "for k, tau in enumerate(taus):"),
                ("rates.append", "taus[k] = tau / 1000\n        rates.append"),
            ),
            "changes what it is given",
        ),
        "np-random": (
            written(
                "sweep_tau", ("n_neurons, dt, rng)", "n_neurons, dt, np.random.default_rng(5))")
            ),
            "the rates are not right",
        ),
        "both-wrong": (
            written("sweep_tau", (RATE, RATE.replace("mean", "sum")), (CV, "0.7")),
            "by their number",
        ),
    },
}


@functools.cache
def judged(name, title):
    """Return the verdict on one of the WRONG answers, and how long it took [s]."""
    start = time.perf_counter()
    return judge(name, WRONG[name][title][0]), time.perf_counter() - start


@pytest.mark.parametrize(("name", "title"), cases(WRONG))
def test_a_typical_mistake_is_told(name, title):
    verdict, _ = judged(name, title)
    assert verdict.state == "wrong", verdict
    assert any(part in verdict.message for part in WRONG[name][title][1].split("|")), verdict
    assert verdict.message[-1] == "." and "\n" not in verdict.message


@pytest.mark.parametrize("name", WRONG)
def test_different_mistakes_get_different_messages(name):
    messages = {judged(name, title)[0].message for title in WRONG[name]}
    assert len(messages) >= 0.5 * len(WRONG[name])


@pytest.mark.parametrize("name", WRONG)
def test_the_verdict_does_not_depend_on_chance(name):
    """The same answer is judged the same again, whatever the global generator does."""
    for title in list(WRONG[name])[::4]:
        function, _ = WRONG[name][title]
        assert repr(judge(name, function)) == repr(judged(name, title)[0])
    assert {judge(name, written(name)).state for _ in range(2)} == {"done"}


def test_a_check_takes_well_under_a_second():
    """The median mistake, so that one pause of the machine does not matter."""
    for name in WRONG:
        seconds = [judged(name, title)[1] for title in WRONG[name]]
        assert np.median(seconds) < 1, name


def test_the_curve_of_the_student_is_drawn_even_where_it_is_nan():
    for title in ("starts-at-mu", "growing", "growing-with-noise", "turned-in-the-root"):
        picture = judged("ou_current", title)[0]._repr_html_()
        assert "<img" in picture and "alt=" in picture

"""The checks of lesson 04 against right, unfinished and wrong answers, as students write them.

Each answer is a body for the exercise's function, in the lines that a student would have typed.
"""

import functools
import math

import numpy as np
import pytest
from scipy.integrate import dblquad, quad
from scipy.special import erf, erfc, erfcx

from helpers import spikes
from helpers.checks import cv_isi as check
from helpers.lif import LIFParams
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise, lif_voltage_sd
from tests.answers import Answers

HEADS = {
    "isi": "def isi(spike_times):",
    "cv_isi": "def cv_isi(spike_times):",
    "siegert_rate": "def siegert_rate(mu, sigma, params):",
    "siegert_cv": "def siegert_cv(mu, sigma, params):",
    "fano_factor": "def fano_factor(spike_times, window, t_stop):",
}
NAMES = {
    **{"np": np, "math": math, "spikes": spikes, "quad": quad, "lif_voltage_sd": lif_voltage_sd},
    **{"erf": erf, "erfc": erfc, "erfcx": erfcx, "lif_rate_white_noise": lif_rate_white_noise},
    **{"dblquad": dblquad, "lif_cv_white_noise": lif_cv_white_noise},
}
ANSWERS = Answers(check, {n: f"\n{head}" for n, head in HEADS.items()}, **NAMES)

# what stands in the exercise's cell around the student's lines
CV = (
    "intervals = np.diff(spike_times)\nenough = {}\nif not enough:\n    return np.nan\n"
    "cv = {}\nreturn cv"
)
SIEGERT = (
    "v_inf = params.E_L + mu / params.g_L\nsigma_v = lif_voltage_sd(sigma, params)\n"
    "{}\nreturn 1000 / mean_isi"
)
CV_LINES = (
    "v_inf = params.E_L + mu / params.g_L\nwidth = np.sqrt(2) * lif_voltage_sd(sigma, params)\n"
    "y_th, y_r = (params.V_th - v_inf) / width, (params.V_reset - v_inf) / width\n"
    "mean_isi = 1000 / lif_rate_white_noise(mu, sigma, params)\n"
    "double = {}\ncv = {}\nreturn cv"
)
DOUBLE = (
    "dblquad(lambda z, x: np.exp(2 * x * z - z**2) * erfcx(z - x) ** 2, y_r, y_th, 0, np.inf)[0]"
)
FROM_DOUBLE = "np.sqrt(2 * np.pi * double) * params.tau_m / mean_isi"
FANO = "edges = window * np.arange(int(t_stop / window) + 1)\ncounts = {}\nfano = {}\nreturn fano"
ENOUGH, RIGHT_CV = "intervals.size >= 2", "intervals.std() / intervals.mean()"
COUNTS, RATIO = "np.histogram(spike_times, edges)[0]", "counts.var(ddof=1) / counts.mean()"


def siegert(
    y_th="(params.V_th - v_inf) / (np.sqrt(2) * sigma_v)",
    y_r="(params.V_reset - v_inf) / (np.sqrt(2) * sigma_v)",
    integral="quad(lambda u: erfcx(-u), y_r, y_th)[0]",
    mean_isi="params.t_ref + params.tau_m * np.sqrt(np.pi) * integral",
):
    """Return the body with some of the student's lines changed."""
    lines = f"y_th = {y_th}\ny_r = {y_r}\nintegral = {integral}\nmean_isi = {mean_isi}"
    return SIEGERT.format(lines)


def siegert_cv(old="", new="", cv=FROM_DOUBLE):
    """Return the body with a part of the double integral replaced, or another last line."""
    assert old in DOUBLE
    return CV_LINES.format(DOUBLE.replace(old, new) if old else DOUBLE, cv)


AS_WRITTEN = (
    "dblquad(lambda y, x: np.exp(x**2) * np.exp(y**2) * (1 + erf(y)) ** 2, "
    "y_r, y_th, {}, lambda x: x)[0]"
)
LOST_EARLY = (
    "quad(lambda x: np.exp(x**2) * quad(lambda y: np.exp(-y**2) * erfcx(-y) ** 2, -np.inf, x)[0], "
    "y_r, y_th)[0]"
)


@functools.cache
def judge(name, body):
    """Return the verdict on a function with this body."""
    return ANSWERS.judge(name, ANSWERS.body(name, *body.split("\n")))


STUBS = {
    "isi": "intervals = ...\nreturn intervals",
    "cv_isi": CV.format("...", "..."),
    "siegert_rate": siegert("...", "...", "...", "..."),
    "siegert_cv": CV_LINES.format("...", "..."),
    "fano_factor": FANO.format("...", "..."),
}
HALVES = {
    "cv_isi": CV.format(ENOUGH, "..."),
    "siegert_rate": siegert(mean_isi="..."),
    "siegert_cv": CV_LINES.format(DOUBLE, "..."),
    "fano_factor": FANO.format(COUNTS, "..."),
}


@pytest.mark.parametrize("name", STUBS)
def test_the_stub_is_not_started(name):
    assert judge(name, STUBS[name]).state == "open"
    assert getattr(check, name)(...).state == "open"


@pytest.mark.parametrize("name", HALVES)
def test_half_of_a_stub_is_not_done(name):
    assert judge(name, HALVES[name]).state == "open"


GRID = """
v_inf, sigma_v = params.E_L + mu / params.g_L, lif_voltage_sd(sigma, params)
u = np.linspace(params.V_reset - v_inf, params.V_th - v_inf, 4001) / (np.sqrt(2) * sigma_v)
area = np.trapezoid(erfcx(-u), u)
return 1000 / (params.t_ref + params.tau_m * np.sqrt(np.pi) * area)"""
LOOP = """
counts = []
for k in range(int(t_stop / window)):
    counts.append(sum(1 for t in spike_times if k * window <= t < (k + 1) * window))
mean = sum(counts) / len(counts)
return sum((n - mean) ** 2 for n in counts) / (len(counts) - 1) / mean"""
RIGHT = {
    "isi": [
        "return np.diff(spike_times)",
        "return spike_times[1:] - spike_times[:-1]",
        "return [b - a for a, b in zip(spike_times[:-1], spike_times[1:])]",
        "return -(spike_times[:-1] - spike_times[1:])",
        "return tuple(spike_times[k + 1] - spike_times[k] for k in range(len(spike_times) - 1))",
        "return np.ediff1d(spike_times)",
    ],
    "cv_isi": [
        CV.format(ENOUGH, RIGHT_CV),
        CV.format("len(spike_times) > 2", "np.std(intervals) / np.mean(intervals)"),
        CV.format("intervals.size > 1", "np.sqrt(intervals.var()) / intervals.mean()"),
        CV.format(ENOUGH, "math.sqrt(np.mean(intervals**2) / np.mean(intervals) ** 2 - 1)"),
        "if len(spike_times) < 3:\n    return float('nan')\nx = np.diff(spike_times)\n"
        "return np.array(x.std() / x.mean())",
        CV.format(ENOUGH, "(intervals / intervals.mean()).std()"),
        CV.format(ENOUGH, "(intervals / 0.1).std() / (intervals / 0.1).mean()"),  # no unit
    ],
    "siegert_rate": [
        siegert(),
        siegert(integral="quad(erfcx, -y_th, -y_r)[0]"),
        siegert(integral="quad(lambda u: erfcx(-u), y_r, y_th, limit=200)[0]"),
        siegert("(-55 + params.V_th + 55 - v_inf) / sigma_v / 2**0.5"),
        GRID,
    ],
    "siegert_cv": [
        siegert_cv(),
        siegert_cv(cv="params.tau_m / mean_isi * math.sqrt(2 * math.pi * double)"),
        siegert_cv(cv="(2 * np.pi * double * (params.tau_m / mean_isi) ** 2) ** 0.5"),
        siegert_cv("2 * x * z - z**2", "z * (2 * x - z)"),
        siegert_cv("np.exp(2 * x * z - z**2)", "np.exp(x**2 - (x - z)**2)"),
        siegert_cv("np.inf", "30"),
        siegert_cv("y_r, y_th, 0, np.inf", "0, np.inf, y_r, y_th").replace("z, x:", "x, z:"),
        CV_LINES.format(
            "quad(lambda x: quad(lambda z: np.exp(2 * x * z - z**2) * erfcx(z - x) ** 2, 0, "
            "np.inf)[0], y_r, y_th)[0]", FROM_DOUBLE),
    ],
    "fano_factor": [
        FANO.format(COUNTS, RATIO),
        FANO.format(COUNTS, "np.var(counts, ddof=1) / np.mean(counts)"),
        FANO.format("np.diff(np.searchsorted(spike_times, edges))", RATIO),
        FANO.format(COUNTS, "counts.std(ddof=1) ** 2 / counts.mean()"),
        FANO.format("np.histogram(spike_times, bins=edges)[0]",
                    "counts.var() * counts.size / (counts.size - 1) / counts.mean()"),
        FANO.format("np.histogram(spike_times, len(edges) - 1, (0, edges[-1]))[0]", RATIO),
        LOOP,
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "body"), [(n, b) for n, bodies in RIGHT.items() for b in bodies])
def test_right_answers_written_differently(name, body):
    verdict = judge(name, body)
    assert verdict.state == "done", verdict
    assert "not started" not in verdict._repr_html_()


NAIVE = "quad(lambda u: {}exp(u**2) * {}, y_r, y_th)[0]"
FREE = "params.t_ref + params.tau_m"
SD = "(params.V_th - v_inf) / ", "(params.V_reset - v_inf) / "
WRONG = {
    "isi": {
        "return spike_times[:-1] - spike_times[1:]": "are negative",
        "return spike_times[1:]": "spike times, not",
        "return spike_times": "5 spikes make 4 intervals",
        "return spike_times[1:] - spike_times[0]": "from the first spike",
        "return spike_times[1:] + spike_times[:-1]": "sums of neighbouring",
        "return np.diff(spike_times) / 0.1": "in steps",
        "return np.diff(spike_times) / 1000": "in s",
        "return np.diff(spike_times) * 1000": "factor 1000",
        "return 1000 / np.diff(spike_times)": "these are rates",
        "return np.sort(np.diff(spike_times))": "in the order",
        "return np.diff(spike_times)[::-1]": "reverse order",
        "return np.diff(spike_times, prepend=0)": "5 spikes make 4 intervals, and yours gives 5",
        "return np.gradient(spike_times)": "yours gives 5",
        "return spike_times[2:] - spike_times[:-2]": "yours gives 3",
        "return np.mean(np.diff(spike_times))": "one-dimensional",
        "return np.round(np.diff(spike_times))": "rounded",
        "return np.diff(spike_times).astype(int)": "whole numbers",
        "return np.array([4, 0.5, 12.5, 11.25])": "",
        "return [b - a for a in spike_times for b in spike_times]": "spikes make",
        "np.diff(spike_times)": "None",
        "print(np.diff(spike_times))": "prints its result",
        "spike_times[1:] -= spike_times[:-1].copy()\nreturn spike_times[1:]": "changes what it",
        "return spikes.isi(spike_times) + 1e-3": "not",
    },
    "cv_isi": {
        CV.format(ENOUGH, "intervals.var() / intervals.mean()"): "variance over the mean",
        CV.format(ENOUGH, "intervals.var() / intervals.mean() ** 2"): "square of the CV",
        CV.format(ENOUGH, "intervals.std(ddof=1) / intervals.mean()"): "ddof=1",
        CV.format(ENOUGH, "np.std(spike_times) / np.mean(spike_times)"): "CV of the spike times",
        CV.format(ENOUGH, "intervals.std() / np.mean(spike_times)"): "mean of the spike times",
        CV.format(ENOUGH, "np.std(1 / intervals) / np.mean(1 / intervals)"): "CV of the rates",
        CV.format(ENOUGH, "np.std(1000 / intervals) / np.mean(1000 / intervals)"): "of the rates",
        CV.format(ENOUGH, "intervals.mean() / intervals.std()"): "upside down",
        CV.format(ENOUGH, "intervals.std()"): "SD in ms",
        CV.format(ENOUGH, "intervals.mean()"): "the mean interval",
        CV.format(ENOUGH, "intervals.var()"): "variance in ms²",
        CV.format(ENOUGH, "intervals.std() / intervals.mean() ** 2"): "once is enough",
        CV.format(ENOUGH, "intervals.std() * intervals.mean()"): "multiplied by the mean",
        CV.format(ENOUGH, "intervals.std() / np.median(intervals)"): "median",
        CV.format(ENOUGH, "np.abs(intervals - intervals.mean()).mean() / intervals.mean()"): "root",
        CV.format(ENOUGH, f"{RIGHT_CV} / np.sqrt(intervals.size)"): "standard error",
        CV.format(ENOUGH, f"100 * {RIGHT_CV}"): "percentage",
        CV.format(ENOUGH, f"1000 * {RIGHT_CV}"): "different units",
        CV.format(ENOUGH, f"round({RIGHT_CV}, 2)"): "rounded",
        CV.format("True", RIGHT_CV): "two spikes the CV must be np.nan",
        CV.format("intervals.size >= 1", RIGHT_CV): "two spikes the CV must be np.nan",
        CV.format("intervals.size > 2", RIGHT_CV): "three spikes make two",
        CV.format("intervals.size >= 3", RIGHT_CV): "three spikes make two",
        CV.format("intervals.size < 2", RIGHT_CV): "turned round",
        CV.format(ENOUGH, "intervals / intervals.mean()"): "must be one number",
        CV.format(ENOUGH, RIGHT_CV).replace("np.nan", "0.0"): "must be np.nan",
        CV.format(ENOUGH, RIGHT_CV).replace("return np.nan", "return None"): "returns None",
        CV.format(ENOUGH, RIGHT_CV).replace("return np.nan", "return 'NaN'"): "one number",
        CV.format(ENOUGH, "1.0"): "a clock must have CV 0",
        CV.format(ENOUGH, "0.5"): "a clock must have CV 0",
        CV.format(ENOUGH, "abs(intervals[1] - intervals[0]) / intervals.sum()"): "off",
        "x = np.diff(spike_times, prepend=0)\nreturn x.std() / x.mean() if x.size > 2 else np.nan":
            "the first spike has no interval",
        "intervals = np.diff(spike_times)\nreturn intervals.std() / intervals.mean()": "np.nan",
    },
    "siegert_rate": {
        siegert(mean_isi="params.tau_m * np.sqrt(np.pi) * integral"): "t_ref is missing",
        siegert(mean_isi="params.tau_m * np.sqrt(np.pi) * integral - params.t_ref"): "lengthen",
        siegert(mean_isi="params.t_ref + params.tau_m * integral"): "√π in front",
        siegert(mean_isi="params.t_ref + params.tau_m * np.pi * integral"): "√π, not π",
        siegert(mean_isi=f"{FREE} / np.sqrt(np.pi) * integral"): "divided by √π",
        siegert(mean_isi="params.t_ref + np.sqrt(np.pi) * integral"): "tau_m is missing",
        siegert(mean_isi="(params.t_ref + params.tau_m) * np.sqrt(np.pi) * integral"): "alone",
        siegert(mean_isi=f"{FREE} / 1000 * np.sqrt(np.pi) * integral"): "seconds",
        siegert(mean_isi=f"({FREE} * np.sqrt(np.pi) * integral) / 1000"): "seconds",
        siegert(mean_isi=f"1000 / ({FREE} * np.sqrt(np.pi) * integral)"): "already",
        siegert(SD[0] + "sigma_v", SD[1] + "sigma_v"): "factor √2",
        siegert(SD[0] + "(2 * sigma_v)", SD[1] + "(2 * sigma_v)"): "divided by 2 σ_V",
        siegert(*(line + "np.sqrt(2 * sigma_v)" for line in SD)): "over the 2 only",
        siegert(y_th=SD[0] + "sigma_v"): "in one of the two",
        siegert(y_r=SD[1] + "sigma_v"): "in one of the two",
        siegert(*(line + "np.sqrt(2)" for line in SD)): "σ_V is missing",
        siegert("params.V_th - v_inf", "params.V_reset - v_inf"): "still in mV: divide",
        siegert(y_r="-np.inf"): "no lower limit",
        siegert(integral="quad(lambda u: erfcx(-u), -np.inf, y_th)[0]"): "no lower limit",
        siegert(SD[0] + "np.sqrt(2) * sigma_v", SD[1] + "np.sqrt(2) * sigma_v"): "brackets",
        siegert(y_th=SD[0] + "np.sqrt(2) * sigma_v"): "brackets",
        siegert(y_r=SD[1] + "np.sqrt(2) * sigma_v"): "brackets",
        siegert(y_th="params.V_th - v_inf / (np.sqrt(2) * sigma_v)"): "whole difference",
        siegert(y_r="params.V_reset - v_inf / (np.sqrt(2) * sigma_v)"): "whole difference",
        siegert("params.V_th - v_inf / (np.sqrt(2) * sigma_v)",
                "params.V_reset - v_inf / (np.sqrt(2) * sigma_v)"): "whole difference|too large",
        siegert(integral="quad(lambda u: np.exp(u**2) * (1 + erfcx(-u)), y_r, y_th)[0]"):
            "twice",
        siegert(SD[0] + "(np.sqrt(2) * sigma)", SD[1] + "(np.sqrt(2) * sigma)"): "sigma in pA",
        siegert(*(line + "(np.sqrt(2) * sigma_v**2)" for line in SD)): "variance",
        siegert(integral="quad(lambda u: erfcx(-u), y_th, y_r)[0]"): "swapped",
        siegert(*(f"(v_inf - params.{v}) / (np.sqrt(2) * sigma_v)" for v in ("V_th", "V_reset"))):
            "wrong sign",
        siegert("params.V_th / (np.sqrt(2) * sigma_v)", "params.V_reset / (np.sqrt(2) * sigma_v)"):
            "subtract v_inf|too large|divided by 0",
        siegert(y_r="(params.E_L - v_inf) / (np.sqrt(2) * sigma_v)"): "need not be E_L",
        siegert(y_r="(params.V_init - v_inf) / (np.sqrt(2) * sigma_v)"): "V_init",
        siegert(y_r="0"): "starts at 0",
        siegert(integral="quad(lambda u: erfcx(u), y_r, y_th)[0]"): "u in place of -u|too large",
        siegert(integral="quad(erfcx, y_r, y_th)[0]"): "u in place of -u|too large",
        siegert(integral=NAIVE.format("np.", "(1 + erf(u))")): "digits get lost",
        siegert(integral=NAIVE.format("np.", "erfc(-u)")): "digits get lost",
        siegert(integral=NAIVE.format("math.", "(1 + math.erf(u))")): "in one piece",
        siegert(integral="quad(lambda u: np.exp(u**2) * (1 + erf(u)), max(y_r, -6), y_th)[0]"):
            "digits get lost",
        siegert(integral="quad(lambda u: erfcx(-u), y_r, y_th)"): "dblquad return two numbers",
        siegert(integral="quad(lambda u: erfcx(-u), y_r, y_th)[1]"): "estimate of its error",
        siegert(integral="quad(lambda u: np.exp(-u**2) * (1 + erf(u)), y_r, y_th)[0]"): "exponent",
        siegert("(-55.0 - v_inf) / (np.sqrt(2) * sigma_v)"): "another: take all|default neuron",
        siegert(mean_isi="2.0 + params.tau_m * np.sqrt(np.pi) * integral"): "default neuron",
        siegert(mean_isi="params.t_ref + 10 * np.sqrt(np.pi) * integral"): "default neuron",
        "return lif_rate_white_noise(mu, 3.0, params)": "rates are wrong",
        "return 30.0": "rates are wrong",
        GRID.replace("4001", "121"): "close, but not",
        GRID.replace("    ", "").replace("return 1000 /", "x = 1000 /"): "return line",
        siegert(integral="quad(lambda u: erfcx(-u), y_r, y_th)[0]\nprint(integral)").replace(
            "\nreturn 1000 / mean_isi", "\nprint(mean_isi)"): "prints",
    },
    "siegert_cv": {
        siegert_cv(cv="2 * np.pi * double * (params.tau_m / mean_isi) ** 2"): "square of the CV",
        siegert_cv(cv="np.sqrt(2 * np.pi * double * params.tau_m / mean_isi)"): "only, not to the",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) * (params.tau_m / mean_isi) ** 2"): "outside it",
        siegert_cv(cv="2 * np.pi * np.sqrt(double) * params.tau_m / mean_isi"): "both of them",
        siegert_cv(cv="np.sqrt(2 * np.pi) * double * params.tau_m / mean_isi"): "both of them",
        siegert_cv(cv="np.sqrt(double) * params.tau_m / mean_isi"): "2π is missing",
        siegert_cv(cv="np.sqrt(np.pi * double) * params.tau_m / mean_isi"): "2π is missing",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) * params.tau_m"): "SD of the interval in ms",
        siegert_cv(cv="2 * np.pi * double * params.tau_m**2"): "variance of the interval",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) / mean_isi"): "tau_m is missing",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) * mean_isi / params.tau_m"): "upside down",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) * mean_isi * params.tau_m"): "multiplied by",
        siegert_cv(cv=f"{FROM_DOUBLE} / 1000"): "seconds are mixed",
        siegert_cv(cv="np.sqrt(2 * np.pi * double) * params.tau_m / (mean_isi - params.t_ref)"):
            "t_ref is in mean_isi",
        siegert_cv(cv="double"): "double integral alone",
        siegert_cv(" ** 2, y_r", ", y_r"): "squared in (4.6)",
        siegert_cv("erfcx(z - x)", "erfcx(x - z)"): "erfcx takes z - x",
        siegert_cv("erfcx(z - x)", "erfcx(z)"): "erfcx takes z - x",
        siegert_cv("erfcx(z - x)", "erfcx(-x)"): "erfcx takes z - x",
        siegert_cv("erfcx(z - x)", "(1 + erf(x - z))"): "erf or erfc in place",
        siegert_cv("erfcx(z - x)", "erfc(z - x)"): "erf or erfc in place",
        siegert_cv("np.exp(2 * x * z - z**2) * ", ""): "in front of erfcx is missing",
        siegert_cv("2 * x * z - z**2", "-z**2"): "one of the two terms",
        siegert_cv("2 * x * z - z**2", "x * z - z**2"): "one of the two terms",
        siegert_cv("2 * x * z - z**2", "2 * x * z + z**2"): "z² has a minus",
        siegert_cv("2 * x * z - z**2", "2 * x * z"): "-z² is missing",
        siegert_cv("2 * x * z - z**2", "-2 * x * z - z**2"): "sign of the exponent 2xz",
        siegert_cv("lambda z, x", "lambda x, z"): "hands its function z first, then x",
        siegert_cv("y_r, y_th", "y_th, y_r"): "limits of x are swapped",
        siegert_cv("0, np.inf", "-np.inf, np.inf"): "it starts at 0",
        siegert_cv("0, np.inf", "np.inf, 0"): "limits of z are swapped",
        siegert_cv("y_r, y_th, 0, np.inf", "0, np.inf, y_r, y_th"): "limits of x come first",
        siegert_cv("0, np.inf", "-np.inf, 0"): "it starts at 0",
        siegert_cv("y_r, y_th, 0, np.inf", "0, np.inf, y_r, y_th").replace("lambda z, x",
            "lambda x, z").replace("sqrt(2 * np.pi * double)", "sqrt(np.pi * double)"):
            "2π is missing",
        siegert_cv("0, np.inf", "y_r, np.inf"): "it starts at 0",
        siegert_cv("dblquad(", "dblquad(func=").replace("y_r, y_th, 0, np.inf",
            "a=y_th, b=y_r, gfun=0, hfun=np.inf"): "limits of x are swapped",
        siegert_cv("erfcx(z - x)", "erfcx(-x - z)"): "erfcx takes z - x",
        siegert_cv("erfcx(z - x)", "erfcx(x + z)"): "erfcx takes z - x",
        siegert_cv("2 * x * z - z**2", "-2 * x * z + z**2"): "z² has a minus",
        siegert_cv("np.exp(2 * x * z - z**2) * erfcx(z - x) ** 2", "np.nan * z * x"): "is nan",
        siegert_cv("np.exp(2 * x * z - z**2)", "np.exp(3 * z**2)"): "double integral is infinite",
        CV_LINES.format(AS_WRITTEN.format("-np.inf").replace("y, x", "x, y").replace(
            "lambda x: x", "lambda y: y"), FROM_DOUBLE): "hands y first",
        siegert_cv("[0]", ""): "dblquad return two numbers",
        siegert_cv("[0]", "[1]"): "estimates its error",
        siegert_cv("dblquad(lambda z, x: ", "dblquad("): "NameError",
        siegert_cv(cv=FROM_DOUBLE.replace("params.tau_m", "10")): "default neuron",
        siegert_cv(cv=FROM_DOUBLE.replace("params.tau_m", "tau_m")): "NameError",
        siegert_cv(cv=f"round({FROM_DOUBLE}, 2)"): "rounded",
        CV_LINES.format(AS_WRITTEN.format("-np.inf"), FROM_DOUBLE): "that of (4.5)",
        CV_LINES.format(AS_WRITTEN.format("-8"), FROM_DOUBLE): "lose their digits",
        CV_LINES.format(LOST_EARLY, FROM_DOUBLE): "lose their digits|close, but not",
        "return lif_cv_white_noise(mu, 3.0, params)": "compare the integrand",
        "return 0.5": "compare the integrand",
        "return 1.0": "compare the integrand",
        siegert_cv().replace("return cv", "print(cv)"): "prints its result",
        siegert_cv(cv="np.array([1.0, 2.0])"): "one number",
    },
    "fano_factor": {
        FANO.format("np.histogram(spike_times, edges, density=True)[0]", RATIO): "density=True",
        FANO.format("np.histogram(spike_times, int(window))[0]", RATIO): "number of windows",
        FANO.format(COUNTS, "counts.std(ddof=1) / counts.mean()"): "the SD stands above",
        FANO.format(COUNTS, "counts.std() / counts.mean()"): "the SD stands above",
        FANO.format(COUNTS, "counts.var() / counts.mean()"): "n - 1",
        FANO.format(COUNTS, "counts.var(ddof=1) / counts.mean() ** 2"): "mean squared",
        FANO.format(COUNTS, "counts.mean() / counts.var(ddof=1)"): "upside down",
        FANO.format(COUNTS, "counts.var(ddof=1)"): "variance of the counts",
        FANO.format(COUNTS, "counts.mean()"): "mean count",
        FANO.format(f"{COUNTS} / window * 1000", RATIO): "rates in Hz",
        FANO.format("np.histogram(spike_times, len(edges) - 1)[0]", RATIO): "first spike",
        FANO.format("np.histogram(spike_times, len(edges))[0]", RATIO): "first spike",
        FANO.format("np.histogram(spike_times)[0]", RATIO): "ten windows",
        FANO.format("np.histogram(np.diff(spike_times), edges)[0]", RATIO): "intervals by their",
        FANO.format("np.histogram(spike_times, edges)", RATIO): "returns two things",
        FANO.format("np.histogram(spike_times, edges)[1]", RATIO): "[1] are the borders",
        FANO.format("np.histogram(spike_times, edges[1:])[0]", RATIO): "a window is missing",
        FANO.format("np.histogram(spike_times, edges[:-1])[0]", RATIO): "a window is missing",
        FANO.format("np.histogram(edges, spike_times)[0]", RATIO): "spike times come first",
        FANO.format("np.histogram(spike_times, np.arange(0, t_stop + 1, 100))[0]", RATIO):
            "same for every window",
        FANO.format("np.histogram(spike_times, 100 * np.arange(int(t_stop / 100) + 1))[0]", RATIO):
            "same for every window",
        FANO.format("np.diff(spike_times)", "counts.var() / counts.mean() ** 2"): "intervals' CV",
        FANO.format("np.diff(spike_times)", "counts.std() / counts.mean()"): "CV of the intervals",
        FANO.format("np.diff(spike_times)", RATIO): "about counts",
        FANO.format(f"np.cumsum({COUNTS})", RATIO): "grow from window",
        FANO.format("np.searchsorted(spike_times, edges)", RATIO): "grow from window",
        FANO.format(f"{COUNTS}", "counts[counts > 0].var(ddof=1) / counts[counts > 0].mean()"):
            "empty windows",
        FANO.format(COUNTS, "1.0"): "same for every window",
        FANO.format(COUNTS, f"round({RATIO}, 3)"): "rounded",
        FANO.format(COUNTS, "counts.var(ddof=1) / counts"): "one number",
        FANO.format(COUNTS, f"-({RATIO})"): "negative",
        FANO.format("np.histogram(spike_times, 0.1 * edges)[0]", RATIO): "off|divided",
        FANO.format("spike_times.size", RATIO): "AttributeError",
    },
}  # fmt: skip
CASES = [(name, body, telling) for name, group in WRONG.items() for body, telling in group.items()]


@pytest.mark.parametrize(("name", "body", "telling"), CASES)
def test_typical_mistakes_are_told(name, body, telling):
    verdict = judge(name, body)
    assert verdict.state == "wrong", verdict
    assert any(part in verdict.message for part in telling.split("|")), verdict
    assert "\n" not in verdict.message and len(verdict.message) < 180
    assert "<div" in verdict._repr_html_()


@pytest.mark.parametrize("name", WRONG)
def test_different_mistakes_get_different_messages(name):
    messages = {judge(name, body).message for body in WRONG[name]}
    assert len(messages) >= 0.6 * len(WRONG[name])


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("answer", [None, 3, "text", [1], print, int, lambda: 1], ids=range(7))
def test_anything_may_be_handed_in(name, answer):
    verdict = getattr(check, name)(answer)
    assert verdict.state == "wrong" and "\n" not in verdict.message


@pytest.mark.parametrize("name", ["isi", "cv_isi", "fano_factor"])
def test_the_course_s_own_function_is_not_an_answer(name):
    verdict = getattr(check, name)(getattr(spikes, name))
    assert verdict.state == "wrong" and "course's own" in verdict.message


def test_what_the_ticks_say_of_the_probes():
    """From once a minute to some 50 Hz; from a CV of 0.04 to 0.92."""
    from helpers.checks.cv_isi_mistakes import FAR, FAR_CV, NEAR, NEAR_CV

    rates = [lif_rate_white_noise(**probe) for probe in NEAR + FAR]
    assert 60 * min(rates) == pytest.approx(1, abs=0.2) and max(rates) == pytest.approx(50, abs=7)
    cvs = [lif_cv_white_noise(**probe) for probe in NEAR_CV + FAR_CV]
    assert (round(min(cvs), 2), round(max(cvs), 2)) == (0.04, 0.92)


def test_no_message_holds_a_line_of_the_solution():
    lines = {"np.diff(spike_times)", RIGHT_CV, COUNTS, RATIO, DOUBLE, FROM_DOUBLE}
    lines |= {"quad(lambda u: erfcx(-u), y_r, y_th)"}
    for name, body, _ in CASES:
        assert not [line for line in lines if line in judge(name, body).message]


@pytest.mark.parametrize("name", ["isi", "cv_isi", "siegert_rate", "fano_factor"])
def test_the_curve_of_the_student_is_drawn(name):
    shown = [judge(name, body) for body in WRONG[name]]
    assert sum(verdict.curve is not None for verdict in shown) >= 8
    html = judge(name, RIGHT[name][0])._repr_html_()
    assert '<img alt="Your curve drawn over the expected one' in html


def test_global_state_is_left_alone():
    state = repr(np.random.get_state())  # noqa: NPY002
    judge.cache_clear()
    for name, bodies in RIGHT.items():
        judge(name, bodies[0])
    assert repr(np.random.get_state()) == state  # noqa: NPY002


def test_a_right_answer_passes_after_one_that_spoilt_its_inputs():
    spoil = ANSWERS.body("fano_factor", "spike_times[:] = 0", "return 1.0")
    assert "changes what it is given" in check.fano_factor(spoil).message
    fresh = ANSWERS.body("fano_factor", *RIGHT["fano_factor"][0].split("\n"))
    assert check.fano_factor(fresh).state == "done"


def test_the_reference_neuron_is_not_the_lesson_s():
    """Each parameter of the second neuron differs: a constant that happens to fit does not."""
    from helpers.checks.cv_isi_mistakes import OTHER

    for name in ("V_th", "V_reset", "E_L", "V_init", "tau_m", "g_L", "t_ref"):
        assert getattr(OTHER, name) != getattr(LIFParams(), name)

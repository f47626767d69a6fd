"""The checks of lesson 06 against right, unfinished and wrong answers, as students write them.

An answer is written as the text of the exercise with some lines changed, so that each case shows
what a student would have typed. Nothing here looks at the checks' own tables of mistakes.
"""

import functools
import math
import re

import numpy as np
import pytest

from helpers import adex, glif
from helpers.checks import beyond_lif as check
from helpers.hidden_neuron import HiddenNeuron, hidden_params
from helpers.lif import LIFParams, lif_step
from helpers.theory import lif_rate_dc
from tests.answers import Answers, cases

CURRENT = """
def simulate_asc(i_inj, dt, params, delta_i, tau_i):
    p, v, held = params, params.V_init, 0
    i_asc, spike_times = np.zeros(i_inj.size), []
    for k in range(1, i_inj.size):
        i_asc[k] = i_asc[k - 1] * np.exp(-dt / tau_i)
        if held > 0:
            held = held - 1
            continue
        i_all = i_inj[k - 1] + i_asc[k - 1]
        v = lif_step(v, i_all, dt, p.E_L, p.g_L, p.tau_m)
        if v >= p.V_th:
            v, held = p.V_reset, round(p.t_ref / dt)
            spike_times.append(k * dt)
            i_asc[k] = i_asc[k] + delta_i
    return i_asc, spike_times
"""

RATE = """
def adapted_rate(i_dc, params, delta_i, tau_i):
    low, high = 0.0, 1000.0
    for _ in range(50):
        rate = (low + high) / 2
        i_mean = delta_i * tau_i * rate / 1000
        answer = lif_rate_dc(i_dc + i_mean, params)
        if answer > rate:
            low = rate
        else:
            high = rate
    return rate
"""

SLOPES = """
def adex_slopes(v, w, i_inj, params):
    p = params
    spike_current = p.g_L * p.Delta_T * np.exp((v - p.V_T) / p.Delta_T)
    dv_dt = (-p.g_L * (v - p.E_L) + spike_current - w + i_inj) / p.C_m
    dw_dt = (p.a * (v - p.E_L) - w) / p.tau_w
    return dv_dt, dw_dt
"""

ESTIMATE = """
def estimate(neuron):
    dt = 0.1
    rest = neuron.respond(np.zeros(5000), dt)
    on = np.arange(10_000) >= 5000
    step = neuron.respond(np.where(on, -50.0, 0.0), dt)
    fired = neuron.respond(np.r_[np.linspace(0, 500, 20_000), np.zeros(100)], dt)
    E_L = rest.v[-1]
    g_L = -50.0 / (step.v[-1] - E_L)
    tau_m = np.argmax(on & (step.v < E_L - 50.0 / g_L * (1 - 1 / np.e))) * dt - 5000 * dt
    V_th = fired.v.max()
    t_ref = np.sum(np.diff(fired.v) == 0) * dt / fired.spike_times.size
    return E_L, g_L, tau_m, V_th, t_ref
"""

SOLUTIONS = {
    "simulate_asc": CURRENT,
    "adapted_rate": RATE,
    "adex_slopes": SLOPES,
    "estimate": ESTIMATE,
}
DECAY = "i_asc[k - 1] * np.exp(-dt / tau_i)"
FELT = "i_inj[k - 1] + i_asc[k - 1]"
JUMP = "i_asc[k] + delta_i"
MEAN = "delta_i * tau_i * rate / 1000"
ANSWER = "lif_rate_dc(i_dc + i_mean, params)"
DV = "(-p.g_L * (v - p.E_L) + spike_current - w + i_inj) / p.C_m"
DW = "(p.a * (v - p.E_L) - w) / p.tau_w"
UP = "p.g_L * p.Delta_T * np.exp((v - p.V_T) / p.Delta_T)"
MEASURED = {
    "E_L": "rest.v[-1]\n",
    "g_L": "-50.0 / (step.v[-1] - E_L)",
    "tau_m": "np.argmax(on & (step.v < E_L - 50.0 / g_L * (1 - 1 / np.e))) * dt - 5000 * dt",
    "V_th": "fired.v.max()",
    "t_ref": "np.sum(np.diff(fired.v) == 0) * dt / fired.spike_times.size",
}
RAMP = "np.r_[np.linspace(0, 500, 20_000), np.zeros(100)]"
STILL = "np.sum(np.diff(fired.v) == 0)"
AT_RESET = (STILL, "np.sum(fired.v == fired.v[round(fired.spike_times[0] / dt)])")
BLANKS = {
    "simulate_asc": [(DECAY, "..."), (FELT, "..."), (JUMP, "...")],
    "adapted_rate": [(MEAN, "..."), (ANSWER, "...")],
    "adex_slopes": [(f"    spike_current = {UP}\n", ""), (DV, "..."), (DW, "...")],
    "estimate": [
        ("np.where(on, -50.0, 0.0)", "..."),
        (RAMP, "..."),
        *[(old.rstrip("\n"), "...") for old in MEASURED.values()],
    ],
}

ANSWERS = Answers(check, SOLUTIONS, np=np, math=math, lif_step=lif_step, lif_rate_dc=lif_rate_dc)
run, written, body, judge = ANSWERS.run, ANSWERS.written, ANSWERS.body, ANSWERS.judge


@functools.cache
def judged(name, title):
    """Return the verdict on one of the WRONG answers."""
    return judge(name, WRONG[name][title][0])


# --- done -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_solution_is_done(name):
    verdict = judge(name, written(name))
    assert verdict.state == "done", verdict
    assert (verdict.curve is not None) is (name != "estimate")


OTHER_ESTIMATE = """
def estimate(neuron):
    dt, n = 0.1, 6000
    E_L = neuron.respond(np.zeros(n), dt).v.tolist()[-1]
    down = neuron.respond(np.r_[np.zeros(n), np.full(n, -120.0)], dt).v[n:]
    depth = E_L - down[-1]
    g_L = 120 / depth
    left = (down - down[-1]) / depth
    tau_m = left[: n // 2].sum() * dt
    low, high = 0.0, 500.0
    for _ in range(14):
        middle = (low + high) / 2
        fires = neuron.respond(np.r_[np.zeros(n), np.full(n, middle)], dt).spike_times.size
        low, high = (low, middle) if fires else (middle, high)
    V_th = E_L + high / g_L
    strong = neuron.respond(np.full(2000, 1e6), dt)
    t_ref = np.diff(strong.spike_times).min() - dt
    return [E_L, g_L, tau_m, V_th, t_ref]
"""
FITTED = """
def estimate(neuron):
    dt = 0.02
    quiet = neuron.respond(np.zeros(25_000), dt).v
    E_L = quiet[-1]
    k = 200
    slope = np.polyfit(np.arange(k) * dt, np.log(quiet[:k] - E_L), 1)[0]
    tau_m = -1 / slope
    up = neuron.respond(np.full(25_000, 10.0), dt).v[-1]
    g_L = 10.0 / (up - E_L)
    ramp = neuron.respond(np.linspace(0, 450, 50_000), dt)
    first = round(ramp.spike_times[0] / dt)
    V_th = ramp.v[first - 1]
    held = np.flatnonzero(ramp.v[first:] != ramp.v[first])[0] - 1
    return {"E_L": E_L, "g_L": g_L, "tau_m": tau_m, "V_th": V_th, "t_ref": held * dt}
"""

WITH_ASK = """
t_ask = np.arange(0, 600, 0.1)


def ask(kind, height, width):
    on = (t_ask >= 100) & (t_ask < 100 + width)
    return np.where(on, height * ((t_ask - 100) / width if kind == "ramp" else 1), 0.0)


def estimate(neuron):
    dt = 0.1
    rest = neuron.respond(np.zeros(5000), dt)
    step = neuron.respond(ask("step", -100, 450), dt)
    fired = neuron.respond(ask("ramp", 500, 450), dt)
    E_L = rest.v[-1]
    g_L = -100 / (step.v[5490] - E_L)
    tau_m = np.argmax(step.v < E_L - 100 / g_L * (1 - 1 / np.e)) * dt - 100
    V_th = fired.v.max()
    t_ref = np.sum(np.diff(fired.v) == 0) * dt / fired.spike_times.size
    return E_L, g_L, tau_m, V_th, t_ref
"""

RIGHT = {
    "simulate_asc": {
        "math": written("simulate_asc", ("np.exp", "math.exp")),
        "euler": written("simulate_asc", (DECAY, "i_asc[k - 1] - dt / tau_i * i_asc[k - 1]")),
        "augmented": written("simulate_asc", (f"i_asc[k] = {JUMP}", "i_asc[k] += delta_i")),
        "felt-later": written("simulate_asc", (FELT, "i_inj[k - 1] + i_asc[k]")),
        "euler-felt-later": written(
            "simulate_asc",
            (DECAY, "i_asc[k - 1] * (1 - dt / tau_i)"),
            (FELT, "i_inj[k - 1] + i_asc[k]"),
        ),
        "division": written("simulate_asc", (DECAY, "i_asc[k - 1] / np.exp(dt / tau_i)")),
        "arrays": written("simulate_asc", (", spike_times\n", ", np.array(spike_times)\n")),
        "list": written("simulate_asc", ("return i_asc", "return list(i_asc)")),
    },
    "adapted_rate": {
        "seconds": written("adapted_rate", (MEAN, "delta_i * (tau_i / 1000) * rate")),
        "more-steps": written("adapted_rate", ("range(50)", "range(90)")),
        "in-one": written(
            "adapted_rate", (f"i_mean = {MEAN}", ""), ("i_mean, params", f"{MEAN}, params")
        ),
        "brentq": body(
            "adapted_rate",
            "from scipy.optimize import brentq",
            "charge = delta_i * tau_i / 1000",
            "f = lambda r: lif_rate_dc(i_dc + charge * r, params) - r",
            "return brentq(f, 0, 1000, xtol=1e-10)",
        ),
        "middle": written("adapted_rate", ("return rate", "return (low + high) / 2")),
    },
    "adex_slopes": {
        "one-line": body(
            "adex_slopes",
            "p = params",
            "i_exp = p.g_L * p.Delta_T * math.exp((v - p.V_T) / p.Delta_T)",
            "i_ion = p.g_L * (p.E_L - v) + i_exp",
            "return (i_ion + i_inj - w) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w",
        ),
        "list": written("adex_slopes", ("dv_dt, dw_dt\n", "[dv_dt, dw_dt]\n")),
        "array": written("adex_slopes", ("dv_dt, dw_dt\n", "tuple(np.array([dv_dt, dw_dt]))\n")),
        "per-leak": written(
            "adex_slopes",
            (DV, "(p.E_L - v + p.Delta_T * np.exp((v - p.V_T) / p.Delta_T)"
                 " + (i_inj - w) / p.g_L) / (p.C_m / p.g_L)"),
        ),
    },
    "estimate": {
        "other-currents": run(OTHER_ESTIMATE)["estimate"],
        "with-ask": run(WITH_ASK)["estimate"],
        "with-hint-3": written(
            "estimate",
            ("np.where(on, -50.0, 0.0)", "np.where(np.arange(20_000) * dt < 1000, 0, -50)"),
            (MEASURED["tau_m"], "np.argmax(step.v < E_L - 50 / g_L * (1 - 1 / np.e)) * dt - 1000"),
        ),
        "fitted-dict": run(FITTED)["estimate"],
        "array": written(
            "estimate",
            ("return E_L, g_L, tau_m, V_th, t_ref", "return np.r_[E_L, g_L, tau_m, V_th, t_ref]"),
        ),
        "hints": written(
            "estimate",
            (MEASURED["t_ref"], "(np.sum(fired.v == v_reset) / fired.spike_times.size - 1) * dt"),
            ("    t_ref =", "    v_reset = fired.v[round(fired.spike_times[0] / dt)]\n    t_ref ="),
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "title"), cases(RIGHT))
def test_a_right_answer_written_differently_is_done(name, title):
    verdict = judge(name, RIGHT[name][title])
    assert verdict.state == "done", verdict


# --- open -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_untouched_stub_is_open(name):
    verdict = judge(name, written(name, *BLANKS[name]))
    assert verdict.state == "open", verdict
    assert getattr(check, name)(...).state == "open"


@pytest.mark.parametrize(
    ("name", "blank"),
    [
        pytest.param(name, blank, id=f"{name}-{k}")
        for name, blanks in BLANKS.items()
        for k, blank in enumerate(blanks)
        if blank[1] and name != "estimate"  # that one tells how many are right
    ],
)
def test_a_stub_with_one_blank_left_is_open(name, blank):
    verdict = judge(name, written(name, blank))
    assert verdict.state == "open", verdict


# --- wrong ----------------------------------------------------------------------------------


def current(*edits):
    return written("simulate_asc", *edits)


def rate(mean=MEAN, answer=ANSWER):
    return written("adapted_rate", (MEAN, mean), (ANSWER, answer))


def slopes(dv=DV, dw=DW, up=UP):
    return written("adex_slopes", (DV, dv), (DW, dw), (UP, up))


def estimated(**lines):
    edits = [(MEASURED[name].rstrip("\n"), line) for name, line in lines.items()]
    return written("estimate", *edits)


def step_at_once(height, sign, onset):
    """Return an estimate of tau_m from a step of `height` pA that begins at sample `onset`."""
    return written(
        "estimate",
        ("    on = np.arange(10_000) >= 5000", f"    on = np.arange(10_000) >= {onset}"),
        ("on, -50.0, 0.0", f"on, {height}, 0.0"),
        (MEASURED["g_L"], f"{height} / (step.v[-1] - E_L)"),
        (
            MEASURED["tau_m"],
            f"np.argmax(step.v {sign} E_L + {height} / g_L * (1 - 1 / np.e)) * dt - {onset} * dt",
        ),
    )


def constants(number):
    cell = hidden_params(number).membrane
    values = f"{cell.E_L}, {cell.g_L}, {cell.tau_m}, {cell.V_th}, {cell.t_ref}"
    return body("estimate", f"return {values}")


WRONG = {
    "simulate_asc": {
        "replaces": (current((JUMP, "delta_i")), "must add"),
        "never-decays": (current((DECAY, "i_asc[k - 1]")), "never decays"),
        "starts-from-zero": (current((DECAY, "0.0")), "gone after one step"),
        "grows": (current((DECAY, "i_asc[k - 1] * np.exp(dt / tau_i)")), "grows by itself"),
        "upside-down": (current((DECAY, "i_asc[k - 1] * np.exp(-tau_i / dt)")), "upside down"),
        "gone": (current((DECAY, "i_asc[k - 1] * (1 - np.exp(-dt / tau_i))")), "part that has"),
        "change": (current((DECAY, "-i_asc[k - 1] * dt / tau_i")), "change in one step"),
        "no-dt": (current((DECAY, "i_asc[k - 1] * np.exp(-1 / tau_i)")), "dt is missing"),
        "no-tau": (current((DECAY, "i_asc[k - 1] * np.exp(-dt)")), "tau_i is missing"),
        "seconds": (current((DECAY, "i_asc[k - 1] * np.exp(-dt / (tau_i * 1000))")), "factor 1000"),
        "tau_m": (current((DECAY, "i_asc[k - 1] * np.exp(-dt / p.tau_m)")), "decay is not"),
        "age": (current((DECAY, "delta_i * np.exp(-k * dt / tau_i)")), "before the first spike"),
        "not-felt": (current((FELT, "i_inj[k - 1]")), "injected current alone"),
        "subtracted": (current((FELT, "i_inj[k - 1] - i_asc[k - 1]")), "delta_i carries the sign"),
        "not-injected": (current((FELT, "i_asc[k - 1]")), "no spike"),
        "multiplied": (current((FELT, "i_inj[k - 1] * i_asc[k - 1]")), "no spike"),
        "over-g": (current((FELT, "(i_inj[k - 1] + i_asc[k - 1]) / p.g_L")), "divides by g_L"),
        "asc-over-g": (current((FELT, "i_inj[k - 1] + i_asc[k - 1] / p.g_L")), "g_L already"),
        "now-over-g": (current((FELT, "i_inj[k - 1] + i_asc[k] / p.g_L")), "g_L already"),
        "whole": (current((FELT, "i_inj + i_asc")), r"current of one step, \[k - 1\]"),
        "whole-asc": (current((FELT, "i_inj[k - 1] + i_asc")), "of one step"),
        "whole-inj": (current((FELT, "i_inj + i_asc[k - 1]")), "of one step"),
        "too-early": (current((FELT, "i_inj[k] + i_asc[k - 1]")), "step k - 1"),
        "jump-turned": (current((JUMP, "i_asc[k] - delta_i")), "wrong sign"),
        "jump-dt": (current((JUMP, "i_asc[k] + delta_i * dt")), "leave dt out"),
        "no-jump": (current((JUMP, "i_asc[k]")), "leaves no current"),
        "to-zero": (current((JUMP, "0.0")), "leaves no current"),
        "times": (current((JUMP, "i_asc[k] * delta_i")), "leaves no current"),
        "before-decay": (current((JUMP, "i_asc[k - 1] + delta_i")), "back to before"),
        "before-decay-euler": (
            current((JUMP, "i_asc[k - 1] + delta_i"), (DECAY, "i_asc[k - 1] * (1 - dt / tau_i)")),
            "back to before",
        ),
        "over-tau": (current((JUMP, "i_asc[k] + delta_i / tau_i")), "of delta_i"),
        "constants": (current((JUMP, "i_asc[k] - 25")), "lesson's neuron"),
        "constant-tau": (current(("/ tau_i", "/ 100")), "lesson's neuron"),
        "both-constants": (current(("/ tau_i", "/ 100"), (JUMP, "i_asc[k] - 25")), "lesson's"),
        "only-spikes": (current(("return i_asc, ", "return ")), "return two"),
        "swapped": (current(("i_asc, spike_times\n", "spike_times, i_asc\n")), "of shape"),
        "in-place": (current(("    for k", "    i_inj -= 5\n    for k")), "changes what it is"),
        "no-return": (body("simulate_asc", "pass"), "two|None"),
        "rounded": (current(("return i_asc,", "return np.round(i_asc, 1),")), "decay is not"),
        "fixed-step": (current(("-dt / tau_i", "-0.1 / tau_i")), "fixed time step"),
        "fixed-step-euler": (current((DECAY, "i_asc[k - 1] * (1 - 0.1 / tau_i)")), "fixed time"),
        "fixed-step-felt-later": (
            current(("-dt / tau_i", "-0.1 / tau_i"), (FELT, "i_inj[k - 1] + i_asc[k]")),
            "use the argument dt",
        ),
        "course": (glif.simulate_glif, "course's own"),
    },
    "adapted_rate": {
        "no-1000": (rate("delta_i * tau_i * rate"), "factor 1000 is missing"),
        "times-1000": (rate("delta_i * tau_i * rate * 1000"), "fraction bar"),
        "no-rate": (rate("delta_i * tau_i / 1000"), "rate is missing"),
        "no-tau": (rate("delta_i * rate / 1000"), "tau_i is missing"),
        "no-tau-2": (rate("delta_i * rate"), "tau_i is missing"),
        "no-delta": (rate("tau_i * rate / 1000"), "delta_i is missing"),
        "over-rate": (rate("delta_i * tau_i / rate / 1000"), "charge times rate"),
        "over-rate-2": (rate("delta_i * tau_i * 1000 / rate"), "never fires"),
        "over-tau": (rate("delta_i / tau_i * rate"), "a product"),
        "sign": (rate("-delta_i * tau_i * rate / 1000"), "lower the rate"),
        "minus": (rate(answer="lif_rate_dc(i_dc - i_mean, params)"), "lower the rate"),
        "not-felt": (rate(answer="lif_rate_dc(i_dc, params)"), "add its mean"),
        "alone": (rate(answer="lif_rate_dc(i_mean, params)"), "never fires"),
        "over-g": (rate(answer="lif_rate_dc((i_dc + i_mean) / params.g_L, params)"), "never fires"),
        "no-f": (rate(answer="i_dc + i_mean"), "answer is a rate: put the sum"),
        "no-params": (rate(answer="lif_rate_dc(i_dc + i_mean)"), "handed in"),
        "constant": (rate("-2.5 * rate"), "lesson's neuron"),
        "constant-tau": (rate("delta_i * 100 * rate / 1000"), "lesson's neuron"),
        "sum-of-rates": (rate(answer="lif_rate_dc(i_dc, params) + i_mean"), "guess and answer"),
        "last-answer": (written("adapted_rate", ("return rate", "return i_mean")), "fires|agree"),
        "unadapted": (body("adapted_rate", "return lif_rate_dc(i_dc, params)"), "add its mean"),
        "turned": (written("adapted_rate", ("answer > rate", "answer < rate")), "top|agree|fires"),
        "few-steps": (written("adapted_rate", ("range(50)", "range(5)")), "guess and answer"),
        "print": (written("adapted_rate", ("return rate", "print(rate)")), "prints"),
        "34": (body("adapted_rate", "return 34.32"), "guess and answer"),
        "int": (written("adapted_rate", ("return rate", "return int(rate)")), "whole numbers"),
        "course": (lif_rate_dc, "course's own"),
    },
    "adex_slopes": {
        "swapped": (written("adex_slopes", ("dv_dt, dw_dt\n", "dw_dt, dv_dt\n")), "swapped"),
        "leak-sign": (slopes(DV.replace("-p.g_L", "p.g_L")), "pulls V back"),
        "leak-g": (slopes(DV.replace("-p.g_L * (v", "-(v")), "lacks g_L"),
        "brackets": (slopes(DV.replace("(v - p.E_L)", "v - p.E_L")), "in brackets"),
        "no-exp": (slopes(DV.replace(" + spike_current", "")), "exponential term is missing"),
        "minus-exp": (slopes(DV.replace("+ spike", "- spike")), "drives V up"),
        "factor": (slopes(up=UP.replace("p.g_L * p.Delta_T * ", "")), "must be in pA"),
        "factor-2": (slopes(up=UP.replace("p.Delta_T * ", "")), "must be in pA"),
        "exp-sign": (slopes(up=UP.replace("v - p.V_T", "p.V_T - v")), "wrong sign"),
        "exp-scale": (slopes(up=UP.replace(" / p.Delta_T", "")), "pure number"),
        "exp-no-brackets": (slopes(up=UP.replace("(v - p.V_T)", "v - p.V_T")), "in brackets"),
        "exp-E_L": (slopes(up=UP.replace("V_T)", "E_L)")), "pure number"),
        "w-plus": (slopes(DV.replace("- w", "+ w")), "with a minus"),
        "no-w": (slopes(DV.replace(" - w", "")), "w is missing"),
        "i-minus": (slopes(DV.replace("+ i_inj", "- i_inj")), "with a plus"),
        "no-i": (slopes(DV.replace(" + i_inj", "")), "injected current is missing"),
        "no-C": (slopes(DV.replace(" / p.C_m", "")), "not divided by C_m"),
        "times-C": (slopes(DV.replace("/ p.C_m", "* p.C_m")), "not multiplied"),
        "over-g": (slopes(DV.replace("/ p.C_m", "/ p.g_L")), "not by g_L"),
        "C-last": (slopes("-p.g_L * (v - p.E_L) + spike_current - w + i_inj / p.C_m"), "brackets"),
        "no-tau": (slopes(dw=DW.replace(" / p.tau_w", "")), "not divided by tau_w"),
        "times-tau": (slopes(dw=DW.replace("/ p.tau_w", "* p.tau_w")), "not multiplied"),
        "tau-w": (slopes(dw="p.a * (v - p.E_L) - w / p.tau_w"), "divides only w"),
        "w-grows": (slopes(dw=DW.replace("- w", "+ w")), "runs away"),
        "no-w-in-dw": (slopes(dw="p.a * (v - p.E_L) / p.tau_w"), "lacks -w"),
        "V-zero": (slopes(dw="(p.a * v - w) / p.tau_w"), "measured from E_L"),
        "V_T": (slopes(dw=DW.replace("E_L", "V_T")), "measured from E_L"),
        "a-all": (slopes(dw="p.a * (v - p.E_L - w) / p.tau_w"), "a belongs to"),
        "no-a": (slopes(dw="(v - p.E_L - w) / p.tau_w"), "a is missing"),
        "dw-sign": (slopes(dw="-" + DW), "both signs"),
        "b": (slopes(dw=DW.replace("- w", "- w + p.b")), "jump at a spike"),
        "steps": (slopes(f"0.05 * {DV}", f"0.05 * {DW}"), "leave dt out"),
        "both": (slopes("v", "w"), "both slopes"),
        "dw-only": (slopes("v * 0.1"), "dw/dt is right"),
        "dv-only": (slopes(dw="w * 0.1"), "dv/dt is right"),
        "one": (written("adex_slopes", ("return dv_dt, dw_dt", "return dv_dt")), "return two"),
        "course": (adex.adex_slopes, "course's own"),
    },
    "estimate": {
        "start": (estimated(E_L="rest.v[0]"), "E_L: no recording starts at rest"),
        "mean": (estimated(E_L="rest.v[:300].mean()"), "E_L: no recording starts at rest"),
        "mean-of-all": (estimated(E_L="rest.v.mean()"), "also from a mean"),
        "half-settled": (estimated(E_L="rest.v[150]"), "in which v settles"),
        "off": (estimated(E_L="rest.v[-1] - 0.2"), "off by more than 0.1 mV"),
        "off-percent": (estimated(g_L="-50.0 / (step.v[-1] - E_L) * 0.97"), "more than 2 %"),
        "reset": (estimated(E_L="fired.v[round(fired.spike_times[0] / dt)]"), "E_L: this is V_res"),
        "volts": (estimated(E_L="rest.v[-1] / 1000"), "leave it in mV"),
        "E_L-sign": (estimated(E_L="-rest.v[-1]"), "sign is lost"),
        "resistance": (estimated(g_L="(step.v[-1] - E_L) / -50.0"), "g_L: this is a resistance"),
        "megaohm": (estimated(g_L="1000 * (step.v[-1] - E_L) / -50.0"), "this is a resistance"),
        "sign": (estimated(g_L="50.0 / (step.v[-1] - E_L)"), "sign is turned"),
        "siemens": (estimated(g_L="-0.05 / (step.v[-1] - E_L)"), "pA over mV is nS"),
        "over-V": (estimated(g_L="-50.0 / step.v[-1]"), "divided by V itself"),
        "after-the-end": (
            written("estimate", ("np.where(on,", "np.where(on & (np.arange(10_000) < 9500),")),
            "g_L: v has moved far too little where you read it",
        ),
        "too-soon": (estimated(g_L="-50.0 / (step.v[5050] - E_L)"), "had not settled"),
        "half": (
            estimated(tau_m="np.argmax(on & (step.v < E_L - 25.0 / g_L)) * dt - 5000 * dt"),
            "tau_m: this is the half time",
        ),
        "37": (
            estimated(tau_m="np.argmax(on & (step.v < E_L - 50 / g_L / np.e)) * dt - 5000 * dt"),
            "37 %",
        ),
        "capacitance": (
            estimated(tau_m=MEASURED["tau_m"].join("()") + " * g_L"), "C_m, in pF",
        ),
        "seconds": (estimated(tau_m=f"({MEASURED['tau_m']}) / 1000"), "in s; give ms"),
        "samples": (
            estimated(tau_m="np.argmax(on & (step.v < E_L - 50 / g_L * (1 - 1 / np.e))) - 5000"),
            "number of samples",
        ),
        "since-start": (
            estimated(tau_m="np.argmax(on & (step.v < E_L - 50.0 / g_L * (1 - 1 / np.e))) * dt"),
            "does not start",
        ),
        "distance": (estimated(V_th="fired.v.max() - E_L"), "distance from E_L"),
        "rheobase": (estimated(V_th="g_L * (fired.v.max() - E_L)"), "rheobase in pA"),
        "peak-too-coarse": (
            written("estimate", (RAMP, "np.full(4000, 4000.0)")),
            "V_th: the highest sample lies below the threshold",
        ),
        "V_th-reset": (estimated(V_th="fired.v[round(fired.spike_times[0] / dt)]"), "V_reset"),
        "added": (estimated(V_th="fired.v.max() + 1"), "something added"),
        "interval": (estimated(t_ref="np.diff(fired.spike_times).min()"), "climb back"),
        "t_ref-samples": (estimated(t_ref=f"{STILL} / fired.spike_times.size"), "number of sam"),
        "t_ref-seconds": (estimated(t_ref=f"{MEASURED['t_ref']} / 1000"), "in s; give ms"),
        "all-spikes": (estimated(t_ref=f"{STILL} * dt"), "sum over all spikes"),
        "all-samples": (estimated(t_ref=f"({STILL} + fired.spike_times.size) * dt"), "sum over"),
        "mean-interval": (estimated(t_ref="np.diff(fired.spike_times).mean()"), "climb back"),
        "lowest-V": (
            written("estimate", (STILL, "np.sum(fired.v == fired.v.min())")),
            "not the lowest V",
        ),
        "lowest-V-less-one": (
            written("estimate", (STILL, "(np.sum(fired.v == fired.v.min()) - 1)")),
            "not the lowest V",
        ),
        "from-t-0": (step_at_once(-50, "<", 0), "begin the step later"),
        "from-t-0-strong": (step_at_once(-200, "<", 0), "begin the step later"),
        "positive-first-sample": (step_at_once(45, "<", 0), "only after the onset"),
        "positive-minus-onset": (step_at_once(45, "<", 5000), "only after the onset"),
        "samples-not-steps": (
            written("estimate", ("dt = 0.1", "dt = 0.2"), AT_RESET),
            "4 of 5 are right so far. t_ref: one sample too many",
        ),
        "samples-not-steps-quarter": (
            written("estimate", ("dt = 0.1", "dt = 0.25"), AT_RESET),
            "one sample too many per spike",
        ),
        "still-at-rest": (
            written("estimate", (RAMP, "np.r_[np.zeros(12_000), np.linspace(0, 500, 20_000)]")),
            "at rest in which",
        ),
        "silent": (written("estimate", (RAMP, RAMP.replace("500", "60"))), "no spike in one"),
        "silent-in-some": (
            written("estimate", (RAMP, RAMP.replace("500", "235"))), "3 of 5 .* no spike in one",
        ),
        "silent-index": (
            written("estimate", (RAMP, RAMP.replace("500", "60")),
                    (MEASURED["t_ref"], "fired.v[round(fired.spike_times[0] / dt)]")),
            "no spike in one",
        ),
        "silent-minimum": (
            written("estimate", (RAMP, RAMP.replace("500", "60")),
                    (MEASURED["t_ref"], "np.diff(fired.spike_times).min()")),
            "no spike in one",
        ),
        "index-but-spikes": (estimated(t_ref="fired.spike_times[:0][0]"), "indexerror"),
        "fixed-t_ref": (estimated(t_ref="2.0"), "same value"),
        "neuron-1": (constants(1), "same value"),
        "neuron-105": (constants(105), "same value"),
        "four": (written("estimate", (", t_ref\n", "\n")), "return five numbers"),
        "missing-key": (body("estimate", "return {'E_L': -70.0}"), "g_L is missing"),
        "text": (estimated(g_L="'10 nS'"), "must be one number|TypeError"),
        "none": (body("estimate", "pass"), "None"),
        "nan": (estimated(V_th="np.nan"), "V_th is nan"),
        "positive-step": (
            written("estimate", ("np.where(on, -50.0, 0.0)", "np.where(on, 400.0, 0.0)")), "g_L",
        ),
        "number-for-a-current": (
            written("estimate", ("np.zeros(5000)", "0.0")), "got the number 0.0",
        ),
        "changed-neuron": (
            written("estimate", ("    dt = 0.1", "    neuron.number = 1\n    dt = 0.1")),
            "changes what it is given",
        ),
        "course": (hidden_params, "course's own"),
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "title"), cases(WRONG))
def test_a_typical_mistake_is_told(name, title):
    verdict, telling = judged(name, title), WRONG[name][title][1]
    assert verdict.state == "wrong", verdict
    assert re.search(telling.lower(), verdict.message.lower()), verdict
    assert "\n" not in verdict.message and len(verdict.message) < 210


@pytest.mark.parametrize("name", SOLUTIONS)
def test_different_mistakes_get_different_messages(name):
    messages = {judged(name, title).message for title in WRONG[name]}
    assert len(messages) >= 12


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("name", SOLUTIONS)
def test_no_message_holds_a_line_of_the_solution(name):
    forbidden = {squeezed(old) for old, _ in BLANKS[name]}
    for title in WRONG[name]:
        message = squeezed(judged(name, title).message)
        assert not [line for line in forbidden if line in message], message


def test_no_message_holds_a_hidden_parameter():
    for title in WRONG["estimate"]:
        message = judged("estimate", title).message
        for hidden in check.DETECTED:
            cell = hidden_params(hidden).membrane
            for value in (cell.E_L, cell.g_L, cell.tau_m, cell.V_th):
                assert str(value) not in message, title


@pytest.mark.parametrize("name", ["simulate_asc", "adapted_rate", "adex_slopes"])
def test_the_curve_of_the_student_is_drawn(name):
    shown = [judged(name, title) for title in WRONG[name]]
    shown = [verdict for verdict in shown if verdict.curve is not None]
    assert len(shown) >= 10
    assert '<img alt="Your curve drawn over the expected one' in shown[0]._repr_html_()


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("answer", [None, 3, "text", [1], print, int, lambda: 1], ids=range(7))
def test_anything_may_be_handed_in(name, answer):
    verdict = getattr(check, name)(answer)
    assert verdict.state == "wrong" and "\n" not in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_right_answer_passes_after_a_wrong_one(name):
    for title in list(WRONG[name])[-4:]:
        assert judge(name, WRONG[name][title][0]).state == "wrong"
    assert judge(name, written(name)).state == "done"


def test_the_neurons_of_the_check_are_not_those_of_the_lesson():
    """Demo 6.1 offers 1 to 6; among the others some adapt, and the reset lies on either side."""
    assert all(hidden > 6 for hidden in check.DETECTED)
    cells = [hidden_params(hidden) for hidden in check.DETECTED]
    assert {cell.level for cell in cells} == {1, 3}
    assert {cell.membrane.V_reset > cell.membrane.E_L for cell in cells} == {True, False}


def test_the_solution_measures_neurons_that_no_check_asks_about():
    for number in range(1, 31):
        cell = hidden_params(number).membrane
        E_L, g_L, tau_m, V_th, t_ref = written("estimate")(HiddenNeuron(number))
        assert E_L == pytest.approx(cell.E_L, abs=0.05)
        assert g_L == pytest.approx(cell.g_L, rel=0.01)
        assert tau_m == pytest.approx(cell.tau_m, rel=0.02)
        assert V_th == pytest.approx(cell.V_th, abs=0.1)
        assert t_ref == pytest.approx(cell.t_ref, abs=0.05)


def test_the_simulation_of_the_exercise_is_glif3():
    cell, i_inj = LIFParams(tau_m=14.0), np.linspace(100, 500, 3000)
    i_asc, spike_times = written("simulate_asc")(i_inj, 0.1, cell, -25.0, 100.0)
    trace = glif.simulate_glif(i_inj, 0.1, glif.GLIFParams(3, cell))
    np.testing.assert_allclose(i_asc, trace.i_asc, atol=1e-9)
    np.testing.assert_allclose(spike_times, trace.spike_times)


NEAR = [  # (quantity, error within the tolerance, error beyond it)
    ("E_L", "+ 0.08", "+ 0.2"),
    ("g_L", "* 1.015", "* 1.04"),
    ("tau_m", "* 1.02", "* 1.08"),
    ("V_th", "- 0.2", "- 0.4"),
    ("t_ref", "+ 0.1", "- 0.3"),
]


@pytest.mark.parametrize(("name", "within", "beyond"), NEAR)
def test_tolerances_of_the_estimates(name, within, beyond):
    last = "return E_L, g_L, tau_m, V_th, t_ref"
    for error, state in ((within, "done"), (beyond, "wrong")):
        edit = (last, f"{name} = {name} {error}\n    {last}")
        assert judge("estimate", written("estimate", edit)).state == state, error


@pytest.mark.parametrize("made", ["dict.fromkeys(names, ...)", "[...] * 5", "(...,) * 5", "..."])
def test_nothing_but_dots_is_open(made):
    names = "names = 'E_L', 'g_L', 'tau_m', 'V_th', 't_ref'"
    assert judge("estimate", body("estimate", names, f"return {made}")).state == "open"


def estimate_with_dots(*names, currents=()):
    """Return the solution in which the named lines, and some currents, are still dots."""
    edits = [(f"    {name} = {MEASURED[name].rstrip()}\n", f"    {name} = ...\n") for name in names]
    return written("estimate", *edits, *[(current, "...") for current in currents])


@pytest.mark.parametrize(
    ("waiting", "message"),
    [
        (["t_ref"], "4 of 5 are right so far; t_ref still waits for your line."),
        (["tau_m", "V_th", "t_ref"], "2 of 5 are right so far; tau_m still waits for your line."),
        (["g_L", "tau_m", "V_th", "t_ref"], "1 of 5 are right so far; g_L still waits"),
    ],
)
def test_what_is_filled_in_is_judged_at_once(waiting, message):
    for currents in ([], [RAMP])[: 2 if "V_th" in waiting else 1]:  # one that is not used yet
        verdict = judge("estimate", estimate_with_dots(*waiting, currents=currents))
        assert verdict.state == "wrong" and verdict.message.startswith(message)


def test_what_is_filled_in_and_wrong_is_told_before_what_is_not():
    answer = written(
        "estimate", ("rest.v[-1]\n", "rest.v[0]\n"), (MEASURED["V_th"], "..."), (RAMP, "...")
    )
    verdict = judge("estimate", answer)
    assert verdict.state == "wrong" and "fill that in first" in verdict.message
    answer = written("estimate", ("rest.v[-1]\n", "rest.v[0]\n"), (MEASURED["V_th"], "..."))
    assert "E_L: no recording starts at rest" in judge("estimate", answer).message


@pytest.mark.parametrize("dots", [("E_L",), ("g_L",)])
def test_a_line_that_uses_dots_is_told(dots):
    assert "fill that in first" in judge("estimate", estimate_with_dots(*dots)).message


def test_dots_inside_a_line_are_told():
    for old in ("-50.0, 0.0", "500, 20_000"):
        answer = written("estimate", (old, "..., 0.0" if "50.0" in old else "..., 20_000"))
        assert "fill that in first" in judge("estimate", answer).message

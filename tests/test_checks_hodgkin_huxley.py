"""The checks of lesson 05 against right, unfinished and wrong answers, as students write them.

An answer is written as the text of the lesson's solution with some lines changed, or as another
body. Nothing here looks at the checks' own tables of mistakes.
"""

import functools
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import exprel

from helpers import hh as model
from helpers import hh_analysis
from helpers.checks import hodgkin_huxley as check
from helpers.hh import RATES, hh_slopes, simulate_hh
from tests.answers import Answers, cases
from tools.masters import read_master
from tools.regions import student_source

MASTER = read_master(Path(__file__).parents[1], "05_hodgkin_huxley")
CELLS = {
    cell.source.split("(")[0].removeprefix("def "): cell.source
    for cell in MASTER.code_cells
    if "exercise" in cell.metadata.get("tags", [])
}
SOLUTIONS = {
    name: "\n" + "\n".join(x for x in source.splitlines() if x.strip()[:2] not in ("##", "#~"))
    for name, source in CELLS.items()
}
NAMES = {"np": np, "math": math, "exprel": exprel, "RATES": RATES, "hh_slopes": hh_slopes,
         "simulate_hh": simulate_hh}  # fmt: skip
ANSWERS = Answers(check, SOLUTIONS, **NAMES)
written, body, judge = ANSWERS.written, ANSWERS.body, ANSWERS.judge
EXERCISES = ("rates", "settle", "derivatives", "hh", "threshold", "f_i", "jacobian")


def test_these_are_the_exercises():
    assert tuple(SOLUTIONS) == EXERCISES


def answer(name, edits):
    """Return an answer: a text is another body, a tuple of pairs edits the solution."""
    if isinstance(edits, str):
        return body(name, *edits.split("\n"))
    return written(name, *edits)


# --- done and open --------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_is_done(name):
    verdict = judge(name, written(name))
    assert verdict.state == "done", verdict


@pytest.mark.parametrize("name", EXERCISES)
def test_the_stub_is_not_started(name):
    stub = ANSWERS.run(student_source(CELLS[name], ["exercise"]))[name]
    assert judge(name, stub).state == "open"
    assert judge(name, ...).state == "open"


HALF = {
    "rates": ((" 0.1 / exprel(-(v + 55) / 10)", " ..."),),
    "settle": ((" 1 / (alpha + beta)", " ..."),),
    "derivatives": (("a_n * (1 - n) - b_n * n", "..."),),
    "hh": (("n[k] + dt * dn", "..."),),
    "threshold": ((" low = middle", " low = ..."),),
    "f_i": ((" 1000 / np.diff(late).mean()", " ..."),),
    "jacobian": (("step[j] = eps", "step[j] = ..."),),
}


@pytest.mark.parametrize("name", EXERCISES)
def test_half_of_a_stub_is_not_done(name):
    assert judge(name, written(name, *HALF[name])).state == "open"


RIGHT = {
    "rates": {
        "where": """
x = (v + 40) / 10
y = (v + 55) / 10
with np.errstate(all="ignore"):
    a_m = np.where(x == 0, 1.0, x / (1 - np.exp(-x)))
    a_n = np.where(y == 0, 0.1, 0.1 * y / (1 - np.exp(-y)))
e = np.exp(-(v + 65) / 80)
return [a_m, 4 * np.exp((-65 - v) / 18), 0.07 * e**4, 1 / (np.exp((-35 - v) / 10) + 1), a_n, e / 8]
""",
        "array": (
            (
                "return a_m, b_m, a_h, b_h, a_n, b_n",
                "return np.array([a_m, b_m, a_h, b_h, a_n, b_n])",
            ),
        ),
        "nudged": """
v = v + 1e-9
a_m = 0.1 * (v + 40) / (1 - np.exp(-(v + 40) / 10))
a_n = 0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10))
b_h = 1 / (1 + np.exp(-(v + 35) / 10))
return a_m, 4 * np.exp(-(v + 65) / 18), 0.07 * np.exp(-(v + 65) / 20), b_h, a_n, (
    0.125 * np.exp(-(v + 65) / 80))
""",
    },
    "settle": {
        "by tau": "tau = 1 / (beta + alpha)\nreturn [tau * alpha, tau]",
        "upside down": "return 1 / (1 + beta / alpha), (alpha + beta) ** -1",
    },
    "derivatives": {
        "by steady states": """
rates = [rate(v) for rate in RATES]
slopes = [(a / (a + b) - x) * (a + b) for x, a, b in zip((m, h, n), rates[::2], rates[1::2])]
i = [p.g_Na * m**3 * h * (p.E_Na - v), p.g_K * pow(n, 4) * (p.E_K - v), p.g_L * (p.E_L - v)]
return [(i_inj + sum(i)) / p.C_m, *slopes]
""",
        "array": (("return dv, dm, dh, dn", "return np.array([dv, dm, dh, dn])"),),
        "course's slopes": "return hh_slopes(v, m, h, n, i_inj, p)",
    },
    "hh": {
        "lists": """
n_steps = int(round(t_stop / dt))
states = [np.array(start)]
for _ in range(n_steps):
    states.append(states[-1] + dt * np.array(hh_slopes(*states[-1].tolist(), i0)))
return [np.linspace(0, t_stop, n_steps + 1), *np.array(states).T]
""",
        "array": (("return t, v, m, h, n", "return np.array([t, v, m, h, n])"),),
        "arange to half a step more": (
            (
                "np.arange(round(t_stop / dt) + 1) * dt",
                "np.arange(0, t_stop + dt / 2, dt)",
            ),
        ),
        "int after a half": (("round(t_stop / dt)", "int(t_stop / dt + 0.5)"),),
        "while": """
t, states = [0.0], [start]
while len(t) <= round(t_stop / dt):
    slopes = hh_slopes(*states[-1], i0)
    states.append(tuple(x + dt * s for x, s in zip(states[-1], slopes)))
    t.append(len(t) * dt)
v, m, h, n = zip(*states)
return t, v, m, h, n
""",
    },
    "threshold": {
        "fixed number": """
for _ in range(60):
    if high - low <= tolerance:
        break
    middle = low + (high - low) / 2
    low, high = (low, middle) if fires(middle) else (middle, high)
return high
""",
        "recursion": """
def search(low, high):
    if high - low <= tolerance:
        return high
    middle = 0.5 * low + 0.5 * high
    return search(low, middle) if fires(middle) else search(middle, high)
return search(low, high)
""",
        "scan": """
for x in np.arange(low, high, tolerance / 2):
    if fires(x):
        return x
return high
""",
    },
    "f_i": {
        "median": (("np.diff(late).mean()", "np.median(np.diff(late))"),),
        "span": (("np.diff(late).mean()", "(late[-1] - late[0]) * (late.size - 1)"),),
        "list": """
rates = []
for i in currents.tolist():
    train = simulate_hh([i] * (round(t_stop / dt) + 1), dt).spike_times
    intervals = np.diff([x for x in train if x >= t_skip])
    rates.append(1e3 / intervals.mean() if len(intervals) else 0)
return rates
""",
    },
    "jacobian": {
        "half a step to each side": (
            ("step[j] = eps", "step[j] = eps / 2"),
            ("/ (2 * eps)", "/ eps"),
        ),
        "eye": "I = np.eye(len(x))\n"
        "return np.array([(f(x + e) - f(x - e)) / (2 * eps) for e in eps * I]).T",
        "copies": """
J = []
for j in range(len(x)):
    up, down = x.copy(), x.copy()
    up[j] += eps
    down[j] -= eps
    J.append((f(up) - f(down)) / (up[j] - down[j]))
return np.column_stack(J)
""",
    },
}
RIGHT["f_i"]["span"] = (("1000 / np.diff(late).mean()", "1000 * (late.size - 1) / np.ptp(late)"),)


@pytest.mark.parametrize(("name", "title"), cases(RIGHT))
def test_right_answers_written_differently(name, title):
    edits = RIGHT[name][title]
    edits = edits.strip("\n") if isinstance(edits, str) else edits
    verdict = judge(name, answer(name, edits))
    assert verdict.state == "done", verdict


def test_a_scan_is_right_and_is_told_its_price():
    verdict = judge("threshold", answer("threshold", RIGHT["threshold"]["scan"].strip("\n")))
    assert "halving would need" in verdict.message


# --- wrong ----------------------------------------------------------------------------------

A_M, B_M = "1 / exprel(-(v + 40) / 10)", "4 * np.exp(-(v + 65) / 18)"
A_H, B_H = "0.07 * np.exp(-(v + 65) / 20)", "1 / (1 + np.exp(-(v + 35) / 10))"
A_N, B_N = "0.1 / exprel(-(v + 55) / 10)", "0.125 * np.exp(-(v + 65) / 80)"
RATES_BACK = "return a_m, b_m, a_h, b_h, a_n, b_n"
I_ION = "p.g_Na * m**3 * h * (v - p.E_Na) + p.g_K * n**4 * (v - p.E_K) + p.g_L * (v - p.E_L)"
UPDATE = "dv, dm, dh, dn = hh_slopes(v[k], m[k], h[k], n[k], i0)\n        v[k + 1] = v[k] + dt * dv"

WRONG = {
    "rates": {
        "singular": (((A_M, "(v + 40) / 10 / (1 - np.exp(-(v + 40) / 10))"),), "at -40 mV"),
        "singular n": (((A_N, "0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10))"),), "at -55 mV"),
        "m and h swapped": (
            ((RATES_BACK, "return a_h, b_h, a_m, b_m, a_n, b_n"),),
            "m and h are swapped",
        ),
        "alpha and beta swapped": (
            ((RATES_BACK, "return b_m, a_m, b_h, a_h, b_n, a_n"),),
            "alpha and beta",
        ),
        "from rest": ((("b_m = 4", "v = v - 65; b_m = 4"),), "counts V from rest"),
        "old convention": ((("b_m = 4", "v = -v - 65; b_m = 4"),), "1952"),
        "four of the old convention": ((("# TODO", "v = -v - 65  #"),), "1952"),
        "four from rest": ((("# TODO", "v = v - 65  #"),), "counts V from rest"),
        "alphas swapped": (
            ((A_M, "A"), (A_H, "B"), ("= A", "= " + A_H), ("= B", "= " + A_M), (B_H, B_M)),
            "m and h are swapped",
        ),
        "exprel sign": (((A_M, "1 / exprel((v + 40) / 10)"),), "sign inside exprel"),
        "exprel above": (((A_M, "exprel(-(v + 40) / 10)"),), "below the fraction bar"),
        "x twice": (((A_M, "(v + 40) / 10 / exprel(-(v + 40) / 10)"),), "u is there twice"),
        "factor 0.1": (((A_N, A_N.replace("0.1 ", "1 ")),), "factor in front"),
        "lost ten": (((A_N, "0.1 / exprel(-(v + 55))"),), "division by 10"),
        "lost minus": (((B_M, "4 * np.exp((v + 65) / 18)"),), "lost its minus"),
        "bracket": (((A_H, "0.07 * np.exp(-v + 65 / 20)"),), "whole bracket"),
        "minus 65": (((B_N, "0.125 * np.exp(-(v - 65) / 80)"),), "65 is added"),
        "wrong width": (
            ((B_N, "0.125 * np.exp(-(v + 65) / 8)"),),
            "beta_n is not that of the table",
        ),
        "another's width": (((B_M, "4 * np.exp(-(v + 65) / 80)"),), "another gate"),
        "beta_h sign": (((B_H, "1 / (1 + np.exp((v + 35) / 10))"),), "beta_h"),
        "beta_h brackets": (((B_H, "1 / 1 + np.exp(-(v + 35) / 10)"),), "brackets"),
        "two wrong": (((B_N, "v"), (A_H, "v")), "not the only one"),
        "math": (((B_M, "4 * math.exp(-(v + 65) / 18)"),), "np takes arrays"),
        "five only": (((RATES_BACK, "return a_m, b_m, a_h, b_h, a_n"),), "return 6 things"),
        "in place": ((("# TODO", "v += 0.5  #"),), "changes what it is given"),
        "printed": (((RATES_BACK, "print(a_m)"),), "return"),
        "constant": (((A_M, "1.0"),), "alpha_m"),
        "only arrays": ((("# TODO", "v = v.copy()  #"),), "float"),
    },
    "settle": {
        "closed": ((("alpha / (alpha", "beta / (alpha"),), "closed fraction"),
        "ratio": ((("alpha / (alpha + beta)", "alpha / beta"),), "sum"),
        "no brackets": ((("alpha / (alpha + beta)", "alpha / alpha + beta"),), "brackets"),
        "rate for tau": (((" 1 / (alpha + beta)", " alpha + beta"),), "this is a rate"),
        "alpha only": (((" 1 / (alpha + beta)", " 1 / alpha"),), "beta is missing"),
        "beta only": (((" 1 / (alpha + beta)", " 1 / beta"),), "alpha is missing"),
        "times added": (((" 1 / (alpha + beta)", " 1 / alpha + 1 / beta"),), "times do not"),
        "tau for alpha": ((("x_inf = alpha /", "x_inf = 1 /"),), "time constant"),
        "alpha for tau": (((" 1 / (alpha + beta)", " alpha"),), "no time"),
        "no brackets in tau": (((" 1 / (alpha + beta)", " 1 / alpha + beta"),), "brackets"),
        "swapped": ((("return x_inf, tau", "return tau, x_inf"),), "swapped"),
        "one": ((("return x_inf, tau", "return x_inf"),), "return two"),
        "number": ("return 0.4, 2.0", "x_inf"),
    },
    "derivatives": {
        "exponent 3 for 4": ((("n**4", "n**3"),), "four gates"),
        "exponent 4 for 3": ((("m**3", "m**4"),), "three m gates"),
        "m and h swapped": ((("m**3 * h", "h**3 * m"),), "m and h are swapped"),
        "no h": ((("m**3 * h", "m**3"),), "h is missing"),
        "times for power": ((("n**4", "n*4"),), "four gates"),
        "sign of ionic": ((("i_inj - i_ion", "i_inj + i_ion"),), "sign of the ionic"),
        "forces turned": (
            (
                (
                    I_ION,
                    I_ION.replace("v - p.E_Na", "p.E_Na - v")
                    .replace("v - p.E_K", "p.E_K - v")
                    .replace("v - p.E_L", "p.E_L - v"),
                ),
            ),
            "driving forces|sign of the ionic",
        ),
        "old convention": ((("v - p.E_", "v + p.E_"),), "old sign convention"),
        "V from rest": ((("(v - p.E_", "(v + 65 - p.E_"),), "old sign convention"),
        "no forces": (
            ((" * (v - p.E_Na)", ""), (" * (v - p.E_K)", ""), (" * (v - p.E_L)", "")),
            "driving forces are missing",
        ),
        "no leak": (((" + p.g_L * (v - p.E_L)", ""),), "leak is missing"),
        "no C": (((" / p.C_m", ""),), "capacitance"),
        "precedence": ((("(i_inj - i_ion) / p.C_m", "i_inj - i_ion / p.C_m"),), "brackets"),
        "no current": ((("(i_inj - i_ion)", "-i_ion"),), "injected current is missing"),
        "default": ((("p.g_Na", "120"),), "numbers of the default"),
        "default conductances": (
            (("p.g_Na", "120"), ("p.g_K", "36"), ("p.g_L", "0.3")),
            "use p.g_Na, p.g_K and p.g_L",
        ),
        "default potentials": (
            (("p.E_Na", "50"), ("p.E_K", "-77"), ("p.E_L", "-54.387")),
            "numbers of the default",
        ),
        "E swapped": (
            (("p.E_Na", "p.E_X"), ("p.E_K", "p.E_Na"), ("p.E_X", "p.E_K")),
            "E_Na and E_K",
        ),
        "gate turned": (
            (("a_m * (1 - m) - b_m * m", "a_m * m - b_m * (1 - m)"),),
            "dm: alpha opens",
        ),
        "gate plus": ((("(1 - h) - b_h", "(1 - h) + b_h"),), "dh: closing"),
        "rates of m for h": (
            (("a_h * (1 - h) - b_h * h", "a_m * (1 - h) - b_m * h"),),
            "dh: these are the rates",
        ),
        "tau for alpha": (
            (("a_n * (1 - n) - b_n * n", "(a_n / (a_n + b_n) - n) * (1 / (a_n + b_n))"),),
            "dn: the distance",
        ),
        "no closing": ((("a_n * (1 - n) - b_n * n", "a_n * (1 - n)"),), "close are missing"),
        "dm and dh swapped": (
            (("return dv, dm, dh, dn", "return dv, dh, dm, dn"),),
            "dm and dh are swapped",
        ),
        "three": ((("return dv, dm, dh, dn", "return dv, dm, dh"),), "return 4 things"),
        "mV in V": (
            (("(i_inj - i_ion) / p.C_m", "(i_inj - i_ion) / p.C_m * 1000"),),
            "factor 1000",
        ),
        "something": (
            (("(i_inj - i_ion) / p.C_m", "(i_inj - i_ion) / p.C_m + 1"),),
            "dv does not follow",
        ),
    },
    "hh": {
        "new voltage": (
            (
                (
                    UPDATE,
                    UPDATE + "\n        _, dm, dh, dn = hh_slopes(v[k + 1], m[k], h[k], n[k], i0)",
                ),
            ),
            "new voltage",
        ),
        "one by one": (
            (
                (
                    "h[k + 1] = h[k] + dt * dh",
                    "h[k + 1] = h[k] + dt * hh_slopes(v[k+1], m[k+1], h[k], n[k], i0)[2]",
                ),
                (
                    "m[k + 1] = m[k] + dt * dm",
                    "m[k + 1] = m[k] + dt * hh_slopes(v[k+1], m[k], h[k], n[k], i0)[1]",
                ),
                (
                    "n[k + 1] = n[k] + dt * dn",
                    "n[k + 1] = n[k] + dt * hh_slopes(v[k+1], m[k+1], h[k+1], n[k], i0)[3]",
                ),
            ),
            "new voltage",
        ),
        "no dt": ((("+ dt *", "+"),), "dt is missing"),
        "dt of another": ((("+ dt *", "+ 0.01 *"),), "whatever dt is"),
        "minus": ((("+ dt *", "- dt *"),), "backwards"),
        "time of another dt": ((("+ 1) * dt", "+ 1) * 0.01"),), "another dt"),
        "time in steps": ((("+ 1) * dt", "+ 1)"),), "step numbers"),
        "time in s": ((("+ 1) * dt", "+ 1) * dt / 1000"),), "in s"),
        "linspace": (
            (
                (
                    "np.arange(round(t_stop / dt) + 1) * dt",
                    "np.linspace(0, t_stop - dt, round(t_stop / dt) + 1)",
                ),
            ),
            "another dt",
        ),
        "end missing": ((("t_stop / dt) + 1", "t_stop / dt)"),), "t_stop itself is missing"),
        "int": ((("round(t_stop / dt)", "int(t_stop / dt)"),), "int() cuts 28.999…"),
        "whole division": ((("round(t_stop / dt)", "int(t_stop // dt)"),), "so does //"),
        "arange to one step more": (
            (("np.arange(round(t_stop / dt) + 1) * dt", "np.arange(0, t_stop + dt, dt)"),),
            "a trace above 28",
        ),
        "ceil": ((("round(t_stop / dt)", "math.ceil(t_stop / dt)"),), "a trace above 28"),
        "one too many": ((("t_stop / dt) + 1", "t_stop / dt) + 2"),), "has 5: round"),
        "fixed axis": ((("round(t_stop / dt) + 1) * dt", "1001) * 0.01"),), "1001 samples"),
        "no current": ((("n[k], i0)", "n[k], 0.0)"),), "no effect"),
        "fixed current": ((("n[k], i0)", "n[k], 10.0)"),), "always 10"),
        "gates stand": (
            (
                ("m[k + 1] = m[k] + dt * dm", ""),
                ("h[k + 1] = h[k] + dt * dh", ""),
                ("n[k + 1] = n[k] + dt * dn", ""),
            ),
            "first step differs|stand",
        ),
        "n forgotten": ((("n[k + 1] = n[k] + dt * dn", "n[k + 1] = n[k]"),), "stands still"),
        "swapped": ((("return t, v, m, h, n", "return t, v, h, m, n"),), "m and h are swapped"),
        "slopes swapped": ((("dv, dm, dh, dn =", "dv, dh, dm, dn ="),), "m and h are swapped"),
        "arguments swapped": (
            (("hh_slopes(v[k], m[k], h[k]", "hh_slopes(v[k], h[k], m[k]"),),
            "m and h are swapped",
        ),
        "both swapped": (
            (
                ("hh_slopes(v[k], m[k], h[k]", "hh_slopes(v[k], h[k], m[k]"),
                ("dv, dm, dh, dn =", "dv, dh, dm, dn ="),
            ),
            "m and h are swapped",
        ),
        "slopes of k + 1": (
            (("hh_slopes(v[k], m[k], h[k], n[k]", "hh_slopes(v[k+1], m[k+1], h[k+1], n[k+1]"),),
            "slopes belong to step k",
        ),
        "slopes of the start": (
            (("hh_slopes(v[k], m[k], h[k], n[k]", "hh_slopes(*start"),),
            "slopes belong to step k",
        ),
        "added to the start": (
            (
                ("= v[k] +", "= v[0] +"),
                ("= m[k] +", "= m[0] +"),
                ("= h[k] +", "= h[0] +"),
                ("= n[k] +", "= n[0] +"),
            ),
            "starts from the old one",
        ),
        "v only": ((("return t, v, m, h, n", "return t, v"),), "return 5 things"),
        "return inside": ((("    return t", "        return t"),), "inside the loop"),
        "better method": (
            "i_inj = np.full(round(t_stop / dt) + 1, i0)\n"
            "return tuple(simulate_hh(i_inj, dt, v0=start[0], gates0=start[1:]))",
            "better method",
        ),
        "own start": (
            (("in start)", "in (-70.0, 0.05, 0.54, 0.34))"),),
            "start is that of the default",
        ),
        "jump": ((("v[k] + dt * dv", "dt * dv"),), "first step differs"),
        "no dt in m": ((("m[k] + dt * dm", "m[k] + dm"),), "dt is missing in one line"),
        "no dt in v": ((("v[k] + dt * dv", "v[k] + dv"),), "dt is missing in one line"),
        "no dt in two": (
            (("m[k] + dt * dm", "m[k] + dm"), ("h[k] + dt * dh", "h[k] + dh")),
            "Is dt in every line",
        ),
    },
    "threshold": {
        "wrong end": (
            (
                (" high = middle", " X = middle"),
                (" low = middle", " high = middle"),
                (" X = middle", " low = middle"),
            ),
            "wrong end|does not fire",
        ),
        "low returned": ((("return high", "return low"),), "does not fire"),
        "middle returned": ((("return high", "return middle"),), ""),
        "no search": ("return high", "never called"),
        "low at once": ("fires(low)\nreturn low", "low comes back"),
        "knows the answer": ("fires(low)\nreturn 2.2403", "tolerance|fire"),
        "half the width": ((("(low + high) / 2", "(high - low) / 2"),), "30000 trials|lies|fire"),
        "wide": ((("> tolerance", "> 1000 * tolerance"),), "more than the tolerance"),
        "a bool": ((("return high", "return fires(high)"),), "one number"),
        "none": ((("return high", "high"),), "None"),
    },
    "f_i": {
        "with onset": ((("train > t_skip", "train > 0"),), "onset"),
        "skip of the lesson": ((("train > t_skip", "train > 300"),), "t_skip is always 300"),
        "another skip": ((("train > t_skip", "train > 120"),), "silent currents are right"),
        "before": ((("train > t_skip", "train < t_skip"),), "before"),
        "per ms": ((("1000 / np.diff(late).mean()", "1 / np.diff(late).mean()"),), "per ms"),
        "interval": ((("1000 / np.diff(late).mean()", "np.diff(late).mean()"),), "mean interval"),
        "count": ((("1000 / np.diff(late).mean()", "1000 * late.size / t_stop"),), "coarse"),
        "count of window": (
            (("1000 / np.diff(late).mean()", "1000 * late.size / (t_stop - t_skip)"),),
            "coarse",
        ),
        "n for n - 1": (
            (("1000 / np.diff(late).mean()", "1000 * late.size / (late[-1] - late[0])"),),
            "n - 1 intervals",
        ),
        "mean time": ((("np.diff(late).mean()", "late.mean()"),), "mean *time*"),
        "number": ((("1000 / np.diff(late).mean()", "late.size"),), "number of late spikes"),
        "steps in ms": (
            (("round(t_stop / dt)", "round(t_stop)"),),
            "t_stop steps|last t_stop / dt",
        ),
        "other dt": ((("simulate_hh(i_inj, dt)", "simulate_hh(i_inj)"),), "another dt|last t_stop"),
        "steps of 0.05 ms": ((("t_stop / dt", "t_stop / 0.05"),), "dt = 0.05 ms whatever dt is"),
        "steps of 0.025 ms": ((("t_stop / dt", "t_stop / 0.025"),), "dt = 0.025 ms whatever"),
        "skip as number": ((("train[train > t_skip]", "train[int(t_skip):]"),), "t_skip is a time"),
        "mask": ((("train[train > t_skip]", "train > t_skip"),), "True and False, not times"),
        "nan": ((("np.zeros(currents.size)", "np.full(currents.size, np.nan)"),), "NaN"),
        "first current": ((("i_dc)\n", "currents[-1])\n"),), "rate 0|firing ones"),
        "return inside": ((("    return rates", "        return rates"),), "inside the loop"),
        "constant": ("return np.array([0, 0, 58.3, 68.3, 98.7])[: currents.size]", ""),
    },
    "jacobian": {
        "transposed": ((("J[:, j]", "J[j]"),), "rows and columns"),
        "forward": ((("f(x - step)) / (2 * eps)", "f(x)) / eps"),), "forward difference"),
        "backward": (
            (("(f(x + step) - f(x - step)) / (2 * eps)", "(f(x) - f(x - step)) / eps"),),
            "backward",
        ),
        "no 2": ((("/ (2 * eps)", "/ eps"),), "2·eps apart"),
        "precedence": ((("/ (2 * eps)", "/ 2 * eps"),), "brackets"),
        "no division": (((" / (2 * eps)", ""),), "division"),
        "half a step": ((("step[j] = eps", "step[j] = eps / 2"),), "eps apart"),
        "all at once": ((("step[j] = eps", "step[:] = eps"),), "all variables"),
        "sign": ((("f(x + step) - f(x - step)", "f(x - step) - f(x + step)"),), "sign is turned"),
        "one": ((("step[j] = eps", "step[j] = 1"),), "step is 1"),
        "no step": ((("step[j] = eps", "pass"),), ""),
        "fixed eps": ((("step[j] = eps", "eps = 1e-5; step[j] = eps"),), "always 1e-5"),
        "half": ((("f(x - step)) / (2 * eps)", "f(x)) / (2 * eps)"),), "half the slope"),
        "in place": ((("step[j] = eps", "x[j] += eps"),), "changes what it is given"),
        "empty": ((("J[:, j] =", "_ ="),), "still 0"),
        "diagonal": (
            (
                (
                    "J[:, j] = (f(x + step) - f(x - step)) / (2 * eps)",
                    "J[j, j] = (f(x + step) - f(x - step))[j] / (2 * eps)",
                ),
            ),
            "A x",
        ),
        "a row": ((("return J", "return J[0]"),), "shape"),
        "a number": ((("return J", "return 3.0"),), "must be an array"),
        "exact matrix": ("return np.array([[1, 2], [-3, 0.5]])", "shape"),
    },
}


@functools.cache
def judged(name, title):
    return judge(name, answer(name, WRONG[name][title][0]))


@pytest.mark.parametrize(("name", "title"), cases(WRONG))
def test_typical_mistakes_are_told(name, title):
    verdict = judged(name, title)
    assert verdict.state == "wrong", verdict
    telling = WRONG[name][title][1].split("|")
    assert any(part in verdict.message for part in telling), verdict
    assert "\n" not in verdict.message
    assert "could not be checked" not in verdict.message


@pytest.mark.parametrize("name", EXERCISES)
def test_different_mistakes_get_different_messages(name):
    messages = {judged(name, title).message for title in WRONG[name]}
    assert len(messages) >= 0.7 * len(WRONG[name])


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("thing", [None, 3, "text", [1], print, int, lambda: 1], ids=range(7))
def test_anything_may_be_handed_in(name, thing):
    verdict = judge(name, thing)
    assert verdict.state == "wrong" and "\n" not in verdict.message


RETURNED = [None, "x", 1j, np.nan, [], [1, "a"], {}, np.zeros((2, 2)), [[1], [1, 2]], print, b"x"]


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("value", RETURNED, ids=map(str, range(len(RETURNED))))
def test_anything_may_come_back(name, value):
    function = ANSWERS.run(f"{SOLUTIONS[name].splitlines()[1]}\n    return VALUE")
    function["VALUE"] = value
    verdict = judge(name, function[name])
    assert verdict.state == "wrong" and "\n" not in verdict.message


@pytest.mark.parametrize(
    ("name", "function"),
    [("threshold", hh_analysis.bisect_threshold), ("f_i", hh_analysis.f_i_curve),
     ("jacobian", hh_analysis.jacobian), ("derivatives", model.hh_slopes),
     ("hh", model.simulate_hh)],
)  # fmt: skip
def test_the_course_s_own_function_is_not_an_answer(name, function):
    verdict = judge(name, function)
    assert verdict.state == "wrong" and "course's own" in verdict.message


@pytest.mark.parametrize("name", ["rates", "settle", "hh", "f_i"])
def test_the_curve_of_the_student_is_drawn(name):
    titles = {"rates": "lost minus", "settle": "closed", "hh": "new voltage", "f_i": "per ms"}
    verdict = judged(name, titles[name])
    assert "<img" in verdict._repr_html_() and "alt=" in verdict._repr_html_()


def test_a_check_repeats_itself():
    messages = [judge("hh", written("hh")).message for _ in range(2)]
    assert messages[0] == messages[1]

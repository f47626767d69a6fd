"""The checks of lesson 02 against right, unfinished and wrong answers, as students write them.

An answer is written as the text of the exercise with some lines changed, so that each case shows
what a student would have typed. Nothing here looks at the checks' own tables of mistakes.
"""

import functools
import math

import numpy as np
import pytest

from helpers.checks import lif as check
from helpers.lif import LIFParams, lif_step, simulate_lif
from helpers.theory import lif_rate_dc, lif_threshold_current
from tests.answers import Answers, cases

EULER = """
def euler_step(v, i_inj, dt, E_L, g_L, tau_m):
    dv_dt = (-(v - E_L) + i_inj / g_L) / tau_m
    return v + dt * dv_dt
"""

EXACT = """
def exact_step(v, i_inj, dt, E_L, g_L, tau_m):
    v_inf = E_L + i_inj / g_L
    v_new = v_inf + (v - v_inf) * np.exp(-dt / tau_m)
    return v_new
"""

SIMULATE = """
def simulate(i_inj, dt, params):
    v = np.full(i_inj.size, params.V_init)
    spike_times, held = [], 0
    for k in range(1, i_inj.size):
        if held > 0:
            v[k] = params.V_reset
            held = held - 1
            continue
        v[k] = lif_step(v[k - 1], i_inj[k - 1], dt, params.E_L, params.g_L, params.tau_m)
        if v[k] >= params.V_th:
            v[k] = params.V_reset  # spike
            spike_times.append(k * dt)
            held = round(params.t_ref / dt)
    return v, spike_times
"""

RATE = """
def rate_dc(i_dc, params):
    rate = np.zeros(i_dc.size)
    v_inf = params.E_L + i_dc / params.g_L
    fires = v_inf > params.V_th
    ratio = (v_inf[fires] - params.V_reset) / (v_inf[fires] - params.V_th)
    interval = params.t_ref + params.tau_m * np.log(ratio)
    rate[fires] = 1000 / interval
    return rate
"""

THRESHOLD = """
def threshold_current(width, E_L, V_th, g_L, tau_m):
    current = g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m))
    return current
"""

SOLUTIONS = {
    "euler_step": EULER,
    "exact_step": EXACT,
    "simulate": SIMULATE,
    "rate_dc": RATE,
    "threshold_current": THRESHOLD,
}
HEADS = {name: source.splitlines()[1] for name, source in SOLUTIONS.items()}

# What the student starts from: the lines of the solution and the lines in their place.
BLANKS = {
    "euler_step": [("(-(v - E_L) + i_inj / g_L) / tau_m", "...")],
    "exact_step": [
        ("E_L + i_inj / g_L", "..."),
        ("v_inf + (v - v_inf) * np.exp(-dt / tau_m)", "..."),
    ],
    "simulate": [
        ("params.V_reset\n            held = held - 1", "...\n            held = ..."),
        ("v[k] = params.V_reset  # spike", "v[k] = ..."),
        ("append(k * dt)", "append(...)"),
        ("round(params.t_ref / dt)", "..."),
    ],
    "rate_dc": [
        ("params.E_L + i_dc / params.g_L", "..."),
        ("v_inf > params.V_th", "..."),
        ("    ratio = (v_inf[fires] - params.V_reset) / (v_inf[fires] - params.V_th)\n", ""),
        ("params.t_ref + params.tau_m * np.log(ratio)", "..."),
        ("1000 / interval", "..."),
    ],
    "threshold_current": [("g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m))", "...")],
}


ANSWERS = Answers(check, SOLUTIONS, np=np, math=math, lif_step=lif_step, LIFParams=LIFParams)
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
    assert verdict.curve is not None


def test_the_euler_step_s_success_answers_which_way_v_moves():
    """The question of Exercise 2.1: at rest nowhere, above rest down."""
    assert (
        "at rest V stays, above rest it falls" in judge("euler_step", written("euler_step")).message
    )
    for v, direction in ((-75.0, 0), (-60.0, -1)):
        assert np.sign(lif_step(v, 0.0, 0.1, -75.0, 10.0, 10.0) - v) == direction


LOOP = """
def rate_dc(i_dc, params):
    rates = []
    for current in i_dc:
        v_inf = params.E_L + current / params.g_L
        if v_inf <= params.V_th:
            rates.append(0)
            continue
        climb = math.log((v_inf - params.V_reset) / (v_inf - params.V_th)) * params.tau_m
        rates.append(1 / (params.t_ref + climb) * 1e3)
    return rates
"""
BOOLEAN_ARITHMETIC = """
def rate_dc(i_dc, params):
    v_inf = i_dc / params.g_L + params.E_L
    with np.errstate(all="ignore"):
        rise = np.log(v_inf - params.V_reset) - np.log(v_inf - params.V_th)
        rate = 1e3 / (params.t_ref + params.tau_m * rise)
    return np.where(v_inf > params.V_th, rate, 0.0)
"""
NAN_TO_NUM = """
def rate_dc(i_dc, params):
    rheobase = params.g_L * (params.V_th - params.E_L)
    x = np.where(i_dc > rheobase, i_dc, np.nan)
    ratio = 1 + params.g_L * (params.V_th - params.V_reset) / (x - rheobase)
    return np.nan_to_num(1000 / (params.t_ref + params.tau_m * np.log(ratio)))
"""
COMPREHENSION = """
def one(current, p):
    v_inf = p.E_L + current / p.g_L
    if not v_inf > p.V_th:
        return 0.0
    return 1000.0 / (p.t_ref - p.tau_m * math.log1p((p.V_reset - p.V_th) / (v_inf - p.V_reset)))

def rate_dc(i_dc, params):
    return np.array([one(current, params) for current in i_dc.tolist()], dtype=object)
"""
VECTORIZE = COMPREHENSION.replace(
    "np.array([one(current, params) for current in i_dc.tolist()], dtype=object)",
    "np.vectorize(one, otypes=[float], excluded=[1])(i_dc, params)",
)

TIMED = """
def simulate(i_inj, dt, params):
    v = np.full(i_inj.size, params.V_init)
    spike_times = np.array([])
    last_spike = -np.inf
    for k in range(1, len(v)):
        if {held}:
            v[k] = params.V_reset
        else:
            v[k] = lif_step(v[k - 1], i_inj[k - 1], dt, params.E_L, params.g_L, params.tau_m)
            if v[k] >= params.V_th:
                v[k] = params.V_reset
                last_spike = k * dt
                spike_times = np.append(spike_times, last_spike)
    return v, spike_times
"""
WHILE = """
def simulate(i_inj, dt, params):
    p, k = params, 0
    v, spikes = [p.V_init], []
    while len(v) < len(i_inj):
        x = v[-1] + dt * (i_inj[k] - p.g_L * (v[-1] - p.E_L)) / (p.g_L * p.tau_m)
        k += 1
        if x < p.V_th:
            v.append(x)
            continue
        n = min(1 + round(p.t_ref / dt), len(i_inj) - len(v))
        v += n * [p.V_reset]
        spikes += [dt * k]
        k += n - 1
    return [v, spikes]
"""
TWO_PASSES = """
def step(v, i, dt, p):
    return v + dt / p.tau_m * (p.E_L + i / p.g_L - v)

def simulate(i_inj, dt, params):
    t, n = np.arange(i_inj.size) * dt, i_inj.size
    v, free_from, spikes = np.empty(n), 0, np.zeros(n, bool)
    v[0] = params.V_init
    for k, i in enumerate(i_inj[:-1]):
        v[k + 1] = v[k] if k + 1 <= free_from else step(v[k], i, dt, params)
        if v[k + 1] >= params.V_th:
            v[k + 1], spikes[k + 1] = params.V_reset, True
            free_from = k + 1 + int(round(params.t_ref / dt))
    return v, t[spikes]
"""


class Stepper:
    """An answer that is an object with __call__."""

    def __call__(self, v, i_inj, dt, E_L, g_L, tau_m):
        return v * (1 - dt / tau_m) + dt / tau_m * (E_L + i_inj / g_L)


def timed(held):
    return run(TIMED.format(held=held))["simulate"]


def in_other_types(name, result):
    """Return the solution with its result as another type of number."""
    types = {"np-float64": "np.float64", "0-d-array": "np.array", "float32": "np.float32"}
    return {
        title: written(name, (f"return {result}", f"return {kind}({result})"))
        for title, kind in types.items()
    }


def traced(function):
    """Return a function wrapped in a decorator."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


RIGHT = {
    "euler_step": {
        "one-line": body("euler_step", "return v + dt * ((E_L - v) + i_inj / g_L) / tau_m"),
        "currents": body(
            "euler_step",
            "C_m = tau_m * g_L",
            "i_leak = g_L * (v - E_L)",
            "v += dt * (i_inj - i_leak) / C_m",
            "return v",
        ),
        "weighted-mean-in-an-object": Stepper(),
        "arguments-in-another-order": run(
            "def f(i_inj, v, dt, E_L, tau_m, g_L=10.0):\n"
            "    return v - dt / tau_m * (v - E_L - i_inj / g_L)"
        )["f"],
        "any-keyword": run(
            "def f(v, **p):\n"
            "    return v + (p['E_L'] - v + p['i_inj'] / p['g_L']) * p['dt'] / p['tau_m']"
        )["f"],
        "decorated": traced(written("euler_step")),
        "fractions": run(
            "from fractions import Fraction as F\n"
            "def f(v, i_inj, dt, E_L, g_L, tau_m):\n"
            "    return F(v) + F(dt) * (F(E_L) - F(v) + F(i_inj) / F(g_L)) / F(tau_m)"
        )["f"],
        **in_other_types("euler_step", "v + dt * dv_dt"),
    },
    "exact_step": {
        "one-minus-exp": body(
            "exact_step",
            "v_inf = E_L + i_inj / g_L",
            "return v + (v_inf - v) * (1 - np.exp(-dt / tau_m))",
        ),
        "expm1": body("exact_step", "return v - (E_L + i_inj / g_L - v) * math.expm1(-dt / tau_m)"),
        "mean-of-two": body(
            "exact_step",
            "decay = math.exp(-dt / tau_m)",
            "return decay * v + (1 - decay) * (i_inj / g_L + E_L)",
        ),
        "division": body(
            "exact_step",
            "target = (g_L * E_L + i_inj) / g_L",
            "return target - (target - v) / np.exp(dt / tau_m)",
        ),
        "power-of-e": written("exact_step", ("np.exp(-dt / tau_m)", "math.e ** (-dt / tau_m)")),
        "sympy": body(
            "exact_step",
            "import sympy as sp",
            "v_inf = E_L + i_inj / g_L",
            "return v_inf + (v - v_inf) * sp.exp(-dt / tau_m)",
        ),
        **in_other_types("exact_step", "v_new"),
    },
    "simulate": {
        "while": run(WHILE)["simulate"],
        "helper-and-mask": run(TWO_PASSES)["simulate"],
        "time-with-slack": timed("k * dt - last_spike < params.t_ref + dt / 2"),
        "time-compared": timed("k * dt - last_spike <= params.t_ref"),
        "time-of-the-start": timed("(k - 1) * dt - last_spike < params.t_ref - 1e-9"),
        "array-of-times": written("simulate", ("spike_times\n", "np.array(spike_times)\n")),
        "tuple-of-times": written("simulate", ("spike_times\n", "tuple(spike_times)\n")),
        "v-kept-while-held": written("simulate", ("params.V_reset\n", "v[k - 1]\n")),
        "held-in-ms": written(
            "simulate",
            ("held - 1", "held - dt"),
            ("held > 0", "held > 1e-9"),
            ("round(params.t_ref / dt)", "params.t_ref"),
        ),
        "augmented": written("simulate", ("held = held - 1", "held -= 1")),
        "printing": written("simulate", ("    return", "    print(spike_times)\n    return")),
    },
    "rate_dc": {
        "loop-with-math-log": run(LOOP)["rate_dc"],
        "np-where": run(BOOLEAN_ARITHMETIC)["rate_dc"],
        "nan-to-num": run(NAN_TO_NUM)["rate_dc"],
        "object-array": run(COMPREHENSION)["rate_dc"],
        "vectorize": run(VECTORIZE)["rate_dc"],
        "fraction-turned": written("rate_dc", ("np.log(ratio)", "-np.log(1 / ratio)")),
        "infinite-interval-at-rheobase": written("rate_dc", ("v_inf > ", "v_inf >= ")),
        "float32": written("rate_dc", ("return rate", "return rate.astype(np.float32)")),
        "list": written("rate_dc", ("return rate", "return rate.tolist()")),
    },
    "threshold_current": {
        "expm1": body(
            "threshold_current", "return -g_L * (V_th - E_L) / math.expm1(-width / tau_m)"
        ),
        "rheobase-first": body(
            "threshold_current",
            "rheobase = (V_th - E_L) * g_L",
            "fraction = 1 - math.exp(-width / tau_m)",
            "return rheobase / fraction",
        ),
        "growing-exponential": body(
            "threshold_current",
            "grown = np.exp(width / tau_m)",
            "return g_L * (V_th - E_L) * grown / (grown - 1)",
        ),
        "bisection": body(
            "threshold_current",
            "def peak(i):",
            "    return E_L + i / g_L * (1 - math.exp(-width / tau_m))",
            "low, high = 0.0, 1e6",
            "for _ in range(100):",
            "    middle = (low + high) / 2",
            "    low, high = (low, middle) if peak(middle) > V_th else (middle, high)",
            "return middle",
        ),
        **in_other_types("threshold_current", "current"),
    },
}


@pytest.mark.parametrize(("name", "title"), cases(RIGHT))
def test_a_right_answer_written_differently_is_done(name, title):
    verdict = judge(name, RIGHT[name][title])
    assert verdict.state == "done", verdict


# --- open -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_untouched_stub_is_open(name):
    verdict = judge(name, written(name, *BLANKS[name]))
    assert verdict.state == "open", verdict
    assert "not started" in verdict.message


@pytest.mark.parametrize(
    ("name", "blank"),
    [
        pytest.param(name, blank, id=f"{name}-{blank[0].split()[0]}-{k}")
        for name, blanks in BLANKS.items()
        for k, blank in enumerate(blanks)
        if blank[1] and blank[0] != "v_inf > params.V_th"
    ],
)
def test_a_stub_with_one_blank_left_is_open(name, blank):
    verdict = judge(name, written(name, blank))
    assert verdict.state == "open", verdict


def test_rates_for_which_nothing_says_who_fires_are_no_success():
    """`v_inf[...]` is all of v_inf, so this blank runs: below rheobase the logarithm is NaN."""
    verdict = judge("rate_dc", written("rate_dc", ("v_inf > params.V_th", "...")))
    assert verdict.state == "wrong"
    assert "at or below rheobase" in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("line", ["pass", "return ..."], ids=["pass", "return-dots"])
def test_an_empty_body_is_never_done(name, line):
    verdict = judge(name, body(name, line))
    assert verdict.state == ("open" if "..." in line else "wrong")


def test_dots_handed_in_are_open():
    assert check.simulate(...).state == "open"


# --- wrong: mistakes of any exercise --------------------------------------------------------

EVERYWHERE = {
    "pass": (("pass",), "return line missing"),
    "print": (("print(42.0)",), "prints its result"),
    "forgotten-name": (("return answer",), "NameError: name 'answer' is not defined (line 2"),
    "division-by-zero": (("x = 1", "return x / 0"), "ZeroDivisionError: division by zero (line 3"),
    "assert": (("assert False, 'to do'",), "AssertionError: to do"),
    "not-implemented": (("raise NotImplementedError",), "NotImplementedError"),
    "exit": (("import sys", "sys.exit()"), "exit()"),
    "quit": (("raise SystemExit(1)",), "exit()"),
    "interrupt": (("raise KeyboardInterrupt",), "never end"),
}


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(("lines", "telling"), EVERYWHERE.values(), ids=EVERYWHERE)
def test_an_answer_without_a_value_is_told_why(name, lines, telling):
    verdict = judge(name, body(name, *lines))
    assert verdict.state == "wrong"
    assert telling in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_an_endless_recursion_is_told(name):
    arguments = HEADS[name].split("(")[1].split(")")[0]
    call = ", ".join(f"{argument}={argument}" for argument in arguments.split(", "))
    verdict = judge(name, body(name, f"return {name}({call})"))
    assert verdict.state == "wrong"
    assert "RecursionError" in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(
    ("function", "telling"),
    [
        (lambda: 1.0, "arguments as they were given"),
        (lambda a, b: 1.0, "arguments as they were given"),
        (lambda v, width, i, dt, E_L, V_th, g_L, tau_m: v, "arguments as they were given"),
        (run("class Answer: pass")["Answer"], "this is the class Answer"),
        (float, "this is the class float"),
        (-75.0, "this is the float -75.0"),
        (np.float64(-75.0), "this is a float64"),
        (np.zeros(3), "this is an array of float64 of shape (3,)"),
        ((np.zeros(3), []), "this is a tuple"),
        (None, "this is None"),
        ("euler_step", "this is the str 'euler_step'"),
    ],
    ids=["no-arguments", "two", "renamed", "class", "float", "number", "np-number", "array",
         "tuple", "None", "its-name"],
)  # fmt: skip
def test_what_is_no_function_of_the_exercise_is_told(name, function, telling):
    verdict = judge(name, function)
    assert verdict.state == "wrong"
    assert telling in verdict.message


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("euler_step", lif_step),
        ("simulate", simulate_lif),
        ("rate_dc", lif_rate_dc),
        ("threshold_current", lif_threshold_current),
        ("exact_step", check.exact_step),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_course_s_own_function_is_not_an_answer(name, function):
    verdict = judge(name, function)
    assert verdict.state == "wrong"
    assert "the course's own function" in verdict.message


SCALARS = ("euler_step", "exact_step", "threshold_current")


@pytest.mark.parametrize("name", SCALARS)
@pytest.mark.parametrize(
    ("value", "telling"),
    [
        ("'-74.9'", "not the str '-74.9'"),
        ("f'{E_L} mV'", "must be one number"),
        ("[E_L, E_L]", "not a list"),
        ("(E_L, E_L)", "not a tuple"),
        ("np.array([E_L])", "not an array of float64 of shape (1,)"),
        ("True", "not the bool True"),
        ("complex(E_L)", "not a complex"),
        ("float('nan')", "is nan"),
        ("math.inf", "is inf"),
        ("np.float64(1) / 0", "is inf"),
        ("10 ** 400", "is inf"),
        ("print", "not a builtin_function_or_method"),
        ("(x for x in [E_L])", "not a generator"),
        ("print", "must be one number"),
    ],
    ids=["str", "f-string", "list", "tuple", "array", "bool", "complex", "nan", "inf",
         "numpy-inf", "huge", "function", "generator", "print-itself"],
)  # fmt: skip
def test_what_is_not_one_number_is_told(name, value, telling):
    verdict = judge(name, body(name, f"return {value}"))
    assert verdict.state == "wrong"
    assert telling in verdict.message


@pytest.mark.parametrize("name", SCALARS)
def test_a_generator_function_is_not_a_number(name):
    verdict = judge(name, body(name, "yield E_L"))
    assert (verdict.state, "not a generator" in verdict.message) == ("wrong", True)


# --- wrong: mistakes of one exercise --------------------------------------------------------


def euler(formula):
    return body("euler_step", f"return {formula}")


def exact(formula):
    return body("exact_step", "v_inf = E_L + i_inj / g_L", f"return {formula}")


def exact_inf(v_inf):
    return written("exact_step", ("E_L + i_inj / g_L", v_inf))


def simulation(*edits):
    return written("simulate", *edits)


def rate(*edits):
    return written("rate_dc", *edits)


def threshold(formula):
    return body("threshold_current", f"return {formula}")


HELD, SPIKE = "v[k] = params.V_reset\n", "v[k] = params.V_reset  # spike"
COUNT, STEPS = "held = held - 1", "round(params.t_ref / dt)"
RIGHT_EULER = "v + dt * (-(v - E_L) + i_inj / g_L) / tau_m"
RIGHT_EXACT = "v_inf + (v - v_inf) * np.exp(-dt / tau_m)"
RIGHT_THRESHOLD = "g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m))"

WRONG = {
    "euler_step": {
        "leak-sign": (euler("v + dt * ((v - E_L) + i_inj / g_L) / tau_m"), "runs away from rest"),
        "input-sign": (euler("v + dt * (-(v - E_L) - i_inj / g_L) / tau_m"), "the current pulls"),
        "both-signs": (euler("v - dt * (-(v - E_L) + i_inj / g_L) / tau_m"), "both terms"),
        "no-brackets": (euler("v + dt * (-v - E_L + i_inj / g_L) / tau_m"), "brackets after"),
        "plus-for-minus": (euler("v + dt * (-(v + E_L) + i_inj / g_L) / tau_m"), "brackets after"),
        "towards-zero": (euler("v + dt * (-v + i_inj / g_L) / tau_m"), "towards 0 mV"),
        "no-leak": (euler("v + dt * (i_inj / g_L) / tau_m"), "leak is missing"),
        "no-input": (euler("v + dt * -(v - E_L) / tau_m"), "input is missing"),
        "no-tau": (euler("v + dt * (-(v - E_L) + i_inj / g_L)"), "tau_m is missing"),
        "times-tau": (euler("v + dt * (-(v - E_L) + i_inj / g_L) * tau_m"), "multiplied by tau_m"),
        "tau-under-input": (euler("v + dt * (-(v - E_L) + i_inj / g_L / tau_m)"), "input only"),
        "tau-under-leak": (euler("v + dt * (-(v - E_L) / tau_m + i_inj / g_L)"), "leak only"),
        "no-conductance": (euler("v + dt * (-(v - E_L) + i_inj) / tau_m"), "g_L is missing"),
        "times-conductance": (
            euler("v + dt * (-(v - E_L) + i_inj * g_L) / tau_m"),
            "multiplied by g_L",
        ),
        "conductance-under-leak": (
            euler("v + dt * (-(v - E_L) + i_inj) / g_L / tau_m"),
            "g_L divides the leak",
        ),
        "currents-over-tau": (
            euler("v + dt * (-g_L * (v - E_L) + i_inj) / tau_m"),
            "C_m, which is tau_m·g_L",
        ),
        "dt-twice": (
            written("euler_step", ("/ tau_m", "/ tau_m * dt")),
            "is dt multiplied twice",
        ),
        "no-dt": (euler("v + (-(v - E_L) + i_inj / g_L) / tau_m"), "does not depend on dt"),
        "the-change": (written("euler_step", ("v + dt * dv_dt", "dt * dv_dt")), "change of V"),
        "the-slope": (written("euler_step", ("v + dt * dv_dt", "dv_dt")), "this is the slope"),
        "unchanged": (written("euler_step", ("v + dt * dv_dt", "v")), "must fall"),
        "rest": (euler("E_L"), "positive current must raise"),
        "fits-the-default": (euler("-75.0"), "positive current must raise"),
        "right-at-three-probes": (
            body("euler_step", "if i_inj > 0: return -74.9", "return -75.0 if v < -70 else -60.15"),
            "not the size",
        ),
        "default-neuron": (euler("v + dt * (-(v + 75) + i_inj / 10) / 10"), "default neuron"),
        "default-rest": (euler("v + dt * (-(v + 75) + i_inj / g_L) / tau_m"), "default neuron"),
        "default-tau": (euler("v + dt * (-(v - E_L) + i_inj / g_L) / 10"), "default neuron"),
        "default-dt": (euler("v + 0.1 * (-(v - E_L) + i_inj / g_L) / tau_m"), "default neuron"),
        "dt-in-s": (euler("v + dt / 1000 * (-(v - E_L) + i_inj / g_L) / tau_m"), "factor 1000"),
        "current-in-nA": (euler("v + dt * (-(v - E_L) + i_inj / 1000 / g_L) / tau_m"), "1000 is"),
        "floor-division": (euler("v + dt * ((-(v - E_L) + i_inj / g_L) // tau_m)"), "// cuts"),
        "floor-input": (euler("v + dt * (-(v - E_L) + i_inj // g_L) / tau_m"), "// cuts"),
        "int": (euler(f"int({RIGHT_EULER})"), "only whole numbers"),
        "round-2": (euler(f"round({RIGHT_EULER}, 2)"), "rounded"),
        "round-4": (euler(f"np.round({RIGHT_EULER}, 4)"), "rounded"),
        "float16": (euler(f"np.float16({RIGHT_EULER})"), "not the size"),
        "exact-step": (
            euler("E_L + i_inj / g_L + (v - E_L - i_inj / g_L) * np.exp(-dt / tau_m)"),
            "exact step",
        ),
        "tau-and-g-swapped": (euler("v + dt * (-(v - E_L) + i_inj / tau_m) / g_L"), "not the size"),
    },
    "exact_step": {
        "euler": (written("exact_step", ("v_inf + (v - v_inf) * np.exp(-dt / tau_m)",
                                         "v + dt * (v_inf - v) / tau_m")), "still Euler's"),
        "growing": (exact("v_inf + (v - v_inf) * np.exp(dt / tau_m)"), "runs away"),
        "upside-down": (exact("v_inf + (v - v_inf) * np.exp(-tau_m / dt)"), "upside down"),
        "distance-turned": (exact("v_inf + (v_inf - v) * np.exp(-dt / tau_m)"), "for dt near 0"),
        "what-is-gone": (exact("v_inf + (v - v_inf) * (1 - np.exp(-dt / tau_m))"), "1 - exp(…)"),
        "what-is-left": (exact("v + (v_inf - v) * np.exp(-dt / tau_m)"), "1 - exp(…)"),
        "from-rest": (exact("E_L + i_inj / g_L * (1 - np.exp(-dt / tau_m))"), "forgets where"),
        "no-v-inf-added": (exact("(v - v_inf) * np.exp(-dt / tau_m)"), "add v_inf"),
        "v-alone-decays": (exact("v * np.exp(-dt / tau_m)"), "at rest and without input"),
        "jump": (exact("v_inf"), "this is v_inf"),
        "distance-to-rest": (exact("v_inf + (v - E_L) * np.exp(-dt / tau_m)"), "not the one to"),
        "no-dt": (exact("v_inf + (v - v_inf) * np.exp(-1 / tau_m)"), "pure number"),
        "no-tau": (exact("v_inf + (v - v_inf) * np.exp(-dt)"), "pure number"),
        "dt-times-tau": (exact("v_inf + (v - v_inf) * np.exp(-dt * tau_m)"), "pure number"),
        "tau-outside": (exact("v_inf + (v - v_inf) * np.exp(-dt) / tau_m"), "inside the exponent"),
        "no-brackets": (exact("v_inf + v - v_inf * np.exp(-dt / tau_m)"), "put brackets"),
        "no-input": (exact_inf("E_L"), "input is missing"),
        "no-rest": (exact_inf("i_inj / g_L"), "lacks E_L"),
        "no-conductance": (exact_inf("E_L + i_inj"), "g_L is missing"),
        "times-conductance": (exact_inf("E_L + i_inj * g_L"), "multiplied by g_L"),
        "minus-input": (exact_inf("E_L - i_inj / g_L"), "the current pulls"),
        "brackets": (exact_inf("(E_L + i_inj) / g_L"), "g_L divides E_L"),
        "default-neuron": (
            body("exact_step", "x = -75 + i_inj / 10", "return x + (v - x) * np.exp(-dt / 10)"),
            "default neuron",
        ),
        "default-tau": (exact("v_inf + (v - v_inf) * np.exp(-dt / 10)"), "default neuron"),
        "constant": (exact("-75.0"), "positive current must raise"),
        "10-to-the": (exact("v_inf + (v - v_inf) * 10 ** (-dt / tau_m)"), "not the size"),
        "2.718": (exact("v_inf + (v - v_inf) * 2.718 ** (-dt / tau_m)"), "not the size"),
        "taylor": (exact("v + (v_inf - v) * (1 - dt / tau_m / 2) * dt / tau_m"), "not the size"),
        "runge-kutta": (
            body(
                "exact_step",
                "x = dt / tau_m",
                "decay = 1 - x + x**2 / 2 - x**3 / 6 + x**4 / 24",
                "return E_L + i_inj / g_L + (v - E_L - i_inj / g_L) * decay",
            ),
            "not the size",
        ),
        "current-in-nA": (exact_inf("E_L + i_inj / 1000 / g_L"), "factor 1000"),
        "dt-in-s": (exact("v_inf + (v - v_inf) * np.exp(-dt / 1000 / tau_m)"), "factor 1000"),
        "floor-division": (exact_inf("E_L + i_inj // g_L"), "// cuts"),
        "int": (exact(f"int({RIGHT_EXACT})"), "only whole numbers"),
        "round-3": (exact(f"round({RIGHT_EXACT}, 3)"), "rounded"),
        "v-inf-too": (exact(f"v_inf, {RIGHT_EXACT}"), "not a tuple"),
    },
    "simulate": {
        "no-reset": (simulation((SPIKE, "pass")), "V keeps its value"),
        "comparison-for-assignment": (simulation((SPIKE, "v[k] == params.V_reset")), "V keeps its"),
        "never-reset": (simulation((SPIKE, "pass"), (HELD, "v[k] = v[k - 1]\n")), "V keeps its"),
        "reset-to-rest": (simulation((SPIKE, "v[k] = params.E_L")), "neither E_L nor V_init"),
        "reset-to-start": (simulation(("params.V_reset", "params.V_init")), "neither E_L nor"),
        "held-at-rest": (simulation((HELD, "v[k] = params.E_L\n")), "neither E_L nor V_init"),
        "reset-to-threshold": (simulation((SPIKE, "v[k] = params.V_th")), "must stay below V_th"),
        "spike-drawn": (simulation((SPIKE, "v[k] = 30.0")), "must stay below V_th"),
        "no-refractory-period": (simulation((f"            held = {STEPS}\n", "")), "no refrac"),
        "no-continue": (simulation(("            continue\n", "")), "no refractory period"),
        "t-ref-as-steps": (simulation((STEPS, "params.t_ref")), "held for t_ref steps"),
        "t-ref-rounded": (simulation((STEPS, "round(params.t_ref)")), "held for t_ref steps"),
        "t-ref-cut": (simulation((STEPS, "int(params.t_ref)")), "held for t_ref steps"),
        "t-ref-times-dt": (simulation((STEPS, "round(params.t_ref * dt)")), "multiplied by dt"),
        "20-steps": (simulation((STEPS, "20")), "20 steps"),
        "int-of-steps": (simulation((STEPS, "int(params.t_ref / dt)")), "int() and //"),
        "floor-of-steps": (simulation((STEPS, "params.t_ref // dt")), "int() and //"),
        "one-step-short": (simulation((STEPS, f"{STEPS} - 1")), "one step too short"),
        "one-step-long": (simulation((STEPS, f"{STEPS} + 1")), "one step too long"),
        "held-from-1": (simulation(("held > 0", "held > 1")), "one step too short"),
        "held-to-0": (simulation(("held > 0", "held >= 0"), ("[], 0", "[], -1")), "too long"),
        "time-strictly-less": (
            timed("k * dt - last_spike < params.t_ref - 1e-9"),
            "one step too short",
        ),
        "no-count-down": (simulation((COUNT, "pass")), "does `held` count down"),
        "count-up": (simulation((COUNT, "held = held + 1")), "does `held` count down"),
        "held-for-one-step": (simulation((COUNT, "held = 0")), "V waits 1 step where"),
        "count-in-dt": (simulation((COUNT, "held = held - dt")), "take off 1, not dt"),
        "count-by-2": (simulation((COUNT, "held = held - 2")), "V waits 10 steps where"),
        "step-numbers": (simulation(("k * dt", "k")), "step numbers"),
        "seconds": (simulation(("k * dt", "k * dt / 1000")), "are in s"),
        "time-early": (simulation(("k * dt", "(k - 1) * dt")), "one step early"),
        "time-late": (simulation(("k * dt", "(k + 1) * dt")), "one step late"),
        "time-divided": (simulation(("k * dt", "k / dt")), "V is right, the spike times"),
        "time-cut": (simulation(("k * dt", "int(k * dt)")), "V is right, the spike times"),
        "time-rounded": (simulation(("k * dt", "round(k * dt)")), "V is right, the spike times"),
        "default-dt": (simulation(("k * dt", "k * 0.1")), "the argument dt"),
        "v-for-time": (simulation(("k * dt", "v[k]")), "V is right, the spike times"),
        "last-spike-only": (
            simulation(("spike_times.append(k * dt)", "spike_times = [k * dt]")),
            "V is right, the spike times",
        ),
        "time-while-held": (
            simulation((COUNT, f"{COUNT}\n            spike_times.append(k * dt)")),
            "V is right, the spike times",
        ),
        "reset-too-low": (simulation((SPIKE, "v[k] = params.V_reset - 5")), "leaves the expected"),
        "half-a-step": (simulation(("k - 1], dt", "k - 1], dt / 2")), "fewer spikes"),
        "twice-the-current": (simulation(("i_inj[k - 1]", "2 * i_inj[k - 1]")), "more spikes"),
        "first-current-only": (simulation(("i_inj[k - 1]", "i_inj[0]")), "no spike time"),
        "threshold-1-mV-low": (simulation((">= params.V_th", ">= params.V_th - 1")), "more spikes"),
        "stops-at-a-spike": (simulation((f"held = {STEPS}", "break")), "fewer spikes"),
        "a-1-per-spike": (
            simulation(("[], 0", "np.zeros(i_inj.size), 0"),
                       ("spike_times.append(k * dt)", "spike_times[k] = 1")),
            "V is right, the spike times",
        ),
        "one-time": (
            simulation(("spike_times.append(k * dt)", "spike_times = k * dt")),
            "one-dimensional",
        ),
        "no-spike-noted": (simulation(("spike_times.append(k * dt)", "pass")), "no spike time"),
        "strictly-above": (simulation((">= params.V_th", "> params.V_th")), ">= rather than >"),
        "current-one-late": (simulation(("i_inj[k - 1]", "i_inj[k]")), "current of step k - 1"),
        "default-neuron": (
            simulation(("    v = np", "    params = LIFParams()\n    v = np")),
            "default neuron",
        ),
        "default-reset": (simulation(("params.V_reset", "-75.0")), "default neuron"),
        "default-threshold": (simulation(("params.V_th", "-55.0")), "default neuron"),
        "from-0-mV": (simulation(("np.full(i_inj.size, params.V_init)", "np.zeros(i_inj.size)")),
                      "must start at V_init"),
        "from-rest": (simulation(("params.V_init", "params.E_L")), "must start at V_init"),
        "from-k-0": (simulation(("range(1, ", "range(")), "must start at V_init"),
        "int-array": (
            simulation(("params.V_init)", "params.V_init, dtype=int)")),
            "whole numbers only",
        ),
        "v-rounded": (simulation(("v, spike_times\n", "np.round(v, 2), spike_times\n")), "rounded"),
        "return-in-the-loop": (
            simulation(("    return v", "        return v")),
            "is the return inside the loop",
        ),
        "constant": (
            body("simulate", "return np.full(i_inj.size, params.V_init), []"),
            "V stands still",
        ),
        "stops-one-early": (simulation(("i_inj.size):", "i_inj.size - 1):")), "V leaves the"),
        "swapped": (simulation(("v, spike_times\n", "spike_times, v\n")), "are swapped"),
        "only-v": (simulation(("v, spike_times\n", "v\n")), "return two things"),
        "only-spikes": (simulation(("v, spike_times\n", "spike_times\n")), "return two things"),
        "three-things": (
            simulation(("v, spike_times\n", "np.arange(v.size) * dt, v, spike_times\n")),
            "return two things",
        ),
        "dictionary": (simulation(("v, spike_times\n", "{'v': v}\n")), "return two things"),
        "spike-times-sorted-in-place": (
            simulation(("v, spike_times\n", "v, spike_times.sort()\n")),
            "spike_times is None",
        ),
        "with-unit": (simulation(("k * dt", "f'{k * dt:.1f} ms'")), "a list that holds the str"),
        "rows": (simulation(("v, spike_times\n", "v, [[1.0], [2.0, 3.0]]\n")), "different lengths"),
        "v-too-short": (
            simulation(("v, spike_times\n", "v[1:], spike_times\n")),
            "must be of shape (600,), not of shape (599,)",
        ),
        "in-place": (
            simulation(("v = np.full(i_inj.size, params.V_init)", "v = i_inj\n    v[0] = -75")),
            "changes what it is given",
        ),
        "infinite": (simulation(("v, spike_times\n", "v * np.inf, spike_times\n")), "v is -inf"),
        "generator": (body("simulate", "yield 1"), "return two things"),
    },
    "rate_dc": {
        "khz": (rate(("1000 / interval", "1 / interval")), "spikes per ms"),
        "no-t-ref": (rate(("params.t_ref + ", "")), "t_ref is missing"),
        "minus-t-ref": (rate(("params.t_ref + ", "-params.t_ref + ")), "lengthen the interval"),
        "upside-down": (rate(("np.log(ratio)", "np.log(1 / ratio)")), "upside down"),
        "from-rest": (rate(("params.V_reset", "params.E_L")), "not at E_L"),
        "log10": (rate(("np.log(", "np.log10(")), "np.log is the natural logarithm"),
        "log2": (rate(("np.log(", "np.log2(")), "np.log is the natural logarithm"),
        "no-log": (rate(("np.log(", "(")), "logarithm of the fraction is missing"),
        "no-tau": (rate(("params.tau_m * ", "")), "tau_m is missing"),
        "over-tau": (rate(("params.tau_m * np.log(ratio)", "np.log(ratio) / params.tau_m")),
                     "above rheobase the rate is not"),
        "sum-in-brackets": (
            rate(("params.t_ref + params.tau_m * ", "(params.t_ref + params.tau_m) * ")),
            "t_ref stands alone",
        ),
        "interval": (rate(("1000 / interval", "interval")), "this is the interval"),
        "times-interval": (rate(("1000 / interval", "1000 * interval")), "do not multiply"),
        "interval-and-inf": (
            rate(("1000 / interval", "interval"), ("np.zeros(", "np.inf + np.zeros(")),
            "this is the interval",
        ),
        "no-conductance": (rate(("i_dc / params.g_L", "i_dc")), "g_L is missing"),
        "no-conductance-but-its-mask": (
            rate(("= v_inf > params.V_th", "= i_dc > params.rheobase"),
                 ("i_dc / params.g_L", "i_dc")),
            "g_L is missing",
        ),
        "times-conductance": (rate(("i_dc / ", "i_dc * ")), "multiplied by g_L"),
        "no-mask": (
            body(
                "rate_dc",
                "v_inf = params.E_L + i_dc / params.g_L",
                "ratio = (v_inf - params.V_reset) / (v_inf - params.V_th)",
                "return 1000 / (params.t_ref + params.tau_m * np.log(ratio))",
            ),
            "NaN at or below rheobase",
        ),
        "nan-when-silent": (rate(("np.zeros(", "np.nan + np.zeros(")), "NaN at or below"),
        "inf-when-silent": (rate(("np.zeros(", "np.inf + np.zeros(")), "must be 0"),
        "one-when-silent": (rate(("np.zeros(", "np.ones(")), "at rheobase and below it"),
        "inf-at-rheobase": (
            rate(("    return", "    rate[v_inf == params.V_th] = np.inf\n    return")),
            "at rheobase and below it",
        ),
        "ceiling-at-rheobase": (
            rate(("    ret", "    rate[v_inf == params.V_th] = 1000 / params.t_ref\n    ret")),
            "at rheobase and below it",
        ),
        "math-log-at-rheobase": (
            run(LOOP.replace("<=", "<").replace("in i_dc", "in i_dc.tolist()"))["rate_dc"],
            "ZeroDivisionError",
        ),
        "math-log-of-array": (rate(("np.log(ratio)", "math.log(ratio)")), "TypeError"),
        "if-of-array": (
            body("rate_dc", "if i_dc > 200:", "    return 1.0", "return 0.0"),
            "truth value of an array",
        ),
        "no-brackets": (
            rate(("(v_inf[fires] - params.V_reset) / (v_inf[fires] - params.V_th)",
                  "v_inf[fires] - params.V_reset / v_inf[fires] - params.V_th")),
            "logarithm of something negative",
        ),
        "mask-in-pA": (rate(("= v_inf > params.V_th", "= i_dc > params.V_th")), "pA with mV"),
        "mask-turned": (rate(("= v_inf > params.V_th", "= v_inf < params.V_th")), "turned round"),
        "no-rest": (rate(("params.E_L + i_dc / params.g_L", "i_dc / params.g_L")), "lacks E_L"),
        "mask-on-one-side": (rate(("v_inf[fires] -", "v_inf -")), "the mask on both sides"),
        "mask-above-the-bar-missing": (
            rate(("(v_inf[fires] - params.V_reset)", "(v_inf - params.V_reset)")),
            "with the same mask",
        ),
        "mask-twice": (rate(("1000 / interval", "1000 / interval[fires]")), "picked from already"),
        "mask-at-reset": (rate(("> params.V_th", "> params.V_reset")), "NaN at or below rheobase"),
        "mask-at-55-mV": (rate(("= v_inf > params.V_th", "= v_inf > -55")), "-55 mV is the"),
        "mask-at-200-pA": (rate(("= v_inf > params.V_th", "= i_dc > 200")), "rheobase is 200 pA"),
        "default-neuron": (
            rate(("    rate = np", "    params = LIFParams()\n    rate = np")),
            "default neuron",
        ),
        "default-t-ref": (rate(("params.t_ref", "2.0")), "default neuron"),
        "default-conductance": (rate(("/ params.g_L", "/ 10")), "default neuron"),
        "silent": (body("rate_dc", "return np.zeros(i_dc.size)"), "above rheobase the rate is not"),
        "mask-returned": (rate(("return rate", "return fires")), "not an array of bool"),
        "only-those-that-fire": (rate(("return rate", "return rate[fires]")), "not of shape (5,)"),
        "first-only": (rate(("return rate", "return rate[0]")), "not of shape ()"),
        "return-in-the-loop": (
            run(LOOP.replace("    return rates", "        return rates"))["rate_dc"],
            "not of shape (4,)",
        ),
        "column": (rate(("return rate", "return rate[:, None]")), "not of shape (8, 1)"),
        "v-inf-too": (rate(("return rate", "return v_inf, rate")), "not of shape (2, 8)"),
        "generator": (body("rate_dc", "yield from i_dc"), "not a generator"),
        "texts": (rate(("return rate", "return [f'{r} Hz' for r in rate]")), "holds the str"),
        "None-when-silent": (rate(("return rate", "return [r or None for r in rate]")), "None"),
        "rounded": (rate(("return rate", "return np.round(rate, 2)")), "rounded"),
        "int-array": (rate(("i_dc.size)", "i_dc.size, dtype=int)")), "only whole numbers"),
        "zeros-like-int": (
            rate(("return rate", "return rate.astype(int).tolist()")),
            "only whole numbers",
        ),
        "in-place": (
            rate(("v_inf = params.E_L + i_dc / params.g_L",
                  "i_dc /= params.g_L\n    v_inf = params.E_L + i_dc")),
            "changes what it is given",
        ),
        "simulated": (
            body("rate_dc", "return [50.0 if i > params.rheobase else 0 for i in i_dc]"),
            "above rheobase the rate is not",
        ),
    },
    "threshold_current": {
        "no-conductance": (threshold("(V_th - E_L) / (1 - np.exp(-width / tau_m))"), "mV, not"),
        "over-conductance": (
            threshold("(V_th - E_L) / g_L / (1 - np.exp(-width / tau_m))"),
            "divided by g_L",
        ),
        "multiplied": (threshold("g_L * (V_th - E_L) * (1 - np.exp(-width / tau_m))"),
                       "do not multiply"),
        "growing": (threshold("g_L * (V_th - E_L) / (1 - np.exp(width / tau_m))"), "needs a minus"),
        "plus": (threshold("g_L * (V_th - E_L) / (1 + np.exp(-width / tau_m))"), "a shorter pulse"),
        "upside-down": (threshold("g_L * (V_th - E_L) / (1 - np.exp(-tau_m / width))"), "upside"),
        "decay-alone": (threshold("g_L * (V_th - E_L) / np.exp(-width / tau_m)"), "exp(…) alone"),
        "no-brackets-3": (
            threshold("(g_L * V_th - E_L) / (1 - np.exp(-width / tau_m))"),
            "V_th and E_L belongs together",
        ),
        "no-brackets": (
            threshold("g_L * (V_th - E_L) / 1 - np.exp(-width / tau_m)"),
            "under the fraction bar",
        ),
        "no-brackets-2": (
            threshold("g_L * V_th - E_L / (1 - np.exp(-width / tau_m))"),
            "V_th and E_L belongs together",
        ),
        "rheobase": (threshold("g_L * (V_th - E_L)"), "this is the rheobase"),
        "200-pA": (threshold("200.0"), "a shorter pulse must need more"),
        "200-pA-and-a-guess": (threshold("200 + 3000 / width**2"), "come down to the rheobase"),
        "weiss": (threshold("g_L * (V_th - E_L) * (1 + tau_m * math.log(2) / width)"), "Weiss"),
        "constant-charge": (threshold("g_L * (V_th - E_L) * tau_m / width"), "falls without end"),
        "charge": (threshold(f"{RIGHT_THRESHOLD} * width"), "this is the charge"),
        "threshold-alone": (threshold("g_L * V_th / (1 - np.exp(-width / tau_m))"), "nothing else"),
        "sum": (threshold("g_L * (V_th + E_L) / (1 - np.exp(-width / tau_m))"), "nothing else"),
        "turned": (threshold("g_L * (E_L - V_th) / (1 - np.exp(-width / tau_m))"), "sign is"),
        "no-tau": (threshold("g_L * (V_th - E_L) / (1 - np.exp(-width))"), "pure number"),
        "times-tau": (threshold("g_L * (V_th - E_L) / (1 - np.exp(-width * tau_m))"), "pure num"),
        "2-to-the": (threshold("g_L * (V_th - E_L) / (1 - 2 ** (-width / tau_m))"), "short ones"),
        "nA": (threshold(f"{RIGHT_THRESHOLD} / 1000"), "no change of units"),
        "ampere": (threshold(f"{RIGHT_THRESHOLD} * 1e-12"), "no change of units"),
        "width-in-s": (
            threshold("g_L * (V_th - E_L) / (1 - np.exp(-width / 1000 / tau_m))"),
            "no change of units",
        ),
        "default-neuron": (threshold("200 / (1 - np.exp(-width / 10))"), "default neuron"),
        "default-tau": (threshold("g_L * (V_th - E_L) / (1 - np.exp(-width / 10))"), "default"),
        "default-threshold": (
            threshold("g_L * (-55 - E_L) / (1 - np.exp(-width / tau_m))"),
            "default neuron",
        ),
        "int": (threshold(f"int({RIGHT_THRESHOLD})"), "only whole numbers"),
        "floor-division": (threshold(RIGHT_THRESHOLD.replace(") / (1", ") // (1")), "whole num"),
        "floor-in-the-exponent": (
            threshold("g_L * (V_th - E_L) / (1 - math.exp(-(width // tau_m)))"),
            "ZeroDivisionError",
        ),
        "rounded": (threshold(f"round({RIGHT_THRESHOLD}, 1)"), "rounded"),
        "float16": (threshold(f"np.float16({RIGHT_THRESHOLD})"), "short ones are not"),
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "title"), cases(WRONG))
def test_a_typical_mistake_is_told(name, title):
    verdict, telling = judged(name, title), WRONG[name][title][1]
    assert verdict.state == "wrong", verdict
    assert telling in verdict.message
    assert "\n" not in verdict.message
    assert len(verdict.message) < 180


@pytest.mark.parametrize("name", SOLUTIONS)
def test_different_mistakes_get_different_messages(name):
    """At least eight messages, few of which only say that something is wrong."""
    messages = {judged(name, title).message for title in WRONG[name]}
    assert len(messages) >= 8
    vague = [m for m in messages if "not the size" in m or "rate is not" in m or "leaves the" in m]
    assert len(vague) <= 4, vague


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("name", SOLUTIONS)
def test_no_message_holds_a_line_of_the_solution(name):
    lines = [old for old, _ in BLANKS[name]]
    lines += [line.split("=", 1)[1] for old in lines for line in old.splitlines() if "= " in line]
    forbidden = {squeezed(line) for line in lines} - {"held-1", "params.V_reset"}
    for title in WRONG[name]:
        message = squeezed(judged(name, title).message)
        assert not [line for line in forbidden if line in message], message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_no_message_holds_a_right_number(name):
    """Watch what the right answer is asked, then look for its numbers in the messages."""
    right, told = written(name), []

    def watched(**probe):
        answer = right(**probe)
        told.extend(np.hstack(answer if isinstance(answer, tuple) else [answer]))
        return answer

    assert judge(name, watched).state == "done"
    texts = {f"{x:.{digits}f}" for x in told if x != round(x) for digits in (2, 3, 4, 6)}
    for title in WRONG[name]:
        message = judged(name, title).message
        assert not [text for text in texts if text in message], title


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_figure_is_drawn_for_every_mistake_that_has_a_curve(name):
    verdicts = [judged(name, title) for title in WRONG[name]]
    shown = [verdict for verdict in verdicts if verdict.curve is not None]
    assert len(shown) >= 8
    for verdict in shown[::5]:
        html = verdict._repr_html_()
        assert '<img alt="Your curve drawn over the expected one' in html


def test_a_right_answer_passes_after_one_that_spoilt_its_inputs():
    spoil_current = body("simulate", "i_inj[:] = 0", "return i_inj, []")
    spoil_rate = body("rate_dc", "i_dc.fill(np.nan)", "return i_dc")
    spoil_neuron = body(
        "rate_dc", "object.__setattr__(params, 'V_th', 0.0)", "return np.zeros(i_dc.size)"
    )
    for _ in range(2):
        for name, function in (
            ("simulate", spoil_current),
            ("rate_dc", spoil_rate),
            ("rate_dc", spoil_neuron),
        ):
            verdict = judge(name, function)
            assert verdict.state == "wrong"
            assert "changes what it is given" in verdict.message
            assert judge(name, written(name)).state == "done"


def test_spike_times_kept_between_calls_are_wrong():
    """A mutable default argument hands the spikes of one run to the next."""
    function = written(
        "simulate",
        ("dt, params):", "dt, params, spike_times=[]):"),
        ("spike_times, held = [], 0", "held = 0"),
    )
    verdict = judge("simulate", function)
    assert verdict.state == "wrong"
    assert "spike" in verdict.message

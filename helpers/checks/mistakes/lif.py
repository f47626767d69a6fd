"""Lesson 02's exercises: what a student is asked, the solutions, and the typical slips.

Units: mV, ms, pA, nS; rates in Hz.
"""

import math
from dataclasses import replace

import numpy as np

from helpers.checks.edits import Exercise, Probes, combined, factors
from helpers.lif import LIFParams, lif_step, simulate_lif
from helpers.theory import lif_rate_dc, lif_threshold_current

DEFAULT = LIFParams()
# Every parameter differs from the lesson's, and E_L from V_reset: a constant that happens to
# fit the lesson's neuron does not fit this one.
OTHER = LIFParams(
    V_th=-50.0, V_reset=-68.0, E_L=-72.0, V_init=-65.0, tau_m=16.0, g_L=8.0, t_ref=3.0
)


def membrane(params):
    """Return what the membrane equation needs of a neuron, by name."""
    return {"E_L": params.E_L, "g_L": params.g_L, "tau_m": params.tau_m}


def with_or_without(extra, *edits):
    """Return all combinations of the edits, each without `extra` and with it."""
    several = combined(*edits)
    return (*several, *(f"{edit} && {extra}" for edit in several))


# --- one step -------------------------------------------------------------------------------

STEPS: Probes = [
    {"v": -75.0, "i_inj": 0.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -60.0, "i_inj": 0.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -75.0, "i_inj": 100.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -61.0, "i_inj": 130.0, "dt": 0.5, **membrane(OTHER)},
    {"v": -80.0, "i_inj": -40.0, "dt": 2.0, **membrane(OTHER)},
    {"v": -70.0, "i_inj": 90.0, "dt": 20.0, **membrane(OTHER)},
    # the answer is near 0, so it shows every digit that is rounded off
    {"v": 0.0321, "i_inj": 7.0, "dt": 0.01, **membrane(OTHER)},
]
THOUSAND = "a factor 1000 is too much: pA/nS is mV already, and dt is in ms."
NUMBERS = "this holds numbers of the default neuron: use the arguments instead."
DT = "dt is 0.1 in your formula whatever is handed in: use the argument."

EULER_STEP = Exercise(
    """
def euler_step(v, i_inj, dt, E_L, g_L, tau_m):
    leak, drive = -(v - E_L), i_inj / g_L
    return v + dt * (leak + drive) / tau_m
""",
    STEPS,
    {
        "V runs away from rest: the leak has the wrong sign.": "-(v - E_L) → v - E_L",
        "the current pulls V the wrong way: it enters with a plus.": "leak + → leak -",
        "both terms have the wrong sign: leak and input, not their opposites.": "v + dt → v - dt",
        "the leak pulls towards 0 mV, not towards E_L.": "(v - E_L) → v",
        "the leak must vanish where V is E_L: their difference, in brackets after the minus.":
            "-(v - E_L) → -v - E_L",
        "the leak is missing: without input V never moves.": "leak + → ",
        "the input is missing: V does not feel the current.": " + drive → ",
        "tau_m is missing: your slope is in mV, it must be in mV per ms.": " / tau_m → ",
        "multiplied by tau_m where the equation divides.": "/ tau_m → * tau_m",
        "tau_m divides the input only: put brackets around leak plus input.":
            "drive) / tau_m → drive / tau_m)",
        "tau_m divides the leak only: put brackets around leak plus input.":
            "(leak + drive) / tau_m → (leak / tau_m + drive)",
        "g_L is missing under the current: pA must become mV.": " / g_L → ",
        "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": "/ g_L → * g_L",
        "g_L divides the leak too: only the current is in pA.": "-(v - E_L) → -(v - E_L) / g_L",
        "the step grows with dt²: is dt multiplied twice?": "dt * → dt**2 *",
        "the step does not depend on dt: the slope must be multiplied by dt once.": "dt *  → ",
        "this is the change of V; return the new V, old value plus change.": "v + dt → dt",
        "this is the slope dV/dt; return V one step later.": "v + dt *  → ",
        "multiplied by g_L: (2.1) is divided by C_m, which is tau_m·g_L, not by tau_m.":
            "/ tau_m → * g_L / tau_m",
        "// cuts off the digits; divide with a single /.":
            ("(leak + drive) / tau_m → ((leak + drive) // tau_m)", "/ g_L → // g_L"),
        THOUSAND: factors("i_inj /", "dt *"),
        "this is the exact step, which comes later; here use Euler's.":
            "dt * (leak + drive) / tau_m → (leak + drive) * (1 - np.exp(-dt / tau_m))",
        DT: "dt * → 0.1 *",
        "the current has a sign: leave out abs().": "i_inj / → abs(i_inj) /",
        "the leak pulls V up where V is below E_L: leave out abs() and max().":
            ("-(v - E_L) → -abs(v - E_L)", "-(v - E_L) → -max(v - E_L, 0)"),
        "one step has no threshold and no limit: that is the loop's business.":
            ("dt * → min(dt, tau_m) *",
             "return v + dt * (leak + drive) / tau_m → "
             "return min(v + dt * (leak + drive) / tau_m, -55)"),
        "C_m, tau_m·g_L, is 100 pF for the default neuron only.":
            "(leak + drive) / tau_m → g_L * (leak + drive) / 100",
        NUMBERS: with_or_without("dt * → 0.1 *", "- E_L → + 75", "/ g_L → / 10", "/ tau_m → / 10"),
    },
    reference=lif_step,
)  # fmt: skip

EXACT_STEP = Exercise(
    """
def exact_step(v, i_inj, dt, E_L, g_L, tau_m):
    v_inf = E_L + i_inj / g_L
    decay = np.exp(-dt / tau_m)
    return v_inf + (v - v_inf) * decay
""",
    STEPS,
    {
        "the exponential multiplies the whole distance: put brackets around v - v_inf.":
            "(v - v_inf) → v - v_inf",
        "tau_m belongs inside the exponent, under dt.": "-dt / tau_m) → -dt) / tau_m",
        "this is still Euler's step; the exact one holds an exponential.":
            "np.exp(-dt / tau_m) → 1 - dt / tau_m",
        "V runs away from v_inf: the exponent must be negative.": "(-dt → (dt",
        "the exponent is upside down: time over time constant.": "-dt / tau_m → -tau_m / dt",
        "for dt near 0 V must stay where it is, and yours jumps: (v - v_inf), not (v_inf - v).":
            "(v - v_inf) → (v_inf - v)",
        "the new V forgets where it started: v must appear, not only v_inf and E_L.":
            "(v - v_inf) → (E_L - v_inf)",
        "V relaxes to E_L: the input is missing in v_inf.": " + i_inj / g_L → ",
        "v_inf lacks E_L: I/g_L is a distance from rest.": "E_L + i_inj → i_inj",
        "g_L is missing in v_inf: pA must become mV.": " / g_L → ",
        "this is the distance to v_inf; add v_inf to get V.": "return v_inf + → return",
        "1 - exp(…) is the part that is gone; the distance that is left decays with exp(…).":
            "* decay → * (1 - decay)",
        "this is v_inf, where V ends; one step covers only a part of the way.":
            " + (v - v_inf) * decay → ",
        "the current pulls V the wrong way: it enters v_inf with a plus.": "E_L + → E_L -",
        "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": "/ g_L → * g_L",
        "g_L divides E_L too: only the current is in pA.": "E_L + i_inj → E_L / g_L + i_inj",
        "the distance that decays is the one to v_inf, not the one to E_L.":
            "(v - v_inf) → (v - E_L)",
        "the exponent must be a pure number: a time over a time.":
            ("-dt / tau_m → -1 / tau_m", "-dt / tau_m → -dt", "-dt / tau_m → -dt * tau_m"),
        "// cuts off the digits; divide with a single /.": ("/ g_L → // g_L", "/ tau_m → // tau_m"),
        THOUSAND: (*factors("i_inj /"), "-dt → -1000 * dt", "-dt → -0.001 * dt"),
        DT: "-dt → -0.1",
        "the current has a sign: leave out abs().": "i_inj / → abs(i_inj) /",
        NUMBERS: with_or_without("-dt → -0.1", "= E_L → = -75", "/ g_L → / 10", "/ tau_m → / 10"),
    },
)  # fmt: skip


# --- the simulation -------------------------------------------------------------------------

INPUTS: Probes = [
    {"i_inj": np.full(600, 250.0), "dt": 0.1, "params": DEFAULT},
    {"i_inj": np.linspace(100.0, 420.0, 900), "dt": 0.1, "params": OTHER},
    {"i_inj": np.repeat([-20.0, 330.0, -20.0], [100, 500, 200]), "dt": 0.25, "params": OTHER},
    # with dt = tau_m one Euler step lands on V_th exactly, and t_ref / dt is 13.999999999999998
    {"i_inj": np.full(18, 200.0), "dt": 0.4, "params": LIFParams(tau_m=0.4, t_ref=5.6)},
    # t_ref / dt is 8.33, 14.6 and 0; times of three digits; the first current fires
    {"i_inj": np.linspace(500.0, 300.0, 200), "dt": 0.3, "params": LIFParams(t_ref=2.5)},
    {"i_inj": np.linspace(560.0, 250.0, 300), "dt": 0.137, "params": DEFAULT},
    {"i_inj": np.array([9000.0, 8000.0, -7000.0]), "dt": 0.3, "params": LIFParams(t_ref=0.0)},
]
HELD, SPIKE = "p.V_reset  # while held", "p.V_reset  # at the spike"
FROM_PARAMS = "this holds numbers of the default neuron: take each one from `params`."

SIMULATE = Exercise(
    """
def simulate(i_inj, dt, params):
    p = params
    v = np.full(i_inj.size, p.V_init)
    spike_times, held = [], 0
    for k in range(1, i_inj.size):
        if held > 0:
            v[k] = p.V_reset  # while held
            held = held - 1
            continue
        v[k] = lif_step(v[k - 1], i_inj[k - 1], dt, p.E_L, p.g_L, p.tau_m)
        if v[k] >= p.V_th:
            v[k] = p.V_reset  # at the spike
            spike_times.append(k * dt)
            held = round(p.t_ref / dt)
    return v, np.array(spike_times)
""",
    INPUTS,
    {
        "V keeps its value at a spike: set v[k] to V_reset there.":
            (f"{SPIKE} → v[k]", f"{SPIKE} → v[k] && {HELD} → v[k - 1]"),
        "after a spike V must be V_reset, which need be neither E_L nor V_init.": tuple(
            f"{place} → {wrong}"
            for wrong in ("p.E_L", "p.V_init")
            for place in (SPIKE, HELD, "p.V_reset")
        ),
        "there is no refractory period: after a spike V must stay at V_reset for t_ref.":
            "round(p.t_ref / dt) → 0",
        "V is held for t_ref steps; t_ref is in ms, so divide it by dt.":
            ("p.t_ref / dt → p.t_ref", "round(p.t_ref / dt) → p.t_ref",
             "round(p.t_ref / dt) → int(p.t_ref)"),
        "`held` counts steps: take off 1, not dt.": "held - 1 → held - dt",
        "t_ref is multiplied by dt; how many steps of dt fit into t_ref?":
            ("round(p.t_ref / dt) → p.t_ref * dt", "t_ref / dt → t_ref * dt"),
        "V is held for 20 steps, whatever t_ref and dt are: count them from `params`.":
            "round(p.t_ref / dt) → 20",
        "int() and // cut 13.999… steps down to 13; round() gives the nearest whole number.":
            ("round( → int(", "round(p.t_ref / dt) → p.t_ref // dt"),
        "8.3 steps are neither 9 nor a little more than 8: round() gives the nearest whole number.":
            ("round(p.t_ref / dt) → p.t_ref / dt", "round( → math.ceil("),
        "without a refractory period, t_ref = 0, V must not be held at all.":
            "round(p.t_ref / dt) → max(1, round(p.t_ref / dt))",
        "the spike times are rounded: k * dt as it is.":
            tuple(f"k * dt → round(k * dt, {digits})" for digits in range(3)),
        "V is held one step too short: t_ref / dt steps after the spike's own.":
            "/ dt) → / dt) - 1",
        "V is held one step too long: t_ref / dt steps after the spike's own.": "/ dt) → / dt) + 1",
        "after the first spike V never moves again: does `held` count down?": "held - 1 → held",
        "the spike times are step numbers; multiply by dt to get ms.": "k * dt → k",
        "the spike times are in s; leave them in ms.": "k * dt → k * dt / 1000",
        "the spike times hold for dt = 0.1 ms only: use the argument dt.": "k * dt → k * 0.1",
        "while V is held it must be V_reset, not 0.": f"{HELD} → 0.0",
        "the spike times are one step early: the spike is at step k, not k - 1.":
            "k * dt → (k - 1) * dt",
        "the spike times are one step late: the spike is at step k, not k + 1.":
            "k * dt → (k + 1) * dt",
        "a step that ends exactly at V_th is a spike too: >= rather than >.": ">= → >",
        "step k must use the current of step k - 1, the one that flows during the step.":
            "i_inj[k - 1] → i_inj[k]",
        "this is the exact step; the exercise takes Euler's, lif_step.":
            "lif_step(v[k - 1], i_inj[k - 1], dt, → exact(v[k - 1], i_inj[k - 1], dt,",
        FROM_PARAMS: (
            "p = params → p = LIFParams()",
            "p.V_th → -55.0",
            "p.V_reset → -75.0",
            f"{SPIKE} → -75.0",
            f"{HELD} → -75.0",
            "p.E_L → -75.0",
            "p.tau_m → 10.0",
            "p.g_L → 10.0",
            "p.t_ref → 2.0",
        ),
    },
    reference=lambda **probe: simulate_lif(**probe)[1:],
    lif_step=lif_step,
    exact=EXACT_STEP.function(),
    LIFParams=LIFParams,
    math=math,
)  # fmt: skip


# --- the f-I curve --------------------------------------------------------------------------

CURRENTS: Probes = [
    {"i_dc": np.array([0.0, 150, 200, 210, 250, 300, 400, 5000]), "params": DEFAULT},
    {"i_dc": np.linspace(-50.0, 900.0, 96), "params": OTHER},
    # unsorted, the first one fires, strong below 0, and a rate above 500 Hz
    {"i_dc": np.array([412.3, -900.0, 5e4, 199.9, 250.0, 0.0]), "params": LIFParams(t_ref=0.4)},
    {"i_dc": np.array([333.3]), "params": replace(OTHER, t_ref=0.05)},
]
FIRES = "= v_inf > p.V_th"

RATE_DC = Exercise(
    """
def rate_dc(i_dc, params):
    p, rate = params, np.zeros(i_dc.size)
    v_inf = p.E_L + i_dc / p.g_L
    fires = v_inf > p.V_th
    v = v_inf[fires]
    ratio = (v - p.V_reset) / (v - p.V_th)
    interval = p.t_ref + p.tau_m * np.log(ratio)
    rate[fires] = 1000 / interval
    return rate
""",
    CURRENTS,
    {
        "this compares pA with mV: a neuron fires if v_inf lies above V_th.":
            f"{FIRES} → = i_dc > p.V_th",
        "a neuron fires if v_inf lies above V_th, not above E_L or V_reset.":
            (f"{FIRES} → = v_inf > p.E_L", f"{FIRES} → = v_inf > p.V_reset"),
        "the sign of the current matters: leave out abs().":
            ("i_dc / p.g_L → abs(i_dc) / p.g_L", f"{FIRES} → = abs(i_dc) > p.rheobase"),
        "one rate for each current, in their order: the rates are sorted.":
            "return rate → return np.sort(rate)",
        "the currents need not ascend: `fires` tells where each rate belongs.":
            "rate[fires] = → rate[-fires.sum():] =",
        "the rate has no limit of 500 Hz: t_ref sets it.":
            "1000 / interval → np.fmin(1000 / interval, 500)",
        "t_ref is in the interval already: it is no part of a rate.":
            "/ interval → / interval - p.t_ref",
        "-55 mV is the threshold of the default neuron: compare with `params.V_th`.":
            f"{FIRES} → = v_inf > -55",
        "the comparison is turned round: a neuron fires if v_inf lies above V_th.":
            f"{FIRES} → = v_inf < p.V_th",
        "v_inf lacks E_L: I/g_L is a distance from rest.": "p.E_L + i_dc → i_dc",
        "without input V rests at E_L, not at V_reset: v_inf starts from there.":
            "p.E_L → p.V_reset",
        "the rate is in spikes per ms; 1 Hz is one spike per 1000 ms.": "1000 / → 1 /",
        "divide 1000 by the interval, do not multiply: a longer interval is a lower rate.":
            "1000 / → 1000 *",
        "t_ref is missing: however large the current, the rate must stay below 1000/t_ref.":
            "p.t_ref + → ",
        "t_ref must lengthen the interval, not shorten it.": "p.t_ref + → -p.t_ref +",
        "the time to threshold is positive: is the fraction upside down, or its sign turned?":
            "(ratio) → (1 / ratio)",
        "after a spike V starts at V_reset, not at E_L.": "p.V_reset → p.E_L",
        "np.log is the natural logarithm; log10 and log2 are not.": ("log → log10", "log → log2"),
        "the logarithm of the fraction is missing.": "np.log → ",
        "t_ref stands alone: only tau_m is multiplied by the logarithm.":
            "p.t_ref + p.tau_m → (p.t_ref + p.tau_m)",
        "tau_m is missing in front of the logarithm.": "p.tau_m * → ",
        "this is the interval in ms; the rate is 1000 divided by it.":
            ("1000 / → ", "1000 / →  && np.zeros( → np.inf + np.zeros("),
        "g_L is missing in v_inf: I/g_L is in mV, I is not.":
            (f"{FIRES} → = i_dc > p.rheobase && i_dc / p.g_L → i_dc", "i_dc / p.g_L → i_dc"),
        "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": "i_dc / → i_dc *",
        "the rheobase is 200 pA for the default neuron only: compare v_inf with V_th.":
            f"{FIRES} → = i_dc > 200",
        FROM_PARAMS: (
            "= params, → = LIFParams(),",
            "p.V_th → -55",
            "p.V_reset → -75",
            "p.E_L → -75",
            "p.tau_m → 10",
            "p.g_L → 10",
            "p.t_ref → 2",
        ),
    },
    reference=lif_rate_dc,
    LIFParams=LIFParams,
)  # fmt: skip


# --- strength and duration ------------------------------------------------------------------

PULSES: Probes = [
    {"width": width, "V_th": params.V_th, **membrane(params)}
    for params in (DEFAULT, OTHER)
    for width in (0.5, 2.0, 6.9, 15.0, 200.0)
]
PULSES += [{"width": 3.3, "V_th": 18.0, "E_L": 0.0, "g_L": 12.0, "tau_m": 7.0}]  # rest at 0 mV


def _threshold(width, E_L, V_th, g_L, tau_m):
    params = LIFParams(E_L=E_L, V_init=E_L, V_reset=E_L, V_th=V_th, g_L=g_L, tau_m=tau_m)
    return lif_threshold_current(width, params)


COVERED = "(1 - np.exp(-width / tau_m))"

THRESHOLD_CURRENT = Exercise(
    """
def threshold_current(width, E_L, V_th, g_L, tau_m):
    return g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m))
""",
    PULSES,
    {
        "1 and exp(…) belong together under the fraction bar: put brackets around them.":
            f"{COVERED} → {COVERED[1:-1]}",
        "the difference of V_th and E_L belongs together: put brackets around it.":
            ("(V_th - E_L) → V_th - E_L", "g_L * (V_th - E_L) → (g_L * V_th - E_L)"),
        "g_L is missing: this is a voltage in mV, not a current in pA.": "g_L * → ",
        "divided by g_L; from V = I/g_L follows I = g_L·V.": "g_L * → 1 / g_L *",
        "a short pulse must be stronger: divide by 1 - exp(…), do not multiply.": ") / ( → ) * (",
        "the current is negative: the exponent needs a minus.": "-width → width",
        "the exponent is upside down: width over time constant.": "-width / tau_m → -tau_m / width",
        "divided by exp(…) alone: V covers the fraction 1 - exp(-width / tau_m) of its way.":
            "1 - np → np",
        "this is the rheobase, right for an endless pulse; a short one must be stronger.":
            f" / {COVERED} → ",
        "this is Weiss's hyperbola, a good fit to nerves; here the exponential is exact.":
            f"/ {COVERED} → * (1 + tau_m * np.log(2) / width)",
        "potentials have signs: the distance to cover is V_th - E_L.":
            "V_th - E_L → abs(E_L) - abs(V_th)",
        "the exponential falls: 1 minus it grows with the width.": "1 - np → 1 + np",
        "e is 2.71828…: np.exp knows all its digits.":
            tuple(f"np.exp(-width / tau_m) → {e}**(-width / tau_m)" for e in (2.7, 2.72, 2.718)),
        "the distance to cover is V_th - E_L, nothing else.":
            ("V_th - E_L → V_th", "V_th - E_L → E_L", "V_th - E_L → V_th + E_L"),
        "the sign is turned: the distance to cover is V_th - E_L, a positive one.":
            "V_th - E_L → E_L - V_th",
        "the current falls without end: a long pulse still needs the rheobase.":
            f"/ {COVERED} → * tau_m / width",
        "this is the charge of the pulse; divide it by the width to get the current.":
            "g_L * → g_L * width *",
        "the exponent must be a pure number: a time over a time.":
            (" / tau_m → ", "/ tau_m → * tau_m"),
        "no change of units is needed: nS·mV is pA, and ms/ms is a number.": (
            "-width → -0.001 * width",
            *factors("g_L *", of=("1000 *", "0.001 *", "1e-12 *")),
        ),
        NUMBERS: combined(
            "V_th - → -55 -", "- E_L → + 75", "return g_L → return 10", "/ tau_m → / 10"
        ),
    },
    reference=_threshold,
)  # fmt: skip

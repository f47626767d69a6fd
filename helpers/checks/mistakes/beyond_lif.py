"""Lesson 06's exercises: what a student is asked, the solutions, and the typical slips.

Units: mV, ms, pA, nS, pF; rates in Hz.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.adex import PATTERNS, AdExParams, adex_slopes
from helpers.checks.edits import Exercise, combined, factors, instead
from helpers.checks.mistakes.lif import DEFAULT, OTHER
from helpers.glif import GLIFParams, adapted_rate_dc
from helpers.lif import LIFParams, lif_step
from helpers.theory import lif_rate_dc

NUMBERS = "this holds numbers of the lesson's neuron: use the arguments delta_i and tau_i."

# --- the after-spike current ----------------------------------------------------------------

CURRENTS: list[dict[str, Any]] = [
    {"i_inj": i_inj, "dt": dt, "params": params, "delta_i": delta_i, "tau_i": tau_i}
    for i_inj, dt, params, delta_i, tau_i in (
        (np.full(900, 300.0), 0.1, DEFAULT, -25.0, 100.0),
        (np.linspace(120.0, 460.0, 800), 0.25, OTHER, -40.0, 35.0),
        (np.repeat([20.0, 380.0, -20.0], [100, 400, 200]), 0.2, OTHER, 15.0, 60.0),
        # t_ref / dt is 8.33 and 14.6, times have three digits, the first step fires, both signs
        (np.linspace(9000.0, -9000.0, 240), 0.3, LIFParams(t_ref=2.5), -60.0, 21.0),
        (np.linspace(800.0, 250.0, 300), 0.137, DEFAULT, -30.0, 40.0),
        # tiny; with dt = tau_m one step lands on V_th exactly
        (np.array([150.0, 200.0, -800.0]), 0.4, LIFParams(tau_m=0.4, t_ref=0.0), -7.0, 5.0),
    )
]
WHOLE_ARRAY = "a whole array where one number belongs: i_all is the current of one step, [k - 1]."
EXACT, JUMP = "np.exp(-dt / tau_i)", "i_asc[k] + delta_i"
EULER, IMPLICIT = f"{EXACT} → (1 - dt / tau_i)", f"{EXACT} → 1 / (1 + dt / tau_i)"
NOW = "+ before → + i_asc[k]"  # the membrane feels the current at the end of the step
WAYS = "", f"{NOW} && ", f"{EULER} && ", f"{NOW} && {EULER} && "  # begins an edit

SIMULATE_ASC = Exercise(
    """
def simulate_asc(i_inj, dt, params, delta_i, tau_i):
    p, v, held = params, params.V_init, 0
    i_asc, spike_times = np.zeros(i_inj.size), []
    for k in range(1, i_inj.size):
        before = i_asc[k - 1]
        i_asc[k] = before * np.exp(-dt / tau_i)
        if held > 0:
            held = held - 1
            continue
        i_all = i_inj[k - 1] + before
        v = lif_step(v, i_all, dt, p.E_L, p.g_L, p.tau_m)
        if v >= p.V_th:
            v, held = p.V_reset, round(p.t_ref / dt)
            spike_times.append(k * dt)
            i_asc[k] = i_asc[k] + delta_i
    return i_asc, np.array(spike_times)
""",
    CURRENTS,
    {
        "a spike must add to the current that is there, and yours replaces it.":
            (f"{JUMP} → delta_i", f"{JUMP} → delta_i && {EULER}"),
        "the current never decays: a part of it must be left after each step, not all.":
            f" * {EXACT} → ",
        "the current grows by itself: the exponent must be negative.":
            ("-dt / → dt /", f"{EXACT} → (1 + dt / tau_i)"),
        "the current is gone after one step: is the exponent upside down, or the old value "
        "left out?": (f"before * {EXACT} → 0.0", "-dt / tau_i → -tau_i / dt"),
        "this is the part that has gone; what is left is the rest of it.":
            (f"{EXACT} → (1 - {EXACT})", f"{EXACT} → dt / tau_i"),
        "this is the change in one step, -dt/tau_i times the current; add it to the current.":
            f"{EXACT} → -dt / tau_i",
        "dt is missing in the decay: the exponent must be a time over a time.":
            ("-dt / → -1 /", f"{EXACT} → (1 - 1 / tau_i)"),
        "tau_i is missing in the decay: the exponent must be a time over a time.":
            (" / tau_i → ", f"{EXACT} → (1 - dt)"),
        "dt and tau_i are both in ms: no factor 1000 is needed.": factors("dt / tau_i"),
        "the membrane feels the injected current alone: the after-spike current is missing.":
            " + before → ",
        "the after-spike current enters with a plus: delta_i carries the sign.":
            ("+ before → - before", "+ before → - i_asc[k]"),
        "step k must use the current of step k - 1, the one that flows during the step.":
            ("i_inj[k - 1] → i_inj[k]", f"i_inj[k - 1] → i_inj[k] && {NOW}"),
        "the jump has the wrong sign: delta_i is added as it is.":
            ("+ delta_i → - delta_i", "+ delta_i → - abs(delta_i)"),
        "the jump is one step of the current in pA, not a rate: leave dt out.":
            "+ delta_i → + delta_i * dt",
        "lif_step divides by g_L already: all currents enter in pA.":
            ("+ before → + before / p.g_L", "+ before → + i_asc[k] / p.g_L"),
        "the spike adds to what is left *after* this step, and yours goes back to before it.":
            tuple(f"{way}{JUMP} → before + delta_i" for way in WAYS),
        "the rest of the loop is the lesson's: round(), >= and the times k * dt stay as they are.":
            ("round( → int(", "round(p.t_ref / dt) → p.t_ref / dt", "round( → math.ceil(", ">= → >",
             *(f"k * dt) → round(k * dt, {digits}))" for digits in range(3))),
        "a spike leaves no current behind: it must add delta_i.": " + delta_i → ",
        "this holds a fixed time step: use the argument dt.":
            tuple(f"{way}dt / tau_i → 0.1 / tau_i" for way in WAYS),
        NUMBERS: combined("/ tau_i → / 100", "+ delta_i → - 25"),
    },
    right=(NOW, EULER, f"{NOW} && {EULER}", IMPLICIT, f"{NOW} && {IMPLICIT}"),
    lif_step=lif_step,
    math=math,
)  # fmt: skip


# --- the adapted rate -----------------------------------------------------------------------

RATES = [
    {"i_dc": i_dc, "params": params, "delta_i": delta_i, "tau_i": tau_i}
    for params, delta_i, tau_i in ((DEFAULT, -25.0, 100.0), (OTHER, -12.0, 240.0))
    for i_dc in (150.0, 230.0, 300.0, 520.0)
]
# just above rheobase, fast, and below 0
RATES += [RATES[0] | {"i_dc": i_dc} for i_dc in (202.0, -300.0)]
RATES += [RATES[4] | {"i_dc": 183.0, "delta_i": -3.0}]
RATES += [{"i_dc": 2500.0, "params": LIFParams(t_ref=0.5), "delta_i": -9.0, "tau_i": 33.0}]

ADAPTED_RATE = Exercise(
    """
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
""",
    RATES,
    {
        "pA·ms·Hz: a Hz is one per 1000 ms, so a factor 1000 is missing.": " / 1000 → ",
        "the factor 1000 belongs under the fraction bar: a Hz is one per 1000 ms.":
            "/ 1000 → * 1000",
        "the rate is missing: more spikes make a larger mean current.": " * rate → ",
        "tau_i is missing: a current that decays slowly brings more charge.":
            (" * tau_i → ", " * tau_i →  && / 1000 → "),
        "delta_i is missing: this is a number of spikes, not a current.":
            ("delta_i * → ", "delta_i * → -"),
        "charge times rate, not charge over rate.": ("* rate → / rate", "* rate / 1000 → / rate"),
        "the charge of a spike is delta_i·tau_i, a product.": tuple(
            f"* tau_i * rate / 1000 → / tau_i * rate{factor}"
            for factor in (" / 1000", "", " * 1000")
        ),
        "the after-spike current must lower the rate: delta_i carries the sign already.":
            ("= delta_i → = -delta_i", "+ i_mean → - i_mean"),
        "the neuron feels no after-spike current: add its mean to i_dc.": " + i_mean → ",
        "divided by g_L: lif_rate_dc takes a current in pA.": "+ i_mean → + i_mean / params.g_L",
        "answer is a rate: put the sum of the currents into lif_rate_dc.":
            "lif_rate_dc(i_dc + i_mean, params) → i_dc + i_mean",
        "use the neuron that is handed in, `params`.": ", params) → )",
        "the sign of the current matters: leave out abs().":
            ("(i_dc + → (abs(i_dc) +", "i_dc + i_mean → abs(i_dc + i_mean)"),
        "the rheobase is 200 pA for the lesson's neuron only: lif_rate_dc knows it.":
            "return rate → return rate if i_dc > 200 else 0.0",
        "the comparison is turned: where the answer lies above the guess, the guess is too low.":
            "answer > rate → answer < rate",
        "return the guess, `rate`, not the last answer.": "return rate → return answer",
        "the rate may be higher: leave the interval as it was, 0 to 1000 Hz.":
            instead("1000.0", "100.0", "200.0", "500.0"),
        "the halving ends too early: leave the number of steps as it was.":
            instead("range(50)", "range(5)", "range(10)", "range(20)"),
        NUMBERS: combined("delta_i * → -25.0 *", "* tau_i * → * 100.0 *"),
    },
    reference=lambda i_dc, params, **asc: adapted_rate_dc(i_dc, GLIFParams(3, params, **asc)),
    lif_rate_dc=lif_rate_dc,
)  # fmt: skip


# --- the slopes of the AdEx neuron ----------------------------------------------------------

CELL = AdExParams(C_m=150.0, g_L=12.0, E_L=-66.0, V_T=-52.0, Delta_T=3.0, a=5.0, tau_w=80.0, b=45.0)
SLOPES = [
    {"v": v, "w": w, "i_inj": i_inj, "params": params}
    for params in (PATTERNS["adapting"].params, CELL)
    for v, w, i_inj in ((-61.0, 30.0, 0.0), (-49.5, -20.0, 210.0), (-44.0, 130.0, -60.0))
]
# a below 0, V below E_L, and far above V_T
INVERTED = replace(CELL, a=-0.7, tau_w=300.0)
SLOPES += [
    {"v": v, "w": w, "i_inj": 90.0, "params": INVERTED} for v, w in ((-79.0, -15.0), (-8.0, 4.0))
]
LEAK, EXPONENT, PULL = "-p.g_L * (v - p.E_L)", "(v - p.V_T) / p.Delta_T", "p.a * (v - p.E_L)"

ADEX_SLOPES = Exercise(
    """
def adex_slopes(v, w, i_inj, params):
    p = params
    spike_current = p.g_L * p.Delta_T * np.exp((v - p.V_T) / p.Delta_T)
    dv_dt = (-p.g_L * (v - p.E_L) + spike_current - w + i_inj) / p.C_m
    dw_dt = (p.a * (v - p.E_L) - w) / p.tau_w
    return dv_dt, dw_dt
""",
    SLOPES,
    {
        "the two slopes are swapped: first dV/dt, then dw/dt.": "dv_dt, dw_dt → dw_dt, dv_dt",
        "the leak has the wrong sign: it pulls V back to E_L.": "-p.g_L → p.g_L",
        "the leak lacks g_L: it must be a current in pA.": "-p.g_L * → -",
        "the leak must vanish where V is E_L: their difference, in brackets.": tuple(
            f"{LEAK} → -p.g_L * {v}" for v in ("v - p.E_L", "v", "(v + p.E_L)", "v + p.E_L")
        ),
        "the exponential term is missing or far too small: is V - V_T in brackets?":
            " + spike_current → ",
        "the exponential term drives V up: it enters with a plus.":
            "+ spike_current → - spike_current",
        "the exponential lacks its factor g_L Delta_T, or a part of it: it must be in pA.":
            ("p.g_L * p.Delta_T * → ", "p.Delta_T * → ", "p.g_L * p.Delta_T → p.Delta_T"),
        "the exponent has the wrong sign: it grows with V.": "exp((v → exp(-(v",
        "the exponent is (V - V_T) / Delta_T, a pure number.": tuple(
            f"{EXPONENT} → {exponent}"
            for exponent in (
                "v - p.V_T", "(v - p.V_T) * p.Delta_T", "(v - p.E_L) / p.Delta_T",
                "v - p.V_T / p.Delta_T",
            )
        ),
        "w works against the current: it enters dV/dt with a minus.": "- w + → + w +",
        "w is missing in dV/dt.": "- w + → +",
        "the current drives V up: it enters dV/dt with a plus.": "+ i_inj → - i_inj",
        "the injected current is missing in dV/dt.": " + i_inj → ",
        "dV/dt is not divided by C_m: this is a current in pA.": " / p.C_m → ",
        "dV/dt is divided by C_m, not multiplied.": "/ p.C_m → * p.C_m",
        "dV/dt is divided by C_m, not by g_L or tau_w.": ("p.C_m → p.g_L", "p.C_m → p.tau_w"),
        "C_m divides only the last term of dV/dt: put brackets around the sum.":
            ("i_inj) / p.C_m → i_inj / p.C_m)", "- w + i_inj) / p.C_m → + i_inj - w / p.C_m)"),
        "dw/dt is not divided by tau_w.": " / p.tau_w → ",
        "dw/dt is divided by tau_w, not multiplied.": "/ p.tau_w → * p.tau_w",
        "tau_w divides only w: put brackets around the sum.": "w) / p.tau_w → w / p.tau_w)",
        "w runs away: in dw/dt it enters with a minus.": "- w) → + w)",
        "in dw/dt V is measured from E_L.": tuple(
            f"{PULL} → p.a * {v}" for v in ("v", "(v - p.V_T)", "v - p.E_L", "(v + p.E_L)")
        ),
        "a may be negative, and V below E_L: leave out abs().":
            ("p.a * → abs(p.a) *", f"{PULL} → p.a * abs(v - p.E_L)",
             f"{LEAK} → -p.g_L * abs(v - p.E_L)"),
        "the exponential has no limit: V above V_peak is the simulation's business.":
            f"np.exp({EXPONENT}) → np.exp(min({EXPONENT}, 10.0))",
        "dw/dt lacks -w: without it w never decays.": " - w) → )",
        "a belongs to V - E_L alone.": "p.E_L) - w) → p.E_L - w))",
        "a is missing in dw/dt: V must become a current.": "p.a * → ",
        "dw/dt has both signs turned.": "dw_dt = → dw_dt = -",
        "b is the jump at a spike, no part of the slope.":
            ("- w) → - w + p.b)", "/ p.tau_w → / p.tau_w + p.b"),
        "these are steps, not slopes: leave dt out.":
            tuple(f"return dv_dt, dw_dt → return {dt} * dv_dt, {dt} * dw_dt" for dt in (0.05, 0.1)),
    },
    reference=adex_slopes,
)  # fmt: skip


# --- the hidden neuron ----------------------------------------------------------------------


def _cell(V_th, V_reset, E_L, V_init, tau_m, g_L, t_ref, delta_i=0.0, tau_i=100.0):
    membrane = LIFParams(V_th, V_reset, E_L, V_init, tau_m, g_L, t_ref)
    return GLIFParams(3 if delta_i else 1, membrane, delta_i=delta_i, tau_i=tau_i)


CELLS = (  # no number makes them; two adapt, the last one needs 400 pA
    _cell(-47.37, -61.42, -65.33, -58.21, 13.17, 12.43, 2.0, -22.4, 85.0),
    _cell(-61.94, -79.57, -75.28, -69.86, 11.43, 18.47, 3.0, -24.8, 69.0),
    _cell(-64.57, -75.04, -79.46, -73.31, 13.74, 8.93, 5.0),
    _cell(-54.93, -73.02, -75.77, -70.63, 23.37, 19.18, 4.5),
)
SILENT = "your current makes no spike in one of the neurons: let it rise higher."
SAMPLE = np.array([0.0, 0.05, 0.1])  # how much the spike's own sample adds to t_ref [ms]


def _close(x, target, tolerance=0.01):
    return abs(x - target) <= tolerance * abs(target)


# What is asked: its unit, how far off it may be (absolute, relative), and from the message of a
# mistake to whether it explains the value x; m is the membrane of the neuron.
QUANTITIES = {
    "E_L": ("mV", 0.1, 0.0, lambda x, m: {
        "this is V_reset, where V goes after a spike; without spikes V rests at E_L.":
            abs(x - m.V_reset) < 0.3,
        "this is V in V; leave it in mV.": _close(x, m.E_L / 1000),
        "the sign is lost: E_L lies below 0 mV.": _close(x, -m.E_L),
        "this is the threshold, not rest.": abs(x - m.V_th) < 0.5,
        "no recording starts at rest: leave out the time in which V settles, also from a mean.":
            0 < (x - m.E_L) / (m.V_init - m.E_L) < 1.5,
    }),
    "g_L": ("nS", 0.0, 0.02, lambda x, m: {
        "this is a resistance, mV over pA; g_L is pA over mV.":
            _close(x, 1 / m.g_L, 0.04) or _close(x, 1000 / m.g_L, 0.04),
        "the sign is turned: current and change of V have the same sign.": _close(x, -m.g_L, 0.04),
        "this is in µS; pA over mV is nS.": _close(x, m.g_L / 1000, 0.04),
        "this is in pS; pA over mV is nS.": _close(x, m.g_L * 1000, 0.04),
        "this is C_m, in pF; divide it by tau_m.": _close(x, m.g_L * m.tau_m, 0.05),
        "divided by V itself? Take the change of V from E_L.": abs(x) < 0.3 * m.g_L,
        "V has moved far too little where you read it: read it at the end of the current, not of "
        "the recording.": x > 4 * m.g_L,
        "V had not settled when you read it: wait several tau_m, without spikes.": x > m.g_L,
    }),
    "tau_m": ("ms", 0.0, 0.04, lambda x, m: {
        "this is the half time, tau_m·ln 2; take the time to 63 % of the way.":
            _close(x, m.tau_m * np.log(2), 0.06),
        "this is C_m, in pF; divide it by g_L.": _close(x, m.tau_m * m.g_L, 0.06),
        "this is in s; give ms.": _close(x, m.tau_m / 1000, 0.06),
        "this is 1/tau_m, a rate.": _close(x, 1 / m.tau_m, 0.06),
        "the sign is turned: a time constant is positive.": _close(x, -m.tau_m, 0.06),
        "this is the time to 37 % of the way; 37 % is what is *left* after tau_m.":
            _close(x, -m.tau_m * np.log(1 - np.exp(-1)), 0.06),
        "this is far too long: is it a number of samples, or a time that does not start at the "
        "step?": x > 4 * m.tau_m,
        "this is too long: where V starts above rest, it has further to go. Begin the step later, "
        "when V has settled.": x > 1.04 * m.tau_m,
        "this is far too short: a sample before the end of the way fits your condition already, "
        "perhaps the first of all. Look only after the onset, and is the step negative?":
            x < 0.2 * m.tau_m,
    }),
    "V_th": ("mV", 0.3, 0.0, lambda x, m: {
        "this is the distance from E_L; the threshold is a potential.":
            abs(x - (m.V_th - m.E_L)) < 0.5,
        "this is the rheobase in pA; the threshold is a potential in mV.": _close(x, m.rheobase),
        "this is V_reset, where V goes after the spike.": abs(x - m.V_reset) < 0.3,
        "this is E_L, not the threshold.": abs(x - m.E_L) < 0.3,
        "no V above the threshold is ever recorded: is something added to the highest one?":
            x > m.V_th,
        "the highest sample lies below the threshold by up to one step: let V creep up to it "
        "with a weaker or slowly rising current, or a smaller dt.": 0.3 <= m.V_th - x < 5,
    }),
    "t_ref": ("ms", 0.16, 0.0, lambda x, m: {
        "this is in s; give ms.": _close(x, m.t_ref / 1000, 0.08),
        "this is a number of samples; multiply by dt.":
            any(_close(x * dt, m.t_ref, 0.06) for dt in (0.1, 0.05, 0.02, 0.01, 0.2)),
        "this is the sum over all spikes: divide by their number.":
            any(n > 2.5 and abs(n - round(n)) < 0.02 for n in x / (m.t_ref + SAMPLE)),
        "one sample too many per spike: n samples are n - 1 steps.": any(
            abs(x - (round(m.t_ref / dt) + 1) * dt) < 0.02 for dt in (0.2, 0.25, 0.4, 0.5)
        ),
        "this is too long: does it hold the climb back to the threshold, several spikes, or a time "
        "at rest in which V stands still?": x > m.t_ref,
        "V_reset is V at the spike's own sample, not the lowest V.":
            x < 0.5 * m.t_ref and m.V_reset > m.E_L,
        "this is too short: count all the samples at V_reset, of every spike once.": x < m.t_ref,
    }),
}  # fmt: skip

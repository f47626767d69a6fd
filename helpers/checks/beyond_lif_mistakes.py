"""Lesson 06's typical mistakes: what a student is asked, and what each slip would answer.

Each table goes from the message of a mistake to the function that makes it, of one namespace `a`
that holds a probe's arguments. `helpers.checks.beyond_lif` compares a student's answers with them.

Units: mV, ms, pA, nS, pF; rates in Hz.
"""

import functools
import math

import numpy as np

from helpers.adex import PATTERNS, AdExParams
from helpers.checks.lif_mistakes import DEFAULT, OTHER
from helpers.lif import lif_step
from helpers.theory import lif_rate_dc

# --- the after-spike current ----------------------------------------------------------------

CURRENTS = [
    {"i_inj": np.full(900, 300.0), "dt": 0.1, "params": DEFAULT, "delta_i": -25.0, "tau_i": 100.0},
    {
        "i_inj": np.linspace(120.0, 460.0, 800),
        "dt": 0.25,
        "params": OTHER,
        "delta_i": -40.0,
        "tau_i": 35.0,
    },
    {
        "i_inj": np.repeat([20.0, 380.0, -20.0], [100, 400, 200]),
        "dt": 0.2,
        "params": OTHER,
        "delta_i": 15.0,
        "tau_i": 60.0,
    },
]


WHOLE_ARRAY = "a whole array where one number belongs: i_all is the current of one step, [k - 1]."


def _exponential(i_asc, dt, tau_i):
    return i_asc * math.exp(-dt / tau_i)


def _felt_before(i, k, before, now, g_L):
    return i[k - 1] + before


def _felt_now(i, k, before, now, g_L):
    return i[k - 1] + now


def _flawed(
    decay=_exponential,
    felt=_felt_before,
    jump=lambda now, delta_i, dt, before: now + delta_i,
    tau_i=lambda tau_i: tau_i,
    delta_i=lambda delta_i: delta_i,
):
    """Return the simulation with an after-spike current, wrong where an argument is given."""

    def simulation(a):
        p, dt, step, tau = a.params, a.dt, delta_i(a.delta_i), tau_i(a.tau_i)
        v, held, i_inj = p.V_init, 0, a.i_inj.tolist()
        i_asc, spike_times = np.zeros(len(i_inj)), []
        before = 0.0
        for k in range(1, len(i_inj)):
            now = decay(before, dt, tau)
            if held > 0:
                held -= 1
            else:
                v = lif_step(v, felt(i_inj, k, before, now, p.g_L), dt, p.E_L, p.g_L, p.tau_m)
                if v >= p.V_th:
                    v, held = p.V_reset, round(p.t_ref / dt)
                    spike_times.append(k * dt)
                    now = jump(now, step, dt, before)
            i_asc[k] = before = max(min(now, 1e9), -1e9)
        return i_asc, np.array(spike_times)

    return simulation


def _euler(i_asc, dt, tau_i):
    return i_asc * (1 - dt / tau_i)


# Right ways of doing it: the decay exact or by Euler, the current at either end of the step.
RIGHT_CURRENTS = [
    _flawed(),
    _flawed(felt=_felt_now),
    _flawed(decay=_euler),
    _flawed(decay=_euler, felt=_felt_now),
    _flawed(decay=lambda i, dt, tau: i / (1 + dt / tau)),
    _flawed(decay=lambda i, dt, tau: i / (1 + dt / tau), felt=_felt_now),
]

CURRENT_MISTAKES = {
    "a spike must add to the current that is there, and yours replaces it.": (
        _flawed(jump=lambda now, d, dt, before: d),
        _flawed(jump=lambda now, d, dt, before: d, decay=_euler),
    ),
    "the current never decays: a part of it must be left after each step, not all.": (
        _flawed(decay=lambda i, dt, tau: i)
    ),
    "the current grows by itself: the exponent must be negative.": (
        _flawed(decay=lambda i, dt, tau: i * math.exp(dt / tau)),
        _flawed(decay=lambda i, dt, tau: i * (1 + dt / tau)),
    ),
    "the current is gone after one step: is the exponent upside down, or the old value "
    "left out?": _flawed(decay=lambda i, dt, tau: 0.0),
    "this is the part that has gone; what is left is the rest of it.": (
        _flawed(decay=lambda i, dt, tau: i * (1 - math.exp(-dt / tau))),
        _flawed(decay=lambda i, dt, tau: i * dt / tau),
    ),
    "this is the change in one step, -dt/tau_i times the current; add it to the current.": (
        _flawed(decay=lambda i, dt, tau: -i * dt / tau)
    ),
    "dt is missing in the decay: the exponent must be a time over a time.": (
        _flawed(decay=lambda i, dt, tau: i * math.exp(-1 / tau)),
        _flawed(decay=lambda i, dt, tau: i * (1 - 1 / tau)),
    ),
    "tau_i is missing in the decay: the exponent must be a time over a time.": (
        _flawed(decay=lambda i, dt, tau: i * math.exp(-dt)),
        _flawed(decay=lambda i, dt, tau: i * (1 - dt)),
    ),
    "dt and tau_i are both in ms: no factor 1000 is needed.": (
        _flawed(decay=lambda i, dt, tau: i * math.exp(-dt / tau / 1000)),
        _flawed(decay=lambda i, dt, tau: i * math.exp(-1000 * dt / tau)),
    ),
    "the membrane feels the injected current alone: the after-spike current is missing.": (
        _flawed(felt=lambda i, k, before, now, g_L: i[k - 1])
    ),
    "the after-spike current enters with a plus: delta_i carries the sign.": (
        _flawed(felt=lambda i, k, before, now, g_L: i[k - 1] - before),
        _flawed(felt=lambda i, k, before, now, g_L: i[k - 1] - now),
    ),
    "step k must use the current of step k - 1, the one that flows during the step.": (
        _flawed(felt=lambda i, k, before, now, g_L: i[k] + before),
        _flawed(felt=lambda i, k, before, now, g_L: i[k] + now),
    ),
    "the jump has the wrong sign: delta_i is added as it is.": (
        _flawed(jump=lambda now, d, dt, before: now - d),
        _flawed(jump=lambda now, d, dt, before: now - abs(d)),
    ),
    "the jump is one step of the current in pA, not a rate: leave dt out.": (
        _flawed(jump=lambda now, d, dt, before: now + d * dt)
    ),
    "lif_step divides by g_L already: all currents enter in pA.": (
        _flawed(felt=lambda i, k, before, now, g_L: i[k - 1] + before / g_L),
        _flawed(felt=lambda i, k, before, now, g_L: i[k - 1] + now / g_L),
    ),
    "the spike adds to what is left *after* this step, and yours goes back to before it.": (
        _flawed(jump=lambda now, d, dt, before: before + d),
        _flawed(jump=lambda now, d, dt, before: before + d, felt=_felt_now),
        _flawed(jump=lambda now, d, dt, before: before + d, decay=_euler),
        _flawed(jump=lambda now, d, dt, before: before + d, decay=_euler, felt=_felt_now),
    ),
    "a spike leaves no current behind: it must add delta_i.": (
        _flawed(jump=lambda now, d, dt, before: now)
    ),
    "this holds a fixed time step: use the argument dt.": tuple(
        _flawed(decay=decay, felt=felt)
        for decay in (
            lambda i, dt, tau: _exponential(i, 0.1, tau),
            lambda i, dt, tau: _euler(i, 0.1, tau),
        )
        for felt in (_felt_before, _felt_now)
    ),
    "this holds numbers of the lesson's neuron: use the arguments delta_i and tau_i.": (
        _flawed(tau_i=lambda tau: 100.0),
        _flawed(delta_i=lambda d: -25.0),
        _flawed(tau_i=lambda tau: 100.0, delta_i=lambda d: -25.0),
    ),
}


# --- the adapted rate -----------------------------------------------------------------------

RATES = [
    {"i_dc": i_dc, "params": params, "delta_i": delta_i, "tau_i": tau_i}
    for params, delta_i, tau_i in ((DEFAULT, -25.0, 100.0), (OTHER, -12.0, 240.0))
    for i_dc in (150.0, 230.0, 300.0, 520.0)
]


def solved(mean=lambda a, rate: a.delta_i * a.tau_i * rate / 1000, answer=None, steps=50):
    """Return the function that halves the interval, with its own mean current or answer."""
    answer = answer or (lambda a, i_mean, rate: lif_rate_dc(a.i_dc + i_mean, a.params))

    def solution(a):
        low, high = 0.0, 1000.0
        for _ in range(steps):
            rate = (low + high) / 2
            if answer(a, mean(a, rate), rate) > rate:
                low = rate
            else:
                high = rate
        return rate

    return solution


RATE_MISTAKES = {
    "pA·ms·Hz: a Hz is one per 1000 ms, so a factor 1000 is missing.": (
        solved(lambda a, r: a.delta_i * a.tau_i * r)
    ),
    "the factor 1000 belongs under the fraction bar: a Hz is one per 1000 ms.": (
        solved(lambda a, r: a.delta_i * a.tau_i * r * 1000)
    ),
    "the rate is missing: more spikes make a larger mean current.": (
        solved(lambda a, r: a.delta_i * a.tau_i),
        solved(lambda a, r: a.delta_i * a.tau_i / 1000),
    ),
    "tau_i is missing: a current that decays slowly brings more charge.": (
        solved(lambda a, r: a.delta_i * r / 1000),
        solved(lambda a, r: a.delta_i * r),
    ),
    "delta_i is missing: this is a number of spikes, not a current.": (
        solved(lambda a, r: a.tau_i * r / 1000),
        solved(lambda a, r: -a.tau_i * r / 1000),
    ),
    "charge times rate, not charge over rate.": (
        solved(lambda a, r: a.delta_i * a.tau_i / r / 1000),
        solved(lambda a, r: a.delta_i * a.tau_i / r),
        solved(lambda a, r: a.delta_i * a.tau_i / r * 1000),
    ),
    "the charge of a spike is delta_i·tau_i, a product.": (
        solved(lambda a, r: a.delta_i / a.tau_i * r / 1000),
        solved(lambda a, r: a.delta_i / a.tau_i * r),
        solved(lambda a, r: a.delta_i / a.tau_i * r * 1000),
    ),
    "the after-spike current must lower the rate: delta_i carries the sign already.": (
        solved(lambda a, r: -a.delta_i * a.tau_i * r / 1000),
        solved(answer=lambda a, i_mean, r: lif_rate_dc(a.i_dc - i_mean, a.params)),
    ),
    "the neuron feels no after-spike current: add its mean to i_dc.": (
        solved(answer=lambda a, i_mean, r: lif_rate_dc(a.i_dc, a.params))
    ),
    "divided by g_L: lif_rate_dc takes a current in pA.": (
        solved(answer=lambda a, i, r: lif_rate_dc(a.i_dc + i / a.params.g_L, a.params))
    ),
    "answer is a rate: put the sum of the currents into lif_rate_dc.": (
        solved(answer=lambda a, i_mean, r: a.i_dc + i_mean)
    ),
    "use the neuron that is handed in, `params`.": (
        solved(answer=lambda a, i_mean, r: lif_rate_dc(a.i_dc + i_mean))
    ),
    "this holds numbers of the lesson's neuron: use the arguments delta_i and tau_i.": (
        solved(lambda a, r: -2.5 * r),
        solved(lambda a, r: -25.0 * a.tau_i * r / 1000),
        solved(lambda a, r: a.delta_i * 100.0 * r / 1000),
    ),
}


# --- the slopes of the AdEx neuron ----------------------------------------------------------

CELL = AdExParams(C_m=150.0, g_L=12.0, E_L=-66.0, V_T=-52.0, Delta_T=3.0, a=5.0, tau_w=80.0, b=45.0)
SLOPES = [
    {"v": v, "w": w, "i_inj": i_inj, "params": params}
    for params in (PATTERNS["adapting"].params, CELL)
    for v, w, i_inj in ((-61.0, 30.0, 0.0), (-49.5, -20.0, 210.0), (-44.0, 130.0, -60.0))
]


def _slopes(
    leak=lambda p, v: -p.g_L * (v - p.E_L),
    spike=lambda p, v: p.g_L * p.Delta_T * np.exp((v - p.V_T) / p.Delta_T),
    rest=lambda p, w, i_inj: i_inj - w,
    divide=lambda p, total: total / p.C_m,
    dw=lambda p, v, w: (p.a * (v - p.E_L) - w) / p.tau_w,
):
    """Return both slopes, wrong where an argument is given."""

    def slopes(a):
        p = a.params
        return divide(p, leak(p, a.v) + spike(p, a.v) + rest(p, a.w, a.i_inj)), dw(p, a.v, a.w)

    return slopes


right_slopes = _slopes()


def slopes(v, w, i_inj, params):
    """Return dV/dt [mV/ms] and dw/dt [pA/ms]."""
    total = -params.g_L * (v - params.E_L) - w + i_inj
    total += params.g_L * params.Delta_T * np.exp((v - params.V_T) / params.Delta_T)
    return total / params.C_m, (params.a * (v - params.E_L) - w) / params.tau_w


def _both(part, *variants, **more):
    """Return the slopes with each of the variants of one part."""
    return tuple(_slopes(**{part: variant}, **more) for variant in variants)


SLOPE_MISTAKES = {
    "the two slopes are swapped: first dV/dt, then dw/dt.": lambda a: right_slopes(a)[::-1],
    "the leak has the wrong sign: it pulls V back to E_L.": (
        _both("leak", lambda p, v: p.g_L * (v - p.E_L))
    ),
    "the leak lacks g_L: it must be a current in pA.": _both("leak", lambda p, v: p.E_L - v),
    "the leak must vanish where V is E_L: their difference, in brackets.": (
        _both("leak", lambda p, v: -p.g_L * v - p.E_L, lambda p, v: -p.g_L * v,
              lambda p, v: -p.g_L * (v + p.E_L), lambda p, v: -p.g_L * v + p.E_L)
    ),
    "the exponential term is missing or far too small: is V - V_T in brackets?": (
        _both("spike", lambda p, v: 0.0)
    ),
    "the exponential term drives V up: it enters with a plus.": (
        _both("spike", lambda p, v: -p.g_L * p.Delta_T * np.exp((v - p.V_T) / p.Delta_T))
    ),
    "the exponential lacks its factor g_L Delta_T, or a part of it: it must be in pA.": (
        _both("spike",
              lambda p, v: np.exp((v - p.V_T) / p.Delta_T),
              lambda p, v: p.g_L * np.exp((v - p.V_T) / p.Delta_T),
              lambda p, v: p.Delta_T * np.exp((v - p.V_T) / p.Delta_T))
    ),
    "the exponent has the wrong sign: it grows with V.": (
        _both("spike", lambda p, v: p.g_L * p.Delta_T * np.exp(-(v - p.V_T) / p.Delta_T))
    ),
    "the exponent is (V - V_T) / Delta_T, a pure number.": (
        _both("spike",
              lambda p, v: p.g_L * p.Delta_T * np.exp(v - p.V_T),
              lambda p, v: p.g_L * p.Delta_T * np.exp((v - p.V_T) * p.Delta_T),
              lambda p, v: p.g_L * p.Delta_T * np.exp(v - p.V_T / p.Delta_T),
              lambda p, v: p.g_L * p.Delta_T * np.exp(v / p.Delta_T),
              lambda p, v: p.g_L * p.Delta_T * np.exp((v - p.E_L) / p.Delta_T))
    ),
    "w works against the current: it enters dV/dt with a minus.": (
        _both("rest", lambda p, w, i: i + w)
    ),
    "w is missing in dV/dt.": _both("rest", lambda p, w, i: i),
    "the current drives V up: it enters dV/dt with a plus.": (
        _both("rest", lambda p, w, i: -i - w)
    ),
    "the injected current is missing in dV/dt.": _both("rest", lambda p, w, i: -w),
    "dV/dt is not divided by C_m: this is a current in pA.": _both("divide", lambda p, x: x),
    "dV/dt is divided by C_m, not multiplied.": _both("divide", lambda p, x: x * p.C_m),
    "dV/dt is divided by C_m, not by g_L or tau_w.": (
        _both("divide", lambda p, x: x / p.g_L, lambda p, x: x / p.tau_w)
    ),
    "C_m divides only the last term of dV/dt: put brackets around the sum.": (
        lambda a: (
            right_slopes(a)[0] * a.params.C_m - a.i_inj + a.i_inj / a.params.C_m,
            right_slopes(a)[1],
        ),
        lambda a: (
            right_slopes(a)[0] * a.params.C_m + a.w - a.w / a.params.C_m,
            right_slopes(a)[1],
        ),
    ),
    "dw/dt is not divided by tau_w.": _both("dw", lambda p, v, w: p.a * (v - p.E_L) - w),
    "dw/dt is divided by tau_w, not multiplied.": (
        _both("dw", lambda p, v, w: (p.a * (v - p.E_L) - w) * p.tau_w)
    ),
    "tau_w divides only w: put brackets around the sum.": (
        _both("dw", lambda p, v, w: p.a * (v - p.E_L) - w / p.tau_w)
    ),
    "w runs away: in dw/dt it enters with a minus.": (
        _both("dw", lambda p, v, w: (p.a * (v - p.E_L) + w) / p.tau_w)
    ),
    "in dw/dt V is measured from E_L.": (
        _both("dw",
              lambda p, v, w: (p.a * v - w) / p.tau_w,
              lambda p, v, w: (p.a * (v - p.V_T) - w) / p.tau_w,
              lambda p, v, w: (p.a * v - p.E_L - w) / p.tau_w,
              lambda p, v, w: (p.a * (v + p.E_L) - w) / p.tau_w)
    ),
    "dw/dt lacks -w: without it w never decays.": (
        _both("dw", lambda p, v, w: p.a * (v - p.E_L) / p.tau_w)
    ),
    "a belongs to V - E_L alone.": (
        _both("dw", lambda p, v, w: p.a * (v - p.E_L - w) / p.tau_w)
    ),
    "a is missing in dw/dt: V must become a current.": (
        _both("dw", lambda p, v, w: (v - p.E_L - w) / p.tau_w)
    ),
    "dw/dt has both signs turned.": (
        _both("dw", lambda p, v, w: -(p.a * (v - p.E_L) - w) / p.tau_w)
    ),
    "b is the jump at a spike, no part of the slope.": (
        _both("dw",
              lambda p, v, w: (p.a * (v - p.E_L) - w + p.b) / p.tau_w,
              lambda p, v, w: (p.a * (v - p.E_L) - w) / p.tau_w + p.b)
    ),
    "these are steps, not slopes: leave dt out.": (
        lambda a: tuple(0.05 * x for x in right_slopes(a)),
        lambda a: tuple(0.1 * x for x in right_slopes(a)),
    ),
}  # fmt: skip


# --- the hidden neuron ----------------------------------------------------------------------

SILENT = "your current makes no spike in one of the neurons: let it rise higher."


def _close(value, target, tolerance=0.01):
    return abs(value - target) <= tolerance * abs(target)


def _near_E_L(x, m):
    return {
        "this is V_reset, where V goes after a spike; without spikes V rests at E_L.": (
            abs(x - m.V_reset) < 0.3
        ),
        "this is V in V; leave it in mV.": _close(x, m.E_L / 1000),
        "the sign is lost: E_L lies below 0 mV.": _close(x, -m.E_L),
        "this is the threshold, not rest.": abs(x - m.V_th) < 0.5,
        "no recording starts at rest: leave out the time in which V settles, also from a mean.": (
            0 < (x - m.E_L) / (m.V_init - m.E_L) < 1.5
        ),
    }


def _near_g_L(x, m):
    return {
        "this is a resistance, mV over pA; g_L is pA over mV.": (
            _close(x, 1 / m.g_L, 0.04) or _close(x, 1000 / m.g_L, 0.04)
        ),
        "the sign is turned: current and change of V have the same sign.": _close(x, -m.g_L, 0.04),
        "this is in µS; pA over mV is nS.": _close(x, m.g_L / 1000, 0.04),
        "this is in pS; pA over mV is nS.": _close(x, m.g_L * 1000, 0.04),
        "this is C_m, in pF; divide it by tau_m.": _close(x, m.g_L * m.tau_m, 0.05),
        "divided by V itself? Take the change of V from E_L.": abs(x) < 0.3 * m.g_L,
        "V has moved far too little where you read it: read it at the end of the current, not of "
        "the recording.": x > 4 * m.g_L,
        "V had not settled when you read it: wait several tau_m, without spikes.": x > m.g_L,
    }


def _near_tau_m(x, m):
    return {
        "this is the half time, tau_m·ln 2; take the time to 63 % of the way.": (
            _close(x, m.tau_m * np.log(2), 0.06)
        ),
        "this is C_m, in pF; divide it by g_L.": _close(x, m.tau_m * m.g_L, 0.06),
        "this is in s; give ms.": _close(x, m.tau_m / 1000, 0.06),
        "this is 1/tau_m, a rate.": _close(x, 1 / m.tau_m, 0.06),
        "the sign is turned: a time constant is positive.": _close(x, -m.tau_m, 0.06),
        "this is the time to 37 % of the way; 37 % is what is *left* after tau_m.": (
            _close(x, -m.tau_m * np.log(1 - np.exp(-1)), 0.06)
        ),
        "this is far too long: is it a number of samples, or a time that does not start at the "
        "step?": x > 4 * m.tau_m,
        "this is too long: where V starts above rest, it has further to go. Begin the step later, "
        "when V has settled.": x > 1.04 * m.tau_m,
        "this is far too short: a sample before the end of the way fits your condition already, "
        "perhaps the first of all. Look only after the onset, and is the step negative?": (
            x < 0.2 * m.tau_m
        ),
    }


def _near_V_th(x, m):
    return {
        "this is the distance from E_L; the threshold is a potential.": (
            abs(x - (m.V_th - m.E_L)) < 0.5
        ),
        "this is the rheobase in pA; the threshold is a potential in mV.": _close(x, m.rheobase),
        "this is V_reset, where V goes after the spike.": abs(x - m.V_reset) < 0.3,
        "this is E_L, not the threshold.": abs(x - m.E_L) < 0.3,
        "no V above the threshold is ever recorded: is something added to the highest one?": (
            x > m.V_th
        ),
        "the highest sample lies below the threshold by up to one step: let V creep up to it "
        "with a weaker or slowly rising current, or a smaller dt.": 0.3 <= m.V_th - x < 5,
    }


def _is_sum(x, t_ref):
    """Tell whether x is several times t_ref, with the spike's own sample or without."""
    counts = [x / (t_ref + dt) for dt in (0.0, 0.05, 0.1)]
    return any(n > 2.5 and abs(n - round(n)) < 0.02 for n in counts)


def _near_t_ref(x, m):
    shortest = -m.tau_m * np.log1p(-(m.V_th - m.V_reset) / 1e6)
    return {
        "this is in s; give ms.": _close(x, m.t_ref / 1000, 0.08),
        "this is a number of samples; multiply by dt.": any(
            _close(x * dt, m.t_ref, 0.06) for dt in (0.1, 0.05, 0.02, 0.01, 0.2)
        ),
        "this is the sum over all spikes: divide by their number.": _is_sum(x, m.t_ref),
        "one sample too many per spike: n samples are n - 1 steps.": any(
            abs(x - (round(m.t_ref / dt) + 1) * dt) < 0.02 for dt in (0.2, 0.25, 0.4, 0.5)
        ),
        "this is too long: does it hold the climb back to the threshold, several spikes, or a time "
        "at rest in which V stands still?": x > m.t_ref + shortest,
        "V_reset is V at the spike's own sample, not the lowest V.": (
            x < 0.5 * m.t_ref and m.V_reset > m.E_L
        ),
        "this is too short: count all the samples at V_reset, of every spike once.": x < m.t_ref,
    }


# What is asked, its unit, the tolerance as (absolute, relative), and how to name a mistake.
QUANTITIES = {
    "E_L": ("mV", (0.1, 0.0), _near_E_L),
    "g_L": ("nS", (0.0, 0.02), _near_g_L),
    "tau_m": ("ms", (0.0, 0.04), _near_tau_m),
    "V_th": ("mV", (0.3, 0.0), _near_V_th),
    "t_ref": ("ms", (0.16, 0.0), _near_t_ref),
}


@functools.cache
def within(quantity):
    """Return the function that tells whether a value is close enough to the true one."""
    absolute, relative = QUANTITIES[quantity][1]
    return lambda value, truth: abs(value - truth) <= absolute + relative * abs(truth)

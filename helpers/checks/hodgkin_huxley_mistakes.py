"""Lesson 05's typical mistakes: what a student is asked, and what each slip would answer.

Each table goes from the message of a mistake to the function that makes it, of one namespace `a`
that holds a probe's arguments. `helpers.checks.hodgkin_huxley` compares a student's answers with
them. Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

import functools
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from scipy.special import exprel

from helpers.hh import RATES, HHParams, hh_slopes, simulate_hh

DEFAULT = HHParams()
OTHER = HHParams(C_m=1.6, g_Na=90.0, g_K=25.0, g_L=0.5, E_Na=44.0, E_K=-83.0, E_L=-58.0)


# --- six rates ------------------------------------------------------------------------------

NAMES = ("alpha_m", "beta_m", "alpha_h", "beta_h", "alpha_n", "beta_n")
VOLTAGES = [
    {"v": np.arange(-100.0, 51.0, 5.0)},  # -55 and -40 are among them
    {"v": np.array([-71.3, -39.99, -54.7, 12.25])},
]


def all_rates(v):
    """Return the six rates [1/ms]."""
    return tuple(rate(v) for rate in RATES)


def _picked(*order):
    return lambda a: tuple(RATES[k](a.v) for k in order)


ALL_RATES_MISTAKES = {
    "m and h are swapped: m opens when V rises, h closes.": _picked(2, 3, 0, 1, 4, 5),
    "m and n are swapped: the table's rows are m, h, n.": _picked(4, 5, 2, 3, 0, 1),
    "h and n are swapped: return them in the order m, h, n.": _picked(0, 1, 4, 5, 2, 3),
    "alpha and beta are swapped: alpha opens, beta closes.": _picked(1, 0, 3, 2, 5, 4),
    "return alpha and beta in turn: a_m, b_m, a_h, b_h, a_n, b_n.": _picked(0, 2, 4, 1, 3, 5),
    "this counts V from rest: use the table as it stands, V is near -65 mV at rest.": (
        lambda a: all_rates(a.v - 65)
    ),
    "this is the sign convention of 1952, turned round: today V rises during a spike.": (
        lambda a: all_rates(-a.v - 65),
        lambda a: all_rates(-a.v - 130),
    ),
    "V is in mV already: no factor 1000 is needed.": (
        lambda a: all_rates(a.v * 1000),
        lambda a: all_rates(a.v / 1000),
    ),
    "the rates are in 1/ms as they stand: no factor 1000 is needed.": (
        lambda a: tuple(1000 * x for x in all_rates(a.v))
    ),
}


def _with_two_given(mistaken):
    """Return a mistake that leaves alone the two rates which the exercise gives."""

    def rates(a):
        a_m, _, a_h, b_h, a_n, _ = mistaken(a)
        return a_m, RATES[1](a.v), a_h, b_h, a_n, RATES[5](a.v)

    return rates


def _variants(mistaken):
    several = mistaken if isinstance(mistaken, tuple) else (mistaken,)
    return (*several, *map(_with_two_given, several))


ALL_RATES_MISTAKES = {text: _variants(way) for text, way in ALL_RATES_MISTAKES.items()}


def _linear_over_exp(shift, factor, u):
    """Return the mistakes of factor·x / (1 - exp(-x)), x = (v + shift) / 10, called `u`."""
    other = 95 - shift

    def x(a):
        return (a.v + shift) / 10

    return {
        f"the sign inside exprel is turned: {u} / (1 - exp(-{u})) is 1 / exprel(-{u}).": (
            lambda a: factor / exprel(x(a))
        ),
        f"exprel stands below the fraction bar: 1 / exprel(-{u}).": (
            lambda a: factor * exprel(-x(a)),
            lambda a: factor * exprel(x(a)),
        ),
        f"{u} is there twice: 1 / exprel(-{u}) holds it already.": lambda a: (
            factor * x(a) / exprel(-x(a))
        ),
        f"the division by 10 is missing: {u} is a pure number.": (
            lambda a: factor / exprel(-10 * x(a)),
            lambda a: factor * 10 / exprel(-10 * x(a)),
        ),
        "the potentials -40 and -55 mV are swapped.": (
            lambda a: factor / exprel(-(a.v + other) / 10)
        ),
        "the factor in front is wrong: look at the table.": (
            lambda a: 0.1 * factor / exprel(-x(a)),
            lambda a: 10 * factor / exprel(-x(a)),
        ),
        "the sign of the potential is turned: it is added.": (
            lambda a: factor / exprel(-(a.v - shift) / 10)
        ),
    }


def _exponential(factor, width):
    """Return the mistakes of factor·exp(-(v + 65) / width)."""

    def right(a):
        return factor * np.exp(-(a.v + 65) / width)

    return {
        "the exponent has lost its minus.": lambda a: factor * np.exp((a.v + 65) / width),
        "the minus belongs to the whole bracket: -(v + 65).": (
            lambda a: factor * np.exp(-a.v + 65 / width),
            lambda a: factor * np.exp(-a.v + 65) / width,
        ),
        "the width belongs inside the exponent, under v + 65.": (
            lambda a: factor * np.exp(-(a.v + 65)) / width,
            lambda a: factor * np.exp(-(a.v + 65)),
        ),
        "65 is added to v inside the bracket: -(v + 65).": lambda a: (
            factor * np.exp(-(a.v - 65) / width)
        ),
        "65 is missing: V is -65 mV at rest, and there the exponent is 0.": (
            lambda a: factor * np.exp(-a.v / width)
        ),
        "the factor in front is missing or ten times off: look at the table.": (
            lambda a: right(a) / factor,
            lambda a: 10 * right(a),
            lambda a: right(a) / 10,
        ),
        "the width in the exponent is that of another gate.": tuple(
            functools.partial(lambda a, w: factor * np.exp(-(a.v + 65) / w), w=other)
            for other in (18, 20, 80, 10)
            if other != width
        ),
        "powers of 10 or 2 are not exponentials: use np.exp.": (
            lambda a: factor * 10.0 ** (-(a.v + 65) / width),
            lambda a: factor * 2.0 ** (-(a.v + 65) / width),
        ),
    }


RATE_MISTAKES = {
    "alpha_m": _linear_over_exp(40, 1.0, "u"),
    "beta_m": _exponential(4, 18),
    "alpha_h": _exponential(0.07, 20),
    "beta_h": {
        "the exponent has lost its minus: h closes faster when V rises.": (
            lambda a: 1 / (1 + np.exp((a.v + 35) / 10))
        ),
        "1 and exp(…) belong together below the fraction bar: put brackets around them.": (
            lambda a: 1 / 1 + np.exp(-(a.v + 35) / 10)
        ),
        "below the fraction bar the exponential is added to 1.": (
            lambda a: 1 / (1 - np.exp(-(a.v + 35) / 10)),
            lambda a: 1 / np.exp(-(a.v + 35) / 10),
        ),
        "the fraction is upside down.": lambda a: 1 + np.exp(-(a.v + 35) / 10),
        "the potential of this gate is -35 mV.": (
            lambda a: 1 / (1 + np.exp(-(a.v + 65) / 10)),
            lambda a: 1 / (1 + np.exp(-(a.v - 35) / 10)),
        ),
    },
    "alpha_n": _linear_over_exp(55, 0.1, "w"),
    "beta_n": _exponential(0.125, 80),
}


# --- steady state and time constant ---------------------------------------------------------

PAIRS = [{"alpha": a, "beta": b} for a, b in ((0.2, 0.3), (4.0, 0.125), (0.07, 1.3), (0.6, 2.6))]


def settled(alpha, beta):
    """Return x_inf and tau [ms]."""
    return alpha / (alpha + beta), 1 / (alpha + beta)


X_INF_MISTAKES = {
    "this is the closed fraction: open gates come from alpha.": (
        lambda a: a.beta / (a.alpha + a.beta)
    ),
    "alpha / alpha + beta is 1 + beta: put brackets around the sum.": (
        lambda a: a.alpha / a.alpha + a.beta
    ),
    "x_inf is alpha over the *sum* of both; alpha / beta may exceed 1.": (
        lambda a: a.alpha / a.beta,
        lambda a: a.beta / a.alpha,
    ),
    "below the fraction bar stands the sum: open gates close, closed ones open.": (
        lambda a: a.alpha / (a.alpha - a.beta),
        lambda a: a.alpha / (a.beta - a.alpha),
    ),
    "this is alpha: a rate in 1/ms, no fraction of gates.": lambda a: a.alpha,
    "this is a time constant; x_inf has alpha above the fraction bar.": (
        lambda a: 1 / (a.alpha + a.beta)
    ),
    "this is alpha·(alpha + beta): divide, do not multiply.": (
        lambda a: a.alpha * (a.alpha + a.beta)
    ),
}

TAU_MISTAKES = {
    "this is a rate in 1/ms; the time constant is one over it.": lambda a: a.alpha + a.beta,
    "1 / alpha + beta divides by alpha only: put brackets around the sum.": (
        lambda a: 1 / a.alpha + a.beta
    ),
    "both rates pull x to its end: beta is missing in tau.": lambda a: 1 / a.alpha,
    "both rates pull x to its end: alpha is missing in tau.": lambda a: 1 / a.beta,
    "rates add, times do not: one over the sum of the rates.": (
        lambda a: 1 / a.alpha + 1 / a.beta,
        lambda a: (1 / a.alpha + 1 / a.beta) / 2,
    ),
    "x_inf in place of tau: tau is a time.": (
        lambda a: a.alpha / (a.alpha + a.beta),
        lambda a: a.beta / (a.alpha + a.beta),
    ),
    "alpha in place of tau: a rate is no time.": lambda a: a.alpha,
    "the sum of the rates, not their difference.": (
        lambda a: 1 / (a.alpha - a.beta),
        lambda a: 1 / (a.beta - a.alpha),
    ),
    "tau is in ms already.": lambda a: 1000 / (a.alpha + a.beta),
}


# --- the four derivatives -------------------------------------------------------------------

STATES = [
    {"v": -65.0, "m": 0.05, "h": 0.6, "n": 0.32, "i_inj": 0.0, "p": DEFAULT},
    {"v": -20.0, "m": 0.7, "h": 0.35, "n": 0.45, "i_inj": 10.0, "p": DEFAULT},
    {"v": -75.0, "m": 0.02, "h": 0.8, "n": 0.25, "i_inj": -4.0, "p": OTHER},
    {"v": 31.0, "m": 0.9, "h": 0.15, "n": 0.7, "i_inj": 7.0, "p": OTHER},
]


def four_slopes(v, m, h, n, i_inj, p):
    """Return dV/dt [mV/ms] and the slopes of m, h, n [1/ms]."""
    return hh_slopes(v, m, h, n, i_inj, p)


def _ionic(a, na=lambda a: a.m**3 * a.h, k=lambda a: a.n**4, force=lambda v, e: v - e):
    p = a.p
    return (
        p.g_Na * na(a) * force(a.v, p.E_Na)
        + p.g_K * k(a) * force(a.v, p.E_K)
        + p.g_L * force(a.v, p.E_L)
    )


def _dv(**wrong):
    """Return the function that gives dV/dt with another part in the ionic currents."""
    return lambda a: (a.i_inj - _ionic(a, **wrong)) / a.p.C_m


def _dv_params(change):
    return lambda a: hh_slopes(a.v, a.m, a.h, a.n, a.i_inj, change(a.p))[0]


def _without(name):
    return lambda a: (
        (a.i_inj - _ionic(a) + getattr(a.p, f"g_{name}") * _open(a, name)
         * (a.v - getattr(a.p, f"E_{name}"))) / a.p.C_m
    )  # fmt: skip


def _open(a, name):
    return {"Na": a.m**3 * a.h, "K": a.n**4, "L": 1.0}[name]


def _default(*names):
    return lambda p: replace(p, **{name: getattr(DEFAULT, name) for name in names})


PARAMETERS = ("C_m", "g_Na", "g_K", "g_L", "E_Na", "E_K", "E_L")

DV_MISTAKES = {
    "m and h are swapped in the sodium current: three m gates, one h gate.": (
        _dv(na=lambda a: a.h**3 * a.m)
    ),
    "a potassium channel has four gates: n to the fourth power.": (
        _dv(k=lambda a: a.n**3), _dv(k=lambda a: a.n), _dv(k=lambda a: 4 * a.n),
        _dv(k=lambda a: a.n**2),
    ),
    "a sodium channel has three m gates: m to the third power.": (
        _dv(na=lambda a: a.m**4 * a.h), _dv(na=lambda a: a.m**2 * a.h),
        _dv(na=lambda a: a.m * a.h), _dv(na=lambda a: 3 * a.m * a.h),
    ),
    "h is missing: a sodium channel needs its h gate open as well.": _dv(na=lambda a: a.m**3),
    "there is one h gate: only m has the third power.": _dv(na=lambda a: (a.m * a.h) ** 3),
    "the h gate counts as it is: h is the open fraction already.": (
        _dv(na=lambda a: a.m**3 * (1 - a.h))
    ),
    "the sign of the ionic currents is turned: outward currents lower V.": (
        lambda a: (a.i_inj + _ionic(a)) / a.p.C_m
    ),
    "the driving forces are turned round: V minus the reversal potential.": (
        _dv(force=lambda v, e: e - v)
    ),
    "the injected current raises V: it enters with a plus.": (
        lambda a: (-a.i_inj - _ionic(a)) / a.p.C_m
    ),
    "all signs are turned.": lambda a: (_ionic(a) - a.i_inj) / a.p.C_m,
    "this is the old sign convention: a driving force is V - E, with E as given.": (
        _dv(force=lambda v, e: v + e), _dv(force=lambda v, e: v + 65 - e),
        _dv(force=lambda v, e: -v - e), _dv(force=lambda v, e: v - 65 - e),
    ),
    "the driving forces are missing: a conductance alone is no current.": (
        _dv(force=lambda v, e: 1.0)
    ),
    "this uses V alone as driving force: no ion reverses at 0 mV here.": _dv(force=lambda v, e: v),
    "the sodium current is missing.": _without("Na"),
    "the potassium current is missing.": _without("K"),
    "the leak is missing.": _without("L"),
    "the injected current is missing.": lambda a: -_ionic(a) / a.p.C_m,
    "the capacitance is missing: dV/dt is current over C_m.": lambda a: a.i_inj - _ionic(a),
    "C_m divides only one part: put brackets around the difference.": (
        lambda a: a.i_inj - _ionic(a) / a.p.C_m,
        lambda a: a.i_inj / a.p.C_m - _ionic(a),
    ),
    "multiplied by C_m where (5.1) divides.": lambda a: (a.i_inj - _ionic(a)) * a.p.C_m,
    "E_Na and E_K are swapped.": _dv_params(lambda p: replace(p, E_Na=p.E_K, E_K=p.E_Na)),
    "g_Na and g_K are swapped.": _dv_params(lambda p: replace(p, g_Na=p.g_K, g_K=p.g_Na)),
    "a factor 1000 is too much: µA/cm² over µF/cm² is mV/ms.": (
        lambda a: 1000 * (a.i_inj - _ionic(a)) / a.p.C_m,
        lambda a: (a.i_inj - _ionic(a)) / a.p.C_m / 1000,
    ),
    "120, 36 and 0.3 are the default membrane's: use p.g_Na, p.g_K and p.g_L.": (
        _dv_params(_default("g_Na", "g_K", "g_L"))
    ),
    "this holds numbers of the default membrane: take each one from `p`.": (
        _dv_params(lambda p: DEFAULT), *(_dv_params(_default(name)) for name in PARAMETERS),
        _dv_params(_default("E_Na", "E_K", "E_L")),
    ),
}  # fmt: skip


def gate_mistakes(name):
    """Return the mistakes of dx/dt for the gate `name`."""
    k = "mhn".index(name)

    def rates(a, of=k):
        return RATES[2 * of](a.v), RATES[2 * of + 1](a.v)

    def slope(formula, of=k):
        return lambda a: formula(getattr(a, name), *rates(a, of))

    others = [other for other in range(3) if other != k]
    return {
        f"alpha opens what is closed, beta closes what is open: 1 - {name} goes with alpha.": (
            slope(lambda x, a, b: a * x - b * (1 - x))
        ),
        f"closing gates lower {name}: beta·{name} enters with a minus.": (
            slope(lambda x, a, b: a * (1 - x) + b * x)
        ),
        f"both signs of d{name}/dt are turned.": slope(lambda x, a, b: b * x - a * (1 - x)),
        "alpha and beta are swapped.": slope(lambda x, a, b: b * (1 - x) - a * x),
        "only closed gates can open: alpha is multiplied by what is closed.": (
            slope(lambda x, a, b: a - b * x), slope(lambda x, a, b: a * x - b * x),
        ),
        "gates that close are missing.": slope(lambda x, a, b: a * (1 - x)),
        "gates that open are missing.": slope(lambda x, a, b: -b * x),
        f"these are the rates of another gate: {name} has its own.": tuple(
            slope(lambda x, a, b: a * (1 - x) - b * x, of) for of in others
        ),
        "the distance to the steady state is divided by tau, not multiplied.": (
            slope(lambda x, a, b: (a / (a + b) - x) / (a + b))
        ),
        "tau in place of a rate: dx/dt is (x_inf - x) / tau.": (
            slope(lambda x, a, b: (1 - x) / (a + b) - x / (a + b)),
            slope(lambda x, a, b: (a - x) / b), slope(lambda x, a, b: a / (a + b) - x),
        ),
        "this is the steady state, not the slope.": slope(lambda x, a, b: a / (a + b)),
    }  # fmt: skip


GATE_MISTAKES = {name: gate_mistakes(name) for name in "mhn"}


# --- the simulation -------------------------------------------------------------------------

REST_START = (-70.0, 0.05, 0.54, 0.34)
RUNS = [
    {"i0": 0.0, "t_stop": 12.0},
    {"i0": 10.0, "t_stop": 4.0, "dt": 0.02},
    {"i0": 25.0, "t_stop": 3.0, "dt": 0.025, "start": (-58.0, 0.1, 0.5, 0.4)},
]


SHORT_RUNS = [
    {"i0": -3.0, "t_stop": 0.04},
    {"i0": 10.0, "t_stop": 0.08, "dt": 0.02, "start": (-58.0, 0.1, 0.5, 0.4)},
]
# 0.29 / 0.01 is 28.999…, and int() loses a sample; 0.28 / 0.01 is 28.000…4, and arange gains one
ODD_LENGTHS = [{"i0": -3.0, "t_stop": 0.29}, {"i0": -3.0, "t_stop": 0.28}]


def _simultaneous(state, i, dt):
    return [x + dt * slope for x, slope in zip(state, hh_slopes(*state, i), strict=True)]


def _new_voltage(state, i, dt):
    v = state[0] + dt * hh_slopes(*state, i)[0]
    slopes = hh_slopes(v, *state[1:], i)
    return [v, *(x + dt * slope for x, slope in zip(state[1:], slopes[1:], strict=True))]


def _new_gates(state, i, dt):
    slopes = hh_slopes(*state, i)
    gates = [x + dt * slope for x, slope in zip(state[1:], slopes[1:], strict=True)]
    return [state[0] + dt * hh_slopes(state[0], *gates, i)[0], *gates]


def _swapped(state, i, dt):
    v, m, h, n = state
    slopes = hh_slopes(v, h, m, n, i)
    return [x + dt * slope for x, slope in zip(state, slopes, strict=True)]


def _given_swapped(state, i, dt):
    dv, dm, dh, dn = hh_slopes(*state, i)
    return [x + dt * slope for x, slope in zip(state, (dv, dh, dm, dn), strict=True)]


def _twice_swapped(state, i, dt):
    v, m, h, n = state
    dv, dh, dm, dn = hh_slopes(v, h, m, n, i)
    return [x + dt * slope for x, slope in zip(state, (dv, dm, dh, dn), strict=True)]


def _of_the_start(a):
    """Return a run whose slopes are those of the start, which also fills every later place."""
    start = getattr(a, "start", REST_START)
    slopes = np.array(hh_slopes(*start, a.i0))
    t = euler_run(**vars(a))[0]
    return (t, *(np.array(start)[:, None] + slopes[:, None] * t))


def _added_to_the_start(a):
    """Return a run whose every new value is the start plus dt times the slopes of step k."""
    start = getattr(a, "start", REST_START)

    def step(state, i, dt):
        slopes = hh_slopes(*state, i)
        return [x + dt * slope for x, slope in zip(start, slopes, strict=True)]

    return _run(step)(a)


def _run(step=_simultaneous, times=lambda t, dt: t, current=lambda i: i, inner=lambda dt: dt,
         start=lambda s: s, give=lambda out: out):  # fmt: skip
    """Return a simulation that goes wrong where an argument differs from its default."""

    def simulation(a):
        dt = getattr(a, "dt", 0.01)
        t = np.arange(round(a.t_stop / dt) + 1) * dt
        state = start(getattr(a, "start", REST_START))
        states = [state]
        for _ in t[1:]:
            try:
                state = step(state, current(a.i0), inner(dt))
            except OverflowError:
                state = [np.nan] * 4
            states.append(state)
        return give((times(t, dt), *np.array(states, float).T))

    return simulation


def euler_run(**probe):
    """Return t, v, m, h, n of Euler's method."""
    return _run()(SimpleNamespace(**probe))


def _runge_kutta(a):
    dt, start = getattr(a, "dt", 0.01), getattr(a, "start", REST_START)
    i_inj = np.full(round(a.t_stop / dt) + 1, a.i0)
    return tuple(simulate_hh(i_inj, dt, v0=start[0], gates0=start[1:]))


def _frozen(*moving):
    def step(state, i, dt):
        new = _simultaneous(state, i, dt)
        return [new[k] if k in moving else state[k] for k in range(4)]

    return step


def _without_dt_in(place):
    def step(state, i, dt):
        slopes = hh_slopes(*state, i)
        return [x + (1.0 if k == place else dt) * slopes[k] for k, x in enumerate(state)]

    return step


RUN_MISTAKES = {
    "the gates use the new voltage: all four slopes belong to step k.": _run(_new_voltage),
    "the voltage uses the new gates: all four slopes belong to step k.": _run(_new_gates),
    "the gates stand still: m, h and n need their new values too.": _run(_frozen(0)),
    "V stands still: it needs its new value too.": _run(_frozen(1, 2, 3)),
    "nothing moves: each new value is the old one plus dt times its slope.": _run(_frozen()),
    "dt is missing: a slope in mV/ms is no change in mV.": _run(inner=lambda dt: 1.0),
    "dt is missing in one line: each new value is the old one plus dt times its slope.": tuple(
        _run(_without_dt_in(place)) for place in range(4)
    ),
    "dt is multiplied twice.": _run(inner=lambda dt: dt**2),
    "this goes backwards in time: the old value *plus* dt times the slope.": (
        _run(inner=lambda dt: -dt)
    ),
    "the steps are those of dt = 0.01 ms whatever dt is: use the argument.": (
        _run(inner=lambda dt: 0.01)
    ),
    "the time axis is that of another dt: the times are k * dt.": (
        _run(times=lambda t, dt: t / dt * 0.01),
        _run(times=lambda t, dt: np.linspace(0, t[-1] - dt, t.size)),
        _run(times=lambda t, dt: np.linspace(0, t[-1] + dt, t.size)),
    ),
    "the times are step numbers: multiply by dt.": _run(times=lambda t, dt: t / dt),
    "the time axis starts one step late: t[0] is 0.": _run(times=lambda t, dt: t + dt),
    "the times are in s: leave them in ms.": _run(times=lambda t, dt: t / 1000),
    "the current has no effect: hand i0 on to hh_slopes.": _run(current=lambda i: 0.0),
    "the current is always 10: use the argument i0.": _run(current=lambda i: 10.0),
    "the sign of i0 is turned.": _run(current=lambda i: -i),
    "the start is that of the default: use the argument.": _run(start=lambda s: REST_START),
    "m and h are swapped: the order is v, m, h, n.": (
        _run(give=lambda out: (out[0], out[1], out[3], out[2], out[4])),
        _run(_swapped),
        _run(_twice_swapped),
        _run(_given_swapped),
    ),
    "the order is t, v, m, h, n: time comes first.": _run(give=lambda out: (*out[1:], out[0])),
    "the slopes belong to step k: v[k], m[k], h[k], n[k], not k + 1 and not the start.": (
        _of_the_start
    ),
    "each new value starts from the old one of step k: v[k], not v[k + 1] or v[0].": (
        _added_to_the_start
    ),
    "this is the better method of simulate_hh; here write Euler's own steps.": _runge_kutta,
}


# --- the f-I curve --------------------------------------------------------------------------

SWEEPS = [
    {"currents": np.array([0.0, 4.0, 7.0, 10.0, 30.0]), "t_stop": 150.0, "t_skip": 62.0},
    # so short and so late that a number of steps of another dt leaves no two spikes
    {"currents": np.array([20.0, 3.0]), "t_stop": 100.0, "t_skip": 74.0, "dt": 0.02},
    # so long that there are more than t_skip spikes
    {"currents": np.array([60.0]), "t_stop": 400.0, "t_skip": 45.0},
]


@functools.lru_cache(maxsize=128)
def _train(i_dc, n_steps, dt):
    return simulate_hh(np.full(n_steps, i_dc), dt).spike_times


def _curve(
    rate,
    steps=lambda a, dt: round(a.t_stop / dt),
    own_dt=lambda dt: dt,
    keep=lambda train, skip: train[train > skip],
    minimum=2,
):
    """Return the function that applies `rate(train, late, a)` where enough late spikes are."""

    def rates(a):
        dt, out = getattr(a, "dt", 0.05), []
        for i_dc in a.currents.tolist():
            train = _train(i_dc, steps(a, dt), own_dt(dt))
            late = keep(train, a.t_skip)
            out.append(rate(train, late, a) if late.size >= minimum else 0.0)
        return np.array(out)

    return rates


def _mean_rate(train, late, a):
    return 1000 / np.diff(late).mean()


def rate_curve(**probe):
    """Return the steady rates [Hz]."""
    return _curve(_mean_rate)(SimpleNamespace(**probe))


F_I_MISTAKES = {
    "the spikes of the onset are still there: keep those after t_skip only.": (
        _curve(lambda train, late, a: 1000 / np.diff(train).mean())
    ),
    "t_skip is always 300: use the argument.": (
        _curve(_mean_rate, keep=lambda train, skip: train[train > 300])
    ),
    "these are the spikes *before* t_skip: keep the later ones.": (
        _curve(_mean_rate, keep=lambda train, skip: train[train < skip])
    ),
    "the rate is in spikes per ms: 1 Hz is one spike per 1000 ms.": (
        _curve(lambda train, late, a: 1 / np.diff(late).mean())
    ),
    "this is the mean interval in ms; the rate is 1000 divided by it.": (
        _curve(lambda train, late, a: np.diff(late).mean())
    ),
    "a count over a time moves in coarse steps: use the mean interval of the late spikes.": (
        _curve(lambda train, late, a: 1000 * late.size / (a.t_stop - a.t_skip)),
        _curve(lambda train, late, a: 1000 * late.size / a.t_stop),
        _curve(lambda train, late, a: 1000 * train.size / a.t_stop),
        _curve(lambda train, late, a: 1000 * train.size / a.t_stop, minimum=0),
    ),
    "n spikes have n - 1 intervals: the mean of np.diff counts them right.": (
        _curve(lambda train, late, a: 1000 * late.size / (late[-1] - late[0]))
    ),
    "this is the mean *time* of the spikes; take the differences first.": (
        _curve(lambda train, late, a: 1000 / late.mean())
    ),
    "this is the number of late spikes, not their rate.": (
        _curve(lambda train, late, a: late.size)
    ),
    "late holds True and False, not times: train[train > t_skip].": (
        _curve(_mean_rate, keep=lambda train, skip: train > skip)
    ),
    "t_skip is a time, not a number of spikes: compare the spike times with it.": (
        _curve(_mean_rate, keep=lambda train, skip: train[int(skip) :])
    ),
    "the number of steps is that of dt = 0.05 ms whatever dt is: use t_stop / dt.": (
        _curve(_mean_rate, steps=lambda a, dt: round(a.t_stop / 0.05))
    ),
    "the number of steps is that of dt = 0.025 ms whatever dt is: use t_stop / dt.": (
        _curve(_mean_rate, steps=lambda a, dt: round(a.t_stop / 0.025))
    ),
    "the current covers t_stop steps: how many steps of dt are t_stop ms?": (
        _curve(_mean_rate, steps=lambda a, dt: round(a.t_stop))
    ),
    "the simulation runs with another dt: hand dt on to simulate_hh.": (
        _curve(_mean_rate, own_dt=lambda dt: 0.025)
    ),
}


# --- the Jacobian ---------------------------------------------------------------------------


def _curved(x):
    return np.array([x[0] ** 2 * x[1], np.sin(x[1]) + 3 * x[2], x[0] * x[2] ** 3])


def _linear(x):
    return np.array([[1.0, 2.0], [-3.0, 0.5]]) @ x


FUNCTIONS = [
    {"f": _linear, "x": np.array([0.3, -2.0]), "eps": 1e-3},
    {"f": _curved, "x": np.array([1.2, 0.4, -0.7]), "eps": 0.1},
    {"f": _curved, "x": np.array([-0.5, 2.0, 1.5])},
]


def _columns(column):
    """Return the function that fills J column by column with `column(f, x, step, eps)`."""

    def matrix(a):
        eps = getattr(a, "eps", 1e-5)
        return np.array([column(a.f, a.x, eps * e, eps) for e in np.eye(a.x.size)]).T

    return matrix


def _centred(f, x, step, eps):
    return (f(x + step) - f(x - step)) / (2 * eps)


def centred_jacobian(**probe):
    """Return the matrix of centred differences."""
    return _columns(_centred)(SimpleNamespace(**probe))


def half_step_jacobian(f, x, eps=1e-5):
    """Return the same with eps/2 to each side: centred as well, and as right."""
    return centred_jacobian(f=f, x=x, eps=eps / 2)


JACOBIAN_MISTAKES = {
    "rows and columns are swapped: column j holds what variable j does.": (
        lambda a: _columns(_centred)(a).T
    ),
    "this is the forward difference; the centred one takes a step to both sides.": (
        _columns(lambda f, x, step, eps: (f(x + step) - f(x)) / eps)
    ),
    "this is the backward difference; the centred one takes a step to both sides.": (
        _columns(lambda f, x, step, eps: (f(x) - f(x - step)) / eps)
    ),
    "the two points lie 2·eps apart, and you divide by eps.": (
        _columns(lambda f, x, step, eps: (f(x + step) - f(x - step)) / eps)
    ),
    "the step is eps/2, so the two points lie eps apart: divide by eps, or step by eps.": (
        _columns(lambda f, x, step, eps: (f(x + step / 2) - f(x - step / 2)) / (2 * eps))
    ),
    "/ 2 * eps multiplies by eps: put brackets around 2 * eps.": (
        _columns(lambda f, x, step, eps: (f(x + step) - f(x - step)) / 2 * eps)
    ),
    "the division by the distance of the two points is missing.": (
        _columns(lambda f, x, step, eps: f(x + step) - f(x - step))
    ),
    "divided by eps squared: the distance is 2·eps.": (
        _columns(lambda f, x, step, eps: (f(x + step) - f(x - step)) / (2 * eps) ** 2),
        _columns(lambda f, x, step, eps: (f(x + step) - f(x - step)) / (2 * eps**2)),
    ),
    "the sign is turned: plus side minus minus side.": (
        _columns(lambda f, x, step, eps: (f(x - step) - f(x + step)) / (2 * eps))
    ),
    "all variables move at once: the step is eps at place j and 0 elsewhere.": (
        _columns(lambda f, x, step, eps: (f(x + eps) - f(x - eps)) / (2 * eps))
    ),
    "the step is 1, not eps.": (
        _columns(lambda f, x, step, eps: (f(x + step / eps) - f(x - step / eps)) / (2 * eps)),
        _columns(lambda f, x, step, eps: (f(x + step / eps) - f(x - step / eps)) / 2),
    ),
    "forward only: f(x + step) - f(x) over 2·eps is half the slope.": (
        _columns(lambda f, x, step, eps: (f(x + step) - f(x)) / (2 * eps))
    ),
    "the step is always 1e-5: use the argument eps.": (
        _columns(lambda f, x, step, eps: _centred(f, x, step / eps * 1e-5, 1e-5))
    ),
}

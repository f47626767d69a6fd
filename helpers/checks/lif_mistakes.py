"""Lesson 02's typical mistakes: what a student is asked, and what each slip would answer.

Each table goes from the message of a mistake to the function that makes it, of one namespace `a`
that holds a probe's arguments. `helpers.checks.lif` compares a student's answers with them.

Units: mV, ms, pA, nS; rates in Hz.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np

from helpers.lif import LIFParams, lif_step
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


def _varied(right, **changes):
    """Return the right function of a probe, with some of its arguments replaced."""
    return lambda a: right(**vars(a) | changes)


def _hard_coded(right, **numbers):
    """Return the right function with one or more of `numbers` in place of its arguments."""
    names = [chosen for n in range(len(numbers)) for chosen in combinations(numbers, n + 1)]
    return tuple(_varied(right, **{name: numbers[name] for name in chosen}) for chosen in names)


def _thousandfold(right, *names):
    """Return the right function with one argument 1000 times too large or too small."""

    def scaled(name, factor):
        return lambda a: right(**vars(a) | {name: factor * getattr(a, name)})

    return tuple(scaled(name, factor) for name in names for factor in (1000, 0.001))


# --- one step -------------------------------------------------------------------------------

STEPS = [
    {"v": -75.0, "i_inj": 0.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -60.0, "i_inj": 0.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -75.0, "i_inj": 100.0, "dt": 0.1, **membrane(DEFAULT)},
    {"v": -61.0, "i_inj": 130.0, "dt": 0.5, **membrane(OTHER)},
    {"v": -80.0, "i_inj": -40.0, "dt": 2.0, **membrane(OTHER)},
    {"v": -70.0, "i_inj": 90.0, "dt": 20.0, **membrane(OTHER)},
    # the answer is near 0, so it shows every digit that is rounded off
    {"v": 0.0321, "i_inj": 7.0, "dt": 0.01, **membrane(OTHER)},
]


def _leak(a):
    return -(a.v - a.E_L)


def _input(a):
    return a.i_inj / a.g_L


def _v_inf(a):
    return a.E_L + _input(a)


def _decay(a):
    return np.exp(-a.dt / a.tau_m)


def exact(v, i_inj, dt, E_L, g_L, tau_m):
    """Return V after an exact step [mV]."""
    v_inf = E_L + i_inj / g_L
    return v_inf + (v - v_inf) * np.exp(-dt / tau_m)


EULER_MISTAKES = {
    "V runs away from rest: the leak has the wrong sign.": (
        lambda a: a.v + a.dt * (-_leak(a) + _input(a)) / a.tau_m
    ),
    "the current pulls V the wrong way: it enters with a plus.": (
        lambda a: a.v + a.dt * (_leak(a) - _input(a)) / a.tau_m
    ),
    "both terms have the wrong sign: leak and input, not their opposites.": (
        lambda a: a.v - a.dt * (_leak(a) + _input(a)) / a.tau_m
    ),
    "the leak pulls towards 0 mV, not towards E_L.": (
        lambda a: a.v + a.dt * (-a.v + _input(a)) / a.tau_m
    ),
    "the leak must vanish where V is E_L: their difference, in brackets after the minus.": (
        lambda a: a.v + a.dt * (-a.v - a.E_L + _input(a)) / a.tau_m
    ),
    "the leak is missing: without input V never moves.": (
        lambda a: a.v + a.dt * _input(a) / a.tau_m
    ),
    "the input is missing: V does not feel the current.": (
        lambda a: a.v + a.dt * _leak(a) / a.tau_m
    ),
    "tau_m is missing: your slope is in mV, it must be in mV per ms.": (
        lambda a: a.v + a.dt * (_leak(a) + _input(a))
    ),
    "multiplied by tau_m where the equation divides.": (
        lambda a: a.v + a.dt * (_leak(a) + _input(a)) * a.tau_m
    ),
    "tau_m divides the input only: put brackets around leak plus input.": (
        lambda a: a.v + a.dt * (_leak(a) + _input(a) / a.tau_m)
    ),
    "tau_m divides the leak only: put brackets around leak plus input.": (
        lambda a: a.v + a.dt * (_leak(a) / a.tau_m + _input(a))
    ),
    "g_L is missing under the current: pA must become mV.": (
        lambda a: a.v + a.dt * (_leak(a) + a.i_inj) / a.tau_m
    ),
    "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": (
        lambda a: a.v + a.dt * (_leak(a) + a.i_inj * a.g_L) / a.tau_m
    ),
    "g_L divides the leak too: only the current is in pA.": (
        lambda a: a.v + a.dt * (_leak(a) + a.i_inj) / a.g_L / a.tau_m
    ),
    "the step grows with dt²: is dt multiplied twice?": (
        lambda a: a.v + a.dt**2 * (_leak(a) + _input(a)) / a.tau_m
    ),
    "the step does not depend on dt: the slope must be multiplied by dt once.": (
        lambda a: a.v + (_leak(a) + _input(a)) / a.tau_m
    ),
    "this is the change of V; return the new V, old value plus change.": (
        lambda a: a.dt * (_leak(a) + _input(a)) / a.tau_m
    ),
    "this is the slope dV/dt; return V one step later.": (
        lambda a: (_leak(a) + _input(a)) / a.tau_m
    ),
    "multiplied by g_L: (2.1) is divided by C_m, which is tau_m·g_L, not by tau_m.": (
        lambda a: a.v + a.dt * (_leak(a) + _input(a)) * a.g_L / a.tau_m
    ),
    "// cuts off the digits; divide with a single /.": (
        lambda a: a.v + a.dt * ((_leak(a) + _input(a)) // a.tau_m),
        lambda a: a.v + a.dt * (_leak(a) + a.i_inj // a.g_L) / a.tau_m,
    ),
    "a factor 1000 is too much: pA/nS is mV already, and dt is in ms.": (
        _thousandfold(lif_step, "i_inj", "dt")
    ),
    "this is the exact step, which comes later; here use Euler's.": lambda a: exact(**vars(a)),
    "this holds numbers of the default neuron: use the arguments instead.": (
        _hard_coded(lif_step, dt=0.1, **membrane(DEFAULT))
    ),
}

EXACT_MISTAKES = {
    "the exponential multiplies the whole distance: put brackets around v - v_inf.": (
        lambda a: _v_inf(a) + a.v - _v_inf(a) * _decay(a)
    ),
    "tau_m belongs inside the exponent, under dt.": (
        lambda a: _v_inf(a) + (a.v - _v_inf(a)) * np.exp(-a.dt) / a.tau_m
    ),
    "this is still Euler's step; the exact one holds an exponential.": (
        lambda a: lif_step(**vars(a))
    ),
    "V runs away from v_inf: the exponent must be negative.": (
        lambda a: _v_inf(a) + (a.v - _v_inf(a)) / _decay(a)
    ),
    "the exponent is upside down: time over time constant.": (
        lambda a: _v_inf(a) + (a.v - _v_inf(a)) * np.exp(-a.tau_m / a.dt)
    ),
    "for dt near 0 V must stay where it is, and yours jumps: (v - v_inf), not (v_inf - v).": (
        lambda a: _v_inf(a) - (a.v - _v_inf(a)) * _decay(a)
    ),
    "the new V forgets where it started: v must appear, not only v_inf and E_L.": (
        lambda a: a.E_L + _input(a) * (1 - _decay(a))
    ),
    "V relaxes to E_L: the input is missing in v_inf.": (
        lambda a: a.E_L + (a.v - a.E_L) * _decay(a)
    ),
    "v_inf lacks E_L: I/g_L is a distance from rest.": (
        lambda a: _input(a) + (a.v - _input(a)) * _decay(a)
    ),
    "g_L is missing in v_inf: pA must become mV.": (
        lambda a: a.E_L + a.i_inj + (a.v - a.E_L - a.i_inj) * _decay(a)
    ),
    "this is the distance to v_inf; add v_inf to get V.": (lambda a: (a.v - _v_inf(a)) * _decay(a)),
    "1 - exp(…) is the part that is gone; the distance that is left decays with exp(…).": (
        lambda a: _v_inf(a) + (a.v - _v_inf(a)) * (1 - _decay(a))
    ),
    "this is v_inf, where V ends; one step covers only a part of the way.": _v_inf,
    "the current pulls V the wrong way: it enters v_inf with a plus.": (
        lambda a: exact(**vars(a) | {"i_inj": -a.i_inj})
    ),
    "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": (
        lambda a: exact(**vars(a) | {"g_L": 1 / a.g_L})
    ),
    "g_L divides E_L too: only the current is in pA.": (
        lambda a: exact(**vars(a) | {"E_L": a.E_L / a.g_L})
    ),
    "the distance that decays is the one to v_inf, not the one to E_L.": (
        lambda a: _v_inf(a) + (a.v - a.E_L) * _decay(a)
    ),
    "the exponent must be a pure number: a time over a time.": (
        _varied(exact, dt=1.0),
        _varied(exact, tau_m=1.0),
        lambda a: exact(**vars(a) | {"tau_m": 1 / a.tau_m}),
    ),
    "// cuts off the digits; divide with a single /.": (
        lambda a: exact(**vars(a) | {"i_inj": a.i_inj // a.g_L * a.g_L}),
        lambda a: _v_inf(a) + (a.v - _v_inf(a)) * np.exp(-a.dt // a.tau_m),
    ),
    "a factor 1000 is too much: pA/nS is mV already, and dt is in ms.": (
        _thousandfold(exact, "i_inj", "dt")
    ),
    "this holds numbers of the default neuron: use the arguments instead.": (
        _hard_coded(exact, dt=0.1, **membrane(DEFAULT))
    ),
}


# --- the simulation -------------------------------------------------------------------------

INPUTS = [
    {"i_inj": np.full(600, 250.0), "dt": 0.1, "params": DEFAULT},
    {"i_inj": np.linspace(100.0, 420.0, 900), "dt": 0.1, "params": OTHER},
    {"i_inj": np.repeat([-20.0, 330.0, -20.0], [100, 500, 200]), "dt": 0.25, "params": OTHER},
    # with dt = tau_m one Euler step lands on V_th exactly, and t_ref / dt is 13.999999999999998
    {"i_inj": np.full(18, 200.0), "dt": 0.4, "params": LIFParams(tau_m=0.4, t_ref=5.6)},
]


def _flawed(
    params=lambda p: p,
    reset=lambda p, v: p.V_reset,
    held_at=lambda p, v: p.V_reset,
    hold=lambda p, dt: round(p.t_ref / dt),
    count=lambda held, dt: held - 1,
    time=lambda k, dt: k * dt,
    delay=1,
    strict=False,
):
    """Return a simulation that goes wrong where an argument differs from its default."""

    def simulation(a):
        p = params(a.params)
        v, held, spike_times = np.full(a.i_inj.size, p.V_init), 0, []
        for k in range(1, a.i_inj.size):
            if held > 0:
                v[k], held = held_at(p, v[k - 1]), count(held, a.dt)
                continue
            v[k] = lif_step(v[k - 1], a.i_inj[k - delay], a.dt, p.E_L, p.g_L, p.tau_m)
            if v[k] > p.V_th or (v[k] == p.V_th and not strict):
                held = hold(p, a.dt)
                spike_times.append(time(k, a.dt))
                v[k] = reset(p, v[k])
        return v, np.array(spike_times)

    return simulation


def _default(*names):
    """Return the function that gives a neuron the default values of `names`."""
    return lambda p: replace(p, **{name: getattr(DEFAULT, name) for name in names})


PARAMETERS = ("V_th", "V_reset", "E_L", "tau_m", "g_L", "t_ref")

SIMULATION_MISTAKES = {
    "V keeps its value at a spike: set v[k] to V_reset there.": (
        _flawed(reset=lambda p, v: v),
        _flawed(reset=lambda p, v: v, held_at=lambda p, v: v),
    ),
    "after a spike V must be V_reset, which need be neither E_L nor V_init.": (
        _flawed(reset=lambda p, v: p.E_L),
        _flawed(held_at=lambda p, v: p.E_L),
        _flawed(reset=lambda p, v: p.E_L, held_at=lambda p, v: p.E_L),
        _flawed(reset=lambda p, v: p.V_init),
        _flawed(held_at=lambda p, v: p.V_init),
        _flawed(reset=lambda p, v: p.V_init, held_at=lambda p, v: p.V_init),
    ),
    "there is no refractory period: after a spike V must stay at V_reset for t_ref.": (
        _flawed(hold=lambda p, dt: 0)
    ),
    "V is held for t_ref steps; t_ref is in ms, so divide it by dt.": (
        _flawed(hold=lambda p, dt: p.t_ref),
        _flawed(hold=lambda p, dt: round(p.t_ref)),
        _flawed(hold=lambda p, dt: int(p.t_ref)),
    ),
    "`held` counts steps: take off 1, not dt.": _flawed(count=lambda held, dt: held - dt),
    "t_ref is multiplied by dt; how many steps of dt fit into t_ref?": (
        _flawed(hold=lambda p, dt: p.t_ref * dt),
        _flawed(hold=lambda p, dt: round(p.t_ref * dt)),
    ),
    "V is held for 20 steps, whatever t_ref and dt are: count them from `params`.": (
        _flawed(hold=lambda p, dt: 20)
    ),
    "int() and // cut 13.999… steps down to 13; round() gives the nearest whole number.": (
        _flawed(hold=lambda p, dt: int(p.t_ref / dt)),
        _flawed(hold=lambda p, dt: p.t_ref // dt),
    ),
    "V is held one step too short: t_ref / dt steps after the spike's own.": (
        _flawed(hold=lambda p, dt: round(p.t_ref / dt) - 1)
    ),
    "V is held one step too long: t_ref / dt steps after the spike's own.": (
        _flawed(hold=lambda p, dt: round(p.t_ref / dt) + 1)
    ),
    "after the first spike V never moves again: does `held` count down?": (
        _flawed(hold=lambda p, dt: np.inf)
    ),
    "the spike times are step numbers; multiply by dt to get ms.": _flawed(time=lambda k, dt: k),
    "the spike times are in s; leave them in ms.": _flawed(time=lambda k, dt: k * dt / 1000),
    "the spike times hold for dt = 0.1 ms only: use the argument dt.": (
        _flawed(time=lambda k, dt: k * 0.1)
    ),
    "while V is held it must be V_reset, not 0.": _flawed(held_at=lambda p, v: 0.0),
    "the spike times are one step early: the spike is at step k, not k - 1.": (
        _flawed(time=lambda k, dt: (k - 1) * dt)
    ),
    "the spike times are one step late: the spike is at step k, not k + 1.": (
        _flawed(time=lambda k, dt: (k + 1) * dt)
    ),
    "a step that ends exactly at V_th is a spike too: >= rather than >.": _flawed(strict=True),
    "step k must use the current of step k - 1, the one that flows during the step.": (
        _flawed(delay=0)
    ),
    "this holds numbers of the default neuron: take each one from `params`.": (
        _flawed(params=lambda p: DEFAULT),
        *(_flawed(params=_default(name)) for name in PARAMETERS),
    ),
}


# --- the f-I curve --------------------------------------------------------------------------

CURRENTS = [
    {"i_dc": np.array([0.0, 150, 200, 210, 250, 300, 400, 5000]), "params": DEFAULT},
    {"i_dc": np.linspace(-50.0, 900.0, 96), "params": OTHER},
]


def _rate(interval):
    """Return the function that gives 1000 / interval above rheobase and 0 elsewhere."""

    def rate(a):
        v_inf = a.params.E_L + a.i_dc / a.params.g_L
        return np.where(v_inf > a.params.V_th, 1000 / interval(a.params, v_inf), 0.0)

    return rate


def _rise(p, v_inf, logarithm=np.log):
    return p.tau_m * logarithm((v_inf - p.V_reset) / (v_inf - p.V_th))


def _interval(a, silent):
    rate = lif_rate_dc(**vars(a))
    return np.where(rate > 0, 1000 / np.fmax(rate, 1e-9), silent)


def _rate_without_g_L(a):
    return _rate(lambda p, v_inf: p.t_ref + _rise(p, p.E_L + a.i_dc))(a)


def _rate_from(v_inf, fires=lambda a, v_inf: v_inf > a.params.V_th):
    """Return the function that uses another V_inf, or another rule for what fires."""

    def rate(a):
        v = v_inf(a)
        return np.where(fires(a, v), 1000 / (a.params.t_ref + _rise(a.params, v)), 0.0)

    return rate


def _right_v_inf(a):
    return a.params.E_L + a.i_dc / a.params.g_L


def _with_default(name):
    return lambda a: lif_rate_dc(a.i_dc, _default(name)(a.params))


RATE_MISTAKES = {
    "this compares pA with mV: a neuron fires if v_inf lies above V_th.": (
        _rate_from(_right_v_inf, lambda a, v_inf: a.i_dc > a.params.V_th)
    ),
    "-55 mV is the threshold of the default neuron: compare with `params.V_th`.": (
        _rate_from(_right_v_inf, lambda a, v_inf: v_inf > DEFAULT.V_th)
    ),
    "the comparison is turned round: a neuron fires if v_inf lies above V_th.": (
        _rate_from(_right_v_inf, lambda a, v_inf: v_inf < a.params.V_th)
    ),
    "v_inf lacks E_L: I/g_L is a distance from rest.": _rate_from(lambda a: a.i_dc / a.params.g_L),
    "without input V rests at E_L, not at V_reset: v_inf starts from there.": (
        _rate_from(lambda a: a.params.V_reset + a.i_dc / a.params.g_L)
    ),
    "the rate is in spikes per ms; 1 Hz is one spike per 1000 ms.": (
        _rate(lambda p, v_inf: 1000 * (p.t_ref + _rise(p, v_inf)))
    ),
    "divide 1000 by the interval, do not multiply: a longer interval is a lower rate.": (
        lambda a: 1000 * _interval(a, 0.0)
    ),
    "t_ref is missing: however large the current, the rate must stay below 1000/t_ref.": (
        _rate(lambda p, v_inf: _rise(p, v_inf))
    ),
    "t_ref must lengthen the interval, not shorten it.": (
        _rate(lambda p, v_inf: _rise(p, v_inf) - p.t_ref)
    ),
    "the fraction in the logarithm is upside down: the time to threshold is positive.": (
        _rate(lambda p, v_inf: p.t_ref - _rise(p, v_inf))
    ),
    "after a spike V starts at V_reset, not at E_L.": (
        _rate(lambda p, v_inf: p.t_ref + p.tau_m * np.log((v_inf - p.E_L) / (v_inf - p.V_th)))
    ),
    "np.log is the natural logarithm; log10 and log2 are not.": (
        _rate(lambda p, v_inf: p.t_ref + _rise(p, v_inf, np.log10)),
        _rate(lambda p, v_inf: p.t_ref + _rise(p, v_inf, np.log2)),
    ),
    "the logarithm of the fraction is missing.": (
        _rate(lambda p, v_inf: p.t_ref + _rise(p, v_inf, np.asarray))
    ),
    "t_ref stands alone: only tau_m is multiplied by the logarithm.": (
        _rate(lambda p, v_inf: (p.t_ref + p.tau_m) * _rise(p, v_inf) / p.tau_m)
    ),
    "tau_m is missing in front of the logarithm.": (
        _rate(lambda p, v_inf: p.t_ref + _rise(p, v_inf) / p.tau_m)
    ),
    "this is the interval in ms; the rate is 1000 divided by it.": (
        lambda a: _interval(a, 0.0),
        lambda a: _interval(a, np.inf),
    ),
    "g_L is missing in v_inf: I/g_L is in mV, I is not.": (
        lambda a: lif_rate_dc(a.i_dc, replace(a.params, g_L=1.0)),
        _rate_without_g_L,
    ),
    "the current is multiplied by g_L; pA/nS is mV, pA·nS is not.": (
        lambda a: lif_rate_dc(a.i_dc, replace(a.params, g_L=1 / a.params.g_L))
    ),
    "the rheobase is 200 pA for the default neuron only: compare v_inf with V_th.": (
        lambda a: np.where(a.i_dc > DEFAULT.rheobase, lif_rate_dc(**vars(a)), 0.0)
    ),
    "this holds numbers of the default neuron: take each one from `params`.": (
        _varied(lif_rate_dc, params=DEFAULT),
        *(_with_default(name) for name in PARAMETERS),
    ),
}


# --- strength and duration ------------------------------------------------------------------

PULSES = [
    {"width": width, "V_th": params.V_th, **membrane(params)}
    for params in (DEFAULT, OTHER)
    for width in (0.5, 2.0, 6.9, 15.0, 200.0)
]


def _rheobase(a):
    return a.g_L * (a.V_th - a.E_L)


def _covered(a):
    return 1 - np.exp(-a.width / a.tau_m)


def threshold(width, E_L, V_th, g_L, tau_m):
    """Return the threshold current [pA] of a pulse [ms]."""
    params = LIFParams(E_L=E_L, V_init=E_L, V_reset=E_L, V_th=V_th, g_L=g_L, tau_m=tau_m)
    return lif_threshold_current(width, params)


THRESHOLD_MISTAKES = {
    "1 and exp(…) belong together under the fraction bar: put brackets around them.": (
        lambda a: _rheobase(a) / 1 - np.exp(-a.width / a.tau_m)
    ),
    "the difference of V_th and E_L belongs together: put brackets around it.": (
        lambda a: a.g_L * a.V_th - a.E_L / _covered(a),
        lambda a: (a.g_L * a.V_th - a.E_L) / _covered(a),
    ),
    "g_L is missing: this is a voltage in mV, not a current in pA.": (
        lambda a: (a.V_th - a.E_L) / _covered(a)
    ),
    "divided by g_L; from V = I/g_L follows I = g_L·V.": (
        lambda a: (a.V_th - a.E_L) / a.g_L / _covered(a)
    ),
    "a short pulse must be stronger: divide by 1 - exp(…), do not multiply.": (
        lambda a: _rheobase(a) * _covered(a)
    ),
    "the current is negative: the exponent needs a minus.": (
        lambda a: _rheobase(a) / (1 - np.exp(a.width / a.tau_m))
    ),
    "the exponent is upside down: width over time constant.": (
        lambda a: _rheobase(a) / (1 - np.exp(-a.tau_m / a.width))
    ),
    "divided by exp(…) alone: V covers the fraction 1 - exp(-width / tau_m) of its way.": (
        lambda a: _rheobase(a) / np.exp(-a.width / a.tau_m)
    ),
    "this is the rheobase, right for an endless pulse; a short one must be stronger.": _rheobase,
    "this is Weiss's hyperbola, a good fit to nerves; here the exponential is exact.": (
        lambda a: _rheobase(a) * (1 + a.tau_m * np.log(2) / a.width)
    ),
    "the distance to cover is V_th - E_L, nothing else.": (
        lambda a: a.g_L * a.V_th / _covered(a),
        lambda a: a.g_L * a.E_L / _covered(a),
        lambda a: a.g_L * (a.V_th + a.E_L) / _covered(a),
    ),
    "the sign is turned: the distance to cover is V_th - E_L, a positive one.": (
        lambda a: -_rheobase(a) / _covered(a)
    ),
    "the current falls without end: a long pulse still needs the rheobase.": (
        lambda a: _rheobase(a) * a.tau_m / a.width
    ),
    "this is the charge of the pulse; divide it by the width to get the current.": (
        lambda a: _rheobase(a) * a.width / _covered(a)
    ),
    "the exponent must be a pure number: a time over a time.": (
        _varied(threshold, tau_m=1.0),
        lambda a: threshold(**vars(a) | {"tau_m": 1 / a.tau_m}),
    ),
    "no change of units is needed: nS·mV is pA, and ms/ms is a number.": (
        *_thousandfold(threshold, "width", "g_L"),
        lambda a: _rheobase(a) / _covered(a) * 1e-12,
    ),
    "this holds numbers of the default neuron: use the arguments instead.": (
        _hard_coded(threshold, V_th=DEFAULT.V_th, **membrane(DEFAULT))
    ),
}

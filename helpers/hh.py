"""The Hodgkin-Huxley (HH) membrane: sodium, potassium and leak, with voltage-dependent gates.

Modern sign convention: potentials as measured inside against outside, rest near -65 mV; outward
ionic currents are positive. Units: mV, ms, µA/cm², mS/cm², µF/cm², 1/ms, °C; mS/cm² times mV is
µA/cm², and µA/cm² over µF/cm² is mV/ms, so no conversion factor appears.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import exprel

from helpers.internal import arguments
from helpers.internal.arguments import Number
from helpers.internal.sweeps import by_neuron, check_current

State = tuple[Any, Any, Any, Any]  # V [mV], m, h, n, or their slopes

Q10 = 3.0  # the gates' rates triple with every 10 °C
V_REST = -64.99637933119  # where the default membrane rests without current [mV]


@dataclass(frozen=True)
class HHParams:
    """Parameters of a Hodgkin-Huxley membrane, those of the squid's giant axon by default.

    Raises
    ------
    ValueError
        If a value is not a finite number, if `C_m` or `g_L` is not above 0, if `g_Na` or `g_K` is
        below 0, or if `temperature` is not from 0 to 40 °C.
    """

    C_m: float = 1.0  # membrane capacitance [µF/cm²]
    g_Na: float = 120.0  # sodium conductance with all gates open [mS/cm²]
    g_K: float = 36.0  # potassium conductance with all gates open [mS/cm²]
    g_L: float = 0.3  # leak conductance [mS/cm²]
    E_Na: float = 50.0  # sodium reversal potential [mV]
    E_K: float = -77.0  # potassium reversal potential [mV]
    E_L: float = -54.387  # leak reversal potential, chosen so that rest is at -65 [mV]
    temperature: float = 6.3  # to which the rates of 1952 were scaled [°C]

    def __post_init__(self):
        units = {"µF/cm²": "C_m", "mS/cm²": "g_Na g_K g_L", "mV": "E_Na E_K E_L"}
        units["°C"] = "temperature"
        arguments.check_fields(self, units, above_zero="C_m g_L", from_zero="g_Na g_K")
        if not 0 <= self.temperature <= 40:
            raise ValueError(f"temperature must be from 0 to 40 [°C], got {self.temperature}")

    @property
    def phi(self) -> float:
        """Factor by which all rates exceed those at 6.3 °C."""
        return Q10 ** ((self.temperature - 6.3) / 10)


class HHTrace(NamedTuple):
    """One simulated trace: `t` [ms], `v` [mV] and the gates `m`, `h`, `n`, shape (n_steps,)."""

    t: np.ndarray
    v: np.ndarray
    m: np.ndarray
    h: np.ndarray
    n: np.ndarray

    @property
    def spike_times(self) -> np.ndarray:
        """Times at which V crosses 0 mV upwards, interpolated within the step [ms]."""
        k = np.flatnonzero((self.v[:-1] < 0) & (self.v[1:] >= 0))
        part = self.v[k] / (self.v[k] - self.v[k + 1])
        return self.t[k] + part * (self.t[k + 1] - self.t[k])


def alpha_m(v: ArrayLike) -> float | np.ndarray:
    """Return the opening rate of an m gate [1/ms] at v [mV], any shape; 1 at -40 mV."""
    return _rate(v, lambda v: 1 / exprel(-(v + 40) / 10))


def beta_m(v: ArrayLike) -> float | np.ndarray:
    """Return the closing rate of an m gate [1/ms] at v [mV], any shape."""
    return _rate(v, lambda v: 4 * np.exp(-(v + 65) / 18))


def alpha_h(v: ArrayLike) -> float | np.ndarray:
    """Return the opening rate of an h gate [1/ms] at v [mV], any shape."""
    return _rate(v, lambda v: 0.07 * np.exp(-(v + 65) / 20))


def beta_h(v: ArrayLike) -> float | np.ndarray:
    """Return the closing rate of an h gate [1/ms] at v [mV], any shape."""
    return _rate(v, lambda v: 1 / (1 + np.exp(-(v + 35) / 10)))


def alpha_n(v: ArrayLike) -> float | np.ndarray:
    """Return the opening rate of an n gate [1/ms] at v [mV], any shape; 0.1 at -55 mV."""
    return _rate(v, lambda v: 0.1 / exprel(-(v + 55) / 10))


def beta_n(v: ArrayLike) -> float | np.ndarray:
    """Return the closing rate of an n gate [1/ms] at v [mV], any shape."""
    return _rate(v, lambda v: 0.125 * np.exp(-(v + 65) / 80))


RATES = (alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n)  # all at 6.3 °C


def _rate(v, formula):
    with np.errstate(over="ignore"):  # a rate that is infinite far below rest
        rate = formula(arguments.numbers("v", v, "mV"))
    return rate if np.ndim(rate) else float(rate)


def steady_state(v: ArrayLike) -> tuple[Number, Number, Number]:
    """Return where the gates end if V is held.

    Parameters
    ----------
    v : array_like
        Membrane potential [mV], any shape.

    Returns
    -------
    m, h, n : float or numpy.ndarray
        alpha / (alpha + beta) of each gate, from 0 to 1, same shape as `v`.

    Raises
    ------
    ValueError
        If `v` holds anything but finite numbers.
    """
    a_m, b_m, a_h, b_h, a_n, b_n = (rate(v) for rate in RATES)
    return a_m / (a_m + b_m), a_h / (a_h + b_h), a_n / (a_n + b_n)


def time_constants(v: ArrayLike, params: HHParams = HHParams()) -> tuple[Number, Number, Number]:
    """Return how fast the gates get there if V is held: 1 / (alpha + beta) of m, h, n [ms].

    The arguments are those of `steady_state`; the temperature of `params` counts as well.
    """
    phi = arguments.instance("params", params, HHParams).phi
    a_m, b_m, a_h, b_h, a_n, b_n = (rate(v) for rate in RATES)
    return 1 / (phi * (a_m + b_m)), 1 / (phi * (a_h + b_h)), 1 / (phi * (a_n + b_n))


def rates_of_float(
    v: float, exp: Callable = math.exp, expm1: Callable = math.expm1
) -> tuple[float, ...]:
    """Return all six rates of one float: `RATES` at a tenth of the price."""
    u, w, z = (v + 40) / 10, (v + 55) / 10, (v + 65) / -20
    return (
        u / -expm1(-u) if u else 1.0, 4 * exp((v + 65) / -18),
        0.07 * exp(z), 1 / (1 + exp((v + 35) / -10)),
        0.1 * w / -expm1(-w) if w else 0.1, 0.125 * exp(z / 4),
    )  # fmt: skip


def rates_of_array(v: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return all six rates of an array: `RATES` without their checks."""
    z = (v + 65) / -20
    return (
        1 / exprel((v + 40) / -10), 4 * np.exp((v + 65) / -18),
        0.07 * np.exp(z), 1 / (1 + np.exp((v + 35) / -10)),
        0.1 / exprel((v + 55) / -10), 0.125 * np.exp(z / 4),
    )  # fmt: skip


def membrane_constants(params: HHParams) -> tuple[float, ...]:
    """Return C_m, g_Na, g_K, g_L, E_Na, E_K, E_L and phi, for `raw_slopes` and `hh_step`."""
    p = arguments.instance("params", params, HHParams)
    return p.C_m, p.g_Na, p.g_K, p.g_L, p.E_Na, p.E_K, p.E_L, p.phi


def raw_slopes(
    v: Number,
    m: Number,
    h: Number,
    n: Number,
    i_inj: Number,
    constants: tuple[float, ...],
    rates: Callable[[Any], tuple],
) -> State:
    """Return dV/dt [mV/ms], dm/dt, dh/dt, dn/dt [1/ms]; floats or arrays, without any check."""
    C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, phi = constants
    a_m, b_m, a_h, b_h, a_n, b_n = rates(v)
    i_ion = g_Na * m * m * m * h * (v - E_Na) + g_K * n * n * n * n * (v - E_K) + g_L * (v - E_L)
    return (
        (i_inj - i_ion) / C_m,
        phi * (a_m - (a_m + b_m) * m),
        phi * (a_h - (a_h + b_h) * h),
        phi * (a_n - (a_n + b_n) * n),
    )


def hh_slopes(
    v: float, m: float, h: float, n: float, i_inj: float, params: HHParams = HHParams()
) -> State:
    """Return dV/dt [mV/ms], dm/dt, dh/dt, dn/dt [1/ms] for single numbers, without any check."""
    return raw_slopes(v, m, h, n, i_inj, membrane_constants(params), rates_of_float)


def hh_step(
    v: Number,
    m: Number,
    h: Number,
    n: Number,
    i_inj: Number,
    dt: float,
    constants: tuple[float, ...],
    rates: Callable[[Any], tuple],
) -> State:
    """Return V and the gates after one Runge-Kutta step (order 4); floats or arrays."""
    half, sixth = dt / 2, dt / 6
    v1, m1, h1, n1 = raw_slopes(v, m, h, n, i_inj, constants, rates)
    v2, m2, h2, n2 = raw_slopes(
        v + half * v1, m + half * m1, h + half * h1, n + half * n1, i_inj, constants, rates
    )
    v3, m3, h3, n3 = raw_slopes(
        v + half * v2, m + half * m2, h + half * h2, n + half * n2, i_inj, constants, rates
    )
    v4, m4, h4, n4 = raw_slopes(
        v + dt * v3, m + dt * m3, h + dt * h3, n + dt * n3, i_inj, constants, rates
    )
    return (
        v + sixth * (v1 + 2 * (v2 + v3) + v4),
        m + sixth * (m1 + 2 * (m2 + m3) + m4),
        h + sixth * (h1 + 2 * (h2 + h3) + h4),
        n + sixth * (n1 + 2 * (n2 + n3) + n4),
    )


def _start(v0, gates0) -> State:
    """Return V, m, h, n at t = 0 as floats."""
    v0 = V_REST if v0 is None else arguments.finite("v0", v0, "mV")
    if gates0 is None:
        m, h, n = steady_state(v0)
        return v0, m, h, n
    gates0 = arguments.numbers("gates0", gates0, "1")
    if gates0.shape != (3,) or gates0.min() < 0 or gates0.max() > 1:
        raise ValueError(f"gates0 must be (m, h, n), each from 0 to 1, got {gates0.tolist()}")
    m, h, n = gates0.tolist()
    return v0, m, h, n


def _refuse_runaway(v, gates, dt):
    """ValueError where the step is too large: a gate leaves 0…1, or V is no number."""
    if not (np.all(np.isfinite(v)) and np.min(gates) > -0.01 and np.max(gates) < 1.01):
        raise ValueError(f"dt must be small enough for V to stay finite [ms], got {dt}: halve it")


def simulate_hh(
    i_inj: ArrayLike,
    dt: float = 0.025,
    params: HHParams = HHParams(),
    v0: float | None = None,
    gates0: ArrayLike | None = None,
) -> HHTrace:
    """Simulate one Hodgkin-Huxley membrane by the classical Runge-Kutta method.

    Parameters
    ----------
    i_inj : array_like, shape (n_steps,)
        Injected current [µA/cm²]; `i_inj[k]` flows from `t[k]` to `t[k + 1]`.
    dt : float
        Time step [ms], above 0. A spike needs about 0.06 or less; less still in the warm.
    params : HHParams
        The membrane.
    v0 : float, optional
        Potential at t = 0 [mV]; V_REST, -65.00, where the default membrane rests, if not given.
    gates0 : (float, float, float), optional
        m, h, n at t = 0, each from 0 to 1; the steady state at `v0` if not given.

    Returns
    -------
    HHTrace
        `t` from 0 in steps of dt [ms], `v` [mV] and the gates `m`, `h`, `n`, all of shape
        (n_steps,); its `spike_times` [ms] are the upward crossings of 0 mV.

    Raises
    ------
    ValueError
        If `i_inj` is a single number or not a one-dimensional array of finite numbers, if `dt` is
        not above 0 or so large that V runs away, or if the start is out of range.

    References
    ----------
    Hodgkin & Huxley (1952), *Journal of Physiology* 117, 500; in the modern sign convention
    Gerstner, Kistler, Naud & Paninski (2014), *Neuronal Dynamics*, section 2.2.
    """
    i_inj = arguments.series("i_inj", i_inj, "µA/cm²")
    dt = arguments.positive("dt", dt, "ms")
    constants = membrane_constants(params)
    state = _start(v0, gates0)
    states = [state]
    try:
        for current in i_inj[:-1].tolist():  # plain floats: 20 times as fast as arrays of one
            state = hh_step(*state, current, dt, constants, rates_of_float)
            states.append(state)
    except OverflowError:
        states.append((math.nan,) * 4)
    v, m, h, n = np.array(states).T
    _refuse_runaway(v, (m, h, n), dt)
    return HHTrace(np.arange(i_inj.size) * dt, v, m, h, n)


def sweep_hh(
    i_of_step: Callable[[int], np.ndarray],
    n_neurons: int,
    n_steps: int,
    dt: float = 0.025,
    params: HHParams = HHParams(),
    v0: float | None = None,
    gates0: ArrayLike | None = None,
) -> list[np.ndarray]:
    """Simulate many membranes at once and keep their spike times only.

    Worth it from about 40 membranes on: below that `simulate_hh` in a loop is quicker.

    Parameters
    ----------
    i_of_step : callable
        `i_of_step(k)` gives the current [µA/cm²] that flows from step k to k + 1: an array of
        shape (n_neurons,) or one number for all.
    n_neurons, n_steps : int
        Number of membranes and of time steps, each at least 1.
    dt, params, v0, gates0
        As for `simulate_hh`, the same for all membranes.

    Returns
    -------
    list of numpy.ndarray
        Spike times [ms] of each membrane; those of `simulate_hh` up to rounding.

    Raises
    ------
    ValueError
        If `i_of_step` cannot be called or its first answer is not a current per membrane, or if
        another argument is outside its range.
    """
    n_neurons = arguments.count("n_neurons", n_neurons)
    n_steps = arguments.count("n_steps", n_steps)
    dt = arguments.positive("dt", dt, "ms")
    constants = membrane_constants(params)
    check_current(i_of_step, n_neurons, "µA/cm²")
    v, m, h, n = (np.full(n_neurons, x) for x in _start(v0, gates0))
    state: State = (v, m, h, n)
    times, who = [np.empty(0)], [np.empty(0, int)]
    with np.errstate(all="ignore"):  # a step that runs away is refused below
        for k in range(n_steps - 1):
            before = state[0]
            state = hh_step(*state, i_of_step(k), dt, constants, rates_of_array)
            fired = np.flatnonzero((before < 0) & (state[0] >= 0))
            if fired.size:
                part = before[fired] / (before[fired] - state[0][fired])
                times.append((k + part) * dt)
                who.append(fired)
    _refuse_runaway(state[0], state[1:], dt)
    return by_neuron(np.concatenate(times), np.concatenate(who), n_neurons)

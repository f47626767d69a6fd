"""Generalised leaky integrate-and-fire (GLIF) neurons: five levels, from the LIF upwards.

A spike leaves something behind: a raised threshold (levels 2, 4, 5), a current (3, 4, 5); and at
level 5 the threshold follows V even without a spike. The parts go back to Mihalaş & Niebur (2009),
the levels to Teeter et al. (2018).

Units: mV, ms, pA, nS.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments
from helpers.internal.dc_rate import dc_rate
from helpers.internal.sweeps import by_neuron, check_current
from helpers.lif import LIFParams, Number, lif_step
from helpers.progress import progress

LEVELS = {
    1: "GLIF1 · LIF",
    2: "GLIF2 · LIF-R",
    3: "GLIF3 · LIF-ASC",
    4: "GLIF4 · LIF-R-ASC",
    5: "GLIF5 · LIF-R-ASC-A",
}


@dataclass(frozen=True)
class GLIFParams:
    """Parameters of a generalised leaky integrate-and-fire neuron.

    `level` says which of them act: 1 the membrane alone; 2 the reset rules; 3 the after-spike
    current; 4 both; 5 both and the threshold that follows V. At levels 1 and 3 a spike sets V to
    the membrane's V_reset, at the others to E_L + f_v·(V - E_L) + delta_V.

    Raises
    ------
    ValueError
        If `level` is not 1 to 5, a value is not a finite number, a time constant is not above 0,
        `f_v` is not in 0…1, `delta_theta` or `a_v` is below 0, or a spike that starts at V_th
        would leave V at V_th or above.
    """

    level: int = 1
    membrane: LIFParams = field(default_factory=LIFParams)
    f_v: float = 0.2  # part of V - E_L that is left after a spike
    delta_V: float = -4.0  # shift of V by a spike [mV]
    delta_theta: float = 3.0  # rise of the threshold by a spike [mV]
    tau_theta: float = 60.0  # decay time of that rise [ms]
    delta_i: float = -25.0  # after-spike current that a spike adds [pA]
    tau_i: float = 100.0  # decay time of the after-spike current [ms]
    a_v: float = 0.01  # rate at which the threshold follows V [1/ms]
    tau_v: float = 30.0  # time in which the threshold forgets V [ms]

    def __post_init__(self):
        if arguments.count("level", self.level) not in LEVELS:
            raise ValueError(f"level must be 1, 2, 3, 4 or 5, got {self.level}")
        arguments.instance("membrane", self.membrane, LIFParams)
        units = {"1": "f_v", "mV": "delta_V delta_theta", "pA": "delta_i", "1/ms": "a_v"}
        units["ms"] = "tau_theta tau_i tau_v"
        arguments.check_fields(self, units, units["ms"], from_zero="f_v delta_theta a_v")
        if self.f_v > 1:
            raise ValueError(f"f_v must be at most 1, got {self.f_v}")
        p = self.membrane
        if p.E_L + self.f_v * (p.V_th - p.E_L) + self.delta_V >= p.V_th + self.delta_theta:
            raise ValueError(f"delta_V must bring V below the threshold, got {self.delta_V}")

    @property
    def acting(self) -> GLIFParams:
        """The same neuron with every number that its level does not use set to no effect."""
        off: dict = {} if self.level in (2, 4, 5) else {"delta_theta": 0.0}
        off |= {} if self.level >= 3 else {"delta_i": 0.0}
        off |= {} if self.level == 5 else {"a_v": 0.0}
        return replace(self, **off)

    def after_spike(self, v: Number) -> Number:
        """Return V after a spike that started at `v` [mV]: a number or an array of them."""
        p = self.membrane
        if self.level in (1, 3):
            return p.V_reset + 0.0 * v
        return p.E_L + self.f_v * (v - p.E_L) + self.delta_V


class GLIFTrace(NamedTuple):
    """One simulated trace: `t` [ms], `v` and `threshold` [mV], `i_asc` [pA], `spike_times` [ms]."""

    t: np.ndarray
    v: np.ndarray
    spike_times: np.ndarray
    threshold: np.ndarray
    i_asc: np.ndarray


def glif_step(
    v: Number, theta_v: Number, i_asc: Number, i_inj: Number, dt: float,
    E_L: float, g_L: float, tau_m: float, a_v: float, tau_v: float,
) -> tuple[Number, Number]:  # fmt: skip
    """Return V and its part of the threshold after one Euler step; floats or arrays, mV, ms, pA."""
    follow = theta_v + dt * (a_v * (v - E_L) - theta_v / tau_v)
    return lif_step(v, i_inj + i_asc, dt, E_L, g_L, tau_m), follow


def simulate_glif(
    i_inj: ArrayLike, dt: float = 0.1, params: GLIFParams = GLIFParams()
) -> GLIFTrace:
    """Simulate one GLIF neuron: Euler steps for V, exact decay of what a spike leaves behind.

    A step that ends at or above the threshold V_th + theta_s + theta_v is a spike: V is set by
    `params.after_spike`, theta_s grows by delta_theta, the after-spike current by delta_i. For
    round(t_ref / dt) further steps V and theta_v are held, while theta_s and the current decay.

    Parameters
    ----------
    i_inj : array_like, shape (n_steps,)
        Injected current [pA]; `i_inj[k]` flows from `t[k]` to `t[k + 1]`.
    dt : float
        Time step [ms], above 0.
    params : GLIFParams
        The neuron.

    Returns
    -------
    GLIFTrace
        `t` [ms], `v`, `threshold` [mV] and the after-spike current `i_asc` [pA], all of shape
        (n_steps,), and `spike_times` [ms]. At level 1 the spikes are those of `simulate_lif`.

    Raises
    ------
    ValueError
        If `i_inj` is a single number or not a one-dimensional array of finite numbers, or if
        `dt` is not above 0.

    References
    ----------
    Mihalaş & Niebur (2009), *Neural Computation* 21, 704: currents after a spike, a threshold that
    moves; Teeter et al. (2018), *Nature Communications* 9, 709: the levels. Here with one current.
    """
    i_inj = arguments.series("i_inj", i_inj, "pA")
    dt = arguments.positive("dt", dt, "ms")
    p = arguments.instance("params", params, GLIFParams).acting
    m, a_v, tau_v = p.membrane, p.a_v, p.tau_v
    E_L, g_L, tau_m, V_th = m.E_L, m.g_L, m.tau_m, m.V_th
    keep_theta, keep_i = math.exp(-dt / p.tau_theta), math.exp(-dt / p.tau_i)
    refractory_steps = round(m.t_ref / dt)
    v, theta_s, theta_v, i_asc, held = m.V_init, 0.0, 0.0, 0.0, 0
    rows, spikes = [(v, V_th, 0.0)], []
    for k, current in enumerate(i_inj[:-1].tolist(), start=1):
        free = not held
        if free:
            v, theta_v = glif_step(v, theta_v, i_asc, current, dt, E_L, g_L, tau_m, a_v, tau_v)
        else:
            held -= 1
        theta_s, i_asc = keep_theta * theta_s, keep_i * i_asc
        if free and v >= V_th + theta_s + theta_v:
            v, held = p.after_spike(v), refractory_steps
            theta_s, i_asc = theta_s + p.delta_theta, i_asc + p.delta_i
            spikes.append(k)
        rows.append((v, V_th + theta_s + theta_v, i_asc))
    v, threshold, i_asc = np.array(rows).T.copy()
    t = np.arange(i_inj.size) * dt
    return GLIFTrace(t, v, np.array(spikes, float) * dt, threshold, i_asc)


def sweep_glif(
    i_of_step: Callable[[int], np.ndarray],
    n_neurons: int,
    n_steps: int,
    dt: float = 0.1,
    params: GLIFParams = GLIFParams(),
) -> list[np.ndarray]:
    """Simulate many GLIF neurons at once and keep their spike times only.

    Parameters
    ----------
    i_of_step : callable
        `i_of_step(k)` gives the current [pA] that flows from step k to k + 1: an array of
        shape (n_neurons,) or one number for all.
    n_neurons, n_steps : int
        Number of neurons and of time steps, each at least 1.
    dt : float
        Time step [ms], above 0.
    params : GLIFParams
        The neuron.

    Returns
    -------
    list of numpy.ndarray
        Spike times [ms] of each neuron; the same as those of `simulate_glif`.

    Raises
    ------
    ValueError
        If `i_of_step` cannot be called or its first answer is not a current per neuron, or if
        another argument is outside its range.
    """
    n_neurons = arguments.count("n_neurons", n_neurons)
    n_steps = arguments.count("n_steps", n_steps)
    dt = arguments.positive("dt", dt, "ms")
    p = arguments.instance("params", params, GLIFParams).acting
    check_current(i_of_step, n_neurons, "pA")
    m = p.membrane
    constants = (m.E_L, m.g_L, m.tau_m, p.a_v, p.tau_v)
    keep_theta, keep_i = math.exp(-dt / p.tau_theta), math.exp(-dt / p.tau_i)
    v, free_at = np.full(n_neurons, m.V_init), np.zeros(n_neurons, int)
    theta_s, theta_v, i_asc = np.zeros((3, n_neurons))
    steps, neurons = [np.empty(0, int)], [np.empty(0, int)]
    for k in progress(range(1, n_steps), f"{n_neurons} neurons, {n_steps} steps"):
        moved = glif_step(v, theta_v, i_asc, i_of_step(k - 1), dt, *constants)
        held = k < free_at
        v, theta_v = np.where(held, v, moved[0]), np.where(held, theta_v, moved[1])
        theta_s, i_asc = keep_theta * theta_s, keep_i * i_asc
        who = np.flatnonzero((v >= m.V_th + theta_s + theta_v) & ~held)
        if who.size:
            v[who], free_at[who] = p.after_spike(v[who]), k + 1 + round(m.t_ref / dt)
            theta_s[who] += p.delta_theta
            i_asc[who] += p.delta_i
            neurons.append(who)
            steps.append(np.full(who.size, k))
    return by_neuron(np.concatenate(steps) * dt, np.concatenate(neurons), n_neurons)


def adapted_rate_dc(i_dc: ArrayLike, params: GLIFParams = GLIFParams(level=3)) -> np.ndarray:
    """Return the rate [Hz] that solves r = f(I + delta_i·tau_i·r), f the f-I curve of the membrane.

    `i_dc` is a current [pA] or an array of them, of any shape; ValueError unless all are finite and
    delta_i is at most 0. The threshold's parts are left out. It is the neuron's own rate where
    tau_i is much longer than the interval, and too low just above rheobase.

    References
    ----------
    Benda & Herz (2003), *Neural Computation* 15, 2523.
    """
    i_dc = arguments.numbers("i_dc", i_dc, "pA")
    p = arguments.instance("params", params, GLIFParams).acting
    if p.delta_i > 0:
        raise ValueError(f"delta_i must be at most 0 pA, got {p.delta_i}")
    low, high = np.zeros(i_dc.shape), dc_rate(i_dc, p.membrane)
    for _ in range(50):
        rate = (low + high) / 2
        more = dc_rate(i_dc + p.delta_i * p.tau_i * rate / 1000, p.membrane) > rate
        low, high = np.where(more, rate, low), np.where(more, high, rate)
    return (low + high) / 2

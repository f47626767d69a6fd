"""Leaky integrate-and-fire (LIF) neuron: one membrane equation, one threshold, one reset.

Units: mV, ms, pA, nS; pA/nS is mV and ms·nS is pF, so no conversion factor appears.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments
from helpers.internal.arguments import Number
from helpers.internal.relaxation import BLOCK, spikes_of_lif
from helpers.internal.sweeps import by_neuron, check_current
from helpers.progress import progress

FEW = 400  # neurons; for more of them a loop over steps is as fast


@dataclass(frozen=True)
class LIFParams:
    """Parameters of a leaky integrate-and-fire neuron.

    Raises
    ------
    ValueError
        If a value is not a finite number, if `tau_m` or `g_L` is not above 0, if `t_ref` is
        below 0, or if `V_reset` or `V_init` is not below `V_th`.
    """

    V_th: float = -55.0  # threshold [mV]
    V_reset: float = -75.0  # potential after a spike [mV]
    E_L: float = -75.0  # leak reversal potential, the resting potential [mV]
    V_init: float = -75.0  # potential at t = 0 [mV]
    tau_m: float = 10.0  # membrane time constant [ms]
    g_L: float = 10.0  # leak conductance [nS]
    t_ref: float = 2.0  # absolute refractory period [ms]

    def __post_init__(self):
        units = {"mV": "V_th V_reset E_L V_init", "ms": "tau_m t_ref", "nS": "g_L"}
        arguments.check_fields(self, units, above_zero="tau_m g_L", from_zero="t_ref")
        for name in ("V_reset", "V_init"):
            if getattr(self, name) >= self.V_th:
                value = getattr(self, name)
                raise ValueError(f"{name} must be below V_th = {self.V_th} mV, got {value}")

    @property
    def C_m(self) -> float:
        """Membrane capacitance tau_m·g_L [pF]."""
        return self.tau_m * self.g_L

    @property
    def rheobase(self) -> float:
        """Smallest constant current whose steady state reaches threshold [pA]."""
        return self.g_L * (self.V_th - self.E_L)


class LIFTrace(NamedTuple):
    """One simulated trace: `t` [ms] and `v` [mV], shape (n_steps,), and `spike_times` [ms]."""

    t: np.ndarray
    v: np.ndarray
    spike_times: np.ndarray


def lif_step(
    v: Number, i_inj: Number, dt: Number, E_L: Number, g_L: Number, tau_m: Number
) -> Number:
    """Return V after one Euler step without threshold; floats or arrays, mV, pA, ms, nS."""
    return v + dt / tau_m * (E_L - v + i_inj / g_L)


def simulate_lif(i_inj: ArrayLike, dt: float = 0.1, params: LIFParams = LIFParams()) -> LIFTrace:
    """Simulate one LIF neuron by the forward Euler method.

    A step that ends at or above V_th is a spike: V is set to V_reset at that sample and held
    there for round(t_ref / dt) further steps.

    Parameters
    ----------
    i_inj : array_like, shape (n_steps,)
        Injected current [pA]; `i_inj[k]` flows from `t[k]` to `t[k + 1]`.
    dt : float
        Time step [ms], above 0.
    params : LIFParams
        The neuron.

    Returns
    -------
    LIFTrace
        `t` from 0 in steps of dt [ms], `v` [mV], both of shape (n_steps,), and `spike_times`
        [ms], shape (n_spikes,).

    Raises
    ------
    ValueError
        If `i_inj` is a single number or not a one-dimensional array of finite numbers, or if
        `dt` is not above 0.

    References
    ----------
    Gerstner, Kistler, Naud & Paninski (2014), *Neuronal Dynamics*, section 1.3.
    """
    i_inj = arguments.series("i_inj", i_inj, "pA")
    dt = arguments.positive("dt", dt, "ms")
    p = arguments.instance("params", params, LIFParams)
    E_L, g_L, tau_m, V_th, V_reset = p.E_L, p.g_L, p.tau_m, p.V_th, p.V_reset
    refractory_steps = round(p.t_ref / dt)
    v, held = p.V_init, 0
    trace, spikes = [v], []
    for k, current in enumerate(i_inj[:-1].tolist(), start=1):  # plain floats: 3 times as fast
        if held:
            held -= 1
        else:
            v = lif_step(v, current, dt, E_L, g_L, tau_m)
            if v >= V_th:
                v, held = V_reset, refractory_steps
                spikes.append(k)
        trace.append(v)
    return LIFTrace(np.arange(i_inj.size) * dt, np.array(trace), np.array(spikes, float) * dt)


def sweep_lif(
    i_of_step: Callable[[int], np.ndarray],
    n_neurons: int,
    n_steps: int,
    dt: float = 0.1,
    params: LIFParams = LIFParams(),
) -> list[np.ndarray]:
    """Simulate many LIF neurons at once and keep their spike times only.

    The neurons share `params` and differ in their current, which is asked for step by step, so
    that no matrix of steps × neurons is ever held. A sweep of more than half a second shows how
    far it is.

    Parameters
    ----------
    i_of_step : callable
        `i_of_step(k)` gives the current [pA] that flows from step k to k + 1: an array of
        shape (n_neurons,) or one number for all.
    n_neurons, n_steps : int
        Number of neurons and of time steps, each at least 1.
    dt : float
        Time step [ms], above 0.
    params : LIFParams
        The neuron.

    Returns
    -------
    list of numpy.ndarray
        Spike times [ms] of each neuron; the same as those of `simulate_lif`.

    Raises
    ------
    ValueError
        If `i_of_step` cannot be called or its first answer is not a current per neuron, or if
        another argument is outside its range.
    """
    n_neurons = arguments.count("n_neurons", n_neurons)
    n_steps = arguments.count("n_steps", n_steps)
    dt = arguments.positive("dt", dt, "ms")
    p = arguments.instance("params", params, LIFParams)
    check_current(i_of_step, n_neurons, "pA")
    label, keep = f"{n_neurons} neurons, {n_steps} steps", 1 - dt / p.tau_m
    block_from = getattr(i_of_step, "block_from", None)  # noise of helpers.noise: 5 times as fast
    if block_from and keep > 0 and n_neurons <= FEW:
        starts = progress(range(0, n_steps - 1, BLOCK), label)
        blocks = (block_from(k)[: n_steps - 1 - k] for k in starts)
        levels = p.V_th - p.E_L, p.V_reset - p.E_L, p.V_init - p.E_L
        gain, hold = dt / p.tau_m / p.g_L, round(p.t_ref / dt)
        steps, neurons = spikes_of_lif(blocks, n_neurons, keep, gain, hold, levels)
    else:
        every_step = progress(range(1, n_steps), label)
        steps, neurons = _spikes_by_step(i_of_step, n_neurons, every_step, dt, p)
    return by_neuron(steps * dt, neurons, n_neurons)


def _spikes_by_step(i_of_step, n_neurons, steps, dt, p):
    """Return the steps of all spikes in their order, and whose they are, step by step."""
    # As 0-d arrays: NumPy would turn a float into one again at each step, half of the time.
    part, E_L, g_L, V_th = map(np.array, (dt / p.tau_m, p.E_L, p.g_L, p.V_th))
    V_reset, refractory_steps = p.V_reset, round(p.t_ref / dt)
    v = np.full(n_neurons, p.V_init)
    ready = np.ones(n_neurons, bool)  # False while refractory
    fired, held = {0: np.empty(0, int)}, {}  # step: who fires, or whose hold ends, at this step
    for k in steps:
        # A held neuron moves on unseen and is put to V_reset when its hold ends: nobody looks at
        # V in between, and clamping it at each step would cost a fifth of the time.
        v += part * (E_L - v + i_of_step(k - 1) / g_L)  # lif_step; dt / tau_m is taken once
        spiked = v >= V_th
        if np.count_nonzero(spiked):
            who = (spiked & ready).nonzero()[0]
            v[who], ready[who] = V_reset, False
            fired[k] = held[k + refractory_steps] = who
        if k in held:
            who = held.pop(k)
            v[who], ready[who] = V_reset, True
    at = np.repeat(list(fired), [who.size for who in fired.values()])
    return at, np.concatenate(list(fired.values()))

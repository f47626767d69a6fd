"""Exponential integrate-and-fire (EIF) neuron and its adaptive form, the AdEx neuron.

C_m dV/dt = -g_L (V - E_L) + g_L Delta_T exp((V - V_T) / Delta_T) + I - w
tau_w dw/dt = a (V - E_L) - w;  at a spike V is set to V_reset and w grows by b.

With a = b = 0 it is the EIF neuron. Units: mV, ms, pA, nS, pF.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments
from helpers.internal.arguments import Number
from helpers.spikes import isi


@dataclass(frozen=True)
class AdExParams:
    """Parameters of an AdEx neuron; the defaults are those of the pattern "tonic".

    Raises
    ------
    ValueError
        If a value is not a finite number, if `C_m`, `g_L`, `Delta_T` or `tau_w` is not above 0,
        if `g_L` + `a` is not above 0, or if `V_peak` does not lie above `V_reset` and `E_L` and
        less than 300 `Delta_T` above `V_T`.
    """

    C_m: float = 200.0  # membrane capacitance [pF]
    g_L: float = 10.0  # leak conductance [nS]
    E_L: float = -70.0  # leak reversal potential, V at t = 0 [mV]
    V_T: float = -50.0  # where the exponential takes over [mV]
    Delta_T: float = 2.0  # how gradually it does [mV]
    a: float = 2.0  # coupling of w to V [nS]
    tau_w: float = 30.0  # time constant of w [ms]
    b: float = 0.0  # step of w at a spike [pA]
    V_reset: float = -58.0  # potential after a spike [mV]
    V_peak: float = 0.0  # the upstroke ends here and counts as a spike [mV]

    def __post_init__(self):
        units = {"pF": "C_m", "nS": "g_L a", "ms": "tau_w", "pA": "b"}
        units["mV"] = "E_L V_T Delta_T V_reset V_peak"
        arguments.check_fields(self, units, above_zero="C_m g_L Delta_T tau_w")
        if self.g_L + self.a <= 0:
            raise ValueError(f"a must be above -g_L = {-self.g_L} nS, got {self.a}")
        low, high = max(self.V_reset, self.E_L), self.V_T + 300 * self.Delta_T
        if not low < self.V_peak < high:
            raise ValueError(f"V_peak must lie between {low} and {high} mV, got {self.V_peak}")

    @property
    def saddle_node_current(self) -> float:
        """Largest constant current with a steady state [pA]: there the two nullclines touch.

        Without adaptation (a = 0) it is the rheobase, g_L (V_T - E_L - Delta_T): any more and the
        neuron fires. If a > 0 a step fires from less on, as w follows too slowly to hold V back.

        References
        ----------
        Touboul & Brette (2008), *Biological Cybernetics* 99, 319.
        """
        v = self.V_T + self.Delta_T * math.log1p(self.a / self.g_L)
        return (self.g_L + self.a) * (v - self.E_L - self.Delta_T)

    @property
    def rheobase(self) -> float:
        """Old name of `saddle_node_current` [pA]; a step fires from less on where a > 0."""
        return self.saddle_node_current


class AdExTrace(NamedTuple):
    """One simulated trace: `t` [ms], `v` [mV], `spike_times` [ms] and adaptation `w` [pA]."""

    t: np.ndarray
    v: np.ndarray
    spike_times: np.ndarray
    w: np.ndarray


class Pattern(NamedTuple):
    """A firing pattern: the neuron and the current step [pA] that shows it."""

    params: AdExParams
    i_dc: float


PATTERNS = {  # Naud et al. (2008), Table 1
    "tonic": Pattern(AdExParams(), 500.0),
    "adapting": Pattern(AdExParams(g_L=12.0, tau_w=300.0, b=60.0), 500.0),
    "initial burst": Pattern(
        AdExParams(130.0, 18.0, -58.0, a=4.0, tau_w=150.0, b=120.0, V_reset=-50.0), 400.0
    ),
    "regular bursting": Pattern(AdExParams(E_L=-58.0, tau_w=120.0, b=100.0, V_reset=-46.0), 210.0),
    "delayed accelerating": Pattern(AdExParams(g_L=12.0, a=-10.0, tau_w=300.0), 300.0),
    "irregular": Pattern(  # ends in a cycle of ten intervals; at 165 pA chaos
        AdExParams(100.0, 12.0, -60.0, a=-11.0, tau_w=130.0, b=30.0, V_reset=-48.0), 160.0
    ),
}


def adex_slopes(
    v: Number, w: Number, i_inj: Number, params: AdExParams, exp: Callable = math.exp
) -> tuple[Number, Number]:
    """Return dV/dt [mV/ms] and dw/dt [pA/ms]; floats, or arrays with exp=np.exp; mV, pA."""
    p = params
    spike_current = p.g_L * p.Delta_T * exp((v - p.V_T) / p.Delta_T)
    dv_dt = (p.g_L * (p.E_L - v) + spike_current + i_inj - w) / p.C_m
    return dv_dt, (p.a * (v - p.E_L) - w) / p.tau_w


def simulate_adex(
    i_inj: ArrayLike, dt: float = 0.05, params: AdExParams = AdExParams()
) -> AdExTrace:
    """Simulate one AdEx neuron by the forward Euler method, from V = E_L and w = 0.

    A step that ends at or above V_peak is a spike: V is set to V_reset at that sample, b is added
    to w, and the overshoot is cut off. The step must resolve the upstroke: at 0.05 ms the intervals
    of PATTERNS are up to 0.3 ms too long, at 0.1 ms twice as much.

    Parameters
    ----------
    i_inj : array_like, shape (n_steps,)
        Injected current [pA]; `i_inj[k]` flows from `t[k]` to `t[k + 1]`.
    dt : float
        Time step [ms], above 0.
    params : AdExParams
        The neuron.

    Returns
    -------
    AdExTrace
        `t` [ms], `v` [mV] and `w` [pA], all of shape (n_steps,), and `spike_times` [ms].

    Raises
    ------
    ValueError
        If `i_inj` is a single number or not a one-dimensional array of finite numbers, or if
        `dt` is not above 0.

    References
    ----------
    Brette & Gerstner (2005), *Journal of Neurophysiology* 94, 3637.
    """
    i_inj = arguments.series("i_inj", i_inj, "pA")
    dt = arguments.positive("dt", dt, "ms")
    p = arguments.instance("params", params, AdExParams)
    v, w, V_peak, V_reset, b = p.E_L, 0.0, p.V_peak, p.V_reset, p.b
    vs, ws, spikes = [v], [w], []
    for k, current in enumerate(i_inj[:-1].tolist(), start=1):
        dv_dt, dw_dt = adex_slopes(v, w, current, p)
        v, w = v + dt * dv_dt, w + dt * dw_dt
        if v >= V_peak:
            v, w = V_reset, w + b
            spikes.append(k)
        vs.append(v)
        ws.append(w)
    t = np.arange(i_inj.size) * dt
    return AdExTrace(t, np.array(vs), np.array(spikes, float) * dt, np.array(ws))


def v_nullcline(v: ArrayLike, i_dc: float, params: AdExParams = AdExParams()) -> np.ndarray:
    """Return the w [pA] at which dV/dt = 0, for V of any shape [mV] and a current [pA]."""
    v, p = arguments.numbers("v", v, "mV"), arguments.instance("params", params, AdExParams)
    i_dc = arguments.finite("i_dc", i_dc, "pA")
    return p.C_m * adex_slopes(v, 0.0, i_dc, p, np.exp)[0]


def w_nullcline(v: ArrayLike, params: AdExParams = AdExParams()) -> np.ndarray:
    """Return the w [pA] at which dw/dt = 0, for V of any shape [mV]."""
    v, p = arguments.numbers("v", v, "mV"), arguments.instance("params", params, AdExParams)
    return p.a * (v - p.E_L)


def fixed_points(i_dc: float, params: AdExParams = AdExParams()) -> np.ndarray:
    """Return the V [mV] at which the nullclines meet: the lower and the upper one, or none.

    The upper one is never stable; the lower one is, unless w is slow and strong.
    """
    p = arguments.instance("params", params, AdExParams)
    if arguments.finite("i_dc", i_dc, "pA") > p.saddle_node_current:
        return np.empty(0)
    touch = p.V_T + p.Delta_T * math.log1p(p.a / p.g_L)  # between them, below both curves there
    low, high = p.E_L + i_dc / (p.g_L + p.a), touch + p.Delta_T
    while v_nullcline(high, i_dc, p) < w_nullcline(high, p):
        high += p.Delta_T
    return np.array([_meeting(low, touch, i_dc, p), _meeting(high, touch, i_dc, p)])


def _meeting(v_above, v_below, i_dc, p):
    """Return where the V-nullcline crosses the other one, by bisection [mV]."""
    for _ in range(60):
        middle = (v_above + v_below) / 2
        if v_nullcline(middle, i_dc, p) > w_nullcline(middle, p):
            v_above = middle
        else:
            v_below = middle
    return (v_above + v_below) / 2


def recognise_pattern(spike_times: ArrayLike) -> str:
    """Return which of PATTERNS a train shows after the onset of a current, or that it is too short.

    Where an interval grows more than threefold at once, those longer than half of the longest are
    pauses. Without pauses the last interval against the first tells.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms].
    """
    intervals = isi(spike_times)
    if intervals.size < 4:
        return "too few spikes to name a pattern"
    growth = intervals[1:] / intervals[:-1]
    if growth.max() < 3:
        if growth.max() > 1.15 and growth.min() < 0.85:
            return "irregular"
        ratio = intervals[-1] / intervals[0]
        return "adapting" if ratio > 1.25 else "tonic" if ratio > 0.8 else "delayed accelerating"
    pause = intervals > intervals.max() / 2
    if pause[np.argmax(pause) :].all():
        return "initial burst"
    lengths = intervals[pause]
    alike, apart = np.ptp(lengths) < 0.3 * lengths.mean(), 3 * intervals[~pause].max()
    return "regular bursting" if alike and apart < lengths.min() else "irregular"

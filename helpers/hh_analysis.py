"""What the Hodgkin-Huxley equations are made of and how they behave near rest.

Runs at a constant current, ionic currents of a trace, equilibria with their Jacobian and
eigenvalues, thresholds and firing rates. Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from helpers.hh import (
    HHParams,
    HHTrace,
    membrane_constants,
    rates_of_array,
    raw_slopes,
    simulate_hh,
    steady_state,
)
from helpers.internal import arguments


def simulate_constant(
    i_dc: float, t_stop: float, dt: float = 0.025, params: HHParams = HHParams(), **start: Any
) -> HHTrace:
    """Return the trace of `simulate_hh` under a constant current.

    Parameters
    ----------
    i_dc : float
        Injected current [µA/cm²].
    t_stop, dt : float
        Duration and time step [ms], above 0; the trace covers 0…t_stop, both ends included.
    params : HHParams
        The membrane.
    **start
        `v0` and `gates0` of `simulate_hh`; rest if not given.

    Returns
    -------
    HHTrace

    Raises
    ------
    ValueError
        If `t_stop` is not above 0, and as for `simulate_hh`.
    """
    n_steps = round(arguments.positive("t_stop", t_stop, "ms") / arguments.positive("dt", dt, "ms"))
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    return simulate_hh(np.full(n_steps + 1, i_dc), dt, params, **start)


def steady_rate(trace: HHTrace, t_skip: float = 0.0) -> float:
    """Return 1000 / mean interval of the spikes after `t_skip` [ms], in Hz; 0 if fewer than two."""
    spike_times = arguments.instance("trace", trace, HHTrace).spike_times
    late = spike_times[spike_times > arguments.not_negative("t_skip", t_skip, "ms")]
    return float(1000 / np.diff(late).mean()) if late.size >= 2 else 0.0


def upward_crossings(trace: HHTrace, level: float) -> np.ndarray:
    """Return the times at which V crosses `level` [mV] upwards, interpolated in the step [ms]."""
    trace = arguments.instance("trace", trace, HHTrace)
    return trace._replace(v=trace.v - arguments.finite("level", level, "mV")).spike_times


def conductances(trace: HHTrace, params: HHParams = HHParams()) -> tuple[np.ndarray, np.ndarray]:
    """Return g_Na·m³h and g_K·n⁴ [mS/cm²] of a trace, each of shape (n_steps,)."""
    trace = arguments.instance("trace", trace, HHTrace)
    p = arguments.instance("params", params, HHParams)
    return p.g_Na * trace.m**3 * trace.h, p.g_K * trace.n**4


def ionic_currents(trace: HHTrace, params: HHParams = HHParams()) -> tuple[np.ndarray, ...]:
    """Return the sodium, potassium and leak current [µA/cm²] of a trace, outward positive."""
    g_na, g_k = conductances(trace, params)
    v, p = trace.v, params
    return g_na * (v - p.E_Na), g_k * (v - p.E_K), p.g_L * (v - p.E_L)


def slopes(state: ArrayLike, i_inj: float, params: HHParams = HHParams()) -> np.ndarray:
    """Return the right-hand sides of the four equations.

    Parameters
    ----------
    state : array_like, shape (4,) or (4, n)
        V [mV] and the gates m, h, n.
    i_inj : float
        Injected current [µA/cm²].
    params : HHParams
        The membrane.

    Returns
    -------
    numpy.ndarray
        dV/dt [mV/ms] and dm/dt, dh/dt, dn/dt [1/ms], same shape as `state`.

    Raises
    ------
    ValueError
        If `state` is not four finite numbers (or four rows of them), `i_inj` is not a finite
        number or `params` no HHParams.
    """
    state = arguments.numbers("state", state, "mV, then gates")
    if state.ndim not in (1, 2) or state.shape[0] != 4:
        raise ValueError(f"state must be V, m, h, n, shape (4,) or (4, n), got {state.shape}")
    i_inj = arguments.finite("i_inj", i_inj, "µA/cm²")
    v, m, h, n = state
    return np.array(raw_slopes(v, m, h, n, i_inj, membrane_constants(params), rates_of_array))


def equilibrium(i_dc: float = 0.0, params: HHParams = HHParams()) -> np.ndarray:
    """Return the state in which nothing changes under a constant current.

    The default membrane has exactly one for each current; it need not be stable.

    Parameters
    ----------
    i_dc : float
        Injected current [µA/cm²].
    params : HHParams
        The membrane.

    Returns
    -------
    numpy.ndarray, shape (4,)
        V [mV], the lowest if there are several, and m, h, n.

    Raises
    ------
    ValueError
        If `i_dc` is not a finite number or `params` is not a HHParams.
    """
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    p = arguments.instance("params", params, HHParams)

    def rise(v):
        return slopes([v, *steady_state(v)], i_dc, p)[0]

    reversals, shift = (p.E_Na, p.E_K, p.E_L), i_dc / p.g_L  # V stays between these bounds
    grid = np.linspace(min(reversals) + min(shift, 0) - 1, max(reversals) + max(shift, 0) + 1, 4001)
    first = int(np.argmax(rise(grid) <= 0))
    v = brentq(rise, grid[first - 1], grid[first], xtol=1e-12)
    return np.array([v, *steady_state(v)])


def jacobian(state: ArrayLike, i_inj: float = 0.0, params: HHParams = HHParams()) -> np.ndarray:
    """Return the matrix of partial derivatives of `slopes`, by centred differences.

    Parameters
    ----------
    state : array_like, shape (4,)
        V [mV] and the gates.
    i_inj : float
        Injected current [µA/cm²].
    params : HHParams
        The membrane.

    Returns
    -------
    numpy.ndarray, shape (4, 4)
        Row i, column j: how the slope of variable i changes with variable j.

    Raises
    ------
    ValueError
        As for `slopes`.
    """
    state = arguments.series("state", state, "mV, then gates", "variable")
    step = 1e-5  # mV, and in the gates
    moved = step * np.eye(4)
    columns = [slopes(state + e, i_inj, params) - slopes(state - e, i_inj, params) for e in moved]
    return np.array(columns).T / (2 * step)


def eigenvalues(i_dc: float = 0.0, params: HHParams = HHParams()) -> np.ndarray:
    """Return the eigenvalues of the Jacobian at the equilibrium [1/ms], the largest real part last.

    All real parts negative: small deviations die out. A complex pair: they ring.
    """
    found = np.linalg.eigvals(jacobian(equilibrium(i_dc, params), i_dc, params))
    return found[np.argsort(found.real)]


def hopf_current(low: float, high: float, params: HHParams = HHParams()) -> float:
    """Return the current [µA/cm²] in `low`…`high` at which the equilibrium changes its stability.

    Raises
    ------
    ValueError
        If `low` or `high` is not a finite number, or the equilibrium is equally stable or
        unstable at both.
    """

    def growth(i_dc):
        return eigenvalues(i_dc, params)[-1].real

    low, high = arguments.finite("low", low, "µA/cm²"), arguments.finite("high", high, "µA/cm²")
    if growth(low) * growth(high) > 0:
        raise ValueError(f"low and high must differ in stability, got {low} and {high} µA/cm²")
    return float(brentq(growth, low, high, xtol=1e-9))


def bisect_threshold(
    fires: Callable[[float], bool], low: float, high: float, tolerance: float
) -> float:
    """Return a value for which `fires` is True, at most `tolerance` above the border.

    Parameters
    ----------
    fires : callable
        `fires(x)` is False at `low`, True at `high` and changes once between them.
    low, high, tolerance : float
        In one unit; `tolerance` above 0.

    Raises
    ------
    ValueError
        If `low` fires already or `high` does not, `fires` cannot be called, or a value is out of
        its range.
    """
    low, high = arguments.finite("low", low, "any unit"), arguments.finite("high", high, "any unit")
    tolerance = arguments.positive("tolerance", tolerance, "unit of low and high")
    if arguments.function("fires", fires, "one number")(low) or not fires(high):
        raise ValueError(f"low must not fire and high must, got {low} and {high}")
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return high


def f_i_curve(currents: ArrayLike, t_stop: float, t_skip: float, dt: float = 0.05) -> np.ndarray:
    """Return the steady firing rate of the default membrane for constant currents, from rest.

    Parameters
    ----------
    currents : array_like, shape (n,)
        Current [µA/cm²].
    t_stop, t_skip : float
        Duration, and the time of onset that is left out [ms].
    dt : float
        Time step [ms].

    Returns
    -------
    numpy.ndarray, shape (n,)
        1000 / mean interval of the spikes after `t_skip` [Hz]; 0 where there are fewer than two.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    currents = arguments.series("currents", currents, "µA/cm²", "current")
    traces = (simulate_constant(i_dc, t_stop, dt) for i_dc in currents.tolist())
    return np.array([steady_rate(trace, t_skip) for trace in traces])

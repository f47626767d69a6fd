"""Four ways to step the Hodgkin-Huxley equations forward, and a reference to compare them with.

The cost of a method is how often it calculates the four slopes. Units: mV, ms, µA/cm².
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import contextlib
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp

from helpers.hh import HHParams, State, hh_step, membrane_constants, rates_of_float, raw_slopes
from helpers.hh_analysis import equilibrium
from helpers.internal import arguments


def _euler_step(v, m, h, n, i_inj, dt, constants, rates):
    dv, dm, dh, dn = raw_slopes(v, m, h, n, i_inj, constants, rates)
    return v + dt * dv, m + dt * dm, h + dt * dh, n + dt * dn


def _relaxed_voltage(v, m, h, n, i_inj, dt, constants):
    """Return V after dt, exactly, as if the gates stood still."""
    C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, _ = constants
    g_na, g_k = g_Na * m**3 * h, g_K * n**4
    g_total = g_na + g_k + g_L
    v_inf = (i_inj + g_na * E_Na + g_k * E_K + g_L * E_L) / g_total
    return v_inf + (v - v_inf) * math.exp(-dt * g_total / C_m)


def _relaxed_gates(v, m, h, n, dt, constants, rates):
    """Return m, h, n after dt, exactly, as if V stood still."""
    phi, (a_m, b_m, a_h, b_h, a_n, b_n) = constants[-1], rates(v)
    m_inf, h_inf, n_inf = a_m / (a_m + b_m), a_h / (a_h + b_h), a_n / (a_n + b_n)
    return (
        m_inf + (m - m_inf) * math.exp(-dt * phi * (a_m + b_m)),
        h_inf + (h - h_inf) * math.exp(-dt * phi * (a_h + b_h)),
        n_inf + (n - n_inf) * math.exp(-dt * phi * (a_n + b_n)),
    )


def _exponential_euler_step(v, m, h, n, i_inj, dt, constants, rates):
    """Let all four relax from the same old values: of order 1."""
    gates = _relaxed_gates(v, m, h, n, dt, constants, rates)
    return _relaxed_voltage(v, m, h, n, i_inj, dt, constants), *gates


def _exponential_euler_step_in_turns(v, m, h, n, i_inj, dt, constants, rates):
    """Let V relax with the newest gates, then the gates with the newest V: of order 2.

    V belongs to k dt and the gates to (k + 1/2) dt, each half a step ahead of the other in turn.
    At the start the gates of rest serve for both: during the first half step they hardly move.
    """
    v = _relaxed_voltage(v, m, h, n, i_inj, dt, constants)
    return v, *_relaxed_gates(v, m, h, n, dt, constants, rates)


INTEGRATORS: dict[str, tuple[Callable, int]] = {  # a step, and how often it needs the slopes
    "forward Euler": (_euler_step, 1),
    "exponential Euler": (_exponential_euler_step, 1),
    "exponential Euler, in turns": (_exponential_euler_step_in_turns, 1),
    "Runge–Kutta": (hh_step, 4),
}


def integrate(
    method: str, i_dc: float, t_stop: float, dt: float, params: HHParams = HHParams()
) -> tuple[np.ndarray, int]:
    """Return V and the number of slope evaluations of one method, for comparison.

    Parameters
    ----------
    method : str
        A name in `INTEGRATORS`.
    i_dc : float
        Constant current [µA/cm²], from rest.
    t_stop, dt : float
        Duration and time step [ms], above 0.
    params : HHParams
        The membrane.

    Returns
    -------
    v : numpy.ndarray, shape (round(t_stop / dt) + 1,)
        V at 0, dt, 2 dt, … [mV]; NaN from where it runs away.
    evaluations : int
        How often the slopes were calculated.

    Raises
    ------
    ValueError
        If there is no such method, or `t_stop` or `dt` is not above 0.
    """
    arguments.one_of("method", method, INTEGRATORS)
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    dt = arguments.positive("dt", dt, "ms")
    n_steps = round(arguments.positive("t_stop", t_stop, "ms") / dt)
    step, stages = INTEGRATORS[method]
    state: State = tuple(equilibrium(0.0, params).tolist())
    constants = membrane_constants(params)
    v = np.full(n_steps + 1, np.nan)
    v[0] = state[0]
    with contextlib.suppress(OverflowError):
        for k in range(n_steps):
            state = step(*state, i_dc, dt, constants, rates_of_float)
            v[k + 1] = state[0]
    return v, stages * n_steps


def reference_solution(
    i_dc: float, t_stop: float, params: HHParams = HHParams()
) -> Callable[[ArrayLike], np.ndarray]:
    """Return a function of t [ms], 0…t_stop, that gives V, m, h, n to ten digits, from rest."""
    start, options = equilibrium(0.0, params), {"method": "DOP853", "rtol": 1e-10, "atol": 1e-11}
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    constants = membrane_constants(params)

    def right_hand_side(t, state):
        v, m, h, n = state.tolist()
        return raw_slopes(v, m, h, n, i_dc, constants, rates_of_float)

    return solve_ivp(right_hand_side, (0, t_stop), start, dense_output=True, **options).sol


def largest_step(method: str, i_dc: float, t_stop: float, params: HHParams = HHParams()) -> float:
    """Return the dt [ms] up to which V stays within ±150 mV: 0.03, 0.031, …, 0.2, 0.22, …, 1."""
    last = 0.0
    for thousandths in (*range(30, 200), *range(200, 1001, 20)):
        v, _ = integrate(method, i_dc, t_stop, thousandths / 1000, params)
        if not np.all(np.abs(v) < 150):
            break
        last = thousandths / 1000
    return last

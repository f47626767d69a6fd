"""What the Hodgkin-Huxley equations are made of and how they behave near rest.

Ionic currents of a trace, equilibria, their Jacobian and eigenvalues, and two simple integrators to
compare with. Units: mV, ms, µA/cm², mS/cm², 1/ms.
"""

import contextlib
import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from helpers import arguments
from helpers.hh import (
    RATES,
    HHParams,
    HHTrace,
    _constants,
    _rates_of_float,
    _slopes,
    hh_step,
    simulate_hh,
    steady_state,
)  # fmt: skip


def conductances(trace: HHTrace, params: HHParams = HHParams()):
    """Return g_Na·m³h and g_K·n⁴ [mS/cm²] of a trace, each of shape (n_steps,)."""
    p = arguments.instance("params", params, HHParams)
    return p.g_Na * trace.m**3 * trace.h, p.g_K * trace.n**4


def ionic_currents(trace: HHTrace, params: HHParams = HHParams()):
    """Return the sodium, potassium and leak current [µA/cm²] of a trace, outward positive."""
    g_na, g_k = conductances(trace, params)
    driving = (trace.v - reversal for reversal in (params.E_Na, params.E_K, params.E_L))
    return tuple(g * force for g, force in zip((g_na, g_k, params.g_L), driving, strict=True))


def slopes(state, i_inj: float, params: HHParams = HHParams()) -> np.ndarray:
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
        If `state` is not four finite numbers (or four rows of them) or `params` no HHParams.
    """
    state = arguments.numbers("state", state, "mV, then gates")
    if state.ndim not in (1, 2) or state.shape[0] != 4:
        raise ValueError(f"state must be V, m, h, n, shape (4,) or (4, n), got {state.shape}")
    p = arguments.instance("params", params, HHParams)
    v, gates = state[0], state[1:]
    trace = HHTrace(None, v, *gates)
    opening, closing = ([rate(v) for rate in RATES[k::2]] for k in (0, 1))
    d_gates = p.phi * (np.multiply(opening, 1 - gates) - np.multiply(closing, gates))
    return np.array([(i_inj - sum(ionic_currents(trace, p))) / p.C_m, *d_gates])


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


def jacobian(state, i_inj: float = 0.0, params: HHParams = HHParams()) -> np.ndarray:
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
        If the equilibrium is equally stable or unstable at both ends.
    """

    def growth(i_dc):
        return eigenvalues(i_dc, params)[-1].real

    if growth(low) * growth(high) > 0:
        raise ValueError(f"low and high must differ in stability, got {low} and {high} µA/cm²")
    return float(brentq(growth, low, high, xtol=1e-9))


def _euler_step(v, m, h, n, i_inj, dt, constants, rates):
    dv, dm, dh, dn = _slopes(v, m, h, n, i_inj, constants, rates)
    return v + dt * dv, m + dt * dm, h + dt * dh, n + dt * dn


def _exponential_euler_step(v, m, h, n, i_inj, dt, constants, rates):
    """Let each variable relax exactly, as if the three others stood still."""
    C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, phi = constants
    a_m, b_m, a_h, b_h, a_n, b_n = rates(v)
    g_na, g_k = g_Na * m**3 * h, g_K * n**4
    g_total = g_na + g_k + g_L
    v_inf = (i_inj + g_na * E_Na + g_k * E_K + g_L * E_L) / g_total
    m_inf, h_inf, n_inf = a_m / (a_m + b_m), a_h / (a_h + b_h), a_n / (a_n + b_n)
    return (
        v_inf + (v - v_inf) * math.exp(-dt * g_total / C_m),
        m_inf + (m - m_inf) * math.exp(-dt * phi * (a_m + b_m)),
        h_inf + (h - h_inf) * math.exp(-dt * phi * (a_h + b_h)),
        n_inf + (n - n_inf) * math.exp(-dt * phi * (a_n + b_n)),
    )


INTEGRATORS = {  # one step of each, and how often it needs the slopes
    "forward Euler": (_euler_step, 1),
    "exponential Euler": (_exponential_euler_step, 1),
    "Runge–Kutta": (hh_step, 4),
}


def integrate(method: str, i_dc: float, t_stop: float, dt: float, params: HHParams = HHParams()):
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
    if method not in INTEGRATORS:
        raise ValueError(f"method must be one of {list(INTEGRATORS)}, got {method!r}")
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    dt = arguments.positive("dt", dt, "ms")
    n_steps = round(arguments.positive("t_stop", t_stop, "ms") / dt)
    step, stages = INTEGRATORS[method]
    state, constants = tuple(equilibrium(0.0, params).tolist()), _constants(params)
    v = np.full(n_steps + 1, np.nan)
    v[0] = state[0]
    with contextlib.suppress(OverflowError):
        for k in range(n_steps):
            state = step(*state, i_dc, dt, constants, _rates_of_float)
            v[k + 1] = state[0]
    return v, stages * n_steps


def bisect_threshold(fires, low: float, high: float, tolerance: float) -> float:
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
        If `low` fires already, `high` does not, or `tolerance` is not above 0.
    """
    tolerance = arguments.positive("tolerance", tolerance, "unit of low and high")
    if fires(low) or not fires(high):
        raise ValueError(f"low must not fire and high must, got {low} and {high}")
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return high


def f_i_curve(currents, t_stop: float, t_skip: float, dt: float = 0.05) -> np.ndarray:
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
    n_steps = round(arguments.positive("t_stop", t_stop, "ms") / arguments.positive("dt", dt, "ms"))
    rates = np.zeros(currents.size)
    for k, i_dc in enumerate(currents):
        late = simulate_hh(np.full(n_steps + 1, i_dc), dt).spike_times
        late = late[late > arguments.not_negative("t_skip", t_skip, "ms")]
        if late.size >= 2:
            rates[k] = 1000 / np.diff(late).mean()
    return rates


def reference_solution(i_dc: float, t_stop: float, params: HHParams = HHParams()):
    """Return a function of t [ms], 0…t_stop, that gives V, m, h, n to ten digits, from rest."""
    start, options = equilibrium(0.0, params), {"method": "DOP853", "rtol": 1e-10, "atol": 1e-11}
    i_dc = arguments.finite("i_dc", i_dc, "µA/cm²")
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    constants = _constants(params)

    def right_hand_side(t, state):
        return _slopes(*state.tolist(), i_dc, constants, _rates_of_float)

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

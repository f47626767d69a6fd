"""Spike times of an AdEx neuron without a time grid, for where a grid would matter: in chaos.

Units: mV, ms, pA, nS, pF.
"""

import numpy as np

from helpers.adex import AdExParams, adex_slopes
from helpers.internal import arguments

STEP = 0.05  # ms, until the upstroke
UPSTROKE = 2.0  # mV/ms: a V above V_T that rises faster never turns back
PARTS = 200  # of the upstroke


def precise_spikes(
    i_dc: float,
    t_stop: float,
    params: AdExParams = AdExParams(),
    v_start: float | None = None,
) -> np.ndarray:
    """Return the spike times of an AdEx neuron under a constant current, from w = 0.

    Runge and Kutta's method of fourth order, as `simulate_adex` has Euler's. On the upstroke V
    grows so fast that V takes the place of time: t and w are found as functions of it, so each
    spike comes when V is V_peak exactly, and the next interval begins there.

    Parameters
    ----------
    i_dc : float
        Current [pA].
    t_stop : float
        Spikes before this time are returned [ms], above 0.
    params : AdExParams
        The neuron.
    v_start : float, optional
        V at t = 0 [mV], by default E_L; must lie below V_peak.

    Returns
    -------
    numpy.ndarray, shape (n_spikes,)
        Spike times [ms]. The intervals of PATTERNS are right to 0.001 ms.

    Raises
    ------
    ValueError
        If a value is not a finite number or outside its range.

    References
    ----------
    M. Hénon (1982), *Physica D* 5, 412, for the exchange of V and t.
    """
    i_dc = arguments.finite("i_dc", i_dc, "pA")
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    p = arguments.instance("params", params, AdExParams)
    v = p.E_L if v_start is None else arguments.finite("v_start", v_start, "mV")
    if v >= p.V_peak:
        raise ValueError(f"v_start must lie below V_peak = {p.V_peak} mV, got {v}")

    def by_time(t, state):
        v, w = state
        return adex_slopes(v, w, i_dc, p)

    def by_voltage(v, state):
        dv, dw = adex_slopes(v, state[1], i_dc, p)
        return 1 / dv, dw / dv

    t, w, spikes = 0.0, 0.0, []
    while t < t_stop:
        if v < p.V_T or adex_slopes(v, w, i_dc, p)[0] < UPSTROKE:
            t, (v, w) = t + STEP, _step(by_time, t, (v, w), STEP)
        else:
            part = (p.V_peak - v) / PARTS
            for k in range(PARTS):
                t, w = _step(by_voltage, v + k * part, (t, w), part)
            v, w = p.V_reset, w + p.b
            spikes.append(t)
    return np.array([spike for spike in spikes if spike < t_stop])


def _step(slopes, x, y, h):
    """Return a pair y after a step h of the fourth-order Runge-Kutta method."""
    a, b = y
    a1, b1 = slopes(x, y)
    a2, b2 = slopes(x + h / 2, (a + h / 2 * a1, b + h / 2 * b1))
    a3, b3 = slopes(x + h / 2, (a + h / 2 * a2, b + h / 2 * b2))
    a4, b4 = slopes(x + h, (a + h * a3, b + h * b3))
    return a + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4), b + h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)

"""What several tests of the models compare with: another neuron, and solutions found elsewhere."""

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from helpers.lif import LIFParams

OTHER = LIFParams(  # a neuron with seven numbers that differ from the defaults
    V_th=-48.0, V_reset=-66.0, E_L=-71.0, V_init=-60.0, tau_m=17.0, g_L=6.0, t_ref=3.5
)
NEURONS = pytest.mark.parametrize("params", [LIFParams(), OTHER], ids=["default", "other"])
# for GLIFParams, beside the neuron above
GLIF_OTHER = {"f_v": 0.4, "delta_V": -9.0, "delta_theta": 2.0, "tau_theta": 40.0}
GLIF_OTHER |= {"delta_i": -9.0, "tau_i": 70.0, "a_v": 0.004, "tau_v": 45.0}


def assert_first_order(errors):
    """Each error is half of the one before it, as the time step is."""
    np.testing.assert_allclose(np.divide(errors[:-1], errors[1:]), 2, atol=0.1)


# --- AdEx -----------------------------------------------------------------------------------


def adex_slope(v, w, i_dc, p):
    """Return dV/dt and dw/dt of the AdEx neuron, written down a second time."""
    leak, spike = p.g_L * (v - p.E_L), p.g_L * p.Delta_T * math.exp((v - p.V_T) / p.Delta_T)
    return (i_dc - w - leak + spike) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w


def eif_interval(i_dc, p):
    """Return the interval [ms] as the integral of dV / (dV/dt), by quadrature."""
    return quad(
        lambda v: 1 / adex_slope(v, 0.0, i_dc, p)[0], p.V_reset, p.V_peak, points=[p.V_T], limit=200
    )[0]


def next_adex_spike(v, w, i_dc, p):
    """Return the time to the next spike [ms] and w after it [pA], by an adaptive solver."""

    def peak(t, y):
        return y[0] - p.V_peak

    peak.terminal = True
    run = solve_ivp(
        lambda t, y: adex_slope(min(y[0], p.V_peak + 5), y[1], i_dc, p), (0, 2000), (v, w),
        "DOP853", events=peak, rtol=1e-10, atol=1e-10,
    )  # fmt: skip
    return run.t_events[0][0], run.y_events[0][0][1] + p.b


def adex_spikes(i_dc, p, n_spikes, w=0.0, v=None):
    """Return spike times [ms] and w after each [pA]; v None begins with a reset."""
    t, times, ws = 0.0, [], []
    for _ in range(n_spikes):
        passed, w = next_adex_spike(p.V_reset if v is None else v, w, i_dc, p)
        t, v = t + passed, None
        times.append(t)
        ws.append(w)
    return np.array(times), np.array(ws)

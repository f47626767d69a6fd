"""Closed forms for the leaky integrate-and-fire neuron: what a simulation must agree with.

Units: mV, ms, pA, nS; rates in Hz.
"""

import numpy as np

from helpers import arguments
from helpers.lif import LIFParams


def lif_step_response(t, i_dc: float, params: LIFParams = LIFParams()) -> np.ndarray:
    """Return V(t) for a current that is constant from t = 0, without a threshold.

    V(t) = V_inf + (V_init - V_inf)·exp(-t / tau_m) with V_inf = E_L + i_dc / g_L.

    Parameters
    ----------
    t : array_like
        Time since the current was switched on [ms], any shape.
    i_dc : float
        Current [pA].
    params : LIFParams
        The neuron; its threshold is not used.

    Returns
    -------
    numpy.ndarray
        Membrane potential [mV], same shape as `t`.

    Raises
    ------
    ValueError
        If `t` or `i_dc` holds anything but finite numbers or `params` is not a LIFParams.
    """
    t = arguments.numbers("t", t, "ms")
    p = arguments.instance("params", params, LIFParams)
    v_inf = p.E_L + arguments.finite("i_dc", i_dc, "pA") / p.g_L
    return v_inf + (p.V_init - v_inf) * np.exp(-t / p.tau_m)


def lif_rate_dc(i_dc, params: LIFParams = LIFParams()):
    """Return the firing rate for constant currents.

    1000 / (t_ref + tau_m·ln((V_inf - V_reset) / (V_inf - V_th))) above rheobase, else 0: at
    rheobase itself the potential approaches V_th for ever and never reaches it.

    Parameters
    ----------
    i_dc : array_like
        Current [pA], any shape.
    params : LIFParams
        The neuron.

    Returns
    -------
    float or numpy.ndarray
        Rate [Hz], same shape as `i_dc`; a float for a single current.

    Raises
    ------
    ValueError
        If `i_dc` holds anything but finite numbers or `params` is not a LIFParams.

    References
    ----------
    Dayan & Abbott (2001), *Theoretical Neuroscience*, section 5.4, with a refractory period.
    """
    i_dc = arguments.numbers("i_dc", i_dc, "pA")
    p = arguments.instance("params", params, LIFParams)
    # log1p keeps the digits of ln((V_inf - V_reset) / (V_inf - V_th)) for large currents
    above_threshold = p.E_L - p.V_th + i_dc / p.g_L  # V_inf - V_th
    fires = (i_dc > p.rheobase) & (above_threshold > 0)
    above_threshold = np.where(fires, above_threshold, np.nan)
    interval = p.t_ref + p.tau_m * np.log1p((p.V_th - p.V_reset) / above_threshold)
    rate = np.nan_to_num(1000 / interval, nan=0.0)
    return rate if rate.ndim else float(rate)


def lif_threshold_current(width, params: LIFParams = LIFParams()):
    """Return the current that takes V from E_L to V_th in just the time of one pulse.

    Lapicque's strength-duration curve, rheobase / (1 - exp(-width / tau_m)): twice the rheobase
    at a width of tau_m·ln 2, the chronaxie.

    Parameters
    ----------
    width : array_like
        Duration of the pulse [ms], above 0, any shape.
    params : LIFParams
        The neuron.

    Returns
    -------
    float or numpy.ndarray
        Current [pA], same shape as `width`; a float for a single width.

    Raises
    ------
    ValueError
        If a width is not a finite number above 0 or `params` is not a LIFParams.

    References
    ----------
    Lapicque (1907); Brunel & van Rossum (2007), *Biological Cybernetics* 97, 337.
    """
    width = arguments.numbers("width", width, "ms")
    p = arguments.instance("params", params, LIFParams)
    if np.any(width <= 0):
        raise ValueError(f"width must be above 0 [ms], got {width.min()}")
    current = p.rheobase / -np.expm1(-width / p.tau_m)
    return current if current.ndim else float(current)


def lif_chronaxie(params: LIFParams = LIFParams()) -> float:
    """Return the pulse width [ms] at which the threshold current is twice the rheobase."""
    return arguments.instance("params", params, LIFParams).tau_m * np.log(2)

"""Closed forms for the leaky integrate-and-fire neuron: what a simulation must agree with.

Units: mV, ms, pA, nS; rates in Hz. Where E_L lies above V_th the neuron fires without a current:
the rates hold all the same, with a rheobase below 0; a threshold current there is none.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments
from helpers.internal.dc_rate import dc_rate
from helpers.internal.first_passage import first_passage_integrals
from helpers.lif import LIFParams

EXCESS = 0.5826  # -ζ(1/2)/√(2π): how far a random walk overshoots a line, in steps


def lif_step_response(t: ArrayLike, i_dc: float, params: LIFParams = LIFParams()) -> np.ndarray:
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


def lif_rate_dc(i_dc: ArrayLike, params: LIFParams = LIFParams()) -> float | np.ndarray:
    """Return the firing rate for constant currents.

    1000 / (t_ref + tau_m·ln((V_inf - V_reset) / (V_inf - V_th))) above rheobase, else 0: at
    rheobase itself the potential approaches V_th for ever and never reaches it. The rheobase is
    below 0 where E_L lies above V_th: such a neuron fires without a current.

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
    rate = dc_rate(i_dc, arguments.instance("params", params, LIFParams))
    return rate if rate.ndim else float(rate)


def lif_threshold_current(width: ArrayLike, params: LIFParams = LIFParams()) -> float | np.ndarray:
    """Return the current that takes V from E_L to V_th in just the time of one pulse.

    Lapicque's strength-duration curve, rheobase / (1 - exp(-width / tau_m)): twice the rheobase
    at a width of tau_m·ln 2, the chronaxie.

    Parameters
    ----------
    width : array_like
        Duration of the pulse [ms], above 0, any shape.
    params : LIFParams
        The neuron, with E_L below V_th.

    Returns
    -------
    float or numpy.ndarray
        Current [pA], same shape as `width`; a float for a single width.

    Raises
    ------
    ValueError
        If a width is not a finite number above 0, `params` is not a LIFParams, or its E_L is not
        below its V_th: no pulse is needed where V passes V_th by itself.

    References
    ----------
    Lapicque (1907); Brunel & van Rossum (2007), *Biological Cybernetics* 97, 337.
    """
    width = arguments.numbers("width", width, "ms")
    p = _rests_below_threshold(params)
    if np.any(width <= 0):
        raise ValueError(f"width must be above 0 [ms], got {width.min()}")
    current = p.rheobase / -np.expm1(-width / p.tau_m)
    return current if current.ndim else float(current)


def lif_chronaxie(params: LIFParams = LIFParams()) -> float:
    """Return the pulse width [ms] at which the threshold current is twice the rheobase.

    ValueError if `params` is not a LIFParams or its E_L is not below its V_th.
    """
    return _rests_below_threshold(params).tau_m * np.log(2)


def lif_voltage_sd(sigma: ArrayLike, params: LIFParams = LIFParams()) -> float | np.ndarray:
    """Return the standard deviation of V under white noise, without a threshold.

    sigma / (g_L·√(2·tau_m)) with tau_m in s: what stays the same whatever the time step is.

    Parameters
    ----------
    sigma : array_like
        Strength of the white noise [pA·√s], 0 or above, any shape.
    params : LIFParams
        The neuron; its threshold is not used.

    Returns
    -------
    float or numpy.ndarray
        Standard deviation [mV], same shape as `sigma`; a float for a single value.

    Raises
    ------
    ValueError
        If a value of `sigma` is not a finite number of at least 0 or `params` is no LIFParams.
    """
    sigma = _noise_strength(sigma)
    p = arguments.instance("params", params, LIFParams)
    sd = sigma / (p.g_L * np.sqrt(2 * p.tau_m / 1000))
    return sd if sd.ndim else float(sd)


def lif_threshold_shift(
    sigma: ArrayLike, dt: float, params: LIFParams = LIFParams()
) -> float | np.ndarray:
    """Return by how much a simulation in steps of dt seems to have a higher threshold.

    A crossing between two steps goes unnoticed. To first order in √dt this acts like a
    threshold that is 0.5826·√(dt / tau_m)·√2·σ_V higher.

    Parameters
    ----------
    sigma : array_like
        Strength of the white noise [pA·√s], 0 or above, any shape.
    dt : float
        Time step [ms], 0 or above.
    params : LIFParams
        The neuron.

    Returns
    -------
    float or numpy.ndarray
        Shift of V_th [mV], same shape as `sigma`.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Broadie, Glasserman & Kou (1997), *Mathematical Finance* 7, 325: -ζ(1/2)/√(2π) = 0.5826.
    """
    dt = arguments.not_negative("dt", dt, "ms")
    arguments.instance("params", params, LIFParams)
    return EXCESS * np.sqrt(2 * dt / params.tau_m) * lif_voltage_sd(sigma, params)


def lif_rate_white_noise(
    mu: ArrayLike, sigma: ArrayLike, params: LIFParams = LIFParams(), dt: float = 0.0
) -> float | np.ndarray:
    """Return the firing rate under white noise, from the mean first-passage time (Siegert).

    1000 / (t_ref + tau_m·√π·∫ exp(u²)·(1 + erf u) du) over the threshold, from V_reset to V_th
    measured from the mean of V in units of √2·σ_V. For sigma = 0 this is `lif_rate_dc`,
    with dt that of Euler's membrane.

    With `dt` the rate is near that of Euler's simulation: V_th is raised as by
    `lif_threshold_shift`, and τ_m and σ_V are those of Euler's step. Left out is that a crossing
    is noticed at the end of a step, on average 0.25 to 0.5 dt later than the raised threshold
    says, and all of higher order. So the rate comes out too high: above rheobase by a part of
    about 0.3·dt·rate, 0.9 % at 77 Hz and dt = tau_m/25 and 4 % at 110 Hz and dt = tau_m/10; below
    it by up to 3 % at tau_m/10. t_ref counts as it is; a simulation rounds it to whole steps.

    Parameters
    ----------
    mu, sigma : array_like
        Mean [pA] and strength of the noise [pA·√s], 0 or above; shapes that broadcast.
    params : LIFParams
        The neuron.
    dt : float
        Time step [ms] of a simulation to compare with, below tau_m. 0 is continuous time.

    Returns
    -------
    float or numpy.ndarray
        Rate [Hz]; far below threshold it may be too small for a float and then is 0.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Siegert (1951), *Physical Review* 81, 617. Brunel (2000), *Journal of Computational
    Neuroscience* 8, 183, appendix A.
    """
    return _first_passage(mu, sigma, params, dt)[0]


def lif_cv_white_noise(
    mu: ArrayLike, sigma: ArrayLike, params: LIFParams = LIFParams(), dt: float = 0.0
) -> float | np.ndarray:
    """Return the coefficient of variation of the interspike intervals under white noise.

    CV² = 2π·(rate·tau_m)²·∫ exp(x²) ∫ exp(y²)·(1 + erf y)² dy dx, with x from V_reset to V_th
    and y from -∞ to x, in the units of `lif_rate_white_noise`.

    Parameters
    ----------
    mu, sigma, params, dt
        As in `lif_rate_white_noise`.

    Returns
    -------
    float or numpy.ndarray
        CV, dimensionless: near 1 far below threshold, near 0 far above. For sigma = 0, or too
        small to matter, it is 0 above rheobase and NaN up to it, where no interval exists.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Brunel (2000), *Journal of Computational Neuroscience* 8, 183, appendix A.
    """
    return _first_passage(mu, sigma, params, dt)[1]


def _rests_below_threshold(params):
    p = arguments.instance("params", params, LIFParams)
    if p.E_L >= p.V_th:
        allowed = f"params must have E_L below V_th = {p.V_th} mV (else it fires without a pulse)"
        raise ValueError(f"{allowed}, got a LIFParams with E_L = {p.E_L}")
    return p


def _noise_strength(sigma):
    sigma = arguments.numbers("sigma", sigma, "pA·√s")
    if np.any(sigma < 0):
        raise ValueError(f"sigma must be 0 or above [pA·√s], got {sigma.min()}")
    return sigma


def _seen_by_euler(sigma_v, dt, params):
    """Return the tau_m and the σ_V that V has under Euler's step, whose factor is 1 - dt/tau_m.

    Its samples are those of an exact membrane with exp(-dt/tau') = 1 - dt/tau_m and a variance
    larger by 1 / (1 - dt/(2·tau_m)).
    """
    dt = arguments.not_negative("dt", dt, "ms")
    if dt >= params.tau_m:
        raise ValueError(f"dt must be below tau_m = {params.tau_m} ms, got {dt}")
    part = dt / params.tau_m
    tau_m = -dt / np.log1p(-part) if dt else params.tau_m
    return tau_m, sigma_v / np.sqrt(1 - part / 2)


def _first_passage(mu, sigma, params, dt):
    """Return the rate [Hz] and the CV of the intervals, floats or arrays."""
    mu, sigma = arguments.numbers("mu", mu, "pA"), _noise_strength(sigma)
    try:
        mu, sigma = np.broadcast_arrays(mu, sigma)
    except ValueError:
        shapes = f"{mu.shape} and {sigma.shape}"
        raise ValueError(f"mu and sigma must have shapes that broadcast, got {shapes}") from None
    p = arguments.instance("params", params, LIFParams)
    tau_m, sigma_v = _seen_by_euler(lif_voltage_sd(sigma, p), dt, p)
    shift = lif_threshold_shift(sigma, dt, p)
    mean_v, width = p.E_L + mu / p.g_L, np.sqrt(2) * sigma_v
    noisy = width > 1e-9 * (p.V_th - p.V_reset)
    scale = np.where(noisy, width, 1.0)
    y_th, y_r = (p.V_th + shift - mean_v) / scale, (p.V_reset - mean_v) / scale
    log_scale, first, second = first_passage_integrals(y_th, y_r)
    # everything below is divided by exp(log_scale), so that nothing overflows
    interval = p.t_ref * np.exp(-log_scale) + tau_m * np.sqrt(np.pi) * first
    still = dc_rate(mu, replace(p, tau_m=tau_m))
    rate = np.where(noisy, 1000 * np.exp(-log_scale) / interval, still)
    cv = np.sqrt(2 * np.pi * second) * tau_m / interval
    cv = np.where(y_th > 1e4, 1.0, cv)  # an escape that never comes: a Poisson process
    cv = np.where(noisy, cv, np.where(mu > p.rheobase, 0.0, np.nan))
    return (rate, cv) if rate.ndim else (float(rate), float(cv))

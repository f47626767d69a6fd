"""Power spectra of recordings: one-sided density, averages over trials and segments, decibels.

Units: s and Hz (not ms); a signal in µV has a density in µV²/Hz.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments


def power_spectral_density(x: ArrayLike, dt: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the one-sided power spectral density of a signal, its mean taken away.

    S = 2·dt²/T·|X|² with X the discrete Fourier transform of x - mean(x) and T = n_samples·dt;
    S·df with df = 1/T sums to the variance of x, exactly.

    Parameters
    ----------
    x : array_like, shape (..., n_samples)
        Signal, or one per row, at least two samples each [any unit].
    dt : float
        Time from one sample to the next [s], above 0.

    Returns
    -------
    frequencies : numpy.ndarray, shape (n_samples // 2 + 1,)
        0, 1/T, 2/T, … up to 1/(2·dt) at most [Hz].
    density : numpy.ndarray, shape (..., n_samples // 2 + 1)
        Power per frequency [unit²/Hz]; 0 at 0 Hz.

    Raises
    ------
    ValueError
        If `x` holds anything but finite numbers or has fewer than two samples, or `dt` is not
        above 0.

    References
    ----------
    Percival & Walden (1993), *Spectral Analysis for Physical Applications*, chapter 6.
    """
    x, dt = arguments.numbers("x", x, "any unit"), arguments.positive("dt", dt, "s")
    n_samples = x.shape[-1] if x.ndim else 0
    if n_samples < 2 or x.size == 0:
        raise ValueError(f"x must have at least two samples per row, got shape {x.shape}")
    duration = n_samples * dt
    transform = np.fft.rfft(x - x.mean(axis=-1, keepdims=True))
    density = 2 * dt**2 / duration * np.abs(transform) ** 2
    density[..., 0] = 0.0  # the mean is gone: no rounding error in its place
    if n_samples % 2 == 0:
        density[..., -1] /= 2  # the line at 1/(2·dt) is its own mirror image
    return np.arange(n_samples // 2 + 1) / duration, density


def average_spectrum(trials: ArrayLike, dt: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the power spectral density averaged over trials.

    Parameters
    ----------
    trials : array_like, shape (n_trials, n_samples)
        One trial per row [any unit].
    dt : float
        Time from one sample to the next [s], above 0.

    Returns
    -------
    frequencies : numpy.ndarray, shape (n_samples // 2 + 1,)
        As in `power_spectral_density` [Hz].
    density : numpy.ndarray, shape (n_samples // 2 + 1,)
        Mean over the trials [unit²/Hz].

    Raises
    ------
    ValueError
        If `trials` is not two-dimensional or has fewer than two samples per row, and as in
        `power_spectral_density`.
    """
    trials = arguments.numbers("trials", trials, "any unit")
    if trials.ndim != 2 or not trials[:, 1:].size:
        allowed = "shape (n_trials, n_samples), two samples or more"
        raise ValueError(f"trials must have {allowed}, got shape {trials.shape}")
    frequencies, density = power_spectral_density(trials, dt)
    return frequencies, density.mean(axis=0)


def segment_spectrum(x: ArrayLike, dt: float, n_window: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the density averaged over windows that lie end to end (Bartlett's method).

    What is left over after the last whole window is not used.

    Parameters
    ----------
    x : array_like, shape (n_samples,)
        Signal [any unit].
    dt : float
        Time from one sample to the next [s], above 0.
    n_window : int
        Samples per window, from 2 to n_samples.

    Returns
    -------
    frequencies : numpy.ndarray, shape (n_window // 2 + 1,)
        Multiples of 1/(n_window·dt) [Hz].
    density : numpy.ndarray, shape (n_window // 2 + 1,)
        Mean over the windows [unit²/Hz].

    Raises
    ------
    ValueError
        If `x` is not one-dimensional, `dt` is not above 0 or `n_window` is out of range.
    """
    x = arguments.series("x", x, "any unit", what="sample")
    n_window = arguments.count("n_window", n_window)
    if not 2 <= n_window <= x.size:
        raise ValueError(f"n_window must be 2 to n_samples = {x.size}, got {n_window}")
    n_windows = x.size // n_window
    return average_spectrum(x[: n_windows * n_window].reshape(n_windows, n_window), dt)


def to_decibel(density: ArrayLike) -> float | np.ndarray:
    """Return a power density in decibels: 10·log10(density).

    Ten times the power is 10 dB more, twice the power is 3 dB more; 1 unit²/Hz is 0 dB.

    Parameters
    ----------
    density : array_like
        Power density, 0 or above [unit²/Hz].

    Returns
    -------
    float or numpy.ndarray
        Level [dB], same shape as `density`; -inf where the density is 0.

    Raises
    ------
    ValueError
        If a density is negative or not finite.
    """
    density = arguments.numbers("density", density, "unit²/Hz")
    if np.any(density < 0):
        raise ValueError(f"density must be 0 or above [unit²/Hz], got {density.min()}")
    with np.errstate(divide="ignore"):
        level = 10 * np.log10(density)
    return level if level.ndim else float(level)

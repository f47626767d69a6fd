"""The two integrals of the first-passage time of a leaky integrator with white noise.

Everything is dimensionless: potentials are measured from their mean in units of √2·σ_V. Large
exponents are taken out of the integrals before they are computed, so that nothing overflows.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import dawsn, erf, erfcx

NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
FAR = 40.0  # an integrand that has fallen by exp(-40) is left out


def first_passage_integrals(
    y_th: ArrayLike, y_r: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the integrals for the mean and the variance of the first-passage time, scaled.

    Parameters
    ----------
    y_th, y_r : array_like
        Threshold and reset, y_r below y_th, shapes that broadcast.

    Returns
    -------
    log_scale : numpy.ndarray
        L = y_th² if the threshold lies above the mean, else 0.
    first : numpy.ndarray
        exp(-L)·∫ exp(u²)·(1 + erf u) du from y_r to y_th.
    second : numpy.ndarray
        exp(-2·L)·∫ exp(x²) ∫ exp(y²)·(1 + erf y)² dy dx, x from y_r to y_th, y from -∞ to x.

    References
    ----------
    Brunel (2000), *Journal of Computational Neuroscience* 8, 183, appendix A.
    """
    y_th, y_r = np.broadcast_arrays(*np.atleast_1d(y_th, y_r))
    shape, y_th, y_r = y_th.shape, y_th.reshape(-1, 1), y_r.reshape(-1, 1)
    log_scale = np.maximum(y_th, 0) ** 2
    first, second = _first(y_th, y_r, log_scale), _second(y_th, y_r, log_scale)
    shape = () if shape == (1,) else shape
    return log_scale.reshape(shape), first.reshape(shape), second.reshape(shape)


def _nodes(
    low: np.ndarray, high: np.ndarray, stretched: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return Gauss-Legendre nodes and weights from low to high, shape (n, 64).

    Stretched, the nodes lie evenly in asinh(y), for an interval of many powers of ten.
    """
    if stretched:
        low, high = np.arcsinh(low), np.arcsinh(high)
    half = (high - low) / 2
    y, weight = (high + low) / 2 + half * NODES, half * WEIGHTS
    return (np.sinh(y), np.cosh(y) * weight) if stretched else (y, weight)


def _first(y_th: np.ndarray, y_r: np.ndarray, log_scale: np.ndarray) -> np.ndarray:
    """Use exp(u²)·(1 + erf u) = erfcx(-u), and = 2·exp(u²) - erfcx(u) where u > 0."""
    low, high = np.maximum(y_r, 0), np.maximum(y_th, 0)
    growing = 2 * (dawsn(high) - np.exp((low - high) * (low + high)) * dawsn(low))
    u, weight = _nodes(np.minimum(y_r, 0), np.minimum(y_th, 0), stretched=True)
    falling = np.sum(erfcx(-u) * weight, axis=-1, keepdims=True)
    u, weight = _nodes(low, high, stretched=True)
    falling -= np.sum(erfcx(u) * weight, axis=-1, keepdims=True)
    return growing + np.exp(-log_scale) * falling


def _second(y_th: np.ndarray, y_r: np.ndarray, log_scale: np.ndarray) -> np.ndarray:
    """Exchange the order: the integral of exp(x²) is Dawson's, D(x)·exp(x²)."""

    def decay(
        exponent: np.ndarray,
    ) -> np.ndarray:  # never above 0 but for rounding, which could overflow
        return np.exp(np.minimum(exponent, 0))

    def below_zero(y: np.ndarray) -> np.ndarray:
        m = np.maximum(y, y_r)
        outer = decay((y_th - y) * (y_th + y) - 2 * log_scale) * dawsn(y_th)
        inner = decay((m - y) * (m + y) - 2 * log_scale) * dawsn(m)
        return erfcx(-y) ** 2 * (outer - inner)

    def above_zero(y: np.ndarray) -> np.ndarray:
        m = np.maximum(y, y_r)
        outer = decay((y - y_th) * (y + y_th)) * dawsn(y_th)
        inner = decay((y - y_th) * (y + y_th) + (m - y_th) * (m + y_th)) * dawsn(m)
        return (1 + erf(y)) ** 2 * (outer - inner)

    end, turn = np.minimum(y_th, 0), np.minimum(y_r, 0)
    high, low = np.maximum(y_th, 0), np.maximum(y_r, 0)
    edge = np.maximum(turn, -np.sqrt(end**2 + FAR))  # nearer to y_th than exp(-40)
    pieces = [
        (below_zero, _nodes(-np.sqrt(turn**2 + FAR), turn)),
        (below_zero, _nodes(turn, edge, stretched=True)),
        (below_zero, _nodes(edge, end, stretched=True)),
        (above_zero, _nodes(np.sqrt(np.maximum(low**2 - FAR, 0)), low)),
        (above_zero, _nodes(np.maximum(low, np.sqrt(np.maximum(high**2 - FAR, 0))), high)),
    ]
    parts = [np.sum(f(y) * weight, axis=-1, keepdims=True) for f, (y, weight) in pieces]
    return np.sum(parts, axis=0)

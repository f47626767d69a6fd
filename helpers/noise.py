"""Random currents: white noise and the Ornstein-Uhlenbeck process, whole or step by step.

Units: ms and pA; `sigma` of white noise is in pA·√s, `sigma` of Ornstein-Uhlenbeck noise in pA.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments
from helpers.internal.relaxation import BLOCK, relax


def white_noise(
    mu: float, sigma: float, n_steps: int, dt: float = 0.1, rng: arguments.Rng = None
) -> np.ndarray:
    """Return a current with Gaussian white noise, mu + sigma·ξ(t), sampled every dt.

    Each sample is the noise averaged over one step, so its standard deviation is
    sigma / √(dt / 1000): a finer step gives larger samples and the same noise. The one-sided
    spectral density of the noise is 2·sigma² [pA²/Hz] up to 1/(2·dt).

    Parameters
    ----------
    mu : float
        Mean [pA].
    sigma : float
        Strength of the noise [pA·√s], 0 or above; not the standard deviation of a sample.
    n_steps : int
        Number of samples, at least 1.
    dt : float
        Time step [ms], above 0.
    rng : numpy.random.Generator, int or None
        Source of random numbers: a generator, a seed, or None for new noise at each call.

    Returns
    -------
    numpy.ndarray, shape (n_steps,)
        Current [pA].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Tuckwell (1988), *Introduction to Theoretical Neurobiology*, volume 2, section 9.4.
    """
    mu = arguments.finite("mu", mu, "pA")
    sigma = arguments.not_negative("sigma", sigma, "pA·√s")
    n_steps = arguments.count("n_steps", n_steps)
    dt = arguments.positive("dt", dt, "ms")
    rng = arguments.generator("rng", rng)
    return mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal(n_steps)


def ornstein_uhlenbeck(
    mu: float, sigma: float, tau: float, n_steps: int, dt: float = 0.1, rng: arguments.Rng = None
) -> np.ndarray:
    """Return an Ornstein-Uhlenbeck current: coloured Gaussian noise with a correlation time.

    tau·dη = (mu - η)·dt + sigma·√(2·tau)·dW, advanced exactly, so that mean, standard deviation
    and autocovariance sigma²·exp(-|lag| / tau) do not depend on dt. The first sample is drawn
    from the stationary law. The one-sided spectral density is 4·sigma²·tau / (1 + (2π·f·tau)²)
    with tau in s.

    Parameters
    ----------
    mu, sigma : float
        Stationary mean and standard deviation [pA]; sigma 0 or above.
    tau : float
        Correlation time [ms], above 0.
    n_steps : int
        Number of samples, at least 1.
    dt : float
        Time step [ms], above 0.
    rng : numpy.random.Generator, int or None
        Source of random numbers: a generator, a seed, or None for new noise at each call.

    Returns
    -------
    numpy.ndarray, shape (n_steps,)
        Current [pA].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Gillespie (1996), *Physical Review E* 54, 2084: the exact update.
    """
    mu = arguments.finite("mu", mu, "pA")
    sigma = arguments.not_negative("sigma", sigma, "pA")
    n_steps = arguments.count("n_steps", n_steps)
    decay, kick = _exact_update(arguments.positive("tau", tau, "ms"), dt)
    xi = arguments.generator("rng", rng).standard_normal(n_steps).tolist()
    eta = xi[:1]  # stationary: standard deviation 1
    for x in xi[1:]:
        eta.append(decay * eta[-1] + kick * x)
    return mu + sigma * np.array(eta)


def white_noise_by_step(
    mu: ArrayLike, sigma: ArrayLike, n_neurons: int, dt: float = 0.1, rng: arguments.Rng = None
) -> Callable:
    """Return a function that gives independent white noise to many neurons, step by step.

    For `sweep_lif`: only a block of steps is held at a time.

    Parameters
    ----------
    mu, sigma : float or array_like, shape (n_neurons,)
        As in `white_noise`, for each neuron or for all.
    n_neurons : int
        Number of neurons, at least 1.
    dt, rng
        As in `white_noise`.

    Returns
    -------
    callable
        `i_of_step(k)` gives the current [pA] of step k, shape (n_neurons,). Ask for the steps in
        their order; the step asked for last may be asked for again.

    Raises
    ------
    ValueError
        If an argument is outside its range; later, if a step is asked for out of order.
    """
    n_neurons = arguments.count("n_neurons", n_neurons)
    mu = _for_each("mu", mu, "pA", n_neurons)
    sigma = _not_negative("sigma", sigma, "pA·√s", n_neurons)
    size = sigma / np.sqrt(arguments.positive("dt", dt, "ms") / 1000)
    rng = arguments.generator("rng", rng)

    def next_block():
        block = rng.standard_normal((BLOCK, n_neurons))
        block *= size
        block += mu
        return block

    return _by_step(next_block, in_blocks=bool(np.all(sigma > 0)))


def ornstein_uhlenbeck_by_step(
    mu: ArrayLike,
    sigma: ArrayLike,
    tau: ArrayLike,
    n_neurons: int,
    dt: float = 0.1,
    rng: arguments.Rng = None,
) -> Callable:
    """Return a function that gives independent Ornstein-Uhlenbeck currents, step by step.

    Parameters
    ----------
    mu, sigma : float or array_like, shape (n_neurons,)
        As in `ornstein_uhlenbeck`, for each neuron or for all.
    tau : float or array_like, shape (n_neurons,)
        Correlation time [ms], above 0, for each neuron or for all.
    n_neurons, dt, rng
        As in `white_noise_by_step`.

    Returns
    -------
    callable
        `i_of_step(k)`, as in `white_noise_by_step`; step 0 is drawn from the stationary law.

    Raises
    ------
    ValueError
        If an argument is outside its range; later, if a step is asked for out of order.
    """
    n_neurons = arguments.count("n_neurons", n_neurons)
    mu = _for_each("mu", mu, "pA", n_neurons)
    sigma = _not_negative("sigma", sigma, "pA", n_neurons)
    tau = _for_each("tau", tau, "ms", n_neurons)
    if np.any(tau <= 0):
        raise ValueError(f"tau must be above 0 [ms], got {tau.min()}")
    decay, kick = _exact_update(tau, dt)
    rng = arguments.generator("rng", rng)
    eta = rng.standard_normal(n_neurons)

    def next_block():
        nonlocal eta
        block = relax(rng.standard_normal((BLOCK, n_neurons)) * kick, decay, eta)
        eta = block[-1].copy()
        return mu + sigma * block

    return _by_step(next_block, in_blocks=bool(np.all(sigma > 0)))


def _exact_update(tau, dt):
    """Return what is left of a deviation after dt, and the size of the fresh noise, for SD 1."""
    dt = arguments.positive("dt", dt, "ms")
    return np.exp(-dt / tau), np.sqrt(-np.expm1(-2 * dt / tau))


def _for_each(name, value, unit, n_neurons):
    """Return one number or an array of shape (n_neurons,); ValueError for anything else."""
    array = arguments.numbers(name, value, unit)
    if array.shape not in ((), (n_neurons,)):
        raise ValueError(
            f"{name} must be one number or an array of shape ({n_neurons},) [{unit}], "
            f"got shape {array.shape}"
        )
    return array


def _not_negative(name, value, unit, n_neurons):
    array = _for_each(name, value, unit, n_neurons)
    if np.any(array < 0):
        raise ValueError(f"{name} must be 0 or above [{unit}], got {array.min()}")
    return array


def _by_step(next_block, in_blocks):
    """Return `i_of_step(k)` that walks through blocks of shape (BLOCK, n_neurons).

    If `in_blocks`, `i_of_step.block_from(k)` gives a whole block, k being a multiple of BLOCK. Not
    without noise: V may come to rest at the threshold itself, where the last bit decides.
    """
    block, first = next_block(), 0

    def i_of_step(k):
        nonlocal block, first
        if k == first + BLOCK:
            block, first = next_block(), k
        if not first <= k < first + BLOCK:
            raise ValueError(f"k must follow the steps in their order, got {k}")
        return block[k - first]

    def block_from(k):
        i_of_step(k)
        return block

    if in_blocks:
        setattr(i_of_step, "block_from", block_from)  # noqa: B010 (mypy: functions have none)
    return i_of_step

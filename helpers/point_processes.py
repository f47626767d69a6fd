"""Reference spike trains whose irregularity is known exactly. Units: ms, rates in Hz."""

from __future__ import annotations  # so that help() shows names, not what they stand for

import numpy as np

from helpers.internal import arguments


def poisson_train(rate: float, t_stop: float, rng: arguments.Rng = None) -> np.ndarray:
    """Return a Poisson spike train: independent, exponentially distributed intervals, CV 1.

    Parameters
    ----------
    rate : float
        Mean rate [Hz], above 0.
    t_stop : float
        Duration [ms], above 0.
    rng : numpy.random.Generator, int or None
        Source of random numbers: a generator, a seed, or None for a new train at each call.

    Returns
    -------
    numpy.ndarray, shape (n_spikes,)
        Strictly increasing spike times in 0…t_stop [ms].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Dayan & Abbott (2001), *Theoretical Neuroscience*, section 1.4.
    """
    return gamma_train(rate, 1.0, t_stop, rng)


def gamma_train(rate: float, shape: float, t_stop: float, rng: arguments.Rng = None) -> np.ndarray:
    """Return a spike train with independent, gamma-distributed intervals.

    The coefficient of variation of its intervals is 1/√shape: a shape of 1 is the Poisson
    process, a large one nearly a clock. The first interval begins at t = 0, as if a spike had
    just been fired.

    Parameters
    ----------
    rate : float
        1000 / (mean interval in ms) [Hz], above 0.
    shape : float
        Shape of the gamma distribution, 0.5 or above.
    t_stop : float
        Duration [ms], above 0.
    rng : numpy.random.Generator, int or None
        Source of random numbers: a generator, a seed, or None for a new train at each call.

    Returns
    -------
    numpy.ndarray, shape (n_spikes,)
        Strictly increasing spike times in 0…t_stop [ms].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Cox (1962), *Renewal Theory*, chapters 1 and 2.
    """
    rate = arguments.positive("rate", rate, "Hz")
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    if arguments.finite("shape", shape, "1") < 0.5:
        raise ValueError(f"shape must be 0.5 or above, got {shape}")
    rng = arguments.generator("rng", rng)
    mean = 1000 / rate
    block = int(t_stop / mean) + 10  # intervals drawn at once: about as many as are needed
    times = np.zeros(1)
    while times[-1] <= t_stop:
        more = np.cumsum(rng.gamma(shape, mean / shape, block))
        times = np.concatenate([times, times[-1] + more])
    # two spikes that rounding has put at the same time count as one
    return np.unique(times[(times > 0) & (times <= t_stop)])

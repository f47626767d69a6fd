"""Statistics of a spike train. Units: spike times and intervals in ms, rates in Hz."""

import numpy as np

from helpers import arguments


def isi(spike_times) -> np.ndarray:
    """Return the interspike intervals.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms].

    Returns
    -------
    numpy.ndarray, shape (max(n_spikes - 1, 0),)
        Time from each spike to the next [ms].

    Raises
    ------
    ValueError
        If `spike_times` is not one-dimensional and strictly increasing.
    """
    return np.diff(arguments.spike_train("spike_times", spike_times))


def firing_rate(spike_times, t_stop: float) -> float:
    """Return the number of spikes divided by the time over which they were counted.

    A short recording makes this coarse: it moves in steps of 1000/t_stop Hz.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms], none after `t_stop`.
    t_stop : float
        Duration of the recording [ms], above 0.

    Returns
    -------
    float
        Rate [Hz].

    Raises
    ------
    ValueError
        If `t_stop` is not above 0, or if `spike_times` is not one-dimensional, not strictly
        increasing or reaches outside 0…t_stop.
    """
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    spike_times = arguments.spike_train("spike_times", spike_times)
    if spike_times.size and (spike_times[0] < 0 or spike_times[-1] > t_stop):
        outside = spike_times[0] if spike_times[0] < 0 else spike_times[-1]
        raise ValueError(f"spike_times must lie in 0…{t_stop} ms, got {outside}")
    return 1000 * spike_times.size / t_stop

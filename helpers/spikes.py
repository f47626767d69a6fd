"""Statistics of a spike train. Units: spike times and intervals in ms, rates in Hz."""

from __future__ import annotations  # so that help() shows names, not what they stand for

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments


def isi(spike_times: ArrayLike) -> np.ndarray:
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


def firing_rate(spike_times: ArrayLike, t_stop: float) -> float:
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
    return 1000 * _inside(spike_times, t_stop).size / t_stop


def cv_isi(spike_times: ArrayLike) -> float:
    """Return the coefficient of variation of the interspike intervals.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms].

    Returns
    -------
    float
        std(ISI) / mean(ISI), dimensionless; NaN for fewer than three spikes.

    Raises
    ------
    ValueError
        If `spike_times` is not one-dimensional and strictly increasing.

    References
    ----------
    Dayan & Abbott (2001), *Theoretical Neuroscience*, section 1.4.
    """
    return _cv(isi(spike_times))


def serial_correlation(spike_times: ArrayLike, lag: int = 1) -> float:
    """Return the correlation coefficient of intervals that lie `lag` intervals apart.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms].
    lag : int
        1 for an interval and the next one; at least 1.

    Returns
    -------
    float
        Pearson's coefficient of (ISI_k, ISI_k+lag), -1 to 1; 0 for independent intervals on
        average, with a standard error near 1/√n_spikes. NaN for fewer than three pairs or where
        all intervals are the same.

    Raises
    ------
    ValueError
        If `spike_times` is not a spike train or `lag` is not a whole number of at least 1.

    References
    ----------
    Cox & Lewis (1966), *The Statistical Analysis of Series of Events*, chapter 4.
    """
    lag = arguments.count("lag", lag)
    intervals = isi(spike_times)
    first, second = intervals[:-lag], intervals[lag:]
    if second.size < 3:
        return np.nan
    spread = first.std() * second.std()
    if spread <= (1e-9 * intervals.mean()) ** 2:  # a clock: only rounding errors are left
        return np.nan
    return float(np.mean((first - first.mean()) * (second - second.mean())) / spread)


def fano_factor(spike_times: ArrayLike, window: float, t_stop: float) -> float:
    """Return the variance of the spike count divided by its mean.

    The recording is cut into windows that lie end to end; what is left over after the last whole
    window is not used.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Strictly increasing spike times [ms], none after `t_stop`.
    window : float
        Length of a window [ms], above 0 and at most half of `t_stop`.
    t_stop : float
        Duration of the recording [ms], above 0.

    Returns
    -------
    float
        var(count) / mean(count), with n - 1 in the variance, dimensionless: 1 for a Poisson
        process, CV_ISI² in long windows for independent intervals; NaN without spikes.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Dayan & Abbott (2001), *Theoretical Neuroscience*, section 1.4.
    """
    t_stop = arguments.positive("t_stop", t_stop, "ms")
    window = arguments.positive("window", window, "ms")
    if window > t_stop / 2:
        raise ValueError(f"window must be at most t_stop / 2 = {t_stop / 2} ms, got {window}")
    spike_times = _inside(spike_times, t_stop)
    n_windows = int(np.floor(t_stop / window + 1e-9))
    counts = np.histogram(spike_times, np.arange(n_windows + 1) * window)[0]
    return float(counts.var(ddof=1) / counts.mean()) if counts.any() else np.nan


def _inside(spike_times, t_stop):
    """Return a checked spike train; ValueError if it reaches outside 0…t_stop."""
    spike_times = arguments.spike_train("spike_times", spike_times)
    if spike_times.size and (spike_times[0] < 0 or spike_times[-1] > t_stop):
        outside = spike_times[0] if spike_times[0] < 0 else spike_times[-1]
        raise ValueError(f"spike_times must lie in 0…{t_stop} ms, got {outside}")
    return spike_times


def rate_and_cv(trains: Sequence[ArrayLike], t_stop: float) -> tuple[float, float]:
    """Return the rate of an average neuron and the CV of the intervals of all neurons together.

    Parameters
    ----------
    trains : list of array_like
        Spike times [ms] of each neuron, one or more, as `sweep_lif` gives them.
    t_stop : float
        Duration of the recording [ms], above 0.

    Returns
    -------
    rate : float
        Spikes per neuron and second [Hz].
    cv : float
        std(ISI) / mean(ISI) of the pooled intervals; NaN for fewer than two intervals.

    Raises
    ------
    ValueError
        If there is no train or one of them is no spike train within 0…t_stop.
    """
    if not isinstance(trains, list | tuple) or not trains:
        raise ValueError(f"trains must be a list of one spike train or more, got {trains!r}")
    rates = [firing_rate(train, t_stop) for train in trains]
    intervals = np.concatenate([isi(train) for train in trains])
    return float(np.mean(rates)), _cv(intervals)


def _cv(intervals):
    return float(intervals.std() / intervals.mean()) if intervals.size >= 2 else np.nan

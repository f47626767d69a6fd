"""What the sweeps of all models share: a current that is asked for step by step, spikes sorted."""

from collections.abc import Callable

import numpy as np

from helpers.internal import arguments


def check_current(i_of_step: Callable, n_neurons: int, unit: str) -> None:
    """Ask for the current of step 0 once, and refuse what is no current per neuron.

    Parameters
    ----------
    i_of_step : callable
        `i_of_step(k)` must give a number or an array of shape (n_neurons,) [unit].
    n_neurons : int
        Number of neurons.
    unit : str
        Unit of the current, for the message.

    Raises
    ------
    ValueError
        If `i_of_step` cannot be called or its first answer is not a current per neuron.
    """
    arguments.function("i_of_step", i_of_step, "the step number")
    shape = arguments.numbers("i_of_step(0)", i_of_step(0), unit).shape
    if shape not in ((), (n_neurons,)):
        allowed = f"one number or an array of shape ({n_neurons},) [{unit}]"
        raise ValueError(f"i_of_step(0) must be {allowed}, got shape {shape}")


def by_neuron(spike_times: np.ndarray, neurons: np.ndarray, n_neurons: int) -> list[np.ndarray]:
    """Return one array of spike times per neuron.

    Parameters
    ----------
    spike_times : numpy.ndarray, shape (n_spikes,)
        Times of all spikes, in their order [ms].
    neurons : numpy.ndarray of int, shape (n_spikes,)
        Which neuron each spike belongs to, 0 to n_neurons - 1.
    n_neurons : int
        Number of neurons.

    Returns
    -------
    list of numpy.ndarray
        Spike times of each neuron, in their order [ms]; empty where it was silent.
    """
    order = np.argsort(neurons, kind="stable")
    ends = np.cumsum(np.bincount(neurons, minlength=n_neurons))
    return np.split(spike_times[order], ends[:-1])

"""Linear relaxation in blocks of steps: what a loop over steps does, several times as fast.

y[k] = keep·y[k-1] + x[k] is a running sum of x[k] / keep**k, times keep**k. The powers must neither
overflow nor vanish, so that long series go in parts.
"""

from collections.abc import Iterable

import numpy as np

BLOCK = 256  # steps drawn at once by the functions that give a current by step
AT_ONCE = 128  # steps of them between two looks for spikes
SMALLEST = 1e-100  # of the powers of `keep` in one part


def relax(x: np.ndarray, keep: float | np.ndarray, start: np.ndarray) -> np.ndarray:
    """Turn the rows of x into y[k] = keep·y[k-1] + x[k], in place.

    Parameters
    ----------
    x : numpy.ndarray, shape (n_steps, n)
        What is added at each step.
    keep : float or numpy.ndarray, shape (n,)
        What is left after one step, from 0 to 1.
    start : numpy.ndarray, shape (n,)
        y before the first step.

    Returns
    -------
    numpy.ndarray, shape (n_steps, n)
        y, the array x itself.
    """
    powers = powers_of(keep, len(x))
    for first in range(0, len(x), len(powers)):
        part = x[first : first + len(powers)]
        if len(powers) == 1:  # keep may be 0
            part += keep * start
        else:
            part /= powers[: len(part)]
            part[0] += start
            np.cumsum(part, axis=0, out=part)
            part *= powers[: len(part)]
        start = part[-1]
    return x


def powers_of(keep: float | np.ndarray, at_most: int) -> np.ndarray:
    """Return keep**1, keep**2, … in rows, as many as stay above SMALLEST, at least one."""
    smallest = float(np.min(keep))
    last = np.log(SMALLEST) / np.log(smallest) if 0 < smallest < 1 else (smallest == 1) * at_most
    return np.power(keep, np.arange(1, max(1, min(int(last), at_most)) + 1)[:, None])


def spikes_of_lif(
    blocks: Iterable[np.ndarray], n_neurons: int, keep: float, gain: float, hold: int, levels: tuple
) -> tuple[np.ndarray, np.ndarray]:
    """Return the steps of the spikes of many LIF neurons, and whose they are, in their order.

    Between two spikes V is linear in its input. In each block of steps V is taken without spikes
    first; a neuron that reaches threshold goes on from its reset, with the same input, and so on
    until none fires any more.

    Parameters
    ----------
    blocks : iterable of numpy.ndarray, shape (steps, n_neurons)
        The current of each step [pA].
    n_neurons : int
        Number of neurons.
    keep, gain : float
        What a step leaves of a deviation, above 0, and what 1 pA adds to it [mV].
    hold : int
        Steps of refractoriness.
    levels : tuple of float
        Threshold, reset and first value, above rest [mV].

    Returns
    -------
    tuple of numpy.ndarray of int, shape (n_spikes,)
        Steps, never falling, and neurons.
    """
    threshold, reset, first_value = levels
    v, wait = np.full(n_neurons, first_value), np.zeros(n_neurons, int)  # steps still held
    done, steps, neurons = 0, [np.empty(0, int)], [np.empty(0, int)]
    for block in blocks:
        at_once = len(powers_of(keep, min(AT_ONCE, len(block))))
        for start in range(0, len(block), at_once):
            part = block[start : start + at_once]
            powers, length = powers_of(keep, len(part))[:, 0], len(part)
            # V without spikes is powers·(free + offset); it fires where free - bound >= -offset.
            short = np.multiply(part.T, gain / powers, order="C")
            np.cumsum(short, axis=1, out=short)
            short -= threshold / powers
            offset, begin = v, np.minimum(wait, length)
            held = np.flatnonzero((wait > 0) & (wait < length))
            offset[held] = _after_reset(short, held, begin, powers, levels)
            who = np.flatnonzero(wait < length)
            while who.size:
                fires = short[who] >= -offset[who, None]
                fires &= np.arange(1, length + 1) > begin[who, None]
                first = fires.argmax(axis=1)
                any_of = fires[np.arange(who.size), first]
                who, at = who[any_of], first[any_of] + 1
                steps.append(done + at)
                neurons.append(who)
                wait[who] = at + hold
                who = who[wait[who] < length]
                begin[who] = wait[who]
                offset[who] = _after_reset(short, who, begin, powers, levels)
            v = powers[-1] * (short[:, -1] + offset) + threshold
            v[wait >= length] = reset
            wait = np.maximum(wait - length, 0)
            done += length
    all_steps, all_neurons = np.concatenate(steps), np.concatenate(neurons)
    order = np.argsort(all_steps, kind="stable")
    return all_steps[order], all_neurons[order]


def _after_reset(
    short: np.ndarray, who: np.ndarray, begin: np.ndarray, powers: np.ndarray, levels: tuple
) -> np.ndarray:
    """Return the offsets of neurons that go on from their reset at the step they begin at."""
    threshold, reset, _ = levels
    at = begin[who] - 1
    return (reset - threshold) / powers[at] - short[who, at]

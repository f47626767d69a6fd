"""Neurons with hidden parameters, which answer any current: for the detective of lesson 06.

Units: mV, ms, pA, nS.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import numpy as np
from numpy.typing import ArrayLike

from helpers.glif import GLIFParams, simulate_glif
from helpers.internal import arguments
from helpers.lif import LIFParams, LIFTrace


class HiddenNeuron:
    """A leaky integrate-and-fire neuron whose parameters are hidden; the number chooses it.

    Every third one adapts: a spike leaves an after-spike current. No recording starts at rest.

    Parameters
    ----------
    number : int
        1 or more; the same number is always the same neuron.

    Raises
    ------
    ValueError
        If `number` is not a whole number of at least 1.
    """

    def __init__(self, number: int):
        self.number = arguments.count("number", number)

    def __repr__(self):
        return f"HiddenNeuron({self.number})"

    def __eq__(self, other):
        return isinstance(other, HiddenNeuron) and self.number == other.number

    def __hash__(self):
        return hash((HiddenNeuron, self.number))

    def respond(self, i_inj: ArrayLike, dt: float = 0.1) -> LIFTrace:
        """Inject a current and return the recording.

        Parameters
        ----------
        i_inj : array_like, shape (n_steps,)
            Injected current [pA]; `i_inj[k]` flows from `t[k]` to `t[k + 1]`.
        dt : float
            Time step [ms], above 0.

        Returns
        -------
        LIFTrace
            `t` [ms] and `v` [mV], both of shape (n_steps,), and `spike_times` [ms].

        Raises
        ------
        ValueError
            If `i_inj` is not a one-dimensional array of finite numbers, or if `dt` is not above 0.
        """
        return LIFTrace(*simulate_glif(i_inj, dt, hidden_params(self.number))[:3])


def hidden_params(number: int) -> GLIFParams:
    """Return what `HiddenNeuron(number)` hides: for the check, and for afterwards."""
    rng = np.random.default_rng([1907, arguments.count("number", number)])
    E_L = round(rng.uniform(-80, -65), 1)
    membrane = LIFParams(
        V_th=round(E_L + rng.uniform(12, 22), 1),
        V_reset=round(E_L + rng.choice([-5, 3]) + rng.uniform(-2, 2), 1),
        E_L=E_L,
        V_init=round(E_L + rng.uniform(4, 8), 1),
        tau_m=round(rng.uniform(6, 24), 1),
        g_L=round(rng.uniform(4, 20), 1),
        t_ref=float(rng.integers(3, 11)) / 2,
    )
    return GLIFParams(
        level=1 if number % 3 else 3,
        membrane=membrane,
        delta_i=-round(0.1 * membrane.rheobase, 1),
        tau_i=round(rng.uniform(60, 150)),
    )

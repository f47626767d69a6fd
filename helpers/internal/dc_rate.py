"""The firing rate of the LIF neuron under a constant current, for callers that have checked it."""

from __future__ import annotations  # so that help() shows names, not what they stand for

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from helpers.lif import LIFParams


def dc_rate(i_dc: np.ndarray, params: LIFParams) -> np.ndarray:
    """Return the rate [Hz], same shape as `i_dc` [pA]: the formula of `theory.lif_rate_dc`."""
    p = params
    # log1p keeps the digits of ln((V_inf - V_reset) / (V_inf - V_th)) for large currents
    above_threshold = p.E_L - p.V_th + i_dc / p.g_L  # V_inf - V_th
    fires = (i_dc > p.rheobase) & (above_threshold > 0)
    above_threshold = np.where(fires, above_threshold, np.nan)
    interval = p.t_ref + p.tau_m * np.log1p((p.V_th - p.V_reset) / above_threshold)
    return np.nan_to_num(1000 / interval, nan=0.0)

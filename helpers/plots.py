"""The figures of the lessons: functions that take axes, draw on them and return them.

One colour per quantity in the whole course, chosen from Okabe & Ito's palette and different in
brightness as well, so that a figure survives grey; a colour may return for another quantity in
another lesson. A plotter never changes what it is given.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import ArrayLike

from helpers.internal.circuits import plot_membrane_circuit
from helpers.internal.colours import COLOURS
from helpers.lif import LIFParams, LIFTrace
from helpers.picture import STYLE
from helpers.spectra import to_decibel

__all__ = [
    "COLOURS", "label", "live_trace", "mark_spikes", "padded_limits", "plot_comparison",
    "plot_current", "plot_membrane_circuit", "plot_spectrum", "plot_voltage", "set_trace",
    "spike_ticks", "use_style", "voltage_axes",
]  # fmt: skip


def use_style() -> None:
    """Give all later figures the look of the course."""
    matplotlib.style.use(STYLE)


def spike_ticks(ax: Axes) -> Line2D:
    """Add an empty row of spike ticks at the top of `ax`; return the line, for `mark_spikes`."""
    return ax.plot(
        [], [], "|", color=COLOURS["spike"], markersize=13, markeredgewidth=1.8,
        transform=ax.get_xaxis_transform(),
    )[0]  # fmt: skip


def mark_spikes(ticks: Line2D, spike_times: ArrayLike) -> None:
    """Move the ticks of `spike_ticks` to `spike_times` [ms]."""
    ticks.set_data(spike_times, np.full(np.size(spike_times), 0.94))


def live_trace(ax: Axes) -> tuple[Line2D, Line2D]:
    """Add an empty voltage curve and its spike ticks; return both, for `set_trace`."""
    return ax.plot([], [], color=COLOURS["voltage"])[0], spike_ticks(ax)


def set_trace(live: tuple[Line2D, Line2D], trace: LIFTrace) -> None:
    """Make the curve and the ticks of `live_trace` show a LIFTrace."""
    live[0].set_data(trace.t, trace.v)
    mark_spikes(live[1], trace.spike_times)


def voltage_axes(
    ax: Axes,
    params: LIFParams,
    t_stop: float,
    v_min: float | None = None,
    v_max: float | None = None,
) -> Axes:
    """Prepare `ax` for a membrane potential [mV] over 0…t_stop [ms]; return the axes."""
    v_min = min(params.V_reset, params.E_L) - 3 if v_min is None else v_min
    v_max = params.V_th + 8 if v_max is None else v_max
    ax.set(xlim=(0, t_stop), ylim=(v_min, v_max))
    ax.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]")
    ax.axhline(params.V_th, color=COLOURS["threshold"], linestyle="--", linewidth=1.1)
    label(ax, 1.01 * t_stop, params.V_th, "threshold", "threshold", va="center")
    return ax


def plot_voltage(trace: LIFTrace, params: LIFParams, ax: Axes | None = None) -> Axes:
    """Draw a trace [mV against ms] with its threshold; spikes are ticks above, never in V.

    Parameters
    ----------
    trace : LIFTrace
        What to draw.
    params : LIFParams
        The neuron, for its threshold.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = _new_axes() if ax is None else ax
    voltage_axes(ax, params, trace.t[-1])
    set_trace(live_trace(ax), trace)
    return ax


def plot_current(t: np.ndarray, i_inj: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw an injected current [pA] against time [ms]; return the axes."""
    ax = _new_axes() if ax is None else ax
    ax.plot(t, i_inj, color=COLOURS["current"], drawstyle="steps-post")
    ax.set(xlabel="Time [ms]", ylabel="Current [pA]", xlim=(t[0], t[-1]))
    return ax


def plot_spectrum(
    frequencies: np.ndarray,
    density: np.ndarray,
    ax: Axes | None = None,
    *,
    unit: str = "µV",
    decibel: bool = False,
    **style: Any,
) -> Axes:
    """Draw a one-sided power spectral density; return the axes.

    Parameters
    ----------
    frequencies : array_like, shape (n,)
        From 0 Hz upwards [Hz].
    density : array_like, shape (n,)
        Power density [unit²/Hz].
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure otherwise.
    unit : str
        Unit of the signal.
    decibel : bool
        Draw 10·log10(density / (1 unit²/Hz)), without the line at 0 Hz, where no power is left.
    **style
        Passed on to `ax.plot`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = _new_axes() if ax is None else ax
    style = {"color": COLOURS["spectrum"]} | style
    if decibel:
        ax.plot(frequencies[1:], to_decibel(density[1:]), **style)
        ax.set(ylabel=f"Power density [dB re 1 {unit}²/Hz]")
    else:
        ax.plot(frequencies, density, **style)
        ax.set(ylabel=f"Power density [{unit}²/Hz]")
    ax.set(xlabel="Frequency [Hz]")
    return ax


def plot_comparison(
    x: ArrayLike, expected: ArrayLike, yours: ArrayLike, ax: Axes | None = None
) -> Axes:
    """Draw the curve `yours` over the broad curve `expected`; return the axes."""
    ax = _new_axes() if ax is None else ax
    ax.plot(x, expected, color=COLOURS["expected"], linewidth=6, label="expected")
    ax.plot(x, yours, color=COLOURS["yours"], linewidth=1.6, label="yours")
    ax.legend(loc="best")
    return ax


def padded_limits(values: ArrayLike) -> tuple[float, float]:
    """Return limits a little wider than the finite `values`, never of zero width."""
    finite = np.asarray(values, float)[np.isfinite(values)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    margin = 0.05 * (high - low) or max(1.0, 0.05 * abs(high))
    return low - margin, high + margin


def label(ax: Axes, x: float, y: float, text: str, quantity: str, **style: Any) -> Text:
    """Write `text` at the data point (x, y) in the colour of `quantity`; return the text."""
    return ax.text(x, y, text, color=COLOURS[quantity], **style)


def _new_axes():
    return plt.subplots()[1]

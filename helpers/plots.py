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

from helpers.lif import LIFParams, LIFTrace
from helpers.picture import STYLE
from helpers.spectra import to_decibel

COLOURS = {
    "voltage": "#0072B2",
    "current": "#D55E00",
    "rate": "#009E73",
    "theory": "#000000",
    "spike": "#000000",
    "spectrum": "#CC79A7",
    "m": "#E69F00",  # a gate has the colour of its ion; h, which closes the same channel, its own
    "h": "#CC79A7",
    "n": "#56B4E9",
    "Na": "#E69F00",
    "K": "#56B4E9",
    "leak": "#767676",
    "threshold": "#767676",
    "cv": "#CC79A7",
    "interval": "#56B4E9",
    "yours": "#D55E00",
    "expected": "#BDBDBD",
    "guide": "#767676",
}


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


def plot_membrane_circuit(ax: Axes | None = None) -> Axes:
    """Draw the membrane as a circuit: injected current, capacitor, and leak with its battery."""
    ax = _new_axes() if ax is None else ax
    wire: dict[str, Any] = {"color": "#333333", "linewidth": 1.6, "solid_capstyle": "butt"}
    for y in (0, 4):  # inside above, outside below
        ax.plot([0, 6], [y, y], **wire)
    _source(ax, 0, wire)
    _capacitor(ax, 3, wire)
    _leak(ax, 6, wire)
    ax.text(3, 4.25, "inside of the cell, potential $V$", ha="center", va="bottom")
    ax.text(3, -0.25, "outside, 0 mV", ha="center", va="top")
    ax.set(xlim=(-2.6, 9.2), ylim=(-0.9, 5), aspect="equal")
    ax.axis("off")
    return ax


def _source(ax, x, wire):
    ax.plot([x, x], [0, 1.3], **wire)
    ax.plot([x, x], [2.7, 4], **wire)
    ax.add_patch(matplotlib.patches.Circle((x, 2), 0.7, fill=False, linewidth=1.6))
    arrow = {"arrowstyle": "-|>", "color": COLOURS["current"], "linewidth": 2}
    ax.annotate("", (x, 2.6), (x, 1.4), arrowprops=arrow)
    label(ax, x - 0.95, 2, "$I$", "current", ha="right", va="center", fontsize=14)


def _capacitor(ax, x, wire):
    ax.plot([x, x], [0, 1.85], **wire)
    ax.plot([x, x], [2.15, 4], **wire)
    for y in (1.85, 2.15):
        ax.plot([x - 0.6, x + 0.6], [y, y], **(wire | {"linewidth": 3}))
    ax.text(x + 0.8, 2, "$C_m$", va="center", fontsize=14)
    ax.text(x + 0.8, 1.35, "capacitor", va="center", fontsize=9)


def _leak(ax, x, wire):
    ax.plot([x, x], [3.4, 4], **wire)
    ax.add_patch(matplotlib.patches.Rectangle((x - 0.25, 2.1), 0.5, 1.3, fill=False, linewidth=1.6))
    ax.plot([x, x], [1.25, 2.1], **wire)
    ax.plot([x - 0.25, x + 0.25], [1.25, 1.25], **(wire | {"linewidth": 3}))
    ax.plot([x - 0.6, x + 0.6], [0.95, 0.95], **wire)
    ax.plot([x, x], [0, 0.95], **wire)
    ax.text(x + 0.55, 2.75, "$g_L$", va="center", fontsize=14)
    ax.text(x + 0.8, 1.1, "$E_L$", va="center", fontsize=14)
    ax.text(x + 0.55, 2.15, "leak", va="center", fontsize=9)
    ax.text(x + 0.8, 0.5, "battery", va="center", fontsize=9)

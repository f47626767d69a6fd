"""Figures of the Hodgkin-Huxley lesson: gates, conductances, currents, and the circuit.

A quantity has its colour of `helpers.plots` and a line style of its own, so that the gates are told
apart in grey as well. Units: mV, ms, µA/cm², mS/cm².
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from helpers.hh import HHParams, HHTrace
from helpers.hh_analysis import conductances, ionic_currents
from helpers.internal import arguments
from helpers.internal.circuits import plot_hh_circuit
from helpers.internal.colours import COLOURS

__all__ = [
    "LABELS", "LIMITS", "NAMES", "STYLES", "SYMBOLS", "part_lines", "parts", "plot_bifurcation",
    "plot_hh_circuit", "plot_parts", "plot_potential", "potential_axes", "set_parts",
]  # fmt: skip

STYLES = {"m": "-", "h": "--", "n": "-.", "Na": "-", "K": "-.", "leak": ":"}
LABELS = {
    "voltage": "Membrane potential [mV]",
    "current": "$I$ [µA/cm²]",
    "gates": "Gate",
    "conductances": "Conductance [mS/cm²]",
    "currents": "Ionic current [µA/cm²]",
}
LIMITS = {
    "voltage": (-85, 55),
    "gates": (0, 1.03),
    "conductances": (0, 45),
    "currents": (-1000, 1000),
}
NAMES = {"gates": ("m", "h", "n"), "conductances": ("Na", "K"), "currents": ("Na", "K", "leak")}
SYMBOLS = {
    "conductances": {"Na": r"$g_\mathrm{Na} m^3 h$", "K": "$g_K n^4$"},
    "currents": {"Na": r"$I_\mathrm{Na}$", "K": "$I_K$", "leak": "$I_L$"},
}


def parts(trace: HHTrace, params: HHParams, what: str) -> dict[str, np.ndarray]:
    """Return {name: values} of the "gates", "conductances" or "currents" of a trace."""
    arguments.one_of("what", what, NAMES)
    arguments.instance("trace", trace, HHTrace)
    arguments.instance("params", params, HHParams)
    if what == "gates":
        return {"m": trace.m, "h": trace.h, "n": trace.n}
    values = (conductances if what == "conductances" else ionic_currents)(trace, params)
    return dict(zip(NAMES[what], values, strict=True))


def part_lines(ax: Axes, what: str, t_stop: float, **style: Any) -> dict[str, Line2D]:
    """Prepare `ax` for `set_parts`: empty curves, labels, limits; return {name: curve}."""
    lines = {
        name: ax.plot([], [], STYLES[name], color=COLOURS[name], label=_symbol(what, name), **style)
        for name in NAMES[arguments.one_of("what", what, NAMES)]
    }
    ax.set(xlim=(0, t_stop), ylim=LIMITS[what], xlabel="Time [ms]", ylabel=LABELS[what])
    above: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1, 0.98), "borderaxespad": 0}
    ax.legend(ncols=len(lines), handlelength=2.2, columnspacing=1.4, **above)
    return {name: line[0] for name, line in lines.items()}


def set_parts(lines: dict[str, Line2D], trace: HHTrace, params: HHParams, what: str) -> None:
    """Make the curves of `part_lines` show a trace, with at most about 4000 points each."""
    every = 1 + trace.t.size // 4000  # more points than pixels only take time
    for name, values in parts(trace, params, what).items():
        lines[name].set_data(trace.t[::every], values[::every])


def plot_parts(trace: HHTrace, params: HHParams, what: str, ax: Axes | None = None) -> Axes:
    """Draw the "gates", "conductances" or "currents" of a trace; return the axes."""
    ax = plt.subplots()[1] if ax is None else ax
    set_parts(part_lines(ax, what, trace.t[-1]), trace, params, what)
    return ax


def potential_axes(ax: Axes, t_stop: float, low: float = -85, high: float = 55) -> Line2D:
    """Prepare `ax` for a membrane potential [mV] over 0…t_stop [ms]; return its empty curve."""
    ax.set(xlim=(0, t_stop), ylim=(low, high), xlabel="Time [ms]", ylabel=LABELS["voltage"])
    return ax.plot([], [], color=COLOURS["voltage"])[0]


def plot_potential(trace: HHTrace, ax: Axes | None = None, **limits: float) -> Axes:
    """Draw V [mV] of a trace against time [ms]; return the axes."""
    ax = plt.subplots()[1] if ax is None else ax
    potential_axes(ax, trace.t[-1], **limits).set_data(trace.t, trace.v)
    return ax


def plot_bifurcation(
    ax: Axes,
    i_rest: np.ndarray,
    rest: np.ndarray,
    stable: np.ndarray,
    i_driven: ArrayLike,
    late: list[np.ndarray],
) -> Axes:
    """Draw rest and the extremes of the oscillation against the current; return the axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    i_rest, rest, stable : numpy.ndarray, shape (n,)
        Current [µA/cm²], potential at rest [mV], and whether it is stable there.
    i_driven : array_like, shape (k,)
        Currents of the oscillation [µA/cm²].
    late : list of numpy.ndarray
        V of the last part of each run [mV].

    Returns
    -------
    matplotlib.axes.Axes
    """
    for style, part in (("-", stable), (":", ~stable)):
        ax.plot(i_rest, np.where(part, rest, np.nan), style, color=COLOURS["theory"])
    for extreme in (np.min, np.max):
        v = [extreme(part) for part in late]
        ax.plot(i_driven, v, "o-", color=COLOURS["voltage"], markersize=3.5, linewidth=1.2)
    ax.set(xlabel="Current [µA/cm²]", ylabel=LABELS["voltage"], ylim=(-85, 45))
    return ax


def _symbol(what, name):
    return SYMBOLS.get(what, {}).get(name, name)

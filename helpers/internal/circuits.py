"""The two circuit drawings: the membrane of the LIF neuron, and that of Hodgkin and Huxley.

Lessons take them from `helpers.plots` and `helpers.hh_plots`.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from helpers.internal.colours import COLOURS

WIRE: dict[str, Any] = {"color": "#333333", "linewidth": 1.6, "solid_capstyle": "butt"}
PLATE = WIRE | {"linewidth": 3}


def plot_membrane_circuit(ax: Axes | None = None) -> Axes:
    """Draw the membrane as a circuit: injected current, capacitor, and leak with its battery."""
    ax = _between_two_wires(ax, 6)
    _capacitor(ax, 3)
    _leak(ax, 6)
    ax.set(xlim=(-2.6, 9.2), ylim=(-0.9, 5), aspect="equal")
    return ax


def plot_hh_circuit(ax: Axes | None = None) -> Axes:
    """Draw the membrane as a circuit: current, capacitor, and three channels with batteries."""
    ax = _between_two_wires(ax, 14)
    _capacitor(ax, 3.2)
    _channel(ax, 6.8, "Na", (r"$g_\mathrm{Na} m^3 h$", r"$E_\mathrm{Na}$"), inside_positive=True)
    _channel(ax, 10.4, "K", ("$g_K n^4$", "$E_K$"))
    _channel(ax, 14, "leak", ("$g_L$", "$E_L$"), gated=False)
    ax.set(xlim=(-1.8, 16), ylim=(-0.9, 5), aspect="equal")
    return ax


def _between_two_wires(ax: Axes | None, width: float) -> Axes:
    """Return axes with the inside of the cell above, the outside below, and the source."""
    ax = plt.subplots()[1] if ax is None else ax
    for y in (0, 4):
        ax.plot([0, width], [y, y], **WIRE)
    _source(ax, 0)
    ax.text(width / 2, 4.25, "inside of the cell, potential $V$", ha="center", va="bottom")
    ax.text(width / 2, -0.25, "outside, 0 mV", ha="center", va="top")
    ax.axis("off")
    return ax


def _source(ax: Axes, x: float) -> None:
    ax.plot([x, x], [0, 1.3], **WIRE)
    ax.plot([x, x], [2.7, 4], **WIRE)
    ax.add_patch(Circle((x, 2), 0.7, fill=False, linewidth=1.6))
    colour = COLOURS["current"]
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2}
    ax.annotate("", (x, 2.6), (x, 1.4), arrowprops=arrow)
    ax.text(x - 0.95, 2, "$I$", color=colour, ha="right", va="center", fontsize=14)


def _capacitor(ax: Axes, x: float) -> None:
    ax.plot([x, x], [0, 1.85], **WIRE)
    ax.plot([x, x], [2.15, 4], **WIRE)
    for y in (1.85, 2.15):
        ax.plot([x - 0.6, x + 0.6], [y, y], **PLATE)
    ax.text(x + 0.8, 2, "$C_m$", va="center", fontsize=14)
    ax.text(x + 0.8, 1.35, "capacitor", va="center", fontsize=9)


def _leak(ax: Axes, x: float) -> None:
    ax.plot([x, x], [3.4, 4], **WIRE)
    ax.add_patch(Rectangle((x - 0.25, 2.1), 0.5, 1.3, fill=False, linewidth=1.6))
    ax.plot([x, x], [1.25, 2.1], **WIRE)
    ax.plot([x - 0.25, x + 0.25], [1.25, 1.25], **PLATE)
    ax.plot([x - 0.6, x + 0.6], [0.95, 0.95], **WIRE)
    ax.plot([x, x], [0, 0.95], **WIRE)
    ax.text(x + 0.55, 2.75, "$g_L$", va="center", fontsize=14)
    ax.text(x + 0.8, 1.1, "$E_L$", va="center", fontsize=14)
    ax.text(x + 0.55, 2.15, "leak", va="center", fontsize=9)
    ax.text(x + 0.8, 0.5, "battery", va="center", fontsize=9)


def _channel(
    ax: Axes,
    x: float,
    name: str,
    labels: tuple[str, str],
    *,
    gated: bool = True,
    inside_positive: bool = False,
) -> None:
    """Draw a conductance, with an arrow if it has gates, above its battery."""
    colour, (long, short) = COLOURS[name], ((1.25, 0.95) if inside_positive else (0.95, 1.25))
    ax.plot([x, x], [3.4, 4], **WIRE)
    ax.add_patch(Rectangle((x - 0.25, 2.1), 0.5, 1.3, fill=False, linewidth=2, edgecolor=colour))
    if gated:
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6}
        ax.annotate("", (x + 0.65, 3.45), (x - 0.65, 2.05), arrowprops=arrow)
    ax.plot([x, x], [1.25, 2.1], **WIRE)
    ax.plot([x - 0.6, x + 0.6], [long, long], **WIRE)
    ax.plot([x - 0.25, x + 0.25], [short, short], **PLATE)
    ax.plot([x, x], [0, 0.95], **WIRE)
    ax.text(x + 0.75, 2.75, labels[0], va="center", fontsize=13)
    ax.text(x + 0.75, 1.1, labels[1], va="center", fontsize=13)

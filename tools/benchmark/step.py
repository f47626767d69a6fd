"""One slider step of the same figure: as usual, ours, by bqplot, plotly and ipympl.

A LIF neuron with a constant current, 400 ms: its potential and its spikes, 864 CSS pixels wide at
twice the density. The usual way is `interact` with a function that makes a new figure, shown
by the inline backend with its retina setting, once in Matplotlib's own look, which is quick to
draw, and once in that of the course. The notebooks of pages.py import this module.
"""

import base64

import ipywidgets
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

from helpers import plots
from helpers.explore import explore, slider
from helpers.lif import simulate_lif
from tools.benchmark.others import optional

SIZE = (9, 3.5)  # inches; 864 CSS pixels wide
FIRST, LOW, HIGH, STEP = 250, 0, 400, 2  # pA


def trace(i_dc):
    """Return the trace and the line of text for a current [pA]."""
    run = simulate_lif(np.full(4001, float(i_dc)))
    return run, f"{i_dc} pA: {run.spike_times.size} spikes in 400 ms"


def draw(fig):
    """Make the axes once; return the axes and the lines that move."""
    ax = fig.subplots()
    ax.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]", xlim=(0, 400), ylim=(-80, -45))
    ax.axhline(-55, color="0.5", linestyle=":")
    ax.set_title(" ")
    return ax, ax.plot([], [])[0], ax.plot([], [], "|", markersize=12)[0]


def update(artists, i_dc):
    """Set the data."""
    ax, line, ticks = artists
    run, text = trace(i_dc)
    line.set_data(run.t, run.v)
    ticks.set_data(run.spike_times, np.full(run.spike_times.size, -49.0))
    ax.set_title(text)
    return text


def ours():
    """Return the explorer."""
    current = slider("Current", LOW, HIGH, step=STEP, value=FIRST, unit="pA")
    return explore(draw, update, size=SIZE, alt="A membrane potential", i_dc=current)


def usual(i_dc):
    """Make a new figure, as a function under `interact` does."""
    update(draw(plt.figure(figsize=SIZE)), i_dc)
    plt.show()


def usual_in_this_process(i_dc):
    """Return the picture that the inline backend sends for a new figure, retina, as text."""
    from IPython.core.pylabtools import retina_figure

    fig = plt.figure(figsize=SIZE)
    update(draw(fig), i_dc)
    png, _ = retina_figure(fig, bbox_inches="tight")
    plt.close(fig)
    return base64.b64encode(png)


def bqplot_figure():
    """Return the same figure by bqplot, its lines updated in place, below a slider."""
    bqplot = optional("bqplot")
    x, y = bqplot.LinearScale(min=0, max=400), bqplot.LinearScale(min=-80, max=-45)
    scales = {"x": x, "y": y}
    run, text = trace(FIRST)
    line = bqplot.Lines(x=run.t, y=run.v, scales=scales, stroke_width=1.8)
    ticks = bqplot.Scatter(x=run.spike_times, y=run.spike_times * 0 - 49, scales=scales)
    axes = [
        bqplot.Axis(scale=x, label="Time [ms]", grid_lines="none"),
        bqplot.Axis(scale=y, label="Membrane potential [mV]", orientation="vertical"),
    ]
    figure = bqplot.Figure(marks=[line, ticks], axes=axes, title=text)
    figure.layout.width, figure.layout.height = "864px", "336px"

    def follow(change):
        run, figure.title = trace(change["new"])
        line.y = run.v
        ticks.x, ticks.y = run.spike_times, run.spike_times * 0 - 49

    return below(figure, follow)


def plotly_figure():
    """Return the same figure as plotly's FigureWidget, its traces updated in place."""
    graphs = optional("plotly.graph_objects")
    run, text = trace(FIRST)
    line = graphs.Scatter(x=run.t, y=run.v, mode="lines", line_width=1.8)
    ticks = graphs.Scatter(x=run.spike_times, y=run.spike_times * 0 - 49, mode="markers")
    size = {"width": 864, "height": 336, "title": text, "showlegend": False}
    axes = {"xaxis": {"title": "Time [ms]", "range": [0, 400]}}
    axes["yaxis"] = {"title": "Membrane potential [mV]", "range": [-80, -45]}
    figure = graphs.FigureWidget([line, ticks], layout=size | axes)

    def follow(change):
        run, text = trace(change["new"])
        with figure.batch_update():
            figure.data[0].y, figure.layout.title = run.v, text
            figure.data[1].x, figure.data[1].y = run.spike_times, run.spike_times * 0 - 49

    return below(figure, follow)


def ipympl_figure():
    """Return the same figure on ipympl's canvas, its lines updated in place."""
    backend = optional("ipympl.backend_nbagg")
    figure = plt.Figure(figsize=SIZE)
    canvas = backend.Canvas(figure)
    backend.FigureManager(canvas, 0)
    artists = draw(figure)
    update(artists, FIRST)

    def follow(change):
        update(artists, change["new"])
        canvas.draw_idle()

    return below(canvas, follow)


def below(figure, follow):
    """Return a widget with its slider above it."""
    current = ipywidgets.IntSlider(FIRST, LOW, HIGH, STEP)
    current.observe(follow, "value")
    return ipywidgets.VBox([current, figure])


def plain_style():
    """Matplotlib's own look, at the same number of pixels."""
    matplotlib.rcParams.update({"figure.dpi": 96})


STYLES = {"plain style": plain_style, "our style": plots.use_style}  # of the usual figure

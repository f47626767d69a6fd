"""Plotters take axes, return them, name quantity and unit, and change nothing they are given."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import plots
from helpers.lif import LIFParams, simulate_lif

PARAMS = LIFParams()
TRACE = simulate_lif(np.full(1001, 300.0))


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_plotters_return_the_axes_they_were_given_and_leave_inputs_and_style_alone(ax):
    before, settings = TRACE.v.copy(), dict(matplotlib.rcParams)
    assert plots.plot_voltage(TRACE, PARAMS, ax=ax) is ax
    assert plots.plot_current(TRACE.t, TRACE.v, ax=ax) is ax
    assert plots.plot_comparison(TRACE.t, TRACE.v, TRACE.v, ax=ax) is ax
    assert plots.plot_membrane_circuit(ax=ax) is ax
    assert plots.voltage_axes(ax, PARAMS, 100.0) is ax
    np.testing.assert_array_equal(TRACE.v, before)
    assert dict(matplotlib.rcParams) == settings
    own = plots.plot_voltage(TRACE, PARAMS)
    assert own.figure.axes == [own]
    plt.close(own.figure)


def test_voltage_is_drawn_as_it_is_and_spikes_are_ticks_beside_it(ax):
    plots.plot_voltage(TRACE, PARAMS, ax=ax)
    threshold, voltage, ticks = ax.lines
    np.testing.assert_array_equal(voltage.get_ydata(), TRACE.v)
    np.testing.assert_array_equal(ticks.get_xdata(), TRACE.spike_times)
    assert set(threshold.get_ydata()) == {PARAMS.V_th}
    assert ticks.get_marker() == "|" and ticks.get_linestyle() == "None"
    live = plots.live_trace(ax)  # which follows
    plots.set_trace(live, TRACE)
    np.testing.assert_array_equal(live[0].get_ydata(), TRACE.v)
    silent = simulate_lif(np.zeros(11))
    plots.set_trace(live, silent)
    assert len(live[0].get_xdata()) == 11 and len(live[1].get_xdata()) == 0


@pytest.mark.parametrize("plot", [plots.plot_voltage, plots.plot_current])
def test_axes_carry_quantity_and_unit(plot, ax):
    plot(*((TRACE, PARAMS) if plot is plots.plot_voltage else (TRACE.t, TRACE.v)), ax=ax)
    assert ax.get_xlabel() == "Time [ms]"
    assert ax.get_ylabel() in ("Membrane potential [mV]", "Current [pA]")


def test_colours_that_stand_side_by_side_differ_in_grey():
    """Relative luminance of the pairs that share a figure."""

    def luminance(name):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in
                  to_rgb(plots.COLOURS[name])]  # fmt: skip
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    for one, other in (("voltage", "current"), ("rate", "theory"), ("yours", "expected"),
                       ("voltage", "expected"), ("rate", "expected")):  # fmt: skip
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 1.3, (one, other)
    # the course style
    with matplotlib.rc_context():
        plots.use_style()
        assert matplotlib.rcParams["axes.spines.top"] is False
        assert matplotlib.rcParams["figure.constrained_layout.use"] is True

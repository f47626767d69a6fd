"""What the simulations of all models share: shapes, when a current acts, sweeps, quick imports."""

import subprocess
import sys

import numpy as np
import pytest

from helpers.adex import AdExTrace, simulate_adex
from helpers.glif import LEVELS, GLIFParams, GLIFTrace, simulate_glif, sweep_glif
from helpers.hh import HHTrace, simulate_hh
from helpers.lif import LIFParams, LIFTrace, simulate_lif, sweep_lif
from helpers.noise import white_noise
from tests.models.oracles import GLIF_OTHER, OTHER

SIMULATIONS = pytest.mark.parametrize(
    ("simulate", "kind", "i_dc"),
    [
        (simulate_lif, LIFTrace, 400.0),
        (simulate_glif, GLIFTrace, 400.0),
        (simulate_adex, AdExTrace, 500.0),
        (simulate_hh, HHTrace, 10.0),
    ],
)


@SIMULATIONS
def test_shapes_are_those_of_the_docstring_and_the_input_is_left_alone(simulate, kind, i_dc):
    i_inj = np.full(2000, i_dc)
    trace = simulate(i_inj, 0.02)
    assert type(trace) is kind and trace.spike_times.size > 0
    np.testing.assert_array_equal(i_inj, i_dc)
    np.testing.assert_allclose(trace.t, np.arange(2000) * 0.02)
    series = trace._asdict() | {"spike_times": trace.t}
    assert {part.shape for part in series.values()} == {(2000,)}
    silent = simulate([0, 0], 0.02)  # lists and whole numbers will do
    assert silent.v.shape == (2,) and silent.spike_times.shape == (0,)
    assert simulate([0]).v.tolist() == [silent.v[0]]


@SIMULATIONS
def test_a_number_for_the_current_is_refused_with_the_way_out(simulate, kind, i_dc):
    with pytest.raises(ValueError, match=rf"got the number {i_dc}; np.full\(n_steps, {i_dc}\)"):
        simulate(i_dc)


@pytest.mark.parametrize(
    ("simulate", "dt", "height", "rise", "tolerance"),  # rise = height·dt / C_m
    [(simulate_lif, 0.1, 100.0, 0.1, 1e-12), (simulate_glif, 0.1, 100.0, 0.1, 1e-12),
     (simulate_adex, 0.1, 200.0, 0.1, 1e-3), (simulate_hh, 0.001, 40.0, 0.04, 4e-4)],
)  # fmt: skip
def test_current_of_a_step_acts_during_that_step(simulate, dt, height, rise, tolerance):
    v = simulate([0.0, height, 0.0, 0.0], dt).v
    assert v[1] - v[0] == pytest.approx(0, abs=tolerance)
    assert v[2] - v[1] == pytest.approx(rise, abs=tolerance)


@pytest.mark.parametrize(
    ("simulate", "sweep", "params"),
    [(simulate_lif, sweep_lif, p) for p in (LIFParams(), OTHER, LIFParams(t_ref=0.0))]
    + [(simulate_glif, sweep_glif, GLIFParams(n, OTHER, **GLIF_OTHER)) for n in LEVELS],
)
def test_sweep_gives_the_same_spikes_as_single_traces(simulate, sweep, params):
    currents = np.linspace(100, 500, 11) + white_noise(0.0, 3.0, 4000, rng=0)[:, None]
    trains = sweep(lambda k: currents[k], 11, 4000, 0.1, params)
    assert sum(train.size for train in trains) > 100
    for column, train in zip(currents.T, trains, strict=True):
        np.testing.assert_array_equal(train, simulate(column, 0.1, params).spike_times)


def test_models_import_numpy_only():
    """No plotting, no SciPy and no widgets, so that `import helpers.lif` is quick; no EEG made."""
    code = (
        "import sys, helpers.adex, helpers.data, helpers.glif, helpers.hidden_neuron, helpers.lif,"
        " helpers.spectra; heavy = 'matplotlib scipy ipywidgets sympy helpers.data.make_eeg';"
        "print([name for name in heavy.split() if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

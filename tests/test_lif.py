"""The LIF simulation against closed forms, an independent solver, and the usual NumPy loop."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.lif import LIFParams, LIFTrace, lif_step, simulate_lif, sweep_lif
from helpers.theory import lif_rate_dc, lif_step_response
from tools.bench import usual_loop

DT = 0.1
OTHER = LIFParams(
    V_th=-48.0, V_reset=-66.0, E_L=-71.0, V_init=-60.0, tau_m=17.0, g_L=6.0, t_ref=3.5
)


def dc(i_dc, t_stop, dt=DT, params=LIFParams()):
    return simulate_lif(np.full(round(t_stop / dt) + 1, i_dc), dt, params)


@pytest.mark.parametrize("i_dc", [-80.0, 0.0, 120.0, 199.0])
def test_subthreshold_trace_is_the_geometric_series_of_euler(i_dc):
    """V_k = V_inf + (V_init - V_inf)(1 - dt/tau_m)^k, exactly what Euler's method gives."""
    trace = dc(i_dc, 60, params=OTHER)
    v_inf = OTHER.E_L + i_dc / OTHER.g_L
    k = np.arange(trace.t.size)
    # OTHER fires above 138 pA: compare up to the first spike
    stop = k.size if not trace.spike_times.size else round(trace.spike_times[0] / DT)
    exact = v_inf + (OTHER.V_init - v_inf) * (1 - DT / OTHER.tau_m) ** k
    np.testing.assert_allclose(trace.v[:stop], exact[:stop], rtol=1e-12)


@pytest.mark.parametrize("params", [LIFParams(), OTHER], ids=["default", "other"])
@pytest.mark.parametrize("i_dc", [210.0, 250.0, 300.0, 500.0])
def test_constant_current_gives_the_interval_of_the_euler_scheme(i_dc, params):
    """Steps from reset to threshold: the least n with V_inf + (V_reset - V_inf) q^n >= V_th."""
    trace = dc(i_dc, 2000, params=params)
    v_inf = params.E_L + i_dc / params.g_L
    distance = np.log((v_inf - params.V_reset) / (v_inf - params.V_th))
    n = np.ceil(distance / -np.log1p(-DT / params.tau_m))
    np.testing.assert_allclose(np.diff(trace.spike_times), params.t_ref + n * DT, atol=1e-9)


@pytest.mark.parametrize("i_dc", [210.0, 250.0, 300.0, 400.0])
def test_intervals_converge_to_the_analytic_ones_with_dt(i_dc):
    """ISI = t_ref + tau_m ln((V_inf - V_reset) / (V_inf - V_th)), to about one step."""
    exact = 1000 / lif_rate_dc(i_dc)
    for dt in (0.1, 0.02, 0.004):
        interval = np.diff(dc(i_dc, 120, dt).spike_times)[0]
        assert abs(interval - exact) < 2 * dt * max(1, exact / LIFParams().tau_m)


def test_trace_converges_to_an_independent_solver_with_first_order():
    """A sine of current below threshold, against solve_ivp at tight tolerance."""
    p = LIFParams()

    def current(t):
        return 90 + 80 * np.sin(2 * np.pi * t / 25)

    def slope(t, v):
        return (-(v - p.E_L) + current(t) / p.g_L) / p.tau_m

    errors = []
    for dt in (0.2, 0.1, 0.05):
        t = np.arange(round(100 / dt) + 1) * dt
        trace = simulate_lif(current(t), dt, p)
        exact = solve_ivp(slope, (0, 100), [p.V_init], t_eval=t, rtol=1e-10, atol=1e-10).y[0]
        errors.append(np.abs(trace.v - exact).max())
    assert trace.spike_times.size == 0
    assert np.allclose(np.divide(errors[:-1], errors[1:]), 2, atol=0.1)


@pytest.mark.parametrize("tau_m", [2.0, 5.0, 10.0, 20.0, 30.0])
def test_rheobase_itself_never_fires_and_a_little_more_does(tau_m):
    params = LIFParams(tau_m=tau_m)
    assert dc(params.rheobase, 3000, params=params).spike_times.size == 0
    assert dc(1.001 * params.rheobase, 3000, params=params).spike_times.size > 0


@pytest.mark.parametrize(("tau_m", "n_spikes"), [(10.0, 3), (30.0, 1)])
def test_210_pA_for_100_ms(tau_m, n_spikes):
    """Closed form: the first spike after tau_m ln 21, the next ones t_ref later each."""
    first = tau_m * np.log(21)
    expected = 1 + int((100 - first) // (2 + first))
    assert expected == n_spikes
    assert dc(210.0, 100, params=LIFParams(tau_m=tau_m)).spike_times.size == n_spikes


def test_pulse_of_100_pA_reaches_minus_65_and_no_spike():
    t = np.arange(0, 500, DT)
    trace = simulate_lif(np.where((t >= 100) & (t < 300), 100.0, 0.0))
    assert trace.spike_times.size == 0
    assert trace.v.max() == pytest.approx(-65, abs=1e-6)


def test_v_is_reset_at_the_spike_and_held_for_t_ref():
    trace = dc(300.0, 50)
    k = round(trace.spike_times[0] / DT)
    held = trace.v[k : k + 21]  # the spike's own sample and 20 steps of 0.1 ms
    assert np.all(held == -75.0)
    assert trace.v[k + 21] > -75.0 and trace.v[k - 1] < -55.0
    assert trace.v.max() < -55.0  # no spike is painted into the voltage


def test_current_of_a_step_acts_during_that_step():
    i_inj = np.zeros(5)
    i_inj[1] = 100.0
    v = simulate_lif(i_inj).v
    np.testing.assert_allclose(v[:3], [-75, -75, -75 + 0.1 * 100 / 100], rtol=1e-14)


def test_landing_on_the_threshold_is_a_spike():
    """With dt = tau_m one Euler step goes to V_inf, here V_th itself."""
    np.testing.assert_allclose(dc(200.0, 20, dt=10.0).spike_times[0], 10.0)


def test_refractory_period_of_zero():
    trace = dc(1000.0, 30, params=LIFParams(t_ref=0.0))
    assert np.all(np.diff(trace.spike_times) > 0) and trace.spike_times.size > 10


def test_trace_has_the_documented_shapes():
    trace = simulate_lif(np.zeros(7), 0.5)
    assert isinstance(trace, LIFTrace)
    np.testing.assert_allclose(trace.t, np.arange(7) * 0.5)
    assert trace.v.shape == (7,) and trace.spike_times.shape == (0,)
    assert simulate_lif([200, 200]).v.shape == (2,)  # lists and integers will do


def test_input_is_left_alone():
    i_inj = np.full(100, 400.0)
    before = i_inj.copy()
    simulate_lif(i_inj)
    np.testing.assert_array_equal(i_inj, before)


def noisy_currents(n_neurons=31, n_steps=4000):
    rng = np.random.default_rng(0)
    drive = np.linspace(100, 400, n_neurons)
    return drive + 3 / np.sqrt(DT / 1000) * rng.standard_normal((n_steps, 1))


@pytest.mark.parametrize("params", [LIFParams(), OTHER, LIFParams(t_ref=0.0)])
def test_sweep_gives_the_same_spikes_as_single_traces(params):
    currents = noisy_currents()
    trains = sweep_lif(lambda k: currents[k], 31, len(currents), DT, params)
    for column, train in zip(currents.T, trains, strict=True):
        np.testing.assert_array_equal(train, simulate_lif(column, DT, params).spike_times)


def test_spike_counts_are_those_of_the_usual_loop():
    currents = noisy_currents()
    trains = sweep_lif(lambda k: currents[k], 31, len(currents))
    usual = [usual_loop(column, DT, LIFParams()).size for column in currents.T]
    assert [train.size for train in trains] == usual
    assert sum(usual) > 300


def test_sweep_with_one_number_for_all():
    trains = sweep_lif(lambda k: 250.0, 3, 1000)
    assert len(trains) == 3
    np.testing.assert_array_equal(trains[2], simulate_lif(np.full(1000, 250.0)).spike_times)


def test_sweep_that_never_fires_gives_empty_trains():
    assert [train.size for train in sweep_lif(lambda k: 0.0, 2, 50)] == [0, 0]


def test_step_without_threshold_solves_the_membrane_equation():
    """A small step equals the exact response to first order in dt."""
    p = OTHER
    v = lif_step(p.V_init, 90.0, 1e-5, p.E_L, p.g_L, p.tau_m)
    assert v == pytest.approx(lif_step_response(1e-5, 90.0, p), abs=1e-10)


def test_derived_parameters():
    assert LIFParams().C_m == 100.0
    assert LIFParams().rheobase == 200.0


BAD_NUMBERS = [None, "10", np.nan, np.inf, -np.inf, True, [1.0], 1j]


@pytest.mark.parametrize("value", [0, -1, 0.0, *BAD_NUMBERS], ids=repr)
@pytest.mark.parametrize("name", ["tau_m", "g_L"])
def test_parameters_that_must_be_positive(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be .*, got "):
        LIFParams(**{name: value})


@pytest.mark.parametrize("value", BAD_NUMBERS, ids=repr)
@pytest.mark.parametrize("name", ["V_th", "V_reset", "E_L", "V_init", "t_ref"])
def test_parameters_that_must_be_finite(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be .*, got "):
        LIFParams(**{name: value})


def test_negative_refractory_period():
    with pytest.raises(ValueError, match=r"^t_ref must be 0 or above \[ms\], got -0.1$"):
        LIFParams(t_ref=-0.1)


@pytest.mark.parametrize("name", ["V_reset", "V_init"])
@pytest.mark.parametrize("value", [-55.0, -40.0])
def test_reset_and_start_must_lie_below_threshold(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be below V_th = -55.0 mV, got {value}$"):
        LIFParams(**{name: value})


@pytest.mark.parametrize("dt", [0, -0.1, *BAD_NUMBERS], ids=repr)
def test_time_step_must_be_positive(dt):
    with pytest.raises(ValueError, match=r"^dt must be .*\[ms\], got "):
        simulate_lif(np.zeros(10), dt)
    with pytest.raises(ValueError, match=r"^dt must be .*\[ms\], got "):
        sweep_lif(lambda k: 0.0, 2, 10, dt)


def test_a_number_for_the_current_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"got the number 250.0; np.full\(n_steps, 250.0\)"):
        simulate_lif(250.0)


@pytest.mark.parametrize(
    "i_inj",
    [None, "a", [], [[1.0, 2.0]], [1.0, np.nan], [np.inf], ["1"], [1, [2, 3]], [True], [1j], True],
    ids=repr,
)
def test_currents_that_are_none(i_inj):
    with pytest.raises(ValueError, match=r"^i_inj must be .*\[pA\].*, got ") as error:
        simulate_lif(i_inj)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("params", [None, {}, 3, LIFParams], ids=repr)
def test_parameters_that_are_none(params):
    with pytest.raises(ValueError, match=r"^params must be of type LIFParams, such as"):
        simulate_lif(np.zeros(3), 0.1, params)
    with pytest.raises(ValueError, match=r"^params must be of type LIFParams, such as"):
        sweep_lif(lambda k: 0.0, 2, 10, 0.1, params)


@pytest.mark.parametrize("name", ["n_neurons", "n_steps"])
@pytest.mark.parametrize("value", [0, -3, 2.0, *BAD_NUMBERS], ids=repr)
def test_counts_must_be_whole(name, value):
    arguments = {"n_neurons": 2, "n_steps": 10} | {name: value}
    with pytest.raises(ValueError, match=rf"^{name} must be a whole number of at least 1, got "):
        sweep_lif(lambda k: 0.0, **arguments)


@pytest.mark.parametrize("answer", [None, "x", np.zeros(3), np.zeros((2, 1)), np.nan], ids=repr)
def test_current_of_a_step_must_fit(answer):
    with pytest.raises(ValueError, match=r"^i_of_step\(0\) must be "):
        sweep_lif(lambda k: answer, 2, 10)


def test_current_of_a_step_must_be_a_function():
    with pytest.raises(ValueError, match=r"^i_of_step must be a function of the step number, got"):
        sweep_lif(np.zeros(10), 2, 10)


def test_import_needs_numpy_only():
    """No plotting, no SciPy and no widgets: `import helpers.lif` is quick."""
    code = (
        "import sys, helpers.lif; "
        "print([m for m in ('matplotlib', 'scipy', 'ipywidgets', 'sympy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

"""The LIF simulation against closed forms, an independent solver, and the usual NumPy loop."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.lif import LIFParams, lif_step, simulate_lif, sweep_lif
from helpers.theory import lif_rate_dc, lif_step_response
from tests.models.oracles import NEURONS, OTHER, assert_first_order
from tools.bench import usual_loop

DT = 0.1


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


@NEURONS
@pytest.mark.parametrize("i_dc", [210.0, 250.0, 300.0, 500.0])
def test_constant_current_gives_the_interval_of_the_euler_scheme(i_dc, params):
    """Steps from reset to threshold: the least n with V_inf + (V_reset - V_inf) q^n >= V_th."""
    trace = dc(i_dc, 500, params=params)
    v_inf = params.E_L + i_dc / params.g_L
    distance = np.log((v_inf - params.V_reset) / (v_inf - params.V_th))
    n = np.ceil(distance / -np.log1p(-DT / params.tau_m))
    assert trace.spike_times.size > 5
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
    assert_first_order(errors)


@pytest.mark.parametrize("tau_m", [2.0, 5.0, 10.0, 20.0, 30.0])
def test_rheobase_itself_never_fires_and_a_little_more_does(tau_m):
    """After 100 tau_m nothing is left of the start; 1 per mille more takes tau_m ln(1001)."""
    params = LIFParams(tau_m=tau_m)
    assert dc(params.rheobase, 100 * tau_m, params=params).spike_times.size == 0
    assert dc(1.001 * params.rheobase, 100 * tau_m, params=params).spike_times.size > 0


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


def test_landing_on_the_threshold_is_a_spike():
    """With dt = tau_m one Euler step goes to V_inf, here V_th itself."""
    np.testing.assert_allclose(dc(200.0, 20, dt=10.0).spike_times[0], 10.0)


def test_refractory_period_of_zero():
    trace = dc(1000.0, 30, params=LIFParams(t_ref=0.0))
    assert np.all(np.diff(trace.spike_times) > 0) and trace.spike_times.size > 10


def test_spike_counts_are_those_of_the_usual_loop():
    noise = 3 / np.sqrt(DT / 1000) * np.random.default_rng(0).standard_normal((4000, 1))
    currents = np.linspace(100, 400, 31) + noise
    trains = sweep_lif(lambda k: currents[k], 31, len(currents))
    usual = [usual_loop(column, DT, LIFParams()).size for column in currents.T]
    assert [train.size for train in trains] == usual
    assert sum(usual) > 300


def test_sweep_with_one_number_for_all():
    trains = sweep_lif(lambda k: 250.0, 3, 1000)
    assert len(trains) == 3
    np.testing.assert_array_equal(trains[2], simulate_lif(np.full(1000, 250.0)).spike_times)
    assert [train.size for train in sweep_lif(lambda k: 0.0, 2, 50)] == [0, 0]


def test_step_without_threshold_solves_the_membrane_equation():
    """A small step equals the exact response to first order in dt."""
    p = OTHER
    v = lif_step(p.V_init, 90.0, 1e-5, p.E_L, p.g_L, p.tau_m)
    assert v == pytest.approx(lif_step_response(1e-5, 90.0, p), abs=1e-10)


def test_derived_parameters():
    assert (LIFParams().C_m, LIFParams().rheobase) == (100.0, 200.0)

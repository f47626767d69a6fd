"""The GLIF neurons against the LIF, closed forms of their periodic state, and another solver."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from helpers.glif import LEVELS, GLIFParams, adapted_rate_dc, glif_step, simulate_glif
from helpers.lif import LIFParams, lif_step, simulate_lif
from helpers.noise import white_noise
from helpers.theory import lif_rate_dc
from tests.models.oracles import GLIF_OTHER, NEURONS, OTHER, assert_first_order

CELLS = pytest.mark.parametrize(
    ("cell", "more"), [(LIFParams(), {}), (OTHER, GLIF_OTHER)], ids=["default", "other"]
)


def dc(i_dc, t_stop, dt=0.1, **params):
    return simulate_glif(np.full(round(t_stop / dt) + 1, i_dc), dt, GLIFParams(**params))


@NEURONS
@pytest.mark.parametrize("sigma", [0.0, 3.0])
def test_level_1_is_the_leaky_integrate_and_fire_neuron(params, sigma):
    i_inj = white_noise(260.0, sigma, 20_000, 0.1, rng=1)
    lif, glif = simulate_lif(i_inj, 0.1, params), simulate_glif(i_inj, 0.1, GLIFParams(1, params))
    assert lif.spike_times.size > 30
    np.testing.assert_array_equal(glif.spike_times, lif.spike_times)
    np.testing.assert_array_equal(glif.v, lif.v)
    assert np.all(glif.threshold == params.V_th) and np.all(glif.i_asc == 0)


@pytest.mark.parametrize("level", LEVELS)
def test_without_spikes_v_is_that_of_the_lif(level):
    i_inj = 100 + 80 * np.sin(np.arange(3000) / 40)
    trace = simulate_glif(i_inj, 0.1, GLIFParams(level))
    assert trace.spike_times.size == 0
    np.testing.assert_array_equal(trace.v, simulate_lif(i_inj).v)  # V does not feel theta_v
    assert bool(np.ptp(trace.threshold) > 0) is (level == 5)


def left_behind(trace, jump, tau):
    """Return the sum of jump·e^(-age/tau) over the spikes up to now, at each time."""
    age = trace.t[:, None] - trace.spike_times
    return np.where(age > -1e-9, jump * np.exp(-np.maximum(age, 0) / tau), 0).sum(axis=1)


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_each_spike_raises_the_threshold_and_adds_a_current_which_decay(level):
    trace = dc(350.0, 200, level=level)
    assert trace.spike_times.size > (5 if level in (2, 4) else 3)
    raised = left_behind(trace, 3.0 * (level != 3), 60.0)
    if level < 5:  # where it follows V as well
        np.testing.assert_allclose(trace.threshold, -55 + raised, rtol=1e-12)
    added = left_behind(trace, -25.0 * (level != 2), 100.0)
    np.testing.assert_allclose(trace.i_asc, added, atol=1e-10)


@pytest.mark.parametrize("level", [2, 4, 5])
def test_reset_is_a_linear_function_of_v_before_the_spike(level):
    params = GLIFParams(level)
    trace = simulate_glif(np.full(3000, 350.0), 0.1, params)
    k = np.round(trace.spike_times / 0.1).astype(int)
    p = params.membrane
    before = lif_step(trace.v[k - 1], 350 + trace.i_asc[k - 1], 0.1, p.E_L, p.g_L, p.tau_m)
    np.testing.assert_allclose(trace.v[k], -75 + 0.2 * (before + 75) - 4, rtol=1e-12)
    assert np.all(before >= trace.threshold[k] - 3)  # 3 mV of it came with this spike
    for first in k:  # and held for t_ref
        assert np.all(trace.v[first : first + 21] == trace.v[first])


def test_the_first_reset_of_the_defaults_is_that_of_the_lif():
    assert GLIFParams(2).after_spike(-55.0) == GLIFParams(1).after_spike(-55.0) == -75.0
    np.testing.assert_allclose(GLIFParams(3).after_spike(np.array([-55, -40.0])), -75.0)


def periodic_interval(i_dc, p):
    """Return the interval [ms] of the periodic state of level 1 to 4, from the closed form.

    After a spike the threshold is raised by D = delta_theta / (1 - e^(-T/tau_theta)) and the
    current A = delta_i / (1 - e^(-T/tau_i)) flows; then V solves a linear equation.
    """
    m, q = p.membrane, p.acting

    def miss(T):
        raised = q.delta_theta / np.expm1(T / q.tau_theta)  # just before the next spike
        reset = p.after_spike(m.V_th + raised)
        A = q.delta_i / -np.expm1(-T / q.tau_i)
        s, v_inf = T - m.t_ref, m.E_L + i_dc / m.g_L
        v = v_inf + (reset - v_inf) * np.exp(-s / m.tau_m)
        ratio = q.tau_i / (q.tau_i - m.tau_m)
        A *= np.exp(-m.t_ref / q.tau_i)  # where V is let go
        v += A / m.g_L * ratio * (np.exp(-s / q.tau_i) - np.exp(-s / m.tau_m))
        return v - m.V_th - raised

    return brentq(miss, m.t_ref + 1e-6, 2000)


@CELLS
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_steady_interval_converges_to_the_closed_form(level, cell, more):
    params = GLIFParams(level, cell, **more)
    exact = periodic_interval(300.0, params)
    errors = []
    for dt in (0.2, 0.05):
        trace = simulate_glif(np.full(round(1500 / dt), 300.0), dt, params)
        errors.append(abs(np.diff(trace.spike_times)[-10:].mean() - exact))
    assert errors[1] < 0.1 and errors[1] < 0.6 * errors[0] + 0.02


def test_slow_after_spike_current_acts_like_a_smaller_current():
    """For tau_i much longer than the interval the rate solves r = f(I + delta_i·tau_i·r)."""
    charge = -2500.0  # fC per spike: delta_i·tau_i, the same for both
    exact = brentq(lambda r: lif_rate_dc(300 + charge * r / 1000) - r, 0, 500)
    for tau_i in (1e3, 1e4):
        trace = dc(300.0, 4 * tau_i, level=3, delta_i=charge / tau_i, tau_i=tau_i)
        rate = 1000 / np.diff(trace.spike_times)[-20:].mean()
        assert rate == pytest.approx(exact, rel=0.02 if tau_i == 1e3 else 0.005)


@NEURONS
def test_adapted_rate_solves_its_equation(params):
    """By another root finder, for an array of currents and for one number."""
    glif, i_dc = GLIFParams(3, params, delta_i=-12.0, tau_i=240.0), np.linspace(50, 900, 12)
    exact = [brentq(lambda r, x: lif_rate_dc(x - 2.88 * r, params) - r, 0, 600, (x,)) for x in i_dc]
    np.testing.assert_allclose(adapted_rate_dc(i_dc, glif), exact, atol=1e-6)
    assert adapted_rate_dc(float(i_dc[-1]), glif) == pytest.approx(exact[-1])
    without = adapted_rate_dc(i_dc, GLIFParams(1, params))
    np.testing.assert_allclose(without, lif_rate_dc(i_dc, params))
    with pytest.raises(ValueError, match=r"^delta_i must be at most 0 pA, got 5.0$"):
        adapted_rate_dc(300.0, GLIFParams(3, delta_i=5.0))


def test_moving_threshold_solves_its_equation():
    """Below threshold, against an independent solver; first order in dt."""
    p, i_dc = GLIFParams(5), 240.0
    m = p.membrane

    def slope(t, y):
        v, theta = y
        return (-(v - m.E_L) + i_dc / m.g_L) / m.tau_m, p.a_v * (v - m.E_L) - theta / p.tau_v

    errors = []
    for dt in (0.2, 0.1, 0.05):
        i_inj = np.full(round(60 / dt) + 1, i_dc)
        quiet = GLIFParams(5, LIFParams(V_th=0.0))  # out of reach
        trace = simulate_glif(i_inj, dt, quiet)
        exact = solve_ivp(slope, (0, 60), [-75, 0], t_eval=trace.t, rtol=1e-10, atol=1e-10).y[1]
        errors.append(np.abs(trace.threshold - exact).max())
    assert_first_order(errors)
    trace = simulate_glif(np.full(20_000, 240.0), 0.1, GLIFParams(5, LIFParams(V_th=0.0)))
    assert trace.threshold[-1] == pytest.approx(0.01 * 30 * 24)  # a_v·tau_v·(V - E_L)


def test_moving_threshold_forgives_a_slow_ramp():
    """A slow current must lift V over V_th + 0.3 (V - E_L), that is 200 / 0.7 = 286 pA."""
    step, ramp = np.full(5001, 270.0), np.linspace(0, 284, 50_001)
    assert simulate_glif(step, 0.1, GLIFParams(5)).spike_times.size > 0
    assert simulate_glif(ramp, 0.1, GLIFParams(5)).spike_times.size == 0
    assert simulate_glif(ramp, 0.1, GLIFParams(4)).spike_times.size > 0
    above = np.linspace(0, 292, 100_001)
    trace = simulate_glif(above, 0.1, GLIFParams(5))
    assert above[round(trace.spike_times[0] / 0.1)] == pytest.approx(200 / 0.7, rel=0.005)


def event_driven(i_dc, p, n_spikes):
    """Return the first spike times of a GLIF5 neuron by an adaptive solver with events."""
    m, t, spikes = p.membrane, 0.0, []
    v, theta_s, theta_v, i_asc = m.V_init, 0.0, 0.0, 0.0

    def slope(t, y):
        v, theta_s, theta_v, i_asc = y
        dv = (-(v - m.E_L) + (i_dc + i_asc) / m.g_L) / m.tau_m
        return dv, -theta_s / p.tau_theta, p.a_v * (v - m.E_L) - theta_v / p.tau_v, -i_asc / p.tau_i

    def crossing(t, y):
        return y[0] - m.V_th - y[1] - y[2]

    crossing.terminal, crossing.direction = True, 1
    while len(spikes) < n_spikes:
        run = solve_ivp(
            slope, (t, t + 500), [v, theta_s, theta_v, i_asc],
            events=crossing, rtol=1e-9, atol=1e-9,
        )  # fmt: skip
        spikes.append(run.t_events[0][0])
        v, theta_s, theta_v, i_asc = run.y_events[0][0]
        v = m.E_L + p.f_v * (v - m.E_L) + p.delta_V
        theta_s = (theta_s + p.delta_theta) * np.exp(-m.t_ref / p.tau_theta)
        i_asc = (i_asc + p.delta_i) * np.exp(-m.t_ref / p.tau_i)
        t = spikes[-1] + m.t_ref
    return np.array(spikes)


@CELLS
def test_level_5_converges_to_an_event_driven_solver(cell, more):
    params = GLIFParams(5, cell, **more)
    exact = event_driven(360.0, params, 8)
    errors = []
    for dt in (0.1, 0.0125):
        trace = simulate_glif(np.full(round(500 / dt), 360.0), dt, params)
        errors.append(np.abs(trace.spike_times[:8] - exact).max())
    assert errors[1] < 0.15 and errors[1] < errors[0] / 3


def test_a_step_moves_v_and_the_threshold_by_their_slopes():
    v, theta = glif_step(-60.0, 1.0, -20.0, 120.0, 0.5, -75.0, 10.0, 10.0, 0.01, 30.0)
    assert v == pytest.approx(-60 + 0.5 * (-15 + 10) / 10)
    assert theta == pytest.approx(1 + 0.5 * (0.01 * 15 - 1 / 30))

"""The AdEx neuron against closed forms, quadrature, another solver, and convergence in dt."""

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq, minimize_scalar

from helpers.adex import (
    PATTERNS,
    AdExParams,
    AdExTrace,
    adex_slopes,
    fixed_points,
    recognise_pattern,
    simulate_adex,
    v_nullcline,
    w_nullcline,
)
from helpers.lif import LIFParams
from helpers.theory import lif_rate_dc

EIF = AdExParams(a=0.0)
PERIODIC = [name for name in PATTERNS if name != "irregular"]


def dc(i_dc, t_stop, dt=0.05, params=EIF):
    return simulate_adex(np.full(round(t_stop / dt) + 1, i_dc), dt, params)


def slope(v, w, i_dc, p):
    leak, spike = p.g_L * (v - p.E_L), p.g_L * p.Delta_T * math.exp((v - p.V_T) / p.Delta_T)
    return (i_dc - w - leak + spike) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w


def test_slopes_of_numbers_and_of_arrays():
    p = PATTERNS["initial burst"].params
    right = slope(-51.0, 90.0, 400.0, p)
    assert adex_slopes(-51.0, 90.0, 400.0, p) == pytest.approx(right, rel=1e-13)
    dv, dw = adex_slopes(np.array([-51.0]), np.array([90.0]), 400.0, p, np.exp)
    assert (dv[0], dw[0]) == pytest.approx(right, rel=1e-13)


def test_simulation_takes_euler_steps():
    p = PATTERNS["initial burst"].params
    i_inj = np.array([400.0, -90.0, 0.0])
    trace = simulate_adex(i_inj, 0.02, p)
    v, w = p.E_L, 0.0
    for k in range(2):
        dv, dw = slope(v, w, i_inj[k], p)
        v, w = v + 0.02 * dv, w + 0.02 * dw
        assert (trace.v[k + 1], trace.w[k + 1]) == pytest.approx((v, w), rel=1e-13)


# --- rheobase and rest ----------------------------------------------------------------------


def test_rheobase_of_the_eif_is_the_closed_form():
    """g_L (V_T - E_L - Delta_T): the exponential takes off one Delta_T of voltage."""
    assert EIF.rheobase == pytest.approx(10 * (20 - 2))


@pytest.mark.parametrize("p", [EIF, *(pattern.params for pattern in PATTERNS.values())])
def test_rheobase_is_where_the_nullclines_touch(p):
    """The smallest gap between the V-nullcline without input and the w-nullcline, minimised."""
    found = minimize_scalar(
        lambda v: v_nullcline(v, 0.0, p) - w_nullcline(v, p), bounds=(-80, -20), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    assert p.rheobase == pytest.approx(-found.fun, abs=1e-6)


def test_eif_fires_above_its_rheobase_only():
    assert dc(0.999 * EIF.rheobase, 3000).spike_times.size == 0
    assert dc(1.001 * EIF.rheobase, 3000).spike_times.size > 0


@pytest.mark.parametrize("i_dc", [-50.0, 0.0, 100.0, 170.0])
def test_eif_rests_at_the_lower_fixed_point(i_dc):
    low, high = fixed_points(i_dc, EIF)
    assert dc(i_dc, 1500).v[-1] == pytest.approx(low, abs=1e-6)
    assert low < EIF.V_T < high


@pytest.mark.parametrize("p", [EIF, *(pattern.params for pattern in PATTERNS.values())])
def test_fixed_points_lie_on_both_nullclines(p):
    for i_dc in (-100.0, 0.0, 0.999 * p.rheobase):
        for v in fixed_points(i_dc, p):
            assert slope(v, w_nullcline(v, p), i_dc, p) == pytest.approx((0, 0), abs=1e-8)
    touching = fixed_points(p.rheobase, p)
    v_touch = p.V_T + p.Delta_T * np.log(1 + p.a / p.g_L)
    np.testing.assert_allclose(touching, v_touch, atol=1e-5)
    assert fixed_points(p.rheobase + 0.1, p).size == 0


def test_nullclines_are_where_the_slopes_vanish():
    p = PATTERNS["regular bursting"].params
    for v in (-60.0, -50.0, -44.0):
        assert slope(v, v_nullcline(v, 210.0, p), 210.0, p)[0] == pytest.approx(0, abs=1e-12)
        assert slope(v, w_nullcline(v, p), 210.0, p)[1] == pytest.approx(0, abs=1e-12)
    assert v_nullcline(np.zeros((2, 3)) - 60, 0.0, p).shape == (2, 3)
    v = np.linspace(-70, -40, 3001)
    assert v[np.argmin(v_nullcline(v, 0.0, p))] == pytest.approx(p.V_T)  # its minimum


# --- intervals ------------------------------------------------------------------------------


def eif_interval(i_dc, p):
    """Return the interval [ms] as the integral of dV / (dV/dt), by quadrature."""
    return quad(
        lambda v: 1 / slope(v, 0.0, i_dc, p)[0], p.V_reset, p.V_peak, points=[p.V_T], limit=200
    )[0]


@pytest.mark.parametrize("i_dc", [182.0, 250.0, 500.0])
def test_eif_interval_converges_to_the_quadrature(i_dc):
    exact = eif_interval(i_dc, EIF)
    errors = []
    for dt in (0.1, 0.05, 0.025, 0.0125):
        spikes = dc(i_dc, 12 * exact, dt).spike_times
        errors.append((spikes[-1] - spikes[0]) / (spikes.size - 1) - exact)
    assert 0 < errors[-1] < 0.1
    assert np.all(np.divide(errors[1:], errors[:-1]) < 0.62)


@pytest.mark.parametrize("i_dc", [230.0, 400.0])
def test_eif_with_a_sharp_exponential_is_the_lif(i_dc):
    """Delta_T to 0: a threshold at V_T, here without refractory period."""
    lif = LIFParams(V_th=-50, V_reset=-58, E_L=-70, V_init=-70, tau_m=20, g_L=10, t_ref=0)
    intervals = [
        eif_interval(i_dc, AdExParams(a=0.0, Delta_T=D, V_peak=-45.0)) for D in (0.5, 0.05)
    ]
    errors = np.abs(np.array(intervals) - 1000 / lif_rate_dc(i_dc, lif))
    assert errors[1] < 0.22 * errors[0] and errors[1] < 0.06 * intervals[1]
    p = AdExParams(a=0.0, Delta_T=0.05, V_peak=-45.0)
    simulated = np.diff(dc(i_dc, 300, 0.005, p).spike_times).mean()
    assert simulated == pytest.approx(intervals[1], rel=0.01)


def event_driven(pattern, n_spikes):
    """Return the first spike times of an AdEx neuron by an adaptive solver with events."""
    p, i_dc = pattern
    t, y, spikes = 0.0, [p.E_L, 0.0], []

    def peak(t, y):
        return y[0] - p.V_peak

    peak.terminal = True
    while len(spikes) < n_spikes:
        run = solve_ivp(
            lambda t, y: slope(*y, i_dc, p), (t, t + 500), y, "LSODA", events=peak,
            rtol=1e-9, atol=1e-9,
        )  # fmt: skip
        t = run.t_events[0][0]
        y = [p.V_reset, run.y_events[0][0][1] + p.b]
        spikes.append(t)
    return np.array(spikes)


@pytest.mark.parametrize("name", PATTERNS)
def test_spikes_converge_to_an_event_driven_solver(name):
    exact = event_driven(PATTERNS[name], 5)
    errors = []
    for dt in (0.05, 0.0125):
        spikes = dc(PATTERNS[name].i_dc, 400, dt, PATTERNS[name].params).spike_times[:5]
        errors.append(np.abs(spikes - exact).max())
    assert errors[1] < 0.4 * errors[0] + 0.01
    assert errors[1] < (2 if name == "irregular" else 0.5)


def test_slow_adaptation_acts_like_a_smaller_current():
    """For a large tau_w, and a = 0, the rate solves r = f(I - b·tau_w·r)."""
    b_tau = 2000.0  # fC per spike
    p = AdExParams(a=0.0, b=b_tau / 5000, tau_w=5000.0)
    rate = 1000 / np.diff(dc(500.0, 30_000, 0.05, p).spike_times)[-20:].mean()
    exact = brentq(lambda r: 1000 / eif_interval(500 - b_tau * r / 1000, EIF) - r, 1, 150)
    assert rate == pytest.approx(exact, rel=0.02)
    assert exact < 0.75 * 1000 / eif_interval(500.0, EIF)


# --- patterns -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("dt", [0.1, 0.05, 0.025, 0.0125])
@pytest.mark.parametrize("t_stop", [400, 500, 1000])
def test_each_pattern_is_recognised_whatever_the_step_and_the_duration(name, dt, t_stop):
    params, i_dc = PATTERNS[name]
    assert recognise_pattern(dc(i_dc, t_stop, dt, params).spike_times) == name


@pytest.mark.parametrize("name", PERIODIC)
def test_intervals_hardly_change_when_the_step_is_halved(name):
    params, i_dc = PATTERNS[name]
    trains = [dc(i_dc, 500, dt, params).spike_times for dt in (0.05, 0.025, 0.00625)]
    n = min(train.size for train in trains)
    assert max(train.size for train in trains) - n <= 1
    coarse, half, fine = (np.diff(train[:n]) for train in trains)
    assert np.abs(coarse - half).max() < 0.16
    assert np.abs(coarse - fine).max() < 0.3  # what the docstring of simulate_adex says
    assert np.abs(half - fine).max() < np.abs(coarse - fine).max()


def test_tonic_intervals_are_alike():
    intervals = np.diff(dc(500.0, 500, params=PATTERNS["tonic"].params).spike_times)
    assert intervals.max() / intervals.min() < 1.1


def test_adapting_intervals_grow_and_settle():
    intervals = np.diff(dc(500.0, 3000, params=PATTERNS["adapting"].params).spike_times)
    assert np.all(np.diff(intervals[:6]) > 0)
    assert intervals[-1] > 6 * intervals[0]
    assert np.ptp(intervals[-10:]) < 0.2


def test_initial_burst_is_one_burst_then_regular_spikes():
    intervals = np.diff(dc(400.0, 1000, params=PATTERNS["initial burst"].params).spike_times)
    assert np.all(intervals[:2] < 10) and np.all(intervals[2:] > 50)


def test_regular_bursts_are_pairs_of_spikes_after_a_first_triple():
    intervals = np.diff(dc(210.0, 2000, params=PATTERNS["regular bursting"].params).spike_times)
    assert np.all(intervals[:2] < 10)
    assert np.all(intervals[2::2] > 130) and np.all(intervals[3::2] < 6)


def test_delayed_accelerating_starts_late_and_speeds_up():
    params, i_dc = PATTERNS["delayed accelerating"]
    spikes = dc(i_dc, 500, params=params).spike_times
    assert spikes[0] > 1.5 * np.diff(spikes)[0]
    assert np.all(np.diff(spikes, 2) < 1e-9)


def test_irregular_firing_is_not_noise():
    """The same current gives the same train; `test_adex_precise` holds what chaos there is."""
    params, i_dc = PATTERNS["irregular"]
    again = [dc(i_dc, 2000, params=params).spike_times for _ in range(2)]
    np.testing.assert_array_equal(*again)


@pytest.mark.parametrize("name", ["initial burst", "regular bursting"])
def test_a_pause_follows_a_reset_above_the_v_nullcline(name):
    """Below the nullcline V rises at once; above it V must first fall."""
    params, i_dc = PATTERNS[name]
    trace = dc(i_dc, 1000, params=params)
    k = np.round(trace.spike_times / 0.05).astype(int)[:-1]
    above = trace.w[k] > v_nullcline(trace.v[k], i_dc, params)
    intervals = np.diff(trace.spike_times)
    assert above.any() and not above.all()
    assert intervals[above].min() > 3 * intervals[~above].max()


@pytest.mark.parametrize(
    ("intervals", "name"),
    [
        ([10] * 3, "too few spikes to name a pattern"),
        ([], "too few spikes to name a pattern"),
        ([10] * 9, "tonic"),
        ([10, 11, 10, 11, 10, 11], "tonic"),
        ([10, 12, 14, 15, 15.5, 15.6], "adapting"),
        ([20, 18, 16, 15, 14, 14], "delayed accelerating"),
        ([3, 4, 50, 60, 60, 60], "initial burst"),
        ([3, 4, 90, 4, 95, 4, 95, 4], "regular bursting"),
        ([3, 40, 3, 12, 33, 5, 21, 2], "irregular"),
        ([10, 20, 12, 25, 9, 13], "irregular"),
        ([3, 40, 3, 15, 40, 3, 15, 41], "irregular"),
        ([3, 40, 3, 60, 3, 70, 4, 44], "irregular"),
    ],
)
def test_rules_of_recognition(intervals, name):
    assert recognise_pattern(np.cumsum([5.0, *intervals])) == name


# --- the rest -------------------------------------------------------------------------------


def test_v_is_reset_at_the_spike_and_w_grows_by_b():
    params, i_dc = PATTERNS["adapting"]
    trace = dc(i_dc, 100, params=params)
    k = np.round(trace.spike_times / 0.05).astype(int)
    assert isinstance(trace, AdExTrace)
    assert np.all(trace.v[k] == params.V_reset) and trace.v.max() < params.V_peak
    for spike in k:
        _, dw = slope(trace.v[spike - 1], trace.w[spike - 1], i_dc, params)
        assert trace.w[spike] == pytest.approx(trace.w[spike - 1] + 0.05 * dw + params.b)
    assert {part.shape for part in (trace.t, trace.v, trace.w)} == {(2001,)}


def test_no_overflow_at_the_sharpest_exponential_allowed():
    p = AdExParams(Delta_T=0.2, V_peak=9.9)
    assert np.all(np.isfinite(dc(900.0, 50, 0.05, p).w))


BAD_NUMBERS = [None, "10", np.nan, np.inf, True, [1.0]]


@pytest.mark.parametrize("name", ["C_m", "g_L", "Delta_T", "tau_w"])
@pytest.mark.parametrize("value", [0.0, -1.0, *BAD_NUMBERS], ids=repr)
def test_parameters_that_must_be_positive(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be .*, got "):
        AdExParams(**{name: value})


@pytest.mark.parametrize("name", ["E_L", "V_T", "a", "b", "V_reset", "V_peak"])
@pytest.mark.parametrize("value", BAD_NUMBERS, ids=repr)
def test_parameters_that_must_be_finite(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be a finite number .*, got "):
        AdExParams(**{name: value})


def test_parameters_that_do_not_fit_together():
    with pytest.raises(ValueError, match=r"^a must be above -g_L = -10.0 nS, got -10.0$"):
        AdExParams(a=-10.0)
    for V_peak in (-58.0, -70.0, 600.0):
        with pytest.raises(ValueError, match=r"^V_peak must lie between -58.0 and 550.0 mV, got"):
            AdExParams(V_peak=V_peak)


def test_arguments_are_checked_at_the_door():
    for bad in (250.0, None, [[1.0]], [np.nan]):
        with pytest.raises(ValueError, match=r"^i_inj must be "):
            simulate_adex(bad)
    with pytest.raises(ValueError, match=r"^dt must be above 0"):
        simulate_adex(np.zeros(5), -0.1)
    with pytest.raises(ValueError, match=r"^params must be of type AdExParams"):
        simulate_adex(np.zeros(5), 0.05, LIFParams())
    with pytest.raises(ValueError, match=r"^i_dc must be a finite number"):
        fixed_points(None)
    with pytest.raises(ValueError, match=r"^v must be finite numbers"):
        v_nullcline("x", 0.0)
    with pytest.raises(ValueError, match=r"^v must be finite numbers"):
        w_nullcline(None)
    with pytest.raises(ValueError, match=r"^spike_times must be strictly increasing"):
        recognise_pattern([3.0, 1.0])

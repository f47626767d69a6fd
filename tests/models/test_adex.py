"""The AdEx neuron against closed forms, quadrature, another solver, and convergence in dt."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from helpers.adex import (
    PATTERNS,
    AdExParams,
    adex_slopes,
    fixed_points,
    recognise_pattern,
    simulate_adex,
    v_nullcline,
    w_nullcline,
)
from helpers.lif import LIFParams
from helpers.theory import lif_rate_dc
from tests.models.oracles import adex_slope, adex_spikes, eif_interval

EIF = AdExParams(a=0.0)
EVERY = pytest.mark.parametrize("p", [EIF, *(pattern.params for pattern in PATTERNS.values())])
PERIODIC = [name for name in PATTERNS if name != "irregular"]


def dc(i_dc, t_stop, dt=0.05, params=EIF):
    return simulate_adex(np.full(round(t_stop / dt) + 1, i_dc), dt, params)


def test_slopes_of_numbers_and_of_arrays():
    p = PATTERNS["initial burst"].params
    right = adex_slope(-51.0, 90.0, 400.0, p)
    assert adex_slopes(-51.0, 90.0, 400.0, p) == pytest.approx(right, rel=1e-13)
    dv, dw = adex_slopes(np.array([-51.0]), np.array([90.0]), 400.0, p, np.exp)
    assert (dv[0], dw[0]) == pytest.approx(right, rel=1e-13)


def test_simulation_takes_euler_steps():
    p = PATTERNS["initial burst"].params
    i_inj = np.array([400.0, -90.0, 0.0])
    trace = simulate_adex(i_inj, 0.02, p)
    v, w = p.E_L, 0.0
    for k in range(2):
        dv, dw = adex_slope(v, w, i_inj[k], p)
        v, w = v + 0.02 * dv, w + 0.02 * dw
        assert (trace.v[k + 1], trace.w[k + 1]) == pytest.approx((v, w), rel=1e-13)


# --- rheobase and rest ----------------------------------------------------------------------


@EVERY
def test_rheobase_is_where_the_nullclines_touch(p):
    """The smallest gap between the V-nullcline without input and the w-nullcline, minimised."""
    found = minimize_scalar(
        lambda v: v_nullcline(v, 0.0, p) - w_nullcline(v, p), bounds=(-80, -20), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    assert p.rheobase == pytest.approx(-found.fun, abs=1e-6)


def test_eif_fires_above_its_rheobase_only():
    """g_L (V_T - E_L - Delta_T): the exponential takes off one Delta_T of voltage."""
    assert EIF.rheobase == pytest.approx(10 * (20 - 2))
    assert dc(0.999 * EIF.rheobase, 3000).spike_times.size == 0
    assert dc(1.001 * EIF.rheobase, 3000).spike_times.size > 0


@pytest.mark.parametrize("i_dc", [-50.0, 0.0, 100.0, 170.0])
def test_eif_rests_at_the_lower_fixed_point(i_dc):
    low, high = fixed_points(i_dc, EIF)
    assert dc(i_dc, 1500).v[-1] == pytest.approx(low, abs=1e-6)
    assert low < EIF.V_T < high


@EVERY
def test_fixed_points_lie_on_both_nullclines(p):
    for i_dc in (-100.0, 0.0, 0.999 * p.rheobase):
        for v in fixed_points(i_dc, p):
            assert adex_slope(v, w_nullcline(v, p), i_dc, p) == pytest.approx((0, 0), abs=1e-8)
    touching = fixed_points(p.rheobase, p)
    v_touch = p.V_T + p.Delta_T * np.log(1 + p.a / p.g_L)
    np.testing.assert_allclose(touching, v_touch, atol=1e-5)
    assert fixed_points(p.rheobase + 0.1, p).size == 0


def test_nullclines_are_where_the_slopes_vanish():
    p = PATTERNS["regular bursting"].params
    for v in (-60.0, -50.0, -44.0):
        assert adex_slope(v, v_nullcline(v, 210.0, p), 210.0, p)[0] == pytest.approx(0, abs=1e-12)
        assert adex_slope(v, w_nullcline(v, p), 210.0, p)[1] == pytest.approx(0, abs=1e-12)
    assert v_nullcline(np.zeros((2, 3)) - 60, 0.0, p).shape == (2, 3)
    v = np.linspace(-70, -40, 3001)
    assert v[np.argmin(v_nullcline(v, 0.0, p))] == pytest.approx(p.V_T)  # its minimum


# --- intervals ------------------------------------------------------------------------------


@pytest.mark.parametrize("i_dc", [182.0, 250.0, 500.0])
def test_eif_interval_converges_to_the_quadrature(i_dc):
    exact = eif_interval(i_dc, EIF)
    errors = []
    for dt in (0.1, 0.05, 0.025, 0.0125):
        spikes = dc(i_dc, 4 * exact, dt).spike_times
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


@pytest.mark.parametrize("name", PATTERNS)
def test_spikes_converge_to_an_event_driven_solver(name):
    params, i_dc = PATTERNS[name]
    exact, _ = adex_spikes(i_dc, params, 5, v=params.E_L)
    errors = []
    for dt in (0.05, 0.0125):
        spikes = dc(i_dc, 400, dt, params).spike_times[:5]
        errors.append(np.abs(spikes - exact).max())
    assert errors[1] < 0.4 * errors[0] + 0.01
    assert errors[1] < (2 if name == "irregular" else 0.5)


def test_slow_adaptation_acts_like_a_smaller_current():
    """For a large tau_w, and a = 0, the rate solves r = f(I - b·tau_w·r)."""
    b_tau = 2000.0  # fC per spike
    p = AdExParams(a=0.0, b=b_tau / 2000, tau_w=2000.0)
    rate = 1000 / np.diff(dc(500.0, 12_000, 0.05, p).spike_times)[-20:].mean()
    exact = brentq(lambda r: 1000 / eif_interval(500 - b_tau * r / 1000, EIF) - r, 1, 150)
    assert rate == pytest.approx(exact, rel=0.02)
    assert exact < 0.75 * 1000 / eif_interval(500.0, EIF)


# --- patterns -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("dt", [0.1, 0.05, 0.025, 0.0125])
def test_each_pattern_is_recognised_whatever_the_step_and_the_duration(name, dt):
    params, i_dc = PATTERNS[name]
    spike_times = dc(i_dc, 1000, dt, params).spike_times
    for t_stop in (400, 500, 1000):
        assert recognise_pattern(spike_times[spike_times <= t_stop]) == name


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


def test_what_the_intervals_of_each_pattern_are_like():
    spikes = {name: dc(i_dc, 2000, params=p).spike_times for name, (p, i_dc) in PATTERNS.items()}
    tonic, adapting, initial, regular, delayed, _ = map(np.diff, spikes.values())
    assert tonic.max() / tonic.min() < 1.1
    assert np.all(np.diff(adapting[:6]) > 0)
    assert adapting[-1] > 6 * adapting[0] and np.ptp(adapting[-10:]) < 0.2
    assert np.all(initial[:2] < 10) and np.all(initial[2:] > 50)
    assert np.all(regular[:2] < 10)  # a triple, then pairs
    assert np.all(regular[2::2] > 130) and np.all(regular[3::2] < 6)
    assert spikes["delayed accelerating"][0] > 1.5 * delayed[0]
    assert np.all(np.diff(delayed) < 1e-9)
    again = dc(160.0, 2000, params=PATTERNS["irregular"].params).spike_times
    np.testing.assert_array_equal(again, spikes["irregular"])  # chaos or not, it is not noise


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
    assert np.all(trace.v[k] == params.V_reset) and trace.v.max() < params.V_peak
    for spike in k:
        _, dw = adex_slope(trace.v[spike - 1], trace.w[spike - 1], i_dc, params)
        assert trace.w[spike] == pytest.approx(trace.w[spike - 1] + 0.05 * dw + params.b)


def test_no_overflow_at_the_sharpest_exponential_allowed():
    p = AdExParams(Delta_T=0.2, V_peak=9.9)
    assert np.all(np.isfinite(dc(900.0, 50, 0.05, p).w))

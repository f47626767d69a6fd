"""Every number that the prose of lesson 06 states, from a closed form, a limit or a simulation."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

from helpers.adex import (
    PATTERNS,
    AdExParams,
    fixed_points,
    recognise_pattern,
    simulate_adex,
    v_nullcline,
    w_nullcline,
)
from helpers.glif import LEVELS, GLIFParams, simulate_glif
from helpers.hidden_neuron import HiddenNeuron, hidden_params
from helpers.lif import LIFParams, simulate_lif
from helpers.noise import ornstein_uhlenbeck, white_noise
from helpers.spikes import cv_isi, fano_factor, isi, serial_correlation
from helpers.theory import lif_rate_dc

T = np.arange(0, 500, 0.1)  # ms
EIF = AdExParams(a=0.0)
STRONG = GLIFParams(3, delta_i=-100.0, tau_i=50.0)  # the adapting neuron of section 3


def glif_dc(i_dc, t_stop, level, dt=0.1):
    return simulate_glif(np.full(round(t_stop / dt) + 1, i_dc), dt, GLIFParams(level))


def pattern_trace(name, t_stop, dt=0.05, percent=100, **changes):
    params, i_dc = PATTERNS[name]
    i_inj = np.full(round(t_stop / dt) + 1, i_dc * percent / 100)
    return simulate_adex(i_inj, dt, replace(params, **changes))


# --- section 1 ------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "count"), [*zip(LEVELS, (38, 23, 21, 16, 10), strict=True)])
@pytest.mark.parametrize("dt", [0.1, 0.02])
def test_section_1_spikes_of_the_five_levels(level, count, dt):
    t = np.arange(0, 500, dt)
    i_inj = np.where((t >= 50) & (t < 450), 350.0, 0.0)
    intervals = isi(simulate_glif(i_inj, dt, GLIFParams(level)).spike_times)
    assert intervals.size + 1 == count
    if level == 1:
        assert np.ptp(intervals) < 1e-6
    else:
        assert intervals[-1] > 1.4 * intervals[0]


def test_demo_1_2_where_the_difference_shows():
    two, three = glif_dc(350.0, 400, 2), glif_dc(350.0, 400, 3)
    assert np.all(two.i_asc == 0) and np.ptp(two.threshold) > 3
    assert np.ptp(three.threshold) == 0 and three.i_asc.min() < -100


@pytest.mark.parametrize(("shape", "count"), [("step", 1), ("ramp", 0)])
def test_demo_1_2_step_and_ramp_to_270_pA(shape, count):
    shapes = {"step": (T >= 50) * 1.0, "ramp": np.clip((T - 50) / 400, 0, 1)}
    assert simulate_glif(270 * shapes[shape], 0.1, GLIFParams(5)).spike_times.size == count
    assert simulate_glif(270 * shapes[shape], 0.1, GLIFParams(4)).spike_times.size > 3


def test_think_1_3_accommodation():
    """Closed form: (1 - a_v tau_v) I/g_L = V_th - E_L."""
    p = GLIFParams(5)
    assert p.a_v * p.tau_v == pytest.approx(0.3)
    assert round(p.membrane.rheobase / (1 - 0.3)) == 286
    for slow, fires in ((285.0, False), (287.0, True)):
        ramp = np.r_[np.linspace(0, slow, 200_000), np.full(20_000, slow)]
        assert bool(simulate_glif(ramp, 0.1, p).spike_times.size) is fires


# --- section 2 ------------------------------------------------------------------------------


def theory(i_dc):
    """Return the rate that solves equation (6.3), by an independent root finder."""
    return brentq(lambda r: lif_rate_dc(i_dc - 2.5 * r) - r, 0, 500)


def test_section_2_rates_at_300_pA():
    intervals = isi(glif_dc(300.0, 2000, 3).spike_times)
    assert round(lif_rate_dc(300.0)) == 77
    assert round(1000 / intervals[0]) == 68
    assert round(1000 / intervals[-1]) == 36
    assert round(theory(300.0)) == 34


def test_section_2_one_hertz_for_each_2_5_pA_near_rheobase():
    assert theory(212.5) - theory(210.0) == pytest.approx(1, abs=0.01)
    # near rheobase the mean current no longer tells all: the simulated rate lies above
    rates = {i_dc: 1000 / isi(glif_dc(i_dc, 2000, 3).spike_times)[-1] for i_dc in (225.0, 450.0)}
    assert rates[225.0] > 1.25 * theory(225.0)
    assert rates[450.0] == pytest.approx(theory(450.0), rel=0.02)


def test_think_2_2_at_once_and_later():
    gathered = -2.5 * theory(300.0)
    assert round(gathered) == -86
    at_once = lif_rate_dc(400.0 - 86)
    assert round(at_once) == 82
    assert round(at_once - theory(300.0)) == 48
    assert round(theory(400.0)) == 58
    assert (at_once - theory(400.0)) / (at_once - theory(300.0)) == pytest.approx(0.5, abs=0.02)
    # and so does the simulation: the first whole interval after the jump, and a late one
    i_inj = np.where(np.arange(40_000) * 0.1 < 2000, 300.0, 400.0)
    trace = simulate_glif(i_inj, 0.1, GLIFParams(3))
    first = np.searchsorted(trace.spike_times, 2000)
    rates = 1000 / isi(trace.spike_times)
    assert rates[first] == pytest.approx(at_once, rel=0.07)
    assert rates[-1] == pytest.approx(theory(400.0), rel=0.03)


# --- section 3 ------------------------------------------------------------------------------


def noisy_train(params, seed=1, i_inj=None, dt=0.1):
    n = round(60_000 / dt)
    i_inj = white_noise(300.0, 3.0, n, dt, rng=seed) if i_inj is None else i_inj
    return simulate_glif(i_inj, dt, params).spike_times[5:]


@pytest.mark.parametrize(("seed", "dt"), [(1, 0.1), (2, 0.1), (3, 0.05)])
def test_section_3_adaptation_makes_neighbours_anticorrelated(seed, dt):
    lif, adapting = (noisy_train(p, seed, dt=dt) for p in (GLIFParams(1), STRONG))
    assert abs(serial_correlation(lif)) < 3 / np.sqrt(lif.size)
    rho, error = serial_correlation(adapting), 1 / np.sqrt(adapting.size)
    assert rho == pytest.approx(-0.3, abs=3 * error) and rho < -8 * error


def test_section_3_default_neurons_of_all_levels_agree_in_sign():
    for level in (2, 3, 4, 5):
        train = noisy_train(GLIFParams(level))
        assert serial_correlation(train) < -3 / np.sqrt(train.size)


def test_think_3_1_the_current_hands_the_length_on():
    """After a short interval more of the current is left, and then the next one is long."""
    i_inj = white_noise(300.0, 3.0, 300_000, 0.1, rng=4)
    trace = simulate_glif(i_inj, 0.1, STRONG)
    k = np.round(trace.spike_times / 0.1).astype(int)
    intervals, left = np.diff(trace.spike_times), trace.i_asc[k]
    assert np.corrcoef(intervals[5:], left[6:])[0, 1] > 0.5  # long: little left, near 0
    assert np.corrcoef(left[6:-1], intervals[6:])[0, 1] < -0.3  # much left: long


def test_think_3_1_counts_vary_less_than_the_cv_says():
    """In long windows the Fano factor of independent intervals is CV²; here it is less."""
    fano, cv = [], []
    for seed in range(4):
        train = noisy_train(STRONG, seed)
        fano.append(fano_factor(train, 3000.0, 60_000.0))
        cv.append(cv_isi(train))
    assert np.mean(fano) < 0.75 * np.mean(cv) ** 2


def test_think_3_1_slow_noise_does_the_opposite():
    slow = ornstein_uhlenbeck(300.0, 60.0, 100.0, 600_000, 0.1, rng=1)
    train = noisy_train(GLIFParams(1), i_inj=slow)
    assert serial_correlation(train) > 8 / np.sqrt(train.size)


# --- section 4 ------------------------------------------------------------------------------


def test_section_4_rheobase_of_the_eif():
    assert EIF.g_L * (EIF.V_T - EIF.E_L) == 200
    assert EIF.rheobase == pytest.approx(EIF.g_L * (EIF.V_T - EIF.E_L - EIF.Delta_T)) == 180
    v = np.linspace(-72, -40, 32_001)
    curve = v_nullcline(v, 180.0, EIF)
    assert v[np.argmin(curve)] == pytest.approx(-50, abs=1e-3)
    assert curve.min() == pytest.approx(0, abs=1e-6)
    for i_dc, fires in ((179.5, False), (180.5, True)):
        assert bool(simulate_adex(np.full(60_000, i_dc), 0.05, EIF).spike_times.size) is fires


def test_think_4_1_threshold_for_a_brief_pulse():
    """A pulse of one step of 0.01 ms lifts V from rest; the open dot decides."""
    _, high = fixed_points(0.0, EIF)
    assert high == pytest.approx(-44.9, abs=0.05)
    for target, fires in ((high - 0.05, False), (high + 0.05, True)):
        pulse = np.zeros(30_000)
        pulse[0] = (target - EIF.E_L) * EIF.C_m / 0.01
        assert bool(simulate_adex(pulse, 0.01, EIF).spike_times.size) is fires


def test_think_4_1_threshold_for_a_slow_current():
    """Rest moves up to V_T, where both fixed points meet."""
    low, high = fixed_points(EIF.rheobase - 1e-6, EIF)
    assert low == pytest.approx(-50, abs=0.01) and high == pytest.approx(-50, abs=0.01)
    sharp = AdExParams(a=0.0, Delta_T=0.05, V_peak=-40.0)
    assert fixed_points(0.0, sharp)[1] == pytest.approx(-50, abs=0.5)  # Delta_T to 0: the wall


# --- section 5 ------------------------------------------------------------------------------

NAUD_2008 = {  # C_m, g_L, E_L, V_T, Delta_T, a, tau_w, b, V_reset, I
    "tonic": (200, 10, -70, -50, 2, 2, 30, 0, -58, 500),
    "adapting": (200, 12, -70, -50, 2, 2, 300, 60, -58, 500),
    "initial burst": (130, 18, -58, -50, 2, 4, 150, 120, -50, 400),
    "regular bursting": (200, 10, -58, -50, 2, 2, 120, 100, -46, 210),
    "delayed accelerating": (200, 12, -70, -50, 2, -10, 300, 0, -58, 300),
    "irregular": (100, 12, -60, -50, 2, -11, 130, 30, -48, 160),
}


@pytest.mark.parametrize("name", NAUD_2008)
def test_section_5_parameters_are_the_published_ones(name):
    p, i_dc = PATTERNS[name]
    shown = (p.C_m, p.g_L, p.E_L, p.V_T, p.Delta_T, p.a, p.tau_w, p.b, p.V_reset, i_dc)
    assert shown == NAUD_2008[name] and p.V_peak == 0.0
    assert recognise_pattern(pattern_trace(name, 500).spike_times) == name


@pytest.mark.parametrize("name", [name for name in PATTERNS if name != "irregular"])
def test_section_5_half_the_step_changes_no_interval_by_more_than_0_16_ms(name):
    coarse, fine = (isi(pattern_trace(name, 500, dt).spike_times) for dt in (0.05, 0.025))
    n = min(coarse.size, fine.size)
    assert np.abs(coarse[:n] - fine[:n]).max() < 0.16


@pytest.mark.parametrize("name", PATTERNS)
def test_demo_5_2_without_current_all_rest_on_the_left_branch(name):
    params, i_dc = PATTERNS[name]
    assert pattern_trace(name, 1000, percent=0).spike_times.size == 0
    low, _ = fixed_points(0.0, params)
    assert low < params.V_T
    assert i_dc > params.rheobase and fixed_points(i_dc, params).size == 0


def test_demo_5_2_tonic_lands_below_the_nullcline_and_bursts_on_both_sides():
    params, i_dc = PATTERNS["tonic"]
    trace = pattern_trace("tonic", 500)
    landed = np.isin(trace.t, trace.spike_times)
    assert np.all(trace.w[landed] < v_nullcline(trace.v[landed], i_dc, params))
    assert np.ptp(trace.w[landed][10:]) < 3
    params, i_dc = PATTERNS["regular bursting"]
    trace = pattern_trace("regular bursting", 500)
    landed = np.isin(trace.t, trace.spike_times)
    below = trace.w[landed] < v_nullcline(trace.v[landed], i_dc, params)
    assert np.all(below[:2]) and not below[2]
    assert np.all(isi(trace.spike_times)[below[:-1]] < 6)
    assert np.all(isi(trace.spike_times)[~below[:-1]] > 100)
    assert np.all(trace.v[landed] == -46) and params.V_T == -50


def test_think_5_3_a_lower_reset_ends_the_bursts():
    trace = pattern_trace("regular bursting", 2000, V_reset=-58.0)
    intervals = isi(trace.spike_times)
    assert recognise_pattern(trace.spike_times) == "adapting"
    assert round(intervals[0]) == 33 and round(intervals[-1]) == 88
    params, i_dc = PATTERNS["regular bursting"]
    first = np.argmax(np.isin(trace.t, trace.spike_times))
    assert trace.w[first] < v_nullcline(-58.0, i_dc, params)
    exponential = params.g_L * params.Delta_T * np.exp((-58 - params.V_T) / params.Delta_T)
    assert exponential < 0.5  # pA: far away
    for V_reset in (-54.0, -52.0, -50.5):  # no landing to the left of V_T gives two quick spikes
        other = pattern_trace("regular bursting", 1000, V_reset=V_reset)
        assert isi(other.spike_times).min() > 6


def test_think_5_3_negative_a_helps_the_current():
    trace = pattern_trace("delayed accelerating", 500)
    assert trace.w.max() <= 0 and trace.w[-1] < -150
    assert w_nullcline(-50.0, PATTERNS["delayed accelerating"].params) == -200
    assert np.all(np.diff(isi(trace.spike_times)) < 1e-9)


def test_section_5_chaos_parts_after_some_300_ms():
    params, i_dc = PATTERNS["irregular"]
    i_inj = np.full(14_001, i_dc)
    nudged = np.where(np.arange(i_inj.size) == 0, i_dc + 1e-6, i_dc)
    one, other = (simulate_adex(i, 0.05, params).spike_times for i in (i_inj, nudged))
    n = min(one.size, other.size)
    apart = np.abs(one[:n] - other[:n])
    assert 230 < one[np.argmax(apart > 2)] < 330
    assert apart[one[:n] > 330].max() > 10


def test_think_5_4_chaos_draws_a_curve_and_noise_a_cloud():
    """Sort by an interval: the following ones are close to their neighbours, or not."""

    def roughness(train):
        intervals = isi(train)[20:]
        following = intervals[1:][np.argsort(intervals[:-1])]
        return np.abs(np.diff(following)).mean() / following.std()

    assert roughness(pattern_trace("irregular", 20_000).spike_times) < 0.05
    assert roughness(noisy_train(STRONG)) > 0.9


# --- section 6 ------------------------------------------------------------------------------


def ask(kind, height, width):
    t = np.arange(0, 600, 0.1)
    on = (t >= 100) & (t < 100 + width)
    return np.where(on, height * ((t - 100) / width if kind == "ramp" else 1), 0.0)


def test_demo_6_1_neurons_3_and_6_adapt():
    adapting = []
    for number in range(1, 7):
        intervals = isi(HiddenNeuron(number).respond(ask("step", 600, 450)).spike_times)
        if intervals[-1] > intervals[0] + 0.5:
            adapting.append(number)
    assert adapting == [3, 6]


@pytest.mark.parametrize("number", range(1, 7))
def test_demo_6_1_what_each_current_shows(number):
    cell, neuron = hidden_params(number).membrane, HiddenNeuron(number)
    trace = neuron.respond(ask("step", -100, 300))
    assert trace.v[999] == pytest.approx(cell.E_L, abs=0.1)
    assert trace.v[3990] == pytest.approx(cell.E_L - 100 / cell.g_L, abs=0.01)
    gaps = []
    for kind in ("step", "ramp"):
        v = neuron.respond(ask(kind, 500, 450)).v
        gaps.append(cell.V_th - v.max())
    assert 0 < gaps[1] < 0.1  # just below the threshold, closest on the ramp


def test_think_6_3_spike_times_do_not_tell_the_voltages():
    """Shift all potentials, or double their distances and halve g_L: no spike moves."""
    one = LIFParams(V_reset=-70.0)
    shifted = replace(one, V_th=-45.0, V_reset=-60.0, E_L=-65.0, V_init=-65.0)
    wider = LIFParams(V_th=-35.0, V_reset=-65.0, E_L=-75.0, V_init=-75.0, g_L=5.0)
    assert one.rheobase == shifted.rheobase == wider.rheobase
    i_inj = white_noise(260.0, 4.0, 20_000, 0.1, rng=5)
    trains = [simulate_lif(i_inj, 0.1, p).spike_times for p in (one, shifted, wider)]
    assert trains[0].size > 80
    for train in trains[1:]:
        np.testing.assert_allclose(train, trains[0])
    other = simulate_lif(i_inj, 0.1, replace(one, V_reset=-75.0)).spike_times
    assert other.size != trains[0].size  # the ratio (V_reset - E_L) / (V_th - E_L) does show

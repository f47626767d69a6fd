"""Spike times without a grid against an adaptive solver, quadrature and convergence."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from helpers import adex_precise
from helpers.adex import PATTERNS, AdExParams, simulate_adex
from helpers.adex_precise import precise_spikes

CHAOTIC = PATTERNS["irregular"].params


def slope(v, w, i_dc, p):
    leak, spike = p.g_L * (v - p.E_L), p.g_L * p.Delta_T * math.exp((v - p.V_T) / p.Delta_T)
    return (i_dc - w - leak + spike) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w


def next_spike(v, w, i_dc, p):
    """Return the time to the next spike [ms] and w after it [pA], by an adaptive solver."""

    def peak(t, y):
        return y[0] - p.V_peak

    peak.terminal = True
    run = solve_ivp(
        lambda t, y: slope(min(y[0], p.V_peak + 5), y[1], i_dc, p), (0, 2000), (v, w), "DOP853",
        events=peak, rtol=1e-10, atol=1e-10,
    )  # fmt: skip
    return run.t_events[0][0], run.y_events[0][0][1] + p.b


def after_each_spike(i_dc, p, n_spikes, w=0.0, v=None):
    """Return spike times [ms] and w after each [pA]; v None begins with a reset."""
    t, times, ws = 0.0, [], []
    for _ in range(n_spikes):
        passed, w = next_spike(p.V_reset if v is None else v, w, i_dc, p)
        t, v = t + passed, None
        times.append(t)
        ws.append(w)
    return np.array(times), np.array(ws)


@pytest.mark.parametrize("name", PATTERNS)
def test_spikes_are_those_of_an_adaptive_solver(name):
    p, i_dc = PATTERNS[name]
    exact, _ = after_each_spike(i_dc, p, 6, v=p.E_L)
    found = precise_spikes(i_dc, exact[-1] + 0.1, p)
    np.testing.assert_allclose(found, exact, atol=2e-5)
    exact, _ = after_each_spike(i_dc, p, 3, v=-57.0)
    found = precise_spikes(i_dc, exact[-1] + 0.1, p, v_start=-57.0)
    np.testing.assert_allclose(found, exact, atol=2e-5)


@pytest.mark.parametrize("i_dc", [182.0, 250.0, 500.0])
def test_interval_of_the_eif_is_the_quadrature(i_dc):
    p = AdExParams(a=0.0)
    exact = quad(lambda v: 1 / slope(v, 0.0, i_dc, p)[0], p.V_reset, p.V_peak, points=[p.V_T],
                 limit=200)[0]  # fmt: skip
    np.testing.assert_allclose(np.diff(precise_spikes(i_dc, 6 * exact, p)), exact, rtol=1e-6)
    assert precise_spikes(p.rheobase - 0.5, 1000, p).size == 0


def test_finer_steps_change_the_intervals_by_less_than_a_microsecond(monkeypatch):
    for name, (p, i_dc) in PATTERNS.items():
        coarse = precise_spikes(i_dc, 200, p)
        monkeypatch.setattr(adex_precise, "STEP", 0.0125)
        monkeypatch.setattr(adex_precise, "PARTS", 800)
        fine = precise_spikes(i_dc, 200, p)
        monkeypatch.undo()
        assert np.abs(coarse - fine).max() < 1e-3, name


def test_the_grid_of_euler_converges_to_it():
    p, i_dc = PATTERNS["adapting"]
    exact = precise_spikes(i_dc, 400, p)
    errors = [
        np.abs(simulate_adex(np.full(round(400 / dt) + 1, i_dc), dt, p).spike_times - exact).max()
        for dt in (0.05, 0.0125)
    ]
    assert errors[1] < 0.3 * errors[0] + 0.013


@pytest.mark.parametrize("V_reset", [-46.0, -30.0])
def test_a_reset_beyond_the_valley(V_reset):
    p = replace(PATTERNS["regular bursting"].params, V_reset=V_reset, b=400.0)
    exact, _ = after_each_spike(210.0, p, 4, v=p.E_L)
    np.testing.assert_allclose(precise_spikes(210.0, exact[-1] + 0.1, p)[:4], exact, atol=1e-4)


# --- periodic at 160 pA, chaotic at 165 pA: both from the adaptive solver ---------------------


def test_at_160_pA_the_intervals_repeat_in_a_cycle_of_ten_which_attracts():
    found = np.diff(precise_spikes(160.0, 6000, CHAOTIC))
    np.testing.assert_allclose(found[-50:-10], found[-40:], atol=0.01)
    for period in range(1, 10):
        assert np.abs(found[-40:] - found[-40 - period : -period]).max() > 1
    _, ws = after_each_spike(160.0, CHAOTIC, 200)
    cycle = ws[-10:]
    _, again = after_each_spike(160.0, CHAOTIC, 10, w=cycle[-1])
    np.testing.assert_allclose(again, cycle, atol=1e-3)
    _, nudged = after_each_spike(160.0, CHAOTIC, 10, w=cycle[-1] + 1e-4)
    assert abs(nudged[-1] - again[-1]) < 0.7e-4


@pytest.mark.parametrize("i_dc", [155.0, 165.0])
def test_beside_it_small_differences_grow(i_dc):
    """The Lyapunov exponent: the mean of ln |slope| of w after a spike against w before."""
    w, grown = 0.0, []
    for k in range(100):
        _, after = next_spike(CHAOTIC.V_reset, w, i_dc, CHAOTIC)
        _, beside = next_spike(CHAOTIC.V_reset, w + 1e-5, i_dc, CHAOTIC)
        if k >= 20:
            grown.append(math.log(abs(beside - after) / 1e-5))
        w = after
    assert np.mean(grown) == pytest.approx(0.3, abs=0.15)
    intervals = np.diff(precise_spikes(i_dc, 10_000, CHAOTIC))[100:]
    for period in range(1, 60):
        assert np.abs(intervals[period:] - intervals[:-period]).max() > 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, 100.0), r"^i_dc must be a finite number"),
        ((200.0, 0.0), r"^t_stop must be above 0"),
        ((200.0, 100.0, None), r"^params must be of type"),
        ((200.0, 100.0, AdExParams(), 0.0), r"^v_start must lie below V_peak = 0.0 mV, got 0.0$"),
        ((200.0, 100.0, AdExParams(), "x"), r"^v_start must be a finite number"),
    ],
)
def test_arguments_are_checked_at_the_door(arguments, message):
    with pytest.raises(ValueError, match=message):
        precise_spikes(*arguments)

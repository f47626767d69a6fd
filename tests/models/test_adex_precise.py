"""Spike times without a grid against an adaptive solver, quadrature and convergence."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from helpers import adex_precise
from helpers.adex import PATTERNS, AdExParams, simulate_adex
from helpers.adex_precise import precise_spikes
from tests.models.oracles import adex_spikes, eif_interval, next_adex_spike

CHAOTIC = PATTERNS["irregular"].params


@pytest.mark.parametrize("name", PATTERNS)
def test_spikes_are_those_of_an_adaptive_solver(name):
    p, i_dc = PATTERNS[name]
    exact, _ = adex_spikes(i_dc, p, 6, v=p.E_L)
    found = precise_spikes(i_dc, exact[-1] + 0.1, p)
    np.testing.assert_allclose(found, exact, atol=2e-5)
    exact, _ = adex_spikes(i_dc, p, 3, v=-57.0)
    found = precise_spikes(i_dc, exact[-1] + 0.1, p, v_start=-57.0)
    np.testing.assert_allclose(found, exact, atol=2e-5)


@pytest.mark.parametrize("i_dc", [182.0, 250.0, 500.0])
def test_interval_of_the_eif_is_the_quadrature(i_dc):
    p = AdExParams(a=0.0)
    exact = eif_interval(i_dc, p)
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
    exact, _ = adex_spikes(210.0, p, 4, v=p.E_L)
    np.testing.assert_allclose(precise_spikes(210.0, exact[-1] + 0.1, p)[:4], exact, atol=1e-4)


# --- periodic at 160 pA, chaotic beside it: both from the adaptive solver ---------------------


def next_w(i_dc):
    """Return w after a spike as a function of w after the one before it, a smooth curve."""
    _, seen = adex_spikes(i_dc, CHAOTIC, 30, v=CHAOTIC.E_L)
    w = np.linspace(seen[10:].min() - 1, seen[10:].max() + 1, 40)
    after = [next_adex_spike(CHAOTIC.V_reset, start, i_dc, CHAOTIC)[1] for start in w]
    return CubicSpline(w, after), float(seen[-1])


def test_at_160_pA_the_intervals_repeat_in_a_cycle_of_ten_which_attracts():
    found = np.diff(precise_spikes(160.0, 4000, CHAOTIC))
    np.testing.assert_allclose(found[-50:-10], found[-40:], atol=0.01)
    for period in range(1, 10):
        assert np.abs(found[-40:] - found[-40 - period : -period]).max() > 1
    curve, w = next_w(160.0)
    for _ in range(500):
        w = float(curve(w))
    _, cycle = adex_spikes(160.0, CHAOTIC, 20, w=w)
    np.testing.assert_allclose(cycle[10:], cycle[:10], atol=1e-3)
    _, nudged = adex_spikes(160.0, CHAOTIC, 10, w=cycle[-11] + 1e-4)
    assert abs(nudged[-1] - cycle[-1]) < 0.7e-4


@pytest.mark.parametrize("i_dc", [155.0, 165.0])
def test_beside_it_small_differences_grow(i_dc):
    """The Lyapunov exponent: the mean of ln |slope| of w after a spike against w before."""
    (curve, w), grown = next_w(i_dc), []
    for _ in range(5000):
        grown.append(np.log(abs(curve(w, 1))))
        w = float(curve(w))
    assert np.mean(grown) == pytest.approx(0.3, abs=0.06)
    intervals = np.diff(precise_spikes(i_dc, 5000, CHAOTIC))[100:]
    for period in range(1, 60):
        assert np.abs(intervals[period:] - intervals[:-period]).max() > 5

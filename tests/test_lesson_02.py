"""Every number that the prose of lesson 02 states, from a closed form or a simulation."""

import numpy as np
import pytest

from helpers.lif import LIFParams, lif_step, simulate_lif
from helpers.theory import lif_rate_dc, lif_step_response, lif_threshold_current

CELL = LIFParams()


def spikes_at(i_dc, t_stop, **params):
    return simulate_lif(np.full(round(10 * t_stop) + 1, i_dc), 0.1, LIFParams(**params)).spike_times


def test_think_1_1_half_the_leak():
    """V_inf 20 mV above rest instead of 10, tau_m 20 ms instead of 10, the same first slope."""
    half = LIFParams(g_L=5.0, tau_m=CELL.C_m / 5.0)
    assert (CELL.tau_m, half.tau_m) == (10.0, 20.0)
    assert lif_step_response(1e4, 100.0, CELL) == pytest.approx(-65)
    assert lif_step_response(1e4, 100.0, half) == pytest.approx(-55)
    for cell in (CELL, half):
        slope = (lif_step_response(1e-6, 100.0, cell) + 75) / 1e-6
        assert slope == pytest.approx(1.0, rel=1e-5)  # mV/ms
        assert lif_step_response(1.0, 100.0, cell) == pytest.approx(-74, abs=0.06)


@pytest.mark.parametrize(("dt", "error"), [(10.0, 3.7), (0.1, 0.0185), (0.01, 0.0018)])
def test_section_3_error_of_euler_after_10_ms(dt, error):
    """Closed form: 10 mV·(1/e - (1 - dt/tau_m)^n)."""
    n = round(10 / dt)
    exact = 10 * (np.exp(-1) - (1 - dt / 10) ** n)
    assert exact == pytest.approx(error, rel=0.03)
    v = CELL.E_L
    for _ in range(n):
        v = lif_step(v, 100.0, dt, CELL.E_L, CELL.g_L, CELL.tau_m)
    assert v - lif_step_response(10.0, 100.0) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(
    ("dt", "settles", "alternates"),
    [(5.0, True, False), (15.0, True, True), (19.9, True, True), (20.1, False, True)],
)
def test_demo_3_2_stability_limit_is_two_time_constants(dt, settles, alternates):
    distance = [-10.0]
    for _ in range(1000):
        v = lif_step(-65 + distance[-1], 100.0, dt, CELL.E_L, CELL.g_L, CELL.tau_m)
        distance.append(v + 65)
    assert (abs(distance[-1]) < abs(distance[0])) is settles
    assert (distance[1] > 0) is alternates


@pytest.mark.parametrize("tau_m", [2.0, 10.0, 20.0])
def test_demo_4_1_the_first_current_of_the_slider_that_fires(tau_m):
    assert spikes_at(210.0, 100, tau_m=20.0).size == 1
    firing = [i_dc for i_dc in range(0, 301, 10) if spikes_at(i_dc, 100, tau_m=tau_m).size]
    assert firing[0] == 210


@pytest.mark.parametrize(("tau_m", "expected"), [(10.0, 3), (30.0, 1)])
def test_section_4_spikes_at_210_pA(tau_m, expected):
    assert spikes_at(210.0, 100, tau_m=tau_m).size == expected
    assert spikes_at(200.0, 100, tau_m=tau_m).size == 0


def test_find_the_error_gap_at_rheobase():
    """20 mV·e^(-t/tau_m): below a thousandth of a mV after 100 ms, never zero."""
    t = np.array([50.0, 100.0, 200.0])
    gap = CELL.V_th - lif_step_response(t, CELL.rheobase)
    np.testing.assert_allclose(gap, 20 * np.exp(-t / 10), rtol=1e-4)
    assert 0 < gap[1] < 0.001
    assert spikes_at(200.0, 10_000).size == 0


def test_section_5_rate_at_400_pA():
    assert round(lif_rate_dc(400.0)) == 112


def test_section_2_pulse_of_300_pA_gives_15_spikes():
    t = np.arange(0, 500, 0.1)
    i_inj = np.where((t >= 100) & (t < 300), 300.0, 0.0)
    assert simulate_lif(i_inj).spike_times.size == 15
    interval = 2 + 10 * np.log(30 / 10)  # closed form; the first one lacks t_ref
    assert 1 + int((200 - (interval - 2)) // interval) == 15


def test_section_5_a_little_above_rheobase():
    assert round(lif_rate_dc(200.1)) == 13


def test_think_5_3_slope_without_refractory_period():
    free = LIFParams(t_ref=0.0)
    assert lif_rate_dc(4000.0, free) == pytest.approx(0.5 * 4000 - 50, rel=0.001)
    assert CELL.g_L * np.mean([-75 - CELL.E_L, -55 - CELL.E_L]) == 100.0  # pA, the mean leak
    slope = (lif_rate_dc(1000.0, free) - lif_rate_dc(900.0, free)) / 100
    assert slope == pytest.approx(0.5, rel=0.01)
    assert 1000 / (CELL.C_m * (CELL.V_th - CELL.V_reset)) == 0.5
    interval = 1000 / lif_rate_dc(210.0)
    assert interval - 2 > 3 * CELL.tau_m  # the climb just above rheobase
    assert 1000 / lif_rate_dc(2000.0) - 2 < 2  # and far above it


@pytest.mark.parametrize(("height", "fires"), [(300.0, False), (320.0, True)])
def test_demo_6_2_pulse_of_10_ms(height, fires):
    i_inj = np.where(np.arange(801) < 100, height, 0.0)
    assert bool(simulate_lif(i_inj).spike_times.size) is fires


def test_demo_6_2_threshold_currents():
    four, two, forty, twenty = lif_threshold_current([4.0, 2.0, 40.0, 20.0])
    assert (round(four), round(two)) == (607, 1103)
    assert 1.8 < two / four < 2
    assert round(100 * (twenty / forty - 1)) == 14


def test_section_6_charge_and_chronaxie():
    assert CELL.tau_m * np.log(2) == pytest.approx(6.93, abs=0.005)
    charges = [lif_threshold_current(width) * width / 1000 for width in (0.1, 1.0, 100.0)]
    assert charges[0] == pytest.approx(2.0, rel=0.01)
    assert charges[1] == pytest.approx(2.0, rel=0.06)
    assert charges[2] > 9 * charges[0]
    assert CELL.C_m * (CELL.V_th - CELL.E_L) / 1000 == 2.0  # pC

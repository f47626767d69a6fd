"""Every number that the prose of lesson 02 states, from a closed form or a simulation."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.lif import LIFParams, lif_step, simulate_lif, sweep_lif
from helpers.theory import lif_rate_dc, lif_step_response, lif_threshold_current
from tests.lessons.lessons import LESSONS

LESSON, CELL = LESSONS[2], LIFParams()


def line_of(demo, **values):
    """Return the line of text of a demo at some setting of its controls."""
    return LESSON.demo(demo, **values).text


def spikes_at(i_dc, t_stop, **params):
    return simulate_lif(np.full(round(10 * t_stop) + 1, i_dc), 0.1, LIFParams(**params)).spike_times


def step(v, dt, i_inj=100.0):
    return lif_step(v, i_inj, dt, CELL.E_L, CELL.g_L, CELL.tau_m)


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
    # g_L alone halves the capacitance
    assert (LIFParams(g_L=5.0).C_m, LIFParams(g_L=5.0, tau_m=20.0).C_m) == (50.0, 100.0)
    assert LIFParams(tau_m=20.0).C_m == 2 * CELL.C_m and LIFParams(tau_m=20.0).g_L == CELL.g_L

    # V is the sum of past charges that shrink: an adaptive solver, a current that varies
    def current(t):
        return 80 * np.sin(t / 3) + 60 * np.cos(t / 11)

    def slope(t, v):
        return (-(v - CELL.E_L) + current(t) / CELL.g_L) / CELL.tau_m

    end = solve_ivp(slope, (0, 50), [CELL.E_L], rtol=1e-10, atol=1e-10).y[0, -1]
    dt = 0.001
    age = np.arange(dt / 2, 50, dt)
    charges = current(50 - age) * dt / CELL.C_m
    assert CELL.E_L + np.sum(charges * np.exp(-age / CELL.tau_m)) == pytest.approx(end, abs=1e-5)


def test_section_2_the_pulse_says_what_it_shows(capsys):
    """Below its print-out, and in the alt text, for the current that the student puts in."""
    shown, variables = [], LESSON.run("imports", "neuron")
    variables["show"] = lambda fig, alt: shown.append(alt)
    for height, told in (("100.0", "highest V −65.00 mV, 0 spikes"), ("300.0", "mV, 15 spikes")):
        exec(LESSON.source["pulse-response"].replace("100.0", height), variables)
        assert told in capsys.readouterr().out and told in shown[-1]
    plt.close("all")


def test_section_3_error_of_euler_after_10_ms():
    """Closed form: 10 mV·(1/e - (1 - dt/tau_m)^n); above 1 ms it grows faster than dt."""

    def closed(n):
        return 10 * (np.exp(-1) - (1 - 1 / n) ** n)

    for dt, error in ((10.0, 3.7), (0.1, 0.0185), (0.01, 0.0018)):
        n, v = round(10 / dt), CELL.E_L
        assert closed(n) == pytest.approx(error, rel=0.03)
        for _ in range(n):
            v = step(v, dt)
        assert v - lif_step_response(10.0, 100.0) == pytest.approx(closed(n), rel=1e-9)
    assert closed(1) / closed(10) > 15 and closed(10) / closed(100) < 10.5  # ten times the step
    # Demo 3.2: the limit of stability is two time constants
    for dt in (5.0, 15.0, 19.9, 20.1):
        distance = [-10.0]
        for _ in range(1000):
            distance.append(step(-65 + distance[-1], dt) + 65)
        assert (abs(distance[-1]) < abs(distance[0])) is (dt < 20)
        assert (distance[1] > 0) is (dt > 10)


def test_demo_4_1_just_above_the_border_a_slow_membrane_needs_longer_than_100_ms():
    for tau_m in (2.0, 10.0, 20.0):  # the first current of the slider that fires
        firing = [i_dc for i_dc in range(0, 301, 10) if spikes_at(i_dc, 100, tau_m=tau_m).size]
        assert firing[0] == 210
    assert spikes_at(210.0, 100).size == 3
    assert spikes_at(210.0, 100, tau_m=20.0).size == 1
    first = 20 * np.log(20.1 / 0.1)  # closed form: from rest to V_th at 201 pA
    assert 100 < first < 110
    assert spikes_at(201.0, 100, tau_m=20.0).size == 0
    assert spikes_at(201.0, 110, tau_m=20.0).size == 1
    assert spikes_at(201.0, 100, tau_m=10.0).size == 1
    assert line_of("dc-demo", i_dc=200) == "V_∞ = −55.0 mV; spikes in 100 ms: 0"
    assert line_of("dc-demo", i_dc=201) == "V_∞ = −54.9 mV; spikes in 100 ms: 1"
    # Think 4.2, the gap at rheobase, 20 mV·e^(-t/tau_m): never zero
    t = np.array([50.0, 100.0, 200.0])
    gap = CELL.V_th - lif_step_response(t, CELL.rheobase)
    np.testing.assert_allclose(gap, 20 * np.exp(-t / 10), rtol=1e-4)
    assert 0 < gap[1] < 0.001
    assert spikes_at(200.0, 10_000).size == 0


def test_sections_2_and_5_the_15_spikes_of_300_pA_and_when_they_come():
    """The first after 11.0 ms, the 15th after 193 ms, the 16th at 206 ms."""
    climb = 10 * np.log(30 / 10)  # closed form
    times = climb + (2 + climb) * np.arange(16)
    assert (round(times[0], 1), round(2 + climb, 1)) == (11.0, 13.0)
    assert round(times[14]) == round(11.0 + 14 * 13.0) == 193
    assert times[14] < 200 < times[15] and round(times[15]) == 206
    np.testing.assert_allclose(spikes_at(300.0, 210), times, atol=0.4)
    t = np.arange(0, 500, 0.1)
    i_inj = np.where((t >= 100) & (t < 300), 300.0, 0.0)
    assert simulate_lif(i_inj).spike_times.size == 15


def test_section_5_the_points_lie_on_the_curve_up_to_one_spike():
    assert round(lif_rate_dc(400.0)) == 112
    assert round(lif_rate_dc(200.1)) == round(1000 / (2 + 10 * np.log(20.01 / 0.01))) == 13
    i_dc = np.arange(100.0, 401.0, 12.5)
    trains = sweep_lif(lambda k: i_dc, i_dc.size, 10_000, 0.1, CELL)
    counted = np.array([train.size for train in trains])
    above = np.maximum(i_dc - 200, 1e-9) / 10
    theory = np.where(i_dc > 200, 1000 / (2 + 10 * np.log1p(20 / above)), 0)  # closed form
    assert i_dc.size == 25
    assert np.abs(counted - theory).max() < 1
    # section 3, exact steps: the intervals exceed equation (2.5) by 0 to 0.1 ms
    i_dc = np.linspace(210, 1000, 2000)
    v, ends, left = np.full(i_dc.size, -75.0), np.full(i_dc.size, np.nan), np.exp(-0.01)
    v_inf = -75 + i_dc / 10
    for k in range(1, 400):
        v = v_inf + (v - v_inf) * left
        ends = np.where(np.isnan(ends) & (v >= -55), 0.1 * k, ends)
    late = 2 + ends - 1000 / lif_rate_dc(i_dc)
    assert -1e-9 < late.min() and late.max() < 0.1 + 1e-9
    assert late.mean() == pytest.approx(0.05, abs=0.002)


def test_demo_5_2_what_doubling_costs():
    """From equation (2.5), written out anew."""

    def rate(i_dc, tau_m=10.0, t_ref=2.0):
        v_inf = -75 + i_dc / 10
        return 1000 / (t_ref + tau_m * np.log((v_inf + 75) / (v_inf + 55)))

    assert (round(rate(210)), round(rate(210, tau_m=20))) == (31, 16)
    assert round(100 * (1 - rate(210, t_ref=4) / rate(210))) == 6
    assert round(100 * (1 - rate(2000, tau_m=20) / rate(2000))) == 26
    assert round(100 * (1 - rate(2000, t_ref=4) / rate(2000))) == 40
    told = line_of("f-i-demo", tau_m=20)
    assert told.startswith(f"16 Hz at 210 pA, {rate(2000, tau_m=20):.0f} Hz at 2000 pA")
    for tau_m in (5.0, 30.0):
        assert 0.99 * 500 < rate(1e6, tau_m=tau_m) < 500
    # Think 5.3: the slope without refractory period
    free = LIFParams(t_ref=0.0)
    assert lif_rate_dc(2000.0, free) == pytest.approx(0.5 * 2000 - 50, rel=0.001)
    assert lif_rate_dc(2000.0, free) < 1100  # it stays in the picture
    assert CELL.g_L * np.mean([-75 - CELL.E_L, -55 - CELL.E_L]) == 100.0  # pA, the mean leak
    slope = (lif_rate_dc(1000.0, free) - lif_rate_dc(900.0, free)) / 100
    assert slope == pytest.approx(0.5, rel=0.01)
    assert 1000 / (CELL.C_m * (CELL.V_th - CELL.V_reset)) == 0.5
    interval = 1000 / lif_rate_dc(210.0)
    assert interval - 2 > 3 * CELL.tau_m  # the climb just above rheobase
    assert 1000 / lif_rate_dc(2000.0) - 2 < 2  # and far above it


def test_demo_6_2_simulation_and_formula_agree_at_every_setting_of_the_sliders():
    """In steps of 0.01 ms; what Euler makes of a pulse of n steps is 1 - (1 - dt/tau_m)^n.

    For 10 and 2 ms by the closed form of V at the end of the pulse, and by the simulation.
    """
    for width, below, above in ((10, 300.0, 320.0), (2, 1100.0, 1120.0)):
        for height in (below, above):
            assert (height / 10 * -np.expm1(-width / 10) >= 20) == (height == above)
            i_inj = np.where(np.arange(8001) < 100 * width, height, 0.0)
            assert simulate_lif(i_inj, 0.01).spike_times.size == (height == above)
    width, height = np.meshgrid(np.arange(1, 41), np.arange(0, 2201, 20))
    euler = 200 / (1 - (1 - 0.01 / 10) ** (100 * width))
    formula = lif_threshold_current(width)
    np.testing.assert_array_equal(height > formula, height >= euler)
    # the dot may lie on both labels: it is drawn below all else, but not below the ticks
    right = LESSON.demo("pulse-demo").figure.axes[1]
    [dot] = [line for line in right.lines if line.get_marker() == "o"]
    others = [line.zorder for line in right.lines if line is not dot]
    assert right.xaxis.zorder < dot.zorder < min(others + [text.zorder for text in right.texts])


@pytest.mark.parametrize(("width", "formula"), [(1, 2102), (2, 1103), (4, 607), (10, 316)])
def test_demo_6_2_the_first_height_above_the_formula_fires(width, formula):
    assert round(200 / (1 - np.exp(-width / 10))) == formula
    for height, spikes in ((20 * (formula // 20), 0), (20 * (formula // 20) + 20, 1)):
        demo = LESSON.demo("pulse-demo", width=width, height=height)
        assert demo.text.startswith(f"spikes: {spikes}; formula {formula} pA;")
    curve = demo.figure.axes[0].lines[1].get_ydata()
    assert -55.25 < curve.max() < -55  # it is seen to come to the threshold


def test_section_6_threshold_currents_charge_and_chronaxie():
    assert step(-75.0, 0.1, 2000.0) + 75 == pytest.approx(0.1 * 2000 / CELL.C_m) == 2  # mV
    four, two, forty, twenty = lif_threshold_current([4.0, 2.0, 40.0, 20.0])
    assert (round(four), round(two)) == (607, 1103)
    assert 1.8 < two / four < 2
    assert round(100 * (twenty / forty - 1)) == 14
    assert CELL.tau_m * np.log(2) == pytest.approx(6.93, abs=0.005)
    charges = [lif_threshold_current(width) * width / 1000 for width in (0.1, 1.0, 100.0)]
    assert charges[0] == pytest.approx(2.0, rel=0.01)
    assert charges[1] == pytest.approx(2.0, rel=0.06)
    assert charges[2] > 9 * charges[0]
    assert CELL.C_m * (CELL.V_th - CELL.E_L) / 1000 == 2.0  # pC

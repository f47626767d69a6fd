"""Every number that the prose of lesson 05 states, from solve_ivp, a closed form or a limit.

The equations are written down here once more and solved by LSODA at tight tolerance, so that
neither the course's method nor its step enters.
"""

import functools
import itertools
import re
from math import exp

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from helpers import hh_analysis, hh_integrators
from helpers.hh import V_REST, simulate_hh, steady_state, time_constants
from tests.lessons.lessons import LESSONS

LESSON = LESSONS[5]
EXACT = {"method": "DOP853", "rtol": 1e-10, "atol": 1e-11}


def rates(v):
    u, w = (v + 40) / 10, (v + 55) / 10
    return (
        u / (1 - exp(-u)) if abs(u) > 1e-9 else 1.0, 4 * exp(-(v + 65) / 18),
        0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10)),
        0.1 * w / (1 - exp(-w)) if abs(w) > 1e-9 else 0.1, 0.125 * exp(-(v + 65) / 80),
    )  # fmt: skip


def slopes(t, state, i_inj, phi=1.0):
    v, m, h, n = state
    a_m, b_m, a_h, b_h, a_n, b_n = rates(v)
    i_ion = 120 * m**3 * h * (v - 50) + 36 * n**4 * (v + 77) + 0.3 * (v + 54.387)
    gates = (a_m * (1 - m) - b_m * m, a_h * (1 - h) - b_h * h, a_n * (1 - n) - b_n * n)
    return [i_inj(t) - i_ion, *(phi * x for x in gates)]


def open_parts(v):
    """Return the three gates where they stand still."""
    return [a / (a + b) for a, b in zip(rates(v)[::2], rates(v)[1::2], strict=True)]


def balanced(i_dc=0.0):
    """Return the state without any change, by a root finder."""

    def change(v):
        return slopes(0, [v, *open_parts(v)], lambda t: i_dc)[0]

    v = brentq(change, -90, 0, xtol=1e-13)
    return np.array([v, *open_parts(v)])


REST = balanced()
V_UP = np.eye(4)[0]  # 1 mV more


def solve(i_inj, t_stop, start=REST, edges=(), celsius=6.3, level=0.0):
    """Return t, the states and when V crosses `level`; the current may jump at `edges` [ms]."""

    def crosses(t, y, *_):
        return y[0] - level

    crosses.direction = 1
    current = i_inj if callable(i_inj) else (lambda t: i_inj)
    options = {"method": "LSODA", "rtol": 1e-8, "atol": 1e-10, "events": crosses, "max_step": 0.5}
    t, states, spikes = [], [], []
    ends = [0.0, *edges, t_stop]
    for a, b in itertools.pairwise(ends):
        inner = current if not edges else (lambda t, a=a, b=b: current(min(max(t, a), b - 1e-9)))
        run = solve_ivp(slopes, (a, b), start, args=(inner, 3 ** ((celsius - 6.3) / 10)), **options)
        t, states, start = [*t, *run.t], [*states, *run.y.T], run.y[:, -1]
        spikes += list(run.t_events[0])
    return np.array(t), np.array(states).T, np.array(spikes)


@functools.cache
def held(i_dc, t_stop, celsius=6.3, level=0.0):
    """Return what `solve` does for a current that is switched on at rest."""
    return solve(i_dc, t_stop, celsius=celsius, level=level)


def exact_v(i_dc, t, start=REST):
    """Return V [mV] at times t, at the tightest tolerance."""
    found = solve_ivp(slopes, (0, t[-1]), start, args=(lambda t: i_dc,), t_eval=t, **EXACT)
    return found.y


def spikes(*args, **kwargs):
    return solve(*args, **kwargs)[2]


def pulse(height, width, gap=None):
    """Return a current of one or two pulses, and its edges."""
    starts = [0.0] if gap is None else [0.0, gap]
    edges = sorted({x for s in starts for x in (s, s + width)} - {0.0})
    return (lambda t: height * any(s <= t < s + width for s in starts)), edges


def pulsed(height, width, gap=None, t_stop=40.0, **options):
    current, edges = pulse(height, width, gap)
    return solve(current, t_stop, edges=edges, **options)


def fires(*args, **kwargs):
    return pulsed(*args, **kwargs)[2].size


@pytest.mark.parametrize(
    ("i_dc", "t_stop", "n_spikes"),
    [(2.0, 60, 0), (2.5, 60, 1), (5.5, 60, 1), (6.0, 60, 2), (6.5, 60, 4),
     (2.24, 80, 0), (2.241, 80, 1), (2.26, 80, 1), (2.3, 300, 1), (6.0, 300, 2), (6.2, 300, 3)],
)  # fmt: skip
def test_spikes_of_a_step(i_dc, t_stop, n_spikes):
    """Demo 4.1: from none to one to many; sections 5 and 6: the threshold, one spike or a few."""
    assert spikes(i_dc, t_stop).size == n_spikes


@pytest.mark.parametrize(
    ("pulses", "n_spikes"),
    [((10.0, 1.0, 15.0), 2), ((10.0, 1.0, 14.0), 1),  # refractory
     ((20.0, 1.0, 14.0), 2),  # relative: a stronger pulse will do
     ((-10.0, 1.5), 0),  # no anode break yet
     ((6.4 / 0.1, 0.1), 0), ((6.6 / 0.1, 0.1), 1),  # constant charge, C_m times the shift
     ((2.24, 10.0, None, 80.0), 0), ((2.241, 10.0, None, 80.0), 1),  # flat from 10 ms on
     ((2.24, 20.0, None, 80.0), 0), ((2.241, 20.0, None, 80.0), 1),
     ((1.045 * 2.24, 5.0), 0), ((1.055 * 2.24, 5.0), 1)],  # 5 % above
)  # fmt: skip
def test_demo_5_2_spikes_of_pulses(pulses, n_spikes):
    """Height, width and, for a second pulse, when it comes."""
    assert fires(*pulses) == n_spikes


def test_section_2_gates():
    v = np.linspace(-100, 40, 14_001) + 1e-4
    taus = [[1 / (r[k] + r[k + 1]) for r in map(rates, v)] for k in (0, 2, 4)]
    assert max(taus[0]) < 0.6
    assert round(max(taus[1]), 1) == 8.6 and round(max(taus[2]), 1) == 5.8
    assert round(v[np.argmax(taus[1])]) == -67 and round(v[np.argmax(taus[2])]) == -77
    np.testing.assert_allclose(taus, time_constants(v), rtol=1e-6)
    # which gates change most from -65 to -55 mV
    ends = [open_parts(-65.0), open_parts(-55.0)]
    np.testing.assert_allclose(np.round(ends, 2), [[0.05, 0.60, 0.32], [0.16, 0.26, 0.48]])
    change = np.abs(np.diff(ends, axis=0))[0]
    assert change[0] < min(change[1:])
    assert round((ends[1][0] / ends[0][0]) ** 3) == 27
    # NumPy and plain Python at the hole of alpha_m
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.float64(0.0) / (1 - np.exp(-0.0)))
    with pytest.raises(ZeroDivisionError):
        0.0 / (1 - exp(-0.0))
    # Demo 2.3, a jump to 0 mV: m is open within 1 ms, h four times slower; potassium stays
    r = rates(0.0)
    m, h = 1 / (r[0] + r[1]), 1 / (r[2] + r[3])
    assert exp(-1 / m) < 0.02
    assert h / m == pytest.approx(4, abs=0.4)
    assert steady_state(0.0)[2] ** 4 > 0.6 and steady_state(0.0)[1] < 0.01
    # Think 1.1: conductances at rest
    _v, m, h, n = REST
    assert (round(m, 3), round(h, 3), round(n, 3)) == (0.053, 0.596, 0.318)
    assert round(36 * n**4, 2) == 0.37 > 0.3 > round(120 * m**3 * h, 3) == 0.011
    assert round(120 * h) == 72
    assert round(1 / m**3, -2) == 6700
    assert REST[0] == pytest.approx((-77 - 54.387) / 2, abs=0.8)  # about midway
    assert round(100 * (1 - h)) == 40


@pytest.mark.parametrize("v", [-100, -80, 0, 40])
def test_demo_2_3_the_line_tells_what_the_panel_cannot_show(v):
    """Each gate is an exponential; largest and last conductance to two digits."""
    r, t = rates(v + 1e-9), np.linspace(0, 12, 12_001)
    gates = [a / (a + b) + (x - a / (a + b)) * np.exp(-(a + b) * t)
             for a, b, x in zip(r[::2], r[1::2], REST[1:], strict=True)]  # fmt: skip
    g_na, g_k = 120 * gates[0] ** 3 * gates[1], 36 * gates[2] ** 4
    line = LESSON.demo("clamp-demo", v=v).text
    told = re.search(r"largest g_Na·m³h (\S+), final g_K·n⁴ (\S+) mS/cm²", line)
    assert float(told[1]) == pytest.approx(g_na.max(), rel=0.05)
    assert float(told[2]) == pytest.approx(g_k[-1], rel=0.05)


START = (-70.0, 0.05, 0.54, 0.34)


def eigenvalues(i_dc):
    """Return the four eigenvalues, by centred differences of the equations."""
    state, matrix = balanced(i_dc), np.zeros((4, 4))
    for j in range(4):
        up, down = state.copy(), state.copy()
        up[j] += 1e-6
        down[j] -= 1e-6
        matrix[:, j] = np.subtract(slopes(0, up, lambda t: 0), slopes(0, down, lambda t: 0)) / 2e-6
    return np.linalg.eigvals(matrix)


def ringing(i_dc):
    """Return the one of the four that rings."""
    return max(eigenvalues(i_dc), key=lambda z: z.imag)


def test_section_3_ringing_and_relaxation():
    pair = ringing(0.0)
    assert 2 * np.pi / pair.imag == pytest.approx(16.4, abs=0.05)
    assert -1 / pair.real == pytest.approx(4.9, abs=0.05)
    assert np.exp(pair.real * 4.93) == pytest.approx(0.37, abs=0.005)  # what "to 37 %" means
    assert 9 == pytest.approx(np.pi / pair.imag, abs=1)  # the overshoot, about half a period
    assert 1000 * pair.imag / (2 * np.pi) == pytest.approx(61, abs=0.5)
    one, other = (simulate_hh(np.zeros(400), v0=-70.0, gates0=START[1:]) for _ in "12")
    assert np.array_equal(one.v, other.v)
    t, (v, m, h, n), found = solve(0.0, 100.0, START)
    assert found.size == 0
    assert v.max() == pytest.approx(-64.50, abs=0.005)
    assert t[v.argmax()] == pytest.approx(9, abs=0.3)
    np.testing.assert_allclose(REST[0], -65.00, atol=0.005)
    np.testing.assert_allclose([m[-1], h[-1], n[-1]], [0.0530, 0.5960, 0.3177], atol=5e-5)
    assert v[-1] == pytest.approx(-65.00, abs=0.005)
    arrives = np.interp(0, v[: v.argmax()] - REST[0], t[: v.argmax()])
    assert arrives == pytest.approx(6, abs=0.05)
    assert np.interp(arrives, t, n) == pytest.approx(0.310, abs=0.0005) and n.min() < REST[3]
    assert t[n.argmin()] < arrives
    t, v, *_ = LESSON.run("hh")["hh"](0, 100)  # the student's own function
    assert t[-1] == 100 and v[-1] == pytest.approx(-65.00, abs=0.005)
    assert v.max() == pytest.approx(-64.50, abs=0.005)


def test_section_4_one_spike():
    t, (v, m, h, n), found = solve(10.0, 200.0)
    assert 1000 / np.diff(found)[-1] == pytest.approx(68.3, abs=0.05)
    assert v.max() == pytest.approx(40, abs=0.5) and v.max() < 50
    first = t < 10
    g_na, g_k = 120 * m**3 * h, 36 * n**4
    delay = t[first][g_k[first].argmax()] - t[first][g_na[first].argmax()]
    assert delay == pytest.approx(1.5, abs=0.1)
    assert round(g_na[first].max()) == 33 and round(g_k[first].max()) == 13
    assert -77 < v[first].min() < -74
    # Demo 4.1: later spikes are lower, and lower still for more current
    peaks = {}
    for i_dc in (10.0, 60.0):
        t, (v, _m, h, n), _ = solve(i_dc, 100.0)
        peaks[i_dc] = v[t < 6].max(), v[t > 50].max()
        assert h[t > 50].max() < REST[2] and n[t > 50].min() > REST[3]
    assert all(late < first for first, late in peaks.values())
    assert peaks[60.0][1] < peaks[10.0][1]


def test_section_4_currents_where_v_is_steepest_and_at_its_peak():
    t = np.linspace(0, 8, 80_001)
    v, m, h, n = exact_v(10.0, t)
    i_na, i_k = 120 * m**3 * h * (v - 50), 36 * n**4 * (v + 77)
    rise = np.gradient(v, t)
    steepest, peak = rise.argmax(), v.argmax()
    assert round(i_na[steepest], -1) == -410 and round(i_k[steepest], -1) == 90
    assert round(rise[steepest]) == 308
    leak, g_na = 0.3 * (v + 54.387), 120 * m**3 * h
    assert [round(x[peak], -1) for x in (i_na, i_k, leak)] == [-300, 280, 30]
    assert i_na[peak] + i_k[peak] + leak[peak] == pytest.approx(10, abs=0.1)
    assert 2.1 < t[peak] < 2.2 < t[g_na.argmax()]  # g_Na still rises when V does not
    around = slice(peak - 1500, peak + 1500)  # 0.15 ms each way
    assert abs(i_na[around]).argmin() not in (0, 2999) and i_na[around].max() < 0  # a notch
    falling = slice(peak, peak + 15_000)  # 1.5 ms
    assert np.all(np.abs(i_na + i_k)[falling] < 0.1 * i_k[falling])
    assert np.all((i_na + i_k)[peak + 1000 : peak + 15_000] > 0)
    # they are called as in equation (5.1)
    demo = LESSON.demo("current-demo")
    assert demo.text and demo.error is None  # now it is drawn
    labels = [text.get_text() for text in demo.figure.axes[3].get_legend().get_texts()]
    assert labels == [r"$I_\mathrm{Na}$", "$I_K$", "$I_L$"]
    text = "\n".join(cell.source for cell in LESSON.cells)
    assert "I_L {i_l:" in text and "I_leak" not in text


def test_think_10_2_sodium_of_a_spike():
    """At 6.3 °C an eighth of it enters before the peak."""
    for celsius, height, needed, times in ((6.3, 10, 104, 13), (18.5, 20, 95, 4)):
        t, (v, m, h, _), found = pulsed(height, 1.0, t_stop=12.0, celsius=celsius)
        i_na, up = 120 * m**3 * h * (v - 50), slice(v.argmax() + 1)
        charge = -np.trapezoid(i_na, t)
        assert found.size == 1
        assert v.max() - REST[0] == pytest.approx(needed, abs=0.7)
        assert round(charge / (v.max() - REST[0])) == times
        before = -np.trapezoid(i_na[up], t[up]) / charge
        assert celsius > 6.3 or before == pytest.approx(1 / 8, abs=0.005)


def test_section_5_thresholds_of_an_instant_shift_and_of_anode_break():
    """After 20 ms, and the spike comes after the end."""
    assert [spikes(0.0, 40.0, REST + shift * V_UP).size for shift in (6.49, 6.52)] == [0, 1]
    for i_dc, n_spikes in ((-2.7, 0), (-2.79, 0), (-2.793, 1), (-2.8, 1)):
        t, (v, *_), found = pulsed(i_dc, 20.0, t_stop=60.0)
        assert found.size == n_spikes and np.all(found > 20)
        assert v[t < 20].max() <= REST[0] + 1e-6
    assert round(REST[2], 2) == 0.60 and round(REST[3], 2) == 0.32
    # Think 5.3: h is open and n closed when V is back
    for height, width, back in ((-2.79, 20.0, 1.4), (-10.0, 2.0, 3.4)):
        t, (v, _, h, n), found = pulsed(height, width)
        k = np.flatnonzero((t > width) & (v > REST[0]))[0]
        assert t[k] - width == pytest.approx(back, abs=0.05)
        assert h[k] == pytest.approx(0.68, abs=0.01) and n[k] == pytest.approx(0.28, abs=0.01)
    assert found.size == 1 and found[0] - 2.0 == pytest.approx(10, abs=0.3)  # a short pulse
    # Demo 5.2: just after a spike nothing helps
    current = pulse(10.0, 1.0)[0]
    found = spikes(lambda t: current(t) + 100.0 * (5 <= t < 6), 30.0, edges=[1.0, 5.0, 6.0])
    assert found.size == 1


def test_demo_5_2_flat_from_8_ms_on_though_the_spike_comes_later():
    """The step's threshold to seven digits; within 0.1 % of it at 8 ms, still 1 % above at 6."""
    step = 2.240334
    assert fires(step - 1e-5, 70.0, t_stop=70.0) == 0 and fires(step + 1e-5, 70.0, t_stop=70.0) == 1
    assert fires(1.001 * step, 8.0) == 1 and fires(1.01 * step, 6.0) == 0
    for above in (1.0001, 1.001):
        (spike,) = spikes(above * step, 60.0)
        assert spike == pytest.approx(10, abs=0.7)
    t, (v, _, h, n), found = solve(0.999 * step, 60.0)
    top = v.argmax()
    assert found.size == 0 and 7.7 < t[top] < 8
    assert h[top] < REST[2] - 0.1 and n[top] > REST[3] + 0.05
    # a LIF of the same charge and rheobase, Lapicque: height / rheobase = 1 / (1 - e^(-w/tau))
    tau_m = 6.5 / 2.24
    assert round(tau_m, 1) == 2.9
    assert [round(100 / (1 - exp(-width / tau_m)) - 100) for width in (5, 8, 10)] == [22, 7, 3]
    # Demo 5.4: slow ramps
    assert ramp(9.0, 20.0)[2][-1] > 580
    for final, rise in ((9.0, 30.0), (9.0, 50.0), (9.0, 100.0), (9.5, 100.0)):
        assert ramp(final, rise)[2].size == 0
    assert ramp(14.0, 100.0, 200.0)[2][0] == pytest.approx(134, abs=0.5)
    assert 9 / 2.24 == pytest.approx(4, abs=0.05)
    # at 10 a slow wave grows until it fires
    t, (v, *_), found = ramp(10.0, 100.0)
    assert found[0] == pytest.approx(513, abs=0.5)
    heights = [np.ptp(v[(t > a) & (t < a + 50)]) for a in (150, 250, 350, 430)]
    assert np.all(np.diff(heights) > 0) and heights[-1] > 2 * heights[1]
    i_inj = 10.0 * np.clip(np.arange(12_001) * 0.05 / 100, 0, 1)  # the lesson's own step
    assert simulate_hh(i_inj, 0.05).spike_times[0] == pytest.approx(513, abs=0.5)


def ramp(final, rise, t_stop=600.0):
    return solve(lambda t: final * min(t / rise, 1), t_stop, edges=[rise])


@pytest.mark.parametrize(
    ("i_dc", "celsius", "lasts"),
    [(10, 0.0, True), (6, 0.0, False), (10, 6.3, True), (10, 21.1, True), (10, 21.2, True),
     (10, 21.5, True), (10, 21.6, False),
     (10, 22.0, False), (10, 25.0, False), (20, 25.0, True), (40, 20.0, True), (40, 25.0, True),
     (6, 6.3, False)],
)  # fmt: skip
def test_demo_10_1_a_train_lasts_up_to_21_5_degrees(i_dc, celsius, lasts):
    """Upward crossings of −30 mV, whatever the height; 21.5 °C lasts 1000 ms, 21.6 °C 60."""
    t_stop = 1000.0 if celsius == 21.5 else 300.0
    peaks = held(float(i_dc), t_stop, celsius, -30.0)[2]
    assert bool(peaks[-1] > t_stop - 40) is lasts
    line = LESSON.demo("temperature-demo", celsius=celsius, i_dc=i_dc).text
    assert ("no lasting train" in line) is not lasts
    assert f"peaks above −30 mV: {np.sum(peaks < 80)};" in line
    if lasts:
        told = float(re.search(r"fires at (\d+) Hz", line)[1])
        early = peaks[peaks < 80]
        assert told == pytest.approx(1000 / np.diff(early)[-3:].mean(), abs=0.5, rel=0.003)


def test_demo_10_1_rates_and_height_of_the_late_peaks():
    """From 21.2 °C on they stay below 0 mV; at 20 µA/cm² and 25 °C they reach −8."""
    for i_dc, celsius, highest in ((10.0, 21.1, 0.9), (10.0, 21.2, -0.1), (20.0, 25.0, -8)):
        t, (v, *_), _ = held(i_dc, 300.0, celsius, -30.0)
        assert v[t > 200].max() == pytest.approx(highest, abs=0.3)
    for celsius, hz in ((6.3, 68), (18.5, 189)):
        _t, (v, *_), found = held(10.0, 120.0, celsius)
        assert round(1000 / np.diff(found)[-3:].mean()) == hz
        assert bool(v.max() < 30) is (celsius > 10)
    t, (v, *_), _ = held(10.0, 300.0, 25.0, -30.0)  # one small peak, then silence
    assert round(v.max()) == -18 and t[v.argmax()] < 3
    assert v[t > 4].max() < -50 and np.ptp(v[t > 100]) < 0.01


def rate(i_dc):
    return 1000 / np.diff(spikes(i_dc, 200.0))[-5:].mean()


def test_section_6_the_jump_and_the_slow_rise():
    low, high = rate(6.27), rate(62.7)
    assert low == pytest.approx(51, abs=0.7)
    assert 2.3 < high / low < 2.5
    assert rate(60.0) == pytest.approx(124, abs=0.6)
    for i_dc, above in ((62.5, True), (62.8, True), (63.0, False)):  # from 63 on below 0 mV
        v = exact_v(i_dc, np.arange(0, 25, 0.01), solve(i_dc, 400.0)[1][:, -1])[0]
        assert bool(v.max() > 0) is above and np.ptp(v) > 50  # over three periods
    # just below 6.26 the train ends, at 6.26 as well, just above it goes on
    assert spikes(6.25, 1000.0)[-1] < 500
    assert spikes(6.26, 1500.0)[-1] < 1000
    assert spikes(6.27, 1000.0)[-1] > 970
    # two starts, two ends
    assert spikes(8.0, 100.0).size == 7
    assert spikes(8.0, 300.0, balanced(8.0) + 2 * V_UP).size == 0
    assert ringing(8.0).real < 0


def test_section_6_stability_of_rest():
    """Rest loses it at 9.78 and regains it at 154.5; the oscillation shrinks to nothing there."""
    for low, high, expected in ((8, 12, 9.78), (140, 170, 154.52)):
        found = brentq(lambda i: ringing(i).real, low, high)
        assert found == pytest.approx(expected, abs=0.005)
        assert found == pytest.approx(hh_analysis.hopf_current(low, high), abs=1e-4)
    assert ringing(9.7).real < 0 < ringing(9.9).real  # section 7: the ringing grows,
    assert ringing(154.4).real > 0 > ringing(154.7).real  # and dies out again
    heights = []
    for i_dc in (7.0, 100.0, 150.0, 160.0):
        t, (v, *_), _ = solve(i_dc, 400.0)
        heights.append(np.ptp(v[t > 350]))
    assert heights[0] > 100 > heights[1] > 30 > heights[2] > 1 > heights[3]
    # Think 7.3: depolarisation block
    v, _, h, n = balanced(170.0)
    assert round(v) == -42 and round(v - REST[0]) == 23
    assert (round(h, 2), round(n**4, 2)) == (0.06, 0.18)
    assert (n / REST[3]) ** 4 == pytest.approx(18, abs=0.5)
    assert 1 - h / REST[2] == pytest.approx(0.9, abs=0.02)
    t, (trace, *_), found = solve(170.0, 200.0)
    assert found.size <= 1 and np.ptp(trace[t > 150]) < 1


def test_think_7_1_a_pulse_switches_on_and_another_off():
    """At 8 µA/cm²: the first pulse starts a train, one at the right moment ends it."""

    def on(t):
        return 8.0 + 10.0 * (t < 1)

    _, states, found = solve(on, 200.0, balanced(8.0), edges=[1.0])
    assert found[-1] > 180

    def ends(wait, height):
        def off(t):
            return 8.0 + height * (wait <= t < wait + 2)

        later = spikes(off, 120.0, states[:, -1], edges=[wait, wait + 2.0])
        return later.size == 0 or later[-1] < 60

    heights = (-6.0, -4.0, -3.0, -2.0, 2.0, 3.0)
    assert any(ends(*pair) for pair in itertools.product(np.arange(2.0, 16.0), heights))


def swing(i_dc, shift=2.0, t_stop=800.0):
    """Return the late peak-to-peak amplitude [mV], from `shift` mV off the balanced state."""
    t, (v, *_), _ = solve(i_dc, t_stop, balanced(i_dc) + shift * V_UP)
    return np.ptp(v[t > t_stop - 50])


def test_section_7_the_upper_hopf_point_is_supercritical_and_the_lower_is_not():
    """A stable oscillation shrinks into rest at 154.52, like the root of the distance.

    At 9.78 the unstable one does: just below, 0.1 mV dies out and 2 mV fires, nothing between.
    """
    squares = np.array([swing(154.52 - d) for d in (4.0, 2.0, 1.0)]) ** 2
    np.testing.assert_allclose(squares / squares[1], [2, 1, 0.5], rtol=0.1)
    assert swing(155.5) < 0.1
    assert swing(9.7, 0.1) < 0.1 and swing(9.7) > 90 and swing(9.0) < 0.1
    # the frequency there
    assert 1000 * ringing(9.775).imag / (2 * np.pi) == pytest.approx(93, abs=0.5)
    assert rate(9.775) == pytest.approx(68, abs=0.5)
    # the student's jacobian, by the expression that the prose names, gives the eigenvalues
    (call,) = re.findall(r"`(np\.linalg\.eigvals\(jacobian\(.*)`", LESSON.text)
    found = eval(call, LESSON.run("imports", "jacobian"))
    expected = np.sort_complex(eigenvalues(8.0))
    np.testing.assert_allclose(np.sort_complex(found), expected, rtol=1e-5)


@functools.cache
def errors(method, dt):
    """Return t, V and the error of V [mV] over 50 ms, and what it cost."""
    v, evaluations = hh_integrators.integrate(method, 10.0, 50.0, dt)
    t = np.arange(v.size) * dt
    exact = exact_v(10.0, t)[0]
    return t, v, exact, evaluations


def largest_error(method, dt):
    _, v, exact, evaluations = errors(method, dt)
    return np.abs(v - exact).max(), evaluations


def test_section_8_errors_at_equal_cost():
    euler, cost = largest_error("forward Euler", 0.01)
    runge_kutta, same_cost = largest_error("Runge–Kutta", 0.04)
    assert cost == same_cost == 5000
    assert euler / runge_kutta == pytest.approx(100, rel=0.1)
    assert largest_error("exponential Euler", 0.01)[0] > 5 * euler
    in_turns, same_cost = largest_error("exponential Euler, in turns", 0.01)
    assert same_cost == cost and 9 < euler / in_turns < 10
    finer = largest_error("exponential Euler, in turns", 0.005)[0]
    assert in_turns / finer == pytest.approx(4, rel=0.05)  # of order 2
    # the largest error is that of a late spike
    t, v, exact, _ = errors("forward Euler", 0.01)
    error, up = np.abs(v - exact), np.gradient(exact, t)
    late = np.interp(0, v[190:200], t[190:200]) - np.interp(0, exact[190:200], t[190:200])
    assert late == pytest.approx(0.017, abs=0.0005)
    assert 1.9 < t[error.argmax()] < 2 and up[error.argmax()] == pytest.approx(308, abs=6)
    assert error.max() == pytest.approx(5.2, abs=0.05) and round(0.017 * 308, 1) == 5.2
    # solve_ivp is better still, with long and short steps
    found = solve_ivp(slopes, (0, 50), REST, args=(lambda t: 10.0,), rtol=1e-6, atol=1e-8)
    assert found.nfev < 5000
    error = np.abs(found.y[0] - exact_v(10.0, found.t)[0]).max()
    assert error < 0.1 * largest_error("Runge–Kutta", 0.04)[0]
    steps, v = np.diff(found.t), found.y[0][1:]
    assert np.median(steps[v < -50]) > 3 * np.median(steps[v > -40])
    # exponential Euler stays at any step; what limits the others is the quickest C_m / g
    for method, limit in (("forward Euler", 0.07), ("Runge–Kutta", 0.09)):
        assert np.abs(hh_integrators.integrate(method, 10.0, 50.0, limit)[0]).max() < 150
        v = hh_integrators.integrate(method, 10.0, 50.0, limit + 0.005)[0]
        assert not np.all(np.abs(v) < 150)
        assert hh_integrators.largest_step(method, 10.0, 50.0) == pytest.approx(limit, abs=0.004)
    for method, dt in itertools.product(("", ", in turns"), (0.1, 0.5, 1.0)):
        v, _ = hh_integrators.integrate(f"exponential Euler{method}", 10.0, 50.0, dt)
        assert -80 < v.min() and v.max() < 55
    _, (_v, m, h, n), _ = solve(10.0, 10.0)
    slowest, quickest = (1 / (120 * x[0] ** 3 * x[1] + 36 * x[2] ** 4 + 0.3).max()
                         for x in (REST[1:, None], (m, h, n)))  # C_m / g in ms  # fmt: skip
    assert slowest == pytest.approx(1.5, abs=0.05) and quickest == pytest.approx(0.03, abs=0.005)


def test_section_9_noise_shrinks_with_the_root_of_the_area():
    noisy_patch, rng = LESSON.run("channel-noise")["noisy_patch"], np.random.default_rng(3)
    ends = {a: np.array([noisy_patch(a, 0.5, rng)[-1] for _ in range(60)]) for a in (25, 400)}
    ratio = ends[25].std() / ends[400].std()
    assert ratio == pytest.approx(4, rel=0.3)  # √16
    assert ends[400].mean() == pytest.approx(V_REST, abs=0.1)
    # a small patch fires without input
    assert noisy_patch(1, 100.0, np.random.default_rng(1)).max() > 20
    channels = 60 * np.pi * 500 * 10_000  # Think 9.1: 1 cm of a cylinder of 0.5 mm
    assert channels == pytest.approx(1e9, rel=0.1)

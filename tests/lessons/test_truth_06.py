"""What lesson 06 says of the authors of models, of two rheobases, and of an experiment.

Oracles: a minimum, an event-driven solution in closed form, an adaptive solver, own simulations.
"""

import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from helpers import glif
from helpers.adex import PATTERNS, AdExParams
from helpers.lif import LIFParams
from helpers.theory import lif_rate_dc
from tests.lessons.lessons import LESSONS

(LESSON,) = (lesson for lesson in LESSONS if str(lesson).startswith("06_"))
TEXT = " ".join(LESSON.text.split())


def test_section_1_after_spike_currents_and_moving_thresholds_have_their_authors():
    first = TEXT[: TEXT.index("Exercise 1.1")]
    assert re.search(r"Mihalaş and Niebur \(2009\).*currents.*threshold.*Teeter.*took this", first)
    assert "*Neural Comput.* 21, 704 (2009)" in TEXT and "104, 2806 (2010)" in TEXT
    assert "Mihalaş & Niebur (2009)" in glif.__doc__
    assert "Mihalaş & Niebur (2009)" in glif.simulate_glif.__doc__


# --- rheobase -------------------------------------------------------------------------------


def slopes(v, w, i, p):
    upstroke = p.g_L * p.Delta_T * np.exp((np.minimum(v, p.V_T + 50) - p.V_T) / p.Delta_T)
    return (-p.g_L * (v - p.E_L) + upstroke - w + i) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w


def first_spike(i_of_t, p, t_stop):
    """Return when V first reaches −20 mV [ms], by an adaptive solver; None if it does not."""

    def runs_away(t, y):
        return y[0] + 20

    runs_away.terminal = True
    options = {"method": "LSODA", "rtol": 1e-8, "atol": 1e-8, "max_step": 5, "events": runs_away}
    run = solve_ivp(lambda t, y: slopes(*y, i_of_t(t), p), (0, t_stop), (p.E_L, 0.0), **options)
    return run.t[-1] if run.t_events[0].size else None


@pytest.mark.parametrize("name", PATTERNS)
def test_saddle_node_current_is_the_largest_with_a_steady_state(name):
    """The current that balances V at w = a (V - E_L) has a maximum over V."""
    p = PATTERNS[name].params

    def minus_current(v):
        return p.C_m * slopes(v, p.a * (v - p.E_L), 0.0, p)[0]

    found = minimize_scalar(minus_current, bounds=(-80, -20), method="bounded",
                            options={"xatol": 1e-10})  # fmt: skip
    assert p.saddle_node_current == pytest.approx(-found.fun, abs=1e-6)
    assert p.rheobase == p.saddle_node_current  # the old name works


def test_section_5_adapting_fires_from_229_pA_and_could_rest_up_to_256():
    p = PATTERNS["adapting"].params
    assert round(p.saddle_node_current) == 256 and PATTERNS["adapting"].i_dc / 2 == 250
    assert first_spike(lambda t: 228.9, p, 1500) is None
    assert first_spike(lambda t: 229.3, p, 1500) is not None
    assert first_spike(lambda t: 250.0, p, 1500) < 100
    assert first_spike(lambda t: min(250.0, t / 20), p, 8000) is None  # a slow ramp
    said = TEXT[TEXT.index('Now give "adapting" 50 %') :]
    assert "up to 256 pA" in said and "from 229 pA on" in said


def test_section_5_at_250_pA_adapting_fires_once():
    demo = LESSON.demo("pattern-demo", pattern="adapting", percent=50)
    assert demo.text.startswith("250 pA; intervals – ms")  # no second spike in 500 ms
    p = PATTERNS["adapting"].params
    start = first_spike(lambda t: 250.0, p, 200)
    after = solve_ivp(lambda t, y: slopes(*y, 250.0, p), (start, start + 3000),
                      (p.V_reset, p.b + 15.0), method="LSODA", max_step=5)  # fmt: skip
    assert after.y[0].max() < p.V_T  # w was below 15 pA before the spike: 50 mV · 2 nS · 64/300


@pytest.mark.parametrize("p", [AdExParams(a=0.0), PATTERNS["delayed accelerating"].params])
def test_without_a_or_with_a_below_0_a_step_fires_above_it_only(p):
    assert first_spike(lambda t: p.saddle_node_current - 0.5, p, 20_000) is None
    assert first_spike(lambda t: p.saddle_node_current + 1, p, 20_000) is not None


# --- eleven hours ---------------------------------------------------------------------------


def test_think_3_1_counts_over_eleven_hours():
    """4000 neurons for 10 s, simulated here once more; the error of a variance of n counts.

    A long run, 84 000 windows from 23 seeds, gave 0.01345 ± 0.00006.
    """
    rng, n = np.random.default_rng(11), 4000
    v, i_asc, counts = np.zeros((3, n), np.float32)  # V above rest [mV]
    free_at = np.zeros(n, np.int32)
    for k in range(105_000):  # steps of 0.1 ms
        i_all = 300 * rng.standard_normal(n, np.float32) + 300 + i_asc
        v += np.float32(0.01) * (i_all / 10 - v)
        v *= k >= free_at
        i_asc *= np.float32(np.exp(-0.1 / 50))
        fired = np.flatnonzero(v >= 20)
        v[fired], free_at[fired] = 0, k + 21  # held for 2 ms
        i_asc[fired] -= 100
        if k >= 5000:
            counts[fired] += 1
    fano, error = (
        counts.var(ddof=1, dtype=float) / counts.mean(dtype=float),
        0.0135 * np.sqrt(2 / n),
    )
    assert round(error, 4) == 0.0003 and n * 10 / 3600 == pytest.approx(11, abs=0.2)
    assert fano == pytest.approx(0.0135, abs=2 * error)
    assert "Counted over eleven hours, in windows of 10 s, $F$ is 0.0135 ± 0.0003" in TEXT


# --- threshold or current -------------------------------------------------------------------

E_L, G_L, TAU_M, V_TH = -75.0, 10.0, 10.0, -55.0


def exact_onset(level, before, test, jump=600.0):
    """Return 1 / first interval [Hz] after the jump; V in closed form between events."""
    t, v, i_asc, theta, held, spikes = 0.0, E_L, 0.0, 0.0, 0.0, []
    while len(spikes) < 2:
        i, left = (before, jump - t) if t < jump else (test, 200.0)
        c = i_asc / G_L / (1 - TAU_M / 100)

        def v_at(s, v=v, i=i, c=c):
            away = v - E_L - i / G_L - c
            return E_L + i / G_L + c * np.exp(-s / 100) + away * np.exp(-s / TAU_M)

        def gap(s, v_at=v_at, theta=theta):
            return v_at(s) - V_TH - theta * np.exp(-s / 60)

        grid = np.linspace(0, min(left, 200.0), 4001)
        above = np.flatnonzero(gap(grid) >= 0) if held == 0 else np.empty(0, int)
        if held:
            s = min(held, left)
            held -= s
        else:
            s = brentq(gap, grid[above[0] - 1], grid[above[0]]) if above.size else grid[-1]
            v = v_at(s)
        t = jump if s == left else t + s
        i_asc, theta = i_asc * np.exp(-s / 100), theta * np.exp(-s / 60)
        if above.size:
            spikes += [t] if t > jump else []
            held = 2.0
            if level == 3:
                v, i_asc = E_L, i_asc - 25
            else:
                v, theta = E_L + 0.2 * (v - E_L) - 4, theta + 3
    return 1000 / (spikes[1] - spikes[0])


def slope(level, before):
    return (exact_onset(level, before, 600.0) - exact_onset(level, before, 350.0)) / 250


def test_think_7_4_the_slope_rises_with_a_current_and_falls_with_a_threshold(capsys):
    """What the cell prints on a grid of 0.02 ms, the exact slopes say to two digits."""
    LESSON.run("onset-rate")
    told = re.findall(r"GLIF(\d) after +(\d+) pA: (\S+) Hz/pA", capsys.readouterr().out)
    exact = {(lv, b): round(slope(lv, b), 2) for lv in (3, 2) for b in (0.0, 350.0)}
    assert {(int(lv), float(b)): float(x) for lv, b, x in told} == exact
    assert list(exact.values()) == [0.29, 0.33, 0.27, 0.23]
    answer = TEXT[TEXT.index("### Think 7.4") :]
    assert "*rises*, from 0.29 to 0.33" in answer and "*falls*, from 0.27 to 0.23" in answer


@pytest.mark.parametrize("jump", [607.0, 615.0])
def test_think_7_4_whatever_the_moment_of_the_jump(jump):
    for level, sign in ((3, 1), (2, -1)):
        ends = [exact_onset(level, 350.0, x, jump) for x in (350.0, 600.0)]
        assert sign * ((ends[1] - ends[0]) / 250 - slope(level, 0.0)) > 0.02


@pytest.mark.parametrize(("level", "fits"), [(3, "moved"), (2, "stretched")])
def test_think_7_4_which_guess_fits(level, fits):
    """Both go through 400 pA; at 600 pA one misses by less than 3 %, the other by more than 9 %."""
    after = [exact_onset(level, 350.0, x) for x in (400.0, 600.0)]
    same = brentq(lambda x: exact_onset(level, 0.0, x) - after[0], 250, 400, xtol=0.01)
    guesses = {"moved": 600 - (400 - same), "stretched": 600 * same / 400}
    misses = {name: abs(exact_onset(level, 0.0, x) / after[1] - 1) for name, x in guesses.items()}
    assert misses.pop(fits) < 0.03
    assert min(misses.values()) > 0.08


@pytest.mark.parametrize("raised", [2.0, 5.0, 20.0])
def test_think_7_4_a_threshold_twice_as_far_needs_twice_the_current(raised):
    """If reset is at E_L the rate depends on I / (V_th - E_L) only."""
    near, far = (LIFParams(V_th=-55 + x, V_reset=-75, E_L=-75) for x in (0.0, raised))
    i_dc = np.array([250.0, 400.0, 900.0])
    stretched = i_dc * (20 + raised) / 20
    np.testing.assert_allclose(lif_rate_dc(stretched, far), lif_rate_dc(i_dc, near), rtol=1e-12)

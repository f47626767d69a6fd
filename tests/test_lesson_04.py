"""Every number that the prose of lesson 04 states, from a closed form or a simulation."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import erfcx

from helpers.lif import LIFParams, lif_step, sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step, white_noise_by_step
from helpers.point_processes import gamma_train, poisson_train
from helpers.spikes import cv_isi, fano_factor, firing_rate, isi, serial_correlation
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise, lif_voltage_sd
from tools.demos import run_demos
from tools.masters import read_master

CELL, DT = LIFParams(), 0.1
SIGMAS = np.linspace(0.5, 10, 96)


def white_trains(mu, sigma, copies, t_stop, seed=0):
    """Return the trains of equal neurons, each with its own white noise."""
    current = white_noise_by_step(float(mu), float(sigma), copies, DT, seed)
    return sweep_lif(current, copies, round(t_stop / DT), DT, CELL)


def slow_trains(mu, sigma, tau, copies, t_stop, seed=0):
    current = ornstein_uhlenbeck_by_step(float(mu), float(sigma), float(tau), copies, DT, seed)
    return sweep_lif(current, copies, round(t_stop / DT), DT, CELL)


# --- sections 1 and 2 -----------------------------------------------------------------------


def test_gamma_of_shape_4_is_every_fourth_spike_of_a_faster_poisson_train():
    every_fourth = isi(poisson_train(80.0, 400_000.0, rng=0)[3::4])
    drawn = isi(gamma_train(20.0, 4.0, 400_000.0, rng=1))
    assert every_fourth.mean() == pytest.approx(50, rel=0.02)
    assert stats.ks_2samp(every_fourth, drawn).pvalue > 0.01


def test_reference_trains_have_cv_0_1_and_one_over_root_k():
    assert cv_isi(np.arange(50.0, 2e5, 50.0)) == 0
    for k in (1, 4):
        train = gamma_train(20, k, 2e5, rng=0)
        assert cv_isi(train) == pytest.approx(k**-0.5, abs=3 * k**-0.5 / np.sqrt(train.size))


def test_cv_does_not_depend_on_the_unit_of_time():
    train = gamma_train(20, 2, 5000, rng=0)
    assert cv_isi(train / 1000) == pytest.approx(cv_isi(train), rel=1e-12)


def test_find_the_error_a_pattern_with_cv_1_is_no_poisson_process():
    """Closed form: mean (4·10 + 60)/5 = 20, SD √((4·10² + 40²)/5) = 20, rho_1 = -1/4."""
    pattern = np.cumsum(np.tile([10.0, 10, 10, 10, 60], 200)) - 5
    intervals = np.diff(pattern, prepend=-5.0)
    assert (intervals.mean(), intervals.std()) == (20, 20)
    assert cv_isi(pattern) == pytest.approx(1, abs=0.002)  # the first interval lies before t = 0
    assert firing_rate(pattern, 20_000) == 50
    counts = np.histogram(pattern, np.arange(0.0, 20_001, 100))[0]
    assert np.all(counts == 5)
    assert fano_factor(pattern, 100.0, 20_000) == 0  # the Poisson process has 1
    assert serial_correlation(pattern) == pytest.approx(-0.25, abs=0.01)
    assert fano_factor(poisson_train(50, 20_000, rng=0), 100.0, 20_000) > 0.7


def test_think_2_2_poisson_with_a_rest():
    """CV = 1 - t_ref·rate."""
    rng = np.random.default_rng(0)
    train = np.cumsum(2 + rng.exponential(8.0, 40_000))
    assert firing_rate(train, train[-1]) == pytest.approx(100, rel=0.02)
    assert cv_isi(train) == pytest.approx(1 - 0.002 * 100, abs=0.01)


# --- section 3 ------------------------------------------------------------------------------


def test_section_3_spread_falls_as_one_over_root_of_the_time():
    trains = white_trains(250, 3, 150, 20_000.0)
    long = np.std([cv_isi(train) for train in trains])
    short = np.std([cv_isi(train[train < 1000]) for train in trains])
    assert short / long == pytest.approx(np.sqrt(20), rel=0.2)
    assert np.sqrt(20) == pytest.approx(4.5, abs=0.05)


def poisson_cvs(n, recordings=4000):
    draws = np.random.default_rng(n).exponential(50.0, (recordings, n))
    return draws.std(axis=1) / draws.mean(axis=1)


@pytest.mark.parametrize("n", [25, 100, 400])
def test_section_3_standard_error_of_a_poisson_cv(n):
    """About 1/√n: for few intervals the estimates scatter a little less."""
    assert poisson_cvs(n).std() == pytest.approx(n**-0.5, rel=0.03 + 2 / n**0.75)


@pytest.mark.parametrize("n", [3, 5, 10, 50])
def test_section_3_mean_square_of_a_poisson_cv(n):
    """(n - 1)/(n + 1), since n exponential intervals cut their sum as n - 1 uniform points do."""
    squares = poisson_cvs(n, 20_000) ** 2
    error = squares.std() / np.sqrt(squares.size)
    assert squares.mean() == pytest.approx((n - 1) / (n + 1), abs=4 * error)
    assert poisson_cvs(n).mean() < 1


def test_think_3_1_standard_errors_and_a_regular_train():
    assert (25**-0.5, 400**-0.5) == (0.2, 0.05)
    assert poisson_cvs(25).mean() < 0.98
    assert abs(0.85 - 1) < 0.2 and abs(0.95 - 1) <= 0.0501
    draws = np.random.default_rng(0).gamma(16.0, 1.0, (4000, 100))
    assert (draws.std(axis=1) / draws.mean(axis=1)).std() < 0.3 * 100**-0.5


# --- section 4 ------------------------------------------------------------------------------


def test_demo_4_2_without_noise():
    drive = np.arange(100.0, 401.0, 20.0)
    cvs = np.array([cv_isi(x) for x in sweep_lif(lambda k: drive, 16, 10_000)])
    np.testing.assert_allclose(cvs[drive > 200], 0, atol=1e-6)
    assert np.all(np.isnan(cvs[drive <= 200]))


def test_demo_4_2_where_the_cv_rises_all_the_way():
    sigma = SIGMAS[SIGMAS >= 1]
    for mu in np.arange(100.0, 401.0, 20.0):
        rises = bool(np.all(np.diff(lif_cv_white_noise(mu, sigma, dt=DT)) > 0))
        assert rises is bool(mu >= 200), mu
    at_160 = lif_cv_white_noise(160.0, SIGMAS, dt=DT)
    assert at_160[0] > 0.99 and 0 < at_160.argmin() < at_160.size - 1
    assert lif_rate_white_noise(160.0, 1.0) < 1  # no ten spikes in a second


def test_demo_4_2_shared_noise_moves_the_points_together():
    """Correlation between the rates of neighbours over 40 seeds, from 220 pA up."""
    drive = np.arange(220.0, 401.0, 20.0)

    def neighbours(shared):
        rates = []
        for seed in range(40):
            noise = white_noise_by_step(0.0, 3.0, 1 if shared else drive.size, DT, seed)
            trains = sweep_lif(lambda k, noise=noise: drive + noise(k), drive.size, 10_000)
            rates.append([firing_rate(train, 1000.0) for train in trains])
        return np.mean(np.diag(np.corrcoef(np.transpose(rates)), 1))

    assert neighbours(shared=True) > 0.5
    assert abs(neighbours(shared=False)) < 0.2


# --- sections 5 and 6: theory ---------------------------------------------------------------

TABLE = [  # mu [pA], sigma [pA·√s], rate [Hz] or None, CV
    (250, 0.5, None, 0.0381),
    (250, 3, 57.50, 0.2024),
    (150, 3, 4.35, None),
    (150, 1, None, 1.00),
    (150, 7.5, None, 0.6484),
    (150, 10, None, 0.6661),
    (180, 1, None, 0.9220),
    (180, 4, None, 0.5015),
    (180, 10, None, 0.5947),
    (200, 0.5, 20.53, 0.2280),
    (200, 10, 51.85, 0.5524),
]


def passage_by_ode(mu, sigma, p=CELL):
    """Return rate [Hz] and CV from the backward equations of the first-passage moments.

    In y = (V - mean) / (√2 σ_V): T'' = 2y T' - 2 tau_m and M'' = 2y M' - 4 tau_m T for the mean T
    and the mean square M of the time to y_th, both 0 there; integrated by solve_ivp, upwards,
    where the growing solution is the one that belongs to a barrier at minus infinity.
    """
    mean_v, unit = p.E_L + mu / p.g_L, np.sqrt(2) * lif_voltage_sd(sigma, p)
    y_th, y_r = (p.V_th - mean_v) / unit, (p.V_reset - mean_v) / unit
    start = min(y_r, -1.0) - 8
    settings = {"rtol": 1e-10, "atol": 1e-12, "method": "LSODA", "dense_output": True}
    settings |= {"first_step": 1e-4}

    def first(y, state):
        slope, _ = state
        return 2 * y * slope - 2 * p.tau_m, slope

    one = solve_ivp(first, (start, y_th), [p.tau_m / start, 0.0], **settings).sol
    total = one(y_th)[1]

    def second(y, state):
        slope, _ = state
        return 2 * y * slope - 4 * p.tau_m * (one(y)[1] - total), slope

    initial = 2 * p.tau_m * (one(start)[1] - total) / start
    two = solve_ivp(second, (start, y_th), [initial, 0.0], **settings).sol
    mean = one(y_r)[1] - total
    square = two(y_r)[1] - two(y_th)[1]
    return 1000 / (p.t_ref + mean), np.sqrt(square - mean**2) / (p.t_ref + mean)


@pytest.mark.parametrize(("mu", "sigma", "rate", "cv"), TABLE)
def test_table_of_the_lesson_by_theory(mu, sigma, rate, cv):
    """Theory to 0.1 % of an independent solver, and the printed digits."""
    exact_rate, exact_cv = passage_by_ode(mu, sigma)
    assert lif_rate_white_noise(mu, sigma) == pytest.approx(exact_rate, rel=1e-3)
    assert lif_cv_white_noise(mu, sigma) == pytest.approx(exact_cv, rel=1e-3)
    assert rate is None or lif_rate_white_noise(mu, sigma) == pytest.approx(rate, rel=1e-3)
    assert cv is None or lif_cv_white_noise(mu, sigma) == pytest.approx(cv, rel=1.3e-3)


def pooled_cv(rows):
    pool = np.concatenate(rows)
    return pool.std() / pool.mean()


def test_table_of_the_lesson_by_simulation():
    """Within two standard errors plus one per cent of the theory with the threshold shift.

    The same number of intervals is taken from each copy: a fixed time would favour short ones.
    """
    cases = [(mu, sigma) for mu, sigma, *_ in TABLE if (mu, sigma) != (150, 1)]
    copies, t_stop = 30, 50_000.0
    mu, sigma = np.repeat(np.array(cases, float), copies, axis=0).T
    current = white_noise_by_step(mu, sigma, mu.size, DT, 1)
    trains = sweep_lif(current, mu.size, round(t_stop / DT))
    for number, case in enumerate(cases):
        mine = trains[number * copies : (number + 1) * copies]
        rate, cv = (f(*case, dt=DT) for f in (lif_rate_white_noise, lif_cv_white_noise))
        rates = np.array([firing_rate(train, t_stop) for train in mine])
        error = rates.std(ddof=1) / np.sqrt(copies)
        assert abs(rates.mean() - rate) < 2 * error + 0.01 * rate, case
        rows = [isi(train)[: int(0.5 * rate * t_stop / 1000)] for train in mine]
        left_out = [pooled_cv(rows[:k] + rows[k + 1 :]) for k in range(copies)]
        error = np.std(left_out) * np.sqrt(copies - 1)  # jackknife
        assert abs(pooled_cv(rows) - cv) < 2 * error + 0.01 * cv, case


def test_demo_5_2_rule_1():
    """At and above rheobase more noise is more irregular; below the CV has a minimum."""
    for mu in (200, 205, 250, 400):
        assert np.all(np.diff(lif_cv_white_noise(mu, SIGMAS)) > 0)
    for mu in (150, 180, 190):
        lowest = lif_cv_white_noise(mu, SIGMAS).argmin()
        assert 0 < lowest < SIGMAS.size - 1
    cvs = lif_cv_white_noise(150, [1.0, 7.5, 10.0])
    assert [f"{cv:.3f}" for cv in cvs] == ["1.000", "0.648", "0.666"]
    cvs = lif_cv_white_noise(180, [1.0, 4.0, 10.0])
    assert [f"{cv:.2f}" for cv in cvs] == ["0.92", "0.50", "0.59"]


def test_demo_5_2_rule_2():
    """The mean raises the rate and lowers the CV; the noise raises both at rheobase."""
    mu = np.arange(100.0, 401.0, 2.0)
    for sigma in (0.5, 3.0, 10.0):
        cv, rate = lif_cv_white_noise(mu, sigma), lif_rate_white_noise(mu, sigma)
        heard = rate > 1e-3
        assert np.all(np.diff(cv[heard]) < 0) and np.all(np.diff(rate) >= 0)
    rate, cv = lif_rate_white_noise(200.0, SIGMAS), lif_cv_white_noise(200.0, SIGMAS)
    assert np.all(np.diff(rate) > 0) and np.all(np.diff(cv) > 0)
    assert [round(rate[0], 1), round(rate[-1], 1)] == [20.5, 51.8]
    assert [round(cv[0], 2), round(cv[-1], 2)] == [0.23, 0.55]


def test_think_5_3_once_in_eight_years():
    assert CELL.E_L + 150 / CELL.g_L == -60 and CELL.V_th - -60 == 5
    years = 1 / lif_rate_white_noise(150, 1) / (365.25 * 24 * 3600)
    assert 8 <= years < 9
    assert lif_rate_white_noise(150, 1) == pytest.approx(passage_by_ode(150, 1)[0], rel=1e-3)


def test_section_6_digits_of_the_integrand():
    """For large negative u the integrand is close to -1/(u √π)."""
    assert erfcx(30.0) == pytest.approx(0.019, abs=5e-4)
    assert erfcx(30.0) == pytest.approx(1 / (30 * np.sqrt(np.pi)), rel=1e-3)
    mean_v, unit = -75 + 250 / 10, np.sqrt(2) * lif_voltage_sd(0.5)
    limits = [(-75 - mean_v) / unit, (-55 - mean_v) / unit]
    np.testing.assert_allclose(limits, [-50, -10])


# --- section 7 ------------------------------------------------------------------------------


@pytest.mark.parametrize(("mu", "regime"), [(207.0, "mean"), (137.0, "fluctuation")])
def test_section_7_the_border_is_the_rheobase(mu, regime):
    """The mean of V without threshold against V_th, from the membrane equation itself."""
    v = CELL.E_L
    for _ in range(5000):
        v = lif_step(v, mu, DT, CELL.E_L, CELL.g_L, CELL.tau_m)
    assert (v > CELL.V_th) is (regime == "mean") is (mu > CELL.rheobase)


def test_section_7_two_neurons_of_30_hz():
    for mu, sigma, cv in ((207, 1, 0.19), (137, 10, 0.70)):
        assert lif_rate_white_noise(mu, sigma) == pytest.approx(30, rel=0.02)
        assert round(lif_cv_white_noise(mu, sigma), 2) == cv
        assert passage_by_ode(mu, sigma)[1] == pytest.approx(cv, abs=0.006)


@pytest.mark.parametrize("rate", [10.0, 20.0, 30.0, 50.0])
def test_summary_at_the_same_rate_the_fluctuation_driven_neuron_is_more_irregular(rate):
    """Along a line of equal rate the mean falls and the CV rises as the noise grows."""
    sigma = np.arange(0.5, 10.1, 0.5)
    mu = [brentq(lambda m, s=s: lif_rate_white_noise(m, s) - rate, -100, 400) for s in sigma]
    assert np.all(np.diff(mu) < 0)
    assert np.all(np.diff(lif_cv_white_noise(mu, sigma)) > 0)


def test_demo_7_1_which_reference_fits():
    regular = np.concatenate([isi(t) for t in white_trains(300, 3, 60, 10_000.0)])
    shape = (regular.mean() / regular.std()) ** 2
    law = stats.gamma(shape, scale=regular.mean() / shape)
    assert stats.kstest(regular, law.cdf).statistic < 0.05
    rare = np.concatenate([isi(t) for t in white_trains(140, 3.5, 120, 60_000.0)])
    late = rare[rare > 0.3 * rare.mean()]
    late = late - late.min()  # without memory: what is left is exponential again
    assert stats.kstest(late, stats.expon(scale=late.mean()).cdf).statistic < 0.03
    assert rare.min() > 5 > CELL.t_ref  # the climb from reset


def test_think_7_2_more_irregular_at_the_same_rate():
    assert lif_rate_white_noise(149, 6) == pytest.approx(20, rel=0.01)
    assert round(lif_cv_white_noise(149, 6), 2) == 0.66
    high = LIFParams(V_reset=-60.0)
    rate, cv = passage_by_ode(132, 6, high)
    assert rate == pytest.approx(20, rel=0.01) and round(cv, 2) == 1.08
    trains = slow_trains(200, 40, 30, 60, 20_000.0)
    assert np.mean([firing_rate(t, 20_000.0) for t in trains]) == pytest.approx(24, abs=1)
    assert pooled_cv([isi(t) for t in trains]) == pytest.approx(1.05, abs=0.04)


# --- section 8 ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slow():
    return slow_trains(250, 20, 50, 60, 40_000.0)


def mean_fano(trains, window, t_stop):
    return np.mean([fano_factor(train, window, t_stop) for train in trains])


def mean_cv(trains):
    return np.mean([cv_isi(train) for train in trains])


def test_section_8_independent_intervals_bring_f_down_to_cv_squared():
    trains = white_trains(250, 3, 60, 20_000.0)
    assert abs(np.mean([serial_correlation(t) for t in trains])) < 0.02
    assert mean_cv(trains) == pytest.approx(0.2, abs=0.01)
    assert mean_fano(trains, 2000.0, 20_000.0) == pytest.approx(mean_cv(trains) ** 2, rel=0.15)
    assert mean_fano(trains, 2.0, 20_000.0) > 0.85


def test_section_8_slow_noise_has_four_times_as_large_an_f(slow):
    assert mean_cv(slow) == pytest.approx(0.2, abs=0.02)
    fano = mean_fano(slow, 2000.0, 40_000.0)
    assert fano / mean_cv(slow) ** 2 == pytest.approx(4, abs=0.6)
    assert mean_fano(slow, 2.0, 40_000.0) > 0.85
    assert np.mean([firing_rate(t, 40_000.0) for t in slow]) == pytest.approx(55, abs=1)


def test_equation_4_6_predicts_the_fano_factor(slow):
    rho = [np.mean([serial_correlation(t, lag) for t in slow]) for lag in range(1, 31)]
    predicted = mean_cv(slow) ** 2 * (1 + 2 * np.sum(rho))
    assert mean_fano(slow, 2000.0, 40_000.0) == pytest.approx(predicted, rel=0.15)


def test_demo_8_2_memory_grows_with_tau():
    rhos = []
    for tau in (1, 50, 100):
        trains = slow_trains(250, 20, tau, 48, 10_000.0)
        rhos.append([np.mean([serial_correlation(t, lag) for t in trains]) for lag in (1, 4)])
    assert abs(rhos[0][0]) < 0.05
    assert rhos[1][0] > 0.4 and rhos[2][0] > rhos[1][0]
    assert rhos[2][1] > rhos[1][1] > 0.05 and rhos[2][1] < rhos[2][0]  # falls slowly with the lag


def test_think_8_3_shuffling(slow):
    rng = np.random.default_rng(0)
    rows = [isi(train) for train in slow]
    mixed = [np.cumsum(rng.permutation(row)) for row in rows]
    kept = [row.std() / row.mean() for row in rows]
    np.testing.assert_allclose([cv_isi(m) for m in mixed], kept, rtol=0.05)
    before = mean_fano(slow, 2000.0, 40_000.0)
    after = mean_fano(mixed, 2000.0, 40_000.0)
    assert before == pytest.approx(0.19, abs=0.02) and after == pytest.approx(0.045, abs=0.01)
    pattern = np.tile([10.0, 10, 10, 10, 60], 20_000)
    train = np.cumsum(rng.permutation(pattern))
    assert fano_factor(train, 2000.0, 2e6) == pytest.approx(1, abs=0.13)
    assert fano_factor(np.cumsum(pattern) - 5, 2000.0, 2e6) == 0


# --- the noise of the demos -----------------------------------------------------------------


@pytest.fixture(scope="module")
def demos():
    master = read_master(Path(__file__).parents[1], "04_cv_isi")
    return {n: demo for n, demo in run_demos(master).items() if "fresh" in demo.controls}


def test_frozen_noise_comes_back_and_fresh_noise_does_not(demos):
    """Seed 0 is a seed, the next one is another; the box draws afresh at every move."""
    assert len(demos) == 5
    for name, demo in demos.items():
        for control in demo.controls.values():
            if control.handle is not None and control.value == 0:
                control.value = 3.0  # without noise there is nothing to freeze
        first = demo.png
        demo.controls["again"].value = 1
        second = demo.png
        assert second != first, name
        demo.controls["again"].value = 0
        assert demo.png == first, name
        demo.controls["fresh"].value = True
        drawn = demo.png
        assert drawn not in (first, second)
        demo.controls["again"].value = 1
        assert demo.png not in (first, second, drawn), name
        demo.reset()

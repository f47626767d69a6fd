"""Every number that the prose of lesson 04 states, from a closed form or a simulation."""

import functools
import warnings

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq
from scipy.special import erf, erfcx

from helpers.lif import LIFParams, lif_step, simulate_lif, sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step, white_noise, white_noise_by_step
from helpers.point_processes import gamma_train, poisson_train
from helpers.spikes import cv_isi, fano_factor, firing_rate, isi, rate_and_cv, serial_correlation
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise, lif_voltage_sd
from tests.lessons.lessons import LESSONS

LESSON, CELL, DT = LESSONS[4], LIFParams(), 0.1
HIGH = LIFParams(V_reset=-60.0)
SIGMAS = np.linspace(0.5, 10, 96)


@functools.cache
def white_trains(mu, sigma, copies, t_stop, seed=0, params=CELL):
    """Return the trains of equal neurons, each with its own white noise."""
    current = white_noise_by_step(float(mu), float(sigma), copies, DT, seed)
    return sweep_lif(current, copies, round(t_stop / DT), DT, params)


@functools.cache
def slow_trains(mu, sigma, tau, copies, t_stop, seed=0):
    """Return the trains of equal neurons, each with its own coloured noise."""
    current = ornstein_uhlenbeck_by_step(float(mu), float(sigma), float(tau), copies, DT, seed)
    return sweep_lif(current, copies, round(t_stop / DT), DT, CELL)


@functools.cache
def simulated(cases, copies, seed):
    """Return [trains of each case], 20 s from each of so many copies."""
    mu, sigma = np.repeat(np.array(cases, float), copies, axis=0).T
    trains = sweep_lif(white_noise_by_step(mu, sigma, mu.size, DT, seed), mu.size, 200_000)
    return [trains[k : k + copies] for k in range(0, mu.size, copies)]


def rates_of(trains, t_stop):
    return np.array([firing_rate(train, t_stop) for train in trains])


def cvs_of(trains):
    return np.array([cv_isi(train) for train in trains])


def pooled(trains):
    return np.concatenate([isi(train) for train in trains])


def in_steps(mu, sigma):
    """Return rate [Hz] and CV by theory with the steps of the simulation."""
    return [f(mu, sigma, dt=DT) for f in (lif_rate_white_noise, lif_cv_white_noise)]


def test_section_1_reference_trains():
    """Gamma of shape 4 is every fourth spike of a faster Poisson train; CV 0, 1 and 1/√k."""
    every_fourth = isi(poisson_train(80.0, 400_000.0, rng=0)[3::4])
    drawn = isi(gamma_train(20.0, 4.0, 400_000.0, rng=1))
    assert every_fourth.mean() == pytest.approx(50, rel=0.02)
    assert stats.ks_2samp(every_fourth, drawn).pvalue > 0.01
    assert cv_isi(np.arange(50.0, 2e5, 50.0)) == 0
    for k in (1, 4):
        train = gamma_train(20, k, 2e5, rng=0)
        assert cv_isi(train) == pytest.approx(k**-0.5, abs=3 * k**-0.5 / np.sqrt(train.size))
        assert cv_isi(train / 1000) == pytest.approx(cv_isi(train), rel=1e-12)  # in s, too
    # Demo 1.2: k = 2.5 has the same formula, and drawn intervals that follow it
    intervals = isi(gamma_train(20.0, 2.5, 200_000.0, rng=0))
    assert stats.kstest(intervals, stats.gamma(2.5, scale=50 / 2.5).cdf).pvalue > 0.01
    density = LESSON.run("three-trains")["gamma_density"]
    t = np.linspace(0.5, 200, 400)
    np.testing.assert_allclose(density(t, 50.0, 2.5), stats.gamma.pdf(t, 2.5, scale=20))


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


def test_think_2_2_two_rates_make_a_cv_of_1_6():
    """Of the intervals 10/60 have mean 100 ms and 50/60 have 20 ms; neighbours are alike.

    CV₂, the mean of 2|a - b|/(a + b), is 1 for independent exponential intervals of one mean.
    """
    mean = (10 * 100 + 50 * 20) / 60
    square = (10 * 2 * 100**2 + 50 * 2 * 20**2) / 60  # an exponential's mean square: 2·mean²
    assert mean == pytest.approx(33.3, abs=0.05)
    assert np.sqrt(square - mean**2) / mean == pytest.approx(1.6, abs=0.02)
    halves = poisson_train(10.0, 5e5, rng=0), 5e5 + poisson_train(50.0, 5e5, rng=1)
    train = np.concatenate(halves)
    assert cv_isi(train) == pytest.approx(1.61, abs=0.05)
    a, b = isi(train)[:-1], isi(train)[1:]
    assert np.mean(2 * np.abs(a - b) / (a + b)) == pytest.approx(1, abs=0.02)
    # Think 10.3, a refractory period: CV = 1 - t_ref·rate
    train = np.cumsum(2 + np.random.default_rng(0).exponential(8.0, 40_000))
    assert firing_rate(train, train[-1]) == pytest.approx(100, rel=0.02)
    assert cv_isi(train) == pytest.approx(1 - 0.002 * 100, abs=0.01)


LONGER_RUNS = ((250, 0.5), (250, 3)), 100, 0  # as in the figure


def test_section_3_the_ratio_of_two_spreads_of_a_hundred_runs():
    """The spread falls as 1/√T, so by √20 = 4.5; what is printed is good to a tenth.

    An SD of n normal values has the relative error 1/√(2(n - 1)); the ratio of two √2 times.
    """
    assert np.sqrt(20) == pytest.approx(4.5, abs=0.05)
    assert np.sqrt(2 / (2 * 99)) == pytest.approx(0.1, abs=0.002)
    for trains in simulated(*LONGER_RUNS):
        ratio = cvs_of([train[train < 1000] for train in trains]).std() / cvs_of(trains).std()
        assert ratio == pytest.approx(4, abs=0.3)  # as printed
        assert ratio == pytest.approx(np.sqrt(20), rel=0.2)
    # Think 3.1: standard errors and a regular train
    assert (25**-0.5, 400**-0.5) == (0.2, 0.05)
    assert poisson_cvs(25).mean() < 0.98
    assert abs(0.85 - 1) < 0.2 and abs(0.95 - 1) <= 0.0501
    draws = np.random.default_rng(0).gamma(16.0, 1.0, (4000, 100))
    assert (draws.std(axis=1) / draws.mean(axis=1)).std() < 0.3 * 100**-0.5
    # relative to the CV both scatter by a tenth or a bit more
    for sigma in (0.5, 3.0):
        cvs = cvs_of(white_trains(250, sigma, 300, 1000.0, seed=3))
        assert 0.09 < cvs.std() / cvs.mean() < 0.14


def poisson_cvs(n, recordings=4000):
    draws = np.random.default_rng(n).exponential(50.0, (recordings, n))
    return draws.std(axis=1) / draws.mean(axis=1)


def test_section_3_standard_error_and_mean_square_of_a_poisson_cv():
    """About 1/√n: for few intervals the estimates scatter a little less.

    (n - 1)/(n + 1), since n exponential intervals cut their sum as n - 1 uniform points do.
    """
    for n in (25, 100, 400):
        assert poisson_cvs(n).std() == pytest.approx(n**-0.5, rel=0.03 + 2 / n**0.75)
    assert poisson_cvs(10, 20_000).std() == pytest.approx(0.22, abs=0.006)  # a narrower band
    assert round(10**-0.5, 2) == 0.32
    for n in (3, 5, 10, 50):
        squares = poisson_cvs(n, 20_000) ** 2
        error = squares.std() / np.sqrt(squares.size)
        assert squares.mean() == pytest.approx((n - 1) / (n + 1), abs=4 * error)
        assert poisson_cvs(n).mean() < 1


def test_section_3_a_fixed_length_cuts_long_intervals_off():
    """A Poisson process of 8 spikes per recording: closed form of the mean of whole intervals.

    Time between first and last spike, T(1 + e) - 2(1 - e)/rate with e = exp(-rate·T), over the
    number of intervals, rate·T - 1 + e.
    """
    spikes_each, none = 8.0, np.exp(-8.0)
    spanned = (1 + none) - 2 * (1 - none) / spikes_each  # in units of T
    found = spanned / (spikes_each - 1 + none)
    assert found < 0.9 / spikes_each
    train = poisson_train(80.0, 1e6, rng=0)  # 10 000 recordings of 100 ms
    whole = isi(train)[np.diff(train // 100) == 0]  # intervals that no border cuts
    assert whole.mean() == pytest.approx(100 * found, rel=0.02)
    assert whole.std() / whole.mean() < 0.99  # the CV is 1


DRIVE = np.arange(100.0, 401.0, 20.0)  # pA, the points of Demo 4.1


def test_demo_4_1_where_the_cv_rises_all_the_way():
    for mu in DRIVE:
        cvs = lif_cv_white_noise(mu, SIGMAS[SIGMAS >= 1], dt=DT)
        assert bool(np.all(np.diff(cvs) > 0)) is bool(mu >= 200), mu
    at_180 = lif_cv_white_noise(180.0, SIGMAS, dt=DT)
    assert at_180[0] > 0.99 and 0 < at_180.argmin() < at_180.size - 1
    assert passage_by_ode(180.0, 1.0)[0] < 3 < 10 < passage_by_ode(180.0, 2.0)[0]  # dots from 2 on
    # without noise
    cvs = cvs_of(sweep_lif(lambda k: DRIVE, DRIVE.size, 10_000))
    np.testing.assert_allclose(cvs[DRIVE > 200], 0, atol=1e-6)
    assert np.all(np.isnan(cvs[DRIVE <= 200]))
    for sigma, cv, at_180 in ((1, "0.05", "0.93"), (3, "0.15", "0.53"), (10, "0.40", "0.60")):
        assert f"{passage_by_ode(300.0, sigma)[1]:.2f}" == cv
        assert f"{lif_cv_white_noise(300.0, sigma, dt=DT):.2f}" == cv
        assert passage_by_ode(180.0, sigma)[1] == pytest.approx(float(at_180), abs=0.018)
        told = LESSON.demo("irregularity-demo", sigma=float(sigma)).text
        assert f"CV {cv} at 300 pA, {at_180} at 180 pA" in told


def test_demo_4_1_shared_noise_moves_the_points_together():
    """At σ = 10: correlation between the rates of neighbours over 40 seeds, and the common side."""
    line = lif_rate_white_noise(DRIVE, 10.0, dt=DT)

    def off_the_line(sources):
        """Return 40 rows of rates, with so many sources of noise in each."""
        noise, each = white_noise_by_step(0.0, 10.0, 40 * sources, DT, 0), DRIVE.size // sources
        drive = np.tile(DRIVE, 40)
        trains = sweep_lif(lambda k: drive + np.repeat(noise(k), each), drive.size, 10_000)
        return rates_of(trains, 1000.0).reshape(40, -1) - line

    def neighbours(off):
        return np.mean(np.diag(np.corrcoef(off.T), 1))

    shared, own = off_the_line(1), off_the_line(DRIVE.size)
    assert neighbours(shared) > 0.8 and abs(neighbours(own)) < 0.2
    assert np.mean(np.abs(np.sign(shared).mean(axis=1))) > 0.6  # most dots on one side
    assert np.mean(np.abs(np.sign(own).mean(axis=1))) < 0.3


TABLE = [  # mu [pA], sigma [pA·√s], rate [Hz] or None, CV
    (250, 0.5, None, 0.0381), (250, 3, 57.50, 0.2024), (150, 3, 4.35, None),
    (150, 1, None, 1.00), (150, 7.5, None, 0.6484), (150, 10, None, 0.6661),
    (180, 1, None, 0.9220), (180, 4, None, 0.5015), (180, 10, None, 0.5947),
    (200, 0.5, 20.53, 0.2280), (200, 10, 51.85, 0.5524),
]  # fmt: skip


def passage_by_ode(mu, sigma, p=CELL):
    """Return rate [Hz] and CV from the backward equations of the first-passage moments.

    In y = (V - mean) / (√2 σ_V): T'' = 2y T' - 2 tau_m and M'' = 2y M' - 4 tau_m T for the mean T
    and the mean square M of the time to y_th, both 0 there; integrated by solve_ivp, upwards,
    where the growing solution is the one that belongs to a barrier at minus infinity.
    """
    y_r, y_th = limits(mu, sigma, p)
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


def limits(mu, sigma, p=CELL):
    """Return y_r and y_th."""
    v_inf, unit = p.E_L + mu / p.g_L, np.sqrt(2) * lif_voltage_sd(sigma, p)
    return (p.V_reset - v_inf) / unit, (p.V_th - v_inf) / unit


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


@pytest.fixture(scope="module")
def table():
    """Return {case: its trains}, of 20 s each; at 150 pA and σ = 1 nothing fires."""
    cases = [(mu, sigma) for mu, sigma, *_ in TABLE if (mu, sigma) != (150, 1)]
    return dict(zip(cases, simulated(tuple(cases), 76, 1), strict=True))


def test_table_of_the_lesson_by_simulation(table):
    """Within two standard errors plus one per cent of the theory with the threshold shift.

    The same number of intervals is taken from each copy: a fixed time would favour short ones.
    """
    for case, trains in table.items():
        rate, cv = in_steps(*case)
        rates, copies = rates_of(trains, 20_000.0), len(trains)
        error = rates.std(ddof=1) / np.sqrt(copies)
        assert abs(rates.mean() - rate) < 2 * error + 0.01 * rate, case
        rows = [isi(train)[: int(10 * rate)] for train in trains]
        left_out = [pooled_cv(rows[:k] + rows[k + 1 :]) for k in range(copies)]
        error = np.std(left_out) * np.sqrt(copies - 1)  # jackknife
        assert abs(pooled_cv(rows) - cv) < 2 * error + 0.01 * cv, case


def test_demo_5_2_rules_1_and_2():
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
    # Think 5.3: once in eight years
    assert CELL.E_L + 150 / CELL.g_L == -60 and CELL.V_th - -60 == 5
    years = 1 / lif_rate_white_noise(150, 1) / (365.25 * 24 * 3600)
    assert 8 <= years < 9
    # the mean raises the rate and lowers the CV; the noise raises both at rheobase
    mu = np.arange(100.0, 401.0, 2.0)
    for sigma in (0.5, 3.0, 10.0):
        cv, rate = lif_cv_white_noise(mu, sigma), lif_rate_white_noise(mu, sigma)
        heard = rate > 1e-3
        assert np.all(np.diff(cv[heard]) < 0) and np.all(np.diff(rate) >= 0)
    rate, cv = lif_rate_white_noise(200.0, SIGMAS), lif_cv_white_noise(200.0, SIGMAS)
    assert np.all(np.diff(rate) > 0) and np.all(np.diff(cv) > 0)
    assert [round(rate[0], 1), round(rate[-1], 1)] == [20.5, 51.8]
    assert [round(cv[0], 2), round(cv[-1], 2)] == [0.23, 0.55]
    # along the blue line at 100 pA, too; the CV falls from 1 all the way
    rate, cv = np.transpose([passage_by_ode(100.0, sigma) for sigma in np.arange(2.0, 10.5, 0.5)])
    assert np.all(np.diff(rate) > 0) and np.all(np.diff(cv) < 0)
    assert rate[-1] > 15 and cv[0] > 0.999 and cv[-1] < 0.85
    assert np.all(np.diff(lif_cv_white_noise(100.0, SIGMAS)) < 1e-12)


@np.errstate(over="ignore", invalid="ignore")
def as_written(u):
    return np.exp(u**2) * (1 + erf(u))


def test_section_6_digits_of_the_integrand():
    """For large negative u the integrand is close to -1/(u √π)."""
    assert erfcx(30.0) == pytest.approx(0.019, abs=5e-4)
    assert erfcx(30.0) == pytest.approx(1 / (30 * np.sqrt(np.pi)), rel=1e-3)
    assert abs(as_written(-5.5) / erfcx(5.5) - 1) > 1e-3 > abs(as_written(-4.0) / erfcx(4.0) - 1)
    assert 1 + erf(-7.0) == 0 and as_written(-7.0) == 0 and np.isfinite(np.exp(49.0))
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(np.float64(30.0) ** 2)) and np.isnan(as_written(-30.0))
    np.testing.assert_allclose(limits(250, 0.5), [-50, -10])
    assert round(limits(200, 3)[0], 1) == -6.7

    # the reset some eight σ_V below V_inf: above this the integral is right, below it is not
    def error(mu, sigma):
        y_r, y_th = limits(mu, sigma)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wrong = quad(as_written, y_r, y_th)[0]
        return abs(wrong / quad(lambda u: erfcx(-u), y_r, y_th)[0] - 1)

    assert [round(-limits(200, s)[0] * np.sqrt(2), 1) for s in (4, 3)] == [7.1, 9.4]  # in σ_V
    assert error(200, 4) < 1e-6 and error(200, 6) < 1e-6
    for mu, sigma in ((200, 3), (180, 2)):  # V_inf at the threshold, and below it
        assert error(mu, sigma) > 0.02
    assert np.isnan(error(250, 0.5))
    np.testing.assert_allclose(limits(150, 1), [-15, 5])
    assert error(150, 1) < 1e-9  # what is lost is nothing beside the part near +5


def test_exercise_9_1_the_double_integral_is_stable():
    """The solution's cell against the independent solver, and against the course's function."""
    siegert_cv = LESSON.run("siegert-cv")["siegert_cv"]
    for mu, sigma in ((250, 0.5), (250, 3), (150, 7.5), (180, 1), (150, 2), (200, 0.5), (150, 1)):
        cv = siegert_cv(mu, sigma, CELL)
        assert cv == pytest.approx(passage_by_ode(mu, sigma)[1], rel=1e-3)
        assert cv == pytest.approx(lif_cv_white_noise(mu, sigma), rel=1e-8)


CASES = [(250, 0.5), (250, 3), (150, 7.5), (150, 10), (180, 4), (180, 10), (200, 0.5), (200, 10)]


def test_section_6_what_the_steps_change(table):
    """Simulated: lower rates in all rows, by 6 % at 150 pA; CVs that differ by 4 % at most."""
    copies = len(table[CASES[0]])
    rates = np.array([rates_of(table[case], 20_000.0) for case in CASES])
    cvs = np.array([cvs_of(table[case]) for case in CASES])
    mu, sigma = np.array(CASES, float).T
    exact, exact_cv = lif_rate_white_noise(mu, sigma), lif_cv_white_noise(mu, sigma)
    error = rates.std(axis=1, ddof=1) / np.sqrt(copies)
    assert np.all(rates.mean(axis=1) < exact - 2 * error)
    change = rates.mean(axis=1) / exact - 1
    np.testing.assert_allclose(change[2:4], -0.06, atol=0.01)
    steps, steps_cv = in_steps(mu, sigma)
    assert steps[0] > exact[0] > rates[0].mean() + 2 * error[0]  # what is said of the first row
    assert np.all(np.abs(steps_cv / exact_cv - 1) < 0.04)
    change, spread = cvs.mean(axis=1) / exact_cv - 1, cvs.std(axis=1, ddof=1) / exact_cv
    error = spread / np.sqrt(copies)
    assert np.all(change < 0.04 + 2 * error) and np.all(change > -2 * error)
    shown = np.abs(steps_cv / exact_cv - 1) > 2 * spread / 4  # by 16 neurons
    assert shown.sum() <= 3
    # the lesson's own table
    for case, trains in zip(CASES, simulated(tuple(CASES), 16, 0), strict=True):
        rate, cv = in_steps(*case)
        assert rates_of(trains, 20_000.0).mean() == pytest.approx(rate, rel=0.02), case
        assert cvs_of(trains).mean() == pytest.approx(cv, rel=0.03), case


def overshoot(drift):
    """Return how far a walk of normal steps of SD 1 passes a far line: Siegmund (1985), 8.4-8.5.

    E[X²] / (2 E[X]) minus the sum of E[max(0, -S_n)] / n over the sums S_n of n steps.
    """
    n = np.arange(1.0, 400_000.0)
    root = drift * np.sqrt(n)
    below = np.sqrt(n) * (stats.norm.pdf(root) - root * stats.norm.sf(root))
    return (1 + drift**2) / (2 * drift) - np.sum(below / n)


def test_section_6_why_the_first_row_comes_out_faster(table):
    """Euler's τ_m and σ_V are those of an exact membrane of 9.95 ms; the line is moved up."""
    drift = (CELL.E_L + 250 / CELL.g_L - CELL.V_th) / CELL.tau_m * DT  # mV per step at V_th
    noise = lif_voltage_sd(0.5) * np.sqrt(2 * DT / CELL.tau_m)  # SD of a step
    assert (drift, noise) == (pytest.approx(0.05), pytest.approx(0.05))
    euler = -DT / np.log1p(-DT / CELL.tau_m)
    assert round(euler, 2) == 9.95

    def rate(tau_m, steps):
        return passage_by_ode(250, 0.5, LIFParams(tau_m=tau_m, V_th=CELL.V_th + steps * noise))[0]

    exact, counted = rate(CELL.tau_m, 0), 0.5826  # without drift, (3.5)
    assert rate(CELL.tau_m, counted) < exact < rate(euler, counted) < rate(euler, 0)
    assert lif_rate_white_noise(250, 0.5, dt=DT) == pytest.approx(rate(euler, counted), abs=0.005)
    found = np.mean([1000 / isi(train).mean() for train in table[250, 0.5]])
    assert found == pytest.approx(rate(euler, overshoot(drift / noise)), abs=0.035)
    assert found < exact and abs(found - rate(euler, counted)) > 0.07
    # how far a walk with drift overshoots; (3.5) has none
    assert overshoot(0.05) == pytest.approx(0.583 + 0.05 / 4, abs=1e-3)  # (3.5) has no drift
    assert overshoot(1.0) == pytest.approx(0.874, abs=1e-3)
    walks = np.random.default_rng(0).normal(1.0, 1.0, (20_000, 60)).cumsum(axis=1)
    beyond = walks[np.arange(20_000), (walks > 20).argmax(axis=1)] - 20
    assert beyond.mean() == pytest.approx(overshoot(1.0), abs=4 * beyond.std() / np.sqrt(20_000))


def test_section_7_two_neurons_of_30_hz(capsys):
    for mu, sigma, cv in ((208.6, 0.5, 0.11), (143.2, 10, 0.69)):
        trains = white_trains(mu, sigma, 64, 20_000.0, seed=3)
        rates = rates_of(trains, 20_000.0)
        assert rates.mean() == pytest.approx(30, abs=0.1 + 3 * rates.std() / 8)
        assert cvs_of(trains).mean() == pytest.approx(cv, abs=0.01)
        theory = in_steps(mu, sigma)
        assert theory[0] == pytest.approx(30, abs=0.02) and round(theory[1], 2) == cv
    v_inf = CELL.E_L + 208.6 / CELL.g_L
    assert (v_inf - CELL.V_th) / lif_voltage_sd(0.5) == pytest.approx(2.4, abs=0.05)
    noise = white_noise(208.6, 0.5, 200_000, DT, rng=1)
    assert simulate_lif(noise, DT, CELL).v.max() < v_inf - 0.5  # V never gets there
    v_inf = CELL.E_L + 143.2 / CELL.g_L
    assert (CELL.V_th - v_inf) / lif_voltage_sd(10.0) == pytest.approx(0.8, abs=0.02)
    after_20_ms = np.exp(-(20 - CELL.t_ref) / CELL.tau_m) * (v_inf - CELL.V_reset)
    assert after_20_ms < lif_voltage_sd(10.0) / 2  # what is left of the climb
    intervals = pooled(trains)
    assert 0.25 < np.mean(intervals < 20) < 0.4  # on the way
    assert np.mean(intervals > 60) > 0.1  # much later
    # the border is the rheobase: V_inf, without a threshold, by the membrane equation
    for mu, mean_driven in ((208.6, True), (143.2, False)):
        v = CELL.E_L
        for _ in range(5000):
            v = lif_step(v, mu, DT, CELL.E_L, CELL.g_L, CELL.tau_m)
        assert (v > CELL.V_th) is mean_driven is (mu > CELL.rheobase)
    # the traces of the figure, with the cell's own means, and the CVs it prints
    titles = [ax.get_title("left") for ax in LESSON.run("two-regimes")["axes"]]
    assert "μ = 208.6 pA" in titles[0] and "μ = 143.2 pA" in titles[1]
    assert "mean-driven: CV 0.11\nfluctuation-driven: CV 0.69\n" in capsys.readouterr().out


def test_demo_7_1_which_reference_fits():
    regular = pooled(white_trains(300, 3, 60, 10_000.0))
    shape = (regular.mean() / regular.std()) ** 2
    law = stats.gamma(shape, scale=regular.mean() / shape)
    assert stats.kstest(regular, law.cdf).statistic < 0.05
    rare = pooled(white_trains(140, 3.5, 120, 30_000.0))
    late = rare[rare > 0.3 * rare.mean()]
    late = late - late.min()  # without memory: what is left is exponential again
    assert stats.kstest(late, stats.expon(scale=late.mean()).cdf).statistic < 0.03
    assert rare.min() > 5 > CELL.t_ref  # the climb from reset
    # at 200 pA, σ = 3: fewer short intervals than the gamma law and a longer tail
    intervals = pooled(white_trains(200, 3, 64, 20_000.0))
    x, k = intervals / intervals.mean(), (intervals.mean() / intervals.std()) ** 2
    law = stats.gamma(k, scale=1 / k)
    assert np.mean(x < 0.4) < 0.2 * law.cdf(0.4)
    assert np.mean(x > 2.2) > 1.5 * law.sf(2.2) and np.mean(x > 2.5) > 2 * law.sf(2.5)
    bars = np.histogram(x, np.linspace(2, 4, 21))[0] / x.size / 0.1
    assert bars.max() < 0.02 * 4.3  # below a fiftieth of the axis: too thin to see
    # windows of 2.5 s cut long intervals off; the line of the demo gives the mean of long runs
    rate, cv = in_steps(140.0, 3.5)
    assert pooled(white_trains(140, 3.5, 600, 2500.0)).mean() < 0.93 * 1000 / rate
    long = [isi(train)[:60] for train in white_trains(140, 3.5, 120, 30_000.0)]
    assert np.mean(np.concatenate(long)) == pytest.approx(1000 / rate, rel=0.05)
    told = LESSON.demo("histogram-demo", mu=140.0, sigma=3.5).text
    assert f"(theory {1000 / rate:.1f} ms, {cv:.3f})" in told
    # the line is the law averaged over each bar, also where it is narrower, within the axes
    axes = LESSON.demo("histogram-demo", mu=350.0, sigma=2.0).figure.axes[0]
    bars, line = (patch.get_data().values for patch in axes.patches[:2])
    intervals = pooled(white_trains(350, 2, 64, 2500.0))
    k = (intervals.mean() / intervals.std()) ** 2
    law = stats.gamma(k, scale=1 / k)
    np.testing.assert_allclose(line, np.diff(law.cdf(np.linspace(0, 4, 41))) / 0.1, atol=1e-6)
    assert line.sum() * 0.1 == pytest.approx(1, abs=1e-6) and np.abs(bars - line).max() < 0.25
    assert max(line.max(), bars.max()) < axes.get_ylim()[1]
    assert k > 120


def test_think_10_4_more_irregular_at_the_same_rate():
    rate, cv = passage_by_ode(150, 6)
    assert rate == pytest.approx(20, abs=0.5) and round(cv, 2) == 0.66
    rate, cv = passage_by_ode(132, 6, HIGH)
    assert rate == pytest.approx(20, rel=0.01) and round(cv, 2) == 1.08
    assert (HIGH.V_th - HIGH.V_reset) / lif_voltage_sd(6.0) == pytest.approx(1.2, abs=0.03)
    rate, cv = rate_and_cv(slow_trains(194, 40, 30, 150, 20_000.0), 20_000.0)
    assert rate == pytest.approx(20, abs=0.5) and cv == pytest.approx(1.12, abs=0.03)
    # the hazard of a spike has its peak below 15 ms and falls to a third or less
    intervals = pooled(white_trains(132, 6, 300, 10_000.0, 5, HIGH))
    edges = np.array([0.0, 5, 10, 15, 30, 60, 100, 200])
    waiting = np.array([np.sum(intervals >= edge) for edge in edges[:-1]])
    hazard = np.histogram(intervals, edges)[0] / waiting / np.diff(edges)
    assert hazard.argmax() == 1
    assert np.all(np.diff(hazard[1:]) < 0) and hazard[-1] < hazard[1] / 2.5
    assert intervals.std() > intervals.mean()


def test_going_further_with_another_reset_both_rules_fail_on_the_map():
    """A CV below 1.3, the top of the panels; rule 2 fails at the left edge, rule 1 further up."""
    mu = np.linspace(100, 400, 61)
    cv = lif_cv_white_noise(mu, SIGMAS[:, None], HIGH)
    assert cv.max() < 1.3
    assert np.any(np.diff(cv, axis=1)[:, mu[:-1] < 120] > 1e-3)
    assert np.any(np.diff(cv, axis=0) < -1e-3)
    for case in ((100, 10), (120, 4), (180, 3)):
        exact = passage_by_ode(*case, HIGH)[1]
        assert lif_cv_white_noise(*case, HIGH) == pytest.approx(exact, rel=1e-3)
    # summary, along a line of equal rate: the mean falls and the CV rises as the noise grows
    sigma = np.arange(0.5, 10.1, 0.5)
    for r in (10.0, 20.0, 30.0, 50.0):
        mu = [brentq(lambda m, s=s, r=r: lif_rate_white_noise(m, s) - r, -100, 400) for s in sigma]
        assert np.all(np.diff(mu) < 0)
        assert np.all(np.diff(lif_cv_white_noise(mu, sigma)) > 0)


def mean_fano(trains, window, t_stop=40_000.0):
    return np.mean([fano_factor(train, window, t_stop) for train in trains])


def test_section_8_fano_factors():
    """And equation (4.7) predicts it."""
    slow = slow_trains(250, 20, 50, 60, 40_000.0)
    cv, fano = cvs_of(slow).mean(), mean_fano(slow, 2000.0)
    assert cv == pytest.approx(0.2, abs=0.02)
    assert fano / cv**2 == pytest.approx(4, abs=0.6)
    assert mean_fano(slow, 2.0) > 0.85
    assert rates_of(slow, 40_000.0).mean() == pytest.approx(55, abs=1)
    rho = [np.mean([serial_correlation(t, lag) for t in slow]) for lag in range(1, 31)]
    assert fano == pytest.approx(cv**2 * (1 + 2 * np.sum(rho)), rel=0.15)
    # independent intervals bring F down to CV²
    _, trains = simulated(*LONGER_RUNS)
    assert abs(np.mean([serial_correlation(t) for t in trains])) < 0.02
    assert cvs_of(trains).mean() == pytest.approx(0.2, abs=0.01)
    fano = mean_fano(trains, 2000.0, 20_000.0)
    assert fano == pytest.approx(cvs_of(trains).mean() ** 2, rel=0.15)
    assert mean_fano(trains, 2.0, 20_000.0) > 0.85
    # and up to it where the CV is above 1
    train = gamma_train(40.0, 0.5, 2e6, rng=2)  # CV² = 1/k = 2
    assert fano_factor(train[train < 2e4], 0.1, 2e4) == pytest.approx(1, abs=0.1)
    assert fano_factor(train, 4000.0, 2e6) == pytest.approx(2, abs=0.3)


def pairs_of(rows):
    """Return all pairs of neighbouring intervals, shape (2, n)."""
    return np.concatenate([[row[:-1], row[1:]] for row in rows], axis=1)


def number(text, before):
    """Return the number that follows this text in the line of a demo."""
    return float(text.split(before)[1].split()[0].strip(",;"))


def test_demo_10_1_clearest_at_350_pa():
    """Near rheobase ρ is smaller, and some points lie outside; the line counts them."""
    rho, outside = {}, {}
    for mu in (220.0, 350.0):
        told = LESSON.demo("serial-demo", tau=100.0, mu=mu).text
        rho[mu], outside[mu] = number(told, "interval "), number(told, "; ")
        pairs = pairs_of([isi(t) for t in slow_trains(mu, 20, 100, 48, 2000.0)])
        assert outside[mu] == np.sum((pairs > 60).any(axis=0))
        assert rho[mu] == pytest.approx(np.corrcoef(pairs)[0, 1], abs=0.006)
    assert rho[350.0] > 0.85 and rho[220.0] < 0.5
    assert outside[350.0] == 0 < outside[220.0]
    # memory grows with τ
    rhos = []
    for tau in (1, 50, 100):
        trains = slow_trains(250, 20, tau, 96, 5000.0)
        rhos.append([np.mean([serial_correlation(t, lag) for t in trains]) for lag in (1, 4)])
    assert abs(rhos[0][0]) < 0.05
    assert rhos[1][0] > 0.4 and rhos[2][0] > rhos[1][0]
    assert rhos[2][1] > rhos[1][1] > 0.05 and rhos[2][1] < rhos[2][0]  # falls slowly with the lag


def test_think_10_2_and_demo_10_1_shuffling():
    rng, slow = np.random.default_rng(0), slow_trains(250, 20, 50, 60, 40_000.0)
    rows = [isi(train) for train in slow]
    mixed = [np.cumsum(rng.permutation(row)) for row in rows]
    kept = [row.std() / row.mean() for row in rows]
    np.testing.assert_allclose(cvs_of(mixed), kept, rtol=0.05)
    before, after = mean_fano(slow, 2000.0), mean_fano(mixed, 2000.0)
    assert before == pytest.approx(0.2, abs=0.02) and after == pytest.approx(0.05, abs=0.01)
    pattern = np.tile([10.0, 10, 10, 10, 60], 20_000)
    train = np.cumsum(rng.permutation(pattern))
    assert fano_factor(train, 2000.0, 2e6) == pytest.approx(1, abs=0.13)
    train = np.cumsum(pattern) - 5
    assert [fano_factor(train, window, 2e6) for window in (100.0, 200.0, 2000.0)] == [0, 0, 0]
    assert fano_factor(train, 20.0, 2e6) == pytest.approx(0.80, abs=1e-3)  # counts 2, 2, 1, 0, 0
    assert np.var([2, 2, 1, 0, 0]) / np.mean([2, 2, 1, 0, 0]) == pytest.approx(0.8)
    assert fano_factor(train, 130.0, 2e6) == pytest.approx(0.22, abs=0.005)
    rho = [serial_correlation(train, lag) for lag in range(1, 11)]
    np.testing.assert_allclose(rho, 2 * [-0.25, -0.25, -0.25, -0.25, 1.0], atol=1e-3)
    # Demo 10.1: shuffling leaves the CV, of the rows that the panels show, and takes the slope
    told = [LESSON.demo("serial-demo", shuffled=shuffled).text for shuffled in (False, True)]
    intervals = pooled(slow_trains(250, 20, 50, 48, 2000.0))
    cv = round(intervals.std() / intervals.mean(), 3)
    assert [number(text, "CV ") for text in told] == [cv, cv]
    rho = [number(text, "interval ") for text in told]
    assert rho[0] > 0.3 and abs(rho[1]) < 0.12
    source = LESSON.source["serial-demo"]
    assert source.index("rng.permutation") < source.index("np.concatenate(rows)")
    # a little of ρ is left, and nothing once each neuron's own mean is taken away
    rng = np.random.default_rng(0)
    left, within = [], []
    for seed in range(4):
        rows = [rng.permutation(isi(t)) for t in slow_trains(250, 20, 100, 48, 2000.0, seed)]
        for kept, shift in ((left, False), (within, True)):
            pairs = pairs_of([row - shift * row.mean() for row in rows])
            kept.append(np.corrcoef(pairs)[0, 1])
    assert 0.01 < np.mean(left) < 0.1 and max(np.abs(left)) < 0.12
    assert abs(np.mean(within)) < 0.02


def test_frozen_noise_comes_back_and_fresh_noise_does_not():
    """Seed 0 is a seed, the next one is another; the box draws afresh at every move."""
    demos = {n: demo for n, demo in LESSON.demos.items() if "fresh" in demo.controls}
    assert len(demos) == 5
    for name, demo in demos.items():
        demo.reset()
        for control in demo.controls.values():
            if control.kind == "slider" and control.value == 0:
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

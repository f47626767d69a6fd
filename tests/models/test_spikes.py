"""Spike train statistics on trains small enough to count by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.spikes import cv_isi, fano_factor, firing_rate, isi, rate_and_cv, serial_correlation


def test_intervals_and_first_spike_give_the_train_back():
    np.testing.assert_array_equal(isi([1, 4, 4.5]), [3, 0.5])
    assert isi([]).shape == isi([7.0]).shape == (0,)  # too few spikes
    train = np.sort(np.random.default_rng(0).uniform(0, 1000, 50))
    np.testing.assert_allclose(train[0] + np.cumsum(isi(train)), train[1:])


@pytest.mark.parametrize(
    ("train", "t_stop", "rate"), [([], 100, 0), ([50], 100, 10), ([1, 2, 3], 1500, 2)]
)
def test_rate_counts_spikes_per_second(train, t_stop, rate):
    assert firing_rate(train, t_stop) == rate


def train_of(intervals):
    """Return the spike train with these intervals, the first spike at 0."""
    return np.concatenate([[0.0], np.cumsum(intervals)])


# Coefficient of variation


@pytest.mark.parametrize(("a", "b"), [(1.0, 3.0), (10.0, 10.5), (0.1, 100.0)])
def test_cv_of_two_intervals(a, b):
    """Population standard deviation |a - b|/2 over the mean (a + b)/2."""
    assert cv_isi([0.0, a, a + b]) == pytest.approx(abs(a - b) / (a + b), rel=1e-12)


def test_cv_needs_three_spikes_and_is_zero_for_a_clock():
    assert np.all(np.isnan([cv_isi(train) for train in ([], [5.0], [5.0, 7.0])]))
    assert cv_isi(np.arange(10)) == 0
    assert cv_isi(0.1 * np.arange(10_000)) < 1e-9


@pytest.mark.parametrize(
    ("law", "cv"),
    [
        (lambda rng, n: rng.exponential(20.0, n), 1.0),
        (lambda rng, n: rng.gamma(4.0, 5.0, n), 0.5),
        (lambda rng, n: rng.wald(20.0, 20.0 / 2.25, n), 1.5),
        (lambda rng, n: rng.uniform(10.0, 30.0, n), 1 / np.sqrt(12)),
    ],
    ids=["Poisson", "gamma", "inverse Gaussian", "uniform"],
)
def test_cv_of_known_laws(law, cv):
    """Poisson 1, gamma 1/√shape, inverse Gaussian √(mean/shape), uniform width/(√12·mean)."""
    intervals = law(np.random.default_rng(1), 100_000)
    assert cv_isi(train_of(intervals)) == pytest.approx(cv, rel=0.02)


INTERVALS = st.lists(st.floats(1.0, 100.0), min_size=2, max_size=30)


@settings(deadline=None)
@given(INTERVALS, st.floats(1e-3, 1e3), st.floats(0.0, 1e3))
def test_cv_does_not_depend_on_the_unit_the_start_or_the_order(intervals, unit, start):
    cv = cv_isi(train_of(intervals))
    assert isinstance(cv, float)
    for other in (unit * train_of(intervals), start + train_of(intervals)):
        assert cv_isi(other) == pytest.approx(cv, rel=1e-6, abs=1e-9)
    assert cv_isi(train_of(intervals[::-1])) == pytest.approx(cv, rel=1e-6, abs=1e-9)
    assert 0 <= cv < np.sqrt(len(intervals))  # largest where one interval is nearly everything


# Serial correlation


def test_alternating_intervals():
    """Long, short, long, short: -1 with the next interval, +1 with the one after."""
    train = train_of([30.0, 10.0] * 20)
    for lag in range(1, 6):
        assert serial_correlation(train, lag) == pytest.approx((-1) ** lag, abs=1e-12)
    assert serial_correlation(train) == serial_correlation(train, 1)
    for jitter in (1.0, 1e-2, 1e-4, 1e-6):  # ms, a spread far above rounding errors, 1e-13 ms
        train = train_of([10.0 + jitter, 10.0 - jitter] * 20)
        assert serial_correlation(train) == pytest.approx(-1, abs=1e-5)


def test_a_period_of_three_intervals():
    """By hand: 1, 2, 6 have mean 3 and variance 14/3; lagged products sum to -7, so -1/2."""
    train = train_of([1.0, 2.0, 6.0] * 9 + [1.0])
    assert serial_correlation(train, 1) == pytest.approx(-0.5, abs=1e-12)
    assert serial_correlation(train_of([1.0, 2.0, 6.0] * 10), 3) == pytest.approx(1)


@pytest.mark.parametrize("lag", [1, 2, 3, 7])
def test_it_is_the_coefficient_of_numpy(lag):
    intervals = np.random.default_rng(2).gamma(2.0, 10.0, 60)
    expected = np.corrcoef(intervals[:-lag], intervals[lag:])[0, 1]
    assert serial_correlation(train_of(intervals), lag) == pytest.approx(expected, rel=1e-9)


def test_intervals_that_remember_and_the_same_ones_shuffled():
    """An autoregressive sequence has rho^lag; order is all that a shuffle takes away: 4 SE."""
    rng, n, rho = np.random.default_rng(3), 20_000, 0.6
    z = np.zeros(n)
    for k, x in enumerate(rng.standard_normal(n - 1), start=1):
        z[k] = rho * z[k - 1] + np.sqrt(1 - rho**2) * x
    intervals = 50 + 5 * z
    for lag in (1, 2, 3):
        assert serial_correlation(train_of(intervals), lag) == pytest.approx(rho**lag, abs=0.04)
    shuffled = train_of(rng.permutation(intervals))
    assert cv_isi(shuffled) == pytest.approx(cv_isi(train_of(intervals)), rel=1e-9)
    for lag in (1, 2, 3):
        assert abs(serial_correlation(shuffled, lag)) < 4 / np.sqrt(n)


def test_standard_error_of_independent_intervals():
    """1/√n_spikes, as the docstring says: 400 trains of 100 intervals."""
    rng = np.random.default_rng(4)
    found = [serial_correlation(train_of(rng.exponential(10.0, 100))) for _ in range(400)]
    assert np.std(found) == pytest.approx(1 / np.sqrt(100), rel=0.15)
    assert abs(np.mean(found)) < 0.02  # a bias near -1/n is known


def test_correlation_of_fewer_than_three_pairs_is_nan():
    """There are n - 1 intervals of n spikes and n - 1 - lag pairs."""
    train = train_of(np.random.default_rng(5).uniform(1, 9, 9))
    for n_spikes, lag in [(0, 1), (1, 1), (4, 1), (5, 2), (5, 9), (9, 6)]:
        assert np.isnan(serial_correlation(train[:n_spikes], lag))
    for n_spikes, lag in [(5, 1), (6, 2), (10, 6)]:  # three pairs
        assert -1 <= serial_correlation(train[:n_spikes], lag) <= 1


def test_correlation_of_a_clock_is_nan():
    """No spread, no correlation; rounding errors are not taken for one."""
    assert np.isnan(serial_correlation(np.arange(20.0)))
    assert np.isnan(serial_correlation(0.1 * np.arange(10_000)))
    assert np.isnan(serial_correlation(1e6 + 10.1 * np.arange(10_000)))


# Fano factor


def test_fano_factor_by_hand():
    """Counts 2, 0, 1, 3: mean 1.5, variance (0.25 + 2.25 + 0.25 + 2.25)/3 = 5/3."""
    train = [1.0, 2.0, 25.0, 31.0, 32.0, 33.0]
    assert fano_factor(train, 10.0, 40.0) == pytest.approx(5 / 3 / 1.5, rel=1e-12)


def test_what_is_left_over_is_not_used():
    train = [1.0, 2.0, 25.0, 31.0, 32.0, 33.0]
    for left_over in ([40.5], [41.0, 42.0, 49.0]):
        found = fano_factor(train + left_over, 10.0, 49.9)
        assert found == pytest.approx(5 / 3 / 1.5, rel=1e-12)
    assert np.isfinite(fano_factor([1.0], 50.0, 100.0))  # two windows
    assert np.isnan(fano_factor([45.0], 10.0, 49.9)) and np.isnan(fano_factor([], 10.0, 49.9))


def test_fano_factor_of_a_clock_is_zero():
    """Also in windows that floats cannot divide: none is lost or cut off."""
    for window in (10.0, 20.0, 100.0):
        assert fano_factor(np.arange(5.0, 1000.0, 10.0), window, 1000.0) == 0
    for window in (0.1, 0.3, 0.7):
        assert fano_factor((np.arange(100) + 0.5) * window, window, 100 * window) == 0


@pytest.mark.parametrize(("window", "t_stop"), [(0.1, 1.2), (0.1, 1.9), (0.2, 9.2)])
def test_the_last_window_counts_where_floats_fall_short(window, t_stop):
    """1.2 / 0.1 is 11.999…: still 12 windows, and the one spike in the last makes the mean 1/12."""
    assert int(t_stop / window) + 1 == round(t_stop / window)
    assert fano_factor([t_stop - window / 2], window, t_stop) == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("window", [20.0, 100.0, 500.0])
def test_fano_factor_of_a_poisson_process_is_one(window):
    """Its standard error is √(2/(n - 1)) for n windows with many spikes, somewhat more with few."""
    t_stop = 1_000_000.0
    rng = np.random.default_rng(6)
    train = np.sort(rng.uniform(0, t_stop, rng.poisson(0.04 * t_stop)))
    n, mean = t_stop / window, 0.04 * window
    error = np.sqrt(2 / (n - 1) + 1 / (n * mean))
    assert abs(fano_factor(train, window, t_stop) - 1) < 3 * error


@pytest.mark.parametrize(("shape", "tolerance"), [(4.0, 0.05), (0.5, 0.4)])
def test_fano_factor_of_a_renewal_process_is_cv_squared_in_long_windows(shape, tolerance):
    """Gamma intervals of 10 ms, 100 in a window, 2000 windows: 1/shape, error near 3·3 %."""
    rng = np.random.default_rng(7)
    train = train_of(rng.gamma(shape, 10.0 / shape, 210_000))
    t_stop = 2_000_000.0
    train = train[train <= t_stop]
    found = fano_factor(train, 1000.0, t_stop)
    assert found == pytest.approx(1 / shape, rel=0.11)
    assert found == pytest.approx(cv_isi(train) ** 2, abs=tolerance)


def test_fano_factor_in_short_windows_is_that_of_a_coin():
    """At most one spike per window: variance p(1 - p), with n - 1, over p."""
    train = train_of(np.random.default_rng(8).uniform(1.0, 5.0, 1000))
    t_stop = 3000.0
    p = np.mean(train < t_stop) * train.size / 6000
    assert fano_factor(train[train < t_stop], 0.5, t_stop) == pytest.approx(
        (1 - p) * 6000 / 5999, rel=1e-9
    )


def test_trains_are_left_alone_and_no_warning_is_raised(recwarn):
    train = np.array([1.0, 5.0, 6.0, 11.0, 12.0, 20.0])
    before = train.copy()
    for statistic in (cv_isi, serial_correlation, lambda t: fano_factor(t, 10.0, 100.0)):
        assert isinstance(statistic(train), float)
        for n_spikes in range(5):
            statistic(train[:n_spikes])
    np.testing.assert_array_equal(train, before)
    assert not recwarn.list


def test_rate_and_cv_of_several_trains():
    """Intervals 10, 20 and 30 ms: mean 20, standard deviation √(200/3)."""
    rate, cv = rate_and_cv([[5.0, 15.0, 35.0], [10.0, 40.0], []], t_stop=50.0)
    assert rate == pytest.approx(1000 * 5 / 3 / 50)
    assert cv == pytest.approx(np.sqrt(200 / 3) / 20)
    rate, cv = rate_and_cv([[5.0], []], t_stop=100.0)  # no interval
    assert rate == 5.0 and np.isnan(cv)

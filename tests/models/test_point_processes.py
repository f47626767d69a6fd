"""Reference spike trains against what is known of them exactly."""

import numpy as np
import pytest
from scipy import stats

from helpers.point_processes import gamma_train, poisson_train
from helpers.spikes import cv_isi, fano_factor, firing_rate, isi, serial_correlation


@pytest.mark.parametrize("shape", [0.5, 1.0, 4.0, 30.0])
@pytest.mark.parametrize("rate", [5.0, 80.0])
def test_intervals_are_gamma_distributed(shape, rate):
    """Kolmogorov-Smirnov, seeded, against SciPy's distribution function."""
    intervals = isi(gamma_train(rate, shape, 4e6 / rate, rng=1))
    assert intervals.size > 3500
    law = stats.gamma(shape, scale=1000 / rate / shape)
    assert stats.kstest(intervals, law.cdf).pvalue > 0.01


@pytest.mark.parametrize("shape", [0.5, 1.0, 4.0, 25.0])
def test_cv_is_one_over_the_root_of_the_shape(shape):
    """Var(CV) of n independent intervals, from the moments of the gamma law, is below 2 CV²/n."""
    train = gamma_train(50.0, shape, 400_000.0, rng=0)
    n, cv = train.size, 1 / np.sqrt(shape)
    assert cv_isi(train) == pytest.approx(cv, abs=3 * cv * np.sqrt(2 / n))
    assert abs(serial_correlation(train)) < 3 / np.sqrt(n)
    assert firing_rate(train, 400_000.0) == pytest.approx(50, abs=3 * 50 * cv / np.sqrt(n))


def test_poisson_counts_are_poisson_distributed():
    """Variance of the count = mean, and no spike at all in e^(-rate·window) of the windows."""
    train = poisson_train(20.0, 2e6, rng=3)
    counts = np.histogram(train, np.arange(0, 2e6 + 1, 100.0))[0]
    assert counts.mean() == pytest.approx(2, abs=3 * np.sqrt(2 / counts.size))
    assert fano_factor(train, 100.0, 2e6) == pytest.approx(1, abs=3 * np.sqrt(2 / counts.size))
    assert np.mean(counts == 0) == pytest.approx(np.exp(-2), abs=0.01)


def test_spikes_lie_inside_and_increase_if_there_are_any():
    assert poisson_train(0.001, 1.0, rng=0).shape == (0,)
    np.testing.assert_array_equal(poisson_train(30, 5000, 7), gamma_train(30, 1, 5000, 7))
    for seed in range(20):
        train = gamma_train(200.0, 0.5, 3000.0, seed)
        assert train[0] > 0 and train[-1] <= 3000 and np.all(np.diff(train) > 0)


def test_first_interval_is_one_like_the_others():
    first = [gamma_train(100.0, 4.0, 500.0, seed)[0] for seed in range(2000)]
    assert stats.kstest(first, stats.gamma(4, scale=2.5).cdf).pvalue > 0.01


def test_a_seed_freezes_the_train_and_0_is_a_seed():
    np.testing.assert_array_equal(poisson_train(50, 1000, 0), poisson_train(50, 1000, 0))
    assert not np.array_equal(poisson_train(50, 1000, 0), poisson_train(50, 1000, 1))
    assert not np.array_equal(poisson_train(50, 1000), poisson_train(50, 1000))
    rng = np.random.default_rng(0)
    first = poisson_train(50, 1000, rng)
    np.testing.assert_array_equal(first, poisson_train(50, 1000, 0))
    assert not np.array_equal(poisson_train(50, 1000, rng), first)  # the generator goes on

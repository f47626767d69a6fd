"""Spike train statistics on trains small enough to count by hand."""

import numpy as np
import pytest

from helpers.spikes import firing_rate, isi


def test_intervals_of_a_small_train():
    np.testing.assert_array_equal(isi([1, 4, 4.5]), [3, 0.5])


@pytest.mark.parametrize("train", [[], [7.0]])
def test_too_few_spikes_give_no_interval(train):
    assert isi(train).shape == (0,)


def test_intervals_and_first_spike_give_the_train_back():
    train = np.sort(np.random.default_rng(0).uniform(0, 1000, 50))
    np.testing.assert_allclose(train[0] + np.cumsum(isi(train)), train[1:])


@pytest.mark.parametrize(
    ("train", "t_stop", "rate"), [([], 100, 0), ([50], 100, 10), ([1, 2, 3], 1500, 2)]
)
def test_rate_counts_spikes_per_second(train, t_stop, rate):
    assert firing_rate(train, t_stop) == rate


BAD_TRAINS = [None, "abc", [1, 1], [3, 2], [[1, 2]], [1, np.nan], [np.inf], 5.0, ["1"]]


@pytest.mark.parametrize("train", BAD_TRAINS, ids=repr)
def test_trains_that_are_none(train):
    with pytest.raises(ValueError, match=r"^spike_times must be .*\[ms\].*, got "):
        isi(train)
    with pytest.raises(ValueError, match=r"^spike_times must be .*\[ms\].*, got "):
        firing_rate(train, 100.0)


@pytest.mark.parametrize("t_stop", [0, -5, None, "1", np.nan, np.inf, [100]], ids=repr)
def test_duration_must_be_positive(t_stop):
    with pytest.raises(ValueError, match=r"^t_stop must be .*\[ms\], got "):
        firing_rate([1.0], t_stop)


@pytest.mark.parametrize(("train", "outside"), [([-1.0, 5], -1.0), ([5, 101.0], 101.0)])
def test_spikes_outside_the_recording(train, outside):
    with pytest.raises(ValueError, match=rf"^spike_times must lie in 0…100.0 ms, got {outside}$"):
        firing_rate(train, 100)

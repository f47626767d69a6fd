"""What the checks of lesson 00 do besides what every check does."""

import numpy as np
import pytest

from tests.checks.answers import BY_NAME


def told(name):
    """Return what the check says of the right answer."""
    exercise = BY_NAME["python_warmup", name]
    return exercise.judge(exercise.written()).message


def test_the_axis_says_when_the_last_sample_is_taken():
    """The question of Exercise 3.1."""
    assert "the last one is (n_samples − 1)·dt, in our recording 0.999 s" in told("time_axis")
    assert np.arange(1000)[-1] * 0.001 == pytest.approx(0.999)


def test_the_average_says_why_this_order():
    """The number is held by test_exercise_4_2_the_other_order of lesson 00."""
    assert "the other order would put the noise 2.4 dB too low" in told("average_decibel")

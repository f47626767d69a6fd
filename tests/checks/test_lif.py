"""What the checks of lesson 02 do besides what every check does."""

import numpy as np

from helpers.lif import lif_step
from tests.checks.answers import BY_NAME


def test_the_euler_step_s_success_answers_which_way_v_moves():
    """The question of Exercise 2.1: at rest nowhere, above rest down."""
    exercise = BY_NAME["lif", "euler_step"]
    message = exercise.judge(exercise.written()).message
    assert "at rest V stays, above rest it falls" in message
    for v, direction in ((-75.0, 0), (-60.0, -1)):
        assert np.sign(lif_step(v, 0.0, 0.1, -75.0, 10.0, 10.0) - v) == direction

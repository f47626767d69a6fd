"""What the checks of lesson 04 do besides what every check does."""

from dataclasses import asdict

import pytest

from helpers.checks.mistakes import cv_isi as known
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise
from tests.checks.answers import BY_NAME


def test_what_the_ticks_say_of_the_probes():
    """From once a minute to some 50 Hz; from a CV of 0.04 to 0.92."""
    rates = [lif_rate_white_noise(**probe) for probe in known.NEAR + known.FAR]
    assert 60 * min(rates) == pytest.approx(1, abs=0.2) and max(rates) == pytest.approx(50, abs=7)
    cvs = [lif_cv_white_noise(**probe) for probe in known.NEAR_CV + known.FAR_CV]
    assert (round(min(cvs), 2), round(max(cvs), 2)) == (0.04, 0.92)
    for name, words in {"siegert_rate": "once a minute", "siegert_cv": "from 0.04"}.items():
        exercise = BY_NAME["cv_isi", name]
        assert words in exercise.judge(exercise.written()).message


def test_the_second_neuron_differs_in_every_parameter():
    """A constant that happens to fit the lesson's neuron does not fit this one."""
    ours, theirs = asdict(known.OTHER), asdict(known.DEFAULT)
    assert all(ours[name] != value for name, value in theirs.items())


@pytest.mark.parametrize(("error", "state"), [(4e-4, "done"), (6e-4, "wrong")])
@pytest.mark.parametrize("name", ["siegert_rate", "siegert_cv"])
def test_an_integral_of_one_s_own_need_not_be_exact(name, error, state):
    exercise = BY_NAME["cv_isi", name]
    value = {"siegert_rate": "1000 / mean_isi", "siegert_cv": "cv"}[name]
    verdict = exercise.judge(exercise.written(f"return {value} → return (1 + {error}) * {value}"))
    assert verdict.state == state
    assert state == "done" or "close, but not to a part in 2000" in verdict.message

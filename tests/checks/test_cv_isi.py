"""What the checks of lesson 04 do besides what every check does."""

from dataclasses import asdict

import pytest

from helpers.checks.mistakes import cv_isi as known
from helpers.checks.mistakes.lif import DEFAULT, OTHER
from tests.checks.answers import BY_NAME


def test_what_the_ticks_say_of_the_probes():
    """From once in five days to some 50 Hz; from a CV of 0.04 to 1.08."""
    rates = known.SIEGERT_RATE.expected
    assert 1 / min(rates) / 86_400 == pytest.approx(5, abs=0.5)  # s in days
    assert max(rates) == pytest.approx(50, abs=7)
    cvs = known.SIEGERT_CV.expected
    assert (round(min(cvs), 2), round(max(cvs), 2)) == (0.04, 1.08)
    for name, words in {"siegert_rate": "once in five days", "siegert_cv": "from 0.04"}.items():
        exercise = BY_NAME["cv_isi", name]
        assert words in exercise.judge(exercise.written()).message


def test_the_second_neuron_differs_in_every_parameter():
    """A constant that happens to fit the lesson's neuron does not fit this one."""
    ours, theirs = asdict(OTHER), asdict(DEFAULT)
    assert all(ours[name] != value for name, value in theirs.items())


@pytest.mark.parametrize(("error", "state"), [(4e-4, "done"), (6e-4, "wrong")])
@pytest.mark.parametrize("name", ["siegert_rate", "siegert_cv"])
def test_an_integral_of_one_s_own_need_not_be_exact(name, error, state):
    exercise = BY_NAME["cv_isi", name]
    value = {"siegert_rate": "1000 / mean_isi", "siegert_cv": "cv"}[name]
    verdict = exercise.judge(exercise.written(f"return {value} → return (1 + {error}) * {value}"))
    assert verdict.state == state
    assert state == "done" or "close, but not to a part in 2000" in verdict.message


@pytest.mark.parametrize("few", ["np.nan", "1 / 0", "float('nan')"])
def test_no_number_is_right_for_the_counts_of_a_silent_train(few):
    """NaN, or the error of Python's own 0 / 0."""
    exercise = BY_NAME["cv_isi", "fano_factor"]
    edit = f"return fano → return fano if counts.any() else {few}"
    assert exercise.judge(exercise.written(edit)).state == "done"

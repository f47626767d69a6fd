"""What the checks of lesson 03 do besides what every check does."""

import pytest

from helpers.checks.edits import several
from helpers.checks.mistakes import noise as known
from tests.checks.answers import BY_NAME

SIZES = [(edit, told) for told, edits in known.SIZE.mistakes.items() for edit in several(edits)]


@pytest.mark.parametrize(("edit", "message"), SIZES)
def test_each_wrong_size_of_white_noise_gets_its_own_message(edit, message):
    """The check compares sizes, and so its table holds sizes: here they scale random numbers."""
    size = known.SIZE.function(edit)

    def white_noise_current(mu, sigma, n_steps, dt, rng):
        return mu + size(mu, sigma, n_steps, dt, rng) * rng.standard_normal(n_steps)

    verdict = BY_NAME["noise", "white_noise_current"].judge(white_noise_current)
    assert (verdict.state, verdict.message) == ("wrong", message)


@pytest.mark.parametrize("skipped", range(1, 11))
def test_other_random_numbers_are_as_right(skipped):
    """What is allowed to chance is enough: other draws from the same generator are right."""
    exercise = BY_NAME["noise", "white_noise_current"]
    edit = f"i_inj = mu → rng.standard_normal({skipped})\n    i_inj = mu"
    assert exercise.judge(exercise.written(edit)).state == "done"


@pytest.mark.parametrize("rate", ["0.0", "firing_rate(trains, t_stop)"])
def test_half_a_sweep_with_a_mistake_in_it_is_open(rate):
    """While one line waits, nothing is said about the other."""
    exercise = BY_NAME["noise", "sweep_tau"]
    half = exercise.stub.replace("rate = ...", f"rate = {rate}")
    assert exercise.judge(exercise.cell(half)).state == "open"


@pytest.mark.parametrize(
    "edit", ["(-dt → (dt", "1 - c**2 → c**2 - 1", "-dt / tau → 1000 * dt / tau"]
)
def test_a_current_that_runs_away_or_is_nan_is_drawn(edit):
    exercise = BY_NAME["noise", "ou_current"]
    picture = exercise.judge(exercise.written(edit))._repr_html_()
    assert '<img alt="Your curve drawn over the expected one' in picture

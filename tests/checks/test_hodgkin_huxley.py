"""What the checks of lesson 05 do besides what every check does."""

from tests.checks.answers import BY_NAME


def test_a_scan_is_right_and_is_told_its_price():
    """Exercise 5.1 asks for halving, but any search to the tolerance is right."""
    exercise = BY_NAME["hodgkin_huxley", "threshold"]
    scan = "return next((x for x in np.arange(low, high, tolerance / 2) if fires(x)), high)"
    assert "halving would need" in exercise.judge(exercise.written(scan)).message
    assert "halving would need" not in exercise.judge(exercise.written()).message

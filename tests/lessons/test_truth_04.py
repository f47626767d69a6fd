"""What lesson 04 says of CV₂, of the ways to a high CV, and of another reset.

Oracles: paper, own random intervals with their standard error, the backward equation on a grid.
"""

import numpy as np
import pytest
from scipy.linalg import solve_banded

from tests.lessons.lessons import LESSONS

(LESSON,) = (lesson for lesson in LESSONS if str(lesson).startswith("04_"))
TEXT = " ".join(LESSON.text.split())


def test_cv2_of_the_three_trains(capsys):
    """The pattern on paper; Poisson 1, since a/(a + b) of two exponentials is uniform."""
    LESSON.run("cv2")
    lines = [line for line in capsys.readouterr().out.splitlines() if "CV_2" in line]
    told = {line.split(" CV ")[0].strip(): float(line.split("CV_2 ")[1]) for line in lines}
    assert told["pattern"] == round((0 + 0 + 0 + 2 * 50 / 70 + 2 * 50 / 70) / 5, 2) == 0.57
    error = 2 * np.sqrt(1 / 12 / 1000) * 1.2  # |2U - 1| has SD 1/√12; 1000 intervals, a little
    assert told["Poisson"] == pytest.approx(1, abs=3 * error)  # more since neighbours share one
    assert told["10, then 50 Hz"] == pytest.approx(1, abs=0.03)
    assert "10, then 50 Hz CV 1.6" in lines[2]


def test_cv2_of_1_is_no_proof():
    """Two lengths only, changing just often enough: not an exponential, and CV₂ is 1."""
    short, long = 10.0, 90.0
    unlike = 2 * (long - short) / (long + short)  # 1.6
    rng = np.random.default_rng(0)
    change = rng.random(100_000) < 1 / unlike
    T = np.where(np.cumsum(change) % 2, long, short)
    cv2 = np.mean(2 * np.abs(np.diff(T)) / (T[1:] + T[:-1]))
    assert cv2 == pytest.approx(1, abs=4 * unlike * 0.5 / np.sqrt(T.size))
    assert set(T) == {short, long}  # nothing like an exponential


def by_backward_equation(mu, sigma, v_reset=-75.0, n=4000):
    """Return rate [Hz] and CV: the first two moments of the first passage, from a grid in V."""
    v_inf, spread = -75 + mu / 10, sigma / (10 * np.sqrt(2 * 0.010))  # mV; tau_m in s
    v = np.linspace(min(v_reset, v_inf) - 6 * spread, -55, n + 1)
    h, drift, diffusion = v[1] - v[0], (v_inf - v[:-1]) / 10, spread**2 / 10
    up, down = diffusion / h**2 + drift / (2 * h), diffusion / h**2 - drift / (2 * h)
    bands = np.zeros((3, n))
    bands[1] = -2 * diffusion / h**2
    bands[0, 1:], bands[2, :-1] = up[:-1], down[1:]
    bands[0, 1] = up[0] + down[0]  # reflecting, six standard deviations below
    first = solve_banded((1, 1), bands, -np.ones(n))
    second = solve_banded((1, 1), bands, -2 * first)
    mean, square = (np.interp(v_reset, v[:-1], moment) for moment in (first, second))
    return 1000 / (mean + 2), np.sqrt(square - mean**2) / (mean + 2)


def test_think_10_4_balance_and_reset_raise_the_cv_at_20_hz():
    for mu, sigma, v_reset, cv in ((150, 6, -75, 0.66), (105, 10, -75, 0.79), (132, 6, -60, 1.08)):
        found = by_backward_equation(mu, sigma, v_reset)
        assert found[0] == pytest.approx(20, abs=0.3) and round(found[1], 2) == cv
        assert f"{cv:.2f}" in TEXT[TEXT.index("Think 10.4") : TEXT.index("## Summary")]


def test_going_further_another_reset():
    """Rule 2 fails where the mean raises the rate; with the lesson's reset it does not."""
    for (low, high, sigma), told in (((100, 120, 4), (1.014, 1.025)), ((0, 105, 6), (1.01, 1.11))):
        (rate, cv), (faster, higher) = (by_backward_equation(m, sigma, -60) for m in (low, high))
        assert faster > rate
        assert (cv, higher) == pytest.approx(told, abs=0.006 if sigma == 6 else 6e-4)
        assert by_backward_equation(high, sigma)[1] < by_backward_equation(low, sigma)[1] + 1e-6
    answer = TEXT[TEXT.index("Where do rules 1 and 2 fail now?") :]
    assert "1.014 to 1.025" in answer and "1.01 (0 pA) to 1.11 (105 pA)" in answer


@pytest.mark.parametrize(("mu", "holds"), [(120, True), (130, True), (145, False), (190, False),
                                           (200, True), (250, True)])  # fmt: skip
def test_going_further_where_rule_1_fails(mu, holds):
    sigma = np.arange(3.0 if mu < 150 else 1.0, 10.1, 0.5)  # below, σ < 3 takes hours per spike
    cv = np.array([by_backward_equation(mu, s, -60)[1] for s in sigma])
    assert bool(np.all(np.diff(cv) > -1e-4)) is holds


def test_the_debate_has_its_authors():
    sources = TEXT[TEXT.index("**Sources.**") :]
    for source in ("4, 643 (1992)", "13, 334 (1993)", "4, 569 (1994)", "18, 3870 (1998)",
                   "9, 971 (1997)"):  # fmt: skip
        assert source in sources

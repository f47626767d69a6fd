"""What lesson 05 says of the squid itself and of what it leaves out; equations written anew."""

import re
from math import exp, log

import numpy as np
import pytest
from scipy import constants
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from helpers.hh import HHParams
from tests.lessons.lessons import LESSONS, in_ascii

(LESSON,) = (lesson for lesson in LESSONS if str(lesson).startswith("05_"))


def gates(v, k_n=80.0):
    """Return alpha and beta of m, h, n [1/ms]; k_n [mV] stands in beta_n."""
    u, w = (v + 40) / 10, (v + 55) / 10
    return (
        (u / (1 - exp(-u)) if abs(u) > 1e-9 else 1.0, 4 * exp(-(v + 65) / 18)),
        (0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10))),
        (0.1 * w / (1 - exp(-w)) if abs(w) > 1e-9 else 0.1, 0.125 * exp(-(v + 65) / k_n)),
    )


def ionic(v, m, h, n):
    return 120 * m**3 * h * (v - 50), 36 * n**4 * (v + 77), 0.3 * (v + 54.387)


def slopes(t, state, i_dc, k_n=80.0):
    v, *x = state
    return [i_dc - sum(ionic(*state)), *(a * (1 - y) - b * y
            for (a, b), y in zip(gates(v, k_n), x, strict=True))]  # fmt: skip


def balanced(i_dc=0.0, k_n=80.0):
    def at(v):
        return [v, *(a / (a + b) for a, b in gates(v, k_n))]

    return np.array(at(brentq(lambda v: slopes(0, at(v), i_dc, k_n)[0], -90, 0, xtol=1e-13)))


def part(heading, until=None):
    """Return the text of the lesson between two headings, as one line."""
    text = LESSON.text[LESSON.text.index(heading) :]
    return " ".join(text[: text.index(until) if until else None].split())


# --- where the reversal potentials come from ------------------------------------------------


def nernst(outside, inside, celsius=6.3):
    """Return kT/e ln(c_out / c_in) [mV], from the constants of physics."""
    kelvin = celsius + constants.zero_Celsius
    return 1000 * constants.k * kelvin / constants.e * log(outside / inside)


def test_section_1_nernst(capsys):
    LESSON.run("nernst")
    told = re.findall(r"by Nernst: (\S+) mV", in_ascii(capsys.readouterr().out))
    right = nernst(440, 50), nernst(20, 400)
    assert [int(x) for x in told] == [round(x) for x in right] == [52, -72]
    assert 1000 * constants.k * (6.3 + 273.15) / constants.e == pytest.approx(24.1, abs=0.05)
    assert round(nernst(20, 400) - nernst(10, 400)) == 17 and round(nernst(10, 400)) == -89
    assert nernst(10, 400) < HHParams().E_K < nernst(20, 400)
    text = part("**Where do the $E$ come from?**", "Think 1.1")
    for said in ("24.1 mV", "52 and −72 mV", "17 mV less, −89"):
        assert said in text


def test_section_1_the_leak_is_chosen_so_that_nothing_flows(capsys):
    """Close the balance at −65 mV for E_L; the value of 1952 misses it by a hundredth."""
    LESSON.run("nernst")
    told = float(re.search(r"if E_L is (\S+) mV", in_ascii(capsys.readouterr().out))[1])
    i_na, i_k, _ = ionic(-65.0, *(a / (a + b) for a, b in gates(-65.0)))
    exact = -65 + (i_na + i_k) / 0.3
    assert told == round(exact, 2) == -54.40
    assert balanced()[0] == pytest.approx(-64.996, abs=0.0005)
    assert "*chose*" in part("**Where do the $E$ come from?**", "Think 1.1")


# --- the class of the model, and of the axon ------------------------------------------------


def test_section_6_says_that_the_axon_is_of_class_3():
    text = part("### Think 6.2", "**Predict.** At $I$ = 8")
    assert re.search(r"model is of class 2.*made for is of class 3.*once", text)
    assert "Clay, Paydarfar & Forger 2008" in text
    assert "5, 1421 (2008)" in part("**Sources.**") and "80, 903 (1998)" in part("**Sources.**")


def crossings(i_dc, k_n, t_stop=200.0):
    """Return the upward crossings of 0 mV [ms] after a step from rest, and the late swing [mV]."""

    def zero(t, y, *_):
        return y[0]

    zero.direction = 1
    options = {"method": "LSODA", "rtol": 1e-8, "atol": 1e-10, "max_step": 0.5, "events": zero}
    run = solve_ivp(slopes, (0, t_stop), balanced(0.0, k_n), args=(i_dc, k_n), **options)
    return run.t_events[0], np.ptp(run.y[0][run.t > t_stop - 50])


@pytest.mark.parametrize("i_dc", [5.0, 10.0, 30.0, 100.0])
def test_think_7_4_one_spike_then_silence(i_dc):
    found, swing = crossings(i_dc, 20.0)
    assert found.size == 1 and found[0] < 8 and swing < 0.1


def test_think_7_4_what_the_cell_counts(monkeypatch):
    """The lesson's own slopes are those of (5.1) and (5.2), its legend has the right counts."""
    labels = []
    monkeypatch.setattr(
        "helpers.picture.show",
        lambda fig, alt: labels.extend(x.get_text() for x in fig.axes[0].get_legend().get_texts()),
    )
    steeper = LESSON.run("steeper-gate")["steeper"]
    counts = [crossings(10.0, k_n, 80.0)[0].size for k_n in (80.0, 20.0)]
    assert [re.search(r"(\d+) spikes?$", x)[0] for x in labels] == ["6 spikes", "1 spike"]
    assert counts == [6, 1]
    for state in ([-71.3, 0.1, 0.7, 0.2], [-8.0, 0.9, 0.2, 0.6]):
        for k_n in (80.0, 20.0, 33.0):
            mine = slopes(0, state, 7.7, k_n)
            np.testing.assert_allclose(steeper(0, state, 7.7, k_n), mine, rtol=1e-9)


def test_think_7_4_the_gate_at_rest_and_held_above():
    assert gates(-65.0, 20.0) == gates(-65.0, 80.0)
    ends = [(0.1 / (0.1 + gates(-55.0, k)[2][1])) ** 4 for k in (20.0, 80.0)]
    assert [round(x, 2) for x in ends] == [0.10, 0.05]
    for v in (-60.0, -40.0, 0.0):
        assert gates(v, 20.0)[2][1] < gates(v, 80.0)[2][1]  # closes more slowly


@pytest.mark.parametrize(("k_n", "gives_way"), [(20.0, False), (80.0, True)])
def test_think_7_4_rest_never_gives_way(k_n, gives_way):
    """The largest real part over all currents up to 200, from centred differences."""
    largest = []
    for i_dc in range(0, 201, 2):
        state, matrix = balanced(i_dc, k_n), np.zeros((4, 4))
        for j, step in enumerate(1e-6 * np.eye(4)):
            up, down = (slopes(0, state + s * step, i_dc, k_n) for s in (1, -1))
            matrix[:, j] = np.subtract(up, down) / 2e-6
        largest.append(np.linalg.eigvals(matrix).real.max())
    assert bool(max(largest) > 0) is gives_way


# --- the fold at 6.26 -----------------------------------------------------------------------


def once_round(x, i_dc):
    """Return m, h, n at the next fall through −40 mV, and the time it takes [ms]."""

    def falls(t, y, *_):
        return y[0] + 40

    falls.direction, falls.terminal = -1, True
    options = {"method": "LSODA", "rtol": 1e-10, "atol": 1e-12, "args": (i_dc,)}
    later = solve_ivp(slopes, (0, 5), [-40, *x], **options).y[:, -1]
    run = solve_ivp(slopes, (5, 60), later, events=falls, **options)
    return run.y_events[0][0][1:], run.t_events[0][0]


def differences(f, z, steps):
    columns = [(f(z + s) - f(z - s)) / (2 * s.max()) for s in np.diag(steps)]
    return np.array(columns).T


def oscillation(n, guess):
    """Return m, h, I of the oscillation that falls through −40 mV with this n (Newton)."""
    z = np.array(guess)

    def miss(z):
        x = np.array([z[0], z[1], n])
        return once_round(x, z[2])[0] - x

    for _ in range(4):
        z = z - np.linalg.solve(differences(miss, z, [1e-6, 1e-6, 1e-5]), miss(z))
    assert np.abs(miss(z)).max() < 1e-8
    return z


def test_section_6_at_6_26_a_stable_and_an_unstable_oscillation_are_born_together():
    """A fold: along the branch the current has a minimum, and there the multiplier passes 1."""
    z, branch, largest, periods = np.array([0.7920, 0.0672, 6.262]), [], [], []
    for n in (0.7454, 0.7446, 0.7438):  # before, near and behind the turn
        z = oscillation(n, z)
        x = np.array([z[0], z[1], n])
        once = differences(lambda x, i=z[2]: once_round(x, i)[0], x, [1e-6] * 3)
        branch.append(z[2])
        largest.append(np.linalg.eigvals(once).real.max())
        periods.append(once_round(x, z[2])[1])
    a, b, c = np.polyfit([-1, 0, 1], branch, 2)
    assert c - b**2 / (4 * a) == pytest.approx(6.260, abs=0.001) and a > 0
    assert largest[0] < 0.8 and largest[1] == pytest.approx(1, abs=0.03) and largest[2] > 1.3
    assert 1000 / np.array(periods) == pytest.approx(50, abs=1)  # about 50 Hz, finite
    assert "**fold of limit cycles**" in part("Why a jump? At 6.26", "## 7.")


# --- heat, and the price of a spike ---------------------------------------------------------


def test_think_10_2_no_single_number_for_mammals_and_6_3_is_a_reference():
    """Alle et al. 2009; Carter & Bean 2009. The rates of the table hold at 6.3 °C."""
    text = part("### Think 10.2", "## Summary")
    assert re.search(r"1\.3 times the minimum in mossy fibres.*Alle et al\. 2009", text)
    assert re.search(r"1\.25 in pyramidal.*2 in fast-spiking.*Carter & Bean 2009", text)
    assert "not the temperature of all experiments" in text
    assert HHParams().phi == 1 and HHParams(temperature=16.3).phi == pytest.approx(3)
    assert "64, 898 (2009)" in part("**Sources.**")

"""What lesson 00 says of windows, averages and tapers: closed forms and own simulations."""

import re
from math import exp, factorial, pi

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar

from helpers import plots
from helpers.spectra import power_spectral_density, to_decibel
from tests.lessons.lessons import LESSONS, in_ascii

LESSON = LESSONS[0]
run, cell = LESSON.run_alone, LESSON.paragraph
DT, SD, SECONDS = 0.005, 0.5, 20.0  # s, µV, s: the recording of section 5
WHITE = SD**2 / (0.5 / DT)  # µV²/Hz: the variance, spread evenly up to half the sampling rate
A, TAU_C = 0.1, 0.5  # µV, s: the weak rhythm of Think 5.2


def limits(n_spectra):
    """Return 2.5 and 97.5 % of a mean of n exponential variables of mean 1, from Poisson's sum."""

    def above(y):  # P(sum > y): fewer than n events of a Poisson process up to y
        return exp(-y) * sum(y**k / factorial(k) for k in range(n_spectra))

    return [
        brentq(lambda y, p=p: above(y) - p, 1e-9, 200, xtol=1e-12) / n_spectra
        for p in (0.975, 0.025)
    ]


def periodograms(x, n_window):
    """Return the densities of successive windows, shape (n_records, n_windows, n_lines)."""
    windows = x.reshape(len(x), -1, n_window)
    windows = windows - windows.mean(axis=2, keepdims=True)
    return 2 * DT / n_window * np.abs(np.fft.rfft(windows)) ** 2


def height(T, steady):
    """Return the expected height of the peak at 10 Hz, in SDs of the averaged noise."""
    u = T / TAU_C
    density = A**2 * T / 2 if steady else A**2 * TAU_C * (1 - (1 - np.exp(-u)) / u)
    return density / WHITE * np.sqrt(SECONDS / T)


@pytest.fixture
def figure_of_think_5_2():
    shown = []
    with plt.rc_context():
        run(
            "noise-band", "window-or-average", np=np, plt=plt, plots=plots, to_decibel=to_decibel,
            power_spectral_density=power_spectral_density,
            show=lambda figure, alt: shown.append(figure),
        )  # fmt: skip
        yield shown[0]
    plt.close("all")


def test_section_5_the_band_is_that_of_a_mean_of_exponential_variables(capsys):
    found = run("noise-band", np=np, to_decibel=to_decibel)
    assert found["noise_density"] == pytest.approx(WHITE)
    printed = in_ascii(capsys.readouterr().out)
    for n, stated in ((1, 22), (4, 9), (40, 3)):  # "ragged by 22 dB", 9 and 3
        np.testing.assert_allclose(found["noise_band"](n), limits(n), rtol=1e-6)
        low, high = 10 * np.log10(limits(n))
        assert f"M = {n:2}: {low:+.1f} to {high:+.1f} dB, SD {n**-0.5:.0%} of" in printed
        assert round(high - low) == stated
    assert "ragged by 22 dB, the mean of 4 by 9 dB, that of 40 by 3 dB" in cell("Demo 5.1")


@pytest.mark.parametrize("n_spectra", [1, 4, 40])
def test_section_5_the_band_holds_95_percent_of_the_lines_of_averaged_noise(n_spectra):
    """Own periodograms of 40 s of white noise at a time; 4 standard errors."""
    rng = np.random.default_rng(31)
    n_window, records = 100, 4000 // n_spectra
    noise = SD * rng.standard_normal((records, n_spectra * n_window))
    lines = periodograms(noise, n_window).mean(axis=1)[:, 1:-1].ravel() / WHITE
    low, high = run("noise-band", np=np, to_decibel=to_decibel)["noise_band"](n_spectra)
    share = np.mean((lines > low) & (lines < high))
    assert share == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / lines.size))
    assert lines.std() == pytest.approx(n_spectra**-0.5, rel=4 / np.sqrt(lines.size / 3))


@pytest.mark.parametrize(("T", "inside"), [(1.0, True), (2.0, True), (1.5, False)])
def test_demo_5_1_the_band_holds_the_noise_unless_a_rhythm_leaks(T, inside):
    """Above 12 Hz, as far as the demo shows: all lines at 1 and 2 s, not all at 1.5 s."""
    axes = LESSON.demo("window-demo", T=T).figure.axes[1]
    (band,) = axes.patches
    low, high = np.unique(np.round(band.get_xy()[:, 1], 9))
    n_windows = int(SECONDS / T + 1e-9)
    assert [low, high] == pytest.approx(10 * np.log10(np.multiply(limits(n_windows), WHITE)))
    frequency, level = axes.lines[0].get_data()
    shown = level[(frequency > 12) & (frequency <= 20)]
    assert np.all(shown > low) and np.all(shown < high) == inside
    assert inside or 0 < np.sum(shown > high) < shown.size / 2  # "some"


def test_demo_5_1_what_lies_above_the_band_at_1_5_s_is_leakage():
    """Without noise: 11 Hz, half-way between two lines, sends this much to 12 to 14 Hz."""
    t = np.arange(300) * DT
    density = periodograms(np.sin(2 * pi * 11 * t)[None], 300)[0, 0]
    assert density[(np.arange(151) / 1.5 > 12) & (np.arange(151) / 1.5 < 14)].min() > WHITE
    on_line = periodograms(np.sin(2 * pi * 10 * t)[None], 300)[0, 0]
    assert np.delete(on_line, 15).max() < 1e-20


def test_section_5_a_taper_weakens_what_is_far_and_doubles_the_foot():
    """The spectrum of the window itself, zeros appended: 64 points from line to line."""
    n, fine, feet, far = 400, 64, [], []
    for taper in (np.ones(n), np.hanning(n)):
        power = np.abs(np.fft.rfft(taper, fine * n)) ** 2
        power /= power[0]
        feet.append(np.argmax((power[1:-1] < power[:-2]) & (power[1:-1] <= power[2:])) + 1)
        far.append(power[4 * fine : 20 * fine].max())
    assert np.divide(feet, fine) == pytest.approx([1, 2], rel=0.02)
    assert far[1] < far[0] / 100  # "much less": more than 20 dB
    assert "`np.hanning`" in cell("Against leakage") and "twice as" in cell("Against leakage")


@pytest.mark.parametrize("steady", [True, False])
@pytest.mark.parametrize("T", [0.5, 1.0, 5.0, 20.0])
def test_think_5_2_height_of_the_peak_in_sds_of_the_noise(T, steady):
    """Own simulation of 300 recordings, each with its phase; 4 standard errors and 3 %."""
    rng = np.random.default_rng(5)
    n, n_window = round(SECONDS / DT), round(T / DT)
    steps = (
        np.zeros((300, n)) if steady else np.sqrt(2 * DT / TAU_C) * rng.standard_normal((300, n))
    )
    phase = rng.uniform(0, 2 * pi, (300, 1)) + np.cumsum(steps, axis=1)
    x = A * np.sin(2 * pi * 10 * DT * np.arange(n) + phase) + SD * rng.standard_normal((300, n))
    peaks = periodograms(x, n_window).mean(axis=1)[:, round(10 * T)]
    heights = (peaks / WHITE - 1) * np.sqrt(SECONDS / T)
    error = heights.std() / np.sqrt(300)
    assert heights.mean() == pytest.approx(height(T, steady), abs=4 * error, rel=0.03)


def test_think_5_2_the_steady_rhythm_wants_20_s_and_the_wandering_one_about_2_tau_c():
    lengths = np.array([0.2, 0.5, 1, 2, 5, 10, 20])
    steady, wandering = (height(lengths, kind) for kind in (True, False))
    np.testing.assert_allclose(steady / steady[0], np.sqrt(lengths / 0.2))  # as the root of T
    best = minimize_scalar(lambda T: -height(T, False), bounds=(0.1, 20), method="bounded").x
    assert best / TAU_C == pytest.approx(2, abs=0.2)
    assert lengths[wandering.argmax()] == 1.0
    assert round(wandering.max()) == 5 and round(wandering[-1]) == 2
    for words in ("$2\\tau_c$ = 1 s, with 5 SDs; at 20 s 2 are left", "grows as $\\sqrt T$"):
        assert words in cell("For the steady rhythm it is wrong")


def test_think_5_2_a_forgotten_phase_makes_a_peak_of_this_width():
    """Transform of the autocorrelation exp(-lag/tau_c): half as high 1/(2·pi·tau_c) aside."""

    def density(off):
        parts = quad(lambda lag: np.exp(-lag / TAU_C), 0, 20, weight="cos", wvar=2 * pi * off)
        return parts[0]

    assert density(1 / (2 * pi * TAU_C)) == pytest.approx(density(0) / 2, rel=1e-4)
    assert 1 / (pi * TAU_C) == pytest.approx(0.6, abs=0.05)


def test_think_5_2_the_figure_shows_both_laws(figure_of_think_5_2):
    (axes,) = figure_of_think_5_2.axes
    for (theory, dots), steady in zip((axes.lines[:2], axes.lines[2:]), (True, False), strict=True):
        lengths, drawn = theory.get_data()
        np.testing.assert_allclose(drawn, height(lengths, steady))
        np.testing.assert_allclose(dots.get_ydata(), drawn, rtol=0.15)
    assert [text.get_text() for text in axes.texts] == ["keeps its phase", "phase wanders"]
    assert list(axes.get_xticks()) == [0.2, 0.5, 1, 2, 5, 10, 20]


def test_the_rule_of_the_shortest_window_stands_only_where_it_is_questioned():
    texts = [c.source for c in LESSON.cells if c.cell_type == "markdown"]
    holds = [text for text in texts if re.search(r"shortest", text)]
    assert len(holds) == 1 and "Find the error" in holds[0]


def test_the_two_small_rhythms_are_never_without_their_unit():
    for text in (c.source for c in LESSON.cells if c.cell_type == "markdown"):
        if "rhythm" in text:
            prose = re.sub(r"### \w+ .*|\$[^$]*\$|(?:section|lesson|chapter) \d+", "", text)
            bare = re.findall(r"(?<![\d.−])\b(?:6|11)\b(?! Hz| dB| and 11 Hz)[^\n]{0,15}", prose)
            assert bare == [], text
    axes = LESSON.demo("trials-demo").figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["6 Hz and 11 Hz"]


def test_demo_4_3_a_rhythm_in_one_trial_of_thirty_keeps_a_thirtieth_of_its_power():
    t = np.arange(1000) * 0.001
    trials = np.zeros((30, 1000))
    trials[7] = np.sin(2 * pi * 6 * t)
    mean = power_spectral_density(trials, 0.001)[1].mean(axis=0)
    assert mean.sum() == pytest.approx(0.5 / 30)  # df is 1 Hz

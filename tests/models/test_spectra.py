"""Spectra against SciPy, Parseval's theorem, closed forms and seeded noise."""

import pydoc

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.signal import periodogram

from helpers import plots
from helpers.spectra import average_spectrum, power_spectral_density, segment_spectrum, to_decibel

LENGTHS = [2, 3, 4, 5, 100, 101, 1000, 1023]
DTS = [0.001, 0.004, 2.5]


def noise(*shape, seed=1):
    return 3 + np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize("n_samples", LENGTHS)
@pytest.mark.parametrize("dt", DTS)
def test_it_agrees_with_scipy_and_with_parseval(n_samples, dt):
    x = noise(n_samples)
    frequencies, density = power_spectral_density(x, dt)
    f, s = periodogram(x, 1 / dt, window="boxcar", detrend="constant")
    np.testing.assert_allclose(frequencies, f, rtol=1e-12)
    np.testing.assert_allclose(density, s, rtol=1e-9, atol=1e-20 * dt)
    assert np.sum(density) * frequencies[1] == pytest.approx(x.var(), rel=1e-13)


@pytest.mark.parametrize("n_samples", LENGTHS)
def test_frequency_axis(n_samples):
    """Lines 1/T apart, from 0 up to 1/(2·dt), which only an even length reaches."""
    dt = 0.002
    frequencies, density = power_spectral_density(noise(n_samples), dt)
    assert frequencies.shape == density.shape == (n_samples // 2 + 1,)
    np.testing.assert_allclose(np.diff(frequencies), 1 / (n_samples * dt))
    assert frequencies[0] == density[0] == 0
    short_of_it = n_samples % 2 * frequencies[1] / 2
    assert frequencies[-1] == pytest.approx(1 / (2 * dt) - short_of_it)


@pytest.mark.parametrize("n_samples", [1000, 2001])
@pytest.mark.parametrize("phase", [0.0, 1.0])
def test_a_sine_on_a_line_has_half_its_squared_amplitude_times_T(n_samples, phase):
    dt, amplitude, line = 0.001, 3.0, 60
    T = n_samples * dt
    x = 7 + amplitude * np.sin(2 * np.pi * line / T * np.arange(n_samples) * dt + phase)
    _, density = power_spectral_density(x, dt)
    assert density[line] == pytest.approx(amplitude**2 / 2 * T)
    assert np.delete(density, line).max() < 1e-20


def test_an_alternating_signal_sits_on_the_nyquist_line():
    """(-1)^k has the variance 1, all of it in the last line."""
    _, density = power_spectral_density((-1.0) ** np.arange(100), 0.01)
    assert density[-1] == pytest.approx(1 / 1.0 * 1.0)  # variance / df, df = 1 Hz
    assert density[:-1].max() < 1e-25


def test_white_noise_is_flat_at_twice_its_variance_times_dt():
    """Mean of 400 trials, 4 standard errors: a line is exponentially distributed."""
    dt, sigma = 0.004, 1.7
    _, density = average_spectrum(sigma * noise(400, 64, seed=3), dt)
    level = 2 * sigma**2 * dt
    np.testing.assert_allclose(density[1:-1], level, rtol=4 / np.sqrt(400))
    assert density[1:-1].mean() == pytest.approx(level, rel=4 / np.sqrt(400 * 31))
    assert density[-1] == pytest.approx(level / 2, rel=4 * np.sqrt(2 / 400))


def test_a_trial_gives_the_same_alone_and_in_a_table():
    trials = noise(3, 4, 50)
    _, densities = power_spectral_density(trials, 0.01)
    assert densities.shape == (3, 4, 26)
    for i, j in np.ndindex(3, 4):
        np.testing.assert_allclose(densities[i, j], power_spectral_density(trials[i, j], 0.01)[1])


def test_average_is_over_trials_and_of_power():
    trials = noise(5, 40)
    f, mean = average_spectrum(trials, 0.01)
    each = [power_spectral_density(trial, 0.01)[1] for trial in trials]
    np.testing.assert_allclose(mean, np.mean(each, axis=0))
    opposite = np.vstack([trials[0], -trials[0]])
    np.testing.assert_allclose(average_spectrum(opposite, 0.01)[1], each[0])
    np.testing.assert_array_equal(f, power_spectral_density(trials[0], 0.01)[0])


@pytest.mark.parametrize("n_window", [2, 25, 33, 100])
def test_segments_are_whole_windows_end_to_end(n_window):
    x = noise(100)
    f, density = segment_spectrum(x, 0.01, n_window)
    pieces = [x[k : k + n_window] for k in range(0, 100 - n_window + 1, n_window)]
    each = [power_spectral_density(piece, 0.01)[1] for piece in pieces]
    np.testing.assert_allclose(density, np.mean(each, axis=0))
    assert f[1] == pytest.approx(1 / (n_window * 0.01))


def test_decibels():
    np.testing.assert_allclose(to_decibel([1, 10, 0.001]), [0, 10, -30], atol=1e-12)
    assert to_decibel(2.0) == pytest.approx(3.01, abs=0.001)
    assert isinstance(to_decibel(2.0), float)
    assert to_decibel([[0.0, 1.0]]).tolist() == [[-np.inf, 0.0]]


def test_help_shows_a_signature_of_one_line():
    """Lesson 00 prints it: names of types, not the unions that they stand for."""
    lines = pydoc.plain(pydoc.render_doc(to_decibel)).splitlines()
    assert lines[2] == "to_decibel(density: 'ArrayLike') -> 'float | np.ndarray'"
    assert "_typing" not in "\n".join(lines) and max(map(len, lines)) < 100


def test_inputs_and_global_state_are_left_alone():
    x = noise(3, 10)
    before, state = x.copy(), np.random.get_state()[1].copy()  # noqa: NPY002
    errors = np.geterr()
    power_spectral_density(x, 0.1)
    average_spectrum(x, 0.1)
    segment_spectrum(x[0], 0.1, 4)
    to_decibel(np.zeros(3))
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    assert np.geterr() == errors


@pytest.mark.parametrize("decibel", [False, True])
def test_plot_spectrum(decibel):
    frequencies, density = power_spectral_density(noise(40), 0.01)
    before, settings = density.copy(), dict(matplotlib.rcParams)
    figure, ax = plt.subplots()
    assert plots.plot_spectrum(frequencies, density, ax, decibel=decibel, color="red") is ax
    (line,) = ax.lines
    expected = to_decibel(density[1:]) if decibel else density
    np.testing.assert_allclose(line.get_ydata(), expected)
    np.testing.assert_array_equal(line.get_xdata(), frequencies[1:] if decibel else frequencies)
    assert line.get_color() == "red"
    assert ax.get_xlabel() == "Frequency [Hz]"
    label = "Power density [dB re 1 µV²/Hz]" if decibel else "Power density [µV²/Hz]"
    assert ax.get_ylabel() == label
    np.testing.assert_array_equal(density, before)
    assert dict(matplotlib.rcParams) == settings
    plt.close(figure)


def test_plot_spectrum_makes_its_own_axes():
    ax = plots.plot_spectrum([0, 1], [0, 2], unit="mV")
    assert ax.get_ylabel() == "Power density [mV²/Hz]"
    assert ax.lines[0].get_color() == plots.COLOURS["spectrum"]
    plt.close(ax.figure)

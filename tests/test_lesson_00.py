"""Every number that the prose of lesson 00 states, from a closed form or a calculation."""

import builtins

import numpy as np
import pytest
from scipy.io import loadmat

from helpers.data import EEG_FILE
from helpers.spectra import power_spectral_density, segment_spectrum, to_decibel

EEG, DT = loadmat(EEG_FILE)["EEG"], 0.001
FREQUENCIES, DENSITIES = power_spectral_density(EEG, DT)
MEAN = DENSITIES.mean(axis=0)


def peaks(level, first=4, last=50):
    """Return by how many dB a line stands above its two neighbours on both sides, where it does."""
    found = {}
    for k in range(first, last + 1):
        height = level[k] - max(level[k - 2 : k].max(), level[k + 1 : k + 3].max())
        if height > 0:
            found[k] = height
    return found


def jump(level):
    """Return the root mean square of the steps from line to line above 70 Hz [dB]."""
    return np.sqrt(np.mean(np.diff(level[70:]) ** 2))


def test_section_1_products():
    a, b = np.array([1, 2, 3, 4]), np.array([0, 4, 7, 6])
    assert (a * b).tolist() == np.multiply(a, b).tolist() == [0, 8, 21, 24]
    assert a @ b == np.matmul(a, b) == 0 + 8 + 21 + 24 == 53


def test_section_1_star_imports_hide_names_of_python():
    from matplotlib import pylab

    names = [name for name in vars(pylab) if not name.startswith("_")]
    assert len(names) > 500  # "hundreds of names"
    assert pylab.sum is np.sum and np.sum is not builtins.sum
    assert {"sum", "max"} <= set(np.__all__) & set(dir(builtins))


def test_think_1_2_two_sums():
    assert sum(range(5), -1) == -1 + 0 + 1 + 2 + 3 + 4 == 9
    assert np.sum(range(5), -1) == 10


def test_exercise_2_1_value():
    assert 5 * 5 + 15 == 40


def test_section_3_shape_and_60_hz():
    assert EEG.shape == (30, 1000)
    smooth = np.convolve(EEG[0, :104], np.ones(5) / 5, "valid")[:100]
    middle = smooth[1:-1]
    n_peaks = np.sum((middle > smooth[:-2]) & (middle >= smooth[2:]) & (middle > 5))
    assert n_peaks == 6
    assert 6 / 0.1 == pytest.approx(60)


def test_think_3_2_the_mean_of_the_trials():
    """Swing of 12 µV in one trial, a small part of it in the mean; sqrt(30) is about 5.5."""
    size = 2 * np.abs(np.fft.rfft(np.vstack([EEG[0], EEG.mean(axis=0)]))[:, 60]) / 1000
    assert size[0] == pytest.approx(12, abs=0.5)
    assert size[1] < size[0] / 4
    assert np.sqrt(30) == pytest.approx(5.5, abs=0.05)
    assert np.abs(EEG.mean(axis=0)[:301]).max() < 4.5


def test_section_4_axis_of_one_trial():
    assert FREQUENCIES[1] == pytest.approx(1) and FREQUENCIES[-1] == pytest.approx(500)


def test_section_4_nine_tenths_are_hum():
    assert DENSITIES[0].argmax() == 60
    assert DENSITIES[0, 60] == pytest.approx(74, abs=0.5)
    assert DENSITIES[0, 60] / EEG[0].var() == pytest.approx(0.9, abs=0.01)
    assert np.delete(DENSITIES[0], 60).max() < 2


def test_section_4_decibels():
    assert to_decibel(10) == pytest.approx(10) and to_decibel(2) == pytest.approx(3, abs=0.02)


def test_section_4_two_rhythms_in_the_mean_and_none_in_one_trial():
    level, one = to_decibel(MEAN), to_decibel(DENSITIES[0])
    for f in (6, 11):
        around = level[[f - 2, f - 1, f + 1, f + 2]].mean()
        assert 5 < level[f] - around < 6
        assert MEAN[f] < 0.03 * MEAN[60]  # invisible beside the hum
    assert min(one[4], one[5]) > one[6] and one[9] > one[11]
    found = peaks(level)
    assert min(found[6], found[11]) > 3
    assert max(height for k, height in found.items() if k not in (6, 11)) < 1


@pytest.mark.parametrize(("n", "stated"), [(1, 8.6), (4, 3.6), (16, 1.7)])
def test_demo_4_3_jumps_halve_with_four_times_the_trials(n, stated):
    """Theory: sqrt(2)·(10/ln 10)·sqrt(trigamma(n))."""
    from scipy.special import polygamma

    measured = jump(to_decibel(DENSITIES[:n].mean(axis=0)))
    assert measured == pytest.approx(stated, abs=0.05)
    theory = np.sqrt(2) * 10 / np.log(10) * np.sqrt(polygamma(1, n))
    assert measured == pytest.approx(theory, rel=0.15)


def test_demo_4_3_accidents():
    four = peaks(to_decibel(DENSITIES[:4].mean(axis=0)))
    assert {6, 11, 47} <= set(four) and four[47] > four[6]
    sixteen = peaks(to_decibel(DENSITIES[:16].mean(axis=0)))
    others = [height for k, height in sixteen.items() if k not in (6, 11)]
    assert min(sixteen[6], sixteen[11]) > 4 and max(others) < 2


def test_find_the_error_glued_trials():
    f, glued = power_spectral_density(EEG.ravel(), DT)
    assert f[1] == pytest.approx(1 / 30)
    assert abs(f[glued.argmax()] - 60) > 0.1
    for left in np.arange(59.2, 60.7, 0.2):  # a hill from 59 to 61 Hz, over the line's floor
        assert to_decibel(glued[(f > left) & (f < left + 0.2)].mean()) > 0
    assert max(to_decibel(glued[[59 * 30, 61 * 30]])) < -15
    near = np.abs(f - 60) < 1
    assert glued[near].sum() / 30 > 0.85 * MEAN[60]  # the power of the line, spread out
    assert jump(to_decibel(glued[1:])[2000:]) == pytest.approx(
        jump(to_decibel(DENSITIES[0, 1:])), rel=0.15
    )
    level = to_decibel(MEAN)
    assert level[60] - np.delete(level[50:71], 10).max() > 35  # "one point, 40 dB above"


def test_find_the_error_an_unbroken_sine_has_one_line():
    """What gluing destroys: 30 s of the same hum without seams."""
    t = np.arange(30_000) * DT
    f, density = power_spectral_density(12 * np.sin(2 * np.pi * 60 * t + 1), DT)
    assert density[f.searchsorted(59.99)] * f[1] == pytest.approx(72)
    assert np.sum(density > 1e-9) == 1


def two_rhythms(T, apart):
    """Return frequencies and level [dB] of demo 5.1."""
    t = np.arange(4000) * 0.005
    x = 0.5 * np.random.default_rng(7).standard_normal(t.size)
    x = x + np.sin(2 * np.pi * 10 * t) + np.sin(2 * np.pi * (10 + apart) * t)
    f, density = segment_spectrum(x, 0.005, round(T / 0.005))
    return f, to_decibel(density)


@pytest.mark.parametrize("apart", [0.5, 1.0, 2.0])
def test_demo_5_1_a_valley_needs_twice_the_inverse_distance(apart):
    """T = 1/distance: a plateau of two lines. T = 2/distance: a line between them, far below."""
    f, level = two_rhythms(1 / apart, apart)
    first = np.argmin(np.abs(f - 10))
    assert level[first] == pytest.approx(level[first + 1], abs=0.5)
    assert f[first + 1] == pytest.approx(10 + apart)
    f, level = two_rhythms(2 / apart, apart)
    first = np.argmin(np.abs(f - 10))
    assert f[first + 2] == pytest.approx(10 + apart)
    assert min(level[first], level[first + 2]) > level[first + 1] + 15


def test_demo_5_1_one_hump_at_half_a_second_and_windows():
    f, level = two_rhythms(0.5, 1.0)
    shown = level[(f >= 5) & (f <= 20)]
    assert np.sum((shown[1:-1] > shown[:-2]) & (shown[1:-1] > shown[2:])) == 1
    assert [int(20 / T + 1e-9) for T in (5, 0.5, 0.2)] == [4, 40, 100]


@pytest.mark.parametrize("T", np.round(np.arange(0.2, 5.05, 0.1), 1))
def test_demo_5_1_counts_the_windows_that_are_averaged(T):
    assert int(20 / T + 1e-9) == 4000 // round(T / 0.005)


def test_think_5_2_every_tenth_sample():
    f, densities = power_spectral_density(EEG[:, ::10], 10 * DT)
    mean = densities.mean(axis=0)
    assert f[-1] == pytest.approx(50)
    assert f[mean.argmax()] == pytest.approx(100 - 60) == 40
    assert round(mean.max()) == 72

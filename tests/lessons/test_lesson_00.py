"""Every number that the prose of lesson 00 states, from a closed form or a calculation."""

import builtins

import numpy as np
import pytest
from scipy.fft import rfft
from scipy.io import loadmat
from scipy.special import polygamma

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


def test_section_1_products_indices_and_sums():
    a, b, table = np.array([1, 2, 3, 4]), np.array([0, 4, 7, 6]), np.array([[1, 2, 3], [5, 6, 7]])
    assert (a * b).tolist() == np.multiply(a, b).tolist() == [0, 8, 21, 24]
    assert a @ b == np.matmul(a, b) == 0 + 8 + 21 + 24 == 53
    assert a.shape == (4,) and table.shape == (2, 3)
    assert a[-1] == 4 and a[:-1].tolist() == [1, 2, 3]
    assert sum(range(5), -1) == -1 + 0 + 1 + 2 + 3 + 4 == 9  # Think 1.2
    assert np.sum(range(5), -1) == 10
    assert 5 * 5 + 15 == 40  # Exercise 2.1


def test_section_1_star_imports_hide_names_of_python():
    from matplotlib import pylab, pyplot

    names = [name for name in vars(pylab) if not name.startswith("_")]
    assert len(names) > 500  # "hundreds of names"
    assert pylab.sum is np.sum
    for name in ("sum", "any"):
        assert getattr(pylab, name) is not getattr(builtins, name)
    for package in (np, pyplot):  # "most of NumPy and of matplotlib.pyplot"
        public = {name: value for name, value in vars(package).items() if name[0] != "_"}
        tipped = [name for name in names if name in public and vars(pylab)[name] is public[name]]
        assert len(tipped) > 0.9 * len(public)


def test_think_3_2_the_mean_of_the_trials():
    """Swing of 12 µV in one trial, a small part of it in the mean; sqrt(30) is about 5.5.

    The two SDs that the lesson prints give about 5, before and after their rounding.
    """
    stds = EEG[0].std(), EEG.mean(axis=0).std()
    assert stds[0] / stds[1] == pytest.approx(5, abs=0.1)
    assert round(stds[0], 1) / round(stds[1], 1) == pytest.approx(5, abs=0.1)
    size = 2 * np.abs(np.fft.rfft(np.vstack([EEG[0], EEG.mean(axis=0)]))[:, 60]) / 1000
    assert size[0] == pytest.approx(12, abs=0.5)
    assert size[1] < size[0] / 4
    assert np.sqrt(30) == pytest.approx(5.5, abs=0.05)
    assert np.abs(EEG.mean(axis=0)[:301]).max() < 4.5
    phases = np.random.default_rng(5).uniform(0, 2 * np.pi, (20_000, 30))
    squared = np.abs(np.exp(1j * phases).mean(axis=1)) ** 2  # of 30 sines with random phases
    assert squared.mean() == pytest.approx(1 / 30, rel=4 / np.sqrt(20_000))
    # section 3: the shape and 60 Hz
    assert EEG.shape == (30, 1000)
    smooth = np.convolve(EEG[0, :104], np.ones(5) / 5, "valid")[:100]
    middle = smooth[1:-1]
    n_peaks = np.sum((middle > smooth[:-2]) & (middle >= smooth[2:]) & (middle > 5))
    assert n_peaks == 6
    assert 6 / 0.1 == pytest.approx(60)


@pytest.mark.parametrize("n", [10, 11])
def test_section_4_the_fourier_transform_is_a_comparison_with_cosine_and_sine(n):
    """Equation (0.1) by its sum, lines 0 to n // 2; the angle of a cosine is its phase."""
    dt, x = 0.02, np.random.default_rng(3).standard_normal(n)
    t, X = np.arange(n) * dt, np.fft.rfft(x)
    assert X.size == n // 2 + 1
    for k in range(n // 2 + 1):
        turn = 2 * np.pi * k / (n * dt) * t
        assert X[k] == pytest.approx(np.sum(x * np.cos(turn)) - 1j * np.sum(x * np.sin(turn)))
    one = np.fft.rfft(3 * np.cos(2 * np.pi * 2 / (n * dt) * t + 0.7))
    assert np.angle(one[2]) == pytest.approx(0.7) and np.abs(one[2]) == pytest.approx(3 * n / 2)
    full = np.fft.fft(x)  # the second half mirrors the first
    np.testing.assert_allclose(full[: -(n // 2) - 1 : -1], full[1 : n // 2 + 1].conj())


def test_section_4_nine_tenths_are_hum():
    """74 µV² in one line are A²/2; a least-squares fit of a sine to the trace says the same."""
    assert FREQUENCIES[1] == pytest.approx(1) and FREQUENCIES[-1] == pytest.approx(500)
    assert DENSITIES[0].argmax() == 60
    assert DENSITIES[0, 60] == pytest.approx(74, abs=0.5)
    assert DENSITIES[0, 60] / EEG[0].var() == pytest.approx(0.9, abs=0.01)
    assert np.delete(DENSITIES[0], 60).max() < 2
    stated = np.sqrt(2 * 74)
    assert stated == pytest.approx(12.2, abs=0.05)
    t = np.arange(1000) * DT
    waves = np.column_stack([np.cos(2 * np.pi * 60 * t), np.sin(2 * np.pi * 60 * t), 1 + 0 * t])
    fit = np.linalg.lstsq(waves, EEG[0], rcond=None)[0]
    assert np.hypot(*fit[:2]) == pytest.approx(stated, abs=0.05)
    assert (3 * np.sin(2 * np.pi * 60 * t)).var() == pytest.approx(3**2 / 2)
    # Exercise 4.2, the other order: an exponential density has a mean logarithm lower by 2.51 dB
    lower = to_decibel(MEAN[1:]) - to_decibel(DENSITIES[:, 1:]).mean(axis=0)
    noise = lower[69:499].mean()  # 70 to 499 Hz
    assert noise == pytest.approx(2.4, abs=0.05)
    assert noise == pytest.approx(10 * np.euler_gamma / np.log(10), abs=0.15)
    assert abs(lower[59]) < 0.01
    assert to_decibel(10) == pytest.approx(10) and to_decibel(2) == pytest.approx(3, abs=0.02)
    # two rhythms in the mean and none in one trial
    level, one = to_decibel(MEAN), to_decibel(DENSITIES[0])
    for f in (6, 11):
        above = level[f] - level[[f - 1, f + 1]]  # "4 to 6 dB above their neighbours"
        assert 4 <= above.min().round() and above.max().round() <= 6
        assert MEAN[f] < 0.03 * MEAN[60]  # invisible beside the hum
    assert min(one[4], one[5]) > one[6] and one[9] > one[11]
    found = peaks(level)
    assert min(found[6], found[11]) > 3
    assert max(height for k, height in found.items() if k not in (6, 11)) < 1


def test_demo_4_3_accidents():
    """Heights of all lines above their neighbours, of which the demo shows those to 150 Hz."""
    four = peaks(to_decibel(DENSITIES[:4].mean(axis=0)), 3, 497)
    assert {6, 11, 47, 140} <= set(four) and four[47] > four[6] + 0.5
    assert four[140] == pytest.approx(four[11], abs=0.2)
    sixteen = peaks(to_decibel(DENSITIES[:16].mean(axis=0)), 3, 497)
    others = [height for k, height in sixteen.items() if k not in (6, 11, 60)]
    assert min(sixteen[6], sixteen[11]) > 4 and max(others) < 3
    # a longer trial of white noise has the same jumps; the mean of 16 trials has a quarter
    rng = np.random.default_rng(2)
    jumps = [
        jump(to_decibel(power_spectral_density(rng.standard_normal(n * 1000), DT)[1][1:]))
        for n in (1, 4, 16)
    ]
    assert max(jumps) / min(jumps) < 1.15
    mean = power_spectral_density(rng.standard_normal((16, 1000)), DT)[1].mean(axis=0)
    assert jump(to_decibel(mean[1:])) < 0.25 * min(jumps)
    # jumps halve with four times the trials; theory: sqrt(2)·(10/ln 10)·sqrt(trigamma(n))
    for n, stated in ((1, 8.6), (4, 3.6), (16, 1.7)):
        measured = jump(to_decibel(DENSITIES[:n].mean(axis=0)))
        assert measured == pytest.approx(stated, abs=0.05)
        theory = np.sqrt(2) * 10 / np.log(10) * np.sqrt(polygamma(1, n))
        assert measured == pytest.approx(theory, rel=0.15)


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
    # the arches are hum: 1 s of a sine with any phase has the density A²/2·sinc²(f - 60)
    f, glued = power_spectral_density(EEG.ravel(), DT)
    above = []
    for middle in [*np.arange(55.5, 59), *np.arange(61.5, 65)]:
        level = to_decibel(glued[np.abs(f - middle) < 0.2].mean())
        hum = MEAN[60] * np.sinc(middle - 60) ** 2
        assert level == pytest.approx(to_decibel(hum), abs=1.5)
        noise = MEAN[[int(middle), int(middle) + 1]]
        above.append(level - to_decibel(noise.mean()))
    assert max(above) == pytest.approx(25, abs=1)
    t = np.arange(30_000) * DT  # what gluing destroys: 30 s without seams have one line
    f, density = power_spectral_density(12 * np.sin(2 * np.pi * 60 * t + 1), DT)
    assert density[f.searchsorted(59.99)] * f[1] == pytest.approx(72)
    assert np.sum(density > 1e-9) == 1


def signal(apart):
    """Return the 20 s of demo 5.1."""
    t = np.arange(4000) * 0.005
    noise = 0.5 * np.random.default_rng(7).standard_normal(t.size)
    return noise + np.sin(2 * np.pi * 10 * t) + np.sin(2 * np.pi * (10 + apart) * t)


def two_rhythms(T, apart):
    """Return frequencies and level [dB] of demo 5.1."""
    f, density = segment_spectrum(signal(apart), 0.005, round(T / 0.005))
    return f, to_decibel(density)


def valley(f, level, T, apart=1.0):
    """Return how far the lower of two peaks at the rhythms stands above what lies between [dB]."""
    at = (f > 10 - 0.6 / T) & (f < 10 + apart + 0.6 / T)
    level = level[at]
    inner = range(1, len(level) - 1)
    depths = [min(level[:k].max(), level[k + 1 :].max()) - level[k] for k in inner]
    return max(depths, default=-np.inf)


def test_demo_5_1_a_valley_needs_twice_the_inverse_distance():
    """T = 1/distance: a plateau of two lines. T = 2/distance: a line between them, far below."""
    for apart in (0.5, 1.0, 2.0):
        f, level = two_rhythms(1 / apart, apart)
        first = np.argmin(np.abs(f - 10))
        assert level[first] == pytest.approx(level[first + 1], abs=0.5)
        assert f[first + 1] == pytest.approx(10 + apart)
        f, level = two_rhythms(2 / apart, apart)
        first = np.argmin(np.abs(f - 10))
        assert f[first + 2] == pytest.approx(10 + apart)
        assert min(level[first], level[first + 2]) > level[first + 1] + 15
    depths = [valley(*two_rhythms(T, 1.0), T) for T in (1.0, 1.3, 1.5, 1.6, 2.0)]
    assert max(depths[:2]) < 0 and depths[2] < 0.5
    assert 2.5 <= depths[3] < 5 and 20 <= depths[4] < 99


@pytest.mark.parametrize(("apart", "factor"), [(0.5, 2), (1.0, 1), (2.0, 0.5)])
def test_demo_5_1_the_limit_of_the_windows_themselves_is_about_one_beat(apart, factor):
    """Sixteen times as many lines, from the same windows with zeros appended (scipy.fft).

    Where T·distance is 1 the phases of the windows are all alike: left out.
    """

    def depth(T):
        n = round(T / 0.005)
        windows = signal(apart)[: 4000 // n * n].reshape(-1, n)
        power = np.abs(rfft(windows, 16 * n)) ** 2
        f = np.arange(power.shape[1]) / (16 * n * 0.005)
        return valley(f, to_decibel(power.mean(axis=0)), T, apart)

    assert depth(0.8 * factor) < 0.5
    assert depth(1.2 * factor) > 2 and depth(1.5 * factor) > 5


def test_demo_5_1_leakage_bursts_and_windows():
    """At 1.5 s, 11 Hz lies between the lines 10.67 and 11.33 Hz: both have the same part of it."""
    f, level = two_rhythms(1.5, 1.0)
    sides = [level[np.argmin(np.abs(f - line))] for line in (32 / 3, 34 / 3)]
    assert sides[0] == pytest.approx(sides[1], abs=0.3)
    share = (2 / np.pi) ** 2  # of the density of a sine on a line, half a line away: sinc(1/2)²
    assert sides[1] == pytest.approx(to_decibel(1.5 / 2 * share), abs=0.5)
    assert level[15] == pytest.approx(to_decibel(1.5 / 2), abs=0.5)  # 10 Hz, on a line
    # a burst of 1 s gains nothing from a longer window: its density falls like 1/T
    t = np.arange(1000) * 0.005
    burst = np.where(t < 1, np.sin(2 * np.pi * 10 * t), 0)
    peaks_ = [power_spectral_density(burst[: n * 200], 0.005)[1].max() for n in (1, 2, 5)]
    np.testing.assert_allclose(peaks_, 0.5 / np.array([1, 2, 5]))
    # at half a second there is one hump; and the count of what is averaged
    f, level = two_rhythms(0.5, 1.0)
    shown = level[(f >= 5) & (f <= 20)]
    assert np.sum((shown[1:-1] > shown[:-2]) & (shown[1:-1] > shown[2:])) == 1
    assert [int(20 / T + 1e-9) for T in (5, 0.5, 0.2)] == [4, 40, 100]
    for T in np.round(np.arange(0.2, 5.05, 0.1), 1):  # the count of what is averaged
        assert int(20 / T + 1e-9) == 4000 // round(T / 0.005)


@pytest.mark.parametrize("T", [1.0, 2.0, 5.0])
def test_demo_5_1_the_peak_grows_with_the_window_and_the_noise_does_not(T):
    """A²T/2 for a sine on a line; 2·variance·dt for white noise."""
    f, level = two_rhythms(T, 1.0)
    for rhythm in (10, 11):
        peak = level[np.argmin(np.abs(f - rhythm))]
        assert peak == pytest.approx(to_decibel(1**2 * T / 2), abs=0.2)
    noise = to_decibel((10 ** (level[f > 15] / 10)).mean())
    assert noise == pytest.approx(to_decibel(2 * 0.5**2 * 0.005), abs=0.5)


def test_think_5_2_every_tenth_sample():
    f, densities = power_spectral_density(EEG[:, ::10], 10 * DT)
    mean = densities.mean(axis=0)
    assert f[-1] == pytest.approx(50)
    assert f[mean.argmax()] == pytest.approx(100 - 60) == 40
    assert round(mean.max()) == 72

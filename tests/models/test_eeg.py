"""The synthetic EEG: the script makes the committed file, and the file holds what it should."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat

from helpers.data import EEG_FILE, make_eeg
from helpers.spectra import power_spectral_density, to_decibel

RECORDING = loadmat(EEG_FILE)
FREQUENCIES, DENSITIES = power_spectral_density(RECORDING["EEG"], 0.001)


def test_the_script_makes_the_committed_file_to_the_byte(tmp_path):
    made = tmp_path / "eeg.mat"
    script = Path(make_eeg.__file__)
    subprocess.run([sys.executable, str(script), str(made)], check=True, cwd=tmp_path)
    again = loadmat(made)
    for name in ("EEG", "t", "fs", "units"):
        np.testing.assert_array_equal(again[name], RECORDING[name])
    assert made.read_bytes() == EEG_FILE.read_bytes()
    assert EEG_FILE == script.with_name("eeg.mat")


def test_fields_shapes_and_units():
    names = {name for name in RECORDING if not name.startswith("__")}
    assert names == {"EEG", "t", "fs", "units"}
    assert RECORDING["EEG"].shape == (30, 1000) and RECORDING["EEG"].dtype == float
    np.testing.assert_array_equal(RECORDING["t"], np.arange(1000)[np.newaxis] / 1000)
    assert RECORDING["fs"].item() == 1000
    assert RECORDING["units"].item() == "EEG in microvolt, t in s, fs in Hz"


def test_the_file_names_no_date_no_system_is_small_and_holds_whole_steps():
    header = EEG_FILE.read_bytes()[:116].decode()
    assert header.rstrip() == make_eeg.HEADER
    assert EEG_FILE.stat().st_size < 300_000
    steps = RECORDING["EEG"] / make_eeg.RESOLUTION  # no matter how a computer rounds a sine
    np.testing.assert_array_equal(steps, np.round(steps))


@pytest.mark.parametrize("frequency", [60, 6, 11])
def test_the_mean_line_of_each_rhythm_is_its_power_and_that_of_the_background(frequency):
    """A²/2·T plus the background, within 4 standard errors of 30 trials."""
    power = make_eeg.AMPLITUDES[frequency] ** 2 / 2
    background = expected_background()[frequency]
    error = np.sqrt((background**2 + 2 * background * power) / 30)
    assert DENSITIES.mean(axis=0)[frequency] == pytest.approx(power + background, abs=4 * error)


def expected_background():
    """Return 2·dt·(AR(1) spectrum + white) [µV²/Hz]; leakage lifts high frequencies above it."""
    decay, sd = make_eeg.BACKGROUND_DECAY, make_eeg.BACKGROUND_SD
    turn = np.exp(-2j * np.pi * FREQUENCIES * 0.001)
    slow = sd**2 * (1 - decay**2) / np.abs(1 - decay * turn) ** 2
    return 0.002 * (slow + make_eeg.SENSOR_SD**2)


def test_the_background_has_its_colour():
    """2 to 50 Hz without the rhythms, mean ratio within 4 standard errors, falling."""
    lines = np.setdiff1d(np.arange(2, 51), [6, 11])
    measured = DENSITIES.mean(axis=0)[lines]
    ratio = measured / expected_background()[lines]
    assert ratio.mean() == pytest.approx(1.0, abs=4 / np.sqrt(30 * lines.size) + 0.05)
    assert to_decibel(measured[:4].mean() / measured[-10:].mean()) > 15


def test_phases_are_not_tied_to_the_start_of_a_trial():
    """The mean over trials of 60 Hz shrinks like a random walk: below 3 times A/sqrt(30)."""
    amplitude = 2 * np.abs(np.fft.rfft(RECORDING["EEG"].mean(axis=0))[60]) / 1000
    assert amplitude < 3 * make_eeg.AMPLITUDES[60] / np.sqrt(30)
    phases = np.angle(np.fft.rfft(RECORDING["EEG"])[:, 60])
    assert np.abs(np.mean(np.exp(1j * phases))) < 0.5

"""Make eeg.mat, the synthetic EEG recording of lesson 00: the same bytes on every run.

    python helpers/data/make_eeg.py [FILE]

Each trial lasts 1 s and holds 60 Hz from the mains, two small rhythms at 6 and 11 Hz, and noise
that is stronger at low frequencies. No phase is tied to the start of a trial, as no one presses
a button in step with the mains.

Units: µV, s, Hz.
"""

import io
import sys
from pathlib import Path

import numpy as np
from scipy.io import savemat

SEED = 10
FS = 1000.0  # samples per second [Hz]
N_TRIALS, N_SAMPLES = 30, 1000
AMPLITUDES = {60.0: 12.0, 6.0: 1.4, 11.0: 1.2}  # frequency [Hz]: amplitude [µV]
BACKGROUND_SD = 3.0  # of the slow noise [µV]
BACKGROUND_DECAY = 0.97  # its correlation from one sample to the next
SENSOR_SD = 0.4  # of the white noise of the amplifier [µV]
RESOLUTION = 1 / 16  # smallest step of the analogue-to-digital converter [µV]
HEADER = "MATLAB 5.0 MAT-file, synthetic EEG of the Python warm-up, made by make_eeg.py"
UNITS = "EEG in microvolt, t in s, fs in Hz"


def make_trials(rng: np.random.Generator) -> np.ndarray:
    """Return the EEG [µV], shape (N_TRIALS, N_SAMPLES), one row per trial."""
    t = np.arange(N_SAMPLES) / FS
    eeg = SENSOR_SD * rng.standard_normal((N_TRIALS, N_SAMPLES))
    for frequency, amplitude in AMPLITUDES.items():
        phases = rng.uniform(0, 2 * np.pi, (N_TRIALS, 1))
        eeg += amplitude * np.sin(2 * np.pi * frequency * t + phases)
    noise = BACKGROUND_SD * rng.standard_normal(N_TRIALS)  # starts in its stationary law
    kicks = np.sqrt(1 - BACKGROUND_DECAY**2) * BACKGROUND_SD
    for k in range(N_SAMPLES):
        eeg[:, k] += noise
        noise = BACKGROUND_DECAY * noise + kicks * rng.standard_normal(N_TRIALS)
    return np.round(eeg / RESOLUTION) * RESOLUTION


def make_file(path: str | Path) -> None:
    """Write the recording to `path`, in MATLAB's format 5."""
    fields = {
        "EEG": make_trials(np.random.default_rng(SEED)),
        "t": np.arange(N_SAMPLES) / FS,
        "fs": FS,
        "units": UNITS,
    }
    buffer = io.BytesIO()
    savemat(buffer, fields, oned_as="row")
    # The first 116 bytes are free text; savemat writes the date and the system there.
    Path(path).write_bytes(HEADER.encode().ljust(116) + buffer.getvalue()[116:])


if __name__ == "__main__":
    make_file(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("eeg.mat"))

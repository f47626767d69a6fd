"""Lesson 00's exercises: what a student is asked, the solutions, and the typical slips.

Units: µV, s, Hz, dB; synaptic weights in pA/Hz, currents in pA.
"""

import numpy as np

from helpers.checks.edits import Exercise, Probes, several
from helpers.spectra import power_spectral_density

# --- element-wise and matrix product --------------------------------------------------------

DRIVES = [
    {"weights": np.array([1.0, 2.0, 3.0, 4.0]), "rates": np.array([0.0, 4.0, 7.0, 6.0])},
    {"weights": np.array([0.5, -2.5, 1.25]), "rates": np.array([12.0, 3.5, 40.3])},
    {"weights": np.array([-1.5, 0.75]), "rates": np.array([20.0, 31.7])},
]
DRIVE = """
def synaptic_drive(weights, rates):
    w, r = weights, rates
    each = w * r
    total = w @ r
    return each, total
"""
DRIVE_MISTAKES = {
    "weights and rates are added; each synapse brings its weight times its rate.": (
        "w * r → w + r",
        "w * r → w + r && w @ r → each.sum()",
    ),
    "the total is the mean of the currents; a neuron receives their sum.": "w @ r → each.mean()",
    "the total is the product of two sums; multiply first, then add.": "w @ r → w.sum() * r.sum()",
    "the total is only the largest current; all of them add up.": "w @ r → each.max()",
    "the total adds up the weights; each must be multiplied by its rate.": "w @ r → w.sum()",
    "the total adds up the rates; each must be multiplied by its weight.": "w @ r → r.sum()",
    "the total leaves out the signs: "
    "an inhibitory synapse takes current away.": "w @ r → np.abs(each).sum()",
    "divided where the current is a product, "
    "weight times rate.": "w * r → r / w && w @ r → each.sum()",
}
SYNAPTIC_DRIVE = Exercise(DRIVE, DRIVES, DRIVE_MISTAKES)

# --- a documented function ------------------------------------------------------------------

PAIRS = (5, 15), (2, 1), (-3, 4), (0, 7), (-1.7, 0.31), (0.053, -0.0021)
VALUES = [{"x": x, "c": c} for x, c in PAIRS]
ARRAYS: Probes = [{"x": np.array([1.0, -2.5, 4.25]), "c": 0.7}, {"x": np.array([3.0]), "c": -1.5}]
SQUARE = '''
def square_plus(x, c):
    """Return x·x + c, for a number x or for each element of an array."""
    return x * x + c
'''
SQUARE_MISTAKES = {
    "x·x is multiplied by c; c must be added.": "x + c → x * c",
    "c is squared too: only x is multiplied by itself.": ("x * x + c → (x + c)**2", "+ c → + c**2"),
    "this is 2·x + c; x must be multiplied by itself.": "x * x → 2 * x",
    "this is x·(x + c); first multiply, then add c.": "x * x + c → x * (x + c)",
    "x and c have changed places.": "x * x + c → c * c + x",
    "c is missing: without it 5 gives 25.": "x * x + c → x * x",
    "x must be multiplied by itself, once.": ("x * x → x", "x * x → x**3"),
    "c is taken away; it must be added.": "x + c → x - c",
    "this is x multiplied by c; x must be multiplied by x.": ("x + c → c", "x * x → x * c"),
    "the function always gives the same number: use x and c, not 5 and 15.": "x * x + c → 40",
    "this holds the 15 of the example: use c.": "x + c → x + 15",
    "this holds the 5 of the example: use x.": ("x * x → 25", "x * x → 5 * x"),
}
SQUARE_PLUS = Exercise(SQUARE, VALUES, SQUARE_MISTAKES)
SQUARE_PLUS_OF_ARRAYS = Exercise(SQUARE, ARRAYS)

# --- the time axis --------------------------------------------------------------------------

# np.arange(0, 3 * 0.1, 0.1) has four elements, since 3 * 0.1 is 0.30000000000000004
RECORDINGS = (1000, 0.001), (7, 0.25), (250, 0.004), (3, 0.1)
AXES = [{"n_samples": n_samples, "dt": dt} for n_samples, dt in RECORDINGS]
AXIS = """
def time_axis(n_samples, dt):
    n = n_samples
    k = np.arange(n)
    return k * dt
"""
AXIS_MISTAKES = {
    "this is the duration, one number; the axis has one time per sample.": "k * dt → n * dt",
    "this is the last time, one number; the axis has one time per sample.": "k * dt → (n - 1) * dt",
    "these are sample numbers; multiply by dt to get seconds.": "k * dt → k",
    "the time is in ms; dt is in s, and so is the axis.": "k * dt → 1000 * k * dt",
    "the first sample must be at 0 s, not at dt.": "k * dt → (k + 1) * dt",
    "linspace includes its end point, so the step is too large: the last time is "
    "(n_samples - 1)·dt.": "k * dt → np.linspace(0, n * dt, n)",
    "the steps are equal but not dt: the axis must not end at 1 s for every recording.": (
        "k * dt → np.linspace(0, 1, n)",
        "k * dt → k / n",
    ),
    "divided by dt: sample number k is at k·dt.": "k * dt → k / dt",
    "this holds 0.001 or 1000, right for this recording only: use dt.": "k * dt → k / 1000",
    "every element is dt; the k-th one must be k·dt.": "k * dt → dt + 0 * k",
    "every element is the same; the k-th one must be k·dt.": "k * dt → n * dt + 0 * k",
    "the axis is centred on 0; it must start there.": (
        "k * dt → (k - n // 2) * dt",
        "k * dt → (k - k.mean()) * dt",
    ),
    "right, but for 3 samples at 0.1 s there are four: arange stumbles over a rounded end. "
    "Count samples first, then multiply by dt.": "k * dt → np.arange(0, n * dt, dt)",
    "the axis is empty: np.arange(a, b) counts from a up to b; "
    "give it n_samples alone.": "k * dt → np.arange(n, dt)",
    "the axis runs up to n_samples seconds: number the samples, "
    "then multiply by dt.": "k * dt → np.arange(0, n, dt)",
}
TIME_AXIS = Exercise(AXIS, AXES, AXIS_MISTAKES)

# --- the power spectrum ---------------------------------------------------------------------


def _recording(n_samples, dt, offset, seed):
    """Return a signal with a mean, a rhythm and noise, of a density near 1; and its dt."""
    t = np.arange(n_samples) * dt
    noise = np.random.default_rng(seed).standard_normal(n_samples) / np.sqrt(dt)
    return {"x": offset + noise + 3 * np.sin(2 * np.pi * 5 * t), "dt": dt}


TRIALS = (100, 0.01, 2, 1), (101, 0.004, -3, 2), (60, 0.05, 5, 3), (75, 0.02, 1, 4)
SIGNALS = [_recording(*trial) for trial in TRIALS]
SPECTRUM = """
def power_spectrum(x, dt):
    n = x.size
    T = n * dt
    X = np.fft.rfft(x - x.mean())
    k = np.arange(X.size)
    frequencies = k / T
    scale, power = dt**2 / T, np.abs(X) ** 2
    density = 2 * scale * power
    if n % 2 == 0:
        density[-1] /= 2
    return frequencies, density
"""
FREQUENCY_MISTAKES = {
    "the lines lie 1/n apart: "
    "T is n·dt, the duration in s, not the number of samples.": "k / T → k / n",
    "these are line numbers: divide by T = n·dt, which is not 1 s for every signal.": "k / T → k",
    "T is one step too short: "
    "n samples of dt last n·dt, not (n - 1)·dt.": "k / T → k / ((n - 1) * dt)",
    "the axis ends at 1/dt; half of the lines end at half of that, 1/(2·dt).": (
        "k / T → np.linspace(0, 1 / dt, k.size)",
        "k / T → 2 * k / T",
    ),
    "right for an even number of samples; for an odd one the last line lies below 1/(2·dt): "
    "use k/T.": "k / T → np.linspace(0, 1 / (2 * dt), k.size)",
    "multiplied by T: line k lies at k/T.": "k / T → k * T",
    "the first line lies at 0 Hz, not at 1/T.": "k / T → (k + 1) / T",
    "these are times; the axis holds frequencies, k/T.": "k / T → k * dt",
    "this is 2π·f; Hz are periods per second, without 2π.": "k / T → 2 * np.pi * k / T",
    "T must be the duration of this signal, n·dt; "
    "it is not 1 s each time.": "k / T → k / (n * 0.001)",
    "the frequencies are in kHz; 1/s is Hz.": "k / T → k / T / 1000",
}
DENSITY_MISTAKES = {
    "the line at 0 Hz is not 0: take the mean away from x before the transform.": (
        "x - x.mean() → x",
        "x - x.mean() → x && if n → density[0] /= 2\n    if n",
    ),
    "the mean is taken away after the transform; "
    "take it from x, before.": "(x - x.mean()) → (x) - x.mean()",
    "the mean is added; it must be taken away.": "x - x → x + x",
    "the median is taken away; it must be the mean.": "x.mean() → np.median(x)",
    "the sum of S·df is half the variance: one-sided means the factor 2.": "2 * scale → scale",
    "the sum of S·df is twice the variance: the factor 2 is there twice.": "2 * scale → 4 * scale",
    "|X| is not squared: power is amplitude squared.": "np.abs(X) ** 2 → np.abs(X)",
    "|X| is doubled; it must be squared, with ** and not *.": "np.abs(X) ** 2 → np.abs(X) * 2",
    "dt is doubled; it must be squared, with ** and not *.": "dt**2 → dt * 2",
    "|X|² stands below the fraction bar; it must stand above.": "scale * power → scale / power",
    "dt must be squared: X has to become an integral over time, in µV·s.": "dt**2 → dt",
    "dt² is missing: X has to become an integral over time, in µV·s.": "dt**2 → 1",
    "T is the number of samples; it must be the duration n·dt in s.": "dt**2 / T → dt**2 / n",
    "T must be the duration n·dt of this signal, in the density too.": "dt**2 / T → dt**2",
    "divided by T squared: "
    "this is the power of each line in µV²; a density is per Hz.": "dt**2 / T → dt**2 / T**2",
    "T must divide, not multiply.": "dt**2 / T → dt**2 * T",
    "T is one step too short: n samples of dt last n·dt.": "dt**2 / T → dt**2 / ((n - 1) * dt)",
    "this is |X|² alone; the factor 2·dt²/T makes a density of it.": (
        "2 * scale → 1",
        "2 * scale → 2",
    ),
    "this holds dt = 0.001, right for one recording only: use dt.": (
        "dt**2 → 0.001**2",
        "dt**2 / T → 0.001 / n",
    ),
}
UNHALVED = "n % 2 == 0 → False"
LINE_MISTAKES = {
    "the last line of an even number of samples, at 1/(2·dt), must be halved: "
    "it has no twin.": UNHALVED,
    **{
        message: (*several(edits), *(f"{edit} && {UNHALVED}" for edit in several(edits)))
        for message, edits in DENSITY_MISTAKES.items()
    },
}
PARTS = {"frequencies": FREQUENCY_MISTAKES, "density": LINE_MISTAKES}
POWER_SPECTRUM = Exercise(SPECTRUM, SIGNALS, parts=PARTS, reference=power_spectral_density)

# --- average and decibel --------------------------------------------------------------------


def _densities(n_trials, n_lines, seed):
    """Return the densities of some trials [µV²/Hz], all above 0."""
    falling = 5 / (1 + np.arange(n_lines))
    return falling * np.random.default_rng(seed).exponential(size=(n_trials, n_lines))


TABLES = [{"densities": _densities(*values)} for values in ((4, 30, 1), (7, 5, 2), (1, 6, 3))]
AVERAGE = """
def average_decibel(densities):
    mean = densities.mean(axis=0)
    return 10 * np.log10(mean)
"""
AVERAGE_MISTAKES = {
    "the decibels are averaged; average the power first, "
    "then take the logarithm.": "= densities → = np.log10(densities) && np.log10(mean) → mean",
    "20·log10 is for amplitudes; a density is a power already: 10·log10.": "10 * → 20 *",
    "np.log is the natural logarithm; decibels need np.log10.": (
        "log10 → log",
        "10 * np.log10 → np.log",
    ),
    "this is another logarithm; decibels need np.log10.": (
        "log10 → log2",
        "10 * np.log10 → np.log2",
        "log10 → log1p",
    ),
    "these are bels; ten decibels are one bel.": "10 * → ",
    "the average is right, but not yet in decibels.": "10 * np.log10(mean) → mean",
    "the sum over trials depends on how many there are: take the mean.": (
        ".mean( → .sum(",
        "= densities.mean → = np.log10(densities).sum && np.log10(mean) → mean",
    ),
    "divided by 30, right for our recording only: "
    "use the number of rows.": ".mean(axis=0) → .sum(axis=0) / 30",
    "this is the median over trials; take the mean.": "densities.mean( → np.median(densities, ",
    "this is one trial only; average over all of them.": (
        ".mean(axis=0) → [0]",
        ".mean(axis=0) → [-1]",
    ),
    "this is the largest of all trials; take the mean.": ".mean( → .max(",
    "the sign is turned: more power is more decibels.": "10 * → -10 *",
    "the root of the density is an amplitude; decibels need the power.": "(mean) → (mean**0.5)",
}
AVERAGE_DECIBEL = Exercise(AVERAGE, TABLES, AVERAGE_MISTAKES)

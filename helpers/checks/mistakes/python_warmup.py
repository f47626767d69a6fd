"""Lesson 00's exercises: what a student is asked, the solutions, and the typical slips.

Units: µV, s, Hz, dB; synaptic weights in pA/Hz, currents in pA.
"""

import numpy as np

from helpers.checks.edits import Exercise, Probes, factors, instead, several
from helpers.spectra import power_spectral_density

# --- element-wise and matrix product --------------------------------------------------------


def _drive(weights, rates):
    return {"weights": np.array(weights), "rates": np.array(rates)}


MANY = np.arange(1.0, 14.0)
DRIVES = [  # whole weights, silent synapses, both signs, one synapse and many
    _drive([1.0, 2.0, 3.0, 4.0], [0.0, 4.0, 7.0, 6.0]),
    _drive([3, -2, 5], [4.75, 0.0, 10.33]),
    _drive([-1.5], [31.71]),
    _drive(MANY * np.cos(3 * MANY), 20 + 15 * np.sin(2 * MANY)),
]
NO_FACTOR = "pA/Hz times Hz is pA already: no factor 1000 comes in."
SIGNS = "the signs are lost: an inhibitory synapse takes current away."
SYNAPTIC_DRIVE = Exercise("""
def synaptic_drive(weights, rates):
    w, r = weights, rates
    each = w * r
    total = w @ r
    return each, total
""", DRIVES, parts={"each": {
    "weights and rates are added; each synapse brings its weight times its rate.": "w * r → w + r",
    "divided where the current is a product, weight times rate.":
        instead("w * r", "r / w", "w / r"),
    "** makes a power; the product of two arrays is written with one star.": "w * r → w ** r",
    "these are the weights alone; each must be multiplied by its rate.": "w * r → w",
    "these are the rates alone; each must be multiplied by its weight.": "w * r → r",
    SIGNS: "w * r → abs(w * r)",
    NO_FACTOR: factors("w * r"),
    "weights meet rates of other synapses: leave both in their order.":
        instead("w * r", "w * r[::-1]", "np.sort(w) * np.sort(r)"),
    "each one holds those before it as well: leave out cumsum.": "w * r → np.cumsum(w * r)",
    "divided by the number of synapses; each brings its whole current.": "w * r → w * r / w.size",
    "whole weights give whole currents only: an array made like `weights` holds no fractions.":
        "w * r → (w * r).astype(w.dtype)",
}, "total": {
    "the total is the mean of the currents; a neuron receives their sum.": "w @ r → each.mean()",
    "the total is the product of two sums; multiply first, then add.": "w @ r → w.sum() * r.sum()",
    "the total is only the largest current; all of them add up.": "w @ r → each.max()",
    "the total is the current of one synapse; all of them add up.":
        instead("w @ r", "each[0]", "each[-1]"),
    "the total leaves out the last synapse.": "w @ r → each[:-1].sum()",
    "the total leaves out the first synapse.": "w @ r → each[1:].sum()",
    "the total adds up the weights; each must be multiplied by its rate.": "w @ r → w.sum()",
    "the total adds up the rates; each must be multiplied by its weight.": "w @ r → r.sum()",
    "the total leaves out the signs: an inhibitory synapse takes current away.":
        instead("w @ r", "abs(each).sum()", "abs(each.sum())"),
    "the total leaves out negative currents: an inhibitory synapse takes current away.":
        "w @ r → each[each > 0].sum()",
    "in the total weights meet rates of other synapses: leave both in their order.":
        instead("w @ r", "np.sort(w) @ np.sort(r)", "w @ r[::-1]"),
    "the total is the product of all currents; they add up.": "w @ r → each.prod()",
    NO_FACTOR: factors("w @ r"),
}})  # fmt: skip

# --- a documented function ------------------------------------------------------------------

PAIRS = (5, 15), (2.4, -0.1), (-3, 4), (0, 7), (-1.7, 0.31), (0.053, -0.0021), (1.3, -3.05)
VALUES = [{"x": x, "c": c} for x, c in PAIRS]
ARRAYS: Probes = [
    {"x": np.array([1.0, -2.5, 4.25]), "c": 0.7},
    {"x": np.array([3, -2, 0, 1]), "c": -0.25},
    {"x": np.array([3.0]), "c": -1.5},
]
SQUARE = '''
def square_plus(x, c):
    """Return x·x + c, for a number x or for each element of an array."""
    return x * x + c
'''
SQUARE_PLUS = Exercise(SQUARE, VALUES, {
    "x·x is multiplied by c; c must be added.": "x + c → x * c",
    "c is squared too: only x is multiplied by itself.": ("x * x + c → (x + c)**2", "+ c → + c**2"),
    "this is 2·x + c; x must be multiplied by itself.": "x * x → 2 * x",
    "this is x·(x + c); first multiply, then add c.": "x * x + c → x * (x + c)",
    "x and c have changed places.": "x * x + c → c * c + x",
    "c is missing: without it 5 gives 25.": "x * x + c → x * x",
    "x must be multiplied by itself, once.": ("x * x → x", "x * x → x**3"),
    "c is taken away; it must be added.": "x + c → x - c",
    "x·x is taken away; it must be added.": "x * x + c → c - x * x",
    "this is x multiplied by c; x must be multiplied by x.": ("x + c → c", "x * x → x * c"),
    "a negative x has a positive square: leave out abs.": "x * x → x * abs(x)",
    "a minus is lost: a negative c makes the value smaller.":
        ("+ c → + abs(c)", "x * x + c → abs(x * x + c)"),
    "the function always gives the same number: use x and c, not 5 and 15.": "x * x + c → 40",
    "this holds the 15 of the example: use c.": "x + c → x + 15",
    "this holds the 5 of the example: use x.": ("x * x → 25", "x * x → 5 * x"),
})  # fmt: skip
SQUARE_PLUS_OF_ARRAYS = Exercise(SQUARE, ARRAYS, {
    "right for numbers; for whole x the values are whole: an array made like x holds no fractions.":
        "x * x + c → np.asarray(x * x + c).astype(np.asarray(x).dtype)",
})  # fmt: skip

# --- the time axis --------------------------------------------------------------------------

# np.arange(0, 3 * 0.1, 0.1) has four elements, since 3 * 0.1 is 0.30000000000000004; in the last
# recording dt has many digits, 1/dt is not whole, and it is longer than the lesson's
RECORDINGS = (1000, 0.001), (7, 0.25), (3, 0.1), (1, 0.5), (1300, 0.0370714)
AXES = [{"n_samples": n_samples, "dt": dt} for n_samples, dt in RECORDINGS]
TIME_AXIS = Exercise("""
def time_axis(n_samples, dt):
    n = n_samples
    k = np.arange(n)
    return k * dt
""", AXES, {
    "this is the duration, one number; the axis has one time per sample.": "k * dt → n * dt",
    "this is the last time, one number; the axis has one time per sample.": "k * dt → (n - 1) * dt",
    "these are sample numbers; multiply by dt to get seconds.": "k * dt → k",
    "the time is in ms; dt is in s, and so is the axis.": "k * dt → 1000 * k * dt",
    "dt is in s already: no factor 1000 comes in.": "k * dt → k * dt / 1000",
    "the first sample must be at 0 s, not at dt.": "k * dt → (k + 1) * dt",
    "linspace includes its end point, so the step is too large: the last time is "
    "(n_samples - 1)·dt.": "k * dt → np.linspace(0, n * dt, n)",
    "the steps are equal but not dt: not every recording lasts 1 s.":
        instead("k * dt", "np.linspace(0, 1, n)", "k / n"),
    "the axis runs up to 1 s; not every recording lasts 1 s.": "k * dt → np.arange(0, 1, dt)",
    "the axis starts again after each second: leave out %.": "k * dt → k * dt % 1",
    "divided by dt: sample number k is at k·dt.": "k * dt → k / dt",
    "dt must be taken once, not squared.": "k * dt → k * dt**2",
    "dt is rounded: use all of its digits.":
        tuple(f"k * dt → k * round(dt, {n})" for n in (2, 3, 4)),
    "1/dt is rounded: there need not be a whole number of samples per second.":
        instead("k * dt", "k / round(1 / dt)", "k / int(1 / dt)"),
    "this holds 0.001 or 1000, right for this recording only: use dt.": "k * dt → k / 1000",
    "every element is dt; the k-th one must be k·dt.": "k * dt → dt + 0 * k",
    "every element is 0: is this an array of whole numbers?": "k * dt → 0 * k",
    "every element is the same; the k-th one must be k·dt.": "k * dt → n * dt + 0 * k",
    "the axis is centred on 0; it must start there.":
        instead("k * dt", "(k - n // 2) * dt", "(k - k.mean()) * dt"),
    "the axis runs backwards: time rises from sample to sample.":
        instead("k * dt", "k[::-1] * dt", "-k * dt", "(n - k) * dt"),
    "right, but for 3 samples at 0.1 s there are four: arange stumbles over a rounded end. "
    "Count samples first, then multiply by dt.": "k * dt → np.arange(0, n * dt, dt)",
    "the axis is empty: np.arange(a, b) counts from a up to b; "
    "give it n_samples alone.": "k * dt → np.arange(n, dt)",
    "the axis runs up to n_samples seconds: number the samples, then multiply by dt.":
        instead("k * dt", "np.arange(0, n, dt)", "np.linspace(0, n, n)"),
})  # fmt: skip

# --- the power spectrum ---------------------------------------------------------------------


def _recording(n_samples, dt, offset, seed):
    """Return a signal with a mean, a rhythm and noise, of a density near 1; and its dt."""
    t = np.arange(n_samples) * dt
    noise = np.random.default_rng(seed).standard_normal(n_samples) / np.sqrt(dt)
    return {"x": offset + noise + 3 * np.sin(2 * np.pi * 5 * t), "dt": dt}


TRIALS = (100, 0.01, 2, 1), (101, 0.0137, -3, 2), (1500, 0.0021, 5, 3), (75, 0.0313, 1, 4)
SIGNALS = [  # each lasts 1 s or longer, so that a rounded T is not 0
    *[_recording(*trial) for trial in TRIALS],
    {"x": np.array([4, -1, -1]), "dt": 0.45},
    {"x": np.array([-2.5, 1.25]), "dt": 0.7},
]
FREQUENCY_MISTAKES = {
    "the lines lie 1/n apart: "
    "T is n·dt, the duration in s, not the number of samples.": "k / T → k / n",
    "these are line numbers: divide by T = n·dt, which is not 1 s for every signal.": "k / T → k",
    "T is one step too short: "
    "n samples of dt last n·dt, not (n - 1)·dt.": "k / T → k / ((n - 1) * dt)",
    "T is rounded: use all digits of n·dt.":
        instead("k / T", "k / round(T)", "k / int(T)", "k / round(T, 1)", "k / round(T, 2)"),
    "the lines lie 1/dt apart; between two of them is 1/T.": "k / T → k / dt",
    "the axis ends at 1/dt; half of the lines end at half of that, 1/(2·dt).":
        instead("k / T", "np.linspace(0, 1 / dt, k.size)", "2 * k / T"),
    "right for an even number of samples; for an odd one the last line lies below 1/(2·dt): "
    "use k/T.": "k / T → np.linspace(0, 1 / (2 * dt), k.size)",
    "the lines lie 1/(2·T) apart: 1/T is right.": "k / T → k / (2 * T)",
    "fftfreq turns the sign of the last line for an even number of samples: use k/T.":
        "k / T → np.fft.fftfreq(n, dt)[:k.size]",
    "multiplied by T: line k lies at k/T.": "k / T → k * T",
    "the first line lies at 0 Hz, not at 1/T.": "k / T → (k + 1) / T",
    "these are times; the axis holds frequencies, k/T.": "k / T → k * dt",
    "this is 2π·f; Hz are periods per second, without 2π.": "k / T → 2 * np.pi * k / T",
    "this holds dt = 0.001, right for one recording only: use dt.": "k / T → k / (n * 0.001)",
    "the frequencies are in kHz; 1/s is Hz.": "k / T → k / T / 1000",
}  # fmt: skip
DENSITY_MISTAKES = {
    "the line at 0 Hz is not 0: take the mean away from x before the transform.": (
        "x - x.mean() → x",
        "x - x.mean() → x && if n → density[0] /= 2\n    if n",
    ),
    "the mean is taken away after the transform; "
    "take it from x, before.": "(x - x.mean()) → (x) - x.mean()",
    "the mean is added; it must be taken away.": "x - x → x + x",
    "the median is taken away; it must be the mean.": "x.mean() → np.median(x)",
    "the first sample is taken away; it must be the mean.": "x.mean() → x[0]",
    "the mean is rounded: use all of its digits.": instead("x.mean()", "round(x.mean())",
        "int(x.mean())", "round(x.mean(), 1)", "round(x.mean(), 2)"),
    "a straight line is taken away; it must be the mean alone.":
        "x - x.mean() → x - np.polyval(np.polyfit(np.arange(n), x, 1), np.arange(n))",
    "x is multiplied by a window; equation (0.2) has none.":
        instead("(x - x.mean())", "(np.hanning(n) * (x - x.mean()))",
                "(np.hamming(n) * (x - x.mean()))"),
    "x is divided by its SD, so the result is no longer in µV²/Hz.":
        "(x - x.mean()) → ((x - x.mean()) / x.std())",
    "the sum of S·df is half the variance: one-sided means the factor 2.": "2 * scale → scale",
    "the sum of S·df is twice the variance: the factor 2 is there twice.": "2 * scale → 4 * scale",
    "|X| is not squared: power is amplitude squared.": "np.abs(X) ** 2 → np.abs(X)",
    "|X| is doubled; it must be squared, with ** and not *.": "np.abs(X) ** 2 → np.abs(X) * 2",
    "only one part of X is left, real or imaginary; |X| holds both.":
        instead("np.abs(X)", "X.real", "X.imag"),
    "this is the root of the density; leave it in µV²/Hz.":
        "2 * scale * power → np.sqrt(2 * scale * power)",
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
    "this is |X|² alone; the factor 2·dt²/T makes a density of it.":
        instead("2 * scale", "1", "2"),
    "this holds dt = 0.001, right for one recording only: use dt.":
        ("dt**2 → 0.001**2", "dt**2 / T → 0.001 / n"),
}  # fmt: skip
UNHALVED = "n % 2 == 0 → False"
LINE_MISTAKES = {
    "the last line of an even number of samples, at 1/(2·dt), must be halved: "
    "it has no twin.": UNHALVED,
    "the last line is halved for odd numbers of samples too, where it has a twin.":
        "n % 2 == 0 → True",
    "the last line is halved for odd numbers of samples; it has no twin for even ones.":
        "n % 2 == 0 → n % 2 == 1",
    "all lines of an even number of samples are halved; only the last one has no twin.":
        "density[-1] /= → density /=",
    **{
        message: (*several(edits), *(f"{edit} && {UNHALVED}" for edit in several(edits)))
        for message, edits in DENSITY_MISTAKES.items()
    },
}  # fmt: skip
POWER_SPECTRUM = Exercise("""
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
""", SIGNALS, parts={"frequencies": FREQUENCY_MISTAKES, "density": LINE_MISTAKES},
    reference=power_spectral_density)  # fmt: skip

# --- average and decibel --------------------------------------------------------------------


def _densities(n_trials, n_lines, seed):
    """Return the densities of some trials [µV²/Hz], all above 0."""
    falling = 5 / (1 + np.arange(n_lines))
    return falling * np.random.default_rng(seed).exponential(size=(n_trials, n_lines))


TABLES = [{"densities": _densities(*values)} for values in ((4, 30, 1), (7, 5, 2), (1, 6, 3))]
WEAK = np.array([0.0, 1.0, 1e-4, 1e-9])  # as in a spectrum the line at 0 Hz holds no power
TABLES += [{"densities": _densities(41, 4, 4) * WEAK}]
AVERAGE_DECIBEL = Exercise("""
def average_decibel(densities):
    mean = densities.mean(axis=0)
    return 10 * np.log10(mean)
""", TABLES, {
    "the decibels are averaged; average the power first, then take the logarithm.":
        "= densities → = np.log10(densities) && np.log10(mean) → mean",
    "20·log10 is for amplitudes; a density is a power already: 10·log10.": "10 * → 20 *",
    "np.log is the natural logarithm; decibels need np.log10.":
        ("log10 → log", "10 * np.log10 → np.log"),
    "this is another logarithm; decibels need np.log10.":
        ("log10 → log2", "10 * np.log10 → np.log2", "log10 → log1p"),
    "these are bels; ten decibels are one bel.": "10 * → ",
    "the average is right, but not yet in decibels.": "10 * np.log10(mean) → mean",
    "a 10 stands inside the logarithm too: 0 dB is 1 µV²/Hz.":
        ("(mean) → (10 * mean)", "10 * np.log10(mean) → np.log10(10 * mean)"),
    "relative to the largest line or to the sum; 0 dB is 1 µV²/Hz.":
        ("(mean) → (mean / mean.max())", "(mean) → (mean / mean.sum())"),
    "the sum over trials depends on how many there are: take the mean.":
        (".mean( → .sum(",
         "= densities.mean → = np.log10(densities).sum && np.log10(mean) → mean"),
    "divided by 30, right for our recording only: use the number of rows.":
        ".mean(axis=0) → .sum(axis=0) / 30",
    "the mean runs over the first 30 trials only: take all rows.": ".mean → [:30].mean",
    "divided by one less than the number of trials; a mean divides by their number.":
        ".mean(axis=0) → .sum(axis=0) / (len(densities) - 1)",
    "one trial is left out of the mean: take all rows.":
        (".mean → [1:].mean", ".mean → [:-1].mean"),
    "this is the median over trials; take the mean.": "densities.mean( → np.median(densities, ",
    "this is one trial only; average over all of them.":
        (".mean(axis=0) → [0]", ".mean(axis=0) → [-1]"),
    "this is the largest or smallest of all trials; take the mean.":
        (".mean( → .max(", ".mean( → .min("),
    "this is the SD over trials; take the mean.": ".mean( → .std(",
    "the densities are squared before the mean; they are powers already.":
        ("densities.mean(axis=0) → (densities**2).mean(axis=0)",
         "densities.mean(axis=0) → (densities**2).mean(axis=0)**0.5"),
    "the sign is turned: more power is more decibels.": "10 * → -10 *",
    "the sign is lost: below 1 µV²/Hz there are fewer than 0 dB.":
        "10 * np.log10(mean) → abs(10 * np.log10(mean))",
    "the root of the density is an amplitude; decibels need the power.":
        ("(mean) → (mean**0.5)", "densities.mean(axis=0) → (densities**0.5).mean(axis=0)"),
    "a line without power lies at -inf dB: leave it there.":
        ("10 * np.log10(mean) → np.nan_to_num(10 * np.log10(mean))",
         "10 * np.log10(mean) → np.where(mean > 0, 10 * np.log10(mean), 0)"),
})  # fmt: skip

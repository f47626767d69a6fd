"""Checks of lesson 00: arrays, a documented function, time axis, power spectrum, decibels.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.python_warmup`.
Units: µV, s, Hz, dB; synaptic weights in pA/Hz, currents in pA.
"""

import re
from numbers import Real

import numpy as np

from helpers.checks.core import (
    Curve,
    Wrong,
    agree,
    compare,
    compare_parts,
    exercise,
    number,
    parts,
    read,
    series,
)
from helpers.checks.mistakes import python_warmup as known
from helpers.spectra import to_decibel

MATMUL = "@ and np.matmul add up the products of two arrays; a product with a number is written *."
ERRORS = {  # what the errors of Python and NumPy mean in these exercises
    "builtin_function_or_method": "a function is called with brackets, as in x.mean().",
    "ArrayFunctionDispatcher": "a function is called with brackets, as in np.mean(x).",
    "for @": MATMUL,
    "does not have enough dimensions": MATMUL,
}


def _shape(value):
    """Return the shape of what a student hands in; () where it has none."""
    try:
        return np.shape(value)
    except ValueError:  # rows of different lengths
        return ()


COUNTED = {
    "index 3 is out of bounds": "there are not always four synapses: let NumPy add up all of them.",
    "index 4 is out of bounds": "an index goes past the last synapse: of n the last is n - 1.",
}


def _drive(answer, weights, rates):
    n_synapses = weights.size
    each, total = parts(answer, ("each", "total"))
    shape, one_per_synapse = _shape(each), _shape(total) == (n_synapses,) != (1,)
    if isinstance(each, Real) and one_per_synapse:
        raise Wrong("the two are swapped: first the current of each synapse, then the total.")
    if isinstance(each, Real):
        raise Wrong("`each` is one number: @ adds up, the element-wise product does not.")
    if shape == (n_synapses, n_synapses):
        raise Wrong("`each` is a table of all pairs; multiply each weight with its own rate only.")
    if len(shape) == 1 and len(each) != n_synapses:
        cure = "use all of them." if len(each) < n_synapses else "use weights and rates alone."
        raise Wrong(f"`each` has {len(each)} values for {n_synapses} synapses: {cure}")
    if one_per_synapse:
        raise Wrong("`total` is still one number per synapse: add the products up, as @ does.")
    total = total[0] if _shape(total) == (1,) else total
    return series(each, "each", "pA", n_synapses), number(total, "total", "pA")


@exercise
def synaptic_drive(function):
    """Check the element-wise and the matrix product of weights and rates."""
    answers = read(function, known.SYNAPTIC_DRIVE, _drive, ERRORS | COUNTED)
    otherwise = {
        "each": "`each` is not the product of each weight with its own rate.",
        "total": "`total` is not the sum of its numbers.",
    }
    compare_parts(answers, known.SYNAPTIC_DRIVE, otherwise)
    return "one product per synapse with *, their sum with @.", None


def _value(answer, x, c):
    return number(answer, "the value", "any unit")


def _square_of_array(answer, x, c):
    if isinstance(answer, Real):
        raise Wrong(
            "right for a number; for an array x the answer must have one value per element: "
            "@ and np.dot add them up, * does not."
        )
    return series(answer, "the value for an array", "any unit", x.size)


@exercise
def square_plus(function):
    """Check x·x + c and its docstring."""
    told = ERRORS | {
        "for ^": "^ is not a power in Python: write x * x or x**2.",
        **dict.fromkeys(
            ("'int' object is not", "'int' has no len", "'int' object has no attribute"),
            "x may be a plain number: it has no elements and no length; * works for both.",
        ),
    }
    answers = read(function, known.SQUARE_PLUS, _value, told)
    otherwise = "the value is not x·x + c; try 5 and 15, which must give 40."
    if agree(answers[0], 40.0):
        otherwise = "right for 5 and 15, wrong for some others: try fractions and negative numbers."
    compare(answers, known.SQUARE_PLUS, otherwise)
    arrays = read(function, known.SQUARE_PLUS_OF_ARRAYS, _square_of_array, told)
    otherwise = "right for numbers; for an array each element must be multiplied by itself."
    compare(arrays, known.SQUARE_PLUS_OF_ARRAYS, otherwise)
    text = getattr(function, "__doc__", None)
    if text is None:
        raise Wrong(
            "the value is right, but help() finds no docstring: it is a text in quotes, the first "
            "thing in the body. A comment after #, an f-string or a text further down is none."
        )
    if not isinstance(text, str) or not re.sub(r"(?i)^\s*(todo.*|returns?\b)|[.…\s]", "", text):
        raise Wrong("the value is right; let the docstring say in a few words what comes back.")
    return "5 and 15 give 40, arrays work too, and help() tells what the function does.", None


RANGE = "a range cannot be multiplied by dt; an array can: np.arange."
RANGES = ERRORS | {
    "for *: 'range'": RANGE,
    "for *: 'float' and 'range'": RANGE,
    "can't multiply sequence": "a list cannot be multiplied by dt; an array can: np.arange.",
}


def _axis(answer, n_samples, dt):
    if isinstance(answer, Real) and not isinstance(answer, bool):
        raise Wrong("this is one number; the axis has one time per sample.")
    return series(answer, "the axis", "s")


@exercise
def time_axis(function):
    """Check the time axis of a recording."""
    answers = read(function, known.TIME_AXIS, _axis, RANGES)
    expected = known.TIME_AXIS.expected
    lengths, wanted = ([axis.size for axis in axes] for axes in (answers, expected))
    curve = None
    otherwise = "the axis must have n_samples elements, one time per sample."
    if len(set(lengths)) == 1:
        otherwise = "the axis always has the same length: use n_samples."
    for extra, problem in ((1, "one too many"), (-1, "one too few")):
        if lengths == [size + extra for size in wanted]:
            otherwise = (
                f"there is {problem}: n_samples times, from 0 to (n_samples - 1)·dt, "
                "and the first counts."
            )
    if lengths == wanted:
        x = np.arange(lengths[1])
        curve = Curve(x, expected[1], answers[1], "Sample number", "Time [s]")
        otherwise = "the axis must rise by dt from sample to sample."
        if agree([np.diff(axis) for axis in answers], [np.diff(axis) for axis in expected]):
            otherwise = "the steps are right; the first sample must be at 0 s."
    compare(answers, known.TIME_AXIS, otherwise, curve)
    return (
        "n_samples times, from 0 in steps of dt: the last one is (n_samples − 1)·dt, "
        "in our recording 0.999 s, not 1 s."
    ), curve


def _lines(value, name, unit, n_samples):
    """Return one half of a spectrum as an array; Wrong if it holds more or less than that."""
    if _shape(value) and np.iscomplexobj(value):
        raise Wrong(f"{name} is complex: take |X| with np.abs before you square it.")
    lines = series(value, name, unit, allow_nan=True)
    if lines.size == n_samples // 2 + 1:
        return lines
    if lines.size == n_samples:
        raise Wrong(f"{name} has n lines, the full transform: keep the first half, n // 2 + 1.")
    if lines.size == n_samples // 2:
        raise Wrong(f"{name} has n // 2 lines; from 0 to 1/(2·dt) there are n // 2 + 1.")
    raise Wrong(f"{name} has {lines.size} lines for {n_samples} samples, not n // 2 + 1.")


def _spectrum(answer, x, dt):
    frequencies, density = parts(answer, ("frequencies", "density"))
    shapes = _shape(frequencies), _shape(density)
    if shapes[0] != shapes[1] and shapes == ((x.size,), (x.size // 2 + 1,)):
        raise Wrong(
            "there are more frequencies than lines of the density: number the elements of X, "
            "not the samples."
        )
    lines = _lines(frequencies, "frequencies", "Hz", x.size)
    return lines, _lines(density, "density", "µV²/Hz", x.size)


def _form(densities, right):
    """Return what is wrong with the curves of the density, in words that hold for each of them."""
    trials = [
        (yours, theirs, slice(1, (probe["x"].size + 1) // 2))  # lines that have a twin
        for yours, theirs, probe in zip(densities, right, known.SIGNALS, strict=True)
    ]
    if all(agree(yours[twins], to_decibel(theirs[twins])) for yours, theirs, twins in trials):
        return "the density is in decibels already; leave it in µV²/Hz."
    ratios = [yours[twins] / theirs[twins] for yours, theirs, twins in trials]
    if all(agree(ratio, np.ones(ratio.size)) for ratio in ratios):
        if all(agree(yours[1:], theirs[1:]) for yours, theirs, _ in trials):
            return "only the line at 0 Hz is wrong: it is 0 when the mean has been taken away."
        if all(agree(yours[0], theirs[0]) for yours, theirs, _ in trials):
            return "only the last line is wrong: it is halved for an even number of samples."
        return "only the line at 0 Hz, where it is 0 without the mean, and the last one are wrong."
    if not all(np.isfinite(yours).all() for yours in densities):
        return "the density must be finite, and yours is not everywhere: is something divided by 0?"
    if all(agree(ratio, np.full(ratio.size, ratio[:1].sum())) for ratio in ratios):
        return (
            "the curve has the right form but the wrong scale: the sum of S·df must be the "
            "variance of x."
        )
    return "the frequencies are right; the curve of the density has not the right form."


@exercise
def power_spectrum(function):
    """Check the one-sided power spectral density: frequency axis, then density."""
    answers = read(function, known.POWER_SPECTRUM, _spectrum, ERRORS)
    frequencies, densities = map(list, zip(*answers, strict=True))
    axes, right = map(list, zip(*known.POWER_SPECTRUM.expected, strict=True))
    if agree(densities, axes):
        twice = agree(frequencies, axes)
        which = "the frequencies come back twice" if twice else "the two are swapped"
        raise Wrong(f"{which}: first the frequencies, then the density.")
    otherwise = "the frequency axis is wrong: it starts at 0 and rises by 1/T, with T = n·dt in s."
    compare(frequencies, known.POWER_SPECTRUM, otherwise, part=0)
    curve = Curve(axes[0], right[0], densities[0], "Frequency [Hz]", "Power density [µV²/Hz]")
    if not agree(densities, right):
        compare(densities, known.POWER_SPECTRUM, _form(densities, right), curve, part=1)
    return "the sum of S·df is the variance of the signal, for even and odd lengths.", curve


def _level(answer, densities):
    (n_trials, n_lines), shape = densities.shape, _shape(answer)
    told = {
        (n_trials,): "one value per trial is left, not one per line: the trials are the rows, "
        "axis 0.",
        (n_trials, n_lines): "there is still one row per trial: average over them.",
    }
    if isinstance(answer, Real):
        raise Wrong(
            "one number is left: the mean must run over the trials only. Which axis is that?"
        )
    if shape in told and shape != (1, n_lines):
        raise Wrong(told[shape])
    answer = answer[0] if shape == (1, n_lines) else answer
    return series(answer, "the level", "dB", n_lines, allow_nan=True)


def _level_fault(answers, expected):
    """Return what is wrong with the levels."""
    pairs = list(zip(answers, expected, strict=True))
    if not all(np.isfinite(yours[np.isfinite(right)]).all() for yours, right in pairs):
        return "the level of a line with power must be a finite number, and yours is not."
    if all(
        np.allclose(yours[right > -30], right[right > -30], atol=0.01) for yours, right in pairs
    ):
        return "near for strong lines, wrong for weak ones: is something added, or cut off?"
    if all(
        agree(*pair)
        for pair, probe in zip(pairs, known.TABLES, strict=True)
        if len(probe["densities"]) == 1
    ):
        return "right for a single trial; the average over several is not."
    return "one value per line, as it must be, but wrong ones: mean over trials, then 10·log10."


@exercise
def average_decibel(function):
    """Check the average over trials and its decibels."""
    answers = read(function, known.AVERAGE_DECIBEL, _level, ERRORS)
    expected = known.AVERAGE_DECIBEL.expected
    x = np.arange(expected[0].size)
    curve = Curve(x, expected[0], answers[0], "Line number", "Level [dB]")
    if not agree(answers, expected):
        compare(answers, known.AVERAGE_DECIBEL, _level_fault(answers, expected), curve)
    return (
        "power averaged over trials, then decibels. In our EEG the other order would put the noise "
        "2.4 dB too low, and the hum not at all."
    ), curve

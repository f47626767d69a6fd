"""Checks of lesson 00: arrays, a documented function, time axis, power spectrum, decibels.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.python_warmup`.
Units: µV, s, Hz, dB; synaptic weights in pA/Hz, currents in pA.
"""

import functools
import re

import numpy as np

from helpers.checks import core
from helpers.checks.core import Curve, Wrong, agree, compare, exercise, number, parts, series
from helpers.checks.mistakes import python_warmup as known
from helpers.spectra import to_decibel

RANGE = "a range cannot be multiplied by dt; an array can: np.arange."
ERRORS = {  # what the errors of Python and NumPy mean in these exercises
    "builtin_function_or_method": "a function is called with brackets, as in x.mean().",
    "ArrayFunctionDispatcher": "a function is called with brackets, as in np.mean(x).",
    "for @": "@ adds up the products of two arrays; a number times itself is written with *.",
    "does not have enough dimensions": "np.matmul adds up the products of two arrays; a number "
    "times itself is written with *.",
    "for *: 'range'": RANGE,
    "for *: 'float' and 'range'": RANGE,
    "can't multiply sequence": "a list cannot be multiplied by dt; an array can: np.arange.",
}
call = functools.partial(core.call, told=ERRORS)


def _shape(value):
    """Return the shape of what a student hands in; () where it has none."""
    try:
        return np.shape(value)
    except ValueError:  # rows of different lengths
        return ()


def _drive(answer, n_synapses):
    each, total = parts(answer, ("each", "total"))
    shape, one_per_synapse = _shape(each), _shape(total) == (n_synapses,)
    if shape == () and one_per_synapse:
        raise Wrong("the two are swapped: first the current of each synapse, then the total.")
    if shape == () == _shape(total) and each is not None:
        raise Wrong(
            "`each` is one number: @ adds the products up. The element-wise product keeps them."
        )
    if len(shape) == 2:
        raise Wrong("`each` is a table of all pairs; multiply each weight with its own rate only.")
    if len(shape) == 1 and len(each) != n_synapses:
        cure = "use weights and rates, not a and b." if len(each) == 4 else "use all of them."
        raise Wrong(f"`each` has {len(each)} values for {n_synapses} synapses: {cure}")
    if one_per_synapse:
        raise Wrong("`total` is still one number per synapse: add the products up, as @ does.")
    total = total[0] if _shape(total) == (1,) else total
    return series(each, "each", "pA", n_synapses), number(total, "total", "pA")


@exercise
def synaptic_drive(function):
    """Check the element-wise and the matrix product of weights and rates."""
    answers = [_drive(call(function, **probe), probe["weights"].size) for probe in known.DRIVES]
    yours, right = ([each for each, _ in a] for a in (answers, known.SYNAPTIC_DRIVE.expected))
    otherwise = "`each` is not the product of each weight with its own rate."
    if agree(yours, right):
        otherwise = "`each` is right; `total` is not the sum of its numbers."
    compare(answers, known.SYNAPTIC_DRIVE, otherwise)
    return "one product per synapse with *, their sum with @.", None


def _square_of_array(answer, size):
    if _shape(answer) == ():
        number(answer, "the value", "any unit")
        raise Wrong(
            "right for a number; for an array x the answer must have one value per element: "
            "@ and np.dot add them up, * does not."
        )
    return series(answer, "the value for an array", "any unit", size)


@exercise
def square_plus(function):
    """Check x·x + c and its docstring."""
    told = ERRORS | {"for ^": "^ is not a power in Python: write x * x or x**2."}
    answers = [
        number(call(function, told=told, **probe), "the value", "any unit")
        for probe in known.VALUES
    ]
    otherwise = "the value is not x·x + c; try 5 and 15, which must give 40."
    compare(answers, known.SQUARE_PLUS, otherwise)
    arrays = [_square_of_array(call(function, **p), p["x"].size) for p in known.ARRAYS]
    compare(arrays, known.SQUARE_PLUS_OF_ARRAYS, otherwise)
    text = getattr(function, "__doc__", None)
    if text is None:
        raise Wrong(
            "the value is right, but help() finds no docstring: it is a text in quotes, as the "
            "first thing in the body. A comment after # or a text further down is none."
        )
    if not isinstance(text, str) or not re.sub(r"(?i)^\s*returns?\b|[.…\s]", "", text):
        raise Wrong("the value is right; let the docstring say in a few words what comes back.")
    return "5 and 15 give 40, arrays work too, and help() tells what the function does.", None


@exercise
def time_axis(function):
    """Check the time axis of a recording."""
    answers = [call(function, **probe) for probe in known.AXES]
    if all(_shape(answer) == () and answer is not None for answer in answers):
        values = [number(answer, "the axis", "s") for answer in answers]
        compare(values, known.TIME_AXIS, "the axis must be one-dimensional, not of shape ().")
    answers = [series(answer, "the axis", "s") for answer in answers]
    expected = known.TIME_AXIS.expected
    lengths, wanted = ([axis.size for axis in axes] for axes in (answers, expected))
    curve = None
    otherwise = "the axis must have n_samples elements, one time per sample."
    if len(set(lengths)) == 1:
        otherwise = "the axis always has the same length: use n_samples."
    for extra, problem in ((1, "one too many"), (-1, "one too few")):
        if lengths[:3] == [size + extra for size in wanted[:3]]:
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
    lines = series(value, name, unit)
    if lines.size == n_samples:
        raise Wrong(f"{name} has n lines, the full transform: keep the first half, n // 2 + 1.")
    if lines.size == n_samples // 2:
        raise Wrong(f"{name} has n // 2 lines; from 0 to 1/(2·dt) there are n // 2 + 1.")
    if lines.size != n_samples // 2 + 1:
        raise Wrong(f"{name} has {lines.size} lines for {n_samples} samples, not n // 2 + 1.")
    return lines


def _spectrum(answer, n_samples):
    frequencies, density = parts(answer, ("frequencies", "density"))
    if (_shape(frequencies), _shape(density)) == ((n_samples,), (n_samples // 2 + 1,)):
        raise Wrong(
            "there are more frequencies than lines of the density: number the elements of X, "
            "not the samples."
        )
    lines = _lines(frequencies, "frequencies", "Hz", n_samples)
    return lines, _lines(density, "density", "µV²/Hz", n_samples)


@exercise
def power_spectrum(function):
    """Check the one-sided power spectral density: frequency axis, then density."""
    answers = [_spectrum(call(function, **probe), probe["x"].size) for probe in known.SIGNALS]
    frequencies, densities = map(list, zip(*answers, strict=True))
    axes, right = map(list, zip(*known.POWER_SPECTRUM.expected, strict=True))
    if agree(densities, axes):
        raise Wrong("the two are swapped: first the frequencies, then the density.")
    otherwise = "the frequency axis is wrong: it starts at 0 and rises by 1/T, with T = n·dt in s."
    compare(frequencies, known.POWER_SPECTRUM, otherwise, part=0)
    # without the empty line at 0 Hz and the halved one
    inner = [(yours[1:-1], r[1:-1]) for yours, r in zip(densities, right, strict=True)]
    if all(agree(yours, to_decibel(r)) for yours, r in inner):
        raise Wrong("the density is in decibels already; leave it in µV²/Hz.")
    curve = Curve(axes[0], right[0], densities[0], "Frequency [Hz]", "Power density [µV²/Hz]")
    otherwise = "the frequencies are right; the curve of the density has not the right form."
    if all(agree(yours / r, np.full(r.size, yours[0] / r[0])) for yours, r in inner):
        otherwise = (
            "the curve has the right form but the wrong scale: the sum of S·df must be the "
            "variance of x."
        )
    compare(densities, known.POWER_SPECTRUM, otherwise, curve, part=1)
    return "the sum of S·df is the variance of the signal, for even and odd lengths.", curve


def _level(answer, n_trials, n_lines):
    shape, one_row = _shape(answer), (1, n_lines)
    told = {
        (): "one number is left: the mean must run over the trials only. Which axis is that?",
        (n_trials,): "you average over the frequencies: one value per trial is left. The trials "
        "are the rows, axis 0.",
        (n_trials, n_lines): "there is still one row per trial: average over them.",
    }
    if shape in told and shape != one_row and answer is not None:
        raise Wrong(told[shape])
    return series(answer[0] if shape == one_row else answer, "the level", "dB", n_lines)


@exercise
def average_decibel(function):
    """Check the average over trials and its decibels."""
    answers = [_level(call(function, **probe), *probe["densities"].shape) for probe in known.TABLES]
    expected = known.AVERAGE_DECIBEL.expected
    x = np.arange(expected[0].size)
    curve = Curve(x, expected[0], answers[0], "Line number", "Level [dB]")
    otherwise = (
        "one value per line, as it must be, but wrong ones: mean over trials, then 10·log10."
    )
    if agree(answers[-1], expected[-1]):
        otherwise = "right for a single trial; the average over several is not."
    compare(answers, known.AVERAGE_DECIBEL, otherwise, curve)
    return (
        "power averaged over trials, then decibels. In our EEG the other order would put the noise "
        "2.4 dB too low, and the hum not at all."
    ), curve

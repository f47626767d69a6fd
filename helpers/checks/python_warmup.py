"""Checks of lesson 00: arrays, a documented function, time axis, power spectrum, decibels.

Units: µV, s, Hz, dB; synaptic weights in pA/Hz, currents in pA.
"""

import re

import numpy as np

from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, pair, series
from helpers.spectra import power_spectral_density, to_decibel

ERRORS = {  # what the errors of Python and NumPy mean in these exercises
    "builtin_function_or_method": "a function is called with brackets, as in x.mean().",
    "ArrayFunctionDispatcher": "a function is called with brackets, as in np.mean(x).",
    "for @": "@ adds up the products of two arrays; a number times itself is written with *.",
    "does not have enough dimensions": "np.matmul adds up the products of two arrays; a number "
    "times itself is written with *.",
    "for *: 'range'": "a range cannot be multiplied by dt; an array can: np.arange.",
    "for *: 'float' and 'range'": "a range cannot be multiplied by dt; an array can: np.arange.",
    "can't multiply sequence": "a list cannot be multiplied by dt; an array can: np.arange.",
}


def _call(function, probe):
    """Return what `function` gives for a probe; Wrong with the words of ERRORS where it stops."""
    try:
        return call(function, **probe)
    except Wrong as mistake:
        told = next((told for part, told in ERRORS.items() if part in str(mistake)), None)
        if told is None:
            raise
        raise Wrong(told) from None


def _shape(value):
    """Return the shape of what a student hands in; () where it has none."""
    try:
        return np.shape(value)
    except ValueError:  # rows of different lengths
        return ()


# --- element-wise and matrix product --------------------------------------------------------

DRIVES = [
    {"weights": np.array([1.0, 2.0, 3.0, 4.0]), "rates": np.array([0.0, 4.0, 7.0, 6.0])},
    {"weights": np.array([0.5, -2.5, 1.25]), "rates": np.array([12.0, 3.5, 40.3])},
    {"weights": np.array([-1.5, 0.75]), "rates": np.array([20.0, 31.7])},
]

DRIVE_MISTAKES = {
    "weights and rates are added; each synapse brings its weight times its rate.": (
        lambda a: (a.weights + a.rates, np.sum(a.weights + a.rates)),
        lambda a: (a.weights + a.rates, a.weights @ a.rates),
    ),
    "the total is the mean of the currents; a neuron receives their sum.": (
        lambda a: (a.weights * a.rates, np.mean(a.weights * a.rates))
    ),
    "the total is the product of two sums; multiply first, then add.": (
        lambda a: (a.weights * a.rates, a.weights.sum() * a.rates.sum())
    ),
    "the total is only the largest current; all of them add up.": (
        lambda a: (a.weights * a.rates, np.max(a.weights * a.rates))
    ),
    "the total adds up the weights; each must be multiplied by its rate.": (
        lambda a: (a.weights * a.rates, a.weights.sum())
    ),
    "the total adds up the rates; each must be multiplied by its weight.": (
        lambda a: (a.weights * a.rates, a.rates.sum())
    ),
    "the total leaves out the signs: an inhibitory synapse takes current away.": (
        lambda a: (a.weights * a.rates, np.abs(a.weights * a.rates).sum())
    ),
    "divided where the current is a product, weight times rate.": (
        lambda a: (a.weights / a.rates, np.sum(a.weights / a.rates)),
        lambda a: (a.rates / a.weights, np.sum(a.rates / a.weights)),
    ),
    "* and @ are two different products; ** is a power.": (
        lambda a: (a.weights**a.rates, a.weights @ a.rates),
        lambda a: (a.weights**a.rates, np.sum(a.weights**a.rates)),
    ),
}


def _drive(answer, n_synapses):
    each, total = pair(answer, "each", "total")
    if _shape(each) == () and _shape(total) == (n_synapses,):
        raise Wrong("the two are swapped: first the current of each synapse, then the total.")
    if _shape(each) == () and each is not None and _shape(total) == ():
        raise Wrong(
            "`each` is one number: @ adds the products up. The element-wise product keeps them."
        )
    if len(_shape(each)) == 2:
        raise Wrong("`each` is a table of all pairs; multiply each weight with its own rate only.")
    if len(_shape(each)) == 1 and len(each) != n_synapses:
        cure = "use weights and rates, not a and b." if len(each) == 4 else "use all of them."
        raise Wrong(f"`each` has {len(each)} values for {n_synapses} synapses: {cure}")
    if _shape(total) == (n_synapses,):
        raise Wrong("`total` is still one number per synapse: add the products up, as @ does.")
    total = total[0] if _shape(total) == (1,) else total
    return series(each, "each", "pA", n_synapses), number(total, "total", "pA")


@exercise
def synaptic_drive(function):
    """Check the element-wise and the matrix product of weights and rates."""
    answers = [_drive(_call(function, probe), probe["weights"].size) for probe in DRIVES]

    def reference(weights, rates):
        return weights * rates, weights @ rates

    expected = [reference(**probe) for probe in DRIVES]
    firsts = ([pair[0] for pair in answers], [pair[0] for pair in expected])
    otherwise = "`each` is not the product of each weight with its own rate."
    if all(map(agree, *firsts)):
        otherwise = "`each` is right; `total` is not the sum of its numbers."
    compare(answers, DRIVES, reference, DRIVE_MISTAKES, otherwise)
    return "one product per synapse with *, their sum with @.", None


# --- a documented function ------------------------------------------------------------------

INTEGERS = [{"x": 5, "c": 15}, {"x": 2, "c": 1}, {"x": -3, "c": 4}, {"x": 0, "c": 7}]
FLOATS = [{"x": -1.7, "c": 0.31}, {"x": 0.053, "c": -0.0021}]
ARRAYS = [{"x": np.array([1.0, -2.5, 4.25]), "c": 0.7}, {"x": np.array([3.0]), "c": -1.5}]

SQUARE_MISTAKES = {
    "x·x is multiplied by c; c must be added.": lambda a: a.x**2 * a.c,
    "c is squared too: only x is multiplied by itself.": (
        lambda a: (a.x + a.c) ** 2,
        lambda a: a.x**2 + a.c**2,
    ),
    "this is 2·x + c; x must be multiplied by itself.": lambda a: 2 * a.x + a.c,
    "this is x·(x + c); first multiply, then add c.": lambda a: a.x * (a.x + a.c),
    "x and c have changed places.": lambda a: a.c**2 + a.x,
    "c is missing: without it 5 gives 25.": lambda a: a.x**2,
    "x must be multiplied by itself, once.": (
        lambda a: a.x + a.c,
        lambda a: a.x**3 + a.c,
    ),
    "c is taken away; it must be added.": lambda a: a.x**2 - a.c,
    "this is x multiplied by c; x must be multiplied by x.": (
        lambda a: a.x * a.c,
        lambda a: a.x * a.c + a.c,
    ),
    "the function always gives the same number: use x and c, not 5 and 15.": (
        lambda a: 40 + 0 * a.x
    ),
    "this holds the 15 of the example: use c.": lambda a: a.x**2 + 15,
    "this holds the 5 of the example: use x.": (
        lambda a: 25 + a.c + 0 * a.x,
        lambda a: 5 * a.x + a.c,
    ),
}
DOCSTRING = "a text in quotes, as the first thing in the body"


def _square(x, c):
    return x * x + c


def _compare_squares(answers, probes):
    otherwise = "the value is not x·x + c; try 5 and 15, which must give 40."
    compare(answers, probes, _square, SQUARE_MISTAKES, otherwise)


def _refuse_xor(answers):
    """^ is no power in Python, but works on whole numbers."""
    for variant in (lambda a: a["x"] ^ 2 + a["c"], lambda a: (a["x"] ^ 2) + a["c"]):
        if agree(answers, [variant(probe) for probe in INTEGERS]):
            raise Wrong("^ is not a power in Python: write x * x or x**2.")


def _square_array(function, probe):
    answer = _call(function, probe)
    if _shape(answer) == ():
        number(answer, "the value", "any unit")
        raise Wrong(
            "right for a number; for an array x the answer must have one value per element: "
            "@ and np.dot add them up, * does not."
        )
    return series(answer, "the value for an array", "any unit", probe["x"].size)


@exercise
def square_plus(function):
    """Check x·x + c and its docstring."""
    answers = [number(_call(function, probe), "the value", "any unit") for probe in INTEGERS]
    _refuse_xor(answers)
    floats = [number(_call(function, probe), "the value", "any unit") for probe in FLOATS]
    _compare_squares([*answers, *floats], [*INTEGERS, *FLOATS])
    _compare_squares([_square_array(function, probe) for probe in ARRAYS], ARRAYS)
    text = getattr(function, "__doc__", None)
    if text is None:
        raise Wrong(
            "the value is right, but help() finds no docstring: it is "
            f"{DOCSTRING}. A comment after # or a text further down is none."
        )
    if not isinstance(text, str) or not re.sub(r"(?i)^\s*returns?\b|[.…\s]", "", text):
        raise Wrong("the value is right; let the docstring say in a few words what comes back.")
    return "5 and 15 give 40, arrays work too, and help() tells what the function does.", None


# --- the time axis --------------------------------------------------------------------------

# np.arange(0, 3 * 0.1, 0.1) has four elements, since 3 * 0.1 is 0.30000000000000004
AXES = [
    {"n_samples": 1000, "dt": 0.001},
    {"n_samples": 7, "dt": 0.25},
    {"n_samples": 250, "dt": 0.004},
    {"n_samples": 3, "dt": 0.1},
]

AXIS_MISTAKES = {
    "these are sample numbers; multiply by dt to get seconds.": lambda a: np.arange(a.n_samples),
    "the time is in ms; dt is in s, and so is the axis.": (
        lambda a: 1000 * a.dt * np.arange(a.n_samples)
    ),
    "the first sample must be at 0 s, not at dt.": lambda a: a.dt * np.arange(1, a.n_samples + 1),
    "linspace includes its end point, so the step is too large: the last time is "
    "(n_samples - 1)·dt.": (lambda a: np.linspace(0, a.n_samples * a.dt, a.n_samples)),
    "the steps are equal but not dt: the axis must not end at 1 s for every recording.": (
        lambda a: np.linspace(0, 1, a.n_samples),
        lambda a: np.arange(a.n_samples) / a.n_samples,
        lambda a: np.linspace(0, 1, a.n_samples, endpoint=False),
    ),
    "divided by dt: sample number k is at k·dt.": lambda a: np.arange(a.n_samples) / a.dt,
    "this holds 0.001 or 1000, right for this recording only: use dt.": (
        lambda a: np.arange(a.n_samples) * 0.001,
        lambda a: np.arange(a.n_samples) / 1000,
    ),
    "every element is dt; the k-th one must be k·dt.": lambda a: np.full(a.n_samples, a.dt),
    "every element is the same; the k-th one must be k·dt.": (
        lambda a: np.full(a.n_samples, a.n_samples * a.dt)
    ),
    "the axis is centred on 0; it must start there.": (
        lambda a: (np.arange(a.n_samples) - a.n_samples // 2) * a.dt,
        lambda a: (np.arange(a.n_samples) - (a.n_samples - 1) / 2) * a.dt,
    ),
}


def _check_lengths(lengths):
    """Wrong unless each axis has n_samples elements; the message says which way it has not."""
    wanted = [probe["n_samples"] for probe in AXES]
    if lengths == wanted:
        return
    if lengths[:-1] == wanted[:-1]:
        raise Wrong(
            "right, but for 3 samples at 0.1 s there are four: arange stumbles over a rounded "
            "end. Count samples first, then multiply by dt."
        )
    for extra, problem in ((1, "one too many"), (-1, "one too few")):
        if [length - extra for length in lengths[:3]] == wanted[:3]:
            raise Wrong(
                f"there is {problem}: n_samples times, from 0 to (n_samples - 1)·dt, "
                "and the first counts."
            )
    if set(lengths) == {0}:
        raise Wrong(
            "the axis is empty: np.arange(a, b) counts from a up to b; give it n_samples alone."
        )
    if lengths == [np.arange(0, probe["n_samples"], probe["dt"]).size for probe in AXES]:
        raise Wrong(
            "the axis runs up to n_samples seconds: number the samples, then multiply by dt."
        )
    if len(set(lengths)) == 1:
        raise Wrong("the axis always has the same length: use n_samples.")
    raise Wrong("the axis must have n_samples elements, one time per sample.")


@exercise
def time_axis(function):
    """Check the time axis of a recording."""
    answers = [_call(function, probe) for probe in AXES]
    if all(_shape(answer) == () and answer is not None for answer in answers):
        values = [number(answer, "the axis", "s") for answer in answers]
        if agree(values, [probe["n_samples"] * probe["dt"] for probe in AXES]):
            raise Wrong("this is the duration, one number; the axis has one time per sample.")
        if agree(values, [(probe["n_samples"] - 1) * probe["dt"] for probe in AXES]):
            raise Wrong("this is the last time, one number; the axis has one time per sample.")
    answers = [series(answer, "the axis", "s") for answer in answers]
    _check_lengths([answer.size for answer in answers])

    def reference(n_samples, dt):
        return np.arange(n_samples) * dt

    x = np.arange(AXES[1]["n_samples"])
    curve = Curve(x, reference(**AXES[1]), answers[1], "Sample number", "Time [s]")
    otherwise = "the axis must rise by dt from sample to sample."
    if all(agree(np.diff(answer), probe["dt"] + 0 * answer[1:]) for answer, probe in
           zip(answers, AXES, strict=True)):  # fmt: skip
        otherwise = "the steps are right; the first sample must be at 0 s."
    compare(answers, AXES, reference, AXIS_MISTAKES, otherwise, curve)
    return (
        "n_samples times, from 0 in steps of dt: the last one is (n_samples − 1)·dt, "
        "in our recording 0.999 s, not 1 s."
    ), curve


# --- the power spectrum ---------------------------------------------------------------------


def _recording(n_samples, dt, offset, seed):
    """Return a signal with a mean, a rhythm and noise, of a density near 1."""
    t = np.arange(n_samples) * dt
    noise = np.random.default_rng(seed).standard_normal(n_samples) / np.sqrt(dt)
    return offset + noise + 3 * np.sin(2 * np.pi * 5 * t)


SIGNALS = [
    {"x": _recording(100, 0.01, 2.0, 1), "dt": 0.01},
    {"x": _recording(101, 0.004, -3.0, 2), "dt": 0.004},
    {"x": _recording(60, 0.05, 5.0, 3), "dt": 0.05},
    {"x": _recording(75, 0.02, 1.0, 4), "dt": 0.02},
]


def _frequencies(step, start=0):
    return lambda a: (np.arange(a.x.size // 2 + 1) + start) * step(a)


FREQUENCY_MISTAKES = {
    "the lines lie 1/n apart: T is n·dt, the duration in s, not the number of samples.": (
        _frequencies(lambda a: 1 / a.x.size)
    ),
    "these are line numbers: divide by T = n·dt, which is not 1 s for every signal.": (
        _frequencies(lambda a: 1)
    ),
    "T is one step too short: n samples of dt last n·dt, not (n - 1)·dt.": (
        _frequencies(lambda a: 1 / ((a.x.size - 1) * a.dt))
    ),
    "the axis ends at 1/dt; half of the lines end at half of that, 1/(2·dt).": (
        lambda a: np.linspace(0, 1 / a.dt, a.x.size // 2 + 1),
        _frequencies(lambda a: 2 / (a.x.size * a.dt)),
    ),
    "right for an even number of samples; for an odd one the last line lies below 1/(2·dt): "
    "use k/T.": (lambda a: np.linspace(0, 0.5 / a.dt, a.x.size // 2 + 1)),
    "multiplied by T: line k lies at k/T.": _frequencies(lambda a: a.x.size * a.dt),
    "the first line lies at 0 Hz, not at 1/T.": _frequencies(lambda a: 1 / (a.x.size * a.dt), 1),
    "these are times; the axis holds frequencies, k/T.": _frequencies(lambda a: a.dt),
    "this is 2π·f; Hz are periods per second, without 2π.": (
        _frequencies(lambda a: 2 * np.pi / (a.x.size * a.dt))
    ),
    "T must be the duration of this signal, n·dt; it is not 1 s each time.": (
        _frequencies(lambda a: 1000 / a.x.size)
    ),
    "the frequencies are in kHz; 1/s is Hz.": _frequencies(lambda a: 0.001 / (a.x.size * a.dt)),
}


def _flawed(
    centre=np.mean,
    prefactor=lambda n, dt: 2 * dt / n,
    power=2,
    last=True,
    first=False,
    after=lambda x: 0.0,
):
    """Return a density that goes wrong where an argument differs from its default.

    `centre` is taken away before the transform, `after` from the transform.
    """

    def density(a):
        n = a.x.size
        transform = np.fft.rfft(a.x - centre(a.x)) - after(a.x)
        result = prefactor(n, a.dt) * np.abs(transform) ** power
        if last and n % 2 == 0:
            result[-1] /= 2
        if first:
            result[0] /= 2
        return result

    return density


def _both_ends(**flaw):
    """Return a flaw with and without the correction of the last line."""
    return _flawed(**flaw), _flawed(**flaw, last=False)


DENSITY_MISTAKES = {
    "the line at 0 Hz is not 0: take the mean away from x before the transform.": (
        *_both_ends(centre=lambda x: 0.0),
        _flawed(centre=lambda x: 0.0, first=True),
    ),
    "the mean is taken away after the transform; take it from x, before.": (
        _both_ends(centre=lambda x: 0.0, after=np.mean)
    ),
    "the mean is added; it must be taken away.": _both_ends(centre=lambda x: -x.mean()),
    "the median is taken away; it must be the mean.": _both_ends(centre=np.median),
    "the sum of S·df is half the variance: one-sided means the factor 2.": (
        _both_ends(prefactor=lambda n, dt: dt / n)
    ),
    "the sum of S·df is twice the variance: the factor 2 is there twice.": (
        _both_ends(prefactor=lambda n, dt: 4 * dt / n)
    ),
    "|X| is not squared: power is amplitude squared.": _both_ends(power=1),
    "|X| is doubled; it must be squared, with ** and not *.": (
        _both_ends(power=1, prefactor=lambda n, dt: 4 * dt / n)
    ),
    "dt is doubled; it must be squared, with ** and not *.": (
        _both_ends(prefactor=lambda n, dt: 4 / n)
    ),
    "|X|² stands below the fraction bar; it must stand above.": _both_ends(power=-2),
    "dt must be squared: X has to become an integral over time, in µV·s.": (
        _both_ends(prefactor=lambda n, dt: 2 / n)
    ),
    "dt² is missing: X has to become an integral over time, in µV·s.": (
        _both_ends(prefactor=lambda n, dt: 2 / (n * dt))
    ),
    "T is the number of samples; it must be the duration n·dt in s.": (
        _both_ends(prefactor=lambda n, dt: 2 * dt**2 / n)
    ),
    "T must be the duration n·dt of this signal, in the density too.": (
        _both_ends(prefactor=lambda n, dt: 2 * dt**2)
    ),
    "divided by T squared: this is the power of each line in µV²; a density is per Hz.": (
        _both_ends(prefactor=lambda n, dt: 2 / n**2)
    ),
    "T must divide, not multiply.": _both_ends(prefactor=lambda n, dt: 2 * dt**3 * n),
    "T is one step too short: n samples of dt last n·dt.": (
        _both_ends(prefactor=lambda n, dt: 2 * dt / (n - 1))
    ),
    "this is |X|² alone; the factor 2·dt²/T makes a density of it.": (
        *_both_ends(prefactor=lambda n, dt: 1),
        *_both_ends(prefactor=lambda n, dt: 2),
    ),
    "the last line of an even number of samples, at 1/(2·dt), must be halved: it has no twin.": (
        _flawed(last=False)
    ),
    "this holds dt = 0.001, right for one recording only: use dt.": (
        *_both_ends(prefactor=lambda n, dt: 2 * 0.001**2 / (n * dt)),
        *_both_ends(prefactor=lambda n, dt: 2 * 0.001 / n),
    ),
}


def _lines(value, name, unit, n_samples):
    """Return one half of a spectrum as an array; Wrong if it holds more or less than that."""
    if _shape(value) and np.iscomplexobj(value):
        raise Wrong(f"{name} is complex: take |X| with np.abs before you square it.")
    lines, wanted = series(value, name, unit), n_samples // 2 + 1
    if lines.size == wanted:
        return lines
    if lines.size == n_samples:
        raise Wrong(f"{name} has n lines, the full transform: keep the first half, n // 2 + 1.")
    if lines.size == wanted - 1:
        raise Wrong(f"{name} has n // 2 lines; from 0 to 1/(2·dt) there are n // 2 + 1.")
    raise Wrong(f"{name} has {lines.size} lines for {n_samples} samples, not n // 2 + 1.")


def _spectrum(answer, probe):
    frequencies, density = pair(answer, "frequencies", "density")
    n_samples = probe["x"].size
    if _shape(frequencies) == (n_samples,) and _shape(density) == (n_samples // 2 + 1,):
        raise Wrong(
            "there are more frequencies than lines of the density: number the elements of X, "
            "not the samples."
        )
    lines = _lines(frequencies, "frequencies", "Hz", n_samples)
    return lines, _lines(density, "density", "µV²/Hz", n_samples)


@exercise
def power_spectrum(function):
    """Check the one-sided power spectral density: frequency axis, then density."""
    answers = [_spectrum(_call(function, probe), probe) for probe in SIGNALS]
    expected = [power_spectral_density(**probe) for probe in SIGNALS]
    if all(agree(yours[1], right[0]) for yours, right in zip(answers, expected, strict=True)):
        raise Wrong("the two are swapped: first the frequencies, then the density.")
    compare(
        [yours[0] for yours in answers],
        SIGNALS,
        lambda x, dt: power_spectral_density(x, dt)[0],
        FREQUENCY_MISTAKES,
        "the frequency axis is wrong: it starts at 0 and rises by 1/T, with T = n·dt in s.",
    )
    levels = zip(answers, expected, strict=True)  # without the empty line at 0 Hz and the halved
    if all(agree(yours[1][1:-1], to_decibel(right[1][1:-1])) for yours, right in levels):
        raise Wrong("the density is in decibels already; leave it in µV²/Hz.")
    (x, right), yours = expected[0], answers[0][1]
    curve = Curve(x, right, yours, "Frequency [Hz]", "Power density [µV²/Hz]")
    ratios = [answer[1][1:-1] / e[1][1:-1] for answer, e in zip(answers, expected, strict=True)]
    otherwise = "the frequencies are right; the curve of the density has not the right form."
    if all(agree(ratio, 0 * ratio + ratio[0]) for ratio in ratios):
        otherwise = (
            "the curve has the right form but the wrong scale: the sum of S·df must be the "
            "variance of x."
        )
    compare(
        [answer[1] for answer in answers],
        SIGNALS,
        lambda x, dt: power_spectral_density(x, dt)[1],
        DENSITY_MISTAKES,
        otherwise,
        curve,
    )
    return "the sum of S·df is the variance of the signal, for even and odd lengths.", curve


# --- average and decibel --------------------------------------------------------------------


def _densities(n_trials, n_lines, seed):
    """Return the densities of some trials [µV²/Hz], all above 0."""
    falling = 5 / (1 + np.arange(n_lines))
    return falling * np.random.default_rng(seed).exponential(size=(n_trials, n_lines))


TABLES = [
    {"densities": _densities(4, 30, 1)},
    {"densities": _densities(7, 5, 2)},
    {"densities": _densities(1, 6, 3)},
]

DECIBEL_MISTAKES = {
    "the decibels are averaged; average the power first, then take the logarithm.": (
        lambda a: np.mean(to_decibel(a.densities), axis=0)
    ),
    "20·log10 is for amplitudes; a density is a power already: 10·log10.": (
        lambda a: 2 * to_decibel(a.densities.mean(axis=0))
    ),
    "np.log is the natural logarithm; decibels need np.log10.": (
        lambda a: 10 * np.log(a.densities.mean(axis=0)),
        lambda a: np.log(a.densities.mean(axis=0)),
    ),
    "this is another logarithm; decibels need np.log10.": (
        lambda a: 10 * np.log2(a.densities.mean(axis=0)),
        lambda a: np.log2(a.densities.mean(axis=0)),
        lambda a: 10 * np.log1p(a.densities.mean(axis=0)),
    ),
    "these are bels; ten decibels are one bel.": lambda a: np.log10(a.densities.mean(axis=0)),
    "the average is right, but not yet in decibels.": lambda a: a.densities.mean(axis=0),
    "the sum over trials depends on how many there are: take the mean.": (
        lambda a: to_decibel(a.densities.sum(axis=0)),
        lambda a: np.sum(to_decibel(a.densities), axis=0),
    ),
    "divided by 30, right for our recording only: use the number of rows.": (
        lambda a: to_decibel(a.densities.sum(axis=0) / 30)
    ),
    "this is the median over trials; take the mean.": (
        lambda a: to_decibel(np.median(a.densities, axis=0))
    ),
    "this is one trial only; average over all of them.": (
        lambda a: to_decibel(a.densities[0]),
        lambda a: to_decibel(a.densities[-1]),
    ),
    "this is the largest of all trials; take the mean.": (
        lambda a: to_decibel(a.densities.max(axis=0))
    ),
    "the sign is turned: more power is more decibels.": (
        lambda a: -to_decibel(a.densities.mean(axis=0))
    ),
    "the root of the density is an amplitude; decibels need the power.": (
        lambda a: to_decibel(np.sqrt(a.densities.mean(axis=0)))
    ),
}


def _levels(answer, probe):
    n_trials, n_lines = probe["densities"].shape
    shape = _shape(answer)
    if shape == () and answer is not None:
        raise Wrong(
            "one number is left: the mean must run over the trials only. Which axis is that?"
        )
    if shape == (n_trials,) and n_trials != n_lines:
        raise Wrong(
            "you average over the frequencies: one value per trial is left. The trials are "
            "the rows, axis 0."
        )
    if shape == (n_trials, n_lines) and n_trials > 1:
        raise Wrong("there is still one row per trial: average over them.")
    if shape == (1, n_lines):
        answer = answer[0]
    return series(answer, "the level", "dB", n_lines)


@exercise
def average_decibel(function):
    """Check the average over trials and its decibels."""
    answers = [_levels(_call(function, probe), probe) for probe in TABLES]

    def reference(densities):
        return to_decibel(densities.mean(axis=0))

    expected = reference(**TABLES[0])
    curve = Curve(np.arange(expected.size), expected, answers[0], "Line number", "Level [dB]")
    otherwise = (
        "one value per line, as it must be, but wrong ones: mean over trials, then 10·log10."
    )
    if agree(answers[-1], reference(**TABLES[-1])):
        otherwise = "right for a single trial; the average over several is not."
    compare(answers, TABLES, reference, DECIBEL_MISTAKES, otherwise, curve)
    return (
        "power averaged over trials, then decibels. In our EEG the other order would put the noise "
        "2.4 dB too low, and the hum not at all."
    ), curve

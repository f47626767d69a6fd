"""The checks of lesson 00 against right, unfinished and wrong answers, as students write them.

An answer is written as the text of the exercise with some lines changed, or as a body of its own.
Nothing here looks at the checks' own tables of mistakes.
"""

import copy
import time

import matplotlib
import numpy as np
import pytest
import scipy.signal

from helpers.checks import python_warmup as check
from tests.answers import Answers

DRIVE = """
def synaptic_drive(weights, rates):
    each = weights * rates
    total = weights @ rates
    return each, total
"""

SQUARE = '''
def square_plus(x, c):
    # TODO: a docstring here; then the value
    """Return x·x + c."""
    result = x * x + c
    return result
'''

AXIS = """
def time_axis(n_samples, dt):
    t = np.arange(n_samples) * dt
    return t
"""

SPECTRUM = """
def power_spectrum(x, dt):
    n = x.size
    T = n * dt
    X = np.fft.rfft(x - x.mean())
    frequencies = np.arange(X.size) / T
    density = 2 * dt**2 / T * np.abs(X) ** 2
    if n % 2 == 0:
        density[-1] /= 2
    return frequencies, density
"""

DECIBEL = """
def average_decibel(densities):
    mean = densities.mean(axis=0)
    level = 10 * np.log10(mean)
    return level
"""

SOLUTIONS = {
    "synaptic_drive": DRIVE,
    "square_plus": SQUARE,
    "time_axis": AXIS,
    "power_spectrum": SPECTRUM,
    "average_decibel": DECIBEL,
}

# What the student starts from: the lines of the solution and the lines in their place.
BLANKS = {
    "synaptic_drive": [("weights * rates", "..."), ("weights @ rates", "...")],
    "square_plus": [('    """Return x·x + c."""\n', ""), ("x * x + c", "...")],
    "time_axis": [("np.arange(n_samples) * dt", "...")],
    "power_spectrum": [
        ("n * dt", "..."),
        ("np.fft.rfft(x - x.mean())", "..."),
        ("np.arange(X.size) / T", "..."),
        ("2 * dt**2 / T * np.abs(X) ** 2", "..."),
    ],
    "average_decibel": [("densities.mean(axis=0)", "..."), ("10 * np.log10(mean)", "...")],
}


ANSWERS = Answers(check, SOLUTIONS, np=np, scipy=scipy)
run, written, body, judge = ANSWERS.run, ANSWERS.written, ANSWERS.body, ANSWERS.judge


def cases(table):
    """Return pytest parameters, exercise and case, from {exercise: {title: …}} or lists."""
    return [
        pytest.param(name, answer, id=f"{name}-{title}")
        for name, group in table.items()
        for title, answer in group.items()
    ]


# --- done -----------------------------------------------------------------------------------

RIGHT = {
    "synaptic_drive": {
        "multiply and matmul": written(
            "synaptic_drive",
            ("weights * rates", "np.multiply(weights, rates)"),
            ("weights @ rates", "np.matmul(rates, weights)"),
        ),
        "sum of the first": written("synaptic_drive", ("weights @ rates", "each.sum()")),
        "dot": written("synaptic_drive", ("weights @ rates", "np.dot(weights, rates)")),
        "lists and Python's sum": body(
            "synaptic_drive",
            "each = [w * r for w, r in zip(weights, rates)]",
            "return each, sum(each)",
        ),
        "einsum in a list": body(
            "synaptic_drive", "return [rates * weights, np.einsum('i,i', weights, rates)]"
        ),
    },
    "square_plus": {
        "power": written("square_plus", ("x * x + c", "c + x**2")),
        "numpy": written("square_plus", ("x * x + c", "np.add(np.square(x), c)")),
        "long docstring": written(
            "square_plus",
            ("Return x·x + c.", "Square a number.\n\n    x : number\n    c : number\n    "),
        ),
        "short docstring": written("square_plus", ("Return x·x + c.", "Return x*x+c")),
        "docstring with a power": written("square_plus", ("Return x·x + c.", "Return x²+c.")),
        "docstring with Returns": written("square_plus", ("Return x·x + c.", "Returns x*x+c")),
        "single quotes, no variable": body(
            "square_plus", "'Gibt x mal x plus c zurück.'", "return pow(x, 2) + c"
        ),
    },
    "time_axis": {
        "linspace": written(
            "time_axis",
            ("np.arange(n_samples) * dt", "np.linspace(0, (n_samples - 1) * dt, n_samples)"),
        ),
        "linspace without its end": written(
            "time_axis",
            (
                "np.arange(n_samples) * dt",
                "np.linspace(0, n_samples * dt, n_samples, endpoint=False)",
            ),
        ),
        "list": body("time_axis", "return [k * dt for k in range(n_samples)]"),
        "cumsum": body("time_axis", "return np.cumsum(np.full(n_samples, dt)) - dt"),
        "loop": body(
            "time_axis",
            "t = np.zeros(n_samples)",
            "for k in range(1, n_samples):",
            "    t[k] = t[k - 1] + dt",
            "return t",
        ),
    },
    "power_spectrum": {
        "rfftfreq": written("power_spectrum", ("np.arange(X.size) / T", "np.fft.rfftfreq(n, dt)")),
        "full transform, cut": written(
            "power_spectrum",
            ("np.fft.rfft(x - x.mean())", "np.fft.fft(x - np.mean(x))[: n // 2 + 1]"),
            ("np.abs(X) ** 2", "(X * X.conj()).real"),
        ),
        "scipy": body(
            "power_spectrum",
            "return scipy.signal.periodogram(x, 1 / dt, detrend='constant')",
        ),
        "real and imaginary part": written(
            "power_spectrum",
            ("2 * dt**2 / T * np.abs(X) ** 2", "2 * dt / n * (X.real**2 + X.imag**2)"),
        ),
        "sums by hand": body(
            "power_spectrum",
            "n = len(x)",
            "k = np.arange(n // 2 + 1)",
            "turn = np.exp(-2j * np.pi * np.outer(k, np.arange(n)) / n)",
            "S = 2 * dt / n * abs(turn @ (x - sum(x) / n)) ** 2",
            "S = [s / 2 if 2 * i == n else s for i, s in enumerate(S)]",
            "return k / (n * dt), S",
        ),
        "zero line set to 0 after the transform": written(
            "power_spectrum",
            ("np.fft.rfft(x - x.mean())", "np.fft.rfft(x)\n    X[0] = 0"),
        ),
    },
    "average_decibel": {
        "np.mean": written(
            "average_decibel", ("densities.mean(axis=0)", "np.mean(densities, axis=-2)")
        ),
        "sum over count": written(
            "average_decibel",
            ("densities.mean(axis=0)", "densities.sum(axis=0) / densities.shape[0]"),
        ),
        "natural logarithm, converted": written(
            "average_decibel", ("10 * np.log10(mean)", "10 * np.log(mean) / np.log(10)")
        ),
        "loop": body(
            "average_decibel",
            "total = 0",
            "for row in densities:",
            "    total = total + row",
            "return 10 * np.log10(total / len(densities))",
        ),
        "rows kept": written("average_decibel", ("axis=0", "axis=0, keepdims=True")),
    },
}


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_solution_is_done(name):
    verdict = judge(name, written(name))
    assert verdict.state == "done", verdict


@pytest.mark.parametrize("name", SOLUTIONS)
def test_there_are_four_right_and_six_wrong_answers(name):
    assert len(RIGHT[name]) >= 4 and len(WRONG[name]) >= 6


@pytest.mark.parametrize(("name", "function"), cases(RIGHT))
def test_other_right_answers_are_done(name, function):
    verdict = judge(name, function)
    assert verdict.state == "done", verdict


# --- not started ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_stub_is_not_started(name):
    assert judge(name, written(name, *BLANKS[name])).state == "open"
    assert judge(name, ...).state == "open"


@pytest.mark.parametrize(
    ("name", "number"), [(name, k) for name in BLANKS for k in range(len(BLANKS[name]))]
)
def test_a_half_filled_stub_is_not_done(name, number):
    """Where one line is missing it is still open; a missing docstring is a mistake."""
    verdict = judge(name, written(name, BLANKS[name][number]))
    assert verdict.state == ("wrong" if (name, number) == ("square_plus", 0) else "open"), verdict


def test_a_docstring_alone_is_not_started():
    assert judge("square_plus", written("square_plus", ("x * x + c", "..."))).state == "open"


# --- wrong ----------------------------------------------------------------------------------


def spectrum(*edits):
    return written("power_spectrum", *edits)


S = "2 * dt**2 / T * np.abs(X) ** 2"
F = "np.arange(X.size) / T"
HALVED = "    if n % 2 == 0:\n        density[-1] /= 2\n"
LEVEL = "10 * np.log10(mean)"
MEAN = "densities.mean(axis=0)"

WRONG = {
    "synaptic_drive": {
        "matrix product twice": (
            written("synaptic_drive", ("weights * rates", "weights @ rates")),
            "@ adds the products up",
        ),
        "swapped": (
            written("synaptic_drive", ("return each, total", "return total, each")),
            "swapped",
        ),
        "element-wise twice": (
            written("synaptic_drive", ("weights @ rates", "weights * rates")),
            "add the products up",
        ),
        "outer": (
            written("synaptic_drive", ("weights * rates", "np.outer(weights, rates)")),
            "all pairs",
        ),
        "sum of weights and rates": (
            written("synaptic_drive", ("weights * rates", "weights + rates")),
            "added",
        ),
        "mean": (written("synaptic_drive", ("weights @ rates", "each.mean()")), "mean"),
        "product of sums": (
            written("synaptic_drive", ("weights @ rates", "weights.sum() * rates.sum()")),
            "product of two sums",
        ),
        "sum of the weights": (
            written("synaptic_drive", ("weights @ rates", "weights.sum()")),
            "adds up the weights",
        ),
        "only one thing": (
            written("synaptic_drive", ("return each, total", "return total")),
            "return two things",
        ),
        "no return": (written("synaptic_drive", ("    return each, total", "")), "return line"),
        "printed": (
            written("synaptic_drive", ("return each, total", "print(each, total)")),
            "prints",
        ),
        "first four only": (
            body(
                "synaptic_drive",
                "return weights[:2] * rates[:2], weights @ rates",
            ),
            "`each` has 2 values for 4 synapses: use all of them",
        ),
        "a and b of the cell above": (
            body(
                "synaptic_drive",
                "a, b = np.array([1, 2, 3, 4]), np.array([0, 4, 7, 6])",
                "return a * b, a @ b",
            ),
            "`each` has 4 values for 3 synapses: use weights and rates, not a and b.",
        ),
        "other names of the arguments": (
            written("synaptic_drive", ("weights", "w"), ("rates", "r")),
            "as they were given: weights, rates.",
        ),
        "in place": (
            body("synaptic_drive", "weights *= rates", "return weights, weights.sum()"),
            "changes what it is given",
        ),
    },
    "square_plus": {
        "multiplied by c": (
            written("square_plus", ("x * x + c", "x**2 * c")),
            "c must be added",
        ),
        "bracket squared": (written("square_plus", ("x * x + c", "(x + c) ** 2")), "c is squared"),
        "twice x": (written("square_plus", ("x * x + c", "2 * x + c")), "2·x + c"),
        "x times bracket": (written("square_plus", ("x * x + c", "x * (x + c)")), "x·(x + c)"),
        "caret": (written("square_plus", ("x * x + c", "x ^ 2 + c")), "^ is not a power"),
        "caret in brackets": (
            written("square_plus", ("x * x + c", "(x ^ 2) + c")),
            "^ is not a power",
        ),
        "numbers for names": (written("square_plus", ("x * x + c", "5 * 5 + 15")), "same number"),
        "fixed c": (written("square_plus", ("x * x + c", "x * x + 15")), "the 15 of the example"),
        "fixed x": (written("square_plus", ("x * x + c", "5 * 5 + c")), "the 5 of the example"),
        "one fixed x": (written("square_plus", ("x * x + c", "5 * x + c")), "the 5 of the example"),
        "@": (written("square_plus", ("x * x", "x @ x")), "@ adds up the products"),
        "matmul": (
            written("square_plus", ("x * x", "np.matmul(x, x)")),
            "np.matmul adds up the products",
        ),
        "no docstring": (
            written("square_plus", ('    """Return x·x + c."""\n', "")),
            "no docstring",
        ),
        "comment": (
            written("square_plus", ('"""Return x·x + c."""', "# Return x·x + c.")),
            "A comment after #",
        ),
        "text at the end": (
            body("square_plus", "result = x * x + c", '"""Return x·x + c."""', "return result"),
            "a text further down",
        ),
        "empty docstring": (
            written("square_plus", ("Return x·x + c.", " ")),
            "a few words",
        ),
        "docstring of the hint": (
            written("square_plus", ("Return x·x + c.", "Return …")),
            "a few words",
        ),
        "docstring of dots": (written("square_plus", ("Return x·x + c.", "...")), "a few words"),
        "print": (written("square_plus", ("return result", "print(result)")), "return it"),
        "matrix product": (
            written("square_plus", ("x * x + c", "np.dot(x, x) + c")),
            "one value per element",
        ),
        "c missing": (written("square_plus", ("x * x + c", "x * x")), "c is missing"),
        "swapped": (written("square_plus", ("x * x + c", "c * c + x")), "changed places"),
        "x times c": (written("square_plus", ("x * x + c", "x * c")), "multiplied by c"),
    },
    "time_axis": {
        "samples": (written("time_axis", (" * dt", "")), "sample numbers"),
        "ms": (written("time_axis", ("* dt", "* dt * 1000")), "in ms"),
        "one too many": (
            written("time_axis", ("arange(n_samples)", "arange(n_samples + 1)")),
            "one too many",
        ),
        "one too few": (
            written("time_axis", ("arange(n_samples)", "arange(n_samples - 1)")),
            "one too few",
        ),
        "linspace with its end": (
            body("time_axis", "return np.linspace(0, n_samples * dt, n_samples)"),
            "includes its end point",
        ),
        "n + 1 with linspace": (
            body("time_axis", "return np.linspace(0, n_samples * dt, n_samples + 1)"),
            "one too many",
        ),
        "starts at dt": (
            written("time_axis", ("np.arange(n_samples)", "np.arange(1, n_samples + 1)")),
            "first sample must be at 0",
        ),
        "arange with a step": (
            body("time_axis", "return np.arange(0, n_samples * dt, dt)"),
            "arange stumbles",
        ),
        "divided": (written("time_axis", ("* dt", "/ dt")), "divided by dt"),
        "one second for all": (
            body("time_axis", "return np.linspace(0, 1, n_samples)"),
            "must not end at 1 s",
        ),
        "1000 Hz for all": (written("time_axis", ("* dt", "/ 1000")), "this recording only"),
        "1000 samples for all": (
            written("time_axis", ("n_samples) *", "1000) *")),
            "use n_samples",
        ),
        "arange from n to dt": (body("time_axis", "return np.arange(n_samples, dt)"), "empty"),
        "arange from 0 to n": (
            body("time_axis", "return np.arange(0, n_samples, dt)"),
            "runs up to n_samples seconds",
        ),
        "range": (body("time_axis", "return range(n_samples) * dt"), "a range cannot"),
        "range, turned": (body("time_axis", "return dt * range(n_samples)"), "a range cannot"),
        "list": (body("time_axis", "return list(range(n_samples)) * dt"), "a list cannot"),
        "last time": (body("time_axis", "return (n_samples - 1) * dt"), "the last time"),
        "duration": (body("time_axis", "return n_samples * dt"), "the duration"),
        "full": (body("time_axis", "return np.full(n_samples, dt)"), "every element is dt"),
        "no return": (written("time_axis", ("    return t", "")), "return line"),
    },
    "power_spectrum": {
        "mean left": (spectrum(("x - x.mean()", "x")), "take the mean away"),
        "factor 2 missing": (spectrum(("2 * dt**2", "dt**2")), "one-sided means the factor 2"),
        "factor 2 missing, never halved": (
            spectrum(("2 * dt**2", "dt**2"), (HALVED, "")),
            "one-sided means the factor 2",
        ),
        "not squared": (spectrum((" ** 2", "")), "not squared"),
        "T in samples": (spectrum(("n * dt", "n")), "T is n·dt"),
        "T in samples in the density only": (
            spectrum((S, "2 * dt**2 / n * np.abs(X) ** 2")),
            "it must be the duration",
        ),
        "dt for dt²": (spectrum(("dt**2", "dt")), "dt must be squared"),
        "no dt": (spectrum(("2 * dt**2 /", "2 /")), "dt² is missing"),
        "doubled, not squared": (spectrum((" ** 2", " * 2")), "|X| is doubled"),
        "doubled, not squared, never halved": (
            spectrum((" ** 2", " * 2"), (HALVED, "")),
            "|X| is doubled",
        ),
        "dt doubled": (spectrum(("dt**2", "dt * 2")), "dt is doubled"),
        "|X|² below": (spectrum((S, "2 * dt**2 / (T * np.abs(X) ** 2)")), "below the fraction bar"),
        "mean of X taken away": (
            spectrum(("rfft(x - x.mean())", "rfft(x) - x.mean()")),
            "after the transform; take it from x",
        ),
        "mean without brackets": (spectrum(("x.mean()", "x.mean")), "with brackets"),
        "np.mean without brackets": (spectrum(("x.mean()", "np.mean")), "with brackets"),
        "samples numbered": (spectrum((F, "np.arange(n) / T")), "number the elements of X"),
        "full transform": (
            spectrum(("np.fft.rfft", "np.fft.fft")),
            "keep the first half",
        ),
        "half without the last": (
            spectrum(("np.fft.rfft(x - x.mean())", "np.fft.fft(x - x.mean())[: n // 2]")),
            "n // 2 lines",
        ),
        "df = 1/n": (spectrum((F, "np.arange(X.size) / n")), "1/n apart"),
        "line numbers": (spectrum((F, "np.arange(X.size)")), "line numbers: divide by T"),
        "up to 1/dt": (spectrum((F, "np.linspace(0, 1 / dt, X.size)")), "1/(2·dt)"),
        "linspace up to Nyquist": (
            spectrum((F, "np.linspace(0, 1 / (2 * dt), X.size)")),
            "for an odd one",
        ),
        "T one step short": (spectrum(("n * dt", "(n - 1) * dt")), "(n - 1)·dt"),
        "angular frequency": (spectrum((F, "2 * np.pi * np.arange(X.size) / T")), "without 2π"),
        "times T": (spectrum((F, "np.arange(X.size) * T")), "multiplied by T"),
        "one second for all": (spectrum(("n * dt", "1.0")), "not 1 s for every signal"),
        "last line doubled": (spectrum((HALVED, "")), "has no twin"),
        "power per line": (spectrum(("/ T * np", "/ T**2 * np")), "per Hz"),
        "|X|² alone": (spectrum((S, "np.abs(X) ** 2")), "|X|² alone"),
        "complex": (spectrum(("np.abs(X)", "X")), "complex"),
        "decibels": (
            spectrum((HALVED, HALVED + "    density = 10 * np.log10(density + 1e-300)\n")),
            "decibels already",
        ),
        "decibels, halved": (spectrum((S, f"10 * np.log10({S})")), "decibels already"),
        "swapped": (
            spectrum(("return frequencies, density", "return density, frequencies")),
            "swapped",
        ),
        "density only": (
            spectrum(("return frequencies, density", "return density")),
            "return two things",
        ),
        "factor of its own": (
            spectrum(("2 * dt**2", "3 * dt**2")),
            "the right form but the wrong scale",
        ),
        "nonsense": (spectrum((S, "np.abs(X) + 1")), "has not the right form"),
        "no return": (spectrum(("    return frequencies, density", "")), "return line"),
        "fixed dt": (spectrum(("2 * dt**2", "2 * 0.001**2")), "dt = 0.001"),
    },
    "average_decibel": {
        "mean of the decibels": (
            body("average_decibel", "return (10 * np.log10(densities)).mean(axis=0)"),
            "average the power first",
        ),
        "wrong axis": (written("average_decibel", ("axis=0", "axis=1")), "axis 0"),
        "no axis": (written("average_decibel", ("axis=0", "")), "one number is left"),
        "20 log10": (written("average_decibel", ("10 *", "20 *")), "for amplitudes"),
        "natural logarithm": (
            written("average_decibel", ("log10", "log")),
            "np.log is the natural",
        ),
        "log2": (written("average_decibel", ("log10", "log2")), "another logarithm"),
        "log2 without its 10": (
            written("average_decibel", (LEVEL, "np.log2(mean)")),
            "another logarithm",
        ),
        "mean without brackets": (
            written("average_decibel", (MEAN, "densities.mean")),
            "with brackets",
        ),
        "sum over 30": (
            written("average_decibel", (MEAN, "densities.sum(axis=0) / 30")),
            "divided by 30",
        ),
        "relative to the largest": (
            written("average_decibel", (LEVEL, "10 * np.log10(mean / mean.max())")),
            "one value per line",
        ),
        "bel": (written("average_decibel", ("10 * ", "")), "bels"),
        "no logarithm": (written("average_decibel", (LEVEL, "mean")), "not yet in decibels"),
        "no mean": (written("average_decibel", (MEAN, "densities")), "one row per trial"),
        "sum": (written("average_decibel", (".mean(", ".sum(")), "take the mean"),
        "median": (
            written("average_decibel", (MEAN, "np.median(densities, axis=0)")),
            "median",
        ),
        "first trial": (written("average_decibel", (MEAN, "densities[0]")), "one trial only"),
        "sign": (written("average_decibel", ("10 *", "-10 *")), "more power is more"),
        "amplitude": (
            written("average_decibel", (LEVEL, "10 * np.log10(np.sqrt(mean))")),
            "root of the density",
        ),
        "rounded": (
            written("average_decibel", (LEVEL, "np.round(10 * np.log10(mean), 2)")),
            "rounded",
        ),
        "print": (written("average_decibel", ("return level", "print(level)")), "return it"),
    },
}


@pytest.mark.parametrize(("name", "case"), cases(WRONG))
def test_a_wrong_answer_gets_a_message_that_tells(name, case):
    function, message = case
    verdict = judge(name, function)
    assert verdict.state == "wrong", verdict
    assert message in verdict.message, verdict.message
    assert len(verdict.message) < 200 and "\n" not in verdict.message


def test_the_axis_says_when_the_last_sample_is_taken():
    verdict = judge("time_axis", written("time_axis"))
    assert "the last one is (n_samples − 1)·dt, in our recording 0.999 s" in verdict.message
    assert np.arange(1000)[-1] * 0.001 == pytest.approx(0.999)


def test_the_average_says_why_this_order():
    """The number is held by test_exercise_4_2_the_other_order of lesson 00."""
    verdict = judge("average_decibel", written("average_decibel"))
    assert "the other order would put the noise 2.4 dB too low" in verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_no_message_prints_the_answer(name):
    answers = {
        "synaptic_drive": ["weights * rates", "weights @ rates"],
        "square_plus": ["x * x + c"],
        "time_axis": ["arange(n_samples) * dt"],
        "power_spectrum": ["rfft(x - x.mean())", "np.abs(X) ** 2"],
        "average_decibel": ["mean(axis=0)", "10 * np.log10(mean)"],
    }
    for function, _ in WRONG[name].values():
        assert not any(answer in judge(name, function).message for answer in answers[name])


# --- anything at all ------------------------------------------------------------------------

ODD = [None, 3, "f", [], object(), dict, lambda: None, lambda *a: None, lambda *a: "x",
       lambda *a, **k: (), lambda **k: (None, None), lambda **k: ([[1], [1, 2]], 1),
       lambda **k: np.nan, lambda **k: np.zeros(0), lambda **k: {}, lambda **k: (1j, 2j),
       lambda **k: np.array(["a"]), lambda **k: 1 / 0, print]  # fmt: skip


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_whatever_is_handed_in_gives_one_readable_line(name, odd):
    verdict = judge(name, odd)
    assert verdict.state == "wrong" and "\n" not in verdict.message
    assert "could not be checked" not in verdict.message, verdict.message


@pytest.mark.parametrize("name", SOLUTIONS)
def test_checks_are_quick_repeatable_and_change_nothing(name):
    state, settings = np.random.get_state()[1].copy(), dict(matplotlib.rcParams)  # noqa: NPY002
    errors = copy.copy(np.geterr())
    start = time.perf_counter()
    first, second = (judge(name, written(name)) for _ in range(2))
    assert (time.perf_counter() - start) / 2 < 0.5
    assert repr(first) == repr(second)
    first._repr_html_()
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    assert np.geterr() == errors and dict(matplotlib.rcParams) == settings


@pytest.mark.parametrize("name", ["time_axis", "power_spectrum", "average_decibel"])
def test_a_verdict_shows_the_curve(name):
    assert "<img" in judge(name, written(name))._repr_html_()

"""No probe is too kind: what is right only for tidy inputs must not pass.

Each solution is handed in behind a flaw of its input or of its answer: arrays sorted, signs lost,
ends repeated, time steps on a grid, an argument or a parameter that is always the lesson's. A flaw
counts if it changes an answer for some input that the exercise allows, tried here on inputs of its
own: those of the check, shuffled, shortened, scaled, with other signs and other parameters.
"""

import dataclasses
import functools
import inspect
import warnings

import numpy as np
import pytest

from helpers.checks.core import agree
from tests.checks.answers import EXERCISES

POSITIVE = (  # arguments that are above 0 in any sensible call
    "dt tau tau_i tau_m g_L t_stop t_skip window width eps tolerance alpha beta m h n sigma "
    "d_exc d_inh densities taus n_samples n_steps n_neurons rate rates"
).split()
ORDERED = "spike_times edges".split()  # arrays that ascend in any sensible call
LOOSE = {  # (exercise, flaw): why it may pass
    ("estimate", "0.1 % off"): "the tolerances of a measurement",
    ("estimate", "rounded to two digits"): "the tolerances of a measurement",
    ("white_noise_current", "in reverse order"): "reversed white noise is as white",
    ("sweep_tau", "with 0 for NaN"): "the lesson does not say what the CV of no interval is",
    ("alpha_slope", "t without its sign"): "t is 0 or above: a right answer may be 0 below",
    ("threshold_current", "answer without its sign"): "no pulse is asked for E_L above V_th",
}


def is_array(value):
    return isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind == "f"


def repeated(place, source):
    """Return the flaw that puts one element in the place of another."""

    def flaw(array):
        copy = array.copy()
        if copy.size > 1:
            copy[place] = copy[source]
        return copy

    return flaw


OF_AN_ARRAY = {
    "sorted": np.sort,
    "in reverse order": lambda array: array[::-1].copy(),
    "with its first element repeated": repeated(0, 1),
    "with its last element repeated": repeated(-1, -2),
}
OF_ANY = {"without its sign": abs}
OF_AN_ANSWER = {
    "0.1 % off": lambda part: part * 1.001,
    "rounded to two digits": lambda part: np.round(part, 2),
    "with 0 for NaN": np.nan_to_num,
}


def bound(function, args, kwargs):
    """Return the arguments of a call by name, defaults included."""
    arguments = inspect.signature(function).bind(*args, **kwargs)
    arguments.apply_defaults()
    return dict(arguments.arguments)


def wrapped(solution, call):
    """Return `call(given)` as a function with the name, arguments and docstring of the solution."""

    @functools.wraps(solution)
    def function(*args, **kwargs):
        return call(bound(solution, args, kwargs))

    del function.__wrapped__
    function.__signature__ = inspect.signature(solution)
    return function


def calls_of(exercise):
    """Return the arguments that the check hands to the right solution, call by call."""
    solution, calls = exercise.written(), []

    def note(given):
        calls.append(given)
        return solution(**given)

    assert exercise.judge(wrapped(solution, note)).state == "done"
    return calls


def flaws(exercise, calls):
    """Yield (name, function) for each flaw of the solution."""
    solution = exercise.written()

    def behind(change):
        return wrapped(solution, lambda given: solution(**given | change(given)))

    for name in exercise.arguments:
        first = calls[0][name]
        kinds = OF_ANY if isinstance(first, float) else {}
        kinds = OF_ANY | OF_AN_ARRAY if is_array(first) else kinds
        for what, flaw in kinds.items():
            yield f"{name} {what}", behind(lambda given, n=name, f=flaw: {n: f(given[n])})
        if isinstance(first, float | int) or is_array(first):
            yield f"{name} of the first probe", behind(lambda given, n=name, v=first: {n: v})
        for field in dataclasses.fields(first) if dataclasses.is_dataclass(first) else ():
            if field.default is not dataclasses.MISSING:
                yield (
                    f"{name}.{field.name} of the lesson",
                    behind(
                        lambda given, n=name, f=field: {
                            n: dataclasses.replace(given[n], **{f.name: f.default})
                        }
                    ),
                )
    if "dt" in exercise.arguments:
        yield "dt on a grid", behind(lambda given: {"dt": max(round(given["dt"], 1), 0.1)})
    if {"dt", "params"} <= set(exercise.arguments):
        for which, to_whole in {"down": np.floor, "up": np.ceil}.items():
            yield (
                f"t_ref {which} to whole steps",
                behind(
                    lambda given, to_whole=to_whole: {
                        "params": whole_steps(given["params"], given["dt"], to_whole)
                    }
                ),
            )
    if any(map(is_array, calls[0].values())):
        yield (
            "0.1 % off for tiny arrays",
            wrapped(solution, lambda given: a_little_off(solution(**given), given)),
        )
    example = solution(**calls[0])
    for part in range(len(example)) if isinstance(example, tuple) else [None]:
        where = "answer" if part is None else f"part {part} of the answer"
        for what, flaw in (OF_ANY | OF_AN_ARRAY | OF_AN_ANSWER).items():

            def answer(given, part=part, what=what, flaw=flaw):
                right = solution(**given)
                if part is None:
                    return flawed(right, what, flaw)
                return (*right[:part], flawed(right[part], what, flaw), *right[part + 1 :])

            yield f"{where} {what}", wrapped(solution, answer)


def whole_steps(params, dt, to_whole):
    """Return a neuron whose t_ref is a whole number of steps, rounded down or up."""
    steps = to_whole(round(params.t_ref / dt, 9))
    return dataclasses.replace(params, t_ref=float(steps * dt))


def a_little_off(answer, given):
    """Return an answer that is wrong where an array has three elements or fewer."""
    if min(value.size for value in given.values() if is_array(value)) > 3:
        return answer
    several = answer if isinstance(answer, tuple) else (answer,)
    off = tuple(flawed(part, "", lambda array: array * 1.001 + 1e-3) for part in several)
    return off if isinstance(answer, tuple) else off[0]


def flawed(part, what, flaw):
    """Return a part of an answer with a flaw, if it concerns it."""
    array = np.asarray(part)
    if array.dtype.kind not in "fi" or (what in OF_AN_ARRAY and array.ndim != 1):
        return part
    result = flaw(array.astype(float))
    return float(result) if array.ndim == 0 else result


def others(calls):
    """Yield inputs that the exercise allows, unlike those of the check."""
    rng = np.random.default_rng(4)
    for call in calls[:: max(1, len(calls) // 4)][:5]:
        yield call
        for name, value in call.items():
            changed = []
            if is_array(value):
                changed = [value[:3].copy(), value[:2].copy(), value[:1].copy(), 1.37 * value]
                changed += [rng.permutation(value)] * (name not in ORDERED)
                changed += [-value] * (name not in ORDERED and name not in POSITIVE)
            elif isinstance(value, float):
                changed = [0.73 * value, 1.37 * value] + [-value] * (name not in POSITIVE)
            for field in dataclasses.fields(value) if dataclasses.is_dataclass(value) else ():
                number = getattr(value, field.name)
                if isinstance(number, float):
                    try:
                        changed.append(dataclasses.replace(value, **{field.name: 1.03 * number}))
                    except ValueError:  # out of its range
                        continue
            for other in changed:
                yield call | {name: other}


def answer_to(function, given):
    """Return what a function gives, or the class of its error."""
    given = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in given.items()}
    if isinstance(given.get("rng"), np.random.Generator):
        given["rng"] = np.random.default_rng(7)
    try:
        return function(**given)
    except Exception as error:
        return type(error)


def counts(solution, function, inputs):
    """Return whether a flaw changes an answer of the solution for one of the inputs."""
    for given in inputs:
        right = answer_to(solution, given)
        if isinstance(right, type):  # this input is not allowed
            continue
        found = answer_to(function, given)
        try:
            if isinstance(found, type) or not agree(found, right):
                return True
        except (TypeError, ValueError):
            return True
    return False


@pytest.mark.parametrize("exercise", EXERCISES, ids=repr)
def test_no_flaw_passes(exercise):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        calls, passed = calls_of(exercise), []
        inputs = list(others(calls))
        for name, function in flaws(exercise, calls):
            loose = any((exercise.name, end) in LOOSE for end in _ends(name))
            if not loose and exercise.judge(function).state == "done":
                if counts(exercise.written(), function, inputs):
                    passed.append(name)
    assert not passed, f"a probe of {exercise!r} is too kind: {passed}"


def _ends(name):
    """Return a flaw's name without what it concerns: "answer 0.1 % off" ends in "0.1 % off"."""
    words = name.split(" ")
    return [" ".join(words[k:]) for k in range(len(words))]

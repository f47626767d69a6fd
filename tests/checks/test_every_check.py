"""What every check must do, for the exercises of all lessons.

The answers stand in a table per lesson (tests/checks/LESSON.py, see tests/checks/answers.py). They
are written from the text of the exercise: nothing here looks at the check's own table of mistakes
but the last part, which tries that table.
"""

import ast
import functools
import importlib
import os
import re
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import calculus, glif, hh, lif, noise, spectra, spikes
from helpers.checks import core, edits
from tests.checks.answers import BY_NAME, EXERCISES
from tools import ROOT

OWN = {  # a function of the course that a student might hand in
    "python_warmup": spectra.power_spectral_density,
    "calculus": calculus.forward_difference,
    "lif": lif.simulate_lif,
    "noise": noise.white_noise,
    "cv_isi": spikes.cv_isi,
    "hodgkin_huxley": hh.simulate_hh,
    "beyond_lif": glif.simulate_glif,
}
KNOWN = [
    (path.stem, known)
    for path in sorted((ROOT / "helpers/checks/mistakes").glob("[!_]*.py"))
    for known in vars(importlib.import_module(f"helpers.checks.mistakes.{path.stem}")).values()
    if isinstance(known, edits.Exercise)
]
every = pytest.mark.parametrize("exercise", EXERCISES, ids=repr)
right = [(e, answer) for e in EXERCISES for answer in e.right]
wrong = [(e, answer) for e in EXERCISES for answer in e.wrong]


def short(answer):
    """Return the beginning of an answer, for the name of a test."""
    return " ".join(answer.split())[:60] if isinstance(answer, str) else repr(answer)


def given(answers):
    """Return the pytest parameters of a list of (exercise, answer)."""
    names = [f"{e!r}: {short(answer)}" for e, answer in answers]
    return pytest.mark.parametrize(("exercise", "answer"), answers, ids=names)


@functools.cache
def judged(exercise, answer):
    """Return the verdict on an answer of a table."""
    return exercise.judge(exercise.written(answer))


def readable(message):
    """Return whether a message is one line that is not too long."""
    return "\n" not in message and 10 < len(message) < 240


# --- done, and not started ------------------------------------------------------------------


@every
def test_the_solution_is_done(exercise):
    verdict = judged(exercise, "")
    assert verdict.state == "done" and readable(verdict.message), verdict


@given(right)
def test_a_right_answer_written_differently_is_done(exercise, answer):
    verdict = judged(exercise, answer)
    assert verdict.state == "done", verdict


@every
def test_there_are_enough_answers(exercise):
    """Four right ones, and wrong ones with eight messages."""
    table = f"tests/checks/{exercise.lesson}.py"
    told = {judged(exercise, answer).message for answer in exercise.wrong}
    assert len(exercise.right) >= 4, f"RIGHT in {table}: four answers to {exercise.name} or more"
    assert len(told) >= 8, f"WRONG in {table}: answers to {exercise.name} with 8 messages or more"


@every
def test_nothing_is_left_to_fill_in(exercise):
    """`course.py new-exercise` marks it."""
    texts = [exercise.text, exercise.cell(exercise.solution).__doc__, judged(exercise, "").message]
    texts += [m for _, known in KNOWN if known.name == exercise.name for m in known.mistakes]
    assert not [text for text in texts if "TODO" in text]


@every
def test_the_untouched_stub_is_open(exercise):
    verdict = exercise.judge(exercise.cell(exercise.stub))
    assert verdict.state == "open" and "not started" in verdict.message, verdict


def halves():
    """Yield (exercise, number, solution with one line of the stub)."""
    for e in EXERCISES:
        lines = e.solution.split("\n")
        statements = [n for n in ast.walk(ast.parse(e.solution)) if isinstance(n, ast.stmt)]
        ends = {n.lineno: n.end_lineno for n in statements if not hasattr(n, "body")}
        for number, waiting in enumerate(line for line in e.stub.split("\n") if "..." in line):
            head = waiting.split("...")[0]
            places = [k for k, line in enumerate(lines) if line.startswith(head) and head.strip()]
            if len(places) == 1:
                start = places[0]  # a statement may take several lines
                end = ends.get(start + 1, start + 1)
                yield e, number, "\n".join([*lines[:start], waiting, *lines[end:]])


HALVES = list(halves())


@pytest.mark.parametrize(
    ("exercise", "number", "source"), HALVES, ids=[f"{e}-{n}" for e, n, _ in HALVES]
)
def test_a_stub_with_one_line_left_is_open_or_told_so(exercise, number, source):
    verdict = exercise.judge(exercise.cell(source))
    told = verdict.state == "open" or "waits" in verdict.message or "..." in verdict.message
    assert told and verdict.state != "done", verdict


@every
def test_dots_handed_in_are_open(exercise):
    assert exercise.judge(...).state == "open"


# --- wrong ----------------------------------------------------------------------------------


@given(wrong)
def test_a_typical_mistake_is_told(exercise, answer):
    verdict, words = judged(exercise, answer), exercise.wrong[answer]
    assert verdict.state == "wrong", verdict
    assert words and words in verdict.message and readable(verdict.message), verdict


BODIES = {  # mistakes that any exercise can have
    "pass": "None",
    "print(42.0)": "prints its result",
    "return answer_": "NameError: name 'answer_' is not defined (line 2",
    "x = 1\nreturn x / 0": "ZeroDivisionError: division by zero (line 3",
    "assert False, 'to do'": "AssertionError: to do",
    "import sys\nsys.exit()": "exit()",
    "raise SystemExit(1)": "exit()",
    "raise KeyboardInterrupt": "never end",
}


@every
@pytest.mark.parametrize("body", BODIES)
def test_an_answer_without_a_value_is_told_why(exercise, body):
    verdict = exercise.judge(exercise.body(body))
    assert verdict.state == "wrong" and BODIES[body] in verdict.message, verdict


@every
def test_a_stub_that_raises_is_not_begun(exercise):
    """As other courses, and nbgrader, write it."""
    assert exercise.judge(exercise.body("raise NotImplementedError()")).state == "open"


@every
def test_an_endless_recursion_is_told(exercise):
    call = ", ".join(f"{name}={name}" for name in exercise.arguments)
    verdict = exercise.judge(exercise.body(f"return {exercise.name}({call})"))
    assert (verdict.state, "RecursionError" in verdict.message) == ("wrong", True), verdict


@every
def test_what_is_no_function_of_the_exercise_is_told(exercise):
    things = {
        (lambda: 1.0): "arguments as they were given",
        (lambda a, b, c, d, e_, f_, g_, h_: 1.0): "arguments as they were given",
        type("Answer", (), {}): "this is the class Answer",
        float: "this is the class float",
        -75.0: "this is the float -75.0",
        np.float64(-7.5): "this is a float64",
        (1, 2): "this is a tuple",
        None: "this is None",
        exercise.name: f"this is the str '{exercise.name}'",
        OWN[exercise.lesson]: "the course's own function",
    }
    for thing, words in things.items():
        verdict = exercise.judge(thing)
        assert verdict.state == "wrong" and words in verdict.message, (thing, verdict)
    assert "an array of float64 of shape (3,)" in exercise.judge(np.zeros(3)).message


ODD = [
    None, True, 3, -1.5, 1j, np.nan, np.inf, 10**400, "x", "-74.9", b"x", [], (), {}, {1: 2}, print,
    object(), np.zeros(1), np.zeros(0), np.zeros((2, 2)), [1, "a"], [[1], [1, 2]], ([1], [1, 2]),
    (None, None), [True, False], np.array(["a", "b"]), np.array(None), (x for x in [1.0]), float,
]  # fmt: skip


@every
def test_whatever_comes_back_gives_one_readable_line(exercise):
    for value in ODD:
        verdict = exercise.judge(exercise.cell(f"{exercise.head}\n    return VALUE", VALUE=value))
        assert verdict.state == "wrong" and readable(verdict.message), (value, verdict)
        assert "could not be checked" not in verdict.message, (value, verdict)
    generator = exercise.judge(exercise.body("yield 1.0"))
    assert generator.state == "wrong" and readable(generator.message), generator


# --- what no message may say, and what no check may do --------------------------------------


def squeezed(text):
    return "".join(text.split())


@every
def test_no_message_holds_a_line_of_the_solution(exercise):
    stub = exercise.stub.split("\n")
    lines = {line.split(" = ", 1)[-1] for line in exercise.solution.split("\n") if line not in stub}
    forbidden = {squeezed(line) for line in lines if len(squeezed(line)) > 12}
    for answer in exercise.wrong:
        message = squeezed(judged(exercise, answer).message)
        assert not [line for line in forbidden if line in message], message


def numbers_in(answer):
    """Yield the numbers of an answer, however it is nested."""
    if isinstance(answer, float | np.floating):
        yield float(answer)
    elif isinstance(answer, np.ndarray):
        yield from answer.ravel().tolist() if answer.dtype.kind == "f" else ()
    elif isinstance(answer, tuple | list):
        for part in answer:
            yield from numbers_in(part)


@every
def test_no_message_holds_a_right_number(exercise):
    """Watch what the right answer gives, then look for its numbers in the messages."""
    solution, told = exercise.written(), []

    def watched(*args, **kwargs):
        answer = solution(*args, **kwargs)
        told.extend(numbers_in(answer))
        return answer

    watched.__doc__ = solution.__doc__
    assert exercise.judge(watched).state == "done"
    texts = {
        f"{x:.{n}f}" for x in told[:5000] if abs(x) > 1e-3 and x != round(x, 1) for n in (3, 4, 6)
    }
    for answer in exercise.wrong:
        message = judged(exercise, answer).message
        assert not texts & set(re.findall(r"-?\d+\.\d+", message)), message


SPOILED = """
for thing in [{arguments}]:
    if isinstance(thing, np.ndarray):
        thing += 1
    elif isinstance(thing, list):
        thing.append(1.0)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            object.__setattr__(thing, name, 1.0)
    else:
        continue
    break
else:
    raise LookupError("nothing to spoil")
return None
"""


@every
def test_what_is_given_must_not_be_changed_and_is_not(exercise):
    spoil = exercise.body(SPOILED.strip().format(arguments=", ".join(exercise.arguments)))
    for _ in range(2):
        verdict = exercise.judge(spoil)
        told = "changes what it is given" in verdict.message or "to spoil" in verdict.message
        assert verdict.state == "wrong" and told, verdict
        assert exercise.judge(exercise.written()).state == "done"


@every
def test_a_check_repeats_itself_and_leaves_the_state_alone(exercise):
    def state():
        random = np.random.get_state()[1].tolist()  # noqa: NPY002
        seen = random, np.geterr(), dict(matplotlib.rcParams), plt.get_fignums(), os.getcwd()
        return *seen, list(warnings.filters)

    answers = ["", *list(exercise.wrong)[:3]]
    before = state()
    again = [exercise.judge(exercise.written(answer)) for answer in answers]
    assert [str(v) for v in again] == [str(judged(exercise, answer)) for answer in answers]
    assert state() == before


@every
def test_a_curve_is_drawn(exercise):
    verdicts = [judged(exercise, answer) for answer in ["", *exercise.wrong]]
    drawn = [verdict for verdict in verdicts if verdict.curve is not None]
    assert len(drawn) != 1, "a curve for the right answer and none for a wrong one, or the reverse"
    for verdict in drawn[::12]:
        assert '<img alt="Your curve drawn over the expected one' in verdict._repr_html_()


# --- the checks' own tables of mistakes -----------------------------------------------------

each_known = pytest.mark.parametrize(
    ("lesson", "known"), KNOWN, ids=[f"{m}.{k.name}" for m, k in KNOWN]
)


@each_known
def test_every_edit_fits_changes_an_answer_and_is_claimed_once(lesson, known):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        assert not list(known.faults(core.agree))


@each_known
def test_every_mistake_gets_its_own_message(lesson, known):
    """Each edit is handed in: what a check finds before it compares must not hide the message."""
    exercise = BY_NAME.get((lesson, known.name))
    if exercise is None:
        pytest.skip("this is a part of an answer, tried by its exercise")
    hidden = []
    for part in (None, *range(len(known.parts))):
        for message, several in known.table(part).items():
            for edit in edits.several(several):
                verdict = exercise.judge(known.function(edit))
                if verdict.state != "wrong" or message not in verdict.message:
                    hidden.append((edit, str(verdict)))
    assert not hidden

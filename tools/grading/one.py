"""Grade one submission: read it, recognise its lesson, run what it needs, say what was found."""

import threading
import time
from dataclasses import replace

from tools.grading.plan import plan, recognise, without_last_copy
from tools.grading.results import Result
from tools.grading.submissions import CannotRead, read_submission
from tools.grading.trial import run_steps

LENT = "used, since the submission lacks a name that is defined there"
PARSING = threading.Lock()  # up to Python 3.12 two threads that parse disturb each other
RANKS = {"done": 2, "wrong": 1, "error": 1, "timeout": 1, "open": 0, "missing": 0}


def grade(student, path, lessons, limits, recognised=False, running=None):
    """Grade one submission.

    Parameters
    ----------
    student : str
        How the results name it.
    path : pathlib.Path
        The file.
    lessons : list of tools.grading.plan.Lesson
        Those that it may belong to.
    limits : tools.grading.trial.Limits
        What it may use.
    recognised : bool
        Whether it belongs to the first lesson, whatever is in it.
    running : tools.grading.trial.Running, optional
        Where its processes are entered, so that they can be stopped.

    Returns
    -------
    Result
        Always; what cannot be read has a `problem`.
    """
    try:
        with PARSING:
            submission = read_submission(path)
    except CannotRead as error:
        return Result(student, problem=f"error: cannot be read: {error}")
    lesson = lessons[0] if recognised else recognise(submission, path, lessons)
    if lesson is None:
        return Result(student, problem="error: no exercise of a lesson in it; is --lesson needed?")
    verdicts, reasons = _verdicts(submission, lesson, limits, running)
    ordered = {exercise.name: verdicts[exercise.name] for exercise in lesson.exercises}
    reasons = _joined(submission.notes, submission.broken, reasons)
    cells = ["the file", *lesson.untouched.sources, *submission.sources]
    return Result(student, lesson, ordered, {c: reasons[c] for c in cells if c in reasons})


def _joined(*remarks):
    """Return {cell: remark}, the remarks of a cell one after the other."""
    joined = {}
    for cell, text in (item for found in remarks for item in found.items()):
        joined[cell] = f"{joined[cell]}; {text}" if cell in joined else text
    return joined


def _verdicts(submission, lesson, limits, running):
    """Return {exercise: (state, message)} and remarks; of copies in several cells the best counts.

    The last one is tried first, since it is the one that the student's kernel knows.
    """
    end = time.monotonic() + limits.total
    verdicts, reasons = _run(submission, lesson, lesson.exercises, limits, running)
    while copied := _copied(submission, lesson, verdicts):
        submission = submission.without(set().union(*(found[0] for found in copied.values())))
        again = replace(limits, total=max(0.0, end - time.monotonic()))
        found, more = _run(submission, lesson, copied, again, running)
        reasons = more | reasons
        for exercise, (_, left_out, counts) in copied.items():
            if RANKS[found[exercise.name][0]] > RANKS[verdicts[exercise.name][0]]:
                verdicts[exercise.name] = found[exercise.name]
                text = f"defines {exercise.name} as well; {counts} counts"
                reasons = _joined(reasons, {left_out: text})
    return verdicts, reasons


def _copied(submission, lesson, verdicts):
    """Return {exercise: how to try an earlier copy} for what is not done and has one."""
    waiting = [e for e in lesson.exercises if verdicts[e.name][0] != "done"]
    found = {exercise: without_last_copy(submission, exercise) for exercise in waiting}
    return {exercise: copies for exercise, copies in found.items() if copies[0]}


def _run(submission, lesson, exercises, limits, running):
    """Return the verdicts of some exercises, and {cell: why it did not run, or was lent}."""
    steps, verdicts = plan(submission, lesson, exercises)
    sources = lesson.untouched.sources | submission.sources
    found, failed = run_steps(steps, sources, limits, running)
    lent = {step["cell"] for step in steps if "cell" in step} & set(lesson.untouched.sources)
    return verdicts | found, dict.fromkeys(lent, LENT) | failed

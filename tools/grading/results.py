"""What came out of a submission, as a report in Markdown, and the summary that is printed."""

import collections
import re
from dataclasses import dataclass, field

MARKS = {"done": "✓", "open": "○", "missing": "○", "wrong": "✗", "error": "✗", "timeout": "✗"}
FORMATIVE = (
    "This is formative: it tells what the checks found, so that learning can go on. It is not a "
    "grade, and no proof against cheating."
)


class CannotGrade(ValueError):
    """Why nothing can be graded, in one line."""


@dataclass
class Result:
    """What came out of one submission: {exercise: (state, message)}, or what is wrong with it."""

    student: str
    lesson: object = None
    verdicts: dict = field(default_factory=dict)
    remarks: dict = field(default_factory=dict)  # {cell: why it did not run, and the like}
    problem: str = ""

    @property
    def done(self):
        """The number of exercises that are done."""
        return sum(state == "done" for state, _ in self.verdicts.values())

    @property
    def line(self):
        """What the progress says."""
        stem = self.lesson.stem if self.lesson else ""
        return self.problem or f"{stem}, {self.done} of {len(self.verdicts)} done"


def report(result):
    """Return the report on one submission, in Markdown."""
    lines = [f"# {_plain(result.student)}", ""]
    if result.lesson is None:
        return "\n".join([*lines, _plain(result.problem), "", f"*{FORMATIVE}*", ""])
    lines += [f"Lesson {result.lesson.stem}: {result.done} of {len(result.verdicts)} done.", ""]
    for exercise in result.lesson.exercises:
        state, message = result.verdicts[exercise.name]
        title = f"**{_plain(exercise.title)}** (`{exercise.name}`)"
        lines.append(f"- {MARKS[state]} {title}, {state}: {_plain(message)}")
    if result.remarks:
        lines += ["", "## Remarks on single cells", ""]
        lines += [f"- {cell}: {_plain(text)}" for cell, text in result.remarks.items()]
    return "\n".join([*lines, "", f"*{FORMATIVE}*", ""])


def _plain(text):
    return re.sub(r"([\\`*<\[])", r"\\\1", text)


def summary(results, lessons):
    """Return the lines that an instructor wants to see before the next class."""
    lines = []
    for lesson in lessons:
        own = [result for result in results if result.lesson is lesson]
        if not own:
            continue
        done, total = sum(r.done for r in own), len(own) * len(lesson.exercises)
        many = "submission" if len(own) == 1 else "submissions"
        lines += ["", f"{lesson.stem}: {len(own)} {many}, {done} of {total} exercises done"]
        rows = [_exercise_lines(ex, [r.verdicts[ex.name] for r in own]) for ex in lesson.exercises]
        for _, *text in sorted(rows, key=lambda row: -row[0]):
            lines += text
    return lines


def _exercise_lines(exercise, verdicts):
    """Return how often it went wrong, then the line of counts and the two commonest messages."""
    states = collections.Counter(state for state, _ in verdicts)
    counts = ", ".join(f"{states[state]} {state}" for state in MARKS if states[state])
    wrong = collections.Counter(text for state, text in verdicts if MARKS[state] == "✗")
    common = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:2]
    said = [f"      {number} × {text}" for text, number in common]
    return wrong.total(), f"  {exercise.title} ({exercise.name}): {counts}", *said

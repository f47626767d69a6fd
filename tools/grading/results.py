"""What the grader writes: a table of all results, a report for each submission, a summary.

The same results give the same bytes. Files are written all at once or not at all.
"""

import collections
import csv
import io
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

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


def results_csv(results, lessons):
    """Return the table of all results; an exercise's column is named 02_lif.euler_step."""
    used = {result.lesson.stem for result in results if result.lesson}
    columns = [(les.stem, ex.name) for les in lessons if les.stem in used for ex in les.exercises]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    names = [f"{stem}.{name}" for stem, name in columns]
    writer.writerow(["student", "lesson", *names, "done", "of", "remark"])
    for result in results:
        stem = result.lesson.stem if result.lesson else ""
        states = [result.verdicts[name][0] if stem == own else "" for own, name in columns]
        counts = [result.done, len(result.verdicts)] if result.lesson else ["", ""]
        remark = result.problem or "; ".join(f"{c}: {text}" for c, text in result.remarks.items())
        writer.writerow([result.student, stem, *states, *counts, remark])
    return "\ufeff" + table.getvalue()  # the mark tells spreadsheets that it is UTF-8


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


def results_folder(folder, out=None):
    """Return where the results go, beside the submissions by default.

    Parameters
    ----------
    folder : pathlib.Path
        The submissions, an absolute path.
    out : path-like, optional
        The wish.

    Returns
    -------
    pathlib.Path
        A folder that is not there, or empty, or holds results that may be replaced.

    Raises
    ------
    CannotGrade
        If results would get among the submissions, or replace something else.
    """
    out = Path(out).resolve() if out else folder.with_name(f"{folder.name}-results")
    if out == folder or folder in out.parents or out in folder.parents:
        raise CannotGrade(f"{out}: keep results and submissions apart: choose another --out")
    if out.exists() and not _holds_only_results(out):
        raise CannotGrade(f"{out}: holds something other than results: choose another --out")
    return out


def _holds_only_results(out):
    if not out.is_dir():
        return False
    names = {path.name for path in out.iterdir()}
    table = out / "results.csv"
    ours = table.is_file() and table.read_bytes().startswith(b"\xef\xbb\xbfstudent,lesson,")
    return not names or (ours and names <= {"results.csv", "reports"})


def write_results(out, texts):
    """Write {name: text} into the folder, all of them or none; what it held before goes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as drafts:
        new, old = Path(drafts, "new"), Path(drafts, "old")
        for name, text in texts.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if out.exists():
            os.rename(out, old)
        try:
            os.rename(new, out)
        except OSError:
            if old.exists():
                os.rename(old, out)
            raise
        shutil.rmtree(old, ignore_errors=True)

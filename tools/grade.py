"""Run the checks on a folder of submissions and report what each student has got so far.

    python3 course.py grade DIR [--out FOLDER] [--lesson 02_lif]
    python3 course.py grade --nbgrader FOLDER [--lesson 02_lif]

Writes results.csv and a report per submission, all of them or none.
"""

import argparse
import collections
import os
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import ROOT
from tools.build import write_changed
from tools.grading.nbgrader_source import nbgrader_sources
from tools.grading.plan import plan, read_lesson, recognise
from tools.grading.results import (
    FORMATIVE,
    CannotGrade,
    Result,
    report,
    results_csv,
    results_folder,
    summary,
    write_results,
)
from tools.grading.submissions import CannotRead, read_submission
from tools.grading.trial import Limits, run_steps
from tools.lessons import masters
from tools.lessons.masters import MasterError

LENT = "used, since the submission lacks a name that is defined there"
PARSING = threading.Lock()  # up to Python 3.12 two threads that parse disturb each other
NOT_HANDED_IN = re.compile(r"\..*|__pycache__|__MACOSX")  # hidden folders, left by tools


def find_submissions(folder):
    """Return ({student: path}, the names of the files left out), both sorted.

    A student is the path below the folder, without the ending unless two files differ in it alone.
    """
    inside = {path.relative_to(folder): path for path in sorted(Path(folder).rglob("*"))}
    files = [
        name
        for name, path in inside.items()
        if path.is_file() and not any(NOT_HANDED_IN.fullmatch(part) for part in name.parts)
    ]
    taken = [name for name in files if name.suffix.lower() in (".ipynb", ".py")]
    stems = collections.Counter(name.with_suffix("") for name in taken)
    named = {n if stems[n.with_suffix("")] > 1 else n.with_suffix(""): inside[n] for n in taken}
    found = {_printable(name): path for name, path in named.items()}
    return dict(sorted(found.items())), [_printable(n) for n in files if n not in taken]


def _printable(name):
    return name.as_posix().encode("utf-8", "backslashreplace").decode()


def grade(student, path, lessons, limits, recognised=False):
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
    steps, verdicts = plan(submission, lesson)
    sources = lesson.untouched.sources | submission.sources
    found, failed = run_steps(steps, sources, limits)
    verdicts |= found
    ordered = {exercise.name: verdicts[exercise.name] for exercise in lesson.exercises}
    lent = {step["cell"] for step in steps if "cell" in step} & set(lesson.untouched.sources)
    reasons = dict.fromkeys(lent, LENT) | submission.broken | failed
    return Result(student, lesson, ordered, {c: reasons[c] for c in sources if c in reasons})


# --- the command ------------------------------------------------------------------------------


def read_lessons(root, wanted=None):
    """Return the lessons that have exercises, or the one that is wanted, or raise CannotGrade."""
    try:
        known = masters.stems(root)
        if wanted and len(stems := masters.stems(root, [wanted])) != 1:
            raise CannotGrade(f"--lesson {wanted}: there are several: {', '.join(stems)}")
    except MasterError:
        known = ", ".join(known)
        raise CannotGrade(f"--lesson {wanted}: there is no such lesson, only {known}") from None
    lessons = [read_lesson(m) for m in masters.read_masters(root, [wanted] if wanted else [])]
    if not (found := [lesson for lesson in lessons if lesson.exercises]):
        raise CannotGrade(f"{wanted or root}: no lesson here has an exercise")
    return found


def grade_folder(options, root):
    """Grade all submissions in `options.folder`; return the exit code."""
    folder = options.folder.resolve()
    if not folder.is_dir():
        what = "is a file: name the folder that it is in" if folder.exists() else "does not exist"
        raise CannotGrade(f"{options.folder}: {what}")
    out = results_folder(folder, options.out)
    lessons = read_lessons(root, options.lesson)
    found, others = find_submissions(folder)
    for name in others:
        print(f"{name}: left out, neither .ipynb nor .py")
    if not found:
        raise CannotGrade(f"{options.folder}: no submissions (.ipynb or .py) in it")
    results = _grade_all(found, lessons, options)
    if not any(result.lesson for result in results):
        raise CannotGrade(f"{options.folder}: no submission could be graded, nothing was written")
    print(*summary(results, lessons), "", sep="\n")
    replaced = out.exists() and any(out.iterdir())
    reports = {f"reports/{result.student}.md": report(result) for result in results}
    write_results(out, {"results.csv": results_csv(results, lessons), **reports})
    print(f"{'Replaced the earlier results in' if replaced else 'Wrote'} {out}")
    print(f"results.csv and {len(reports)} reports. {FORMATIVE}")
    return 0


def _grade_all(found, lessons, options):
    """Return the results, some submissions at a time, saying what comes out of each in its turn."""
    limits, results = Limits(options.timeout, options.total, int(options.memory)), []
    pool = ThreadPoolExecutor(options.jobs)
    more = lessons, limits, bool(options.lesson)
    waiting = [pool.submit(grade, *item, *more) for item in found.items()]
    try:
        for number, future in enumerate(waiting, 1):
            results.append(future.result())
            print(f"[{number}/{len(found)}] {results[-1].student}: {results[-1].line}", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)  # after Ctrl-C those that run come to their end
    return results


def write_nbgrader(options, root):
    """Write an nbgrader source per lesson into `options.nbgrader`; return the exit code."""
    texts = {
        options.nbgrader / stem / f"{stem}.ipynb": text
        for stem, text in nbgrader_sources(root, [options.lesson] if options.lesson else ()).items()
    }
    old = {path for path in texts if path.exists()}
    for path in write_changed(texts):
        print(f"{'replaced' if path in old else 'wrote'} {path}")
    print(f"{len(texts)} nbgrader sources in {options.nbgrader}")
    return 0


def _positive(text):
    if not (value := float(text)) > 0:
        raise ValueError
    return value


def _parser():
    parser = argparse.ArgumentParser(
        prog="course.py grade", description=__doc__.split("\n")[0], epilog=FORMATIVE
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the submissions")
    parser.add_argument("--out", metavar="FOLDER", help="default: DIR-results beside DIR")
    parser.add_argument("--lesson", help="such as 02_lif; default: recognised by its exercises")
    limits = {"timeout": "s for one exercise", "total": "s for a submission", "memory": "MB"}
    for name, unit in limits.items():
        default = {"timeout": Limits.step, "total": Limits.total, "memory": Limits.memory}[name]
        text = f"limit in {unit}; default: {default:g}"
        parser.add_argument(f"--{name}", type=_positive, default=default, metavar="N", help=text)
    cores = min(4, os.cpu_count() or 1)
    parser.add_argument("--jobs", type=int, choices=range(1, 65), default=cores, metavar="N")
    parser.add_argument("--nbgrader", type=Path, metavar="FOLDER", help="write nbgrader sources")
    return parser


def main(arguments=None, root=ROOT):
    """Run the command line; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.folder is None) == (options.nbgrader is None):
        parser.error("name the folder of submissions, or --nbgrader and a folder")
    sys.stdout.reconfigure(errors="replace")
    sys.stderr.reconfigure(errors="replace")
    try:
        return (write_nbgrader if options.nbgrader else grade_folder)(options, root)
    except (CannotGrade, MasterError, OSError) as error:
        print(error, file=sys.stderr)
        return 2

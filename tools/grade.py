"""Run the checks on a folder of submissions and report what each student has got so far.

    python3 course.py grade DIR [--out FOLDER] [--lesson 02_lif]
    python3 course.py grade --nbgrader FOLDER [--lesson 02_lif]

Writes summary.html, results.csv and a report per submission, all of them or none. After Ctrl-C the
same command goes on from where it was.
"""

import argparse
import collections
import os
import re
import sys
import unicodedata
from pathlib import Path

from tools import ROOT
from tools.build import write_changed
from tools.grading.group import Interrupted, grade_all
from tools.grading.kept import NAME, Kept, fingerprint
from tools.grading.nbgrader_source import CONFIG, SETTINGS, nbgrader_sources
from tools.grading.output import all_texts, results_folder, write_results
from tools.grading.plan import read_lesson
from tools.grading.results import FORMATIVE, CannotGrade, summary
from tools.grading.trial import Limits
from tools.lessons import masters
from tools.lessons.masters import MasterError

NOT_HANDED_IN = re.compile(r"\..*|__pycache__|__MACOSX")  # hidden folders, left by tools
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # kinds of characters that a terminal would obey


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
    found = {}
    for name, path in named.items():
        student = _printable(name)
        while student in found:  # two names that differ in what cannot be printed
            student += "'"
        found[student] = path
    return dict(sorted(found.items())), [_printable(n) for n in files if n not in taken]


def _printable(name):
    text = name.as_posix().encode("utf-8", "backslashreplace").decode()
    odd = {c for c in text if unicodedata.category(c) in UNSEEN} - set("\u200c\u200d")  # Persian
    return text.translate({ord(c): c.encode("unicode_escape").decode() for c in odd})


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
    results = _results(found, folder, out, lessons, options, root)
    print(*summary(results, lessons), "", sep="\n")
    replaced = (out / "results.csv").exists()
    write_results(out, all_texts(results, lessons, options.folder.resolve().name))
    print(f"{'Replaced the earlier results in' if replaced else 'Wrote'} {out}")
    print(f"summary.html, results.csv and {len(results)} reports. {FORMATIVE}")
    return 0


def _results(found, folder, out, lessons, options, root):
    """Return the results, or raise Interrupted or CannotGrade in one line."""
    limits = Limits(options.timeout, options.total, int(options.memory))
    mark = fingerprint(root, limits, options.lesson, str(folder))
    kept = Kept(out, mark, lessons)
    try:
        results = grade_all(found, kept, options.jobs, (lessons, limits, bool(options.lesson)))
    except Interrupted:
        n_kept = sum(kept.find(*item) is not None for item in found.items())
        text = f"stopped: {n_kept} of {len(found)} are graded and kept in {out / NAME}; "
        raise Interrupted(f"{text}the same command goes on from there") from None
    if not any(result.lesson for result in results):
        kept.drop()
        raise CannotGrade(f"{options.folder}: no submission could be graded, nothing was written")
    return results


def write_nbgrader(options, root):
    """Write the nbgrader course `options.nbgrader`, or its folder source; return the exit code."""
    given = options.nbgrader
    course = given.parent if given.absolute().name == "source" else given
    sources = nbgrader_sources(root, [options.lesson] if options.lesson else ())
    texts = {course / "source" / stem / f"{stem}.ipynb": text for stem, text in sources.items()}
    texts[course / "nbgrader_course.py"] = SETTINGS
    if not (config := course / "nbgrader_config.py").exists():
        texts[config] = CONFIG
    old = {path for path in texts if path.exists()}
    for path in write_changed(texts):
        print(f"{'replaced' if path in old else 'wrote'} {path}")
    if "nbgrader_course.py" not in config.read_text("utf-8", errors="replace"):
        print(f'{config} is your own: add the line load_subconfig("nbgrader_course.py")')
    print(f"{len(sources)} nbgrader sources in {course / 'source'}; go on there with")
    print(f"cd {course}; nbgrader generate_assignment {next(iter(sources))}")
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
    parser.add_argument(
        "--jobs",
        type=int,
        choices=range(1, 65),
        default=cores,
        metavar="N",
        help=f"submissions at a time; default: {cores}",
    )
    parser.add_argument("--nbgrader", type=Path, metavar="FOLDER", help="write an nbgrader course")
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
    except Interrupted as error:
        print(f"\n{error}", file=sys.stderr)
        return 130

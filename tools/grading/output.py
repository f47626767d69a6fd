"""Where the results go: a folder of their own, written all at once or not at all."""

import csv
import hashlib
import io
import os
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath

from tools.grading.kept import NAME, is_unfinished
from tools.grading.page import report_page, summary_page
from tools.grading.results import CannotGrade, report

OURS = {"results.csv", "summary.html", "reports", NAME}
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|[\t\r\n]")  # what a spreadsheet would compute
LONGEST = 200  # bytes of a file name; most systems have 255


def all_texts(results, lessons, title):
    """Return {name: text} of all files that are written."""
    reports = report_names([result.student for result in results])
    texts = {"results.csv": results_csv(results, lessons)}
    links = {student: f"reports/{name}.html" for student, name in reports.items()}
    texts["summary.html"] = summary_page(results, lessons, title, links)
    for result in results:
        name = reports[result.student]
        texts |= {f"reports/{name}.md": report(result), f"reports/{name}.html": report_page(result)}
    return texts


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
        writer.writerow([_no_formula(result.student), stem, *states, *counts, _no_formula(remark)])
    return "\ufeff" + table.getvalue()  # the mark tells spreadsheets that it is UTF-8


def _no_formula(text):
    """Return a text with ' before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def report_names(students):
    """Return {student: path below reports/, without ending}; none gets in another's way.

    A folder never has the name of a report, and no name is too long for the ending.
    """
    named, taken = {}, set()
    for student in students:
        *folders, last = [_short(part) for part in PurePosixPath(student).parts]
        folders = [f"{f}_" if f.lower().endswith((".md", ".html")) else f for f in folders]
        name = "/".join([*folders, last])
        while name in taken:
            name += "_"
        taken.add(name)
        named[student] = name
    return named


def _short(part):
    if len(part.encode()) <= LONGEST:
        return part
    start = part.encode()[: LONGEST - 20].decode(errors="ignore")
    return f"{start}-{hashlib.sha256(part.encode()).hexdigest()[:16]}"


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
    if not out and not folder.name:
        raise CannotGrade(
            f"{folder}: there is no place beside it for the results: name one by --out"
        )
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
    reports = (path for path in out.glob("reports/**/*") if path.is_file())
    if any(path.suffix not in (".md", ".html") for path in reports):
        return False  # somebody's notes
    unfinished = is_unfinished(out / NAME)
    names -= {NAME} if unfinished else set()
    return not names or (ours and names <= OURS)


def write_results(out, texts):
    """Write {name: text} into the folder, all of them or none; what it held before goes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as drafts:
        new, old = Path(drafts, "new"), Path(drafts, "old")
        for name, text in texts.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "backslashreplace"))
        if out.exists():
            os.rename(out, old)
        try:
            os.rename(new, out)
        except OSError:
            if old.exists():
                os.rename(old, out)
            raise
        shutil.rmtree(old, ignore_errors=True)

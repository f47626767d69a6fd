"""Grading a whole class: none is lost, nothing is left behind, an interruption costs nothing.

COURSE_CLASS=300 python3 course.py test tests/tools/test_class.py takes a class of 300 submissions.
"""

import csv
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tools.submissions import (
    INTRUDER,
    LESSONS,
    RIGHT,
    UNREADABLE,
    body,
    class_of,
    hostile,
    notebook,
    solved,
)
from tools import ROOT, grade
from tools.grading import group, trial
from tools.grading.group import in_words
from tools.grading.kept import NAME, Kept, fingerprint
from tools.grading.results import Result

SIZE = int(os.environ.get("COURSE_CLASS", "30"))
posix = pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")


def command(folder, *options):
    return [sys.executable, "tools", "grade", str(folder), *options]


def environment(tmp):
    tmp.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(tmp), "TEMP": str(tmp), "TMP": str(tmp)}


def lay(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def files_of(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def left_over(tmp, patience=10):
    """Return the processes that still have the temporary folder, and the files in it.

    What was killed is waited for.
    """
    end = time.monotonic() + patience
    while True:
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                found += [path.parent.name] if str(tmp).encode() in path.read_bytes() else []
            except OSError:
                pass
        if not found or time.monotonic() > end:
            return found, sorted(path.name for path in tmp.iterdir())
        time.sleep(0.1)


def grade_class(tmp_path, members):
    """Grade a class in a process of its own; see that none is lost and nothing is left behind."""
    folder, tmp, size = tmp_path / "class", tmp_path / "tmp", len(members)
    lay(folder, {name: content for name, (content, _) in members.items()})
    options = ["--timeout", "4", "--memory", "1000", "--jobs", "2"]
    settings = {"cwd": ROOT, "env": environment(tmp), "capture_output": True}
    done = subprocess.run(command(folder, *options), **settings, timeout=60 + 10 * size)
    assert done.returncode == 0 and done.stderr == b"", done.stderr
    assert left_over(tmp) == ([], [])
    assert not INTRUDER.exists() and (ROOT / "helpers" / "lif.py").exists()

    text = (tmp_path / "class-results" / "results.csv").read_text("utf-8-sig")
    rows = {row["student"]: row for row in csv.DictReader(text.splitlines())}
    assert list(rows) == sorted(rows) and len(rows) == size
    for name, (_, expected) in members.items():
        row = rows[grade._printable(Path(name).with_suffix(""))]
        if expected is None:
            assert UNREADABLE[name.split(" ", 1)[1]][1] in row["remark"], name
        else:
            assert expected[0] <= int(row["done"]) <= expected[1], (name, row)
    printed = done.stdout.decode()
    lines = [line for line in printed.splitlines() if line.startswith("[")]
    assert [line.split("/")[0] for line in lines] == [f"[{k}" for k in range(1, size + 1)]
    assert "\x1b" not in printed and "\u202e" not in printed
    assert f"summary.html, results.csv and {size} reports" in printed


def test_of_a_class_with_all_that_can_happen_none_is_lost(tmp_path):
    grade_class(tmp_path, class_of(SIZE))


def test_what_could_end_a_grader_costs_one_exercise(tmp_path):
    """Files that are closed, lines that are forged, folders too deep, processes that stay."""
    kinds = ["closes all files and goes on", "forges the end", "makes folders in folders"]
    kinds += ["says what was not asked", "starts a shell in C", "ends the grader"]
    grade_class(tmp_path, {f"{kind}.ipynb": hostile(kind) for kind in kinds})


def test_of_what_a_process_says_only_our_own_lines_are_taken():
    for line in (
        b'[0, "?", "x"]',
        b"[9]",
        b"[-1]",
        b"[[0]]",
        b"[0, 1, 2]",
        b"{}",
        b"[" * 10**5,
        b"x",
    ):
        assert trial._understood(line, 9) is None
    assert trial._understood(b"[8]\n", 9) == [8]
    long = json.dumps([0, "wrong", "a\nb\x1b" + "x" * 999]).encode()
    number, state, message = trial._understood(long, 9)
    assert (number, state) == (0, "wrong") and message.startswith("a b\ufffdx")
    assert len(message) == 300


# --- interruptions ----------------------------------------------------------------------------


@pytest.fixture
def waiting_class(tmp_path):
    """Return (folder, flag): the fourth of five submissions waits until the flag is there."""
    flag, folder = tmp_path / "flag", tmp_path / "class"
    wait = "import os, time\n    open('waiting', 'w')\n    "
    wait += f"while not os.path.exists({str(flag)!r}): time.sleep(0.05)\n    "
    right = RIGHT["exact_step"].split(":\n", 1)[1].strip().split('"""')[-1].strip()
    waits = solved(exact_step=body("exact_step", wait + right.replace("\n    ", "\n    ")))
    texts = {f"{k}.ipynb": notebook(solved()) for k in "abc"}
    lay(folder, {**texts, "d.ipynb": notebook(waits), "g.ipynb": "{"})
    return folder, flag


def interrupted(folder, tmp, number, seconds=60):
    """Start a run, send a signal once three are graded, return (exit code, what was printed)."""
    options = ["--timeout", "300", "--total", "300", "--jobs", "1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(
        command(folder, *options), cwd=ROOT, env=environment(tmp), start_new_session=True, **pipes
    ) as run:
        printed = ""
        while "[3/5" not in printed and (line := run.stdout.readline()):
            printed += line
        end = time.monotonic() + seconds
        while not [*tmp.glob("*/waiting")] and time.monotonic() < end:  # the fourth is being graded
            time.sleep(0.05)
        run.send_signal(number)
        printed += run.stdout.read()
        return run.wait(seconds), printed


def resumed(folder, tmp):
    options = ["--timeout", "300", "--total", "300", "--jobs", "2"]
    settings = {"cwd": ROOT, "env": environment(tmp), "capture_output": True, "text": True}
    return subprocess.run(command(folder, *options), **settings, timeout=300, check=True).stdout


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_interrupted_run_goes_on_and_gives_the_same_bytes(tmp_path, waiting_class, name):
    folder, flag = waiting_class
    tmp, out = tmp_path / "tmp", tmp_path / "class-results"
    number = getattr(signal, name)
    code, printed = interrupted(folder, tmp, number)
    processes, files = left_over(tmp)
    assert processes == []
    if name == "SIGKILL":  # its temporary folder is what it cannot remove
        assert code == -number and len(files) <= 1
    else:
        assert code == 130 and files == [] and "Traceback" not in printed
        assert f"stopped: 3 of 5 are graded and kept in {out / NAME}; the same" in printed
    assert [path.name for path in out.iterdir()] == [NAME]
    flag.touch()
    assert "3 of 5 were graded before the interruption" in resumed(folder, tmp)
    first = files_of(out)
    assert NAME not in first and len(first) == 2 + 2 * 5
    if name == "SIGINT":
        assert "before the interruption" not in resumed(folder, tmp)  # all of them anew
        assert files_of(out) == first


@posix
def test_what_has_changed_since_the_interruption_is_graded_anew(tmp_path, waiting_class):
    folder, flag = waiting_class
    tmp, out = tmp_path / "tmp", tmp_path / "class-results"
    interrupted(folder, tmp, signal.SIGINT)
    (folder / "a.ipynb").write_text(notebook(solved(rate_dc="")), "utf-8")
    (folder / "b.ipynb").unlink()
    lay(folder, {"new.ipynb": notebook(solved())})
    with (out / NAME).open("a") as file:
        file.write('{"student": "c", "sha')  # the power went off while it was written
    flag.touch()
    assert "1 of 5 were graded before the interruption" in resumed(folder, tmp)
    rows = list(csv.DictReader((out / "results.csv").read_text("utf-8-sig").splitlines()))
    assert [(r["student"], r["done"]) for r in rows[:2]] == [("a", "4"), ("c", "5")]
    assert len(rows) == 5


def kept_in(folder, mark="m"):
    return Kept(folder, mark, LESSONS)


def test_what_is_kept_comes_back_whole_and_only_for_the_same_bytes(tmp_path):
    paths = [tmp_path / f"{k}.ipynb" for k in range(3)]
    for path in paths:
        path.write_text(path.name, "utf-8")
    verdicts = {e.name: ("wrong", f"{e.name} \ud800 \n '") for e in LESSONS[2].exercises}
    results = [
        Result("a", LESSONS[2], verdicts, {"cell 1": "x"}),
        Result("b", problem="error: y"),
        Result("c", LESSONS[2], verdicts),
    ]
    out = tmp_path / "out"
    kept = kept_in(out)
    for one, path in zip(results, paths, strict=True):
        assert kept.find(one.student, path) is None
        kept.add(one, path)
    again = kept_in(out)
    assert [again.find(r.student, p) for r, p in zip(results, paths, strict=True)] == results
    assert again.find("b", paths[0]) is None
    paths[1].write_text("changed", "utf-8")
    assert again.find("b", paths[1]) is None
    assert kept_in(out, "another course").find("a", paths[0]) is None
    # a result that no longer fits its lesson, and a line that breaks off
    lines = (out / NAME).read_text("utf-8").splitlines()
    other = json.dumps({**json.loads(lines[1]), "verdicts": {"f": ["done", ""]}})
    (out / NAME).write_text("\n".join([lines[0], other, "null", lines[3], lines[2][:40]]), "utf-8")
    torn = kept_in(out)
    assert torn.find("a", paths[0]) is None and torn.find("c", paths[2]) == results[2]
    torn.add(results[0], paths[0])
    both = kept_in(out)
    assert both.find("a", paths[0]) == results[0] and both.find("c", paths[2]) == results[2]
    both.drop()
    assert list(out.iterdir()) == []


def test_the_mark_of_what_is_kept_changes_with_course_and_settings(tmp_path):
    for name in ("helpers/a/b.py", "solutions/01_a.py", "tools/x.css", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    marks = [fingerprint(tmp_path, trial.Limits(), None)]
    for name in ("helpers/a/b.py", "solutions/01_a.py", "tools/x.css"):
        (tmp_path / name).write_text("2")
        marks.append(fingerprint(tmp_path, trial.Limits(), None))
    marks.append(fingerprint(tmp_path, trial.Limits(step=3), None))
    marks.append(fingerprint(tmp_path, trial.Limits(), "01_a"))
    assert len({*marks}) == 6
    (tmp_path / "notes.txt").write_text("2")
    assert fingerprint(tmp_path, trial.Limits(), None) == marks[3]


def test_only_what_the_grader_kept_may_be_replaced_without_a_table(tmp_path, capsys):
    lay(tmp_path / "class", {"a.ipynb": notebook(solved())})
    lay(tmp_path / "class-results", {NAME: "my notes"})
    assert grade.main([str(tmp_path / "class")]) == 2
    assert "holds something other than results" in capsys.readouterr().err
    assert (tmp_path / "class-results" / NAME).read_text() == "my notes"


# --- surprises --------------------------------------------------------------------------------


def test_a_surprise_costs_one_submission_and_a_full_disk_none_that_is_graded(
    tmp_path, monkeypatch, capsys
):
    folder, out, real = tmp_path / "class", tmp_path / "class-results", group.grade
    lay(folder, {f"{k}.ipynb": notebook(solved()) for k in "abc"})

    def surprised(student, *rest):
        if student == "b":
            raise error
        return real(student, *rest)

    monkeypatch.setattr(group, "grade", surprised)
    error = OSError(errno.ENOSPC, "No space left on device")
    assert grade.main([str(folder), "--jobs", "1"]) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1 and "No space left on device" in printed.err
    assert [path.name for path in out.iterdir()] == [NAME]
    error = ZeroDivisionError("of\nours")
    assert grade.main([str(folder), "--jobs", "1"]) == 0
    printed = capsys.readouterr().out
    assert "1 of 3 were graded before the interruption" in printed
    assert "b: error: could not be graded: ZeroDivisionError: of ours" in printed
    rows = (out / "results.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 4


def test_the_time_that_is_left_is_said_in_words():
    for seconds, words in {
        1: "about 10 seconds",
        44: "about 40 seconds",
        58: "about 1 minute",
        240: "about 4 minutes",
        3600: "about 1 hour",
        4200: "about 1 hour and 10 minutes",
        7260: "about 2 hours and 1 minute",
    }.items():
        assert in_words(seconds) == words

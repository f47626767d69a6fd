"""Grading: a small class of submissions, its results, its reports, and what can go wrong."""

import contextlib
import csv
import io
from pathlib import Path

import pytest

from tests.tools.submissions import (
    INTRUDER,
    LESSON,
    LESSONS,
    MASTER,
    MASTERS,
    NAMES,
    RIGHT,
    body,
    code,
    solved,
    write,
)
from tools import ROOT, grade
from tools.grading import output as grade_results
from tools.grading import trial
from tools.grading.kept import NAME
from tools.grading.output import results_folder
from tools.grading.plan import Exercise, Lesson, plan, recognise
from tools.grading.results import CannotGrade
from tools.grading.submissions import CannotRead, Submission, read_submission
from tools.lessons.masters import student_cells


def stripped():
    """Return a notebook without imports, with no more in each cell than its source."""
    kept = [c for c in solved() if c["cell_type"] != "code" or "import" not in c["source"]]
    return [{"cell_type": cell["cell_type"], "source": [cell["source"]]} for cell in kept]


def merged():
    """Return a notebook of one cell."""
    sources = [cell["source"] for cell in solved() if cell["cell_type"] == "code"]
    return code("\n\n".join(text for text in sources if "explore(" not in text))


def rearranged():
    """Return a notebook with own helpers, and functions defined twice, moved, renamed, timed."""
    cells = solved(
        euler_step="# moved to the end",
        exact_step="def mine(v, i_inj, dt, *, E_L, g_L, tau_m):\n"
        "    return update(E_L + i_inj / g_L, v, dt / tau_m)\n"
        "exact_step = mine\n"
        "def update(v_inf, v, x):\n    return v_inf + (v - v_inf) * table['exp'](-x)\n",
        rate_dc=f"%%time\n{RIGHT['rate_dc']}",
        threshold_current=body("threshold_current", "return g_L * (V_th - E_L) / decay(width)"),
    )
    first = "from math import *\ntable = {}\ntable['exp'] = np.exp\n", "%matplotlib inline"
    last = f"from functools import wraps\nTWO = 2\n{RIGHT['euler_step']}"
    last = (
        last.replace("return v +", "return (v + v) / TWO +"),
        "def decay(x, tau_m=10):\n    return 1",
    )
    middle = code(*first, body("simulate", "return 1 / 0"))
    return [*cells[:8], *middle, *cells[8:], *code(*last, "euler_step = euler_step(1, 1, 1, a=0)")]


def with_broken_cells():
    """Return a notebook with a cell that does not parse, one that raises, one that never ends."""
    cells = solved(
        euler_step=RIGHT["euler_step"].replace("tau_m\n", "tau_m * ONE\n"),
        exact_step=RIGHT["exact_step"].replace("return", "retrun"),
        rate_dc=RIGHT["rate_dc"].replace("1000", "KILO"),
        threshold_current=f"@absent.decorator\n{RIGHT['threshold_current']}",
    )
    middle = ["for x in [1, 2]\n    pass", "raise ValueError('an accident')", "1 / 0\nONE = 1"]
    exits = "import sys\nHERE = sys.exit('enough')\nKILO = 1000", "x = 1\nwhile x: KILO = 1000"
    return [*cells[:10], *code(*middle, *exits), *cells[10:]]


ACCIDENTS = {
    "euler_step": body("euler_step", "while True: pass"),
    "simulate": body("simulate", "return np.zeros(2 * 10**8), []"),
    "exact_step": body("exact_step", "import sys; sys.exit(3)"),
    "rate_dc": body("rate_dc", "import os; os._exit(7)"),
}
WRONG = {
    "euler_step": RIGHT["euler_step"].replace("-(v - E_L)", "(v - E_L)"),
    "simulate": "",
    "exact_step": "from helpers.lif import lif_step as exact_step",
    "rate_dc": body("rate_dc", f"open({str(INTRUDER)!r}, 'w').write('<b>*'); return 0"),
    "threshold_current": body("threshold_current", "open('own.txt', 'w'); return 1 + object()"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return (folder of results, rows by student, what was printed) of a class."""
    folder = tmp_path_factory.mktemp("grading") / "Übung 2"
    notebooks = {
        "untouched": student_cells(MASTER),
        "Zoë Müller/02 lif – Lösung": solved(),
        "no checks": [cell for cell in solved() if not cell["id"].endswith("-check")],
        "stripped": stripped(),
        "merged": merged(),
        "rearranged": rearranged(),
        "broken cells": with_broken_cells(),
        "accidents": solved(**ACCIDENTS),
        "wrong": solved(**WRONG),
        ".ipynb_checkpoints/wrong-checkpoint": solved(),
        "letter": code("x = 1"),
    }
    for name, cells in notebooks.items():
        write(folder / f"{name}.ipynb", cells)
    (folder / "script.py").write_bytes((ROOT / "solutions/02_lif.py").read_bytes())
    (folder / "corrupt.ipynb").write_text('{"cells": [\n  {"cell_type"', "utf-8")
    (folder / "empty.ipynb").write_bytes(b"")
    (folder / "binary.py").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    (folder / "notes.txt").write_text("nothing", "utf-8")
    options = ["--timeout", "3", "--memory", "800", "--jobs", "2"]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as printed:
        assert grade.main([str(folder), *options]) == 0
        printed.seek(0)
        lines = printed.read().splitlines()
    out = folder.with_name("Übung 2-results")
    text = (out / "results.csv").read_text("utf-8-sig")
    return out, {row["student"]: row for row in csv.DictReader(text.splitlines())}, lines


def found(graded, student):
    """Return states, the row, the report's lines on the exercises, and the whole report."""
    row, text = graded[1][student], (graded[0] / f"reports/{student}.md").read_text("utf-8")
    lines = [line for line in text.split("\n") if line.startswith(("- ✓", "- ✗", "- ○"))]
    return [row[f"02_lif.{name}"] for name in NAMES], row, lines, text


@pytest.mark.parametrize(
    "student", ["Zoë Müller/02 lif – Lösung", "no checks", "stripped", "merged", "script"]
)
def test_right_answers_are_found_whatever_became_of_the_cells(graded, student):
    states, row, _, text = found(graded, student)
    assert states == ["done"] * 5
    assert (row["lesson"], row["done"], row["of"]) == ("02_lif", "5", "5")
    used = "the lesson's cell imports: used, since"  # in place of imports that were deleted
    assert (used in row["remark"]) is (student == "stripped")
    assert ("the lesson's cell imports" in text) is (student == "stripped")


def test_an_untouched_notebook_is_open_and_own_code_runs_in_its_order(graded):
    states, _, lines, text = found(graded, "untouched")
    assert states == ["open"] * 5
    assert all(line.startswith("- ○ **Exercise ") for line in lines) and len(lines) == 5
    assert "formative" in text
    # the last definition counts; a name that a later cell takes for something else does not
    states, row, lines, _ = found(graded, "rearranged")
    assert states == ["done", "done", "done", "done", "wrong"], lines
    assert row["remark"] == "" and "upside down" not in lines[4]


def test_a_cell_that_fails_is_noted_and_the_rest_goes_on(graded):
    states, _, lines, text = found(graded, "broken cells")
    assert states == ["done", "done", "error", "done", "error"]
    assert "which defines exact_step, does not parse: SyntaxError" in lines[2]
    assert "did not run: NameError: name 'absent' is not defined (line 1)" in lines[4]
    remarks = text.split("## Remarks on single cells")[1]
    for reason in ("SyntaxError: expected ':' (line 1)", "took longer than 3 s"):
        assert reason in remarks
    assert "an accident" not in text  # nobody needs that cell: it does not run
    # one exercise that hangs, hogs or exits leaves the others
    states, _, lines, _ = found(graded, "accidents")
    assert states == ["timeout", "wrong", "wrong", "error", "done"]
    assert "took longer than 3 s: does a loop never end?" in lines[0]
    assert "MemoryError" in lines[1]
    assert "exit" in lines[2].lower()
    assert "the process ended here (exit code 7)" in lines[3]


def test_wrong_answers_get_the_message_of_the_check(graded):
    states, _, lines, _ = found(graded, "wrong")
    assert states == ["wrong", "missing", "wrong", "wrong", "wrong"]
    assert lines[0].endswith("wrong: V runs away from rest: the leak has the wrong sign.")
    assert lines[1].startswith("- ○ ") and "no function simulate" in lines[1]
    assert "this is the course's own function" in lines[2]
    assert "PermissionError: a submission can write in its own" in lines[3]
    assert "TypeError: unsupported operand" in lines[4]  # its own file it could write
    # it wrote no file into the course
    existed = INTRUDER.exists()
    INTRUDER.unlink(missing_ok=True)
    assert not existed


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("corrupt", "error: cannot be read: not a notebook: its JSON breaks off in line 2"),
        ("empty", "error: cannot be read: the file is empty"),
        ("binary", "error: cannot be read: not a text file (byte 0 is not UTF-8)"),
        ("letter", "error: no exercise of a lesson in it; is --lesson needed?"),
    ],
)
def test_what_cannot_be_graded_is_a_row_that_says_why(graded, student, reason):
    row = {name: text for name, text in graded[1][student].items() if text}
    assert row == {"student": student, "remark": reason}
    assert reason in found(graded, student)[3].replace("\\", "")


def test_the_rows_are_sorted_and_complete_and_a_summary_is_printed(graded):
    out, rows, lines = graded
    assert list(rows) == sorted(rows) and len(rows) == 14
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == {
        "results.csv",
        "summary.html",
        *(f"reports/{student}.{ending}" for student in rows for ending in ("md", "html")),
    }
    progress = [line for line in lines if line.startswith("[")]
    assert len(progress) == len(rows)
    assert progress[0] == "[1/14] Zoë Müller/02 lif – Lösung: 02_lif, 5 of 5 done"
    assert "notes.txt: left out, neither .ipynb nor .py" in lines
    assert "02_lif: 10 submissions, 33 of 50 exercises done" in lines
    worst = lines[lines.index("02_lif: 10 submissions, 33 of 50 exercises done") + 1]
    assert worst == "  Exercise 3.1 · The exact step (exact_step): 6 done, 1 open, 2 wrong, 1 error"
    assert "      1 × V runs away from rest: the leak has the wrong sign." in lines


def test_a_rerun_gives_the_same_bytes(tmp_path, capsys):
    raising = "raise ValueError(f'{object()} {set(\"abcdef\")}')"  # an address, an order by hash
    folder, out = tmp_path / "class", tmp_path / "class-results"
    answer = f"def mine():\n    {raising}\nDT = mine()\n" + body("euler_step", f"DT; {raising}")
    write(folder / "a/02.ipynb", solved(euler_step=answer))
    (folder / "b.ipynb").write_text("{", "utf-8")
    found = []
    for jobs in "21":
        assert grade.main([str(folder), "--jobs", jobs, "--lesson", "02"]) == 0
        found.append({path: path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert found[0] == found[1] and len(found[0]) == 6
    text = (out / "reports/a/02.md").read_text("utf-8").replace("\\", "")
    assert text.count("ValueError: <object object> {'") == 1
    printed = capsys.readouterr().out
    assert f"Wrote {out}" in printed and f"Replaced the earlier results in {out}" in printed


def test_without_time_nothing_runs_and_every_exercise_says_so():
    submission = Submission({"cell 1": "x = 1", "cell 2": "def euler_step(): return x"})
    steps, verdicts = plan(submission, LESSON)
    assert sorted(verdicts) == sorted(NAMES[1:])
    found, failed = trial.run_steps(steps, submission.sources, trial.Limits(total=0.01))
    assert found["euler_step"][0] == "timeout" and "not run" in found["euler_step"][1]
    assert failed == {}


def test_every_check_of_every_lesson_is_an_exercise_that_can_run():
    assert [exercise.name for exercise in LESSON.exercises] == NAMES
    loop = ("simulate", "Exercise 2.2 · The loop", "helpers.checks.lif", ("simulate",))
    assert LESSON.exercises[1] == Exercise(*loop)
    for master, lesson in zip(MASTERS, LESSONS, strict=True):
        source = read_submission(ROOT / f"solutions/{master.stem}.py")
        assert recognise(source, "", [lesson, LESSON]) is lesson
        steps, verdicts = plan(source, lesson)
        checks = [cell for cell in master.cells if "check" in cell.metadata.get("tags", [])]
        assert verdicts == {} and len(lesson.exercises) == len(checks)
        planned = [step["exercise"] for step in steps if "exercise" in step]
        assert planned == [exercise.name for exercise in lesson.exercises]


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("y = 1\ndef euler_step(): return y\ny = 2\nz = y", "012"),
        ("def euler_step(y): return y\ny = 1\nz = 3", "0"),
        ("def euler_step():\n    y = 3\n    return y\ny = 1", "0"),
        ("d = {}\nd['a'] = 1\nd.update(b=2)\nprint(d)\neuler_step = lambda: d", "0124"),
        ("import numpy as np\nnp.random.seed(0)\neuler_step = np.vectorize(abs)", "02"),
        ("from math import *\nx = 1\neuler_step = lambda: exp(1)", "02"),
        ("if True:\n    def euler_step(): return k\nfor k in [1]: pass\nprint(k)", "01"),
        ("x = y = 1\n(a, b) = x, y\neuler_step = lambda: a", "012"),
        ("def f(): return g()\ndef g(): return h\nh = [f for f in 'f']\neuler_step = f", "0123"),
    ],
)
def test_only_what_is_needed_runs(source, runs):
    steps, _ = plan(Submission({"cell 1": source}), LESSON)
    assert "".join(str(step["index"]) for step in steps if step.get("cell") == "cell 1") == runs


def test_the_check_follows_the_last_definition():
    def planned(**cells):
        steps, _ = plan(Submission(cells), LESSON)
        return [step.get("cell", step.get("exercise")) for step in steps]

    cells = {"b": "def euler_step(): return f()", "c": "def f(): 1"}
    cells |= {"d": "euler_step = euler_step(1)", "e": "f = 2"}
    assert planned(**cells) == ["b", "c", "e", "euler_step"]
    assert planned(a="f = 1", **cells) == ["a", "b", "euler_step"]


def test_a_lesson_is_recognised_by_most_functions_then_by_the_path():
    def lesson(stem, *names):
        return Lesson(stem, tuple(Exercise(n, n, "", (n,)) for n in names), Submission({}))

    lessons = [lesson("01_a", "f", "g"), lesson("02_b", "f", "h", "i")]

    def found(source, path="x"):
        best = recognise(Submission({"cell 1": source}), path, lessons)
        return best and best.stem

    assert found("f = 1\ng = 2") == "01_a"
    assert found("f = 1; h = 3") == "02_b"
    assert found("def h(:\n  pass") == "02_b"
    assert found("f = 1", "anna/02_b.ipynb") == "02_b"
    assert found("f = 1") == "01_a"
    assert found("x = 1") is None


def test_what_is_no_submission_is_refused_in_one_line(tmp_path):
    """A notebook and a script of one name are both graded."""
    for name, content, reason in (
        ("a.ipynb", b"[1, 2]", "no list of cells"),
        ("a.ipynb", b'{"cells": {"cell_type": "code"}}', "no list of cells"),
        ("a.ipynb", b'{"worksheets": 3}', "no list of cells"),
        ("a.ipynb", b"[" * 100_000, "no list of cells"),
        ("a.py", b"a\0b", "not a text file"),
        ("a.py", b" \n", "the file is empty"),
        ("absent.py", None, "No such file"),
    ):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(CannotRead, match=reason) as caught:
            read_submission(tmp_path / name)
        assert "\n" not in str(caught.value)
    for name in ("a.ipynb", "a.py", "b.PY", "b/c.ipynb", ".hidden/d.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True) or (tmp_path / name).touch()
    assert list(grade.find_submissions(tmp_path)[0]) == ["a.ipynb", "a.py", "b", "b/c"]


def test_bad_input_is_one_line_and_exit_code_2(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "bad", "own", "mixed"):
        Path(folder).mkdir()
    for name in ("file.txt", "own/results.csv", "mixed/thesis.txt", "bad/x.ipynb"):
        Path(name).write_text("{", "utf-8")
    Path("mixed/results.csv").write_text("student,lesson,", "utf-8-sig")
    before = sorted(tmp_path.rglob("*"))
    for arguments, reason in {
        "absent": "absent: does not exist",
        "file.txt": "file.txt: is a file",
        "empty --lesson 02": "no submissions (.ipynb or .py) in it",
        "bad --lesson 02": "no submission could be graded, nothing was written",
        "bad --lesson 99_x": "--lesson 99_x: there is no such lesson, only",
        "bad --out bad/results": "keep results and submissions apart",
        "bad --out .": "keep results and submissions apart",
        "bad --out own": "holds something other than results",
        "bad --out mixed": "holds something other than results",
        "bad --out file.txt": "holds something other than results",
    }.items():
        assert grade.main(arguments.split()) == 2
        error = capsys.readouterr().err
        assert reason in error and error.count("\n") == 1
        assert sorted(tmp_path.rglob("*")) == before


def test_wrong_options_end_with_the_usage_and_help_says_that_it_is_formative(capsys):
    for arguments in ([], ["a", "--nbgrader", "b"], ["a", "--timeout", "-1"]):
        with pytest.raises(SystemExit, match="2"):
            grade.main(arguments)
        assert "usage: course.py grade" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="0"):
        grade.main(["--help"])
    assert "no proof against cheating" in " ".join(capsys.readouterr().out.split())


def test_results_are_written_all_or_none(tmp_path, monkeypatch):
    out = tmp_path / "results"
    grade_results.write_results(out, {"results.csv": "old", "reports/a.md": "old"})
    with pytest.raises(OSError):
        grade_results.write_results(out, {"results.csv": "new", "results.csv/a.md": "new"})
    rename = grade_results.os.rename
    monkeypatch.setattr(
        grade_results.os, "rename", lambda a, b: 1 / 0 if a.name == "new" else rename(a, b)
    )
    monkeypatch.setattr(grade_results, "OSError", ZeroDivisionError, raising=False)
    with pytest.raises(ZeroDivisionError):
        grade_results.write_results(out, {"results.csv": "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    assert (out / "results.csv").read_text() == (out / "reports/a.md").read_text() == "old"
    monkeypatch.undo()
    grade_results.write_results(out, {"results.csv": "new"})
    assert [path.name for path in out.iterdir()] == ["results.csv"]


def test_what_a_full_disk_leaves_may_be_replaced_and_somebodys_notes_may_not(tmp_path):
    folder, out = tmp_path / "class", tmp_path / "class-results"
    out.mkdir(parents=True)
    (out / NAME).touch()
    assert results_folder(folder, None) == out
    (out / "results.csv").write_text("student,lesson,\n", "utf-8-sig")
    (out / "reports/group 1.5").mkdir(parents=True)
    (out / "reports/group 1.5/anna.md").touch()
    assert results_folder(folder, None) == out
    (out / "reports/mynotes.txt").write_text("mine")
    with pytest.raises(CannotGrade, match="holds something other than results"):
        results_folder(folder, None)
    with pytest.raises(CannotGrade, match="no place beside it"):
        results_folder(Path("/"), None)

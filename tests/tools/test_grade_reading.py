"""Grading: what became of a submission's cells and file on the way costs nobody an exercise."""

import csv
import json
import subprocess
import sys

import pytest

from tests.tools.submissions import (
    LESSON,
    LESSONS,
    NAMES,
    RIGHT,
    body,
    code,
    notebook,
    solved,
    stub_of,
    with_cells_after,
    write,
)
from tools import ROOT
from tools.grading.one import grade
from tools.grading.output import report_names, results_csv
from tools.grading.plan import plan
from tools.grading.results import Result
from tools.grading.submissions import CannotRead, Submission, read_submission, transformed
from tools.grading.trial import Limits

LIMITS = Limits(step=5, memory=1000)


def graded(tmp_path, cells, name="a.ipynb"):
    path = tmp_path / name
    write(path, cells)
    return grade("a", path, LESSONS, LIMITS)


def states(result):
    return [state for state, _ in result.verdicts.values()]


@pytest.mark.parametrize(
    "copy", [stub_of("euler_step"), body("euler_step", "return v"), body("euler_step", "1 / 0")]
)
def test_a_copy_below_the_check_does_not_win_over_the_solved_cell(tmp_path, copy):
    result = graded(tmp_path, with_cells_after("euler_step", copy))
    assert states(result) == ["done"] * 5
    [(cell, text)] = result.remarks.items()
    assert cell == "cell 20" and text == "defines euler_step as well; cell 18 counts"


def test_of_copies_none_of_which_is_done_the_last_that_was_started_counts(tmp_path):
    first, second = (body("euler_step", f"return {k} + v") for k in (1, 2))
    result = graded(tmp_path, [*solved(euler_step=first), *code(second, stub_of("euler_step"))])
    assert states(result) == ["wrong", "done", "done", "done", "done"]
    assert list(result.remarks.values()) == [
        f"defines euler_step as well; cell {len(solved()) + 1} counts"
    ]
    only_stubs = solved(euler_step=stub_of("euler_step"))
    result = graded(tmp_path, [*only_stubs, *code(stub_of("euler_step"))])
    assert states(result)[0] == "open" and result.remarks == {}


def test_the_time_of_a_submission_is_shared_by_its_copies(tmp_path):
    path, loop = tmp_path / "a.ipynb", body("euler_step", "while True: pass")
    write(path, code(*[loop] * 30))
    result = grade("a", path, [LESSON], Limits(step=1, total=4, memory=1000), True)
    assert states(result) == ["timeout", *["missing"] * 4]


@pytest.mark.parametrize(
    ("last", "runs"),
    [
        ("del euler_step", "0"),
        ("del euler_step, x", "0"),
        ("euler_step: object", "0"),
        ("if True:\n    del euler_step", "0"),
        ("for euler_step in [abs]: pass", "01"),
        ("with open('x') as euler_step: pass", "01"),
        ("import math as euler_step", "01"),
        ("from math import sin as euler_step", "01"),
        ("(euler_step := abs)", "01"),
        ("[euler_step := f for f in [abs]]", "01"),
        ("class euler_step: pass", "01"),
        ("try: 1\nexcept ValueError as euler_step: pass", "01"),
        ("def make():\n    global euler_step\n    euler_step = abs\nmake()", "012"),
        ("def make():\n    global euler_step\n    euler_step = abs", "0"),
    ],
)
def test_what_gives_a_name_its_last_meaning(last, runs):
    submission = Submission({"cell 1": f"def euler_step(): pass\n{last}"})
    steps, _ = plan(submission, LESSON)
    assert "".join(str(s["index"]) for s in steps if s.get("cell") == "cell 1") == runs


def test_a_variable_that_a_function_makes_global_is_there_for_the_exercise(tmp_path):
    answer = RIGHT["exact_step"].replace("tau_m)\n", "tau_m * ONE)\n")
    setting = "def set_one():\n    global ONE\n    ONE = 1\n\nset_one()\n"
    result = graded(tmp_path, solved(exact_step=f"{setting}{answer}"))
    assert "ONE" in answer and states(result) == ["done"] * 5


ODD_CELLS = [
    {"cell_type": "code"},
    {"cell_type": "code", "source": None},
    {"cell_type": "code", "source": 3, "metadata": None},
    {"cell_type": "code", "source": ["x = 1\n", None]},
    {"cell_type": "markdown"},
    {"source": "x = 1"},
    {"cell_type": ["code"], "source": ["x = 1"]},
    {},
    None,
    7,
    "x = 1",
    [],
]


@pytest.mark.parametrize("odd", ODD_CELLS, ids=repr)
def test_one_odd_cell_does_not_lose_the_submission(tmp_path, odd):
    path = tmp_path / "a.ipynb"
    write(path, [odd, *code("def euler_step(): pass")])
    submission = read_submission(path)
    assert submission.definition("euler_step") is not None
    has_source = isinstance(odd, dict) and odd.get("source") in ("x = 1", ["x = 1"])
    assert ("cell 1" in submission.notes) is not has_source
    assert "has no source" in submission.notes.get("cell 1", "has no source")


def test_a_remark_says_which_cell_has_no_source(tmp_path):
    result = graded(tmp_path, [{"cell_type": "code"}, *solved()])
    assert states(result) == ["done"] * 5
    assert result.remarks == {"cell 1": "has no source that could be read: it counts as empty."}


def test_every_way_in_which_a_file_was_saved_is_read(tmp_path):
    text = "def euler_step():\n    return 'µ'\n"
    as_notebook = notebook([*code(text), *code(text)])  # the same cell twice, without ids
    old = {"cell_type": "code", "input": text.splitlines(keepends=True), "outputs": []}
    nbformat_3 = json.dumps({"nbformat": 3, "worksheets": [{}, None, {"cells": [old]}]})
    not_a_number = as_notebook.replace('"nbformat": 4', '"nbformat": NaN')
    ids = notebook([cell | {"id": "a"} for cell in code(text, text)])
    for name, data in {
        "bom.ipynb": b"\xef\xbb\xbf" + as_notebook.encode(),
        "crlf.py": text.replace("\n", "\r\n").encode(),
        "cr.py": text.replace("\n", "\r").encode(),
        "utf16.py": text.encode("utf-16"),
        "utf16.ipynb": as_notebook.encode("utf-16"),
        "cp1252.py": text.encode("cp1252"),
        "nan.ipynb": not_a_number.encode(),
        "3.ipynb": nbformat_3.encode(),
        "ids.ipynb": ids.encode(),
        "bare.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": [text]}]}).encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
        submission = read_submission(tmp_path / name)
        assert submission.definition("euler_step") is not None, name
        assert "'µ'" in "".join(submission.sources.values()), name
        assert ("the file" in submission.notes) is (name == "cp1252.py")


def test_a_file_that_no_notebook_can_be_is_refused_in_one_line(tmp_path):
    for name, data in {
        "digits.ipynb": b'{"cells": ' + b"1" * 5000 + b"}",
        "brackets.ipynb": b'{"cells": ' + b"[" * 10**5,
        "jpeg.py": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "bytes.py": b"x = '\x81\x8d'",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CannotRead) as caught:
            read_submission(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "source",
    ["(" * 1000, "-" * 10**5 + "1", "1" + "+1" * 10**5, "a" + ".a" * 10**5, "x = '\ud800'", "a\0b"],
    ids=["brackets", "minus", "plus", "dots", "surrogate", "null"],
)
def test_a_cell_that_no_parser_can_take_is_broken_in_one_line(source):
    submission = Submission({"cell 1": transformed(source)})
    assert "\n" not in submission.broken["cell 1"] and len(submission.broken["cell 1"]) < 330


def test_no_warning_of_python_or_ipython_reaches_the_instructor(tmp_path):
    """IPython warns of odd line ends, Python of odd escapes; the instructor can do nothing."""
    sources = ["a = 1\x1c2\n%time b", "c = '\u2028'\n%time d", r"e = '\d'", "f = 1 is 1"]
    write(tmp_path / "class" / "a.ipynb", code(*sources, RIGHT["euler_step"]))
    (tmp_path / "class" / "b.py").write_text("# %%\ng = '\\d'\ndef euler_step(): 1 is 1\n")
    command = [sys.executable, "-W", "always", "tools", "grade", str(tmp_path / "class")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "" and "Warning" not in done.stdout


@pytest.mark.parametrize("first", ["=", "+", "-", "@", " =", "\t=", "'=", "＝"])
def test_no_name_is_a_formula_in_the_table(first):
    name = f'{first}HYPERLINK("x")'
    results = [Result(name, LESSON, {n: ("done", "") for n in NAMES}, {"c": "=1"}), Result("a-b")]
    text = results_csv(results, LESSONS).removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["student"] for row in rows] == [f"'{name}", "a-b"]
    assert not any(value[:1] in "=+-@" for row in rows for value in row.values() if value)


def test_reports_get_names_that_do_not_get_in_each_others_way():
    students = ["x", "x.md/x", "x.MD/x", "y.html/a", "a" * 253, "ü" * 120 + "1", "ü" * 120 + "2"]
    found = report_names(students)
    assert found["x"] == "x" and found["x.md/x"] == "x.md_/x" and found["y.html/a"] == "y.html_/a"
    names = [f"{name}.html" for name in found.values()]
    assert len({*names}) == len(students)
    assert all(len(part.encode()) <= 255 for name in names for part in name.split("/"))

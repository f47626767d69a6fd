"""The student's copies: what was touched is never overwritten, what is new arrives."""

import datetime
import json
import os
import shutil

import pytest

from tools.machine.work import RECORD, lay, link_helpers, read_record

DAY = datetime.date(2026, 12, 1)


@pytest.fixture
def course(tmp_path):
    """Return (notebooks, work) of a course with two lessons and one more file."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in ("01_a.ipynb", "02_b.ipynb", "02_b.py"):
        (notebooks / name).write_text(f"{name} v1\n")
    return notebooks, tmp_path / "work"


def files(work):
    """Return {name: text} of what a student sees."""
    return {p.name: p.read_text() for p in sorted(work.iterdir()) if not p.name.startswith(".")}


V1 = {"01_a.ipynb": "01_a.ipynb v1\n", "02_b.ipynb": "02_b.ipynb v1\n"}


def test_the_first_start_lays_the_notebooks_and_the_next_changes_nothing(course):
    notebooks, work = course
    assert lay(notebooks, work) == []
    assert files(work) == V1
    before = {path: path.stat().st_mtime_ns for path in work.iterdir()}
    assert lay(notebooks, work) == []
    assert {path: path.stat().st_mtime_ns for path in work.iterdir()} == before


def test_an_untouched_copy_is_renewed_and_a_touched_one_is_not(course):
    notebooks, work = course
    lay(notebooks, work)
    (work / "02_b.ipynb").write_text("my answers")
    for name in V1:
        (notebooks / name).write_text("v2\n")
    (line,) = lay(notebooks, work, DAY)
    beside = "02_b (new version 2026-12-01).ipynb"
    assert line == f"02_b.ipynb has a newer version; yours stays, it is in {beside}"
    assert files(work) == {"01_a.ipynb": "v2\n", "02_b.ipynb": "my answers", beside: "v2\n"}
    assert lay(notebooks, work, DAY) == []


def test_a_copy_that_was_only_opened_and_saved_is_renewed(course):
    """JupyterLab writes its own indents, and the version of Python, into what it saves."""
    notebooks, work = course
    cell = {"cell_type": "code", "source": ["x = 1\n", "x"], "outputs": [], "metadata": {}}
    notebook = {"cells": [cell], "metadata": {"language_info": {}}}
    (notebooks / "01_a.ipynb").write_text(json.dumps(notebook))
    lay(notebooks, work)
    saved = {"cells": [cell | {"source": "x = 1\nx"}], "metadata": {"language_info": {"v": 3}}}
    (work / "01_a.ipynb").write_text(json.dumps(saved, indent=1))
    assert lay(notebooks, work, DAY) == []
    assert json.loads((work / "01_a.ipynb").read_text()) == saved  # it may be open: left alone
    newer = json.dumps(notebook | {"cells": [cell | {"source": "x = 2"}]})
    (notebooks / "01_a.ipynb").write_text(newer)
    assert lay(notebooks, work, DAY) == []
    assert (work / "01_a.ipynb").read_text() == newer
    (work / "01_a.ipynb").write_text(newer.replace("x = 2", "x = 3"))
    (notebooks / "01_a.ipynb").write_text(newer.replace("x = 2", "x = 4"))
    assert len(lay(notebooks, work, DAY)) == 1
    assert "x = 3" in (work / "01_a.ipynb").read_text()


def test_a_folder_of_the_students_own_is_moved_aside_and_named(tmp_path, capsys):
    """It stands where the link to the helpers must go, in the folder in the student's home."""
    (tmp_path / "helpers").mkdir()
    link = tmp_path / "home/helpers"
    link.mkdir(parents=True)
    (link / "mine.py").write_text("my functions")
    link_helpers(tmp_path / "helpers", link)
    (aside,) = (path for path in link.parent.iterdir() if "yours" in path.name)
    assert (aside / "mine.py").read_text() == "my functions"
    assert aside.name in capsys.readouterr().out
    assert os.path.realpath(link) == os.path.realpath(tmp_path / "helpers")


def test_a_new_version_comes_once_even_if_the_student_removes_or_edits_it(course):
    notebooks, work = course
    lay(notebooks, work)
    (work / "02_b.ipynb").write_text("my answers")
    (notebooks / "02_b.ipynb").write_text("v2\n")
    lay(notebooks, work, DAY)
    beside = work / "02_b (new version 2026-12-01).ipynb"
    beside.unlink()
    assert lay(notebooks, work, DAY) == []
    assert not beside.exists()
    beside.write_text("more answers")
    (notebooks / "02_b.ipynb").write_text("v3\n")
    lay(notebooks, work, DAY)
    kept = files(work)
    assert kept["02_b.ipynb"] == "my answers" and kept[beside.name] == "more answers"
    assert kept["02_b (new version 2026-12-01, 2).ipynb"] == "v3\n"


def test_a_copy_that_was_removed_or_renamed_is_laid_again(course):
    notebooks, work = course
    lay(notebooks, work)
    (work / "01_a.ipynb").rename(work / "mine.ipynb")
    assert lay(notebooks, work) == []
    assert files(work) == {**V1, "mine.ipynb": V1["01_a.ipynb"]}


def test_going_back_to_an_older_version_of_the_course_renews_untouched_copies_too(course):
    notebooks, work = course
    lay(notebooks, work)
    (notebooks / "01_a.ipynb").write_text("v2\n")
    lay(notebooks, work)
    (notebooks / "01_a.ipynb").write_text(V1["01_a.ipynb"])
    assert lay(notebooks, work) == []
    assert files(work) == V1


@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_without_its_record_a_copy_that_differs_counts_as_touched(course, text):
    notebooks, work = course
    lay(notebooks, work)
    (work / "01_a.ipynb").write_text("my answers")
    (work / RECORD).unlink() if text is None else (work / RECORD).write_text(text)
    (line,) = lay(notebooks, work, DAY)
    assert line.startswith("01_a.ipynb has a newer version")
    assert files(work)["01_a.ipynb"] == "my answers"
    assert lay(notebooks, work, DAY) == []


def test_an_interruption_between_copies_loses_nothing(course, monkeypatch):
    notebooks, work = course
    lay(notebooks, work)
    (work / "01_a.ipynb").write_text("my answers")
    (notebooks / "02_b.ipynb").write_text("v2\n")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", stop)
        lay(notebooks, work, DAY)
    assert files(work) == {"01_a.ipynb": "my answers", "02_b.ipynb": V1["02_b.ipynb"]}
    lay(notebooks, work, DAY)
    assert files(work) == {"01_a.ipynb": "my answers", "02_b.ipynb": "v2\n"}


def test_helpers_are_found_above_a_folder_that_is_not_in_the_course(tmp_path, monkeypatch):
    helpers, link = tmp_path / "course/helpers", tmp_path / "own/helpers"
    helpers.mkdir(parents=True)
    (helpers / "explore.py").touch()
    for _ in range(2):
        link_helpers(helpers, link)
        assert (link / "explore.py").exists()
    helpers.rename(tmp_path / "course/moved")
    link_helpers(tmp_path / "course/moved", link)  # another copy of the course
    assert (link / "explore.py").exists()

    def refuse(*_, **__):
        raise OSError("a right that is not given")

    monkeypatch.setattr(type(link), "symlink_to", refuse)
    link.unlink() if link.is_symlink() else shutil.rmtree(link)
    for _ in range(2):
        link_helpers(tmp_path / "course/moved", link)
        assert (link / "explore.py").exists() and not link.is_symlink()


# By course.py


def test_lab_fills_work_and_says_where_it_is(machine):
    said = machine.run("lab").stdout
    work = machine.root / "work"
    assert (
        f"[course] Your copies of the lessons are in {work}: what you change there is kept" in said
    )
    assert f"--ServerApp.root_dir={work}" in said
    assert sorted(read_record(work)) == ["01_first.ipynb", "02_second.ipynb"]


def test_a_new_version_of_the_course_is_one_line_and_answers_stay(machine):
    machine.run("lab")
    answers = machine.root / "work/01_first.ipynb"
    answers.write_text("answers")
    for path in (machine.root / "notebooks").iterdir():
        path.write_text("version 2\n")
    said = machine.run("lab").stdout.splitlines()
    assert sum("newer version" in line for line in said) == 1
    assert answers.read_text() == "answers"
    assert (machine.root / "work/02_second.ipynb").read_text() == "version 2\n"

"""nbgrader: the sources and settings that are written for it, and nbgrader itself run on them.

The latter needs an environment of its own, since nbgrader brings its own versions of much:

    python3 -m venv .venv-nbgrader
    .venv-nbgrader/bin/pip install nbgrader==0.9.6 -r requirements.txt
    python3 course.py test -m nbgrader
"""

import copy
import csv
import json
import os
import re
import subprocess
import sys
import types

import pytest

from tests.tools.submissions import ANSWERS, MASTERS, exercise_cells
from tools import ROOT, grade
from tools.grading.nbgrader_source import CONFIG, SETTINGS
from tools.lessons.masters import parse, student_cells
from tools.lessons.regions import solved_source, student_source

NBGRADER = ROOT / ".venv-nbgrader" / ("Scripts" if os.name == "nt" else "bin") / "nbgrader"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the nbgrader course into which all sources have been written."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    assert grade.main(["--nbgrader", str(folder)]) == 0
    return folder


def cells_of(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def source_of(course, stem="02_lif"):
    return cells_of(course / f"source/{stem}/{stem}.ipynb")


# --- what is written --------------------------------------------------------------------------


def test_metadata_fit_schema_version_3(course):
    """As documented: required keys and types, no others; grade_id unique; points where graded."""
    marked = [cell for cell in source_of(course) if "nbgrader" in cell["metadata"]]
    types = dict.fromkeys(("grade", "locked", "solution", "task"), bool)
    types |= {"schema_version": int, "grade_id": str, "points": int}
    for cell in marked:
        meta = cell["metadata"]["nbgrader"]
        assert {"schema_version", "grade", "locked", "solution", "grade_id"} <= set(meta)
        assert all(type(value) is types[name] for name, value in meta.items())
        assert meta["schema_version"] == 3 and not meta["task"]
        assert re.fullmatch(r"[a-zA-Z0-9_\-]+", meta["grade_id"])
        assert ("points" in meta) is meta["grade"] and cell["cell_type"] == "code"
        assert not (meta["solution"] and meta["locked"])
    assert len({cell["metadata"]["nbgrader"]["grade_id"] for cell in marked}) == len(marked) == 12


def settings_with_a_stand_in():
    """Return the names that the settings define, nbgrader's classes being empty ones."""
    made = [type(name, (), {}) for name in ("ClearSolutions", "NbGraderPreprocessor")]
    made += [type(name, (), {}) for name in ("OverwriteCells", "SaveAutoGrades")]
    trait = types.SimpleNamespace(default=lambda: made)
    converter = types.SimpleNamespace(
        class_traits=lambda: dict.fromkeys(
            ("preprocessors", "sanitize_preprocessors", "autograde_preprocessors"), trait
        )
    )
    parts = {one.__name__: one for one in made}
    parts |= {"GenerateAssignment": converter, "Autograde": converter}
    utils = types.SimpleNamespace(
        is_solution=lambda cell: cell["metadata"]["nbgrader"]["solution"],
        is_grade=lambda cell: cell.grade,
    )
    modules = {"nbgrader": types.SimpleNamespace(utils=utils)}
    modules |= {
        f"nbgrader.{n}": types.SimpleNamespace(**parts) for n in ("converters", "preprocessors")
    }
    config = types.SimpleNamespace(
        **{n: types.SimpleNamespace() for n in ("GenerateAssignment", "Autograde", "Execute")}
    )
    names = {"get_config": lambda: config}
    before = dict(sys.modules)
    try:
        sys.modules.update(modules)
        exec(SETTINGS, names)
    finally:
        sys.modules.clear()
        sys.modules.update(before)
    return names, config


class Cell(dict):
    """A cell of which nbgrader reads `cell.source`."""

    def __getattr__(self, name):
        return self[name]

    def __setattr__(self, name, value):
        self[name] = value


@pytest.mark.parametrize("master", MASTERS, ids=lambda master: master.stem)
def test_the_settings_put_the_stub_of_the_course_in_place_of_every_region(course, master):
    names, _ = settings_with_a_stand_in()
    student = {cell.id: cell.source for cell in student_cells(master)}
    found = [
        c for c in source_of(course, master.stem) if "exercise" in c["metadata"].get("tags", [])
    ]
    assert len(found) == len(exercise_cells(master))
    for cell in found:
        cell = Cell({**cell, "source": "".join(cell["source"])})
        cell, _ = names["KeepStubs"]().preprocess_cell(cell, {}, 0)
        assert cell.source == student[cell.id]


def test_the_settings_change_the_steps_of_nbgrader_in_place():
    names, config = settings_with_a_stand_in()
    kinds = [kind.__name__ for kind in config.GenerateAssignment.preprocessors]
    assert kinds == ["KeepStubs", "NbGraderPreprocessor", "OverwriteCells", "SaveAutoGrades"]
    kinds = [kind.__name__ for kind in config.Autograde.autograde_preprocessors]
    assert kinds[-2:] == ["BestOfCopies", "SaveAutoGrades"]
    assert names["AddMissingCells"] in config.Autograde.sanitize_preprocessors


def test_the_checks_pass_for_the_solution_and_raise_for_the_stub(course):
    """The verdict is displayed: a value at the end of a cell nbgrader would take for points."""
    by_id = {cell["id"]: "".join(cell["source"]) for cell in source_of(course)}
    imports = "import numpy as np\nfrom helpers.checks import lif as check\n"
    imports += "from helpers.lif import lif_step\nshown = []\ndisplay = shown.append\n"
    for name in ANSWERS:
        check = by_id[f"{name}-check"]
        assert parse(check).body[-1].__class__.__name__ == "Assert"
        names = {}
        exec(f"{imports}{by_id[name]}\n{check}", names)
        assert [verdict.state for verdict in names["shown"]] == ["done"]
        names, student = {}, student_source(by_id[name], ["exercise"])
        with pytest.raises(AssertionError, match="^○"):
            exec(f"{imports}{student}\n{check}", names)
        assert [verdict.state for verdict in names["shown"]] == ["open"]


def test_what_others_need_cannot_be_changed(course):
    for master in MASTERS:
        cells = [c for c in source_of(course, master.stem) if "nbgrader" in c["metadata"]]
        locked = [cell["id"] for cell in cells if cell["metadata"]["nbgrader"]["locked"]]
        text = "".join("".join(cell["source"]) for cell in cells[:2])
        assert locked[0] == "setup" and "HELPERS = " in text and "import numpy as np" in text


def test_a_course_is_written_once_and_own_settings_stay(course, tmp_path, capsys):
    assert sorted(path.name for path in (course / "source").iterdir()) == [m.stem for m in MASTERS]
    capsys.readouterr()
    path = tmp_path / "source/02_lif/02_lif.ipynb"
    for said in (f"wrote {path}", "1 nbgrader sources", f"replaced {path}"):
        for folder in (tmp_path, tmp_path / "source"):  # either is the same course
            assert grade.main(["--nbgrader", str(folder), "--lesson", "02"]) == 0
            assert capsys.readouterr().out.startswith(said) or folder.name == "source"
        if said.startswith("1"):
            path.write_text("changed", "utf-8")
            (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "nbgrader_config.py",
        "nbgrader_course.py",
        "source",
    ]
    assert (tmp_path / "nbgrader_config.py").read_text() == "c = get_config()\n"
    assert grade.main(["--nbgrader", str(tmp_path), "--lesson", "02"]) == 0
    printed = capsys.readouterr().out
    assert 'is your own: add the line load_subconfig("nbgrader_course.py")' in printed
    assert 'load_subconfig("nbgrader_course.py")' in CONFIG


# --- nbgrader itself --------------------------------------------------------------------------

really = [
    pytest.mark.nbgrader,
    pytest.mark.skipif(
        not NBGRADER.exists(),
        reason="needs nbgrader: python3 -m venv .venv-nbgrader, then "
        ".venv-nbgrader/bin/pip install nbgrader==0.9.6 -r requirements.txt",
    ),
]


def nbgrader(cwd, *words):
    """Run a command of nbgrader; return what it said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
    environment |= {
        "PATH": os.pathsep.join([str(NBGRADER.parent), os.environ["PATH"]]),  # alembic
        "HOME": str(cwd.parent),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    command = [str(NBGRADER), *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run(command, cwd=cwd, env=environment, timeout=1200, **pipes)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


class Submitted:
    """The submissions for one lesson: made from what nbgrader releases, graded by it."""

    def __init__(self, course, master):
        self.course, self.stem = course, master.stem
        self.right = {cell.id: solved_source(cell.source) for cell in exercise_cells(master)}
        self.stubs = {c.id: c.source for c in student_cells(master) if c.id in self.right}
        nbgrader(course, "generate_assignment", self.stem, "--force")
        self.path = f"{self.stem}/{self.stem}.ipynb"
        self.released = json.loads((course / "release" / self.path).read_text("utf-8"))

    def solved(self):
        cells = copy.deepcopy(self.released["cells"])
        return [c | {"source": self.right.get(c["id"], c["source"])} for c in cells]

    def hand_in(self, student, cells):
        path = self.course / "submitted" / student / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**self.released, "cells": cells}), "utf-8")

    def graded(self):
        """Return {student: points} and what nbgrader said."""
        said = nbgrader(self.course, "autograde", self.stem, "--force")
        nbgrader(self.course, "export")
        with (self.course / "grades.csv").open() as file:
            rows = [row for row in csv.DictReader(file) if row["assignment"] == self.stem]
        assert {float(row["max_score"]) for row in rows} == {float(len(self.right))}
        return {row["student_id"]: float(row["score"]) for row in rows}, said

    def verdicts(self, student):
        """Return what each check displays in the notebook that nbgrader has executed."""
        cells = cells_of(self.course / "autograded" / student / self.path)
        found = {}
        for cell in cells:
            if (meta := cell["metadata"].get("nbgrader", {})).get("grade"):
                texts = [o["data"]["text/plain"] for o in cell["outputs"] if "data" in o]
                found[meta["grade_id"]] = "".join("".join(text) for text in texts)
        return found


class TestReally:
    pytestmark = really

    @pytest.mark.parametrize("master", MASTERS, ids=lambda master: master.stem)
    def test_every_lesson_solved_untouched_and_with_one_missing(self, course, master):
        lesson = Submitted(course, master)
        released = {c["id"]: "".join(c["source"]) for c in lesson.released["cells"]}
        assert {name: released[name] for name in lesson.stubs} == lesson.stubs
        first = next(iter(lesson.right))
        lesson.hand_in("solved", lesson.solved())
        lesson.hand_in("untouched", lesson.released["cells"])
        lesson.hand_in("missing", [c for c in lesson.solved() if c["id"] != first])
        points, said = lesson.graded()
        full = float(len(lesson.right))
        users = {"untouched", "solved"}
        assert points["solved"] == full and points["untouched"] == 0.0
        assert full - 2 <= points["missing"] <= full - 1  # one exercise may use another
        assert "cannot be converted" not in said and users <= set(points)
        signs = {s: {v[:1] for v in lesson.verdicts(s).values()} for s in users}
        assert signs == {"solved": {"✓"}, "untouched": {"○"}}
        assert lesson.verdicts("missing")[f"{first}-check"] == ""  # nothing to look at
        cells = cells_of(course / "autograded" / "solved" / lesson.path)
        errors = [o for c in cells for o in c.get("outputs", []) if o["output_type"] == "error"]
        assert errors == []

    def test_deleted_and_copied_cells_cost_nothing_as_with_the_course(self, course):
        lesson = Submitted(course, MASTERS[2])
        euler, loop, *_ = lesson.right
        kept = [c for c in lesson.solved() if c["id"] not in (f"{euler}-check", "imports", "setup")]
        lesson.hand_in("check-deleted", kept)
        gone = (loop, f"{loop}-check", "imports")
        lesson.hand_in("both-deleted", [c for c in lesson.solved() if c["id"] not in gone])

        def stub_below(names, ids):
            cells = lesson.solved()
            by_id = {cell["id"]: cell for cell in cells}
            at = next(i for i, cell in enumerate(cells) if cell["id"] == f"{names}-check") + 1
            stub = {**by_id[names], "source": lesson.stubs[names]}
            new = {names: stub, f"{names}-check": by_id[f"{names}-check"]}
            copies = [{**copy.deepcopy(new[name]), "id": f"{name}-copy"} for name in ids]
            return [*cells[:at], *copies, *cells[at:]]

        lesson.hand_in("stub-copied", stub_below(euler, [euler]))
        lesson.hand_in("pair-copied", stub_below(euler, [euler, f"{euler}-check"]))
        points, said = lesson.graded()
        assert points["check-deleted"] == 5.0
        assert points["both-deleted"] == 4.0
        assert points["stub-copied"] == points["pair-copied"] == 5.0
        assert "cannot be converted" not in said

    def test_the_way_over_the_exchange(self, course, tmp_path):
        stem = "02_lif"
        Submitted(course, MASTERS[2])
        (tmp_path / "exchange").mkdir()
        (tmp_path / "exchange").chmod(0o777)
        student = tmp_path / "student"
        student.mkdir()
        place = f"--Exchange.root={tmp_path / 'exchange'}", "--CourseDirectory.course_id=neuro"
        nbgrader(course, "release_assignment", stem, *place)
        nbgrader(student, "fetch_assignment", stem, *place)
        said = nbgrader(student / stem, "validate", f"{stem}.ipynb")
        assert "NOT YET" in said.upper() or "FAILED" in said.upper()
        nbgrader(student, "submit", stem, *place)
        assert "Collecting submission" in nbgrader(course, "collect", stem, *place)

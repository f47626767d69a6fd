"""`course.py new-exercise`: four files, an exercise that works, and what is left to fill in."""

import ast
import shutil
import subprocess
import sys

import pytest

from tools import ROOT, new_exercise
from tools.lessons import masters

CHANGED = [
    "solutions/02_lif.py",
    "helpers/checks/mistakes/lif.py",
    "helpers/checks/lif.py",
    "tests/checks/lif.py",
]


@pytest.fixture
def course(tmp_path):
    """Return a copy of what the command reads and changes."""
    for name in ("helpers", "solutions", "tests", "tools", "course.py", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_places_are_made_and_the_tests_say_what_is_left(course, capsys):
    assert new_exercise.main(["02", "input_resistance", "--title", "Ohm"], course) == 0
    said = capsys.readouterr().out
    assert [line.split(":")[0] for line in said.splitlines()[:-1]] == CHANGED
    cells = masters.read_master(course, "02_lif").cells
    (text,) = [cell.source for cell in cells if "· Ohm (5 min" in cell.source]
    assert text.startswith("### Exercise 6.4 ")
    tests = ["-m", "pytest", "-q", "-k", "input_resistance", "tests/checks/test_every_check.py"]
    answer = subprocess.run([sys.executable, *tests], cwd=course, capture_output=True, text=True)
    failed = [line for line in answer.stdout.splitlines() if line.startswith("FAILED")]
    assert "2 failed, " in answer.stdout.splitlines()[-1], answer.stdout
    assert "test_there_are_enough_answers" in failed[0] + failed[1]
    assert "test_nothing_is_left_to_fill_in" in failed[0] + failed[1]
    ruff = [sys.executable, "-m", "ruff", "check", *CHANGED]
    assert subprocess.run(ruff, cwd=course, capture_output=True).returncode == 0


@pytest.mark.parametrize("lesson", masters.stems(ROOT))
def test_every_lesson_can_take_one_at_its_end_and_below_another(course, lesson):
    first = new_exercise.new_exercise(course, lesson, "brand_new")
    assert len(first) == 4
    for path, text in first.items():
        ast.parse(text)
        path.write_text(text, "utf-8")
    names = [c.metadata.get("name") for c in masters.read_master(course, lesson).cells]
    assert names.index("brand-new-check") == names.index("brand-new") + 1
    again = new_exercise.new_exercise(course, lesson, "another", after="brand_new")
    assert all("another" in text for text in again.values())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["02", "euler_step"], "has a check 'euler_step' already"),
        (["12", "new"], "there is no such master"),
        (["02", "a b"], "'a b' must be the name of a function"),
        (["02", "lambda"], "'lambda' must be the name of a function"),
        (["02", "new", "--after", "old"], "no exercise 'old', there are euler_step, simulate"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_changes(course, capsys, words, message):
    before = {name: (course / name).read_text("utf-8") for name in CHANGED}
    assert new_exercise.main(words, course) == 1
    told = capsys.readouterr().err.splitlines()
    assert message in told[0] and told[1] == "No file was written." and len(told) == 2
    assert {name: (course / name).read_text("utf-8") for name in CHANGED} == before

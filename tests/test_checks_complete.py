"""No exercise without tested answers: right ones written differently, and typical wrong ones."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from tools.masters import read_masters

MASTERS = read_masters(Path(__file__).parents[1])


def exercises(master):
    """Return the names of the functions that the exercises of a lesson ask for."""
    return [
        ast.parse(cell.source).body[0].name
        for cell in master.cells
        if "exercise" in cell.metadata.get("tags", [])
    ]


@pytest.mark.parametrize("table", ["RIGHT", "WRONG"])
@pytest.mark.parametrize("master", MASTERS, ids=lambda master: master.stem)
def test_every_exercise_has_tested_answers(master, table):
    source = "\n".join(cell.source for cell in master.code_cells)
    lesson = re.search(r"from helpers\.checks import (\w+) as check", source)[1]
    tested = getattr(importlib.import_module(f"tests.test_checks_{lesson}"), table)
    missing = [name for name in exercises(master) if not tested.get(name)]
    assert not missing, f"add {missing} to {table} in tests/test_checks_{lesson}.py"

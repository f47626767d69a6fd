"""Derive source notebooks and settings for nbgrader, which needs not be installed for this.

Exercises become autograded answers, checks become autograder tests that raise unless the verdict
is done. The set-up cell carries the helpers, as on Colab: a notebook needs no file beside it. The
settings let the student keep the stub of the course, where nbgrader would put one that raises.
"""

import ast
import copy
import json
from pathlib import Path

from tools.colab import colab_notebook
from tools.lessons import masters
from tools.lessons.masters import MasterError

POINTS = 1
SETTINGS = Path(__file__).with_name("nbgrader_course.py").read_text("utf-8")
CONFIG = '''\
"""Your settings of nbgrader; nbgrader_course.py has those of the lessons."""

c = get_config()
load_subconfig("nbgrader_course.py")
'''


def nbgrader_sources(root, wanted=()):
    """Return {lesson: text of its nbgrader source}.

    Parameters
    ----------
    root : path-like
        The course folder.
    wanted : iterable of str
        Stems of the lessons; all of them by default.

    Returns
    -------
    dict
        Notebook files with nbgrader's cell metadata, schema version 3.

    Raises
    ------
    MasterError
        If a master is wrong, or a check cell is more than one call of a check.
    """
    return {master.stem: _source(master) for master in masters.read_masters(root, wanted)}


def _source(master):
    carried = json.loads(colab_notebook(master.root, master.stem))["cells"]
    setup = next("".join(cell["source"]) for cell in carried if cell["id"] == "setup")
    cells = [copy.deepcopy(c) for c in master.cells if "solution-only" not in _tags(c)]
    for number, cell in enumerate(cells, 1):
        if cell.id == "setup":
            cell.source = setup
            _mark(cell, grade=False, solution=False, locked=True)
        elif "exercise" in _tags(cell):
            _mark(cell, grade=False, solution=True, locked=False)
        elif "check" in _tags(cell):
            where = f"solutions/{master.stem}.py, {masters.label(cell, number)}"
            cell.source = _test(cell.source, where)
            _mark(cell, grade=True, solution=False, locked=True, points=POINTS)
        elif cell.cell_type == "code" and "from helpers.checks import" in cell.source:
            _mark(cell, grade=False, solution=False, locked=True)
    return masters.to_ipynb(cells)


def _tags(cell):
    return cell.metadata.get("tags", [])


def _test(source, where):
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        raise MasterError(f"{where}: a check cell is one call of a check: split it")
    call = source.strip()
    # displayed, since nbgrader takes the value of a cell for points
    return f'verdict = {call}\ndisplay(verdict)\nassert verdict.state == "done", verdict'


def _mark(cell, **flags):
    ours = {"schema_version": 3, "task": False, "grade_id": cell.id}
    cell.metadata["nbgrader"] = {**ours, **flags}

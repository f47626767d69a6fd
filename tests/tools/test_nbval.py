"""Nbval from any folder, and what belongs to one lesson: conftest.py of the course."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from tools import ROOT
from tools.lessons import masters
from tools.machine.places import socket_folder

PICTURE = '<img src="data:image/png;base64,{}">'
CELLS = [  # (code, what is stored)
    ("from IPython.display import HTML\nHTML('''" + PICTURE.format("new") + "''')", None),
    (
        "import json\nfrom ipykernel.connect import get_connection_file\n"
        "print(json.load(open(get_connection_file()))['transport'])",
        "ipc\n" if socket_folder() else "tcp\n",
    ),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return a course with one executed notebook, whose stored picture is another one."""
    root = tmp_path_factory.mktemp("small")
    for name in ("pyproject.toml", "conftest.py", "tests/nbval.cfg"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    cells = []
    for count, (code, text) in enumerate(CELLS, 1):
        cell = nbformat.v4.new_code_cell(code, execution_count=count)
        data = {
            "text/html": PICTURE.format("old"),
            "text/plain": "<IPython.core.display.HTML object>",
        }
        stream = nbformat.v4.new_output("stream", name="stdout", text=text or "")
        shown = nbformat.v4.new_output("execute_result", data, execution_count=count)
        cell.outputs = [stream if text else shown]
        cells.append(cell)
    (root / "solutions").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "solutions/01_small.ipynb")
    return root


@pytest.mark.parametrize("folder", ["solutions", "elsewhere"])
def test_nbval_finds_its_settings_from_any_folder(small, folder, tmp_path):
    """The picture inside HTML is not compared, and the kernel's sockets are private."""
    where = tmp_path if folder == "elsewhere" else small / folder
    path = small / "solutions/01_small.ipynb"
    named = str(path) if folder == "elsewhere" else os.path.relpath(path, where)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", named],
        **{"capture_output": True, "text": True, "cwd": where, "encoding": "utf-8"},
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "nbval.plugin"},
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_every_lesson_has_its_tests_and_no_other_lesson_s(request):
    """`--lesson` keeps the table of its checks, what holds for every check, and its own modules."""
    root = next(
        plugin
        for name, plugin in request.config.pluginmanager.list_name_plugin()
        if getattr(plugin, "__file__", "") == str(ROOT / "conftest.py")
    )
    ours = [
        "tests/lessons/test_lesson_02.py::test_x",
        "tests/lessons/test_truth_02.py::test_x[1.0]",
        "tests/lessons/test_walkthrough.py::test_x[02_lif]",
        "tests/lessons/test_style.py::test_x[notebook-02_lif-1]",
        "tests/checks/test_lif.py::test_x",
        "tests/checks/test_every_check.py::test_x[lif.rate_dc: a → b]",
        "solutions/02_lif.ipynb::Cell 0",
    ]
    assert all(root.belongs(name, "02_lif") for name in ours)
    for stem in set(masters.stems(ROOT)) - {"02_lif"}:
        assert not any(root.belongs(name, stem) for name in ours), stem
    assert not root.belongs("tests/checks/test_every_check.py::test_x[beyond_lif.glif]", "02_lif")

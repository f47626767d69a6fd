"""The setup cell in a kernel: what it says, and what stands beside the notebook does no harm."""

import nbformat
import pytest
from nbclient import NotebookClient

from tools import ROOT
from tools.lessons.kernels import kernel_manager
from tools.lessons.setup_cell import setup_source

IMPORTS = """\
import ipywidgets, matplotlib.pyplot as plt, numpy as np, scipy.special, sympy as sp
from helpers import plots
from helpers.checks import lif as check
from helpers.explore import explore, slider
plots.use_style()"""


def client(notebook, **options):
    return NotebookClient(notebook, kernel_manager_class=kernel_manager(), **options)


def run(folder, *sources):
    """Run cells in a kernel that works in `folder`; return the outputs of each, errors too.

    As in a plain Jupyter, Python looks for modules in that folder first.
    """
    sources = ("import sys\nsys.path.insert(0, '')", *sources)
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client(notebook, allow_errors=True).execute(cwd=str(folder))
    return [cell.outputs for cell in cells[1:]]


def text(outputs):
    """Return what outputs say, an error as its traceback."""
    return "".join(out.get("text") or "\n".join(out.get("traceback", [])) for out in outputs)


@pytest.fixture
def course(tmp_path):
    """Return a course folder with nothing in it but the helpers."""
    (tmp_path / "course/work").mkdir(parents=True)
    (tmp_path / "course/helpers").symlink_to(ROOT / "helpers", target_is_directory=True)
    return tmp_path / "course"


@pytest.mark.parametrize("place", ["above", "beside", "outside/deep er"])
def test_outside_the_course_the_setup_cell_says_so_in_one_line(course, place):
    folder = course.parent if place == "above" else course.parent / place
    folder.mkdir(parents=True, exist_ok=True)
    (outputs,) = run(folder, setup_source(ROOT))
    told = f"UsageError: {folder} is not in the course folder: open this notebook inside that.\n"
    assert text(outputs) == told


def test_a_run_of_all_cells_stops_at_a_setup_cell_that_finds_no_course(tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in (setup_source(ROOT), "import helpers")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(Exception, match="is not in the course folder"):
        client(notebook).execute(cwd=str(tmp_path))
    assert notebook.cells[1].execution_count is None


HARMFUL = "PIL.py helpers/ ipywidgets.py matplotlib.py numpy.py random.py scipy.py sympy.py".split()


def test_a_file_beside_the_notebook_is_named_and_not_taken_for_a_package(course):
    """One whose name is no module's stays in reach, and unnamed."""
    folder = course / "work"
    for name in [*HARMFUL, "my_own.py", "02_lif.py"]:
        path = folder / name
        if name.endswith("/"):
            path.mkdir()
            path /= "__init__.py"
        path.write_text("answer = 42\n")
    source = setup_source(ROOT)
    show = "import my_own, helpers\nprint(my_own.answer, helpers.__path__)"
    first, imports, again, own = run(folder, source, IMPORTS, source, show)
    names = ", ".join(HARMFUL)
    assert (
        text(first) == f"Rename {names} beside this notebook: modules of Python have this name.\n"
    )
    assert (text(imports), text(again)) == ("", "")
    assert text(own).startswith("42 ") and str(folder) not in text(own)


def test_where_nothing_is_amiss_the_setup_cell_is_silent(course):
    for folder in (course, course / "work"):
        assert run(folder, setup_source(ROOT), IMPORTS) == [[], []]


def test_a_name_that_a_skipped_cell_makes_is_explained_below_the_error(course):
    """Not a slip inside a function, nor another error; and never in place of Python's words."""
    inside = "def simulate():\n    return nuron\nsimulate()"
    cells = (setup_source(ROOT), "check.euler_step(euler_step)", inside, "1 / 0", "x = 1")
    _, check, own, other, right = run(course / "work", *cells)
    error, hint = check
    assert (error.ename, error.evalue) == ("NameError", "name 'check' is not defined")
    assert hint.text == (
        "If a cell above makes check, it has not been run since the kernel started: "
        "Run → Run All Above Selected Cell (in Colab: Runtime → Run before).\n"
    )
    assert [[output.output_type for output in cell] for cell in (own, other)] == 2 * [["error"]]
    assert right == []


def test_a_file_beside_the_helpers_is_not_taken_for_a_package_either(course):
    (course / "numpy.py").write_text("")
    *_, imports = run(course / "work", setup_source(ROOT), IMPORTS)
    assert text(imports) == ""

"""Plain `jupyter nbconvert` makes a script and a page that can be printed; it runs nothing."""

import ast
import re

import nbformat
import pytest
from nbconvert import HTMLExporter, PythonExporter, ScriptExporter

from tests.lessons.lessons import LESSONS
from tools import ROOT
from tools.lessons.masters import student_cells, to_ipynb

OPEN = "@media print {details::details-content {content-visibility: visible; block-size: auto}}"
TAGS = ["celltag_setup", "celltag_imports", "celltag_demo", "celltag_figure"]
HIDDEN = f":is({', '.join(f'.{tag}' for tag in TAGS)}) .jp-InputArea\n{{display: none}}"


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def lesson(request):
    return request.param


def student(lesson):
    return nbformat.reads(to_ipynb(student_cells(lesson.master)), as_version=4)


def test_a_script_is_python_with_the_text_in_it(lesson):
    """`--to script` asks the notebook for its language, down to the ending of the file."""
    notebook = student(lesson)
    script, resources = ScriptExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".py"
    assert script == PythonExporter().from_notebook_node(notebook)[0]
    ast.parse(script)
    comments = "\n".join(re.findall("^# ?(.*)", script, re.MULTILINE))
    for cell in notebook.cells:
        expected = comments if cell.cell_type == "markdown" else script
        assert cell.source.split("\n")[0] in expected


def test_folded_answers_are_printed_and_folded_cells_stay_hidden(lesson):
    """By the style that the last cell holds; JupyterLab drops it, nbconvert keeps it."""
    styles = [re.findall("<style>(.*?)</style>", cell.source, re.DOTALL) for cell in lesson.cells]
    assert styles[-1] == [f"{OPEN}\n{HIDDEN}"] and not any(styles[:-1])
    page, _ = HTMLExporter().from_notebook_node(student(lesson))
    assert page.count("<details>") == lesson.text.count("<details>")
    for rule in (OPEN, HIDDEN):
        assert page.count(rule) == 1
    for cell in lesson.master.code_cells:
        (start,) = re.findall(rf'<div class="([^"]*)" id="cell-id={cell.id}"', page)
        hidden = set(TAGS) & set(start.split())
        assert bool(hidden) is cell.metadata.get("jupyter", {}).get("source_hidden", False), cell.id
    assert "jp-InputArea jp-Cell-inputArea" in page


def test_the_notebooks_of_the_repository_name_no_version_of_python():
    for path in (*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("solutions/*.ipynb")):
        language = nbformat.read(path, as_version=4).metadata.language_info
        assert "version" not in language and language.nbconvert_exporter == "python", path

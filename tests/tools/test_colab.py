"""Notebooks for Colab stand alone: nothing beside them, the same bytes on every run."""

import base64
import io
import json
import lzma
import re
import sys
import zipfile

import nbformat
import pytest

from tools import ROOT, colab
from tools.lessons import masters
from tools.lessons.execute import execute

COLAB_PYTHON = (
    ROOT / ".venv-colab" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@pytest.fixture
def alone(tmp_path_factory, monkeypatch):
    """Return an empty folder without helpers above it; the setup cell unpacks into another."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("temporary")))
    folder = tmp_path_factory.mktemp("alone")
    assert not [parent for parent in folder.parents if (parent / "helpers").exists()]
    return folder


def archive(text):
    """Return the archive that a notebook carries."""
    (setup,) = [cell for cell in json.loads(text)["cells"] if cell["id"] == "setup"]
    encoded = re.search(r'"""\n(.*)\n"""', "".join(setup["source"]), re.DOTALL)[1]
    assert max(map(len, encoded.split("\n"))) <= 100
    return zipfile.ZipFile(io.BytesIO(lzma.decompress(base64.b85decode(encoded.replace("\n", "")))))


def add_prose(root, line):
    """Put a line of Markdown at the end of the master."""
    with (root / "solutions/01_small.py").open("a", encoding="utf-8") as file:
        file.write(f"# {line}\n")


def test_it_runs_alone_and_the_setup_cell_may_run_twice(project, alone):
    notebook = nbformat.reads(colab.colab_notebook(project, "01_small"), as_version=4)
    setup = next(cell.source for cell in notebook.cells if cell.id == "setup")
    show = "import helpers.model\nprint(helpers.model.__file__, *sys.path, sep='\\n')"
    notebook.cells.append(nbformat.v4.new_code_cell(f"{setup}\n{show}", id="show"))
    outputs = execute(notebook.cells, alone, "x.ipynb")
    assert outputs["step-check"][0].data["text/plain"] == "'open'"
    module, *path = outputs["show"][0].text.split("\n")
    (folder,) = [entry for entry in path if "course-helpers-" in entry]
    assert module.startswith(folder)
    assert list(alone.iterdir()) == []


FOLDED = (
    '# %% name="fold" tags=["figure"] jupyter={"source_hidden": true}\n# Figure: a line\nx = 1\n'
)


def test_only_setup_and_folded_cells_differ_from_the_student_notebook(project):
    """A folded cell is a form; its first line, a comment, is the title that stays in view."""
    with (project / "solutions/01_small.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{FOLDED}")
    text = colab.colab_notebook(project, "01_small")
    cells = {cell["id"]: cell for cell in json.loads(text)["cells"]}
    student = masters.to_ipynb(masters.student_cells(masters.read_master(project, "01_small")))
    expected = {cell["id"]: cell for cell in json.loads(student)["cells"]}
    assert [i for i in expected if cells[i] != expected[i]] == ["setup", "fold"]
    assert list(cells) == list(expected)
    assert "SOLUTION" not in text
    folded = {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cells["setup"]["metadata"] == {"name": "setup", "tags": ["setup"], **folded}
    assert cells["setup"]["source"][0].startswith("#@title Setup: unpacks the helpers")
    assert cells["fold"]["metadata"] == {"name": "fold", "tags": ["figure"], **folded}
    assert "".join(cells["fold"]["source"]) == "#@title Figure: a line\nx = 1"
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_the_archive_holds_what_the_lesson_uses_and_depends_on_nothing_else(project):
    (project / "helpers/__pycache__").mkdir()
    (project / "helpers/__pycache__/model.cpython-313.pyc").write_bytes(b"")
    before = colab.colab_notebook(project, "01_small")
    for path in project.glob("helpers/**/*.*"):
        path.touch()
        path.chmod(0o600)
    assert colab.colab_notebook(project, "01_small") == before
    entries = archive(before).infolist()
    names = ["__init__", "checks/__init__", "checks/small", "model", "numbers", "start"]
    expected = sorted([f"helpers/{name}.py" for name in names] + ["helpers/two.txt"])
    assert [entry.filename for entry in entries] == expected
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_images_travel_as_data_uris(project):
    """Links and data URIs in the text are left as they are."""
    (project / "notebooks/images").mkdir(parents=True)
    for name in ("dot.png", "a dot.png"):
        (project / "notebooks/images" / name).write_bytes(PIXEL)
    lines = [
        "![a dot](images/dot.png)",
        '![a dot](images/dot.png "title")',
        "![a dot](<images/dot.png>) and ![](../notebooks/images/dot.png)",
        '<img alt="a dot" src="images/dot.png">',
        "<img src='images/dot.png' alt='a dot'>",
        "![a dot](images/a%20dot.png)",
    ]
    left = "[a link](https://x.org) and ![a](data:image/gif;base64,R0lGOD==)"
    for line in [*lines, left]:
        add_prose(project, line)
    text = json.loads(colab.colab_notebook(project, "01_small"))["cells"][-1]["source"]
    *shown, last = "".join(text).split("\n")[-7:]
    for line, text in zip(lines, shown, strict=True):
        uris = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", text)
        assert [base64.b64decode(uri) for uri in uris] == [PIXEL] * line.count(".png"), line
        assert "dot.png" not in text
    assert last == left


def test_an_image_that_cannot_travel_is_named_with_its_cell(project, capsys):
    (project / "notebooks").mkdir()
    master = project / "solutions/01_small.py"
    whole = master.read_bytes()
    for line, message in {
        "![a](images/none.png)": "images/none.png is missing: add it, or mend the path",
        "![a](https://x.org/a.png)": "https://x.org/a.png does not travel with",
        "<img src='//x.org/a.png'>": "//x.org/a.png does not travel with the notebook",
        "![a](attachment:a.png)": "attachment:a.png does not travel with the notebook",
        "![a](../solutions/01_small.py)": "../solutions/01_small.py is of an unknown type: use",
    }.items():
        add_prose(project, line)
        assert colab.main(["--out", str(project / "out")], project) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"solutions/01_small.py, cell 9: image {message}")
        master.write_bytes(whole)
    assert not (project / "out").exists()


def test_the_command_writes_one_notebook_per_lesson(project, capsys):
    assert colab.main([], project) == 0
    assert colab.main(["01_small", "--out", str(project / "here/there")], project) == 0
    path = project / "colab/01_small.ipynb"
    assert path.read_bytes() == (project / "here/there/01_small.ipynb").read_bytes()
    assert path.read_bytes().decode("utf-8") == colab.colab_notebook(project, "01_small")
    assert "kB, ready to upload" in capsys.readouterr().out
    assert colab.main(["07"], project) == 1


@pytest.mark.parametrize("stem", masters.stems(ROOT))
def test_every_folded_cell_of_a_lesson_is_a_form_with_a_title(stem):
    cells = json.loads(colab.colab_notebook(ROOT, stem))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    forms = [cell for cell in code if cell["metadata"].get("cellView") == "form"]
    assert forms == [cell for cell in code if cell["source"][0].startswith("#@title ")]
    assert forms == [c for c in code if c["metadata"].get("jupyter") == {"source_hidden": True}]
    assert sum("explore(" in "".join(cell["source"]) for cell in forms) >= 2


@pytest.mark.colab
@pytest.mark.skipif(not COLAB_PYTHON.exists(), reason="python3 course.py test makes .venv-colab")
@pytest.mark.parametrize("stem", masters.stems(ROOT))
def test_a_lesson_runs_alone_with_the_versions_of_colab(stem, alone):
    """With those of .venv it does: tests/lessons/test_walkthrough.py."""
    notebook = nbformat.reads(colab.colab_notebook(ROOT, stem), as_version=4)
    execute(notebook.cells, alone, f"colab/{stem}.ipynb", COLAB_PYTHON)

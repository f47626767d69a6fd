"""One kernel walks each student notebook: Run All, then every stub filled with its solution.

The notebook is the one for Colab, which has nothing beside it; but for its set-up cell it is the
student's.
"""

import nbformat
import pytest

from tests.lessons.lessons import LESSONS
from tools import ROOT, colab
from tools.lessons.execute import execute


def tagged(cells, tag):
    return [cell for cell in cells if tag in cell.metadata.get("tags", [])]


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def walk(request, tmp_path_factory):
    """Return (student cells, outputs by id): untouched, then with the solutions filled in."""
    lesson, alone = request.param, tmp_path_factory.mktemp("alone")
    assert not [parent for parent in alone.parents if (parent / "helpers").exists()]
    student = nbformat.reads(colab.colab_notebook(ROOT, str(lesson)), as_version=4).cells
    pairs = [tagged(lesson.cells, tag) for tag in ("exercise", "check")]
    again = [
        nbformat.v4.new_code_cell(cell.source, id=f"{cell.id}-filled")
        for pair in zip(*pairs, strict=True)
        for cell in pair
    ]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TMPDIR", "TEMP", "TMP"):  # the set-up cell unpacks where pytest cleans up
            patch.setenv(name, str(tmp_path_factory.mktemp("unpacked")))
        outputs = execute([*student, *again], alone, f"colab/{lesson}.ipynb")
    assert list(alone.iterdir()) == []
    return student, outputs


def verdicts(walk, suffix=""):
    """Return what the checks say, untouched or filled."""
    student, outputs = walk
    shown = [outputs[f"{cell.id}{suffix}"] for cell in tagged(student, "check")]
    return [output["data"]["text/plain"] for (output,) in shown]


def test_run_all_on_the_untouched_notebook_gives_no_error_and_no_warning(walk):
    """`execute` raises for an error; a warning would be on the error stream."""
    student, outputs = walk
    streams = [out for cell in student for out in outputs.get(cell.id, [])]
    assert [out["text"] for out in streams if out.get("name") == "stderr"] == []


def test_every_stub_is_not_started_yet(walk):
    assert {text.split(":")[0] for text in verdicts(walk)} == {"○ not started yet"}


def test_every_stub_filled_with_its_solution_is_right(walk):
    states = verdicts(walk, "-filled")
    assert states and all(state.startswith("✓ ") for state in states), states


def test_every_explorer_keeps_its_picture_with_alt_text(walk):
    student, outputs = walk
    live = [cell for cell in student if "explore(" in cell.source and cell.cell_type == "code"]
    for cell in live:
        data = outputs[cell.id][-1]["data"]
        assert {"image/png", "text/html", "text/plain"} <= set(data), cell.id
        assert 'alt="' in data["text/html"]

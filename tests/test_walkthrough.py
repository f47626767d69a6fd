"""One kernel walks each student notebook: Run All, then every stub filled with its solution."""

from pathlib import Path

import nbformat
import pytest

from tools.execute import execute
from tools.masters import read_masters, student_cells

ROOT = Path(__file__).parents[1]


def tagged(cells, tag):
    return [cell for cell in cells if tag in cell.metadata.get("tags", [])]


def text(outputs):
    (output,) = outputs
    return output["data"]["text/plain"]


@pytest.fixture(scope="module", params=read_masters(ROOT), ids=lambda master: master.stem)
def walk(request):
    """Return (student cells, outputs by id): untouched, then with the solutions filled in."""
    master = request.param
    student = student_cells(master)
    again = [
        nbformat.v4.new_code_cell(cell.source, id=f"{cell.id}-filled")
        for solution, check in zip(
            tagged(master.cells, "exercise"), tagged(master.cells, "check"), strict=True
        )
        for cell in (solution, check)
    ]
    return student, execute([*student, *again], ROOT / "notebooks", f"notebooks/{master.stem}.py")


def test_run_all_on_the_untouched_notebook_gives_no_error_and_no_warning(walk):
    """`execute` raises for an error; a warning would be on the error stream."""
    student, outputs = walk
    streams = [out for cell in student for out in outputs.get(cell.id, [])]
    assert [out["text"] for out in streams if out.get("name") == "stderr"] == []


def test_every_stub_is_not_started_yet(walk):
    student, outputs = walk
    states = {cell.id: text(outputs[cell.id]) for cell in tagged(student, "check")}
    assert states
    assert {state.split(":")[0] for state in states.values()} == {"○ not started yet"}


def test_every_stub_filled_with_its_solution_is_right(walk):
    student, outputs = walk
    states = [text(outputs[f"{cell.id}-filled"]) for cell in tagged(student, "check")]
    assert states and all(state.startswith("✓ ") for state in states), states


def test_every_explorer_keeps_its_picture_with_alt_text(walk):
    student, outputs = walk
    live = [cell for cell in student if "explore(" in cell.source and cell.cell_type == "code"]
    for cell in live:
        data = outputs[cell.id][-1]["data"]
        assert {"image/png", "text/html", "text/plain"} <= set(data), cell.id
        assert 'alt="' in data["text/html"]

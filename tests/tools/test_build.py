"""Derivation: the bytes, what is executed and when, and each error with its message."""

import base64
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jupytext
import nbformat
import pytest

from tests.tools.small_course import MASTER, write_master
from tools import ROOT, build
from tools.lessons import masters, setup_cell
from tools.lessons.execute import clean_outputs, execute
from tools.lessons.fingerprint import helper_files

DERIVED = ["notebooks/01_small.ipynb", "notebooks/01_small.py", "solutions/01_small.ipynb"]


@pytest.fixture
def runs(monkeypatch):
    """Replace execution by empty outputs; return the list of lessons that would have run."""
    executed = []

    def fake(cells, folder, where, **options):
        executed.append(where)
        return {cell.id: [] for cell in cells if cell.cell_type == "code"}

    monkeypatch.setattr(build, "execute", fake)
    return executed


def edit(root, old, new, stem="01_small"):
    """Replace text that stands once in a master."""
    path = root / "solutions" / f"{stem}.py"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8", newline="\n")


def derived(root):
    """Return {name: bytes} of all files in the two folders, hidden ones too, but the masters."""
    paths = [*root.glob("notebooks/*"), *root.glob("solutions/*")]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return {n: p.read_bytes() for n, p in names.items() if not (n[0] == "s" and n[-3:] == ".py")}


def cells(root, name):
    notebook = json.loads((root / name).read_text("utf-8"))
    return {cell["id"]: cell for cell in notebook["cells"]}


# The bytes


def test_the_student_script_is_this_byte_for_byte(project, runs):
    build.build(project)
    kept = MASTER.split("# %% [markdown] name", 1)[1].replace("SETUP", setup_cell.UNPUBLISHED)
    kept = kept.split('# %% [markdown] name="answer"')[0] + "# %% [markdown]\n# The end.\n"
    start, end = kept.index("        ### BEGIN"), kept.rindex("    ### END SOLUTION\n")
    stub = "        # TODO: one line\n\n        if x:\n            y = ...\n    y = ...\n"
    kept = kept[:start] + stub + kept[end + len("    ### END SOLUTION\n") :]
    kept = kept.replace("import twice\n\n# %%", "import twice\n\n\n# %%")  # jupytext's, before def
    expected = masters.HEADER + "# %% [markdown] name" + kept
    assert (project / "notebooks/01_small.py").read_bytes().decode() == expected


def test_the_student_notebook_holds_the_cells_of_the_student_script(project, runs):
    build.build(project)
    script = jupytext.read(project / "notebooks/01_small.py")
    notebook = nbformat.read(project / "notebooks/01_small.ipynb", as_version=4)
    assert [c.source for c in notebook.cells] == [c.source for c in script.cells]
    assert all(
        c.execution_count is None and not c.outputs for c in notebook.cells if "outputs" in c
    )
    assert cells(project, "notebooks/01_small.ipynb")["setup"]["metadata"] == {
        "jupyter": {"source_hidden": True},
        "name": "setup",
        "tags": ["setup"],
    }


def test_notebook_files_are_sorted_indented_by_one_and_end_in_one_newline(project, runs):
    build.build(project)
    for name in ("notebooks/01_small.ipynb", "solutions/01_small.ipynb"):
        text = (project / name).read_bytes().decode("utf-8")
        notebook = json.loads(text)
        assert text == json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
        notebook["metadata"].pop("course", None)
        assert notebook["metadata"] == masters.METADATA
        nbformat.validate(notebook)


def test_the_solution_shows_the_master_verbatim(project, runs):
    build.build(project)
    notebook = nbformat.read(project / "solutions/01_small.ipynb", as_version=4)
    master = masters.read_master(project, "01_small")
    assert [c.source for c in notebook.cells] == [c.source for c in master.cells]
    assert (
        "        #~     y = ..." in cells(project, "solutions/01_small.ipynb")["step"]["source"][7]
    )


def test_a_second_build_writes_nothing(project, runs):
    written = build.build(project)
    assert sorted(path.relative_to(project).as_posix() for path in written) == DERIVED
    assert build.build(project) == []
    assert build.build(project, force=True) == []
    assert build.check(project) == []


def test_line_ends_and_a_byte_order_mark_change_nothing(project, runs):
    build.build(project)
    before = derived(project)
    for path in [project / "solutions/01_small.py", *project.glob("helpers/*.*")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    master = project / "solutions/01_small.py"
    master.write_bytes(b"\xef\xbb\xbf" + master.read_bytes())
    assert build.build(project) == []
    assert (derived(project), len(runs)) == (before, 1)


def test_a_new_paragraph_leaves_the_other_ids_alone(project, runs):
    build.build(project)
    before = list(cells(project, "notebooks/01_small.ipynb"))
    edit(
        project,
        "# %% [markdown]\n# A paragraph.",
        "# %% [markdown]\n# New.\n\n# %% [markdown]\n# A paragraph.",
    )
    build.build(project)
    after = list(cells(project, "notebooks/01_small.ipynb"))
    assert [cell_id for cell_id in after if cell_id in before] == before
    assert len(after) == len(before) + 1


def test_repeated_cells_get_ids_of_their_own(project):
    edit(project, "# The end.", "# A paragraph.\n\n# %% [markdown]\n# A paragraph.")
    ids = [cell.id for cell in masters.read_master(project, "01_small").cells]
    first = next(cell_id for cell_id in ids if f"{cell_id}-2" in ids)
    assert f"{first}-3" in ids
    assert len(set(ids)) == len(ids)


def test_magics_and_top_level_await_are_allowed(project):
    edit(project, "# %%\nfrom", "# %%\n# %matplotlib inline\n# twice?\n# !ls\nawait thing\nfrom")
    cell = masters.read_master(project, "01_small").cells[2]
    assert cell.source.startswith("%matplotlib inline\ntwice?\n!ls\n")
    assert "# %matplotlib inline\n# twice?\n" in masters.to_percent([cell])


# What is executed, and when


def test_the_solution_is_executed_in_its_folder(project, capsys):
    build.build(project)
    solution = cells(project, "solutions/01_small.ipynb")
    assert solution["step-check"]["outputs"][0]["data"] == {"text/plain": ["'done'"]}
    (stream,) = solution["show"]["outputs"]
    assert stream == {
        "name": "stdout",
        "output_type": "stream",
        "text": ["µ = 42\n", "two lines\n"],
    }
    code = [cell for cell in solution.values() if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, 4, 5]
    assert capsys.readouterr().out.count("executing") == 1
    assert build.check(project) == []


def test_prose_alone_does_not_execute(project, runs):
    build.build(project)
    edit(project, "# The end.", "# The very end.")
    edit(project, "# A small lesson", "# A lesson")
    assert len(build.build(project)) == 3
    assert len(runs) == 1


def test_outputs_are_carried_over_by_cell(project, runs, monkeypatch):
    stream = nbformat.v4.new_output("stream", name="stdout", text="42\n")
    monkeypatch.setattr(build, "execute", lambda cells, *_: {c.id: [stream] for c in cells})
    build.build(project)
    monkeypatch.undo()
    edit(project, "# A small lesson", "# A lesson\n\n# %% [markdown]\n# More.")
    build.build(project)
    assert cells(project, "solutions/01_small.ipynb")["show"]["outputs"][0]["text"] == ["42\n"]


@pytest.mark.parametrize(
    ("name", "executed"),
    [
        ("helpers/model.py", True),
        ("helpers/numbers.py", True),  # imported by model, relatively
        ("helpers/two.txt", True),  # read by numbers
        ("helpers/checks/small.py", True),
        ("helpers/checks/__init__.py", True),
        ("helpers/unused.py", False),
        ("helpers/unused.csv", False),
        ("helpers/explore.py", False),
    ],
)
def test_a_changed_helper_executes_the_lessons_that_use_it(project, runs, name, executed):
    build.build(project)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert bool(build.check(project)) is executed
    build.build(project)
    assert len(runs) == 1 + executed


@pytest.mark.parametrize(
    "line",
    [
        "import helpers.unused",
        "import helpers.unused as u",
        "from helpers import model, unused",
        "from helpers.unused import x",
        "def f():\n    from helpers import unused",
    ],
)
def test_every_form_of_import_is_followed(project, line):
    names = [path.name for path in helper_files(project, [line])]
    assert "unused.py" in names
    assert "explore.py" not in names


def test_a_star_or_an_unknown_import_is_no_error(project):
    names = helper_files(project, ["from helpers import *\nimport helpers.nothing\nimport numpy"])
    assert [path.name for path in names] == ["__init__.py"]


def test_changed_code_executes_and_so_does_force(project, runs):
    build.build(project)
    edit(project, "y += 0", "y += 0.0")
    build.build(project)
    build.build(project, force=True)
    assert len(runs) == 3


def test_a_renamed_cell_executes_since_its_outputs_are_not_found(project, runs):
    build.build(project)
    edit(project, 'name="show"', 'name="display"')
    build.build(project)
    assert len(runs) == 2


def test_only_the_lesson_asked_for_is_built(project, runs):
    write_master(project, "02_other", MASTER)
    build.build(project, ["02"])
    assert runs == ["solutions/02_other.py"]
    assert not (project / "notebooks/01_small.py").exists()


def test_outputs_are_stored_without_what_is_transient():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="a"),
        nbformat.v4.new_output("stream", name="stdout", text="b\n"),
        nbformat.v4.new_output("stream", name="stderr", text="c\n"),
        nbformat.v4.new_output("display_data", {**view}),
        nbformat.v4.new_output(
            "execute_result",
            {**view, "image/png": "iVBO"},
            metadata={"image/png": {"width": 3}, "trusted": True},
            execution_count=9,
        ),
    ]
    kept = clean_outputs(outputs, 2)
    assert [output.get("text") for output in kept] == ["ab\n", "c\n", None]
    assert (kept[2].data, kept[2].execution_count) == ({"image/png": "iVBO"}, 2)
    assert kept[2].metadata == {"image/png": {"width": 3}}
    assert "text/plain" not in view  # and the argument is as it was
    assert len(outputs[4].data) == 2


def test_a_figure_is_stored_whatever_the_backend_outside(project, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    edit(
        project,
        'print("two lines")',
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    )
    build.build(project)
    *_, figure = cells(project, "solutions/01_small.ipynb")["show"]["outputs"]
    assert base64.b64decode(figure["data"]["image/png"]).startswith(b"\x89PNG")


def test_the_kernel_is_this_interpreter_whatever_kernels_are_installed(project, monkeypatch):
    spec = project / "kernels/python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["nothing"], "display_name": "x", "language": "y"}')
    monkeypatch.setenv("JUPYTER_PATH", str(project))
    cell = nbformat.v4.new_code_cell("import sys\nprint(sys.executable)", id="a")
    (output,) = execute([cell], project, "x.py")["a"]
    assert output.text.strip() == sys.executable


def test_the_executed_notebook_passes_nbval_and_an_edited_one_does_not(project):
    build.build(project)
    path = project / "solutions/01_small.ipynb"
    edited = path.read_text("utf-8").replace('"two lines\\n"', '"three lines\\n"')
    path.with_name("02_edited.ipynb").write_text(edited, "utf-8")
    (project / "none.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
    command += ["--nbval-current-env", "-c", str(project / "none.ini"), str(path.parent)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
    assert "1 failed, 9 passed" in done.stdout
    assert "02_edited.ipynb::Cell 4" in done.stdout


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise KeyError('a\\nb')", "KeyError: 'a\\nb'"),
        ("import os, signal\nos.kill(os.getpid(), 9)", "the kernel died here"),
        ("import time\ntime.sleep(60)", "took longer than 2 s: make it quicker"),
        ("object()", "which differs on every run: assign the value to _"),
    ],
)
def test_a_cell_that_fails_is_named_and_nothing_is_kept(tmp_path, code, message):
    if "signal" in code and sys.platform == "win32":
        pytest.skip("Windows has no SIGKILL")
    ready = nbformat.v4.new_code_cell("ready = 1", id="a")
    failing = nbformat.v4.new_code_cell(code, id="b", metadata={"name": "failing"})
    with pytest.raises(masters.MasterError) as error:
        execute([ready, failing], tmp_path, "solutions/01_x.py", timeout=2)
    assert str(error.value).startswith('solutions/01_x.py, cell "failing": ')
    assert str(error.value).endswith(message)


def test_a_cell_that_is_skipped_or_may_raise_is_an_error(tmp_path):
    for tag, message in [("skip-execution", "not executed"), ("raises-exception", "ZeroDivision")]:
        cell = nbformat.v4.new_code_cell("1 / 0", id="b", metadata={"tags": [tag]})
        with pytest.raises(masters.MasterError, match=message):
            execute([cell], tmp_path, "solutions/01_x.py")


# All or nothing


@pytest.mark.parametrize("failure", ["corrupt", "half", "raising"])
def test_one_bad_lesson_leaves_all_derived_files_as_they_were(project, failure, capsys):
    write_master(project, "02_other", MASTER)
    assert build.main([], project) == 0
    before = derived(project)
    edit(project, "# The end.", "# The very end.")
    master = project / "solutions/02_other.py"
    if failure == "corrupt":
        master.write_bytes(master.read_bytes()[:400] + b"\xff\xfe\x00" * 50)
    elif failure == "half":
        master.write_bytes(master.read_bytes()[: len(MASTER) // 2])
    else:
        edit(project, "y += 0", "y += nothing", "02_other")
    assert build.main([], project) == 1
    assert derived(project) == before
    assert "solutions/02_other.py" in capsys.readouterr().err


@pytest.mark.parametrize("verdict", ["✗ the sign\nof the leak", "○ not started yet", "✓ done"])
def test_a_solution_that_fails_its_check_is_refused(project, monkeypatch, capsys, verdict):
    shown = nbformat.v4.new_output("execute_result", {"text/plain": verdict}, execution_count=1)

    def run(cells, folder, where):
        code = [cell for cell in cells if cell.cell_type == "code"]
        return {cell.id: [shown] * ("check" in cell.metadata.get("tags", [])) for cell in code}

    monkeypatch.setattr(build, "execute", run)
    right = verdict.startswith("✓")
    assert build.main([], project) == (0 if right else 1)
    assert bool(derived(project)) == right
    line = verdict.split("\n")[0]
    assert right or f'solutions/01_small.py, cell "step-check": {line}\n' in capsys.readouterr().err


def test_stopping_by_the_keyboard_leaves_all_derived_files_as_they_were(
    project, monkeypatch, capsys
):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "execute", stop)
    assert build.main([], project) == 130
    assert capsys.readouterr().err == "Stopped. No notebook was written.\n"
    assert derived(project) == {}


def test_an_error_while_writing_leaves_all_derived_files_as_they_were(project, runs, monkeypatch):
    build.build(project)
    before = derived(project)
    edit(project, "# The end.", "# The very end.")
    write = Path.write_bytes

    def full_disk(path, content):
        if "solutions" in path.parts:
            raise OSError("no space left")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space left"):
        build.build(project)
    assert derived(project) == before


# --check


def test_check_names_the_files_that_are_missing(project, runs, capsys):
    assert build.main(["--check"], project) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "solutions/01_small.ipynb: not executed yet",
        "notebooks/01_small.py: missing",
        "notebooks/01_small.ipynb: missing",
    ]
    assert "python3 course.py build" in lines[-1]
    assert (runs, derived(project)) == ([], {})


@pytest.mark.parametrize("name", DERIVED)
def test_check_finds_a_derived_file_that_was_edited_by_hand(project, runs, name):
    build.build(project)
    path = project / name
    path.write_text(path.read_text("utf-8").replace("A paragraph.", "A pragraph."), "utf-8")
    assert build.check(project) == [f"{name}: differs from its master, first in cell 4"]


@pytest.mark.parametrize("name", DERIVED)
def test_check_names_the_cell_that_differs(project, runs, name):
    build.build(project)
    path = project / name
    path.write_text(path.read_text("utf-8").replace("Return the next x", "Return x"), "utf-8")
    assert build.check(project) == [f"{name}: differs from its master, first in cell step"]


def test_check_finds_other_line_ends_and_metadata(project, runs):
    build.build(project)
    script, notebook = project / "notebooks/01_small.py", project / "notebooks/01_small.ipynb"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    notebook.write_text(notebook.read_text("utf-8").replace("(ipykernel)", ""), "utf-8")
    assert build.check(project) == [
        "notebooks/01_small.py: differs in its line ends",
        "notebooks/01_small.ipynb: differs from its master, first in its header",
    ]


def change_cell(root, **changes):
    path = root / "solutions/01_small.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    next(cell for cell in notebook["cells"] if cell["id"] == "show").update(changes)
    path.write_text(json.dumps(notebook), "utf-8")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"execution_count": None}, 'cell "show" has not been executed in its turn'),
        ({"execution_count": 7}, 'cell "show" has not been executed in its turn'),
        ({"id": "other"}, 'cell "show" has not been executed in its turn'),
        (
            {"outputs": [{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}]},
            'cell "show" holds an error',
        ),
    ],
)
def test_check_finds_a_solution_that_is_not_executed(project, runs, changes, message):
    build.build(project)
    change_cell(project, **changes)
    (line,) = build.check(project)
    assert line.startswith(f"solutions/01_small.ipynb: {message}")
    build.build(project)
    assert (build.check(project), len(runs)) == ([], 2)


@pytest.mark.parametrize("text", ["", "{}", "<<<<<<< HEAD", '{"cells": [{}], "nbformat": 4}'])
def test_a_solution_that_is_no_notebook_is_made_anew(project, runs, text):
    build.build(project)
    (project / "solutions/01_small.ipynb").write_text(text)
    assert build.check(project) == ["solutions/01_small.ipynb: not executed yet"]
    build.build(project)
    assert build.check(project) == []


def test_check_leaves_outputs_out_of_the_comparison(project, runs):
    build.build(project)
    stream = nbformat.v4.new_output("stream", name="stdout", text="another\n")
    path = project / "solutions/01_small.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-2].outputs = [stream]
    path.write_text(nbformat.v4.writes(notebook) + "\n", "utf-8", newline="\n")
    assert build.check(project) == []


def test_an_orphan_is_reported_and_never_removed(project, runs, capsys):
    for name in ("notebooks/99_old.ipynb", "notebooks/Untitled.ipynb"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
    assert build.main([], project) == 0
    assert "notebooks/99_old.ipynb has no master" in capsys.readouterr().out
    assert build.check(project) == [
        "notebooks/99_old.ipynb: left over, it has no master: delete it"
    ]
    (project / "notebooks/01_small.py").unlink()
    assert len(build.check(project)) == 2
    assert (project / "notebooks/99_old.ipynb").exists()


# Errors


STEP = '# %% name="step" tags=["exercise"]\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        #~ # TODO",
            "        ### BEGIN SOLUTION\n        #~ # TODO",
            '"step": a region begins',
        ),
        ("    y += 0\n    ### END SOLUTION\n", "    y += 0\n", '"step": the region is not closed'),
        ("    y += 0\n", "    ### END SOLUTION\n    ### END SOLUTION\n", "has no beginning"),
        (
            'print("two',
            '### END SOLUTION\nprint("two',
            '"show": "### END SOLUTION" has no beginning',
        ),
        ("y += 0", "# END SOLUTION", '"# END SOLUTION" is not a marker: write'),
        ('print("two', '#~ x = ...\nprint("two', '"#~ x = ..." stands outside a solution region'),
        ("# A paragraph.", "# ### END SOLUTION", 'cell 4: "### END SOLUTION" has no beginning'),
        ('tags=["check"]', 'tags=["exercise"]', '"step-check": is an exercise without a region'),
        (' tags=["exercise"]', "", '"step": has a solution region without the tag: add tags='),
        ("    #~ y = ...\n    y += 0", "    y += 0", '"step": the region has no #~ line'),
        ("y += 0", "y += (", '"step": does not parse, line '),
        ("    #~ y = ...\n    y +", "    #~ y = (\n    y +", "student version does not parse"),
        ('name="show"', 'name="step"', '"step": another cell has this name already'),
        ('name="show"', 'name="a b"', '"a b": the name is not valid: use up to 64'),
        ('name="show"', 'name=["a"]', """option name=["a"]: """),
        ('tags=["check"]', 'tags="check"', """option tags="check": 'check' is not of"""),
        ('tags=["check"]', "tags=[check", "has options that cannot be read (incorrectly"),
        ("# %%\nfrom", "# %% Imports\nfrom", "cell 3: has options that cannot be read (title)"),
        ('name="show"', 'name="show" colour="red"', "cannot be read (colour)"),
        ("# The end.", "", "cell 9: the cell is empty"),
        ("check.step(step)", "check.step(step);", '"step-check": ends with a semicolon'),
        ("if not roots", "if len(roots) == 0", 'cell "setup": differs from the template'),
        (', tags=["setup"]'[1:], "", 'cell "setup": differs from the template'),
        ('"source_hidden": true', '"source_hidden": false', "course.py build --setup writes it"),
        ('name="setup"', 'name="set-up"', "there is no setup cell: add the line # %% name="),
        ("#   kernelspec:\n", "#   other:\n", "01_small.py: no kernelspec in the header"),
        ("# ---\n\n", "\n\n", "01_small.py: no kernelspec in the header"),
    ],
)
def test_an_error_names_file_and_cell_and_says_what_to_do(project, old, new, message):
    edit(project, old, new)
    with pytest.raises(masters.MasterError) as error:
        masters.read_master(project, "01_small")
    text = str(error.value)
    assert message in text
    assert text.startswith("solutions/01_small.py")
    assert "\n" not in text


def test_several_errors_are_told_at_once(project):
    edit(project, "check.step(step)", "check.step(")
    edit(project, 'name="show"', 'name="step"')
    write_master(project, "02_other", "x = 1\n")
    with pytest.raises(masters.MasterError) as error:
        masters.read_masters(project)
    assert len(error.value.problems) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty: restore it"),
        (b" \n", "the file is empty: restore it"),
        (b"# \xe9\n", "not UTF-8 at byte 2: save it as UTF-8"),
        (b"# ---\n# jupyter:", "cut off, it does not end in a whole line"),
        (b"# \0\0\0\n", "cut off, it does not end in a whole line"),
    ],
)
def test_a_file_that_cannot_be_a_master_is_refused(project, content, message):
    (project / "solutions/01_small.py").write_bytes(content)
    with pytest.raises(masters.MasterError, match=f"solutions/01_small.py: {message}"):
        masters.read_master(project, "01_small")


def test_half_a_master_is_refused_wherever_it_ends_within_a_line(project):
    path = project / "solutions/01_small.py"
    whole = path.read_bytes()
    for end in range(0, len(whole) - 1, 7):
        if whole[end - 1 : end] != b"\n":
            path.write_bytes(whole[:end])
            with pytest.raises(masters.MasterError):
                masters.read_master(project, "01_small")


@pytest.mark.parametrize("stem", ["small", "1_small", "01_Small", "01-small", "01_small_copy (1)"])
def test_a_name_that_is_no_stem_is_refused(project, stem):
    write_master(project, stem, MASTER)
    with pytest.raises(masters.MasterError, match=r"a lesson is named like 02_lif.py"):
        masters.read_masters(project)


def test_an_unknown_lesson_or_a_broken_helper_is_named(project, runs):
    with pytest.raises(masters.MasterError, match=r"solutions/07_x.py: there is no such master"):
        build.build(project, ["07_x"])
    (project / "helpers/model.py").write_text("def twice(:\n")
    with pytest.raises(masters.MasterError, match=r"helpers/model.py: does not parse, line 1"):
        build.build(project)


# The setup cell


def publish(root, url, tag="v1.0"):
    (root / "pyproject.toml").write_text(f'[tool.course]\nurl = "{url}"\ntag = "{tag}"\n')


def setup_output(root, folder):
    """Execute the setup cell twice in a folder; return where helpers come from, or raise."""
    source = setup_cell.setup_source(root)
    show = "import helpers\nprint(helpers.__file__, sys.path.count(sys.path[0]))"
    code = [
        nbformat.v4.new_code_cell(text, id=f"c{n}") for n, text in enumerate([source] * 2 + [show])
    ]
    (output,) = execute(code, folder, "setup")["c2"]
    path, count = output.text.rsplit(" ", 1)
    return Path(path).resolve(), int(count)


@pytest.mark.parametrize("url", ["", "https://github.com/a/b"])
def test_the_setup_cell_is_short(project, url):
    publish(project, url)
    lines = [line for line in setup_cell.setup_source(project).splitlines() if line.strip()]
    assert len(lines) <= 8
    assert [line[0] == "#" for line in lines].count(True) == 1


def test_the_setup_cell_finds_the_course_above(project):
    folder = project / "notebooks/deep er"
    folder.mkdir(parents=True)
    assert setup_output(project, folder) == ((project / "helpers/__init__.py").resolve(), 1)


def test_the_setup_cell_says_in_one_line_what_to_do(tmp_path):
    with pytest.raises(masters.MasterError, match=r"SystemExit: No helpers here or above: open"):
        setup_output(tmp_path, tmp_path)


def test_the_setup_cell_fetches_the_archive_once(project, tmp_path_factory):
    archive, alone = project / "course-v1.0.zip", tmp_path_factory.mktemp("alone")
    with zipfile.ZipFile(archive, "w") as file:
        for path in project.glob("helpers/*"):
            file.write(path, f"course-1.0/helpers/{path.name}")
    publish(
        project, (project / "course-{tag}.zip").as_uri().replace("%7B", "{").replace("%7D", "}")
    )
    expected = (alone / "course-v1.0/course-1.0/helpers/__init__.py").resolve(), 1
    assert setup_output(project, alone) == expected
    archive.unlink()
    assert setup_output(project, alone) == expected  # nothing is fetched a second time


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/archive/refs/tags/v2.zip"),
        ("https://github.com/a/b.git", "https://github.com/a/b/archive/refs/tags/v2.zip"),
        ("https://github.com/a/b/", "https://github.com/a/b/archive/refs/tags/v2.zip"),
        ("https://x.org/c-{tag}.zip", "https://x.org/c-v2.zip"),
    ],
)
def test_the_address_of_the_archive(url, address):
    assert setup_cell.archive_address(url, "v2") == address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.course]\nurl = "https://x"\ntag = ""\n', "has a url without a tag"),
        ("[tool.course\n", "pyproject.toml: "),
    ],
)
def test_wrong_settings_are_told(project, runs, text, message, capsys):
    (project / "pyproject.toml").write_text(text)
    assert build.main([], project) == 1
    assert message in capsys.readouterr().err


def test_setup_rewrites_the_cell_in_every_master(project, runs, capsys):
    write_master(project, "02_other", MASTER.replace("SETUP\n", "").replace(' tags=["setup"]', ""))
    publish(project, "https://github.com/a/b")
    assert build.main([], project) == 1
    assert build.main(["--setup"], project) == 0
    assert build.main(["--setup", "--check"], project) == 0
    text = (project / "solutions/02_other.py").read_text("utf-8")
    assert text == MASTER.replace("SETUP", setup_cell.setup_source(project))


# The command


def test_the_command_runs_from_anywhere(tmp_path):
    """`tools/build.py` in a copy of the tools, with no lessons."""
    shutil.copytree(ROOT / "tools", tmp_path / "course/tools")
    (tmp_path / "course/solutions").mkdir()
    command = [sys.executable, str(tmp_path / "course/tools"), "build"]
    for options in (["--check"], []):
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_this_repository_is_in_step(capsys):
    if not masters.stems(ROOT):
        pytest.skip("solutions/ holds no master yet")
    assert build.main(["--check"]) == 0, capsys.readouterr().out


PROJECT = """
[tool.course]
python = ">=3.11,<3.15"
[dependency-groups]
runtime = ["numpy>=2.1", "matplotlib-inline>=0.1.7"]
lesson = [{ include-group = "runtime" }, "jupyterlab>=4.4"]
"""


def test_both_lists_of_packages_are_written_and_checked(project, capsys):
    (project / "pyproject.toml").write_text(PROJECT)
    assert build.main([], project) == 0
    lists = [(project / name).read_text() for name in ("requirements.txt", "environment.yml")]
    assert lists[0].splitlines()[1:] == [
        "numpy>=2.1",
        "matplotlib-inline>=0.1.7",
        "jupyterlab>=4.4",
    ]
    wanted = ["python >=3.11,<3.15", "numpy >=2.1", "matplotlib-inline >=0.1.7", "jupyterlab >=4.4"]
    assert lists[1].split("dependencies:\n")[1].splitlines() == [f"  - {line}" for line in wanted]
    assert build.main(["--check"], project) == 0
    (project / "environment.yml").write_text(lists[1].replace("2.1", "2.2"))
    (project / "requirements.txt").unlink()
    capsys.readouterr()
    assert build.main(["--check"], project) == 1
    said = capsys.readouterr().out
    assert "environment.yml: is not what pyproject" in said and "requirements.txt: is" in said

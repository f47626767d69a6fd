"""Derivation: the bytes, what is executed and when, and each error with its message."""

import base64
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jupytext
import nbformat
import pytest

from tests.tools.small_course import MASTER, small_course, write_master
from tools import ROOT, build
from tools.lessons import masters, setup_cell
from tools.lessons.execute import clean_outputs, execute
from tools.lessons.fingerprint import helper_files

SOLUTION, STUDENT = "solutions/01_small.ipynb", "notebooks/01_small.ipynb"
DERIVED = [STUDENT, "notebooks/01_small.py", SOLUTION]


@pytest.fixture
def runs(monkeypatch):
    """Replace execution by empty outputs; return the list of lessons that would have run."""
    executed = []

    def fake(cells, folder, where, **options):
        executed.append(where)
        return {cell.id: [] for cell in cells if cell.cell_type == "code"}

    monkeypatch.setattr(build, "execute", fake)
    return executed


@pytest.fixture
def built(project, runs):
    """Return the root of the small course with all that is derived, as if executed."""
    build.build(project)
    return project


def edit(root, old, new, stem="01_small"):
    """Replace text that stands once in a master."""
    path = root / "solutions" / f"{stem}.py"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8", newline="\n")


def replace_in(path, old, new):
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def derived(root):
    """Return {name: bytes} of all files in the two folders, hidden ones too, but the masters."""
    paths = [*root.glob("notebooks/*"), *root.glob("solutions/*")]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return {n: p.read_bytes() for n, p in names.items() if not (n[0] == "s" and n[-3:] == ".py")}


def cells(root, name):
    notebook = json.loads((root / name).read_text("utf-8"))
    return {cell["id"]: cell for cell in notebook["cells"]}


def test_the_student_script_is_this_byte_for_byte(built):
    kept = MASTER.split("# %% [markdown] name", 1)[1].replace("SETUP", setup_cell.UNPUBLISHED)
    kept = kept.split('# %% [markdown] name="answer"')[0] + "# %% [markdown]\n# The end.\n"
    start, end = kept.index("        ### BEGIN"), kept.rindex("    ### END SOLUTION\n")
    stub = "        # TODO: one line\n\n        if x:\n            y = ...\n    y = ...\n"
    kept = kept[:start] + stub + kept[end + len("    ### END SOLUTION\n") :]
    kept = kept.replace("import twice\n\n# %%", "import twice\n\n\n# %%")  # jupytext's, before def
    expected = masters.HEADER + "# %% [markdown] name" + kept
    assert (built / "notebooks/01_small.py").read_bytes().decode() == expected


def test_the_notebooks_hold_the_cells_of_the_student_script_and_of_the_master(built):
    script = jupytext.read(built / "notebooks/01_small.py")
    notebook = nbformat.read(built / STUDENT, as_version=4)
    assert [c.source for c in notebook.cells] == [c.source for c in script.cells]
    assert not any(c.get("execution_count") or c.get("outputs") for c in notebook.cells)
    folded = {"jupyter": {"source_hidden": True}, "name": "setup", "tags": ["setup"]}
    assert cells(built, STUDENT)["setup"]["metadata"] == folded
    notebook = nbformat.read(built / SOLUTION, as_version=4)
    master = masters.read_master(built, "01_small")
    assert [c.source for c in notebook.cells] == [c.source for c in master.cells]
    assert "        #~     y = ..." in cells(built, SOLUTION)["step"]["source"][7]


def test_notebook_files_are_sorted_indented_by_one_and_end_in_one_newline(built):
    for name in (STUDENT, SOLUTION):
        text = (built / name).read_bytes().decode("utf-8")
        notebook = json.loads(text)
        assert text == json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
        notebook["metadata"].pop("course", None)
        assert notebook["metadata"] == masters.METADATA
        nbformat.validate(notebook)


def test_a_second_build_writes_nothing(project, runs):
    written = build.build(project)
    assert sorted(path.relative_to(project).as_posix() for path in written) == DERIVED
    assert build.build(project) == build.build(project, force=True) == []
    assert build.check(project) == []
    write_master(project, "02_other", MASTER)
    (project / "notebooks/01_small.py").unlink()
    build.build(project, ["02"])  # only the lesson asked for
    assert runs == 2 * ["solutions/01_small.py"] + ["solutions/02_other.py"]
    assert not (project / "notebooks/01_small.py").exists()


def test_line_ends_and_a_byte_order_mark_change_nothing(built, runs):
    before = derived(built)
    master = built / "solutions/01_small.py"
    for path in [master, *built.glob("helpers/*.*")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    master.write_bytes(b"\xef\xbb\xbf" + master.read_bytes())
    assert build.build(built) == []
    assert (derived(built), len(runs)) == (before, 1)


def test_a_new_paragraph_leaves_the_other_ids_alone(built):
    before = list(cells(built, STUDENT))
    edit(built, "# A paragraph.", "# New.\n\n# %% [markdown]\n# A paragraph.")
    build.build(built)
    after = list(cells(built, STUDENT))
    assert [cell_id for cell_id in after if cell_id in before] == before
    assert len(after) == len(before) + 1
    # repeated cells get ids of their own, and magics are allowed
    edit(built, "# The end.", "# A paragraph.\n\n# %% [markdown]\n# A paragraph.")
    ids = [cell.id for cell in masters.read_master(built, "01_small").cells]
    first = next(cell_id for cell_id in ids if f"{cell_id}-2" in ids)
    assert f"{first}-3" in ids
    assert len(set(ids)) == len(ids)
    edit(built, "# %%\nfrom", "# %%\n# %matplotlib inline\n# twice?\n# !ls\nawait thing\nfrom")
    cell = masters.read_master(built, "01_small").cells[2]
    assert cell.source.startswith("%matplotlib inline\ntwice?\n!ls\n")
    assert "# %matplotlib inline\n# twice?\n" in masters.to_percent([cell])


EXTRA = """# The end.

# %% name="extra" tags=["solution-only"]
import sys
import matplotlib.pyplot as plt
print(sys.executable)
plt.plot([1, 2])
plt.show()
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Return (root, what was said) of a course that a kernel has run, with false signposts."""
    root, said = small_course(tmp_path_factory.mktemp("executed")), io.StringIO()
    edit(root, "# The end.\n", EXTRA)
    (root / "kernels/python3").mkdir(parents=True)
    spec = '{"argv": ["nothing"], "display_name": "x", "language": "y"}'
    (root / "kernels/python3/kernel.json").write_text(spec)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setenv("JUPYTER_PATH", str(root))
        patch.setenv("MPLBACKEND", "Agg")
        build.build(root)
    return root, said.getvalue()


def test_the_solution_is_executed_in_its_folder(executed):
    root, said = executed
    solution = cells(root, SOLUTION)
    assert solution["step-check"]["outputs"][0]["data"] == {"text/plain": ["'done'"]}
    (stream,) = solution["show"]["outputs"]
    text = ["µ = 42\n", "two lines\n"]
    assert stream == {"name": "stdout", "output_type": "stream", "text": text}
    code = [cell for cell in solution.values() if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, 4, 5, 6]
    assert said.count("executing") == 1
    assert build.check(root) == []
    # the kernel is this interpreter and keeps figures, whatever is set outside
    printed, figure = solution["extra"]["outputs"]
    assert printed["text"] == [f"{sys.executable}\n"]
    assert base64.b64decode(figure["data"]["image/png"]).startswith(b"\x89PNG")


def test_the_executed_notebook_passes_nbval_but_for_an_edited_cell(executed):
    root, _ = executed
    edited = (root / SOLUTION).read_text("utf-8").replace('"two lines\\n"', '"three lines\\n"')
    (root / "solutions/02_edited.ipynb").write_text(edited, "utf-8")
    (root / "none.ini").write_text("[pytest]\n")
    options = ["-q", "-p", "nbval.plugin", "-p", "no:cacheprovider", "--nbval"]
    options += ["--nbval-current-env", "-c", "none.ini", "solutions/02_edited.ipynb"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        **{"capture_output": True, "text": True, "cwd": root, "check": False},
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert "1 failed, 5 passed" in done.stdout
    assert "02_edited.ipynb::Cell 4" in done.stdout


@pytest.mark.parametrize(
    ("code", "tags", "message"),
    [
        ("raise KeyError('a\\nb')", [], "KeyError: 'a\\nb'"),
        ("import os, signal\nos.kill(os.getpid(), 9)", [], "the kernel died here"),
        ("import time\ntime.sleep(60)", [], "took longer than 2 s: make it quicker"),
        ("object()", [], "which differs on every run: assign the value to _"),
        ("1", ["skip-execution"], "was not executed in its turn: is there a tag that skips it?"),
        ("1 / 0", ["raises-exception"], "ZeroDivisionError: division by zero"),
    ],
)
def test_a_cell_that_fails_is_named_and_nothing_is_kept(tmp_path, code, tags, message):
    if "signal" in code and sys.platform == "win32":
        pytest.skip("Windows has no SIGKILL")
    ready = nbformat.v4.new_code_cell("ready = 1", id="a")
    metadata = {"name": "failing", "tags": tags}
    failing = nbformat.v4.new_code_cell(code, id="b", metadata=metadata)
    with pytest.raises(masters.MasterError) as error:
        execute([ready, failing], tmp_path, "solutions/01_x.py", timeout=2)
    assert str(error.value).startswith('solutions/01_x.py, cell "failing": ')
    assert str(error.value).endswith(message)


def test_outputs_are_stored_without_what_is_transient():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    metadata = {"image/png": {"width": 3}, "trusted": True}
    result = ("execute_result", {**view, "image/png": "iVBO"})
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="a"),
        nbformat.v4.new_output("stream", name="stdout", text="b\n"),
        nbformat.v4.new_output("stream", name="stderr", text="c\n"),
        nbformat.v4.new_output("display_data", {**view}),
        nbformat.v4.new_output(*result, metadata=metadata, execution_count=9),
    ]
    kept = clean_outputs(outputs, 2)
    assert [output.get("text") for output in kept] == ["ab\n", "c\n", None]
    assert (kept[2].data, kept[2].execution_count) == ({"image/png": "iVBO"}, 2)
    assert kept[2].metadata == {"image/png": {"width": 3}}
    assert len(outputs[4].data) == 2  # the argument is as it was


def test_changed_code_executes_and_so_does_force(built, runs):
    for old, new, so_far in (
        ("# The end.", "# The very end.", 1),  # prose alone
        ("y += 0", "y += 0.0", 2),
        ('name="show"', 'name="display"', 3),  # its outputs are not found
    ):
        edit(built, old, new)
        build.build(built)
        assert len(runs) == so_far, old
    build.build(built, force=True)
    assert len(runs) == 4


def test_outputs_are_carried_over_by_cell(project, runs, monkeypatch):
    stream = nbformat.v4.new_output("stream", name="stdout", text="42\n")
    monkeypatch.setattr(build, "execute", lambda cells, *_: {c.id: [stream] for c in cells})
    build.build(project)
    monkeypatch.undo()
    edit(project, "# A small lesson", "# A lesson\n\n# %% [markdown]\n# More.")
    build.build(project)
    assert cells(project, SOLUTION)["show"]["outputs"][0]["text"] == ["42\n"]


def test_a_changed_helper_executes_the_lessons_that_use_it(built, runs):
    """Model imports numbers, relatively, which reads two.txt."""
    used = ["model.py", "numbers.py", "two.txt", "checks/small.py", "checks/__init__.py"]
    used.append("start.py")  # by the setup cell
    for name in [*used, "unused.py", "unused.csv", "explore.py"]:
        before = len(runs)
        with (built / "helpers" / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert bool(build.check(built)) is (name in used), name
        build.build(built)
        assert len(runs) == before + (name in used), name


def test_every_form_of_import_is_followed(project):
    """A star or an unknown import is no error."""
    for line in (
        "import helpers.unused", "import helpers.unused as u", "from helpers import model, unused",
        "from helpers.unused import x", "def f():\n    from helpers import unused",
    ):  # fmt: skip
        names = [path.name for path in helper_files(project, [line])]
        assert "unused.py" in names and "explore.py" not in names, line
    names = helper_files(project, ["from helpers import *\nimport helpers.nothing\nimport numpy"])
    assert [path.name for path in names] == ["__init__.py"]


@pytest.mark.parametrize("failure", ["corrupt", "half", "raising"])
def test_one_bad_lesson_leaves_derived_files_alone(project, failure, capsys, monkeypatch, runs):
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
        monkeypatch.undo()  # a kernel runs it
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


def test_ctrl_c_and_a_full_disk_leave_derived_files_alone(project, monkeypatch, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "execute", stop)
        assert build.main([], project) == 130
    assert capsys.readouterr().err == "Stopped. No notebook was written.\n"
    assert derived(project) == {}
    monkeypatch.setattr(build, "execute", lambda cells, *_: {cell.id: [] for cell in cells})
    build.build(project)
    before, write = derived(project), Path.write_bytes
    edit(project, "# The end.", "# The very end.")

    def full_disk(path, content):
        if "solutions" in path.parts:
            raise OSError("no space left")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space left"):
        build.build(project)
    assert derived(project) == before


def test_check_names_the_files_that_are_missing_or_left_over(project, runs, capsys):
    assert build.main(["--check"], project) == 1
    lines = capsys.readouterr().out.splitlines()
    missing = [f"{SOLUTION}: not executed yet", "notebooks/01_small.py: missing"]
    assert lines[:3] == [*missing, f"{STUDENT}: missing"]
    assert "python3 course.py build" in lines[-1]
    assert (runs, derived(project)) == ([], {})
    build.build(project)
    for name in ("99_old", "Untitled"):  # an orphan is reported and never removed
        (project / f"notebooks/{name}.ipynb").write_text("{}")
    assert build.main([], project) == 0
    assert "notebooks/99_old.ipynb has no master" in capsys.readouterr().out
    left_over = "notebooks/99_old.ipynb: left over, it has no master: delete it"
    assert build.check(project) == [left_over]
    (project / "notebooks/01_small.py").unlink()
    assert len(build.check(project)) == 2
    assert (project / "notebooks/99_old.ipynb").exists()


@pytest.mark.parametrize("name", DERIVED)
def test_check_finds_a_derived_file_that_was_edited_by_hand_and_names_the_cell(built, name):
    whole = (built / name).read_bytes()
    for old, cell in (("A paragraph.", "4"), ("Return the next x", "step")):
        replace_in(built / name, old, f"{old} Edited")
        assert build.check(built) == [f"{name}: differs from its master, first in cell {cell}"]
        (built / name).write_bytes(whole)


def test_check_finds_other_line_ends_and_metadata_but_not_other_outputs(built):
    script = built / "notebooks/01_small.py"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    replace_in(built / STUDENT, "(ipykernel)", "")
    notebook = nbformat.read(built / SOLUTION, as_version=4)
    notebook.cells[-2].outputs = [nbformat.v4.new_output("stream", name="stdout", text="other\n")]
    (built / SOLUTION).write_text(nbformat.v4.writes(notebook) + "\n", "utf-8", newline="\n")
    assert build.check(built) == [
        "notebooks/01_small.py: differs in its line ends",
        "notebooks/01_small.ipynb: differs from its master, first in its header",
    ]


def test_check_finds_a_solution_that_is_not_executed(built, runs):
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    changed = {"execution_count": None}, {"execution_count": 7}, {"id": "other"}
    for number, changes in enumerate([*changed, {"outputs": [error]}], 1):
        notebook = json.loads((built / SOLUTION).read_text("utf-8"))
        next(cell for cell in notebook["cells"] if cell["id"] == "show").update(changes)
        (built / SOLUTION).write_text(json.dumps(notebook), "utf-8")
        (line,) = build.check(built)
        message = "holds an error" if number == 4 else "has not been executed in its turn"
        assert line.startswith(f'{SOLUTION}: cell "show" {message}')
        build.build(built)
        assert (build.check(built), len(runs)) == ([], 1 + number)
    # one that is no notebook is made anew
    for text in ("", "{}", "<<<<<<< HEAD", '{"cells": [{}], "nbformat": 4}'):
        (built / SOLUTION).write_text(text)
        assert build.check(built) == [f"{SOLUTION}: not executed yet"]
        build.build(built)
        assert build.check(built) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("        #~ #", "        ### BEGIN SOLUTION\n        #~ #", '"step": a region begins'),
        ("    y += 0\n    ### END SOLUTION\n", "    y += 0\n", '"step": the region is not closed'),
        ("    y += 0\n", "    ### END SOLUTION\n    ### END SOLUTION\n", "has no beginning"),
        ('print("two', '### END SOLUTION\nprint("two', '"### END SOLUTION" has no beginning'),
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
        ("raise UsageError", "raise SystemExit", 'cell "setup": differs from the template'),
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


def test_a_file_that_cannot_be_a_master_is_refused(project):
    """Half a master, too, wherever it ends within a line."""
    path = project / "solutions/01_small.py"
    whole = path.read_bytes()
    for content, message in {
        b"": "the file is empty: restore it",
        b" \n": "the file is empty: restore it",
        b"# \xe9\n": "not UTF-8 at byte 2: save it as UTF-8",
        b"# ---\n# jupyter:": "cut off, it does not end in a whole line",
        b"# \0\0\0\n": "cut off, it does not end in a whole line",
    }.items():
        path.write_bytes(content)
        with pytest.raises(masters.MasterError, match=f"solutions/01_small.py: {message}"):
            masters.read_master(project, "01_small")
    for end in range(0, len(whole) - 1, 7):
        if whole[end - 1 : end] != b"\n":
            path.write_bytes(whole[:end])
            with pytest.raises(masters.MasterError):
                masters.read_master(project, "01_small")


def test_what_is_unknown_or_broken_is_named_and_several_errors_at_once(project, runs):
    with pytest.raises(masters.MasterError, match=r"solutions/07_x.py: there is no such master"):
        build.build(project, ["07_x"])
    (project / "helpers/model.py").write_text("def twice(:\n")
    with pytest.raises(masters.MasterError, match=r"helpers/model.py: does not parse, line 1"):
        build.build(project)
    edit(project, "check.step(step)", "check.step(")
    edit(project, 'name="show"', 'name="step"')
    write_master(project, "02_other", "x = 1\n")
    with pytest.raises(masters.MasterError) as error:
        masters.read_masters(project)
    assert len(error.value.problems) == 3
    for stem in ("small", "1_small", "01_Small", "01-small", "01_small_copy (1)"):
        with pytest.raises(masters.MasterError, match=r"a lesson is named like 02_lif.py"):
            masters.read_master(project, stem)


def publish(root, url, tag="v1.0"):
    (root / "pyproject.toml").write_text(f'[tool.course]\nurl = "{url}"\ntag = "{tag}"\n')


def python(folder, *words):
    """Run this Python in a folder."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, cwd=folder)


def setup_output(root, folder):
    """Execute the setup cell twice in a folder; return where helpers come from, or the error."""
    source = setup_cell.setup_source(root)
    show = "import helpers\nprint(helpers.__file__)"
    done = python(folder, "-c", "\n".join([source, source, show]))
    return done.stderr if done.returncode else Path(done.stdout.strip()).resolve()


def test_the_setup_cell_finds_the_course_or_says_what_to_do(project, tmp_path_factory):
    """In a kernel: tests/lessons/test_start.py."""
    folder = project / "notebooks/deep er"
    folder.mkdir(parents=True)
    assert setup_output(project, folder) == (project / "helpers/__init__.py").resolve()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    *_, last = setup_output(project, elsewhere).splitlines()
    assert f"UsageError: {elsewhere} is not in the course folder: open this" in last


def test_the_setup_cell_finds_its_helpers_before_others_of_the_name(project):
    """A folder of the student's beside the notebook, with the course's behind it in PYTHONPATH."""
    (project / "work/helpers").mkdir(parents=True)
    (project / "work/helpers/__init__.py").write_text("")
    again = f"import sys\nsys.path.append({str(project)!r})\n{setup_cell.setup_source(project)}"
    done = python(project / "work", "-c", f"{again}\nprint(helpers.__file__)")
    assert Path(done.stdout.strip()).resolve() == (project / "helpers/__init__.py").resolve()


def test_the_setup_cell_fetches_the_archive_once(project, tmp_path_factory):
    archive, alone = project / "course-v1.0.zip", tmp_path_factory.mktemp("alone")
    with zipfile.ZipFile(archive, "w") as file:
        for path in project.glob("helpers/*"):
            file.write(path, f"course-1.0/helpers/{path.name}")
    publish(project, f"{project.as_uri()}/course-{{tag}}.zip")
    expected = (alone / "course-v1.0/course-1.0/helpers/__init__.py").resolve()
    assert setup_output(project, alone) == expected
    archive.unlink()
    assert setup_output(project, alone) == expected  # nothing is fetched a second time


def test_the_setup_cell_is_short_and_wrong_settings_are_told(project, runs, capsys):
    for end in ("", ".git", "/"):
        found = setup_cell.archive_address(f"https://github.com/a/b{end}", "v2")
        assert found == "https://github.com/a/b/archive/refs/tags/v2.zip"
    assert setup_cell.archive_address("https://x.org/c-{tag}.zip", "v2") == "https://x.org/c-v2.zip"
    no_tag = '[tool.course]\nurl = "https://x"\ntag = ""\n', "has a url without a tag"
    for text, message in (no_tag, ("[tool.course\n", "pyproject.toml: ")):
        (project / "pyproject.toml").write_text(text)
        assert build.main([], project) == 1
        assert message in capsys.readouterr().err
    for url in ("", "https://github.com/a/b"):
        publish(project, url)
        lines = [line for line in setup_cell.setup_source(project).splitlines() if line.strip()]
        assert len(lines) <= 8
        assert ["# Setup: " in line for line in lines] == [True] + [False] * (len(lines) - 1)


def test_setup_rewrites_the_cell_in_every_master(project, runs):
    write_master(project, "02_other", MASTER.replace("SETUP\n", "").replace(' tags=["setup"]', ""))
    publish(project, "https://github.com/a/b")
    assert build.main([], project) == 1
    assert build.main(["--setup"], project) == 0
    assert build.main(["--setup", "--check"], project) == 0
    text = (project / "solutions/02_other.py").read_text("utf-8")
    assert text == MASTER.replace("SETUP", setup_cell.setup_source(project))


def test_the_command_runs_from_anywhere(tmp_path):
    """In a copy of the tools with course.py beside them and no lessons."""
    shutil.copytree(ROOT / "tools", tmp_path / "course/tools")
    shutil.copy(ROOT / "course.py", tmp_path / "course")
    (tmp_path / "course/solutions").mkdir()
    done = python(tmp_path, "course/tools", "build")
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

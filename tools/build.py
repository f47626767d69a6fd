"""Derive notebooks and lists of packages, and execute the lessons whose code has changed.

    python3 course.py build [--check] [--force] [--setup] [stem ...]

Each solutions/NN_x.py gives notebooks/NN_x.py and .ipynb (for students, no outputs) and
solutions/NN_x.ipynb (executed); pyproject.toml gives requirements.txt and environment.yml.
Everything is derived and executed first and written last: where anything is wrong, no file
changes.
"""

import argparse
import copy
import json
import os
import re
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat

from tools import ROOT
from tools.lessons import masters, setup_cell
from tools.lessons.execute import clean_outputs, execute
from tools.lessons.fingerprint import fingerprint
from tools.lessons.masters import MasterError, label
from tools.lessons.packages import package_lists

MEND = "python3 course.py build"


def build(root, wanted=(), force=False):
    """Derive, execute where needed, and write what has changed.

    Parameters
    ----------
    root : path-like
        The course folder.
    wanted : iterable of str
        Stems of the lessons; all of them by default.
    force : bool
        Execute even where neither the code nor the helpers have changed.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    MasterError
        If a master is wrong or a cell of it raises; nothing is written then.
    """
    texts, problems = {}, []
    for master in masters.read_masters(root, wanted):
        try:
            texts |= student_files(master) | _solution_file(master, force)
        except MasterError as error:
            problems += error.problems
    if problems:
        raise MasterError(*problems)
    return write_changed(texts | package_lists(root))


def check(root, wanted=()):
    """Return one line for each derived file that is not what its master gives; run nothing.

    Stored outputs are not compared, but a solution must be executed from the code that it shows.
    """
    found = []
    for master in masters.read_masters(root, wanted):
        texts = student_files(master)
        mark, stored = fingerprint(master), _stored_notebook(master)
        if reason := _why_stale(master, mark, stored):
            found.append(f"solutions/{master.stem}.ipynb: {reason}")
        else:
            texts[_solution_path(master)] = _solution_text(master, mark, _outputs(stored))
        found += [line for path, text in texts.items() if (line := difference(root, path, text))]
    for path, text in package_lists(root).items():
        if not path.exists() or path.read_text("utf-8") != text:
            found.append(f"{path.name}: is not what pyproject.toml says")
    return found + [f"{name}: left over, it has no master: delete it" for name in orphans(root)]


def student_files(master):
    """Return {path: text} of the two files that a student gets."""
    cells, stem = masters.student_cells(master), master.root / "notebooks" / master.stem
    return {
        stem.with_suffix(".py"): masters.to_percent(cells),
        stem.with_suffix(".ipynb"): masters.to_ipynb(cells),
    }


def _solution_path(master):
    return master.root / "solutions" / f"{master.stem}.ipynb"


def _solution_file(master, force):
    """Return {path: text} of the executed notebook; execute it only where that is needed."""
    mark, stored = fingerprint(master), _stored_notebook(master)
    if force or (reason := _why_stale(master, mark, stored)):
        print(f"{master.stem}: {'asked to execute' if force else reason}", flush=True)
        outputs = execute(master.cells, master.root / "solutions", f"solutions/{master.stem}.py")
        _refuse_a_solution_that_fails(master, outputs)
    else:
        print(f"{master.stem}: code unchanged, outputs kept", flush=True)
        outputs = _outputs(stored)
    return {_solution_path(master): _solution_text(master, mark, outputs)}


def _refuse_a_solution_that_fails(master, outputs):
    """MasterError where a check says that the solution above it is wrong or not finished."""
    problems = []
    for number, cell in enumerate(master.cells, 1):
        for output in outputs.get(cell.id, []) if "check" in cell.metadata.get("tags", []) else []:
            verdict = output.get("data", {}).get("text/plain", "").split("\n")[0]
            if verdict.startswith(("✗", "○")):
                problems.append(f"solutions/{master.stem}.py, {label(cell, number)}: {verdict}")
    if problems:
        raise MasterError(*problems)


def _solution_text(master, mark, outputs):
    """Return the text of the executed notebook: the master's cells with their outputs."""
    cells, count = [], 0
    for cell in copy.deepcopy(master.cells):
        if cell.cell_type == "code":
            count += 1
            cell.execution_count, cell.outputs = count, outputs[cell.id]
        cells.append(cell)
    return masters.to_ipynb(cells, course={"fingerprint": mark})


def _stored_notebook(master):
    """Return the solution as it is on disk, or None where it cannot be read as a notebook."""
    try:
        return nbformat.reads(_solution_path(master).read_text("utf-8"), as_version=4)
    except Exception:  # missing, a conflict marker, half a file, another format: all mean the same
        return None


def _why_stale(master, mark, stored):
    """Return why the stored outputs are not those of the master's code, or None."""
    if stored is None:
        return "not executed yet"
    if stored.metadata.get("course", {}).get("fingerprint") != mark:
        return "its code or a helper that it uses has changed since it was executed"
    twins = {cell.id: cell for cell in stored.cells if cell.cell_type == "code"}
    for count, cell in enumerate(master.code_cells, 1):
        twin = twins.get(cell.id)
        if twin is None or twin.execution_count != count:
            return f'cell "{cell.id}" has not been executed in its turn (as number {count})'
        if any(output.output_type == "error" for output in twin.outputs):
            return f'cell "{cell.id}" holds an error'
    return None


def _outputs(stored):
    """Return {cell id: outputs} of a notebook, cleaned, since JupyterLab may have saved it."""
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    return {cell.id: clean_outputs(cell.outputs, cell.execution_count) for cell in code}


def difference(root, path, text):
    """Return one line if the file does not hold the text, naming the first cell that differs."""
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return f"{name}: missing"
    content = path.read_bytes()
    if content == text.encode():
        return None
    if content.replace(b"\r\n", b"\n") == text.encode():
        return f"{name}: differs in its line ends"
    pairs = zip_longest(_chunks(path, content.decode("utf-8", "replace")), _chunks(path, text))
    for number, (found, expected) in enumerate(pairs):
        if found != expected:
            cell = f"cell {(expected or found)[0] or number}" if number else "its header"
            return f"{name}: differs from its master, first in {cell}"
    return f"{name}: differs from its master in its layout"


def _chunks(path, text):
    """Return [(name, content)] of a derived file: its header or metadata, then its cells."""
    if path.suffix == ".py":
        named = re.compile(r'name="([^"]+)"')
        chunks = re.split(r"^(?=# %%)", text, flags=re.MULTILINE)
        first = [named.search(chunk.split("\n")[0]) for chunk in chunks]
        return [(found and found[1], chunk) for found, chunk in zip(first, chunks, strict=True)]
    try:
        notebook = json.loads(text)
        cells = notebook.pop("cells")
        return [(None, notebook), *((cell["metadata"].get("name"), cell) for cell in cells)]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def orphans(root):
    """Return the names of derived files that no master gives: left over from a renamed lesson."""
    known, found = masters.stems(root), []
    for pattern in ("notebooks/*.py", "notebooks/*.ipynb", "solutions/*.ipynb"):
        for path in Path(root).glob(pattern):
            if masters.STEM.fullmatch(path.stem) and path.stem not in known:
                found.append(path.relative_to(root).as_posix())
    return sorted(found)


def write_changed(texts):
    """Write the files of {path: text} that differ from what is there: all of them or none.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    contents = {path: text.encode() for path, text in texts.items()}
    changed = [p for p in contents if not p.exists() or p.read_bytes() != contents[p]]
    drafts = {path: path.with_name(f".{path.name}.new") for path in changed}
    try:
        for path, draft in drafts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(contents[path])
        for path, draft in drafts.items():
            os.replace(draft, path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return changed


def write_setup_cells(root, wanted=()):
    """Rewrite the setup cell of the masters from the template; return the files written."""
    cell = f"{setup_cell.MARKER}\n{masters.setup_template(root)}\n\n"
    texts = {}
    for stem in masters.stems(root, wanted):
        path = Path(root) / "solutions" / f"{stem}.py"
        pattern = r'^# %%[^\n]*name="setup"[^\n]*\n.*?(?=^# %%|\Z)'
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        texts[path] = re.sub(pattern, lambda _: cell, text, count=1, flags=re.M | re.S)
    return write_changed(texts)


def main(arguments=None, root=ROOT):
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="course.py build", description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", metavar="stem", help="such as 02_lif; default: all")
    parser.add_argument("--check", action="store_true", help="say what is out of step, run nothing")
    parser.add_argument("--force", action="store_true", help="execute every lesson")
    parser.add_argument("--setup", action="store_true", help="rewrite the setup cells first")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="replace")
    try:
        return _check(root, options.stems) if options.check else _build(root, options)
    except MasterError as error:
        print(*error.problems, "No notebook was written.", sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. No notebook was written.", file=sys.stderr)
        return 130


def _check(root, wanted):
    found = check(root, wanted)
    print(*found, sep="\n", end="\n" if found else "")
    count = len(masters.stems(root, wanted))
    print(f"out of step with the masters: run {MEND}" if found else f"{count} lessons, all in step")
    return 1 if found else 0


def _build(root, options):
    written = write_setup_cells(root, options.stems) if options.setup else []
    written += build(root, options.stems, options.force)
    names = [path.relative_to(root).as_posix() for path in written]
    print(*(f"wrote {name}" for name in names) if names else ["nothing to write"], sep="\n")
    for name in orphans(root):
        print(f"{name} has no master and was left alone: delete it if it is not yours")
    return 0

"""Read the master of a lesson, solutions/NN_x.py, and derive from it what is shown.

Nothing here runs a lesson or writes a file. Whatever is wrong with a master is a `MasterError`:
one line for each problem, with the file, the cell and what to do.
"""

import ast
import copy
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager

from tools.lessons.regions import student_source
from tools.lessons.setup_cell import setup_source

STEM = re.compile(r"\d\d_[a-z][a-z0-9_]*")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
OPTIONS = ("name", "tags", "jupyter")
LAYOUT = ("lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker")  # jupytext's own
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {  # complete, for nbconvert; no version: this is not of one machine
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
HEADER = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

"""


class MasterError(ValueError):
    """What is wrong, one line per problem in `problems`."""

    def __init__(self, *problems):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Master:
    """A master that has been read and checked: its notebook cells, with ids, nothing run."""

    root: Path
    stem: str
    cells: list

    @property
    def code_cells(self):
        """The cells that run, in order."""
        return [cell for cell in self.cells if cell.cell_type == "code"]


def stems(root, wanted=()):
    """Return the stems of the lessons in `root`/solutions, or those of them that are wanted.

    A lesson may be named as `02_lif`, `02`, `02_lif.py` or by a path.
    """
    known = sorted(path.stem for path in (Path(root) / "solutions").glob("*.py"))
    names = [re.sub(r"\.(py|ipynb)$", "", Path(name).name) for name in wanted]
    chosen = [[s for s in known if s == name or s.split("_")[0] == name] for name in names]
    missing = [name for name, found in zip(names, chosen, strict=True) if not found]
    if missing:
        there_are = f"there is no such master; there are {', '.join(known) or 'none'}"
        raise MasterError(*(f"solutions/{name}.py: {there_are}" for name in missing))
    return sorted({stem for found in chosen for stem in found}) if names else known


def _tags(cell):
    return cell.metadata.get("tags", [])


def label(cell, number):
    """Return how a message names a cell: its name where it has one, else its number from 1."""
    return f'cell "{cell.metadata.name}"' if "name" in cell.metadata else f"cell {number}"


def read_masters(root, wanted=()):
    """Return the masters, or raise one MasterError with the problems of all of them."""
    found, problems = [], []
    for stem in stems(root, wanted):
        try:
            found.append(read_master(root, stem))
        except MasterError as error:
            problems += error.problems
    if problems:
        raise MasterError(*problems)
    return found


def read_master(root, stem):
    """Read, check and return one master.

    Parameters
    ----------
    root : path-like
        The course folder.
    stem : str
        The lesson, such as "02_lif".

    Returns
    -------
    Master
        Its cells with ids: the option `name`, or else a hash of type and source.

    Raises
    ------
    MasterError
        If anything is wrong with it; all problems of the file at once.
    """
    where = f"solutions/{stem}.py"
    if not STEM.fullmatch(stem):
        raise MasterError(f"{where}: a lesson is named like 02_lif.py, in lower case: rename it")
    notebook = _read_percent(_read_text(Path(root) / where, where), where)
    if "kernelspec" not in notebook.metadata:
        raise MasterError(f"{where}: no kernelspec in the header: copy that of another lesson")
    problems, names, used = [], set(), set()
    for number, cell in enumerate(notebook.cells, 1):
        found = [*_option_problems(cell, names), *_source_problems(cell)]
        problems += [f"{where}, {label(cell, number)}: {text}" for text in found]
        names |= {cell.metadata.name} if "name" in cell.metadata else set()
    problems += [f"{where}{text}" for text in _setup_problems(root, notebook.cells)]
    if problems:
        raise MasterError(*problems)
    return Master(Path(root), stem, [_with_id(cell, names, used) for cell in notebook.cells])


def _read_text(path, where):
    """Return the text, or say why the file cannot be a master."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MasterError(f"{where}: not UTF-8 at byte {error.start}: save it as UTF-8") from None
    if not text.strip():
        raise MasterError(f"{where}: the file is empty: restore it")
    if "\0" in text or not text.endswith("\n"):
        raise MasterError(f"{where}: cut off, it does not end in a whole line: restore or end it")
    return text


def _read_percent(text, where):
    try:
        return jupytext.reads(text, fmt="py:percent")
    except nbformat.ValidationError as error:
        option = f"{error.path[-1]}={json.dumps(error.instance)}"
        raise MasterError(f"{where}: a cell's option {option}: {error.message}") from None


def _option_problems(cell, names):
    """Yield what is wrong with the options on the line of the cell marker."""
    name = cell.metadata.get("name", "")
    unknown = set(cell.metadata) - {*OPTIONS, *LAYOUT}
    if unknown:
        text = ", ".join(sorted(unknown))
        yield f'has options that cannot be read ({text}): write name="…" tags=["…"]'
    if "name" in cell.metadata and not CELL_ID.fullmatch(name):
        yield "the name is not valid: use up to 64 letters, digits, - and _"
    elif name in names:
        yield "another cell has this name already: give each its own"


def _source_problems(cell):
    """Yield what is wrong with the source, in the master or as the student gets it."""
    if not cell.source.strip():
        yield "the cell is empty: fill it or delete it (has the file been cut off?)"
        return
    try:
        student = student_source(cell.source, _tags(cell))
    except ValueError as error:
        yield str(error)
        return
    if cell.cell_type != "code":
        return
    for version, source in {"": cell.source, "the student version ": student}.items():
        try:
            parse(source)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or "?"
            yield f"{version}does not parse, line {line}: {getattr(error, 'msg', error)}"
            return
    if DisplayHook.semicolon_at_end_of_expression(cell.source):
        yield "ends with a semicolon, which nbval does not heed: assign the value to _ instead"


def setup_template(root):
    """Return the source of the setup cell, or raise what is wrong with pyproject.toml."""
    try:
        return setup_source(root)
    except ValueError as error:
        raise MasterError(f"pyproject.toml: {error}") from None


def _setup_problems(root, cells):
    """Yield in what the setup cell differs from the template."""
    mend = "python3 course.py build --setup writes it"
    if not (found := [cell for cell in cells if cell.metadata.get("name") == "setup"]):
        yield f': there is no setup cell: add the line # %% name="setup", then {mend}'
    for cell in found[:1]:
        options = {key: cell.metadata[key] for key in OPTIONS if key in cell.metadata}
        expected = {"name": "setup", "tags": ["setup"], "jupyter": {"source_hidden": True}}
        if cell.source != setup_template(root) or options != expected:
            yield f', cell "setup": differs from the template in tools/setup_cell.py: {mend}'


def _with_id(cell, names, used):
    """Return the cell as both notebooks have it, with an id that its neighbours do not change."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
    cell_id, repeat = cell.metadata.get("name", digest), 1
    while "name" not in cell.metadata and cell_id in used | names:
        repeat += 1
        cell_id = f"{digest}-{repeat}"
    used.add(cell_id)
    metadata = {key: cell.metadata[key] for key in OPTIONS if key in cell.metadata}
    make = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
    return make(cell.source, id=cell_id, metadata=metadata)


def parse(source):
    """Return the syntax tree of a code cell; magics and top-level await are allowed."""
    return ast.parse(TransformerManager().transform_cell(source))


def student_cells(master):
    """Return the cells that a student gets: stubs for solutions, no cells tagged solution-only."""
    cells = [copy.deepcopy(c) for c in master.cells if "solution-only" not in _tags(c)]
    for cell in cells:
        cell.source = student_source(cell.source, _tags(cell))
    return cells


def to_ipynb(cells, **metadata):
    """Return the text of a notebook file: the same bytes for the same cells, everywhere."""
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={**METADATA, **metadata})
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return nbformat.v4.writes(notebook) + "\n"  # sorted keys, indent 1, not only ASCII


def to_percent(cells):
    """Return the text of a percent script, with a header that names no version of jupytext."""
    keep = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "all"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"jupytext": keep})
    return HEADER + jupytext.writes(notebook, fmt="py:percent").lstrip("\n")

"""Read submissions as code cells and their top-level statements; nothing here runs them."""

import ast
import codecs
import copy
import json
import re
import warnings
from dataclasses import dataclass, field

import jupytext
from IPython.core.inputtransformer2 import TransformerManager

from tools.grading.statements import statements_of, with_global_names
from tools.grading.trial_child import one_line

HARMLESS_MAGIC = re.compile(r"\A\s*%%(capture|prun|time|timeit)\b[^\n]*\n")
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
LARGEST = 200  # MB; with all its figures a notebook of this course has less than 10
NO_SOURCE = "has no source that could be read: it counts as empty."


class CannotRead(ValueError):
    """A submission that is not a notebook, in one line."""


@dataclass
class Submission:
    """The code of a submission: statements that parse, and what is wrong with other cells."""

    sources: dict
    notes: dict = field(default_factory=dict)  # {cell, or "the file": what is odd about it}
    statements: list = field(default_factory=list)
    broken: dict = field(default_factory=dict)  # {cell: why it does not parse}

    def __post_init__(self):
        for cell, source in self.sources.items():
            try:
                with _quietly():
                    self.statements += list(statements_of(cell, source))
            except UNPARSABLE as error:
                line = getattr(error, "lineno", None)
                where = f" (line {line})" if line else ""
                text = getattr(error, "msg", None) or str(error)
                text = f"{type(error).__name__}: {text}".rstrip(": ")
                self.broken[cell] = one_line(text) + where
        self.statements = with_global_names(self.statements)

    def definitions(self, name):
        """Return the positions of the statements that define a function."""
        return [i for i, s in enumerate(self.statements) if s.defines(name)]

    def definition(self, name):
        """Return the position of the statement that defines a function last, or None."""
        found = self.definitions(name)
        return found[-1] if found else None

    def broken_definition(self, name):
        """Return the cell that would define a function, if only it did parse, or None."""
        pattern = re.compile(rf"^\s*(async\s+)?def\s+{re.escape(name)}\s*\(", re.MULTILINE)
        return next((cell for cell in self.broken if pattern.search(self.sources[cell])), None)

    def without(self, positions):
        """Return a copy that lacks some of the statements."""
        other = copy.copy(self)
        other.statements = [s for i, s in enumerate(self.statements) if i not in positions]
        return other


def read_submission(path):
    """Read a notebook or a percent script.

    Parameters
    ----------
    path : pathlib.Path
        The file; metadata and outputs are not looked at.

    Returns
    -------
    Submission
        Its code cells, named "cell 1" and so on, prose cells counted.

    Raises
    ------
    CannotRead
        If it is not one; one line.
    """
    text, notes = _read_text(path)
    if path.suffix.lower() == ".ipynb":
        cells = _notebook_cells(text, notes)
    else:
        cells = _script_cells(text)
    sources = {f"cell {n}": source for n, kind, source in cells if kind == "code"}
    return Submission({cell: transformed(source) for cell, source in sources.items()}, notes)


def _read_text(path):
    """Return the text of a file and {"the file": what is odd}, whichever editor has saved it."""
    try:
        if (size := path.stat().st_size >> 20) > LARGEST:
            raise CannotRead(f"{size} MB are too much for a notebook: are its outputs in it?")
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(error.strerror or "no access") from None
    notes = {}
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # PowerShell's
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")  # an old editor on Windows
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            where = f"(byte {error.start} is not UTF-8)"
            raise CannotRead(f"not a text file {where}") from None
        notes["the file"] = "is not UTF-8 and was read as Windows-1252: save it as UTF-8."
    if not text.strip() or "\0" in text:
        raise CannotRead("the file is empty" if not text.strip() else "not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _notebook_cells(text, notes):
    """Return (number, type, source) from the JSON alone: metadata may be gone or invalid."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotRead(f"not a notebook: its JSON breaks off in line {error.lineno}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, a thousand brackets
        raise CannotRead("not a notebook: it has no list of cells") from None
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):  # nbformat 3
        sheets = [s.get("cells") for s in notebook["worksheets"] if isinstance(s, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    else:
        cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise CannotRead("not a notebook: it has no list of cells")
    return [(number, *_cell(cell, number, notes)) for number, cell in enumerate(cells, 1)]


def _cell(cell, number, notes):
    """Return type and source of a cell; what it lacks costs nothing but that cell."""
    cell = cell if isinstance(cell, dict) else {}
    source = cell.get("source", cell.get("input"))  # "input" in nbformat 3
    lines = source if isinstance(source, list) else [source]
    known = [line for line in lines if isinstance(line, str)]
    kind, text = cell.get("cell_type"), "".join(known).replace("\r\n", "\n")
    if not isinstance(kind, str):
        kind = "code" if _parses(text) else "markdown"
    if len(known) < len(lines):
        kind, notes[f"cell {number}"] = "code", NO_SOURCE
    return kind, text


def _parses(text):
    try:
        with _quietly():
            ast.parse(transformed(text))
    except UNPARSABLE:
        return False
    return True


def _script_cells(text):
    try:
        with _quietly():
            cells = jupytext.reads(text, fmt="py").cells
    except Exception as error:  # whatever a parser of foreign text may raise
        raise CannotRead(f"not a percent script: {' '.join(str(error).split())}") from None
    return [(number, cell.cell_type, cell.source) for number, cell in enumerate(cells, 1)]


def transformed(source):
    """Return the plain Python of a cell with magics, as the kernel makes it."""
    try:
        with _quietly():
            return TransformerManager().transform_cell(HARMLESS_MAGIC.sub("", source, count=1))
    except Exception:  # whatever a parser of foreign text may raise: Python will say what is wrong
        return source


def _quietly():
    """Return a context without warnings: what they say of a student's cell is not for us."""
    return warnings.catch_warnings(action="ignore")

"""Read submissions as code cells and their top-level statements; nothing here runs them."""

import ast
import json
import re
import symtable
from dataclasses import dataclass, field

import jupytext
from IPython.core.inputtransformer2 import TransformerManager

HARMLESS_MAGIC = re.compile(r"\A\s*%%(capture|prun|time|timeit)\b[^\n]*\n")
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class CannotRead(ValueError):
    """A submission that is not a notebook, in one line."""


@dataclass(frozen=True)
class Statement:
    """One top-level statement of a cell, with the names that it binds, changes and uses."""

    cell: str
    index: int
    node: ast.stmt
    binds: frozenset
    changes: frozenset
    uses: frozenset

    @property
    def step(self):
        """What the process that runs it is told."""
        return {"cell": self.cell, "index": self.index}


@dataclass
class Submission:
    """The code of a submission: statements that parse, and what is wrong with other cells."""

    sources: dict
    statements: list = field(default_factory=list)
    broken: dict = field(default_factory=dict)  # {cell: why it does not parse}

    def __post_init__(self):
        for cell, source in self.sources.items():
            try:
                self.statements += list(_statements(cell, source))
            except UNPARSABLE as error:
                line = getattr(error, "lineno", None)
                where = f" (line {line})" if line else ""
                text = getattr(error, "msg", None) or str(error)
                self.broken[cell] = f"{type(error).__name__}: {text}{where}"

    def definition(self, name):
        """Return the position of the statement that defines a function last, or None."""
        found = [i for i, s in enumerate(self.statements) if _defines(s, name)]
        return found[-1] if found else None

    def broken_definition(self, name):
        """Return the cell that would define a function, if only it did parse, or None."""
        pattern = re.compile(rf"^\s*(async\s+)?def\s+{re.escape(name)}\s*\(", re.MULTILINE)
        return next((cell for cell in self.broken if pattern.search(self.sources[cell])), None)


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
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CannotRead(f"not a text file (byte {error.start} is not UTF-8)") from None
    except OSError as error:
        raise CannotRead(error.strerror or "no access") from None
    if not text.strip() or "\0" in text:
        raise CannotRead("the file is empty" if not text.strip() else "not a text file")
    cells = _notebook_cells(text) if path.suffix.lower() == ".ipynb" else _script_cells(text)
    sources = {f"cell {n}": source for n, kind, source in cells if kind == "code"}
    return Submission({cell: transformed(source) for cell, source in sources.items()})


def _notebook_cells(text):
    """Return (number, type, source) from the JSON alone: metadata may be gone or invalid."""
    try:
        cells = json.loads(text)["cells"]
        pairs = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except json.JSONDecodeError as error:
        raise CannotRead(f"not a notebook: its JSON breaks off in line {error.lineno}") from None
    except (KeyError, TypeError, RecursionError):
        raise CannotRead("not a notebook: it has no list of cells") from None
    return [(number, *pair) for number, pair in enumerate(pairs, 1)]


def _script_cells(text):
    try:
        cells = jupytext.reads(text, fmt="py").cells
    except Exception as error:  # whatever a parser of foreign text may raise
        raise CannotRead(f"not a percent script: {' '.join(str(error).split())}") from None
    return [(number, cell.cell_type, cell.source) for number, cell in enumerate(cells, 1)]


def transformed(source):
    """Return the plain Python of a cell with magics, as the kernel makes it."""
    try:
        return TransformerManager().transform_cell(HARMLESS_MAGIC.sub("", source, count=1))
    except UNPARSABLE:
        return source


# --- statements -------------------------------------------------------------------------------


def _statements(cell, source):
    for index, node in enumerate(ast.parse(source).body):
        table = symtable.symtable(ast.unparse(node), cell, "exec")
        bound = [s for s in table.get_symbols() if s.is_assigned() or s.is_imported()]
        binds = {s.get_name() for s in bound}
        uses = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        uses |= {name for child in table.get_children() for name in _globals(child)}
        changes = frozenset(_changed(node))
        yield Statement(cell, index, node, frozenset(binds), changes, frozenset(uses) | changes)


def _globals(table):
    """Yield the global names that a function, and what stands in it, uses."""
    yield from (s.get_name() for s in table.get_symbols() if s.is_global())
    for child in table.get_children():
        yield from _globals(child)


def _changed(node):
    """Yield the names of objects changed in place: d[k] = v, d.k = v, d.append(v)."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            part = part.value.func
        elif not isinstance(getattr(part, "ctx", None), ast.Store | ast.Del):
            continue
        inside = isinstance(part, ast.Attribute | ast.Subscript)
        while isinstance(part, ast.Attribute | ast.Subscript):
            part = part.value
        if inside and isinstance(part, ast.Name):
            yield part.id


def _defines(statement, name):
    """Return whether a statement gives the name a new meaning, other than its own result."""
    if name not in statement.binds or not isinstance(statement.node, ast.Assign):
        return name in statement.binds
    calls = [n.func for n in ast.walk(statement.node) if isinstance(n, ast.Call)]
    return not any(isinstance(func, ast.Name) and func.id == name for func in calls)

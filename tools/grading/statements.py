"""The top-level statements of a cell, with the names that each binds, changes and uses."""

import ast
import symtable
from dataclasses import dataclass

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Statement:
    """One top-level statement of a cell, with the names that it binds, changes and uses."""

    cell: str
    index: int
    node: ast.stmt
    binds: frozenset
    changes: frozenset
    uses: frozenset
    sets: frozenset = frozenset()  # names that a function in it declares global and binds

    @property
    def step(self):
        """What the process that runs it is told."""
        return {"cell": self.cell, "index": self.index}

    def defines(self, name):
        """Return whether it gives the name a new meaning, other than its own result."""
        if name not in self.binds or not isinstance(self.node, ast.Assign):
            return name in self.binds
        return name not in _called(self.node)


def statements_of(cell, source):
    """Yield the statements of a cell, or raise what its source raises when it is parsed."""
    for index, node in enumerate(ast.parse(source).body):
        table = symtable.symtable(ast.unparse(node), cell, "exec")
        bound = [s for s in table.get_symbols() if s.is_assigned() or s.is_imported()]
        binds = {s.get_name() for s in bound} - _only_named(node) | _walrus(node)
        uses = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        uses |= {name for child in table.get_children() for name in _globals(child)}
        sets = {name for child in table.get_children() for name in _set_as_global(child)}
        changes = frozenset(_changed(node))
        names = frozenset(binds), changes, frozenset(uses) | changes, frozenset(sets)
        yield Statement(cell, index, node, *names)


def with_global_names(statements):
    """Return the statements; a call of a function with a `global` binds that name, too."""
    setters, found = {}, []
    for one in statements:
        if one.sets:
            setters |= dict.fromkeys(one.binds, one.sets)
        bound = {name for function in _called(one.node) for name in setters.get(function, ())}
        binds = one.binds | bound
        found.append(Statement(**{**vars(one), "binds": binds}) if bound else one)
    return found


def _own(node):
    """Yield a statement and what is in it, except for the inside of functions."""
    waiting = [node]
    while waiting:
        yield (part := waiting.pop())
        if not isinstance(part, FUNCTIONS):
            waiting += ast.iter_child_nodes(part)


def _called(node):
    calls = [part.func for part in _own(node) if isinstance(part, ast.Call)]
    return {func.id for func in calls if isinstance(func, ast.Name)}


def _only_named(node):
    """Return the names that `del name` and `name: int` mention without giving them a value."""
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return {node.target.id} if isinstance(node.target, ast.Name) else set()
    parts = list(_own(node))
    names = [part for part in parts if isinstance(part, ast.Name)]
    given = {part.id for part in names if isinstance(part.ctx, ast.Store)}
    given |= {getattr(part, "name", None) for part in parts}  # def, class, except … as
    return {part.id for part in names if isinstance(part.ctx, ast.Del)} - given


def _walrus(node):
    """Return the names that := binds; in a comprehension it binds them outside of it."""
    return {part.target.id for part in _own(node) if isinstance(part, ast.NamedExpr)}


def _globals(table):
    """Yield the global names that a function, and what stands in it, uses."""
    yield from (s.get_name() for s in table.get_symbols() if s.is_global())
    for child in table.get_children():
        yield from _globals(child)


def _set_as_global(table):
    named = (s for s in table.get_symbols() if s.is_declared_global() and s.is_assigned())
    yield from (s.get_name() for s in named)
    for child in table.get_children():
        yield from _set_as_global(child)


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

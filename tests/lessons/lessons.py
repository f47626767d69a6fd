"""The lessons as their tests read them: each master once, of its cells what is needed."""

import ast
import functools
import symtable
from dataclasses import dataclass, replace

from tools import ROOT
from tools.lessons.demos import run_demos
from tools.lessons.masters import Master, parse, read_masters


def made_and_used(cell):
    """Return the names that a code cell makes, and those of others that it uses."""
    made, used = set(), set()
    tables = [symtable.symtable(ast.unparse(parse(cell.source)), "", "exec")]
    for table in tables:
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if top and (symbol.is_assigned() or symbol.is_imported()):
                made.add(symbol.get_name())
            elif symbol.is_referenced() and (top or symbol.is_global()):
                used.add(symbol.get_name())
    return made, used - made


def in_ascii(text):
    """Return a print-out with the minus sign that Python reads."""
    return text.replace("−", "-")


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson: what it says, its cells by name, and what they calculate."""

    master: Master

    def __str__(self):
        return self.master.stem

    @property
    def cells(self):
        return self.master.cells

    @functools.cached_property
    def text(self):
        return "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")

    @functools.cached_property
    def source(self):
        """The source of each cell that has a name."""
        return {cell.metadata.get("name"): cell.source for cell in self.cells}

    def needed(self, *names):
        """Return the cells of these names, each after those that make what it needs."""
        wanted, kept = set(), []
        for cell in reversed(self.master.code_cells):
            made, used = made_and_used(cell)
            if cell.metadata.get("name") in names or made & wanted:
                kept, wanted = [cell, *kept], wanted - made | used
        return kept

    def paragraph(self, words):
        """Return the first text that holds these words."""
        return next(c.source for c in self.cells if c.cell_type == "markdown" and words in c.source)

    def run_alone(self, *names, **given):
        """Run cells by name, and no others; return the variables."""
        for name in names:
            exec(compile(parse(self.source[name]), name, "exec"), given)
        return given

    def run(self, *names, **given):
        """Run cells, after those that they need; return the variables."""
        for cell in self.needed(*names):
            exec(compile(parse(cell.source), str(self), "exec"), given)
        return given

    @functools.cache  # noqa: B019 (a lesson lives as long as its tests)
    def explorer(self, name):
        """Return the explorer that a cell makes."""
        return run_demos(replace(self.master, cells=self.needed(name)))[name]

    @property
    def demos(self):
        """All explorers, by cell."""
        cells = [cell for cell in self.master.code_cells if "explore(" in cell.source]
        return {cell.metadata.name: self.explorer(cell.metadata.name) for cell in cells}

    def demo(self, name, **values):
        """Return an explorer, reset but for these values of its controls."""
        explorer = self.explorer(name)
        with explorer.held():
            explorer.reset()
            explorer.set(**values)
        return explorer


LESSONS = [Lesson(master) for master in read_masters(ROOT)]

"""The exercises of the lessons as a student meets them, and answers to them written in short.

The solution and the stub of an exercise come from its lesson. A table of answers stands in a module
of this folder, one for each lesson, and holds for each exercise

    RIGHT = {exercise: [answer, …]}               written differently, and as right
    WRONG = {exercise: {answer: words, …}}        with words of the message that it must get

An answer is one text: an edit of the solution, `"dt * → dt**2 *"`, several with ` && `; the body of
the function, `"return v"`; or a whole cell, whose last function counts. One that begins with a new
line may be indented. A table may add `NAMES` that its answers use.
"""

import ast
import functools
import importlib
import inspect
import math
import re
from dataclasses import dataclass

from helpers.checks.edits import edited, run
from tools import ROOT
from tools.lessons.masters import read_masters
from tools.lessons.regions import solved_source, student_source


@dataclass(frozen=True)
class Exercise:
    """One exercise of a lesson."""

    name: str
    lesson: str  # the module of helpers.checks
    text: str  # its heading, question and hints
    solution: str
    stub: str

    def __repr__(self):
        return f"{self.lesson}.{self.name}"

    @property
    def head(self):
        """The `def` line of the function that is asked for."""
        return re.search(rf"^def {self.name}\(.*?\):", self.solution, re.M | re.S)[0]

    @property
    def arguments(self):
        """The names of its arguments."""
        (function,) = [
            node
            for node in ast.parse(self.solution).body
            if isinstance(node, ast.FunctionDef) and node.name == self.name
        ]
        return [argument.arg for argument in function.args.args]

    @property
    def table(self):
        """The module that holds the answers."""
        return importlib.import_module(f"tests.checks.{self.lesson}")

    @property
    def right(self):
        """Right answers, written differently."""
        return getattr(self.table, "RIGHT", {}).get(self.name, [])

    @property
    def wrong(self):
        """Wrong answers, with words of what they must be told."""
        return getattr(self.table, "WRONG", {}).get(self.name, {})

    def cell(self, source, **more):
        """Run a cell and return its last function."""
        known = {"math": math, **names(self.lesson), **getattr(self.table, "NAMES", {})}
        return run(source, known | more, "<cell>")

    def written(self, answer=""):
        """Return an answer as a function; the solution if it is empty."""
        if answer.startswith("\n"):
            answer = inspect.cleandoc(answer)
        if not answer or " → " in answer:
            return self.cell(edited(self.solution, answer))
        is_cell = re.search(r"^def ", answer, re.M) and not re.search(r"^return\b", answer, re.M)
        return self.cell(answer) if is_cell else self.body(answer)

    def body(self, text):
        """Return the function with another body."""
        return self.cell("\n    ".join([self.head, *text.split("\n")]))

    def judge(self, function):
        """Return the verdict of the exercise's check."""
        return getattr(importlib.import_module(f"helpers.checks.{self.lesson}"), self.name)(
            function
        )


@functools.cache
def _lesson(number):
    """Return (module of the checks, imports, exercises) of a lesson."""
    master = MASTERS[number]
    code = [cell.source for cell in master.code_cells]
    lesson = re.search(r"from helpers\.checks import (\w+) as check", "\n".join(code))[1]
    imports = [
        ast.unparse(node)
        for source in code
        for node in ast.parse(
            "\n".join(l for l in source.split("\n") if not l.startswith("%"))
        ).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    exercises, text = [], ""
    for cell in master.cells:
        if cell.cell_type == "markdown":
            text = cell.source
        if "exercise" in (tags := cell.metadata.get("tags", [])):
            solution = solved_source(cell.source)
            name = re.findall(r"^def (\w+)", solution, re.M)[0]
            stub = student_source(cell.source, tags)
            exercises.append(Exercise(name, lesson, text, solution, stub))
    return lesson, imports, exercises


MASTERS = read_masters(ROOT)
EXERCISES = [exercise for number in range(len(MASTERS)) for exercise in _lesson(number)[2]]
BY_NAME = {(exercise.lesson, exercise.name): exercise for exercise in EXERCISES}


@functools.cache
def names(lesson):
    """Return what the cells of a lesson have imported before an exercise."""
    (imports,) = [
        found for module, found, _ in map(_lesson, range(len(MASTERS))) if module == lesson
    ]
    space = {}
    exec("\n".join(imports), space)
    return space

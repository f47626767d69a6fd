"""Decide what runs of a submission: which lesson it is, where its exercises are, what they need.

An exercise is found by the name of its function, wherever it stands. What runs is its last
definition and, statement by statement, what binds the names that it uses. Names that the submission
does not bind are taken from the lesson, in case a cell was deleted. Nothing here runs anything.
"""

import ast
import re
from dataclasses import dataclass

from tools.grading.submissions import Submission, transformed
from tools.lessons import masters

HEADING = re.compile(r"^#+ (Exercise [^\n(]*[^\n( ])", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """A check and the names of the functions that it is given."""

    name: str
    title: str
    module: str
    answers: tuple


@dataclass(frozen=True)
class Lesson:
    """A lesson's exercises, and the code that its untouched notebook would run."""

    stem: str
    exercises: tuple
    untouched: Submission


def read_lesson(master):
    """Return the exercises of a master, in order, as its cells tagged `check` call them."""
    modules, found, title = {}, {}, ""
    for cell in master.cells:
        if cell.cell_type == "markdown":
            heading = HEADING.findall(cell.source)
            title = heading[-1] if heading else title
            continue
        tree = masters.parse(cell.source)
        modules |= _check_modules(tree)
        if "check" in cell.metadata.get("tags", []):
            calls = [_exercise(node, modules, title) for node in ast.walk(tree)]
            found |= {exercise.name: exercise for exercise in calls if exercise}
    cells = [cell for cell in masters.student_cells(master) if cell.cell_type == "code"]
    sources = {f"the lesson's cell {cell.id}": transformed(cell.source) for cell in cells}
    return Lesson(master.stem, tuple(found.values()), Submission(sources))


def _check_modules(tree):
    """Return {alias: module} of the modules of helpers.checks that a cell imports."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers.checks":
            found |= {a.asname or a.name: f"helpers.checks.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            named = [a for a in node.names if a.asname and a.name.startswith("helpers.checks.")]
            found |= {a.asname: a.name for a in named}
    return found


def _exercise(node, modules, title):
    """Return the exercise that `check.name(answer)` stands for, or None."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=alias), attr=name), args=arguments):
            answers = tuple(a.id for a in arguments if isinstance(a, ast.Name))
            if alias in modules and answers:
                return Exercise(name, title or name, modules[alias], answers)
    return None


def recognise(submission, path, lessons):
    """Return the lesson that most of the functions belong to, or None if none does.

    Where two lessons have as many, the one that the path names is taken.
    """

    def score(lesson):
        names = {name for exercise in lesson.exercises for name in exercise.answers}
        found = sum(1 for name in names if _is_there(submission, name))
        return found, lesson.stem in str(path), found / max(len(names), 1)

    best = max(lessons, key=score, default=None)
    return best if best and score(best)[0] else None


def _is_there(submission, name):
    return submission.definition(name) is not None or submission.broken_definition(name)


def plan(submission, lesson, exercises=None):
    """Decide what runs, in which order.

    Parameters
    ----------
    submission : Submission
        What was handed in.
    lesson : Lesson
        Its lesson.
    exercises : iterable of Exercise
        Which of its exercises; all of them by default.

    Returns
    -------
    steps : list of dict
        Statements (`cell`, `index`) and checks (`exercise`, `module`, `answers`, `defined`). A
        check follows the last definition at once, as in the notebook: later cells may give the
        names that it uses another meaning.
    verdicts : dict
        {exercise: (state, message)} of those that cannot run.
    """
    verdicts, wanted, checks, from_lesson = {}, set(), {}, set()
    for exercise in lesson.exercises if exercises is None else exercises:
        places = {name: submission.definition(name) for name in exercise.answers}
        if absent := next((name for name, place in places.items() if place is None), None):
            verdicts[exercise.name] = _absent(submission, absent)
            continue
        mine, theirs = _needed(submission, lesson, exercise.answers, max(places.values()))
        wanted |= mine
        from_lesson |= theirs
        defined = [submission.statements[place].step for place in places.values()]
        check = {"exercise": exercise.name, "module": exercise.module, "defined": defined}
        checks.setdefault(max(mine), []).append(check | {"answers": exercise.answers})
    steps = [lesson.untouched.statements[i].step for i in sorted(from_lesson)]
    for place in sorted(wanted):
        steps += [submission.statements[place].step, *checks.get(place, [])]
    return steps, verdicts


def without_last_copy(submission, exercise):
    """Return what to leave out for the exercise to be defined by an earlier cell.

    Parameters
    ----------
    submission : Submission
        What was handed in.
    exercise : Exercise
        Whose functions several cells may define.

    Returns
    -------
    positions : set of int
        The statements of the last cell that define one of the functions; empty without a copy.
    left_out, counts : str
        That cell, and the one that counts without it.
    """
    positions, left_out, counts = set(), "", ""
    for name in exercise.answers:
        found = submission.definitions(name)
        cells = [submission.statements[i].cell for i in found]
        if earlier := [cell for cell in cells if cell != cells[-1]]:
            positions |= {i for i, cell in zip(found, cells, strict=True) if cell == cells[-1]}
            left_out, counts = cells[-1], earlier[-1]
    return positions, left_out, counts


def _absent(submission, name):
    if cell := submission.broken_definition(name):
        return "error", f"{cell}, which defines {name}, does not parse: {submission.broken[cell]}"
    return "missing", f"there is no function {name} in the submission."


def _needed(submission, lesson, names, place):
    """Return the positions of the statements that the names need, here and in the lesson."""
    last = submission.statements[place].cell
    end = max(i for i, s in enumerate(submission.statements) if s.cell == last)
    mine, theirs, waiting, seen = set(), set(), set(names), {"*"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        for statements, chosen, stop in (
            (submission.statements, mine, end),
            (lesson.untouched.statements, theirs, len(lesson.untouched.statements)),
        ):
            if found := _binders(statements, name, stop):
                chosen |= found
                waiting |= {n for i in found for n in statements[i].uses} - seen
                break
    stars = {i for i, s in enumerate(submission.statements) if i <= end and _is_star(s.node)}
    return mine | stars, theirs


def _is_star(node):
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _binders(statements, name, end):
    """Return the positions of what binds or changes a name up to `end`, or else after it."""
    binding = [i for i, s in enumerate(statements) if name in s.binds]
    if not binding:
        return set()
    imported = all(isinstance(statements[i].node, ast.Import | ast.ImportFrom) for i in binding)
    changing = [] if imported else [i for i, s in enumerate(statements) if name in s.changes]
    places = {*binding, *changing}
    return {i for i in places if i <= end} if min(binding) <= end else places

"""Make the places of a new exercise: its cells, its check, its mistakes and their tests.

    python3 course.py new-exercise NN name [--after exercise] [--title TEXT]

The exercise comes last in the section of the one that it follows, by default of the lesson's last.
It is complete and works: a function that gives 2·x. What is to be filled in is marked TODO, and
`python3 course.py test tests/checks` says what is left. Where anything is wrong, no file changes.
"""

import argparse
import ast
import keyword
import re
import sys
from pathlib import Path

from tools import ROOT
from tools.build import write_changed
from tools.lessons import masters
from tools.lessons.masters import MasterError

CELLS = '''\
# %% [markdown]
# ### Exercise {number} · {title} (5 min, ★☆☆)
# TODO: the question. What does the student expect? Which lines are theirs?
#
# <details><summary>Hint 1: idea</summary>TODO: where to begin.</details>
# <details><summary>Hint 2: units</summary>TODO: what the units say.</details>
# <details><summary>Hint 3: almost</summary>TODO: nearly the line.</details>

# %% name="{cell}" tags=["exercise"]
def {name}(x):
    """Return TODO [unit]; x [unit]."""
    # TODO: what the student writes
    ### BEGIN SOLUTION
    #~ y = ...
    y = 2 * x
    ### END SOLUTION
    return y

# %% name="{cell}-check" tags=["check"]
check.{name}({name})

'''
KNOWN = '''

# --- {words} {dashes}

{upper} = Exercise(
    """
def {name}(x):
    return 2 * x
""",
    # TODO: probes off the lesson's grid, unsorted, of both signs, tiny, with other parameters
    [{{"x": 1.5}}, {{"x": -0.3}}],
    {{
        "TODO: which slip this is, without the answer.": "2 * x → x",
    }},
)
'''
CHECK = '''

@exercise
def {name}(function):
    """Check TODO."""
    probes = known.{upper}.probes
    answers = [number(call(function, **probe), "the result", "unit") for probe in probes]
    compare(answers, known.{upper}, "TODO: what is off where no mistake fits.")
    return "TODO: what the student now knows.", None
'''
ENGINE = ("call", "compare", "exercise", "number")  # what a new check needs of checks/core.py
HEADING = re.compile(r"^# ## ", re.MULTILINE)
NUMBERED = re.compile(r"\b(?:Exercise|Demo|Think|Math|Find the error) (\d+)\.(\d+)")


def new_exercise(root, lesson, name, after=None, title=None):
    """Return {path: text} of the files that hold the new exercise.

    Parameters
    ----------
    root : path-like
        The course folder.
    lesson, name : str
        The lesson, such as "02", and the name of the function, such as "euler_step".
    after : str, optional
        The exercise, by the name of its function, in whose section the new one comes.
    title : str, optional
        The title; made of the name if not given.

    Raises
    ------
    MasterError
        If there is no such lesson or exercise, or the name is taken or no name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise MasterError(f"{name!r} must be the name of a function, such as euler_step")
    (stem,) = masters.stems(root, [lesson])
    master = Path(root) / "solutions" / f"{stem}.py"
    text = master.read_text("utf-8")
    module = re.search(r"from helpers\.checks import (\w+) as check", text)[1]
    words = name.replace("_", " ")
    names = {"name": name, "upper": name.upper(), "cell": name.replace("_", "-"), "words": words}
    names |= {"title": title or words.capitalize(), "dashes": "-" * (91 - len(words))}
    paths = {
        "check": Path(root) / f"helpers/checks/{module}.py",
        "known": Path(root) / f"helpers/checks/mistakes/{module}.py",
        "table": Path(root) / f"tests/checks/{module}.py",
    }
    old = {place: path.read_text("utf-8") for place, path in paths.items()}
    if re.search(rf"^(def {name}\(|{names['upper']} = )", old["check"] + old["known"], re.M):
        raise MasterError(f"{module} has a check {name!r} already: take another name")
    return {
        master: _with_cells(text, stem, after, names),
        paths["known"]: old["known"].rstrip() + "\n" + KNOWN.format(**names),
        paths["check"]: _with_imports(old["check"], module) + CHECK.format(**names),
        paths["table"]: _with_rows(old["table"], name),
    }


def _with_cells(text, stem, after, names):
    """Return a master with the new cells at the end of the section."""
    there = re.findall(r"^check\.(\w+)\(", text, re.MULTILINE)
    after = after or there[-1]
    if after not in there:
        raise MasterError(f"{stem} has no exercise {after!r}, there are {', '.join(there)}")
    place = text.index(f"check.{after}(")
    begins = [match.start() for match in HEADING.finditer(text)]
    begin = max(start for start in begins if start < place)
    end = text.rindex("# %%", 0, min((start for start in begins if start > place), default=-1))
    counts = [match.groups() for match in NUMBERED.finditer(text[begin:end])]
    section = int(re.match(r"# ## (\d+)", text[begin:])[1])
    last = max((int(k) for of, k in counts if int(of) == section), default=0)
    return text[:end] + CELLS.format(number=f"{section}.{last + 1}", **names) + text[end:]


def _with_imports(text, module):
    """Return a module of checks that imports what the new check needs."""
    lines, imported = text.rstrip().split("\n"), {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom):
            imported[node.module] = node
    core, known = imported["helpers.checks.core"], f"from helpers.checks.mistakes import {module}"
    wanted = sorted({*ENGINE, *(alias.name for alias in core.names)}, key=_as_ruff_sorts)
    joined = ", ".join(wanted)
    new = [f"from helpers.checks.core import {joined}"]
    if len(new[0]) > 100:
        new = ["from helpers.checks.core import (", *(f"    {name}," for name in wanted), ")"]
    if "helpers.checks.mistakes" not in imported:
        new.append(f"{known} as known")
    lines[core.lineno - 1 : core.end_lineno] = new
    return "\n".join(lines) + "\n"


def _as_ruff_sorts(name):
    return not name.isupper(), not name[0].isupper(), name


def _with_rows(text, name):
    """Return a table of answers with a row for right and one for wrong ones."""
    ends = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            ends[node.targets[0].id] = node.end_lineno
    lines = text.rstrip().split("\n")
    rows = {
        "WRONG": [f'    "{name}": {{', '        "2 * x → x": "TODO: which slip",', "    },"],
        "RIGHT": [f'    "{name}": [', '        "return x + x",', "    ],"],
    }
    for table in sorted(rows, key=ends.__getitem__, reverse=True):
        lines[ends[table] - 1 : ends[table] - 1] = rows[table]
    return "\n".join(lines) + "\n"


def main(arguments=None, root=ROOT):
    """Run the command line; return the exit code."""
    about = __doc__.split("\n")[0]
    parser = argparse.ArgumentParser(prog="course.py new-exercise", description=about)
    parser.add_argument("lesson", help="such as 02")
    parser.add_argument("name", help="of the function, such as euler_step")
    parser.add_argument("--after", metavar="EXERCISE", help="default: the lesson's last one")
    parser.add_argument("--title", help="default: the name")
    options = parser.parse_args(arguments)
    try:
        texts = new_exercise(root, options.lesson, options.name, options.after, options.title)
    except (MasterError, OSError) as error:
        print(error, "No file was written.", sep="\n", file=sys.stderr)
        return 1
    for path in write_changed(texts):
        print(f"{path.relative_to(root).as_posix()}: fill in what is marked TODO")
    print(f"then: python3 course.py build {options.lesson}, python3 course.py test tests/checks")
    return 0

"""What the setup cell of a lesson starts, by importing this: outside a notebook nothing happens.

The folder of the notebook comes last where Python looks for modules, so that a student's numpy.py
is not taken for NumPy; a file that would have been is named in one line. A name that a skipped
cell should have made gets a line as well: helpers/internal/missing_names.py.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

import sys
from importlib.machinery import PathFinder
from pathlib import Path

from IPython import get_ipython

from helpers.internal import missing_names  # noqa: F401 (what it starts is wanted)

COURSE = Path(__file__).absolute().parents[1]


def _look_here_last() -> None:
    """Put the course and the working directory, which Jupyter puts first, last."""
    here = ("", str(Path.cwd()))
    elsewhere = [folder for folder in sys.path if folder not in here and Path(folder) != COURSE]
    sys.path[:] = [*elsewhere, str(COURSE), ""]


def _misleading(folder: Path) -> list[str]:
    """Return the files and packages in a folder that have the name of a module elsewhere."""
    names = {path.name: path.stem for path in folder.glob("*.py")}
    names |= {f"{path.parent.name}/": path.parent.name for path in folder.glob("*/__init__.py")}
    return sorted(shown for shown, name in names.items() if _is_taken(name))


def _is_taken(name: str) -> bool:
    if not name.isidentifier() or name in sys.builtin_module_names:
        return False
    spec = PathFinder.find_spec(name, [folder for folder in sys.path if folder])
    return name in sys.stdlib_module_names or bool(spec and spec.origin)


if get_ipython() is not None:
    _look_here_last()
    if Path.cwd() != COURSE and (found := _misleading(Path.cwd())):
        print(f"Rename {', '.join(found)} beside this notebook: modules of Python have this name.")

#!/usr/bin/env python3
"""The one command of the course: it makes what it needs, then runs it.

    python3 course.py lab      open the lessons in JupyterLab; lab 02 opens one of them
    python3 course.py test     run every check that the course has; test 02 those of one lesson
    python3 course.py build    derive the student notebooks from solutions/*.py
    python3 course.py grade    run the checks on a folder of submissions
    python3 course.py colab    write notebooks that can be uploaded to Colab
    python3 course.py bench    compare the speed with that of the usual loop
    python3 course.py new-exercise 02 my_name   make the places of a new exercise
    python3 course.py setup    make .venv for the lessons and stop there

Further arguments are passed on, such as: lab --no-browser, test tests/models/test_lif.py.
Packages go into .venv (and into .venv-colab, to test with Colab's versions), a student's copies
of the lessons into work/.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (a Python that is too old gets this far)
    sys.exit("The course needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # a file random.py beside this one must not stand in for Python's

import importlib.util
from importlib.machinery import PathFinder
from pathlib import Path


def own_tools():
    """Import the package `tools` from beside this file, whatever else bears that name."""
    spec = PathFinder.find_spec("tools", [str(Path(__file__).resolve().parent)])
    sys.modules["tools"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["tools"])


def main(arguments):
    """Run one sub-command and return its exit code; what fails on a machine ends in one line."""
    from tools.machine import commands
    from tools.machine.places import explain

    try:
        return commands.main(arguments, __doc__)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="replace")  # a terminal without "ü" gets "?"
    try:
        own_tools()
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # before main could see it
        sys.exit(130)

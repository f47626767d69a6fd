"""The demos of a lesson as live explorers, without a notebook: for tests and for the benchmark."""

import contextlib
from unittest import mock

import matplotlib.pyplot as plt

from helpers import explore
from tools.lessons.masters import parse


def run_demos(master):
    """Run the code cells of a lesson in this process and return its explorers.

    Parameters
    ----------
    master : tools.lessons.masters.Master
        The lesson.

    Returns
    -------
    dict
        {name of the cell: Explorer}, in the order of the lesson.
    """
    found, namespace = {}, {"__name__": "lesson"}
    make = explore.Explorer.__init__

    def make_and_note(explorer, *arguments):
        make(explorer, *arguments)
        found[cell.metadata["name"]] = explorer

    noting = mock.patch.object(explore.Explorer, "__init__", make_and_note)
    with noting, plt.rc_context(), contextlib.chdir(master.root / "solutions"):
        for cell in master.code_cells:
            exec(compile(parse(cell.source), cell.metadata.get("name", "cell"), "exec"), namespace)
    plt.close("all")
    return found


def choices(control):
    """Return what a control is tried at: both ends, all options, two presses or texts."""
    return list(control.ends) or ["x*y", "3"]

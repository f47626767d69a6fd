"""A line below "name 'check' is not defined": which cells to run. Importing this starts it.

After a restart of the kernel nothing is left of the cells above, and the message of Python says
nothing about that.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from typing import Any

from IPython import get_ipython

HINT = (
    "If a cell above makes {name}, it has not been run since the kernel started: "
    "Run → Run All Above Selected Cell (in Colab: Runtime → Run before)."
)


def _hint(result: Any) -> None:
    """Print the line if a cell has just failed for a name that it uses outside a function."""
    error = result.error_in_exec
    if isinstance(error, NameError) and error.name and _is_of_the_cell(error):
        print(HINT.format(name=error.name))


def _is_of_the_cell(error: BaseException) -> bool:
    """Return whether the cell itself raised it, not a function that it called."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_locals is trace.tb_frame.f_globals


if (shell := get_ipython()) is not None:
    shell.events.register("post_run_cell", _hint)

"""Execute a lesson in a fresh kernel and keep its outputs in a form that is worth storing."""

import copy
import os
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools.lessons.kernels import kernel_manager
from tools.lessons.masters import MasterError, label

CELL_TIMEOUT = 120  # s
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
MEMORY_ADDRESS = re.compile(r"<[^<>]*\bat 0x[0-9A-Fa-f]+>")
QUIET_SECONDS = 10  # between two lines of progress where there is no terminal


def execute(cells, folder, where, python=sys.executable, timeout=CELL_TIMEOUT):
    """Run cells in a fresh kernel.

    Parameters
    ----------
    cells : list of nbformat cells
        They are left as they are.
    folder : path-like
        The working directory of the kernel.
    where : str
        The file that messages name; its stem names the lesson in the progress line.
    python : path-like
        The interpreter whose ipykernel runs the cells.
    timeout : float
        Limit for one cell [s].

    Returns
    -------
    dict
        {cell id: outputs} of the code cells, whose execution counts are 1 to n.

    Raises
    ------
    MasterError
        If a cell raises, takes too long, kills the kernel, or shows what differs on every run.
    """
    notebook = nbformat.v4.new_notebook(cells=copy.deepcopy(cells))
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    progress = _Progress(where, len(code))
    client = NotebookClient(
        notebook,
        timeout=timeout,
        record_timing=False,
        kernel_name="python3",
        kernel_manager_class=kernel_manager(python),
        **progress.hooks(),
    )
    try:
        client.execute(cwd=str(folder), env=_environment())
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        cell = label(cells[progress.index], progress.index + 1)
        raise MasterError(f"{where}, {cell}: {_last_line(error, timeout)}") from None
    except AssertionError:
        if (
            client.km is None
        ):  # nbclient takes Ctrl-C for itself, kills the kernel, then looks for it
            raise KeyboardInterrupt from None
        raise
    finally:
        progress.ends()
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and (problem := _output_problem(cell, code)):
            raise MasterError(f"{where}, {label(cell, number)}: {problem}")
    return {cell.id: clean_outputs(cell.outputs, cell.execution_count) for cell in code}


def _environment():
    """Return the kernel's environment: without a plotting backend and a debugger's warning."""
    # A backend from outside, such as Agg on CI, would keep the figures out of the outputs.
    inherited = {key: text for key, text in os.environ.items() if key != "MPLBACKEND"}
    return {**inherited, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def _last_line(error, timeout):
    """Return in one line why the execution ended."""
    if isinstance(error, CellTimeoutError):
        return f"took longer than {timeout} s: make it quicker"
    if isinstance(error, DeadKernelError):
        return "the kernel died here"
    return f"{error.ename}: {error.evalue}".strip().split("\n")[-1]


def _output_problem(cell, code):
    """Return what is wrong with the outputs of an executed cell, or None."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
        if found := MEMORY_ADDRESS.search(text):
            return f"shows {found[0]}, which differs on every run: assign the value to _"
    if cell.execution_count != code.index(cell) + 1:
        return "was not executed in its turn: is there a tag that skips it?"
    return None


def clean_outputs(outputs, count):
    """Return outputs without what is transient: widget views, foreign metadata, split streams."""
    kept = []
    for output in copy.deepcopy(outputs):
        output.pop("transient", None)
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
            continue
        if "data" in output:
            output.data.pop(WIDGET_VIEW, None)
            output.metadata = {k: v for k, v in output.metadata.items() if k in output.data}
            if not output.data:
                continue
        if output.output_type == "execute_result":
            output.execution_count = count
        kept.append(output)
    return kept


class _Progress:
    """Says how many cells are done: one line that updates on a terminal, a few plain ones else."""

    def __init__(self, where, total):
        self.lesson = where.split("/")[-1].removesuffix(".py")
        self.done, self.total, self.index = 0, total, 0
        self.began = self.said = time.monotonic()
        self._say(f"executing 0/{total} …")

    def _say(self, text, last=False):
        if sys.stdout.isatty():
            print(f"\r{self.lesson}: {text:30}", end="\n" if last else "", flush=True)
        else:
            print(f"{self.lesson}: {text}", flush=True)

    def hooks(self):
        """Return what nbclient is to call: it keeps `index` at the running cell."""
        return {"on_cell_execute": self._starts, "on_cell_executed": self._is_done}

    def _starts(self, cell, cell_index):
        self.index = cell_index

    def _is_done(self, **_):
        self.done += 1
        if sys.stdout.isatty() or time.monotonic() - self.said > QUIET_SECONDS:
            self.said = time.monotonic()
            self._say(f"executing {self.done}/{self.total} …")

    def ends(self):
        seconds = time.monotonic() - self.began
        self._say(f"executed {self.done}/{self.total} in {seconds:.0f} s", last=True)

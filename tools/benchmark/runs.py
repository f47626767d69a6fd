"""Run All of each lesson, and the times of imports.

A lesson is timed once, with a fresh kernel and as a student gets it, from the start of the kernel
to the end of its last cell. An import is timed in fresh interpreters, in turn, by the median.
"""

import contextlib
import io
import statistics
import time

import nbformat

from tools import ROOT
from tools.benchmark.measure import in_a_fresh_process
from tools.benchmark.others import installed
from tools.lessons.masters import MasterError, stems

MODULES = ("numpy", "matplotlib.pyplot", "helpers.lif", "helpers.hh", "helpers.theory",
           "helpers.explore", "numba", "brian2")  # fmt: skip
TIME_IMPORT = "import time; s = time.perf_counter(); import {}; print(time.perf_counter() - s)"


def run_all(stem):
    """Return how long Run All of a student's notebook takes [s]; MasterError if it fails."""
    from tools.lessons.execute import execute

    folder = ROOT / "notebooks"
    cells = nbformat.read(folder / f"{stem}.ipynb", as_version=4).cells
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # its progress
        execute(cells, folder, f"notebooks/{stem}.ipynb")
    return time.perf_counter() - start


def lessons(rounds):
    """Print the time of each lesson's Run All; there is no goal."""
    print("Run All, kernel included:")
    for stem in stems(ROOT):
        try:
            print(f"{stem:32} {run_all(stem):6.1f} s", flush=True)
        except (MasterError, OSError) as error:
            print(f"{stem:32} failed: {str(error).splitlines()[0]}", flush=True)
    return []


def imports(rounds):
    """Print the time that each import takes in a fresh interpreter; there is no goal."""
    found = [name for name in MODULES if installed(name.split(".")[0])]
    spent = {name: [] for name in found}
    for _ in range(rounds):
        for name, times in spent.items():
            times.append(float(in_a_fresh_process(TIME_IMPORT.format(name))))
    print("import, in a fresh interpreter:")
    for name, times in spent.items():
        print(f"{name:32} {statistics.median(times):6.2f} s")
    return []

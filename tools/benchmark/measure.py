"""How the benchmark measures: runs in turn, medians, peak memory, goals.

Times are wall-clock. What is compared runs in turn, once per round, so that a busy machine slows
all sides alike; of the rounds the median counts, and what is worth reading is the ratio.
"""

import gc
import importlib
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT

PATIENCE = 60  # s per comparison; when they are over, three rounds are enough


@dataclass(frozen=True)
class Goal:
    """One number that is to be at most, or at least, a limit; None where it was not measured."""

    text: str
    value: float | None
    limit: float
    unit: str = ""
    at_least: bool = False
    where: str = ""

    @property
    def met(self):
        """Whether it is met; None where it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self):
        mark = {True: "✓", False: "✗", None: "–"}[self.met]
        if self.value is None:
            return f"{mark} {self.text}: not measured{self.where and f' ({self.where})'}"
        found = f"{self.value:.3g} {self.unit}".strip()
        return f"{mark} {self.text}: {found}{self.where and f' ({self.where})'}"


def worst(text, found, limit, unit="", at_least=False):
    """Return the goal that every number of `found`, {where: number}, is to meet."""
    if not found:
        return Goal(text, None, limit, unit, at_least)
    where = (min if at_least else max)(found, key=found.get)
    return Goal(text, found[where], limit, unit, at_least, where)


def medians(runs, rounds, clock=time.perf_counter, warm=False):
    """Call each of `runs`, {name: function}, once per round, in turn; return the medians [s].

    With `warm`, each is called once more just before, untimed: in a program of its own, nobody
    else would have emptied the caches in between. After `PATIENCE` seconds the third round is
    the last one.
    """
    spent, start = {name: [] for name in runs}, time.perf_counter()
    for number in range(rounds):
        if number >= 3 and time.perf_counter() - start > PATIENCE:
            break
        for name, run in runs.items():
            if warm:
                run()
            gc.collect()  # what another one has left behind is not this one's time
            began = clock()
            run()
            spent[name].append(clock() - began)
    return {name: statistics.median(times) for name, times in spent.items()}


def in_a_fresh_process(code, *arguments):
    """Return what `code` prints, run by this Python in the course folder."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def reset_peak():
    """Let the peak of this process's memory begin anew at what it holds now; Linux only."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def resident(peak=False):
    """Return how much memory this process holds, or has held at most [bytes]."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return _resident_elsewhere(peak)
    field = "VmHWM:" if peak else "VmRSS:"
    return 1024 * int(status.split(field)[1].split()[0])


def _resident_elsewhere(peak):
    """Return the same on macOS and Windows; psutil comes with ipykernel."""
    held = importlib.import_module("psutil").Process().memory_info()
    if not peak:
        return held.rss
    if hasattr(held, "peak_wset"):
        return held.peak_wset
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def megabytes_above_the_start(run):
    """Return how far this process's memory rises during `run()` [MB]."""
    reset_peak()
    before = resident()
    run()
    return max(0, resident(peak=True) - before) / 1e6

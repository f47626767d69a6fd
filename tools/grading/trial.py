"""Run a submission's steps in a process of its own, within limits of time and memory.

The child, trial_child.py, says before and after each step where it is. A step that never ends, or
that ends the process, costs only itself: a new process takes up the rest. This keeps accidents
apart. It is no proof against ill will.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

from tools import ROOT
from tools.grading.trial_child import key

RUNNER = [ROOT / "tools", "grading.trial_child"]
STARTING = 60  # s, for the imports of the checks on a busy machine


@dataclass(frozen=True)
class Limits:
    """What a submission may use."""

    step: float = 10.0  # s, for one exercise or one statement before it
    total: float = 120.0  # s, for the whole submission
    memory: int = 2048  # MB; no limit on Windows


def run_steps(steps, sources, limits):
    """Run the steps of a plan.

    Parameters
    ----------
    steps : list of dict
        As `tools.grading.plan.plan` gives them.
    sources : dict
        {cell: its code}.
    limits : Limits
        What it may use.

    Returns
    -------
    verdicts : dict
        {exercise: (state, message)}.
    failed : dict
        {cell: why a statement in it did not run}.
    """
    verdicts, failed, remaining = {}, {}, list(steps)
    deadline = time.monotonic() + limits.total
    while any("exercise" in step for step in remaining):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            job = {"steps": remaining, "sources": sources, "failed": failed, "folder": folder}
            outcomes, stuck = _attempt({**job, "memory": limits.memory}, limits.step, deadline)
        for number, state, message in [*outcomes, *stuck]:
            if number is None:  # nothing has run, or no time is left: the rest shares one reason
                rest = [s["exercise"] for s in remaining if "exercise" in s]
                verdicts = {name: (state, message) for name in rest} | verdicts
            elif name := remaining[number].get("exercise"):
                verdicts.setdefault(name, (state, message))
            elif state != "ran":
                failed[key(remaining[number])] = message
        over = {number for number, *_ in stuck}
        remaining = [
            step
            for number, step in enumerate(remaining)
            if number not in over and step.get("exercise") not in verdicts
        ]
    return verdicts, _by_cell(failed)


def _by_cell(failed):
    cells = {}
    for name, message in failed.items():
        cells.setdefault(name.rpartition("/")[0], message)
    return cells


def _attempt(job, patience, deadline):
    """Return the (step, state, message) that one process gives, and the one that stopped it."""
    heard, outcomes, current = queue.Queue(), [], None
    with _child(job) as child:
        threading.Thread(target=_listen, args=(child.stdout, heard), daemon=True).start()
        while True:
            left = deadline - time.monotonic()
            allowed = STARTING if current is None else patience
            try:
                said = heard.get(timeout=max(0.0, min(allowed, left)))
            except queue.Empty:
                return outcomes, _too_long(current, allowed, left)
            if said is None:
                return outcomes, _ended(child.wait(), current, len(job["steps"]))
            current, *outcome = said
            outcomes += [(current, *outcome)] if outcome else []


def _too_long(current, allowed, left):
    if current is not None and allowed <= left:
        text = f"took longer than {allowed:g} s: does a loop never end?"
        return [(current, "timeout", text)]
    text = "the time for the whole submission was over, or the machine is too busy."
    stopped = [] if current is None else [(current, "timeout", text)]
    return [*stopped, (None, "timeout", f"not run: {text}")]


def _ended(code, current, n_steps):
    if code == 0 and current == n_steps - 1:
        return []
    text = f"the process ended here (exit code {code})."
    where = "before anything ran: is the memory limit too small?" if current is None else ""
    return [(current, "error", f"{text[:-1]} {where}" if where else text)]


def _listen(stream, heard):
    with stream:
        for line in stream:
            heard.put(json.loads(line))
    heard.put(None)


@contextlib.contextmanager
def _child(job):
    """Start the process, hand it the job, and end it with all that it has started."""
    ours = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), job["folder"])
    ours |= {"MPLBACKEND": "Agg", "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
    child = subprocess.Popen(
        [sys.executable, "-B", "-P", "-s", "-X", "utf8", *RUNNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ours, "OMP_NUM_THREADS": "1"},
        start_new_session=os.name != "nt",
    )
    try:
        with contextlib.suppress(OSError), child.stdin:
            child.stdin.write(json.dumps(job).encode())
        yield child
    finally:
        with contextlib.suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL) if os.name != "nt" else child.kill()
        child.wait()

"""Run a submission's steps in a process of its own, within limits of time and memory.

The child, trial_child.py, says before and after each step where it is. A step that never ends, or
that ends the process, costs only itself: a new process takes up the rest. This keeps accidents
apart. It is no proof against ill will.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

from tools import ROOT
from tools.grading.trial_child import SAID, key, one_line

HEARD = 1 << 24  # characters that one process may say
RUNNER = [ROOT / "tools", "grading.trial_child"]
STARTING = 60  # s, for the imports of the checks on a busy machine


@dataclass(frozen=True)
class Limits:
    """What a submission may use."""

    step: float = 10.0  # s, for one exercise or one statement before it
    total: float = 120.0  # s, for the whole submission
    memory: int = 2048  # MB; no limit on Windows


class Stopped(Exception):
    """What runs was ended from outside: it has no verdict."""


class Running:
    """The processes that run now, of all submissions; `stop` ends them and starts no more."""

    def __init__(self):
        self._lock, self._children, self.stopped = threading.Lock(), set(), False

    @contextlib.contextmanager
    def holding(self, child):
        """Hold a process while the block lasts; its end ends all that the process has started."""
        try:
            with self._lock:
                self._children.add(child)
                if self.stopped:
                    raise Stopped
            yield
        finally:
            with self._lock:
                self._children.discard(child)
                _end(child)

    def stop(self):
        """End all processes; those who wait for them get Stopped."""
        with self._lock:
            self.stopped = True
            for child in self._children:
                _end(child)


def run_steps(steps, sources, limits, running=None):
    """Run the steps of a plan.

    Parameters
    ----------
    steps : list of dict
        As `tools.grading.plan.plan` gives them.
    sources : dict
        {cell: its code}.
    limits : Limits
        What it may use.
    running : Running, optional
        Where the processes are entered, so that they can be stopped.

    Returns
    -------
    verdicts : dict
        {exercise: (state, message)}.
    failed : dict
        {cell: why a statement in it did not run}.

    Raises
    ------
    Stopped
        If `running` was stopped.
    """
    running = running or Running()
    verdicts, failed, remaining = {}, {}, list(steps)
    deadline = time.monotonic() + limits.total
    while any("exercise" in step for step in remaining):
        with _own_folder() as folder:
            job = {"steps": remaining, "sources": sources, "failed": failed, "folder": folder}
            job |= {"memory": limits.memory, "seconds": limits.total}
            outcomes, stuck = _attempt(job, limits.step, deadline, running)
        for number, state, message in [*outcomes, *stuck]:
            if number is None:  # nothing has run, or no time is left: the rest shares one reason
                verdicts = _for_all(remaining, state, message) | verdicts
            elif name := remaining[number].get("exercise"):
                verdicts.setdefault(name, (state, message))
            elif state != "ran":
                failed[key(remaining[number])] = message
        over = {number for number, *_ in stuck}
        before, remaining = (
            remaining,
            [
                step
                for number, step in enumerate(remaining)
                if number not in over and step.get("exercise") not in verdicts
            ],
        )
        if len(remaining) == len(before):  # it forged our lines: a second time it would do so again
            verdicts = _for_all(remaining, "error", "the process ended too early.") | verdicts
            break
    return verdicts, _by_cell(failed)


def _for_all(steps, state, message):
    return {step["exercise"]: (state, message) for step in steps if "exercise" in step}


def _by_cell(failed):
    cells = {}
    for name, message in failed.items():
        cells.setdefault(name.rpartition("/")[0], message)
    return cells


@contextlib.contextmanager
def _own_folder():
    """Make a temporary folder for one process, and remove it, whatever is in it by then."""
    folder = tempfile.mkdtemp(prefix="course-grade-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _attempt(job, patience, deadline, running):
    """Return the (step, state, message) that one process gives, and the one that stopped it."""
    heard, outcomes, current = queue.Queue(), [], None
    with _child(job, running) as child:
        listening = child.stdout, heard, len(job["steps"])
        threading.Thread(target=_listen, args=listening, daemon=True).start()
        while True:
            left = deadline - time.monotonic()
            allowed = STARTING if current is None else patience
            try:
                said = heard.get(timeout=max(0.0, min(allowed, left)))
            except queue.Empty:
                return outcomes, _too_long(current, allowed, left)
            if said is None:
                if running.stopped:
                    raise Stopped
                return outcomes, _ended(_exit_code(child, patience), current, len(job["steps"]))
            current, *outcome = said
            outcomes += [(current, *outcome)] if outcome else []


def _too_long(current, allowed, left):
    if current is not None and allowed <= left:
        text = f"took longer than {allowed:g} s: does a loop never end?"
        return [(current, "timeout", text)]
    text = "the time for the whole submission was over, or the machine is too busy."
    stopped = [] if current is None else [(current, "timeout", text)]
    return [*stopped, (None, "timeout", f"not run: {text}")]


def _exit_code(child, patience):
    """Return the exit code of a process that says no more, None if it goes on in silence."""
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        return None


def _ended(code, current, n_steps):
    if code == 0 and current == n_steps - 1:
        return []
    text = f"the process ended here (exit code {code})."
    if code is None:
        text = "gave no more answer: is a file closed that it did not open?"
    where = "before anything ran: is the memory limit too small?" if current is None else ""
    return [(current, "error", f"{text[:-1]} {where}" if where else text)]


def _listen(stream, heard, n_steps):
    """Hand on what a process says; what is none of our lines came from the submission."""
    with stream:
        left = HEARD
        while left > 0 and (line := stream.readline(left)):
            left -= len(line)
            if (said := _understood(line, n_steps)) is not None:
                heard.put(said)
    heard.put(None)


def _understood(line, n_steps):
    try:
        match json.loads(line):
            case [int(number)] if 0 <= number < n_steps:
                return [number]
            case [int(number), str(state), str(message)] if 0 <= number < n_steps:
                return [number, state, one_line(message)] if state in SAID else None
    except (ValueError, RecursionError):
        pass
    return None


@contextlib.contextmanager
def _child(job, running):
    """Start the process, hand it the job, and end it with all that it has started.

    Its standard input stays open: when that ends, so has the grader, and the process ends itself.
    """
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
    with running.holding(child):
        with contextlib.suppress(OSError):
            child.stdin.write(json.dumps(job).encode() + b"\n")
            child.stdin.flush()
        yield child


def _end(child):
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL) if os.name != "nt" else child.kill()
    child.wait()
    with contextlib.suppress(OSError):
        child.stdin.close()

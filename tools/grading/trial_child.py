"""The process that runs a submission's steps; trial.py starts it and listens.

It is handed a job in one line of its standard input, and answers in lines of JSON: [number] before
a step, [number, state, message] after it. When its input ends, so does it.
"""

import ast
import contextlib
import importlib
import json
import math
import os
import re
import signal
import sys
import threading
import traceback
import types

STATES = ("done", "wrong", "open")
SAID = (*STATES, "error", "ran", "failed")  # what the grader takes from this process
COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # to a terminal
LONGEST = 300  # characters of a message
WRITING = {  # audit events of Python that change files, with the number of their paths
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"), 1),
    **dict.fromkeys(("shutil.rmtree", "os.rename", "os.link", "os.symlink"), 2),
}
DEEPEST = 20  # folders in folders, since one thousand could not be removed again
STARTS_A_PROGRAM = "subprocess.Popen os.system os.exec os.posix_spawn os.fork os.spawn".split()


def key(step):
    """Return the name of a statement: its cell and its place there."""
    return f"{step['cell']}/{step['index']}"


def one_line(text, folder=None):
    """Return a message in one line, the same on every run: no addresses, no temporary folder."""
    text = text.replace(str(folder), ".") if folder else text
    text = " ".join(re.sub(r" at 0x[0-9A-Fa-f]+", "", text).split())
    text = COMMANDS.sub("\ufffd", text)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return text.encode("utf-8", "replace").decode()


def main(_=()):
    """Run the job that stands on the standard input; answer in lines of JSON."""
    job = json.loads(sys.stdin.buffer.readline())
    lifeline, channel, nowhere = os.dup(0), os.dup(1), os.open(os.devnull, os.O_RDWR)
    threading.Thread(target=_end_with_the_grader, args=(lifeline,), daemon=True).start()
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(job["folder"])
    checks = {s["module"] for s in job["steps"] if "module" in s}
    checks = {name: importlib.import_module(name) for name in checks}
    _limit(job["memory"], job["seconds"])
    sys.addaudithook(_guard(job["folder"]))
    student = types.ModuleType("__main__")
    student.display = lambda *_, **__: None  # a notebook has it without import
    sys.modules["__main__"] = student
    trees = {}
    for number, step in enumerate(job["steps"]):
        os.write(channel, f"{json.dumps([number])}\n".encode())
        if "exercise" in step:
            outcome = _checked(step, checks[step["module"]], student, job["failed"])
        else:
            outcome = _ran(step, student, job, trees)
        outcome = outcome[0], one_line(outcome[1], job["folder"])
        os.write(channel, f"{json.dumps([number, *outcome])}\n".encode())
    os._exit(0)


def _end_with_the_grader(lifeline):
    """Wait until the grader closes its end, or is gone, and end this process with its group."""
    with contextlib.suppress(OSError):
        os.read(lifeline, 1)
        if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit(megabytes, seconds):
    try:
        import resource

        cpu = 10 * math.ceil(seconds) + 60  # the grader ends it long before, if it still can
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, ValueError, OSError):  # Windows has none, macOS refuses the last
        pass


def _guard(folder):
    """Return an audit hook: Python writes below the folder only, starts and ends no program."""
    home = os.path.realpath(folder)
    own = {"os.kill": (0, os.getpid()), "os.killpg": (0, os.getpid())}

    def is_outside(path):
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        path = os.path.realpath(os.fsdecode(path))
        return path != os.devnull and not f"{path}{os.sep}".startswith(f"{home}{os.sep}")

    def depth(path):
        return os.path.realpath(os.fsdecode(path)).removeprefix(home).count(os.sep)

    def hook(event, args):
        if event == "open":
            paths = args[:1] if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else ()
        elif event in STARTS_A_PROGRAM:
            raise PermissionError("a submission can start no program here")
        elif event in own and args[0] not in own[event]:
            raise PermissionError("a submission can end no other program")
        else:
            paths = args[: WRITING[event]] if event in WRITING else ()
        if any(map(is_outside, paths)):
            raise PermissionError("a submission can write in its own folder only")
        if event == "os.mkdir" and depth(args[0]) > DEEPEST:
            raise PermissionError(f"a submission can make {DEEPEST} folders in folders only")

    return hook


def _ran(step, student, job, trees):
    """Run one statement of the student's; return whether it ran, or why not."""
    cell, error = step["cell"], None
    trees[cell] = trees.get(cell) or ast.parse(job["sources"][cell])
    node = trees[cell].body[step["index"]]
    try:
        one = ast.Module([node], type_ignores=[])
        exec(compile(one, f"<{cell}>", "exec"), student.__dict__)
    except BaseException as raised:  # sys.exit, MemoryError, whatever a student's code may raise
        error = raised
    if error is None:
        return "ran", ""
    frames = traceback.extract_tb(error.__traceback__)
    line = [node.lineno, *(f.lineno for f in frames if f.filename == f"<{cell}>")][-1]
    message = f"{type(error).__name__}: {error}".rstrip(": ") + f" (line {line})"
    job["failed"][key(step)] = one_line(message, job["folder"])
    return "failed", message


def _checked(step, module, student, failed):
    """Return state and message of a check."""
    for definition in step["defined"]:
        if reason := failed.get(key(definition)):
            return "error", f"{definition['cell']}, which defines it, did not run: {reason}"
    try:
        answers = [getattr(student, name) for name in step["answers"]]
        verdict = getattr(module, step["exercise"])(*answers)
        if verdict.state not in STATES:
            raise ValueError(f"no state {verdict.state!r}")
        return verdict.state, str(verdict.message)
    except BaseException as error:
        return "error", f"the check could not run: {type(error).__name__}: {error}"

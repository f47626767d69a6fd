"""Run commands in an environment: Ctrl-C reaches them first, what they complain of is kept."""

import contextlib
import os
import subprocess
import sys
import threading

from tools.machine import ROOT
from tools.machine.variables import variables

PATIENCE = 10  # s that a child gets to tidy up after Ctrl-C


def interpreter(folder):
    """Return where the Python of an environment is."""
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def run(command, folder, cwd=ROOT, lock=None, heard=None):
    """Run a command in the environment in `folder`; return its exit code.

    Parameters
    ----------
    command : list of str
        The program and its arguments.
    folder : pathlib.Path
        The environment.
    cwd : path-like
        Where it runs; None leaves it where course.py was called.
    lock : int
        A descriptor that the child holds as well, so that it keeps others out while it runs.
    heard : list of str
        Takes the lines of the standard error, which is shown all the same.
    """
    options = {"cwd": cwd, "env": variables(folder)}
    if lock is not None and os.name != "nt":
        options["pass_fds"] = (lock,)
    if heard is not None:
        options |= {"stderr": subprocess.PIPE, "encoding": "utf-8", "errors": "replace"}
    with subprocess.Popen(command, **options) as child:
        listener = threading.Thread(target=_pass_on, args=(child.stderr, heard), daemon=True)
        if heard is not None:
            listener.start()
        try:
            code = child.wait()
            if heard is not None:
                listener.join(PATIENCE)
            return code
        except KeyboardInterrupt:  # the terminal has told the child, too: let it tidy up
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(PATIENCE)
            child.terminate()
            raise


def _pass_on(stream, heard):
    with contextlib.suppress(ValueError, OSError):  # closed after Ctrl-C
        for line in stream:
            heard.append(line)
            if line.startswith("WARNING: Retrying"):  # pip's, a screenful where there is no network
                continue
            sys.stderr.write(line if line.endswith("\n") else f"{line}\n")
            sys.stderr.flush()


def hand_over(command, folder):
    """Become the command (on Windows: run it and return its exit code)."""
    if os.name == "nt":
        return run(command, folder, cwd=None)
    sys.stdout.flush()
    os.execve(command[0], command, variables(folder))

"""JupyterLab as a student sees it: one line with the address, the log in a file.

`course.py lab` runs it in .venv and passes its arguments on to JupyterLab.
"""

import os
import signal
import sys
import traceback

from jupyterlab.labapp import LabApp

from tools.machine import say
from tools.machine.places import choose, socket_folder

LONGEST = 1_000_000  # bytes after which the log begins anew


class Server(LabApp.serverapp_class):
    """Says where it is to be opened; what it logs goes into the file."""

    def start_app(self):
        """Start, then print the address."""
        super().start_app()
        # Once the loop runs: only then are requests answered, or has the port been refused.
        self.io_loop.add_callback(say, f"Open {self.public_url}")


def log_file():
    """Return the file that takes the log."""
    return choose(".jupyter") / "lab.log"


def kernel_options():
    """Return the options that keep other users of the machine from a kernel's messages.

    Sockets in a folder that only this user may enter; encryption where there are none.
    """
    if socket_folder():
        return ["--KernelManager.transport=ipc"]
    return ["--MappingKernelManager.transport_encryption=auto"]


def why(log, start):
    """Return the last thing of weight that the log says from `start` on."""
    with open(log, encoding="utf-8", errors="replace") as file:
        file.seek(start)
        lines = [line.strip() for line in file if line.strip()]
    grave = [line for line in lines if line.startswith(("[C ", "[E "))]
    last = (grave or lines or ["it gave no reason"])[-1]
    return last.split("] ", 1)[-1].removeprefix("ERROR: ")


def main(arguments):
    """Run JupyterLab; return the exit code."""
    log = log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    big = log.exists() and log.stat().st_size > LONGEST
    with open(log, "wb" if big else "ab") as file:
        start = file.tell()
        terminal = os.dup(2)
        os.dup2(file.fileno(), 2)  # what the kernels and the libraries say as well
    # Ctrl-C ends it without a traceback; in a terminal, Jupyter asks first.
    signal.signal(signal.SIGINT, lambda *_: signal.raise_signal(signal.SIGTERM))
    LabApp.serverapp_class, code = Server, 1
    try:
        LabApp.launch_instance([*kernel_options(), *arguments])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        traceback.print_exc()
    sys.stderr.flush()
    os.dup2(terminal, 2)
    if code:
        say(f"JupyterLab ended: {why(log, start)} (more in {log})")
    return code

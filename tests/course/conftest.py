"""For the tests of course.py: a course in a folder of its own, and an installer that pretends."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tools import ROOT

GROUPS = """\
[dependency-groups]
derive = ["derive-package>=1"]
test = ["test-package>=1"]
"""
# Stands for uv: notes what it is asked for, makes what uv would make, and fails or takes its time
# where the files `fail` and `slow` beside it say so.
UV = """\
#!/bin/sh
here=$(dirname "$0")
[ "$1" = --version ] && exit 0
for last; do :; done
if [ "$1" = venv ]; then
    echo "venv $last" >> "$here/calls"
    [ -e "$here/fail-venv" ] && { cat "$here/fail-venv" >&2; exit 1; }
    mkdir -p "$last/bin" && ln -s PYTHON "$last/bin/python"
else
    echo "begin $*" >> "$here/calls"
    [ -e "$here/slow" ] && sleep "$(cat "$here/slow")"
    [ -e "$here/fail" ] && { cat "$here/fail" >&2; exit 1; }
    echo "end $*" >> "$here/calls"
fi
exit 0
"""


class Machine:
    """A course in a folder of its own on a machine whose uv pretends to install."""

    def __init__(self, folder, python=sys.executable):
        self.python = python
        self.root, self.bin, self.home = (
            folder / "a course in Zürich",
            folder / "bin",
            folder / "me",
        )
        for path in (self.root / "notebooks", self.root / "tools", self.bin, self.home):
            path.mkdir(parents=True)
        shutil.copy(ROOT / "course.py", self.root)
        for name in ("__init__.py", "__main__.py"):
            shutil.copy(ROOT / "tools" / name, self.root / "tools")
        shutil.copytree(ROOT / "tools/machine", self.root / "tools/machine")
        echo = "import os\n\n\ndef main(words):\n    print('LAB', os.getcwd(), *words)\n"
        (self.root / "tools/lab.py").write_text(echo)
        (self.root / "requirements.txt").write_text("numpy>=2.1\n")
        (self.root / "pyproject.toml").write_text(GROUPS)
        for stem in ("01_first", "02_second"):
            (self.root / "notebooks" / f"{stem}.ipynb").write_text(f"{stem}, version 1\n")
        uv = self.bin / "uv"
        uv.write_text(UV.replace("PYTHON", python))
        uv.chmod(0o755)

    def command(self, *arguments):
        """Return the command line."""
        return [self.python, str(self.root / "course.py"), *arguments]

    def environment(self, **more):
        """Return the variables: a home of its own and the pretending uv."""
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "HOME": str(self.home), **more}

    def options(self, **more):
        """Return the options of subprocess."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return {**pipes, "encoding": "utf-8", "env": self.environment(), "cwd": self.home, **more}

    def run(self, *arguments, **more):
        """Run course.py and return what came out."""
        return subprocess.run(self.command(*arguments), timeout=60, **self.options(**more))

    def start(self, *arguments, **more):
        """Start course.py in a process group of its own, as a terminal does."""
        more["start_new_session"] = True
        return subprocess.Popen(self.command(*arguments), **self.options(**more))

    def says(self, name, text=""):
        """Tell the pretending uv how to behave, such as `fail` with a text."""
        (self.bin / name).write_text(text)

    def stops(self, name):
        """Let the pretending uv behave again."""
        (self.bin / name).unlink()

    @property
    def calls(self):
        """Return what uv was asked for."""
        path = self.bin / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def installs(self, what):
        """Return how often an installation of this was completed."""
        return sum(line.startswith("end") and what in line for line in self.calls)

    def wait_for_calls(self, number):
        """Wait until uv has been asked for so many things."""
        end = time.monotonic() + 30
        while len(self.calls) < number:
            assert time.monotonic() < end, self.calls
            time.sleep(0.02)


@pytest.fixture
def machine(tmp_path):
    """Return a course that is not set up yet."""
    if os.name == "nt":
        pytest.skip("the installer that pretends is a shell script")
    return Machine(tmp_path)


@pytest.fixture
def ready(machine):
    """Return a course whose lab works."""
    return made_ready(machine)


def made_ready(machine):
    """Set a course up; own-package is gone if anything makes .venv anew."""
    assert machine.run("setup").returncode == 0
    (machine.root / ".venv/own-package").touch()
    return machine


def interrupt(process):
    """Press Ctrl-C in the terminal of a process; return (exit code, output, error output)."""
    time.sleep(0.2)  # a shell that is just starting a program may miss it
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err

"""JupyterLab as a student meets it: an address, a log in a file, kernels that nobody overhears."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient

from tests.course.conftest import interrupt
from tools import ROOT
from tools.machine.places import socket_folder
from tools.machine.settings import settle
from tools.machine.variables import variables

LAB = (ROOT / "tools/lab.py").read_text("utf-8")


class Lab:
    """A running `course.py lab`, once its environment is there."""

    def __init__(self, machine, *words):
        (machine.root / "tools/lab.py").write_text(LAB, "utf-8")
        folder = Path(sys.executable).parents[1]
        self.log = machine.root / ".jupyter/lab.log"
        self.env = variables(folder, machine.root)
        kernels = machine.root / ".jupyter/share/kernels/python3"
        kernels.mkdir(parents=True)
        (kernels / "kernel.json").write_text('{"display_name": "Python 3", "language": "python"}')
        settle(kernels.parents[1])
        self.env |= {"JUPYTER_PATH": str(kernels.parents[1]), "JUPYTER_PREFER_ENV_PATH": "0"}
        command = [sys.executable, "-P", str(machine.root / "tools"), "lab", "--no-browser"]
        command += ["--ServerApp.allow_root=True", f"--ServerApp.root_dir={machine.home}", *words]
        options = machine.options(env=self.env, start_new_session=True)
        self.process = subprocess.Popen(command, **options)

    def ask(self, path, data=None):
        """Return what the server answers; it may take a moment until it does."""
        request = urllib.request.Request(f"{self.base}{path}?token={self.token}", data)
        for _ in range(100):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.read().decode()
            except urllib.error.URLError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text("utf-8")[-2000:])


@pytest.fixture
def lab(machine):
    """Return a running lab and what it said first."""
    (machine.home / "types.py").write_text("raise SystemExit('a file of the student was run')")
    (machine.home / "mine.py").write_text("answer = 42")
    lab = Lab(machine, "--port=0", "--LabApp.default_url=/lab/tree/02_b.ipynb")
    lab.said = lab.process.stdout.readline()
    found = re.fullmatch(
        r"\[course\] Open (http://localhost:\d+)/lab/(.*)\?token=(\w+)\n", lab.said
    )
    assert found, lab.said
    lab.base, lab.opens, lab.token = found.groups()
    yield lab
    if lab.process.poll() is None:
        interrupt(lab.process)


def test_the_terminal_has_the_address_and_the_file_the_rest(lab):
    """A kernel starts beside types.py, can import mine.py, and talks by private sockets."""
    assert lab.opens == "tree/02_b.ipynb"
    assert "<title>" in lab.ask("/lab")
    kernel = json.loads(lab.ask("/api/kernels", b'{"name": "python3"}'))["id"]
    connection = Path(lab.env["JUPYTER_RUNTIME_DIR"]) / f"kernel-{kernel}.json"
    client = BlockingKernelClient()
    client.load_connection_file(str(connection))
    client.start_channels()
    client.wait_for_ready(timeout=60)
    heard = []
    code = "import mine, types\nprint(mine.answer, hasattr(types, 'ModuleType'))"
    client.execute_interactive(code, timeout=30, output_hook=heard.append)
    client.stop_channels()
    assert [m["content"]["text"] for m in heard if m["msg_type"] == "stream"] == ["42 True\n"]
    if socket_folder():
        assert client.transport == "ipc"
        assert connection.parent == socket_folder()
    code, out, error = interrupt(lab.process)
    assert (code, out, error) == (0, "", "")
    log = lab.log.read_text("utf-8")
    assert "Kernel started" in log and "Traceback" not in log
    assert "without encryption" not in log or not socket_folder()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets two programs listen")
def test_why_the_server_does_not_start_is_one_line_that_names_the_log(machine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        lab = Lab(machine, f"--port={port}", "--ServerApp.port_retries=0")
        out, error = lab.process.communicate(timeout=60)
    assert (lab.process.returncode, error) == (1, "")
    (line,) = out.splitlines()
    assert line.startswith("[course] JupyterLab ended: the Jupyter server could not be started")
    assert str(port) in line and line.endswith(f"(more in {lab.log})")

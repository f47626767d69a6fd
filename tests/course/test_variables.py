"""What reaches the child processes: a user's network, and nothing that leads elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT
from tools.machine.variables import OWN_FOLDERS, passes, variables

FOREIGN = """
PYTHONHOME PYTHONPATH PYTHONEXECUTABLE PYTHONOPTIMIZE PYTHONWARNINGS PYTHONSTARTUP PYTHONINSPECT
PYTHONUSERBASE PYTHONPLATLIBDIR PYTHONBREAKPOINT __PYVENV_LAUNCHER__ VIRTUAL_ENV CONDA_PREFIX
PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_USER PIP_REQUIRE_VIRTUALENV PIP_DRY_RUN
UV_SYSTEM_PYTHON UV_PYTHON UV_TARGET UV_PREFIX UV_PROJECT_ENVIRONMENT UV_BREAK_SYSTEM_PACKAGES
JUPYTER_PATH JUPYTERLAB_DIR JUPYTER_CONFIG_PATH JUPYTER_PORT JUPYTER_TOKEN JUPYTER_CONFIG_DIR
JUPYTERLAB_SETTINGS_DIR JPY_PARENT_PID IPYTHONDIR MPLBACKEND MPLCONFIGDIR
""".split()
NEEDED = """
HTTP_PROXY https_proxy NO_PROXY SSL_CERT_FILE REQUESTS_CA_BUNDLE HOME LANG
PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CERT PIP_TRUSTED_HOST PIP_CACHE_DIR PIP_PROXY PIP_CONFIG_FILE
UV_INDEX UV_INDEX_URL UV_INDEX_MINE_USERNAME UV_DEFAULT_INDEX UV_CACHE_DIR UV_NATIVE_TLS UV_OFFLINE
PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE
""".split()


@pytest.mark.parametrize("name", FOREIGN)
def test_what_leads_elsewhere_does_not_pass(name, tmp_path, monkeypatch):
    monkeypatch.setenv(name, "elsewhere")
    assert "elsewhere" not in variables(tmp_path / ".venv", tmp_path).values()


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_network_needs_passes(name):
    assert passes(name)


def test_the_environment_is_active_and_jupyter_writes_in_the_course_only(tmp_path):
    found = variables(tmp_path / ".venv", tmp_path)
    assert found["VIRTUAL_ENV"] == str(tmp_path / ".venv")
    assert Path(found["PATH"].split(os.pathsep)[0]).parent == tmp_path / ".venv"
    for name in OWN_FOLDERS:
        assert Path(found[name]).parent == tmp_path / ".jupyter"


def test_a_read_only_home_switches_the_cache_of_uv_off(tmp_path, monkeypatch):
    monkeypatch.delenv("UV_NO_CACHE", raising=False)
    home, access = os.path.expanduser("~"), os.access
    assert ("UV_NO_CACHE" in variables(tmp_path, tmp_path)) is not access(home, os.W_OK)
    monkeypatch.setattr(os, "access", lambda path, mode: path != home and access(path, mode))
    assert variables(tmp_path, tmp_path)["UV_NO_CACHE"] == "1"


def test_they_reach_the_command_that_course_py_becomes(ready):
    """Those of the machine's user do not, from the set-up to the tool."""
    (ready.root / "tools/lab.py").write_text(
        "import os\n\n\ndef main(_):\n"
        "    print(*(f'{name}={value}' for name, value in os.environ.items()), sep='\\n')\n"
    )
    env = ready.environment(MPLBACKEND="Agg", JUPYTER_PORT="1", PYTHONOPTIMIZE="2", PIP_PROXY="p")
    said = ready.run("lab", env=env).stdout.splitlines()
    assert "PIP_PROXY=p" in said
    assert not [line for line in said if line.startswith(("MPLBACK", "JUPYTER_PORT", "PYTHONOPT"))]


# Terminals without τ


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_tool_prints_question_marks_where_a_terminal_has_no_such_letter(ready, encoding):
    (ready.root / "tools/lab.py").write_text("def main(_):\n    print('τ = 1, …')\n", "utf-8")
    env = ready.environment(PYTHONIOENCODING=encoding)
    done = subprocess.run(ready.command("lab"), capture_output=True, env=env)
    assert done.returncode == 0
    assert done.stdout.decode(encoding).splitlines()[-1] in ("? = 1, …", "? = 1, ?")
    assert done.stderr == b""


def test_a_tool_called_directly_does_so_too(tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-P", str(ROOT / "tools"), "colab", "02", "--out"]
    done = subprocess.run([*command, str(tmp_path / "τ")], capture_output=True, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?/02_lif.ipynb" in done.stdout


# A student's files beside course.py

NAMES = "random platform calendar json types tokenize tempfile os re tools helpers site".split()


@pytest.mark.parametrize("where", ["beside course.py", "where it is called"])
def test_a_file_that_bears_the_name_of_a_module_of_python_is_not_taken_for_it(machine, where):
    folder = machine.root if where == "beside course.py" else machine.home
    for name in NAMES:
        (folder / f"{name}.py").write_text("raise SystemExit('a file of the student was run')\n")
    for command in (["setup"], ["lab", "--x"], ["colab"], ["--help"]):
        if command == ["colab"]:
            (machine.root / "tools/colab.py").write_text(
                "import calendar, random\n\n\ndef main(_):\n    print(random.__file__)\n"
            )
        done = machine.run(*command, cwd=folder)
        assert (done.returncode, done.stderr) == (0, ""), command
    for step in machine.run("test", cwd=folder).stderr.splitlines():
        assert "a file of the student was run" not in step

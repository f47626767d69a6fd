"""course.py: the set-up and the command line, without installing anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import course

SCRIPT = Path(course.__file__)
NUMPY = {"lesson": ["numpy>=2.1"]}


class Pretence:
    """Stands for course.run: notes the commands, makes what venv would make."""

    def __init__(self):
        self.commands = []
        self.fail_at = None

    def __call__(self, command, folder):
        self.commands.append(command)
        if self.fail_at in command:
            return 1
        if "venv" in command:
            python = Path(course.interpreter(folder))
            python.parent.mkdir()
            python.touch()
        return 0

    @property
    def installs(self):
        """Return the arguments of each pip install."""
        return [command[5:] for command in self.commands if "install" in command]


@pytest.fixture
def pretence(tmp_path, monkeypatch):
    """Return the pretended course.run of an empty project without uv."""
    root = tmp_path / "a course in Zürich"
    root.mkdir()
    run = Pretence()
    monkeypatch.setattr(course, "ROOT", root)
    monkeypatch.setattr(course, "find_uv", lambda: None)
    monkeypatch.setattr(course, "run", run)
    return run


@pytest.fixture
def folder(pretence):
    """Return where the environment goes."""
    return course.ROOT / ".venv"


def call(*arguments, **options):
    """Run course.py with these arguments in a process of its own."""
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)


# The set-up


def test_first_set_up_makes_and_installs(pretence, folder, capsys):
    assert course.set_up(folder, NUMPY) == course.interpreter(folder)
    assert pretence.installs == [["numpy>=2.1"]]
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in said] == ["Making", "Installing"]


def test_second_set_up_does_nothing(pretence, folder, capsys):
    course.set_up(folder, NUMPY)
    pretence.commands.clear()
    capsys.readouterr()
    course.set_up(folder, NUMPY)
    assert pretence.commands == []
    assert capsys.readouterr().out == ""


def test_changed_requirements_are_installed(pretence, folder):
    course.set_up(folder, NUMPY)
    course.set_up(folder, {"lesson": ["numpy>=2.2"]})
    assert pretence.installs == [["numpy>=2.1"], ["numpy>=2.2"]]


def test_a_changed_requirements_file_is_noticed(pretence, folder):
    file = course.ROOT / "requirements.txt"
    file.write_text("numpy>=2.1\n")
    before = course.digest(["-r", "requirements.txt"])
    file.write_text("numpy>=2.2\n")
    assert course.digest(["-r", "requirements.txt"]) != before


def test_lessons_need_nothing_more_after_the_tests_set_up(pretence, folder):
    course.set_up(folder, {**NUMPY, "test": ["pytest"]})
    course.set_up(folder, NUMPY)
    assert pretence.installs == [["numpy>=2.1", "pytest"]]


def test_test_requirements_are_kept_when_the_lesson_changes(pretence, folder):
    course.set_up(folder, {**NUMPY, "test": ["pytest"]})
    course.set_up(folder, {"lesson": ["numpy>=2.2"]})
    course.set_up(folder, {"lesson": ["numpy>=2.2"], "test": ["pytest"]})
    assert pretence.installs == [["numpy>=2.1", "pytest"], ["numpy>=2.2"]]


def test_a_failed_install_is_repeated_from_the_start(pretence, folder, capsys):
    pretence.fail_at = "install"
    with pytest.raises(SystemExit, match="Installing failed"):
        course.set_up(folder, NUMPY)
    pretence.fail_at = None
    course.set_up(folder, NUMPY)
    assert "not finished" in capsys.readouterr().out
    assert len(pretence.installs) == 2


def test_a_failed_update_is_repeated_from_the_start(pretence, folder):
    course.set_up(folder, NUMPY)
    pretence.fail_at = "install"
    with pytest.raises(SystemExit):
        course.set_up(folder, {"lesson": ["numpy>=2.2"]})
    pretence.fail_at = None
    course.set_up(folder, NUMPY)
    assert len(pretence.installs) == 3


def test_an_interrupted_install_is_repeated(pretence, folder, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(course, "install", interrupt)
        course.set_up(folder, NUMPY)
    course.set_up(folder, NUMPY)
    assert pretence.installs == [["numpy>=2.1"]]


def test_a_failed_venv_leaves_nothing(pretence, folder):
    pretence.fail_at = "venv"
    with pytest.raises(SystemExit, match=r"Making \.venv failed"):
        course.set_up(folder, NUMPY)
    assert not folder.exists()


@pytest.mark.parametrize("tag", ["cpython-399", "pypy-311"])
def test_another_python_rebuilds(pretence, folder, tag, monkeypatch, capsys):
    course.set_up(folder, NUMPY)
    monkeypatch.setattr(sys.implementation, "cache_tag", tag)
    course.set_up(folder, NUMPY)
    assert len(pretence.installs) == 2
    assert "Removing .venv: it belongs to another Python or folder" in capsys.readouterr().out


def test_a_moved_project_rebuilds(pretence, folder, monkeypatch):
    course.set_up(folder, NUMPY)
    moved = course.ROOT.rename(course.ROOT.with_name("moved"))
    monkeypatch.setattr(course, "ROOT", moved)
    course.set_up(moved / ".venv", NUMPY)
    assert len(pretence.installs) == 2


def test_a_vanished_interpreter_rebuilds(pretence, folder, capsys):
    course.set_up(folder, NUMPY)
    Path(course.interpreter(folder)).unlink()
    course.set_up(folder, NUMPY)
    assert len(pretence.installs) == 2
    assert "Removing .venv: its Python is gone" in capsys.readouterr().out


def test_a_broken_stamp_rebuilds(pretence, folder):
    course.set_up(folder, NUMPY)
    (folder / "course-stamp.json").write_text("{")
    course.set_up(folder, NUMPY)
    assert len(pretence.installs) == 2


@pytest.mark.skipif(os.name == "nt", reason="links an interpreter")
def test_an_environment_made_by_hand_is_kept(pretence, folder):
    python = Path(course.interpreter(folder))
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    own = folder / "own-package"
    own.touch()
    course.set_up(folder, NUMPY)
    assert own.exists()
    assert pretence.installs == [["numpy>=2.1"]]


def test_missing_ensurepip_gives_the_line_that_mends_it(pretence, folder, monkeypatch):
    monkeypatch.setattr(course.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(SystemExit) as caught:
        course.set_up(folder, NUMPY)
    assert str(caught.value).endswith(f"To mend it: sudo apt install python{version}-venv")
    assert "\n" not in str(caught.value)
    assert not folder.exists()


def test_uv_makes_and_fills_the_environment(pretence, folder, monkeypatch):
    monkeypatch.setattr(course, "find_uv", lambda: "/opt/uv")
    monkeypatch.setattr(course.importlib.util, "find_spec", lambda name: None)  # uv needs none
    course.set_up(folder, NUMPY)
    made, installed = pretence.commands[:2]
    assert made[:2] == ["/opt/uv", "venv"] and made[-1] == str(folder)
    assert installed[:3] == ["/opt/uv", "pip", "install"]
    assert installed[installed.index("--python") + 1] == course.interpreter(folder)


def test_a_uv_that_does_not_run_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)
    assert course.find_uv() == sys.executable
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert course.find_uv() is None
    if os.name != "nt":
        broken = tmp_path / "uv"
        broken.write_text("#!/bin/sh\nexit 127\n")
        broken.chmod(0o755)
        monkeypatch.setattr(shutil, "which", lambda name: str(broken))
        assert course.find_uv() is None


def test_foreign_variables_do_not_reach_the_child(folder, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "UV_SYSTEM_PYTHON", "JUPYTER_PATH"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    found = course.variables(folder)
    assert "elsewhere" not in found.values()
    assert found["VIRTUAL_ENV"] == str(folder)
    assert found["PATH"].startswith(str(Path(course.interpreter(folder)).parent))


def test_jupyter_writes_inside_the_project_only(folder):
    found = course.variables(folder)
    places = [value for name, value in found.items() if name in course.OWN_FOLDERS]
    assert len(places) == 5
    assert all(place.startswith(str(course.ROOT)) for place in places)


def test_a_read_only_home_switches_the_cache_of_uv_off(folder, monkeypatch):
    monkeypatch.delenv("UV_NO_CACHE", raising=False)
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    assert "UV_NO_CACHE" not in course.variables(folder)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert course.variables(folder)["UV_NO_CACHE"] == "1"


# The commands


@pytest.fixture
def ready(pretence, monkeypatch):
    """Return the list of commands that course.py becomes, with every set-up done."""
    became = []
    monkeypatch.setattr(course, "set_up", lambda folder, parts: course.interpreter(folder))
    monkeypatch.setattr(course, "group", lambda name: [name])
    monkeypatch.setattr(course, "hand_over", lambda command, folder: became.append(command) or 7)
    monkeypatch.setattr(os, "chdir", lambda path: None)
    return became


def test_lab_opens_notebooks_and_passes_arguments_on(ready):
    assert course.main(["lab", "--no-browser", "--port", "8899"]) == 7
    assert ready[0][1:3] == ["-c", course.START_LAB]
    assert f"--ServerApp.root_dir={course.ROOT / 'notebooks'}" in ready[0]
    assert ready[0][-3:] == ["--no-browser", "--port", "8899"]


def test_lab_opens_another_folder_if_it_is_named(ready):
    assert course.main(["lab", "--ServerApp.root_dir=solutions"]) == 7
    assert [part for part in ready[0] if "root_dir" in part] == ["--ServerApp.root_dir=solutions"]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_runs_as_root_only_for_root(ready, monkeypatch, user, allowed):
    monkeypatch.setattr(course.os, "geteuid", lambda: user, raising=False)
    course.main(["lab"])
    assert ("--ServerApp.allow_root=True" in ready[0]) is allowed


@pytest.mark.parametrize("command", course.TOOLS)
def test_tools_get_the_arguments(ready, command):
    assert course.main([command, "--check", "a b"]) == 7
    assert ready[0][1:] == [str(course.ROOT / "tools"), command, "--check", "a b"]


def test_set_up_switches_the_news_off(ready):
    course.main(["setup"])
    (settings,) = course.ROOT.rglob("overrides.json")
    assert '"fetchNews": "false"' in settings.read_text()
    assert settings.parent == course.ROOT / ".venv/share/jupyter/lab/settings"


def test_test_runs_ruff_and_mypy_and_then_pytest_once(ready, pretence):
    assert course.main(["test"]) == 0
    assert [command[2:4] for command in pretence.commands[:3]] == [
        ["ruff", "check"],
        ["ruff", "format"],
        ["mypy"],
    ]
    assert pretence.commands[3][2:4] == ["pytest", "--nbval"]
    assert pretence.commands[3][-2:] == ["--dist", "loadscope"]


@pytest.mark.parametrize("python, names", [((3, 13), 2), ((3, 14), 1)])
def test_colab_versions_are_set_up_where_they_install(ready, monkeypatch, capsys, python, names):
    made = []
    monkeypatch.setattr(sys, "version_info", (*python, 0))
    monkeypatch.setattr(course, "set_up", lambda folder, parts: made.append(folder.name) or "py")
    course.main(["test"])
    assert made == [".venv", ".venv-colab"][:names]
    assert ("tests with them are skipped" in capsys.readouterr().out) == (names == 1)


@pytest.mark.parametrize(
    "arguments, names",
    [(["tests/test_lif.py"], 1), (["-m", "browser"], 1), (["-x", "tests/test_colab.py"], 2)],
)
def test_colab_versions_are_set_up_only_for_the_tests_that_need_them(
    ready, monkeypatch, arguments, names
):
    made = []
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    monkeypatch.setattr(course, "set_up", lambda folder, parts: made.append(folder.name) or "py")
    course.main(["test", *arguments])
    assert made == [".venv", ".venv-colab"][:names]


@pytest.mark.parametrize("step", ["check", "format", "mypy", "pytest"])
def test_test_fails_when_one_step_fails_and_runs_all(ready, pretence, step):
    pretence.fail_at = step
    assert course.main(["test"]) == 1
    assert len(pretence.commands) == 4


def test_test_with_arguments_runs_only_pytest_with_these(ready, pretence):
    pretence.fail_at = "-x"
    assert course.main(["test", "-x", "tests/test_lif.py"]) == 1
    assert [command[1:] for command in pretence.commands] == [
        ["-m", "pytest", "-x", "tests/test_lif.py"]
    ]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_the_commands(arguments, tmp_path):
    answer = call(*arguments, cwd=tmp_path)
    assert answer.returncode == 0
    for command in ("lab", "test", *course.TOOLS, "setup"):
        assert f"course.py {command} " in answer.stdout


def test_an_unknown_command_is_one_line_and_exit_2():
    answer = call("lba")
    assert answer.returncode == 2
    assert len((answer.stdout + answer.stderr).splitlines()) == 1
    assert "'lba'" in answer.stdout


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is 3\.8\.$"):
        course.main(["no such command"])


def test_group_includes_other_groups():
    assert course.group("lesson")[: len(course.group("runtime"))] == course.group("runtime")


@pytest.mark.skipif(os.name == "nt", reason="execve is a POSIX call")
def test_hand_over_passes_the_exit_code_on(tmp_path):
    code = (
        "import pathlib, sys, course;"
        "course.hand_over([sys.executable, '-c', 'raise SystemExit(5)'], pathlib.Path('x'))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=SCRIPT.parent)
    assert answer.returncode == 5


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_gives_no_traceback(tmp_path):
    """An interrupt during the set-up ends with 130 and an unfinished stamp."""
    copy = tmp_path / "course.py"
    shutil.copy(SCRIPT, copy)
    (tmp_path / "requirements.txt").write_text("numpy\n")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    uv = binaries / "uv"
    uv.write_text('#!/bin/sh\ncase "$1" in --version) exit 0;; esac\nkill -INT $PPID; sleep 1\n')
    uv.chmod(0o755)
    answer = subprocess.run(
        [sys.executable, str(copy), "setup"],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"},
    )
    assert answer.returncode == 130
    assert "Traceback" not in answer.stderr
    assert (tmp_path / ".venv/course-stamp.json").read_text() == "{}"

"""The set-up: what works stays, whatever an installation does; only what never worked goes."""

import json
import os
import shutil
import signal
import sys

import pytest

from tests.course.conftest import interrupt
from tools.machine import Failed, environment
from tools.machine.environment import Environment
from tools.machine.running import interpreter

OFFLINE = "error: dns error: failed to resolve the name\n"


def works(machine):
    """Tell whether the lab starts, and in the environment that it had."""
    started = machine.run("lab")
    ours = (machine.root / ".venv/own-package").exists()
    return started.returncode == 0 and f"root_dir={machine.root}/work" in started.stdout and ours


def stamp(machine):
    """Return the parts that are noted as installed."""
    return sorted(json.loads((machine.root / ".venv/course-stamp.json").read_text())["installed"])


def test_first_set_up_makes_and_installs_and_the_second_does_nothing(machine):
    first, second = machine.run("setup"), machine.run("setup")
    said = [line.split()[1] for line in first.stdout.splitlines()]
    assert said == ["Making", "Installing", "Ready:"]
    assert machine.installs("-r requirements.txt") == 1
    assert len(second.stdout.splitlines()) == 1
    assert first.stderr == second.stderr == ""


def test_a_tool_installs_its_part_only_and_a_part_is_installed_once(machine):
    for command in (["colab"], ["build", "--check"], ["grade"], ["grade"], ["setup"]):
        machine.run(*command)
    assert [line.split()[-1] for line in machine.calls if line.startswith("end")] == [
        "derive-package>=1",
        "requirements.txt",
    ]
    assert stamp(machine) == ["derive", "lesson"]


@pytest.mark.parametrize("command", ["test", "grade", "build", "bench"])
def test_an_extra_install_that_fails_leaves_the_lab_as_it_was(ready, command):
    ready.says("fail", OFFLINE)
    failed = ready.run(command)
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1] == (
        "Installing failed, for the reason above. Is this computer online? "
        "The same command tries again."
    )
    assert works(ready)
    ready.stops("fail")
    ready.run(command)
    part = "test-package" if command in ("test", "bench") else "derive-package"
    assert ready.installs(part) == 1
    assert works(ready)


def test_ctrl_c_in_an_extra_install_leaves_the_lab_as_it_was(ready):
    ready.says("slow", "20")
    terminal = ready.start("test")
    ready.wait_for_calls(4)
    code, _, error = interrupt(terminal)
    assert (code, error) == (130, "")
    ready.stops("slow")
    assert works(ready)
    assert stamp(ready) == ["lesson"]


def test_a_set_up_that_is_killed_leaves_the_lab_as_it_was(ready):
    ready.says("slow", "20")
    terminal = ready.start("grade")
    ready.wait_for_calls(4)
    os.killpg(terminal.pid, signal.SIGKILL)
    terminal.communicate()
    ready.stops("slow")
    assert works(ready)


def test_changed_requirements_while_offline_are_one_line_and_the_lab_starts(ready):
    (ready.root / "requirements.txt").write_text("numpy>=2.2\n")
    ready.says("fail", OFFLINE)
    started = ready.run("lab")
    assert f"root_dir={ready.root}/work" in started.stdout
    (line,) = [line for line in started.stdout.splitlines() if "failed" in line]
    assert line.endswith("Going on with what is installed; the next start tries again.")
    ready.stops("fail")
    assert works(ready)
    assert ready.installs("-r requirements.txt") == 2
    assert works(ready)
    assert ready.installs("-r requirements.txt") == 2


@pytest.mark.parametrize("how", ["fails", "ctrl-c"])
def test_a_first_set_up_that_never_finished_is_made_anew(machine, how):
    if how == "fails":
        machine.says("fail", OFFLINE)
        assert machine.run("setup").returncode == 1
        machine.stops("fail")
    else:
        machine.says("slow", "20")
        terminal = machine.start("setup")
        machine.wait_for_calls(2)
        assert interrupt(terminal)[::2] == (130, "")
        machine.stops("slow")
    left = machine.root / ".venv/half-a-package"
    left.touch()
    again = machine.run("setup")
    assert "Replacing .venv: its set-up was not finished" in again.stdout
    assert not left.exists()
    assert stamp(machine) == ["lesson"]


@pytest.mark.parametrize("how", ["making fails", "installing fails", "ctrl-c", "kill"])
def test_an_environment_of_another_python_stays_until_its_successor_works(ready, how):
    note = ready.root / ".venv/course-stamp.json"
    note.write_text(note.read_text().replace(sys.implementation.cache_tag, "cpython-399"))
    if how == "making fails":
        ready.says("fail-venv", OFFLINE)
    elif how == "installing fails":
        ready.says("fail", OFFLINE)
    else:
        ready.says("slow", "20")
        terminal = ready.start("lab")
        ready.wait_for_calls(5)
        assert not (ready.root / ".venv/own-package").exists()
        os.killpg(terminal.pid, signal.SIGINT if how == "ctrl-c" else signal.SIGKILL)
        terminal.communicate()
        ready.says("fail", OFFLINE)
        ready.stops("slow")
    assert works(ready)  # with the Python that it has
    for path in ready.bin.glob("fail*"):
        path.unlink()
    again = ready.run("lab")
    assert "Replacing .venv: it belongs to another Python or folder" in again.stdout
    assert not (ready.root / ".venv/own-package").exists()
    assert not (ready.root / ".venv-old").exists()
    assert stamp(ready) == ["lesson"]


def test_a_moved_course_and_a_vanished_python_make_it_anew(ready):
    moved = ready.root.rename(ready.root.with_name("moved"))
    ready.root = moved
    assert "it belongs to another Python or folder" in ready.run("setup").stdout
    (moved / ".venv/bin/python").unlink()
    assert "Replacing .venv: its Python is gone" in ready.run("setup").stdout
    assert ready.installs("-r requirements.txt") == 3


def test_a_set_up_that_did_not_finish_is_made_anew(ready):
    (ready.root / ".venv/course-stamp.json").write_text("{}")
    assert "its set-up was not finished" in ready.run("setup").stdout
    assert stamp(ready) == ["lesson"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"installed": {}}', '{"installed": 5}', '{"identity": "x"}', "\0\0"]
)
def test_a_damaged_note_costs_an_installation_and_removes_nothing(ready, text):
    """As after a power cut: what is installed may be all right, and there may be no network."""
    (ready.root / ".venv/course-stamp.json").write_text(text)
    (ready.root / ".venv/kept").touch()
    said = ready.run("setup").stdout
    assert "Replacing" not in said and "Installing" in said
    assert (ready.root / ".venv/kept").exists()
    assert stamp(ready) == ["lesson"]


def test_an_environment_made_by_hand_is_kept(machine):
    python = machine.root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (machine.root / ".venv/own-package").touch()
    assert works(machine)
    assert machine.calls[0].startswith("begin pip install --python")


def test_an_environment_made_by_hand_that_does_not_fit_is_moved_not_deleted(machine):
    python = machine.root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho cpython-399\n")
    python.chmod(0o755)
    said = machine.run("setup").stdout
    assert "Replacing .venv: it has another Python" in said
    assert (machine.root / ".venv-old/bin/python").read_text() == "#!/bin/sh\necho cpython-399\n"
    assert ".venv-old: delete it if you do not need it" in said


@pytest.mark.parametrize("there", [True, False])
def test_the_environment_may_be_a_link_to_another_disk(machine, tmp_path, there):
    disk = tmp_path / "another disk/venv"
    if there:
        disk.mkdir(parents=True)
    (machine.root / ".venv").symlink_to(disk)
    assert machine.run("setup").returncode == 0
    assert (machine.root / ".venv").is_symlink()
    assert (disk / "course-stamp.json").exists()
    (disk / "course-stamp.json").write_text("{}")
    assert machine.run("setup").returncode == 0
    assert (machine.root / ".venv").is_symlink()
    assert stamp(machine) == ["lesson"]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (OFFLINE, "Is this computer online?"),
        ("WARNING: Retrying ... NewConnectionError: x\nERROR: No matching distribution", "online?"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full: make room"),
        ("error: Read-only file system (os error 30)", "may not write there: ask the one who"),
        ("ERROR: ResolutionImpossible", None),
    ],
)
def test_the_advice_is_about_what_the_installer_said(machine, text, advice):
    machine.says("fail", text)
    last = machine.run("setup").stderr.splitlines()[-1]
    if advice:
        assert advice in last
    else:
        assert last == ("Installing failed, for the reason above. The same command tries again.")


# With pip, and what cannot be had


@pytest.fixture
def with_pip(tmp_path, monkeypatch):
    """Return (environment, commands) without uv; `commands.fail` names the word that fails."""

    class Commands(list):
        fail = None

        def __call__(self, command, folder, **_):
            self.append(command)
            if "venv" in command:
                python = environment.Path(interpreter(folder))
                python.parent.mkdir()
                python.symlink_to(sys.executable)
            return int(self.fail in command)

    commands = Commands()
    monkeypatch.setattr(environment, "find_uv", lambda: None)
    monkeypatch.setattr(environment, "run", commands)
    return Environment(tmp_path / ".venv"), commands


PART = {"derive": ["jupytext"]}


def test_venv_and_pip_stand_in_for_uv_and_take_no_module_of_the_folder(with_pip):
    env, commands = with_pip
    env.set_up(PART)
    assert [command[1:4] for command in commands] == [["-P", "-m", "venv"], ["-P", "-m", "pip"]]
    assert commands[1][4:] == ["install", "--quiet", "jupytext"]


@pytest.mark.parametrize("mends", [True, False])
def test_an_environment_without_pip_gets_one_or_says_so(with_pip, monkeypatch, mends):
    env, commands = with_pip
    commands.fail = None if mends else "ensurepip"
    lacking = environment.subprocess.CompletedProcess([], 1, "", "")
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: lacking)
    if mends:
        env.set_up(PART)
        assert commands[1][3:] == ["ensurepip", "--default-pip"]
    else:
        with pytest.raises(Failed, match=r"^\.venv has no pip: rename that folder"):
            env.set_up(PART)


def test_missing_ensurepip_gives_the_line_that_mends_it(with_pip, monkeypatch):
    env, _ = with_pip
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(Failed) as caught:
        env.set_up(PART)
    assert str(caught.value).endswith(f"To mend it: sudo apt install python{version}-venv")
    assert "\n" not in str(caught.value)
    assert not env.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
def test_a_uv_that_does_not_run_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)
    assert environment.find_uv() == sys.executable
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert environment.find_uv() is None
    for text in ("#!/bin/sh\nexit 127\n", "not a program\n"):
        broken = tmp_path / "uv"
        broken.write_text(text)
        broken.chmod(0o755)
        monkeypatch.setattr(shutil, "which", lambda name, broken=broken: str(broken))
        assert environment.find_uv() is None


def test_a_group_includes_other_groups():
    lesson, runtime = environment.group("lesson"), environment.group("runtime")
    assert lesson[: len(runtime)] == runtime

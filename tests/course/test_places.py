"""Folders that cannot be written, disks that are full, and sockets that only the user can reach."""

import asyncio
import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile

import pytest

from tests.course.conftest import Machine, made_ready
from tools.lessons.kernels import kernel_manager, private
from tools.machine import Failed, places
from tools.machine.places import choose, explain, is_ours, socket_folder, write_if_changed

NOBODY = 65534
IS_ROOT = getattr(os, "geteuid", lambda: 1)() == 0


def open_to_all(machine):
    """Let other users read what is in a folder of pytest's, which only its owner may enter."""
    for path in (machine.root, *machine.root.parents):
        if path.stat().st_uid == os.geteuid() and path != path.parent:
            path.chmod(path.stat().st_mode | 0o055)


def python_of_nobody():
    """Return a Python that is new enough and that another user may run, or None."""
    new = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, shutil.which("python3"), "/usr/bin/python3"):
        with contextlib.suppress(OSError):
            if python and subprocess.call([python, "-c", new], user=NOBODY, cwd="/") == 0:
                return python
    return None


@pytest.fixture
def student(tmp_path):
    """Return (course, run): it was set up by a teacher, and `run` starts it as a student."""
    if os.name == "nt":
        pytest.skip("Windows has other rights")
    python, who = sys.executable, {}
    if IS_ROOT:
        if (python := python_of_nobody()) is None:
            pytest.skip("another user of this machine has no Python that is new enough")
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    machine = made_ready(Machine(tmp_path, python))
    if IS_ROOT:
        open_to_all(machine)
        os.chown(machine.home, NOBODY, NOBODY)
    else:  # the teacher takes the right to write from everybody
        subprocess.run(["chmod", "-R", "a-w", str(machine.root)], check=True)
    yield machine, lambda *words, **more: machine.run(*words, **who, **more)
    subprocess.run(["chmod", "-R", "u+w", str(machine.root), str(machine.home)], check=True)


def test_a_student_starts_what_a_teacher_has_set_up(student):
    machine, run = student
    shutil.rmtree(machine.root / ".jupyter", ignore_errors=True)
    done = run("lab")
    own = machine.home / places.OWN
    assert (done.returncode, done.stderr) == (0, "")
    assert sum("not yours to write" in line for line in done.stdout.splitlines()) == 1
    assert f"Your copies of the lessons are in {own / 'work'}: " in done.stdout
    assert f"--ServerApp.root_dir={own / 'work'}" in done.stdout
    assert (own / "work/01_first.ipynb").exists()
    assert str(own / ".jupyter") in done.stdout
    assert not (machine.root / "work").exists()


def test_a_student_goes_on_with_what_a_teacher_has_not_brought_up_to_date(student):
    machine, run = student
    os.chmod(machine.root, 0o755)
    os.chmod(machine.root / "requirements.txt", 0o644)
    (machine.root / "requirements.txt").write_text("numpy>=2.2\n")
    os.chmod(machine.root, 0o555)
    done = run("lab")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Going on with what is installed" in done.stdout.splitlines()[0]
    assert "this user may not write there" in done.stdout.splitlines()[0]


def test_a_student_who_would_have_to_install_is_told_so_in_one_line(student):
    _, run = student
    done = run("grade")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "this user may not write there. Start the command as the user who set" in line


def test_neither_folder_can_be_written_is_one_line(student):
    machine, run = student
    machine.home.chmod(0o555)
    if IS_ROOT:
        os.chown(machine.home, 0, 0)
    done = run("lab", cwd="/")
    machine.home.chmod(0o755)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Neither ") and "copy the course into a folder of your own" in line


def test_a_folder_of_another_user_is_not_ours_though_it_can_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_user", lambda: tmp_path.stat().st_uid + 1)
    (tmp_path / "work").mkdir()
    assert not is_ours(tmp_path / "work")
    assert is_ours(tmp_path / "mine")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))
    assert choose("work", tmp_path) == tmp_path / "me" / places.OWN / "work"
    (tmp_path / "me").touch()
    with pytest.raises(Failed, match="^Neither .* nor .* can be written: copy the course"):
        choose("work", tmp_path)


def test_a_file_is_written_only_if_it_differs_and_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a/b.json"
    assert write_if_changed(path, "1")
    before = path.stat().st_mtime_ns
    assert not write_if_changed(path, "1")
    assert path.stat().st_mtime_ns == before

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(path), "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_if_changed(path, "2")
    assert [p.name for p in path.parent.iterdir()] == ["b.json"]
    assert path.read_text() == "1"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full (/x): make room, then start the same command again."),
        (errno.EROFS, "may not write there. Start the command as the user who set the course up"),
        (errno.EACCES, "or copy the course into a folder of your own."),
        (errno.EIO, "(/x): mend this, then start the same command again."),
    ],
)
def test_what_the_system_refuses_is_explained_in_one_line(code, words):
    text = explain(OSError(code, os.strerror(code), "/x"))
    assert words in text and "\n" not in text and "online" not in text


@pytest.mark.parametrize("command", ["setup", "lab", "colab"])
def test_a_full_disk_ends_every_command_in_one_line(machine, command):
    """Every new file fails, as on a full disk: limits of the process do what a disk does."""
    full = (
        "import errno, pathlib, runpy, sys\n"
        "def write(*_): raise OSError(errno.ENOSPC, 'No space left on device', 'somewhere')\n"
        "pathlib.Path.write_bytes = write\n"
        f"sys.argv = ['course.py', {command!r}]; sys.path.insert(0, '')\n"
        f"runpy.run_path({str(machine.root / 'course.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", full], **machine.options())
    assert done.returncode == 1
    assert (
        done.stderr
        == "The disk is full (somewhere): make room, then start the same command again.\n"
    )


# Kernels


needs_sockets = pytest.mark.skipif(
    socket_folder() is None, reason="this system has no sockets in files, or no short folder"
)


@pytest.fixture(scope="module")
def kernel():
    """Return (the folder of a running kernel's sockets, its connection)."""

    async def start():
        manager = kernel_manager()()
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.stop_channels()
        return manager

    loop = asyncio.new_event_loop()
    manager = loop.run_until_complete(start())
    yield manager.get_connection_info()
    loop.run_until_complete(manager.shutdown_kernel(now=True))
    loop.close()


@needs_sockets
def test_a_kernel_talks_by_sockets_in_a_folder_that_only_the_user_may_enter(kernel):
    assert kernel["transport"] == "ipc"
    found = socket_folder().lstat()
    assert stat.S_IMODE(found.st_mode) & 0o777 == 0o700
    assert found.st_uid == os.geteuid()
    path = f"{kernel['ip']}-{kernel['shell_port']}"
    assert stat.S_ISSOCK(os.stat(path).st_mode)
    assert os.path.dirname(path) == str(socket_folder())


CONNECT = """
import socket, sys
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
except PermissionError:
    sys.exit(13)
"""


@needs_sockets
def test_another_user_of_the_machine_cannot_connect_to_a_kernel(kernel):
    if not IS_ROOT:
        pytest.skip("only root can try as another user")
    path = f"{kernel['ip']}-{kernel['shell_port']}"
    command = ["/usr/bin/env", "python3", "-c", CONNECT, path]
    env = {"PATH": "/usr/bin:/bin"}
    if subprocess.call([*command[:-2], "", path], env=env, user=NOBODY, cwd="/"):
        pytest.skip("another user of this machine has no Python")
    assert subprocess.call(command, env=env, cwd="/") == 0
    assert subprocess.call(command, env=env, cwd="/", user=NOBODY, group=NOBODY) == 13


@pytest.fixture
def short(monkeypatch):
    """Return a folder with a short path, the only one where a folder for sockets is looked for."""
    base = places.Path(tempfile.mkdtemp(dir="/tmp"))
    real = places._takes_sockets
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
    monkeypatch.setattr(places, "_takes_sockets", lambda f: base in f.parents and real(f))
    yield base
    shutil.rmtree(base)


@needs_sockets
@pytest.mark.parametrize("obstacle", [None, "a link", "another user's", "a file"])
def test_a_folder_that_somebody_has_laid_there_is_not_used(tmp_path, short, monkeypatch, obstacle):
    name = short / f"course-{os.geteuid()}"
    if obstacle == "a link":
        name.symlink_to(tmp_path)
    elif obstacle == "a file":
        name.touch()
    elif obstacle:
        name.mkdir()
        monkeypatch.setattr(places, "_user", lambda real=os.geteuid(): _Other(real))
    assert socket_folder() == (None if obstacle else name)
    assert bool(private()) is (obstacle is None)


class _Other(int):
    """The user's number, which no file has."""

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    __hash__ = int.__hash__


@needs_sockets
def test_a_path_that_is_too_long_for_a_socket_is_not_used(short, monkeypatch):
    long = short / ("x" * 100)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    assert socket_folder() is None

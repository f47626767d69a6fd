"""Several terminals at once: one sets up, the others wait, a dead one holds nobody up."""

import errno
import multiprocessing
import os
import signal
import time

import pytest

from tests.course.conftest import interrupt
from tools.machine import lock

WAITS = "[course] Another terminal is setting up the course: waiting until it is done"


@pytest.mark.parametrize("seconds_apart", [0, 0.3, 2])
def test_terminals_that_start_at_once_set_up_once_and_end_well(machine, seconds_apart):
    machine.says("slow", "1" if seconds_apart < 2 else "3")
    first = machine.start("setup")
    time.sleep(seconds_apart)
    others = [machine.start("lab") for _ in range(2 if seconds_apart < 2 else 1)]
    outputs = [terminal.communicate(timeout=60) for terminal in (first, *others)]
    assert [terminal.returncode for terminal in (first, *others)] == [0] * len(outputs)
    assert machine.installs("-r requirements.txt") == 1
    assert [error for _, error in outputs] == [""] * len(outputs)
    waited = [out.splitlines().count(WAITS) for out, _ in outputs]
    assert sum(waited) == len(others) and max(waited) == 1


def test_a_lab_that_works_does_not_wait_for_an_extra_install(ready):
    ready.says("slow", "20")
    other = ready.start("test")
    ready.wait_for_calls(4)
    started = ready.run("lab")
    assert (started.returncode, WAITS in started.stdout) == (0, False)
    interrupt(other)


def test_ctrl_c_while_waiting_ends_quietly_and_does_not_disturb(machine):
    machine.says("slow", "3")
    first = machine.start("setup")
    machine.wait_for_calls(2)
    second = machine.start("setup")
    assert second.stdout.readline().strip() == WAITS
    assert interrupt(second)[::2] == (130, "")
    first.communicate(timeout=30)
    assert (first.returncode, machine.installs("-r requirements.txt")) == (0, 1)


def test_a_killed_owner_is_followed_once_its_installer_has_ended(machine):
    """Its installer still writes; taking over at once would pull the folder away under it."""
    machine.says("slow", "2")
    first = machine.start("setup")
    machine.wait_for_calls(2)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = machine.run("setup")
    assert second.returncode == 0
    assert WAITS in second.stdout
    asked = [line.split()[0] for line in machine.calls]
    assert asked == ["venv", "begin", "end", "venv", "begin", "end"]


# Where the filesystem has no locks


@pytest.fixture
def no_locks(monkeypatch):
    """Let the system refuse every lock."""

    def refuse(_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_take", refuse)


def test_a_file_stands_for_the_lock_where_there_is_none(tmp_path, no_locks):
    owner = tmp_path / "lock-owner"
    with lock.locked(tmp_path / "lock") as held:
        assert held is None
        assert owner.read_text().split()[1] == str(os.getpid())
        assert not lock._take_file(owner)
    assert not owner.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has locks, and cannot ask for a process")
def test_a_file_whose_owner_died_is_taken_over(tmp_path, no_locks, capsys):
    process = multiprocessing.get_context("spawn").Process()
    process.start()
    process.join()
    owner = tmp_path / "lock-owner"
    owner.write_text(f"{lock.socket.gethostname()} {process.pid}")
    with lock.locked(tmp_path / "lock"):
        assert owner.read_text().split()[1] == str(os.getpid())
    assert list(tmp_path.glob("lock-owner*")) == []


def test_a_file_of_another_machine_is_waited_for(tmp_path, no_locks, monkeypatch, capsys):
    owner = tmp_path / "lock-owner"
    owner.write_text("another-machine 1")
    monkeypatch.setattr(lock.time, "sleep", lambda _: owner.unlink())  # its owner is done
    with lock.locked(tmp_path / "lock"):
        assert owner.read_text().split()[1] == str(os.getpid())
    assert capsys.readouterr().out.strip() == WAITS

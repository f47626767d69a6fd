"""A lock on a file: one terminal sets up, the others wait. It ends with the process that holds it.

Where the filesystem has no locks, as on some network drives, a file with the owner's number
stands for it.
"""

import contextlib
import errno
import os
import socket
import time

from tools.machine import say

SECONDS = 0.2  # between two looks
BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def locked(path):
    """Hold the lock on a file, having waited for it; yield its descriptor, or None.

    Child processes that inherit the descriptor hold the lock as well: an installer whose
    course.py was killed still keeps others out until it is done.
    """
    with open(path, "ab") as file:
        try:
            _wait(lambda: _take(file.fileno()))
            held = file.fileno()
        except OSError as error:
            if error.errno in BUSY:
                raise
            held = None
        if held is not None:
            try:
                yield held
            finally:
                _release(held)
            return
    owner = path.with_name(f"{path.name}-owner")
    _wait(lambda: _take_file(owner))
    try:
        yield None
    finally:
        owner.unlink(missing_ok=True)


def _wait(take):
    """Try until it is taken; say once that another terminal has it."""
    told = False
    while not take():
        if not told:
            say("Another terminal is setting up the course: waiting until it is done")
            told = True
        time.sleep(SECONDS)


def _take(descriptor):
    """Tell whether the lock could be taken; OSError where the filesystem has none."""
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in BUSY:
            return False
        raise
    return True


def _release(descriptor):
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _take_file(owner):
    """Tell whether the file that stands for a lock could be made; one of a dead owner goes."""
    me = f"{socket.gethostname()} {os.getpid()}"
    try:
        with open(owner, "x", encoding="utf-8") as file:
            file.write(me)
        return True
    except FileExistsError:
        pass
    with contextlib.suppress(OSError, ValueError):
        host, number = owner.read_text("utf-8").split()
        if host == socket.gethostname() and not _lives(int(number)):
            taken = owner.with_name(f"{owner.name}-{os.getpid()}")
            os.replace(owner, taken)  # of two that see it, one succeeds
            taken.unlink()
    return False


def _lives(number):
    if os.name == "nt":  # os.kill would end it there
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True

"""Where this user may write: in the course, or else in a folder of the user's own."""

import errno
import os
import secrets
import socket
import stat
import tempfile
from pathlib import Path

from tools.machine import ROOT, Failed

OWN = "my-neuroscience-course"  # in the user's home
# What a kernel's socket is called at most: kernel-<uuid>-ipc-<number>.
SOCKET_NAME = len("kernel-") + 36 + len("-ipc-99")
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def _user():
    return os.geteuid() if hasattr(os, "geteuid") else None  # Windows has no numbers of users


def is_ours(folder):
    """Tell whether the user may write in a folder (or make it) that is not somebody else's."""
    folder = Path(folder)
    if os.path.exists(folder) and _user() not in (None, 0, folder.stat().st_uid):
        return False
    while not os.path.exists(folder):
        if folder == folder.parent:
            return False
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def choose(name, root=None):
    """Return where the user keeps what the course writes.

    Parameters
    ----------
    name : str
        The folder, such as "work".
    root : pathlib.Path
        The folder of the course.

    Returns
    -------
    pathlib.Path
        In the course, or in a folder of the user's own where that one is read-only or shared.
        It need not exist yet.

    Raises
    ------
    Failed
        If neither can be written.
    """
    here, own = (root or ROOT) / name, Path(os.path.expanduser("~")) / OWN / name
    for folder in (here, own):
        if is_ours(folder):
            return folder
    raise Failed(
        f"Neither {here} nor {own} can be written: copy the course into a folder of your own."
    )


def socket_folder():
    """Return a folder that only this user may enter, short enough for a kernel's sockets.

    Returns
    -------
    pathlib.Path or None
        None where the system has no such sockets or no such folder.
    """
    if not hasattr(socket, "AF_UNIX") or _user() is None:
        return None
    for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):
        if base and _takes_sockets(folder := Path(base).absolute() / f"course-{_user()}"):
            return folder
    return None


def _takes_sockets(folder):
    """Make a private folder; tell whether it is private and a socket can be bound in it."""
    probe = folder / secrets.token_hex(SOCKET_NAME)[:SOCKET_NAME]
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()  # not a link that somebody else has laid there
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != _user():
            return False
        folder.chmod(0o700)
        with socket.socket(socket.AF_UNIX) as trial:
            trial.bind(str(probe))
        probe.unlink()
    except OSError:  # too long, read-only, or a filesystem without sockets
        return False
    return True


def write_if_changed(path, text):
    """Write a file whole or not at all, and only where it differs; make its folder."""
    content = text if isinstance(text, bytes) else text.encode()
    if os.path.exists(path) and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def explain(error):
    """Return in one line what an OSError means and what to do."""
    name = getattr(error, "filename", None)
    where = f" ({name})" if name else ""
    what = f"{error.strerror or error}{where}"
    if error.errno in FULL:
        return f"The disk is full{where}: make room, then start the same command again."
    if error.errno in FORBIDDEN:
        return (
            f"{what}: this user may not write there. Start the command as the user who set the "
            "course up, or copy the course into a folder of your own."
        )
    return f"{what}: mend this, then start the same command again."

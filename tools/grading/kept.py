"""Keep what has been graded while the rest is running, so that an interruption loses nothing.

One line of JSON for each submission, in a file of its own in the folder of the results. The same
command takes up what is in it if course, lesson, limits and the bytes of the file are the same. The
results are written at the end, in place of this file.
"""

import contextlib
import hashlib
import json
import platform
import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tools.grading.results import Result

NAME = "unfinished.jsonl"
HEADER = '{"unfinished": '
COURSE = ("helpers/**/*", "tools/**/*", "solutions/*.py", "pyproject.toml")
PACKAGES = ("numpy", "scipy", "sympy", "matplotlib")


def fingerprint(root, *settings):
    """Return a hash of all that verdicts depend on, other than the submissions."""
    digest = hashlib.sha256(repr([platform.python_version(), *settings]).encode())
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(version(package).encode())
    for path in sorted(path for pattern in COURSE for path in Path(root).glob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def is_unfinished(path):
    """Return whether a file is one of these."""
    try:
        with path.open(encoding="utf-8") as file:
            # An empty one is what a full disk leaves.
            return path.name == NAME and file.read(len(HEADER)) in (HEADER, "")
    except (OSError, UnicodeDecodeError):
        return False


class Kept:
    """The results that an interrupted command has kept, and the file into which more are put.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the results; it is made when the first one comes in.
    mark : str
        The fingerprint; what was kept under another one is forgotten.
    lessons : list of tools.grading.plan.Lesson
        All lessons, to find that of a result by its stem.
    """

    def __init__(self, folder, mark, lessons):
        self._path, self._mark = folder / NAME, json.dumps(mark)
        self._lessons = {lesson.stem: lesson for lesson in lessons}
        self._lock, self._made, self._fresh = threading.Lock(), not folder.exists(), True
        self._lines = self._read() if is_unfinished(self._path) else {}

    def _read(self):
        """Return {what was graded: its line}; a last line that breaks off is left out."""
        header, *lines = self._path.read_text("utf-8", errors="replace").split("\n")
        if header != f"{HEADER}{self._mark}}}":
            return {}
        self._fresh, found = not self._path.read_bytes().endswith(b"\n"), {}
        for line in lines:
            with contextlib.suppress(ValueError, TypeError, KeyError):
                kept = json.loads(line)
                self._result(kept)
                found[kept["student"], kept["sha256"]] = kept
        return found

    def _result(self, kept):
        lesson = self._lessons[kept["lesson"]] if kept["lesson"] else None
        verdicts = {name: (state, text) for name, (state, text) in kept["verdicts"].items()}
        names = [exercise.name for exercise in lesson.exercises] if lesson else []
        if list(verdicts) != names:
            raise ValueError
        return Result(kept["student"], lesson, verdicts, kept["remarks"], kept["problem"])

    def find(self, student, path):
        """Return the result of a submission if it was graded and has not changed, else None."""
        kept = self._lines and self._lines.get((student, _digest(path)))
        return self._result(kept) if kept else None

    def add(self, result, path):
        """Keep a result from now on, whatever happens."""
        line = {"student": result.student, "sha256": _digest(path), "problem": result.problem}
        line["lesson"] = result.lesson.stem if result.lesson else ""
        line |= {"verdicts": result.verdicts, "remarks": result.remarks}
        with self._lock:
            before = list(self._lines.values()) if self._fresh else []
            start = [f"{HEADER}{self._mark}}}", *map(json.dumps, before)] if self._fresh else []
            self._lines[result.student, line["sha256"]] = line
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("w" if self._fresh else "a", encoding="utf-8") as file:
                file.write("\n".join([*start, json.dumps(line), ""]))
            self._fresh = False

    def drop(self):
        """Remove the file, and the folder if it was made for it."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            if self._made:
                self._path.parent.rmdir()


def _digest(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"not read: {error.strerror}"

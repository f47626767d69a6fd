"""An environment of the course: made once, then brought up to date part by part.

A part is a list of pip arguments, stamped when it is installed. What works is never spoilt by
what comes after it: an update that fails leaves the part as it was stamped, and an environment
that has to be replaced is moved aside until its successor works.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.machine import ROOT, Failed, say
from tools.machine.lock import locked
from tools.machine.places import explain, write_if_changed
from tools.machine.running import interpreter, run
from tools.machine.variables import variables

STAMP = "course-stamp.json"
FONTS = "import contextlib\nwith contextlib.suppress(ImportError): import matplotlib.pyplot"
AGAIN = " The same command tries again."
ONLINE = "Is this computer online?"
REASONS = {  # what an installer says, and what is to be done
    "No space left|Errno 28|[Dd]isk quota|not enough space": "The disk is full: make room.",
    "Permission denied|Read-only file|Errno 13|Errno 30": (
        "This user may not write there: ask the one who set the course up, or copy it."
    ),
    "[Cc]onnection|[Cc]onnect error|resolution'|dns error|timed out|[Tt]imeout": ONLINE,
    "SSL|[Pp]roxy|No matching distribution": ONLINE,
}


def group(name, root=None):
    """Return the requirements in one of the [dependency-groups] of pyproject.toml."""
    import tomllib

    text = ((root or ROOT) / "pyproject.toml").read_text("utf-8")
    parts = tomllib.loads(text)["dependency-groups"][name]
    nested = [group(e["include-group"], root) if isinstance(e, dict) else [e] for e in parts]
    return [requirement for part in nested for requirement in part]


def digest(arguments, root=None):
    """Return a hash of pip's arguments and of the files that they name."""
    parts = [
        ((root or ROOT) / a).read_text("utf-8") if a.endswith(".txt") else a for a in arguments
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def find_uv():
    """Return the path of uv if it is installed and runs."""
    uv = shutil.which("uv")
    try:
        works = uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0
    except OSError:
        works = False
    return uv if works else None


class Environment:
    """One environment, such as .venv.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is, or a link to where it is.
    """

    def __init__(self, folder):
        self.name = folder.name
        self.lock = folder.with_name(f"{folder.name}.lock")
        self.folder = Path(os.path.realpath(folder))
        self.aside = self.folder.with_name(f"{self.folder.name}-old")
        self.python = interpreter(folder)
        self.identity = f"{sys.implementation.cache_tag} {self.folder}"

    # --- what is there

    def stamp(self, folder=None):
        """Return what a finished set-up has noted; {} if unfinished, None without a sound note."""
        try:
            stamp = json.loads(((folder or self.folder) / STAMP).read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):  # damaged: as if there was none
            return None
        if stamp == {}:
            return stamp
        sound = isinstance(stamp, dict) and isinstance(stamp.get("installed"), dict)
        return stamp if sound and stamp["installed"] and "identity" in stamp else None

    def installed(self):
        """Return {part: digest} of what is installed; {} where the environment is of no use."""
        stamp = self.stamp() or {}
        usable = stamp.get("identity") == self.identity and os.path.exists(self.python)
        return stamp["installed"] if usable else {}

    def reason_to_replace(self):
        """Return why an environment that exists cannot be used, or None."""
        stamp = self.stamp()
        if stamp == {}:
            return "its set-up was not finished"
        if not os.path.exists(self.python):
            return "its Python is gone"
        if stamp is None:  # made by hand: used if it fits
            ask = [self.python, "-c", "import sys; print(sys.implementation.cache_tag)"]
            found = subprocess.run(ask, capture_output=True, text=True, env=variables(self.folder))
            fits = found.stdout.strip() == sys.implementation.cache_tag
            return None if fits else "it has another Python"
        fits = stamp["identity"] == self.identity
        return None if fits else "it belongs to another Python or folder"

    # --- the set-up

    def set_up(self, parts):
        """Bring it up to date with `parts` ({name: pip arguments}); return its Python.

        Where that fails, but an older version of every part works, one line says so.
        """
        wanted = {part: digest(arguments) for part, arguments in parts.items()}
        if wanted.items() <= self.installed().items():
            return self.python
        try:
            with locked(self.lock) as held:
                self._complete(parts, wanted, held)
        except (Failed, OSError) as error:
            if not self._serves(parts):
                raise
            why = error.code if isinstance(error, Failed) else explain(error)
            why = why.removesuffix(AGAIN)
            say(f"{why} Going on with what is installed; the next start tries again.")
        return self.python

    def _serves(self, parts):
        """Tell whether every part is installed in some version, and its own Python still runs."""
        if not parts.keys() <= (self.stamp() or {}).get("installed", {}).keys():
            return False
        with contextlib.suppress(OSError):
            done = subprocess.run([self.python, "-c", ""], env=variables(self.folder))
            return done.returncode == 0
        return False

    def _complete(self, parts, wanted, held):
        """Install what is lacking, now that no other terminal does."""
        self._recover()
        uv = find_uv()
        if not self.folder.exists():
            self._replace(parts, wanted, uv, held)
        elif reason := self.reason_to_replace():
            say(f"Replacing {self.name}: {reason}")
            self._replace(parts, wanted, uv, held)
        else:
            self._update(parts, wanted, uv, held)

    def _update(self, parts, wanted, uv, held):
        """Install the parts that have changed or are new."""
        for part in parts:
            if self.installed().get(part) != wanted[part]:
                self._add(part, parts[part], wanted[part], uv, held)

    def _recover(self):
        """Put back what a set-up has moved aside that was killed before its successor worked."""
        if self.aside.exists() and (not self.folder.exists() or self.stamp() == {}):
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.aside.rename(self.folder)

    def _replace(self, parts, wanted, uv, held):
        """Make it anew; whatever goes wrong, the one before is back afterwards."""
        if self.stamp() == {}:
            shutil.rmtree(self.folder)
        elif self.folder.exists():
            self._move_aside()
        try:
            self._make(uv, held)
            self._update(parts, wanted, uv, held)
        except BaseException:  # Ctrl-C as well
            self._recover()
            raise

    def _move_aside(self):
        """Make room for a successor; a folder of that name that is not ours stays, too."""
        count = 1
        while self.aside.exists():
            self.aside = self.folder.with_name(f"{self.folder.name}-old-{(count := count + 1)}")
        self.folder.rename(self.aside)

    def _forget_aside(self):
        """Remove what the successor replaces, unless the user had made it by hand."""
        if self.aside.exists() and self.stamp(self.aside) is not None:
            shutil.rmtree(self.aside, ignore_errors=True)
        elif self.aside.exists():
            say(f"What was in {self.name} is now in {self.aside}: delete it if you do not need it")

    def _make(self, uv, held):
        """Make an empty environment, or end with one line that says what is missing."""
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if not uv and importlib.util.find_spec("ensurepip") is None:
            by_apt = f"sudo apt install python{version}-venv"
            mend = by_apt if shutil.which("apt") else "install Python's ensurepip module, or uv"
            raise Failed(f"This Python cannot make environments yet. To mend it: {mend}")
        say(f"Making {self.name} with {'uv' if uv else 'venv'}, Python {version}")
        base = getattr(sys, "_base_executable", None) or sys.executable
        with_uv = [uv, "venv", "--quiet", "--seed", "--allow-existing", "--python", base]
        self.folder.mkdir(parents=True)
        write_if_changed(self.folder / STAMP, "{}")
        command = [*(with_uv if uv else [base, "-P", "-m", "venv"]), str(self.folder)]
        heard = []
        if run(command, self.folder, lock=held, heard=heard) != 0:
            shutil.rmtree(self.folder)
            raise Failed(f"Making {self.name} failed, for the reason above.{_advice(heard)}")

    def _add(self, part, arguments, mark, uv, held):
        """Install one part and stamp it; the one that was moved aside is not needed then."""
        say(f"Installing packages into {self.name} (the first time takes a minute or more)")
        pip = [uv, "pip", "install", "--python", self.python] if uv else self._pip(held)
        heard = []
        if run([*pip, "--quiet", *arguments], self.folder, lock=held, heard=heard) != 0:
            raise Failed(f"Installing failed, for the reason above.{_advice(heard)}")
        if part == "lesson":  # the font cache takes seconds, once
            run([self.python, "-P", "-c", FONTS], self.folder, lock=held)
        stamp = {"identity": self.identity, "installed": {**self.installed(), part: mark}}
        write_if_changed(self.folder / STAMP, json.dumps(stamp))
        self._forget_aside()

    def _pip(self, held):
        """Return the command that installs with pip, which an environment may lack."""
        python = [self.python, "-P", "-m"]
        has = subprocess.run([*python, "pip", "--version"], capture_output=True)
        if has.returncode and run([*python, "ensurepip", "--default-pip"], self.folder, lock=held):
            raise Failed(
                f"{self.name} has no pip: rename that folder, and the next start makes another."
            )
        return [*python, "pip", "install"]


def _advice(heard):
    """Return what to do about what an installer has said."""
    text = "".join(heard)
    for pattern, advice in REASONS.items():
        if re.search(pattern, text):
            return f" {advice}{AGAIN}"
    return AGAIN

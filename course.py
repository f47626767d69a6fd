#!/usr/bin/env python3
"""The one command of the course: it makes what it needs, then runs it.

    python3 course.py lab      open the lessons in JupyterLab
    python3 course.py test     run every check that the course has
    python3 course.py build    derive the student notebooks from solutions/*.py
    python3 course.py grade    run the checks on a folder of submissions
    python3 course.py colab    write notebooks that can be uploaded to Colab
    python3 course.py bench    compare the speed with that of the usual loop
    python3 course.py new-exercise 02 my_name   make the places of a new exercise
    python3 course.py setup    make .venv for the lessons and stop there

Further arguments are passed on, such as: lab --no-browser, test tests/test_lif.py.
Packages go into .venv (and into .venv-colab, to test with Colab's versions).
"""

from __future__ import annotations  # an old Python must get as far as main()

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOREIGN = (  # variables that lead Python, pip, uv or Jupyter out of the environment
    "PYTHONHOME PYTHONPATH PYTHONEXECUTABLE __PYVENV_LAUNCHER__ PIP_TARGET PIP_PREFIX PIP_ROOT "
    "PIP_PYTHON UV_SYSTEM_PYTHON UV_PYTHON UV_TARGET UV_PREFIX JUPYTER_PATH JUPYTERLAB_DIR"
).split()
OWN_FOLDERS = (  # kept in .jupyter, apart from the settings of the user's other projects
    "JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR MPLCONFIGDIR"
).split()
START_LAB = (  # Ctrl-C ends it without a traceback; in a terminal, Jupyter asks first
    "import signal; signal.signal(signal.SIGINT, lambda *_: signal.raise_signal(signal.SIGTERM));"
    "from jupyterlab.labapp import main; main()"
)
TOOLS = (
    "build",
    "grade",
    "colab",
    "bench",
    "new-exercise",
)  # each is tools/NAME.py, run by tools/__main__.py
QUIET_LAB = {  # no news pop-up, no update check
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}


def say(text: str) -> None:
    """Print one line, ahead of anything that a child process prints."""
    print(f"[course] {text}", flush=True)


def interpreter(folder: Path) -> str:
    """Return where the Python of an environment is."""
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def variables(folder: Path) -> dict[str, str]:
    """Return the variables for a child process, with the environment in `folder` active."""
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    path = [os.path.dirname(interpreter(folder)), env.get("PATH", os.defpath)]
    env.update(VIRTUAL_ENV=str(folder), PATH=os.pathsep.join(path), PIP_USER="0")
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", JUPYTER_PREFER_ENV_PATH="1")
    for name in OWN_FOLDERS:
        env[name] = str(ROOT / ".jupyter" / name.lower())
    if not os.access(os.path.expanduser("~"), os.W_OK):  # a read-only home: uv would give up
        env["UV_NO_CACHE"] = "1"
    return env


def run(command: list[str], folder: Path, cwd: Path | None = ROOT) -> int:
    """Run a command, in the project folder unless told otherwise; return its exit code."""
    with subprocess.Popen(command, cwd=cwd, env=variables(folder)) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the terminal has told the child, too: let it tidy up
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.terminate()
            raise


def hand_over(command: list[str], folder: Path) -> int:
    """Become the command (on Windows: run it and return its exit code)."""
    if os.name == "nt":
        return run(command, folder, cwd=None)
    os.execve(command[0], command, variables(folder))


def group(name: str, root: Path | None = None) -> list[str]:
    """Return the requirements in one of the [dependency-groups] of pyproject.toml."""
    import tomllib

    text = ((root or ROOT) / "pyproject.toml").read_text("utf-8")
    parts = tomllib.loads(text)["dependency-groups"][name]
    nested = [group(e["include-group"], root) if isinstance(e, dict) else [e] for e in parts]
    return [requirement for part in nested for requirement in part]


def digest(arguments: list[str]) -> str:
    """Return a hash of pip's arguments and of the files that they name."""
    parts = [(ROOT / a).read_text("utf-8") if a.endswith(".txt") else a for a in arguments]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def identity(folder: Path) -> str:
    """Return what an environment does not outlive: its Python version and its place."""
    return f"{sys.implementation.cache_tag} {folder}"


def read_stamp(folder: Path) -> dict | None:
    """Return what a finished set-up has noted; {} if unfinished, None without any note."""
    try:
        return json.loads((folder / "course-stamp.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}


def write_stamp(folder: Path, stamp: dict) -> None:
    """Note a finished set-up; {} says that one has begun."""
    (folder / "course-stamp.json").write_text(json.dumps(stamp), "utf-8")


def reason_to_rebuild(folder: Path, stamp: dict | None) -> str | None:
    """Return why an environment that exists cannot be used, or None."""
    if not os.path.exists(interpreter(folder)):
        return "its Python is gone"
    if stamp is None:  # made by hand: used if it fits
        ask = [interpreter(folder), "-c", "import sys; print(sys.implementation.cache_tag)"]
        tag = subprocess.run(ask, capture_output=True, text=True, env=variables(folder)).stdout
        return None if tag.strip() == sys.implementation.cache_tag else "it has another Python"
    if not stamp:
        return "its set-up was not finished"
    if stamp["identity"] != identity(folder):
        return "it belongs to another Python or folder"
    return None


def find_uv() -> str | None:
    """Return the path of uv if it is installed and runs."""
    uv = shutil.which("uv")
    works = uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0
    return uv if works else None


def make(folder: Path, uv: str | None) -> None:
    """Make an empty environment, or end with one line that says what is missing."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if not uv and importlib.util.find_spec("ensurepip") is None:
        by_apt = f"sudo apt install python{version}-venv"
        mend = by_apt if shutil.which("apt") else "install Python's ensurepip module, or uv"
        sys.exit(f"This Python cannot make environments yet. To mend it: {mend}")
    say(f"Making {folder.name} with {'uv' if uv else 'venv'}, Python {version}")
    base = getattr(sys, "_base_executable", None) or sys.executable
    with_uv = [uv, "venv", "--quiet", "--seed", "--allow-existing", "--python", base]
    folder.mkdir()
    write_stamp(folder, {})
    if run([*(with_uv if uv else [base, "-m", "venv"]), str(folder)], folder) != 0:
        shutil.rmtree(folder)
        sys.exit(f"Making {folder.name} failed, for the reason above.")


def install(folder: Path, uv: str | None, arguments: list[str]) -> None:
    """Install with uv or pip, or end with one line."""
    python = interpreter(folder)
    say(f"Installing packages into {folder.name} (the first time takes a minute or more)")
    pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    if run([*pip, "--quiet", *arguments], folder) != 0:
        sys.exit(
            "Installing failed, for the reason above. Is this computer online? "
            "The same command tries again."
        )
    run([python, "-c", "import matplotlib.pyplot"], folder)  # its font cache takes seconds, once


def set_up(folder: Path, parts: dict[str, list[str]]) -> str:
    """Bring an environment up to date with `parts` (pip arguments); return its Python."""
    wanted = {part: digest(arguments) for part, arguments in parts.items()}
    stamp = read_stamp(folder)
    reason = reason_to_rebuild(folder, stamp) if folder.exists() else None
    installed = {} if reason else (stamp or {}).get("installed", {})
    if wanted.items() <= installed.items():
        return interpreter(folder)
    uv = find_uv()
    if reason:
        say(f"Removing {folder.name}: {reason}")
        shutil.rmtree(folder)
    if not folder.exists():
        make(folder, uv)
    write_stamp(folder, {})
    install(folder, uv, [argument for part in parts.values() for argument in part])
    write_stamp(folder, {"identity": identity(folder), "installed": {**installed, **wanted}})
    return interpreter(folder)


def set_up_lessons(with_tests: bool) -> str:
    """Set up .venv, for students or for authors and instructors; return its Python."""
    parts = {"lesson": ["-r", "requirements.txt"]}
    python = set_up(ROOT / ".venv", {**parts, "test": group("test")} if with_tests else parts)
    settings = ROOT / ".venv/share/jupyter/lab/settings/overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(QUIET_LAB), "utf-8")
    return python


def lab(arguments: list[str]) -> int:
    """Open JupyterLab in notebooks/, or in the folder that the arguments name."""
    python = set_up_lessons(with_tests=False)
    os.chdir(ROOT)
    options = []
    if any("root_dir=" in argument for argument in arguments):
        say("Opening JupyterLab (Ctrl-C here ends it)")
    else:
        say("Opening JupyterLab in notebooks/ (Ctrl-C here ends it)")
        options.append(f"--ServerApp.root_dir={ROOT / 'notebooks'}")
    if getattr(os, "geteuid", lambda: 1)() == 0:  # JupyterLab refuses unless it is told
        say("You are root, and so will JupyterLab be: in a container that is as usual")
        options.append("--ServerApp.allow_root=True")
    return hand_over([python, "-c", START_LAB, *options, *arguments], ROOT / ".venv")


def test(arguments: list[str]) -> int:
    """Run ruff, mypy and pytest over everything, or pytest with these arguments."""
    python = set_up_lessons(with_tests=True)
    if arguments and not any("colab" in argument for argument in arguments):
        pass  # these tests do not need the second environment
    elif sys.version_info < (3, 14):
        constraints = ["-c", "tests/colab-constraints.txt"]
        set_up(ROOT / ".venv-colab", {"colab": [*group("runtime"), *constraints]})
    else:
        say("Colab's versions need Python 3.13 or older: tests with them are skipped")
    cores = str(min(4, os.cpu_count() or 1))
    every = ["pytest", "--nbval", "-n", cores, "--dist", "loadscope"]
    steps = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], every]
    failed, code = [], 0
    for step in [["pytest", *arguments]] if arguments else steps:
        say(" ".join(step))
        code = run([python, "-m", *step], ROOT / ".venv")
        failed += [" ".join(step[:2])] if code else []
    if failed and not code:
        say(f"Failed before pytest: {', '.join(failed)}")
    return code or bool(failed)


def main(arguments: list[str]) -> int:
    """Run one sub-command and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (a Python that is too old gets this far)
        sys.exit("The course needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))
    command, *rest = arguments or ["--help"]
    if command in ("-h", "--help", "help"):
        print(__doc__)
    elif command in ("lab", "test"):
        return {"lab": lab, "test": test}[command](rest)
    elif command in TOOLS:
        tool = [set_up_lessons(with_tests=True), str(ROOT / "tools"), command]
        return hand_over([*tool, *rest], ROOT / ".venv")
    elif command == "setup":
        set_up_lessons(with_tests=False)
        say("Ready: python3 course.py lab opens the lessons")
    else:
        say(f"No command {command!r}. Commands: lab, test, {', '.join(TOOLS)}, setup")
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""The commands of course.py: what each sets up, and what it becomes then."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

from tools.machine import ROOT, say
from tools.machine.environment import Environment, group
from tools.machine.lessons import plain_words, stem_of
from tools.machine.places import choose
from tools.machine.running import hand_over, run
from tools.machine.settings import settle
from tools.machine.work import lay, work_folder

TOOLS = {  # each is tools/NAME.py, run by tools/__main__.py; the parts of .venv that it needs
    "build": ("lesson", "derive"),
    "grade": ("lesson", "derive"),
    "colab": ("derive",),
    "bench": ("lesson", "test"),
    "new-exercise": ("lesson", "derive"),
}


def venv() -> Path:
    """Return the folder of the environment for everything but Colab's versions."""
    return ROOT / ".venv"


def set_up(*parts: str) -> str:
    """Bring .venv up to date with these parts; return its Python."""
    arguments = {p: ["-r", "requirements.txt"] if p == "lesson" else group(p) for p in parts}
    python = Environment(venv()).set_up(arguments)
    if "lesson" in parts:
        settle(venv() / "share/jupyter")
    return python


def lab(arguments: list[str]) -> int:
    """Open JupyterLab in the student's copies, or in the folder that the arguments name."""
    elsewhere = any("root_dir" in word or "notebook-dir" in word for word in arguments)
    places = [] if elsewhere else plain_words(arguments)
    opened = [notebook_of(arguments[place]) for place in places]  # ends here on a wrong one
    python = set_up("lesson")
    options = [f"--LabApp.default_url=/lab/tree/{quote(name)}" for name in opened]
    os.chdir(ROOT)  # Jupyter would read settings from wherever it is started
    if not elsewhere:
        options.append(f"--ServerApp.root_dir={lay_copies()}")
    if getattr(os, "geteuid", lambda: 1)() == 0:  # JupyterLab refuses unless it is told
        options.append("--ServerApp.allow_root=True")
    say(f"JupyterLab is starting; Ctrl-C here ends it. Its log: {choose('.jupyter') / 'lab.log'}")
    rest = [word for place, word in enumerate(arguments) if place not in places]
    return hand_over([python, "-P", str(ROOT / "tools"), "lab", *options, *rest], venv())


def notebook_of(word: str) -> str:
    """Return the file in work/ that a word means: a lesson, or a copy that the student made."""
    path, folder = Path(word).absolute(), work_folder()[0]
    if path.suffix == ".ipynb" and path.parent == folder and path.exists():
        return path.name
    return f"{stem_of(word)}.ipynb"


def lay_copies() -> Path:
    """Lay what is new into the student's folder, say so, and return the folder."""
    folder, lines = work_folder()
    for line in [*lines, *lay(ROOT / "notebooks", folder)]:
        say(line)
    say(f"Your copies of the lessons are in {folder}: what you change there is kept")
    return folder


def test(arguments: list[str]) -> int:
    """Run ruff, mypy and pytest over everything, or pytest for a lesson or with the arguments."""
    places = [p for p in plain_words(arguments) if is_a_lesson(arguments[p])]
    chosen = {place: stem_of(arguments[place]) for place in places}
    python = set_up("lesson", "test")
    if arguments and not any("colab" in argument for argument in arguments):
        pass  # these tests do not need the second environment
    elif sys.version_info < (3, 14):
        colab = [*group("runtime"), "-c", "tests/colab-constraints.txt"]
        Environment(ROOT / ".venv-colab").set_up({"colab": colab})
    else:
        say("Colab's versions need Python 3.13 or older: tests with them are skipped")
    shared = ["--nbval", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadscope"]
    steps = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
    steps.append(["pytest", *shared])
    if arguments:
        rest = [word for place, word in enumerate(arguments) if place not in places]
        if chosen:
            rest = [*shared, *of_lessons(chosen.values()), *rest]
        steps = [["pytest", *rest]]
    failed, code = [], 0
    for step in steps:
        say(" ".join(step))
        code = run([python, "-P", "-m", *step], venv())
        failed += [" ".join(step[:2])] if code else []
    if failed and not code:
        say(f"Failed before pytest: {', '.join(failed)}")
    return code or bool(failed)


def is_a_lesson(word: str) -> bool:
    """Tell whether a word means a lesson, such as 02 or 02_lif, and no path."""
    return word[:2].isdigit() and word[2:3] in ("", "_") and not Path(word).suffix


def of_lessons(stems) -> list[str]:
    """Return pytest's arguments for what belongs to these lessons."""
    chosen = [argument for stem in stems for argument in ("--lesson", stem)]
    return [*chosen, "tests/checks", "tests/lessons", *(f"solutions/{s}.ipynb" for s in stems)]


def tool(command: str, arguments: list[str]) -> int:
    """Run one of the tools with the packages that it needs."""
    parts = TOOLS[command]
    if command == "build" and "--check" in arguments:
        parts = ("derive",)
    python = set_up(*parts)
    return hand_over([python, "-P", str(ROOT / "tools"), command, *arguments], venv())


def main(arguments: list[str], usage: str) -> int:
    """Run one sub-command and return its exit code."""
    command, *rest = arguments or ["--help"]
    if command in ("-h", "--help", "help"):
        print(usage)
    elif command in ("lab", "test"):
        return {"lab": lab, "test": test}[command](rest)
    elif command in TOOLS:
        return tool(command, rest)
    elif command == "setup":
        set_up("lesson")
        say("Ready: python3 course.py lab opens the lessons")
    else:
        say(f"No command {command!r}. Commands: lab, test, {', '.join(TOOLS)}, setup")
        return 2
    return 0

"""What course.py does to a machine: folders, variables, environments; standard library only."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # the folder of the course


class Failed(SystemExit):
    """Ends a command with one line that says why and what to do."""


def say(text):
    """Print one line, ahead of anything that a child process prints."""
    print(f"[course] {text}", flush=True)

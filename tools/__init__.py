"""What the course's commands do: `course.py NAME` runs `tools/NAME.py`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # the folder of the course

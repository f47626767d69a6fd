"""The one runner: `python tools NAME …` does what `course.py NAME …` asks for."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the course, in place of this folder
    name, *words = sys.argv[1:]
    sys.exit(import_module(f"tools.{name.replace('-', '_')}").main(words))

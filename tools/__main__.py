"""The one runner: `python -P tools NAME …` does what `course.py NAME …` asks for."""

import os
import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # The course in place of this folder, and last: its random.py must not stand in for Python's.
    sys.path = [*sys.path[1:], str(Path(__file__).resolve().parents[1])]
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="replace")  # a terminal without "τ" gets "?"
    name, *words = sys.argv[1:]
    try:
        sys.exit(import_module(f"tools.{name.replace('-', '_')}").main(words))
    except BrokenPipeError:  # the reader has read enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(import_module("tools.machine.places").explain(error))

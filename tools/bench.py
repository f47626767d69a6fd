"""Ratios, not times: what the course gains over the usual way, in one run.

    python3 course.py bench [--quick] [--no-browser] [models demos pages lessons imports]

    models   simulators side by side: the usual loops, ours, Brian 2, Numba; time and memory
    demos    kernel time of one step of every control, and of the usual new figure
    pages    from key press to new picture in JupyterLab, in headless Chromium
    lessons  Run All of each lesson
    imports  import times

All parts run unless some are named. What is compared runs in turn, round by round, and by medians,
so that a busy machine slows all sides alike; the ratios are what to read. --quick makes fewer
rounds. What is not installed is left out with one line. For Brian 2, Numba and bqplot, run this
file by a Python that has them: packages of the groups lesson and test, "numpy<2.4", brian2, numba,
bqplot. The goals come last, each with ✓ or ✗.
"""

import argparse

from tools.benchmark import demos, models, pages, runs
from tools.benchmark.loops import usual_loop

__all__ = ["main", "usual_loop"]

PARTS = {
    "models": models.part,
    "demos": demos.part,
    "pages": pages.part,
    "lessons": runs.lessons,
    "imports": runs.imports,
}
ROUNDS, QUICK_ROUNDS = 5, 1


def arguments(words):
    """Return the options; ends the program on a wrong word."""
    parser = argparse.ArgumentParser(prog="course.py bench", description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--no-browser", action="store_true", help="leave out pages")
    options = parser.parse_args(words)
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"no part {part!r}: choose from {', '.join(PARTS)}")
    wanted = set(options.parts or PARTS) - ({"pages"} if options.no_browser else set())
    options.parts = [part for part in PARTS if part in wanted]
    return options


def print_goals(goals):
    """Print which goals are met (✓), missed (✗), or not measured (–)."""
    if goals:
        print("\nGoals")
    for goal in goals:
        print(goal)


def main(words=None):
    """Run the parts in the order of `PARTS` and print the goals; the exit code is always 0."""
    options = arguments(words)
    goals = []
    for name in options.parts:
        print(f"\n{name.upper()}", flush=True)
        goals += PARTS[name](QUICK_ROUNDS if options.quick else ROUNDS)
    print_goals(goals)
    return 0

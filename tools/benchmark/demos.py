"""Kernel time of one step of a control: the usual figure against ours, and every demo.

A control is set to both its ends, or to each of its options, in turn; the median of each value
counts, and for a control its slowest value. What is measured is processor time, because these
goals are in seconds and not ratios: other programs then count less. A button for a long run,
which says so and shows a bar, is not a step.
"""

import contextlib
import io
import itertools
import time

import matplotlib.pyplot as plt

from tools import ROOT
from tools.benchmark import step
from tools.benchmark.measure import medians, worst
from tools.lessons.demos import choices, run_demos
from tools.lessons.masters import read_masters

CSS_WIDTH = 864  # of the demos that the goal for single traces speaks of


def is_single_trace(explorer):
    """Return whether a demo simulates traces, not a sweep, and is of the usual width or less."""
    calls = explorer._update.__code__.co_names
    simulates = any(name.startswith("simulate") for name in calls)
    narrow = bool(explorer.figure.bbox_inches.width * 96 <= CSS_WIDTH)
    return simulates and narrow and not any(name.startswith("sweep") for name in calls)


def step_seconds(explorer, name, rounds):
    """Return the processor time of a redraw for the slowest choice of one control [s]."""
    control = explorer.controls[name]

    def go_to(value):
        control.value = value

    values = choices(control)
    if control.value == values[0]:  # else the first step would be none
        values = values[1:] + values[:1]
    steps = {value: lambda value=value: go_to(value) for value in values}
    medians(steps, 1)  # fonts
    slowest = max(medians(steps, rounds, time.process_time).values())
    explorer.reset()
    return slowest


def compare_steps(rounds):
    """Print the kernel time of one step of the same figure: the usual way twice, and ours."""
    explorer, currents = step.ours(), itertools.cycle(range(200, 300, 2))

    def usual_step(style):
        with plt.rc_context():
            style()
            step.usual_in_this_process(next(currents))

    def our_step():
        explorer.controls["i_dc"].value = next(currents)

    runs = {f"interact, {name}": lambda s=s: usual_step(s) for name, s in step.STYLES.items()}
    runs["ours"] = our_step
    times = medians(runs, 2 * rounds + 1, time.process_time, warm=True)
    print("kernel time of one step of the same figure:")
    for name, seconds in times.items():
        print(f"{name:32}{1000 * seconds:8.0f} ms{seconds / times['ours']:8.1f} times ours")


def part(rounds):
    """Print the times of all demos and return the goals."""
    compare_steps(rounds)
    print("kernel time of one step of each control:")
    steps, single = {}, {}
    for master in read_masters(ROOT):
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # what the lesson prints
                demos = run_demos(master)
        except Exception as error:  # a lesson that is being changed
            print(f"{master.stem:18s} failed: {type(error).__name__}: {error}")
            continue
        for cell, explorer in demos.items():
            times = {
                name: step_seconds(explorer, name, rounds)
                for name, control in explorer.controls.items()
                if control.kind != "trigger"
            }
            mark = " (single trace)" * is_single_trace(explorer)
            listed = ", ".join(f"{name} {1000 * s:.0f} ms" for name, s in times.items())
            print(f"{master.stem:18s} {cell + mark:37s} {listed}", flush=True)
            found = {f"{master.stem} {cell}, {name}": s for name, s in times.items()}
            steps |= found
            single |= {name: 1000 * s for name, s in found.items() if mark}
    return [
        worst("no demo step above 0.3 s of kernel time", steps, 0.3, "s"),
        worst(f"single-trace demos under 80 ms at {CSS_WIDTH} CSS pixels", single, 80, "ms"),
    ]

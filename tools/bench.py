"""Ratios, not times: what the course's simulation gains over the usual way, in one run.

    python3 course.py bench

Each pair is run in turn, several times, and compared by its medians, so that a busy machine
slows both sides alike.
"""

import contextlib
import io
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.lif import LIFParams, simulate_lif, sweep_lif  # noqa: E402
from tools.demos import choices, run_demos  # noqa: E402
from tools.masters import read_masters  # noqa: E402

ROUNDS = 9


def usual_loop(i_inj, dt, params):
    """Return the spike times [ms] of the loop over NumPy elements that is usually taught."""
    v = np.zeros(len(i_inj))
    v[0] = params.V_init
    t_r, spike_steps = 0.0, []
    for it in range(len(i_inj) - 1):
        if t_r > 0:
            v[it] = params.V_reset
            t_r -= 1
        elif v[it] >= params.V_th:
            spike_steps.append(it)
            v[it] = params.V_reset
            t_r = params.t_ref / dt
        dv = (-(v[it] - params.E_L) + i_inj[it] / params.g_L) * (dt / params.tau_m)
        v[it + 1] = v[it] + dv
    return np.array(spike_steps) * dt


def compare(name, usual, ours):
    """Print the median times of both and their ratio, and that the spike counts agree."""
    times = {usual: [], ours: []}
    for _ in range(ROUNDS):
        for run, spent in times.items():
            start = time.perf_counter()
            run()
            spent.append(time.perf_counter() - start)
    a, b = (1000 * statistics.median(spent) for spent in times.values())
    same = "same spike counts" if usual() == ours() else "DIFFERENT SPIKE COUNTS"
    print(f"{name:40s} usual {a:7.1f} ms   ours {b:7.1f} ms   {a / b:4.1f} times   {same}")


def import_time(module):
    """Return the median time of `import module` in a fresh interpreter, less a bare start [s]."""
    code = f"import time; s = time.perf_counter(); import {module}; print(time.perf_counter() - s)"
    runs = [subprocess.check_output([sys.executable, "-c", code], cwd=ROOT) for _ in range(5)]
    return statistics.median(float(run) for run in runs)


def demo_times(explorer):
    """Return the kernel time of one redraw for each control [ms]: median over both its ends."""
    times = {}
    for name, control in explorer.controls.items():
        spent = []
        for value in [*choices(control), *choices(control)]:
            start = time.perf_counter()
            control.value = value
            spent.append(1000 * (time.perf_counter() - start))
        times[name] = statistics.median(spent)
        explorer.reset()
    return times


def main():
    """Print the table."""
    dt, params, rng = 0.1, LIFParams(), np.random.default_rng(0)
    noise = 2.5 / np.sqrt(dt / 1000) * rng.standard_normal((10_000, 1))
    trace = (200 + noise[:4000]).ravel()
    currents = np.linspace(100, 400, 31) + noise
    compare(
        "one trace, 4000 steps",
        lambda: [usual_loop(trace, dt, params).size],
        lambda: [simulate_lif(trace, dt, params).spike_times.size],
    )
    compare(
        "sweep, 31 neurons, 10,000 steps",
        lambda: [usual_loop(column, dt, params).size for column in currents.T],
        lambda: [s.size for s in sweep_lif(lambda k: currents[k], 31, 10_000, dt, params)],
    )
    for module in ("numpy", "helpers.lif", "helpers.theory", "helpers.explore"):
        print(f"import {module:33s} {import_time(module):.2f} s")
    print("kernel time of one step of a control:")
    for master in read_masters(ROOT):
        with contextlib.redirect_stdout(io.StringIO()):  # what the lesson prints
            demos = run_demos(master)
        for cell, explorer in demos.items():
            steps = ", ".join(f"{name} {ms:.0f} ms" for name, ms in demo_times(explorer).items())
            print(f"{master.stem:18s} {cell:22s} {steps}")


if __name__ == "__main__":
    main()

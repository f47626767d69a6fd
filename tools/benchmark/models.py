"""The simulators side by side: times, ratios, memory and accuracy.

Each engine runs each workload once per round, in turn; the table holds the median time, how many
times as fast as the usual loop that is, the highest memory, and the mean firing rate as a sign
that all simulate the same. The memory is that of a fresh process during one run, above what it
held after the imports (and after Numba has compiled): a run of its own, which is not timed.
"""

from tools.benchmark import loops, others
from tools.benchmark.measure import (
    in_a_fresh_process,
    medians,
    megabytes_above_the_start,
    worst,
)

COARSE = f"ours, dt {loops.HH_COARSE_DT}"
CHILD = "import sys; from tools.benchmark import models; models.print_memory(*sys.argv[1:])"
HEAD = f"{'':24}{'':14}{'time':>11}{'usual / this':>14}{'memory':>11}{'mean rate':>12}"


def engines():
    """Return {engine: {workload: function}} of all that is installed."""
    return {"usual": loops.usual(), "ours": loops.ours(), COARSE: loops.ours_coarse()} | {
        name: make() for name, make in others.engines().items()
    }


def print_memory(engine, number):
    """Print how far memory rises while an engine runs a workload [MB]; for a fresh process."""
    own = {"usual": loops.usual, "ours": loops.ours, COARSE: loops.ours_coarse}
    runs = (own | others.MAKERS)[engine]()
    print("MB", megabytes_above_the_start(runs[list(loops.WORKLOADS)[int(number)]]))


def memory(engine, workload):
    """Return the peak memory of a run in a fresh process [MB]."""
    number = str(list(loops.WORKLOADS).index(workload))
    return float(in_a_fresh_process(CHILD, engine, number).split("MB")[-1])


def mean_rate(spike_trains, workload):
    """Return the mean firing rate over all neurons [Hz]."""
    return sum(len(train) for train in spike_trains) / loops.WORKLOADS[workload]


def compare(workload, found, rounds):
    """Print the lines of one workload; return ({engine: times as fast}, {engine: MB})."""
    runs = {name: runs[workload] for name, runs in found.items() if workload in runs}
    rates = {name: mean_rate(run(), workload) for name, run in runs.items()}  # also warms up
    times = medians(runs, rounds)
    ratios = {name: times["usual"] / time for name, time in times.items()}
    peaks = {name: memory(name, workload) for name in runs}
    for number, name in enumerate(runs):
        print(
            f"{'' if number else workload:24}{name:14}{1000 * times[name]:8.1f} ms"
            f"{ratios[name]:14.2f}{peaks[name]:8.1f} MB{rates[name]:9.1f} Hz",
            flush=True,
        )
    return ratios, peaks


def part(rounds):
    """Print the table and return the goals."""
    found, ratios, peaks = engines(), {}, {}
    print(HEAD)
    for workload in loops.WORKLOADS:
        faster, peak = compare(workload, found, rounds)
        if workload in loops.SWEEPS:
            ratios[workload], peaks[workload] = faster["ours"], peak["ours"]
    print("largest error of an HH spike time within 500 ms at 10 µA/cm²:")
    for name, error in loops.hh_errors().items():
        print(f"{'':24}{name:24}{error:.5f} ms")
    return [
        worst("sweeps at least 4 times as fast as the usual loop", ratios, 4, "times", True),
        worst("no sweep over 200 MB", peaks, 200, "MB"),
    ]

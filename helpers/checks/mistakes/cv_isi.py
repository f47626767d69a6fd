"""Lesson 04's exercises: what a student is asked, the solutions, and the typical slips.

Those of the theory, rate and CV under white noise, stand in `_cv_isi_theory`. Units: ms.
"""

import numpy as np

from helpers import spikes
from helpers.checks.edits import Exercise, factors, instead
from helpers.checks.mistakes._cv_isi_theory import HANDED_OVER, SIEGERT_CV, SIEGERT_RATE
from helpers.point_processes import gamma_train

__all__ = ["CV_ISI", "FANO_FACTOR", "HANDED_OVER", "ISI", "SIEGERT_CV", "SIEGERT_RATE"]


def _train(*spike_times):
    return {"spike_times": np.array(spike_times)}


# --- intervals ------------------------------------------------------------------------------

NO_SPIKE = _train()

ISI = Exercise("""
def isi(spike_times):
    isi = spike_times[1:] - spike_times[:-1]
    return isi
""", [_train(3.0, 7.0, 7.5, 20.0, 31.25), _train(*(4.2 + gamma_train(60.0, 2.0, 900.0, rng=4))),
      _train(12.5, 31.0), _train(8.0), _train(-6.125, 0.0, 4.5)], {
    "the intervals are negative: the later spike minus the earlier one.": "return → return -",
    "these are spike times, not the times between them.":
        ("[1:] - spike_times[:-1] → [1:]", "[1:] - spike_times[:-1] → [:-1]"),
    "measured from the first spike each time, and not from the spike before.": "[:-1] → [0]",
    "measured from the mean of the spike times; an interval starts at the spike before.":
        "spike_times[:-1] → spike_times.mean()",
    "these are sums of neighbouring times; an interval is their difference.": "] - → ] +",
    "the intervals are multiplied or divided by a dt: they are in ms, like the times.":
        ("return → return 10 *", "return → return 0.1 *", "return isi → return np.rint(10 * isi)"),
    "these are intervals in s: leave them in ms.": "return → return 0.001 *",
    "a factor 1000 is too much: the times are in ms already.": "return → return 1000 *",
    "these are rates, one over each interval; the interval itself is asked for.":
        ("return → return 1 /", "return → return 1000 /"),
    "the spike times are changed: leave out rounding and abs().":
        instead("isi = spike_times", *(f"spike_times = {f}\n    isi = spike_times" for f in
                ("np.rint(spike_times)", "np.trunc(spike_times)", "abs(spike_times)"))),
    "t_ref belongs to the interval: take nothing away.": "return isi → return isi - 2",
    "this is the mean interval each time; their own lengths are asked for.":
        "return isi → return np.full(isi.size, isi.sum() / max(isi.size, 1))",
    "the intervals are sorted: keep them in the order in which they came.":
        ("return isi → return np.sort(isi)", "return isi → return np.sort(isi)[::-1]"),
    "the intervals are in reverse order: the first comes first.": "return isi → return isi[::-1]",
}, reference=spikes.isi)  # fmt: skip


# --- the coefficient of variation -----------------------------------------------------------

SHAPES = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
FAMILY = [_train(*gamma_train(40.0, k, 2000.0, rng=1)) for k in SHAPES]
LONG_PAUSE = _train(*FAMILY[2]["spike_times"][:20], 7000.0, 7003.5)
TOO_MUCH = "its intervals differ by rounding, and a difference of two squares is 0 or below."
CLOCKS = {  # from a train to why its CV may be NaN
    "a clock": (_train(*np.arange(5.0, 200.0, 12.5)), "it has intervals enough, all the same."),
    "a clock of three spikes": (_train(3.0, 10.0, 17.0), "two intervals are enough."),
    "a clock in steps of 0.1 ms": (_train(*(1000.3 + 0.7 * np.arange(40))), TOO_MUCH),
}
CV_OF = "isi.std() / isi.mean()"
TOO_FEW = {"two spikes": _train(7.0, 19.0), "one spike": _train(7.0), "no spike": _train()}

CV_ISI = Exercise("""
def cv_isi(spike_times):
    isi = np.diff(spike_times)
    return isi.std() / isi.mean() if isi.size >= 2 else np.nan
""", [_train(100.0, 104.0, 116.0), *FAMILY, LONG_PAUSE], {
    "this is the variance over the mean, in ms: the SD, its root, belongs above.": "std → var",
    "this is the square of the CV: the SD belongs above, not the variance.":
        "std → var && mean() → mean() ** 2",
    "the SD is divided by n - 1 (ddof=1), a good habit too; equation (4.1) divides by n.":
        "std() → std(ddof=1)",
    "this is the CV of the spike times; the CV of their intervals is asked for.":
        ("np.diff → ", "np.diff →  && std() → std(ddof=1)"),
    "the SD of the intervals is divided by the mean of the spike times.":
        "isi.mean → spike_times.mean",
    "this is the CV of the rates 1/ISI; average the intervals, not one over them.":
        "isi = → isi = 1 /",
    "the fraction is upside down: a regular train must have a small CV.":
        "std() / isi.mean() → mean() / isi.std()",
    "this is the SD in ms; divide it by the mean interval.": "/ isi.mean() → ",
    "this is the mean interval; the SD over it is asked for.": "isi.std() / → ",
    "this is the variance in ms²; the CV is the SD over the mean.": "std() / isi.mean() → var()",
    "the SD is divided by the mean squared: once is enough, ms over ms.": "mean() → mean() ** 2",
    "multiplied by the mean where (4.1) divides: ms times ms is no pure number.": "/ → *",
    "a CV may be above 1: nothing is cut off.": f"{CV_OF} → min({CV_OF}, 1)",
    "the mean interval is not the last spike time over a number: a train need not start at 0.":
        instead("isi.mean()", *(f"(spike_times[-1] / {x}.size)" for x in ("isi", "spike_times"))),
    "intervals are left out: the CV takes all of them.":
        instead("(spike_times)\n", *(f"(spike_times)\n    isi = isi[{which}]\n" for which in
                ("1:", ":-1", "isi > 2", "isi < 1000", "isi < 5 * np.median(isi)"))),
    "this compares each interval with the next one; (4.1) takes all together.":
        f"{CV_OF} → np.mean(2 * abs(np.diff(isi)) / (isi[1:] + isi[:-1]))",
    "a correction for short trains is in it: (4.1) has none.":
        f"{CV_OF} → (1 + 1 / (4 * isi.size)) * {CV_OF}",
    "half the range is no SD.": "isi.std() → (np.ptp(isi) / 2)",
    "this is the SD of logarithms; (4.1) takes the intervals.": f"{CV_OF} → np.log(isi).std()",
    "this is the root of the mean square: for the SD the mean is taken away first.":
        "isi.std() → np.sqrt(np.mean(isi**2))",
    "divided by the median: (4.1) takes the mean.": "isi.mean() → np.median(isi)",
    "this is the mean distance from the mean; the SD is a root of mean squares.":
        "isi.std() → np.abs(isi - isi.mean()).mean()",
    "the SD is divided by √n: that is the standard error of the mean, not the SD.":
        ("/ isi → / isi.size**0.5 / isi", "/ isi → / isi.size**0.5 / isi && std() → std(ddof=1)"),
    "SD and mean are in different units, or this is a percentage: ms over ms is enough.":
        factors("isi.std", of=("1000 *", "0.001 *", "100 *")),
    "this is the Fano factor's recipe with intervals in place of counts: use the SD.":
        "std() → var(ddof=1)",
    "intervals between neighbours only: the first spike has no interval of its own.":
        "(spike_times) → (spike_times, prepend=0)",
}, reference=spikes.cv_isi)  # fmt: skip


# --- counts ---------------------------------------------------------------------------------

WINDOWS = np.array([20.4, 50.0, 100.7, 203.0, 400.0])
BURSTY, REGULAR = gamma_train(45.0, 0.6, 2970.0, rng=5), gamma_train(30.0, 6.0, 1700.0, rng=6)
COUNTS, FANO = "np.histogram(spike_times, edges)[0]", "n.var(ddof=1) / n.mean()"
INTERVALS = f"{COUNTS} → np.diff(spike_times)"
STEPS = "np.arange(int(t_stop / window) + 1)"
EDGES = f"window * {STEPS}"
SILENT = {"spike_times": np.array([]), "window": 20.0, "t_stop": 300.0}

FANO_FACTOR = Exercise("""
def fano_factor(spike_times, window, t_stop):
    edges = window * np.arange(int(t_stop / window) + 1)
    n = np.histogram(spike_times, edges)[0]
    return n.var(ddof=1) / n.mean()
""", [
    *({"spike_times": BURSTY, "window": w, "t_stop": 3000.0} for w in WINDOWS.tolist()),
    {"spike_times": REGULAR, "window": 125.08, "t_stop": 1750.5},  # one more would end at 1751.12
    {"spike_times": np.array([0.0, 10.0, 95.25]), "window": 24.4, "t_stop": 100.0},
], {
    "the SD stands above where the variance belongs.": ("var → std", "var(ddof=1) → std()"),
    "the variance is divided by n; with few windows take n - 1 (ddof=1).": "ddof=1 → ",
    "divided by the mean squared: the mean itself stands below.":
        ("mean() → mean() ** 2", "mean() → mean() ** 2 && ddof=1 → "),
    "the fraction is upside down: variance over mean.":
        instead(FANO, "n.mean() / n.var(ddof=1)", "n.mean() / n.var()"),
    "this is the variance of the counts; divide it by their mean.":
        (" / n.mean() → ", "ddof=1) / n.mean() → )"),
    "this is the mean count; the variance over it is asked for.": "n.var(ddof=1) / → ",
    "these are rates in Hz, not counts: leave the counts as they are.":
        ("[0] → [0] / window * 1000", "[0] → [0] / window"),
    "the windows start at the first spike and end at the last: hand `edges` to np.histogram.":
        ("edges) → len(edges) - 1)", "edges) → len(edges))"),
    "np.histogram takes a number as the number of windows, not as their length: "
    "hand it `edges`.": "edges) → int(window))",
    "[1] are the borders of the windows; the counts come first, [0].": "[0] → [1]",
    "a window is missing: hand over all of `edges`.":
        instead("edges)", "edges[1:])", "edges[:-1])", "edges[1:-1])"),
    "the windows are not those of `edges`: whole ones from 0 on, up to t_stop at most.":
        (*instead(EDGES, "np.arange(0, t_stop, window)", "np.arange(0, t_stop + window, window)",
                  "np.arange(0, t_stop + 1, window)", f"np.linspace(0, t_stop, {STEPS}.size)",
                  "np.arange(0, int(t_stop) + 1, int(window))",
                  "np.arange(0, spike_times[-1], window)",
                  f"int(window) * {STEPS}", "window * np.arange(int(t_stop) // int(window) + 1)",
                  "window * np.arange(round(t_stop / window) + 1)", f"np.append({EDGES}, t_stop)",
                  "window * np.arange(int(t_stop / window) + 2)",
                  "window * np.arange(int(spike_times[-1] / window) + 1)"),
         "(spike_times, edges → (spike_times - spike_times[0], edges",
         f"{COUNTS} → np.bincount((spike_times // window).astype(int))"),
    "each spike belongs to one window, and what follows the last whole one to none.":
        instead(COUNTS, "np.histogram(np.minimum(spike_times, edges[-1]), edges)[0]",
                "np.array([np.sum((spike_times >= s) & (spike_times < s + window))"
                " for s in np.arange(0, t_stop - window / 2, window / 2)])"),
    "the spike times are in ms, and so are the borders: no factor 1000.":
        instead("(spike_times, edges", "(spike_times / 1000, edges", "(spike_times, edges / 1000"),
    "a spike at 0 ms counts too.":
        "histogram(spike_times, → histogram(spike_times[spike_times > 0],",
    "two spikes in a window are two: no cutting.": "return → n = np.minimum(n, 1)\n    return",
    "a Fano factor may be above 1: nothing is cut off.": f"{FANO} → min({FANO}, 1.0)",
    "the variance is divided by n - 2: ddof is 1.": "ddof=1 → ddof=2",
    "divided by the median of the counts; (4.4) takes their mean.": "n.mean() → np.median(n)",
    "divided by the number of spikes; (4.4) takes the mean count of a window.":
        "n.mean() → spike_times.size",
    "the mean is that of the counts, n.mean(): the end of the train has no window.":
        "n.mean() → (spike_times.size * window / t_stop)",
    "this compares neighbouring windows; (4.4) takes the variance of all counts.":
        f"{FANO} → np.mean(np.diff(n) ** 2) / (2 * n.mean())",
    "the n - 1 below the squares needs brackets.":
        f"{FANO} → np.sum((n - n.mean()) ** 2) / n.size - 1 / n.mean()",
    "the spike times come first, then the borders.": "spike_times, edges → edges, spike_times",
    "density=True turns counts into a density per ms: leave it out.":
        ("edges) → edges, density=True)", "edges) → edges, density=True) && ddof=1 → "),
    "np.histogram made ten windows of its own: hand it `edges` as well.": ", edges) → )",
    "this counts intervals by their length; count the spike times.":
        "(spike_times, edges → (np.diff(spike_times), edges",
    "this is the square of the intervals' CV: count spikes in windows.":
        (f"{INTERVALS} && mean() → mean() ** 2",
         f"{INTERVALS} && mean() → mean() ** 2 && ddof=1 → "),
    "this is the CV of the intervals: count spikes in windows.":
        f"{INTERVALS} && var(ddof=1) → std()",
    "variance and mean of the intervals; (4.4) is about counts.":
        (INTERVALS, f"{INTERVALS} && ddof=1 → "),
    "the counts grow from window to window: count in each one anew.":
        ("[0] → [0].cumsum()", "histogram → searchsorted && [0] → "),
    "the empty windows count too: they belong to the variability.":
        ("return → n = n[n > 0]\n    return",
         f"{COUNTS} → np.unique(spike_times // window, return_counts=True)[1]"),
}, reference=spikes.fano_factor)  # fmt: skip

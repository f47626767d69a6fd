# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 · Spike irregularity, CV_ISI
#
# *About 86 minutes, and 30 more for the bonus.* Two neurons fire 30 spikes per second. One ticks
# like a clock, the other does not. The coefficient of variation of their intervals tells them apart.
# You will measure and predict it.
#
# **After this lesson you can**
# - measure how irregular a spike train is, and say how sure you are,
# - say what a CV of 0 or 1 means, and what not,
# - test two rules about noise, rate and regularity,
# - compute the rate under noise (and the CV, in the bonus),
# - tell a mean-driven neuron from a fluctuation-driven one.
#
# **You need** the LIF neuron (lesson 02) and noise (lesson 03).

# %% [markdown]
# **How to work.** Make each prediction before you run the cell below it. In an exercise, put your
# own code in place of each `...`; the cell after it answers ○ not started, ✗ with a reason, or ✓.
# Whatever you write in an exercise, the later cells work: they use the course's own functions. Code
# that need not be read is folded: click its line (Colab: *Show code*) to open it.
#
# With `course.py lab` this is your own copy, in `work/`, and never overwritten; elsewhere, save it
# under a name of your own. After a restart of the kernel: *Run → Run All Above Selected Cell*
# (Colab: *Runtime → Run before*).

# %% name="setup" tags=["setup"] jupyter={"source_hidden": true}
# Setup: finds the folder of the course, for its helpers.
import sys
from pathlib import Path

from IPython.core.error import UsageError

if not (roots := [p for p in Path("_").absolute().parents if (p / "helpers/explore.py").exists()]):
    raise UsageError(f"{Path.cwd()} is not in the course folder: open this notebook inside that.")
sys.path[:0] = map(str, roots[:1])
import helpers.start  # noqa: F401, I001 (imported for what it does)

# %% name="imports" tags=["imports"] jupyter={"source_hidden": true}
# Imports: the packages and the functions of the course that this lesson uses
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke
from scipy.integrate import dblquad, quad
from scipy.optimize import brentq
from scipy.special import erf, erfcx, gammainc, gammaln

from helpers import plots, spikes
from helpers.checks import cv_isi as check
from helpers.explore import button, checkbox, explore, slider, trigger
from helpers.lif import LIFParams, simulate_lif, sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step, white_noise, white_noise_by_step
from helpers.picture import show
from helpers.point_processes import gamma_train, poisson_train
from helpers.progress import progress
from helpers.theory import lif_cv_white_noise, lif_rate_white_noise, lif_voltage_sd

plots.use_style()
neuron, dt = LIFParams(), 0.1  # the neuron of lesson 02; ms


# %% [markdown]
# ## 1. Same rate, different trains
# *about 0 min so far*
#
# Three trains, each with 20 spikes per second on average. A **clock** fires every 50 ms. A
# **Poisson process** forgets: in each millisecond it fires with the same probability, whatever it has
# done so far. A **gamma** train of shape $k$ = 4 keeps every fourth spike of a Poisson process that
# is four times as fast.

# %% name="three-trains"
def gamma_density(t, mean, k):
    """Return the density [1/ms] of a gamma-distributed interval; t and its mean [ms]."""
    return np.exp(k * np.log(k / mean) + (k - 1) * np.log(t) - k * t / mean - gammaln(k))

trains = {"clock": np.arange(50.0, 2e5, 50.0), "gamma, k = 4": gamma_train(20, 4, 2e5, rng=0),
          "Poisson": poisson_train(20, 2e5, rng=0)}

# %% [markdown]
# **Predict.** Sketch the histogram of the time between neighbouring spikes, for each of the three.

# %% name="three-trains-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the three trains, and the histograms of their intervals
t = np.linspace(0.5, 200, 400)  # ms
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), width_ratios=(1.3, 1))
for row, train in enumerate(trains.values()):
    left.plot(train[train < 1000], 0 * train[train < 1000] - row, "k|", markersize=26)
for k, name, place, kind in ((1, "Poisson", (118, 0.0035), "stepfilled"),
                             (4, "gamma, k = 4", (68, 0.0145), "step")):
    right.hist(spikes.isi(trains[name]), np.arange(0, 201, 5), density=True, histtype=kind,
               alpha=0.45 if k == 1 else 1, linewidth=2, color=plots.COLOURS["interval"])
    right.plot(t, gamma_density(t, 50.0, k), color=plots.COLOURS["theory"], linewidth=1)
    right.text(*place, name)
right.axvline(50, color=plots.COLOURS["theory"], linestyle="--")
right.text(53, 0.0195, "clock")
left.set(xlabel="Time [ms]", xlim=(0, 1000), ylim=(-2.6, 0.6))
left.set_yticks([0, -1, -2], trains)
right.set(xlabel="Interspike interval [ms]", ylabel="Density [1/ms]", xlim=(0, 200))
right.set_yticks([0, 0.01, 0.02])
show(fig, "Left, one second of three spike trains of 20 Hz: clock, gamma and Poisson. Right, the "
     "histograms of their intervals up to 200 ms, with the densities on paper in black.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# The most frequent interval of the Poisson train is the shortest one: its density falls as
# $e^{-t/\text{mean}}$ from the start. That makes clusters and gaps, easily taken for a pattern. The
# gamma train avoids short intervals, the clock has one only. Black: the densities on paper.
# </details>

# %% [markdown]
# ### Exercise 1.1 · Interspike intervals (3 min, ★☆☆)
# An **interspike interval** (ISI, lesson 02) is the time from a spike to the next one. How many
# intervals do 5 spikes make? One line.
#
# <details><summary>Hint 1: idea</summary>Each spike but the first, minus the one before it.</details>
# <details><summary>Hint 2: units</summary>Times in ms give intervals in ms, without a factor
# dt.</details>
# <details><summary>Hint 3: almost</summary><code>spike_times[1:] - …</code></details>

# %% name="isi" tags=["exercise"]
def isi(spike_times):
    """Return the interspike intervals [ms], shape (n_spikes - 1,); spike_times [ms]."""
    # TODO: the intervals [ms]
    intervals = ...
    return intervals


# %% name="isi-check" tags=["check"]
check.isi(isi)


# %% [markdown]
# As in lesson 03 the noise of a live figure is **frozen**: a change that you see comes from the slider.
# *New noise* takes the next seed (0 is the first). Tick the box, and every move draws afresh. The title
# says which.

# %% name="noise-source" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the noise of the live figures, and the controls that choose it
def noise_source(again, fresh):
    """Return the seed for a redraw, None for new noise, and what the title says of it."""
    return (None, "new noise") if fresh else (again, f"frozen noise, seed {again}")

def noise_controls():
    """Return the two controls that choose the noise."""
    return {"again": button("New noise"), "fresh": checkbox("new noise at every move")}


# %% [markdown]
# ### Demo 1.2 · From Poisson to clock
# Left, eight runs of a gamma train; right, its intervals in units of their mean. $k$ need not be whole:
# then there is no spike to count, but the density has the same formula. **Predict:** what does the
# shape $k$ change on the right, and what does the rate change there?

# %% name="gamma-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: gamma trains of any shape, from Poisson to clock
def draw(fig):
    left, right = fig.subplots(1, 2, width_ratios=(1.3, 1))
    raster = left.plot([], [], "k|", markersize=14)[0]
    bars = right.stairs(np.zeros(40), np.linspace(0, 4, 41), fill=True, alpha=0.6,
                        color=plots.COLOURS["interval"])
    curve = right.plot([], [], color=plots.COLOURS["theory"])[0]
    left.set(xlabel="Time [ms]", ylabel="Run", xlim=(0, 1000), ylim=(0.3, 8.7), title=" ")
    right.set(xlabel="Interval / mean interval", ylabel="Density", xlim=(0, 4), ylim=(0, 2.2))
    return raster, bars, curve, left

def update(artists, k, rate, again, fresh):
    seed, name = noise_source(again, fresh)
    train, mean = gamma_train(rate, k, 2e6 / rate, seed), 1000 / rate
    shown, x = train[train < 8000], np.linspace(0.01, 4, 300)
    artists[0].set_data(shown % 1000, 1 + shown // 1000)
    artists[1].set_data(np.histogram(spikes.isi(train) / mean, np.linspace(0, 4, 41), density=True)[0])
    artists[2].set_data(x, gamma_density(x, 1.0, k))
    artists[3].set_title(name)
    return f"SD / mean of {train.size - 1} intervals {spikes.cv_isi(train):.3f}; 1/√k = {k**-0.5:.3f}"

explore(draw, update, alt="Spike raster of a gamma train and the histogram of its intervals",
        k=slider("Shape k", 0.5, 20, step=0.5, value=1.0),
        rate=slider("Rate", 5.0, 80.0, step=5.0, value=20.0, unit="Hz"), **noise_controls())


# %% [markdown]
# <details><summary>What you saw</summary>
#
# The larger $k$, the narrower the histogram: the SD of the intervals is their mean divided by
# $\sqrt{k}$. Below $k$ = 1 the train comes in bursts. The rate changes the number of ticks and
# nothing on the right: it stretches time, and stretched time leaves the ratio of SD and mean alone.
# </details>

# %% [markdown]
# ## 2. One number for irregularity
# *about 9 min so far*
#
# That ratio is the **coefficient of variation** that you met in lesson 03. For $n$ intervals
# $T_1 … T_n$
#
# $$\begin{aligned} \text{CV} &= \frac{\text{SD}}{\text{mean}}, \qquad
# \text{mean} = \frac1n\sum_i T_i, \\
# \text{SD}^2 &= \frac1n\sum_i (T_i - \text{mean})^2. \end{aligned} \tag{4.1}$$
#
# Milliseconds divide milliseconds: the CV has no unit. A clock has 0, a Poisson process 1, a gamma
# train of shape $k$ has $1/\sqrt{k}$.
#
# ### Exercise 2.1 · The CV (5 min, ★★☆)
# Fewer than three spikes make fewer than two intervals. One interval varies around nothing, so the
# honest answer is "not a number". Complete two lines. The first is a guard, a condition that stops the
# function where there is no answer; the CV is that of your sweep in lesson 03. (`spikes.isi` is the
# course's own.)
#
# <details><summary>Hint 1: idea</summary>SD divided by mean. The guard comes first: it asks whether
# there are at least two intervals.</details>
# <details><summary>Hint 2: units</summary>ms over ms. The variance is in ms², so it is not what
# stands above the mean. <code>np.std</code> as it is divides by n, as in (4.1).</details>
# <details><summary>Hint 3: almost</summary><code>intervals.size >= …</code> and
# <code>intervals.std() / …</code></details>

# %% name="cv-isi" tags=["exercise"]
def cv_isi(spike_times):
    """Return the CV of the intervals, NaN for fewer than three spikes; spike_times [ms]."""
    intervals = spikes.isi(spike_times)
    # TODO: are there enough intervals? If so: their CV
    enough = ...
    if not enough:
        return np.nan
    cv = ...
    return cv


# %% name="cv-isi-check" tags=["check"]
check.cv_isi(cv_isi)

# %% [markdown]
# **Predict** the CV of the three trains of section 1, then run the cell.

# %% name="three-cvs"
for name, train in trains.items():
    print(f"{name:12s} {spikes.isi(train).size} intervals, CV {spikes.cv_isi(train):.3f}")

# %% [markdown]
# ### Think 2.2 · Find the error
# A report says: *"The intervals have CV = 1, so the neuron fires like a Poisson process."* Here is
# a train whose CV is 1: intervals of 10, 10, 10, 10 and 60 ms, again and again. Check it on paper:
# mean 20 ms, SD 20 ms. Below it a Poisson train of the same rate.

# %% name="counter-example"
pattern = np.cumsum(np.tile([10.0, 10, 10, 10, 60], 200)) - 5  # ms, 20 s
both = {"pattern": pattern, "Poisson": poisson_train(50, 20_000, rng=0)}
fig, ax = plt.subplots(figsize=(9, 1.9))
for row, (name, train) in enumerate(both.items()):
    ax.plot(train[train < 1000], 0 * train[train < 1000] - row, "k|", markersize=22)
    counts = np.histogram(train, np.arange(0.0, 20_001, 100))[0]
    print(f"{name}: CV {spikes.cv_isi(train):.3f}, spikes in each 100 ms: {counts[:12]} …")
ax.set(xlabel="Time [ms]", xlim=(0, 1000), ylim=(-1.6, 0.6))
ax.set_yticks([0, -1], both)
show(fig, "One second of two spike trains of 50 Hz. Above, groups of five spikes repeat every "
     "100 ms exactly. Below, a Poisson train without any pattern.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The CV is one number for a whole histogram, and it does not see the *order* of the intervals at all.
# A Poisson process has CV 1; a train with CV 1 need not be one. To claim "Poisson" you need the
# exponential histogram *and* intervals that do not depend on one another.
#
# Nor does CV > 1 mean bursts. A Poisson process that spends half of the time at 10 Hz and half at
# 50 Hz, in long stretches, has CV 1.6. So check first that the rate is steady, or take a measure that
# compares neighbours only.
# </details>
#
# Such a measure is $\text{CV}_2$ (Holt et al. 1996): the mean of
# $2\,|T_{i+1} - T_i|\,/\,(T_{i+1} + T_i)$ over all neighbours. It too is 0 for a clock and 1 for a
# Poisson process. **Predict** $\text{CV}_2$ of the pattern, and of a Poisson train of 100 s at 10 Hz, then 100 s
# at 50 Hz:

# %% name="cv2"
two_rates = np.concatenate([poisson_train(10, 1e5, rng=0), 1e5 + poisson_train(50, 1e5, rng=1)])
for name, train in (both | {"10, then 50 Hz": two_rates}).items():
    T = spikes.isi(train)  # ms
    cv2 = np.mean(2 * np.abs(T[1:] - T[:-1]) / (T[1:] + T[:-1]))
    print(f"{name:14s} CV {spikes.cv_isi(train):.2f}, CV_2 {cv2:.2f}")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The change of rate leaves $\text{CV}_2$ at 1: nearly all neighbours have the same rate. The pattern has 0.57:
# of five pairs three are equal, two give 2 · 50/70. So $\text{CV}_2$ tells it from a Poisson process. But it is
# one number as well, and $\text{CV}_2$ = 1 is no proof either.
# </details>

# %% [markdown]
# ## 3. How sure is a CV?
# *about 21 min so far*
#
# Now our neuron, with a white-noise current of mean $\mu$ = 250 pA and strength $\sigma$ (pA·√s). We
# compare $\sigma$ = 0.5 with 3 in ever longer runs, a hundred of each.

# %% name="longer-runs"
seconds = np.array([0.5, 1, 2, 5, 10, 20])
mu, sigma = np.full(200, 250.0), np.repeat([0.5, 3.0], 100)  # pA, pA·√s
current = white_noise_by_step(mu, sigma, 200, dt, rng=0)  # own noise for each neuron
runs = sweep_lif(current, 200, 200_000, dt, neuron)
cvs = np.array([[spikes.cv_isi(run[run < 1000 * s]) for s in seconds] for run in runs])

# %% [markdown]
# Eight runs of each are drawn. **Predict:** twenty times the recording time makes the estimate
# about … times as sure.

# %% name="longer-runs-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the CV against the length of the recording
fig, ax = plt.subplots(figsize=(7.5, 3.4))
some = np.r_[:8, 100:108]  # eight of each
ax.semilogx(seconds, cvs[some].T, ".-", color=plots.COLOURS["cv"], linewidth=0.8, alpha=0.7)
for s in (0.5, 3.0):
    theory = lif_cv_white_noise(250.0, s, neuron)
    spread = cvs[sigma == s].std(axis=0, ddof=1)
    ax.plot([0.45, 22], [theory, theory], "--", color=plots.COLOURS["theory"])
    ax.text(23, theory, f"σ = {s}", va="center")
    print(f"σ = {s}: theory {theory:.4f}, SD {spread[1]:.4f} (1 s), {spread[-1]:.4f} (20 s), "
          f"ratio {spread[1] / spread[-1]:.1f}")
ax.set(xlabel="Length of the recording [s]", ylabel="CV", ylim=(0, 0.32), xlim=(0.45, 34))
ax.set_xticks(seconds, [f"{s:g}" for s in seconds])
show(fig, "CV of eight runs for each of two noise strengths against the length of the recording. "
     "The runs scatter widely at half a second and meet the theory's dashed lines at 20 s.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The long-run values are 0.038 and 0.202. In one second the runs differ visibly. Twenty times the
# time makes their SD about $\sqrt{20}$ ≈ 4.5 times smaller, as for a mean. (Here the ratio is
# about 4. Even a hundred runs give it only to some 10 %.)
# </details>
#
# The **standard error** of an estimate is the SD that it would have over many repetitions. For a
# Poisson process we can repeat as often as we like:

# %% name="standard-error" tags=["figure"] jupyter={"source_hidden": true}
# Figure: CVs estimated from few and from many intervals
rng = np.random.default_rng(0)
n = np.array([3, 5, 10, 20, 50, 100, 200, 500])  # intervals in one recording
draws = [rng.exponential(50.0, (400, size)) for size in n]  # ms, 400 recordings each
estimates = np.array([d.std(axis=1) / d.mean(axis=1) for d in draws])
wide = np.geomspace(3, 500, 100)
fig, ax = plt.subplots(figsize=(7.5, 3.4))
ax.fill_between(wide, 1 - wide**-0.5, 1 + wide**-0.5, color=plots.COLOURS["expected"], alpha=0.5)
ax.plot(n * rng.uniform(0.93, 1.07, (400, 1)), estimates.T, ".", markersize=2, alpha=0.5,
        color=plots.COLOURS["cv"])
ax.semilogx(n, estimates.mean(axis=1), "o", color=plots.COLOURS["cv"], mec="k", markersize=9)
ax.text(52, 1.6, "grey band: 1 ± 1/√n, for large n")
ax.text(52, 0.45, "circles: mean of the 400 estimates")
ax.set(xlabel="Number of intervals n", ylabel="Estimated CV", ylim=(0, 2))
ax.set_xticks(n, n)
show(fig, "Estimated CV of 400 Poisson recordings for each number of intervals from 3 to 500. The "
     "cloud narrows as one over root n; for few intervals its mean lies clearly below 1.")

# %% [markdown]
# For a Poisson process and large $n$ the standard error is about $1/\sqrt{n}$: 0.1 with 100
# intervals. (With 10 it is 0.22, not 0.32: the cloud is narrower than the band.) And the estimate is
# **biased**: with few intervals it comes out too small, so a short recording looks too regular. (The
# mean of CV² is $(n-1)/(n+1)$.) A recording of fixed length adds to it: long intervals are the
# likeliest to be cut off.
#
# ### Think 3.1 · Two neurons, two short recordings
# Neuron A: 26 spikes, CV 0.85. Neuron B: 401 spikes, CV 0.95. May you say that A is more regular?
# Which of the two could be a Poisson process?
#
# <details><summary>Answer</summary>
#
# No; both could. A has 25 intervals: standard error about $1/\sqrt{25}$ = 0.2. B has 400: about 0.05.
# Both lie within one or so standard errors of 1, and A's estimate leans downwards besides: a short
# recording rarely contains one of the rare long intervals on which the SD of an exponential rests. The
# limit: $1/\sqrt{n}$ holds for a Poisson process. The CV of a regular train is known better in absolute terms; relative to the CV,
# the 1-s runs of the first figure scatter by a tenth or a bit more at both $\sigma$.
# </details>

# %% [markdown]
# ## 4. The irregularity explorer
# *about 30 min so far*
#
# ### Demo 4.1 · Sixteen neurons
# Mean currents from 100 to 400 pA; each row is one neuron: its spikes, its CV (from 10 spikes on), its rate. Lines are theory for steps
# of 0.1 ms. At first there is no noise. **Predict** for $\sigma$ = 1, 3 and 10: what happens to the
# CV at 300 pA? And at 180 pA? Each neuron has its own noise, unless you tick that all share one.

# %% name="irregularity-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the axes for sixteen neurons
drive = np.arange(100.0, 401.0, 20.0)  # pA
fine = np.linspace(100, 400, 301)

def irregularity_axes(fig):
    left, middle, right = fig.subplots(1, 3, sharey=True, width_ratios=(1.7, 1, 1))
    artists = [left.plot([], [], "k|", markersize=8, markeredgewidth=0.9)[0], left]
    for ax, colour in ((middle, plots.COLOURS["cv"]), (right, plots.COLOURS["rate"])):
        ax.axhline(neuron.rheobase, color=plots.COLOURS["guide"], linestyle=":")
        artists += ax.plot([], [], "-", color=plots.COLOURS["theory"], linewidth=1)
        artists += ax.plot([], [], "o", color=colour)
    left.set(xlabel="Time [ms]", xlim=(0, 1000), ylabel="Mean current μ [pA]", ylim=(90, 410))
    left.set_title(" ")
    middle.set(xlabel="CV", xlim=(-0.03, 1.15))
    middle.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    middle.text(1.12, 204, "rheobase", ha="right", color=plots.COLOURS["guide"])
    right.set(xlabel="Firing rate [Hz]", xlim=(-3, 125))
    return artists


# %% [markdown]
# The axes are drawn once. Each move of a slider simulates one second, reads the trains, and moves the
# dots:

# %% name="irregularity-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: spikes, CV and rate of sixteen neurons
def update(artists, sigma, shared, again, fresh):
    seed, name = noise_source(again, fresh)
    noise = white_noise_by_step(0.0, sigma, 1 if shared else drive.size, dt, seed)
    trains = sweep_lif(lambda k: drive + noise(k), drive.size, 10_000, dt, neuron)
    cvs = [spikes.cv_isi(train) if train.size >= 10 else np.nan for train in trains]
    artists[0].set_data(np.concatenate(trains), np.repeat(drive, [train.size for train in trains]))
    artists[1].set_title(f"{name}, {'one for all' if shared else 'own for each neuron'}")
    artists[2].set_data(lif_cv_white_noise(fine, sigma, neuron, dt), fine)
    artists[3].set_data(cvs, drive)
    artists[4].set_data(lif_rate_white_noise(fine, sigma, neuron, dt), fine)
    artists[5].set_data([spikes.firing_rate(train, 1000.0) for train in trains], drive)
    theory = lif_cv_white_noise([300.0, 180.0], sigma, neuron, dt)
    at_300, at_180 = (f"{cv:.2f}".replace("nan", "none") for cv in theory)
    return (f"{np.isfinite(cvs).sum()} of {drive.size} neurons have 10 spikes or more; "
            f"theory: CV {at_300} at 300 pA, {at_180} at 180 pA")

explore(irregularity_axes, update, size=(9, 4.2),
        alt="Spikes, CV and rate of 16 neurons with mean currents from 100 to 400 pA, one row each",
        sigma=slider("Noise σ", 0.0, 10.0, step=0.5, value=0.0, unit="pA·√s"),
        shared=checkbox("All share one noise", False), **noise_controls())

# %% [markdown]
# **Questions.** (a) Without noise, which CVs are there? (b) Raise $\sigma$ from 1 to 10. What does the
# CV do at 300 and at 180 pA? (c) At $\sigma$ = 10 press "New noise" four times, then tick "All share
# one noise" and do so again. What is different about the dots in the rate panel?
#
# <details><summary>Answers</summary>
#
# (a) 0 above rheobase (all intervals are equal), none at or below it. (b) At 300 pA it rises: 0.05,
# 0.15 and 0.40 at $\sigma$ = 1, 3 and 10. At 180 pA the line falls and then rises again: 0.93, 0.53
# and 0.60; section 5 says why. (There is no dot at $\sigma$ = 1, for want of spikes.) (c) With noise of their own the dots scatter around the line
# independently. With one trace for all they tend to lie on the same side, and move together: a
# stretch that happens to be strong helps every neuron. Such a curve looks smooth and is no surer
# than one of its points.
# </details>

# %% [markdown]
# ## 5. A map, and two rules that sound right
# *about 37 min so far*
#
# One slider at a time hides the whole. So: the CV for every mean $\mu$ and strength $\sigma$.
#
# ### Demo 5.1 · The map, simulated and predicted
# 260 neurons for one second each, with noise of their own; "Simulate 10 s" needs a little patience.
# **Predict:** which part of the simulated map will a longer run fill?

# %% name="map-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the axes for two maps, and how the CVs are simulated
mus, sigmas = np.linspace(100, 400, 13), np.linspace(0.5, 10, 20)  # pA, pA·√s

def simulated_cvs(sigma, t_stop, rng):
    """Return the CV for each of `sigma` and `mus`, NaN with fewer than 10 spikes."""
    mu, sigma = (grid.ravel() for grid in np.meshgrid(mus, sigma))
    current = white_noise_by_step(mu, sigma, mu.size, dt, rng)
    trains = sweep_lif(current, mu.size, round(t_stop / dt), dt, neuron)
    cvs = [spikes.cv_isi(train) if train.size >= 10 else np.nan for train in trains]
    return np.reshape(cvs, (-1, mus.size))

def map_axes(fig):
    left, right = fig.subplots(1, 2, sharey=True)
    style = {"vmin": 0, "vmax": 1, "cmap": "cividis", "shading": "nearest"}
    predicted = lif_cv_white_noise(mus, sigmas[:, None], neuron, dt)
    mesh = [ax.pcolormesh(mus, sigmas, predicted, **style) for ax in (left, right)]
    for ax in (left, right):
        ax.axvline(neuron.rheobase, color="white", linestyle="--")
        ax.set(xlabel="Mean current μ [pA]", facecolor="#d9d9d9")
    left.set(ylabel="Noise σ [pA·√s]", title=" \n ")
    left.text(104, 0.8, "too few\nspikes", va="bottom")
    right.text(204, 9.3, "rheobase", color="white")
    right.set_title("theory")
    fig.colorbar(mesh[1], ax=right, label="CV")
    return mesh[0], left, predicted


# %% [markdown]
# The long run goes through the map in parts, so that a bar can show how far it is. You may stop it
# with the stop button of the notebook; the last map stays.

# %% name="map-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the map of the CV, simulated and predicted
def update(artists, longer, again, fresh):
    mesh, ax, predicted = artists
    seed, name = noise_source(again, fresh)
    seconds, parts = (10, 5) if longer else (1, 1)
    rng = np.random.default_rng(seed)
    blocks = progress(np.array_split(sigmas, parts), f"{seconds} s of 260 neurons")
    cvs = np.concatenate([simulated_cvs(block, 1000.0 * seconds, rng) for block in blocks])
    mesh.set_array(np.ma.masked_invalid(cvs))
    ax.set_title(f"simulated, {seconds} s\n{name}")
    off = np.nanmedian(np.abs(cvs / predicted - 1))
    return f"{np.isfinite(cvs).mean():.0%} of the map filled; half of it within {off:.1%} of theory"

explore(map_axes, update, size=(9, 3.8), alt="Map of the CV over mean current and noise strength",
        longer=trigger("Simulate 10 s"), **noise_controls())

# %% [markdown]
# <details><summary>What you saw</summary>
#
# A longer run fills the lower left corner, where a neuron fires rarely, and makes the rest less
# grainy. Not all of it: far below rheobase at small $\sigma$ no run is long enough. There the
# theory says a CV near 1.
# </details>
#
# Two rules are often heard:
#
# 1. *More noise makes a neuron more irregular.*
# 2. *The higher the rate, the lower the CV.*
#
# ### Demo 5.2 · Two rules on trial
# The dot on the map is your neuron. The middle panel walks through it upwards (more noise). On the
# right, CV against rate, along both walks. All is theory in continuous time: nothing scatters, and
# the numbers differ a little from Demo 4.1. **Predict** for each rule: does it hold everywhere? If
# not, where would you look? Then look there.

# %% name="rules-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the axes for the two rules
mu_line, sigma_line = np.linspace(100, 400, 101), np.linspace(0.5, 10, 96)
mu_colour, sigma_colour = plots.COLOURS["current"], plots.COLOURS["voltage"]

def rules_axes(fig):
    left, middle, right = fig.subplots(1, 3)
    cvs = lif_cv_white_noise(mu_line, sigma_line[:, None], neuron)
    left.pcolormesh(mu_line, sigma_line, cvs, vmin=0, vmax=1, shading="nearest", rasterized=True)
    left.axvline(neuron.rheobase, color="white", linestyle="--")
    edge = {"path_effects": [withStroke(linewidth=4.5, foreground="white")], "clip_on": False}
    lines = [left.axhline(1, color=mu_colour, linestyle="--", **edge),
             left.axvline(1, color=sigma_colour, **edge)]
    lines += middle.plot(sigma_line, sigma_line, color=sigma_colour)
    lines += right.plot([], [], "--", color=mu_colour, label="μ varies")
    lines += right.plot([], [], color=sigma_colour, label="σ varies")
    dots = [ax.plot([], [], "o", color="k", mec="white", ms=9, clip_on=False, zorder=5)[0]
            for ax in (left, middle, right)]
    left.set(xlabel="Mean current μ [pA]", ylabel="Noise σ [pA·√s]", title="CV: dark 0, bright 1",
             xlim=(100, 400), ylim=(0.5, 10))
    middle.set(xlabel="Noise σ [pA·√s]", ylabel="CV", ylim=(0, 1.3), xlim=(0, 10))
    right.set(xlabel="Firing rate [Hz]", ylabel="CV", ylim=(0, 1.3), xlim=(0, 125))
    right.legend(loc="upper right")
    return lines, dots


# %% [markdown]
# Orange and dashed: only the mean changes. Blue: only the noise changes.

# %% name="rules-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the CV of a neuron, on the map and along two walks
def update(artists, mu, sigma):
    (level, upright, middle, along_mu, along_sigma), dots = artists
    level.set_ydata([sigma, sigma])
    upright.set_xdata([mu, mu])
    cvs = lif_cv_white_noise(mu, sigma_line, neuron)
    middle.set_ydata(cvs)
    along_mu.set_data(*(f(mu_line, sigma, neuron) for f in (lif_rate_white_noise, lif_cv_white_noise)))
    along_sigma.set_data(lif_rate_white_noise(mu, sigma_line, neuron), cvs)
    rate, cv = lif_rate_white_noise(mu, sigma, neuron), lif_cv_white_noise(mu, sigma, neuron)
    for dot, x, y in zip(dots, (mu, sigma, rate), (sigma, cv, cv), strict=True):
        dot.set_data([x], [y])
    return f"rate {rate:.2f} Hz, CV {cv:.4f}"

explore(rules_axes, update, alt="Theory of the CV: map, CV against noise strength, CV against rate",
        mu=slider("Mean current μ", 100.0, 400.0, step=5.0, value=250.0, unit="pA"),
        sigma=slider("Noise σ", 0.5, 10.0, step=0.5, value=3.0, unit="pA·√s"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# **Rule 1** holds on the map at and above rheobase. Below it fails: at 180 pA the CV falls from 0.92
# ($\sigma$ = 1) to 0.50 (4), then rises to 0.59 (10): bright, dark, brighter again. At 150 pA the rise,
# from 0.648 (7.5) to 0.666 (10), is too small for the map.
#
# **Rule 2** holds if the *mean* raises the rate: on the dashed line the CV falls with every hertz. If the
# *noise* raises it, it need not: at 200 pA, from $\sigma$ = 0.5 to 10, the rate goes from 20.5
# to 51.8 Hz and the CV from 0.23 to 0.55. (At 100 pA it holds along the whole blue line.)
# </details>
#
# ### Think 5.3 · Why more noise can mean more regular
# Take $\mu$ = 150 pA. Explain in words why the CV is near 1 for very small $\sigma$, and why it falls
# at first when $\sigma$ grows.
#
# <details><summary>Answer</summary>
#
# Without noise $V$ would rest at −60 mV, 5 mV below threshold. With little noise it sits there for
# a long time, until a rare accident carries it across. Waiting for a rare accident has no memory:
# nearly exponential intervals, CV near 1. More noise makes accidents frequent, so the wait becomes
# as short as the way back up from reset, and this way takes about the same time each time. Hence
# the dip in the middle panel. Still more noise makes that way itself uncertain. At $\sigma$ = 1
# the CV of 1.00 is theory only: the neuron fires once in eight years.
# </details>

# %% [markdown]
# ## 6. The theory: time to the first crossing
# *about 50 min so far*
#
# Where do the lines come from? It is (3.4) of lesson 03 again, in two pieces. After a spike $V$ starts
# at $V_\text{reset}$ and wanders until it crosses $V_\text{th}$ for the first time. Measure $V$ from
# $V_\infty = E_L + \mu/g_L$, where it would hover without a threshold, in units of
# $\sqrt2\,\sigma_V$ ($\sigma_V$ from (3.3)):
#
# $$y_\text{th} = \frac{V_\text{th} - V_\infty}{\sqrt2\,\sigma_V}, \qquad
# y_r = \frac{V_\text{reset} - V_\infty}{\sqrt2\,\sigma_V}. \tag{4.2}$$
#
# The mean interval is $t_\text{ref}$ plus the **mean first-passage time**, an integral (Siegert 1951):
#
# $$\overline{\text{ISI}} = t_\text{ref} + \tau_m\sqrt\pi \int_{y_r}^{y_\text{th}}
# e^{u^2}\,(1 + \operatorname{erf} u)\,du. \tag{4.3}$$
#
# **Predict:** on paper $e^{u^2}(1 + \operatorname{erf}u)$ is about 0.019 at $u$ = −30. What does a
# computer make of it?

# %% name="digits-lost"
with np.errstate(over="ignore", invalid="ignore"):
    for u in (-1.0, -4.0, -5.5, -7.0, -30.0):
        product = np.exp(u**2) * (1 + erf(u))
        told = f"u = {u:5.1f}: as written {product:.6f}, erfcx {erfcx(-u):.6f}"
        print(told.replace("-", "−"))


# %% [markdown]
# As written, the digits of $1 + \operatorname{erf}u$ go first (−5.5), then it is exactly 0 (−7), then
# $e^{u^2}$ overflows too and ∞ · 0 is `nan` (−30). `erfcx(x)` is $e^{x^2}(1 - \operatorname{erf}x)$ in
# one piece; since erf is odd, the integrand is `erfcx(-u)`. This matters where the reset lies more than
# some eight $\sigma_V$ below $V_\infty$ ($u$ below −5.5): at 250 pA and $\sigma$ = 0.5 the integral
# runs from −50 to −10.
#
# ### Exercise 6.1 · The rate under noise (9 min, ★★★)
# Four lines. `quad(f, a, b)[0]` integrates `f` from `a` to `b`; `lambda u: u**2` is the function that
# gives u² for u. So `quad(lambda u: u**2, 0, 1)[0]` is 1/3.
#
# <details><summary>Hint 1: idea</summary>Equations (4.2) and (4.3), line by line. <code>quad</code>
# wants a function of u: the integrand without overflow, from the text above.</details>
# <details><summary>Hint 2: units</summary>The limits are mV over mV, without unit, and so is the
# integral. Its factor is tau_m in ms times the root of pi.</details>
# <details><summary>Hint 3: almost</summary><code>(params.V_th - v_inf) / (np.sqrt(2) * …)</code>,
# <code>quad(lambda u: erfcx(…), …, …)[0]</code>, <code>params.t_ref + params.tau_m * …</code></details>

# %% name="siegert-rate" tags=["exercise"]
def siegert_rate(mu, sigma, params):
    """Return the rate [Hz] for white noise of mean mu [pA] and strength sigma [pA·√s]."""
    v_inf = params.E_L + mu / params.g_L  # mV
    sigma_v = lif_voltage_sd(sigma, params)  # mV
    # TODO: the two limits of (4.2), the integral, the mean interval [ms] of (4.3)
    y_th = ...
    y_r = ...
    integral = ...
    mean_isi = ...
    return 1000 / mean_isi


# %% name="siegert-rate-check" tags=["check"]
check.siegert_rate(siegert_rate)

# %% [markdown]
# The CV is a double integral of the same kind (section 9, bonus); here `lif_cv_white_noise` computes it.
#
# Now the numbers of this lesson side by side: on paper, on paper for a simulation in steps of
# 0.1 ms, and simulated, 16 neurons for 20 s each, all with noise of their own. ± is the
# standard error. **Predict:** does the neuron in steps fire faster or more slowly?

# %% name="theory-table"
cases = [(250, 0.5), (250, 3), (150, 7.5), (150, 10), (180, 4), (180, 10), (200, 0.5), (200, 10)]
mu, sigma = np.repeat(np.array(cases, float), 16, axis=0).T
current = white_noise_by_step(mu, sigma, mu.size, dt, rng=0)
trains = sweep_lif(current, mu.size, 200_000, dt, neuron)
cvs = np.array([spikes.cv_isi(train) for train in trains]).reshape(-1, 16)
rates = np.array([spikes.firing_rate(train, 20_000.0) for train in trains]).reshape(-1, 16)
print("  μ    σ | theory: Hz, CV | in steps      | simulated")
for case, *both in zip(cases, rates, cvs, strict=True):
    exact, steps = ((f(*case, neuron), f(*case, neuron, dt)) for f in
                    (lif_rate_white_noise, lif_cv_white_noise))
    rate, cv = ((one.mean(), one.std(ddof=1) / 4) for one in both)
    print(f"{case[0]:3d} {case[1]:4} | {exact[0]:6.2f}  {steps[0]:.4f} | {exact[1]:5.2f}  {steps[1]:.4f} | "
          f"{rate[0]:5.2f} ± {rate[1]:.2f}  {cv[0]:.4f} ± {cv[1]:.4f}")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# In steps the neuron fires more slowly in every row, at 150 pA by 6 %: a crossing between two steps
# goes unnoticed. The raised threshold (3.5), with Euler's $\sigma_V$ and $\tau_m$, accounts
# for it (argument `dt`): the simulated rates lie within 2 % of the column *in steps*, the CVs within
# 3 %. (In the first row that column says faster: wrong. Euler's shorter $\tau_m$, 9.95 ms, speeds the
# climb, and (3.5) takes back too little: it counts only how far *noise* overshoots. There the drift at
# threshold, as large as the noise (0.05 mV a step), carries $V$ further.)
#
# The CV changes by 4 % at most, in most rows less than two standard errors of the 16 neurons.
# </details>

# %% [markdown]
# ## 7. Two ways to fire
# *about 67 min so far*
#
# - **Mean-driven:** $V_\infty$ lies *above* $V_\text{th}$. The mean current alone fires the neuron;
#   noise jitters the intervals.
# - **Fluctuation-driven:** $V_\infty$ lies *below* $V_\text{th}$. The neuron fires only when noise
#   carries it across.
#
# The border is the rheobase. Both can give the same rate: for $\sigma$ = 0.5 and 10 we look for the
# mean that gives 30 Hz. **Predict** which is more irregular, then look at the traces.

# %% name="two-regimes" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the traces of a mean-driven and of a fluctuation-driven neuron
fig, axes = plt.subplots(2, sharex=True, figsize=(9, 4.4))
for ax, sigma, name in zip(axes, (0.5, 10.0), ("mean-driven", "fluctuation-driven"), strict=True):
    mu = brentq(lambda mu, sigma=sigma: lif_rate_white_noise(mu, sigma, neuron, dt) - 30, 0, 400)
    trace = simulate_lif(white_noise(mu, sigma, 6001, dt, rng=1), dt, neuron)
    plots.plot_voltage(trace, neuron, ax)
    v_inf = neuron.E_L + mu / neuron.g_L
    ax.axhline(v_inf, color=plots.COLOURS["current"], linestyle=":")
    ax.text(606, v_inf + (3.5 if v_inf > neuron.V_th else 0), "$V_\\infty$", va="center",
            color=plots.COLOURS["current"])
    ax.set(title=f"{name}: μ = {mu:.1f} pA, σ = {sigma:g} pA·√s", ylim=(-88, -42), ylabel="")
    print(f"{name}: CV {lif_cv_white_noise(mu, sigma, neuron, dt):.2f}")
axes[0].set(xlabel="")
fig.supylabel("Membrane potential [mV]", fontsize=plt.rcParams["axes.labelsize"])
show(fig, "Two voltage traces of 600 ms with 30 spikes per second on average, each with its spikes, the "
     "threshold and V_∞. Above the mean-driven neuron, below the fluctuation-driven one.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The same rate, and a CV of 0.11 against 0.69. Above, $V_\infty$ lies 2.4 $\sigma_V$ beyond the
# threshold and each interval is one climb; $V$ never gets there, since every spike resets it. Below,
# the threshold lies 0.8 $\sigma_V$ above $V_\infty$: $V$ climbs back in some 20 ms, and chance decides
# whether it crosses on the way or much later.
# </details>
#
# ### Demo 7.1 · Whose histogram is it?
# The intervals of the neuron, in units of their mean, beside the references of section 1. **Predict**
# which reference fits at 300 pA and $\sigma$ = 3, and which at 140 pA and $\sigma$ = 3.5.

# %% name="histogram-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the axes for a histogram beside the references
edges, x = np.linspace(0, 4, 41), np.linspace(0.01, 4, 400)

def histogram_axes(fig):
    ax = fig.subplots()
    bars = ax.stairs(np.zeros(40), edges, fill=True, alpha=0.6, color=plots.COLOURS["interval"],
                     label="neuron")
    ax.plot(x, np.exp(-x), ":", color=plots.COLOURS["theory"], label="Poisson")
    fit = ax.stairs(np.zeros(40), edges, color=plots.COLOURS["theory"], linewidth=1.5,
                    label="gamma with the neuron's CV")
    ax.axvline(1, color=plots.COLOURS["guide"], linestyle="--", label="clock")
    ax.set(xlabel="Interval / mean interval", ylabel="Density", xlim=(0, 4), ylim=(0, 4.3), title=" ")
    ax.legend(loc="upper right")
    return bars, fit, ax


# %% [markdown]
# 64 equal neurons for 2.5 s, each with its own noise, give enough intervals for a histogram. The gamma
# density is averaged over each bar, as the bars are:

# %% name="histogram-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the histogram of a neuron's intervals
def update(artists, mu, sigma, again, fresh):
    seed, name = noise_source(again, fresh)
    current = white_noise_by_step(mu, sigma, 64, dt, seed)
    trains = sweep_lif(current, 64, 25_000, dt, neuron)
    intervals = np.concatenate([spikes.isi(train) for train in trains])
    artists[2].set_title(name)
    artists[0].set_data(np.zeros(40))
    artists[1].set_data(np.zeros(40))
    if intervals.size < 100:
        return f"{intervals.size} intervals in 160 s: too few for a histogram"
    mean, cv = intervals.mean(), spikes.rate_and_cv(trains, 2500.0)[1]
    artists[0].set_data(np.histogram(intervals / mean, edges)[0] / intervals.size / 0.1)
    artists[1].set_data(np.diff(gammainc(cv**-2, cv**-2 * edges)) / 0.1)  # share in each bar
    rate, long_run = (f(mu, sigma, neuron, dt) for f in (lif_rate_white_noise, lif_cv_white_noise))
    return (f"{intervals.size} intervals, mean {mean:.1f} ms, CV {cv:.3f} "
            f"(theory {1000 / rate:.1f} ms, {long_run:.3f})")

explore(histogram_axes, update, alt="Histogram of a neuron's intervals beside clock, gamma and Poisson",
        mu=slider("Mean current μ", 120.0, 350.0, step=10.0, value=200.0, unit="pA"),
        sigma=slider("Noise σ", 2.0, 10.0, step=0.5, value=3.0, unit="pA·√s"), **noise_controls())


# %% [markdown]
# <details><summary>What you saw</summary>
#
# At 300 pA a gamma density as narrow as the histogram fits well: nearly a clock. At 140 pA and
# $\sigma$ = 3.5 the histogram follows the exponential, except at its beginning: a spike is never
# followed at once by another, since $V$ has to climb from reset first. (The mean comes out smaller than
# in theory: 2.5 s cut off many of the long intervals, as section 3 warned.) Between the two, at 200 pA,
# gamma is a rough description: the neuron has fewer short intervals and, too thin to see here, a longer
# tail.
# </details>

# %% [markdown]
# ## 8. Counts, and what the CV misses
# *about 76 min so far*
#
# So far we looked at intervals. Many experiments count: how many spikes fall into a window of, say,
# half a second? The **Fano factor** of a window length $w$ (ms) is
#
# $$F(w) = \frac{\text{variance of the counts}}{\text{mean of the counts}}. \tag{4.4}$$
#
# Windows lie end to end. There may be few of them, so the variance is taken with $n - 1$ (`ddof=1`).
# A Poisson process has $F = 1$ for every $w$: its counts are Poisson-distributed.
#
# ### Exercise 8.1 · The Fano factor (4 min, ★★☆)
# `edges` are the borders of all whole windows. Complete two lines.
#
# <details><summary>Hint 1: idea</summary><code>np.histogram</code> counts what falls between
# borders and returns the counts first.</details>
# <details><summary>Hint 2: units</summary>Counts have no unit, and neither has F. The variance stands
# above, not the SD; below it the mean, not squared.</details>
# <details><summary>Hint 3: almost</summary><code>np.histogram(spike_times, …)[0]</code> and
# <code>counts.var(ddof=1) / …</code></details>

# %% name="fano-factor" tags=["exercise"]
def fano_factor(spike_times, window, t_stop):
    """Return the Fano factor of a train [ms] of length t_stop [ms]; window [ms]."""
    edges = window * np.arange(int(t_stop / window) + 1)  # ms
    # TODO: the count in each window; variance over mean
    counts = ...
    fano = ...
    return fano


# %% name="fano-factor-check" tags=["check"]
check.fano_factor(fano_factor)

# %% [markdown]
# If all intervals follow one law and none depends on another, $F$ tends to CV² in long windows: the
# count then is a matter of how much a sum of many intervals varies. White noise makes such intervals,
# since nothing but the time of the last spike is remembered. Slow noise does not: it outlives the
# spike.
#
# **Predict:** white noise ($\sigma$ = 3) and OU noise (SD 20 pA, $\tau$ = 50 ms) at the same mean
# of 250 pA give nearly the same CV, 0.2. For which of them is the count in two seconds more
# variable?

# %% name="fano-windows" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the Fano factor against the length of the window
windows = np.geomspace(2, 2000, 19)  # ms
inputs = {"Poisson": None, "white noise": white_noise_by_step(250.0, 3.0, 32, dt, rng=0),
          "slow noise": ornstein_uhlenbeck_by_step(250.0, 20.0, 50.0, 32, dt, rng=0)}
fig, ax = plt.subplots(figsize=(8, 3.8))
styles = {"Poisson": ("^-", "guide"), "white noise": ("o-", "interval"), "slow noise": ("s--", "interval")}
for name, current in inputs.items():
    trains = ([poisson_train(55, 20_000, seed) for seed in range(32)] if current is None
              else sweep_lif(current, 32, 200_000, dt, neuron))
    fano = [np.mean([spikes.fano_factor(t, w, 20_000) for t in trains]) for w in windows]
    style, colour = styles[name][0], plots.COLOURS[styles[name][1]]
    ax.loglog(windows, fano, style, color=colour, markersize=5, linewidth=1.5)
    ax.text(2300, fano[-1], name, va="center")
    cv = np.mean([spikes.cv_isi(train) for train in trains])
    ax.plot([2, 2000], [cv**2, cv**2], ":", color=colour)
    print(f"{name:11s}: CV {cv:.3f}, CV² {cv**2:.3f}, F in windows of 2 s {fano[-1]:.3f}")
ax.text(2, 0.052, "dotted: CV²")
ax.set(xlabel="Window w [ms]", ylabel="Fano factor F", xlim=(1.8, 9000), ylim=(0.03, 2))
ax.set_xticks([2, 10, 100, 1000, 2000], ["2", "10", "100", "1000", "2000"])
ax.set_yticks([0.05, 0.1, 0.2, 0.5, 1], ["0.05", "0.1", "0.2", "0.5", "1"])
ax.minorticks_off()
show(fig, "Fano factor against window length, both axes logarithmic. Poisson stays at 1; white noise "
     "falls to its CV squared; slow noise falls, turns and rises to several times its CV squared.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# In a window far shorter than any interval there is one spike or none, and $F$ is near 1 for
# everybody. In long windows white noise comes down to CV². Slow noise has nearly the same CV, and
# yet its $F$ ends at four times its CV²: its counts follow the input.
# </details>
#
# What the CV misses is the order of the intervals. Section 10 (bonus) looks at it.

# %% [markdown]
# ## 9. Bonus: the CV on paper
# *bonus, about 12 min*
#
# The variance of the interval is a double integral (Brunel 2000). Over the mean squared it is
#
# $$\begin{aligned} \text{CV}^2 = {} & 2\pi\,\Big(\frac{\tau_m}{\overline{\text{ISI}}}\Big)^2 \\
# & \times \int_{y_r}^{y_\text{th}} e^{x^2}
# \int_{-\infty}^{x} e^{y^2}\,(1 + \operatorname{erf} y)^2\,dy\,dx. \end{aligned} \tag{4.5}$$
#
# It loses its digits as (4.3) did. The way out is the same: write $1 + \operatorname{erf}y$ as
# $e^{-y^2}\operatorname{erfcx}(-y)$ and take the distance $z = x - y$ in place of $y$. What is left of
# the exponents is $x^2 - (x - z)^2 = 2xz - z^2$, so the double integral is
#
# $$\int_{y_r}^{y_\text{th}} \int_0^\infty e^{2xz - z^2}\,\operatorname{erfcx}(z - x)^2\,dz\,dx. \tag{4.6}$$
#
# ### Exercise 9.1 · The CV under noise (7 min, ★★★)
# Two lines: the double integral (4.6), then the CV. `dblquad(f, a, b, c, e)[0]` integrates `f(z, x)`
# for $x$ from `a` to `b` and $z$ from `c` to `e`; infinity is `np.inf`.
#
# <details><summary>Hint 1: idea</summary>The integrand is a function of two numbers, z first, then x.
# (4.5) gives the square of the CV.</details>
# <details><summary>Hint 2: units</summary>The double integral has no unit; tau_m and mean_isi are both
# in ms.</details>
# <details><summary>Hint 3: almost</summary><code>dblquad(lambda z, x: np.exp(…) * erfcx(z - x) ** 2, y_r, …, 0, np.inf)[0]</code>
# and <code>np.sqrt(2 * np.pi * …) * … / mean_isi</code></details>

# %% name="siegert-cv" tags=["exercise"]
def siegert_cv(mu, sigma, params):
    """Return the CV for white noise of mean mu [pA] and strength sigma [pA·√s]."""
    v_inf = params.E_L + mu / params.g_L  # mV
    width = np.sqrt(2) * lif_voltage_sd(sigma, params)  # mV
    y_th, y_r = (params.V_th - v_inf) / width, (params.V_reset - v_inf) / width
    mean_isi = 1000 / lif_rate_white_noise(mu, sigma, params)  # ms
    # TODO: the double integral (4.6); the CV from (4.5)
    double = ...
    cv = ...
    return cv


# %% name="siegert-cv-check" tags=["check"]
check.siegert_cv(siegert_cv)


# %% [markdown]
# ## 10. Bonus: intervals that remember, and three puzzles
# *bonus, about 18 min*
#
# The **serial correlation** $\rho_k$ is the correlation coefficient
# between an interval and the one $k$ later (the lag). If it dies out with growing $k$, then for long
# windows
#
# $$F \to \text{CV}^2\Big(1 + 2\sum_{k=1}^{\infty} \rho_k\Big). \tag{4.7}$$
#
# ### Demo 10.1 · Do intervals remember?
# Left, each interval against the next; right, $\rho_k$. The input is OU noise. **Predict:** what
# does the cloud look like for small $\tau$, for large $\tau$, and after shuffling the intervals of
# each neuron?

# %% name="serial-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the correlation of intervals, and the axes for it
def correlation(rows, lag):
    """Return the correlation of intervals that lie `lag` apart, over all neurons together."""
    first = np.concatenate([row[:-lag] for row in rows if row.size > lag])
    second = np.concatenate([row[lag:] for row in rows if row.size > lag])
    return np.corrcoef(first, second)[0, 1]

def serial_axes(fig):
    left, right = fig.subplots(1, 2, width_ratios=(1, 1.3))
    cloud = left.plot([], [], ".", color=plots.COLOURS["interval"], markersize=3, alpha=0.6)[0]
    left.set(xlabel="Interval [ms]", ylabel="Next interval [ms]", xlim=(0, 60), ylim=(0, 60))
    stems = right.plot([], [], "o-", color=plots.COLOURS["interval"])[0]
    right.axhline(0, color=plots.COLOURS["guide"], linewidth=0.8)
    right.set(xlabel="Lag k [intervals]", ylabel="Serial correlation ρ", xlim=(0.5, 8.5), ylim=(-0.3, 1))
    left.set_title(" ")
    return cloud, stems, left


# %% [markdown]
# 48 neurons for 2 s, with independent slow noise of SD 20 pA each:

# %% name="serial-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: each interval against the next, and the serial correlation
def update(artists, mu, tau, shuffled, again, fresh):
    seed, name = noise_source(again, fresh)
    current = ornstein_uhlenbeck_by_step(mu, 20.0, tau, 48, dt, seed)
    trains = sweep_lif(current, 48, 20_000, dt, neuron)
    rows = [spikes.isi(train) for train in trains]
    if shuffled:
        rng = np.random.default_rng(seed)
        rows = [rng.permutation(row) for row in rows]
    rho = [correlation(rows, lag) for lag in range(1, 9)]
    first, second = (np.concatenate([row[a:b] for row in rows]) for a, b in ((None, -1), (1, None)))
    artists[0].set_data(first, second)
    artists[1].set_data(range(1, 9), rho)
    artists[2].set_title(name)
    intervals = np.concatenate(rows)
    cv = intervals.std() / intervals.mean()
    outside = np.sum(np.maximum(first, second) > 60)
    return (f"CV {cv:.3f}, correlation with the next interval {rho[0]:.2f}; "
            f"{outside} of {first.size} points outside the panel")

explore(serial_axes, update, alt="Each interval against the next one, and the serial correlation",
        mu=slider("Mean current μ", 220.0, 350.0, step=10.0, value=250.0, unit="pA"),
        tau=slider("Memory τ", 1.0, 100.0, step=1.0, value=50.0, unit="ms"),
        shuffled=checkbox("Shuffle the intervals", False), **noise_controls())

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Small $\tau$: a cloud without a slope, $\rho$ near 0; the noise has forgotten everything by the
# next spike. Large $\tau$: the cloud stretches along the diagonal, short follows short, and $\rho_k$
# falls slowly with $k$. This is clearest at 350 pA; near rheobase a few very long intervals fan the cloud
# out, and $\rho$ is smaller. Shuffling leaves the CV exactly as it is and takes the slope out of the
# cloud: $\rho$ is near 0. (A little is left, since in 2 s of slow noise some neurons get more current
# than others.)
# </details>
#
# ### Think 10.2 · What shuffling tells
# You shuffle the intervals of a recorded neuron, and its Fano factor in long windows falls from
# 0.20 to 0.05. What do you know, and what not? Shuffle the train of section 2 (10, 10, 10, 10, 60
# ms) instead: which way does its $F$ move?
#
# <details><summary>Answer</summary>
#
# The histogram, and with it the CV, is the same before and after. So the fall shows that the order
# mattered: positive correlations had spread the counts, as (4.7) says and the right panel shows.
# You do not know where they come from; slow input is one way, a drift of the electrode another. In
# the pattern every 100 ms hold five spikes, so $F$ = 0 in windows of 100 ms and their multiples (20
# ms: 0.80; 130 ms: 0.22). (4.7) does not apply: $\rho_k$ is −0.25 four times, then 1, again and
# again, and the sum never settles. Shuffled, $F$ rises to CV² = 1 in long windows.
# </details>

# %% [markdown]
# ### Think 10.3 · A Poisson neuron with a refractory period
# After each spike a Poisson neuron is refractory for 2 ms and then random again. It fires at 100 Hz.
# What is its CV?
#
# <details><summary>Answer</summary>
#
# 0.8. The mean interval is 10 ms: 2 ms refractory, which never vary, and 8 ms on average of waiting.
# A waiting time without memory has an SD equal to its mean, 8 ms. So CV = 8/10, in general
# $1 - t_\text{ref}\cdot\text{rate}$. In the histogram of section 1 this is the exponential, moved
# to the right by 2 ms: same width, larger mean. So a CV below 1 at a high rate need not say anything
# about the input. In a real neuron the refractory period does not end at one instant, so the formula
# is a first guess.
# </details>
#
# ### Think 10.4 · Too irregular for an integrator
# Many cortical neurons fire tens of spikes per second with a CV of 0.8 or more. One that adds up many
# small excitatory inputs should be nearly a clock: the puzzle of Softky and Koch (1992, 1993). Set Demo
# 5.2 to 150 pA and $\sigma$ = 6: 20 Hz, CV 0.66. Which changes of the neuron, or of its input, could raise
# the CV at the same rate?
#
# <details><summary>Answer</summary>
#
# Three ways. **Balance** (Shadlen & Newsome 1994, 1998): inhibition cancels much of the mean, and the
# fluctuations of both add up. So $\mu$ is low and $\sigma$ high: 105 pA and 10 give a CV of 0.79. **A
# reset near threshold** (Troyer & Miller 1997) shortens the climb, whose regularity lowers the CV:
# $V_\text{reset}$ = −60 mV, $\sigma$ = 6 and $\mu$ = 132 pA give 1.08. Above 1, since $V$ starts 1.2
# $\sigma_V$ below threshold: a second spike is likeliest soon after the first. **Slow input**: OU noise
# of $\tau$ = 30 ms ($\mu$ = 194, $\sigma$ = 40 pA) gives 1.12: clusters while the current is high.
# All at 20 Hz, so the CV alone cannot tell which is right for a neuron.
# </details>

# %% [markdown]
# ## Summary
#
# - CV = SD/mean of the intervals: clock 0, Poisson 1, gamma $1/\sqrt k$. CV = 1 does not make a
#   Poisson process.
# - An estimate has a standard error, about $1/\sqrt n$ for a Poisson process, and a short
#   recording looks too regular.
# - For this neuron more noise means more irregular at and above rheobase; below it the CV first falls.
#   A rate that the mean raises lowers the CV; a rate that noise raises need not. Another reset can
#   break this ("Going further").
# - Mean-driven: $V_\infty$ above threshold; fluctuation-driven: below. At the same rate the second is
#   more irregular.
# - Long windows: $F$ tends to CV² where intervals are independent. Slow noise makes it larger.
#
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $t$ | `t` | time; in a density the length of an interval | ms |
# | ISI, $T_i$ | `isi`, `intervals`, `T` | interspike interval | ms |
# | CV | `cv`, `cv_isi` | coefficient of variation of the intervals | – |
# | $\text{CV}_2$ | `cv2` | the same for neighbours: mean of difference over half their sum | – |
# | $n$ | `n` | number of intervals | – |
# | $k$ | `k`; `lag` | shape of a gamma distribution; in $\rho_k$ the lag, counted in intervals | – |
# | $\mu$ | `mu` | mean current | pA |
# | $\sigma$ | `sigma` | strength of white noise; of OU noise its SD | pA·√s; pA |
# | $\tau$ | `tau` | memory (correlation time) of OU noise | ms |
# | $V_\infty$, $\sigma_V$ | `v_inf`, `sigma_v` | mean and SD of $V$ without threshold | mV |
# | $y_\text{th}$, $y_r$ | `y_th`, `y_r` | threshold and reset, from $V_\infty$, over $\sqrt2\sigma_V$ | – |
# | $\overline{\text{ISI}}$ | `mean_isi` | mean interval; the rate is 1000 over it, in Hz | ms |
# | $u$, $x$, $y$; $z$ | `u`, `x`; `z` | potential from $V_\infty$ over $\sqrt2\sigma_V$; a distance in it | – |
# | $F(w)$; $w$ | `fano`; `window` | Fano factor; length of a window | –; ms |
# | $\rho_k$ | `rho` | correlation of intervals $k$ apart | – |
# | $V$, $E_L$, $V_\text{th}$, $V_\text{reset}$, $g_L$, $\tau_m$, $t_\text{ref}$, $dt$ | `neuron`, `params`; `dt` | as in lesson 02 | mV; nS; ms |

# %% [markdown]
# ## Going further
#
# - Give the neuron another reset: set `neuron = LIFParams(V_reset=-60)` and run both cells of Demo 5.2
#   again. Where do rules 1 and 2 fail now? (Then set it back.)
#   <details><summary>Answer</summary>
#
#   Rule 1 from about 140 pA to just below rheobase only. Rule 2 now fails also where the *mean* raises the
#   rate, at the left edge: from 100 to 120 pA the CV rises, at $\sigma$ = 4 from 1.014 to 1.025. Left of
#   the map it rises further: at $\sigma$ = 6 from 1.01 (0 pA) to 1.11 (105 pA).
#   </details>
#
# - Give Demo 7.1 slow noise (`ornstein_uhlenbeck_by_step`). Does a gamma density still fit?
# - Lesson 06 adds adaptation. It makes $\rho_1$ negative: what does (4.7) then say about $F$?

# %% [markdown]
# **Sources.** D. R. Cox, *Renewal Theory* (1962); A. J. F. Siegert, *Phys. Rev.* 81, 617 (1951);
# N. Brunel, *J. Comput. Neurosci.* 8, 183 (2000), appendix A; W. R. Softky & C. Koch,
# *Neural Comput.* 4, 643 (1992), *J. Neurosci.* 13, 334 (1993); M. N. Shadlen & W. T. Newsome, *Curr.
# Opin. Neurobiol.* 4, 569 (1994), *J. Neurosci.* 18, 3870 (1998); T. W. Troyer & K. D. Miller, *Neural
# Comput.* 9, 971 (1997); G. R. Holt, W. R. Softky, C. Koch & R. J. Douglas, *J. Neurophysiol.* 75,
# 1806 (1996); D. R. Cox & P. A. W. Lewis, *The Statistical Analysis of Series of Events* (1966);
# P. Dayan & L. F. Abbott, *Theoretical Neuroscience* (2001), section 1.4.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

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
# # 03 · Noise inputs
#
# *About 90 minutes, and 26 more for the bonus.* A cortical neuron listens to thousands of others,
# and their sum never stands still. You will add noise to its current. One popular claim does not
# survive.
#
# **After this lesson you can**
# - make white noise whose strength does not depend on the time step, and say what its σ means,
# - compare an f–I curve with noise with theory,
# - say why a noisy simulation fires too slowly, and correct it,
# - make noise with a memory, and test a claim about it,
# - compute μ and σ from the spikes that arrive.
#
# **You need** the LIF neuron (lesson 02), the gain (lesson 01, section 4) and power spectra
# (lesson 00).

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
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np

from helpers import plots
from helpers.checks import noise as check
from helpers.explore import button, checkbox, explore, slider, trigger
from helpers.lif import LIFParams, simulate_lif, sweep_lif
from helpers.noise import (
    ornstein_uhlenbeck,
    ornstein_uhlenbeck_by_step,
    white_noise,
    white_noise_by_step,
)
from helpers.picture import show
from helpers.spectra import segment_spectrum
from helpers.spikes import cv_isi, firing_rate, isi, rate_and_cv
from helpers.theory import lif_rate_dc, lif_rate_white_noise, lif_threshold_shift, lif_voltage_sd

plots.use_style()
neuron = LIFParams()

# %% [markdown]
# ## 1. White noise and its unit
# *about 0 min so far*
#
# Each spike that arrives moves $V$ a little; thousands per second, at times nobody controls, add
# up to a current with a mean $\mu$ and rapid random changes around it. The simplest model says:
# what comes in one short moment tells nothing about the next. That is **white noise**:
#
# $$\begin{aligned}
# I(t) &= \mu + \sigma\,\xi(t), \\
# \langle\xi(t)\rangle &= 0, \qquad \langle\xi(t)\,\xi(t')\rangle = \delta(t - t').
# \end{aligned} \tag{3.1}$$
#
# $\langle\,\rangle$ is the mean over many repetitions. $\delta$ is zero unless $t = t'$ and has
# the area 1, so its unit is 1/s and that of $\xi$ is $1/\sqrt{\text{s}}$. For $I$ in pA, $\sigma$
# must be in pA·√s. **σ is not a standard deviation.** (Section 7 computes $\mu$ and $\sigma$ from
# spikes.)

# %% [markdown]
# A computer holds one number per step of length $dt$: the mean of $I$ over that step. First sum the
# noise. The variance of a sum is the double sum of the mean products; with (3.1) it is
# $\sigma^2\iint\delta(t - t')\,dt\,dt'$. The inner integral is 1, the outer one the length of the
# step: $\sigma^2 dt$. The *mean*, the sum divided by $dt$, has the variance $\sigma^2/dt$:
#
# $$I_k = \mu + \frac{\sigma}{\sqrt{dt}}\,x_k \tag{3.2}$$
#
# with independent normal (Gaussian) numbers $x_k$ of mean 0 and variance 1.
#
# **Predict.** $\sigma$ = 3 pA·√s and $dt$ = 0.1 ms. How large is the standard deviation of a
# sample, in pA? What becomes of it when $dt$ is four times smaller?
#
# <details><summary>Answer</summary>
#
# 3 pA·√s / √(0.0001 s) = 300 pA. With a quarter of the step it is twice as large, 600 pA.
# </details>

# %% [markdown]
# ### Exercise 1.1 · White noise (6 min, ★★☆)
# One line. `rng` is a random generator, made by `np.random.default_rng(seed)`; the same seed
# gives the same noise again. `rng.standard_normal(n)` gives $n$ of the numbers $x_k$.
#
# <details><summary>Hint 1: idea</summary>Start from normal numbers with variance 1, scale them,
# then move them to the mean.</details>
# <details><summary>Hint 2: units</summary>σ is in pA·√s, so dt must be in s under the root. It is
# given in ms.</details>
# <details><summary>Hint 3: almost</summary><code>mu + sigma / np.sqrt(…) * rng.standard_normal(…)</code></details>

# %% name="white-noise" tags=["exercise"]
def white_noise_current(mu, sigma, n_steps, dt, rng):
    """Return a current [pA] per step; mu [pA], sigma [pA·√s], dt [ms]."""
    # TODO: equation (3.2)
    ### BEGIN SOLUTION
    #~ i_inj = ...
    i_inj = mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal(n_steps)
    ### END SOLUTION
    return i_inj

# %% name="white-noise-check" tags=["check"]
check.white_noise_current(white_noise_current)

# %% [markdown]
# If the samples change with $dt$, what stays the same? Look before you calculate.
#
# ### Demo 1.2 · Same noise, other step
# Above, the current; below, $V$ of a membrane without threshold. **Predict:** what happens to
# each of the two curves when $dt$ goes from 0.05 to 1 ms?
#
# Each press of **New noise** takes the next seed. Between presses the noise is **frozen**, unless
# you tick the box: then every move draws it afresh. (A longer step takes the mean of the shorter
# ones.)

# %% name="step-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the same noise with another time step
still = LIFParams(V_th=1000.0)  # a membrane that never fires

def draw(fig):
    top, bottom = fig.subplots(2, sharex=True, height_ratios=(1, 1.3))
    current = top.plot([], [], color=plots.COLOURS["current"], linewidth=0.8)[0]
    band = bottom.axhspan(0, 1, color=plots.COLOURS["expected"], alpha=0.5, linewidth=0)
    voltage = bottom.plot([], [], color=plots.COLOURS["voltage"])[0]
    top.set(ylabel="Current [pA]", ylim=(-1900, 1900))
    bottom.set(xlabel="Time [ms]", ylabel="$V - V_\\infty$ [mV]", xlim=(0, 300), ylim=(-9.5, 9.5))
    bottom.text(302, 0, "$\\pm\\,\\sigma_V$", color=plots.COLOURS["guide"], va="center")
    return current, band, voltage

def update(artists, dt, sigma, again, fresh):
    finest = white_noise(0.0, sigma, 6000, 0.05, rng=None if fresh else again + 38)
    together = round(dt / 0.05)  # so many short steps make one of dt
    i_inj = finest[: 6000 // together * together].reshape(-1, together).mean(axis=1)
    trace = simulate_lif(i_inj, dt, still)
    artists[0].set_data(trace.t, i_inj)
    artists[1].set(y=-lif_voltage_sd(sigma), height=2 * lif_voltage_sd(sigma))
    artists[2].set_data(trace.t, trace.v - still.E_L)
    return f"SD of a sample {i_inj.std():.0f} pA, σ/√dt = {sigma / np.sqrt(dt / 1000):.0f} pA"

explore(draw, update, alt="Above white noise, below the membrane potential that it drives",
        dt=slider("Time step dt", 0.05, 1, step=0.05, value=0.1, unit="ms"),
        sigma=slider("Noise σ", 0.0, 4.0, step=0.5, value=3.0, unit="pA·√s"),
        again=button("New noise"), fresh=checkbox("new noise at every move"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The samples shrink as $1/\sqrt{dt}$; $V$ hardly changes. The membrane adds up what comes within
# about $\tau_m$, and the sum is the same however finely it is cut.
# </details>
#
# So what describes the noise is what it does to $V$. The variances of independent numbers add up:
# each step adds $\sigma^2 dt/(g_L\tau_m)^2$ to that of $V$. The leak shrinks $V - V_\infty$ by the
# factor $1 - dt/\tau_m$ and its variance by the square, so it takes the share $2\,dt/\tau_m$ away.
# For every $dt$ far below $\tau_m$ the two balance at
#
# $$\sigma_V = \frac{\sigma}{g_L\sqrt{2\tau_m}}, \tag{3.3}$$
#
# with $\tau_m$ in s: the half width of the grey band.

# %% name="sigma-v"
still = LIFParams(V_th=1000.0)  # a membrane that never fires
for dt in (0.4, 0.1, 0.025):
    i_inj = white_noise(0.0, 3.0, 400_000, dt, rng=1)
    v = simulate_lif(i_inj, dt, still).v
    print(f"dt {dt:5.3f} ms: SD of a sample {i_inj.std():5.1f} pA, of V {v.std():.2f} mV")
print(f"equation (3.3): σ_V = {lif_voltage_sd(3.0, neuron):.2f} mV")

# %% [markdown]
# "White" means that all frequencies have the same power: the one-sided density (lesson 00: all
# power on $f \ge 0$) is $2\sigma^2$ up to $1/(2\,dt)$. (Section 8 draws it.) A finer step adds
# frequencies, and with them variance; the membrane, a low-pass filter, hardly hears those.

# %% [markdown]
# ## 2. A neuron in noise
# *about 18 min so far*
#
# Now give the neuron its threshold back. At 200 pA, its rheobase, it never fired (lesson 02).
#
# ### Demo 2.1 · White noise input
# The dotted line is $V_\infty$ of the mean current. **Predict**, for $\mu$ = 200 pA and 100 ms:
# how many spikes without noise, how many with σ = 2.5? Does more noise *always* mean more spikes?

# %% name="white-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a neuron in white noise
def draw(fig):
    ax = plots.voltage_axes(fig.subplots(), neuron, 100, v_min=-82, v_max=-38)
    mean = ax.axhline(0, color=plots.COLOURS["current"], linestyle=":")
    name = ax.text(1, 0, "$V_\\infty$", color=plots.COLOURS["current"], va="bottom")
    return plots.live_trace(ax), mean, name

def update(artists, mu, sigma, again, fresh):
    live, mean, name = artists
    i_inj = white_noise(mu, sigma, 1001, rng=None if fresh else again)
    trace = simulate_lif(i_inj, 0.1, neuron)
    v_inf = neuron.E_L + mu / neuron.g_L
    plots.set_trace(live, trace)
    mean.set_ydata([v_inf, v_inf])
    name.set_y(v_inf)
    sd = lif_voltage_sd(sigma, neuron)
    v_text = f"{v_inf:.1f}".replace("-", "−")
    return f"{trace.spike_times.size} spikes; V_∞ {v_text} mV, σ_V {sd:.2f} mV"

explore(draw, update, alt="Membrane potential over 100 ms of noisy current, with spike ticks",
        mu=slider("Mean current μ", 100.0, 300.0, step=5.0, value=200.0, unit="pA"),
        sigma=slider("Noise σ", 0.0, 5.0, step=0.5, value=2.5, unit="pA·√s"),
        again=button("New noise"), fresh=checkbox("new noise at every move"))

# %% [markdown]
# **Questions.** (a) Set σ = 0 and find the mean current that gives the first spike. (b) At $\mu$
# = 175 pA, from which σ on does nearly every press of *New noise* give a spike? How many
# $\sigma_V$ is the threshold away from $V_\infty$ then? (c) At $\mu$ = 300 pA, what does σ
# change?
#
# <details><summary>Answers</summary>
#
# No spike without noise; with σ = 2.5 mostly 2 or 3. More noise means more spikes on average, but
# far above rheobase hardly: at 300 pA 7 without noise and 7.5 on average at σ = 5, where a single
# run may have 6. (a) 205 pA, the first slider value above the rheobase. (b) From about σ = 3 on:
# nine presses in ten give a spike. $V_\infty$ is −57.5 mV, 2.5 mV below threshold: 1.2 times
# $\sigma_V$ = 2.12 mV. With σ = 1, $\sigma_V$ = 0.71 mV, it is 3.5 times, and one press in a hundred
# gives a spike. (c) Hardly the number, but the regularity of the intervals: here the mean alone
# drives $V$ across the threshold.
# </details>

# %% [markdown]
# ## 3. The f–I curve with noise
# *about 25 min so far*
#
# One trace of 100 ms tells little. Let us ask for the *rate*, for many mean currents at once.
#
# **Predict.** Sketch the f–I curve of lesson 02 and, over it, the one with σ = 3. Where do they
# differ most?

# %% [markdown]
# ### Exercise 3.1 · Rates under noise (8 min, ★★☆)
# All neurons hear the same noise around different means. Two lines: the currents of step $k$, one
# per neuron, and the rates. `sweep_lif` calls `i_of_step(k)` at each step. For the rates:
# `[f(x) for x in xs]` is a list, a loop in one line.
#
# <details><summary>Hint 1: idea</summary>The noise of step k is one number, the means are an
# array. A rate is a number of spikes divided by a time.</details>
# <details><summary>Hint 2: units</summary>The run lasts n_steps · dt milliseconds; Hz means per
# second. <code>firing_rate(train, t_stop)</code> takes ms and gives Hz.</details>
# <details><summary>Hint 3: almost</summary><code>mu + noise[…]</code> and
# <code>[firing_rate(train, …) for train in trains]</code></details>

# %% name="noisy-rates" tags=["exercise"]
def noisy_rates(mu, noise, dt, params):
    """Return a rate [Hz] per mean; mu [pA], shape (n,), noise [pA], shape (n_steps,), dt [ms]."""
    def i_of_step(k):
        # TODO: the currents [pA] of step k, shape (n,)
        ### BEGIN SOLUTION
        #~ return ...
        return mu + noise[k]
        ### END SOLUTION

    trains = sweep_lif(i_of_step, mu.size, noise.size, dt, params)
    # TODO: the rates [Hz], one per train of spike times [ms]
    ### BEGIN SOLUTION
    #~ rates = ...
    rates = [firing_rate(train, noise.size * dt) for train in trains]
    ### END SOLUTION
    return np.array(rates)

# %% name="noisy-rates-check" tags=["check"]
check.noisy_rates(noisy_rates)

# %% [markdown]
# To see your curve, take `mu = np.arange(100.0, 401, 10)` and
# `plt.plot(mu, noisy_rates(mu, white_noise(0, 3, 10_000), 0.1, neuron))`.
#
# There is a theory for it. $V$ walks at random towards the threshold; the mean time of first
# passage was worked out by Siegert in 1951:
#
# $$\begin{aligned}
# \frac{1}{\text{rate}} &= t_\text{ref} + \tau_m\sqrt{\pi}\int_{y_r}^{y_\text{th}} e^{u^2}(1 + \operatorname{erf} u)\,du, \\
# y &= \frac{V - V_\infty}{\sqrt{2}\,\sigma_V},
# \end{aligned} \tag{3.4}$$
#
# with $V_\text{reset}$ and $V_\text{th}$ in place of $V$ for the two limits; erf is the error
# function. With times in ms this is per ms; 1000 times it is in Hz.
# `lif_rate_white_noise(mu, sigma)` computes it.

# %% [markdown]
# ### Demo 3.2 · The f–I explorer
# Dots: 31 neurons, each with its own noise, for one second. Black: theory. Grey: no noise.
# **Predict:** what happens to the sharp corner at 200 pA as σ grows? Then press **Simulate 20 s**
# and compare the dots with the curve again.

# %% name="f-i-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the f–I curve with noise, in theory and simulated
i_mean = np.arange(100.0, 401.0, 10.0)  # pA
i_fine = np.linspace(100, 400, 601)

def draw(fig):
    ax = fig.subplots()
    ax.plot(i_fine, lif_rate_dc(i_fine), plots.COLOURS["expected"], lw=6, label="no noise")
    theory = ax.plot(i_fine, 0 * i_fine, color=plots.COLOURS["theory"], label="theory (3.4)")[0]
    dots = ax.plot(i_mean, 0 * i_mean, "o", color=plots.COLOURS["rate"], label="simulated")[0]
    ax.set(xlabel="Mean current μ [pA]", ylabel="Firing rate [Hz]", ylim=(-3, 125))
    ax.legend(loc="upper left")
    return theory, dots

def update(artists, sigma, again, fresh, longer):
    t_stop = 20_000.0 if longer else 1000.0  # ms
    i_of_step = white_noise_by_step(i_mean, sigma, 31, rng=None if fresh else again)
    trains = sweep_lif(i_of_step, 31, round(t_stop / 0.1))
    artists[0].set_ydata(lif_rate_white_noise(i_fine, sigma, neuron))
    artists[1].set_ydata([firing_rate(train, t_stop) for train in trains])
    gain = np.diff(lif_rate_white_noise([199.9, 200.1], sigma, neuron))[0] / 0.2
    told = f"{gain:.2f} Hz/pA" if sigma else "infinite without noise"
    return f"{t_stop / 1000:.0f} s simulated; the gain at 200 pA is {told}"

explore(draw, update, alt="Firing rate against mean current: without noise, theory and simulation",
        sigma=slider("Noise σ", 0.0, 6.0, step=0.5, value=3.0, unit="pA·√s"),
        again=button("New noise"), fresh=checkbox("new noise at every move"),
        longer=trigger("Simulate 20 s"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Noise makes a slope of the corner: the neuron fires below rheobase, and a little change of the
# mean changes the rate a little. The two curves differ most at the corner itself, 0 against 32 Hz
# at 200 pA for σ = 3, and hardly at all far above it. After 20 s the dots lie close to the curve
# but, if you look carefully, a little below it. Section 4 finds out why.
# </details>
#
# The slope of the curve is the **gain** (lesson 01). Some values from theory:

# %% name="gain-table"
for sigma in (1.0, 3.0, 6.0):
    gain = np.diff(lif_rate_white_noise([199.9, 200.1], sigma, neuron))[0] / 0.2
    print(f"σ = {sigma:.0f}: gain at 200 pA {gain:.2f} Hz/pA")
for mu in (150.0, 200.0, 250.0, 300.0):
    print(f"μ = {mu:.0f} pA, σ = 3: {lif_rate_white_noise(mu, 3.0, neuron):5.2f} Hz")

# %% [markdown]
# ## 4. Crossings that nobody saw
# *about 39 min so far*
#
# The dots lay below the theory. Is the theory wrong? We make $dt$ smaller and look at $\mu$ = 150
# pA, σ = 3, where it is easy to see: 800 neurons, 4 s each, from $V_\infty$. **Predict:** by
# which factor does the deficit shrink when $dt$ is four times smaller?

# %% name="missed-crossings"
steps = np.array([0.4, 0.2, 0.1, 0.05])  # ms
from_mean = LIFParams(V_init=-60.0)
exact, counted, errors = lif_rate_white_noise(150.0, 3.0, neuron), [], []
for dt in steps.tolist():
    i_of_step = white_noise_by_step(150.0, 3.0, 800, dt, rng=5)
    trains = sweep_lif(i_of_step, 800, round(4000 / dt), dt, from_mean)
    each = np.array([firing_rate(train, 4000.0) for train in trains])
    counted.append(each.mean())
    errors.append(each.std() / np.sqrt(each.size))
    print(f"dt {dt:.2f} ms: deficit {exact - counted[-1]:.2f} Hz, standard error {errors[-1]:.2f} Hz")

# %% [markdown]
# As a figure. (The code of some figures is folded: click the dots to read it.)

# %% name="missed-crossings-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the rate against the square root of the time step
fig, ax = plt.subplots(figsize=(7, 3))
ax.errorbar(np.sqrt(steps), counted, errors, fmt="o", ms=4, color=plots.COLOURS["rate"], capsize=3)
ax.plot(0, exact, "D", color=plots.COLOURS["theory"], clip_on=False)
ax.text(0.015, exact + 0.08, "theory, continuous time")
ax.set(xlabel="√dt [√ms]", ylabel="Firing rate [Hz]", xlim=(0, 0.66), ylim=(2.9, 4.7))
show(fig, "Firing rate against the square root of the time step: the simulated points rise "
     "steadily towards the rate of the theory as the step goes to zero. Bars: one standard error.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The simulation approaches the theory as $dt$ goes to zero, but slowly, about with $\sqrt{dt}$: a
# step four times smaller nearly halves the deficit. Between two steps $V$ can cross the threshold and
# come back, and nobody notices. Without noise the error went with $dt$ (lesson 02).
# </details>
#
# To first order the neuron behaves as if its threshold were higher (Broadie, Glasserman & Kou,
# 1997). $\sqrt2\,\sigma_V\sqrt{dt/\tau_m}$ is the standard deviation of one random step of $V$, and a
# random walk that crosses a line overshoots it on average by 0.5826 of that:
#
# $$\Delta V = 0.5826\,\sqrt{\frac{dt}{\tau_m}}\,\sqrt{2}\,\sigma_V. \tag{3.5}$$

# %% [markdown]
# ### Exercise 4.1 · The shifted threshold (4 min, ★★☆)
# Two lines: $\sigma_V$ from equation (3.3), then equation (3.5).
#
# <details><summary>Hint 1: idea</summary>In (3.5) only σ_V is not an argument of the
# function: (3.3) gives it.</details>
# <details><summary>Hint 2: units</summary>In (3.3) τ_m is in s, because σ is in pA·√s. In (3.5)
# dt/τ_m is a plain number: both in ms.</details>
# <details><summary>Hint 3: almost</summary><code>sigma_v = sigma / (g_L * np.sqrt(2 * …))</code>,
# then <code>0.5826 * np.sqrt(…) * np.sqrt(2) * sigma_v</code></details>

# %% name="threshold-shift" tags=["exercise"]
def threshold_shift(sigma, dt, g_L, tau_m):
    """Return how much higher V_th seems [mV]; sigma [pA·√s], dt and tau_m [ms], g_L [nS]."""
    # TODO: sigma_V [mV] from (3.3), then the shift [mV] from (3.5)
    ### BEGIN SOLUTION
    #~ sigma_v = ...
    #~ shift = ...
    sigma_v = sigma / (g_L * np.sqrt(2 * tau_m / 1000))
    shift = 0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v
    ### END SOLUTION
    return shift

# %% name="threshold-shift-check" tags=["check"]
check.threshold_shift(threshold_shift)

# %% [markdown]
# Does it work? Theory with the threshold raised, over the simulation above:

# %% name="shift-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the simulated rates again, and the theory with a raised threshold
fine = np.linspace(0.0, 0.45, 46)  # ms
raised = [LIFParams(V_th=neuron.V_th + lif_threshold_shift(3.0, dt, neuron)) for dt in fine]
shifted = [lif_rate_white_noise(150.0, 3.0, cell) for cell in raised]
both = [lif_rate_white_noise(150.0, 3.0, neuron, dt=dt) for dt in fine]
fig, ax = plt.subplots(figsize=(7, 3))
black = plots.COLOURS["theory"]
ax.plot(np.sqrt(fine), shifted, "--", color=black, label="threshold shifted")
ax.plot(np.sqrt(fine), both, color=black, label=r"and Euler's own $\sigma_V$ and $\tau'$")
ax.errorbar(np.sqrt(steps), counted, errors, fmt="o", ms=4, color=plots.COLOURS["rate"], capsize=3,
            label="simulated, ± standard error")
ax.set(xlabel="√dt [√ms]", ylabel="Firing rate [Hz]", xlim=(0, 0.66), ylim=(2.9, 4.7))
ax.legend(loc="lower left")
show(fig, "Firing rate against the square root of the time step: theory with a shifted threshold falls "
     "a little below the simulated points; with Euler's own σ_V and τ′ it passes through their bars.")

# %% [markdown]
# The shift explains slightly more than the deficit: Euler's membrane differs from the true one in two
# ways. It lets nothing of the fresh noise leak away before a step ends; in all, $\sigma_V$ is larger by
# $1/\sqrt{1 - dt/(2\tau_m)}$. And a step shrinks $V - V_\infty$ by $1 - dt/\tau_m$, as a *faster*
# membrane does:
#
# $$e^{-dt/\tau'} = 1 - \frac{dt}{\tau_m}, \qquad \tau' = \frac{-dt}{\ln(1 - dt/\tau_m)} < \tau_m.$$
#
# `lif_rate_white_noise(…, dt=dt)` has the shift and both. **Predict:** at 150 pA most of what is won
# back is due to $\sigma_V$. And at 300 pA, where the mean alone fires the neuron?

# %% name="above-rheobase"
dt = 0.4  # ms
trains = sweep_lif(white_noise_by_step(300.0, 3.0, 400, dt, rng=6), 400, round(4200 / dt), dt)
each = np.array([firing_rate(train[train > 200] - 200, 4000.0) for train in trains])
cell, wider = replace(neuron, V_th=-55 + lif_threshold_shift(3.0, dt)), 3 / np.sqrt(1 - dt / 20)
print(f"theory, continuous time   {lif_rate_white_noise(300.0, 3.0):.2f} Hz")
print(f"threshold shifted         {lif_rate_white_noise(300.0, 3.0, cell):.2f} Hz")
print(f"and σ_V of Euler's step   {lif_rate_white_noise(300.0, wider, cell):.2f} Hz")
print(f"and its τ′                {lif_rate_white_noise(300.0, 3.0, neuron, dt):.2f} Hz")
print(f"simulated                 {each.mean():.2f} ± {each.std() / 20:.2f} Hz")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Here $\sigma_V$ does next to nothing. Each interval is one climb from the reset, and the faster membrane
# climbs faster. With it, theory is a little too fast: it leaves out that a crossing is noticed only at
# the end of a step, here 0.3 $dt$ later per interval. (Not half a step, as in lesson 02, section 3: the
# 0.5826 holds a part of it.) So the theory with `dt` is for small steps: within 1 % up to 400 pA at
# $dt$ = 0.1 ms; at 400 pA and $dt$ = 1 ms it says 113.6 Hz, and a simulation gives 109.3.
# </details>
#
# At $\mu$ = 150 pA and $dt$ = 0.1 ms, 12 % of the rate is lost, to a shift of 0.17 mV; far above
# rheobase about one per cent. To correct a *simulation*, lower its threshold by $\Delta V$: with
# `LIFParams(V_th=-55 - 0.17)` it fires at 4.4 Hz, not 3.8 Hz (theory: 4.35 Hz).

# %% [markdown]
# ## 5. Noise with a memory
# *about 50 min so far*
#
# A synaptic current lasts some milliseconds. So the noise of one moment does tell something about
# the next. The simplest noise with a memory $\tau$ is the **Ornstein–Uhlenbeck process** (OU),
#
# $$\tau\,d\eta = (\mu - \eta)\,dt + \sigma_\text{OU}\sqrt{2\tau}\,dW, \tag{3.6}$$
#
# where $dW$ is the noise $\xi$ of equation (3.1), summed over $dt$; times are in s here.
# $\sigma_\text{OU}$, in the code again `sigma`, **is a standard deviation** in pA: that of $\eta$
# itself. The memory shows in the **autocovariance**, the mean product of two deviations that lie
# $\Delta$ apart: $\langle(\eta(t) - \mu)(\eta(t + \Delta) - \mu)\rangle =
# \sigma_\text{OU}^2 e^{-|\Delta|/\tau}$.

# %% [markdown]
# Between two samples the process forgets a part of its deviation and gets fresh noise. Both are
# known exactly:
#
# $$\begin{aligned}
# \eta_k &= \mu + (\eta_{k-1} - \mu)\,c + \sigma_\text{OU}\sqrt{1 - c^2}\;x_k, \\
# c &= e^{-dt/\tau}.
# \end{aligned} \tag{3.7}$$
#
# **Predict.** The fresh part has the variance $\sigma_\text{OU}^2(1 - c^2)$. Why just this one? And
# with which variance must $\eta_0$ start?
#
# <details><summary>Answer</summary>
#
# What is kept of the old deviation has the variance $c^2\sigma_\text{OU}^2$. The variances of
# independent numbers add up (section 1): with the fresh part it makes
# $c^2\sigma_\text{OU}^2 + (1 - c^2)\,\sigma_\text{OU}^2 = \sigma_\text{OU}^2$. The variance stays what
# it is, if it is $\sigma_\text{OU}^2$ from the start.
# </details>

# %% [markdown]
# ### Exercise 5.1 · The exact update (6 min, ★★☆)
# Three lines. `x` holds normal numbers of variance 1; use `x[k]` for $\eta_k$. Begin
# *stationary*: $\eta_0$ has the same mean and standard deviation as all later ones.
#
# <details><summary>Hint 1: idea</summary>Stationary means: mean μ, standard deviation σ_OU, at step
# 0 already. Then each step keeps the part c of the deviation from μ.</details>
# <details><summary>Hint 2: units</summary>dt and τ are both in ms. σ_OU and η are in pA, c has no
# unit.</details>
# <details><summary>Hint 3: almost</summary><code>mu + sigma * x[0]</code>, <code>np.exp(…)</code>, and
# <code>mu + (eta[k - 1] - mu) * c + sigma * np.sqrt(…) * x[k]</code></details>

# %% name="ou-update" tags=["exercise"]
def ou_current(mu, sigma, tau, x, dt):
    """Return an OU current [pA] from normal numbers x, shape (n,); mu, sigma [pA], tau, dt [ms]."""
    eta = np.empty(x.size)
    # TODO: the first sample [pA]; c; then each later sample from equation (3.7)
    ### BEGIN SOLUTION
    #~ eta[0] = ...
    #~ c = ...
    eta[0] = mu + sigma * x[0]
    c = np.exp(-dt / tau)
    ### END SOLUTION
    for k in range(1, x.size):
        ### BEGIN SOLUTION
        #~ eta[k] = ...
        eta[k] = mu + (eta[k - 1] - mu) * c + sigma * np.sqrt(1 - c**2) * x[k]
        ### END SOLUTION
    return eta

# %% name="ou-update-check" tags=["check"]
check.ou_current(ou_current)

# %% [markdown]
# The same random numbers with three memories, and the autocovariance of each. **Predict:** where do the
# three curves start, and how much is left after one $\tau$?

# %% name="ou-examples" tags=["figure"] jupyter={"source_hidden": true}
# Figure: OU currents with three memories, and their autocovariances
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), width_ratios=(1.7, 1))
lags = np.arange(0, 401, 10)  # steps of 0.1 ms
colour = {"color": plots.COLOURS["current"]}
for tau, shade, offset, at in ((2.0, 0.6, 0, (6, 55)), (10.0, 0.8, -130, (14, 122)),
                               (40.0, 1.0, -260, (22, 262))):
    eta = ornstein_uhlenbeck(0.0, 20.0, tau, 500_000, 0.1, rng=183)
    left.axhspan(offset - 20, offset + 20, color=plots.COLOURS["expected"], alpha=0.6, linewidth=0)
    left.plot(np.arange(4000) * 0.1, eta[:4000] + offset, **colour, alpha=shade, linewidth=1)
    left.text(405, offset, f"τ = {tau:.0f} ms", va="center")
    measured = [np.mean(eta[: eta.size - lag] * eta[lag:]) for lag in lags]
    right.plot(lags * 0.1, measured, "o", markersize=3, **colour, alpha=shade)
    line = right.plot(lags * 0.1, 400 * np.exp(-lags * 0.1 / tau), plots.COLOURS["theory"], lw=1)[0]
    right.text(*at, f"τ = {tau:.0f} ms")
line.set_label(r"$\sigma_\mathrm{OU}^2\,\exp(-\Delta/\tau)$")
left.set(xlabel="Time [ms]", ylabel="Current, shifted [pA]", xlim=(0, 400), yticks=[])
left.set_title(r"grey: $\pm\,\sigma_\mathrm{OU}$ = ± 20 pA", loc="left")
right.set(xlabel="Lag Δ [ms]", ylabel="Autocovariance [pA²]")
right.legend(loc="upper right")
show(fig, "Left, three OU currents of the same standard deviation: the longer the memory, the "
     "slower they wander. Right, their autocovariances lie on σ_OU² exp(−Δ/τ).")

# %% [markdown]
# At lag 0 all three have $\sigma_\text{OU}^2$ = 400 pA²; after one $\tau$, 37 % of it is left.

# %% [markdown]
# ## 6. A claim about memory
# *about 61 min so far*
#
# What does a longer $\tau$ of the input do to the spikes, at the same $\mu$ and $\sigma_\text{OU}$? The
# usual claim: ***longer memory, fewer spikes and more regular ones***, since a current that hardly
# changes drives the neuron like a clock. To test it we need a number for
# regularity: the **coefficient of variation** CV, the standard deviation of the interspike
# intervals divided by their mean. A clock has CV 0. (Lesson 04 is about it.)

# %% [markdown]
# ### Demo 6.1 · OU input
# Above the current, below $V$, for one second. **Predict:** is the claim right? Then move $\tau$
# between its ends, and press *New noise* a few times at each end. Can one second decide whether the
# claim holds?

# %% name="ou-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a neuron in OU noise
def draw(fig):
    top, bottom = fig.subplots(2, sharex=True, height_ratios=(1, 1.7))
    current = top.plot([], [], color=plots.COLOURS["current"], linewidth=1)[0]
    top.axhline(neuron.rheobase, color=plots.COLOURS["guide"], linestyle=":")
    top.text(1005, neuron.rheobase, "rheobase", color=plots.COLOURS["guide"], va="center")
    top.set(ylabel="Current [pA]", ylim=(20, 380))
    plots.voltage_axes(bottom, neuron, 1000, v_max=-42)
    return current, plots.live_trace(bottom)

def update(artists, tau, sigma, mu, again, fresh):
    eta = ornstein_uhlenbeck(mu, sigma, tau, 10_001, rng=None if fresh else again)
    trace = simulate_lif(eta, 0.1, neuron)
    artists[0].set_data(trace.t, eta)
    plots.set_trace(artists[1], trace)
    enough = trace.spike_times.size > 2
    cv = f"{cv_isi(trace.spike_times):.2f}" if enough else "needs three spikes"
    return f"{trace.spike_times.size} spikes in 1 s; CV {cv}"

explore(draw, update, size=(9, 4),
        alt="Above an Ornstein–Uhlenbeck current, below the spikes it causes",
        tau=slider("Memory τ", 5.0, 30.0, step=2.5, value=10.0, unit="ms"),
        sigma=slider("Noise σ_OU", 5.0, 40.0, step=2.5, value=40.0, unit="pA"),
        mu=slider("Mean current μ", 180.0, 220.0, step=2.5, value=200.0, unit="pA"),
        again=button("New noise"), fresh=checkbox("new noise at every move"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# With a short memory the spikes are spread out, with a long one they come in groups with silence
# between. The numbers jump from one press to the next: at $\tau$ = 30 ms the count of one second
# scatters by 5 or 6 around its mean of 23. One second cannot decide; a sweep can.
# </details>

# %% [markdown]
# ### Exercise 6.2 · Your own sweep (7 min, ★★☆)
# For each $\tau$, many neurons with independent OU currents. Two lines: the rate of an average
# neuron, and the CV of all intervals taken together.
#
# <details><summary>Hint 1: idea</summary>The rate counts the spikes of all trains and divides by
# the number of neurons and by the time. The CV needs the mean and the standard deviation of the
# array <code>intervals</code>.</details>
# <details><summary>Hint 2: units</summary>t_stop is in ms, the rate in Hz. The CV has no unit: ms
# over ms.</details>
# <details><summary>Hint 3: almost</summary><code>np.mean([firing_rate(train, …) for train in trains])</code>
# and <code>intervals.std() / …</code></details>

# %% name="sweep-tau" tags=["exercise"]
def sweep_tau(taus, mu, sigma, n_neurons, t_stop, rng):
    """Return rates [Hz] and CVs, one per tau; taus, t_stop [ms], mu, sigma [pA], rng a generator."""
    rates, cvs, dt = [], [], 0.1
    for tau in taus:
        i_of_step = ornstein_uhlenbeck_by_step(mu, sigma, tau, n_neurons, dt, rng)
        trains = sweep_lif(i_of_step, n_neurons, round(t_stop / dt), dt)
        intervals = np.concatenate([isi(train) for train in trains])  # ms
        # TODO: the mean rate of a neuron [Hz]; the CV of the intervals
        ### BEGIN SOLUTION
        #~ rate = ...
        #~ cv = ...
        rate = np.mean([firing_rate(train, t_stop) for train in trains])
        cv = intervals.std() / intervals.mean()
        ### END SOLUTION
        rates.append(rate)
        cvs.append(cv)
    return rates, cvs

# %% name="sweep-tau-check" tags=["check"]
check.sweep_tau(sweep_tau)

# %% [markdown]
# Now at full size: $\mu$ = 200 pA, $\sigma_\text{OU}$ = 40 pA, 200 neurons for 5 s each. Read off
# whether the claim holds. (Yours at work:
# `sweep_tau([5.0, 30.0], 200.0, 40.0, 200, 5000.0, np.random.default_rng(6))`.)

# %% name="tau-sweep"
taus, rates, cvs = [2.0, 5.0, 10.0, 20.0, 30.0, 40.0], [], []  # ms, Hz, no unit
for tau in taus:
    i_of_step = ornstein_uhlenbeck_by_step(200.0, 40.0, tau, 200, rng=6)
    rate, cv = rate_and_cv(sweep_lif(i_of_step, 200, 50_000), t_stop=5000.0)
    rates.append(rate)
    cvs.append(cv)
    print(f"τ {tau:4.0f} ms: {rate:5.2f} Hz, CV {cv:.2f}")
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.plot(taus, rates, "o-", color=plots.COLOURS["rate"])
left.set(xlabel="Memory τ [ms]", ylabel="Firing rate [Hz]", xlim=(0, 42), ylim=(0, 30))
right.plot(taus, cvs, "o-", color=plots.COLOURS["cv"])
right.set(xlabel="Memory τ [ms]", ylabel="CV of the intervals", xlim=(0, 42), ylim=(0, 1.3))
show(fig, "Left the firing rate, right the CV of the intervals, both against the memory τ. The numbers "
     "stand above the figure.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# "More regular" is wrong here: from $\tau$ = 5 to 30 ms the CV rises from 0.56 to 1.06.
# "Fewer" is hardly true: the rate falls by some 3 %. All this at the same *standard deviation*. At
# the same *density* (section 8) a longer $\tau$ does give fewer spikes: 32 Hz for white noise of
# σ = 3, 20 Hz at $\tau$ = 10 ms. Always say what you keep.
# </details>
#
# ### Think 6.3 · Why less regular?
# Explain it with the upper panel of Demo 6.1. And what becomes of the rate as $\tau$ grows without end?
#
# <details><summary>Answer</summary>
#
# With $\tau$ = 30 ms the current stays above the rheobase for a while, and the neuron fires
# several times; then it stays below: a long silence. Short and long intervals make a large CV. Far above
# rheobase there are no silences, and the CV levels off: near 0.09 at $\mu$ = 250,
# $\sigma_\text{OU}$ = 10 pA.
#
# As $\tau \to \infty$ each current stands still, and the rate is the mean of the f–I curve without
# noise over the currents. From $\tau$ = 5 ms on it falls by 10 % at $\mu$ = 200, $\sigma_\text{OU}$ =
# 40 pA and by 23 % at 200 and 10 pA, rises from 4 to 4.7 Hz at 180 and 20 pA, and stays at 55 Hz at
# 250 and 10 pA.
# </details>

# %% [markdown]
# Then why is the claim so common? Let us look as one does, at one record of one neuron, and let $\tau$
# grow to 50 s. 100 neurons, each recorded once for 10 s:

# %% name="long-memories"
memories = [5.0, 30.0, 100.0, 300.0, 1000.0, 5000.0, 50_000.0]  # ms
records = [sweep_lif(ornstein_uhlenbeck_by_step(200.0, 40.0, tau, 100, rng=6), 100, 100_000)
           for tau in memories]

# %% [markdown]
# ### Demo 6.4 · How long did you look?
# Each dot is the CV of one record, the line their median. **Predict**, for records of 1 s: which
# $\tau$ looks most regular? Then lengthen the records.

# %% name="record-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the CV of records of any length
def draw(fig):
    ax = fig.subplots()
    dots = [ax.plot([], [], "o", ms=3, color=plots.COLOURS["guide"], alpha=0.35)[0] for _ in memories]
    median = ax.plot([], [], "o-", color=plots.COLOURS["cv"])[0]
    length = ax.axvline(1, color=plots.COLOURS["current"], linestyle=":")
    name = ax.text(1, 4.7, " record length", color=plots.COLOURS["current"], va="top")
    ax.set(xlabel="Memory τ [s]", ylabel="CV of one record", xscale="log", xlim=(3e-3, 120), ylim=(0, 4.7))
    ax.set_xticks(np.array(memories) / 1000, [f"{tau / 1000:g}" for tau in memories], minor=False)
    ax.minorticks_off()
    return dots, median, length, name

def update(artists, t_record):
    dots, median, length, name = artists
    cvs = np.array([[cv_isi(train[train < 1000 * t_record]) for train in trains] for trains in records])
    for tau, cv, dot in zip(memories, cvs, dots, strict=True):
        dot.set_data(tau / 1000 * np.linspace(0.8, 1.25, 100), cv)
    median.set_data(np.array(memories) / 1000, np.nanmedian(cvs, axis=1))
    length.set_xdata([t_record, t_record])
    name.set_x(t_record)
    silent = np.isnan(cvs[-2]).sum()
    return f"τ = 5 s: median CV {np.nanmedian(cvs[-2]):.2f}; {silent} of 100 records have no CV"

explore(draw, update, alt="CV of single records against the memory of the input, with their median",
        t_record=slider("Record length", 0.5, 10.0, step=0.5, value=1.0, unit="s"))

# %% [markdown]
# **Questions.** (a) Where does the claim look true in records of 1 s? (b) What happens to the hump as the
# records grow? (c) Which records have no CV, and does leaving them out matter?
#
# <details><summary>Answers</summary>
#
# (a) From $\tau$ = 0.1 s on: the median falls from 1.1 to less than 0.1. A record much shorter than $\tau$
# hears one value of the current: a clock, or silence. (b) It grows and moves to the right. In records of
# 5 s the median is above 2 at $\tau$ = 0.3 and 1 s, but 0.8 at 5 s and 0.1 at 50 s: the claim looks true
# where $\tau$ is not short beside the record. (c) Those with fewer than three spikes, a third or more at
# $\tau$ = 5 s in records of 1 s. They are the longest silences. In a record of many
# $\tau$ the CV goes on rising.
# </details>

# %% [markdown]
# ## 7. Which noise is it?
# *about 80 min so far*
#
# Is σ = 3 realistic? Synapse $j$ receives $r_j$ spikes per second [Hz], at random times that know nothing
# of each other, and each brings the charge $q_j$ [pC]; inhibition has $q_j < 0$. In a time $T$ [s] there
# are $r_j T$ spikes on average, and their number has the same variance $r_j T$ (a Poisson process, lesson
# 04). So their charge has the mean $q_j r_j T$ and the variance $q_j^2 r_j T$. By (3.1) these must be
# $\mu T$ and $\sigma^2 T$. Means and variances of independent synapses add up (Campbell, 1909):
#
# $$\mu = \sum_j q_j r_j, \qquad \sigma^2 = \sum_j q_j^2\,r_j. \tag{3.8}$$
#
# pC per s is pA, and pC·√Hz is pA·√s: this is where the odd unit comes from.

# %% [markdown]
# ### Exercise 7.1 · From spikes to μ and σ (5 min, ★★☆)
# **Predict.** 800 synapses of 5 Hz each; one spike lifts $V$ by 0.5 mV, so its charge is
# $q = C_m\cdot$ 0.5 mV = 0.05 pC, with the capacitance $C_m = \tau_m g_L$ = 100 pF. Is σ nearer to 0.3,
# 3 or 30 pA·√s? Then complete two lines.
#
# <details><summary>Hint 1: idea</summary>Each is one sum over the synapses. Means keep the sign of the
# charge; variances add up whatever the sign.</details>
# <details><summary>Hint 2: units</summary>pC·Hz = pA: no factor 1000. pC²·Hz is the square of
# pA·√s.</details>
# <details><summary>Hint 3: almost</summary><code>np.sum(q * …)</code> and
# <code>np.sqrt(np.sum(…))</code></details>

# %% name="mean-and-sigma" tags=["exercise"]
def mean_and_sigma(q, rate):
    """Return mu [pA] and sigma [pA·√s]; q [pC] and rate [Hz] of each synapse, shape (n,)."""
    # TODO: equation (3.8)
    ### BEGIN SOLUTION
    #~ mu = ...
    #~ sigma = ...
    mu = np.sum(q * rate)
    sigma = np.sqrt(np.sum(q**2 * rate))
    ### END SOLUTION
    return mu, sigma

# %% name="mean-and-sigma-check" tags=["check"]
check.mean_and_sigma(mean_and_sigma)

# %% [markdown]
# Does a neuron that receives such spikes fire as in white noise? All synapses of one charge are together
# one Poisson process. 4000 spikes per second excite; then 8000 excite and 4000 inhibit; then 3000
# excite. **Predict** the second σ.

# %% name="spikes-as-noise"
def rate_under_spikes(q, rate, n_neurons, dt, rng):
    """Return the firing rate [Hz] over 2 s; q [pC], rate [Hz], dt [ms], rng a generator."""
    def i_of_step(k):
        charge = q @ rng.poisson(rate[:, None] * dt / 1000, (q.size, n_neurons))
        return charge / (dt / 1000)
    trains = sweep_lif(i_of_step, n_neurons, round(2200 / dt), dt)
    return np.mean([firing_rate(train[train > 200] - 200, 2000.0) for train in trains])

for q, rate in (([0.05], [4000.0]), ([0.05, -0.05], [8000.0, 4000.0]), ([0.05], [3000.0])):
    q, rate = np.array(q), np.array(rate)
    mu, sigma = q @ rate, np.sqrt(q**2 @ rate)
    found = rate_under_spikes(q, rate, 400, 0.1, np.random.default_rng(7))
    told = lif_rate_white_noise(mu, sigma, neuron, dt=0.1)
    print(f"μ {mu:.0f} pA, σ {sigma:.1f} pA·√s: {found:.1f} Hz by spikes, {told:.1f} Hz in white noise")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# σ = 3 is realistic: it is what 4000 spikes per second of half a millivolt make. Recorded EPSPs are of
# this size or twice as large (Song et al., 2005); 1 mV at half the rate gives 4.5. Inhibition takes away
# from $\mu$ and *adds* to σ: 200 pA from twice as many excitatory spikes come with σ = 5.5.
#
# At 200 pA the neuron fires as in white noise, within 2 %. At 150 pA, 5 mV below threshold, a few
# spikes that happen to come together decide, and it fires a third more often. The model also leaves
# out that synapses last some ms (section 5), change the conductance, and do not fire independently.
# </details>

# %% [markdown]
# ### Think 7.2 · In the brain
# Which model would you take for (a) thousands of synapses whose currents last 2 ms, onto a
# membrane with $\tau_m$ = 20 ms; (b) synapses with NMDA receptors, whose currents last about 100
# ms; (c) three strong synapses that fire at 5 Hz each? (d) What do both models leave out?
#
# <details><summary>Answer</summary>
#
# (a) White noise is a fair start: the memory is short beside $\tau_m$, and many small inputs make
# a Gaussian. $\sigma_V$ comes out nearly right, the rate near rheobase too high (section 8). (b)
# OU noise with $\tau$ near 100 ms: its memory is longer than that of the membrane, and section 6
# showed what this does to the intervals. (c) Neither: single large events are not
# Gaussian; simulate them one by one. (d) Real synapses change the conductance of the membrane, and
# their current depends on $V$.
# </details>

# %% [markdown]
# ## 8. Bonus: the white limit
# *bonus, about 16 min*
#
# The density of white noise is $2\sigma^2$ at all frequencies up to $1/(2\,dt)$, whatever the step:

# %% name="white-spectrum" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the spectral density of white noise for two time steps
fig, ax = plt.subplots(figsize=(8, 3))
for dt, colour in ((0.1, "spectrum"), (0.2, "guide")):  # ms
    noise = white_noise(0.0, 3.0, 400_000, dt, rng=2)
    f, density = segment_spectrum(noise, dt / 1000, 800)
    plots.plot_spectrum(f[1:-1], density[1:-1], ax, unit="pA", color=plots.COLOURS[colour],
                        label=f"dt = {dt} ms, SD of a sample {noise.std():.0f} pA")
ax.axhline(2 * 3.0**2, color=plots.COLOURS["theory"], linestyle="--", label="2σ²")
ax.set(ylim=(0, 30), xlim=(0, 5100))
ax.legend(loc="lower right")
show(fig, "Spectral density of white noise against frequency for two time steps: both lie on "
     "the line 2σ² = 18 pA²/Hz; the finer step only reaches twice as high a frequency.")

# %% [markdown]
# When is OU noise white? If its memory is much shorter than everything else. Its one-sided
# density is $4\sigma_\text{OU}^2\tau/(1 + (2\pi f\tau)^2)$, nearly constant far below
# $f = 1/(2\pi\tau)$, where it is down to a half. At low frequency it agrees with that of white
# noise, $2\sigma^2$, for
#
# $$\sigma = \sigma_\text{OU}\sqrt{2\tau}, \tag{3.9}$$
#
# with $\tau$ in s. **Predict.** We shorten $\tau$ and keep this σ at 3 pA·√s. Is $\tau$ = 1 ms, a
# tenth of $\tau_m$, short enough to get the rate of white noise?

# %% name="white-limit"
short = np.array([0.25, 0.5, 1.0, 2.0, 5.0, 10.0])  # ms
sigma_ou = 3.0 / np.sqrt(2 * short / 1000)  # pA
rates = []
for tau, sigma in zip(short.tolist(), sigma_ou.tolist(), strict=True):
    i_of_step = ornstein_uhlenbeck_by_step(200.0, sigma, tau, 200, 0.05, rng=7)
    trains = sweep_lif(i_of_step, 200, 44_000, 0.05)  # the first 200 ms are left out
    rates.append(np.mean([firing_rate(train[train > 200] - 200, 2000.0) for train in trains]))
    print(f"τ {tau:5.2f} ms, σ_OU {sigma:5.1f} pA: {rates[-1]:.1f} Hz")

# %% [markdown]
# As a figure, with the rate under white noise and a theory for short memories:

# %% name="white-limit-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the rate against the square root of the memory
fig, ax = plt.subplots(figsize=(7, 3))
fine = np.linspace(0, 3, 31)  # ms
lift = 1.46 * lif_voltage_sd(3.0, neuron) * np.sqrt(fine / neuron.tau_m)  # mV
cells = [LIFParams(V_th=-55 + up) for up in lift]
theory = [lif_rate_white_noise(200.0, 3.0, cell) for cell in cells]
ax.plot(np.sqrt(fine), theory, color=plots.COLOURS["theory"], label="threshold lifted")
ax.plot(np.sqrt(short), rates, "o", color=plots.COLOURS["rate"], label="simulated")
ax.plot(0, theory[0], "D", color=plots.COLOURS["theory"], clip_on=False, label="white noise, theory")
ax.legend(loc="upper right")
ax.set(xlabel="√τ [√ms]", ylabel="Firing rate [Hz]", xlim=(0, 3.3), ylim=(15, 36))
show(fig, "Firing rate against the square root of the memory, the noise density kept: the points rise "
     "towards the rate under white noise as τ goes to zero, at last along the theory.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# No: at $\tau$ = 1 ms the rate is still about a sixth too low. It comes closer with $\sqrt\tau$
# only, just as the missed crossings went with $\sqrt{dt}$. To first order a short memory acts as if the
# threshold were higher, by $1.46\,\sigma_V\sqrt{\tau/\tau_m}$ (Brunel & Sergi, 1998): the line, good to
# 3 % up to 1 ms. Noise with a memory moves $V$ along a smooth path near the
# threshold; white noise shakes it at every scale and finds more ways across. White noise is the
# limit; no synapse reaches it.
# </details>
#
# **Is the reset lifted too?** Later formulas lift *threshold and reset*, whatever $t_\text{ref}$ (after
# Fourcaud & Brunel, 2002; so does NEST). At $V_\text{reset}$ = −75 mV the two differ by 1 %: nobody
# sees it. So we put the reset near the threshold, at −57 mV, with $\tau$ = 0.5 ms. **Predict:** which
# comes nearer, for $t_\text{ref}$ = 0, 0.5 and 2 ms?

# %% name="reset-lift"
sigma_ou = 3.0 / np.sqrt(2 * 0.5 / 1000)  # pA
lift = 1.46 * lif_voltage_sd(3.0, neuron) * np.sqrt(0.5 / neuron.tau_m)  # mV
for t_ref in (0.0, 0.5, 2.0):  # ms
    cell = LIFParams(V_reset=-57.0, t_ref=t_ref)
    i_of_step = ornstein_uhlenbeck_by_step(200.0, sigma_ou, 0.5, 400, 0.02, rng=8)
    trains = sweep_lif(i_of_step, 400, 60_000, 0.02, cell)
    each = np.array([firing_rate(train[train > 200] - 200, 1000.0) for train in trains])
    alone, both, partly = (
        lif_rate_white_noise(200.0, 3.0, replace(cell, V_th=-55 + lift, V_reset=-57 + part * lift))
        for part in (0, 1, np.exp(-t_ref / 0.5)))
    print(f"t_ref {t_ref:.1f} ms: {each.mean():.1f} ± {each.std() / 20:.1f} Hz; threshold lifted "
          f"{alone:.1f}, reset too {both:.1f}, reset by exp(−t_ref/τ) of it {partly:.1f}")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Both are right, each in its place. Without a refractory period the reset is lifted like the threshold; after
# 2 ms, four memories, it is not. In between, the part $e^{-t_\text{ref}/\tau}$ of the lift is left. All
# this is to first order, here good to 4 %. Before you use such a formula, look at your $t_\text{ref}$.
# </details>
#
# ### Think 8.1 · Why does the refractory period protect the reset?
# Which currents flow just when $V$ crosses the threshold? What do they do to $V$ afterwards?
#
# <details><summary>Answer</summary>
#
# Those that carry it across: at a crossing the current lies on average 1.46 $\sigma_\text{OU}$ above
# $\mu$, here nearly 140 pA. Until it is forgotten it would carry $V$ on by this times
# $\tau/(g_L\tau_m)$, 0.69 mV: that is the lift. If $V$ starts from the reset at once, the same current
# carries it up by as much: a reset that is lifted. During $t_\text{ref}$ $V$ is held and the current forgets;
# after 2 ms, 2 % of the push is left. With synapses that last as long as $t_\text{ref}$, 37 %.
# </details>

# %% [markdown]
# ## 9. Bonus: for a second reading
# *bonus, about 10 min*
#
# Three questions and a shortcut that many codes take.
#
# ### Think 9.1 · What noise is good for
# Two neurons must tell 195 pA from 205 pA by their rate. One has no noise, the other σ = 3. Which
# does better on these two? And which one on 150 against 160 pA?
#
# <details><summary>Answer</summary>
#
# Near the corner the quiet neuron does better: it is silent at 195 pA and fires at 26 Hz at 205.
# The noisy one goes from 30 to 35 Hz, and its counts scatter. At 150 and 160 pA the quiet one is
# silent for both and tells nothing; the noisy one fires at 4 and 9 Hz. Noise trades sharpness for
# range, as the smooth curve in the demo shows. It also depends on how long one may
# listen: in 100 ms a rate of 4 Hz is most often no spike at all.
# </details>
#
# ### Think 9.2 · "Noise with a standard deviation of 3 pA"
# A paper reports: *"We injected white noise with a standard deviation of 3 pA."* What else must
# it say before you can repeat the experiment?
#
# <details><summary>Answer</summary>
#
# The time step, or the bandwidth. With 3 pA per sample at $dt$ = 0.1 ms,
# $\sigma = 3\,\text{pA} \cdot \sqrt{0.0001\,\text{s}}$ = 0.03 pA·√s and $\sigma_V$ is 0.02 mV;
# with the same 3 pA at $dt$ = 1 ms, $\sigma_V$ is 0.07 mV. True white noise has infinite variance,
# so only its density, $2\sigma^2$, describes it.
# </details>

# %% [markdown]
# ### Think 9.3 · Starting at the mean
# Much published code starts at $\eta_0 = \mu$. What is wrong in the first $\tau$ of such a run?
# When does it matter?
#
# <details><summary>Answer</summary>
#
# At the start there is no variance; it grows as $\sigma_\text{OU}^2(1 - e^{-2t/\tau})$, to 86 %
# after one $\tau$. Until then the neuron hears weaker noise than the paper states. With $\tau$ =
# 10 ms this hardly matters, not even in trials of 100 ms. With $\tau$ = 100 ms in trials of 100
# ms it does: every trial begins with the same calm, and at $\mu$ = 200, $\sigma_\text{OU}$ = 40 pA
# 11 % of the spikes are missing. Drawing $\eta_0$ from the stationary law costs one line.
# </details>
#
# Many codes use Euler's step in place of equation (3.7),
# $\eta + (\mu - \eta)\,dt/\tau + \sigma_\text{OU}\sqrt{2\,dt/\tau}\,x$. Its standard deviation is
# $\sigma_\text{OU}/\sqrt{1 - dt/(2\tau)}$, too large whenever $dt$ is not small. Here
# $\sigma_\text{OU}$ = 20 pA and $\tau$ = 5 ms:

# %% name="ou-euler"
x = np.random.default_rng(5).standard_normal(200_000)
for dt in (0.1, 2.0, 5.0):  # ms
    eta = [20.0 * x[0]]
    for x_k in x[1:].tolist():
        eta.append(eta[-1] * (1 - dt / 5.0) + 20.0 * np.sqrt(2 * dt / 5.0) * x_k)
    exact_sd = ornstein_uhlenbeck(0.0, 20.0, 5.0, 200_000, dt, rng=5).std()
    print(f"dt {dt:.1f} ms: SD {np.std(eta):.1f} pA by Euler, {exact_sd:.1f} pA by (3.7)")

# %% [markdown]
# ## Summary
#
# - White noise: a sample has the standard deviation $\sigma/\sqrt{dt}$; density $2\sigma^2$ and
#   $\sigma_V$ do not depend on $dt$.
# - Noise rounds the corner of the f–I curve: firing below rheobase, finite gain.
# - Steps of $dt$ miss crossings; the deficit falls with $\sqrt{dt}$, and a shifted threshold
#   corrects it. Euler's own $\sigma_V$ and $\tau'$ win some spikes back.
# - OU noise: $\sigma_\text{OU}$ is a standard deviation, $\tau$ a memory; the update is exact and
#   starts stationary.
# - At the same $\sigma_\text{OU}$, a longer memory makes spikes at rheobase less regular; records that are
#   short beside it hide this.
# - Spikes of charge $q$ that arrive at a rate $r$ add $qr$ to $\mu$ and $q^2r$ to $\sigma^2$.

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $I$, $I_k$ | `i_inj` | injected current; its mean over step $k$ | pA |
# | $\mu$ | `mu` | mean current | pA |
# | $\sigma$ | `sigma` | strength of white noise | pA·√s |
# | $\sigma_\text{OU}$ | `sigma`, `sigma_ou` | standard deviation of OU noise | pA |
# | $\sigma_V$ | `sigma_v` | standard deviation of $V$ without threshold | mV |
# | $\tau$ | `tau` | memory (correlation time) of OU noise | ms |
# | $\eta$ | `eta` | OU current | pA |
# | $\xi$, $dW$ | | white noise with ⟨ξξ′⟩ = δ; its sum over $dt$ | 1/√s, √s |
# | $\delta$, ⟨ ⟩ | | impulse of area 1; mean over repetitions | 1/s, – |
# | $x_k$ | `x` | independent normal numbers of variance 1 | – |
# | $c$ | `c` | what is left of a deviation after $dt$ | – |
# | $\Delta$ | `lags` | lag of the autocovariance | ms |
# | $\Delta V$ | `shift` | apparent shift of the threshold | mV |
# | $\tau'$ | | time constant of the membrane that Euler's step is exact for | ms |
# | $q_j$, $r_j$ | `q`, `rate` | charge that a spike at synapse $j$ brings, their rate | pC, Hz |
# | $T$ | | time in which spikes are counted | s |
# | $y$; $y_\text{th}$, $y_r$ | | $V - V_\infty$ in units of $\sqrt2\,\sigma_V$; at threshold, at reset | – |
# | $f$ | `f` | frequency | Hz |
# | $u$ | | variable of the integral, a value of $y$ | – |
# | rate | `rates` | spikes per second | Hz |
# | CV | `cv` | standard deviation of the intervals over their mean | – |
# | $V$, $V_\infty$, $V_\text{th}$, $V_\text{reset}$ | `v`, `v_inf`, `V_th`, `V_reset` | as in lesson 02 | mV |
# | $\tau_m$, $t_\text{ref}$, $g_L$, $C_m$, $t$, $dt$ | `tau_m`, `t_ref`, `g_L`, `C_m`, `t`, `dt` | as in lesson 02 | ms, ms, nS, pF, ms, ms |

# %% [markdown]
# ## Going further
#
# - Keep the density instead of $\sigma_\text{OU}$ (equation 3.9) in a sweep of $\tau$ up to 40 ms.
#   Which half of the claim survives?
# - Lesson 04: how irregular are spikes?
#
# **Sources.** N. R. Campbell, *Proc. Camb. Philos. Soc.* 15, 117 (1909). A. J. F. Siegert, *Phys. Rev.*
# 81, 617 (1951). D. T. Gillespie, *Phys. Rev. E* 54, 2084 (1996). M. Broadie, P. Glasserman & S. Kou,
# *Math. Finance* 7, 325 (1997). N. Brunel & S. Sergi, *J. Theor. Biol.* 195, 87 (1998). N. Brunel,
# *J. Comput. Neurosci.* 8, 183 (2000). N. Fourcaud & N. Brunel, *Neural Comput.* 14, 2057 (2002). S. Song
# et al., *PLoS Biol.* 3, e68 (2005). W. Gerstner et al.,
# *Neuronal Dynamics* (2014), chapter 8.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

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
# # 06 · Beyond the leaky neuron
#
# *About 90 minutes, and 19 more for the bonus.* The leaky neuron forgets everything when it fires.
# Real neurons remember: they slow down, burst, start late. You will give the model a memory, learn to
# read firing patterns, and find out what hides in a neuron that you cannot look into.
#
# **After this lesson you can**
# - say what each of the five GLIF levels adds,
# - predict how far adaptation lowers a rate, and how it links intervals,
# - read in a phase plane why a neuron fires in bursts,
# - measure a neuron's parameters with currents of your own.
#
# **You need** the LIF neuron (lesson 02), white noise (lesson 03), CV and Fano factor (lesson 04).

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

from helpers import plots
from helpers.adex import (
    PATTERNS,
    AdExParams,
    fixed_points,
    recognise_pattern,
    simulate_adex,
    v_nullcline,
    w_nullcline,
)
from helpers.adex_precise import precise_spikes
from helpers.checks import beyond_lif as check
from helpers.explore import dropdown, explore, slider
from helpers.glif import LEVELS, GLIFParams, adapted_rate_dc, simulate_glif
from helpers.hidden_neuron import HiddenNeuron, hidden_params
from helpers.lif import lif_step
from helpers.noise import white_noise
from helpers.picture import show
from helpers.spikes import cv_isi, isi, serial_correlation
from helpers.theory import lif_rate_dc

plots.use_style()


# %% [markdown]
# ## 1. What a spike leaves behind
# *about 0 min so far*
#
# Hold a current on most pyramidal cells of the cortex, and their intervals grow: they **adapt**. The
# LIF neuron cannot: after each spike it starts from the same $V_\text{reset}$, below the same threshold.
# Something must be carried over from spike to spike. Mihalaş and Niebur (2009) let a spike start
# currents and move the threshold. The **generalised** LIF models (GLIF, Teeter and colleagues 2018)
# took this over and add the parts one by one:
#
# | level | name | what is new |
# |---|---|---|
# | GLIF1 | LIF | lesson 02 |
# | GLIF2 | LIF-R | **r**eset rules: a spike raises the threshold; the reset depends on $V$ |
# | GLIF3 | LIF-ASC | **a**fter-**s**pike **c**urrent |
# | GLIF4 | LIF-R-ASC | both |
# | GLIF5 | LIF-R-ASC-A | both, and a threshold that **a**dapts to $V$ |

# %% [markdown]
# We begin with level 3. The membrane feels the injected current $I$ and the after-spike current
# $I_\text{asc}$, both in pA:
#
# $$\begin{aligned} \tau_m \frac{dV}{dt} &= -(V - E_L) + \frac{I + I_\text{asc}}{g_L}, \\
# \tau_I \frac{dI_\text{asc}}{dt} &= -I_\text{asc}. \end{aligned} \tag{6.1}$$
#
# A spike sets $V$ to $V_\text{reset}$ and holds it there for $t_\text{ref}$, as before; and it adds
# $\delta_I$ = −25 pA to $I_\text{asc}$, which decays with $\tau_I$ = 100 ms. The rest is the neuron of
# lesson 02. (Teeter and colleagues fit two after-spike currents to each neuron; we keep one.)

# %% [markdown]
# ### Exercise 1.1 · The after-spike current (8 min, ★★☆)
# This is the loop of lesson 02, with a current that each spike changes: GLIF3. Complete three
# lines. Between spikes the current decays; it goes on decaying while $V$ is held.
#
# <details><summary>Hint 1: idea</summary>First: what is left of the current after one step of dt?
# Second: which two currents flow into the membrane? Third: a spike adds to what is there
# already.</details>
# <details><summary>Hint 2: units</summary>All three lines are currents in pA. In the exponent: a time
# over a time, both in ms. The jump is in pA and needs no dt.</details>
# <details><summary>Hint 3: almost</summary><code>i_asc[k - 1] * np.exp(…)</code>,
# <code>i_inj[k - 1] + …</code>, <code>i_asc[k] + …</code></details>

# %% name="simulate-asc" tags=["exercise"]
def simulate_asc(i_inj, dt, params, delta_i, tau_i):
    """Return the after-spike current [pA], shape (n_steps,), and the spike times [ms]."""
    p, v, held = params, params.V_init, 0
    i_asc, spike_times = np.zeros(i_inj.size), []
    for k in range(1, i_inj.size):
        # TODO: what is left of the after-spike current [pA]
        i_asc[k] = ...
        if held > 0:
            held = held - 1
            continue
        # TODO: the current [pA] that flows into the membrane
        i_all = ...
        v = lif_step(v, i_all, dt, p.E_L, p.g_L, p.tau_m)
        if v >= p.V_th:
            v, held = p.V_reset, round(p.t_ref / dt)
            spike_times.append(k * dt)
            # TODO: the jump [pA]
            i_asc[k] = ...
    return i_asc, spike_times


# %% name="simulate-asc-check" tags=["check"]
check.simulate_asc(simulate_asc)

# %% [markdown]
# **The other levels.** $V$ fires where it meets the threshold $\Theta$ (mV), which now has three parts:
#
# $$\begin{aligned}
# \Theta &= V_\text{th} + \Theta_s + \Theta_v, \\
# \tau_\Theta \frac{d\Theta_s}{dt} &= -\Theta_s, \\
# \frac{d\Theta_v}{dt} &= a_v (V - E_L) - \frac{\Theta_v}{\tau_v}.
# \end{aligned} \tag{6.2}$$
#
# At a spike $\Theta_s$ grows by $\delta_\Theta$, and $V$ goes to $E_L + f_v (V - E_L) + \delta_V$; at
# levels 1 and 3 to $V_\text{reset}$. While $V$ is held, so is $\Theta_v$. The names in code are those of
# `GLIFParams`:
#
# | symbol | in code | meaning | value |
# |---|---|---|---|
# | $\delta_\Theta$, $\tau_\Theta$ | `delta_theta`, `tau_theta` | threshold after a spike: jump, decay time | 3 mV, 60 ms |
# | $a_v$, $\tau_v$ | `a_v`, `tau_v` | threshold that follows $V$: how strongly, how soon it forgets | 0.01 per ms, 30 ms |
# | $f_v$, $\delta_V$ | `f_v`, `delta_V` | reset: the part of $V - E_L$ that is left, a shift | 0.2, −4 mV |

# %% [markdown]
# **Predict.** All five levels get the same step of 350 pA for 400 ms. Which fires most, which
# least? Which of them still fire regularly?

# %% name="five-levels" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the spikes of the five levels in one step of current
t = np.arange(0, 500, 0.1)  # ms
i_inj = np.where((t >= 50) & (t < 450), 350.0, 0.0)  # pA
fig, (top, bottom) = plt.subplots(2, sharex=True, figsize=(9, 3.8), height_ratios=(1, 2.6))
plots.plot_current(t, i_inj, top).set(xlabel="", ylim=(-30, 420))
for level in LEVELS:
    spike_times = simulate_glif(i_inj, 0.1, GLIFParams(level)).spike_times
    bottom.plot(spike_times, np.full(spike_times.size, level), "|", color="k", markersize=16)
    bottom.text(462, level, f"{spike_times.size} spikes", va="center")
bottom.set(xlabel="Time [ms]", ylim=(5.6, 0.4), yticks=[*LEVELS], xlim=(0, 530))
bottom.set_yticklabels(LEVELS.values())
show(fig, "Above, a current step of 350 pA. Below, one row of spike ticks for each GLIF level: the "
     "first is regular and dense, in the others the intervals grow, and each has fewer spikes.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# GLIF1 fires 38 times, one spike every 10.5 ms. The others begin with intervals of 12.2, 11.5, 13.5
# and 16 ms and slow down to 18, 21, 28 and 48.5 ms: 23, 21, 16 and 10 spikes. In the end all five
# are regular, each at a clock of its own. A raised threshold and an after-spike current look alike in
# the ticks; Think 7.4 tells them apart.
# </details>

# %% [markdown]
# ### Demo 1.2 · Five levels
# **Predict**, then try: (a) Which panel shows the difference between GLIF2 and GLIF3? (b) In GLIF2,
# does $V$ return to the same value after each spike? (c) Take level 5 and 270 pA: how many spikes from
# a step, how many from a ramp that rises to 270 pA between 50 and 450 ms?

# %% name="glif-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the five levels with their threshold and after-spike current
t_demo = np.arange(0, 500, 0.1)  # ms
on = (t_demo >= 50) & (t_demo < 450)
shapes = {"step": on * 1.0, "ramp": on * (t_demo - 50) / 400}

def draw(fig):
    top, bottom = fig.subplots(2, sharex=True, height_ratios=(2.2, 1))
    theta = top.plot([], [], "--", color=plots.COLOURS["threshold"], linewidth=1.3)[0]
    top.set(xlim=(0, 500), ylim=(-92, -26), ylabel="V and threshold [mV]")
    asc = bottom.plot([], [], color=plots.COLOURS["current"])[0]
    bottom.set(xlabel="Time [ms]", ylabel="$I_\\mathrm{asc}$ [pA]", ylim=(-230, 12))
    return plots.live_trace(top), theta, asc

def update(artists, level, shape, i_max):
    trace = simulate_glif(i_max * shapes[shape], 0.1, GLIFParams(level))
    plots.set_trace(artists[0], trace)
    artists[1].set_data(trace.t, trace.threshold)
    artists[2].set_data(trace.t, trace.i_asc)
    after = [f"{v:.1f}".replace("-", "−") for v in trace.v[np.isin(trace.t, trace.spike_times)]]
    ends = f"; V after the first {after[0]}, after the last {after[-1]} mV" if after else ""
    return f"{LEVELS[level]}, number of spikes: {len(after)}{ends}"

explore(draw, update, size=(9, 4.2),
        alt="Above, V with the moving threshold and spike ticks; below, the after-spike current",
        level=dropdown("Level", {name[4:]: level for level, name in LEVELS.items()}, 5),
        shape=dropdown("Current", list(shapes)),
        i_max=slider("Height", 0.0, 500.0, step=10.0, value=350.0, unit="pA"))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# (a) In GLIF2 the dashed threshold jumps up at each spike and sinks back, $I_\text{asc}$ stays 0. In
# GLIF3 the threshold lies still and $I_\text{asc}$ jumps down. (b) No, it climbs from −75.0 to −73.3 mV.
# A spike that starts from a raised threshold leaves $V$ higher too: $f_v$ hands on a fifth.
#
# (c) The step gives one spike, the ramp none: the threshold sees $V$ coming and moves away. In its
# steady state $\Theta_v = a_v \tau_v (V - E_L)$, with $a_v \tau_v$ = 0.3. So a very slow ramp fires where
# $I/g_L$ = 20 mV $+\ 0.3\,I/g_L$, at 286 pA instead of 200. This is **accommodation**. On the slow
# ramp of lesson 05, section 5, the inactivation of sodium and the opening of potassium did the same.
# </details>

# %% [markdown]
# ## 2. How far does the rate fall?
# *about 18 min so far*
#
# Each spike brings the charge $\delta_I \tau_I$ (fC, which is pA · ms), the area under one decaying
# jump. At $r$ spikes per second the mean after-spike current is $r$ times that. If the current hardly
# changes within one interval, the neuron feels a smaller, constant current:
#
# $$r = f\big(I + \delta_I\,\tau_I\,r\big), \tag{6.3}$$
#
# where $f$ (Hz) is the f–I curve of lesson 02. The rate stands on both sides. The exercise finds it
# by halving a range, as lesson 05, section 5, finds a threshold: $r$ lies between `low` and `high`.

# %% [markdown]
# ### Exercise 2.1 · The adapted rate (6 min, ★★☆)
# `rate` is a guess. If the neuron would answer with more than the guess, the guess is too low.
# Complete two lines. (`lif_rate_dc(current, params)` is the f–I curve in Hz.)
#
# <details><summary>Hint 1: idea</summary>First the mean after-spike current at this rate, then the
# rate of a LIF neuron that feels both currents.</details>
# <details><summary>Hint 2: units</summary>pA · ms · Hz: a Hz is one per 1000 ms, so divide by
# 1000.</details>
# <details><summary>Hint 3: almost</summary><code>delta_i * tau_i * … / 1000</code> and
# <code>lif_rate_dc(i_dc + …, params)</code></details>

# %% name="adapted-rate" tags=["exercise"]
def adapted_rate(i_dc, params, delta_i, tau_i):
    """Return the steady rate [Hz] of a LIF neuron with an after-spike current; i_dc [pA]."""
    low, high = 0.0, 1000.0  # Hz
    for _ in range(50):
        rate = (low + high) / 2
        # TODO: the mean after-spike current [pA], and the rate [Hz] that the neuron answers
        i_mean = ...
        answer = ...
        if answer > rate:
            low = rate
        else:
            high = rate
    return rate


# %% name="adapted-rate-check" tags=["check"]
check.adapted_rate(adapted_rate)

# %% [markdown]
# **Predict.** What shape has the f–I curve of the adapted neuron? Without adaptation it begins
# with an infinite slope. (`adapted_rate_dc` is the course's own answer to the exercise, for many
# currents at once.)

# %% name="adapted-f-i" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the f–I curve with adaptation
neuron = GLIFParams(level=3)
i_dc = np.linspace(200, 500, 601)  # pA
fig, ax = plt.subplots(figsize=(8, 3.6))
ax.plot(i_dc, lif_rate_dc(i_dc), color=plots.COLOURS["expected"], linewidth=6,
        label="without adaptation")
ax.plot(i_dc, adapted_rate_dc(i_dc, neuron), color=plots.COLOURS["theory"], label="equation (6.3)")
for current in [202.0, 210.0, *np.arange(225.0, 501.0, 25)]:
    trace = simulate_glif(np.full(20_000, current), 0.1, neuron)  # 2 s
    intervals = isi(trace.spike_times)
    if intervals.size:
        ax.plot(current, 1000 / intervals[0], "^", color=plots.COLOURS["rate"])
        ax.plot(current, 1000 / intervals[-1], "o", color=plots.COLOURS["rate"])
ax.plot([], [], "^", color=plots.COLOURS["rate"], label="from the first interval")
ax.plot([], [], "o", color=plots.COLOURS["rate"], label="from the last interval, after 2 s")
ax.set(xlabel="Current [pA]", ylabel="Firing rate [Hz]", xlim=(190, 505), ylim=(-3, 145))
ax.legend(loc="upper left")
show(fig, "Firing rate against current. Triangles, the first interval, lie below the steep curve of "
     "the neuron without adaptation, most so near 200 pA; dots, after 2 s, near the lower theory.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The adapted curve is far lower. At 300 pA the LIF neuron fires at 77 Hz; GLIF3 begins with 68 and
# settles at 36 Hz, where equation (6.3) says 34. Near rheobase each further 2.5 pA buys about one Hz:
# the after-spike current takes back nearly all that is added. In (6.3) the vertical start is gone. The
# neuron keeps a small one: at 202 pA it fires at 3.7 Hz, (6.3) says 0.8. There $I_\text{asc}$ has long
# decayed when the next spike comes, its mean says little, and (6.3) lies too low, as still at 225 pA.
# </details>

# %% [markdown]
# Two of these rates as numbers, for the next question:

# %% name="two-rates"
for current in (300.0, 400.0):
    alone, adapted = lif_rate_dc(current), adapted_rate_dc(current)
    print(f"{current:.0f} pA: {alone:.0f} Hz without adaptation, {adapted:.0f} Hz by (6.3)")

# %% [markdown]
# ### Think 2.2 · At once and later
# The neuron has adapted to 300 pA. How large is $I_\text{asc}$ on average? Now the current jumps to
# 400 pA. Which rate do you expect at once, which later? (`lif_rate_dc` gives $f$.) What does such a
# neuron report best, a level or a change?
#
# <details><summary>Answer</summary>
#
# 34 Hz times −2500 fC is −86 pA. At once $I_\text{asc}$ is still the old one, so $f$ decides:
# $f(400 - 86)$ = 82 Hz, 48 Hz more than before. Later (6.3) does: $I_\text{asc}$ grows, and the rate
# slides down to 58 Hz, half of the jump is taken back. In the figure the neuron leaves its dot along
# the grey curve, shifted right by 86 pA, and comes back to the lower one. So it stresses changes, like
# the high-pass filters of lesson 01, but does not forget the level: the steady rate grows with $I$.
#
# In cortical cells such currents are mostly potassium currents: the M current, and those that calcium
# opens. They are conductances; a current in pA is the simplest stand-in.
# </details>

# %% [markdown]
# ## 3. Intervals that remember
# *about 31 min so far*
#
# With noise (lesson 03) no two intervals are the same. In a LIF neuron with white noise they are
# independent: each spike resets all there is. With an after-spike current something is handed on.
# The serial correlation $\rho_k$ (lesson 04, bonus) is the correlation coefficient of intervals $k$
# apart; for independent intervals it is 0, up to about $1/\sqrt{n}$ for $n$ of them.
#
# **Predict.** Is the interval after a long one longer than average, shorter, or neither? (To make it
# easily seen, the after-spike current is stronger here, and faster: −100 pA, 50 ms.)

# %% name="serial-correlation"
noise = white_noise(300.0, 3.0, 600_000, 0.1, rng=1)  # one minute
cells = {"LIF": GLIFParams(1), "adapting": GLIFParams(3, delta_i=-100.0, tau_i=50.0)}
trains = {name: simulate_glif(noise, 0.1, cell).spike_times for name, cell in cells.items()}
for name, train in trains.items():
    rho, n = [serial_correlation(train[5:], lag) for lag in (1, 2)], train.size - 5
    print(f"{name:8}: {n} spikes, CV² {cv_isi(train[5:]) ** 2:.3f}, "
          f"ρ_1 {rho[0]:+.3f}, ρ_2 {rho[1]:+.3f} (± {1 / np.sqrt(n):.3f})".replace("-", "−"))

# %% [markdown]
# The same as a picture. We sort the intervals by length into five groups of equal size and ask how
# long, on average, the *next* interval is.

# %% name="next-interval" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the next interval against this one
fig, ax = plt.subplots(figsize=(7, 3.4))
styles = {"LIF": ("s--", "guide"), "adapting": ("o-", "interval")}
for name, train in trains.items():
    intervals = isi(train[5:]) / isi(train[5:]).mean()
    groups = np.array_split(np.argsort(intervals[:-1]), 5)
    this = [intervals[group].mean() for group in groups]
    following = [intervals[group + 1].mean() for group in groups]
    error = [intervals[group + 1].std() / np.sqrt(group.size) for group in groups]
    marker, quantity = styles[name]
    ax.errorbar(this, following, error, fmt=marker, color=plots.COLOURS[quantity], label=name)
ax.axhline(1, color=plots.COLOURS["guide"], linewidth=0.8)
ax.set(xlabel="This interval / mean", ylabel="Next interval / mean", xlim=(0.65, 1.4),
       ylim=(0.85, 1.15))
ax.legend(loc="upper right")
show(fig, "Mean of the next interval against this interval. For the LIF neuron it is flat, for the "
     "adapting one it falls: short intervals are followed by long ones.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# $\rho_1$ is 0 for the LIF neuron, within its error, and clearly negative for the adapting one, about
# $-0.3$: long follows short, and short follows long. With the numbers of section 1 it is about $-0.16$.
# </details>

# %% [markdown]
# ### Think 3.1 · Why negative?
# Follow $I_\text{asc}$ through one short interval. Why is the next one long? And over many
# intervals: is the *number* of spikes in ten seconds more or less variable than the CV of single
# intervals would suggest?
#
# <details><summary>Answer</summary>
#
# In a short interval $I_\text{asc}$ has had little time to decay. The next spike adds its jump to a
# large rest, the neuron feels less current, and the next interval is long; after a long one, the
# reverse. A spike too early is paid back by the next, so counts vary *less*. For independent
# intervals the Fano factor $F$ of long counts is CV²: in the LIF neuron both are 0.02. Generally
# $F \to \text{CV}^2 (1 + 2\rho_1 + 2\rho_2 + …)$, says (4.7): $0.042 \cdot (1 - 0.62 - 0.11)$ = 0.011
# when adapting, give or take 0.002, as one minute fixes each $\rho$ only to ±0.025. Counted
# over eleven hours, in windows of 10 s, $F$ is 0.0135 ± 0.0003.
#
# Slow noise does the opposite: neighbours share their input. Real neurons have both.
# </details>

# %% [markdown]
# ## 4. A spike that makes itself
# *about 37 min so far*
#
# $V_\text{th}$ is a wall that we have put up. In a real neuron more sodium channels open the
# higher $V$ is, until it runs away on its own. The **exponential** integrate-and-fire neuron (EIF) puts
# this into one term, with capacitance $C_m$ (pF):
#
# $$C_m \frac{dV}{dt} = -g_L (V - E_L) + g_L \Delta_T\, e^{(V - V_T)/\Delta_T} + I. \tag{6.4}$$
#
# Well below $V_T$ (mV) it is the leaky neuron. Above, the new term takes over; $\Delta_T$ (mV) says how
# gradually. A spike is counted when $V$ passes $V_\text{peak}$ = 0 mV; then $V$ is reset.

# %% [markdown]
# **Predict.** With $E_L$ = −70, $V_T$ = −50, $\Delta_T$ = 2 mV, $g_L$ = 10 nS: a LIF neuron with its
# threshold at $V_T$ would have a rheobase of 200 pA. Has the EIF neuron more, less, or the same?

# %% name="eif-slope" tags=["figure"] jupyter={"source_hidden": true}
# Figure: dV/dt against V for three currents
eif = AdExParams(a=0.0)
v = np.linspace(-72, -40, 400)  # mV
fig, ax = plt.subplots(figsize=(8, 3.5))
for i_dc, style in ((0.0, ":"), (eif.saddle_node_current, "-"), (300.0, "--")):
    ax.plot(v, v_nullcline(v, i_dc, eif) / eif.C_m, style, color=plots.COLOURS["voltage"])
    ax.text(-71.8, (i_dc + 20) / eif.C_m + 0.06, f"{i_dc:.0f} pA", color=plots.COLOURS["voltage"])
ax.axhline(0, color=plots.COLOURS["guide"], linewidth=0.9)
low, high = fixed_points(0.0, eif)
ax.plot(low, 0, "o", color="k")
ax.plot(high, 0, "o", color="k", markerfacecolor="white")
ax.text(low, -0.12, "rest", ha="center", va="top")
ax.text(high + 0.5, -0.12, "no return", va="top")
ax.set(xlabel="Membrane potential [mV]", ylabel="dV/dt [mV/ms]", ylim=(-1.1, 2.2))
show(fig, "dV/dt against V for 0, 180 and 300 pA: three copies of one U-shaped curve, shifted "
     "upwards. At 0 pA it crosses zero at rest and at −45 mV, at 180 pA it touches zero.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# Current lifts the curve. Where it is positive $V$ rises, so $V$ rests at the filled dot and runs away
# beyond the open one. The two meet and vanish where the lowest point touches zero: at $V = V_T$,
# where leak and exponential have opposite slopes. There (6.4) gives the rheobase
# $g_L (V_T - E_L - \Delta_T)$ = 180 pA, *less* than 200.
# </details>

# %% [markdown]
# ### Think 4.1 · Where is the threshold?
# At rest, no current, a very brief pulse lifts $V$ at once. How high must it lift $V$ to make a
# spike? And a current that rises very slowly: at which $V$ does it fire? So what is "the" threshold?
#
# <details><summary>Answer</summary>
#
# The pulse must carry $V$ beyond the open dot, to −44.9 mV: below it the slope is negative and $V$
# falls back. The slow current moves rest along until the dots meet, at $V_T$ = −50 mV. The threshold
# is not one number: it depends on the input, and $V_T$ is only the value for slow currents. With
# $\Delta_T \to 0$ both become $V_T$ and the wall of the LIF neuron is back. Real sodium channels also
# inactivate, which (6.4) leaves out.
# </details>

# %% [markdown]
# ## 5. Firing patterns
# *about 44 min so far*
#
# Add an adaptation current $w$ (pA) and you have the **adaptive exponential** neuron, AdEx (Brette
# and Gerstner 2005):
#
# $$\begin{aligned}
# C_m \frac{dV}{dt} &= -g_L (V - E_L) + g_L \Delta_T\, e^{(V - V_T)/\Delta_T} - w + I \\
# \tau_w \frac{dw}{dt} &= a\,(V - E_L) - w
# \end{aligned} \tag{6.5}$$
#
# At $V_\text{peak}$ $V$ is set to $V_\text{reset}$ and $w$ grows by $b$ (pA). So $b$ is an after-spike current
# with its sign turned, and $a$ (nS) lets $w$ follow $V$ between spikes, with time constant $\tau_w$
# (ms). Two variables, and already half a dozen firing patterns.

# %% [markdown]
# ### Exercise 5.1 · Two slopes (4 min, ★☆☆)
# Write equation (6.5) as code: two lines. `params` has `C_m, g_L, E_L, V_T, Delta_T, a, tau_w`.
#
# <details><summary>Hint 1: idea</summary>Divide each equation by what stands in front of its
# derivative. The jump b is no part of a slope.</details>
# <details><summary>Hint 2: units</summary>Sums of currents in pA. pA over pF is mV/ms, pA over ms is
# pA/ms. The exponent has no unit.</details>
# <details><summary>Hint 3: almost</summary>
# <code>(-p.g_L * (v - p.E_L) + p.g_L * p.Delta_T * np.exp(…) - … + …) / p.C_m</code> and
# <code>(p.a * (…) - …) / p.tau_w</code></details>

# %% name="adex-slopes" tags=["exercise"]
def adex_slopes(v, w, i_inj, params):
    """Return dV/dt [mV/ms] and dw/dt [pA/ms]; v [mV], w and i_inj [pA]."""
    p = params
    # TODO: both slopes from equation (6.5)
    dv_dt = ...
    dw_dt = ...
    return dv_dt, dw_dt


# %% name="adex-slopes-check" tags=["check"]
check.adex_slopes(adex_slopes)

# %% [markdown]
# `simulate_adex` takes Euler steps with these slopes. The upstroke is steep, so $dt$ is 0.05 ms; half
# of it changes no interval of the six patterns, as published, by more than 0.16 ms, but for the
# irregular one (section 7). Parameters and currents are those of Naud and colleagues (2008), all with
# $V_T$ = −50 and $\Delta_T$ = 2 mV. In pF, nS, mV, nS, ms, pA, mV and pA:

# %% name="pattern-table"
print("pattern                C_m  g_L  E_L   a    τ_w    b  V_reset    I")
for name, (p, i_dc) in PATTERNS.items():
    row = (f"{name:21} {p.C_m:4.0f} {p.g_L:4.0f} {p.E_L:4.0f} {p.a:3.0f} {p.tau_w:6.0f} "
           f"{p.b:4.0f} {p.V_reset:8.0f} {i_dc:4.0f}")
    print(row.replace("-", "−"))


# %% [markdown]
# **Phase plane.** Draw $V$ and $w$ against each other: the state of the neuron is one point. On the
# curve $dV/dt = 0$, the $V$-**nullcline**, $V$ stands still; below it $V$ rises, above it $V$ falls. It
# has the shape of a U: a left branch, a lowest point at $V_T$, and a steep right branch. On the dashed
# line, the $w$-nullcline, $w$ stands still; below it $w$ rises, above it $w$ sinks, slowly.

# %% name="phase-plane" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the axes of a phase plane, and how they are filled
def phase_plane(ax):
    """Prepare empty curves: both nullclines, the path, the landings after a spike."""
    ax.set(xlabel="Membrane potential [mV]", ylabel="Adaptation w [pA]", xlim=(-76, -38))
    looks = {"voltage": ("-", 1.8), "current": ("--", 1.8), "guide": ("-", 0.8), "spike": ("o", 0)}
    return [ax.plot([], [], look, linewidth=width, color=plots.COLOURS[key], markersize=5)[0]
            for key, (look, width) in looks.items()]

def fill(curves, trace, i_dc, p, v=np.linspace(-90, -35, 300)):
    landed = np.isin(trace.t, trace.spike_times)
    curves[0].set_data(v, v_nullcline(v, i_dc, p))
    curves[1].set_data(v, w_nullcline(v, p))
    curves[2].set_data(np.where(landed, np.nan, trace.v), trace.w)
    curves[3].set_data(trace.v[landed], trace.w[landed])


# %% [markdown]
# Here for "regular bursting". The thin path leaves the picture on the right: that is a spike, and the
# neuron lands at $V_\text{reset}$, with $w$ higher by $b$ = 100 pA. The dots, numbered, are these
# landings. **Predict:** after which of them does the next spike follow at once?

# %% name="landings" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the path of a bursting neuron in the phase plane
p, i_dc = PATTERNS["regular bursting"]
fig, ax = plt.subplots(figsize=(6.5, 3.8))
fill(phase_plane(ax), simulate_adex(np.full(10_001, i_dc), 0.05, p), i_dc, p)
ax.set(ylim=(-40, 420))
for x, y, text, colour in ((-67, 310, "dV/dt = 0", "voltage"), (-72, 2, "dw/dt = 0", "current"),
                           (-55, 70, "V rises →", "spike"), (-55, 330, "← V falls", "spike"),
                           (-46.2, 64, "1", "spike"), (-45.6, 158, "2, 4, 6, …", "spike"),
                           (-50.4, 304, "3, 5, 7, …", "spike"), (-72, 130, "↓ w sinks", "spike")):
    plots.label(ax, x, y, text, colour)
show(fig, "Phase plane: the V-nullcline is a valley with its lowest point at −50 mV, the w-nullcline "
     "a flat line. The path loops; at −46 mV landings 1, 2, 4, 6 lie below its wall, 3, 5, 7 above.")

# %% [markdown]
# ### Demo 5.2 · Pattern and phase plane
# **Predict:** does "adapting" land above the U before its long intervals? (The figure cuts the
# upstroke off at −35 mV; a tick stands for the spike.)

# %% name="pattern-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a firing pattern and its phase plane
from dataclasses import replace

w_limits = {"tonic": (-40, 680), "adapting": (-40, 680), "initial burst": (-40, 620)}
w_limits |= {"regular bursting": (-40, 430), "delayed accelerating": (-260, 330)}
w_limits |= {"irregular": (-110, 190)}

def draw(fig):
    left, right = fig.subplots(1, 2, width_ratios=(1.35, 1))
    left.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]", xlim=(0, 500), ylim=(-85, -22))
    return plots.live_trace(left), phase_plane(right), right

def update(artists, pattern, percent, lower):
    p, i_dc = PATTERNS[pattern].params, PATTERNS[pattern].i_dc * percent / 100
    p = replace(p, V_reset=p.V_reset - lower)
    trace = simulate_adex(np.full(10_001, i_dc), 0.05, p)
    plots.set_trace(artists[0], trace._replace(v=np.minimum(trace.v, -35)))
    fill(artists[1], trace, i_dc, p)
    artists[2].set_ylim(w_limits[pattern])
    gaps = [f"{gap:.1f}" for gap in isi(trace.spike_times)]
    gaps = ", ".join(gaps if len(gaps) < 5 else [*gaps[:2], "…", *gaps[-2:]])
    seen = recognise_pattern(trace.spike_times)
    return f"{i_dc:.0f} pA; intervals {gaps or '–'} ms; by these: {seen}"

explore(draw, update, alt="Left, V over 500 ms with spike ticks; right, w against V, nullclines",
        pattern=dropdown("Parameters", list(PATTERNS), resets=["percent", "lower"]),
        percent=slider("Current", 0.0, 150.0, step=5.0, value=100.0, unit="% of the published one"),
        lower=slider("V_reset lower by", 0.0, 14.0, step=1.0, unit="mV"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Without current the nullclines cross twice, and the neuron rests at the left crossing. More current
# lifts the U off the line, and $V$ has to run. The landing decides:
#
# - *well* below the U and right of its lowest point: the next spike at once (landings 1 and 2 of
#   "regular bursting": 3 and 5 ms).
# - below and left: $V$ climbs. If $w$ lies above the lowest point, $V$ waits at the left branch until
#   $w$ has sunk. "Adapting" does, up to 76 ms.
# - *well* above: $V$ first falls, then waits: the pause, over 130 ms.
#
# Close to the U short goes over into long without a gap: "irregular" lives there (section 7).
# </details>
#
# Now give "adapting" 50 % of its current, 250 pA: the nullclines still cross, as they do up to 256 pA.
# **Predict:** silence?
#
# <details><summary>Answer</summary>
#
# It fires once. A *step* fires from 229 pA on, for $w$ starts at 0 and comes too late to hold $V$ back;
# a slow ramp to 250 pA does not fire. Where $a$ > 0 "rheobase" has two meanings.
# </details>

# %% [markdown]
# ## 6. The detective
# *about 64 min so far*
#
# `HiddenNeuron(1)` is a neuron that you cannot look into. It answers every current:
# `trace = neuron.respond(i_inj, dt)` has `trace.t`, `trace.v` and `trace.spike_times`. It is a LIF or
# a GLIF3 neuron, and no recording starts at rest. Each number is another neuron.
# A first question, as an example:

# %% name="ask"
t_ask = np.arange(0, 600, 0.1)  # ms

def ask(kind, height, width):
    """Return a current [pA] that starts at 100 ms: a step, or a ramp up to `height`."""
    on = (t_ask >= 100) & (t_ask < 100 + width)
    return np.where(on, height * ((t_ask - 100) / width if kind == "ramp" else 1), 0.0)

answer = HiddenNeuron(1).respond(ask("step", 500, 400), 0.1)
print(HiddenNeuron(1), "with 500 pA for 400 ms: spikes at")
print(*(f"{spike:.0f}" for spike in answer.spike_times), "ms")


# %% [markdown]
# ### Demo 6.1 · Ask it
# **Predict** which current would show $E_L$, which $\tau_m$, which $V_\text{th}$. Then try. Two of these
# six neurons adapt: which?

# %% name="hidden-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a current of your choice, and the answer of the hidden neuron
def draw(fig):
    top, bottom = fig.subplots(2, sharex=True, height_ratios=(1, 2.6))
    current = top.plot([], [], color=plots.COLOURS["current"])[0]
    top.set(ylabel="$I$ [pA]", ylim=(-230, 630))
    bottom.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]", xlim=(0, 600),
               ylim=(-115, -40))
    return current, plots.live_trace(bottom)

def update(artists, number, kind, height, width):
    trace = HiddenNeuron(number).respond(ask(kind, height, width), 0.1)
    artists[0].set_data(t_ask, ask(kind, height, width))
    plots.set_trace(artists[1], trace)
    last, intervals = np.searchsorted(t_ask, 99 + width), isi(trace.spike_times)
    ends = f"; intervals {intervals[0]:.1f} to {intervals[-1]:.1f} ms" if intervals.size else ""
    read = f"V at the end of the current {trace.v[last]:.2f} mV, highest V {trace.v.max():.2f} mV"
    return read.replace("-", "−") + ends

explore(draw, update, alt="Above the injected current, below the answer of the hidden neuron",
        size=(9, 4), number=dropdown("Neuron", [1, 2, 3, 4, 5, 6]),
        kind=dropdown("Current", ["step", "ramp"]),
        height=slider("Height", -200.0, 600.0, step=10.0, value=-100.0, unit="pA"),
        width=slider("Width", 10.0, 450.0, step=10.0, value=300.0, unit="ms"))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# Before the current $V$ runs to $E_L$ by itself. A negative step moves it by $I/g_L$ without any spike,
# and the way there shows $\tau_m$. Where the neuron fires, the highest $V$ is just below
# $V_\text{th}$, closest on a slow ramp. Neurons 3 and 6 adapt: their intervals grow along a step.
# </details>

# %% [markdown]
# ### Exercise 6.2 · Five numbers (18 min, ★★★)
# Choose two currents of your own and complete seven lines; `ask` works here too, with `dt` = 0.1. The
# check asks your function about neurons that you have not seen, so it must measure, not know. Allowed
# are errors of 0.1 mV in $E_L$, 2 % in $g_L$, 4 % in $\tau_m$, 0.3 mV in $V_\text{th}$, 0.16 ms in
# $t_\text{ref}$. Run the check after each line: it counts what is right so far.
#
# <details><summary>Hint 1: idea</summary>Which current moves V without a spike, and which lets V creep
# up to the threshold? When does V stand still?</details>
# <details><summary>Hint 2: units</summary>pA/mV is nS; a number of steps times dt is a time in ms. A long
# negative step, begun when V has settled, shows g_L and tau_m. A slow ramp with several spikes shows
# V_th, the highest V, and t_ref, the time in which V stands still after a spike. End the ramp a little
# before the recording ends, so that the last t_ref is whole.</details>
# <details><summary>Hint 3: almost</summary>The step:
# <code>np.where(np.arange(20_000) * dt &lt; …, 0, …)</code>. tau_m:
# <code>np.argmax(step.v &lt; …) * dt - …</code>, where 1/e of the way is left, minus the onset of the
# step. For t_ref, count the steps in which V does not move:
# <code>np.sum(np.diff(fired.v) == …) * dt / …</code></details>

# %% name="estimate" tags=["exercise"]
def estimate(neuron):
    """Return E_L [mV], g_L [nS], tau_m [ms], V_th [mV] and t_ref [ms] of a hidden neuron."""
    dt = 0.1  # ms
    rest = neuron.respond(np.zeros(5_000), dt)
    # TODO: two currents [pA] of your own, one without and one with spikes
    step = neuron.respond(..., dt)
    fired = neuron.respond(..., dt)
    # TODO: measure
    E_L = ...
    g_L = ...
    tau_m = ...
    V_th = ...
    t_ref = ...
    return E_L, g_L, tau_m, V_th, t_ref


# %% name="estimate-check" tags=["check"]
check.estimate(estimate)

# %% [markdown]
# When you are done, and only then, take the lid off one of them: write `True`.

# %% name="lid-off"
lid_off = False
print(hidden_params(1).membrane if lid_off else HiddenNeuron(1))

# %% [markdown]
# ## 7. Bonus: patterns again, and what spike times tell
# *bonus, about 19 min*
#
# Four questions: to Demo 5.2, to a neuron that fires without a clock, and two to the detective.

# %% [markdown]
# ### Think 7.1 · One number more
# Take "regular bursting" and lower $V_\text{reset}$ in Demo 5.2, by 1, 2, 4 and 12 mV. What becomes of
# the bursts? Then "delayed accelerating", where $a$ < 0, with 100 and with 50 % of the current: what
# does $w$ do while $V$ is high?
#
# <details><summary>Answer</summary>
#
# The bursts are gone, at most a first short interval is left. In this neuron at 210 pA it lasts 3, 5,
# 7.6, 14.7 and 33 ms for a reset to −46, −47, −48, −50, −58 mV. The right branch is steep: at −46 mV
# the U stands at 238 pA, and landing 2 (200 pA) lies below it; at −47 mV it stands at 190, and landing 2
# lies above: the pause comes too early. (The line below the figure still says "initial burst", for the
# one short interval.) At −58 mV it always lands below the U, but left of its lowest point, and waits
# 88 ms.
#
# With $a$ < 0 a high $V$ drives $w$ below zero, and $-w$ helps the current. At 100 % the intervals shrink
# from 21 to 11 ms; but the first spike, at 34 ms, would come at 35 without $w$: here $w$ is not what
# delays it. At 50 % it comes at 251 ms, and with $a$ = 0 never. In cells slow inward currents act like
# this. The classic cause of a delay is another: potassium currents that open when $V$ rises and then
# inactivate, type A within tens of ms, type D within seconds.
# </details>

# %% [markdown]
# No noise goes into "irregular", and yet its intervals jump about. At the published 160 pA that
# ends: in the exact equations they soon repeat in a cycle of ten. At 165 pA, our choice, no such cycle
# comes. We run the neuron twice, the second time with $V$ 0.5 mV higher at the start. Each spike that
# `simulate_adex` puts on its grid of time steps is moved a little, and that would grow as well. So
# `precise_spikes` works without a grid.

# %% name="chaos"
p = PATTERNS["irregular"].params
trains = [precise_spikes(165.0, 5000.0, p, v_start=v) for v in (-60.0, -59.5)]
apart = trains[0][np.argmax(np.abs(trains[0][:60] - trains[1][:60]) > 3)]  # by 3 ms
print(f"3 ms apart after {apart:.0f} ms; {trains[0].size} and {trains[1].size} spikes in 5 s")

# %% [markdown]
# The first spikes of both, and on the right each interval of the first run against the next:

# %% name="chaos-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: two runs from neighbouring starts, and each interval against the next
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3), width_ratios=(2, 1))
for row, train in enumerate(trains):
    left.plot(train, np.full(train.size, row), "|", color="k", markersize=24)
left.axvline(apart, color=plots.COLOURS["guide"], linestyle="--")
left.text(apart + 8, -0.55, "apart by 3 ms", color=plots.COLOURS["guide"])
left.set(xlabel="Time [ms]", ylabel="V at the start", xlim=(0, 700), ylim=(1.5, -0.8))
left.set_yticks([0, 1], ["−60 mV", "−59.5 mV"])
intervals = isi(trains[0])[10:]
right.plot(intervals[:-1], intervals[1:], ".", color=plots.COLOURS["interval"], markersize=4)
right.set(xlabel="This interval [ms]", ylabel="Next interval [ms]", xlim=(0, 45), ylim=(0, 45))
show(fig, "Left, two rows of spike ticks: alike at first, 3 ms apart after some 400 ms. Right, the next "
     "interval against this one, over 5 s: the points lie on one thin curve.")


# %% [markdown]
# ### Think 7.2 · Irregular without noise
# You record an irregular spike train. How could you tell chance from **chaos**, as this is called?
#
# <details><summary>Answer</summary>
#
# Plot each interval against the one before, as in the bonus of lesson 04. Noise draws a cloud. Chaos
# like this draws a thin curve: after a spike $V$ is always $V_\text{reset}$, so $w$ alone decides
# what follows. With several variables that remember, chaos too can draw a cloud.
#
# Or repeat exactly the same current: here the rows agree within 3 ms for about 400 ms, as the start
# fixes the future; only small differences grow. Trials with noise differ from the first spike on. A
# living cell always has some noise, and chaos would make it grow, so the two are hard to tell apart.
# That simple equations can do this is a fact about the model. That neurons use it
# does not follow.
# </details>

# %% [markdown]
# ### Think 7.3 · Spikes only
# Suppose that you see the spike *times* but not $V$, and may inject any current into a LIF neuron.
# Which of $E_L$, $g_L$, $\tau_m$, $V_\text{th}$, $V_\text{reset}$, $t_\text{ref}$ can you still find?
#
# <details><summary>Answer</summary>
#
# $\tau_m$ and $t_\text{ref}$, which are times, and the rheobase $g_L (V_\text{th} - E_L)$, a current. Of
# the voltages only the ratio $(V_\text{reset} - E_L)/(V_\text{th} - E_L)$. Shift all voltages by 10 mV,
# or double the distances between them and halve $g_L$: not one spike moves. So none of $E_L$,
# $V_\text{th}$, $V_\text{reset}$ and $g_L$ can be found, however many currents you try. Such a limit is
# no fault of the method: the spike times do not hold the answer. What a recording cannot tell, a fit
# cannot either.
# </details>

# %% [markdown]
# **A threshold or a current?** GLIF2 raises its threshold, GLIF3 has an after-spike current, and both
# slow down. Spike times can tell which (Benda, Maler & Longtin 2010): hold a current until the neuron
# has adapted, then **jump** to a test current and read the first whole interval.

# %% name="onset-rate"
def onset_rate(level, before, test, dt=0.02):
    """Return 1 / first interval [Hz] after a jump from `before` to `test`, both in pA."""
    i_inj = np.where(np.arange(round(700 / dt)) * dt < 600, before, test)  # adapts for 600 ms
    spike_times = simulate_glif(i_inj, dt, GLIFParams(level)).spike_times
    first, second = spike_times[spike_times > 600][:2]
    return 1000 / (second - first)

for level in (3, 2):
    for before in (0.0, 350.0):
        slope = (onset_rate(level, before, 600.0) - onset_rate(level, before, 350.0)) / 250
        print(f"GLIF{level} after {before:3.0f} pA: {slope:.2f} Hz/pA between 350 and 600 pA")

# %% [markdown]
# ### Think 7.4 · Moved or stretched?
# The same against every test current. Two guesses go through the point at 400 pA: the curve of the
# rested neuron (after 0 pA), *moved* to the right, and the same curve *stretched* along the axis of
# current. **Predict:** which guess fits which neuron?

# %% name="onset-curves" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the onset rate after two currents, for two levels
tests = np.arange(225.0, 601.0, 25.0)  # pA
fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
for ax, level in zip(axes, (3, 2), strict=True):
    rested = [onset_rate(level, 0.0, test) for test in tests]
    strong = tests[tests >= 350]
    adapted = [onset_rate(level, 350.0, test) for test in strong]
    same = np.interp(adapted[2], rested, tests)  # gives the rested neuron the rate at 400 pA
    ax.plot(tests, rested, ":", color=plots.COLOURS["guide"])
    ax.plot(tests + 400 - same, rested, "-", color=plots.COLOURS["expected"], linewidth=5)
    ax.plot(tests * 400 / same, rested, "--", color=plots.COLOURS["theory"])
    ax.plot(strong, adapted, "^", color=plots.COLOURS["rate"])
    ax.set(title=LEVELS[level], xlabel="Test current [pA]", xlim=(220, 720), ylim=(30, 175))
axes[0].set(ylabel="1 / first interval [Hz]")
for x, y, text in ((430, 125, "rested"), (675, 164, "moved"), (715, 112, "stretched")):
    axes[0].text(x, y, text, ha="right")
axes[0].text(450, 68, "after 350 pA", color=plots.COLOURS["rate"])
show(fig, "Two panels, rate of the first interval against test current. In GLIF3 the triangles, after "
     "350 pA, follow the rested curve moved to the right, in GLIF2 the stretched one, which is flatter.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# A current adds to the current: GLIF3's curve moves to the right, like $f(I + I_\text{asc})$. Its steep
# beginning comes along, so that between the same 350 and 600 pA the slope *rises*, from 0.29 to 0.33
# Hz/pA.
#
# A threshold multiplies: twice as far above $E_L$, it needs twice the current for the same interval (if
# reset is at $E_L$). GLIF2's curve is stretched, and the slope *falls*, from 0.27 to 0.23.
#
# The same paper finds that potassium currents, in models with channels, move the curve too, while the
# slow inactivation of sodium is like neither. A cell may have several of these at once.
# </details>

# %% [markdown]
# ## Summary
#
# - An adapting neuron carries something from spike to spike: a raised threshold, an after-spike
#   current, $w$. The GLIF levels name these parts.
# - The adapted rate solves about $r = f(I + \delta_I \tau_I r)$: lower, and without the steep start. Just
#   above rheobase this fails.
# - White noise and adaptation: neighbouring intervals correlate negatively.
# - EIF: the spike makes itself; rheobase $g_L (V_T - E_L - \Delta_T)$; the threshold depends on the
#   input.
# - AdEx: the landing decides. Well below the U and to the right: the next spike at once; to the left:
#   $V$ waits while $w$ is high; well above: first a fall, the pause.
# - None of these models knows a channel. They say what a neuron does, not what it is made of (lesson
#   05).

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $I_\text{asc}$ | `i_asc` | after-spike current | pA |
# | $\delta_I$, $\tau_I$ | `delta_i`, `tau_i` | its jump at a spike, its decay time | −25 pA, 100 ms |
# | $\delta_I \tau_I$ | | its charge per spike | −2500 fC |
# | $\Theta$ | `threshold` | the whole threshold | mV |
# | $\Theta_s$; $\delta_\Theta$, $\tau_\Theta$ | `delta_theta`, `tau_theta` | its part raised by spikes: jump, decay time | mV; 3 mV, 60 ms |
# | $\Theta_v$; $a_v$, $\tau_v$ | `a_v`, `tau_v` | its part that follows $V$ | mV; 0.01 per ms, 30 ms |
# | $f_v$, $\delta_V$ | `f_v`, `delta_V` | the reset rule | 0.2, −4 mV |
# | $r$, $f(I)$ | `rate`, `lif_rate_dc` | firing rate, f–I curve of the LIF neuron | Hz |
# | $\rho_k$ | `rho` | correlation of intervals $k$ apart | – |
# | $n$ | `n` | number of intervals (in code, of spikes) | – |
# | $C_m$ | `C_m` | membrane capacitance | 200 pF in section 4 |
# | $V_\text{peak}$ | `V_peak` | where a spike is counted | 0 mV |
# | $V_T$, $\Delta_T$ | `V_T`, `Delta_T` | where and how gradually the exponential sets in | −50, 2 mV |
# | $w$ | `w` | adaptation current | pA |
# | $a$, $b$, $\tau_w$ | `a`, `b`, `tau_w` | coupling to $V$, jump, time constant | nS, pA, ms |
# | $dt$ | `dt` | time step | 0.1 ms; AdEx 0.05 ms |
#
# $V$, $I$, $E_L$, $g_L$, $\tau_m$, $V_\text{th}$, $V_\text{reset}$, $t_\text{ref}$ are those of lesson 02;
# CV and $F$ those of lesson 04.

# %% [markdown]
# ## Going further
#
# - Compute the f–I curves of all five levels with `sweep_glif` (in `helpers.glif`), and draw them.
# - `HiddenNeuron(3)` adapts: find `delta_i` and `tau_i` too. At a high rate (6.3) gives about their
#   product.

# %% [markdown]
# **Sources.** Ş. Mihalaş & E. Niebur, *Neural Comput.* 21, 704 (2009). C. Teeter *et al.*, *Nat.
# Commun.* 9, 709 (2018). J. Benda, L. Maler & A. Longtin, *J. Neurophysiol.* 104, 2806 (2010). R. Brette
# & W. Gerstner, *J. Neurophysiol.* 94, 3637 (2005). R. Naud *et al.*, *Biol. Cybern.* 99, 335 (2008). EIF: N.
# Fourcaud-Trocmé *et al.*, *J. Neurosci.* 23, 11628 (2003). Adapted f–I curve: J. Benda & A. Herz,
# *Neural Comput.* 15, 2523 (2003). Interval correlations: M. Chacron, K. Pakdaman & A. Longtin,
# *Neural Comput.* 15, 253 (2003). Chaos: J. Touboul & R. Brette, *Biol. Cybern.* 99, 319 (2008).
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

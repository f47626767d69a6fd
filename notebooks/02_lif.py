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
# # 02 · The leaky integrate-and-fire neuron
#
# *About 87 minutes, and 5 more for the bonus.* The leaky integrate-and-fire (LIF) neuron adds up its input, slowly forgets it,
# and fires when the sum is large enough. One equation and three rules say this. You will write them,
# and then ask questions that pencil and paper answer as well.
#
# **After this lesson you can**
# - explain the membrane equation and check its units,
# - simulate the neuron step by step, and say how wrong a step is,
# - predict from a formula when it fires, how fast, and for which pulses,
# - name what the model leaves out.
#
# **You need** arrays and functions (lesson 00), derivatives and the exponential (lesson 01).

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
import sympy as sp

from helpers import plots
from helpers.checks import lif as check
from helpers.explore import explore, slider
from helpers.lif import LIFParams, lif_step, simulate_lif, sweep_lif
from helpers.picture import show
from helpers.spikes import firing_rate
from helpers.theory import lif_chronaxie, lif_rate_dc, lif_step_response, lif_threshold_current

plots.use_style()

# %% [markdown]
# ## 1. From the membrane to an equation
# *about 0 min so far*
#
# The membrane of a neuron is a thin insulating film between two salt solutions: a **capacitor**.
# Open channels let a little charge through: a **leak**, which drives the membrane potential $V$ to
# $E_L$, set by the ions that leak, mostly potassium. An electrode or a synapse injects a
# **current** $I$.

# %% name="circuit" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the circuit of the membrane
fig, ax = plt.subplots(figsize=(5.4, 2.9))
plots.plot_membrane_circuit(ax)
show(fig, "Circuit of the membrane: between inside and outside stand, side by side, a current "
     "source I, a capacitor C_m, and the leak: a conductance g_L in series with a battery E_L.")

# %% [markdown]
# The capacitor holds the charge $Q = C_m V$, so charging it takes the current $C_m\,dV/dt$. The leak
# obeys Ohm's law and carries $g_L(V - E_L)$ outwards. Charge is neither made nor lost: what comes in
# stays on the capacitor or leaks out,
#
# $$C_m \frac{dV}{dt} = -g_L\,(V - E_L) + I. \tag{2.1}$$
#
# Divide by $g_L$ and call $\tau_m = C_m/g_L$ the **membrane time constant**:
#
# $$\tau_m \frac{dV}{dt} = -(V - E_L) + \frac{I}{g_L}. \tag{2.2}$$
#
# An equation for $V$ that contains its own derivative is a **differential equation**. Its solution is
# a curve, fixed by where it starts.

# %% [markdown]
# Our neuron has $E_L$ = −75 mV, $g_L$ = 10 nS and $\tau_m$ = 10 ms; $V$ is in mV, $I$ in pA. The
# units fit without any factor: pA/nS is mV, and nS·ms is pF.
#
# Many books use the **resistance** $R = 1/g_L$ instead (in MΩ), so that $I/g_L$ reads $RI$ and
# $\tau_m = RC_m$: $\tau_m\,dV/dt = -(V - E_L) + RI$. It is equation (2.2) in other letters.
#
# `LIFParams` holds these numbers; `neuron.E_L` reads one of them. It takes $\tau_m$ and $g_L$, and
# $C_m$ follows: `LIFParams(tau_m=20)` has a slower membrane because its $C_m$ is twice as large.

# %% name="neuron"
neuron = LIFParams()
print(neuron)
print(f"C_m = τ_m g_L = {neuron.C_m:.0f} pF")
print(f"50 pA / g_L = {50 / neuron.g_L:.0f} mV")
print(f"R = 1 / g_L = {1000 / neuron.g_L:.0f} MΩ")


# %% [markdown]
# **Predict.** A current of 100 pA is switched on at $t = 0$, the neuron is at rest. Where does $V$
# end? How far has it come after one time constant, 10 ms? Write both numbers down.
#
# SymPy solves equation (2.2) for a constant current. `ics`, the initial conditions, say where $V$
# starts:

# %% name="step-response-symbolic"
def solve_membrane():
    """Solve equation (2.2) for a constant current, starting from rest."""
    t, tau_m, g_L = sp.symbols("t tau_m g_L", positive=True)
    E_L, I = sp.symbols("E_L I", real=True)
    V = sp.Function("V")
    membrane = sp.Eq(tau_m * V(t).diff(t), -(V(t) - E_L) + I / g_L)
    return sp.dsolve(membrane, V(t), ics={V(0): E_L})

solve_membrane()

# %% [markdown]
# So $V$ moves from $E_L$ to $V_\infty = E_L + I/g_L$, and the distance that is left shrinks as
# $e^{-t/\tau_m}$. $I/g_L$ decides *how far* $V$ moves, the time constant *how fast*.

# %% name="step-response" tags=["figure"] jupyter={"source_hidden": true}
# Figure: how V answers a step of 100 pA
t = np.linspace(0, 60, 601)  # ms
fig, ax = plt.subplots(figsize=(8, 3.2))
ax.plot(t, lif_step_response(t, 100.0, neuron), color=plots.COLOURS["voltage"])
for n in (1, 2, 3):
    v_n = lif_step_response(n * neuron.tau_m, 100.0, neuron)
    ax.plot(n * neuron.tau_m, v_n, "o", color=plots.COLOURS["voltage"])
    ax.annotate(f"{n} $\\tau_m$: {(v_n - neuron.E_L) / 10:.0%}", (n * neuron.tau_m + 0.8, v_n), va="top")
ax.axhline(-65, color=plots.COLOURS["current"], linestyle=":")
ax.text(0.5, -64.8, "$V_\\infty$ = −65 mV", color=plots.COLOURS["current"])
ax.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]", ylim=(-76, -63.5))
show(fig, "V rises from −75 mV towards −65 mV: 63 % of the way after one time constant, 86 % "
     "after two, 95 % after three.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# $V$ ends 10 mV above rest, at −65 mV. After one time constant it has covered $1 - 1/e$ of the way.
# </details>
#
# A current that varies is no harder to picture. Each past charge $I\,dt$ has lifted $V$ by
# $I\,dt/C_m$, and of this $e^{-\text{age}/\tau_m}$ is left. $V - E_L$ is the sum of what is left: an
# integral that forgets (lesson 01, section 8).

# %% [markdown]
# ### Think 1.1 · Fewer channels
# A drug closes half of the leak channels: $g_L$ falls from 10 to 5 nS, and $C_m$ stays. What
# happens to $V_\infty$ for 100 pA, and to $\tau_m$? Is the *first* millisecond of the response
# different?
#
# <details><summary>Answer</summary>
#
# Both double: $V_\infty$ lies 20 mV above rest instead of 10, and $\tau_m = C_m/g_L$ is 20 ms
# instead of 10. The first millisecond hardly changes: at rest the leak carries no current, so the
# slope is $I/C_m$ = 1 mV/ms whatever $g_L$ is. In the figure the curve would leave rest along the
# same line and bend later. In code: `LIFParams(g_L=5, tau_m=20)`; `LIFParams(g_L=5)` alone would
# halve $C_m$.
# </details>

# %% [markdown]
# ## 2. One step at a time
# *about 11 min so far*
#
# Spikes interrupt the sum, and for most currents it has no closed form. But there is always a next
# step. Over a short time $dt$ (in ms from here on; lesson 00 had s) the slope is nearly constant, so
#
# $$V(t + dt) \approx V(t) + dt\,\frac{dV}{dt}. \tag{2.3}$$
#
# This is **Euler's method**. The slope is what equation (2.2) gives.

# %% [markdown]
# ### Exercise 2.1 · One Euler step (5 min, ★☆☆)
# Which way does $V$ move at rest, without input? And above rest? Decide, then complete one line.
#
# <details><summary>Hint 1: idea</summary>Solve equation (2.2) for dV/dt. Two terms: a leak that
# pulls V back, an input that pushes it.</details>
# <details><summary>Hint 2: units</summary>The slope is in mV/ms: a sum of two terms in mV, divided
# by a time in ms. The current in pA becomes mV when you divide it by a conductance in
# nS.</details>
# <details><summary>Hint 3: almost</summary><code>(-(v - E_L) + …) / tau_m</code></details>

# %% name="euler-step" tags=["exercise"]
def euler_step(v, i_inj, dt, E_L, g_L, tau_m):
    """Return V one step later [mV]; v [mV], i_inj [pA], dt [ms]."""
    # TODO: dV/dt [mV/ms] from equation (2.2)
    dv_dt = ...
    return v + dt * dv_dt


# %% name="euler-step-check" tags=["check"]
check.euler_step(euler_step)


# %% [markdown]
# So far $V$ can only creep towards $V_\infty$. Now the neuron fires. Three rules:
#
# 1. a step that ends at or above the **threshold** $V_\text{th}$ = −55 mV is a spike,
# 2. at the spike $V$ is set to $V_\text{reset}$ = −75 mV,
# 3. for the **refractory period** $t_\text{ref}$ = 2 ms it stays there, whatever comes in.
#
# The shape of the spike is not part of the model. We note its time and draw a tick.

# %% [markdown]
# ### Exercise 2.2 · The loop (9 min, ★★☆)
# `held` counts the steps that $V$ still has to wait, `t_ref` rounded to whole steps of `dt`;
# `continue` goes straight to the next `k`. Complete five lines. `i_inj[k]` flows from step $k$ to $k + 1$. (`lif_step` is the course's own Euler step; put your `euler_step` in its place if
# you like.)
#
# <details><summary>Hint 1: idea</summary>While held, V does not move and the counter goes down. At
# a spike three things happen: V falls, the time is noted, the waiting begins.</details>
# <details><summary>Hint 2: units</summary>Step number k is the time k·dt in ms. The refractory
# period is in ms; how many steps of dt are that? A counter wants a whole number:
# <code>round(…)</code>.</details>
# <details><summary>Hint 3: almost</summary><code>spike_times.append(k * …)</code> and
# <code>held = round(params.t_ref / …)</code></details>

# %% name="simulate" tags=["exercise"]
def simulate(i_inj, dt, params):
    """Return v [mV], shape (n_steps,), and the spike times [ms] for a current [pA] per step."""
    v = np.full(i_inj.size, params.V_init)
    spike_times, held = [], 0
    for k in range(1, i_inj.size):
        if held > 0:  # TODO: V and the counter during the refractory period
            v[k] = ...
            held = ...
            continue
        v[k] = lif_step(v[k - 1], i_inj[k - 1], dt, params.E_L, params.g_L, params.tau_m)
        if v[k] >= params.V_th:  # TODO: a spike: V, its time [ms], the steps to wait
            v[k] = ...
            spike_times.append(...)
            held = ...
    return v, spike_times


# %% name="simulate-check" tags=["check"]
check.simulate(simulate)

# %% [markdown]
# **Predict.** A pulse of 100 pA lasts 200 ms. How high does $V$ rise, and how often does the
# neuron fire? From here on we use the course's own `simulate_lif`, so a slip above costs nothing;
# yours, `v, spike_times = simulate(i_inj, dt, neuron)`, does the same.

# %% name="pulse-response"
dt = 0.1  # ms
t = np.arange(0, 500, dt)
i_inj = np.where((t >= 100) & (t < 300), 100.0, 0.0)  # pA
trace = simulate_lif(i_inj, dt, neuron)
fig, (top, bottom) = plt.subplots(2, sharex=True, figsize=(9, 4), height_ratios=(1, 2.4))
plots.plot_current(t, i_inj, top).set(xlabel="", ylim=(-20, 320))
plots.plot_voltage(trace, neuron, bottom)
told = f"highest V {trace.v.max():.2f} mV, {trace.spike_times.size} spikes".replace("-", "−")
print(told)
show(fig, f"Above, a current pulse from 100 to 300 ms. Below, V before, during and after it: {told}.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# $V$ comes to −65 mV, as the formula says, and no spike: the threshold is 10 mV higher.
# </details>
#
# Change `100.0` to `300.0` and run the cell again: how many spikes?
#
# <details><summary>Answer</summary>
#
# 15. Section 5 predicts this number.
# </details>

# %% [markdown]
# ## 3. How wrong is Euler?
# *about 33 min so far*
#
# Euler follows the slope at the *start* of the step, although it changes on the way. While the
# current is constant we know better. In time $dt$ the distance to $V_\infty = E_L + I/g_L$ shrinks by
# the factor $e^{-dt/\tau_m}$: SymPy's solution, started at $V(t)$.
#
# $$V(t + dt) = V_\infty + \big(V(t) - V_\infty\big)\,e^{-dt/\tau_m}. \tag{2.4}$$

# %% [markdown]
# ### Exercise 3.1 · The exact step (4 min, ★☆☆)
# Complete two lines.
#
# <details><summary>Hint 1: idea</summary>Where would V end, and how much of the distance to that
# place is left after dt?</details>
# <details><summary>Hint 2: units</summary>The exponent is a time over a time, with a minus. V
# infinity is in mV: E_L plus pA over nS.</details>
# <details><summary>Hint 3: almost</summary><code>v_inf + (…) * np.exp(-dt / tau_m)</code></details>

# %% name="exact-step" tags=["exercise"]
def exact_step(v, i_inj, dt, E_L, g_L, tau_m):
    """Return V one step later [mV], exact for a constant current."""
    # TODO: V_inf [mV], then the new V from equation (2.4)
    v_inf = ...
    v_new = ...
    return v_new


# %% name="exact-step-check" tags=["check"]
check.exact_step(exact_step)

# %% [markdown]
# **Predict.** Make $dt$ ten times smaller: by which factor does Euler's error shrink? We measure
# it 10 ms after a current of 100 pA was switched on.

# %% name="euler-error"
steps = np.array([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])  # number of steps in 10 ms
errors = []
for n in steps:
    v = neuron.E_L
    for _ in range(n):
        v = lif_step(v, 100.0, 10.0 / n, neuron.E_L, neuron.g_L, neuron.tau_m)
    errors.append(abs(v - lif_step_response(10.0, 100.0, neuron)))
print(f"error at dt = 10 ms {errors[0]:.2f} mV, 1 ms {errors[3]:.3f} mV, 0.1 ms {errors[6]:.4f} mV")

# %% [markdown]
# All ten errors, on logarithmic axes.

# %% name="euler-error-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: Euler's error against the time step
fig, ax = plt.subplots(figsize=(6, 3.2))
ax.loglog(10.0 / steps, errors, "o-", color=plots.COLOURS["voltage"])
ax.loglog([0.01, 10], [errors[-1] / 3, 1000 * errors[-1] / 3], ":", color=plots.COLOURS["guide"])
ax.text(0.3, errors[-1] * 4, "slope 1", color=plots.COLOURS["guide"])
ax.set(xlabel="Time step dt [ms]", ylabel="Error after 10 ms [mV]")
show(fig, "Error of Euler's method against the time step, both axes logarithmic: parallel to a "
     "line of slope 1 below 1 ms, steeper above.")


# %% [markdown]
# <details><summary>What you saw</summary>
#
# Below about 1 ms, ten times smaller steps give ten times smaller errors and cost ten times the
# work: Euler is a method of *first order*. At $dt$ = 0.1 ms the error is 0.02 mV, far below what the
# model itself leaves out. Above 1 ms the error grows faster than $dt$.
# </details>
#
# One error stays even with the exact step: a spike is noticed only at the end of a step, so it comes
# up to $dt$ too late, half of that on average: 0.05 ms per interval at $dt$ = 0.1 ms.

# %% [markdown]
# ### Demo 3.2 · Too large a step
# Each Euler step multiplies the distance to $V_\infty$ by $1 - dt/\tau_m$. **Predict:** what will
# you see for $dt$ = $\tau_m$, for 1.5 $\tau_m$, and for more than 2 $\tau_m$? Then move the slider.

# %% name="stability-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: Euler's steps against the exact curve
def draw(fig):
    ax = fig.subplots()
    exact = ax.plot([], [], color=plots.COLOURS["expected"], linewidth=6, label="exact")[0]
    euler = ax.plot([], [], ".-", color=plots.COLOURS["voltage"], label="Euler")[0]
    ax.set(xlabel="Time [ms]", ylabel="Membrane potential [mV]", xlim=(0, 100), ylim=(-100, -40))
    ax.legend(loc="lower right", ncols=2)
    return exact, euler

def update(curves, dt, tau_m):
    cell = LIFParams(tau_m=tau_m)
    t, v = np.arange(0, 100 + dt, dt), [cell.E_L]
    for _ in t[1:]:
        v.append(lif_step(v[-1], 100.0, dt, cell.E_L, cell.g_L, tau_m))
    curves[0].set_data(np.arange(101), lif_step_response(np.arange(101), 100.0, cell))
    curves[1].set_data(t, v)
    return f"each step multiplies the distance to V_∞ by 1 − dt/τ_m = {1 - dt / tau_m:.2f}"

explore(draw, update, alt="Euler's V for 100 pA over the exact one, without threshold",
        dt=slider("Time step dt", 0.5, 12, step=0.5, value=1, unit="ms"),
        tau_m=slider("Time constant τ_m", 5, 10, step=0.5, value=5, unit="ms"))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# At $dt = \tau_m$ the factor is 0: one step lands on $V_\infty$, by luck. Between $\tau_m$ and
# $2\tau_m$ it is negative: $V$ jumps from side to side and still settles. At $2\tau_m$ it jumps for
# ever. Above $2\tau_m$ the factor exceeds 1 in size and each step makes the distance larger.
# </details>
#
# So Euler's method is **unstable** for $dt > 2\tau_m$, although the neuron is not. The exact step has
# no such limit.

# %% [markdown]
# ## 4. Constant current: when does it fire?
# *about 44 min so far*
#
# **Predict** before you touch a slider: which current makes the neuron fire? Does that current
# depend on $\tau_m$?

# %% [markdown]
# ### Demo 4.1 · Constant current
# The dotted line is $V_\infty$, where $V$ would end if it could not fire. On the right, beside the same
# $V$ axis, is the slope $dV/dt$ that equation (2.2) gives at each $V$; the dot marks its zero. The slider
# for $\tau_m$ changes $C_m$; $g_L$ stays.

# %% name="dc-axes" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the axes for a constant current
def dc_axes(fig):
    left, right = fig.subplots(1, 2, sharey=True, width_ratios=(2, 1))
    plots.voltage_axes(left, neuron, 100, v_max=-38)
    target = left.axhline(0, color=plots.COLOURS["current"], linestyle=":")
    name = left.text(99, 0, "$V_\\infty$", color=plots.COLOURS["current"], ha="right", va="bottom")
    right.axhline(neuron.V_th, color=plots.COLOURS["threshold"], linestyle="--", linewidth=1.1)
    right.axvline(0, color=plots.COLOURS["guide"], linewidth=0.8)
    right.text(0.15, -77.4, "V rises")
    right.text(-0.15, -77.4, "V falls", ha="right")
    right.set(xlabel="Slope dV/dt [mV/ms]", xlim=(-2, 4))
    slope = right.plot([], [], color=plots.COLOURS["voltage"])[0]
    dot = right.plot([], [], "o", color=plots.COLOURS["current"], markersize=8)[0]
    return plots.live_trace(left), target, name, slope, dot


# %% [markdown]
# Each move of a slider simulates 100 ms, and moves line and dot:

# %% name="dc-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: V and its slope for a constant current
def update(artists, i_dc, tau_m):
    live, target, name, slope, dot = artists
    cell = LIFParams(tau_m=tau_m)
    trace = simulate_lif(np.full(1001, i_dc), 0.1, cell)
    v_inf = cell.E_L + i_dc / cell.g_L
    plots.set_trace(live, trace)
    target.set_ydata([v_inf, v_inf])
    name.set_y(v_inf)
    v = np.array([-75.0, -39.0])  # mV
    slope.set_data((-(v - cell.E_L) + i_dc / cell.g_L) / tau_m, v)
    dot.set_data([0], [v_inf])
    v_text = f"{v_inf:.1f}".replace("-", "−")
    return f"V_∞ = {v_text} mV; spikes in 100 ms: {trace.spike_times.size}"

explore(dc_axes, update, alt="Left, V over 100 ms of constant current, with spike ticks; right, its slope "
        "at each V, a straight line that is zero at V_∞",
        i_dc=slider("Current I", 0.0, 300.0, step=10.0, value=50.0, unit="pA"),
        tau_m=slider("Time constant τ_m", 2.0, 20.0, step=2.0, value=10.0, unit="ms"))

# %% [markdown]
# **Questions.** (a) Find the smallest current of the slider that gives a spike, for $\tau_m$ of 2,
# 10 and 20 ms. (b) What does $\tau_m$ change? (c) On the right: to which point does $V$ move from both
# sides? Where is it at 200 pA?
#
# <details><summary>Answers</summary>
#
# (a) In steps of 10 pA, 210 pA each time. The neuron fires if $V_\infty$ lies above the threshold,
# and $V_\infty = E_L + I/g_L$ does not contain $C_m$. (b) It sets how soon: at 210 pA there are 3
# spikes in 100 ms for $\tau_m$ = 10 ms and 1 for 20 ms. Just above the border a slow membrane may
# need longer than the 100 ms shown. (c) To the dot, $V_\infty$: below it $V$ rises, above it $V$ would
# fall. A dot below the threshold is where the neuron comes to rest; with the dot above, $V$ meets the
# threshold on its way. At 200 pA the dot lies on the threshold. $\tau_m$ tilts the line about the dot.
# </details>

# %% [markdown]
# The border between silence and firing, where the zero of $dV/dt$ passes $V_\text{th}$, is called the
# **rheobase**, $g_L(V_\text{th} - E_L)$:

# %% name="rheobase"
print(f"rheobase g_L (V_th − E_L) = {neuron.rheobase:.0f} pA")

# %% [markdown]
# ### Think 4.2 · Find the error
# A lecture note says: *"The rheobase is 200 pA; at 200 pA the neuron starts to fire."* What is
# wrong? **Predict** how far $V$ is from the threshold after 50, 100, 200 ms of 200 pA.

# %% name="at-rheobase"
t_wait = np.array([50.0, 100.0, 200.0])  # ms
gap = neuron.V_th - lif_step_response(t_wait, neuron.rheobase, neuron)
for ms, mV in zip(t_wait, gap, strict=True):
    print(f"after {ms:3.0f} ms V is {1000 * mV:9.5f} µV below threshold")


# %% [markdown]
# <details><summary>Answer</summary>
#
# The gap is $20\,\text{mV} \cdot e^{-t/\tau_m}$: soon small, never zero. At rheobase $V$ *approaches*
# the threshold and does not reach it. Firing needs **more** than the rheobase, if only a little.
# </details>

# %% [markdown]
# ### Think 4.3 · On the edge
# A real neuron that receives just its rheobase fires now and then. Which part of our model would you change
# first to see this?
#
# <details><summary>Answer</summary>
#
# The input, or the threshold: one of them must fluctuate. The print-out shows $V$ within a
# thousandth of a millivolt of the threshold after 100 ms, so the smallest push takes it across. Real
# input fluctuates, and so do real channels. Lesson 03 adds noise to $I$; the sharp border then
# becomes a slope.
# </details>

# %% [markdown]
# ## 5. How fast does it fire?
# *about 54 min so far*
#
# Firing rate against current is called the **f–I curve** (f for frequency). Above rheobase each
# **interspike interval** (ISI) has two parts: the refractory period, then the way from
# $V_\text{reset}$ up to $V_\text{th}$. By equation (2.4) that way takes the time $\Delta t$ with
# $V_\infty - V_\text{th} = (V_\infty - V_\text{reset})\,e^{-\Delta t/\tau_m}$. Take the logarithm:
#
# $$\begin{aligned}
# \text{ISI} &= t_\text{ref} + \tau_m \ln\frac{V_\infty - V_\text{reset}}{V_\infty - V_\text{th}} \\[4pt]
# \text{rate} &= 1000/\text{ISI} \quad \text{(Hz, with the ISI in ms)}
# \end{aligned} \tag{2.5}$$
#
# At 300 pA the ISI is 13.0 ms. How many fit into 200 ms? Compare with your count in section 2, and
# remember that the first interval has no refractory period.
#
# <details><summary>Answer</summary>
#
# The first spike comes after 11.0 ms, the 15th after 11.0 + 14 · 13.0 = 193 ms; the 16th would come
# at 206 ms. 15 spikes.
# </details>

# %% [markdown]
# ### Exercise 5.1 · The f–I curve (7 min, ★★☆)
# The rate for an array of currents: four lines. Below rheobase, and at it, the rate is 0.
#
# Comparing an array gives True or False for each element, a **mask**: `fires = v_inf > …`. Then
# `v_inf[fires]` picks the True ones, and `rate[fires] = …` sets only these.
#
# <details><summary>Hint 1: idea</summary>First V infinity for all currents, then find those for
# which it lies above the threshold, then equation (2.5) for these only.</details>
# <details><summary>Hint 2: units</summary>The interval is in ms; Hz means per 1000 ms. Compare mV with
# mV: <code>params.V_th</code> reads the threshold.</details>
# <details><summary>Hint 3: almost</summary>
# <code>params.t_ref + params.tau_m * np.log((v_inf[fires] - …) / (v_inf[fires] - …))</code> and
# <code>rate[fires] = 1000 / …</code></details>

# %% name="rate-dc" tags=["exercise"]
def rate_dc(i_dc, params):
    """Return the rate [Hz] for constant currents; i_dc [pA], shape (n,)."""
    rate = np.zeros(i_dc.size)
    # TODO: V_inf [mV]; which currents fire; the interval [ms] for these; their rate [Hz]
    v_inf = ...
    fires = ...
    interval = ...
    rate[fires] = ...
    return rate


# %% name="rate-dc-check" tags=["check"]
check.rate_dc(rate_dc)

# %% [markdown]
# Now theory and simulation, on the same axes. `sweep_lif` runs all neurons at once, one per
# current (`lambda k: i_dc`: the same currents at every step $k$); here 25 for one second each.

# %% name="f-i-curve"
i_dc = np.arange(100.0, 401.0, 12.5)  # pA
n_steps = 10_000  # of 0.1 ms: one second
trains = sweep_lif(lambda k: i_dc, i_dc.size, n_steps, 0.1, neuron)
counted = [firing_rate(train, t_stop=1000.0) for train in trains]
i_fine = np.linspace(100, 400, 2001)
fig, ax = plt.subplots(figsize=(8, 3.6))
ax.plot(i_fine, lif_rate_dc(i_fine, neuron), color=plots.COLOURS["theory"], label="equation (2.5)")
ax.plot(i_dc, counted, "o", color=plots.COLOURS["rate"], label="counted in 1 s of simulation")
ax.axvline(neuron.rheobase, color=plots.COLOURS["guide"], linestyle=":")
ax.text(197, 60, "rheobase", ha="right", color=plots.COLOURS["guide"])
ax.set(xlabel="Current [pA]", ylabel="Firing rate [Hz]")
ax.legend(loc="lower right")
show(fig, "Firing rate against current. Up to 200 pA it is zero, then it rises steeply and bends "
     "over to 112 Hz at 400 pA. The simulated points lie on the curve.")

# %% [markdown]
# Some values to check your own code against:

# %% name="f-i-table"
for current in (200.1, 210.0, 250.0, 300.0, 400.0):
    print(f"{current:.1f} pA: {lif_rate_dc(current, neuron):6.2f} Hz")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# One formula, no free parameter, and the points lie on it, up to one spike: a count in one second is
# a whole number. At the rheobase the curve starts from zero with an infinite slope. In theory a LIF
# neuron can fire as slowly as you like; but 0.1 pA above rheobase it fires at 13 Hz already.
# </details>

# %% [markdown]
# ### Demo 5.2 · What shapes the f–I curve?
# The broad grey curve is the default neuron, the dotted line the ceiling $1000/t_\text{ref}$.
# **Predict:** which matters more just above rheobase, $t_\text{ref}$ or $\tau_m$? And which at large
# currents? The line of text gives the rate at 210 and at 2000 pA.

# %% name="f-i-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the f–I curve for other refractory periods and time constants
i_wide = np.linspace(0, 2000, 2001)  # pA

def draw(fig):
    ax = fig.subplots()
    ax.plot(i_wide, lif_rate_dc(i_wide, neuron), color=plots.COLOURS["expected"], linewidth=6)
    curve = ax.plot(i_wide, i_wide, color=plots.COLOURS["rate"])[0]
    ceiling = ax.axhline(0, color=plots.COLOURS["guide"], linestyle=":")
    ax.set(xlabel="Current [pA]", ylabel="Firing rate [Hz]", ylim=(0, 1100))
    return curve, ceiling

def update(artists, t_ref, tau_m):
    rate = lif_rate_dc(i_wide, LIFParams(t_ref=t_ref, tau_m=tau_m))
    highest = 1000 / t_ref if t_ref else np.inf
    artists[0].set_ydata(rate)
    artists[1].set_ydata([highest, highest])
    ceiling = f"{highest:.0f} Hz" if t_ref else "none"
    return f"{rate[210]:.0f} Hz at 210 pA, {rate[2000]:.0f} Hz at 2000 pA; ceiling {ceiling}"

explore(draw, update, alt="f–I curve, drawn over that of the default neuron",
        t_ref=slider("Refractory period t_ref", 0.0, 10.0, step=1.0, value=2.0, unit="ms"),
        tau_m=slider("Time constant τ_m", 5.0, 30.0, step=1.0, value=10.0, unit="ms"))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# At 210 pA doubling $\tau_m$ halves the rate, from 31 to 16 Hz, and doubling $t_\text{ref}$ costs 6 %:
# the climb to threshold takes several $\tau_m$. At 2000 pA the climb is short. There doubling $\tau_m$
# costs 26 % and doubling $t_\text{ref}$ 40 %, and the higher the current, the closer the rate comes to
# the ceiling, whatever $\tau_m$ is.
# </details>

# %% [markdown]
# ### Think 5.3 · Without a refractory period
# Set $t_\text{ref}$ to 0: what does the curve look like at large currents, and which quantity sets
# its slope?
#
# <details><summary>Answer</summary>
#
# It becomes a straight line. For large $I$ nearly all of the current charges the capacitor from reset
# to threshold, so the slope is $1000/(C_m(V_\text{th} - V_\text{reset}))$, 0.5 Hz per pA here. The
# line lies 50 Hz lower than this alone would give: on its way from −75 to −55 mV the leak takes
# 100 pA on average. Since $C_m = \tau_m g_L$, the slope falls as $\tau_m$ rises, as the slider shows.
# No neuron follows this line far: its sodium channels need time to recover (lesson 05), which is what
# $t_\text{ref}$ stands for. Most cortical neurons also adapt (lesson 06).
# </details>

# %% [markdown]
# ## 6. Short pulses
# *about 71 min so far*
#
# A synapse delivers a pulse, not a constant current. How strong must a pulse of a given width be
# to make the neuron, at rest, fire? It must carry $V$ from $E_L$ to $V_\text{th}$ before it ends.
#
# **Predict:** a pulse of half the width needs about … times the current.

# %% [markdown]
# ### Exercise 6.1 · The threshold current (4 min, ★★☆)
# Put $V(\text{width}) = V_\text{th}$ into the step response
# $V(t) = E_L + (I/g_L)(1 - e^{-t/\tau_m})$ and solve for $I$. One line.
#
# <details><summary>Hint 1: idea</summary>An endless pulse needs the rheobase. A short one covers
# only a fraction of the way to V infinity, so V infinity must lie higher.</details>
# <details><summary>Hint 2: units</summary>A voltage in mV times a conductance in nS is a current in
# pA; the fraction has no unit.</details>
# <details><summary>Hint 3: almost</summary><code>g_L * (V_th - E_L) / (1 - …)</code></details>

# %% name="threshold-current" tags=["exercise"]
def threshold_current(width, E_L, V_th, g_L, tau_m):
    """Return the current [pA] that reaches V_th just at the end of a pulse; width [ms]."""
    # TODO: the current [pA]
    current = ...
    return current


# %% name="threshold-current-check" tags=["check"]
check.threshold_current(threshold_current)


# %% [markdown]
# ### Demo 6.2 · Strength and duration
# The curve on the right is the formula of Exercise 6.1; the dot is the pulse on the left. The
# line of text gives the formula's value for this width. **Predict:** by how much does it rise from 4
# to 2 ms, and from 40 to 20 ms? Then move the dot across the curve, at 10 ms and at 2 ms.

# %% name="pulse-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the response to a pulse, and the threshold current
def draw(fig):
    left, right = fig.subplots(1, 2, width_ratios=(1.6, 1))
    plots.voltage_axes(left, neuron, 80)
    on = left.axvspan(10, 20, color=plots.COLOURS["current"], alpha=0.15, linewidth=0)
    width = np.linspace(1, 40, 400)  # ms
    right.plot(width, lif_threshold_current(width, neuron), color=plots.COLOURS["theory"])
    right.text(15, 1100, "one spike\nor more")
    right.text(3, 40, "none")
    right.set(xlabel="Pulse width [ms]", ylabel="Pulse height [pA]", xlim=(0, 42), ylim=(0, 2300))
    dot = right.plot([], [], "o", color=plots.COLOURS["current"], ms=9, zorder=1)[0]
    return plots.live_trace(left), on, dot

def update(artists, width, height):
    t = np.arange(8001) / 100  # ms; at 2000 pA a step of 0.1 ms would be one of 2 mV
    trace = simulate_lif(np.where((t >= 10) & (t < 10 + width), height, 0.0), 0.01, neuron)
    plots.set_trace(artists[0], trace)
    artists[1].set_width(width)
    artists[2].set_data([width], [height])
    needed, charge = lif_threshold_current(width, neuron), width * height / 1000
    return f"spikes: {trace.spike_times.size}; formula {needed:.0f} pA; charge {charge:.2f} pC"

explore(draw, update, alt="Left, the response to a pulse; right, height against width of the pulse",
        width=slider("Pulse width", 1.0, 40.0, step=1.0, value=10.0, unit="ms"),
        height=slider("Pulse height", 0.0, 2200.0, step=20.0, value=200.0, unit="pA"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Above the curve the pulse makes a spike, below it $V$ turns back before the threshold. At 10 ms
# 300 pA is too little and 320 pA enough; at 2 ms 1100 pA is too little and 1120 enough. From 4 to 2 ms
# the threshold rises from 607 to 1103 pA: half the width, nearly twice the current. From 40 to 20 ms
# it rises by 14 % only.
# </details>
#
# The width at which the threshold is twice the rheobase is called the **chronaxie**, here
# $\tau_m \ln 2$. The curve in numbers, with the charge that each pulse carries (pA·ms is fC; 1000 fC
# are 1 pC):

# %% name="strength-duration"
chronaxie = lif_chronaxie(neuron)
print(f"at the chronaxie, {chronaxie:.2f} ms: {lif_threshold_current(chronaxie, neuron):.0f} pA")
for width in (0.1, 1.0, 10.0, 100.0):  # ms
    current = lif_threshold_current(width, neuron)
    print(f"{width:5.1f} ms: {current:8.2f} pA, charge {current * width / 1000:5.2f} pC")

# %% [markdown]
# In 1907 Louis Lapicque compared this capacitor model with what he measured on the nerves of frogs;
# the curve is often named after him, and the words rheobase and chronaxie are his (1909).

# %% [markdown]
# ### Think 6.3 · What counts is the charge
# Read the last column of the print-out. Why is the charge of a just sufficient pulse nearly the
# same for 0.1 and 1 ms, and why does it grow for long ones?
#
# <details><summary>Answer</summary>
#
# A pulse much shorter than $\tau_m$ leaves the leak no time. All its charge stays on the capacitor,
# and $C_m (V_\text{th} - E_L)$ = 2 pC brings it to threshold, whatever the shape of the pulse. During
# a long pulse charge leaks away while more comes in, so more is needed.
# </details>

# %% [markdown]
# ## 7. What the model leaves out
# *about 82 min so far*
#
# ### Think 7.1 · A model is a choice
# Our neuron has no spike shape: $V$ never rises above $V_\text{th}$, and the ticks are drawn above
# it. Name three more things that real neurons do and this one cannot. Which would you need to
# explain a rate that falls during a long, constant current?
#
# <details><summary>Answer</summary>
#
# Some candidates: it does not **adapt** (reset and threshold are the same after every spike, so all
# intervals in Demo 4.1 are equal); it has **no noise** (the same input gives the same spikes); its
# leak is **linear** (no channel opens as $V$ approaches the threshold, as they do in
# Hodgkin–Huxley neurons, lesson 05); it has **no dendrites** (one point, one potential). A rate
# that falls needs adaptation: a current or a threshold that grows with each spike (lesson 06). In
# exchange, every question of this lesson had an answer on paper. That is one reason why the model is
# still used.
# </details>

# %% [markdown]
# ## 8. Bonus: a current that swings
# *bonus, about 5 min*
#
# The current is now a sine, $I_0 \sin(2\pi f t)$ with $I_0$ = 50 pA, too small for a spike. $V$ swings
# around $E_L$ with the same frequency $f$ (Hz). **Predict** its amplitude at 1 Hz. From which frequency
# on does it get smaller?
#
# Put a sine of amplitude $A$ (mV) into (2.2), wait until the start is forgotten, and with $\tau_m$ in ms
#
# $$A = \frac{I_0/g_L}{\sqrt{1 + (f/f_c)^2}}, \qquad f_c = \frac{1000}{2\pi\tau_m}\ \text{Hz}. \tag{2.6}$$

# %% name="sine-response"
t, f_c = np.arange(0, 1100, 0.1), 1000 / (2 * np.pi * neuron.tau_m)  # ms, Hz
frequency, amplitude = np.array([1, 3, 10, 30, 100, 300]), []  # Hz
for f in frequency:
    v = simulate_lif(50 * np.sin(2 * np.pi * f * t / 1000), 0.1, neuron).v[t >= 100]
    amplitude.append((v.max() - v.min()) / 2)
    print(f"{f:3} Hz: {amplitude[-1]:.2f} mV")

# %% [markdown]
# On logarithmic axes, with the line of (2.6):

# %% name="sine-response-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the amplitude of V against the frequency of the current
fine = np.geomspace(1, 300, 200)
fig, ax = plt.subplots(figsize=(7, 3.2))
ax.loglog(fine, 50 / neuron.g_L / np.sqrt(1 + (fine / f_c) ** 2), color=plots.COLOURS["theory"])
ax.loglog(frequency, amplitude, "o", color=plots.COLOURS["voltage"])
ax.axvline(f_c, color=plots.COLOURS["guide"], linestyle=":")
ax.text(1.08 * f_c, 0.25, f"cut-off {f_c:.1f} Hz", color=plots.COLOURS["guide"])
ax.text(1, 1.9, "line: equation (2.6)\ndots: simulation", va="top")
ax.set(xlabel="Frequency of the current [Hz]", ylabel="Amplitude of V [mV]", ylim=(0.2, 8))
ax.set_xticks(frequency, frequency)
ax.set_yticks([0.3, 1, 3, 5], ["0.3", "1", "3", "5"])
ax.minorticks_off()
show(fig, "Amplitude of V against the frequency of the current, both axes logarithmic: level at 5 mV, "
     "bending at the cut-off, then a straight fall. The simulated dots lie on the line.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Slow sines pass whole: 5 mV is $I_0/g_L$, as for a constant current. At the **cut-off** $f_c$ =
# $1/(2\pi\tau_m)$, 15.9 Hz, $1/\sqrt2$ or 71 % is left. Far above, ten times the frequency leaves a
# tenth: $A \approx I_0/(2\pi f C_m)$, in which $g_L$ no longer appears, since the current turns round
# before the leak matters. So the membrane is a **low-pass filter**, as a running average is (lesson
# 01, section 8). This holds without spikes; and this leak makes no resonance, which needs channels
# that open and close (lesson 05).
# </details>

# %% [markdown]
# ## Summary
#
# - $\tau_m\,dV/dt = -(V - E_L) + I/g_L$, with threshold, reset and refractory period.
# - Euler's error shrinks with $dt$; above $2\tau_m$ the method is unstable.
# - The rheobase $g_L(V_\text{th} - E_L)$ = 200 pA does not depend on $C_m$. At exactly this current
#   $V$ approaches $V_\text{th}$ and never reaches it.
# - The f–I curve: zero, then steep, then limited by $1000/t_\text{ref}$.
# - Short pulses count by their charge, long ones by their height.

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $V$ | `v` | membrane potential | mV |
# | $I$ | `i_inj`, `i_dc` | injected current; a constant one | pA |
# | $Q$ | – | charge on the capacitor, $C_m V$ | pC |
# | $E_L$ | `E_L` | leak reversal potential: rest without input | −75 mV |
# | – | `V_init` | potential at the start | −75 mV |
# | $V_\text{th}$ | `V_th` | threshold | −55 mV |
# | $V_\text{reset}$ | `V_reset` | potential after a spike | −75 mV |
# | $V_\infty$ | `v_inf` | steady state $E_L + I/g_L$ | mV |
# | $g_L$, $C_m$ | `g_L`, `C_m` | leak conductance, capacitance | 10 nS, 100 pF |
# | $R$ | – | membrane resistance $1/g_L$ | 100 MΩ |
# | $\tau_m$ | `tau_m` | membrane time constant $C_m/g_L$ | 10 ms |
# | $t_\text{ref}$ | `t_ref` | refractory period | 2 ms |
# | ISI | `interval` | interspike interval | ms |
# | $\Delta t$ | – | the part of it from $V_\text{reset}$ to $V_\text{th}$ | ms |
# | rate | `rate` | firing rate, 1000/ISI | Hz |
# | rheobase | `rheobase` | $g_L(V_\text{th} - E_L)$ | 200 pA |
# | chronaxie | `chronaxie` | width at which the threshold is twice the rheobase, $\tau_m \ln 2$ | 6.93 ms |
# | width | `width` | duration of a pulse | ms |
# | – | `height`, `current` | height of a pulse | pA |
# | $f$, $f_c$ | `f`, `frequency`; `f_c` | frequency of a sine; cut-off $1/(2\pi\tau_m)$ | Hz; 15.9 Hz |
# | $I_0$, $A$ | –, `amplitude` | amplitude of the sine current, of $V$ | 50 pA, mV |
# | $t$, $dt$ | `t`, `dt` | time, time step | ms, 0.1 ms |
# | $k$ | `k` | number of a step | – |

# %% [markdown]
# ## Going further
#
# - Give `simulate_lif` a current of your own: a ramp, or two pulses at a varying distance.
#   When does the second one help?
# - Set `E_L` above `V_th`. What does this neuron do without any input? (Its `rheobase` tells.)
# - Lesson 03 adds noise to the current.
#
# **Sources.** L. Lapicque, *J. Physiol. Pathol. Gén.* 9, 620 (1907), in English in Brunel & van
# Rossum, *Biol. Cybern.* 97, 341 (2007). P. Dayan & L. F. Abbott, *Theoretical Neuroscience* (2001),
# section 5.4. W. Gerstner, W. M. Kistler, R. Naud & L. Paninski, *Neuronal Dynamics* (2014),
# section 1.3.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

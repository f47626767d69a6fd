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
# # 05 · The Hodgkin–Huxley neuron
#
# *About 85 minutes, and 44 more for the bonus.* No spike is drawn by hand any more: it comes out of
# four equations. You will write them, make them fire, and measure in them what Hodgkin and Huxley
# measured in the squid's giant axon.
#
# **After this lesson you can**
# - say what each gate does during a spike,
# - write and simulate the four equations,
# - measure thresholds, refractory period, anode break and accommodation,
# - measure how fast it fires, and show that silence and firing can both be stable; in the bonus,
#   show with eigenvalues why rest gives way.
#
# **You need** derivatives (lesson 01), Euler's method and the leaky neuron (lesson 02).

# %% [markdown]
# **How to work.** Make each prediction before you run the cell below it. In an exercise, put your
# own code in place of each `...`; the cell after it answers ○ not started, ✗ with a reason, or ✓.
# Whatever you write in an exercise, the later cells work: they use the course's own functions. Code
# that need not be read is folded: click its line (Colab: *Show code*) to open it.
# Take the bonus sections in any order.
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
from scipy.integrate import solve_ivp
from scipy.special import exprel

from helpers import hh_analysis, hh_integrators, hh_plots, plots
from helpers.checks import hodgkin_huxley as check
from helpers.explore import explore, slider
from helpers.hh import (
    RATES,
    V_REST,
    HHParams,
    HHTrace,
    hh_slopes,
    simulate_hh,
    steady_state,
    time_constants,
)
from helpers.hh_analysis import simulate_constant
from helpers.picture import show

plots.use_style()

# %% [markdown]
# ## 1. From conductances to four equations
# *about 0 min so far*
#
# The capacitor $C_m$ and the leak are those of lesson 02. New are two conductances that open and
# close with $V$: one lets sodium in, one lets potassium out. Each drives $V$ towards the
# **reversal potential** of its ion. All values are per area of membrane.

# %% name="circuit" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the circuit of the membrane with its three conductances
fig, ax = plt.subplots(figsize=(7.6, 3.0))
hh_plots.plot_hh_circuit(ax)
show(fig, "Circuit: between inside and outside stand, side by side, a current source, a capacitor, "
     "and three conductances in series with batteries: sodium and potassium with an arrow "
     "through them, for they vary, and the leak. The sodium battery is turned round.")

# %% [markdown]
# What comes in stays on the capacitor or leaves as one of three ionic currents, counted positive
# **outwards**:
#
# $$\begin{aligned} C_m \frac{dV}{dt} &= I - I_\text{Na} - I_K - I_L, \\
# I_\text{Na} &= g_\text{Na}\,m^3 h\,(V - E_\text{Na}), \\
# I_K &= g_K\,n^4\,(V - E_K), \\
# I_L &= g_L\,(V - E_L). \end{aligned} \tag{5.1}$$
#
# | symbol | meaning | value |
# |---|---|---|
# | $V$, $I$ | membrane potential, inside minus outside; injected current | mV, µA/cm² |
# | $C_m$ | capacitance | 1 µF/cm² |
# | $g_\text{Na}$, $g_K$, $g_L$ | conductances with all gates open | 120, 36, 0.3 mS/cm² |
# | $E_\text{Na}$, $E_K$, $E_L$ | reversal potentials | 50, −77, −54.387 mV |
# | $m$, $h$, $n$ | open fraction of each kind of gate | 0 to 1 |
#
# mS/cm² times mV is µA/cm², and that over µF/cm² is mV/ms: no factor anywhere. The paper of 1952
# counts $V$ from rest and with the other sign; we use today's convention.

# %% [markdown]
# **Where do the $E$ come from?** An ion is in balance where the voltage holds back what diffusion
# drives, at the **Nernst potential**
#
# $$E = \frac{RT}{zF} \ln\frac{c_\text{out}}{c_\text{in}}.$$
#
# $RT/F$ (gas constant, temperature in K, Faraday's constant) is 24.1 mV at 6.3 °C, $z$ = 1 the charge,
# $c$ (mM) the concentration outside and inside. A squid has 440 mM of sodium in its blood and 50 in
# its axon, of potassium 20 and 400. **Predict** the signs of $E_\text{Na}$ and $E_K$. Is $E_L$ of this kind?

# %% name="nernst"
rt_f = 8.314 * (273.15 + 6.3) / 96.485  # J/mol over C/mmol: mV
for ion, outside, inside in (("Na", 440, 50), ("K", 20, 400)):  # mM
    print(f"E_{ion} by Nernst: {rt_f * np.log(outside / inside):.0f} mV".replace("-", "−"))
m, h, n = steady_state(-65.0)  # the gates at rest, from section 2
i_na, i_k = 120 * m**3 * h * (-65 - 50), 36 * n**4 * (-65 + 77)  # µA/cm²
e_l = f"{-65 + (i_na + i_k) / 0.3:.2f}".replace("-", "−")
print(f"the leak balances both at −65 mV if E_L is {e_l} mV")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# 52 and −72 mV, not quite the 50 and −77 of the table. Those were not calculated but measured: where
# each current turns round when $V$ is held. (In sea water, which has half the potassium of blood,
# Nernst gives 17 mV less, −89: the measured $E_K$ lies between.) $E_L$ is no ion's own. Hodgkin and
# Huxley *chose* it so that no current flows at rest. (−54.40 would be exact; with −54.387 the model
# rests at −64.996 mV.)
#
# Left out: every spike lets ions through, and pumps bring them back. Here concentrations stand still.
# </details>

# %% [markdown]
# A sodium channel conducts if its three **m gates** and its **h gate** are open, a potassium
# channel if its four **n gates** are. If gates move independently, these are the fractions $m^3h$
# and $n^4$ of the channels. Closed gates open at the rate $\alpha$, open ones close at $\beta$
# (in 1/ms, depending on $V$):
#
# $$\frac{dx}{dt} = \alpha_x(V)\,(1 - x) - \beta_x(V)\,x, \qquad x = m, h, n. \tag{5.2}$$
#
# What a rise of $V$ does to each kind of gate, and how fast, is the subject of section 2.
#
# ### Think 1.1 · Closed, but not quite
# At rest $m$ = 0.053, $h$ = 0.596, $n$ = 0.318. Which conductance is largest? By which factor
# would that of sodium grow if all m gates opened?
#
# <details><summary>Answer</summary>
#
# Potassium: 36·$n^4$ = 0.37 mS/cm², a little more than the leak's 0.3. Sodium has only 120·$m^3h$
# = 0.011 mS/cm². So $V$ rests about midway between $E_K$ (−77) and $E_L$ (−54.4): 0.37 mS/cm² pull
# down, 0.3 pull up. With $m$ = 1 the sodium conductance would be 120·$h$ = 72 mS/cm², about 6700
# times as large: the third power makes a switch out of a gate. And $h$ = 0.596 says that 40 % of
# the sodium channels cannot open even then.
# </details>

# %% [markdown]
# ## 2. Gates that feel the voltage
# *about 7 min so far*
#
# Hodgkin and Huxley measured the rates under a clamped $V$ and fitted, for $V$ in mV and rates in
# 1/ms at 6.3 °C:
#
# | | $\alpha$ | $\beta$ |
# |---|---|---|
# | $m$ | $u/(1 - e^{-u})$ with $u = (V + 40)/10$ | $4\,e^{-(V + 65)/18}$ |
# | $h$ | $0.07\,e^{-(V + 65)/20}$ | $1/(1 + e^{-(V + 35)/10})$ |
# | $n$ | $0.1\,w/(1 - e^{-w})$ with $w = (V + 55)/10$ | $0.125\,e^{-(V + 65)/80}$ |
#
# At −40 mV the formula for $\alpha_m$ says 0/0. Its limit is 1, but NumPy makes it NaN, and plain
# Python stops with an error. SciPy has the cure: `exprel(u)` is $(e^u - 1)/u$, and 1 at $u = 0$.
# So $u/(1 - e^{-u})$ is `1 / exprel(-u)`.
#
# ### Exercise 2.1 · The rates (5 min, ★★☆)
# Two rates are given. Write the other four; two of them need `exprel`.
#
# <details><summary>Hint 1: idea</summary>Look for the fraction with 1 minus an exponential below:
# at which V is it 0/0? The others are safe as they stand.</details>
# <details><summary>Hint 2: units</summary>Exponents are pure numbers: mV over mV. exprel gets
# minus the u or w of the table, and it stands below the fraction bar.</details>
# <details><summary>Hint 3: almost</summary><code>a_m = 1 / exprel(-(v + 40) / …)</code> and
# <code>b_h = 1 / (1 + …)</code></details>

# %% name="rates" tags=["exercise"]
def rates(v):
    """Return alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n [1/ms]; v [mV], any shape."""
    b_m = 4 * np.exp(-(v + 65) / 18)
    b_n = 0.125 * np.exp(-(v + 65) / 80)
    # TODO: the other four rates of the table
    ### BEGIN SOLUTION
    #~ a_m = ...
    #~ a_h = ...
    #~ b_h = ...
    #~ a_n = ...
    a_m = 1 / exprel(-(v + 40) / 10)
    a_h = 0.07 * np.exp(-(v + 65) / 20)
    b_h = 1 / (1 + np.exp(-(v + 35) / 10))
    a_n = 0.1 / exprel(-(v + 55) / 10)
    ### END SOLUTION
    return a_m, b_m, a_h, b_h, a_n, b_n

# %% name="rates-check" tags=["check"]
check.rates(rates)

# %% [markdown]
# ### Exercise 2.2 · Where a gate ends, and how fast (4 min, ★☆☆)
# Hold $V$: then $\alpha$ and $\beta$ are constants, and equation (5.2) is a leaky equation like
# that of lesson 02. Write it as $dx/dt = (x_\infty - x)/\tau$ and read off both.
#
# <details><summary>Hint 1: idea</summary>In the steady state dx/dt is 0. Collect the terms with
# x: x stands there times −1/tau.</details>
# <details><summary>Hint 2: units</summary>alpha and beta are in 1/ms. x_inf is a pure number: a
# rate over a rate. tau is in ms: one over a rate.</details>
# <details><summary>Hint 3: almost</summary><code>x_inf = alpha / (…)</code> and
# <code>tau = 1 / (…)</code></details>

# %% name="settle" tags=["exercise"]
def settle(alpha, beta):
    """Return x_inf and tau [ms] of a gate with constant rates alpha, beta [1/ms]."""
    # TODO: the steady state and the time constant
    ### BEGIN SOLUTION
    #~ x_inf = ...
    #~ tau = ...
    x_inf = alpha / (alpha + beta)
    tau = 1 / (alpha + beta)
    ### END SOLUTION
    return x_inf, tau

# %% name="settle-check" tags=["check"]
check.settle(settle)

# %% [markdown]
# **Predict.** Which gate is quickest? Which two *fractions* move furthest between −65 and −55 mV?
# `steady_state` and `time_constants` are the course's own. ($\tau_m$ is here the time constant of
# the gate m, not that of the membrane, as in lesson 02.)

# %% name="gate-curves" tags=["figure"] jupyter={"source_hidden": true}
# Figure: steady states and time constants of the gates
v_axis = np.linspace(-100, 40, 281)  # mV
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
spots = {"m": ((-20, 0.58), (-38, 0.75)), "h": ((-88, 0.86), (-46, 7.2)),
         "n": ((-50, 0.62), (-90, 5.9))}
for name, x_inf, tau in zip("mhn", steady_state(v_axis), time_constants(v_axis), strict=True):
    style = {"color": plots.COLOURS[name], "linestyle": hh_plots.STYLES[name]}
    left.plot(v_axis, x_inf, **style)
    right.plot(v_axis, tau, **style)
    plots.label(left, *spots[name][0], f"${name}_\\infty$", name, ha="right", fontsize=13)
    plots.label(right, *spots[name][1], f"$\\tau_{name}$", name, ha="right", fontsize=13)
for ax in (left, right):
    ax.axvline(-65, color=plots.COLOURS["guide"], linestyle=":", linewidth=1)
    ax.set(xlabel="Membrane potential [mV]")
left.set(ylabel="Steady state")
right.set(ylabel="Time constant [ms]", ylim=(0, 9.5))
show(fig, "Left: m_∞ and n_∞ rise with V, h_∞ falls. Right: the time constant of m stays "
     "below 0.6 ms; that of h reaches 8.6 ms near rest, which a dotted line marks, that of n 5.8 ms "
     "at −77 mV.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# $m$ is the quick one: $\tau_m$ stays below 0.6 ms, while $\tau_h$ reaches 8.6 ms at −67 mV and
# $\tau_n$ 5.8 ms at −77 mV. From −65 to −55 mV $h_\infty$ falls from 0.60 to 0.26 and $n_\infty$
# rises from 0.32 to 0.48: both act against a spike, and both come late. $m_\infty$ only moves from
# 0.05 to 0.16, but $m_\infty^3$ becomes 27 times as large, and at once: that starts the spike.
# </details>
#
# ### Demo 2.3 · Gates at a voltage
# $V$ jumps from −65 mV to the value of the slider and is **held**: the voltage clamp, the
# experiment behind the table. **Predict:** after a jump to 0 mV, does the sodium conductance stay
# on? Does the potassium conductance?

# %% name="clamp-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: gates and conductances at a held voltage
v_axis, t_clamp = np.linspace(-100, 40, 281), np.linspace(0, 12, 481)  # mV, ms

def draw(fig):
    left, middle, right = fig.subplots(1, 3)
    for name, x_inf in zip("mhn", steady_state(v_axis), strict=True):
        left.plot(v_axis, x_inf, hh_plots.STYLES[name], color=plots.COLOURS[name])
    left.set(xlabel="Held potential [mV]", ylabel="Steady state")
    curves = [hh_plots.part_lines(middle, "gates", 12), hh_plots.part_lines(right, "conductances", 12)]
    for ax in (middle, right):  # narrow enough for a phone
        ax.legend(loc=(0, 1), ncols=3, handlelength=1.5, columnspacing=0.6, handletextpad=0.3)
    return [left.plot([], [], "o", color=plots.COLOURS[name])[0] for name in "mhn"], *curves

def update(artists, v):
    start, end, tau = steady_state(-65.0), steady_state(v), time_constants(v)
    gates = [b + (a - b) * np.exp(-t_clamp / c) for a, b, c in zip(start, end, tau, strict=True)]
    trace = HHTrace(t_clamp, np.full(t_clamp.size, v), *gates)
    for dot, x_inf in zip(artists[0], end, strict=True):
        dot.set_data([v], [x_inf])
    hh_plots.set_parts(artists[1], trace, HHParams(), "gates")
    hh_plots.set_parts(artists[2], trace, HHParams(), "conductances")
    g_na, g_k = hh_analysis.conductances(trace)
    told = f"τ: m {tau[0]:.2f}, h {tau[1]:.2f}, n {tau[2]:.2f} ms; "
    return told + f"largest g_Na·m³h {g_na.max():.2g}, final g_K·n⁴ {g_k[-1]:.2g} mS/cm²"

explore(draw, update, alt="Steady states, gates and conductances after a jump of V, which is held",
        size=(10, 3.5), v=slider("Held potential V", -100.0, 40.0, step=1.0, value=0.0, unit="mV"))

# %% [markdown]
# **Questions.** A gate that opens when $V$ rises **activates** its channel, one that closes
# **inactivates** it. (a) Why does the sodium conductance rise *and* fall at a constant $V$? (b) A
# text says: *"h is the inactivation of potassium."* Which panel refutes it?
#
# <details><summary>Answers</summary>
#
# (a) At 0 mV $m$ opens at once; $h$ closes four times more slowly (see the time constants), and
# in between both are open. Later $m$ stays open and $h$ is closed. (b) The right one: the
# potassium conductance rises and stays, as long as you look; it has no gate that closes when $V$
# rises. $h$ closes the *sodium* channel. (Other potassium channels do inactivate. This one, in
# this model, does not.)
# </details>

# %% [markdown]
# ### Exercise 2.4 · The four derivatives (6 min, ★★☆)
# Equations (5.1) and (5.2) in five lines.
#
# <details><summary>Hint 1: idea</summary>Add the three ionic currents, each a conductance times a
# distance from its reversal potential. The injected current charges the capacitor; ionic ones,
# counted outwards, discharge it.</details>
# <details><summary>Hint 2: units</summary>i_ion is in µA/cm²; divided by µF/cm² it is mV/ms. The
# gates' slopes are in 1/ms: rates times fractions.</details>
# <details><summary>Hint 3: almost</summary>
# <code>i_ion = p.g_Na * m**3 * h * (v - p.E_Na) + …</code> and
# <code>dm = a_m * (1 - m) - …</code></details>

# %% name="derivatives" tags=["exercise"]
def derivatives(v, m, h, n, i_inj, p):
    """Return dV/dt [mV/ms], dm/dt, dh/dt, dn/dt [1/ms]; p holds g_Na, E_Na, …, C_m."""
    a_m, b_m, a_h, b_h, a_n, b_n = (rate(v) for rate in RATES)
    # TODO: the sum of the ionic currents [µA/cm²], then the four slopes
    ### BEGIN SOLUTION
    #~ i_ion = ...
    #~ dv = ...
    #~ dm = ...
    #~ dh = ...
    #~ dn = ...
    i_ion = p.g_Na * m**3 * h * (v - p.E_Na) + p.g_K * n**4 * (v - p.E_K) + p.g_L * (v - p.E_L)
    dv = (i_inj - i_ion) / p.C_m
    dm = a_m * (1 - m) - b_m * m
    dh = a_h * (1 - h) - b_h * h
    dn = a_n * (1 - n) - b_n * n
    ### END SOLUTION
    return dv, dm, dh, dn

# %% name="derivatives-check" tags=["check"]
check.derivatives(derivatives)

# %% [markdown]
# ### Exercise 2.5 · The simulation (7 min, ★★☆)
# Euler's method, as in lesson 02, for four variables at once. All four slopes belong to the
# *same* moment. (`hh_slopes` is the course's own version of your `derivatives`.)
#
# <details><summary>Hint 1: idea</summary>First all four slopes from the values of step k, then
# all four new values. No new value may enter a slope of the same step.</details>
# <details><summary>Hint 2: units</summary>t runs from 0 to t_stop, both ends included, in steps
# of dt, in ms: t_stop / dt steps, one sample more.</details>
# <details><summary>Hint 3: almost</summary>
# <code>t = np.arange(round(t_stop / dt) + …) * dt</code> and
# <code>v[k + 1] = v[k] + … * dv</code></details>

# %% name="hh" tags=["exercise"]
def hh(i0, t_stop, dt=0.01, start=(-70.0, 0.05, 0.54, 0.34)):
    """Return t [ms], v [mV], m, h, n for a constant current i0 [µA/cm²]."""
    # TODO: the times; then in each step the four slopes and the four new values
    ### BEGIN SOLUTION
    #~ t = ...
    t = np.arange(round(t_stop / dt) + 1) * dt
    ### END SOLUTION
    v, m, h, n = (np.full(t.size, x) for x in start)
    for k in range(t.size - 1):
        ### BEGIN SOLUTION
        #~ dv, dm, dh, dn = hh_slopes(..., ..., ..., ..., i0)
        #~ v[k + 1] = ...
        #~ m[k + 1] = ...
        #~ h[k + 1] = ...
        #~ n[k + 1] = ...
        dv, dm, dh, dn = hh_slopes(v[k], m[k], h[k], n[k], i0)
        v[k + 1] = v[k] + dt * dv
        m[k + 1] = m[k] + dt * dm
        h[k + 1] = h[k] + dt * dh
        n[k + 1] = n[k] + dt * dn
        ### END SOLUTION
    return t, v, m, h, n

# %% name="hh-check" tags=["check"]
check.hh(hh)

# %% [markdown]
# ## 3. No current
# *about 41 min so far*
#
# We let the four equations run with $I$ = 0, from a start close to rest but not at it: $V$ = −70
# mV, $m$ = 0.05, $h$ = 0.54, $n$ = 0.34. From here on `simulate_hh` does the work: the same
# equations, a better method (section 8). `t, v, m, h, n = hh(0, 100)` does the same with yours.
#
# **Predict.** Will $V$ go straight to its resting value, or overshoot? Will a spike come?

# %% name="relaxation" tags=["figure"] jupyter={"source_hidden": true}
# Figure: V and the gates on their way to rest
calm = simulate_hh(np.zeros(4001), v0=-70.0, gates0=(0.05, 0.54, 0.34))
fig, axes = plt.subplots(2, 2, figsize=(9, 4.4), sharex=True)
labels = ("$V$ [mV]", "Gate m", "Gate h", "Gate n")
for ax, values, name, text in zip(axes.flat, calm[1:], ("voltage", *"mhn"), labels, strict=True):
    ax.plot(calm.t, values, color=plots.COLOURS[name], linestyle=hh_plots.STYLES.get(name, "-"))
    ax.set(ylabel=text, xlim=(0, 60))
for ax, value in ((axes[0, 0], V_REST), (axes[1, 1], steady_state(V_REST)[2])):
    ax.axhline(value, color=plots.COLOURS["guide"], linestyle=":", linewidth=1)
for ax in axes[1]:
    ax.set(xlabel="Time [ms]")
peak = calm.v.argmax()
axes[0, 0].annotate("overshoot", (calm.t[peak], calm.v[peak]), (14, -66.5),
                    arrowprops={"arrowstyle": "->", "color": plots.COLOURS["guide"]})
print(f"highest V {calm.v[peak]:.2f} mV at {calm.t[peak]:.1f} ms".replace("-", "−"))
m, h, n = (gate[-1] for gate in calm[2:])
end = f"V {calm.v[-1]:.2f} mV".replace("-", "−")
print(f"after 100 ms: {end}, m {m:.4f}, h {h:.4f}, n {n:.4f}")
show(fig, "Four panels over 60 ms. V rises from −70 mV, overshoots rest near 9 ms and settles; "
     "m dips first, then follows V; h rises and settles; n falls below its steady value and returns. "
     "Dotted lines mark V and n at rest.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# No spike. $V$ overshoots to −64.50 mV near 9 ms, comes back, and ends at −65.00 mV, with $m$ =
# 0.0530, $h$ = 0.5960, $n$ = 0.3177: rest. The overshoot comes from $n$. It falls as long as $V$
# is low, and is still at 0.310, below its resting value, when $V$ arrives after 6 ms: too little
# potassium conductance to stop $V$ in time.
# </details>
#
# ### Think 3.1 · Find the error
# A text says of such a figure: *"Even without input the potential fluctuates, because channels
# open and close at random."* **Predict** what a second run gives.
# And where does the wave come from, if not from chance?
#
# The leaky neuron had one term $e^{-t/\tau}$ (a function that a derivative only multiplies: lesson
# 01, Think 1.2). Close to rest four equations give four terms $e^{\lambda t}$. The numbers
# $\lambda$ (**eigenvalues**, in 1/ms; found by computer from the slopes near rest) tell all.
# $\lambda = -1/\tau$ fades to 37 % within $\tau$. A pair of complex numbers $r \pm i\omega$
# ($i^2 = -1$) stands for $e^{rt}\cos\omega t$: a swing of period $2\pi/\omega$ that fades, if
# $r$ < 0, to 37 % within $1/|r|$.

# %% name="ringing"
runs = [simulate_hh(np.zeros(4001), v0=-70.0, gates0=(0.05, 0.54, 0.34)) for _ in "12"]
print("the two runs are equal, bit by bit:", np.array_equal(runs[0].v, runs[1].v))
for value in hh_analysis.eigenvalues(0.0):
    rings = f", swings with period {2 * np.pi / value.imag:.1f} ms" if value.imag > 0 else ""
    if value.imag >= 0:
        print(f"falls to 37 % in {-1 / value.real:4.2f} ms{rings}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Two runs agree to the last bit: nothing in the four equations is random. The wave is **damped
# ringing**. One pair of eigenvalues has the period 16.4 ms and falls to 37 % in 4.9 ms: the
# overshoot comes about half a period after the start, and the next wave is hardly seen. Section 9
# asks what real membranes do.
# </details>
#
# ## 4. A spike, taken apart
# *about 47 min so far*
#
# **Predict** for a constant $I$ = 10 µA/cm², switched on at $t$ = 0: which conductance peaks
# first? Which is larger? Does $V$ reach $E_\text{Na}$ = 50 mV?

# %% name="one-spike" tags=["figure"] jupyter={"source_hidden": true}
# Figure: one spike with its gates, conductances and currents
spike = simulate_constant(10.0, 16, 0.005)  # µA/cm², ms
fig, axes = plt.subplots(4, figsize=(9, 7.4), sharex=True)
hh_plots.plot_potential(spike, axes[0])
for ax, what in zip(axes[1:], ("gates", "conductances", "currents"), strict=True):
    hh_plots.plot_parts(spike, HHParams(), what, ax)
for reversal, name in ((50, "Na"), (-77, "K")):
    axes[0].axhline(reversal, color=plots.COLOURS[name], linestyle=":")
    plots.label(axes[0], 15.9, reversal + 2, f"$E_\\mathrm{{{name}}}$", name, ha="right", va="bottom")
for ax, text in zip(axes, ("$V$ [mV]", "Gate", "$g$ [mS/cm²]", "$I$ [µA/cm²]"), strict=True):
    ax.set(xlabel="", ylabel=text)
axes[0].set(ylim=(-85, 66))
axes[3].set(xlabel="Time [ms]")
steepest, top = np.gradient(spike.v).argmax(), spike.v.argmax()
print(f"highest V {spike.v[top]:.1f} mV at {spike.t[top]:.2f} ms")
for ion, g in zip(("sodium", "potassium"), hh_analysis.conductances(spike), strict=True):
    print(f"{ion} conductance peaks at {spike.t[g.argmax()]:.2f} ms with {g.max():.0f} mS/cm²")
for when, k in (("where V is steepest", steepest), ("at the peak of V", top)):
    i_na, i_k, i_l = (part[k] for part in hh_analysis.ionic_currents(spike))
    told = f"{when}: I_Na {i_na:.0f}, I_K {i_k:.0f}, I_L {i_l:.0f} µA/cm²"
    print(told.replace("-", "−"))
show(fig, "Four panels over one spike. V shoots from −65 to 40 mV and falls below rest. m rises "
     "first, then h falls and n rises. Sodium's conductance is a narrow peak, potassium's a later "
     "one. Sodium's current is inward, with a notch at the peak of V; potassium's is outward.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The current lifts $V$, $m$ opens, sodium enters and lifts $V$ further: the upstroke feeds itself.
# Where it is steepest, sodium's current is about −410 µA/cm², potassium's +90. $V$ stops at 40 mV,
# before $g_\text{Na}m^3h$ has even peaked: so near to $E_\text{Na}$ little drives sodium in (the notch), and its
# current (−300) is no larger than potassium's and the leak's (280 + 30) less the injected 10.
#
# More slowly $h$ closes and $n$ opens. Potassium's conductance peaks 1.5 ms after that of sodium and
# stays smaller (13 against 33 mS/cm²), but lasts longer. The two currents nearly cancel; a small
# difference takes $V$ below rest, near $E_K$, while $n$ closes again.
# </details>
#
# ### Demo 4.1 · Constant current
# **Predict:** between which currents does the answer change from no spike to one, and from one to
# many? Does the height of the spikes depend on $I$?

# %% name="current-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the neuron under a constant current
def draw(fig):
    (a, b), (c, d) = fig.subplots(2, 2, sharex=True)
    curve = hh_plots.potential_axes(a, 60)
    lines = [hh_plots.part_lines(b, "gates", 60)]
    lines.append(hh_plots.part_lines(c, "conductances", 60))
    lines.append(hh_plots.part_lines(d, "currents", 60))
    for ax in (a, b):
        ax.set(xlabel="")
    return curve, lines

def update(artists, i_dc):
    trace = simulate_constant(i_dc, 60)
    artists[0].set_data(trace.t, trace.v)
    for lines, what in zip(artists[1], ("gates", "conductances", "currents"), strict=True):
        hh_plots.set_parts(lines, trace, HHParams(), what)
    return f"spikes in 60 ms: {trace.spike_times.size}; highest V {trace.v.max():.1f} mV"

explore(draw, update, alt="Potential, gates, conductances and ionic currents over 60 ms of current",
        size=(10, 5), i_dc=slider("Current I", -5, 60, step=0.5, value=10, unit="µA/cm²"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# At 2 µA/cm² nothing, from 2.5 to 5.5 one spike, at 6 two, from 6.5 on a train. The first spike is
# tall, the later ones are lower, and lower still for larger $I$: between two spikes $h$ does not
# fully recover and $n$ does not fully close. A Hodgkin–Huxley spike is not a fixed picture.
# </details>

# %% [markdown]
# ## 5. Laboratory
# *about 55 min so far*
#
# There is no $V_\text{th}$ in the equations. A threshold has to be measured: try, and try again
# in the half where it must lie.
#
# ### Exercise 5.1 · A threshold (5 min, ★★☆)
# `fires(x)` is False at `low` and True at `high`. Halve the interval until it is at most
# `tolerance` wide, and return a value that fires. Three lines.
#
# <details><summary>Hint 1: idea</summary>Ask in the middle. Which half must hold the border, if it
# fires? And if not?</details>
# <details><summary>Hint 2: units</summary>low, high and tolerance have one unit, that of x,
# whatever it is. The middle is the mean of low and high.</details>
# <details><summary>Hint 3: almost</summary><code>middle = (low + high) / …</code>, then
# <code>high = …</code> where it fires</details>

# %% name="threshold" tags=["exercise"]
def threshold(fires, low, high, tolerance):
    """Return a value that fires, at most `tolerance` above the border of firing."""
    while high - low > tolerance:
        # TODO: the middle; which end moves there?
        ### BEGIN SOLUTION
        #~ middle = ...
        middle = (low + high) / 2
        ### END SOLUTION
        if fires(middle):
            ### BEGIN SOLUTION
            #~ high = ...
            high = middle
            ### END SOLUTION
        else:
            ### BEGIN SOLUTION
            #~ low = ...
            low = middle
            ### END SOLUTION
    return high

# %% name="threshold-check" tags=["check"]
check.threshold(threshold)

# %% [markdown]
# **Predict** three thresholds: of an instant shift of $V$ from rest (a very short, strong pulse),
# of a step of current that stays on, and of a *negative* current that is switched **off** after
# 20 ms.

# %% name="thresholds"
dt = 0.025  # ms
def border(run, high):
    """Return the smallest x from 0 to `high` for which the trace run(x) has a spike."""
    return hh_analysis.bisect_threshold(lambda x: run(x).spike_times.size > 0, 0, high, 0.002)

gates = steady_state(V_REST)
shift = border(lambda x: simulate_constant(0, 40, v0=V_REST + x, gates0=gates), 20)
step = border(lambda x: simulate_constant(x, 60), 10)
off = np.arange(4001) * dt >= 20  # ms
anode = -border(lambda x: simulate_hh(np.where(off, 0.0, -x), dt), 10)
print(f"instant shift {shift:.1f} mV, step {step:.2f} µA/cm², switched off −{-anode:.2f} µA/cm²")
widths = np.array([0.1, 0.25, 0.35, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 20])  # ms
at = np.arange(801) * 0.05  # ms
smallest = [border(lambda x, w=w: simulate_hh(np.where(at < w, x, 0), 0.05), 80) for w in widths]
print(f"a pulse of 0.1 ms needs {smallest[0]:.1f} µA/cm², {0.1 * smallest[0]:.1f} nC/cm²")
lapicque = step / (1 - np.exp(-widths * step / shift))  # a LIF with this step and this charge

# %% [markdown]
# <details><summary>What you saw</summary>
#
# 6.5 mV at once is enough; a step needs only 2.24 µA/cm²; and −2.79 µA/cm², switched off, fires
# too: Think 5.3.
# </details>
#
# ### Demo 5.2 · Pulses
# The points are the smallest positive heights that fire; dashed is Lapicque's curve (lesson 02,
# section 6). **Predict:** how long after a spike can a second, equal pulse fire again? And how short
# may a pulse of −10 µA/cm² be?

# %% name="pulse-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the response to one pulse or two
def draw(fig):
    left, right = fig.subplots(1, 2, width_ratios=(1.7, 1))
    curve = hh_plots.potential_axes(left, 80, low=-95)
    shades = [left.axvspan(0, 1, color=plots.COLOURS["current"], alpha=0.2, lw=0) for _ in "12"]
    right.plot(widths, smallest, "o-", 20, anode, "x", color=plots.COLOURS["voltage"], markersize=4)
    right.plot(widths, lapicque, "--", color=plots.COLOURS["theory"])
    right.set(xlabel="Pulse width [ms]", ylabel="Height [µA/cm²]", xlim=(0, 21), ylim=(-11, 31))
    right.text(2.6, 8, "above: a spike\ndashed: Lapicque")
    right.text(19.3, anode, f"−{-anode:.2f} µA/cm²,\nwhen it ends", ha="right", va="center")
    return curve, shades, right.plot([], [], "o", color=plots.COLOURS["current"], markersize=9)[0]

def update(artists, height, width, gap):
    t, starts = np.arange(3201) * dt, [5, 5 + gap]
    trace = simulate_hh(height * np.any([(t >= s) & (t < s + width) for s in starts], axis=0), dt)
    artists[0].set_data(trace.t, trace.v)
    for shade, start in zip(artists[1], starts, strict=True):
        shade.set(x=start, width=width)
    artists[2].set_data([width], [height])
    times = ", ".join(f"{x:.1f} ms" for x in trace.spike_times)
    return f"spikes at {times}" if times else "no spike"

explore(draw, update, alt="Left, the response to pulses; right, height against width of a pulse",
        height=slider("Pulse height", -10, 30, step=0.1, value=10, unit="µA/cm²"),
        width=slider("Pulse width", 0.5, 20, step=0.5, value=1, unit="ms"),
        gap=slider("Second pulse after (0: none)", 0.0, 40.0, step=1.0, value=0.0, unit="ms"))

# %% [markdown]
# **Questions.** (a) Two pulses of 1 ms and 10 µA/cm²: which is the smallest delay, start to start,
# with two spikes? (b) A single pulse of −10 µA/cm²: how long must it last for a spike, and when
# does the spike come?
#
# <details><summary>Answers</summary>
#
# (a) 15 ms. After a spike $h$ is low and $n$ high: sooner it takes a stronger pulse (**relative**
# refractory period), at first no reasonable one will do (**absolute**). (b) 2 ms; the spike comes 10
# ms after its end: **anode break**.
#
# Short pulses need the same charge as a LIF neuron of this rheobase: $C_m$ times 6.5 mV, 6.5 nC/cm².
# Long ones show a difference: from 8 ms on the curve is flat, sooner than Lapicque's. By then $h$ has
# closed and $n$ opened, and a longer pulse helps no more.
# </details>
#
# ### Think 5.3 · A spike from nothing
# During the negative current $V$ lies *below* rest. Which two gates change so that its end fires
# a spike? Would a LIF neuron do this?
#
# <details><summary>Answer</summary>
#
# Below rest $h$ opens further and $n$ closes further (curves of section 2). When the current ends,
# $V$ comes back in 1.4 ms (after −2.79 for 20 ms; 3.4 ms after the pulse of Demo 5.2 (b)), and then
# $h$ is still near 0.68 (0.60 at rest) and $n$ near 0.28 (0.32): for a moment there is more sodium
# on offer and less potassium to oppose it, and the resting potential is above threshold. A LIF
# neuron has nothing that could remember; it returns to rest from below and stays. The threshold of
# this neuron is not a voltage: it depends on where $h$ and $n$ are.
# </details>

# %% [markdown]
# ### Demo 5.4 · A slow ramp
# The current rises to its final value within the time of the slider and then stays. A *step* to 9
# µA/cm² makes the model fire for ever. **Predict:** what if it gets there in 50 ms?

# %% name="ramp-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a current that rises slowly and stays
def draw(fig):
    top, middle, bottom = fig.subplots(3, sharex=True, height_ratios=(0.7, 1.2, 1))
    current = top.plot([], [], color=plots.COLOURS["current"])[0]
    top.set(ylabel="$I$ [µA/cm²]", xlim=(0, 600), ylim=(0, 15))
    curve = hh_plots.potential_axes(middle, 600)
    curve.set_linewidth(1)
    middle.set(xlabel="", ylabel="$V$ [mV]")
    return current, curve, hh_plots.part_lines(bottom, "gates", 600, linewidth=1)

def update(artists, final, rise):
    t = np.arange(12001) * 0.05
    i_inj = final * np.clip(t / max(rise, 0.05), 0, 1)
    trace = simulate_hh(i_inj, 0.05)
    artists[0].set_data(t[::4], i_inj[::4])
    artists[1].set_data(t[::4], trace.v[::4])
    hh_plots.set_parts(artists[2], trace, HHParams(), "gates")
    train = trace.spike_times
    return f"spikes: {train.size}, the first at {train[0]:.0f} ms" if train.size else "no spike"

explore(draw, update, alt="A current that rises and stays, the potential, and the gates",
        size=(9, 4.6), final=slider("Final current", 0, 14, step=0.5, value=9, unit="µA/cm²"),
        rise=slider("Rise time", 0.0, 100.0, step=5.0, value=0.0, unit="ms"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# To 9 µA/cm² within 20 ms: a train. Within 30 ms or more: not one spike, although the final current
# is four times the threshold of a step. While $V$ creeps up, $h$ closes and $n$ opens, and the
# threshold moves away as fast as $V$ follows: **accommodation**. With 100 ms, 9.5 never fires; at
# 10 a slow wave grows until the train starts at 513 ms; at 14 it starts at 134 ms. The border lies
# at 9.78; section 6 shows what changes there. A LIF neuron fires on any ramp that passes its
# rheobase.
# </details>

# %% [markdown]
# ## 6. How fast does it fire?
# *about 73 min so far*
#
# The LIF neuron starts to fire from zero: just above rheobase it is as slow as you like.
# **Predict:** and this one? Sketch rate against $I$ from 0 to 60 µA/cm².
#
# ### Exercise 6.1 · The f–I curve (6 min, ★★☆)
# The first intervals are different, so only spikes after `t_skip` count. Three lines; a current
# with fewer than two such spikes has the rate 0.
#
# <details><summary>Hint 1: idea</summary>One simulation per current, with a current for every
# step. The rate is one over the mean interval of the late spikes.</details>
# <details><summary>Hint 2: units</summary>Intervals are in ms, the rate in Hz: 1000 over ms. The
# number of steps is t_stop / dt, as a whole number.</details>
# <details><summary>Hint 3: almost</summary><code>i_inj = np.full(round(t_stop / …), i_dc)</code>
# and
# <code>late = train[train > …]</code></details>

# %% name="f-i" tags=["exercise"]
def f_i(currents, t_stop, t_skip, dt=0.05):
    """Return the steady rate [Hz] for each constant current [µA/cm²]; times in ms."""
    rates = np.zeros(currents.size)
    for k, i_dc in enumerate(currents):
        # TODO: a current per step; the spike times after t_skip; their rate
        ### BEGIN SOLUTION
        #~ i_inj = ...
        #~ train = simulate_hh(i_inj, dt).spike_times
        #~ late = ...
        i_inj = np.full(round(t_stop / dt), i_dc)
        train = simulate_hh(i_inj, dt).spike_times
        late = train[train > t_skip]
        ### END SOLUTION
        if late.size >= 2:
            ### BEGIN SOLUTION
            #~ rates[k] = ...
            rates[k] = 1000 / np.diff(late).mean()
            ### END SOLUTION
    return rates

# %% name="f-i-check" tags=["check"]
check.f_i(f_i)

# %% [markdown]
# Half a second of each current, the first 300 ms left out:

# %% name="f-i-curve" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the firing rate against the current
currents = np.r_[0:6, 6.1, 6.2, 6.27, 6.5, 7:10:0.5, 10:61:2.5]  # µA/cm²
hz = hh_analysis.f_i_curve(currents, t_stop=500, t_skip=300)
fig, ax = plt.subplots(figsize=(8, 3.4))
for part in (hz == 0, hz > 0):
    ax.plot(currents[part], hz[part], "o-", color=plots.COLOURS["rate"], markersize=4)
ax.annotate(f"starts with {hz[hz > 0][0]:.0f} Hz", (6.27, hz[hz > 0][0]), (14, 30),
            arrowprops={"arrowstyle": "->", "color": plots.COLOURS["guide"]})
ax.plot(10, hz[currents == 10], "o", markersize=9, markerfacecolor="none", color="black")
ax.annotate(f"{hz[currents == 10][0]:.1f} Hz", (10, hz[currents == 10][0]), (11, 59))
ax.set(xlabel="Current [µA/cm²]", ylabel="Firing rate [Hz]", ylim=(-4, 130))
show(fig, "Firing rate against current: zero up to 6.2 µA/cm², then a jump to 51 Hz and a slow "
     "rise to 124 Hz at 60. At 10 the rate is 68.3 Hz.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# A jump: just above 6.26 µA/cm² the model fires at about 50 Hz at once, and never more slowly.
# Between 2.24 and 6.26 a step makes one spike or a few, then silence. Ten times the current gives
# less than 2.5 times the rate. (From 63 µA/cm² on the oscillation goes on, but its peaks stay below 0
# mV and we no longer count them as spikes.)
# </details>
#
# ### Think 6.2 · Three classes
# Hodgkin (1948) sorted crab axons by their answer to a step. *Class 1* can fire as slowly as you
# like, *class 2* begins with a jump, *class 3* fires once or twice at the beginning and no more,
# however strong the step. Which class is the model? **Predict:** and the squid's own axon?
#
# <details><summary>Answer</summary>
#
# The model is of class 2, with this jump. The axon that it was made for is of class 3: real squid
# giant axons fire **once**, at the beginning of the step, where the model fires for ever (Clay,
# Paydarfar & Forger 2008). The equations were fitted to currents at a held $V$ and tested on single
# spikes, not on trains. So read "fires" below as "the model fires". In low calcium squid axons do go
# on firing (Think 7.1). One changed number makes the model fire once (Think 7.4).
# </details>

# %% [markdown]
# **Predict.** At $I$ = 8 we start twice: once from the state in which the neuron rests at $I$ =
# 0, once from the state in which nothing would change at $I$ = 8, shifted by 2 mV. Same current,
# same equations: same end?

# %% name="two-starts" tags=["figure"] jupyter={"source_hidden": true}
# Figure: two runs at one current from different starts
eight = hh_analysis.equilibrium(8.0)
starts = {"from rest": (V_REST, steady_state(V_REST)),
          "from near balance": (eight[0] + 2, eight[1:])}
fig, ax = plt.subplots(figsize=(9, 2.8))
hh_plots.potential_axes(ax, 100, high=85)
for (text, (v0, gates0)), style in zip(starts.items(), ("-", "--"), strict=True):
    run = simulate_constant(8.0, 100, v0=v0, gates0=gates0)
    label = f"{text}: {run.spike_times.size} spikes"
    ax.plot(run.t, run.v, style, color=plots.COLOURS["voltage"], label=label)
ax.legend(loc="upper right", ncols=2)
show(fig, "Two runs at 8 µA/cm². The one that starts from rest fires a train; the one that starts "
     "2 mV from the balanced state rings a little and returns to it.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# From rest a train, from near balance silence: both ends are stable. The neuron is **bistable**,
# and the past decides, from 6.26 to 9.78 µA/cm² (map: section 7): a step fires, a slow ramp does not
# (Demo 5.4). Below 6.26 no oscillation lasts, just above 9.78 there is no rest to stay at. A LIF
# neuron has one answer for each constant current: reset makes it forget.
#
# Why a jump? At 6.26 two oscillations appear at once, this stable one and an unstable one, both at
# full size and with a finite period: a **fold of limit cycles**. Nothing makes them wait for ever, as
# $V$ just below $V_\text{th}$ does in the LIF.
# </details>
#
# ## 7. Bonus: why rest gives way
# *bonus, about 18 min*
#
# For which currents is the neuron bistable? The next cell draws, for each $I$, the balanced state
# (stable if all eigenvalues have negative real parts), and the lowest and highest $V$ of the
# oscillation after a step from rest. **Predict:** what becomes of the oscillation when $I$ is very
# large?

# %% name="bifurcation" tags=["figure"] jupyter={"source_hidden": true}
# Figure: rest and oscillation against the current
fine = np.r_[0:12:0.1, 12:170:1.0]  # µA/cm²
rest_v = np.array([hh_analysis.equilibrium(i)[0] for i in fine])
stable = np.array([hh_analysis.eigenvalues(i)[-1].real < 0 for i in fine])
driven = np.r_[6.27, 6.4, 6.7:12:0.4, 14:150:6.0, 151, 153, 154]
late = [simulate_constant(i, 300, 0.05).v[-1000:] for i in driven]  # the last 50 of 300 ms
hopf = [hh_analysis.hopf_current(8, 12), hh_analysis.hopf_current(140, 170)]
fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.6), width_ratios=(1.5, 1))
for ax in (left, right):
    hh_plots.plot_bifurcation(ax, fine, rest_v, stable, driven, late)
    ax.axvspan(6.26, hopf[0], color=plots.COLOURS["expected"], alpha=0.4, linewidth=0)
left.set(xlim=(0, 170))
left.annotate("stable", (161, -42), (152, -68), arrowprops={"arrowstyle": "->"})
left.annotate("unstable", (80, -46.5), (84, -33), arrowprops={"arrowstyle": "->"})
left.text(45, 17, "highest V of the oscillation", color=plots.COLOURS["voltage"])
left.text(45, -79, "lowest V of the oscillation", color=plots.COLOURS["voltage"])
right.set(xlim=(5, 11), ylabel="")
right.text(8.02, -15, "both\nstable", ha="center")
print(f"rest loses its stability at {hopf[0]:.2f} µA/cm² and regains it at {hopf[1]:.1f}")
show(fig, "Potential against current. Rest rises from −65 mV, is stable up to 9.78 µA/cm², "
     "unstable up to 154.5, then stable. The oscillation starts at 6.26 with full height and shrinks "
     "to nothing at 154.5. Between 6.26 and 9.78 both are stable.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Between 6.26 and 9.78 µA/cm² silence and firing are both stable. From 9.78 on there is no rest to
# stay at, until 154.5: there the oscillation has shrunk to nothing and rest takes over smoothly.
# Between the two stable states lies an unstable oscillation, which no simulation from a start
# picked at random will show. At 6.26 it meets the stable one, and both are gone: the fold.
# </details>
#
# ### Think 7.1 · Switch on, switch off
# The neuron sits at 8 µA/cm² and is silent. How can a short pulse switch it on, and how could
# another switch it off again?
#
# <details><summary>Answer</summary>
#
# A pulse strong enough to make one spike carries the state over to the oscillation: it goes on
# firing after the pulse. A small pulse at the right moment, between two spikes, can put the state
# back near the balanced one, where it rings and stays. Squid axons in low calcium did both
# (Guttman, Lewis & Rinzel 1980). Real membranes are also noisy, and noise would switch it back and
# forth now and then.
# </details>

# %% [markdown]
# Why does rest lose its stability? Write the four equations as $d\mathbf{x}/dt =
# \mathbf{f}(\mathbf{x})$, with all four variables in $\mathbf{x}$. Near the balanced state only the
# slopes of $\mathbf{f}$ matter, collected in a matrix, the **Jacobian** $J_{ij} = \partial
# f_i/\partial x_j$. Lesson 01 has all it takes: move *one* variable a little up and a little down,
# and divide the difference by the distance.
#
# ### Exercise 7.2 · The numerical Jacobian (5 min, ★★☆)
# Column $j$ holds how all slopes change with variable $j$. Two lines, with the **centred**
# difference.
#
# <details><summary>Hint 1: idea</summary>Which two points does a centred difference compare? They
# lie on both sides of x, and differ in variable j only.</details>
# <details><summary>Hint 2: units</summary>The two points lie 2·eps apart. The result is in the
# unit of f over that of x.</details>
# <details><summary>Hint 3: almost</summary><code>step[j] = …</code> and
# <code>J[:, j] = (f(x + step) - f(x - step)) / (…)</code></details>

# %% name="jacobian" tags=["exercise"]
def jacobian(f, x, eps=1e-5):
    """Return J, shape (n, n), with J[i, j] = df_i/dx_j; x and f(x) have shape (n,)."""
    J = np.zeros((x.size, x.size))
    for j in range(x.size):
        step = np.zeros(x.size)
        # TODO: the step in variable j only; column j of J
        ### BEGIN SOLUTION
        #~ step[j] = ...
        #~ J[:, j] = ...
        step[j] = eps
        J[:, j] = (f(x + step) - f(x - step)) / (2 * eps)
        ### END SOLUTION
    return J

# %% name="jacobian-check" tags=["check"]
check.jacobian(jacobian)

# %% [markdown]
# The eigenvalues of section 3 are those of this matrix. With yours, the four at 8 µA/cm² are
# `np.linalg.eigvals(jacobian(lambda x: hh_analysis.slopes(x, 8.0), hh_analysis.equilibrium(8.0)))`.
# The next cell draws those of all currents. **Predict:** what must happen to the ringing pair of
# section 3 at 9.78 µA/cm²?

# %% name="eigenvalues" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the complex pair of eigenvalues against the current
i_axis = np.r_[0:20:0.25, 20:171:1.0]  # µA/cm²
hopf = [hh_analysis.hopf_current(8, 12), hh_analysis.hopf_current(140, 170)]
ringing = np.array([max(hh_analysis.eigenvalues(i), key=lambda z: z.imag) for i in i_axis])
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
left.plot(i_axis, ringing.real, color=plots.COLOURS["theory"])
right.plot(i_axis, 1000 * ringing.imag / (2 * np.pi), color=plots.COLOURS["theory"])
left.axhline(0, color=plots.COLOURS["guide"], linewidth=0.9)
for i in hopf:
    left.plot(i, 0, "o", color=plots.COLOURS["voltage"])
left.text(13, -0.06, f"{hopf[0]:.2f} µA/cm²")
left.text(150, -0.06, f"{hopf[1]:.2f} µA/cm²", ha="right")
left.text(120, 0.33, "grows", ha="center")
left.text(80, -0.18, "dies out", ha="center")
left.set(xlabel="Current [µA/cm²]", ylabel="Real part [1/ms]", ylim=(-0.25, 0.45))
right.set(xlabel="Current [µA/cm²]", ylabel="Frequency of ringing [Hz]", ylim=(0, None))
pair = max(hh_analysis.eigenvalues(hopf[0]), key=lambda z: z.imag)
print(f"at {hopf[0]:.2f} µA/cm² it rings with {1000 * pair.imag / (2 * np.pi):.0f} Hz")
show(fig, "Left: real part of the complex pair against current, negative below 9.78 µA/cm² and "
     "above 154.52, positive between. Right: its frequency, rising from 61 Hz.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# At 9.78 the real part of the pair passes zero: ringing that died out begins to grow. At 154.52 it
# dies out again. Such a passage of a complex pair is called a **Hopf bifurcation**, and an
# oscillation is born there with the frequency of the ringing, 93 Hz at 9.78, however small it is.
#
# The linear equations do not tell whether that oscillation is stable. At 154.52 it is: the one of
# the diagram shrinks into rest (**supercritical**). At 9.78 it is not (**subcritical**): the unstable
# one shrinks into rest, while the stable one is large and fires with 68 Hz. Hence the bistability.
# </details>
#
# ### Think 7.3 · Too much of a good thing
# At 170 µA/cm² rest is stable again. Where does $V$ sit, and why does the neuron not fire with so
# strong a current?
#
# <details><summary>Answer</summary>
#
# At −42 mV (right end of the bifurcation diagram), 23 mV above rest. There the curves of section 2
# give $h$ = 0.06: nine tenths of the sodium channels that rest could offer are shut. And $n^4$ is
# 0.18: potassium is 18 times as open as at rest. What sodium is left cannot feed an upstroke. This
# is called **depolarisation block**; a stronger input silences the neuron. The LIF neuron has no
# such thing. Nor can the model say whether a real axon survives it.
# </details>

# %% [markdown]
# ### Think 7.4 · A model that fires once
# Clay (1998) found that the potassium gates of squid axons feel $V$ more steeply than in the table. We
# try it with one number: $\beta_n = 0.125\,e^{-(V + 65)/k_n}$, with $k_n$ = 20 mV in place of 80.
# Nothing changes at −65 mV. **Predict:** what does a step of 10 µA/cm² do now?

# %% name="steeper-gate"
def steeper(t, state, i_dc, k_n):
    """Return the four slopes [mV/ms, 1/ms]; k_n [mV] stands in beta_n, 80 in the table."""
    v, m, h, n = state
    dv, dm, dh, _ = hh_slopes(v, m, h, n, i_dc)
    b_n = 0.125 * np.exp(-(v + 65) / k_n)
    return dv, dm, dh, RATES[4](v) * (1 - n) - b_n * n

start = V_REST, *steady_state(V_REST)
fig, ax = plt.subplots(figsize=(9, 2.8))
hh_plots.potential_axes(ax, 80, high=85)
for k_n, style in ((80, "--"), (20, "-")):
    run = solve_ivp(steeper, (0, 80), start, args=(10.0, k_n), max_step=0.1)
    up = np.sum((run.y[0, :-1] < 0) & (run.y[0, 1:] >= 0))
    label = f"$k_n$ = {k_n} mV: " + ("1 spike" if up == 1 else f"{up} spikes")
    ax.plot(run.t, run.y[0], style, color=plots.COLOURS["voltage"], label=label)
ax.legend(loc="upper right", ncols=2)
show(fig, "Two runs at 10 µA/cm²: with 80 mV in β_n a train, with 20 mV one spike, then silence.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# One spike, then silence, whether you write 10 or 100 for the current. With 20 mV the n gates close
# more slowly above rest: held at −55 mV, $n^4$ would end at 0.10 instead of 0.05. This potassium
# conductance catches $V$ before it climbs a second time. And no eigenvalue of the balanced state gets
# a positive real part at any current up to 200: no Hopf bifurcation, so rest never gives way.
#
# A model may be right about the spike, which it was made for, and wrong about the train. It does not
# follow that 20 mV is the axon's number. Clay and colleagues (2008) start from another fact: $I_K$ is
# not proportional to $V - E_K$.
# </details>

# %% [markdown]
# ## 8. Bonus: which method, which step?
# *bonus, about 8 min*
#
# Five methods run 50 ms at $I$ = 10. **Exponential Euler** lets each variable relax exactly, as if
# the others stood still: all four from the same old values, or $V$ and the gates **in turns**, each
# with the newest values of the other. **Runge–Kutta**, the method of `simulate_hh`, takes four
# slopes per step; `solve_ivp` picks its steps itself. The cost is how often the slopes are
# calculated. **Predict:** which method is worst at equal cost?

# %% name="integrators" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the errors of five methods against their cost
exact = hh_integrators.reference_solution(10.0, 50.0)  # to ten digits
euler_steps, rk_steps = (0.002, 0.005, 0.01, 0.02, 0.05), (0.01, 0.02, 0.04, 0.05, 0.08)  # ms
fig, ax = plt.subplots(figsize=(8, 3.8))
for name, style in zip(hh_integrators.INTEGRATORS, ("o-", "s--", "v:", "^-"), strict=True):
    points = []
    for dt_tried in rk_steps if name == "Runge–Kutta" else euler_steps:
        v, slopes = hh_integrators.integrate(name, 10.0, 50.0, dt_tried)
        points.append((slopes, np.abs(v - exact(np.arange(v.size) * dt_tried)[0]).max()))
        if dt_tried == 0.01:
            print(f"{name}: error {points[-1][1]:.4f} mV at dt 0.01 ms;")
    ax.loglog(*np.transpose(points), style, color=plots.COLOURS["voltage"], label=name)
    limit = hh_integrators.largest_step(name, 10.0, 50.0)
    print(f"  finite up to dt {limit:.3f} ms" + ", the largest tried" * (limit == 1))
for tolerance in (1e-4, 1e-6, 1e-8):
    found = solve_ivp(lambda t, x: hh_analysis.slopes(x, 10.0), (0, 50), hh_analysis.equilibrium(),
                      rtol=tolerance, atol=tolerance / 100, t_eval=np.arange(5001) * 0.01)
    label = "solve_ivp" if tolerance == 1e-4 else None
    ax.loglog(found.nfev, np.abs(found.y[0] - exact(found.t)[0]).max(), "Dk", label=label)
ax.set(xlabel="Slopes calculated for 50 ms", ylabel="Largest error of V [mV]")
ax.legend(loc="lower left")
show(fig, "Largest error of V against cost, both axes logarithmic. Runge–Kutta and solve_ivp fall "
     "steeply, far below forward Euler; exponential Euler lies highest, but in turns it lies below "
     "forward Euler and falls twice as steeply.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The largest error is that of a late spike: with Euler at 0.01 ms by 0.017 ms; at 308
# mV/ms that is 5.2 mV. Runge–Kutta is a hundred times as exact as Euler at 5000 slopes. `solve_ivp`
# is better still, with long steps between spikes.
#
# Exponential Euler from old values never runs away, and is worst: **stable does not mean right.** In
# turns, the same formulas are nine times as exact as Euler at 0.01 ms. Euler runs away above about
# 0.07 ms. The LIF's limit was 20 ms, twice its membrane time constant (lesson 02, section 3); here
# $C_m$ over all open conductances falls from 1.5 ms at rest to 0.03 ms.
# </details>
#
# ## 9. Bonus: where chance comes from
# *bonus, about 8 min*
#
# This section leaves the four equations. A patch of membrane has a *number* of channels, here 60
# sodium and 18 potassium channels per µm², and every gate opens and closes by chance: in a time
# $dt$ a closed one opens with the probability $1 - e^{-\alpha\,dt}$. A channel is open if all its
# gates are. For a given $V$ the number of open gates of a kind is **binomial**, and the equations
# describe its mean. ($V$ itself is shared, so the gates of a patch are not quite independent.)

# %% name="channel-noise"
def noisy_patch(area, t_stop, rng, dt=0.02, p=HHParams()):
    """Return V [mV] of a patch [µm²] without input, every gate tossing its own coin."""
    n_na, n_k = round(60 * area), round(18 * area)  # channels
    shapes = (3, n_na), (1, n_na), (4, n_k)  # gates m, h, n of each channel
    gates = [rng.random(shape) < x for shape, x in zip(shapes, steady_state(V_REST), strict=True)]
    v = np.full(round(t_stop / dt) + 1, V_REST)
    for k in range(v.size - 1):
        m, h, n = gates
        g_na = p.g_Na * np.mean(m.all(axis=0) & h[0])
        g_k = p.g_K * np.mean(n.all(axis=0))
        i_ion = g_na * (v[k] - p.E_Na) + g_k * (v[k] - p.E_K) + p.g_L * (v[k] - p.E_L)
        v[k + 1] = v[k] - dt * i_ion / p.C_m
        a_m, b_m, a_h, b_h, a_n, b_n = (1 - np.exp(-dt * rate(v[k])) for rate in RATES)
        for gate, opens, closes in ((m, a_m, b_m), (h, a_h, b_h), (n, a_n, b_n)):
            gate ^= rng.random(gate.shape, np.float32) < np.where(gate, closes, opens)
    return v

# %% [markdown]
# **Predict:** which patch is noisier, a small one or a large one? Can a patch fire without any
# input?

# %% name="patches" tags=["figure"] jupyter={"source_hidden": true}
# Figure: three patches of membrane without input
rng = np.random.default_rng(5)
fig, axes = plt.subplots(3, figsize=(9, 4.6), sharex=True)
for ax, area in zip(axes, (100, 10, 1), strict=True):
    v = noisy_patch(area, 150.0, rng)
    ax.plot(np.arange(v.size) * 0.02, v, color=plots.COLOURS["voltage"], linewidth=1)
    up = 0.02 * np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))  # ms
    n_spikes = np.sum(np.diff(up, prepend=-9) > 3)  # noise may cross 0 mV twice in one spike
    ax.set(ylim=(-85, 60), ylabel="$V$ [mV]")
    counted = "1 spike" if n_spikes == 1 else f"{n_spikes} spikes"
    ax.set_title(f"{area} µm², {60 * area} sodium channels: {counted}")
axes[2].set(xlabel="Time [ms]")
show(fig, "Three patches without input: all fire at irregular times, the smaller the patch the "
     "more often, and the more ragged the trace between and in the spikes.")

# %% [markdown]
# ### Think 9.1 · Who is right?
# The text quoted in section 3 said that $V$ fluctuates at $I$ = 0. Is it right about the membrane? About
# the equations?
#
# <details><summary>Answer</summary>
#
# About a membrane with few channels, yes: opening by chance moves $V$, and in a small patch it
# fires. About the four equations, no: they hold the *mean* of very many channels. As long as
# fluctuations are small, a hundred times the area makes them ten times smaller, and the giant
# axon, half a millimetre thick, has a thousand million channels per centimetre. What our patch
# leaves out: all else that fluctuates (synapses, ion concentrations). And real channels have more
# states than open and closed gates.
# </details>

# %% [markdown]
# ## 10. Bonus: heat, and the price of a spike
# *bonus, about 10 min*
#
# ### Demo 10.1 · Warm and cold
# All rates of the gates grow by the factor $Q_{10}$ = 3 with every 10 °C (nothing else changes in
# this model). **Predict** firing rate and height of the spikes at 18.5 °C; and at 25 °C?

# %% name="temperature-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: spikes at another temperature
def draw(fig):
    left, right = fig.subplots(1, 2, width_ratios=(2, 1))
    curves = [hh_plots.potential_axes(ax, t_stop) for ax, t_stop in ((left, 80), (right, 6))]
    right.set(ylabel="", title="the onset")
    return curves

def update(curves, celsius, i_dc):
    params = HHParams(temperature=celsius)
    trace = simulate_constant(i_dc, 80, dt, params)
    for curve in curves:
        curve.set_data(trace.t, trace.v)
    peaks = hh_analysis.upward_crossings(trace, -30.0)  # in the warm some stay below 0 mV
    intervals = np.diff(peaks)[-3:]
    lasts = peaks.size > 1 and 80 - peaks[-1] < 1.05 * intervals[-1]
    told = "no lasting train"
    if lasts:
        told = f"fires at {1000 / intervals.mean():.0f} Hz"
    return (f"gates' rates times {params.phi:.2f}; {told}; peaks above −30 mV: {peaks.size}; "
            f"highest V {trace.v.max():.0f} mV")

explore(draw, update, alt="The potential over 80 ms, and its onset, at a temperature",
        celsius=slider("Temperature", 0, 30, step=0.1, value=6.3, unit="°C"),
        i_dc=slider("Current I", 0.0, 40.0, step=1.0, value=10.0, unit="µA/cm²"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# At $I$ = 10: 68 Hz at 6.3 °C, 189 Hz at 18.5 °C, with shorter and lower spikes. A train lasts up to
# 21.5 °C (from 21.2 °C on its peaks stay below 0 mV). At 25 °C there is one small peak at −18 mV,
# then silence: $C_m$ is as slow as before, while $h$ and $n$ now follow $V$ so fast that sodium has no
# time to win. (20 µA/cm² still keep it going there, with peaks of −8 mV.) That a squid's axon stops
# conducting when heated is a fact; at which temperature depends on much that is not in these four
# equations.
# </details>
#
# ### Think 10.2 · The price of a spike
# Bringing $C_m$ from rest to the peak takes the charge $C_m\Delta V$, 104 nC/cm² for a spike of
# 104 mV. **Predict:** how much sodium enters during one spike, in the same unit?

# %% name="price"
for celsius, height in ((6.3, 10.0), (18.5, 20.0)):
    params = HHParams(temperature=celsius)
    pulse = np.where(np.arange(481) < 40, height, 0.0)  # 1 ms of 12
    single = simulate_hh(pulse, dt, params)
    entering = -hh_analysis.ionic_currents(single, params)[0] * dt  # nC/cm² in each step
    before = entering[: single.v.argmax()].sum()
    lift = params.C_m * (single.v.max() - V_REST)  # nC/cm²
    rate = hh_analysis.steady_rate(simulate_constant(10.0, 200, dt, params), t_skip=100)
    print(f"{celsius} °C: {lift:.0f} nC/cm² needed; {rate:.0f} Hz at 10 µA/cm²; sodium")
    print(f"  {entering.sum():.0f} nC/cm², {entering.sum() / lift:.1f} times as much; "
          f"{before:.0f} before the peak")

# %% [markdown]
# <details><summary>Answer</summary>
#
# At 6.3 °C 13 times as much as needed: only an eighth enters before the peak. Then sodium enters while
# potassium leaves, most of it cancels, and pumps must carry every ion back. At 18.5 °C the gates
# overlap more briefly: 4 times. (6.3 °C is the reference to which the rates of 1952 were scaled, not
# the temperature of all experiments: the travelling spike was recorded at 18.5 °C.)
#
# Mammals need less, but no single number holds: 1.3 times the minimum in mossy fibres of the
# hippocampus (Alle et al. 2009), 1.25 in pyramidal cells of the cortex, 2 in fast-spiking neurons,
# whose spikes are too short for sodium channels to inactivate (Carter & Bean 2009).
# </details>

# %% [markdown]
# ## Summary
#
# - Four equations: $C_m\,dV/dt = I - I_\text{Na} - I_K - I_L$, and one for each gate; $m$ opens
#   sodium, $h$ closes it, $n$ opens potassium.
# - At $I$ = 0 the model relaxes to −65.00 mV with damped ringing; nothing is random.
# - The threshold is no fixed voltage: refractory period, anode break and accommodation follow
#   from $h$ and $n$.
# - A step fires once or a few times from 2.24 µA/cm² on, repetitively from just above 6.26, with about
#   50 Hz; 68.3 Hz at 10. The squid's own axon fires once.
# - Rest is stable up to 9.78 µA/cm² and again from 154.5 (bonus: two Hopf bifurcations); between
#   6.26 and 9.78 rest and firing are both stable.

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $V$, $I$, $C_m$, $g$, $E$ | `v`, `i_inj`, `i_dc`, `i0`, `C_m`, `g_Na`, `E_Na`, … | see section 1 | see section 1 |
# | $I_\text{Na}$, $I_K$, $I_L$ | `i_na`, `i_k`, `i_l`; sum `i_ion` | ionic currents, outwards | µA/cm² |
# | $RT/F$; $z$, $c$ | `rt_f`; `outside`, `inside` | Nernst potential: voltage of heat; charge, concentration | 24.1 mV at 6.3 °C; 1, mM |
# | $m$, $h$, $n$; $x$ | `m`, `h`, `n` | open fractions of gates; any of them | –, 0 to 1 |
# | $\alpha$, $\beta$ | `a_m`, `b_m`, … | rates of opening and closing | 1/ms |
# | $u$, $w$ | | exponents in $\alpha_m$ and $\alpha_n$ | – |
# | $k_n$ | `k_n` | how gradually $\beta_n$ falls (Think 7.4) | 80 or 20 mV |
# | $x_\infty$ | `x_inf` | steady state of a gate | – |
# | $\tau$; $\tau_m$, $\tau_h$, $\tau_n$ | `tau` | time constants of the gates; not the $\tau_m$ of lesson 02 | ms |
# | $V_\text{th}$ | – | threshold of the LIF neuron, lesson 02 | mV |
# | $\Delta V$ | – | from rest to the peak of a spike (Think 10.2) | mV |
# | $\lambda = r \pm i\omega$ | `eigenvalues` | eigenvalue: growth $r$, swing $\omega$ | 1/ms |
# | $J$; $\mathbf{f}$, $\mathbf{x}$ | `J`; `f`, `x` | Jacobian; the four slopes, the four variables | f over x |
# | $dt$ | `dt` | time step | ms |
# | $Q_{10}$, °C | `temperature` | factor of the rates per 10 °C; temperature | 3; °C |

# %% [markdown]
# ## Going further
#
# - Poison the axon: `HHParams(g_Na=0)` or `HHParams(g_K=0)`. What is left of the spike?
# - Give `simulate_hh` a sine as current. Which frequency does it like best?
# - Find the pulse that switches it off at 8 µA/cm² (Think 7.1).
# - Lesson 06 adds a memory to the LIF neuron.

# %% [markdown]
# **Sources.** *J. Physiol.*: A. L. Hodgkin 107, 165 (1948); Hodgkin & B. Katz 109, 240 (1949);
# Hodgkin & A. F. Huxley 117, 500 (1952); R. Guttman, S. Lewis & J. Rinzel 305, 377 (1980). Rinzel &
# R. N. Miller, *Math. Biosci.* 49, 27 (1980). C. C. Chow & J. A. White, *Biophys. J.* 71, 3013
# (1996). J. R. Clay, *J. Neurophysiol.* 80, 903 (1998); Clay, D. Paydarfar & D. Forger, *J. R. Soc.
# Interface* 5, 1421 (2008). H. Alle, A. Roth & J. Geiger, *Science* 325, 1405 (2009). B. Carter & B.
# Bean, *Neuron* 64, 898 (2009). *Neuronal Dynamics* (2014), section 2.2.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

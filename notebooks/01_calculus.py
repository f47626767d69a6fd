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
# # 01 · Calculus for neurons
#
# *About 88 minutes, and 12 more for the bonus.* A neuron answers to change and to
# accumulation: how fast its input grows, how much charge has come in. Derivative and integral
# describe both: on paper, with numbers, and as filters.
#
# **After this lesson you can**
# - differentiate products and nested functions, and let SymPy check you,
# - differentiate and integrate sampled data, and predict the error,
# - read the gain of a neuron off its transfer function,
# - take partial derivatives of a function of two inputs,
# - tell which filter a derivative is, and which one an integral.
#
# **You need** arrays, functions and the power spectrum (lesson 00). School calculus helps; the rules
# are in section 2.

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
from IPython.display import Math

from helpers import calculus, plots
from helpers.checks import calculus as check
from helpers.explore import button, checkbox, dropdown, explore, slider, textbox
from helpers.expressions import as_function, parse_expression
from helpers.picture import show
from helpers.spectra import power_spectral_density

plots.use_style()

# %% [markdown]
# ## 1. Two questions about a curve
# *about 0 min so far*
#
# Take any function $f(t)$ and ask: *how steep is it here?* and *how much has accumulated so
# far?* The first answer is the **derivative** $f'(t) = df/dt$, the slope of the tangent. The second
# is the **integral** $F(t) = \int_{-10}^{t} f(x)\,dx$, the area between curve and axis from a
# starting point, here −10; where $f < 0$ it counts as negative.
#
# SymPy, a package that calculates with symbols instead of numbers, knows the rules for both. Five
# functions that you will meet again:

# %% name="five-functions"
t = sp.Symbol("t", real=True)
functions = {
    "Linear": -2 * t,
    "Parabolic": t**2,
    "Exponential": sp.exp(t),
    "Sine": sp.sin(t),
    "Sigmoid": 1 / (1 + sp.exp(-(t - 5))),
}

def derivative_and_integral(f):
    """Return f' and the integral F with F(-10) = 0."""
    F = sp.integrate(f, t)
    return sp.diff(f, t), F - F.subs(t, -10)

rows = [[f, *derivative_and_integral(f)] for f in functions.values()]
typeset = r" \\[4pt] ".join(" & ".join(sp.latex(part) for part in row) for row in rows)
Math(r"\begin{array}{l|l|l} f & f' & F \\ \hline " + typeset + r"\end{array}")

# %% [markdown]
# ### Demo 1.1 · Slope and area
# **Predict** for each function: where is the derivative zero, where is it negative, and where does
# the integral stop growing? Choose a function, decide, then tick the boxes.

# %% name="slope-and-area-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a function with its derivative and its integral
grid = np.linspace(-10, 10, 401)
limits = {"Linear": (-25, 125), "Parabolic": (-25, 110), ("Parabolic", True): (-25, 700),
          "Exponential": (-5, 60), "Sine": (-2.2, 1.6), "Sigmoid": (-0.5, 5.5)}

def draw(fig):
    ax = fig.subplots()
    ax.axhline(0, color=plots.COLOURS["guide"], linewidth=0.8)
    styles = {"f": ("voltage", "-"), "f′": ("current", "--"), "F": ("rate", "-.")}
    lines = [ax.plot(grid, grid, dashes, color=plots.COLOURS[colour], label=name)[0]
             for name, (colour, dashes) in styles.items()]
    ax.set(xlabel="Time t", ylabel="f, f′, F")
    ax.yaxis.get_major_locator().set_params(integer=True)
    legend = ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    return list(zip(lines, legend.legend_handles, legend.get_texts(), strict=True))

def update(curves, function, derivative, integral):
    three = functions[function], *derivative_and_integral(functions[function])
    for curve, expression, on in zip(curves, three, (True, derivative, integral), strict=True):
        curve[0].set_ydata(as_function(expression, ("t",))(grid))
        plt.setp(curve, visible=on)  # the line, and its place in the legend
    curves[0][0].axes.set_ylim(limits.get((function, integral), limits[function]))
    return f"area from −10 to 10: F(10) = {curves[2][0].get_ydata()[-1]:.2f}" if integral else ""

explore(draw, update, alt="A function with its derivative and its integral from −10",
        function=dropdown("Function", list(functions), resets=["derivative", "integral"]),
        derivative=checkbox("show derivative f′"), integral=checkbox("show integral F"))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# $f'$ is zero where $f$ has a level tangent, and negative where $f$ falls: everywhere for $-2t$, left
# of 0 for $t^2$, never for the exponential and the sigmoid. For $t^2$ it is zero at 0. For $\sin t$
# it is zero at each peak and trough, and negative on the way from a peak down to the next trough.
#
# For $F$ look at $f$ itself, which is its slope: $F' = f$, the **fundamental theorem of calculus**.
# So $F$ grows where $f > 0$ and stops where $f = 0$: for $-2t$ it turns at $t = 0$, for $t^2$ it only
# pauses there, for $\sin t$ it turns at each zero of $f$. For the other two it never stops growing:
# $f$ comes close to zero, but stays above it.
# </details>

# %% [markdown]
# ### Think 1.2 · A function that is its own derivative
# For which of the five is $f'$ the same curve as $f$? Is its integral the same curve, too? Compare
# the formula in the table.
#
# <details><summary>Answer</summary>
#
# The exponential: $d/dt\;e^t = e^t$. One says that $e^t$ is an **eigenfunction** of $d/dt$: the
# operation only multiplies it, by 1 here and by $k$ for $e^{kt}$. The integral with a fixed lower
# limit is *not* the same: the table shows $e^t - e^{-10}$. The constant is too small to be seen in
# the figure, but it is there, because $F(-10)$ must be 0. Start at $-\infty$ instead of −10 and the
# constant is gone.
# </details>

# %% [markdown]
# ### Think 1.3 · Find the error
# *"Where the derivative is zero the function has a maximum or a minimum."* Find a function of $t$
# that refutes this at $t = 0$.
#
# <details><summary>Answer</summary>
#
# $f(t) = t^3$: its derivative $3t^2$ is zero at 0, but $f$ rises on both sides. $f' = 0$ says only
# that the tangent is level. Where $f'$ also changes its sign there is an extremum: for $t^2$ it goes
# from minus to plus at 0, as the dashed line of Demo 1.1 shows, for $t^3$ it does not.
#
# Nor has every extremum $f' = 0$: $|t|$ has its minimum at a corner, without any derivative, and
# $-2t$ on −10 to 10 its maximum at the edge, with $f' = -2$.
# </details>

# %% [markdown]
# ## 2. Differentiate on paper
# *about 14 min so far*
#
# Five rules do nearly everything:
#
# | rule | function | derivative |
# |---|---|---|
# | power | $t^n$ | $n\,t^{n-1}$ |
# | exponential | $e^t$ | $e^t$ |
# | sum | $u + v$ | $u' + v'$ |
# | product | $u \cdot v$ | $u'v + u\,v'$ |
# | chain | $u(v(t))$ | $u'(v(t)) \cdot v'(t)$ |
#
# For example $(t^2 e^{3t})' = 2t\,e^{3t} + t^2 \cdot 3e^{3t}$: the product rule gives two terms, and
# the 3 is the inner derivative of $e^{3t}$.

# %% [markdown]
# ### Exercise 2.1 · A function in a function (4 min, ★☆☆)
# Find $\frac{d}{dx}\,e^{x^4 + 1}$ on paper, then complete one line.
#
# <details><summary>Hint 1: idea</summary>The outer function is the exponential, the inner one stands
# in the exponent.</details>
# <details><summary>Hint 2: units</summary>No units here; instead try x = 0: the function has a
# minimum there, so the derivative must be 0.</details>
# <details><summary>Hint 3: almost</summary><code>np.exp(x**4 + 1) * …</code></details>

# %% name="chain-slope" tags=["exercise"]
def chain_slope(x):
    """Return the derivative of exp(x**4 + 1) for an array x."""
    # TODO: outer derivative times inner derivative
    slope = ...
    return slope


# %% name="chain-slope-check" tags=["check"]
check.chain_slope(chain_slope)


# %% [markdown]
# ### Exercise 2.2 · Slope of the alpha function (6 min, ★★☆)
# The response of many synapses looks like the **alpha function** $f(t) = t\,e^{-t/\tau}$ for
# $t \ge 0$, 0 before: it rises steeply and decays slowly. It is a product, and its second factor is
# nested. **Predict:** where is the slope zero? Then differentiate on paper (for $t \ge 0$) and
# complete one line.
#
# <details><summary>Hint 1: idea</summary>Two factors that both change: the product rule gives two
# terms.</details>
# <details><summary>Hint 2: units</summary>If t is in ms, f is in ms and its slope has no unit: every
# t in the result stands over a tau.</details>
# <details><summary>Hint 3: almost</summary><code>np.exp(-t / tau) * (1 - …)</code></details>

# %% name="alpha-slope" tags=["exercise"]
def alpha_slope(t, tau):
    """Return the derivative of t·exp(-t / tau) for an array t."""
    # TODO: the product rule, with the chain rule inside
    slope = ...
    return slope


# %% name="alpha-slope-check" tags=["check"]
check.alpha_slope(alpha_slope)

# %% [markdown]
# Function and slope together, for $\tau$ = 0.5; the slope is found with numbers, as in section 3. The
# peak lies where the slope crosses zero, at $t = \tau$.

# %% name="alpha-function" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the alpha function and its slope
tau = 0.5
instants = np.arange(0, 10.005, 0.01)
alpha = calculus.alpha_function(instants, tau)
slope = calculus.forward_difference(alpha, 0.01)
fig, ax = plt.subplots(figsize=(8, 3.2))
ax.plot(instants, alpha, color=plots.COLOURS["voltage"], label="f")
ax.plot(instants[:-1] + 0.005, slope, "--", color=plots.COLOURS["current"], label="slope of f")
ax.plot(tau, tau / np.e, "o", color=plots.COLOURS["voltage"])
ax.annotate(f"peak τ/e = {tau / np.e:.3f}", (tau + 0.1, tau / np.e + 0.03))
ax.axhline(0, color=plots.COLOURS["guide"], linewidth=0.8)
ax.set(xlabel="Time t", ylabel="f and its slope", xlim=(0, 5))
ax.legend()
show(fig, "The alpha function rises to 0.184 at t = 0.5 and decays; its slope starts near 1, "
     "crosses zero at the peak and stays negative.")

# %% [markdown]
# SymPy applies the same rules and can check you: `sp.diff(sp.exp(x**4 + 1), x)` gives Exercise 2.1.
# Here it takes the sigmoid, the transfer function of section 4; **predict** where its slope is
# largest.

# %% name="sigmoid-slope"
x = sp.Symbol("x", real=True)
sigmoid = 1 / (1 + sp.exp(-x))
slope = sp.diff(sigmoid, x)
print("largest where x is", sp.solve(sp.diff(slope, x), x))
print("slope = s (1 - s):", sp.simplify(slope - sigmoid * (1 - sigmoid)) == 0)
slope


# %% [markdown]
# <details><summary>What you saw</summary>
#
# The slope of this sigmoid $s$ is $s(1 - s)$, a parabola in $s$ with its top at $s = 1/2$: so at
# $x = 0$, with the value 1/4.
# </details>

# %% [markdown]
# ## 3. Differentiate with numbers
# *about 28 min so far*
#
# Recorded data come without a formula. Take two neighbouring samples at a distance $h$ (for a
# recording: the $dt$ of lesson 00); the slope of the line through them is the **forward difference**
#
# $$f'(t) \approx \frac{f(t + h) - f(t)}{h}. \tag{1.1}$$

# %% [markdown]
# ### Exercise 3.1 · The difference quotient (4 min, ★☆☆)
# All slopes of a sampled function at once, without a loop: one line.
#
# <details><summary>Hint 1: idea</summary>Two slices of the same array, one shifted against the other
# by one sample.</details>
# <details><summary>Hint 2: units</summary>A slope is a difference of f over a distance. From n
# samples come n − 1 differences.</details>
# <details><summary>Hint 3: almost</summary><code>(f[1:] - …) / h</code></details>

# %% name="forward-difference" tags=["exercise"]
def forward_difference(f, h):
    """Return the n - 1 slopes between n samples f at the distance h."""
    # TODO: later minus earlier sample, over the distance
    slopes = ...
    return slopes


# %% name="forward-difference-check" tags=["check"]
check.forward_difference(forward_difference)


# %% [markdown]
# ### Demo 3.2 · How far apart may the samples be?
# The derivative of $\sin t$ is $\cos t$. **Predict:** if $h$ doubles, what happens to the largest
# error?

# %% name="step-size-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the forward difference of a sine for any distance h
def draw(fig):
    ax = fig.subplots()
    t_fine = np.linspace(-10, 10, 801)
    ax.plot(t_fine, np.cos(t_fine), color=plots.COLOURS["expected"], linewidth=6, label="cos t")
    points = ax.plot([], [], ".-", color=plots.COLOURS["current"], label="forward difference")[0]
    ax.set(xlabel="Time t", ylabel="Derivative of sin t", ylim=(-1.4, 1.4), xlim=(-10, 10))
    ax.legend(loc="upper right", ncols=2)
    return points

def update(points, h):
    t_sampled = np.arange(-10, 10 + h / 2, h)
    slopes = calculus.forward_difference(np.sin(t_sampled), h)
    points.set_data(t_sampled[:-1], slopes)
    return f"largest error {np.abs(slopes - np.cos(t_sampled[:-1])).max():.3f}"

explore(draw, update, alt="Forward difference of a sine, drawn over the cosine",
        h=slider("Distance h", 0.02, 0.5, step=0.02, value=0.2))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The error doubles with $h$: it is about $h/2$ at worst, 0.1 for $h$ = 0.2. The points lie too far to
# the left by $h/2$, because the difference is the slope *between* two samples and we draw it at the
# first of them.
# </details>
#
# **Taylor's formula** says so beforehand. Close to $t$ a smooth function is nearly its tangent, a
# little further away nearly a parabola, and so on:
#
# $$f(t + h) = \underbrace{\underbrace{f(t) + h f'(t)}_{\text{first order}} +
# \tfrac{h^2}{2} f''(t)}_{\text{second order}} + \tfrac{h^3}{6} f'''(t) + \dots \tag{1.2}$$
#
# $f''$ is the derivative of $f'$, $f'''$ that of $f''$. Whoever stops early errs, for small $h$, by
# about the next term that is not zero.
#
# The **centred difference** $(f(t + h) - f(t - h))/2h$ lets the point stand in the middle. **Predict**
# with (1.2), on paper: what is left in both quotients besides $f'$? How do the errors change when $h$
# shrinks, and how small should it be?

# %% name="error-against-h" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the error of both difference quotients against h
distances = np.logspace(-15, -0.3, 60)
forward = np.abs((np.sin(1 + distances) - np.sin(1)) / distances - np.cos(1))
centred = np.sin(1 + distances) - np.sin(1 - distances)
centred = np.abs(centred / (2 * distances) - np.cos(1))
coarse = distances[distances > 1e-6]
fig, ax = plt.subplots(figsize=(8, 3.6))
ax.loglog(distances, forward, "o", fillstyle="none", color=plots.COLOURS["current"], label="forward")
ax.loglog(distances, centred, "s", markersize=3, color=plots.COLOURS["voltage"], label="centred")
ax.loglog(distances, np.sin(1) / 2 * distances, color=plots.COLOURS["guide"], label="slope 1")
ax.loglog(coarse, np.cos(1) / 6 * coarse**2, ":", color=plots.COLOURS["guide"], label="slope 2")
ax.set(xlabel="Distance h", ylabel="Error of the derivative", ylim=(1e-14, 2))
ax.legend(ncols=2)
show(fig, "Error of both difference quotients of sin t at t = 1 against h, logarithmic axes: "
     "coming from large h they fall with slope 1 and 2, then both rise again towards small h.")

# %% [markdown]
# ### Think 3.3 · Smaller is not always better
# Which terms of (1.2) are the two grey lines? Why do the errors grow again for tiny $h$, and where is
# the best $h$ of the forward difference?
#
# <details><summary>Answer</summary>
#
# The forward difference is $f' + \frac{h}{2}f'' + \dots$: its *truncation error* shrinks with $h$.
# With $-h$ the odd terms of (1.2) change their sign, so in $f(t + h) - f(t - h)$ the even ones cancel:
# $f' + \frac{h^2}{6}f''' + \dots$ is left. (At a corner, where there is no $f'$, the centred one
# gives the mean of both slopes.)
#
# For tiny $h$ the two values of the sine agree in nearly all of their 16 digits. Their difference
# keeps only the last few, and dividing by $h$ makes that rounding error large, about
# $10^{-16}/h$. For the forward difference both errors are equal near $h = 10^{-8}$, where about half
# of the digits are right; the centred one is best near $10^{-5}$. With recorded data the noise is far
# larger than rounding, and so is the best $h$.
# </details>

# %% [markdown]
# ## 4. The gain of a neuron population
# *about 40 min so far*
#
# How strongly does a population answer to its input? A **transfer function** tells, here with the
# rate in units of the highest one that its neurons could fire at, and the input $I$ in arbitrary
# units:
#
# $$r(I) = \frac{1}{1 + e^{-a(I - \theta)}} - \frac{1}{1 + e^{a\theta}}. \tag{1.3}$$
#
# $a$ is the steepness, $\theta$ the threshold; the second term is a constant that makes $r(0) = 0$.
# The derivative $dr/dI$ is the **gain**: by how much the rate changes per change of the input, if
# that is small.

# %% [markdown]
# ### Demo 4.1 · Rate and gain
# **Predict:** at which input is the gain largest, and what do $a$ and $\theta$ do to it? On the left
# the slope across a step of the input by 1 (the secant), on the right the gain.

# %% name="gain-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a transfer function with a secant, and its gain
i_in = np.linspace(0, 8, 401)

def draw(fig):
    left, right = fig.subplots(1, 2)
    left.set(xlabel="Input I", ylabel="Rate r(I), as a fraction", ylim=(-0.05, 1.15))
    right.set(xlabel="Input I", ylabel="Gain dr/dI", ylim=(0, 0.55))
    rate = left.plot(i_in, i_in, color=plots.COLOURS["rate"])[0]
    gain = right.plot(i_in, i_in, color=plots.COLOURS["voltage"])[0]
    secant, dot = [ax.plot([], [], "o-", color=plots.COLOURS["current"])[0] for ax in (left, right)]
    return rate, secant, left.text(0.2, 1.05, ""), gain, dot

def update(artists, a, theta, i_mean):
    rate, secant, note, gain, dot = artists
    rate.set_ydata(calculus.sigmoid_rate(i_in, a, theta))
    gain.set_ydata(calculus.sigmoid_gain(i_in, a, theta))
    r = calculus.sigmoid_rate([i_mean - 0.5, i_mean + 0.5], a, theta)
    secant.set_data([i_mean - 0.5, i_mean + 0.5], r)
    slope, here = (r[1] - r[0]) / 1.0, calculus.sigmoid_gain(i_mean, a, theta)
    note.set_text(f"Δr/ΔI = {slope:.3f}")
    dot.set_data([i_mean], [here])
    return f"at I_mean: gain {here:.3f}, secant {slope:.3f}"

explore(draw, update, alt="Transfer function with a secant, and its gain",
        a=slider("Steepness a", 0.5, 2, step=0.02, value=1.2),
        theta=slider("Threshold θ", 1.2, 4, step=0.1, value=2.4),
        i_mean=slider("Mean input I_mean", 0.5, 7.4, step=0.1, value=2.0))

# %% [markdown]
# ### Think 4.2 · Three questions
# (a) Where is the gain largest, and how large? (b) What is the largest rate that the population can
# reach? (c) A population with $a$ = 1.2, $\theta$ = 2.4 sits at $I$ = 7. Why does it hardly react to
# a small change?
#
# <details><summary>Answer</summary>
#
# (a) At $I = \theta$, with $a/4$: the first term of (1.3) is a sigmoid $s$ with the slope
# $a\,s(1 - s)$, largest at $s = 1/2$; the constant has no slope. So $\theta$ shifts the gain, and $a$
# makes it higher and narrower. The secant averages over a step and misses a narrow peak: it is 8 %
# too low at $a$ = 2. (b) $1 - 1/(1 + e^{a\theta})$, because the constant is taken away: 0.947 for
# $a$ = 1.2, $\theta$ = 2.4, and only 0.65 for 0.5 and 1.2. (c) It is saturated: the curve on the left
# is flat there, the gain on the right 0.005 instead of 0.3. Small changes are hardly passed on,
# however high the rate; a step down to $\theta$ is.
# </details>

# %% [markdown]
# ### Demo 4.3 · A line instead of the curve
# At an **operating point** $I_0$ the input makes a step $\Delta I$. Equation (1.2) says
#
# $$r(I_0 + \Delta I) \approx r(I_0) + r'(I_0)\,\Delta I + \tfrac12 r''(I_0)\,\Delta I^2.$$
#
# Without the last term this is the **linear response**: the change is gain times step. **Predict**
# for $a$ = 1.2, $\theta$ = 2.4: where does the line lie too low on both sides? At which $I_0$ does it
# miss the smallest part of the change, up and down?

# %% name="linear-response-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a transfer function with its tangent and parabola
around = np.linspace(-1, 2, 61)

def draw(fig):
    ax = fig.subplots()
    ax.plot(i_in, calculus.sigmoid_rate(i_in), color=plots.COLOURS["rate"], label="r(I)")
    line = ax.plot([], [], "--", color=plots.COLOURS["theory"], label="first order")[0]
    parabola = ax.plot([], [], ":", color=plots.COLOURS["current"], label="second order")[0]
    gap = ax.plot([], [], "o-", color=plots.COLOURS["rate"], linewidth=1)[0]
    ax.set(xlabel="Input I", ylabel="Rate r(I), as a fraction", xlim=(0, 8), ylim=(-0.1, 1.15))
    ax.legend(loc="lower right")
    return line, parabola, gap

def update(artists, i_0, step):
    r, gain = calculus.sigmoid_rate(i_0), calculus.sigmoid_gain(i_0)
    gains = calculus.sigmoid_gain(i_0 + np.array([-0.01, 0, 0.01]))
    half = calculus.centred_difference(gains, 0.01)[0] / 2  # of r''
    artists[0].set_data(i_0 + around, r + gain * around)
    artists[1].set_data(i_0 + around, r + gain * around + half * around**2)
    changes = calculus.sigmoid_rate(i_0 + step) - r, gain * step, gain * step + half * step**2
    artists[2].set_data(i_0 + step * np.array([0, np.nan, 1, 1]), r + np.array([0, 0, *changes[:2]]))
    return "r changes by {:.3f}; first order {:.3f}, second {:.3f}".format(*changes).replace("-", "−")

explore(draw, update, alt="Transfer function with its tangent and parabola at an operating point",
        i_0=slider("Operating point I_0", 1.0, 6.0, step=0.1, value=1.0),
        step=slider("Step ΔI", -1.0, 2.0, step=0.1, value=1.0))


# %% [markdown]
# <details><summary>What you saw</summary>
#
# Below $\theta$ the curve bends upwards, $r'' > 0$, and nearby the line is too low on both sides;
# above $\theta$ it is too high. At $I_0$ = 1 a step of 1 changes $r$ by 0.225; the line says 0.159, the
# parabola 0.224. Half the step, about a quarter of the line's error. At $I_0 = \theta$ the line is
# best: $r'' = 0$, line and parabola agree, and the error begins with $\Delta I^3$.
#
# Now let the input fluctuate around $I_0$ with a small variance $\sigma^2$. In the mean the steps
# cancel, their squares do not: the mean rate moves by about $\frac12 r''\sigma^2$, up below $\theta$,
# down above. The gain does not tell this. (Here $r$ follows its input at once; a neuron does not.)
# </details>

# %% [markdown]
# ## 5. More than one variable
# *about 50 min so far*
#
# A rate may depend on two inputs, as in section 9. For any $f(x, y)$ the **partial derivative**
# $\partial f/\partial x$ is the slope if only $x$ moves and $y$ stands still: treat $y$ as a constant
# and differentiate as before.

# %% [markdown]
# ### Demo 5.1 · Type your own function
# **Predict** both partial derivatives of $x^2 + 2xy + y^2$, and the shape of their surfaces. Then
# type functions of your own: `sin(x)`, `exp(-x**2)`, `x^2 y`, … and press Enter.

# %% name="partial-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: a function of x and y and its partial derivatives, as surfaces
def draw(fig):
    return fig.subplots(1, 3, subplot_kw=dict(projection="3d", xlabel="x", ylabel="y", title="f"))

def update(axes, text):
    f = parse_expression(text)
    slopes = [sp.diff(f, sp.Symbol(name, real=True)) for name in "xy"]
    x, y = np.meshgrid(np.linspace(-5, 5, 25), np.linspace(-5, 5, 25))
    heights = np.array([as_function(g)(x, y) for g in (f, *slopes)])
    if np.isnan(heights[0]).all():
        raise ValueError("f has no real value for x and y from −5 to 5")
    heights[:, np.isnan(heights[0])] = np.nan  # no slope where there is no f
    for ax, name, z in zip(axes, ("f(x, y)", "∂f/∂x", "∂f/∂y"), heights, strict=True):
        while ax.collections:  # the surface before
            ax.collections[0].remove()
        ax.plot_surface(x, y, z, cmap="cividis")
        ax.set_zlim(*plots.padded_limits(z))
        ticks = ax.zaxis.get_major_formatter()
        ticks.set_powerlimits((-3, 4))
        ticks.set_locs(ax.get_zticks())
        factor = ticks.get_offset()  # such as ×10¹⁰, most often empty
        ax.set_title(f"{name}, ticks {factor}" if factor else name)
    return f"f = {f},   ∂f/∂x = {slopes[0]},   ∂f/∂y = {slopes[1]}"

explore(draw, update, alt="Three surfaces over x and y from −5 to 5: f and its partial derivatives",
        text=textbox("f(x, y) =", "x**2 + 2*x*y + y**2"))


# %% [markdown]
# ### Think 5.2 · Three surfaces
# (a) Why are the last two surfaces the same for the function above? (b) Type `sin(x)`: what is
# $\partial f/\partial y$, and why? (c) Find a function whose $\partial f/\partial x$ does not depend
# on $x$.
#
# <details><summary>Answer</summary>
#
# (a) $f = (x + y)^2$ depends only on the sum $x + y$: a step in $x$ changes it exactly as the same
# step in $y$. Both partial derivatives are $2x + 2y$, a tilted plane. (That $f$ is symmetric would
# not do: try `x*y`.) (b) It is zero everywhere: $f$ does not contain $y$, so moving $y$ changes
# nothing, and the surface is flat. (c) Anything of the form $x\,u(y) + v(y)$, such as $xy$ or
# $3x + y^2$: the slope in the direction of $x$ is $u(y)$, here $y$ or 3, the same for all $x$.
# </details>

# %% [markdown]
# ## 6. Integrate with rectangles
# *about 57 min so far*
#
# Without a formula for the integral we add areas. Cut the range into pieces, take the height of the
# function at the *left* edge of each, multiply by the width, and add up: the **left Riemann sum**.

# %% [markdown]
# ### Exercise 6.1 · Add the areas (4 min, ★★☆)
# The pieces need not be equally wide. `edges` holds $n + 1$ positions for $n$ rectangles.
#
# <details><summary>Hint 1: idea</summary>An area is height times width; find both for each
# rectangle as an array, then add.</details>
# <details><summary>Hint 2: units</summary>An area has the unit of f times that of t, so a width must
# be in it. <code>np.diff</code> gives the distances between neighbours.</details>
# <details><summary>Hint 3: almost</summary><code>np.sum(f(edges[…]) * np.diff(…))</code></details>

# %% name="left-sum" tags=["exercise"]
def left_sum(f, edges):
    """Return the left Riemann sum of the function f over the rectangles between the edges."""
    # TODO: height at each left edge times width, added up
    area = ...
    return area


# %% name="left-sum-check" tags=["check"]
check.left_sum(left_sum)


# %% [markdown]
# ### Demo 6.2 · How wide may a rectangle be?
# $f(t) = t^2 - t + 1$ from 0 to 10; the exact integral is 293.33. The **midpoint rule** takes the
# height in the middle of each piece, the **trapezoid rule** the mean of both ends: the area under the
# chord. **Predict:** does the left sum come out too small or too large? And the other two?

# %% name="riemann-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: rectangles or trapezoids under a parabola
def parabola(t):
    return t**2 - t + 1

def draw(fig):
    ax = fig.subplots()
    t_fine = np.linspace(0, 10, 201)
    pieces = ax.fill([0, 10], [0, 1], facecolor=plots.COLOURS["expected"],
                     edgecolor=plots.COLOURS["guide"])[0]
    ax.plot(t_fine, parabola(t_fine), color=plots.COLOURS["voltage"])
    ax.set(xlabel="Time t", ylabel="f(t)", xlim=(0, 10), ylim=(0, 100))
    return pieces

def update(pieces, dt, rule):
    edges, heights = calculus.rectangles(parabola, 0, 10, dt, rule)
    ends = parabola(edges)  # the trapezoid rule: a chord from end to end
    left, right = (ends[:-1], ends[1:]) if rule == "trapezoid" else (heights, heights)
    x = np.repeat(np.c_[edges[:-1], edges[1:]], 2, axis=1)
    y = np.c_[0 * left, left, right, 0 * right]
    pieces.set_xy(np.c_[x.ravel(), y.ravel()])
    area = np.sum(heights * np.diff(edges))
    error = f"{area - 880 / 3:+.3f}".replace("-", "−")
    return f"sum {area:.2f}, exact {880 / 3:.2f}, error {error}"

explore(draw, update, alt="Rectangles or trapezoids under a parabola from 0 to 10",
        dt=slider("Width dt", 0.1, 2.5, step=0.05, value=0.5),
        rule=dropdown("Rule", list(calculus.RULES)))

# %% [markdown]
# ### Think 6.3 · Three questions
# (a) Where does the left sum lie below the curve, where above? (b) By which factor does its error
# shrink when $dt$ is halved? And that of the midpoint rule? (c) Which of the two other rules is
# better here, and in which direction does each err?
#
# <details><summary>Answer</summary>
#
# (a) Below it where $f$ rises, above it where $f$ falls, here only at the start ($t < 0.5$ for
# $dt$ = 0.5; too little to see). So the sum is too small. (b) The left sum errs by about
# $-\frac{dt}{2}(f(10) - f(0))$, so half the width gives half the error; with midpoints the error is
# proportional to $dt^2$, so it falls to a quarter. (c) The trapezoid rule errs upwards, since chords
# of this curve lie above it; the midpoint rule errs half as much, downwards.
# </details>

# %% [markdown]
# The same as a figure: the error of all three rules against $dt$.

# %% name="riemann-error" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the error of the three rules against the width
widths = 10 / np.array([10, 20, 40, 80, 160, 320, 640])
fig, ax = plt.subplots(figsize=(7, 3.2))
colours = dict(zip(calculus.RULES, ("current", "voltage", "rate"), strict=True))
for rule, marker in zip(calculus.RULES, "osv", strict=True):
    errors = []
    for width in widths:
        edges, heights = calculus.rectangles(parabola, 0, 10, width, rule)
        errors.append(abs(np.sum(heights * np.diff(edges)) - 880 / 3))
    ax.loglog(widths, errors, marker + "-", color=plots.COLOURS[colours[rule]], label=rule)
ax.set(xlabel="Width dt", ylabel="Error of the integral")
ax.legend()
show(fig, "Error against width for three rules, logarithmic axes: the left sum falls with slope 1, "
     "midpoint and trapezoid with slope 2, the midpoint rule twice as accurate.")


# %% [markdown]
# ## 7. The charge of a synapse
# *about 67 min so far*
#
# A spike arrives at a synapse at $t_\text{sp}$ = 1. The current that follows is the alpha function of
# section 2, times $J$ and started at the spike:
#
# $$I(t) = \begin{cases} J\,(t - t_\text{sp})\,e^{-(t - t_\text{sp})/\tau_s} & t \ge t_\text{sp} \\
# 0 & \text{before} \end{cases} \tag{1.4}$$
#
# Its integral from the spike to ∞, the **charge**, is $J\tau_s^2$ (by `sp.integrate`), so 1 for
# $J = 1$ and $\tau_s = 1$. (Units are left out here; with pA/ms and ms the charge is in fC.)

# %% [markdown]
# ### Exercise 7.1 · Charge so far (4 min, ★★☆)
# For a current sampled every $dt$: the area of each rectangle, and the charge that has come in by the
# end of each rectangle. Two lines.
#
# <details><summary>Hint 1: idea</summary>First one area per sample; then a running total of
# these.</details>
# <details><summary>Hint 2: units</summary>Current times time is charge. <code>np.cumsum</code> adds
# up as it goes.</details>
# <details><summary>Hint 3: almost</summary><code>areas = current * …</code> and
# <code>np.cumsum(…)</code></details>

# %% name="charge" tags=["exercise"]
def charge(current, dt):
    """Return the areas and the charge so far, both with the shape of `current`."""
    # TODO: height times width; running sum
    areas = ...
    so_far = ...
    return areas, so_far


# %% name="charge-check" tags=["check"]
check.charge(charge)

# %% [markdown]
# ### Think 7.2 · Find the error
# A colleague writes `J * t * exp(-(t - t_sp) / tau_s)` for the current. **Predict** two ways in which
# the figure will be wrong.

# %% name="find-the-error" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the right current and the colleague's
instants = np.arange(0, 10.05, 0.1)
right = calculus.synaptic_current(instants)
wrong = instants * np.exp(-(instants - 1))
fig, ax = plt.subplots(figsize=(8, 3.2))
ax.plot(instants, right, color=plots.COLOURS["current"], label="equation (1.4)")
ax.plot(instants, wrong, "--", color=plots.COLOURS["guide"], label="the colleague's")
ax.axvline(1, color=plots.COLOURS["guide"], linestyle=":")
ax.text(1.05, 1.08, "spike")
ax.set(xlabel="Time t", ylabel="Current I(t)", ylim=(-0.05, 1.2))
ax.legend()
print(f"charge up to t = 10: {np.sum(right) * 0.1:.3f} and {np.sum(wrong) * 0.1:.3f}")
show(fig, "The right current is zero until the spike at t = 1 and peaks at t = 2. The colleague's "
     "current starts at t = 0, before the spike, and is much larger.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The current flows before the spike, because nothing makes it zero there: the effect comes before its
# cause. (Before $t = 0$ it would even be negative.) And it starts from $t$ instead of
# $t - t_\text{sp}$, so it is already large when the spike arrives. The charge comes out as 2.7, $e$
# times too large, instead of 1. The sum of the right one is 0.998: 0.0012 is missing in the tail
# after $t$ = 10, and 0.0008 through the coarse $dt$. That is about $dt^2/12$: the error of a left sum
# that grows with $dt$ is gone where a current starts and (nearly) ends at the same value, 0.
# </details>

# %% [markdown]
# ## 8. Derivative and integral as filters
# *about 73 min so far*
#
# Real signals are noisy. What do a difference and a running average do to the noise? The average of
# $n$ samples is the integral over the last $nh$, divided by $nh$: an integral that forgets. The
# signal is a sine of 1 Hz, sampled every $h$ = 0.01 s for 2 s; each sample has its own independent
# noise, with an expected mean of zero.

# %% name="noisy-sine"
h = 0.01  # s
t_signal, f_grid = np.arange(200) * h, np.linspace(0.1, 50, 500)  # s, Hz
slope_of_sine = 2 * np.pi * np.cos(2 * np.pi * t_signal)  # 1/s

def noisy_sine(sd, seed):
    noise = sd * np.random.default_rng(seed).normal(size=t_signal.size)
    return np.sin(2 * np.pi * t_signal) + noise


# %% [markdown]
# ### Demo 8.1 · High-pass and low-pass
# One of the two is a **high-pass**, which lets fast changes through, the other a **low-pass**, for
# slow ones. **Predict:** which is which, and which makes the noise worse? On the right the **gain**
# of each filter: the factor for each frequency (not the $dr/dI$ of section 4). On the left the
# average is drawn at the middle of its $n$ samples; the dashed line is the derivative of the sine
# alone.

# %% name="filter-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: difference and average of a noisy sine, and their gains
def draw(fig):
    axes = fig.subplots(2, 2, sharex="col")
    difference = axes[0, 0].plot([], [], color=plots.COLOURS["current"])[0]
    noisy = axes[1, 0].plot([], [], color=plots.COLOURS["expected"], linewidth=1)[0]
    average = axes[1, 0].plot([], [], color=plots.COLOURS["voltage"])[0]
    axes[0, 0].plot(t_signal, slope_of_sine, "k--", linewidth=1)[0].axes.set_ylabel("Difference [1/s]")
    axes[0, 1].plot(f_grid, calculus.difference_gain(f_grid, h), color=plots.COLOURS["current"])
    axes[1, 0].set(ylabel="Signal, average", ylim=(-2.6, 2.6), xlabel="Time [s]", xlim=(0, 2))
    axes[0, 1].set(ylabel="Gain [1/s]", ylim=(0, 210))
    axes[1, 1].set(ylabel="Gain", ylim=(0, 1.05), xlabel="Frequency [Hz]")
    return difference, average, noisy, axes[1, 1].plot(f_grid, f_grid)[0]

def update(artists, n, sd, seed):
    signal = noisy_sine(sd, seed)
    artists[0].set_data(t_signal[:-1] + h / 2, calculus.forward_difference(signal, h))
    artists[0].axes.set_ylim(-8 - 500 * sd, 8 + 500 * sd)
    artists[1].set_data(t_signal[n - 1:] - (n - 1) * h / 2, calculus.running_average(signal, n))
    artists[2].set_data(t_signal, signal)
    artists[3].set_ydata(calculus.average_gain(f_grid, h, n))
    return ("sine × 6.28, noise × 141 by the difference; "
            f"sine × {calculus.average_gain(1.0, h, n):.2f}, noise × {n**-0.5:.2f} by the average")

explore(draw, update, size=(9, 4.4), alt="Difference and average of a noisy sine, and their gains",
        n=slider("Samples averaged n", 1, 100, step=1, value=10),
        sd=slider("Noise SD", 0.0, 0.5, step=0.05, value=0.25), seed=button("New noise"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# The difference is the high-pass. It multiplies the sine by 6.28 /s, but the noise by $\sqrt2/h$ =
# 141 /s: two neighbours err independently, so the variance of their difference is twice that of one.
# A noise SD of 0.25 becomes 35.4 /s, and the dashed line, the derivative of the sine alone, drowns in
# it. The average of $n$ is the low-pass: it divides this noise by $\sqrt n$, to 0.079 for $n$ = 10,
# and hardly touches the sine.
# </details>
#
# The theory: a difference multiplies a sine of frequency $f$ by $2\sin(\pi f h)/h$, at low frequencies
# $2\pi f$ like the derivative itself; an average of $n$ by
# $|\sin(\pi f n h)/(n \sin(\pi f h))|$. Does it hold? We filter 200 noise signals, average the power
# spectra before and after, and take the square root of their ratio. A record that is cut off leaks,
# as in lesson 00. So every record is faded out at both ends first, by a taper.

# %% name="measured-gain" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the gains of both filters, measured and in theory
noise = np.random.default_rng(0).normal(size=(200, 409))
filters = {
    "difference": (lambda x: calculus.forward_difference(x, h)[:400], calculus.difference_gain),
    "average of 10": (lambda x: calculus.running_average(x, 10),
                      lambda f, h: calculus.average_gain(f, h, 10)),
}

def mean_spectrum(signals):
    faded = [x * np.hanning(400) for x in signals]
    return np.mean([power_spectral_density(x, h)[1][1:] for x in faded], axis=0)

frequency = power_spectral_density(noise[0, :400], h)[0][1:]
fig, axes = plt.subplots(1, 2, figsize=(9, 3.2))
for ax, (name, (apply, gain)) in zip(axes, filters.items(), strict=True):
    measured = np.sqrt(mean_spectrum(map(apply, noise)) / mean_spectrum(noise[:, :400]))
    ax.plot(frequency, gain(frequency, h), color=plots.COLOURS["theory"], linewidth=1, label="theory")
    ax.plot(frequency[::4], measured[::4], "o", fillstyle="none", markersize=5,
            color=plots.COLOURS["current"], label="measured")
    ax.set(xlabel="Frequency [Hz]", ylabel="Gain [1/s]" if "diff" in name else "Gain", title=name)
axes[0].plot(frequency, 2 * np.pi * frequency, ":", color=plots.COLOURS["guide"], label="2πf")
axes[0].legend()
show(fig, "Measured gain of both filters against frequency, on the theoretical curves: the "
     "difference rises from 0 to 200 per second at 50 Hz, the average falls from 1 with zeros at "
     "multiples of 10 Hz.")

# %% [markdown]
# The circles lie on the curves. (Close up, the difference comes out too high at 0.25 Hz: the taper
# mixes in the neighbours at 0 and 0.5 Hz, and the second brings more than the first takes away. That
# makes 15.5 %, give or take 3 % for 200 records: here 12 %.)
#
# ### Think 8.2 · Why derivatives amplify noise
# (a) By how much is noise at 40 Hz amplified more than the signal at 1 Hz? (b) What does the average
# over $n$ = 100 samples do to the sine, and why exactly? (c) A neuron's membrane adds up current. To
# which of the two filters is it related?
#
# <details><summary>Answer</summary>
#
# (a) The exact derivative multiplies a frequency $f$ by $2\pi f$, so 40 times; the difference
# quotient, whose gain bends down, 30 times: $\sin(0.4\pi)/\sin(0.01\pi)$. Noise has fast parts, the
# signal has not. (b) It wipes it out: 100 samples are one period of 1 s, and the mean of a sine over
# a period is zero; the gain has a zero at $1/(nh)$ = 1 Hz. (c) To the average: the membrane
# integrates, but forgets with a time constant, $\tau_m$ in lesson 02, so its weights decay instead of
# ending at once. Lesson 02 starts there.
# </details>

# %% [markdown]
# ## 9. Bonus: two inputs at once
# *bonus, about 12 min*
#
# Excitation and inhibition drive the same population: $r = r_E(\text{exc}) - \tfrac12
# r_I(\text{inh})$, each with a transfer function like (1.3) ($a$ = 1.2, $\theta$ = 2.4 and $a$ = 1,
# $\theta$ = 4).

# %% name="two-inputs"
exc, inh = np.linspace(0, 8, 81), np.linspace(0, 8, 81)
r = calculus.balanced_rate(exc, inh[:, None])  # rows: inh, columns: exc
print(f"r: {r.shape[0]} rows, {r.shape[1]} columns")

# %% [markdown]
# The same as curves, and as a map:

# %% name="two-inputs-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the rate against excitation, and as a map over both inputs
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6))
for level, style in zip((0, 4, 8), ("-", "--", ":"), strict=True):
    left.plot(exc, r[inh == level][0], style, color=plots.COLOURS["rate"], label=f"inh = {level}")
left.set(xlabel="Excitation", ylabel="Rate r, as a fraction")
left.legend()
image = right.pcolormesh(exc, inh, r)
right.set(xlabel="Excitation", ylabel="Inhibition")
fig.colorbar(image, label="Rate r, as a fraction")
show(fig, "Left, rate against excitation for three levels of inhibition: the same curve, shifted "
     "down. Right, the rate as a colour map over both inputs: largest at lower right.")


# %% [markdown]
# ### Exercise 9.1 · Both partial derivatives (6 min, ★★★)
# `r` has one row per inhibition and one column per excitation. Find both difference quotients with
# slices, no loops: two lines.
#
# <details><summary>Hint 1: idea</summary>Neighbours along one axis, while the other index stands
# still; a colon alone keeps a whole axis.</details>
# <details><summary>Hint 2: units</summary>Each difference is divided by the distance along its own
# axis. One result loses a column, the other a row.</details>
# <details><summary>Hint 3: almost</summary><code>(r[:, 1:] - …) / d_exc</code> and
# <code>(r[1:, :] - …) / d_inh</code></details>

# %% name="partials" tags=["exercise"]
def partials(r, d_exc, d_inh):
    """Return dr/dexc, one column less than r, and dr/dinh, one row less."""
    # TODO: slopes along the columns, slopes along the rows
    dr_dexc = ...
    dr_dinh = ...
    return dr_dexc, dr_dinh


# %% name="partials-check" tags=["check"]
check.partials(partials)

# %% [markdown]
# NumPy has centred differences ready in `np.gradient`. How close do they come to the exact slopes,
# which are 0.3 and −0.125 at their largest? (The edges, where it takes one side only, are left out.)

# %% name="gradient"
dr_dinh, dr_dexc = np.gradient(r, 0.1, 0.1)  # axis 0 first: along inh
exact_exc = calculus.sigmoid_gain(exc, 1.2, 2.4)
exact_inh = -0.5 * calculus.sigmoid_gain(inh, 1.0, 4.0)
inner = slice(1, -1)
print(f"dr/dexc: largest error {np.abs(dr_dexc - exact_exc)[:, inner].max():.6f}")
print(f"dr/dinh: largest error {np.abs(dr_dinh - exact_inh[:, None])[inner].max():.6f}")

# %% [markdown]
# ### Think 9.2 · Who modulates whom?
# Does the gain to excitation depend on inhibition in this model? How do you see it in the left
# figure, and what would a neuron need to be different?
#
# <details><summary>Answer</summary>
#
# It does not: the three curves are shifted against each other and equally steep, and
# $\partial r/\partial\text{exc}$ contains no inhibition, since the two rates are added *after* the
# transfer functions: inhibition is **subtractive**. Added before, as in
# $r_E(\text{exc} - \tfrac12\text{inh})$, it shifts the curve sideways, and the gain at a given input
# does change. A **divisive** effect changes the slope itself; inputs that multiply do that, or noise
# (Chance et al. 2002). Inhibition that increases the leak conductance divides the voltage below
# threshold; on the firing rate it acts mostly by subtraction, too (Holt & Koch 1997). The model also
# lets the rate become negative, which no population can.
# </details>

# %% [markdown]
# ## Summary
#
# - Derivative: slope here. Integral: area so far. $F' = f$. The exponential is its own derivative.
# - Product rule and chain rule; $s' = a\,s(1 - s)$ for a sigmoid of steepness $a$, so the largest gain
#   is $a/4$.
# - Taylor: $f(t + h) \approx f + h f' + \frac{h^2}{2}f''$. At an operating point the first order is the
#   linear response, gain times step.
# - For smooth functions forward differences err in proportion to $h$, centred ones to $h^2$, and both
#   by rounding when $h$ is tiny.
# - There, too, left sums err in proportion to $dt$ (less if both ends are equal), midpoints and
#   trapezoids to $dt^2$.
# - Differences are high-pass and amplify fast noise; averages are low-pass and reduce it.

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $f$, $f'$, $f''$, $f'''$, $F$ | `f` | a function, its derivatives, its integral | – |
# | $t$ | `t` | time | s in section 8, else – |
# | $u$, $v$ | | two functions that a rule puts together | – |
# | $k$ | | factor of $t$ in an exponent | – |
# | $x$, $y$ | `x`, `y` | variables of any function | – |
# | $h$ | `h` | distance of samples | 0.01 s in section 8, else – |
# | $dt$ | `dt` | width of a rectangle | – |
# | $\tau$ | `tau` | time constant of the alpha function | 0.5 |
# | $s$ | `sigmoid` | the sigmoid | – |
# | $I$, $I_\text{mean}$ in section 4 | `i_in`, `i_mean` | input of a population | – |
# | $r$ | `r` | rate, as a fraction of the highest possible | – |
# | $I_0$, $\Delta I$ | `i_0`, `step` | operating point, and a step away from it | – |
# | $\sigma^2$ | | variance of an input | – |
# | $a$, $\theta$ | `a`, `theta` | steepness and threshold of a transfer function | 1.2, 2.4 |
# | $I(t)$ in section 7 | `current` | synaptic current | – |
# | $J$, $\tau_s$, $t_\text{sp}$ | `J`, `tau_s`, `t_sp` | its strength, time constant and time | 1, 1, 1 |
# | $n$ | `n` | a power; number of samples or rectangles; in section 8 of those averaged | 10 |
# | noise SD | `sd` | standard deviation of the noise | 0.25 |
# | $f$ in section 8 | `frequency` | frequency, as in lesson 00 | Hz |
# | exc, inh | `exc`, `inh` | input of the bonus, excitatory and inhibitory | – |
# | $r_E$, $r_I$ | | transfer functions of the two | – |

# %% [markdown]
# ## Going further
#
# - Which $h$ is best for the derivative of a *noisy* sine? Try `s[n:] - s[:-n]` over $nh$
#   with `s = noisy_sine(0.25, 0)`.
# - Type `abs(x)` or `sqrt(x)` in Demo 5.1. Where is there no derivative?
# - Lesson 02 puts slope and area into one equation.
#
# **Sources.** H. R. Wilson & J. D. Cowan, *Biophys. J.* 12, 1 (1972): transfer function.
# W. H. Press et al., *Numerical Recipes* (2007), section 5.7: error of differences.
# P. Dayan & L. F. Abbott, *Theoretical Neuroscience* (2001), section 5.8: alpha function.
# G. R. Holt & C. Koch, *Neural Comput.* 9, 1001 (1997): shunting inhibition.
# F. S. Chance, L. F. Abbott & A. D. Reyes, *Neuron* 35, 773 (2002): gain and noise.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

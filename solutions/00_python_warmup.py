# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 · Python warm-up
#
# *About 78 minutes.* This course needs little Python: arrays, functions, and a way to load data.
# You learn all three here, and with them find rhythms that nobody can see in the recording.
#
# **After this lesson you can**
# - multiply arrays in two ways, and say which one you want,
# - write a function that explains itself, and read the help of others,
# - load a MATLAB file and give its numbers their units,
# - compute a power spectrum with the right units, and check it,
# - choose a window for the rhythms that you look for.
#
# **You need** a little Python (variables, lists, `for`, `print`), and what a sine, a logarithm and
# a complex number are.

# %% [markdown]
# **How to work.** Run the cells from top to bottom with Shift + Enter. Make each prediction before
# you run the cell below it. In an exercise, put your own code in place of each `...`; the cell
# after it answers ○ not started, ✗ with a reason, or ✓. Whatever you write there, the later cells
# work. Code that need not be read is folded: click its line (Colab: *Show code*) to open it.
#
# With `course.py lab` this is your own copy, in `work/`, and never overwritten; elsewhere, save it
# under a name of your own. After a restart of the kernel: *Run → Run All Above Selected Cell*
# (Colab: *Runtime → Run before*).

# %% [markdown]
# ## 1. Packages and arrays
# *about 0 min so far*
#
# Python itself knows no arrays, no plots, no Fourier transforms. The next cells **import** them.
# `import numpy as np` makes the package NumPy available under the short name `np`; its functions
# are then `np.mean`, `np.sum` and so on. `from scipy.io import loadmat` takes one function by its
# own name. `helpers` is the folder of this course.

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
from scipy.io import loadmat

from helpers import plots
from helpers.checks import python_warmup as check
from helpers.data import EEG_FILE
from helpers.explore import explore, slider
from helpers.picture import show
from helpers.spectra import power_spectral_density, segment_spectrum, to_decibel

plots.use_style()

# %% [markdown]
# A Python list is a row of anything; an **array** is a row of numbers to calculate with.
# **Predict** what each of the two lines prints.

# %% name="list-and-array"
numbers = [1, 2, 3, 4]
print(numbers * 2)
print(np.array(numbers) * 2)

# %% [markdown]
# <details><summary>What you saw</summary>
#
# `*` repeats a list, but multiplies an array, each element on its own. This is called
# **element-wise**, and it needs no loop: `+`, `-`, `/` and `**` work in the same way.
# </details>
#
# For two arrays there are two products, `*` and `@`. **Predict** both with pencil and paper.

# %% name="two-products"
a = np.array([1, 2, 3, 4])
b = np.array([0, 4, 7, 6])
print("element-wise product:", a * b)
print("matrix product:      ", a @ b)

# %% [markdown]
# <details><summary>What you saw</summary>
#
# `a * b` keeps the four products apart. `a @ b` is the matrix product, row times column: it
# multiplies in pairs *and adds up*, $0 + 8 + 21 + 24 = 53$. In MATLAB they are `a .* b` and
# `a * b'`: the star is the other product there.
# </details>

# %% [markdown]
# ### Exercise 1.1 · What a neuron receives (3 min, ★☆☆)
# Synapse $j$ fires at a rate of $r_j$ Hz and has a weight of $w_j$ pA per Hz. What current does
# each synapse bring, and what is their sum? Complete two lines. (`def` begins a function: the names
# in brackets are what it is given, `return` says what it gives back.)
#
# <details><summary>Hint 1: idea</summary>First you need one current per synapse, then one number
# for all of them. You have just met one product for each.</details>
# <details><summary>Hint 2: units</summary>pA/Hz times Hz is pA, for each synapse and for the
# sum.</details>
# <details><summary>Hint 3: almost</summary><code>weights * …</code> and
# <code>weights @ …</code></details>

# %% name="synaptic-drive" tags=["exercise"]
def synaptic_drive(weights, rates):
    """Return the current of each synapse [pA] and their sum [pA]; weights [pA/Hz], rates [Hz]."""
    # TODO: one current per synapse, then the total
    ### BEGIN SOLUTION
    #~ each = ...
    #~ total = ...
    each = weights * rates
    total = weights @ rates
    ### END SOLUTION
    return each, total

# %% name="synaptic-drive-check" tags=["check"]
check.synaptic_drive(synaptic_drive)

# %% [markdown]
# Elements are counted from 0, and from the end with −1. Arrays can be tables too. `shape` says how
# many rows and columns; that of a plain row is one number and a comma, `(4,)`. A mean can run along
# either **axis**: `axis=0` runs *down the rows* and leaves one value per column.

# %% name="axes"
table = np.array([[1, 2, 3], [5, 6, 7]])
print("last element of a:", a[-1], "and all but the last:", a[:-1])
print("shape of a", a.shape, "and of the table", table.shape)
print("first row", table[0], "and from its second element on", table[0, 1:])
print("mean over the rows, axis 0:   ", table.mean(axis=0))
print("mean over the columns, axis 1:", table.mean(axis=1))

# %% [markdown]
# **Why we never import everything.** Old scripts begin with `from pylab import *`. The star tips
# hundreds of names into your notebook, most of NumPy and of `matplotlib.pyplot`. Some exist in
# Python already, such as `sum` and `any`, and the newcomer wins, without a word. `range(5)` is 0, 1,
# 2, 3, 4: **predict** what the two lines print.

# %% name="star-import"
print("Python's sum:", sum(range(5), -1))
print("NumPy's sum: ", np.sum(range(5), -1))

# %% [markdown]
# ### Think 1.2 · One name, two functions
# Why do the two sums differ? And why is this worse than an error message?
#
# <details><summary>Answer</summary>
#
# The second argument means something else. Python's `sum` starts from it: −1 + 0 + 1 + 2 + 3 + 4
# gives the 9 of the print-out. NumPy's takes it as the axis, −1 is the last one, and 10 comes out.
# After a star import the name `sum` points to NumPy's function, so the *same line* gives another
# number, and nobody is told. An error would stop you; a wrong number goes into your figure. With
# `np.sum` one sees which one is meant.
# </details>

# %% [markdown]
# ## 2. Functions that explain themselves
# *about 13 min so far*
#
# A function has a name, arguments, and something that it **returns**. Its **docstring**, the text
# in quotes right below the `def` line, says what comes back and in which unit. `help` shows it:

# %% name="help" tags=["nbval-ignore-output"]
help(to_decibel)

# %% [markdown]
# This is how a function of a package is documented: its name with what goes in and what comes out
# (`ArrayLike` is a number, a list or an array), one line that says it all, then arguments, result,
# errors. In a notebook `to_decibel?` shows the same in a panel, and Shift + Tab inside the brackets
# does so while you type. Look up `np.mean?` now, in a new cell: Esc, then B. For a small function
# of your own one line is enough.

# %% [markdown]
# ### Exercise 2.1 · A documented function (4 min, ★☆☆)
# Write the docstring and the value $x \cdot x + c$. For $x = 5$, $c = 15$ it is 40. Then type
# `help(square_plus)` in a new cell and read your own words.
#
# <details><summary>Hint 1: idea</summary>The docstring is a text of its own, not a remark: it must
# be the first thing inside the function, moved in like the other lines.</details>
# <details><summary>Hint 2: units</summary>x and c are plain numbers here, or x is an array; then
# each element is squared. So use the product that keeps elements apart.</details>
# <details><summary>Hint 3: almost</summary><code>"""Return …"""</code> on a line of its own, then
# <code>result = x * x + …</code></details>

# %% name="square-plus" tags=["exercise"]
def square_plus(x, c):
    # TODO: a docstring here; then the value
    ### BEGIN SOLUTION
    #~ result = ...
    """Return x·x + c, for a number x or for each element of an array."""
    result = x * x + c
    ### END SOLUTION
    return result

# %% name="square-plus-check" tags=["check"]
check.square_plus(square_plus)

# %% [markdown]
# ## 3. A recording from a MATLAB file
# *about 21 min so far*
#
# Many laboratories keep their data in `.mat` files. `loadmat` reads one into a **dictionary**: a
# collection of values, each found by its name. Names with `__` belong to the file itself. Ours
# holds an electroencephalogram (EEG), made by a computer, so that we know what is in it. (In
# `f"shape {x}"` Python replaces `{x}` by the value of x; `{x:5}` makes it 5 characters wide,
# `{x:.1f}` is x with one decimal.)

# %% name="load"
recording = loadmat(EEG_FILE)
for name, value in recording.items():
    if not name.startswith("__"):
        shape, first = str(value.shape), value.flat[0]  # flat: all elements in one row
        print(f"{name:5}  shape {shape:10}  first entry: {first}")

# %% [markdown]
# `EEG` is a table: 30 trials, 1000 samples each. MATLAB has no single numbers and no plain rows,
# everything is at least a table, so `fs` comes as a table of one by one (only a text comes back as
# a row of one). `.item()` takes the number out. Only `units` tells what the numbers mean: **without
# it they are not data.**

# %% name="unpack"
eeg = recording["EEG"]  # µV, one trial per row
fs = recording["fs"].item()  # samples per second, Hz
dt = 1 / fs  # time from one sample to the next, s
t = recording["t"][0]  # time of each sample, s
n_trials, n_samples = eeg.shape
print(f"{n_trials} trials of {n_samples} samples, one every {dt} s, so {n_samples * dt} s each")

# %% [markdown]
# ### Exercise 3.1 · The time axis (3 min, ★☆☆)
# Our file brings the time of each sample along, most do not. When was each one taken, if the first
# is at 0 s? One line; `np.arange(4)` is the array 0, 1, 2, 3. (At what time is the *last* of our
# 1000 samples?)
#
# <details><summary>Hint 1: idea</summary>Number the samples, beginning with 0, and ask how much
# time lies between two of them.</details>
# <details><summary>Hint 2: units</summary>A sample number has no unit; dt is in s per sample. The
# file's own t is such an axis.</details>
# <details><summary>Hint 3: almost</summary><code>np.arange(…) * dt</code></details>

# %% name="time-axis" tags=["exercise"]
def time_axis(n_samples, dt):
    """Return the time of each sample [s], shape (n_samples,); dt [s]."""
    # TODO: the time axis, from 0 in steps of dt
    ### BEGIN SOLUTION
    #~ t = ...
    t = np.arange(n_samples) * dt
    ### END SOLUTION
    return t

# %% name="time-axis-check" tags=["check"]
check.time_axis(time_axis)

# %% [markdown]
# **Predict.** One oscillation stands out of this EEG. The right panel shows the first 0.1 s. If
# you count the peaks there, how do you get the frequency?

# %% name="one-trial" tags=["figure"] jupyter={"source_hidden": true}
# Figure: one second of the EEG, and its first 0.1 s
fig, (left, right) = plt.subplots(1, 2, sharey=True, width_ratios=(2, 1))
left.plot(t, eeg[0], color=plots.COLOURS["voltage"], linewidth=0.9)
right.plot(t[:101], eeg[0, :101], ".-", color=plots.COLOURS["voltage"])
left.set(xlabel="Time [s]", ylabel="EEG [µV]", title="trial 0")
right.set(xlabel="Time [s]", title="its first 0.1 s")
show(fig, "Left, one second of EEG: a fast, regular oscillation between about −15 and 15 µV on top "
     "of slow, irregular waves. Right, its first 0.1 s: six periods.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Six peaks in 0.1 s: 60 Hz. That is not the brain but the mains supply, picked up by the wires (60
# Hz in North America, 50 Hz in most countries). Below it something slow goes on, too irregular to
# count.
# </details>
#
# **Predict.** We average the 30 trials sample by sample. Is the 60 Hz oscillation still as large?

# %% name="mean-of-trials"
mean_trial = eeg.mean(axis=0)  # µV, over the trials
print(f"SD of one trial {eeg[0].std():.1f} µV, of the mean of 30 trials {mean_trial.std():.1f} µV")

# %% [markdown]
# SD, the **standard deviation**, is the typical distance of the values from their mean; its square
# is the **variance**. And this is how the two look:

# %% name="mean-of-trials-figure" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the first 0.3 s of one trial and of the mean over the trials
fig, ax = plt.subplots(figsize=(9, 2.8))
ax.plot(t[:301], eeg[0, :301], color=plots.COLOURS["expected"], label="trial 0")
ax.plot(t[:301], mean_trial[:301], color=plots.COLOURS["voltage"], label="mean of 30 trials")
ax.set(xlabel="Time [s]", ylabel="EEG [µV]", ylim=(-22, 30))
ax.legend(loc="upper right", ncols=2)
show(fig, "The first 0.3 s of one trial, an oscillation of about 12 µV around slow waves, and of the "
     "mean of 30 trials: a much smaller oscillation of the same period, about 2 to 3 µV.")

# %% [markdown]
# ### Think 3.2 · Where did it go?
# Each trial holds the same 60 Hz oscillation. Why does the mean of 30 trials hold so little of it?
# What would survive the averaging?
#
# <details><summary>Answer</summary>
#
# The oscillations cancel. The figure shows it: the grey trial swings up and down by 12 µV, the mean
# by a small part of that. A trial starts at any moment of the mains cycle, so at a given sample one
# trial is at a peak and the next in a trough. Typically (root mean square) the mean of 30 such sines
# is $\sqrt{30} = 5.5$ times smaller than one of them; the two SDs give about 5. What survives is
# whatever keeps step with the start of the trial: a response to a stimulus. For that the mean is
# the right tool, and for rhythms that keep their own time it is the wrong one. We need an average
# that ignores *when* a peak comes.
# </details>

# %% [markdown]
# ## 4. The power spectrum
# *about 32 min so far*
#
# How much of one rhythm is in the samples $x_j$, taken at the times $t_j$? Compare them with a
# cosine and a sine of its frequency $f_k$: multiply sample by sample, add up. This is the **Fourier
# transform**,
#
# $$X_k = \sum_j x_j\,e^{-2\pi i f_k t_j}, \tag{0.1}$$
#
# one complex number per frequency, since $e^{-i\varphi} = \cos\varphi - i \sin\varphi$. Its size
# $|X_k|$ tells how much of that rhythm there is, its angle, the **phase**, where in its cycle the
# rhythm starts. In code they are `np.fft.rfft(x)` and, for the size, `np.abs`.

# %% [markdown]
# Every row of samples is a sum of sines. Its **power spectrum** says how much of its variance lies
# at which frequency, and forgets the phases. For $n$ samples over $T = n\,dt$ seconds it has one
# value, a **line**, at each of these frequencies:
#
# $$\begin{aligned} S(f_k) &= \frac{2\,dt^2}{T}\,|X_k|^2, \\
# f_k &= \frac{k}{T}, \qquad k = 0, 1, \dots, \lfloor n/2 \rfloor. \end{aligned} \tag{0.2}$$
#
# $X$ is that of the signal *minus its mean*. $\lfloor\ \rfloor$, in code `n // 2`, leaves out the
# fraction. `rfft` stops there: a second half would only mirror the first, and so the factor 2. (For
# even $n$ the last line, $k = n/2$, is its own mirror image and goes without it.)

# %% [markdown]
# Three facts are worth knowing by heart:
#
# | | | one trial |
# |---|---|---|
# | distance between two lines | $df = 1/T$ | 1 Hz |
# | highest frequency, that of **Nyquist** | $1/(2\,dt)$ | 500 Hz |
# | unit of $S$ | µV²·s = µV²/Hz | |
#
# The longer we record, the finer the lines; the faster we sample, the higher they reach.

# %% [markdown]
# ### Exercise 4.1 · Power spectrum (10 min, ★★☆)
# Complete four lines of code. The special case is done for you: for even $n$ the last value is
# halved.
#
# <details><summary>Hint 1: idea</summary>Duration; transform of what is left when the mean is
# taken away; one frequency for each of its numbers; squared size of each.</details>
# <details><summary>Hint 2: units</summary>T is in s, not in samples. dt²·|X|²/T is s·µV², the same
# as µV²/Hz. Line numbers divided by a time in s are frequencies in Hz.</details>
# <details><summary>Hint 3: almost</summary><code>X = np.fft.rfft(x - …)</code>,
# <code>frequencies = np.arange(X.size) / …</code>,
# <code>density = 2 * dt**2 / T * np.abs(X) ** …</code></details>

# %% name="power-spectrum" tags=["exercise"]
def power_spectrum(x, dt):
    """Return the frequencies [Hz] and the density [µV²/Hz] of a signal x [µV]; dt [s]."""
    n = x.size  # number of samples
    # TODO: T [s]; X of the signal without its mean; frequencies [Hz]; density, equation (0.2)
    ### BEGIN SOLUTION
    #~ T = ...
    #~ X = ...
    #~ frequencies = ...
    #~ density = ...
    T = n * dt
    X = np.fft.rfft(x - x.mean())
    frequencies = np.arange(X.size) / T
    density = 2 * dt**2 / T * np.abs(X) ** 2
    ### END SOLUTION
    if n % 2 == 0:  # n is even (2 divides it): the line at 1/(2·dt) has no twin
        density[-1] /= 2  # halve the last value
    return frequencies, density

# %% name="power-spectrum-check" tags=["check"]
check.power_spectrum(power_spectrum)

# %% [markdown]
# From here on we use the course's own `power_spectral_density`, so a slip above costs nothing.

# %% name="spectrum-of-trial"
frequencies, density = power_spectral_density(eeg[0], dt)
print(f"{density.size} lines, from {frequencies[0]:.0f} to {frequencies[-1]:.0f} Hz")

# %% [markdown]
# **Predict** how the spectrum of trial 0 looks: where is its largest value?

# %% name="linear-spectrum" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the power density of one trial, on linear axes
fig, ax = plt.subplots(figsize=(9, 3))
plots.plot_spectrum(frequencies, density, ax)
ax.annotate(f"60 Hz: {density[60]:.0f} µV²/Hz", (60, density[60]), (63, 60))
show(fig, "Power density of one trial from 0 to 500 Hz, linear axes: one narrow peak at 60 Hz, near "
     "74 µV²/Hz, and next to nothing elsewhere, except some low bumps below 15 Hz.")

# %% [markdown]
# Is it right? Two tests that need no trust. **Parseval:** the power in all lines together is the
# variance of the signal,
#
# $$\sum_k S(f_k)\,df = \text{var}(x). \tag{0.3}$$
#
# And somebody else's code, SciPy's `periodogram`, must give the same numbers.

# %% name="parseval"
from scipy.signal import periodogram

df = frequencies[1]  # Hz
print(f"sum of S df {np.sum(density) * df:.6f} µV²")
print(f"variance    {eeg[0].var():.6f} µV²")
print(f"share of the line at 60 Hz: {density[60] * df / eeg[0].var():.0%}")
_, theirs = periodogram(eeg[0], fs, detrend="constant")
print("the same as SciPy's:", np.allclose(density, theirs))

# %% [markdown]
# Nine tenths of the variance are hum from the wires. 74 µV²/Hz in a line 1 Hz wide are 74 µV², and
# a sine of amplitude $A$ has the variance $A^2/2$: $A$ is 12 µV, as in the trace. What the brain
# does lies in the low bumps on the left, and a linear axis hides it.
#
# The remedy is the **decibel**: $10 \log_{10} S$, with $S$ in µV²/Hz. Ten times the power is 10 dB
# more, twice the power 3 dB, whether it is large or small. 0 dB is 1 µV²/Hz.

# %% [markdown]
# The other remedy is to **average over trials**: of the spectra, not of the traces. Phases are
# forgotten in $S$, so nothing can cancel.
#
# ### Exercise 4.2 · Average, then decibels (4 min, ★★☆)
# `densities` holds one spectrum per row. Complete two lines. Why in this order?
#
# <details><summary>Hint 1: idea</summary>Power adds up, decibels do not: a mean of logarithms is
# not the logarithm of a mean.</details>
# <details><summary>Hint 2: units</summary>One value per frequency must be left, so the mean runs
# over the trials, the rows. The mean is in µV²/Hz, the result in dB.</details>
# <details><summary>Hint 3: almost</summary><code>densities.mean(axis=…)</code> and
# <code>10 * np.log10(…)</code></details>

# %% name="average-decibel" tags=["exercise"]
def average_decibel(densities):
    """Return the mean over trials in dB, shape (n_lines,); densities [µV²/Hz], a trial per row."""
    # TODO: the mean over the trials, then its level in decibels
    ### BEGIN SOLUTION
    #~ mean = ...
    #~ level = ...
    mean = densities.mean(axis=0)
    level = 10 * np.log10(mean)
    ### END SOLUTION
    return level

# %% name="average-decibel-check" tags=["check"]
check.average_decibel(average_decibel)

# %% [markdown]
# Given a table, `power_spectral_density` works row by row.

# %% name="spectra-of-trials"
_, densities = power_spectral_density(eeg, dt)
mean_density = densities.mean(axis=0)  # µV²/Hz, over the trials
print("one row per trial:", densities.shape, "and their mean:", mean_density.shape)

# %% [markdown]
# **Predict.** Below 30 Hz, so far away from the hum, how many peaks will you be sure of in one
# trial? In the mean of 30?

# %% name="decibel-spectrum" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the power density in decibels, of one trial and averaged
fig, panels = plt.subplots(1, 2, sharey=True)
for ax, shown, title in zip(panels, (densities[0], mean_density),
                            ("trial 0", "mean over 30 trials"), strict=True):
    plots.plot_spectrum(frequencies, shown, ax, decibel=True, marker=".")
    ax.set(xlim=(0, 30), ylim=(-38, 8), title=title, xticks=range(0, 31, 5))
for f in (6, 11):  # Hz
    panels[1].annotate(f"{f} Hz", (f, to_decibel(mean_density[f]) + 1), ha="center")
panels[1].set_ylabel("")
show(fig, "Power density in decibels, 0 to 30 Hz. Left, one trial: ragged, with jumps of 10 dB; no "
     "peak stands out. Right, the mean: smooth, falling, with clear peaks at 6 Hz and 11 Hz.")

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Two small rhythms, at 6 Hz and 11 Hz, 4 to 6 dB above their neighbours. In the trace and in the
# linear plot they were invisible. In one trial neither stands out: by accident 4 and 5 Hz are
# higher than 6 Hz, and 9 Hz is higher than 11 Hz.
# </details>

# %% [markdown]
# ### Demo 4.3 · How many trials are enough?
# **Predict:** with four times as many trials, how much smoother does the curve become? Then move
# the slider. From how many trials on would you bet on both rhythms?

# %% name="trials-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: the spectrum averaged over more and more trials
def draw(fig):
    ax = fig.subplots()
    for f in (6, 11):  # Hz
        ax.axvline(f, color=plots.COLOURS["guide"], linestyle=":")
    ax.text(12, 19, "6 Hz and 11 Hz", color=plots.COLOURS["guide"])
    plots.plot_spectrum(frequencies, densities[0], ax, decibel=True)
    ax.set(xlim=(0, 150), ylim=(-50, 25))
    return ax.lines[-1]

def update(line, n):
    level = to_decibel(densities[:n].mean(axis=0))
    line.set_ydata(level[1:])
    jump = np.sqrt(np.mean(np.diff(level[70:]) ** 2))
    return f"trials in the mean: {n}; jump from line to line, 70 to 500 Hz: about {jump:.1f} dB"

explore(draw, update, alt="Power density in decibels, averaged over the first trials",
        n=slider("Number of trials", 1, 30, step=1, value=2))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# Four times the trials, about half the jumps: 8.6 dB for one trial, 3.6 dB for 4, 1.7 dB for 16. In one
# trial each line of the noise is as uncertain as it is large; a longer trial gives more lines, not
# smoother ones, averaging does. With 4 trials both rhythms are peaks, but so are accidents: 47 Hz
# stands higher above its neighbours than 6 Hz, and 140 Hz as high as 11 Hz. With 16 trials both
# rhythms stand higher than anything else but 60 Hz. This assumes that a rhythm is there in all
# trials; of one that comes in a single trial the mean of 30 keeps 1/30 of the power.
# </details>

# %% [markdown]
# ### Think 4.4 · Find the error
# *"30 trials of 1 s are 30 s of data. Put end to end, with `eeg.ravel()`, they make one long
# recording whose lines are 1/30 Hz apart: thirty times the resolution, for nothing."* What happens
# to the line at 60 Hz? Decide, then run the cell.

# %% name="glued" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the mean of the spectra, and the spectrum of all trials end to end
f_glued, glued = power_spectral_density(eeg.ravel(), dt)
# ravel: row after row, end to end
fig, ax = plt.subplots(figsize=(9, 3.2))
plots.plot_spectrum(f_glued, glued, ax, decibel=True, color=plots.COLOURS["guide"],
                    linewidth=0.8, label="30 trials, end to end")
plots.plot_spectrum(frequencies, mean_density, ax, decibel=True, linestyle="", marker="o",
                    label="mean of 30 spectra")
ax.set(xlim=(51.5, 68.5), ylim=(-45, 38))
ax.legend(loc="upper right", ncols=2)
print(f"highest line of the long recording: {f_glued[glued.argmax()]:.2f} Hz")
at_60 = glued[60 * n_trials]  # 30 lines per Hz
print(f"at 60 Hz: {at_60:.0f} µV²/Hz glued, {mean_density[60]:.0f} µV²/Hz as the mean")
show(fig, "Power density near 60 Hz in decibels. The mean of the spectra is one point at 60 Hz, far "
     "above all others. The trials end to end give a ragged hill from 59 to 61 Hz with side lobes.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The sharp line has become a hill with a foot from 59 to 61 Hz, as ragged as a single trial; its
# top is not at 60 Hz, its height there an accident. At every seam the sine **jumps** to another
# phase, and a sine that keeps its phase for only 1 s cannot be sharper, whatever the axis says. The
# arches on both sides are hum, too, up to 25 dB above the noise: the jumps spread it over all
# frequencies. So **time stays in trials**: a spectrum each, then the mean.
# </details>

# %% [markdown]
# ## 5. How long must a window be?
# *about 63 min so far*
#
# To tell two rhythms apart we need a longer stretch *without seams*. But from 20 s of data we can
# cut $M$ = 4 windows of $T$ = 5 s, or 40 of 0.5 s to average over. Which is better?
#
# First the price of few windows. A line is a sum of two squares, the cosine's and the sine's; a mean
# of $M$ spectra has $2M$. For Gaussian noise such a sum follows the **$\chi^2$ distribution**
# (chi-squared). **Predict** for $M$ = 1, 4 and 40: within how many dB of the true density do 95 % of
# the lines lie?

# %% name="noise-band"
from scipy.stats import chi2

t_long = np.arange(4000) * 0.005  # s
noise = 0.5 * np.random.default_rng(7).standard_normal(t_long.size)  # µV
noise_density = 2 * 0.5**2 * 0.005  # µV²/Hz: the variance, over 0 to 1/(2 dt)

def noise_band(M):
    """Return between which factors of the true density 95 % of the lines lie; M spectra."""
    return np.array(chi2.interval(0.95, 2 * M)) / (2 * M)

for M in (1, 4, 40):
    low, high = to_decibel(noise_band(M))
    band = f"{low:+.1f} to {high:+.1f} dB".replace("-", "−")
    print(f"M = {M:2}: {band}, SD {np.sqrt(1 / M):.0%} of the density")

# %% [markdown]
# One spectrum is ragged by 22 dB, the mean of 4 by 9 dB, that of 40 by 3 dB. The SD of a line is
# $S/\sqrt M$. Equally strong at all frequencies, as here, noise is called **white**.
#
# ### Demo 5.1 · Window and resolution
# Two rhythms of 1 µV, at 10 Hz and a little above, with white noise of SD 0.5 µV. The grey band is
# `noise_band` around its true density. **Predict:** the rhythms are 1 Hz apart; how long must the
# window be until you see two peaks with a valley between them? What does the band do meanwhile?

# %% name="window-demo" tags=["demo"] jupyter={"source_hidden": true}
# Demo: two rhythms, cut into windows, and their mean power density
def draw(fig):
    left, right = fig.subplots(1, 2)
    trace = left.plot(t_long, noise, color=plots.COLOURS["voltage"], linewidth=0.8)[0]
    window = left.axvspan(0, 1, color=plots.COLOURS["spectrum"], alpha=0.35, linewidth=0)
    left.set(xlabel="Time [s]", ylabel="Signal [µV]", xlim=(0, 5), ylim=(-4, 4), title="first 5 of 20 s")
    band = right.fill([0], [0], color=plots.COLOURS["expected"], linewidth=0)[0]
    plots.plot_spectrum([0, 1], [1, 1], right, decibel=True, marker=".")
    guides = [right.axvline(10, color=plots.COLOURS["guide"], linestyle=":") for _ in range(2)]
    right.set(xlim=(5, 20), ylim=(-35, 10), title="mean over all windows")
    return trace, window, right.lines[0], guides[1], band

def update(artists, T, apart):
    x, M = noise + np.sin(2 * np.pi * 10 * t_long), int(20 / T + 1e-9)
    x += np.sin(2 * np.pi * (10 + apart) * t_long)
    f, density = segment_spectrum(x, 0.005, round(T / 0.005))
    artists[0].set_ydata(x)
    artists[1].set_width(T)
    artists[2].set_data(f[1:], to_decibel(density[1:]))
    artists[3].set_xdata([10 + apart, 10 + apart])
    artists[4].set_xy(np.c_[[5, 20, 20, 5], to_decibel(noise_density * noise_band(M)).repeat(2)])
    return f"lines df = 1/T = {1 / T:.2f} Hz apart; mean of M = {M} windows"

explore(draw, update, alt="Left, the signal and its first window; right, the mean power density",
        T=slider("Window T", 0.2, 5.0, step=0.1, value=0.5, unit="s"),
        apart=slider("Distance of the rhythms", 0.5, 4.0, step=0.1, value=1.0, unit="Hz"))

# %% [markdown]
# <details><summary>What you saw</summary>
#
# At 0.5 s there is one broad hump, at 1 s a plateau: the rhythms fall on two neighbouring lines. A
# valley needs a line *between* them, and lines lie $1/T$ apart: it opens at about 1.6 s and is deep
# at 2 s, $T = 2/\Delta f$. Half the distance, twice the time. (The two rhythms beat once in
# $1/\Delta f$: a much shorter window cannot tell them from one rhythm that changes its size.)
#
# The band widens as windows become fewer. It holds the lines above 12 Hz at 1 and 2 s, when both
# rhythms fall on lines. At 1.5 s the second one falls between two and spreads over all the others:
# this **leakage** lifts some out of the band.
# </details>
#
# Against leakage one fades each window in and out before the transform, with a **taper** such as
# `np.hanning` (lesson 01 does so): far from a peak much less arrives, but its foot becomes twice as
# wide.

# %% [markdown]
# ### Think 5.2 · Find the error
# *"Take the shortest window that separates what you look for, and average."* We test it on a weak
# rhythm, 0.1 µV at 10 Hz in the same noise, 20 s long. **Predict:** for which $T$ does its peak stand
# highest above the noise, counted in SDs of the averaged noise, if it keeps its phase for all 20 s?
# And if its phase wanders, and is forgotten in about $\tau_c$ = 0.5 s? (Dots: 200 recordings; lines:
# theory.)

# %% name="window-or-average" tags=["figure"] jupyter={"source_hidden": true}
# Figure: the height of a peak against the length of the window
rng = np.random.default_rng(3)
M = np.array([100, 40, 20, 10, 4, 2, 1])
lengths, tau_c = 20 / M, 0.5  # s
noises = 0.5 * rng.standard_normal((200, t_long.size))  # µV, 200 recordings
turns = np.sqrt(2 * 0.005 / tau_c) * rng.standard_normal(noises.shape)  # rad, from sample to sample
kept = 1 - tau_c / lengths * (1 - np.exp(-lengths / tau_c))
cases = (("keeps its phase", 30, 0 * turns, 0.1**2 * lengths / 2, "o", "spectrum"),
         ("phase wanders", 5.5, turns, 0.1**2 * tau_c * kept, "s", "voltage"))
fig, ax = plt.subplots(figsize=(7, 3.6))
for name, height, steps, theory, marker, colour in cases:
    x = noises + 0.1 * np.sin(2 * np.pi * 10 * t_long + np.cumsum(steps, axis=1))
    spectra = [power_spectral_density(x.reshape(200 * m, -1), 0.005)[1].mean(axis=0) for m in M]
    peaks = np.array([mean[round(10 * T)] for mean, T in zip(spectra, lengths, strict=True)])
    ax.loglog(lengths, theory / noise_density * np.sqrt(M), color=plots.COLOURS["theory"], lw=1)
    ax.loglog(lengths, (peaks / noise_density - 1) * np.sqrt(M), marker, color=plots.COLOURS[colour])
    ax.text(5, height, name, ha="right")
ax.minorticks_off()
ax.set(xlabel="Window T [s]", xticks=lengths, xticklabels=[f"{T:g}" for T in lengths],
       ylabel="Peak above the noise [SD]", yticks=[2, 5, 10, 20, 40], yticklabels=[2, 5, 10, 20, 40])
show(fig, "Height of the peak above the noise in SDs against the window, logarithmic axes: for the "
     "steady rhythm it rises as a straight line from 4 to 40, for the wandering one it is about 5 at "
     "1 s and falls to 2 at 20 s. The dots of 200 recordings lie on the lines of theory.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# For the steady rhythm it is wrong. A sine that falls on a line has its power $A^2/2$ in a width of
# $1/T$: the density $A^2T/2$ grows with $T$. That of the noise does not, only its SD, as
# $1/\sqrt M \propto \sqrt T$. The height in SDs grows as $\sqrt T$: one window of 20 s is best,
# however ragged.
#
# For the wandering one it is nearly right. A phase that is forgotten makes a peak about
# $1/(\pi\tau_c)$ = 0.6 Hz wide, and of limited height, however long the window. Best is $T$ near
# $2\tau_c$ = 1 s, with 5 SDs; at 20 s 2 are left. A burst, too, gains nothing from a window
# longer than itself. So average windows about as long as your rhythm keeps step.
# </details>

# %% [markdown]
# ### Think 5.3 · Every tenth sample
# To save space someone keeps every tenth sample of our EEG, so 100 per second. At which frequency
# is the hum in *that* file? Decide, then run the cell.

# %% name="aliasing"
thin = eeg[:, ::10]  # every tenth column
f_thin, thin_densities = power_spectral_density(thin, 10 * dt)
mean_thin = thin_densities.mean(axis=0)
print(f"highest frequency {f_thin[-1]:.0f} Hz")
print(f"largest line at {f_thin[mean_thin.argmax()]:.0f} Hz: {mean_thin.max():.0f} µV²/Hz")

# %% [markdown]
# <details><summary>Answer</summary>
#
# At 40 Hz. The spectrum now ends at half of 100 per second, 50 Hz, and the print-out shows the whole
# hum, 72 µV²/Hz, at a frequency that no rhythm has. Samples 10 ms apart catch a sine of 60 Hz at the
# same values as one of 100 − 60 = 40 Hz: this is **aliasing**. No later step can undo it, so one
# filters out the high frequencies *before* thinning, in the amplifier or with
# `scipy.signal.decimate`. Nothing in that file tells this line from a real rhythm of 40 Hz; noise
# folds back as well, and is even harder to notice.
# </details>

# %% [markdown]
# ## Summary
#
# - `*` works element by element, `@` multiplies and adds up. Import names, never a star.
# - A function returns; its docstring says what, and in which unit.
# - `loadmat` gives tables; shapes you can see, units somebody must have written down.
# - $S = 2\,dt^2/T\,|X|^2$ of the signal minus its mean; $\sum S\,df$ is the variance.
# - Decibels show the small beside the large.
# - Lines lie $1/T$ apart and reach up to $1/(2\,dt)$. For rhythms that keep their own time average
#   spectra, not traces; never glue trials.
# - Averaged over $M$ spectra, noise is ragged by $S/\sqrt M$. A steady rhythm wants a long window, one
#   that wanders a window about as long as it keeps its phase.

# %% [markdown]
# ## Symbols
#
# | symbol | in code | meaning | value, unit |
# |---|---|---|---|
# | $w_j$, $r_j$ | `weights`, `rates` | weight and rate of a synapse | pA/Hz, Hz |
# | $x_j$ | `x`, `eeg` | sample $j$ of the signal; one trial per row | µV |
# | $t_j$ | `t` | its time | s |
# | $n$ | `n`, `n_samples` | number of samples | 1000 |
# | | `n_trials` | number of trials | 30 |
# | $dt$, $1/dt$ | `dt`, `fs` | time between samples, sampling rate | 0.001 s, 1000 Hz |
# | $T$ | `T` | duration $n\,dt$ of a trial or a window | 1 s |
# | $X_k$ | `X` | Fourier transform of $x$ minus its mean | µV |
# | $i$, $\varphi$ | | imaginary unit, a phase | –, rad |
# | $k$ | | number of a line | 0 to $\lfloor n/2 \rfloor$ |
# | $f_k$, $df$ | `frequencies`, `df` | frequency of line $k$; distance of lines | Hz |
# | $A$ | | amplitude of a sine | µV |
# | $S$ | `density` | one-sided power spectral density | µV²/Hz |
# | $10 \log_{10} S$ | `level` | the same in decibels | dB |
# | $M$, $\chi^2$ | `M`, `chi2` | number of spectra in a mean; sum of $2M$ squares | – |
# | $\Delta f$ | `apart` | distance of two rhythms | Hz |
# | $\tau_c$ | `tau_c` | time in which a wandering phase is forgotten | 0.5 s |

# %% [markdown]
# ## Going further
#
# - Change 10 Hz in Demo 5.1 to 10.3 Hz: now both rhythms leak.
# - `scipy.signal.welch` cuts, windows and averages in one call. Which arguments give our mean?
# - `helpers/data/make_eeg.py` made the recording. Add a rhythm of your own.
# - Lessons 01 and 03 meet the spectrum again.
#
# **Sources.** C. R. Harris et al., *Nature* 585, 357 (2020), on NumPy. M. S. Bartlett, *Nature*
# 161, 686 (1948), on averaging spectra. D. B. Percival & A. T. Walden, *Spectral Analysis for
# Physical Applications* (1993), chapter 6. M. A. Kramer & U. T. Eden, *Case Studies in Neural Data
# Analysis* (2016), chapter 3.
#
# <style>@media print {details::details-content {content-visibility: visible; block-size: auto}}
# :is(.celltag_setup, .celltag_imports, .celltag_demo, .celltag_figure) .jp-InputArea
# {display: none}</style>

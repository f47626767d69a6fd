"""Lesson 05's exercises: what a student is asked, the solutions, and the typical slips.

Those of the equations, rates, settle and derivatives, stand in `_hh_equations`.
Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

import functools
import math

import numpy as np

from helpers.checks.edits import Exercise, combined, instead
from helpers.checks.mistakes._hh_equations import DERIVATIVES, LESSON, SETTLE, SIX_RATES
from helpers.hh import hh_slopes, hh_step, membrane_constants, rates_of_float, simulate_hh

__all__ = ["DERIVATIVES", "F_I", "HH", "HH_LONG", "JACOBIAN", "SETTLE", "SIX_RATES", "THRESHOLD"]


def at_both_ends(dt, v, m, h, n, i0):
    """Return the four slopes of a step of Heun's method."""
    first = np.array(hh_slopes(v, m, h, n, i0))
    v, m, h, n = (v, m, h, n) + dt * first
    return (first + hh_slopes(v, m, h, n, i0)) / 2


def in_the_middle(dt, v, m, h, n, i0):
    """Return those of the midpoint method."""
    v, m, h, n = (v, m, h, n) + dt / 2 * np.array(hh_slopes(v, m, h, n, i0))
    return hh_slopes(v, m, h, n, i0)


def of_four(dt, v, m, h, n, i0):
    """Return those of the method of Runge and Kutta, that of `simulate_hh`."""
    new = hh_step(v, m, h, n, i0, dt, membrane_constants(LESSON), rates_of_float)
    return np.subtract(new, (v, m, h, n)) / dt


def mixed_up(one, two):
    """Return the edits that swap two gates: in what comes back, in the slopes, in both."""
    other = "mhn".translate(str.maketrans(one + two, two + one))
    asked, got, back = (
        " → ".join(form.format(*gates) for gates in ("mhn", other))
        for form in ("{}[k], {}[k], {}[k]", "d{}, d{}, d{} =", "return t, v, {}, {}, {}")
    )
    return back, *combined(asked, got)


HH = Exercise("""
def hh(i0, t_stop, dt=0.01, start=(-70.0, 0.05, 0.54, 0.34)):
    t = np.arange(round(t_stop / dt) + 1) * dt
    v, m, h, n = (np.full(t.size, x) for x in start)
    for k in range(t.size - 1):
        dv, dm, dh, dn = hh_slopes(v[k], m[k], h[k], n[k], i0)
        v[k + 1] = v[k] + dt * dv
        m[k + 1] = m[k] + dt * dm
        h[k + 1] = h[k] + dt * dh
        n[k + 1] = n[k] + dt * dn
    return t, v, m, h, n
""", [
    {"i0": -3.0, "t_stop": 0.04},
    {"i0": 10.0, "t_stop": 0.08, "dt": 0.02, "start": (-58.0, 0.1, 0.5, 0.4)},
], {
    "the gates use the new voltage: all four slopes belong to step k.":
        "dt * dv → dt * dv; _, dm, dh, dn = hh_slopes(v[k + 1], m[k], h[k], n[k], i0)",
    "the voltage uses the new gates: all four slopes belong to step k.":
        "dt * dn → dt * dn; v[k + 1] = v[k] + dt * hh_slopes(v[k], m[k+1], h[k+1], n[k+1], i0)[0]",
    "the gates stand still: m, h and n need their new values too.":
        "dt * dm → 0 && dt * dh → 0 && dt * dn → 0",
    "V stands still: it needs its new value too.": "dt * dv → 0",
    "nothing moves: each new value is the old one plus dt times its slope.": "dt * → 0 *",
    "dt is missing: a slope in mV/ms is no change in mV.": "dt * d → d",
    "dt is missing in one line: each new value is the old one plus dt times its slope.":
        tuple(f"dt * d{x} → d{x}" for x in "vmhn"),
    "dt is multiplied twice.": ("dt * → dt**2 *", *(f"dt * d{x} → dt**2 * d{x}" for x in "vmhn")),
    "this goes backwards in time: the old value *plus* dt times the slope.": "+ dt → - dt",
    "one line goes backwards in time: the old value *plus* dt times the slope.":
        tuple(f"+ dt * d{x} → - dt * d{x}" for x in "vmhn"),
    "the steps are those of dt = 0.01 ms whatever dt is: use the argument.":
        ("dt * → 0.01 *", *(f"dt * d{x} → 0.01 * d{x}" for x in "vmhn")),
    "this is the change alone: a new value is the old one plus the change.":
        ("[k] + dt → [k] * 0 + dt", *(f"{x}[k] + dt → dt" for x in "vmhn")),
    "a step is missing: the first one leads from sample 0 to 1, the last one to the end.":
        ("range(t.size - 1) → range(t.size - 2)", "range(t.size → range(1, t.size"),
    "the time axis is that of another dt: the times are k * dt.":
        ("1) * dt → 1) * 0.01", *(
            f"np.arange( → np.linspace(0, t_stop {sign} dt,  && 1) * dt → 1)" for sign in "-+")),
    "the times are step numbers: multiply by dt.": "1) * dt → 1)",
    "the time axis starts one step late: t[0] is 0.": "1) * dt → 1) * dt + dt",
    "the times are in s: leave them in ms.": "1) * dt → 1) * dt / 1000",
    "the current has no effect: hand i0 on to hh_slopes.": "i0) → 0.0)",
    "the current is always 10: use the argument i0.": "i0) → 10.0)",
    "the current flows from the first step on.": "i0) → i0 * (k > 0))",
    "i0 is in µA/cm² as it stands.": "i0) → i0 / 1000)",
    "each new value comes from its own old value and its own slope.":
        (*(f"dt * d{x} → dt * d{y}" for x in "vmhn" for y in "vmhn" if x != y),
         *(f"{x}[k] + dt → {y}[k] + dt" for x in "vmhn" for y in "mhn" if x != y)),
    "the sign of i0 is turned.": "i0) → -i0)",
    "the sign of i0 counts: leave out abs().": "i0) → abs(i0))",
    "the start is that of the default: use the argument.": "in start → in (-70.0, .05, .54, .34)",
    **{f"{x} and {y} are swapped: the order is v, m, h, n.": mixed_up(x, y)
       for x, y in ("mh", "hn", "mn")},
    "the order is t, v, m, h, n: time comes first.": "return t, v, m, h, n → return v, m, h, n, t",
    "the slopes belong to step k: v[k], m[k], h[k], n[k], not k + 1 and not the start.":
        "v[k], m[k], h[k], n[k] → *start",
    "each new value starts from the old one of step k: v[k], not v[k + 1] or v[0].":
        " && ".join(f"= {x}[k] → = {x}[0]" for x in "vmhn"),
    "this is a better method; Euler's own step has the slopes of step k and no others.":
        instead("hh_slopes(", "at_both_ends(dt, ", "in_the_middle(dt, ", "of_four(dt, "),
}, hh_slopes=hh_slopes, at_both_ends=at_both_ends, in_the_middle=in_the_middle,
    of_four=of_four)  # fmt: skip

HH_LONG = Exercise(HH.solution, [
    {"i0": -3.0, "t_stop": 0.29},  # 0.29 / 0.01 is 28.999…, and int() loses a sample
    {"i0": -3.0, "t_stop": 0.28},  # 0.28 / 0.01 is 28.000…4, and arange gains one
    {"i0": 0.0, "t_stop": 12.0},
    {"i0": 10.0, "t_stop": 4.0, "dt": 0.02},
    {"i0": 25.0, "t_stop": 3.0, "dt": 0.025, "start": (-58.0, 0.1, 0.5, 0.4)},
], hh_slopes=hh_slopes)  # fmt: skip


MOST = 10_000  # after so many trials a search has no end


class EndlessError(Exception):
    """A search that asks too often."""


def searched(function, low, high, tolerance, border, kind):
    """Return what a search gives back, what it asks `fires`, and the error that ends it."""
    asked: list[float] = []

    def fires(x):
        if len(asked) == MOST:
            raise EndlessError
        if np.ndim(x):
            raise TypeError("fires takes one number")
        asked.append(float(x))
        return kind(border <= x <= high)  # what is not asked for, above high, is silent again

    try:
        return function(fires, low, high, tolerance), asked, None
    except Exception as error:
        return math.nan, asked, error


def trail(answer, asked, low, tolerance, **_):
    """Return a search as numbers: how many tolerances its answer and first trials lie above low."""
    return (np.array([answer, *asked[:60]], float) - low) / tolerance


class Search(Exercise):
    """An exercise that is compared by the trails of its searches."""

    def answer(self, edit, number):
        """Return the trail of the edited solution for a probe."""
        if (edit, number) not in self._answers:
            found = searched(self.function(edit), **self.probes[number])
            self._answers[edit, number] = trail(*found[:2], **self.probes[number])
        return self._answers[edit, number]

    @property
    def expected(self):
        """The trails of the solution."""
        return [self.answer("", k) for k in range(len(self.probes))]


MIDDLE, WIDTH = "(low + high) / 2", "while high - low > tolerance"
THRESHOLD = Search("""
def threshold(fires, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if fires(middle):
            high = middle
        else:
            low = middle
    return high
""", [{"low": low, "high": high, "tolerance": tolerance, "border": border, "kind": kind}
      for low, high, tolerance, border, kind in (
    # just above an end of the last halving but one: to stop there is not enough
    (0.0, 10.0, 0.001, 2.5001, bool), (-5.5, -2.3, 0.01, -2.7995, np.bool_),
    (0.0, 1.0, 0.3, 0.8, bool), (2.0, 2.5, 0.7, 2.2, bool),  # the last middle does not fire
    (20.0, 22.0, 1e-6, 20.0024137, np.bool_),  # 21 halvings; low enough for a scan
)], {
    "the wrong end moves: if the middle fires, the border lies below it.":
        "if fires(middle) → if not fires(middle)",
    "half the width is not the middle: that is the mean of low and high.":
        f"{MIDDLE} → (high - low) / 2",
    "the middle is half of the *sum* of low and high: put brackets around it.":
        instead(MIDDLE, "low + high / 2", "low / 2 + high"),
    "the sum of low and high is twice the middle.": f"{MIDDLE} → low + high",
    "low need not be 0: the middle is the mean of low and high.": f"{MIDDLE} → high / 2",
    "the middle need not be whole: leave out //, int() and round().":
        instead(MIDDLE, "(low + high) // 2", "int((low + high) / 2)",
                *(f"{cut}((low + high) / 2, {n})" for cut in ("round", "np.round")
                  for n in range(4))),
    "low and high have signs: leave out abs().": f"{MIDDLE} → abs(low + high) / 2",
    "this is the geometric mean: low and high may be 0 or negative.":
        f"{MIDDLE} → np.sqrt(low * high)",
    "a step from low by the tolerance is no halving.": f"{MIDDLE} → low + tolerance",
    "low never moves: it must, where the middle does not fire.": "low = middle → pass",
    "high never moves: it must, where the middle fires.": "high = middle → pass",
    "an end moves to the middle itself: no further, and without the tolerance.":
        instead("high = middle", "high = middle - tolerance", "high = middle + tolerance",
                "high = (low + middle) / 2")
        + instead("low = middle", "low = middle + tolerance", "low = middle - tolerance"),
    "ask in the middle: that low does not fire and high does is known.":
        instead("fires(middle)", "fires(low)", "fires(high)"),
    "`is True` misses NumPy's True: `if fires(…):` is enough.":
        "fires(middle) → fires(middle) is True",
    "the width to stop at is the argument `tolerance`, not a number of your own.":
        instead(WIDTH, *(f"while high - low > {x}" for x in (0.002, 0.001, 0.01, 0.1))),
    "twice the tolerance is too wide.":
        instead(WIDTH, "while (high - low) / 2 > tolerance", "while high - low > 2 * tolerance"),
    "how often to halve follows from the tolerance.":
        instead(WIDTH, *(f"for _ in range({n})" for n in (1, 5, 8, 10, 12, 14, 15, 16, 20))),
    "the tolerance is a width, not a fraction of a value.":
        instead(WIDTH, "while high - low > tolerance * high",
                "while high - low > tolerance * abs(high)"),
    "the width itself is compared with the tolerance, not its square.":
        f"{WIDTH} → while (high - low) ** 2 > tolerance",
    "one halving is not enough: is the return inside the loop?":
        ("    return high →         return high", "while high → if high"),
    "the first middle that fires may lie far above the border: go on.":
        "high = middle → return middle",
    "low does not fire: return the end that does.": "return high → return low",
    "the last middle may not fire: return the end that does.": "return high → return middle",
    "between low and high it may not fire: return the end that does.":
        "return high → return (low + high) / 2",
    "high is the answer as it is: leave the tolerance out.":
        instead("return high", "return high + tolerance", "return high - tolerance",
                "return high + tolerance / 2", "return high - tolerance / 2"),
    "the answer is rounded: give back all digits.":
        instead("return high", *(f"return round(high, {n})" for n in range(6))),
})  # fmt: skip


@functools.cache
def spikes(i_dc, n_steps, dt):
    """Return the spike times under a constant current."""
    return simulate_hh(np.full(n_steps, i_dc, float), dt).spike_times


@functools.cache
def spikes_after(i_dc, n_steps, dt, t_on):
    """Return the spike times under a current that starts at `t_on`."""
    return simulate_hh(np.where(np.arange(n_steps) * dt < t_on, 0.0, i_dc), dt).spike_times


RATE = "1000 / np.diff(late).mean()"
F_I = Exercise("""
def f_i(currents, t_stop, t_skip, dt=0.05):
    rates = np.zeros(currents.size)
    for k, i_dc in enumerate(currents):
        train = spikes(i_dc, round(t_stop / dt), dt)
        late = train[train > t_skip]
        if late.size >= 2:
            rates[k] = 1000 / np.diff(late).mean()
    return rates
""", [
    {"currents": np.array([0.0, 4.0, 7.0, 10.0, 30.0]), "t_stop": 150.0, "t_skip": 62.0},
    # 20 has two late spikes, and none if the steps are those of another dt; 6.5 has one of six
    {"currents": np.array([20.0, 3.0, 6.5]), "t_stop": 100.0, "t_skip": 77.0, "dt": 0.02},
    # so long that there are more than t_skip spikes
    {"currents": np.array([60]), "t_stop": 400.0, "t_skip": 45.0},
    # two spikes of 6.3 and 6, one of 3; abs() would let -9 fire
    {"currents": np.array([6.3, 6.0, -9.0, 3.0]), "t_stop": 35.0, "t_skip": 0.1, "dt": 0.055},
], {
    "one rate for each current, in their order: nothing is sorted.":
        ("(currents): → (np.sort(currents)):", "return rates → return np.sort(rates)"),
    "only the first current is simulated: is the return inside the loop?":
        "    return rates →         return rates",
    "i_dc is the current of each turn: no other one of `currents` is simulated.":
        instead("spikes(i_dc", "spikes(currents[0]", "spikes(currents[-1]", "spikes(10"),
    "each rate belongs to the place of its current, k.":
        instead("rates[k]", "rates[0]", "rates[-1]", "rates[k - 1]", "rates[:]"),
    "the loop goes on after a current that is silent: the next one may fire.":
        "if late → if late.size < 2: break\n        if late",
    "the sign of a current counts: leave out abs().": "spikes(i_dc → spikes(abs(i_dc)",
    "currents need not be whole: leave out int() and round().":
        instead("spikes(i_dc", "spikes(int(i_dc)", "spikes(round(i_dc)"),
    "the current flows from 0 to t_stop: t_skip leaves out spikes, not current.":
        ("spikes(i_dc, round(t_stop / dt), dt → spikes_after(i_dc, round(t_stop / dt), dt, t_skip",
         *combined("t_stop / dt → (t_stop - t_skip) / dt", "[train > t_skip] → ")[::2]),
    "the spikes of the onset are still there: keep those after t_skip only.":
        ("(late) → (train)", "[train > t_skip] → "),
    "t_skip is in ms, as spike times are: leave it as it is.":
        instead("> t_skip", "> t_skip / dt", "> t_skip * dt"),
    "where the onset ends is the argument t_skip, not a part of t_stop.":
        instead("> t_skip", "> t_stop / 2", "> t_stop / 3", "> t_stop - t_skip"),
    "t_skip is always 300: use the argument.": "> t_skip → > 300",
    "these are the spikes *before* t_skip: keep the later ones.": "> t_skip → < t_skip",
    "t_skip is a time, not a number of spikes: compare the spike times with it.":
        instead("[train > t_skip]", "[int(t_skip) :]", "[1:]", "[2:]", "[3:]", "[5:]", "[10:]"),
    "every spike after t_skip counts, the first and the last one too.":
        instead("[train > t_skip]", "[train > t_skip][1:]", "[train > t_skip][:-1]"),
    "late holds True and False, not times: let it pick from train, in square brackets.":
        "train[train > t_skip] → train > t_skip",
    "these are the places of the late spikes in train, not their times.":
        "train[train > t_skip] → np.flatnonzero(train > t_skip)",
    "two late spikes are enough: they have an interval.": "late.size >= 2 → late.size > 2",
    "the rate is in spikes per ms: 1 Hz is one spike per 1000 ms.": "1000 / → 1 /",
    "this is the mean interval; the rate is 1000 divided by it.":
        instead(RATE, RATE[7:], f"{RATE[7:]} / 1000"),
    "a count over a time moves in coarse steps: use the mean interval of the late spikes.":
        (*(f"{RATE} → {n} / {time}" for s in (1000, 1)
           for n in (f"{s} * late.size", f"{s} * (late.size - 1)", f"{s} * train.size")
           for time in ("t_stop", "(t_stop - t_skip)", "(late[-1] - t_skip)")),
         f"late.size >= 2 → True && {RATE} → 1000 * train.size / t_stop"),
    "n spikes have n - 1 intervals: the mean of np.diff counts them right.":
        f"{RATE} → 1000 * late.size / (late[-1] - late[0])",
    "the *mean* of the intervals counts, not their spread and not their sum.":
        instead("(late).mean", "(late).std", "(late).sum"),
    "this is the mean *time* of the spikes; take the differences first.": "np.diff(late) → late",
    "this is the number of late spikes, not their rate.": f"{RATE} → late.size",
    "t_stop is always 500: use the argument.": "t_stop / dt → 500 / dt",
    "the number of steps is that of dt = 0.05 ms whatever dt is: use t_stop / dt.":
        "t_stop / dt → t_stop / 0.05",
    "the number of steps is that of dt = 0.025 ms whatever dt is: use t_stop / dt.":
        "t_stop / dt → t_stop / 0.025",
    "the simulation runs with another dt: hand dt on to simulate_hh.": ", dt) → , 0.025)",
}, spikes=spikes, spikes_after=spikes_after)  # fmt: skip
OF_INTEGERS = 2  # the probe whose currents are
STEADY = (3e-4, 1e-6, 3e-4, 1e-6)  # where a median or one late interval is as good as the mean


def curved(x):
    """Return what has other slopes at every place."""
    return np.array([x[0] ** 2 * x[1], np.sin(x[1]) + 3 * x[2], x[0] * x[2] ** 3])


CENTRED = "(f(x + step) - f(x - step)) / (2 * eps)"
JACOBIAN = Exercise("""
def jacobian(f, x, eps=1e-5):
    J = np.zeros((x.size, x.size))
    for j in range(x.size):
        step = np.zeros(x.size)
        step[j] = eps
        J[:, j] = (f(x + step) - f(x - step)) / (2 * eps)
    return J
""", [
    {"f": lambda x: np.array([[1, 2], [-3, 0.5]]) @ x, "x": np.array([0.3, -2.0]), "eps": 1e-3},
    {"f": curved, "x": np.array([1.2, 0.4, -0.7]), "eps": 0.1},
    {"f": curved, "x": np.array([-0.5, 2.0, 1.5])},
    {"f": lambda x: x**3 - 7 * x, "x": np.array([3.0]), "eps": 0.25},
], {
    "rows and columns are swapped: column j holds what variable j does.": "J[:, j] → J[j]",
    "this is the forward difference; the centred one takes a step to both sides.":
        "f(x - step) → f(x) && (2 * eps) → eps",
    "this is the backward difference; the centred one takes a step to both sides.":
        "f(x + step) → f(x) && (2 * eps) → eps",
    "the two points lie 2·eps apart, and you divide by eps.": "(2 * eps) → eps",
    "the step is eps/2, so the two points lie eps apart: divide by eps, or step by eps.":
        "= eps → = eps / 2",
    "the step is 2·eps, so the two points lie 4·eps apart: step by eps.": "= eps → = 2 * eps",
    "centred, but the step is not eps: use the argument as it is.": tuple(
        f"= eps → = {step} && (2 * eps) → (2 * {step})"
        for step in ("2 * eps", "eps / 4", "eps / 10", "eps * x[j]")),
    "the step is eps itself, not eps times x or eps.":
        instead("= eps", "= eps * x[j]", "= eps**2"),
    "the distance of the points is that of eps, whatever eps is.":
        instead("(2 * eps)", "2e-5", "1e-5"),
    "the step is always 1e-5: use the argument eps.":
        ("= eps → = 1e-5", "= eps → = 1e-5 && (2 * eps) → 2e-5"),
    "/ 2 * eps multiplies by eps: put brackets around 2 * eps.": "(2 * eps) → 2 * eps",
    "all of the difference is divided: put brackets around it.":
        f"{CENTRED} → f(x + step) - f(x - step) / (2 * eps)",
    "the division by the distance of the two points is missing.": " / (2 * eps) → ",
    "divided by eps squared: the distance is 2·eps.":
        instead("(2 * eps)", "(2 * eps) ** 2", "(2 * eps**2)"),
    "the sign is turned: plus side minus minus side.": "(f(x + → -(f(x +",
    "a slope has a sign: leave out abs().": f"{CENTRED} → abs{CENTRED}",
    "the difference counts, not the sum.": "f(x + step) - → f(x + step) +",
    "variable j moves: the step is at place j.": instead("step[j]", "step[0]", "step[j - 1]"),
    "all variables move at once: the step is eps at place j and 0 elsewhere.": "step[j] → step[:]",
    "the variables before j keep their steps: only variable j moves.":
        combined("step[j] → step[: j + 1]", "x + step → (x + step).astype(x.dtype) && "
                 "x - step → (x - step).astype(x.dtype)")[::2],
    "the step is 1, not eps.": ("= eps → = 1", "= eps → = 1 && (2 * eps) → 2"),
    "forward only: f(x + step) - f(x) over 2·eps is half the slope.": "f(x - step) → f(x)",
    "the slope at x is asked for, not that at 0: step away from x.":
        "f(x + step) - f(x - step) → f(step) - f(-step)",
    "the change of f is not divided by f.": f"{CENTRED} → {CENTRED} / f(x)",
    "this is more exact than the centred difference of two points, which is asked for.": (
        f"{CENTRED} → (8 * (f(x + step) - f(x - step)) - f(x + 2 * step) + f(x - 2 * step))"
        " / (12 * eps)",
        "np.zeros(x.size) → np.zeros(x.size, complex) && "
        f"= eps → = 1j * eps && {CENTRED} → f(x + step).imag / eps"),
    "only the diagonal is filled: column j holds how *all* slopes change.":
        f"J[:, j] = {CENTRED} → J[j, j] = {CENTRED.replace(' /', '[j] /')}",
    "columns are missing: the loop goes over all variables, and the return comes after it.":
        ("(x.size): → (1, x.size):", "(x.size): → (x.size - 1):",
         "    return J →         return J"),
    "J need not be symmetric: return it as it is.":
        instead("return J", "return (J + J.T) / 2", "return J + J.T"),
}, right="= eps → = eps / 2 && (2 * eps) → eps")  # half a step to each side  # fmt: skip

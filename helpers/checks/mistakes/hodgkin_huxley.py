"""Lesson 05's exercises: what a student is asked, the solutions, and the typical slips.

Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

import functools

import numpy as np
from scipy.special import exprel

from helpers.checks.edits import Exercise, combined, factors, instead
from helpers.hh import RATES, HHParams, hh_slopes, rates_of_array, simulate_hh


def in_order(names):
    """Return the edits that give other rates back, with and without the two that are given."""
    six = names.split()
    given = [six[0], "b_m", *six[2:5], "b_n"]
    return instead("a_m, b_m, a_h, b_h, a_n, b_n", ", ".join(six), ", ".join(given))


def linear_over_exp(shift, u):
    """Return the mistakes of 1 / exprel(-(v + shift) / 10), whose exponent is called `u`."""
    x, place = f"(v + {shift})", f"/ exprel(-(v + {shift}) / 10)"
    return {
        f"the sign inside exprel is turned: {u} / (1 - exp(-{u})) is 1 / exprel(-{u}).":
            f"-{x} → {x}",
        f"exprel stands below the fraction bar: 1 / exprel(-{u}).":
            instead(f"/ exprel(-{x}", f"* exprel(-{x}", f"* exprel({x}"),
        f"{u} is there twice: 1 / exprel(-{u}) holds it already.": f"{place} → * {x} / 10 {place}",
        f"the division by 10 is missing: {u} is a pure number.":
            instead(place, f"/ exprel(-{x})", f"* 10 / exprel(-{x})"),
        "the potentials -40 and -55 mV are swapped.": f"{x} → (v + {95 - shift})",
        "the factor in front is wrong: look at the table.": factors(place, of=("* 0.1", "* 10")),
        "the sign of the potential is turned: it is added.": f"{x} → (v - {shift})",
    }  # fmt: skip


def exponential(factor, width):
    """Return the mistakes of factor * np.exp(-(v + 65) / width)."""
    x = f"-(v + 65) / {width}"
    return {
        "the exponent has lost its minus.": f"{x} → {x[1:]}",
        "the minus belongs to the whole bracket: -(v + 65).":
            instead(f"{x})", f"-v + 65 / {width})", f"-v + 65) / {width}"),
        "the width belongs inside the exponent, under v + 65.":
            instead(f"{x})", f"-(v + 65)) / {width}", "-(v + 65))"),
        "65 is added to v inside the bracket: -(v + 65).": f"{x} → -(v - 65) / {width}",
        "65 is missing: V is -65 mV at rest, and there the exponent is 0.": f"{x} → -v / {width}",
        "the factor in front is missing or ten times off: look at the table.":
            instead(f"{factor} * np", "np", f"10 * {factor} * np", f"0.1 * {factor} * np"),
        "the width in the exponent is that of another gate.":
            instead(x, *(f"-(v + 65) / {other}" for other in (18, 20, 80, 10) if other != width)),
        "powers of 10 or 2 are not exponentials: use np.exp.":
            instead(f"np.exp({x})", f"10.0 ** ({x})", f"2.0 ** ({x})"),
    }  # fmt: skip


SIX_RATES = Exercise("""
def rates(v):
    v = v  # of all
    b_m = 4 * np.exp(-(v + 65) / 18)
    b_n = 0.125 * np.exp(-(v + 65) / 80)
    v = v  # of four
    a_m = 1 / exprel(-(v + 40) / 10)
    a_h = 0.07 * np.exp(-(v + 65) / 20)
    b_h = 1 / (1 + np.exp(-(v + 35) / 10))
    a_n = 0.1 / exprel(-(v + 55) / 10)
    return a_m, b_m, a_h, b_h, a_n, b_n
""", [
    {"v": np.arange(-100.0, 51.0, 5.0)},  # -55 and -40 are among them
    {"v": np.array([-71.3, -39.99, -54.7, 12.25])},
], {
    "m and h are swapped: m opens when V rises, h closes.": in_order("a_h b_h a_m b_m a_n b_n"),
    "m and n are swapped: the table's rows are m, h, n.": in_order("a_n b_n a_h b_h a_m b_m"),
    "h and n are swapped: return them in the order m, h, n.": in_order("a_m b_m a_n b_n a_h b_h"),
    "alpha and beta are swapped: alpha opens, beta closes.": in_order("b_m a_m b_h a_h b_n a_n"),
    "return alpha and beta in turn: a_m, b_m, a_h, b_h, a_n, b_n.":
        in_order("a_m a_h a_n b_m b_h b_n"),
    "this counts V from rest: use the table as it stands, V is near -65 mV at rest.":
        ("v  # of all → v - 65", "v  # of four → v - 65"),
    "this is the sign convention of 1952, turned round: today V rises during a spike.":
        tuple(f"v  # of {which} → -v - {x}" for which in ("all", "four") for x in (65, 130)),
    "V is in mV already: no factor 1000 is needed.":
        ("v  # of all → v / 1000", "v  # of four → v / 1000"),
    "the rates are in 1/ms as they stand: no factor 1000 is needed.":
        in_order("1000*a_m 1000*b_m 1000*a_h 1000*b_h 1000*a_n 1000*b_n"),
}, parts={
    "alpha_m": linear_over_exp(40, "u"),
    "beta_m": exponential(4, 18),
    "alpha_h": exponential(0.07, 20),
    "beta_h": {
        "the exponent has lost its minus: h closes faster when V rises.": "-(v + 35) → (v + 35)",
        "1 and exp(…) belong together below the fraction bar: put brackets around them.":
            "(1 + np.exp(-(v + 35) / 10)) → 1 + np.exp(-(v + 35) / 10)",
        "below the fraction bar the exponential is added to 1.": "1 + np → np",
        "the potential of this gate is -35 mV.": instead("v + 35", "v + 65", "v - 35"),
    },
    "alpha_n": linear_over_exp(55, "w"),
    "beta_n": exponential(0.125, 80),
}, reference=rates_of_array, exprel=exprel)  # fmt: skip


X_INF, TAU = "alpha / (alpha + beta)", "1 / (alpha + beta)"
SETTLE = Exercise("""
def settle(alpha, beta):
    x_inf = alpha / (alpha + beta)
    tau = 1 / (alpha + beta)
    return x_inf, tau
""", [{"alpha": a, "beta": b} for a, b in ((0.2, 0.3), (4.0, 0.125), (0.07, 1.3), (0.6, 2.6))], {
    "the two are swapped: first x_inf, then tau.": "return x_inf, tau → return tau, x_inf",
}, parts={"x_inf": {
    "this is the closed fraction: open gates come from alpha.": "= alpha → = beta",
    "alpha / alpha + beta is 1 + beta: put brackets around the sum.":
        f"{X_INF} → alpha / alpha + beta",
    "x_inf is alpha over the *sum* of both; alpha / beta may exceed 1.":
        instead(X_INF, "alpha / beta", "beta / alpha"),
    "below the fraction bar stands the sum: open gates close, closed ones open.":
        instead(X_INF, "alpha / (alpha - beta)", "alpha / (beta - alpha)"),
    "this is alpha: a rate in 1/ms, no fraction of gates.": f"{X_INF} → alpha",
    "this is a time constant; x_inf has alpha above the fraction bar.": f"{X_INF} → {TAU}",
    "this is alpha·(alpha + beta): divide, do not multiply.": "alpha / → alpha *",
}, "tau": {
    "this is a rate in 1/ms; the time constant is one over it.": f"{TAU} → alpha + beta",
    "1 / alpha + beta divides by alpha only: put brackets around the sum.":
        f"{TAU} → 1 / alpha + beta",
    "both rates pull x to its end: beta is missing in tau.": f"{TAU} → 1 / alpha",
    "both rates pull x to its end: alpha is missing in tau.": f"{TAU} → 1 / beta",
    "rates add, times do not: one over the sum of the rates.":
        instead(TAU, "1 / alpha + 1 / beta", "(1 / alpha + 1 / beta) / 2"),
    "x_inf in place of tau: tau is a time.": instead("= 1 /", "= alpha /", "= beta /"),
    "alpha in place of tau: a rate is no time.": f"{TAU} → alpha",
    "the sum of the rates, not their difference.":
        instead(TAU, "1 / (alpha - beta)", "1 / (beta - alpha)"),
    "tau is in ms already.": "= 1 / → = 1000 /",
}})  # fmt: skip


LESSON = HHParams()
OTHER = HHParams(C_m=1.6, g_Na=90.0, g_K=25.0, g_L=0.5, E_Na=44.0, E_K=-83.0, E_L=-58.0)


def gate(x):
    """Return the mistakes of dx/dt for the gate `x`."""
    a, b, (other, third) = f"a_{x}", f"b_{x}", [f"_{name}" for name in "mhn" if name != x]
    slope = f"{a} * (1 - {x}) - {b} * {x}"
    return {
        f"alpha opens what is closed, beta closes what is open: 1 - {x} goes with alpha.":
            f"{slope} → {a} * {x} - {b} * (1 - {x})",
        f"closing gates lower {x}: beta·{x} enters with a minus.": f"- {b} → + {b}",
        f"both signs of d{x}/dt are turned.": f"{slope} → {b} * {x} - {a} * (1 - {x})",
        "alpha and beta are swapped.": f"{slope} → {b} * (1 - {x}) - {a} * {x}",
        "only closed gates can open: alpha is multiplied by what is closed.":
            instead(f"* (1 - {x})", "", f"* {x}"),
        "gates that close are missing.": f" - {b} * {x} → ",
        "gates that open are missing.": f"{a} * (1 - {x}) → ",
        f"these are the rates of another gate: {x} has its own.":
            instead(slope, slope.replace(f"_{x}", other), slope.replace(f"_{x}", third)),
        "the distance to the steady state is divided by tau, not multiplied.":
            f"{slope} → ({a} / ({a} + {b}) - {x}) / ({a} + {b})",
        "tau in place of a rate: dx/dt is (x_inf - x) / tau.":
            instead(slope, f"(1 - {x}) / ({a} + {b}) - {x} / ({a} + {b})", f"({a} - {x}) / {b}",
                    f"{a} / ({a} + {b}) - {x}"),
        "this is the steady state, not the slope.": f"{slope} → {a} / ({a} + {b})",
    }  # fmt: skip


DERIVATIVES = Exercise("""
def derivatives(v, m, h, n, i_inj, p):
    a_m, b_m, a_h, b_h, a_n, b_n = (rate(v) for rate in RATES)
    i_na = p.g_Na * m**3 * h * (v - p.E_Na)
    i_k = p.g_K * n**4 * (v - p.E_K)
    i_l = p.g_L * (v - p.E_L)
    i_ion = i_na + i_k + i_l
    dv = (i_inj - i_ion) / p.C_m
    dm = a_m * (1 - m) - b_m * m
    dh = a_h * (1 - h) - b_h * h
    dn = a_n * (1 - n) - b_n * n
    return dv, dm, dh, dn
""", [
    {"v": -65.0, "m": 0.05, "h": 0.6, "n": 0.32, "i_inj": 0.0, "p": LESSON},
    {"v": -20.0, "m": 0.7, "h": 0.35, "n": 0.45, "i_inj": 10.0, "p": LESSON},
    {"v": -75.0, "m": 0.02, "h": 0.8, "n": 0.25, "i_inj": -4.0, "p": OTHER},
    {"v": 31.0, "m": 0.9, "h": 0.15, "n": 0.7, "i_inj": 7.0, "p": OTHER},
], {
    "dm and dh are swapped: return dv, dm, dh, dn.": "return dv, dm, dh → return dv, dh, dm",
}, parts={"dv": {
    "m and h are swapped in the sodium current: three m gates, one h gate.": "m**3 * h → h**3 * m",
    "a potassium channel has four gates: n to the fourth power.":
        instead("n**4", "n**3", "n", "4 * n", "n**2"),
    "a sodium channel has three m gates: m to the third power.":
        instead("m**3", "m**4", "m**2", "m", "3 * m"),
    "h is missing: a sodium channel needs its h gate open as well.": "m**3 * h → m**3",
    "there is one h gate: only m has the third power.": "m**3 * h → (m * h) ** 3",
    "the h gate counts as it is: h is the open fraction already.": "3 * h → 3 * (1 - h)",
    "the sign of the ionic currents is turned: outward currents lower V.": "- i_ion → + i_ion",
    "the injected current raises V: it enters with a plus.": "(i_inj → (-i_inj",
    "all signs are turned.": "i_inj - i_ion → i_ion - i_inj",
    "this is the old sign convention: a driving force is V - E, with E as given.":
        instead("v - p.E_", "v + p.E_", "v + 65 - p.E_", "-v - p.E_", "v - 65 - p.E_"),
    "the driving forces are missing: a conductance alone is no current.":
        " * (v - p.E_Na) →  &&  * (v - p.E_K) →  &&  * (v - p.E_L) → ",
    "this uses V alone as driving force: no ion reverses at 0 mV here.":
        "(v - p.E_Na) → v && (v - p.E_K) → v && (v - p.E_L) → v",
    "the sodium current is missing.": "i_na + i_k → i_k",
    "the potassium current is missing.": " + i_k → ",
    "the leak is missing.": " + i_l → ",
    "the injected current is missing.": "i_inj - i_ion → -i_ion",
    "the capacitance is missing: dV/dt is current over C_m.": " / p.C_m → ",
    "C_m divides only one part: put brackets around the difference.":
        instead("(i_inj - i_ion) / p.C_m", "i_inj - i_ion / p.C_m", "i_inj / p.C_m - i_ion"),
    "multiplied by C_m where (5.1) divides.": "/ p.C_m → * p.C_m",
    "E_Na and E_K are swapped.": "E_Na → X && E_K → E_Na && X → E_K",
    "g_Na and g_K are swapped.": "g_Na → X && g_K → g_Na && X → g_K",
    "a factor 1000 is too much: µA/cm² over µF/cm² is mV/ms.": factors("(i_inj"),
    "120, 36 and 0.3 are the default membrane's: use p.g_Na, p.g_K and p.g_L.":
        "p.g_ → LESSON.g_",
    "this holds numbers of the default membrane: take each one from `p`.":
        ("RATES) → RATES); p = LESSON", "p.E_ → LESSON.E_",
         *(f"p.{x} → LESSON.{x}" for x in ("g_Na", "g_K", "g_L", "E_Na", "E_K", "E_L"))),
}, **{f"d{x}": gate(x) for x in "mhn"}}, RATES=RATES, LESSON=LESSON,
    reference=lambda p, **state: hh_slopes(**state, params=p))  # fmt: skip


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
    "dt is multiplied twice.": "dt * → dt**2 *",
    "this goes backwards in time: the old value *plus* dt times the slope.": "+ dt → - dt",
    "the steps are those of dt = 0.01 ms whatever dt is: use the argument.": "dt * → 0.01 *",
    "the time axis is that of another dt: the times are k * dt.":
        ("1) * dt → 1) * 0.01", *(
            f"np.arange( → np.linspace(0, t_stop {sign} dt,  && 1) * dt → 1)" for sign in "-+")),
    "the times are step numbers: multiply by dt.": "1) * dt → 1)",
    "the time axis starts one step late: t[0] is 0.": "1) * dt → 1) * dt + dt",
    "the times are in s: leave them in ms.": "1) * dt → 1) * dt / 1000",
    "the current has no effect: hand i0 on to hh_slopes.": "i0) → 0.0)",
    "the current is always 10: use the argument i0.": "i0) → 10.0)",
    "the sign of i0 is turned.": "i0) → -i0)",
    "the start is that of the default: use the argument.": "in start → in (-70.0, .05, .54, .34)",
    "m and h are swapped: the order is v, m, h, n.":
        ("return t, v, m, h → return t, v, h, m",
         *combined("v[k], m[k], h[k] → v[k], h[k], m[k]", "dv, dm, dh → dv, dh, dm")),
    "the order is t, v, m, h, n: time comes first.": "return t, v, m, h, n → return v, m, h, n, t",
    "the slopes belong to step k: v[k], m[k], h[k], n[k], not k + 1 and not the start.":
        "v[k], m[k], h[k], n[k] → *start",
    "each new value starts from the old one of step k: v[k], not v[k + 1] or v[0].":
        " && ".join(f"= {x}[k] → = {x}[0]" for x in "vmhn"),
    "this is the better method of simulate_hh; here write Euler's own steps.":
        "t, v, m, h, n → simulate_hh(np.full(t.size, i0), dt, v0=start[0], gates0=start[1:])",
}, hh_slopes=hh_slopes, simulate_hh=simulate_hh)  # fmt: skip

HH_LONG = Exercise(HH.solution, [
    {"i0": -3.0, "t_stop": 0.29},  # 0.29 / 0.01 is 28.999…, and int() loses a sample
    {"i0": -3.0, "t_stop": 0.28},  # 0.28 / 0.01 is 28.000…4, and arange gains one
    {"i0": 0.0, "t_stop": 12.0},
    {"i0": 10.0, "t_stop": 4.0, "dt": 0.02},
    {"i0": 25.0, "t_stop": 3.0, "dt": 0.025, "start": (-58.0, 0.1, 0.5, 0.4)},
], hh_slopes=hh_slopes)  # fmt: skip


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
    # so short and so late that a number of steps of another dt leaves no two spikes
    {"currents": np.array([20.0, 3.0]), "t_stop": 100.0, "t_skip": 74.0, "dt": 0.02},
    # so long that there are more than t_skip spikes
    {"currents": np.array([60.0]), "t_stop": 400.0, "t_skip": 45.0},
], {
    "the spikes of the onset are still there: keep those after t_skip only.": "(late) → (train)",
    "t_skip is always 300: use the argument.": "> t_skip → > 300",
    "these are the spikes *before* t_skip: keep the later ones.": "> t_skip → < t_skip",
    "the rate is in spikes per ms: 1 Hz is one spike per 1000 ms.": "1000 / → 1 /",
    "this is the mean interval in ms; the rate is 1000 divided by it.": "1000 / → ",
    "a count over a time moves in coarse steps: use the mean interval of the late spikes.":
        (*(f"{RATE} → 1000 * {times}.size / t_stop" for times in ("late", "train")),
         f"{RATE} → 1000 * late.size / (t_stop - t_skip)",
         f"late.size >= 2 → True && {RATE} → 1000 * train.size / t_stop"),
    "n spikes have n - 1 intervals: the mean of np.diff counts them right.":
        f"{RATE} → 1000 * late.size / (late[-1] - late[0])",
    "this is the mean *time* of the spikes; take the differences first.": "np.diff(late) → late",
    "this is the number of late spikes, not their rate.": f"{RATE} → late.size",
    "late holds True and False, not times: let it pick from train, in square brackets.":
        "train[train > t_skip] → train > t_skip",
    "t_skip is a time, not a number of spikes: compare the spike times with it.":
        "[train > t_skip] → [int(t_skip) :]",
    "the number of steps is that of dt = 0.05 ms whatever dt is: use t_stop / dt.":
        "t_stop / dt → t_stop / 0.05",
    "the number of steps is that of dt = 0.025 ms whatever dt is: use t_stop / dt.":
        "t_stop / dt → t_stop / 0.025",
    "the simulation runs with another dt: hand dt on to simulate_hh.": ", dt) → , 0.025)",
}, spikes=functools.cache(lambda i, n, dt: simulate_hh(np.full(n, i), dt).spike_times))  # fmt: skip


def curved(x):
    """Return what has other slopes at every place."""
    return np.array([x[0] ** 2 * x[1], np.sin(x[1]) + 3 * x[2], x[0] * x[2] ** 3])


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
], {
    "rows and columns are swapped: column j holds what variable j does.": "J[:, j] → J[j]",
    "this is the forward difference; the centred one takes a step to both sides.":
        "f(x - step) → f(x) && (2 * eps) → eps",
    "this is the backward difference; the centred one takes a step to both sides.":
        "f(x + step) → f(x) && (2 * eps) → eps",
    "the two points lie 2·eps apart, and you divide by eps.": "(2 * eps) → eps",
    "the step is eps/2, so the two points lie eps apart: divide by eps, or step by eps.":
        "= eps → = eps / 2",
    "/ 2 * eps multiplies by eps: put brackets around 2 * eps.": "(2 * eps) → 2 * eps",
    "the division by the distance of the two points is missing.": " / (2 * eps) → ",
    "divided by eps squared: the distance is 2·eps.":
        instead("(2 * eps)", "(2 * eps) ** 2", "(2 * eps**2)"),
    "the sign is turned: plus side minus minus side.": "(f(x + → -(f(x +",
    "all variables move at once: the step is eps at place j and 0 elsewhere.": "step[j] → step[:]",
    "the step is 1, not eps.": ("= eps → = 1", "= eps → = 1 && (2 * eps) → 2"),
    "forward only: f(x + step) - f(x) over 2·eps is half the slope.": "f(x - step) → f(x)",
    "the step is always 1e-5: use the argument eps.": "= eps → = eps = 1e-5",
}, right="= eps → = eps / 2 && (2 * eps) → eps")  # half a step to each side  # fmt: skip

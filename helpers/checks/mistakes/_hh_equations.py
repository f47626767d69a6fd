"""Lesson 05's exercises 2.1, 2.2 and 2.4, the equations; the others stand in `hodgkin_huxley`.

Units: mV, ms, µA/cm², mS/cm², 1/ms.
"""

import numpy as np
from scipy.special import exprel

from helpers.checks.edits import Exercise, combined, factors, instead
from helpers.hh import RATES, V_REST, HHParams, hh_slopes, rates_of_array


def in_order(names):
    """Return the edits that give other rates back, with and without the two that are given."""
    six = names.split()
    given = [six[0], "b_m", *six[2:5], "b_n"]
    return instead("a_m, b_m, a_h, b_h, a_n, b_n", ", ".join(six), ", ".join(given))


def in_every_exponent(shift):
    """Return the mistakes of -(v + shift) / width."""
    x = f"-(v + {shift})"
    return {
        "// cuts off the digits; divide with a single /.": f"{x} / → {x} //",
        f"V + {shift} has a sign: leave out abs().": f"{x} → -abs(v + {shift})",
    }


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
        "the rate is in 1/ms as it stands.": factors(place, of=("* 1000", "* 0.001")),
        "the sign of the potential is turned: it is added.": f"{x} → (v - {shift})",
        "the limit at 0/0 is not 0: exprel knows it.":
            f"{place} → * np.nan_to_num({x} / 10 / (1 - np.exp(-{x} / 10)))",
    } | in_every_exponent(shift)  # fmt: skip


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
    } | in_every_exponent(65)  # fmt: skip


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
    {"v": np.array([96.4, -71.3, -39.99, -54.7, 12.25])},
], {
    "m and h are swapped: m opens when V rises, h closes.": in_order("a_h b_h a_m b_m a_n b_n"),
    "m and n are swapped: the table's rows are m, h, n.": in_order("a_n b_n a_h b_h a_m b_m"),
    "h and n are swapped: return them in the order m, h, n.": in_order("a_m b_m a_n b_n a_h b_h"),
    "alpha and beta are swapped: alpha opens, beta closes.": in_order("b_m a_m b_h a_h b_n a_n"),
    "return alpha and beta in turn: a_m, b_m, a_h, b_h, a_n, b_n.":
        in_order("a_m a_h a_n b_m b_h b_n"),
    "this counts V from rest: use the table as it stands, V is near -65 mV at rest.":
        tuple(f"v  # of {n} → v {sign} 65" for n in ("all", "four") for sign in "-+"),
    "this is the sign convention of 1952, turned round: today V rises during a spike.":
        tuple(f"v  # of {which} → -v - {x}" for which in ("all", "four") for x in (65, 130)),
    "V is in mV already: no factor 1000 is needed.":
        ("v  # of all → v / 1000", "v  # of four → v / 1000"),
    "the rates are in 1/ms as they stand: no factor 1000 is needed.":
        in_order("1000*a_m 1000*b_m 1000*a_h 1000*b_h 1000*a_n 1000*b_n"),
    "V need not be whole: leave out int() and round().": tuple(
        f"v  # of {n} → np.{cut}(v)" for n in ("all", "four") for cut in ("trunc", "round")),
}, parts={
    "alpha_m": linear_over_exp(40, "u"),
    "beta_m": exponential(4, 18),
    "alpha_h": exponential(0.07, 20),
    "beta_h": {
        "the exponent has lost its minus: h closes faster when V rises.": "-(v + 35) → (v + 35)",
        "1 and exp(…) belong together below the fraction bar: put brackets around them.":
            "(1 + np.exp(-(v + 35) / 10)) → 1 + np.exp(-(v + 35) / 10)",
        "below the fraction bar the exponential is added to 1.": "1 + np → np",
        "the potential of this gate is -35 mV.":
            instead("v + 35", "v + 65", "v - 35", "v + 30", "v + 40", "v + 50", "v + 55"),
        "the minus belongs to the whole bracket: -(v + 35).": "-(v + 35) / 10 → -v + 35 / 10",
        "the width under v + 35 is missing or that of another gate.":
            instead("+ 35) / 10", "+ 35)", "+ 35) / 20", "+ 35) / 18", "+ 35) / 80"),
    } | in_every_exponent(35),
    "alpha_n": linear_over_exp(55, "w"),
    "beta_n": exponential(0.125, 80),
}, reference=rates_of_array, exprel=exprel)  # fmt: skip


X_INF, TAU = "alpha / (alpha + beta)", "1 / (alpha + beta)"
SETTLE = Exercise("""
def settle(alpha, beta):
    x_inf = alpha / (alpha + beta)
    tau = 1 / (alpha + beta)
    return x_inf, tau
""", [  # tau from 0.09 to 32 ms, x_inf from 0.03 to 0.98
    {"alpha": a, "beta": b} for a, b in (
        (0.2, 0.3), (4.0, 0.125), (0.07, 1.3), (0.6, 2.6), (0.012, 0.019), (11.0, 0.2), (0.02, 0.7))
], {
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
    "above the fraction bar stands alpha alone.": "= alpha / → = alpha * beta /",
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
    "the sum of both rates counts: no difference, no product, no squares.":
        instead(TAU, "1 / (alpha - beta)", "1 / (beta - alpha)", "1 / (alpha * beta)",
                "1 / np.sqrt(alpha**2 + beta**2)"),
    "tau is in ms already.": ("= 1 / → = 1000 /", "= 1 / → = 0.001 /"),
    "this is the time in which half of the way is gone; tau is a little longer.":
        "= 1 / → = np.log(2) /",
    "x_inf comes from alpha: over beta it is no time of the gate.": f"{TAU} → x_inf / beta",
}})  # fmt: skip


LESSON = HHParams()
OTHER = HHParams(C_m=1.6, g_Na=90.0, g_K=25.0, g_L=0.5, E_Na=44.0, E_K=-83.0, E_L=-58.0)


IONS = ("Na", "K", "L")
FORCES = [f"(v - p.E_{ion})" for ion in IONS]
TURNED = combined(*(f"(v - p.E_{ion}) → (p.E_{ion} - v)" for ion in IONS))


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
        f"a rate here is that of another gate: {x} has its own.":
            sum((combined(f"{a} * → a{y} *", f"{b} * → b{y} *") for y in (other, third)), ()),
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
    {"v": -91.0, "m": 0.02, "h": 0.8, "n": 0.25, "i_inj": -4.0, "p": OTHER},  # below E_K
    {"v": 61.0, "m": 0.9, "h": 0.15, "n": 0.7, "i_inj": 7.0, "p": OTHER},  # above E_Na
], {
    "the slopes are right, their order is not: dv, dm, dh, dn.": instead(
        "return dv, dm, dh, dn", "return dv, dh, dm, dn", "return dv, dm, dn, dh",
        "return dv, dn, dh, dm", "return dv, dh, dn, dm", "return dv, dn, dm, dh",
        "return dm, dh, dn, dv"),
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
        instead("v - p.E_", "v + p.E_", "v + 65 - p.E_", "-v - p.E_", "v - 65 - p.E_")
        + combined(*(f"{x} → {x.replace('-', '+')}" for x in FORCES))[:-1],
    "a conductance or a reversal potential is that of another ion.": tuple(
        f"p.{q}_{x} * → p.{q}_{y} *" if q == "g" else f"{q}_{x}) → {q}_{y})"
        for q in "gE" for x in IONS for y in IONS if x != y),
    "a driving force is turned: each is V - E.": TURNED[:-1],
    "a current changes its direction at its E: leave out abs(), min() and max().": tuple(
        f"{x} → {call}" for x in FORCES for call in (f"abs{x}", f"min({x}, 0)", f"max({x}, 0)")),
    "the driving forces are missing: a conductance alone is no current.":
        " && ".join(f" * {x} → " for x in FORCES),
    "a conductance is missing: a distance in mV alone is no current.":
        combined("p.g_Na * → ", "p.g_K * → ", "p.g_L * → "),
    "the conductance multiplies all of V - E: put brackets around it.":
        combined(*(f"{x} → {x[1:-1]}" for x in FORCES)),
    "this uses V alone as driving force: no ion reverses at 0 mV here.":
        combined(*(f"{x} → v" for x in FORCES)),
    "the leak reverses at E_L, not at rest.": instead("p.E_L", "-65.0", f"{V_REST}"),
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
    "this holds numbers of the default membrane: take each one from `p`.":
        ("RATES) → RATES); p = LESSON", "p.E_L → -54.4",
         *combined(*(f"p.{x} → LESSON.{x}" for x in ("g_Na", "g_K", "g_L", "E_Na", "E_K", "E_L")))),
}, **{f"d{x}": gate(x) for x in "mhn"}}, RATES=RATES, LESSON=LESSON,
    reference=lambda p, **state: hh_slopes(**state, params=p))  # fmt: skip

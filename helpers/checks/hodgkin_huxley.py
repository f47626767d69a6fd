"""Checks of lesson 05: rates, gates, derivatives, simulation, threshold, f-I curve, Jacobian.

The solutions and the mistakes that they recognise stand in `mistakes.hodgkin_huxley`.
Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

import numpy as np

from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, parts, series
from helpers.checks.mistakes import hodgkin_huxley as known
from helpers.hh_analysis import slopes

SIX, FOUR, FIVE = "a_m b_m a_h b_h a_n b_n".split(), "dv dm dh dn".split(), "t v m h n".split()


def _compare_parts(answers, known_exercise, otherwise, curve=None, prefix="{}: "):
    """Look for a mistake of the whole answer, then compare part after part."""
    if message := known_exercise.explain(answers, agree):
        raise Wrong(message, curve)
    for k, name in enumerate(known_exercise.parts):
        own, before = [answer[k] for answer in answers], prefix.format(name)
        compare(own, known_exercise, otherwise[k], curve, part=k, prefix=before)


def _rate_array(value, name, v):
    """Return one rate as an array; Wrong where it is no number."""
    rate = series(value, name, "1/ms", v.size, allow_nan=True)
    bad = v[~np.isfinite(rate)]
    if bad.size:
        limit = "there the formula is 0/0, and exprel knows the limit."
        why = limit if (name, bad[0]) in (("alpha_m", -40), ("alpha_n", -55)) else "divided by 0?"
        raise Wrong(f"{name} is no number at {bad[0]:g} mV: {why}")
    return rate


@exercise
def rates(function):
    """Check the six rate functions, at their removable singularities too."""
    names, answers = [*known.SIX_RATES.parts], []
    for probe in known.SIX_RATES.probes:
        six = zip(parts(call(function, **probe), SIX), names, strict=True)
        answers.append([_rate_array(*part, **probe) for part in six])
    expected = known.SIX_RATES.expected
    wrong = [k for k in range(6) if not agree([a[k] for a in answers], [e[k] for e in expected])]
    shown, v = (wrong or [0])[0], known.SIX_RATES.probes[0]["v"]
    unit = f"{names[shown]} [1/ms]"
    curve = Curve(v, expected[0][shown], answers[0][shown], "Membrane potential [mV]", unit)
    right = "the other five are right" if len(wrong) == 1 else "it is not the only one"
    otherwise = [f"{name} is not that of the table; {right}." for name in names]
    _compare_parts(answers, known.SIX_RATES, otherwise, curve)
    single = parts(call(function, v=-65.0), SIX)
    if not agree(single, known.SIX_RATES.reference(-65.0)):
        raise Wrong("right for arrays, but not for a single V such as -65.0.")
    return "six rates, finite for every V, at -40 and -55 mV too. Here is alpha_m.", curve


@exercise
def settle(function):
    """Check the steady state and the time constant of a gate."""

    def settled(**rates):
        x_inf, tau = parts(call(function, **rates), ("x_inf", "tau"), "numbers")
        return number(x_inf, "x_inf", "no unit"), number(tau, "tau", "ms")

    answers = [settled(**probe) for probe in known.SETTLE.probes]
    alpha = np.linspace(0.04, 4, 80)
    yours = np.array([settled(alpha=a, beta=0.5)[0] for a in alpha.tolist()])
    curve = Curve(alpha, alpha / (alpha + 0.5), yours, "alpha [1/ms] for beta 0.5", "x_inf")
    otherwise = (
        "x_inf: set dx/dt to 0 in (5.2) and solve for x.",
        "x_inf is right, tau is not: 1/tau is what multiplies x in (5.2).",
    )
    _compare_parts(answers, known.SETTLE, otherwise, curve, prefix="")
    return "every gate relaxes to alpha / (alpha + beta) with the time constant 1 / sum.", curve


@exercise
def derivatives(function):
    """Check the right-hand sides of the four equations."""
    answers, units = [], ("mV/ms", "1/ms", "1/ms", "1/ms")
    for probe in known.DERIVATIVES.probes:
        four = zip(parts(call(function, **probe), FOUR), FOUR, units, strict=True)
        answers.append([number(*part) for part in four])
    otherwise = ["dv does not follow the equation."]
    otherwise += [f"{x} does not follow the equation; those before it do." for x in FOUR[1:]]
    _compare_parts(answers, known.DERIVATIVES, otherwise)
    return "at rest all four are nearly 0; the sodium current is inward and lifts V.", None


def _length(arrays, t_stop, dt=0.01, **_):
    """Return how many samples 0…t_stop has; Wrong if all five arrays have another number."""
    n_steps = round(t_stop / dt)
    lengths = {len(array) for array in arrays if hasattr(array, "__len__")}
    has = lengths.pop() if len(lengths) == 1 else n_steps + 1
    told = f"t has {has} samples where 0…t_stop in steps of dt has {n_steps + 1}: "
    told += "round(t_stop / dt) + 1."
    if has == n_steps:
        told = f"t_stop itself is missing: {n_steps} steps have {n_steps + 1} ends."
    if has == n_steps == int(t_stop / dt) + 1:
        told = f"int() cuts {has - 1}.999… down to {has - 1}, and so does //: round() gives the "
        told += "nearest whole number."
    if has == n_steps + 2 and t_stop / dt > n_steps:
        told = f"{t_stop:g} / {dt:g} comes out a trace above {n_steps}, and one sample too many "
        told += "is caught: round(t_stop / dt) + 1."
    if has != n_steps + 1:
        raise Wrong(told)
    return has


def _first_difference(answers, expected):
    """Return the first property of a simulation that fails."""
    for (t, *yours), (right_t, *right) in zip(answers, expected, strict=True):
        if not agree(t, right_t):
            return "the times are not 0, dt, 2 dt, …, t_stop."
        if not agree([x[0] for x in yours], [x[0] for x in right]):
            return "the first samples must be the start: leave v[0], m[0], h[0], n[0] as they are."
        if any(np.ptp(x[2:]) == 0 for x in yours):
            return "something stands still: is the return inside the loop?"
        if any(x.min() < 0 or x.max() > 1 for x in yours[1:]):
            told = "a gate leaves 0…1: it holds a fraction. "
            return told + "Are m, h, n in this order everywhere? Is dt in every line?"
        if not agree([x[1] for x in yours], [x[1] for x in right]):
            return "already the first step differs: old values plus dt times the four slopes."
    return "the first step is right, later ones are not; look where V leaves the curve."


@exercise
def hh(function):
    """Check Euler's simulation of the four equations."""
    for runs in known.HH, known.HH_LONG:  # a wrong step may overflow in a long run
        answers = []
        for probe in runs.probes:
            arrays = parts(call(function, **probe), FIVE)
            five = zip(arrays, FIVE, ("ms", "mV", "-", "-", "-"), strict=True)
            size = _length(arrays, **probe)
            answers.append([series(*part, size, allow_nan=True) for part in five])
        (t, v, *_), yours = runs.expected[-1], np.nan_to_num(answers[-1][1], nan=0.0)
        curve = Curve(t, v, yours, "Time [ms]", "Membrane potential [mV]")
        compare(answers, runs, _first_difference(answers, runs.expected), curve)
    return "all four variables advance together: with i0 = 10 µA/cm² it fires.", curve


def _membrane(border):
    """Return a function that fires from `border` on, and the list of what it was asked."""
    asked: list[float] = []

    def fires(x):
        if len(asked) >= 30_000:
            raise RuntimeError("30000 trials and no end: does the interval become smaller?")
        asked.append(x)
        return bool(x >= border)

    return fires, asked


SEARCHES = [  # low, high, tolerance, and where firing starts
    (0.0, 10.0, 0.001, 2.2403), (-6.0, 3.0, 0.01, -2.7917), (0.0, 1.0, 0.3, 0.9),
    (2.0, 2.5, 0.7, 2.2),
]  # fmt: skip


@exercise
def threshold(function):
    """Check the search for a threshold by halving."""
    most = 0
    for low, high, tolerance, border in SEARCHES:
        fires, asked = _membrane(border)
        answer = call(function, fires, low, high, tolerance)
        found = number(answer, "the threshold", "that of low and high")
        above, narrow = found - border, tolerance < high - low
        if narrow and not asked:
            raise Wrong("fires was never called: a threshold has to be measured.")
        if narrow and above < 0 and agree(found, low):
            raise Wrong("low comes back as it was: where the middle fires, high moves, else low.")
        if above < 0:
            raise Wrong("the value that you return does not fire: return the end that does.")
        if above > tolerance and found > high - tolerance and high - border > 2 * tolerance:
            raise Wrong("the wrong end moves: if the middle fires, the border lies below it.")
        if above > tolerance:
            raise Wrong("the value fires, but lies more than the tolerance above the border.")
        if not low <= found <= high:
            raise Wrong("the value lies outside low…high.")
        most = max(most, len(asked))
    saved = "; halving would need about 14" if most > 40 else ""
    return f"found to the tolerance, with at most {most} trials{saved}.", None


@exercise
def f_i(function):
    """Check the steady f-I curve."""
    answers = [
        series(call(function, **probe), "the rates", "Hz", probe["currents"].size, allow_nan=True)
        for probe in known.F_I.probes
    ]
    first, expected = known.F_I.probes[0]["currents"], known.F_I.expected
    yours = np.nan_to_num(answers[0], nan=0.0)
    curve = Curve(first, expected[0], yours, "Current [µA/cm²]", "Firing rate [Hz]")
    otherwise = "the silent currents are right, the rate of the firing ones is not."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN: with fewer than two late spikes the rate is 0."
    elif not any(answer.any() for answer in answers):
        otherwise = "all rates are 0: does the current last t_stop / dt steps? t_skip is a time."
    elif not answers[0].any() and agree([a[0] for a in answers], [e[0] for e in expected]):
        otherwise = "only the first current is simulated: is the return inside the loop?"
    elif any(np.any(a[e == 0] != 0) for a, e in zip(answers, expected, strict=True)):
        otherwise = "a current that makes one spike or none must have the rate 0."
    if not agree(answers, expected, rtol=3e-4):  # a median or a single late interval is as good
        compare(answers, known.F_I, otherwise, curve)
    return "silent, then at once above 50 Hz: the rate jumps where firing starts.", curve


def _matrix(value, size):
    """Return a matrix; Wrong unless it is one of finite numbers, shape (size, size)."""
    if value is None:
        raise Wrong("your function returns None: is the return line missing?")
    if not isinstance(value, np.ndarray | list | tuple):
        raise Wrong(f"J must be an array of shape ({size}, {size}), not a {type(value).__name__}.")
    matrix = np.array(value, object)  # so that rows of different lengths have a shape as well
    if matrix.shape != (size, size):
        raise Wrong(f"J must have shape ({size}, {size}), not {matrix.shape}.")
    return series(matrix.ravel(), "J", "f over x", size * size).reshape(size, size)


@exercise
def jacobian(function):
    """Check the numerical Jacobian, by centred differences."""
    probes = known.JACOBIAN.probes
    answers = [_matrix(call(function, **probe), probe["x"].size) for probe in probes]
    otherwise = "for f(x) = A x the answer must be A, and yours is not."
    if agree(answers[0], known.JACOBIAN.expected[0]):
        otherwise = "right for a linear f, not for a curved one."
    if not any(answer.any() for answer in answers):
        otherwise = "J is still 0 everywhere: fill column j in the loop."
    compare(answers, known.JACOBIAN, otherwise)
    rest = np.array([-64.99637933, 0.05295509, 0.59599412, 0.31773240])
    total = _matrix(call(function, f=lambda x: slopes(x, 0.0), x=rest), 4).trace()
    return f"for the membrane at rest the sum of its diagonal is {total:.2f} per ms.", None

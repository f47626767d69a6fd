"""Checks of lesson 05: rates, gates, derivatives, simulation, threshold, f-I curve, Jacobian.

The solutions and the mistakes that they recognise stand in `mistakes.hodgkin_huxley`.
Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

import functools

import numpy as np

from helpers import hh_analysis
from helpers.checks.core import (
    Curve,
    Open,
    Wrong,
    agree,
    call,
    compare,
    compare_parts,
    exercise,
    number,
    parts,
    refuse_own,
    series,
)
from helpers.checks.mistakes import hodgkin_huxley as known
from helpers.hh import (
    RATES,
    hh_slopes,
    hh_step,
    rates_of_array,
    rates_of_float,
    raw_slopes,
    simulate_hh,
    steady_state,
    time_constants,
)
from helpers.hh_integrators import integrate

SIX, FOUR, FIVE = "a_m b_m a_h b_h a_n b_n".split(), "dv dm dh dn".split(), "t v m h n".split()


def _likeness(yours, expected):
    """Return what wrong numbers have in common with the right ones, "" if nothing."""
    mine, right = (np.concatenate([np.ravel(x) for x in side]) for side in (yours, expected))
    if not np.isfinite(mine).all():
        return ""
    if agree(abs(mine), abs(right)):
        return "is right but for a sign"
    factor = np.dot(mine, right) / np.dot(right, right)
    if factor and agree(mine / factor, right):
        return "is right but for a constant factor"
    if np.all(abs(mine - right) <= 0.05 * abs(right)):
        return "is nearly right: look for what is added or rounded"
    off = ~np.isclose(mine, right, rtol=1e-6)
    beyond = (right > mine.max()) | (right < mine.min())
    if off.mean() < 0.5 and np.ptp(mine[~off]) and np.all(beyond[off]):
        return "is right but for its largest or smallest values: look for a limit"
    return ""


def _by_parts(answers, expected):
    """Return the answers and the right ones, part by part, and which parts agree."""
    sides = [list(zip(*side, strict=True)) for side in (answers, expected)]
    return *sides, [agree(*both) for both in zip(*sides, strict=True)]


def _compare_parts(answers, exercise, words, told=(), curve=None):
    """Wrong with the mistake of the whole answer, or else with that of its first wrong part.

    What no mistake explains gets its own message of `told`, if it is there, else `words`.
    """
    yours, right, agrees = _by_parts(answers, exercise.expected)
    if all(agrees):
        return
    if message := exercise.explain(answers, agree):
        raise Wrong(message, curve)
    k = agrees.index(False)
    name = [*exercise.parts][k]
    rest = "the others are right" if agrees.count(False) == 1 else "it is not the only one"
    otherwise = f"{name} {_likeness(yours[k], right[k]) or words}; {rest}."
    otherwise = told[k] if told and told[k] else otherwise
    compare(list(yours[k]), exercise, otherwise, curve, part=k, prefix=f"{name}: ")


def _no_number(name, rate, v):
    """Return where a rate is no finite number, "" if nowhere."""
    bad = np.flatnonzero(~np.isfinite(rate))
    if not bad.size:
        return ""
    v = v[bad[0]]
    if np.isinf(rate[bad[0]]):
        return f"{name} is infinite at {v:g} mV: divided by 0, or an exponent far too large?"
    limit = "there the formula is 0/0, and exprel knows the limit."
    why = (
        limit
        if (name, v) in (("alpha_m", -40), ("alpha_n", -55))
        else "0/0, or a logarithm of something below 0?"
    )
    return f"{name} is no number at {v:g} mV: {why}"


@exercise
def rates(function):
    """Check the six rate functions, at their removable singularities too."""
    refuse_own(function, *RATES, rates_of_array, rates_of_float, RATES=RATES)
    names, answers = [*known.SIX_RATES.parts], []
    for probe in known.SIX_RATES.probes:
        six = zip(parts(call(function, **probe), SIX), names, strict=True)
        answers.append([series(*part, "1/ms", probe["v"].size, allow_nan=True) for part in six])
    expected, v = known.SIX_RATES.expected, known.SIX_RATES.probes[0]["v"]
    agrees = _by_parts(answers, expected)[-1]
    shown = agrees.index(False) if False in agrees else 0
    unit = rf"$\{names[shown]}$ [1/ms]"
    curve = Curve(v, expected[0][shown], answers[0][shown], "Membrane potential [mV]", unit)
    told = [_no_number(*part, v) for part in zip(names, answers[0], strict=True)]
    _compare_parts(answers, known.SIX_RATES, "is not that of the table", told, curve)
    shapes = {"a single V such as -65.0": -65.0, "a V of two dimensions": v[:6].reshape(2, 3)}
    for what, v in shapes.items():
        if not agree(list(parts(call(function, v=v), SIX)), known.SIX_RATES.reference(v)):
            raise Wrong(f"right for a row of potentials, but not for {what}.")
    return "six rates, finite for every V, at −40 and −55 mV too. Here is alpha_m.", curve


@exercise
def settle(function):
    """Check the steady state and the time constant of a gate."""
    refuse_own(function, steady_state, time_constants)

    def settled(**rates):
        x_inf, tau = parts(call(function, **rates), ("x_inf", "tau"), "numbers")
        return number(x_inf, "x_inf", "no unit"), number(tau, "tau", "ms")

    answers = [settled(**probe) for probe in known.SETTLE.probes]
    alpha = np.linspace(0.04, 4, 80)
    yours = np.array([settled(alpha=a, beta=0.5)[0] for a in alpha.tolist()])
    curve = Curve(alpha, alpha / (alpha + 0.5), yours, "α [1/ms], β = 0.5 per ms", "Steady state")
    otherwise = {
        "x_inf": "x_inf follows from (5.2) with dx/dt = 0: solve for x.",
        "tau": "tau does not follow: 1/tau is what multiplies x in (5.2).",
    }
    for name, *both, right in zip(
        otherwise, *_by_parts(answers, known.SETTLE.expected), strict=True
    ):
        if like := "" if right else _likeness(*both):
            otherwise[name] = f"{name} {like}."
    compare_parts(answers, known.SETTLE, otherwise, curve)
    return "every gate relaxes to alpha / (alpha + beta) with the time constant 1 / sum.", curve


@exercise
def derivatives(function):
    """Check the right-hand sides of the four equations."""
    refuse_own(function, hh_slopes, raw_slopes, hh_analysis.slopes)
    answers, units = [], ("mV/ms", "1/ms", "1/ms", "1/ms")
    for probe in known.DERIVATIVES.probes:
        four = zip(parts(call(function, **probe), FOUR), FOUR, units, strict=True)
        answers.append([number(*part) for part in four])
    _compare_parts(answers, known.DERIVATIVES, "does not follow the equation")
    return "at rest all four are nearly 0; the sodium current is inward and lifts V.", None


def _length(arrays, t_stop, dt=0.01, **_):
    """Return how many samples 0…t_stop has; Wrong if all five arrays have another number."""
    n_steps = round(t_stop / dt)
    lengths = {len(array) for array in arrays if hasattr(array, "__len__")}
    has = lengths.pop() if len(lengths) == 1 else n_steps + 1
    if has == n_steps + 1:
        return has
    t = series(arrays[0], "t", "ms")
    told = f"t has {has} samples where 0…t_stop in steps of dt has {n_steps + 1}: "
    told += "round(t_stop / dt) + 1."
    if has == n_steps:
        told = f"t_stop itself is missing: {n_steps} steps have {n_steps + 1} ends."
    if has == n_steps and agree(t[-1], t_stop):
        told = "t[0] must be 0." if t[0] else "the steps of t are wider than dt: one more sample."
    if has == round(t_stop / 0.01) + 1:
        told = "the number of samples is that of dt = 0.01 ms whatever dt is: use the argument."
    if has == n_steps == int(t_stop / dt) + 1:
        told = f"int() cuts {has - 1}.999… down to {has - 1}, and so does //: round() gives the "
        told += "nearest whole number."
    if has == n_steps + 2 and t_stop / dt > n_steps:
        told = f"{t_stop:g} / {dt:g} comes out a trace above {n_steps}, and one sample too many "
        told += "is caught: round(t_stop / dt) + 1."
    raise Wrong(told)


def _difference_of_one(name, yours, right):
    """Return what is wrong with one variable of a simulation, "" if it is none of these."""
    if agree(yours, right):
        return ""
    if np.ptp(yours) == 0:
        return f"{name} never moves: it needs its new value in each step."
    if any(np.allclose(yours, np.round(yours, n), rtol=0, atol=1e-12) for n in range(7)):
        return f"{name} is rounded: keep all digits."
    ends = [np.count_nonzero(yours == end) for end in (yours.min(), yours.max())]
    if agree(yours[1], right[1]) and yours[-1] != yours[-2] and max(ends) > 3:
        return f"{name} stays at its lowest or highest value for a while: nothing holds it there."
    return ""


def _first_difference(answers, expected):
    """Return the first property of a simulation that fails."""
    for (t, *yours), (right_t, *right) in zip(answers, expected, strict=True):
        start, right_start = ([x[0] for x in side] for side in (yours, right))
        if not agree(t, right_t):
            return "the times are not 0, dt, 2 dt, …, t_stop."
        if not agree(start, right_start) and agree(sorted(start), sorted(right_start)):
            return "the variables come back in another order than t, v, m, h, n."
        if not agree(start, right_start):
            return "the first samples must be the start: leave v[0], m[0], h[0], n[0] as they are."
        if all(np.ptp(x[2:]) == 0 for x in yours):
            return "after the first step nothing moves: is the return inside the loop?"
        for three in zip("vmhn", yours, right, strict=True):
            if told := _difference_of_one(*three):
                return told
        if any(x.min() < 0 or x.max() > 1 for x in yours[1:]):
            told = "a gate leaves 0…1: it holds a fraction. "
            return told + "Are m, h, n in this order everywhere? Is dt in every line?"
        if not agree([x[1] for x in yours], [x[1] for x in right]):
            return "already the first step differs: old values plus dt times the four slopes."
    return "the first step is right, later ones are not."


RUNAWAY = "V grows without end: each new value is its own old one, plus dt times its own slope."


@exercise
def hh(function):
    """Check Euler's simulation of the four equations."""
    refuse_own(function, simulate_hh, hh_analysis.simulate_constant, integrate, hh_step)
    told = {("rates_of_float", "math range error"): RUNAWAY}
    for runs in known.HH, known.HH_LONG:  # a wrong step may overflow in a long run
        answers = []
        for probe in runs.probes:
            arrays = parts(call(function, told=told, **probe), FIVE)
            five = zip(arrays, FIVE, ("ms", "mV", "-", "-", "-"), strict=True)
            size = _length(arrays, **probe)
            answers.append([series(*part, size, allow_nan=True) for part in five])
        (t, v, *_), yours = runs.expected[-1], np.nan_to_num(answers[-1][1], nan=0.0)
        curve = Curve(t, v, yours, "Time [ms]", "Membrane potential [mV]")
        compare(answers, runs, _first_difference(answers, runs.expected), curve)
    return "all four variables advance together: with i0 = 10 µA/cm² it fires.", curve


def _failure(answer, asked, low, high, tolerance, border, **_):
    """Return why a search is wrong, "" if it is right."""
    above = answer - border
    if tolerance < high - low and not asked:
        return "fires was never called: a threshold has to be measured."
    if low <= answer <= high and 0 <= above <= tolerance:
        return ""
    if any(not low <= x <= high for x in asked):
        return "fires is asked outside low…high: the border lies between them."
    if np.isnan(answer):
        again = asked[-1] == asked[-2]
        why = "always the same value: which end moves?" if again else "is the interval smaller?"
        return f"{known.MOST} trials and no end: {why}"
    if answer > high:
        return "the value lies outside low…high."
    if above < 0 and agree(answer, low):
        return "low comes back as it was: where the middle fires, high moves, else low."
    if above < 0:
        return "the value that you return does not fire: return the end that does."
    if len(asked) > 3 and np.ptp(np.diff(asked)) < 1e-9:
        return "fires is asked in equal steps, and they are wider than the tolerance: halve."
    return "the value fires, but lies more than the tolerance above the border."


@exercise
def threshold(function):
    """Check the search for a threshold by halving."""
    refuse_own(function, hh_analysis.bisect_threshold)
    trails, failure, most = [], "", 0
    for probe in known.THRESHOLD.probes:
        answer, asked, error = known.searched(functools.partial(call, function), **probe)
        if isinstance(error, Open):
            raise error
        try:
            answer = number(answer, "the threshold", "unit of low") if error is None else np.nan
        except Wrong as no_number:
            outside = any(not probe["low"] <= x <= probe["high"] for x in asked)
            answer, error = np.nan, None if outside else no_number
        stops = error is not None and len(asked) < known.MOST
        failure = failure or (str(error) if stops else _failure(answer, asked, **probe))
        trails.append(known.trail(answer, asked, **probe))
        most = max(most, len(asked))
    if failure:
        raise Wrong(known.THRESHOLD.explain(trails, agree) or failure)
    saved = "; halving would need about 21" if most > 60 else ""
    return f"found to the tolerance, with at most {most} trials{saved}.", None


@exercise
def f_i(function):
    """Check the steady f-I curve."""
    refuse_own(function, hh_analysis.f_i_curve)
    told = {("full", "could not broadcast"): "one current flows in each simulation: i_dc, not all."}
    answers = []
    for probe in known.F_I.probes:
        rates, size = call(function, told=told, **probe), probe["currents"].size
        answers.append(series(rates, "the rates", "Hz", size, allow_nan=True))
    first, expected = known.F_I.probes[0]["currents"], known.F_I.expected
    yours = np.nan_to_num(answers[0], nan=0.0)
    curve = Curve(first, expected[0], yours, "Current [µA/cm²]", "Firing rate [Hz]")
    like = _likeness(answers, expected)
    otherwise = f"the rate {like or 'of the silent currents is right, another is not'}."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN: with fewer than two late spikes the rate is 0."
    elif not any(answer.any() for answer in answers):
        otherwise = "all rates are 0: has the current t_stop / dt steps? Which spikes are late?"
    elif any(np.any(a[e == 0] != 0) for a, e in zip(answers, expected, strict=True)):
        otherwise = "with fewer than two late spikes the rate is 0, and yours is not."
    elif any(np.any(a[e > 0] == 0) for a, e in zip(answers, expected, strict=True)):
        otherwise = "a current with two late spikes or more has the rate 0."
    trials = list(zip(answers, expected, known.STEADY, strict=True))
    wrong = [k for k, (yours, right, rtol) in enumerate(trials) if not agree(yours, right, rtol)]
    if wrong == [known.OF_INTEGERS] and agree(answers[wrong[0]], np.floor(expected[wrong[0]])):
        otherwise = "right but for currents of integers: what is made like them cuts rates off."
    if wrong:
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


TOLD = {
    "broadcast": "x, the step, f(x) and a column of J have x.size elements each: one here has not.",
    "numerical gradient": "np.gradient compares neighbours in one array, here f(x) at two places.",
}


def _columns(function, f, x, **eps):
    """Return the student's matrix and the different points at which it asks f."""
    asked = set()

    def watched(x):
        asked.add(tuple(np.ravel(x).tolist()))
        return f(x)

    answer = call(function, f=watched, x=x, told=TOLD, **eps)
    return _matrix(answer, x.size), asked


@exercise
def jacobian(function):
    """Check the numerical Jacobian, by centred differences."""
    refuse_own(function, hh_analysis.jacobian)
    probes, expected = known.JACOBIAN.probes, known.JACOBIAN.expected
    answers, asked = zip(*(_columns(function, **probe) for probe in probes), strict=True)
    like = _likeness(answers, expected)
    otherwise = f"J {like}." if like else "for f(x) = A x the answer must be A, and yours is not."
    if agree(answers[:-1], expected[:-1]):
        otherwise = "right for several variables, but not for a single one."
    elif agree(answers[0], expected[0]):
        otherwise = "right for a linear f, not for a curved one."
    if not any(answer.any() for answer in answers):
        otherwise = "J is still 0 everywhere: fill column j in the loop."
        if all(
            len(points) <= answer.size**0.5 for points, answer in zip(asked, answers, strict=True)
        ):
            otherwise = "J is 0 everywhere: f is not asked at two points, one on each side of x."
    compare(list(answers), known.JACOBIAN, otherwise)
    rest = np.array([-64.99637933, 0.05295509, 0.59599412, 0.31773240])
    total = _columns(function, f=lambda x: hh_analysis.slopes(x, 0.0), x=rest)[0].trace()
    return f"for the membrane at rest the sum of its diagonal is {total:.2f} per ms.", None

"""Checks of lesson 05: rates, gates, derivatives, simulation, threshold, f-I curve, Jacobian.

The mistakes that they recognise stand in `helpers.checks.hodgkin_huxley_mistakes`.
Units: mV, ms, µA/cm², mS/cm², 1/ms, Hz.
"""

from types import SimpleNamespace

import numpy as np

from helpers.checks import hodgkin_huxley_mistakes as known
from helpers.checks.core import (
    Curve,
    Open,
    Wrong,
    agree,
    call,
    compare,
    exercise,
    number,
    pair,
    series,
)
from helpers.hh import RATES, hh_slopes


def _several(answer, names):
    """Return the parts of an answer; Wrong unless it is a tuple, list or array of `names`."""
    if answer is None:
        raise Wrong("your function returns None: is the return line missing?")
    if isinstance(answer, np.ndarray) and answer.ndim:
        answer = list(answer)  # an array unpacks like a tuple
    if not isinstance(answer, tuple | list) or len(answer) != len(names):
        raise Wrong(f"return {len(names)} things: `return {', '.join(names)}`.")
    if any(part is ... for part in answer):
        raise Open
    return answer


def _recognise(answers, probes, mistakes, curve=None):
    """End the check if one of the mistakes explains all answers."""
    for message, mistaken in mistakes.items():
        for variant in mistaken if isinstance(mistaken, tuple) else (mistaken,):
            if agree(answers, [variant(SimpleNamespace(**probe)) for probe in probes]):
                raise Wrong(message, curve)


# --- rates and gates ------------------------------------------------------------------------


def _rate_array(value, name, v):
    """Return one rate as an array; Wrong where it is no number."""
    if isinstance(value, np.ndarray) and value.shape == v.shape and value.dtype.kind == "f":
        bad = v[~np.isfinite(value)]
        if bad.size:
            told = " there the formula is 0/0, and exprel knows the limit." * (name[0] == "a")
            raise Wrong(f"{name} is no number at {bad[0]:g} mV:{told or ' divided by 0?'}")
    return series(value, name, "1/ms", v.size)


@exercise
def rates(function):
    """Check the six rate functions, at their removable singularities too."""
    answers = []
    for probe in known.VOLTAGES:
        parts = _several(call(function, **probe), ("a_m", "b_m", "a_h", "b_h", "a_n", "b_n"))
        named = zip(parts, known.NAMES, strict=True)
        answers.append(tuple(_rate_array(part, name, probe["v"]) for part, name in named))
    v = known.VOLTAGES[0]["v"]
    wrong = [
        k
        for k in range(6)
        if not agree([a[k] for a in answers], [RATES[k](**p) for p in known.VOLTAGES])
    ]
    shown = wrong[0] if wrong else 0
    unit = f"{known.NAMES[shown]} [1/ms]"
    curve = Curve(v, RATES[shown](v), answers[0][shown], "Membrane potential [mV]", unit)
    _recognise(answers, known.VOLTAGES, known.ALL_RATES_MISTAKES if wrong else {}, curve)
    for k in wrong:
        name, own = known.NAMES[k], [answer[k] for answer in answers]
        mistakes = {f"{name}: {text}": way for text, way in known.RATE_MISTAKES[name].items()}
        right = "the other five are right" if len(wrong) == 1 else "it is not the only one"
        otherwise = f"{name} is not that of the table; {right}."
        compare(own, known.VOLTAGES, RATES[k], mistakes, otherwise, curve)
    single = call(function, v=-65.0)
    if not agree(_several(single, known.NAMES), known.all_rates(-65.0)):
        raise Wrong("right for arrays, but not for a single V such as -65.0.")
    return "six rates, finite for every V, at -40 and -55 mV too. Here is alpha_m.", curve


@exercise
def settle(function):
    """Check the steady state and the time constant of a gate."""
    answers = []
    for probe in known.PAIRS:
        x_inf, tau = pair(call(function, **probe), "x_inf", "tau", "numbers")
        answers.append((number(x_inf, "x_inf", "no unit"), number(tau, "tau", "ms")))
    expected = [known.settled(**probe) for probe in known.PAIRS]
    if agree(answers, [right[::-1] for right in expected]):
        raise Wrong("the two are swapped: first x_inf, then tau.")
    alpha = np.linspace(0.05, 4, 80)
    yours = [number(call(function, alpha=a, beta=0.5)[0], "x_inf", "-") for a in alpha.tolist()]
    curve = Curve(
        alpha, alpha / (alpha + 0.5), np.array(yours), "alpha [1/ms] for beta 0.5", "x_inf"
    )
    parts = (
        (0, known.X_INF_MISTAKES, "x_inf: set dx/dt to 0 in (5.2) and solve for x."),
        (1, known.TAU_MISTAKES, "x_inf is right, tau is not: 1/tau is what multiplies x in (5.2)."),
    )
    for k, mistakes, otherwise in parts:
        own = [answer[k] for answer in answers]

        def right(k=k, **probe):
            return known.settled(**probe)[k]

        compare(own, known.PAIRS, right, mistakes, otherwise, curve)
    return "every gate relaxes to alpha / (alpha + beta) with the time constant 1 / sum.", curve


# --- derivatives and simulation -------------------------------------------------------------


@exercise
def derivatives(function):
    """Check the right-hand sides of the four equations."""
    names, units = ("dv", "dm", "dh", "dn"), ("mV/ms", "1/ms", "1/ms", "1/ms")
    answers = []
    for probe in known.STATES:
        parts = _several(call(function, **probe), names)
        answers.append([number(*three) for three in zip(parts, names, units, strict=True)])
    expected = [known.four_slopes(**probe) for probe in known.STATES]
    if agree(answers, [(e[0], e[2], e[1], e[3]) for e in expected]):
        raise Wrong("dm and dh are swapped: return dv, dm, dh, dn.")
    tables = (known.DV_MISTAKES, *(known.GATE_MISTAKES[gate] for gate in "mhn"))
    for k, (name, mistakes) in enumerate(zip(names, tables, strict=True)):
        own = [answer[k] for answer in answers]

        def right(k=k, **probe):
            return known.four_slopes(**probe)[k]

        otherwise = f"{name} does not follow the equation" + "; those before it do." * (k > 0)
        named = {f"{name}: {text}": way for text, way in mistakes.items()}
        compare(own, known.STATES, right, named, otherwise.rstrip(".") + ".")
    return "at rest all four are nearly 0; the sodium current is inward and lifts V.", None


def _same_length(parts, probe):
    """Wrong unless all five arrays cover 0…t_stop, both ends included."""
    t_stop, dt = probe["t_stop"], probe.get("dt", 0.01)
    wanted = round(t_stop / dt) + 1
    lengths = {len(part) for part in parts if hasattr(part, "__len__")}
    if lengths == {wanted - 1} == {int(t_stop / dt) + 1}:
        raise Wrong(
            f"int() cuts {wanted - 2}.999… down to {wanted - 2}, and so does //: round() gives "
            "the nearest whole number."
        )
    if lengths == {wanted - 1}:
        raise Wrong(f"t_stop itself is missing: {wanted - 1} steps have {wanted} ends.")
    if lengths == {wanted + 1} and t_stop / dt > wanted - 1:
        raise Wrong(
            f"{t_stop:g} / {dt:g} comes out a trace above {wanted - 1}, and one sample too many "
            "is caught: round(t_stop / dt) + 1."
        )
    if len(lengths) == 1 and wanted not in lengths:
        raise Wrong(
            f"t has {lengths.pop()} samples where 0…t_stop in steps of dt has {wanted}: "
            "round(t_stop / dt) + 1."
        )
    return wanted


def _five_arrays(answer, probe):
    names, units = ("t", "v", "m", "h", "n"), ("ms", "mV", "-", "-", "-")
    parts = _several(answer, names)
    size = _same_length(parts, probe)
    triples = zip(parts, names, units, strict=True)
    return [series(*triple, size, allow_nan=True) for triple in triples]


def _first_difference(answers, expected):
    """Return the first property of a simulation that fails."""
    for yours, right in zip(answers, expected, strict=True):
        if not agree(yours[0], right[0]):
            return "the times are not 0, dt, 2 dt, …, t_stop."
        if not agree([part[0] for part in yours[1:]], [part[0] for part in right[1:]]):
            return "the first samples must be the start: leave v[0], m[0], h[0], n[0] as they are."
        if any(np.ptp(part[2:]) == 0 for part in yours[1:]):
            return "something stands still: is the return inside the loop?"
        if any(part.min() < 0 or part.max() > 1 for part in yours[2:]):
            return (
                "a gate leaves 0…1: it holds a fraction. Are m, h, n in this order everywhere? "
                "Is dt in every line?"
            )
        second = [part[1] for part in yours[1:]], [part[1] for part in right[1:]]
        if not agree(*second):
            return "already the first step differs: old values plus dt times the four slopes."
    return "the first step is right, later ones are not; look where V leaves the curve."


@exercise
def hh(function):
    """Check Euler's simulation of the four equations."""
    # a wrong step may overflow in a long run
    for probes in (known.SHORT_RUNS, known.ODD_LENGTHS, known.RUNS):
        answers = [_five_arrays(call(function, **probe), probe) for probe in probes]
        expected = [known.euler_run(**probe) for probe in probes]
        yours = np.nan_to_num(answers[-1][1], nan=0.0)
        curve = Curve(
            expected[-1][0], expected[-1][1], yours, "Time [ms]", "Membrane potential [mV]"
        )
        if not agree(answers, expected):
            _recognise(answers, probes, known.RUN_MISTAKES, curve)
            raise Wrong(_first_difference(answers, expected), curve)
    return "all four variables advance together: with i0 = 10 µA/cm² it fires.", curve


# --- threshold and f-I curve ----------------------------------------------------------------

SEARCHES = [
    (0.0, 10.0, 0.001, 2.2403),
    (-6.0, 3.0, 0.01, -2.7917),
    (0.0, 1.0, 0.3, 0.9),
    (2.0, 2.5, 0.7, 2.2),
]


class _Trial:
    """A membrane that fires from `border` on, and counts how often it was asked."""

    def __init__(self, border):
        self.border, self.asked = border, []

    def __call__(self, x):
        if len(self.asked) >= 30_000:
            raise RuntimeError("30000 trials and no end: does the interval become smaller?")
        self.asked.append(x)
        return bool(x >= self.border)

    def __deepcopy__(self, memo):
        return self  # the count is kept


def _judge_search(found, low, high, tolerance, trial):
    """Return what is wrong with a threshold, None if nothing is."""
    if found < trial.border:
        if agree(found, low) and tolerance < high - low:
            return "low comes back as it was: where the middle fires, high moves, else low."
        return "the value that you return does not fire: return the end that does."
    if found - trial.border > tolerance:
        if found > high - tolerance and high - trial.border > 2 * tolerance:
            return "the wrong end moves: if the middle fires, the border lies below it."
        return "the value fires, but lies more than the tolerance above the border."
    return None


@exercise
def threshold(function):
    """Check the search for a threshold by halving."""
    most = 0
    for low, high, tolerance, border in SEARCHES:
        trial = _Trial(border)
        answer = call(function, trial, low, high, tolerance)
        found = number(answer, "the threshold", "that of low and high")
        if not trial.asked and tolerance < high - low:
            raise Wrong("fires was never called: a threshold has to be measured.")
        problem = _judge_search(found, low, high, tolerance, trial)
        if problem:
            raise Wrong(problem)
        if not low <= found <= high:
            raise Wrong("the value lies outside low…high.")
        most = max(most, len(trial.asked))
    saved = "; halving would need about 14" if most > 40 else ""
    return f"found to the tolerance, with at most {most} trials{saved}.", None


@exercise
def f_i(function):
    """Check the steady f-I curve."""
    answers = [
        series(call(function, **probe), "the rates", "Hz", probe["currents"].size, allow_nan=True)
        for probe in known.SWEEPS
    ]
    expected = [known.rate_curve(**probe) for probe in known.SWEEPS]
    first = known.SWEEPS[0]["currents"]
    yours = np.nan_to_num(answers[0], nan=0.0)
    curve = Curve(first, expected[0], yours, "Current [µA/cm²]", "Firing rate [Hz]")
    if agree(answers, expected, rtol=3e-4):  # a median or a single late interval is as good
        return "silent, then at once above 50 Hz: the rate jumps where firing starts.", curve
    _recognise(answers, known.SWEEPS, known.F_I_MISTAKES, curve)
    otherwise = "the silent currents are right, the rate of the firing ones is not."
    if any(np.isnan(answer).any() for answer in answers):
        otherwise = "a rate is NaN: with fewer than two late spikes the rate is 0."
    elif all(np.all(answer == 0) for answer in answers):
        otherwise = "all rates are 0: does the current last t_stop / dt steps? t_skip is a time."
    elif not answers[0].any() and agree([a[0] for a in answers], [e[0] for e in expected]):
        otherwise = "only the first current is simulated: is the return inside the loop?"
    elif any(np.any(a[e == 0] != 0) for a, e in zip(answers, expected, strict=True)):
        otherwise = "a current that makes one spike or none must have the rate 0."
    raise Wrong(otherwise, curve)


# --- the Jacobian ---------------------------------------------------------------------------


def _matrix(value, size):
    """Return a matrix; Wrong unless it is one of finite numbers, shape (size, size)."""
    if value is None:
        raise Wrong("your function returns None: is the return line missing?")
    if not isinstance(value, np.ndarray | list | tuple):
        raise Wrong(f"J must be an array of shape ({size}, {size}), not a {type(value).__name__}.")
    shape = np.shape(value)
    if shape != (size, size):
        raise Wrong(f"J must have shape ({size}, {size}), not {shape}.")
    flat = series(np.ravel(np.asarray(value, float)), "J", "f over x", size * size)
    return flat.reshape(size, size)


@exercise
def jacobian(function):
    """Check the numerical Jacobian, by centred differences."""
    answers = [_matrix(call(function, **probe), probe["x"].size) for probe in known.FUNCTIONS]
    otherwise = "for f(x) = A x the answer must be A, and yours is not."
    if agree(answers[0], known.centred_jacobian(**known.FUNCTIONS[0])):
        otherwise = "right for a linear f, not for a curved one."
    if not any(answer.any() for answer in answers):
        otherwise = "J is still 0 everywhere: fill column j in the loop."
    right = known.centred_jacobian
    if agree(answers, [known.half_step_jacobian(**probe) for probe in known.FUNCTIONS]):
        right = known.half_step_jacobian
    compare(answers, known.FUNCTIONS, right, known.JACOBIAN_MISTAKES, otherwise)
    matrix = _matrix(call(function, f=_hh_at_rest, x=REST), 4)
    total = matrix.trace()
    return f"for the membrane at rest the sum of its diagonal is {total:.2f} per ms.", None


REST = np.array([-64.99637933, 0.05295509, 0.59599412, 0.31773240])


def _hh_at_rest(x):
    return np.array(hh_slopes(*x.tolist(), 0.0))

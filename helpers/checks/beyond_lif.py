"""Checks of lesson 06: after-spike current, adapted rate, AdEx slopes, the hidden neuron.

The mistakes that they recognise stand in `helpers.checks.beyond_lif_mistakes`.
Units: mV, ms, pA, nS; rates in Hz.
"""

import re
from types import SimpleNamespace

import numpy as np

from helpers.checks import beyond_lif_mistakes as known
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
from helpers.hidden_neuron import HiddenNeuron, hidden_params

DETECTED = (102, 105, 104, 106)  # hidden neurons, none of the lesson's; the first two adapt


def _current_and_spikes(function, probe):
    try:
        answer = pair(call(function, **probe), "i_asc", "spike_times")
    except Wrong as mistake:
        if "truth value of an array" in str(mistake):
            raise Wrong(known.WHOLE_ARRAY) from None
        raise
    n_steps = probe["i_inj"].size
    i_asc = series(answer[0], "i_asc", "pA", n_steps)
    return i_asc, series(answer[1], "spike_times", "ms")


def _where_currents_differ(answers, expected):
    """Return the first property that fails, without telling the answer."""
    for (i_asc, spikes), (right, right_spikes) in zip(answers, expected, strict=True):
        if not spikes.size:
            return (
                "there is no spike: the membrane must feel the injected current too, in pA "
                "(lif_step divides by g_L)."
            )
        if np.all(i_asc == 0):
            return "the after-spike current stays 0, although there are spikes."
        first = int(np.flatnonzero(right)[0])
        if np.any(i_asc[:first] != 0):
            return "before the first spike the after-spike current must be 0."
        if not agree(i_asc[first], right[first]):
            return "the first spike must leave a current of delta_i, and yours leaves another."
        if not agree(i_asc[first + 1], right[first + 1], rtol=1e-3):
            return "the jump is right, the decay is not: what is left of it after one step?"
        if not agree(spikes[0], right_spikes[0]):
            return "the first spike comes at the wrong time, before any after-spike current flows."
    return "jump and decay are right at first, and later the current leaves the expected curve."


@exercise
def simulate_asc(function):
    """Check the simulation with an after-spike current."""
    answers = [_current_and_spikes(function, probe) for probe in known.CURRENTS]
    probes = [SimpleNamespace(**probe) for probe in known.CURRENTS]
    t = np.arange(known.CURRENTS[0]["i_inj"].size) * known.CURRENTS[0]["dt"]
    exact = [known.RIGHT_CURRENTS[0](probe) for probe in probes]
    labels = "Time [ms]", "After-spike current [pA]"
    curve = Curve(t, exact[0][0], answers[0][0], *labels)
    for right in known.RIGHT_CURRENTS:
        if agree(answers, [right(probe) for probe in probes]):
            return "each spike slows the ones after it, and time forgives: GLIF3.", curve
    otherwise = _where_currents_differ(answers, exact)

    def reference(**probe):
        return known.RIGHT_CURRENTS[0](SimpleNamespace(**probe))

    compare(answers, known.CURRENTS, reference, known.CURRENT_MISTAKES, otherwise, curve)
    raise Wrong(otherwise, curve)


@exercise
def adapted_rate(function):
    """Check the steady rate of a neuron with an after-spike current."""

    def rate(**probe):
        return number(call(function, **probe), "the rate", "Hz")

    reference = known.solved()
    answers = [rate(**probe) for probe in known.RATES]
    expected = [reference(SimpleNamespace(**probe)) for probe in known.RATES]
    base, x = known.RATES[0], np.arange(150.0, 501.0, 25.0)
    both = [
        [solve(base | {"i_dc": i_dc}) for i_dc in x.tolist()]
        for solve in (lambda p: reference(SimpleNamespace(**p)), lambda p: rate(**p))
    ]
    curve = Curve(x, *map(np.array, both), "Current [pA]", "Adapted rate [Hz]")
    if max(answers) < 1e-6:
        raise Wrong(
            "the neuron never fires: are both currents in the sum, in pA, and is the 1000 where "
            "it belongs?",
            curve,
        )
    if min(answers) > 999:
        otherwise = "the guess always rises to the top: the answer must fall as the rate grows."
    elif agree(answers[:4], expected[:4]):
        otherwise = "right for the lesson's neuron, wrong for another: use all the arguments."
    else:
        otherwise = "this is not the rate at which guess and answer agree."
    compare(
        answers,
        known.RATES,
        lambda **probe: reference(SimpleNamespace(**probe)),
        known.RATE_MISTAKES,
        otherwise,
        curve,
    )
    return "the rate at which the neuron slows itself down to just this rate.", curve


def _two_slopes(answer):
    answer = pair(answer, "dv_dt", "dw_dt", "slopes")
    return number(answer[0], "dV/dt", "mV/ms"), number(answer[1], "dw/dt", "pA/ms")


@exercise
def adex_slopes(function):
    """Check both slopes of the AdEx neuron."""

    def yours(**probe):
        return _two_slopes(call(function, **probe))

    answers = [yours(**probe) for probe in known.SLOPES]
    base, x = known.SLOPES[3], np.linspace(-75.0, -43.0, 65)
    rows = np.array([[known.slopes(**base | {"v": v})[0], yours(**base | {"v": v})[0]]
                     for v in x.tolist()])  # fmt: skip
    labels = "Membrane potential [mV]", "dV/dt [mV/ms]"
    curve = Curve(x, rows[:, 0], rows[:, 1], *labels)
    expected = [known.slopes(**probe) for probe in known.SLOPES]
    if agree([a[0] for a in answers], [e[0] for e in expected]):
        otherwise = "dV/dt is right, dw/dt is not."
    elif agree([a[1] for a in answers], [e[1] for e in expected]):
        otherwise = "dw/dt is right, dV/dt is not: see where the curve leaves the expected one."
    else:
        otherwise = "both slopes differ from equation (6.5): begin with dw/dt, the shorter one."
    compare(answers, known.SLOPES, known.slopes, known.SLOPE_MISTAKES, otherwise, curve)
    return "leak, upstroke, adaptation: two slopes from which all the patterns come.", curve


class _Asked(HiddenNeuron):
    """A hidden neuron that notes how often it has fired, and leaves a `...` unanswered."""

    def __init__(self, number, fired):
        super().__init__(number)
        self.fired = fired

    def __deepcopy__(self, memo):
        return _Asked(self.number, self.fired)

    def respond(self, i_inj, dt=0.1):
        """Return the recording, or `...` where the current still is or holds one."""
        current = np.asarray(i_inj)
        if current.dtype == object and any(part is ... for part in current.flat):
            return ...
        trace = super().respond(i_inj, dt)
        self.fired.append(trace.spike_times.size)
        return trace


class _Listing:
    """A student's function that returns a list for a tuple: in that, `call` accepts a `...`."""

    def __init__(self, function):
        self.__wrapped__, self.__code__ = function, getattr(function, "__code__", None)

    def __call__(self, neuron):
        answer = self.__wrapped__(neuron)
        if answer is ...:
            return [...] * len(known.QUANTITIES)
        return [*answer] if isinstance(answer, tuple) else answer


def _five(answer):
    """Return the five parts of an answer by name; Open if nothing is filled in."""
    names = list(known.QUANTITIES)
    if isinstance(answer, dict):
        missing = [name for name in names if name not in answer]
        if missing:
            raise Wrong(f"{missing[0]} is missing in what your function returns.")
        answer = [answer[name] for name in names]
    if answer is None:
        raise Wrong("your function returns None: is the return line missing?")
    if not isinstance(answer, list | np.ndarray) or len(answer) != len(names):
        raise Wrong(f"return five numbers, `return {', '.join(names)}`.")
    if all(part is ... for part in answer):
        raise Open
    return dict(zip(names, answer, strict=True))


def _asked(function, hidden):
    """Return the five parts that the function finds for one neuron, and whether that one fired."""
    fired = []
    try:
        answer = call(_Listing(function), _Asked(hidden, fired))
    except Open:
        raise Wrong("a line of yours still holds a ... or uses one: fill that in first.") from None
    except Wrong as mistake:
        if re.search("size 0|zero|empty", str(mistake)) and not any(fired):
            raise Wrong(known.SILENT) from None
        raise
    return _five(answer), any(fired)


def _told(name, values, cells):
    """Return what is wrong with one quantity over all neurons, or None."""
    unit, (absolute, relative), messages_of = known.QUANTITIES[name]
    values = [number(value, name, unit) for value in values]
    wrong = [
        (value, cell)
        for value, cell in zip(values, cells, strict=True)
        if not known.within(name)(value, getattr(cell, name))
    ]
    if not wrong:
        return None
    no_time = name == "tau_m" and values[0] <= 0  # argmax found the first sample, for all neurons
    if np.ptp(values) == 0 and not no_time:
        return "all neurons get the same value: measure it from the answers."
    kinds = [messages_of(value, cell) for value, cell in wrong]
    for message in kinds[0]:
        if all(kind[message] for kind in kinds):
            return message
    if len(wrong) < len(values):
        return "right for some neurons, wrong for others: does your current suit all of them?"
    allowed = f"{absolute} {unit}" if absolute else f"{100 * relative:.0f} %"
    return f"this is off by more than {allowed}."


def _told_of_spikes(name, values, cells, fired):
    """Return the same; V_th and t_ref cannot be found where there is no spike."""
    silent = name in ("V_th", "t_ref") and not all(fired)
    try:
        problem = _told(name, values, cells)
    except Wrong:  # no number
        if not silent:
            raise
        return known.SILENT
    return known.SILENT if problem and silent else problem


@exercise
def estimate(function):
    """Check the five estimates for several hidden neurons, as far as they are filled in."""
    answers, fired = zip(*(_asked(function, hidden) for hidden in DETECTED), strict=True)
    cells = [hidden_params(hidden).membrane for hidden in DETECTED]
    right, waiting = 0, []
    for name in known.QUANTITIES:
        values = [answer[name] for answer in answers]
        if any(value is ... for value in values):
            waiting.append(name)
            continue
        problem = _told_of_spikes(name, values, cells, fired)
        if problem:
            found = f"{right} of 5 are right so far. " if right else ""
            raise Wrong(f"{found}{name}: {problem}")
        right += 1
    if waiting:
        raise Wrong(f"{right} of 5 are right so far; {waiting[0]} still waits for your line.")
    return "five numbers for neurons that you have never seen, from currents of your own.", None

"""Checks of lesson 06: after-spike current, adapted rate, AdEx slopes, the hidden neuron.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.beyond_lif`.
Units: mV, ms, pA, nS; rates in Hz.
"""

import re

import numpy as np

from helpers.adex import adex_slopes as own_slopes
from helpers.checks import core
from helpers.checks.core import (
    Curve,
    Wrong,
    agree,
    call,
    compare,
    exercise,
    number,
    parts,
    refuse_own,
    series,
)
from helpers.checks.mistakes import beyond_lif as known
from helpers.glif import adapted_rate_dc, simulate_glif
from helpers.hidden_neuron import hidden_params
from helpers.lif import LIFTrace


def _current_and_spikes(function, probe):
    told = {"truth value of an array": known.WHOLE_ARRAY}
    i_asc, spike_times = parts(call(function, told=told, **probe), ("i_asc", "spike_times"))
    i_asc = series(i_asc, "i_asc", "pA", probe["i_inj"].size)
    return i_asc, series(spike_times, "spike_times", "ms")


def _where_currents_differ(answers, expected):
    """Return the first property that fails, without telling the answer."""
    for (i_asc, spikes), (right, right_spikes) in zip(answers, expected, strict=True):
        if not spikes.size:
            return (
                "a run has no spike: the membrane must feel the injected current too, in pA "
                "(lif_step divides by g_L)."
            )
        if not agree(spikes[0], right_spikes[0]):
            return "the first spike comes at the wrong time, before any after-spike current flows."
        if np.all(i_asc == 0):
            return "the after-spike current stays 0 in a run with spikes."
        first = int(np.flatnonzero(right)[0])
        if np.any(i_asc[:first] != 0):
            return "before the first spike the after-spike current must be 0."
        if not agree(i_asc[first], right[first]):
            return "the first spike must leave a current of delta_i, and yours leaves another."
        after = slice(first + 1, first + 2)  # empty if the run ends with the spike
        if not agree(i_asc[after], right[after], rtol=1e-3):
            return "the jump is right, the decay is not: what is left of it after one step?"
    return "jump and decay are right at first, and later the current leaves the expected curve."


@exercise
def simulate_asc(function):
    """Check the simulation with an after-spike current."""
    refuse_own(function, simulate_glif)
    answers = [_current_and_spikes(function, probe) for probe in known.CURRENTS]
    expected = known.SIMULATE_ASC.expected
    t = np.arange(known.CURRENTS[0]["i_inj"].size) * known.CURRENTS[0]["dt"]
    curve = Curve(t, expected[0][0], answers[0][0], "Time [ms]", "After-spike current [pA]")
    otherwise = _where_currents_differ(answers, expected)
    compare(answers, known.SIMULATE_ASC, otherwise, curve)
    return "each spike slows the ones after it, and time forgives: GLIF3.", curve


@exercise
def adapted_rate(function):
    """Check the steady rate of a neuron with an after-spike current."""
    refuse_own(function, adapted_rate_dc)

    def rate(**probe):
        return number(call(function, **probe), "the rate", "Hz")

    answers = [rate(**probe) for probe in known.RATES]
    base, x = known.RATES[0], np.arange(150.0, 501.0, 25.0)
    yours = np.array([rate(**base | {"i_dc": i_dc}) for i_dc in x.tolist()])
    right = known.ADAPTED_RATE.reference(**base | {"i_dc": x})
    curve = Curve(x, right, yours, "Current [pA]", "Adapted rate [Hz]")
    if max(answers[:8]) < 1e-6:
        otherwise = (
            "under eight currents the neuron never fires: are both currents in the sum, in pA, and "
            "is the 1000 where it belongs?"
        )
    elif min(answers[1:4]) > 999:
        otherwise = "the guess always rises to the top: the answer must fall as the rate grows."
    elif agree(answers[:4], known.ADAPTED_RATE.expected[:4]):
        otherwise = "right for the lesson's neuron, wrong for another: use all the arguments."
    else:
        otherwise = "this is not the rate at which guess and answer agree."
    compare(answers, known.ADAPTED_RATE, otherwise, curve)
    return "the rate at which the neuron slows itself down to just this rate.", curve


@exercise
def adex_slopes(function):
    """Check both slopes of the AdEx neuron."""
    refuse_own(function, own_slopes)

    def yours(**probe):
        dv_dt, dw_dt = parts(call(function, **probe), ("dv_dt", "dw_dt"), "slopes")
        return number(dv_dt, "dV/dt", "mV/ms"), number(dw_dt, "dw/dt", "pA/ms")

    answers, expected = [yours(**probe) for probe in known.SLOPES], known.ADEX_SLOPES.expected
    base, x = known.SLOPES[3], np.linspace(-75.0, -43.0, 65)
    right = known.ADEX_SLOPES.function()(**base | {"v": x})[0]
    drawn = np.array([yours(**base | {"v": v})[0] for v in x.tolist()])
    curve = Curve(x, right, drawn, "Membrane potential [mV]", "dV/dt [mV/ms]")
    dv_dt, dw_dt = (agree([a[k] for a in answers], [e[k] for e in expected]) for k in (0, 1))
    if dv_dt:
        otherwise = "dV/dt is right, dw/dt is not."
    elif dw_dt:
        otherwise = "dw/dt is right, dV/dt is not: see where the curve leaves the expected one."
    else:
        otherwise = "both slopes differ from equation (6.5): begin with dw/dt, the shorter one."
    compare(answers, known.ADEX_SLOPES, otherwise, curve)
    return "leak, upstroke, adaptation: two slopes from which all the patterns come.", curve


def _neuron(cell, note):
    """Return an object that can only respond; it notes its spikes and leaves a `...` unanswered."""

    def respond(i_inj, dt=0.1):
        current = np.asarray(i_inj)
        if current.dtype == object and any(part is ... for part in current.flat):
            return ...
        trace = LIFTrace(*simulate_glif(i_inj, dt, cell)[:3])
        note(trace.spike_times.size)
        return trace

    methods = {"respond": staticmethod(respond), "__deepcopy__": lambda self, memo: self}
    return type("HiddenNeuron", (), {"__slots__": (), **methods})()


def _asked(function, cell):
    """Return what the function finds for one neuron, by name, and whether that neuron fired."""
    names = list(known.QUANTITIES)
    fired: list[int] = []
    told = {"'HiddenNeuron' object has no attribute": "a hidden neuron only responds: measure it."}
    try:
        answer = call(function, _neuron(cell, fired.append), told=told, partly=True)
    except core.Open as stub:
        if stub.args:
            raise
        raise Wrong("a line of yours still holds a ... or uses one: fill that in first.") from None
    except Wrong as mistake:
        nothing = re.search("size 0|zero-size|by zero|(an|is|from) empty", str(mistake))
        if nothing and fired and not any(fired):
            raise Wrong(known.SILENT) from None
        raise
    if isinstance(answer, dict):
        if missing := [name for name in names if name not in answer]:
            raise Wrong(f"{missing[0]} is missing in what your function returns.")
        answer = [answer[name] for name in names]
    answer = core.parts(answer, names, "numbers", partly=True)
    if not fired and not any(part is ... for part in answer):
        raise Wrong("the neuron was never asked: measure its answers to currents of your own.")
    return dict(zip(names, answer, strict=True)), any(fired)


def _told(name, values, cells, fired):
    """Return what is wrong with one quantity over all neurons, or None."""
    unit, absolute, relative, near = known.QUANTITIES[name]
    silent = name in ("V_th", "t_ref") and not all(fired)  # without a spike there is none to find
    try:
        values = [number(value, name, unit) for value in values]
    except Wrong:
        if silent:
            return known.SILENT
        raise
    wrong = []
    for value, cell in zip(values, cells, strict=True):
        truth = getattr(cell, name)
        if abs(value - truth) > absolute + relative * abs(truth):
            wrong.append(near(value, cell))
    if not wrong:
        return None
    if silent:
        return known.SILENT
    no_time = name == "tau_m" and values[0] <= 0  # argmax found the first sample, for all neurons
    if np.ptp(values) == 0 and not no_time:
        return "all neurons get the same value: measure it from the answers."
    for message in wrong[0]:
        if all(explained[message] for explained in wrong):
            return message
    if len(wrong) < len(values):
        return "right for some neurons, wrong for others: does your current suit all of them?"
    allowed = f"{absolute} {unit}" if absolute else f"{100 * relative:.0f} %"
    return f"this is off by more than {allowed}."


def _estimated(function):
    """Judge the five estimates, as far as they are filled in, for several hidden neurons."""
    refuse_own(function, hidden_params)
    answers, fired = zip(*(_asked(function, cell) for cell in known.CELLS), strict=True)
    cells = [cell.membrane for cell in known.CELLS]
    right, waiting = 0, []
    for name in known.QUANTITIES:
        values = [answer[name] for answer in answers]
        if any(value is ... for value in values):
            waiting.append(name)
        elif problem := _told(name, values, cells, fired):
            found = f"{right} of 5 are right so far. " if right else ""
            raise Wrong(f"{found}{name}: {problem}")
        else:
            right += 1
    if waiting:
        raise Wrong(f"{right} of 5 are right so far; {waiting[0]} still waits for your line.")


@exercise
def estimate(function):
    """Check the five estimates."""
    try:
        _estimated(function)
    except Wrong as mistake:
        raise core.Partly(str(mistake)) from None
    return "five numbers for neurons that you have never seen, from currents of your own.", None

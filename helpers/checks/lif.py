"""Checks of lesson 02: Euler step, exact step, simulation, f-I curve, threshold current.

The solutions and the mistakes that they recognise stand in `helpers.checks.mistakes.lif`.
Units: mV, ms, pA, nS; rates in Hz.
"""

import numpy as np

from helpers.checks.core import Curve, Wrong, agree, call, compare, exercise, number, parts, series
from helpers.checks.mistakes import lif as known
from helpers.theory import lif_threshold_current


def _relaxation(step, dt):
    """Return t and V over 60 ms of repeated steps from -80 mV with 100 pA."""
    t = np.arange(0, 60 + dt / 2, dt)
    v = np.full(t.size, -80.0)
    for k in range(1, t.size):
        v[k] = step(v=float(v[k - 1]), i_inj=100.0, dt=dt, **known.membrane(known.OTHER))
    return t, v


def _check_step(function, known_step, dt):
    """Compare a step function with the right one; return the curve of repeated steps."""

    def step(**arguments):
        return number(call(function, **arguments), "the returned V", "mV")

    answers = [step(**probe) for probe in known.STEPS]
    reference = known_step.reference
    t, yours = _relaxation(step, dt)
    curve = Curve(t, _relaxation(reference, dt)[1], yours, "Time [ms]", "Membrane potential [mV]")
    stays, falls, rises = agree(answers[0], -75), answers[1] < -60, answers[2] > -75
    properties = {
        "at rest and without input V must stay where it is, and yours moves.": stays,
        "above rest and without input V must fall, and yours does not.": falls,
        "a positive current must raise V from rest, and yours does not.": rises,
    }
    failed = [message for message, holds in properties.items() if not holds]
    moves = [[v - probe["v"] for v, probe in zip(vs, known.STEPS, strict=True)]
             for vs in (answers, known_step.expected)]  # fmt: skip
    same_way = agree(*np.sign(np.round(moves, 9)))
    size = "the direction is right, but not the size of the step."
    otherwise = (
        failed[0]
        if failed
        else size
        if same_way
        else "for some V and I the step goes the wrong way."
    )
    compare(answers, known_step, otherwise, curve)
    return curve


@exercise
def euler_step(function):
    """Check one forward Euler step of the membrane equation."""
    curve = _check_step(function, known.EULER_STEP, dt=0.5)
    message = "at rest V stays, above rest it falls; with a current it relaxes to E_L + I/g_L."
    return message, curve


@exercise
def exact_step(function):
    """Check one exact step: exponential relaxation towards V_inf."""
    curve = _check_step(function, known.EXACT_STEP, dt=10.0)
    return "exact for any dt, as long as the current is constant during the step.", curve


def _trace(answer, n_steps):
    answer = parts(answer, ("v", "spike_times"))
    lengths = [len(part) if hasattr(part, "__len__") else None for part in answer]
    if lengths[0] != n_steps == lengths[1]:
        raise Wrong("the two are swapped: first v, then the spike times.")
    v = series(answer[0], "v", "mV", n_steps)
    return v, series(answer[1], "spike_times", "ms")


def _steps_held(v, right_times, probe):
    """Return for how many steps V stays what it is at the first spike; None without a spike."""
    if not right_times.size:
        return None
    first = round(right_times[0] / probe["dt"])
    moved = np.flatnonzero(v[first:] != probe["params"].V_reset)
    return int(moved[0]) - 1 if moved.size and moved[0] else None


def _difference(answers, expected):
    """Return the first property that fails, without telling the answer."""
    if not any(spike_times.size for _, spike_times in answers) and np.ptp(answers[0][0][2:]):
        return "no spike time is noted, although the current is strong enough for spikes."
    if agree([a[0] for a in answers], [e[0] for e in expected]):
        return "V is right, the spike times are not: one time k * dt per spike, in ms."
    if any(agree([a[0] for a in answers], [np.round(e[0], n) for e in expected]) for n in range(5)):
        return "V is rounded: give back all digits."
    trials = zip(answers, expected, known.INPUTS, strict=True)
    for (v, spike_times), (right_v, right_times), probe in trials:
        if v[0] != probe["params"].V_init:
            return "V must start at V_init: leave v[0] as it is."
        if v.max() >= probe["params"].V_th:
            return "V must stay below V_th: at a spike it is V_reset, the tick is drawn elsewhere."
        if np.ptp(v[2:]) == 0 < np.ptp(right_v[2:]):
            return "V stands still: is the return inside the loop, or V not set at each step?"
        if agree(v, np.round(v)) and not agree(right_v, np.round(right_v)):
            return "V holds whole numbers only: let the array be one of floats."
        waits = [_steps_held(trace, right_times, probe) for trace in (v, right_v)]
        same_spike = right_times.size and agree(spike_times[:1], right_times[:1])
        if same_spike and None not in waits and waits[0] != waits[1]:
            steps = f"{waits[0]} step" + "s" * (waits[0] != 1)
            return f"after its first spike V waits {steps} where t_ref is {waits[1]} of them."
        if spike_times.size != right_times.size:
            more = "more" if spike_times.size > right_times.size else "fewer"
            return f"there are {more} spikes than there should be; look where V leaves the curve."
    return "V leaves the expected curve; look where, below."


@exercise
def simulate(function):
    """Check the LIF simulation: threshold, reset, refractory period, spike times."""
    answers = [_trace(call(function, **probe), probe["i_inj"].size) for probe in known.INPUTS]
    expected = known.SIMULATE.expected
    t = np.arange(known.INPUTS[1]["i_inj"].size) * known.INPUTS[1]["dt"]
    curve = Curve(t, expected[1][0], answers[1][0], "Time [ms]", "Membrane potential [mV]")
    otherwise = _difference(answers, expected)
    compare(answers, known.SIMULATE, otherwise, curve)
    return (
        "threshold, reset and refractory period work, for any neuron and any current.",
        curve,
    )


@exercise
def rate_dc(function):
    """Check the analytic f-I curve of the LIF neuron."""
    answers = [
        series(call(function, **probe), "the rate", "Hz", probe["i_dc"].size, allow_nan=True)
        for probe in known.CURRENTS
    ]
    expected = known.RATE_DC.expected
    x = known.CURRENTS[1]["i_dc"]
    curve = Curve(x, expected[1], answers[1], "Current [pA]", "Firing rate [Hz]")
    silent = np.concatenate([a[e == 0] for a, e in zip(answers, expected, strict=True)])
    if np.isnan(silent).any():
        otherwise = (
            "the rate is NaN at or below rheobase; a neuron that never fires has the rate 0."
        )
    elif any(np.isnan(answer).any() for answer in answers):
        otherwise = "the rate is NaN above rheobase: look for a logarithm of something negative."
    elif np.any(silent != 0):
        otherwise = "at rheobase and below it the rate must be 0: V never reaches V_th there."
    elif agree(answers[0], expected[0]):
        otherwise = "right for the lesson's neuron, wrong for another: take all from `params`."
    else:
        otherwise = "silent currents are right; above rheobase the rate is not."
    compare(answers, known.RATE_DC, otherwise, curve)
    return "silent up to rheobase, then steep, then limited by t_ref: the f-I curve.", curve


@exercise
def threshold_current(function):
    """Check the strength-duration curve of the LIF neuron."""

    def current(**probe):
        return number(call(function, **probe), "the current", "pA")

    answers = [current(**probe) for probe in known.PULSES]
    x = np.linspace(1.0, 40.0, 79)
    yours = np.array([current(**known.PULSES[0] | {"width": width}) for width in x.tolist()])
    right = np.asarray(lif_threshold_current(x))
    curve = Curve(x, right, yours, "Pulse width [ms]", "Threshold current [pA]")
    otherwise = "long pulses are right, short ones are not."
    expected = known.THRESHOLD_CURRENT.expected
    if not all(agree(answers[k], expected[k], rtol=0.001) for k in (4, 9)):
        otherwise = "for a pulse of many tau_m the current must be the rheobase, all but exactly."
    if not answers[0] > answers[1] > answers[2]:
        otherwise = "a shorter pulse must need more current, and yours does not."
    compare(answers, known.THRESHOLD_CURRENT, otherwise, curve)
    return "rheobase for long pulses, constant charge for short ones: Lapicque's law.", curve

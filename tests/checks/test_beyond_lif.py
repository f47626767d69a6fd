"""What the checks of lesson 06 do besides what every check does."""

import numpy as np
import pytest

from helpers.checks import beyond_lif as check
from helpers.glif import GLIFParams, simulate_glif
from helpers.hidden_neuron import HiddenNeuron, hidden_params
from helpers.lif import LIFParams
from tests.checks.answers import BY_NAME

ESTIMATE = BY_NAME["beyond_lif", "estimate"]
RETURN = "return E_L, g_L, tau_m, V_th, t_ref"
MEASURED = dict(
    line.split(" = ", 1)
    for line in ESTIMATE.solution.replace("    ", "").split("\n")
    if line.startswith(("E_L =", "g_L =", "tau_m =", "V_th =", "t_ref ="))
)
RAMP = "np.r_[np.linspace(0, 500, 20_000), np.zeros(100)]"


def judged(*edits):
    """Return the verdict on an edited estimate."""
    return ESTIMATE.judge(ESTIMATE.written(" && ".join(edits)))


def waits(name):
    """Return the edit that leaves a line of the estimate unfinished."""
    return f"{name} = {MEASURED[name]} → {name} = ..."


def test_the_simulation_of_the_exercise_is_glif3():
    cell, i_inj = LIFParams(tau_m=14.0), np.linspace(100, 500, 3000)
    simulate = BY_NAME["beyond_lif", "simulate_asc"].written()
    i_asc, spike_times = simulate(i_inj, 0.1, cell, -25.0, 100.0)
    trace = simulate_glif(i_inj, 0.1, GLIFParams(3, cell))
    np.testing.assert_allclose(i_asc, trace.i_asc, atol=1e-9)
    np.testing.assert_allclose(spike_times, trace.spike_times)


# --- the hidden neuron ----------------------------------------------------------------------


def test_the_neurons_of_the_check_are_not_those_of_the_lesson():
    """No number makes them; some adapt, and the reset lies on either side of E_L."""
    cells = check.known.CELLS
    made = {hidden_params(number).membrane.E_L for number in range(1, 200)}
    assert not made & {cell.membrane.E_L for cell in cells}
    assert max(cell.membrane.rheobase for cell in cells) > 390
    assert {cell.level for cell in cells} == {1, 3}
    assert {cell.membrane.V_reset > cell.membrane.E_L for cell in cells} == {True, False}


def test_the_solution_measures_neurons_that_no_check_asks_about():
    for number in range(1, 31):
        cell = hidden_params(number).membrane
        E_L, g_L, tau_m, V_th, t_ref = ESTIMATE.written()(HiddenNeuron(number))
        assert E_L == pytest.approx(cell.E_L, abs=0.05)
        assert g_L == pytest.approx(cell.g_L, rel=0.01)
        assert tau_m == pytest.approx(cell.tau_m, rel=0.02)
        assert V_th == pytest.approx(cell.V_th, abs=0.1)
        assert t_ref == pytest.approx(cell.t_ref, abs=0.05)


def test_no_message_holds_a_hidden_parameter():
    cells = [cell.membrane for cell in check.known.CELLS]
    hidden = {str(x) for cell in cells for x in (cell.E_L, cell.g_L, cell.tau_m, cell.V_th)}
    for answer in ESTIMATE.wrong:
        message = ESTIMATE.judge(ESTIMATE.written(answer)).message
        assert not [value for value in hidden if value in message], message


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("E_L", "+ 0.08", "+ 0.2"),
        ("g_L", "* 1.015", "* 1.04"),
        ("tau_m", "* 1.02", "* 1.08"),
        ("V_th", "- 0.2", "- 0.4"),
        ("t_ref", "+ 0.1", "- 0.3"),
    ],
)
def test_tolerances_of_the_estimates(name, within, beyond):
    for error, state in ((within, "done"), (beyond, "wrong")):
        edit = f"    {RETURN} →     {name} = {name} {error}\n    {RETURN}"
        assert judged(edit).state == state, error


@pytest.mark.parametrize("made", ["dict.fromkeys(names, ...)", "[...] * 5", "(...,) * 5", "..."])
def test_nothing_but_dots_is_open(made):
    names = "names = 'E_L', 'g_L', 'tau_m', 'V_th', 't_ref'"
    assert ESTIMATE.judge(ESTIMATE.body(f"{names}\nreturn {made}")).state == "open"


@pytest.mark.parametrize(
    ("waiting", "message"),
    [
        (["t_ref"], "4 of 5 are right so far; t_ref still waits for your line."),
        (["tau_m", "V_th", "t_ref"], "2 of 5 are right so far; tau_m still waits for your line."),
        (["g_L", "tau_m", "V_th", "t_ref"], "1 of 5 are right so far; g_L still waits"),
    ],
)
def test_what_is_filled_in_is_judged_at_once(waiting, message):
    edits = [waits(name) for name in waiting]
    # a current that is not used yet may wait too
    for more in [[], [f"{RAMP} → ..."]][: 2 if "V_th" in waiting else 1]:
        verdict = judged(*edits, *more)
        assert verdict.state == "wrong" and verdict.message.startswith(message), verdict


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        (["rest.v[-1] → rest.v[0]", waits("V_th")], "E_L: no recording starts at rest"),
        (["rest.v[-1] → rest.v[0]", waits("V_th"), f"{RAMP} → ..."], "fill that in first"),
        (["rest.v[-1] → rest.w[0]", waits("V_th")], "AttributeError"),
        (["E_L = rest.v[-1] → E_L = '-70'", waits("g_L"), waits("tau_m")], "E_L must be one"),
        ([waits("E_L")], "fill that in first"),
        ([waits("g_L")], "fill that in first"),
        (["-50.0, 0.0 → ..., 0.0"], "fill that in first"),
        (["500, 20_000 → ..., 20_000"], "fill that in first"),
    ],
)
def test_what_is_wrong_is_told_before_what_is_not_filled_in(edits, words):
    verdict = judged(*edits)
    assert verdict.state == "wrong" and words in verdict.message, verdict

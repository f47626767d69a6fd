"""The hidden neurons: the same number, the same neuron; nothing shown; all within reach."""

import copy

import numpy as np
import pytest

from helpers.glif import simulate_glif
from helpers.hidden_neuron import HiddenNeuron, hidden_params
from helpers.spikes import isi

NUMBERS = [*range(1, 13), 101, 104, 105]


def test_the_number_chooses_the_neuron_for_good():
    i_inj = np.full(3000, 300.0)
    for number in NUMBERS:
        one, again = HiddenNeuron(number).respond(i_inj), HiddenNeuron(number).respond(i_inj)
        np.testing.assert_array_equal(one.v, again.v)
    assert len({hidden_params(number) for number in NUMBERS}) == len(NUMBERS)


def test_response_is_that_of_the_hidden_parameters():
    i_inj = np.linspace(0, 900, 4000)
    trace = HiddenNeuron(3).respond(i_inj, 0.05)
    truth = simulate_glif(i_inj, 0.05, hidden_params(3))
    np.testing.assert_array_equal(trace.v, truth.v)
    np.testing.assert_array_equal(trace.spike_times, truth.spike_times)


def test_nothing_hidden_is_shown():
    neuron = HiddenNeuron(2)
    assert repr(neuron) == "HiddenNeuron(2)"
    assert vars(neuron) == {"number": 2}
    assert copy.deepcopy(neuron) == neuron != HiddenNeuron(3)
    assert len({neuron, copy.copy(neuron)}) == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_every_neuron_can_be_measured(number):
    """It rests below threshold, does not start at rest, fires at 500 pA, and has a reset."""
    cell = hidden_params(number).membrane
    assert cell.E_L + 10 < cell.V_th and abs(cell.V_init - cell.E_L) > 3
    assert abs(cell.V_reset - cell.E_L) > 0.5 and cell.V_reset < cell.V_th - 5
    assert cell.rheobase < 450
    trace = HiddenNeuron(number).respond(np.full(5000, 500.0))
    assert trace.spike_times.size > 5
    assert np.diff(trace.spike_times).min() > cell.t_ref


@pytest.mark.parametrize("number", NUMBERS)
def test_every_third_neuron_adapts(number):
    rheobase = hidden_params(number).membrane.rheobase
    intervals = isi(HiddenNeuron(number).respond(np.full(8000, 1.5 * rheobase)).spike_times)
    adapts = intervals[-1] > 1.1 * intervals[0]
    assert adapts == (number % 3 == 0)
    if not adapts:
        assert np.ptp(intervals) < 0.15

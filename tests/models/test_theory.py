"""Closed forms of the LIF neuron against values worked out by other means."""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from helpers.lif import LIFParams, simulate_lif
from helpers.theory import lif_chronaxie, lif_rate_dc, lif_step_response, lif_threshold_current
from tests.models.oracles import NEURONS, OTHER


def first_crossing(v0, i_dc, p):
    """Return when V first reaches V_th [ms], by an adaptive solver with event detection."""

    def slope(t, v):
        return (-(v - p.E_L) + i_dc / p.g_L) / p.tau_m

    def crossing(t, v):
        return v[0] - p.V_th

    crossing.terminal = True
    run = solve_ivp(slope, (0, 1e4), [v0], events=crossing, rtol=1e-11, atol=1e-11)
    return run.t_events[0][0]


@pytest.mark.parametrize(
    ("i_dc", "rate"), [(210.0, 30.82), (250.0, 55.27), (300.0, 77.01), (400.0, 111.96)]
)
def test_rates_of_the_lesson(i_dc, rate):
    assert round(lif_rate_dc(i_dc), 2) == rate


@NEURONS
@pytest.mark.parametrize("factor", [1.001, 1.05, 1.5, 4.0])
def test_rate_is_that_of_an_independent_solver(params, factor):
    i_dc = factor * params.rheobase
    interval = params.t_ref + first_crossing(params.V_reset, i_dc, params)
    assert lif_rate_dc(i_dc, params) == pytest.approx(1000 / interval, rel=1e-6)


def test_rate_is_zero_up_to_rheobase():
    np.testing.assert_array_equal(lif_rate_dc([-1e6, 0.0, 199.999, 200.0]), 0.0)
    assert lif_rate_dc(np.nextafter(200.0, 201.0)) < 4  # ever slower, never a jump
    for tau_m in (2.0, 30.0):
        assert lif_rate_dc(200.0, LIFParams(tau_m=tau_m)) == 0


def test_rate_for_large_currents():
    """The ceiling is 1000/t_ref; without t_ref the slope is 1000/(C_m (V_th - V_reset))."""
    assert lif_rate_dc(1e9) == pytest.approx(500, rel=1e-5)
    free = LIFParams(t_ref=0.0)
    slope = (lif_rate_dc(2e6, free) - lif_rate_dc(1e6, free)) / 1e6
    assert slope == pytest.approx(1000 / (free.C_m * 20), rel=1e-6) == pytest.approx(0.5)


def test_rate_keeps_the_shape_and_never_warns(recwarn):
    assert isinstance(lif_rate_dc(300), float)
    assert lif_rate_dc([[300.0], [0.0]]).shape == (2, 1)
    lif_rate_dc(np.array([-1e308, -1.0, 0, 200, 200.0000001, 1e308]))
    assert not recwarn.list


def test_step_response_is_the_solution_that_sympy_finds():
    t, tau, E, drive, start = sp.symbols("t tau E drive start", real=True)
    V = sp.Function("V")
    equation = sp.Eq(tau * V(t).diff(t), -(V(t) - E) + drive)
    solution = sp.dsolve(equation, V(t), ics={V(0): start}).rhs
    values = {tau: 17, E: -71, drive: sp.Rational(90, 6), start: -60}
    for time in (0, 1, 17, 100):
        exact = float(solution.subs(values).subs(t, time))
        assert lif_step_response(time, 90.0, OTHER) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("n", "percent"), [(1, 63), (2, 86), (3, 95)])
def test_part_of_the_way_after_n_time_constants(n, percent):
    way = lif_step_response(n * 10.0, 100.0) + 75
    assert round(100 * way / 10) == percent


@pytest.mark.parametrize("width", [0.05, 1.0, 6.93, 20.0, 150.0])
@NEURONS
def test_threshold_current_takes_v_to_threshold_at_the_end_of_the_pulse(width, params):
    """The current at which an independent root finder lets V(width) meet V_th."""
    rest = replace(params, V_init=params.E_L)
    exact = brentq(
        lambda i_dc: lif_step_response(width, i_dc, rest) - params.V_th, 0, 1e6, xtol=1e-9
    )
    assert lif_threshold_current(width, params) == pytest.approx(exact, rel=1e-9)


def test_threshold_current_separates_spike_from_no_spike():
    dt, width = 0.01, 5.0
    t = np.arange(0, 20, dt)
    for factor, fires in ((0.99, False), (1.01, True)):
        height = factor * lif_threshold_current(width)
        trace = simulate_lif(np.where(t < width, height, 0.0), dt)
        assert bool(trace.spike_times.size) is fires


def test_rheobase_chronaxie_and_charge():
    assert lif_threshold_current(1e4) == pytest.approx(200.0)
    assert lif_threshold_current(lif_chronaxie()) == pytest.approx(400.0)
    assert lif_chronaxie() == pytest.approx(6.93, abs=0.005)
    charge = lif_threshold_current(1e-6) * 1e-6  # fC
    assert charge == pytest.approx(LIFParams().C_m * 20, rel=1e-6)

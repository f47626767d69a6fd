"""The Hodgkin-Huxley helpers against solve_ivp, closed forms and the literature of 1952 to 1980."""

import math
import time

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers import hh, hh_analysis, hh_plots, plots
from helpers.hh import RATES, HHParams, HHTrace, simulate_hh, steady_state, sweep_hh, time_constants
from helpers.hh_analysis import equilibrium, slopes
from helpers.hh_integrators import INTEGRATORS, integrate, largest_step, reference_solution

WARM = HHParams(temperature=18.5)
OTHER = HHParams(1.3, 90.0, 30.0, 0.4, 45.0, -80.0, -60.0, 12.0)
V = np.array([-120.0, -77, -65, -55.0001, -54.99, -40.0001, -39.99, -12.3, 0, 31, 50])


def textbook_rates(v):
    """As printed, in the modern convention; without a value at -40 and -55 mV."""
    return (
        0.1 * (v + 40) / (1 - np.exp(-(v + 40) / 10)), 4 * np.exp(-(v + 65) / 18),
        0.07 * np.exp(-(v + 65) / 20), 1 / (1 + np.exp(-(v + 35) / 10)),
        0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10)), 0.125 * np.exp(-(v + 65) / 80),
    )  # fmt: skip


def textbook_slopes(t, y, i_inj, p):
    """Return the four slopes, written down a second time."""
    v, m, h, n = y
    a_m, b_m, a_h, b_h, a_n, b_n = textbook_rates(v)
    phi = 3 ** ((p.temperature - 6.3) / 10)
    return [
        (i_inj - p.g_Na * m**3 * h * (v - p.E_Na) - p.g_K * n**4 * (v - p.E_K)
         - p.g_L * (v - p.E_L)) / p.C_m,
        phi * (a_m * (1 - m) - b_m * m),
        phi * (a_h * (1 - h) - b_h * h),
        phi * (a_n * (1 - n) - b_n * n),
    ]  # fmt: skip


def exact(i_inj, t, p=HHParams(), y0=None, rtol=1e-11):
    y0 = (hh.V_REST, *steady_state(hh.V_REST)) if y0 is None else y0
    options = {"method": "DOP853", "rtol": rtol, "atol": rtol / 10, "args": (i_inj, p)}
    return solve_ivp(textbook_slopes, (0, t[-1]), y0, t_eval=t, **options).y


def crossings(t, v):
    """Return when V rises through 0 mV [ms], between the times of two values."""
    k = np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))
    return t[k] - v[k] * (t[k + 1] - t[k]) / (v[k + 1] - v[k])


def dc(i_dc, t_stop, dt=0.025, params=HHParams(), **start):
    return simulate_hh(np.full(round(t_stop / dt) + 1, float(i_dc)), dt, params, **start)


# --- rates ----------------------------------------------------------------------------------


def test_rates_are_those_of_the_textbook():
    for rate, expected in zip(RATES, textbook_rates(V), strict=True):
        np.testing.assert_allclose(rate(V), expected, rtol=1e-9)


@pytest.mark.parametrize(("rate", "v", "limit"), [(hh.alpha_m, -40, 1.0), (hh.alpha_n, -55, 0.1)])
def test_removable_singularities_have_their_limit(rate, v, limit):
    """The series x / (1 - exp(-x)) = 1 + x/2 + O(x²)."""
    assert rate(v) == limit
    for x in (1e-300, 1e-12, 1e-8, -1e-8, 1e-4):
        assert rate(v + 10 * x) == pytest.approx(limit * (1 + x / 2), rel=1e-8)


def test_rates_at_rest_printed_in_1952_terms():
    """At V = -65 mV each formula is a number one can write down."""
    m, n = (2.5 / (math.exp(2.5) - 1), 4), (0.1 / (math.e - 1), 0.125)
    expected = [*m, 0.07, 1 / (math.exp(3) + 1), *n]
    np.testing.assert_allclose([rate(-65.0) for rate in RATES], expected, rtol=1e-13)


def test_rates_of_floats_and_of_arrays_are_the_public_ones():
    public = np.array([rate(V) for rate in RATES])
    np.testing.assert_allclose(hh.rates_of_array(V), public, rtol=1e-12)
    floats = np.transpose([hh.rates_of_float(v) for v in V.tolist()])
    np.testing.assert_allclose(floats, public, rtol=1e-12)
    for v in (-40.0, -55.0):
        np.testing.assert_allclose(hh.rates_of_float(v), [rate(v) for rate in RATES], rtol=1e-14)


def test_rates_keep_the_shape_and_a_float_stays_a_float():
    assert type(hh.beta_h(-65)) is float and hh.alpha_h([[-65.0, 0]]).shape == (1, 2)
    assert hh.alpha_m(-1e6) == 0 and hh.beta_n(-1e6) == np.inf  # no warning


def test_steady_state_and_time_constants():
    for v in (-65.0, -40.0, V):
        rates = [rate(v) for rate in RATES]
        for k, (x, tau) in enumerate(zip(steady_state(v), time_constants(v), strict=True)):
            np.testing.assert_allclose(x, rates[2 * k] * tau, rtol=1e-13)
            np.testing.assert_allclose(1 - x, rates[2 * k + 1] * tau, rtol=1e-12)
    np.testing.assert_allclose(np.divide(time_constants(V), time_constants(V, WARM)), 3**1.22)


def test_gates_relax_exponentially_when_v_hardly_moves():
    """A huge capacitor clamps V: x(t) = x_inf + (x0 - x_inf) exp(-t/tau)."""
    trace = dc(0, 5, params=HHParams(C_m=1e9), v0=-30.0, gates0=(0.1, 0.9, 0.2))
    for x, x_inf, tau in zip(trace[2:], steady_state(-30.0), time_constants(-30.0), strict=True):
        np.testing.assert_allclose(x, x_inf + (x[0] - x_inf) * np.exp(-trace.t / tau), atol=1e-6)


def test_without_channels_the_membrane_is_a_passive_one():
    """V = V_inf + (V_0 - V_inf) exp(-t g_L/C_m)."""
    p = HHParams(g_Na=0.0, g_K=0.0, C_m=2.0)
    trace = dc(1.5, 40, params=p, v0=-70.0)
    v_inf = p.E_L + 1.5 / p.g_L
    np.testing.assert_allclose(trace.v, v_inf + (-70 - v_inf) * np.exp(-trace.t * 0.15), rtol=1e-10)


# --- the simulation -------------------------------------------------------------------------


def test_voltage_and_spike_times_against_solve_ivp():
    """50 ms at 10 µA/cm²: V within 0.1 mV at dt 0.01, spike times within 0.05 ms."""
    trace = dc(10, 50, 0.01)
    expected = exact(10.0, trace.t)
    assert np.abs(trace.v - expected[0]).max() < 0.001
    np.testing.assert_allclose(trace[2:], expected[1:], atol=1e-5)
    spike_times = crossings(trace.t, expected[0])
    np.testing.assert_allclose(trace.spike_times, spike_times, atol=0.0002)
    np.testing.assert_allclose(dc(10, 50, 0.05).spike_times, spike_times, atol=0.05)


@pytest.mark.parametrize("p", [OTHER, WARM], ids=["other", "warm"])
def test_other_membranes_against_solve_ivp(p):
    trace = dc(15, 30, params=p, v0=-70.0, gates0=(0.2, 0.5, 0.4))
    expected = exact(15.0, trace.t, p, (-70, 0.2, 0.5, 0.4))
    assert np.abs(trace.v - expected[0]).max() < 0.1


def test_the_method_is_of_fourth_order():
    errors = []
    for dt in (0.04, 0.02, 0.01):
        trace = dc(10, 4, dt)
        errors.append(np.abs(trace.v - exact(10.0, trace.t)[0]).max())
    assert np.all(np.log2(np.divide(errors[:-1], errors[1:])) > 3.6)


def test_rest_is_where_the_trace_stays():
    np.testing.assert_allclose(dc(0, 50).v, hh.V_REST, atol=1e-8)
    assert hh.V_REST == pytest.approx(equilibrium()[0], abs=1e-9)
    np.testing.assert_allclose(equilibrium(), [-65.00, 0.0530, 0.5960, 0.3177], atol=0.005)
    np.testing.assert_allclose(equilibrium()[1:], [0.0530, 0.5960, 0.3177], atol=5e-5)


def test_spike_times_are_upward_crossings_of_0_mV():
    v = np.array([-1.0, 3, 5, -5, 0, 2, -2, -1, 1])
    nothing = np.zeros(9)
    trace = HHTrace(np.arange(9) * 0.5, v, nothing, nothing, nothing)
    np.testing.assert_allclose(trace.spike_times, [0.125, 2.0, 3.75])


def test_a_trace_of_500_ms_is_quick():
    start = time.perf_counter()
    dc(10, 500)
    assert time.perf_counter() - start < 1.0  # 0.07 s on a quiet machine


def test_sweep_gives_the_spikes_of_single_traces():
    i_dc = np.array([0.0, 3, 7, 10, 30, -5])
    trains = sweep_hh(lambda k: i_dc * (k % 3 + 1) / 2, 6, 2001, params=WARM)
    for current, train in zip(i_dc, trains, strict=True):
        i_inj = current * (np.arange(2001) % 3 + 1) / 2
        np.testing.assert_allclose(train, simulate_hh(i_inj, params=WARM).spike_times, atol=1e-6)
    assert [train.size for train in trains][:2] == [0, 0] and trains[4].size > 5
    # one number for all, and a start
    trains = sweep_hh(lambda k: 0.0, 3, 1000, v0=-55.0, gates0=steady_state(hh.V_REST))
    assert [train.size for train in trains] == [1, 1, 1]


# --- what it must show ----------------------------------------------------------------------


@pytest.mark.parametrize(("i_dc", "temperature", "hz"), [(10, 6.3, 68.3), (10, 18.5, 188.6)])
def test_firing_rates(i_dc, temperature, hz):
    p = HHParams(temperature=temperature)
    trace = dc(i_dc, 400, params=p)
    assert hh_analysis.steady_rate(trace, 200.0) == pytest.approx(hz, abs=0.05)
    t = np.arange(0, 150, 0.02)
    found = crossings(t, exact(float(i_dc), t, p, rtol=1e-8)[0])
    assert 1000 / np.diff(found)[-4:].mean() == pytest.approx(hz, rel=0.001)


def test_silent_at_25_degrees_and_hopf_currents_of_the_literature():
    """Rinzel & Miller 1980: 9.78 and 154.5 µA/cm²."""
    assert hh_analysis.hopf_current(8, 12) == pytest.approx(9.78, abs=0.005)
    assert hh_analysis.hopf_current(140, 170) == pytest.approx(154.5, abs=0.05)
    assert dc(10, 300, params=HHParams(temperature=25.0)).spike_times.size == 0


@pytest.mark.parametrize(("i_dc", "lasts"), [(6.255, False), (6.265, True)])
def test_repetitive_firing_starts_at_6_26(i_dc, lasts):
    """Rinzel & Miller 1980: periodic solutions down to 6.26 µA/cm²; just above it about 50 Hz."""
    train = dc(i_dc, 1500, 0.05).spike_times
    assert bool(train[-1] > 1450) is lasts
    if lasts:
        assert 1000 / np.diff(train)[-1] == pytest.approx(51, abs=1)


# --- analysis -------------------------------------------------------------------------------


def test_slopes_are_the_four_equations():
    state = np.array([-50.0, 0.2, 0.4, 0.5])
    np.testing.assert_allclose(slopes(state, 3.0, OTHER), textbook_slopes(0, state, 3.0, OTHER))
    np.testing.assert_allclose(slopes(np.tile(state[:, None], 3), 3.0)[:, 1], slopes(state, 3.0))


@pytest.mark.parametrize("i_dc", [-50.0, -3.0, 0.0, 6.0, 100.0])
@pytest.mark.parametrize("p", [HHParams(), OTHER, HHParams(g_Na=0.0)], ids=["1952", "other", "TTX"])
def test_equilibrium_balances_all_currents(i_dc, p):
    np.testing.assert_allclose(slopes(equilibrium(i_dc, p), i_dc, p), 0, atol=1e-9)


def test_equilibrium_of_a_passive_membrane():
    p = HHParams(g_Na=0.0, g_K=0.0)
    assert equilibrium(3.0, p)[0] == pytest.approx(p.E_L + 10)


def test_jacobian_against_its_closed_form():
    """-(total conductance)/C_m, the driving forces, and -(alpha + beta) on the diagonal."""
    p, state = OTHER, np.array([-48.0, 0.2, 0.4, 0.5])
    v, m, h, n = state
    found = hh_analysis.jacobian(state, 2.0, p)
    total = p.g_Na * m**3 * h + p.g_K * n**4 + p.g_L
    first = [-total, -3 * p.g_Na * m**2 * h * (v - p.E_Na), -p.g_Na * m**3 * (v - p.E_Na),
             -4 * p.g_K * n**3 * (v - p.E_K)]  # fmt: skip
    np.testing.assert_allclose(found[0], np.divide(first, p.C_m), rtol=1e-6)
    np.testing.assert_allclose(np.diag(found)[1:], -1 / np.array(time_constants(v, p)), rtol=1e-6)
    assert np.all(found[1:, 1:][~np.eye(3, dtype=bool)] == 0)
    step = 1e-6j  # complex step: exact to rounding
    column = [(x.imag / 1e-6) for x in textbook_slopes(0, state + step * np.eye(4)[0], 2.0, p)]
    np.testing.assert_allclose(found[:, 0], column, rtol=1e-6)


def test_eigenvalues_predict_how_a_small_deviation_dies_out():
    slowest = hh_analysis.eigenvalues(0.0)
    ringing = slowest[np.argmax(slowest.imag)]
    trace = dc(0, 60, v0=hh.V_REST + 0.01, gates0=steady_state(hh.V_REST))
    peaks = np.flatnonzero(np.diff(np.sign(np.diff(trace.v))) < 0)[:2] + 1
    assert np.diff(trace.t[peaks])[0] == pytest.approx(2 * np.pi / ringing.imag, rel=0.05)


def test_eigenvalues_are_sorted_and_their_sum_is_the_trace():
    found = hh_analysis.eigenvalues(5.0)
    assert np.all(np.diff(found.real) >= 0)
    matrix = hh_analysis.jacobian(equilibrium(5.0), 5.0)
    assert found.sum() == pytest.approx(np.trace(matrix))
    assert np.prod(found) == pytest.approx(np.linalg.det(matrix))


def test_currents_add_up_to_the_slope():
    """C_m dV/dt = I - I_Na - I_K - I_L along a trace, with dV/dt from the trace itself."""
    trace = dc(10, 20, 0.005)
    i_ion = sum(hh_analysis.ionic_currents(trace))
    slope = (trace.v[2:] - trace.v[:-2]) / 0.01
    np.testing.assert_allclose(slope, 10 - i_ion[1:-1], rtol=1e-3, atol=0.1)
    g_na, g_k = hh_analysis.conductances(trace)
    assert g_na.max() < 120 and 0 < g_k.min() < g_k.max() < 36


@pytest.mark.parametrize(("method", "order"), [("forward Euler", 1), ("exponential Euler", 1),
                                               ("exponential Euler, in turns", 2),
                                               ("Runge–Kutta", 4)])  # fmt: skip
@pytest.mark.parametrize(
    "p", [HHParams(), HHParams(C_m=1.2, temperature=9.0)], ids=["1952", "warmer"]
)
def test_integrators_converge_with_their_order(method, order, p):
    reference, errors = exact(10.0, np.arange(1201) * 0.0025, p)[0], []
    for every, dt in ((2, 0.005), (1, 0.0025)):
        v, evaluations = integrate(method, 10.0, 3.0, dt, p)
        assert evaluations == INTEGRATORS[method][1] * round(3 / dt)
        errors.append(np.abs(v - reference[::every]).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.25)


def test_reference_solution_is_the_other_solver_s():
    t = np.linspace(0, 20, 50)
    np.testing.assert_allclose(reference_solution(10.0, 20.0)(t), exact(10.0, t), atol=1e-5)
    assert np.isnan(integrate("forward Euler", 10.0, 50.0, 0.1)[0][-1])  # an unstable step


@pytest.mark.parametrize("i_dc", [-1.0, -3.0])
@pytest.mark.parametrize(("method", "limit"), [("forward Euler", 2.0), ("Runge–Kutta", 2.785)])
def test_largest_step_near_rest_is_the_limit_of_linear_stability(method, limit, i_dc):
    """The limit of dt times the quickest eigenvalue is 2 for Euler, 2.785 for order 4."""
    quickest = hh_analysis.eigenvalues(i_dc)[0].real
    found = largest_step(method, i_dc, 40.0)
    assert found == pytest.approx(-limit / quickest, abs=0.03)


@pytest.mark.parametrize("method", ["exponential Euler", "exponential Euler, in turns"])
def test_exponential_euler_has_no_largest_step_and_is_exact_where_the_gates_are_shut(method):
    """A passive membrane: V = V_inf + (V_0 - V_inf) exp(-t g_L/C_m), whatever dt is."""
    assert largest_step(method, 10.0, 10.0) == 1.0
    p = HHParams(g_Na=0.0, g_K=0.0, C_m=2.0)
    v, _ = integrate(method, 1.5, 30.0, 0.5, p)
    t = np.arange(v.size) * 0.5
    np.testing.assert_allclose(v, p.E_L + 5 * (1 - np.exp(-t * 0.15)), rtol=1e-12)


@pytest.mark.parametrize("border", [0.0001, 0.7, 3.0])
def test_bisection_ends_just_above_the_border(border):
    asked = []

    def fires(x):
        asked.append(x)
        return x >= border

    found = hh_analysis.bisect_threshold(fires, 0.0, 3.0, 0.001)
    assert 0 <= found - border <= 0.001 and len(asked) < 16
    with pytest.raises(ValueError, match=r"^low must not fire and high must, got 0.0 and 3.0$"):
        hh_analysis.bisect_threshold(lambda x: False, 0.0, 3.0, 0.001)


def test_f_i_curve_is_the_inverse_of_the_last_intervals():
    rates = hh_analysis.f_i_curve([0.0, 3.0, 10.0], 200.0, 100.0)
    assert rates[0] == rates[1] == 0
    assert rates[2] == pytest.approx(68.3, abs=0.05)


def test_simulate_constant_covers_both_ends():
    trace = hh_analysis.simulate_constant(7.0, 3.0, 0.02, WARM, v0=-60.0)
    expected = exact(7.0, trace.t, WARM, (-60.0, *steady_state(-60.0)))
    assert trace.t[-1] == pytest.approx(3.0) and trace.t.size == 151
    assert np.abs(trace.v - expected[0]).max() < 0.01


def test_upward_crossings_of_any_level():
    v = np.array([-50.0, -20, 10, -40, -30, -10])
    trace = HHTrace(np.arange(6) * 0.5, v, v, v, v)
    np.testing.assert_allclose(hh_analysis.upward_crossings(trace, -30.0), [1 / 3, 2.0])
    np.testing.assert_allclose(hh_analysis.upward_crossings(trace, 0), trace.spike_times)


def test_steady_rate_of_spikes_at_known_times():
    v = np.where(np.arange(1000) % 100 < 50, -1.0, 1.0)  # crosses 0 mV at 49.5, 149.5, …
    trace = HHTrace(np.arange(1000) * 0.1, v, v, v, v)
    assert hh_analysis.steady_rate(trace) == hh_analysis.steady_rate(trace, 70.0) == 100.0
    assert hh_analysis.steady_rate(trace, 90.0) == 0.0


@pytest.mark.parametrize(
    "runs_away",
    [
        lambda: dc(10, 50, 0.2),
        lambda: sweep_hh(lambda k: 10.0, 2, 500, 0.2),
        lambda: hh._refuse_runaway(np.zeros(2), np.array([0.5, -0.02]), 0.2),
        lambda: hh._refuse_runaway(np.zeros(2), np.array([0.5, 1.02]), 0.2),
    ],
)
def test_a_gate_outside_its_range_means_too_large_a_step(runs_away):
    with pytest.raises(ValueError, match=r"^dt must be small enough .*\[ms\], got 0.2: halve it$"):
        runs_away()
    hh._refuse_runaway(np.zeros(2), np.array([0.0, 1.0]), 0.1)


# --- figures --------------------------------------------------------------------------------


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


TRACE = simulate_hh(np.full(801, 10.0))
PLOTTERS = {
    **{
        what: lambda ax, what=what: hh_plots.plot_parts(TRACE, HHParams(), what, ax)
        for what in ("gates", "conductances", "currents")
    },
    "potential": lambda ax: hh_plots.plot_potential(TRACE, ax),
    "circuit": hh_plots.plot_hh_circuit,
    "bifurcation": lambda ax: hh_plots.plot_bifurcation(
        ax, np.arange(3.0), np.arange(3.0), np.array([True, False, True]), [1.0], [TRACE.v]
    ),
}


@pytest.mark.parametrize("name", PLOTTERS)
def test_plotters_return_their_axes_and_leave_the_trace_alone(name, ax):
    before = np.array(TRACE)
    assert PLOTTERS[name](ax) is ax
    np.testing.assert_array_equal(TRACE, before)
    if name != "circuit":
        assert ax.get_xlabel() in ("Time [ms]", "Current [µA/cm²]")
        assert ax.get_ylabel() == "Gate" or "[m" in ax.get_ylabel() or "[µA/cm²]" in ax.get_ylabel()


@pytest.mark.parametrize("what", ["gates", "conductances", "currents"])
def test_each_quantity_keeps_its_colour_and_shows_its_values(what, ax):
    hh_plots.plot_parts(TRACE, HHParams(), what, ax)
    shown = hh_plots.parts(TRACE, HHParams(), what)
    for line, (name, values) in zip(ax.lines, shown.items(), strict=True):
        assert line.get_color() == plots.COLOURS[name]
        np.testing.assert_array_equal(line.get_ydata(), values)
        low, high = ax.get_ylim()
        assert low <= values.min() and values.max() <= high
    assert len({line.get_linestyle() for line in ax.lines}) == len(ax.lines)  # survives grey
    with pytest.raises(ValueError, match=r"^what must be one of gates, .*, got 'gate'$"):
        hh_plots.plot_parts(TRACE, HHParams(), "gate", ax)

"""Derivatives, integrals and filters against closed forms, SymPy and NumPy's own."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad, trapezoid

from helpers import calculus

t, tau, a, theta, i_inj = sp.symbols("t tau a theta I", positive=True)


def parabola(x):
    return x**2 - x + 1


def test_alpha_function_peaks_at_tau():
    grid = np.arange(0, 10.05, 0.1)
    f = calculus.alpha_function(grid, 0.5)
    assert grid[f.argmax()] == pytest.approx(0.5)
    assert f.max() == pytest.approx(0.5 / np.e) == pytest.approx(0.184, abs=5e-4)
    peak = sp.solve(sp.diff(t * sp.exp(-t / tau), t), t)
    assert peak == [tau]


def test_rate_and_gain_are_the_textbook_formulae():
    rate = 1 / (1 + sp.exp(-a * (i_inj - theta))) - 1 / (1 + sp.exp(a * theta))
    gain = sp.diff(rate, i_inj)
    for values in ((0.0, 1.2, 2.4), (3.1, 0.5, 4.0), (8.0, 2.0, 1.2)):
        at = dict(zip((i_inj, a, theta), values, strict=True))
        assert calculus.sigmoid_rate(*values) == pytest.approx(float(rate.subs(at)), abs=1e-14)
        assert calculus.sigmoid_gain(*values) == pytest.approx(float(gain.subs(at)), abs=1e-14)


@pytest.mark.parametrize(("steep", "centre"), [(0.5, 1.2), (1.2, 2.4), (2.0, 4.0)])
def test_gain_peaks_at_theta_with_a_quarter_of_a(steep, centre):
    grid = np.linspace(-50, 60, 110_001)
    gain = calculus.sigmoid_gain(grid, steep, centre)
    assert grid[gain.argmax()] == pytest.approx(centre, abs=1e-3)
    assert gain.max() == pytest.approx(steep / 4, rel=1e-6)
    highest = calculus.sigmoid_rate(1e4, steep, centre)
    assert highest == pytest.approx(1 - 1 / (1 + np.exp(steep * centre)), rel=1e-12)
    assert calculus.sigmoid_rate(0.0, steep, centre) == pytest.approx(0, abs=1e-15)


def test_nothing_overflows(recwarn):
    assert calculus.synaptic_current(-1e5) == 0  # long before the spike
    calculus.sigmoid_rate([-1e6, 1e6], 5, 0)
    calculus.sigmoid_gain([-1e6, 1e6], 5, 0)
    assert not recwarn.list


def test_balanced_rate_broadcasts():
    exc, inh = np.linspace(0, 8, 5), np.linspace(0, 6, 4)
    rate = calculus.balanced_rate(exc, inh[:, None])
    assert rate.shape == (4, 5)
    expected = calculus.sigmoid_rate(exc[2], 1.2, 2.4) - 0.5 * calculus.sigmoid_rate(inh[3], 1, 4)
    assert rate[3, 2] == pytest.approx(expected)


@pytest.mark.parametrize(("difference", "order"), [("forward", 1), ("centred", 2)])
def test_order_of_the_differences(difference, order):
    """Halving h divides the largest error by 2^order."""
    errors = []
    for n in (200, 400):
        grid = np.linspace(0, 3, n + 1)
        h = grid[1]
        got = getattr(calculus, f"{difference}_difference")(np.sin(grid), h)
        at = grid[:-1] if difference == "forward" else grid[1:-1]
        errors.append(np.abs(got - np.cos(at)).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.02)


def test_differences_against_numpy():
    f = np.random.default_rng(0).normal(size=50)
    np.testing.assert_allclose(calculus.centred_difference(f, 0.3), np.gradient(f, 0.3)[1:-1])
    assert calculus.forward_difference(f, 0.3).shape == (49,)
    np.testing.assert_allclose(np.cumsum(calculus.forward_difference(f, 0.3)) * 0.3, f[1:] - f[0])


@pytest.mark.parametrize("dt", [0.1, 0.26, 0.5, 0.98, 1.0])
def test_rectangles_fill_the_range_whatever_dt_is(dt):
    for rule in calculus.RULES:
        edges, heights = calculus.rectangles(parabola, 0, 10, dt, rule)
        assert (edges[0], edges[-1]) == (0, 10)
        assert heights.shape == (edges.size - 1,) == (np.ceil(round(10 / dt, 9)),)
        assert np.all(np.diff(edges) > 0) and np.all(np.diff(edges) < dt * (1 + 1e-9))


def total(dt, rule):
    edges, heights = calculus.rectangles(parabola, 0, 10, dt, rule)
    return float(np.sum(heights * np.diff(edges)))


def test_integral_of_the_parabola():
    exact = sp.integrate(t**2 - t + 1, (t, 0, 10))
    assert float(exact) == pytest.approx(293.33, abs=0.005)
    assert quad(parabola, 0, 10)[0] == pytest.approx(float(exact))
    assert total(1e-3, "midpoint") == pytest.approx(float(exact), abs=1e-4)


@pytest.mark.parametrize("dt", [0.1, 0.5, 1.0])
def test_errors_of_the_three_rules_for_a_parabola_are_known_exactly(dt):
    """Left: -dt/2·(f(10) - f(0)) + dt²/12·Δf'; midpoint -dt²/24·Δf'; trapezoid dt²/12·Δf'."""
    exact, rise, slope = 880 / 3, parabola(10) - parabola(0), 20
    assert total(dt, "trapezoid") - exact == pytest.approx(dt**2 / 12 * slope, rel=1e-9)
    assert total(dt, "midpoint") - exact == pytest.approx(-(dt**2) / 24 * slope, rel=1e-9)
    left = -dt / 2 * rise + dt**2 / 12 * slope
    assert total(dt, "left") - exact == pytest.approx(left, rel=1e-9)


def test_trapezoids_are_those_of_scipy():
    edges, heights = calculus.rectangles(np.sin, -1, 2, 0.07, "trapezoid")
    assert np.sum(heights * np.diff(edges)) == pytest.approx(trapezoid(np.sin(edges), edges))


def test_charge_of_the_synaptic_current():
    """J·tau_s² in all; the left sum with dt = 0.1 up to 10 gives 0.998."""
    J, t_sp, tau_s = 2.0, 0.7, 1.3
    whole = quad(lambda x: calculus.synaptic_current(x, J, t_sp, tau_s), t_sp, np.inf)[0]
    assert whole == pytest.approx(J * tau_s**2)
    grid = np.arange(0, 10, 0.1)
    assert np.sum(calculus.synaptic_current(grid) * 0.1) == pytest.approx(0.998, abs=5e-4)
    assert np.all(calculus.synaptic_current(grid[grid <= 1]) == 0)


def test_running_average():
    np.testing.assert_allclose(calculus.running_average([1, 2, 3, 7], 2), [1.5, 2.5, 5])
    f = np.random.default_rng(0).normal(size=30)
    np.testing.assert_allclose(calculus.running_average(f, 1), f)
    np.testing.assert_allclose(calculus.running_average(f, 30), [f.mean()])


@pytest.mark.parametrize("frequency", [0.0, 0.25, 7.3, 31.0, 50.0])
def test_gains_are_what_the_filters_do_to_a_sine(frequency):
    """Amplitude of the filtered complex exponential, sample by sample."""
    h, n = 0.01, 20
    wave = np.exp(2j * np.pi * frequency * h * np.arange(400))
    differenced = np.abs(np.diff(wave) / h)
    averaged = np.abs(np.convolve(wave, np.full(n, 1 / n), mode="valid"))
    gain = calculus.difference_gain(frequency, h)
    np.testing.assert_allclose(differenced, gain, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(averaged, calculus.average_gain(frequency, h, n), atol=1e-9)

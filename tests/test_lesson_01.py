"""Every number that the prose of lesson 01 states, from a closed form or an independent method."""

import numpy as np
import pytest
import sympy as sp

from helpers import calculus

t = sp.Symbol("t", real=True)
a = sp.Symbol("a", real=True)


def test_think_1_2_integral_of_the_exponential_with_a_fixed_limit():
    s = sp.Symbol("s", real=True)
    F = sp.integrate(sp.exp(s), (s, -10, t))
    assert sp.simplify(F - (sp.exp(t) - sp.exp(-10))) == 0
    assert F.subs(t, -10) == 0


def test_think_1_3_a_level_tangent_without_extremum():
    slope = sp.diff(t**3, t)
    assert slope.subs(t, 0) == 0 and slope.subs(t, -1) > 0 and slope.subs(t, 1) > 0


def test_section_2_the_chain_rule_and_the_alpha_function():
    assert sp.simplify(sp.diff(sp.exp(a**4 + 1), a) - 4 * a**3 * sp.exp(a**4 + 1)) == 0
    tau = sp.Symbol("tau", positive=True)
    f = t * sp.exp(-t / tau)
    assert sp.solve(sp.diff(f, t), t) == [tau]
    assert float(f.subs({t: 0.5, tau: 0.5})) == pytest.approx(0.184, abs=5e-4)


def test_demo_3_2_error_is_half_of_h():
    for h in (0.1, 0.2, 0.4):
        grid = np.arange(-10, 10 + h / 2, h)
        slopes = calculus.forward_difference(np.sin(grid), h)
        assert np.abs(slopes - np.cos(grid[:-1])).max() == pytest.approx(h / 2, rel=0.02)


def error(h, centred):
    ahead, behind = np.sin(1 + h), np.sin(1 - h) if centred else np.sin(1)
    return np.abs((ahead - behind) / ((1 + centred) * h) - np.cos(1))


def test_think_3_3_where_the_error_is_smallest():
    """Median error per decade: smallest near 1e-8 (forward) and near 1e-5 (centred)."""
    for centred, best in ((0, -8), (1, -5)):
        decades = np.arange(-14, -1)
        medians = [np.median(error(np.logspace(d - 0.5, d + 0.5, 101), centred)) for d in decades]
        assert abs(decades[np.argmin(medians)] - best) <= 1
    assert np.median(error(np.logspace(-8.5, -7.5, 101), 0)) < 1e-7  # about half of 16 digits


def test_think_4_2_gain_and_saturation():
    assert calculus.sigmoid_gain(2.4, 1.2, 2.4) == pytest.approx(0.3)
    assert calculus.sigmoid_gain(7.0, 1.2, 2.4) == pytest.approx(0.005, abs=5e-4)
    assert 1 - 1 / (1 + np.exp(1.2 * 2.4)) == pytest.approx(0.947, abs=5e-4)


def test_think_5_2_partial_derivatives():
    x, y = sp.symbols("x y", real=True)
    f = x**2 + 2 * x * y + y**2
    assert sp.diff(f, x) == sp.diff(f, y) == 2 * x + 2 * y
    assert sp.diff(sp.sin(x), y) == 0
    assert sp.diff(x * y, x) == y and sp.diff(3 * x + y**2, x) == 3


def area(dt, rule, f=lambda s: s**2 - s + 1):
    edges, heights = calculus.rectangles(f, 0, 10, dt, rule)
    return float(np.sum(heights * np.diff(edges)))


def test_section_6_the_parabola_and_the_three_rules():
    exact = float(sp.integrate(t**2 - t + 1, (t, 0, 10)))
    assert round(exact, 2) == 293.33
    errors = {rule: area(0.5, rule) - exact for rule in calculus.RULES}
    assert errors["left"] < 0 < errors["trapezoid"]
    assert errors["midpoint"] == pytest.approx(-errors["trapezoid"] / 2)
    halved = {rule: area(0.25, rule) - exact for rule in calculus.RULES}
    assert errors["left"] / halved["left"] == pytest.approx(2, rel=0.02)
    assert errors["midpoint"] / halved["midpoint"] == pytest.approx(4)
    assert errors["left"] == pytest.approx(-0.25 * 90, rel=0.03)
    assert sp.solve(sp.diff(t**2 - t + 1, t), t) == [sp.Rational(1, 2)]  # f rises from 0.5 on


def test_section_7_charges():
    time = np.arange(0, 10.05, 0.1)
    assert np.sum(calculus.synaptic_current(time)) * 0.1 == pytest.approx(0.998, abs=5e-4)
    tail = float(sp.integrate((t - 1) * sp.exp(-(t - 1)), (t, 10, sp.oo)))
    assert tail == pytest.approx(0.0012, abs=5e-5)
    wrong = sp.integrate(t * sp.exp(-(t - 1)), (t, 0, sp.oo))
    assert sp.simplify(wrong - sp.E) == 0  # 2.7, e times too large
    assert np.sum(time * np.exp(-(time - 1))) * 0.1 == pytest.approx(2.7, abs=0.05)
    assert time[calculus.synaptic_current(time).argmax()] == pytest.approx(2.0)


def test_think_8_2_noise_and_signal():
    exact = 40 / 1
    measured = calculus.difference_gain(40.0, 0.01) / calculus.difference_gain(1.0, 0.01)
    assert exact == 40 and round(float(measured)) == 30
    assert calculus.average_gain(1.0, 0.01, 100) == pytest.approx(0, abs=1e-12)
    assert calculus.difference_gain(50.0, 0.01) == pytest.approx(200)


def test_think_9_2_gain_to_excitation_does_not_depend_on_inhibition():
    exc = np.linspace(0, 8, 9)
    slopes = [np.gradient(calculus.balanced_rate(exc, inh), exc) for inh in (0.0, 4.0, 8.0)]
    np.testing.assert_allclose(slopes[0], slopes[1])
    np.testing.assert_allclose(slopes[0], slopes[2])
    assert calculus.balanced_rate(0.0, 8.0) < 0
    assert 1.2 / 4 == pytest.approx(0.3) and -0.5 * 1.0 / 4 == -0.125  # the largest exact slopes

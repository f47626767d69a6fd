"""Every number that the prose of lesson 01 states, from a closed form or an independent method."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy as sp

from helpers import calculus
from tests.lessons.lessons import LESSONS

LESSON = LESSONS[1]
t = sp.Symbol("t", real=True)
x = sp.Symbol("x", real=True)


def test_demo_1_1_f_is_the_slope_of_its_integral():
    functions = [-2 * t, t**2, sp.exp(t), sp.sin(t), 1 / (1 + sp.exp(-(t - 5)))]
    for f in functions:
        F = sp.integrate(f, t)
        assert sp.simplify(sp.diff(F - F.subs(t, -10), t) - f) == 0
    for f, turns in ((functions[0], True), (functions[1], False), (functions[3], True)):
        assert f.subs(t, 0) == 0  # F turns where f changes its sign, and pauses where it does not
        assert (f.subs(t, -0.1) * f.subs(t, 0.1) < 0) == turns
    for f in (functions[2], functions[4]):
        assert 0 < float(f.subs(t, -10)) < 1e-4  # close to zero, but above it
    peaks = sp.solveset(sp.diff(sp.sin(t), t), t, sp.Interval(0, 6))
    assert {sp.sin(at) for at in peaks} == {1, -1}
    # Think 1.2 and 1.3: an integral with a fixed limit, and a level tangent
    s = sp.Symbol("s", real=True)
    F = sp.integrate(sp.exp(s), (s, -10, t))
    assert sp.simplify(F - (sp.exp(t) - sp.exp(-10))) == 0
    assert F.subs(t, -10) == 0
    assert sp.integrate(sp.exp(s), (s, -sp.oo, t)) == sp.exp(t)  # from -∞: no constant
    slope = sp.diff(t**3, t)  # level at 0, without an extremum
    assert slope.subs(t, 0) == 0 and slope.subs(t, -1) > 0 and slope.subs(t, 1) > 0


def test_section_2_the_slope_of_the_sigmoid(capsys):
    """s(1 - s), a parabola in s with its top, 1/4, at s = 1/2, so at x = 0; a times that for a."""
    s, a = sp.symbols("s a", positive=True)
    top = sp.solve(sp.diff(s * (1 - s), s), s)
    assert top == [sp.Rational(1, 2)] and (s * (1 - s)).subs(s, top[0]) == sp.Rational(1, 4)
    sigmoid = 1 / (1 + sp.exp(-a * x))
    assert sp.simplify(sp.diff(sigmoid, x) - a * sigmoid * (1 - sigmoid)) == 0
    assert sigmoid.subs(x, 0) == top[0] and sp.diff(sigmoid, x).subs(x, 0) == a / 4
    LESSON.run("imports", "sigmoid-slope")
    assert "largest where x is [0]\n" in capsys.readouterr().out
    # the chain rule and the alpha function
    assert sp.simplify(sp.diff(sp.exp(x**4 + 1), x) - 4 * x**3 * sp.exp(x**4 + 1)) == 0
    example = 2 * t * sp.exp(3 * t) + t**2 * 3 * sp.exp(3 * t)
    assert sp.simplify(sp.diff(t**2 * sp.exp(3 * t), t) - example) == 0
    tau = sp.Symbol("tau", positive=True)
    f = t * sp.exp(-t / tau)
    assert sp.solve(sp.diff(f, t), t) == [tau]
    assert float(f.subs({t: 0.5, tau: 0.5})) == pytest.approx(0.184, abs=5e-4)


def error(h, centred):
    ahead, behind = np.sin(1 + h), np.sin(1 - h) if centred else np.sin(1)
    return np.abs((ahead - behind) / ((1 + centred) * h) - np.cos(1))


def test_think_3_3_truncation_errors():
    """Taylor: half the second derivative times h, and a sixth of the third times h²."""
    h = sp.Symbol("h", positive=True)
    forward = (sp.sin(1 + h) - sp.sin(1)) / h - sp.cos(1)
    centred = (sp.sin(1 + h) - sp.sin(1 - h)) / (2 * h) - sp.cos(1)
    second, third = (sp.diff(sp.sin(t), t, n).subs(t, 1) for n in (2, 3))
    assert sp.simplify(sp.limit(forward / h, h, 0) - second / 2) == 0
    assert sp.limit(centred / h, h, 0) == 0  # what is proportional to h cancels
    assert sp.simplify(sp.limit(centred / h**2, h, 0) - third / 6) == 0
    lines = LESSON.run("error-against-h")["ax"].lines
    for line, power, factor in ((lines[2], 1, second / 2), (lines[3], 2, third / 6)):
        distance, drawn = line.get_data()
        np.testing.assert_allclose(drawn, distance**power * abs(float(factor)))
    # median error per decade: smallest near 1e-8 (forward) and near 1e-5 (centred)
    for centred, best in ((0, -8), (1, -5)):
        decades = np.arange(-14, -1)
        medians = [np.median(error(np.logspace(d - 0.5, d + 0.5, 101), centred)) for d in decades]
        assert abs(decades[np.argmin(medians)] - best) <= 1
    assert np.median(error(np.logspace(-8.5, -7.5, 101), 0)) < 1e-7  # about half of 16 digits
    # Demo 3.2: half of h
    for h in (0.1, 0.2, 0.4):
        grid = np.arange(-10, 10 + h / 2, h)
        slopes = calculus.forward_difference(np.sin(grid), h)
        assert np.abs(slopes - np.cos(grid[:-1])).max() == pytest.approx(h / 2, rel=0.02)


def test_think_4_2_gain_and_saturation():
    assert calculus.sigmoid_gain(2.4, 1.2, 2.4) == pytest.approx(0.3)
    assert calculus.sigmoid_gain(7.0, 1.2, 2.4) == pytest.approx(0.005, abs=5e-4)
    for steep, centre, most, last_digit in ((1.2, 2.4, 0.947, 1e-3), (0.5, 1.2, 0.65, 1e-2)):
        assert 1 - 1 / (1 + np.exp(steep * centre)) == pytest.approx(most, abs=last_digit / 2)
        highest = calculus.sigmoid_rate(1e3, steep, centre)
        assert highest == pytest.approx(most, abs=last_digit / 2)
        assert calculus.sigmoid_rate(0.0, steep, centre) == pytest.approx(0, abs=1e-15)
    # across a step of 1 around theta it rises by tanh(a / 4), its gain there is a / 4
    assert 1 - np.tanh(0.5) / 0.5 == pytest.approx(0.08, abs=5e-3)  # a = 2
    for steep in (0.5, 1.2, 2.0):
        text = LESSON.demo("gain-demo", a=steep, theta=2.4, i_mean=2.4).text
        assert text == f"at I_mean: gain {steep / 4:.3f}, secant {np.tanh(steep / 4):.3f}"


def test_think_5_2_partial_derivatives():
    y = sp.Symbol("y", real=True)
    f = x**2 + 2 * x * y + y**2
    assert sp.diff(f, x) == sp.diff(f, y) == 2 * x + 2 * y
    assert sp.diff(sp.sin(x), y) == 0
    assert sp.diff(x * y, x) == y and sp.diff(3 * x + y**2, x) == 3
    assert sp.diff(x * y, x) != sp.diff(x * y, y)  # symmetric, and yet two slopes
    u, v = sp.Function("u")(y), sp.Function("v")(y)
    assert sp.diff(x * u + v, x) == u
    solved = sp.dsolve(sp.diff(sp.Function("f")(x), x, 2))  # no other form: its solutions are lines
    assert sp.degree(solved.rhs, x) == 1
    demo = LESSON.run("partial-demo")  # it says by which factor its ticks are shortened
    with plt.rc_context({"axes.formatter.use_mathtext": False}):  # 1e8, not a raised 8
        axes = demo["draw"](plt.figure())
        for text, shortened in (("1e7*x*y", "877"), ("x**2 + 2*x*y + y**2", ""), ("sin(x)", "")):
            demo["update"](axes, text)
            ticks = [f", ticks 1e{digit}" for digit in shortened] or 3 * [""]
            expected = zip(("f(x, y)", "∂f/∂x", "∂f/∂y"), ticks, strict=True)
            assert [ax.get_title() for ax in axes] == [
                f"{name}{factor}" for name, factor in expected
            ]
            assert all(len(ax.collections) == 1 for ax in axes)  # the surface before is gone
    plt.close("all")


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
    edges, heights = calculus.rectangles(lambda s: s**2 - s + 1, 0, 10, 0.5)
    middles = (edges[:-1] + edges[1:]) / 2
    above = heights > middles**2 - middles + 1
    assert above[0] and not above[1:].any()  # only for t < 0.5
    for rule in calculus.RULES:  # Demo 6.2 draws what it adds up
        demo = LESSON.demo("riemann-demo", dt=2.5, rule=rule)
        x, y = demo.figure.axes[0].patches[0].get_xy().T
        shoelace = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
        assert shoelace == pytest.approx(area(2.5, rule))
        assert f"error {area(2.5, rule) - 880 / 3:+.3f}".replace("-", "−") in demo.text
        assert (y[1] == y[2]) == (rule != "trapezoid")  # a level top, or a chord


def test_section_7_the_current_is_an_alpha_function_of_charge_j_tau_squared():
    J, tau_s, since = sp.symbols("J tau_s since", positive=True)
    assert sp.integrate(J * since * sp.exp(-since / tau_s), (since, 0, sp.oo)) == J * tau_s**2
    time = np.linspace(0, 9, 50)
    expected = 2.5 * calculus.alpha_function(time, 0.8)
    np.testing.assert_allclose(calculus.synaptic_current(1 + time, 2.5, 1, 0.8), expected)
    time = np.arange(0, 10.05, 0.1)
    assert np.sum(calculus.synaptic_current(time)) * 0.1 == pytest.approx(0.998, abs=5e-4)
    tail = float(sp.integrate((t - 1) * sp.exp(-(t - 1)), (t, 10, sp.oo)))
    assert tail == pytest.approx(0.0012, abs=5e-5)
    wrong = sp.integrate(t * sp.exp(-(t - 1)), (t, 0, sp.oo))
    assert sp.simplify(wrong - sp.E) == 0  # 2.7, e times too large
    assert np.sum(time * np.exp(-(time - 1))) * 0.1 == pytest.approx(2.7, abs=0.05)
    assert time[calculus.synaptic_current(time).argmax()] == pytest.approx(2.0)
    colleague = sp.lambdify(t, t * sp.exp(-(t - 1)))
    assert colleague(-0.5) < 0 < colleague(0.5)


def test_demo_8_1_sine_and_noise():
    """The variance of white noise doubles in a difference and falls to 1/n in a mean of n."""
    noise = 0.25 * np.random.default_rng(5).normal(size=200_000)
    difference, average = np.diff(noise) / 0.01, calculus.running_average(noise, 10)
    assert np.sqrt(2) * 0.25 / 0.01 == pytest.approx(35.4, abs=0.05)
    assert difference.std() == pytest.approx(35.4, rel=0.01)
    assert 0.25 / np.sqrt(10) == pytest.approx(0.079, abs=5e-4)
    assert average.std() == pytest.approx(0.079, rel=0.01)
    time = np.arange(0, 1, 0.01)
    rise = (np.sin(2 * np.pi * (time + 0.01)) - np.sin(2 * np.pi * time)) / 0.01
    sine, noise = np.sqrt(2 * np.mean(rise**2)), np.sqrt(2) / 0.01
    text = LESSON.demo("filter-demo", n=10, sd=0.25).text
    assert f"sine × {sine:.2f}, noise × {noise:.0f} by the difference" in text
    sine, noise = abs(np.mean(np.exp(0.02j * np.pi * np.arange(10)))), np.sqrt(0.1)
    assert f"sine × {sine:.2f}, noise × {noise:.2f} by the average" in text
    for sd in (0.0, 0.25, 0.5):  # the difference fills its axes with and without noise
        axes = LESSON.demo("filter-demo", n=10, sd=sd).figure.axes[0]
        heights, (low, high) = axes.lines[0].get_ydata(), axes.get_ylim()
        assert low < heights.min() and heights.max() < high
        assert np.ptp(heights) > 0.4 * (high - low)


def test_section_8_the_measured_gain_follows_the_theory():
    """Within 5 % from 1 Hz on for the difference, within 0.02 for the average.

    A Hann window takes 1/6 of the power from either neighbour: at 0.25 Hz, 15.5 % for a
    difference. 200 records are good to a few per cent, and the lesson's show 12 %.
    """
    curves = []
    for axes in LESSON.run("measured-gain")["axes"]:
        lines = {line.get_label(): line for line in axes.lines}
        frequency, measured = lines["measured"].get_data()
        curves.append((frequency, measured, np.interp(frequency, *lines["theory"].get_data())))
    (frequency, measured, theory), average = curves
    np.testing.assert_allclose(theory, 200 * np.sin(np.pi * frequency * 0.01))
    assert np.abs(measured / theory - 1)[frequency >= 1].max() < 0.05
    gain = 200 * np.sin(np.pi * np.array([0, 0.25, 0.5]) * 0.01)
    assert frequency[0] == pytest.approx(0.25)
    stated = measured[0] / gain[1] - 1
    assert stated == pytest.approx(0.12, abs=0.005)
    spread = np.sqrt(np.array([1, 4, 1]) / 6 @ gain**2) / gain[1] - 1
    assert spread == pytest.approx(0.155, abs=0.001) and stated == pytest.approx(spread, abs=0.05)
    frequency, measured, theory = average
    turns = np.exp(2j * np.pi * np.outer(frequency, np.arange(10)) * 0.01)
    np.testing.assert_allclose(theory, np.abs(np.mean(turns, axis=1)), atol=1e-12)
    assert frequency[0] < 0.5 and np.abs(measured - theory).max() < 0.02
    # Think 8.2: noise and signal
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
    exc = np.linspace(0, 8, 81)  # inhibition before the transfer function shifts it
    inside = calculus.sigmoid_gain(exc - 2.0, 1.2, 2.4)  # of r_E(exc - inh/2) for inh = 4
    np.testing.assert_allclose(inside[20:], calculus.sigmoid_gain(exc[:-20], 1.2, 2.4))  # sideways
    assert abs(inside[24] - calculus.sigmoid_gain(exc[24], 1.2, 2.4)) > 0.1  # at a given input
    assert inside.max() == pytest.approx(0.3)  # and equally steep

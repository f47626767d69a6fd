"""What lesson 01 says of Taylor's formula, extrema, sums and filters, by symbols and simulation."""

import re

import mpmath
import numpy as np
import pytest
import sympy as sp

from helpers import calculus
from helpers.spectra import power_spectral_density
from tests.lessons.lessons import LESSONS

LESSON = LESSONS[1]
run, cell = LESSON.run_alone, LESSON.paragraph
t = sp.Symbol("t", real=True)
I, STEP = sp.symbols("I step", real=True)
RATE = 1 / (1 + sp.exp(-sp.Rational(6, 5) * (I - sp.Rational(12, 5))))  # but for a constant
TAYLOR = [sp.lambdify(I, sp.diff(RATE, I, n) / sp.factorial(n)) for n in range(4)]


def change(i_0, step):
    return TAYLOR[0](i_0 + step) - TAYLOR[0](i_0)


def missed(i_0, step, order):
    """Return change of the rate minus what Taylor's formula of this order says."""
    return change(i_0, step) - sum(TAYLOR[n](i_0) * step**n for n in range(1, order + 1))


def test_section_1_an_area_below_the_axis_counts_as_negative():
    f = run("five-functions", sp=sp, np=np, Math=str)["derivative_and_integral"]
    assert f(-2 * t)[1].subs(t, 10) == 0  # as much above as below
    assert sp.integrate(sp.Abs(-2 * t), (t, -10, 10)) == 200
    assert "counts as negative" in cell("Two questions about a curve")


def test_think_1_3_extrema_without_a_level_tangent():
    sides = [sp.limit(sp.diff(sp.Abs(t), t), t, 0, side) for side in "+-"]
    assert sides == [1, -1] and sp.minimum(sp.Abs(t), t, sp.Interval(-10, 10)) == 0
    assert sp.maximum(-2 * t, t, sp.Interval(-10, 10)) == 20 and sp.diff(-2 * t, t) == -2
    assert "at the edge" in cell("Where the derivative is zero the function has a maximum")


def test_think_1_3_a_change_of_sign_makes_an_extremum():
    for f, extremum in ((t**2, True), (t**3, False), (-(t**4), True), (t**5 + t**3, False)):
        slope = sp.diff(f, t)
        assert slope.subs(t, 0) == 0
        assert (slope.subs(t, -0.1) * slope.subs(t, 0.1) < 0) == extremum
        assert (f.subs(t, -0.1) * f.subs(t, 0.1) > 0) == extremum  # on one side of f(0) = 0


@pytest.mark.parametrize("order", [1, 2])
def test_equation_1_2_errs_by_the_first_term_left_out(order):
    """sin, exp and a sigmoid in 50 digits, steps of both signs."""
    with mpmath.workdps(50):
        for f in (mpmath.sin, mpmath.exp, lambda u: 1 / (1 + mpmath.exp(-u))):
            terms = mpmath.taylor(f, 0.7, order + 1)
            for h in (1e-6, -1e-6):
                error = f(0.7 + mpmath.mpf(h)) - mpmath.polyval(terms[order::-1], h)
                assert float(error / (terms[-1] * mpmath.mpf(h) ** (order + 1))) == pytest.approx(
                    1, abs=1e-4
                )


def test_equation_1_2_and_the_two_difference_quotients():
    h, f = sp.Symbol("h", positive=True), sp.Function("f")
    ahead, behind = (
        sum(sp.Derivative(f(t), (t, n)) * step**n / sp.factorial(n) for n in range(5))
        for step in (h, -h)
    )
    ahead, behind = ahead.doit(), behind.doit()
    slope, second, third = (sp.diff(f(t), t, n) for n in (1, 2, 3))
    forward = sp.expand((ahead - f(t)) / h - slope)
    centred = sp.expand((ahead - behind) / (2 * h) - slope)
    assert forward.coeff(h, 1) == second / 2 and forward.coeff(h, 0) == 0
    assert centred.coeff(h, 1) == 0 and centred.coeff(h, 2) == third / 6
    for words in (r"$f' + \frac{h}{2}f'' + \dots$", r"$f' + \frac{h^2}{6}f''' + \dots$"):
        assert words in cell("Smaller is not always better")
    assert r"\tfrac{h^2}{2} f''(t)}_{\text{second order}} + \tfrac{h^3}{6} f'''(t)" in cell(
        "Taylor's"
    )


@pytest.mark.parametrize("h", [0.5, 0.01])
def test_think_3_3_at_a_corner_the_centred_difference_is_the_mean_of_both_slopes(h):
    corner = np.where(np.array([-h, 0, h]) < 0, -3.0, 2.0) * np.array([-h, 0, h])
    assert calculus.centred_difference(corner, h)[0] == pytest.approx((-3 + 2) / 2)


def test_the_four_equations_are_counted_and_referred_to():
    text = LESSON.text
    assert re.findall(r"\\tag\{(1\.\d)\}", text) == ["1.1", "1.2", "1.3", "1.4"]
    assert "Equation (1.2) says" in cell("Demo 4.3") and "first term of (1.3)" in cell("Think 4.2")
    assert "function like (1.3)" in text and "equation (1.4)" in LESSON.source["find-the-error"]


def test_demo_4_3_says_what_symbols_say():
    for i_0, step in ((1.0, 1.0), (1.0, -1.0), (2.4, 0.7), (5.3, -0.4)):
        first = TAYLOR[1](i_0) * step
        second = first + TAYLOR[2](i_0) * step**2
        explorer = LESSON.demo("linear-response-demo", i_0=i_0, step=step)
        expected = (
            f"r changes by {change(i_0, step):.3f}; first order {first:.3f}, second {second:.3f}"
        )
        assert expected.replace("-", "−") in explorer.alt
        ax = explorer.figure.axes[0]
        (x, low), (_, parabola) = (line.get_data() for line in ax.lines[1:3])
        level = calculus.sigmoid_rate(i_0)
        np.testing.assert_allclose(low, level + TAYLOR[1](i_0) * (x - i_0))
        np.testing.assert_allclose(parabola - low, TAYLOR[2](i_0) * (x - i_0) ** 2, atol=1e-3)
        gap = ax.lines[3].get_ydata()
        assert gap[2] - gap[3] == pytest.approx(missed(i_0, step, 1), abs=1e-9)
    text = cell("Below $\\theta$ the curve bends upwards")
    assert [round(v, 3) for v in (change(1, 1), TAYLOR[1](1), TAYLOR[1](1) + TAYLOR[2](1))] == [
        0.225, 0.159, 0.224,
    ]  # fmt: skip
    for words in ("changes $r$ by 0.225", "the line says 0.159", "parabola 0.224"):
        assert words in text


def test_demo_4_3_errors_of_the_line_and_where_it_is_best():
    assert missed(1, 1, 1) / missed(1, 0.5, 1) == pytest.approx(4, abs=0.15)  # "a quarter"
    assert missed(2.4, 0.02, 1) / missed(2.4, 0.01, 1) == pytest.approx(8, rel=0.01)  # ΔI³
    assert TAYLOR[2](2.4) == pytest.approx(0, abs=1e-12)
    for i_0 in np.arange(1, 6.05, 0.1):
        nearby = [missed(i_0, step, 1) for step in (-0.05, 0.05)]
        if abs(i_0 - 2.4) > 0.06:
            assert np.all(np.sign(nearby) == np.sign(2.4 - i_0)), i_0
    grid = np.round(np.arange(1, 6.05, 0.1), 1)
    for step in (0.25, 0.5, 1.0):
        share = [max(abs(missed(i, s, 1) / change(i, s)) for s in (step, -step)) for i in grid]
        assert grid[np.argmin(share)] == 2.4


@pytest.mark.parametrize(("i_0", "sign"), [(1.0, 1), (3.8, -1)])
def test_demo_4_3_a_fluctuating_input_moves_the_mean_rate(i_0, sign):
    """Half r'' times the variance, from a million draws of SD 0.25; 5 standard errors and 5 %."""
    draws = 0.25 * np.random.default_rng(8).standard_normal(1_000_000)
    moves = change(i_0, draws)
    standard_error = moves.std() / 1000
    expected = TAYLOR[2](i_0) * 0.25**2
    assert np.sign(expected) == sign
    assert moves.mean() == pytest.approx(expected, abs=5 * standard_error, rel=0.05)
    assert abs(moves.mean()) > 5 * standard_error


def test_think_4_2_a_saturated_population_still_answers_to_a_large_step():
    assert change(7.0, 0.1) < 0.001 and change(7.0, 2.4 - 7.0) < -0.45
    assert "Small changes are hardly passed on" in cell("Think 4.2")
    assert "a step down to $\\theta$ is." in cell("Think 4.2")


def test_think_7_2_what_the_coarse_steps_cost():
    """Euler and Maclaurin: dt²/12 times the jump of the slope; the heights at both ends are 0."""
    with mpmath.workdps(30):
        tail = mpmath.quad(lambda u: (u - 1) * mpmath.exp(-(u - 1)), [10, 20, 80])

    def lost(dt):
        return (
            1 - float(tail) - np.sum(calculus.synaptic_current(np.arange(0, 10 + dt / 2, dt))) * dt
        )

    assert lost(0.1) == pytest.approx(0.0008, abs=5e-5)
    assert lost(0.1) == pytest.approx(0.1**2 / 12, rel=0.1)
    assert lost(0.2) / lost(0.1) == pytest.approx(4, abs=0.25)
    assert "$dt^2/12$" in cell("The current flows before the spike")


def test_summary_orders_hold_for_smooth_functions_and_a_left_sum_gains_from_equal_ends():
    def errors(f, exact, rule):
        sums = []
        for dt in (0.02, 0.01):
            edges, heights = calculus.rectangles(f, 0, 1, dt, rule)
            sums.append(abs(np.sum(heights * np.diff(edges)) - exact))
        return sums[0] / sums[1]

    for rule, factor in zip(calculus.RULES, (2, 4, 4), strict=True):
        assert errors(np.exp, np.e - 1, rule) == pytest.approx(factor, rel=0.02)
    bump = (lambda u: u * (1 - u), 1 / 6)  # 0 at both ends
    assert errors(*bump, "left") == pytest.approx(4, rel=0.02)
    step = (lambda u: (u > 1 / np.pi).astype(float), 1 - 1 / np.pi)  # not smooth: no second order
    wide, narrow = (
        abs(np.sum(np.prod([h, np.diff(e)], axis=0)) - step[1])
        for e, h in (calculus.rectangles(step[0], 0, 1, dt, "trapezoid") for dt in (0.02, 0.0002))
    )
    assert wide > 100 * 0.02**2 / 12 and narrow > 100 * 0.0002**2 / 12


def test_section_8_noise_means_and_units():
    """The mean of 200 values of SD 0.25 is not 0, only its expectation is."""
    means = 0.25 * np.random.default_rng(1).normal(size=(4000, 200)).mean(axis=1)
    assert means.std() == pytest.approx(0.25 / np.sqrt(200), rel=4 / np.sqrt(2 * 4000))
    assert "expected mean of zero" in cell("Derivative and integral as filters")
    assert "6.28 /s" in cell("The difference is the high-pass") and "141 /s" in LESSON.text


def test_section_8_slow_noise_passes_the_average_and_hardly_the_difference():
    """Summary: "fast noise". Noise that is forgotten in 1 s, samples of 0.01 s."""
    rng, decay = np.random.default_rng(4), np.exp(-0.01)
    noise = np.zeros(400_000)
    kicks = np.sqrt(1 - decay**2) * rng.standard_normal(noise.size)
    for k in range(1, noise.size):
        noise[k] = decay * noise[k - 1] + kicks[k]
    assert np.diff(noise).std() < 0.2 * noise.std()  # white noise: sqrt(2)
    assert calculus.running_average(noise, 10).std() > 0.95 * noise.std()  # white noise: 0.32
    assert "amplify fast noise" in LESSON.text


def test_section_8_the_taper_lifts_the_lowest_line_by_15_and_a_half_percent():
    """Exact, from the weights with which each sample of white noise enters the line at 0.25 Hz."""
    weights = np.hanning(400) * np.exp(-2j * np.pi * np.arange(400) / 400)
    after = np.append(0, weights) - np.append(weights, 0)  # of the difference, times h
    ratio = np.sqrt(np.sum(np.abs(after) ** 2) / np.sum(np.abs(weights) ** 2))
    excess = ratio / (2 * np.sin(np.pi * 0.25 * 0.01)) - 1
    assert excess == pytest.approx(0.155, abs=0.001)
    assert "15.5 %, give or take 3 % for 200 records: here 12 %" in " ".join(
        cell("The circles lie on the curves").split()
    )


def test_section_8_200_records_are_good_to_3_percent():
    """60 measurements like that of the lesson: their scatter, and their mean to 4 errors."""
    rng, taper, found = np.random.default_rng(12), np.hanning(400), []
    wave = np.exp(-2j * np.pi * np.arange(400) / 400)
    for _ in range(60):
        noise = rng.normal(size=(200, 401))
        power = [np.mean(np.abs((x * taper) @ wave) ** 2) for x in (np.diff(noise), noise[:, :400])]
        found.append(np.sqrt(power[0] / power[1]) / (2 * np.sin(np.pi * 0.25 * 0.01)) - 1)
    assert np.std(found) == pytest.approx(0.03, abs=0.01)
    assert np.mean(found) == pytest.approx(0.155, abs=4 * np.std(found) / np.sqrt(60))
    _, density = power_spectral_density((noise[:, :400] * taper), 0.01)  # the lesson's own line
    own = 2 * 0.01**2 / 4 * np.mean(np.abs((noise[:, :400] * taper) @ wave) ** 2)
    assert density[:, 1].mean() == pytest.approx(own)

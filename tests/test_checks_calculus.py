"""The checks of lesson 01 against right, unfinished and wrong answers, as students write them.

Each answer is a body for the exercise's function, in the lines that a student would have typed.
"""

import math

import numpy as np
import pytest

from helpers import calculus
from helpers.checks import calculus as check
from tests.answers import Answers

HEADS = {
    "alpha_slope": "def alpha_slope(t, tau):",
    "chain_slope": "def chain_slope(x):",
    "forward_difference": "def forward_difference(f, h):",
    "left_sum": "def left_sum(f, edges):",
    "charge": "def charge(current, dt):",
    "partials": "def partials(r, d_exc, d_inh):",
}


ANSWERS = Answers(check, {n: f"\n{head}" for n, head in HEADS.items()}, np=np, math=math)


def judge(name, body):
    """Return the verdict on a function with this body."""
    return ANSWERS.judge(name, ANSWERS.body(name, *body.split("\n")))


STUBS = {
    "alpha_slope": "slope = ...\nreturn slope",
    "chain_slope": "slope = ...\nreturn slope",
    "forward_difference": "slopes = ...\nreturn slopes",
    "left_sum": "area = ...\nreturn area",
    "charge": "areas = ...\nso_far = ...\nreturn areas, so_far",
    "partials": "dr_dexc = ...\ndr_dinh = ...\nreturn dr_dexc, dr_dinh",
}


@pytest.mark.parametrize("name", STUBS)
def test_the_stub_is_not_started(name):
    assert judge(name, STUBS[name]).state == "open"
    assert getattr(check, name)(...).state == "open"


def test_half_of_a_stub_is_not_done():
    assert (
        judge("charge", "areas = current * dt\nso_far = ...\nreturn areas, so_far").state == "open"
    )
    half = "dr_dexc = np.diff(r, axis=1) / d_exc\ndr_dinh = ...\nreturn dr_dexc, dr_dinh"
    assert judge("partials", half).state == "open"


RIGHT = {
    "alpha_slope": [
        "return np.exp(-t / tau) * (1 - t / tau)",
        "return np.exp(-t / tau) - t / tau * np.exp(-t / tau)",
        "return (tau - t) / tau * np.exp(-t / tau)",
        "return [math.exp(-x / tau) * (1 - x / tau) for x in t]",
        "decay = 1 / np.exp(t / tau)\nreturn decay + t * (-1 / tau) * decay",
    ],
    "chain_slope": [
        "return 4 * x**3 * np.exp(x**4 + 1)",
        "return np.e * 4 * x * x * x * np.exp(x**4)",
        "inner = np.power(x, 4) + 1\nreturn np.exp(inner) * (4 * np.power(x, 3))",
        "return [4 * u**3 * math.exp(u**4 + 1) for u in x]",
    ],
    "forward_difference": [
        "return (f[1:] - f[:-1]) / h",
        "return np.diff(f) / h",
        "return [(f[k + 1] - f[k]) / h for k in range(len(f) - 1)]",
        "return -(f[:-1] - f[1:]) * (1 / h)",
        "return np.convolve(f, [1, -1], mode='valid') / h",
    ],
    "left_sum": [
        "return np.sum(f(edges[:-1]) * np.diff(edges))",
        "return f(edges[:-1]) @ np.diff(edges)",
        "return sum(f(a) * (b - a) for a, b in zip(edges[:-1], edges[1:]))",
        "total = 0\nfor k, width in enumerate(np.diff(edges)):\n    total += f(edges[k]) * width\n"
        "return total",
        "return np.asarray(np.dot(np.diff(edges), f(edges)[:-1]))",
    ],
    "charge": [
        "areas = current * dt\nreturn areas, np.cumsum(areas)",
        "return current * dt, dt * np.cumsum(current)",
        "areas = [c * dt for c in current]\nn = len(areas)\n"
        "return areas, [sum(areas[: k + 1]) for k in range(n)]",
        "areas = np.multiply(current, dt)\nreturn [areas, areas.cumsum()]",
        "areas = current * dt\nreturn np.array([areas, np.cumsum(areas)])",
    ],
    "partials": [
        "return (r[:, 1:] - r[:, :-1]) / d_exc, (r[1:, :] - r[:-1, :]) / d_inh",
        "return np.diff(r, axis=1) / d_exc, np.diff(r, axis=0) / d_inh",
        "return np.diff(r) / d_exc, np.diff(r.T).T / d_inh",
        "return [(r[:, 1:] - r[:, :-1]) / d_exc, np.array(r[1:] - r[:-1]) / d_inh]",
    ],
}


@pytest.mark.parametrize(("name", "body"), [(n, b) for n, bodies in RIGHT.items() for b in bodies])
def test_right_answers_written_differently(name, body):
    verdict = judge(name, body)
    assert verdict.state == "done", verdict
    assert "not started" not in verdict._repr_html_()


WRONG = {
    "alpha_slope": {
        "return np.exp(-t / tau)": "second term is missing",
        "return -t / tau * np.exp(-t / tau)": "first term is missing",
        "return 1 * (-1 / tau) * np.exp(-t / tau)": "product of the derivatives",
        "return np.exp(-t / tau) * (1 - t)": "factor 1/tau",
        "return np.exp(-t / tau) - tau * t * np.exp(-t / tau)": "multiplies by tau",
        "return np.exp(-t / tau) * (1 + t / tau)": "sign of the second term",
        "return np.exp(-t / tau) * (t / tau - 1)": "both signs",
        "return t * np.exp(-t / tau)": "the function itself",
        "return np.exp(t / tau) * (1 + t / tau)": "lost its minus",
        "return np.exp(t / tau) * (1 - t / tau)": "lost its minus",
        "return np.exp(-t / tau) + t * np.exp(-t / tau)": "lacks the inner derivative, −1/tau",
        "return np.exp(-t / tau) * (1 - t / 0.5)": "tau is 0.5 in your formula",
        "return np.exp(-t / 0.5) * (1 - t / tau)": "tau is 0.5 in your formula",
        "return np.exp(-t * 2) * (1 - t * 4 * tau)": "right for tau = 0.5, wrong for tau = 3.7",
        "return np.exp(-t / tau) * (1 - (t / tau) ** 2)": "between or after",
        "return np.exp(-t / tau) * (2 - t / tau)": "yours is not",
        "return ['slope'] * len(t)": "[no unit]",
        "return np.exp(-t / 0.5) * (1 - t / 0.5)": "use the argument",
        "return np.diff(t * np.exp(-t / tau))": "must be of shape",
        "slope = np.exp(-t / tau) * (1 - t / tau)": "None",
        "return np.exp(-t / tau) * (1 - t / tau) + 0.01": "",
        "t -= tau\nreturn -t / tau * np.exp(-t / tau - 1)": "changes what it is given",
        "return math.exp(-t / tau)": "np takes arrays",
    },
    "chain_slope": {
        "return np.exp(x**4 + 1)": "inner derivative is missing",
        "return 4 * x**3": "only the inner derivative",
        "return np.exp(4 * x**3)": "must not be differentiated",
        "return 4 * x**3 * np.exp(4 * x**3)": "must not be differentiated",
        "return x**4 * np.exp(x**4 + 1)": "power rule to x⁴",
        "return (x**4 + 1) * np.exp(x**4)": "power rule",
        "return 4 * x**3 * np.exp(x**4)": "constant 1 in the exponent",
        "return (4 * x**3 + 1) * np.exp(x**4 + 1)": "derivative of a constant",
        "return 4 * x**3 * np.exp(x**4) + 1": "",
        "return -4 * x**3 * np.exp(x**4 + 1)": "both factors are positive for x > 0",
        "return 4 * x^3 * np.exp(x**4 + 1)": "written **",
        "return 4 * x**3 * exp(x**4 + 1)": "it is np.exp (line",
        "return 4 * x**3 * np.exp(x**2 * sqrt(x**4) + 1)": "it is np.sqrt (line",
        "return 4": "must be of shape",
    },
    "forward_difference": {
        "return f[1:] - f[:-1]": "division by h is missing",
        "return (f[1:] - f[:-1]) / h / h": "divided by h twice",
        "return (f[1:] - f[:-1]) * h": "multiplied by h",
        "return (f[:-1] - f[1:]) / h": "sign is turned",
        "return np.gradient(f, h)": "2 samples come 1 differences, and yours has 2|yours has 32",
        "return (f[2:] - f[:-2]) / (2 * h)": "centred",
        "return (f[1:] - f[:-1]) / (2 * h)": "h apart, not 2h",
        "return (f[1:] + f[:-1]) / h": "sums of neighbours",
        "return f[1:] - f[:-1] / h": "brackets",
        "return (f[1:] - f) / h": "cut its end",
        "return (f[1:] - f[:-1]) / 0.2": "h is 0.2 in your formula",
        "return (f[1:] - f[:-1]) / 0.01": "h is 0.01 in your formula",
        "return np.append(np.diff(f) / h, 0)": "yours has",
        "return (f[1] - f[0]) / h": "one-dimensional",
        "print((f[1:] - f[:-1]) / h)": "None",
    },
    "left_sum": {
        "return np.sum(f(edges[1:]) * np.diff(edges))": "right ends",
        "return np.sum((f(edges[1:]) + f(edges[:-1])) / 2 * np.diff(edges))": "trapezoid",
        "return np.sum(f((edges[1:] + edges[:-1]) / 2) * np.diff(edges))": "midpoint",
        "return np.sum(f(edges[:-1]))": "widths are missing",
        "return np.sum(f(edges[:-1])) * (edges[1] - edges[0])": "last one is narrower",
        "return np.sum(f(edges)) * (edges[1] - edges[0])": "one rectangle too many",
        "return np.sum(f(edges[:-1]) * edges[:-1])": "multiplied by their position",
        "return np.sum(f(edges[:-1]) * (edges[:-1] - edges[1:]))": "widths are negative",
        "return np.mean(f(edges[:-1]))": "mean height",
        "return f(edges[:-1]) * np.diff(edges)": "add them up with np.sum",
        "return np.sum(f(edges[:-1])) * np.diff(edges)": "added too early",
        "return np.sum(f[edges[:-1]] * np.diff(edges))": "f is a function: round brackets",
        "return [f(edges[0])]": "must be one number",
        "return np.sum(f(edges) * np.diff(edges))": "stops with ValueError",
        "return f(edges[0]) * (edges[1] - edges[0])": "several are not",
        "return 5": "single rectangle",
        "return abs(np.sum(f(edges[:-1]) * np.diff(edges)))": "count as negative",
        "return np.sum(abs(f(edges[:-1]) * np.diff(edges)))": "count as negative",
        "return 'area'": "[unit of f times unit of t]",
    },
    "charge": {
        "areas = current * np.arange(len(current))\nreturn areas, np.cumsum(areas)": "their index",
        "return current, np.cumsum(current)": "lack the width",
        "areas = current / dt\nreturn areas, np.cumsum(areas)": "divided by dt",
        "areas = current * dt\nreturn areas, np.sum(areas)": "is one number",
        "areas = current * dt\nreturn areas, np.sum(areas) + 0 * areas": "not only the total",
        "return current * dt, np.cumsum(current)": "adds areas, not currents",
        "areas = current * dt\nreturn areas, np.cumsum(areas) * dt": "once is enough",
        "areas = current * dt\nreturn areas, np.cumprod(areas)": "not a product",
        "return current * 0.1, np.cumsum(current * 0.1)": "use the argument",
        "return current * dt": "return two arrays",
        "areas = (current[1:] + current[:-1]) / 2 * dt\nreturn areas, np.cumsum(areas)": "of shape",
        "current *= dt\nreturn current, np.cumsum(current)": "changes what it is given",
        "areas = current * dt\nreturn np.cumsum(areas), areas": "swapped",
        "areas = np.cumsum(current * dt)\nreturn areas, areas": "overwritten the areas",
        "areas = current * dt\nso_far = areas\nfor i in range(1, len(areas)):\n"
        "    so_far[i] += so_far[i - 1]\nreturn areas, so_far": "overwritten the areas",
        "areas = current * dt\nreturn np.array([areas, areas])": "",
        "return np.array(3 * [current * dt])": "return two arrays",
        "areas = current * dt\nreturn areas, np.cumsum(areas) - areas": "its own area too",
    },
    "partials": {
        "return np.diff(r, axis=1) / d_inh, np.diff(r, axis=0) / d_exc": "distances are swapped",
        "return np.diff(r, axis=1), np.diff(r, axis=0)": "division by the distances",
        "return -np.diff(r, axis=1) / d_exc, -np.diff(r, axis=0) / d_inh": "signs are turned",
        "return np.diff(r, axis=1) * d_exc, np.diff(r, axis=0) * d_inh": "by the distance",
        "return np.diff(r, axis=1) / d_exc, np.diff(r, axis=0) / d_exc": "divided by d_exc",
        "return np.diff(r, axis=0) / d_exc, np.diff(r, axis=1) / d_inh": "axes are swapped",
        "return np.gradient(r, d_exc, axis=1), np.gradient(r, d_inh, axis=0)": "n - 1 slopes",
        "return (r[1:] - r[:-1]) / d_exc, (r[1:] - r[:-1]) / d_inh": "axes are swapped",
        "return np.diff(r, axis=1) / d_exc": "return two arrays",
        "return (r[:, 2:] - r[:, :-2]) / d_exc, (r[2:] - r[:-2]) / d_inh": "must have shape",
        "return np.diff(r, axis=1) / 0.5, np.diff(r, axis=0) / 0.3": "",
        "return np.diff(r, axis=1) / d_exc, -np.diff(r, axis=0) / d_inh": "second sign is turned",
        "return -np.diff(r, axis=1) / d_exc, np.diff(r, axis=0) / d_inh": "first sign is turned",
        "return np.diff(r, axis=1) / 0.1, np.diff(r, axis=0) / 0.1": "use d_exc and d_inh",
    },
}


@pytest.mark.parametrize(
    ("name", "body", "telling"),
    [(name, body, telling) for name, group in WRONG.items() for body, telling in group.items()],
)
def test_typical_mistakes_are_told(name, body, telling):
    verdict = judge(name, body)
    assert verdict.state == "wrong", verdict
    assert any(part in verdict.message for part in telling.split("|")), verdict
    assert "\n" not in verdict.message


@pytest.mark.parametrize("name", WRONG)
def test_different_mistakes_get_different_messages(name):
    messages = {judge(name, body).message for body in WRONG[name]}
    assert len(messages) >= 0.7 * len(WRONG[name])


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("answer", [None, 3, "text", [1], print, int, lambda: 1], ids=range(7))
def test_anything_may_be_handed_in(name, answer):
    verdict = getattr(check, name)(answer)
    assert verdict.state == "wrong" and "\n" not in verdict.message


def test_the_course_s_own_function_is_not_an_answer():
    verdict = check.forward_difference(calculus.forward_difference)
    assert verdict.state == "wrong" and "course's own" in verdict.message


def test_the_curve_of_the_student_is_drawn():
    verdict = judge("alpha_slope", "return np.exp(-t / tau)")
    assert "<img" in verdict._repr_html_() and "alt=" in verdict._repr_html_()

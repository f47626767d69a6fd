"""What lesson 02 says of the resistance, of dV/dt against V, and of a sine.

Oracles: an adaptive solver, the impedance of the circuit, a slope read off the closed form.
"""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests.lessons.lessons import LESSONS

(LESSON,) = (lesson for lesson in LESSONS if str(lesson).startswith("02_"))
TEXT = " ".join(LESSON.text.split())
E_L, V_TH, G_L, C_M = -75.0, -55.0, 10.0, 100.0  # mV, mV, nS, pF


def test_section_1_the_books_form_with_a_resistance(capsys):
    """MΩ·pF is µs and MΩ·pA is µV: with R the same curve as (2.2)."""
    LESSON.run("neuron")
    assert "R = 1 / g_L = 100 MΩ" in capsys.readouterr().out
    assert r"$\tau_m\,dV/dt = -(V - E_L) + RI$" in TEXT
    resistance = 1000 / G_L  # MΩ
    tau_m = resistance * C_M / 1000  # ms
    assert tau_m == 10

    def books(t, v):
        return (-(v - E_L) + resistance * 100.0 / 1000) / tau_m

    def conductance(t, v):
        return (-G_L * (v - E_L) + 100.0) / C_M

    ends = [solve_ivp(f, (0, 7), [-71.0], rtol=1e-10).y[0, -1] for f in (books, conductance)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-8)


def panel(i_dc, tau_m):
    """Return the slope's line and the dot of the right panel, and the demo's line of text."""
    demo = LESSON.demo("dc-demo", i_dc=i_dc, tau_m=tau_m)
    lines = demo.figure.axes[1].lines
    (dot,) = (line for line in lines if line.get_marker() == "o")
    return lines[-2].get_xydata(), dot.get_xydata()[0], demo.text


@pytest.mark.parametrize(("i_dc", "tau_m"), [(50, 10), (300, 4), (0, 20), (200, 2)])
def test_demo_4_1_the_line_is_the_slope_of_v(i_dc, tau_m):
    """At two heights, against a difference quotient of an exact solution through them."""
    line, dot, _ = panel(i_dc, tau_m)
    v_inf = E_L + i_dc / G_L
    for slope, v in line:
        later = v_inf + (v - v_inf) * np.exp(-1e-6 / tau_m)
        assert slope == pytest.approx((later - v) / 1e-6, abs=1e-4)
    np.testing.assert_allclose(dot, [0, v_inf])  # where a straight line through both is zero
    (s0, v0), (s1, v1) = line
    assert v0 - s0 * (v1 - v0) / (s1 - s0) == pytest.approx(v_inf)


@pytest.mark.parametrize("tau_m", [2, 10])
def test_demo_4_1_it_fires_when_the_zero_lies_above_the_threshold(tau_m):
    for i_dc in (190, 200, 210):
        _, (_, zero), told = panel(i_dc, tau_m)
        assert bool(zero > V_TH) is (i_dc > 200) is (not told.endswith(": 0"))
    assert panel(200, tau_m)[1][1] == V_TH


# --- a sine ---------------------------------------------------------------------------------


def impedance(f, g_L=G_L):
    """Return |Z| of the leak beside the capacitor [mV/pA]; f [Hz]."""
    return 1 / np.abs(g_L + 2j * np.pi * f / 1000 * C_M)


@pytest.fixture(scope="module")
def sine():
    return LESSON.run("sine-response")


def test_section_8_the_dots_are_the_impedance(sine):
    """Within 1.5 %: Euler's phase error at 300 Hz, and the start, e⁻¹⁰ of it."""
    np.testing.assert_allclose(sine["amplitude"], 50 * impedance(sine["frequency"]), rtol=0.015)


def test_section_8_the_impedance_is_what_an_adaptive_solver_finds():
    for f in (3.0, 40.0):
        t = np.linspace(150, 150 + 1000 / f, 400)

        def slope(t, v, f=f):
            return (-G_L * (v - E_L) + 50 * np.sin(2 * np.pi * f * t / 1000)) / C_M

        v = solve_ivp(slope, (0, t[-1]), [E_L], t_eval=t, rtol=1e-9, atol=1e-9, max_step=2).y[0]
        assert np.ptp(v) / 2 == pytest.approx(50 * impedance(f), rel=1e-3)
        assert v.max() < V_TH  # no spike


def test_section_8_cut_off():
    f_c = 1000 * G_L / (2 * np.pi * C_M)
    assert round(f_c, 1) == 15.9 and "15.9 Hz" in TEXT
    assert 50 * impedance(1e-3) == pytest.approx(5)
    assert impedance(f_c) / impedance(0) == pytest.approx(np.sqrt(0.5))
    assert round(100 * np.sqrt(0.5)) == 71
    assert impedance(1000) / impedance(100) == pytest.approx(0.1, rel=0.02)
    far = 1000 / (2 * np.pi * 1000 * C_M)
    for g_L in (5.0, 10.0, 20.0):
        assert impedance(1000, g_L) == pytest.approx(far, rel=0.001)


def test_section_8_the_leak_makes_no_resonance():
    assert np.all(np.diff(impedance(np.geomspace(0.1, 1e4, 500))) < 0)

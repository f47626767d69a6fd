"""The benchmark compares like with like: the usual loops and ours give the same spikes."""

import numpy as np
import pytest

from helpers.hh import simulate_hh, sweep_hh
from helpers.lif import LIFParams, simulate_lif, sweep_lif
from helpers.noise import ornstein_uhlenbeck, white_noise
from tools import bench
from tools.benchmark import demos, loops, models, others, pages
from tools.benchmark.measure import Goal, in_a_fresh_process, medians, resident, worst

DT = loops.DT
FREED_AT_THE_END = """
import numpy as np
from tools.benchmark.measure import megabytes_above_the_start
print(megabytes_above_the_start(lambda: np.ones(5_000_000).sum()))
"""
OTHER = LIFParams(V_th=-48.0, V_reset=-66.0, E_L=-71.0, V_init=-60.0, tau_m=17.0, g_L=6.0)


@pytest.mark.parametrize("params", [LIFParams(), OTHER], ids=["default", "other"])
def test_the_usual_trace_and_ours_have_the_same_spikes(params):
    for mu in (150.0, 250.0, 400.0):
        i_inj = white_noise(mu, 3.0, 10_000, DT, 1)
        expected = simulate_lif(i_inj, DT, params).spike_times
        assert expected.size >= 3
        np.testing.assert_allclose(loops.usual_loop(i_inj, DT, params), expected)


def test_the_usual_sweep_and_ours_have_the_same_spikes():
    rng = np.random.default_rng(0)
    currents = loops.MU + 3.0 / np.sqrt(DT / 1000) * rng.standard_normal((3000, 31))
    ours = sweep_lif(lambda k: currents[k], 31, 3000, DT)
    assert sum(train.size for train in ours) > 100
    for i_inj, train in zip(currents.T, ours, strict=True):
        np.testing.assert_allclose(loops.usual_loop(i_inj, DT, LIFParams()), train)


@pytest.mark.parametrize("tau", [5.0, 50.0])
def test_the_usual_coloured_noise_and_ours_are_the_same(tau):
    """From the same random numbers, and so are the spikes that they cause."""
    xi = np.random.default_rng(3).standard_normal(5000)
    usual = loops.usual_ou(230.0, 40.0, tau, xi, DT)
    ours = ornstein_uhlenbeck(230.0, 40.0, tau, 5000, DT, np.random.default_rng(3))
    np.testing.assert_allclose(usual, ours, rtol=1e-9)
    spikes = loops.usual_loop(usual, DT, LIFParams())
    assert spikes.size > 5
    np.testing.assert_allclose(spikes, simulate_lif(ours, DT).spike_times)


@pytest.mark.parametrize("i_dc", [3.0, 10.0, 20.0])
def test_the_usual_membrane_and_ours_have_the_same_spikes(i_dc):
    """To 0.1 ms within 100 ms, which is what forward Euler at 0.01 ms is worth.

    And to 0.003 ms within 30 ms at a fine step, which a rate that is 1 % off would not reach.
    """
    usual = loops.usual_hh(np.full(10_000, i_dc), 0.01)
    for dt in (loops.HH_DT, loops.HH_COARSE_DT):
        ours = simulate_hh(np.full(round(100 / dt), i_dc), dt).spike_times
        assert ours.size >= 1
        np.testing.assert_allclose(usual, ours, atol=0.1)
        sweep = sweep_hh(lambda k: np.full(2, i_dc), 2, round(100 / dt), dt)
        np.testing.assert_allclose(sweep[1], ours, atol=1e-6)
    usual = loops.usual_hh(np.full(30_000, i_dc), 0.001)
    ours = simulate_hh(np.full(1200, i_dc), loops.HH_DT).spike_times
    np.testing.assert_allclose(usual, ours, atol=0.003)


def test_every_workload_is_run_by_both_sides():
    assert list(loops.usual()) == list(loops.ours()) == list(loops.WORKLOADS)
    assert set(loops.ours_coarse()) <= set(loops.WORKLOADS)
    assert len(loops.SWEEPS) == 4
    for name in ("one trace, 400 ms", "F–I sweep, 31 × 1 s"):  # they fire at the same rate
        both = loops.usual(), loops.ours()
        usual, ours = (models.mean_rate(runs[name](), name) for runs in both)
        assert 20 < usual == pytest.approx(ours, rel=0.05)
    # our coarse step is more exact than the usual fine one
    errors = loops.hh_errors()
    usual, ours, coarse = errors.values()
    assert ours < coarse < usual


@pytest.mark.parametrize("name", others.MAKERS)
def test_brian_and_numba_agree_where_they_are_installed(name):
    pytest.importorskip(name.replace(" ", "").lower(), reason=f"{name} is not installed")
    workload = "one trace, 400 ms"
    theirs = others.MAKERS[name]()[workload]()[0]
    np.testing.assert_allclose(theirs, loops.ours()[workload]()[0], atol=DT + 1e-9)


def test_what_is_not_installed_is_left_out_with_one_line(monkeypatch, capsys):
    monkeypatch.setattr(others, "installed", lambda name: False)
    assert others.engines() == {}
    assert capsys.readouterr().out.splitlines() == [
        "Brian 2 is left out: brian2 is not installed in this Python",
        "Numba is left out: numba is not installed in this Python",
    ]
    monkeypatch.setattr(pages.browser, "CHROMIUM", None)
    goals = pages.part(1)
    assert capsys.readouterr().out == "The browser is left out: no Chromium is installed\n"
    assert len(goals) >= 2 and all(goal.met is None for goal in goals)


def test_a_goal_is_met_up_to_its_limit_and_the_worst_number_decides():
    for value, limit, at_least, met in (
        (3.9, 4, True, "✗"), (4, 4, True, "✓"), (0.3, 0.3, False, "✓"), (0.31, 0.3, False, "✗"),
        (float("nan"), 4, True, "✗"), (float("nan"), 4, False, "✗"), (None, 4, True, "–"),
    ):  # fmt: skip
        goal = Goal("as wished", value, limit, at_least=at_least)
        assert goal.met is {"✓": True, "✗": False, "–": None}[met]
        assert str(goal)[0] == met
    found = {"A": 5.0, "B": 3.0, "C": 9.0}
    told = str(worst("4 times as fast", found, 4, "times", True))
    assert told == "✗ 4 times as fast: 3 times (B)"
    assert str(worst("under 10 MB", found, 10, "MB")) == "✓ under 10 MB: 9 MB (C)"
    assert str(worst("under 10 MB", {}, 10, "MB")) == "– under 10 MB: not measured"


def test_runs_take_turns_and_memory_counts_what_is_held_at_the_peak():
    order = []
    found = medians({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b"] * 3
    assert set(found) == {"a", "b"}
    assert resident() > 10e6
    freed_at_the_end = in_a_fresh_process(FREED_AT_THE_END)  # a large one may give memory back
    assert 30 < float(freed_at_the_end) < 100
    assert 0 <= models.memory("ours", "one trace, 400 ms") < 50


def test_parts_can_be_chosen_and_a_wrong_one_ends_in_one_line(capsys):
    assert bench.arguments([]).parts == [*bench.PARTS]
    without = ["models", "demos", "lessons", "imports"]
    assert bench.arguments(["--no-browser"]).parts == without
    assert bench.arguments(["imports", "models", "--quick"]).parts == ["models", "imports"]
    with pytest.raises(SystemExit):
        bench.main(["modles"])
    assert "no part 'modles': choose from models, demos" in capsys.readouterr().err


def test_a_long_run_is_no_step_and_a_single_trace_is_told_from_a_sweep():
    from helpers.explore import checkbox, explore, slider, trigger

    def trace(artists, x, tick, go):
        simulate_lif(np.zeros(10))

    def sweep(artists, x):
        simulate_lif(np.zeros(10)), sweep_lif(lambda k: 0.0, 2, 2)

    controls = {"x": slider("X", 0, 1), "tick": checkbox("T"), "go": trigger("G")}
    explorer = explore(lambda fig: None, trace, alt="Nothing", **controls)
    assert [control.kind for control in controls.values()] == ["slider", "checkbox", "trigger"]
    assert demos.is_single_trace(explorer) is True
    other = explore(lambda fig: None, sweep, alt="Nothing", x=slider("X", 0, 1))
    assert not demos.is_single_trace(other)
    assert demos.step_seconds(explorer, "x", 1) > 0

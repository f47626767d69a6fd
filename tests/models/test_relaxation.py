"""Blocks of steps in place of a loop over steps: the same numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import lif, noise
from helpers.internal.relaxation import powers_of, relax
from helpers.lif import LIFParams, simulate_lif, sweep_lif


@pytest.mark.parametrize("keep", [0.0, 1e-300, 1e-9, 0.3, 0.99, 1.0])
@pytest.mark.parametrize("n_steps", [1, 2, 1000])
def test_relax_is_the_loop(keep, n_steps):
    rng = np.random.default_rng(0)
    x, start = rng.standard_normal((n_steps, 3)), np.array([1.0, -50.0, 0.0])
    y, rows = start, []
    for row in x:
        y = keep * y + row
        rows.append(y)
    assert relax(x, keep, start) is x
    np.testing.assert_allclose(x, rows, rtol=1e-9, atol=1e-11)


def test_each_column_may_keep_another_part():
    keep = np.array([0.0, 0.5, 0.999])
    x = np.zeros((50, 3))
    y = relax(x, keep, np.ones(3))
    np.testing.assert_allclose(y, keep ** np.arange(1, 51)[:, None])


def test_powers_end_before_they_vanish():
    assert powers_of(0.5, 1000)[-1] > 1e-101
    assert len(powers_of(0.5, 1000)) < 400
    assert len(powers_of(0.999, 1000)) == 1000
    assert len(powers_of(0.0, 1000)) == 1


def by_step(i_of_step):
    """Hide that a current comes in blocks: `sweep_lif` then takes each step by itself."""
    return lambda k: i_of_step(k)


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(1, 9),
    n_steps=st.integers(1, 900),
    mu=st.floats(-100, 2000),
    sigma=st.floats(0.01, 20),
    dt=st.sampled_from([0.02, 0.1, 0.7]),
    tau_m=st.floats(0.75, 50),
    t_ref=st.sampled_from([0.0, 0.04, 2.0, 60.0]),
    v_init=st.floats(-90, -55.1),
    v_reset=st.floats(-90, -55.1),
    e_l=st.floats(-90, -40),
)
def test_a_sweep_in_blocks_gives_the_spikes_of_a_sweep_by_step(
    n, n_steps, mu, sigma, dt, tau_m, t_ref, v_init, v_reset, e_l
):
    cell = LIFParams(tau_m=tau_m, t_ref=t_ref, V_init=v_init, V_reset=v_reset, E_L=e_l, g_L=7.0)
    source = [noise.white_noise_by_step(mu, sigma, n, dt, rng=1) for _ in range(2)]
    blocks = sweep_lif(source[0], n, n_steps, dt, cell)
    steps = sweep_lif(by_step(source[1]), n, n_steps, dt, cell)
    for one, other in zip(blocks, steps, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_sweep_in_blocks_gives_the_spikes_of_single_neurons():
    source = noise.ornstein_uhlenbeck_by_step(250.0, 40.0, 5.0, 6, rng=3)
    current = np.array([source(k) for k in range(20_000)])
    again = noise.ornstein_uhlenbeck_by_step(250.0, 40.0, 5.0, 6, rng=3)
    trains = sweep_lif(again, 6, 20_000)
    assert sum(train.size for train in trains) > 500
    for train, i_inj in zip(trains, current.T, strict=True):
        np.testing.assert_array_equal(train, simulate_lif(i_inj).spike_times)


def test_blocks_are_used_where_they_are_quicker_and_no_tie_can_be(monkeypatch):
    """Few neurons, all of them noisy, and a step that is shorter than the time constant."""
    used = []
    spikes = lif.spikes_of_lif
    monkeypatch.setattr(lif, "spikes_of_lif", lambda *a: used.append(1) or spikes(*a))
    sweep_lif(noise.white_noise_by_step(250.0, 1.0, 3), 3, 300)
    sweep_lif(noise.ornstein_uhlenbeck_by_step(250.0, 1.0, 5.0, 3), 3, 300)
    assert len(used) == 2
    sweep_lif(noise.white_noise_by_step(250.0, [1.0, 0.0, 1.0], 3), 3, 300)
    sweep_lif(noise.white_noise_by_step(250.0, 1.0, 3, dt=20.0), 3, 300, 20.0)
    sweep_lif(noise.white_noise_by_step(250.0, 1.0, lif.FEW + 1), lif.FEW + 1, 30)
    sweep_lif(lambda k: 250.0, 3, 300)
    assert len(used) == 2


def test_at_the_rheobase_a_neuron_without_noise_stays_silent():
    """V comes to rest at the threshold: rounding in another order would let it fire."""
    silent = sweep_lif(noise.white_noise_by_step(200.0, 0.0, 2), 2, 20_000)
    assert [train.size for train in silent] == [0, 0]

"""Random currents against their laws: moments, autocovariance, spectra, and independence of dt.

Statistics are seeded; a tolerance of 4 standard errors is stated where it is used.
"""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lif import LIFParams, lif_step, simulate_lif, sweep_lif
from helpers.noise import (
    BLOCK,
    ornstein_uhlenbeck,
    ornstein_uhlenbeck_by_step,
    white_noise,
    white_noise_by_step,
)
from helpers.spectra import average_spectrum
from helpers.theory import lif_voltage_sd
from tests.models.oracles import NEURONS

DTS = [0.02, 0.1, 1.0, 25.0]  # ms


def ou_paths(n_paths, mu, sigma, tau, n_steps, dt, seed=0):
    """Return independent Ornstein-Uhlenbeck currents, shape (n_paths, n_steps)."""
    rng = np.random.default_rng(seed)
    return np.array([ornstein_uhlenbeck(mu, sigma, tau, n_steps, dt, rng) for _ in range(n_paths)])


def assert_gaussian(x, mean, sd):
    """Mean, SD and the fourth moment (3 for a normal law), within 4 standard errors."""
    n = x.size
    assert abs(x.mean() - mean) < 4 * sd / np.sqrt(n)
    assert abs(x.std() / sd - 1) < 4 / np.sqrt(2 * n)
    z = (x - mean) / sd
    assert abs(np.mean(z**4) - 3) < 4 * np.sqrt(96 / n)  # var of z⁴ is 105 - 9
    assert abs(np.mean(z**3)) < 4 * np.sqrt(15 / n)


# White noise


@pytest.mark.parametrize("dt", DTS)
def test_a_sample_of_white_noise_has_sd_sigma_over_root_dt(dt):
    """Variance sigma²/dt, dt in s: 300 pA at 3 pA·√s and 0.1 ms; neighbours are independent."""
    x = white_noise(200.0, 3.0, 100_000, dt, 1)
    assert_gaussian(x, 200.0, 3.0 / np.sqrt(dt / 1000))
    z = x - x.mean()
    for lag in (1, 2, 17):
        assert abs(np.mean(z[lag:] * z[:-lag]) / z.var()) < 4 / np.sqrt(x.size)


@pytest.mark.parametrize("dt", [0.1, 1.0])
def test_the_spectrum_of_white_noise_is_flat_at_twice_sigma_squared(dt):
    """2·sigma² at every frequency whatever dt is: bands of the mean over trials, within 4 SE."""
    n_trials, n_steps, sigma = 200, 2000, 3.0
    trials = white_noise(200.0, sigma, n_trials * n_steps, dt, 2).reshape(n_trials, n_steps)
    _, density = average_spectrum(trials, dt / 1000)
    bands = density[1:1000].reshape(9, 111).mean(axis=1)
    np.testing.assert_allclose(bands, 2 * sigma**2, rtol=4 / np.sqrt(n_trials * 111))


def test_a_finer_step_averages_to_the_coarser_one():
    """The mean of 10 steps of 0.1 ms has the law of one step of 1 ms."""
    fine = white_noise(50.0, 2.0, 400_000, 0.1, 3).reshape(-1, 10).mean(axis=1)
    assert_gaussian(fine, 50.0, 2.0 / np.sqrt(0.001))


@NEURONS
@pytest.mark.parametrize("dt", [0.01, 0.1, 1.0, 4.0])
def test_the_voltage_sd_does_not_depend_on_dt(dt, params):
    """Sum of the squared impulse response times the variance of a sample, without any chance.

    Euler's method gives the variance of the continuous membrane times 1/(1 - dt/(2·tau_m)).
    """
    free = LIFParams(V_th=1e6, tau_m=params.tau_m, g_L=params.g_L)
    kick = np.zeros(round(40 * free.tau_m / dt))
    kick[0] = 1.0
    response = simulate_lif(kick, dt, free).v - free.E_L
    sample_sd = 3.0 / np.sqrt(dt / 1000)
    euler = np.sqrt(np.sum(response**2)) * sample_sd
    exact = lif_voltage_sd(3.0, free)
    assert euler == pytest.approx(exact / np.sqrt(1 - dt / (2 * free.tau_m)), rel=1e-8)
    if dt <= 0.1:
        assert euler == pytest.approx(exact, rel=0.003)


@pytest.mark.parametrize("dt", [0.1, 1.0])
def test_the_simulated_membrane_has_that_sd(dt):
    """4000 free membranes for 10 tau_m; the chance of Euler's factor as above."""
    p, n = LIFParams(), 4000
    i_of_step = white_noise_by_step(120.0, 3.0, n, dt, 4)
    v = np.full(n, p.V_init)
    for k in range(round(100 / dt)):
        v = lif_step(v, i_of_step(k), dt, p.E_L, p.g_L, p.tau_m)
    assert_gaussian(v, -63.0, lif_voltage_sd(3.0) / np.sqrt(1 - dt / 20))


# Ornstein-Uhlenbeck


@pytest.mark.parametrize("tau", [2.0, 20.0])
@pytest.mark.parametrize("dt", DTS)
def test_the_law_of_ou_is_stationary_from_the_first_sample_and_independent_of_dt(dt, tau):
    """First and last sample of 4000 paths, for steps from tau/1000 to more than ten tau."""
    paths = ou_paths(4000, 190.0, 25.0, tau, 4, dt)
    assert_gaussian(paths[:, 0], 190.0, 25.0)
    assert_gaussian(paths[:, -1], 190.0, 25.0)


@pytest.mark.parametrize("dt", [0.5, 2.0, 5.0, 10.0])
@pytest.mark.parametrize("lag", [10.0, 20.0])
def test_the_autocovariance_of_ou_decays_with_tau_whatever_dt_is(dt, lag):
    """Covariance of two samples `lag` apart is sigma²·exp(-lag/tau), in steps of any size."""
    sigma, tau, n = 25.0, 10.0, 6000
    paths = ou_paths(n, 190.0, sigma, tau, round(lag / dt) + 1, dt, seed=7)
    rho = np.exp(-lag / tau)
    covariance = np.mean((paths[:, 0] - 190.0) * (paths[:, -1] - 190.0))
    assert abs(covariance / sigma**2 - rho) < 4 * np.sqrt((1 + rho**2) / n)


def test_the_autocovariance_of_one_long_path():
    """200 s at tau 10 ms: Bartlett's standard error of an AR(1) autocovariance is below 0.01."""
    x = ornstein_uhlenbeck(0.0, 1.0, 10.0, 400_000, 0.5, 5)
    for lag in (0, 1, 10, 20, 40, 100):
        covariance = np.mean(x[lag:] * x[: x.size - lag])
        assert covariance == pytest.approx(np.exp(-0.5 * lag / 10), abs=0.04)
    assert abs(x.mean()) < 4 * np.sqrt(2 * 10 / 200_000)


def test_the_increments_of_ou_are_fresh_noise():
    """x_k+1 - exp(-dt/tau)·x_k is white, with variance sigma²·(1 - exp(-2·dt/tau))."""
    dt, tau, sigma = 3.0, 10.0, 8.0
    x = ornstein_uhlenbeck(0.0, sigma, tau, 100_000, dt, 6)
    fresh = x[1:] - np.exp(-dt / tau) * x[:-1]
    assert_gaussian(fresh, 0.0, sigma * np.sqrt(1 - np.exp(-2 * dt / tau)))
    assert abs(np.corrcoef(fresh[1:], fresh[:-1])[0, 1]) < 4 / np.sqrt(fresh.size)
    assert abs(np.corrcoef(fresh, x[:-1])[0, 1]) < 4 / np.sqrt(fresh.size)


def test_the_spectrum_of_ou_is_lorentzian():
    """4·sigma²·tau/(1 + (2π·f·tau)²): bands from 1 to 200 Hz, 2 % of leakage and alias + 4 SE."""
    sigma, tau, dt, n_trials = 25.0, 10.0, 0.25, 200
    trials = ou_paths(n_trials, 190.0, sigma, tau, 4000, dt, seed=8)  # 1 s each
    f, density = average_spectrum(trials, dt / 1000)
    tau_s = tau / 1000
    ratio = density / (4 * sigma**2 * tau_s / (1 + (2 * np.pi * f * tau_s) ** 2))
    bands = ratio[1:201].reshape(10, 20).mean(axis=1)
    np.testing.assert_allclose(bands, 1, atol=0.02 + 4 / np.sqrt(n_trials * 20))
    half = density[14:19].mean() / density[1:4].mean()  # near 1/(2π·tau) = 15.9 Hz
    assert half == pytest.approx(0.5, abs=0.12)


def test_short_correlation_times_are_white_noise():
    """sigma_white = sigma·√(2·tau), tau in s: the same spectrum at low frequency."""
    sigma, tau, dt, n_trials = 40.0, 0.5, 0.5, 100
    trials = ou_paths(n_trials, 0.0, sigma, tau, 2000, dt, seed=9)  # f up to 1000 Hz
    _, density = average_spectrum(trials, dt / 1000)
    white = 2 * (sigma * np.sqrt(2 * tau / 1000)) ** 2
    # sampled every dt = tau the sum of the autocovariance is coth(1/2)/2 times the integral
    alias = 0.5 / np.tanh(0.5)
    assert density[1:21].mean() == pytest.approx(white * alias, rel=4 / np.sqrt(n_trials * 20))


# Both, whole and by step

WHOLE = {
    "white": white_noise,
    "ou": lambda mu, sigma, n, dt, rng: ornstein_uhlenbeck(mu, sigma, 10.0, n, dt, rng),
}
BY_STEP = {
    "white": white_noise_by_step,
    "ou": lambda mu, sigma, n, dt, rng: ornstein_uhlenbeck_by_step(mu, sigma, 10.0, n, dt, rng),
}


@pytest.fixture(params=WHOLE)
def kind(request):
    return request.param


def test_shape_and_without_noise_the_mean_only(kind):
    for n_steps in (1, 2, 1000):
        x = WHOLE[kind](100.0, 3.0, n_steps, 0.1, 0)
        assert x.shape == (n_steps,) and x.dtype == float and np.all(np.isfinite(x))
    np.testing.assert_array_equal(WHOLE[kind](187.3, 0.0, 50, 0.1, 0), 187.3)
    i_of_step = BY_STEP[kind](187.3, 0.0, 3, 0.1, 0)
    np.testing.assert_array_equal([i_of_step(k) for k in range(BLOCK + 3)], 187.3)


@settings(deadline=None, max_examples=50)
@given(st.floats(-1e4, 1e4), st.floats(0, 1e3), st.floats(1e-3, 1e2), st.integers(0, 2**63))
def test_mean_and_sigma_shift_and_scale_the_same_noise(mu, sigma, dt, seed):
    for make in WHOLE.values():
        unit = make(0.0, 1.0, 20, dt, seed)
        expected = mu + sigma * unit
        atol = 1e-12 * (abs(mu) + sigma * np.abs(unit).max()) + 1e-300
        np.testing.assert_allclose(make(mu, sigma, 20, dt, seed), expected, rtol=0, atol=atol)


def test_a_seed_repeats_and_zero_is_a_seed(kind):
    first, again, other = (WHOLE[kind](0.0, 1.0, 100, 0.1, seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.any(first == other)
    new = WHOLE[kind](0.0, 1.0, 100, 0.1, None)
    assert not np.any(new == WHOLE[kind](0.0, 1.0, 100, 0.1, None))
    assert not np.any(new == first)
    rng = np.random.default_rng(0)  # a generator moves on
    np.testing.assert_array_equal(first, WHOLE[kind](0.0, 1.0, 100, 0.1, rng))
    assert not np.any(first == WHOLE[kind](0.0, 1.0, 100, 0.1, rng))


def test_the_global_generator_is_left_alone(kind):
    np.random.random()  # noqa: NPY002 - so that a fixed seed would show
    before = np.random.get_state()  # noqa: NPY002
    WHOLE[kind](0.0, 1.0, 100, 0.1, None)
    WHOLE[kind](0.0, 1.0, 100, 0.1, 0)
    BY_STEP[kind](0.0, 1.0, 2, 0.1, 0)(0)
    after = np.random.get_state()  # noqa: NPY002
    assert before[0] == after[0] and before[2:] == after[2:]
    np.testing.assert_array_equal(before[1], after[1])


def rows(i_of_step, n_steps):
    return np.array([i_of_step(k) for k in range(n_steps)])


def test_by_step_has_the_law_of_each_neuron(kind):
    """Own mean and SD for each third of 3000 neurons, before and after a change of block."""
    mu = np.repeat([100.0, 200.0, -50.0], 1000)
    sigma = np.repeat([1.0, 5.0, 10.0], 1000)
    sd = sigma / np.sqrt(0.5 / 1000) if kind == "white" else sigma
    i_of_step = BY_STEP[kind](mu, sigma, 3000, 0.5, 11)
    for k in range(2 * BLOCK + 1):
        x = i_of_step(k)
        assert x.shape == (3000,)
        if k in (0, 1, BLOCK - 1, BLOCK, 2 * BLOCK):
            for third in np.split(np.arange(3000), 3):
                assert_gaussian(x[third], mu[third[0]], sd[third[0]])


def test_by_step_has_the_autocovariance_also_across_blocks(kind):
    """Two samples 5 ms apart: exp(-1/2) for tau 10 ms, 0 for white noise; within 4 SE."""
    n, dt = 5000, 0.5
    rho = 0.0 if kind == "white" else np.exp(-0.5)
    x = rows(BY_STEP[kind](0.0, 1.0, n, dt, 12), BLOCK + 20)
    for k in (0, 100, BLOCK - 10, BLOCK - 5, BLOCK - 1, BLOCK):
        found = np.corrcoef(x[k], x[k + 10])[0, 1]
        assert abs(found - rho) < 4 * (1 - rho**2) / np.sqrt(n)


def test_each_neuron_has_its_own_tau():
    """One step of 5 ms: exp(-5/tau) for tau 2 and 50 ms."""
    n = 6000
    tau = np.repeat([2.0, 50.0], n // 2)
    i_of_step = ornstein_uhlenbeck_by_step(0.0, 1.0, tau, n, 5.0, 13)
    first, second = i_of_step(0).copy(), i_of_step(1)
    for half in (slice(None, n // 2), slice(n // 2, None)):
        rho = np.exp(-5.0 / tau[half][0])
        found = np.corrcoef(first[half], second[half])[0, 1]
        assert abs(found - rho) < 4 * (1 - rho**2) / np.sqrt(n / 2)


def test_neurons_are_independent(kind):
    """Correlation of 8 neurons at 4000 times, 2 tau apart for OU, at lags 0 and 1: 4 SE."""
    dt = 0.1 if kind == "white" else 20.0
    x = rows(BY_STEP[kind](0.0, 1.0, 8, dt, 14), 4001)
    for early, late in ((x[:-1], x[:-1]), (x[:-1], x[1:])):
        correlation = np.corrcoef(early.T, late.T)[:8, 8:]
        off_diagonal = correlation[~np.eye(8, dtype=bool)]
        assert np.abs(off_diagonal).max() < 4 / np.sqrt(4000)


def test_by_step_repeats_with_its_seed(kind):
    n_steps = 2 * BLOCK + 5
    first, again, other = (rows(BY_STEP[kind](0.0, 1.0, 3, 0.1, s), n_steps) for s in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.any(first == other)
    assert np.unique(first).size == first.size  # no block comes twice or takes another's place


def test_steps_must_be_asked_for_in_their_order(kind):
    i_of_step = BY_STEP[kind](0.0, 1.0, 2, 0.1, 0)
    np.testing.assert_array_equal(i_of_step(0), i_of_step(0))
    for wrong in (-1, BLOCK + 1, 10 * BLOCK):
        with pytest.raises(ValueError, match=rf"^k must follow .* order, got {wrong}$"):
            i_of_step(wrong)
    for k in range(BLOCK + 1):
        last = i_of_step(k)
    np.testing.assert_array_equal(i_of_step(BLOCK), last)
    with pytest.raises(ValueError, match=rf"^k must follow .* order, got {BLOCK - 1}$"):
        i_of_step(BLOCK - 1)


@pytest.mark.parametrize("n_steps", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 77])
def test_sweep_takes_any_number_of_steps(kind, n_steps):
    """The spikes of each neuron are those of a single trace with its column of the currents."""
    mu = np.array([250.0, 400.0, 700.0])
    currents = rows(BY_STEP[kind](mu, 4.0, 3, 0.1, 3), n_steps)
    trains = sweep_lif(BY_STEP[kind](mu, 4.0, 3, 0.1, 3), 3, n_steps, 0.1)
    assert sum(train.size for train in trains) > 0
    for column, train in zip(currents.T, trains, strict=True):
        np.testing.assert_array_equal(train, simulate_lif(column, 0.1).spike_times)


def test_by_step_holds_a_few_blocks_only(kind):
    """The currents of 1000 neurons for 6000 steps would be 48 MB."""
    n_neurons, n_steps = 1000, 6000
    tracemalloc.start()
    try:
        i_of_step = BY_STEP[kind](200.0, 3.0, n_neurons, 0.1, 0)
        for k in range(n_steps):
            i_of_step(k)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12e6


def test_parameters_are_left_alone():
    mu, sigma, tau = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0])
    rows(ornstein_uhlenbeck_by_step(mu, sigma, tau, 2, 0.1, 0), BLOCK + 1)
    rows(white_noise_by_step(mu, sigma, 2, 0.1, 0), BLOCK + 1)
    np.testing.assert_array_equal([mu, sigma, tau], [[1, 2], [3, 4], [5, 6]])

"""The usual NumPy-indexing loops beside the course's functions, for six workloads.

The usual loops are those of most course material: arrays that are filled element by element, one
neuron after the other. Both sides draw their own noise within the time that is measured.
"""

import functools

import numpy as np

from helpers.hh import V_REST, HHParams, simulate_hh, steady_state, sweep_hh
from helpers.lif import LIFParams, simulate_lif, sweep_lif
from helpers.noise import ornstein_uhlenbeck_by_step, white_noise, white_noise_by_step

DT = 0.1  # ms, of all LIF workloads
MU, SIGMA = np.linspace(100.0, 400.0, 31), 3.0  # pA, pA·√s: the F-I sweep
MAP_MU, MAP_SIGMA = (g.ravel() for g in np.meshgrid(MU, np.linspace(0.5, 10, 21)))
OU_SIGMA = 40.0  # pA
OU_MU, OU_TAU = (g.ravel() for g in np.meshgrid(MU, [5.0, 10.0, 20.0, 50.0]))  # pA, ms
HH_DT, HH_COARSE_DT, HH_USUAL_DT, HH_STOP = 0.025, 0.05, 0.01, 500.0  # ms
HH_CURRENTS = np.linspace(0.0, 20.0, 40)  # µA/cm²
WORKLOADS = {  # name: how much of a neuron's life it simulates [neurons × s]
    "one trace, 400 ms": 0.4,
    "F–I sweep, 31 × 1 s": 31 * 1.0,
    "CV map, 31 × 21 × 2 s": 31 * 21 * 2.0,
    "OU sweep, 31 × 4 × 1 s": 31 * 4 * 1.0,
    "HH, 500 ms": 0.5,
    "HH f–I, 40 × 500 ms": 40 * 0.5,
}
SWEEPS = [name for name in WORKLOADS if "×" in name]


def lif_loop(i_inj, dt, V_th, V_reset, E_L, V_init, tau_m, g_L, t_ref):
    """Return the steps at which the neuron fires. Numba compiles this function as well."""
    v = np.zeros(len(i_inj))
    v[0] = V_init
    t_r = 0.0
    spike_steps = []
    for it in range(len(i_inj) - 1):
        if t_r > 0:
            v[it] = V_reset
            t_r -= 1
        elif v[it] >= V_th:
            spike_steps.append(it)
            v[it] = V_reset
            t_r = t_ref / dt
        dv = (-(v[it] - E_L) + i_inj[it] / g_L) * (dt / tau_m)
        v[it + 1] = v[it] + dv
    return spike_steps


def lif_numbers(p):
    """Return the parameters as `lif_loop` takes them."""
    return p.V_th, p.V_reset, p.E_L, p.V_init, p.tau_m, p.g_L, p.t_ref


def usual_loop(i_inj, dt, params, loop=lif_loop):
    """Return the spike times [ms] of one neuron."""
    return np.array(loop(i_inj, dt, *lif_numbers(params)), float) * dt


def ou_loop(xi, decay, kick):
    """Return an Ornstein-Uhlenbeck process of standard deviation 1 from white noise `xi`.

    Exact like the course's own, so that both are driven by the same process.
    """
    eta = np.zeros(len(xi))
    eta[0] = xi[0]
    for it in range(len(xi) - 1):
        eta[it + 1] = decay * eta[it] + kick * xi[it + 1]
    return eta


def usual_ou(mu, sigma, tau, xi, dt, loop=ou_loop):
    """Return an Ornstein-Uhlenbeck current [pA] from white noise `xi`."""
    return mu + sigma * loop(xi, np.exp(-dt / tau), np.sqrt(1 - np.exp(-2 * dt / tau)))


def hh_loop(i_inj, dt, v0, m0, h0, n0, C_m, g_Na, g_K, g_L, E_Na, E_K, E_L):
    """Return V [mV] by forward Euler. Numba compiles this function as well."""
    v, m = np.zeros(len(i_inj)), np.zeros(len(i_inj))
    h, n = np.zeros(len(i_inj)), np.zeros(len(i_inj))
    v[0], m[0], h[0], n[0] = v0, m0, h0, n0
    for it in range(len(i_inj) - 1):
        alpha_m = 0.1 * (v[it] + 40) / (1 - np.exp(-(v[it] + 40) / 10))
        beta_m = 4 * np.exp(-(v[it] + 65) / 18)
        alpha_h = 0.07 * np.exp(-(v[it] + 65) / 20)
        beta_h = 1 / (1 + np.exp(-(v[it] + 35) / 10))
        alpha_n = 0.01 * (v[it] + 55) / (1 - np.exp(-(v[it] + 55) / 10))
        beta_n = 0.125 * np.exp(-(v[it] + 65) / 80)
        i_Na = g_Na * m[it] ** 3 * h[it] * (v[it] - E_Na)
        i_K = g_K * n[it] ** 4 * (v[it] - E_K)
        i_L = g_L * (v[it] - E_L)
        v[it + 1] = v[it] + dt * (i_inj[it] - i_Na - i_K - i_L) / C_m
        m[it + 1] = m[it] + dt * (alpha_m * (1 - m[it]) - beta_m * m[it])
        h[it + 1] = h[it] + dt * (alpha_h * (1 - h[it]) - beta_h * h[it])
        n[it + 1] = n[it] + dt * (alpha_n * (1 - n[it]) - beta_n * n[it])
    return v


def usual_hh(i_inj, dt, loop=hh_loop):
    """Return the times [ms] at which V crosses 0 mV upwards, interpolated as the course does."""
    p = HHParams()
    start = (V_REST, *(float(x) for x in steady_state(V_REST)))
    v = loop(i_inj, dt, *start, p.C_m, p.g_Na, p.g_K, p.g_L, p.E_Na, p.E_K, p.E_L)
    k = np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))
    return (k + v[k] / (v[k] - v[k + 1])) * dt


def steps(t_stop, dt=DT):
    """Return how many steps of dt fill t_stop [ms]."""
    return round(t_stop / dt)


def trace_current():
    """Return the current [pA] of the single LIF trace."""
    return white_noise(250.0, SIGMA, steps(400), DT, 0)


def usual(lif=lif_loop, ou=ou_loop, hh=hh_loop):
    """Return {workload: function}, each giving the spike times of all neurons, by these loops."""
    params, rng = LIFParams(), np.random.default_rng(0)
    one = functools.partial(usual_loop, dt=DT, params=params, loop=lif)

    def noisy(mu, sigma, n_steps):
        return [
            one(m + s / np.sqrt(DT / 1000) * rng.standard_normal(n_steps))
            for m, s in zip(mu, sigma, strict=True)
        ]

    def coloured():
        xi = (rng.standard_normal(steps(1000)) for _ in OU_MU)
        pairs = zip(OU_MU, OU_TAU, xi, strict=True)
        return [one(usual_ou(mu, OU_SIGMA, tau, x, DT, ou)) for mu, tau, x in pairs]

    def membrane(i_dc):
        return usual_hh(np.full(steps(HH_STOP, HH_USUAL_DT), i_dc), HH_USUAL_DT, hh)

    runs = (
        lambda: [one(trace_current())],
        lambda: noisy(MU, np.full(MU.size, SIGMA), steps(1000)),
        lambda: noisy(MAP_MU, MAP_SIGMA, steps(2000)),
        coloured,
        lambda: [membrane(10.0)],
        lambda: [membrane(i_dc) for i_dc in HH_CURRENTS],
    )
    return dict(zip(WORKLOADS, runs, strict=True))


def ours():
    """Return {workload: function}, each giving the spike times of all neurons, by the helpers."""

    def noisy(mu, sigma, t_stop):
        return sweep_lif(white_noise_by_step(mu, sigma, mu.size, DT), mu.size, steps(t_stop), DT)

    def coloured():
        current = ornstein_uhlenbeck_by_step(OU_MU, OU_SIGMA, OU_TAU, OU_MU.size, DT)
        return sweep_lif(current, OU_MU.size, steps(1000), DT)

    runs = (
        lambda: [simulate_lif(trace_current(), DT).spike_times],
        lambda: noisy(MU, SIGMA, 1000),
        lambda: noisy(MAP_MU, MAP_SIGMA, 2000),
        coloured,
        lambda: [our_membrane(HH_DT)],
        lambda: sweep_hh(lambda k: HH_CURRENTS, HH_CURRENTS.size, steps(HH_STOP, HH_DT), HH_DT),
    )
    return dict(zip(WORKLOADS, runs, strict=True))


def ours_coarse():
    """Return the HH workloads at twice the step, which is still far more exact than Euler."""
    n_steps, i_inj = steps(HH_STOP, HH_COARSE_DT), HH_CURRENTS
    return {
        "HH, 500 ms": lambda: [our_membrane(HH_COARSE_DT)],
        "HH f–I, 40 × 500 ms": lambda: sweep_hh(lambda k: i_inj, i_inj.size, n_steps, HH_COARSE_DT),
    }


def our_membrane(dt, i_dc=10.0):
    """Return the spike times of one HH membrane at a constant current [ms]."""
    return simulate_hh(np.full(steps(HH_STOP, dt), i_dc), dt).spike_times


def hh_errors(i_dc=10.0):
    """Return the largest error of a spike time for {name: dt}, against a much finer step [ms]."""
    exact = our_membrane(0.005, i_dc)
    found = {
        f"usual, Euler, dt {HH_USUAL_DT}": usual()["HH, 500 ms"]()[0],
        f"ours, dt {HH_DT}": our_membrane(HH_DT, i_dc),
        f"ours, dt {HH_COARSE_DT}": our_membrane(HH_COARSE_DT, i_dc),
    }
    return {name: np.abs(times - exact[: times.size]).max() for name, times in found.items()}

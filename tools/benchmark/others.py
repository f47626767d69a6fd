"""The same workloads in Brian 2 (numpy target) and in Numba, where they are installed.

Numba compiles the usual loops as they stand; compiling is done beforehand and timed apart.
Brian 2 builds its network anew in each run, as its tutorials do, since that is what each new
question costs. It takes its LIF steps by Euler and its HH steps by Runge-Kutta, like the course.
"""

import functools
import importlib
import importlib.util
import time

import numpy as np

from helpers.hh import V_REST, steady_state
from tools.benchmark import loops

LIF = """dv/dt = (E_L - v + (mu + {noise}) / g_L) / tau_m : volt (unless refractory)
         mu : amp (constant)
         sigma : amp * second**0.5 (constant)"""
OU = """dv/dt = (E_L - v + (mu + s * eta) / g_L) / tau_m : volt (unless refractory)
        deta/dt = -eta / tau + sqrt(2 / tau) * xi : 1
        mu : amp (constant)
        tau : second (constant)"""
HH = """dv/dt = (i_inj - g_Na * m**3 * h * (v - 50) - g_K * n**4 * (v + 77)
                 - g_L * (v + 54.387)) / ms : 1
        dm/dt = (1 / exprel(-(v + 40) / 10) * (1 - m) - 4 * exp(-(v + 65) / 18) * m) / ms : 1
        dh/dt = (0.07 * exp(-(v + 65) / 20) * (1 - h) - h / (1 + exp(-(v + 35) / 10))) / ms : 1
        dn/dt = (0.1 / exprel(-(v + 55) / 10) * (1 - n) - 0.125 * exp(-(v + 65) / 80) * n) / ms : 1
        i_inj : 1 (constant)"""


def installed(name):
    """Return whether a package can be imported, without importing it."""
    return importlib.util.find_spec(name) is not None


def optional(name):
    """Import and return a package that the course does not require."""
    return importlib.import_module(name)


def engines():
    """Return {engine: its maker} for what is installed and works; say what is left out."""
    found = {}
    for name, make in MAKERS.items():
        package = name.replace(" ", "").lower()
        if not installed(package):
            print(f"{name} is left out: {package} is not installed in this Python")
            continue
        try:
            optional(package)
            found[name] = make
        except Exception as error:  # such as a NumPy that is too new for it
            print(f"{name} is left out: {type(error).__name__}: {str(error).splitlines()[0]}")
    return found


def numba():
    """Return {workload: function} with the usual loops compiled, ready to run."""
    njit = optional("numba").njit
    start = time.perf_counter()
    lif, ou, hh = (njit(loop) for loop in (loops.lif_loop, loops.ou_loop, loops.hh_loop))
    loops.usual_loop(loops.trace_current()[:2], loops.DT, loops.LIFParams(), lif)
    loops.usual_ou(0.0, 1.0, 5.0, np.zeros(2), loops.DT, ou)
    loops.usual_hh(np.zeros(2), loops.DT, hh)
    print(f"Numba compiled the three loops in {time.perf_counter() - start:.1f} s (not counted)")
    return loops.usual(lif, ou, hh)


def brian():
    """Return {workload: function} for Brian 2."""
    brian2 = optional("brian2")
    brian2.prefs.codegen.target = "numpy"
    brian2.BrianLogger.log_level_error()
    white = functools.partial(_lif, brian2)
    given = brian2.TimedArray(loops.trace_current() * brian2.pA, loops.DT * brian2.ms)
    runs = (
        lambda: white(np.zeros(1), 0.0, 400, "given(t)", given=given),
        lambda: white(loops.MU, loops.SIGMA, 1000),
        lambda: white(loops.MAP_MU, loops.MAP_SIGMA, 2000),
        lambda: _lif(brian2, loops.OU_MU, None, 1000, tau=loops.OU_TAU),
        lambda: _hh(brian2, np.array([10.0])),
        lambda: _hh(brian2, loops.HH_CURRENTS),
    )
    return dict(zip(loops.WORKLOADS, runs, strict=True))


def _spike_times(brian2, group, t_stop, dt):
    """Run the group and return the spike times of each neuron [ms]."""
    spikes = brian2.SpikeMonitor(group)
    group.clock.dt = dt * brian2.ms
    network = brian2.Network(group, spikes)
    network.run(t_stop * brian2.ms, namespace={})
    return [times / brian2.ms for times in spikes.spike_trains().values()]


def _lif(brian2, mu, sigma, t_stop, noise="sigma * xi", tau=None, **names):
    """Return the spike times of LIF neurons with white noise, another current, or OU noise."""
    p, b = loops.LIFParams(), brian2
    names |= {"E_L": p.E_L * b.mV, "g_L": p.g_L * b.nS, "tau_m": p.tau_m * b.ms}
    names |= {"s": loops.OU_SIGMA * b.pA, "V_th": p.V_th * b.mV, "V_reset": p.V_reset * b.mV}
    group = b.NeuronGroup(
        mu.size,
        LIF.format(noise=noise) if tau is None else OU,
        threshold="v >= V_th",
        reset="v = V_reset",
        refractory=p.t_ref * b.ms,
        method="euler",
        namespace=names,
    )
    group.v, group.mu = p.V_init * b.mV, mu * b.pA
    if tau is None:
        group.sigma = sigma * b.pA * b.second**0.5
    else:
        group.tau, group.eta = tau * b.ms, np.random.standard_normal(mu.size)  # noqa: NPY002
    return _spike_times(b, group, t_stop, loops.DT)


def _hh(brian2, i_inj):
    """Return the spike times of HH membranes at constant currents [µA/cm²]."""
    group = brian2.NeuronGroup(
        i_inj.size,
        HH,
        threshold="v >= 0",
        refractory="v >= 0",
        method="rk4",
        namespace={"g_Na": 120.0, "g_K": 36.0, "g_L": 0.3},
    )
    group.i_inj, group.v = i_inj, V_REST
    group.m, group.h, group.n = steady_state(V_REST)
    return _spike_times(brian2, group, loops.HH_STOP, loops.HH_DT)


MAKERS = {"Brian 2": brian, "Numba": numba}  # each gives {workload: function}

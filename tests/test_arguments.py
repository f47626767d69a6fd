"""Every argument of every public function of the helpers is checked at the door, in one line.

One contract for all: the types and defaults that a signature states, and the valid call in the
table below, tell what each argument must refuse.
"""

import contextlib
import inspect
import re
import reprlib
from fnmatch import fnmatch
from importlib import import_module
from pkgutil import walk_packages

import numpy as np
import pytest
import sympy as sp

import helpers
from helpers.glif import sweep_glif
from helpers.hh import HHParams, simulate_hh, sweep_hh
from helpers.hidden_neuron import HiddenNeuron
from helpers.lif import LIFParams, sweep_lif

RUN, I_DC, V = {"i_inj": [0.0, 1.0]}, {"i_dc": -5.0}, {"v": -65.0}
SWEEP = {"i_of_step": lambda k: 0.0, "n_neurons": 2, "n_steps": 3}
TRACE, STATE = {"trace": simulate_hh([0.0, 1.0])}, [-65.0, 0.1, 0.6, 0.3]
TRAIN, NOISE = {"spike_times": [1.0, 2.0, 4.0]}, {"mu": -5.0, "sigma": 0.0}
SHORT = {**I_DC, "t_stop": 1.0}

# A valid call per function: what has no default, and what its default does not tell. A list is a
# series, which must not be a number; a number below 0 stands for what may be so, 0 for what may be.
VALID = {
    "adex.AdExParams": {"V_peak": -5.0, "a": -5.0, "b": -5.0},
    "adex.v_nullcline": {**V, **I_DC},
    "adex_precise.precise_spikes": {**SHORT, "v_start": -60.0},
    "calculus.alpha_function": {"t": -1.0},
    "calculus.average_gain": {"frequency": -1.0, "h": 0.1, "n": 3},
    "calculus.balanced_rate": {"exc": -1.0, "inh": -1.0, "weight": -1.0},
    "calculus.difference_gain": {"frequency": -1.0, "h": 0.1},
    "calculus.rectangles": {"f": np.sin, "low": -2.0, "high": -1.0, "dt": 0.1},
    "calculus.running_average": {"f": [1.0, 2.0, 4.0], "n": 2},
    "calculus.synaptic_current": {"t": -1.0, "J": -1.0, "t_sp": -1.0},
    "expressions.as_function": {"expression": sp.Symbol("x", real=True)},
    "expressions.parse_expression": {"text": "x"},
    "glif.GLIFParams": {"membrane": LIFParams(), "f_v": 0.0, "delta_theta": 0.0, "a_v": 0.0},
    "hh.HHParams": {"g_Na": 0.0, "g_K": 0.0, "E_Na": -5.0, "temperature": 0.0},
    "hh.membrane_constants": {"params": HHParams()},
    "hh.simulate_hh": {**RUN, "v0": -65.0, "gates0": STATE[1:]},
    "hh.sweep_hh": {**SWEEP, "v0": -65.0, "gates0": STATE[1:]},
    "hh_analysis.bisect_threshold": {
        "fires": lambda x: x > -2, "low": -3.0, "high": -1.0, "tolerance": 0.1
    },
    "hh_analysis.f_i_curve": {"currents": [0.0], "t_stop": 1.0, "t_skip": 0.0},
    "hh_analysis.hopf_current": {"low": -5.0, "high": 11.0},
    "hh_analysis.jacobian": {"state": STATE, "i_inj": -5.0},
    "hh_analysis.slopes": {"state": STATE, "i_inj": -5.0},
    "hh_analysis.upward_crossings": {**TRACE, "level": -5.0},
    "hh_integrators.integrate": {**SHORT, "method": "forward Euler", "dt": 0.01},
    "hh_integrators.largest_step": {**SHORT, "method": "forward Euler"},
    "hh_plots.parts": {**TRACE, "params": HHParams(), "what": "gates"},
    "hidden_neuron.HiddenNeuron.respond": {"self": HiddenNeuron(1), **RUN},
    "lif.LIFParams": {"t_ref": 0.0},
    "noise.ornstein_uhlenbeck": {**NOISE, "tau": 5.0, "n_steps": 3},
    "noise.ornstein_uhlenbeck_by_step": {**NOISE, "tau": 5.0, "n_neurons": 3},
    "noise.white_noise": {**NOISE, "n_steps": 3},
    "noise.white_noise_by_step": {**NOISE, "n_neurons": 3},
    "point_processes.gamma_train": {"rate": 20.0, "shape": 1.0, "t_stop": 100.0},
    "point_processes.poisson_train": {"rate": 20.0, "t_stop": 100.0},
    "spectra.average_spectrum": {"trials": [[1.0, 2.0]], "dt": 0.1},
    "spectra.power_spectral_density": {"x": [1.0, 2.0], "dt": 0.1},
    "spectra.segment_spectrum": {"x": [1.0, 2.0, 3.0], "dt": 0.1, "n_window": 2},
    "spectra.to_decibel": {"density": 0.0},
    "spikes.fano_factor": {**TRAIN, "window": 2.0, "t_stop": 9.0},
    "spikes.firing_rate": {**TRAIN, "t_stop": 9.0},
    "spikes.rate_and_cv": {"trains": [[1.0, 2.0]], "t_stop": 9.0},
    "theory.lif_chronaxie": {},
    "theory.lif_step_response": {"t": -1.0, **I_DC},
    "theory.lif_threshold_current": {"width": 1.0},
    "theory.lif_threshold_shift": {"sigma": 0.0, "dt": 0.0},
    "theory.lif_voltage_sd": {"sigma": 0.0},
}  # fmt: skip
for names, call in (
    (
        "adex.fixed_points glif.adapted_rate_dc hh_analysis.eigenvalues hh_analysis.equilibrium",
        I_DC,
    ),
    ("theory.lif_rate_dc", I_DC),
    ("adex.recognise_pattern spikes.cv_isi spikes.isi spikes.serial_correlation", TRAIN),
    ("adex.simulate_adex glif.simulate_glif lif.simulate_lif", RUN),
    ("adex.w_nullcline hh.alpha_m hh.beta_m hh.alpha_h hh.beta_h hh.alpha_n hh.beta_n", V),
    ("hh.steady_state hh.time_constants", V),
    ("calculus.centred_difference calculus.forward_difference", {"f": [1.0, 2.0, 4.0], "h": 0.1}),
    ("calculus.sigmoid_gain calculus.sigmoid_rate", {"i_inj": -1.0, "theta": -1.0}),
    ("glif.sweep_glif lif.sweep_lif", SWEEP),
    ("hh_analysis.conductances hh_analysis.ionic_currents hh_analysis.steady_rate", TRACE),
    ("hh_analysis.simulate_constant hh_integrators.reference_solution", SHORT),
    ("hidden_neuron.HiddenNeuron hidden_neuron.hidden_params", {"number": 1}),
    ("theory.lif_cv_white_noise theory.lif_rate_white_noise", NOISE),
):
    VALID |= dict.fromkeys(names.split(), call)
PER_NEURON = [[], [1.0, 2.0], [[1.0]] * 3]
FIRES_BY_ITSELF = [LIFParams(E_L=-50.0), LIFParams(E_L=-55.0)]
RANGES = [  # function, argument, what it must refuse beyond its type, what the message asks for
    ("adex.AdExParams", "a", [-10.0, -11.0], "be above -g_L = -10.0 nS"),
    ("adex.AdExParams", "V_peak", [-58.0, -70.0, 600.0], "lie between -58.0 and 550.0 mV"),
    ("adex_precise.precise_spikes", "v_start", [0.0, 1.0], "lie below V_peak = 0.0 mV"),
    ("calculus.forward_difference", "f", [[1.0]], "hold at least 2 samples"),
    ("calculus.centred_difference", "f", [[1.0, 2.0]], "hold at least 3 samples"),
    ("calculus.rectangles", "low", [-1.0, 0.0], "be below high = -1.0"),
    ("calculus.rectangles", "dt", [1e-9], "give at most a million rectangles"),
    ("calculus.running_average", "n", [4], "be at most the number of samples, 3"),
    ("glif.GLIFParams", "level", [6], "be 1, 2, 3, 4 or 5"),
    ("glif.GLIFParams", "f_v", [1.5], "be at most 1"),
    ("glif.GLIFParams", "delta_V", [30.0], "bring V below the threshold"),
    ("hh.HHParams", "temperature", [41.0], "be from 0 to 40 [°C]"),
    ("hh.simulate_hh", "gates0", [[0.1, 0.2], [0.1, 0.2, 1.2], [-0.1, 0.2, 0.3]],
     "be (m, h, n), each from 0 to 1"),
    ("hh_analysis.bisect_threshold", "low", [-1.5], "not fire and high must"),
    ("hh_analysis.hopf_current", "high", [-1.0, 8.0], "differ in stability"),
    ("hh_analysis.slopes", "state", [[1.0, 2.0]], "be V, m, h, n, shape (4,) or (4, n)"),
    ("lif.LIFParams", "V_reset", [-55.0, -40.0], "be below V_th = -55.0 mV"),
    ("lif.LIFParams", "V_init", [-55.0, -40.0], "be below V_th = -55.0 mV"),
    ("noise.ornstein_uhlenbeck", "sigma", [-0.5], "be 0 or above [pA]"),
    ("noise.ornstein_uhlenbeck_by_step", "sigma", [[1.0, -2.0, 0.0]], "be 0 or above [pA]"),
    ("noise.ornstein_uhlenbeck_by_step", "mu", PER_NEURON, "be one number or an array"),
    ("noise.ornstein_uhlenbeck_by_step", "tau", PER_NEURON, "be one number or an array"),
    ("noise.white_noise", "sigma", [-0.5], "be 0 or above [pA·√s]"),
    ("noise.white_noise_by_step", "sigma", [[1.0, -2.0, 0.0]], "be 0 or above [pA·√s]"),
    ("noise.white_noise_by_step", "sigma", PER_NEURON, "be one number or an array"),
    ("point_processes.gamma_train", "shape", [0.49], "be 0.5 or above"),
    ("spectra.average_spectrum", "trials", [[1.0, 2.0]], "have shape (n_trials, n_samples), two"),
    ("spectra.power_spectral_density", "x", [[1.0], np.empty((0, 5))], "have at least two samples"),
    ("spectra.segment_spectrum", "n_window", [1, 4], "be 2 to n_samples = 3"),
    ("spikes.fano_factor", "window", [4.6], "be at most t_stop / 2 = 4.5 ms"),
    ("spikes.fano_factor", "spike_times", [[-1.0, 5.0], [5.0, 9.5]], "lie in 0…9.0 ms"),
    ("spikes.firing_rate", "spike_times", [[-1.0, 5.0], [5.0, 9.5]], "lie in 0…9.0 ms"),
    ("theory.lif_cv_white_noise", "dt", [10.0, 11.0], "be below tau_m = 10.0 ms"),
    ("theory.lif_rate_white_noise", "dt", [10.0, 11.0], "be below tau_m = 10.0 ms"),
    ("theory.lif_chronaxie", "params", FIRES_BY_ITSELF, "have E_L below V_th = -55.0 mV"),
    ("theory.lif_threshold_current", "params", FIRES_BY_ITSELF, "have E_L below V_th = -55.0 mV"),
]  # fmt: skip
UNCHECKED = [
    # called at each step or node, with what the caller has checked
    *"adex.adex_slopes glif.glif_step glif.GLIFParams.after_spike hh.hh_slopes hh.hh_step".split(),
    *"hh.raw_slopes hh.rates_of_array hh.rates_of_float lif.lif_step internal.dc_rate.*".split(),
    *"internal.first_passage.* internal.relaxation.* internal.sweeps.*".split(),
    # the doors themselves, and a script
    *"internal.arguments.* data.make_eeg.*".split(),
    # drawings on axes of matplotlib; pictures and controls, which tests/page tries
    *"plots.* hh_plots.part_lines hh_plots.plot_* hh_plots.potential_axes hh_plots.set_*".split(),
    *"internal.circuits.* internal.controls.* internal.live_canvas.* internal.cells.*".split(),
    *"internal.recorder.* internal.front_end.* internal.stored.*".split(),
    *"explore.* picture.* progress.*".split(),
]


def public(module):
    """Yield name and object of the functions, classes and methods that a module defines."""
    for name, found in vars(module).items():
        own = getattr(found, "__module__", "") == module.__name__ and not name.startswith("_")
        if own and (inspect.isfunction(found) or inspect.isclass(found)):
            where = f"{module.__name__}.{name}".removeprefix("helpers.")
            yield where, found
            for key, method in vars(found).items() if inspect.isclass(found) else ():
                if inspect.isfunction(method) and not key.startswith("_"):
                    yield f"{where}.{key}", method


MODULES = [m.name for m in walk_packages(helpers.__path__, "helpers.") if ".checks" not in m.name]
FOUND = dict(pair for name in MODULES for pair in public(import_module(name)))
BAD_NUMBERS = [np.nan, np.inf, -np.inf, "1", None, True, 1j, [1.0], np.zeros((9, 1)), 10**400]
BAD = {  # a type as a signature states it, without its module: what it refuses
    "float": BAD_NUMBERS,
    "int": [0, -1, 2.0, *BAD_NUMBERS[:-1]],
    "ArrayLike": [np.nan, [np.inf], "1", ["1"], None, [True], 1j, [[1.0], [2.0, 3.0]], object()],
    "str": [None, 3.0, b"left", ["left"]],
    "Rng": [-1, 1.5, "seed", {}, object(), np.random],
    "Callable": [None, {}, 3.0, "f", np.zeros((9, 1))],
}


def refused(name, annotation, valid):
    """Yield what an argument must refuse, from its name, its type and a valid value."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    kind = re.sub(r"\w+\.|\[.*", "", text.removesuffix(" | None"))
    other = HHParams() if isinstance(valid, LIFParams) else LIFParams()
    bad = BAD.get(kind, [None, {}, 3.0, type(valid), other])
    yield from (value for value in bad if value is not None or not text.endswith(" | None"))
    if isinstance(valid, float) and valid >= 0:
        yield from [-1000.0, 0.0] if valid else [-1000.0]
        yield from [[1.0, -1000.0]] if kind == "ArrayLike" else []
    if name == "spike_times":
        yield from ([2.0, 1.0], [1.0, 1.0], [[1.0]], 3.0)
    elif kind == "ArrayLike" and isinstance(valid, list):
        yield from ([], [[1.0]], 3.0)
    if name in ("method", "rule", "what"):
        yield "midway"


def refusals(where):
    """Yield the arguments of a function, what each must refuse, and what the message asks for."""
    yield from (row[1:] for row in RANGES if row[0] == where)
    for name, parameter in inspect.signature(FOUND[where]).parameters.items():
        if name != "self" and parameter.kind is not parameter.VAR_KEYWORD:
            valid = VALID[where].get(name, parameter.default)
            yield name, refused(name, parameter.annotation, valid), ""


def is_shown(value, message):
    """Return whether a message ends with a value, an entry of it, its shape or its type."""
    shown = {repr(value), reprlib.repr(value), type(value).__name__}
    with contextlib.suppress(ValueError):  # rows of different lengths
        shown |= {str(np.shape(value)), str(np.size(value)), *map(str, np.ravel(value))}
    got = message.rpartition("got ")[2]
    return any(text.replace("\n", " ") in got for text in shown)


def test_every_function_has_a_valid_call_or_is_known_as_unchecked():
    records = {name for name, f in FOUND.items() if inspect.isclass(f) and issubclass(f, tuple)}
    unchecked = {name for name in FOUND if any(fnmatch(name, part) for part in UNCHECKED)}
    assert FOUND.keys() - records - unchecked == VALID.keys()


@pytest.mark.parametrize("where", VALID)
def test_a_bad_argument_is_named_and_shown_in_one_line(where):
    """A unit in the message is one that the module states in its text; the valid call is one."""
    source = inspect.getsource(inspect.getmodule(FOUND[where])) + "[1]"
    FOUND[where](**VALID[where])
    for name, bad, asked in refusals(where):
        for value in bad:
            try:
                FOUND[where](**VALID[where] | {name: value})
                pytest.fail(f"{name} may be {value!r}")
            except ValueError as error:
                message = str(error)
            assert re.match(rf"(low and )?{name}\b.* must {re.escape(asked)}.*, got ", message)
            assert "\n" not in message and is_shown(value, message), (message, value)
            units = re.findall(r"\[\S+\]", message.partition(", got ")[0])
            assert where.startswith("calculus") or all(unit in source for unit in units), message


@pytest.mark.parametrize("answer", [None, "x", np.zeros(3), np.zeros((2, 1)), np.nan], ids=repr)
@pytest.mark.parametrize("sweep", [sweep_lif, sweep_glif, sweep_hh])
def test_the_first_current_of_a_sweep_must_fit(sweep, answer):
    with pytest.raises(ValueError, match=r"^i_of_step\(0\) must be [^\n]*$"):
        sweep(lambda k: answer, 2, 10)

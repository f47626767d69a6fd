"""Answers to the exercises of lesson 04."""

from scipy.special import erfc

NAMES = {"erfc": erfc}
# Lines of the solutions, or parts of them
CV = "intervals.std() / intervals.mean()"
TH, RESET = (f"params.{v} - v_inf) / (np.sqrt(2) * sigma_v)" for v in ("V_th", "V_reset"))
MEAN_ISI = "params.t_ref + params.tau_m * np.sqrt(np.pi) * integral"
EXPONENT, FROM_DOUBLE = "2 * x * z - z**2", "np.sqrt(2 * np.pi * double) * params.tau_m / mean_isi"
COUNTS, FANO = "np.histogram(spike_times, edges)[0]", "counts.var(ddof=1) / counts.mean()"


def on_a_grid(points):
    """Return the rate from an integral on a grid."""
    return f"""
    v_inf, sigma_v = params.E_L + mu / params.g_L, lif_voltage_sd(sigma, params)
    u = np.linspace(params.V_reset - v_inf, params.V_th - v_inf, {points}) / (np.sqrt(2) * sigma_v)
    area = np.trapezoid(erfcx(-u), u)
    return 1000 / (params.t_ref + params.tau_m * np.sqrt(np.pi) * area)
    """


def double_integral(double):
    """Return the CV from a double integral of the student's own."""
    return f"""
    v_inf, width = params.E_L + mu / params.g_L, np.sqrt(2) * lif_voltage_sd(sigma, params)
    y_th, y_r = (params.V_th - v_inf) / width, (params.V_reset - v_inf) / width
    double = {double}
    return np.sqrt(2 * np.pi * double) * params.tau_m * lif_rate_white_noise(mu, sigma, params) / 1000
    """


def as_in_45(first, second, low):
    """Return the CV from the double integral as (4.5) has it."""
    integrand = "np.exp(x**2) * np.exp(y**2) * (1 + erf(y)) ** 2"
    limits = f"y_r, y_th, {low}, lambda {second}: {second}"
    return double_integral(f"dblquad(lambda {first}, {second}: {integrand}, {limits})[0]")


RIGHT = {
    "isi": [
        "return np.diff(spike_times)",
        "return spike_times[1:] - spike_times[:-1]",
        "return [b - a for a, b in zip(spike_times[:-1], spike_times[1:])]",
        "return -(spike_times[:-1] - spike_times[1:])",
        "return tuple(spike_times[k + 1] - spike_times[k] for k in range(len(spike_times) - 1))",
        "return np.ediff1d(spike_times)",
    ],
    "cv_isi": [
        f"intervals.size >= 2 → len(spike_times) > 2 && {CV} → np.std(intervals) / np.mean(intervals)",
        ">= 2 → > 1 && intervals.std() → np.sqrt(intervals.var())",
        f"{CV} → math.sqrt(np.mean(intervals**2) / np.mean(intervals) ** 2 - 1)",
        """
        if len(spike_times) < 3:
            return float('nan')
        x = np.diff(spike_times)
        return np.array(x.std() / x.mean())
        """,
        f"{CV} → (intervals / intervals.mean()).std()",
        "return np.nan → return np.float32('nan')",
        f"{CV} → (intervals / 0.1).std() / (intervals / 0.1).mean()",
    ],
    "siegert_rate": [
        "lambda u: erfcx(-u), y_r, y_th → erfcx, -y_th, -y_r",
        "y_r, y_th)[0] → y_r, y_th, limit=200)[0]",
        f"({TH} → (-55 + params.V_th + 55 - v_inf) / sigma_v / 2**0.5",
        on_a_grid(4001),
    ],
    "siegert_cv": [
        f"{FROM_DOUBLE} → params.tau_m / mean_isi * math.sqrt(2 * math.pi * double)",
        f"{FROM_DOUBLE} → (2 * np.pi * double * (params.tau_m / mean_isi) ** 2) ** 0.5",
        f"{EXPONENT} → z * (2 * x - z)",
        f"{EXPONENT} → x**2 - (x - z)**2",
        "np.inf → 30",
        "lambda z, x → lambda x, z && y_r, y_th, 0, np.inf → 0, np.inf, y_r, y_th",
        double_integral(
            f"quad(lambda x: quad(lambda z: np.exp({EXPONENT}) * erfcx(z - x) ** 2, 0, np.inf)[0], y_r, y_th)[0]"
        ),
    ],
    "fano_factor": [
        f"{FANO} → np.var(counts, ddof=1) / np.mean(counts)",
        f"{COUNTS} → np.diff(np.searchsorted(spike_times, edges))",
        "counts.var(ddof=1) → counts.std(ddof=1) ** 2",
        f"edges)[0] → bins=edges)[0] && {FANO} → counts.var() * counts.size / (counts.size - 1) / counts.mean()",
        "edges)[0] → len(edges) - 1, (0, edges[-1]))[0]",
        """
        counts = []
        for k in range(int(t_stop / window)):
            counts.append(sum(1 for t in spike_times if k * window <= t < (k + 1) * window))
        mean = sum(counts) / len(counts)
        return sum((n - mean) ** 2 for n in counts) / (len(counts) - 1) / mean
        """,
    ],
}

WRONG = {
    "isi": {
        "return spike_times[:-1] - spike_times[1:]": "are negative",
        "return spike_times[1:]": "spike times, not",
        "return spike_times": "5 spikes make 4 intervals",
        "return spike_times[1:] - spike_times[0]": "from the first spike",
        "return spike_times[1:] + spike_times[:-1]": "sums of neighbouring",
        "return np.diff(spike_times) / 0.1": "in steps",
        "return np.diff(spike_times) / 1000": "intervals in s:",
        "return np.diff(spike_times) * 1000": "factor 1000",
        "return 1000 / np.diff(spike_times)": "these are rates",
        "return np.sort(np.diff(spike_times))": "in the order",
        "return np.diff(spike_times)[::-1]": "reverse order",
        "return np.diff(spike_times, prepend=0)": "5 spikes make 4 intervals, and yours gives 5",
        "return np.gradient(spike_times)": "yours gives 5",
        "return spike_times[2:] - spike_times[:-2]": "yours gives 3",
        "return np.mean(np.diff(spike_times))": "one-dimensional",
        "return np.round(np.diff(spike_times))": "rounded",
        "return np.diff(spike_times).astype(int)": "whole numbers",
        "return np.array([4, 0.5, 12.5, 11.25])": "58 spikes make 57 intervals, and yours gives 4",
        "return [b - a for a in spike_times for b in spike_times]": "spikes make",
        "np.diff(spike_times)": "is None",
        "print(np.diff(spike_times))": "prints its result",
        "spike_times[1:] -= spike_times[:-1].copy()\nreturn spike_times[1:]": "changes what it",
        "return spikes.isi(spike_times) + 1e-3": "their lengths are not",
    },
    "cv_isi": {
        "std() → var()": "variance over the mean",
        "std() → var() && mean() → mean() ** 2": "square of the CV",
        "std() → std(ddof=1)": "ddof=1",
        f"{CV} → np.std(spike_times) / np.mean(spike_times)": "CV of the spike times",
        "intervals.mean() → np.mean(spike_times)": "mean of the spike times",
        f"{CV} → np.std(1 / intervals) / np.mean(1 / intervals)": "CV of the rates",
        f"{CV} → np.std(1000 / intervals) / np.mean(1000 / intervals)": "of the rates",
        f"{CV} → intervals.mean() / intervals.std()": "upside down",
        f"{CV} → intervals.std()": "SD in ms",
        f"{CV} → intervals.mean()": "the mean interval",
        f"{CV} → intervals.var()": "variance in ms²",
        "mean() → mean() ** 2": "once is enough",
        "std() / → std() *": "multiplied by the mean",
        "intervals.mean() → np.median(intervals)": "median",
        "intervals.std() → np.abs(intervals - intervals.mean()).mean()": "root",
        f"{CV} → {CV} / np.sqrt(intervals.size)": "standard error",
        f"{CV} → 100 * {CV}": "percentage",
        f"{CV} → 1000 * {CV}": "different units",
        f"{CV} → round({CV}, 2)": "rounded",
        "intervals.size >= 2 → True": "two spikes the CV must be np.nan",
        ">= 2 → >= 1": "two spikes the CV must be np.nan",
        ">= 2 → > 2": "three spikes make two",
        ">= 2 → >= 3": "three spikes make two",
        ">= 2 → < 2": "turned round",
        f"{CV} → intervals / intervals.mean()": "must be one number",
        "return np.nan → return 0.0": "must be np.nan",
        "return np.nan → return None": "returns None",
        "return np.nan → return 'NaN'": "one number",
        f"{CV} → 1.0": "a clock must have CV 0",
        f"{CV} → 0.5": "a clock must have CV 0",
        f"{CV} → abs(intervals[1] - intervals[0]) / intervals.sum()": "one of the two is off",
        "x = np.diff(spike_times, prepend=0)\nreturn x.std() / x.mean() if x.size > 2 else np.nan": "the first spike has no interval",
        "intervals = np.diff(spike_times)\nreturn intervals.std() / intervals.mean()": "two spikes the CV must be np.nan",
    },
    "siegert_rate": {
        f"{MEAN_ISI} → params.tau_m * np.sqrt(np.pi) * integral": "t_ref is missing",
        f"{MEAN_ISI} → params.tau_m * np.sqrt(np.pi) * integral - params.t_ref": "lengthen",
        "np.sqrt(np.pi) *  → ": "√π in front",
        "np.sqrt(np.pi) → np.pi": "√π, not π",
        "* np.sqrt(np.pi) → / np.sqrt(np.pi)": "divided by √π",
        "params.tau_m *  → ": "tau_m is missing",
        "params.t_ref + params.tau_m → (params.t_ref + params.tau_m)": "alone",
        "params.tau_m → params.tau_m / 1000": "seconds",
        f"{MEAN_ISI} → ({MEAN_ISI}) / 1000": "seconds",
        f"{MEAN_ISI} → 1000 / ({MEAN_ISI})": "already",
        "(np.sqrt(2) * sigma_v) → sigma_v": "factor √2",
        "np.sqrt(2) → 2": "divided by 2 σ_V",
        "(np.sqrt(2) * sigma_v) → np.sqrt(2 * sigma_v)": "over the 2 only",
        f"{TH} → params.V_th - v_inf) / sigma_v": "in one of the two",
        f"{RESET} → params.V_reset - v_inf) / sigma_v": "in one of the two",
        "(np.sqrt(2) * sigma_v) → np.sqrt(2)": "σ_V is missing",
        " / (np.sqrt(2) * sigma_v) → ": "still in mV: divide",
        f"({RESET} → -np.inf": "no lower limit",
        "y_r, y_th → -np.inf, y_th": "no lower limit",
        "(np.sqrt(2) * sigma_v) → np.sqrt(2) * sigma_v": "brackets",
        f"{TH} → params.V_th - v_inf) / np.sqrt(2) * sigma_v": "brackets",
        f"{RESET} → params.V_reset - v_inf) / np.sqrt(2) * sigma_v": "brackets",
        "(params.V_th - v_inf) → params.V_th - v_inf": "whole difference",
        "(params.V_reset - v_inf) → params.V_reset - v_inf": "whole difference",
        "(params.V_th - v_inf) → params.V_th - v_inf && (params.V_reset - v_inf) → params.V_reset - v_inf": "whole difference",
        "erfcx(-u) → np.exp(u**2) * (1 + erfcx(-u))": "twice",
        "* sigma_v → * sigma": "sigma in pA",
        "* sigma_v → * sigma_v**2": "variance",
        "y_r, y_th → y_th, y_r": "swapped",
        "params.V_th - v_inf → v_inf - params.V_th && params.V_reset - v_inf → v_inf - params.V_reset": "wrong sign",
        " - v_inf → ": "subtract v_inf",
        "params.V_reset → params.E_L": "need not be E_L",
        "params.V_reset → params.V_init": "V_init",
        f"({RESET} → 0": "starts at 0",
        "erfcx(-u) → erfcx(u)": "u in place of -u",
        "lambda u: erfcx(-u) → erfcx": "u in place of -u",
        "erfcx(-u) → np.exp(u**2) * (1 + erf(u))": "digits get lost",
        "erfcx(-u) → np.exp(u**2) * erfc(-u)": "digits get lost",
        "erfcx(-u) → math.exp(u**2) * (1 + math.erf(u))": "in one piece",
        "erfcx(-u), y_r → np.exp(u**2) * (1 + erf(u)), max(y_r, -6)": "digits get lost",
        "y_th)[0] → y_th)": "dblquad return two numbers",
        "y_th)[0] → y_th)[1]": "estimate of its error",
        "erfcx(-u) → np.exp(-u**2) * (1 + erf(u))": "exponent",
        "params.V_th → -55.0": "default neuron",
        "params.t_ref → 2.0": "default neuron",
        "params.tau_m → 10": "default neuron",
        "return lif_rate_white_noise(mu, 3.0, params)": "rates are wrong",
        "return 30.0": "rates are wrong",
        on_a_grid(121): "close, but not",
        on_a_grid(4001).replace("return 1000", "x = 1000"): "return line",
        "return 1000 / mean_isi → print(integral)\n    print(mean_isi)": "prints",
    },
    "siegert_cv": {
        f"{FROM_DOUBLE} → 2 * np.pi * double * (params.tau_m / mean_isi) ** 2": "square of the CV",
        f"{FROM_DOUBLE} → np.sqrt(2 * np.pi * double * params.tau_m / mean_isi)": "only, not to the",
        "params.tau_m / mean_isi → (params.tau_m / mean_isi) ** 2": "outside it",
        "np.sqrt(2 * np.pi * double) → 2 * np.pi * np.sqrt(double)": "both of them",
        "np.sqrt(2 * np.pi * double) → np.sqrt(2 * np.pi) * double": "both of them",
        "2 * np.pi * double → double": "2π is missing",
        "2 * np.pi * double → np.pi * double": "2π is missing",
        "params.tau_m / mean_isi → params.tau_m": "SD of the interval in ms",
        f"{FROM_DOUBLE} → 2 * np.pi * double * params.tau_m**2": "variance of the interval",
        "* params.tau_m / mean_isi → / mean_isi": "tau_m is missing",
        "params.tau_m / mean_isi → mean_isi / params.tau_m": "upside down",
        "params.tau_m / mean_isi → mean_isi * params.tau_m": "multiplied by",
        "params.tau_m / mean_isi → params.tau_m / mean_isi / 1000": "seconds are mixed",
        "/ mean_isi → / (mean_isi - params.t_ref)": "without t_ref",
        f"{FROM_DOUBLE} → double": "double integral alone",
        "erfcx(z - x) ** 2 → erfcx(z - x)": "squared in (4.6)",
        "erfcx(z - x) → erfcx(x - z)": "erfcx takes z - x",
        "erfcx(z - x) → erfcx(z)": "erfcx takes z - x",
        "erfcx(z - x) → erfcx(-x)": "erfcx takes z - x",
        "erfcx(z - x) → (1 + erf(x - z))": "erf or erfc in place",
        "erfcx(z - x) → erfc(z - x)": "erf or erfc in place",
        f"np.exp({EXPONENT}) *  → ": "in front of erfcx is missing",
        f"{EXPONENT} → -z**2": "one of the two terms",
        f"{EXPONENT} → x * z - z**2": "one of the two terms",
        f"{EXPONENT} → 2 * x * z + z**2": "z² has a minus",
        f"{EXPONENT} → 2 * x * z": "-z² is missing",
        f"{EXPONENT} → -2 * x * z - z**2": "sign of the exponent 2xz",
        "lambda z, x → lambda x, z": "hands its function z first, then x",
        "y_r, y_th, 0 → y_th, y_r, 0": "limits of x are swapped",
        "0, np.inf → -np.inf, np.inf": "it starts at 0",
        "0, np.inf → np.inf, 0": "limits of z are swapped",
        "y_r, y_th, 0, np.inf → 0, np.inf, y_r, y_th": "limits of x come first",
        "0, np.inf → -np.inf, 0": "it starts at 0",
        "lambda z, x → lambda x, z && y_r, y_th, 0, np.inf → 0, np.inf, y_r, y_th && 2 * np.pi → np.pi": "2π is missing",
        "0, np.inf → y_r, np.inf": "it starts at 0",
        "lambda z, x → func=lambda z, x && y_r, y_th, 0, np.inf → a=y_th, b=y_r, gfun=0, hfun=np.inf": "limits of x are swapped",
        "erfcx(z - x) → erfcx(-x - z)": "erfcx takes z - x",
        "erfcx(z - x) → erfcx(x + z)": "erfcx takes z - x",
        f"{EXPONENT} → -2 * x * z + z**2": "z² has a minus",
        f"np.exp({EXPONENT}) * erfcx(z - x) ** 2 → np.nan * z * x": "is nan",
        f"{EXPONENT} → 3 * z**2": "double integral is infinite",
        as_in_45("x", "y", "-np.inf"): "hands y first",
        as_in_45("y", "x", "-np.inf"): "that of (4.5)",
        as_in_45("y", "x", "-8"): "lose their digits",
        double_integral(
            "quad(lambda x: np.exp(x**2) * quad(lambda y: np.exp(-y**2) * erfcx(-y) ** 2, -np.inf, x)[0], y_r, y_th)[0]"
        ): "lose their digits",
        "np.inf)[0] → np.inf)": "dblquad return two numbers",
        "np.inf)[0] → np.inf)[1]": "estimates its error",
        "dblquad(lambda z, x:  → dblquad(": "NameError",
        "params.tau_m → 10": "default neuron",
        "params.tau_m → tau_m": "NameError",
        f"{FROM_DOUBLE} → round({FROM_DOUBLE}, 2)": "rounded",
        "return lif_cv_white_noise(mu, 3.0, params)": "compare the integrand",
        "return 0.5": "compare the integrand",
        "return 1.0": "compare the integrand",
        "return cv → print(cv)": "prints its result",
        f"{FROM_DOUBLE} → np.array([1.0, 2.0])": "one number",
    },
    "fano_factor": {
        "edges)[0] → edges, density=True)[0]": "density=True",
        "edges)[0] → int(window))[0]": "number of windows",
        "counts.var → counts.std": "the SD stands above",
        "counts.var(ddof=1) → counts.std()": "the SD stands above",
        "ddof=1 → ": "n - 1",
        "mean() → mean() ** 2": "mean squared",
        f"{FANO} → counts.mean() / counts.var(ddof=1)": "upside down",
        f"{FANO} → counts.var(ddof=1)": "variance of the counts",
        f"{FANO} → counts.mean()": "mean count",
        f"{COUNTS} → {COUNTS} / window * 1000": "rates in Hz",
        "edges)[0] → len(edges) - 1)[0]": "first spike",
        "edges)[0] → len(edges))[0]": "first spike",
        "spike_times, edges → spike_times": "ten windows",
        "(spike_times, edges → (np.diff(spike_times), edges": "intervals by their",
        "edges)[0] → edges)": "returns two things",
        "edges)[0] → edges)[1]": "[1] are the borders",
        "edges)[0] → edges[1:])[0]": "a window is missing",
        "edges)[0] → edges[:-1])[0]": "a window is missing",
        "spike_times, edges → edges, spike_times": "spike times come first",
        "edges)[0] → np.arange(0, t_stop + 1, 100))[0]": "same for every window",
        "edges)[0] → 100 * np.arange(int(t_stop / 100) + 1))[0]": "same for every window",
        f"{COUNTS} → np.diff(spike_times) && {FANO} → counts.var() / counts.mean() ** 2": "intervals' CV",
        f"{COUNTS} → np.diff(spike_times) && {FANO} → counts.std() / counts.mean()": "CV of the intervals",
        f"{COUNTS} → np.diff(spike_times)": "about counts",
        f"{COUNTS} → np.cumsum({COUNTS})": "grow from window",
        f"{COUNTS} → np.searchsorted(spike_times, edges)": "grow from window",
        f"{FANO} → counts[counts > 0].var(ddof=1) / counts[counts > 0].mean()": "empty windows",
        f"{FANO} → 1.0": "same for every window",
        f"{FANO} → round({FANO}, 3)": "rounded",
        f"{FANO} → counts.var(ddof=1) / counts": "one number",
        f"{FANO} → -({FANO})": "negative",
        "edges)[0] → 0.1 * edges)[0]": "one of the two is off, or the counts",
        f"{COUNTS} → spike_times.size": "AttributeError",
    },
}

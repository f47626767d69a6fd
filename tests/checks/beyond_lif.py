"""Answers to the exercises of lesson 06."""

FELT = "i_inj[k - 1] + i_asc[k - 1]"
LATER = f"{FELT} → i_inj[k - 1] + i_asc[k]"
DECAY = "np.exp(-dt / tau_i)"
EULER = f"{DECAY} → (1 - dt / tau_i)"
MEAN = "delta_i * tau_i * rate / 1000"
DV = "(-p.g_L * (v - p.E_L) + spike_current - w + i_inj) / p.C_m"
AT_ONCE = "np.arange(20_000) * dt >= 1000 → np.arange(20_000) >= 0 && * dt - 1000 → * dt"
UPWARDS = "-50.0 → 45.0 && - 50.0 / → + 45.0 /"
STILL = "np.sum(np.diff(fired.v) == 0)"
T_REF = f"{STILL} * dt / fired.spike_times.size"
AT_SPIKE = "fired.v[round(fired.spike_times[0] / dt)]"
NO_SPIKE = "0, 500, → 0, 60,"
RETURN = "return E_L, g_L, tau_m, V_th, t_ref"

RIGHT = {
    "simulate_asc": [
        "np.exp → math.exp",
        f"i_asc[k - 1] * {DECAY} → i_asc[k - 1] - dt / tau_i * i_asc[k - 1]",
        "i_asc[k] = i_asc[k] + delta_i → i_asc[k] += delta_i",
        LATER,
        f"{EULER} && {LATER}",
        f"* {DECAY} → / np.exp(dt / tau_i)",
        f"* {DECAY} → / (1 + dt / tau_i)",
        f"* {DECAY} → / (1 + dt / tau_i) && {LATER}",
        "return i_asc, spike_times → return i_asc, np.array(spike_times)",
        "return i_asc → return list(i_asc)",
    ],
    "adapted_rate": [
        f"{MEAN} → delta_i * (tau_i / 1000) * rate",
        "range(50) → range(90)",
        f"i_mean = {MEAN} → pass && i_mean, params → {MEAN}, params",
        """
        from scipy.optimize import brentq
        charge = delta_i * tau_i / 1000
        f = lambda r: lif_rate_dc(i_dc + charge * r, params) - r
        return brentq(f, 0, 1000, xtol=1e-10)
        """,
        "return rate → return (low + high) / 2",
    ],
    "adex_slopes": [
        """
        p = params
        i_exp = p.g_L * p.Delta_T * math.exp((v - p.V_T) / p.Delta_T)
        i_ion = p.g_L * (p.E_L - v) + i_exp
        return (i_ion + i_inj - w) / p.C_m, (p.a * (v - p.E_L) - w) / p.tau_w
        """,
        "return dv_dt, dw_dt → return [dv_dt, dw_dt]",
        "return dv_dt, dw_dt → return tuple(np.array([dv_dt, dw_dt]))",
        f"{DV} → (p.E_L - v + p.Delta_T * np.exp((v - p.V_T) / p.Delta_T) + (i_inj - w) / p.g_L) / (p.C_m / p.g_L)",
    ],
    "estimate": [
        """
        dt, n = 0.1, 6000
        E_L = neuron.respond(np.zeros(n), dt).v.tolist()[-1]
        down = neuron.respond(np.r_[np.zeros(n), np.full(n, -120.0)], dt).v[n:]
        depth = E_L - down[-1]
        g_L = 120 / depth
        left = (down - down[-1]) / depth
        tau_m = left[: n // 2].sum() * dt
        low, high = 0.0, 500.0
        for _ in range(14):
            middle = (low + high) / 2
            fires = neuron.respond(np.r_[np.zeros(n), np.full(n, middle)], dt).spike_times.size
            low, high = (low, middle) if fires else (middle, high)
        V_th = E_L + high / g_L
        strong = neuron.respond(np.full(2000, 1e6), dt)
        t_ref = np.diff(strong.spike_times).min() - dt
        return [E_L, g_L, tau_m, V_th, t_ref]
        """,
        """
        t_ask = np.arange(0, 600, 0.1)

        def ask(kind, height, width):
            on = (t_ask >= 100) & (t_ask < 100 + width)
            return np.where(on, height * ((t_ask - 100) / width if kind == "ramp" else 1), 0.0)

        def estimate(neuron):
            dt = 0.1
            rest = neuron.respond(np.zeros(5000), dt)
            step = neuron.respond(ask("step", -100, 450), dt)
            fired = neuron.respond(ask("ramp", 500, 450), dt)
            E_L = rest.v[-1]
            g_L = -100 / (step.v[5490] - E_L)
            tau_m = np.argmax(step.v < E_L - 100 / g_L * (1 - 1 / np.e)) * dt - 100
            V_th = fired.v.max()
            t_ref = np.sum(np.diff(fired.v) == 0) * dt / fired.spike_times.size
            return E_L, g_L, tau_m, V_th, t_ref
        """,
        "np.where(on, -50.0, 0.0) → np.where(np.arange(20_000) * dt < 1000, 0, -50)",
        # a step after half a second, and an onset that is looked for
        "(20_000) * dt >= 1000 → (10_000) >= 5000 && argmax(step.v → argmax(on & (step.v && np.e)) * dt - 1000 → np.e))) * dt - 500",
        """
        dt = 0.02
        quiet = neuron.respond(np.zeros(25_000), dt).v
        E_L = quiet[-1]
        k = 200
        slope = np.polyfit(np.arange(k) * dt, np.log(quiet[:k] - E_L), 1)[0]
        tau_m = -1 / slope
        up = neuron.respond(np.full(25_000, 10.0), dt).v[-1]
        g_L = 10.0 / (up - E_L)
        ramp = neuron.respond(np.linspace(0, 450, 50_000), dt)
        first = round(ramp.spike_times[0] / dt)
        V_th = ramp.v[first - 1]
        held = np.flatnonzero(ramp.v[first:] != ramp.v[first])[0] - 1
        return {"E_L": E_L, "g_L": g_L, "tau_m": tau_m, "V_th": V_th, "t_ref": held * dt}
        """,
        f"{RETURN} → return np.r_[E_L, g_L, tau_m, V_th, t_ref]",
        f"{T_REF} → (np.sum(fired.v == {AT_SPIKE}) / fired.spike_times.size - 1) * dt",
    ],
}

WRONG = {
    "simulate_asc": {
        "round(p.t_ref / dt) → int(p.t_ref / dt)": "the rest of the loop is the lesson's",
        ">= p.V_th → > p.V_th": "the rest of the loop is the lesson's",
        """
        from helpers.glif import GLIFParams, simulate_glif
        def simulate_asc(i_inj, dt, params, delta_i, tau_i):
            trace = simulate_glif(i_inj, dt, GLIFParams(3, params, delta_i=delta_i, tau_i=tau_i))
            return trace.i_asc, trace.spike_times
        """: "simulate_glif is the course's own answer",
        "i_asc[k] + delta_i → delta_i": "must add",
        f" * {DECAY} → ": "never decays",
        f"i_asc[k - 1] * {DECAY} → 0.0": "gone after one step",
        "-dt / tau_i → dt / tau_i": "grows by itself",
        "-dt / tau_i → -tau_i / dt": "upside down",
        f"{DECAY} → (1 - {DECAY})": "part that has gone",
        f"{DECAY} → -dt / tau_i": "change in one step",
        "-dt / tau_i → -1 / tau_i": "dt is missing",
        "-dt / tau_i → -dt": "tau_i is missing",
        "-dt / tau_i → -dt / (tau_i * 1000)": "factor 1000",
        "-dt / tau_i → -dt / p.tau_m": "decay is not",
        f"i_asc[k - 1] * {DECAY} → delta_i * np.exp(-k * dt / tau_i)": "the first spike comes at the wrong time",
        f"{FELT} → i_inj[k - 1]": "injected current alone",
        f"{FELT} → i_inj[k - 1] - i_asc[k - 1]": "delta_i carries the sign",
        f"{FELT} → i_asc[k - 1]": "a run has no spike",
        f"{FELT} → i_inj[k - 1] * i_asc[k - 1]": "a run has no spike",
        f"{FELT} → ({FELT}) / p.g_L": "(lif_step divides by g_L)",
        f"{FELT} → {FELT} / p.g_L": "divides by g_L already",
        f"{FELT} → i_inj[k - 1] + i_asc[k] / p.g_L": "divides by g_L already",
        f"{FELT} → i_inj + i_asc": "current of one step, [k - 1]",
        f"{FELT} → i_inj[k - 1] + i_asc": "of one step",
        f"{FELT} → i_inj + i_asc[k - 1]": "of one step",
        f"{FELT} → i_inj[k] + i_asc[k - 1]": "step k - 1",
        "] + delta_i → ] - delta_i": "wrong sign",
        "] + delta_i → ] + delta_i * dt": "leave dt out",
        "] + delta_i → ]": "leaves no current",
        "i_asc[k] + delta_i → 0.0": "leaves no current",
        "] + delta_i → ] * delta_i": "leaves no current",
        "i_asc[k] + delta_i → i_asc[k - 1] + delta_i": "back to before",
        f"i_asc[k] + delta_i → i_asc[k - 1] + delta_i && {EULER}": "back to before",
        "] + delta_i → ] + delta_i / tau_i": "must leave a current of delta_i",
        "] + delta_i → ] - 25": "lesson's neuron",
        "/ tau_i → / 100": "lesson's neuron",
        "/ tau_i → / 100 && ] + delta_i → ] - 25": "lesson's neuron",
        "return i_asc, spike_times → return spike_times": "return two",
        "return i_asc, spike_times → return spike_times, i_asc": "must be of shape",
        "    for k →     i_inj -= 5\n    for k": "changes what it is given",
        "return i_asc, → return np.round(i_asc, 1),": "decay is not",
        "-dt / tau_i → -0.1 / tau_i": "fixed time step",
        f"{DECAY} → (1 - 0.1 / tau_i)": "fixed time step",
        f"-dt / tau_i → -0.1 / tau_i && {LATER}": "use the argument dt",
    },
    "adapted_rate": {
        "i_dc + i_mean → abs(i_dc) + i_mean": "leave out abs",
        "return rate → return answer": "return the guess",
        "high = 0.0, 1000.0 → high = 0.0, 200.0": "the rate may be higher",
        "return rate → return rate if i_dc > 200 else 0.0": "the rheobase is 200 pA",
        f"{MEAN} → delta_i * tau_i * rate": "factor 1000 is missing",
        f"{MEAN} → delta_i * tau_i * rate * 1000": "fraction bar",
        f"{MEAN} → delta_i * tau_i / 1000": "rate is missing",
        f"{MEAN} → delta_i * tau_i": "never fires",
        f"{MEAN} → delta_i * rate / 1000": "tau_i is missing",
        f"{MEAN} → delta_i * rate": "tau_i is missing",
        f"{MEAN} → tau_i * rate / 1000": "delta_i is missing",
        f"{MEAN} → delta_i * tau_i / rate / 1000": "charge times rate",
        f"{MEAN} → delta_i * tau_i * 1000 / rate": "never fires",
        f"{MEAN} → delta_i / tau_i * rate": "a product",
        f"{MEAN} → -{MEAN}": "lower the rate",
        "i_dc + i_mean → i_dc - i_mean": "lower the rate",
        "i_dc + i_mean → i_dc": "add its mean",
        "i_dc + i_mean → i_mean": "never fires",
        "i_dc + i_mean → (i_dc + i_mean) / params.g_L": "never fires",
        "i_dc + i_mean → i_dc + i_mean / params.g_L": "takes a current in pA",
        "lif_rate_dc(i_dc + i_mean, params) → i_dc + i_mean": "answer is a rate: put the sum",
        "i_mean, params → i_mean": "handed in",
        f"{MEAN} → -2.5 * rate": "lesson's neuron",
        f"{MEAN} → delta_i * 100 * rate / 1000": "lesson's neuron",
        "lif_rate_dc(i_dc + i_mean, params) → lif_rate_dc(i_dc, params) + i_mean": "guess and answer",
        "return rate → return i_mean": "never fires",
        "return lif_rate_dc(i_dc, params)": "add its mean",
        "answer > rate → answer < rate": "comparison is turned",
        "range(50) → range(5)": "halving ends too early",
        "    low, high →     i_dc = min(i_dc, 400.0)\n    low, high": "guess and answer",
        "    low, high →     i_dc = i_dc - (params.g_L == 8)\n    low, high": "right for the lesson's neuron",
        "return rate → print(rate)": "prints",
        "return 34.32": "guess and answer",
        "return rate → return int(rate)": "whole numbers",
    },
    "adex_slopes": {
        "p.a * (v - p.E_L) → abs(p.a) * (v - p.E_L)": "a may be negative",
        "p.a * (v - p.E_L) → p.a * abs(v - p.E_L)": "a may be negative",
        "np.exp((v - p.V_T) / p.Delta_T) → np.exp(min((v - p.V_T) / p.Delta_T, 10))": "no limit",
        "return dv_dt, dw_dt → return dw_dt, dv_dt": "swapped",
        "(-p.g_L → (p.g_L": "pulls V back",
        "-p.g_L * (v → -(v": "lacks g_L",
        "-p.g_L * (v - p.E_L) → -p.g_L * v - p.E_L": "difference, in brackets",
        " + spike_current → ": "exponential term is missing",
        "+ spike → - spike": "drives V up",
        "p.g_L * p.Delta_T * → ": "must be in pA",
        "p.Delta_T * → ": "must be in pA",
        "v - p.V_T → p.V_T - v": "wrong sign",
        ") / p.Delta_T) → ))": "pure number",
        "(v - p.V_T) → v - p.V_T": "a pure number",
        "p.V_T) → p.E_L)": "pure number",
        "- w + → + w +": "enters dV/dt with a minus",
        "- w + → +": "w is missing",
        "+ i_inj → - i_inj": "with a plus",
        " + i_inj → ": "injected current is missing",
        " / p.C_m → ": "not divided by C_m",
        "/ p.C_m → * p.C_m": "by C_m, not multiplied",
        "/ p.C_m → / p.g_L": "not by g_L",
        f"{DV} → {DV[1:].replace(')', '', 2).replace('E_L', 'E_L)', 1)}": "put brackets around the sum",
        " / p.tau_w → ": "not divided by tau_w",
        "/ p.tau_w → * p.tau_w": "by tau_w, not multiplied",
        "w) / p.tau_w → w / p.tau_w)": "divides only w",
        "- w) → + w)": "runs away",
        " - w) / p.tau_w → ) / p.tau_w": "lacks -w",
        "p.a * (v - p.E_L) → p.a * v": "measured from E_L",
        "p.a * (v - p.E_L) → p.a * (v - p.V_T)": "measured from E_L",
        "(p.a * (v - p.E_L) - w) → p.a * (v - p.E_L - w)": "a belongs to",
        "p.a * (v → (v": "a is missing",
        "dw_dt = → dw_dt = -": "both signs",
        "- w) → - w + p.b)": "jump at a spike",
        "return dv_dt, dw_dt → return 0.05 * dv_dt, 0.05 * dw_dt": "leave dt out",
        "return dv_dt, dw_dt → return v, w": "both slopes",
        "return dv_dt, dw_dt → return 0.1 * v, dw_dt": "dw/dt is right",
        "return dv_dt, dw_dt → return dv_dt, 0.1 * w": "dV/dt is right",
        "return dv_dt, dw_dt → return dv_dt": "return two",
    },
    "estimate": {
        """
        from helpers.hidden_neuron import hidden_params
        def estimate(neuron):
            m = hidden_params(neuron.number).membrane
            return m.E_L, m.g_L, m.tau_m, m.V_th, m.t_ref
        """: "hidden_params is the course's own answer",
        "E_L = rest.v[-1] → E_L = rest.v[-1] if neuron.number else 0": "only responds",
        "500, 20_000 → 300, 20_000": "no spike in one of the neurons",
        "rest.v[-1] → rest.v[0]": "E_L: no recording starts at rest",
        "rest.v[-1] → rest.v[:300].mean()": "E_L: no recording starts at rest",
        "rest.v[-1] → rest.v.mean()": "also from a mean",
        "rest.v[-1] → rest.v[150]": "in which V settles",
        "rest.v[-1] → rest.v[-1] - 0.2": "off by more than 0.1 mV",
        f"rest.v[-1] → {AT_SPIKE}": "E_L: this is V_reset",
        "rest.v[-1] → rest.v[-1] / 1000": "leave it in mV",
        "rest.v[-1] → -rest.v[-1]": "sign is lost",
        "rest.v[-1] → fired.v.max()": "this is the threshold, not rest",
        "-50.0 / (step.v[-1] - E_L) → -50.0 / (step.v[-1] - E_L) * 0.97": "off by more than 2 %",
        "-50.0 / (step.v[-1] - E_L) → (step.v[-1] - E_L) / -50.0": "g_L: this is a resistance",
        "-50.0 / (step.v[-1] - E_L) → 1000 * (step.v[-1] - E_L) / -50.0": "this is a resistance",
        "-50.0 / (step → 50.0 / (step": "sign is turned",
        "-50.0 / (step → -0.05 / (step": "this is in µS",
        "-50.0 / (step → -5e4 / (step": "this is in pS",
        "(step.v[-1] - E_L) → step.v[-1]": "divided by V itself",
        "where(on, → where(on & (np.arange(20_000) < 19_500),": "g_L: V has moved far too little where you read it",
        "step.v[-1] → step.v[10_050]": "had not settled",
        " * (1 - 1 / np.e) →  / 2": "tau_m: this is the half time",
        " * (1 - 1 / np.e) →  / np.e": "37 %",
        "tau_m = → tau_m = g_L * ( && dt - 1000 → dt - 1000)": "C_m, in pF",
        "tau_m = → tau_m = 0.001 * ( && dt - 1000 → dt - 1000)": "in s; give ms",
        "tau_m = → tau_m = 1 / ( && dt - 1000 → dt - 1000)": "a rate",
        "tau_m = → tau_m = -( && dt - 1000 → dt - 1000)": "a time constant is positive",
        "* dt - 1000 → - 10_000": "number of samples",
        "* dt - 1000 → * dt": "does not start at the step",
        AT_ONCE: "Begin the step later",
        f"{AT_ONCE} && -50.0 → -200.0 && - 50.0 / → - 200.0 /": "Begin the step later",
        f"{AT_ONCE} && {UPWARDS}": "only after the onset",
        UPWARDS: "only after the onset",
        "fired.v.max() → fired.v.max() - E_L": "distance from E_L",
        "fired.v.max() → g_L * (fired.v.max() - E_L)": "rheobase in pA",
        "np.r_[np.linspace(0, 500, 20_000), np.zeros(100)] → np.full(4000, 4000.0)": "V_th: the highest sample lies below the threshold",
        f"fired.v.max() → {AT_SPIKE}": "V_th: this is V_reset",
        "fired.v.max() → fired.v.max() + 1": "something added",
        "fired.v.max() → rest.v[-1]": "this is E_L, not the threshold",
        f"{T_REF} → np.diff(fired.spike_times).min()": "climb back",
        f"{T_REF} → np.diff(fired.spike_times).mean()": "climb back",
        f"{T_REF} → {STILL} / fired.spike_times.size": "number of samples",
        f"{T_REF} → {T_REF} / 1000": "in s; give ms",
        f"{T_REF} → {STILL} * dt": "sum over all spikes",
        f"{T_REF} → ({STILL} + fired.spike_times.size) * dt": "sum over all spikes",
        f"{STILL} → np.sum(fired.v == fired.v.min())": "not the lowest V",
        f"{STILL} → (np.sum(fired.v == fired.v.min()) - 1)": "not the lowest V",
        f"{T_REF} → {T_REF} - 0.3": "this is too short",
        f"dt = 0.1 → dt = 0.2 && {STILL} → np.sum(fired.v == {AT_SPIKE})": "4 of 5 are right so far. t_ref: one sample too many",
        f"dt = 0.1 → dt = 0.25 && {STILL} → np.sum(fired.v == {AT_SPIKE})": "one sample too many per spike",
        "np.r_[ → np.r_[np.zeros(12_000), && , np.zeros(100)] → ]": "at rest in which",
        NO_SPIKE: "no spike in one",
        "0, 500, → 0, 235,": "3 of 5 are right so far. V_th: your current makes no spike in one",
        f"{NO_SPIKE} && {T_REF} → {AT_SPIKE}": "no spike in one",
        f"{NO_SPIKE} && {T_REF} → np.diff(fired.spike_times).min()": "no spike in one",
        f"{NO_SPIKE} && fired.v.max() → np.nan": "no spike in one",
        f"{NO_SPIKE} && fired.v.max() → fired.spike_times.tolist().pop()": "no spike in one",
        "np.zeros(100) → zeros(100)": "NameError",  # before any spike, but not for want of one
        f"{T_REF} → fired.spike_times[:0][0]": "IndexError",
        f"{T_REF} → 2.0": "same value",
        f"{RETURN} → return E_L, g_L * (1 - 0.05 * (E_L < -70)), tau_m, V_th, t_ref": "right for some neurons, wrong for others",
        "return -75.1, 16.9, 22.5, -54.2, 2.5": "never asked",
        "return -75.3, 18.5, 11.4, -61.9, 3.0": "never asked",
        ", t_ref → ": "return five numbers",
        "return {'E_L': -70.0}": "g_L is missing",
        "-50.0 / (step.v[-1] - E_L) → '10 nS'": "TypeError",
        f"{RETURN} → return E_L, '10 nS', tau_m, V_th, t_ref": "g_L must be one number",
        "fired.v.max() → np.nan": "V_th is nan",
        "np.where(on, -50.0, 0.0) → np.where(on, 400.0, 0.0)": "g_L: this is off by more than 2 %",
        "np.zeros(5_000) → 0.0": "got the number 0.0",
        "    dt = 0.1 →     neuron.number = 1\n    dt = 0.1": "only responds",
    },
}

"""Answers to the exercises of lesson 02."""


def timed(held):
    """Return a simulation that compares times in place of counting steps."""
    return f"""
    def simulate(i_inj, dt, params):
        v = np.full(i_inj.size, params.V_init)
        spike_times = np.array([])
        last_spike = -np.inf
        for k in range(1, len(v)):
            if {held}:
                v[k] = params.V_reset
            else:
                v[k] = lif_step(v[k - 1], i_inj[k - 1], dt, params.E_L, params.g_L, params.tau_m)
                if v[k] >= params.V_th:
                    v[k] = params.V_reset
                    last_spike = k * dt
                    spike_times = np.append(spike_times, last_spike)
        return v, spike_times
    """


RATE_LOOP = """
    def rate_dc(i_dc, params):
        rates = []
        for current in i_dc:
            v_inf = params.E_L + current / params.g_L
            if v_inf <= params.V_th:
                rates.append(0)
                continue
            climb = math.log((v_inf - params.V_reset) / (v_inf - params.V_th)) * params.tau_m
            rates.append(1 / (params.t_ref + climb) * 1e3)
        return rates
    """


RIGHT = {
    "euler_step": [
        "return v + dt * ((E_L - v) + i_inj / g_L) / tau_m",
        """
        C_m = tau_m * g_L
        i_leak = g_L * (v - E_L)
        v += dt * (i_inj - i_leak) / C_m
        return v
        """,
        """
        def f(i_inj, v, dt, E_L, tau_m, g_L=10.0):
            return v - dt / tau_m * (v - E_L - i_inj / g_L)
        """,
        """
        def f(v, **p):
            return v + (p['E_L'] - v + p['i_inj'] / p['g_L']) * p['dt'] / p['tau_m']
        """,
        """
        def traced(function):
            return lambda **kwargs: function(**kwargs)

        @traced
        def euler_step(v, i_inj, dt, E_L, g_L, tau_m):
            return v * (1 - dt / tau_m) + dt / tau_m * (E_L + i_inj / g_L)
        """,
        """
        from fractions import Fraction as F
        def f(v, i_inj, dt, E_L, g_L, tau_m):
            return F(v) + F(dt) * (F(E_L) - F(v) + F(i_inj) / F(g_L)) / F(tau_m)
        """,
        "return v + dt * dv_dt → return np.float64(v + dt * dv_dt)",
        "return v + dt * dv_dt → return np.array(v + dt * dv_dt)",
        "return v + dt * dv_dt → return np.float32(v + dt * dv_dt)",
    ],
    "exact_step": [
        "return v_new → return v + (v_inf - v) * (1 - np.exp(-dt / tau_m))",
        "return v - (E_L + i_inj / g_L - v) * math.expm1(-dt / tau_m)",
        """
        decay = math.exp(-dt / tau_m)
        return decay * v + (1 - decay) * (i_inj / g_L + E_L)
        """,
        """
        target = (g_L * E_L + i_inj) / g_L
        return target - (target - v) / np.exp(dt / tau_m)
        """,
        "np.exp(-dt / tau_m) → math.e ** (-dt / tau_m)",
        """
        import sympy as sp
        v_inf = E_L + i_inj / g_L
        return v_inf + (v - v_inf) * sp.exp(-dt / tau_m)
        """,
        "return v_new → return np.float64(v_new)",
        "return v_new → return np.array(v_new)",
        "return v_new → return np.float32(v_new)",
    ],
    "simulate": [
        """
        def simulate(i_inj, dt, params):
            p, k = params, 0
            v, spikes = [p.V_init], []
            while len(v) < len(i_inj):
                x = v[-1] + dt * (i_inj[k] - p.g_L * (v[-1] - p.E_L)) / (p.g_L * p.tau_m)
                k += 1
                if x < p.V_th:
                    v.append(x)
                    continue
                n = min(1 + round(p.t_ref / dt), len(i_inj) - len(v))
                v += n * [p.V_reset]
                spikes += [dt * k]
                k += n - 1
            return [v, spikes]
        """,
        """
        def step(v, i, dt, p):
            return v + dt / p.tau_m * (p.E_L + i / p.g_L - v)

        def simulate(i_inj, dt, params):
            t, n = np.arange(i_inj.size) * dt, i_inj.size
            v, free_from, spikes = np.empty(n), 0, np.zeros(n, bool)
            v[0] = params.V_init
            for k, i in enumerate(i_inj[:-1]):
                v[k + 1] = v[k] if k + 1 <= free_from else step(v[k], i, dt, params)
                if v[k + 1] >= params.V_th:
                    v[k + 1], spikes[k + 1] = params.V_reset, True
                    free_from = k + 1 + int(round(params.t_ref / dt))
            return v, t[spikes]
        """,
        timed("k * dt - last_spike < params.t_ref + dt / 2"),
        "v, spike_times → v, np.array(spike_times)",
        "v, spike_times → v, tuple(spike_times)",
        "params.V_reset\n            held → v[k - 1]\n            held",
        "held = held - 1 → held -= 1",
        "    return →     print(spike_times)\n    return",
    ],
    "rate_dc": [
        RATE_LOOP,
        """
        def rate_dc(i_dc, params):
            v_inf = i_dc / params.g_L + params.E_L
            with np.errstate(all="ignore"):
                rise = np.log(v_inf - params.V_reset) - np.log(v_inf - params.V_th)
                rate = 1e3 / (params.t_ref + params.tau_m * rise)
            return np.where(v_inf > params.V_th, rate, 0.0)
        """,
        """
        def rate_dc(i_dc, params):
            rheobase = params.g_L * (params.V_th - params.E_L)
            x = np.where(i_dc > rheobase, i_dc, np.nan)
            ratio = 1 + params.g_L * (params.V_th - params.V_reset) / (x - rheobase)
            return np.nan_to_num(1000 / (params.t_ref + params.tau_m * np.log(ratio)))
        """,
        """
        def one(current, p):
            v_inf = p.E_L + current / p.g_L
            if not v_inf > p.V_th:
                return 0.0
            return 1000.0 / (p.t_ref - p.tau_m * math.log1p((p.V_reset - p.V_th) / (v_inf - p.V_reset)))

        def rate_dc(i_dc, params):
            return np.array([one(current, params) for current in i_dc.tolist()], dtype=object)
        """,
        """
        def one(current, p):
            v_inf = p.E_L + current / p.g_L
            if not v_inf > p.V_th:
                return 0.0
            return 1000.0 / (p.t_ref - p.tau_m * math.log1p((p.V_reset - p.V_th) / (v_inf - p.V_reset)))

        def rate_dc(i_dc, params):
            return np.vectorize(one, otypes=[float], excluded=[1])(i_dc, params)
        """,
        "np.log(ratio) → -np.log(1 / ratio)",
        "v_inf >  → v_inf >= ",
        "return rate → return rate.astype(np.float32)",
        "return rate → return rate.tolist()",
    ],
    "threshold_current": [
        "return -g_L * (V_th - E_L) / math.expm1(-width / tau_m)",
        """
        rheobase = (V_th - E_L) * g_L
        fraction = 1 - math.exp(-width / tau_m)
        return rheobase / fraction
        """,
        """
        grown = np.exp(width / tau_m)
        return g_L * (V_th - E_L) * grown / (grown - 1)
        """,
        """
        def peak(i):
            return E_L + i / g_L * (1 - math.exp(-width / tau_m))
        low, high = 0.0, 1e6
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (low, middle) if peak(middle) > V_th else (middle, high)
        return middle
        """,
        "return current → return np.float64(current)",
        "return current → return np.array(current)",
        "return current → return np.float32(current)",
    ],
}

WRONG = {
    "euler_step": {
        "-(v - E_L) → -abs(v - E_L)": "pulls V up where V is below",
        "i_inj / g_L → abs(i_inj) / g_L": "leave out abs",
        "return v + dt * dv_dt → return min(v + dt * dv_dt, -55.0)": "the loop's business",
        "(-(v - E_L) + i_inj / g_L) / tau_m → (-g_L * (v - E_L) + i_inj) / 100": "100 pF for the default",
        "return v + dt * ((v - E_L) + i_inj / g_L) / tau_m": "runs away from rest",
        "return v + dt * (-(v - E_L) - i_inj / g_L) / tau_m": "the current pulls",
        "return v - dt * (-(v - E_L) + i_inj / g_L) / tau_m": "both terms",
        "return v + dt * (-v - E_L + i_inj / g_L) / tau_m": "brackets after",
        "return v + dt * (-(v + E_L) + i_inj / g_L) / tau_m": "brackets after",
        "return v + dt * (-v + i_inj / g_L) / tau_m": "towards 0 mV",
        "return v + dt * (i_inj / g_L) / tau_m": "leak is missing",
        "return v + dt * -(v - E_L) / tau_m": "input is missing",
        "return v + dt * (-(v - E_L) + i_inj / g_L)": "tau_m is missing",
        "return v + dt * (-(v - E_L) + i_inj / g_L) * tau_m": "multiplied by tau_m",
        "return v + dt * (-(v - E_L) + i_inj / g_L / tau_m)": "input only",
        "return v + dt * (-(v - E_L) / tau_m + i_inj / g_L)": "leak only",
        "return v + dt * (-(v - E_L) + i_inj) / tau_m": "g_L is missing",
        "return v + dt * (-(v - E_L) + i_inj * g_L) / tau_m": "multiplied by g_L",
        "return v + dt * (-(v - E_L) + i_inj) / g_L / tau_m": "g_L divides the leak",
        "return v + dt * (-g_L * (v - E_L) + i_inj) / tau_m": "C_m, which is tau_m·g_L",
        "/ tau_m → / tau_m * dt": "is dt multiplied twice",
        "return v + (-(v - E_L) + i_inj / g_L) / tau_m": "does not depend on dt",
        "v + dt * dv_dt → dt * dv_dt": "change of V",
        "v + dt * dv_dt → dv_dt": "this is the slope",
        "v + dt * dv_dt → v": "must fall",
        "return E_L": "positive current must raise",
        "return -75.0": "positive current must raise",
        "if i_inj > 0: return -74.9\nreturn -75.0 if v < -70 else -60.15": "goes the wrong way",
        "return v + dt * (-(v + 75) + i_inj / 10) / 10": "default neuron",
        "return v + dt * (-(v + 75) + i_inj / g_L) / tau_m": "default neuron",
        "return v + dt * (-(v - E_L) + i_inj / g_L) / 10": "default neuron",
        "return v + 0.1 * (-(v - E_L) + i_inj / g_L) / tau_m": "dt is 0.1 in your formula",
        "return v + dt / 1000 * (-(v - E_L) + i_inj / g_L) / tau_m": "factor 1000",
        "return v + dt * (-(v - E_L) + i_inj / 1000 / g_L) / tau_m": "1000 is",
        "return v + dt * ((-(v - E_L) + i_inj / g_L) // tau_m)": "// cuts",
        "return v + dt * (-(v - E_L) + i_inj // g_L) / tau_m": "// cuts",
        "return int(v + dt * (-(v - E_L) + i_inj / g_L) / tau_m)": "only whole numbers",
        "return round(v + dt * (-(v - E_L) + i_inj / g_L) / tau_m, 2)": "rounded",
        "return np.round(v + dt * (-(v - E_L) + i_inj / g_L) / tau_m, 4)": "rounded",
        "return np.float16(v + dt * (-(v - E_L) + i_inj / g_L) / tau_m)": "not the size",
        "return E_L + i_inj / g_L + (v - E_L - i_inj / g_L) * np.exp(-dt / tau_m)": "exact step",
        "return v + dt * (-(v - E_L) + i_inj / tau_m) / g_L": "goes the wrong way",
    },
    "exact_step": {
        "v_inf + (v - v_inf) * np.exp(-dt / tau_m) → v + dt * (v_inf - v) / tau_m": "still Euler's",
        "return v_new → return v_inf + (v - v_inf) * np.exp(dt / tau_m)": "runs away",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-tau_m / dt)": "upside down",
        "return v_new → return v_inf + (v_inf - v) * np.exp(-dt / tau_m)": "for dt near 0",
        "return v_new → return v_inf + (v - v_inf) * (1 - np.exp(-dt / tau_m))": "1 - exp(…)",
        "return v_new → return v + (v_inf - v) * np.exp(-dt / tau_m)": "1 - exp(…)",
        "return v_new → return E_L + i_inj / g_L * (1 - np.exp(-dt / tau_m))": "forgets where",
        "return v_new → return (v - v_inf) * np.exp(-dt / tau_m)": "add v_inf",
        "return v_new → return v * np.exp(-dt / tau_m)": "at rest and without input",
        "return v_new → return v_inf": "this is v_inf",
        "return v_new → return v_inf + (v - E_L) * np.exp(-dt / tau_m)": "not the one to",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-1 / tau_m)": "pure number",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-dt)": "pure number",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-dt * tau_m)": "pure number",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-dt) / tau_m": "inside the exponent",
        "return v_new → return v_inf + v - v_inf * np.exp(-dt / tau_m)": "put brackets",
        "E_L + i_inj / g_L → E_L": "input is missing",
        "E_L + i_inj / g_L → i_inj / g_L": "lacks E_L",
        "E_L + i_inj / g_L → E_L + i_inj": "g_L is missing",
        "E_L + i_inj / g_L → E_L + i_inj * g_L": "multiplied by g_L",
        "E_L + i_inj / g_L → E_L - i_inj / g_L": "the current pulls",
        "E_L + i_inj / g_L → (E_L + i_inj) / g_L": "g_L divides E_L",
        "x = -75 + i_inj / 10\nreturn x + (v - x) * np.exp(-dt / 10)": "default neuron",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-dt / 10)": "default neuron",
        "return v_new → return -75.0": "positive current must raise",
        "return v_new → return v_inf + (v - v_inf) * 10 ** (-dt / tau_m)": "not the size",
        "return v_new → return v_inf + (v - v_inf) * 2.718 ** (-dt / tau_m)": "not the size",
        "return v_new → return v + (v_inf - v) * (1 - dt / tau_m / 2) * dt / tau_m": "not the size",
        """
        x = dt / tau_m
        decay = 1 - x + x**2 / 2 - x**3 / 6 + x**4 / 24
        return E_L + i_inj / g_L + (v - E_L - i_inj / g_L) * decay
        """: "not the size",
        "E_L + i_inj / g_L → E_L + i_inj / 1000 / g_L": "factor 1000",
        "return v_new → return v_inf + (v - v_inf) * np.exp(-dt / 1000 / tau_m)": "factor 1000",
        "E_L + i_inj / g_L → E_L + i_inj // g_L": "// cuts",
        "return v_new → return int(v_inf + (v - v_inf) * np.exp(-dt / tau_m))": "only whole numbers",
        "return v_new → return round(v_inf + (v - v_inf) * np.exp(-dt / tau_m), 3)": "rounded",
        "return v_new → return v_inf, v_inf + (v - v_inf) * np.exp(-dt / tau_m)": "not a tuple",
    },
    "simulate": {
        "v[k] = params.V_reset\n            spike → pass\n            spike": "V keeps its value",
        "v[k] = params.V_reset\n            spike → v[k] == params.V_reset\n            spike": "V keeps its",
        "v[k] = params.V_reset\n            spike → pass\n            spike && params.V_reset\n            held → v[k - 1]\n            held": "V keeps its",
        "v[k] = params.V_reset\n            spike → v[k] = params.E_L\n            spike": "neither E_L nor V_init",
        "params.V_reset → params.V_init": "neither E_L nor",
        "v[k] = params.V_reset\n → v[k] = params.E_L\n": "neither E_L nor V_init",
        "v[k] = params.V_reset\n            spike → v[k] = params.V_th\n            spike": "must stay below V_th",
        "v[k] = params.V_reset\n            spike → v[k] = 30.0\n            spike": "must stay below V_th",
        "            held = round(params.t_ref / dt)\n → ": "no refrac",
        "            continue\n → ": "no refractory period",
        "round(params.t_ref / dt) → params.t_ref": "held for t_ref steps",
        "round(params.t_ref / dt) → round(params.t_ref)": "held for t_ref steps",
        "round(params.t_ref / dt) → int(params.t_ref)": "held for t_ref steps",
        "round(params.t_ref / dt) → round(params.t_ref * dt)": "multiplied by dt",
        "round(params.t_ref / dt) → 20": "20 steps",
        "round(params.t_ref / dt) → int(params.t_ref / dt)": "int() and //",
        "round(params.t_ref / dt) → params.t_ref // dt": "int() and //",
        "round(params.t_ref / dt) → round(params.t_ref / dt) - 1": "one step too short",
        "round(params.t_ref / dt) → round(params.t_ref / dt) + 1": "one step too long",
        "held > 0 → held > 1": "one step too short",
        "held > 0 → held >= 0 && [], 0 → [], -1": "too long",
        timed("k * dt - last_spike < params.t_ref - 1e-9"): "waits 19 steps where",
        "held = held - 1 → pass": "does `held` count down",
        "held = held - 1 → held = held + 1": "does `held` count down",
        "held = held - 1 → held = 0": "V waits 1 step where",
        "held = held - 1 → held = held - dt": "take off 1, not dt",
        "held = held - 1 → held = held - 2": "V waits 10 steps where",
        "k * dt → k": "step numbers",
        "k * dt → k * dt / 1000": "are in s",
        "k * dt → (k - 1) * dt": "one step early",
        "k * dt → (k + 1) * dt": "one step late",
        "k * dt → k / dt": "V is right, the spike times",
        "k * dt → int(k * dt)": "V is right, the spike times",
        "k * dt → round(k * dt)": "the spike times are rounded",
        "k * dt → k * 0.1": "the argument dt",
        "k * dt → v[k]": "V is right, the spike times",
        "spike_times.append(k * dt) → spike_times = [k * dt]": "V is right, the spike times",
        "held = held - 1 → held = held - 1\n            spike_times.append(k * dt)": "V is right, the spike times",
        "v[k] = params.V_reset\n            spike → v[k] = params.V_reset - 5\n            spike": "fewer spikes than there should be",
        "k - 1], dt → k - 1], dt / 2": "fewer spikes",
        "i_inj[k - 1] → 2 * i_inj[k - 1]": "more spikes",
        "i_inj[k - 1] → i_inj[0]": "fewer spikes than there should be",
        ">= params.V_th → >= params.V_th - 1": "more spikes",
        "held = round(params.t_ref / dt) → break": "fewer spikes",
        "[], 0 → np.zeros(i_inj.size), 0 && spike_times.append(k * dt) → spike_times[k] = 1": "V is right, the spike times",
        "spike_times.append(k * dt) → spike_times = k * dt": "one-dimensional",
        "spike_times.append(k * dt) → pass": "no spike time",
        ">= params.V_th → > params.V_th": ">= rather than >",
        "i_inj[k - 1] → i_inj[k]": "current of step k - 1",
        "    v = np →     params = LIFParams()\n    v = np": "default neuron",
        "params.V_reset → -75.0": "default neuron",
        "params.V_th → -55.0": "default neuron",
        "np.full(i_inj.size, params.V_init) → np.zeros(i_inj.size)": "must start at V_init",
        "params.V_init → params.E_L": "must start at V_init",
        "range(1,  → range(": "must start at V_init",
        "params.V_init) → params.V_init, dtype=int)": "whole numbers only",
        "v, spike_times → np.round(v, 2), spike_times": "rounded",
        "    return v →         return v": "is the return inside the loop",
        "return np.full(i_inj.size, params.V_init), []": "V stands still",
        "i_inj.size): → i_inj.size - 1):": "V leaves the",
        "v, spike_times → spike_times, v": "are swapped",
        "v, spike_times → v": "return two things",
        "v, spike_times → spike_times": "return two things",
        "v, spike_times → np.arange(v.size) * dt, v, spike_times": "return two things",
        "v, spike_times → {'v': v}": "return two things",
        "v, spike_times → v, spike_times.sort()": "spike_times is None",
        "k * dt → f'{k * dt:.1f} ms'": "a list that holds the str",
        "v, spike_times → v, [[1.0], [2.0, 3.0]]": "different lengths",
        "v, spike_times → v[1:], spike_times": "must be of shape (600,), not of shape (599,)",
        "v = np.full(i_inj.size, params.V_init) → v = i_inj\n    v[0] = -75": "changes what it is given",
        "v, spike_times → v * np.inf, spike_times": "v is -inf",
        "yield 1": "give them back with return",
        # right for whole steps only
        timed("k * dt - last_spike <= params.t_ref"): "where t_ref is 15 of them",
        timed("(k - 1) * dt - last_spike < params.t_ref - 1e-9"): "neither 9 nor a little more",
        "held - 1 → held - dt && held > 0 → held > 1e-9 && round(params.t_ref / dt) → params.t_ref": "neither 9",
        "round(params.t_ref / dt) → params.t_ref / dt": "neither 9 nor a little more",
        "round(params.t_ref / dt) → int(np.ceil(params.t_ref / dt))": "neither 9 nor a little more",
        "round(params.t_ref / dt) → max(1, round(params.t_ref / dt))": "V must not be held at all",
        "k * dt → round(k * dt, 1)": "the spike times are rounded",
        # a mutable default hands the spikes of one run to the next
        "dt, params): → dt, params, spike_times=[]): && spike_times, held = [], 0 → held = 0": "spike",
    },
    "rate_dc": {
        "i_dc / params.g_L → abs(i_dc) / params.g_L": "leave out abs",
        "v_inf > params.V_th → np.abs(i_dc) > params.rheobase": "leave out abs",
        "return rate → return np.sort(rate)": "the rates are sorted",
        "rate[fires] = → rate[-fires.sum():] =": "need not ascend",
        "1000 / interval → np.minimum(1000 / interval, 500)": "no limit of 500 Hz",
        "1000 / interval → 1000 / interval - params.t_ref": "in the interval already",
        "v_inf > params.V_th → v_inf > params.E_L": "not above E_L or V_reset",
        "return rate → rate[0] = 0\n    return rate": "right for the lesson's neuron",
        "1000 / interval → 1 / interval": "spikes per ms",
        "params.t_ref +  → ": "t_ref is missing",
        "params.t_ref +  → -params.t_ref + ": "lengthen the interval",
        "np.log(ratio) → np.log(1 / ratio)": "upside down",
        "params.V_reset → params.E_L": "not at E_L",
        "np.log( → np.log10(": "np.log is the natural logarithm",
        "np.log( → np.log2(": "np.log is the natural logarithm",
        "np.log( → (": "logarithm of the fraction is missing",
        "params.tau_m *  → ": "tau_m is missing",
        "params.tau_m * np.log(ratio) → np.log(ratio) / params.tau_m": "above rheobase the rate is not",
        "params.t_ref + params.tau_m *  → (params.t_ref + params.tau_m) * ": "t_ref stands alone",
        "1000 / interval → interval": "this is the interval",
        "1000 / interval → 1000 * interval": "do not multiply",
        "1000 / interval → interval && np.zeros( → np.inf + np.zeros(": "this is the interval",
        "i_dc / params.g_L → i_dc": "g_L is missing",
        "= v_inf > params.V_th → = i_dc > params.rheobase && i_dc / params.g_L → i_dc": "g_L is missing",
        "i_dc /  → i_dc * ": "multiplied by g_L",
        """
        v_inf = params.E_L + i_dc / params.g_L
        ratio = (v_inf - params.V_reset) / (v_inf - params.V_th)
        return 1000 / (params.t_ref + params.tau_m * np.log(ratio))
        """: "NaN at or below rheobase",
        "np.zeros( → np.nan + np.zeros(": "NaN at or below",
        "np.zeros( → np.inf + np.zeros(": "must be 0",
        "np.zeros( → np.ones(": "at rheobase and below it",
        "    return →     rate[v_inf == params.V_th] = np.inf\n    return": "at rheobase and below it",
        "    ret →     rate[v_inf == params.V_th] = 1000 / params.t_ref\n    ret": "at rheobase and below it",
        RATE_LOOP.replace("<=", "<").replace("in i_dc", "in i_dc.tolist()"): "ZeroDivisionError",
        "np.log(ratio) → math.log(ratio)": "TypeError",
        "if i_dc > 200:\n    return 1.0\nreturn 0.0": "truth value for each element",
        "(v_inf[fires] - params.V_reset) / (v_inf[fires] - params.V_th) → v_inf[fires] - params.V_reset / v_inf[fires] - params.V_th": "logarithm of something negative",
        "= v_inf > params.V_th → = i_dc > params.V_th": "pA with mV",
        "= v_inf > params.V_th → = v_inf < params.V_th": "turned round",
        "params.E_L + i_dc / params.g_L → i_dc / params.g_L": "lacks E_L",
        "v_inf[fires] - → v_inf -": "the mask on both sides",
        "(v_inf[fires] - params.V_reset) → (v_inf - params.V_reset)": "with the same mask",
        "1000 / interval → 1000 / interval[fires]": "picked from already",
        "> params.V_th → > params.V_reset": "not above E_L or V_reset",
        "= v_inf > params.V_th → = v_inf > -55": "-55 mV is the",
        "= v_inf > params.V_th → = i_dc > 200": "rheobase is 200 pA",
        "    rate = np →     params = LIFParams()\n    rate = np": "default neuron",
        "params.t_ref → 2.0": "default neuron",
        "/ params.g_L → / 10": "default neuron",
        "return np.zeros(i_dc.size)": "above rheobase the rate is not",
        "return rate → return fires": "not an array of bool",
        "return rate → return rate[fires]": "not of shape (5,)",
        "return rate → return rate[0]": "not of shape ()",
        RATE_LOOP.replace("    return rates", "        return rates"): "not of shape (4,)",
        "return rate → return rate[:, None]": "not of shape (8, 1)",
        "return rate → return v_inf, rate": "not of shape (2, 8)",
        "yield from i_dc": "give them back with return",
        "return rate → return [f'{r} Hz' for r in rate]": "holds the str",
        "return rate → return [r or None for r in rate]": "None",
        "return rate → return np.round(rate, 2)": "rounded",
        "i_dc.size) → i_dc.size, dtype=int)": "only whole numbers",
        "return rate → return rate.astype(int).tolist()": "only whole numbers",
        "v_inf = params.E_L + i_dc / params.g_L → i_dc /= params.g_L\n    v_inf = params.E_L + i_dc": "changes what it is given",
        "return [50.0 if i > params.rheobase else 0 for i in i_dc]": "above rheobase the rate is not",
    },
    "threshold_current": {
        "(V_th - E_L) → (abs(E_L) - abs(V_th))": "potentials have signs",
        "1 - np → 1 + np": "1 minus it grows",
        "np.exp( → 2.718 ** (": "knows all its digits",
        "return (V_th - E_L) / (1 - np.exp(-width / tau_m))": "mV, not",
        "return (V_th - E_L) / g_L / (1 - np.exp(-width / tau_m))": "divided by g_L",
        "return g_L * (V_th - E_L) * (1 - np.exp(-width / tau_m))": "do not multiply",
        "return g_L * (V_th - E_L) / (1 - np.exp(width / tau_m))": "needs a minus",
        "return g_L * (V_th - E_L) / (1 + np.exp(-width / tau_m))": "1 minus it grows",
        "return g_L * (V_th - E_L) / (1 - np.exp(-tau_m / width))": "upside",
        "return g_L * (V_th - E_L) / np.exp(-width / tau_m)": "exp(…) alone",
        "return (g_L * V_th - E_L) / (1 - np.exp(-width / tau_m))": "V_th and E_L belongs together",
        "return g_L * (V_th - E_L) / 1 - np.exp(-width / tau_m)": "under the fraction bar",
        "return g_L * V_th - E_L / (1 - np.exp(-width / tau_m))": "V_th and E_L belongs together",
        "return g_L * (V_th - E_L)": "this is the rheobase",
        "return 200.0": "a shorter pulse must need more",
        "return 200 + 3000 / width**2": "many tau_m the current must be",
        "return g_L * (V_th - E_L) * (1 + tau_m * math.log(2) / width)": "Weiss",
        "return g_L * (V_th - E_L) * tau_m / width": "falls without end",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)) * width": "this is the charge",
        "return g_L * V_th / (1 - np.exp(-width / tau_m))": "nothing else",
        "return g_L * (V_th + E_L) / (1 - np.exp(-width / tau_m))": "nothing else",
        "return g_L * (E_L - V_th) / (1 - np.exp(-width / tau_m))": "sign is",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width))": "pure number",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width * tau_m))": "pure num",
        "return g_L * (V_th - E_L) / (1 - 2 ** (-width / tau_m))": "short ones",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)) / 1000": "no change of units",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)) * 1e-12": "no change of units",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width / 1000 / tau_m))": "no change of units",
        "return 200 / (1 - np.exp(-width / 10))": "default neuron",
        "return g_L * (V_th - E_L) / (1 - np.exp(-width / 10))": "default",
        "return g_L * (-55 - E_L) / (1 - np.exp(-width / tau_m))": "default neuron",
        "return int(g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)))": "only whole numbers",
        "return g_L * (V_th - E_L) // (1 - np.exp(-width / tau_m))": "whole num",
        "return g_L * (V_th - E_L) / (1 - math.exp(-(width // tau_m)))": "ZeroDivisionError",
        "return round(g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)), 1)": "rounded",
        "return np.float16(g_L * (V_th - E_L) / (1 - np.exp(-width / tau_m)))": "short ones are not",
    },
}

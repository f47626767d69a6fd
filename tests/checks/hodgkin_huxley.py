"""Answers to the exercises of lesson 05."""

GIVE_SIX = "return a_m, b_m, a_h, b_h, a_n, b_n"
UPDATE = "hh_slopes(v[k], m[k], h[k], n[k], i0)"
TIMES = "np.arange(round(t_stop / dt) + 1) * dt"
RATE = "1000 / np.diff(late).mean()"
CENTRED = "(f(x + step) - f(x - step)) / (2 * eps)"

RIGHT = {
    "rates": [
        """
        x = (v + 40) / 10
        y = (v + 55) / 10
        with np.errstate(all="ignore"):
            a_m = np.where(x == 0, 1.0, x / (1 - np.exp(-x)))
            a_n = np.where(y == 0, 0.1, 0.1 * y / (1 - np.exp(-y)))
        e = np.exp(-(v + 65) / 80)
        b_h = 1 / (np.exp((-35 - v) / 10) + 1)
        return [a_m, 4 * np.exp((-65 - v) / 18), 0.07 * e**4, b_h, a_n, e / 8]
        """,
        f"{GIVE_SIX} → return np.array([a_m, b_m, a_h, b_h, a_n, b_n])",
        "# TODO → v = v + 1e-9  # && 1 / exprel(-(v + 40) / 10) → "
        "0.1 * (v + 40) / (1 - np.exp(-(v + 40) / 10)) && 0.1 / exprel(-(v + 55) / 10) → "
        "0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10))",
        "1 / exprel(-(v + 40) / 10) → np.exp((v + 40) / 10) / exprel((v + 40) / 10)",
    ],
    "settle": [
        "tau = 1 / (beta + alpha)\nreturn [tau * alpha, tau]",
        "return 1 / (1 + beta / alpha), (alpha + beta) ** -1",
        "x_inf = alpha / → x_inf = 1 - beta /",
        "return x_inf, tau → return np.array([x_inf, tau])",
    ],
    "derivatives": [
        """
        rates = [rate(v) for rate in RATES]
        gates = zip((m, h, n), rates[::2], rates[1::2])
        slopes = [(a / (a + b) - x) * (a + b) for x, a, b in gates]
        i_na, i_k = p.g_Na * m**3 * h * (p.E_Na - v), p.g_K * pow(n, 4) * (p.E_K - v)
        return [(i_inj + sum([i_na, i_k, p.g_L * (p.E_L - v)])) / p.C_m, *slopes]
        """,
        "return dv, dm, dh, dn → return np.array([dv, dm, dh, dn])",
        """
        gates = zip(steady_state(v), time_constants(v), (m, h, n))
        i_ion = p.g_L * (v - p.E_L) + p.g_Na * m**3 * h * (v - p.E_Na) - p.g_K * n**4 * (p.E_K - v)
        return ((i_inj - i_ion) / p.C_m, *((x_inf - x) / tau for x_inf, tau, x in gates))
        """,
        "a_m * (1 - m) - b_m * m → a_m - (a_m + b_m) * m && (i_inj - i_ion) → -(i_ion - i_inj)",
    ],
    "hh": [
        """
        n_steps = int(round(t_stop / dt))
        states = [np.array(start)]
        for _ in range(n_steps):
            states.append(states[-1] + dt * np.array(hh_slopes(*states[-1].tolist(), i0)))
        return [np.linspace(0, t_stop, n_steps + 1), *np.array(states).T]
        """,
        "return t, v, m, h, n → return np.array([t, v, m, h, n])",
        f"{TIMES} → np.arange(0, t_stop + dt / 2, dt)",
        "round(t_stop / dt) → int(t_stop / dt + 0.5)",
        """
        t, states = [0.0], [start]
        while len(t) <= round(t_stop / dt):
            slopes = hh_slopes(*states[-1], i0)
            states.append(tuple(x + dt * s for x, s in zip(states[-1], slopes)))
            t.append(len(t) * dt)
        return t, *zip(*states)
        """,
    ],
    "threshold": [
        """
        for _ in range(60):
            if high - low <= tolerance:
                break
            middle = low + (high - low) / 2
            low, high = (low, middle) if fires(middle) else (middle, high)
        return high
        """,
        """
        def search(low, high):
            if high - low <= tolerance:
                return high
            middle = 0.5 * low + 0.5 * high
            return search(low, middle) if fires(middle) else search(middle, high)
        return search(low, high)
        """,
        """
        for x in np.arange(low, high, tolerance / 2):
            if fires(x):
                return x
        return high
        """,
        "(low + high) / 2 → (2 * low + high) / 3",
    ],
    "f_i": [
        "np.diff(late).mean() → np.median(np.diff(late))",
        f"{RATE} → 1000 * (late.size - 1) / np.ptp(late)",
        """
        rates = []
        for i in currents.tolist():
            train = simulate_hh([i] * (round(t_stop / dt) + 1), dt).spike_times
            intervals = np.diff([x for x in train if x >= t_skip])
            rates.append(1e3 / intervals.mean() if len(intervals) else 0)
        return rates
        """,
        f"{RATE} → 1000 / (late[-1] - late[-2])",
    ],
    "jacobian": [
        "step[j] = eps → step[j] = eps / 2 && / (2 * eps) → / eps",
        """
        steps = eps * np.eye(len(x))
        return np.array([(f(x + e) - f(x - e)) / (2 * eps) for e in steps]).T
        """,
        """
        J = []
        for j in range(len(x)):
            up, down = x.copy(), x.copy()
            up[j] += eps
            down[j] -= eps
            J.append((f(up) - f(down)) / (up[j] - down[j]))
        return np.column_stack(J)
        """,
        "return J → return J.tolist()",
        "step = np.zeros(x.size) → step = np.zeros_like(x)",
    ],
}

WRONG = {
    "rates": {
        "1 / exprel(-(v + 40) / 10) → (v + 40) / 10 / (1 - np.exp(-(v + 40) / 10))": "at -40 mV",
        "0.1 / exprel(-(v + 55) / 10) → 0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10))": "at -55 mV",
        f"{GIVE_SIX} → return a_h, b_h, a_m, b_m, a_n, b_n": "m and h are swapped",
        f"{GIVE_SIX} → return b_m, a_m, b_h, a_h, b_n, a_n": "alpha and beta are swapped",
        "b_m = 4 → v = v - 65; b_m = 4": "counts V from rest",
        "b_m = 4 → v = -v - 65; b_m = 4": "1952",
        "# TODO → v = -v - 65  #": "1952",
        "# TODO → v = v - 65  #": "counts V from rest",
        # only the four that are asked for are swapped
        f"{GIVE_SIX} → return a_h, b_m, a_m, 4 * np.exp(-(v + 65) / 18), a_n, b_n": "m and h are sw",
        "exprel(-(v + 40) → exprel((v + 40)": "alpha_m: the sign inside exprel",
        "1 / exprel(-(v + 40) → exprel(-(v + 40)": "alpha_m: exprel stands below the fraction bar",
        "1 / exprel(-(v + 40) → (v + 40) / 10 / exprel(-(v + 40)": "u is there twice",
        "0.1 / exprel → 1 / exprel": "alpha_n: the factor in front",
        "exprel(-(v + 55) / 10) → exprel(-(v + 55))": "alpha_n: the division by 10",
        "-(v + 65) / 18 → (v + 65) / 18": "beta_m: the exponent has lost its minus",
        "-(v + 65) / 20 → -v + 65 / 20": "alpha_h: the minus belongs to the whole bracket",
        "-(v + 65) / 80 → -(v - 65) / 80": "beta_n: 65 is added",
        "-(v + 65) / 80 → -(v + 65) / 8": "beta_n is not that of the table; the others",
        "-(v + 65) / 18 → -(v + 65) / 80": "beta_m: the width in the exponent is that of another",
        "-(v + 35) → (v + 35)": "beta_h: the exponent has lost its minus: h closes faster",
        "1 / (1 + np.exp(-(v + 35) / 10)) → 1 / 1 + np.exp(-(v + 35) / 10)": "1 and exp(…) belong",
        "0.125 * np.exp(-(v + 65) / 80) → v && 0.07 * np.exp(-(v + 65) / 20) → v": "not the only one",
        "4 * np.exp → 4 * math.exp": "np takes arrays",
        f"{GIVE_SIX} → return a_m, b_m, a_h, b_h, a_n": "return six things",
        "# TODO → v += 0.5  #": "changes what it is given",
        f"{GIVE_SIX} → print(a_m)": "prints its result",
        "1 / exprel(-(v + 40) / 10) → 1.0": "alpha_m must be of shape (31,)",
        "# TODO → v = v.copy()  #": "'float' object has no attribute 'copy'",
        "# TODO → v = np.atleast_1d(v)  #": "not for a single V",
        "# TODO → v = np.ravel(v) if np.ndim(v) == 2 else v  #": "a V of two dimensions",
        "# TODO → v = np.asarray(v).astype(int)  #": "leave out int()",
        "-(v + 35) / 10 → -(v + 30) / 10": "beta_h: the potential of this gate",
        "-(v + 35) / 10 → -v + 35 / 10": "beta_h: the minus belongs",
        "-(v + 35) / 10 → -(v + 35)": "beta_h: the width",
        "-(v + 55) / 10 → -(v + 55) // 10": "alpha_n: // cuts off",
        "exprel(-(v + 40) → exprel(-np.abs(v + 40)": "alpha_m: V + 40 has a sign",
        "1 / exprel(-(v + 40) / 10) → "
        "np.nan_to_num(0.1 * (v + 40) / (1 - np.exp(-(v + 40) / 10)))": "limit at 0/0 is not 0",
        "exprel(-(v + 40) → exprel(-(v + 40.001)": "nearly right",
        "1 / exprel(-(v + 40) / 10) → np.clip(1 / exprel(-(v + 40) / 10), 0, 10)": "for a limit",
        "0.07 * → 3 * 0.07 *": "alpha_h is right but for a constant factor",
        "(v + 65) / 20 → (v + 65) * 90": "alpha_h is infinite at -100 mV",
        "1 / exprel(-(v + 40) / 10) → RATES[0](v)": "RATES is the course's own answer",
    },
    "settle": {
        "alpha / (alpha → beta / (alpha": "closed fraction",
        "alpha / (alpha + beta) → alpha / beta": "x_inf is alpha over the *sum*",
        "alpha / (alpha + beta) → alpha / alpha + beta": "is 1 + beta: put brackets",
        " 1 / (alpha + beta) →  alpha + beta": "this is a rate",
        " 1 / (alpha + beta) →  1 / alpha": "beta is missing",
        " 1 / (alpha + beta) →  1 / beta": "alpha is missing",
        " 1 / (alpha + beta) →  1 / alpha + 1 / beta": "times do not",
        "x_inf = alpha / → x_inf = 1 /": "this is a time constant",
        " 1 / (alpha + beta) →  alpha": "a rate is no time",
        " 1 / (alpha + beta) →  1 / alpha + beta": "divides by alpha only: put brackets",
        "return x_inf, tau → return tau, x_inf": "the two are swapped",
        "return x_inf, tau → return x_inf": "return two numbers",
        "return 0.4, 2.0": "x_inf follows from (5.2)",
        "= 1 / → = 0.001 /": "`x_inf` is right; tau is in ms already",
        "= 1 / → = 2 /": "tau is right but for a constant factor",
        "= 1 / → = np.log(2) /": "half of the way",
        "= alpha / (alpha + beta) → = alpha / (alpha + beta + 1e-5)": "x_inf is nearly right",
        " 1 / (alpha + beta) →  min(1 / (alpha + beta), 8.6)": "look for a limit",
        "tau = 1 / (alpha → tau = 1 / (3 + alpha": "tau does not follow",
        "return x_inf, tau → return steady_state(V_REST)[0], tau": "the course's own answer",
    },
    "derivatives": {
        "n**4 → n**3": "four gates",
        "m**3 → m**4": "three m gates",
        "m**3 * h → h**3 * m": "m and h are swapped in the sodium current",
        "m**3 * h → m**3": "h is missing",
        "n**4 → n*4": "four gates",
        "i_inj - i_ion → i_inj + i_ion": "sign of the ionic",
        "v - p.E_Na → p.E_Na - v && v - p.E_K → p.E_K - v && v - p.E_L → p.E_L - v": "sign of the ion",
        "v - p.E_ → v + p.E_": "old sign convention",
        "(v - p.E_ → (v + 65 - p.E_": "old sign convention",
        " * (v - p.E_Na) →  &&  * (v - p.E_K) →  &&  * (v - p.E_L) → ": "driving forces are missing",
        " + p.g_L * (v - p.E_L) → ": "leak is missing",
        " / p.C_m → ": "capacitance is missing",
        "(i_inj - i_ion) / p.C_m → i_inj - i_ion / p.C_m": "brackets around the difference",
        "(i_inj - i_ion) → -i_ion": "injected current is missing",
        "p.g_Na → 120": "numbers of the default",
        "p.g_Na → 120 && p.g_K → 36 && p.g_L → 0.3": "numbers of the default",
        "p.g_Na → 120 && p.g_L → 0.3": "numbers of the default",
        "v - p.E_L → v + 54.4": "numbers of the default",
        "p.E_Na → 50 && p.E_K → -77 && p.E_L → -54.387": "numbers of the default",
        "p.E_Na → p.E_X && p.E_K → p.E_Na && p.E_X → p.E_K": "E_Na and E_K are swapped",
        "a_m * (1 - m) - b_m * m → a_m * m - b_m * (1 - m)": "dm: alpha opens",
        "(1 - h) - b_h → (1 - h) + b_h": "dh: closing gates lower h",
        "a_h * (1 - h) - b_h * h → a_m * (1 - h) - b_m * h": "dh: a rate here is that of",
        "a_h * (1 - h) - b_h * h → a_h * (1 - h) - b_m * h": "dh: a rate here is that of",
        "a_m * (1 - m) - b_m * m → 3 * (a_m * (1 - m) - b_m * m)": "dm is right but for a constant",
        "v - p.E_Na → p.E_Na - v": "dv: a driving force is turned",
        "(v - p.E_K) → abs(v - p.E_K)": "a current changes its direction",
        "p.g_Na * m**3 * h * (v - p.E_Na) → np.minimum(p.g_Na * m**3 * h * (v - p.E_Na), 0)": (
            "a current changes its direction"
        ),
        "p.g_K * → ": "dv: a conductance is missing",
        "(v - p.E_L) → v - p.E_L": "put brackets around it",
        "v - p.E_L → v - V_REST": "not at rest",
        "v - p.E_L → v - p.E_K": "that of another ion",
        "p.g_K * → p.g_Na *": "that of another ion",
        "a_n * (1 - n) - b_n * n → (a_n / (a_n + b_n) - n) * (1 / (a_n + b_n))": "dn: the distance",
        "a_n * (1 - n) - b_n * n → a_n * (1 - n)": "dn: gates that close are missing",
        "return dv, dm, dh, dn → return dv, dh, dm, dn": "their order is not",
        "return dv, dm, dh, dn → return dv, dm, dn, dh": "their order is not",
        "return hh_slopes(v, m, h, n, i_inj, p)": "hh_slopes is the course's own answer",
        "return tuple(hh_analysis.slopes((v, m, h, n), i_inj, p))": "slopes is the course's own",
        "return dv, dm, dh, dn → return dv, dm, dh": "return four things",
        "/ p.C_m → / p.C_m * 1000": "factor 1000",
        "/ p.C_m → / p.C_m + 1": "dv does not follow",
    },
    "hh": {
        f"{UPDATE} → {UPDATE}; v[k + 1] = v[k] + dt * dv\n"
        f"        _, dm, dh, dn = {UPDATE.replace('v[k]', 'v[k + 1]')}": "gates use the new voltage",
        # one after the other, each slope with what is new already
        "dt * dm → dt * hh_slopes(v[k+1], m[k], h[k], n[k], i0)[1] && "
        "dt * dh → dt * hh_slopes(v[k+1], m[k+1], h[k], n[k], i0)[2] && "
        "dt * dn → dt * hh_slopes(v[k+1], m[k+1], h[k+1], n[k], i0)[3]": "gates use the new voltage",
        "+ dt * → +": "dt is missing: a slope",
        "+ dt * → + 0.01 *": "whatever dt is",
        "+ dt * → - dt *": "backwards",
        "+ 1) * dt → + 1) * 0.01": "time axis is that of another dt",
        "+ 1) * dt → + 1)": "step numbers",
        "+ 1) * dt → + 1) * dt / 1000": "the times are in s",
        f"{TIMES} → np.linspace(0, t_stop - dt, round(t_stop / dt) + 1)": "time axis is that of another",
        "t_stop / dt) + 1 → t_stop / dt)": "t_stop itself is missing",
        "round(t_stop / dt) → int(t_stop / dt)": "int() cuts 28.999…",
        "round(t_stop / dt) → int(t_stop // dt)": "so does //",
        f"{TIMES} → np.arange(0, t_stop + dt, dt)": "a trace above 28",
        "round(t_stop / dt) → math.ceil(t_stop / dt)": "a trace above 28",
        "t_stop / dt) + 1 → t_stop / dt) + 2": "has 5: round",
        "round(t_stop / dt) + 1) * dt → 1001) * 0.01": "1001 samples",
        "n[k], i0) → n[k], 0.0)": "no effect",
        "n[k], i0) → n[k], 10.0)": "always 10",
        "m[k + 1] = m[k] + dt * dm →  && h[k + 1] = h[k] + dt * dh →  && n[k + 1] = n[k] + dt * dn → ": (
            "the gates stand still"
        ),
        "n[k] + dt * dn → n[k]": "n never moves",
        "v[k] + dt * dv → v[k] - dt * dv": "one line goes backwards",
        "m[k] + dt * dm → dt * dm": "the change alone",
        "n[k] + dt * dn → n[k] + 0.01 * dn": "whatever dt is",
        "v[k] + dt * dv → v[k] + dt**2 * dv": "multiplied twice",
        "v[k] + dt * dv → round(v[k] + dt * dv, 3)": "v is rounded",
        "m[k] + dt * dm → np.clip(m[k] + dt * dm, 0.01, 0.99)": "m stays at its lowest",
        "m[k] + dt * dm → v[k] + dt * dm": "V grows without end",
        "range(t.size - 1) → range(t.size - 2)": "a step is missing",
        "range(t.size - 1) → range(1, t.size - 1)": "a step is missing",
        "n[k], i0) → n[k], i0 * (k > 0))": "from the first step on",
        "n[k], i0) → n[k], abs(i0))": "leave out abs()",
        "h[k] + dt * dh → m[k] + dt * dh": "its own old value and its own slope",
        "v[k] + dt * dv → v[k] + dt * dm": "its own old value and its own slope",
        f"{TIMES} → np.linspace(0, t_stop, round(t_stop / dt))": "wider than dt",
        f"{TIMES} → np.arange(1, round(t_stop / dt) + 1) * dt": "t[0] must be 0",
        "round(t_stop / dt) + 1) * dt → round(t_stop / 0.01) + 1) * 0.01": "that of dt = 0.01 ms",
        "return t, v, m, h, n → return t, v, m, n, h": "h and n are swapped",
        "return t, v, m, h, n → return t, m, h, n, v": "in another order",
        """
        t = np.arange(round(t_stop / dt) + 1) * dt
        x = np.zeros((t.size, 4))
        x[0] = start
        for k in range(t.size - 1):
            a = np.array(hh_slopes(*x[k], i0))
            b = np.array(hh_slopes(*(x[k] + dt * a), i0))
            x[k + 1] = x[k] + dt * (a + b) / 2
        return t, *x.T
        """: "a better method",
        "return t, v, m, h, n → return t, v, h, m, n": "m and h are swapped",
        "dv, dm, dh, dn = → dv, dh, dm, dn =": "m and h are swapped",
        "(v[k], m[k], h[k] → (v[k], h[k], m[k]": "m and h are swapped",
        "(v[k], m[k], h[k] → (v[k], h[k], m[k] && dv, dm, dh, dn = → dv, dh, dm, dn =": "m and h are sw",
        f"{UPDATE} → {UPDATE.replace('[k]', '[k+1]')}": "slopes belong to step k",
        "(v[k], m[k], h[k], n[k] → (*start": "slopes belong to step k",
        "= v[k] → = v[0] && = m[k] → = m[0] && = h[k] → = h[0] && = n[k] → = n[0]": "from the old one",
        "return t, v, m, h, n → return t, v": "return five things",
        "    return t →         return t": "nothing moves: is the return inside the loop",
        """
        i_inj = np.full(round(t_stop / dt) + 1, i0)
        return tuple(simulate_hh(i_inj, dt, v0=start[0], gates0=start[1:]))
        """: "simulate_hh is the course's own answer",
        "in start) → in (-70.0, 0.05, 0.54, 0.34))": "start is that of the default",
        "v[k] + dt * dv → v[k] + dt * dv + 1": "first step differs",
        "dt * dm → dm": "dt is missing in one line",
        "dt * dv → dv": "dt is missing in one line",
        "dt * dm → dm && dt * dh → dh": "Is dt in every line",
        "(t.size - 1) → (min(8, t.size - 1))": "the first step is right, later ones are not",
    },
    "threshold": {
        " high = middle →  X = middle &&  low = middle →  high = middle &&  X →  low": "wrong end moves",
        "return high → return low": "does not fire",
        "return high → return middle": "the last middle may not fire",
        "fires(low)\nreturn low": "low comes back",
        "fires(low)\nreturn low + 2.8": "more than the tolerance",
        "(low + high) / 2 → (high - low) / 2": "half the width",
        "(low + high) / 2 → low + high / 2": "half of the *sum*",
        "(low + high) / 2 → (low + high) // 2": "need not be whole",
        "(low + high) / 2 → np.round((low + high) / 2, 2)": "need not be whole",
        "(low + high) / 2 → high / 2": "low need not be 0",
        "(low + high) / 2 → abs(low + high) / 2": "leave out abs()",
        "(low + high) / 2 → low + tolerance": "no halving",
        "(low + high) / 2 → high + 1": "outside low…high",
        "(low + high) / 2 → low": "always the same value",
        "(low + high) / 2 → low + (high - low) * 1e-9": "is the interval smaller",
        " low = middle →  low = low": "low never moves",
        " low = middle →  low = middle + tolerance": "moves to the middle itself",
        " high = middle →  return middle": "the first middle that fires",
        "if fires(middle) → if fires(low)": "ask in the middle",
        "if fires(middle) → if fires(middle) is True": "NumPy's True",
        "if fires(middle) → if fires(np.array([low, high]))": "fires takes one number",
        "> tolerance → > 0.002": "a number of your own",
        "> tolerance → > 2 * tolerance": "twice the tolerance",
        "> tolerance → > tolerance * abs(high)": "not a fraction",
        "while high - low > tolerance → for _ in range(20)": "how often to halve",
        "    return high →         return high": "is the return inside the loop",
        "return high → return high - tolerance": "leave the tolerance out",
        "return high → return round(high, 5)": "rounded",
        "for x in np.arange(low, high + tolerance, tolerance):\n    if fires(x):\n        return x": (
            "outside low…high"
        ),
        "grid = np.linspace(low, high, 1000)\nreturn next(x for x in grid if fires(x))": "equal steps",
        "return hh_analysis.bisect_threshold(fires, low, high, tolerance)": "the course's own answer",
        "from scipy.optimize import bisect\n"
        "return bisect(lambda x: fires(x) - 0.5, low, high, xtol=tolerance)": "does not fire",
        "> tolerance → > 1000 * tolerance": "more than the tolerance",
        "return high + 1e-4": "never called",
        "fires(low)\nreturn high + 1e-4": "the value lies outside low…high",
        "return high → return fires(high)": "one number",
        "return high → high": "None",
    },
    "f_i": {
        "train > t_skip → train > 0": "onset",
        "train > t_skip → train > 300": "t_skip is always 300",
        "train > t_skip → train > 120": "has the rate 0",
        "train > t_skip → train > t_stop / 2": "not a part of t_stop",
        "train > t_skip → train > t_skip / dt": "t_skip is in ms",
        "train[train > t_skip] → train": "onset",
        "train[train > t_skip] → train[5:]": "t_skip is a time",
        "train[train > t_skip] → train[train > t_skip][1:]": "every spike after t_skip",
        "train[train > t_skip] → np.flatnonzero(train > t_skip)": "the places of the late spikes",
        "late.size >= 2 → late.size > 2": "two late spikes are enough",
        "late.size >= 2 → late.size >= 1": "a rate is NaN",
        "i_dc)\n → abs(i_dc))\n": "the sign of a current counts",
        "i_dc)\n → int(i_dc))\n": "currents need not be whole",
        "i_dc)\n → currents)\n": "i_dc, not all",
        "enumerate(currents) → enumerate(np.sort(currents))": "nothing is sorted",
        "return rates → return np.sort(rates)": "nothing is sorted",
        "rates[k] = → rates[0] =": "the place of its current",
        "np.full(round(t_stop / dt), i_dc) → "
        "np.where(np.arange(round(t_stop / dt)) * dt < t_skip, 0, i_dc)": "not current",
        f"{RATE} → {RATE}\n        else:\n            break": "the loop goes on",
        f"{RATE} → {RATE} + 30": "the silent currents is right",
        f"{RATE} → {RATE} + 0.3": "the rate is nearly right",
        f"{RATE} → 2 * {RATE}": "a constant factor",
        "np.diff(late).mean() → np.diff(late).std()": "not their spread",
        "return hh_analysis.f_i_curve(currents, t_stop, t_skip, dt)": "the course's own answer",
        "np.zeros(currents.size) → np.zeros_like(currents)": "currents of integers",
        "train > t_skip → train < t_skip": "before",
        f"{RATE} → 1 / np.diff(late).mean()": "per ms",
        f"{RATE} → np.diff(late).mean()": "this is the mean interval",
        f"{RATE} → 1000 * late.size / t_stop": "coarse",
        f"{RATE} → 1000 * late.size / (t_stop - t_skip)": "coarse",
        f"{RATE} → 1000 * late.size / (late[-1] - late[0])": "n - 1 intervals",
        "np.diff(late).mean() → late.mean()": "mean *time*",
        f"{RATE} → late.size": "number of late spikes",
        "round(t_stop / dt) → round(t_stop)": "has the current t_stop / dt steps",
        "simulate_hh(i_inj, dt) → simulate_hh(i_inj)": "the simulation runs with another dt",
        "t_stop / dt → t_stop / 0.05": "dt = 0.05 ms whatever dt is",
        "t_stop / dt → t_stop / 0.025": "dt = 0.025 ms whatever dt is",
        "train[train > t_skip] → train[int(t_skip):]": "t_skip is a time",
        "train[train > t_skip] → train > t_skip": "True and False, not times",
        "np.zeros(currents.size) → np.full(currents.size, np.nan)": "NaN",
        "i_dc)\n → currents[-1])\n": "no other one of `currents`",
        "if late → rates[k] = 1\n        if late": "fewer than two late spikes the rate is 0",
        "    return rates →         return rates": "inside the loop",
        "return np.zeros(currents.size)": "all rates are 0",
    },
    "jacobian": {
        "J[:, j] → J[j]": "rows and columns",
        "f(x - step)) / (2 * eps) → f(x)) / eps": "forward difference",
        f"{CENTRED} → (f(x) - f(x - step)) / eps": "backward difference",
        "/ (2 * eps) → / eps": "2·eps apart",
        "/ (2 * eps) → / 2 * eps": "brackets around 2 * eps",
        " / (2 * eps) → ": "the division by the distance",
        "step[j] = eps → step[j] = eps / 2": "lie eps apart",
        "step[j] = eps → step[:] = eps": "all variables",
        "f(x + step) - f(x - step) → f(x - step) - f(x + step)": "sign is turned",
        "step[j] = eps → step[j] = 1": "step is 1",
        "step[j] = eps → pass": "not asked at two points",
        "f(x - step) → f(x + step)": "not asked at two points",
        "np.zeros((x.size, x.size)) → np.zeros((4, 4))": "x.size elements each",
        "step[j] = eps → step[j] = 2 * eps": "4·eps apart",
        "step[j] = eps → step[j] = eps * x[j]": "not eps times x",
        "step[j] = eps → step[0] = eps": "the step is at place j",
        "f(x + step) - → f(x + step) +": "not the sum",
        f"{CENTRED} → (f(x + step / 4) - f(x - step / 4)) / (eps / 2)": "the step is not eps",
        f"{CENTRED} → f(x + step) - f(x - step) / (2 * eps)": "put brackets around it",
        "(2 * eps) → 2e-5": "whatever eps is",
        f"{CENTRED} → (8 * (f(x + step) - f(x - step)) - f(x + 2 * step) + f(x - 2 * step))"
        " / (12 * eps)": "more exact than",
        "np.zeros(x.size) → np.zeros(x.size, complex) && step[j] = eps → step[j] = 1j * eps && "
        f"{CENTRED} → np.imag(f(x + step)) / eps": "more exact than",
        f"{CENTRED} → np.gradient(f(x), eps)": "np.gradient compares neighbours",
        "range(x.size) → range(1, x.size)": "columns are missing",
        "    return J →         return J": "columns are missing",
        "return J → return (J + J.T) / 2": "need not be symmetric",
        f"{CENTRED} → np.abs{CENTRED}": "leave out abs()",
        f"{CENTRED} → 1.01 * {CENTRED}": "a constant factor",
        "return hh_analysis.jacobian(x)": "jacobian is the course's own answer",
        """
        J = np.zeros((x.size, x.size))
        up, down = x.copy(), x.copy()
        for j in range(x.size):
            up[j] += eps
            down[j] -= eps
            J[:, j] = (f(up) - f(down)) / (2 * eps)
        return J
        """: "keep their steps",
        "return np.vander(x, x.size)": "for f(x) = A x",
        "step[j] = eps → eps = 1e-5; step[j] = eps": "always 1e-5",
        "f(x - step)) / (2 * eps) → f(x)) / (2 * eps)": "half the slope",
        "step[j] = eps → x[j] += eps": "changes what it is given",
        "J[:, j] = → _ =": "still 0",
        f"J[:, j] = {CENTRED} → J[j, j] = {CENTRED.replace(' /', '[j] /')}": "only the diagonal",
        "f(x - step)) / (2 * eps) → f(x - step / 2)) / (1.5 * eps)": "right for a linear f",
        "return J → return J[0]": "J must have shape (2, 2), not (2,)",
        "return J → return 3.0": "must be an array",
        "return np.array([[1, 2], [-3, 0.5]])": "J must have shape (3, 3)",
    },
}

"""Answers to the exercises of lesson 03."""

NORMAL = "rng.standard_normal(n_steps)"
WHITE = f"mu + sigma / np.sqrt(dt / 1000) * {NORMAL}"
RATE = "firing_rate(train, noise.size * dt)"
RATES = f"[{RATE} for train in trains]"
SHIFT = "0.5826 * np.sqrt(dt / tau_m) * np.sqrt(2) * sigma_v"
FRESH = "sigma * np.sqrt(1 - c**2) * x[k]"
EXACT = f"mu + (eta[k - 1] - mu) * c + {FRESH}"
EULER = (
    f"{EXACT} → eta[k - 1] + (mu - eta[k - 1]) * dt / tau + sigma * np.sqrt(2 * dt / tau) * x[k]"
)
FIRST = "mu + sigma * x[0]"
TAU_RATE = "firing_rate(train, t_stop)"
TAU_MEAN = f"np.mean([{TAU_RATE} for train in trains])"
CV = "intervals.std() / intervals.mean()"

RIGHT = {
    "white_noise_current": [
        "return rng.normal(mu, sigma / np.sqrt(dt / 1000), n_steps)",
        "return rng.normal(loc=mu, scale=sigma * (1000 / dt)**0.5, size=n_steps)",
        "return [mu + sigma * math.sqrt(1000 / dt) * rng.standard_normal() for _ in range(n_steps)]",
        """
        i_inj = np.full(n_steps, mu)
        dt_s = dt * 1e-3
        i_inj += rng.standard_normal(n_steps) * np.sqrt(sigma**2 / dt_s)
        return i_inj
        """,
        """
        i_inj = np.zeros(n_steps)
        for k in range(n_steps):
            i_inj[k] = mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal()
        return i_inj
        """,
        "mu + → mu -",
        """
        dw = np.sqrt(dt / 1000) * rng.standard_normal(n_steps)
        return mu + sigma * dw / (dt / 1000)
        """,
        "rng.standard → np.random.default_rng(rng).standard",
        "return i_inj → return i_inj.astype(np.float32)",
        "return i_inj → print(dt)\n    return i_inj",
    ],
    "noisy_rates": [
        "mu + noise[k] → np.add(noise[k], mu)",
        "mu + noise[k] → np.full(mu.size, noise[k]) + mu",
        "mu + noise[k] → [m + noise[k] for m in mu]",
        f"{RATE} → len(train) / (len(noise) * dt / 1000)",
        f"{RATES} → 1000 * np.array([t.size for t in trains]) / noise.size / dt",
        """
        trains = sweep_lif(lambda k: mu + noise[k], mu.size, noise.size, dt, params)
        t_stop, rates = dt * len(noise), []
        for n in range(len(mu)):
            rates.append(firing_rate(trains[n], t_stop=t_stop))
        return np.array(rates)
        """,
        f"{RATE} → int(train.size) / noise.size * 1e3 / dt",
        """
        all_currents = mu + noise[:, None]
        trains = sweep_lif(lambda k: all_currents[k], len(mu), len(noise), dt, params)
        return [firing_rate(train, noise.size * dt) for train in trains]
        """,
    ],
    "threshold_shift": [
        "np.sqrt(dt / tau_m) * np.sqrt(2) → np.sqrt(2 * dt / tau_m)",
        "return 0.5826 * sigma * np.sqrt(1000 * dt) / (g_L * tau_m)",
        """
        tau, step = tau_m / 1000, dt / 1000
        sigma_v = sigma / g_L / math.sqrt(2 * tau)
        return 0.5826 * math.sqrt(step / tau) * 2**0.5 * sigma_v
        """,
        "sigma / (g_L * np.sqrt(2 * tau_m / 1000)) → (sigma / g_L) / (np.sqrt(2) * (tau_m * 1e-3)**0.5)",
        "sigma / → np.sqrt(1000) * sigma / && tau_m / 1000 → tau_m",
        "0.5826 → 1.4603545 / np.sqrt(2 * np.pi)",
        "return shift → return np.array(shift)",
        "return shift → return np.float32(shift)",
    ],
    "ou_current": [
        "mu + (eta[k - 1] - mu) * c → c * eta[k - 1] + (1 - c) * mu",
        """
        c, deviation = math.exp(-dt / tau), x[0]
        eta = [mu + sigma * deviation]
        for fresh in x[1:]:
            deviation = c * deviation + math.sqrt(1 - c * c) * fresh
            eta.append(mu + sigma * deviation)
        return eta
        """,
        "1 - c**2 → -np.expm1(-2 * dt / tau)",
        "sigma * np.sqrt(1 - c**2) → np.sqrt(sigma**2 * (1 - c * c))",
        "np.exp(-dt / tau) → 1 / np.exp(dt / tau)",
        "mu + (eta[k - 1] - mu) * c → eta[k - 1] + (mu - eta[k - 1]) * (1 - c)",
        """
        from scipy.signal import lfilter
        c = np.exp(-dt / tau)
        fresh = np.sqrt(1 - c**2) * x
        fresh[0] = x[0]
        return mu + sigma * lfilter([1], [1, -c], fresh)
        """,
        """
        eta = mu + sigma * x.copy()
        c = np.exp(-dt / tau)
        for k, x_k in enumerate(x[1:]):
            eta[k + 1] = mu + (eta[k] - mu) * c + sigma * np.sqrt(1 - c**2) * x_k
        return eta
        """,
    ],
    "sweep_tau": [
        f"{TAU_MEAN} → sum(len(t) for t in trains) / n_neurons / (t_stop / 1000)",
        f"{TAU_MEAN} → 1000 * np.mean([t.size for t in trains]) / t_stop",
        f"{TAU_MEAN} → np.concatenate(trains).size / (n_neurons * t_stop) * 1e3",
        "std() → std(ddof=1)",
        f"{CV} → np.std(intervals) / np.mean(intervals)",
        f"{CV} → np.sqrt(intervals.var()) / np.average(intervals)",
        f"cv = {CV} → import statistics as s\n        cv = s.stdev(intervals.tolist()) / s.mean(intervals.tolist())",
        "return rates, cvs → return np.array(rates), np.array(cvs)",
        "return rates, cvs → return [rates, cvs]",
    ],
}

WRONG = {
    "white_noise_current": {
        "dt / 1000 → dt": "must be in s under the root",
        "sigma / → sigma *": "divide by √dt",
        "sigma / → sigma * && dt / 1000 → dt": "divide by √dt",
        "sigma / np.sqrt(dt / 1000) → sigma": "dt is missing",
        "np.sqrt → ": "the root is missing",
        "np.sqrt(dt / 1000) → dt": "the root is missing",
        "return rng.normal(mu, sigma**2 / (dt / 1000), n_steps)": "σ²/dt is",
        "sigma / → sigma**2 /": "σ is squared",
        "dt / 1000 → dt * 1000": "1 s is 1000 ms",
        "dt / 1000) → dt) / 1000": "1 s is 1000 ms",
        "sigma / np.sqrt(dt / 1000) → np.sqrt(sigma / (dt / 1000))": "only dt stands under it",
        "sigma / → 1 /": "σ is missing",
        "dt / 1000 → 0.1 / 1000": "use the argument dt",
        "sigma / np.sqrt(dt / 1000) → 300": "standard deviation of the samples",
        "dt / 1000 → n_steps * dt / 1000": "standard deviation of the samples",
        "mu + sigma → sigma": "the mean of the samples is 0",
        "mu + → -mu +": "wrong sign",
        f"{WHITE} → (mu + {NORMAL}) * sigma / np.sqrt(dt / 1000)": "is not mu",
        "mu + → 1.005 * mu +": "with σ = 0",
        "return mu + rng.normal(mu, sigma / np.sqrt(dt / 1000), n_steps)": "is not mu",
        "mu + → mu *": "do not multiply",
        "mu + sigma → sigma + mu": "do not multiply",
        "rng.standard_normal → np.random.randn": "same seed",
        "rng.standard → np.random.default_rng().standard": "same seed",
        "rng.standard → np.random.default_rng(1).standard": "another seed",
        "rng.standard_normal → np.random.RandomState(0).randn": "another seed",
        "(n_steps) → ()": "this is one number",
        f"{WHITE} → np.full(n_steps, mu + sigma / np.sqrt(dt / 1000) * rng.standard_normal())": "all samples are the same",
        "return np.full(n_steps, mu)": "all samples are the same",
        "return mu": "this is one number",
        "standard_normal → random": "not normal",
        f"{NORMAL} → rng.uniform(-(3**0.5), 3**0.5, n_steps)": "not normal",
        f"{NORMAL} → rng.choice([-1, 1], n_steps)": "not normal",
        f"{WHITE} → mu + np.cumsum(sigma * np.sqrt(dt / 1000) * {NORMAL})": "neighbouring",
        f"{NORMAL} → np.convolve({NORMAL}, [0.6, 0.8], 'same')": "neighbouring",
        "(n_steps) → (n_steps - 1)": "shape (40000,), not",
        "(n_steps) → ((n_steps, 1))": "shape (40000,), not",
        "return i_inj → return np.round(i_inj)": "whole numbers",
        "return i_inj → whole = np.zeros(n_steps, int)\n    whole[:] = i_inj\n    return whole": "whole numbers",
    },
    "noisy_rates": {
        "mu + noise[k] → mu": "the noise is missing",
        "mu + noise[k] → noise[k]": "the means are missing",
        "mu + → mu -": "taken away",
        "noise[k] → noise[0]": "stands still",
        "mu + → mu *": "add them",
        "mu + → mu.mean() +": "leave mu an array",
        "mu + → mu[0] +": "its own mean current",
        "noise[k] → noise.mean()": "step k has its own number",
        "noise[k] → noise[k - 1]": "one step off",
        "noise[k] → noise[k + 1]": "one step off",
        "noise[k] → noise[k + 2]": "index 1500 is out of bounds",
        "noise[k] → noise[k] / np.sqrt(dt / 1000)": "in pA already",
        "noise[k] → noise[k] * dt": "in pA already",
        "mu + noise[k] → (mu + noise[k]) / params.g_L": "divided by g_L",
        "noise[k] → noise": "one number of the noise",
        "mu + noise[k] → noise": "i_of_step(0) must be",
        "mu + → mu[k] +": "one value per neuron",
        "mu + noise[k] → np.add(mu, noise[k], out=mu)": "changes what it is given",
        "return mu + noise[k] → mu += noise[k]\n        return mu": "UnboundLocalError",
        "noise[k] → 300 * np.random.default_rng(k).standard_normal()": "hears mu plus the noise of step k",
        f"{RATE} → train.size": "right only for a run of 1 s",
        "noise.size * dt → 1000.0": "right only for a run of 1 s",
        f"{RATE} → train.size / (noise.size * dt)": "a factor 1000",
        "noise.size * dt → noise.size * dt / 1000": "0…0.15 ms",
        "noise.size * dt → noise.size": "dt is missing",
        f"{RATE} → 1000 * train.size / dt": "only dt is used",
        "noise.size * dt → dt": "0…0.1 ms",
        "noise.size * dt → noise.size * 0.1": "argument dt",
        "noise.size * dt → (noise.size - 1) * dt": "one step more",
        f"{RATE} → 1000 / isi(train).mean()": "inverse of",
        f"{RATE} → 1000 / isi(train).mean() if train.size > 1 else 0": "inverse of",
        f"{RATE} → firing_rate(train, train[-1]) if train.size else 0": "the currents are right",
        f"{RATE} → firing_rate(train, train[-1]) if train.size else np.nan": "the currents are right",
        f"{RATE} → firing_rate(train, train[-1])": "no spike at all",
        f"{RATE} → 1000 * train.size / (train[-1] - train[0]) if train.size > 1 else 0": "the currents are right",
        f"{RATE} → 1000 / isi(train)[0] if train.size > 1 else 0": "the currents are right",
        f"{RATE} → 1000 / (train[-1] - train[-2]) if len(train) > 1 else 0": "the currents are right",
        f"{RATE} → 1000 / np.median(isi(train)) if len(train) > 1 else 0": "the currents are right",
        f"{RATE} → 1000 * isi(train).size / (noise.size * dt)": "one spike more",
        f"{RATE} → 1000 * (train.size - 1) / (noise.size * dt)": "one spike more",
        f"{RATES} → firing_rate(trains, noise.size * dt)": "loop over `trains`",
        "firing_rate(train, → firing_rate(trains,": "loop over `trains`",
        f"{RATES} → firing_rate(np.concatenate(trains), noise.size * dt)": "loop over `trains`",
        f"{RATES} → firing_rate(trains[0], noise.size * dt)": "this is one rate",
        f"{RATES} → np.mean({RATES})": "this is one rate",
        "firing_rate(train, → firing_rate(trains[0],": "its own train",
        "in trains] → in trains[::-1]]": "in their order",
        f"{RATE} → train.size / train.size * {RATE}": "ZeroDivisionError",
        f"{RATE} → np.float64(train.size) / train.size * {RATE}": "a rate is NaN",
        f"{RATES} → trains": "inhomogeneous",
        "return np.array(rates) → return np.round(rates)": "rounded",
    },
    "threshold_shift": {
        "tau_m / 1000 → tau_m": "τ_m must be in s",
        "dt / tau_m → dt / 1000 / tau_m": "the same unit",
        "dt / tau_m → dt / (tau_m / 1000)": "large by √1000",
        "sigma / → 1000 * sigma / && tau_m / 1000 → tau_m": "large by √1000",
        "tau_m / 1000 → tau_m * 1000": "1 s is 1000 ms",
        "tau_m / 1000)) → tau_m)) / 1000": "1 s is 1000 ms",
        "2 * tau_m → tau_m": "too large by √2",
        "np.sqrt(2) → 2": "too large by √2",
        "np.sqrt(2) * sigma_v → sigma_v": "too small by √2",
        "np.sqrt(2 * tau_m / 1000) → 2 * np.sqrt(tau_m / 1000)": "too small by √2",
        "np.sqrt(2 * tau_m / 1000) → 2 * tau_m / 1000": "all of 2 τ_m",
        "np.sqrt(2 * tau_m / 1000) → np.sqrt(2) * tau_m / 1000": "all of 2 τ_m",
        "(g_L * np.sqrt(2 * tau_m / 1000)) → g_L * np.sqrt(2 * tau_m / 1000)": "brackets",
        "g_L * np → np": "g_L is missing",
        "sigma / (g_L * → sigma * g_L / (": "g_L multiplies",
        "* sigma_v → * sigma": "σ is no potential",
        "sigma / (g_L * np.sqrt(2 * tau_m / 1000)) → sigma / g_L": "σ is no potential",
        "np.sqrt(dt / tau_m) → dt / tau_m": "the root of dt/τ_m is missing",
        "np.sqrt(dt / tau_m) → np.sqrt(dt) / tau_m": "all of dt/τ_m",
        "np.sqrt(dt / tau_m) * → ": "dt/τ_m is missing",
        "dt / tau_m → tau_m / dt": "upside down",
        "0.5826 * np → np": "0.5826 is missing",
        "0.5826 → -0.5826": "higher, not lower",
        f"{SHIFT} → sigma_v": "this is σ_V",
        f"{SHIFT} → 0.5826 * np.sqrt(2 * dt / tau_m * sigma_v)": "twice the noise",
        "sigma / → sigma**2 /": "twice the noise",
        "return 0.17478": "twice the noise",
        "return 0.05826 * sigma": "numbers of the lesson",
        "(g_L * → (10 *": "numbers of the lesson",
        "tau_m / 1000 → 0.01 && dt / tau_m → dt / 10": "numbers of the lesson",
        "2 * tau_m / 1000 → 0.02": "numbers of the lesson",
        "dt / tau_m → dt / 10": "numbers of the lesson",
        "dt / tau_m → 0.1 / tau_m": "numbers of the lesson",
        "0.5826 → 0.58": "check each factor",
        "0.5826 → 0.5862": "check each factor",
        "return shift → return round(shift, 3)": "rounded",
        "return shift → return sigma_v, shift": "not a tuple",
        "g_L * np.sqrt(2 * tau_m → tau_m * np.sqrt(2 * g_L": "check each factor",
    },
    "ou_current": {
        f"{FIRST} → mu": "no variance yet",
        f"{FIRST} → 0": "η starts at 0",
        f"{FIRST} → sigma * x[0]": "lacks μ",
        f"{FIRST} → mu + x[0]": "lacks σ",
        f"{FIRST} → x[0]": "the first sample is not right",
        "x[0] → np.sqrt(1 - np.exp(-2 * dt / tau)) * x[0]": "it needs all of σ",
        "x[0] → abs(x[0])": "the first sample is not right",
        "x[0] → x[1]": "the first sample is not right",
        EULER: "Euler's step",
        f"{EULER} && {FIRST} → mu": "Euler's step",
        f"{EULER} && {FIRST} → 0": "Euler's step",
        "np.exp(-dt / tau) → 1 - dt / tau": "Euler's c",
        "np.sqrt(1 - c**2) → np.sqrt(2 * dt / tau)": "Euler's step",
        "c**2 → c": "must be squared",
        "c**2 → 2 * c": "NaN or infinite",
        "np.sqrt(1 - c**2) → (1 - c**2)": "its root is missing",
        "sigma * np.sqrt(1 - c**2) → sigma**2 * (1 - c**2)": "its root is missing",
        "sigma * np.sqrt(1 - c**2) → np.sqrt(sigma * (1 - c**2))": "outside the root",
        "np.sqrt(1 - c**2) → (1 - c)": "√(1 − c²), not 1 − c",
        "sigma * np.sqrt(1 - c**2) → sigma": "the full size σ",
        "sigma * np.sqrt(1 - c**2) → np.sqrt(1 - c**2)": "lacks σ",
        f" + {FRESH} → ": "only relaxes",
        "+ sigma * np → - sigma * np": "taken away",
        "1 - c**2 → 1 + c**2": "larger than σ",
        "1 - c**2 → c**2 - 1": "something negative",
        "sigma * np → np.sqrt(2 * tau) * sigma * np": "√(2τ) belongs to",
        "np.sqrt(1 - c**2) → np.sqrt(2 * tau)": "√(2τ) belongs to",
        "sigma * np → np.sqrt(2 / tau) * sigma * np": "in no equation",
        "np.sqrt(1 - c**2) → np.sqrt(2 / tau)": "in no equation",
        "np.sqrt(1 - c**2) → np.sqrt(dt)": "does not grow with √dt",
        "-dt / tau → -tau / dt": "upside down",
        "-dt / tau → dt / tau": "something negative",
        "-dt / tau → dt / tau && sigma * np.sqrt(1 - c**2) → sigma": "minus is",
        "-dt / tau → -2 * dt / tau": "that is c²",
        "-dt / tau → -dt / 1000 / tau": "no factor 1000",
        "-dt / tau → -dt / (tau / 1000)": "no factor 1000",
        "-dt / tau → -1 / tau": "plain number",
        "-dt / tau → -dt": "plain number",
        "-dt / tau → -dt * tau": "plain number",
        "-dt / tau → -0.1 / tau": "use the arguments",
        "-dt / tau → -dt / 10": "use the arguments",
        "mu + (eta[k - 1] - mu) → eta[k - 1]": "only the deviation from μ",
        "(eta[k - 1] - mu) → eta[k - 1]": "only the deviation from μ",
        "mu + (eta → (eta": "only the deviation from μ",
        "(eta[k - 1] - mu) → eta[k - 1] - mu": "only the deviation from μ",
        "eta[k - 1] - mu → mu - eta[k - 1]": "changes its sign",
        "* c + → * (1 - c) +": "what is kept",
        "mu + (eta[k - 1] - mu) * c → eta[k - 1]": "c is missing",
        " + (eta[k - 1] - mu) * c → ": "no memory",
        "eta[k - 1] → eta[0]": "not those of equation",
        "x[k] → x[k - 1]": "x[k - 1]",
        "x[k] → x[0]": "x[k], not x[0]",
        "* x[k] → * x": "one number per sample",
        "x[0] → x": "one number per sample",
        "eta[k - 1] → eta": "one number per sample",
        "eta[k - 1] → eta[k]": "before it is filled",
        "eta[k - 1] → eta[k] && np.empty → np.zeros": "the sample before",
        "eta[k - 1] → eta[k] && np.empty(x.size) → [0.0] * x.size": "the sample before",
        "range(1, x.size) → range(1, x.size - 1)": "never filled",
        f"eta[0] = {FIRST} → eta[1] = mu": "never filled",
        "x[k] → np.random.randn()": "the same x must give",
        "x[k] → np.random.default_rng(k).standard_normal()": "not those of equation",
        "np.empty(x.size) → x": "changes what it is given",
        "return eta → return eta[1:]": "of shape (400,), not",
        "return eta → return eta[-1]": "of shape (400,), not",
        "    return eta →         return eta && np.empty → np.zeros": "not those of equation",
        "return eta → return np.arange(x.size) * dt, eta": "of shape (400,), not",
        "return eta → return np.round(eta, 2)": "rounded",
    },
    "sweep_tau": {
        "np.mean → np.sum": "by their number",
        f"{TAU_RATE} → train.size": "numbers of spikes",
        f"{TAU_MEAN} → sum(train.size for train in trains)": "numbers of spikes",
        f"{TAU_MEAN} → np.mean([t.size for t in trains]) / t_stop": "a factor 1000",
        f"{TAU_MEAN} → sum(t.size for t in trains) / t_stop": "a factor 1000",
        "train, t_stop → train, t_stop / 1000": "0…0.4 ms",
        f"{TAU_MEAN} → firing_rate(trains[0], t_stop)": "rate of one neuron",
        f"{TAU_MEAN} → {TAU_RATE}": "NameError",
        f"{TAU_MEAN} → 1000 / intervals.mean()": "short runs miss",
        f"{TAU_MEAN} → intervals.size / n_neurons / t_stop * 1000": "one spike more",
        f"{TAU_MEAN} → [{TAU_RATE} for train in trains]": "one rate per tau",
        f"{TAU_MEAN} → firing_rate(np.concatenate(trains), t_stop)": "loop over `trains`",
        f"{TAU_MEAN} → firing_rate(trains, t_stop)": "loop over `trains`",
        f"{TAU_MEAN} → np.mean(firing_rate(trains, t_stop))": "loop over `trains`",
        f"{CV} → cv_isi(intervals)": "are intervals already",
        f"{CV} → isi(intervals).std() / isi(intervals).mean()": "are intervals already",
        "train, t_stop → train, t_stop / dt": "spikes per neuron and second",
        f"{TAU_MEAN} → sum(t.size for t in trains) / 200 / 5.0": "spikes per neuron and second",
        "rate = → cv = && cv = intervals → rate = intervals": "in place of the rate",
        "return rates, cvs → return cvs, rates": "in place of the rate",
        f"{CV} → intervals.mean() / intervals.std()": "upside down",
        "std() → var()": "variance over the mean",
        f"{CV} → ({CV})**2": "this is CV²",
        f"{CV} → intervals.std()": "standard deviation in ms",
        f"{CV} → np.mean([isi(t).std() / isi(t).mean() for t in trains])": "mean of the neurons' own",
        f"{CV} → isi(trains[0]).std() / isi(trains[0]).mean()": "CV of one neuron",
        f"{CV} → np.concatenate(trains).std() / np.concatenate(trains).mean()": "CV of spike times",
        f"{CV} → np.std([t.size for t in trains]) / np.mean([t.size for t in trains])": "CV of the neurons' rates",
        f"{CV} → 100 * {CV}": "the CVs are not",
        f"{CV} → 0.7": "the CVs are not",
        "intervals.std() → intervals": "one CV per tau",
        f"{CV} → round({CV}, 2)": "rounded",
        "return rates, cvs → return rates": "two lists",
        "    return rates, cvs →         return rates, cvs": "of shape (3,), not of shape (1,)",
        "return rates, cvs → return rate, cv": "shape (3,)",
        "for tau in taus: → for k, tau in enumerate(taus):\n        taus[k] = tau / 1000": "changes what it is given",
        "n_neurons, dt, rng) → n_neurons, dt, np.random.default_rng(5))": "the rates are not right",
        f"np.mean → np.sum && {CV} → 0.7": "by their number",
    },
}

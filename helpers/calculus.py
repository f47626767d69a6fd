"""Derivatives, integrals and filters of sampled functions, and the functions they are tried on.

Units are those of what is handed in: a derivative has the unit of f over that of t, an integral
their product. Input currents of the transfer function are in the arbitrary units of Wilson and
Cowan's model.
"""

from __future__ import annotations  # so that help() shows names, not what they stand for

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from helpers.internal import arguments

RULES = ("left", "midpoint", "trapezoid")


def alpha_function(t: ArrayLike, tau: float = 0.5) -> float | np.ndarray:
    """Return t·exp(-t / tau): a synaptic response with its peak tau / e at t = tau.

    Parameters
    ----------
    t : array_like
        Time, any shape.
    tau : float
        Time constant, above 0, in the unit of `t`.

    Returns
    -------
    numpy.ndarray
        In the unit of `t`, same shape.

    Raises
    ------
    ValueError
        If `t` holds anything but finite numbers or `tau` is not above 0.
    """
    t = arguments.numbers("t", t, "time")
    return t * np.exp(-t / arguments.positive("tau", tau, "time"))


def synaptic_current(
    t: ArrayLike, J: float = 1.0, t_sp: float = 1.0, tau_s: float = 1.0
) -> float | np.ndarray:
    """Return the current J·(t - t_sp)·exp(-(t - t_sp) / tau_s) after a spike, 0 before it.

    The charge that it carries in all is J·tau_s².

    Parameters
    ----------
    t : array_like
        Time, any shape.
    J : float
        Strength, current over time.
    t_sp : float
        Time of the presynaptic spike, in the unit of `t`.
    tau_s : float
        Synaptic time constant, above 0, in the unit of `t`.

    Returns
    -------
    numpy.ndarray
        Current, same shape as `t`.

    Raises
    ------
    ValueError
        If `t` holds anything but finite numbers, `J` or `t_sp` is not finite, or `tau_s` is not
        above 0.
    """
    since_spike = arguments.numbers("t", t, "time") - arguments.finite("t_sp", t_sp, "time")
    since_spike = np.maximum(since_spike, 0.0)  # exactly 0 before the spike, and no overflow
    J = arguments.finite("J", J, "current/time")
    return J * since_spike * np.exp(-since_spike / arguments.positive("tau_s", tau_s, "time"))


def sigmoid_rate(i_inj: ArrayLike, a: float = 1.2, theta: float = 2.4) -> float | np.ndarray:
    """Return the transfer function of a population: its rate for an input, 0 without input.

    1 / (1 + exp(-a·(I - theta))) - 1 / (1 + exp(a·theta)).

    Parameters
    ----------
    i_inj : array_like
        Input, any shape.
    a : float
        Steepness, above 0.
    theta : float
        Input at which the curve is steepest.

    Returns
    -------
    numpy.ndarray
        Rate as a fraction of the highest possible one, same shape as `i_inj`.

    Raises
    ------
    ValueError
        If `i_inj` holds anything but finite numbers, `a` is not above 0 or `theta` not finite.

    References
    ----------
    Wilson & Cowan (1972), *Biophysical Journal* 12, 1, equation 15.
    """
    i_inj = arguments.numbers("i_inj", i_inj, "input")
    a = arguments.positive("a", a, "1/input")
    theta = arguments.finite("theta", theta, "input")
    return _logistic(a * (i_inj - theta)) - _logistic(-a * theta)


def sigmoid_gain(i_inj: ArrayLike, a: float = 1.2, theta: float = 2.4) -> float | np.ndarray:
    """Return the derivative of `sigmoid_rate` with respect to the input: at most a / 4.

    Parameters and errors are those of `sigmoid_rate`.
    """
    i_inj = arguments.numbers("i_inj", i_inj, "input")
    a = arguments.positive("a", a, "1/input")
    s = _logistic(a * (i_inj - arguments.finite("theta", theta, "input")))
    return a * s * (1 - s)


def _logistic(x):
    """Return 1 / (1 + exp(-x)) without overflow."""
    return 0.5 * (1 + np.tanh(x / 2))


def balanced_rate(exc: ArrayLike, inh: ArrayLike, weight: float = 0.5) -> float | np.ndarray:
    """Return the response to excitation less that to inhibition, for arrays that broadcast.

    sigmoid_rate(exc, a=1.2, theta=2.4) - weight · sigmoid_rate(inh, a=1, theta=4).

    Parameters
    ----------
    exc, inh : array_like
        Excitatory and inhibitory input.
    weight : float
        Weight of the inhibition.

    Returns
    -------
    numpy.ndarray
        Rate, of the broadcast shape.

    Raises
    ------
    ValueError
        If an argument holds anything but finite numbers.
    """
    weight = arguments.finite("weight", weight, "1")
    exc, inh = (arguments.numbers(*pair, "input") for pair in (("exc", exc), ("inh", inh)))
    return sigmoid_rate(exc, 1.2, 2.4) - weight * sigmoid_rate(inh, 1.0, 4.0)


def forward_difference(f: ArrayLike, h: float) -> np.ndarray:
    """Return (f[k + 1] - f[k]) / h, the slope to the right of each sample but the last.

    Parameters
    ----------
    f : array_like, shape (n_samples,)
        Samples of a function at equal distances.
    h : float
        The distance, above 0.

    Returns
    -------
    numpy.ndarray, shape (n_samples - 1,)
        The difference quotients, with an error that is proportional to h.

    Raises
    ------
    ValueError
        If `f` is not a one-dimensional array of at least two finite numbers or `h` not above 0.
    """
    f, h = _samples(f, 2), arguments.positive("h", h, "distance of samples")
    return np.diff(f) / h


def centred_difference(f: ArrayLike, h: float) -> np.ndarray:
    """Return (f[k + 1] - f[k - 1]) / (2h) for each sample but the first and the last.

    Parameters and errors are those of `forward_difference`, with at least three samples; the
    error of the result is proportional to h².
    """
    f, h = _samples(f, 3), arguments.positive("h", h, "distance of samples")
    return (f[2:] - f[:-2]) / (2 * h)


def _samples(f, least):
    f = arguments.series("f", f, "number", what="sample")
    if f.size < least:
        raise ValueError(f"f must hold at least {least} samples, got {f.size}")
    return f


def rectangles(
    f: Callable[[np.ndarray], np.ndarray], low: float, high: float, dt: float, rule: str = "left"
) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges and heights of the rectangles that approximate an integral.

    The edges go from `low` in steps of dt; the last one is `high` itself, so that the last
    rectangle is narrower where dt does not divide the range.

    Parameters
    ----------
    f : callable
        Function of an array of shape (n,), which it gives back in the same shape.
    low, high : float
        Limits of the integral, low < high.
    dt : float
        Width, above 0.
    rule : {"left", "midpoint", "trapezoid"}
        Where the height is taken; "trapezoid" takes the mean of both ends.

    Returns
    -------
    edges : numpy.ndarray, shape (n + 1,)
    heights : numpy.ndarray, shape (n,)
        The sum of `heights * np.diff(edges)` is the approximation.

    Raises
    ------
    ValueError
        If a limit is not finite, low >= high, dt is not above 0 or gives more than a million
        rectangles, or the rule is none of the three.
    """
    low, high = arguments.finite("low", low, "t"), arguments.finite("high", high, "t")
    dt = arguments.positive("dt", dt, "t")
    if low >= high:
        raise ValueError(f"low must be below high = {high}, got {low}")
    arguments.function("f", f, "an array of t")
    arguments.one_of("rule", rule, RULES)
    n = int(np.ceil((high - low) / dt * (1 - 1e-12)))  # a quotient of 10.000000000000002 is 10
    if n > 1_000_000:
        raise ValueError(f"dt must give at most a million rectangles, got {dt} ({n} rectangles)")
    edges = np.append(low + dt * np.arange(n), high)
    if rule == "left":
        return edges, f(edges[:-1])
    if rule == "midpoint":
        return edges, f((edges[:-1] + edges[1:]) / 2)
    ends = f(edges)
    return edges, (ends[:-1] + ends[1:]) / 2


def running_average(f: ArrayLike, n: int) -> np.ndarray:
    """Return the mean of each `n` successive samples, shape (n_samples - n + 1,).

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to the number of samples, or `f` is not a
        one-dimensional array of finite numbers.
    """
    f, n = _samples(f, 1), arguments.count("n", n)
    if n > f.size:
        raise ValueError(f"n must be at most the number of samples, {f.size}, got {n}")
    return np.convolve(f, np.full(n, 1 / n), mode="valid")


def difference_gain(frequency: ArrayLike, h: float) -> np.ndarray:
    """Return by how much `forward_difference` multiplies a sine: 2·sin(pi·f·h) / h.

    Parameters
    ----------
    frequency : array_like
        In cycles per unit of `h`, from 0 to 1 / (2h).
    h : float
        Distance of the samples, above 0.

    Returns
    -------
    numpy.ndarray
        The gain, close to 2·pi·f for frequencies far below 1 / (2h).

    Raises
    ------
    ValueError
        If `frequency` holds anything but finite numbers or `h` is not above 0.
    """
    h = arguments.positive("h", h, "distance of samples")
    return 2 * np.abs(np.sin(np.pi * arguments.numbers("frequency", frequency, "1/h") * h)) / h


def average_gain(frequency: ArrayLike, h: float, n: int) -> np.ndarray:
    """Return by how much `running_average` of `n` samples multiplies a sine.

    |sin(pi·f·n·h) / (n·sin(pi·f·h))|, the Dirichlet kernel: 1 at frequency 0, 0 at each multiple
    of 1 / (n·h). Parameters and errors are those of `difference_gain`.
    """
    phase = np.pi * arguments.numbers("frequency", frequency, "1/h")
    phase = phase * arguments.positive("h", h, "distance of samples")
    n, below = arguments.count("n", n), np.sin(phase)
    safe = np.where(below == 0, 1.0, below)
    return np.where(below == 0, 1.0, np.abs(np.sin(n * phase) / (n * safe)))

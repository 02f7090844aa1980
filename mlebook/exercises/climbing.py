"""The exercises of the page on climbing."""

from __future__ import annotations

import numpy as np

from ..datasets import load_bearings
from ..models.gamma import Gamma
from ..models.weibull import Weibull
from .frame import EXACT, Exercise


def one_step() -> Exercise:
    """A Newton step for the rate of the waiting times 1, 2, 6, from 1/5."""
    start, mean = 1 / 5, 3.0
    answer = start * (2 - start * mean)
    return Exercise(
        answer,
        {
            "where the step from r = 1 leads": 2 - mean,
            "the top itself, one over the mean; one step does not get there": 1 / mean,
            "the step; add it to the start": answer - start,
            "the step taken backwards": 2 * start - answer,
            "where gradient ascent leads, with step size 1": start + 3 * (1 / start - mean),
            "the slope at the start": 3 * (1 / start - mean),
            "where the step leads with the sum of the times for their mean": start
            * (2 - start * 9),
            "the square of 1 - r mean; the rate after the step is asked for": (1 - start * mean)
            ** 2,
        },
    )


def two_tops() -> Exercise:
    """The positive top for Cauchy measurements at -2 and 2."""
    return Exercise(
        np.sqrt(3),
        {
            "the valley in the middle: the slope is zero there, but it is no top": 0.0,
            "the other top; the positive one is asked for": -np.sqrt(3),
            "the measurement; the top lies a little nearer to the middle": 2.0,
            "the square of it: the derivative of the product is 4 m (m**2 - 3)": 3.0,
            "right but for a sign: m**2 is 4 - 1, not 4 + 1": np.sqrt(5),
            "the scale of the distribution": 1.0,
        },
    )


def gamma_shape() -> Exercise:
    """The shape of the gamma distribution for the bearings."""
    x = load_bearings().million_revolutions
    fit, y = Gamma.fit(x), np.log(x)
    s = np.log(x.mean()) - y.mean()
    return Exercise(
        fit.shape,
        {
            "the rate; the shape is asked for": fit.rate,
            "one over the rate; the shape is asked for": 1 / fit.rate,
            "the shape by moments, mean**2/variance; its top lies elsewhere": x.mean() ** 2
            / x.var(),
            "the shape by moments, with divisor n - 1": x.mean() ** 2 / x.var(ddof=1),
            "a first approximation, 1/(2 s) with s = log(mean) - mean(log)": 1 / (2 * s),
            "the shape of the Weibull distribution": Weibull.fit(x).shape,
            "the start that the solution suggests": 1.0,
        },
        rounding=1e-3,
    )


def concave() -> Exercise:
    """The top in the second of the two coordinates in which the Weibull hill is concave."""
    x = load_bearings().million_revolutions
    fit = Weibull.fit(x)
    return Exercise(
        fit.shape * np.log(fit.scale),
        {
            "the logarithm of the scale; multiply it by the shape": np.log(fit.scale),
            "right but for the logarithm: you took the one to base 10": fit.shape
            * np.log10(fit.scale),
            "the shape times the scale, without the logarithm": fit.shape * fit.scale,
            "the scale to the power of the shape; its logarithm is asked for": fit.scale**fit.shape,
            "the shape times the mean of log x": fit.shape * np.log(x).mean(),
            "what the logarithm of the mean gives, which is the scale for shape 1": fit.shape
            * np.log(x.mean()),
            "right but for the sign": -fit.shape * np.log(fit.scale),
        },
        rounding=2e-3,
    )


def longest_step() -> Exercise:
    """2 over the largest curvature at the top, the lives in hundreds of millions."""
    x = load_bearings().million_revolutions
    in_millions = np.linalg.eigvalsh(Weibull.fit(x).observed_information(x))
    fit = Weibull.fit(x / 100)
    curvatures = np.linalg.eigvalsh(fit.observed_information(x / 100))
    limit = 2 / curvatures.max()
    return Exercise(
        limit,
        {
            "2 over the smallest curvature; the steepest direction decides": 2 / curvatures.min(),
            "1 over the largest curvature: up to twice as much is possible": limit / 2,
            "the limit with the lives in millions": 2 / in_millions.max(),
            "the limit in millions over 100; it does not go with the unit itself": 2
            / in_millions.max()
            / 100,
            "the largest curvature; the step size is 2 over it": curvatures.max(),
            "2 over the sum of the curvatures": 2 / curvatures.sum(),
        },
        rounding=2e-3,
    )


def overflow() -> Exercise:
    """The first whole number whose exponential is too large to be written."""
    return Exercise(
        710,
        {
            "the last one that does not overflow": 709,
            "where it overflows, to the digit; a whole number is asked for": np.log(
                np.finfo(float).max
            ),
            "where 2**z overflows; e is larger than 2": 1024,
            "where 10**z overflows; e is smaller than 10": 309,
            "where it overflows in half the digits (float32)": 89,
            "where exp(-z) becomes zero": 746,
            "a value that overflows, but not the first": 800,
        },
        rounding=EXACT,
    )


EXERCISES = {
    "climbing-one-step": one_step,
    "climbing-two-tops": two_tops,
    "climbing-gamma-shape": gamma_shape,
    "climbing-concave": concave,
    "climbing-longest-step": longest_step,
    "climbing-overflow": overflow,
}

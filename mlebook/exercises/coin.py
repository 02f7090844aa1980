"""The exercises of the page on a coin."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import binom, norm

from .frame import EXACT, Exercise

Z, Z_ONE = norm.ppf(0.975).item(), norm.ppf(0.95).item()
TRUTH = 0.7  # the coin of the outline


def mean_absolute_error(n: int) -> float:
    """How far the proportion of heads lies from the truth on average, for n flips."""
    k = np.arange(n + 1)
    return float(binom.pmf(k, n, TRUTH) @ np.abs(k / n - TRUTH))


def flips_for(half_width: float, p: float = TRUTH, z: float = Z) -> int:
    """The least n for which z standard deviations are at most the half-width."""
    return math.ceil(z**2 * p * (1 - p) / half_width**2)


def no_heads() -> Exercise:
    """The exact one-sided 95 % bound for p, from above, after 100 flips without heads."""
    bound = 1 - 0.05 ** (1 / 100)
    return Exercise(
        bound,
        {
            "the rule of three itself; the exact bound is asked for": 3 / 100,
            "the bound for the probability of tails, from below": 1 - bound,
            "the exact bound of a two-sided interval": 1 - 0.025 ** (1 / 100),
            "the end of the two-sided likelihood ratio interval, whose cut is for large samples": 1
            - np.exp(-(Z**2) / 200),
            "the one-sided likelihood ratio bound, whose cut is for large samples": 1
            - np.exp(-(Z_ONE**2) / 200),
            "the bound that is right with a probability of only 5 %": 1 - 0.95 ** (1 / 100),
            "the estimate, which is no bound": 0.0,
        },
    )


def five_or_thousand() -> Exercise:
    """The mean absolute error of five flips over that of a thousand."""
    five, thousand = mean_absolute_error(5), mean_absolute_error(1000)
    return Exercise(
        five / thousand,
        {
            "the ratio upside down": thousand / five,
            "the ratio of the standard deviations, which that of the mean errors only "
            "resembles": math.sqrt(200),
            "the ratio of the numbers of flips, or of the variances": 200.0,
            "the difference of the two errors; their ratio is asked for": five - thousand,
            "the error of five flips alone": five,
            "the ratio for five hundred flips; a thousand are asked for": five
            / mean_absolute_error(500),
        },
    )


def how_many() -> Exercise:
    """The flips needed for a half-width of 0.03 at p = 0.7."""
    n = flips_for(0.03)
    return Exercise(
        float(n),
        {
            "rounded down, and so one flip short": n - 1.0,
            "the number for p = 1/2, the worst case": float(flips_for(0.03, p=0.5)),
            "the number for a standard deviation of 0.03, with z left out": float(
                flips_for(0.03, z=1)
            ),
            "the number for 90 %": float(flips_for(0.03, z=Z_ONE)),
            "the number with z not squared": float(flips_for(0.03, z=math.sqrt(Z))),
            "the number with the half-width not squared": float(flips_for(math.sqrt(0.03))),
            "the number for a whole width of 0.03; 0.03 is half of it": float(flips_for(0.015)),
        },
        rounding=EXACT,
    )


def score_three() -> Exercise:
    """The lower end of the score interval for three heads of three."""
    lower = 3 / (3 + Z**2)
    return Exercise(
        lower,
        {
            "the lower end of the likelihood ratio interval": np.exp(-(Z**2) / 6),
            "the exact one-sided bound": 0.05 ** (1 / 3),
            "the exact bound of a two-sided interval": 0.025 ** (1 / 3),
            "the one-sided score bound; z is that of 95 % here": 3 / (3 + Z_ONE**2),
            "the end of the Wald interval, which has no width here": 1.0,
            "the bound with z not squared": 3 / (3 + Z),
            "the width of the interval, not its lower end": 1 - lower,
        },
    )


def one_more_each() -> Exercise:
    """The mean squared error of (s + 1)/(n + 2) for five flips and p = 0.7."""
    bias = (5 * TRUTH + 1) / 7 - TRUTH
    variance = 5 * TRUTH * (1 - TRUTH) / 49
    return Exercise(
        variance + bias**2,
        {
            "the variance alone; the bias squared has to be added": variance,
            "the bias squared alone; the variance has to be added": bias**2,
            "the bias": bias,
            "the variance plus the bias, which has to be squared": variance + bias,
            "the mean squared error of the proportion": TRUTH * (1 - TRUTH) / 5,
            "the root of the mean squared error": math.sqrt(variance + bias**2),
            "that of (s + 1)/(n + 1), where the tail is forgotten": 5 * TRUTH * (1 - TRUTH) / 36
            + ((5 * TRUTH + 1) / 6 - TRUTH) ** 2,
        },
    )


def first_tail() -> Exercise:
    """The expected proportion of heads of a fair coin that is flipped until its first tail."""
    return Exercise(
        1 - math.log(2),
        {
            "p itself, which the proportion would hit on average if n were fixed": 1 / 2,
            "the expected proportion of tails": math.log(2),
            "right but for the logarithm: you took the one to base 10": 1 - math.log10(2),
            "the estimate that comes up most often, not their mean": 0.0,
            "the expected number of heads": 1.0,
        },
    )


EXERCISES = {
    "coin-no-heads": no_heads,
    "coin-five-or-thousand": five_or_thousand,
    "coin-how-many": how_many,
    "coin-score-three": score_three,
    "coin-one-more-each": one_more_each,
    "coin-first-tail": first_tail,
}

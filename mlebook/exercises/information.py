"""The exercises of the page on information."""

from __future__ import annotations

import numpy as np

from ..datasets import load_bearings
from ..information import covariance
from ..models.bernoulli import Bernoulli
from ..models.normal import Normal
from ..models.weibull import Weibull
from .frame import EXACT, Exercise

FLIPS = np.repeat([1, 0], [9, 3])  # nine heads of twelve


def coin() -> Exercise:
    """The observed information for p of nine heads in twelve flips."""
    fit = Bernoulli.fit(FLIPS)
    J = fit.observed_information(FLIPS).item()
    return Exercise(
        J,
        {
            "that of a single flip, on average; there are twelve": fit.fisher_information(1).item(),
            "the part of the heads alone": 9 / fit.p**2,
            "the part of the tails, or J at p = 1/2; take both parts, at 3/4": 3 / (1 - fit.p) ** 2,
            "the second derivative; the information has the other sign": -J,
            "one over the information, a variance": 1 / J,
            "the standard error; one over its square is asked for": 1 / np.sqrt(J),
            "the information for the log odds": 12 * fit.p * (1 - fit.p),
        },
    )


def log_odds() -> Exercise:
    """The observed information for the log odds of nine heads in twelve flips."""
    fit = Bernoulli.fit(FLIPS)
    J, slope = fit.observed_information(FLIPS).item(), float(fit.p * (1 - fit.p))
    return Exercise(
        J * slope**2,
        {
            "the information for p": J,
            "the information for p times the derivative, which has to be squared": J * slope,
            "the information for p divided by the square of the derivative; multiply": J / slope**2,
            "the information for the odds, not for their logarithm": J * (1 - fit.p) ** 4,
            "the information for the logarithm of p, not of the odds": J * fit.p**2,
            "one over the information, a variance": 1 / (J * slope**2),
            "the information of a single flip, on average": slope,
        },
    )


def parabola() -> Exercise:
    """How far the log-likelihood of nine events falls at d = -2."""
    fall = 9 * np.log(3) - 6
    return Exercise(
        fall,
        {
            "what the parabola says": 2.0,
            "how far it falls on the other side, at d = 2": 6 - 9 * np.log(5 / 3),
            "the parabola with the next term, d**3/(3 sqrt(t)); the rest counts too": 2 + 8 / 9,
            "what is missing from the parabola; the whole fall is asked for": fall - 2,
            "the change, which is negative; say how far it falls": -fall,
            "twice the fall": 2 * fall,
            "the fall without the term d sqrt(t)": 9 * np.log(3),
            "the likelihood there as a share of the highest": np.exp(-fall),
        },
        rounding=2e-3,
    )


def spread() -> Exercise:
    """The measurements needed for a standard error of sigma of 5 %."""
    relative = 1 / Normal(0.0, 1.0).fisher_information(1)[1, 1]  # n times the relative variance
    n = float(round(relative / 0.05**2))
    return Exercise(
        n,
        {
            "the number for the mean: information n/sigma**2; for sigma it is 2n/sigma**2": 2 * n,
            "the number for sigma**2: its information is n/(2 sigma**4)": 4 * n,
            "the number with the square root forgotten": relative / 0.05,
            "the number with the 2 on the wrong side of the root": n / 2,
            "the number for 10 %": n / 4,
            "the number for sigma**2 with the square root forgotten": 2 / 0.05,
        },
        rounding=EXACT,
    )


def bearings() -> Exercise:
    """Observed over expected information for the shape of the bearings' lifetimes."""
    life = load_bearings().million_revolutions
    fit = Weibull.fit(life)
    J, I = fit.observed_information(life), fit.expected_information(life)  # noqa: E741
    V, W = (covariance(fit, life, kind=kind) for kind in ("observed", "expected"))
    ratio = J[0, 0] / I[0, 0]
    return Exercise(
        ratio,
        {
            "the ratio upside down": 1 / ratio,
            "the ratio for the scale; the shape is asked for": J[1, 1] / I[1, 1],
            "the root of the ratio": np.sqrt(ratio),
            "the ratio to the information of a single lifetime; take I_n": life.size * ratio,
            "the observed information; its ratio to the expected one is asked for": J[0, 0],
            "the expected information; the ratio of the observed one to it is asked for": I[0, 0],
            "the ratio of the two determinants": np.linalg.det(J) / np.linalg.det(I),
            "the ratio of the variances, from the inverse matrices": V[0, 0] / W[0, 0],
        },
        rounding=1e-3,
    )


def uniform() -> Exercise:
    """The variance of the unbiased estimate over the bound that does not hold."""
    return Exercise(
        1 / 7,
        {
            "the ratio upside down": 7.0,
            "the variance of T alone, for theta = 1": 1 / 35,
            'the "bound" alone, for theta = 1': 1 / 5,
            "the ratio of the standard deviations": np.sqrt(1 / 7),
            "the ratio for the largest observation itself, which is biased": 25 / 36 / 7,
            "the ratio for four observations": 1 / 6,
        },
    )


EXERCISES = {
    "information-coin": coin,
    "information-log-odds": log_odds,
    "information-parabola": parabola,
    "information-spread": spread,
    "information-bearings": bearings,
    "information-uniform": uniform,
}

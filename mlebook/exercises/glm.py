"""The exercises of the page on generalised linear models."""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Array
from ..datasets import load_aids_australia
from ..information import standard_error
from ..models.poisson_regression import PoissonRegression
from ..models.softmax import SoftmaxRegression
from .frame import EXACT, Exercise


def geometric() -> Exercise:
    """The variance of the geometric distribution where e**theta is one half."""
    odds = 0.5
    variance = odds / (1 - odds) ** 2
    return Exercise(
        variance,
        {
            "the mean, b'; the variance is b''": odds / (1 - odds),
            "the standard deviation; its square is asked for": math.sqrt(variance),
            "b'' for b = log(1 + e^theta), the Bernoulli family": odds / (1 + odds) ** 2,
            "the second moment, E(Y^2); take the square of the mean off": variance + 1,
            "b itself, not its second derivative": -math.log(1 - odds),
            "e^theta over 1 - e^theta cubed; the denominator is a square": odds / (1 - odds) ** 3,
            "b'' with the sign of log(1 - e^theta); b is minus that": -variance,
        },
        rounding=EXACT,
    )


def bend() -> Exercise:
    """Observed over expected information for the mean, for one count of 9 at a mean of 4."""
    y, eta = 9.0, 4.0
    observed, expected = y / eta**2, 1 / eta
    return Exercise(
        observed / expected,
        {
            "the ratio upside down": expected / observed,
            "the observed information alone": observed,
            "the expected information alone": expected,
            "their difference; the ratio is asked for": observed - expected,
            "the root of the ratio": math.sqrt(observed / expected),
            "what holds at the estimate, or with the canonical link; here the link is the "
            "identity": 1.0,
            "the ratio with the score in the place of the observed information": (y / eta - 1)
            / expected,
        },
    )


def rates() -> Exercise:
    """The standard error of the logarithm of a ratio of rates from 21 and 9 events."""
    a, b = 21, 9
    return Exercise(
        math.sqrt(1 / a + 1 / b),
        {
            "the variance; take the root": 1 / a + 1 / b,
            "the standard error of the first group's log rate alone": math.sqrt(1 / a),
            "that of the second group's log rate alone": math.sqrt(1 / b),
            "that of a log rate from all events together": math.sqrt(1 / (a + b)),
            "the root of the difference of the variances; they add up": math.sqrt(1 / b - 1 / a),
            "the sum of the standard errors; add the variances": math.sqrt(1 / a)
            + math.sqrt(1 / b),
            "the standard error of the difference of the two counts": math.sqrt(a + b),
        },
    )


def both() -> Exercise:
    """By how much the deviance falls when the quarter joins its logarithm."""
    y, columns = _epidemic()
    power, exponential = columns[:, :2], columns[:, [0, 2]]
    D, D_power, D_exponential = (
        float(PoissonRegression.fit(X, y).deviance(X, y)) for X in (columns, power, exponential)
    )
    null = float(PoissonRegression.null_deviance(power, y))
    return Exercise(
        D_power - D,
        {
            "the deviance of the model with both": D,
            "the difference in log-likelihood; the deviance is twice that": (D_power - D) / 2,
            "how much lower it is than that of the exponential": D_exponential - D,
            "how much lower it is than that of no growth at all": null - D,
            "the difference upside down: the deviance falls": D - D_power,
            "how much lower the power's deviance is than the exponential's": D_exponential
            - D_power,
        },
    )


def reference() -> Exercise:
    """The log odds of MN against N, of 342 M, 500 MN and 187 N."""
    m, mn, n = 342, 500, 187
    rows = SoftmaxRegression.rows(np.ones((3, 1)), [2, 1, 0], weights=[m, mn, n])
    fit = SoftmaxRegression.fit(rows)
    return Exercise(
        fit.beta[0, 0],
        {
            "the coefficient of M with N as the reference": fit.beta[1, 0],
            "the coefficient of MN with M as the reference": math.log(mn / m),
            "the coefficient of N with M as the reference": math.log(n / m),
            "the coefficient of N with MN as the reference: the sign is the other way round": (
                math.log(n / mn)
            ),
            "the odds; the coefficient is their logarithm": mn / n,
            "the log odds of MN against the two others together": math.log(mn / (m + n)),
            "the sum of the two coefficients against M; take the difference": math.log(mn / m)
            + math.log(n / m),
        },
    )


def tens() -> Exercise:
    """By what factor the standard error is too large if counts are reported in tens."""
    y, columns = _epidemic()
    X = columns[:, :2]
    fit = PoissonRegression.fit(X, y)
    model = standard_error(fit, X, y)[1]
    sandwich = standard_error(fit, X, y, kind="sandwich")[1]
    return Exercise(
        math.sqrt(10),
        {
            "the factor of the variance; take the root": 10.0,
            "the factor upside down; less information makes a larger standard error": 1
            / math.sqrt(10),
            "no change; the means are a tenth, and so is the information": 1.0,
            "the factor of the information": 1 / 10,
            "the factor of the variance if the information were a hundredth; it is a tenth, and "
            "the root is asked for": 100.0,
            "the sandwich over the model's standard error, for the true counts": sandwich / model,
        },
    )


def _epidemic() -> tuple[Array, Array]:
    """The cases of AIDS, and the columns 1, log i and i."""
    y = load_aids_australia().cases
    i = np.arange(1, len(y) + 1)
    return y, np.column_stack([np.ones(len(y)), np.log(i), i])


EXERCISES = {
    "glm-geometric": geometric,
    "glm-bend": bend,
    "glm-rates": rates,
    "glm-both": both,
    "glm-reference": reference,
    "glm-tens": tens,
}

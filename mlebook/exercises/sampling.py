"""The exercises of the page on sampling."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import norm

from ..datasets import load_remission
from ..delta import delta_method
from ..models.exponential import Exponential
from .frame import EXACT, Exercise


def tank() -> Exercise:
    """The unbiased estimate from the largest of the numbers 9, 28, 41, 55, 83."""
    numbers = np.array([9, 28, 41, 55, 83])
    k, largest = len(numbers), float(numbers.max())
    return Exercise(
        largest * (k + 1) / k - 1,
        {
            "the maximum likelihood estimate; the unbiased one is asked for": largest,
            "one too many; the numbers begin with 1, so take 1 off": largest * (k + 1) / k,
            "the estimate with k - 1 in the place of k": largest * k / (k - 1) - 1,
            "the mean of the largest number, if the largest that was seen were N": k
            * (largest + 1)
            / (k + 1),
            "twice the mean less 1, which is unbiased too but not made from the largest": 2
            * numbers.mean()
            - 1,
            "twice the mean; the largest is to be used": 2 * numbers.mean(),
        },
        rounding=1e-3,
    )


def constant() -> Exercise:
    """The mean squared error of n/T over that of (n - 2)/T, for 21 patients."""
    n = load_remission().placebo_time.size
    ratio = (n + 2) / (n - 2)
    return Exercise(
        ratio,
        {
            "the ratio upside down": 1 / ratio,
            "the ratio to the error of the unbiased estimate; the smallest error is asked for": (
                n + 2
            )
            / (n - 1),
            "the ratio of the variances; the bias counts too": n**2 / (n - 2) ** 2,
            "the root of the ratio": math.sqrt(ratio),
            "the best constant; the ratio of the two errors is asked for": n - 2.0,
            "the error of the maximum likelihood estimate alone": (n + 2) / ((n - 1) * (n - 2)),
            "the smallest error alone": 1 / (n - 1),
        },
        rounding=1e-3,
    )


def survival() -> Exercise:
    """The standard error of exp(-12 rate) for the patients on placebo."""
    weeks = load_remission().placebo_time
    fit = Exponential.fit(weeks)
    derived = delta_method(fit, weeks, function=lambda fit: np.exp(-12 * fit.rate))
    estimate, error = float(derived.estimate), float(derived.standard_error)
    rate_error, counted = float(fit.rate) / math.sqrt(weeks.size), float(np.mean(weeks > 12))
    return Exercise(
        error,
        {
            "the estimate; its standard error is asked for": estimate,
            "the standard error of the rate": rate_error,
            "the derivative without the factor 12": estimate * rate_error,
            "twelve times the standard error of the rate; the derivative has e^(-12 rate) too": 12
            * rate_error,
            "the variance; its root is asked for": error**2,
            "right but for the sign; a standard error is positive": -error,
            "the standard error of the estimate that counts patients, not of this one": math.sqrt(
                counted * (1 - counted) / weeks.size
            ),
            "the spread without the number of patients": error * math.sqrt(weeks.size),
        },
    )


def three() -> Exercise:
    """The limit of the variance estimate when each thing is measured three times."""
    return Exercise(
        2 / 3,
        {
            "the limit for pairs": 1 / 2,
            "the share that is missing": 1 / 3,
            "the factor that repairs the estimate": 3 / 2,
            "the truth itself; a mean is estimated for each thing": 1.0,
            "the limit of the standard deviation": math.sqrt(2 / 3),
            "the limit for four measurements of each thing": 3 / 4,
        },
    )


def end() -> Exercise:
    """The least n with 0.99**n at most 0.05."""
    exact = math.log(0.05) / math.log(0.99)
    n = math.ceil(exact)
    z, z_one = norm.ppf(0.975).item(), norm.ppf(0.95).item()
    return Exercise(
        float(n),
        {
            "rounded down, and so one short": n - 1.0,
            "where the probability is 95 %; the next whole number is asked for": exact,
            "the number by the limit, e^(-n/100); the exact one is asked for": float(
                math.ceil(-math.log(0.05) * 100)
            ),
            "the number for a probability of 5 %; 95 % are asked for": float(
                math.ceil(math.log(0.95) / math.log(0.99))
            ),
            "the number for which the mean error is 1 %": 99.0,
            "the number that a normal limit would ask for": float(math.ceil((z / 0.01) ** 2)),
            "the number that a normal limit would ask for, on one side": float(
                math.ceil((z_one / 0.01) ** 2)
            ),
            "the number for 2.5 % left out; here all is on one side": float(
                math.ceil(math.log(0.025) / math.log(0.99))
            ),
        },
        rounding=EXACT,
    )


def hodges_error(theta: float, n: int) -> tuple[float, float]:
    """The mean squared error of Hodges's estimator times n, and the probability that it is 0."""
    a, b = (math.sqrt(n) * (side * n**-0.25 - theta) for side in (-1, 1))
    q = float(norm.cdf(b) - norm.cdf(a))
    return n * theta**2 * q + 1 - q + float(b * norm.pdf(b) - a * norm.pdf(a)), q


def hodges() -> Exercise:
    """The mean squared error of Hodges's estimator at 0.2, times n, for n = 100."""
    error, q = hodges_error(0.2, 100)
    return Exercise(
        error,
        {
            "the error of the sample mean, times n": 1.0,
            "the mean squared error itself; n times it is asked for": error / 100,
            "n times the square of theta, as if the estimate were always 0": 4.0,
            "the part of the samples whose estimate is 0; the others err too": 4 * q,
            "the error with that of the others counted as 1 each": 4 * q + 1 - q,
            "the error at 0": hodges_error(0.0, 100)[0],
            "the probability that the estimate is 0": q,
        },
    )


EXERCISES = {
    "sampling-tank": tank,
    "sampling-constant": constant,
    "sampling-survival": survival,
    "sampling-three": three,
    "sampling-end": end,
    "sampling-hodges": hodges,
}

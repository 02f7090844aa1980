"""The mistakes that come up in every chapter, each as the answer that it leads to.

The clauses follow "This is"; an exercise adds its own to them.
"""

from __future__ import annotations

import numpy as np


def of_a_logarithm(value: float) -> dict[str, float]:
    """Mistakes where a natural logarithm is asked for."""
    return {
        "right but for the logarithm: you took the one to base 10": value / np.log(10),
        "right but for the logarithm: you took the one to base 2": value / np.log(2),
        "right but for the sign": -value,
    }


def of_a_log_likelihood(value: float, n: float) -> dict[str, float]:
    """Mistakes where the log-likelihood of n observations is asked for."""
    return {
        **of_a_logarithm(value),
        "the log-likelihood per observation; their sum is asked for": value / n,
        "twice the log-likelihood": 2 * value,
    }


def of_a_variance(value: float, n: float) -> dict[str, float]:
    """Mistakes where a mean squared deviation, with divisor n, is asked for."""
    return {
        "the variance with divisor n - 1; maximum likelihood divides by n": value * n / (n - 1),
        "the standard deviation; the variance is asked for": np.sqrt(value),
        "the sum of the squares; divide by n": value * n,
    }


def of_a_standard_deviation(value: float, n: float) -> dict[str, float]:
    """Mistakes where the root of a mean squared deviation is asked for."""
    return {
        "the one with divisor n - 1; maximum likelihood divides by n": value * np.sqrt(n / (n - 1)),
        "the variance; its square root is asked for": value**2,
    }


def of_a_rate(value: float) -> dict[str, float]:
    """Mistakes where a rate is asked for."""
    return {"the mean, which is one over the rate": 1 / value}


def of_a_scale(value: float) -> dict[str, float]:
    """Mistakes where a mean or a scale is asked for."""
    return {"the rate, which is one over the mean": 1 / value}

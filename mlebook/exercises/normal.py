"""The exercises of the page on the normal distribution."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..datasets import load_seed_points, load_seed_samples
from ..hypotheses import likelihood_ratio_test
from ..models.normal import Normal
from .frame import EXACT, Exercise
from .mistakes import of_a_log_likelihood, of_a_variance


def two_measurements() -> Exercise:
    """The log-likelihood at the top for the measurements 1 and 3."""
    x = np.array([1.0, 3.0])
    top = float(Normal.fit(x).log_likelihood(x))
    return Exercise(
        top,
        {
            **of_a_log_likelihood(top, 2),
            "the likelihood; its logarithm is asked for": np.exp(top),
            "the height with the divisor n - 1 for the variance": Normal(
                2.0, np.sqrt(2.0)
            ).log_likelihood(x),
            "right but for the constant: log(2 pi) belongs to it": -1.0,
            "without the exponents, which are 1/2 for each measurement": -np.log(2 * np.pi),
            "right but for the 1/2 of each exponent": -np.log(2 * np.pi) - 2,
            "the mean of the measurements; the log-likelihood is asked for": 2.0,
            "their variance; the log-likelihood is asked for": 1.0,
        },
    )


def known_mean() -> Exercise:
    """The best variance of the five points when the mean is known to be 3."""
    x = load_seed_points()
    variance = float(Normal.fit(x, mu=3.0).sigma ** 2)
    return Exercise(
        variance,
        {
            **of_a_variance(variance, 5),
            "the variance about the mean of the data; mu is known here": x.var(),
            "the one with the wrong sign: the squares about 3 add": 2 * x.var() - variance,
            "the variance with divisor n - 1 about the mean of the data": x.var(ddof=1),
        },
    )


def mean_statistic() -> Exercise:
    """The likelihood ratio statistic of mu = 5 for the seed's samples."""
    x = load_seed_samples()
    fit = Normal.fit(x)
    statistic = float(likelihood_ratio_test(fit, x, mu=5.0).statistic)
    sliced = 50 * (fit.mu - 5.0) ** 2 / fit.sigma**2
    return Exercise(
        statistic,
        {
            "half of it: the difference of the log-likelihoods, which is to be doubled": statistic
            / 2,
            "the statistic of the slice: sigma was not refitted": sliced,
            "the statistic of both parameters; sigma is free here": likelihood_ratio_test(
                fit, x, mu=5.0, sigma=2.0
            ).statistic,
            "the statistic with its sign turned round": -statistic,
            "the p-value; the statistic is asked for": likelihood_ratio_test(
                fit, x, mu=5.0
            ).p_value,
        },
        rounding=2e-3,
    )


def empty_bars() -> Exercise:
    """How many of the seed's seven bars have no sign."""
    x = load_seed_samples()
    fit = Normal.fit(x)
    heights = Normal(np.linspace(fit.mu - 3, fit.mu + 3, 7), fit.sigma).log_likelihood(x)
    bars = np.maximum(0, (30 + 2 * (heights - heights.max())).astype(int))
    empty = float((bars == 0).sum())
    return Exercise(
        empty,
        {"the number of bars that are not empty": 7 - empty, "the number of all bars": 7.0},
        rounding=EXACT,
    )


EXERCISES: dict[str, Callable[[], Exercise]] = {
    "normal-two-measurements": two_measurements,
    "normal-known-mean": known_mean,
    "normal-mean-statistic": mean_statistic,
    "normal-empty-bars": empty_bars,
}

"""The exam at the end of the book."""

from __future__ import annotations

import numpy as np
from scipy.special import comb
from scipy.stats import norm

from ..information import covariance, standard_error
from ..models.bernoulli import Bernoulli
from ..models.exponential import Exponential
from ..models.linear import LinearRegression
from ..models.poisson import Poisson
from ..models.poisson_regression import PoissonRegression
from ..profiles import profile_interval
from .frame import Exercise
from .mistakes import of_a_logarithm

Z, Z_90 = norm.ppf(0.975).item(), norm.ppf(0.95).item()


def ratio() -> Exercise:
    """The likelihood ratio of 3/4 to 1/2 after seven yellow seeds of eight."""
    seeds = [1] * 7 + [0]
    log_ratio = Bernoulli(0.75).log_likelihood(seeds) - Bernoulli(0.5).log_likelihood(seeds)
    value = float(np.exp(log_ratio))
    return Exercise(
        value,
        {
            "the ratio upside down": 1 / value,
            "its logarithm": float(log_ratio),
            "the ratio times the number of orders, which is in both and cancels": 8 * value,
            "what the yellow seeds say; the green one speaks too": 1.5**7,
            "a probability of the guess, which needs a prior": value / (1 + value),
        },
    )


def six_heads() -> Exercise:
    """The lower end of the likelihood ratio interval after six heads of six."""
    heads = np.ones(6)
    ends = profile_interval(Bernoulli.fit(heads), heads, parameter="p")
    return Exercise(
        ends.lower,
        {
            "the end of the Wald interval, which has no width here": 1.0,
            "the exact one-sided bound": 0.05 ** (1 / 6),
            "the exact bound of a two-sided interval": 0.025 ** (1 / 6),
            "the lower end of the score interval": 6 / (6 + Z**2),
            "the end with z squared in the place of its half": np.exp(-(Z**2) / 6),
            "the end of the interval at 90 %": np.exp(-(Z_90**2) / 12),
        },
    )


def line() -> Exercise:
    """The maximum likelihood estimate of the error variance of a line through three points."""
    X, y = np.column_stack([np.ones(3), [0, 1, 2]]), np.array([1.0, 3.0, 4.0])
    variance = float(LinearRegression.fit(X, y).sigma ** 2)
    return Exercise(
        variance,
        {
            "the unbiased estimate, here with divisor 3 - 2": 3 * variance,
            "the sum of squares with divisor 3 - 1": 3 * variance / 2,
            "the standard deviation": np.sqrt(variance),
            "the variance of y, without the line": y.var(),
            "the slope": 1.5,
        },
    )


def mean_wait() -> Exercise:
    """The observed information for the mean wait, with eight events in two hours."""
    waits = np.full(8, 2 / 8)  # only their number and their sum matter
    fit = Exponential.fit(waits)
    for_rate, mean = fit.observed_information(waits).item(), 1 / float(fit.rate)
    return Exercise(
        for_rate / mean**4,
        {
            "the information for the rate": for_rate,
            "the information for the logarithm, of the mean or of the rate": 8.0,
            "one over the information: the variance": mean**4 / for_rate,
            "the standard error of the mean wait": mean**2 / np.sqrt(for_rate),
        },
    )


def step() -> Exercise:
    """Where Newton's first step leads, for two counts with six events in all, from rate 1."""
    counts, start = [2, 4], Poisson(1.0)
    U = start.score(counts).item()
    J = start.observed_information(counts).item()
    return Exercise(
        1 + U / J,
        {
            "the step alone; add it to the start": U / J,
            "a step in the wrong direction": 1 - U / J,
            "the top, to which Fisher scoring steps at once; Newton divides by J": 1
            + U / start.fisher_information(2).item(),
            "a step of gradient ascent: the score is not divided by J": 1 + U,
            "where Newton's step for the logarithm of the rate leads": float(np.exp(U / 2)),
        },
    )


def log_error() -> Exercise:
    """The standard error of log p for 16 heads in 80 flips."""
    flips = np.repeat([1, 0], [16, 64])
    error = standard_error(Bernoulli.fit(flips), flips).item()
    return Exercise(
        error / 0.2,
        {
            "the standard error of p": error,
            "the logarithm of the standard error of p": np.log(error),
            "the variance": (error / 0.2) ** 2,
            "the standard error of the log odds": error / (0.2 * 0.8),
            "the standard error of p times p; divide by it": error * 0.2,
            "the one for Poisson counts; a proportion varies less": 1 / 4,
        },
    )


def separated() -> Exercise:
    """The least upper bound of a log-likelihood in which one group has only yes."""
    bound = float(Bernoulli.fit([1, 0, 0]).log_likelihood([1, 0, 0]))
    return Exercise(
        bound,
        {
            **of_a_logarithm(bound),
            "the bound if both groups were all yes or all no": 0.0,
            "the top with one probability for both groups": float(
                Bernoulli(5 / 7).log_likelihood([1, 0, 0, 1, 1, 1, 1])
            ),
            "the bound of the likelihood": float(np.exp(bound)),
            "the bound with the number of orders; the rows come one by one": bound
            + float(np.log(comb(3, 1))),
        },
    )


def rate_ratio() -> Exercise:
    """The upper end of the Wald interval for a ratio of two rates, made for its logarithm."""
    columns, hours = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([500.0, 1000.0])
    rows = PoissonRegression.rows(columns, [5, 20], offset=np.log(hours))
    fit = PoissonRegression.fit(rows)
    log_ratio, error = fit.beta[1], np.sqrt(covariance(fit, rows)[1, 1])
    return Exercise(
        np.exp(log_ratio + Z * error),
        {
            "the end for the counts; the hours are missing": 2 * np.exp(log_ratio + Z * error),
            "the end for the logarithm of the ratio": log_ratio + Z * error,
            "the end of an interval made for the ratio itself": 2 * (1 + Z * error),
            "the lower end": np.exp(log_ratio - Z * error),
            "the upper end for B over A": np.exp(-log_ratio + Z * error),
            "the end of the interval at 90 %": np.exp(log_ratio + Z_90 * error),
        },
    )


def busy() -> Exercise:
    """The probability that a day with two notices is of the busy kind."""
    quiet, loud = (np.exp(Poisson(rate).log_likelihood([2])) for rate in (1.0, 3.0))
    weight = float(loud / (quiet + loud))
    return Exercise(
        weight,
        {
            "the probability of the other kind": 1 - weight,
            "the share of busy days, before the notices are counted": 0.5,
            "what follows if exp(-rate) is left out": 9 / 10,
            "the ratio of the two probabilities": float(loud / quiet),
            "the probability of two notices on a busy day": float(loud),
            "what the rates alone say; the count has to speak": 3 / 4,
        },
    )


def watch() -> Exercise:
    """The maximum likelihood estimate of the mean life of machines, two of four still running."""
    mean = 27 / 2
    return Exercise(
        mean,
        {
            "the rate; the mean life is one over it": 1 / mean,
            "the mean of the two that failed, without the others": 7 / 2,
            "the mean if all four had failed": 27 / 4,
            "the median life": mean * np.log(2),
            "the months of those that still run, divided by the failures": 20 / 2,
        },
    )


def criterion() -> Exercise:
    """The AIC of the exponential less that of the lognormal, both for the lives themselves."""
    exponential, logs, jacobian = -31.0, -12.0, 15.0
    lognormal = logs - jacobian
    answer = (2 - 2 * exponential) - (4 - 2 * lognormal)
    return Exercise(
        answer,
        {
            "the difference the other way round": -answer,
            "what follows without the Jacobian": 2 - 2 * exponential - (4 - 2 * logs),
            "what follows if the sum of the logs is added; it is subtracted": 2
            - 2 * exponential
            - (4 - 2 * (logs + jacobian)),
            "what follows if the parameters cost nothing": 2 * (lognormal - exponential),
            "the difference of the log-likelihoods": lognormal - exponential,
            "what follows if parameters are rewarded": answer + 4,
        },
    )


def top() -> Exercise:
    """The p at the top of the posterior density for the log odds."""
    heads, tails = 7, 1
    return Exercise(
        (heads + 2) / (heads + tails + 4),
        {
            "the top of the posterior density for p": (heads + 1) / (heads + tails + 2),
            "the estimate without the prior": heads / (heads + tails),
            "the log odds at the top; p is asked for": np.log(3.0),
            "the odds at the top; p is asked for": 3.0,
            "what the prior alone says": 1 / 2,
        },
    )


EXERCISES = {
    "capstone-ratio": ratio,
    "capstone-six-heads": six_heads,
    "capstone-line": line,
    "capstone-mean-wait": mean_wait,
    "capstone-step": step,
    "capstone-log-error": log_error,
    "capstone-separated": separated,
    "capstone-rate-ratio": rate_ratio,
    "capstone-busy": busy,
    "capstone-watch": watch,
    "capstone-criterion": criterion,
    "capstone-top": top,
}

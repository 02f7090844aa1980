"""The exercises of the page on when maximum likelihood fails."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from ..models.binomial import Binomial
from ..models.logistic import LogisticRegression
from .frame import EXACT, Exercise
from .mistakes import of_a_logarithm

TREATED = np.repeat([1.0, 0.0], [5, 4])
X = np.column_stack([np.ones(9), TREATED])
RECOVERED = np.array([1, 1, 1, 1, 1, 1, 1, 0, 0.0])
HEIGHT = 4 * math.log(1 / 2)  # to which the log-likelihood rises
N = np.arange(30, 2_001)


def highest_log_likelihood(successes: int, trials: int) -> float:
    """That of one proportion."""
    p = successes / trials
    return successes * math.log(p) + (trials - successes) * math.log(1 - p)


def table() -> Exercise:
    """The height that five of five and two of four approach."""
    return Exercise(
        HEIGHT,
        {
            "the log-likelihood at the start, where both coefficients are 0": 9 * math.log(1 / 2),
            "the part of the treated at probability one half; it rises to 0": 5 * math.log(1 / 2),
            "the height without the treatment's column": highest_log_likelihood(7, 9),
            "the height of a complete separation; two of the untreated did not recover": 0.0,
            "the likelihood; its logarithm is asked for": 1 / 16,
            **of_a_logarithm(HEIGHT),
        },
    )


def missing(b: float, cut: float, intercept: float = np.nan) -> float:
    """Twice the distance below the height, less the cut, with the treatment's coefficient held."""
    fit = LogisticRegression.fit(X, RECOVERED, beta=[intercept, b])
    return float(2 * (HEIGHT - fit.log_likelihood(X, RECOVERED)) - cut)


def lower() -> Exercise:
    """Where the likelihood ratio interval of the treatment's coefficient begins."""
    cuts = {name: chi2.ppf(level, 1) for name, level in (("95", 0.95), ("90", 0.9), ("99", 0.99))}

    def end(cut: float, intercept: float = np.nan) -> float:
        return float(brentq(lambda b: missing(b, cut, intercept), -9, 9, xtol=1e-12))

    answer = end(cuts["95"])
    return Exercise(
        answer,
        {
            "the end of the interval for 90 %": end(cuts["90"]),
            "the end of the interval for 99 %": end(cuts["99"]),
            "the end for a height that is lower by 3.84; twice the distance is 3.84": end(
                2 * cuts["95"]
            ),
            "the end of a slice, with the intercept held at 0; fit it at each b": end(
                cuts["95"], intercept=0.0
            ),
            "the odds ratio there; its logarithm, the coefficient, is asked for": math.exp(answer),
            "right but for the sign": -answer,
        },
    )


def corner() -> Exercise:
    """The p-value of R = 4 with two means on their edges."""
    one, two = float(chi2.sf(4, 1)), math.exp(-2)
    p_value = one / 2 + two / 4
    return Exercise(
        p_value,
        {
            "the p-value of chi-squared with 2 degrees of freedom": two,
            "the p-value of chi-squared with 1 degree of freedom": one,
            "the part with one positive mean; both may be": one / 2,
            "the part with two positive means; one may be": two / 4,
            "an even mixture of the two; with probability 1/4, R is 0": one / 2 + two / 2,
            "the probability of a smaller R": 1 - p_value,
            "the p-value for R = 2; R is 4": float(chi2.sf(2, 1)) / 2 + math.exp(-1) / 4,
        },
    )


def matched() -> Exercise:
    """The maximum likelihood estimate from twelve pairs against four."""
    estimate = 2 * math.log(3)
    return Exercise(
        estimate,
        {
            "the estimate given that one of a pair recovers; here each pair has an intercept, "
            "which is estimated too": estimate / 2,
            "half of the better estimate; the 2 is on the wrong side": estimate / 4,
            "the estimate of q; beta is asked for": 12 / 16,
            "the ratio of the pairs": 3.0,
            "the odds ratio; its logarithm is asked for": 9.0,
            "right but for the sign": -estimate,
            "right but for the logarithm: you took the one to base 10": 2 * math.log10(3),
        },
    )


def single() -> Exercise:
    """The standard deviation at which one measurement has the log-likelihood 10."""
    sigma = math.exp(-10) / math.sqrt(2 * math.pi)
    return Exercise(
        sigma,
        {
            "the value without the constant of the normal density": math.exp(-10),
            "the variance; the standard deviation is asked for": sigma**2,
            "the place where the log-likelihood is -10": math.exp(10) / math.sqrt(2 * math.pi),
            "right but for the root of 2 pi": math.exp(-10) / (2 * math.pi),
            "right but for the logarithm: you took the one to base 10": 1e-10
            / math.sqrt(2 * math.pi),
            "the place where the density is 10": 0.1 / math.sqrt(2 * math.pi),
        },
    )


def counts() -> Exercise:
    """The estimate of N for the counts that end with 26."""

    def estimate(last: int) -> float:
        x = [16, 18, 22, 25, last]
        return float(N[Binomial.fit(x, n_trials=N).log_likelihood(x).argmax()])

    x = np.array([16, 18, 22, 25, 26])
    return Exercise(
        estimate(26),
        {
            "the estimate for 27": estimate(27),
            "the estimate for 28": estimate(28),
            "the largest count; the likelihood rises beyond it": 26.0,
            "the sum of the counts": float(x.sum()),
            "the end of the grid, for 30": float(N[-1]),
            "the place in the array; look up N there": estimate(26) - N[0],
            "the estimate that fits mean and variance": x.mean() ** 2 / (x.mean() - x.var()),
        },
        rounding=EXACT,
    )


EXERCISES = {
    "breakdown-table": table,
    "breakdown-lower": lower,
    "breakdown-corner": corner,
    "breakdown-matched": matched,
    "breakdown-single": single,
    "breakdown-counts": counts,
}

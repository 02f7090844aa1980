"""The exercises of the page on intervals."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from ..datasets import load_bearings
from ..hypotheses import likelihood_ratio_test, score_test, wald_test
from ..intervals import wald_interval
from ..models.bernoulli import Bernoulli
from ..models.gamma import Gamma
from ..models.poisson import Poisson
from ..profiles import profile_interval
from .frame import Exercise

Z, Z_ONE = norm.ppf(0.975).item(), norm.ppf(0.95).item()


def nine() -> Exercise:
    """Twice the drop of the log-likelihood, for nine events and the hypothesis of four."""
    fit = Poisson.fit([9])
    W, S, R = (
        float(test(fit, [9], rate=4).statistic)
        for test in (wald_test, score_test, likelihood_ratio_test)
    )
    return Exercise(
        R,
        {
            "Wald's statistic, with the information at the estimate": W,
            "the score statistic, with the information at the hypothesis": S,
            "the drop of the log-likelihood; the statistic is twice that": R / 2,
            "the statistic with the estimate and the hypothesis exchanged": 10 - 8 * np.log(9 / 4),
            "the statistic without the term n (estimate - hypothesis)": R + 10,
            "what the logarithm to base 10 gives": 18 * np.log10(9 / 4) - 10,
            "the ratio of the likelihoods; twice its logarithm is asked for": np.exp(R / 2),
            "the p-value": float(likelihood_ratio_test(fit, [9], rate=4).p_value),
        },
    )


def none() -> Exercise:
    """The upper end of the likelihood ratio interval after 50 days without an event."""
    days = np.zeros(50)
    upper = float(profile_interval(Poisson.fit(days), days, parameter="rate").upper)
    return Exercise(
        upper,
        {
            "the end of the Wald interval, which has no width here": 0.0,
            "the end of the score interval": Z**2 / 50,
            "the exact one-sided bound": -np.log(0.05) / 50,
            "the exact bound of a two-sided interval": -np.log(0.025) / 50,
            "the one-sided likelihood ratio bound": Z_ONE**2 / 100,
            "the bound with z not squared": Z / 100,
            "the bound for the expected events in all 50 days": 50 * upper,
        },
    )


def mean_held() -> Exercise:
    """The lower end for the shape of the bearings where the mean is held at its estimate."""
    x = load_bearings().million_revolutions
    fit = Gamma.fit(x)

    def above_cut(shape: float) -> float:
        drop = fit.log_likelihood(x) - Gamma(shape, fit.rate).log_likelihood(x)
        return float(2 * drop - Z**2)

    profile = profile_interval(fit, x, parameter="shape")
    wald = wald_interval(fit, x, parameter="shape")
    less = profile_interval(fit, x, parameter="shape", level=0.9)
    rate = profile_interval(fit, x, parameter="rate")
    return Exercise(
        float(profile.lower),
        {
            "the end of the slice with the rate held": brentq(above_cut, 2, 4),
            "the end of the Wald interval": float(wald.lower),
            "the upper end": float(profile.upper),
            "the end for 90 %": float(less.lower),
            "the end for the rate": float(rate.lower),
            "the estimate": float(fit.shape),
        },
    )


def slice_coverage() -> Exercise:
    """How often the slice interval covers, where the estimates have the correlation 0.8."""
    return Exercise(
        float(2 * norm.cdf(0.6 * Z) - 1),
        {
            "what a correlation of 0.6 gives; the root of 1 - 0.64 is 0.6": float(
                2 * norm.cdf(0.8 * Z) - 1
            ),
            "the probability with 1 - 0.64 in the place of its root": float(
                2 * norm.cdf(0.36 * Z) - 1
            ),
            "the share of the width, not the coverage": 0.6,
            "the level times the share of the width": 0.57,
            "the probability of missing": float(2 * norm.cdf(-0.6 * Z)),
            "the coverage of the profile": 0.95,
        },
    )


def edge() -> Exercise:
    """The cut that a zero normal mean exceeds with probability 5 %, if it cannot be negative."""
    return Exercise(
        Z_ONE**2,
        {
            "the cut for a true value inside the range": Z**2,
            "the root of the cut": Z_ONE,
            "the root of the cut for a true value inside the range": Z,
            "half the cut, on the scale of the log-likelihood": Z_ONE**2 / 2,
            "half the cut for a true value inside the range": Z**2 / 2,
            "the cut that is exceeded with probability 1.25 %; the half belongs to the other "
            "side": float(norm.ppf(0.9875) ** 2),
        },
    )


def ratio_of_rates() -> Exercise:
    """The lower end of the likelihood ratio interval for the ratio of two rates."""
    men = np.repeat([1, 0], [74, 122])
    share = profile_interval(Bernoulli.fit(men), men, parameter="p")
    lower, upper = (2.5 * p / (1 - p) for p in (share.lower, share.upper))
    ratio = (74 / 80) / (122 / 200)
    error = np.sqrt(1 / 74 + 1 / 122)
    return Exercise(
        float(lower),
        {
            "the upper end": float(upper),
            "the ratio of the numbers of men, lower end; divide by the corps-years": float(
                lower / 2.5
            ),
            "the end for the share p": float(share.lower),
            "the end of the Wald interval for the ratio itself": ratio - Z * ratio * error,
            "the estimate": ratio,
            "the end for the ratio upside down": float(1 / upper),
            "the end of the Wald interval for the logarithm of the ratio": ratio
            * np.exp(-Z * error),
            "the end for 90 %, by Wald for the logarithm": ratio * np.exp(-Z_ONE * error),
        },
        rounding=1e-3,
    )


EXERCISES = {
    "intervals-nine": nine,
    "intervals-none": none,
    "intervals-mean-held": mean_held,
    "intervals-slice": slice_coverage,
    "intervals-edge": edge,
    "intervals-ratio": ratio_of_rates,
}

"""The exercises of the page on priors."""

from __future__ import annotations

import math

from scipy.stats import beta, norm

from ..datasets import load_seed_flips
from ..intervals import wald_interval
from ..models.bernoulli import Bernoulli
from ..profiles import profile_interval
from .frame import Exercise

SQUARES, PRODUCTS, SIGMA, TAU = 10.0, 20.0, 3.0, 0.5  # of the regression through the origin


def twelve() -> Exercise:
    """The mode after 9 heads of 12, with two pseudo-heads and two pseudo-tails."""
    return Exercise(
        11 / 16,
        {
            "the maximum likelihood estimate, without the prior": 9 / 12,
            "the posterior mean; the mode is asked for": 12 / 18,
            "the mode with one pseudo-head and one pseudo-tail": 10 / 14,
            "the proportion with the pseudo-heads among the heads, but no pseudo-tails": 11 / 14,
            "the mode of the prior alone": 1 / 2,
            "the proportion with the pseudo-flips among all flips, but not among the heads": 9 / 16,
            "the probability of tails": 5 / 16,
        },
    )


def five_heads() -> Exercise:
    """The posterior probability that p is at most 1/2, after five heads of five."""
    return Exercise(
        2.0**-6,
        {
            "the probability of five heads under a fair coin, which is a probability of the "
            "data": 2.0**-5,
            "the probability of the other side, that p is above 1/2": 1 - 2.0**-6,
            "the posterior density at p = 1/2; a density has to be integrated": 6 / 32,
            "the integral of the likelihood from 0 to 1/2, which has to be divided by that from 0 "
            "to 1": 2.0**-6 / 6,
            "the probability before the flips": 1 / 2,
            "the posterior mean of 1 - p": 1 / 7,
            "the odds, and upside down; a probability is asked for": 63.0,
        },
    )


def rate() -> Exercise:
    """The rate at the mode of its logarithm, under a flat prior for the rate."""
    return Exercise(
        10 / 3,
        {
            "the mode of the rate itself, where no factor enters": 9 / 3,
            "the rate with the factor divided by instead of multiplied": 8 / 3,
            "the logarithm of the rate; the rate is asked for": math.log(10 / 3),
            "the rate with one more hour as well": 10 / 4,
            "the number of events to expect in all three hours": 10.0,
            "the rate upside down, the hours for one event": 3 / 10,
        },
    )


def ridge() -> Exercise:
    """The coefficient with a normal prior."""
    share = SIGMA**2 / TAU**2
    return Exercise(
        PRODUCTS / (SQUARES + share),
        {
            "the least squares estimate, without the prior": PRODUCTS / SQUARES,
            "the estimate with sigma/tau for kappa; both have to be squared": PRODUCTS
            / (SQUARES + SIGMA / TAU),
            "the estimate with 1/tau**2 for kappa, which forgets the noise": PRODUCTS
            / (SQUARES + 1 / TAU**2),
            "the estimate with half of kappa": PRODUCTS / (SQUARES + share / 2),
            "kappa alone": share,
            "the share of the least squares estimate that is left": SQUARES / (SQUARES + share),
            "the estimate with sigma**2 for kappa, which forgets tau": PRODUCTS
            / (SQUARES + SIGMA**2),
        },
    )


def credible() -> Exercise:
    """The lower end of the credible interval for 22 heads of 30, under a flat prior."""
    flips = load_seed_flips()[30]
    fit, s, n = Bernoulli.fit(flips), float(flips.sum()), len(flips)

    def point(share: float, a: int = 1) -> float:
        return float(beta.ppf(share, s + a, n - s + a))

    wald = wald_interval(fit, flips, parameter="p")
    profile = profile_interval(fit, flips, parameter="p")
    mean = (s + 1) / (n + 2)
    half = norm.ppf(0.975) * math.sqrt(mean * (1 - mean) / (n + 3))
    return Exercise(
        point(0.025),
        {
            "the upper end": point(0.975),
            "the lower end of the Wald interval": float(wald.lower),
            "the lower end of the likelihood ratio interval": float(profile.lower),
            "the point with 5 % below it, which leaves 90 % between two such ends": point(0.05),
            "the posterior mean": mean,
            "the normal interval with the posterior's mean and deviation": mean - half,
            "the lower end with the pseudo-flips counted twice": point(0.025, a=2),
            "the lower end under the prior that is flat in the log odds": point(0.025, a=0),
        },
        rounding=1e-3,
    )


def edge() -> Exercise:
    """The distance between two posteriors on the edge, as n grows."""
    return Exercise(
        math.exp(-1),
        {
            "what it would be if the prior washed out": 0.0,
            "the distance for n = 3; its limit is asked for": (4 / 5) ** 5,
            "twice the distance, which is the whole area between the densities": 2 * math.exp(-1),
            "the rest, the area that the two densities share": 1 - math.exp(-1),
            "the distance of two densities that do not overlap": 1.0,
        },
    )


EXERCISES = {
    "prior-twelve": twelve,
    "prior-five-heads": five_heads,
    "prior-rate": rate,
    "prior-ridge": ridge,
    "prior-credible": credible,
    "prior-edge": edge,
}

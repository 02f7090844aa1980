"""The exercises of the page on counts, waiting times and categories."""

from __future__ import annotations

import numpy as np

from ..datasets import load_alpha_particles, load_blood_groups, load_horse_kicks
from ..models.bernoulli import Bernoulli, BernoulliStatistics
from ..models.categorical import Categorical
from ..models.poisson import Poisson
from ..profiles import profile_interval
from .frame import Exercise


def two_counts() -> Exercise:
    """The likelihood ratio of the rates 2 and 3 for the counts 1 and 4."""
    log_ratio = Poisson(2.0).log_likelihood([1, 4]) - Poisson(3.0).log_likelihood([1, 4])
    ratio = np.exp(log_ratio)
    return Exercise(
        ratio,
        {
            "the ratio upside down": 1 / ratio,
            "the logarithm of the ratio": log_ratio,
            "the ratio without the exponential; exp(-n rate) contains the rate too": (2 / 3) ** 5,
            "the ratio with n = 1; there are two counts": (2 / 3) ** 5 * np.exp(1),
            "the ratio with the number of counts as the power; it is their sum": (2 / 3) ** 2
            * np.exp(2),
            "the ratio for the count 4 alone; the other one counts too": (2 / 3) ** 4 * np.exp(1),
            "the likelihood of the rate 2 alone": np.exp(Poisson(2.0).log_likelihood([1, 4])),
            "the estimate of the rate; a likelihood ratio is asked for": 5 / 2,
        },
    )


def fourteen_corps() -> Exercise:
    """The variance over the mean of the deaths in all fourteen corps."""
    kicks = load_horse_kicks()
    every, ten = (np.repeat(kicks.deaths, c) for c in (kicks.fourteen_corps, kicks.ten_corps))
    ratio = every.var() / every.mean()
    return Exercise(
        ratio,
        {
            "the ratio with the divisor n - 1; the divisor n is asked for": every.var(ddof=1)
            / every.mean(),
            "the ratio for the ten corps; all of them are asked for": ten.var() / ten.mean(),
            "the ratio upside down": 1 / ratio,
            "the variance alone; its ratio to the mean is asked for": every.var(),
            "the mean alone; the variance over it is asked for": every.mean(),
            "the standard deviation over the mean; the variance is asked for": every.std()
            / every.mean(),
            "the ratio for the numbers 0 to 4 themselves, as if each had been counted once": np.var(
                kicks.deaths
            )
            / np.mean(kicks.deaths),
            "the mean square over the mean; the square of the mean was not taken off": np.mean(
                every.astype(float) ** 2
            )
            / every.mean(),
        },
        rounding=1e-3,
    )


def hardy_weinberg() -> Exercise:
    """The probability of a gene N from 5 people with M, 2 with MN and 3 with N."""
    genes = BernoulliStatistics(np.asarray(20.0), np.asarray(2.0 + 2 * 3.0))
    share = float(Bernoulli.maximise(genes).p)
    return Exercise(
        share,
        {
            "the probability of a gene M": 1 - share,
            "the share of people of group N; count genes": 3 / 10,
            "the share of people who have an N at all; count genes": 5 / 10,
            "the number of genes N over the number of people; each has two genes": 8 / 10,
            "the root of the share of group N, which leaves the other groups out": np.sqrt(3 / 10),
            "the probability of the group N under the law, not of the gene": share**2,
            "the standard error of the estimate": np.sqrt(share * (1 - share) / 20),
            "the number of genes N; divide by the number of genes": 8.0,
        },
    )


def zero_events() -> Exercise:
    """The upper end of the 95 % profile interval from thirty counts of 0."""
    counts = np.zeros(30)
    fit = Poisson.fit(counts)
    upper = float(profile_interval(fit, counts, parameter="rate").upper)
    at_90 = float(profile_interval(fit, counts, parameter="rate", level=0.9).upper)
    return Exercise(
        upper,
        {
            "the upper end of the Wald interval, whose width is 0 on the edge": 0.0,
            "twice the upper end: the log-likelihood may fall by z**2/2, not by z**2": 2 * upper,
            "half the upper end: the 2 in z**2/(2 n) stands there once": upper / 2,
            "the upper end with z in the place of z**2": np.sqrt(2 * upper * 30) / 60,
            "the upper end at the level of 90 %": at_90,
            "the rate under which no events have the probability .05, a bound of another kind": (
                -np.log(0.05) / 30
            ),
            "the drop that is allowed in the log-likelihood; divide it by n": upper * 30,
        },
    )


def mean_wait() -> Exercise:
    """The mean waiting time between two alpha particles, in seconds."""
    alpha = load_alpha_particles()
    rate = float(Poisson.fit(Poisson.statistics(alpha.particles, alpha.intervals)).rate)
    lumped = float(np.minimum(alpha.particles, 10) @ alpha.intervals / alpha.intervals.sum())
    return Exercise(
        7.5 / rate,
        {
            "the mean waiting time in intervals; seconds are asked for": 1 / rate,
            "the rate in a second; one over it is asked for": rate / 7.5,
            "the rate in an interval": rate,
            "the mean waiting time in minutes": 7.5 / rate / 60,
            "the mean waiting time with all counts above ten read as ten": 7.5 / lumped,
            "the product of the interval and the rate; divide by the rate": 7.5 * rate,
        },
        rounding=4e-4,
    )


def held_category() -> Exercise:
    """The probability of the group M, if that of MN is held at one half."""
    people = load_blood_groups().people
    m, mn, n = (float(k) for k in people)
    held = Categorical.fit(Categorical.from_counts(people), p=[np.nan, 0.5, np.nan])
    return Exercise(
        float(held.p[0]),
        {
            "the plain proportion of M, as if nothing were held": m / (m + mn + n),
            "the proportion of M among M and N; they share only a half": m / (m + n),
            "a quarter, as if M and N shared the half equally; the counts say how": 1 / 4,
            "half the proportion of M among all; take it among M and N": m / (m + mn + n) / 2,
            "the estimate for N": float(held.p[2]),
            "the proportion of M less what was taken from MN; the rest is shared in proportion": m
            / (m + mn + n)
            - (0.5 - mn / (m + mn + n)),
        },
    )


EXERCISES = {
    "counts-two-counts": two_counts,
    "counts-fourteen-corps": fourteen_corps,
    "counts-hardy-weinberg": hardy_weinberg,
    "counts-zero-events": zero_events,
    "counts-mean-wait": mean_wait,
    "counts-held-category": held_category,
}

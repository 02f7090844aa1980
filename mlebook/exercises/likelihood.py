"""The exercises of the page on likelihood."""

from __future__ import annotations

import numpy as np

from ..datasets import load_mendel_characters, load_mendel_plants
from ..models.bernoulli import Bernoulli, BernoulliStatistics
from .frame import EXACT, Exercise
from .mistakes import of_a_logarithm

THREE_TO_ONE, TWO_TO_ONE = Bernoulli(3 / 4), Bernoulli(2 / 3)


def log_ratio(successes: float, failures: float) -> float:
    """The log-likelihood ratio of 3/4 to 2/3."""
    seeds = BernoulliStatistics(np.asarray(successes + failures), np.asarray(successes))
    return float(THREE_TO_ONE.log_likelihood(seeds) - TWO_TO_ONE.log_likelihood(seeds))


def three_seeds() -> Exercise:
    """The likelihood ratio of 3/4 to 2/3 for two yellow seeds and a green one."""
    ratio = np.exp(log_ratio(2, 1))
    high = np.exp(THREE_TO_ONE.log_likelihood([1, 1, 0]))
    return Exercise(
        ratio,
        {
            "the ratio upside down": 1 / ratio,
            "the logarithm of the ratio": np.log(ratio),
            "the likelihood of 3/4 alone": high,
            "the difference, where a ratio is asked for": high - high / ratio,
            "the ratio for the two yellow seeds alone; the green one counts too": (9 / 8) ** 2,
            "the ratio for one yellow seed and the green one; there are two yellow ones": np.exp(
                log_ratio(1, 1)
            ),
            "three times the ratio; the number of orders stands above and below, and cancels": 3
            * ratio,
        },
    )


def round_seeds() -> Exercise:
    """The log-likelihood ratio of 3/4 to 2/3 for Mendel's seeds by form."""
    table = load_mendel_characters()
    successes, failures = float(table.dominant[0]), float(table.recessive[0])
    ratio = log_ratio(successes, failures)
    plants = load_mendel_plants()
    return Exercise(
        ratio,
        {
            **of_a_logarithm(ratio),
            "the ratio itself; its logarithm is asked for": np.exp(ratio),
            "the log-likelihood ratio per seed": ratio / (successes + failures),
            "twice the log-likelihood ratio": 2 * ratio,
            "the log-likelihood of 3/4 alone": THREE_TO_ONE.log_likelihood(
                BernoulliStatistics(np.asarray(successes + failures), np.asarray(successes))
            ),
            "the ratio for the colour of the seeds": log_ratio(
                table.dominant[1], table.recessive[1]
            ),
            "the ratio for the first ten plants; the totals are asked for": log_ratio(
                plants.round.sum(), plants.wrinkled.sum()
            ),
            "the ratio with the two counts exchanged": log_ratio(failures, successes),
        },
    )


def pooled_plants() -> Exercise:
    """The maximum likelihood estimate from the ten plants whose seeds were judged by form."""
    plants = load_mendel_plants()
    totals = load_mendel_characters()
    seeds = plants.round + plants.wrinkled
    estimate = plants.round.sum() / seeds.sum()
    return Exercise(
        estimate,
        {
            "the mean of the ten proportions, in which a plant with few seeds counts as much as "
            "one with many": np.mean(plants.round / seeds),
            "the estimate from the first plant alone": plants.round[0] / seeds[0],
            "the estimate from all the seeds; the ten plants are asked for": totals.dominant[0]
            / (totals.dominant[0] + totals.recessive[0]),
            "the ratio of round to wrinkled, not the proportion of round": plants.round.sum()
            / plants.wrinkled.sum(),
            "the proportion of wrinkled": 1 - estimate,
            "the proportion of yellow seeds, from the other experiment": plants.yellow.sum()
            / (plants.yellow + plants.green).sum(),
        },
        rounding=3e-3,
    )


def underflow() -> Exercise:
    """The least n for which 0.5**n is 0 in double precision."""
    n = 1
    while 0.5**n > 0:
        n += 1
    return Exercise(
        float(n),
        {
            "the last n for which the product is not yet 0": n - 1.0,
            "one too many: the product is 0 before": n + 1.0,
            "the last n at which the number is stored in full; it has not vanished yet": 1022.0,
            "where the numbers begin to lose digits, which is before they vanish": 1023.0,
            "where 2**n overflows; the question is where 0.5**n vanishes": 1024.0,
            "the log-likelihood there; n is asked for": -n * np.log(2),
            "minus the log-likelihood there; n is asked for": n * np.log(2),
        },
        rounding=EXACT,
    )


def area() -> Exercise:
    """The area under p**3 from 0 to 1."""
    return Exercise(
        1 / 4,
        {
            "the area under a density; the likelihood is not one": 1.0,
            "the area for a single seed; there are three": 1 / 2,
            "the area for two seeds; there are three": 1 / 3,
        },
    )


def odds() -> Exercise:
    """The maximum likelihood estimate of the odds of a yellow seed."""
    table = load_mendel_characters()
    yellow, green = table.dominant[1], table.recessive[1]
    return Exercise(
        yellow / green,
        {
            "the probability of a yellow seed, not its odds": yellow / (yellow + green),
            "the odds of a green seed": green / yellow,
            "the value of Mendel's rule, not the estimate": 3.0,
            "the ratio for the form of the seeds": table.dominant[0] / table.recessive[0],
        },
        rounding=1e-3,
    )


EXERCISES = {
    "likelihood-three-seeds": three_seeds,
    "likelihood-round-seeds": round_seeds,
    "likelihood-pooled-plants": pooled_plants,
    "likelihood-underflow": underflow,
    "likelihood-area": area,
    "likelihood-odds": odds,
}

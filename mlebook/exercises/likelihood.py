"""The exercises of the page on likelihood."""

from __future__ import annotations

import numpy as np

from ..datasets import load_mendel_characters, load_mendel_plants
from ..models.bernoulli import Bernoulli, BernoulliStatistics
from .frame import EXACT, Exercise

THREE_TO_ONE, TWO_TO_ONE = Bernoulli(3 / 4), Bernoulli(2 / 3)


def three_seeds() -> Exercise:
    """The likelihood ratio of 3/4 to 2/3 for two yellow seeds and a green one."""
    seeds = [1, 1, 0]
    high, low = (np.exp(guess.log_likelihood(seeds)) for guess in (THREE_TO_ONE, TWO_TO_ONE))
    return Exercise(
        high / low,
        {
            "the ratio upside down": low / high,
            "the logarithm of the ratio": np.log(high / low),
            "the likelihood of 3/4 alone": high,
            "the difference, where a ratio is asked for": high - low,
            "the ratio for the two yellow seeds alone; the green one counts too": (9 / 8) ** 2,
        },
    )


def round_seeds() -> Exercise:
    """The log-likelihood ratio of 3/4 to 2/3 for Mendel's seeds by form."""
    table = load_mendel_characters()
    successes, failures = float(table.dominant[0]), float(table.recessive[0])
    seeds = BernoulliStatistics(np.asarray(successes + failures), np.asarray(successes))
    ratio = THREE_TO_ONE.log_likelihood(seeds) - TWO_TO_ONE.log_likelihood(seeds)
    return Exercise(
        ratio,
        {
            "the ratio with its sign turned round": -ratio,
            "right but for the logarithm: you took the one to base 10": ratio / np.log(10),
            "the log-likelihood ratio per seed": ratio / (successes + failures),
            "twice the log-likelihood ratio": 2 * ratio,
            "the log-likelihood of 3/4 alone": THREE_TO_ONE.log_likelihood(seeds),
        },
    )


def pooled_plants() -> Exercise:
    """The maximum likelihood estimate from the ten plants whose seeds were judged by form."""
    plants = load_mendel_plants()
    seeds = plants.round + plants.wrinkled
    estimate = plants.round.sum() / seeds.sum()
    return Exercise(
        estimate,
        {
            "the mean of the ten proportions, in which a plant with few seeds counts as much as "
            "one with many": np.mean(plants.round / seeds),
            "the estimate from the first plant alone": plants.round[0] / seeds[0],
            "the ratio of round to wrinkled, not the proportion of round": plants.round.sum()
            / plants.wrinkled.sum(),
            "the proportion of wrinkled": 1 - estimate,
            "the proportion of yellow seeds, from the other experiment": plants.yellow.sum()
            / (plants.yellow + plants.green).sum(),
        },
        rounding=1e-3,
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
            "where the numbers begin to lose digits, which is before they vanish": 1023.0,
        },
        rounding=EXACT,
    )


def area() -> Exercise:
    """The area under p**3 from 0 to 1."""
    return Exercise(
        1 / 4,
        {
            "the highest likelihood, or the area under a density; the likelihood is none": 1.0,
            "the area under p**2, for two seeds": 1 / 3,
        },
    )


EXERCISES = {
    "likelihood-three-seeds": three_seeds,
    "likelihood-round-seeds": round_seeds,
    "likelihood-pooled-plants": pooled_plants,
    "likelihood-underflow": underflow,
    "likelihood-area": area,
}

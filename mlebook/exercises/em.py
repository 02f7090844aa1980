"""The exercises of the page on EM."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import chi2

from ..datasets import load_death_notices, load_linkage
from ..hypotheses import likelihood_ratio_test
from ..information import standard_error
from ..models.mixture import Mixture
from ..models.poisson import Poisson
from .frame import Exercise
from .mistakes import of_a_logarithm


def lost_flip() -> Exercise:
    """The share of the error that an EM step leaves: a head, a tail, and a flip that was lost."""
    observed, complete = 8.0, 12.0  # at p = 1/2
    return Exercise(
        1 - observed / complete,
        {
            "the share of the information that was observed; the missing share is "
            "asked for": observed / complete,
            "the complete information over the observed": complete / observed,
            "the missing information over the observed; divide by the complete": (
                complete / observed - 1
            ),
            "the missing information itself": complete - observed,
            "what two steps leave": (1 - observed / complete) ** 2,
        },
    )


def two_notices() -> Exercise:
    """The probability of the kind with rate 1, against 3 and as frequent, given a count of 2."""
    odds = 9 * math.exp(-2)  # of the second kind
    return Exercise(
        1 / (1 + odds),
        {
            "the probability of the second kind": odds / (1 + odds),
            "the odds of the second kind": odds,
            "the odds of the first kind": 1 / odds,
            "what comes out without the exponentials": 1 / 10,
            "what comes out without the powers, as on a day without notices": 1
            / (1 + math.exp(-2)),
            "the weight, which does not know the count": 1 / 2,
            "the probability of two notices on a day of the first kind": math.exp(-1) / 2,
        },
    )


def error_from_path() -> Exercise:
    """The standard error of the linkage parameter."""
    y = load_linkage().animals
    half = (y[0] - 2 * y[1] - 2 * y[2] - y[3]) / (2 * y.sum())
    theta = half + math.sqrt(half**2 + 2 * y[3] / y.sum())
    rest = (y[1] + y[2]) / (1 - theta) ** 2 + y[3] / theta**2
    observed = rest + y[0] / (2 + theta) ** 2
    complete = rest + y[0] * theta / (2 + theta) / theta**2
    rate = 1 - observed / complete
    expected = y.sum() / 4 * (1 / (2 + theta) + 2 / (1 - theta) + 1 / theta)
    return Exercise(
        1 / math.sqrt(observed),
        {
            "the standard error as if nothing were hidden": 1 / math.sqrt(complete),
            "the one with 1 - r on the wrong side": math.sqrt((1 - rate) / complete),
            "the one with r in the place of 1 - r": 1 / math.sqrt(complete * rate),
            "the variance; its root is asked for": 1 / observed,
            "the observed information": observed,
            "the one from the expected information; J_c and the update belong to the table that "
            "was observed": 1 / math.sqrt(expected),
            "that of a proportion of all the animals": math.sqrt(theta * (1 - theta) / y.sum()),
        },
    )


def spike() -> Exercise:
    """The gain when the standard deviation of a component on a single observation is halved."""
    gain = math.log(2)
    return Exercise(
        gain,
        {
            **of_a_logarithm(gain),
            "the gain when the variance is halved": gain / 2,
            "the gain when the variance is divided by 16": 2 * gain,
            "the gain if all 66 measurements lay on the spike": 66 * gain,
            "the gain on a value that was measured 7 times, such as 28": 7 * gain,
            "the factor by which the likelihood grows": 2.0,
        },
    )


def equal_weights() -> Exercise:
    """The likelihood ratio statistic of equal weights for the death notices."""
    times = load_death_notices()
    x = np.repeat(times.notices, times.days)
    fit = Mixture.fit(x, start=Mixture([0.5, 0.5], Poisson([1.5, 2.8])))
    W = likelihood_ratio_test(fit, x, weights=[0.5, 0.5]).statistic.item()
    kinds = 2 * (fit.log_likelihood(x) - Poisson.fit(x).log_likelihood(x)).item()
    z = (fit.weights[0] - 0.5) / standard_error(fit, x)[0]
    return Exercise(
        W,
        {
            "the difference of the log-likelihoods; twice that is asked for": W / 2,
            "the square of the Wald statistic": z.item() ** 2,
            "the Wald statistic": z.item(),
            "the p-value": chi2.sf(W, 1).item(),
            "the statistic of a single kind of days": kinds,
            "that of a single kind of days against equal weights": kinds - W,
            "right but for the sign": -W,
        },
    )


EXERCISES = {
    "em-lost-flip": lost_flip,
    "em-two-notices": two_notices,
    "em-error-from-path": error_from_path,
    "em-spike": spike,
    "em-equal-weights": equal_weights,
}

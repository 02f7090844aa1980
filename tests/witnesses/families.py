"""The log-likelihoods of the witnesses, written out for mpmath independently of mlebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import mpmath as mp

Vector = tuple[Any, ...]


def normal_cdf(x: Any, mu: Any, sigma: Any) -> Any:
    """The normal distribution function."""
    return mp.ncdf((x - mu) / sigma)


def normal(x: Any, mu: Any, sigma: Any) -> Any:
    """The normal log density."""
    return -((x - mu) ** 2) / (2 * sigma**2) - mp.log(2 * mp.pi) / 2 - mp.log(sigma)


def student_t(x: Any, df: Any, loc: Any, scale: Any) -> Any:
    """The log density of Student's t, moved and stretched."""
    constant = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
    tail = (df + 1) / 2 * mp.log1p(((x - loc) / scale) ** 2 / df)
    return constant - mp.log(scale) - tail


def negative_binomial(x: Any, size: Any, mu: Any) -> Any:
    """The log probability of x counts, of variance mu + mu**2/size, for any size."""
    rising = mp.fsum(mp.log1p(i / size) for i in range(int(x)))
    return rising - (size + x) * mp.log1p(mu / size) + x * mp.log(mu) - mp.loggamma(x + 1)


def poisson(x: Any, rate: Any) -> Any:
    """The log probability of x counts."""
    return x * mp.log(rate) - rate - mp.loggamma(x + 1)


def two_poissons(x: Any, weight: Any, first: Any, second: Any) -> Any:
    """The log probability of x counts under a mixture of two rates."""
    return mp.log(weight * mp.exp(poisson(x, first)) + (1 - weight) * mp.exp(poisson(x, second)))


class Family(NamedTuple):
    """The names of the parameters, their ranges, the log density, and the distribution function."""

    names: tuple[str, ...]
    ranges: tuple[str, ...]
    log_density: Callable[..., Any]
    cdf: Callable[..., Any] | None = None


REAL, POSITIVE, UNIT = "real", "positive", "unit"  # any number, above 0, between 0 and 1
FAMILIES = {
    "Exponential": Family(
        ("rate",),
        (POSITIVE,),
        lambda x, rate: mp.log(rate) - rate * x,
        lambda x, rate: -mp.expm1(-rate * x),
    ),
    "Weibull": Family(
        ("shape", "scale"),
        (POSITIVE, POSITIVE),
        lambda x, k, c: mp.log(k / c) + (k - 1) * mp.log(x / c) - (x / c) ** k,
        lambda x, k, c: -mp.expm1(-((x / c) ** k)),
    ),
    "Gamma": Family(
        ("shape", "rate"),
        (POSITIVE, POSITIVE),
        lambda x, a, b: a * mp.log(b) - mp.loggamma(a) + (a - 1) * mp.log(x) - b * x,
        lambda x, a, b: mp.gammainc(a, 0, b * x, regularized=True),
    ),
    "LogNormal": Family(
        ("mu", "sigma"),
        (REAL, POSITIVE),
        lambda x, mu, sigma: normal(mp.log(x), mu, sigma) - mp.log(x),
        lambda x, mu, sigma: normal_cdf(mp.log(x), mu, sigma),
    ),
    "Normal": Family(("mu", "sigma"), (REAL, POSITIVE), normal, normal_cdf),
    "Cauchy": Family(
        ("loc", "scale"),
        (REAL, POSITIVE),
        lambda x, m, s: -mp.log(mp.pi * s) - mp.log1p(((x - m) / s) ** 2),
    ),
    "StudentT": Family(("df", "loc", "scale"), (POSITIVE, REAL, POSITIVE), student_t),
    "Poisson": Family(("rate",), (POSITIVE,), poisson),
    "NegativeBinomial": Family(("size", "mu"), (POSITIVE, POSITIVE), negative_binomial),
    "Mixture": Family(
        ("weights[0]", "rate[0]", "rate[1]"), (UNIT, POSITIVE, POSITIVE), two_poissons
    ),
}


def log_likelihood(family: Family, lower: Sequence[Any], upper: Sequence[Any]) -> Callable:
    """The log-likelihood of observations that lie between two ends: exact where they are equal."""
    ends = [(str(float(a)), str(float(b))) for a, b in zip(lower, upper, strict=True)]
    counts = {pair: ends.count(pair) for pair in dict.fromkeys(ends)}
    return lambda *theta: mp.fsum(n * _term(family, *pair, theta) for pair, n in counts.items())


def _term(family: Family, lower: str, upper: str, theta: Vector) -> Any:
    """The log density of one observation, or the log probability of its interval."""
    if lower == upper:
        return family.log_density(mp.mpf(lower), *theta)
    below = 0 if lower in ("-inf", "0.0") else family.cdf(mp.mpf(lower), *theta)
    above = 1 if upper == "inf" else family.cdf(mp.mpf(upper), *theta)
    return mp.log(above - below)

"""The right answers, found slowly and without any contender.

Sums are exact (`math.fsum`) or carry 64 bits (`np.longdouble`); the roots of special functions are
those of `mpmath` at 30 digits; climbs go on until the score is below 1e-10 standard errors.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SETTLED = 1e-10


def normal(x: Array) -> Array:
    """Mean and standard deviation (over n) of each row of x (units, n)."""
    return np.array([_normal(row) for row in np.atleast_2d(x)])


def _normal(x: Array) -> tuple[float, float]:
    mean = math.fsum(x) / len(x)
    return mean, math.sqrt(math.fsum((x.astype(np.longdouble) - mean) ** 2) / len(x))


def gamma(x: Array) -> Array:
    """Shape and rate of each row of x (units, n)."""
    return np.array([_gamma(row) for row in np.atleast_2d(x)])


def _gamma(x: Array) -> tuple[float, float]:
    """The root a of log(a) - psi(a) = log(mean) - mean(log x), and a/mean."""
    long = x.astype(np.longdouble)
    mean = math.fsum(x) / len(x)
    log_ratio = float(np.log(long.mean()) - np.log(long).mean())
    with mpmath.workdps(30):
        gap = lambda a: mpmath.log(a) - mpmath.digamma(a) - log_ratio  # noqa: E731
        slope = lambda a: 1 / a - mpmath.polygamma(1, a)  # noqa: E731
        a = mpmath.mpf(3 - log_ratio + math.sqrt((log_ratio - 3) ** 2 + 24 * log_ratio))
        a /= 12 * log_ratio
        while abs(step := gap(a) / slope(a)) > 1e-12 * a:
            a -= step
        return float(a - step), float((a - step) / mean)


def weibull(x: Array) -> Array:
    """Shape k and scale of a sample x (n), by Newton's method in 64 bits."""
    y = np.log(x.astype(np.longdouble))
    top, mean = y.max(), y.mean()
    below, k, step = y - top, 1 / y.std(), np.inf
    while abs(step) > 1e-17 * k:
        weight = np.exp(k * below)
        first, second = (weight @ below**power / weight.sum() for power in (1, 2))
        step = (first - (mean - top) - 1 / k) / (second - first**2 + 1 / k**2)
        k = max(k - step, k / 2)
        if abs(step) < 1e-15 * k:
            break
    scale = np.exp(top + np.log(np.exp(k * below).mean()) / k)
    return np.array([[k, scale]], dtype=float)


def normal_surface(x: Array, mu: Array, sigma: Array) -> Array:
    """The log-likelihood of a sample x (n) at each pair (mu, sigma), in 64 bits."""
    (mean, sd), n = normal(x)[0], len(x)
    mu, sigma = mu.astype(np.longdouble), sigma.astype(np.longdouble)
    squares = n * (np.longdouble(sd) ** 2 + (mean - mu) ** 2)
    log_likelihood = -n / 2 * np.log(2 * np.pi * sigma**2) - squares / 2 / sigma**2
    return log_likelihood.astype(float).reshape(-1, 1)


# ---------------------------------------------------------------------- Regressions
def logistic_mean(eta: Array) -> tuple[Array, Array]:
    """The probability and the variance of a response whose log odds are eta."""
    p = 1 / (1 + np.exp(-eta))
    return p, p * (1 - p)


def poisson_mean(eta: Array) -> tuple[Array, Array]:
    """The mean and the variance of a count whose log mean is eta."""
    mean = np.exp(eta)
    return mean, mean


def regression(
    mean: Callable[[Array], tuple[Array, Array]], X: Array, y: Array, first: Array
) -> Array:
    """The coefficients (1, d): Newton's method until the score is settled, summed in 64 bits."""
    beta = first
    for _ in range(60):
        score, information = np.zeros(X.shape[1], np.longdouble), np.zeros((X.shape[1],) * 2)
        for rows in range(0, len(X), 2**15):
            block, response = np.asarray(X[rows : rows + 2**15]), y[rows : rows + 2**15]
            mu, weight = mean(block @ beta)
            score += (block * (response - mu)[:, None]).astype(np.longdouble).sum(0)
            information += block.T @ (block * weight[:, None])
        step = np.linalg.solve(information, score.astype(float))
        beta = beta + step
        if score @ step < SETTLED**2:  # the step's length in standard errors, squared
            return beta[None]
    raise ArithmeticError("the reference did not settle")


def logistic_batch(X: Array, y: Array) -> Array:
    """The coefficients (units, d) of data sets X (units, n, d), y (units, n)."""
    zero, pairs = np.zeros(X.shape[-1]), zip(X, y, strict=True)
    return np.concatenate([regression(logistic_mean, *pair, zero) for pair in pairs])


def least_squares(X: Array, y: Array) -> Array:
    """The coefficients (1, d): normal equations in 64 bits, corrected until nothing changes."""
    beta = np.zeros(X.shape[1], np.longdouble)
    products = sum(b.T @ b for b in _long_blocks(X))
    for _ in range(5):
        left = sum(
            b.T @ (r - b @ beta) for b, r in zip(_long_blocks(X), _long_blocks(y), strict=True)
        )
        beta = beta + np.linalg.solve(products.astype(float), left.astype(float))
    return beta.astype(float)[None]


def exact_least_squares(X: Array, y: Array) -> Array:
    """The coefficients (1, d) in fractions, by elimination: for few rows and many digits."""
    d = X.shape[1]
    rows = [[Fraction(v) for v in row] for row in np.column_stack([X, y]).tolist()]
    system = [[sum(r[i] * r[j] for r in rows) for j in range(d + 1)] for i in range(d)]
    for i, pivot in enumerate(system):
        for j, other in enumerate(system):
            if j != i:
                factor = other[i] / pivot[i]
                system[j] = [a - factor * b for a, b in zip(other, pivot, strict=True)]
    return np.array([[float(row[d] / row[i]) for i, row in enumerate(system)]])


def _long_blocks(a: Array) -> list[Array]:
    return [a[i : i + 2**15].astype(np.longdouble) for i in range(0, len(a), 2**15)]


# ---------------------------------------------------------------------- Profile intervals
def gamma_intervals(x: Array, drop: float) -> Array:
    """The shapes (units, 2) at which the profile has fallen by drop/2, for x (units, n)."""
    fits = gamma(x)
    return np.array([_gamma_interval(row, a, drop) for row, (a, _) in zip(x, fits, strict=True)])


def _gamma_interval(x: Array, top: float, drop: float) -> tuple[float, float]:
    """With the best rate, the profile is n (a log a - a log(mean) - log Gamma(a) + a L - a)."""
    n, mean, mean_log = len(x), math.fsum(x) / len(x), float(np.log(x.astype("g")).mean())
    with mpmath.workdps(30):

        def profile(a: Any) -> Any:
            by_rate = a * (mpmath.log(a) - mpmath.log(mean) + mean_log - 1)
            return n * (by_rate - mpmath.loggamma(a))

        lower, upper = (top * math.exp(s * 1.96 * math.sqrt(2 / n)) for s in (-1, 1))
        gap = lambda a: 2 * (profile(mpmath.mpf(top)) - profile(a)) - drop  # noqa: E731
        return tuple(float(mpmath.findroot(gap, (end, 1.02 * end))) for end in (lower, upper))


def logistic_intervals(X: Array, y: Array, drop: float) -> Array:
    """The slopes (units, 2) at which the profile of each data set has fallen by drop/2."""
    fits = logistic_batch(X, y)
    return np.array([_logistic_interval(*row, drop) for row in zip(X, y, fits, strict=True)])


def _logistic_interval(X: Array, y: Array, top: Array, drop: float) -> list[float]:
    """Newton's method on both equations: the drop is right, and the intercept's score is 0."""
    X, y, top = (a.astype(np.longdouble) for a in (X, y, top))
    height = lambda beta: y @ (X @ beta) - np.logaddexp(0, X @ beta).sum()  # noqa: E731
    weight = logistic_mean(X @ top)[1]
    V = np.linalg.inv(((X * weight[:, None]).T @ X).astype(float))
    ends = []
    for side in (-1, 1):
        beta = top + side * math.sqrt(drop / V[1, 1]) * V[:, 1]
        for _ in range(20):
            mean, weight = logistic_mean(X @ beta)
            score, information = X.T @ (y - mean), (X * weight[:, None]).T @ X
            off = np.array([2 * (height(top) - height(beta)) - drop, score[0]])
            slopes = np.array([-2 * score, -information[0]])
            beta = beta - np.linalg.solve(slopes.astype(float), off.astype(float))
        ends.append(float(beta[1]))
    return ends

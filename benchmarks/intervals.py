"""T8: profile likelihood intervals, one and a thousand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize, stats
from scipy.special import gammaln

import mlebook

from . import reference
from .harness import Contender, Task, loop, whole
from .reference import Array

LEVEL = 0.95
DROP = stats.chi2.ppf(LEVEL, 1)
EQUAL = 1e-5  # Minuit's ends are no better with its own settings


def gamma(n: int) -> Task:
    """T8a: the interval for the shape of one gamma sample."""
    x = np.random.default_rng(81).gamma(2.0, 1.0, n)

    def ours() -> tuple[float, float]:
        fit = mlebook.Gamma.fit(x)
        interval = mlebook.profile_interval(fit, x, parameter="shape", level=LEVEL)
        return interval.lower, interval.upper

    contenders = [
        whole("profile_interval", "mlebook", ours),
        whole("minos on sums made by hand", "iminuit", lambda: minos(sums_of(x)), 0.7),
        whole("minos on the data", "iminuit", lambda: minos(density_of(x))),
        whole("refits and brentq", "scipy", lambda: refits(x)),
    ]
    title = f"profile interval of a gamma shape, n = {n:,}"
    return Task(title, reference.gamma_intervals(x[None], DROP), contenders, equal=EQUAL)


def gamma_many(replicates: int, n: int) -> Task:
    """T8a for many samples at once."""
    x = np.random.default_rng(82).gamma(2.0, 1.0, (replicates, n))

    def ours(count: int) -> Array:
        sample = x[:count]
        fit = mlebook.Gamma.fit(sample)
        interval = mlebook.profile_interval(fit, sample, parameter="shape", level=LEVEL)
        return np.stack([interval.lower, interval.upper], axis=-1)

    contenders = [
        Contender("profile_interval", "mlebook", ours),
        loop("loop of minos on sums", "iminuit", lambda x: minos(sums_of(x)), x, 50),
        loop("loop of refits and brentq", "scipy", refits, x, 50),
    ]
    title = f"{replicates:,} profile intervals of gamma shapes, n = {n}"
    return Task(title, reference.gamma_intervals(x, DROP), contenders, equal=EQUAL)


def logistic(n: int) -> Task:
    """T8b: the interval for the slope of one logistic regression."""
    X, y = _logistic_data(83, 1, n)

    def ours() -> tuple[float, float]:
        fit = mlebook.LogisticRegression.fit(X[0], y[0])
        interval = mlebook.profile_interval(fit, X[0], y[0], parameter="beta[1]", level=LEVEL)
        return interval.lower, interval.upper

    contenders = [
        whole("profile_interval", "mlebook", ours),
        whole("minos with gradient", "iminuit", lambda: minos(logit_of(X[0], y[0]), True), 1.0),
        whole("minos", "iminuit", lambda: minos(logit_of(X[0], y[0]))),
        whole("GLM offset and brentq", "statsmodels", lambda: offsets(X[0], y[0])),
    ]
    title = f"profile interval of a logistic slope, n = {n:,}"
    return Task(title, reference.logistic_intervals(X, y, DROP), contenders, equal=EQUAL)


def logistic_many(replicates: int, n: int) -> Task:
    """T8b for many data sets at once."""
    X, y = _logistic_data(84, replicates, n)
    pairs = list(zip(X, y, strict=True))

    def ours(count: int) -> Array:
        data = X[:count], y[:count]
        fit = mlebook.LogisticRegression.fit(*data)
        interval = mlebook.profile_interval(fit, *data, parameter="beta[1]", level=LEVEL)
        return np.stack([interval.lower, interval.upper], axis=-1)

    contenders = [
        Contender("profile_interval", "mlebook", ours),
        loop("loop of minos", "iminuit", lambda pair: minos(logit_of(*pair), True), pairs, 20),
        loop("loop of GLM and brentq", "statsmodels", lambda pair: offsets(*pair), pairs, 20),
    ]
    title = f"{replicates:,} profile intervals of logistic slopes, n = {n}"
    return Task(title, reference.logistic_intervals(X, y, DROP), contenders, equal=EQUAL)


def _logistic_data(seed: int, replicates: int, n: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(replicates, n))
    y = (rng.random(x.shape) < 1 / (1 + np.exp(0.5 - x))).astype(float)
    return np.stack([np.ones_like(x), x], axis=-1), y


# ---------------------------------------------------------------------- What Minuit is given
class Loss:
    """A negative log-likelihood, its gradient, where to begin, and which parameter is asked for."""

    def __init__(self, value: Callable[..., float], gradient: Any, first: Any, j: int) -> None:
        self.value, self.gradient, self.first, self.j = value, gradient, first, j


def sums_of(x: Array) -> Loss:
    """A gamma sample, condensed by hand."""
    n, mean, mean_log = len(x), x.mean(), np.log(x).mean()

    def value(a: float, rate: float) -> float:
        return -n * (a * np.log(rate) - gammaln(a) + (a - 1) * mean_log - rate * mean)

    return Loss(value, None, (1.0, 1.0), 0)


def density_of(x: Array) -> Loss:
    """A gamma sample as it is."""
    return Loss(lambda a, rate: -stats.gamma.logpdf(x, a, 0, 1 / rate).sum(), None, (1.0, 1.0), 0)


def logit_of(X: Array, y: Array) -> Loss:
    """A logistic regression with one covariate."""

    def value(*beta: float) -> float:
        eta = X @ beta
        return np.logaddexp(0, eta).sum() - y @ eta

    def gradient(*beta: float) -> Array:
        return X.T @ (1 / (1 + np.exp(-(X @ beta))) - y)

    return Loss(value, gradient, (0.0, 0.0), 1)


def minos(loss: Loss, with_gradient: bool = False) -> tuple[float, float]:
    """The ends by Minuit's own search along the profile."""
    from iminuit import Minuit

    gradient = loss.gradient if with_gradient else None
    minuit = Minuit(loss.value, *loss.first, grad=gradient, name=("a", "b"))
    minuit.errordef = Minuit.LIKELIHOOD
    if loss.j == 0:
        minuit.limits = [(1e-9, None)] * 2
    minuit.migrad()
    name = minuit.parameters[loss.j]
    minuit.minos(name, cl=LEVEL)
    error, top = minuit.merrors[name], minuit.values[name]
    return top + error.lower, top + error.upper


# ---------------------------------------------------------------------- Refits on a bracket
def between(drop: Callable[[float], float], top: float, width: float) -> tuple[float, float]:
    """The two roots of a drop that is negative at the top."""
    ends = []
    for side in (-1, 1):
        far = top + side * width
        while drop(far) < 0:
            far = top + 2 * (far - top)
        ends.append(optimize.brentq(drop, *sorted((top, far)), xtol=1e-10))
    return ends[0], ends[1]


def refits(x: Array) -> tuple[float, float]:
    """The ends by `gamma.fit` with the shape held, and a search for the root."""
    log_likelihood = lambda theta: stats.gamma.logpdf(x, *theta).sum()  # noqa: E731
    best = stats.gamma.fit(x, floc=0)
    top = log_likelihood(best)

    def drop(a: float) -> float:
        return 2 * (top - log_likelihood(stats.gamma.fit(x, f0=a, floc=0))) - DROP

    return between(drop, best[0], best[0] / np.sqrt(len(x)))


def offsets(X: Array, y: Array) -> tuple[float, float]:
    """The ends by refits of the intercept, the slope's part being an offset."""
    import statsmodels.api as sm

    family = sm.families.Binomial()
    best = sm.GLM(y, X, family=family).fit(tol=1e-10)

    def drop(slope: float) -> float:
        fit = sm.GLM(y, X[:, :1], family=family, offset=slope * X[:, 1]).fit(tol=1e-10)
        return 2 * (best.llf - fit.llf) - DROP

    return between(drop, best.params[1], 2.5 * best.bse[1])

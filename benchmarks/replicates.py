"""T7 and T9: thousands of small samples, and a bootstrap."""

from __future__ import annotations

import numpy as np
from scipy import stats

import mlebook

from . import reference
from .distributions import migrad, negative_log_likelihood
from .harness import Contender, Task, loop
from .reference import Array


def bernoulli(replicates: int, n: int) -> Task:
    """T7a: the proportion of ones in each sample."""
    x = (np.random.default_rng(71).random((replicates, n)) < 0.4).astype(float)

    def logit(x: Array) -> float:
        import statsmodels.api as sm

        return 1 / (1 + np.exp(-sm.Logit(x, np.ones_like(x)).fit(disp=0).params[0]))

    def by_evolution(x: Array) -> float:
        bounds = {"p": (0, 1)}
        return stats.fit(stats.bernoulli, x, bounds).params.p

    contenders = [
        Contender("Bernoulli.fit", "mlebook", lambda count: mlebook.Bernoulli.fit(x[:count]).theta),
        loop("loop of x.mean()", "numpy", lambda x: x.mean(), x, 50),
        loop("loop of Logit", "statsmodels", logit, x, 50),
        loop("loop of stats.fit", "scipy", by_evolution, x),
    ]
    title = f"{replicates:,} Bernoulli samples, n = {n}"
    return Task(title, x.sum(-1, keepdims=True) / n, contenders)


def normal(replicates: int, n: int) -> Task:
    """T7b: mean and standard deviation of each sample."""
    x = np.random.default_rng(72).normal(5.0, 2.0, (replicates, n))
    nll = lambda x: negative_log_likelihood(stats.norm, x)  # noqa: E731
    contenders = [
        Contender("Normal.fit", "mlebook", lambda count: mlebook.Normal.fit(x[:count]).theta),
        loop("loop of norm.fit", "scipy", stats.norm.fit, x, 50),
        loop("loop of mean, std", "numpy", lambda x: (x.mean(), x.std()), x, 50),
        loop("loop of Minuit", "iminuit", lambda x: migrad(nll(x), (4.0, 3.0)), x),
    ]
    return Task(f"{replicates:,} normal samples, n = {n}", reference.normal(x), contenders)


def gamma(replicates: int, n: int) -> Task:
    """T7c: shape and rate of each sample."""
    x = np.random.default_rng(73).gamma(2.0, 1.0, (replicates, n))
    known = lambda s: (s[0], 1 / s[2])  # noqa: E731
    nll = lambda x: negative_log_likelihood(stats.gamma, x, lambda t: (t[0], 0, 1 / t[1]))  # noqa: E731
    fixed = lambda x: known(stats.gamma.fit(x, floc=0))  # noqa: E731
    contenders = [
        Contender("Gamma.fit", "mlebook", lambda count: mlebook.Gamma.fit(x[:count]).theta),
        loop("loop of gamma.fit(floc=0)", "scipy", fixed, x, 50),
        loop("loop of gamma.fit", "scipy", lambda x: known(stats.gamma.fit(x)), x),
        loop("loop of Minuit", "iminuit", lambda x: migrad(nll(x), (1.0, 1.0)), x),
    ]
    return Task(f"{replicates:,} gamma samples, n = {n}", reference.gamma(x), contenders)


def logistic(replicates: int, n: int) -> Task:
    """T7d: intercept and slope of each data set."""
    rng = np.random.default_rng(74)
    covariate = rng.normal(size=(replicates, n))
    X = np.stack([np.ones_like(covariate), covariate], axis=-1)
    y = (rng.random((replicates, n)) < 1 / (1 + np.exp(0.5 - covariate))).astype(float)
    pairs = list(zip(X, y, strict=True))

    def at_once(count: int) -> Array:
        return mlebook.LogisticRegression.fit(X[:count], y[:count]).theta

    contenders = [
        Contender("LogisticRegression.fit", "mlebook", at_once),
        loop("loop of Logit", "statsmodels", lambda pair: logit(*pair), pairs, 50),
        loop("loop of GLM", "statsmodels", lambda pair: glm(*pair), pairs, 100),
        loop("loop of LogisticRegression", "scikit-learn", lambda pair: newton(*pair), pairs, 100),
    ]
    title = f"{replicates:,} logistic regressions, n = {n}"
    return Task(title, reference.logistic_batch(X, y), contenders)


def logit(X: Array, y: Array) -> Array:
    """One logistic regression by statsmodels."""
    import statsmodels.api as sm

    return sm.Logit(y, X).fit(disp=0).params


def glm(X: Array, y: Array) -> Array:
    """The same, by its generalised linear models."""
    import statsmodels.api as sm

    return sm.GLM(y, X, family=sm.families.Binomial()).fit(tol=1e-10).params


def newton(X: Array, y: Array) -> Array:
    """The same, by scikit-learn without its penalty."""
    from sklearn.linear_model import LogisticRegression

    options = {"C": np.inf, "solver": "newton-cholesky", "tol": 1e-8}
    fit = LogisticRegression(fit_intercept=False, **options).fit(X, y)
    return fit.coef_[0]


def bootstrap(resamples: int, n: int) -> Task:
    """T9: shape and rate of each resample; the same seed gives everybody the same resamples."""
    x = np.random.default_rng(9).gamma(2.0, 1.0, n)
    known = lambda s: (s[0], 1 / s[2])  # noqa: E731

    def ours(count: int) -> Array:
        rng = np.random.default_rng(90)
        return mlebook.bootstrap(mlebook.Gamma.fit(x), x, n_resamples=count, rng=rng).theta

    def looped(count: int) -> list[tuple[float, float]]:
        rng = np.random.default_rng(90)
        draws = (rng.integers(n, size=n) for _ in range(count))
        return [known(stats.gamma.fit(x[rows], floc=0)) for rows in draws]

    def by_scipy(count: int) -> Array:
        fit = lambda x: known(stats.gamma.fit(x, floc=0))  # noqa: E731
        rng = np.random.default_rng(90)
        options = {"vectorized": False, "method": "percentile", "n_resamples": count}
        return stats.bootstrap((x,), fit, random_state=rng, **options).bootstrap_distribution.T

    contenders = [
        Contender("bootstrap", "mlebook", ours),
        Contender("loop of gamma.fit(floc=0)", "scipy", looped, 6),
        Contender("stats.bootstrap", "scipy", by_scipy, 6),
    ]
    rows = np.random.default_rng(90).integers(n, size=(resamples, n))
    title = f"bootstrap of a gamma fit, {resamples:,} resamples, n = {n:,}"
    return Task(title, reference.gamma(x[rows]), contenders)

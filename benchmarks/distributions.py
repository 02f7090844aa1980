"""T1 to T4: one large sample, and the log-likelihood over a grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize, stats

import mlebook

from . import reference
from .harness import Contender, Task, loop, whole
from .reference import Array


def normal(n: int) -> Task:
    """T1: mean and standard deviation."""
    x = np.random.default_rng(1).normal(5.0, 2.0, n)

    def by_matrix() -> tuple[float, float]:
        mean, covariance = stats.multivariate_normal.fit(x[:, None])
        return mean[0], np.sqrt(covariance[0, 0])

    nll = negative_log_likelihood(stats.norm, x)
    contenders = [
        whole("Normal.fit", "mlebook", lambda: mlebook.Normal.fit(x).theta),
        whole("norm.fit", "scipy", lambda: stats.norm.fit(x), 1.5),
        whole("multivariate_normal.fit", "scipy", by_matrix, 1.0),
        whole("Minuit.migrad", "iminuit", lambda: migrad(nll, (4.0, 3.0))),
    ]
    return Task(f"normal sample, n = {n:,}", reference.normal(x), contenders)


def gamma(n: int) -> Task:
    """T2: shape and rate."""
    x = np.random.default_rng(2).gamma(3.0, 0.5, n)
    known, free = (lambda s: (s[0], 1 / s[2])), stats.gamma
    nll = negative_log_likelihood(stats.gamma, x, lambda t: (t[0], 0, 1 / t[1]))
    parity = 1.0 if n >= 1_000_000 else 0.75
    contenders = [
        whole("Gamma.fit", "mlebook", lambda: mlebook.Gamma.fit(x).theta),
        whole("gamma.fit(floc=0)", "scipy", lambda: known(free.fit(x, floc=0)), parity),
        whole("gamma.fit", "scipy", lambda: known(free.fit(x)), 300),
        whole("minimize(nelder-mead)", "scipy", lambda: simplex(nll, (1.0, 1.0))),
        whole("Minuit.migrad", "iminuit", lambda: migrad(nll, (1.0, 1.0)), 300),
        whole("GenericLikelihoodModel", "statsmodels", lambda: generic(x), 300),
        whole("minimize(nelder)", "lmfit", lambda: by_lmfit(nll)),
    ]
    return Task(f"gamma sample, n = {n:,}", reference.gamma(x), contenders)


def gamma_large(n: int) -> Task:
    """T2 once more, so large that the fixed cost of a call no longer counts."""
    x = np.random.default_rng(2).gamma(3.0, 0.5, n)
    known = lambda s: (s[0], 1 / s[2])  # noqa: E731
    contenders = [
        whole("Gamma.fit", "mlebook", lambda: mlebook.Gamma.fit(x).theta),
        whole("gamma.fit(floc=0)", "scipy", lambda: known(stats.gamma.fit(x, floc=0)), 1.0),
    ]
    return Task(f"gamma sample, n = {n:,}", reference.gamma(x), contenders)


def weibull(n: int) -> Task:
    """T3: shape and scale."""
    x = 2.0 * np.random.default_rng(3).weibull(1.5, n)
    family = stats.weibull_min
    nll = negative_log_likelihood(family, x, lambda t: (t[0], 0, t[1]))
    contenders = [
        whole("Weibull.fit", "mlebook", lambda: mlebook.Weibull.fit(x).theta),
        whole("weibull_min.fit(floc=0)", "scipy", lambda: family.fit(x, floc=0)[::2], 30),
        whole("weibull_min.fit", "scipy", lambda: family.fit(x)[::2], 75),
        whole("Minuit.migrad", "iminuit", lambda: migrad(nll, (1.0, 1.0)), 75),
        whole("Fit_Weibull_2P", "reliability", lambda: by_reliability(x)),
    ]
    return Task(f"Weibull sample, n = {n:,}", reference.weibull(x), contenders)


def surface(n: int, side: int) -> Task:
    """T4: the log-likelihood of a normal sample at each point of a grid."""
    x = np.random.default_rng(4).normal(5.0, 2.0, n)
    mu, sigma = np.meshgrid(np.linspace(4.9, 5.1, side), np.linspace(1.9, 2.1, side))
    points = np.column_stack([mu.ravel(), sigma.ravel()])

    def at_once(count: int) -> Array:
        return mlebook.Normal(*points[:count].T).log_likelihood(x)

    def by_formula(point: Array) -> float:
        mu, sigma = point
        return -(((x - mu) / sigma) ** 2).sum() / 2 - n * np.log(sigma * np.sqrt(2 * np.pi))

    contenders = [
        Contender("Normal(mu, sigma).log_likelihood", "mlebook", at_once),
        loop("loop of the formula", "numpy", by_formula, points, 10_000),
        loop(
            "loop of norm.logpdf", "scipy", lambda p: stats.norm.logpdf(x, *p).sum(), points, 10_000
        ),
    ]
    answer = reference.normal_surface(x, *points.T)
    return Task(f"normal surface, {side} x {side}, n = {n:,}", answer, contenders)


# ---------------------------------------------------------------------- Peers that want a loss
def negative_log_likelihood(
    family: Any, x: Array, arguments: Callable[[Any], Any] = lambda theta: theta
) -> Callable[..., float]:
    """What one writes who has a density and an optimiser."""
    return lambda *theta: -family.logpdf(x, *arguments(theta)).sum()


def migrad(loss: Callable[..., float], first: tuple[float, ...]) -> Array:
    """The minimum by Minuit, both parameters positive."""
    from iminuit import Minuit

    minuit = Minuit(loss, *first, name=("a", "b"))
    minuit.errordef, minuit.limits = Minuit.LIKELIHOOD, [(1e-9, None)] * 2
    return np.array(minuit.migrad().values)


def simplex(loss: Callable[..., float], first: tuple[float, ...]) -> Array:
    """The minimum by Nelder and Mead's simplex, with SciPy's own settings."""
    return optimize.minimize(lambda theta: loss(*theta), first, method="Nelder-Mead").x


def by_lmfit(loss: Callable[..., float]) -> tuple[float, float]:
    """The minimum by lmfit, which takes a loss where it is told to by the method."""
    import lmfit

    parameters = lmfit.create_params(a={"value": 1, "min": 1e-9}, b={"value": 1, "min": 1e-9})
    found = lmfit.minimize(lambda p: loss(p["a"].value, p["b"].value), parameters, method="nelder")
    return found.params["a"].value, found.params["b"].value


def generic(x: Array) -> Array:
    """Shape and rate by statsmodels, which asks for log densities."""
    from statsmodels.base.model import GenericLikelihoodModel

    class GammaModel(GenericLikelihoodModel):
        def loglikeobs(self, params: Array) -> Array:
            a, rate = np.exp(params)  # in logs, so that every step is allowed
            return stats.gamma.logpdf(self.endog, a, scale=1 / rate)

    model = GammaModel(x, np.ones_like(x))
    fit = model.fit(start_params=[0.0, 0.0], method="bfgs", disp=0, skip_hessian=True)
    return np.exp(fit.params)


def by_reliability(x: Array) -> tuple[float, float]:
    """Shape and scale by the package reliability, without its plots."""
    from reliability.Fitters import Fit_Weibull_2P

    fit = Fit_Weibull_2P(failures=x, show_probability_plot=False, print_results=False)
    return fit.beta, fit.alpha

"""T5, T6 and T10: one large regression."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import linalg

import mlebook

from . import reference
from .harness import Task, whole
from .reference import Array

#: what R says of Longley's data, beside the data as R holds them
WITNESS = Path(__file__).parents[1] / "tests" / "witnesses" / "regression" / "r.json"


def design(seed: int, n: int, d: int) -> tuple[Array, Array, np.random.Generator]:
    """A column of ones and d columns of noise, coefficients for them, and more chance."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, d))])
    return X, rng.normal(scale=0.3, size=d + 1), rng


def without_ones(X: Array) -> Array:
    """The columns but the first, in one piece of memory: for those who make the ones themselves."""
    return np.ascontiguousarray(X[:, 1:])


def logistic(n: int, d: int) -> Task:
    """T5: logistic regression."""
    X, beta, rng = design(5, n, d)
    y = (rng.random(n) < 1 / (1 + np.exp(-X @ beta))).astype(float)
    ours, Z = mlebook.LogisticRegression, without_ones(X)
    contenders = [
        whole("LogisticRegression.fit", "mlebook", lambda: ours.fit(X, y).theta),
        whole("lbfgs, tol=1e-8", "scikit-learn", lambda: sk_logistic(Z, y, "lbfgs", 1e-8), 1.3),
        whole("newton-cholesky", "scikit-learn", lambda: sk_logistic(Z, y, "newton-cholesky"), 2),
        whole("lbfgs", "scikit-learn", lambda: sk_logistic(Z, y, "lbfgs", 1e-4)),
        whole("GeneralizedLinearRegressor", "glum", lambda: by_glum(Z, y, "binomial"), 2),
        whole("Logit", "statsmodels", lambda: by_statsmodels("Logit", X, y), 3.5),
        whole("GLM", "statsmodels", lambda: by_statsmodels("Binomial", X, y), 8),
    ]
    answer = reference.regression(reference.logistic_mean, X, y, 0 * beta)
    return Task(f"logistic regression, {n:,} x {d}", answer, contenders)


def poisson(n: int, d: int) -> Task:
    """T6: Poisson regression."""
    X, beta, rng = design(6, n, d)
    y = rng.poisson(np.exp(X @ beta)).astype(float)
    ours, Z = mlebook.PoissonRegression, without_ones(X)
    contenders = [
        whole("PoissonRegression.fit", "mlebook", lambda: ours.fit(X, y).theta),
        whole("newton-cholesky", "scikit-learn", lambda: sk_poisson(Z, y, "newton-cholesky"), 2),
        whole("lbfgs", "scikit-learn", lambda: sk_poisson(Z, y, "lbfgs", 1e-4)),
        whole("GeneralizedLinearRegressor", "glum", lambda: by_glum(Z, y, "poisson"), 2),
        whole("Poisson", "statsmodels", lambda: by_statsmodels("Poisson", X, y), 5),
        whole("GLM", "statsmodels", lambda: by_statsmodels("GLM Poisson", X, y), 10),
    ]
    start = np.linalg.lstsq(X, np.log(y + 0.5), rcond=None)[0]
    answer = reference.regression(reference.poisson_mean, X, y, start)
    return Task(f"Poisson regression, {n:,} x {d}", answer, contenders)


def least_squares(n: int, d: int) -> Task:
    """T10: linear regression."""
    X, beta, rng = design(10, n, d)
    y = X @ beta + rng.normal(size=n)
    answer = reference.least_squares(X, y)
    return Task(f"linear regression, {n:,} x {d}", answer, linear_contenders(X, y))


def longley() -> Task:
    """T10 on Longley's data, whose columns nearly depend on each other: how many digits are right?

    Errors here are shares of each coefficient: 1e-13 means thirteen digits.
    """
    stored = json.loads(WITNESS.read_text(encoding="utf-8"))["longley"]
    X, y = np.array(stored["X"], dtype=float), np.array(stored["y"], dtype=float)
    answer = reference.exact_least_squares(X, y)
    contenders = linear_contenders(X, y, targets=False)
    return Task("linear regression, Longley's data, 16 x 6", answer, contenders, floor=0.0)


def linear_contenders(X: Array, y: Array, targets: bool = True) -> list[Any]:
    """Who solves least squares."""
    target, Z = 2.0 if targets else None, without_ones(X)
    lstsq = lambda: linalg.lstsq(X, y, lapack_driver="gelsy")[0]  # noqa: E731
    return [
        whole("LinearRegression.fit", "mlebook", lambda: mlebook.LinearRegression.fit(X, y).beta),
        whole("linalg.lstsq", "numpy", lambda: np.linalg.lstsq(X, y, rcond=None)[0], target),
        whole("linalg.lstsq(gelsy)", "scipy", lstsq, target),
        whole("LinearRegression", "scikit-learn", lambda: sk_linear(Z, y), target),
        whole("GeneralizedLinearRegressor", "glum", lambda: by_glum(Z, y, "normal"), target),
        whole("OLS", "statsmodels", lambda: by_statsmodels("OLS", X, y), target),
    ]


# ---------------------------------------------------------------------- The peers
def sk_logistic(Z: Array, y: Array, solver: str, tol: float = 1e-8) -> Array:
    """By scikit-learn, without its penalty."""
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(C=np.inf, solver=solver, tol=tol, max_iter=1000).fit(Z, y)
    return np.append(fit.intercept_, fit.coef_[0])


def sk_poisson(Z: Array, y: Array, solver: str, tol: float = 1e-8) -> Array:
    """By scikit-learn, without its penalty."""
    from sklearn.linear_model import PoissonRegressor

    fit = PoissonRegressor(alpha=0, solver=solver, tol=tol, max_iter=1000).fit(Z, y)
    return np.append(fit.intercept_, fit.coef_)


def sk_linear(Z: Array, y: Array) -> Array:
    """By scikit-learn."""
    from sklearn.linear_model import LinearRegression

    fit = LinearRegression().fit(Z, y)
    return np.append(fit.intercept_, fit.coef_)


def by_glum(Z: Array, y: Array, family: str) -> Array:
    """By glum, without its penalty, to a tight gradient."""
    from glum import GeneralizedLinearRegressor

    options = {"alpha": 0, "gradient_tol": 1e-8 if family != "normal" else None}
    fit = GeneralizedLinearRegressor(family=family, **options).fit(Z, y)
    return np.append(fit.intercept_, fit.coef_)


def by_statsmodels(model: str, X: Array, y: Array) -> Array:
    """By the model of statsmodels, or by its generalised linear models."""
    import statsmodels.api as sm

    if model == "OLS":
        return sm.OLS(y, X).fit().params
    if model in ("Logit", "Poisson"):
        return getattr(sm, model)(y, X).fit(disp=0, method="newton", maxiter=100).params
    family = getattr(sm.families, model.removeprefix("GLM "))()
    return sm.GLM(y, X, family=family).fit(tol=1e-10).params

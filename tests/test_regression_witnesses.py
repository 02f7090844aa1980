"""Regressions against R, statsmodels, scikit-learn and 30 digits of mpmath.

The stored answers were made by the scripts beside them, in tests/witnesses/regression.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import LogisticRegression as Penalised

from mlebook import (
    LinearRegression,
    LogisticRegression,
    PoissonRegression,
    SoftmaxRegression,
    covariance,
    likelihood_ratio_test,
    predict,
    profile_interval,
    score_test,
    standard_error,
    wald_interval,
    wald_test,
)
from mlebook.datasets import load_aids_australia, load_challenger

FOLDER = Path(__file__).parent / "witnesses" / "regression"
R = json.loads((FOLDER / "r.json").read_text(encoding="utf-8"))
PYTHON = json.loads((FOLDER / "python.json").read_text(encoding="utf-8"))
FITTED_BY_GLM = {
    "challenger": LogisticRegression,
    "insects": LogisticRegression,
    "aids": PoissonRegression,
    "insurance": PoissonRegression,
}
every_glm = pytest.mark.parametrize("name", FITTED_BY_GLM)


def challenger():
    """The design matrix with an intercept, and the responses."""
    flights = load_challenger()
    return np.column_stack([np.ones(23), flights.temperature]), flights.distress


def aids():
    """The logarithm of the quarter's number, and the cases."""
    cases = load_aids_australia().cases
    return np.column_stack([np.ones(20), np.log(np.arange(1, 21))]), cases


def fitted(name):
    """The fit, its rows and R's answers; R's insects are proportions of twenty."""
    r = {key: np.asarray(value) for key, value in R[name].items()}
    model = FITTED_BY_GLM[name]
    rows = model.rows(r["X"], r["y"], weights=r["weights"], offset=r["offset"])
    return model.fit(rows), rows, r


@every_glm
def test_estimates_and_their_errors_are_those_of_glm(name):
    """R's standard errors are those of its last step but one, so they agree to fewer digits."""
    fit, rows, r = fitted(name)
    assert_allclose(fit.beta, r["beta"], rtol=1e-11)
    assert_allclose(standard_error(fit, rows), r["se"], rtol=1e-8)
    assert_allclose(standard_error(fit, rows, kind="sandwich"), r["sandwich"], rtol=1e-8)


@every_glm
def test_deviances_and_residuals_are_those_of_glm(name):
    """With weights and offset, of each row and in sum."""
    fit, rows, r = fitted(name)
    assert_allclose(fit.deviance(rows), r["deviance"], rtol=1e-12)
    if name != "insurance":  # R's null deviance there is that of the offset's own intercept
        assert_allclose(type(fit).null_deviance(rows), r["null_deviance"], rtol=1e-12)
    assert_allclose(fit.residuals(rows), r["deviance_residuals"], rtol=1e-9, atol=1e-9)
    pearson = fit.residuals(rows, kind="pearson")
    assert_allclose(pearson, r["pearson_residuals"], rtol=1e-9, atol=1e-9)
    assert_allclose(fit.mean(rows.X, offset=rows.offset), r["mean"], rtol=1e-11)


@every_glm
def test_log_likelihoods_are_those_of_glm(name):
    """Constants included; but for the binomial coefficients of proportions."""
    fit, rows, r = fitted(name)
    if name == "insects":
        counts = (20 * rows.y).round()
        coefficients = [
            np.log(np.prod(np.arange(21 - k, 21) / np.arange(1, k + 1))) for k in counts
        ]
        assert_allclose(fit.log_likelihood(rows) + sum(coefficients), r["log_likelihood"])
    else:
        assert_allclose(fit.log_likelihood(rows), r["log_likelihood"], rtol=1e-12)


@every_glm
def test_profile_intervals_end_where_refits_of_glm_say(name):
    """For every coefficient; R's own `confint` interpolates, and has three or four digits."""
    fit, rows, r = fitted(name)
    for j, parameter in enumerate(fit.parameter_names):
        interval = profile_interval(fit, rows, parameter=parameter)
        ends = [interval.lower, interval.upper]
        assert_allclose(ends, r["profile_ends"][j], rtol=1e-6, atol=1e-8)
        assert_allclose(ends, r["confint"][j], rtol=2e-2, atol=1e-4)


@every_glm
def test_errors_of_predictions_are_those_of_glm(name):
    """On the scale of the mean, by the delta method."""
    fit, rows, r = fitted(name)
    there = predict(fit, rows, at=rows.X, offset=rows.offset)
    assert_allclose(there.mean, r["mean"], rtol=1e-11)
    assert_allclose(there.standard_error, r["mean_se"], rtol=1e-8)


def test_challenger_agrees_with_thirty_digits():
    """Estimates, errors, heights, the three tests and the ends of the profile."""
    X, y = challenger()
    exact = {k: np.array(v, dtype=float) for k, v in PYTHON["challenger"].items()}
    fit = LogisticRegression.fit(X, y)
    assert_allclose(fit.beta, exact["beta"], rtol=1e-13)
    assert_allclose(standard_error(fit, X, y), exact["se"], rtol=1e-11)
    assert_allclose(fit.log_likelihood(X, y), exact["log_likelihood"], rtol=1e-14)
    no_effect = {"beta": [np.nan, 0.0]}
    ratio = likelihood_ratio_test(fit, X, y, **no_effect).statistic
    assert_allclose(ratio, exact["likelihood_ratio"], rtol=1e-12)
    assert_allclose(wald_test(fit, X, y, **no_effect).statistic, exact["wald"], rtol=1e-11)
    assert_allclose(score_test(fit, X, y, **no_effect).statistic, exact["score"], rtol=1e-10)
    interval = profile_interval(fit, X, y, parameter="beta[1]")
    assert_allclose([interval.lower, interval.upper], exact["profile_ends"], rtol=1e-9)


def test_challenger_has_the_known_values():
    """Those of the outline of the book, to all the digits that it prints."""
    X, y = challenger()
    fit = LogisticRegression.fit(X, y)
    errors = standard_error(fit, X, y)
    assert_allclose(fit.beta, [15.0429, -0.2322], atol=5e-5)
    assert_allclose(errors, [7.3786, 0.1082], atol=5e-5)
    assert_allclose(fit.deviance(X, y), 20.315, atol=5e-4)
    assert_allclose(LogisticRegression.null_deviance(X, y), 28.267, atol=5e-4)
    test = likelihood_ratio_test(fit, X, y, beta=[np.nan, 0])
    assert_allclose([test.statistic, test.p_value], [7.952, 0.0048], atol=5e-4)
    assert_allclose(fit.beta[1] / errors[1], -2.145, atol=5e-4)
    assert_allclose(score_test(fit, X, y, beta=[np.nan, 0]).statistic, 7.23, atol=5e-3)
    profile = profile_interval(fit, X, y, parameter="beta[1]")
    assert_allclose([profile.lower, profile.upper], [-0.5154, -0.0608], atol=5e-5)
    wald = wald_interval(fit, X, y, parameter="beta[1]")
    assert_allclose([wald.lower, wald.upper], [-0.4443, -0.0200], atol=5e-5)
    assert_allclose(fit.mean([[1, 31]]), 0.9996, atol=5e-5)


def test_aids_has_the_known_values():
    """Estimates, standard errors, deviance and robust errors."""
    X, y = aids()
    fit = PoissonRegression.fit(X, y)
    assert_allclose(fit.beta, [0.9960, 1.3266], atol=5e-5)
    assert_allclose(standard_error(fit, X, y), [0.1697, 0.0646], atol=5e-5)
    assert_allclose(fit.deviance(X, y), 21.755, atol=5e-4)
    assert_allclose(standard_error(fit, X, y, kind="sandwich"), [0.2035, 0.0766], atol=5e-5)


def test_diabetes_has_the_known_values():
    """Sum of squares and log-likelihood of all ten covariates."""
    X, y = load_diabetes(return_X_y=True)
    X = np.column_stack([np.ones(len(X)), X])
    fit = LinearRegression.fit(X, y)
    assert_allclose(fit.deviance(X, y), 1263985.8, atol=0.05)
    assert_allclose(fit.sigma**2, 2859.70, atol=5e-3)
    assert_allclose(fit.log_likelihood(X, y), -2385.99, atol=5e-3)
    assert_allclose(fit.beta, np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-11)


def test_two_kinds_of_iris_overlap():
    """Versicolor and virginica have an estimate, with a height of -5.9493."""
    X, species = load_iris(return_X_y=True)
    X = np.column_stack([np.ones(100), X[species > 0]])
    fit = LogisticRegression.fit(X, species[species > 0] == 2)
    assert_allclose(fit.log_likelihood(X, species[species > 0] == 2), -5.9493, atol=5e-5)


def test_scikit_learn_agrees_only_if_its_penalty_is_taken_away():
    """Its default shrinks the slope by 1 %: a lesson of its own."""
    X, y = challenger()
    fit = LogisticRegression.fit(X, y)
    free = Penalised(C=np.inf, tol=1e-10, solver="newton-cholesky").fit(X[:, 1:], y)
    assert_allclose([free.intercept_[0], free.coef_[0, 0]], fit.beta, rtol=1e-6)
    default = Penalised().fit(X[:, 1:], y)
    assert_allclose([default.intercept_[0], default.coef_[0, 0]], [14.8618, -0.2295], atol=2e-3)
    assert abs(default.coef_[0, 0] / fit.beta[1] - 1) > 0.005


def test_classes_agree_with_statsmodels():
    """Two rows of coefficients against class 0, with errors."""
    w = {k: np.asarray(v) for k, v in PYTHON["multinomial"].items()}
    fit = SoftmaxRegression.fit(w["X"], w["y"])
    assert_allclose(fit.beta, w["beta"], rtol=1e-11)
    assert_allclose(standard_error(fit, w["X"], w["y"]), w["se"], rtol=1e-10)
    assert_allclose(fit.log_likelihood(w["X"], w["y"]), w["log_likelihood"], rtol=1e-13)


def test_weighted_classes_agree_with_nnet():
    """The survey of housing, a table of 72 frequencies; nnet stops at six digits."""
    w = {k: np.asarray(v) for k, v in R["housing"].items()}
    rows = SoftmaxRegression.rows(w["X"], w["y"], weights=w["weights"])
    fit = SoftmaxRegression.fit(rows)
    assert_allclose(fit.beta, w["beta"], rtol=1e-5, atol=1e-6)
    assert_allclose(standard_error(fit, rows), w["se"], rtol=1e-5)
    assert_allclose(fit.deviance(rows), w["deviance"], rtol=1e-12)


def test_least_squares_agrees_with_statsmodels():
    """Whose classical errors divide by n - d, and whose robust ones do not."""
    w = {k: np.asarray(v) for k, v in PYTHON["least_squares"].items()}
    X, y = w["X"], w["y"]
    fit = LinearRegression.fit(X, y)
    assert_allclose(fit.beta, w["beta"], rtol=1e-13)
    assert_allclose(fit.log_likelihood(X, y), w["log_likelihood"], rtol=1e-13)
    errors = standard_error(fit, X, y)[:2]
    assert_allclose(errors * np.sqrt(80 / 78), w["se_over_n_minus_d"], rtol=1e-13)
    robust = np.sqrt(np.diagonal(covariance(fit, X, y, kind="sandwich")))[:2]
    assert_allclose(robust, w["sandwich"], rtol=1e-12)

"""Least squares on hard ground, against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose
from test_regression_witnesses import R

from mlebook import LinearRegression, NoMaximum, NotConverged, profile_interval


def exact(X, y):
    """The least squares solution and its sum of squares, in fractions, by elimination."""
    X = [[Fraction(float(v)) for v in row] for row in X]
    y = [Fraction(float(v)) for v in y]
    d = range(len(X[0]))
    A = [
        [sum(row[i] * row[j] for row in X) for j in d]
        + [sum(row[i] * v for row, v in zip(X, y, strict=True))]
        for i in d
    ]
    for i in d:
        A[i] = [v / A[i][i] for v in A[i]]
        for k in d:
            if k != i:
                A[k] = [v - A[k][i] * w for v, w in zip(A[k], A[i], strict=True)]
    beta = [row[-1] for row in A]
    fitted = [sum(v * b for v, b in zip(row, beta, strict=True)) for row in X]
    rss = sum((v - f) ** 2 for v, f in zip(y, fitted, strict=True))
    return np.array(beta, dtype=float), float(rss)


def correct_digits(value, truth):
    """The least number of digits that agree."""
    with np.errstate(divide="ignore"):
        return float(np.min(-np.log10(np.abs(np.asarray(value) / truth - 1))))


def test_longley_is_right_to_thirteen_digits():
    """The table of 1967, as R has it, whose columns are nearly dependent."""
    X, y = np.array(R["longley"]["X"]), np.array(R["longley"]["y"])
    beta, rss = exact(X, y)
    fit = LinearRegression.fit(X, y)
    assert correct_digits(fit.beta, beta) > 12.5
    assert correct_digits(16 * fit.sigma**2, rss) > 12.5
    assert_allclose(fit.log_likelihood(X, y), R["longley"]["log_likelihood"], rtol=1e-11)


@pytest.mark.parametrize(("degree", "digits"), [(2, 13.5), (5, 12.5), (6, 10.5), (8, 9.5)])
def test_polynomials_are_right(degree, digits):
    """Powers of 0 to 20, as in Wampler's designs."""
    x = np.arange(21.0)
    X, y = x[:, None] ** np.arange(degree + 1), 100 * np.sin(x)
    beta, rss = exact(X, y)
    fit = LinearRegression.fit(X, y)
    assert correct_digits(fit.beta, beta) > digits
    assert correct_digits(21 * fit.sigma**2, rss) > digits


def test_a_polynomial_beyond_our_digits_is_refused():
    """Degree ten, as in Filip's design: nothing is returned that would be wrong."""
    x = np.linspace(-9, -3, 82)
    X = x[:, None] ** np.arange(11)
    with pytest.raises(NotConverged, match="columns of X are nearly linearly dependent"):
        LinearRegression.fit(X, np.cos(x))


@pytest.mark.parametrize("coefficients", [np.ones(6), 0.1 ** np.arange(6)], ids=["1", "2"])
def test_points_on_a_polynomial_have_no_noise_to_measure(coefficients):
    """Wampler's first two problems: the residuals are 0 but for rounding."""
    X = np.arange(21.0)[:, None] ** np.arange(6)
    with pytest.raises(NoMaximum, match=r"all 21 points lie on one plane.*sigma -> 0"):
        LinearRegression.fit(X, X @ coefficients)


@pytest.mark.parametrize("level", [0.0, 1e8], ids=["about 0", "about 1e8"])
@pytest.mark.parametrize("spread", [1.0, 1e8])
def test_large_covariates_lose_no_digits(level, spread):
    """Not if they are spread over 1e8, nor if they lie around it."""
    rng = np.random.default_rng(1)
    x = level + spread * rng.normal(size=50)
    X, y = np.column_stack([np.ones(50), x]), 3 + 2 * (x - level) / spread + rng.normal(size=50)
    beta, rss = exact(X, y)
    fit = LinearRegression.fit(X, y)
    assert correct_digits(fit.beta, beta) > 13
    assert correct_digits(50 * fit.sigma**2, rss) > 13


def test_a_large_level_of_the_responses_loses_no_digits_but_theirs():
    """Responses around 1e10 carry six decimals; what these say is used in full."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=40)
    X, y = np.column_stack([np.ones(40), x]), 1e10 + x + rng.normal(size=40)
    beta, rss = exact(X, y)
    fit = LinearRegression.fit(X, y)
    assert_allclose(fit.beta, beta, rtol=1e-13)
    assert_allclose(40 * fit.sigma**2, rss, rtol=1e-13)


def test_noise_near_the_rounding_of_the_responses_is_no_estimate():
    """At 1e16 neighbouring numbers are 2 apart."""
    x = np.arange(10.0)
    X = np.column_stack([np.ones(10), x])
    with pytest.raises(NoMaximum, match="lie on one plane"):
        LinearRegression.fit(X, 1e16 + x)


def test_a_constant_response_has_no_noise():
    """The plane is level."""
    X = np.column_stack([np.ones(9), np.arange(9.0)])
    with pytest.raises(NoMaximum, match="all 9 points lie on one plane"):
        LinearRegression.fit(X, np.full(9, 0.1))


def test_as_many_rows_as_columns_leave_no_noise():
    """A line through two points."""
    with pytest.raises(NoMaximum, match="all 2 points lie on one plane"):
        LinearRegression.fit([[1.0, 0.0], [1.0, 1.0]], [1.0, 3.0])


def test_held_coefficients_leave_the_rest_to_least_squares():
    """As if what is held were taken off the responses."""
    rng = np.random.default_rng(3)
    X = np.column_stack([np.ones(30), rng.normal(size=(30, 2))])
    y = X @ [1.0, 2.0, 3.0] + rng.normal(size=30)
    held = LinearRegression.fit(X, y, beta=[np.nan, 1.5, np.nan])
    rest = LinearRegression.fit(X[:, [0, 2]], y - 1.5 * X[:, 1])
    assert_allclose(held.beta[[0, 2]], rest.beta, rtol=1e-12)
    assert_allclose(held.sigma, rest.sigma, rtol=1e-13)
    everything = LinearRegression.fit(X, y, beta=[1.0, 2.0, 3.0])
    assert_allclose(everything.sigma**2, np.mean((y - X @ [1.0, 2.0, 3.0]) ** 2), rtol=1e-13)


def test_holding_one_of_two_dependent_columns_settles_the_other():
    """The likelihood no longer leaves it open."""
    x = np.arange(6.0)
    X, y = np.column_stack([x, 2 * x]), np.array([0.0, 1, 3, 2, 5, 4])
    fit = LinearRegression.fit(X, y, beta=[np.nan, 0.0])
    assert_allclose(fit.beta[0], x @ y / (x @ x), rtol=1e-12)


def test_the_profile_of_sigma_ends_where_its_equation_says():
    """With the best beta for each sigma, 2 n log(s) + RSS/s**2 rises by z**2."""
    rng = np.random.default_rng(4)
    X = np.column_stack([np.ones(30), rng.normal(size=30)])
    y = X @ [1.0, 2.0] + rng.normal(size=30)
    fit = LinearRegression.fit(X, y)
    interval = profile_interval(fit, X, y, parameter="sigma")
    for end in (interval.lower, interval.upper):
        ratio = end / fit.sigma
        assert_allclose(60 * np.log(ratio) + 30 / ratio**2 - 30, 3.841458820694124, rtol=1e-9)


def test_the_profile_of_a_coefficient_is_that_of_students_ratio():
    """Its ends lie where n log(1 + t**2/(n - d)) = z**2, t in the classical standard error."""
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(30), rng.normal(size=30)])
    y = X @ [1.0, 2.0] + rng.normal(size=30)
    fit = LinearRegression.fit(X, y)
    interval = profile_interval(fit, X, y, parameter="beta[1]")
    classical = np.sqrt(fit.deviance(X, y) / 28 * np.linalg.inv(X.T @ X)[1, 1])
    t = (np.array([interval.lower, interval.upper]) - fit.beta[1]) / classical
    assert_allclose(30 * np.log1p(t**2 / 28), 3.841458820694124, rtol=1e-9)


def test_statistics_stand_where_the_data_stand():
    """Heights, slopes and intervals need no more."""
    rng = np.random.default_rng(6)
    X, y = np.column_stack([np.ones(20), rng.normal(size=20)]), rng.normal(size=20)
    s = LinearRegression.statistics(X, y)
    fit = LinearRegression.fit(s)
    point = LinearRegression([0.3, -0.2], 1.5)
    assert_allclose(fit.theta, LinearRegression.fit(X, y).theta, rtol=1e-15)
    assert_allclose(point.log_likelihood(s), point.log_density(X, y).sum(), rtol=1e-13)
    assert_allclose(point.score(s), point.scores(X, y).sum(0), rtol=1e-12)


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_units_whose_squares_cannot_be_written_are_said_to_be_wrong(unit):
    """Not that a column is 0, or that all points lie on a plane."""
    X, y = np.column_stack([np.ones(4), np.arange(4.0)]), np.array([1.0, 2.0, 3.0, 5.0])
    for data in ((X * [1, unit], y), (X, y * unit)):
        with pytest.raises(ValueError, match=r"^X and y must be .* to be squared: use .* units"):
            LinearRegression.fit(*data)

"""Several numbers at once: by hand, by SciPy, in any unit, any entry held, and without a top."""

from itertools import chain, combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mlebook import (
    MultivariateNormal,
    NoMaximum,
    Normal,
    NotConverged,
    Positive,
    Real,
    likelihood_ratio_test,
    profile_interval,
    standard_error,
    wald_test,
)

COV = np.array([[2.0, 0.6, -0.3], [0.6, 1.0, 0.2], [-0.3, 0.2, 0.5]])
TRUTH = MultivariateNormal([1.0, 2.0, 3.0], COV)
X = TRUTH.sample((40,), np.random.default_rng(1))
S = np.cov(X.T, bias=True)
UNITS = np.array([1e-8, 1.0, 1e8])
nan = np.nan


def test_a_sample_of_three_by_hand():
    """Deviations -2, -1, 3 and 2, -1, -1: mean products 14/3, -2, 2; log-likelihood by its top."""
    rows = [[1.0, 3.0], [2.0, 0.0], [6.0, 0.0]]
    fit = MultivariateNormal.fit(rows)
    assert_allclose(fit.mean, [3, 1], rtol=1e-15)
    assert_allclose(fit.cov, [[14 / 3, -2], [-2, 2]], rtol=1e-15)
    top = -1.5 * (2 * np.log(2 * np.pi) + np.log(28 / 3 - 4) + 2)
    assert_allclose(fit.log_likelihood(rows), top, rtol=1e-15)


def test_the_estimate_divides_by_n():
    """NumPy's covariance with bias, not without."""
    fit = MultivariateNormal.fit(X)
    assert_allclose(fit.cov, S, rtol=1e-13)
    assert_allclose(fit.mean, X.mean(0), rtol=1e-14)


def test_one_column_is_the_normal_distribution():
    """With sigma squared for the covariance matrix."""
    fit, one = MultivariateNormal.fit(X[:, :1]), Normal.fit(X[:, 0])
    assert_allclose(fit.theta, [one.mu, one.sigma**2], rtol=1e-14)
    assert_allclose(fit.log_likelihood(X[:, :1]), one.log_likelihood(X[:, 0]), rtol=1e-14)
    errors = standard_error(one, X[:, 0]) * [1, 2 * one.sigma]  # of sigma**2, by the delta method
    assert_allclose(standard_error(fit, X[:, :1]), errors, rtol=1e-12)


def test_the_log_density_is_scipys_in_any_unit():
    """Columns measured in units that differ by 16 orders of magnitude."""
    point = MultivariateNormal(UNITS * TRUTH.mean, COV * UNITS * UNITS[:, None])
    referee = stats.multivariate_normal(TRUTH.mean, COV).logpdf(X) - np.log(UNITS).sum()
    assert_allclose(point.log_density(X * UNITS), referee, rtol=1e-12)
    assert_allclose(point.log_likelihood(X * UNITS), referee.sum(), rtol=1e-12)


def test_fits_errors_and_intervals_change_with_the_units():
    """And with nothing else."""
    fit, same = MultivariateNormal.fit(X), MultivariateNormal.fit(X * UNITS)
    scale = MultivariateNormal(UNITS, np.outer(UNITS, UNITS) + np.diag(UNITS**2)).theta
    scale[[3, 5, 8]] /= 2
    assert_allclose(same.theta, fit.theta * scale, rtol=1e-12)
    assert_allclose(standard_error(same, X * UNITS), standard_error(fit, X) * scale, rtol=1e-10)
    for name in ("cov[1,0]", "cov[2,2]", "mean[0]"):
        one = profile_interval(fit, X, parameter=name)
        other = profile_interval(same, X * UNITS, parameter=name)
        factor = scale[fit.position(name)]
        assert_allclose(
            [other.lower, other.upper], np.multiply([one.lower, one.upper], factor), rtol=1e-8
        )


def test_a_large_mean_costs_no_digit_of_the_covariance():
    """A shift by 2**27 leaves the last digits of rounded data alone, and so the matrix."""
    rounded = np.round(X * 2**10) / 2**10
    shifted = MultivariateNormal.fit(rounded + 2.0**27)
    assert_allclose(shifted.cov, MultivariateNormal.fit(rounded).cov, rtol=1e-14)
    assert_allclose(shifted.mean, rounded.mean(0) + 2.0**27, rtol=1e-15)


def test_every_choice_of_held_entries_is_a_top():
    """What is held is held to the last digit; in all other directions the score vanishes."""
    data = X[:, :2]
    fit = MultivariateNormal.fit(data)
    names, errors = fit.parameter_names, standard_error(fit, data)
    for held in chain.from_iterable(combinations(range(5), size) for size in range(1, 5)):
        theta = np.full(5, nan)
        theta[list(held)] = (fit.theta + 0.7 * errors)[list(held)]
        wanted = fit.at(theta)
        restricted = MultivariateNormal.fit(data, mean=wanted.mean, cov=wanted.cov)
        assert_array_equal(restricted.theta[list(held)], theta[list(held)])
        steepness = np.delete(restricted.score(data) * errors, held)
        assert np.all(np.abs(steepness) < 1e-8), [names[j] for j in held]
        shaken = restricted.theta + 1e-2 * errors * np.random.default_rng(2).normal(
            size=(50, 5)
        ) * np.isnan(theta)
        heights = restricted.at(shaken).log_likelihood(data)
        assert np.all(heights < restricted.log_likelihood(data))


def test_a_held_mean_draws_the_others_along():
    """By the regression of the others on it, as least squares finds it."""
    fit = MultivariateNormal.fit(X, mean=[1.5, nan, nan])
    slopes = np.linalg.lstsq(X[:, :1] - X[:, :1].mean(0), X[:, 1:] - X[:, 1:].mean(0))[0][0]
    assert_allclose(
        fit.mean, [1.5, *(X[:, 1:].mean(0) + slopes * (1.5 - X[:, 0].mean()))], rtol=1e-13
    )
    assert_allclose(fit.cov, (X - fit.mean).T @ (X - fit.mean) / 40, rtol=1e-13)


def test_a_held_variance_changes_the_regressions_on_it_no_more_than_it_must():
    """Slopes on that column and what they leave unexplained are the sample's."""
    held = MultivariateNormal.fit(X, cov=np.where(np.eye(3) * [1, 0, 0] == 1, 3.0, nan))
    slopes = S[0, 1:] / S[0, 0]
    left = S[1:, 1:] - np.outer(slopes, slopes) * S[0, 0]
    assert_allclose(held.mean, X.mean(0), rtol=1e-12)
    assert_allclose(held.cov[0], [3, *3 * slopes], rtol=1e-9)
    assert_allclose(held.cov[1:, 1:], left + 3 * np.outer(slopes, slopes), rtol=1e-9)


def test_a_held_matrix_leaves_the_means():
    """Those of the sample; or, if one is held, those that the held matrix says."""
    assert_allclose(MultivariateNormal.fit(X, cov=COV).mean, X.mean(0), rtol=1e-14)
    fit = MultivariateNormal.fit(X, mean=[nan, nan, 2.0], cov=COV)
    shift = COV[:2, 2] / COV[2, 2] * (2.0 - X[:, 2].mean())
    assert_allclose(fit.mean[:2], X[:, :2].mean(0) + shift, rtol=1e-13)
    assert_array_equal(fit.cov, COV)


def test_independence_is_a_hypothesis_on_three_entries():
    """Its statistic is -n log det of the correlation matrix, on three degrees of freedom."""
    fit = MultivariateNormal.fit(X)
    independent = np.where(np.eye(3) == 1, nan, 0.0)
    test = likelihood_ratio_test(fit, X, cov=independent)
    assert test.df == 3
    assert_allclose(test.statistic, -40 * np.linalg.slogdet(np.corrcoef(X.T))[1], rtol=1e-9)
    assert wald_test(fit, X, cov=independent).df == 3
    upper = np.where(np.triu(np.ones((3, 3)), 1) == 1, 0.0, nan)
    assert_allclose(likelihood_ratio_test(fit, X, cov=upper).statistic, test.statistic, rtol=1e-12)


def test_the_profile_of_a_covariance_contains_it_and_ends_on_the_level():
    """Both ends lose 2.706/2 units of the log-likelihood at level 0.9."""
    fit = MultivariateNormal.fit(X)
    interval = profile_interval(fit, X, parameter="cov[2,0]", level=0.9)
    assert interval.lower < S[2, 0] < interval.upper
    for end in (interval.lower, interval.upper):
        test = likelihood_ratio_test(fit, X, **fit.holding("cov[2,0]", end))
        assert_allclose(test.statistic, stats.chi2.ppf(0.9, 1), rtol=1e-8)


def test_a_covariance_larger_than_the_sample_allows_raises_the_variances():
    """A climb to it starts from larger variances: with 3 held, neither may stay at its 1 or 2."""
    data = X[:, :2]
    fit = MultivariateNormal.fit(data, cov=[[nan, 3.0], [3.0, nan]])
    assert fit.cov[0, 0] * fit.cov[1, 1] > 9
    steepness = fit.score(data) * standard_error(MultivariateNormal.fit(data), data)
    assert_allclose(np.delete(steepness, 3), 0, atol=1e-8)


def test_a_name_holds_both_sides_of_the_diagonal():
    """And keeps the batch of its values."""
    held = TRUTH.holding("cov[1,0]", [0.1, 0.2])["cov"]
    assert held.shape == (2, 3, 3)
    assert_array_equal(held[:, 0, 1], held[:, 1, 0])
    assert np.isnan(held).sum() == 14
    fits = MultivariateNormal.fit(X, cov=held)
    assert_array_equal(fits.cov[:, 1, 0], [0.1, 0.2])
    assert_array_equal(fits[1].theta, MultivariateNormal.fit(X, cov=held[1]).theta)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            X[:3],
            r"^MultivariateNormal.fit: 3 columns of X need at least 4 rows, got 3: the likelih",
        ),
        (
            np.c_[X, 2 * X[:, 0] - X[:, 2]],
            r"column 3 of X is a linear combination of columns 0, 2: ",
        ),
        (np.c_[X[:, 0], X[:, 0] + 1e8], r"column 1 of X is a linear combination of columns 0: "),
        (np.c_[X[:, :1], np.full(40, 0.1)], r"column 1 of X is constant: "),
        (np.repeat(X[:2], 20, axis=0), r"column 1 of X is a linear combination of columns 0: "),
    ],
)
def test_data_on_a_plane_have_no_maximum(data, message):
    """The columns are named, counted from 0 as in mean[0]."""
    with pytest.raises(NoMaximum, match=message):
        MultivariateNormal.fit(data)


def test_a_sum_that_was_rounded_is_still_a_sum():
    """At means of 1e12 the third column is off by 1e-4 at random, which is no spread of its own."""
    a, b = X[:, 0] + 1e12, X[:, 1]
    with pytest.raises(NoMaximum, match="column 2 of X is a linear combination of columns 0, 1"):
        MultivariateNormal.fit(np.c_[a, b, a + b])


def test_variances_are_positive_and_covariances_are_not():
    """Where one alone may move, which is where its profile is looked for."""
    kind = MultivariateNormal.parameters["cov"]
    assert kind.alone("cov[1,1]") is Positive
    assert kind.alone("cov[2,1]") is Real


def test_columns_that_nearly_agree_have_a_maximum():
    """A correlation of 1 - 5e-11 is no linear dependence."""
    noise = np.random.default_rng(4).normal(size=40)
    fit = MultivariateNormal.fit(np.c_[X[:, 0], X[:, 0] + 1e-5 * noise])
    assert_allclose(
        fit.cov[1, 1] - 2 * fit.cov[1, 0] + fit.cov[0, 0], 1e-10 * noise.var(), rtol=1e-4
    )


def test_what_is_no_covariance_matrix_is_refused():
    """With the rule and the offender."""
    make = lambda cov: MultivariateNormal([0.0, 0.0], cov)  # noqa: E731
    with pytest.raises(ValueError, match=r"^cov\[0, 1\] must be symmetric, got 0.5$"):
        make([[1.0, 0.5], [0.4, 1.0]])
    with pytest.raises(ValueError, match=r"^cov must be positive definite, got \[\[1. , 1.5\]"):
        make([[1.0, 1.5], [1.5, 1.0]])
    with pytest.raises(ValueError, match=r"^the diagonal of cov\[1\] must be positive, got -1.0$"):
        make([[1.0, 0.5], [0.5, -1.0]])
    with pytest.raises(ValueError, match=r"^cov must be a square matrix, got shape \(2,\)$"):
        make([1.0, 1.0])
    with pytest.raises(
        ValueError, match=r"^mean must have as many entries as cov has rows, got 2 "
    ):
        make(np.eye(3))


def test_tables_of_another_width_are_refused():
    """Wherever data are given."""
    for call in (TRUTH.log_density, TRUTH.log_likelihood, TRUTH.score):
        with pytest.raises(
            ValueError, match=r"^X must have 3 columns, as mean has entries, got 2$"
        ):
            call(X[:, :2])
    with pytest.raises(ValueError, match=r"^X must have 2 columns, as mean has entries, got 3$"):
        MultivariateNormal.fit(X, mean=[0.0, nan])
    with pytest.raises(ValueError, match="all replicates must hold the same entries"):
        MultivariateNormal.fit(X, mean=[[0.0, nan, nan], [nan, 0.0, nan]])


def test_entries_that_no_covariance_matrix_has_are_told():
    """Variances 1 and a covariance of 2 contradict each other."""
    with pytest.raises(ValueError, match="cov must be positive definite"):
        MultivariateNormal.fit(X[:, :2], cov=[[1.0, 2.0], [2.0, 1.0]])
    contradiction = [[1.0, 2.0, nan], [2.0, 1.0, nan], [nan, nan, nan]]
    with pytest.raises(NotConverged, match="no covariance matrix with the entries that are held"):
        MultivariateNormal.fit(X, cov=contradiction)


def test_draws_have_the_mean_and_the_covariance_asked_for():
    """Within 4 standard errors of the simulation, entry by entry, for each point of a batch."""
    points = MultivariateNormal([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], COV)
    draws = points.sample((20_000,), np.random.default_rng(5))
    assert draws.shape == (2, 20_000, 3)
    fits = MultivariateNormal.fit(draws)
    errors = np.array([standard_error(point, draws[0], kind="expected") for point in points])
    assert np.all(np.abs(fits.theta - points.theta) < 4 * errors)


@pytest.mark.parametrize("unit", [1e-160, 1e160])
def test_units_whose_squares_cannot_be_written_are_said_to_be_wrong(unit):
    """A covariance of 1e-320 has three digits, and one of 1e320 none."""
    x = np.random.default_rng(1).normal(size=(30, 2)) * unit
    with pytest.raises(ValueError, match=r"^X must .* squares .*: measure it in a .* unit"):
        MultivariateNormal.fit(x)

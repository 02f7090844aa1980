"""What all regressions promise of their rows: weights, offsets, batches, files; and bad input."""

import pickle
import re
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit
from specimens import REGRESSIONS

from mlebook import (
    LinearRegression,
    LogisticRegression,
    NoMaximum,
    Poisson,
    PoissonRegression,
    SoftmaxRegression,
    covariance,
    likelihood_ratio_test,
    predict,
    profile_interval,
    standard_error,
)
from mlebook.rows import Rows

every_regression = pytest.mark.parametrize("specimen", REGRESSIONS, ids=lambda s: s.model.__name__)
with_offset = pytest.mark.parametrize("specimen", REGRESSIONS[:3], ids=lambda s: s.model.__name__)


# ------------------------------------------------------------------ By hand
def test_a_line_through_the_origin_by_hand():
    """Two rows, x = 1, 2 and y = 1, 3: beta = (1 + 6)/5 and residuals -2/5, 1/5."""
    fit = LinearRegression.fit([[1.0], [2.0]], [1.0, 3.0])
    assert_allclose(fit.beta, [7 / 5], rtol=1e-15)
    assert_allclose(fit.sigma**2, (4 / 25 + 1 / 25) / 2, rtol=1e-14)


def test_two_rows_of_proportions_by_hand():
    """Log odds log 3 and 0 at x = 0 and 1; the variances are sums of 1/(n p (1 - p))."""
    rows = LogisticRegression.rows([[1, 0], [1, 1]], [0.75, 0.5], weights=[4, 4])
    fit = LogisticRegression.fit(rows)
    assert_allclose(fit.beta, [np.log(3), -np.log(3)], rtol=1e-11)
    assert_allclose(standard_error(fit, rows) ** 2, [4 / 3, 4 / 3 + 1], rtol=1e-11)


def test_two_rates_by_hand():
    """3 cases in 10 years and 8 in 20: rates 0.3 and 0.4, variances 1/3 and 1/3 + 1/8."""
    rows = PoissonRegression.rows([[1, 0], [1, 1]], [3, 8], offset=np.log([10, 20]))
    fit = PoissonRegression.fit(rows)
    assert_allclose(np.exp(fit.beta), [0.3, 4 / 3], rtol=1e-13)
    assert_allclose(standard_error(fit, rows) ** 2, [1 / 3, 1 / 3 + 1 / 8], rtol=1e-12)
    assert_allclose(fit.deviance(rows), 0, atol=1e-12)


def test_without_covariates_it_is_the_poisson_distribution():
    """One column of ones: the rate is the mean."""
    y = np.array([0, 3, 1, 2, 7])
    fit = PoissonRegression.fit(np.ones((5, 1)), y)
    assert_allclose(np.exp(fit.beta[0]), y.mean(), rtol=1e-10)
    assert_allclose(
        fit.log_likelihood(np.ones((5, 1)), y), Poisson.fit(y).log_likelihood(y), rtol=1e-14
    )


def test_with_two_classes_softmax_is_logistic_regression():
    """The same coefficients, errors and heights."""
    rows = REGRESSIONS[1].draw((), 1)
    logistic, softmax = LogisticRegression.fit(rows), SoftmaxRegression.fit(rows.X, rows.y)
    assert_allclose(softmax.beta[0], logistic.beta, rtol=1e-12)
    errors = standard_error(softmax, rows.X, rows.y)
    assert_allclose(errors, standard_error(logistic, rows), rtol=1e-12)
    assert_allclose(softmax.log_likelihood(rows.X, rows.y), logistic.log_likelihood(rows))


# ------------------------------------------------------------------ Weights, offsets, order
@every_regression
def test_a_weight_counts_a_row_as_often_as_it_says(specimen):
    """Twice is twice, and never is as if it were not there; but for the sandwich."""
    rows = specimen.draw((), 2)
    weights = np.arange(60) % 3
    weighted = specimen.model.rows(rows.X, rows.y, weights=weights)
    repeated = specimen.model.rows(np.repeat(rows.X, weights, axis=0), np.repeat(rows.y, weights))
    fit = specimen.model.fit(repeated)
    assert_allclose(specimen.model.fit(weighted).theta, fit.theta, rtol=1e-10)
    assert_allclose(fit.log_likelihood(weighted), fit.log_likelihood(repeated), rtol=1e-12)
    assert_allclose(fit.log_density(weighted).sum(), fit.log_likelihood(weighted), rtol=1e-12)
    assert_allclose(
        fit.scores(weighted).sum(0), specimen.truth.at(fit.theta).score(weighted), atol=1e-9
    )
    assert_allclose(standard_error(fit, weighted), standard_error(fit, repeated), rtol=1e-11)
    expected = {"kind": "expected"}
    assert_allclose(
        standard_error(fit, weighted, **expected), standard_error(fit, repeated, **expected)
    )
    assert_allclose(fit.deviance(weighted), fit.deviance(repeated), rtol=1e-12)


@every_regression
def test_in_the_sandwich_a_row_is_one_observation_whatever_its_weight(specimen):
    """Its score counts as often as the weight says, and is then squared."""
    rows = specimen.draw((), 2)
    weights = 1.0 + np.arange(60) % 3
    weighted = specimen.model.rows(rows.X, rows.y, weights=weights)
    fit = specimen.model.fit(weighted)
    u = weights[:, None] * fit.scores(rows)
    bread = np.linalg.inv(fit.observed_information(weighted))
    sandwich = covariance(fit, weighted, kind="sandwich")
    assert_allclose(sandwich, bread @ u.T @ u @ bread, rtol=1e-9, atol=1e-14)


@with_offset
def test_an_offset_is_a_column_whose_coefficient_is_held_at_one(specimen):
    """For fits, heights, slopes and means."""
    rows = specimen.draw((), 3)
    offset = np.sin(np.arange(60))
    moved = specimen.model.rows(rows.X, rows.y, offset=offset)
    wider = np.column_stack([rows.X, offset])
    fit = specimen.model.fit(moved)
    held = specimen.model.fit(wider, rows.y, beta=[np.nan] * 3 + [1.0])
    assert_allclose(fit.beta, held.beta[:3], rtol=1e-9)
    assert_allclose(fit.log_likelihood(moved), held.log_likelihood(wider, rows.y), rtol=1e-12)
    assert_allclose(fit.scores(moved)[:, :3], held.scores(wider, rows.y)[:, :3], atol=1e-9)
    assert_allclose(fit.mean(rows.X, offset=offset), held.mean(wider), rtol=1e-9)
    there = predict(fit, moved, at=rows.X[:2], offset=offset[:2])
    assert_allclose(there.mean, held.mean(wider[:2]), rtol=1e-9)


@with_offset
def test_one_number_may_be_the_offset_of_all_rows(specimen):
    """It moves the intercept, and nothing else."""
    rows = specimen.draw((), 4)
    fit = specimen.model.fit(rows)
    moved = specimen.model.fit(specimen.model.rows(rows.X, rows.y, offset=0.25))
    assert_allclose(moved.beta - fit.beta, [-0.25, 0, 0], atol=1e-9)


def test_classes_take_no_offset():
    """It would be the same for all of them, and say nothing."""
    with pytest.raises(ValueError, match="offset must not be given"):
        SoftmaxRegression.rows(np.ones((3, 1)), [0, 1, 2], offset=1.0)


@every_regression
def test_the_order_of_the_rows_does_not_matter(specimen):
    """Nor that of the columns, if the coefficients are put in the same order."""
    rows = specimen.draw((), 5)
    order = np.random.default_rng(6).permutation(60)
    fit = specimen.model.fit(rows)
    shuffled = specimen.model.fit(rows.X[order], rows.y[order])
    assert_allclose(shuffled.theta, fit.theta, rtol=1e-9)
    backwards = specimen.model.fit(rows.X[:, ::-1], rows.y)
    assert_allclose(backwards.beta[..., ::-1], fit.beta, rtol=1e-9)


@every_regression
def test_units_of_the_columns_do_not_matter(specimen):
    """A column times 1e8 divides its coefficient by that, and its error."""
    rows = specimen.draw((), 5)
    scale = np.array([1.0, 1e8, 1e-8])[: rows.X.shape[1]]
    fit = specimen.model.fit(rows)
    scaled = specimen.model.fit(rows.X * scale, rows.y)
    assert_allclose(scaled.beta * scale, fit.beta, rtol=1e-9)
    errors = specimen.truth.at(standard_error(fit, rows)).beta
    V = specimen.truth.at(standard_error(scaled, rows.X * scale, rows.y)).beta
    assert_allclose(V * scale, errors, rtol=1e-9)


# ------------------------------------------------------------------ Batches
@every_regression
def test_a_batch_may_share_its_rows_or_not(specimen):
    """(n, d) stands for a batch of copies, in fits, slopes and predictions."""
    rows = specimen.draw((5,), 7)
    own = specimen.model.rows(np.array(np.broadcast_to(rows.X, (5, *rows.X.shape))), rows.y)
    fits = specimen.model.fit(rows)
    assert_allclose(specimen.model.fit(own).theta, fits.theta, rtol=1e-12)
    assert_allclose(fits.scores(own), fits.scores(rows), rtol=1e-12, atol=1e-12)
    assert_allclose(fits.deviance(own), fits.deviance(rows), rtol=1e-12)
    assert_allclose(
        specimen.model.null_deviance(own), specimen.model.null_deviance(rows), rtol=1e-9
    )
    at = rows.X[:4]
    shared, one = predict(fits, rows, at=at), predict(fits[3], rows[3], at=at)
    for many, single in zip(shared[:4], one[:4], strict=True):
        assert_allclose(many[3], single, rtol=1e-9)


@every_regression
def test_a_batch_too_large_for_the_cache_is_cut(specimen):
    """And put together again, in fits and in surfaces."""
    rows = specimen.draw((700,), 8)
    fits = specimen.model.fit(rows, on_failure="nan")
    for i in (0, 333, 699):
        assert_allclose(
            fits[i].theta, specimen.model.fit(rows[i], on_failure="nan").theta, rtol=1e-9
        )
    points = specimen.truth.at(specimen.truth.theta + np.linspace(-0.1, 0.1, 3)[:, None])[:, None]
    heights = points.log_likelihood(rows)
    assert heights.shape == (3, 700)
    assert_allclose(heights[2, 500], points[2, 0].log_likelihood(rows[500]), rtol=1e-12)
    assert_allclose(points.score(rows)[1, 7], points[1, 0].score(rows[7]), rtol=1e-9, atol=1e-9)


@every_regression
def test_weights_and_offsets_may_differ_within_a_batch(specimen):
    """A bootstrap of weights: one data set, many weights."""
    rows = specimen.draw((), 9)
    weights = np.random.default_rng(10).multinomial(60, np.full(60, 1 / 60), size=4)
    many = specimen.model.rows(rows.X, rows.y, weights=weights)
    assert many.batch_shape == (4,)
    fits = specimen.model.fit(many)
    one = specimen.model.fit(specimen.model.rows(rows.X, rows.y, weights=weights[2]))
    assert_allclose(fits[2].theta, one.theta, rtol=1e-10)
    assert_allclose(standard_error(fits, many)[2], standard_error(one, many[2]), rtol=1e-9)


@every_regression
def test_draws_have_the_shape_of_the_rows(specimen):
    """After that of the batch of points; and the same seed gives the same draws."""
    points = specimen.truth[None].at(np.stack([specimen.truth.theta] * 4))
    rng = np.random.default_rng(17)
    assert points.sample(specimen.X, rng).shape == (4, 60)
    again = [specimen.truth.sample(specimen.X, np.random.default_rng(18)) for _ in range(2)]
    assert_array_equal(*again)


@every_regression
def test_draws_have_the_mean_of_the_model(specimen):
    """Within 4 standard errors of 20,000 draws at one row."""
    x = np.broadcast_to(specimen.X[5], (20_000, specimen.X.shape[1]))
    draws = specimen.truth.sample(x, np.random.default_rng(19))
    mean = specimen.truth.mean(x[:1])[0]
    if mean.ndim:
        draws = draws[:, None] == np.arange(len(mean))
    error = draws.std(0) / np.sqrt(len(draws))
    assert np.all(np.abs(draws.mean(0) - mean) < 4 * error)


# ------------------------------------------------------------------ Files
@every_regression
def test_a_memory_map_gives_what_an_array_gives_and_stays_on_disk(specimen, tmp_path):
    """The peak of a fit is a small part of the file; 32 bits are read as such."""
    rng = np.random.default_rng(20)
    d = specimen.X.shape[1]
    X = np.column_stack([np.ones(60_000), rng.normal(size=(60_000, d - 1))]).astype("f4")
    wide = np.column_stack([X, rng.normal(size=(60_000, 20))]).astype("f4")
    beta = np.zeros((*specimen.truth.beta.shape[:-1], d + 20))
    beta[..., :d] = specimen.truth.beta / 2
    noise = [2.0] if specimen.model is LinearRegression else []
    point = specimen.model(beta, *noise)
    y = point.sample(wide.astype(float), rng)
    np.save(tmp_path / "X.npy", wide)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    fit = specimen.model.fit(wide.astype(float), y)
    tracemalloc.start()
    from_file = specimen.model.fit(mapped, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert_allclose(from_file.theta, fit.theta, rtol=1e-9, atol=1e-12)
    assert peak < 0.6 * wide.nbytes


@every_regression
def test_the_memory_of_a_fit_does_not_grow_with_the_rows(specimen, tmp_path):
    """Three times as many rows take not even one more number for each ten of them."""
    rng = np.random.default_rng(21)
    d, n = specimen.X.shape[1], 900_000
    X = np.column_stack([np.ones(n), rng.normal(size=(n, d - 1))])
    y = specimen.truth.sample(X, rng)
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    specimen.model.fit(mapped[:1000], y[:1000])  # what a first fit keeps is no part of it
    peaks = []
    for rows in (n // 3, n):
        tracemalloc.start()
        specimen.model.fit(mapped[:rows], y[:rows])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 0.1 * 8 * (n - n // 3)


# ------------------------------------------------------------------ Held coefficients
@every_regression
def test_each_coefficient_has_a_profile_and_a_test(specimen):
    """By the name that one types after `fit.`"""
    rows = specimen.draw((), 21)
    fit = specimen.model.fit(rows)
    names = [name for name in fit.parameter_names if name.startswith("beta")]
    assert len(names) == fit.beta.size
    for name in names:
        assert eval(f"fit.{name}", {"fit": fit}) == fit.theta[fit.position(name)]  # noqa: S307
        interval = profile_interval(fit, rows, parameter=name)
        inside = fit.theta[fit.position(name)]
        assert interval.lower < inside < interval.upper
        test = likelihood_ratio_test(fit, rows, **fit.holding(name, interval.upper))
        assert_allclose([test.statistic, test.df], [3.841458820694124, 1], rtol=1e-7)


def test_several_coefficients_are_tested_together():
    """All but the intercept: the test against the null deviance."""
    rows = REGRESSIONS[1].draw((), 22)
    fit = LogisticRegression.fit(rows)
    test = likelihood_ratio_test(fit, rows, beta=[np.nan, 0, 0])
    assert test.df == 2
    drop = LogisticRegression.null_deviance(rows) - fit.deviance(rows)
    assert_allclose(test.statistic, drop, rtol=1e-10)


def test_rows_of_a_matrix_are_tested_together():
    """Whether a covariate matters to any class."""
    rows = REGRESSIONS[3].draw((), 23)
    fit = SoftmaxRegression.fit(rows)
    test = likelihood_ratio_test(fit, rows, beta=[[np.nan, 0], [np.nan, 0]])
    assert test.df == 2
    drop = SoftmaxRegression.null_deviance(rows) - fit.deviance(rows)
    assert_allclose(test.statistic, drop, rtol=1e-10)


# ------------------------------------------------------------------ Numbers
def test_far_out_nothing_overflows():
    """At log odds of 800 and -800 heights and slopes are what they are on paper."""
    X, point = [[800.0], [-800.0], [800.0]], LogisticRegression([1.0])
    assert_allclose(point.log_density(X, [1, 0, 0]), [0, 0, -800])
    assert_allclose(point.mean(X), [1, 0, 1])
    assert_allclose(point.mean([[-700.0]]), np.exp(-700), rtol=1e-12)
    softmax = SoftmaxRegression([[1.0], [-1.0]])
    assert_allclose(softmax.log_density([[800.0]], [0]), [-800])
    assert_allclose(softmax.mean([[-700.0]])[0, 1], np.exp(-1400), atol=1e-300)


def test_large_counts_are_no_trouble():
    """Counts of 1e9, and covariates that would overflow a climb from 0."""
    x = np.arange(10.0)
    y = np.round(1e9 * np.exp(0.1 * x))
    X = np.column_stack([np.ones(10), x])
    fit = PoissonRegression.fit(X, y)
    assert_allclose(fit.beta, [np.log(1e9), 0.1], rtol=1e-9)
    assert 0 <= fit.deviance(X, y) < 1e-8
    fit = PoissonRegression.fit(X * [1, 1e4], y)
    assert_allclose(fit.beta, [np.log(1e9), 1e-5], rtol=1e-9)


def test_integers_do_not_overflow():
    """Eight bits hold the responses and the covariates, not their products."""
    X = np.column_stack([np.ones(60), np.arange(60) + 60]).astype(np.int8)
    y = (np.arange(60) + 40).astype(np.uint8)
    for model in (LinearRegression, PoissonRegression):
        y[0] = 100
        fit = model.fit(X, y)
        assert_allclose(fit.theta, model.fit(X.astype(float), y.astype(float)).theta, rtol=1e-13)


def test_truth_values_are_responses():
    """True is 1."""
    rows = REGRESSIONS[1].draw((), 24)
    fit = LogisticRegression.fit(rows.X, rows.y == 1)
    assert_array_equal(fit.beta, LogisticRegression.fit(rows).beta)


# ------------------------------------------------------------------ Predictions
def test_the_interval_of_a_mean_stays_in_its_range():
    """Though the mean plus two of its errors would not."""
    X = np.column_stack([np.ones(12), np.arange(12.0)])
    y = np.array([0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1])
    fit = LogisticRegression.fit(X, y)
    there = predict(fit, X, y, at=[[1, 15.0]])
    assert there.mean + 1.96 * there.standard_error > 1 > there.upper
    eta = 1.959963984540054 * np.sqrt([1, 15] @ covariance(fit, X, y) @ [1, 15])
    centre = fit.beta @ [1, 15]
    assert_allclose([there.lower[0], there.upper[0]], expit([centre - eta, centre + eta]))


def test_the_error_of_a_probability_is_that_of_the_delta_method():
    """Against differences of the probabilities by each coefficient."""
    rows = REGRESSIONS[3].draw((), 25)
    fit = SoftmaxRegression.fit(rows)
    at, V = rows.X[:3], covariance(fit, rows)
    step = 1e-6 * np.eye(fit.theta.size)
    slopes = [
        (fit.at(fit.theta + h).mean(at) - fit.at(fit.theta - h).mean(at)) / 2e-6 for h in step
    ]
    gradient = np.stack(slopes, axis=-1)
    variance = np.einsum("ncj,jk,nck->nc", gradient, V, gradient)
    there = predict(fit, rows, at=at)
    assert_allclose(there.standard_error, np.sqrt(variance), rtol=1e-7)
    assert_allclose(there.mean.sum(-1), 1, rtol=1e-14)
    assert np.all((there.lower < there.mean) & (there.mean < there.upper))


def test_other_columns_than_those_of_the_fit_are_refused():
    """A forgotten intercept is the usual mistake."""
    rows = REGRESSIONS[1].draw((), 26)
    fit = LogisticRegression.fit(rows)
    with pytest.raises(ValueError, match="at must have 3 columns, as beta has"):
        predict(fit, rows, at=rows.X[:, 1:])
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        predict(fit, rows, at=rows.X, level=95)


BAD_PLACES = {
    "nan": ([[1.0, 2.0], [1.0, np.nan]], "at[1, 1] must be finite, got nan"),
    "one axis": ([1.0, 2.0], "at must have at least 2 axes and one observation, got shape (2,)"),
    "text": ([["1", "2"]], "at must be real numbers, got <U1"),
    "none": ([[1.0, None]], "at must be real numbers, got object [[1.0, None]], at[0, 1] = None"),
    "too large": ([[1, 2], [1, 10**25]], "at must be real numbers, got object [[1, 2], [1, 10000"),
    "ragged": ([[1, 2], [3]], "at must be an array of real numbers"),
}


@every_regression
@pytest.mark.parametrize("case", BAD_PLACES)
def test_where_nothing_can_be_predicted_is_named(specimen, case):
    """By the keyword that was used, the rule, and the first offender."""
    rows = specimen.draw((), 26)
    at, message = BAD_PLACES[case]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}") as told:
        predict(specimen.model.fit(rows), rows, at=at)
    assert case != "too large" or "at[1, 1] = 1000" in str(told.value)


def test_far_beyond_the_data_a_prediction_is_still_a_number():
    """At 1e308 no square can be written, but the error of a sure mean is 0."""
    X, y = np.column_stack([np.ones(6), np.arange(6.0)]), [0, 0, 1, 0, 1, 1]
    there = predict(LogisticRegression.fit(X, y), X, y, at=[[1, 1e300], [1, 1e308]])
    assert_array_equal(there.mean, [1, 1])
    assert_array_equal(there.standard_error, [0, 0])


def test_coefficients_of_other_shapes_are_refused():
    """With what they are and what they should be."""
    X, y = np.column_stack([np.ones(6), np.arange(6.0)]), [0, 1, 2, 1, 0, 2]
    with pytest.raises(ValueError, match=r"beta must have 2 rows for the 3 classes.* \(3, 2\)"):
        SoftmaxRegression.fit(X, y, beta=np.zeros((3, 2)))
    for model in (LinearRegression, PoissonRegression):
        with pytest.raises(ValueError, match=r"beta must have 2 columns, as X has, .* \(3,\)"):
            model.fit(X, y, beta=[0, np.nan, 1])
    with pytest.raises(ValueError, match=r"X must have 2 columns, as beta has, got shape \(6, 1\)"):
        PoissonRegression([0.0, 1.0]).mean(X[:, :1])


# ------------------------------------------------------------------ An intercept alone
SATURATED = {
    "a level plane": (LinearRegression, 2.0),
    "all 0": (LogisticRegression, 0.0),
    "all 1": (LogisticRegression, 1.0),
    "no counts": (PoissonRegression, 0.0),
    "one class": (SoftmaxRegression, 0.0),
    "the last class": (SoftmaxRegression, 2.0),
}


@pytest.mark.parametrize("case", SATURATED)
def test_responses_that_are_all_alike_leave_an_intercept_nothing_to_explain(case):
    """The deviance falls to 0 with the intercept alone, though it may have no finite maximum."""
    model, value = SATURATED[case]
    y = np.tile([value, 1.0, 0.0], (2, 4))
    y[0] = value
    X, weights = np.ones((12, 1)), np.tile([1.0, 0.0, 0.0], 4)
    assert model.null_deviance(X, y[0]) == 0
    batch = model.null_deviance(X, y)
    assert batch[0] == 0
    assert batch[1] > 1
    assert model.null_deviance(model.rows(X, y[1], weights=weights)) == 0


def test_the_null_deviance_of_classes_is_that_of_their_shares():
    """Of 2, 1 and 0 members: -2 (2 log(2/3) + log(1/3))."""
    found = SoftmaxRegression.null_deviance(np.ones((3, 1)), [0, 2, 0])
    assert_allclose(found, -2 * (2 * np.log(2 / 3) + np.log(1 / 3)), rtol=1e-14)


# ------------------------------------------------------------------ Bad input
GOOD = np.column_stack([np.ones(6), np.arange(6.0)])
REFUSED = {
    "one axis": (np.ones(6), None, "X must have at least 2 axes and one observation"),
    "no rows": (np.ones((0, 2)), None, "X must have at least 2 axes and one observation"),
    "no columns": (np.ones((6, 0)), None, "X must have at least 2 axes and one observation"),
    "lengths": (GOOD[:5], None, "X and y must have as many rows as each other, got shapes"),
    "complex X": (GOOD * 1j, None, "X must be real numbers, got complex128"),
    "complex y": (GOOD, np.ones(6) * 1j, "y must be real numbers, got complex128"),
    "text": (GOOD, list("abcdef"), "y must be real numbers, got <U1"),
    "nothing": (GOOD, [], "y must have at least one axis and one observation, got shape (0,)"),
    "none": (GOOD, [None] * 6, "y must be real numbers, got object"),
    "too large": (GOOD, [10**400] * 6, "y must be real numbers, got object"),
    "a table": (GOOD, np.ones((6, 1)), "X and y must have as many rows as each other"),
    "batches": (np.ones((2, 6, 2)), np.ones((3, 6)), "the batches must broadcast together"),
}


@every_regression
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_of_numbers_is_refused(specimen, case):
    """Whatever the regression, with the same words."""
    X, y, message = REFUSED[case]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        specimen.model.fit(X, np.arange(6) % 2 if y is None else y)


@every_regression
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_no_number_is_named(specimen, bad):
    """Also in a batch where failures become nan: it is a mistake of the caller."""
    rows = specimen.draw((2,), 27)
    X = np.array(rows.X)
    X[7, 1] = bad
    with pytest.raises(ValueError, match=rf"^X\[7, 1\] must be finite, got {bad}$"):
        specimen.model.fit(X, rows.y, on_failure="nan")
    y = np.array(rows.y)
    y[1, 3] = bad
    with pytest.raises(ValueError, match=rf"^y\[1, 3\] must be finite, got {bad}$"):
        specimen.model.fit(rows.X, y, on_failure="nan")
    for name in ("weights", "offset"):
        more = np.ones(60)
        more[4] = bad
        if name == "weights" or specimen.model is not SoftmaxRegression:
            with pytest.raises(ValueError, match=rf"^{name}\[4\] must be finite"):
                specimen.model.rows(rows.X, rows.y, **{name: more})


BAD_RESPONSES = {
    "labels -1 and 1": (LogisticRegression, [1, -1], "y[1] must be 0 or 1, or a proportion"),
    "labels 1 and 2": (LogisticRegression, [1, 2], "y[1] must be 0 or 1, or a proportion"),
    "a count below 0": (PoissonRegression, [1, -1], "y[1] must be a whole number, 0 or more"),
    "half a count": (PoissonRegression, [1, 0.5], "y[1] must be a whole number, 0 or more"),
    "half a class": (SoftmaxRegression, [1, 0.5], "y[1] must be a class, 0, 1, 2, ..."),
    "a class below 0": (SoftmaxRegression, [1, -1], "y[1] must be a class, 0, 1, 2, ..."),
}


@pytest.mark.parametrize("case", BAD_RESPONSES)
def test_responses_that_the_model_cannot_produce_are_named(case):
    """Others fit something else in silence."""
    model, y, message = BAD_RESPONSES[case]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}.*, got {y[1]:.1f}$"):
        model.fit(GOOD[:2], y)


def test_a_class_that_the_point_does_not_have_is_named():
    """A fit of three classes cannot weigh a fourth."""
    fit = SoftmaxRegression(np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"y\[5\] must be below the number of classes, 3, got 3.0"):
        fit.log_likelihood(GOOD, [0, 1, 2, 0, 1, 3])


@every_regression
def test_other_numbers_of_arguments_are_refused(specimen):
    """The message says where weights and offsets go."""
    with pytest.raises(TypeError, match=r"takes the data X, y, or .*\.rows\(X, y, weights=.*got 3"):
        specimen.model.fit(GOOD, np.ones(6), np.ones(6))
    with pytest.raises(TypeError, match="got 1 arguments"):
        specimen.model.fit(GOOD)


@every_regression
def test_bad_weights_are_named(specimen):
    """Below 0, of another length, or all 0."""
    rows = specimen.draw((), 28)
    for weights, message in (
        (np.where(np.arange(60) == 3, -1, 1), r"weights\[3\] must be finite and not negative"),
        (np.ones(5), "weights must be as many as the observations"),
        (np.zeros(60), "the sum of weights must be positive"),
    ):
        with pytest.raises(ValueError, match=message):
            specimen.model.rows(rows.X, rows.y, weights=weights)


def test_an_offset_of_another_length_is_refused():
    """One number or one for each row."""
    with pytest.raises(ValueError, match="offset must have one entry for each of 6 rows"):
        PoissonRegression.rows(GOOD, np.arange(6), offset=np.ones(5))


def test_residuals_of_an_unknown_kind_are_refused():
    """With the kinds there are."""
    fit = LogisticRegression([0.0, 0.0])
    with pytest.raises(ValueError, match="kind must be 'deviance', 'pearson' or 'response'"):
        fit.residuals(GOOD, np.arange(6) % 2, kind="raw")
    with pytest.raises(ValueError, match="kind must be 'response' for classes"):
        SoftmaxRegression([[0.0, 0.0]]).residuals(GOOD, np.arange(6) % 2, kind="pearson")


# ------------------------------------------------------------------ Rows
def test_rows_of_one_regression_are_checked_again_by_another():
    """Counts may pass for counts, but not for labels."""
    rows = PoissonRegression.rows(GOOD, np.arange(6))
    assert LinearRegression.checked(rows).family is LinearRegression
    with pytest.raises(ValueError, match=r"y\[2\] must be 0 or 1"):
        LogisticRegression.fit(rows)


def test_rows_print_their_shapes_and_survive_a_copy():
    """And say what else they carry."""
    rows = PoissonRegression.rows(GOOD, np.arange(6), offset=1.0)
    assert repr(rows) == "Rows(X (6, 2), y (6,), offset)"
    again = pickle.loads(pickle.dumps(rows))
    assert isinstance(again, Rows)
    assert_array_equal(again.offset, np.ones(6))


@every_regression
def test_a_replicate_that_fails_leaves_no_prediction(specimen):
    """What is nan goes on as nan."""
    rows = specimen.draw_with_failure(29)
    fits = specimen.model.fit(rows, on_failure="nan")
    there = predict(fits, rows, at=rows.X[:2])
    assert np.isnan(there.mean[1]).all()
    assert np.isfinite(there.mean[[0, 2]]).all()
    with pytest.raises(NoMaximum, match=r"replicate \(1,\)"):
        specimen.model.fit(rows)


# ------------------------------------------------------------------ Where a climb begins
def test_a_logistic_climb_begins_one_step_of_newton_from_0():
    """There p = 1/2 and the weights are 1/4: the step solves (X'X/4) step = X'(y - 1/2)."""
    X = np.column_stack([np.ones(6), [-2.0, -1, 0, 1, 2, 5]])
    y = np.array([0.0, 1, 0, 0, 1, 1])
    start = LogisticRegression.starting_point(LogisticRegression.rows(X, y))
    assert_allclose(start.beta, np.linalg.solve(X.T @ X / 4, X.T @ (y - 0.5)), rtol=1e-12)


def test_a_poisson_climb_begins_at_the_logarithms_of_the_counts():
    """One group with counts 1 and 3: weights 1.5 and 3.5 on log 1.5 and log 3.5."""
    start = PoissonRegression.starting_point(PoissonRegression.rows([[1.0], [1.0]], [1, 3]))
    assert_allclose(start.beta, (1.5 * np.log(1.5) + 3.5 * np.log(3.5)) / 5, rtol=1e-12)


@pytest.mark.parametrize("x", [30.0, 1000.0, -1000.0])
def test_classes_far_out_are_predicted_as_logistic_regression_does(x):
    """Where one class is all but certain, 1 - p has no digits left, and log odds have."""
    X, y = np.column_stack([np.ones(6), np.arange(6.0)]), [0, 0, 1, 0, 1, 1]
    two, one = SoftmaxRegression.fit(X, y), LogisticRegression.fit(X, y)
    at = [[1.0, x], [1.0, -x]]
    classes, plain = predict(two, X, y, at=at), predict(one, X, y, at=at)
    for name in ("mean", "standard_error", "lower", "upper"):
        assert_allclose(getattr(classes, name)[:, 1], getattr(plain, name), rtol=1e-7, atol=1e-300)


@pytest.mark.parametrize("count", [1e11, 1e15])
def test_huge_counts_are_no_trouble(count):
    """The mean of equal counts is the count."""
    fit = PoissonRegression.fit(np.ones((5, 1)), np.full(5, count))
    assert_allclose(fit.beta, [np.log(count)], rtol=1e-12)

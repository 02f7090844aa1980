"""Regressions on hard ground: columns far from 0, and responses that are all but separated."""

import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from specimens import REGRESSIONS

from mlebook import (
    LinearRegression,
    LogisticRegression,
    NoMaximum,
    NotConverged,
    PoissonRegression,
    SoftmaxRegression,
    covariance,
    likelihood_ratio_test,
    predict,
    profile_interval,
)

every_regression = pytest.mark.parametrize("specimen", REGRESSIONS, ids=lambda s: s.model.__name__)
RNG = np.random.default_rng(40)
NEAR = RNG.normal(size=(60, 2))


def far_and_near(level, model):
    """The same covariates around a level and around 0, exactly, and responses to them."""
    far = np.column_stack([np.ones(60), level + NEAR])
    near = np.column_stack([np.ones(60), far[:, 1:] - level])
    size = (2, 3) if model is SoftmaxRegression else (3,)
    point = model(np.full(size, 0.3), *([1.0] if model is LinearRegression else []))
    return far, near, point.sample(near, np.random.default_rng(41))


def moved(fit, level):
    """What theta is about a level: the intercepts are those at 0 less level times the slopes."""
    beta = np.array(fit.beta)
    beta[..., 0] -= level * beta[..., 1:].sum(-1)
    return fit.at(np.concatenate([beta.ravel(), fit.theta[beta.size :]])).theta


def matrix(fit, level):
    """The derivative of what is about the level by what is about 0."""
    rows = [moved(fit.at(e), level) for e in np.eye(fit.theta.size) + 1]
    return np.transpose(rows) - moved(fit.at(np.ones(fit.theta.size)), level)[:, None]


# ------------------------------------------------------------------ Columns far from 0
@every_regression
@pytest.mark.parametrize("level", [1e6, -1e8])
def test_covariates_far_from_zero_cost_no_digits(specimen, level):
    """Years, or metres above the centre of the Earth: what is told apart is told apart."""
    far, near, y = far_and_near(level, specimen.model)
    fit, about_zero = specimen.model.fit(far, y), specimen.model.fit(near, y)
    assert_allclose(fit.theta, moved(about_zero, level), rtol=1e-12)


@every_regression
@pytest.mark.parametrize("kind", ["observed", "expected", "sandwich"])
def test_errors_of_covariates_far_from_zero_are_right(specimen, kind):
    """The fits are the same but for names, so the errors are as well."""
    far, near, y = far_and_near(1e6, specimen.model)
    fit, about_zero = specimen.model.fit(far, y), specimen.model.fit(near, y)
    A = matrix(about_zero, 1e6)
    V = covariance(fit, far, y, kind=kind)
    expected = A @ covariance(about_zero, near, y, kind=kind) @ A.T
    unit = np.sqrt(np.diagonal(expected))
    assert_allclose(V / unit / unit[:, None], expected / unit / unit[:, None], atol=1e-8)


@every_regression
def test_predictions_and_profiles_far_from_zero_are_right(specimen):
    """Means, their errors, and the ends of a slope's interval."""
    far, near, y = far_and_near(1e6, specimen.model)
    fit, about_zero = specimen.model.fit(far, y), specimen.model.fit(near, y)
    there, here = predict(fit, far, y, at=far[:4]), predict(about_zero, near, y, at=near[:4])
    for value, expected in zip(there[:4], here[:4], strict=True):
        assert_allclose(value, expected, rtol=1e-8)
    for name in fit.parameter_names[1:3]:
        ours = profile_interval(fit, far, y, parameter=name)
        theirs = profile_interval(about_zero, near, y, parameter=name)
        assert_allclose([ours.lower, ours.upper], [theirs.lower, theirs.upper], rtol=1e-6)


@every_regression
def test_the_profile_of_an_intercept_far_away_ends_where_the_test_does(specimen):
    """With the intercept held there is no constant to measure from: a covariate takes its place."""
    far, _, y = far_and_near(1e6, specimen.model)
    fit = specimen.model.fit(far, y)
    name = fit.parameter_names[0]
    interval = profile_interval(fit, far, y, parameter=name)
    for end in (interval.lower, interval.upper):
        held = specimen.model.fit(far, y, **fit.holding(name, end))
        drop = 2 * (fit.log_likelihood(far, y) - held.log_likelihood(far, y))
        assert_allclose(drop, 3.841458820694124, rtol=1e-6)
        unit = np.sqrt(np.diagonal(held.observed_information(far, y)))
        assert_allclose((held.score(far, y) / unit)[1:], 0, atol=1e-4)  # and it is the top


@every_regression
def test_columns_far_from_zero_in_batches_and_files(specimen, tmp_path):
    """A batch with designs of its own, and a file read by blocks, give the same."""
    far, _, y = far_and_near(1e6, specimen.model)
    fit = specimen.model.fit(far, y)
    levels = np.array([0.0, -1e6, 1e6])[:, None, None] * [0, 1, 1]
    batch = specimen.model.fit(far + levels, y)
    assert_allclose(batch[0].theta, fit.theta, rtol=1e-12)
    assert_allclose(batch.beta[..., 1:], np.stack([fit.beta[..., 1:]] * 3), rtol=1e-8)
    np.save(tmp_path / "X.npy", far)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    assert_allclose(specimen.model.fit(mapped, y).theta, fit.theta, rtol=1e-12)
    for kind in ("observed", "sandwich"):
        V, from_file = covariance(fit, far, y, kind=kind), covariance(fit, mapped, y, kind=kind)
        assert_allclose(from_file, V, rtol=1e-9)
    there = predict(fit, mapped, y, at=far[:2])
    assert_allclose(there.standard_error, predict(fit, far, y, at=far[:2]).standard_error)


@pytest.mark.parametrize("level", [0.0, 1e3, 1e7])
def test_no_slope_against_a_steep_one_far_from_zero(level):
    """Held at 0, the slope leaves an intercept that is far from where the full fit has it."""
    X, y = np.column_stack([np.ones(6), level + np.arange(20, 26)]), [0, 0, 1, 0, 1, 1]
    fit = LogisticRegression.fit(X, y)
    test = likelihood_ratio_test(fit, X, y, beta=[np.nan, 0])
    assert_allclose(test.statistic, 2 * (fit.log_likelihood(X, y) + 6 * np.log(2)), rtol=1e-9)


def test_two_covariates_far_from_zero_without_an_intercept():
    """One is measured from the other."""
    X = 1e6 + NEAR
    y = (RNG.random(60) < 0.5).astype(float)
    fit = LogisticRegression.fit(X, y)
    # x @ beta = x_1 (beta_1 + beta_2) + (x_2 - x_1) beta_2
    other = LogisticRegression.fit(np.column_stack([X[:, 0], X[:, 1] - X[:, 0]]), y)
    assert_allclose(fit.beta[1], other.beta[1], rtol=1e-9)
    assert_allclose(fit.beta.sum(), other.beta[0], rtol=1e-6)


@every_regression
def test_dependent_columns_far_from_zero_are_named(specimen):
    """Though none of them is 0 after the mean is off."""
    far, _, y = far_and_near(2.0**20, specimen.model)
    X = np.column_stack([far, 3 * far[:, 1]])
    with pytest.raises(NoMaximum, match=r"X\[:, [13]\] = (3|0.3333) X\[:, [13]\]; drop"):
        specimen.model.fit(X, y)


@every_regression
def test_the_sandwich_of_a_file_is_as_light_as_its_fit(specimen, tmp_path):
    """No table of scores is built."""
    rng, d = np.random.default_rng(42), 20
    X = np.column_stack([np.ones(40_000), rng.normal(size=(40_000, d))]).astype("f4")
    beta = np.full((2, d + 1) if specimen.model is SoftmaxRegression else d + 1, 0.05)
    point = specimen.model(beta, *([1.0] if specimen.model is LinearRegression else []))
    y = point.sample(X.astype(float), rng)
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    covariance(point, mapped[:300], y[:300], kind="sandwich")
    tracemalloc.start()
    covariance(point, mapped, y, kind="sandwich")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.5 * X.nbytes / (1 if specimen.model is SoftmaxRegression else 2)


# ------------------------------------------------------------------ All but separated
LINE = np.column_stack([np.ones(8), [-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0]])
SPLIT = np.repeat([0.0, 1.0], 4)


@pytest.mark.parametrize("overlap", [1e-3, 1e-8, 1e-10])
def test_an_overlap_however_small_leaves_a_maximum(overlap):
    """A 1 at 0 and a 0 just above it: the slope is large, and finite."""
    X, y = np.vstack([LINE, [1, 0], [1, overlap]]), np.append(SPLIT, [1, 0])
    assert LogisticRegression.separation(X, y) is None
    fit = LogisticRegression.fit(X, y)
    assert_allclose(fit.score(X, y) / overlap, 0, atol=1e-4)
    assert 8 < fit.beta[1] < 30


@pytest.mark.parametrize("gap", [1e-3, 1e-8, 1e-12])
def test_a_gap_however_small_separates(gap):
    """A 0 at 0 and a 1 just above it."""
    X, y = np.vstack([LINE, [1, 0], [1, gap]]), np.append(SPLIT, [0, 1])
    found = LogisticRegression.separation(X, y)
    assert len(found.rows) >= 9
    assert np.all((X @ found.direction) * (2 * y - 1) >= 0)
    with pytest.raises(NoMaximum, match="separates"):
        LogisticRegression.fit(X, y)


@pytest.mark.parametrize("shift", [0.0, 0.1, 1e6 / 3])
def test_a_tie_is_a_tie_wherever_it_lies(shift):
    """The rows at the border are level exactly, though their floats are not round."""
    X = np.column_stack([np.ones(6), shift + np.array([0.1, 0.2, 0.7, 0.7, 0.8, 0.9])])
    found = LogisticRegression.separation(X, [0, 0, 0, 1, 1, 1])
    assert not found.complete
    assert_array_equal(found.rows, [0, 1, 4, 5])


def test_an_overlap_too_small_for_a_climb_is_said_to_be_one():
    """There is a maximum; that the climb does not reach it is another matter."""
    X, y = np.vstack([LINE, [1, 0], [1, 1e-15]]), np.append(SPLIT, [1, 0])
    with pytest.raises(NotConverged, match="no direction separates the rows"):
        LogisticRegression.fit(X, y)


@pytest.mark.parametrize("weight", [1e-7, 1e-12, 1e10])
def test_weights_near_separation_leave_the_maximum(weight):
    """One row overlaps, and weighs next to nothing, or all the others do."""
    y = np.append(1.0, SPLIT[1:])
    weights = np.append(1.0, np.full(7, weight))
    for w in (weights, weight / weights):
        rows = LogisticRegression.rows(LINE, y, weights=w)
        fit = LogisticRegression.fit(rows)
        assert LogisticRegression.separation(rows) is None
        slope, curvature = fit.score(rows), np.diagonal(fit.observed_information(rows))
        assert_allclose(slope / np.sqrt(curvature), 0, atol=1e-5)


@pytest.mark.parametrize("count", [0, 3])
def test_one_large_offset_is_no_trouble(count):
    """With an intercept alone, exp(beta) times the sum of exp(offset) is the sum of the counts."""
    y, offset = np.append(count, RNG.poisson(2, size=20)), np.append(300.0, np.zeros(20))
    rows = PoissonRegression.rows(np.ones((21, 1)), y, offset=offset)
    assert_allclose(PoissonRegression.fit(rows).beta, np.log(y.sum()) - 300, rtol=1e-12)
    X = np.column_stack([np.ones(21), np.linspace(-1, 1, 21)])
    rows = PoissonRegression.rows(X, y, offset=offset)
    assert_allclose(PoissonRegression.fit(rows).score(rows), 0, atol=1e-9)

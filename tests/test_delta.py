"""The delta method: by hand, at edges, in batches and in any units."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from readers import ReadersNormal
from scipy.stats import norm

from mlebook import (
    Bernoulli,
    Categorical,
    Normal,
    Uniform,
    covariance,
    delta_method,
    standard_error,
)

X = np.random.default_rng(1).normal(5.0, 2.0, 40)
FIT = Normal.fit(X)
FLIPS = np.repeat([1.0, 0.0], [7, 13])


def log_sigma(fit):
    """The logarithm of the standard deviation."""
    return np.log(fit.sigma)


def both(fit):
    """A mean and a variance, along a new last axis."""
    return np.stack([fit.mu, fit.sigma**2], axis=-1)


@pytest.mark.parametrize("size", [3, 40, 100_000])
def test_functions_of_sigma_by_hand(size):
    """Se(log sigma) = 1/sqrt(2 n) and se(sigma**2) = sigma**2 sqrt(2/n), for any n."""
    x = np.resize(X, size)
    fit = Normal.fit(x)
    log, square = (delta_method(fit, x, function=g) for g in (log_sigma, lambda fit: fit.sigma**2))
    assert_allclose(log.estimate, np.log(fit.sigma), rtol=1e-15)
    assert_allclose(log.standard_error, 1 / np.sqrt(2 * size), rtol=1e-10)
    assert_allclose(square.standard_error, fit.sigma**2 * np.sqrt(2 / size), rtol=1e-10)
    assert_allclose(square.covariance, square.standard_error**2, rtol=1e-14)


def test_the_odds_of_a_coin_by_hand():
    """Sqrt(p (1 - p)/n) / (1 - p)**2."""
    odds = delta_method(Bernoulli.fit(FLIPS), FLIPS, function=lambda fit: fit.p / (1 - fit.p))
    assert_allclose(odds.estimate, 7 / 13, rtol=1e-14)
    assert_allclose(odds.standard_error, np.sqrt(0.35 / 0.65**3 / 20), rtol=1e-10)


def test_several_numbers_at_once_have_a_covariance_matrix():
    """G V G', with the slopes (1, 0) and (0, 2 sigma); also where V has all its entries."""
    found = delta_method(FIT, X, function=both, kind="sandwich")
    G = np.diag([1, 2 * FIT.sigma])
    by_hand = G @ covariance(FIT, X, kind="sandwich") @ G.T
    assert_allclose(found.covariance, by_hand, rtol=1e-10)
    assert_allclose(found.standard_error, np.sqrt(np.diag(by_hand)), rtol=1e-10)
    assert abs(by_hand[0, 1]) > 0.01
    ratio = delta_method(FIT, X, function=lambda fit: fit.mu / fit.sigma, kind="sandwich")
    g = np.array([1 / FIT.sigma, -FIT.mu / FIT.sigma**2])
    V = covariance(FIT, X, kind="sandwich")
    assert_allclose(ratio.covariance, g @ V @ g, rtol=1e-10)


def test_the_interval_is_that_of_wald():
    """Estimate plus and minus z standard errors, with its name and its level."""
    found = delta_method(FIT, X, function=log_sigma)
    interval = found.interval(0.9)
    half_width = norm.ppf(0.95) / np.sqrt(80)
    assert_allclose(interval.upper, np.log(FIT.sigma) + half_width, rtol=1e-10)
    assert_allclose(interval.lower, np.log(FIT.sigma) - half_width, rtol=1e-10)
    assert (interval.parameter, interval.level) == ("log_sigma", 0.9)
    assert delta_method(FIT, X, function=both).interval().parameter == ("both[0]", "both[1]")
    assert delta_method(FIT, X, function=lambda fit: fit.mu).interval().parameter == "function"
    with pytest.raises(ValueError, match=r"^level must lie between 0 and 1, got 95$"):
        found.interval(95)


def test_it_prints_with_its_error():
    """As one says it."""
    fit = Bernoulli.fit([1, 0])
    assert (
        repr(delta_method(fit, [1, 0], function=lambda fit: 2 * fit.p)) == "function = 1 ± 0.7071"
    )


def test_a_batch_is_a_loop():
    """Of one number and of several; a replicate without an estimate is nan and alone."""
    x = np.stack([X[:20], np.full(20, 3.0), X[20:]])
    fits = Normal.fit(x, on_failure="nan")
    for function in (log_sigma, both):
        batch = delta_method(fits, x, function=function)
        for i in (0, 2):
            alone = delta_method(fits[i], x[i], function=function)
            assert_allclose(batch.estimate[i], alone.estimate, rtol=1e-14)
            assert_allclose(batch.standard_error[i], alone.standard_error, rtol=1e-10)
            assert_allclose(batch.covariance[i], alone.covariance, rtol=1e-10, atol=1e-14)
            assert_allclose(batch.interval().lower[i], alone.interval().lower, rtol=1e-10)
        assert np.all(np.isnan(batch.standard_error[1]))


def test_one_fit_on_many_samples_has_an_error_for_each():
    """The batch is that of the fit and the data together."""
    x = Normal(5.0, 2.0).sample((3, 20), np.random.default_rng(2))
    found = delta_method(Normal(5.0, 2.0), x, function=lambda fit: 3 * fit.mu, kind="expected")
    assert_allclose(found.standard_error, [6 / np.sqrt(20)] * 3, rtol=1e-10)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_units_do_not_matter(scale):
    """Relative errors are the same in metres and in nanometres; at a mean far from 0 too."""
    x = scale * X
    found = delta_method(Normal.fit(x), x, function=lambda fit: fit.sigma / fit.mu)
    one = delta_method(FIT, X, function=lambda fit: fit.sigma / fit.mu)
    assert_allclose(found.standard_error, one.standard_error, rtol=1e-9)
    far = delta_method(Normal.fit(x + 1e6 * scale), x + 1e6 * scale, function=lambda fit: fit.mu)
    assert_allclose(far.standard_error, scale * standard_error(FIT, X)[0], rtol=1e-6)


def test_on_the_edge_the_parameter_counts_as_known():
    """Three heads of three: no standard error; and where the function is infinite, no number."""
    heads, fit = [1, 1, 1], Bernoulli.fit([1, 1, 1])
    square = delta_method(fit, heads, function=lambda fit: fit.p**2)
    assert (square.estimate, square.standard_error) == (1, 0)
    with pytest.raises(ValueError, match="function must be finite and smooth at the fit, got inf"):
        delta_method(fit, heads, function=lambda fit: fit.p / (1 - fit.p))
    flips = np.array([[1, 1, 1], [1, 0, 0]])
    odds = delta_method(Bernoulli.fit(flips), flips, function=lambda fit: fit.p / (1 - fit.p))
    assert_array_equal(np.isnan(odds.standard_error), [True, False])
    assert_allclose(odds.standard_error[1] ** 2, (2 / 9 / 3) * (9 / 4) ** 2, rtol=1e-10)


def test_what_was_held_lends_no_error():
    """With mu held, mu + sigma is as sure as sigma."""
    fit = Normal.fit(X, mu=4.0)
    found = delta_method(fit, X, function=lambda fit: fit.mu + fit.sigma, held=["mu"])
    assert_allclose(found.standard_error, standard_error(fit, X, held=["mu"])[1], rtol=1e-10)


def test_the_last_probability_has_an_error_too():
    """It is no coordinate of its own: p (1 - p) / n as for the others."""
    x = np.repeat([0.0, 1.0, 2.0], [5, 3, 2])
    found = delta_method(Categorical.fit(x), x, function=lambda fit: fit.p)
    p = np.array([0.5, 0.3, 0.2])
    assert_allclose(found.covariance, (np.diag(p) - np.outer(p, p)) / 10, rtol=1e-10)


def test_a_readers_model_will_do():
    """Its information is found by differences, and so are the slopes."""
    found = delta_method(ReadersNormal.fit(X), X, function=log_sigma)
    assert_allclose(found.standard_error, 1 / np.sqrt(80), rtol=1e-6)


@pytest.mark.parametrize(
    ("function", "shape"),
    [
        (lambda fit: fit.theta.sum(), r"\(\)"),
        (lambda fit: fit.mu[:2], r"\(2,\)"),
        (lambda fit: np.ones((3, 2, 2)), r"\(3, 2, 2\)"),
    ],
)
def test_a_function_that_mixes_replicates_is_refused(function, shape):
    """Its shape tells."""
    x = Normal(5.0, 2.0).sample((3, 20), np.random.default_rng(2))
    message = rf"^function must .* point, shape \(3,\), or m of them, shape \(3, m\), got {shape}$"
    with pytest.raises(ValueError, match=message):
        delta_method(Normal.fit(x), x, function=function)


def test_where_there_is_no_error_of_the_estimate_there_is_none_of_a_function():
    """An irregular model; and a corner, on which no slope is."""
    with pytest.raises(ValueError, match="Uniform has no standard error"):
        delta_method(Uniform.fit(X**2), X**2, function=lambda fit: fit.upper)
    with pytest.raises(ValueError, match="function must be finite and smooth"):
        delta_method(FIT, X, function=lambda fit: np.log(fit.mu - FIT.mu))


def test_the_slope_does_not_depend_on_how_sure_the_estimate_is():
    """Of 500: exp bends within a hundredth of that, and log ends, and 1/mu has a pole nearer by."""
    x = np.array([-1000.0, 1000.0, 1002.0, -998.0])
    fit = Normal.fit(x)  # mean 1, standard error 500
    (error,) = standard_error(fit, x)[:1]
    odds = delta_method(fit, x, function=lambda fit: np.exp(fit.mu))
    assert_allclose(odds.standard_error, np.exp(fit.mu) * error, rtol=1e-7)
    inverse = delta_method(fit, x, function=lambda fit: 1 / fit.mu)
    assert_allclose(inverse.standard_error, error, rtol=1e-7)
    log = delta_method(fit, x, function=lambda fit: np.log(fit.mu))
    assert_allclose(log.standard_error, error, rtol=1e-7)

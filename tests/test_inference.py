"""Covariance, intervals and tests: by hand, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mlebook import (
    Bernoulli,
    Categorical,
    Normal,
    Poisson,
    covariance,
    likelihood_ratio_test,
    score_test,
    standard_error,
    wald_interval,
    wald_test,
)

X = np.random.default_rng(1).normal(5.0, 2.0, 40)
FIT = Normal.fit(X)


def test_what_was_held_has_no_variance_and_lends_none():
    """With mu held at 4, sigma varies alone: its information is not mixed with that of mu."""
    fit = Normal.fit(X, mu=4.0)
    V = covariance(fit, X, held=("mu",))
    information = fit.observed_information(X)
    assert_allclose(V, [[0, 0], [0, 1 / information[1, 1]]], rtol=1e-14)
    assert covariance(fit, X)[1, 1] > 1.01 * V[1, 1]


def test_the_sandwich_by_hand():
    """J^-1 (sum of u u') J^-1, spelt out."""
    J = FIT.observed_information(X)
    u = np.stack([(X - FIT.mu) / FIT.sigma**2, ((X - FIT.mu) ** 2 / FIT.sigma**2 - 1) / FIT.sigma])
    by_hand = np.linalg.inv(J) @ (u @ u.T) @ np.linalg.inv(J)
    assert_allclose(covariance(FIT, X, kind="sandwich"), by_hand, rtol=1e-11)


def test_units_do_not_matter_to_the_inverse():
    """Metres or nanometres: the relative errors are the same."""
    nano = Normal.fit(1e9 * X)
    assert_allclose(standard_error(nano, 1e9 * X), 1e9 * standard_error(FIT, X), rtol=1e-12)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_the_level_sets_the_width(level):
    """Against SciPy's normal quantile."""
    interval = wald_interval(FIT, X, parameter="mu", level=level)
    width = 2 * stats.norm.ppf((1 + level) / 2) * FIT.sigma / np.sqrt(40)
    assert_allclose(interval.upper - interval.lower, width, rtol=1e-13)
    assert interval.level == level


def test_the_wald_interval_covers_as_often_as_enumeration_says():
    """Binomial n = 20, p = 0.1: .876, and not .95: all 21 outcomes weighed, none drawn."""
    k = np.arange(21)
    flips = (np.arange(20) < k[:, None]).astype(float)
    covers = wald_interval(Bernoulli.fit(flips), flips, parameter="p").covers(0.1)
    assert_allclose(stats.binom.pmf(k, 20, 0.1) @ covers, 0.876, atol=5e-4)


def test_an_interval_without_ends_covers_nothing():
    """A replicate that failed is counted as not covered, for the caller to see."""
    x = np.stack([X, np.full(40, 3.0)])
    interval = wald_interval(Normal.fit(x, on_failure="nan"), x, parameter="mu")
    assert_array_equal(interval.covers(5.0), [True, False])


def test_the_likelihood_ratio_test_rejects_as_often_as_it_should():
    """The exact size comes from the t distribution; within 4 standard errors."""
    x = Normal(5.0, 2.0).sample((20_000, 40), np.random.default_rng(2))
    rejected = likelihood_ratio_test(Normal.fit(x), x, mu=5.0).p_value < 0.05
    critical = np.sqrt(39 * np.expm1(stats.chi2.ppf(0.95, 1) / 40))
    size = 2 * stats.t.sf(critical, 39)
    assert abs(rejected.mean() - size) < 4 * np.sqrt(size * (1 - size) / 20_000)


def test_degrees_of_freedom_are_the_parameters_held():
    """One for each."""
    assert likelihood_ratio_test(FIT, X, mu=5).df == 1
    both = likelihood_ratio_test(FIT, X, mu=5, sigma=2)
    assert both.df == 2
    by_hand = 2 * (FIT.log_likelihood(X) - Normal(5, 2).log_likelihood(X))
    assert_allclose(both.statistic, by_hand, rtol=1e-13)
    assert_allclose(both.p_value, np.exp(-by_hand / 2), rtol=1e-12)  # chi-squared with 2 df


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: covariance(FIT, X, kind="hessian"),
            "kind must be 'observed', 'expected' or 'sandwich', got 'hessian'",
        ),
        (
            lambda: covariance(FIT, X, held="mu"),
            "held must be a collection of names, such as ('mu',), got 'mu'",
        ),
        (
            lambda: covariance(FIT, X, held=("mean",)),
            "parameter must be one of mu, sigma, got 'mean'",
        ),
        (lambda: wald_interval(FIT, X, level=95), "level must lie between 0 and 1, got 95"),
        (
            lambda: wald_interval(FIT, X, parameter="sd"),
            "parameter must be one of mu, sigma, got 'sd'",
        ),
        (
            lambda: likelihood_ratio_test(FIT, X),
            "name the parameters that the hypothesis holds, such as mu=0",
        ),
        (
            lambda: likelihood_ratio_test(Normal(0, 1), X, mu=5),
            "fit must be the maximum: the hypothesis alone is at least as likely",
        ),
    ],
)
def test_questions_without_an_answer_are_refused_by_name(call, message):
    """The error says what would work."""
    with pytest.raises(ValueError, match=r"must|name") as caught:
        call()
    assert str(caught.value) == message


def test_wald_intervals_of_all_parameters_have_both_ends_by_hand():
    """Also with the sandwich, and with a parameter held."""
    z = stats.norm.ppf(0.975)
    for options in ({}, {"kind": "sandwich"}, {"held": ("mu",)}):
        half_width = z * standard_error(FIT, X, **options)
        interval = wald_interval(FIT, X, **options)
        assert_allclose(interval.lower, FIT.theta - half_width, rtol=1e-14)
        assert_allclose(interval.upper, FIT.theta + half_width, rtol=1e-14)
    assert wald_interval(FIT, X, held=("mu",)).upper[0] == FIT.mu
    assert_allclose(
        wald_interval(FIT, X, parameter="sigma", kind="sandwich").upper,
        wald_interval(FIT, X, kind="sandwich").upper[1],
    )


def test_near_the_edge_is_not_on_the_edge():
    """One success among 2000 has the standard error of the formula."""
    flips = np.arange(2000) == 0
    by_hand = np.sqrt(0.0005 * 0.9995 / 2000)
    assert_allclose(standard_error(Bernoulli.fit(flips), flips), [by_hand], rtol=1e-12)


def test_a_hypothesis_that_is_the_estimate_has_statistic_zero():
    """Exactly, and p-value 1; a point below the maximum is refused."""
    test = likelihood_ratio_test(FIT, X, mu=FIT.mu)
    assert test.statistic == 0
    assert test.p_value == 1
    with pytest.raises(ValueError, match=r"^fit must be the maximum"):
        likelihood_ratio_test(Normal(FIT.mu, 1.001 * FIT.sigma), X, mu=FIT.mu)
    with pytest.raises(ValueError, match=r"^fit must be the maximum"):
        likelihood_ratio_test(Bernoulli(1.0), [1, 0], p=0.5)
    with pytest.raises(TypeError, match=r"^Normal has no parameter 'start'"):
        likelihood_ratio_test(FIT, X, start=FIT)


def test_a_wald_test_by_hand():
    """Of one parameter, and of both: squared distances, which do not mix here."""
    errors = standard_error(FIT, X)
    one, both = wald_test(FIT, X, mu=4.5), wald_test(FIT, X, mu=4.5, sigma=2.2)
    squares = ((FIT.theta - [4.5, 2.2]) / errors) ** 2
    assert_allclose(one.statistic, squares[0], rtol=1e-12)
    assert_allclose(both.statistic, squares.sum(), rtol=1e-12)
    assert (one.df, both.df) == (1, 2)
    assert_allclose(one.p_value, 2 * stats.norm.sf(np.sqrt(squares[0])), rtol=1e-12)


def test_the_score_test_of_a_proportion_is_that_of_wilson():
    """(p_hat - p)**2 / (p (1 - p) / n): no estimate enters the variance."""
    flips = np.repeat([1, 0], [7, 13])
    test = score_test(Bernoulli.fit(flips), flips, p=0.5)
    assert_allclose(test.statistic, (7 / 20 - 0.5) ** 2 / (0.25 / 20), rtol=1e-13)


def test_at_the_edge_the_three_tests_part():
    """Three heads of three: Wald is infinitely sure, the others are not."""
    heads = [1, 1, 1]
    fit = Bernoulli.fit(heads)
    assert wald_test(fit, heads, p=0.5).statistic == np.inf
    assert wald_test(fit, heads, p=1.0).statistic == 0
    assert_allclose(score_test(fit, heads, p=0.5).statistic, 3.0, rtol=1e-14)
    assert_allclose(likelihood_ratio_test(fit, heads, p=0.5).statistic, 6 * np.log(2), rtol=1e-14)


def test_the_three_tests_come_in_batches():
    """Each replicate as it would be alone."""
    x = Normal(5.0, 2.0).sample((3, 20), np.random.default_rng(8))
    fits = Normal.fit(x)
    for test in (likelihood_ratio_test, score_test, wald_test):
        batch = test(fits, x, mu=4.0)
        alone = [test(fits[i], x[i], mu=4.0).statistic for i in range(3)]
        assert_allclose(batch.statistic, alone, rtol=1e-9)


SOUND_AND_NOT = np.stack([X[:20], np.full(20, 3.0), X[20:]])


@pytest.mark.parametrize("held", [{"mu": 4.0}, {"sigma": 2.0}, {"mu": 4.0, "sigma": 2.0}])
@pytest.mark.parametrize("kind", ["observed", "expected", "sandwich", None])
def test_a_replicate_without_an_estimate_has_no_test_and_leaves_the_others_alone(held, kind):
    """Nan for it; the others as they would be alone, whatever the covariance."""
    fits = Normal.fit(SOUND_AND_NOT, on_failure="nan")
    test = likelihood_ratio_test if kind is None else wald_test
    options = held if kind is None else {"kind": kind, **held}
    found = test(fits, SOUND_AND_NOT, **options)
    assert np.isnan(found.statistic[1])
    assert np.isnan(found.p_value[1])
    for i in (0, 2):
        alone = test(fits[i], SOUND_AND_NOT[i], **options)
        assert_allclose(found.statistic[i], alone.statistic, rtol=1e-12)
        assert_allclose(found.p_value[i], alone.p_value, rtol=1e-12)


def test_the_score_test_needs_no_estimate_but_under_the_hypothesis():
    """Equal observations: with mu held at 4 there is a best sigma, and the statistic is n."""
    fits = Normal.fit(SOUND_AND_NOT, on_failure="nan")
    found = score_test(fits, SOUND_AND_NOT, mu=4.0)
    assert_allclose(found.statistic[1], 20.0, rtol=1e-12)
    alone = score_test(fits[2], SOUND_AND_NOT[2], mu=4.0).statistic
    assert_allclose(found.statistic[2], alone, rtol=1e-12)
    assert_array_equal(np.isnan(score_test(fits, SOUND_AND_NOT, mu=3.0).statistic), [0, 1, 0])


def test_wald_intervals_of_a_batch_with_a_failure():
    """Nan for it, with each kind of covariance; the others as they would be alone."""
    fits = Normal.fit(SOUND_AND_NOT, on_failure="nan")
    for kind in ("observed", "expected", "sandwich"):
        found = wald_interval(fits, SOUND_AND_NOT, kind=kind)
        assert np.isnan(found.lower[1]).all()
        alone = wald_interval(fits[2], SOUND_AND_NOT[2], kind=kind)
        assert_allclose(found.lower[2], alone.lower, rtol=1e-12)
        assert_allclose(found.upper[2], alone.upper, rtol=1e-12)


@pytest.mark.parametrize(
    ("fit", "x", "held"),
    [
        (Bernoulli(0.5), [1, 1, 0], {"p": 1.0}),
        (Bernoulli(0.5), [1, 1, 1], {"p": 1.0}),
        (Bernoulli([0.5, 0.5]), [[1, 1, 1], [1, 0, 0]], {"p": [0.5, 0.0]}),
        (Poisson(1.0), [0, 1], {"rate": 0}),
        (Categorical([0.2, 0.4, 0.4]), [0, 1, 2], {"p": [0, np.nan, np.nan]}),
        (Categorical([0.2, 0.4, 0.4]), [0, 1, 2], {"p": [0.5, 0.5, 0]}),
    ],
)
def test_a_score_test_on_the_edge_is_refused(fit, x, held):
    """There the slope is infinite, or not 0 on average; a number would be no chi-squared."""
    (name,) = held
    with pytest.raises(ValueError, match=rf"^{name} must lie inside its range for a score test"):
        score_test(fit, x, **held)

"""Bernoulli by hand, and at the edge."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import Bernoulli, likelihood_ratio_test, standard_error, wald_interval
from mlebook.model import Model

FLIPS = [1, 1, 0, 1]


def test_four_flips_by_hand():
    """Three heads, one tail: p = 3/4, and log-likelihood, score and information on paper."""
    fit = Bernoulli.fit(FLIPS)
    assert fit.p == 0.75
    assert_allclose(fit.log_likelihood(FLIPS), np.log(27 / 256), rtol=1e-15)
    half = Bernoulli(0.5)
    assert_array_equal(half.score(FLIPS), [3 / 0.5 - 1 / 0.5])
    assert_array_equal(half.scores(FLIPS)[:, 0], [2, 2, -2, 2])
    assert_array_equal(half.observed_information(FLIPS), [[3 / 0.25 + 1 / 0.25]])
    assert_array_equal(half.fisher_information(4), [[16]])
    assert_allclose(standard_error(fit, FLIPS), [np.sqrt(3) / 8], rtol=1e-15)


def test_mendels_yellow_seeds_by_hand():
    """6022 yellow and 2001 green: .75059 and .00483, as stated from other code."""
    seeds = np.repeat([1, 0], [6022, 2001])
    fit = Bernoulli.fit(seeds)
    assert fit.p == 6022 / 8023
    assert_allclose(fit.p, 0.75059, atol=5e-6)
    assert_allclose(standard_error(fit, seeds), [0.00483], atol=5e-6)
    test = likelihood_ratio_test(fit, seeds, p=3 / 4)
    by_hand = 2 * (6022 * np.log(fit.p / 0.75) + 2001 * np.log((1 - fit.p) / 0.25))
    assert_allclose(test.statistic, by_hand, rtol=1e-9)
    assert test.df == 1


@pytest.mark.parametrize(("x", "edge", "slope"), [([1, 1, 1], 1.0, 3.0), ([0, 0, 0], 0.0, -3.0)])
def test_where_all_trials_agree_the_estimate_is_on_the_edge(x, edge, slope):
    """The maximum exists, the likelihood there is 1, and the slope from inside is not 0."""
    fit = Bernoulli.fit(x)
    assert fit.p == edge
    assert fit.log_likelihood(x) == 0.0
    assert_array_equal(fit.score(x), [slope])
    assert_array_equal(fit.observed_information(x), [[3.0]])
    assert np.isinf(fit.fisher_information(3)).all()


@pytest.mark.parametrize("kind", ["observed", "expected", "sandwich"])
def test_on_the_edge_the_standard_error_is_zero_as_in_the_textbook_formula(kind):
    """sqrt(p (1 - p) / n) is 0 at p = 1, and the Wald interval a single point: a known failure."""
    fit = Bernoulli.fit([1, 1, 1])
    assert_array_equal(standard_error(fit, [1, 1, 1], kind=kind), [0.0])
    interval = wald_interval(fit, [1, 1, 1], parameter="p", kind=kind)
    assert (interval.lower, interval.upper) == (1.0, 1.0)


def test_a_probability_that_the_data_exclude_has_likelihood_zero():
    """Neither p = 0 nor p = 1 can have produced both a 0 and a 1."""
    assert_array_equal(Bernoulli([0.0, 1.0]).log_likelihood(FLIPS), [-np.inf, -np.inf])
    assert_array_equal(Bernoulli([0.0, 1.0]).score(FLIPS), [[np.inf], [-np.inf]])


def test_the_generic_climb_finds_no_top_on_the_edge_and_says_so():
    """In log odds the edge lies at infinity: only the formula can return it."""
    with np.errstate(all="ignore"):
        fit = Model.maximise.__func__(Bernoulli, np.ones(3), start=Bernoulli(0.5))
    assert np.isnan(fit.p)


def test_draws_are_zeros_and_ones_in_the_right_proportion():
    """Within 4 standard errors: fails for one seed in 16,000."""
    x = Bernoulli(0.3).sample(100_000, np.random.default_rng(1))
    assert set(np.unique(x)) == {0.0, 1.0}
    assert abs(x.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 100_000)


def test_booleans_are_trials_and_other_numbers_are_not():
    """True counts as 1; a 2, a half or a -1 is refused with its place."""
    assert Bernoulli.fit([True, False]).p == 0.5
    for bad in (2, 0.5, -1):
        with pytest.raises(ValueError, match=rf"^x\[1\] must be 0 or 1, got {float(bad)}$"):
            Bernoulli.fit([1, bad])


def test_a_tiny_probability_keeps_its_digits():
    """log(1 - 1e-20) is -1e-20, and not 0."""
    assert_allclose(Bernoulli(1e-20).log_likelihood([0]), -1e-20, rtol=1e-15)

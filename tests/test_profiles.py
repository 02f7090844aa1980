"""Profile intervals: the seed's slice corrected, edges, failures."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from readers import Line
from scipy.stats import chi2

from mlebook import (
    Bernoulli,
    Binomial,
    Model,
    Normal,
    Poisson,
    Real,
    coverage,
    profile_interval,
    wald_interval,
)
from mlebook.datasets import load_seed_points

FIVE = load_seed_points()
Z = 1.959963984540054


def test_the_profile_of_mu_is_wider_than_its_slice():
    """Slice (2.479, 3.281), profile (2.388, 3.372), as stated from other code; both by formula."""
    fit = Normal.fit(FIVE)
    profile = profile_interval(fit, FIVE, parameter="mu")
    assert_allclose([profile.lower, profile.upper], [2.388, 3.372], atol=5e-4)
    half_width = fit.sigma * np.sqrt(np.expm1(Z**2 / 5))
    assert_allclose(profile.upper - fit.mu, half_width, rtol=1e-9)
    sliced = fit.mu + np.array([-1, 1]) * Z * fit.sigma / np.sqrt(5)
    assert_allclose(sliced, [2.479, 3.281], atol=5e-4)


def test_three_heads_of_three_leave_an_interval_with_one_side():
    """From .527 to 1: where p**3 falls to exp(-z**2/2)."""
    interval = profile_interval(Bernoulli.fit([1, 1, 1]), [1, 1, 1], parameter="p")
    assert_allclose(interval.lower, np.exp(-(Z**2) / 6), rtol=1e-9)
    assert interval.upper == 1.0
    assert interval.covers(1.0)
    mirrored = profile_interval(Bernoulli.fit([0, 0, 0]), [0, 0, 0], parameter="p")
    assert mirrored.lower == 0.0
    assert_allclose(mirrored.upper, 1 - interval.lower, rtol=1e-9)


def test_edges_and_interiors_share_a_batch():
    """Each replicate has the interval that it has alone."""
    flips = np.array([[1, 1, 1, 1], [1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 0]])
    fits = Bernoulli.fit(flips)
    batch = profile_interval(fits, flips, parameter="p")
    for i, one in enumerate(flips):
        alone = profile_interval(fits[i], one, parameter="p")
        assert_allclose([batch.lower[i], batch.upper[i]], [alone.lower, alone.upper], rtol=1e-9)


def test_coverage_by_enumeration_is_that_of_the_literature():
    """Binomial n = 20, p = 0.1: likelihood ratio .867, Wald .876, all 21 outcomes weighed."""
    from scipy.stats import binom

    k = np.arange(21.0)[:, None]
    fits = Binomial.fit(k, n_trials=20)
    weights = binom.pmf(k[:, 0], 20, 0.1)
    for make, expected in ((profile_interval, 0.867), (wald_interval, 0.876)):
        covers = make(fits, k, parameter="p").covers(0.1)
        assert_allclose(weights @ covers, expected, atol=5e-4)


def test_simulated_coverage_agrees_with_enumeration():
    """Within 4 Monte Carlo standard errors, for both intervals."""
    for make, expected in ((profile_interval, 0.867), (wald_interval, 0.876)):
        found = coverage(
            Binomial(20, 0.1),
            1,
            lambda fit, x, make=make: make(fit, x, parameter="p"),
            replicates=4000,
            rng=np.random.default_rng(1),
        )
        assert abs(found.value - expected) < 4 * found.error + 5e-4


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_units_do_not_matter(scale):
    """The interval scales with the data."""
    x = scale * FIVE
    for name in ("mu", "sigma"):
        one = profile_interval(Normal.fit(FIVE), FIVE, parameter=name)
        other = profile_interval(Normal.fit(x), x, parameter=name)
        assert_allclose(
            [other.lower / scale, other.upper / scale], [one.lower, one.upper], rtol=1e-9
        )


def test_a_failed_replicate_has_no_interval_and_leaves_the_others_alone():
    """With on_failure="nan"; otherwise it is an error."""
    x = np.stack([FIVE, np.full(5, 2.0)])
    fits = Normal.fit(x, on_failure="nan")
    interval = profile_interval(fits, x, parameter="mu", on_failure="nan")
    alone = profile_interval(fits[0], FIVE, parameter="mu")
    assert_allclose(interval.lower[0], alone.lower, rtol=1e-12)
    assert np.isnan(interval.lower[1])
    assert_array_equal(interval.covers(2.9), [True, False])
    with pytest.raises(ValueError, match="no end of the interval for mu was found"):
        profile_interval(fits, x, parameter="mu")


def test_the_ends_of_an_interval_belong_to_it_and_the_level_is_between_zero_and_one():
    """Closed ends; 0 and 1 are no levels."""
    interval = wald_interval(Normal.fit(FIVE), FIVE, parameter="mu")
    assert interval.covers(interval.lower)
    assert interval.covers(interval.upper)
    for level in (0.0, 1.0):
        for make in (wald_interval, profile_interval):
            with pytest.raises(ValueError, match=rf"^level must lie between 0 and 1, got {level}$"):
                make(Normal.fit(FIVE), FIVE, parameter="mu", level=level)


class Centre(Model):
    """A Cauchy distribution of scale 1, whose likelihood may have several tops."""

    loc: Real

    def log_density(self, x):
        """As on paper."""
        return -np.log1p((x - self.loc[..., None]) ** 2)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.97, 0.99, 0.999])
def test_each_end_lies_on_its_own_side(level):
    """Two observations far apart, two tops: the piece around the estimate has both its ends."""
    x = np.array([-5.0, 5.2])
    fit = Centre.fit(x)
    interval = profile_interval(fit, x, parameter="loc", level=level)
    assert interval.lower < fit.loc < interval.upper
    for end in (interval.lower, interval.upper):
        drop = 2 * (fit.log_likelihood(x) - Centre(end).log_likelihood(x))
        assert_allclose(drop, chi2.ppf(level, 1), rtol=1e-6)


def test_large_counts_have_an_interval_too():
    """The drop is a small difference of large heights; it is not asked to be better than that."""
    x = np.array([3e10, 3.00001e10])
    interval = profile_interval(Poisson.fit(x), x, parameter="rate")
    wald = wald_interval(Poisson.fit(x), x, parameter="rate")
    assert_allclose([interval.lower, interval.upper], [wald.lower, wald.upper], rtol=1e-8)


def test_vectors_of_a_readers_model_have_intervals():
    """Least squares: the profile of a slope is a parabola, and its interval Wald's."""
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    y = np.array([0.0, 1.1, 1.9, 3.2, 3.9, 5.1])
    fit = Line.fit(X, y, start=Line([0.0, 0.0]))
    interval = profile_interval(fit, X, y, parameter="beta[1]")
    wald = wald_interval(fit, X, y, parameter="beta[1]")
    assert_allclose([interval.lower, interval.upper], [wald.lower, wald.upper], rtol=1e-5)

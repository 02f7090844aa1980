"""Counts that vary too much for Poisson: by hand, against SciPy, and at the edge of Poisson."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from scipy.optimize import minimize_scalar

from mlebook import NegativeBinomial, NoMaximum, Poisson, profile_interval

COUNTS = np.array([0, 1, 0, 5, 2, 0, 11, 3])


def test_two_counts_by_hand():
    """With counts 0 and 2 the mean is 1, and P(0) P(2) = r/2 r**(2r) (1 + r)**(-2r - 1)."""
    fit = NegativeBinomial.fit([0, 4, 0, 4])
    assert fit.mu == 2
    r = float(fit.size)
    point = NegativeBinomial(r, 1.0)
    product = r / 2 * r ** (2 * r) * (1 + r) ** (-2 * r - 1)
    assert_allclose(np.exp(point.log_likelihood([0, 2])), product, rtol=1e-14)


def test_the_size_beats_a_search():
    """A line search over the profile finds the same size, to the digits of a search."""
    found = minimize_scalar(
        lambda log_size: -NegativeBinomial(np.exp(log_size), COUNTS.mean()).log_likelihood(COUNTS),
        bounds=(-5, 5),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert_allclose(np.log(NegativeBinomial.fit(COUNTS).size), found.x, atol=1e-7)


def test_a_variance_no_larger_than_the_mean_has_no_estimate():
    """The likelihood then rises towards the Poisson distribution, and the error says so."""
    with pytest.raises(NoMaximum, match="the variance, 1, is not above the mean, 1: the likel"):
        NegativeBinomial.fit([0, 2])
    x = np.array([1, 2, 1, 2])
    heights = NegativeBinomial([1e2, 1e4, 1e8, 1e12], 1.5).log_likelihood(x)
    assert np.all(np.diff(heights) > 0)
    assert_allclose(heights[-1], Poisson(1.5).log_likelihood(x), rtol=1e-11)


def test_all_zero_counts_have_no_estimate():
    """The mean would be 0, and then every size is as good."""
    with pytest.raises(NoMaximum, match="all counts are 0"):
        NegativeBinomial.fit([0, 0, 0])


@pytest.mark.parametrize("ones", [1, 3, 30, 1000])
def test_sizes_near_poisson_are_exact(ones):
    """Counts 0 and 2 in equal number and a pair of 0 and 3: variance a little above the mean."""
    x = np.array([0, 2] * ones + [0, 3])
    fit = NegativeBinomial.fit(x)
    with mpmath.workdps(40):
        mean = mpmath.mpf(int(x.sum())) / len(x)
        exceeding = [int((x > j).sum()) for j in range(3)]

        def slope(r):
            rising = mpmath.fsum(k / (r + j) for j, k in enumerate(exceeding))
            return rising - len(x) * mpmath.log1p(mean / r)

        root = mpmath.findroot(slope, mpmath.mpf(float(fit.size)))
        assert_allclose(fit.size, float(root), rtol=1e-10)


def test_large_counts_are_taken_and_huge_ones_refused():
    """A million is fine; beyond ten million the table would not fit."""
    x = np.array([10**6, 2 * 10**6, 3 * 10**5, 9 * 10**5])
    fit = NegativeBinomial.fit(x)
    chance = fit.size / (fit.size + fit.mu)
    theirs = stats.nbinom.logpmf(x, fit.size, chance)
    assert_allclose(fit.log_density(x), theirs, rtol=1e-7)  # SciPy's digits end here
    assert_allclose(fit.log_likelihood(x), fit.log_density(x).sum(), rtol=1e-7)
    with pytest.raises(ValueError, match=r"^x\[0\] must be at most 10000000"):
        NegativeBinomial.fit([10**9, 3])


@pytest.mark.parametrize("bad", [-1.0, 0.5])
def test_what_is_no_count_is_refused(bad):
    """Named, with its place."""
    with pytest.raises(ValueError, match=rf"^x\[1\] must be a whole number, 0 or more, got {bad}"):
        NegativeBinomial.fit([3, bad])


def test_an_interval_of_the_size_may_have_no_upper_end():
    """Where Poisson cannot be excluded, every large size fits."""
    x = np.array([0, 1, 0, 3, 2, 0, 4, 1])
    interval = profile_interval(NegativeBinomial.fit(x), x, parameter="size")
    assert 0 < interval.lower < 5
    assert interval.upper == np.inf


def test_a_table_that_would_not_fit_is_refused():
    """Rather than filling the memory with the counts that might occur."""
    with pytest.raises(ValueError, match="mu must be smaller, or a table of counts up to"):
        NegativeBinomial(size=0.1, mu=1e7).fisher_information(1)

"""The normal distribution by hand, with the seed's numbers corrected, and where digits get lost."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import NoMaximum, Normal, likelihood_ratio_test, standard_error, wald_interval
from mlebook.datasets import load_seed_points, load_seed_samples

FIVE = load_seed_points()


def test_three_observations_by_hand():
    """1, 2, 6: mean 3, variance 14/3, score and information on paper."""
    x = [1.0, 2.0, 6.0]
    fit = Normal.fit(x)
    assert fit.mu == 3.0
    assert_allclose(fit.sigma**2, 14 / 3, rtol=1e-15)
    point = Normal(1.0, 2.0)  # z = 0, 1/2, 5/2: sum 3, sum of squares 26/4
    assert_allclose(point.log_likelihood(x), -1.5 * np.log(8 * np.pi) - 26 / 8, rtol=1e-15)
    assert_allclose(point.score(x), [3 / 2, (26 / 4 - 3) / 2], rtol=1e-15)
    by_hand = [[3 / 4, 2 * 3 / 4], [2 * 3 / 4, (3 * 26 / 4 - 3) / 4]]
    assert_allclose(point.observed_information(x), by_hand, rtol=1e-15)
    assert_array_equal(point.fisher_information(3), [[0.75, 0], [0, 1.5]])


def test_the_five_points_have_variance_0_2096_and_not_0_176():
    """The document that this book grew from printed 0.176, which is no divisor's answer."""
    fit = Normal.fit(FIVE)
    assert_allclose(fit.mu, 2.88, rtol=1e-15)
    assert_allclose(fit.sigma**2, 0.2096, rtol=1e-12)
    assert_allclose(fit.log_likelihood(FIVE), -3.1883, atol=5e-5)
    wrong = Normal(2.88, np.sqrt(0.176))
    assert_allclose(wrong.log_likelihood(FIVE), -3.2288, atol=5e-5)


def test_the_divisor_is_n():
    """The divisor n - 1 gives another number, and a lower likelihood."""
    fit = Normal.fit(FIVE)
    assert_allclose(fit.sigma, np.std(FIVE), rtol=1e-14)
    unbiased = Normal(fit.mu, np.std(FIVE, ddof=1))
    assert unbiased.sigma / fit.sigma > 1.1
    assert unbiased.log_likelihood(FIVE) < fit.log_likelihood(FIVE) - 0.05


def test_the_seeds_fifty_samples():
    """np.random.seed(42), n = 50, as the document prints them, and the two log-likelihoods."""
    x = load_seed_samples()
    fit = Normal.fit(x)
    assert_allclose(fit.theta, [4.5491, 1.8486], atol=5e-5)
    assert_allclose(fit.log_likelihood(x), -101.6675, atol=5e-5)
    assert_allclose(Normal(5.0, 2.0).log_likelihood(x), -103.2328, atol=5e-5)


def test_standard_errors_and_interval_by_hand():
    """Sigma / sqrt(n) and sigma / sqrt(2 n), and the z of 95 %."""
    fit = Normal.fit(FIVE)
    for kind in ("observed", "expected"):
        by_hand = [fit.sigma / np.sqrt(5), fit.sigma / np.sqrt(10)]
        assert_allclose(standard_error(fit, FIVE, kind=kind), by_hand, rtol=1e-14)
    interval = wald_interval(fit, FIVE)
    assert interval.parameter == ("mu", "sigma")
    half_width = 1.959963984540054 * fit.sigma / np.sqrt(5)
    assert_allclose(interval.lower[0], fit.mu - half_width, rtol=1e-14)
    assert_array_equal(interval.covers([2.88, 5.0]), [True, False])


def test_the_likelihood_ratio_test_of_a_mean_is_a_function_of_t():
    """W = n log(1 + t^2 / (n - 1)), a textbook identity."""
    t = (np.mean(FIVE) - 2.5) / (np.std(FIVE, ddof=1) / np.sqrt(5))
    test = likelihood_ratio_test(Normal.fit(FIVE), FIVE, mu=2.5)
    assert_allclose(test.statistic, 5 * np.log1p(t**2 / 4), rtol=1e-13)


@pytest.mark.parametrize("shift", [0.0, 1e6, 1e12])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_a_large_mean_costs_no_digit_that_the_data_have(shift, scale):
    """The estimates agree with 50-digit arithmetic on the very numbers that were stored."""
    x = shift + scale * np.array([0.1, -0.4, 1.3, 0.7, -1.1, 0.2, 0.9])
    with mpmath.workdps(50):
        exact = [mpmath.mpf(float(value)) for value in x]
        mean = mpmath.fsum(exact) / 7
        sigma = mpmath.sqrt(mpmath.fsum((value - mean) ** 2 for value in exact) / 7)
        fit = Normal.fit(x)
        assert abs(fit.mu - mean) <= 2e-16 * (abs(mean) + scale)
        assert abs(fit.sigma / sigma - 1) < 1e-15 + 4 * (2e-16 * shift / scale) ** 2


def test_a_spread_of_one_rounding_step_is_still_exact():
    """Two neighbouring numbers: sigma is half their distance."""
    low, high = 1e6, np.nextafter(1e6, 2e6)
    assert Normal.fit([low, high]).sigma == (high - low) / 2


@pytest.mark.parametrize("value", [0.1, 0.0, -1e8, 1 / 3])
@pytest.mark.parametrize("n", [2, 3, 10, 1000])
def test_equal_observations_have_no_maximum(value, n):
    """Also where the rounded mean of n equal numbers is not that number, as for three times 0.1."""
    with pytest.raises(NoMaximum, match=rf"all {n} observations are equal: .* as sigma -> 0$"):
        Normal.fit(np.full(n, value))


def test_a_single_observation_has_no_maximum_unless_mu_is_held_elsewhere():
    """With mu held, sigma is the distance from mu; with sigma held, mu is the observation."""
    with pytest.raises(NoMaximum, match="there is one observation"):
        Normal.fit([5.0])
    assert Normal.fit([5.0], mu=3.0).sigma == 2.0
    assert Normal.fit([5.0], sigma=1.0).mu == 5.0


def test_squares_that_overflow_are_told():
    """Units beyond 1e150 have squares that no double can hold."""
    with pytest.raises(NoMaximum, match="measure in a larger unit"):
        Normal.fit([1e200, -1e200])
    with pytest.raises(ValueError, match=r"^x must be small enough to be summed"):
        Normal.fit([1.7e308, 1.7e308, 1.7e308, -1.7e308])
    with pytest.raises(NoMaximum, match="all 2 observations are equal"):
        Normal.fit([1e308, 1e308])


def test_an_ordinary_mean_is_the_mean():
    """Bit by bit: the detour for tiny spreads is for tiny spreads."""
    x = np.random.default_rng(9).normal(1e5, 1.0, 1000)
    assert Normal.fit(x).mu == x.mean()

"""Gamma, Weibull and log-normal: by hand, against SciPy, and where others fail."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from mlebook import (
    Exponential,
    Gamma,
    LogNormal,
    NoMaximum,
    Normal,
    Weibull,
    covariance,
    standard_error,
)

AMOUNTS = [LogNormal, Gamma, Weibull]
X = np.array([1.0, 2.0, 6.0, 0.5, 3.0])


def test_shape_one_is_the_exponential_distribution():
    """For a gamma and for a Weibull, with the rate 1/mean."""
    exponential = Exponential.fit(X)
    gamma, weibull = Gamma.fit(X, shape=1), Weibull.fit(X, shape=1)
    assert_allclose([gamma.rate, 1 / weibull.scale], exponential.rate, rtol=1e-15)
    for point in (gamma, weibull):
        assert_allclose(point.log_density(X), exponential.log_density(X), rtol=1e-14)


def test_the_gamma_estimate_solves_its_two_equations():
    """The mean is shape/rate, and the mean of the logs is psi(shape) - log(rate)."""
    fit = Gamma.fit(X)
    assert_allclose(fit.shape / fit.rate, X.mean(), rtol=1e-15)
    wanted = mpmath.digamma(float(fit.shape)) - mpmath.log(float(fit.rate))
    assert_allclose(np.log(X).mean(), float(wanted), rtol=1e-14)


def test_the_weibull_estimate_solves_its_two_equations():
    """scale**k is the mean of x**k, and 1/k the weighted less the plain mean of the logs."""
    k, scale = Weibull.fit(X).theta
    assert_allclose(scale**k, np.mean(X**k), rtol=1e-14)
    weighted = np.sum(X**k * np.log(X)) / np.sum(X**k)
    assert_allclose(1 / k, weighted - np.log(X).mean(), rtol=1e-13)


def test_the_log_normal_estimate_is_the_normal_estimate_of_the_logs():
    """And the log-likelihood is less by the sum of the logs: the change of variable."""
    fit, of_logs = LogNormal.fit(X), Normal.fit(np.log(X))
    assert_allclose(fit.theta, of_logs.theta, rtol=1e-15)
    difference = of_logs.log_likelihood(np.log(X)) - fit.log_likelihood(X)
    assert_allclose(difference, np.log(X).sum(), rtol=1e-14)


def test_scipy_agrees_when_its_location_is_held_at_zero():
    """Where SciPy solves an equation it agrees to rounding; its simplex search to four digits."""
    x = np.random.default_rng(1).gamma(2.5, 3.0, 400)
    shape, _, scale = stats.gamma.fit(x, floc=0)
    assert_allclose(Gamma.fit(x).theta, [shape, 1 / scale], rtol=1e-9)
    sigma, _, median = stats.lognorm.fit(x, floc=0)
    assert_allclose(LogNormal.fit(x).theta, [np.log(median), sigma], rtol=1e-12)
    shape, _, scale = stats.weibull_min.fit(x, floc=0)
    ours = Weibull.fit(x)
    assert_allclose(ours.theta, [shape, scale], rtol=1e-3)
    assert ours.log_likelihood(x) >= stats.weibull_min.logpdf(x, shape, 0, scale).sum()


@pytest.mark.parametrize("unit", [1e-200, 1e-30, 1e-3, 1e6, 1e100, 1e200])
@pytest.mark.parametrize("model", AMOUNTS)
def test_the_unit_of_the_data_does_not_matter(model, unit):
    """Shapes stay, scales follow, the log-likelihood moves by n log(unit)."""
    fit, scaled = model.fit(X), model.fit(unit * X)
    expected = {
        Gamma: [fit.theta[0], fit.theta[1] / unit],
        Weibull: [fit.theta[0], fit.theta[1] * unit],
        LogNormal: [fit.theta[0] + np.log(unit), fit.theta[1]],
    }[model]
    assert_allclose(scaled.theta, expected, rtol=1e-12)
    shift = X.size * np.log(unit)
    assert_allclose(scaled.log_likelihood(unit * X), fit.log_likelihood(X) - shift, rtol=1e-12)


def exact_gamma_shape(x):
    """The root of log(a) - psi(a) = log(mean) - mean(log) in sixty digits."""
    with mpmath.workdps(60):
        exact = [mpmath.mpf(float(v)) for v in x]
        mean = mpmath.fsum(exact) / len(exact)
        s = mpmath.log(mean) - mpmath.fsum(mpmath.log(v) for v in exact) / len(exact)
        root = mpmath.findroot(lambda a: mpmath.log(a) - mpmath.digamma(a) - s, 1 / (2 * s))
        return float(root)


@pytest.mark.parametrize("spread", [1e-1, 1e-3, 1e-5, 1e-6, 1e-7])
def test_a_gamma_shape_is_exact_however_close_together_the_data(spread):
    """Up to a shape of 1e14; by the difference of two logs four digits would be left at 1e12."""
    x = 3.0 * (1 + spread * np.array([-1.2, -0.4, 0.1, 0.3, 1.1, 0.7]))
    fit = Gamma.fit(x)
    assert_allclose(fit.shape, exact_gamma_shape(x), rtol=1e-8)
    with mpmath.workdps(60):
        a, rate = mpmath.mpf(float(fit.shape)), mpmath.mpf(float(fit.rate))
        exact = mpmath.fsum(
            a * mpmath.log(rate) - mpmath.loggamma(a) + (a - 1) * mpmath.log(v) - rate * v
            for v in (mpmath.mpf(float(v)) for v in x)
        )
        # the rate has 53 bits: in units of the standard error it is off by 1e-16 sqrt(shape)
        assert_allclose(fit.log_likelihood(x), float(exact), rtol=1e-6)


def test_standard_errors_of_a_gamma_are_right_or_refused():
    """Shape and rate cannot be told apart any more when the shape is beyond 1e11."""
    for spread, right in ((1e-3, True), (1e-4, True), (1e-7, False)):
        x = 1 + spread * np.array([-1.2, -0.4, 0.1, 0.3, 1.1, 0.7])
        fit = Gamma.fit(x)
        if right:  # the standard error of the shape is shape sqrt(2/n) in the limit
            assert_allclose(standard_error(fit, x)[0], fit.shape * np.sqrt(2 / 6), rtol=1e-3)
        else:
            with pytest.raises(ValueError, match="the information must be positive definite"):
                covariance(fit, x)


def test_tiny_shapes_are_found():
    """A Weibull of shape 0.02 and scale 1e200, for which others give an infinite scale."""
    w = np.log(-np.log1p(-(np.arange(50) + 0.5) / 50))  # the quantiles of the standard law
    x = np.exp(np.log(1e200) + w)  # shape 1, scale 1e200
    assert_allclose(Weibull.fit(x).scale, 1e200 * Weibull.fit(np.exp(w)).scale, rtol=1e-12)
    small = np.exp(w / 0.02)
    assert_allclose(Weibull.fit(small).shape, 0.02 * Weibull.fit(np.exp(w)).shape, rtol=1e-12)
    assert_allclose(Gamma.fit(np.exp(w / 0.01)).score(np.exp(w / 0.01))[0], 0, atol=1e-6)


@pytest.mark.parametrize("model", AMOUNTS)
@pytest.mark.parametrize(("bad", "shown"), [(0.0, "0.0"), (-1.0, "-1.0")])
def test_zero_and_negative_amounts_are_refused_by_name(model, bad, shown):
    """Nothing is dropped, moved or fitted around."""
    with pytest.raises(ValueError, match=rf"^x\[1\] must be a finite number above 0, got {shown}$"):
        model.fit([1.0, bad, 2.0])


@pytest.mark.parametrize("model", AMOUNTS)
def test_equal_observations_have_no_estimate(model):
    """Nor has a single one."""
    with pytest.raises(NoMaximum, match="all 3 observations are equal: the likelihood grows"):
        model.fit([2.0, 2.0, 2.0])
    with pytest.raises(NoMaximum, match="there is one observation"):
        model.fit([2.0])


@pytest.mark.parametrize("model", AMOUNTS)
def test_an_empty_sample_a_table_and_complex_numbers(model):
    """Empty and complex are refused; two axes are a batch, not one long sample."""
    with pytest.raises(ValueError, match="x must have at least one axis and one observation"):
        model.fit([])
    with pytest.raises(ValueError, match="x must be real numbers, got complex128"):
        model.fit(np.array([1 + 1j, 2.0]))
    assert model.fit(np.stack([X, 2 * X])).batch_shape == (2,)


def test_small_integers_do_not_wrap():
    """The squares of 100 do not fit into eight bits."""
    x = np.array([100, 120, 90, 110], dtype=np.int8)
    for model in (Normal, *AMOUNTS):
        assert_allclose(model.fit(x).theta, model.fit(x.astype(float)).theta, rtol=1e-15)


def test_equal_lifetimes_have_a_shape_if_the_scale_is_held_elsewhere():
    """With u = log(x/scale) it solves 1/k = u (exp(k u) - 1); in a batch nobody else is hurt."""
    for scale in (1.0, 3.0):
        k, u = Weibull.fit([2.0, 2.0], scale=scale).shape, np.log(2 / scale)
        assert_allclose(1 / k, u * np.expm1(k * u), rtol=1e-9)
    fits = Weibull.fit([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]], scale=2, on_failure="nan")
    assert list(np.isnan(fits.shape)) == [False, True]
    with pytest.raises(NoMaximum, match="all 2 observations are equal"):
        Weibull.fit([2.0, 2.0], scale=2)

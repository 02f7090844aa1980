"""Experiments: they find what theory says, with an error that is as large as they say."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import (
    Bernoulli,
    Exponential,
    Normal,
    bias,
    coverage,
    sampling_distribution,
    wald_interval,
)


def test_the_sampling_distribution_of_a_proportion_is_known():
    """Mean p, variance p (1 - p) / n; within 4 standard errors."""
    fits = sampling_distribution(
        Bernoulli(0.3), 25, replicates=20_000, rng=np.random.default_rng(1)
    )
    error = np.sqrt(0.3 * 0.7 / 25)
    assert fits.batch_shape == (20_000,)
    assert abs(fits.p.mean() - 0.3) < 4 * error / np.sqrt(20_000)
    assert_allclose(fits.p.std(), error, rtol=4 / np.sqrt(2 * 20_000))


def test_the_bias_of_the_variance_is_minus_sigma_squared_over_n():
    """Of sigma itself it is known too, by the gamma function: for n = 5 and sigma = 2, -0.3181."""
    from scipy.special import gammaln

    found = bias(Normal(5.0, 2.0), 5, replicates=50_000, rng=np.random.default_rng(2))
    exact = 2 * (np.sqrt(2 / 5) * np.exp(gammaln(5 / 2) - gammaln(4 / 2)) - 1)
    assert abs(found.value[0]) < 4 * found.error[0]
    assert abs(found.value[1] - exact) < 4 * found.error[1]
    assert found.error[1] < 0.01 * abs(exact)


def test_the_error_that_is_stated_is_the_error_that_is_made():
    """Over 200 repetitions the deviations have variance 1, within 4 standard errors."""
    rng = np.random.default_rng(3)
    exact = 1 / (10 - 1)  # of a rate 1, n = 10: E = n / (n - 1)
    found = [bias(Exponential(1.0), 10, replicates=400, rng=rng) for _ in range(200)]
    z = np.array([(one.value[0] - exact) / one.error[0] for one in found])
    assert abs(np.mean(z**2) - 1) < 4 * np.std(z**2) / np.sqrt(200)


def test_failures_are_counted_and_left_out():
    """A single normal observation never has a maximum; a pair nearly always."""
    with pytest.raises(ValueError, match="truth must have samples with a maximum: all 7 had none"):
        bias(Normal(0, 1), 1, replicates=7, rng=np.random.default_rng(4))
    fits = sampling_distribution(Normal(0, 1), 1, replicates=7, rng=np.random.default_rng(4))
    assert np.isnan(fits.sigma).all()


def test_experiments_are_drawn_in_pieces_that_do_not_show(monkeypatch):
    """The estimates are the same however many samples are drawn at a time."""
    make = lambda: sampling_distribution(  # noqa: E731
        Bernoulli(0.5), 10, replicates=100, rng=np.random.default_rng(5)
    )
    whole = make()
    monkeypatch.setattr("mlebook.simulate.PIECE", 70)
    assert_array_equal(make().p, whole.p)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda g: bias(Bernoulli([0.1, 0.2]), 5, replicates=3, rng=g),
            "truth must be a single point",
        ),
        (lambda g: bias(Bernoulli(0.1), 0, replicates=3, rng=g), "n must be a whole number"),
        (
            lambda g: bias(Bernoulli(0.1), 5, replicates=2.5, rng=g),
            "replicates must be a whole number",
        ),
        (
            lambda g: coverage(Normal(0, 1), 5, wald_interval, replicates=3, rng=g),
            "interval must be for one parameter",
        ),
    ],
)
def test_experiments_that_make_no_sense_are_refused(call, message):
    """By the name of the argument."""
    with pytest.raises(ValueError, match=f"^{message}"):
        call(np.random.default_rng(6))


def test_what_was_found_prints_with_its_error():
    """And with the failures, where there are any."""
    found = bias(Bernoulli(0.5), 10, replicates=100, rng=np.random.default_rng(7))
    assert "±" in repr(found)
    assert "(100 samples)" in repr(found)


def test_coverage_counts_failures_and_leaves_them_out():
    """Samples of two flips of which a fifth have no interval, because they have no estimate."""

    class Lucky(Exponential):
        """An exponential whose estimate gets lost for short sums."""

        @classmethod
        def maximise(cls, s, *, start=None, rate=None):
            fit = Exponential.maximise.__func__(cls, s, rate=rate)
            return cls(np.where(s.total > 1.0, fit.rate, np.nan))

    make = lambda fit, x: wald_interval(fit, x, parameter="rate")  # noqa: E731
    found = coverage(Lucky(1.0), 2, make, replicates=2000, rng=np.random.default_rng(8))
    lost = 1 - 2 * np.exp(-1)  # two times with a sum below 1
    assert abs(found.failures / 2000 - lost) < 4 * np.sqrt(lost * (1 - lost) / 2000)
    kept = 2000 - found.failures
    assert_allclose(found.error, np.sqrt(found.value * (1 - found.value) / kept), rtol=1e-9)
    one = bias(Bernoulli(0.5), 5, replicates=1, rng=np.random.default_rng(9))
    assert np.isnan(one.error).all()

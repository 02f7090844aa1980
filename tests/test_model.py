"""What a reader's own model gets for free, and what `fit` refuses."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from readers import ReadersCoin, ReadersNormal

from mlebook import (
    Bernoulli,
    Model,
    Normal,
    NotConverged,
    RealVector,
    standard_error,
)

FIVE = [2.1, 3.5, 2.8, 3.1, 2.9]


@pytest.mark.parametrize(("scale", "shift"), [(1, 0), (1, 1e6), (1e6, 0), (1e-4, 5), (1e-6, 0)])
def test_fields_and_a_density_are_enough_in_any_units(scale, shift):
    """The generic climb finds what the formula gives, whatever the units."""
    x = scale * np.random.default_rng(1).normal(3, 2, (2, 50)) + shift
    fit, formula = ReadersNormal.fit(x), Normal.fit(x)
    assert_allclose(fit.theta, formula.theta, rtol=1e-8)
    assert_allclose(ReadersNormal.fit(x, mu=shift).sigma, Normal.fit(x, mu=shift).sigma, rtol=1e-8)
    assert_allclose(standard_error(fit, x), standard_error(formula, x), rtol=1e-6)
    assert repr(fit[0]) == "Readers" + repr(formula[0])


def test_a_readers_coin_agrees_with_ours():
    """Also in its standard errors by the sandwich."""
    flips = [1, 1, 0, 1, 0, 1]
    mine, ours = ReadersCoin.fit(flips), Bernoulli.fit(flips)
    assert_allclose(mine.p, ours.p, rtol=1e-9)
    for kind in ("observed", "sandwich"):
        errors = [standard_error(fit, flips, kind=kind) for fit in (mine, ours)]
        assert_allclose(*errors, rtol=1e-7)


def test_large_data_are_summed_in_blocks():
    """More rows than fit in one block give the same sum."""
    x = np.random.default_rng(2).normal(size=200_000)
    assert_allclose(
        ReadersNormal(0.1, 1.2).log_likelihood(x), Normal(0.1, 1.2).log_likelihood(x), rtol=1e-12
    )


def test_a_model_without_a_top_says_that_the_climb_failed():
    """Equal observations: the reader's normal rises without end, and no number comes back."""
    with pytest.raises(NotConverged, match=r"^ReadersNormal.fit: the climb found no top"):
        ReadersNormal.fit([2.0, 2.0, 2.0])
    assert np.isnan(ReadersNormal.fit([2.0, 2.0, 2.0], on_failure="nan").sigma)


def test_a_model_with_a_vector_asks_where_to_begin():
    """A lattice over a vector would be too large."""

    class Line(Model):
        beta: RealVector

        def log_density(self, x):
            return -((x - self.beta.sum(-1, keepdims=True)) ** 2)

    with pytest.raises(TypeError, match=r"^say where to begin: Line.fit\(..., start=Line"):
        Line.fit([1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: Normal.fit(FIVE, nu=3),
            TypeError,
            "Normal has no parameter 'nu'; it has mu, sigma",
        ),
        (lambda: Normal.fit(FIVE, sigma=-1), ValueError, "sigma must be positive, got -1.0"),
        (lambda: Normal.fit(FIVE, mu=None), ValueError, "mu must be real numbers, got object None"),
        (
            lambda: Normal.fit(FIVE, mu=np.nan),
            ValueError,
            "mu must be a number to be held, got nan",
        ),
        (
            lambda: Normal.fit(FIVE, on_failure="ignore"),
            ValueError,
            "on_failure must be 'raise' or 'nan', got 'ignore'",
        ),
        (lambda: Normal.fit(FIVE, FIVE), TypeError, "Normal takes the data x; got 2 arguments"),
        (lambda: Normal.fit(), TypeError, "Normal takes the data x; got 0 arguments"),
        (
            lambda: Normal.fit([]),
            ValueError,
            "x must have at least one axis and one observation, got shape (0,)",
        ),
        (
            lambda: Normal.fit(np.empty((0, 5))),
            ValueError,
            "x must have at least one axis and one observation, got shape (0, 5)",
        ),
        (
            lambda: Normal.fit(3.0),
            ValueError,
            "x must have at least one axis and one observation, got shape ()",
        ),
        (lambda: Normal.fit([1.0, np.nan]), ValueError, "x[1] must be finite, got nan"),
        (lambda: ReadersNormal.fit([1.0, np.inf]), ValueError, "x[1] must be finite, got inf"),
        (lambda: Normal.fit("12"), ValueError, "x must be real numbers, got <U2 '12'"),
        (
            lambda: Normal.fit([1, None]),
            ValueError,
            "x must be real numbers, got object [1, None], x[1] = None",
        ),
        (lambda: Normal.fit([1j, 2]), ValueError, "x must be real numbers, got complex128 [1j, 2]"),
        (
            lambda: Normal.fit(np.array(["2024-01-01"], dtype="datetime64[D]")),
            ValueError,
            "x must be real numbers, got datetime64[D] array(['2024-01-01'], dtype='datetime...",
        ),
        (
            lambda: Normal.fit(np.ma.masked_equal([1.0, 2.0, 9.0], 9.0)),
            ValueError,
            "x must have no masked entries: drop them, or say what they are",
        ),
        (
            lambda: Normal(0, 1).sample(3, 42),
            TypeError,
            "rng must be np.random.default_rng(seed) or its like, got 42",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, error, message):
    """The error names the argument, the rule and the first offender."""
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message


def test_ragged_lists_are_refused():
    """Samples of different lengths are no table."""
    with pytest.raises(ValueError, match=r"^x must be an array of real numbers: "):
        Normal.fit([[1, 2], [3]])


def test_small_integers_do_not_wrap_round():
    """8-bit data, whose squares would overflow, are converted first."""
    x = np.array([100, 120, 90], dtype=np.int8)
    assert_allclose(Normal.fit(x).sigma, np.std([100.0, 120.0, 90.0]), rtol=1e-15)


def test_unknown_formulas_say_so():
    """No Fisher information and no draws can be had from a density alone."""
    with pytest.raises(NotImplementedError, match="use kind='observed'"):
        standard_error(ReadersNormal(0, 1), FIVE, kind="expected")
    with pytest.raises(NotImplementedError, match="does not say how to draw"):
        ReadersNormal(0, 1).sample(3, np.random.default_rng(1))

"""Points: fields, batches, names, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import Bernoulli, NonNegative, Normal, Positive, Real, RealVector, UnitInterval
from mlebook.point import Point


class Curve(Point):
    """A point with a vector and a scalar."""

    beta: RealVector
    sigma: Positive


def test_a_single_point_has_plain_numbers_for_fields():
    """They print, format and hash as numbers do."""
    point = Normal(2, 3)
    assert repr(point) == "Normal(mu=2, sigma=3)"
    assert f"{point.mu:.2f}" == "2.00"
    assert isinstance(point.mu, float)
    assert point.batch_shape == ()


def test_fields_broadcast_to_one_batch():
    """Two means and one spread are two points."""
    points = Normal([1.0, 2.0], 3.0)
    assert points.batch_shape == (2,)
    assert_array_equal(points.theta, [[1, 3], [2, 3]])
    assert repr(points[1]) == "Normal(mu=2, sigma=3)"
    assert repr(points[points.mu > 1]) == "Normal(mu=[2.], sigma=[3.])"


def test_a_point_keeps_a_copy_of_what_it_was_given():
    """Changing the array afterwards changes nothing."""
    mu = np.array([1.0, 2.0])
    points = Normal(mu, 1.0)
    mu[0] = 99.0
    assert points.mu[0] == 1.0


def test_vectors_are_named_by_their_entries():
    """The names are what one types after `fit.`"""
    point = Curve([1.0, 2.0, 3.0], 4.0)
    assert point.parameter_names == ("beta[0]", "beta[1]", "beta[2]", "sigma")
    assert_array_equal(point.theta, [1, 2, 3, 4])
    assert_array_equal(point.at(point.theta).beta, [1, 2, 3])
    assert point.position("beta[2]") == 2
    assert_array_equal(point.holding("beta[1]", 0.5)["beta"], [np.nan, 0.5, np.nan])
    assert_array_equal(point.holding("sigma", 2)["sigma"], 2)


def test_vectors_come_in_batches_too():
    """The batch axes stand before the axis of the vector."""
    points = Curve(np.ones((5, 3)), 2.0)
    assert points.batch_shape == (5,)
    assert points.theta.shape == (5, 4)
    assert points[0].beta.shape == (3,)


def test_pinning_tells_which_coordinates_stay_free():
    """Nan in a vector means that the entry is not held."""
    point, moves = Curve([1.0, 2.0], 3.0).pinned(beta=np.array([np.nan, 7.0]))
    assert_array_equal(point.theta, [1, 7, 3])
    assert_array_equal(moves, [True, False, True])


@settings(deadline=None)  # machines are noisy
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(1e-9, 1 - 1e-9), st.floats(0.01, 0.99))
def test_free_coordinates_go_there_and_back(mu, sigma, p, q):
    """The free coordinate of a value leads back to the value."""
    normal, coins = Normal(mu, sigma), Bernoulli([p, q])
    assert_allclose(normal.at_free(normal.free).theta, normal.theta, rtol=1e-13)
    assert_allclose(coins.at_free(coins.free).p, coins.p, rtol=1e-7)


@settings(deadline=None)  # machines are noisy
@given(st.floats(-8, 8))
def test_the_stretch_is_the_derivative_of_the_parameter_by_its_free_coordinate(u):
    """Against a central difference."""
    for kind in (Positive, UnitInterval):
        difference = (kind.from_free(u + 1e-5) - kind.from_free(u - 1e-5)) / 2e-5
        assert_allclose(kind.stretch(np.asarray(kind.from_free(u))), difference, rtol=1e-4)


@pytest.mark.parametrize("u", [-3.0, -0.5, 0.0, 0.7, 4.0])
def test_the_bend_is_the_derivative_of_the_stretch_by_the_free_coordinate(u):
    """The second derivative that a climb by formulas needs."""
    for kind in (Real, Positive, NonNegative, UnitInterval):
        up, down = (kind.stretch(np.asarray(kind.from_free(u + h))) for h in (1e-5, -1e-5))
        bend = kind.bend(np.asarray(kind.from_free(u)))
        assert_allclose(bend, (up - down) / 2e-5, rtol=1e-8, atol=1e-10)


def test_the_edge_lies_at_infinity_in_free_coordinates():
    """And a point on the edge has no room left."""
    coins = Bernoulli([0.0, 0.25, 1.0])
    assert_array_equal(coins.free[:, 0][[0, 2]], [-np.inf, np.inf])
    assert_array_equal(coins.room[:, 0], [0, 0.25, 0])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Normal(0, -1.0), "sigma must be positive, got -1.0"),
        (lambda: Normal(0, [1.0, 0.0]), "sigma[1] must be positive, got 0.0"),
        (lambda: Normal(np.inf, 1), "mu must be finite, got inf"),
        (lambda: Normal(0, np.inf), "sigma must be positive, got inf"),
        (lambda: Bernoulli(1.5), "p must lie between 0 and 1, got 1.5"),
        (lambda: Bernoulli("half"), "p must be real numbers, got <U4 'half'"),
        (lambda: Bernoulli(None), "p must be real numbers, got object None"),
        (lambda: Bernoulli(1j), "p must be real numbers, got complex128 1j"),
        (
            lambda: Normal([1, 2], [1, 2, 3]),
            "the parameters must broadcast together, got mu (2,), sigma (3,)",
        ),
        (lambda: Curve(1.0, 1.0), "beta must have at least 1 axis, got 1.0"),
        (
            lambda: Normal(0, 1).position("mean"),
            "parameter must be one of mu, sigma, got 'mean'",
        ),
    ],
)
def test_what_is_no_point_is_refused_by_name(make, message):
    """The error names the parameter, the rule and the first offender."""
    with pytest.raises(ValueError, match="must") as caught:
        make()
    assert str(caught.value) == message


def test_nan_marks_an_estimate_that_does_not_exist():
    """It passes every rule."""
    assert np.isnan(Normal(np.nan, np.nan).theta).all()
    assert np.isnan(Bernoulli(np.nan).p)

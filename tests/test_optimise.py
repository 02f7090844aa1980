"""Newton's method on hills whose tops are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import newton
from mlebook.derivatives import derivative


def hill(value, slope, curvature):
    """A survey of one coordinate from three plain functions."""
    return lambda t: (value(t[..., 0]), slope(t), -curvature(t)[..., None])


QUARTIC = hill(lambda t: -(t**4) / 4, lambda t: -(t**3), lambda t: -3 * t**2)
LOG_COSH = hill(
    lambda t: -np.log(np.cosh(t)), lambda t: -np.tanh(t), lambda t: -1 / np.cosh(t) ** 2
)
DOUBLE_WELL = hill(lambda t: t**2 / 2 - t**4 / 4, lambda t: t - t**3, lambda t: 1 - 3 * t**2)
RAMP = hill(lambda t: -np.exp(-t), lambda t: np.exp(-t), lambda t: -np.exp(-t))


def test_steps_that_lead_downhill_are_halved():
    """Bare Newton runs away from log cosh when it starts beyond about 1.09; ours does not."""
    top = newton(LOG_COSH, np.array([3.0]))
    assert top.converged
    assert abs(top.theta[0]) < 1e-8
    heights = [LOG_COSH(theta)[0] for theta in top.path]
    assert np.all(np.diff(heights) >= 0)


def test_the_climb_never_ends_in_a_valley():
    """Between two tops at -1 and 1 the ground is not concave; the climb goes to one of the tops."""
    tops = newton(DOUBLE_WELL, np.array([[0.1], [-0.3], [0.5]]))
    assert tops.converged.all()
    assert_allclose(tops.theta[:, 0], [1, -1, 1], atol=1e-9)


def test_a_hill_that_rises_for_ever_is_no_top():
    """The gain of a step vanishes but the step does not: not converged."""
    assert not newton(RAMP, np.array([0.0])).converged


def test_on_flat_ground_newton_is_slow_and_does_not_pretend():
    """On t**4 the steps shrink by a third only: no convergence is claimed, however near."""
    top = newton(QUARTIC, np.array([1.0]))
    assert not top.converged
    assert abs(top.theta[0]) < 0.02


def test_coordinates_that_are_not_free_do_not_move():
    """The held coordinate keeps its value, and the other finds its best given it."""

    def bowl(t):
        x, y = t[..., 0], t[..., 1]
        information = np.broadcast_to([[2.0, 1.0], [1.0, 2.0]], (*t.shape, 2))
        return -(x**2 + x * y + y**2), np.stack([-2 * x - y, -x - 2 * y], -1), information

    top = newton(bowl, np.array([3.0, 1.0]), np.array([True, False]))
    assert_allclose(top.theta, [-0.5, 1.0], atol=1e-12)


def test_a_batch_climbs_as_each_would_alone():
    """One replicate that fails does not hold up the others."""

    def survey(t):
        offset = np.array([[1.0], [np.nan], [-2.0]])
        return -((t - offset) ** 2)[..., 0], -2 * (t - offset), np.full((*t.shape, 1), 2.0)

    top = newton(survey, np.zeros((3, 1)))
    assert_array_equal(top.converged, [True, False, True])
    assert_allclose(top.theta[[0, 2], 0], [1, -2])


@pytest.mark.parametrize("power", range(5))
def test_differences_are_exact_for_polynomials_of_degree_four(power):
    """The terms in h**2, h**3 and h**4 of the five-point rule cancel, even for a large step."""
    theta = np.array([[1.5], [-0.7]])
    slope = derivative(lambda t: t[..., 0] ** power, theta, np.full((2, 1), 0.5))
    exact = power * theta ** max(power - 1, 0)
    assert_allclose(slope, exact, atol=1e-13)


def test_a_saddle_in_two_dimensions_is_left_along_the_way_up():
    """The ground is x y - x**4 - y**4: a saddle at 0, tops where x = y = 1/2 and x = y = -1/2."""

    def survey(t):
        x, y = t[..., 0], t[..., 1]
        information = np.stack([12 * x**2, -np.ones_like(x), -np.ones_like(x), 12 * y**2], -1)
        slope = np.stack([y - 4 * x**3, x - 4 * y**3], -1)
        return x * y - x**4 - y**4, slope, information.reshape(*t.shape, 2)

    top = newton(survey, np.array([[0.1, 0.02], [-0.3, 0.1]]))
    assert top.converged.all()
    assert_allclose(np.abs(top.theta), 0.5, atol=1e-8)
    assert np.all(top.theta[:, 0] * top.theta[:, 1] > 0)


def test_the_way_ends_where_the_answer_is():
    """The last point of the path is theta, and value is the height there."""
    top = newton(LOG_COSH, np.array([3.0]))
    assert_array_equal(top.path[-1], top.theta)
    assert_allclose(top.value, LOG_COSH(top.theta)[0], atol=1e-12)


def test_a_held_slope_that_is_not_finite_does_no_harm():
    """It belongs to a coordinate that does not move."""

    def survey(t):
        slope = np.stack([-2 * t[..., 0], np.full(t.shape[:-1], np.nan)], -1)
        information = np.broadcast_to([[2.0, np.nan], [np.nan, np.nan]], (*t.shape, 2))
        return -(t[..., 0] ** 2), slope, information

    top = newton(survey, np.array([3.0, 1.0]), np.array([True, False]))
    assert top.converged
    assert_allclose(top.theta, [0.0, 1.0], atol=1e-12)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_no_unit_makes_a_top_of_a_hill_without_end(unit):
    """Minus exp(-t / unit), from wherever."""
    ramp = hill(
        lambda t: -np.exp(-t / unit),
        lambda t: np.exp(-t / unit) / unit,
        lambda t: -np.exp(-t / unit) / unit**2,
    )
    for start in (0.0, 5 * unit, -3 * unit, 10 * unit, 18 * unit, 25 * unit):
        assert not newton(ramp, np.array([start])).converged

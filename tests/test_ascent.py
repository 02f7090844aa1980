"""Gradient ascent and Fisher scoring: what stops them, and what must not."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import (
    Binomial,
    Categorical,
    Normal,
    Poisson,
    fisher_scoring,
    gradient_ascent,
    newton,
    survey_of,
)
from mlebook.datasets import load_seed_points

FIVE = load_seed_points()
HEAVY = np.random.default_rng(3).standard_cauchy(30) + 0.5


def bowl(t):
    """The hill -(x**2 + 100 y**2)/2, without its information."""
    weights = np.array([1.0, 100.0])
    return -(weights * t**2).sum(-1) / 2, -weights * t


def cauchy(t):
    """A Cauchy location: the expected information is n/2, the observed another."""
    z = HEAVY - t
    slope = (2 * z / (1 + z**2)).sum(-1, keepdims=True)
    information = np.broadcast_to([[HEAVY.size / 2]], (*t.shape, 1))
    return -np.log1p(z**2).sum(-1), slope, information


def curvature(t):
    """The observed information of the Cauchy location."""
    z = HEAVY - t
    return (2 * (1 - z**2) / (1 + z**2) ** 2).sum(-1)


def test_each_step_follows_the_slope():
    """By step_size times the slope, no more: the path is the formula's."""
    climb = gradient_ascent(bowl, [1.0, 1.0], step_size=0.015)
    by_hand = np.array([1.0, 1.0]) * np.array([1 - 0.015, 1 - 1.5])
    assert_allclose(climb.path[1], by_hand, rtol=1e-15)
    assert_array_equal(climb.path[-1], climb.theta)
    assert climb.converged


@pytest.mark.parametrize("step_size", [0.0195, 0.01, 0.002])
def test_the_gain_left_decides_not_the_length_of_a_step(step_size):
    """With and without the information less than the tolerance is left, however short the steps."""
    with_information = lambda t: (*bowl(t), np.broadcast_to(np.diag([1.0, 100]), (2, 2)))  # noqa: E731
    for survey in (bowl, with_information):
        climb = gradient_ascent(survey, [1.0, 1.0], step_size=step_size)
        assert climb.converged
        assert 0 <= -climb.value < 1e-9
        assert -climb.value > 1e-10  # and it did not go on for nothing


def test_a_step_too_long_runs_away_and_leaves_a_path_to_draw():
    """Beyond 2/100 each step overshoots by more; no warning, no error, not converged."""
    climb = gradient_ascent(bowl, [1.0, 1.0], step_size=0.021)
    assert not climb.converged
    y = np.abs(np.array(climb.path)[:-1, 1])
    assert np.all(np.diff(y) > 0)
    forth_and_back = gradient_ascent(bowl, [0.0, 1.0], step_size=0.02, max_steps=50)
    assert not forth_and_back.converged
    assert len(forth_and_back.path) == 51


def test_with_backtracking_no_step_is_too_long():
    """Each gains at least a quarter of what its slope promises."""
    climb = gradient_ascent(bowl, [1.0, 1.0], step_size=1.0, backtrack=True)
    assert climb.converged
    for here, there in zip(climb.path, climb.path[1:], strict=False):
        promise = (bowl(here)[1] * (there - here)).sum()
        assert bowl(there)[0] - bowl(here)[0] >= promise / 4 - 1e-15


def test_a_step_out_of_the_parameter_space_is_a_fall():
    """Plain ascent ends there; with backtracking it never goes there."""
    survey = survey_of(Normal(0, 1), FIVE)
    gone = gradient_ascent(survey, [2.0, 1.0], step_size=1.0)
    assert not gone.converged
    assert gone.theta[1] <= 0
    assert gone.value == -np.inf
    climb = gradient_ascent(survey, [2.0, 1.0], step_size=1.0, backtrack=True)
    assert_allclose(climb.theta, Normal.fit(FIVE).theta, atol=1e-4)
    assert np.all(np.array(climb.path)[:, 1] > 0)


def test_a_hill_that_rises_for_ever_has_no_top_for_any_climb():
    """The steps grow short, but in sum they lead anywhere."""

    def ramp(t):
        return -np.exp(-t[..., 0]), np.exp(-t), np.exp(-t)[..., None]

    def with_constant(t):
        return *ramp(t)[:2], np.ones((*t.shape, 1))

    for survey in (ramp, lambda t: ramp(t)[:2]):
        assert not gradient_ascent(survey, [0.0], step_size=1.0, max_steps=2000).converged
    assert not fisher_scoring(with_constant, [0.0]).converged
    assert not fisher_scoring(ramp, [0.0]).converged


def test_a_batch_climbs_as_each_would_alone():
    """Those that have arrived, or left, wait for the others."""
    starts = np.array([[1.0, 1.0], [0.0, 0.0], [5.0, -3.0], [np.nan, 1.0]])
    measured = lambda t: (*bowl(t), np.broadcast_to(np.diag([1.0, 100]), (*t.shape, 2)))  # noqa: E731
    for survey in (bowl, measured):
        climbs = gradient_ascent(survey, starts, step_size=0.005)
        assert_array_equal(climbs.converged, [True, True, True, False])
        for i in range(3):
            alone = gradient_ascent(survey, starts[i], step_size=0.005)
            assert_array_equal(climbs.theta[i], alone.theta)
    with pytest.raises(ValueError, match=r"^step_size must be positive, got 0$"):
        gradient_ascent(bowl, [1.0, 1.0], step_size=0)


def test_level_ground_that_is_no_summit_is_no_top():
    """On the saddle of t**2/2 - t**4/4 the slope is 0, but the information is negative."""
    double = lambda t: (  # noqa: E731
        (t**2 / 2 - t**4 / 4)[..., 0],
        t - t**3,
        (3 * t**2 - 1)[..., None],
    )
    assert not gradient_ascent(double, [0.0], step_size=0.1, max_steps=10).converged
    assert gradient_ascent(double, [0.1], step_size=0.1).converged


def test_scoring_is_slower_than_newton_and_ends_as_near():
    """Its steps shrink by a fixed share, and it counts all of those to come."""
    scoring = fisher_scoring(cauchy, [0.0])
    newtons = newton(lambda t: (*cauchy(t)[:2], curvature(t)[..., None, None]), [0.0])
    assert scoring.converged
    assert len(scoring.path) > len(newtons.path)
    slope = cauchy(scoring.theta)[1][0]
    assert slope**2 / curvature(scoring.theta) / 2 < 1e-9
    assert_allclose(scoring.theta, newtons.theta, atol=1e-5)
    steps = np.diff(np.array(scoring.path)[:, 0])
    share = 1 - curvature(scoring.theta) / (HEAVY.size / 2)
    assert_allclose(steps[-2] / steps[-3], share, rtol=0.01)


def test_scoring_counts_the_gain_of_the_steps_to_come():
    """Each step leaves 0.9 of the way, so ten times the next promise is left, not once."""
    survey = lambda t: (-(t[..., 0] ** 2) / 2, -t, np.full((*t.shape, 1), 10.0))  # noqa: E731
    climb = fisher_scoring(survey, [1.0])
    assert climb.converged
    assert -survey(climb.theta)[0] < 1e-9


def test_scoring_a_binomial_is_newton_in_the_log_odds():
    """On p itself it arrives in one step, since (k/n - p) is slope by information."""
    survey = survey_of(Binomial(10, 0.5), [3.0, 4.0], kind="expected")
    assert_allclose(fisher_scoring(survey, [0.9]).path[1], [0.35], rtol=1e-14)


def test_a_survey_speaks_for_a_batch_inside_and_outside():
    """Outside it is minus infinity; inside it is what the point says."""
    survey = survey_of(Normal(0, 1), FIVE)
    theta = np.array([[3.0, 0.5], [3.0, -0.5], [3.0, 0.0], [np.inf, 1.0]])
    value, slope, information = survey(theta)
    assert_array_equal(value[1:], -np.inf)
    inside = Normal(3.0, 0.5)
    assert_array_equal(value[0], inside.log_likelihood(FIVE))
    assert_array_equal(slope[0], inside.score(FIVE))
    assert_array_equal(information[0], inside.observed_information(FIVE))
    expected = survey_of(Normal(0, 1), FIVE, kind="expected")(theta)[2]
    assert_array_equal(expected[0], inside.fisher_information(5))
    with pytest.raises(ValueError, match=r"^kind must be 'observed' or 'expected', got 'both'$"):
        survey_of(Normal(0, 1), FIVE, kind="both")


def test_probabilities_that_add_up_to_more_than_one_are_outside():
    """The last cannot be negative."""
    survey = survey_of(Categorical([0.2, 0.5, 0.3]), [0, 1, 1, 2])
    heights = survey(np.array([[0.25, 0.5], [0.6, 0.6], [-0.1, 0.5], [1.2, -0.4]]))[0]
    assert_array_equal(np.isfinite(heights), [True, False, False, False])


def test_newton_climbs_a_model_in_its_own_coordinates():
    """The first step from rate 1 is U/J = 6/9; the top is the mean."""
    climb = newton(survey_of(Poisson(1), [1, 2, 6]), [1.0])
    assert_allclose(climb.path[1], [1 + 6 / 9], rtol=1e-15)
    assert_allclose(climb.theta, [3.0], rtol=1e-10)

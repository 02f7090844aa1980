"""Two populations in one sample: formulas, published fits, EM, order, what is held, and no top."""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chi2
from sklearn.mixture import GaussianMixture

from mlebook import (
    Binomial,
    Categorical,
    Exponential,
    Mixture,
    Model,
    NoMaximum,
    Normal,
    NotConverged,
    Poisson,
    em,
    likelihood_ratio_test,
    profile_interval,
    profiles,
    standard_error,
)

DEATHS = np.repeat(np.arange(10.0), [162, 267, 271, 185, 111, 61, 27, 8, 3, 1])
START = Mixture([0.3, 0.7], Poisson([1.0, 2.5]))
TWO = Mixture([0.3, 0.7], Normal([0.0, 5.0], [1.0, 1.5])).sample((300,), np.random.default_rng(1))
nan = np.nan


def test_the_deaths_of_women_over_eighty_are_two_poissons():
    """The counts of Hasselblad (1969); the numbers were found by other code, EM run to its end."""
    fit = Mixture.fit(DEATHS, start=START)
    assert_allclose(fit.theta, [0.359886, 1.256096, 2.663405], atol=1e-6)
    assert_allclose(fit.log_likelihood(DEATHS), -1989.94586, atol=1e-5)
    assert np.all(np.abs(fit.score(DEATHS) * standard_error(fit, DEATHS)) < 1e-8)


def test_em_climbs_to_the_same_top_in_two_thousand_steps():
    """And knows that a thousand short steps are left while its own steps look like nothing."""
    climb = em(
        lambda theta: START.at(theta).em_step(DEATHS).theta,
        lambda theta: START.at(theta).log_likelihood(DEATHS),
        START.theta,
    )
    fit = Mixture.fit(DEATHS, start=START)
    assert climb.converged
    assert 1500 < len(climb.path) < 3000
    assert 0 <= fit.log_likelihood(DEATHS) - climb.value < 2e-9
    assert_allclose(climb.theta, fit.theta, atol=1e-4)


def test_a_step_of_em_by_hand():
    """Counts 0 and 2 under halves of rates 1 and 2: who is responsible, and what follows."""
    of_first = np.array([1 / (1 + np.exp(-1)), 1 / (1 + 4 * np.exp(-1))])
    point = Mixture([0.5, 0.5], Poisson([1.0, 2.0]))
    assert_allclose(point.responsibilities([0, 2])[:, 0], of_first, rtol=1e-14)
    step = point.em_step([0, 2])
    assert_allclose(step.weights, [of_first.mean(), 1 - of_first.mean()], rtol=1e-14)
    rates = [2 * of_first[1] / of_first.sum(), 2 * (1 - of_first[1]) / (2 - of_first.sum())]
    assert_allclose(step.rate, rates, rtol=1e-14)
    held = point.em_step([0, 2], rate=[1.0, nan], weights=[0.2, 0.8])
    assert_allclose(held.theta, [0.2, 1.0, rates[1]], rtol=1e-14)


def test_normals_agree_with_scikit_learn():
    """As far as its tolerance goes; ours is the higher."""
    fit = Mixture.fit(TWO, start=Mixture([0.5, 0.5], Normal([0.0, 4.0], [1.0, 1.0])))
    peer = GaussianMixture(
        2, tol=1e-10, max_iter=5000, reg_covar=0, random_state=0, means_init=[[0], [4]]
    )
    peer.fit(TWO[:, None])
    assert_allclose(fit.weights, peer.weights_, rtol=1e-3)
    assert_allclose(fit.mu, peer.means_[:, 0], atol=1e-3)
    assert_allclose(fit.sigma, np.sqrt(peer.covariances_[:, 0, 0]), rtol=1e-3)
    height = peer.score(TWO[:, None]) * TWO.size
    assert height - 1e-9 < fit.log_likelihood(TWO) < height + 1e-6


@pytest.mark.parametrize(
    "point",
    [
        Mixture([0.2, 0.5, 0.3], Normal([0.0, 4.0, 7.0], [1.0, 2.0, 0.5])),
        Mixture([0.2, 0.5, 0.3], Exponential([0.3, 1.0, 4.0])),
        Mixture([1.0], Normal([3.0], [2.0])),
    ],
)
def test_the_formulas_hold_for_any_number_of_components(point):
    """One, or three, of one parameter or two; the names are in the order of theta."""
    x = np.abs(TWO[:40]) + 0.1
    assert_allclose(point.scores(x), Model.scores(point, x), rtol=1e-7, atol=1e-8)
    numerical = Model.observed_information(point, x)
    assert_allclose(point.observed_information(x), numerical, rtol=1e-6, atol=1e-5)
    assert_array_equal(point.at(point.theta).theta, point.theta)
    assert len(point.parameter_names) == point.theta.size


def test_one_component_is_the_component():
    """Nothing is mixed."""
    fit = Mixture.fit(TWO, start=Mixture([1.0], Normal([0.0], [1.0])))
    assert_allclose(fit.theta, Normal.fit(TWO).theta, rtol=1e-9)


def test_components_come_back_in_the_order_of_their_first_parameter():
    """Whichever way round the start was."""
    swapped = Mixture([0.7, 0.3], Poisson([2.5, 1.0]))
    fit, same = Mixture.fit(DEATHS, start=START), Mixture.fit(DEATHS, start=swapped)
    assert_allclose(same.theta, fit.theta, rtol=1e-9)
    assert same.rate[0] < same.rate[1]
    assert_allclose(swapped.log_likelihood(DEATHS), START.log_likelihood(DEATHS), rtol=1e-14)


def test_many_starts_are_one_batch():
    """The caller takes the highest top; here two starts lead to the same.

    One with equal components leads nowhere, and is nan.
    """
    starts = Mixture([0.5, 0.5], Normal([[0.0, 5.0], [1.0, 1.0], [-2.0, 8.0]], 2.0))
    fits = Mixture.fit(TWO[:100], start=starts, on_failure="nan")
    alone = Mixture.fit(TWO[:100], start=starts[0])
    assert_allclose(fits[0].theta, alone.theta, rtol=1e-9)
    assert_allclose(fits[2].theta, alone.theta, rtol=1e-9)
    assert np.isnan(fits[1].theta).all()


@pytest.mark.parametrize(
    "held",
    [
        {"weights": [0.5, nan]},
        {"weights": [nan, 0.5]},
        {"weights": [0.5, 0.5]},
        {"rate": [1.0, nan]},
        {"rate": [nan, 3.0]},
        {"rate": [1.0, nan], "weights": [0.25, nan]},
    ],
)
def test_what_is_held_stays_and_the_rest_is_a_top(held):
    """To the last digit; and the score vanishes where nothing is held."""
    fit = Mixture.fit(DEATHS, start=START)
    restricted = Mixture.fit(DEATHS, start=fit, **held)
    for name, value in held.items():
        wanted, got = np.array(value), getattr(restricted, name)
        assert_array_equal(got[~np.isnan(wanted)], wanted[~np.isnan(wanted)])
    steepness = np.abs(restricted.score(DEATHS) * standard_error(fit, DEATHS))
    is_held = np.array(["weights" in held, *~np.isnan(held.get("rate", [nan, nan]))])
    assert np.all(steepness[~is_held] < 1e-8)
    assert np.all(steepness[is_held] > 0.01)


def test_profiles_of_weights_and_components_exist():
    """Their ends lose what the likelihood ratio says."""
    fit = Mixture.fit(TWO, start=Mixture([0.5, 0.5], Normal([0.0, 4.0], [1.0, 1.0])))
    for name in fit.parameter_names:
        interval = profile_interval(fit, TWO, parameter=name)
        for end in (interval.lower, interval.upper):
            test = likelihood_ratio_test(fit, TWO, **fit.holding(name, end))
            assert_allclose(test.statistic, 3.841458820694124, rtol=1e-7)


def test_the_components_do_not_change_places_behind_ones_back():
    """Rate 2.5 is the best for a second component; held as the first, it has no top."""
    fit = Mixture.fit(DEATHS, start=START)
    assert Mixture.fit(DEATHS, start=fit, rate=[nan, 2.5]).rate[0] < 2.5
    with pytest.raises(NotConverged, match="the components change places"):
        Mixture.fit(DEATHS, start=fit, rate=[2.5, nan])


@pytest.mark.parametrize(
    ("x", "start", "error", "message"),
    [
        (
            TWO,
            Mixture([0.01, 0.99], Normal([TWO[0], 4.0], [1e-3, 2.0])),
            NoMaximum,
            rf"^Mixture.fit: .* as sigma -> 0 in component 0, at x = {TWO[0]:.6g}: another start",
        ),
        (DEATHS, Mixture([0.5, 0.5], Poisson([2.0, 2.0])), NotConverged, "components 0 and 1 run"),
        (np.tile([1.0, 2, 2, 3], 10), START, NotConverged, "components 0 and 1 run together"),
        (
            TWO[:50],
            Mixture([0.5, 0.5], Normal([3.0, 1000.0], [2.0, 1.0])),
            NotConverged,
            r"weights\[1\] goes to 0: fewer components are as likely",
        ),
    ],
)
def test_where_there_is_no_top_the_reason_is_told(x, start, error, message):
    """A component on one observation, two that agree, one that nobody needs."""
    with pytest.raises(error, match=message):
        Mixture.fit(x, start=start)
    assert np.isnan(Mixture.fit(x, start=start, on_failure="nan").theta).all()


def test_equal_components_have_no_standard_errors():
    """Their information is singular."""
    point = Mixture([0.5, 0.5], Poisson([2.0, 2.0]))
    with pytest.raises(ValueError, match="the information must be positive definite"):
        standard_error(point, DEATHS)


def test_what_is_no_mixture_is_refused():
    """By name, and with what would do."""
    with pytest.raises(
        TypeError, match=r"^start must be a mixture to climb from, as the likelihood"
    ):
        Mixture.fit(DEATHS)
    for components in (3.0, Categorical([[0.5, 0.5]]), Binomial(5, [0.1, 0.2])):
        with pytest.raises(TypeError, match="components must be points of a model of numbers"):
            Mixture([0.5, 0.5], components)
    with pytest.raises(ValueError, match=r"^weights must be as many as components, got 2 and 3$"):
        Mixture([0.5, 0.5], Poisson([1.0, 2.0, 3.0]))
    with pytest.raises(ValueError, match=r"^x\[0\] must be a whole number, 0 or more, got 0.5$"):
        Mixture.fit([0.5, 1.0], start=START)
    three = Mixture([0.2, 0.3, 0.5], Poisson([1.0, 2.0, 5.0]))
    with pytest.raises(ValueError, match="the last of the weights cannot be held alone"):
        Mixture.fit(DEATHS, start=three, weights=[nan, nan, 0.5])
    with pytest.raises(TypeError, match="Mixture has no parameter 'mu'; it has weights, rate"):
        Mixture.fit(DEATHS, start=START, mu=1.0)


def test_a_mixture_is_a_point_like_any_other():
    """Copied, pickled, indexed and printed."""
    points = Mixture([[0.3, 0.7], [0.5, 0.5]], Poisson([1.0, 2.5]))
    for same in (copy.deepcopy(points), pickle.loads(pickle.dumps(points))):
        assert_array_equal(same.theta, points.theta)
    assert_array_equal(points[1].weights, [0.5, 0.5])
    assert repr(START) == "Mixture(weights=[0.3, 0.7], components=Poisson(rate=[1. , 2.5]))"
    assert type(START) is type(points)
    assert_array_equal(START.components.rate, [1.0, 2.5])
    assert_array_equal(START.holding("rate[1]", 3.0)["rate"], [nan, 3.0])


def test_draws_come_from_each_component_as_often_as_its_weight_says():
    """Within 4 standard errors; components that do not overlap tell themselves apart."""
    points = Mixture([[0.3, 0.7], [0.9, 0.1]], Normal([0.0, 100.0], [1.0, 2.0]))
    x = points.sample((20_000,), np.random.default_rng(2))
    assert x.shape == (2, 20_000)
    is_second = x > 50
    assert np.all(np.abs(is_second.mean(-1) - [0.7, 0.1]) < 4 * np.sqrt(0.25 / 20_000))
    for spread, where in ((1.0, ~is_second), (2.0, is_second)):
        own = x[0][where[0]]
        assert abs(own.std() / spread - 1) < 4 / np.sqrt(2 * own.size)


def test_a_step_to_where_no_mixture_is_found_is_taken_half_way_back(monkeypatch):
    """The first step from 1.26 leads to 2.17, beyond the other rate; 43 points were looked at."""
    look, looks = profiles._Search.profile, []
    monkeypatch.setattr(
        profiles._Search, "profile", lambda *args: looks.append(found := look(*args)) or found
    )
    fit = Mixture.fit(DEATHS, start=START)
    interval = profile_interval(fit, DEATHS, parameter="rate[0]")
    assert np.isnan(looks[0][1][1])
    assert len(looks) < 8
    z2 = chi2.ppf(0.95, 1)
    for end in (interval.lower, interval.upper):
        held = Mixture.fit(DEATHS, start=fit, rate=[end, nan])
        drop = 2 * (fit.log_likelihood(DEATHS) - held.log_likelihood(DEATHS))
        assert_allclose(drop, z2, rtol=1e-6)

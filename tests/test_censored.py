"""Censored data: by hand, in both tails, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from scipy.special import ndtr

from mlebook import (
    Cauchy,
    Censored,
    Exponential,
    Gamma,
    LogNormal,
    Model,
    NoMaximum,
    Normal,
    StudentT,
    Weibull,
    covariance,
    likelihood_ratio_test,
    profile_interval,
    standard_error,
)

TIMES = np.array([3.0, 1.0, 6.0, 2.0, 8.0, 5.0, 4.0, 8.0])
EVENTS = np.array([1, 1, 0, 1, 0, 1, 1, 0])
RIGHT = Censored(TIMES, EVENTS)
EVERY_WAY = Censored.between(
    [1.0, 2.0, 0.5, 3.0, -np.inf, 2.5, 4.0, 6.0], [1.0, np.inf, 1.5, 3.0, 2.0, 2.5, 5.0, np.inf]
)
CENSORABLE = [Exponential(0.2), Weibull(1.5, 4.0), LogNormal(1.2, 0.7), Normal(4.0, 2.0)]
of_each = pytest.mark.parametrize("point", [*CENSORABLE, Cauchy(3.0, 1.5)], ids=repr)


def test_the_rate_is_events_over_time_watched():
    """Five events in 37 units of time; the standard error is the rate over root five."""
    fit = Exponential.fit(RIGHT)
    assert_allclose(fit.rate, 5 / 37, rtol=1e-9)
    assert_allclose(standard_error(fit, RIGHT), 5 / 37 / np.sqrt(5), rtol=1e-9)
    assert_allclose(fit.log_likelihood(RIGHT), 5 * np.log(5 / 37) - 5, rtol=1e-14)


@of_each
def test_a_range_enters_by_its_probability(point):
    """Each kind of range against SciPy's distribution function."""
    law = {
        Exponential: lambda p: stats.expon(scale=1 / p.theta[0]),
        Weibull: lambda p: stats.weibull_min(p.theta[0], scale=p.theta[1]),
        LogNormal: lambda p: stats.lognorm(p.theta[1], scale=np.exp(p.theta[0])),
        Normal: lambda p: stats.norm(*p.theta),
        Cauchy: lambda p: stats.cauchy(*p.theta),
    }[type(point)](point)
    chance = law.cdf(EVERY_WAY.upper) - law.cdf(EVERY_WAY.lower)
    wanted = np.where(
        EVERY_WAY.seen, law.logpdf(EVERY_WAY.lower), np.log(np.where(EVERY_WAY.seen, 1, chance))
    )
    assert_allclose(point.log_density(EVERY_WAY), wanted, rtol=1e-12)
    assert_allclose(point.log_likelihood(EVERY_WAY), wanted.sum(), rtol=1e-12)


@of_each
def test_the_formulas_are_the_derivatives(point):
    """For every kind of range, at the fit and beside it."""
    for place in (point, type(point).fit(EVERY_WAY)):
        assert_allclose(place.scores(EVERY_WAY).sum(0), place.score(EVERY_WAY), atol=1e-9)
        assert_allclose(place.score(EVERY_WAY), Model.score(place, EVERY_WAY), atol=1e-7)
        numerical = Model.observed_information(place, EVERY_WAY)
        assert_allclose(place.observed_information(EVERY_WAY), numerical, rtol=1e-6, atol=1e-6)


@of_each
def test_if_everything_was_seen_it_is_the_plain_fit(point):
    """The same estimate, height and standard error as from the times alone."""
    family = type(point)
    record, plain = family.fit(Censored(TIMES, np.ones(8))), family.fit(TIMES)
    assert_allclose(record.theta, plain.theta, rtol=1e-9)
    everything = Censored(TIMES, np.ones(8))
    assert_allclose(record.log_likelihood(everything), plain.log_likelihood(TIMES), rtol=1e-12)
    assert_allclose(covariance(record, everything), covariance(plain, TIMES), rtol=1e-6, atol=1e-12)


@of_each
def test_the_score_vanishes_at_the_maximum_and_nothing_beats_it(point):
    """In standard errors below 1e-8, for the estimates and around them."""
    fit = type(point).fit(EVERY_WAY)
    steepness = fit.score(EVERY_WAY) * standard_error(fit, EVERY_WAY)
    assert np.all(np.abs(steepness) < 1e-8)
    shift = np.random.default_rng(1).normal(size=(200, fit.theta.size))
    for size in (1e-4, 0.1, 1.0):
        shaken = fit.at_free(fit.free + size * shift)
        assert np.all(shaken.log_likelihood(EVERY_WAY) < fit.log_likelihood(EVERY_WAY))


@of_each
def test_profile_intervals_end_where_the_likelihood_ratio_says(point):
    """Also for censored data."""
    fit = type(point).fit(EVERY_WAY)
    for name in fit.parameter_names:
        interval = profile_interval(fit, EVERY_WAY, parameter=name)
        for end in (interval.lower, interval.upper):
            if np.isfinite(end):
                test = likelihood_ratio_test(fit, EVERY_WAY, **{name: end})
                assert_allclose(test.p_value, 0.05, rtol=1e-6)


@of_each
def test_a_batch_is_a_loop(point):
    """Several records at once, as one with two axes."""
    time = np.random.default_rng(2).uniform(0.5, 9, (3, 12))
    event = np.random.default_rng(3).integers(0, 2, (3, 12))
    fits = type(point).fit(Censored(time, event))
    for i in range(3):
        one = type(point).fit(Censored(time[i], event[i]))
        assert_allclose(fits[i].theta, one.theta, rtol=1e-8)
        errors = standard_error(fits, Censored(time, event), kind="sandwich")
        assert_allclose(
            errors[i], standard_error(one, Censored(time[i], event[i]), kind="sandwich"), rtol=1e-6
        )


def test_each_kind_of_record_knows_its_ranges():
    """To the right, to the left, between, and what was seen."""
    right, left = Censored([1.0, 2.0], [1, 0]), Censored.left([1.0, 2.0], [1, 0])
    assert right.lower.tolist() == [1, 2]
    assert right.upper.tolist() == [1, np.inf]
    assert left.lower.tolist() == [1, -np.inf]
    assert left.upper.tolist() == [1, 2]
    assert repr(EVERY_WAY) == "Censored(8 observations: 3 seen, 2 right, 1 left, 2 between)"


def test_far_tails_keep_their_digits():
    """The chance to lie 38 standard deviations out is 1e-315, and its logarithm is -727."""
    far = Normal(0, 1).log_density(Censored.between([38.0, -39.0], [39.0, -38.0]))
    assert_allclose(far, stats.norm.logsf(38), rtol=1e-13)
    assert_allclose(Normal(0, 1).log_density(Censored([1e3], [0])), -(1e6) / 2, rtol=1e-4)
    assert np.all(np.isfinite(Normal(0, 1).score(Censored([1e3], [0]))))


def test_rounding_is_censoring():
    """Numbers rounded to whole ones: the range of each, not its middle."""
    x = np.random.default_rng(4).normal(5, 0.4, 500)
    rounded = np.round(x)
    middle, ranges = Normal.fit(rounded), Normal.fit(Censored.between(rounded - 0.5, rounded + 0.5))
    assert middle.sigma > 1.15 * ranges.sigma
    assert abs(ranges.sigma - 0.4) < 4 * 0.4 / np.sqrt(2 * 500) * 1.5
    cells, counts = np.unique(rounded, return_counts=True)
    ends = (np.array([cells - 0.5, cells + 0.5]) - ranges.mu) / ranges.sigma
    by_hand = counts @ np.log(ndtr(ends[1]) - ndtr(ends[0]))
    record = Censored.between(rounded - 0.5, rounded + 0.5)
    assert_allclose(ranges.log_likelihood(record), by_hand, rtol=1e-10)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Censored([1.0, 2.0], [1, 2]), r"event\[1\] must be 0 or 1, got 2.0"),
        (lambda: Censored([1.0, np.nan], [1, 0]), r"time\[1\] must be a finite number"),
        (lambda: Censored([1.0, 2.0], [1]), "time and event must be as many as each other"),
        (lambda: Censored.between([3.0], [2.0]), r"lower\[0\] must not be above upper, got 3.0"),
        (lambda: Censored.between([1.0, 2.0], [2.0]), "lower and upper must be as many"),
        (lambda: Censored([1, np.inf], [1, 1]), r"time\[1\] must be a finite number, got inf"),
        (lambda: Censored.left([np.nan], [1]), r"time\[0\] must be a finite number, got nan"),
        (
            lambda: Censored.between([np.inf], [np.inf]),
            r"the value\[0\] must be finite where it was seen",
        ),
        (lambda: Weibull.fit(Censored([0.0, 1.0], [1, 1])), r"x\[0\] must be a finite number abo"),
        (lambda: Exponential.fit(Censored([-1.0, 1.0], [0, 1])), r"lower\[0\] must not be negat"),
        (lambda: covariance(Weibull.fit(RIGHT), RIGHT, kind="expected"), "kind must be 'observed'"),
        (lambda: Gamma.fit(RIGHT), "x must be .*: this model takes no record of censored"),
        (lambda: StudentT.fit(RIGHT), "x must be .*: this model takes no record of censored"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    """Each error names the argument, the rule and the first offender."""
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("model", [Exponential, Weibull, Normal, LogNormal])
def test_without_an_event_there_is_no_estimate(model):
    """The longer the lifetimes, the more likely that nothing was seen."""
    with pytest.raises(NoMaximum, match="no observation was seen in full"):
        model.fit(Censored([1.0, 2.0], [0, 0]))
    time = np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 4.0]])
    fits = model.fit(Censored(time, [[0, 0, 0], [1, 1, 0]]), on_failure="nan")
    assert np.isnan(fits.theta[0]).all()
    assert np.isfinite(fits.theta[1]).all()


@pytest.mark.parametrize("model", [Exponential, Weibull, LogNormal])
def test_a_time_below_0_has_no_probability(model):
    """Known only to lie below 0, no lifetime does: the likelihood is 0 everywhere."""
    with pytest.raises(ValueError, match=r"upper\[0\] must be above 0, got 0\.0"):
        model.fit(Censored.left([0.0, 1.0, 2.0], [0, 1, 1]))


def test_an_event_at_time_0_is_one_to_an_exponential():
    """In a record as outside of it."""
    x = [0.0, 1.0, 2.0]
    record, point = Censored(x, [1, 1, 1]), Exponential(2)
    assert_allclose(point.log_density(record), point.log_density(x), rtol=1e-12)
    assert_allclose(point.log_likelihood(record), point.log_likelihood(x), rtol=1e-12)


@pytest.mark.parametrize("width", [1e-4, 1e-6, 1e-8, 1e-10, 1e-13])
@pytest.mark.parametrize("model", [Normal, Weibull, LogNormal, Cauchy])
def test_a_narrow_range_is_as_good_as_the_value(model, width):
    """Where the two ends' probabilities agree in most of their digits."""
    x = Weibull(2, 1).sample(50, np.random.default_rng(1)) + 0.1
    exact, record = model.fit(x), Censored.between(x, x * (1 + width))
    fit = model.fit(record)
    assert_allclose(fit.theta, exact.theta, atol=10 * width + 1e-7)
    assert_allclose(standard_error(fit, record), standard_error(exact, x), rtol=10 * width + 1e-7)


def test_a_record_of_equal_values_has_an_estimate_if_the_rest_is_held():
    """One event at 3, with sigma held: the mean is 3."""
    assert_allclose(Normal.fit(Censored([3.0], [1]), sigma=1).mu, 3, rtol=1e-9)
    both = Censored.between([-1.0, -1.0], [1.0, 1.0])
    assert_allclose(Normal.fit(both, sigma=1).mu, 0, atol=1e-9)


@pytest.mark.parametrize(
    ("time", "event"), [([1, 1, 3, 5], [1, 1, 1, 1]), ([1, 1, 3, 4, 0], [1, 1, 1, 1, 0])]
)
def test_half_of_what_was_seen_at_one_place_leaves_a_cauchy_without_a_top(time, event):
    """In a record too: as scale -> 0 over the two 1s, two others hold the likelihood down."""
    with pytest.raises(ValueError, match=r"Cauchy\.fit"):
        Cauchy.fit(Censored(time, event))

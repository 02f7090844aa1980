"""What every model promises; formulas are held against the numerical defaults of the base class."""

import re
from itertools import chain, combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from specimens import SAMPLES, SPECIMENS

from mlebook import (
    Model,
    NoMaximum,
    SufficientModel,
    aic,
    bootstrap,
    delta_method,
    likelihood_ratio_test,
    penalised_fit,
    profile_interval,
    score_test,
    standard_error,
    wald_test,
)

ROUNDING = 1e-15
"""Of a coefficient that is nearly 0 by chance, which is as exact as those of order 1 beside it."""


def of_each(specimens):
    """A test of each specimen."""
    return pytest.mark.parametrize("specimen", specimens, ids=lambda s: s.model.__name__)


every_model = of_each(SPECIMENS)
model_of_samples = of_each(SAMPLES)  # those of rows keep these promises in tests/test_regression.py
regular_model = of_each([s for s in SPECIMENS if "irregular" not in s.exceptions])
irregular_model = of_each([s for s in SPECIMENS if "irregular" in s.exceptions])


fisher_model = of_each(
    [s for s in SPECIMENS if not {"irregular", "fisher_information"} & set(s.exceptions)]
)


def near(point, seed=1):
    """Four points at random around a point, a batch."""
    shift = 0.2 * np.random.default_rng(seed).normal(size=(4, point.theta.size))
    return point.at_free(point.free + shift)


def held_subsets(names):
    """Every choice of parameters to hold, from none to all but one."""
    return chain.from_iterable(combinations(names, size) for size in range(len(names)))


@every_model
def test_a_point_survives_the_round_trip_through_its_coordinates(specimen):
    """Theta, free coordinates and fields are three ways to write one point."""
    points = near(specimen.truth)
    assert_array_equal(points.at(points.theta).theta, points.theta)
    assert_allclose(points.at_free(points.free).theta, points.theta, rtol=1e-14)
    assert_array_equal(points[2].theta, points.theta[2])


@every_model
def test_the_density_is_the_referees(specimen):
    """SciPy agrees to rounding, at the truth and around it."""
    x = specimen.draw((), 2)
    assert_allclose(specimen.truth.log_density(x), specimen.referee(specimen.truth, x), rtol=1e-13)
    for point in near(specimen.truth):
        assert_allclose(point.log_density(x), specimen.referee(point, x), rtol=1e-12)


@every_model
def test_the_density_adds_up_to_one(specimen):
    """No constant is missing."""
    assert_allclose(specimen.total(specimen.truth), 1.0, rtol=1e-12)


@every_model
def test_the_log_likelihood_is_the_sum_of_the_log_densities(specimen):
    """For a point, and for a batch of points on a batch of samples."""
    x = specimen.draw((4,), 3)
    for point in (specimen.truth, near(specimen.truth)):
        assert_allclose(point.log_likelihood(x), point.log_density(x).sum(-1), rtol=1e-12)


@regular_model
def test_the_formulas_are_the_derivatives(specimen):
    """Score and information agree with differences, also where the point is no maximum."""
    x = specimen.draw((4,), 4)
    for point in (specimen.truth, near(specimen.truth), specimen.fit(x)):
        assert_allclose(point.scores(x), Model.scores(point, x), rtol=1e-8, atol=1e-8)
        assert_allclose(point.score(x), point.scores(x).sum(-2), rtol=1e-8, atol=1e-8)
        assert_allclose(point.score(x), Model.score(point, x), rtol=1e-8, atol=1e-7)
        numerical = Model.observed_information(point, x)
        assert_allclose(point.observed_information(x), numerical, rtol=1e-7, atol=1e-6)


@of_each([s for s in SPECIMENS if "fisher_information" in s.exceptions])
def test_a_model_without_fisher_information_says_so(specimen):
    """And says what to ask for in its place."""
    assert specimen.exceptions["fisher_information"]
    with pytest.raises(NotImplementedError, match="has no formula for it: use kind='observed'"):
        standard_error(specimen.truth, specimen.draw((), 5), kind="expected")


@regular_model
def test_the_score_vanishes_at_the_maximum(specimen):
    """In units of its own standard deviation it is below 1e-8: no divisor n - 1 would pass."""
    x = specimen.draw((50,), 5)
    fit = specimen.fit(x)
    assert np.all(np.abs(fit.score(x) * standard_error(fit, x)) < 1e-8)


@every_model
def test_the_fit_beats_every_other_point(specimen):
    """Shaking the estimate never raises the likelihood."""
    x = specimen.draw((), 6)
    fit = specimen.fit(x)
    rng = np.random.default_rng(7)
    for size in (1e-4, 1e-2, 1.0):
        shaken = fit.at_free(fit.free + size * rng.normal(size=(200, fit.theta.size)))
        assert np.all(shaken.log_likelihood(x) < fit.log_likelihood(x))


@irregular_model
def test_an_irregular_model_says_so(specimen):
    """Its score is not zero at the estimate, and standard errors are refused with the reason."""
    x = specimen.draw((), 5)
    fit = specimen.fit(x)
    assert np.all(fit.score(x) != 0)
    assert specimen.exceptions["irregular"]
    with pytest.raises(ValueError, match="has no standard error: the range of the data"):
        standard_error(fit, x)


@regular_model
def test_the_fit_is_the_top_whatever_is_held_fixed(specimen):
    """For each choice of held parameters the formula agrees with the generic climb."""
    x = specimen.draw((), 8)
    fit = specimen.fit(x)
    for names in held_subsets(fit.parameter_names):
        held = specimen.holding(fit, names)
        formula = specimen.fit(x, **held)
        for name in names:
            j = fit.position(name)
            assert_allclose(formula.theta[j], 0.9 * fit.theta[j], rtol=1e-15)
        if not names or "generic_climb" not in specimen.exceptions:
            start, known = specimen.truth, specimen.truth.known
            climb = Model.maximise.__func__(specimen.model, x, start=start, **known, **held)
            assert_allclose(formula.theta, climb.theta, rtol=1e-7)


@regular_model
def test_at_a_restricted_fit_the_score_vanishes_in_the_other_directions(specimen):
    """The held coordinate alone is still steep."""
    x = specimen.draw((), 8)
    fit = specimen.fit(x)
    for name in fit.parameter_names:
        j = fit.position(name)
        restricted = specimen.fit(x, **specimen.holding(fit, [name]))
        steepness = restricted.score(x) * standard_error(fit, x)
        assert abs(steepness[j]) > 0.1
        assert np.all(np.abs(np.delete(steepness, j)) < 1e-8)


@regular_model
def test_holding_a_parameter_on_a_grid_gives_its_profile(specimen):
    """Each point of the profile is the fit with the parameter held there; none beats the fit."""
    x = specimen.draw((), 9)
    fit = specimen.fit(x)
    name = fit.parameter_names[0]
    grid = fit.theta[0] * np.linspace(0.8, 1.2, 5)
    profile = specimen.fit(x, **fit.holding(name, grid))
    heights = profile.log_likelihood(x)
    for i, value in enumerate(grid):
        one = specimen.fit(x, **fit.holding(name, value))
        assert_allclose(profile[i].theta, one.theta, rtol=1e-13)
    assert_allclose(heights[2], fit.log_likelihood(x), rtol=1e-12)
    assert np.all(heights[[0, 1, 3, 4]] < heights[2])


@regular_model
def test_the_profile_interval_ends_where_the_likelihood_ratio_says(specimen):
    """At both ends the statistic of the test is the squared quantile, and in between it is less."""
    x = specimen.draw((3,), 21)
    fit = specimen.fit(x)
    for name in fit.parameter_names:
        interval = profile_interval(fit, x, parameter=name, level=0.9)
        for end in (interval.lower, interval.upper):
            test = likelihood_ratio_test(fit, x, **fit.holding(name, end))
            assert_allclose(test.statistic, 2.7055434540954, rtol=1e-7)
        assert np.all(interval.covers(fit.theta[..., fit.position(name)]))
        one = profile_interval(fit[1], x[1], parameter=name, level=0.9)
        assert_allclose([one.lower, one.upper], [interval.lower[1], interval.upper[1]], rtol=1e-9)


@fisher_model
def test_the_three_tests_agree_near_the_estimate(specimen):
    """For a hypothesis a twentieth of a standard error away they differ by less than a tenth."""
    x = specimen.draw((), 22)
    fit = specimen.fit(x)
    for j, name in enumerate(fit.parameter_names):
        near_by = fit.theta[j] + standard_error(fit, x)[j] / 20
        held = fit.holding(name, near_by)
        statistics = [
            test(fit, x, **held).statistic
            for test in (likelihood_ratio_test, score_test, wald_test)
        ]
        assert_allclose(statistics, 1 / 400, rtol=0.1)


@model_of_samples
def test_weights_count_an_observation_as_often_as_they_say(specimen):
    """Twice is twice; never is as if it were not there."""
    if not issubclass(specimen.model, SufficientModel):
        assert specimen.exceptions["weights"]
        return
    x = specimen.draw((), 23)
    weights = np.arange(len(x)) % 3
    weighted = specimen.model.statistics(x, weights=weights, **specimen.truth.known)
    repeated = np.repeat(x, weights, axis=0)
    fit = specimen.fit(repeated)
    assert_allclose(specimen.fit(weighted).theta, fit.theta, rtol=1e-13)
    assert_allclose(fit.log_likelihood(weighted), fit.log_likelihood(repeated), rtol=1e-13)
    for bad, message in ((-1.0, "must be finite and not negative"), (np.nan, "must be finite")):
        with pytest.raises(ValueError, match=rf"^weights\[1\] {message}"):
            specimen.model.statistics(x, weights=[1, bad] + [1] * 58, **specimen.truth.known)
    with pytest.raises(ValueError, match="weights must be as many as the observations"):
        specimen.model.statistics(x, weights=[1, 2], **specimen.truth.known)


@every_model
def test_a_batch_is_a_loop(specimen):
    """Fitting four samples at once gives what fitting them one by one gives."""
    x = specimen.draw((2, 2), 10)
    fits = specimen.fit(x)
    assert fits.batch_shape == (2, 2)
    for index in np.ndindex(2, 2):
        one = specimen.fit(x[index])
        assert_allclose(fits[index].theta, one.theta, rtol=1e-14, atol=ROUNDING)
        assert_allclose(fits.log_likelihood(x)[index], one.log_likelihood(x[index]), rtol=1e-13)
        assert_allclose(fits.score(x)[index], one.score(x[index]), atol=1e-10)
        for kind in specimen.kinds:
            error = standard_error(one, x[index], kind=kind)
            assert_allclose(standard_error(fits, x, kind=kind)[index], error, rtol=1e-10)


@every_model
def test_points_and_samples_broadcast(specimen):
    """A column of points over a row of samples is a surface, for every promise."""
    x = specimen.draw((3,), 11)
    points = near(specimen.truth)[:, None]
    assert points.log_likelihood(x).shape == (4, 3)
    assert points.score(x).shape == (4, 3, specimen.truth.theta.size)
    assert_allclose(points.log_likelihood(x)[1, 2], points[1, 0].log_likelihood(x[2]), rtol=1e-13)
    assert_allclose(points.score(x)[1, 2], points[1, 0].score(x[2]), rtol=1e-11, atol=1e-10)


@model_of_samples
def test_the_order_of_the_observations_does_not_matter(specimen):
    """Independent and identically distributed observations carry no order."""
    x = specimen.draw((), 12)
    shuffled = np.random.default_rng(13).permutation(x)
    fit = specimen.fit(x)
    assert_allclose(specimen.fit(shuffled).theta, fit.theta, rtol=1e-12)


@every_model
def test_statistics_may_stand_where_data_stand(specimen):
    """A fit, a height, a score and a standard error need no more than the statistics."""
    if not issubclass(specimen.model, SufficientModel):
        return
    x = specimen.draw((4,), 14)
    s = specimen.model.statistics(x, **specimen.truth.known)
    fit = specimen.fit(s)
    assert_array_equal(fit.theta, specimen.fit(x).theta)
    assert_array_equal(fit.log_likelihood(s), fit.log_likelihood(x))
    assert_array_equal(fit.score(s), fit.score(x))
    for kind in ("observed", "expected") if not fit.irregular else ():
        assert_array_equal(standard_error(fit, s, kind=kind), standard_error(fit, x, kind=kind))


@fisher_model
def test_the_score_has_mean_zero_and_the_information_as_its_variance(specimen):
    """Within 4 standard errors: a right formula fails about once in 5,000 seeds."""
    replicates = 20_000
    x = specimen.draw((replicates,), 15)
    information = specimen.fisher_information()
    root = np.linalg.cholesky(information)
    scaled = np.linalg.solve(root, specimen.truth.score(x)[..., None])[..., 0]
    assert np.all(np.abs(scaled.mean(0)) < 4 / np.sqrt(replicates))
    variance = scaled.T @ scaled / replicates
    error = np.sqrt(np.mean(scaled**4) / replicates)
    assert np.all(np.abs(variance - np.eye(len(root))) < 4 * error)


@fisher_model
def test_the_observed_information_has_the_fisher_information_as_its_mean(specimen):
    """Within 4 standard errors of the simulation, entry by entry."""
    x = specimen.draw((20_000,), 16)
    observed = specimen.truth.observed_information(x)
    expected = specimen.fisher_information()
    error = observed.std(0) / np.sqrt(len(observed))
    assert np.all(np.abs(observed.mean(0) - expected) <= 4 * error + 1e-9 * np.abs(expected))


@regular_model
def test_a_coordinate_as_a_function_has_its_own_standard_error(specimen):
    """The delta method adds nothing to what is there: slopes 1 and 0, and the same covariance."""
    x = specimen.draw((3,), 24)
    fit = specimen.fit(x)
    found = delta_method(fit, x, function=lambda point: point.theta)
    assert_array_equal(found.estimate, fit.theta)
    assert_allclose(found.standard_error, standard_error(fit, x), rtol=1e-8)
    first = delta_method(fit[0], x[0], function=lambda point: point.theta[..., 0])
    assert_allclose(first.standard_error, standard_error(fit[0], x[0])[0], rtol=1e-8)


@regular_model
def test_aic_counts_the_parameters_and_the_height(specimen):
    """2 k - 2 log-likelihood; a parameter that was held costs nothing."""
    x = specimen.draw((3,), 24)
    fit = specimen.fit(x)
    price, names = aic(fit, x) + 2 * fit.log_likelihood(x), fit.parameter_names
    assert_allclose(price, 2 * len(names), rtol=1e-12)
    price = aic(fit, x, held=names[:1]) + 2 * fit.log_likelihood(x)
    assert_allclose(price, 2 * len(names) - 2, rtol=1e-12, atol=1e-12)


@regular_model
@pytest.mark.parametrize("parametric", [False, True])
def test_the_bootstrap_spreads_as_widely_as_the_standard_error_says(specimen, parametric):
    """To a third, by the quartiles of 400 resamples, which are good to a tenth."""
    x = specimen.draw((), 25)
    fit = specimen.fit(x)
    rng = np.random.default_rng(26)
    fits = bootstrap(fit, x, n_resamples=400, rng=rng, parametric=parametric)
    assert fits.batch_shape == (400,)
    quartiles = np.nanquantile(fits.theta, [0.25, 0.75], axis=0)
    spread = (quartiles[1] - quartiles[0]) / 1.349
    assert_allclose(np.log(spread / standard_error(fit, x)), 0, atol=1 / 3)


@regular_model
def test_a_prior_that_prefers_nothing_changes_nothing(specimen):
    """The penalised fit is then the fit."""
    x = specimen.draw((3,), 27)
    fit = specimen.fit(x)
    flat = lambda point: np.zeros(point.batch_shape)  # noqa: E731
    start = specimen.truth if "start" in specimen.exceptions else None
    again = penalised_fit(specimen.model, x, prior=flat, start=start, **specimen.truth.known)
    assert_allclose(again.theta, fit.theta, rtol=1e-7)


@model_of_samples
def test_draws_have_the_shape_asked_for_after_that_of_the_batch(specimen):
    """And the same seed gives the same draws."""
    rng = np.random.default_rng(17)
    assert near(specimen.truth).sample((3, 5), rng).shape == (4, 3, 5, *specimen.event_shape)
    assert specimen.truth.sample(7, rng).shape == (7, *specimen.event_shape)
    again = [specimen.truth.sample(7, np.random.default_rng(18)) for _ in range(2)]
    assert_array_equal(*again)


@every_model
def test_a_replicate_without_a_maximum_is_nan_and_leaves_the_others_alone(specimen):
    """In an array nan is failure; for one fit it is an error that names the replicate."""
    if specimen.without_maximum is None:
        assert specimen.exceptions["without_maximum"]
        return
    x = specimen.draw_with_failure(19)
    fits = specimen.fit(x, on_failure="nan")
    assert np.isnan(fits.theta[1]).any()
    others = specimen.fit(x[[0, 2]])
    assert_allclose(fits[[0, 2]].theta, others.theta, rtol=1e-14, atol=ROUNDING)
    if not fits.irregular:
        assert np.isnan(standard_error(fits, x)[1]).any()
        assert_allclose(standard_error(fits, x)[0], standard_error(fits[0], x[0]), rtol=1e-13)
    with pytest.raises(NoMaximum, match=r"fit, replicate \(1,\): "):
        specimen.fit(x)


@model_of_samples
def test_bad_data_raise_even_where_failures_become_nan(specimen):
    """A nan among the observations is a mistake of the caller, not a sample without a maximum."""
    x = specimen.draw((3,), 20)
    entry = (2, 5, *(0 for _ in specimen.event_shape))
    name = f"{specimen.model.data_names[0]}[{', '.join(map(str, entry))}]"
    for bad in (np.nan, np.inf):
        x[entry] = bad
        with pytest.raises(ValueError, match=rf"^{re.escape(name)} must be .*, got {bad}$"):
            specimen.fit(x, on_failure="nan")


@every_model
def test_a_point_cannot_be_changed(specimen):
    """Neither its fields nor the entries of their arrays."""
    points, name = near(specimen.truth), next(iter(specimen.truth.parameters))
    with pytest.raises(AttributeError, match="cannot assign"):
        setattr(points, name, 0.5)
    with pytest.raises(ValueError, match="read-only"):
        getattr(points, name)[0] = 0.5


@every_model
def test_no_parameter_bears_the_name_of_an_option(specimen):
    """Keywords of `fit` are parameters, except two; and a prior is none."""
    assert not {"on_failure", "start", "prior"} & set(specimen.model.parameters)

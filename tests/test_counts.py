"""Counts, waiting times and categories by hand, at their edges and on real data."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, stats

from mlebook import (
    Bernoulli,
    Binomial,
    Categorical,
    Exponential,
    NoMaximum,
    Normal,
    Poisson,
    Uniform,
    likelihood_ratio_test,
    profile_interval,
    score_test,
    standard_error,
    wald_interval,
    wald_test,
)
from mlebook.datasets import load_alpha_particles, load_blood_groups, load_horse_kicks


def test_two_counts_of_five_by_hand():
    """3 and 4 of 5: p = 7/10, score at 1/2 is 7/.5 - 3/.5 = 8, information 10/.25 = 40."""
    fit, half = Binomial.fit([3, 4], n_trials=5), Binomial(5, 0.5)
    assert fit.p == 0.7
    assert_array_equal(half.score([3, 4]), [8])
    assert_array_equal(half.observed_information([3, 4]), [[40]])
    assert_array_equal(half.fisher_information(2), [[40]])
    assert_allclose(half.log_likelihood([3, 4]), np.log(10 * 5 / 2**10), rtol=1e-14)


def test_a_count_is_as_good_as_its_trials():
    """The score of 7 in 10 is that of ten flips; the heights differ by log C(10, 7)."""
    count, flips = Binomial(10, 0.6), np.repeat([1, 0], [7, 3])
    assert_allclose(count.score([7]), Bernoulli(0.6).score(flips))
    difference = count.log_likelihood([7]) - Bernoulli(0.6).log_likelihood(flips)
    assert_allclose(difference, np.log(120), rtol=1e-13)


def test_the_number_of_trials_is_known_and_no_parameter():
    """It stands in neither theta nor the score, and has to be said."""
    points = Binomial([10, 20], 0.5)
    assert points.parameter_names == ("p",)
    assert points.theta.shape == (2, 1)
    assert repr(points[0]) == "Binomial(n_trials=10, p=0.5)"
    assert_array_equal(points.at(np.array([[0.1], [0.2]])).n_trials, [10, 20])
    with pytest.raises(
        TypeError, match=r"^say what n_trials is: Binomial.fit\(..., n_trials=...\)$"
    ):
        Binomial.fit([3, 4])
    with pytest.raises(
        ValueError, match=r"^n_trials must be that of the statistics, 5.0, got 6.0$"
    ):
        Binomial(6, 0.5).score(Binomial.statistics([3, 4], n_trials=5))
    with pytest.raises(ValueError, match=r"^n_trials must be a whole number, at least 1, got 2.5$"):
        Binomial(2.5, 0.5)
    for bad in (6.0, -1.0, 2.5):
        with pytest.raises(ValueError, match=rf"from 0 to n_trials, got {bad}$"):
            Binomial.fit([3, bad], n_trials=5)


def test_the_horse_kicks_as_published():
    """Rate .61, error .0552; Wald (.502, .718) and profile (.508, .725), from other code."""
    kicks = load_horse_kicks()
    x = Poisson.statistics(kicks.deaths, weights=kicks.ten_corps)
    fit = Poisson.fit(x)
    assert fit.rate == 0.61
    assert_allclose(standard_error(fit, x), [0.0552], atol=5e-5)
    wald, profile = (
        wald_interval(fit, x, parameter="rate"),
        profile_interval(fit, x, parameter="rate"),
    )
    assert_allclose([wald.lower, wald.upper], [0.502, 0.718], atol=5e-4)
    assert_allclose([profile.lower, profile.upper], [0.508, 0.725], atol=5e-4)
    others = Poisson.fit(Poisson.statistics(kicks.deaths, weights=kicks.fourteen_corps))
    assert_allclose(others.rate, 0.70, rtol=1e-15)


def test_the_alpha_particles_as_published():
    """3.8715 with standard error .0385; 3.87 is Rutherford and Geiger's."""
    alpha = load_alpha_particles()
    x = Poisson.statistics(alpha.particles, weights=alpha.intervals)
    fit = Poisson.fit(x)
    assert_allclose(fit.rate, 3.8715, atol=5e-5)
    assert_allclose(standard_error(fit, x), [0.0385], atol=5e-5)


def test_no_events_at_all_have_rate_zero():
    """The maximum lies on the edge: likelihood 1, slope -n from inside, a one-sided interval."""
    fit = Poisson.fit([0, 0, 0])
    assert fit.rate == 0
    assert fit.log_likelihood([0, 0, 0]) == 0
    assert_array_equal(fit.score([0, 0, 0]), [-3])
    assert_array_equal(standard_error(fit, [0, 0, 0]), [0])
    interval = profile_interval(fit, [0, 0, 0], parameter="rate")
    assert interval.lower == 0
    assert_allclose(interval.upper, 1.9599639845**2 / 6, rtol=1e-9)  # 2 n rate = z**2


@pytest.mark.parametrize("bad", [-1.0, 0.5])
def test_what_is_no_count_is_refused(bad):
    """With its place."""
    with pytest.raises(ValueError, match=rf"^x\[1\] must be a whole number, 0 or more, got {bad}$"):
        Poisson.fit([1, bad])


def test_waiting_times_by_hand():
    """1, 2, 6: rate 1/3, information 3 / (1/9) = 27; the profile interval against SciPy's root."""
    x = [1.0, 2.0, 6.0]
    fit = Exponential.fit(x)
    assert_allclose(fit.rate, 1 / 3, rtol=1e-15)
    assert_allclose(fit.observed_information(x), [[27]], rtol=1e-15)
    drop = lambda r: 2 * (3 * np.log(1 / 3) - 3 - 3 * np.log(r) + 9 * r) - stats.chi2.ppf(0.95, 1)  # noqa: E731
    interval = profile_interval(fit, x, parameter="rate")
    roots = optimize.brentq(drop, 1e-6, 1 / 3), optimize.brentq(drop, 1 / 3, 5)
    assert_allclose([interval.lower, interval.upper], roots, rtol=1e-9)


def test_times_that_are_all_zero_have_no_rate():
    """And a negative time is refused."""
    with pytest.raises(NoMaximum, match=r"all times are 0: .* as rate -> infinity"):
        Exponential.fit([0.0, 0.0])
    with pytest.raises(ValueError, match=r"^x\[0\] must be a finite time, 0 or more, got -1.0$"):
        Exponential.fit([-1.0])


def test_blood_groups_by_hand():
    """Proportions; and variance p (1 - p) / n, covariance -p q / n, the textbook's."""
    x = Categorical.from_counts(load_blood_groups().people)
    fit = Categorical.fit(x)
    p = np.array([342, 500, 187]) / 1029
    assert_allclose(fit.p, p, rtol=1e-15)
    assert_allclose(standard_error(fit, x), np.sqrt(p * (1 - p) / 1029)[:2], rtol=1e-13)
    assert_allclose(fit.log_likelihood(x), np.sum([342, 500, 187] * np.log(p)), rtol=1e-15)


def test_held_probabilities_leave_the_others_their_proportions():
    """With p[0] = 1/2 held, counts 1, 2, 1 share the other half as 2 to 1."""
    x = Categorical.from_counts([1, 2, 1])
    fit = Categorical.fit(x, p=[0.5, np.nan, np.nan])
    assert_allclose(fit.p, [1 / 2, 1 / 3, 1 / 6], rtol=1e-15)
    last = Categorical.fit(x, p=[np.nan, np.nan, 0.1])
    assert_allclose(last.p, [0.3, 0.6, 0.1], rtol=1e-15)


def test_a_category_that_nobody_fell_into_has_probability_zero():
    """On the edge; it is counted only where the table says that it exists."""
    x = Categorical.from_counts([3, 0, 1])
    fit = Categorical.fit(x)
    assert_array_equal(fit.p, [0.75, 0, 0.25])
    assert_array_equal(standard_error(fit, x)[1], 0)
    assert fit.log_likelihood([0, 0, 2, 0]) == 3 * np.log(0.75) + np.log(0.25)
    assert fit.log_likelihood([1]) == -np.inf
    with pytest.raises(ValueError, match=r"^x\[0\] must be below the number of categories, 3"):
        fit.log_likelihood([3])
    with pytest.raises(ValueError, match=r"^x\[1\] must be a category's number, got 0.5$"):
        Categorical.fit([0, 0.5])


@pytest.mark.parametrize("p", [[0.5, 0.6], [0.2, 0.2]])
def test_probabilities_add_up_to_one(p):
    """Or the point is none."""
    with pytest.raises(ValueError, match=r"^the sum of p must be 1, got"):
        Categorical(p)


def test_draws_fall_into_the_categories_in_proportion():
    """Within 4 standard errors, category by category."""
    truth = Categorical([0.2, 0.5, 0.3])
    x = truth.sample(100_000, np.random.default_rng(3))
    share = np.bincount(x.astype(int), minlength=3) / 100_000
    assert np.all(np.abs(share - truth.p) < 4 * np.sqrt(truth.p * (1 - truth.p) / 100_000))


def test_the_uniform_likelihood_jumps_to_its_top():
    """0 below the largest observation, (1/upper)**n from there on, falling."""
    x = [1.0, 2.0, 5.0]
    grid = Uniform([4.999, 5.0, 6.0])
    assert_allclose(grid.log_likelihood(x), [-np.inf, -3 * np.log(5), -3 * np.log(6)])
    assert Uniform.fit(x).upper == 5.0
    assert_array_equal(Uniform.fit(x).score(x), [-3 / 5])
    assert_array_equal(Uniform.fit(x).observed_information(x), [[-3 / 25]])
    assert np.isnan(Uniform(4.0).score(x)).all()


def test_inference_that_rests_on_a_parabola_refuses_the_uniform():
    """With the reason."""
    x = [1.0, 2.0, 5.0]
    for refused in (
        lambda: wald_interval(Uniform.fit(x), x),
        lambda: profile_interval(Uniform.fit(x), x, parameter="upper"),
    ):
        with pytest.raises(ValueError, match=r"Uniform has no standard error: the range"):
            refused()


def test_hypotheses_on_probabilities_count_what_is_free():
    """Of three probabilities two are free: holding all holds two, holding one or the last one."""
    x = Categorical.from_counts([10, 20, 30])
    fit = Categorical.fit(x)
    all_of_them = likelihood_ratio_test(fit, x, p=[0.2, 0.3, 0.5])
    expected = 60 * np.array([0.2, 0.3, 0.5])
    counts = np.array([10, 20, 30])
    assert all_of_them.df == 2
    assert_allclose(all_of_them.statistic, 2 * np.sum(counts * np.log(counts / expected)))
    pearson = np.sum((counts - expected) ** 2 / expected)
    neyman = np.sum((counts - expected) ** 2 / counts)
    assert_allclose(score_test(fit, x, p=[0.2, 0.3, 0.5]).statistic, pearson, rtol=1e-12)
    assert_allclose(wald_test(fit, x, p=[0.2, 0.3, 0.5]).statistic, neyman, rtol=1e-12)
    assert likelihood_ratio_test(fit, x, p=[0.2, np.nan, 0.5]).df == 2
    assert likelihood_ratio_test(fit, x, p=[np.nan, np.nan, 0.5]).df == 1
    for test in (score_test, wald_test):
        assert test(fit, x, p=[0.2, np.nan, 0.5]).df == 2
        with pytest.raises(ValueError, match="must be put to likelihood_ratio_test"):
            test(fit, x, p=[np.nan, np.nan, 0.5])


def test_an_empty_last_category_has_no_standard_error_and_says_nan():
    """The others would be wrong; put it elsewhere, and they are right."""
    last, first = Categorical.from_counts([3, 2, 0]), Categorical.from_counts([0, 3, 2])
    assert np.isnan(standard_error(Categorical.fit(last), last)).all()
    assert_allclose(standard_error(Categorical.fit(first), first)[1] ** 2, 0.6 * 0.4 / 5)


def test_labels_are_counted_in_as_many_categories_as_the_point_has():
    """Also those that nobody fell into."""
    fit = Categorical([0.5, 0.4, 0.1])
    labels = [0, 0, 0, 1, 1]
    assert fit.refit(labels).p.shape == (3,)
    assert likelihood_ratio_test(fit.refit(labels), labels, p=[0.5, 0.4, 0.1]).df == 2


def test_statistics_know_their_trials_and_take_no_weights_afterwards():
    """A fit with another number of trials is refused, and so are late weights."""
    s = Binomial.statistics([3, 4], n_trials=5)
    with pytest.raises(ValueError, match="n_trials must be that of the statistics"):
        Binomial.fit(s, n_trials=8)
    with pytest.raises(ValueError, match="n_trials must be a whole number"):
        Binomial.statistics([3, 4], n_trials=4.5)
    with pytest.raises(TypeError, match="say what n_trials is"):
        Binomial.statistics([3, 4])
    with pytest.raises(ValueError, match="weights must be given with the observations"):
        Bernoulli.statistics(Bernoulli.statistics([0, 1]), weights=[1, 2])


def test_a_test_that_rests_on_chi_squared_refuses_the_uniform():
    """Its statistic has another distribution."""
    with pytest.raises(ValueError, match="Uniform has no standard error"):
        likelihood_ratio_test(Uniform.fit([1.0, 2.0]), [1.0, 2.0], upper=3.0)


def test_an_observation_of_weight_zero_is_not_there():
    """Not even the largest, nor the one that differs."""
    x = Uniform.statistics([1.0, 2.0, 9.0], weights=[1, 1, 0])
    assert Uniform.fit(x).upper == 2.0
    with pytest.raises(NoMaximum, match="observations are equal"):
        Normal.fit(Normal.statistics([1.0, 1.0, 5.0], weights=[1, 1, 0]))


def test_times_of_any_unit_have_a_rate_and_an_error():
    """Up to where their sum overflows, which is told."""
    for unit in (1e-155, 1e155):
        x = unit * np.array([1.0, 2.0, 6.0])
        assert_allclose(Exponential.fit(x).rate * unit, 1 / 3, rtol=1e-14)
    with pytest.raises(ValueError, match="measure it in a larger unit"):
        Exponential.fit([1e308, 1e308])

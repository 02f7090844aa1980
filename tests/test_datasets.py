"""Each table against the summaries that were published with it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, special, stats

from mlebook.datasets import (
    load_alpha_particles,
    load_bearings,
    load_blood_groups,
    load_death_notices,
    load_horse_kicks,
    load_linkage,
    load_mendel_characters,
    load_mendel_plants,
    load_newcomb,
    load_remission,
    load_seed_samples,
)
from mlebook.datasets.table import _as_column


def test_mendels_totals_have_the_ratios_he_gives():
    """And the numbers of seeds or plants that he says he counted, as printed by Bateson (1902)."""
    seven = load_mendel_characters()
    ratios = (seven.dominant / seven.recessive).round(2)
    assert_array_equal(ratios, [2.96, 3.01, 3.15, 2.95, 2.82, 3.14, 2.84])
    totals = seven.dominant + seven.recessive
    assert_array_equal(totals, [7324, 8023, 929, 1181, 580, 858, 1064])
    assert round(seven.dominant.sum() / seven.recessive.sum(), 2) == 2.98


def test_mendels_ten_plants_belong_to_the_totals():
    """Ten plants of the two experiments: 437 and 478 seeds."""
    plants = load_mendel_plants()
    assert_array_equal(plants.plant, np.arange(1, 11))
    assert (plants.round.sum(), plants.wrinkled.sum()) == (336, 101)
    assert (plants.yellow.sum(), plants.green.sum()) == (355, 123)


def test_a_table_prints_with_its_header():
    """In a terminal aligned, in a notebook as a table with header cells."""
    plants = load_mendel_plants()
    lines = repr(plants).splitlines()
    assert lines[0].split() == ["plant", "round", "wrinkled", "yellow", "green"]
    assert len({len(line) for line in lines}) == 1
    html = load_mendel_characters()._repr_html_()
    assert '<th scope="col">dominant form</th>' in html
    assert '<td class="words">yellow</td>' in html
    assert "<td>6022</td>" in html


def test_a_table_cannot_be_changed():
    """The numbers are the source's."""
    with pytest.raises(ValueError, match="read-only"):
        load_mendel_plants().yellow[0] = 0


def test_the_horse_kicks_have_the_published_means():
    """.61 among ten corps, .70 among fourteen; the variance among fourteen is .76 (over n)."""
    kicks = load_horse_kicks()
    ten = np.repeat(kicks.deaths, kicks.ten_corps)
    fourteen = np.repeat(kicks.deaths, kicks.fourteen_corps)
    assert (ten.size, ten.sum(), fourteen.size, fourteen.sum()) == (200, 122, 280, 196)
    assert (ten.mean(), fourteen.mean()) == (0.61, 0.70)
    assert round(fourteen.var(), 4) == 0.76


def test_the_alpha_particles_have_the_published_mean():
    """10097 particles in 2608 intervals, 3.87 in each, and the tail 4, 0, 1, 1 kept apart."""
    alpha = load_alpha_particles()
    total, n = (alpha.particles * alpha.intervals).sum(), alpha.intervals.sum()
    assert (total, n) == (10097, 2608)
    assert round(total / n, 2) == 3.87
    assert_array_equal(alpha.intervals[-4:], [4, 0, 1, 1])
    assert_array_equal(alpha.particles, np.arange(15))


def test_the_blood_groups_are_those_of_1029_people():
    """342, 500 and 187."""
    groups = load_blood_groups()
    assert list(groups.group) == ["M", "MN", "N"]
    assert groups.people.sum() == 1029


def gamma_shape(x):
    """Where log(shape) - digamma(shape) is the log of the mean less the mean of the logs."""
    gap = np.log(x.mean()) - np.log(x).mean()
    return optimize.brentq(lambda a: np.log(a) - special.digamma(a) - gap, 1e-3, 1e3)


def weibull_shape(x):
    """Where sum(x**k log x) / sum(x**k) - 1/k is the mean of the logs."""
    y = np.log(x)
    return optimize.brentq(lambda k: np.average(y, weights=x**k) - 1 / k - y.mean(), 0.1, 10)


def test_the_bearings_have_the_known_weibull_fit():
    """(2.1021, 81.878), quoted with these data: 48.40 or 48.80 in the seventh place move it."""
    x = load_bearings().million_revolutions
    assert (x.size, x[6]) == (23, 48.48)
    assert_array_equal(x, np.sort(x))
    shape = weibull_shape(x)
    scale = np.mean(x**shape) ** (1 / shape)
    assert (round(shape, 4), round(scale, 3)) == (2.1021, 81.878)
    log_likelihood = stats.weibull_min.logpdf(x, shape, scale=scale).sum()
    assert_allclose(log_likelihood, -113.691, rtol=0, atol=5e-4)


def test_the_bearings_have_the_known_fits_of_three_other_distributions():
    """Gamma (4.0254, 17.942 for the scale), lognormal and exponential, by their log-likelihoods."""
    x = load_bearings().million_revolutions
    shape = gamma_shape(x)
    assert (round(shape, 4), round(x.mean() / shape, 3)) == (4.0254, 17.942)
    normal_of_logs = stats.norm.logpdf(np.log(x), np.log(x).mean(), np.log(x).std())
    log_likelihoods = [
        stats.gamma.logpdf(x, shape, scale=x.mean() / shape).sum(),
        (normal_of_logs - np.log(x)).sum(),
        stats.expon.logpdf(x, scale=x.mean()).sum(),
    ]
    assert_allclose(log_likelihoods, [-113.029, -113.129, -121.435], rtol=0, atol=5e-4)


def test_newcombs_measurements_have_the_known_mean_and_spread():
    """66 values with mean 26.212 and standard deviation (over n) 10.664, in Stigler's order."""
    x = load_newcomb().deviation
    assert x.size == 66
    assert_allclose([x.mean(), x.std()], [26.212, 10.664], rtol=0, atol=5e-4)
    assert_array_equal(x[:10], [28, 26, 33, 24, 34, -44, 27, 16, 40, -2])
    t = stats.t.logpdf(x, 2.1311, 27.4018, 3.8104).sum()
    normal = stats.norm.logpdf(x, x.mean(), x.std()).sum()
    assert_allclose([normal, t], [-249.86, -215.38], rtol=0, atol=5e-3)


def test_the_death_notices_are_those_of_three_years():
    """1096 days, 2.157 notices a day; the log-likelihoods of one Poisson and of a mixture."""
    times = load_death_notices()
    assert_array_equal(times.notices, np.arange(10))
    assert times.days.sum() == 365 + 365 + 366
    mean = np.average(times.notices, weights=times.days)
    assert round(mean, 3) == 2.157
    weights, rates = np.array([0.35989, 0.64011]), np.array([1.25610, 2.66340])
    one = stats.poisson.logpmf(times.notices, mean)
    two = np.log(stats.poisson.pmf(times.notices[:, None], rates) @ weights)
    heights = [times.days @ one, times.days @ two]
    assert_allclose(heights, [-2001.398, -1989.946], rtol=0, atol=5e-4)


def test_the_linkage_data_have_the_estimate_that_dempster_laird_and_rubin_print():
    """(15 + sqrt(53809))/394, the root of the score; they print one digit too many."""
    y = load_linkage().animals
    assert y.sum() == 197

    def score(theta):
        return y[0] / (2 + theta) - (y[1] + y[2]) / (1 - theta) + y[3] / theta

    theta = optimize.brentq(score, 0.1, 0.9, xtol=1e-14)
    assert_allclose(theta, (15 + np.sqrt(53809)) / 394, rtol=1e-12)
    assert_allclose(theta, 0.6268214980, rtol=0, atol=5e-10)


def test_the_remissions_have_the_known_rates():
    """9 relapses in 359 weeks and 21 in 182: .02507 and .11538 a week; likelihood ratio 16.485."""
    weeks = load_remission()
    assert_array_equal(weeks.pair, np.arange(1, 22))
    relapses, exposure = weeks.sixmp_event.sum(), weeks.sixmp_time.sum()
    rates = [relapses / exposure, 21 / weeks.placebo_time.sum()]
    assert_allclose(rates, [0.02507, 0.11538], rtol=0, atol=5e-6)
    heights = [9 * np.log(rates[0]), 21 * np.log(rates[1]), -30 * np.log(30 / (359 + 182))]
    assert round(2 * sum(heights), 3) == 16.485
    dropped = 9 / weeks.sixmp_time[weeks.sixmp_event == 1].sum()
    assert_allclose([dropped, 21 / exposure], [0.0826, 0.0585], rtol=0, atol=5e-5)


def test_a_column_is_whole_numbers_or_decimals_or_words():
    """Whatever all its entries can be, in this order."""
    assert _as_column(["1", "2"]).dtype.kind == "i"
    assert_array_equal(_as_column(["1", "-2.50"]), [1.0, -2.5])
    assert list(_as_column(["1", "M"])) == ["1", "M"]


def test_the_seeds_samples_begin_the_same_whatever_their_number():
    """The control for n walks along one sequence; the global generator is left alone."""
    np.random.seed(7)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert_array_equal(load_seed_samples(500)[:50], load_seed_samples())
    assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    assert load_seed_samples(5).shape == (5,)
    with pytest.raises(ValueError, match="n_samples must be a whole number"):
        load_seed_samples(0)

"""Cauchy and Student's t: several tops, tails that end in the normal, and data without a top."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from mlebook import (
    Cauchy,
    NoMaximum,
    Normal,
    NotConverged,
    StudentT,
    likelihood_ratio_test,
    profile_interval,
    standard_error,
)

APART = np.array([-10.0, -9.0, 0.5, 9.5, 10.0, 10.2])
MEASURED = np.array([2.1, 3.5, 2.8, 3.1, 2.9, 9.0, -4.0, 3.3, 2.6, 3.0])


def test_one_degree_of_freedom_is_the_cauchy_distribution():
    """The same density, the same estimate."""
    t, cauchy = StudentT.fit(MEASURED, df=1), Cauchy.fit(MEASURED)
    assert_allclose(t.theta[1:], cauchy.theta, rtol=1e-10)
    assert_allclose(t.log_density(MEASURED), cauchy.log_density(MEASURED), rtol=1e-12)


def test_a_start_leads_to_the_top_above_it_and_none_to_the_highest():
    """With the scale held at 1 the likelihood of scattered data has several tops."""
    grid = np.linspace(-15, 15, 30_001)
    heights = Cauchy(grid, 1.0).log_likelihood(APART)
    is_top = (heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:])
    tops = grid[1:-1][is_top]
    assert len(tops) == 3
    for top in tops:
        found = Cauchy.fit(APART, scale=1, start=Cauchy(top + 0.1, 1))
        assert_allclose(found.loc, top, atol=1e-3)
        assert abs(found.score(APART)[0]) < 1e-8
    highest = Cauchy.fit(APART, scale=1)
    assert_allclose(highest.loc, grid[heights.argmax()], atol=1e-3)


def test_the_highest_top_is_found_among_many():
    """In 200 samples of 7 scattered observations a fine grid never finds a higher point."""
    x = np.random.default_rng(1).uniform(-40, 40, (200, 7))
    fits = Cauchy.fit(x, scale=1)
    grid = np.linspace(-42, 42, 8_401)[:, None]
    best = Cauchy(grid, 1.0).log_likelihood(x).max(0)
    assert np.all(fits.log_likelihood(x) > best - 1e-9)


def test_half_of_the_observations_equal_have_no_estimate():
    """The likelihood rises as the scale goes to 0 at that place."""
    with pytest.raises(NoMaximum, match="2 of 4 observations equal 1: the likelihood has no top"):
        Cauchy.fit([1.0, 1.0, 2.0, 3.0])


def test_large_degrees_of_freedom_lose_no_digits():
    """The log density and the score at 1e3 to 1e9 degrees of freedom, against sixty digits."""
    x = np.array([-2.0, 0.3, 1.7])
    with mpmath.workdps(60):
        for df in (5.0, 1e3, 1e6, 1e9):

            def height(nu):
                constant = mpmath.loggamma((nu + 1) / 2) - mpmath.loggamma(nu / 2)
                constant -= mpmath.log(nu * mpmath.pi) / 2
                tails = [mpmath.log1p(mpmath.mpf(float(v)) ** 2 / nu) for v in x]
                return len(x) * constant - (nu + 1) / 2 * mpmath.fsum(tails)

            point = StudentT(df, 0, 1)
            assert_allclose(point.log_likelihood(x), float(height(mpmath.mpf(df))), rtol=1e-14)
            slope = float(mpmath.diff(height, mpmath.mpf(df)))
            assert_allclose(point.score(x)[0], slope, rtol=1e-6)
            bend = float(mpmath.diff(height, mpmath.mpf(df), 2))
            assert_allclose(-point.observed_information(x)[0, 0], bend, rtol=1e-5)


def test_towards_infinite_degrees_of_freedom_it_is_the_normal_distribution():
    """So data with light tails have no estimate, and are told why."""
    even = np.linspace(-1, 1, 21)
    assert_allclose(
        StudentT.fit(even, df=1e9).log_likelihood(even),
        Normal.fit(even).log_likelihood(even),
        rtol=1e-7,
    )
    with pytest.raises(NoMaximum, match="the tails are no heavier than normal"):
        StudentT.fit(even)


def test_where_the_profile_of_df_never_falls_its_interval_has_no_upper_end():
    """A little heavier than normal: no number of degrees of freedom is too large."""
    x = np.random.default_rng(3).standard_t(8, 60)
    fit = StudentT.fit(x)
    interval = profile_interval(fit, x, parameter="df")
    assert interval.lower > 1
    assert interval.upper == np.inf


def test_scipys_search_finds_no_higher_point():
    """Its simplex agrees to four digits."""
    x = np.random.default_rng(5).standard_t(3, 200) * 2 + 1
    ours, theirs = StudentT.fit(x), stats.t.fit(x)
    assert_allclose(ours.theta, theirs, rtol=1e-3)
    assert ours.log_likelihood(x) >= stats.t.logpdf(x, *theirs).sum() - 1e-9


@pytest.mark.parametrize("model", [Cauchy, StudentT])
@pytest.mark.parametrize(("unit", "origin"), [(1e-9, 0), (1e6, -3e6), (1.0, 1e6), (1e100, 0)])
def test_units_and_origin_do_not_matter(model, unit, origin):
    """The place and the scale follow, the degrees of freedom stay."""
    fit, moved = model.fit(MEASURED), model.fit(origin + unit * MEASURED)
    assert_allclose(moved.scale, unit * fit.scale, rtol=1e-8)
    assert_allclose(moved.loc, origin + unit * fit.loc, rtol=1e-9)
    error = standard_error(moved, origin + unit * MEASURED)[-2:]
    assert_allclose(error, unit * standard_error(fit, MEASURED)[-2:], rtol=1e-7)


@pytest.mark.parametrize("start", [(50, 1e4, 1e-3), (0.05, 2.1, 1e-4), (1e6, 3, 1)])
def test_from_far_away_the_climb_reaches_the_same_top(start):
    """Far outside, close above one observation, and nearly normal."""
    found = StudentT.fit(MEASURED, start=StudentT(*start))
    assert_allclose(found.theta, StudentT.fit(MEASURED).theta, rtol=1e-7)


def test_towards_a_single_observation_the_climb_ends_in_an_error():
    """With so few degrees of freedom the likelihood has no bound there."""
    peak = StudentT(0.02, 2.1, [1e-8, 1e-40, 1e-80])
    assert np.all(np.diff(peak.log_likelihood(MEASURED)) > 0)
    with pytest.raises(NotConverged, match=r"StudentT\.fit: the climb found no top"):
        StudentT.fit(MEASURED, start=peak[0])


def test_one_start_serves_a_batch_of_samples():
    """Each sample has its own top, wherever the climb begins."""
    x = Cauchy(5.0, 2.0).sample((3, 40), np.random.default_rng(30))
    assert_allclose(Cauchy.fit(x, start=Cauchy(5.0, 2.0)).theta, Cauchy.fit(x).theta, rtol=1e-9)


def test_a_held_centre_apart_from_the_ties_leaves_a_scale_to_be_found():
    """Three times 5 seen from 0: s**3/(s**2 + 25)**3 is highest at s = 5."""
    assert_allclose(Cauchy.fit([5.0, 5.0, 5.0], loc=0).scale, 5, rtol=1e-9)
    fits = Cauchy.fit([1.0, 1.0, 3.0], loc=[0.0, 1.0, 2.0], on_failure="nan")
    assert list(np.isnan(fits.scale)) == [False, True, False]
    assert_allclose(fits[0].score([1.0, 1.0, 3.0])[1], 0, atol=1e-9)
    with pytest.raises(NoMaximum, match="2 of 3 observations equal 1"):
        Cauchy.fit([1.0, 1.0, 3.0], loc=1)


def test_a_hypothesis_is_weighed_at_its_highest_top():
    """With the scale held there are several; that above the estimate need not be the highest."""
    x = 3 * np.random.default_rng(3).standard_cauchy(8)
    fit, grid = Cauchy.fit(x), Cauchy(np.linspace(x.min(), x.max(), 100_001), 0.05)
    highest = grid.log_likelihood(x).max()
    statistic = likelihood_ratio_test(fit, x, scale=0.05).statistic
    assert_allclose(statistic, 2 * (fit.log_likelihood(x) - highest), rtol=1e-4)


@pytest.mark.parametrize(("x", "df"), [([1, 1, 1, 2], 3), ([1, 1, 2, 3], 1), ([1, 1, 1, 1, 2], 3)])
def test_towards_ties_the_likelihood_may_rise_for_ever(x, df):
    """As scale -> 0 over k of n that are equal it goes like scale**((n - k) df - k)."""
    near = StudentT(df, 1.0, [1e-3, 1e-6, 1e-9]).log_likelihood(x)
    assert np.all(np.diff(near) > -1e-6)
    with pytest.raises(NoMaximum, match="equal"):
        StudentT.fit(x, df=df)


@pytest.mark.parametrize("df", [1e3, 1e5, 1e8])
def test_the_information_about_many_degrees_of_freedom(df):
    """The trigammas nearly cancel; so they do not in fifty digits."""
    with mpmath.workdps(50):
        nu = mpmath.mpf(df)
        trigammas = mpmath.psi(1, nu / 2) - mpmath.psi(1, (nu + 1) / 2)
        exact = trigammas / 4 - (nu + 5) / (2 * nu * (nu + 1) * (nu + 3))
    assert_allclose(StudentT(df, 0, 1).fisher_information(1)[0, 0], float(exact), rtol=1e-6)


def test_many_tops_are_climbed_where_the_scale_is_held():
    """With one degree of freedom it is the Cauchy distribution, top for top."""
    samples = 5 * np.random.default_rng(seed=3).standard_cauchy((100, 12))
    loc = StudentT.fit(samples, df=1, scale=0.2).loc
    assert_allclose(loc, Cauchy.fit(samples, scale=0.2).loc, rtol=0, atol=1e-9)

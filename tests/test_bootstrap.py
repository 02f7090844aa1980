"""The bootstrap: enumerated by hand, held against SciPy, batches, failures, and what is refused."""

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from readers import Line, ReadersNormal
from scipy import stats
from scipy.special import ndtr, ndtri

from mlebook import (
    Bernoulli,
    Binomial,
    Cauchy,
    Censored,
    Exponential,
    LinearRegression,
    LogisticRegression,
    NoMaximum,
    Normal,
    PoissonRegression,
    Uniform,
    bootstrap,
    bootstrap_interval,
    coverage,
    standard_error,
)
from mlebook.bootstrap_ends import (
    basic_ends,
    bca_ends,
    percentile_ends,
    quantile,
    share_below,
    skewness,
)
from mlebook.resampling import jackknife

FLIPS = np.array([1.0, 1.0, 0.0])
ALL_RESAMPLES = FLIPS[np.array(list(product(range(3), repeat=3)))]  # 27, equally likely
X = np.random.default_rng(1).exponential(2.0, 25)


def rng(seed=1):
    """A fresh generator."""
    return np.random.default_rng(seed)


def test_resamples_come_as_often_as_enumeration_says():
    """0, 1, 2, 3 heads: 1, 6, 12, 8 of 27 ways; each within 4 standard errors."""
    fits = bootstrap(Bernoulli.fit(FLIPS), FLIPS, n_resamples=20_000, rng=rng())
    exact = np.bincount(ALL_RESAMPLES.sum(-1).astype(int)) / 27
    assert_array_equal(exact * 27, [1, 6, 12, 8])
    found = np.bincount(np.round(3 * fits.p).astype(int)) / 20_000
    assert np.all(np.abs(found - exact) < 4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_the_parametric_bootstrap_draws_from_the_fit():
    """Mean and variance of normal draws have their exact laws, within 4 standard errors."""
    fits = bootstrap(Normal.fit(X), X, n_resamples=20_000, rng=rng(), parametric=True)
    sigma = Normal.fit(X).sigma
    assert abs(fits.mu.mean() - X.mean()) < 4 * sigma / np.sqrt(25 * 20_000)
    chi2 = 25 * fits.sigma**2 / sigma**2  # with 24 degrees of freedom: mean 24, variance 48
    assert abs(chi2.mean() - 24) < 4 * np.sqrt(48 / 20_000)
    assert abs(chi2.var() - 48) < 4 * np.std((chi2 - 24) ** 2) / np.sqrt(20_000)


def test_the_whole_bca_of_three_flips_by_hand():
    """All 27 resamples: z0 = Phi^-1(13/27), a = -sqrt(6)/36, and the quantiles that follow."""
    values = ALL_RESAMPLES.mean(-1)
    left_out = jackknife(Bernoulli.fit(FLIPS), FLIPS).p
    assert_allclose(share_below(values, 2 / 3), (1 + 6 + 12 / 2) / 27, rtol=1e-15)
    assert_allclose(skewness(left_out), -np.sqrt(6) / 36, rtol=1e-14)
    z0, a = ndtri(13 / 27), -np.sqrt(6) / 36
    shares = [ndtr(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in ndtri([0.05, 0.95])]
    assert_allclose(bca_ends(values, 2 / 3, left_out, 0.9), np.quantile(values, shares), rtol=1e-13)
    assert_allclose(percentile_ends(values, 0.9), [1 / 3, 1], rtol=1e-13)  # 1.3 of 26 from the end
    assert_allclose(basic_ends(values, 2 / 3, 0.9), [1 / 3, 1], rtol=1e-13)


@pytest.mark.parametrize("kind", ["percentile", "basic", "bca"])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_the_ends_are_scipys_for_the_same_resamples(kind, level):
    """Given one bootstrap distribution, the three formulas agree to rounding."""
    fit = Exponential.fit(X)
    values = bootstrap(fit, X, n_resamples=999, rng=rng(2)).rate
    theirs = stats.bootstrap(
        (X,),
        lambda x, axis: 1 / x.mean(axis),
        n_resamples=0,
        bootstrap_result=stats._resampling.BootstrapResult(None, values, None),
        confidence_level=level,
        method=kind,
    ).confidence_interval
    ours = bootstrap_interval(
        fit, X, parameter="rate", level=level, n_resamples=999, rng=rng(2), kind=kind
    )
    assert_allclose([ours.lower, ours.upper], theirs, rtol=1e-12)
    assert (ours.parameter, ours.level) == ("rate", level)


def test_the_jackknife_leaves_each_observation_out_once():
    """In their order, for one sample and for a batch, and for rows of a table."""
    x = X.reshape(5, 5)
    fits = jackknife(Exponential.fit(x), x)
    for i, r in product(range(5), range(5)):
        assert_allclose(fits.rate[i, r], 1 / np.delete(x[r], i).mean(), rtol=1e-14)
    with pytest.raises(ValueError, match=r"^the data must have at least two observations"):
        jackknife(Exponential.fit([1.0]), [1.0])


def test_rows_of_several_arrays_are_drawn_together():
    """A response never meets the covariates of another row: on a line, every resample is on it."""
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    y = 2 + 3 * np.arange(6.0)
    for given, responses in ((X, y), (X, np.stack([y, 2 * y])), (np.stack([X, X]), y)):
        fit = Line.fit(given, responses, start=Line([2.0, 3.0]))
        beta = bootstrap(fit, given, responses, n_resamples=20, rng=rng()).beta
        beta = beta[~np.isnan(beta).any(-1)]  # the one row six times has no maximum
        assert len(beta) > 15
        assert_allclose(beta / beta[:, :1], np.tile([1, 1.5], (len(beta), 1)), rtol=1e-6)


class NoisyLine(Line):
    """A line that says how to draw responses for a design matrix."""

    def sample(self, X, rng):
        """Normal noise about the line."""
        mean = np.matmul(X, self.beta[..., None])[..., 0]
        return mean + rng.normal(size=mean.shape)


def test_a_parametric_resample_of_a_regression_keeps_its_design_matrix():
    """Least squares: the covariance of the estimates is (X'X)^-1; within 4 standard errors."""
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    y = np.array([0.0, 1.1, 1.9, 3.2, 3.9, 5.1])
    fit = NoisyLine.fit(X, y, start=NoisyLine([0.0, 1.0]))
    fits = bootstrap(fit, X, y, n_resamples=2000, rng=rng(), parametric=True)
    z = (fits.beta - fit.beta) / np.sqrt(np.diag(np.linalg.inv(X.T @ X)))
    assert np.all(np.abs(z.mean(0)) < 4 / np.sqrt(2000))
    assert np.all(np.abs(z.var(0) - 1) < 4 * np.sqrt(2 / 2000))
    with pytest.raises(NotImplementedError, match="Line does not say how to draw"):
        bootstrap(Line([0.0, 1.0]), X, y, n_resamples=2, rng=rng(), parametric=True)


def test_other_data_than_two_arrays_need_a_model_that_says_how_to_draw_them():
    """Nobody knows which of three is the response."""
    with pytest.raises(NotImplementedError, match="Bernoulli must say what sample_like draws"):
        Bernoulli(0.5).sample_like(X, X, X, rng=rng())


@pytest.mark.parametrize("parametric", [False, True])
def test_a_batch_of_fits_has_a_bootstrap_each(parametric):
    """Leading axis n_resamples; each replicate stays with its own data."""
    x = Normal([0.0, 100.0, 200.0], 1.0).sample(12, rng())
    fits = bootstrap(Normal.fit(x), x, n_resamples=50, rng=rng(), parametric=parametric)
    assert fits.batch_shape == (50, 3)
    assert_array_equal(np.round(fits.mu / 100), np.tile([0, 1, 2], (50, 1)))
    assert_allclose(fits.mu.std(0), standard_error(Normal.fit(x), x)[:, 0], rtol=0.4)


def test_replicates_are_resampled_independently():
    """Two equal samples do not share their luck: no correlation, within 4 standard errors."""
    x = np.stack([X, X])
    fits = bootstrap(Exponential.fit(x), x, n_resamples=1000, rng=rng())
    assert abs(np.corrcoef(fits.rate.T)[0, 1]) < 4 / np.sqrt(1000)


@pytest.mark.parametrize("kind", ["percentile", "basic", "bca"])
def test_intervals_of_a_batch_are_those_of_its_members(kind):
    """Whatever their shape, the ends follow from the member's own values."""
    x = X[:24].reshape(2, 2, 6)
    fits = Exponential.fit(x)
    values = bootstrap(fits, x, n_resamples=60, rng=rng(3)).rate
    made = bootstrap_interval(
        fits, x, parameter="rate", level=0.9, n_resamples=60, rng=rng(3), kind=kind
    )
    for i in np.ndindex(2, 2):
        one, mine = fits[i], values[(slice(None), *i)]
        ends = {
            "percentile": lambda mine=mine: percentile_ends(mine, 0.9),
            "basic": lambda mine=mine, one=one: basic_ends(mine, one.rate, 0.9),
            "bca": lambda mine=mine, one=one, i=i: bca_ends(
                mine, one.rate, jackknife(one, x[i]).rate, 0.9
            ),
        }[kind]()
        assert_allclose([made.lower[i], made.upper[i]], ends, rtol=1e-12)


def test_censored_times_are_drawn_with_what_is_known_of_them():
    """A pair of time and event stays a pair: rates are events over time, of resampled rows."""
    time, event = np.array([1.0, 10.0, 100.0, 1000.0]), np.array([1, 0, 1, 0])
    data = Censored(time, event)
    fits = bootstrap(Exponential.fit(data), data, n_resamples=200, rng=rng())
    rows = rng().integers(4, size=(200, 4))
    events = event[rows].sum(-1)
    found = events > 0
    assert_allclose(fits.rate[found], (events / time[rows].sum(-1))[found], rtol=1e-9)
    assert np.isnan(fits.rate[~found]).all()
    left_out = jackknife(Exponential.fit(data), data).rate
    assert_allclose(left_out[0], 1 / 1110, rtol=1e-9)
    with pytest.raises(ValueError, match=r"^censored data cannot be drawn"):
        bootstrap(Exponential.fit(data), data, n_resamples=2, rng=rng(), parametric=True)


def test_a_resample_is_fitted_as_the_sample_was():
    """Of a likelihood with many tops the highest, not the one nearest to the estimate."""
    x = np.random.default_rng(5).standard_cauchy(6) * 3
    fits = bootstrap(Cauchy.fit(x), x, n_resamples=100, rng=rng())
    again = Cauchy.fit(x[rng().integers(6, size=(100, 6))], on_failure="nan")
    assert_array_equal(fits.theta, again.theta)


def test_pieces_do_not_show(monkeypatch):
    """However many resamples are drawn at a time, they are the same; and so are those left out."""
    make = [
        lambda: bootstrap(Exponential.fit(X), X, n_resamples=30, rng=rng()).rate,
        lambda: bootstrap(Normal.fit(X), X, n_resamples=30, rng=rng(), parametric=True).theta,
        lambda: jackknife(Exponential.fit(X), X).rate,
    ]
    whole = [f() for f in make]
    monkeypatch.setattr("mlebook.resampling.PIECE", 100)
    for f, expected in zip(make, whole, strict=True):
        assert_array_equal(f(), expected)


def test_constants_and_held_parameters_stay():
    """Trials are known; a mean that was held is held again."""
    fit = Binomial.fit([3, 4, 5], n_trials=8)
    fits = bootstrap(fit, [3, 4, 5], n_resamples=10, rng=rng())
    assert_array_equal(fits.n_trials, 8)
    held = bootstrap(Normal.fit(X, mu=0), X, n_resamples=10, rng=rng(), held=["mu"])
    assert_array_equal(held.mu, 0)
    free = bootstrap(Normal.fit(X, mu=0), X, n_resamples=10, rng=rng())
    assert np.all(free.mu > 0)
    assert np.all(held.sigma > free.sigma)
    beta = Line.fit(np.eye(2), [1.0, 2.0], start=Line([1.0, 1.0]), beta=[np.nan, 5.0])
    kept = bootstrap(beta, np.eye(2), [1.0, 2.0], n_resamples=9, rng=rng(), held=["beta[1]"]).beta
    assert_array_equal(kept[~np.isnan(kept[:, 0]), 1], 5.0)


def test_a_readers_model_has_a_bootstrap_too():
    """The climb finds what the formula finds, for the same resamples."""
    ours = bootstrap(Normal.fit(X), X, n_resamples=20, rng=rng())
    theirs = bootstrap(ReadersNormal.fit(X), X, n_resamples=20, rng=rng())
    assert_allclose(theirs.theta, ours.theta, rtol=1e-7)


def test_resamples_without_a_maximum_are_never_silent():
    """Nan in the fits; counted in the error of the interval; nan in the interval if so wished."""
    x = np.array([1.0, 2.0, 4.0])
    fits = bootstrap(Normal.fit(x), x, n_resamples=300, rng=rng())
    lost = np.isnan(fits.sigma).sum()
    assert abs(lost - 300 / 9) < 4 * np.sqrt(300 * 8 / 81)
    options = {"parameter": "mu", "n_resamples": 300}
    with pytest.raises(NoMaximum, match=rf"^{lost} of 300 resamples have no maximum$"):
        bootstrap_interval(Normal.fit(x), x, rng=rng(), **options)
    pair = np.stack([np.repeat(x, 20), np.tile([1.0, 1.0, 4.0], 20)])
    pair[1, :-1] = 1.0  # one 4 among many 1: left out of a resample in a third of them
    with pytest.raises(NoMaximum, match=r"of 300 resamples of replicate \(1,\) have no maximum"):
        bootstrap_interval(Normal.fit(pair), pair, rng=rng(), **options)
    made = bootstrap_interval(Normal.fit(pair), pair, rng=rng(), on_failure="nan", **options)
    assert_array_equal(np.isnan(made.lower), [False, True])
    assert_array_equal(np.isnan(made.upper), [False, True])
    assert made.lower[0] < pair[0].mean() < made.upper[0]


def test_leaving_one_out_may_leave_no_maximum():
    """Of two observations, one is left: no normal distribution fits it best."""
    x = np.array([1.0, 2.0])
    values = np.array([[np.nan], [2.0]])
    assert np.isnan(quantile(values, 0.5)).all()
    with pytest.raises(NoMaximum, match="have no maximum"):
        bootstrap_interval(
            Normal.fit(x), x, parameter="mu", n_resamples=99, rng=rng(), kind="bca", level=0.9
        )
    outlier = np.array([0.0] * 39 + [1.0])  # the resamples here all have a 1, by luck of the seed
    with pytest.raises(NoMaximum, match="1 of 40 samples with one observation left out have no"):
        bootstrap_interval(
            Normal.fit(outlier),
            outlier,
            parameter="mu",
            n_resamples=4,
            rng=rng(1),
            kind="bca",
            level=0.5,
        )


@pytest.mark.parametrize("parametric", [False, True])
def test_a_fit_without_an_estimate_has_no_bootstrap_and_leaves_the_others_alone(parametric):
    """Nan for it; and an error where no fit is an estimate."""
    x = np.stack([np.full(25, 3.0), X])
    fits = Normal.fit(x, on_failure="nan")
    made = bootstrap(fits, x, n_resamples=40, rng=rng(), parametric=parametric)
    assert np.isnan(made.theta[:, 0]).all()
    assert not np.isnan(made.theta[:, 1]).any()
    assert abs(made.mu[:, 1].mean() - X.mean()) < 1
    for kind in ("percentile", "basic", "bca")[: 1 if parametric else 3]:
        interval = bootstrap_interval(
            fits, x, parameter="mu", n_resamples=40, rng=rng(), kind=kind, parametric=parametric
        )
        assert_array_equal(np.isnan(interval.lower), [True, False])
    with pytest.raises(ValueError, match=r"^fit must be an estimate, got Normal"):
        bootstrap(fits[0], x[0], n_resamples=40, rng=rng(), parametric=parametric)


def test_at_an_edge_the_bootstrap_is_wrongly_sure_and_bca_has_no_ends():
    """All heads: no resample has a tail, and no flip matters more than another."""
    heads, fit = np.ones(8), Bernoulli.fit(np.ones(8))
    for parametric in (False, True):
        fits = bootstrap(fit, heads, n_resamples=50, rng=rng(), parametric=parametric)
        assert_array_equal(fits.p, 1.0)
    options = {"parameter": "p", "n_resamples": 50, "rng": rng()}
    for kind in ("percentile", "basic"):
        interval = bootstrap_interval(fit, heads, kind=kind, **options)
        assert interval.lower == interval.upper == 1
    with pytest.raises(ValueError, match=r"^kind='bca' has no ends for p: "):
        bootstrap_interval(fit, heads, kind="bca", **options)
    flips = np.stack([heads, np.arange(8.0) % 2])
    batch = bootstrap_interval(Bernoulli.fit(flips), flips, kind="bca", on_failure="nan", **options)
    assert_array_equal(np.isnan(batch.lower), [True, False])


def test_a_formula_that_has_lost_its_meaning_gives_no_ends():
    """All values on one side; or so skew that the denominator changes its sign."""
    values, left_out = np.arange(1.0, 101.0), np.array([1.0, 2.0, 3.0])
    for estimate in (0.0, 101.0):
        assert np.isnan(bca_ends(values, estimate, left_out, 0.9)).all()
    skew = np.array([0.0] * 999 + [-1.0])  # a is nearly 1/6: beyond z = 6 the formula turns over
    for level, is_lost in ((1 - 1e-8, False), (1 - 1e-10, True)):
        lower, upper = bca_ends(values, 50.5, skew, level)
        assert np.isnan(upper) == is_lost
        assert 1 <= lower < 2


def test_a_value_that_differs_by_rounding_counts_as_half_below():
    """The mean of the same numbers in another order is the same mean."""
    values = np.array([1.0, 0.3, 0.1 + 0.2, 0.0])
    assert values[2] > values[1]
    assert share_below(values, 0.3) == share_below(values, 0.1 + 0.2) == 0.5


def test_our_quantile_is_numpys():
    """For every share of every replicate, and for one share of all."""
    values = rng().normal(size=(17, 3, 2))
    share = rng(2).random((3, 2))
    share[0, 0], share[2, 1] = 0, 1
    for i in np.ndindex(3, 2):
        mine = quantile(values, share)[i]
        assert_allclose(mine, np.quantile(values[(slice(None), *i)], share[i]), rtol=1e-14)
    assert_allclose(quantile(values, 0.3), np.quantile(values, 0.3, axis=0), rtol=1e-14)


def test_coverage_of_the_percentile_interval_can_be_simulated():
    """Of the mean of 10 normals: an interval without a t quantile and over n covers less than .95.

    Nearly it is mean ± 1.96 s/sqrt(10): it covers as often as |t| < 1.96 sqrt(9/10), .903; the
    discreteness of 300 resamples and the resampling itself take off a little.
    """
    draws = rng(4)
    found = coverage(
        Normal(5.0, 2.0),
        10,
        lambda fit, x: bootstrap_interval(fit, x, parameter="mu", n_resamples=300, rng=draws),
        replicates=2000,
        rng=draws,
    )
    expected = 1 - 2 * stats.t.sf(1.959964 * np.sqrt(9 / 10), 9)
    assert found.failures == 0
    assert abs(found.value - expected) < 4 * found.error + 0.015


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": 95}, "level must lie between 0 and 1, got 95"),
        ({"kind": "t"}, "kind must be 'percentile', 'basic' or 'bca', got 't'"),
        ({"parameter": "p"}, "parameter must be one of rate, got 'p'"),
        ({"n_resamples": 39}, "n_resamples must be at least 40 for this level, got 39"),
        ({"n_resamples": 100.5}, "n_resamples must be a whole number, at least 1, got 100.5"),
        ({"kind": "bca", "parametric": True}, "kind='bca' needs parametric=False: it leaves out"),
        ({"held": "rate"}, "held must be a collection of names"),
    ],
)
def test_intervals_that_make_no_sense_are_refused(change, message):
    """By the name of the argument, before anything is drawn or after."""
    options = {"parameter": "rate", "n_resamples": 40, "rng": rng(), **change}
    with pytest.raises(ValueError, match=f"^{message}"):
        bootstrap_interval(Exponential.fit(X), X, **options)


def test_the_bootstrap_needs_observations_a_generator_and_a_regular_model():
    """Statistics do not say what the observations were."""
    s = Exponential.statistics(X)
    with pytest.raises(ValueError, match="x must be observations, got ExponentialStatistics"):
        bootstrap(Exponential.fit(s), s, n_resamples=5, rng=rng())
    with pytest.raises(TypeError, match="rng must be"):
        bootstrap(Exponential.fit(X), X, n_resamples=5, rng=1)
    with pytest.raises(ValueError, match="n_resamples must be a whole number, at least 1, got 0"):
        bootstrap(Exponential.fit(X), X, n_resamples=0, rng=rng())
    with pytest.raises(ValueError, match="Uniform has no bootstrap interval: the range of the"):
        bootstrap_interval(Uniform.fit(X), X, parameter="upper", n_resamples=50, rng=rng())


def test_the_bootstrap_of_a_maximum_sits_on_it():
    """A resample holds the largest of n with probability 1 - (1 - 1/n)**n: no continuous law."""
    fits = bootstrap(Uniform.fit(X), X, n_resamples=10_000, rng=rng())
    exact = 1 - (1 - 1 / 25) ** 25
    share = np.mean(fits.upper == X.max())
    assert abs(share - exact) < 4 * np.sqrt(exact * (1 - exact) / 10_000)


# ------------------------------------------------------------------ Rows with weights and offsets
X_WEIGHED = np.column_stack([np.ones(8), np.arange(8.0)])


@pytest.mark.parametrize("model", [LinearRegression, LogisticRegression, PoissonRegression])
def test_rows_are_redrawn_with_their_weights_and_offsets(model):
    """Each resample is the fit to the rows that were drawn, all of them."""
    y = np.array([0.0, 1, 0, 1, 1, 0, 1, 1])
    rows = model.rows(X_WEIGHED, y, weights=[1, 2, 3, 1, 2, 3, 1, 2], offset=np.sin(np.arange(8)))
    fits = bootstrap(model.fit(rows), rows, n_resamples=5, rng=np.random.default_rng(3))
    drawn = np.random.default_rng(3).integers(8, size=(5, 8))
    for chosen, fit in zip(drawn, fits, strict=True):
        own = (a[chosen] for a in (rows.X, rows.y, rows.weights, rows.offset))
        X, y, weights, offset = own
        one = model.fit(model.rows(X, y, weights=weights, offset=offset), on_failure="nan")
        assert_allclose(fit.theta, one.theta, rtol=1e-6)


def test_the_responses_of_a_row_are_drawn_as_often_as_it_weighs():
    """Shares of 400 trials each scatter as 400 trials do: p (1 - p)/400 on the scale of shares."""
    rows = LogisticRegression.rows([[1.0]], [0.25], weights=[400])
    fit = LogisticRegression.fit(rows)
    options = {"n_resamples": 1000, "rng": np.random.default_rng(4), "parametric": True}
    p = bootstrap(fit, rows, **options).mean([[1.0]])[:, 0]
    expected = 0.25 * 0.75 / 400
    assert abs(p.var() / expected - 1) < 4 * np.sqrt(2 / 1000)


def test_offsets_stay_where_responses_are_drawn():
    """The mean of the draws is that of the fit, exposure and all."""
    offset = np.log(np.array([1.0, 10, 100]))
    rows = PoissonRegression.rows(np.ones((3, 1)), [2, 18, 210], offset=offset)
    fit = PoissonRegression.fit(rows)
    options = {"n_resamples": 2000, "rng": np.random.default_rng(5), "parametric": True}
    rate = np.exp(bootstrap(fit, rows, **options).beta[:, 0])
    assert abs(rate.mean() - 230 / 111) < 4 * np.sqrt(230) / 111 / np.sqrt(2000)


def test_weights_that_are_no_counts_say_not_how_much_to_draw():
    """Half a response cannot be drawn; drawing rows is another matter."""
    rows = LinearRegression.rows(X_WEIGHED, np.arange(8) % 3, weights=np.full(8, 0.5))
    fit = LinearRegression.fit(rows)
    options = {"n_resamples": 3, "rng": np.random.default_rng(6)}
    with pytest.raises(ValueError, match=r"weights\[0\] must be a whole number: as many responses"):
        bootstrap(fit, rows, parametric=True, **options)
    assert np.isfinite(bootstrap(fit, rows, **options).theta).all()
    assert jackknife(fit, rows).batch_shape == (8,)

"""Penalised fits: against conjugate priors, on edges, without a maximum of the likelihood."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from readers import Line, ReadersCoin, ReadersNormal
from scipy import stats

from mlebook import (
    Bernoulli,
    Binomial,
    Categorical,
    Exponential,
    LogisticRegression,
    NegativeBinomial,
    Normal,
    NotConverged,
    Poisson,
    SoftmaxRegression,
    penalised_fit,
)

X = np.random.default_rng(1).normal(5.0, 2.0, 30)
FLIPS = np.repeat([1.0, 0.0], [7, 3])


def beta(a, b):
    """The log density of p, for any model that has one."""
    return lambda point: stats.beta.logpdf(point.p, a, b)


def flat(point):
    """A prior that prefers nothing."""
    return 0 * point.theta[..., 0]


@pytest.mark.parametrize(("a", "b"), [(2, 2), (1.5, 4), (30, 10), (1, 3)])
@pytest.mark.parametrize("successes", range(6))
def test_a_beta_prior_adds_successes_and_failures(a, b, successes):
    """(s + a - 1)/(n + a + b - 2), also where all flips agree; on the edge where that is."""
    flips = (np.arange(5) < successes).astype(float)
    exact = (successes + a - 1) / (5 + a + b - 2)
    assert_allclose(penalised_fit(Bernoulli, flips, prior=beta(a, b)).p, exact, rtol=1e-12)
    counts = np.array([successes, 5.0])
    exact = (successes + 5 + a - 1) / (10 + a + b - 2)
    fit = penalised_fit(Binomial, counts, n_trials=5, prior=beta(a, b))
    assert_allclose(fit.p, exact, rtol=1e-12)
    assert fit.n_trials == 5


def test_three_heads_of_three_need_not_make_certainty():
    """With one head and one tail seen before: four of five."""
    assert_allclose(penalised_fit(Bernoulli, [1, 1, 1], prior=beta(2, 2)).p, 0.8, rtol=1e-12)


@pytest.mark.parametrize("spread", [1e-3, 1.0, 1e3])
def test_a_normal_prior_weighs_the_means_by_their_precisions(spread):
    """With sigma known: (n x_bar/sigma**2 + m/s**2) / (n/sigma**2 + 1/s**2)."""
    prior = lambda point: stats.norm.logpdf(point.mu, 1.0, spread)  # noqa: E731
    fit = penalised_fit(Normal, X, prior=prior, sigma=2.0)
    weights = np.array([30 / 4, spread**-2])
    assert_allclose(fit.mu, weights @ [X.mean(), 1.0] / weights.sum(), rtol=1e-11)
    assert fit.sigma == 2


def test_a_gamma_prior_adds_counts_and_time():
    """(t + a - 1)/(n + b), also where nothing was counted."""
    prior = lambda point: stats.gamma.logpdf(point.rate, 3, scale=1 / 2)  # noqa: E731
    for counts in ([0.0, 0.0, 0.0], [4.0, 1.0, 7.0], [1e6, 2e6, 1e6]):
        exact = (sum(counts) + 2) / 5
        assert_allclose(penalised_fit(Poisson, counts, prior=prior).rate, exact, rtol=1e-12)


def test_a_dirichlet_prior_adds_counts():
    """In proportion to counts[j] + a[j] - 1; also from statistics and from the edge."""
    a = np.array([2.0, 3.0, 4.0])
    prior = lambda point: ((a - 1) * np.log(point.p)).sum(-1)  # noqa: E731
    for counts in ([1.0, 2.0, 1.0], [5.0, 0.0, 0.0], [0.0, 0.0, 3.0], [1000.0, 0.0, 1.0]):
        fit = penalised_fit(Categorical, Categorical.from_counts(counts), prior=prior)
        assert_allclose(fit.p, (counts + a - 1) / (counts + a - 1).sum(), rtol=1e-10)


@pytest.mark.parametrize(
    ("model", "x"),
    [
        (Normal, X),
        (Exponential, np.abs(X)),
        (Bernoulli, FLIPS),
        (Bernoulli, np.ones(4)),
        (Bernoulli, np.zeros(4)),
        (Poisson, np.zeros(3)),
        (Categorical, np.array([0.0, 1.0, 1.0, 2.0])),
        (ReadersNormal, X),
    ],
)
def test_a_flat_prior_changes_nothing(model, x):
    """The top is that of the likelihood, on an edge too."""
    fit = penalised_fit(model, x, prior=flat)
    assert_allclose(fit.theta, model.fit(x).theta, rtol=1e-9)


def test_a_prior_may_push_the_top_onto_the_edge_or_off_it():
    """Beta(2, 1) leaves all heads at 1; a prior that is minus infinity there does not."""
    assert penalised_fit(Bernoulli, np.ones(3), prior=beta(2, 1)).p == 1
    assert_allclose(penalised_fit(Bernoulli, np.ones(3), prior=beta(2, 1.5)).p, 4 / 4.5, rtol=1e-12)


def test_a_prior_may_have_a_maximum_where_the_likelihood_has_none():
    """Equal observations: with -3 log sigma - 1/sigma**2 the top is at sigma**2 = 2/(n + 3)."""
    prior = lambda point: -3 * np.log(point.sigma) - 1 / point.sigma**2  # noqa: E731
    fit = penalised_fit(Normal, [2.0, 2.0, 2.0], prior=prior)
    assert_allclose(fit.theta, [2, np.sqrt(1 / 3)], rtol=1e-11)
    gamma = lambda point: stats.gamma.logpdf(point.rate, 3, scale=1 / 2)  # noqa: E731
    assert_allclose(penalised_fit(Exponential, [0.0, 0.0], prior=gamma).rate, 2, rtol=1e-11)
    statistics = Exponential.statistics([0.0, 0.0])
    start = Exponential(1.0)
    fit = penalised_fit(Exponential, statistics, prior=gamma, start=start)
    assert_allclose(fit.rate, 2, rtol=1e-11)


def test_ridge_regression_is_a_normal_prior():
    """(X'X + I/s**2)^-1 X'y, from rows too few for a maximum of the likelihood."""
    table, y = np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([1.0, 3.0])
    prior = lambda point: -(point.beta**2).sum(-1) / 2 / 0.25  # noqa: E731
    fit = penalised_fit(Line, table, y, prior=prior, start=Line([0.0, 0.0]))
    assert_allclose(
        fit.beta, np.linalg.solve(table.T @ table + 4 * np.eye(2), table.T @ y), rtol=1e-9
    )


def test_a_density_of_the_logarithm_has_its_top_elsewhere():
    """A change of variables adds log sigma: the same belief, another estimate.

    With known mean, n s**2 - (n - 1) sigma**2 = 0 instead of n s**2 - n sigma**2 = 0.
    """
    moved = penalised_fit(Normal, X, prior=lambda point: np.log(point.sigma), mu=5.0)
    exact = np.sqrt(((X - 5) ** 2).sum() / 29)
    assert_allclose(moved.sigma, exact, rtol=1e-12)


def test_a_batch_is_a_loop():
    """Edges and interiors, samples with and without a maximum of the likelihood."""
    flips = np.array([[1, 1, 1, 1], [1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 0]], dtype=float)
    fits = penalised_fit(Bernoulli, flips.reshape(2, 2, 4), prior=beta(2, 3))
    assert_allclose(fits.p.ravel(), (flips.sum(-1) + 1) / 7, rtol=1e-12)
    fits = penalised_fit(Bernoulli, flips, prior=beta(1, 1))
    assert_allclose(fits.p, [1, 0.5, 0, 0.75], rtol=1e-12)
    prior = lambda point: -3 * np.log(point.sigma) - 1 / point.sigma**2  # noqa: E731
    x = np.stack([X, np.full(30, 3.0)])
    both = penalised_fit(Normal, x, prior=prior)
    for i in range(2):
        one = penalised_fit(Normal, x[i], prior=prior)
        assert_allclose(both[i].theta, one.theta, rtol=1e-10)


def test_a_batch_of_priors_is_asked_for_by_a_batch_of_starts():
    """One sample, three strengths of belief."""
    a = np.array([1.0, 2.0, 10.0])
    start = Bernoulli(np.full(3, 0.5))
    fits = penalised_fit(Bernoulli, FLIPS, prior=beta(a, a), start=start)
    assert_allclose(fits.p, (7 + a - 1) / (10 + 2 * a - 2), rtol=1e-12)


def test_a_readers_model_may_have_a_prior():
    """By differences throughout; the coin with all heads leaves its edge."""
    fit = penalised_fit(ReadersCoin, FLIPS, prior=beta(2, 2))
    assert_allclose(fit.p, 8 / 12, rtol=1e-7)
    fit = penalised_fit(ReadersCoin, np.ones(3), prior=beta(2, 2))
    assert_allclose(fit.p, 0.8, rtol=1e-7)


def test_without_a_top_there_is_an_error_or_nan():
    """A prior that rises without bound at p = 0, no success: the replicate is named."""
    flips = np.array([[1.0, 0.0], [0.0, 0.0]])
    with pytest.raises(NotConverged, match=r"^Bernoulli, replicate \(1,\): the climb found no top"):
        penalised_fit(Bernoulli, flips, prior=beta(0.5, 2))
    fits = penalised_fit(Bernoulli, flips, prior=beta(0.5, 2), on_failure="nan")
    assert_allclose(fits.p[0], (1 - 0.5) / (2 + 0.5), rtol=1e-12)
    assert np.isnan(fits.p[1])
    cut = lambda point: np.where(point.p < 0.6, 0.0, -np.inf)  # noqa: E731
    assert_array_equal(
        np.isnan(penalised_fit(Bernoulli, FLIPS, prior=cut, on_failure="nan").p), True
    )


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        (lambda point: 0.0, r"must return one number for each point, shape \(2,\), got \(\)"),
        (lambda point: point.theta, r"must return one number .* \(2,\), got \(2, 1\)"),
        (lambda point: point.p.sum(), r"must return one number .* \(2,\), got \(\)"),
        (lambda point: np.nan * point.p, "must be a number or minus infinity, got "),
        (lambda point: np.inf + point.p, "must be a number or minus infinity, got "),
    ],
)
def test_a_prior_that_is_none_is_refused(prior, message):
    """One that mixes replicates shows it by its shape."""
    flips = np.array([[1.0, 0.0], [0.0, 1.0]])
    with pytest.raises(ValueError, match=rf"^prior {message}"):
        penalised_fit(Bernoulli, flips, prior=prior)


def test_bad_data_and_unknown_names_are_refused_as_by_fit():
    """The same errors."""
    with pytest.raises(ValueError, match=r"^x\[1\] must be 0 or 1, got 2"):
        penalised_fit(Bernoulli, [1, 2], prior=beta(2, 2), on_failure="nan")
    with pytest.raises(TypeError, match="Bernoulli has no parameter 'q'"):
        penalised_fit(Bernoulli, [1, 0], prior=beta(2, 2), q=0.5)
    with pytest.raises(TypeError, match="say what n_trials is"):
        penalised_fit(Binomial, [1, 0], prior=beta(2, 2))


@pytest.mark.parametrize("weights", [None, [1, 2, 1, 1, 1, 2]])
def test_a_penalty_serves_where_responses_are_separated(weights):
    """Which is the advice that the fit itself gives; the slope of the sum is 0 there."""
    X, y = np.column_stack([np.ones(6), np.arange(6.0)]), [0, 0, 0, 1, 1, 1]
    for model in (LogisticRegression, SoftmaxRegression):
        rows = model.rows(X, y, weights=weights)
        ridge = lambda point: -(point.theta**2).sum(-1) / 2  # noqa: E731
        fit = penalised_fit(model, rows, prior=ridge)
        assert_allclose(fit.score(rows) - fit.theta, 0, atol=1e-9)


def test_a_penalty_serves_where_counts_vary_too_little():
    """The size of a negative binomial has no estimate; with a prior it has."""
    prior = lambda point: -point.size - point.mu  # noqa: E731
    fit = penalised_fit(NegativeBinomial, [1, 2, 1, 2], prior=prior)
    assert_allclose(fit.score([1, 2, 1, 2]), 1, rtol=1e-6)


def test_an_edge_that_the_prior_rules_out_is_no_top():
    """All heads, and a prior for coins that favour tails: the density rises up to 1/2 and ends."""
    prior = lambda point: np.where(point.p < 0.5, 0.0, -np.inf)  # noqa: E731
    with pytest.raises(NotConverged):
        penalised_fit(Bernoulli, [1, 1], prior=prior)

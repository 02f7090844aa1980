"""AIC and BIC: by hand, what is counted, and in batches."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from readers import Line
from scipy import stats

from mlebook import (
    Bernoulli,
    Binomial,
    Categorical,
    Censored,
    Exponential,
    Normal,
    Uniform,
    Weibull,
    aic,
    bic,
)

X = np.random.default_rng(1).exponential(2.0, 30)


def test_both_criteria_against_scipys_densities():
    """Whole densities, with every constant, and 2 or log n for each parameter."""
    fit = Normal.fit(X)
    height = stats.norm.logpdf(X, X.mean(), X.std()).sum()
    assert_allclose(aic(fit, X), 4 - 2 * height, rtol=1e-13)
    assert_allclose(bic(fit, X), 2 * np.log(30) - 2 * height, rtol=1e-13)
    height = stats.expon.logpdf(X, scale=X.mean()).sum()
    assert_allclose(aic(Exponential.fit(X), X), 2 - 2 * height, rtol=1e-13)
    assert aic(Exponential.fit(X), X) < aic(Normal.fit(X), X)


def test_what_was_held_and_what_is_known_is_not_counted():
    """One parameter of two; no number of trials; K - 1 probabilities of K."""
    fit = Normal.fit(X, mu=2.0)
    assert_allclose(aic(fit, X, held=["mu"]), 2 - 2 * fit.log_likelihood(X), rtol=1e-14)
    assert_allclose(bic(fit, X, held=["mu"]), np.log(30) - 2 * fit.log_likelihood(X), rtol=1e-14)
    counts = [3.0, 4.0]
    fit = Binomial.fit(counts, n_trials=5)
    assert_allclose(aic(fit, counts), 2 - 2 * fit.log_likelihood(counts), rtol=1e-14)
    assert_allclose(bic(fit, counts), np.log(2) - 2 * fit.log_likelihood(counts), rtol=1e-14)
    groups = [0.0, 1.0, 1.0, 2.0]
    fit = Categorical.fit(groups)
    assert_allclose(aic(fit, groups), 4 - 2 * fit.log_likelihood(groups), rtol=1e-14)
    table, y = np.eye(3), np.array([1.0, 2.0, 3.0])
    fit = Line([1.0, 2.0, 3.0])
    assert_allclose(aic(fit, table, y, held=["beta[0]"]), 4, rtol=1e-14)
    assert_allclose(aic(fit, table, y, held=["beta"]), 0, atol=1e-14)
    assert_allclose(bic(fit, table, y), 3 * np.log(3), rtol=1e-14)


def test_an_estimate_on_the_edge_was_estimated_all_the_same():
    """Three heads of three: the likelihood is 1, and AIC the price of p."""
    assert aic(Bernoulli.fit([1, 1, 1]), [1, 1, 1]) == 2


def test_weights_count_as_observations():
    """Statistics say how many observations they are of."""
    s = Exponential.statistics(X, weights=np.full(30, 2))
    twice = np.concatenate([X, X])
    assert_allclose(bic(Exponential.fit(s), s), bic(Exponential.fit(twice), twice), rtol=1e-13)


def test_censored_observations_count_as_observations():
    """Five times of watching, whatever was seen."""
    data = Censored([1.0, 3.0, 6.0, 2.0, 4.0], [1, 1, 0, 1, 0])
    for model, k in ((Exponential, 1), (Weibull, 2)):
        fit = model.fit(data)
        assert_allclose(bic(fit, data) + 2 * fit.log_likelihood(data), k * np.log(5), rtol=1e-13)


def test_a_batch_is_a_loop_and_failures_stay_nan():
    """One value for each replicate."""
    x = np.stack([X[:15], np.full(15, 3.0), X[15:]])
    fits = Normal.fit(x, on_failure="nan")
    for criterion in (aic, bic):
        batch = criterion(fits, x)
        alone = [criterion(fits[i], x[i]) for i in (0, 2)]
        assert_allclose(batch[[0, 2]], alone, rtol=1e-13)
        assert np.isnan(batch[1])


def test_questions_without_an_answer_are_refused():
    """A name that is no parameter; a model to which the theory does not apply."""
    with pytest.raises(ValueError, match=r"^parameter must be one of mu, sigma, got 'sd'"):
        aic(Normal.fit(X), X, held=["sd"])
    with pytest.raises(ValueError, match=r"^Uniform has no AIC: the range of the data"):
        aic(Uniform.fit(X), X)
    with pytest.raises(ValueError, match=r"^Uniform has no BIC: the range of the data"):
        bic(Uniform.fit(X), X)

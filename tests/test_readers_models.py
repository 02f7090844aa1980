"""Models as readers write them: a density only, in any units, at edges, and without a top."""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from readers import Line, ReadersCoin, ReadersNormal
from scipy.special import gammaln

from mlebook import (
    Bernoulli,
    Model,
    NoMaximum,
    Normal,
    NotConverged,
    Positive,
    Real,
    covariance,
    likelihood_ratio_test,
    standard_error,
)


class ReadersCauchy(Model):
    """Heavy tails, and no formula but the density."""

    loc: Real
    scale: Positive

    def log_density(self, x):
        """As on paper."""
        z = (x - self.loc[..., None]) / self.scale[..., None]
        return -np.log(np.pi * self.scale[..., None] * (1 + z**2))


class Slope(Model):
    """One coefficient of a logistic regression: x is the covariate, signed by the answer."""

    b: Real

    def log_density(self, x):
        """Minus log(1 + exp(-b x))."""
        return -np.logaddexp(0, -self.b[..., None] * x)


class Difference(Model):
    """Two parameters of which the data see only the sum."""

    a: Real
    b: Real

    def log_density(self, x):
        """The normal density about a + b, up to a constant."""
        return -((x - self.a[..., None] - self.b[..., None]) ** 2) / 2


HEAVY = np.random.default_rng(3).standard_cauchy(30) + 0.5
X = np.column_stack([np.ones(8), np.arange(8.0)])
Y = np.array([0.1, 0.9, 2.2, 2.8, 4.1, 5.2, 5.8, 7.1])


@pytest.mark.parametrize("unit", [1e-12, 1e-9, 1e-7, 1e-3, 1e3, 1e9, 1e12])
def test_units_do_not_matter_to_a_model_without_formulas(unit):
    """Estimate and standard error are those of unit 1, times the unit."""
    fit, same = ReadersCauchy.fit(HEAVY), ReadersCauchy.fit(unit * HEAVY)
    assert_allclose(same.theta / unit, fit.theta, rtol=1e-7)
    errors = standard_error(same, unit * HEAVY) / unit
    assert_allclose(errors, standard_error(fit, HEAVY), rtol=1e-5)


def test_a_slope_of_zero_everywhere_is_no_obstacle():
    """With sigma held, mu is the common value; in a batch too."""
    assert_allclose(ReadersNormal.fit([2.0, 2.0, 2.0], sigma=1.0).mu, 2.0, rtol=1e-9)
    assert_allclose(ReadersNormal.fit([[2.0, 2, 2], [1, 2, 6]], sigma=1.0).mu, [2, 3], rtol=1e-9)
    assert_allclose(ReadersNormal(2.0, 1.0).score([2.0]), [0.0, -1.0], atol=1e-9)


def test_what_is_held_is_held_to_the_last_digit():
    """Not the exponential of a logarithm of it."""
    assert ReadersNormal.fit([1.0, 2.0, 6.0], sigma=3.0).sigma == 3.0


def test_a_parameter_may_be_held_at_the_edge_of_its_range():
    """There its free coordinate is infinite, and it does not move."""
    assert ReadersCoin.fit([1, 1, 1], p=1.0).p == 1.0


@pytest.mark.parametrize("x", [[1, 2, 3], [1e6, 2e6, 3e6], [1e-6, 2e-6, 3e-6]])
def test_separated_data_have_no_maximum_in_any_unit(x):
    """The likelihood rises for ever as b grows; no number comes back."""
    with pytest.raises(NotConverged):
        Slope.fit(x)
    with pytest.raises(NotConverged):
        Slope.fit(x, start=Slope(0.0))


def test_a_separated_replicate_leaves_the_others_alone():
    """Its neighbour has the estimate that it has alone."""
    fits = Slope.fit([[100.0, 200, 300], [-1, 2, 0.5]], on_failure="nan")
    assert np.isnan(fits.b[0])
    assert_allclose(fits.b[1], Slope.fit([-1.0, 2, 0.5]).b, rtol=1e-9)


def test_parameters_that_the_data_cannot_tell_apart_are_refused():
    """The hill is a ridge: no fit, and no standard error."""
    with pytest.raises(NotConverged):
        Difference.fit([1.0, 2.0, 6.0])
    with pytest.raises(ValueError, match="the information must be positive definite"):
        covariance(Difference(1.0, 2.0), [1.0, 2.0, 6.0])
    with pytest.raises(ValueError, match="the information must be positive definite"):
        covariance(Line([0.0, 0.0, 0.0]), np.column_stack([X, X[:, 1]]), Y)


def test_two_starts_find_two_tops():
    """A Cauchy sample in two clusters has two; the climb goes up from where it is put."""
    x = np.array([-10.2, -10.0, -9.9, 9.8, 10.0, 10.3])
    tops = [ReadersCauchy.fit(x, scale=1.0, start=ReadersCauchy(m, 1.0)).loc for m in (-9, 9)]
    assert tops[0] < -9
    assert tops[1] > 9


def test_a_vector_of_coefficients_is_fitted_from_a_start():
    """Least squares, and its restriction, by the generic climb."""
    start = Line([0.0, 0.0])
    fit = Line.fit(X, Y, start=start)
    assert_allclose(fit.beta, np.linalg.lstsq(X, Y)[0], rtol=1e-9)
    held = Line.fit(X, Y, start=start, beta=[np.nan, 1.0])
    assert_allclose(held.beta, [np.mean(Y - X[:, 1]), 1.0], rtol=1e-9)
    test = likelihood_ratio_test(fit, X, Y, beta=[0.0, 1.0])
    residual = lambda b: np.sum((Y - X @ b) ** 2)  # noqa: E731
    assert test.df == 2
    assert_allclose(test.statistic, residual(np.array([0, 1.0])) - residual(fit.beta), rtol=1e-9)
    assert_allclose(covariance(fit, X, Y), np.linalg.inv(X.T @ X), rtol=1e-6)


def test_all_replicates_hold_the_same_entries():
    """Or the answer would be wrong for some."""
    with pytest.raises(ValueError, match="all replicates must hold the same entries"):
        Line.fit(X, Y, start=Line([0.0, 0.0]), beta=[[np.nan, 0.5], [0.5, np.nan]])


def test_the_rows_of_a_table_and_of_the_answers_must_match():
    """Both names are told, and both lengths."""
    with pytest.raises(ValueError, match=r"^X and y must have as many rows .* got \[8, 7\]$"):
        Line.fit(X, Y[:7], start=Line([0.0, 0.0]))


def test_a_density_of_the_wrong_shape_is_told_how_to_mend_it():
    """One value for each observation, and for each point of a batch."""

    class Constant(Model):
        mean: Positive

        def log_density(self, x):
            return -np.log(self.mean[..., None])

    class NoAxis(Model):
        mean: Positive

        def log_density(self, x):
            return -x / self.mean

    with pytest.raises(ValueError, match=r"shape \(3,\), got \(1,\): write self.mean\[..., None\]"):
        Constant(1.0).log_likelihood([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"shape \(2, 3\), got \(3,\)|broadcast"):
        NoAxis([1.0, 2.0]).log_likelihood([1.0, 2.0, 3.0])


def test_a_field_that_is_no_kind_is_refused():
    """It would be lost whenever a point is made of another."""
    with pytest.raises(TypeError, match=r"Odd.n0 must be a kind of field, or a ClassVar"):

        class Odd(Model):
            n0: int


@pytest.mark.parametrize("name", ["theta", "fit", "score"])
def test_a_parameter_may_not_take_a_name_that_models_use(name):
    """Or the model would fail later, and in the dark."""
    with pytest.raises(TypeError, match=f"the name '{name}' has a use of its own"):
        type("Odd", (Model,), {"__annotations__": {name: Real}, "__module__": __name__})


def test_derivatives_at_the_edge_warn_nobody():
    """They may be infinite or unknown, but quietly."""
    ReadersCoin(1.0).score([1, 1, 1])
    ReadersCoin(1 - 1e-12).score([1, 1, 0])
    Bernoulli(1e-160).observed_information([1, 0])


def test_the_information_is_symmetric_to_the_last_bit():
    """Although each half is found by differences."""
    J = ReadersCauchy(0.3, 1.2).observed_information(HEAVY)
    assert_array_equal(J, J.T)


@pytest.mark.parametrize(
    "make", [copy.deepcopy, copy.copy, lambda p: pickle.loads(pickle.dumps(p))]
)
def test_copies_are_as_read_only_as_the_point(make):
    """They are made by the constructor."""
    points = make(Normal([1.0, 2.0], 3.0))
    assert_array_equal(points.theta, [[1, 3], [2, 3]])
    with pytest.raises(ValueError, match="read-only"):
        points.mu[0] = 5.0


def test_a_batch_is_iterated_and_a_point_is_not():
    """As with an array and a number."""
    assert [point.mu for point in Normal([1.0, 2.0], 3.0)] == [1.0, 2.0]
    with pytest.raises(TypeError, match="a single point cannot be iterated over"):
        list(Normal(0, 1))


def test_statistics_are_not_mistaken_for_observations():
    """They have forgotten them."""
    x = [1.0, 2.0, 6.0]
    s = Normal.statistics(x)
    message = r"^x must be observations, got NormalStatistics$"
    with pytest.raises(ValueError, match=message):
        Normal(0, 1).log_density(s)
    with pytest.raises(ValueError, match=message):
        covariance(Normal.fit(x), s, kind="sandwich")
    with pytest.raises(ValueError, match=r"^x must be observations, got BernoulliStatistics$"):
        Normal.fit(Bernoulli.statistics([0, 1]))


@pytest.mark.parametrize("dtype", [np.int16, np.float32, np.bool_, np.float64])
def test_memory_maps_of_every_kind_of_number_are_data(tmp_path, dtype):
    """Those of doubles stay on disk; others are converted, and lose nothing."""
    x = np.array([1, 0, 1, 1], dtype=dtype)
    np.save(tmp_path / "x.npy", x)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert Bernoulli.fit(mapped).p == 0.75
    assert_array_equal(Normal.fit(mapped).theta, Normal.fit(x.astype(float)).theta)
    assert_array_equal(Normal(0, 1).log_density(mapped), Normal(0, 1).log_density(x.astype(float)))


def test_an_estimate_that_does_not_exist_is_not_drawn_from():
    """Nan would silently become zeros."""
    with pytest.raises(ValueError, match=r"^p must be a number to draw from, got nan$"):
        Bernoulli(np.nan).sample(3, np.random.default_rng(1))
    with pytest.raises(TypeError, match="float"):
        Bernoulli(0.5).sample(2.7, np.random.default_rng(1))


def test_the_offender_is_named_where_the_caller_put_it():
    """And it is the first of them."""
    with pytest.raises(ValueError, match=r"^x\[1\] must be 0 or 1, got 2.0$"):
        Bernoulli(0.5).log_density([1, 2, 3])


def test_a_start_of_another_kind_is_refused():
    """By name."""
    with pytest.raises(TypeError, match=r"^start must be a ReadersNormal, got Bernoulli\(p=0.5\)$"):
        ReadersNormal.fit([1.0, 2.0], start=Bernoulli(0.5))


def test_tiny_units_are_right_or_told():
    """Squares that vanish are not "all equal"."""
    assert_allclose(
        Normal(1.0, 1e-200).log_likelihood([1.0]), 200 * np.log(10) - 0.9189385, rtol=1e-7
    )
    with pytest.raises(ValueError, match="measure it in a smaller unit"):
        Normal.fit([1e-200, 2e-200, 3e-200])
    with pytest.raises(NoMaximum, match="all 3 observations are equal"):
        Normal.fit([1e-200, 1e-200, 1e-200])
    assert Normal.fit([5.0, 5.0, 5.0], mu=1e200).sigma == 1e200


class Odds(Model):
    """A coin named by its odds, which are infinite for heads only."""

    odds: Positive

    def log_density(self, x):
        """As on paper: x log(odds) - log(1 + odds)."""
        return x * np.log(self.odds[..., None]) - np.log1p(self.odds[..., None])


@pytest.mark.parametrize("n", [1, 4, 5, 50])
def test_infinite_odds_are_no_estimate(n):
    """The hill rises for ever, although the lattice begins the climb far out on it."""
    with pytest.raises(NotConverged):
        Odds.fit(np.ones(n))
    with pytest.raises(NotConverged):
        Odds.fit(np.zeros(n))


@pytest.mark.parametrize("loc", [1e-13, 0.0, 1e-5, 1e-300])
def test_a_parameter_near_zero_has_a_score(loc):
    """However near: the step of the difference looks for what changes the density."""
    x = np.array([1.0, 2.0, -0.5])
    exact = np.sum(2 * x / (1 + x**2))
    assert_allclose(ReadersCauchy(loc, 1.0).score(x)[0], exact, rtol=1e-4)


class Overdispersed(Model):
    """A negative binomial distribution: no estimate for counts more even than Poisson's."""

    size: Positive
    mu: Positive

    def log_density(self, x):
        """As on paper."""
        r, mu = self.size[..., None], self.mu[..., None]
        height = gammaln(x + r) - gammaln(r) - gammaln(x + 1)
        return height + r * np.log(r / (r + mu)) + x * np.log(mu / (r + mu))


def test_noise_is_not_taken_for_a_top():
    """Of six samples of Poisson counts, those with a variance below the mean have no estimate."""
    x = np.random.default_rng(4).poisson(4.0, (6, 30)).astype(float)
    fits = Overdispersed.fit(x, on_failure="nan")
    even = x.var(-1) < x.mean(-1)
    assert 1 <= even.sum() <= 5
    assert np.isnan(fits.size[even]).all()
    assert np.isfinite(fits.size[~even]).any()

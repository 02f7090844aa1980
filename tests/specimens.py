"""The models under contract: for each a true point, a referee, and what it is excused from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import stats
from scipy.integrate import quad
from scipy.special import expit, log_softmax

from mlebook import (
    Bernoulli,
    Binomial,
    Categorical,
    Cauchy,
    Exponential,
    Gamma,
    LinearRegression,
    LogisticRegression,
    LogNormal,
    Mixture,
    Model,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    PoissonRegression,
    SoftmaxRegression,
    StudentT,
    Uniform,
    Weibull,
)


@dataclass(frozen=True)
class Specimen:
    """A model and how to test it.

    `referee` gives the log densities of observations at a point by other code than ours; `total`
    the sum or the integral of the density over all there is to observe.  `without_maximum` is a
    sample of twenty that has no maximum; None, with the reason in `exceptions`, if every sample
    has one.
    """

    truth: Model
    n: int
    referee: Callable[[Any, Any], Any]
    total: Callable[[Model], float]
    without_maximum: Any = None
    exceptions: dict[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        """The family."""
        return type(self.truth)

    def fit(self, x: Any, **options: Any) -> Model:
        """The fit, with the constants of the true point."""
        return self.truth.refit(x, **options)

    def holding(self, point: Model, names: Sequence[str]) -> dict[str, Any]:
        """The keywords that hold these coordinates at 0.9 times their values at the point."""
        held: dict[str, Any] = {}
        for name in names:
            value = 0.9 * point.theta[point.position(name)]
            for field_name, new in point.holding(name, value).items():
                old = held.get(field_name, np.nan)
                held[field_name] = np.where(np.isnan(new), old, new)
        return held

    def draw(self, replicates: tuple[int, ...], seed: int) -> Any:
        """Samples of size n from the true point."""
        return self.truth.sample((*replicates, self.n), np.random.default_rng(seed))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of standard error that the model has."""
        if "irregular" in self.exceptions:
            return ()
        has_formula = "fisher_information" not in self.exceptions
        return ("observed", "sandwich") + ("expected",) * has_formula

    @property
    def event_shape(self) -> tuple[int, ...]:
        """The shape of one observation."""
        return self.draw((), 0).shape[1:]

    def draw_with_failure(self, seed: int) -> Any:
        """Three samples of twenty, the second of which has no maximum."""
        x = self.draw((3,), seed)[:, :20]
        x[1] = self.without_maximum
        return x

    def fisher_information(self) -> Any:
        """That of a sample at the true point."""
        return self.truth.fisher_information(self.n)


@dataclass(frozen=True)
class RegressionSpecimen(Specimen):
    """A regression and how to test it; its rows of X stay the same in all samples."""

    X: Any = None

    def draw(self, replicates: tuple[int, ...], seed: int) -> Any:
        """Rows with responses from the true point."""
        X = np.broadcast_to(self.X, (*replicates, *self.X.shape))
        return self.model.rows(self.X, self.truth.sample(X, np.random.default_rng(seed)))

    def draw_with_failure(self, seed: int) -> Any:
        """Three samples of the first twenty rows, the second of which has no maximum."""
        y = self.draw((3,), seed).y[:, :20]
        y[1] = self.without_maximum
        return self.model.rows(self.X[:20], y)

    def fisher_information(self) -> Any:
        """That of responses at the rows of X."""
        return self.truth.fisher_information(self.X)


def total_at(x: Any, y: Any, weight: float = 1.0) -> Callable[[Model], float]:
    """The weighted sum of the density over responses y at one row x."""

    def total(model: Model) -> float:
        X = np.broadcast_to(x, (len(y), len(x)))
        return float(np.sum(weight * np.exp(model.log_density(X, y))))

    return total


def mixed(point: Any, log_densities: Any) -> Any:
    """The log density of a mixture, from those of its components (n, K)."""
    return np.log(np.exp(log_densities) @ point.weights)


def total_over(points: Any, weight: Any) -> Callable[[Model], float]:
    """The weighted sum of the density over points."""
    return lambda model: float(np.sum(weight * np.exp(model.log_density(points))))


def integral(low: float, *cuts: float) -> Callable[[Model], float]:
    """The integral of the density from low to infinity, piece by piece."""

    def total(model: Model) -> float:
        def density(x: float) -> float:
            return float(np.exp(model.log_density([x]))[0])

        ends = [low, *cuts, np.inf]
        pieces = pairwise(ends)
        return sum(quad(density, a, b, epsabs=1e-14, epsrel=1e-12)[0] for a, b in pieces)

    return total


FLIPS = np.array([0.0, 1.0])
COUNTS = np.arange(200.0)
LINE, LINE_STEP = np.linspace(-25, 35, 20_001, retstep=True)
PLANE = np.stack(np.meshgrid(np.linspace(-11, 13, 481), np.linspace(-8, 4, 241)), -1).reshape(-1, 2)
MIXED = {
    "start": "the likelihood may have several tops, so a fit is told where to begin",
    "generic_climb": "in log ratios a single probability cannot be held",
    "fisher_information": "its expectation is an integral without a formula",
    "weights": "who belongs to which component is not known, so nothing less than x will do",
}
ALWAYS = {"without_maximum": "there is a maximum for every sample"}
UNWEIGHTED = {"weights": "it has no statistics in which observations could be counted"}

SPECIMENS = [
    Specimen(
        truth=Bernoulli(0.3),
        n=60,
        referee=lambda point, x: stats.bernoulli.logpmf(x, point.p),
        total=total_over(FLIPS, 1.0),
        exceptions=ALWAYS,
    ),
    Specimen(
        truth=Binomial(12, 0.3),
        n=60,
        referee=lambda point, x: stats.binom.logpmf(x, 12, point.p),
        total=total_over(COUNTS[:13], 1.0),
        exceptions=ALWAYS,
    ),
    Specimen(
        truth=Poisson(2.5),
        n=60,
        referee=lambda point, x: stats.poisson.logpmf(x, point.rate),
        total=total_over(COUNTS, 1.0),
        exceptions=ALWAYS,
    ),
    Specimen(
        truth=Exponential(0.4),
        n=60,
        referee=lambda point, x: stats.expon.logpdf(x, scale=1 / point.rate),
        total=integral(0, 10),
        without_maximum=np.zeros(20),
    ),
    Specimen(
        truth=Categorical([0.2, 0.5, 0.3]),
        n=60,
        referee=lambda point, x: np.log(point.p[x.astype(int)]),
        total=total_over(COUNTS[:3], 1.0),
        exceptions=ALWAYS | {"generic_climb": "in log ratios a single probability cannot be held"},
    ),
    Specimen(
        truth=Normal(5.0, 2.0),
        n=60,
        referee=lambda point, x: stats.norm.logpdf(x, point.mu, point.sigma),
        total=total_over(LINE, LINE_STEP),
        without_maximum=np.full(20, 0.1),
    ),
    Specimen(
        truth=LogNormal(1.0, 0.5),
        n=60,
        referee=lambda point, x: stats.lognorm.logpdf(x, point.sigma, scale=np.exp(point.mu)),
        total=integral(0, 2, 5, 20),
        without_maximum=np.full(20, 0.1),
    ),
    Specimen(
        truth=Gamma(3.0, 0.5),
        n=60,
        referee=lambda point, x: stats.gamma.logpdf(x, point.shape, scale=1 / point.rate),
        total=integral(0, 4, 20),
        without_maximum=np.full(20, 0.1),
    ),
    Specimen(
        truth=Weibull(1.8, 4.0),
        n=60,
        referee=lambda point, x: stats.weibull_min.logpdf(x, point.shape, scale=point.scale),
        total=integral(0, 4, 20),
        without_maximum=np.full(20, 0.1),
        exceptions=UNWEIGHTED,
    ),
    Specimen(
        truth=Cauchy(5.0, 2.0),
        n=60,
        referee=lambda point, x: stats.cauchy.logpdf(x, point.loc, point.scale),
        total=integral(-np.inf, 5),
        without_maximum=np.full(20, 0.1),
        exceptions=UNWEIGHTED,
    ),
    Specimen(
        truth=StudentT(2.0, 5.0, 2.0),
        n=400,
        referee=lambda point, x: stats.t.logpdf(x, point.df, point.loc, point.scale),
        total=integral(-np.inf, 5),
        without_maximum=np.linspace(-1, 1, 20),
        exceptions=UNWEIGHTED,
    ),
    Specimen(
        truth=NegativeBinomial(3.0, 4.0),
        n=60,
        referee=lambda point, x: stats.nbinom.logpmf(
            x, point.size, point.size / (point.size + point.mu)
        ),
        total=total_over(COUNTS, 1.0),
        without_maximum=np.arange(20) % 2 + 3.0,
    ),
    Specimen(
        truth=MultivariateNormal([1.0, -2.0], [[2.0, 0.6], [0.6, 0.5]]),
        n=60,
        referee=lambda point, X: stats.multivariate_normal.logpdf(X, point.mean, point.cov),
        total=total_over(PLANE, 0.0025),
        without_maximum=np.outer(np.arange(20.0), [1.0, 3.0]),
        exceptions={
            "generic_climb": "no free coordinate is that of a single entry of the matrix",
        },
    ),
    Specimen(
        truth=Mixture([0.4, 0.6], Poisson([1.0, 9.0])),
        n=60,
        referee=lambda point, x: mixed(point, stats.poisson.logpmf(x[:, None], point.rate)),
        total=total_over(COUNTS, 1.0),
        exceptions=MIXED | ALWAYS,
    ),
    Specimen(
        truth=Mixture([0.4, 0.6], Normal([4.0, 14.0], [1.0, 2.0])),
        n=60,
        referee=lambda point, x: mixed(point, stats.norm.logpdf(x[:, None], point.mu, point.sigma)),
        total=total_over(LINE, LINE_STEP),
        without_maximum=np.full(20, 0.1),
        exceptions=MIXED,
    ),
    Specimen(
        truth=Uniform(4.0),
        n=60,
        referee=lambda point, x: stats.uniform.logpdf(x, 0, point.upper),
        total=total_over(np.linspace(0.002, 7.998, 2_000), 0.004),
        without_maximum=np.zeros(20),
        exceptions={"irregular": "the range of the data depends on the parameter"},
    ),
]

DESIGN = np.column_stack(
    [np.ones(60), np.linspace(-1, 1, 60), np.cos(np.arange(60.0)), np.arange(60) % 2]
)
ROW = DESIGN[7, :3]


def softmax_referee(point: Any, rows: Any) -> Any:
    """The log probability of the class of each row, by SciPy."""
    eta = np.column_stack([np.zeros(len(rows.X)), rows.X @ point.beta.T])
    return log_softmax(eta, axis=1)[np.arange(len(rows.X)), rows.y.astype(int)]


REGRESSIONS = [
    RegressionSpecimen(
        truth=LinearRegression([3.0, -2.0, 1.5], 2.0),
        n=60,
        X=DESIGN[:, :3],
        referee=lambda point, rows: stats.norm.logpdf(rows.y, rows.X @ point.beta, point.sigma),
        total=total_at(ROW, LINE, LINE_STEP),
        without_maximum=DESIGN[:20, :3] @ [1.0, 2.0, 3.0],
    ),
    RegressionSpecimen(
        truth=LogisticRegression([0.6, -1.0, 1.2]),
        n=60,
        X=DESIGN[:, :3],
        referee=lambda point, rows: stats.bernoulli.logpmf(rows.y, expit(rows.X @ point.beta)),
        total=total_at(ROW, FLIPS),
        without_maximum=(DESIGN[:20, 1] > -0.7).astype(float),
    ),
    RegressionSpecimen(
        truth=PoissonRegression([1.0, -0.5, 0.5]),
        n=60,
        X=DESIGN[:, :3],
        referee=lambda point, rows: stats.poisson.logpmf(rows.y, np.exp(rows.X @ point.beta)),
        total=total_at(ROW, COUNTS),
        without_maximum=np.zeros(20),
    ),
    RegressionSpecimen(
        truth=SoftmaxRegression([[0.8, -1.0], [0.8, 1.0]]),
        n=60,
        X=DESIGN[:, :2],
        referee=softmax_referee,
        total=total_at(DESIGN[7, :2], COUNTS[:3]),
        without_maximum=np.repeat([0.0, 1.0, 2.0], [5, 5, 10]),
    ),
]
SAMPLES = SPECIMENS
SPECIMENS = SAMPLES + REGRESSIONS

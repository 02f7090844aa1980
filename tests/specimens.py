"""The models under contract: for each a true point, a referee, and what it is excused from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import stats

from mlebook import Bernoulli, Model, Normal


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

    def draw(self, replicates: tuple[int, ...], seed: int) -> Any:
        """Samples of size n from the true point."""
        return self.truth.sample((*replicates, self.n), np.random.default_rng(seed))


def total_over(points: Any, weight: Any) -> Callable[[Model], float]:
    """The weighted sum of the density over points."""
    return lambda model: float(np.sum(weight * np.exp(model.log_density(points))))


FLIPS = np.array([0.0, 1.0])
LINE, LINE_STEP = np.linspace(-25, 35, 20_001, retstep=True)

SPECIMENS = [
    Specimen(
        truth=Bernoulli(0.3),
        n=60,
        referee=lambda point, x: stats.bernoulli.logpmf(x, point.p),
        total=total_over(FLIPS, 1.0),
        exceptions={"without_maximum": "the proportion of ones exists for every sample"},
    ),
    Specimen(
        truth=Normal(5.0, 2.0),
        n=60,
        referee=lambda point, x: stats.norm.logpdf(x, point.mu, point.sigma),
        total=total_over(LINE, LINE_STEP),
        without_maximum=np.full(20, 0.1),
    ),
]

"""Waiting times without memory."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from ..arrays import Array, refuse
from ..censorable import Censorable, also_censored
from ..errors import NoMaximum
from ..laws import SmallestValue
from ..location_scale import LOCATION, Link
from ..parameters import Positive
from ..sufficient import total_weight, weighted_sum


class ExponentialStatistics(NamedTuple):
    """The number of waiting times, and their sum; each (*batch)."""

    n: Array
    total: Array


class Exponential(Censorable):
    r"""Independent waiting times, of mean 1/rate.

    .. math:: f(x) = \lambda e^{-\lambda x}, \qquad x \ge 0

    Parameters
    ----------
    rate
        How often what is waited for happens per unit of time, lambda, above 0.

    Notes
    -----
    The maximum likelihood estimate is n over the sum of the times.  If all times are 0 there is
    none: the likelihood grows without bound as the rate does.

    Examples
    --------
    Times 1, 2, 6: the rate is 3/9, and the likelihood at it (1/3)**3 exp(-3).

    >>> fit = Exponential.fit([1.0, 2.0, 6.0])
    >>> fit
    Exponential(rate=0.3333)
    >>> print(round(27 * np.exp(fit.log_likelihood([1.0, 2.0, 6.0]) + 3), 9))
    1.0
    """

    rate: Positive

    law = SmallestValue
    of_logarithms = True

    # ------------------------------------------------------------------ Statistics
    Statistics = ExponentialStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse(~((x >= 0) & (x < np.inf)), x, "x", "must be a finite time, 0 or more")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> ExponentialStatistics:
        """The number and the sum of the times in each sample."""
        with np.errstate(over="ignore"):
            total = weighted_sum(x, weights)
        if not np.all(np.isfinite(total)):
            raise ValueError("x must be small enough to be summed: measure it in a larger unit")
        return ExponentialStatistics(total_weight(x, weights), total)

    # ------------------------------------------------------------------ Location and scale
    def location_and_scale(self) -> tuple[Array, Array]:
        """The log of a time is the smallest-value law, moved to -log(rate)."""
        return -np.log(self.rate), np.ones_like(self.rate)

    def links(self) -> tuple[Link, ...]:
        """The derivatives of -log(rate)."""
        return (Link(LOCATION, -1 / self.rate, 1 / self.rate**2),)

    # ------------------------------------------------------------------ Density
    @also_censored
    def log_likelihood(self, *data: Any) -> Array:
        """The sum n log(rate) - rate t, with t the total time."""
        n, total = self.summary(*data)
        return np.asarray(n * np.log(self.rate) - self.rate * total)[()]

    # ------------------------------------------------------------------ Score and information
    @also_censored
    def score(self, *data: Any) -> Array:
        """The slope n/rate - t, shape (*batch, 1)."""
        n, total = self.summary(*data)
        return np.asarray(n / self.rate - total)[..., None]

    @also_censored
    def observed_information(self, *data: Any) -> Array:
        """The expected information: the second derivative does not contain the times."""
        n, total = self.summary(*data)
        return self.fisher_information(n + 0 * total)

    def fisher_information(self, n: Any) -> Array:
        """The information n/rate**2, shape (*batch, 1, 1)."""
        return np.asarray(n / self.rate / self.rate)[..., None, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    @also_censored
    def maximise(
        cls, s: ExponentialStatistics, *, start: Self | None = None, rate: Array | None = None
    ) -> Self:
        """The number of times over their sum."""
        rate = s.n / s.total if rate is None else rate
        return cls(np.where(rate < np.inf, rate, np.nan))

    @classmethod
    @also_censored
    def explain(cls, s: ExponentialStatistics, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        if s.total > 0:
            return NoMaximum("the times are too small for a rate: measure in a smaller unit")
        return NoMaximum("all times are 0: the likelihood grows without bound as rate -> infinity")

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Times, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return rng.exponential(1 / point.rate, size)

"""Counts of what happens rarely, at many chances."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from ..arrays import Array, quotient, refuse
from ..parameters import NonNegative
from ..sufficient import SufficientModel, total_weight, weighted_sum


class PoissonStatistics(NamedTuple):
    """The number of counts, their sum, and the sum of log x!; each (*batch)."""

    n: Array
    total: Array
    log_factorials: Array


class Poisson(SufficientModel):
    r"""Independent counts with mean `rate`.

    .. math:: P(X = x) = \frac{\lambda^x e^{-\lambda}}{x!}, \qquad x = 0, 1, 2, \dots

    Parameters
    ----------
    rate
        The mean count, lambda, from 0 on, per unit of observation.

    Notes
    -----
    The maximum likelihood estimate is the mean.  It exists for every sample; if all counts are 0,
    it lies on the edge, rate = 0.

    Examples
    --------
    Counts 0, 1, 2: the mean is 1, and the likelihood is exp(-3)/2.

    >>> fit = Poisson.fit([0, 1, 2])
    >>> fit
    Poisson(rate=1)
    >>> print(round(np.exp(fit.log_likelihood([0, 1, 2]) + 3), 9))
    0.5
    """

    rate: NonNegative

    # ------------------------------------------------------------------ Statistics
    Statistics = PoissonStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        whole = (x >= 0) & (x < np.inf) & (x == np.floor(x))
        refuse(~whole, x, "x", "must be a whole number, 0 or more")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> PoissonStatistics:
        """The sums over each sample of counts."""
        sums = weighted_sum(x, weights), weighted_sum(gammaln(x + 1), weights)
        return PoissonStatistics(total_weight(x, weights), *sums)

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum t log(rate) - n rate - sum log x!, with t the total count; 0 log 0 is 0.

        It is taken at the mean, and from there on by the relative distance of the rate, so that
        differences of heights keep their digits where counts are large.
        """
        n, total, log_factorials = self.summary(*data)
        mean = total / n
        distance = quotient(self.rate - mean, np.where(total > 0, mean, 1.0))
        top = xlogy(total, mean) - total - log_factorials
        with np.errstate(divide="ignore"):
            return np.asarray(top + xlog1py(total, distance) - n * (self.rate - mean))[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slope t/rate - n, shape (*batch, 1)."""
        n, total, _ = self.summary(*data)
        return (quotient(total, self.rate) - n)[..., None]

    def observed_information(self, *data: Any) -> Array:
        """The curvature t/rate**2, shape (*batch, 1, 1)."""
        _, total, _ = self.summary(*data)
        return quotient(total, self.rate**2)[..., None, None]

    def fisher_information(self, n: Any) -> Array:
        """The information n/rate, shape (*batch, 1, 1); infinite at rate = 0."""
        return quotient(np.asarray(n, dtype=float), self.rate)[..., None, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls, s: PoissonStatistics, *, start: Self | None = None, rate: Array | None = None
    ) -> Self:
        """The mean count."""
        return cls(s.total / s.n if rate is None else rate)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Counts, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return rng.poisson(point.rate, size).astype(float)

"""One trial that succeeds or fails: a coin, a seed that is yellow or green."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import xlog1py, xlogy

from ..arrays import Array, quotient, refuse
from ..parameters import UnitInterval
from ..sufficient import SufficientModel, total_weight, weighted_sum


class BernoulliStatistics(NamedTuple):
    """How many trials, and how many of them succeeded; each (*batch)."""

    n: Array
    successes: Array


class Bernoulli(SufficientModel):
    r"""Trials that give 1 with probability p and 0 with probability 1 - p, independently.

    .. math:: P(X = x) = p^x (1 - p)^{1 - x}, \qquad x \in \{0, 1\}

    Parameters
    ----------
    p
        The probability of a 1, from 0 to 1.

    Notes
    -----
    The maximum likelihood estimate is the proportion of ones, derived in {ref}`likelihood`.  It
    exists for every sample.  If all trials agree, it lies on the edge, p = 0 or p = 1; there the
    score is not zero, and derivatives are those from inside the interval.

    Examples
    --------
    Three heads in four flips: p = 3/4, and the likelihood is (3/4)**3 (1/4) = 27/256.

    >>> fit = Bernoulli.fit([1, 1, 0, 1])
    >>> fit
    Bernoulli(p=0.75)
    >>> print(round(256 * np.exp(fit.log_likelihood([1, 1, 0, 1])), 9))
    27.0
    """

    p: UnitInterval

    # ------------------------------------------------------------------ Statistics
    Statistics = BernoulliStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse((x != 0) & (x != 1), x, "x", "must be 0 or 1")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> BernoulliStatistics:
        """The number of trials and of successes in each sample."""
        return BernoulliStatistics(total_weight(x, weights), weighted_sum(x, weights))

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum s log p + (n - s) log(1 - p), with s successes in n trials; 0 log 0 is 0."""
        n, successes = self.summary(*data)
        return np.asarray(xlogy(successes, self.p) + xlog1py(n - successes, -self.p))[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slope s/p - (n - s)/(1 - p), shape (*batch, 1)."""
        n, successes = self.summary(*data)
        slope = quotient(successes, self.p) - quotient(n - successes, 1 - self.p)
        return slope[..., None]

    def observed_information(self, *data: Any) -> Array:
        """The curvature s/p**2 + (n - s)/(1 - p)**2, shape (*batch, 1, 1)."""
        n, successes = self.summary(*data)
        curvature = quotient(successes, self.p**2) + quotient(n - successes, (1 - self.p) ** 2)
        return curvature[..., None, None]

    def fisher_information(self, n: Any) -> Array:
        """The information n / (p (1 - p)), shape (*batch, 1, 1); infinite at p = 0 and p = 1."""
        return quotient(np.asarray(n, dtype=float), self.p * (1 - self.p))[..., None, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls, s: BernoulliStatistics, start: Self | None = None, p: Array | None = None
    ) -> Self:
        """The proportion of successes."""
        return cls(s.successes / s.n if p is None else p)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws of 0.0 and 1.0, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return (rng.random(size) < point.p).astype(float)

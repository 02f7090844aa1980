"""The number of successes among a known number of trials."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import betaln

from ..arrays import Array, refuse
from ..parameters import KnownCount, UnitInterval
from ..sufficient import SufficientModel, total_weight, weighted_sum
from .bernoulli import Bernoulli, BernoulliStatistics


class BinomialStatistics(NamedTuple):
    """The number of counts, the trials of each, all successes, and the sum of log C(m, x)."""

    n: Array
    n_trials: Array
    successes: Array
    log_orders: Array


class Binomial(SufficientModel):
    r"""Counts of successes, each among n_trials independent trials that succeed with probability p.

    .. math:: P(X = x) = \binom{m}{x} p^x (1 - p)^{m - x}, \qquad x = 0, \dots, m

    with m = n_trials.

    Parameters
    ----------
    n_trials
        The number of trials behind each count: known, and no parameter.  An array of them makes a
        batch, and not one number for each count.
    p
        The probability of a success, from 0 to 1.

    Notes
    -----
    A count is m Bernoulli trials whose order was forgotten.  The number of orders does not contain
    p, so score, information and estimate are those of all the trials together.

    Examples
    --------
    Counts 3 and 4 of 5: p = 7/10, and the likelihood is C(5,3) C(5,4) = 50 times 0.7**7 0.3**3.

    >>> fit = Binomial.fit([3, 4], n_trials=5)
    >>> fit
    Binomial(n_trials=5, p=0.7)
    >>> print(round(np.exp(fit.log_likelihood([3, 4])) / (0.7**7 * 0.3**3), 9))
    50.0
    """

    n_trials: KnownCount
    p: UnitInterval

    # ------------------------------------------------------------------ Statistics
    Statistics = BinomialStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        m = np.asarray(known["n_trials"], dtype=float)[..., None]
        whole = (x >= 0) & (x <= m) & (x == np.floor(x))
        refuse(~whole, x, "x", "must be a whole number from 0 to n_trials")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> BinomialStatistics:
        """The sums over each sample of counts."""
        m = np.asarray(known["n_trials"], dtype=float)
        log_orders = -np.log1p(m)[..., None] - betaln(m[..., None] - x + 1, x + 1)
        sums = weighted_sum(x, weights), weighted_sum(log_orders, weights)
        return BinomialStatistics(total_weight(x, weights), m, *sums)

    def summary(self, *data: Any) -> BinomialStatistics:
        """The statistics of the data; an error if they were made for another n_trials."""
        s: BinomialStatistics = super().summary(*data)
        if np.any(s.n_trials != self.n_trials):
            raise ValueError(
                f"n_trials must be that of the statistics, {s.n_trials}, got {self.n_trials}"
            )
        return s

    def _as_trials(self, *data: Any) -> tuple[Bernoulli, BernoulliStatistics]:
        """All trials, as if each had been recorded."""
        s = self.summary(*data)
        return Bernoulli(self.p), BernoulliStatistics(s.n * s.n_trials, s.successes)

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """That of all trials, plus the logarithm of the number of their orders."""
        trial, trials = self._as_trials(*data)
        return np.asarray(trial.log_likelihood(trials) + self.summary(*data).log_orders)[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slope s/p - (n m - s)/(1 - p), shape (*batch, 1)."""
        trial, trials = self._as_trials(*data)
        return trial.score(trials)

    def observed_information(self, *data: Any) -> Array:
        """The curvature s/p**2 + (n m - s)/(1 - p)**2, shape (*batch, 1, 1)."""
        trial, trials = self._as_trials(*data)
        return trial.observed_information(trials)

    def fisher_information(self, n: Any) -> Array:
        """The information n m / (p (1 - p)), shape (*batch, 1, 1)."""
        return Bernoulli(self.p).fisher_information(np.asarray(n) * self.n_trials)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls,
        s: BinomialStatistics,
        *,
        n_trials: Array,
        start: Self | None = None,
        p: Array | None = None,
    ) -> Self:
        """The proportion of successes among all trials."""
        if np.any(s.n_trials != n_trials):
            raise ValueError(
                f"n_trials must be that of the statistics, {s.n_trials}, got {n_trials}"
            )
        return cls(n_trials, s.successes / (s.n * s.n_trials) if p is None else p)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Counts, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return rng.binomial(point.n_trials.astype(int), point.p, size).astype(float)

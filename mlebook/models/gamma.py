"""Sums of waiting times, and other amounts that are never negative."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import psi

from ..arrays import Array, refuse_outside, symmetric_matrix
from ..errors import NoMaximum, without_spread
from ..parameters import Positive
from ..roots import positive_root
from ..special import log_minus_digamma, stirling_gap, trigamma, trigamma_excess
from ..sufficient import SufficientModel, sum_of, total_weight


class GammaStatistics(NamedTuple):
    """The size, the mean, and the log of the mean less the mean of the logs; each (*batch).

    The last is 0 where all observations are equal, and positive elsewhere.
    """

    n: Array
    mean: Array
    log_ratio: Array


class Gamma(SufficientModel):
    r"""Independent positive amounts, of mean shape/rate.

    .. math:: f(x) = \frac{\lambda^a}{\Gamma(a)}\, x^{a-1} e^{-\lambda x}, \qquad x > 0

    Parameters
    ----------
    shape
        The shape a, above 0, a pure number: 1 for waiting times without memory, large for amounts
        that differ little from each other.
    rate
        The rate lambda, above 0, per unit of the data.

    Notes
    -----
    With the shape known the estimate of the rate is shape/mean.  The shape then solves
    log(a) - psi(a) = log(mean) - mean(log x), psi being the derivative of log Gamma.  If all
    observations are equal there is no estimate: the likelihood grows without bound as the shape
    does.

    References
    ----------
    Thomas P. Minka (2002), Estimating a Gamma distribution: Newton's method on 1/shape.

    Examples
    --------
    Held at shape 2, the rate of 1, 2, 6 is 2/3, for their mean is 3; the density at x is then
    (4/9) x exp(-2x/3).

    >>> fit = Gamma.fit([1.0, 2.0, 6.0], shape=2)
    >>> fit
    Gamma(shape=2, rate=0.6667)
    >>> print(np.exp(fit.log_density([1.0, 2.0, 6.0]) + 2 / 3 * np.array([1, 2, 6])) * 9)
    [ 4.  8. 24.]
    """

    shape: Positive
    rate: Positive

    # ------------------------------------------------------------------ Statistics
    Statistics = GammaStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse_outside(0, np.inf, x, "x", "must be a finite number above 0")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> GammaStatistics:
        """The size, mean and log ratio of each sample.

        The difference of the two logs, unless the data are close together: then, with
        d = (x - mean)/mean, whose mean is 0, it is the mean of d - log(1 + d), terms that are never
        negative, so that nothing cancels.
        """
        n = total_weight(x, weights)
        with np.errstate(over="ignore"):
            mean = sum_of(lambda x: x, x, weights) / n
        if not np.all(np.isfinite(mean)):
            raise ValueError("x must be small enough to be summed: measure it in a larger unit")
        log_ratio = np.log(mean) - sum_of(np.log, x, weights) / n
        close = log_ratio < 1e-2
        if np.any(close):
            exact = sum_of(_above_its_log, x, weights, mean) / n
            log_ratio = np.where(close, exact, log_ratio)
        return GammaStatistics(n, mean, log_ratio)

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum n (g(a) - a (e - log(1 + e)) - a s - m).

        Here g is Stirling's gap; e is by how much the sample's mean exceeds the model's, a/rate, as
        a share of it; s is the log ratio; and m is the mean of log x.  So no two large numbers are
        subtracted.
        """
        n, mean, log_ratio = self.summary(*data)
        r = self.rate * mean / self.shape
        distance = (r - 1) - np.log(r)
        height = stirling_gap(self.shape) - self.shape * (distance + log_ratio)
        return np.asarray(n * (height - (np.log(mean) - log_ratio)))[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slopes n (log(a) - psi(a) - s + log r) and n a/rate (1 - r), r = rate mean / a."""
        n, mean, log_ratio = self.summary(*data)
        r = self.rate * mean / self.shape
        by_shape = n * (log_minus_digamma(self.shape) - log_ratio + np.log(r))
        parts = np.broadcast_arrays(by_shape, n * self.shape / self.rate * (1 - r))
        return np.stack(parts, axis=-1)

    def observed_information(self, *data: Any) -> Array:
        """The expected information: the second derivatives do not contain the data."""
        n, mean, _ = self.summary(*data)
        return self.fisher_information(n + 0 * mean)

    def fisher_information(self, n: Any) -> Array:
        """The matrix n [[psi'(a), -1/rate], [-1/rate, a/rate**2]]."""
        n = np.asarray(n, dtype=float)
        a, rate = self.shape, self.rate
        return symmetric_matrix(n * trigamma(a), -n / rate, n * a / rate / rate)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls,
        s: GammaStatistics,
        *,
        start: Self | None = None,
        shape: Array | None = None,
        rate: Array | None = None,
    ) -> Self:
        """The rate is shape/mean; the shape solves a single equation."""
        if shape is None:
            shape = _shape(s.log_ratio) if rate is None else _shape_given_rate(s, rate)
        rate = shape / s.mean if rate is None else rate
        exists = (rate > 0) & (rate < np.inf)
        return cls(np.where(exists, shape, np.nan), np.where(exists, rate, np.nan))

    @classmethod
    def explain(cls, s: GammaStatistics, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        if held or s.log_ratio > 0:
            return NoMaximum("the estimate cannot be written: measure in another unit")
        return NoMaximum(
            f"{without_spread(s.n)}: the likelihood grows without bound as shape -> infinity"
        )

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return rng.gamma(point.shape, 1 / point.rate, size)


def _above_its_log(x: Array, mean: Array) -> Array:
    """The difference d - log(1 + d), with d = (x - mean)/mean."""
    d = (x - mean) / mean
    return d - np.where(d > -0.5, np.log1p(np.maximum(d, -0.5)), np.log(x) - np.log(mean))


def _shape(log_ratio: Array) -> Array:
    """The root a of log(a) - psi(a) = s, by Newton's method on 1/a."""

    def gap(t: Array) -> tuple[Array, Array]:
        return log_minus_digamma(1 / t) - log_ratio, trigamma_excess(1 / t)

    s = np.asarray(log_ratio)
    start = 12 * s / (3 - s + np.sqrt((s - 3) ** 2 + 24 * s))
    return 1 / positive_root(gap, np.where(s > 0, start, np.nan))


def _shape_given_rate(s: GammaStatistics, rate: Array) -> Array:
    """The root a of psi(a) = c, with c = log(rate) + mean(log x)."""
    c = np.log(rate * s.mean) - s.log_ratio
    start = np.where(c > -2.22, np.exp(np.minimum(c, 700)) + 0.5, -1 / (c - psi(1)))
    return positive_root(lambda a: (psi(a) - c, trigamma(a)), start)

"""Amounts whose logarithms are normal: products of many small factors."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from ..arrays import Array, refuse_outside
from ..censorable import Censorable, also_censored
from ..laws import Gaussian
from ..parameters import Positive, Real
from .normal import Normal, NormalStatistics


class LogNormalStatistics(NamedTuple):
    """The size of a sample, and the mean and the variance (over n) of its logs; each (*batch)."""

    n: Array
    mean: Array
    variance: Array


class LogNormal(Censorable):
    r"""Independent positive amounts whose logarithms have mean mu and standard deviation sigma.

    .. math:: f(x) = \frac{1}{x\,\sigma\sqrt{2\pi}}
        \exp\left(-\frac{(\log x - \mu)^2}{2\sigma^2}\right), \qquad x > 0

    Parameters
    ----------
    mu
        The mean of log x: exp(mu) is the median of x, in the units of the data.
    sigma
        The standard deviation of log x, above 0, a pure number.

    Notes
    -----
    The factor 1/x comes from the change of variable from log x to x.  It does not contain the
    parameters, so that the estimates are those of `Normal` for log x; but without it the
    log-likelihood could not be compared with that of another model for x.

    Examples
    --------
    The logs of 1, e**2 and e**4 are 0, 2 and 4: their mean is 2, their variance (4 + 0 + 4)/3.

    >>> fit = LogNormal.fit(np.exp([0.0, 2.0, 4.0]))
    >>> print(fit.mu, round(3 * fit.sigma**2, 9))
    2.0 8.0
    """

    mu: Real
    sigma: Positive

    law = Gaussian
    of_logarithms = True

    # ------------------------------------------------------------------ Statistics
    Statistics = LogNormalStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse_outside(0, np.inf, x, "x", "must be a finite number above 0")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> LogNormalStatistics:
        """The size of each sample, and the mean and variance of its logs."""
        return LogNormalStatistics(*Normal.summarise(np.log(x), weights))

    def _of_logs(self, *data: Any) -> tuple[Normal, NormalStatistics]:
        """The normal model of the logs, and their statistics."""
        return Normal(self.mu, self.sigma), NormalStatistics(*self.summary(*data))

    # ------------------------------------------------------------------ Density
    @also_censored
    def log_likelihood(self, *data: Any) -> Array:
        """That of the logs, less their sum."""
        normal, s = self._of_logs(*data)
        return np.asarray(normal.log_likelihood(s) - s.n * s.mean)[()]

    # ------------------------------------------------------------------ Score and information
    @also_censored
    def score(self, *data: Any) -> Array:
        """The score of the normal model of the logs, (*batch, 2)."""
        normal, s = self._of_logs(*data)
        return normal.score(s)

    @also_censored
    def observed_information(self, *data: Any) -> Array:
        """The information of the normal model of the logs, (*batch, 2, 2)."""
        normal, s = self._of_logs(*data)
        return normal.observed_information(s)

    def fisher_information(self, n: Any) -> Array:
        """The matrix n/sigma**2 [[1, 0], [0, 2]]."""
        return Normal(self.mu, self.sigma).fisher_information(n)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    @also_censored
    def maximise(cls, s: LogNormalStatistics, *, start: Self | None = None, **held: Any) -> Self:
        """The mean and the standard deviation of the logs."""
        fit = Normal.maximise(NormalStatistics(*s), **held)
        return cls(fit.mu, fit.sigma)

    @classmethod
    @also_censored
    def explain(cls, s: LogNormalStatistics, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        return Normal.explain(NormalStatistics(*s))

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        return np.exp(Normal(self.mu, self.sigma).sample(shape, rng))

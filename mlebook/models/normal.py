"""The normal distribution."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from ..arrays import Array, refuse, symmetric_matrix
from ..censorable import Censorable, also_censored
from ..errors import NoMaximum, without_spread
from ..laws import Gaussian
from ..parameters import Positive, Real
from ..sufficient import sum_of, total_weight


class NormalStatistics(NamedTuple):
    """The size, the mean and the variance (about the mean, over n) of a sample; each (*batch).

    No sum of squares: the difference of two large sums would lose digits where the mean is large.
    """

    n: Array
    mean: Array
    variance: Array


class Normal(Censorable):
    r"""Independent observations with mean mu and standard deviation sigma.

    .. math:: f(x) = \frac{1}{\sigma\sqrt{2\pi}} \exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)

    Parameters
    ----------
    mu
        The mean, in the units of the data.
    sigma
        The standard deviation, above 0, in the units of the data.

    Notes
    -----
    The maximum likelihood estimates are the mean and the square root of the mean squared deviation
    (over n, not n - 1).  If all observations are equal there is none: the likelihood grows without
    bound as sigma goes to 0.

    Examples
    --------
    The deviations of 1, 2, 6 from their mean 3 are -2, -1, 3, so sigma**2 = (4 + 1 + 9)/3 = 14/3.

    >>> fit = Normal.fit([1.0, 2.0, 6.0])
    >>> print(fit.mu, round(3 * fit.sigma**2, 9))
    3.0 14.0
    >>> Normal.fit([1.0, 2.0, 6.0], mu=0)  # held at 0: sigma**2 = (1 + 4 + 36)/3
    Normal(mu=0, sigma=3.697)
    """

    mu: Real
    sigma: Positive

    law = Gaussian

    # ------------------------------------------------------------------ Statistics
    Statistics = NormalStatistics

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> NormalStatistics:
        """The size, mean and variance of each sample, by two passes over the data."""
        n = total_weight(x, weights)
        with np.errstate(over="ignore", invalid="ignore"):  # told below, or by `explain`
            mean, variance = _moments(x, weights, n)
            if np.any(variance <= (1e-13 * mean) ** 2):  # spread near the rounding of the mean
                origin = x[..., :1]  # differences from it are exact, and exactly 0 where all agree
                shift, variance = _moments(x - origin, weights, n)
                mean = origin[..., 0] + shift
        vanishes = variance < 1e-290
        if np.any(vanishes) and np.any(vanishes & _differ(x, weights)):
            raise ValueError(
                "x must not be so close together that squares vanish: measure it in a smaller unit"
            )
        if not np.all(np.isfinite(mean)):
            refuse(~np.isfinite(x), x, "x", "must be finite")
            raise ValueError("x must be small enough to be summed: measure it in a larger unit")
        return NormalStatistics(n, mean, variance)

    # ------------------------------------------------------------------ Density
    @also_censored
    def log_likelihood(self, *data: Any) -> Array:
        """-n/2 (log(2 pi) + 2 log sigma + z2), with z2 the mean squared standardised deviation."""
        n, _, z2 = self._standardised(*data)
        return np.asarray(-n / 2 * (np.log(2 * np.pi) + 2 * np.log(self.sigma) + z2))[()]

    def _standardised(self, *data: Any) -> tuple[Array, Array, Array]:
        """The size n, and the means of z and of z**2, where z = (x - mu)/sigma."""
        n, mean, variance = self.summary(*data)
        z = (mean - self.mu) / self.sigma
        return n, z, variance / self.sigma / self.sigma + z**2

    # ------------------------------------------------------------------ Score and information
    @also_censored
    def score(self, *data: Any) -> Array:
        """(n z / sigma, n (z2 - 1) / sigma), with z and z2 the means of z and z**2."""
        n, z, z2 = self._standardised(*data)
        parts = np.broadcast_arrays(n * z / self.sigma, n * (z2 - 1) / self.sigma)
        return np.stack(parts, axis=-1)

    @also_censored
    def observed_information(self, *data: Any) -> Array:
        """The matrix n/sigma**2 [[1, 2 z], [2 z, 3 z2 - 1]], shape (*batch, 2, 2)."""
        n, z, z2 = self._standardised(*data)
        unit = n / self.sigma**2
        return symmetric_matrix(unit, unit * 2 * z, unit * (3 * z2 - 1))

    def fisher_information(self, n: Any) -> Array:
        """The matrix n/sigma**2 [[1, 0], [0, 2]]: on sigma, not on sigma**2."""
        unit = np.asarray(n, dtype=float) / self.sigma**2
        return symmetric_matrix(unit, 0.0, 2 * unit)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    @also_censored
    def maximise(
        cls,
        s: NormalStatistics,
        start: Self | None = None,
        mu: Array | None = None,
        sigma: Array | None = None,
    ) -> Self:
        """The mean, and the root of the mean squared deviation from mu."""
        mu = s.mean if mu is None else mu
        sigma = np.hypot(np.sqrt(s.variance), s.mean - mu) if sigma is None else sigma
        sound = (sigma > 0) & (sigma < np.inf)
        return cls(*np.where(sound, np.broadcast_arrays(mu, sigma), np.nan))

    @classmethod
    @also_censored
    def explain(cls, s: NormalStatistics, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        if s.variance > 0:
            return NoMaximum("the squared deviations overflow: measure in a larger unit")
        return NoMaximum(f"{without_spread(s.n)}: the likelihood grows without bound as sigma -> 0")

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return rng.normal(point.mu, point.sigma, size)


def _moments(x: Array, weights: Array | None, n: Array) -> tuple[Array, Array]:
    """The mean, and the mean squared deviation from it."""
    mean = sum_of(lambda x: x, x, weights) / n
    return mean, sum_of(lambda x, mean: (x - mean) ** 2, x, weights, mean) / n


def _differ(x: Array, weights: Array | None) -> Array:
    """Whether the observations that count are not all equal, (*batch)."""
    counted = x if weights is None else np.where(weights > 0, x, np.nan)
    return np.asarray(np.nanmax(counted, -1) > np.nanmin(counted, -1))

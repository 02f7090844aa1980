"""Measurements of which a few may be far off: the normal distribution with heavier tails."""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np
from scipy.special import stdtrit

from ..arrays import Array, row_blocks
from ..errors import NoMaximum, without_spread
from ..model import Model
from ..parameters import Positive, Real
from ..special import half_step_of_digamma, half_step_of_log_gamma, half_step_of_trigamma
from ..tops import alone, beside, middle_and_spread, most_common

# Where the entries of the information, row by row, stand among the contributions.
ENTRIES = np.array([[4, 5, 6], [5, 7, 8], [6, 8, 9]])


class StudentT(Model):
    r"""Independent observations around loc, of which the fewer lie far out the larger df is.

    .. math:: f(x) = \frac{\Gamma(\frac{\nu + 1}{2})}{\Gamma(\frac{\nu}{2})\,\sigma\sqrt{\nu\pi}}
        \left(1 + \frac{w^2}{\nu}\right)^{-(\nu + 1)/2}, \qquad w = \frac{x - m}{\sigma}

    Parameters
    ----------
    df
        The degrees of freedom nu, above 0, not necessarily whole: 1 is the Cauchy distribution, and
        towards infinity it becomes the normal one.
    loc
        The centre m, in the units of the data.
    scale
        The scale sigma, above 0, in the units of the data; the standard deviation, where there is
        one, is larger.

    Notes
    -----
    The estimate is the top above the most likely of a few starting points in the middle of the
    parameter space, or above `start`.  With the scale held there may be a top near each
    observation: then several climbs are made, and the highest top is returned.  Nor is it the
    highest value of the likelihood: with df small enough that grows without bound at each single
    observation as scale goes to 0.  Data whose tails are no heavier than normal have no estimate:
    the likelihood rises towards the normal distribution.

    References
    ----------
    K. L. Lange, R. J. A. Little and J. M. G. Taylor (1989), Robust statistical modeling using the t
    distribution, Journal of the American Statistical Association 84.

    Examples
    --------
    With one degree of freedom it is the Cauchy distribution, here at its centre and one scale off:

    >>> point = StudentT(df=1, loc=0, scale=1)
    >>> print((np.pi * np.exp(point.log_density([0.0, 1.0]))).round(12))
    [1.  0.5]
    """

    df: Positive
    loc: Real
    scale: Positive

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The log density of each observation (*batch, n)."""
        return self._contributions(*self.as_data(*data))[0]

    def log_likelihood(self, *data: Any) -> Array:
        """The sum of the log densities (*batch)."""
        return self._sums(*data)[0][()]

    def _contributions(self, x: Array) -> Array:
        """The log density of each observation, its three slopes, and minus its six second
        derivatives, (10, *batch, n); written so that nothing cancels where df is large.
        """
        df, scale = self.df[..., None], self.scale[..., None]
        # w = sqrt(df) tan(angle): then 1 + w**2/df = 1/cos**2, and w cos**2 = sqrt(df) sin cos
        tangent = (x - self.loc[..., None]) / scale / np.sqrt(df)
        cos = 1 / np.hypot(1, tangent)
        sin = tangent * cos
        near = np.minimum(sin**2, 0.5)
        tail = np.where(near < 0.5, -np.log1p(-near), -2 * np.log(cos))  # log(1 + w**2/df)
        constant = half_step_of_log_gamma(df / 2) - np.log(2 * np.pi) / 2 - np.log(scale)
        slope, curve = -(df + 1) / np.sqrt(df) * sin * cos, cos**2 - sin**2
        by_df = half_step_of_digamma(df / 2) - tail + sin**2 * (1 + 1 / df)
        lean = (cos**2 / df - sin**2) / np.sqrt(df)
        twice = sin**2 * (sin**2 * (1 - 1 / df) - 2 * cos**2 / df) / df
        values = (
            constant - (df + 1) / 2 * tail,
            *(by_df / 2, -slope / scale, ((df + 1) * sin**2 - 1) / scale),
            -half_step_of_trigamma(df / 2) / 4 - twice / 2,
            *(lean * sin * cos / scale, lean * np.sqrt(df) * sin**2 / scale),
            *((df + 1) / df * cos**2 * curve / scale**2, -slope * (1 + curve) / scale**2),
            ((df + 1) * sin**2 * (2 + curve) - 1) / scale**2,
        )
        return np.stack(np.broadcast_arrays(*values))

    def _sums(self, *data: Any) -> Array:
        """The sums of all contributions (10, *batch), a block of observations at a time."""
        data = self.as_data(*data)
        size = 10 * math.prod(np.broadcast_shapes(self.batch_shape, self.data_batch(*data)))
        blocks = row_blocks(data, self.data_ndims, size)
        return np.asarray(sum(self._contributions(*block).sum(-1) for block in blocks))

    # ------------------------------------------------------------------ Score and information
    def scores(self, *data: Any) -> Array:
        """The gradient of each log density (*batch, n, 3)."""
        return np.moveaxis(self._contributions(*self.as_data(*data))[1:4], 0, -1)

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, 3)."""
        return self.survey(*data)[1]

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivatives of the log-likelihood (*batch, 3, 3)."""
        return self.survey(*data)[2]

    def survey(self, *data: Any) -> tuple[Array, Array, Array]:
        """The log-likelihood, the score and the observed information, in one pass."""
        sums = self._sums(*data)
        information = np.moveaxis(sums[ENTRIES], (0, 1), (-2, -1))
        return sums[0][()], np.moveaxis(sums[1:4], 0, -1), information

    def fisher_information(self, n: Any) -> Array:
        """The matrix of Lange, Little and Taylor (1989), Appendix B, for df, loc and scale."""
        df, scale = self.df, self.scale
        of_loc = (df + 1) / (df + 3) / scale**2
        of_scale = 2 * df / (df + 3) / scale**2
        mixed = -2 / (df + 1) / (df + 3) / scale
        # What is left of 1/(2 df**2), the trigammas' difference but for the half step, is exact.
        rest = (3 - df) / (2 * df**2 * (df + 1) * (df + 3))
        of_df = rest - half_step_of_trigamma(df / 2) / 4
        matrix = np.zeros((*np.broadcast_shapes(np.shape(n), np.shape(df)), 3, 3))
        matrix[..., 0, 0], matrix[..., 1, 1], matrix[..., 2, 2] = of_df, of_loc, of_scale
        matrix[..., 0, 2] = matrix[..., 2, 0] = mixed
        return matrix * np.asarray(n, dtype=float)[..., None, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def starting_point(cls, *data: Any, **known: Array) -> Self:
        """The most likely of a few points that have the median and the quartiles of the data."""
        middle, spread = middle_and_spread(data[0], known.get("loc"))
        df = np.array([1.0, 3.0, 10.0, 30.0]).reshape(-1, *(1 for _ in np.shape(spread)))
        return cls(df, middle, spread / stdtrit(df, 0.75)).best_for(*data)

    @classmethod
    def maximise(cls, *data: Any, start: Self | None = None, **held: Any) -> Self:
        """The top of the climb, unless it only drew together where observations are equal.

        With the scale held there may be many tops, and several climbs are made.
        """
        several = start is None and "scale" in held
        start = cls.starting_point(*data, **held) if start is None else start
        starts = beside(start, *data, **held) if several else alone(start, *data, **held)
        fit = super().maximise(*data, start=starts, **held).best_for(*data)
        if "scale" in held:
            return fit
        gap = np.abs(data[0] - fit.loc[..., None])
        own = gap <= 1e-3 * gap.max(-1, keepdims=True)
        k, others = own.sum(-1), np.where(own, np.inf, gap).min(-1)
        endless = (k >= (data[0].shape[-1] - k) * fit.df * (1 - 1e-9)) & (fit.scale < 1e-2 * others)
        return fit.at(np.where(endless[..., None], np.nan, fit.theta))

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        (x,) = data
        if x.max() == x.min() and not held:
            return NoMaximum(f"{without_spread(x.size)}: the likelihood has no bound there")
        if "scale" not in held and np.unique(x).size < x.size:
            return NoMaximum(
                f"{most_common(x)}: with few degrees of freedom there is no top as scale -> 0"
            )
        far = cls(1e8, x.mean(), x.std())
        if not held and far.log_likelihood(x) >= cls.starting_point(x).log_likelihood(x):
            return NoMaximum(
                "the tails are no heavier than normal: the likelihood rises as df -> infinity"
            )
        return super().explain(*data, **held)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return point.loc + point.scale * rng.standard_t(point.df, size)

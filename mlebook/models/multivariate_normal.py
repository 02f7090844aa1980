"""The normal distribution of several numbers at once."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from ..arrays import Array, refuse
from ..covariances import (
    blocks,
    centred,
    cholesky,
    completed,
    flat,
    has_spread,
    inverse_factor,
    joined,
    partners,
    refuse_units,
)
from ..errors import NoMaximum, NotConverged
from ..optimise import newton
from ..parameters import Covariance, RealVector
from ..sufficient import SufficientModel, total_weight
from ..surveys import survey_of


class MultivariateNormalStatistics(NamedTuple):
    """The number of rows (*batch), their mean (*batch, d) and covariance (over n, *batch, d, d)."""

    n: Array
    mean: Array
    cov: Array


class MultivariateNormal(SufficientModel):
    r"""Independent rows of d numbers that vary together.

    .. math::
        f(x) = \frac{1}{\sqrt{(2\pi)^d \det\Sigma}}
        \exp\left(-\tfrac12 (x - \mu)^\top \Sigma^{-1} (x - \mu)\right)

    Parameters
    ----------
    mean
        The means mu, (*batch, d), each in the units of its column.
    cov
        The covariance matrix Sigma, (*batch, d, d), symmetric and positive definite.

    Notes
    -----
    The data are a table X of n rows and d columns, (*batch, n, d).  The maximum likelihood
    estimates are the means and the mean products of deviations (over n, not n - 1).  There is none
    if one column is a linear combination of the others, as it is wherever n <= d: the likelihood
    grows without bound as the density draws together on a plane.

    `theta`, score and information are those of the means and of the entries of Sigma on and below
    the diagonal, row by row: mean[0], mean[1], cov[0,0], cov[1,0], cov[1,1].

    References
    ----------
    Anderson, T. W. (2003), An Introduction to Multivariate Statistical Analysis, chapter 3.

    Examples
    --------
    The deviations of the columns 1, 2, 6 and 3, 0, 0 from their means 3 and 1 are -2, -1, 3 and
    2, -1, -1; their mean products are 14/3, -6/3 and 6/3.

    >>> fit = MultivariateNormal.fit([[1.0, 3.0], [2.0, 0.0], [6.0, 0.0]])
    >>> print(fit.mean, 3 * fit.cov[0], 3 * fit.cov[1])
    [3. 1.] [14. -6.] [-6.  6.]
    """

    mean: RealVector
    cov: Covariance
    data_names = ("X",)
    data_ndims = (2,)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.mean.shape[-1] != self.cov.shape[-1]:
            sizes = f"{self.mean.shape[-1]} and {self.cov.shape[-1]}"
            raise ValueError(f"mean must have as many entries as cov has rows, got {sizes}")

    # ------------------------------------------------------------------ Statistics
    Statistics = MultivariateNormalStatistics
    statistics_ndims = (0, 1, 2)

    @classmethod
    def summarise(
        cls, x: Array, weights: Array | None, **known: Array
    ) -> MultivariateNormalStatistics:
        """The size, means and covariances of each table, by two passes over differences."""
        refuse(~np.isfinite(x), x, "X", "must be finite")
        origin = x[..., :1, :]  # differences from it are exact, where a mean is large
        share = np.ones(x.shape[:-1]) if weights is None else weights
        n = share.sum(-1)
        share = share[..., None, :] / n[..., None, None]
        with np.errstate(over="ignore", invalid="ignore"):  # told below
            shift = np.matmul(share, x - origin)
            deviation = x - origin - shift
            cov = np.matmul(np.swapaxes(deviation, -1, -2) * share, deviation)
        refuse_units(cov, np.where(np.swapaxes(share, -1, -2) > 0, deviation, 0.0))
        cov = (cov + np.swapaxes(cov, -1, -2)) / 2
        n = total_weight(x[..., 0], weights)
        return MultivariateNormalStatistics(n, (origin + shift)[..., 0, :], cov)

    def condensed(self, *data: Any) -> tuple[Any, ...]:
        """The statistics of the data, which must have as many columns as this point."""
        s: MultivariateNormalStatistics
        (s,) = self.condense(*data)
        _refuse_columns(s.mean.shape[-1], self.mean.shape[-1])
        return (s,)

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """-(d log(2 pi) + log det Sigma + z'z)/2, with z the standardised deviations."""
        (x,) = self.as_data(*data)
        _refuse_columns(x.shape[-1], self.mean.shape[-1])
        root = inverse_factor(self.cov)
        z = np.matmul(x - self.mean[..., None, :], np.swapaxes(root, -1, -2))
        return -(self._log_volume[..., None] + (z**2).sum(-1)) / 2

    def log_likelihood(self, *data: Any) -> Array:
        """-n/2 (d log(2 pi) + log det Sigma + trace C), with C the mean of the z z'."""
        n, _, _, C = self._standardised(*data)
        return np.asarray(-n / 2 * (self._log_volume + np.trace(C, axis1=-2, axis2=-1)))[()]

    @property
    def _log_volume(self) -> Array:
        """The logarithm of det(2 pi Sigma)."""
        diagonal = np.diagonal(cholesky(self.cov), axis1=-2, axis2=-1)
        return np.asarray((np.log(2 * np.pi) + 2 * np.log(diagonal)).sum(-1))

    def _standardised(self, *data: Any) -> tuple[Array, Array, Array, Array]:
        """The size n, R with R Sigma R' = 1, and the means of z and z z', where z = R (x - mu)."""
        n, mean, cov = self.summary(*data)
        root = inverse_factor(self.cov)
        z = np.matmul(root, (mean - self.mean)[..., None])
        C = np.matmul(np.matmul(root, cov), np.swapaxes(root, -1, -2))
        return np.asarray(n), root, z[..., 0], C + np.matmul(z, np.swapaxes(z, -1, -2))

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """For the means n R' z, for an entry of Sigma n/2 trace(W (C - 1)); (*batch, k).

        W = R E R', where E is the derivative of Sigma by the entry: 1 there and at its mirror
        image, 0 elsewhere.
        """
        n, root, z, C = self._standardised(*data)
        of_means = np.matmul(z[..., None, :], root)[..., 0, :]
        of_cov = flat(self._turned(root)) @ flat(C - np.eye(C.shape[-1]))[..., None] / 2
        return n[..., None] * joined(of_means, of_cov[..., 0])

    def observed_information(self, *data: Any) -> Array:
        """Blocks n R'R, n R' W_a z and n trace(W_a W_b (C - 1/2)); (*batch, k, k)."""
        n, root, z, C = self._standardised(*data)
        W = self._turned(root)
        curved = np.matmul(W, (C - np.eye(C.shape[-1]) / 2)[..., None, :, :])
        mixed = np.matmul(np.matmul(W, z[..., None, :, None])[..., 0], root)
        of_cov = np.matmul(flat(W), np.swapaxes(flat(curved), -1, -2))
        return n[..., None, None] * blocks(root, mixed, of_cov)

    def fisher_information(self, n: Any) -> Array:
        """Blocks n R'R, 0 and n/2 trace(W_a W_b); (*batch, k, k)."""
        root = inverse_factor(self.cov)
        W = self._turned(root)
        of_cov = np.matmul(flat(W), np.swapaxes(flat(W), -1, -2)) / 2
        mixed = np.zeros((*W.shape[:-2], root.shape[-1]))
        return np.asarray(n, dtype=float)[..., None, None] * blocks(root, mixed, of_cov)

    def _turned(self, root: Array) -> Array:
        """The matrices W = R E R' of all entries, (*batch, m, d, d)."""
        m = len(np.tril_indices(root.shape[-1])[0])
        root = root[..., None, :, :]
        return np.matmul(np.matmul(root, Covariance.value(np.eye(m))), np.swapaxes(root, -1, -2))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls,
        s: MultivariateNormalStatistics,
        start: Self | None = None,
        mean: Array | None = None,
        cov: Array | None = None,
    ) -> Self:
        """The means, and the mean products of deviations from them.

        Means that are held draw the others along, as a regression on them says.  If some entries of
        the covariance matrix are held, the rest is climbed to.
        """
        if cov is not None and np.isnan(cov).any():
            return cls._climb(s, start, mean, cov)
        if mean is not None:
            _refuse_columns(s.mean.shape[-1], mean.shape[-1])
        centre, about = centred(s.mean, s.cov, mean, cov)
        if cov is None:
            cov = np.where(has_spread(about, centre)[..., None, None], about, np.nan)
        return cls(centre, cov)

    @classmethod
    def _climb(
        cls,
        s: MultivariateNormalStatistics,
        start: Self | None,
        mean: Array | None,
        cov: Array,
    ) -> Self:
        """The top among the covariance matrices with the entries that are held."""
        begin = cls.maximise(s, mean=mean) if start is None else start
        begin = cls(begin.mean, completed(begin.cov, cov))
        begin, moves = begin.pinned(**({} if mean is None else {"mean": mean}), cov=cov)
        batch = np.broadcast_shapes(begin.batch_shape, cls.data_batch(s))
        theta = np.broadcast_to(begin.theta, (*batch, moves.size))
        top = newton(survey_of(begin, s), theta, moves, tolerance=1e-12, max_steps=200)
        return begin.at(np.where(top.converged[..., None], top.theta, np.nan))

    @classmethod
    def explain(cls, s: MultivariateNormalStatistics, **held: Any) -> ValueError:
        """Which column depends on which others; or that entries are held that cannot be."""
        if "cov" in held:
            return NotConverged("no covariance matrix with the entries that are held was found")
        d, mean = s.mean.shape[-1], held.get("mean")
        centre, about = centred(s.mean, s.cov, mean)
        least = d + (mean is None or np.isnan(mean).any())
        grows = "the likelihood grows without bound as cov becomes singular"
        if s.n < least:
            return NoMaximum(f"{d} columns of X need at least {least} rows, got {s.n:.0f}: {grows}")
        for j in range(d):
            if not about[j, j] > 0:
                return NoMaximum(f"column {j} of X is constant: {grows}")
            if not has_spread(about[: j + 1, : j + 1], centre[: j + 1]):
                others = ", ".join(map(str, partners(about, j)))
                return NoMaximum(
                    f"column {j} of X is a linear combination of columns {others}: {grows}"
                )
        return super().explain(s)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Rows, shape (*batch, *shape, d)."""
        point, size = self._for_draws(shape, rng)
        z = rng.standard_normal((*size, self.mean.shape[-1]))
        return point.mean + np.matmul(cholesky(point.cov), z[..., None])[..., 0]


def _refuse_columns(columns: int, wanted: int) -> None:
    if columns != wanted:
        raise ValueError(f"X must have {wanted} columns, as mean has entries, got {columns}")

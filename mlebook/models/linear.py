"""Linear regression with normal noise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Array, dot
from ..blocks import along_rows, linear
from ..errors import NoMaximum
from ..frames import Frame
from ..least_squares import LeastSquares, best_given, explain_columns, least_squares, refuse_units
from ..parameters import Positive, RealVector
from ..regression import Regression, refuse_columns
from ..rows import Block, counted


class LinearRegression(Regression):
    r"""Responses that scatter normally about x @ beta with standard deviation sigma.

    .. math:: y_i = x_i^\top\beta + \sigma\varepsilon_i, \qquad \varepsilon_i \sim N(0, 1)

    Parameters
    ----------
    beta
        The coefficients (*batch, d), each in the unit of y over the unit of its column of X.
    sigma
        The standard deviation of the noise, above 0, in the unit of y.

    Notes
    -----
    The maximum likelihood estimate of beta is that of least squares; sigma**2 is the mean of the
    squared residuals, over n, not n - d.  Where a plane goes through all points there is none: the
    likelihood grows without bound as sigma goes to 0.

    `LinearRegression.statistics(X, y)` may stand where X, y stand: it is all that fits, heights and
    slopes need.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 11.3.

    Examples
    --------
    A line through (-1, 1), (0, 0) and (1, 2): its slope is (2 - 1)/2, its height at 0 the mean 1,
    and the residuals are 1/2, -1 and 1/2.

    >>> X = [[1, -1], [1, 0], [1, 1]]
    >>> fit = LinearRegression.fit(X, [1, 0, 2])
    >>> print(fit.beta, round(fit.sigma**2, 9))  # (1/4 + 1 + 1/4)/3
    [1.  0.5] 0.5
    """

    beta: RealVector
    sigma: Positive

    # ------------------------------------------------------------------ Statistics
    Statistics = LeastSquares

    @classmethod
    def statistics(
        cls, X: Any, y: Any, *, weights: ArrayLike | None = None, offset: ArrayLike | None = None
    ) -> LeastSquares:
        """What may stand where X, y stand; parameters as for `rows`."""
        return least_squares(cls.rows(X, y, weights=weights, offset=offset))

    @classmethod
    def condense(cls, *data: Any, **known: Array) -> tuple[Any, ...]:
        """The statistics in the place of the data."""
        if len(data) == 1 and isinstance(data[0], LeastSquares):
            return data
        with np.errstate(over="ignore", invalid="ignore"):
            s = least_squares(rows := cls.checked(*data))
        refuse_units(rows, s)
        return (s,)

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of statistics, rows, or X and y."""
        if not isinstance(data[0], LeastSquares):
            return super().data_batch(*data)
        return data[0].batch_shape

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """The statistics of one data set of a batch."""
        return (data[0].replicate(index),)

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The log density of each response (*batch, n), as often as its weight says."""
        sigma = self.sigma[..., None]

        def of_block(block: Block) -> Array:
            z = (block.y - self.link(block)) / sigma
            return counted(-(z**2) / 2 - np.log(sigma) - np.log(2 * np.pi) / 2, block.weights)

        rows = self._rows(*data)
        return along_rows(rows, of_block, self._size(rows))

    def log_likelihood(self, *data: Any) -> Array:
        """-n/2 log(2 pi sigma**2) - (the sum of squared residuals)/(2 sigma**2)."""
        (s,) = self.condensed(*data)
        _, squares = self._off(s)
        scale = np.log(2 * np.pi) + 2 * np.log(self.sigma)
        return np.asarray(-s.n / 2 * scale - squares / self.sigma**2 / 2)[()]

    def _off(self, s: LeastSquares) -> tuple[Array, Array]:
        """X' residuals, and the sum of squared residuals."""
        off = s.frame.into(s.beta - self.beta)  # in the frame no digit of it is lost
        pull = np.matmul(s.products, off[..., None])
        by_beta = np.matmul(np.swapaxes(s.frame.inverse_matrix(), -1, -2), pull)[..., 0]
        return by_beta, s.rss + dot(off, pull[..., 0])

    def framed(self, free: Array, *data: Any) -> tuple[Self, tuple[Any, ...], Frame]:
        """The same point and rows, or statistics, with the columns of a frame."""
        if not isinstance(data[0], LeastSquares):
            return super().framed(free, *data)
        s, frame = data[0].in_frame(self._free_columns(free))
        return type(self)(frame.into(self.beta), self.sigma), (s,), frame

    # ------------------------------------------------------------------ Score and information
    def block_scores(self, block: Block) -> Array:
        """The slopes x r/sigma**2 and (r**2/sigma**2 - 1)/sigma of each row, r its residual."""
        sigma = self.sigma[..., None]
        z = (block.y - self.link(block)) / sigma
        by_row = counted(z / sigma, block.weights)[..., None]
        by_sigma = counted((z**2 - 1) / sigma, block.weights)[..., None]
        by_beta = np.swapaxes(block.columns, -1, -2) * by_row
        return np.concatenate([by_beta, by_sigma], axis=-1)

    def score(self, *data: Any) -> Array:
        """X' r/sigma**2 and (r'r/sigma**2 - n)/sigma, with the residuals r."""
        (s,) = self.condensed(*data)
        pull, squares = self._off(s)
        variance = np.asarray(self.sigma) ** 2
        by_beta = pull / variance[..., None]
        by_sigma = np.broadcast_to((squares / variance - s.n) / self.sigma, by_beta.shape[:-1])
        return np.concatenate([by_beta, by_sigma[..., None]], axis=-1)

    def observed_information(self, *data: Any) -> Array:
        """1/sigma**2 times X'X, 2 X'r/sigma and 3 r'r/sigma**2 - n."""
        (s,) = self.condensed(*data)
        pull, squares = self._off(s)
        sigma = np.asarray(self.sigma)
        return _bordered(s.gram, 2 * pull / sigma[..., None], 3 * squares / sigma**2 - s.n, sigma)

    def expected_information(self, *data: Any) -> Array:
        """X'X/sigma**2 for beta and 2 n/sigma**2 for sigma, and nothing between them."""
        (s,) = self.condensed(*data)
        return _bordered(s.gram, np.zeros_like(s.beta), 2 * s.n, np.asarray(self.sigma))

    def fisher_information(self, X: Any) -> Array:
        """The same for responses at the rows of X, shape (*batch, d + 1, d + 1)."""
        return self.expected_information(self.rows_at(X))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls,
        *data: Any,
        start: Self | None = None,
        beta: Array | None = None,
        sigma: Array | None = None,
    ) -> Self:
        """Least squares on what is not held, and the root of the mean squared residual."""
        s: LeastSquares
        (s,) = data
        if beta is None:
            best = np.where(s.independent[..., None], s.beta, np.nan)
        else:
            refuse_columns(beta, s.beta.shape[-1])
            best = best_given(s, beta)
        if sigma is None:
            squares = cls(best, 1.0)._off(s)[1]
            sigma = np.sqrt(np.where(squares > 0, squares / s.n, np.nan))
        whole = np.isfinite(sigma) & np.isfinite(best).all(-1)  # or there is no estimate at all
        return cls(np.where(whole[..., None], best, np.nan), np.where(whole, sigma, np.nan))

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a data set has no estimate."""
        s: LeastSquares
        (s,) = data
        if not s.independent:
            return explain_columns(s)
        return NoMaximum(
            f"all {s.n:g} points lie on one plane: the likelihood grows without bound as sigma -> 0"
        )

    # ------------------------------------------------------------------ How well it fits
    def link(self, block: Block) -> Array:
        """The means of a block of rows (*batch, b)."""
        eta = linear(self.beta, block.columns)
        return eta if block.offset is None else eta + block.offset

    @staticmethod
    def response(eta: Array) -> tuple[Array, Array]:
        """The mean response is the linear predictor."""
        return eta, np.ones_like(eta)

    @staticmethod
    def unit_deviances(y: Array, eta: Array) -> Array:
        """The squared residuals."""
        return np.asarray((y - eta) ** 2)

    def variances(self, eta: Array) -> Array:
        """The same everywhere."""
        return self.sigma[..., None] ** 2 + 0 * eta

    @classmethod
    def null_deviance(cls, *data: Any) -> Array:
        """The sum of squares about the mean (*batch): 0 where all responses are equal."""
        rows = cls.checked(*data)
        return least_squares(replace(rows, X=np.ones((rows.y.shape[-1], 1)))).rss[()]

    # ------------------------------------------------------------------ Sampling
    def sample(self, X: Any, rng: np.random.Generator, *, offset: Any = None) -> Array:
        """Responses at the rows of X, shape (*batch, n)."""
        return rng.normal(self.mean(X, offset=offset), self.sigma[..., None])


def _bordered(gram: Array, edge: Array, corner: Array, sigma: Array) -> Array:
    """The matrix [[gram, edge], [edge', corner]] over sigma**2."""
    batch = np.broadcast_shapes(gram.shape[:-2], edge.shape[:-1], np.shape(corner), sigma.shape)
    d = gram.shape[-1]
    matrix = np.empty((*batch, d + 1, d + 1))
    matrix[..., :d, :d], matrix[..., d, d] = gram, corner
    matrix[..., :d, d] = matrix[..., d, :d] = edge
    return matrix / sigma[..., None, None] ** 2

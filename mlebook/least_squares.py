"""Least squares that stays right where the columns of X are large, or nearly dependent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, batch_of, dot
from .blocks import gram, linear, moments, over_blocks, steady_frame
from .curvature import in_standard_units, is_positive_definite
from .dependence import dependence
from .errors import NoMaximum, NotConverged
from .frames import Frame, frame_of, no_frame
from .observer import one_of_batch
from .rows import Block, Rows, counted

DEFINITE = 1e-11  # the least eigenvalue, in standard units, of columns that are independent
LEAST = 1e-290  # squares below this have lost digits
ROUNDING = 16 * np.finfo(float).eps  # residuals that are smaller, beside the terms, are none


class LeastSquares(NamedTuple):
    """What a linear model with normal noise needs of its data.

    No sum of squares or products of y: the difference of large sums would lose digits.

    Attributes
    ----------
    n
        The number of rows, or the sum of their weights, (*batch).
    beta
        A solution of the least squares problem, (*batch, d).
    rss
        Its sum of squared residuals, (*batch): exactly 0 where they are no more than rounding.
    products
        Z'Z of the columns z of the frame, (*batch, d, d).
    frame
        What makes the columns z of the columns of X.
    independent
        Whether the solution is the only one, (*batch).
    """

    n: Array
    beta: Array
    rss: Array
    products: Array
    frame: Frame
    independent: NDArray[np.bool_]

    @property
    def gram(self) -> Array:
        """X'X (*batch, d, d), from the products of the columns z."""
        into = self.frame.inverse_matrix()
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(np.swapaxes(into, -1, -2) @ self.products @ into)

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch; () for one data set."""
        return batch_of(*((np.shape(value), ndim) for value, ndim in self._arrays()))

    def _arrays(self) -> list[tuple[Array, int]]:
        """What is not the frame, with the axes that each has beyond the batch."""
        return [
            (self.n, 0),
            (self.beta, 1),
            (self.rss, 0),
            (self.products, 2),
            (self.independent, 0),
        ]

    def replicate(self, index: tuple[int, ...]) -> LeastSquares:
        """The statistics of one data set of a batch."""

        def one(value: Array, ndim: int) -> Array:
            return one_of_batch(np.asarray(value), index, ndim)

        n, beta, rss, products, independent = (one(*described) for described in self._arrays())
        return LeastSquares(n, beta, rss, products, self.frame.each(one), independent)

    def in_frame(self, free: NDArray[np.bool_]) -> tuple[LeastSquares, Frame]:
        """The same about the columns z of a frame whose pivot is free (d), as if Z were X."""
        frame, d = self.frame, free.size
        if not np.all(free[frame.pivot]):
            spread = np.sqrt(np.diagonal(self.products, axis1=-2, axis2=-1) / self.n[..., None])
            mean = frame.mean + np.where(frame.is_pivot, frame.level[..., None], 0.0)
            frame = frame_of(mean, mean - spread, mean + spread, free)._replace(unit=frame.unit)
        change = self.frame.inverse_matrix() @ frame.matrix(d)
        products = np.swapaxes(change, -1, -2) @ self.products @ change
        beta = frame.into(self.beta)
        return self._replace(beta=beta, products=products, frame=no_frame(d)), frame


def least_squares(rows: Rows) -> LeastSquares:
    """The least squares solution, its residuals and the products of columns.

    Columns are measured from the steadiest of them; and responses from the first of them, where a
    column is constant and can make up for it.  What the solution gamma leaves over is solved for
    once more, which takes off the rounding of the first.
    """
    d = rows.X.shape[-1]
    frame = steady_frame(rows.design(), np.ones(d, dtype=bool), worth=0.0)
    frame = frame._replace(unit=np.ones(d))
    rows = rows.seen_in(frame)
    origin = _first_response(rows) * frame.constant
    total, left, products = over_blocks(rows, _normal_equations, origin[..., None])
    if not rows.design().batch_shape:  # one design for all of a batch
        products = products.reshape(-1, d, d)[0]
    inverse, unit, independent = _inverse(products)
    gamma = np.matmul(inverse, left[..., None])[..., 0]
    for _ in range(5):
        rss, left = over_blocks(rows, _residuals, gamma, origin[..., None])
        more = np.matmul(inverse, left[..., None])[..., 0]
        gamma, rss = gamma + more, rss - dot(more, left)
        size = np.abs(gamma * unit)
        if not np.any(np.abs(more) * unit > 1e-8 * size.max(-1, keepdims=True)):
            break
    noise = ROUNDING * (size.sum(-1) + np.sqrt(total) + np.sqrt(rows.n) * np.abs(origin))
    rss = np.where(rss <= noise**2, 0.0, rss)
    beta = frame.back(gamma) + frame.is_pivot * (origin / frame.level)[..., None]
    return LeastSquares(rows.n, beta, rss, products, frame, independent)


def _normal_equations(block: Block, origin: Array) -> tuple[Array, Array, Array]:
    """The sum of squares of y, its products with the columns, and theirs."""
    columns, weights = block.columns, block.weights
    products = gram(columns, np.ones(columns.shape[-1]) if weights is None else weights)
    total, left = _residuals(block, np.zeros(columns.shape[-2]), origin)
    return total, left, np.broadcast_to(products, (*left.shape, left.shape[-1]))


def _first_response(rows: Rows) -> Array:
    """The first response, less its offset (*batch)."""
    first = np.asarray(rows.y[..., 0], dtype=float)
    return first if rows.offset is None else first - rows.offset[..., 0]


def _residuals(block: Block, gamma: Array, origin: Array) -> tuple[Array, Array]:
    """The sum of squared residuals, and their products with the columns."""
    response = block.y if block.offset is None else block.y - block.offset
    residual = (response - origin) - linear(gamma, block.columns)
    weighted = counted(residual, block.weights)
    return dot(residual, weighted), moments(block.columns, weighted)


def _inverse(products: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """An inverse on the directions that are there; the columns' sizes; whether all are there."""
    scaled, unit = in_standard_units(products, np.ones(products.shape[-1], dtype=bool))
    size, axes = np.linalg.eigh(scaled)
    sound = size > DEFINITE
    along = np.where(sound, 1 / np.where(sound, size, 1.0), 0.0)
    inverse = (axes * along[..., None, :]) @ np.swapaxes(axes, -1, -2)
    return inverse / unit[..., :, None] / unit[..., None, :], unit, np.asarray(sound.all(-1))


# ---------------------------------------------------------------------- Some coefficients held
def best_given(s: LeastSquares, held: Array) -> Array:
    """The best beta whose entries are as held (*batch, d), where those are not nan."""
    is_free = np.isnan(held).reshape(-1, held.shape[-1])[0]
    if not is_free.any():
        return held
    there, frame = s.in_frame(is_free)
    off = np.where(is_free, 0.0, held - s.beta)
    pull = np.matmul(there.products, off[..., None])[..., is_free, 0]
    off[..., is_free] = -_solved(there.products, is_free, pull)
    return np.where(is_free, s.beta + frame.back(off), held)


def _solved(matrix: Array, free: NDArray[np.bool_], right: Array) -> Array:
    """The solution on the free coordinates; nan where they are not independent."""
    scaled, unit = in_standard_units(matrix, free)
    sound = is_positive_definite(matrix, free)
    filled = np.where(sound[..., None, None], scaled, np.eye(scaled.shape[-1]))
    solution = np.linalg.solve(filled, (right / unit)[..., None])[..., 0] / unit
    return np.where(sound[..., None], solution, np.nan)


def explain_columns(s: LeastSquares) -> NoMaximum | NotConverged:
    """Which columns depend on which others, as far as their products tell."""
    d = s.beta.shape[-1]
    if s.n < d:
        return NoMaximum(
            f"X has fewer rows ({s.n:g}) than columns ({d}): many beta fit equally well"
        )
    if np.any(zero := np.diagonal(s.gram) == 0):
        return NoMaximum(f"column {int(np.argmax(zero))} of X is 0 in every row: drop it")
    scaled, unit = in_standard_units(s.products, np.ones(d, dtype=bool))
    size, axes = np.linalg.eigh(scaled)
    root = np.sqrt(np.maximum(size, 0.0))[:, None] * axes.T
    found = dependence(root, unit, s.frame, exact=1e-7)
    return found or NotConverged("columns of X are nearly linearly dependent: take off their means")


def refuse_units(rows: Rows, s: LeastSquares) -> None:
    """Raise an error where squares overflow, or vanish though the numbers are not 0."""
    if not (np.all(np.isfinite(s.rss)) and np.all(np.isfinite(s.gram))):
        raise ValueError("X and y must be small enough to be squared: use larger units")
    squares = np.diagonal(s.gram, axis1=-2, axis2=-1)
    too_small = [rows.X[..., squares.min(tuple(range(squares.ndim - 1))) < LEAST]]
    too_small += [rows.y] if np.any(s.rss < LEAST) else []
    if any(0 < np.abs(numbers).max(initial=0.0) < np.sqrt(LEAST) for numbers in too_small):
        raise ValueError("X and y must be large enough to be squared: use smaller units")

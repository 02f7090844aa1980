"""Least squares that stays right where the columns of X are large, or nearly dependent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, dot
from .blocks import gram, linear, moments, over_blocks
from .curvature import in_standard_units, is_positive_definite
from .rows import Block, Rows, counted
from .separation import dependence

DEFINITE = 1e-11  # the least eigenvalue, in standard units, of columns that are independent
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
    gram
        X'X (*batch, d, d).
    independent
        Whether the solution is the only one, (*batch).
    """

    n: Array
    beta: Array
    rss: Array
    gram: Array
    independent: NDArray[np.bool_]


def least_squares(rows: Rows) -> LeastSquares:
    """The least squares solution, its residuals and X'X.

    Columns are measured from their means, and responses from the first of them, where a column is
    constant and can make up for it; and columns in units of their spread.  What the solution gamma
    leaves over is solved for once more, which takes off the rounding of the first.
    """
    design = rows.design()
    shift, level = _frame(design)
    origin = _first_response(rows) * level.any(-1)
    total, left, products = over_blocks(rows, _normal_equations, shift, origin[..., None])
    if not design.batch_shape:  # one design for all of a batch
        products = products.reshape(-1, *products.shape[-2:])[0]
    inverse, unit, independent = _inverse(products)
    gamma = np.matmul(inverse, left[..., None])[..., 0]
    for _ in range(5):
        rss, left = over_blocks(rows, _residuals, shift, gamma, origin[..., None])
        more = np.matmul(inverse, left[..., None])[..., 0]
        gamma, rss = gamma + more, rss - dot(more, left)
        size = np.abs(gamma * unit)
        if not np.any(np.abs(more) * unit > 1e-8 * size.max(-1, keepdims=True)):
            break
    noise = ROUNDING * (size.sum(-1) + np.sqrt(total) + np.sqrt(rows.n) * np.abs(origin))
    rss = np.where(rss <= noise**2, 0.0, rss)
    beta = gamma + level * (origin - (shift * gamma).sum(-1))[..., None]
    back = np.eye(products.shape[-1]) + level[..., :, None] * shift[..., None, :]
    return LeastSquares(rows.n, beta, rss, np.swapaxes(back, -1, -2) @ products @ back, independent)


def _frame(design: Rows) -> tuple[Array, Array]:
    """What is taken off each column (*batch, d), and 1/c at the place of a constant column c.

    The columns' means are taken off, but for that of the constant column, which makes up for it;
    nothing, if there is none.
    """
    first = np.asarray(design.X[..., 0, :], dtype=float)

    def from_the_first(block: Block, first: Array) -> tuple[Array, Array]:
        off = block.columns - first[..., None]
        ones = np.ones(block.columns.shape[-1])
        weights = ones if block.weights is None else block.weights
        sums = np.broadcast_arrays(moments(off, weights), moments(np.abs(off), ones))
        return sums[0][..., 0], np.concatenate(sums, axis=-1)

    _, sums = over_blocks(design, from_the_first, first)
    moved, spread = np.split(sums, 2, axis=-1)
    candidate = (spread == 0) & (first != 0)
    constant = candidate & (np.cumsum(candidate, axis=-1) == 1)
    mean = first + moved / design.n[..., None]
    shift = np.where(constant | ~candidate.any(-1, keepdims=True), 0.0, mean)
    return shift, np.where(constant, 1 / np.where(constant, first, 1.0), 0.0)


def _normal_equations(block: Block, shift: Array, origin: Array) -> tuple[Array, Array, Array]:
    """The sum of squares of y, its products with the shifted columns, and theirs."""
    columns, weights = block.columns - shift[..., None], block.weights
    products = gram(columns, np.ones(columns.shape[-1]) if weights is None else weights)
    total, left = _residuals(block, shift, np.zeros(shift.shape[-1]), origin)
    return total, left, np.broadcast_to(products, (*left.shape, left.shape[-1]))


def _first_response(rows: Rows) -> Array:
    """The first response, less its offset (*batch)."""
    first = np.asarray(rows.y[..., 0], dtype=float)
    return first if rows.offset is None else first - rows.offset[..., 0]


def _residuals(block: Block, shift: Array, gamma: Array, origin: Array) -> tuple[Array, Array]:
    """The sum of squared residuals, and their products with the shifted columns."""
    columns = block.columns - shift[..., None]
    response = block.y if block.offset is None else block.y - block.offset
    residual = (response - origin) - linear(gamma, columns)
    weighted = counted(residual, block.weights)
    return dot(residual, weighted), moments(columns, weighted)


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
    best = np.where(is_free, s.beta, held)
    if is_free.any():
        off = np.where(is_free, 0.0, held - s.beta)
        pull = np.matmul(s.gram, off[..., None])[..., is_free, 0]
        best[..., is_free] -= _solved(s.gram, is_free, pull)
    return best


def _solved(matrix: Array, free: NDArray[np.bool_], right: Array) -> Array:
    """The solution on the free coordinates; nan where they are not independent."""
    scaled, unit = in_standard_units(matrix, free)
    sound = is_positive_definite(matrix, free)
    filled = np.where(sound[..., None, None], scaled, np.eye(scaled.shape[-1]))
    solution = np.linalg.solve(filled, (right / unit)[..., None])[..., 0] / unit
    return np.where(sound[..., None], solution, np.nan)


def explain_gram(s: LeastSquares) -> str:
    """Which columns depend on which others."""
    d = s.beta.shape[-1]
    if s.n < d:
        return f"X has fewer rows ({s.n:g}) than columns ({d}): many beta fit equally well"
    scaled, unit = in_standard_units(s.gram, np.ones(d, dtype=bool))
    size, axes = np.linalg.eigh(scaled)
    root = np.sqrt(np.maximum(size, 0.0))[:, None] * axes.T
    zero = np.diagonal(s.gram) == 0
    found = dependence(root, np.where(zero, 0.0, unit), exact=1e-7)
    return found or "columns of X are nearly linearly dependent: take off their means"

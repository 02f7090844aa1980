"""Sums over rows: one loop for arrays, for files larger than the memory, and for batches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce

import numpy as np

from .arrays import Array, batch_of
from .frames import Frame, frame_of
from .rows import Block, Rows, cut

CACHED = 2**15  # responses of a batch that are worked on at a time: few enough for the cache


def over_blocks(
    rows: Rows, terms: Callable[..., tuple[Array, ...]], *arrays: Array, ndim: int = 1
) -> tuple[Array, ...]:
    """The sums over all rows of `terms(block, *arrays)`, block by block.

    Parameters
    ----------
    rows
        The rows, whose batch may be large: it is cut as well, so that what is worked on stays in
        the cache.
    terms
        Returns values of the shapes (*batch), (*batch, k), (*batch, k, k), in this order.
    *arrays
        What else the terms depend on, such as coefficients, with `ndim` axes beyond the batch.
    """
    batch = batch_of((rows.batch_shape, 0), *((a.shape, ndim) for a in arrays))
    axis, parts = pieces(batch, CACHED // min(256, rows.y.shape[-1]))
    if len(parts) <= 1:
        return _summed(terms(block, *arrays) for block in rows.blocks(math.prod(batch)))
    size = math.ceil(math.prod(batch) / len(parts))
    sums = []
    for part in parts:
        some = [cut(a, axis - ndim, part) for a in arrays]
        sums.append(_summed(terms(b, *some) for b in rows.cut(axis, part).blocks(size)))
    of_each_term = enumerate(zip(*sums, strict=True))
    return tuple(np.concatenate(term, axis=axis - own) for own, term in of_each_term)


def pieces(batch: tuple[int, ...], limit: int) -> tuple[int, list[slice]]:
    """The longest axis of a batch, and slices that cut it so that each has `limit` members."""
    if not batch:
        return -1, []
    size = max(batch)
    length = max(1, limit * size // max(math.prod(batch), 1))
    parts = [slice(first, first + length) for first in range(0, size, length)]
    return batch.index(size) - len(batch), parts


def _summed(terms: Iterable[tuple[Array, ...]]) -> tuple[Array, ...]:
    return reduce(lambda total, more: tuple(map(np.add, total, more)), terms)


def along_rows(
    rows: Rows, values: Callable[[Block], Array], size: int = 1, axis: int = -1
) -> Array:
    """What a function says of each row to `size` points, joined along the axis of the rows."""
    return np.concatenate([values(block) for block in rows.blocks(size)], axis=axis)


# ---------------------------------------------------------------------- Columns
def extent(rows: Rows) -> tuple[Array, Array, Array]:
    """The mean of each column, its least and its largest entry, (*batch, d), that of X alone.

    Rows count as often as their weights say, over all of a batch that shares them; a constant's
    mean is exact, and no other mean needs to be.
    """
    n = rows.X.shape[-2]
    if rows.weights is None:
        weights = np.broadcast_to(1.0, n)  # a single number, however many rows there are
    else:
        weights = rows.weights.reshape(-1, n).sum(0) if rows.X.ndim == 2 else rows.weights
    total, low, high = np.zeros(rows.X.shape[-1]), np.asarray(np.inf), np.asarray(-np.inf)
    for columns, weight, *_ in replace(rows, y=weights, weights=None, offset=None).blocks():
        total = total + moments(columns, weight)
        low, high = np.minimum(low, columns.min(-1)), np.maximum(high, columns.max(-1))
    return np.clip(total / weights.sum(-1)[..., None], low, high), low, high


def steady_frame(rows: Rows, free: Array, worth: float = 1.0) -> Frame:
    """The frame for these rows, whose pivot is one of the columns that are free (d)."""
    return frame_of(*extent(rows), free, worth)


# ---------------------------------------------------------------------- Products with the columns
def linear(beta: Array, columns: Array) -> Array:
    """The sums over columns, X @ beta: (*batch, d) and (*batch, d, b) give (*batch, b)."""
    if columns.ndim == 2:  # one design for the whole batch: one product of two matrices
        return np.matmul(beta, columns)
    return np.matmul(beta[..., None, :], columns)[..., 0, :]


def moments(columns: Array, values: Array) -> Array:
    """The sums over rows, X' values: (*batch, d, b) and (*batch, b) give (*batch, d)."""
    if columns.ndim == 2:
        return np.matmul(values, columns.T)
    return np.matmul(columns, values[..., None])[..., 0]


def gram(columns: Array, weights: Array) -> Array:
    """The matrices X' diag(weights) X: (*batch, d, b) and (*batch, b) give (*batch, d, d)."""
    d = columns.shape[-2]
    if columns.ndim == 2 and weights.ndim > 1:
        pairs = (columns[:, None] * columns).reshape(d * d, -1)
        return np.matmul(weights, pairs.T).reshape(*weights.shape[:-1], d, d)
    return np.matmul(columns * weights[..., None, :], np.swapaxes(columns, -1, -2))


def lengths(columns: Array, V: Array) -> Array:
    """The roots of x' V x for each row: (*batch, d, b) and (*batch, d, d) give (*batch, b)."""
    largest = np.abs(columns).max(-2, keepdims=True)
    unit = np.where(largest > 0, largest, 1.0)  # so that no square overflows
    scaled = columns / unit
    return np.asarray(unit[..., 0, :] * np.sqrt((scaled * np.matmul(V, scaled)).sum(-2)))

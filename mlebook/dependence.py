"""Columns that depend on each other, so that no data could tell their coefficients apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import qr as pivoted_qr
from scipy.linalg import solve_triangular

from .arrays import Array
from .blocks import extent, steady_frame
from .errors import NoMaximum, NotConverged
from .frames import Frame
from .rows import Rows
from .words import combination, counted_rows

#: columns whose sine of the angle to the others is smaller are too nearly dependent to climb with
INDEPENDENT = 1e-5


def explain_columns(rows: Rows) -> NoMaximum | NotConverged | None:
    """Why no climb at these rows could tell the coefficients apart; None if it could."""
    n, d = int(counted_rows(rows).sum()), rows.X.shape[-1]
    if n < d:
        return NoMaximum(f"X has fewer rows ({n}) than columns ({d}): many beta fit equally well")
    _, low, high = extent(rows)
    largest = np.maximum(np.abs(low), np.abs(high))
    if np.any(largest == 0):
        return NoMaximum(f"column {int(np.argmin(largest))} of X is 0 in every row: drop it")
    frame = steady_frame(rows, np.ones(d, dtype=bool))
    R = triangle(rows.seen_in(frame))
    size = np.linalg.norm(R, axis=0)
    of_z = np.where(size > 0, size, 1.0)
    rounding = largest / frame.unit * np.sqrt(n) / of_z  # the rounding of X, in units of Z
    exact = np.clip(16 * np.finfo(float).eps * rounding[size > 0].max(), 1e-12, INDEPENDENT)
    return dependence(R / of_z, of_z, frame, exact)


def triangle(rows: Rows) -> Array:
    """The triangle R of X = QR, from a block of rows at a time."""
    R: Any = np.zeros((0, rows.X.shape[-1]))
    for block in rows.blocks():
        counted = slice(None) if block.weights is None else block.weights > 0
        R = np.linalg.qr(np.vstack([R, block.columns.T[counted]]), mode="r")
    return R


def dependence(
    R: Array, size: Array, frame: Frame, exact: float = 1e-12
) -> NoMaximum | NotConverged | None:
    """Which column depends on which others, as an equation; None if they are independent.

    `R` is the triangle of the columns of the frame once each is divided by its `size`, and `exact`
    the rounding of its diagonal: what is more is a difference that the data do contain.
    """
    pivoted, order = pivoted_qr(R, mode="r", pivoting=True)
    off = np.abs(np.diagonal(pivoted))
    rank = int(np.sum(off > INDEPENDENT))
    if rank == len(order):
        return None
    gamma = np.zeros(len(order))
    gamma[order[rank]] = -1 / size[order[rank]]
    others = solve_triangular(pivoted[:rank, :rank], pivoted[:rank, rank])
    gamma[order[:rank]] = others / size[order[:rank]]
    beta = frame.back(gamma)  # X @ beta is nearly 0, or exactly
    one = order[rank]
    shares = np.where(frame.is_pivot, np.abs(beta * frame.unit), np.abs(gamma)) * size
    right = np.where(shares > 1e-5, -beta / beta[one], 0.0)  # the share of column `one` is 1
    right[one] = 0.0
    is_exact = off[rank] < exact
    told = f"X[:, {one}] {'=' if is_exact else '≈'} {combination(right, limit=12)}"
    if is_exact:
        return NoMaximum(
            f"columns of X are linearly dependent, so many beta fit equally well: {told}; drop a "
            "column"
        )
    return NotConverged(
        f"columns of X are nearly linearly dependent, too nearly to climb: {told}; drop a column, "
        "or give their difference instead of one of them"
    )

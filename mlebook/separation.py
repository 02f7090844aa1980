"""Why a regression has no highest point: dependent columns, or responses that X separates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr as pivoted_qr
from scipy.linalg import solve_triangular
from scipy.optimize import linprog

from .arrays import Array
from .errors import NoMaximum
from .rows import Rows

#: columns whose sine of the angle to the others is smaller are too nearly dependent to climb with
INDEPENDENT = 1e-5
ADVICE = "drop a column, gather more data, or penalise large coefficients"


@dataclass(frozen=True, eq=False)
class Separation:
    """A direction of beta along which the likelihood rises for ever, or never falls.

    Attributes
    ----------
    direction
        The change of beta, its largest entry 1 or -1; of the shape of one beta.
    rows
        The numbers of the rows whose fit it improves; it leaves the others as they are.
    complete
        Whether these are all the rows (complete separation) or not (quasi-complete).
    """

    direction: Array
    rows: NDArray[np.int64]
    complete: bool

    @property
    def words(self) -> str:
        """The direction as one writes it, if it is short: "X[:, 0] - 2.5 X[:, 3]"."""
        return combination(self.direction)


# ---------------------------------------------------------------------- Separation
def separation_of(rows: Rows, freedom: Array) -> Separation | None:
    """The separation of one data set, where `freedom` says which way each eta may go for ever.

    It is 1 for up, -1 for down, 0 for neither.
    """
    X, counted, unit = _scaled(rows)
    freedom = freedom[counted]
    moves = freedom != 0
    found = endless_direction(X[moves] * freedom[moves, None], X[~moves])
    return None if found is None else _separation(found, unit, X @ found, counted)


def separation_of_classes(rows: Rows) -> Separation | None:
    """The separation of classes 0, ..., K - 1, whose direction is (K - 1, d)."""
    X, counted, unit = _scaled(rows)
    label = rows.y[counted].astype(int)
    signs = np.eye(max(label.max(initial=0), 1) + 1)[label]  # (n, K): 1 at a row's own class
    rivals = np.argsort(signs, axis=1, kind="stable")[:, :-1]  # (n, K - 1): the other classes
    lead = (signs[:, None, :] - np.eye(signs.shape[1])[rivals])[..., 1:]  # class 0 stays at 0
    rising = (lead[..., None] * X[:, None, None, :]).reshape(-1, lead.shape[-1] * X.shape[1])
    found = endless_direction(rising, rising[:0])
    if found is None:
        return None
    gains = (rising @ found).reshape(len(X), -1)
    direction = found.reshape(-1, X.shape[1])
    made = _separation(direction, unit, gains.max(1), counted)
    return replace(made, complete=bool(gains.min() > 1e-7 * gains.max()))


def _scaled(rows: Rows) -> tuple[Array, NDArray[np.bool_], Array]:
    """The rows that count, in units of their largest entries; which they are; the units."""
    counted = _counted_rows(rows)
    X = np.asarray(rows.X, dtype=float)[counted]
    largest = np.abs(X).max(0)
    unit = np.where(largest > 0, largest, 1.0)
    return X / unit, counted, unit


def _separation(found: Array, unit: Array, gains: Array, counted: NDArray[np.bool_]) -> Separation:
    """The record, in the units of X, of a direction that was found in scaled columns."""
    improved = np.abs(gains) > 1e-7 * np.abs(gains).max()
    direction = found / unit
    numbers = np.flatnonzero(counted)[improved]
    return Separation(direction / np.abs(direction).max(), numbers, bool(improved.all()))


def endless_direction(rising: Array, level: Array) -> Array | None:
    r"""A direction d with `rising @ d` >= 0, not all 0, and `level @ d` = 0; None if there is none.

    .. math:: \min \sum_j |d_j| \quad\text{so that}\quad Zd \ge 1 \text{ (complete), or }
        Zd \ge 0,\ \textstyle\sum_i (Zd)_i = m \text{ (quasi-complete)}

    Parameters
    ----------
    rising
        The rows Z (m, p) whose products with d must not be negative.
    level
        The rows (l, p) whose products with d must be 0.

    Notes
    -----
    A linear programme decides whether there is such a direction, up to the solver's tolerance of
    1e-7 in standard units: an overlap smaller than that is not seen.  The sum of absolute values
    makes the direction a simple one, with as many zeros as can be.

    References
    ----------
    K. Konis (2007), Linear programming algorithms for detecting separated data in binary logistic
    regression models, thesis, University of Oxford.
    """
    if not len(rising):
        return None
    complete = _shortest(rising, 1.0, None, level) if not len(level) else None
    return _shortest(rising, 0.0, len(rising), level) if complete is None else complete


def _shortest(rising: Array, margin: float, total: float | None, level: Array) -> Array | None:
    """The shortest d with rising @ d >= margin, level @ d = 0 and, if asked for, that total."""
    equal, values = level, np.zeros(len(level))
    if total is not None:
        equal, values = np.vstack([level, rising.sum(0)]), np.append(values, total)
    found = linprog(
        np.ones(2 * rising.shape[1]),  # d = up - down, both from 0 on
        A_ub=np.hstack([-rising, rising]),
        b_ub=np.full(len(rising), -margin),
        A_eq=np.hstack([equal, -equal]) if len(equal) else None,
        b_eq=values if len(equal) else None,
    )
    if found.x is None:
        return None
    up, down = np.split(found.x, 2)
    d = up - down
    along, off = rising @ d, np.abs(level @ d).max(initial=0.0)
    holds = along.min() >= -1e-6 * along.max() and off <= 1e-6 * along.max()
    return d / np.abs(d).max() if holds and along.max() > 0 else None


# ---------------------------------------------------------------------- Columns
def explain_columns(rows: Rows) -> NoMaximum | None:
    """Why no data at these rows could tell the coefficients apart; None if they could."""
    n, d = int(_counted_rows(rows).sum()), rows.X.shape[-1]
    if n < d:
        return NoMaximum(f"X has fewer rows ({n}) than columns ({d}): many beta fit equally well")
    R = triangle(rows)
    size = np.linalg.norm(R, axis=0)
    relation = dependence(R / np.where(size > 0, size, 1.0), size)
    return None if relation is None else NoMaximum(relation)


def triangle(rows: Rows) -> Array:
    """The triangle R of X = QR, from a block of rows at a time."""
    R: Any = np.zeros((0, rows.X.shape[-1]))
    for block in rows.blocks():
        counted = slice(None) if block.weights is None else block.weights > 0
        R = np.linalg.qr(np.vstack([R, block.columns.T[counted]]), mode="r")
    return R


def dependence(R: Array, size: Array, exact: float = 1e-12) -> str | None:
    """Which column depends on which others, as an equation; None if they are independent.

    `R` is the triangle of the columns once each is divided by its `size`, and `exact` the rounding
    of its diagonal.
    """
    if np.any(size == 0):
        return f"column {int(np.argmin(size))} of X is 0 in every row: drop it"
    pivoted, order = pivoted_qr(R, mode="r", pivoting=True)
    off = np.abs(np.diagonal(pivoted))
    rank = int(np.sum(off > INDEPENDENT))
    if rank == len(order):
        return None
    others = solve_triangular(pivoted[:rank, :rank], pivoted[:rank, rank])
    weights = np.zeros(len(order))
    weights[order[:rank]] = others * size[order[rank]] / size[order[:rank]]
    nearly = "" if off[rank] < exact else "nearly "
    involved = np.abs(weights) * size > 1e-5 * size[order[rank]]
    right = combination(np.where(involved, weights, 0.0), limit=12)
    return (
        f"columns of X are {nearly}linearly dependent, so many beta fit equally well: "
        f"X[:, {order[rank]}] {'≈' if nearly else '='} {right}; drop a column"
    )


# ---------------------------------------------------------------------- Words
def combination(weights: Array, limit: int = 6) -> str:
    """A sum of columns as one writes it: "X[:, 0] - 2.5 X[:, 3]"."""
    columns = np.flatnonzero(weights)
    if len(columns) > limit:
        return f"a combination of {len(columns)} columns (see `separation`)"
    terms = [f"{_factor(weights[j])}X[:, {j}]" for j in columns]
    return " + ".join(terms).replace("+ -", "- ")


def _factor(weight: float) -> str:
    size = "" if abs(abs(weight) - 1) < 1e-9 else f"{abs(weight):.4g} "
    return ("-" if weight < 0 else "") + size


def listed(numbers: Iterable[int], limit: int = 5) -> str:
    """The first few numbers: "rows 0, 3, 5, ..."."""
    numbers = list(numbers)
    text = ", ".join(str(int(i)) for i in numbers[:limit])
    return f"row{'s' if len(numbers) > 1 else ''} {text}{', ...' if len(numbers) > limit else ''}"


def _counted_rows(rows: Rows) -> NDArray[np.bool_]:
    """The rows whose weight is not 0."""
    is_counted = np.ones(rows.y.shape[-1], dtype=bool)
    return is_counted if rows.weights is None else np.asarray(rows.weights > 0)

"""Why a regression has no highest point: responses that X separates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from .arrays import Array
from .blocks import extent, steady_frame
from .certificates import Proof, proof
from .frames import Frame
from .rows import Rows
from .words import combination, counted_rows

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


def separation_of(rows: Rows, freedom: Array) -> Separation | None:
    """The separation of one data set, where `freedom` says which way each eta may go for ever.

    It is 1 for up, -1 for down, 0 for neither.
    """
    X, numbers = _counted(rows)
    freedom = freedom[numbers]
    moves, frame = freedom != 0, _frame(rows)
    sides = freedom[moves, None]
    found = endless_direction(X[moves] * sides, X[~moves], frame)
    if found is None:
        return None
    improved = found.signs > 0
    is_all = bool(improved.all() and moves.all())
    return Separation(found.direction, numbers[moves][improved], is_all)


def separation_of_classes(rows: Rows) -> Separation | None:
    """The separation of classes 0, ..., K - 1, whose direction is (K - 1, d)."""
    X, numbers = _counted(rows)
    label = rows.y[numbers].astype(int)
    signs = np.eye(max(label.max(initial=0), 1) + 1)[label]  # (n, K): 1 at a row's own class
    rivals = np.argsort(signs, axis=1, kind="stable")[:, :-1]  # (n, K - 1): the other classes
    lead = (signs[:, None, :] - np.eye(signs.shape[1])[rivals])[..., 1:]  # class 0 stays at 0
    rising = (lead[..., None] * X[:, None, None, :]).reshape(-1, lead.shape[-1] * X.shape[1])
    found = endless_direction(rising, rising[:0], _frame(rows))
    if found is None:
        return None
    improved = found.signs.reshape(len(X), -1).max(1) > 0
    direction = found.direction.reshape(-1, X.shape[1])
    return Separation(direction, numbers[improved], bool(found.signs.min() > 0))


def _counted(rows: Rows) -> tuple[Array, NDArray[np.int64]]:
    """The rows that count, as they are given, and their numbers."""
    numbers = np.flatnonzero(counted_rows(rows))
    return np.concatenate([b.columns.T for b in rows.blocks()])[numbers], numbers


def _frame(rows: Rows) -> Frame:
    """The frame of the columns, in units of their largest entries."""
    everything = np.ones(rows.X.shape[-1], dtype=bool)
    frame = steady_frame(rows, everything)
    _, low, high = extent(rows.seen_in(frame))
    size = np.maximum(np.abs(low), np.abs(high))
    exponent = np.frexp(np.where(size > 0, size, 1.0))[1]
    return frame._replace(unit=frame.unit * np.ldexp(1.0, exponent))


def endless_direction(rising: Array, level: Array, frame: Frame) -> Proof | None:
    r"""A direction d with `rising @ d` >= 0, not all 0, and `level @ d` = 0; None if none is found.

    .. math:: \min \sum_j |d_j| \quad\text{so that}\quad Zd \ge 1 \text{ (complete), or }
        Zd \ge 0,\ \textstyle\sum_i (Zd)_i = m \text{ (quasi-complete)}

    Parameters
    ----------
    rising
        The rows Z (m, p) whose products with d must not be negative.
    level
        The rows (l, p) whose products with d must be 0.
    frame
        The columns in which the linear programme is written, d of them or by class.

    Notes
    -----
    A linear programme finds a candidate, up to the solver's tolerance of 1e-7; it is kept only if
    the inequalities are proved for the rows as they are given, in exact fractions where floats
    leave a doubt.  If they do not hold, those rows are made larger, so that the solver sees by how
    much.  The sum of absolute values makes the direction a simple one, with as many zeros as can
    be.

    References
    ----------
    K. Konis (2007), Linear programming algorithms for detecting separated data in binary logistic
    regression models, thesis, University of Oxford.
    """
    if not len(rising):
        return None
    Z, still = _seen(rising, frame), _seen(level, frame)
    if not len(level):
        d = _shortest(Z, np.ones(len(Z)), None, still)
        if d is not None and (found := _proved(d, rising, level, frame)):
            return found
    size = np.ones(len(Z))
    for _ in range(4):
        d = _shortest(Z * size[:, None], np.zeros(len(Z)), Z.sum(0), still)
        if d is None or (found := _proved(d, rising, level, frame)):
            return None if d is None else found
        size = np.where(Z @ d < 1e-6 * (Z @ d).max(), 1e3 * size, size)
    return None


def _seen(rows: Array, frame: Frame) -> Array:
    """Rows of products with beta, or with several by class, as rows of products with gamma."""
    d = frame.unit.size
    return np.asarray(rows @ np.kron(np.eye(rows.shape[1] // d), frame.matrix(d)))


def _proved(found: Array, rising: Array, level: Array, frame: Frame) -> Proof | None:
    """The proof of a direction in the frame, for the columns as they are given."""
    gamma = found.reshape(-1, frame.unit.size)
    one = frame.inverse_matrix()
    coordinates = np.kron(np.eye(len(gamma)), one)[found == 0]
    return proof(frame.back(gamma).ravel(), rising, level, coordinates)


def _shortest(rising: Array, margin: Array, total: Array | None, level: Array) -> Array | None:
    """The shortest d with rising @ d >= margin, level @ d = 0 and, if asked, total @ d = m."""
    equal, values = level, np.zeros(len(level))
    if total is not None:
        equal, values = np.vstack([level, total]), np.append(values, len(rising))
    found = linprog(
        np.ones(2 * rising.shape[1]),  # d = up - down, both from 0 on
        A_ub=np.hstack([-rising, rising]),
        b_ub=-margin,
        A_eq=np.hstack([equal, -equal]) if len(equal) else None,
        b_eq=values if len(equal) else None,
    )
    if found.x is None:
        return None
    up, down = np.split(found.x, 2)
    d = up - down
    return d if np.any(d != 0) else None

"""Exact proofs: whether a direction really separates rows, in fractions where floats may err."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from .arrays import Array

Row = list[Fraction]


class Proof(NamedTuple):
    """A direction, and the exact sign of each row's product with it.

    Attributes
    ----------
    direction
        To the nearest floats, (p).
    signs
        1, 0 or -1 for each row, (m).
    """

    direction: Array
    signs: Array


def proof(rough: Array, rising: Array, level: Array, binding: Array) -> Proof | None:
    """A direction near a rough one with `rising @ d` >= 0, not all 0, and `level @ d` = 0.

    The rough direction itself is tried; then the one that is exactly level on as many rows as can
    be, those first whose product with the rough one is nearest to 0.

    Parameters
    ----------
    rough
        A direction that holds but for rounding, (p).
    rising, level
        Rows (m, p) and (l, p), as they are given, without any rounding.
    binding
        More rows (b, p) whose products with the direction are thought to be 0: those that say which
        of its coordinates are.
    """
    size = np.abs(rising) @ np.abs(rough)
    nearness = np.abs(rising @ rough) / np.where(size > 0, size, 1.0)
    order = np.argsort(nearness, kind="stable")[: 50 * rough.size]
    floats = [Fraction(v) for v in rough]
    rows = (*level, *binding, *rising[order])
    for candidate in (floats, _level_on(rows, rough)):
        signs = None if candidate is None else _signs(candidate, rising, level)
        if candidate is not None and signs is not None:
            largest = max(map(abs, candidate))
            return Proof(np.array([float(v / largest) for v in candidate]), signs)
    return None


def _signs(d: Row, rising: Array, level: Array) -> Array | None:
    """The signs of rising @ d; None unless none is below 0, one above it, and level @ d = 0."""
    signs = exact_signs(rising, d)
    if signs.min() < 0 or signs.max() <= 0 or exact_signs(level, d).any():
        return None
    return signs


def exact_signs(rows: Array, d: Row) -> Array:
    """The sign of each row's product with d: from floats, where they leave no doubt."""
    largest = max(map(abs, d))
    scaled = [v / largest for v in d]
    near = np.array([float(v) for v in scaled])
    product, size = rows @ near, np.abs(rows) @ np.abs(near)
    signs = np.sign(product)
    unsure = (np.abs(product) <= 4 * len(d) * np.finfo(float).eps * size) & (size > 0)
    several, places = np.unique(rows[unsure], axis=0, return_inverse=True)
    exact = np.array([_sign(row, scaled) for row in several])
    signs[unsure] = exact[places.reshape(-1)] if len(exact) else 0.0
    return signs


def _sign(row: Array, d: Row) -> int:
    total = sum((Fraction(v) * w for v, w in zip(row, d, strict=True) if w), Fraction(0))
    return (total > 0) - (total < 0)


def _level_on(rows: Iterable[Array], rough: Array) -> Row | None:
    """The direction whose product with one row after another is 0, until only one is left."""
    basis: dict[int, Row] = {}  # rows in reduced form: 1 at their own column, 0 at those of others
    for row in rows:
        if len(basis) == rough.size - 1:
            break
        rest = [Fraction(v) for v in row]
        for column, known in basis.items():
            rest = _without(rest, known, rest[column])
        if any(rest):
            column = max(range(rough.size), key=lambda c: abs(rest[c]))
            rest = [v / rest[column] for v in rest]
            basis = {c: _without(known, rest, known[column]) for c, known in basis.items()}
            basis[column] = rest
    if len(basis) != rough.size - 1:
        return None
    (left,) = set(range(rough.size)) - set(basis)
    side = Fraction(int(np.sign(rough[left])) or 1)
    return [side if c == left else -side * basis[c][left] for c in range(rough.size)]


def _without(row: Row, other: Row, times: Fraction) -> Row:
    return [v - times * w for v, w in zip(row, other, strict=True)] if times else row

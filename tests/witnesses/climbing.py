"""Maxima and profile intervals to the last of mpmath's digits.

Derivatives are differences taken with as many more digits as they lose.  Heights are functions of
free coordinates, which may be any number: the logarithm of what is positive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement
from typing import Any

import mpmath as mp
from families import POSITIVE, UNIT, Vector

FEW = 18  # digits for the search; what it finds is sharpened to all
Z2 = 2 * mp.erfinv(mp.mpf("0.95")) ** 2


def to_free(kind: str, value: Any) -> Any:
    """The coordinate that may be any number."""
    if kind == UNIT:
        return mp.log(value / (1 - value))
    return mp.log(value) if kind == POSITIVE else value


def from_free(kind: str, u: Any) -> Any:
    """The parameter at a free coordinate."""
    if kind == UNIT:
        return 1 / (1 + mp.exp(-u))
    return mp.exp(u) if kind == POSITIVE else u


def gradient(height: Callable, theta: Vector, axes: Sequence[int]) -> Any:
    """The slopes along these axes."""
    return mp.matrix([derivative(height, theta, j) for j in axes])


def information(height: Callable, theta: Vector, axes: Sequence[int]) -> Any:
    """Minus the second derivatives along these axes."""
    J = mp.matrix(len(axes))
    for (a, j), (b, k) in combinations_with_replacement(list(enumerate(axes)), 2):
        J[a, b] = J[b, a] = -derivative(height, theta, j, k)
    return J


def derivative(height: Callable, theta: Vector, *along: int) -> Any:
    """The derivative along these coordinates, by differences with as many more digits."""
    orders = tuple(along.count(i) for i in range(len(theta)))
    return mp.diff(height, theta, orders) if orders[1:] else mp.diff(height, theta[0], orders[0])


def climb(height: Callable, theta: Vector, axes: Sequence[int]) -> Vector:
    """Newton's method along these axes, with halved steps where the height would fall."""
    for _ in range(60 if axes else 0):
        step = mp.lu_solve(information(height, theta, axes), gradient(height, theta, axes))
        lowest = height(*theta) - mp.eps**0.8
        while height(*moved(theta, axes, step)) < lowest:
            step = step / 2
        theta = moved(theta, axes, step)
        if mp.norm(step, mp.inf) < mp.eps**0.6:
            return theta
    if axes:
        raise ArithmeticError(f"no top found: {theta}")
    return theta


def summit(height: Callable, start: Vector) -> Vector:
    """The highest point, first in few digits, then in all."""
    with mp.workdps(FEW):
        near = climb(height, start, range(len(start)))
    return climb(height, near, range(len(start)))


def moved(theta: Vector, axes: Sequence[int], step: Any) -> Vector:
    """The point moved along these axes."""
    steps = dict(zip(axes, step, strict=True))
    return tuple(value + steps.get(j, 0) for j, value in enumerate(theta))


def profile_end(height: Callable, top: Vector, error: Any, j: int, side: int) -> Any:
    """Where the profile of the j-th coordinate has fallen by z**2/2; infinite if it never does."""
    with mp.workdps(FEW):
        near = rough_end(height, top, error, j, side)
    return sharpened(height, near, j, height(*top) - Z2 / 2)[j] if near else side * mp.inf


def rough_end(height: Callable, top: Vector, error: Any, j: int, side: int) -> Vector | None:
    """Out along the ridge in steps of a quarter of a standard error; then the root between two."""
    others = [i for i in range(len(top)) if i != j]

    def best(u: Any, near: Vector) -> Vector:
        return climb(height, (*near[:j], u, *near[j + 1 :]), others)

    def excess(u: Any) -> Any:
        return mp.sqrt(2 * abs(height(*top) - height(*best(u, inside)))) - mp.sqrt(Z2)

    inside = top
    for _ in range(200):
        outside = best(inside[j] + side * error / 4, inside)
        if 2 * (height(*top) - height(*outside)) > Z2:
            bracket = (inside[j], outside[j])
            root = mp.findroot(excess, bracket, solver="anderson", tol=1e-16)
            return best(root, inside)
        inside = outside
    return None  # fifty standard errors away, in free coordinates


def sharpened(height: Callable, near: Vector, j: int, wanted: Any) -> Vector:
    """The point at the wanted height with no slope but along j, by Newton's method."""
    axes = range(len(near))
    for _ in range(10):
        slopes = gradient(height, near, axes)
        matrix = -information(height, near, axes)
        misses = slopes.copy()
        misses[j] = height(*near) - wanted
        matrix[j, :] = slopes.T
        step = -mp.lu_solve(matrix, misses)
        near = moved(near, axes, step)
        if mp.norm(step, mp.inf) < mp.eps**0.6:
            return near
    raise ArithmeticError(f"no end found: {near}")

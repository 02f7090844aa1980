"""Derivatives by differences: the referee of every formula, and a model's own if it has none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .arrays import Array


def derivative(function: Callable[[Array], Array], theta: Array, step: Array) -> Array:
    r"""The partial derivatives of a function, by the five-point rule.

    .. math::
        \frac{\partial f}{\partial\theta_j} \approx
        \frac{8\,[f(\theta_j + h) - f(\theta_j - h)] - [f(\theta_j + 2h) - f(\theta_j - 2h)]}{12\,h}

    Parameters
    ----------
    function
        Takes theta (*batch, k); returns (*batch) or (*batch, ...).
    theta
        Where, (*batch, k).
    step
        The step h of each coordinate, (*batch, k); it is rounded to a power of two, so that adding
        it to theta loses nothing.

    Returns
    -------
    Array
        The shape of function(theta) with a new last axis of k.

    Notes
    -----
    Expand each value of f in powers of h: the terms in h**2, h**3 and h**4 cancel.  What is left is
    of order h**4, so the rule is exact for polynomials up to the fourth degree.

    Examples
    --------
    The slopes of x**2 + 3 y at (2, 5) are 2 x = 4 and 3:

    >>> surface = lambda t: t[..., 0] ** 2 + 3 * t[..., 1]
    >>> print(derivative(surface, np.array([2.0, 5.0]), np.full(2, 0.01)).round(9))
    [4. 3.]
    """
    step = np.exp2(np.round(np.log2(step)))
    columns = []
    for j in range(theta.shape[-1]):
        h = np.zeros_like(theta)
        h[..., j] = step[..., j]
        near = function(theta + h) - function(theta - h)
        far = function(theta + 2 * h) - function(theta - 2 * h)
        width = np.expand_dims(12 * step[..., j], tuple(range(step.ndim - 1, near.ndim)))
        columns.append((8 * near - far) / width)
    return np.stack(columns, axis=-1)


def survey_by_differences(
    function: Callable[[Array], Array], theta: Array, step: Array
) -> tuple[Array, Array, Array]:
    """The value (*batch), the slope (*batch, k) and minus the second derivatives (*batch, k, k)."""

    def slope(theta: Array) -> Array:
        return derivative(function, theta, step)

    half = -derivative(slope, theta, step)
    return function(theta), slope(theta), (half + np.swapaxes(half, -1, -2)) / 2


def is_summit(
    function: Callable[[Array], Array],
    theta: Array,
    information: Array,
    free: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Whether the function falls on both sides of a supposed top, coordinate by coordinate.

    One standard error 1/sqrt(J_jj) away, a parabola is lower by 1/2.  Where the second derivative
    was no more than noise, the function is not lower, or hardly.
    """
    here = function(theta)
    falls = np.ones(np.shape(here), dtype=bool)
    for j in np.flatnonzero(free):
        for side in (-1.0, 1.0):
            away = theta.copy()
            error = 1 / np.sqrt(np.abs(information[..., j, j]))
            away[..., j] += np.where(np.isfinite(error), side * error, 0.0)
            falls &= here - function(away) > 0.01
    return falls


def suitable_steps(function: Callable[[Array], Array], theta: Array, room: Array) -> Array:
    """Steps of a thousandth of the distance over which the function or its slope changes.

    So the units of the coordinates do not matter.  The distance is found by trial: from the slope
    and the curvature that a first step shows follows a better step, and so on.

    Parameters
    ----------
    function
        Takes theta (*batch, k); returns (*batch, n), here the log densities of observations.
    theta, room
        Where, and how far each coordinate may go, (*batch, k).
    """
    widest = 1e-3 * room
    size = np.where(theta == 0, np.abs(theta).max(-1, keepdims=True), np.abs(theta))
    step = np.minimum(widest, 1e-5 * np.where(size == 0, 1.0, size))
    with np.errstate(all="ignore"):
        for _ in range(20):
            exact = np.exp2(np.round(np.log2(step)))
            better = np.minimum(widest, 1e-3 * _distance_of_change(function, theta, exact))
            flat = ~(np.isfinite(better) & (better > 0))  # no change to be seen: go farther
            farther = np.where(step < 1, np.sqrt(step), 1e3 * step)
            better = np.where(flat, np.minimum(widest, farther), better)
            settled = np.abs(np.log2(better / step)) < 2
            step = better
            if np.all(settled | ~(step > 0)):
                break
    return step


def _distance_of_change(function: Callable[[Array], Array], theta: Array, step: Array) -> Array:
    """How far each coordinate goes before the function changes by about 1, or the slope by itself.

    Changes are root mean squares over the observations.  Near a place where all slopes vanish, the
    second distance is no guide, and the curvature sets the least one.
    """
    here = function(theta)
    distances = []
    for j in range(theta.shape[-1]):
        h = np.zeros_like(theta)
        h[..., j] = step[..., j]
        up, down = function(theta + h), function(theta - h)
        slope = _rms(up - down) / (2 * step[..., j])
        curvature = _rms(up - 2 * here + down) / step[..., j] ** 2
        of_slope = np.maximum(slope / curvature, 1e-3 / np.sqrt(curvature))
        distance = np.minimum(1 / np.maximum(slope, np.sqrt(curvature)), of_slope)
        distances.append(np.where(np.isnan(slope), step[..., j], distance))  # left its range: less
    return np.stack(distances, axis=-1)


def _rms(values: Array) -> Array:
    return np.sqrt(np.mean(values**2, axis=-1))

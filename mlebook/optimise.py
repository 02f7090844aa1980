"""Climbing.  These functions know nothing of models, only a function that surveys the ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, dot

#: theta -> the value, the slope, and the information (minus the second derivatives) there
Survey = Callable[[Array], tuple[Array, Array, Array]]


class Optimum(NamedTuple):
    """Where a climb ended.

    Attributes
    ----------
    theta
        The last point, (*batch, k).
    value
        The height there, (*batch).
    converged
        Whether it is a top, (*batch), as `newton` defines it.
    path
        The points on the way, from the start to theta, each (*batch, k).
    """

    theta: Array
    value: Array
    converged: Array
    path: list[Array]


def newton(
    survey: Survey,
    theta: Array,
    free: NDArray[np.bool_] | None = None,
    *,
    tolerance: float = 1e-9,
    definite: float = 1e-11,
    max_steps: int = 60,
) -> Optimum:
    r"""Newton's method on a whole batch of hills at once.

    .. math:: \theta \leftarrow \theta + J(\theta)^{-1} U(\theta)

    with the slope U and the information J.  A step that leads downhill is halved until it does not.

    Parameters
    ----------
    survey
        theta (*batch, k) -> value (*batch), slope (*batch, k), information (*batch, k, k).
    theta
        Where each climb begins, (*batch, k).
    free
        Which of the k coordinates may move; all, if not given.
    tolerance
        A climb has converged where three things hold: the next step would gain less than this (in
        units of the value; for a log-likelihood, of a natural logarithm); the information is
        positive definite; and the steps die out, as `_dies_out` says.  On a hill that rises for
        ever, such as that of separated data, the gain vanishes but the steps do not; there the
        climb is given up.
    definite
        The least eigenvalue of an information that counts as positive definite, in units in which
        its diagonal is 1.
    max_steps
        The climb gives up after so many steps.

    Returns
    -------
    Optimum

    Examples
    --------
    The top of -(t - 3)**2 is found in one step:

    >>> hill = lambda t: (-((t[..., 0] - 3) ** 2), -2 * (t - 3), np.full((*t.shape, 1), 2.0))
    >>> top = newton(hill, np.array([0.0]))
    >>> print(top.theta, top.converged, len(top.path))
    [3.] True 2
    """
    free = np.ones(theta.shape[-1], dtype=bool) if free is None else free
    value, slope, information = survey(theta)
    path, last = [theta], np.full_like(theta, np.inf)
    converged = endless = np.zeros(np.shape(value), dtype=bool)
    for _ in range(max_steps):
        step, gain = newton_step(slope, information, free)
        is_level = (gain < tolerance) & is_positive_definite(information, free, definite)
        dies_out = _dies_out((step, last, theta - path[0]), information, free)
        new = is_level & dies_out & ~converged & ~endless
        endless = endless | is_level & ~dies_out & np.isfinite(last).all(-1)
        converged, value = converged | new, value + np.where(new, gain, 0.0)
        theta = theta + np.where(new[..., None], step, 0.0)  # gains next to nothing, but digits
        moves = ~(converged | endless | np.isnan(gain))[..., None]
        if np.any(new[..., None] & (step != 0)):
            path.append(theta)
        if not np.any(moves):
            break
        last, step = step, np.where(moves, step, 0.0)
        theta, value, slope, information = uphill(survey, theta, value, step)
        path.append(theta)
    return Optimum(theta, value, converged, path)


def _dies_out(
    vectors: tuple[Array, ...], information: Array, free: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether a step is small beside the one before it, or beside the whole way, or is no step.

    Lengths are measured by the information, in standard errors, so that units do not matter.  Near
    a top Newton's steps shrink fast; on a hill that rises for ever they do not.
    """
    step, last, travelled = (vector[..., free] for vector in vectors)
    information = information[..., free, :][..., free]

    def length(vector: Array) -> Array:
        vector = np.where(np.isfinite(vector), vector, 0.0)
        return np.sqrt(np.abs(dot(vector, np.matmul(information, vector[..., None])[..., 0])))

    size, is_first = length(step), ~np.isfinite(last).all(-1)
    shrinks = (size <= 0.3 * length(last)) & ~is_first
    is_short = size <= 1e-6 * length(travelled)
    return np.asarray(shrinks | is_short | (size <= 1e-7))


def positive_root(
    function: Callable[[Array], tuple[Array, Array]], x: Array, max_steps: int = 60
) -> Array:
    """The root x > 0 of a rising or falling function, by Newton's method, a batch at once.

    Parameters
    ----------
    function
        Takes x (*batch); returns the value and the slope there, each (*batch).
    x
        Where to begin, (*batch); nan where there is no root.

    Returns
    -------
    Array
        The roots (*batch); nan where the steps did not die out.

    Notes
    -----
    A step never changes x by more than a factor of four, so that it stays positive.  The value over
    the slope is the distance left; it is added once more where it has fallen below 1e-9 of x, for
    Newton's method then doubles the digits.

    Examples
    --------
    The square root of 9, as the root of x**2 - 9:

    >>> print(positive_root(lambda x: (x**2 - 9, 2 * x), np.array(1.0)))
    3.0
    """
    settled = np.zeros(np.shape(x), dtype=bool)
    for _ in range(max_steps):
        value, slope = function(x)
        distance = value / slope
        settled = settled | (np.abs(distance) < 1e-9 * x)
        x = np.clip(x - distance, x / 4, 4 * x)
        if np.all(settled | np.isnan(x)):
            break
    return np.where(settled, x, np.nan)


def newton_step(slope: Array, information: Array, free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The step that solves information @ step = slope, and what it would gain on a parabola."""
    scaled, unit = in_standard_units(information, free)
    step = np.zeros_like(slope)
    step[..., free] = solve_uphill(scaled, slope[..., free] / unit) / unit
    return step, dot(slope[..., free], step[..., free]) / 2


def solve_uphill(information: Array, slope: Array) -> Array:
    """Solve for the step; where the ground is not concave, for one that climbs all the same.

    There, every curvature is counted as if it were downward (its absolute value), so that the step
    never heads for a saddle.
    """
    try:
        step = np.linalg.solve(information, slope[..., None])[..., 0]
        if np.all(dot(slope, step) >= 0):
            return np.asarray(step)
    except np.linalg.LinAlgError:
        pass
    sound = np.asarray(np.isfinite(information).all((-1, -2)))
    filled = np.where(sound[..., None, None], information, np.eye(slope.shape[-1]))
    curvature, axes = np.linalg.eigh(filled)
    along = (axes * slope[..., None]).sum(-2) / np.maximum(np.abs(curvature), 1e-6)
    return np.where(sound[..., None], (axes * along[..., None, :]).sum(-1), np.nan)


def uphill(
    survey: Survey, theta: Array, value: Array, step: Array, halvings: int = 30
) -> tuple[Array, Array, Array, Array]:
    """Take the whole step, or half of it, or a quarter, until no replicate is lower than before.

    One that would be lower after all the halvings stays where it is.
    """
    size = np.ones(np.shape(value))
    for halving in range(halvings + 1):
        trial = theta + size[..., None] * step
        height, slope, information = survey(trial)
        lower = ~(height >= value - 1e-12 * np.abs(value)) & np.isfinite(value)
        if not lower.any():
            break
        size = np.where(lower, size / 2 if halving < halvings - 1 else 0.0, size)
    return trial, height, slope, information


def in_standard_units(information: Array, free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The information on the free coordinates, in units that make its diagonal 1; and the units."""
    information = information[..., free, :][..., free]
    unit = np.sqrt(np.abs(np.diagonal(information, axis1=-2, axis2=-1)))
    unit = np.where(unit > 0, unit, 1.0)
    return information / unit[..., None] / unit[..., None, :], unit


def is_positive_definite(
    information: Array, free: NDArray[np.bool_], definite: float = 1e-11
) -> NDArray[np.bool_]:
    """Whether every eigenvalue, in standard units, lies above the noise of rounding."""
    scaled, _ = in_standard_units(information, free)
    sound = np.asarray(np.isfinite(scaled).all((-1, -2)))
    eigenvalues = np.linalg.eigvalsh(np.where(sound[..., None, None], scaled, 0.0))
    return np.asarray((eigenvalues > definite).all(-1))

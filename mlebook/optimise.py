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
        The points on the way, from the start on, each (*batch, k).
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
        A climb has converged where the next step would gain less than this (in units of the value;
        for a log-likelihood, of a natural logarithm), is itself short, and the information is
        positive definite.  In a separated logistic regression the gain vanishes but the step does
        not: both conditions are needed.
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
    path = [theta]
    for _ in range(max_steps):
        step, gain = newton_step(slope, information, free)
        settled = (gain < tolerance) & is_short(step, theta)
        if np.all(settled | np.isnan(gain)):
            break
        theta, value, slope, information = uphill(survey, theta, value, step)
        path.append(theta)
    step, gain = newton_step(slope, information, free)
    converged = (gain < tolerance) & is_short(step, theta) & is_positive_definite(information, free)
    return Optimum(theta + np.where(converged[..., None], step, 0), value, converged, path)


def is_short(step: Array, theta: Array) -> Array:
    """Whether a step is short beside the point it starts from."""
    return np.asarray(np.all(np.abs(step) <= 1e-4 * (1 + np.abs(theta)), axis=-1))


def newton_step(slope: Array, information: Array, free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The step that solves information @ step = slope, and what it would gain on a parabola."""
    scaled, unit = in_standard_units(information, free)
    step = np.zeros_like(slope)
    step[..., free] = solve_uphill(scaled, slope[..., free] / unit) / unit
    return step, dot(slope, step) / 2


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
    """Take the whole step, or half of it, or a quarter, until no replicate is lower than before."""
    size = np.ones(np.shape(value))
    for _ in range(halvings):
        trial = theta + size[..., None] * step
        height, slope, information = survey(trial)
        lower = ~(height >= value - 1e-12 * np.abs(value)) & np.isfinite(value)
        if not lower.any():
            break
        size = np.where(lower, size / 2, size)
    return trial, height, slope, information


def in_standard_units(information: Array, free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The information on the free coordinates, in units that make its diagonal 1; and the units."""
    information = information[..., free, :][..., free]
    unit = np.sqrt(np.abs(np.diagonal(information, axis1=-2, axis2=-1)))
    unit = np.where(unit > 0, unit, 1.0)
    return information / unit[..., None] / unit[..., None, :], unit


def is_positive_definite(information: Array, free: NDArray[np.bool_]) -> Array:
    """Whether every eigenvalue, in standard units, lies above the noise of rounding."""
    scaled, _ = in_standard_units(information, free)
    sound = np.asarray(np.isfinite(scaled).all((-1, -2)))
    eigenvalues = np.linalg.eigvalsh(np.where(sound[..., None, None], scaled, 0.0))
    return np.asarray((eigenvalues > 1e-11).all(-1))

"""What the information says of the ground: where a step leads, and whether this may be a top."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, dot


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

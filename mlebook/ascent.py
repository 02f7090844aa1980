"""Steepest ascent: step after step along the slope, without a look at the curvature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, dot
from .curvature import is_positive_definite, newton_step
from .optimise import Optimum, Survey, uphill


def gradient_ascent(
    survey: Callable[[Array], tuple[Any, ...]],
    theta: ArrayLike,
    *,
    step_size: float,
    backtrack: bool = False,
    tolerance: float = 1e-9,
    max_steps: int = 10_000,
) -> Optimum:
    r"""Steps along the slope, each `step_size` times as long as the slope is steep.

    .. math:: \theta \leftarrow \theta + \eta\, U(\theta)

    Parameters
    ----------
    survey
        theta (*batch, k) -> value (*batch), slope (*batch, k) and, if it likes, the information
        (*batch, k, k), which serves only to tell how much is left to gain.
    theta
        Where each climb begins, (*batch, k).
    step_size
        The factor eta, above 0, in units of theta**2.  If it exceeds 2/J, with J the greatest
        curvature at the top, the steps overshoot by more each time and never settle.
    backtrack
        Whether a step is halved until it gains at least a quarter of what the slope promises.
    tolerance
        A climb has converged where less than this is left to gain, in units of the value: U J^-1
        U/2 where the survey gives a positive definite information J.  Where it gives none, and each
        step is r times the one before, it is eta U U / (2 (1 - r)); a short step alone says
        nothing.
    max_steps
        The climb gives up after so many steps, or where the ground ends.

    Returns
    -------
    Optimum
        A climb that runs away is no error: it comes back with its path, not converged.

    Raises
    ------
    ValueError
        If `step_size` is not positive.

    References
    ----------
    Armijo, L. (1966), Minimization of functions having Lipschitz continuous first partial
    derivatives, Pacific Journal of Mathematics 16, for the rule of halving.

    Examples
    --------
    On -(t - 3)**2 each step of a quarter of the slope halves the distance to the top:

    >>> hill = lambda t: (-((t[..., 0] - 3) ** 2), -2 * (t - 3))
    >>> climb = gradient_ascent(hill, [0.0], step_size=0.25)
    >>> print([float(theta[0]) for theta in climb.path[:4]], climb.converged)
    [0.0, 1.5, 2.25, 2.625] True
    """
    if not 0 < step_size < np.inf:
        raise ValueError(f"step_size must be positive, got {step_size}")
    theta = np.asarray(theta, dtype=float)
    look = _with_information(survey)
    path, last = [theta], np.full_like(theta, np.inf)
    with np.errstate(all="ignore"):  # a climb that runs away overflows, and says so in `converged`
        value, slope, information = look(theta)
        converged = np.zeros(np.shape(value), dtype=bool)
        for _ in range(max_steps):
            step = step_size * slope
            converged = converged | (_gain_left(step, last, slope, information) < tolerance)
            moves = ~converged & np.isfinite(value) & np.isfinite(step).all(-1)
            if not moves.any():
                break
            last, step = step, np.where(moves[..., None], step, 0.0)
            rise = dot(slope, step) / 4 if backtrack else -np.inf
            theta, value, slope, information = uphill(look, theta, value, step, rise)
            path.append(theta)
    return Optimum(theta, value, converged, path)


def _with_information(survey: Callable[[Array], tuple[Any, ...]]) -> Survey:
    """The survey with nan for an information that it does not give, and no height that is nan."""

    def look(theta: Array) -> tuple[Array, Array, Array]:
        value, slope, *given = survey(theta)
        information = given[0] if given else np.full((*theta.shape, theta.shape[-1]), np.nan)
        return np.where(np.isnan(value), -np.inf, value), slope, information

    return look


def _gain_left(step: Array, last: Array, slope: Array, information: Array) -> Array:
    """What all further steps would gain: by the information, or by how fast the steps shrink."""
    everything = np.ones(slope.shape[-1], dtype=bool)
    by_curvature = newton_step(slope, information, everything)[1]
    rate = dot(step, last) / dot(last, last)  # negative, if the steps turn back
    by_steps = np.where(np.abs(rate) < 1, dot(step, slope) / 2 / (1 - rate), np.inf)
    by_steps = np.where((step == 0).all(-1), 0.0, by_steps)
    unknown = np.isnan(information).any((-1, -2))
    summit = is_positive_definite(information, everything)
    return np.where(unknown, by_steps, np.where(summit, by_curvature, np.inf))

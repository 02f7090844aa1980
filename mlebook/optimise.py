"""Climbing.  These functions know nothing of models, only a function that surveys the ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Array, dot, quotient
from .curvature import is_positive_definite, newton_step

#: theta -> the value, the slope, and the information (minus the second derivatives) there
Survey = Callable[[Array], tuple[Array, Array, Array]]

# The steps of a climb die out if each is at most so large a share of the one before.
NEWTON_FADES = 0.3
SCORING_FADES = 0.99


class Optimum(NamedTuple):
    """Where a climb ended.

    Attributes
    ----------
    theta
        The last point, (*batch, k).
    value
        The height there, (*batch).
    converged
        Whether it is a top, (*batch), as each climb defines it; never for a short step alone.
    path
        The points on the way, from the start to theta, each (*batch, k).
    """

    theta: Array
    value: Array
    converged: Array
    path: list[Array]


def newton(
    survey: Survey,
    theta: ArrayLike,
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
        positive definite; and the steps die out, each less than a third of the one before.  On a
        hill that rises for ever, such as that of separated data, the gain vanishes but the steps do
        not; there the climb is given up.
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
    return _climb(survey, theta, free, NEWTON_FADES, tolerance, definite, max_steps)


def fisher_scoring(
    survey: Survey,
    theta: ArrayLike,
    free: NDArray[np.bool_] | None = None,
    *,
    tolerance: float = 1e-9,
    definite: float = 1e-11,
    max_steps: int = 500,
) -> Optimum:
    r"""Newton's method with the expected information in the place of the observed.

    .. math:: \theta \leftarrow \theta + I_n(\theta)^{-1} U(\theta)

    The expected information is positive definite everywhere, so no step heads for a saddle.  But it
    is not the curvature of this hill: near the top each step leaves a fixed share of the way.

    Parameters
    ----------
    survey
        theta (*batch, k) -> value (*batch), slope (*batch, k), expected information (*batch, k, k);
        `survey_of(point, *data, kind="expected")` makes one.
    theta, free, definite, max_steps
        As for `newton`.
    tolerance
        As for `newton`, but of all the steps to come: if each is a share r of the one before, they
        gain 1/(1 - r) times what the next step promises.

    Returns
    -------
    Optimum

    References
    ----------
    Fisher, R. A. (1925), Theory of statistical estimation, Proceedings of the Cambridge
    Philosophical Society 22.

    Examples
    --------
    For counts 1, 2, 6 the expected information about a Poisson rate is 3/rate and the slope
    9/rate - 3, so one step leads from anywhere to the mean, 3:

    >>> fisher_scoring(survey_of(Poisson(1), [1, 2, 6], kind="expected"), [1.0]).theta
    array([3.])
    """
    return _climb(survey, theta, free, SCORING_FADES, tolerance, definite, max_steps)


def _climb(
    survey: Survey,
    theta: ArrayLike,
    free: NDArray[np.bool_] | None,
    fades: float,
    tolerance: float,
    definite: float,
    max_steps: int,
) -> Optimum:
    """Both climbs, which differ in what the survey calls information."""
    theta = np.asarray(theta, dtype=float)
    free = np.ones(theta.shape[-1], dtype=bool) if free is None else free
    value, slope, information = survey(theta)
    path, last = [theta], np.full_like(theta, np.inf)
    converged = endless = np.zeros(np.shape(value), dtype=bool)
    for _ in range(max_steps):
        step, gain = newton_step(slope, information, free)
        is_level = gain < tolerance
        if np.any(is_level):  # on the way up, there is nothing to look at
            is_level &= is_positive_definite(information, free, definite)
            rate = _rate((step, last, theta - path[0]), information, free)
            new = is_level & (rate <= fades) & (gain < (1 - rate) * tolerance)
            new &= ~(converged | endless)
            endless = endless | is_level & ~(rate <= fades) & np.isfinite(last).all(-1)
            converged, value = converged | new, value + np.where(new, gain, 0.0)
            theta = theta + np.where(new[..., None], step, 0.0)  # gains next to nothing, but digits
            if np.any(new[..., None] & (step != 0)):
                path.append(theta)
        moves = ~(converged | endless | np.isnan(gain))[..., None]
        if not np.any(moves):
            break
        last, step = step, np.where(moves, step, 0.0)
        theta, value, slope, information = uphill(survey, theta, value, step)
        path.append(theta)
    return Optimum(theta, value, converged, path)


def _rate(vectors: tuple[Array, ...], information: Array, free: NDArray[np.bool_]) -> Array:
    """The length of a step by that of the one before; 0 if it is short beside the whole way.

    Lengths are measured by the information, in standard errors, so that units do not matter.  Near
    a top Newton's steps shrink fast; on a hill that rises for ever they do not.
    """
    step, last, travelled = (vector[..., free] for vector in vectors)
    information = information[..., free, :][..., free]

    def length(vector: Array) -> Array:
        vector = np.where(np.isfinite(vector), vector, 0.0)
        return np.sqrt(np.abs(dot(vector, np.matmul(information, vector[..., None])[..., 0])))

    size, is_first = length(step), ~np.isfinite(last).all(-1)
    is_short = (size <= 1e-6 * length(travelled)) | (size <= 1e-7)
    return np.where(is_short, 0.0, np.where(is_first, np.inf, quotient(size, length(last))))


def uphill(
    survey: Survey,
    theta: Array,
    value: Array,
    step: Array,
    rise: Array | float = 0.0,
    halvings: int = 30,
) -> tuple[Array, Array, Array, Array]:
    """Take the whole step, or half of it, or a quarter, until every replicate rises enough.

    That is by `rise` for a whole step, and in proportion for a part of it.  One that does not after
    all the halvings stays where it is.
    """
    size = np.ones(np.shape(value))
    for halving in range(halvings + 1):
        trial = theta + size[..., None] * step
        height, slope, information = survey(trial)
        lower = ~(height >= value + size * rise - 1e-12 * np.abs(value)) & np.isfinite(value)
        if not lower.any():
            break
        size = np.where(lower, size / 2 if halving < halvings - 1 else 0.0, size)
    return trial, height, slope, information

"""The EM algorithm: fill in what was not observed, fit as if it had been, and again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, quotient
from .optimise import Optimum


def em(
    update: Callable[[Array], Array],
    log_likelihood: Callable[[Array], Array],
    theta: ArrayLike,
    *,
    tolerance: float = 1e-9,
    max_steps: int = 10_000,
) -> Optimum:
    r"""Update after update, none of which lowers the log-likelihood, until no more is to be gained.

    .. math:: \theta \leftarrow M(\theta), \qquad \ell(M(\theta)) \ge \ell(\theta)

    Parameters
    ----------
    update
        theta (*batch, k) -> the next theta (*batch, k): the expectation step and the maximisation
        step, one after the other.
    log_likelihood
        theta (*batch, k) -> the log-likelihood of what was observed, (*batch).
    theta
        Where each climb begins, (*batch, k).
    tolerance
        A climb has converged where all further updates together would gain less than this, in units
        of the log-likelihood.  Near the top each step is r times the one before, and gains r**2
        times as much, so that a gain g leaves g r**2/(1 - r**2).  Where r is near 1, short steps
        and small gains are no sign of a top.
    max_steps
        The climb gives up after so many updates.

    Returns
    -------
    Optimum
        `value` is the log-likelihood; `path` begins with the start.

    Raises
    ------
    ValueError
        If an update lowers the log-likelihood by more than rounding: then it is no EM update.

    Notes
    -----
    EM stands still wherever the log-likelihood is level, on a saddle too.  Whether the end is a top
    is told by the observed information there.

    References
    ----------
    Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977), Maximum likelihood from incomplete data
    via the EM algorithm, Journal of the Royal Statistical Society B 39.

    Examples
    --------
    A coin was flipped three times; two flips were seen, one head and one tail.  Filling in the
    third with the expectation p makes p the next estimate (1 + p)/3, and 1/2 the last:

    >>> climb = em(lambda p: (1 + p) / 3, lambda p: np.log(p * (1 - p))[..., 0], [0.2])
    >>> print(round(climb.theta[0], 4), climb.converged, climb.path[1].round(4))
    0.5 True [0.4]
    """
    theta = np.asarray(theta, dtype=float)
    value = np.asarray(log_likelihood(theta))
    path, last, unit = [theta], np.zeros_like(theta), 1e-8 * np.abs(theta)
    bend = np.full(np.shape(value), np.inf)
    converged = np.zeros(np.shape(value), dtype=bool)
    for _ in range(max_steps):
        new = update(theta)
        moves = np.isfinite(new).all(-1) & ~converged
        if not moves.any():
            break
        new = np.where(moves[..., None], new, theta)
        step, theta = new - theta, new
        height = np.asarray(log_likelihood(theta))
        _refuse_fall(value, height, len(path))
        path.append(theta)
        unit = np.maximum(unit, np.abs(step))
        size, before = _length(step, unit), _length(last, unit)
        gain, noise = height - value, 1e3 * np.spacing(np.abs(value))
        most = np.minimum(bend, quotient(noise, size**2))  # a gain below the noise is not seen
        bend = np.where(gain > noise, quotient(gain, size**2), most)
        converged = converged | moves & (_gain_left(bend, size, before) < tolerance)
        value, last = height, step
    return Optimum(theta, value, converged, path)


def _length(step: Array, unit: Array) -> Array:
    """The length of a step, each coordinate measured by its longest step so far."""
    return np.sqrt((quotient(step, unit) ** 2).sum(-1))


def _gain_left(bend: Array, size: Array, before: Array) -> Array:
    """The sum of the gains to come, if the steps go on to shrink as they just did."""
    with np.errstate(invalid="ignore"):
        left = bend * size**2 * quotient(size**2, before**2 - size**2)
    return np.where(size == 0, 0.0, np.where(size < before, left, np.inf))


def _refuse_fall(value: Array, height: Array, step: int) -> None:
    """Raise an error where an update went down by more than rounding."""
    fall = np.asarray(value - height)
    bad = fall > 1e-9 + 1e-12 * np.abs(value)
    if np.any(bad):
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"update must never lower the log-likelihood: step {step} lowered it by "
            f"{fall[index]:.4g}, to {height[index]:.10g}{f', replicate {index}' if index else ''}"
        )

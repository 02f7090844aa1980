"""The bootstrap: the data stand in for the world, and the world is sampled again and again."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import numpy as np

from .information import were_held
from .model import Model
from .progress import progress

PIECE = 2**20  # numbers drawn at a time

M = TypeVar("M", bound=Model)


def bootstrap(
    fit: M,
    *data: Any,
    n_resamples: int,
    rng: np.random.Generator,
    parametric: bool = False,
    held: Collection[str] = (),
) -> M:
    """The estimates from many samples like the one at hand: how far might they have been off?

    A resample is as large as the sample.  It consists of rows drawn from the data, with
    replacement, so that some come twice and some never; or of draws from the fit.

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The observations that it was fitted to, not their statistics.  Several arrays, such as a
        design matrix and the responses, are redrawn row by row together; so are the weights and
        offsets of a regression's rows, where each row is one observation.
    n_resamples
        How many resamples.
    rng
        NumPy's random generator.
    parametric
        Whether to draw from the fit instead of the data.  In a regression, the responses are then
        drawn and the design matrix stays; a row of weight 3 is drawn three times.
    held
        The names of the parameters that were held fixed in the fit, which does not remember them.

    Returns
    -------
    Model
        A batch of fits (n_resamples, *batch).  Those of resamples without a maximum are nan, as are
        all that belong to a fit that is nan.

    Raises
    ------
    ValueError
        If `n_resamples` is no whole number above 0, the data are statistics, or a single fit has no
        estimate.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.

    Examples
    --------
    Two heads and a tail: a resample has 0, 1, 2 or 3 heads, and no number between.

    >>> flips = [1, 1, 0]
    >>> rng = np.random.default_rng(1)
    >>> fits = bootstrap(Bernoulli.fit(flips), flips, n_resamples=100, rng=rng)
    >>> print(np.unique(3 * fits.p))
    [0. 1. 2. 3.]
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be np.random.default_rng(seed) or its like, got {rng!r}")
    if not (n_resamples >= 1 and n_resamples % 1 == 0):
        raise ValueError(f"n_resamples must be a whole number, at least 1, got {n_resamples}")
    data = fit.observations(*data)
    world, n = _world(fit, data), fit.count(*data)

    def from_the_data(first: int, last: int) -> tuple[Any, ...]:
        rows = rng.integers(n, size=(last - first, *world.batch_shape, n))
        return fit.chosen(rows, *data)

    def from_the_fit(first: int, last: int) -> tuple[Any, ...]:
        batch = (last - first, *world.theta.shape)
        return world.at(np.broadcast_to(world.theta, batch)).sample_like(*data, rng=rng)

    make = from_the_fit if parametric else from_the_data
    fits = _refits(world, data, held, make, int(n_resamples), "bootstrap")
    return fits.at(np.where(np.isnan(fit.theta).any(-1, keepdims=True), np.nan, fits.theta))


def jackknife(fit: M, *data: Any, held: Collection[str] = ()) -> M:
    """The estimates from the sample with one row left out, (n, *batch), each row in its turn.

    Parameters, and what is nan, are those of `bootstrap`.

    Examples
    --------
    Without one of the two heads, one head of two flips is left; without the tail, two of two.

    >>> flips = [1, 1, 0]
    >>> print(jackknife(Bernoulli.fit(flips), flips).p)
    [0.5 0.5 1. ]
    """
    data = fit.observations(*data)
    world, n = _world(fit, data), fit.count(*data)
    if n < 2:
        raise ValueError("the data must have at least two observations, to leave one out")

    def all_but_one(first: int, last: int) -> tuple[Any, ...]:
        left_out = np.arange(first, last)[:, None]
        rows = np.arange(n - 1) + (np.arange(n - 1) >= left_out)
        new_axes = (1,) * len(world.batch_shape)
        return fit.chosen(rows.reshape(last - first, *new_axes, n - 1), *data)

    fits = _refits(world, data, held, all_but_one, n, "jackknife")
    return fits.at(np.where(np.isnan(fit.theta).any(-1, keepdims=True), np.nan, fits.theta))


def _world(fit: M, data: tuple[Any, ...]) -> M:
    """The fits with the batch of the data; in the place of those that are nan, one that is not."""
    batch = np.broadcast_shapes(fit.batch_shape, fit.data_batch(*data))
    theta = np.broadcast_to(fit.theta, (*batch, fit.theta.shape[-1]))
    sound = ~np.isnan(theta).any(-1)
    if not np.any(sound):
        raise ValueError(f"fit must be an estimate, got {fit!r}")
    return fit.at(np.where(sound[..., None], theta, theta[sound][0]))


def _refits(
    world: M,
    data: tuple[Any, ...],
    held: Collection[str],
    make: Callable[[int, int], tuple[Any, ...]],
    count: int,
    task: str,
) -> M:
    """The fits to `count` samples, which are made and fitted a few at a time."""
    size = max(1, PIECE // (math.prod(world.batch_shape) * world.numbers(*data)))
    held_values = _as_held(world, held)
    estimates = []
    with progress(task) as tell:
        for first in range(0, count, size):
            sample = make(first, last := min(first + size, count))
            options = _start(world, last - first) | held_values
            estimates.append(world.refit(*sample, on_failure="nan", **options).theta)
            tell(last / count)
    return world.at(np.concatenate(estimates))


def _start(world: Model, count: int) -> dict[str, Any]:
    """Where climbs begin: for vectors at the fit, unless it is on an edge; else as `fit` does.

    A resample is to be fitted as the sample was.  Only where to begin with a vector nobody knows.
    """
    if np.any(world.room == 0) or not any(kind.ndim for kind in world.parameters.values()):
        return {}
    return {"start": world.at(np.broadcast_to(world.theta, (count, *world.theta.shape)))}


def _as_held(fit: Model, held: Collection[str]) -> dict[str, Any]:
    """The keywords that hold parameters where the fit has them."""
    theta = np.where(were_held(fit, held), fit.theta, np.nan)
    fields = ((name, getattr(fit.at(theta), name)) for name in fit.parameters)
    return {name: value for name, value in fields if not np.all(np.isnan(value))}

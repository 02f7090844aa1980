"""Where to begin, and what to beware of, in a likelihood with several tops or none."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Array
from .model import Model

STARTS = 64  # how many observations are tried as a place to begin

M = TypeVar("M", bound=Model)


def middle_and_spread(x: Array, loc: ArrayLike | None = None) -> tuple[Array, Array]:
    """The median, and half the distance between the quartiles, of each sample, (*batch).

    Where the quartiles agree, the spread is the largest distance from `loc`, or from the first
    observation; nan where all observations are there.
    """
    low, middle, high = np.quantile(x, [0.25, 0.5, 0.75], axis=-1)
    widest = np.abs(x - np.asarray(x[..., 0] if loc is None else loc)[..., None]).max(-1)
    spread = np.where(high > low, (high - low) / 2, widest)
    return middle, np.where(spread > 0, spread, np.nan)


def beside(point: M, x: Array, **held: Any) -> M:
    """The point, and three more with loc at the most likely observations, along a new first axis.

    Of a large sample some observations are tried, evenly over its ranks.
    """
    point, _ = point.pinned(**held)
    batch = np.broadcast_shapes(point.batch_shape, x.shape[:-1])
    few = np.linspace(0, x.shape[-1] - 1, min(STARTS, x.shape[-1])).round().astype(int)
    places = np.broadcast_to(np.sort(x, axis=-1)[..., few], (*batch, few.size))
    places = np.moveaxis(places, -1, 0)
    heights = _moved(point, places).pinned(**held)[0].log_likelihood(x)
    likely = np.take_along_axis(places, np.argsort(-heights, axis=0)[:3], axis=0)
    own = np.broadcast_to(point.loc, (1, *batch))  # type: ignore[attr-defined]
    return _moved(point, np.concatenate([own, likely]))


def alone(point: M, x: Array, **held: Any) -> M:
    """The point, with the batch of the data and of what is held behind a new first axis of one."""
    point, _ = point.pinned(**held)
    batch = np.broadcast_shapes(point.batch_shape, x.shape[:-1])
    return point.at(np.broadcast_to(point.theta, (1, *batch, point.theta.shape[-1])))


def _moved(point: M, loc: Array) -> M:
    """The same point at other places."""
    return type(point)(**{name: getattr(point, name) for name in point.kinds} | {"loc": loc})


def half_at(x: Array, loc: ArrayLike | None = None) -> NDArray[np.bool_]:
    """Whether half of a sample or more stand at one place, or at this one, (*batch)."""
    if loc is not None:
        return np.asarray((x == np.asarray(loc)[..., None]).mean(-1) >= 0.5)
    ordered, half = np.sort(x, axis=-1), (x.shape[-1] + 1) // 2
    last = x.shape[-1] - half + 1
    return np.asarray((ordered[..., half - 1 :] == ordered[..., :last]).any(-1))


def most_common(x: Array) -> str:
    """How many of the observations are equal to which value, in words."""
    value, count = np.unique(x, return_counts=True)
    return f"{count.max()} of {x.size} observations equal {value[count.argmax()]:g}"

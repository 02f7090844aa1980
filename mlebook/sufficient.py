"""Models whose likelihood needs only a few numbers of the data."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, as_data, as_numbers, batch_of, dot, refuse, row_blocks
from .model import Model
from .observer import one_of_batch


class SufficientModel(Model):
    """A model that sees the data only through its sufficient statistics.

    A subclass defines a NamedTuple `Statistics`, `summarise(x)`, and `log_likelihood`, `score` and
    `observed_information` as functions of the statistics.  Wherever data are asked for,
    `Model.statistics(x)` may be given in their place, so that a fit, a surface and a profile touch
    the data once.
    """

    Statistics: ClassVar[type]
    #: the axes that each statistic has beyond the batch; none, unless a model says otherwise
    statistics_ndims: ClassVar[tuple[int, ...]] = ()

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> Any:
        """The sufficient statistics of each sample of x (*batch, n), each an array (*batch).

        Each observation counts `weights` times, (*batch, n); once, where that is None.
        """
        raise NotImplementedError(f"{cls.__name__} must say what its statistics are")

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""

    @classmethod
    def statistics(cls, x: Any, weights: ArrayLike | None = None, **known: Any) -> Any:
        """The sufficient statistics of x, to be given wherever data may be given.

        Parameters
        ----------
        x
            Observations (*batch, n); statistics are returned as they are.
        weights
            How often each observation counts, from 0 on, (*batch, n): for a table of frequencies,
            or for data of unequal worth.
        **known
            The model's constants, such as `n_trials`.
        """
        if isinstance(x, cls.Statistics):
            if weights is not None:
                raise ValueError("weights must be given with the observations, not the statistics")
            return x
        if absent := sorted(set(cls.constants) - set(known)):
            raise TypeError(
                f"say what {absent[0]} is: {cls.__name__}.statistics(..., {absent[0]}=)"
            )
        known |= {name: kind.accept(name, known[name]) for name, kind in cls.constants.items()}
        x = as_data(x, cls.data_ndims[0], cls.data_names[0])
        cls.refuse_outside(x, **known)
        weights = None if weights is None else as_weights(weights, x, cls.data_ndims[0])
        return cls.summarise(x, weights, **known)

    @classmethod
    def condense(cls, *data: Any, **known: Array) -> tuple[Any, ...]:
        """The statistics in the place of the data."""
        (x,) = data if len(data) == 1 else cls.as_data(*data)
        return (cls.statistics(x, **known),)

    def summary(self, *data: Any) -> Any:
        """The statistics of the data, given this point's constants."""
        return self.condensed(*data)[0]

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of the statistics, or of observations."""
        if not isinstance(data[0], cls.Statistics):
            return super().data_batch(*data)
        return batch_of(*((np.shape(v), ndim) for v, ndim in cls._with_ndims(data[0])))

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """The statistics of one data set of a batch."""
        return (cls.Statistics(*(one_of_batch(v, index, n) for v, n in cls._with_ndims(data[0]))),)

    @classmethod
    def _with_ndims(cls, statistics: Any) -> list[tuple[Array, int]]:
        ndims = cls.statistics_ndims or (0,) * len(statistics)
        return list(zip(map(np.asarray, statistics), ndims, strict=True))

    def sample_size(self, *data: Any) -> Array:
        """How many observations the statistics are of, or what they weigh in all, (*batch)."""
        return np.asarray(self.summary(*data).n)[()]

    # One observation is a sample of size one, so each formula exists once.
    def log_density(self, *data: Any) -> Array:
        """The logarithm of the density (or probability) of each observation (*batch, n)."""
        return self[..., None].log_likelihood(self._singly(*data))

    def scores(self, *data: Any) -> Array:
        """The gradient of each observation's log density (*batch, n, k)."""
        return self[..., None].score(self._singly(*data))

    def _singly(self, *data: Any) -> Array:
        """The observations, each as a sample of its own."""
        return np.expand_dims(self._observations(*data), -self.data_ndims[0])

    def _observations(self, *data: Any) -> Array:
        (x,) = self.as_data(*data)
        self.refuse_outside(x, **self.known)
        return x


def as_weights(weights: ArrayLike, x: Array, ndim: int = 1) -> Array:
    """The weights as floats, from 0 on and not all 0, one for each observation."""
    array = as_numbers(weights, "weights")
    if array.ndim < 1 or array.shape[-1] != x.shape[-ndim]:
        raise ValueError(
            f"weights must be as many as the observations, got shapes {array.shape} and {x.shape}"
        )
    refuse(~((array >= 0) & (array < np.inf)), array, "weights", "must be finite and not negative")
    total = array.sum(-1)
    refuse(total == 0, total, "the sum of weights", "must be positive")
    return array


def weighted_sum(x: Array, weights: Array | None) -> Array:
    """The sum along the last axis, each entry counted `weights` times."""
    return x.sum(-1) if weights is None else dot(x, weights)


def sum_of(
    function: Callable[..., Array], x: Array, weights: Array | None, *constants: Array
) -> Array:
    """The weighted sum of function(x, *constants), a block of observations at a time.

    The constants are (*batch).  A block stays in the processor's cache, so that large samples are
    read from memory only once.
    """
    constants = tuple(np.asarray(constant)[..., None] for constant in constants)
    data = (x,) if weights is None else np.broadcast_arrays(x, weights)
    batch = math.prod(np.broadcast_shapes(x.shape[:-1], *(c.shape[:-1] for c in constants)))
    sums = (
        weighted_sum(function(block, *constants), *(weight or (None,)))
        for block, *weight in row_blocks(tuple(data), (1,) * len(data), batch)
    )
    return np.asarray(sum(sums))


def total_weight(x: Array, weights: Array | None) -> Array:
    """The number of observations, or the sum of their weights."""
    return np.asarray(float(x.shape[-1])) if weights is None else weights.sum(-1)

"""Models whose likelihood needs only a few numbers of the data."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from .arrays import Array, as_data
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

    @classmethod
    def summarise(cls, x: Array) -> Any:
        """The sufficient statistics of each sample of x (*batch, n), each an array (*batch)."""
        raise NotImplementedError(f"{cls.__name__} must say what its statistics are")

    @classmethod
    def statistics(cls, x: Any) -> Any:
        """The sufficient statistics of x; statistics are returned as they are."""
        return x if isinstance(x, cls.Statistics) else cls.summarise(as_data(x, 1, "x"))

    @classmethod
    def condense(cls, *data: Any) -> tuple[Any, ...]:
        """The statistics in the place of the data."""
        (x,) = data if len(data) == 1 else cls.as_data(*data)
        return (cls.statistics(x),)

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of the statistics."""
        return np.broadcast_shapes(*(np.shape(value) for value in cls.statistics(data[0])))

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """The statistics of one data set of a batch."""
        return (cls.Statistics(*(one_of_batch(np.asarray(v), index, 0) for v in data[0])),)

    def expected_information(self, *data: Any) -> Array:
        """The Fisher information of a sample of this size."""
        return self.fisher_information(self.statistics(data[0]).n)

    # One observation is a sample of size one, so each formula exists once.
    def log_density(self, *data: Any) -> Array:
        """The logarithm of the density (or probability) of each observation (*batch, n)."""
        return self[..., None].log_likelihood(as_data(data[0], 1, "x")[..., None])

    def scores(self, *data: Any) -> Array:
        """The gradient of each observation's log density (*batch, n, k)."""
        return self[..., None].score(as_data(data[0], 1, "x")[..., None])

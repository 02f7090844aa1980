"""How a model takes its data: what they are called, their shapes, and what is refused."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from .arrays import Array, as_data, batch_of, refuse
from .point import Point


class Observer(Point):
    """A point of a family that knows what its data look like; it holds no data."""

    #: what the data are called in error messages, and how many axes each has beyond the batch
    data_names: ClassVar[tuple[str, ...]] = ("x",)
    data_ndims: ClassVar[tuple[int, ...]] = (1,)

    @classmethod
    def as_data(cls, *data: Any) -> tuple[Array, ...]:
        """The data as arrays of finite floats, of matching lengths."""
        if len(data) != len(cls.data_names):
            wanted = ", ".join(cls.data_names)
            raise TypeError(f"{cls.__name__} takes the data {wanted}; got {len(data)} arguments")
        described = zip(data, cls.data_ndims, cls.data_names, strict=True)
        arrays = tuple(as_data(a, ndim, name) for a, ndim, name in described)
        for a, name in zip(arrays, cls.data_names, strict=True):
            refuse(~np.isfinite(a), a, name, "must be finite")
        lengths = [a.shape[-ndim] for a, ndim in zip(arrays, cls.data_ndims, strict=True)]
        if len(set(lengths)) > 1:
            names = " and ".join(cls.data_names)
            raise ValueError(f"{names} must have as many rows as each other, got {lengths}")
        return arrays

    @classmethod
    def condense(cls, *data: Any, **known: Array) -> tuple[Any, ...]:
        """The data in the form in which they are used many times over.

        `known` are the model's constants, such as a number of trials.
        """
        return cls.as_data(*data)

    def condensed(self, *data: Any) -> tuple[Any, ...]:
        """The data as this point's model uses them, given its constants."""
        return self.condense(*data, **self.known)

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of condensed data: () for a single data set."""
        return batch_of(*((a.shape, ndim) for a, ndim in zip(data, cls.data_ndims, strict=True)))

    def sample_size(self, *data: Any) -> Array:
        """How many observations the data hold, or what they weigh in all, (*batch) or a number."""
        return np.asarray(float(np.shape(data[0])[-self.data_ndims[0]]))[()]

    @classmethod
    def observations(cls, *data: Any) -> tuple[Any, ...]:
        """The checked data, from which observations can be chosen."""
        return cls.as_data(*data)

    @classmethod
    def count(cls, *data: Any) -> int:
        """How many observations each data set holds."""
        return int(data[0].shape[-cls.data_ndims[0]])

    @classmethod
    def numbers(cls, *data: Any) -> int:
        """How many numbers one data set holds."""
        sizes = (math.prod(a.shape[-ndim:]) for a, ndim in zip(data, cls.data_ndims, strict=True))
        return sum(sizes)

    @classmethod
    def chosen(cls, rows: Array, *data: Any) -> tuple[Any, ...]:
        """Those of the observations whose numbers are given, ``(*lead, *batch, m)``."""
        return tuple(rows_of(a, ndim, rows) for a, ndim in zip(data, cls.data_ndims, strict=True))

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """One data set of a batch; `index` counts over the whole batch (*batch)."""
        return tuple(
            one_of_batch(a, index, ndim) for a, ndim in zip(data, cls.data_ndims, strict=True)
        )


def rows_of(a: Any, ndim: int, rows: Array) -> Any:
    """Chosen observations of each data set: `rows` (*lead, *batch, m) counts them from 0.

    A table (*batch, n, d) gives (*lead, *batch, m, d); a record is indexed like an array.
    """
    own = a.shape[: len(a.shape) - ndim]
    places = (np.arange(size).reshape(-1, *(1,) * (len(own) - i)) for i, size in enumerate(own))
    return a[(*places, rows)]


def one_of_batch(a: Array, index: tuple[int, ...], ndim: int) -> Array:
    """The entry of a batch at `index`, where `a` may have fewer batch axes, or some of length 1."""
    own = a.shape[: a.ndim - ndim]
    last = index[len(index) - len(own) :]
    return np.asarray(a[tuple(0 if size == 1 else i for i, size in zip(last, own, strict=True))])

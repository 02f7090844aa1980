"""What a kind of field promises, and the kinds without a fence."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Array, as_numbers, refuse


class Field:
    """What the annotation of a model's field says about it."""

    ndim = 0
    #: whether the entries on both sides of the diagonal are the same
    symmetric: ClassVar[bool] = False
    rule = "must be finite"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether the rule holds, entry by entry."""
        return np.isfinite(value)

    @classmethod
    def accept(cls, name: str, value: ArrayLike) -> Array:
        """A copy of the value as floats; an error names parameter, rule and offender."""
        array = np.array(as_numbers(value, name))
        if array.ndim < cls.ndim:
            axes = "1 axis" if cls.ndim == 1 else f"{cls.ndim} axes"
            raise ValueError(f"{name} must have at least {axes}, got {value!r}")
        kept = cls.holds(array)
        if not kept.all():
            refuse(~(kept | np.isnan(array)), array, name, cls.rule)
        return array

    if TYPE_CHECKING:  # for type checkers: any array-like goes in, an array comes out

        def __get__(self, point: object, owner: object = None) -> Array: ...
        def __set__(self, point: object, value: ArrayLike) -> None: ...


class KnownCount(Field):
    """A whole number of at least 1 that is known, such as a number of trials: no parameter."""

    rule = "must be a whole number, at least 1"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether it is one of 1, 2, 3, ..."""
        return (value >= 1) & (value == np.floor(value)) & (value < np.inf)


class Real(Field):
    """Any finite number.

    Every kind lets `nan` through: it marks an estimate that does not exist.
    """

    #: whether each coordinate depends on its own free coordinate alone
    separable: ClassVar[bool] = True

    @classmethod
    def coordinates(cls, value: Array) -> Array:
        """The numbers (*batch, m) by which the value enters theta."""
        return value if cls.ndim else value[..., None]

    @classmethod
    def value(cls, coordinates: Array, shape: tuple[int, ...]) -> Array:
        """The value that has these coordinates; `shape` is that of a value, without the batch."""
        return coordinates if cls.ndim else coordinates[..., 0]

    @classmethod
    def contains(cls, coordinates: Array) -> Array:
        """Whether these coordinates (*batch, m) keep the rule; (*batch)."""
        return np.asarray(cls.holds(coordinates).all(-1))

    @classmethod
    def names(cls, name: str, value: Array) -> list[str]:
        """One name for each coordinate, as one types it after `fit.`"""
        size = cls.coordinates(value).shape[-1]
        return [f"{name}[{j}]" for j in range(size)] if cls.ndim else [name]

    @classmethod
    def entries(cls, value: Array) -> Array:
        """All that `fit` can hold, along a last axis; nan where it is not held."""
        return value if cls.ndim else value[..., None]

    @classmethod
    def alone(cls, parameter: str) -> type[Real]:
        """Where one coordinate may move, if the others make room for it."""
        return cls

    @staticmethod
    def to_free(coordinates: Array) -> Array:
        """The free coordinates."""
        return coordinates

    @staticmethod
    def from_free(free: Array) -> Array:
        """The coordinates that have these free ones."""
        return free

    @staticmethod
    def stretch(coordinates: Array) -> Array:
        """The derivative of each coordinate by its own free coordinate."""
        return np.ones_like(coordinates)

    @staticmethod
    def bend(coordinates: Array) -> Array:
        """The second derivative of each coordinate by its own free coordinate."""
        return np.zeros_like(coordinates)

    @staticmethod
    def room(coordinates: Array) -> Array:
        """The distance to the nearest fence: 0 at the edge of the parameter space."""
        return np.full_like(coordinates, np.inf)

    @staticmethod
    def guesses(x: Array) -> Array:
        """A few values to begin a climb from, along a new first axis: 0 and the median."""
        middle = np.median(x, axis=-1)
        return np.stack([0 * middle, middle])


class RealVector(Real):
    """A vector of finite numbers along the last axis."""

    ndim = 1


class RealMatrix(Real):
    """A matrix of finite numbers along the last two axes; its coordinates are its rows in turn."""

    ndim = 2

    @classmethod
    def coordinates(cls, value: Array) -> Array:
        """The rows, one after the other."""
        return value.reshape(*value.shape[:-2], -1)

    @classmethod
    def value(cls, coordinates: Array, shape: tuple[int, ...]) -> Array:
        """The matrix that has these rows."""
        return coordinates.reshape(*coordinates.shape[:-1], *shape)

    @classmethod
    def entries(cls, value: Array) -> Array:
        """The rows, one after the other."""
        return cls.coordinates(value)

    @classmethod
    def names(cls, name: str, value: Array) -> list[str]:
        """The names "beta[0,0]", "beta[0,1]", ... row by row."""
        rows, columns = value.shape[-2:]
        return [f"{name}[{i},{j}]" for i in range(rows) for j in range(columns)]

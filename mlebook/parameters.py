"""Where a parameter may live: `sigma: Positive` in a model says all there is to say.

Each kind knows its rule, and a free coordinate, any real number at all, in which one can climb
without a fence: log sigma for a positive number, the log odds for a probability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from .arrays import Array, as_numbers, refuse


class Real:
    """Any finite number.

    Every kind lets `nan` through: it marks an estimate that does not exist.
    """

    ndim = 0
    rule = "must be finite"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether the rule holds, entry by entry."""
        return np.isfinite(value)

    @staticmethod
    def to_free(value: Array) -> Array:
        """The free coordinate of a value."""
        return value

    @staticmethod
    def from_free(free: Array) -> Array:
        """The value that has this free coordinate."""
        return free

    @staticmethod
    def stretch(value: Array) -> Array:
        """The derivative of the value by its free coordinate."""
        return np.ones_like(value)

    @staticmethod
    def room(value: Array) -> Array:
        """The distance from a value to the nearest fence: 0 at the edge of the parameter space."""
        return np.full_like(value, np.inf)

    @staticmethod
    def guesses(x: Array) -> Array:
        """A few values to begin a climb from, along a new first axis: 0 and the median."""
        middle = np.median(x, axis=-1)
        return np.stack([0 * middle, middle])

    @classmethod
    def accept(cls, name: str, value: ArrayLike) -> Array:
        """A copy of the value as floats; an error names parameter, rule and offender."""
        array = np.array(as_numbers(value, name))
        if array.ndim < cls.ndim:
            raise ValueError(f"{name} must have at least {cls.ndim} axis, got {value!r}")
        refuse(~(cls.holds(array) | np.isnan(array)), array, name, cls.rule)
        return array

    if TYPE_CHECKING:  # for type checkers: any array-like goes in, an array comes out

        def __get__(self, point: object, owner: object = None) -> Array: ...
        def __set__(self, point: object, value: ArrayLike) -> None: ...


class RealVector(Real):
    """A vector of finite numbers along the last axis."""

    ndim = 1


class Positive(Real):
    """A finite number above 0; its free coordinate is its logarithm."""

    rule = "must be positive"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether 0 < value < infinity."""
        return (value > 0) & (value < np.inf)

    @staticmethod
    def to_free(value: Array) -> Array:
        """Its logarithm."""
        return np.log(value)

    @staticmethod
    def from_free(free: Array) -> Array:
        """The exponential, held within what floating point can write."""
        return np.exp(np.clip(free, -700, 700))

    @staticmethod
    def stretch(value: Array) -> Array:
        """The derivative of exp(u) is exp(u)."""
        return value

    @staticmethod
    def room(value: Array) -> Array:
        """The distance to 0."""
        return value

    @staticmethod
    def guesses(x: Array) -> Array:
        """Powers of ten, from a millionth to a million."""
        return np.multiply.outer(10.0 ** np.arange(-6, 7, 2), np.ones(x.shape[:-1]))


class UnitInterval(Real):
    """A number from 0 to 1, both included; its free coordinate is its log odds."""

    rule = "must lie between 0 and 1"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether 0 <= value <= 1."""
        return (value >= 0) & (value <= 1)

    @staticmethod
    def to_free(value: Array) -> Array:
        """The log odds, log(p / (1 - p))."""
        return logit(value)

    @staticmethod
    def from_free(free: Array) -> Array:
        """The p that has these log odds, 1 / (1 + exp(-u))."""
        return expit(free)

    @staticmethod
    def stretch(value: Array) -> Array:
        """The derivative of p by its log odds is p (1 - p)."""
        return value * (1 - value)

    @staticmethod
    def room(value: Array) -> Array:
        """The distance to the nearer of 0 and 1."""
        return np.minimum(value, 1 - value)

    @staticmethod
    def guesses(x: Array) -> Array:
        """A small, a middle and a large probability."""
        return np.multiply.outer([0.1, 0.5, 0.9], np.ones(x.shape[:-1]))

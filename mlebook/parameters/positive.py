"""Numbers that are not negative."""

from __future__ import annotations

import numpy as np

from ..arrays import Array
from .base import Real


class Positive(Real):
    """A finite number above 0; its free coordinate is its logarithm."""

    rule = "must be positive"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether 0 < value < infinity."""
        return (value > 0) & (value < np.inf)

    @staticmethod
    def to_free(coordinates: Array) -> Array:
        """Its logarithm."""
        return np.log(coordinates)

    @staticmethod
    def from_free(free: Array) -> Array:
        """The exponential, held within what floating point can write."""
        return np.where(np.isinf(free), np.exp(free), np.exp(np.clip(free, -700, 700)))

    @staticmethod
    def stretch(coordinates: Array) -> Array:
        """The derivative of exp(u) is exp(u)."""
        return coordinates

    @staticmethod
    def bend(coordinates: Array) -> Array:
        """So is the derivative of that."""
        return coordinates

    @staticmethod
    def room(coordinates: Array) -> Array:
        """The distance to 0."""
        return coordinates

    @staticmethod
    def guesses(x: Array) -> Array:
        """Powers of ten, from a millionth to a million."""
        return np.multiply.outer(10.0 ** np.arange(-6, 7, 2), np.ones(x.shape[:-1]))


class NonNegative(Positive):
    """A finite number from 0 on, 0 included; its free coordinate is its logarithm."""

    rule = "must not be negative, nor infinite"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether 0 <= value < infinity."""
        return (value >= 0) & (value < np.inf)

    @staticmethod
    def from_free(free: Array) -> Array:
        """The exponential, which is 0 at minus infinity."""
        return np.exp(np.minimum(free, 700))

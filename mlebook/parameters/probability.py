"""Probabilities: one, or several that add up to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, softmax

from ..arrays import Array, refuse
from .base import Real


class UnitInterval(Real):
    """A number from 0 to 1, both included; its free coordinate is its log odds."""

    rule = "must lie between 0 and 1"

    @staticmethod
    def holds(value: Array) -> Array:
        """Whether 0 <= value <= 1."""
        return (value >= 0) & (value <= 1)

    @staticmethod
    def to_free(coordinates: Array) -> Array:
        """The log odds, log(p / (1 - p))."""
        return logit(coordinates)

    @staticmethod
    def from_free(free: Array) -> Array:
        """The p that has these log odds, 1 / (1 + exp(-u))."""
        return expit(free)

    @staticmethod
    def stretch(coordinates: Array) -> Array:
        """The derivative of p by its log odds is p (1 - p)."""
        return coordinates * (1 - coordinates)

    @staticmethod
    def bend(coordinates: Array) -> Array:
        """The derivative of p (1 - p) by the log odds is p (1 - p) (1 - 2 p)."""
        return coordinates * (1 - coordinates) * (1 - 2 * coordinates)

    @staticmethod
    def room(coordinates: Array) -> Array:
        """The distance to the nearer of 0 and 1."""
        return np.minimum(coordinates, 1 - coordinates)

    @staticmethod
    def guesses(x: Array) -> Array:
        """A small, a middle and a large probability."""
        return np.multiply.outer([0.1, 0.5, 0.9], np.ones(x.shape[:-1]))


class Simplex(UnitInterval):
    """Probabilities p[0], ..., p[K-1] along the last axis, which add up to 1.

    Its coordinates are all but the last, which is what they leave over.  Its free coordinates are
    log(p[j] / p[K-1]).
    """

    ndim = 1
    separable = False

    @classmethod
    def accept(cls, name: str, value: ArrayLike) -> Array:
        """A copy of the value as floats, if it adds up to 1 (to rounding)."""
        array = super().accept(name, value)
        total = array.sum(-1)
        refuse(np.abs(total - 1) > 1e-9, total, f"the sum of {name}", "must be 1")
        return array

    @classmethod
    def coordinates(cls, value: Array) -> Array:
        """All probabilities but the last."""
        return value[..., :-1]

    @classmethod
    def value(cls, coordinates: Array, shape: tuple[int, ...]) -> Array:
        """The coordinates, and what they leave over."""
        rest = np.maximum(1 - coordinates.sum(-1, keepdims=True), 0.0)
        return np.concatenate([coordinates, rest], axis=-1)

    @classmethod
    def contains(cls, coordinates: Array) -> Array:
        """Whether they are probabilities that leave something over, or nothing."""
        return cls.holds(coordinates).all(-1) & (coordinates.sum(-1) <= 1)

    @classmethod
    def alone(cls, parameter: str) -> type[Real]:
        """A single probability moves in the unit interval, while the others share what is left."""
        return UnitInterval

    @staticmethod
    def to_free(coordinates: Array) -> Array:
        """The logarithms of the ratios to the last."""
        return np.log(coordinates) - np.log1p(-coordinates.sum(-1, keepdims=True))

    @staticmethod
    def from_free(free: Array) -> Array:
        """The softmax of the free coordinates and a 0 for the last."""
        padded = np.concatenate([free, np.zeros((*free.shape[:-1], 1))], axis=-1)
        return np.asarray(softmax(padded, axis=-1))[..., :-1]

    @staticmethod
    def room(coordinates: Array) -> Array:
        """The distance to 0."""
        return coordinates

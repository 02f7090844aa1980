"""Covariance matrices."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Array, as_numbers, refuse, shown
from ..covariances import cholesky, inverse_factor, is_covariance
from .base import Real
from .positive import Positive


class Covariance(Real):
    """A symmetric, positive definite matrix along the last two axes.

    Its coordinates are the entries on and below the diagonal, row by row: cov[0,0], cov[1,0],
    cov[1,1], ...  Its free coordinates are those of its Cholesky factor, with logarithms on the
    diagonal.
    """

    ndim = 2
    rule = "must be finite"
    separable = False
    symmetric = True

    @classmethod
    def accept(cls, name: str, value: ArrayLike) -> Array:
        """A copy of the value as floats, if it is symmetric and positive definite.

        Entries that are nan are not known; one that is given on one side only counts for both.
        """
        array = np.array(as_numbers(value, name))
        if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
            raise ValueError(f"{name} must be a square matrix, got shape {array.shape}")
        refuse(np.isinf(array), array, name, cls.rule)
        mirrored = np.swapaxes(array, -1, -2)
        uneven = np.abs(array - mirrored) > 1e-9 * np.maximum(np.abs(array), np.abs(mirrored))
        refuse(uneven, array, name, "must be symmetric")
        array = np.where(
            np.isnan(array), mirrored, np.where(np.isnan(mirrored), array, _mean(array))
        )
        diagonal = np.diagonal(array, axis1=-2, axis2=-1)
        refuse(diagonal <= 0, diagonal, f"the diagonal of {name}", "must be positive")
        known = np.isfinite(array).all((-1, -2))
        if np.any(known & ~is_covariance(array)):
            raise ValueError(f"{name} must be positive definite, got {shown(array)}")
        return array

    @classmethod
    def entries(cls, value: Array) -> Array:
        """Those on and below the diagonal."""
        return cls.coordinates(value)

    @classmethod
    def alone(cls, parameter: str) -> type[Real]:
        """A variance moves among the positive numbers, a covariance anywhere."""
        row, column = parameter.rstrip("]").partition("[")[2].split(",")
        return Positive if row == column else Real

    @classmethod
    def contains(cls, coordinates: Array) -> Array:
        """Whether they make a positive definite matrix."""
        return is_covariance(cls.value(coordinates))

    @classmethod
    def coordinates(cls, value: Array) -> Array:
        """The entries on and below the diagonal."""
        return value[(..., *np.tril_indices(value.shape[-1]))]

    @classmethod
    def value(cls, coordinates: Array, shape: tuple[int, ...] = ()) -> Array:
        """The symmetric matrix that has them; their number tells its shape."""
        lower = _lower(coordinates)
        strictly = np.tril(np.ones(lower.shape[-2:]), -1) == 1
        return lower + np.where(strictly.T, np.swapaxes(lower, -1, -2), 0.0)

    @classmethod
    def names(cls, name: str, value: Array) -> list[str]:
        """One name for each entry on and below the diagonal: "cov[1,0]"."""
        return [f"{name}[{i},{j}]" for i, j in zip(*np.tril_indices(value.shape[-1]), strict=True)]

    @staticmethod
    def to_free(coordinates: Array) -> Array:
        """The Cholesky factor's entries, with logarithms on its diagonal."""
        factor = cholesky(Covariance.value(coordinates))
        logarithms = np.log(np.where(_unit(factor), factor, 1.0))
        return Covariance.coordinates(np.where(_unit(factor), logarithms, factor))

    @staticmethod
    def from_free(free: Array) -> Array:
        """The entries of L L', where L has these free coordinates."""
        lower = _lower(free)
        factor = np.where(_unit(lower), np.exp(np.clip(lower, -350, 350)), lower)
        return Covariance.coordinates(np.matmul(factor, np.swapaxes(factor, -1, -2)))

    @staticmethod
    def stretch(coordinates: Array) -> Array:
        """The derivative by the own free coordinate: 2 L[i,i]**2, or L[j,j] below the diagonal."""
        factor = cholesky(Covariance.value(coordinates))
        diagonal = np.diagonal(factor, axis1=-2, axis2=-1)[..., None, :]
        return Covariance.coordinates(
            np.where(_unit(factor), 2 * diagonal**2, diagonal + 0 * factor)
        )

    @staticmethod
    def room(coordinates: Array) -> Array:
        """How far an entry alone may move before the matrix is singular.

        With P the inverse, 1/P[i,i] on the diagonal, 1/(sqrt(P[i,i] P[j,j]) + |P[i,j]|) below it.
        """
        root = inverse_factor(Covariance.value(coordinates))
        precision = np.matmul(np.swapaxes(root, -1, -2), root)
        unit = np.sqrt(np.diagonal(precision, axis1=-2, axis2=-1))
        below = unit[..., :, None] * unit[..., None, :] + np.abs(precision)
        return Covariance.coordinates(1 / np.where(_unit(precision), precision, below))


def _lower(coordinates: Array) -> Array:
    """The lower triangular matrix that has these entries, row by row."""
    size = int((np.sqrt(8 * coordinates.shape[-1] + 1) - 1) / 2)
    lower = np.zeros((*coordinates.shape[:-1], size, size))
    lower[(..., *np.tril_indices(size))] = coordinates
    return lower


def _unit(matrix: Array) -> Array:
    """Which entries stand on the diagonal."""
    return np.eye(matrix.shape[-1]) == 1


def _mean(matrix: Array) -> Array:
    """Half of a matrix and its mirror image, which differ by rounding."""
    return matrix / 2 + np.swapaxes(matrix, -1, -2) / 2

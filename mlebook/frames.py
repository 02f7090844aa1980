"""Other columns for the same model, which do not nearly depend on each other's level."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Array

STEADY = 1e-2  # a column that spreads over a smaller share of its mean nearly is a constant
HUGE = 1e50  # the squares of columns below this, and above 1/HUGE, can be summed
NDIMS = (1, 1, 1, 0, 0, 0)


class Frame(NamedTuple):
    r"""Columns that are measured from the steadiest of them, x_p, and in units of their size.

    .. math:: z_j = \frac{x_j - r_j x_p}{u_j}, \quad r_j = \frac{m_j}{m_p}, \qquad
        z_p = \frac{x_p}{u_p}

    with the means m.  Where x_p is constant, that takes the mean off each of the others.  The
    coefficients of the columns z are called gamma, (*batch, d) or, by class, (*batch, K - 1, d).

    Attributes
    ----------
    mean
        What is taken off each column but x_p, (*batch, d): it is done first, so that no digit of a
        column that lies around 1e8 is lost.
    ratio
        The share r_j of x_p - m_p that is taken off then, (*batch, d); 0 for x_p itself.
    unit
        The u_j, powers of 2, so that no digit is lost here either, (*batch, d).
    pivot
        Which column is x_p, (*batch).
    level
        Its mean m_p, (*batch).
    constant
        Whether x_p is constant, (*batch), so that x_p - m_p is 0.
    """

    mean: Array
    ratio: Array
    unit: Array
    pivot: Array
    level: Array
    constant: NDArray[np.bool_]

    @property
    def changes(self) -> bool:
        """Whether any column is not as it was."""
        return bool(np.any(self.mean != 0) or np.any(self.unit != 1))

    @property
    def is_pivot(self) -> NDArray[np.bool_]:
        """Whether each column is x_p, (*batch, d)."""
        return np.asarray(np.arange(self.unit.shape[-1]) == self.pivot[..., None])

    def each(self, change: Callable[[Array, int], Array]) -> Frame:
        """The same of other replicates."""
        return Frame(*(change(value, ndim) for value, ndim in zip(self, NDIMS, strict=True)))

    def columns(self, columns: Array) -> Array:
        """The columns z of a block of rows, from its columns x, (*batch, d, b)."""
        z = columns - self.mean[..., None]
        if np.any((self.ratio != 0).any(-1) & ~self.constant):
            steady = np.take_along_axis(columns, self.pivot[..., None, None], axis=-2)
            z -= self.ratio[..., None] * (steady - self.level[..., None, None])
        if np.any(self.unit != 1):
            z *= 1 / self.unit[..., None]
        return z

    def into(self, beta: Array, ndim: int = 1) -> Array:
        """The gamma of a beta with `ndim` axes; nan stays nan."""
        ratio, unit, is_pivot = self._like(ndim)
        pull = np.where(ratio == 0, 0.0, ratio * beta).sum(-1, keepdims=True)
        return np.asarray(unit * np.where(is_pivot, beta + pull, beta))

    def back(self, gamma: Array, ndim: int = 1) -> Array:
        """The beta of a gamma with `ndim` axes."""
        ratio, unit, is_pivot = self._like(ndim)
        beta = gamma / unit
        pull = (ratio * beta).sum(-1, keepdims=True)
        return np.where(is_pivot, beta - pull, beta)

    def _like(self, ndim: int) -> tuple[Array, Array, Array]:
        new = (..., *(None for _ in range(ndim - 1)), slice(None))
        return self.ratio[new], self.unit[new], self.is_pivot[new]

    def matrix(self, k: int) -> Array:
        """The derivative of theta by its like in this frame (*batch, k, k).

        Theta holds one beta, or several, and perhaps more, which is the same in both.
        """
        one = np.eye(d := self.unit.shape[-1]) - self._pulls()
        whole = np.broadcast_to(np.eye(k), (*one.shape[:-2], k, k)).copy()
        for first in range(0, k - d + 1, d):
            part = slice(first, first + d)
            whole[..., part, part] = one / self.unit[..., None, :]
        return whole

    def inverse_matrix(self) -> Array:
        """The derivative of gamma by beta (*batch, d, d)."""
        return np.asarray(self.unit[..., None] * (np.eye(self.unit.shape[-1]) + self._pulls()))

    def _pulls(self) -> Array:
        """By how much each coefficient counts in that of x_p, as a matrix (*batch, d, d)."""
        return np.asarray(self.is_pivot[..., :, None] * self.ratio[..., None, :])


def no_frame(d: int) -> Frame:
    """The frame in which d columns are what they were."""
    zero = np.asarray(0)
    return Frame(np.zeros(d), np.zeros(d), np.ones(d), zero, zero + 1.0, zero == 1)


def frame_of(
    mean: Array, low: Array, high: Array, may_be_pivot: Array, worth: float = 1.0
) -> Frame:
    """The frame of columns with these means, and these least and largest entries, (*batch, d).

    The steadiest of the columns that may serve is the pivot, if it is steady.  Columns whose mean
    is smaller than `worth` times their spread are left as they are, and so are ordinary units.
    """
    spread = high - low
    with np.errstate(divide="ignore", invalid="ignore"):
        steadiness = np.where(may_be_pivot & (mean != 0), np.abs(mean) / spread, 0.0)
    pivot = steadiness.argmax(-1)
    is_pivot = np.arange(mean.shape[-1]) == pivot[..., None]
    found = steadiness.max(-1, keepdims=True) > 1 / STEADY
    level = np.where(found[..., 0], mean[is_pivot].reshape(pivot.shape), 1.0)
    off = np.where(found & ~is_pivot & (np.abs(mean) > worth * spread), mean, 0.0)
    size = np.where(off == 0, np.maximum(np.abs(low), np.abs(high)), spread)
    size = np.where((size == 0) | ((size > 1 / HUGE) & (size < HUGE)), 1.0, size)
    unit = np.ldexp(1.0, np.frexp(size)[1] - 1)
    constant = found[..., 0] & (spread[is_pivot].reshape(pivot.shape) == 0)
    return Frame(off, off / level[..., None], unit, pivot, level, constant)

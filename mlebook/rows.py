"""Rows of a design matrix with their responses: checked once, then read a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, as_data, as_numbers, batch_of, block_slices, refuse
from .frames import Frame
from .observer import one_of_batch, rows_of
from .sufficient import as_weights

NDIMS = {"X": 2, "y": 1, "weights": 1, "offset": 1}


class Block(NamedTuple):
    """A few rows: the columns of X (*batch, d, b), and y, weights and offset (*batch, b)."""

    columns: Array
    y: Array
    weights: Array | None
    offset: Array | None


@dataclass(frozen=True, eq=False, repr=False)
class Rows:
    """The rows of a regression, which may stand where its data X, y stand.

    They are made by a regression, which checks them: `PoissonRegression.rows(X, y, offset=o)`.

    Attributes
    ----------
    X
        The design matrix (*batch, n, d); a memory map stays on disk.
    y
        The responses (*batch, n).
    weights
        How often each row counts (*batch, n); None where each counts once.
    offset
        What is added to X @ beta (*batch, n), such as the log of an exposure; None where nothing.
    family
        The regression that checked them.
    frames
        What the columns are changed by, one after the other, on their way from the disk.
    """

    X: Array
    y: Array
    weights: Array | None
    offset: Array | None
    family: type
    frames: tuple[Frame, ...] = ()

    def __repr__(self) -> str:
        more = "".join(f", {name}" for name in ("weights", "offset") if name in self._arrays())
        return f"Rows(X {self.X.shape}, y {self.y.shape}{more})"

    def _arrays(self) -> dict[str, Array]:
        arrays = {name: getattr(self, name) for name in NDIMS}
        return {name: array for name, array in arrays.items() if array is not None}

    @cached_property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch of data sets; () for one."""
        return batch_of(*((a.shape, NDIMS[name]) for name, a in self._arrays().items()))

    @property
    def n(self) -> Array:
        """The number of rows, or the sum of their weights (*batch)."""
        return np.asarray(float(self.y.shape[-1])) if self.weights is None else self.weights.sum(-1)

    @cached_property
    def constant(self) -> Array:
        """The part of the log-likelihood that depends on the responses alone (*batch)."""
        base_measure = self.family.base_measure  # type: ignore[attr-defined]
        return np.asarray(sum(counted(base_measure(b.y), b.weights).sum(-1) for b in self.blocks()))

    @cached_property
    def explanation(self) -> ValueError:
        """Why this one data set has no estimate, which may take long to find."""
        return self.family.explain_rows(self)  # type: ignore[attr-defined]

    def design(self) -> Rows:
        """The same X and weights, without responses, and so without their batch."""
        return replace(self, y=np.broadcast_to(0.0, self.X.shape[-2]), offset=None)

    def __getitem__(self, index: Any) -> Rows:
        """One data set of a batch, or several: `rows[3]`, `rows[:10]`; a shared X stays shared."""
        batch = self.batch_shape

        def picked(array: Array, ndim: int) -> Array:
            own = array.shape[array.ndim - ndim :]
            return array if array.ndim == ndim else np.broadcast_to(array, batch + own)[index]

        return self._each(picked)

    def replicate(self, index: tuple[int, ...]) -> Rows:
        """The rows of one data set of a batch."""
        if not self.batch_shape:
            return self
        return self._each(lambda array, ndim: one_of_batch(array, index, ndim))

    def chosen(self, rows: Array) -> Rows:
        """Those of the rows whose numbers are given, ``(*lead, *batch, m)``."""
        return self._each(lambda array, ndim: rows_of(array, ndim, rows))

    def repeated(self) -> Rows:
        """Each row as often as its weight says, which must be a whole number."""
        if self.weights is None:
            return self
        rule = "must be a whole number: as many responses are drawn for the row"
        refuse(self.weights % 1 != 0, self.weights, "weights", rule)
        if self.weights.ndim > 1:
            raise ValueError(
                f"weights must be the same for all of a batch, got shape {self.weights.shape}"
            )
        numbers = np.repeat(np.arange(self.weights.size), self.weights.astype(int))
        return replace(
            self._each(lambda array, ndim: np.take(array, numbers, axis=-ndim)), weights=None
        )

    def cut(self, axis: int, part: slice) -> Rows:
        """Some data sets of a batch; its axes are counted from the end, -1 being the last."""
        if not self.batch_shape:
            return self
        return self._each(lambda array, ndim: cut(array, axis - ndim, part))

    def _each(self, change: Callable[[Array, int], Array]) -> Rows:
        changed: dict[str, Any] = {n: change(a, NDIMS[n]) for n, a in self._arrays().items()}
        frames = tuple(frame.each(change) for frame in self.frames)
        return replace(self, **changed, frames=frames)

    def by_columns(self) -> Rows:
        """The same rows with each column in one piece of memory, which is the faster way."""
        if isinstance(self.X, np.memmap):
            return self
        columns = np.swapaxes(self.X, -1, -2)
        if not columns.flags.c_contiguous:
            columns = np.empty(columns.shape)
            for part in block_slices(self.X.shape[-2], self.X[..., :1, :].size):
                columns[..., part] = np.swapaxes(self.X[..., part, :], -1, -2)
        return replace(self, X=np.swapaxes(columns, -1, -2))

    def framed(self, frame: Frame) -> Rows:
        """The same rows with the columns of a frame; a memory map's are made block by block."""
        if not frame.changes:
            return self
        if isinstance(self.X, np.memmap):
            return self.seen_in(frame)
        columns = np.empty_like(np.swapaxes(self.X, -1, -2))
        for part in block_slices(self.X.shape[-2], self.X[..., :1, :].size):
            columns[..., part] = frame.columns(np.swapaxes(self.X[..., part, :], -1, -2))
        return replace(self, X=np.swapaxes(columns, -1, -2))

    def seen_in(self, frame: Frame) -> Rows:
        """The same, with nothing copied: each block is changed when it is looked at."""
        return replace(self, frames=(*self.frames, frame))

    def blocks(self, batch_size: int = 1) -> Iterator[Block]:
        """All rows, a few at a time, so that no large array is ever built.

        `batch_size` is the number of points that look at them.
        """
        for part in block_slices(self.X.shape[-2], batch_size * self.X.shape[-1]):
            rows = self.X[..., part, :]
            columns = np.asarray(np.swapaxes(rows, -1, -2), dtype=float)
            if columns.strides[-1] != columns.itemsize:  # each column in one piece, as it is used
                columns = np.ascontiguousarray(columns)
            for frame in self.frames:
                columns = frame.columns(columns)
            yield Block(columns, *(_floats(v, part) for v in (self.y, self.weights, self.offset)))


def _floats(vector: Array | None, part: slice) -> Any:
    return None if vector is None else np.asarray(vector[..., part], dtype=float)


def checked_rows(
    family: type,
    X: Any,
    y: Any,
    weights: ArrayLike | None,
    offset: ArrayLike | None,
    name: str = "X",
) -> Rows:
    """Rows of finite numbers and of matching lengths, or an error that names the first offender.

    `name` is what the design matrix is called; where y is None, there are no responses, but zeros.
    """
    X = _on_disk_or_float(X, 2, name)
    y = np.zeros(X.shape[-2]) if y is None else _on_disk_or_float(y, 1, "y")
    if X.shape[-2] != y.shape[-1]:
        raise ValueError(
            f"X and y must have as many rows as each other, got shapes {X.shape} and {y.shape}"
        )
    weights = None if weights is None else as_weights(weights, y)
    offset = None if offset is None else _as_offset(offset, y.shape[-1])
    for array, called, ndim in ((X, name, 2), (y, "y", 1), (offset, "offset", 1)):
        if array is not None:
            refuse_entries(array, np.isfinite, called, "must be finite", ndim)
    rows = Rows(X, y, weights, offset, family)
    try:
        rows.batch_shape  # noqa: B018
    except ValueError:
        shapes = ", ".join(f"{name} {a.shape}" for name, a in rows._arrays().items())
        raise ValueError(f"the batches must broadcast together, got {shapes}") from None
    return rows


def _on_disk_or_float(value: Any, ndim: int, name: str) -> Array:
    """The numbers, left on disk where they are a memory map."""
    if isinstance(value, np.memmap) and value.dtype.kind in "biuf" and value.ndim >= ndim:
        return value
    return as_data(value, ndim, name)


def _as_offset(offset: ArrayLike, n: int) -> Array:
    array = as_numbers(offset, "offset")
    if array.ndim and array.shape[-1] not in (1, n):
        raise ValueError(f"offset must have one entry for each of {n} rows, got {array.shape}")
    return np.broadcast_to(array, (*array.shape[:-1], n))


def refuse_entries(
    array: Array, is_good: Callable[[Array], Array], name: str, rule: str, ndim: int = 1
) -> None:
    """Raise an error that names the first entry that is not good; a few rows at a time."""
    rows = np.moveaxis(array, -ndim, 0)
    for part in block_slices(len(rows), rows[:1].size):
        if not np.all(is_good(rows[part])):
            seen = np.moveaxis(rows[: part.stop], 0, -ndim)
            refuse(~is_good(seen), seen, name, rule)


def counted(values: Array, weights: Array | None) -> Array:
    """The values, as often as the weights say."""
    return values if weights is None else values * weights


def cut(array: Array, axis: int, part: slice) -> Array:
    """A part of an array along an axis, counted from the end, that it may lack or share."""
    if array.ndim < -axis or array.shape[axis] == 1:
        return array
    return np.asarray(array[(slice(None),) * (array.ndim + axis) + (part,)])

"""Shapes and checks that every module shares.

Data are `(*batch, n)`, or `(*batch, n, d)` for a table of n rows; parameters are `(*batch)`.
Leading axes broadcast as everywhere in NumPy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[
    Any
]  # of floats; `Any`, since NumPy's stubs forget the kind of number half of the time
BLOCK = 2**16  # numbers in a block of rows: few enough to stay in the processor's cache


def as_numbers(value: ArrayLike, name: str) -> Array:
    """The value as an array of floats; a memory map of them stays on disk.

    Raises
    ------
    ValueError
        Unless every entry is a real number: text, `None`, complex numbers, dates, ragged lists and
        masked entries are refused, never converted in silence.
    """
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        raise ValueError(f"{name} must be observations, got {type(value).__name__}")
    if np.ma.is_masked(value):
        raise ValueError(f"{name} must have no masked entries: drop them, or say what they are")
    if isinstance(value, np.memmap) and value.dtype == np.float64:
        return value
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array of real numbers: {error}") from None
    if array.dtype.kind not in "biuf":
        where = _first_stranger(array, name) if array.dtype == object and array.ndim else ""
        got = f"{array.dtype} {shortened(value)}{where}"
        raise ValueError(f"{name} must be real numbers, got {got}")
    return array.astype(float, copy=False)


def _first_stranger(array: NDArray[Any], name: str) -> str:
    """The first entry that is no number, or is too large an integer: ", x[3] = None"."""
    for place, entry in np.ndenumerate(array):
        is_number = isinstance(entry, (bool, int, float, np.number, np.bool_))
        if not is_number or (isinstance(entry, int) and abs(entry) >= 2**63):
            return f", {name}[{', '.join(map(str, place))}] = {shortened(entry)}"
    return ""


def as_data(value: ArrayLike, ndim: int, name: str) -> Array:
    """The data as floats, with at least `ndim` axes and at least one observation."""
    data = as_numbers(value, name)
    if data.ndim < ndim or 0 in data.shape:
        axes = "one axis" if ndim == 1 else f"{ndim} axes"
        raise ValueError(
            f"{name} must have at least {axes} and one observation, got shape {data.shape}"
        )
    return data


def refuse(bad: NDArray[np.bool_], value: Array, name: str, rule: str) -> None:
    """Raise an error that names the first offender: "x[3] must be 0 or 1, got 2.0"."""
    if np.any(bad):
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f"{name}[{', '.join(map(str, first))}]" if first else name
        raise ValueError(f"{where} {rule}, got {float(value[first])}")


def refuse_outside(lower: float, upper: float, value: Array, name: str, rule: str) -> None:
    """Raise that error unless lower < value < upper: if all is well, two of the values tell."""
    if not (value.min() > lower and value.max() < upper):
        refuse(~((value > lower) & (value < upper)), value, name, rule)


def shortened(value: object, length: int = 40) -> str:
    """The value as Python writes it, cut to one short line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= length else text[: length - 3] + "..."


def shown(value: Array) -> str:
    """Four digits of a number, or of the ends of an array."""
    if not np.ndim(value):
        return f"{float(value):.4g}"
    return np.array2string(value, precision=4, threshold=6, edgeitems=2, separator=", ")


def batch_of(*shapes_and_ndims: tuple[tuple[int, ...], int]) -> tuple[int, ...]:
    """What is left of the shapes, broadcast together, once each has lost its last `ndim` axes."""
    batches = {shape[: len(shape) - ndim] for shape, ndim in shapes_and_ndims}
    return batches.pop() if len(batches) == 1 else np.broadcast_shapes(*batches)


def row_blocks(
    data: tuple[Array, ...], ndims: tuple[int, ...], batch_size: int
) -> Iterator[tuple[Array, ...]]:
    """The same data, a few observations at a time, so that no large array is ever built."""
    width = max(a.shape[-1] if ndim == 2 else 1 for a, ndim in zip(data, ndims, strict=True))
    for block in block_slices(data[0].shape[-ndims[0]], batch_size * width):
        yield tuple(
            a[..., block, :] if ndim == 2 else a[..., block]
            for a, ndim in zip(data, ndims, strict=True)
        )


def block_slices(n: int, numbers_per_row: int) -> Iterator[slice]:
    """Slices that cut n rows into blocks."""
    rows = max(256, BLOCK // numbers_per_row)
    return (slice(first, min(first + rows, n)) for first in range(0, n, rows))


def dot(a: Array, b: Array) -> Array:
    """Inner products along the last axis: (*batch, n) and (*batch, n) give (*batch)."""
    return np.matmul(a[..., None, :], b[..., None])[..., 0, 0]


def quotient(a: Array, b: Array) -> Array:
    """The ratio a / b, in which 0/0 counts as 0 and a/0 as infinite.

    Terms such as (successes / p) are derivatives of (successes * log p).  Where there are no
    successes the whole term is absent from the likelihood, also at p = 0.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(a == 0, 0.0, np.divide(a, b))


def symmetric_matrix(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """The matrices [[a, b], [b, c]], shape (*batch, 2, 2), of arrays a, b and c."""
    a, b, c = np.broadcast_arrays(a, b, c)
    return np.stack([np.stack([a, b], axis=-1), np.stack([b, c], axis=-1)], axis=-2)

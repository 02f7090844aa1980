"""Columns and rows as one writes them in a message."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from .arrays import Array
from .rows import Rows


def combination(weights: Array, limit: int = 6) -> str:
    """A sum of columns as one writes it: "X[:, 0] - 2.5 X[:, 3]"."""
    columns = np.flatnonzero(weights)
    if len(columns) > limit:
        return f"a combination of {len(columns)} columns (see `separation`)"
    terms = [f"{_factor(weights[j])}X[:, {j}]" for j in columns]
    return " + ".join(terms).replace("+ -", "- ")


def _factor(weight: float) -> str:
    size = f"{abs(weight):.4g} "
    return ("-" if weight < 0 else "") + ("" if size == "1 " else size)


def listed(numbers: Iterable[int], limit: int = 5) -> str:
    """The first few numbers: "rows 0, 3, 5, ..."."""
    numbers = list(numbers)
    text = ", ".join(str(int(i)) for i in numbers[:limit])
    return f"row{'s' if len(numbers) > 1 else ''} {text}{', ...' if len(numbers) > limit else ''}"


def counted_rows(rows: Rows) -> NDArray[np.bool_]:
    """The rows whose weight is not 0."""
    is_counted = np.ones(rows.y.shape[-1], dtype=bool)
    return is_counted if rows.weights is None else np.asarray(rows.weights > 0)

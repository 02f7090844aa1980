"""Models whose data are rows: a response y and its covariates x, perhaps a weight and an offset."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array
from .model import Model
from .rows import Rows, checked_rows, refuse_entries


class RowModel(Model):
    """A model of a response y (*batch, n) given the rows of X (*batch, n, d).

    Wherever X and y are asked for, `Model.rows(X, y, weights=, offset=)` may be given in their
    place; it checks them once.
    """

    data_names = ("X", "y")
    data_ndims = (2, 1)
    response_rule: ClassVar[str] = "must be finite"

    # ------------------------------------------------------------------ Data
    @classmethod
    def rows(
        cls, X: Any, y: Any, *, weights: ArrayLike | None = None, offset: ArrayLike | None = None
    ) -> Rows:
        """The data with weights and offset, to be given wherever X, y may be given.

        Parameters
        ----------
        X
            The design matrix (*batch, n, d), or (n, d) for all of a batch.  A memory map is read a
            few rows at a time, and may be larger than the memory.
        y
            The responses (*batch, n).
        weights
            How often each row counts, from 0 on, (*batch, n): for a table of frequencies, or for
            rows of unequal worth.  In the sandwich of `covariance` a row is one observation,
            whatever its weight.
        offset
            What is added to X @ beta, such as the logarithm of an exposure, (*batch, n) or one
            number.

        Examples
        --------
        A row that counts twice:

        >>> rows = LinearRegression.rows([[1.0], [1.0]], [3.0, 6.0], weights=[2, 1])
        >>> print(LinearRegression.fit(rows).beta)
        [4.]
        """
        rows = checked_rows(cls, X, y, weights, offset)
        refuse_entries(rows.y, cls.is_response, "y", cls.response_rule)
        return rows

    @staticmethod
    def is_response(y: Array) -> Array:
        """Whether each number is a response that the model can produce."""
        return np.isfinite(y)

    @classmethod
    def rows_at(cls, X: Any, offset: ArrayLike | None = None, name: str = "X") -> Rows:
        """Rows without responses, at which something is to be expected; `name` is that of X."""
        return checked_rows(cls, X, None, None, offset, name)

    @classmethod
    def checked(cls, *data: Any) -> Rows:
        """The rows that are given as such, or as X and y."""
        if len(data) == 1 and isinstance(data[0], Rows):
            rows = data[0]
            if rows.family is cls:
                return rows
            return cls.rows(rows.X, rows.y, weights=rows.weights, offset=rows.offset)
        if len(data) != 2:
            raise TypeError(
                f"{cls.__name__} takes the data X, y, or {cls.__name__}.rows(X, y, weights=..., "
                f"offset=...) in their place; got {len(data)} arguments"
            )
        return cls.rows(*data)

    @classmethod
    def as_data(cls, *data: Any) -> tuple[Array, ...]:
        """X and y as arrays of finite floats, of matching lengths."""
        rows = cls.checked(*data)
        if rows.weights is not None or rows.offset is not None:
            raise ValueError("X and y must be given as such here: weights and offset would be lost")
        return rows.X, rows.y

    @classmethod
    def observations(cls, *data: Any) -> tuple[Any, ...]:
        """The checked rows, from which some can be chosen, with their weights and offsets."""
        return (cls.checked(*data),)

    @classmethod
    def count(cls, *data: Any) -> int:
        """How many rows each data set holds, whatever their weights."""
        return int(data[0].y.shape[-1])

    @classmethod
    def numbers(cls, *data: Any) -> int:
        """How many numbers one data set holds: those of X, y, weights and offset."""
        return cls.count(*data) * (data[0].X.shape[-1] + 3)

    @classmethod
    def chosen(cls, rows: Array, *data: Any) -> tuple[Any, ...]:
        """Those of the rows whose numbers are given, ``(*lead, *batch, m)``."""
        return (data[0].chosen(rows),)

    def sample_like(self, *data: Any, rng: np.random.Generator) -> tuple[Any, ...]:
        """The same rows with responses that the point would produce, a row as often as it weighs.

        Raises
        ------
        ValueError
            If a weight is no whole number, so that it does not say how many responses to draw, or
            if weights differ within a batch.
        """
        rows = self._rows(*data).repeated()
        offset = {} if rows.offset is None else {"offset": rows.offset}
        y = self.sample(rows.X, rng, **offset)
        return (replace(rows, y=y),) if len(data) == 1 else (rows.X, y)

    @classmethod
    def condense(cls, *data: Any, **known: Array) -> tuple[Any, ...]:
        """The checked rows in the place of the data."""
        return (cls.checked(*data),)

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of rows, or of X and y."""
        return data[0].batch_shape if isinstance(data[0], Rows) else super().data_batch(*data)

    def sample_size(self, *data: Any) -> Array:
        """The number of rows, or the sum of their weights."""
        return np.asarray(data[0].n)[()]

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """The rows of one data set of a batch."""
        return (data[0].replicate(index),)

    def _rows(self, *data: Any) -> Rows:
        """The rows, if this point can weigh them."""
        return self.checked(*data)

"""Regression: the response y of each row depends on its covariates x through x @ beta.

The design matrix X is used as it is given: no intercept is added behind its owner's back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array
from .blocks import along_rows, forms
from .errors import NotConverged
from .model import Model
from .rows import Block, Rows, checked_rows, counted, refuse_entries
from .separation import explain_columns


class Regression(Model):
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
    def rows_at(cls, X: Any, offset: ArrayLike | None = None) -> Rows:
        """Rows without responses, at which something is to be expected."""
        return checked_rows(cls, X, np.zeros(np.shape(X)[-2:-1]), None, offset)

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

    def mean(self, X: ArrayLike, *, offset: ArrayLike | None = None) -> Array:
        """The expected response at the rows of X, shape (*batch, n)."""
        rows = self.rows_at(X, offset)
        return along_rows(rows, lambda b: self.response(self.link(b))[0], self._size(rows))

    def _size(self, rows: Rows) -> int:
        """How many pairs of a point and a data set there are."""
        return math.prod(np.broadcast_shapes(self.batch_shape, rows.batch_shape))

    # ------------------------------------------------------------------ How well it fits
    def link(self, block: Block) -> Array:
        """The linear predictors of a block of rows, (*batch, b) or, of several, (*batch, m, b)."""
        raise NotImplementedError

    @staticmethod
    def response(eta: Array) -> tuple[Array, Array]:
        """The mean response at a linear predictor, and its derivative."""
        raise NotImplementedError

    @staticmethod
    def unit_deviances(y: Array, eta: Array) -> Array:
        """Twice what the log density of each response falls short of its highest value."""
        raise NotImplementedError

    def variances(self, eta: Array) -> Array:
        """The variance of the response at a linear predictor."""
        return self.response(eta)[1]

    def predicted(self, block: Block, V: Array, z: float) -> tuple[Array, Array, Array, Array]:
        """The mean, its standard error, and the ends of an interval, given beta's covariance V."""
        link, error = self.link(block), np.sqrt(forms(block.columns, V))
        mean, slope = self.response(link)
        lower, upper = (self.response(link + side * z * error)[0] for side in (-1, 1))
        return mean, slope * error, lower, upper

    def deviance(self, *data: Any) -> Array:
        """Twice what the log-likelihood falls short of that of a parameter for each row (*batch).

        For normal noise, times sigma**2: the sum of squared residuals.
        """
        return self._along(self.unit_deviances, *data).sum(-1)[()]

    @classmethod
    def null_deviance(cls, *data: Any) -> Array:
        """The deviance of the best model whose only column is an intercept (*batch)."""
        rows = cls.checked(*data)
        only = replace(rows, X=np.ones((rows.y.shape[-1], 1)))
        return cls.fit(only, on_failure="nan" if rows.batch_shape else "raise").deviance(only)

    def residuals(
        self, *data: Any, kind: Literal["deviance", "pearson", "response"] = "deviance"
    ) -> Array:
        r"""How far each response is from its mean (*batch, n).

        Parameters
        ----------
        *data
            X and y, or rows.
        kind
            "deviance": the signed roots of the terms of the deviance; "pearson": y - mean in
            standard deviations, times the root of the weight; "response": y - mean.

        Examples
        --------
        Counts 1 and 3 with mean 2 are 1 away from it, in units of sqrt(2):

        >>> X, y = [[1.0], [1.0]], [1, 3]
        >>> print(PoissonRegression.fit(X, y).residuals(X, y, kind="pearson") * np.sqrt(2))
        [-1.  1.]
        """
        if kind not in ("deviance", "pearson", "response"):
            raise ValueError(f"kind must be 'deviance', 'pearson' or 'response', got {kind!r}")
        off = self._along(lambda y, eta: y - self.response(eta)[0], *data, power=0.0)
        if kind == "response":
            return off
        if kind == "pearson":
            return off / np.sqrt(self._along(lambda _, eta: self.variances(eta), *data, power=-1.0))
        return np.sign(off) * np.sqrt(self._along(self.unit_deviances, *data))

    def _along(
        self, values: Callable[[Array, Array], Array], *data: Any, power: float = 1.0
    ) -> Array:
        """A function of each response and its linear predictor, times a power of its weight."""
        rows = self._rows(*data)

        def of_block(block: Block) -> Array:
            with np.errstate(divide="ignore"):
                weights = None if block.weights is None else block.weights**power
            return counted(values(block.y, self.link(block)), weights)

        return along_rows(rows, of_block, self._size(rows))

    # ------------------------------------------------------------------ Where there is no top
    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a data set has no estimate: its columns, or else its responses."""
        (rows,) = data
        return explain_columns(rows) or cls.explain_climb(rows)

    @classmethod
    def explain_climb(cls, rows: Rows) -> ValueError:
        """Why a climb failed though the columns are independent."""
        return NotConverged("the climb did not settle: are the columns of X on very unlike scales?")

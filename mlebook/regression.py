"""Regression: the response y of each row depends on its covariates x through x @ beta.

The design matrix X is used as it is given: no intercept is added behind its owner's back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array
from .blocks import along_rows, lengths, over_blocks, steady_frame
from .dependence import explain_columns
from .errors import NoMaximum, NotConverged
from .frames import Frame
from .row_model import RowModel
from .rows import Block, Rows, counted


class Regression(RowModel):
    """A model of a response y (*batch, n) given the rows of X (*batch, n, d).

    Wherever X and y are asked for, `Model.rows(X, y, weights=, offset=)` may be given in their
    place; it checks them once.
    """

    def mean(self, X: ArrayLike, *, offset: ArrayLike | None = None) -> Array:
        """The expected response at the rows of X, shape (*batch, n)."""
        rows = self._rows_at(X, offset)
        return along_rows(rows, lambda b: self.response(self.link(b))[0], self._size(rows))

    def _rows_at(self, X: ArrayLike, offset: ArrayLike | None = None, name: str = "X") -> Rows:
        """The rows without responses, if they have as many columns as beta."""
        return self._fitting(self.rows_at(X, offset, name), name)

    def _rows(self, *data: Any) -> Rows:
        """The rows, if they have as many columns as beta."""
        return self._fitting(super()._rows(*data), "X")

    def _fitting(self, rows: Rows, name: str) -> Rows:
        d = getattr(self, "beta").shape[-1]  # noqa: B009
        if rows.X.shape[-1] != d:
            raise ValueError(f"{name} must have {d} columns, as beta has, got shape {rows.X.shape}")
        return rows

    def _size(self, rows: Rows) -> int:
        """How many pairs of a point and a data set there are."""
        return math.prod(np.broadcast_shapes(self.batch_shape, rows.batch_shape))

    # ------------------------------------------------------------------ Scores
    def block_scores(self, block: Block) -> Array:
        """The gradient of the log density of each row of a block (*batch, b, k)."""
        raise NotImplementedError

    def scores(self, *data: Any) -> Array:
        """The gradient of each row's log density (*batch, n, k), as often as its weight says."""
        rows = self._rows(*data)
        return along_rows(rows, self.block_scores, self._size(rows), axis=-2)

    def score_products(self, *data: Any) -> Array:
        """The sum over rows of u u', with the score u of each, a block of them at a time."""

        def terms(block: Block, theta: Array) -> tuple[Array, Array, Array]:
            u = self.at(theta).block_scores(block)
            products = np.swapaxes(u, -1, -2) @ u
            return u[..., 0].sum(-1), u.sum(-2), products

        return over_blocks(self._rows(*data), terms, self.theta)[2]

    def framed(self, free: Array, *data: Any) -> tuple[Self, tuple[Any, ...], Frame]:
        """The same point and rows with the columns of a frame, for what is free of theta (k)."""
        rows = self._rows(*data)
        frame = steady_frame(rows, self._free_columns(free))
        fields: dict[str, Any] = {name: getattr(self, name) for name in self.kinds}
        fields["beta"] = frame.into(fields["beta"], self.kinds["beta"].ndim)
        return type(self)(**fields), (rows.framed(frame),), frame

    def steadied(
        self, free: Array, *data: Any
    ) -> tuple[Self, tuple[Any, ...], Callable[[int], Array] | None]:
        """The same point and rows, with the columns of a frame."""
        there, data, frame = self.framed(free, *data)
        return there, data, frame.matrix if frame.changes else None

    def _free_columns(self, free: Array) -> Array:
        """The columns all of whose coefficients are free (d), given which entries of theta are."""
        shape = self._shape_of_one("beta")
        of_beta = free[..., : math.prod(shape)]
        return np.asarray(of_beta.reshape(-1, shape[-1]).all(0))

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
        link, error = self.link(block), lengths(block.columns, V)
        with np.errstate(over="ignore", invalid="ignore"):
            mean, slope = self.response(link)
            lower, upper = (self.response(link + side * z * error)[0] for side in (-1, 1))
            return mean, np.where(slope == 0, 0.0, slope * error), lower, upper

    def deviance(self, *data: Any) -> Array:
        """Twice what the log-likelihood falls short of that of a parameter for each row (*batch).

        For normal noise, times sigma**2: the sum of squared residuals.
        """
        return self._along(self.unit_deviances, *data).sum(-1)[()]

    @classmethod
    def null_deviance(cls, *data: Any) -> Array:
        """The deviance of the best model whose only column is an intercept (*batch).

        It is 0 where that model comes as near as one likes to a parameter for each row: where all
        responses are 1, or all counts 0.
        """
        rows = cls.checked(*data)
        only, saturated = replace(rows, X=np.ones((rows.y.shape[-1], 1))), cls.is_saturated(rows)
        may_fail = bool(rows.batch_shape or saturated)
        deviance = cls.fit(only, on_failure="nan" if may_fail else "raise").deviance(only)
        return np.where(saturated, 0.0, deviance)[()]

    @classmethod
    def is_saturated(cls, rows: Rows) -> Array:
        """Whether an intercept alone explains all responses, far out, (*batch)."""
        return np.zeros(rows.batch_shape, dtype=bool)

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
        return rows.explanation

    @classmethod
    def explain_rows(cls, rows: Rows) -> ValueError:
        """The same, looked for afresh; `rows.explanation` keeps it."""
        columns = explain_columns(rows)
        if isinstance(columns, NoMaximum):
            return columns
        climb = cls.explain_climb(rows)
        return climb if isinstance(climb, NoMaximum) else columns or climb

    @classmethod
    def explain_climb(cls, rows: Rows) -> ValueError:
        """Why a climb failed though the columns are independent."""
        return NotConverged(
            "the climb did not settle, though no direction separates the rows and there is a "
            "highest point: it lies so far out, or rows weigh so differently, that the digits "
            "run out; merge or drop what only a few rows, or rows of little weight, tell apart"
        )


def refuse_columns(beta: Array, d: int) -> None:
    """Raise an error unless a beta that was given has as many columns as X, d."""
    if beta.shape[-1] != d:
        raise ValueError(f"beta must have {d} columns, as X has, got shape {beta.shape}")

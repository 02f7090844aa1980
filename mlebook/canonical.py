"""Regressions that are climbed: sums over blocks of rows, and Newton's method on them."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from .arrays import Array
from .blocks import along_rows, over_blocks, pieces, steady_frame
from .errors import NoMaximum
from .optimise import newton
from .parameters import Real
from .regression import Regression, refuse_columns
from .rows import Block, Rows, counted, cut

PIECE = 2**18  # responses of a batch that one climb looks at
#: how a climb goes on that has not settled: near separation it gains next to nothing for long
PATIENCE = {"tolerance": 1e-13, "max_steps": 500}


class CanonicalRegression(Regression):
    """A regression that says of a block of rows what its heights and slopes are.

    Its second derivatives do not contain y, so that observed and expected information are one.
    """

    beta: Real

    @classmethod
    def heights(cls, block: Block, beta: Array) -> Array:
        """The part of the log density of each row that depends on beta (*batch, b)."""
        raise NotImplementedError

    @classmethod
    def slopes(cls, block: Block, beta: Array) -> Array:
        """The gradient of each of them (*batch, b, k)."""
        raise NotImplementedError

    @classmethod
    def survey_of(cls, block: Block, beta: Array) -> tuple[Array, Array, Array]:
        """The sums over the block: height (*batch), gradient (*batch, k), minus the Hessian."""
        raise NotImplementedError

    @staticmethod
    def base_measure(y: Array) -> Array:
        """The part of the log density that does not depend on beta."""
        return np.zeros_like(y)

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The log density of each response (*batch, n), as often as its weight says."""

        def of_block(block: Block) -> Array:
            return self.heights(block, self.beta) + counted(
                self.base_measure(block.y), block.weights
            )

        rows = self._rows(*data)
        return along_rows(rows, of_block, self._size(rows))

    def log_likelihood(self, *data: Any) -> Array:
        """The sum of the log densities (*batch)."""

        def total(block: Block, beta: Array) -> tuple[Array]:
            return (self.heights(block, beta).sum(-1),)

        rows = self._rows(*data)
        (value,) = over_blocks(rows, total, self.beta, ndim=self.kinds["beta"].ndim)
        return np.asarray(value + rows.constant)[()]

    # ------------------------------------------------------------------ Score and information
    def block_scores(self, block: Block) -> Array:
        """The gradient of the log density of each row of a block (*batch, b, k)."""
        return self.slopes(block, self.beta)

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, k)."""
        return self.survey(*data)[1]

    def observed_information(self, *data: Any) -> Array:
        """Minus its second derivatives (*batch, k, k)."""
        return self.survey(*data)[2]

    def expected_information(self, *data: Any) -> Array:
        """The same: the second derivatives do not contain y."""
        return self.observed_information(*data)

    def fisher_information(self, X: Any) -> Array:
        """The information of responses at the rows of X (*batch, k, k)."""
        return self.survey(self.rows_at(X))[2]

    def survey(self, *data: Any) -> tuple[Array, Array, Array]:
        """The log-likelihood, the score and the information, in one pass over the rows."""
        rows = self._rows(*data)
        height, slope, information = self._sums(rows)
        return height + rows.constant, slope, information

    def height_and_slope(self, *data: Any) -> tuple[Array, Array]:
        """The log-likelihood and the score, from the same pass over the rows."""
        return self.survey(*data)[:2]

    def _sums(self, rows: Rows) -> tuple[Array, Array, Array]:
        """The same, but of heights: all that a climb looks at."""
        ndim = self.kinds["beta"].ndim
        height, slope, information = over_blocks(rows, self.survey_of, self.beta, ndim=ndim)
        return height, slope, information

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(cls, *data: Any, start: Self | None = None, **held: Array) -> Self:
        """The top by Newton's method, some data sets of a batch at a time.

        Each piece is climbed with the columns of a frame, whose coefficients are told apart best.
        """
        rows: Rows
        (rows,) = data
        ndim, d = cls.kinds["beta"].ndim, rows.X.shape[-1]
        for beta in (*held.values(), *([] if start is None else [start.beta])):
            refuse_columns(beta, d)
        batches = [rows.batch_shape, *(b.shape[:-ndim] for b in held.values())]
        batch = np.broadcast_shapes(*batches, *([] if start is None else [start.batch_shape]))
        axis, parts = pieces(batch, max(1, PIECE // rows.y.shape[-1]))
        tops = []
        for part in parts or [slice(None)]:
            given = {name: cut(value, axis - ndim, part) for name, value in held.items()}
            first = None if start is None else cut(start.beta, axis - ndim, part)
            tops.append(cls._top_of_piece(rows.cut(axis, part), first, given))
        return cls(np.concatenate(tops, axis=axis - ndim) if len(tops) > 1 else tops[0])

    @classmethod
    def _top_of_piece(cls, rows: Rows, start: Array | None, held: dict[str, Array]) -> Array:
        """The beta of the top; nan where there is none."""
        ndim, framed = cls.kinds["beta"].ndim, rows.by_columns()
        frame = steady_frame(framed, _free_columns(rows, held))
        framed, inside = framed.framed(frame), {n: frame.into(b, ndim) for n, b in held.items()}
        if start is None:
            first = cls.starting_point(framed, **inside)
        else:
            first = cls(frame.into(start, ndim))
        top = cls._climb(framed, first, inside)
        if np.isnan(top.theta).any() and cls._has_top(rows):
            top = cls._climb(framed, first, inside, **PATIENCE)
        return cls(frame.back(top.beta, ndim)).pinned(**held)[0].beta

    @classmethod
    def _has_top(cls, rows: Rows) -> bool:
        """Whether a single data set has a maximum, by proof, though the climb did not settle."""
        return not rows.batch_shape and not isinstance(cls.explain(rows), NoMaximum)

    @classmethod
    def _climb(cls, rows: Rows, start: Self, held: dict[str, Array], **patience: Any) -> Self:
        """Newton's method, with coordinates that need no fence."""
        start, moves = start.pinned(**held)
        batch = np.broadcast_shapes(start.batch_shape, rows.batch_shape)
        first = np.broadcast_to(start.theta, (*batch, moves.size))
        top = newton(lambda theta: start.at(theta)._sums(rows), first, moves, **patience)
        return start.at(np.where(top.converged[..., None], top.theta, np.nan))


def _free_columns(rows: Rows, held: dict[str, Array]) -> Array:
    """The columns of which no coefficient is held, (d)."""
    d = rows.X.shape[-1]
    beta = held.get("beta", np.full(d, np.nan))
    return np.asarray(np.isnan(beta).reshape(-1, d).all(0))

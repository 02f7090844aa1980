"""Regressions of an exponential family with its canonical link: a family is one function."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from .arrays import Array
from .blocks import gram, linear, moments, over_blocks
from .canonical import CanonicalRegression
from .curvature import newton_step
from .parameters import RealVector
from .rows import Block, Rows, counted
from .separation import Separation, separation_of


class FamilyRegression(CanonicalRegression):
    r"""Responses whose density is exp(y eta - b(eta)) times what does not depend on beta.

    .. math:: \eta_i = o_i + x_i^\top\beta, \qquad
        \operatorname{E}(y_i) = b'(\eta_i), \qquad \operatorname{Var}(y_i) = b''(\eta_i)

    So a family is one function, `cumulants`; the other three say what is refused, what is missing
    from the density, and when there is no top.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, chapter 2.
    """

    beta: RealVector

    @staticmethod
    def cumulants(eta: Array) -> tuple[Array, Array, Array]:
        """The cumulant function b and its two derivatives, the mean and the variance of y."""
        raise NotImplementedError

    @staticmethod
    def freedom(y: Array) -> Array:
        """Which way eta may go for ever without loss: 1 up, -1 down, 0 neither."""
        raise NotImplementedError

    @staticmethod
    def first_eta(y: Array) -> Array:
        """A rough linear predictor for each response, to which the climb's start is fitted."""
        raise NotImplementedError

    # ------------------------------------------------------------------ One block of rows
    @classmethod
    def heights(cls, block: Block, beta: Array) -> Array:
        """The part y eta - b(eta) of the log densities (*batch, b)."""
        eta = eta_of(block, beta)
        return counted(block.y * eta - cls.cumulants(eta)[0], block.weights)

    @classmethod
    def slopes(cls, block: Block, beta: Array) -> Array:
        """The gradients x_i (y_i - b'(eta_i)) of each row (*batch, b, d)."""
        residual = counted(block.y - cls.cumulants(eta_of(block, beta))[1], block.weights)
        return np.swapaxes(block.columns, -1, -2) * residual[..., None]

    @classmethod
    def survey_of(cls, block: Block, beta: Array) -> tuple[Array, Array, Array]:
        """The sum of the heights, X' (y - mean), and X' diag(variance) X."""
        eta = eta_of(block, beta)
        cumulant, mean, variance = cls.cumulants(eta)
        height = counted(block.y * eta - cumulant, block.weights).sum(-1)
        slope = moments(block.columns, counted(block.y - mean, block.weights))
        information = gram(block.columns, counted(variance, block.weights))
        return height, slope, np.broadcast_to(information, (*slope.shape, slope.shape[-1]))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def starting_point(cls, *data: Any, **held: Array) -> Self:
        """Weighted least squares of the rough linear predictors, given what is held."""
        (rows,) = data
        free = np.ones(rows.X.shape[-1], dtype=bool)
        beta = np.zeros(free.size)
        if "beta" in held:
            point, free = cls(beta).pinned(**held)
            beta = point.beta

        def normal_equations(block: Block, beta: Array) -> tuple[Array, Array, Array]:
            eta = cls.first_eta(block.y)
            weights = counted(cls.cumulants(eta)[2], block.weights)
            slope = moments(block.columns, weights * (eta - eta_of(block, beta)))
            information = gram(block.columns, weights)
            return slope[..., 0], slope, np.broadcast_to(information, (*slope.shape, free.size))

        _, slope, information = over_blocks(rows, normal_equations, beta)
        step = newton_step(slope, information, free)[0]
        return cls(beta + np.where(np.isfinite(step).all(-1, keepdims=True), step, 0.0))

    # ------------------------------------------------------------------ How well it fits
    def link(self, block: Block) -> Array:
        """The linear predictors of a block of rows (*batch, b)."""
        return eta_of(block, self.beta)

    @classmethod
    def response(cls, eta: Array) -> tuple[Array, Array]:
        """The mean response at a linear predictor, and its derivative, the variance."""
        return cls.cumulants(eta)[1:]

    @classmethod
    def unit_deviances(cls, y: Array, eta: Array) -> Array:
        """2 (b*(y) - (y eta - b(eta))), where b* is the highest value of y eta - b(eta)."""
        return 2 * np.maximum(cls.highest(y) - (y * eta - cls.cumulants(eta)[0]), 0.0)

    @staticmethod
    def highest(y: Array) -> Array:
        """The highest value that y eta - b(eta) takes, over all eta."""
        raise NotImplementedError

    @classmethod
    def is_saturated(cls, rows: Rows) -> Array:
        """Whether all linear predictors may go the same way for ever, (*batch)."""
        idle = False if rows.weights is None else rows.weights == 0
        ways = [(side * cls.freedom(rows.y) > 0) | idle for side in (1, -1)]
        return np.asarray(np.any([way.all(-1) for way in ways], axis=0))

    # ------------------------------------------------------------------ Where there is no top
    @classmethod
    def separation(cls, *data: Any) -> Separation | None:
        """The direction along which the likelihood rises for ever; None if there is none."""
        rows = cls.checked(*data)
        return separation_of(rows, cls.freedom(rows.y))


def eta_of(block: Block, beta: Array) -> Array:
    """The linear predictor, offset + X @ beta (*batch, b)."""
    eta = linear(beta, block.columns)
    return eta if block.offset is None else eta + block.offset

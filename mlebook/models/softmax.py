"""Softmax regression: several classes."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logsumexp, xlogy

from ..arrays import Array, refuse
from ..blocks import along_rows, gram, lengths
from ..canonical import CanonicalRegression
from ..errors import NoMaximum
from ..parameters import RealMatrix
from ..rows import Block, Rows, counted
from ..separation import ADVICE, Separation, separation_of_classes
from ..words import combination


class SoftmaxRegression(CanonicalRegression):
    r"""Responses of class 0, ..., K - 1 whose log odds against class 0 are linear in x.

    .. math:: P(y_i = j) = \frac{e^{\eta_{ij}}}{\sum_k e^{\eta_{ik}}}, \qquad
        \eta_{i0} = 0, \quad \eta_{ij} = x_i^\top\beta_{j-1}

    Parameters
    ----------
    beta
        The coefficients (*batch, K - 1, d).  Row j - 1 is that of class j: its log odds against
        class 0, the reference.

    Notes
    -----
    With two classes it is the logistic regression, whose beta is the one row.  A fit takes K from
    the largest label.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, chapter 5.

    Examples
    --------
    One group with 1, 2 and 3 of the three classes: the odds against class 0 are 2 and 3.

    >>> fit = SoftmaxRegression.fit(np.ones((6, 1)), [0, 1, 1, 2, 2, 2])
    >>> print(np.exp(fit.beta).round(9).ravel(), fit.parameter_names)
    [2. 3.] ('beta[0,0]', 'beta[1,0]')
    """

    beta: RealMatrix

    response_rule = "must be a class, 0, 1, 2, ..."

    # ------------------------------------------------------------------ Data
    @classmethod
    def rows(
        cls, X: Any, y: Any, *, weights: ArrayLike | None = None, offset: ArrayLike | None = None
    ) -> Rows:
        """The data with weights, to be given wherever X, y may be given; there is no offset."""
        if offset is not None:
            raise ValueError("offset must not be given: each class would need its own")
        return super().rows(X, y, weights=weights)

    @staticmethod
    def is_response(y: Array) -> Array:
        """Whether each is the number of a class."""
        return (y >= 0) & (y == np.floor(y))

    def _rows(self, *data: Any) -> Rows:
        rows, size = super()._rows(*data), self.beta.shape[-2] + 1
        if rows.y.max() >= size:
            refuse(rows.y >= size, rows.y, "y", f"must be below the number of classes, {size}")
        return rows

    # ------------------------------------------------------------------ One block of rows
    @classmethod
    def heights(cls, block: Block, beta: Array) -> Array:
        """The log probabilities of the classes that occurred (*batch, b)."""
        eta, log_total, _ = _log_odds(block, beta)
        own = np.where(_is_own(block, beta), eta, 0.0).sum(-2)
        return counted(own - log_total, block.weights)

    @classmethod
    def slopes(cls, block: Block, beta: Array) -> Array:
        """The gradients x_i (1 if class j, else 0, minus p_ij), class by class (*batch, b, k)."""
        residual = _residuals(block, beta, _log_odds(block, beta)[2])
        each = residual[..., :, None, :] * block.columns[..., None, :, :]
        return np.swapaxes(each.reshape(*each.shape[:-3], -1, each.shape[-1]), -1, -2)

    @classmethod
    def survey_of(cls, block: Block, beta: Array) -> tuple[Array, Array, Array]:
        """Their sums; minus the Hessian has the blocks X' diag(p_j ((j = l) - p_l)) X."""
        eta, log_total, p = _log_odds(block, beta)
        own = np.where(_is_own(block, beta), eta, 0.0).sum(-2)
        height = counted(own - log_total, block.weights).sum(-1)
        residual = _residuals(block, beta, p)
        slope = np.matmul(residual, np.swapaxes(block.columns, -1, -2))
        slope = slope.reshape(*slope.shape[:-2], -1)
        size = range(beta.shape[-2])

        def part(j: int, k: int) -> Array:
            curvature = p[..., j, :] * ((j == k) - p[..., k, :])
            return gram(block.columns, counted(curvature, block.weights))

        information = np.block([[part(j, k) for k in size] for j in size])
        return height, slope, np.broadcast_to(information, (*slope.shape, slope.shape[-1]))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def starting_point(cls, *data: Any, **held: Array) -> Self:
        """No effect of anything, with as many classes as there are labels."""
        rows: Rows
        (rows,) = data
        size = max(int(rows.y.max()), 1) + 1
        if "beta" in held and held["beta"].shape[-2] + 1 != size:
            raise ValueError(
                f"beta must have {size - 1} rows for the {size} classes of y, got shape "
                f"{held['beta'].shape}"
            )
        return cls(np.zeros((size - 1, rows.X.shape[-1])))

    @classmethod
    def maximise(cls, *data: Any, start: Self | None = None, **held: Array) -> Self:
        """The top by Newton's method, with as many classes in all of a batch."""
        first = cls.starting_point(*data, **held) if start is None else start
        return super().maximise(*data, start=first, **held)

    # ------------------------------------------------------------------ Where there is no top
    @classmethod
    def separation(cls, *data: Any) -> Separation | None:
        """The direction along which the likelihood rises for ever; None if there is none."""
        return separation_of_classes(cls.checked(*data))

    @classmethod
    def explain_climb(cls, rows: Rows) -> ValueError:
        """A class that nobody is in, or the direction that separates classes."""
        present = np.unique(rows.y if rows.weights is None else rows.y[rows.weights > 0])
        if len(absent := np.setdiff1d(np.arange(max(rows.y.max(), 1) + 1), present)):
            return NoMaximum(
                f"y must have every class: class {absent[0]:.0f} is missing, so that its "
                "probability falls to 0 and the likelihood rises for ever; number the classes that "
                "occur from 0 on"
            )
        found = cls.separation(rows)
        return super().explain_climb(rows) if found is None else NoMaximum(_told(found, rows))

    # ------------------------------------------------------------------ How well it fits
    def mean(self, X: ArrayLike, *, offset: ArrayLike | None = None) -> Array:
        """The probabilities of the classes at the rows of X, shape (*batch, n, K)."""
        rows = self._rows_at(X, offset)
        p = along_rows(rows, lambda block: _probabilities(block, self.beta), self._size(rows))
        return np.swapaxes(p, -1, -2)

    def predicted(self, block: Block, V: Array, z: float) -> tuple[Array, Array, Array, Array]:
        """The probabilities, their standard errors, and ends that are exact for the log odds."""
        log_p = _log_probabilities(block, self.beta)
        size, d = self.beta.shape[-2:]
        is_own = np.eye(size + 1)[..., None] == 1
        others = np.where(is_own, -np.inf, log_p[..., None, :, :])  # (*batch, K, K, b)
        log_rest = logsumexp(others, axis=-2)
        # The slope of p_j's log odds by eta_l is 1 if j = l, else minus l's share of the others.
        change = is_own - np.exp(others - log_rest[..., None, :])
        by_beta = change[..., 1:, None, :] * block.columns[..., None, None, :, :]
        by_beta = by_beta.reshape(*by_beta.shape[:-3], size * d, -1)
        odds, error = log_p - log_rest, lengths(by_beta, V[..., None, :, :])
        slope = expit(odds) * expit(-odds)
        return expit(odds), slope * error, expit(odds - z * error), expit(odds + z * error)

    def deviance(self, *data: Any) -> Array:
        """Minus twice the log-likelihood: a parameter for each row would make every class sure."""
        return -2 * self.log_likelihood(*data)

    @classmethod
    def null_deviance(cls, *data: Any) -> Array:
        """Minus twice the log-likelihood of the classes' shares, sum n_j log(n_j/n) (*batch)."""
        rows = cls.checked(*data)
        is_class = rows.y[..., None, :] == np.arange(rows.y.max() + 1)[:, None]
        weights = 1.0 if rows.weights is None else rows.weights[..., None, :]
        n = (is_class * weights).sum(-1)
        total = n.sum(-1)
        return np.asarray(2 * (xlogy(total, total) - xlogy(n, n).sum(-1)))[()]

    def residuals(self, *data: Any, kind: Any = "response") -> Array:
        """Which class each row is (0 or 1), minus its probability, (*batch, n, K)."""
        if kind != "response":
            raise ValueError(f"kind must be 'response' for classes, got {kind!r}")
        rows = self._rows(*data)
        is_class = rows.y[..., None] == np.arange(self.beta.shape[-2] + 1)
        return is_class - self.mean(rows.X)

    # ------------------------------------------------------------------ Sampling
    def sample(self, X: Any, rng: np.random.Generator) -> Array:
        """Classes at the rows of X, shape (*batch, n)."""
        edges = np.cumsum(self.mean(X), axis=-1)[..., :-1]
        return (rng.random(edges.shape[:-1])[..., None] >= edges).sum(-1).astype(float)


def _log_odds(block: Block, beta: Array) -> tuple[Array, Array, Array]:
    """The log odds against class 0 (*batch, K - 1, b), log of 1 + their sum, and probabilities."""
    eta = np.matmul(beta, block.columns)
    top = np.maximum(eta.max(-2), 0.0)
    e = np.exp(eta - top[..., None, :])
    total = np.exp(-top) + e.sum(-2)
    return eta, top + np.log(total), e / total[..., None, :]


def _probabilities(block: Block, beta: Array) -> Array:
    """Those of all classes, (*batch, K, b), to full precision also where they are small."""
    _, log_total, p = _log_odds(block, beta)
    return np.concatenate([np.exp(-log_total)[..., None, :], p], axis=-2)


def _log_probabilities(block: Block, beta: Array) -> Array:
    """The logarithms of those of all classes, (*batch, K, b)."""
    eta, log_total, _ = _log_odds(block, beta)
    return np.concatenate([-log_total[..., None, :], eta - log_total[..., None, :]], axis=-2)


def _is_own(block: Block, beta: Array) -> Array:
    """Whether each row is of class 1, ..., K - 1, shape (*batch, K - 1, b)."""
    return block.y[..., None, :] == np.arange(1.0, beta.shape[-2] + 1)[:, None]


def _residuals(block: Block, beta: Array, p: Array) -> Array:
    residual = _is_own(block, beta) - p
    return residual if block.weights is None else residual * block.weights[..., None, :]


def _told(found: Separation, rows: Rows) -> str:
    """What separates which rows."""
    how = "completely" if found.complete else "quasi-completely"
    changes = [
        f"beta[{j}] by {combination(row)}" if np.any(row) else f"beta[{j}] by 0"
        for j, row in enumerate(found.direction)
    ]
    return (
        f"X separates the classes {how}: changing the log odds of {', '.join(changes)} makes no "
        f"class that occurred less likely, and {len(found.rows)} of {rows.y.shape[-1]} rows more "
        f"likely, for ever, so there is no finite maximum; {ADVICE}"
    )

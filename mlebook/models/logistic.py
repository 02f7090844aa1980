"""Logistic regression."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import xlog1py, xlogy

from ..arrays import Array
from ..errors import NoMaximum
from ..families import FamilyRegression
from ..parameters import RealVector
from ..rows import Rows
from ..separation import ADVICE, Separation
from ..words import listed


class LogisticRegression(FamilyRegression):
    r"""Responses that are 1 with a probability whose log odds are x @ beta, and 0 otherwise.

    .. math:: P(y_i = 1) = \frac{1}{1 + e^{-\eta_i}}, \qquad \eta_i = x_i^\top\beta

    Parameters
    ----------
    beta
        The coefficients (*batch, d): log odds ratios, one for each column of X, each in units of 1
        over the unit of its column.

    Notes
    -----
    The log-likelihood is minus n times the cross-entropy.  A response may also be a proportion
    between 0 and 1, of as many trials as its weight says; the binomial coefficients, which do not
    depend on beta, are left out.

    If some combination of columns separates the 1s from the 0s, the likelihood rises for ever
    along it and there is no estimate: `fit` says so, and `separation` names the direction.

    References
    ----------
    Albert and Anderson (1984), On the existence of maximum likelihood estimates in logistic
    regression models, Biometrika 71.

    Examples
    --------
    Without the treatment 1 of 4 recovered, with it 2 of 4: log odds log(1/3) and log(2/2) = 0.

    >>> X = np.column_stack([np.ones(8), np.repeat([0, 1], 4)])
    >>> fit = LogisticRegression.fit(X, [1, 0, 0, 0, 1, 1, 0, 0])
    >>> print(np.exp(fit.beta).round(9) * [3, 1])  # odds 1/3, odds ratio 3
    [1. 3.]
    """

    beta: RealVector

    response_rule = "must be 0 or 1, or a proportion between them"

    # ------------------------------------------------------------------ Density
    @staticmethod
    def cumulants(eta: Array) -> tuple[Array, Array, Array]:
        """log(1 + e^eta), p and p (1 - p), of which none can overflow."""
        above = np.maximum(eta, 0.0)
        a, b = np.exp(np.minimum(eta, 0.0)), np.exp(-above)  # in the ratio p to 1 - p; one is 1
        unit = 1 / (a + b)
        p = a * unit
        return above - np.log(unit), p, p * (b * unit)

    @staticmethod
    def highest(y: Array) -> Array:
        """At p = y: y log y + (1 - y) log(1 - y)."""
        return xlogy(y, y) + xlog1py(1 - y, -y)

    @staticmethod
    def is_response(y: Array) -> Array:
        """Whether each is 0, 1 or a proportion."""
        return (y >= 0) & (y <= 1)

    @staticmethod
    def first_eta(y: Array) -> Array:
        """The line that touches the log odds at 1/2: least squares then is Newton's step from 0."""
        return 4 * (y - 0.5)

    # ------------------------------------------------------------------ Where there is no top
    @staticmethod
    def freedom(y: Array) -> Array:
        """Up where y = 1, down where y = 0, neither for a proportion between."""
        return np.where(y == 1, 1.0, np.where(y == 0, -1.0, 0.0))

    @classmethod
    def explain_climb(cls, rows: Rows) -> ValueError:
        """The direction that separates the 1s from the 0s."""
        found = cls.separation(rows)
        return super().explain_climb(rows) if found is None else NoMaximum(_told(found, rows))

    # ------------------------------------------------------------------ Sampling
    def sample(self, X: Any, rng: np.random.Generator, *, offset: Any = None) -> Array:
        """Responses 0 or 1 at the rows of X, shape (*batch, n)."""
        p = self.mean(X, offset=offset)
        return (rng.random(p.shape) < p).astype(float)


def _told(found: Separation, rows: Rows) -> str:
    """What separates which rows."""
    n, of = rows.y.shape[-1], found.words
    if found.complete:
        how, where = "completely", f"{of} is positive wherever y = 1 and negative wherever y = 0"
    else:
        which = f"not 0 in {len(found.rows)} of {n} rows ({listed(found.rows)})"
        how = "quasi-completely"
        where = f"{of} is never negative where y = 1, never positive where y = 0, and {which}"
    return (
        f"X separates the responses {how}: {where}, so the likelihood rises for ever along this "
        f"direction and there is no finite maximum; {ADVICE}"
    )

"""Poisson regression."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import gammaln, xlogy

from ..arrays import Array
from ..errors import NoMaximum
from ..families import FamilyRegression
from ..parameters import RealVector
from ..rows import Rows
from ..separation import ADVICE
from ..words import listed


class PoissonRegression(FamilyRegression):
    r"""Counts whose mean is exp(offset + x @ beta).

    .. math:: P(y_i) = \frac{e^{-\mu_i} \mu_i^{y_i}}{y_i!}, \qquad
        \log\mu_i = o_i + x_i^\top\beta

    Parameters
    ----------
    beta
        The coefficients (*batch, d): the logarithms of ratios of means, one for each column of X.

    Notes
    -----
    An exposure E_i, such as person-years, enters as the offset log E_i:
    `PoissonRegression.rows(X, y, offset=np.log(exposure))` stands where X, y stand.

    If some combination of columns is negative only where all counts are 0, and 0 elsewhere, the
    likelihood rises for ever along it, and there is no estimate.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, chapter 6.

    Examples
    --------
    Two groups with means 2 and 6: the coefficients are log 2 and log(6/2).

    >>> X = np.column_stack([np.ones(4), [0, 0, 1, 1]])
    >>> print(np.exp(PoissonRegression.fit(X, [1, 3, 4, 8]).beta).round(9))
    [2. 3.]
    """

    beta: RealVector

    response_rule = "must be a whole number, 0 or more"

    # ------------------------------------------------------------------ Density
    @staticmethod
    def cumulants(eta: Array) -> tuple[Array, Array, Array]:
        """All three are e^eta."""
        mean = np.exp(eta)
        return mean, mean, mean

    @staticmethod
    def first_eta(y: Array) -> Array:
        """The logarithm of y + 1/2."""
        return np.log(y + 0.5)

    @staticmethod
    def base_measure(y: Array) -> Array:
        """The term -log(y!)."""
        return -gammaln(y + 1)

    @staticmethod
    def highest(y: Array) -> Array:
        """At a mean of y: y log y - y."""
        return xlogy(y, y) - y

    @classmethod
    def unit_deviances(cls, y: Array, eta: Array) -> Array:
        """2 (y log(1 + t) - (y - mean)) with t = (y - mean)/mean: no cancelling of large counts."""
        mean = np.exp(eta)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(y == 0, 0.0, (y - mean) / mean)
        return 2 * np.maximum(y * np.log1p(t) - (y - mean), 0.0)

    @staticmethod
    def is_response(y: Array) -> Array:
        """Whether each is a count."""
        return (y >= 0) & (y == np.floor(y))

    # ------------------------------------------------------------------ Where there is no top
    @staticmethod
    def freedom(y: Array) -> Array:
        """Down where y = 0, otherwise neither way."""
        return np.where(y == 0, -1.0, 0.0)

    @classmethod
    def explain_climb(cls, rows: Rows) -> ValueError:
        """The direction in which the means of counts of 0 fall to 0."""
        found = cls.separation(rows)
        if found is None:
            return super().explain_climb(rows)
        n = rows.y.shape[-1]
        which = f"in {len(found.rows)} of {n} rows ({listed(found.rows)}), where every y is 0"
        return NoMaximum(
            f"{found.words} is negative {which}, and 0 in all others: along this "
            f"direction their means fall to 0, the likelihood rises for ever and there is no "
            f"finite maximum; {ADVICE}"
        )

    # ------------------------------------------------------------------ Sampling
    def sample(self, X: Any, rng: np.random.Generator, *, offset: Any = None) -> Array:
        """Counts at the rows of X, shape (*batch, n)."""
        return rng.poisson(self.mean(X, offset=offset)).astype(float)

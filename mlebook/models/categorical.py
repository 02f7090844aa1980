"""One of several categories: a blood group, the face of a die."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from ..arrays import Array, as_data, quotient, refuse
from ..parameters import Simplex
from ..sufficient import SufficientModel, total_weight, weighted_sum


class CategoricalStatistics(NamedTuple):
    """The number of observations (*batch), and how many fell in each category (*batch, K)."""

    n: Array
    counts: Array


class Categorical(SufficientModel):
    r"""Independent observations of category j = 0, ..., K - 1 with probability p[j].

    .. math:: P(X = j) = p_j, \qquad \sum_j p_j = 1

    Parameters
    ----------
    p
        The probabilities (*batch, K), which add up to 1.

    Notes
    -----
    The maximum likelihood estimates are the proportions.  K - 1 of the probabilities are free, so
    `theta`, score and information are those of p[0], ..., p[K-2]; the last is what they leave over.
    A fit to labels takes K from the largest label; to count categories that nobody fell into, give
    it `Categorical.from_counts(counts)`.  Let a category that is not empty be the last: otherwise
    there is no standard error (nan).

    Examples
    --------
    Three categories, counted 1, 2 and 1 times:

    >>> fit = Categorical.fit([0, 1, 1, 2])
    >>> fit
    Categorical(p=[0.25, 0.5 , 0.25])
    >>> fit.parameter_names
    ('p[0]', 'p[1]')
    """

    p: Simplex

    # ------------------------------------------------------------------ Statistics
    Statistics = CategoricalStatistics
    statistics_ndims = (0, 1)

    @classmethod
    def from_counts(cls, counts: ArrayLike) -> CategoricalStatistics:
        """The statistics of a table of counts (*batch, K)."""
        counts = np.array(as_data(counts, 1, "counts"))
        refuse(~((counts >= 0) & (counts < np.inf)), counts, "counts", "must be 0 or more")
        return CategoricalStatistics(counts.sum(-1), counts)

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse(
            ~((x >= 0) & (x == np.floor(x)) & (x < np.inf)), x, "x", "must be a category's number"
        )
        size = known.get("n_categories", np.asarray(np.inf))
        refuse(x >= size, x, "x", f"must be below the number of categories, {size}")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> CategoricalStatistics:
        """How many observations of each sample fell in each category."""
        refuse(
            ~((x >= 0) & (x == np.floor(x)) & (x < np.inf)), x, "x", "must be a category's number"
        )
        n_categories = int(known.get("n_categories", x.max() + 1))
        refuse(x >= n_categories, x, "x", f"must be below the number of categories, {n_categories}")
        counts = [weighted_sum((x == j).astype(float), weights) for j in range(n_categories)]
        return CategoricalStatistics(total_weight(x, weights), np.stack(counts, axis=-1))

    def condensed(self, *data: Any) -> tuple[Any, ...]:
        """The statistics of the data, with as many categories as this point has."""
        n_categories = self.p.shape[-1]
        s: CategoricalStatistics
        (s,) = self.condense(*data, n_categories=np.asarray(n_categories))
        if s.counts.shape[-1] != n_categories:
            raise ValueError(
                f"the statistics must have {n_categories} categories, as p has, "
                f"got {s.counts.shape[-1]}"
            )
        return (s,)

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum of counts[j] log p[j]; 0 log 0 is 0."""
        return np.asarray(xlogy(self.summary(*data).counts, self.p).sum(-1))[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slopes counts[j]/p[j] - counts[K-1]/p[K-1], shape (*batch, K - 1)."""
        slopes = quotient(self.summary(*data).counts, self.p)
        return slopes[..., :-1] - slopes[..., -1:]

    def observed_information(self, *data: Any) -> Array:
        """On the diagonal counts[j]/p[j]**2, and counts[K-1]/p[K-1]**2 everywhere."""
        return self._information(quotient(self.summary(*data).counts, self.p**2))

    def fisher_information(self, n: Any) -> Array:
        """On the diagonal n/p[j], and n/p[K-1] everywhere, shape (*batch, K - 1, K - 1)."""
        return self._information(quotient(np.asarray(n, dtype=float)[..., None], self.p))

    def _information(self, curvatures: Array) -> Array:
        unit = np.eye(curvatures.shape[-1] - 1)
        if np.any(is_empty := self.p[..., -1] == 0):  # what the last leaves over is on the edge
            curvatures = np.where(is_empty[..., None], np.nan, curvatures)
        own = np.where(unit == 1, curvatures[..., :-1, None], 0.0)  # no inf * 0 off the diagonal
        return own + curvatures[..., -1:, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls, s: CategoricalStatistics, *, start: Self | None = None, p: Array | None = None
    ) -> Self:
        """The proportions; where some are held, the others share what is left in proportion."""
        if p is None:
            return cls(s.counts / s.n[..., None])
        is_free = np.isnan(p)
        left = 1 - np.where(is_free, 0.0, p).sum(-1, keepdims=True)
        counts = np.where(is_free, s.counts, 0.0)
        counts = np.where(counts.sum(-1, keepdims=True) == 0, 1.0 * is_free, counts)  # any will do
        share = counts / counts.sum(-1, keepdims=True)
        return cls(np.where(is_free, left * share, p))

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Numbers of categories, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        edges = np.cumsum(point.p, axis=-1)[..., :-1]
        return (rng.random(size)[..., None] >= edges).sum(-1).astype(float)

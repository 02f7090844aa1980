"""Counts that vary more than Poisson counts of the same mean."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import betainc, gammaln, xlogy

from ..arrays import Array, refuse, symmetric_matrix
from ..errors import NoMaximum
from ..parameters import Positive
from ..roots import positive_root
from ..sufficient import SufficientModel, total_weight, weighted_sum

LARGEST = 10**7  # counts beyond this would need a table that does not fit


class NegativeBinomialStatistics(NamedTuple):
    """The size, the mean, how many counts exceed j = 0, 1, 2, ..., and the sum of log x!.

    Each (*batch), but for the numbers that exceed, (*batch, m).  These add up to n times the mean.
    """

    n: Array
    mean: Array
    exceeding: Array
    log_factorials: Array


class NegativeBinomial(SufficientModel):
    r"""Independent counts with mean mu and variance mu + mu**2/size.

    .. math:: P(X = x) = \frac{r (r+1) \cdots (r + x - 1)}{x!}
        \left(\frac{\mu}{r + \mu}\right)^x \left(\frac{r}{r + \mu}\right)^r

    with r = size: Poisson counts whose rates vary from one to the next like a `Gamma`.

    Parameters
    ----------
    size
        The size r, above 0: the smaller, the more the counts vary; Poisson in the limit of large r.
    mu
        The mean, above 0, in counts per observation.

    Notes
    -----
    The estimate of mu is the mean.  The size then solves a single equation, which has a root if the
    variance (over n) exceeds the mean; otherwise there is no estimate, for the likelihood rises
    towards the Poisson distribution as the size grows.  The product r (r+1) ... needs only how many
    counts exceed each j.

    References
    ----------
    B. Levin and J. Reeds (1977), Compound multinomial likelihood functions are unimodal, Annals of
    Statistics 5.

    Examples
    --------
    With size 1 and mean 1 the chances of 0, 1, 2 are 1/2, 1/4, 1/8:

    >>> print(np.exp(NegativeBinomial(size=1, mu=1).log_density([0, 1, 2])).round(12))
    [0.5   0.25  0.125]
    """

    size: Positive
    mu: Positive

    # ------------------------------------------------------------------ Statistics
    Statistics = NegativeBinomialStatistics
    statistics_ndims = (0, 0, 1, 0)

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse(~((x >= 0) & (x == np.floor(x))), x, "x", "must be a whole number, 0 or more")
        refuse(x > LARGEST, x, "x", f"must be at most {LARGEST}, or a table would not fit")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> Any:
        """The size, the mean, and how many counts exceed each number below the largest."""
        n = total_weight(x, weights)
        exceeding = _exceeding(x, weights)
        log_factorials = weighted_sum(gammaln(x + 1), weights)
        return NegativeBinomialStatistics(n, exceeding.sum(-1) / n, exceeding, log_factorials)

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum of N_j log((r + j)/(r + mu)), plus n (m log(mu) - r log(1 + mu/r)) - sum log x!.

        With N_j the number of counts that exceed j.  The powers of r + mu stand under the factors
        r + j, so that nothing cancels where r is large.
        """
        n, mean, exceeding, log_factorials = self.summary(*data)
        rising = (exceeding * self._log_steps(exceeding.shape[-1])).sum(-1)
        fall = self.size * np.log1p(self.mu / self.size)
        return np.asarray(rising + n * (xlogy(mean, self.mu) - fall) - log_factorials)[()]

    def log_density(self, *data: Any) -> Array:
        """The log probability of each count (*batch, n)."""
        x = self._observations(*data)
        rising = self._up_to(x, self._log_steps(int(x.max())))
        size, mu = self.size[..., None], self.mu[..., None]
        return rising + xlogy(x, mu) - size * np.log1p(mu / size) - gammaln(x + 1)

    def _log_steps(self, m: int) -> Array:
        """log((r + j)/(r + mu)) for j = 0, ..., m - 1, (*batch, m)."""
        size, mu = self.size[..., None], self.mu[..., None]
        return np.log1p((np.arange(m) - mu) / (size + mu))

    def _steps(self, m: int) -> Array:
        """1/(r + j) - 1/(r + mu) for j = 0, ..., m - 1, (*batch, m)."""
        size, mu = self.size[..., None], self.mu[..., None]
        j = np.arange(m)
        return (mu - j) / (size + j) / (size + mu)

    @staticmethod
    def _up_to(x: Array, steps: Array) -> Array:
        """The sum of the first x steps, for each count x."""
        sums = np.concatenate([np.zeros((*steps.shape[:-1], 1)), steps.cumsum(-1)], axis=-1)
        batch = np.broadcast_shapes(sums.shape[:-1], x.shape[:-1])
        sums = np.broadcast_to(sums, (*batch, sums.shape[-1]))
        return np.take_along_axis(sums, np.broadcast_to(x.astype(int), (*batch, x.shape[-1])), -1)

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slopes by r and mu, (*batch, 2).

        By r: the sum of N_j (1/(r + j) - 1/(r + mu)), plus n (q - log(1 + mu/r)), q = mu/(r + mu).
        By mu: n r (m - mu)/(mu (r + mu)).
        """
        n, mean, exceeding, _ = self.summary(*data)
        rising = (exceeding * self._steps(exceeding.shape[-1])).sum(-1)
        by_mu = n * (mean - self.mu) / self.mu / (1 + self.mu / self.size)
        return np.stack(np.broadcast_arrays(rising + n * self._fall(), by_mu), axis=-1)

    def scores(self, *data: Any) -> Array:
        """The gradient of each log probability (*batch, n, 2)."""
        x = self._observations(*data)
        by_size = self._up_to(x, self._steps(int(x.max()))) + self._fall()[..., None]
        size, mu = self.size[..., None], self.mu[..., None]
        return np.stack(np.broadcast_arrays(by_size, (x - mu) / mu / (1 + mu / size)), axis=-1)

    def _fall(self) -> Array:
        """The derivative of -r log(1 + mu/r) by r, for one observation."""
        return np.asarray(self.mu / (self.size + self.mu) - np.log1p(self.mu / self.size))

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivatives, (*batch, 2, 2)."""
        n, mean, exceeding, _ = self.summary(*data)
        size, mu = self.size, self.mu
        by_mu = n * (mean / mu**2 - (size + mean) / (size + mu) ** 2)
        mixed = n * (mu - mean) / (size + mu) ** 2
        return symmetric_matrix(self._information_of_size(n, exceeding), mixed, by_mu)

    def fisher_information(self, n: Any) -> Array:
        """The information of samples of size n, with the expected numbers that exceed each j."""
        n = np.asarray(n, dtype=float)
        size, mu = self.size[..., None], self.mu[..., None]
        far = np.nanmax(mu + 40 * np.sqrt(mu + mu**2 / size) + 40)
        if not far <= LARGEST:
            raise ValueError(
                f"mu must be smaller, or a table of counts up to {far:.3g} would not fit: use "
                "kind='observed'"
            )
        chance = betainc(np.arange(int(far)) + 1, size, mu / (size + mu))  # that a count exceeds j
        of_size = self._information_of_size(n, n[..., None] * chance)
        return symmetric_matrix(of_size, 0.0, n / self.mu / (1 + self.mu / self.size))

    def _information_of_size(self, n: Array, exceeding: Array) -> Array:
        """The sum of N_j (1/(r + j)**2 - 1/(r + mu)**2), less n mu**2/(r (r + mu)**2)."""
        size, mu = self.size[..., None], self.mu[..., None]
        j = np.arange(exceeding.shape[-1])
        steps = (mu - j) * (2 * size + mu + j) / (size + j) ** 2 / (size + mu) ** 2
        fall = n * (self.mu / (self.size + self.mu)) ** 2 / self.size
        return np.asarray((exceeding * steps).sum(-1) - fall)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(cls, s: Any, **held: Any) -> Self:
        """The mean has a formula, the size an equation; with mu held, a climb is needed."""
        if "mu" in held:
            return super().maximise(s, **held)
        mu = np.where(s.mean > 0, s.mean, np.nan)
        size = held["size"] if "size" in held else _size(s, mu)
        return cls(*np.where(np.isnan(size), np.nan, np.broadcast_arrays(size, mu)))

    @classmethod
    def starting_point(cls, *data: Any, **known: Array) -> Self:
        """The point that has the mean and the variance of the sample."""
        (s,) = cls.condense(*data)
        excess = np.maximum(_excess(s), 1e-3 * s.mean)
        return cls(s.mean**2 / excess, np.where(s.mean > 0, s.mean, np.nan))

    @classmethod
    def explain(cls, s: Any, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        if s.mean == 0:
            ends = "size -> 0, where no count exceeds 0" if "mu" in held else "mu -> 0"
            return NoMaximum(f"all counts are 0: the likelihood rises as {ends}")
        excess = _excess(s) + (s.mean - held.get("mu", s.mean)) ** 2
        if "size" not in held and excess <= 0:
            return NoMaximum(
                f"the variance, {s.mean + excess:.4g}, is not above the mean, {s.mean:.4g}: the "
                "likelihood rises towards the Poisson distribution as size -> infinity"
            )
        return super().explain(s, **held)

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Counts, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        chance = point.size / (point.size + point.mu)
        return rng.negative_binomial(point.size, chance, size).astype(float)


def _exceeding(x: Array, weights: Array | None) -> Array:
    """How many counts of each sample exceed j = 0, ..., max - 1, (*batch, max)."""
    weights = np.ones(x.shape[-1]) if weights is None else weights
    x, weights = np.broadcast_arrays(x, weights)
    rows, width = x.reshape(-1, x.shape[-1]).astype(int), int(x.max()) + 1
    cells = rows + width * np.arange(len(rows))[:, None]
    counts = np.bincount(cells.ravel(), weights.ravel(), minlength=width * len(rows))
    counts = counts.reshape(*x.shape[:-1], width)
    return counts[..., :0:-1].cumsum(-1)[..., ::-1]


def _excess(s: NegativeBinomialStatistics) -> Array:
    """By how much the variance (over n) exceeds the mean; sum j N_j is sum x (x - 1)/2."""
    j = np.arange(s.exceeding.shape[-1])
    return np.asarray(2 * (s.exceeding * (j - s.mean[..., None] / 2)).sum(-1) / s.n)


def _size(s: NegativeBinomialStatistics, mu: Array) -> Array:
    """The root of the slope by the size, sought in t = 1/size, in which it is nearly straight."""

    def gap(t: Array) -> tuple[Array, Array]:
        point, size = NegativeBinomial(1 / t, mu), 1 / t
        slope = point.score(s)[..., 0]
        bend = -point.observed_information(s)[..., 0, 0]
        return size**2 * slope, -(size**3) * (2 * slope + size * bend)

    excess = _excess(s)
    start = np.where(excess > 0, excess / mu**2, np.nan)
    return 1 / positive_root(gap, start)

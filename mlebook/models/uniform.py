"""Numbers spread evenly from 0 to an unknown end: the model that breaks the rules."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from ..arrays import Array, refuse
from ..errors import NoMaximum
from ..parameters import Positive
from ..sufficient import SufficientModel, total_weight


class UniformStatistics(NamedTuple):
    """The number of observations, and the largest of them; each (*batch)."""

    n: Array
    largest: Array


class Uniform(SufficientModel):
    r"""Independent observations, equally likely everywhere from 0 to `upper`.

    .. math:: f(x) = \frac{1}{\theta}, \qquad 0 \le x \le \theta

    Parameters
    ----------
    upper
        The end of the range, theta, above 0, in the units of the data.

    Notes
    -----
    The maximum likelihood estimate is the largest observation.  The likelihood jumps there from 0
    to its highest value and falls from then on: its slope is never 0, and the theory of standard
    errors does not hold.  `covariance` and what rests on it therefore refuse this model.

    Examples
    --------
    Observations 1, 2, 5: the likelihood is 0 below upper = 5, and 1/125 there.

    >>> fit = Uniform.fit([1.0, 2.0, 5.0])
    >>> fit
    Uniform(upper=5)
    >>> print(round(125 * np.exp(fit.log_likelihood([1.0, 2.0, 5.0])), 9))
    1.0
    """

    upper: Positive

    irregular = "the range of the data depends on upper, so the score is not 0 at the estimate"

    # ------------------------------------------------------------------ Statistics
    Statistics = UniformStatistics

    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        refuse(~((x >= 0) & (x < np.inf)), x, "x", "must be finite, 0 or more")

    @classmethod
    def summarise(cls, x: Array, weights: Array | None, **known: Array) -> UniformStatistics:
        """The number and the largest of the observations in each sample."""
        counted = x if weights is None else np.where(weights > 0, x, 0.0)
        return UniformStatistics(total_weight(x, weights), counted.max(-1))

    # ------------------------------------------------------------------ Density
    def log_likelihood(self, *data: Any) -> Array:
        """The sum -n log(upper) where upper is at least the largest observation, else -inf."""
        n, largest = self.summary(*data)
        return np.where(largest <= self.upper, -n * np.log(self.upper), -np.inf)[()]

    # ------------------------------------------------------------------ Score and information
    def score(self, *data: Any) -> Array:
        """The slope -n/upper, (*batch, 1), from the right at the jump; nan below it."""
        n, largest = self.summary(*data)
        return np.where(largest <= self.upper, -n / self.upper, np.nan)[..., None]

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivative, -n/upper**2, (*batch, 1, 1): negative, for the curve is
        hollow; nan below the jump.
        """
        n, largest = self.summary(*data)
        curvature = np.where(largest <= self.upper, -n / self.upper**2, np.nan)
        return curvature[..., None, None]

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(
        cls, s: UniformStatistics, *, start: Self | None = None, upper: Array | None = None
    ) -> Self:
        """The largest observation."""
        upper = s.largest if upper is None else upper
        return cls(np.where(upper > 0, upper, np.nan))

    @classmethod
    def explain(cls, s: UniformStatistics, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        return NoMaximum("all observations are 0: the likelihood grows without bound as upper -> 0")

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return point.upper * rng.random(size)

"""Measurements with tails so heavy that they have no mean, and a likelihood with many tops."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array, symmetric_matrix
from ..censored import Censored
from ..errors import NoMaximum
from ..laws import StandardCauchy
from ..location_scale import LocationScale
from ..parameters import Positive, Real
from ..tops import alone, beside, half_at, middle_and_spread, most_common


class Cauchy(LocationScale):
    r"""Independent observations around loc, half of them within scale of it.

    .. math:: f(x) = \frac{1}{\pi\gamma}
        \left[1 + \left(\frac{x - m}{\gamma}\right)^2\right]^{-1}

    Parameters
    ----------
    loc
        The median m, in the units of the data.
    scale
        Half the distance between the quartiles, gamma, above 0, in the units of the data.

    Notes
    -----
    With the scale held, the likelihood may have a top near each observation.  The climb begins at
    several of them and the highest top is returned; with `start` given, the top above that start.
    If half of the observations or more are equal there is no estimate, unless loc is held
    elsewhere: the likelihood has no top there as scale goes to 0.  Otherwise there is a single top
    when neither parameter is held.

    References
    ----------
    J. B. Copas (1975), On the unimodality of the likelihood for the Cauchy distribution, Biometrika
    62.

    Examples
    --------
    For -1, 0, 1 the estimate lies in the middle, and its scale is 1/sqrt(3):

    >>> fit = Cauchy.fit([-1.0, 0.0, 1.0])
    >>> print(abs(round(fit.loc, 9)), round(3 * fit.scale**2, 9))
    0.0 1.0
    """

    loc: Real
    scale: Positive

    law = StandardCauchy

    # ------------------------------------------------------------------ Information
    def fisher_information(self, n: Any) -> Array:
        """n/(2 scale**2) in both directions, 0 between them."""
        half = np.asarray(n, dtype=float) / 2 / self.scale**2
        return symmetric_matrix(half, 0.0, half)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(cls, x: Any, *, start: Self | None = None, **held: Any) -> Self:
        """The highest of the tops that are found above several observations."""
        if isinstance(x, Censored):
            fit = super().maximise(x, start=start, **held)
            endless = _has_drawn_together(fit, x) & ("scale" not in held)
            return fit.at(np.where(endless[..., None], np.nan, fit.theta))
        middle, spread = middle_and_spread(x, held.get("loc"))
        starts = (
            beside(cls(middle, spread), x, **held) if start is None else alone(start, x, **held)
        )
        best = super().maximise(x, start=starts, **held).best_for(x)
        endless = half_at(x, held.get("loc")) & ("scale" not in held)
        return best.at(np.where(endless[..., None], np.nan, best.theta))

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        if isinstance(data[0], Censored) or "scale" in held:
            return super().explain(*data, **held)
        if not half_at(data[0], held.get("loc")):
            return super().explain(*data, **held)
        return NoMaximum(f"{most_common(data[0])}: the likelihood has no top there as scale -> 0")

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return point.loc + point.scale * rng.standard_cauchy(size)


def _has_drawn_together(fit: Cauchy, x: Censored) -> NDArray[np.bool_]:
    """Whether the scale is next to nothing, over values that those elsewhere cannot outweigh."""
    loc = fit.loc[..., None]
    gap = np.maximum(np.maximum(x.lower - loc, loc - x.upper), 0.0)  # to the nearest of a range
    own = x.seen & (gap <= 1e-3 * gap.max(-1, keepdims=True))
    elsewhere = ~own & (gap > 0)
    nearest = np.where(elsewhere, gap, np.inf).min(-1)
    return np.asarray((own.sum(-1) >= elsewhere.sum(-1)) & (fit.scale < 1e-2 * nearest))

"""Measurements with tails so heavy that they have no mean, and a likelihood with many tops."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array, symmetric_matrix
from ..censored import Censored
from ..errors import NoMaximum
from ..laws import StandardCauchy
from ..location_scale import LOCATION, SCALE, Link, LocationScale
from ..parameters import Positive, Real

STARTS = 64  # how many observations are tried as a place to begin


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

    # ------------------------------------------------------------------ Location and scale
    def location_and_scale(self) -> tuple[Array, Array]:
        """Themselves: loc and scale."""
        return self.loc, self.scale

    def links(self) -> tuple[Link, ...]:
        """Each moves one of the two, one to one."""
        return Link(LOCATION), Link(SCALE)

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
        starts = cls._starts(x, **held) if start is None else start._for_each(x)
        tops = super().maximise(x, start=starts, **held)
        heights = np.nan_to_num(tops.log_likelihood(x), nan=-np.inf)
        best = np.take_along_axis(tops.theta, heights.argmax(0)[None, ..., None], axis=0)[0]
        endless = _half_are_equal(x) if "loc" not in held else _half_equal(x, held["loc"])
        endless = endless & ("scale" not in held)
        return tops.at(np.where(endless[..., None], np.nan, best))

    def _for_each(self, x: Array) -> Self:
        """The point, or the points, with the batch of the data behind a new first axis."""
        batch = np.broadcast_shapes(self.batch_shape, x.shape[:-1])
        return self.at(np.broadcast_to(self.theta, (1, *batch, 2)))

    @classmethod
    def _starts(cls, x: Array, **held: Any) -> Self:
        """The median and the three most likely observations, each with half the quartiles' gap."""
        low, middle, high = np.quantile(x, [0.25, 0.5, 0.75], axis=-1)
        widest = np.abs(x - np.asarray(held.get("loc", x[..., 0]))[..., None]).max(-1)
        spread = np.where(high > low, (high - low) / 2, widest)
        batch = np.broadcast_shapes(middle.shape, *(np.shape(value) for value in held.values()))
        few = np.linspace(0, x.shape[-1] - 1, min(STARTS, x.shape[-1])).round().astype(int)
        candidates = np.broadcast_to(np.sort(x, axis=-1)[..., few], (*batch, few.size))
        candidates = np.moveaxis(candidates, -1, 0)
        points, _ = cls(candidates, np.where(spread > 0, spread, np.nan)).pinned(**held)
        order = np.argsort(-points.log_likelihood(x), axis=0)[:3]
        likely = np.take_along_axis(candidates, order, axis=0)
        places = np.concatenate([np.broadcast_to(middle, (1, *batch)), likely])
        return cls(places, np.where(spread > 0, spread, np.nan))

    @classmethod
    def explain(cls, *data: Any) -> ValueError:
        """Why a sample has no estimate."""
        if not isinstance(data[0], Censored):
            value, count = np.unique(data[0], return_counts=True)
            if _half_are_equal(data[0]):
                most = (
                    f"{count.max()} of {data[0].size} observations equal {value[count.argmax()]:g}"
                )
                return NoMaximum(f"{most}: the likelihood has no top there as scale -> 0")
        return super().explain(*data)

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


def _half_equal(x: Array, value: Array) -> NDArray[np.bool_]:
    """Whether half of a sample or more stand at this place, (*batch)."""
    return np.asarray((x == np.asarray(value)[..., None]).mean(-1) >= 0.5)


def _half_are_equal(x: Array) -> NDArray[np.bool_]:
    """Whether half of a sample or more stand at one place, (*batch)."""
    ordered, half = np.sort(x, axis=-1), (x.shape[-1] + 1) // 2
    last = x.shape[-1] - half + 1
    return np.asarray((ordered[..., half - 1 :] == ordered[..., :last]).any(-1))

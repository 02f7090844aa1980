"""Lifetimes of what wears out, or of what has its weak days first."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from ..arrays import Array, dot, symmetric_matrix
from ..censored import Censored
from ..errors import NoMaximum, without_spread
from ..laws import SmallestValue
from ..location_scale import LOCATION, SCALE, Link, LocationScale
from ..parameters import Positive
from ..roots import positive_root


class Weibull(LocationScale):
    r"""Independent lifetimes, of which (x/scale)**shape is an exponential time of rate 1.

    .. math:: f(x) = \frac{k}{\lambda} \left(\frac{x}{\lambda}\right)^{k-1}
        e^{-(x/\lambda)^k}, \qquad x > 0

    Parameters
    ----------
    shape
        The shape k, above 0: above 1 for what wears out, below 1 for what grows more reliable with
        age, 1 for waiting times without memory.
    scale
        The scale lambda, above 0, in the units of the data: the age that a share 1/e survives.

    Notes
    -----
    With the shape known, scale**k is the mean of x**k.  The shape then solves a single equation.
    If all lifetimes are equal there is no estimate: the likelihood grows without bound as the shape
    does.

    References
    ----------
    Jerald F. Lawless (2003), Statistical Models and Methods for Lifetime Data, 2nd edition.

    Examples
    --------
    Held at shape 2, the scale of 1, 2, 6 is the root of the mean of squares, (1 + 4 + 36)/3.

    >>> fit = Weibull.fit([1.0, 2.0, 6.0], shape=2)
    >>> print(round(3 * fit.scale**2, 9))
    41.0
    """

    shape: Positive
    scale: Positive

    law = SmallestValue
    of_logarithms = True

    # ------------------------------------------------------------------ Location and scale
    def location_and_scale(self) -> tuple[Array, Array]:
        """The log of a lifetime has location log(scale) and scale 1/shape."""
        return np.log(self.scale), 1 / self.shape

    def links(self) -> tuple[Link, ...]:
        """The derivatives of 1/shape and of log(scale)."""
        of_shape = Link(SCALE, -1 / self.shape**2, 2 / self.shape**3)
        return of_shape, Link(LOCATION, 1 / self.scale, -1 / self.scale / self.scale)

    # ------------------------------------------------------------------ Information
    def fisher_information(self, n: Any) -> Array:
        """N [[(pi**2/6 + (1 - c)**2)/k**2, (c - 1)/scale], [., k**2/scale**2]], c = 0.577..."""
        n = np.asarray(n, dtype=float)
        k, scale = self.shape, self.scale
        corner = np.pi**2 / 6 + (1 - np.euler_gamma) ** 2
        mixed = n * (np.euler_gamma - 1) / scale
        return symmetric_matrix(n * corner / k**2, mixed, n * (k / scale) ** 2)

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(cls, x: Any, **held: Any) -> Self:
        """The scale has a formula, the shape an equation; censored data need a climb."""
        if isinstance(x, Censored) or "scale" in held:
            return super().maximise(x, **held)
        y = np.log(x)
        top = y.max(-1)
        below = y - top[..., None]  # at most 0, so that no power overflows
        shape = held.get("shape")
        shape = _shape(below) if shape is None else shape
        mean_power = np.exp(np.asarray(shape)[..., None] * below).mean(-1)
        scale = np.exp(top + np.log(mean_power) / shape)
        return cls(shape, scale)

    @classmethod
    def starting_point(cls, *data: Any, **known: Array) -> Self:
        """The point whose logarithms have the mean and the spread of the data's."""
        if isinstance(data[0], Censored):
            return super().starting_point(*data, **known)
        y = np.log(data[0])
        spread = y.std(-1)
        shape = np.pi / np.sqrt(6) / np.where(spread > 0, spread, 1.0)
        return cls(shape, np.exp(y.mean(-1) + np.euler_gamma / shape))

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a sample has no estimate."""
        x = data[0]
        grows = not isinstance(x, Censored) and np.all(x == held.get("scale", x[0]))
        if "shape" in held or not grows:
            return super().explain(*data, **held)
        return NoMaximum(
            f"{without_spread(x.size)}: the likelihood grows without bound as shape -> infinity"
        )

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Lifetimes, shape (*batch, *shape)."""
        point, size = self._for_draws(shape, rng)
        return point.scale * rng.weibull(point.shape, size)


def _shape(y: Array) -> Array:
    """The root k of 1/k = (mean of y weighted by exp(k y)) - (mean of y), with y = log x <= 0."""
    mean, squares = y.mean(-1), y**2

    def gap(k: Array) -> tuple[Array, Array]:
        weight = np.exp(k[..., None] * y)
        total = weight.sum(-1)
        first, second = dot(weight, y) / total, dot(weight, squares) / total
        return first - mean - 1 / k, second - first**2 + 1 / k**2

    return positive_root(gap, np.pi / np.sqrt(6) / y.std(-1))

"""Standard distributions on the whole line, of which a model is a shifted and stretched copy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr

from .arrays import Array


class Shares(NamedTuple):
    r"""What observations contribute to a log-likelihood and its derivatives, each (*batch, n).

    With d_j the derivatives of a contribution by the standardised ends w_j = (y_j - m)/s of the
    observation's range (one end, if it was seen), and d_jk the second ones: the value; the sums of
    d_j and of d_j w_j; the sums of d_jk, of d_jk w_k and of d_jk w_j w_k; and 1 if it was seen.
    """

    value: Array
    d: Array
    d_w: Array
    dd: Array
    dd_w: Array
    dd_ww: Array
    seen: Array


class Law:
    """A standard distribution: location 0, scale 1.

    `slope` and `curvature` are the first two derivatives of `log_density`.
    """

    @staticmethod
    def log_density(w: Array) -> Array:
        """The logarithm of the density."""
        raise NotImplementedError

    @staticmethod
    def slope(w: Array) -> Array:
        """The first derivative of the log density."""
        raise NotImplementedError

    @staticmethod
    def curvature(w: Array) -> Array:
        """The second derivative of the log density."""
        raise NotImplementedError

    @staticmethod
    def log_probability(lower: Array, upper: Array) -> Array:
        """The logarithm of the probability of the range from lower to upper."""
        raise NotImplementedError


class Gaussian(Law):
    """The standard normal distribution."""

    @staticmethod
    def log_density(w: Array) -> Array:
        """-w**2/2 - log(2 pi)/2."""
        return -(w**2) / 2 - np.log(2 * np.pi) / 2

    @staticmethod
    def slope(w: Array) -> Array:
        """-w."""
        return -w

    @staticmethod
    def curvature(w: Array) -> Array:
        """-1."""
        return np.full_like(w, -1.0)

    @staticmethod
    def log_probability(lower: Array, upper: Array) -> Array:
        """log(Phi(upper) - Phi(lower))."""
        lower, upper = _in_left_tail(lower, upper)
        return _log_difference(log_ndtr(upper), log_ndtr(lower))


class SmallestValue(Law):
    """The distribution of the log of an exponential time, with survival exp(-exp(w))."""

    @staticmethod
    def log_density(w: Array) -> Array:
        """The difference w - exp(w)."""
        return w - np.exp(w)

    @staticmethod
    def slope(w: Array) -> Array:
        """1 - exp(w)."""
        return -np.expm1(w)

    @staticmethod
    def curvature(w: Array) -> Array:
        """-exp(w)."""
        return -np.exp(w)

    @staticmethod
    def log_probability(lower: Array, upper: Array) -> Array:
        """log(S(lower) - S(upper)), with log S(w) = -exp(w)."""
        return _log_difference(-np.exp(lower), -np.exp(upper))


class StandardCauchy(Law):
    """The standard Cauchy distribution, of which no mean exists."""

    @staticmethod
    def log_density(w: Array) -> Array:
        """-log(pi) - log(1 + w**2)."""
        return -np.log(np.pi) - 2 * np.log(np.hypot(1, w))

    @staticmethod
    def slope(w: Array) -> Array:
        """-2 w/(1 + w**2)."""
        return -2 * w / (1 + w**2)

    @staticmethod
    def curvature(w: Array) -> Array:
        """-2 (1 - w**2)/(1 + w**2)**2."""
        return -2 * (1 - w**2) / (1 + w**2) ** 2

    @staticmethod
    def log_probability(lower: Array, upper: Array) -> Array:
        """log(F(upper) - F(lower)), with F(w) = arctan(-1/w)/pi to the left of 0."""
        lower, upper = _in_left_tail(lower, upper)
        return _log_difference(*(np.log(np.arctan2(1, -w) / np.pi) for w in (upper, lower)))


def _in_left_tail(lower: Array, upper: Array) -> tuple[Array, Array]:
    """The range mirrored at 0 if most of it lies to the right, where 1 - F loses its digits."""
    mirrored = lower + upper > 0
    return np.where(mirrored, -upper, lower), np.where(mirrored, -lower, upper)


def _log_difference(larger: Array, smaller: Array) -> Array:
    """log(exp(larger) - exp(smaller))."""
    return larger + np.log(-np.expm1(smaller - larger))

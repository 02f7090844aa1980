"""From the estimates of many resamples to the two ends of an interval."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from .arrays import Array

Ends = tuple[Array, Array]


def percentile_ends(values: Array, level: float) -> Ends:
    """The quantiles that leave (1 - level)/2 of the values (B, *batch) on either side.

    Examples
    --------
    A quarter of 0, 1, 2, 3, 4 lies below 1, counting by the steps between them:

    >>> print(*percentile_ends(np.arange(5.0), 0.5))
    1.0 3.0
    """
    tail = (1 - level) / 2
    return quantile(values, tail), quantile(values, 1 - tail)


def basic_ends(values: Array, estimate: Array, level: float) -> Ends:
    """The percentile interval, mirrored at the estimate.

    Examples
    --------
    From 3 less to 7 more becomes 7 less to 3 more:

    >>> print(*basic_ends(np.array([7.0, 17.0]), np.array(10.0), 1.0))
    3.0 13.0
    """
    lower, upper = percentile_ends(values, level)
    return 2 * estimate - upper, 2 * estimate - lower


def bca_ends(values: Array, estimate: Array, left_out: Array, level: float) -> Ends:
    r"""The bias-corrected and accelerated percentiles.

    .. math::
        \alpha_{1, 2} = \Phi\left(z_0 + \frac{z_0 \mp z}{1 - a\,(z_0 \mp z)}\right), \quad
        z_0 = \Phi^{-1}(\text{share below}), \quad
        a = \frac{\sum_i d_i^3}{6\,(\sum_i d_i^2)^{3/2}}

    with d_i how far the estimate without observation i lies below the mean of all of these.

    Parameters
    ----------
    values
        The estimates from resamples, (B, *batch).
    estimate
        The estimate, (*batch).  Values equal to it, to rounding, count as half below.
    left_out
        The estimates with one observation left out, (n, *batch).
    level
        The nominal confidence level, between 0 and 1.

    Returns
    -------
    tuple of Array
        The lower and the upper end, (*batch); nan where the formula has no meaning: all values
        lie on one side, all of `left_out` are equal, or a denominator is not positive.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 14.

    Examples
    --------
    No bias, and no skewness in the estimates with one left out: the percentiles stay.

    >>> ends = bca_ends(np.arange(5.0), np.array(2.0), np.array([1.0, 2.0, 3.0]), 0.5)
    >>> print(np.round(ends, 9))
    [1. 3.]
    """
    with np.errstate(all="ignore"):
        bias, acceleration = ndtri(share_below(values, estimate)), skewness(left_out)
        lower, upper = (
            _corrected(side * ndtri((1 + level) / 2), bias, acceleration) for side in (-1, 1)
        )
    return quantile(values, lower), quantile(values, upper)


def _corrected(z: float, bias: Array, acceleration: Array) -> Array:
    """The share of the values below the end that would stand at z if all were normal."""
    denominator = 1 - acceleration * (bias + z)
    moved = ndtr(bias + (bias + z) / denominator)
    return np.where((denominator > 0) & np.isfinite(bias), moved, np.nan)


def share_below(values: Array, estimate: Array) -> Array:
    """The share of the values (B, *batch) below the estimate; those equal to it count half."""
    distance = values - estimate
    rounding = 1e-9 * values.std(0)
    below, equal = distance < -rounding, np.abs(distance) <= rounding
    return np.where(np.isnan(values).any(0), np.nan, below.mean(0) + equal.mean(0) / 2)


def skewness(left_out: Array) -> Array:
    """The acceleration: a sixth of the skewness of -left_out (n, *batch), over root n."""
    d = left_out.mean(0) - left_out
    return (d**3).sum(0) / (6 * (d**2).sum(0) ** 1.5)


def quantile(values: Array, share: Array | float) -> Array:
    """The value (*batch) with a share (*batch) of the values (B, *batch) below, on straight lines.

    It is NumPy's quantile with a share for each replicate; nan where a value or the share is.
    """
    place = np.broadcast_to(share * (len(values) - 1), values.shape[1:])
    below = np.floor(np.nan_to_num(place)).astype(int)
    index = np.minimum([below, below + 1], len(values) - 1)
    low, high = np.take_along_axis(np.sort(values, axis=0), index, axis=0)
    at_place = low + (place - below) * (high - low)
    return np.where(np.isnan(values).any(0), np.nan, at_place)[()]

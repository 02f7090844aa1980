"""Where a function is 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Array


def positive_root(
    function: Callable[[Array], tuple[Array, Array]], x: Array, max_steps: int = 60
) -> Array:
    """The root x > 0 of a rising or falling function, by Newton's method, a batch at once.

    Parameters
    ----------
    function
        Takes x (*batch); returns the value and the slope there, each (*batch).
    x
        Where to begin, (*batch); nan where there is no root.

    Returns
    -------
    Array
        The roots (*batch); nan where the steps did not die out.

    Notes
    -----
    A step never changes x by more than a factor of four, so that it stays positive.  The value over
    the slope is the distance left; it is added once more where it has fallen below 1e-9 of x, for
    Newton's method then doubles the digits.

    Examples
    --------
    The square root of 9, as the root of x**2 - 9:

    >>> print(positive_root(lambda x: (x**2 - 9, 2 * x), np.array(1.0)))
    3.0
    """
    settled = np.zeros(np.shape(x), dtype=bool)
    for _ in range(max_steps):
        value, slope = function(x)
        distance = value / slope
        settled = settled | (np.abs(distance) < 1e-9 * x)
        x = np.minimum(np.maximum(x - distance, x / 4), 4 * x)
        if np.all(settled | np.isnan(x)):
            break
    return np.where(settled, x, np.nan)

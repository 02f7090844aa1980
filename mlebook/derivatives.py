"""Derivatives by differences: the referee of every formula, and a model's own if it has none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Array


def derivative(function: Callable[[Array], Array], theta: Array, step: Array) -> Array:
    r"""The partial derivatives of a function, by the five-point rule.

    .. math::
        \frac{\partial f}{\partial\theta_j} \approx
        \frac{8\,[f(\theta_j + h) - f(\theta_j - h)] - [f(\theta_j + 2h) - f(\theta_j - 2h)]}{12\,h}

    Parameters
    ----------
    function
        Takes theta (*batch, k); returns (*batch) or (*batch, ...).
    theta
        Where, (*batch, k).
    step
        The step h of each coordinate, (*batch, k).

    Returns
    -------
    Array
        The shape of function(theta) with a new last axis of k.

    Notes
    -----
    Expand each value of f in powers of h: the terms in h**2, h**3 and h**4 cancel.  What is left is
    of order h**4, so the rule is exact for polynomials up to the fourth degree.

    Examples
    --------
    The slopes of x**2 + 3 y at (2, 5) are 2 x = 4 and 3:

    >>> surface = lambda t: t[..., 0] ** 2 + 3 * t[..., 1]
    >>> print(derivative(surface, np.array([2.0, 5.0]), np.full(2, 0.01)).round(9))
    [4. 3.]
    """
    columns = []
    for j in range(theta.shape[-1]):
        h = np.zeros_like(theta)
        h[..., j] = step[..., j]
        near = function(theta + h) - function(theta - h)
        far = function(theta + 2 * h) - function(theta - 2 * h)
        width = np.expand_dims(12 * step[..., j], tuple(range(step.ndim - 1, near.ndim)))
        columns.append((8 * near - far) / width)
    return np.stack(columns, axis=-1)

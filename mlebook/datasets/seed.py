"""The numbers of the outline that this book grew from, which we call its seed."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from ..arrays import Array


def load_seed_points() -> Array:
    """The five measurements of the seed's picture of a normal distribution, (5,).

    Examples
    --------
    >>> print(load_seed_points())
    [2.1 3.5 2.8 3.1 2.9]
    """
    return np.array([2.1, 3.5, 2.8, 3.1, 2.9])


def load_seed_samples(n_samples: int = 50) -> Array:
    """The seed's samples of a normal distribution with mu = 5 and sigma = 2, (n_samples,).

    They are what `np.random.seed(42)` and `np.random.normal(5.0, 2.0, n_samples)` give; that old
    generator is kept here, in its own object, only to reproduce the seed's numbers.

    Parameters
    ----------
    n_samples
        How many: the seed's control went from 5 to 500 and stood at 50.

    Examples
    --------
    The seed prints mu = 4.5491 and sigma = 1.8486:

    >>> x = load_seed_samples()
    >>> print(x.mean().round(4), x.std().round(4))
    4.5491 1.8486
    """
    if n_samples != int(n_samples) or n_samples < 1:
        raise ValueError(f"n_samples must be a whole number, at least 1, got {n_samples}")
    return np.random.RandomState(42).normal(5.0, 2.0, int(n_samples))


def load_seed_flips() -> dict[int, Array]:
    """The seed's flips of a coin with p = 0.7: zeros and ones, for each of five numbers of flips.

    Examples
    --------
    >>> print({n: int(flips.sum()) for n, flips in load_seed_flips().items()})
    {5: 4, 10: 7, 30: 22, 100: 68, 500: 360}
    """
    return _flips(_after_the_line())


def load_seed_labels() -> tuple[Array, Array]:
    """The seed's 200 labels 0 or 1, with log odds 1.5 t - 0.5: the numbers t, and the labels.

    Examples
    --------
    >>> t, y = load_seed_labels()
    >>> print(t[:2].round(6), y[:2])
    [-3.259186  1.103727] [0 1]
    """
    generator = _after_the_line()
    _flips(generator)
    t = 2 * generator.normal(size=200)
    return t, generator.binomial(1, expit(1.5 * t - 0.5))


def _after_the_line() -> np.random.RandomState:
    """The seed's generator after 50 samples, 100 numbers for the x of a line and 100 of noise."""
    generator = np.random.RandomState(42)
    generator.normal(size=50)
    generator.uniform(size=100)
    generator.normal(size=100)
    return generator


def _flips(generator: np.random.RandomState) -> dict[int, Array]:
    return {n: generator.binomial(1, 0.7, size=n) for n in (5, 10, 30, 100, 500)}

"""How time and memory grow with the number of observations, of columns, and of samples."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

import numpy as np

import mlebook

from .harness import timed
from .regressions import design
from .stored import slope

SPENT = 0.5  # seconds of the repetitions of one curve at one size
REPEATS = 3, 25  # at least and at most


class Curve(NamedTuple):
    """Time and memory of one fit at growing sizes.

    Attributes
    ----------
    name
        What is fitted.
    axis
        What grows: "n", "d" or "replicates".
    sizes, seconds, megabytes
        The sizes, the median times there, and the most memory in use beyond the data.
    slopes
        Of time and of memory on the log-log plot, as in `stored`: 1 is in proportion.
    """

    name: str
    axis: str
    sizes: list[int]
    seconds: list[float]
    megabytes: list[float]
    slopes: tuple[float, float]


def peak(work: Callable[[], Any]) -> float:
    """The most megabytes that the work has in use beyond what was there before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def curve(name: str, axis: str, sizes: Sequence[int], make: Callable[[int], Any]) -> Curve:
    """Measure `make(size)`, which makes the data and returns the work on them."""
    seconds, megabytes = [], []
    for size in sizes:
        work = make(size)
        repeats = int(np.clip(SPENT / timed(work), *REPEATS))
        seconds.append(median(timed(work) for _ in range(repeats)))
        megabytes.append(peak(work))
    slopes = slope(axis, sizes, seconds), slope(axis, sizes, megabytes)
    return Curve(name, axis, list(sizes), seconds, megabytes, slopes)


# ---------------------------------------------------------------------- What grows
def _sample(family: Any, point: Any, shape: Callable[[int], Any]) -> Callable[[int], Any]:
    def make(size: int) -> Callable[[], Any]:
        x = point.sample(shape(size), np.random.default_rng(size))
        return lambda: family.fit(x)

    return make


def _regression(family: Any, shape: Callable[[int], tuple[int, int]]) -> Callable[[int], Any]:
    def make(size: int) -> Callable[[], Any]:
        n, d = shape(size)
        X, beta, rng = design(size, n, d)
        point = family(beta, 1.0) if "sigma" in family.kinds else family(beta / np.sqrt(d))
        y = point.sample(X, rng)
        return lambda: family.fit(X, y)

    return make


def _logistic_replicates(size: int) -> Callable[[], Any]:
    rng = np.random.default_rng(size)
    x = rng.normal(size=(size, 200))
    X = np.stack([np.ones_like(x), x], axis=-1)
    y = mlebook.LogisticRegression([-0.5, 1.0]).sample(X, rng)
    return lambda: mlebook.LogisticRegression.fit(X, y)


def curves(largest: int, columns: int, replicates: int) -> Iterator[Curve]:
    """All curves, up to these sizes."""
    points = [mlebook.Normal(5, 2), mlebook.Gamma(2, 1), mlebook.Weibull(1.5, 2)]
    tables = [mlebook.LinearRegression, mlebook.LogisticRegression, mlebook.PoissonRegression]
    sizes, batches = powers(100, largest), powers(1, replicates)
    for point in points:
        family = type(point)
        yield curve(family.__name__, "n", sizes, _sample(family, point, lambda n: n))
    for family in tables:
        make = _regression(family, lambda n: (n, 4))
        yield curve(f"{family.__name__}, d = 4", "n", sizes, make)
    for family in tables:
        make = _regression(family, lambda d: (10_000, d))
        yield curve(f"{family.__name__}, n = 10,000", "d", steps(columns), make)
    for point in points:
        family = type(point)
        make = _sample(family, point, lambda count: (count, 50))
        yield curve(f"{family.__name__}, n = 50", "replicates", batches, make)
    yield curve("LogisticRegression, 200 x 2", "replicates", batches[:-1], _logistic_replicates)


def powers(first: int, last: int) -> list[int]:
    """The powers of ten from the first to the last."""
    return [first * 10**k for k in range(round(np.log10(last / first)) + 1)]


def steps(last: int) -> list[int]:
    """1, 3, 10, 30 and so on, up to the last."""
    return [step for k in range(6) for step in (10**k, 3 * 10**k) if step <= last]

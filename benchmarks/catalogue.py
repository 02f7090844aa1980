"""Which tasks there are: what makes each, its size, and the size at which it is only tried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import distributions, intervals, regressions, replicates
from .harness import Task


class Entry(NamedTuple):
    """A task in its real size and in a tiny one."""

    make: Callable[..., Task]
    sizes: tuple[int, ...]
    tiny: tuple[int, ...]


TASKS = {
    "T1": Entry(distributions.normal, (1_000_000,), (200,)),
    "T2": Entry(distributions.gamma, (100_000,), (200,)),
    "T2 large": Entry(distributions.gamma_large, (1_000_000,), (200,)),
    "T3": Entry(distributions.weibull, (100_000,), (200,)),
    "T4": Entry(distributions.surface, (100_000, 200), (200, 3)),
    "T5": Entry(regressions.logistic, (100_000, 10), (300, 2)),
    "T6": Entry(regressions.poisson, (100_000, 10), (300, 2)),
    "T7a": Entry(replicates.bernoulli, (10_000, 50), (4, 50)),
    "T7b": Entry(replicates.normal, (10_000, 50), (4, 50)),
    "T7c": Entry(replicates.gamma, (10_000, 50), (4, 50)),
    "T7d": Entry(replicates.logistic, (10_000, 200), (4, 200)),
    "T8a": Entry(intervals.gamma, (1000,), (100,)),
    "T8a many": Entry(intervals.gamma_many, (1000, 50), (3, 50)),
    "T8b": Entry(intervals.logistic, (1000,), (200,)),
    "T8b many": Entry(intervals.logistic_many, (1000, 200), (3, 200)),
    "T9": Entry(replicates.bootstrap, (1000, 1000), (5, 50)),
    "T10": Entry(regressions.least_squares, (1_000_000, 10), (200, 2)),
    "T10 digits": Entry(regressions.longley, (), ()),
}
OUT_OF_CORE = (5_000_000, 10), (1000, 2)
GROWTH = (10_000_000, 100, 100_000), (1000, 3, 100)

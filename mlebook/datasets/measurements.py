"""The same quantity measured again and again: the passage time of light."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from .table import Table, read_columns


@dataclass(frozen=True, eq=False, repr=False)
class Newcomb(Table):
    """By how many nanoseconds each measured time differs from 24.8 microseconds."""

    deviation: Array


def load_newcomb() -> Newcomb:
    """Newcomb's 66 measurements of 1882 of the time that light takes over one and the same way.

    A deviation d stands for 24.8 + d/1000 millionths of a second: it is in nanoseconds.  (Some
    copies say 24 for 24.8.)  What is now held to be the true value lies at 33.02.  The order is
    Stigler's.

    References
    ----------
    S. M. Stigler (1977), Do robust estimators work with real data?, Annals of Statistics 5,
    1055-1098, table 5.  As given in the R package MASS (the help page of newcomb, whose own values
    are the same in another order).

    Examples
    --------
    >>> newcomb = load_newcomb()
    >>> print((24.8 + newcomb.deviation[:3] / 1000).round(3))
    [24.828 24.826 24.833]
    >>> print(newcomb.deviation.size, newcomb.deviation.sum())
    66 1730
    """
    return Newcomb(**read_columns("newcomb.csv"))

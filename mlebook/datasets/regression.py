"""Responses that depend on something: the rings of the shuttle, and the spread of AIDS."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from .table import Table, read_columns


@dataclass(frozen=True, eq=False, repr=False)
class Challenger(Table):
    """For each flight, the temperature in degrees Fahrenheit, and 1 if any ring was in distress."""

    temperature: Array
    distress: Array


@dataclass(frozen=True, eq=False, repr=False)
class AidsAustralia(Table):
    """How many cases of AIDS were diagnosed in each quarter of a year."""

    year: Array
    quarter: Array
    cases: Array


def load_challenger() -> Challenger:
    """The 23 flights of the space shuttle before the Challenger accident, in order of flight.

    `distress` is whether *any* of the six primary O-rings of the boosters showed erosion or
    blow-by.  This is one of several tables that go by the same name: others count the damaged rings
    of each flight, with 2 or with 5 of them at 53 degrees, or have a 24th flight.  Their fits
    differ, so say which table it is.  The accident happened at 31 degrees, 22 below the coldest of
    these flights.

    References
    ----------
    S. R. Dalal, E. B. Fowlkes and B. Hoadley (1989), Risk analysis of the space shuttle:
    pre-Challenger prediction of failure, Journal of the American Statistical Association 84,
    945-957.  As given in the R package vcd (SpaceShuttle), without the flight for which it has no
    answer.

    Examples
    --------
    >>> flights = load_challenger()
    >>> print(len(flights.distress), flights.distress.sum())
    23 7
    >>> print(flights.temperature[flights.distress == 1])
    [70 57 63 70 53 75 58]
    """
    return Challenger(**read_columns("challenger.csv"))


def load_aids_australia() -> AidsAustralia:
    """Cases of AIDS in Australia by quarter of diagnosis, 1984 to 1988.

    References
    ----------
    National Centre for HIV Epidemiology and Clinical Research (1994), as given by A. J. Dobson and
    A. G. Barnett, An Introduction to Generalized Linear Models, table 4.5, and in the R package
    dobson (aids).

    Examples
    --------
    >>> aids = load_aids_australia()
    >>> print(len(aids.cases), aids.cases.sum())
    20 1311
    """
    return AidsAustralia(**read_columns("aids_australia.csv"))

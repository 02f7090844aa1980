"""Tables of counts: horse kicks, alpha particles, blood groups."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from .table import Table, read_columns


@dataclass(frozen=True, eq=False, repr=False)
class HorseKicks(Table):
    """How many corps-years saw so many deaths: among ten corps, and among all fourteen."""

    deaths: Array
    ten_corps: Array
    fourteen_corps: Array


@dataclass(frozen=True, eq=False, repr=False)
class AlphaParticles(Table):
    """How many intervals of an eighth of a minute saw so many particles."""

    particles: Array
    intervals: Array


@dataclass(frozen=True, eq=False, repr=False)
class BloodGroups(Table):
    """How many people have each blood group."""

    group: Array
    people: Array


def load_horse_kicks() -> HorseKicks:
    """Deaths by the kick of a horse in corps of the Prussian army, 1875 to 1894.

    A corps-year is one army corps in one year.  The ten corps are those that Fisher (1925) kept,
    the others being organised differently.  The two columns are not the same data: say which.

    References
    ----------
    L. von Bortkiewicz (1898), Das Gesetz der kleinen Zahlen, Teubner, Leipzig.  As given in the R
    packages vcd (HorseKicks and VonBort) and pscl (prussian), which agree in all 280 corps-years.

    Examples
    --------
    >>> kicks = load_horse_kicks()
    >>> for corps_years in (kicks.ten_corps, kicks.fourteen_corps):
    ...     print(corps_years.sum(), (kicks.deaths * corps_years).sum())
    200 122
    280 196
    """
    return HorseKicks(**read_columns("horse_kicks.csv"))


def load_alpha_particles() -> AlphaParticles:
    """Alpha particles from polonium, counted by their scintillations in 2608 short intervals.

    References
    ----------
    E. Rutherford and H. Geiger, with a note by H. Bateman (1910), The probability variations in the
    distribution of alpha particles, Philosophical Magazine 20, 698-707.  As given in the R package
    VGAM (ruge).

    Examples
    --------
    >>> alpha = load_alpha_particles()
    >>> print(alpha.intervals.sum(), (alpha.particles * alpha.intervals).sum())
    2608 10097
    """
    return AlphaParticles(**read_columns("alpha_particles.csv"))


def load_blood_groups() -> BloodGroups:
    """Blood groups M, MN and N of 1029 people in Hong Kong, 1937.

    References
    ----------
    As given by J. A. Rice, Mathematical Statistics and Data Analysis, example 8.5.1.A, and quoted
    from there in course materials that we read; we have not seen who counted them.

    Examples
    --------
    >>> print(load_blood_groups().people.sum())
    1029
    """
    return BloodGroups(**read_columns("blood_groups.csv"))

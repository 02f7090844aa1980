"""Tables of counts: horse kicks, alpha particles, blood groups, death notices, linkage."""

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


@dataclass(frozen=True, eq=False, repr=False)
class DeathNotices(Table):
    """On how many days so many deaths were announced."""

    notices: Array
    days: Array


@dataclass(frozen=True, eq=False, repr=False)
class Linkage(Table):
    """How many animals fell into each of four categories."""

    category: Array
    animals: Array


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


def load_death_notices() -> DeathNotices:
    """Notices of the deaths of women of 80 and over in The Times of London, day by day, 1910-1912.

    References
    ----------
    V. Hasselblad (1969), Estimation of finite mixtures of distributions from the exponential
    family, Journal of the American Statistical Association 64, 1459-1471.  As given in the R
    package BB (tests/poissmix.R); what was counted is told by the R packages AccelBenchmark
    (Hasselblad) and DDPM (data_death).

    Examples
    --------
    Three years with one leap day among them, and 2364 notices:

    >>> times = load_death_notices()
    >>> print(times.days.sum(), (times.notices * times.days).sum())
    1096 2364
    """
    return DeathNotices(**read_columns("death_notices.csv"))


def load_linkage() -> Linkage:
    """197 animals in four categories, whose probabilities hang on one parameter theta.

    They are 1/2 + theta/4, (1 - theta)/4, (1 - theta)/4 and theta/4.

    References
    ----------
    C. R. Rao (1965), Linear Statistical Inference and its Applications, Wiley, New York, pages
    368-369.  As given by A. P. Dempster, N. M. Laird and D. B. Rubin (1977), Maximum likelihood
    from incomplete data via the EM algorithm, Journal of the Royal Statistical Society B 39, 1-38.

    Examples
    --------
    >>> print(load_linkage().animals.sum())
    197
    """
    return Linkage(**read_columns("linkage.csv"))

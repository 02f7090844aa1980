"""How long things last: ball bearings, and remissions of leukaemia."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from .table import Table, read_columns


@dataclass(frozen=True, eq=False, repr=False)
class Bearings(Table):
    """Millions of revolutions until each ball bearing failed."""

    million_revolutions: Array


@dataclass(frozen=True, eq=False, repr=False)
class Remission(Table):
    """Weeks in remission, a row for each pair of patients: one on 6-MP, one on placebo."""

    pair: Array
    sixmp_time: Array
    sixmp_event: Array
    placebo_time: Array


def load_bearings() -> Bearings:
    """Millions of revolutions that 23 deep-groove ball bearings made before they failed.

    The seventh value is 48.48 here and in the copies named below; the Python package SurPyval has
    48.40 and the R package VGAM 48.80.  We could not read which of them the paper of 1956 prints.

    References
    ----------
    J. Lieblein and M. Zelen (1956), Statistical investigation of the fatigue life of deep-groove
    ball bearings, Journal of Research of the National Bureau of Standards 57, 273-316.  As given in
    the R package conf (an example of crplot) and in course materials that quote Leemis
    (2009), Reliability.

    Examples
    --------
    >>> life = load_bearings().million_revolutions
    >>> print(life.size, life.min(), life.max(), life.sum().round(2))
    23 17.88 173.4 1661.16
    """
    return Bearings(**read_columns("bearings.csv"))


def load_remission() -> Remission:
    """Weeks in remission from acute leukaemia under 6-mercaptopurine (6-MP) and under placebo.

    An event (1) is a relapse; where it is 0 the patient was still in remission when last seen, so
    that the time is censored.  Every patient on placebo relapsed.

    References
    ----------
    E. J. Freireich, E. Gehan, E. Frei and others (1963), The effect of 6-mercaptopurine on the
    duration of steroid-induced remissions in acute leukemia, Blood 21, 699-716.  As given in the R
    packages MASS (gehan) and KMsurv (drug6mp), which agree in all 21 pairs; KMsurv calls the weeks
    months.

    Examples
    --------
    >>> weeks = load_remission()
    >>> print(weeks.sixmp_event.sum(), weeks.sixmp_time.sum())
    9 359
    >>> print(weeks.placebo_time.size, weeks.placebo_time.sum())
    21 182
    """
    return Remission(**read_columns("remission.csv"))

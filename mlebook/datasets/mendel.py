"""Mendel's counts of the second generation of his crossed peas."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from .table import Table, read_columns


@dataclass(frozen=True, eq=False, repr=False)
class MendelPlants(Table):
    """Seeds by form and by colour, a row for each plant; two experiments side by side."""

    plant: Array
    round: Array
    wrinkled: Array
    yellow: Array
    green: Array


@dataclass(frozen=True, eq=False, repr=False)
class MendelCharacters(Table):
    """Totals for each of the seven characters, with the names of the two forms."""

    character: Array
    dominant_form: Array
    recessive_form: Array
    dominant: Array
    recessive: Array


def load_mendel_plants() -> MendelPlants:
    """The first ten plants of each of the two experiments on seeds.

    The plants of the two experiments are not the same: plant 1 of the one, with 57 seeds judged by
    form, has nothing to do with plant 1 of the other, with 36 seeds judged by colour.

    References
    ----------
    G. Mendel (1866), Versuche über Pflanzen-Hybriden, Verhandlungen des naturforschenden Vereines
    in Brünn 4, Abhandlungen, 3-47.  Read in the translation in W. Bateson (1902), Mendel's
    Principles of Heredity: A Defence, page 53 (Wikisource).

    Examples
    --------
    >>> plants = load_mendel_plants()
    >>> print(plants.yellow[0], plants.green[0])
    25 11
    >>> print(plants.yellow.sum(), plants.green.sum())
    355 123
    """
    return MendelPlants(**read_columns("mendel_plants.csv"))


def load_mendel_characters() -> MendelCharacters:
    """The totals of the seven experiments: two on seeds, five on plants.

    References
    ----------
    Mendel (1866), as for `load_mendel_plants`; read in Bateson (1902), pages 52 and 54, and in
    OpenStax Biology, table 12.1.

    Examples
    --------
    The ratios that Mendel gives, the first and the second of which are 2.96 and 3.01 to 1:

    >>> seven = load_mendel_characters()
    >>> print((seven.dominant / seven.recessive).round(2))
    [2.96 3.01 3.15 2.95 2.82 3.14 2.84]
    """
    return MendelCharacters(**read_columns("mendel_characters.csv"))

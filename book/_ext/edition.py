"""Read which edition of the book this is, by whom, and under which licences: `CITATION.cff`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Author:
    """One of those who wrote the book: a person, or an entity such as a team."""

    name: str
    is_person: bool


@dataclass(frozen=True)
class Edition:
    """What the file says of the book."""

    title: str
    authors: tuple[Author, ...]
    version: str
    day: date
    licences: tuple[str, ...]

    @property
    def by(self) -> str:
        """The names of the authors."""
        return ", ".join(author.name for author in self.authors)

    @property
    def in_words(self) -> str:
        """The version and its day."""
        return f"Version {self.version}, {self.day.day} {self.day:%B %Y}"


def author(number: int, about: dict[str, Any]) -> Author:
    """An author as the file describes one; raises ValueError where there is no name."""
    if "name" in about:
        return Author(about["name"], is_person=False)
    names = [about[part] for part in ("given-names", "family-names") if part in about]
    if not names:
        raise ValueError(
            f"CITATION.cff: author {number} has to have a name, or given-names and family-names"
        )
    return Author(" ".join(names), is_person=True)


def read_edition(path: Path) -> Edition:
    """The edition that a file in the Citation File Format describes.

    Raises ValueError where the file lacks what the book says of itself, or has no day of a year.
    """
    about = yaml.safe_load(path.read_text("utf-8"))
    for key in ("title", "authors", "version", "date-released", "license"):
        if not about.get(key):
            raise ValueError(f"CITATION.cff has to name the {key} of the book")
    licences = about["license"]
    return Edition(
        about["title"],
        tuple(author(number, each) for number, each in enumerate(about["authors"], 1)),
        str(about["version"]),
        date.fromisoformat(str(about["date-released"])),  # it may stand in quotation marks
        (licences,) if isinstance(licences, str) else tuple(licences),
    )

"""What `CITATION.cff` says of the book is read as its format has it."""

from datetime import date
from pathlib import Path

import pytest
from book_data import of_the_book
from edition import Author, read_edition

FILE = (
    "title: Likelihood\nauthors:\n  - name: A team\nversion: 1.2\n"
    "date-released: 2027-03-01\nlicense: MIT\n"
)


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "CITATION.cff"
    path.write_text(text, "utf-8")
    return path


def test_an_edition_has_authors_a_day_and_licences(tmp_path: Path) -> None:
    """Whether one licence or several."""
    edition = read_edition(written(tmp_path, FILE))
    quoted = FILE.replace("2027-03-01", "'2027-03-01'").replace("MIT", "[MIT, CC-BY-4.0]")
    two = read_edition(written(tmp_path, quoted))

    assert (edition.title, edition.by, edition.version) == ("Likelihood", "A team", "1.2")
    assert edition.day == two.day == date(2027, 3, 1)
    assert edition.in_words == "Version 1.2, 1 March 2027"
    assert edition.licences == ("MIT",)
    assert two.licences == ("MIT", "CC-BY-4.0")


def test_a_person_is_told_from_a_team(tmp_path: Path) -> None:
    """In the file by the parts of a name, and in the data of a page by its kind."""
    person = "  - given-names: Ann\n    family-names: Author\n"
    edition = read_edition(written(tmp_path, FILE.replace("version", f"{person}version", 1)))

    assert edition.authors == (Author("A team", is_person=False), Author("Ann Author", True))
    assert edition.by == "A team, Ann Author"
    assert of_the_book(edition)["author"] == [
        {"@type": "Organization", "name": "A team"},
        {"@type": "Person", "name": "Ann Author"},
    ]
    assert of_the_book(edition)["license"] == ["https://spdx.org/licenses/MIT"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: A team", "email: a@b.example", "author 1 has to have a name, or given-names"),
        ("license: MIT\n", "", "has to name the license"),
        ("version: 1.2\n", "", "has to name the version"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    """With the file in which it has to stand."""
    with pytest.raises(ValueError, match=rf"CITATION\.cff.*{message}"):
        read_edition(written(tmp_path, FILE.replace(old, new)))

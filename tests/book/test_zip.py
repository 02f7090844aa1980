"""The site in one file: it opens from a folder, without a network, and nothing in it is missing."""

import re
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from browser import listen
from edition import read_edition
from make_zip import make_zip
from playwright.sync_api import Browser
from small_books import ROOT, write_files

EDITION = read_edition(ROOT / "CITATION.cff")
LINK = re.compile(r'\s(?:href|src)="(?!\w+:|//|#)([^"#?]+)')


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a reader gets."""
    folder = tmp_path_factory.mktemp("reader")
    make_zip(site, folder / "book.zip", EDITION)
    with ZipFile(folder / "book.zip") as archive:
        archive.extractall(folder)
    return folder / "book"


def test_each_link_leads_to_a_file_of_the_zip(unpacked: Path) -> None:
    """From every page, the one at the top first."""
    pages = [page for page in sorted(unpacked.rglob("*.html")) if page.parent.name != "_static"]
    assert unpacked / "index.html" in pages
    assert len(pages) > 25

    for page in pages:
        for address in set(LINK.findall(page.read_text("utf-8"))):
            assert page.parent.joinpath(address).exists(), (page.name, address)


def test_a_reader_begins_at_the_top_without_a_network(unpacked: Path, browser: Browser) -> None:
    """The start page leads to the front page, from there a link to the next, and on."""
    page = browser.new_page()
    page.context.set_offline(True)
    page.goto((unpacked / "index.html").as_uri(), wait_until="commit")
    page.wait_for_url("**/book/book/index.html")
    page.locator("a.right-next").click()
    page.wait_for_url("**/book/book/notation.html")
    page.close()


@pytest.mark.parametrize("name", ["index", "coin", "benchmarks", "api"])
def test_a_page_works_without_a_network(name: str, unpacked: Path, browser: Browser) -> None:
    """No file is missing, no script complains, and a figure that moves is drawn."""
    complaints: list[str] = []
    page = browser.new_page()
    page.context.set_offline(True)
    listen(page, unpacked.as_uri(), complaints)
    page.goto((unpacked / "book" / f"{name}.html").as_uri(), wait_until="load")

    for explorer in page.locator("figure.explorer").all():
        explorer.scroll_into_view_if_needed()  # its script is not there before
        explorer.locator("svg").first.wait_for()
    assert page.locator("article h1").count() == 1
    assert complaints == []
    page.close()


def small_site(folder: Path) -> Path:
    """A site with a PDF that a former build left there, and with what only its host needs."""
    pages = {"index.html": "a", "book/b.html": "b", "book/cards": "a page of this name"}
    write_files(folder, pages | {"mlebook.pdf": "old", "404.html": "c", "cards/b.png": "d"})
    return folder


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whenever its files were written, and in which order."""
    digests = set()
    for name in ("one", "two"):
        path = tmp_path / name / "book.zip"
        make_zip(small_site(tmp_path / name / "site"), path, EDITION)
        small_site(tmp_path / name / "site").joinpath("index.html").touch()
        digests.add(sha256(path.read_bytes()).hexdigest())
    with ZipFile(path) as archive:
        names, dates = archive.namelist(), {part.date_time[:3] for part in archive.infolist()}

    assert len(digests) == 1
    assert names == ["book/book/b.html", "book/book/cards", "book/index.html"]
    assert dates == {(EDITION.day.year, EDITION.day.month, EDITION.day.day)}


def test_without_a_site_it_says_what_to_do(tmp_path: Path) -> None:
    """Instead of packing nothing."""
    with pytest.raises(FileNotFoundError, match="the site has to be built first"):
        make_zip(tmp_path, tmp_path / "book.zip", EDITION)

"""Buttons that lead to the sources stand on the pages where somebody has said where those are."""

import re
from pathlib import Path

import pytest
from small_books import EXECUTED, Book, make_book

OWNER = "https://github.com/a-fork/likelihood"
SITE = "https://a-fork.github.io/likelihood"
PAGES = {"index": "# Front\n", "coin": f"{EXECUTED}# Coin\n\n```{{code-cell}} python\n1 + 1\n```\n"}


def links(book: Book, page: str) -> set[str]:
    """The addresses outside of the site that a page links to or names."""
    return {a.replace("&amp;", "&") for a in re.findall(r'href="(https?:[^"]*)"', book.html(page))}


def test_without_an_address_no_button_leads_anywhere(tmp_path: Path) -> None:
    """Only the licences are linked to, and no list says where the pages are."""
    book = make_book(tmp_path, PAGES)
    unset = {"BOOK_REPOSITORY": "", "BOOK_BRANCH": "", "BOOK_SITE": ""}
    assert book.build(**unset).status == 0
    hosts = {link.split("/")[2] for link in links(book, "coin")}
    assert hosts <= {"creativecommons.org", "opensource.org"}
    assert "og:url" not in book.html("coin")
    assert not book.root.joinpath("_build", "html", "sitemap.xml").exists()


def test_the_environment_of_a_deployment_gives_the_buttons(tmp_path: Path) -> None:
    """Launch, repository, source, edit and issue, all of the copy that is published."""
    book = make_book(tmp_path, PAGES)
    done = book.build(BOOK_REPOSITORY=f"{OWNER}/", BOOK_BRANCH="stable", BOOK_SITE=SITE)
    assert done.status == 0, done.output
    found = links(book, "coin")
    binder = "https://mybinder.org/v2/gh/a-fork/likelihood/stable?urlpath=lab/tree/book/coin.ipynb"
    assert {
        binder,
        OWNER,
        f"{OWNER}/blob/stable/book/coin.md?plain=1",
        f"{OWNER}/edit/stable/book/coin.md",
        f"{SITE}/book/coin.html",  # the canonical address
        f"{SITE}/mlebook.pdf",
        f"{SITE}/mlebook.zip",
    } <= found
    assert any(link.startswith(f"{OWNER}/issues/new?") for link in found)
    assert binder not in links(book, "index")  # there is nothing to run on it
    assert f'<meta property="og:url" content="{SITE}/book/coin.html" />' in book.html("coin")
    html = book.root / "_build" / "html"
    locations = re.findall("<loc>(.*)</loc>", html.joinpath("sitemap.xml").read_text("utf-8"))
    assert locations == [f"{SITE}/book/coin.html", f"{SITE}/book/index.html"]
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in html.joinpath("robots.txt").read_text("utf-8")


@pytest.mark.parametrize("variable", ["BOOK_REPOSITORY", "BOOK_SITE"])
def test_what_is_no_address_is_refused(tmp_path: Path, variable: str) -> None:
    """By the name of the variable."""
    done = make_book(tmp_path, PAGES).build(**{variable: "a-fork/likelihood"})
    assert done.status != 0
    assert f"{variable} has to be an address" in done.output

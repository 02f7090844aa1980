"""The addresses that a book names are tried, and one that leads nowhere is named with its page."""

import re
from pathlib import Path
from types import SimpleNamespace

import book_links
from browser import served
from small_books import LINKS, ROOT, make_book, write_files


def test_an_address_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """And one that is there is not; the built site stays as it is."""
    write_files(tmp_path / "host", {"there.html": "<p>Here.</p>"})
    with served(tmp_path / "host") as address:
        text = f"# Links\n\n[one]({address}/there.html)\nand [two]({address}/nowhere.html)\n"
        tmp_path.joinpath("book").mkdir()
        book = make_book(tmp_path / "book", {"index": text, "other": "# Other\n"})
        output = book.build("links")

    assert output.status == 1
    (broken,) = re.findall(r"(index\.md:\d+): WARNING: broken link: (\S+)", output.output)
    assert broken[1] == f"{address}/nowhere.html"
    assert not book.root.joinpath("_build", "html").exists()


def test_make_tries_them_in_this_way() -> None:
    """Each of its options stands in the recipe."""
    recipe = ROOT.joinpath("Makefile").read_text("utf-8").partition("\nlinks:")[2]

    assert f"jupyter-book build . {' '.join(LINKS)} >" in recipe.partition("\n\n")[0]


def test_the_register_is_asked_after_a_doi() -> None:
    """A publisher may refuse a program that asks; other addresses are tried as they are."""
    app = SimpleNamespace()

    assert book_links.asked(app, "https://doi.org/10.1000/1") == (
        "https://doi.org/api/handles/10.1000/1"
    )
    assert book_links.asked(app, "https://example.org/doi.org/1") is None

"""Two builds of the same sources are the same, byte for byte, wherever they are made.

And whenever: what a build leaves does not depend on the builds before it.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_books import EXECUTED, ROOT, Book, make_book

EVERYTHING_ON_A_PAGE = f"""{EXECUTED}# Everything on a page

A number: {{glue:text}}`half:.3f`. A figure: {{numref}}`fig-line`. A book: {{cite:t}}`one1900`.
An equation: {{eq}}`eq-a`.

```{{math}}
:label: eq-a
\\Var(X) = \\sigma^2
```

$$
a = b
$$

```{{code-cell}} python
---
mystnb:
  figure:
    name: fig-line
    caption: A line that rises.
  image:
    alt: A straight line that rises from the left to the right.
tags: [hide-input]
---
from mlebook import figures

figures.use_style()
figures.draw_curves([0, 1], {{"a": [0, 1], "b": [1, 0]}}, xlabel="x", ylabel="y");
```

```{{code-cell}} python
import time

from myst_nb import glue

glue("half", 1 / 2, display=False)
print("one line", end="", flush=True)
time.sleep(0.3)
print(", and the same")
```

:::{{prf:theorem}} A name
:label: thm-a

It is so.
:::

:::{{exercise}}
:label: ex-a

Find it.
:::

::::{{solution-start}} ex-a
:class: dropdown
::::

```{{code-cell}} python
1 / 2
```

::::{{solution-end}}
::::

```{{bibliography}}
```
"""


def differences(one: Path, other: Path) -> list[str]:
    """The files below two folders that are not the same, or not in both."""
    trees = [
        {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (one, other)
    ]
    assert trees[0]
    names = sorted(trees[0].keys() | trees[1].keys())
    return [name for name in names if trees[0].get(name) != trees[1].get(name)]


def full_book(root: Path) -> Book:
    """A book on the real package, with everything that a page can hold."""
    book = make_book(root, {"index": "# Front page\n\nWords.\n", "full": EVERYTHING_ON_A_PAGE})
    shutil.rmtree(root / "mlebook")
    shutil.copytree(ROOT / "mlebook", root / "mlebook")
    reference = "@book{one1900, author = {Ann Author}, title = {One}, publisher = {P}, year = 1900}"
    root.joinpath("book", "references.bib").write_text(reference, "utf-8")
    return book


def test_two_clean_builds_in_two_folders_are_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nothing of the folder, the time, the order of sets or of a generator of ids is in a page."""
    books = [full_book(tmp_path_factory.mktemp(name)) for name in ("here", "somewhere-else")]
    with ThreadPoolExecutor() as pool:
        builds = list(pool.map(lambda book: book.build("plain"), books))

    assert [build.status for build in builds] == [0, 0], builds[0].output + builds[1].output
    assert books[0].html("full").count("<figure") == 1
    assert "one line, and the same" in books[0].html("full")
    one, other = (book.root / "_build" / "html" for book in books)
    assert differences(one, other) == []


CONNECTED = {
    "index": "# Front page\n\nWords.\n",
    "first": "(one)=\n# First page\n\nWords, and a theory {cite}`one1900`.\n\n"
    "$$ a = b $$ (eq-a)\n\n:::{exercise}\n:label: ex-a\n\nFind it.\n:::\n\n"
    "```{list-table}\n:name: tab-z\n* - A table without a caption.\n```\n\n"
    "```{list-table} A table.\n:name: tab-a\n* - One.\n```\n",
    "second": "# Second page\n\nSee {eq}`eq-a`, {ref}`one`, {numref}`ex-a` and {numref}`tab-a`.\n\n"
    ":::{solution} ex-a\n:label: so-a\n\nFound.\n:::\n\n"
    ":::{glossary}\nmean\n  A sum, divided.\n:::\n",
    "third": "# Third page\n\nSee {ref}`so-a` and {term}`mean`.\n\n"
    ":::{glossary}\nmedian\n  The one in the middle.\n:::\n",
    "books": "# Books\n\n```{bibliography}\n```\n",
}
EDITS = {
    "nothing": ("first", "Words", "Words"),
    "a word": ("first", "Words", "Unheard-of words"),
    "a title": ("first", "# First page", "# Another page"),
    "a caption": ("first", "{list-table}\n:name: tab-z", "{list-table} Another.\n:name: tab-z"),
    "a term": ("second", "mean\n  A sum", "mean\nmedium\n  A sum"),
    "a number": ("first", "$$ a = b $$", "$$ c = d $$ (eq-c)\n\n$$ a = b $$"),
    "an exercise": ("first", ":::{exercise}", ":::{exercise}\n:label: ex-b\n:::\n\n:::{exercise}"),
    "a citation": ("first", "one1900", "two1901"),
    "a reference": ("references.bib", "year = 1900", "year = 1905"),
    "an author": ("CITATION.cff", "The mlebook authors", "Ann Author"),
    "an order": ("_toc.yml", "book/second", "book/first"),
    "the word again": ("first", "Unheard-of words", "Words"),
}
"""An edit after the other: the page, what is replaced in it, and by what."""


def connected_book(root: Path) -> Book:
    """A book whose pages show much of each other, built once."""
    root.mkdir()
    book = make_book(root, CONNECTED)
    shutil.copy(ROOT / "CITATION.cff", root)
    references = "@book{%s, author = {Ann %s}, title = {T}, publisher = {P}, year = 1900}\n"
    both = references % ("one1900", "Author") + references % ("two1901", "Nother")
    root.joinpath("book", "references.bib").write_text(both, "utf-8")
    assert book.build("plain").status == 0
    return book


def unlike_a_clean_build(book: Book, elsewhere: Path) -> list[str]:
    """Build a book again, and clean in another folder: the files of the site that differ."""
    built = book.build("plain")
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(book.root, elsewhere, symlinks=True, ignore=shutil.ignore_patterns("_build"))
    clean = Book(elsewhere).build("plain")
    assert (built.status, clean.status) == (0, 0), built.output
    return differences(*(root / "_build" / "html" for root in (book.root, elsewhere)))


def test_after_an_edit_the_site_is_what_a_clean_build_makes_of_it(tmp_path: Path) -> None:
    """What pages show of each other follows: titles, numbers, citations, their order."""
    book = connected_book(tmp_path / "here")
    for what, (page, old, new) in EDITS.items():
        path = book.root / "book" / (page if "." in page else f"{page}.md")
        path = path if path.exists() else book.root / page
        text = path.read_text("utf-8")
        assert old in text
        text = text.replace(new, "swap").replace(old, new).replace("swap", old)
        path.write_text(text, "utf-8")

        assert unlike_a_clean_build(book, tmp_path / "elsewhere") == [], what


def test_a_page_that_is_taken_out_leaves_nothing_in_the_site(tmp_path: Path) -> None:
    """Neither itself nor its source, nor what others showed of it."""
    book = connected_book(tmp_path / "here")
    book.root.joinpath("book", "third.md").unlink()
    contents = book.root / "_toc.yml"
    contents.write_text(contents.read_text("utf-8").replace("- file: book/third\n", ""), "utf-8")

    assert unlike_a_clean_build(book, tmp_path / "elsewhere") == []
    assert not book.root.joinpath("_build", "html", "book", "third.html").exists()


def test_a_difference_is_seen(tmp_path: Path) -> None:
    """Another byte, and a file that is not in both."""
    for name, files in {"one": {"a": "1", "b": "1"}, "two": {"a": "2", "c": "1", "d": "1"}}.items():
        tmp_path.joinpath(name).mkdir()
        for file, text in files.items():
            tmp_path.joinpath(name, file).write_text(text, "utf-8")

    assert differences(tmp_path / "one", tmp_path / "two") == ["a", "b", "c", "d"]

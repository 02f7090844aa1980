"""Pages are run when something changed that their results depend on, together, and then only.

A small book is built again and again, after one change at a time; each build tells what it ran.
What a page depends on is the subject of `test_needs.py`.
"""

import os
import re
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_books import EXECUTED, PACKAGE, Book, Build, make_book, write_files


def page(title: str, *cells: str) -> str:
    """A page with some cells."""
    blocks = [f"```{{code-cell}} python\n{cell}\n```\n" for cell in cells]
    return f"{EXECUTED}# {title}\n\nText.\n\n" + "\n".join(blocks)


CAPTIONED = """\
---
mystnb:
  figure:
    name: fig-bars
    caption: What one sees.
---
from mlebook import figures

figures.bars()
with open('runs.txt', 'a') as runs:
    runs.write('x')\
"""

PAGES = {
    "index": "# Front page\n\nNo cells.\n",
    "coin": page("A coin", "from mlebook import Coin", "Coin.fit([1, 2])"),
    "die": page("A die", "from mlebook import Die\n\nDie.fit([5, 6])"),
    "data": page("Data", "from mlebook.data import load\n\nprint('peas', load())"),
    "drawn": page("A drawing", CAPTIONED),
    "alone": page("Alone", "print(1 + 1)") + ":::{exercise} A sum of dice\n:label: ex-dice\n\n"
    "Find the sum.\n:::\n\n:::{solution} ex-dice\n:label: so-dice\n\nFound.\n:::\n",
}
ALL = {"coin", "die", "data", "drawn", "alone"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book, built once."""
    return make_book(tmp_path_factory.mktemp("fast"), PAGES)


@pytest.fixture(scope="module")
def cold(book: Book) -> Build:
    """Its first build."""
    return book.build("plain")


def edit(book: Book, file: str, old: str, new: str) -> None:
    """Replace some words in a file; one of the package gets older by that, as from a backup."""
    path = book.root / file
    text, date = path.read_text("utf-8"), path.stat().st_mtime
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    if file.startswith("mlebook"):
        os.utime(path, (date - 100, date - 100))


def test_the_first_build_runs_every_page_once_and_says_so(book: Book, cold: Build) -> None:
    """Nothing is said but what ran, how long it took, and where the front page is."""
    lines = [line for line in cold.output.splitlines() if line.strip("= ")]
    start = lines.index(next(line for line in lines if line.startswith("[1/5] book/")))

    assert cold.status == 0
    assert cold.ran == ALL
    assert book.root.joinpath("book", "runs.txt").read_text("utf-8") == "x"
    told = lines[start : start + 6]
    assert [re.sub(r"book/\w+ ran in \d+\.\d s$", "ran", line) for line in told[:5]] == [
        f"[{number}/5] ran" for number in range(1, 6)
    ]
    assert re.fullmatch(r"Built in \d+\.\d s\.", told[5])
    # What stands before is said before any extension is loaded, what follows after the last one.
    assert [line.partition(" ")[0] for line in lines[:start]] == [
        *("Running", "Source", "Config", "Output"),
        *("Running", "loading"),
    ]
    assert lines[start + 6].startswith("Finished generating HTML")
    assert lines[-1].strip().endswith("/_build/html/index.html")


def test_pages_are_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there are kernels: here each waits until the other has begun."""
    import book_parallel

    both = threading.Barrier(2, timeout=60)

    def run(*_: object) -> SimpleNamespace:
        both.wait()
        return SimpleNamespace(err=None, time=0.0)

    monkeypatch.setattr(book_parallel, "run", run)
    monkeypatch.setattr(book_parallel, "KERNELS", 2)
    surroundings = SimpleNamespace(mystnb_config=SimpleNamespace(execution_timeout=1), doc2path=str)
    found = book_parallel.run_at_once({"a": None, "b": None}, surroundings)

    assert {page for page, _ in found} == {"a", "b"}


@pytest.mark.usefixtures("cold")
def test_without_a_change_and_for_prose_and_captions_nothing_is_run(book: Book) -> None:
    """And the new words are in the page all the same."""
    assert book.build("plain").ran == set()

    edit(book, "book/coin.md", "Text.", "Other words.")
    edit(book, "book/drawn.md", "What one sees.", "What is to be seen.")

    assert book.build("plain").ran == set()
    assert "Other words." in book.html("coin")


@pytest.mark.usefixtures("cold")
def test_a_change_runs_the_pages_that_need_what_changed_and_undoing_it_none(book: Book) -> None:
    """The pages on a common base, directly and through others; those that load the data."""
    edit(book, "mlebook/base.py", "max", "min")
    edit(book, "mlebook/data/peas.csv", "5", "7")

    assert book.build("plain").ran == {"coin", "die", "data"}
    assert "peas 7" in book.html("data")

    edit(book, "mlebook/base.py", "min", "max")

    assert book.build("plain").ran == set()
    assert "peas 7" in book.html("data")

    edit(book, "mlebook/data/peas.csv", "7", "5")
    edit(book, "book/alone.md", "1 + 1", "1 + 2")

    assert book.build("plain").ran == {"alone"}
    assert "peas 5" in book.html("data")


@pytest.mark.usefixtures("cold")
def test_another_version_of_a_package_runs_every_page(book: Book) -> None:
    """Whatever package it is."""
    folder = book.root / "elsewhere"
    folder.joinpath("numpy-9.0.dist-info").mkdir(parents=True)

    assert book.build("plain", PYTHONPATH=str(folder)).ran == ALL


@pytest.mark.usefixtures("cold")
def test_a_word_more_writes_its_page_and_the_front_page_only(book: Book) -> None:
    """A book may have many pages: a build after an edit does not get longer with them."""
    book.build("plain")
    folder = book.root / "_build" / "html" / "book"
    before = {path.stem: path.stat().st_mtime_ns for path in folder.glob("*.html")}
    edit(book, "book/alone.md", "Text.", "Text, and more.")
    book.build("plain")

    written = {p.stem for p in folder.glob("*.html") if p.stat().st_mtime_ns != before[p.stem]}
    assert written == {"alone", "index"}


def test_a_word_more_on_a_page_that_cites_writes_no_other_page_either(tmp_path: Path) -> None:
    """That it was read after the others, which cite too, is nothing that they show."""
    cites = "# Page\n\nText {cite}`one1900`.\n"
    books = "# Books\n\n```{bibliography}\n```\n"
    book = make_book(tmp_path, {"index": "# Front\n", "a": cites, "b": cites, "books": books})
    entry = "@book{one1900, author = {Ann Author}, title = {T}, publisher = {P}, year = 1900}\n"
    tmp_path.joinpath("book", "references.bib").write_text(entry, "utf-8")
    assert book.build("plain").status == 0
    folder = tmp_path / "_build" / "html" / "book"
    before = {path.stem: path.stat().st_mtime_ns for path in folder.glob("*.html")}
    edit(book, "book/a.md", "Text", "Words")
    assert book.build("plain").status == 0

    written = {p.stem for p in folder.glob("*.html") if p.stat().st_mtime_ns != before[p.stem]}
    assert written == {"a", "index"}


@pytest.mark.usefixtures("cold")
def test_a_build_loads_no_database_and_starts_no_kernel_for_nothing(book: Book) -> None:
    """Python says what it imports: what takes long and is not needed is not there."""
    output = book.build("plain", PYTHONPROFILEIMPORTTIME="1").output
    loaded = set(re.findall(r"\| +([\w.]+)$", output, re.MULTILINE))

    assert "sphinx.application" in loaded
    assert not loaded & {"sqlalchemy", "sphinx_thebe", "matplotlib", "numpy", "sklearn"}


@pytest.mark.usefixtures("cold")
def test_a_build_opens_no_page_that_it_does_not_write(book: Book) -> None:
    """Not to number the figures anew either: pages as they were read may be anything but pages."""
    book.build("plain")
    folder = book.root / "_build" / ".doctrees" / "book"
    kept = {path: path.read_bytes() for path in folder.glob("*.doctree")}
    try:
        for path in kept:
            path.write_bytes(b"no page")
        nothing = book.build("plain")
        folder.joinpath("index.doctree").write_bytes(kept[folder / "index.doctree"])
        edit(book, "book/alone.md", "Find the sum", "Find the sum now")
        prose = book.build("plain")
    finally:
        for path in kept.keys() - {folder / "index.doctree", folder / "alone.doctree"}:
            path.write_bytes(kept[path])

    assert nothing.status == 0, nothing.output
    assert prose.status == 0, prose.output
    assert "Exercise 1" in book.html("alone")


def test_an_entry_of_the_bibliography_is_formatted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And anew where its label or anything in it has changed, or might have."""
    from book_citations import Kept
    from pybtex.database import Entry
    from pybtex.style.formatting import plain

    asked: list[str] = []
    monkeypatch.setattr(plain.Style, "format_entry", lambda _, label, *__: asked.append(label) or 1)
    monkeypatch.setattr(Kept, "former", {})
    for fields in [{"title": "T"}, {"title": "T"}, {"title": "U"}, {"crossref": "a"}]:
        monkeypatch.setattr(Kept, "present", {})
        for label in "112":
            Kept().format_entry(label, Entry("book", fields=fields))
        Kept.former = Kept.present

    assert "".join(asked) == "12" + "" + "12" + "112"


def test_the_titles_of_exercises_are_kept_without_their_pages(book: Book, cold: Build) -> None:
    """What is loaded at every build is as small as it can be."""
    assert cold.status == 0
    note = book.root / "_build" / ".doctrees" / "environment.pickle"

    assert b"Find the sum" not in note.read_bytes()
    assert b"A sum of dice" in note.read_bytes()


def test_a_page_of_docstrings_follows_the_package(tmp_path: Path) -> None:
    """What is said of a method in another file too, by a class from which it is inherited."""
    names = "```{eval-rst}\n.. autoclass:: mlebook.Coin\n   :members:\n```\n"
    book = make_book(tmp_path, {"index": PAGES["index"], "names": f"# Names\n\n{names}"})
    coin = PACKAGE["models/coin.py"].replace("...", "\n    def fit(self): ...")
    tmp_path.joinpath("mlebook", "models", "coin.py").write_text(coin, "utf-8")
    for word in ("summit", "top"):
        model = f'class Model:\n    def fit(self):\n        """Find the {word}."""\n'
        tmp_path.joinpath("mlebook", "base.py").write_text(model, "utf-8")
        build = book.build("plain", PYTHONPATH=str(tmp_path))

        assert build.status == 0, build.output
        assert f"Find the {word}." in book.html("names")


def test_the_needs_of_a_page_are_found_out_once_for_each_state_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept while nothing changes, found out anew after any edit."""
    from book_cache import States
    from book_needs import Sources
    from book_requests import Request

    write_files(tmp_path / "mlebook", PACKAGE)
    request = Request(frozenset({"mlebook.Coin"}))
    first = States(tmp_path).of(request)
    with monkeypatch.context() as patch:
        patch.setattr(Sources, "state", None)
        assert States(tmp_path).of(request) == first
        with pytest.raises(TypeError):
            States(tmp_path).of(Request(frozenset({"mlebook.Die"})))
    tmp_path.joinpath("mlebook", "base.py").write_text("class Model: ...\n", "utf-8")

    assert States(tmp_path).of(request) != first


def test_only_some_results_of_a_page_are_kept(tmp_path: Path) -> None:
    """The oldest go first, so that the folder does not grow for ever."""
    import nbformat
    from book_cache import KEPT, Results

    write_files(tmp_path / "mlebook", PACKAGE)
    results = Results(tmp_path)
    notebooks = [
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"print({number})")])
        for number in range(KEPT + 2)
    ]
    for number, notebook in enumerate(notebooks):
        results.save("book/page", notebook)
        os.utime(results.path("book/page", notebook), (number, number))

    assert len(list(results.folder.rglob("*.ipynb"))) == KEPT
    assert [results.load("book/page", notebook) for notebook in notebooks] == [
        number >= 2 for number in range(KEPT + 2)
    ]

"""The notebook of each page: its whole text in plain Markdown, its cells, and what they gave."""

import re
from base64 import b64decode
from pathlib import Path

import book_notebooks
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbformat import NotebookNode
from page_source import Page
from small_books import EXECUTED, ROOT, make_book

PAGES = sorted(path.stem for path in ROOT.glob("book/*.md"))
every_page = pytest.mark.parametrize("page", PAGES)

FROM_SOURCES = 'the package of the book: in the folder of its sources* `pip install -e ".[book]"`.'
OF_THE_PAGE = re.compile(r"\{[a-z:-]+\}`|^:::|^```\{|[\ue000-\ue005]|\\(loglik|Prob|E|Var)\b", re.M)
"""What only MyST understands, macros of ours, and marks of the conversion."""


def notebook(site: Path, page: str) -> NotebookNode:
    """The notebook that a page offers."""
    return nbformat.read(site / "_sources" / "book" / f"{page}.ipynb", as_version=4)


def text(made: NotebookNode) -> str:
    """All that is no code."""
    return "\n\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")


@every_page
def test_a_page_offers_a_valid_notebook(site: Path, page: str) -> None:
    """Beside its source, behind a button."""
    nbformat.validate(notebook(site, page))
    html = site.joinpath("book", f"{page}.html").read_text("utf-8")
    assert f'href="../_sources/book/{page}.ipynb"' in html


@every_page
def test_the_cells_are_those_of_the_page(site: Path, page: str) -> None:
    """All of them, in their order; each was run."""
    code = [cell for cell in notebook(site, page).cells if cell.cell_type == "code"]
    source = Page(ROOT.joinpath("book", f"{page}.md").read_text("utf-8"))
    assert [cell.source for cell in code] == [cell.code.strip() for cell in source.cells]
    assert all(cell.execution_count for cell in code)


@every_page
def test_the_text_is_plain_and_whole(site: Path, page: str) -> None:
    """Nothing that only MyST understands; every heading, box and numbered equation."""
    words = text(notebook(site, page))
    assert OF_THE_PAGE.findall(words) == []

    html = site.joinpath("book", f"{page}.html").read_text("utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article")
    assert article is not None
    numbers = re.findall(r"\d+", " ".join(e.get_text() for e in article.select(".eqno")))
    assert not re.search(r"^((?:> )+)\*\*[^*]+\*\*\n\1\S", words, re.M)  # a title on its own line
    assert re.findall(r"\\tag\{(\d+)\}", words) == numbers
    assert len(re.findall(r"^#+ ", words, re.M)) == len(article.select("h1, h2, h3, h4"))
    boxes = [b for b in article.select("div.admonition") if b.select_one(".admonition-title")]
    assert len(re.findall(r"^(?:> )+\*\*", words, re.M)) >= len(boxes)
    for output in article.select(".cell .katex"):
        if not output.find_parent("figcaption"):
            output.decompose()
    assert len(re.findall(r"\${1,2}[^$]+\${1,2}", words)) == len(article.select(".katex"))


def test_numbers_and_references_stand_in_the_text(site: Path) -> None:
    """What the page fills in from its cells and from other pages."""
    words = text(notebook(site, "normal"))
    assert "The variance is 0.2096." in words
    assert "[Definition 1](likelihood.ipynb)" in words
    assert re.search(
        r"^> \*\*Theorem \d+ \(The estimates of a normal distribution\)\*\*", words, re.M
    )
    assert re.search(r"\*Fig\. \d+ The density of each measurement", words)


def test_what_the_page_folds_is_folded(site: Path) -> None:
    """The source of a drawing; the drawing is there."""
    drawings = [
        cell for cell in notebook(site, "normal").cells if "hide-input" in str(cell.metadata)
    ]
    assert drawings
    assert all(cell.metadata.jupyter.source_hidden for cell in drawings)
    assert "image/svg+xml" in drawings[0].outputs[0].data


@every_page
def test_a_link_leads_to_a_notebook_that_is_there(site: Path, page: str) -> None:
    """Beside this one, whoever opens it and wherever."""
    targets = re.findall(r"\]\(([^)\s]+)", text(notebook(site, page)))
    beside = {target for target in targets if "://" not in target}
    folder = site / "_sources" / "book"
    assert [target for target in beside if not folder.joinpath(target).is_file()] == []


def test_a_notebook_says_what_its_cells_need(site: Path) -> None:
    """One with cells how to get the package, one with an explorer that it has to be run."""
    first = {page: notebook(site, page).cells[0].source for page in PAGES}
    assert FROM_SOURCES in first["coin"]
    assert "appears when its cell is run" in first["coin"]
    assert "appears" not in first["likelihood"]
    assert "pip install" not in first["glossary"]


def test_what_is_not_installed_with_the_package_needs_the_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The benchmarks lie beside it; whatever else is run needs what can be installed from afar."""
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/a-fork/likelihood")
    beside, other = (
        nbformat.v4.new_code_cell(f"from {package} import stored")
        for package in ("benchmarks", "mlebook")
    )
    assert FROM_SOURCES in book_notebooks.begin("book/benchmarks", [other, beside])
    for branch, place in {"": "likelihood", "draft": "likelihood@draft"}.items():
        monkeypatch.setenv("BOOK_BRANCH", branch)
        assert f'github.com/a-fork/{place}"`' in book_notebooks.begin("book/coin", [other])


def drawings(made: NotebookNode) -> list[NotebookNode]:
    """The outputs that are figures."""
    outputs = [output for cell in made.cells for output in cell.get("outputs", [])]
    return [out for out in outputs if "image/svg+xml" in out.get("data", {})]


def test_a_figure_is_seen_on_any_ground(site: Path) -> None:
    """It has one of its own, which the page of the site takes away."""
    found = drawings(notebook(site, "normal"))
    assert found
    for drawing in found:
        assert 'style="fill: #ffffff"' in drawing.data["image/svg+xml"].partition("</g>")[0]


def test_a_figure_is_seen_where_the_notebook_is_not_trusted(site: Path) -> None:
    """There SVG is left out, and only an image is shown; it says what one sees."""
    for drawing in drawings(notebook(site, "normal")):
        image = BeautifulSoup(drawing.data["text/html"], "html.parser").img
        assert image is not None
        assert len(str(image["alt"])) > 30
        source = b64decode(str(image["src"]).removeprefix("data:image/svg+xml;base64,"))
        assert source.decode() == drawing.data["image/svg+xml"]


@pytest.mark.parametrize("page", ["notation", "likelihood"])
def test_a_notebook_runs_where_it_was_saved(site: Path, page: str, tmp_path: Path) -> None:
    """From its first cell to its last, in a folder that holds nothing else."""
    NotebookClient(notebook(site, page), resources={"metadata": {"path": tmp_path}}).execute()


def test_a_published_notebook_says_where_it_is_from(tmp_path: Path) -> None:
    """With a way to its package, and with links to the site."""
    cell = "```{code-cell} python\n1 + 1\n```\n"
    pages = {
        "index": "(front)=\n# Front\n",
        "coin": f"{EXECUTED}# Coin\n\nSee {{ref}}`front`.\n\n{cell}",
    }
    book = make_book(tmp_path, pages)
    site, repository = "https://a-fork.github.io/likelihood", "https://github.com/a-fork/likelihood"
    assert book.build(BOOK_SITE=site, BOOK_REPOSITORY=repository).status == 0
    path = tmp_path / "_build" / "html" / "_sources" / "book" / "coin.ipynb"
    words = text(nbformat.read(path, as_version=4))
    assert f"<{site}/book/coin.html>" in words
    assert f"[Front]({site}/book/index.html#front)" in words
    assert f'pip install "mlebook[book] @ git+{repository}"' in words

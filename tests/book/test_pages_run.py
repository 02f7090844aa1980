"""The cells of the book's pages run without the build, in order, with every warning an error."""

import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest
from small_books import ROOT
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst.lexers import DirectiveLexer

PAGES = sorted(ROOT.joinpath("book").glob("*.md"))
run = PythonEvaluator()


def run_and_expect_an_exception(example: Example) -> None:
    """Run a cell that announces by its tag that it raises."""
    try:
        run(example)
    except Exception:
        return
    pytest.fail("the cell does not raise, as its tag says that it does")


def cells(document: Document) -> Iterator[Region]:
    """The cells of a page."""
    for found in DirectiveLexer("code-cell", "python")(document):
        tags = found.lexemes["options"].get("tags", [])
        evaluator = run_and_expect_an_exception if "raises-exception" in tags else run
        yield Region(found.start, found.end, found.lexemes["source"], evaluator)


def fences(text: str) -> int:
    """The number of cells by another count, which sees the badly spelt ones too."""
    return len(re.findall(r"^\s*[`:~]{3,}\s*\{code", text, re.MULTILINE))


def run_page(page: Path) -> int:
    """Run the cells of a page; return how many there were."""
    examples = list(Sybil([cells], path=str(page.parent)).parse(page).examples())
    for example in examples:
        example.evaluate()
    return len(examples)


@pytest.fixture(autouse=True)
def _drawing_to_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Figures need no screen, leave no trace, and the style of one page is not that of the next."""
    matplotlib.use("Agg")
    with matplotlib.rc_context():
        yield
    plt.close("all")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_cell_of_the_page_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many cells run, in the page's own folder, as its source has."""
    monkeypatch.chdir(page.parent)

    assert run_page(page) == fences(page.read_text("utf-8"))


def test_there_are_pages() -> None:
    """The test above is about the pages of the book, of which there is at least one."""
    assert PAGES


@pytest.mark.parametrize(
    ("source", "mistake"),
    [
        ("```{code-cell} python\n1 / 0\n```", ZeroDivisionError),
        ("```{code-cell} python\nimport warnings\nwarnings.warn('!')\n```", UserWarning),
        ("```{code-cell} python\n:tags: [raises-exception]\n1\n```", pytest.fail.Exception),
    ],
)
def test_a_bad_cell_is_seen(source: str, mistake: type[BaseException], tmp_path: Path) -> None:
    """A cell that raises, one that warns and one that fails to raise each fail their page."""
    page = tmp_path / "page.md"
    page.write_text(source, "utf-8")

    with pytest.raises(mistake):
        run_page(page)


@pytest.mark.parametrize(
    "fence", ["```{code-cell}", "```{code-cell} ipython3", ":::{code-cell} python"]
)
def test_a_cell_that_would_not_be_run_is_seen(fence: str, tmp_path: Path) -> None:
    """Where a fence is not spelt as the cells are, the two counts differ."""
    page = tmp_path / "page.md"
    page.write_text(f"{fence}\n1\n{fence[:3]}\n", "utf-8")

    assert run_page(page) < fences(page.read_text("utf-8"))

"""The build stops at whatever is wrong in a page, and does so until it is mended.

Small books are built, one page for each kind of mistake, so that one build shows them all.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from small_books import EXECUTED, WAYS, Book, Build, make_book


@dataclass(frozen=True)
class Mistake:
    """A page with one thing wrong in it."""

    text: str
    """The page."""
    line: str
    """How the line begins at which the mistake is to be reported."""
    report: str
    """What is to be said about it."""
    wrong: str
    """What to replace so as to mend it..."""
    right: str
    """... and by what."""

    @property
    def line_number(self) -> int:
        """The number of the line at which the mistake is to be reported."""
        lines = self.text.splitlines()
        return 1 + next(i for i, line in enumerate(lines) if line.startswith(self.line))


def cell(code: str) -> str:
    """A page of one cell, which does not begin at a line that any page might begin at."""
    return f"{EXECUTED}# A cell\n\nText.\n\n```{{code-cell}} python\n{code}\n```\n"


MISTAKES = {
    "raises": Mistake(
        cell("answer = 0\n\n1 / answer"),
        "```{code-cell}",
        "this cell raised ZeroDivisionError: division by zero",
        "answer = 0",
        "answer = 1",
    ),
    "warns": Mistake(
        cell("import warnings\n\nwarnings.warn('look out')"),
        "```{code-cell}",
        "UserWarning: look out",
        "warnings.warn('look out')",
        "",
    ),
    "refers": Mistake(
        "# A reference\n\nText.\n\nSee {ref}`nowhere`.\n",
        "See",
        "undefined label: 'nowhere'",
        "{ref}`nowhere`",
        "nothing",
    ),
    "names": Mistake(
        "# A name\n\nText.\n\nSee {func}`mlebook.nothing`.\n",
        "See",
        "py:func reference target not found: mlebook.nothing",
        "{func}",
        "",
    ),
    "cites": Mistake(
        "# A citation\n\nText.\n\nSee {cite}`nobody1900`.\n",
        "See",
        'could not find bibtex key "nobody1900"',
        "{cite}`nobody1900`",
        "nobody",
    ),
    "formula": Mistake(
        "# A formula\n\nText.\n\nBetween $\\frac{a$ and $b$.\n",
        "Between",
        r"in the formula: \frac{a",
        r"\frac{a",
        r"\frac{a}{b}",
    ),
    "macro": Mistake(
        "# A macro\n\nText.\n\n```{math}\n:label: eq-macro\n\\nosuchmacro\n```\n",
        "```{math}",
        r"Undefined control sequence: \nosuchmacro",
        r"\nosuchmacro",
        r"\Var",
    ),
    "numbered": Mistake(
        "# A number too many\n\nText.\n\n$$\n\\begin{align} a &= b \\end{align}\n$$\n",
        "$$",
        r"\begin{align} numbers itself",
        "align}",
        "aligned}",
    ),
    "dollars": Mistake(
        "# Dollars\n\nText.\n\nAn equation\n$$ a = b $$\nwithin a paragraph.\n",
        "An equation",
        "$ stands in the text",
        "\n$$ a = b $$\n",
        "\n\n$$ a = b $$\n\n",
    ),
    "bare": Mistake(
        "# LaTeX\n\nText.\n\n\\begin{align} a &= b \\end{align}\n",
        r"\begin",
        r"\begin{ stands in the text",
        r"\begin{align} a &= b \end{align}",
        "$a = b$",
    ),
}


GOOD = r"""# Front page

The variance is $\Var(X) = \sigma^2$.

$$ a = b $$ (eq-a)

See {eq}`eq-a`.
"""


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """The book of all mistakes, built in one way and, with nothing changed, in the other."""
    pages = {"index": GOOD} | {name: mistake.text for name, mistake in MISTAKES.items()}
    book = make_book(tmp_path_factory.mktemp("mistakes"), pages)
    return [book.build(way) for way in WAYS]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_page_and_line_at_every_build(
    name: str, two_builds: list[Build]
) -> None:
    """Both the first and the second build fail, and both say where and what the mistake is."""
    mistake = MISTAKES[name]
    place = f"{name}.md:{mistake.line_number}: WARNING: "

    for build in two_builds:
        reports = build.output.split(place)[1:]

        assert build.status == 1
        assert any(mistake.report in report.partition("WARNING:")[0] for report in reports)


def test_an_exception_is_reported_with_its_traceback(two_builds: list[Build]) -> None:
    """The line of the cell that raised is shown, at the second build too."""
    for build in two_builds:
        assert "----> 3 1 / answer" in build.output


def test_a_page_that_fails_is_run_once_in_a_build(two_builds: list[Build], tmp_path: Path) -> None:
    """What it did before it failed is not done again in order to report it."""
    for build in two_builds:
        assert "] book/raises failed in " in build.output
    fails = cell("with open('runs.txt', 'a') as runs:\n    runs.write('x')\n1 / 0")
    make_book(tmp_path, {"index": GOOD, "fails": fails}).build("plain")

    assert tmp_path.joinpath("book", "runs.txt").read_text("utf-8") == "x"


def test_a_failed_build_says_that_it_failed(two_builds: list[Build]) -> None:
    """And not that it was built."""
    for build in two_builds:
        assert re.search(r"^Failed after \d+\.\d s\.$", build.output, re.MULTILINE)
        assert "Built in" not in build.output


def test_the_good_page_is_not_blamed(two_builds: list[Build]) -> None:
    """No report names the page that has no mistake."""
    for build in two_builds:
        assert not re.search(r"index\.md:.*WARNING", build.output)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of two pages without a mistake."""
    return make_book(tmp_path_factory.mktemp("book"), {"index": GOOD, "counts": cell("1 + 1")})


@pytest.fixture(scope="module")
def built(book: Book) -> Book:
    """That book, after a build."""
    assert book.build().status == 0
    return book


def test_mended_pages_pass_and_the_others_go_on_failing(tmp_path: Path) -> None:
    """A build reports just those mistakes that are left, and passes when none is."""
    left = {name: MISTAKES[name] for name in ("raises", "refers", "formula")}
    book = make_book(tmp_path, {"index": GOOD} | {name: page.text for name, page in left.items()})
    book.build()
    while left:
        name, mistake = left.popitem()
        book.write(name, mistake.text.replace(mistake.wrong, mistake.right))

        build = book.build("plain")

        assert build.status == (1 if left else 0), build.output
        assert set(re.findall(r"(\w+)\.md:.*WARNING", build.output)) == set(left)


def test_a_page_that_the_contents_do_not_name_is_reported(tmp_path: Path) -> None:
    """It was forgotten there; but what lies in another folder is no page."""
    book = make_book(tmp_path, {"index": GOOD, "other": "# Other\n"})
    for place in ("notes.md", "notes/note.md", ".venv/lib/README.md", "_build/python/README.md"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# No page\n\n{ref}`nowhere`\n", "utf-8")
    build = book.build()
    assert build.status == 0, build.output

    book.write("forgotten", "# Forgotten\n")

    build = book.build()
    assert build.status == 1
    assert "forgotten.md: WARNING: document isn't included in any toctree" in build.output


def test_a_build_that_did_not_end_hides_nothing(book: Book) -> None:
    """After an interrupted build every page is read again; after a good one, none."""
    assert book.build().status == 0
    page = book.root / "_build" / "html" / "book" / "index.html"
    before = page.stat().st_mtime_ns
    book.build()

    assert page.stat().st_mtime_ns == before

    book.root.joinpath("_build", ".doctrees", "owed.json").write_text("null", "utf-8")
    book.build()

    assert page.stat().st_mtime_ns > before


def test_a_warning_that_names_no_page_comes_again(book: Book) -> None:
    """A mistake in the list of references fails each build until it is mended."""
    references = book.root / "book" / "references.bib"
    references.write_text(2 * "@book{one, author = {A}, title = {T}, year = 1900}\n", "utf-8")
    for way in WAYS:
        build = book.build(way)

        assert build.status == 1
        assert "repeated bibliography entry: one" in build.output

    references.write_text("", "utf-8")

    assert book.build().status == 0


class Requests(HTMLParser):
    """Collects what a browser fetches for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address that an element loads."""
        given = dict(attrs)
        address = given.get("href") if tag == "link" else given.get("src")
        if address:
            self.addresses.append(address)


def test_a_page_asks_no_other_host(built: Book) -> None:
    """All that a page loads is a file of the site, which is there."""
    requests = Requests()
    requests.feed(built.html("index"))

    assert len(requests.addresses) > 10
    for address in requests.addresses:
        assert "//" not in address
        assert built.root.joinpath("_build/html/book", address.partition("?")[0]).is_file()


def test_equations_are_in_the_page_with_their_fonts(built: Book) -> None:
    """The formulas are rendered, macros too, and the fonts of their style sheet are there."""
    page = built.html("index")
    style = built.root / "_build/html/_static/all.css"
    fonts = [part.partition(")")[0] for part in style.read_text("utf-8").split("url(fonts/")[1:]]

    assert page.count('class="katex"') >= 2
    assert "Var" in page
    assert "katex-error" not in page
    assert 'id="equation-eq-a"' in page
    assert len(fonts) >= 20
    assert all(style.parent.joinpath("fonts", font).is_file() for font in fonts)


def test_formulas_that_were_there_before_need_no_katex(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept for each page; another macro or another KaTeX writes them anew."""
    from book_katex import Renderer

    def renderer(digest: str) -> Renderer:
        fresh = Renderer()
        fresh.folder, fresh.digest = tmp_path, digest
        monkeypatch.setattr(fresh, "written", lambda tex, display: f"{digest} {tex} {display}")
        return fresh

    one = renderer("one")
    assert one.html("a", "page", display=True) == "one a True"
    one.stop()
    two, again = renderer("two"), renderer("one")
    assert two.html("a", "page", display=True) == "two a True"
    monkeypatch.delattr(again, "written")
    monkeypatch.setattr(Renderer, "written", None)
    assert again.html("a", "page", display=True) == "one a True"
    for tex, page, display in [("b", "page", True), ("a", "other", True), ("a", "page", False)]:
        with pytest.raises(TypeError):
            again.html(tex, page, display=display)


def test_a_sheet_that_was_edited_is_in_the_site_though_no_page_was_written(
    tmp_path: Path,
) -> None:
    """Sphinx copies such files only after it has written a page."""
    book = make_book(tmp_path, {"index": "# A\n", "other": "# B\n"})
    assert book.build().status == 0
    sheet = tmp_path / "book" / "_static" / "book.css"
    sheet.write_text(sheet.read_text("utf-8") + "h1 { order: 73 }\n", "utf-8")

    assert book.build().status == 0
    all_rules = tmp_path.joinpath("_build", "html", "_static", "all.css").read_text("utf-8")
    assert "h1{order:73}" in all_rules


def test_a_second_search_field_does_not_stand_across_the_top(built: Book) -> None:
    """The theme's button for the search stands in the side bar alone."""
    assert built.html("index").count("search-button-field") == 1

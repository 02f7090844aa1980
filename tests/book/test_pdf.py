"""The book on paper: everything is there, nothing is cut, and each number and link leads right."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import yaml
from browser import path_of_browser
from edition import read_edition
from lxml import html
from make_pdf import SIZE, make_pdf
from print_appendix import page_number
from print_browser import launched, opened
from print_chapters import Chapter, find, join_names, name_headings, pages_of, read_article, words
from print_document import Project
from print_file import bookmarks, finished, numbers_of_pages
from print_paper import for_paper, keep_marks
from print_solutions import solutions_of
from print_sources import sources_of
from small_books import ROOT

A4 = (210, 297)  # millimetres
POINTS = 72 / 25.4  # to the millimetre
EMPTY = 0.3  # of the height of the text: no page in the middle of a chapter holds less than that

WIDER = """(room => [...document.querySelectorAll('body *')].filter(part => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1) && !part.closest('svg, .vlist-t')
  }).map(part => part.outerHTML.slice(0, 90)))"""
"""What is wider than the text on a page; inside of a formula stand empty boxes."""


class Printed:
    """The book as it was printed, and the document that it was printed from."""

    def __init__(self, site: Path) -> None:
        project = Project(ROOT)
        self.pages = [path.stem for path in contents(site)]
        self.file = make_pdf(project)
        self.path = project.folder / "book.html"
        self.document = html.document_fromstring(self.path.read_text("utf-8"))
        self.numbers = numbers_of_pages(self.file)
        paper = pypdfium2.PdfDocument(self.file)
        self.sizes = [page.get_size() for page in paper]
        self.texts = [page.get_textpage().get_text_range() for page in paper]
        self.fills = [fill_of(page) for page in paper]


def contents(site: Path) -> Iterator[Path]:
    """The pages that the book consists of, as they were built."""
    for page in pages_of(yaml.safe_load(ROOT.joinpath("_toc.yml").read_text("utf-8"))):
        yield site / "book" / f"{page}.html"


def fill_of(page: pypdfium2.PdfPage) -> float:
    """How far down the text of a page reaches, as a share of its height."""
    grey = np.asarray(page.render(scale=0.25, grayscale=True).to_pil())
    top, bottom = (round(share * len(grey)) for share in (25 / 297, 272 / 297))
    rows = np.flatnonzero((grey[top:bottom] < 200).any(axis=1))
    return 0.0 if not len(rows) else float(rows[-1] + 1) / (bottom - top)


@pytest.fixture(scope="module")
def printed(site: Path) -> Printed:
    """The book, printed once for all that is asked of it."""
    path_of_browser()
    return Printed(site)


def test_every_page_is_a4(printed: Printed) -> None:
    """To half a millimetre."""
    for size in printed.sizes:
        assert np.allclose(np.array(size) / POINTS, A4, atol=0.5)


def test_nothing_is_wider_than_the_text(printed: Printed) -> None:
    """Measured in a window of that width, with all that print asks for."""
    with launched() as browser:
        page = opened(browser, printed.path, SIZE[0])

        assert page.evaluate(WIDER, SIZE[0]) == []


def test_each_chapter_and_section_has_a_bookmark(printed: Printed, site: Path) -> None:
    """And so have the table of contents and the two appendices, by chapters."""
    wanted = []
    for path in contents(site):
        article = read_article(path)
        for part in find(article, "a", "headerlink"):
            part.drop_tree()
        wanted += [words(heading) for heading in article.iter("h1", "h2", "h3", "h4")]
    with pikepdf.open(BytesIO(printed.file)) as file, file.open_outline() as outline:
        names = [re.sub(r"^\d+ ", "", mark.title) for mark in bookmarks(outline.root)]

    assert names[0] == "Contents"
    assert names[1 : len(wanted) + 1] == wanted
    assert {"Solutions", "Sources of the figures"} < set(names[len(wanted) + 1 :])


def test_every_link_within_the_book_leads_somewhere(printed: Printed) -> None:
    """In the document to an id, of which there is one, and in the file to a place."""
    ids = printed.document.xpath("//@id")
    links = {link[1:] for link in printed.document.xpath("//@href") if link.startswith("#")}
    with pikepdf.open(BytesIO(printed.file)) as file:
        notes = [note for page in file.pages for note in page.get("/Annots", [])]
        places = {str(note.Dest).removeprefix("/") for note in notes if "/Dest" in note}

    assert len(ids) == len(set(ids))
    assert links - set(ids) == set()
    assert len(places) > 500
    assert places - set(printed.numbers) == set()


def test_no_link_leads_to_a_file(printed: Printed) -> None:
    """What is no link within the book is an address of the web."""
    links = printed.document.xpath("//body//a/@href")

    assert [link for link in links if not re.match("#|https?://", link)] == []


def test_each_exercise_leads_to_its_solution_and_back(printed: Printed) -> None:
    """By links that say the right page, from a chapter to the appendix."""
    appendix = printed.document.get_element_by_id("chapter-solutions")
    exercises = find(printed.document, "div", "exercise")
    assert len(exercises) == len(find(appendix, "div", "solution")) > 100

    for exercise in exercises:
        there = find(exercise[0], "a", "to-page")[0]
        solution = appendix.get_element_by_id(there.get("href")[1:])
        back = find(solution[0], "a", "to-page")[0]
        assert back.get("href") == f"#{exercise.get('id')}"
        assert there.text_content() == f"Solution: page {printed.numbers[solution.get('id')]}"
        assert back.text_content() == f"page {printed.numbers[exercise.get('id')]}"


def test_the_table_of_contents_says_where_each_section_begins(printed: Printed) -> None:
    """The heading is on the page that it names."""
    entries = find(find(printed.document, "nav", "book-contents")[0], "a", "to-page")
    assert len(entries) > 200

    for entry in entries:
        number = int(find(entry, "span", "page-number")[0].text)
        title = find(entry, "span", "entry-title")[0].text
        assert letters(title) in letters(printed.texts[number - 1])


def test_each_page_has_the_title_of_its_chapter_and_its_number(printed: Printed) -> None:
    """Above and below the text, from the table of contents on."""
    starts = sorted((printed.numbers[f"chapter-{page}"], page) for page in printed.pages)
    beyond = starts[-1][0] + 1  # what follows the last chapter has other titles
    for (start, page), (end, _) in pairwise([*starts, (beyond, "")]):
        title = words(printed.document.get_element_by_id(f"chapter-{page}").find(".//h1"))
        for number in range(start, end):
            text = letters(printed.texts[number - 1])
            assert letters(title) in text
            assert str(number) in map(str.strip, printed.texts[number - 1].splitlines())


def letters(text: str) -> str:
    """A text without spaces, and without the signs that a PDF may write in two ways."""
    return re.sub(r"[^\w]", "", text.replace("\ufb01", "fi").replace("\ufb02", "fl"))


def test_the_text_of_every_page_is_in_the_book(printed: Printed, site: Path) -> None:
    """The beginning of each paragraph, line of a list, cell of a table, and code."""
    everything = letters("".join(printed.texts))
    for path in contents(site):
        article = read_article(path)
        for name in ("katex", "explorer", "headerlink", "toctree-wrapper"):
            for part in find(article, "*", name):
                part.drop_tree()
        for part in article.iter("p", "pre", "figcaption", "dt"):
            begin = letters(re.split("\n", (part.text or part.text_content()).strip())[0])[:30]
            assert begin in everything, (path.name, begin)


def test_no_page_is_nearly_empty(printed: Printed) -> None:
    """But the last of a chapter, and the two before the table of contents."""
    first = {printed.numbers[name] for name in printed.numbers if name.startswith("chapter-")}
    last = {number - 1 for number in first} | {1, 2, len(printed.fills)}
    full = {number: fill for number, fill in enumerate(printed.fills, 1) if number not in last}

    assert {number: fill for number, fill in full.items() if fill < EMPTY} == {}


def test_the_file_says_what_it_is(printed: Printed) -> None:
    """Title, authors, language, tags, and the day of the edition, not the day of the print."""
    edition = read_edition(ROOT / "CITATION.cff")
    with pikepdf.open(BytesIO(printed.file)) as file:
        assert str(file.docinfo["/Title"]) == edition.title
        assert str(file.docinfo["/Author"]) == edition.by
        assert str(file.docinfo["/CreationDate"]) == f"D:{edition.day:%Y%m%d}000000Z"
        assert str(file.Root.Lang) == "en"
        assert file.Root.MarkInfo.Marked


def test_all_letters_are_of_the_typefaces_of_the_lock(printed: Printed) -> None:
    """So that the book looks the same wherever it is printed."""
    names = set()
    with pikepdf.open(BytesIO(printed.file)) as file:
        for page in file.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                names.add(str(font.get("/BaseFont", "a drawing")).partition("+")[2])

    assert {name for name in names if not re.match("SourceS|SourceCode|KaTeX", name)} == set()


PAGE = """<article class="bd-article"><section id="a">
<span id="label"></span><h1>A page<a class="headerlink"
href="#a">#</a></h1>
<svg class="book-figure"><defs><path id="svg-1"></path></defs>
<use href="#svg-1" style="clip-path: url(#svg-1)"></use></svg>
<p><a href="b.html">b</a><a href="b.html#x">x</a><a href="#a">a</a><a href="../index.html">i</a></p>
<details class="hide above-input"><summary>Show</summary><pre>code</pre></details>
<div class="exercise admonition" id="ex"><p class="admonition-title">Exercise 1</p></div>
<div class="solution dropdown admonition" id="so"><p class="admonition-title">Solution to
<a href="#ex">Exercise 1</a></p></div>
<div class="cell tag_hide-input"><details class="hide above-input"><summary>Show</summary>
<pre>draw</pre></details><figure id="f"><figcaption><p><span class="caption-number">Fig. 1 </span>
</p></figcaption></figure></div>
<figure class="explorer"><form><button>Go</button></form><figcaption>A hill.</figcaption></figure>
</section></article>"""


@pytest.fixture
def chapter() -> Chapter:
    """A small page as a chapter."""
    article = html.fragment_fromstring(PAGE)
    join_names(article, "a", frozenset("ab"))
    name_headings(article)
    return Chapter("a", article, 1)


def test_ids_and_links_are_of_the_one_document(chapter: Chapter) -> None:
    """Those within a figure too; a link to what only the site has is text."""
    path, use = chapter.article.find(".//path"), chapter.article.find(".//use")

    assert path.get("id") == "a--svg-1"
    assert (use.get("href"), use.get("style")) == ("#a--svg-1", "clip-path: url(#a--svg-1)")
    links = [link.get("href") for link in chapter.article.find(".//p").iter("a")]
    assert links == ["#chapter-b", "#b--x", "#a--a"]
    assert chapter.article.find(".//p").text_content() == "bxai"


def test_the_ids_of_a_section_are_those_of_its_heading(chapter: Chapter) -> None:
    """Which may stand on the page after the one where the section begins."""
    heading = chapter.heading

    assert heading.get("id") == "a--a"
    assert [part.get("id") for part in heading.iter("span")] == ["a--label"]
    assert "id" not in heading.getparent().attrib


def test_nothing_is_left_that_can_only_be_clicked(chapter: Chapter) -> None:
    """What was folded is there, and of a figure that moves it is said where it does."""
    for_paper(chapter, "https://example.org")

    assert not list(chapter.article.iter("button", "summary", "details", "form"))
    assert chapter.full_title == "1 A page"
    assert chapter.article.find(".//pre").text == "code"
    note = find(chapter.article, "p", "moves")[0]
    assert "A hill: on the site" in note.text_content()
    assert note.find("a").get("href") == "https://example.org/book/a.html"


@pytest.mark.parametrize(
    ("sentence", "formula", "rest"),
    [
        ("by {}, then", "n,", "by  then"),
        ("where (“{}”) is", "(“n”)", "where  is"),
        ("<em>by</em> ({}-th)", "(n", "by -th)"),
        ("of {} flips", "n", "of  flips"),
    ],
)
def test_no_line_begins_with_the_comma_after_a_formula(
    sentence: str, formula: str, rest: str
) -> None:
    """Nor does one end with the bracket before it: such marks are of the formula."""
    span = '<span class="math"><span class="katex"><span class="base"><i>n</i></span></span></span>'
    line = html.fragment_fromstring(f"<p>{sentence.format(span)}</p>")
    keep_marks(line)
    base = find(line, "span", "math")[0]

    assert base.text_content() == formula
    base.drop_tree()
    assert line.text_content() == rest


def test_solutions_and_sources_stand_at_the_end(chapter: Chapter) -> None:
    """And each leads back to where it came from."""
    for_paper(chapter, "")
    solutions, sources = solutions_of([chapter]), sources_of([chapter])

    assert not find(chapter.article, "div", "solution")
    assert solutions.article.find(".//div").get("id") == "a--so"
    assert [link.get("href") for link in sources.article.iter("a")] == ["#a--f", "#a--f"]
    assert sources.article.find(".//pre").text == "draw"
    assert chapter.article.find(".//figcaption//a").get("href") == "#sources--a--f"


def test_a_solution_without_its_exercise_is_reported(chapter: Chapter) -> None:
    """By its title."""
    chapter.article.get_element_by_id("a--so")[0].find("a").drop_tag()

    with pytest.raises(ValueError, match="'Solution to Exercise 1' does not"):
        solutions_of([chapter])


def test_the_same_print_gives_the_same_bytes() -> None:
    """Whenever and wherever it was printed."""
    edition = replace(read_edition(ROOT / "CITATION.cff"), title="Title")

    def file(hour: str) -> bytes:
        made, pdf = BytesIO(), pikepdf.new()
        pdf.add_blank_page()
        pdf.docinfo["/CreationDate"] = hour
        pdf.save(made)
        return finished(made.getvalue(), edition, [])

    assert file("D:20260101000000Z") == file("D:20260202020202Z")


def test_a_bookmark_too_few_is_reported() -> None:
    """Else all that follow would have the titles of others."""
    made, edition = BytesIO(), read_edition(ROOT / "CITATION.cff")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made)

    with pytest.raises(RuntimeError, match="1 headings have 0 bookmarks"):
        finished(made.getvalue(), edition, ["A heading"])


def test_the_number_of_a_page_is_shown_in_its_link() -> None:
    """Where it is written in later."""
    link = page_number("target", "page ")

    assert (link.get("href"), link.text, link[0].get("class")) == (
        "#target",
        "page ",
        "page-number",
    )

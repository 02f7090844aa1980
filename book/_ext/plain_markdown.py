"""Make plain Markdown of a finished page, for readers that know nothing of how it is written.

Its formulas are put back as TeX without the macros of this book; what only a style sheet tells
apart gets words; of each cell a mark is left. Without Sphinx's events: `book_notebooks` calls it.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from book_address import SITE, address
from book_katex import renderer
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

FORMULA, TAG, CELL = "\ue000{}\ue001", "\ue002{}\ue003", "\ue004{}\ue005"
"""What stands for a formula, its number and a cell while the text is converted: no page has these
signs."""
MARKED = re.compile(rf"{FORMULA}(?:\s*{TAG})?".format(r"(\d+)", "(.*?)"))
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
HIGHLIGHTED, TOKEN = re.compile(r"<pre>.*?</pre>", re.DOTALL), re.compile(r"</?span[^>]*>")
EDGES = re.compile(r"\A[>\s]*\n|\n[>\s]*\Z|\A[>\s]*\Z")  # what a cell leaves of a quotation
SITE_ONLY = ".headerlink, script, style"


def spelled_out(tex: str) -> str:
    """A formula without the macros of this book."""
    return " ".join(renderer.without_macros(tex).split())


def take_formulas(body: str, page: str) -> tuple[str, list[str]]:
    """The page with a mark in the place of each formula, and the formulas."""
    formulas: list[str] = []
    for question, html in renderer.present.get(page, {}).items():
        asked = json.loads(question)
        if html in body:
            body = body.replace(html, FORMULA.format(len(formulas)))
            sign = "$$" if asked["displayMode"] else "$"
            formulas.append(f"{sign}{spelled_out(asked['tex'])}{sign}")
    return body, formulas


def mark_cells(soup: BeautifulSoup) -> None:
    """Leave of each cell a mark and the caption of its figure."""
    for number, cell in enumerate(soup.select("div.cell")):
        caption = cell.select_one("figcaption")
        cell.replace_with(new_paragraph(soup, CELL.format(number)))
        if caption is not None:
            mark = soup.find(string=CELL.format(number))
            assert mark is not None
            assert mark.parent is not None
            mark.parent.insert_after(new_paragraph(soup, caption.get_text().strip(), name="em"))


def new_paragraph(soup: BeautifulSoup, text: str, *, name: str | None = None) -> Tag:
    """A paragraph, its text perhaps within another element."""
    paragraph = soup.new_tag("p")
    inner = paragraph if name is None else soup.new_tag(name)
    inner.string = text
    if name is not None:
        paragraph.append(inner)
    return paragraph


def make_plain(soup: BeautifulSoup, here: str) -> None:
    """Turn what only a style sheet tells apart into what Markdown has words for."""
    for element in soup.select(SITE_ONLY):
        element.decompose()
    list_terms(soup)
    for label in soup.select(".citation > .label"):
        if (work := label.find_next_sibling("p")) is not None:
            work.insert(0, label.extract(), " ")
    for number in soup.select(".eqno"):
        equation = number.parent
        assert equation is not None
        equation.append(TAG.format(number.extract().get_text().strip("( )")))
    for box in soup.select("div.admonition"):
        box.name = "blockquote"
        for title in box.select(":scope > p.admonition-title"):
            title.string = " ".join(title.get_text().split())
            title.wrap(soup.new_tag("strong"))
    for link in soup.select("a[href]"):
        lead_out(link, here)


def list_terms(soup: BeautifulSoup) -> None:
    """Make points of the terms that a page explains: Markdown has no list of such."""
    for terms in soup.select("dl"):
        terms.name, point = "ul", terms
        for part in terms.find_all(["dt", "dd"], recursive=False):
            if part.name == "dd":
                part.name = "div"
                point.append(part.extract())
                continue
            part.name, point = "li", part
            term = soup.new_tag("code" if "sig" in part.get_attribute_list("class") else "strong")
            term.string = " ".join(part.get_text().split())
            part.clear()
            part.append(term)


def lead_out(link: Tag, here: str) -> None:
    """Let a link lead to the published site, or to the notebook beside this one."""
    target = str(link["href"])
    if urlsplit(target).scheme:
        return
    if site := address(SITE):
        link["href"] = urljoin(f"{site}/{here}.html", target)
    elif target.startswith(("#", "../")):  # to what is no page of its own
        link.unwrap()
    else:
        link["href"] = re.sub(r"\.html(#.*)?$", ".ipynb", target)


def with_formulas(text: str, formulas: list[str]) -> str:
    """The text with each formula in its place, and with the number that it has on the page."""

    def formula(mark: re.Match[str]) -> str:
        tex = formulas[int(mark[1])]
        return f"{tex[:-2]} \\tag{{{mark[2]}}}$$" if mark[2] else tex

    return MARKED.sub(formula, text)


def texts_and_cells(body: str, page: str) -> Iterator[str | int]:
    """The text between the cells of a page, and the number of each cell, in their order."""
    body, formulas = take_formulas(body, page)
    body = HIGHLIGHTED.sub(lambda code: TOKEN.sub("", code[0]), DRAWING.sub("", body))
    soup = BeautifulSoup(body, "html.parser")
    make_plain(soup, page)
    mark_cells(soup)
    markdown = MarkdownConverter(heading_style="ATX", bullets="-").convert_soup(soup)
    for i, part in enumerate(re.split(CELL.format(r"(\d+)"), markdown)):
        if i % 2:
            yield int(part)
        elif text := re.sub(r"\n{3,}", "\n\n", EDGES.sub("", part)).strip():
            yield with_formulas(text, formulas)

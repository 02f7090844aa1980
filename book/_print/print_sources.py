"""Move the sources of the figures, which a screen folds away, to the end of the book.

A figure and its source would be so high together that half of many pages stayed empty.
"""

from lxml import etree
from lxml.html import HtmlElement
from print_appendix import appendix, move, page_number
from print_chapters import Chapter, find, part_id, words

NAME, TITLE = "sources", "Sources of the figures"
OPENING = (
    "Each figure is drawn by the cell that stands here, which goes on from the cells before it. "
    "On the site of the book the sources are folded away above the figures."
)


def captioned(cell: HtmlElement) -> HtmlElement | None:
    """The figure that a cell draws, if it has a caption."""
    return next(
        (part for part in cell.iter("figure") if find(part, "span", "caption-number")), None
    )


def source_of(chapter: Chapter, figure: HtmlElement, code: HtmlElement) -> HtmlElement:
    """The source of a figure under its number; the caption and the number lead to each other."""
    target, name = figure.get("id"), part_id(NAME, figure.get("id"))
    number = find(figure, "span", "caption-number")[0]
    next(figure.iter("figcaption"))[0].append(page_number(name, "Source: page "))
    source: HtmlElement = etree.Element("div", {"class": "source", "id": name})
    title = etree.SubElement(source, "p", {"class": "source-title"})
    etree.SubElement(title, "a", href=f"#{target}").text = words(number)
    title.append(page_number(target, "page "))
    source.append(move(code))
    return source


def take(chapter: Chapter) -> list[HtmlElement]:
    """The sources of a chapter's figures, which are no longer a part of it."""
    found = []
    for cell in find(chapter.article, "div", "tag_hide-input"):
        figure, codes = captioned(cell), find(cell, "div", "unfolded")
        if figure is not None and codes:
            found.append(source_of(chapter, figure, codes[0]))
    return found


def sources_of(chapters: list[Chapter]) -> Chapter:
    """The appendix; the chapters lose the sources of their figures."""
    return appendix(NAME, TITLE, OPENING, chapters, take)

"""An appendix: what stands at the end of the book instead of in its chapters, and the way there."""

from collections.abc import Callable
from html import escape

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring
from print_chapters import Chapter, chapter_id, part_id


def page_number(target: str, before: str) -> HtmlElement:
    """A link that shows the number of the page on which its target stands."""
    link: HtmlElement = etree.Element("a", {"class": "to-page", "href": f"#{target}"})
    link.text = before
    etree.SubElement(link, "span", {"class": "page-number"})
    return link


def move(part: HtmlElement) -> HtmlElement:
    """Take a part out of its place, and leave there the text that follows it."""
    part.drop_tree()
    part.tail = None
    return part


def appendix(
    name: str,
    title: str,
    opening: str,
    chapters: list[Chapter],
    take: Callable[[Chapter], list[HtmlElement]],
) -> Chapter:
    """What is taken from the chapters, in a section for each that has something to give."""
    article = fragment_fromstring(
        f'<article class="bd-article" id="{chapter_id(name)}"><section id="{part_id(name, "all")}">'
        f"<h1>{escape(title)}</h1><p>{escape(opening)}</p></section></article>"
    )
    for chapter in chapters:
        if parts := take(chapter):
            section = etree.SubElement(article[0], "section")
            heading = etree.SubElement(section, "h2", id=part_id(name, chapter.name))
            heading.text = chapter.full_title
            section.extend(parts)
    return Chapter(name, article)

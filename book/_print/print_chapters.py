"""Read the built pages in the order of `_toc.yml`, as the chapters of one document.

Each id gets the name of its page in front, and each link between two pages becomes a link within
the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import etree, html
from lxml.html import HtmlElement

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
REFERENCE = re.compile(r"(?<=url\(#)[^)]+")
LINK = re.compile(r"(?:([\w-]+)\.html)?(?:#(.+))?")
EXERCISE = "exercise"


@dataclass(frozen=True)
class Chapter:
    """A page of the site as a chapter; those with exercises are counted, the others are not."""

    name: str
    article: HtmlElement
    number: int | None = None

    @property
    def id(self) -> str:
        """What a link to the chapter leads to."""
        return chapter_id(self.name)

    @property
    def heading(self) -> HtmlElement:
        """The element that holds the title."""
        return next(self.article.iter("h1"))

    @property
    def title(self) -> str:
        """The title without the number."""
        return words(self.heading)

    @property
    def full_title(self) -> str:
        """The title, after the number if there is one."""
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Id and heading of each section that stands right below the chapter."""
        return [(heading.get("id"), words(heading)) for heading in self.article.iter("h2")]


def words(element: HtmlElement) -> str:
    """The text of an element, without its line breaks and the number in front."""
    number = "".join(part.text_content() for part in find(element, "span", "chapter-number"))
    return " ".join(element.text_content().removeprefix(number).split())


def find(element: HtmlElement, tag: str, name: str) -> list[HtmlElement]:
    """The elements of a tag (`*` for any) and a class within an element, in their order."""
    known = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    found: list[HtmlElement] = element.xpath(f".//{tag}[{known}]")
    return found


def chapter_id(page: str) -> str:
    """The id of a chapter as a whole."""
    return f"chapter-{page}"


def part_id(page: str, name: str) -> str:
    """The id of something that has an id on its page."""
    return f"{page}--{name}"


def pages_of(contents: Any) -> Iterator[str]:
    """The pages that `_toc.yml` names, in its order."""
    if name := contents.get("root") or contents.get("file"):
        yield Path(name).name
    for key in ("parts", "chapters", "sections"):
        for entry in contents.get(key, []):
            yield from pages_of(entry)


def read_article(path: Path) -> HtmlElement:
    """What stands on a page, without all that is around it; raises ValueError if nothing does."""
    found = ARTICLE.search(path.read_text("utf-8"))
    if not found:
        raise ValueError(f"every page of the book must have an <article>, {path.name} has none")
    return html.fragment_fromstring(found[0])


def new_address(address: str, page: str, pages: frozenset[str]) -> str | None:
    """Where a link of a page leads within the document; None for a page that is not in it."""
    if "://" in address:
        return address
    found = LINK.fullmatch(address)
    target = found and (found[1] or page)
    if not found or target not in pages:
        return None
    return f"#{part_id(target, found[2]) if found[2] else chapter_id(target)}"


def join_names(article: HtmlElement, page: str, pages: frozenset[str]) -> None:
    """Give ids and links the names that they have in the document."""
    article.set("id", chapter_id(page))
    for part in list(article.iterdescendants(etree.Element)):
        for key, value in part.attrib.items():
            if key == "id":
                part.set(key, part_id(page, value))
            elif key != "href":
                part.set(key, REFERENCE.sub(lambda found: part_id(page, found[0]), value))
            elif address := new_address(value, page, pages):
                part.set(key, address)
            else:  # a list that only the site has, such as its index
                part.drop_tag()


def name_headings(article: HtmlElement) -> None:
    """Give each heading the ids that its section has.

    A section may begin at the foot of a page whose rest is too low for the heading.
    """
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        section = heading.getparent()
        if section.tag == "section" and (name := section.attrib.pop("id", None)):
            heading.set("id", name)
        for target in list(heading.itersiblings("span", preceding=True)):
            heading.insert(0, target)


def read_chapters(contents: Path, folder: Path) -> list[Chapter]:
    """The pages of the book as chapters, from where the site has them."""
    pages = list(pages_of(yaml.safe_load(contents.read_text("utf-8"))))
    chapters, number = [], 0
    for page in pages:
        article = read_article(folder / f"{page}.html")
        join_names(article, page, frozenset(pages))
        name_headings(article)
        counted = bool(find(article, "div", EXERCISE))
        number += counted
        chapters.append(Chapter(page, article, number if counted else None))
    return chapters

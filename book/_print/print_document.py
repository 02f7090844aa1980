"""Compose the one document that is printed, from the pages of the built site."""

import json
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from edition import Edition, read_edition
from lxml import etree, html
from lxml.html import HtmlElement
from print_chapters import Chapter, find, read_chapters
from print_front import contents, imprint, title_page
from print_paper import for_paper
from print_solutions import solutions_of
from print_sources import sources_of

HERE = Path(__file__).parent
PLACEHOLDER = "888"  # as wide as any number of a page
NO_BREAK_SPACES = "\N{NO-BREAK SPACE}\N{EN SPACE}"


@dataclass(frozen=True)
class Project:
    """Where the sources of a book lie and the site that was built of them."""

    root: Path
    site: str = ""

    @cached_property
    def edition(self) -> Edition:
        """Which edition it is."""
        return read_edition(self.root / "CITATION.cff")

    @property
    def pages(self) -> Path:
        """The built pages."""
        return self.root / "_build" / "html" / "book"

    @property
    def folder(self) -> Path:
        """Where the document is written; its links to style sheets are seen from there."""
        return self.root / "_build" / "print"


def page_rule(chapter: Chapter) -> str:
    """A kind of page for each chapter, whose head is the title of the chapter."""
    number = f"{chapter.number}{NO_BREAK_SPACES}" if chapter.number else ""
    head = json.dumps(number + chapter.title, ensure_ascii=False)
    return (
        f"@page {chapter.id} {{ @top-left {{ content: {head} }} }}\n"
        f"#{chapter.id} {{ page: {chapter.id} }}"
    )


def all_chapters(project: Project) -> list[Chapter]:
    """The chapters as they are printed, and after them what is taken from them."""
    chapters = read_chapters(project.root / "_toc.yml", project.pages)
    for chapter in chapters:
        for_paper(chapter, project.site)
    solutions = solutions_of(chapters)  # which keep the sources of their own figures
    return [*chapters, solutions, sources_of(chapters)]


def compose(project: Project) -> HtmlElement:
    """The whole document, in which no page has its number yet."""
    if not project.pages.is_dir():
        raise FileNotFoundError(f"the site has to be built first: there is no {project.pages}")
    edition = project.edition
    chapters = all_chapters(project)
    document: HtmlElement = html.document_fromstring(f"""<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8" />
<title>{escape(edition.title)}</title>
<link rel="stylesheet" href="../html/_static/all.css" />
<link rel="stylesheet" href="{HERE.as_uri()}/print.css" />
<style>{chr(10).join(map(page_rule, chapters))}</style></head>
<body>{title_page(edition, "../html/_static/logo.svg")}{imprint(edition, project.site)}
{contents(chapters)}
<main class="bd-main"><div class="bd-content"><div class="bd-article-container"></div></div></main>
</body></html>""")
    find(document, "div", "bd-article-container")[0].extend(part.article for part in chapters)
    return document


def headings(document: HtmlElement) -> list[str]:
    """What each bookmark is called."""
    levels = (f"h{level}" for level in range(1, 7))
    return [" ".join(part.text_content().split()) for part in document.iter(*levels)]


def fill(document: HtmlElement, numbers: dict[str, int] | None = None) -> None:
    """Write the numbers of pages where they are shown; without any, something as wide."""
    for place in find(document, "span", "page-number"):
        target = place.getparent().get("href").removeprefix("#")
        place.text = str(numbers[target]) if numbers else PLACEHOLDER


def write(document: HtmlElement, path: Path) -> Path:
    """Write the document to where a browser reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        etree.tostring(document, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    )
    return path

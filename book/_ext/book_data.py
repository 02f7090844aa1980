"""Tell programs, in the words of schema.org, what a page is: a chapter of a free textbook.

What a page teaches are its objectives, "After this page you can ..."; author, version, day and
licences are those of `CITATION.cff`. Addresses are given where the address of the site is known.
"""

import json
from collections.abc import Iterator
from typing import Any

from book_address import SITE, address
from book_description import description
from docutils import nodes
from edition import Edition
from page_parts import plain
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

LICENCES = "https://spdx.org/licenses/"


def objectives(tree: nodes.document) -> Iterator[str]:
    """What a reader can do after a page."""
    for box in tree.findall(nodes.admonition):
        if "objectives" in box["classes"]:
            for item in box.findall(nodes.list_item):
                yield plain(item).rstrip(";.")


def of_the_book(edition: Edition | None) -> dict[str, Any]:
    """What is the same on all pages."""
    if not edition:
        return {}
    return {
        "author": [
            {"@type": "Person" if who.is_person else "Organization", "name": who.name}
            for who in edition.authors
        ],
        "version": edition.version,
        "datePublished": str(edition.day),
        "license": [f"{LICENCES}{name}" for name in edition.licences],
    }


def about(app: Sphinx, page: str, tree: nodes.document) -> dict[str, Any]:
    """What a page is."""
    front = page == app.config.root_doc
    site = address(SITE)
    book = {"@type": "Book", "name": app.config.html_title}
    if site:
        book["url"] = f"{site}/{app.builder.get_target_uri(app.config.root_doc)}"
    own = {
        "@type": "Chapter",
        "name": app.env.titles[page].astext(),
        "isPartOf": book,
        **({"url": f"{site}/{app.builder.get_target_uri(page)}"} if site else {}),
    }
    said = book if front else own
    teaches = list(objectives(tree))
    return {
        "@context": "https://schema.org",
        **said,
        "@type": [said["@type"], "LearningResource"],
        "description": description(tree),
        "learningResourceType": "textbook" if front else "chapter",
        "inLanguage": app.config.language,
        "isAccessibleForFree": True,
        **({"teaches": teaches} if teaches else {}),
        **of_the_book(app.config.edition),
    }


def tell(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Put it into the head of a page."""
    if tree is not None:
        said = json.dumps(about(app, page, tree), ensure_ascii=False, separators=(",", ":"))
        safe = said.replace("<", "\\u003c")  # nothing in it ends the element
        context["metatags"] += f'\n    <script type="application/ld+json">{safe}</script>'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("html-page-context", tell)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

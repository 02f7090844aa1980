"""Tell those who find a page, or are sent its address, what it is about.

A search engine shows a title and a sentence or two, and so does a program in which somebody names
the page to others. The sentences are the first paragraph, which on most pages is their question.
"""

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

LONGEST = 200
"""How many signs are shown about everywhere."""


def description(tree: nodes.document) -> str:
    """The first paragraph of a page that is no second title, and as much of it as is shown."""
    paragraphs = (p for p in tree.findall(nodes.paragraph) if p.parent.tagname == "section")
    first = next((p for p in paragraphs if not isinstance(p[0], nodes.emphasis)), None)
    words = " ".join(first.astext().split()) if first else ""
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0] + " …"


def describe(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Put title and description of a page into its head."""
    if tree is None:
        return
    title = app.env.titles[page].astext()
    about = {"og:type": "article", "og:site_name": app.config.html_title, "og:title": title}
    if address := context.get("pageurl"):
        about["og:url"] = address
    if words := description(tree):
        context["metatags"] += f'\n    <meta name="description" content="{escape(words)}" />'
        about["og:description"] = words
    for name, value in about.items():
        context["metatags"] += f'\n    <meta property="{name}" content="{escape(value)}" />'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("html-page-context", describe)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

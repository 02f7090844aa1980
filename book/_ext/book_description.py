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


def opening(tree: nodes.document) -> str:
    """The first paragraph of a page that is no second title."""
    paragraphs = (p for p in tree.findall(nodes.paragraph) if p.parent.tagname == "section")
    first = next((p for p in paragraphs if not isinstance(p[0], nodes.emphasis)), None)
    return " ".join(first.astext().split()) if first else ""


def description(tree: nodes.document) -> str:
    """The same, and as much of it as is shown."""
    words = opening(tree)
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0] + " …"


def meta(name: str, value: str) -> str:
    """A line for the head of a page."""
    kind = "property" if name.startswith("og:") else "name"
    return f'\n    <meta {kind}="{name}" content="{escape(value)}" />'


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
        about = {"description": words, **about, "og:description": words}
    context["metatags"] += "".join(meta(name, value) for name, value in about.items())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("html-page-context", describe)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

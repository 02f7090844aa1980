"""Make an index of the book from what the pages say, with no mark in any of them.

Sphinx's index has the terms of the glossary and the names of the package. Here each term leads on
to the parts of pages that say most about it, each theorem has its entry, and the side bar leads to
the index.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from book_pages import change_pages
from docutils import nodes
from page_parts import Part
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.util.typing import ExtensionMetadata

PLACES = 4
"""To how many parts of pages a term leads at most."""
LEARNED = "After this page you can"  # says a page that explains; others only tell where
APART = ("Exercises", "Takeaways")  # headings begin like this where nothing is explained
HEADING = '<h1 id="index">Index</h1>'
INTRODUCTION = """
<p>A word in bold leads to its entry in the glossary; below it stand the parts of pages that say
most about it. Theorems lead to where they are proved, names with brackets to the package.</p>"""

Entry = tuple[str, str, str, str, None]


class Place(NamedTuple):
    """A part of a page that explains something."""

    page: str
    anchor: str
    label: str
    title: str
    text: str


def folded(text: str) -> str:
    """The text in small letters, with no accents."""
    signs = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign)).lower()


def places(pages: dict[str, list[Part]]) -> list[Place]:
    """The parts of the pages that explain."""
    found = []
    for page, (first, *parts) in ((page, parts) for page, parts in pages.items() if parts):
        if LEARNED in first[2]:
            name = first[1].partition(":")[0]
            found += [
                Place(page, anchor, f"{name}: {title}", folded(title), folded(text))
                for anchor, title, text in parts
                if not title.startswith(APART)
            ]
    return found


def said_most(term: str, places: list[Place]) -> list[Place]:
    """The parts that have a term in their heading, or else most often, in the book's order."""
    word = folded(term)
    pattern = re.compile(rf"\b{re.escape(word)}(?:s|es|'s)?\b")
    counts = Counter[Place]()
    for place in places:
        if word in place.title or word in place.text:
            count = len(pattern.findall(place.text)) + 100 * bool(pattern.search(place.title))
            counts[place] = count
    best = [place for place, count in counts.most_common(PLACES) if count]
    return [place for place in places if place in best]


def uses(terms: list[str], pages: dict[str, list[Part]]) -> Iterator[tuple[str, Entry]]:
    """An entry below each term for each part that says most about it, and its page."""
    known = places(pages)
    for term in terms:
        for place in said_most(term, known):
            label = place.label.replace(";", ",")
            yield place.page, ("single", f"{term}; {label}", place.anchor, "", None)


def theorems(proofs: dict[str, Any], pages: dict[str, list[Part]]) -> Iterator[tuple[str, Entry]]:
    """An entry for each theorem and definition, without the article that it begins with."""
    for page, parts in pages.items():
        for place, title, _ in parts:
            if place in proofs:
                name = re.sub("^(?:The|A|An) ", "", title).replace(";", ",")
                yield page, ("single", f"{name} ({proofs[place]['realtype']})", place, "", None)


def enlarge(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Put all of it into the page of the index."""
    if page != "genindex":
        return
    known = app.env.domaindata["index"]["entries"]
    entries = {name: list(known[name]) for name in sorted(known)}
    terms = [e[1] for own in entries.values() for e in own if e[3] == "main"]
    pages = app.builder.indexer.pages  # type: ignore[attr-defined]
    proofs = getattr(app.env, "proof_list", {})
    for name, entry in [*uses(terms, pages), *theorems(proofs, pages)]:
        entries.setdefault(name, []).append(entry)
    env: Any = SimpleNamespace(domains={"index": SimpleNamespace(entries=entries)})
    context["genindexentries"] = IndexEntries(env).create_index(app.builder)


def add_link(app: Sphinx, tree: nodes.document) -> None:
    """Name the index in the contents, after all pages."""
    if app.env.docname == app.config.root_doc:
        for contents in [*tree.findall(addnodes.toctree)][-1:]:
            contents["entries"].append((None, "genindex"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""

    def introduce(page: str) -> str:
        return page.replace(HEADING, f"{HEADING}{INTRODUCTION}")

    app.connect("builder-inited", lambda app: change_pages(app, introduce))
    app.connect("doctree-read", add_link, priority=400)  # before Sphinx collects the contents
    app.connect("html-page-context", enlarge)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Number the figures anew only where something that is numbered has changed.

Sphinx does it at every build, and for that loads every page that it has ever read. Here an outline
of each page is kept: its sections, the pages below it, and what is numbered in it. While all
outlines and settings are as they were, so are the numbers.
"""

from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.typing import ExtensionMetadata

number_all = TocTreeCollector.assign_figure_numbers


def kinds(env: BuildEnvironment, node: nodes.Element) -> list[str]:
    """The kinds of figures that an element may be one of: by a domain, and by its caption."""
    found = [domain.get_enumerable_node_type(node) for domain in env.domains.values()]
    return [kind for kind in found if kind]


def outline(env: BuildEnvironment, part: nodes.Element) -> Iterator[object]:
    """What the numbers depend on in a part of a page, in its order."""
    titled = env.domains["std"].get_numfig_title
    for node in part.children:
        if isinstance(node, nodes.section):
            yield node["ids"], [*outline(env, node)]
        elif isinstance(node, addnodes.toctree):
            yield node["entries"]
        elif isinstance(node, nodes.Element):
            if found := kinds(env, node):
                yield found, node["ids"], bool(titled(node))
            yield from outline(env, node)


def outlines(env: BuildEnvironment) -> dict[str, str]:
    """A digest of the outline of each page."""
    if not hasattr(env, "book_outlines"):
        env.book_outlines = {}  # type: ignore[attr-defined]
    pages: dict[str, str] = env.book_outlines  # type: ignore[attr-defined]
    return pages


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note the outline of a page that was read."""
    text = repr([*outline(app.env, doctree)])
    outlines(app.env)[app.env.docname] = sha256(text.encode()).hexdigest()


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget about a page that is about to be read, or is gone."""
    outlines(env).pop(page, None)


def number(collector: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Number all figures, unless that was done in this state; tell which pages it changed."""
    settings = env.config.numfig, env.config.numfig_secnum_depth, env.config.root_doc
    state = settings, dict(outlines(env)), deepcopy(env.toc_secnumbers)
    former, numbers = getattr(env, "book_numbers", (None, {}))
    if state == former:
        env.toc_fignumbers = deepcopy(numbers)  # where a page was read, its own were dropped
        return []
    changed = number_all(collector, env)
    env.book_numbers = state, deepcopy(env.toc_fignumbers)  # type: ignore[attr-defined]
    return changed


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    TocTreeCollector.assign_figure_numbers = number  # type: ignore[method-assign, assignment]
    app.connect("doctree-read", note, priority=999)
    app.connect("env-purge-doc", forget)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}

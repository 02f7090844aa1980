"""Keep the index of the search what a clean build makes of it.

Sphinx takes the index of the last build and replaces what is in the pages that it has written. But
words stay that stood on a page once and are gone, and of the terms of the glossary and the names
of functions only those stay that stand on pages just written.
"""

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.index_entries import split_index_msg
from sphinx.util.typing import ExtensionMetadata

Entry = tuple[str, str, str]


def entries(env: BuildEnvironment, page: str) -> Iterator[Entry]:
    """What a page adds to the index of terms, with its place and whether that is the main one."""
    for kind, words, place, main, _ in env.domaindata["index"]["entries"].get(page, []):
        parts = split_index_msg(kind, words)
        yield from ((part, place or "", main) for part in parts)


def complete(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Take out the words that no page has, and put in the terms of all pages; add no page."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None:
        return []
    for words in (indexer._mapping, indexer._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    for page in sorted(app.env.all_docs):
        indexer._index_entries.pop(page, None)  # so that the pages come in their order
        indexer._index_entries[page] = sorted(set(entries(app.env, page)))
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("html-collect-pages", complete)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

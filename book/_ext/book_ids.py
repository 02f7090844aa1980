"""Give each id on a page to one element only, as HTML demands.

sphinx-exercise and sphinx-proof give every exercise, solution and proof the same inner id. Nothing
can refer to any but the first of them, so that the others lose theirs.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def drop_repeated_ids(_app: Sphinx, doctree: nodes.document, _page: str) -> None:
    """Keep an id where it stands first."""
    seen: set[str] = set()
    for node in doctree.findall(nodes.Element):
        if "ids" in node:
            node["ids"] = [name for name in dict.fromkeys(node["ids"]) if name not in seen]
            seen.update(node["ids"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("doctree-resolved", drop_repeated_ids, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

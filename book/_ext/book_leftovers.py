"""Refuse mathematics that was meant as such and came out as text, which nothing else reports.

A `$$` that has no line to itself becomes a dollar, a formula in the sentence and another dollar;
an `align` outside of a formula is printed as it was typed.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

log = logging.getLogger(__name__)

LEFTOVER = re.compile(r"\$|\\(?:begin|end|label|eqref)\{")
ADVICE = (
    "a formula stands between single dollars; an equation between $$ on lines of their own, with "
    "an empty line before and after, or in {math}; an amount of money is written without the sign"
)
VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw, nodes.comment)


def is_verbatim(text: nodes.Text) -> bool:
    """Whether the text stands in code, in a formula or in other material shown as it is."""
    node: nodes.Node | None = text.parent
    while node is not None and not isinstance(node, VERBATIM):
        node = node.parent
    return node is not None


def refuse_leftovers(_app: Sphinx, doctree: nodes.document) -> None:
    """Warn at each piece of text that holds a dollar or a command of LaTeX."""
    for text in doctree.findall(nodes.Text):
        if (found := LEFTOVER.search(text)) and not is_verbatim(text):
            log.warning("%s stands in the text; %s", found[0], ADVICE, location=text.parent)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("doctree-read", refuse_leftovers)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

r"""The text of a page, part by part, in plain words: what the search and the index know of it.

A part begins at a heading, at a theorem with a name, at a term of the glossary, or at a name of the
package. Formulas are written in signs, so that they can be read in a line and looked for:
`\hat\theta^2` is θ̂^2.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from book_katex import renderer
from docutils import nodes
from sphinx import addnodes

SILENT = (
    *(nodes.raw, nodes.comment, nodes.image, nodes.literal_block, nodes.doctest_block),
    addnodes.desc_addname,
)
"""What is not text to be read: drawings, code, and the name of the package before a name in it."""
SPELLINGS = {
    r"\\[td]frac(?![a-z])": r"\\frac",
    r"\\operatorname\*": r"\\operatorname",
    r"([_^])\{([^{}]*[^\w{}\\][^{}]*)\}": r"\1{(\2)}",  # in a line nothing stands high or low
}
"""What pylatexenc does not know, and knows by another name or with a sign more."""


class Part(NamedTuple):
    """A part of a page."""

    place: str
    """What leads to it within the page; nothing for the page itself."""
    title: str
    text: str


def ratio(fraction: Any, l2tobj: Any) -> str:
    """A fraction in a line."""
    parts = [l2tobj.node_arg_to_text(fraction, i).strip() for i in (0, 1)]
    return "/".join(part if part.isalnum() else f"({part})" for part in parts) + " "


@cache
def converter() -> Any:
    """What writes LaTeX in signs; it takes a while to load."""
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    known.add_context_category("book", prepend=True, macros=[MacroTextSpec("frac", ratio)])
    spaces = "based-on-source"
    return LatexNodes2Text(latex_context=known, strict_latex_spaces=spaces).latex_to_text


@cache
def in_signs(tex: str) -> str:
    """A formula in signs, in a line."""
    tex = renderer.without_macros(tex)
    for pattern, spelling in SPELLINGS.items():
        tex = re.sub(pattern, spelling, tex)
    signs = re.sub(r"\s*([≤≥≈≠∈→↦])\s*", r" \1 ", converter()(tex))
    return re.sub(r"(?<=[(\[]) | (?=[\]),.;])", "", " ".join(signs.split()))


def head(node: nodes.Node) -> nodes.Element | None:
    """The heading of a part, if one begins here."""
    if isinstance(node, nodes.section):
        first = node[0] if node.children else None
        return first if isinstance(first, nodes.title) else None
    if isinstance(node, nodes.definition_list_item) and node[0].get("ids"):
        return node[0]
    if isinstance(node, addnodes.desc) and node[0].get("ids"):
        return node[0]
    if isinstance(node, nodes.Admonition) and node.get("realtype") and node["title"]:
        return node[0]
    return None


def name_of(heading: nodes.Element) -> str:
    """What a part is called: a theorem without its brackets, a function without what it takes."""
    names = [*heading.findall(addnodes.desc_name)] or [heading]
    return re.sub(r"^\((.*)\)$", r"\1", plain(names[0]))


def pieces(node: nodes.Node) -> Iterator[str]:
    """What a node says, without the parts within it."""
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, nodes.math | nodes.math_block):
        space = " " if isinstance(node, nodes.math_block) else ""
        yield f"{space}{in_signs(node.astext())}{space}"
    elif not isinstance(node, SILENT) and "cell_output" not in node.get("classes", ()):
        for child in node.children:
            if head(child) is None:
                yield from pieces(child)
        if not isinstance(node, nodes.Inline):
            yield " "


def plain(node: nodes.Node) -> str:
    """What a node says, in a line."""
    return " ".join("".join(pieces(node)).split())


def parts_within(node: nodes.Element) -> Iterator[Part]:
    """The parts within a node, one after the other."""
    for child in node.children:
        if (heading := head(child)) is not None:
            ids = heading["ids"] or child["ids"]
            text = " ".join(plain(c) for c in child.children if c is not heading and not head(c))
            yield Part(ids[0], name_of(heading), " ".join(text.split()))
        if isinstance(child, nodes.Element):
            yield from parts_within(child)


def parts(page: nodes.document) -> list[Part]:
    """The parts of a page, the first of which is the page itself."""
    found = list(parts_within(page))
    return [found[0]._replace(place=""), *found[1:]] if found else []

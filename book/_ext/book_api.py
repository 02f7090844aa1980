"""Read the package's docstrings as they are written: shapes are code, and names are links."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

import mlebook

# A star would begin an emphasis in reStructuredText: (*batch, n).
SHAPE = re.compile(r"(?<!`)\([\w, ]*\*(?:batch|shape)[^()`]*\)")
NAME = re.compile(rf"(?<![:`}}])`({'|'.join(mlebook.__all__)})`(?!`)")
PAGE = re.compile(r"\{ref\}(`[^`]+`)")


def mark(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Mark what a docstring says, outside of its examples and formulas, in place."""
    for number, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...", ":math:")):
            line = NAME.sub(r":py:obj:`\1 <mlebook.\1>`", SHAPE.sub(r"``\g<0>``", line))
            lines[number] = PAGE.sub(r":ref:\1", line)


def setup(app: Sphinx) -> dict[str, bool]:
    """Call `mark` for each docstring."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.connect("autodoc-process-docstring", mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

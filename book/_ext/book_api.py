"""Read the package's docstrings as they are written: shapes are code, and names are links.

A page that shows docstrings is read again after any edit in the package: what a class inherits
stands in another file. The package itself is imported for such a page only, since that takes time.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from book_needs import Sources
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

# A star would begin an emphasis in reStructuredText: (*batch, n).
SHAPE = re.compile(r"(?<!`)\([\w, ]*\*(?:batch|shape)[^()`]*\)")
PAGE = re.compile(r"\{ref\}(`[^`]+`)")


@cache
def public_name() -> re.Pattern[str]:
    """A public name of the package, marked as code."""
    import mlebook

    return re.compile(rf"(?<![:`}}])`({'|'.join(mlebook.__all__)})`(?!`)")


def documented(env: BuildEnvironment) -> dict[str, str]:
    """The pages that show docstrings, each with the package's state when it was read."""
    if not hasattr(env, "book_documented"):
        env.book_documented = {}  # type: ignore[attr-defined]
    pages: dict[str, str] = env.book_documented  # type: ignore[attr-defined]
    return pages


def outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """The pages that show docstrings of a package which is not what it was."""
    app.config.book_package = Sources(Path(app.srcdir)).whole()
    return [page for page, state in documented(env).items() if state != app.config.book_package]


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget about a page that is about to be read, or is gone."""
    documented(env).pop(page, None)


def mark(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Mark what a docstring says, outside of its examples and formulas, in place."""
    documented(app.env)[app.env.docname] = app.config.book_package
    for number, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...", ":math:")):
            line = public_name().sub(r":py:obj:`\1 <mlebook.\1>`", SHAPE.sub(r"``\g<0>``", line))
            lines[number] = PAGE.sub(r":ref:\1", line)


def setup(app: Sphinx) -> dict[str, bool]:
    """Call `mark` for each docstring."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.add_config_value("book_package", "", "", str)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("autodoc-process-docstring", mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

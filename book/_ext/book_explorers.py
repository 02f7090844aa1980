"""Give the pages with an explorer its script and its style, and no other page.

The script is bundled where a module of it has changed; all pages share it, so that their cells do
not carry it as those of a notebook do. It stands outside of `_static` of the book, since whatever
is there is loaded by every page.
"""

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from explorers_script import FOLDER, bring_script
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

SHARED = "MLEBOOK_EXPLORERS_SHARED"  # by this mlebook.explorers knows that its page has the script
FIGURE = '<figure class="explorer"'
OWN: dict[str, Any] = {"data-own": "page"}  # for book_sheets: no other page has this sheet


def prepare(app: Sphinx, config: Config) -> None:
    """Have the script there before the cells are run, and copied with the site."""
    os.environ[SHARED] = "1"
    if not Path(app.srcdir, FOLDER).is_dir():  # a small book of the tests
        return
    bring_script(Path(app.srcdir))
    # By names within the folder: the settings are part of what Sphinx compares two builds by.
    config.html_static_path += [f"{FOLDER.as_posix()}/explorers.{kind}" for kind in ("js", "css")]


def add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Load style and script where there is an explorer."""
    if FIGURE in context.get("body", ""):
        app.add_css_file("explorers.css", **OWN)
        app.add_js_file("explorers.js", loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", prepare, priority=200)  # after npm's packages are there
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

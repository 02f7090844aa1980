"""Give the pages with an explorer its script and its style, and no other page.

The script is bundled where a module of it has changed; all pages share it, so that their cells do
not carry it as those of a notebook do. It stands outside of `_static` of the book, since whatever
is there is loaded by every page.
"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

FOLDER = Path("mlebook", "explorers")
SHARED = "MLEBOOK_EXPLORERS_SHARED"  # tells the cells that their page has the script
FIGURE = '<figure class="explorer"'


def bundling(root: Path) -> ModuleType:
    """The module that bundles; by itself, since the package that holds it takes long to import."""
    spec = importlib.util.spec_from_file_location("bundle", root / FOLDER / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepare(app: Sphinx, config: Config) -> None:
    """Have the script there before the cells are run, and copied with the site."""
    os.environ[SHARED] = "1"
    if not Path(app.srcdir, FOLDER).is_dir():  # a small book of the tests
        return
    bundling(Path(app.srcdir)).bundled()
    # By names within the folder: the settings are part of what Sphinx compares two builds by.
    config.html_static_path += [f"{FOLDER.as_posix()}/explorers.{kind}" for kind in ("js", "css")]


def add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Load style and script where there is an explorer."""
    if FIGURE in context.get("body", ""):
        app.add_css_file("explorers.css")
        app.add_js_file("explorers.js", loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", prepare, priority=200)  # after npm's packages are there
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

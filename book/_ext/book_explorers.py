"""Give the pages with an explorer its script, when a reader comes near one.

The script is bundled where a module of it has changed; all pages share it, so that their cells do
not carry it as those of a notebook do. A page asks for it when an explorer is about to be seen, or
at once where the address may hold an explorer's state: most readers meet the text first.
"""

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from explorers_script import FOLDER, bring_explorers
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

SHARED = "MLEBOOK_EXPLORERS_SHARED"  # by this mlebook.explorers knows that its page has the script
FIGURE = '<figure class="explorer"'
WHEN_NEAR = """
      const load = () => {
        near.disconnect();
        document.head.append(Object.assign(document.createElement("script"), { src: "%s" }));
      };
      const near = new IntersectionObserver(
        (figures) => figures.some((figure) => figure.isIntersecting) && load(),
        { rootMargin: "1000px" },
      );
      document.querySelectorAll("figure.explorer").forEach((figure) => near.observe(figure));
      if (location.hash) load();
    """


def prepare(app: Sphinx, config: Config) -> None:
    """Have the script there before the cells are run, and copied with the site."""
    os.environ[SHARED] = "1"
    if not Path(app.srcdir, FOLDER).is_dir():  # a small book of the tests
        return
    bring_explorers(Path(app.srcdir))
    # By names within the folder: the settings are part of what Sphinx compares two builds by.
    config.html_static_path += [f"{FOLDER.as_posix()}/explorers.{kind}" for kind in ("js", "css")]
    config.html_css_files += ["explorers.css"]


def add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Have the script loaded where there is an explorer."""
    if FIGURE in context.get("body", ""):
        address = context["pathto"]("_static/explorers.js", resource=True)
        app.add_js_file(None, body=WHEN_NEAR % address, type="module")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", prepare, priority=200)  # after npm's packages are there
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

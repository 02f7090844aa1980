"""Take a page out of the site when it was taken out of the book, or renamed.

Sphinx leaves its file where a former build wrote it: the site would be another than a clean build
makes, and so would all that is made of the site, a zip or a list of words.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

FILES = ("{}.html", "_sources/{}.md", "_sources/{}.ipynb", "cards/{}.png")
"""What the site has of a page."""


def take_out(
    app: Sphinx, _env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Remove the files of pages that are no more; no other page is to be read again for that."""
    for page in removed if app.builder.format == "html" else ():
        for name in FILES:
            Path(app.outdir, name.format(page)).unlink(missing_ok=True)
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("env-get-outdated", take_out)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

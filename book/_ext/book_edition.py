"""Say at the foot of each page which edition of the book it is from, as `CITATION.cff` has it.

Where that file changes every page is written anew, since its head says more of it (`book_data`).
"""

from pathlib import Path

from edition import read_edition
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata


def add_edition(app: Sphinx, config: Config) -> None:
    """Add it to what the footer says."""
    path = Path(app.srcdir, "CITATION.cff")
    if path.is_file():
        config.edition = read_edition(path)
        options = config.html_theme_options
        footer = f"{options.get('extra_footer', '')}<p>{config.edition.in_words}.</p>"
        config.html_theme_options = {**options, "extra_footer": footer}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_config_value("edition", None, "html")
    app.connect("config-inited", add_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

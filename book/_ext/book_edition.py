"""Say at the foot of each page which edition of the book it is from, as `CITATION.cff` has it."""

from datetime import date
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata


def edition(citation: str) -> str:
    """The version and its day in words."""
    about = yaml.safe_load(citation)
    day: date = about["date-released"]
    return f"Version {about['version']}, {day.day} {day:%B %Y}."


def add_edition(app: Sphinx, config: Config) -> None:
    """Add it to what the footer says."""
    path = Path(app.srcdir, "CITATION.cff")
    if path.is_file():
        options = config.html_theme_options
        footer = f"{options.get('extra_footer', '')}<p>{edition(path.read_text('utf-8'))}</p>"
        config.html_theme_options = {**options, "extra_footer": footer}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", add_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

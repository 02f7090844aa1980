"""Say at the foot of each page which edition of the book it is from, as `CITATION.cff` has it."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata


def citation(app: Sphinx) -> dict[str, Any]:
    """What `CITATION.cff` says of the book, or nothing where it is missing."""
    path = Path(app.srcdir, "CITATION.cff")
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    return found


def edition(cited: dict[str, Any]) -> str:
    """The version and its day in words."""
    day: date = cited["date-released"]
    return f"Version {cited['version']}, {day.day} {day:%B %Y}."


def add_edition(app: Sphinx, config: Config) -> None:
    """Add it to what the footer says."""
    if cited := citation(app):
        options = config.html_theme_options
        footer = f"{options.get('extra_footer', '')}<p>{edition(cited)}</p>"
        config.html_theme_options = {**options, "extra_footer": footer}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", add_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

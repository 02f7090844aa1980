"""Ask, when addresses are tried, whether a DOI is known, not whether its publisher likes programs.

A DOI leads on to a publisher, and many of those refuse whatever is no browser. The register of DOIs
answers for itself, and knows a wrong one.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

DOI = "https://doi.org/"
REGISTER = "https://doi.org/api/handles/"


def asked(_app: Sphinx, address: str) -> str | None:
    """Where it is asked after a DOI; None for other addresses, which are tried as they are."""
    return REGISTER + address.removeprefix(DOI) if address.startswith(DOI) else None


def start(app: Sphinx) -> None:
    """Follow the builder that tries addresses."""
    if app.builder.name == "linkcheck":
        app.connect("linkcheck-process-uri", asked)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("builder-inited", start)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

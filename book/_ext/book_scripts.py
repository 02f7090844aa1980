"""Let no script keep a page from being seen.

A browser that comes to a script stops to fetch and run it, unless it is told to do so when the page
is there. Each page brings the index of the search too, which only the search's own page asks.
"""

import re

from book_pages import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

SEARCH = re.compile(
    r'\s*<script src="[^"]*(searchtools|language_data|searchindex)\.js[^>]*></script>'
)
EARLY = re.compile(r'\s*<link rel="preload" as="script"[^>]*/>')
WAITING = re.compile(r"<script (?![^>]*\bdefer\b)(?=[^>]*\bsrc=)")
OPTIONS = re.compile(r"<script>(DOCUMENTATION_OPTIONS\.[^<]*)</script>")
IS_SEARCH = "DOCUMENTATION_OPTIONS.pagename = 'search'"


def defer(page: str) -> str:
    """The page with every script of a file run in its order, but once the page is there.

    What is set of an object that such a script makes is set when all have run.
    """
    if IS_SEARCH not in page:
        page = SEARCH.sub("", page)
    page = EARLY.sub("", page)
    page = OPTIONS.sub(
        r'<script>document.addEventListener("DOMContentLoaded", () => { \1 });</script>', page
    )
    return WAITING.sub('<script defer="defer" ', page)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("builder-inited", lambda app: change_pages(app, defer), priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

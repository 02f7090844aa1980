"""Let no script keep a page from being seen.

A browser that comes to a script stops to fetch and run it, unless it is told to do so when the page
is there. Each page brings the index of the search too, which only the search's own page asks.

The theme settles on light or dark when the page is there already, so that the browser styles all
of it twice; here it is settled at the top.
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
OPTION = re.compile(r"\s*<script>\s*(DOCUMENTATION_OPTIONS\.[^<]*?)\s*</script>")
OPTIONS = re.compile(r'<script [^>]*\bsrc="[^"]*documentation_options\.js[^>]*></script>')
THEME = 'document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";'
SETTLED = """{
      const { mode } = document.documentElement.dataset;
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      document.documentElement.dataset.theme = mode !== "auto" ? mode : dark ? "dark" : "light";
    }"""
IS_SEARCH = "DOCUMENTATION_OPTIONS.pagename = 'search'"


def defer(page: str) -> str:
    """The page with every script of a file run in its order, but once the page is there.

    The options of a page are set as soon as there are any, and before a script asks for them: a
    module waits as a script of a file does.
    """
    if IS_SEARCH not in page:
        page = SEARCH.sub("", page)
    page = EARLY.sub("", page).replace(THEME, SETTLED)
    if options := " ".join(OPTION.findall(page)):
        page = OPTION.sub("", page)
        module = f'\n    <script type="module">{options}</script>'
        page = OPTIONS.sub(lambda found: found[0] + module, page)
    return WAITING.sub('<script defer="defer" ', page)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("builder-inited", lambda app: change_pages(app, defer), priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

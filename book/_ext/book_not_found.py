"""Say what to do where an address leads to no page.

A host such as GitHub Pages shows `404.html` for every address that it does not know, at any depth.
So its links hold the whole path of the site, by sphinx-notfound-page; and so there is no such page
where nobody has said where the site is.
"""

from urllib.parse import urlsplit

from book_address import SITE, address
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

TITLE = "This page is not here"
BODY = """
<h1>{title}</h1>
<p>It may have another name by now, or its address was not copied whole.
Look for it in the contents, or search for what it was about:</p>
<form class="bd-search d-flex align-items-center" role="search" action="{folder}search.html">
  <input type="search" class="form-control" name="q" aria-label="Words to search for" />
  <button class="btn btn-sm" type="submit">Search</button>
</form>
<p>Or begin at the <a href="{folder}{front}.html">front page</a>.</p>
"""


def settle(_app: Sphinx, config: Config) -> None:
    """Say in which folder of its host the site lies, and what stands on the page."""
    folder = f"{urlsplit(address(SITE)).path}/"
    body = BODY.format(title=TITLE, folder=folder, front=config.root_doc)
    config.notfound_urls_prefix = folder
    config.notfound_context = {"title": TITLE, "body": body}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    if address(SITE):
        app.setup_extension("notfound.extension")
        app.connect("config-inited", settle, priority=900)  # when the front page is known
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

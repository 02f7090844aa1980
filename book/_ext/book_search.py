"""Let readers search the book, served or opened as files: each result leads to a part of a page.

Sphinx's own index knows on which pages a word stands, its script fetches whole pages to quote them,
which no browser does for files, and both leave out formulas. Here the index holds the text of each
part (`page_parts`), and the script in `search` finds and quotes, with MiniSearch. What the index
holds of a page is replaced whenever the page is written, and so is what a clean build makes of it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import sphinx.search
from book_pages import change_pages, replaced
from bundled_script import bring_script
from docutils import nodes
from page_parts import Part, parts
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

MODULES = Path(__file__).with_name("search")
BEGIN, END = "Search.setIndex(", ")"
UNUSED = ("searchtools.js", "language_data.js")
RESULTS = 'id="search-results"'
MENDED = {
    r'(<script [^>]*src="[^"]*)searchtools\.js': r"\1search.js",
    r'\s*<script [^>]*src="[^"]*(?:language_data|searchindex)\.js[^>]*></script>': "",
    r'(?s)<div class="admonition error">.*?</div>': (
        '<p>The search needs JavaScript. The <a href="genindex.html">index</a> does without.</p>'
    ),
}
"""What is replaced in the page of the search, and by what."""


class Index(sphinx.search.IndexBuilder):
    """What Sphinx keeps of each page for the search."""

    pages: dict[str, list[Part]]

    def load(self, stream: IO[Any], format: Any) -> None:  # noqa: A002
        """Take what the last build left; raise ValueError if that is something else."""
        text = stream.read()
        self.pages = json.loads(text.removeprefix(BEGIN).removesuffix(END))

    def dump(self, stream: IO[Any], format: Any) -> None:  # noqa: A002
        """Leave it for the browser and for the next build."""
        pages = dict(sorted(self.pages.items()))
        stream.write(f"{BEGIN}{json.dumps(pages, ensure_ascii=False, separators=(',', ':'))}{END}")

    def prune(self, docnames: Iterable[str]) -> None:
        """Forget all other pages."""
        present = getattr(self, "pages", {})
        self.pages = {page: present[page] for page in docnames if page in present}

    def feed(self, docname: str, _file: str, _title: str, doctree: nodes.document) -> None:
        """Take the text of a page."""
        self.pages[docname] = parts(doctree)


def mend(page: str) -> str:
    """Let the page of the search ask our script, and say what helps where no script runs."""
    return replaced(page, MENDED) if RESULTS in page else page


def write_script(app: Sphinx, failure: Exception | None) -> None:
    """Put the script into the site, in the place of Sphinx's own."""
    static = Path(app.outdir, "_static")
    if failure or app.builder.format != "html":
        return
    for name in UNUSED:
        static.joinpath(name).unlink(missing_ok=True)
    try:
        bring_script(Path(app.srcdir), MODULES, static / "search.js")
    except RuntimeError as error:
        raise ExtensionError(str(error)) from error


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    sphinx.search.IndexBuilder = Index  # type: ignore[misc]
    app.connect("builder-inited", lambda app: change_pages(app, mend), priority=850)
    app.connect("build-finished", write_script, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Leave out of the site what no page uses, and what makes a browser stumble.

One script is put into each page twice; the icons come both as fonts, which are used, and as a
script of 1.5 megabytes, which is not; and scripts and style sheets name source maps that only their
authors need. MyST-NB puts paragraphs into a summary, where HTML has no place for them.
"""

import re
from pathlib import Path
from typing import Any

import sphinx_exercise
import sphinx_proof
from book_pages import change_pages, replaced
from docutils import nodes
from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

MENDED = {
    r"\s*<!--[^>]*-->\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>": "",
    r'<p class="(collapsed|expanded) admonition-title">(.*?)</p>': (
        r'<span class="\1 admonition-title">\2</span>'
    ),
}
"""What is replaced in each page, and by what."""
UNUSED = ("scripts/fontawesome.js", "webpack-macros.html")
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=[^\n]*")


def thin_out(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Keep the first of scripts that are the same, in their order."""
    once: dict[tuple[str, str | None], Any] = {}
    for script in context.get("script_files", []):
        once.setdefault((script.filename or "", script.attributes.get("body")), script)
    context["script_files"] = list(once.values())


def on_writing(app: Sphinx, _builder: object) -> None:
    """Have the style sheets there that three extensions copy at the end.

    Sphinx adds a digest to the address of a sheet where it finds one, so that a page would not be
    the same in the first build as in a later one.
    """
    for extension in (sphinx_exercise, sphinx_proof):
        extension.copy_asset_files(app, None)
    add_global_html_resources(app, None)


def remove_unused_files(app: Sphinx, failure: Exception | None) -> None:
    """Remove what no page loads and the comments that name the maps; follow the mended summary."""
    static = Path(app.outdir, "_static")
    if failure or not static.is_dir():
        return
    for path in [*static.rglob("*.map"), *(static / name for name in UNUSED)]:
        path.unlink(missing_ok=True)
    for path in [*static.rglob("*.js"), *static.rglob("*.css")]:
        text = path.read_text("utf-8")
        slim = SOURCE_MAP.sub("", text).replace("summary>p.", "summary>.")
        if slim != text:
            path.write_text(slim, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect(
        "builder-inited",
        lambda app: change_pages(app, lambda page: replaced(page, MENDED)),
        priority=900,
    )
    app.connect("write-started", on_writing)
    app.connect("build-finished", remove_unused_files, priority=800)  # when all are copied
    app.connect("html-page-context", thin_out, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

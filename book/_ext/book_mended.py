"""Mend the scripts of the theme and of the extensions, which no setting can.

A button of the theme forgets that it had the focus, and one that shows a solution does not say
which. And the theme asks each box of code for its size to find those that scroll, so that a browser
lays out what nobody looks at yet; `access.js` does it for boxes that are near.
"""

from pathlib import Path

from site_files import write_whole
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

SCRIPTS = {
    "scripts/sphinx-book-theme.js": ("{t.blur()}", "{/* and keep the focus */}"),
    "scripts/pydata-sphinx-theme.js": (
        'document.querySelectorAll(["pre",".nboutput > .output_area",".cell_output > .output",'
        '".jp-RenderedHTMLCommon",".pst-scrollable-table-container"].join(", "))',
        "[/* sized by access.js */]",
    ),
    "togglebutton.js": (
        'title.insertAdjacentHTML("beforeend", collapseButton);',
        'const what = document.createElement("span"); what.className = "visually-hidden"; '
        "what.textContent = ` ${title.textContent.trim()}`; "
        'title.insertAdjacentHTML("beforeend", collapseButton); '
        'title.lastElementChild.removeAttribute("aria-label"); '
        "title.lastElementChild.append(what);",
    ),
}
"""What is replaced in a script, and by what; where it is not there, the build says so."""


def mended(text: str, old: str, new: str) -> str:
    """A script with one thing in the place of another; raises ValueError where it has neither."""
    if new in text:
        return text
    if old not in text:
        raise ValueError(f"{old!r} is not there")
    return text.replace(old, new)


def mend_scripts(app: Sphinx, failure: Exception | None) -> None:
    """Mend the scripts as they lie in the site."""
    if failure or app.builder.format != "html":
        return
    for name, (old, new) in SCRIPTS.items():
        path = Path(app.outdir, "_static", name)
        text = path.read_text("utf-8")
        try:
            script = mended(text, old, new)
        except ValueError as error:
            raise ExtensionError(f"{name} cannot be mended (book_mended): {error}") from error
        if script != text:
            write_whole(path, script)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("build-finished", mend_scripts, priority=800)  # when all are copied
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

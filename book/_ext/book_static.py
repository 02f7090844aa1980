"""Have sheets, scripts and pictures as they are now, also after a build that wrote no page.

Sphinx copies them only when it has written one: whoever edits `book.css` would see nothing of it.
"""

from pathlib import Path

from site_files import write_if_changed
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def copy_files(app: Sphinx, failure: Exception | None) -> None:
    """Copy what is not in the site as it lies in the folders of `html_static_path`."""
    if failure or app.builder.format != "html":
        return
    for entry in app.config.html_static_path:
        source = Path(app.confdir, entry)
        for path in [source] if source.is_file() else filter(Path.is_file, source.rglob("*")):
            place = path.relative_to(source.parent if path == source else source)
            target = Path(app.outdir, "_static", place)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_if_changed(target, path.read_bytes())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("build-finished", copy_files, priority=400)  # before they are merged and mended
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

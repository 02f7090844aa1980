"""Name the line and the words of a cell that raised or warned.

MyST-NB reports of an exception only the page, under a traceback of its own workings, and of a
warning that there was one.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

log = logging.getLogger(__name__)


def complaints(cell: nodes.Element) -> Iterator[str]:
    """What a cell raised or wrote to stderr, unless a tag had announced the exception."""
    announced = "raises-exception" in cell["cell_metadata"].get("tags", [])
    for output in cell.findall(nodes.literal_block):
        if "traceback" in output["classes"] and not announced:
            yield "this cell raised " + output.astext().splitlines()[-1]
        if "stderr" in output["classes"]:
            yield "this cell wrote to stderr:\n" + output.astext().rstrip()


def report_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Warn at the first line of each cell that complained."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            line = cell.line - 2  # MyST-NB is that far beyond the cell's fence
            for complaint in complaints(cell):
                log.warning("%s", complaint, location=(app.env.docname, line))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("doctree-read", report_cells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

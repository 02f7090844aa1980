"""Offer each page as a notebook: plain Markdown, the cells, and what they gave.

The text is taken from the finished page, where every number, reference and citation stands in its
place; the cells and their results from what MyST-NB has run. So the notebook reads well wherever
notebooks are opened, without the language that the pages are written in.
"""

from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from book_address import REPOSITORY, SITE, address, branch
from docutils import nodes
from nbformat import NotebookNode
from plain_markdown import texts_and_cells
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

BESIDE = "from benchmarks import"  # what lies beside the package, and is not installed with it
WITHOUT_SCRIPT = '<figure class="explorer"'  # the pages share the script, a notebook has to run it


def text_cell(text: str) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def has_explorer(cell: NotebookNode) -> bool:
    """Whether a cell has given a figure that the reader moves."""
    return any(WITHOUT_SCRIPT in str(out.get("data", "")) for out in cell.outputs)


def shown_by_all(output: NotebookNode, alt: str) -> dict[str, Any]:
    """An output with its figure, if it is one, also as an image.

    JupyterLab leaves SVG out of a notebook that was not run where it is read.
    """
    if not (drawing := output.get("data", {}).get("image/svg+xml")):
        return dict(output)
    source = b64encode(drawing.encode()).decode()
    image = f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{source}">'
    return {**output, "data": {**output["data"], "text/html": image}}


def code_cell(cell: NotebookNode) -> dict[str, Any]:
    """A cell with what it gave; its source folded where the page folds it."""
    tags = cell.metadata.get("tags", [])
    alt = " ".join(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "").split())
    outputs = [] if has_explorer(cell) else [shown_by_all(out, alt) for out in cell.outputs]
    folded = {"tags": tags, "jupyter": {"source_hidden": True}}
    return {
        "cell_type": "code",
        "execution_count": cell.execution_count,
        "metadata": folded if "hide-input" in tags else {},
        "outputs": outputs,
        "source": cell.source,
    }


def begin(page: str, run: list[NotebookNode]) -> str:
    """Where the notebook is from, and what its cells need."""
    site, repository = address(SITE), address(REPOSITORY)
    at = f", <{site}/{page}.html>" if site else ""
    text = f"*This notebook is the page `{page}` of the book Maximum Likelihood{at}.*"
    if run and repository and not any(BESIDE in cell.source for cell in run):
        place = "@".join(filter(None, (repository, branch())))
        need = f'"mlebook[book] @ git+{place}"'
        text += f"\n*Its cells need the package of the book:* `pip install {need}`."
    elif run:
        need = 'in the folder of its sources* `pip install -e ".[book]"`'
        text += f"\n*Its cells need the package of the book: {need}."
    if any(has_explorer(cell) for cell in run):
        text += "\n*A figure that can be moved appears when its cell is run.*"
    return text


def notebook(body: str, page: str, executed: NotebookNode) -> NotebookNode:
    """The notebook of a page, from its HTML and its executed cells."""
    run = [cell for cell in executed.cells if cell.cell_type == "code"]
    cells = [text_cell(begin(page, run))]
    for part in texts_and_cells(body, page):
        cells.append(code_cell(run[part]) if isinstance(part, int) else text_cell(part))
    for number, cell in enumerate(cells):
        cell["id"] = f"{Path(page).name}-{number}"
    metadata = {key: executed.metadata[key] for key in ("kernelspec", "language_info")}
    # One by one, nbformat would check each cell, and name it by chance.
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def result(app: Sphinx, page: str) -> Path | None:
    """Where MyST-NB has put the executed cells of a page, if it has any."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    has_cells = "kernelspec" in app.env.metadata.get(page, {})
    return path if has_cells and path.is_file() else None


def announce(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Tell the theme which notebook it can offer."""
    if result(app, page):
        context["ipynb_source"] = f"{page}.ipynb"


def write(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Write the notebook of a page beside its source, and let Binder open it."""
    if executed := result(app, page):
        made = notebook(context["body"], page, nbformat.read(executed, as_version=4))
        path = Path(app.outdir, "_sources", f"{page}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)
        for group in context["header_buttons"]:
            for button in group.get("buttons", []):
                if button["text"] == "Binder":
                    button["url"] = button["url"].replace(f"{page}.md", f"{page}.ipynb")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("html-page-context", announce, priority=400)  # before the theme's buttons
    app.connect("html-page-context", write, priority=900)  # after it has copied another notebook
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

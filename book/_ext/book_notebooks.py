"""Offer each page that has cells as a notebook: plain Markdown, the cells, and what they gave.

The text is taken from the finished page, where every number, reference and citation stands in its
place; the cells and their results from what MyST-NB has run. So the notebook reads well wherever
notebooks are opened, without the language that the pages are written in.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import nbformat
from book_address import REPOSITORY, SITE, address
from book_katex import renderer
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from markdownify import MarkdownConverter
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

FORMULA, TAG, CELL = "\ue000{}\ue001", "\ue002{}\ue003", "\ue004{}\ue005"
"""What stands for a formula, its number and a cell while the text is converted: no page has these
signs."""
MARKED = re.compile(rf"{FORMULA}(?:\s*{TAG})?".format(r"(\d+)", "(.*?)"))
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
HIGHLIGHTED, TOKEN = re.compile(r"<pre>.*?</pre>", re.DOTALL), re.compile(r"</?span[^>]*>")
SITE_ONLY = ".headerlink, script, style"
WITHOUT_SCRIPT = '<figure class="explorer"'  # the pages share the script, a notebook has to run it


def spelled_out(tex: str) -> str:
    """A formula without the macros of this book."""
    for macro, meaning in renderer.macros.items():
        tex = re.sub(re.escape(macro) + r"(?![A-Za-z])", lambda _, m=meaning: f"{{{m}}}", tex)  # type: ignore[misc]
    return " ".join(tex.split())


def take_formulas(body: str, page: str) -> tuple[str, list[str]]:
    """The page with a mark in the place of each formula, and the formulas."""
    formulas: list[str] = []
    for question, html in renderer.present.get(page, {}).items():
        asked = json.loads(question)
        if html in body:
            body = body.replace(html, FORMULA.format(len(formulas)))
            sign = "$$" if asked["displayMode"] else "$"
            formulas.append(f"{sign}{spelled_out(asked['tex'])}{sign}")
    return body, formulas


def mark_cells(soup: BeautifulSoup) -> None:
    """Leave of each cell a mark and the caption of its figure."""
    for number, cell in enumerate(soup.select("div.cell")):
        caption = cell.select_one("figcaption")
        cell.replace_with(new_paragraph(soup, CELL.format(number)))
        if caption is not None:
            mark = soup.find(string=CELL.format(number))
            assert mark is not None
            assert mark.parent is not None
            mark.parent.insert_after(new_paragraph(soup, caption.get_text().strip(), name="em"))


def new_paragraph(soup: BeautifulSoup, text: str, *, name: str | None = None) -> Tag:
    """A paragraph, its text perhaps within another element."""
    paragraph = soup.new_tag("p")
    inner = paragraph if name is None else soup.new_tag(name)
    inner.string = text
    if name is not None:
        paragraph.append(inner)
    return paragraph


def make_plain(soup: BeautifulSoup, here: str) -> None:
    """Turn what only a style sheet tells apart into what Markdown has words for."""
    for element in soup.select(SITE_ONLY):
        element.decompose()
    for number in soup.select(".eqno"):
        equation = number.parent
        assert equation is not None
        equation.append(TAG.format(number.extract().get_text().strip("( )")))
    for box in soup.select("div.admonition"):
        box.name = "blockquote"
        for title in box.select(":scope > p.admonition-title"):
            title.string = " ".join(title.get_text().split())
            title.wrap(soup.new_tag("strong"))
    for link in soup.select("a[href]"):
        lead_out(link, here)


def lead_out(link: Tag, here: str) -> None:
    """Let a link lead to the published site, or to the notebook beside this one."""
    target = str(link["href"])
    if urlsplit(target).scheme:
        return
    if site := address(SITE):
        link["href"] = urljoin(f"{site}/{here}.html", target)
    elif target.startswith("#"):
        link.unwrap()
    else:
        link["href"] = re.sub(r"\.html(#.*)?$", ".ipynb", target)


def texts_and_cells(markdown: str) -> Iterator[str | int]:
    """The text between the cells, and the number of each cell, in their order."""
    for i, part in enumerate(re.split(CELL.format(r"(\d+)"), markdown)):
        if i % 2:
            yield int(part)
        else:
            lines = [line for line in part.strip().splitlines() if line.strip() not in {">", "> >"}]
            text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
            if text:
                yield text


def with_formulas(text: str, formulas: list[str]) -> str:
    """The text with each formula in its place, and with the number that it has on the page."""

    def formula(mark: re.Match[str]) -> str:
        tex = formulas[int(mark[1])]
        return f"{tex[:-2]} \\tag{{{mark[2]}}}$$" if mark[2] else tex

    return MARKED.sub(formula, text)


def text_cell(text: str) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code_cell(cell: NotebookNode) -> dict[str, Any]:
    """A cell with what it gave; its source folded where the page folds it."""
    tags = cell.metadata.get("tags", [])
    outputs = [out for out in cell.outputs if WITHOUT_SCRIPT not in str(out.get("data", ""))]
    folded = {"tags": tags, "jupyter": {"source_hidden": True}}
    return {
        "cell_type": "code",
        "execution_count": cell.execution_count,
        "metadata": folded if "hide-input" in tags else {},
        "outputs": outputs,
        "source": cell.source,
    }


def begin(page: str) -> str:
    """Where the notebook is from, and what it needs."""
    text = f"*This notebook is the page `{page}` of the book Maximum Likelihood*"
    if site := address(SITE):
        text = text[:-1] + f", <{site}/{page}.html>.*"
    if repository := address(REPOSITORY):
        need = f'"mlebook[book] @ git+{repository}"'
        text += f"\n*Its cells need the package of the book:* `pip install {need}`"
    return text


def notebook(body: str, page: str, executed: NotebookNode) -> NotebookNode:
    """The notebook of a page, from its HTML and its executed cells."""
    body, formulas = take_formulas(body, page)
    body = HIGHLIGHTED.sub(lambda code: TOKEN.sub("", code[0]), DRAWING.sub("", body))
    soup = BeautifulSoup(body, "html.parser")
    make_plain(soup, page)
    mark_cells(soup)
    markdown = MarkdownConverter(heading_style="ATX", bullets="-").convert_soup(soup)
    run = [cell for cell in executed.cells if cell.cell_type == "code"]
    cells = [text_cell(begin(page))]
    for part in texts_and_cells(markdown):
        if isinstance(part, int):
            cells.append(code_cell(run[part]))
        else:
            cells.append(text_cell(with_formulas(part, formulas)))
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

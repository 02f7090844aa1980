"""Write the equations into the pages when they are built, by KaTeX.

A page then shows them at its first paint, needs no script for them, and works from a file without
a network; and a formula that is wrong stops the build, with its page and line, instead of
showing red to the reader. KaTeX runs in one process for the whole build, which is started for a
formula that is new only: those that a page had before are kept.
"""

import json
import re
import shutil
from hashlib import sha256
from html import escape
from pathlib import Path

from docutils import nodes
from node_process import NodeProcess
from site_files import write_whole
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)

SERVER = Path(__file__).with_name("katex_server.js")

# These number themselves, and Sphinx numbers the equation again.
NUMBERED = re.compile(r"\\begin\{(equation|align|alignat|flalign|gather|multline|eqnarray)\*?\}")


class Renderer:
    """KaTeX, started when the first formula comes that it has not written before."""

    def __init__(self) -> None:
        self.node = NodeProcess()
        self.macros: dict[str, str] = {}
        self.digest = ""
        self.folder = Path()
        self.former: dict[str, dict[str, str]] = {}
        self.present: dict[str, dict[str, str]] = {}

    def html(self, tex: str, page: str, *, display: bool) -> str:
        """The formula as HTML; raises ValueError in KaTeX's words where it is none."""
        if page not in self.former:
            self.former[page], self.present[page] = self.stored(page), {}
        question = json.dumps({"tex": tex, "displayMode": display})
        known = self.present[page] if question in self.present[page] else self.former[page]
        html = known[question] if question in known else self.written(tex, display=display)
        self.present[page][question] = html
        return html

    def written(self, tex: str, *, display: bool) -> str:
        """The formula as KaTeX writes it."""
        if found := NUMBERED.search(tex):
            raise ValueError(f"{found[0]} numbers itself: take aligned or gathered instead")
        answer = self.node.ask({"tex": tex, "displayMode": display, "macros": self.macros})
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def without_macros(self, tex: str) -> str:
        """A formula for those who do not know the macros of this book."""
        for macro, meaning in self.macros.items():
            written = f"{{{meaning}}}".replace("\\", r"\\")
            tex = re.sub(re.escape(macro) + r"(?![A-Za-z])", written, tex)
        return tex

    def place(self, page: str) -> Path:
        """Where the formulas of a page are kept."""
        return self.folder / f"{page.replace('/', '--')}.json"

    def stored(self, page: str) -> dict[str, str]:
        """What a page had when it was written last, if with these macros and by this KaTeX."""
        if not self.place(page).is_file():
            return {}
        kept = json.loads(self.place(page).read_text("utf-8"))
        formulas: dict[str, str] = kept["formulas"] if kept["of"] == self.digest else {}
        return formulas

    def stop(self, *_: object) -> None:
        """Keep the formulas, and end the process if one was started."""
        for page, formulas in self.present.items():
            if formulas != self.former[page]:
                kept = json.dumps({"of": self.digest, "formulas": formulas})
                write_whole(self.place(page), kept)
        self.former, self.present = {}, {}
        self.node.stop()


renderer = Renderer()


def formula(node: nodes.Element, page: str, *, display: bool) -> str:
    """The formula as HTML; a bad one is reported, and shown as its source."""
    tex = node.astext()
    try:
        return renderer.html(tex, page, display=display)
    except ValueError as error:
        log.warning("%s; in the formula: %s", error, tex.strip(), location=node)
        return f"<code>{escape(tex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands in a sentence."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(formula(node, self.builder.current_docname, display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands by itself, with its number and a link to it."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(formula(node, self.builder.current_docname, display=True) + "</div>\n")
    raise nodes.SkipNode


def prepare(app: Sphinx, config: Config) -> None:
    """Tell the renderer where KaTeX is; a new one rewrites every page."""
    package = Path(app.srcdir, "node_modules", "katex")
    renderer.node = NodeProcess(SERVER, package / "dist" / "katex.js")
    renderer.macros = config.katex_macros
    parts = [package.joinpath("package.json").read_bytes(), SERVER.read_bytes()]
    config.katex_digest = sha256(b"".join(parts)).hexdigest()
    macros = json.dumps(renderer.macros, sort_keys=True)
    renderer.digest = sha256((config.katex_digest + macros).encode()).hexdigest()
    renderer.folder = Path(app.srcdir, "_build", ".formulas")


def copy_style(app: Sphinx) -> None:
    """Copy the style sheet with its fonts, in the one format that every browser of today reads."""
    source = Path(app.srcdir, "node_modules", "katex", "dist")
    target = Path(app.outdir, "_static", "katex")
    target.joinpath("fonts").mkdir(parents=True, exist_ok=True)
    for font in source.glob("fonts/*.woff2"):
        shutil.copy(font, target / "fonts")
    style = source.joinpath("katex.min.css").read_text("utf-8")
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)', "", style)
    target.joinpath("katex.css").write_text(style, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_config_value("katex_macros", {}, "html", dict)
    app.add_config_value("katex_digest", "", "html", str)
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.add_css_file("katex/katex.css")
    app.connect("config-inited", prepare)
    app.connect("builder-inited", copy_style)
    app.connect("build-finished", renderer.stop)
    # One pipe, one asker.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}

"""Write the figures into the pages, so that they take on the reader's theme.

A picture in a file of its own knows nothing of the page: black text on a dark page, or a white
frame around it. Written into the page as SVG, its black is the page's text colour, and its palette
is the one of book.css, which has lighter shades for the dark theme. The alt text becomes the
figure's label, and a screen reader reads that one instead of the numbers along the axes.

matplotlib writes each number with six decimals and each part in a group of its own: SVGO says the
same in fewer words. And it names parts of each figure by the same names: only the names that the
figure itself refers to are kept, and numbered through the page.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docutils import nodes
from node_process import NodeProcess
from site_files import write_whole
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)

COLOURS = {
    "#000000": "currentColor",
    "#ffffff": "var(--pst-color-background)",
    "#0072b2": "var(--book-blue)",
    "#d55e00": "var(--book-orange)",
    "#009e73": "var(--book-green)",
    "#cc79a7": "var(--book-purple)",
    "#737373": "var(--book-grey)",
}
"""The colours of mlebook/figures/style.py, and black and white, as the page names them."""

GROUND = re.compile("fill: ?#ffffff;?")
"""How the ground of a figure is painted for a notebook, which may be read on a dark page."""
PIXELS = 96 / 72  # to the point, in which matplotlib measures
HEAVY = 250_000  # bytes; a page should not weigh more for one figure
ADVICE = "draw what has many parts with rasterized=True"

REFERENCE = re.compile(r"(?<=url\(#)[^)]+")
TARGET = re.compile(r"(?<=^#).+")
SERVER = Path(__file__).with_name("svgo_server.mjs")
COLOUR = re.compile(r"#[0-9a-f]{6}\b")


class inline_figure(nodes.General, nodes.Inline, nodes.Element):  # type: ignore[misc]
    """A figure as SVG that is part of the page."""


def without_namespaces(svg: Element) -> None:
    """Name elements and attributes as HTML does: `path`, `href`."""
    for part in svg.iter():
        part.tag = part.tag.rpartition("}")[2]
        part.attrib = {name.rpartition("}")[2]: value for name, value in part.attrib.items()}


def drop(svg: Element, *names: str) -> None:
    """Take out the parts of these names: a style sheet, for one, would apply to the whole page."""
    for parent in list(svg.iter()):
        for part in [part for part in parent if part.tag in names]:
            parent.remove(part)


def rename(svg: Element, new_name: Callable[[], str]) -> None:
    """Give new names to the parts that others refer to, and take the name from all others."""
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        if found[0] not in names:
            names[found[0]] = new_name()
        return names[found[0]]

    for part in svg.iter():
        for key, value in part.attrib.items():
            reference = TARGET if key == "href" else REFERENCE
            part.set(key, reference.sub(renamed, value))
    for part in svg.iter():
        if name := names.get(part.attrib.pop("id", "")):
            part.set("id", name)


def themed(found: re.Match[str]) -> str:
    """A colour as the page names it: a grey lies as far between ground and text as it did."""
    colour = found[0]
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    if colour in COLOURS or not red == green == blue:
        return COLOURS.get(colour, colour)
    share = round(100 * (1 - int(red, 16) / 255))
    return f"color-mix(in srgb, currentColor {share}%, var(--pst-color-background))"


def follow_the_page(svg: Element) -> None:
    """Name the book's colours and all greys as the page does; others stay as they are."""
    for part in svg.iter():
        for key in ("style", "fill", "stroke"):
            if value := part.get(key):
                part.set(key, COLOUR.sub(themed, value))


def take_ground(svg: Element) -> None:
    """Let the page be seen through the figure: matplotlib paints its ground first, if it does."""
    first = svg.find(".//path")
    if first is not None and GROUND.fullmatch(first.get("style", "")):
        first.set("style", "fill: none")


def set_size(svg: Element) -> None:
    """Give the size in the page's pixels; the style sheet shrinks it where there is less room."""
    for side in ("width", "height"):
        if (points := svg.get(side, "")).endswith("pt"):
            svg.set(side, f"{float(points[:-2]) * PIXELS:.0f}")


class Slimmer:
    """SVGO, started for the first figure that it has not yet seen; what it wrote is kept."""

    def __init__(self) -> None:
        self.node = NodeProcess(SERVER)
        self.folder = Path()
        self.digest = ""

    def prepare(self, app: Sphinx, config: Config) -> None:
        """Tell where the figures are kept; another SVGO rewrites every page."""
        self.folder = Path(app.srcdir, "_build", ".figures")
        package = Path(app.srcdir, "node_modules", "svgo", "package.json")
        self.digest = sha256(package.read_bytes() + SERVER.read_bytes()).hexdigest()
        config.figures_digest = self.digest

    def slim(self, source: str) -> str:
        """The same figure in fewer words; raises ValueError in SVGO's words where it is none."""
        kept = self.folder / f"{sha256((self.digest + source).encode()).hexdigest()}.svg"
        if not kept.is_file():
            answer = self.node.ask({"svg": source})
            if "error" in answer:
                raise ValueError(answer["error"])
            write_whole(kept, answer["svg"])
        return kept.read_text("utf-8")


slimmer = Slimmer()


def inlined(source: str, alt: str, new_name: Callable[[], str]) -> str:
    """A figure as a part of a page; raises ParseError where it is no SVG."""
    svg = ElementTree.fromstring(source)
    without_namespaces(svg)
    drop(svg, "metadata", "style", "title", "desc", "script")
    rename(svg, new_name)
    take_ground(svg)
    follow_the_page(svg)
    set_size(svg)
    for defaults in svg.findall("defs"):
        if not len(defaults):
            svg.remove(defaults)
    svg.attrib.pop("version", None)
    svg.attrib |= {"class": "book-figure", "role": "img", "aria-label": alt}
    return ElementTree.tostring(svg, encoding="unicode")


def pictures(doctree: nodes.document, folder: Path) -> Iterator[tuple[nodes.image, Path]]:
    """The SVG files that a page shows."""
    for image in list(doctree.findall(nodes.image)):
        path = folder / image["uri"]
        if path.suffix == ".svg" and path.is_file():
            yield image, path


def inline_pictures(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Put the figures themselves where a page refers to their files."""
    if app.builder.format != "html":
        return
    numbers = count(1)
    for image, path in pictures(doctree, Path(app.srcdir)):
        alt = " ".join(image.get("alt", "").split())
        if not alt or path.name in alt:
            log.warning("this figure has no alt text to say what one sees", location=image)
        try:
            source = slimmer.slim(path.read_text("utf-8"))
        except ValueError as error:
            log.warning("this figure is no SVG: %s", error, location=image)
            continue
        html = inlined(source, alt, lambda: f"svg-{next(numbers)}")
        if len(html) > HEAVY:
            log.warning("this figure has %d kB: %s", len(html) // 1000, ADVICE, location=image)
        image.replace_self(inline_figure(html=html))


def write_figure(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the figure as it is."""
    self.body.append(node["html"])
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_config_value("figures_digest", "", "html", str)
    app.add_node(inline_figure, html=(write_figure, None))
    # Before Sphinx copies the files that are shown as pictures, which it does when it writes.
    app.connect("doctree-resolved", inline_pictures)
    app.connect("config-inited", slimmer.prepare)
    app.connect("build-finished", lambda *_: slimmer.node.stop())
    # One pipe, one asker.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}

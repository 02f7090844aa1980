"""Draw a card of each page, for programs that show a picture where somebody names the page.

It has the page's title and question, and the book's name and mark. No reader of the page loads it.
Those programs want its whole address, so there are none where nobody has said where the site is. A
card is kept under a digest of all that it shows; Matplotlib is loaded where there is one to draw.
"""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as xml
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from book_address import SITE, address
from book_description import meta, opening
from docutils import nodes
from site_files import draft
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path as Outline

WIDTH, HEIGHT = 1200, 630  # what the programs ask for, in pixels
EDGE = 70
MARK = "book/_static/logo.svg"
INK, FAINT, LINE = "#1a1a1a", "#4d4d4d", "#0072B2"
PART = re.compile(r"([MCHZ])([^MCHZ]*)")


class Card(NamedTuple):
    """What a card shows."""

    book: str
    title: str
    question: str
    mark: str
    """The drawing of the book, as SVG."""

    @property
    def digest(self) -> str:
        """The same for cards that are the same, to the last byte."""
        program = Path(__file__).read_text("utf-8")
        return sha256(repr((*self, program, version("matplotlib"))).encode()).hexdigest()

    @property
    def words(self) -> str:
        """The card for those who do not see it."""
        stop = "" if self.title.endswith(("?", "!", ".")) else "."
        return f"{self.title}{stop} {self.question} From the book {self.book}.".replace("  ", " ")


def outline(steps: str) -> Outline:
    """What a path of the mark says, with the letters that it uses."""
    from matplotlib.path import Path as Outline

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    kinds = {"M": Outline.MOVETO, "C": Outline.CURVE4, "H": Outline.LINETO, "Z": Outline.CLOSEPOLY}
    for letter, numbers in PART.findall(steps):
        given = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "H":
            given.append(points[-1][1])
        pairs = list(zip(given[::2], given[1::2], strict=True)) or [points[0]]
        points += pairs
        codes += [kinds[letter]] * len(pairs)
    return Outline(points, codes)


def draw_mark(axes: Axes, mark: str, scale: float) -> None:
    """Draw the mark of the book, whose own picture is 64 units wide."""
    from matplotlib.patches import Circle, PathPatch

    axes.set(xlim=(0, 64), ylim=(64, 0))
    for shape in xml.fromstring(mark).iter():
        given = shape.attrib
        if shape.tag.endswith("path"):
            style = {
                "facecolor": given.get("fill", "none"),
                "edgecolor": given.get("stroke", "none"),
                "linewidth": scale * float(given.get("stroke-width", 0)),
            }
            alpha = float(given.get("fill-opacity", 1))
            axes.add_patch(PathPatch(outline(given["d"]), alpha=alpha, capstyle="round", **style))
        elif shape.tag.endswith("circle"):
            x, y, r = (float(given[name]) for name in ("cx", "cy", "r"))
            axes.add_patch(Circle((x, y), r, facecolor=given["fill"]))


def widths(words: list[str], weight: str) -> list[float]:
    """How wide words are, each with the space after it, for letters of size 1."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(1, 72 * 64)
    found = []
    for word in words:
        font.set_text(f"{word} ")
        found.append(font.get_width_height()[0] / 64 / 64)
    return found


def lines(text: str, size: float, weight: str) -> list[str]:
    """The text in lines that are no wider than the card."""
    rows, end = [""], 0.0
    words = text.split()
    for word, width in zip(words, widths(words, weight), strict=True):
        end += size * width
        if end > WIDTH - 2 * EDGE and rows[-1]:
            rows.append("")
            end = size * width
        rows[-1] += f"{word} "
    return rows


def write_text(axes: Axes, text: str, top: float, room: float, sizes: range, **style: Any) -> float:
    """Write text in the largest of some sizes that leaves it room; tell where it ends."""
    for size in sizes:
        rows = lines(text, size, style["weight"])
        if 1.35 * size * len(rows) <= room:
            break
    for row in rows:
        axes.text(EDGE, top, row, size=size * 0.72, va="top", **style)
        top += 1.35 * size
    return top


def draw(card: Card, to: Path) -> None:
    """Draw a card."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"font.family": "DejaVu Sans", "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="white")
        page = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        mark = figure.add_axes((EDGE / WIDTH, 1 - 150 / HEIGHT, 100 / WIDTH, 100 / HEIGHT))
        for axes in (page, mark):
            axes.set_axis_off()
        draw_mark(mark, card.mark, scale=100 / 64 * 0.72)
        page.axhline(HEIGHT - 8, color=LINE, linewidth=12)
        page.text(EDGE + 125, 103, card.book, size=19, va="center", color=FAINT)
        end = write_text(page, card.title, 185, 190, range(58, 30, -2), weight="bold", color=INK)
        room = HEIGHT - 50 - end
        write_text(
            page, card.question, end + 22, room, range(36, 18, -1), weight="normal", color=FAINT
        )
        figure.savefig(to, metadata={"Software": None})


def bring(card: Card, folder: Path, to: Path) -> None:
    """Have a card there, drawn anew if none like it was kept."""
    kept = folder / f"{card.digest}.png"
    if not kept.is_file():
        with draft(kept) as place:
            draw(card, place)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, to)


def take_mark(app: Sphinx, config: Config) -> None:
    """Read the mark of the book; another one makes every card anew."""
    if address(SITE):
        config.card_mark = Path(app.srcdir, MARK).read_text("utf-8")


def show(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Draw the card of a page, and name it in the page's head."""
    site = address(SITE)
    if tree is None or not site:
        return
    title = app.env.titles[page].astext()
    card = Card(app.config.html_title, title, opening(tree), app.config.card_mark)
    place = f"cards/{page}.png"
    bring(card, Path(app.srcdir, "_build", ".cards"), Path(app.outdir, place))
    about = {
        "og:image": f"{site}/{place}",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": card.words,
        "twitter:card": "summary_large_image",
    }
    context["metatags"] += "".join(meta(name, value) for name, value in about.items())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_config_value("card_mark", "", "html", str)
    app.connect("config-inited", take_mark)
    app.connect("html-page-context", show)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The sample page, `everything.md`, which shows one of everything, is built, read and looked at.

In a browser: what is measured there is what a reader sees.
"""

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import book_figures
import numpy as np
import pytest
from browser import UNFOLD, WIDER, listen, opened, settle
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page
from small_books import EXECUTED, ROOT, Book, make_book

from mlebook.figures import style

STYLE_SHEET = ROOT.joinpath("book", "_static", "book.css").read_text("utf-8")
THEMES = ("light", "dark")
PHONES = (320, 390)
PAPER = 657  # the pixels between the margins of a sheet of A4

BOXES = {
    "objectives": "After this page you can",
    "definition": "Definition 1",
    "theorem": "Theorem 1",
    "lemma": "Lemma 1",
    "example": "Example 1",
    "misconception": "Misconception:",
    "goes-wrong": "What goes wrong:",
    "note": "Note",
    "exercise": "Exercise 1",
    "solution": "Solution to",
}
"""The kinds of boxes, and how the label of each begins."""

LIKE_EACH_OTHER = {"theorem", "lemma"}
"""They are told apart by their labels only, as in any book."""


# ---- What is built ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book that holds the sample page."""
    root = tmp_path_factory.mktemp("sample")
    text = Path(__file__).with_name("everything.md").read_text("utf-8")
    book = make_book(root, {"index": "# Front page\n\nText.\n", "everything": text})
    shutil.copy(ROOT / "book" / "references.bib", root / "book")
    shutil.rmtree(root / "mlebook")
    shutil.copytree(ROOT / "mlebook", root / "mlebook")
    built = book.build()
    assert built.status == 0, built.output
    return book


@pytest.fixture(scope="module")
def soup(sample: Book) -> BeautifulSoup:
    """The sample page as a tree."""
    return BeautifulSoup(sample.html("everything"), "html.parser")


@pytest.fixture(scope="module")
def address(sample: Book) -> str:
    """The sample page as a file: a reader needs no server."""
    return sample.root.joinpath("_build", "html", "book", "everything.html").as_uri()


def figures(soup: BeautifulSoup) -> list[Tag]:
    """The figures that cells drew."""
    found = soup.select("article figure > svg")
    assert found
    return found


# ---- Figures ----------------------------------------------------------------------------------


def test_every_figure_is_part_of_the_page(soup: BeautifulSoup) -> None:
    """None is shown as a picture in a file, which could not follow the theme."""
    assert len(figures(soup)) == len(soup.select("article figure")) == 3
    assert not soup.select('article img[src*=".svg"]')


def test_every_figure_says_what_one_sees(soup: BeautifulSoup) -> None:
    """A screen reader hears the alt text; the caption and its number stand below."""
    for svg in figures(soup):
        assert svg["role"] == "img"
        assert len(svg["aria-label"].split()) > 5
        assert re.fullmatch(r"Fig\. \d ", svg.parent.select_one(".caption-number").text)
        assert svg.parent.select_one(".caption-text").text.strip()


def test_no_two_parts_of_figures_have_the_same_name(soup: BeautifulSoup) -> None:
    """Each id is there once, and whatever a part refers to stands in its own figure."""
    ids = [part["id"] for part in soup.select("[id]")]
    for svg in figures(soup):
        own = [part["id"] for part in svg.select("[id]")]
        assert own
        assert all(ids.count(name) == 1 for name in own)
        assert set(re.findall(r'(?:url\(|href=")#([^")]+)', str(svg))) == set(own)


def test_figures_name_the_books_colours(soup: BeautifulSoup) -> None:
    """None of the palette's colours is left as a number, nor black; each is the page's own."""
    text = "".join(map(str, figures(soup)))

    assert not set(re.findall(r"#[0-9a-f]{6}\b", text.lower())) & set(book_figures.COLOURS)
    for colour in ("currentColor", "--book-blue", "--book-orange", "--book-grey"):
        assert colour in text


def test_hatching_survives(soup: BeautifulSoup) -> None:
    """Bars that differ in their pattern still do."""
    patterns = {part["id"] for part in soup.select("article figure pattern")}

    assert patterns
    assert any(f"url(#{name})" in str(soup) for name in patterns)


def test_figures_have_no_ground_of_their_own(soup: BeautifulSoup) -> None:
    """The first thing drawn is as large as the figure, and has no colour."""
    for svg in figures(soup):
        assert "fill: none" in svg.find("path")["style"]


def test_a_cloud_is_a_picture_at_double_density(browser: Browser, address: str) -> None:
    """Its points are one picture of at least two dots to the pixel, its axes are not."""
    sizes = """[...document.querySelectorAll('figure image')].map(async image => {
      const copy = new Image(); copy.src = image.href.baseVal; await copy.decode();
      return copy.naturalWidth / image.getBoundingClientRect().width })"""
    with opened(browser, address) as page:
        (density,) = page.evaluate(f"Promise.all({sizes})")

        assert density > 1.99
        assert page.evaluate("document.querySelectorAll('#fig-cloud use').length") > 10


SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="72pt" height="36pt" viewBox="0 0 72 36"><metadata>when</metadata>
  <defs><style>*{stroke-linejoin: round}</style></defs>
  <g id="unused"><path id="mark" d="M0 0" style="stroke: #0072b2; fill: #000000"/></g>
  <use xlink:href="#mark" clip-path="url(#clip)"/><clipPath id="clip"/>
  <path fill="#123456" stroke="#d9d9d9"/></svg>
"""


def test_a_figure_is_rewritten_to_the_letter() -> None:
    """Names, colours, size and label, on a figure small enough to read; twice the same."""
    results = []
    for _ in range(2):
        names = iter(["a", "b"])
        results.append(book_figures.inlined(SVG, 'one "sees" it', lambda: next(names)))  # noqa: B023
    tree = ElementTree.fromstring(results[0])

    assert results[0] == results[1]
    assert tree.attrib.items() >= {"width": "96", "aria-label": 'one "sees" it'}.items()
    assert [part.tag for part in tree] == ["g", "use", "clipPath", "path"]
    assert "id" not in tree.find("g").attrib
    assert tree.find("g/path").get("style") == "stroke: var(--book-blue); fill: currentColor"
    assert tree.find("use").attrib == {"href": "#a", "clip-path": "url(#b)"}
    assert (tree.find("g/path").get("id"), tree.find("clipPath").get("id")) == ("a", "b")
    assert tree.find("path").get("fill") == "#123456"
    assert tree.find("path").get("stroke").startswith("color-mix(in srgb, currentColor 15%, ")


@pytest.fixture
def slimmer(tmp_path: Path) -> Iterator[book_figures.Slimmer]:
    """One that has not seen any figure."""
    slimmer = book_figures.Slimmer()
    slimmer.folder = tmp_path / "figures"
    yield slimmer
    slimmer.node.stop()


def test_a_figure_is_said_in_fewer_words(slimmer: book_figures.Slimmer) -> None:
    """Hundredths of a point, no empty groups, and whatever is referred to keeps its name."""
    body = """<g id="a"><path id="curve" d="M 1.23456 2.5 L 101.234561 52.500001"/></g>
      <defs><style>*{stroke-linejoin: round}</style><path id="mark" d="M0 0L0 3.5"/></defs>
      <use xlink:href="#mark" x="7.126" y="10.000001" style="stroke: #0072b2"/>"""
    svg = ElementTree.fromstring(slimmer.slim(f"{SVG.split('<metadata>')[0]}{body}</svg>"))
    book_figures.without_namespaces(svg)

    assert svg.attrib == {"width": "72pt", "height": "36pt", "viewBox": "0 0 72 36"}
    assert [part.tag for part in svg] == ["path", "defs", "use"]
    assert svg.find("path").attrib == {"d": "m1.23 2.5 100 50"}
    assert svg.find("defs/path").attrib == {"id": "mark", "d": "M0 0v3.5"}
    mark = svg.find("use").attrib
    assert mark.pop("style").replace(" ", "") == "stroke:#0072b2"
    assert mark == {"href": "#mark", "x": "7.13", "y": "10"}


def test_a_figure_that_was_there_before_needs_no_program(slimmer: book_figures.Slimmer) -> None:
    """It is kept; another SVGO writes it anew, and what is no figure is refused in its words."""
    first = slimmer.slim(SVG)
    slimmer.node.stop()

    assert slimmer.slim(SVG) == first
    assert slimmer.node.process is None
    slimmer.digest = "another"
    assert slimmer.slim(SVG) == first
    assert slimmer.node.process is not None
    with pytest.raises(ValueError, match="Unclosed root tag"):
        slimmer.slim("<svg>")


def test_a_figure_without_alt_text_and_one_too_heavy_stop_the_build(tmp_path: Path) -> None:
    """Each is reported at its page, and says what to do."""
    draw = "import matplotlib_inline.backend_inline as b\nb.set_matplotlib_formats('svg')\n"
    plot = "import matplotlib.pyplot as plt\nplt.plot(range(9));"
    cloud = "---\nmystnb: {image: {alt: A straight line of points.}}\n---\n"
    points = "import matplotlib.pyplot as plt\nplt.scatter(range(5000), range(5000));"
    pages = {
        "nameless": f"{EXECUTED}# A\n\n```{{code-cell}} python\n{draw}{plot}\n```\n",
        "heavy": f"{EXECUTED}# B\n\n```{{code-cell}} python\n{cloud}{draw}{points}\n```\n",
    }
    output = make_book(tmp_path, pages).build()

    assert output.status == 1
    assert re.search(r"nameless\.md.*WARNING: this figure has no alt text", output.output)
    assert re.search(r"heavy\.md.*WARNING: this figure has \d+ kB.*rasterized", output.output)
    assert output.output.count("WARNING: this figure") == 2


# ---- Palette ----------------------------------------------------------------------------------

NAMES = ("blue", "orange", "green", "purple", "grey")
GROUNDS = {"light": "#ffffff", "dark": "#121212"}

# What the eye of a reader without one kind of cone makes of a colour, in linear red, green, blue:
# Machado, Oliveira and Fernandes (2009), table 1, severity 1.
EYES = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Ottosson (2020): from linear red, green, blue to cones, and from their cube roots to Oklab, in
# which a distance of 0.02 is about the least that an eye sees side by side.
TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_OKLAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def palette(theme: str) -> dict[str, str]:
    """The colours of the style sheet for a theme."""
    blocks = re.findall(r"\{([^{}]*--book-blue:[^{}]*)\}", STYLE_SHEET)
    colours = dict(re.findall(r"--book-(\w+): (#[0-9a-f]{6});", blocks[THEMES.index(theme)]))
    assert set(colours) == set(NAMES)
    return colours


def linear(colour: str) -> np.ndarray:
    """Linear red, green and blue of a colour such as #0072b2."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return float((high + 0.05) / (low + 0.05))


def seen(colour: str, eye: str) -> np.ndarray:
    """A colour as an eye sees it, in Oklab."""
    light = np.clip(np.asarray(EYES[eye]) @ linear(colour), 0, 1)
    return np.asarray(TO_OKLAB) @ np.cbrt(np.asarray(TO_CONES) @ light)


def test_figures_and_pages_have_one_palette() -> None:
    """style.py, book.css and the table of book_figures.py name the same colours."""
    ours = {name: getattr(style, name.upper()).lower() for name in NAMES}
    table = {value: key for key, value in book_figures.COLOURS.items()}

    assert palette("light") == ours
    assert {name: table[f"var(--book-{name})"] for name in NAMES} == ours
    cycle = style.__file__.replace("style.py", "book.mplstyle")
    assert re.findall(r"'([0-9A-F]{6})'", Path(cycle).read_text("utf-8")) == [
        colour[1:] for colour in style.PALETTE
    ]


def test_explorers_in_a_dark_notebook_have_the_shades_of_the_dark_page() -> None:
    """There no style sheet of the site names them."""
    sheet = ROOT.joinpath("mlebook", "explorers", "explorers.css").read_text("utf-8")
    dark = sheet.partition('[data-jp-theme-light="false"]')[2].partition("}")[0]
    assert dict(re.findall(r"--explorer-(\w+): (#[0-9a-f]{6});", dark)) == palette("dark")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_each_colour_is_seen_on_its_ground(name: str, theme: str) -> None:
    """Three to one, as WCAG 2.1 (1.4.11) asks of what is drawn."""
    assert contrast(palette(theme)[name], GROUNDS[theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_no_two_colours_are_alike_to_any_eye(eye: str, theme: str) -> None:
    """At least three times the least that an eye sees; and no colour ever stands alone."""
    points = [seen(colour, eye) for colour in palette(theme).values()]

    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)) > 0.06


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_made_of_dots_is_seen_on_both_grounds(name: str) -> None:
    """The points of a cloud keep the colours of the light page; the dark one only lightens them."""
    assert contrast(palette("light")[name], GROUNDS["dark"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_figures_follow_the_theme(browser: Browser, address: str, theme: str) -> None:
    """Axes have the colour of the text, lines that of the palette, on the page's own ground."""
    with opened(browser, address, theme=theme) as page:
        style = "e => getComputedStyle(document.querySelector(e))"
        assert page.evaluate(f"({style})('body').backgroundColor") == rgb(GROUNDS[theme])
        text = page.evaluate(f"({style})('article p').color")
        assert page.evaluate(f"({style})('#fig-lines defs path').stroke") == text
        blue = '#fig-lines path[style*="--book-blue"]'
        assert page.evaluate(f"({style})('{blue}').stroke") == rgb(palette(theme)["blue"])


def rgb(colour: str) -> str:
    """A colour as browsers write it."""
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


# ---- Boxes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "label"), BOXES.items())
def test_every_kind_of_box_has_its_label(soup: BeautifulSoup, kind: str, label: str) -> None:
    """A title says what it is."""
    titles = soup.select(f"article div.{kind}.admonition > .admonition-title")

    assert [title.text.strip()[: len(label)] for title in titles] == [label]


def test_boxes_are_told_apart_without_colour(browser: Browser, address: str) -> None:
    """No two kinds have the same mark, and no two the same border, a proof included."""
    looks = """kind => { const box = document.querySelector(kind), is = getComputedStyle(box);
      const side = name => is[`border${name}Style`] + is[`border${name}Width`];
      const sides = ['Top', 'Right', 'Left'].map(side);
      const bar = getComputedStyle(box, '::before').backgroundImage;
      const mark = getComputedStyle(box.querySelector('.admonition-title') ?? box, '::after');
      return [sides.join() + bar, mark.maskImage + mark.float] }"""
    kinds = [f".{kind}.admonition" for kind in sorted(BOXES.keys() - {"lemma"})]
    with opened(browser, address) as page:
        seen = [page.evaluate(f"({looks})('{kind}')") for kind in kinds]
        theorem, lemma = (
            page.evaluate(f"({looks})('.{kind}')") for kind in sorted(LIKE_EACH_OTHER)
        )

    borders, marks = zip(*seen, strict=True)
    assert len(set(marks)) == len(kinds)
    assert len(set(borders)) == len(kinds)
    assert all("svg" in mark for mark in marks)
    assert theorem == lemma


def test_a_proof_ends_with_a_square(browser: Browser, address: str) -> None:
    """As wide as high, with a line around it, at the end of its last paragraph."""
    square = """(is => [is.width == is.height, is.borderTopWidth])(getComputedStyle(
      document.querySelector('div[class="proof admonition"] > p:last-child'), '::after'))"""
    with opened(browser, address) as page:
        same, line = page.evaluate(square)

    assert same
    assert float(line.removesuffix("px")) >= 1


@pytest.mark.parametrize("width", PHONES)
def test_a_folded_solution_says_that_it_can_be_unfolded(
    browser: Browser, address: str, width: int
) -> None:
    """On phones too there is a word, and a press of a key shows what is inside."""
    hint = "getComputedStyle(document.querySelector('.toggle-button'), '::before').content"
    inside = "document.querySelector('.solution section').getBoundingClientRect().height"
    with opened(browser, address, width=width) as page:
        assert page.evaluate(hint) == '"Show"'
        assert page.evaluate(inside) == 0
        page.evaluate("document.querySelector('.toggle-button').click()")
        assert page.evaluate(hint) == '"Hide"'
        assert page.evaluate(inside) > 50


# ---- The page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [*PHONES, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    """The page itself never scrolls to the side; what is wide does so in its own box."""
    with opened(browser, address, width=width) as page:
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(f"{WIDER}(innerWidth)") == []


@pytest.mark.parametrize("width", PHONES)
def test_what_is_too_wide_scrolls_and_shows_it(browser: Browser, address: str, width: int) -> None:
    """Equations in and out of boxes, code and tables; each has a shadow at its edge."""
    wide = """[...document.querySelectorAll('.katex-display, pre, .pst-scrollable-table-container')]
      .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => [e.tagName + e.className,
        getComputedStyle(e).overflowX, getComputedStyle(e).backgroundAttachment.split(', ').length,
        !!e.closest('.admonition')])"""
    with opened(browser, address, width=width) as page:
        found = page.evaluate(wide)

    assert {name for name, *_ in found} >= {"SPANkatex-display", "PRE"}
    assert {name for name, *_, boxed in found if boxed} >= {"SPANkatex-display", "PRE"}
    assert any("table" in name for name, *_ in found)
    assert all(overflow == "auto" and grounds > 3 for _, overflow, grounds, _ in found)


@pytest.mark.parametrize("width", PHONES)
def test_what_is_too_wide_is_moved_by_the_keys(browser: Browser, address: str, width: int) -> None:
    """Tab reaches each wide equation, and an arrow moves it; one that fits is passed over."""
    wide = "document.querySelector('#equation-eq-wide .katex-display')"
    with opened(browser, address, width=width) as page:
        page.evaluate(f"{wide}.focus()")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"{wide}.scrollLeft > 0")
    fits = "document.querySelector('#equation-eq-plain .katex-display').tabIndex"
    with opened(browser, address) as page:
        page.locator("#equation-eq-plain").scroll_into_view_if_needed()
        settle(page)
        assert page.evaluate(fits) == -1


@pytest.mark.parametrize("width", [*PHONES, 1280])
def test_equations_do_not_run_into_their_numbers(
    browser: Browser, address: str, width: int
) -> None:
    """What scrolls ends where the number begins."""
    gaps = """[...document.querySelectorAll('.eqno')].map(number =>
      number.getBoundingClientRect().left
      - number.parentElement.querySelector('.katex-display').getBoundingClientRect().right)"""
    with opened(browser, address, width=width) as page:
        found = page.evaluate(gaps)

    assert len(found) == 2
    assert min(found) >= 0


def test_lines_of_text_are_as_long_as_an_eye_can_follow(browser: Browser, address: str) -> None:
    """Sixty to seventy-five letters; a few more or less for typefaces that the machine has."""
    letters = """(p => { const range = document.createRange(); range.selectNodeContents(p);
      const lines = new Set([...range.getClientRects()].map(r => Math.round(r.bottom / 24)));
      return p.textContent.length / (p.offsetHeight / parseFloat(getComputedStyle(p).lineHeight))
      })(document.querySelector('#sentences > p'))"""
    for width in (1280, 1920):
        with opened(browser, address, width=width) as page:
            assert 55 <= page.evaluate(letters) <= 80


@pytest.mark.parametrize("width", PHONES)
def test_words_in_figures_can_be_read_on_a_phone(
    browser: Browser, address: str, width: int
) -> None:
    """A figure fills the column, and its labels are not below nine pixels, or seven and a half."""
    scale = """(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)(
      document.querySelector('#fig-lines svg'))"""
    with opened(browser, address, width=width) as page:
        points = 11 * page.evaluate(scale)

    assert points > (9.5 if width > 350 else 7.5)


def test_input_and_output_of_a_cell_are_one_shape(browser: Browser, address: str) -> None:
    """One line and one radius around both, the same as around code that is no cell."""
    shapes = """['.cell:not(.tag_hide-input)', 'details.hide', '#cells > div:last-child pre'].map(
      e => (is => [is.borderTopLeftRadius, is.borderTop].join())(
        getComputedStyle(document.querySelector(e))))"""
    arrow = "getComputedStyle(document.querySelector('.output.stream'), '::before').maskImage"
    with opened(browser, address) as page:
        assert len(set(page.evaluate(shapes))) == 1
        assert "svg" in page.evaluate(arrow)


def test_the_footer_names_licences_and_year(soup: BeautifulSoup) -> None:
    """Of the text and of the code, with links to their words."""
    footer = soup.select_one("footer.bd-footer-content")

    for words in ("2026", "CC BY 4.0", "BSD 3-Clause"):
        assert words in footer.text
    assert len(footer.select('a[rel="license"]')) == 2


def test_logo_and_title_stand_in_the_side_bar(soup: BeautifulSoup) -> None:
    """And the search field is there once."""
    brand = soup.select_one(".bd-sidebar-primary .navbar-brand")

    assert brand.select_one('img[src$="logo.svg"]')
    assert brand.text.strip() == "Maximum Likelihood"
    assert soup.select_one('link[rel="icon"][href$="favicon.svg"]')
    assert len(soup.select(".search-button-field")) == 1


def test_the_page_asks_nobody_for_anything(browser: Browser, address: str) -> None:
    """All that it shows lies beside it, and nothing is missing."""
    asked: list[str] = []
    wrong: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        listen(page, "file:", wrong)
        page.goto(address)
        page.wait_for_timeout(300)

    assert len(asked) > 10
    assert wrong == []


# ---- Colours of text --------------------------------------------------------------------------

FAINT = """(() => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = css => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = css; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255) };
  const over = (a, b) => a.slice(0, 3).map((v, i) => v * a[3] + b[i] * (1 - a[3]));
  const ground = e => { if (!e) return [1, 1, 1];
    const c = rgba(getComputedStyle(e).backgroundColor);
    return c[3] > 0.99 ? c.slice(0, 3) : over(c, ground(e.parentElement)) };
  const light = c => c.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = {};
  for (let text; text = words.nextNode();) {
    const e = text.parentElement;
    if (!text.data.trim() || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        || e.closest('svg, script, style, noscript, .katex-mathml, .headerlink')) continue;
    const back = ground(e), [low, high] = [light(over(rgba(getComputedStyle(e).color), back)),
      light(back)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint[text.data.trim().slice(0, 40)] = +ratio.toFixed(2);
  }
  return faint })()"""


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_can_be_read(browser: Browser, address: str, theme: str) -> None:
    """4.5 to one for every word, code, titles of boxes and side bars included."""
    with opened(browser, address, theme=theme) as page:
        page.evaluate(UNFOLD)
        page.wait_for_timeout(500)
        assert page.evaluate(FAINT) == {}


# ---- Keyboard ---------------------------------------------------------------------------------

RING = """(() => { const e = document.activeElement, is = getComputedStyle(e);
  if (e == document.body) return null;
  const name = e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 20);
  const width = parseFloat(is.outlineWidth), reach = width + parseFloat(is.outlineOffset);
  const drawn = is.outlineStyle != 'none' && width >= 2 && is.opacity > 0.9;
  const box = e.getBoundingClientRect(); let cut = false;
  for (let up = e.parentElement; up && up != document.body; up = up.parentElement) {
    const all = getComputedStyle(up), room = up.getBoundingClientRect();
    const over = Math.max(room.left - box.left, box.right - room.right) + reach > 1;
    const above = Math.max(room.top - box.top, box.bottom - room.bottom) + reach > 1;
    if (all.overflowX != 'visible' && over || all.overflowY != 'visible' && above)
      cut = up.tagName + '.' + up.className;
    if (all.position == 'fixed') break;
  }
  return { name, drawn, cut } })()"""


def focused(page: Page) -> Iterator[dict[str, object]]:
    """What has the focus after each press of the key Tab, until it comes round."""
    for _ in range(150):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        if (ring := page.evaluate(RING)) is None:
            return
        yield ring
    raise AssertionError("the focus does not come round")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_focus_of_the_keyboard_is_seen_wherever_it_goes(
    browser: Browser, address: str, width: int
) -> None:
    """A ring around each link, button and field, whole; those of the header too."""
    with opened(browser, address, width=width) as page:
        rings = list(focused(page))

    names = " ".join(str(ring["name"]) for ring in rings)
    for control in ("theme-switch-button", "toggle-button", "SUMMARY", "PRE", "prev"):
        assert control in names
    assert [ring for ring in rings if not ring["drawn"] or ring["cut"]] == []


# ---- Print ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_paper_shows_what_can_be_read_on_it_and_nothing_to_click(
    browser: Browser, address: str, theme: str
) -> None:
    """No side bars and buttons; solutions open, sources folded; black on white in both themes."""
    shown = """e => [...document.querySelectorAll(e)].some(e => e.checkVisibility())"""
    gone = (".bd-sidebar-primary", ".bd-header-article", ".toggle-button", "details.hide")
    with opened(browser, address, width=PAPER, theme=theme, media="print") as page:
        for part in (*gone, ".prev-next-footer", "#jb-print-toc", ".copybtn"):
            assert not page.evaluate(f"({shown})('{part}')"), part
        for part in (".solution section", "article h1", "footer.bd-footer-content", "figure svg"):
            assert page.evaluate(f"({shown})('{part}')"), part
        assert page.evaluate(FAINT) == {}
        style = "e => getComputedStyle(document.querySelector(e))"
        assert page.evaluate(f"({style})('article p').color") == rgb("#000000")
        assert page.evaluate(f"({style})('html').backgroundColor") == rgb("#ffffff")


def test_nothing_is_cut_off_on_paper(browser: Browser, address: str) -> None:
    """Code and equations break into lines, and what is one thing stays on one page."""
    wide = """[...document.querySelectorAll('pre, .katex-display, figure, table')]
      .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
    breaks = """[...document.querySelectorAll('.admonition, figure, .cell')]
      .map(e => getComputedStyle(e).breakInside)"""
    with opened(browser, address, width=PAPER, media="print") as page:
        assert page.evaluate(f"{WIDER}(innerWidth)") == []
        assert page.evaluate(wide) == []
        assert set(page.evaluate(breaks)) == {"avoid"}

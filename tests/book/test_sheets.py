"""One style sheet for all pages: nothing that a page needs is missing, and little else is there."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import book_scripts
import pydata_sphinx_theme
import pytest
from book_mended import SCRIPTS, mended
from book_sheets import Sheets, purged, words_of
from fontTools.ttLib import TTFont
from small_books import ROOT, write_files
from small_fonts import with_small_fonts

PURGE = ROOT / "book" / "_ext" / "purge.mjs"


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    """A site of two sheets, one of which imports a third."""
    files = {
        "styles/theme.css": '@import "../basic.css";\na { background: url("../images/a.png"); }',
        "basic.css": "b { background: url(b.png); } i { background: url('data:image/png,x'); }",
        "own.css": "@font-face { font-display:block; src: url(f.woff2) format('woff2'), "
        'url(f.ttf) format("truetype") }',
    }
    write_files(tmp_path / "site" / "_static", files)
    return Sheets(SimpleNamespace(srcdir=tmp_path, outdir=tmp_path / "site"))


PAGE = """<head>
    <link href="../_static/styles/theme.css?digest=1" rel="stylesheet" />
    <link rel="stylesheet" type="text/css" href="../_static/own.css?v=2" />
    <link rel="icon" href="../_static/favicon.svg"/>
</head>"""


def test_a_page_has_one_sheet(sheets: Sheets) -> None:
    """What is no sheet stays."""
    assert sheets.link(PAGE).split("\n")[1:-1] == [
        '    <link rel="stylesheet" href="../_static/all.css" />',
        '    <link rel="icon" href="../_static/favicon.svg"/>',
    ]


def test_sheets_become_one_in_their_order_with_addresses_as_seen_from_there(sheets: Sheets) -> None:
    """An imported one stands where it was imported; fonts are shown when they come."""
    sheets.link(PAGE)

    assert sheets.merged().split("\n") == [
        "b { background: url(b.png); } i { background: url('data:image/png,x'); }",
        "a { background: url(images/a.png); }",
        "@font-face { font-display:swap; src: url(f.woff2) format('woff2') }",
    ]


def test_rules_that_no_element_can_have_are_left_out() -> None:
    """By tag, class, id or attribute, whatever the value; and variables that nothing asks for."""
    sheet = """p, .used, #place { color: red }
        .gone, blink, p.gone, #nowhere { color: red }
        [class="proof box"] > p { color: red }
        @media print { html[data-theme="dark"] p { color: #ff0000 } .gone { color: red } }
        [download] { color: red }
        .used { --said: 1; --page: 2; --no: 3; top: var(--said) }"""
    words = ["p", "used", "place", "html", "class", "data-theme", "--page"]

    assert purged(PURGE, sheet, words).strip() == (
        'p,.used,#place{color:red}[class="proof box"]>p{color:red}'
        "@media print{html[data-theme=dark] p{color:red}}[download]{color:red}"
        ".used{--said: 1;--page: 2;top:var(--said)}"
    )


def test_the_words_of_a_page_are_its_names_and_those_of_a_script_all(tmp_path: Path) -> None:
    """Whatever a script says may become a name."""
    tmp_path.joinpath("a.html").write_text(
        '<p class="one two" id="x" hidden data-y="z" style="top: var(--v)">'
    )
    tmp_path.joinpath("b.js").write_text("e.classList.add('show-me')")

    assert words_of(tmp_path / "a.html") == ["--v", "data-y", "one", "p", "style", "two", "x"]
    assert words_of(tmp_path / "b.js") == ["add", "classList", "e", "show-me"]


ICONS = Path("_static", "vendor", "fontawesome", "webfonts", "fa-solid-900.woff2")
FORMULAS = Path("_static", "katex", "fonts", "KaTeX_Main-Regular.woff2")


def test_a_font_keeps_what_some_page_shows(tmp_path: Path) -> None:
    """The icons that the sheet names and the signs of the pages; the sheet asks for that font."""
    theme = Path(pydata_sphinx_theme.__file__).parent
    katex = ROOT / "node_modules" / "katex" / "dist" / "fonts" / FORMULAS.name
    for font, target in {next(theme.rglob(ICONS.name)): ICONS, katex: FORMULAS}.items():
        tmp_path.joinpath(target).parent.mkdir(parents=True)
        shutil.copy(font, tmp_path / target)
    static = tmp_path / "_static"
    icons, formulas = (path.relative_to("_static").as_posix() for path in (ICONS, FORMULAS))
    sheet = f'a:before{{content:"\\f019"}}b{{src:url({icons}) url({formulas})}}'

    small = with_small_fonts(sheet, static, tmp_path, "αx")

    assert small.endswith(f"b{{src:url(fonts/{ICONS.name}) url(fonts/{FORMULAS.name})}}")
    assert signs(static / "fonts" / ICONS.name) >= {0xF019}
    assert not signs(static / "fonts" / ICONS.name) & {0xF0C9}
    assert signs(static / "fonts" / FORMULAS.name) == {ord("α"), ord("x")} & signs(katex)
    assert all(path.stat().st_size < 2000 for path in static.glob("fonts/*"))


def signs(font: Path) -> set[int]:
    """The codes of what a font can show."""
    with TTFont(font) as file:
        return set(file.getBestCmap())


def test_the_fonts_of_formulas_come_with_the_first_answer(site: Path) -> None:
    """Each has less than a server sends before it waits: ten packets of 1,460 bytes."""
    fonts = list(site.glob("_static/fonts/*.woff2"))

    assert len(fonts) > 20
    assert max(font.stat().st_size for font in fonts) < 14_600


def test_scripts_wait_until_the_page_is_there() -> None:
    """The index of the search is asked for by its own page only."""
    page = """<link rel="preload" as="script" href="../a.js" />
<script src="../documentation_options.js?v=1"></script>
<script src="../a.js?v=1"></script>
<script>DOCUMENTATION_OPTIONS.pagename = '%s';</script>
<script>
  DOCUMENTATION_OPTIONS.COLLAPSE_INDEX = true;
</script>
<script defer="defer" src="../b.js"></script>
    <script src="../searchindex.js"></script>"""
    waiting = (
        '<script defer="defer" src="../documentation_options.js?v=1"></script>\n'
        """    <script type="module">DOCUMENTATION_OPTIONS.pagename = '%s'; """
        "DOCUMENTATION_OPTIONS.COLLAPSE_INDEX = true;</script>\n"
        '<script defer="defer" src="../a.js?v=1"></script>\n'
        '<script defer="defer" src="../b.js"></script>'
    )
    index = '\n    <script defer="defer" src="../searchindex.js"></script>'

    assert book_scripts.defer(page % "book/coin").strip() == waiting % "book/coin"
    assert book_scripts.defer(page % "search").strip() == waiting % "search" + index


def test_the_theme_is_settled_before_the_page_is_there() -> None:
    """The template's own line leaves it to a script that comes after the page."""
    layout = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"
    line = book_scripts.THEME.replace("auto", "{{ default_mode }}")
    template = layout.joinpath("layout.html").read_text("utf-8")

    assert line in template
    assert book_scripts.defer(book_scripts.THEME) == book_scripts.SETTLED


def test_the_theme_sizes_no_box() -> None:
    """Its script is as it was when it was mended."""
    theme = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"
    name = "scripts/pydata-sphinx-theme.js"
    text = theme.joinpath("static", name).read_text("utf-8")

    assert '["pre"' in text
    assert '["pre"' not in mended(text, *SCRIPTS[name])

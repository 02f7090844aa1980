"""One style sheet for all pages: nothing that a page needs is missing, and little else is there."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pydata_sphinx_theme
import pytest
from small_books import ROOT, write_files

sys.path.append(str(ROOT / "book" / "_ext"))
import book_scripts
from book_sheets import Sheets, cut, purged, words_of

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
    <link data-own="page" rel="stylesheet" href="../_static/explorers.css" />
    <link rel="icon" href="../_static/favicon.svg"/>
</head>"""


def test_a_page_has_one_sheet_and_its_own(sheets: Sheets) -> None:
    """What is no sheet stays too."""
    assert sheets.link(PAGE).split("\n")[1:-1] == [
        '    <link rel="stylesheet" href="../_static/all.css" />',
        '    <link data-own="page" rel="stylesheet" href="../_static/explorers.css" />',
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
    """By tag, class, id or attribute, whatever the value; those of the page's own words stay."""
    sheet = """p, .used, #place { color: red }
        .gone, blink, p.gone, #nowhere { color: red }
        [class="proof box"] > p { color: red }
        @media print { html[data-theme="dark"] p { color: #ff0000 } .gone { color: red } }
        [download] { color: red }"""
    words = ["p", "used", "place", "html", "class", "data-theme"]

    assert purged(PURGE, sheet, words).strip() == (
        'p,.used,#place{color:red}[class="proof box"]>p{color:red}'
        "@media print{html[data-theme=dark] p{color:red}}[download]{color:red}"
    )


def test_the_words_of_a_page_are_its_names_and_those_of_a_script_all(tmp_path: Path) -> None:
    """Whatever a script says may become a name."""
    tmp_path.joinpath("a.html").write_text('<p class="one two" id="x" hidden data-y="z">Text</p>')
    tmp_path.joinpath("b.js").write_text("e.classList.add('show-me')")

    assert words_of(tmp_path / "a.html") == ["data-y", "one", "p", "two", "x"]
    assert words_of(tmp_path / "b.js") == ["add", "classList", "e", "show-me"]


def test_a_font_keeps_the_icons_that_are_named(tmp_path: Path) -> None:
    """And is small then."""
    from fontTools.ttLib import TTFont

    font = next(Path(pydata_sphinx_theme.__file__).parent.rglob("fa-solid-900.woff2"))
    cut(font, [0xF019, 0xF0C9], tmp_path / "icons.woff2")

    with TTFont(tmp_path / "icons.woff2") as made:
        assert set(made.getBestCmap()) == {0xF019, 0xF0C9}
    assert tmp_path.joinpath("icons.woff2").stat().st_size < 2000


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

"""The book as it is built: valid, complete, described, and quiet in a browser."""

import gzip
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import numpy as np
import pytest
import yaml
from browser import UNFOLD, WIDER, listen, opened, served
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page
from small_books import ROOT


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Each page of the site by its path, parsed."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


# --------------------------------------------------------------------------- what is in a page
def leftovers(text: str) -> list[str]:
    """Traces of formulas that were not rendered, and of warnings."""
    return [trace for trace in ("$$", "katex-error", "\\begin{", "WARNING") if trace in text]


def test_no_page_shows_what_was_meant_for_the_computer(site: Path) -> None:
    """No formula is left in LaTeX, and no warning stands in a page."""
    for path in site.glob("book/*.html"):
        text = path.read_text("utf-8")
        # KaTeX keeps the source there for screen readers and for copying.
        shown = re.sub(r"<annotation .*?</annotation>", "", text, flags=re.DOTALL)

        assert leftovers(shown) == [], path.name


def test_no_initial_is_taken_for_the_number_of_a_list(pages: dict[str, BeautifulSoup]) -> None:
    """As "T. P. Minka" is, where a source in a docstring has but one line."""
    found = {name: page.select(".bd-article ol.upperalpha") for name, page in pages.items()}

    assert {name: lists for name, lists in found.items() if lists} == {}


def undescribed(page: BeautifulSoup) -> list[str]:
    """Images without words in their place, and drawings that say neither what they are nor that
    they are ornament.
    """
    bad = [str(image)[:99] for image in page.select("img") if not image.get("alt")]
    bad += [str(i)[:99] for i in page.select("img") if "/" in str(i.get("alt", "")).split(" ")[0]]
    for drawing in page.select("article svg"):
        if drawing.find_parent("svg") or drawing.find_parent(attrs={"aria-hidden": "true"}):
            continue
        named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find("title")
        wrapper = drawing.find_parent(attrs={"role": "img"})
        named = named or (wrapper and wrapper.get("aria-label"))
        if drawing.get("aria-hidden") != "true" and not named:
            bad.append(str(drawing)[:99])
    return bad


def test_every_page_says_what_it_is_about(pages: dict[str, BeautifulSoup]) -> None:
    """In its head, in a sentence or two, and no two pages in the same ones; and at its foot, of
    which edition it is.
    """
    about = {
        name: soup.select_one("meta[name=description]")["content"]
        for name, soup in pages.items()
        if name.startswith("book/")
    }
    citation = yaml.safe_load(ROOT.joinpath("CITATION.cff").read_text("utf-8"))
    day = citation["date-released"]
    edition = f"Version {citation['version']}, {day.day} {day.strftime('%B %Y')}."

    assert all(20 <= len(words) <= 202 for words in about.values())
    assert len(set(about.values())) == len(about)
    for name in about:
        assert pages[name].select_one("meta[property='og:title']")["content"]
        assert edition in pages[name].select_one(".extra_footer").text


def test_every_image_is_described(pages: dict[str, BeautifulSoup]) -> None:
    """Whoever does not see it hears what is on it."""
    assert {name: bad for name, page in pages.items() if (bad := undescribed(page))} == {}


def test_every_figure_of_a_cell_has_a_caption_with_a_number(
    pages: dict[str, BeautifulSoup],
) -> None:
    """No cell shows a bare picture."""
    for name, page in pages.items():
        for picture in page.select(".cell_output img, .cell_output svg"):
            if picture.find_parent("svg"):
                continue
            figure = picture.find_parent("figure")
            assert figure, f"{name}: {str(picture)[:99]}"
            assert figure.select(".caption-number"), f"{name}: {figure.get('id')}"


def repeated_ids(page: BeautifulSoup) -> list[str]:
    """The ids that more than one element has."""
    counts = Counter(str(element["id"]) for element in page.select("[id]"))
    return [name for name, count in counts.items() if count > 1]


def test_no_id_is_repeated(pages: dict[str, BeautifulSoup]) -> None:
    """A link leads to one place only."""
    assert {name: ids for name, page in pages.items() if (ids := repeated_ids(page))} == {}


# --------------------------------------------------------------------------- links
def dead_links(pages: dict[str, BeautifulSoup], site: Path) -> Iterator[str]:
    """The links within the site that lead to no file, or to no element of a page."""
    ids = {name: {str(e["id"]) for e in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for element in page.select("[href], [src]"):
            address = str(element.get("href") or element.get("src"))
            if urlsplit(address).scheme or address.startswith("//"):
                continue
            path, fragment = urldefrag(urljoin(name, address))
            path, fragment = path.partition("?")[0], unquote(fragment)
            if not site.joinpath(unquote(path)).is_file() or (
                fragment and path in ids and fragment not in ids[path]
            ):
                yield f"{name}: {address}"


def test_no_link_within_the_site_is_dead(pages: dict[str, BeautifulSoup], site: Path) -> None:
    """Each address leads to a file of the site, and each fragment to an element there."""
    assert list(dead_links(pages, site)) == []


def test_bad_markup_is_seen(tmp_path: Path) -> None:
    """A dead link, a dead fragment, a repeated id, a picture without words, a trace of LaTeX."""
    page = BeautifulSoup(
        "<p id=a>$$</p><p id=a></p><a href=b.html></a><a href=#c></a><img src=a.html>"
        "<article><svg></svg></article>",
        "html.parser",
    )
    tmp_path.joinpath("a.html").write_text("", "utf-8")

    assert list(dead_links({"a.html": page}, tmp_path)) == ["a.html: b.html", "a.html: #c"]
    assert repeated_ids(page) == ["a"]
    assert len(undescribed(page)) == 2
    assert leftovers(str(page)) == ["$$"]


# --------------------------------------------------------------------------- HTML
def invalid(files: list[Path]) -> list[str]:
    """What html-validate has to say, by the standard's rules alone (`.htmlvalidate.json`)."""
    from npm_packages import NODE

    program = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    config = ROOT / ".htmlvalidate.json"
    done = subprocess.run(
        [NODE, program, "--config", config, "--formatter", "json", *files],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.stdout, done.stderr
    return [
        f"{Path(report['filePath']).name}:{found['line']}: {found['message']} ({found['ruleId']})"
        for report in json.loads(done.stdout)
        for found in report["messages"]
    ]


def test_every_page_is_valid_html(pages: dict[str, BeautifulSoup], site: Path) -> None:
    """By the rules of the standard; those of taste are left out."""
    assert invalid([site / name for name in pages]) == []


def test_invalid_html_is_seen(tmp_path: Path) -> None:
    """A paragraph in a summary, and an id that stands twice."""
    page = tmp_path / "bad.html"
    page.write_text(
        '<!DOCTYPE html>\n<html lang="en"><head><title>Bad</title></head><body>'
        '<details><summary><p id="a">A</p></summary></details><p id="a">B</p></body></html>\n',
        "utf-8",
    )

    assert len(invalid([page])) == 2


# --------------------------------------------------------------------------- browser
@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The address at which the site is served on this machine."""
    with served(site) as address:
        yield address


AXE = """(keep => {
  document.querySelectorAll('.katex-html, math > *, svg.book-figure > *').forEach(e => e.remove());
  const kept = new Set(), words = [...document.querySelectorAll('pre span:not(:has(*))')];
  const again = words.filter(e => {
    let kind = ''; for (let up = e; up; up = up.parentElement) kind += up.className + ' ';
    return kept.size === kept.add(kind).size });
  again.forEach(e => e.replaceWith(e.textContent));
  return axe.run(keep, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'], preload: false }) })(%s)
  .then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 90)}: ${node.failureSummary.slice(0, 300)}`)))"""
"""What axe-core has to say of a part of a page. What is drawn of formulas and figures is taken out:
screen readers are given the MathML and the label, and `test_theme.py` measures the colours. Of
code the first word of each colour in each kind of box stays.
"""

SCROLLING = """[...document.querySelectorAll('.bd-article *')].flatMap(e => {
  const is = getComputedStyle(e), name = e.outerHTML.slice(0, 90);
  if (e.closest('svg, .katex')) return [];
  if (e.scrollWidth <= e.clientWidth + 1 || e.clientWidth < 2) return [];
  if (['hidden', 'clip'].includes(is.overflowX)) return ['clipped: ' + name];
  if (!['auto', 'scroll'].includes(is.overflowX)) return [];
  return e.tabIndex < 0 ? ['no way in: ' + name] : ['good: ' + e.tagName] })"""
"""What is wider than its box, and what is amiss with it."""


class Visit(NamedTuple):
    """What a browser says of a page, unfolded."""

    asked: list[str]
    """The addresses that were asked for."""
    complaints: list[str]
    """What went wrong while it was loaded."""
    wide: set[str]
    """What is wider than its box or the window."""
    barriers: list[str]
    """What keeps some readers out, by the rules of WCAG 2.2 AA and by habit."""


def wide(page: Page) -> set[str]:
    """The same, once the page has had time to notice what was unfolded."""
    for _ in range(60):
        page.wait_for_timeout(200)
        found = set(page.evaluate(SCROLLING))
        if all(line.startswith("good: ") for line in found):
            break
    return found | {f"beyond: {e}" for e in page.evaluate(f"{WIDER}(innerWidth)")}


def visit(browser: Browser, home: str, name: str, *, theme: str, width: int) -> Visit:
    """Open a page and look at it."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    listen(page, home, complaints)
    page.goto(f"{home}/{name}", wait_until="load")
    page.evaluate(UNFOLD)
    page.evaluate("document.querySelector('figure.explorer')?.scrollIntoView()")
    page.wait_for_timeout(200)  # for scripts that run when the page is there, and their requests
    found = wide(page)
    loaded = [*asked]
    page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
    barriers = page.evaluate(AXE % "document")
    page.close()
    return Visit(loaded, complaints, found, barriers)


WAYS = {
    "served, on a desktop": {"theme": "light", "width": 1280},
    "as a file, on a phone": {"theme": "dark", "width": 390},
}
"""How each page is looked at."""


@pytest.fixture(scope="module")
def visits(
    pages: dict[str, BeautifulSoup], site: Path, host: str, browser: Browser
) -> dict[str, Visit]:
    """Each page in each way; but not the one that only sends on to another one."""
    return {
        f"{name}, {way}": visit(browser, home, name, **looks)
        for (way, looks), home in zip(WAYS.items(), (host, site.as_uri()), strict=True)
        for name in pages
        if name != "index.html"
    }


def test_no_page_complains_in_a_browser(visits: dict[str, Visit]) -> None:
    """Served or opened as a file, a page makes no error and asks nothing of another host."""
    assert {name: v.complaints for name, v in visits.items() if v.complaints} == {}


def on_the_wire(site: Path, visit: Visit) -> int:
    """How many bytes a first visit takes from a host that packs what is text."""
    paths = {unquote(urlsplit(address).path).lstrip("/") for address in visit.asked}
    contents = [site.joinpath(path) for path in paths if not path.startswith("data:")]
    packed = (".html", ".css", ".js", ".svg")
    return sum(
        len(gzip.compress(path.read_bytes()) if path.suffix in packed else path.read_bytes())
        for path in contents
    )


def test_no_page_is_heavy(site: Path, visits: dict[str, Visit]) -> None:
    """A page of text takes at most 230 kB, one with an explorer 400 kB, read to its end."""
    heavy = {
        name: weight
        for name, visit in visits.items()
        if name.endswith("served, on a desktop")
        and (weight := on_the_wire(site, visit))
        > (400_000 if any("explorers.js" in address for address in visit.asked) else 230_000)
    }

    assert heavy == {}


def test_nothing_keeps_a_page_from_being_seen(pages: dict[str, BeautifulSoup]) -> None:
    """There is one sheet to wait for, and every script of a file waits."""
    for name, soup in pages.items():
        if name == "index.html":
            continue
        sheets = [link["href"].rpartition("/")[2] for link in soup.select("link[rel=stylesheet]")]
        assert sheets == ["all.css"], name
        assert soup.select("script[src]:not([defer])") == [], name


def test_an_address_within_a_page_leads_there(site: Path, browser: Browser) -> None:
    """Also where all before it is out of sight, and its height a guess as yet."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    places = ["thm-info-bound", "fig-information-groups", "ex-information-bearings", "exercises"]
    for place in places:
        page.goto("about:blank")
        page.goto(f"{site.as_uri()}/book/information.html#{place}")
        top = f"document.getElementById('{place}').getBoundingClientRect().top"
        page.wait_for_function(f"Math.abs({top} - 64) < 2")  # below the bar at the top
    page.close()


def test_no_page_keeps_anybody_out(visits: dict[str, Visit]) -> None:
    """axe-core finds nothing, in both themes, on a desktop and on a phone."""
    assert {name: v.barriers for name, v in visits.items() if v.barriers} == {}


def test_what_is_wide_scrolls_in_its_box(visits: dict[str, Visit]) -> None:
    """Nothing is cut off or reaches beyond the window; the key Tab comes to all that scrolls."""
    good = {"good: PRE", "good: SPAN"}
    of_the_book = {name: v.wide for name, v in visits.items() if name.startswith("book/")}

    assert {
        name: bad
        for name, wide in of_the_book.items()
        if (bad := {line for line in wide if not line.startswith("good: ")})
    } == {}
    assert good <= set().union(*of_the_book.values())


def test_a_page_that_complains_is_seen(tmp_path: Path, browser: Browser) -> None:
    """A script that throws, a file that is not there, and a picture from elsewhere."""
    page = tmp_path / "bad.html"
    with served(tmp_path) as another:
        page.write_text(
            "<!DOCTYPE html><title>Bad</title><script>throw Error('x')</script>"
            f"<script src=gone.js></script><img src='{another}/a.png'>",
            "utf-8",
        )
        found = visit(browser, tmp_path.as_uri(), "bad.html", theme="light", width=390).complaints

    assert {"error", "failed", "elsewhere"} <= {line.partition(":")[0] for line in found}


def test_a_page_that_keeps_somebody_out_is_seen(tmp_path: Path, browser: Browser) -> None:
    """Faint text and code, text outside of a landmark, what scrolls but has no way in for a key,
    and what reaches beyond a phone.
    """
    page = tmp_path / "bad.html"
    page.write_text(
        "<!DOCTYPE html><html lang=en><title>Bad</title><p>Nowhere<main><h1>Bad</h1>"
        "<p style='color: #ccc'>Faint</p><pre>x <span class=k style='color: #ccc'>if</span></pre>"
        "<article class=bd-article><pre style='width: 9em; overflow: auto'>"
        + 99 * "wide "
        + "</pre><p style='width: 999px'>Long</p></article></main>",
        "utf-8",
    )
    found = visit(browser, tmp_path.as_uri(), "bad.html", theme="light", width=390)

    rules = Counter(line.partition(":")[0] for line in found.barriers)
    assert rules == {"color-contrast": 2, "region": 1, "scrollable-region-focusable": 1}
    assert sorted(line.partition(":")[0] for line in found.wide) == ["beyond", "no way in"]


# --------------------------------------------------------------------------- on paper
INSIDE = 733  # the pixels between the margins of the cheat sheet, which are 8 mm wide
OUT_OF_PLACE = """[...document.querySelectorAll('#cheat-sheet :is(pre, p, li, td, h2)')]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
  .map(e => 'cut: ' + e.outerHTML.slice(0, 90))
  .concat([...document.querySelectorAll('#cheat-sheet > section')].flatMap((e, i, all) => {
    const a = e.getBoundingClientRect();
    return all.slice(i + 1).filter(other => {
      const b = other.getBoundingClientRect();
      return a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1
    }).map(other => `on each other: ${e.id}, ${other.id}`) }))"""
"""What of the cheat sheet is wider than its place, and which parts of it overlap."""


def sides(browser: Browser, address: str) -> int:
    """How many sides of A4 a page takes, printed as the style sheet says."""
    with opened(browser, address, media="print") as page:
        printed = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[(.*?)\]", printed)}
    assert all(np.allclose(box, [0, 0, 595.3, 841.9], atol=1) for box in boxes), boxes
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def out_of_place(browser: Browser, address: str) -> list[str]:
    """What of the printed cheat sheet is cut off or stands on something else."""
    with opened(browser, address, width=INSIDE, media="print") as page:
        return [*page.evaluate(f"{WIDER}(innerWidth)"), *page.evaluate(OUT_OF_PLACE)]


def test_the_cheat_sheet_is_one_sheet_of_paper(site: Path, browser: Browser) -> None:
    """Its two sides hold all of it, and nothing is cut off."""
    address = site.joinpath("book", "cheat-sheet.html").as_uri()

    assert sides(browser, address) == 2
    assert out_of_place(browser, address) == []


def test_a_sheet_that_is_too_full_is_seen(tmp_path: Path, browser: Browser) -> None:
    """Three sides, a line that does not break, and a part that stands on another one."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<!DOCTYPE html><style>@page { size: A4 } section { height: 500mm }</style>"
        "<article id=cheat-sheet><section id=a><pre>" + 99 * "wide " + "</pre></section>"
        "<section id=b></section><section id=c style='margin-top: -9mm'></section></article>",
        "utf-8",
    )

    assert sides(browser, page.as_uri()) >= 3
    assert {line.partition(":")[0] for line in out_of_place(browser, page.as_uri())} >= {
        *("cut", "on each other")
    }


def test_there_are_pages_each_with_a_heading(pages: dict[str, BeautifulSoup]) -> None:
    """The tests above are about the pages of the book, the front page among them."""
    assert "book/index.html" in pages
    for name, page in pages.items():
        if name.startswith("book/"):
            assert isinstance(page.h1, Tag), name

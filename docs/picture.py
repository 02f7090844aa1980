"""Make the README's picture of the page on likelihood, after `make book`.

Needs a Chromium on the PATH; Playwright for Python is in the lock.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "_build/html/book/likelihood.html"

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="light")
    page.goto(PAGE.as_uri())
    page.screenshot(path=Path(__file__).with_name("page.png"))

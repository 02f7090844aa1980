"""What the tests of the pages share: the book as it is built, and a browser to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import launched
from filelock import FileLock
from playwright.sync_api import Browser
from small_books import ROOT, build


@pytest.fixture(scope="session")
def site() -> Path:
    """The book, built as a reader does it; where nothing changed since the last build it is quick.

    No time limit: a first build runs every page. Where tests run side by side one process builds
    and the others wait for it.
    """
    ROOT.joinpath("_build").mkdir(exist_ok=True)
    with FileLock(ROOT / "_build" / ".site.lock"):
        done = build(ROOT, timeout=None)
    assert done.status == 0, done.output
    return ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; in continuous integration it has to be there."""
    with launched() as browser:
        yield browser

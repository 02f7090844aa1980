"""What the tests of the pages share: the book as it is built, and a browser to look at it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_books import ROOT, build

sys.path += [str(ROOT / "book" / folder) for folder in ("_ext", "_print")]  # for all tests here
from browser import launched
from filelock import FileLock
from npm_packages import bring_packages
from playwright.sync_api import Browser


@pytest.fixture(scope="session", autouse=True)
def _node_modules() -> None:
    """The packages from npm, brought by one process: small books share them by a link."""
    ROOT.joinpath("_build").mkdir(exist_ok=True)
    with FileLock(ROOT / "_build" / ".npm.lock"):
        bring_packages(ROOT)


@pytest.fixture(scope="session")
def site(testrun_uid: str) -> Path:
    """The book, built as a reader does it; where nothing changed since the last build it is quick.

    No time limit: a first build runs every page. Where tests run side by side one process builds,
    the others wait for it, and none builds again what they look at.
    """
    built = ROOT / "_build" / ".built-for-tests"
    with FileLock(ROOT / "_build" / ".site.lock"):
        if not built.is_file() or built.read_text("utf-8") != testrun_uid:
            done = build(ROOT, timeout=None)
            assert done.status == 0, done.output
            built.write_text(testrun_uid, "utf-8")
    return ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; in continuous integration it has to be there."""
    with launched() as browser:
        yield browser

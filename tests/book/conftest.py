"""What the tests of the pages share: one browser for each module of tests."""

from collections.abc import Iterator

import pytest
from browser import launched
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; in continuous integration it has to be there."""
    with launched() as browser:
        yield browser

"""Tell whoever does not see a page, or has no mouse, what the templates tell the eye alone.

Icons are letters of a font, which would be read aloud; some buttons are called otherwise than one
sees, or do not say what they stand at; the boxes that open have no name; the logo and the list of
references are nowhere that a reader could go to; and an index that is laid out in a table is not
a table. What scripts leave out is mended by `book_mended`.
"""

from book_pages import change_pages, replaced
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

PAGES = {
    r'<(i|span) class="fa': r'<\1 aria-hidden="true" class="fa',
    # The browser's own hints: those of the theme cover what is below, and Escape does not end them.
    r'\s+data-bs-placement="\w+"\s+data-bs-toggle="tooltip"': "",
    r'aria-label="Color mode"\s+data-bs-title="Color mode"': 'title="Colours"',
    r'(<i class="theme-switch [^>]*) title="Light"': r'\1 role="img" aria-label="Colours: light"',
    r'(<i class="theme-switch [^>]*) title="Dark"': r'\1 role="img" aria-label="Colours: dark"',
    r'(<i class="theme-switch [^>]*) title="System Settings"': (
        r'\1 role="img" aria-label="Colours: those of the system"'
    ),
    r'title="Toggle primary sidebar"': 'title="Pages of the book"',
    r'title="Toggle secondary sidebar"': 'title="Contents of this page" aria-haspopup="dialog"',
    r'<dialog id="pst-primary-sidebar-modal"': r'\g<0> aria-label="Pages of the book"',
    r'<dialog id="pst-secondary-sidebar-modal"': r'\g<0> aria-label="Contents of this page"',
    r'<dialog id="pst-search-dialog"': r'\g<0> aria-label="Search"',
    r'(<button class="btn search-button-field[^>]*) aria-label="Search"': r"\1",
    r'<summary aria-label="Toggle hidden content">': "<summary>",
    r'(<div id="pst-primary-sidebar")': r'\1 role="region" aria-label="Side bar"',
    r'<header id="pst-header"': r'\g<0> role="presentation"',
    r'\s*<footer class="bd-footer">\s*</footer>': "",
    r'<table (?=[^>]*class="indextable)': '<table role="presentation" ',
    r'role="doc-biblioentry"': 'role="listitem"',
}
"""What is replaced in each page, and by what."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect(
        "builder-inited",
        lambda app: change_pages(app, lambda page: replaced(page, PAGES)),
        priority=900,
    )
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

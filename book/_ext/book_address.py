"""Tell the pages where the book and its sources stand on the web, if they do.

No file fixes the address of the project, so that a copy of it publishes itself. The run that
publishes gives it in its environment; without it, no page has a button that leads nowhere.
"""

import os
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

REPOSITORY = "BOOK_REPOSITORY"  # of the sources: https://HOST/OWNER/NAME
BRANCH = "BOOK_BRANCH"  # of them that is published; main where nothing is said
SITE = "BOOK_SITE"  # the address of the front folder of the site
BINDER = "https://mybinder.org"


def address(variable: str) -> str:
    """An address of the environment, without a slash at its end; raise ConfigError for others."""
    value = os.environ.get(variable, "").strip().rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise ConfigError(f"{variable} has to be an address, https://..., and is {value!r}")
    return value


def branch() -> str:
    """The branch of the sources that is published, if it is said."""
    return os.environ.get(BRANCH, "").strip()


def buttons(repository: str) -> dict[str, Any]:
    """What the theme has to know to show the buttons of a page."""
    return {
        "repository_url": repository,
        "repository_branch": branch() or "main",
        "path_to_docs": "",
        "use_repository_button": True,
        "use_source_button": True,
        "use_edit_page_button": True,
        "use_issues_button": True,
        "launch_buttons": {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"},
    }


def downloads(site: str) -> str:
    """Where the run that publishes the site puts the book as one PDF, and the site as one file."""
    pdf, pages = f"{site}/mlebook.pdf", f"{site}/mlebook.zip"
    return (
        f'<p>The whole book: <a href="{pdf}">as a PDF</a>, '
        f'<a href="{pages}">as a site in one file</a>.</p>'
    )


def settle(_app: Sphinx, config: Config) -> None:
    """Put what the environment tells into the settings."""
    if repository := address(REPOSITORY):
        config.html_theme_options = {**config.html_theme_options, **buttons(repository)}
    if site := address(SITE):
        config.html_baseurl = f"{site}/"
        options = config.html_theme_options
        footer = options.get("extra_footer", "") + downloads(site)
        config.html_theme_options = {**options, "extra_footer": footer}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", settle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

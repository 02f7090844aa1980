"""Change what a template has written, just before a page is written to its file.

For what no setting can say, since it stands in a template of the theme or of Sphinx.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sphinx.application import Sphinx


def replaced(page: str, table: Mapping[str, str]) -> str:
    """A page with what each pattern of a table finds replaced by what stands beside it."""
    for pattern, replacement in table.items():
        page = re.sub(pattern, replacement, page)
    return page


def change_pages(app: Sphinx, change: Callable[[str], str]) -> None:
    """Put each page through a function from now on."""
    templates = getattr(app.builder, "templates", None)
    if templates is None:
        return
    render = templates.render

    def changed(template: str, context: dict[str, Any]) -> str:
        return change(render(template, context))

    templates.render = changed

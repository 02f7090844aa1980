"""Make every warning fail the build, in whatever way it is started, until it is mended.

Two things go wrong without this. A plain `jupyter-book build .` ends with status 0 although a cell
failed or a reference is broken. And a build that failed under `-W` passes when it is repeated,
because Sphinx reads changed pages only: the bad page is not looked at again.

So each build leaves a note beside the doctrees of what it owes: the pages that warned. Until a
build has ended, the note says "everything", so that one that was interrupted hides nothing.
"""

import json
import logging
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning
from sphinx.util.typing import ExtensionMetadata

EVERYTHING = None
"""Stands for "every page" in a note: a warning about no page, or a build that did not end."""


def page_of(location: object, env: BuildEnvironment) -> str | None:
    """The page that a warning's location lies in; None where that is no page."""
    if isinstance(location, tuple):
        location = location[0]
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    place = str(location or "").partition(":")[0]
    page = place if place in env.found_docs else env.path2doc(place)
    return page if page in env.found_docs else None


class Debts(logging.Handler):
    """What the builds before this one left unmended, and what this one adds."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.app = app
        self.note = Path(app.doctreedir, "owed.json")
        self.inherited: list[str] | None = []
        self.pages: set[str | None] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the page of a warning (called by `logging`)."""
        kind, subkind = getattr(record, "type", ""), getattr(record, "subtype", "")
        if is_suppressed_warning(kind, subkind, self.app.config.suppress_warnings):
            return
        env = getattr(self.app, "env", None)
        self.pages.add(page_of(getattr(record, "location", None), env) if env else EVERYTHING)

    def take_over(self) -> None:
        """Read the note of the last build, and owe everything until this one has ended."""
        if self.note.is_file():
            self.inherited = json.loads(self.note.read_text("utf-8"))
        if self.inherited is EVERYTHING:
            self.note.with_name("environment.pickle").unlink(missing_ok=True)
        self.note.parent.mkdir(parents=True, exist_ok=True)
        self.note.write_text(json.dumps(EVERYTHING), "utf-8")

    def pages_to_read_again(self, *_: object) -> list[str]:
        """The pages that warned last time, whether they changed or not."""
        return list(self.inherited or [])

    def settle(self, _app: Sphinx, failure: Exception | None) -> None:
        """Write down the pages that warned, or remove the note where none did."""
        if failure or EVERYTHING in self.pages:
            return
        if self.pages:
            self.note.write_text(json.dumps(sorted(filter(None, self.pages))), "utf-8")
        else:
            self.note.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    # The effect of `-W --keep-going`: every page is reported, and the status is 1.
    # With `-W` alone the first warning ends the build, as asked.
    if not app.warningiserror:
        app.keep_going = True
    debts = Debts(app)
    debts.take_over()
    logging.getLogger(NAMESPACE).addHandler(debts)
    app.connect("env-get-outdated", debts.pages_to_read_again)
    app.connect("build-finished", debts.settle, priority=999)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}

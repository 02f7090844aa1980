"""Format each entry of the bibliography once, and keep what came of it.

Sphinx asks for all of them at every build, although no page may have changed, and pybtex takes as
long for them as for all else that such a build has to do.
"""

from typing import Any, ClassVar

from book_cache import versions
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting import plain
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


class Kept(plain.Style):  # type: ignore[misc]
    """The style `plain` of pybtex, with a memory."""

    former: ClassVar[dict[str, FormattedEntry]] = {}
    present: ClassVar[dict[str, FormattedEntry]] = {}

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """The entry as it stands in the list; one that takes from another one is not kept."""
        if "crossref" in entry.fields:
            return super().format_entry(label, entry, bib_data)
        asked = f"{label} {entry.key} {entry!r}"
        if asked not in self.present:
            known = self.former.get(asked)
            self.present[asked] = known or super().format_entry(label, entry, bib_data)
        return self.present[asked]


def recall(app: Sphinx) -> None:
    """Take over what former builds have formatted, by the same packages."""
    of, entries = getattr(app.env, "book_entries", (None, {}))
    Kept.former, Kept.present = entries if of == versions() else {}, {}


def keep(_app: Sphinx, env: BuildEnvironment) -> None:
    """Keep what this build has asked for, and nothing else."""
    env.book_entries = (versions(), Kept.present)  # type: ignore[attr-defined]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    register_plugin("pybtex.style.formatting", "kept", Kept, force=True)
    app.connect("builder-inited", recall)
    app.connect("env-updated", keep, priority=900)  # after the entries were asked for
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

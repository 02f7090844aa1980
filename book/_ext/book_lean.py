"""Leave out of each build what costs time and is of no use to this book.

Comes before all other extensions, since most of the time is spent on loading them. MyST-NB keeps
results in a database, whose library takes longer to load than any other; this book has a store of
its own (`book_cache`), and so there is an empty module in the place of that database.
"""

import sys
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

DATABASE = "jupyter_cache.cache.db"


class Unused(ModuleType):
    """A module whose names can be imported, and are good for nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of a module, not what is in it
            raise AttributeError(name)
        return type(name, (), {})


def setup(_app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    sys.modules.setdefault(DATABASE, Unused(DATABASE))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

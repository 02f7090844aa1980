"""Leave out of each build what costs time and is of no use to this book.

Comes before all other extensions, since most of the time is spent on loading them.

- MyST-NB keeps results in a database, whose library takes longer to load than any other; this book
  has a store of its own (`book_cache`), and so an empty module takes the place of that database.
- Whoever asks which parts the installed packages offer makes Python read a file of each of them;
  here they are read once.
- Python looks for what nobody needs any more each time that some hundred objects were made, and
  pages consist of hundreds of thousands: here it looks less often.
- The templates of the theme are translated to Python at every build: here what came of it is kept.
- sphinx-exercise keeps each solution for other pages, and with it the whole page around it, to be
  loaded at every build; only the titles are used.
"""

import gc
import importlib.metadata
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import jinja2
import sphinx
from jinja2.bccache import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

DATABASE = "jupyter_cache.cache.db"
OBJECTS = 100_000
"""How many objects are made until Python looks for those that nobody needs."""


class Unused(ModuleType):
    """A module whose names can be imported, and are good for nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of a module, not what is in it
            raise AttributeError(name)
        return type(name, (), {})


all_entry_points = cache(importlib.metadata.entry_points)


def entry_points(**wanted: str) -> Any:
    """What the installed packages offer, as `importlib.metadata` has it."""
    return all_entry_points().select(**wanted)


def keep_templates(app: Sphinx) -> None:
    """Keep the templates as Python, each under a digest of its text."""
    if templates := getattr(app.builder, "templates", None):
        folder = Path(app.srcdir, "_build", ".templates")
        folder.mkdir(parents=True, exist_ok=True)
        names = f"{sphinx.__version__}-{jinja2.__version__}-%s"
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder), names)


def keep_titles(_app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the titles of exercises and solutions, apart from the pages that they stand on."""
    for known in getattr(env, "sphinx_exercise_registry", {}).values():
        if len(known["node"]) > 1:
            node = known["node"].deepcopy()
            del node[1:]
            for part in node.findall():
                part.document = None
            known["node"] = node


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    sys.modules.setdefault(DATABASE, Unused(DATABASE))
    importlib.metadata.entry_points = entry_points  # type: ignore[assignment]
    gc.set_threshold(OBJECTS)
    app.connect("builder-inited", keep_templates)
    app.connect("env-updated", keep_titles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Run the cells again when something changes that they depend on, outside of the page.

MyST-NB stores the results of a page under a digest of its cells alone: after an edit in `mlebook`
the page would show what the old code computed. So the folder of stored results is named by a
digest of all else: the package with its data, these extensions, Python and every package
installed. Undoing an edit returns to the results stored before it.
"""

import hashlib
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

SOURCES = ("mlebook", "book/_ext")
KEPT = 3
"""How many folders of results are kept, the present one included."""


def files(root: Path) -> Iterator[Path]:
    """The files that the pages' results depend on, in a fixed order."""
    for folder in SOURCES:
        for path in sorted(root.joinpath(folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def versions() -> list[str]:
    """Python's version and that of each package installed."""
    packages = {f"{found.name}=={found.version}" for found in distributions()}
    return [platform.python_version(), *sorted(packages)]


def digest(root: Path) -> str:
    """A name for the present state of everything that the pages' results depend on."""
    state = hashlib.sha256("\n".join(versions()).encode())
    for path in files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        state.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return state.hexdigest()[:16]


def drop_old_results(base: Path, present: Path) -> None:
    """Remove all but the folders used last."""
    others = [path for path in base.iterdir() if path.is_dir() and path != present]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def choose_folder(app: Sphinx, config: Config) -> None:
    """Point MyST-NB at the folder of results of the present state."""
    base = Path(app.srcdir, "_build", ".jupyter_cache")
    present = base / digest(Path(app.srcdir))
    present.mkdir(parents=True, exist_ok=True)
    present.touch()
    drop_old_results(base, present)
    config.nb_execution_cache_path = str(present)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    # Before MyST-NB reads its settings, which it does at the same event.
    app.connect("config-inited", choose_folder, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

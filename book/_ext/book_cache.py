"""Keep the results of each page, and bring them back while all that they depend on is the same.

MyST-NB stores results under a digest of the page's cells alone: after an edit in `mlebook` the page
would show what the old code computed, and after a new caption it would be run for nothing. Here the
key is what a result depends on: the code of the cells, the files of the package that the page needs
(`book_needs` finds them), these extensions, Python and every package installed. A page whose key
has changed is read again. Some former results are kept, so that undoing an edit runs nothing.
"""

import json
import platform
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import nbformat
from book_needs import Sources
from book_requests import Request, request_of
from nbformat import NotebookNode
from site_files import write_whole
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

KEPT = 5
"""How many results are kept of each page, the present one included."""


def versions() -> list[str]:
    """Python's version and that of each package installed, as its folder of metadata is named."""
    folders = [Path(entry) for entry in sys.path if Path(entry).is_dir()]
    packages = {path.name for folder in folders for path in folder.glob("*-*.*-info")}
    return [platform.python_version(), *sorted(packages)]


def surroundings(root: Path) -> str:
    """A digest of what the results of every page depend on."""
    state = sha256("\n".join(versions()).encode())
    for path in sorted(root.joinpath("book", "_ext").glob("*.py")):
        state.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return state.hexdigest()


def code_of(notebook: NotebookNode) -> str:
    """All the code of a page."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def digest_of_cells(notebook: NotebookNode) -> str:
    """A digest of what is run: the code and the kernel, and no captions."""
    digest = sha256(str(notebook.metadata.get("kernelspec", {}).get("name")).encode())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            tags = sorted({"raises-exception", "skip-execution"} & {*cell.metadata.get("tags", [])})
            digest.update(sha256(f"{tags} {cell.source}".encode()).digest())
    return digest.hexdigest()


def fill(notebook: NotebookNode, results: NotebookNode) -> None:
    """Put the results of a page into it, and what its kernel says of itself."""
    for key in {"kernelspec", "language_info", "widgets"} & results.metadata.keys():
        notebook.metadata[key] = results.metadata[key]
    former = [cell for cell in results.cells if cell.cell_type == "code"]
    present = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, result in zip(present, former, strict=True):
        cell.update(outputs=result.outputs, execution_count=result.execution_count)


class States:
    """Digests of what the results of pages depend on besides their cells.

    To follow a page's names through the package takes longer than all else that is to be found out
    before a build can say that there is nothing to do. So the answers are kept beside the results,
    under a digest of all that they were made from.
    """

    def __init__(self, root: Path) -> None:
        self.sources = Sources(root)
        self.surroundings = surroundings(root)
        self.note = root / "_build" / ".jupyter_cache" / "states.json"
        self.whole = sha256(f"{self.surroundings} {self.sources.whole()}".encode()).hexdigest()
        self.known: dict[str, str] = {}
        if self.note.is_file():
            noted = json.loads(self.note.read_text("utf-8"))
            self.known = noted["states"] if noted["of"] == self.whole else {}

    def of(self, request: Request) -> str:
        """The digest for a page that asks this of the package."""
        asked = repr((sorted(request.names), sorted(request.exercises)))
        if asked not in self.known:
            text = f"{self.surroundings} {self.sources.state(request)}"
            self.known[asked] = sha256(text.encode()).hexdigest()
            write_whole(self.note, json.dumps({"of": self.whole, "states": self.known}))
        return self.known[asked]


class Results:
    """The stored results, and by which state of all else each page was read last."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "_build" / ".jupyter_cache" / "results"
        self.states = States(root)

    def state(self, request: Request) -> str:
        """A digest of all but the cells that the results of a page depend on."""
        return self.states.of(request)

    def path(self, page: str, notebook: NotebookNode) -> Path:
        """Where the results of a page in its present state are stored."""
        state = self.state(request_of(code_of(notebook)))
        key = sha256(f"{digest_of_cells(notebook)} {state}".encode()).hexdigest()[:24]
        return self.folder / page.replace("/", "--") / f"{key}.ipynb"

    def load(self, page: str, notebook: NotebookNode) -> bool:
        """Put the stored results into a notebook; tell whether there are any."""
        path = self.path(page, notebook)
        if not path.is_file():
            return False
        stored = nbformat.reads(path.read_text("utf-8"), nbformat.NO_CONVERT)
        fill(notebook, stored)
        path.touch()
        return True

    def save(self, page: str, notebook: NotebookNode) -> None:
        """Store the results of a page that has been run, and drop its oldest ones."""
        path = self.path(page, notebook)
        write_whole(path, nbformat.writes(notebook, nbformat.NO_CONVERT))
        stored = sorted(path.parent.glob("*.ipynb"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in stored[KEPT:]:
            old.unlink()


def remembered(env: BuildEnvironment) -> dict[str, tuple[Request, str]]:
    """What each page asked of the package when it was read, and in which state that was."""
    if not hasattr(env, "book_states"):
        env.book_states = {}  # type: ignore[attr-defined]
    states: dict[str, tuple[Request, str]] = env.book_states  # type: ignore[attr-defined]
    return states


def outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> Iterator[str]:
    """The pages whose results depend on something that has changed since they were read."""
    results = Results(Path(app.srcdir))
    for page, (request, state) in remembered(env).items():
        if page in env.found_docs and results.state(request) != state:
            yield page


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("env-get-outdated", lambda *given: list(outdated(*given)))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

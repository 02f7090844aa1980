"""Run the cells of several pages at once.

MyST-NB runs a page when Sphinx reads it, one after the other, and most of that time is spent on
starting kernels and importing. Here the pages that are about to be read get their results
beforehand: stored ones where there are any, otherwise they are run, as many at once as there are
cores. When MyST-NB comes to a page it is given those, also where a cell of it failed.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from pathlib import Path

import myst_nb.sphinx_
from book_cache import Results, code_of, fill, remembered
from book_quiet import say
from book_requests import request_of
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import NotebookClientBase
from myst_nb.core.loggers import LoggerType
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import SphinxEnvType
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

KERNELS = min(os.cpu_count() or 1, 8)  # each takes some hundred megabytes

READY: dict[Path, NotebookNode] = {}
"""The pages of this build that have their results."""
FAILED: dict[Path, ExecutionResult] = {}
"""What is to be said of those among them in which a cell raised."""


def notebook_of(path: Path, env: SphinxEnvType) -> NotebookNode | None:
    """The page as MyST-NB would run it; None for one without cells."""
    text = path.read_text("utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    try:
        notebook = reader and reader.read(text)
    except Exception as error:
        # The head of a page or of a cell is no YAML: MyST-NB says the line, but not the page.
        raise ExtensionError(f"{path}: {error}") from error
    if notebook is not None and env.mystnb_config.metadata_key in notebook.metadata:
        raise ExtensionError(f"{path}: settings hold for the whole book, so take out its mystnb")
    return notebook


def run(path: Path, notebook: NotebookNode, timeout: int) -> ExecutionResult:
    """Run a page in its own folder; it stops at the first cell that raises."""
    return single_nb_execution(
        notebook,
        cwd=str(path.parent),
        allow_errors=False,
        timeout=timeout,
        # On a busy machine what is printed comes in pieces, each of which would be a paragraph.
        coalesce_streams=True,
    )


def run_at_once(
    pages: dict[str, NotebookNode], env: SphinxEnvType
) -> Iterator[tuple[str, NotebookNode]]:
    """Run pages, as many at a time as there are cores; give those that succeed as they end."""
    timeout = env.mystnb_config.execution_timeout
    with ThreadPoolExecutor(KERNELS) as pool:
        running = {
            pool.submit(run, Path(env.doc2path(page)), notebook, timeout): page
            for page, notebook in pages.items()
        }
        for number, done in enumerate(as_completed(running), 1):
            page, result = running[done], done.result()
            verb = "ran" if result.err is None else "failed"
            say(f"[{number}/{len(running)}] {page} {verb} in {result.time:.1f} s")
            if result.err is None:
                yield page, pages[page]
            else:
                FAILED[Path(env.doc2path(page))] = result


def run_ahead(app: Sphinx, env: SphinxEnvType, docnames: list[str]) -> None:
    """Have the results of all pages there that are about to be read."""
    if not docnames:
        return
    results = Results(Path(app.srcdir))
    found = {page: notebook_of(Path(env.doc2path(page)), env) for page in docnames}
    notebooks = {page: notebook for page, notebook in found.items() if notebook is not None}
    for page, notebook in notebooks.items():
        request = request_of(code_of(notebook))
        remembered(env)[page] = (request, results.state(request))
    missing = {page: book for page, book in notebooks.items() if not results.load(page, book)}
    for page, notebook in run_at_once(missing, env):
        results.save(page, notebook)
    READY.update((Path(env.doc2path(page)), notebook) for page, notebook in notebooks.items())


class Ready(NotebookClientBase):  # type: ignore[misc]
    """Gives MyST-NB the results of a page that were there before it asked."""

    def start_client(self) -> None:
        """Put the results into the notebook; report a cell that raised."""
        fill(self.notebook, READY[self.path])
        if result := FAILED.get(self.path):
            kind = type(result.err).__name__
            self.logger.warning(
                f"Executing notebook failed: {kind}\n{result.exc_string}", subtype="exec"
            )
            self.exec_metadata = {
                "mtime": datetime.now().timestamp(),
                "runtime": result.time,
                "method": self.nb_config.execution_mode,
                "succeeded": False,
                "error": kind,
                "traceback": result.exc_string,
            }


def client(
    notebook: NotebookNode, source: str, nb_config: NbParserConfig, logger: LoggerType, *_: object
) -> NotebookClientBase:
    """What MyST-NB gets when it asks for the results of a page."""
    if nb_config.execution_mode != "cache":
        raise ExtensionError("execute_notebooks has to be cache, as _config.yml sets it")
    return Ready(notebook, Path(source), nb_config, logger)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("env-before-read-docs", run_ahead)
    myst_nb.sphinx_.create_client = client
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

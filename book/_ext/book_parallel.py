"""Run the cells of several pages at once.

MyST-NB runs a page when Sphinx reads it, one after the other, and most of that time is spent on
starting kernels and importing. Here the pages that are about to be read get their results
beforehand: stored ones where there are any, otherwise they are run, as many at once as there are
cores. MyST-NB finds the results in the folder where it looks for them. Those of a page that failed
are not there: MyST-NB runs it again and reports it.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from book_cache import Results, code_of, remembered
from book_quiet import say
from book_requests import request_of
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import SphinxEnvType
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

KERNELS = min(os.cpu_count() or 1, 8)  # each takes some hundred megabytes


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


def run_ahead(app: Sphinx, env: SphinxEnvType, docnames: list[str]) -> None:
    """Have the results of all pages there that are about to be read."""
    if not docnames or env.mystnb_config.execution_mode != "cache":
        return
    results = Results(Path(app.srcdir))
    found = {page: notebook_of(Path(env.doc2path(page)), env) for page in docnames}
    notebooks = {page: notebook for page, notebook in found.items() if notebook is not None}
    for page, notebook in notebooks.items():
        request = request_of(code_of(notebook))
        remembered(env)[page] = (request, results.state(request))
    missing = {page: book for page, book in notebooks.items() if not results.load(page, book)}
    ready = {page: book for page, book in notebooks.items() if page not in missing}
    for page, notebook in run_at_once(missing, env):
        results.save(page, notebook)
        ready[page] = notebook
    hand_over(ready, env)


def hand_over(ready: dict[str, NotebookNode], env: SphinxEnvType) -> None:
    """Put the results of this build, and no others, where MyST-NB looks for them."""
    folder = Path(env.mystnb_config.execution_cache_path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cache = get_cache(str(folder))
    for page, notebook in ready.items():
        bundle = CacheBundleIn(notebook, str(env.doc2path(page)))
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

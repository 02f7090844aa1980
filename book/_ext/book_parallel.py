"""Run the cells of several pages at once.

MyST-NB runs a page when Sphinx reads it, one after the other, and most of that time is spent on
starting kernels and importing. Here the pages without stored results are run beforehand, one per
core, and their results stored; MyST-NB then finds them. A page that fails is not stored: MyST-NB
runs it again and reports it.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import SphinxEnvType
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

log = logging.getLogger(__name__)

KERNELS = min(os.cpu_count() or 1, 8)  # each takes some hundred megabytes


def notebook_of(path: Path, env: SphinxEnvType) -> NotebookNode | None:
    """The page as MyST-NB would run it; None for plain text and for pages with own settings."""
    text = path.read_text("utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    try:
        notebook = reader and reader.read(text)
    except Exception as error:
        # The head of a page or of a cell is no YAML: MyST-NB says the line, but not the page.
        raise ExtensionError(f"{path}: {error}") from error
    if notebook is None or env.mystnb_config.metadata_key in notebook.metadata:
        return None
    return notebook


def without_results(
    env: SphinxEnvType, docnames: list[str], cache: JupyterCacheAbstract
) -> Iterator[tuple[Path, NotebookNode]]:
    """The pages that have no stored results yet."""
    for path in (Path(env.doc2path(name)) for name in docnames):
        notebook = notebook_of(path, env)
        if notebook is None:
            continue
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            yield path, notebook


def run_ahead(_app: Sphinx, env: SphinxEnvType, docnames: list[str]) -> None:
    """Run the pages that are about to be read, and store the results of those that succeed."""
    settings = env.mystnb_config
    if settings.execution_mode != "cache":
        return
    cache = get_cache(settings.execution_cache_path)
    pages = list(without_results(env, docnames, cache))

    def run(page: tuple[Path, NotebookNode]) -> ExecutionResult:
        path, notebook = page
        return single_nb_execution(
            notebook, cwd=str(path.parent), allow_errors=False, timeout=settings.execution_timeout
        )

    with ThreadPoolExecutor(KERNELS) as pool:
        for (path, notebook), result in zip(pages, pool.map(run, pages), strict=True):
            if result.err is None:
                data = {"execution_seconds": result.time}
                bundle = CacheBundleIn(notebook, str(path), data=data)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                log.info("ran %s in %.1f s", path.name, result.time)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""What the buttons of a published page lead to, and Binder itself, done here without Docker.

The recipe of `.binder` is followed in an empty environment, JupyterLab is started there, and each
page is opened in a browser by the address that its launch button has, and run.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Error, Locator, Page, expect
from small_books import ROOT, build

OWNER, ADDRESS = "https://github.com/a-fork/likelihood", "https://a-fork.github.io/likelihood"
BINDER = "https://mybinder.org/v2/gh/a-fork/likelihood/main?urlpath="
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(ROOT.glob("book/*.md"))}
"""The pages, and their text."""
every_page = pytest.mark.parametrize("name", PAGES)

CACHES = (".jupyter_cache", ".kernels", ".formulas")
LONGEST = 300_000  # milliseconds; a page takes some ten seconds, on a busy machine more
RUN = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  const { content, context, sessionContext } = app.shell.currentWidget;
  await context.ready;
  await sessionContext.ready;
  await app.commands.execute("notebook:clear-all-cell-outputs");
  await app.commands.execute("notebook:run-all-cells");
  return content.model.toJSON().cells.filter(cell => cell.cell_type === "code");
}"""
"""Does in JupyterLab what *Run, Run All Cells* does, and gives the cells when all have run."""


def checkout(folder: Path) -> Path:
    """Copy what git has of this project, as it stands now."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, names.split("\0")):
        if ROOT.joinpath(name).is_file():
            folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


# ------------------------------------------------------------------------------- the buttons
@pytest.fixture(scope="module")
def published(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book as a run that publishes builds it; no page is run again for that."""
    folder = checkout(tmp_path_factory.mktemp("published"))
    for name in CACHES:
        shutil.copytree(site.parent / name, folder / "_build" / name)
    folder.joinpath("node_modules").symlink_to(ROOT / "node_modules")
    done = build(folder, timeout=None, BOOK_REPOSITORY=OWNER, BOOK_SITE=ADDRESS)
    assert done.status == 0, done.output
    assert not done.ran
    return folder / "_build" / "html"


def links(published: Path, name: str) -> list[str]:
    """Where the buttons at the top of a page lead to."""
    html = published.joinpath("book", f"{name}.html").read_text("utf-8")
    buttons = BeautifulSoup(html, "html.parser").select(".article-header-buttons a[href]")
    return [str(link["href"]) for link in buttons]


@every_page
def test_every_page_has_its_buttons(published: Path, name: str) -> None:
    """To launch, to see the sources and the page's own, to edit, to report, and to take it away."""
    found = links(published, name)
    assert {
        f"{BINDER}lab/tree/book/{name}.ipynb",
        OWNER,
        f"{OWNER}/blob/main/book/{name}.md?plain=1",
        f"{OWNER}/edit/main/book/{name}.md",
        f"../_sources/book/{name}.ipynb",
        f"../_sources/book/{name}.md",
    } <= set(found)
    assert any(link.startswith(f"{OWNER}/issues/new?") for link in found)
    for link in found:
        assert link.startswith("https://") or published.joinpath("book", link).resolve().is_file()


# --------------------------------------------------------------------------- Binder, done here
@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and the folder where it keeps which tabs are open."""

    address: str
    workspaces: Path


def surroundings(environment: Path) -> dict[str, str]:
    """What the programs of an environment see: nothing of whoever runs the tests."""
    own = {k: v for k, v in os.environ.items() if not re.match("PYTHON|VIRTUAL_ENV|BOOK_", k)}
    here = str(Path(sys.executable).parent)
    others = [path for path in os.environ["PATH"].split(os.pathsep) if path != here]
    folders = {f"JUPYTER_{name}_DIR": str(environment / name) for name in ("CONFIG", "DATA")}
    folders["JUPYTERLAB_WORKSPACES_DIR"] = str(environment / "WORKSPACES")
    return {**own, **folders, "PATH": os.pathsep.join([str(environment / "bin"), *others])}


def set_up(folder: Path, environment: Path) -> None:
    """Do what Binder does with the files of `.binder`."""
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    uv = Path(sys.executable).with_name("uv")  # quicker than pip, and as strict about the hashes
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", environment / "bin" / "python",
         "--require-hashes", "-r", folder / ".binder" / "requirements.txt"],
        check=True,
    )  # fmt: skip
    done = subprocess.run(
        [folder / ".binder" / "postBuild"], cwd=folder, env=surroundings(environment),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return as soon as the server answers there."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError(f"JupyterLab ended with status {server.returncode}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The project as Binder has it, and JupyterLab running on it."""
    base = tmp_path_factory.mktemp("binder")
    folder, environment = checkout(base / "project"), base / "environment"
    set_up(folder, environment)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [
        environment / "bin" / "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}",
        "--LabApp.expose_app_in_browser=True", "--IdentityProvider.token=",
        "--ServerApp.port_retries=0",
    ]  # fmt: skip
    with base.joinpath("lab.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=surroundings(environment), stdout=log, stderr=log
        )
        try:
            wait_for(f"http://localhost:{port}/api", server)
            yield Lab(f"http://localhost:{port}", environment / "WORKSPACES")
        finally:
            server.terminate()
            server.wait()


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    """A visitor's window on JupyterLab, which asks for nothing from elsewhere."""
    shutil.rmtree(lab.workspaces, ignore_errors=True)  # else the former visitor's tabs come back
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(LONGEST)
    expect.set_options(timeout=LONGEST)  # until the next module's browser is launched
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    yield page
    page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
    context.close()
    here = (lab.address, "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(here)] == []


def launched_at(published: Path, lab: Lab, name: str) -> str:
    """Where the launch button of a page leads to, once Binder has started."""
    (button,) = [link for link in links(published, name) if link.startswith(BINDER)]
    return f"{lab.address}/{button.removeprefix(BINDER)}"


def try_out(figure: Locator) -> None:
    """Move the first control by a key: numbers and drawings follow, and the notebook does not."""
    expect(figure.locator(".explorer-panel").first.locator("svg").first).to_be_visible()
    panels = figure.locator(".explorer-panel")
    assert panels.filter(has=figure.page.locator("svg")).count() == panels.count()
    before = figure.locator(".explorer-panels").inner_html()
    figure.locator("input[type=range]").first.press("ArrowUp")
    expect(figure.locator("input[type=range]").first).to_be_focused()
    figure.page.wait_for_function(
        "before => document.querySelector('.explorer-panels').innerHTML !== before", arg=before
    )


def faults(cells: list[dict[str, Any]]) -> list[str]:
    """The cells that did not run, and those that raised."""
    return [
        cell["source"]
        for cell in cells
        if not cell["execution_count"] or "error" in {o["output_type"] for o in cell["outputs"]}
    ]


def run_all(page: Page) -> list[dict[str, Any]]:
    """Run every cell; from the beginning, where JupyterLab has loaded itself anew meanwhile."""
    try:
        return page.evaluate(RUN)
    except Error as error:
        if "navigation" not in str(error):
            raise
    expect(page.locator(".jp-NotebookPanel .jp-MarkdownCell h1").first).to_be_visible()
    return page.evaluate(RUN)


@every_page
def test_a_page_runs_in_binder(page: Page, published: Path, lab: Lab, name: str) -> None:
    """By the address of its button: every cell, without an error, and the explorers are there."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(launched_at(published, lab, name))
    expect(page.locator(".jp-NotebookPanel .jp-MarkdownCell h1").first).to_be_visible()
    made = published.joinpath("_sources", "book", f"{name}.ipynb").read_text("utf-8")
    drawings = page.locator('.jp-Notebook img[src^="data:image/svg"]')  # before anything is run
    expect(drawings).to_have_count(made.count('"image/svg+xml": ['))
    cells = run_all(page)

    assert len(cells) == len(re.findall(r"^`{3,}\{code-cell\}", PAGES[name], re.M))
    assert faults(cells) == []
    figures = page.locator("figure.explorer")
    assert figures.count() == len(re.findall(r"\bexplorers\.\w+\(", PAGES[name]))
    for figure in figures.all():
        try_out(figure)
    assert errors == []


def test_a_link_to_another_page_opens_its_notebook(page: Page, lab: Lab) -> None:
    """Beside the one that it stands in."""
    page.goto(f"{lab.address}/lab/tree/book/coin.ipynb")
    page.locator('.jp-MarkdownCell a[href*="likelihood.ipynb"]').first.click()
    expect(page.get_by_role("tab", name="likelihood.ipynb")).to_be_visible()


def test_the_recipe_names_a_python_that_the_package_allows() -> None:
    """And a script that can be run."""
    assert ROOT.joinpath(".binder", "runtime.txt").read_text("utf-8").strip() == "python-3.11"
    assert os.access(ROOT / ".binder" / "postBuild", os.X_OK)

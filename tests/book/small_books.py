"""Small books to try the build on: the settings and extensions of the real one, other pages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
WAYS = {"strict": ["-W", "-n", "--keep-going"], "plain": []}
"""The two ways to build a book: as `make book` does, and as Jupyter Book's own manual says."""
LINKS = ["--builder", "linkcheck", "--path-output", "_build/links", "-q"]
"""The way to try the addresses in a book, as `make links` does."""

PACKAGE = {
    "__init__.py": '"""A small package."""\n'
    "from .models.coin import Coin\nfrom .models.die import Die\nfrom .exercises import check\n"
    '__all__ = ["Coin", "Die", "check"]\n',
    "base.py": "class Model:\n    fit = max\n",
    "odds.py": "def Coin(): ...\n\nSIDES = 6\n",
    "models/__init__.py": "",
    "models/coin.py": "from ..base import Model\n\nclass Coin(Model): ...\n",
    "models/die.py": "from .. import odds\nfrom ..base import Model\n\nclass Die(Model): ...\n",
    "figures/__init__.py": "from .bars import bars\nfrom . import style\n",
    "figures/bars.py": "def bars(): ...\n",
    "figures/style.py": "STYLE = 'mlebook.figures.ink'\n",
    "figures/ink.mplstyle": "lines.linewidth: 1\n",
    "data/__init__.py": "from .load import load\n",
    "data/load.py": "from pathlib import Path\n\n"
    "def load():\n    return Path(__file__).with_name('peas.csv').read_text()\n",
    "data/peas.csv": "5\n",
    "exercises/__init__.py": "from .frame import check\n",
    "exercises/frame.py": "from importlib import import_module\n\n"
    "def check(name, answer):\n    return import_module(f'{__package__}.{name[:4]}')\n",
    "exercises/coin.py": "from ..models.coin import Coin\n",
    "exercises/two_dice.py": "from ..models.die import Die\n",
}
"""A package that stands for ours: the files below `mlebook`."""

EXECUTED = """\
---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""
"""The head of a page whose cells are run."""


@dataclass(frozen=True)
class Build:
    """What a build left: its status, and what it said without the colours."""

    status: int
    output: str

    @property
    def ran(self) -> set[str]:
        """The pages that were run."""
        return set(re.findall(r"^\[\d+/\d+\] book/(\S+) ran in ", self.output, re.MULTILINE))


@dataclass(frozen=True)
class Book:
    """A book in a folder of its own."""

    root: Path

    def write(self, page: str, text: str) -> None:
        """Write a page; its first line becomes the title."""
        self.root.joinpath("book", f"{page}.md").write_text(text, "utf-8")

    def html(self, page: str) -> str:
        """A page as it was built."""
        return self.root.joinpath("_build", "html", "book", f"{page}.html").read_text("utf-8")

    def build(self, way: str = "strict", **surroundings: str) -> Build:
        """Build the book. It would hang here if a process outlived the build and held the pipe."""
        return build(self.root, way, timeout=300, **surroundings)


def build(root: Path, way: str = "strict", *, timeout: float | None, **surroundings: str) -> Build:
    """Build the book that lies in a folder."""
    done = subprocess.run(
        [
            Path(sys.executable).with_name("jupyter-book"),
            "build",
            ".",
            *{**WAYS, "links": LINKS}[way],
        ],
        cwd=root,
        env={**os.environ, "NO_COLOR": "1", **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=timeout,
    )
    return Build(done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder, and make the folders that they lie in."""
    for name, text in files.items():
        folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_text(text, "utf-8")


def make_book(root: Path, pages: Mapping[str, str]) -> Book:
    """Lay out a book of these pages, the first of which is its front page."""
    for name in ("_config.yml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, root)
    for folder in ("book/_ext", "book/_static"):
        shutil.copytree(ROOT / folder, root / folder)
    root.joinpath("node_modules").symlink_to(ROOT / "node_modules")
    write_files(root / "mlebook", PACKAGE)
    root.joinpath("book", "references.bib").touch()
    front, *others = pages
    chapters = [{"file": f"book/{page}"} for page in others]
    toc = {"format": "jb-book", "root": f"book/{front}", "chapters": chapters}
    root.joinpath("_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    book = Book(root)
    for page, text in pages.items():
        book.write(page, text)
    return book

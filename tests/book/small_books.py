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

    def build(self, way: str = "strict") -> Build:
        """Build the book. It would hang here if a process outlived the build and held the pipe."""
        done = subprocess.run(
            [Path(sys.executable).with_name("jupyter-book"), "build", ".", *WAYS[way]],
            cwd=self.root,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
        )
        return Build(done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))


def make_book(root: Path, pages: Mapping[str, str]) -> Book:
    """Lay out a book of these pages, the first of which is its front page."""
    for name in ("_config.yml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, root)
    for folder in ("book/_ext", "book/_static"):
        shutil.copytree(ROOT / folder, root / folder)
    root.joinpath("node_modules").symlink_to(ROOT / "node_modules")
    root.joinpath("mlebook").mkdir()
    root.joinpath("mlebook", "data.csv").write_text("1\n", "utf-8")
    root.joinpath("book", "references.bib").touch()
    front, *others = pages
    chapters = [{"file": f"book/{page}"} for page in others]
    toc = {"format": "jb-book", "root": f"book/{front}", "chapters": chapters}
    root.joinpath("_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    book = Book(root)
    for page, text in pages.items():
        book.write(page, text)
    return book

"""Give all pages one style sheet, with the rules that some page can use, and small fonts.

The theme and the extensions bring a dozen sheets, one of them with the whole of Bootstrap, and
fonts of thousands of icons; a browser shows nothing until it has all the sheets. Here they become
one, by PurgeCSS and esbuild, with small fonts (`small_fonts`).

The sheet's address holds no digest: it depends on all pages, and each would have to be written anew
whenever a word of another one brings in a rule.
"""

import json
import logging
import posixpath
import re
import subprocess
from hashlib import sha256
from pathlib import Path

from book_pages import change_pages
from npm_packages import NODE
from site_files import write_if_changed, write_whole
from small_fonts import with_small_fonts
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

NAME = "all.css"
LINK = re.compile(
    r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"?]*?)_static/([^"?]*)[^>]*>'
)
IMPORT = re.compile(r'@import "([^"]*)";')
ADDRESS = re.compile(r"""url\((?!['"]?(?:data:|#))['"]?([^'")]*)['"]?\)""")
OLD_FONT = re.compile(r',\s*url\([^)]*\.ttf\)\s*format\("truetype"\)')  # for browsers before 2014
WORD = re.compile(r"[\w-]+")
NAMES = re.compile(r'<([\w-]+)|\s(?:class|id)="([^"]*)"|\s([\w-]+)=|(--[\w-]+)')


class Sheets:
    """The sheets of a site: those that its pages asked for, in their order."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.kept = Path(app.srcdir, "_build", ".sheets")
        self.order = self.kept / "order.json"

    @property
    def static(self) -> Path:
        """Where the files are that pages load."""
        return Path(self.app.outdir, "_static")

    def link(self, page: str) -> str:
        """The page with one sheet instead of its own ones, which are noted down."""
        links = list(LINK.finditer(page))
        if not links:
            return page
        names = json.dumps([found[2] for found in links])
        if not self.order.is_file() or self.order.read_text("utf-8") != names:
            write_whole(self.order, names)
        one = f'\n    <link rel="stylesheet" href="{links[0][1]}_static/{NAME}" />'
        first, last = links[0].start(), links[0].end()
        return page[:first] + one + LINK.sub("", page[last:])

    def merged(self) -> str:
        """All the sheets as one, with their addresses as seen from its place."""
        return "\n".join(map(self.text, json.loads(self.order.read_text("utf-8"))))

    def text(self, name: str) -> str:
        """A sheet, with those that it imports in their places."""
        folder = posixpath.dirname(name)

        def from_here(address: str) -> str:
            return posixpath.normpath(posixpath.join(folder, address))

        sheet = self.static.joinpath(name).read_text("utf-8")
        sheet = OLD_FONT.sub("", sheet).replace("font-display:block", "font-display:swap")
        sheet = ADDRESS.sub(lambda found: f"url({from_here(found[1])})", sheet)
        return IMPORT.sub(lambda found: self.text(from_here(found[1])), sheet)

    def words(self) -> list[str]:
        """What pages and scripts call their elements, and the variables that they name."""
        store = self.kept / "words.json"
        known = json.loads(store.read_text("utf-8")) if store.is_file() else {}
        found = {}
        for path in sorted([*Path(self.app.outdir).rglob("*.html"), *self.static.rglob("*.js")]):
            about = path.stat()
            key = f"{path.relative_to(self.app.outdir)} {about.st_mtime_ns} {about.st_size}"
            found[key] = known.get(key) or words_of(path)
        write_whole(store, json.dumps(found))
        return sorted(set().union(*found.values()))

    def signs(self) -> set[str]:
        """All letters and other signs that stand on some page."""
        pages = Path(self.app.outdir).rglob("*.html")
        return set().union(*(path.read_text("utf-8") for path in pages))

    def write(self) -> None:
        """Write the sheet and the fonts of its icons, made anew where anything has changed."""
        sheet, words = self.merged(), self.words()
        program = Path(__file__).with_name("purge.mjs")
        key = sha256(json.dumps([sheet, words, program.read_text("utf-8")]).encode()).hexdigest()
        made = self.kept / f"{key}.css"
        if not made.is_file():
            write_whole(made, purged(program, sheet, words))
        slim = with_small_fonts(made.read_text("utf-8"), self.static, self.kept, self.signs())
        write_if_changed(self.static / NAME, slim.encode())


def words_of(path: Path) -> list[str]:
    """The names that a page has, or all words of a script: it may give them to elements."""
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        return sorted(set(WORD.findall(text)))
    names = {part for names in NAMES.findall(text) for part in names}
    return sorted({word for part in names for word in part.split()})


def purged(program: Path, sheet: str, words: list[str]) -> str:
    """The rules of a sheet that elements of these names can have."""
    done = subprocess.run(
        [NODE, program],
        input=json.dumps({"sheet": sheet, "words": words}),
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ExtensionError(f"the style sheet could not be made:\n{done.stderr}")
    return done.stdout


def start(app: Sphinx) -> None:
    """Follow the pages as they are written, and then write the sheet."""
    if app.builder.format != "html":
        return
    sheets = Sheets(app)
    change_pages(app, sheets.link)

    def finish(_app: Sphinx, failure: Exception | None) -> None:
        if not failure and sheets.order.is_file():
            sheets.write()

    app.connect("build-finished", finish, priority=900)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    app.connect("builder-inited", start, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

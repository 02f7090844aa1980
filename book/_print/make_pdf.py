"""Print the built site as one book: `_build/mlebook-VERSION.pdf`."""

import sys
from pathlib import Path

from book_address import SITE, address
from print_browser import launched, print_document
from print_document import Project, compose, fill, headings, write
from print_file import finished, numbers_of_pages
from sphinx.errors import ConfigError

PIXELS = 96 / 25.4  # to the millimetre
SIZE = int(145 * PIXELS), int(247 * PIXELS)  # width and height of the text, as in print.css


def make_pdf(project: Project) -> bytes:
    """Print twice: the first time tells which page each thing is on, the second says it."""
    document, path = compose(project), project.folder / "book.html"
    fill(document)
    with launched() as browser:
        numbers = numbers_of_pages(print_document(browser, write(document, path), SIZE, draft=True))
        fill(document, numbers)
        pdf = print_document(browser, write(document, path), SIZE)
    if numbers_of_pages(pdf) != numbers:
        raise RuntimeError("the pages moved when their numbers were written: make them less wide")
    return finished(pdf, project.edition, headings(document))


def main(root: Path) -> None:
    """Write the file and say where it is."""
    project = Project(root, address(SITE))
    made = make_pdf(project)
    path = root / "_build" / f"mlebook-{project.edition.version}.pdf"
    path.write_bytes(made)
    print(f"The book as a PDF: {path.as_uri()}")


if __name__ == "__main__":
    try:
        main(Path.cwd())
    except (ConfigError, FileNotFoundError, RuntimeError, ValueError) as error:
        sys.exit(str(error))

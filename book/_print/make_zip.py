"""Pack the built site into one file that works without a network.

It is `_build/mlebook-site-VERSION.zip`.
"""

import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from edition import Edition, read_edition

LEFT_OUT = {
    *(".buildinfo", "mlebook.pdf", "mlebook.zip"),
    *("404.html", "cards", "robots.txt", "sitemap.xml"),
}
"""What only the next build reads, what a published site offers beside its pages, and what is for
its host, for search engines and for those who share a page; at the top of the site.
"""


def member(name: str, edition: Edition) -> ZipInfo:
    """An entry that tells nothing of the machine and the hour: its date is that of the edition."""
    about = ZipInfo(name, (edition.day.year, edition.day.month, edition.day.day, 0, 0, 0))
    about.compress_type = ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    about.create_system = 3
    return about


def make_zip(site: Path, path: Path, edition: Edition) -> None:
    """Pack a built site, in the order of the names; the front folder is named as the file is."""
    if not site.joinpath("index.html").is_file():
        raise FileNotFoundError(f"the site has to be built first: there is no {site}/index.html")
    with ZipFile(path, "w", compresslevel=9) as archive:
        for file in sorted(filter(Path.is_file, site.rglob("*"))):
            place = file.relative_to(site)
            if place.parts[0] not in LEFT_OUT:
                about = member(f"{path.stem}/{place.as_posix()}", edition)
                archive.writestr(about, file.read_bytes(), compresslevel=9)


def main(root: Path) -> None:
    """Write the file and say where it is."""
    edition = read_edition(root / "CITATION.cff")
    path = root / "_build" / f"mlebook-site-{edition.version}.zip"
    make_zip(root / "_build" / "html", path, edition)
    print(f"The site in one file, to be opened at its index.html: {path.as_uri()}")


if __name__ == "__main__":
    try:
        main(Path.cwd())
    except (FileNotFoundError, ValueError) as error:
        sys.exit(str(error))

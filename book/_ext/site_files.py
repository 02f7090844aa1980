"""Write files that are there whole or not at all, and that keep their dates where they stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """A place to write a file, which is put where it belongs when it is done.

    So a build that is cut off leaves no half file for the next one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    place = path.with_name(f".part-{path.name}")
    yield place
    place.replace(path)


def write_whole(path: Path, text: str) -> None:
    """Write text into a file, in a folder that may not be there yet."""
    with draft(path) as place:
        place.write_text(text, "utf-8")


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file, unless it is as it should be."""
    if not path.is_file() or path.read_bytes() != content:
        with draft(path) as place:
            place.write_bytes(content)

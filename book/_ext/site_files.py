"""Write files of the site so that those which stay the same keep their dates."""

from pathlib import Path


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file, unless it is as it should be."""
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)

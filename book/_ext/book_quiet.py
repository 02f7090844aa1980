"""Say what ran and how long it took, and leave out all else that is not a warning or an error.

Sphinx and its extensions tell of each step, and two of them print their settings in full; among
that a reader of the build overlooks what matters. With `-v` everything is said as before. What is
said here goes to stderr, as the warnings do, so that `make book` can drop the banner that Jupyter
Book prints on stdout before any extension is loaded.
"""

import logging
import sys
import time

import psutil
from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE
from sphinx.util.typing import ExtensionMetadata


def say(text: str) -> None:
    """Tell the reader of the build one thing, at once."""
    print(text, file=sys.stderr, flush=True)


def leave_out_steps() -> None:
    """Keep the report of steps from the screen; that of warnings and errors has its own handler."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        handler.setLevel(max(handler.level, logging.WARNING))


def report(app: Sphinx, failure: Exception | None) -> None:
    """Say whether the build succeeded, and how long it took since the command was given."""
    took = time.time() - psutil.Process().create_time()
    failed = failure or app._warncount  # each warning fails the build (book_strict)
    say(f"Failed after {took:.1f} s." if failed else f"Built in {took:.1f} s.")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    if app.verbosity == 0:
        leave_out_steps()
    app.connect("build-finished", report, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

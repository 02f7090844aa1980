"""A line on the terminal that says how far a long experiment has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 2.0  # seconds before anything is said
PACE = 0.2  # seconds between two changes of the line


@contextmanager
def progress(
    task: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[float], None]]:
    """A function to be told the share that is done; it writes one line, which is gone at the end.

    Only a terminal is written to, and only after a few seconds: notebooks, files and fast work see
    nothing.

    Parameters
    ----------
    task
        What is going on, for the line.
    stream
        Where to; the standard error stream, if not given.
    clock
        The time in seconds.

    Examples
    --------
    >>> with progress("coverage") as tell:
    ...     for done in range(1, 4):
    ...         tell(done / 3)
    """
    line = _Line(task, sys.stderr if stream is None else stream, clock)
    try:
        yield line.tell
    finally:
        line.write("")


class _Line:
    """The line: the only thing of the package that changes, and it holds nothing but its width."""

    def __init__(self, task: str, stream: TextIO | None, clock: Callable[[], float]) -> None:
        self.task, self.stream, self.clock = task, stream, clock
        self.begun, self.width = clock(), 0
        self.due = self.begun + PATIENCE

    def tell(self, share: float) -> None:
        """Write the share that is done and the time that is left, unless it is too early to."""
        now = self.clock()
        if now < self.due or not share > 0 or self.stream is None or not self.stream.isatty():
            return
        self.due = now + PACE
        left = (now - self.begun) * (1 - share) / share
        self.write(f"{self.task}: {share:.0%}, {duration(left)} left")

    def write(self, text: str) -> None:
        """Write the text over what the line said before."""
        if self.stream is not None and (text or self.width):
            self.stream.write("\r" + text.ljust(self.width) + ("" if text else "\r"))
            self.stream.flush()
            self.width = len(text)


def duration(seconds: float) -> str:
    """A time as one says it: "8 s", "2 min 5 s", "1 h 3 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"

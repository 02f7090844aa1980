"""What can go wrong in a fit.

Both errors are kinds of `ValueError`: the data are to blame, not the program, and the message
says how.
"""

from typing import SupportsFloat


class NoMaximum(ValueError):
    """The likelihood of these data has no highest point, so there is nothing to return."""


class NotConverged(ValueError):
    """The climb stopped before it reached a top, so there is nothing to trust."""


def without_spread(n: SupportsFloat) -> str:
    """How a sample of this size came to have no spread, in words."""
    return (
        f"all {float(n):.0f} observations are equal" if float(n) > 1 else "there is one observation"
    )

"""What can go wrong in a fit.

Both errors are kinds of `ValueError`: the data are to blame, not the program, and the message
says how.
"""


class NoMaximum(ValueError):
    """The likelihood of these data has no highest point, so there is nothing to return."""


class NotConverged(ValueError):
    """The climb stopped before it reached a top, so there is nothing to trust."""

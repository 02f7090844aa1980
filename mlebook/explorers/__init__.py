"""Figures that the reader moves.

Each function returns an `Explorer`, which a notebook and the pages of the book show.
"""

from .bearings import climb
from .distances import tests
from .explorer import Explorer
from .flights import logistic
from .flips import coin
from .hidden import em
from .normal import gaussian
from .pseudo_flips import prior
from .rates import poisson
from .remissions import censoring
from .trials import sampling

__all__ = [
    "Explorer",
    "censoring",
    "climb",
    "coin",
    "em",
    "gaussian",
    "logistic",
    "poisson",
    "prior",
    "sampling",
    "tests",
]

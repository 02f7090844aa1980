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
from .rates import poisson

__all__ = ["Explorer", "climb", "coin", "gaussian", "logistic", "poisson", "tests"]
from .trials import sampling

__all__ = ["Explorer", "coin", "em", "gaussian", "logistic", "sampling"]
from .pseudo_flips import prior
from .remissions import censoring

__all__ = ["Explorer", "censoring", "coin", "gaussian", "logistic", "prior"]

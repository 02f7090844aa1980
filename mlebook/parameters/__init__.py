"""Where a parameter may live: `sigma: Positive` in a model says all there is to say.

Each kind knows its rule; its coordinates, the numbers by which it enters `theta`; and its free
coordinates, any real numbers at all, in which one can climb without a fence: log sigma for a
positive number, the log odds for a probability.
"""

from .base import Field, KnownCount, Real, RealMatrix, RealVector
from .matrix import Covariance
from .positive import NonNegative, Positive
from .probability import Simplex, UnitInterval

__all__ = [
    "Covariance",
    "Field",
    "KnownCount",
    "NonNegative",
    "Positive",
    "Real",
    "RealMatrix",
    "RealVector",
    "Simplex",
    "UnitInterval",
]

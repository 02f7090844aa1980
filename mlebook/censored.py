"""Observations that were not seen in full: only that they lie in some range."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Array, as_data, refuse


class Censored:
    """Times of which some are known only to be longer than the time of watching.

    A record of them stands where observations stand: `Weibull.fit(Censored(time, event))`.

    Parameters
    ----------
    time
        The time at which the event was seen, or at which watching ended, (*batch, n).
    event
        1 (or True) where the event was seen at that time, 0 (or False) where it was still to come,
        (*batch, n).

    Attributes
    ----------
    lower
        Where the range of each observation begins, (*batch, n): at the time.
    upper
        Where it ends, (*batch, n): at the time where the event was seen, at infinity where not.

    Raises
    ------
    ValueError
        If `event` is neither 0 nor 1, the shapes do not fit, or a time is nan.

    Notes
    -----
    An observation enters the likelihood by its density if it was seen, and by the probability of
    its range if not.  That is right if the end of the watching says nothing more about the event.

    References
    ----------
    Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data.

    Examples
    --------
    Two events, at 1 and 3, and one time of watching that ended at 6 without: the rate is two events
    in ten units of time.

    >>> Exponential.fit(Censored([1.0, 3.0, 6.0], [1, 1, 0]))
    Exponential(rate=0.2)
    """

    lower: Array
    upper: Array

    def __init__(self, time: ArrayLike, event: ArrayLike) -> None:
        time, seen = _observed(time, event)
        self._keep(time, np.where(seen, time, np.inf))

    @classmethod
    def left(cls, time: ArrayLike, event: ArrayLike) -> Self:
        """Values known only to be smaller than `time` where `event` is 0, such as a limit of
        detection.

        Examples
        --------
        >>> print(Censored.left([1.0, 2.0], [0, 1]).lower)
        [-inf   2.]
        """
        time, seen = _observed(time, event)
        return cls.between(np.where(seen, time, -np.inf), time)

    @classmethod
    def between(cls, lower: ArrayLike, upper: ArrayLike) -> Self:
        """Values known to lie from `lower` to `upper`; equal where the value itself is known.

        Examples
        --------
        Rounded to whole numbers, 2 may be anything from 1.5 to 2.5:

        >>> Censored.between([1.5, 2.5], [2.5, 3.5])
        Censored(2 observations: 0 seen, 0 right, 0 left, 2 between)
        """
        record = cls.__new__(cls)
        record._keep(as_data(lower, 1, "lower"), as_data(upper, 1, "upper"))
        return record

    def _keep(self, lower: Array, upper: Array) -> None:
        if lower.shape[-1] != upper.shape[-1]:
            raise ValueError(
                f"lower and upper must be as many as each other, got {lower.shape}, {upper.shape}"
            )
        for name, ends in {"lower": lower, "upper": upper}.items():
            refuse(np.isnan(ends), ends, name, "must be a number")
        lower, upper = np.broadcast_arrays(lower, upper)
        refuse(lower > upper, lower, "lower", "must not be above upper")
        endless = np.isinf(lower) & (lower == upper)
        refuse(endless, lower, "the value", "must be finite where it was seen")
        self.lower, self.upper = lower, upper

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Whether the value itself is known, (*batch, n)."""
        return np.asarray(self.lower == self.upper)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape (*batch, n)."""
        return self.lower.shape

    @property
    def stand_in(self) -> Array:
        """For each observation one number of its range, (*batch, n), to begin a climb from."""
        lower = np.where(np.isfinite(self.lower), self.lower, self.upper)
        upper = np.where(np.isfinite(self.upper), self.upper, lower)
        return np.where(np.isfinite(lower), (lower + upper) / 2, 0.0)

    def __getitem__(self, index: Any) -> Self:
        """The same replicates or observations of both ends."""
        return type(self).between(self.lower[index], self.upper[index])

    def __array__(self, *_: Any, **__: Any) -> Array:
        """Refused, so that no model takes a record for plain observations."""
        raise ValueError("this model takes no record of censored observations")

    def __repr__(self) -> str:
        right = ~self.seen & np.isinf(self.upper)
        left = ~self.seen & np.isinf(self.lower) & ~right
        between = ~(self.seen | right | left)
        kinds = {"seen": self.seen, "right": right, "left": left, "between": between}
        counts = ", ".join(f"{which.sum()} {name}" for name, which in kinds.items())
        return f"Censored({self.lower.size} observations: {counts})"


def _observed(time: ArrayLike, event: ArrayLike) -> tuple[Array, NDArray[np.bool_]]:
    """The times, and where the event was seen; an error unless there is one entry for each time."""
    time, event = as_data(time, 1, "time"), as_data(event, 1, "event")
    refuse(~((event == 0) | (event == 1)), event, "event", "must be 0 or 1")
    refuse(~np.isfinite(time), time, "time", "must be a finite number")
    if event.shape[-1] != time.shape[-1]:
        raise ValueError(
            f"time and event must be as many as each other, got shapes {time.shape}, {event.shape}"
        )
    return time, np.broadcast_to(event == 1, np.broadcast_shapes(event.shape, time.shape))

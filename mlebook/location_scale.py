"""Models that are shifted and stretched copies of one law, for complete and for censored data."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from .arrays import Array, batch_of, refuse, refuse_outside, row_blocks
from .censored import Censored
from .errors import NoMaximum
from .laws import Law, Shares
from .model import Model
from .observer import one_of_batch


class Link(NamedTuple):
    """How a parameter moves the location or the scale: its derivatives, each (*batch)."""

    moves: int  # LOCATION or SCALE
    slope: Array | float = 1.0
    bend: Array | float = 0.0


LOCATION, SCALE = 0, 1
NARROW = 1e-5  # a range over which the log density changes by less is as good as a value


class LocationScale(Model):
    r"""Observations y = m + s w, or their logarithms, with w from a standard law.

    .. math:: \log f(y) = g(w) - \log s, \qquad w = \frac{y - m}{s}

    with g the law's log density.  They are the two parameters, unless a subclass says what m and s
    are, and how its parameters move them.  Where only a range of y is known, the law's probability
    of it stands in place of the density.
    """

    law: ClassVar[type[Law]]
    #: whether y is the logarithm of the observation
    of_logarithms: ClassVar[bool] = False

    def location_and_scale(self) -> tuple[Array, Array]:
        """The location m and the scale s, each (*batch): the two parameters themselves."""
        m, s = (getattr(self, name) for name in self.parameters)
        return m, s

    def links(self) -> tuple[Link, ...]:
        """For each parameter, which of the two it moves, and how: each one of them, one to one."""
        return Link(LOCATION), Link(SCALE)

    # ------------------------------------------------------------------ Data
    @classmethod
    def refuse_outside(cls, x: Array, **known: Array) -> None:
        """Raise an error that names the first observation that the model cannot produce."""
        if cls.of_logarithms:
            refuse_outside(0, np.inf, x, "x", "must be a finite number above 0")
        refuse(~np.isfinite(x), x, "x", "must be finite")

    @classmethod
    def as_data(cls, *data: Any) -> tuple[Any, ...]:
        """The observations, or the record of censored ones, if the model can produce them."""
        if len(data) != 1 or not isinstance(data[0], Censored):
            (x,) = super().as_data(*data)
            cls.refuse_outside(x)
            return (x,)
        (record,) = data
        inside = np.where(record.seen, record.lower, 1.0)
        cls.refuse_outside(inside)
        if cls.of_logarithms:
            for name, ends in {"lower": record.lower, "upper": record.upper}.items():
                refuse((ends < 0) & np.isfinite(ends), ends, name, "must not be negative")
            refuse(~record.seen & (record.upper <= 0), record.upper, "upper", "must be above 0")
        return data

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of the data: () for a single data set."""
        return batch_of((data[0].shape, 1))

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """One data set of a batch."""
        if not isinstance(data[0], Censored):
            return super().replicate(index, *data)
        ends = (one_of_batch(e, index, 1) for e in (data[0].lower, data[0].upper))
        return (Censored.between(*ends),)

    @classmethod
    def _scale_of(cls, ends: Array) -> Array:
        """The ends on the scale of the law: their logarithms, for models of logarithms."""
        return np.log(np.maximum(ends, 0.0)) if cls.of_logarithms else ends

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The log density of each observation, or the log probability of its range (*batch, n)."""
        return self._shares(*_ends(*self.as_data(*data))).value

    def log_likelihood(self, *data: Any) -> Array:
        """The sum of the log densities (*batch)."""
        return np.asarray(self._sums(*data).value)[()]

    def _sums(self, *data: Any) -> Shares:
        """The sums of all shares, a block of observations at a time."""
        ends = _ends(*self.as_data(*data))
        size = int(np.prod(np.broadcast_shapes(self.batch_shape, batch_of((ends[0].shape, 1)))))
        blocks = row_blocks(ends, (1,) * len(ends), size)
        parts = [[np.sum(v, axis=-1) for v in self._shares(*block)] for block in blocks]
        return Shares(*(sum(column[1:], column[0]) for column in zip(*parts, strict=True)))

    def _shares(self, lower: Array, upper: Array | None = None) -> Shares:
        """The shares of observations, given the ends of their ranges."""
        with np.errstate(all="ignore"):  # infinite ends count for nothing, and are put right
            if upper is None:
                return self._of_seen(lower)
            whole = self._of_seen((lower + upper) / 2)
            w = self._in_units_of_the_law(lower), self._in_units_of_the_law(upper)
            steep = 1 + np.abs(self.law.slope((w[0] + w[1]) / 2))
            width = np.where(lower == upper, 1.0, upper - lower)
            whole = whole._replace(value=whole.value + np.log(width))
            is_point = (lower == upper) | ((w[1] - w[0]) * steep < NARROW)
            pairs = zip(whole, self._of_range(*w), strict=True)
            return Shares(*(np.where(is_point, a, b) for a, b in pairs))

    def _in_units_of_the_law(self, ends: Array) -> Array:
        m, s = (part[..., None] for part in map(np.asarray, self.location_and_scale()))
        return (self._scale_of(ends) - m) / s

    def _of_seen(self, x: Array) -> Shares:
        x = np.maximum(x, np.finfo(float).tiny) if self.of_logarithms else x  # an event at time 0
        w, log_s = self._in_units_of_the_law(x), np.log(self.location_and_scale()[1])[..., None]
        shift = log_s + np.log(x) if self.of_logarithms else log_s
        d, dd = self.law.slope(w), self.law.curvature(w)
        value = self.law.log_density(w) - shift
        return Shares(value, d, d * w, dd, dd * w, dd * w**2, np.ones_like(w))

    def _of_range(self, lower: Array, upper: Array) -> Shares:
        """With P the range's probability and f the density, d_1 = -f(w_1)/P and d_2 = f(w_2)/P."""
        law, log_p = self.law, self.law.log_probability(lower, upper)
        ends = [np.where(np.isfinite(w), w, 0.0) for w in (lower, upper)]
        p1, p2 = (
            np.where(np.isfinite(w), np.exp(law.log_density(end) - log_p), 0.0)
            for w, end in zip((lower, upper), ends, strict=True)
        )
        w1, w2 = ends
        d11, d22 = -p1 * law.slope(w1) - p1**2, p2 * law.slope(w2) - p2**2
        twice = p1 * p2
        return Shares(
            log_p,
            p2 - p1,
            p2 * w2 - p1 * w1,
            d11 + d22 + 2 * twice,
            d11 * w1 + d22 * w2 + twice * (w1 + w2),
            d11 * w1**2 + d22 * w2**2 + 2 * twice * w1 * w2,
            np.zeros_like(log_p),
        )

    # ------------------------------------------------------------------ Score and information
    def scores(self, *data: Any) -> Array:
        """The gradient of each contribution (*batch, n, k)."""
        return self[..., None]._gradient(self._shares(*_ends(*self.as_data(*data))))

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, k)."""
        return self._gradient(self._sums(*data))

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivatives of the log-likelihood (*batch, k, k)."""
        return self._information(self._sums(*data))

    def survey(self, *data: Any) -> tuple[Array, Array, Array]:
        """The log-likelihood, the score and the observed information, in one pass."""
        sums = self._sums(*data)
        return np.asarray(sums.value)[()], self._gradient(sums), self._information(sums)

    def expected_information(self, *data: Any) -> Array:
        """The Fisher information of a sample of this size, if all of it was seen."""
        if isinstance(data[0], Censored) and not np.all(data[0].seen):
            raise ValueError(
                "kind must be 'observed' or 'sandwich' for censored data: what to expect depends "
                "on how they came to be censored"
            )
        return super().expected_information(*data)

    def _gradient(self, sums: Shares) -> Array:
        """The slopes by location and scale, times those of the links."""
        first = self._slopes(sums)
        return np.stack([first[link.moves] * link.slope for link in self.links()], axis=-1)

    def _slopes(self, sums: Shares) -> tuple[Array, Array]:
        """By location and by scale: dw/dm = -1/s and dw/ds = -w/s."""
        _, s = self.location_and_scale()
        return -sums.d / s, -(sums.d_w + sums.seen) / s

    def _information(self, sums: Shares) -> Array:
        """The chain rule once more, for the second derivatives."""
        _, s = self.location_and_scale()
        first = self._slopes(sums)
        mixed = sums.dd_w + sums.d
        second = ((sums.dd, mixed), (mixed, sums.dd_ww + 2 * sums.d_w + sums.seen))
        links = self.links()
        matrix = np.empty((*np.shape(sums.value), len(links), len(links)))
        for i, a in enumerate(links):
            for j, b in enumerate(links):
                matrix[..., i, j] = -second[a.moves][b.moves] / s / s * a.slope * b.slope
            matrix[..., i, i] -= first[a.moves] * a.bend
        return matrix

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def maximise(cls, *data: Any, **held: Any) -> Self:
        """The top of the climb, but for censored data in which the ranges could be certain.

        Where nothing was seen in full, no likelihood exceeds 1.  One that comes so close to it has
        no top: it approaches 1 the more, the farther the climb goes on.
        """
        fit = super().maximise(*data, **held)
        if not isinstance(data[0], Censored):
            return fit
        endless = ~data[0].seen.any(-1) & (fit.log_likelihood(*data) > -1e-6)
        return fit.at(np.where(endless[..., None], np.nan, fit.theta))

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why a fit to censored data failed."""
        if isinstance(data[0], Censored) and not np.any(data[0].seen):
            return NoMaximum(
                "no observation was seen in full, and the ranges do not hold the estimate"
            )
        return super().explain(*data, **held)

    @classmethod
    def starting_point(cls, *data: Any, **known: Array) -> Self:
        """For censored data, the fit as if a number of each range had been seen."""
        if not isinstance(data[0], Censored):
            return super().starting_point(*data, **known)
        x = data[0].stand_in
        x = np.maximum(x, np.finfo(float).tiny) if cls.of_logarithms else x
        fit = cls.fit(x, on_failure="nan")
        lost = np.asarray(np.isnan(fit.theta).any(-1))
        if not lost.any():
            return fit
        rough = super().starting_point(x)  # equal numbers: something may be held
        return fit.at(np.where(lost[..., None], rough.theta, fit.theta))


def _ends(x: Any) -> tuple[Array, ...]:
    return (x.lower, x.upper) if isinstance(x, Censored) else (x,)

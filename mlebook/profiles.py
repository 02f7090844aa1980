"""Profile likelihood intervals: where the best that can be said for a value falls too low."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from scipy.special import ndtri

from .arrays import Array
from .errors import NotConverged
from .information import covariance, refuse_irregular
from .intervals import Interval, refuse_level
from .model import Model
from .parameters import Positive, Real, UnitInterval

SETTLED = 1e-5  # a Newton step of so few standard errors leaves an error of its square
FAR = 700.0  # free coordinates end here: exp(700) is near the largest number there is


def profile_interval(
    fit: Model,
    *data: Any,
    parameter: str,
    level: float = 0.95,
    on_failure: Literal["raise", "nan"] = "raise",
) -> Interval:
    r"""The values around the estimate whose profile lies at most z**2/2 below the top.

    .. math:: \{\, t : 2\,[\ell(\hat\theta) - \max_{\theta_j = t} \ell(\theta)] \le z^2 \,\},
        \qquad z = \Phi^{-1}\bigl((1 + \text{level})/2\bigr)

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    parameter
        One name of `fit.parameter_names`.
    level
        The nominal confidence level, between 0 and 1.
    on_failure
        "raise" an error where an end was not found, or give "nan" to such replicates.

    Returns
    -------
    Interval
        With ends (*batch).  Where the profile does not fall so far before the end of the
        parameter's range, that is the end of the interval: for an estimate on the edge, say p = 1,
        the interval has one side.

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1, `parameter` is no parameter, or the model is irregular.
    NotConverged
        If an end was not found.

    Notes
    -----
    The interval is that of the likelihood ratio test: it contains the values that the test does not
    reject.  It is the same whatever the parameter is called: the interval for log(sigma) is the
    logarithm of that for sigma.

    Examples
    --------
    Three heads in three flips: p**3 falls to exp(-z**2/2) times its height of 1 at
    p = exp(-z**2/6), and never again.

    >>> interval = profile_interval(Bernoulli.fit([1, 1, 1]), [1, 1, 1], parameter="p")
    >>> interval
    Interval('p', level=0.95, lower=0.5272, upper=1)
    """
    refuse_irregular(fit)
    refuse_level(level)
    condensed, j = fit.condensed(*data), fit.position(parameter)
    z = np.reshape([-1.0, 1.0], (2,) + (1,) * len(fit.batch_shape)) * ndtri((1 + level) / 2)
    with np.errstate(all="ignore"):
        search = _Search(fit, condensed, fit.log_likelihood(*condensed), parameter, j)
        ends, settled = newton_ends(search, z)
        if not np.all(settled):
            ends = np.where(settled, ends, bracketed_ends(search, z))
    failed = np.isnan(ends).any(0)
    if on_failure == "raise" and failed.any():
        raise NotConverged(f"no end of the interval for {parameter} was found: draw its profile")
    ends = np.where(failed, np.nan, ends)
    return Interval(ends[0][()], ends[1][()], level, parameter)


class _Search(NamedTuple):
    """What the search for the ends of an interval walks on."""

    fit: Model
    data: tuple[Any, ...]
    top: Array
    parameter: str
    j: int

    @property
    def kind(self) -> type[Real]:
        """Where the parameter moves; a single probability, say, in the unit interval."""
        return self.fit.parameters[self.parameter.partition("[")[0]].alone(self.parameter)

    @property
    def far(self) -> float:
        """How far out a free coordinate is looked for; a parameter without a fence has no limit."""
        return FAR if issubclass(self.kind, (Positive, UnitInterval)) else np.inf

    def profile(self, u: Array, start: Model | None) -> tuple[Model, Array, Array]:
        """The best point with the parameter held at free coordinate u, its drop, and its slope."""
        lost = ~np.isfinite(u)  # no estimate, or out of range: hold it anywhere, and say nan
        t = np.where(lost, 0.5, self.kind.from_free(u))
        held = self.fit.holding(self.parameter, t)
        point = self.fit.maximise(*self.data, start=start, **self.fit.known, **held)
        height, slope = point.height_and_slope(*self.data)
        return point, np.where(lost, np.nan, 2 * (self.top - height)), slope[..., self.j]


def newton_ends(search: _Search, z: Array) -> tuple[Array, Array]:
    """Both ends at once (an axis of two in front), and whether each has settled.

    Newton's method on the signed root r = sign * sqrt(2 (top - profile)), which is nearly a
    straight line; its slope is -score/r, since only the held parameter's score is not zero.
    It starts at the ends of the Wald interval.
    """
    fit, j, kind = search.fit, search.j, search.kind
    V = covariance(fit, *search.data)
    error = np.sqrt(V[..., j, j])  # in the parameter's own units, then in free ones
    lean = V[..., j] / error[..., None] ** 2  # how the other parameters follow the j-th
    error = error / kind.stretch(fit.theta[..., j])
    home = np.asarray(kind.to_free(fit.theta[..., j]))
    u, start = home + z * error, fit
    for _ in range(12):
        point, drop, slope = search.profile(u, start)
        t = point.theta[..., j]
        r = np.sign(z) * np.sqrt(drop)
        step = (r - z) * r / (slope * kind.stretch(t))
        lost = np.isnan(drop) & np.isfinite(u)  # nobody to be found there: go half of the way back
        step = np.where(lost, (home - u) / 2, step)
        u = u + step
        settled = (np.abs(step / error) < SETTLED) & ((u - home) * z > 0)  # on its own side
        if np.all(settled | np.isnan(step)):
            break
        near = point.at(np.where(lost[..., None], fit.theta, point.theta))
        start = _leaning(near, lean * (kind.from_free(u) - near.theta[..., j])[..., None])
    return np.asarray(kind.from_free(u)), settled


def _leaning(point: Model, change: Array) -> Model:
    """The point moved by a change of theta, to climb from; as it was, if that leaves the range."""
    try:
        return point.at(point.theta + change)
    except ValueError:
        return point


def bracketed_ends(search: _Search, z: Array) -> Array:
    """Both ends by doubling and halving; the end of the range where there is none."""
    home = np.asarray(search.kind.to_free(search.fit.theta[..., search.j]))
    home = np.clip(home, -search.far, search.far) + 0 * z
    away = np.sign(z) + 0 * home
    inside, outside = home, home
    size = np.where(np.abs(home) < search.far, 0.1, search.far / 2)
    endless = np.ones_like(home, dtype=bool)
    for _ in range(60):
        outside = np.where(endless, outside + size * away, outside)
        outside = np.clip(outside, -search.far, search.far)
        endless = search.profile(outside, search.fit)[1] < z**2
        inside, size = np.where(endless, outside, inside), 2 * size
        if not endless.any():
            break
    for _ in range(60):
        middle = (inside + outside) / 2
        drop = search.profile(middle, search.fit)[1]
        is_inside = drop < z**2
        inside, outside = np.where(is_inside, middle, inside), np.where(is_inside, outside, middle)
        if np.all(endless | (np.abs(drop - z**2) < 1e-9)):
            break
    noise = 1e-13 * np.abs(search.top)
    found = np.abs(drop - z**2) < 1e-6 + noise
    ends = np.where(found, np.asarray(search.kind.from_free(inside)), np.nan)
    return np.where(endless, np.asarray(search.kind.from_free(away * np.inf)), ends)

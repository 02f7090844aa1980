"""The delta method: the standard error of whatever is computed from the estimates."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from .arrays import Array, shown
from .derivatives import derivative
from .information import Kind, covariance
from .intervals import Interval, refuse_level
from .model import Model

SHARES = 2.0 ** -np.arange(0, 24, 4)  # of the widest step, with which slopes are looked for


@dataclass(frozen=True, eq=False, repr=False)
class DerivedEstimate:
    """The estimate of a function of the parameters, and how sure it is.

    Attributes
    ----------
    estimate
        The function at the fit: (*batch), or (*batch, m) for m numbers at once.
    standard_error
        Of the same shape, in the units of the function.
    covariance
        The covariance matrix of the m numbers, (*batch, m, m); of one number, its variance
        (*batch).
    name
        What the function is called.
    """

    estimate: Array
    standard_error: Array
    covariance: Array
    name: str

    def interval(self, level: float = 0.95) -> Interval:
        """The estimate plus and minus z standard errors, as in `wald_interval`."""
        refuse_level(level)
        half_width = ndtri((1 + level) / 2) * self.standard_error
        names: str | tuple[str, ...] = self.name
        if np.ndim(self.covariance) > np.ndim(self.estimate):
            names = tuple(f"{self.name}[{i}]" for i in range(np.shape(self.estimate)[-1]))
        return Interval(self.estimate - half_width, self.estimate + half_width, level, names)

    def __repr__(self) -> str:
        return f"{self.name} = {shown(self.estimate)} ± {shown(self.standard_error)}"


def delta_method(
    fit: Model,
    *data: Any,
    function: Callable[[Any], Any],
    kind: Kind = "observed",
    held: Collection[str] = (),
) -> DerivedEstimate:
    r"""The estimate of a function of the parameters, with its standard error.

    .. math:: \operatorname{Var} g(\hat\theta) \approx
        \nabla g(\hat\theta)^\top\, V\, \nabla g(\hat\theta)

    Where the estimates vary little, g is nearly the straight line that touches it at the fit.

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    function
        Takes a point of the model and returns a number, or m of them along a last axis: such as
        ``lambda fit: np.log(fit.sigma)``.  It is given batches (*batch) of points, and returns
        (*batch) or (*batch, m).
    kind, held
        As for `covariance`.

    Returns
    -------
    DerivedEstimate
        With `estimate`, `standard_error`, `covariance` and `interval(level)`.  A parameter on the
        edge of its range is counted as known, as in `covariance`.

    Raises
    ------
    ValueError
        If what the function returns has another shape, or, for a single fit, if it is not finite
        or has no slope there.

    Notes
    -----
    The slopes are found by the five-point rule, with steps that are small beside the standard
    errors and beside the distance to the edge, and with smaller ones; the slope is taken where two
    steps agree best.  The interval is symmetric, and depends on how the
    parameter is written: that for log(sigma) is not the logarithm of that for sigma.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 5.5.4.

    Examples
    --------
    Three heads in four flips: the odds p/(1 - p) are 3.  Their slope is 1/(1 - p)**2 = 16, and the
    standard error of p is sqrt(3)/8, so that of the odds is 2 sqrt(3); its square is 12.

    >>> flips = [1, 1, 0, 1]
    >>> odds = delta_method(Bernoulli.fit(flips), flips, function=lambda fit: fit.p / (1 - fit.p))
    >>> print(round(odds.estimate, 9), round(odds.standard_error**2, 9))
    3.0 12.0
    """
    V = covariance(fit, *data, kind=kind, held=held)
    errors = np.sqrt(np.diagonal(V, axis1=-2, axis2=-1))
    point = fit.at(np.broadcast_to(fit.theta, errors.shape))
    name = getattr(function, "__name__", "function").replace("<lambda>", "function")
    with np.errstate(all="ignore"):
        is_vector = _value(function, point).ndim == errors.ndim
        estimate, slopes = _with_slopes(function, point, errors, is_vector)
        V = slopes @ V @ np.swapaxes(slopes, -1, -2)
    sound = np.isfinite(estimate) & np.isfinite(slopes).all(-1)
    if not point.batch_shape and not np.all(sound | np.isnan(point.theta).any()):
        value = estimate if is_vector else estimate[0]
        raise ValueError(f"function must be finite and smooth at the fit, got {shown(value)}")
    V = np.where(sound[..., :, None] & sound[..., None, :], V, np.nan)
    errors = np.sqrt(np.diagonal(V, axis1=-2, axis2=-1))
    if is_vector:
        return DerivedEstimate(estimate, errors, V, name)
    return DerivedEstimate(estimate[..., 0][()], errors[..., 0][()], V[..., 0, 0][()], name)


def _with_slopes(
    function: Callable[[Any], Any], point: Model, errors: Array, is_vector: bool
) -> tuple[Array, Array]:
    """The values (*batch, m) and their slopes (*batch, m, k), 0 by what does not vary."""

    def values(theta: Array) -> Array:
        value = _value(function, point.at(theta))
        return value if is_vector else value[..., None]

    widest = np.minimum(1e-2 * errors, 1e-3 * point.room)
    slopes = np.stack([derivative(values, point.theta, widest * share) for share in SHARES])
    change = np.nan_to_num(np.abs(np.diff(slopes, axis=0)), nan=np.inf)
    rounding = 1e-9 * np.nan_to_num(np.abs(slopes), nan=np.inf).min(0)  # among equals, the widest
    best = np.maximum(change, rounding).argmin(0)
    steadiest = np.take_along_axis(slopes, best[None], axis=0)[0]
    return values(point.theta), np.where(errors[..., None, :] == 0, 0.0, steadiest)


def _value(function: Callable[[Any], Any], point: Model) -> Array:
    """What the function returns, if it has the shape of the batch, and perhaps one axis more."""
    value, batch = np.asarray(function(point), dtype=float), point.batch_shape
    if value.shape != batch and value.shape[:-1] != batch:
        raise ValueError(
            f"function must return one number for each point, shape {batch}, or m of them, "
            f"shape ({', '.join([*map(str, batch), 'm'])}), got {value.shape}"
        )
    return value

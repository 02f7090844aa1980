"""Intervals: which values of a parameter the data do not contradict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from .arrays import Array, shown
from .information import Kind, standard_error
from .model import Model


@dataclass(frozen=True, eq=False, repr=False)
class Interval:
    """From `lower` to `upper`, both included.

    Attributes
    ----------
    lower
        The lower end: (*batch) for one parameter, (*batch, k) for several.
    upper
        The upper end, likewise.
    level
        The nominal confidence level, between 0 and 1.
    parameter
        What the interval is for: a name, or a tuple of k names.
    """

    lower: Array
    upper: Array
    level: float
    parameter: str | tuple[str, ...]

    def covers(self, value: ArrayLike) -> NDArray[np.bool_]:
        """Whether the interval contains the value; one with an end that is nan contains none."""
        value = np.asarray(value)
        return np.asarray((self.lower <= value) & (value <= self.upper))

    def __repr__(self) -> str:
        return (
            f"Interval({self.parameter!r}, level={self.level:g}, "
            f"lower={shown(self.lower)}, upper={shown(self.upper)})"
        )


def wald_interval(
    fit: Model,
    *data: Any,
    parameter: str | None = None,
    level: float = 0.95,
    kind: Kind = "observed",
    held: Collection[str] = (),
) -> Interval:
    r"""The estimate plus and minus z standard errors.

    .. math:: \hat\theta_j \pm z\,\mathrm{se}(\hat\theta_j),
        \qquad z = \Phi^{-1}\bigl((1 + \text{level})/2\bigr)

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    parameter
        One name of `fit.parameter_names`; all at once, if not given.
    level
        The nominal confidence level, between 0 and 1.
    kind, held
        As for `covariance`.

    Returns
    -------
    Interval
        With ends (*batch) for one parameter, (*batch, k) for all.

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1, or `parameter` is no parameter.

    Notes
    -----
    The interval is that of the parabola that touches the log-likelihood at its top.  It may leave
    the range of the parameter; on the edge of the range its width is 0.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 10.4.1.

    Examples
    --------
    Fifty heads in a hundred flips: the standard error is sqrt(0.25/100) = 0.05.

    >>> flips = np.repeat([0, 1], 50)
    >>> wald_interval(Bernoulli.fit(flips), flips, parameter="p")
    Interval('p', level=0.95, lower=0.402, upper=0.598)
    """
    refuse_level(level)
    half_width = ndtri((1 + level) / 2) * standard_error(fit, *data, kind=kind, held=held)
    if parameter is None:
        estimate, names = fit.theta, fit.parameter_names
        return Interval(estimate - half_width, estimate + half_width, level, names)
    j = fit.position(parameter)
    estimate, half_width = fit.theta[..., j], half_width[..., j]
    return Interval(estimate - half_width, estimate + half_width, level, parameter)


def refuse_level(level: float) -> None:
    """Raise an error unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")

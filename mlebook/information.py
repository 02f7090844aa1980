"""How sharply the data point at the estimate: covariance matrices and standard errors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .arrays import Array
from .curvature import in_standard_units, is_positive_definite
from .model import Model

Kind = Literal["observed", "expected", "sandwich"]


def covariance(
    fit: Model, *data: Any, kind: Kind = "observed", held: Collection[str] = ()
) -> Array:
    r"""The estimated covariance matrix of the estimates.

    .. math::
        J^{-1} \quad\text{(observed)}, \qquad
        I_n^{-1} \quad\text{(expected)}, \qquad
        J^{-1} \Bigl(\sum_i u_i u_i^\top\Bigr) J^{-1} \quad\text{(sandwich)}

    with J the observed information at the fit, I_n the Fisher information there, and u_i the score
    of observation i.

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    kind
        Which of the three.  The sandwich needs the observations themselves, not their statistics;
        it holds up when the model is not quite true.
    held
        The names of the parameters that were held fixed in the fit, which does not remember them.

    Returns
    -------
    Array
        (*batch, k, k), in the order of `fit.parameter_names`.  Rows and columns are 0 for what was
        held, and for an estimate on the edge of its range, where no parabola touches the top and
        the theory of standard errors does not hold.

    Raises
    ------
    ValueError
        If `kind` is unknown, `held` names no parameter, the information is singular, or the model
        is irregular, so that no standard error exists.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 10.1.

    Examples
    --------
    Three heads in four flips: the variance is p (1 - p) / n = (3/16)/4 = 3/64.

    >>> flips = [1, 1, 0, 1]
    >>> print(covariance(Bernoulli.fit(flips), flips) * 64)
    [[3.]]
    """
    if kind not in ("observed", "expected", "sandwich"):
        raise ValueError(f"kind must be 'observed', 'expected' or 'sandwich', got {kind!r}")
    refuse_irregular(fit)
    data = data if kind == "sandwich" else fit.condensed(*data)
    fixed = _fixed(fit, held)
    there, data, matrix = fit.steadied(~fixed, *data)
    V = _covariance(there, data, kind, fixed)
    if matrix is None:
        return V
    back = matrix(V.shape[-1])
    return np.where(_pairs(fixed), 0.0, back @ V @ np.swapaxes(back, -1, -2))


def _covariance(fit: Model, data: tuple[Any, ...], kind: Kind, fixed: NDArray[np.bool_]) -> Array:
    """The covariance matrix in the coordinates of the point."""
    of_this_kind = fit.expected_information if kind == "expected" else fit.observed_information
    bread = _inverse(of_this_kind(*data), fixed, fit.definite)
    if kind != "sandwich":
        return bread
    return bread @ np.where(_pairs(fixed), 0.0, fit.score_products(*data)) @ bread


def standard_error(
    fit: Model, *data: Any, kind: Kind = "observed", held: Collection[str] = ()
) -> Array:
    """The standard error of each estimate: the root of its variance in `covariance`.

    Parameters and errors are those of `covariance`.

    Returns
    -------
    Array
        (*batch, k), in the order of `fit.parameter_names` and in the units of the parameters.

    Examples
    --------
    For 1, 2, 6 the variance is 14/3, so the standard error of mu is sqrt((14/3)/3) = sqrt(14)/3,
    and that of sigma is sqrt((14/3)/6) = sqrt(7)/3.

    >>> x = [1.0, 2.0, 6.0]
    >>> print((3 * standard_error(Normal.fit(x), x)) ** 2)
    [14.  7.]
    """
    V = covariance(fit, *data, kind=kind, held=held)
    return np.sqrt(np.diagonal(V, axis1=-2, axis2=-1))


def refuse_irregular(fit: Model, what: str = "standard error") -> None:
    """Raise an error where the theory of standard errors does not hold."""
    if fit.irregular:
        raise ValueError(f"{type(fit).__name__} has no {what}: {fit.irregular}")


def _fixed(fit: Model, held: Collection[str]) -> NDArray[np.bool_]:
    """The coordinates that do not vary (*batch, k): held, or on the edge of their range."""
    return were_held(fit, held) | (fit.room == 0)


def _pairs(fixed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The entries of a matrix whose row or column is fixed."""
    return np.asarray(fixed[..., :, None] | fixed[..., None, :])


def were_held(fit: Model, held: Collection[str]) -> NDArray[np.bool_]:
    """Which coordinates of theta the names stand for (k)."""
    if isinstance(held, str):
        raise ValueError(f"held must be a collection of names, such as ({held!r},), got {held!r}")
    positions = [j for name in held for j in _coordinates(fit, name)]
    return np.isin(np.arange(len(fit.parameter_names)), positions)


def _coordinates(fit: Model, name: str) -> list[int]:
    """The coordinates of theta that a name stands for: "beta" for all of beta[0], beta[1], ..."""
    if name not in fit.parameters:
        return [fit.position(name)]
    return [j for j, full in enumerate(fit.parameter_names) if full.partition("[")[0] == name]


def _inverse(information: Array, fixed: NDArray[np.bool_], definite: float) -> Array:
    """The inverse on the coordinates that vary, 0 elsewhere; nan stays nan.

    A single information that has none is an error; in a batch it gives nan.
    """
    pair = _pairs(fixed)
    unit, everything = np.eye(information.shape[-1]), np.ones(information.shape[-1], dtype=bool)
    varying = np.where(pair, unit, information)
    missing = ~np.isfinite(varying).all((-1, -2))
    sound = is_positive_definite(varying, everything, definite)
    if information.ndim == 2 and not missing and not sound:
        raise ValueError(
            "the information must be positive definite: the data do not tell these parameters "
            "apart, or this is no maximum"
        )
    scaled, scale = in_standard_units(np.where(sound[..., None, None], varying, unit), everything)
    inverse = np.linalg.inv(scaled) / scale[..., :, None] / scale[..., None, :]
    return np.where(pair, 0.0, np.where(sound[..., None, None], inverse, np.nan))

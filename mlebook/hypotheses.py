"""Three tests of a hypothesis that holds some parameters fixed.

Each measures a distance between the estimate and the best point that the hypothesis allows: along
the parameter (Wald), as a slope (score), or as a height (likelihood ratio).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from .arrays import Array, shown
from .information import Kind, covariance, refuse_irregular
from .model import Model
from .restrictions import degrees_of_freedom, refuse_edge, restrict


class HypothesisTest(NamedTuple):
    """What a test of a hypothesis found.

    Attributes
    ----------
    statistic
        How far the data are from the hypothesis, (*batch).
    df
        How many parameters the hypothesis holds.
    p_value
        The chance, were the hypothesis true, of a statistic at least as large, for large samples;
        (*batch).
    """

    statistic: Array
    df: int
    p_value: Array

    def __repr__(self) -> str:
        statistic, p_value = shown(self.statistic), shown(self.p_value)
        return f"HypothesisTest(statistic={statistic}, df={self.df}, p_value={p_value})"


def likelihood_ratio_test(fit: Model, *data: Any, **held: ArrayLike) -> HypothesisTest:
    r"""Twice the log-likelihood that is lost by holding parameters at their hypothetical values.

    .. math:: W = 2\,[\ell(\hat\theta) - \ell(\hat\theta_0)]

    with theta_0 hat the best point that the hypothesis allows.

    Parameters
    ----------
    fit
        The maximum likelihood estimate without the hypothesis.
    *data
        The data that it was fitted to.
    **held
        The hypothesis: parameters and their values, as for `Model.fit`.

    Returns
    -------
    HypothesisTest
        Its p-value is that of the chi-squared distribution with as many degrees of freedom as
        parameters are held.

    Raises
    ------
    ValueError
        If nothing is held, or if `fit` lies lower than the restricted fit, and so is no maximum.

    Notes
    -----
    The chi-squared distribution is a limit for large samples.  It needs a hypothesis inside the
    parameter space, parameters that the data can tell apart, and a model that holds.

    References
    ----------
    Wilks, S. S. (1938), The large-sample distribution of the likelihood ratio for testing composite
    hypotheses, Annals of Mathematical Statistics 9.

    Examples
    --------
    Three heads in four flips of a fair coin?  The likelihoods are 27/256 and 16/256, so the
    statistic is 2 log(27/16).

    >>> flips = [1, 1, 0, 1]
    >>> test = likelihood_ratio_test(Bernoulli.fit(flips), flips, p=0.5)
    >>> print(round(16 * np.exp(test.statistic / 2), 9), test.df)
    27.0 1
    """
    refuse_irregular(fit)
    data, restricted, _ = restrict(fit, data, held)
    top, height = fit.log_likelihood(*data), restricted.log_likelihood(*data)
    with np.errstate(invalid="ignore"):
        statistic = np.asarray(2 * (top - height))
    has_estimates = ~np.isnan(fit.theta).any(-1) & ~np.isnan(restricted.theta).any(-1)
    if np.any(has_estimates & ~(statistic >= -1e-8 * (1 + np.abs(height)))):
        raise ValueError("fit must be the maximum: the hypothesis alone is at least as likely")
    return _against_chi_squared(np.maximum(statistic, 0.0), degrees_of_freedom(fit, held))


def score_test(
    fit: Model, *data: Any, kind: Kind = "expected", **held: ArrayLike
) -> HypothesisTest:
    r"""How steep the log-likelihood still is at the best point that the hypothesis allows.

    .. math:: S = U(\hat\theta_0)^\top\, I_n(\hat\theta_0)^{-1}\, U(\hat\theta_0)

    Parameters
    ----------
    fit
        Any point of the model; only its family and its constants are used.
    *data, **held
        As for `likelihood_ratio_test`.
    kind
        The information at the restricted point: "expected" or "observed".

    Returns
    -------
    HypothesisTest

    Raises
    ------
    ValueError
        If nothing is held, or the hypothesis lies on the edge of the parameter space, such as
        p = 1.

    Notes
    -----
    No estimate without the hypothesis is needed: in a batch, the statistic is a number also where
    `fit` is nan, if there is a best point under the hypothesis.

    References
    ----------
    Rao, C. R. (1948), Large sample tests of statistical hypotheses concerning several parameters
    with applications to problems of estimation, Proceedings of the Cambridge Philosophical Society.

    Examples
    --------
    Three heads in four flips of a fair coin?  The slope is 3/0.5 - 1/0.5 = 4 and the information
    4/0.25 = 16, so the statistic is 16/16.

    >>> flips = [1, 1, 0, 1]
    >>> print(score_test(Bernoulli.fit(flips), flips, p=0.5).statistic)
    1.0
    """
    data, restricted, where = restrict(fit, data, held)
    refuse_edge(fit, held)
    slope = np.where(where, restricted.score(*data), 0.0)
    V = covariance(restricted, *data, kind=kind)
    statistic = (slope * np.matmul(V, slope[..., None])[..., 0]).sum(-1)
    return _against_chi_squared(np.asarray(statistic), degrees_of_freedom(fit, held, where))


def wald_test(fit: Model, *data: Any, kind: Kind = "observed", **held: ArrayLike) -> HypothesisTest:
    r"""How many standard errors lie between the estimate and the hypothesis, squared.

    .. math:: (\hat\theta - \theta_0)^\top\, V^{-1}\, (\hat\theta - \theta_0)

    with V the covariance of the estimates of the parameters that are held.

    Parameters
    ----------
    fit, *data, **held
        As for `likelihood_ratio_test`.
    kind
        As for `covariance`.

    Returns
    -------
    HypothesisTest

    Raises
    ------
    ValueError
        If nothing is held.

    References
    ----------
    Wald, A. (1943), Tests of statistical hypotheses concerning several parameters when the number
    of observations is large, Transactions of the American Mathematical Society 54.

    Examples
    --------
    Three heads in four flips of a fair coin?  The distance is 1/4 and the variance (3/16)/4 = 3/64,
    so the statistic is (1/16)/(3/64) = 4/3.

    >>> flips = [1, 1, 0, 1]
    >>> print(round(3 * wald_test(Bernoulli.fit(flips), flips, p=0.5).statistic, 9))
    4.0
    """
    condensed, restricted, where = restrict(fit, data, held)
    V = covariance(fit, *(data if kind == "sandwich" else condensed), kind=kind)
    distance = (fit.theta - restricted.theta)[..., where]
    df = degrees_of_freedom(fit, held, where)
    return _against_chi_squared(_standardised(distance, V[..., where, :][..., where]), df)


def _standardised(distance: Array, V: Array) -> Array:
    """The form d' V^-1 d; infinite where a distance stands against no variance at all."""
    variance = np.diagonal(V, axis1=-2, axis2=-1)
    certain = variance == 0
    unit = np.where(certain, 1.0, np.sqrt(variance))
    correlation = V / unit[..., :, None] / unit[..., None, :] + certain[..., None] * np.eye(
        unit.shape[-1]
    )
    z = np.where(certain, 0.0, distance / unit)
    statistic = (z * np.linalg.solve(correlation, z[..., None])[..., 0]).sum(-1)
    return np.where((certain & (distance != 0)).any(-1), np.inf, statistic)


def _against_chi_squared(statistic: Array, df: int) -> HypothesisTest:
    return HypothesisTest(statistic[()], df, chdtrc(df, statistic)[()])

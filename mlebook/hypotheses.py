"""Tests of a hypothesis that holds some parameters fixed."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from .arrays import Array
from .model import Model


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
    if not held:
        raise ValueError("name the parameters that the hypothesis holds, such as mu=0")
    data = fit.condense(*data)
    top = fit.log_likelihood(*data)
    restricted = type(fit).fit(*data, **cast(dict[str, Any], held))
    statistic = np.asarray(2 * (top - restricted.log_likelihood(*data)))
    if np.any(statistic < -1e-8 * (1 + np.abs(top))):
        raise ValueError("fit must be the maximum: the hypothesis alone has a higher likelihood")
    statistic = np.maximum(statistic, 0.0)
    df = sum(_number_held(fit, name, value) for name, value in held.items())
    return HypothesisTest(statistic[()], df, chdtrc(df, statistic)[()])


def _number_held(fit: Model, name: str, value: ArrayLike) -> int:
    """One for a scalar parameter; for a vector, its entries that are not nan."""
    if not fit.parameters[name].ndim:
        return 1
    vectors = np.reshape(value, (-1, np.shape(value)[-1]))
    return int(np.sum(~np.isnan(vectors[0])))

"""Choosing between models: the height of the likelihood, less what its parameters cost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from .arrays import Array
from .information import refuse_irregular, were_held
from .model import Model


def aic(fit: Model, *data: Any, held: Collection[str] = ()) -> Array:
    r"""Akaike's information criterion: the lower, the better new data would be predicted.

    .. math:: 2 k - 2\,\ell(\hat\theta)

    with k the number of parameters that were estimated.

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    held
        The names of the parameters that were held fixed, which are not counted.  A model's
        constants never are.

    Returns
    -------
    Array
        (*batch).  Only differences between models have a meaning, and only for the same
        observations: a density of log x cannot be compared with one of x.

    Raises
    ------
    ValueError
        If `held` names no parameter, or the model is irregular.

    Notes
    -----
    Densities are taken whole, with every constant, so models of different families are comparable.

    References
    ----------
    Akaike, H. (1974), A new look at the statistical model identification, IEEE Transactions on
    Automatic Control 19.

    Examples
    --------
    One head in two flips: at p = 1/2 the likelihood is 1/4, so AIC is 2 + 2 log 4 with p estimated,
    and 2 log 4 with p held there.

    >>> fit = Bernoulli.fit([1, 0])
    >>> print(round(aic(fit, [1, 0]) - 2 * np.log(4), 9))
    2.0
    >>> print(round(aic(fit, [1, 0], held=["p"]) - 2 * np.log(4), 9))
    0.0
    """
    return 2 * _count(fit, held, "AIC") - 2 * fit.log_likelihood(*data)


def bic(fit: Model, *data: Any, held: Collection[str] = ()) -> Array:
    r"""The Bayesian information criterion: the lower, the more probable the model, roughly.

    .. math:: k \log n - 2\,\ell(\hat\theta)

    with k the number of parameters that were estimated and n the number of observations.

    Parameters, what can be compared and errors are those of `aic`.

    Returns
    -------
    Array
        (*batch).

    Notes
    -----
    n is the number of observations as they are given: the rows of a table; the n of statistics,
    which is the sum of the weights; for a `Binomial` the number of counts, not of trials.

    References
    ----------
    Schwarz, G. (1978), Estimating the dimension of a model, Annals of Statistics 6.

    Examples
    --------
    One head in two flips: log 2 + 2 log 4, which is 5 log 2.

    >>> print(round(bic(Bernoulli.fit([1, 0]), [1, 0]) / np.log(2), 9))
    5.0
    """
    n = fit.sample_size(*fit.condensed(*data))
    return _count(fit, held, "BIC") * np.log(n) - 2 * fit.log_likelihood(*data)


def _count(fit: Model, held: Collection[str], what: str) -> int:
    """How many parameters were estimated."""
    refuse_irregular(fit, what)
    return int((~were_held(fit, held)).sum())

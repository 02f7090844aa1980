"""What a regression expects at new rows, and how sure it is of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from .arrays import Array
from .blocks import along_rows
from .information import Kind, covariance
from .intervals import refuse_level
from .regression import Regression


class Prediction(NamedTuple):
    """The mean response at new rows.

    Attributes
    ----------
    mean
        The expected response (*batch, n); the probabilities of classes, (*batch, n, K).
    standard_error
        Its standard error, by the delta method, of the same shape.
    lower
        The lower end of an interval for it.
    upper
        The upper end.
    level
        The interval's nominal confidence level.
    """

    mean: Array
    standard_error: Array
    lower: Array
    upper: Array
    level: float


def predict(
    fit: Regression,
    *data: Any,
    at: ArrayLike,
    offset: ArrayLike | None = None,
    level: float = 0.95,
    kind: Kind = "observed",
) -> Prediction:
    r"""The mean response at new rows, with its standard error and an interval.

    .. math:: \operatorname{Var}(x^\top\hat\beta) \approx x^\top V x, \qquad
        \mathrm{se}(\hat\mu) \approx \left|\frac{d\mu}{d\eta}\right| \sqrt{x^\top V x}

    Parameters
    ----------
    fit
        The maximum likelihood estimate.
    *data
        The data that it was fitted to.
    at
        New rows (*batch, n, d), with the columns of X.
    offset
        Their offset (*batch, n).
    level
        The nominal confidence level, between 0 and 1.
    kind
        As for `covariance`.

    Returns
    -------
    Prediction

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1, or `at` has other columns than X.

    Notes
    -----
    The interval is that of the linear predictor, carried over to the mean, which it therefore never
    leaves the range of; for classes it is that of the log odds of each against the rest.  It is for
    the mean, not for a new response, and it knows nothing of whether the model holds at such rows.

    Examples
    --------
    Two measurements 1 and 3: their mean 2 has the standard error sqrt(1/2), sigma**2 being 1.

    >>> X, y = [[1.0], [1.0]], [1.0, 3.0]
    >>> there = predict(LinearRegression.fit(X, y), X, y, at=[[1.0]])
    >>> print(there.mean, there.standard_error**2)
    [2.] [0.5]
    """
    refuse_level(level)
    rows = fit._rows_at(at, offset, "at")
    k = sum(name.startswith("beta") for name in fit.parameter_names)
    there, data, frame = fit.framed(np.ones(fit.theta.shape[-1], dtype=bool), *data)
    V, rows = covariance(there, *data, kind=kind)[..., :k, :k], rows.framed(frame)
    z = ndtri((1 + level) / 2)
    found = along_rows(rows, lambda block: np.stack(there.predicted(block, V, z)))
    axes = found.ndim - len(np.broadcast_shapes(fit.batch_shape, rows.batch_shape)) - 1
    mean, error, lower, upper = np.swapaxes(found, -1, -2) if axes == 2 else found
    return Prediction(mean, error, lower, upper, level)

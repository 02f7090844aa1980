"""From a model to the ground that a climb walks on."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from .arrays import Array
from .likelihood import Likelihood
from .optimise import Survey


def survey_of(
    point: Likelihood, *data: Any, kind: Literal["observed", "expected"] = "observed"
) -> Survey:
    """What a climb over the log-likelihood looks at, as a function of theta.

    Parameters
    ----------
    point
        Any point of the model: it says which family, which constants, how many parameters.
    *data
        The data.
    kind
        Which information the survey gives: the "observed", as `newton` wants it, or the "expected",
        as `fisher_scoring` does.

    Returns
    -------
    Survey
        theta (*batch, k), in the order of `point.parameter_names` -> the log-likelihood (*batch),
        the score (*batch, k), and the information (*batch, k, k).  Outside the parameter space the
        log-likelihood is minus infinity, so that a step which leaves it counts as a fall.

    Raises
    ------
    ValueError
        If `kind` is unknown, or the data are not what the model is for.

    Examples
    --------
    At rate 1 the counts 1, 2, 6 have slope 9/1 - 3 and observed information 9/1**2:

    >>> survey = survey_of(Poisson(1), [1, 2, 6])
    >>> _, slope, information = survey(np.array([1.0]))
    >>> print(slope, information, survey(np.array([-1.0]))[0])
    [6.] [[9.]] -inf
    """
    if kind not in ("observed", "expected"):
        raise ValueError(f"kind must be 'observed' or 'expected', got {kind!r}")
    data = point.condensed(*data)

    def survey(theta: Array) -> tuple[Array, Array, Array]:
        theta = np.asarray(theta, dtype=float)
        inside = point.contains(theta)
        there = point.at(np.where(inside[..., None], theta, np.nan))
        with np.errstate(all="ignore"):
            value, slope, information = there.survey(*data)
            if kind == "expected":
                information = there.expected_information(*data)
        return np.where(np.isnan(value), -np.inf, value), slope, information

    return survey

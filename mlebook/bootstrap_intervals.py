"""Intervals from the bootstrap: three ways to read them off the estimates from resamples."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import numpy as np

from .arrays import Array
from .bootstrap_ends import basic_ends, bca_ends, percentile_ends
from .errors import NoMaximum
from .information import refuse_irregular
from .intervals import Interval, refuse_level
from .model import Model
from .resampling import bootstrap, jackknife


def bootstrap_interval(
    fit: Model,
    *data: Any,
    parameter: str,
    level: float = 0.95,
    n_resamples: int,
    rng: np.random.Generator,
    kind: Literal["percentile", "basic", "bca"] = "percentile",
    parametric: bool = False,
    held: Collection[str] = (),
    on_failure: Literal["raise", "nan"] = "raise",
) -> Interval:
    r"""The interval that the estimates from resamples span, but for their tails.

    .. math::
        [q_{\alpha},\, q_{1-\alpha}], \qquad
        [2\hat\theta - q_{1-\alpha},\, 2\hat\theta - q_{\alpha}], \qquad
        [q_{\alpha_1},\, q_{\alpha_2}]

    for percentile, basic and BCa, with q the quantiles of the estimates and
    alpha = (1 - level)/2; alpha_1 and alpha_2 are explained in `bca_ends`.

    Parameters
    ----------
    fit, *data, n_resamples, rng, parametric, held
        As for `bootstrap`.
    parameter
        One name of `fit.parameter_names`.
    level
        The nominal confidence level, between 0 and 1.
    kind
        "percentile" reads the interval off; "basic" takes the errors of the resamples, mirrored,
        for those of the estimate; "bca" corrects the percentiles for bias and skewness.
    on_failure
        "raise" an error where a resample has no maximum, or where BCa has no ends; or give "nan"
        to such replicates.  What is left when resamples are dropped is another distribution: who
        wants it takes it from `bootstrap`.

    Returns
    -------
    Interval
        With ends (*batch).  The interval of an estimate on the edge, of which all resamples agree,
        has no width; there BCa has no ends.

    Raises
    ------
    ValueError
        If `level`, `kind`, `parameter` or `n_resamples` is not one that works: beyond each end at
        least one resample is expected.  If the model is irregular.  If BCa is asked for a
        parametric bootstrap, or has no ends.
    NoMaximum
        If resamples have no maximum.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14.

    Examples
    --------
    Three heads of three: so are all resamples, and the bootstrap is wrongly sure.

    >>> heads, rng = [1, 1, 1], np.random.default_rng(1)
    >>> bootstrap_interval(Bernoulli.fit(heads), heads, parameter="p", n_resamples=99, rng=rng)
    Interval('p', level=0.95, lower=1, upper=1)
    """
    _refuse_options(fit, level, kind, parametric, n_resamples)
    estimate = _estimates(fit, parameter)
    fits = bootstrap(fit, *data, n_resamples=n_resamples, rng=rng, parametric=parametric, held=held)
    values = _estimates(fits, parameter)
    left_out = values[:0]
    if kind == "bca":
        left_out = _estimates(jackknife(fit, *data, held=held), parameter)
    if on_failure == "raise":
        _refuse_failures(estimate, values, "resamples")
        _refuse_failures(estimate, left_out, "samples with one observation left out")
    if kind == "bca":
        ends = np.stack(bca_ends(values, estimate, left_out, level))
    elif kind == "basic":
        ends = np.stack(basic_ends(values, estimate, level))
    else:
        ends = np.stack(percentile_ends(values, level))
    lost = np.isnan(ends).any(0) & ~np.isnan(estimate)
    if on_failure == "raise" and np.any(lost):
        raise ValueError(
            f"kind='bca' has no ends for {parameter}: nearly all resamples lie on one side of the "
            "estimate, or leaving out an observation makes no difference"
        )
    lower, upper = np.where(np.isnan(ends).any(0), np.nan, ends)
    return Interval(lower[()], upper[()], level, parameter)


def _estimates(fits: Model, parameter: str) -> Array:
    """The estimates of one parameter; nan also where it is another that has none."""
    is_missing = np.isnan(fits.theta).any(-1)
    return np.where(is_missing, np.nan, fits.theta[..., fits.position(parameter)])


def _refuse_options(
    fit: Model, level: float, kind: str, parametric: bool, n_resamples: int
) -> None:
    refuse_irregular(fit, "bootstrap interval")
    refuse_level(level)
    if kind not in ("percentile", "basic", "bca"):
        raise ValueError(f"kind must be 'percentile', 'basic' or 'bca', got {kind!r}")
    if kind == "bca" and parametric:
        raise ValueError("kind='bca' needs parametric=False: it leaves out observations")
    least = int(np.ceil(2 / (1 - level) - 1e-9))
    if not n_resamples >= least:
        raise ValueError(f"n_resamples must be at least {least} for this level, got {n_resamples}")


def _refuse_failures(estimate: Array, values: Array, what: str) -> None:
    """Raise an error that says how many resamples have no maximum, for the first such replicate."""
    failures = np.where(np.isnan(estimate), 0, np.isnan(values).sum(0))
    if np.any(failures):
        first = tuple(int(i) for i in np.argwhere(failures)[0])
        where = f" of replicate {first}" if first else ""
        raise NoMaximum(f"{failures[first]} of {len(values)} {what}{where} have no maximum")

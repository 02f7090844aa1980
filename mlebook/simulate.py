"""Experiments: draw many samples from a known truth, fit each, and see what an estimator does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Array, shown
from .intervals import Interval
from .model import Model
from .progress import progress

PIECE = 2**22  # numbers drawn at a time


@dataclass(frozen=True, eq=False, repr=False)
class Estimate:
    """What a simulation found, and how far chance may have moved it.

    Attributes
    ----------
    value
        The mean over the replicates: a number, or one for each parameter, (k,).
    error
        Its Monte Carlo standard error, of the same shape.
    replicates
        How many samples were drawn.
    failures
        How many of them had no maximum; they are left out of the mean.
    """

    value: Array
    error: Array
    replicates: int
    failures: int

    def __repr__(self) -> str:
        failed = f", {self.failures} without a maximum" if self.failures else ""
        return f"{shown(self.value)} ± {shown(self.error)} ({self.replicates} samples{failed})"


def sampling_distribution(
    truth: Model, n: int, *, replicates: int, rng: np.random.Generator
) -> Model:
    """The estimates from many samples of size n that the truth produced.

    Parameters
    ----------
    truth
        One point of a model, from which the samples are drawn.
    n
        The size of each sample.
    replicates
        How many samples.
    rng
        NumPy's random generator.

    Returns
    -------
    Model
        A batch of `replicates` fits; those of samples without a maximum are nan.

    Examples
    --------
    Four samples of two flips of a fair coin:

    >>> fits = sampling_distribution(Bernoulli(0.5), 2, replicates=4, rng=np.random.default_rng(1))
    >>> print(fits.p)
    [0.  0.5 1.  0.5]
    """
    with progress("experiments") as tell:
        fits = [fit for _, fit in _experiments(truth, n, replicates, rng, tell)]
    fields = {
        name: np.concatenate([getattr(fit, name) for fit in fits]) for name in truth.parameters
    }
    return type(truth)(**truth.known, **fields)


def bias(truth: Model, n: int, *, replicates: int, rng: np.random.Generator) -> Estimate:
    r"""How far the estimates lie from the truth on average.

    .. math:: \operatorname{E}(\hat\theta) - \theta

    Parameters are those of `sampling_distribution`.

    Returns
    -------
    Estimate
        One value for each parameter, (k,), in the order of `truth.parameter_names`.

    Examples
    --------
    The proportion is unbiased: its bias is 0, up to the error of the simulation.

    >>> found = bias(Bernoulli(0.5), 10, replicates=1000, rng=np.random.default_rng(1))
    >>> bool(abs(found.value[0]) < 4 * found.error[0])
    True
    """
    fits = sampling_distribution(truth, n, replicates=replicates, rng=rng)
    return _mean(fits.theta - truth.theta)


def coverage(
    truth: Model,
    n: int,
    interval: Callable[[Any, Array], Interval],
    *,
    replicates: int,
    rng: np.random.Generator,
) -> Estimate:
    """How often an interval contains the true value, among samples that have an estimate.

    Parameters
    ----------
    truth, n, replicates, rng
        As for `sampling_distribution`.
    interval
        Makes the interval of one parameter from a fit and its data, batches included, such as
        ``lambda fit, x: wald_interval(fit, x, parameter="p")``.

    Returns
    -------
    Estimate
        A number between 0 and 1, its Monte Carlo standard error, and the samples without a maximum.

    Raises
    ------
    ValueError
        If `interval` makes intervals of several parameters at once.

    Examples
    --------
    One flip of a fair coin: the estimate is 0 or 1, and the Wald interval has no width.

    >>> wald = lambda fit, x: wald_interval(fit, x, parameter="p")
    >>> coverage(Bernoulli(0.5), 1, wald, replicates=100, rng=np.random.default_rng(1))
    0 ± 0 (100 samples)
    """
    with progress("experiments") as tell:
        hits = [
            _hits(truth, fit, x, interval)
            for x, fit in _experiments(truth, n, replicates, rng, tell)
        ]
    return _mean(np.concatenate(hits))


def _hits(truth: Model, fit: Model, x: Array, interval: Callable[[Any, Array], Interval]) -> Array:
    """1 where the interval contains the true value, 0 where not, nan where there is no fit."""
    failed = np.isnan(fit.theta).any(-1)
    hits = np.where(failed, np.nan, 0.0)
    if not np.all(failed):
        made = interval(fit[~failed], x[~failed])
        if not isinstance(made.parameter, str):
            raise ValueError(f"interval must be for one parameter, got {made.parameter}")
        hits[~failed] = made.covers(truth.theta[truth.position(made.parameter)])
    return hits


def _experiments(
    truth: Model,
    n: int,
    replicates: int,
    rng: np.random.Generator,
    tell: Callable[[float], None],
) -> Iterator[tuple[Array, Model]]:
    """Samples and their fits, some replicates at a time; `tell` hears what share is done."""
    if truth.batch_shape:
        raise ValueError(f"truth must be a single point, got a batch of {truth.batch_shape}")
    for name, count in {"n": n, "replicates": replicates}.items():
        if not (count >= 1 and count == round(count)):
            raise ValueError(f"{name} must be a whole number, at least 1, got {count}")
    n, replicates = int(n), int(replicates)
    size = max(1, PIECE // n)
    for done in range(0, replicates, size):
        x = truth.sample((min(size, replicates - done), n), rng)
        yield x, truth.refit(x, on_failure="nan")
        tell(min(done + size, replicates) / replicates)


def _mean(values: Array) -> Estimate:
    """The mean over the first axis and its standard error; rows with nan are failures."""
    failed = np.isnan(values.reshape(len(values), -1)).any(-1)
    kept = values[~failed]
    if not len(kept):
        raise ValueError(f"truth must have samples with a maximum: all {len(values)} had none")
    error = kept.std(0) / math.sqrt(len(kept)) if len(kept) > 1 else np.full_like(kept[0], np.nan)
    return Estimate(kept.mean(0), error, len(values), int(failed.sum()))

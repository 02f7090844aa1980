"""The same trial again and again: what its estimates and its intervals do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import binom, gamma

from ..arrays import Array
from ..intervals import Interval, wald_interval
from ..model import Model
from ..models.bernoulli import Bernoulli, BernoulliStatistics
from ..models.exponential import Exponential, ExponentialStatistics
from ..profiles import profile_interval
from .explorer import Explorer
from .parts import Button, Choice, Number, Panel, Slider
from .uniforms import uniforms

SEED = 12
MOST = 1000  # samples that can be drawn

TRUTHS: dict[str, Model] = {
    "Exponential, rate 1": Exponential(1.0),
    "Bernoulli, p = 0.05": Bernoulli(0.05),
    "Bernoulli, p = 0.5": Bernoulli(0.5),
}
WAYS: dict[str, Callable[..., Interval]] = {"Wald": wald_interval, "likelihood": profile_interval}


def sampling(n: int = 10, drawn: int = 20, truth: int = 0, way: int = 0) -> Explorer:
    """Samples from a known truth, one after the other: their estimates and their intervals.

    Parameters
    ----------
    n
        The size of each sample, from 3 to 200.
    drawn
        How many samples are drawn at first, from 1 to 1000.
    truth
        What they come from: 0 for Exponential(1), 1 for Bernoulli(0.05), 2 for Bernoulli(0.5).
    way
        The interval: 0 for Wald's, 1 for that of the likelihood ratio.

    Examples
    --------
    >>> [control.label for control in sampling().controls]
    ['n (size of each sample)', 'samples drawn', 'what is true', 'kind of interval']
    """
    point, make = [*TRUTHS.values()][truth], [*WAYS.values()][way]
    return Explorer(
        name="sampling",
        caption="The estimates and the 95 % intervals of one sample after the other.",
        hint=(
            "Run: the share of intervals that contain the truth settles at what can be computed. "
            "Raise n and see the bars fill the curve. Then take p = 0.05 at n = 20: where no "
            "success was seen, Wald's interval has no width."
        ),
        controls=(
            Slider("n", "n (size of each sample)", 3, 200, 1, n),
            Slider("drawn", "samples drawn", 1, MOST, 1, drawn),
            Choice("truth", "what is true", tuple(TRUTHS), truth),
            Choice("way", "kind of interval", tuple(WAYS), way),
        ),
        buttons=(
            Button("one", "Draw one"),
            Button("hundred", "Draw 100"),
            Button("run", "Run"),
        ),
        readout=_readout(samples(point, drawn, n), point, make),
        panels=(Panel("estimates"), Panel("pile"), Panel("coverage", wide=True)),
        data={"seed": SEED, "most": MOST},
    )


def samples(truth: Model, replicates: int, n: int) -> Array:
    """A row for each sample, as the script draws it too.

    >>> print(samples(Bernoulli(0.5), 2, 5))
    [[0. 1. 0. 1. 0.]
     [0. 1. 0. 0. 1.]]
    """
    u = uniforms(replicates, n, seed=SEED)
    if isinstance(truth, Exponential):
        return -np.log(u) / truth.rate
    return (u < truth.theta[0]).astype(float)


def exact_coverage(truth: Model, n: int, make: Callable[..., Interval]) -> float:
    """The probability that the interval contains the truth, without simulation.

    One flip is 0 or 1, and Wald's interval is then that point:

    >>> exact_coverage(Bernoulli(0.5), 1, wald_interval)
    0.0
    """
    (name,) = truth.parameter_names
    if isinstance(truth, Exponential):  # n/T times the ends that a sample of mean 1 would have
        unit = ExponentialStatistics(np.asarray(float(n)), np.asarray(float(n)))
        ends = make(Exponential.fit(unit), unit, parameter=name)
        return float(gamma.cdf(n * ends.upper, n) - gamma.cdf(n * ends.lower, n))
    ones = np.arange(n + 1.0)
    counts = BernoulliStatistics(np.full_like(ones, n), ones)
    covers = make(Bernoulli.fit(counts), counts, parameter=name).covers(truth.theta[0])
    return float(binom.pmf(ones, n, truth.theta[0]) @ covers)


def _readout(x: Array, truth: Model, make: Callable[..., Interval]) -> tuple[str | Number, ...]:
    """What the samples drawn have shown, in words."""
    fit = type(truth).fit(x)
    ends = make(fit, x, parameter=truth.parameter_names[0])
    return (
        *_counted(ends, truth.theta[0]),
        ", exactly ",
        Number("exact", exact_coverage(truth, x.shape[1], make), 4),
        ", promised 0.95. ",
        *_scattered(fit.theta[:, 0], x, truth),
        ". The last: ",
        Number("last", fit.theta[-1, 0], 4),
        ", from ",
        Number("low", ends.lower[-1], 4),
        " to ",
        Number("high", ends.upper[-1], 4),
    )


def _counted(ends: Interval, at: float) -> tuple[str | Number, ...]:
    """On which side of the truth the intervals lie."""
    covers = ends.covers(at)
    return (
        Number("hits", covers.sum(), 0),
        " of ",
        Number("samples", len(covers), 0),
        " intervals contain the truth (",
        Number("below", (ends.upper < at).sum(), 0),
        " end below it, ",
        Number("above", (ends.lower > at).sum(), 0),
        " begin above it): ",
        Number("share", covers.mean(), 4),
        " ± ",
        Number("error", covers.std() / np.sqrt(len(covers)) if len(covers) > 1 else np.nan, 4),
    )


def _scattered(found: Array, x: Array, truth: Model) -> tuple[str | Number, ...]:
    """The moments of the estimates, beside those of the limit; the mean of shares is exact."""
    return (
        "Estimates: mean ",
        Number("mean", x.mean() if isinstance(truth, Bernoulli) else found.mean(), 4),
        ", standard deviation ",
        Number("spread", found.std(), 4),
        "; in the limit ",
        Number("limit-mean", truth.theta[0], 4),
        " and ",
        Number("limit-spread", truth.fisher_information(x.shape[1]).item() ** -0.5, 4),
    )

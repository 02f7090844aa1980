"""A coin whose record is lengthened by flips that nobody saw: from the likelihood to the prior."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from ..models.bernoulli import Bernoulli
from ..penalised import penalised_fit
from .explorer import Explorer
from .parts import Button, Number, Panel, Slider

RECORDS = (
    Button("three", "3 of 3"),
    Button("thirty", "22 of 30"),
    Button("many", "360 of 500"),
)


def prior(strength: float = 2.0, top: float = 0.5, heads: int = 3, n: int = 3) -> Explorer:
    """Some flips, and a prior for the probability of heads, of any strength and with any top.

    Parameters
    ----------
    strength, top
        The prior is proportional to p**a (1 - p)**b: a + b, and a/(a + b).
    heads, n
        The record of which the reader sees the likelihood at first.

    Examples
    --------
    One head and one tail that nobody saw, beside three heads:

    >>> _, _, likelihood, _, both, *_ = prior().readout
    >>> print(likelihood.value, round(both.value, 9))
    1.0 0.8
    """
    return Explorer(
        name="prior",
        caption="The likelihood of p, a prior, and their sum as logarithms, by two names of p.",
        hint=(
            "Raise the strength from 0: the top of the sum leaves the edge, and goes over to the "
            "prior. Then add flips, which bring it back. On the right the log odds stand for p: "
            "the likelihood's top stays at the same coin, the sum's does not."
        ),
        controls=(
            Slider("strength", "prior: strength, a + b", 0, 50, 0.5, strength, 1),
            Slider("top", "prior: top, a/(a + b)", 0.05, 0.95, 0.01, top, 2),
            Slider("n", "n (flips)", 1, 500, 1, n),
            Slider("heads", "heads among them", 0, n, 1, heads),
        ),
        buttons=RECORDS,
        readout=_readout(strength, top, heads, n),
        panels=(Panel("probability"), Panel("odds"), Panel("path", wide=True)),
        data={"records": {"three": [3, 3], "thirty": [22, 30], "many": [360, 500]}},
    )


def _readout(strength: float, top: float, heads: int, n: int) -> tuple[str | Number, ...]:
    """The estimate without the prior and with it, in words."""
    a, b = strength * top, strength * (1 - top)
    x = np.repeat([1, 0], [heads, n - heads])

    def beta(point: Any) -> Any:
        return a * np.log(point.p) + b * np.log1p(-point.p)

    fit = Bernoulli.fit(x)
    added = penalised_fit(Bernoulli, x, prior=beta) if strength else fit
    return (
        Number("seen", heads, 0),
        " heads: p̂ = ",
        Number("p-mle", fit.p, 4),
        ". MAP by p ",
        Number("p-map", added.p, 4),
        "; MAP by the log odds, and posterior mean of p, ",
        Number("p-mean", stats.beta(heads + a + 1, n - heads + b + 1).mean(), 4),
        ". Weight of the prior ",
        Number("weight", strength / (n + strength), 4),
    )

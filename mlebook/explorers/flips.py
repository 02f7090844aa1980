"""A coin: the likelihood grows sharper with each flip."""

from __future__ import annotations

import numpy as np
from scipy.stats import binomtest

from ..arrays import Array
from ..intervals import wald_interval
from ..models.bernoulli import Bernoulli
from ..profiles import profile_interval
from .explorer import Explorer
from .parts import Button, Number, Panel, Slider

NAMES = {"wald": "Wald", "score": "score", "likelihood": "likelihood"}


def coin(n: int = 10) -> Explorer:
    """A thousand flips of a coin, of which the reader sees the first n.

    Parameters
    ----------
    n
        How many flips are seen at first, from 3 on.

    Examples
    --------
    The first flips were heads, and of three flips all:

    >>> explorer = coin(n=3)
    >>> explorer.controls[0].label, explorer.data["flips"][:3]
    ('n (flips)', '111')
    """
    p = 0.7
    flips = (np.random.default_rng(seed=6).random(1000) < p).astype(int)
    x = flips[:n]
    return Explorer(
        name="coin",
        caption="The likelihood of the probability of heads, and three intervals for it.",
        hint=(
            "Begin with three heads of three: the top stands at the edge, Wald's interval has no "
            "width, and only one of the likelihood's ends can be seen. Then raise n."
        ),
        controls=(Slider("n", "n (flips)", 3, len(flips), 1, n),),
        buttons=(Button("three", "Three heads of three"),),
        readout=(
            Number("heads", x.sum(), 0),
            " heads: p̂ = ",
            Number("p-mle", x.mean(), 4),
            "; intervals at 95 %: ",
            *_told(_ends(x)),
        ),
        panels=(Panel("curve"), Panel("intervals"), Panel("path", wide=True)),
        data={"flips": "".join(map(str, flips)), "p": p},
    )


def _ends(x: Array) -> dict[str, tuple[float, float]]:
    """The ends of the three intervals, as the book's models and SciPy have them."""
    fit = Bernoulli.fit(x)
    wald = wald_interval(fit, x, parameter="p")
    score = binomtest(int(x.sum()), len(x)).proportion_ci(method="wilson")
    likelihood = profile_interval(fit, x, parameter="p")
    return {
        "wald": (float(wald.lower), float(wald.upper)),
        "score": (score.low, score.high),
        "likelihood": (float(likelihood.lower), float(likelihood.upper)),
    }


def _told(ends: dict[str, tuple[float, float]]) -> list[str | Number]:
    """The names of the intervals with their ends."""
    words: list[str | Number] = []
    for way, (low, high) in ends.items():
        words += [
            f"{NAMES[way]} (",
            Number(f"{way}-low", low, 3),
            ", ",
            Number(f"{way}-high", high, 3),
        ]
        words += ["), " if way != "likelihood" else ")"]
    return words

"""What was not recorded: EM, its bound, and how fast it climbs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import xlogy

from ..arrays import Array
from ..datasets import load_death_notices, load_linkage
from ..em import em as climb_by_em
from ..models.mixture import Mixture
from ..models.poisson import Poisson
from .explorer import Explorer
from .parts import Button, Choice, Number, Panel, Slider

MOST = 60  # steps that can be seen
LOST = 1e-8  # an error below it is lost in rounding, and so is the share of it that is left


class Hidden(NamedTuple):
    """Counts in categories of probability fixed + share * theta + rest * (1 - theta).

    Whoever is counted in a category came by one of the three ways; which, was not recorded.
    """

    counts: Array
    fixed: Array
    share: Array
    rest: Array

    def probabilities(self, theta: Array) -> Array:
        """Of the categories, (*batch, categories), for theta (*batch, 1)."""
        return self.fixed + self.share * theta + self.rest * (1 - theta)

    def log_likelihood(self, theta: Array) -> Array:
        """The sum of count log probability, (*batch)."""
        return xlogy(self.counts, self.probabilities(theta)).sum(-1)

    def expected(self, theta: Array) -> Array:
        """The E step: how many came by theta, and how many by 1 - theta, (*batch, 2)."""
        each = self.counts / self.probabilities(theta)
        ways = self.share * theta, self.rest * (1 - theta)
        return np.stack([(each * way).sum(-1) for way in ways], axis=-1)

    def update(self, theta: Array) -> Array:
        """E and M step: the proportion of those who count for theta, (*batch, 1)."""
        filled_in = self.expected(theta)
        return filled_in[..., :1] / filled_in.sum(-1, keepdims=True)

    def missing(self, theta: Array) -> float:
        """The fraction of missing information, 1 - J/J_c."""
        slope = (self.share - self.rest) / self.probabilities(theta)
        ways = np.concatenate([theta, theta - 1])
        return float(1 - (self.counts * slope**2).sum() / (self.expected(theta) / ways**2).sum())


def animals() -> Hidden:
    """Rao's animals: two kinds stand together in the first category.

    >>> print(animals().update(np.array([0.5])).round(9))  # as printed in 1977
    [0.60824742]
    """
    fixed, share, rest = np.array([[2, 0, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0]]) / 4
    return Hidden(load_linkage().animals, fixed, share, rest)


def days() -> Hidden:
    """The days of The Times, of two kinds that nobody recorded, with their rates held.

    >>> print(days().share[0].round(4))  # exp(-rate): no notice on a quiet day
    0.2848
    """
    table = load_death_notices()
    x = np.repeat(table.notices, table.days)
    fit = Mixture.fit(x, start=Mixture([0.5, 0.5], Poisson([1.5, 2.8])))
    rates = fit.theta[-2:]
    kinds = np.exp(Poisson(rates).log_density(table.notices))
    return Hidden(table.days, np.zeros(len(table.days)), *kinds)


CASES = {"the animals in one category": animals, "the kind of every day": days}


def em(steps: int = 0, start: float = 0.1, case: int = 0) -> Explorer:
    """EM step by step: the bound that touches the log-likelihood, and the error that is left.

    Parameters
    ----------
    steps
        How many were made when the reader comes, from 0 to 60.
    start
        Where they began, between 0 and 1.
    case
        What is hidden: 0 for the kinds of Rao's animals, 1 for those of The Times's days, whose
        rates are held at their estimates.

    Examples
    --------
    >>> from mlebook import explorers
    >>> [control.label for control in explorers.em().controls]
    ['steps of EM', 'start', 'what is hidden']
    """
    cases = [make() for make in CASES.values()]
    return Explorer(
        name="em",
        caption="A bound that touches the log-likelihood, and the error after each step.",
        hint=(
            "Step on: the dashed bound touches the hill in the ring, and the star on its top is "
            "the next place. Then hide the kind of every day: the bound is far narrower than the "
            "hill, so EM creeps, and the errors sink along a flat line."
        ),
        controls=(
            Slider("steps", "steps of EM", 0, MOST, 1, steps),
            Slider("start", "start", 0.02, 0.98, 0.01, start, 2),
            Choice("case", "what is hidden", tuple(CASES), case),
        ),
        buttons=(
            Button("step", "One E and M step"),
            Button("run", "Run"),
            Button("restart", "Restart"),
        ),
        readout=_readout(cases[case], start, steps),
        panels=(Panel("bound", wide=True), Panel("errors", wide=True)),
        data={"cases": [{k: v.tolist() for k, v in c._asdict().items()} for c in cases]},
    )


def _readout(hidden: Hidden, start: float, steps: int) -> tuple[str | Number, ...]:
    """Where the steps have led, and where the next one leads, in words."""
    climb = climb_by_em(hidden.update, hidden.log_likelihood, [start], tolerance=1e-25)
    visited = [*climb.path, *[climb.theta] * (MOST + 2)]  # from where it stands still, for ever
    here, following, top = visited[steps], visited[steps + 1], climb.theta
    low, high = hidden.log_likelihood(here), hidden.log_likelihood(following)
    error, left = abs(here - top).item(), abs(following - top).item()
    return (
        "Step ",
        Number("steps", steps, 0),
        " stands at ",
        Number("theta", here.item(), 6),
        ", log-likelihood ",
        Number("ll", low, 4),
        "; the next leads to ",
        Number("next", following.item(), 6),
        ", higher by ",
        Number("gain", max(float(high - low), 0.0), 4),
        ", and leaves of the error the share ",
        Number("rate", left / error if error > LOST else np.nan, 4),
        " (missing information: ",
        Number("missing", hidden.missing(top), 4),
        "). At the top ",
        Number("theta-mle", top.item(), 6),
        ", log-likelihood ",
        Number("ll-mle", climb.value, 4),
    )

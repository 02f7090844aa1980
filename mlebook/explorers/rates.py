"""Tables of counts: one rate for all, and how far it falls short of a perfect fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array
from ..datasets import load_alpha_particles, load_death_notices, load_horse_kicks
from ..models.poisson import Poisson
from ..models.poisson_regression import PoissonRegression
from .explorer import Explorer
from .parts import Button, Choice, Number, Panel, Slider

NAMES = (
    "deaths by horse kick, ten corps",
    "the same, all corps",
    "alpha particles",
    "death notices",
)


def poisson(rate: float = 0.5, table: int = 0) -> Explorer:
    """The loss of a Poisson rate against four tables of counts.

    Parameters
    ----------
    rate
        Where the reader begins.
    table
        Which table is seen at first, from 0 on.

    Examples
    --------
    >>> poisson().data["tables"][0]["frequencies"]
    [109, 65, 22, 3, 1]
    """
    tables = _tables()
    return Explorer(
        name="poisson",
        caption="Counts, what one rate expects of them, and its fall from the perfect fit.",
        hint=(
            "Move the rate until the dots meet the bars, and watch the deviance, twice the length "
            "of the upright line, become least. Then take the death notices: even the best rate "
            "leaves too many days with none and with many, and too few between."
        ),
        controls=(
            Slider("rate", "expected count (rate)", 0.1, 6, 0.01, rate, 2),
            Choice("table", "table of counts", NAMES, table),
        ),
        buttons=(Button("best", "To the best rate"),),
        readout=_readout(tables[table], rate),
        panels=(Panel("table"), Panel("curve"), Panel("misfit", wide=True)),
        data={"tables": tables},
    )


def _tables() -> list[dict[str, Any]]:
    """Each table: the counts, how often each was seen, and of what."""
    kicks, alpha, notices = load_horse_kicks(), load_alpha_particles(), load_death_notices()
    columns = (
        ("deaths in a corps-year", kicks.deaths, kicks.ten_corps),
        ("deaths in a corps-year", kicks.deaths, kicks.fourteen_corps),
        ("particles in an interval", alpha.particles, alpha.intervals),
        ("notices in a day", notices.notices, notices.days),
    )
    return [
        {"what": what, "values": values.astype(int).tolist(), "frequencies": n.astype(int).tolist()}
        for what, values, n in columns
    ]


def _readout(table: dict[str, Any], rate: float) -> tuple[str | Number, ...]:
    """The fall from the perfect fit, here and at the best rate."""
    x = np.repeat(table["values"], table["frequencies"])
    best, deviance = float(Poisson.fit(x).rate), _deviance(x, rate)
    height = Poisson(rate).log_likelihood(x)
    return (
        "At the rate ",
        Number("rate", rate, 4),
        " the log-likelihood is ",
        Number("ll", height, 3),
        ", that of a perfect fit ",
        Number("perfect", height + deviance / 2, 3),
        ": the deviance, twice the difference, is ",
        Number("deviance", deviance, 3),
        ". The best rate is ",
        Number("rate-mle", best, 4),
        ", with a deviance of ",
        Number("deviance-mle", _deviance(x, best), 3),
        "; the variance of the counts is ",
        Number("dispersion", x.var() / x.mean(), 3),
        " times their mean.",
    )


def _deviance(x: Array, rate: float) -> float:
    """The deviance of one rate for all, as that of a regression on nothing but an intercept."""
    return float(PoissonRegression([np.log(rate)]).deviance(np.ones((len(x), 1)), x))

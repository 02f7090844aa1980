"""The patients on placebo, had their trial ended earlier: what is then done with the others."""

from __future__ import annotations

import numpy as np

from ..arrays import Array
from ..censored import Censored
from ..datasets import load_remission
from ..information import standard_error
from ..models.weibull import Weibull
from .explorer import Explorer
from .parts import Button, Choice, Number, Panel, Slider


def censoring(end: float = 5.0) -> Explorer:
    """Complete remissions, of which the reader sees what a shorter trial would have seen.

    The two models have one scale: Weibull's, and with the shape held at 1 the exponential
    distribution's, which is one over its rate.

    Parameters
    ----------
    end
        The week in which watching ends at first.

    Examples
    --------
    >>> explorer = censoring(end=10)
    >>> print(explorer.readout[0].value, explorer.readout[2].value)
    13 139
    """
    weeks = np.sort(load_remission().placebo_time)
    return Explorer(
        name="censoring",
        caption="The patients on placebo, had they been watched for fewer weeks.",
        hint=(
            "End the watching earlier. Whoever is still in remission then is an arrow. Left out, "
            "or taken for relapses, they pull the scale down and the survival with it; censored, "
            "they only make the hill wider. Past the end only the model speaks: try Weibull."
        ),
        controls=(
            Slider("end", "end of watching, week", 0.5, weeks.max(), 0.5, end, 1),
            Choice("model", "distribution", ("exponential", "Weibull")),
        ),
        buttons=(Button("none", "End before any relapse"),),
        readout=_readout(weeks, end),
        panels=(Panel("lines", wide=True), Panel("hills"), Panel("survival")),
        data={"weeks": weeks.tolist()},
    )


def _readout(weeks: Array, end: float) -> tuple[str | Number, ...]:
    """What was seen, and the scales of the exponential distribution that follow from it."""
    seen, time = weeks <= end, np.minimum(weeks, end)
    record = Censored(time, seen)
    fit = Weibull.fit(record, shape=1)
    return (
        Number("relapses", seen.sum(), 0),
        " relapses in ",
        Number("watched", time.sum(), 1),
        " weeks of watching; ",
        Number("running", (~seen).sum(), 0),
        " patients still in remission. Scale, in weeks: ",
        Number("scale", fit.scale, 3),
        " ± ",
        Number("error", standard_error(fit, record, held=["shape"])[-1], 3),
        " with these censored, ",
        Number("scale-relapses", Weibull.fit(time, shape=1).scale, 3),
        " with these as relapses, ",
        Number("scale-left-out", Weibull.fit(weeks[seen], shape=1).scale, 3),
        " with these left out; ",
        Number("scale-complete", Weibull.fit(weeks, shape=1).scale, 3),
        " from all remissions to their ends. Shape, with these censored: ",
        Number("shape", fit.shape, 3),
    )

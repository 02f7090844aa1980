"""The flights of the space shuttle: a curve through zeros and ones."""

from __future__ import annotations

import numpy as np

from ..datasets import Challenger, load_challenger
from ..models.logistic import LogisticRegression
from .explorer import Explorer
from .parts import Button, Number, Panel, Slider


def logistic(intercept: float = 5.0, slope: float = -0.08) -> Explorer:
    """The loss of a logistic regression of distress on temperature, and where it is least.

    Parameters
    ----------
    intercept, slope
        Where the reader begins.

    Examples
    --------
    >>> [control.label for control in logistic().controls[:2]]
    ['intercept', 'slope']
    """
    flights = load_challenger()
    return Explorer(
        name="logistic",
        caption="The probability of distress at a temperature, and the loss over both parameters.",
        hint=(
            "Follow the long valley to the star, by hand and by Newton's steps. Then pull the "
            "flights apart: once the groups no longer overlap, there is no star to reach."
        ),
        controls=(
            Slider("intercept", "intercept", -10, 45, 0.1, intercept, 2),
            Slider("slope", "slope", -0.7, 0.15, 0.001, slope, 4),
            Slider("gap", "gap between the groups, °F", 0, 25, 0.5, 0, 1),
        ),
        buttons=(Button("newton", "One step by Newton"),),
        readout=_readout(LogisticRegression([intercept, slope]), flights),
        panels=(Panel("curve"), Panel("surface")),
        data={
            "temperature": flights.temperature.tolist(),
            "distress": flights.distress.tolist(),
        },
    )


def _readout(point: LogisticRegression, flights: Challenger) -> tuple[str | Number, ...]:
    """The losses here and at the least, in words."""
    X, y = np.column_stack([np.ones(len(flights.distress)), flights.temperature]), flights.distress
    fit, nll = LogisticRegression.fit(X, y), -point.log_likelihood(X, y)
    return (
        "negative log-likelihood here ",
        Number("nll", nll, 3),
        f" = {len(y)} × cross-entropy ",
        Number("bce", nll / len(y), 4),
        "; at the least ",
        Number("nll-mle", -fit.log_likelihood(X, y), 3),
        " (intercept ",
        Number("intercept-mle", fit.beta[0], 4),
        ", slope ",
        Number("slope-mle", fit.beta[1], 4),
        "). Probability at 31 °F: ",
        Number("cold", point.mean([[1.0, 31.0]])[0], 4),
    )

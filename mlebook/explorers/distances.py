"""Three distances from an estimate to a hypothesis: Wald, score and likelihood ratio."""

from __future__ import annotations

import numpy as np

from ..arrays import Array
from ..datasets import load_bearings
from ..hypotheses import HypothesisTest, likelihood_ratio_test, score_test, wald_test
from ..information import standard_error
from ..models.gamma import Gamma
from .explorer import Explorer
from .parts import Choice, Number, Panel, Slider, Words

HINT = (
    "Move the tested shape, and see where the tests disagree. Give the shape another name: "
    "Wald's parabola moves against the curve, and only Wald's numbers change. Then count "
    "each life more often: the curve becomes a parabola, and the three become one."
)

DISTANCE = "tested shape, in standard errors from the top"
NAMES = ("shape", "log of the shape", "one over the shape")


def tests(copies: int = 1, distance: float = 2.1) -> Explorer:  # noqa: PT028, it tests nothing
    """Three tests of the shape of a gamma distribution, for the lives of the ball bearings.

    Parameters
    ----------
    copies
        How many times each life is counted.
    distance
        The hypothesis, in standard errors from the estimate.

    Examples
    --------
    >>> [panel.name for panel in tests().panels]
    ['curve', 'statistics']
    """
    x = load_bearings().million_revolutions
    return Explorer(
        name="tests",
        caption="Three distances from the estimated shape to a hypothesis, and the three tests.",
        hint=HINT,
        controls=(
            Slider("copies", "times that each life is counted", 1, 40, 1, copies),
            # The square of a step of 0.1 has two decimals: no statistic of Wald's is half way.
            Slider("distance", DISTANCE, -3, 3, 0.1, distance, 1),
            Choice("name", "name of the parameter", NAMES),
        ),
        readout=_readout(np.tile(x, copies), distance),
        panels=(Panel("curve"), Panel("statistics")),
        data={"lives": x.tolist()},
    )


def _readout(x: Array, distance: float) -> tuple[str | Number | Words, ...]:
    """The three statistics of the hypothesis with their p-values, in words."""
    fit = Gamma.fit(x)
    shape = fit.shape + distance * standard_error(fit, x)[0]
    found = {
        "Wald": wald_test(fit, x, shape=shape),
        "score": score_test(fit, x, shape=shape),
        "likelihood ratio": likelihood_ratio_test(fit, x, shape=shape),
    }
    return (
        "Is the shape ",
        Number("hypothesis", shape, 4),
        "? It is estimated by ",
        Number("estimate", fit.shape, 4),
        " from ",
        Number("lives", len(x), 0),
        " lives. ",
        *_told("wald", "Wald", found),
        *_told("score", ", score", found),
        *_told("ratio", ", likelihood ratio", found),
        "; at 5 % ",
        Words("verdict", _verdict(found)),
        ".",
    )


def _told(key: str, name: str, found: dict[str, HypothesisTest]) -> tuple[str | Number, ...]:
    """A statistic and its p-value."""
    test = found[name.removeprefix(", ")]
    statistic, p_value = Number(key, test.statistic, 3), Number(f"{key}-p", test.p_value, 4)
    return f"{name} ", statistic, " (p-value ", p_value, ")"


def _verdict(found: dict[str, HypothesisTest]) -> str:
    """Which tests reject at 5 %, and which do not."""
    rejecting = [name for name, test in found.items() if test.p_value < 0.05]
    keeping = [name for name in found if name not in rejecting]
    if not rejecting or not keeping:
        return f"all three {'reject' if rejecting else 'keep'} it"
    return f"they disagree: rejected by {' and '.join(rejecting)}, kept by {' and '.join(keeping)}"

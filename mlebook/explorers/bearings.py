"""Ball bearings: four climbs over the shape and the scale of their lives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from ..arrays import Array
from ..ascent import gradient_ascent
from ..datasets import load_bearings
from ..models.weibull import Weibull
from ..optimise import Survey, fisher_scoring, newton
from ..surveys import survey_of
from .explorer import Explorer
from .parts import Button, Choice, Number, Panel, Slider, Words

NAMES = ("gradient ascent", "Newton", "Fisher scoring", "Nelder–Mead")
HUNDREDS = 100.0  # the second unit, in millions of revolutions
MOST = 250  # steps that are looked at

HINT = (
    "Take a start on the surface, or by the sliders, and step. Beside it, a climb that bends "
    "down doubles its digits, and a straight one gains the same share each step. Then raise the "
    "step size above 1, change the unit, or take downhill steps all the same."
)
SIZE = "step size up the gradient, 1 the longest that settles"
BUTTONS = (
    Button("step", "One step"),
    Button("run", "Run"),
    Button("compare", "Compare all four"),
)
WAYS = (
    Choice("method", "method", (*(f"{n[0].upper()}{n[1:]}" for n in NAMES), "All four"), 4),
    Choice("halve", "steps that lead down", ("halved by Newton and Fisher", "taken all the same")),
    Choice("unit", "unit of the scale", ("a million revolutions", "a hundred million"), 1),
)


def climb(shape: float = 1.0, scale: float = 150.0, steps: int = 8) -> Explorer:
    """Four climbs from one start over the lives of the ball bearings.

    Parameters
    ----------
    shape, scale
        Where all of them begin; the scale in millions of revolutions.
    steps
        How many steps are seen at first.

    Examples
    --------
    >>> [control.label for control in climb().controls[:2]]
    ['scale of the start', 'shape of the start']
    """
    x = load_bearings().million_revolutions
    return Explorer(
        name="climb",
        caption="Four climbs from one start, and how far each is below the top after each step.",
        hint=HINT,
        controls=(
            Slider("scale", "scale of the start", 45, 165, 0.5, scale, 1),
            Slider("shape", "shape of the start", 0.5, 4.4, 0.01, shape, 2),
            *WAYS,
            Slider("size", SIZE, 0.05, 1.5, 0.05, 0.6, 2),
            Slider("steps", "steps taken", 0, MOST, 1, steps),
        ),
        buttons=BUTTONS,
        readout=_readout(x / HUNDREDS, [shape, scale / HUNDREDS], steps),
        panels=(Panel("surface"), Panel("gap")),
        data={"lives": x.tolist()},
    )


def _readout(x: Array, start: ArrayLike, steps: int) -> tuple[str | Number | Words, ...]:
    """How far each climb is below the top, and when it arrives."""
    ground = survey_of(Weibull(1, 1), x)
    top = Weibull.fit(x).log_likelihood(x)
    paths = _paths(ground, survey_of(Weibull(1, 1), x, kind="expected"), start)
    gaps = [top - ground(path[min(steps, len(path) - 1)])[0] for path in paths]
    needed = ", ".join(f"{n} {len(path) - 1}" for n, path in zip(NAMES, paths, strict=True))
    parts: list[str | Number | Words] = ["After ", Number("taken", steps, 0)]
    parts.append(" steps, log-likelihood below the top: ")
    for name, gap in zip(NAMES, gaps, strict=True):
        parts += [
            f"{name} ",
            Number(_key(name), max(float(gap), 0.0), 6),
            ", " if name != NAMES[-1] else ". ",
        ]
    return (*parts, Words("fate", f"Steps to the top: {needed}."))


def _key(name: str) -> str:
    """The name of a climb's gap: "newton"."""
    return name.lower().replace(" ", "-").replace("–", "-")


def _paths(ground: Survey, expected: Survey, start: ArrayLike) -> list[list[Array]]:
    """The four paths from a start to the top."""
    longest = 2 / np.linalg.eigvalsh(ground(newton(ground, start).theta)[2]).max()
    simplex = minimize(
        lambda theta: -ground(theta)[0], start, method="Nelder-Mead", options={"return_all": True}
    )
    return [
        gradient_ascent(ground, start, step_size=0.6 * longest, max_steps=MOST).path,
        newton(ground, start).path,
        fisher_scoring(expected, start).path,
        simplex.allvecs,
    ]

"""Curves of a parameter, and bars of what could have been observed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .style import GREY, PALETTE


def draw_curves(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str,
    marks: Mapping[str, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw curves over the same x, each with its name, and upright marks with theirs.

    Parameters
    ----------
    x
        Where the curves are drawn, (m,).
    curves
        The name and the heights, (m,), of each curve.
    xlabel, ylabel
        What the axes show, with units where there are any.
    marks
        The name and the place of each upright dotted line.
    ax
        Where to draw; on a new figure, if not given.
    """
    ax = ax if ax is not None else plt.subplots()[1]
    for name, heights in curves.items():
        ax.plot(np.asarray(x), np.asarray(heights), label=name)
    for name, place in (marks or {}).items():
        ax.axvline(place, color=GREY, linestyle=":", linewidth=1.2)
        ax.annotate(
            name,
            (place, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(3, -2),
            textcoords="offset points",
            va="top",
            color=GREY,
        )
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(curves) > 1:
        ax.legend()
    return ax


def draw_rival_bars(
    outcomes: ArrayLike,
    rivals: Mapping[str, ArrayLike],
    *,
    observed: float,
    xlabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each of two rival guesses says about all outcomes, and mark the one observed.

    Parameters
    ----------
    outcomes
        What could have been observed, (m,).
    rivals
        The name of each guess and its probabilities of the outcomes, (m,).
    observed
        The outcome that was.
    xlabel
        What the outcomes are.
    ax
        Where to draw; on a new figure, if not given.
    """
    ax = ax if ax is not None else plt.subplots()[1]
    outcomes = np.asarray(outcomes)
    hatches: tuple[Any, ...] = (None, "///")
    for shift, (name, heights), color, hatch in zip(
        (-0.21, 0.21), rivals.items(), PALETTE, hatches, strict=False
    ):
        bars = ax.bar(outcomes + shift, heights, width=0.42, color=color, label=name, alpha=0.35)
        at = int(np.flatnonzero(outcomes == observed)[0])
        bars[at].set_alpha(1.0)
        bars[at].set_hatch(hatch)
    ax.set(xlabel=xlabel, ylabel="probability")
    ax.legend()
    return ax

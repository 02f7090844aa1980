"""Curves of a parameter, and bars of what could have been observed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
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
    is_observed = outcomes == observed
    looks = zip((-0.21, 0.21), PALETTE, (None, "////"), strict=False)
    for (shift, color, hatch), (name, heights) in zip(looks, rivals.items(), strict=True):
        faces = [to_rgba(color, alpha) for alpha in np.where(is_observed, 0.75, 0.15)]
        ax.bar(outcomes + shift, heights, width=0.42, color=faces)
        # The hatching is a layer of its own: in SVG a filled bar covers its own hatching.
        outline: dict[str, Any] = {"facecolor": "none", "edgecolor": color, "hatch": hatch}
        ax.bar(outcomes + shift, heights, width=0.42, label=name, linewidth=0.8, **outline)
    top = max(float(np.asarray(heights)[is_observed].item()) for heights in rivals.values())
    _point_at(ax, (observed, top), f"counted: {observed:g}")
    # The names stand above the bars, wherever these are highest.
    highest = max(float(np.max(heights)) for heights in rivals.values())
    ax.set(xlabel=xlabel, ylabel="probability", ylim=(0, 1.3 * highest))
    ax.legend(loc="upper right")
    return ax


def _point_at(ax: Axes, place: tuple[float, float], text: str) -> None:
    line = {"arrowstyle": "-", "color": GREY}
    ax.annotate(text, place, xytext=(-70, 18), textcoords="offset points", arrowprops=line)

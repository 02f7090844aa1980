"""What a hypothesis holds: the best point that it allows, and how many numbers it takes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import shown
from .model import Model
from .sufficient import SufficientModel


def restrict(
    fit: Model, data: tuple[Any, ...], held: dict[str, ArrayLike]
) -> tuple[tuple[Any, ...], Model, NDArray[np.bool_]]:
    """The condensed data, the best point under the hypothesis, and the coordinates it holds."""
    if unknown := sorted(set(held) - set(fit.parameters)):
        raise TypeError(f"{type(fit).__name__} has no parameter {unknown[0]!r}")
    where = held_coordinates(fit, held)
    if not degrees_of_freedom(fit, held):
        raise ValueError("name the parameters that the hypothesis holds, such as mu=0")
    condensed = fit.condensed(*data)
    on_failure = "nan" if fit.batch_shape else "raise"
    restricted = fit.refit(*condensed, on_failure=on_failure, start=fit, **held)
    if not isinstance(fit, SufficientModel) and not any(k.ndim for k in fit.parameters.values()):
        afresh = fit.refit(*condensed, on_failure="nan", **held)  # there may be another top
        heights = [point.log_likelihood(*condensed) for point in (afresh, restricted)]
        is_higher = np.greater(*np.nan_to_num(heights, nan=-np.inf))[..., None]
        restricted = restricted.at(np.where(is_higher, afresh.theta, restricted.theta))
    return condensed, restricted, where


def held_coordinates(fit: Model, held: Mapping[str, ArrayLike]) -> NDArray[np.bool_]:
    """Which coordinates of theta a hypothesis holds (k); in a vector, those that are not nan."""
    parts = []
    for name, kind in fit.parameters.items():
        size = len(kind.names(name, getattr(fit, name)))
        is_held = _is_held(fit, name, held[name]) if name in held else np.zeros(size, dtype=bool)
        complete = is_held.sum() >= size  # in a simplex, the last one follows from the others
        parts.append(np.broadcast_to(complete | is_held[:size], size))
    return np.concatenate(parts)


def number_held(fit: Model, name: str, value: ArrayLike) -> int:
    """How many free numbers a hypothesis on one parameter takes away."""
    size = len(fit.parameters[name].names(name, getattr(fit, name)))
    return min(int(_is_held(fit, name, value).sum()), size)


def _is_held(fit: Model, name: str, value: ArrayLike) -> NDArray[np.bool_]:
    """Which entries of a parameter a value holds, in the first replicate, which speaks for all."""
    entries = fit.parameters[name].entries(fit.parameters[name].accept(name, value))
    return np.asarray(~np.isnan(entries.reshape(-1, entries.shape[-1])[0]))


def degrees_of_freedom(
    fit: Model, held: Mapping[str, ArrayLike], where: NDArray[np.bool_] | None = None
) -> int:
    """How many free numbers a hypothesis takes away; an error if `where` does not show them all."""
    df = sum(number_held(fit, name, value) for name, value in held.items())
    if where is not None and df != where.sum():
        raise ValueError("the last probability alone must be put to likelihood_ratio_test")
    return df


def refuse_edge(fit: Model, held: Mapping[str, ArrayLike]) -> None:
    """Raise an error if the hypothesis lies on the edge of the parameter space."""
    for name, value in held.items():
        kind, values = fit.parameters[name], np.asarray(value, dtype=float)
        if np.any(kind.room(kind.entries(values)) == 0):
            raise ValueError(
                f"{name} must lie inside its range for a score test, got {shown(values)}: on the "
                "edge the slope need not be 0 and has no such distribution"
            )

"""How a mixture is fitted: a step of EM, what is held, and why a climb found no top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..em import em
from ..errors import NoMaximum, NotConverged
from ..observer import one_of_batch
from ..optimise import Optimum
from .categorical import Categorical, CategoricalStatistics


def pinned(
    start: Any, held: Mapping[str, Array]
) -> tuple[Any, NDArray[np.bool_], dict[str, Array]]:
    """The start with what is held, which coordinates are free, and what is held, in full."""
    held = dict(held)
    if "weights" in held:
        held["weights"] = _in_full(held["weights"])
        given = ~np.isnan(held["weights"])
        left = 1 - np.where(given, held["weights"], 0.0).sum(-1, keepdims=True)
        others = np.where(given, 0.0, start.weights)
        shared = (
            left * others / np.where(given.all(-1, keepdims=True), 1, others.sum(-1, keepdims=True))
        )
        begin = start.pinned(**{n: v for n, v in held.items() if n != "weights"})[0]
        start = type(start)(
            np.where(given, held["weights"], shared), **{n: getattr(begin, n) for n in begin._own}
        )
    begin, moves = start.pinned(**held)
    return begin, moves, held


def _in_full(weights: Array) -> Array:
    """The weights that are held, with the one that the others leave over, if it is but one."""
    unknown = np.isnan(weights)
    rest = 1 - np.where(unknown, 0.0, weights).sum(-1, keepdims=True)
    weights = np.where(unknown & (unknown.sum(-1, keepdims=True) == 1), rest, weights)
    is_first = np.isnan(weights).any(-1) & ~np.isnan(weights[..., -1])
    if np.any(is_first):
        raise ValueError("the last of the weights cannot be held alone: let another be the last")
    return weights


def em_step(point: Any, x: Array, held: Mapping[str, Array]) -> Any:
    """The point after one step of EM."""
    shares = point.responsibilities(x)
    lost = np.isnan(shares).any((-1, -2))
    shares = np.where(lost[..., None, None] | (shares < 1e-200), 0.0, shares)
    counts = CategoricalStatistics(shares.sum((-1, -2)), shares.sum(-2))
    with np.errstate(all="ignore"):
        weights = Categorical.maximise(counts, p=held.get("weights")).p
        fits = [_component(point, k, x, shares[..., k], held) for k in range(point.n_components)]
    fields = {n: np.stack([getattr(fit, n) for fit in fits], axis=-1) for n in point._own}
    fields = {n: np.where(lost[..., None], np.nan, value) for n, value in fields.items()}
    return type(point)(weights, **fields)


def _component(point: Any, k: int, x: Array, share: Array, held: Mapping[str, Array]) -> Any:
    """The fit of one component to what it is responsible for; to all, if that is nothing."""
    share = np.where((share == 0).all(-1, keepdims=True), 1.0, share)
    own = {n: held[n][..., k] for n in point._own if n in held}
    own = {n: value for n, value in own.items() if not np.isnan(value).any()}
    return point.family.maximise(point.family.summarise(x, share), **own)


def climb_by_em(
    begin: Any, x: Array, held: Mapping[str, Array], theta: Array, **options: Any
) -> Optimum:
    """EM from theta."""
    update = lambda t: em_step(begin.at(t), x, held).theta  # noqa: E731
    with np.errstate(all="ignore"):
        return em(update, lambda t: begin.at(t).log_likelihood(x), theta, **options)


def in_order(point: Any) -> Any:
    """The same mixture with its components in the order of their first parameter."""
    order = np.argsort(getattr(point, point._own[0]), axis=-1)
    names = ("weights", *point._own)
    return type(point)(**{n: np.take_along_axis(getattr(point, n), order, -1) for n in names})


def where_in_order(point: Any) -> Any:
    """The same mixture; nan where its components are not in that order."""
    ascends = np.diff(getattr(point, point._own[0])) >= 0
    return point.at(np.where(ascends.all(-1)[..., None], point.theta, np.nan))


def why_not(start: Any, x: Array, held: Mapping[str, Array], index: tuple[int, ...]) -> ValueError:
    """Why the climb to one replicate's top failed: by looking where EM leads to."""
    begin, _, held = pinned(start, held)
    begin = begin.at(one_of_batch(begin.theta, index, 1))
    held = {name: one_of_batch(value, index, 1) for name, value in held.items()}
    (x,) = begin.replicate(index, x)
    end = begin.at(climb_by_em(begin, x, held, begin.theta, max_steps=300).theta)
    return _collapse(end, x) or _degeneracy(end)


def _collapse(end: Any, x: Array) -> ValueError | None:
    """A component that has drawn together on one value, if it has no maximum there."""
    shares = end.responsibilities(x)
    for k in range(end.n_components):
        own = x[shares[:, k] > 1e-3]
        single = own.size > 0 and np.all(own == own[0])
        if single and np.isnan(end.family.fit(own, on_failure="nan").theta).any():
            reason = str(end.family.explain(end.family.statistics(own))).rpartition(": ")[2]
            return NoMaximum(
                f"{reason} in component {k}, at x = {own[0]:.6g}: another start may lead to a top"
            )
    return None


def _degeneracy(end: Any) -> ValueError:
    """A weight that vanishes, or components that agree; or nothing that is known."""
    if not np.isnan(end.theta).any() and np.isnan(where_in_order(end).theta).any():
        return NotConverged(
            "the climb ends where the components change places: hold the parameter of the other one"
        )
    weights, theta = end.weights, end.components.theta
    k = int(weights.argmin())
    if weights[k] < 1e-3:
        return NotConverged(f"weights[{k}] goes to 0: fewer components are as likely")
    for i in range(len(theta)):
        for j in range(i):
            if np.allclose(theta[i], theta[j], rtol=0.05):
                return NotConverged(
                    f"components {j} and {i} run together: fewer components are as likely"
                )
    return NotConverged("the climb found no top: try another start")

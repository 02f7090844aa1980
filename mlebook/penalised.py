"""The highest point of the posterior density: the likelihood times a prior, at its top."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Array
from .curvature import newton_step
from .derivatives import is_summit, suitable_steps, survey_by_differences
from .errors import NotConverged
from .model import Model
from .optimise import newton
from .regression import Regression

M = TypeVar("M", bound=Model)


def penalised_fit(
    model: type[M],
    /,
    *data: Any,
    prior: Callable[[Any], Any],
    start: M | None = None,
    on_failure: Literal["raise", "nan"] = "raise",
    **held: ArrayLike,
) -> M:
    r"""The maximum of the log-likelihood plus the log density of a prior (MAP).

    .. math:: \hat\theta = \arg\max_\theta\; \ell(\theta) + \log \pi(\theta)

    A penalty is a prior by another name: ridge regression has a normal one.

    Parameters
    ----------
    model
        The family, such as `Bernoulli`.
    *data
        As for `Model.fit`.
    prior
        Takes a point of the model and returns the logarithm of a density of its parameters, up to a
        constant: ``lambda point: stats.beta.logpdf(point.p, 2, 2)``.  It is given batches (*batch)
        of points and returns (*batch); minus infinity rules a point out.
    start, on_failure, **held
        As for `Model.fit`.  The climb begins at the maximum of the likelihood, if there is one.

    Returns
    -------
    Model
        A point of the model, or a batch.

    Raises
    ------
    ValueError
        If `prior` returns another shape, or no number; or whatever `Model.fit` raises for bad data.
    NotConverged
        If the climb found no top.

    Notes
    -----
    The density is one of the parameters as the model has them.  A density of log(sigma) has its
    top elsewhere than that of the same belief as a density of sigma: other than the maximum
    likelihood estimate, this one depends on how the parameter is written.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, chapter 13.

    Examples
    --------
    Three heads of three make p = 1.  With a prior proportional to p (1 - p), as if one head and one
    tail had been seen before, they make 4/5:

    >>> prior = lambda point: np.log(point.p) + np.log1p(-point.p)
    >>> penalised_fit(Bernoulli, [1, 1, 1], prior=prior)
    Bernoulli(p=0.8)
    """
    model = type(start) if isinstance(start, model) else model
    values, known = model._accept_held(held)
    highest = model.fit(*data, start=start, on_failure="nan", **held)
    condensed = model.condense(*data, **known)
    first = start if start is not None else _inside(highest, data, known)
    first, moves = first.pinned(**values)
    batch = np.broadcast_shapes(highest.batch_shape, first.batch_shape)
    first = first.at(np.broadcast_to(first.theta, (*batch, moves.size)))
    hill = _Hill(first, condensed, prior)
    hill.refuse_bad_prior()
    with np.errstate(all="ignore"):
        found = _climbed(hill, highest, moves)
    fit = first.at(found).pinned(**values)[0]
    failed = np.asarray(np.isnan(found).any(-1))
    if on_failure == "raise" and failed.any():
        where = tuple(int(i) for i in np.argwhere(failed)[0])
        raise NotConverged(
            f"{model.__name__}{f', replicate {where}' if where else ''}: the climb found no top of "
            "log-likelihood plus log prior: try another start, or look at the sum over a grid"
        )
    return fit


class _Hill(NamedTuple):
    """What is climbed: the log-likelihood plus the log prior, around a first point."""

    first: Model
    data: tuple[Any, ...]
    prior: Callable[[Any], Any]

    def refuse_bad_prior(self) -> None:
        """Raise an error unless the prior is a number, or minus infinity, at the first point."""
        value = self.log_prior(self.first.free)
        is_point = ~np.isnan(self.first.theta).any(-1)
        if np.any(is_point & ~(value < np.inf)):
            raise ValueError(f"prior must be a number or minus infinity, got {value}")

    def log_prior(self, free: Array) -> Array:
        """The prior's value at a batch of points, if it has the shape of the batch."""
        value = np.asarray(self.prior(self.first.at_free(free)), dtype=float)
        if value.shape != free.shape[:-1]:
            raise ValueError(
                f"prior must return one number for each point, shape {free.shape[:-1]}, "
                f"got {value.shape}"
            )
        return value

    def height(self, free: Array) -> Array:
        """The log-likelihood plus the log prior."""
        return self.first.at_free(free).log_likelihood(*self.data) + self.log_prior(free)

    def survey(self, free: Array) -> tuple[Array, Array, Array]:
        """Height, slope and information in free coordinates."""
        point = self.first.at_free(free)
        value, score, observed = point.survey(*self.data)
        of_data = (value, *point.in_free_coordinates(score, observed))
        value, slope, information = (
            a + b for a, b in zip(of_data, self.survey_of_prior(free), strict=True)
        )
        return value, slope, information

    def survey_of_prior(self, free: Array) -> tuple[Array, Array, Array]:
        """The log prior, its slope and minus its second derivatives, by differences.

        A first look says over which distance it changes by as much as its value; the steps of the
        second are a thousandth of that, and of 1 in a logarithm or in log odds.
        """
        unit = 1 + np.abs(self.log_prior(free))[..., None]
        scaled = lambda free: self.log_prior(free)[..., None] / unit  # noqa: E731
        widest = np.where(np.isinf(self.first.room), np.inf, 1.0)
        first = suitable_steps(scaled, free, widest)
        _, slope, information = survey_by_differences(self.log_prior, free, first)
        curvature = np.abs(np.diagonal(information, axis1=-2, axis2=-1))
        distance = 1 / np.maximum(np.abs(slope) / unit, np.sqrt(curvature / unit))
        step = 1e-3 * np.minimum(widest, distance)
        return survey_by_differences(self.log_prior, free, np.where(np.isfinite(step), step, first))


def _climbed(hill: _Hill, highest: Model, moves: NDArray[np.bool_]) -> Array:
    """The top (*batch, k), found by Newton's method; nan where there is none."""
    top = newton(hill.survey, hill.first.free, moves, definite=1e-7)
    candidate = np.where(top.converged[..., None], top.theta, hill.first.free)
    _, slope, information = hill.survey(candidate)
    found = top.converged & is_summit(hill.height, candidate, information, moves)
    last = candidate + newton_step(slope, information, moves)[0]  # to the last digits
    theta = hill.first.at_free(np.where(found[..., None], last, np.nan)).theta
    if moves.sum() > 1:
        return theta
    edge = np.broadcast_to(highest.free, theta.shape)  # the only other place for a top
    height, reached = hill.height(edge), hill.height(top.theta)
    is_top = ~found & np.any(highest.room == 0, axis=-1) & (height >= reached) & np.isfinite(height)
    return np.where(is_top[..., None], highest.theta, theta)


def _inside(highest: M, data: tuple[Any, ...], known: dict[str, Array]) -> M:
    """The highest points of the likelihood, moved inside from the edges, and guesses where none."""
    with np.errstate(all="ignore"):
        free = highest.free
    near = np.clip(np.where(np.isnan(free), 0.0, free), -3.0, 3.0)
    inside = highest.at_free(np.where(np.isfinite(free), free, near)).theta
    is_inside = np.isfinite(free).all(-1, keepdims=True)
    inside = np.where(is_inside, highest.theta, inside)
    missing = np.asarray(np.isnan(highest.theta).any(-1))
    if np.any(missing):
        is_regression = isinstance(highest, Regression)  # whose rows may have weights and an offset
        data = highest.condensed(*data) if is_regression else highest.as_data(*data)
        guess = type(highest).starting_point(*data, **known)
        inside = np.where(missing[..., None], guess.theta, inside)
    return highest.at(inside)

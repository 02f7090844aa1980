"""What a point of a model says about data: density, log-likelihood, score and information."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar, Self

import numpy as np

from .arrays import Array, row_blocks
from .derivatives import derivative, suitable_steps, survey_by_differences
from .observer import Observer


class Likelihood(Observer):
    """A point that weighs data: everything follows from `log_density`, by differences.

    A model with formulas overrides what it has formulas for.
    """

    #: why the theory of standard errors does not hold for this model; None where it does
    irregular: ClassVar[str | None] = None

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The logarithm of the density (or probability) of each observation (*batch, n)."""
        raise NotImplementedError(f"{type(self).__name__} must say what its log_density is")

    def log_likelihood(self, *data: Any) -> Array:
        """The sum of the log densities (*batch), taken over a block of observations at a time."""
        data = self.as_data(*data)
        size = math.prod(np.broadcast_shapes(self.batch_shape, self.data_batch(*data)))
        blocks = row_blocks(data, self.data_ndims, size)
        return np.asarray(sum(self._densities(*block).sum(-1) for block in blocks))[()]

    def _densities(self, *data: Array) -> Array:
        """The log densities, if they have the shape that they must have."""
        densities = self.log_density(*data)
        batch = np.broadcast_shapes(self.batch_shape, self.data_batch(*data))
        wanted = (*batch, data[0].shape[-self.data_ndims[0]])
        if np.shape(densities) != wanted:
            raise ValueError(
                f"log_density must return one value for each observation, shape {wanted}, got "
                f"{np.shape(densities)}: write self.{next(iter(self.parameters))}[..., None]"
            )
        return densities

    # ------------------------------------------------------------------ Score and information
    def scores(self, *data: Any) -> Array:
        """The gradient of each observation's log density (*batch, n, k)."""
        data = self.as_data(*data)
        return self._differences(lambda point: point._densities(*data), data)

    def score_products(self, *data: Any) -> Array:
        """The sum over observations of u u', with the score u of each, (*batch, k, k)."""
        scores = self.scores(*data)
        return np.swapaxes(scores, -1, -2) @ scores

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, k), in the order of `parameter_names`."""
        data = self.as_data(*data)
        return self._differences(lambda point: point.log_likelihood(*data), data)

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivatives of the log-likelihood (*batch, k, k)."""
        data = self.as_data(*data)
        point, step = self._numerical_steps(*data)
        height = lambda theta: self.at(theta).log_likelihood(*data)  # noqa: E731
        with np.errstate(all="ignore"):
            return survey_by_differences(height, point.theta, step)[2]

    def survey(self, *data: Any) -> tuple[Array, Array, Array]:
        """The log-likelihood, the score and the observed information: what a climb looks at.

        A model overrides this where the three share most of their work.
        """
        return self.log_likelihood(*data), self.score(*data), self.observed_information(*data)

    def height_and_slope(self, *data: Any) -> tuple[Array, Array]:
        """The log-likelihood and the score, for those who do not need the information."""
        return self.log_likelihood(*data), self.score(*data)

    @classmethod
    def has_formulas(cls) -> bool:
        """Whether score and information are the model's own, and not found by differences."""
        return (
            cls.score is not Likelihood.score
            and cls.observed_information is not Likelihood.observed_information
        )

    @property
    def definite(self) -> float:
        """The least eigenvalue, in standard units, of an information that is not singular."""
        return 1e-11 if self.has_formulas() else 1e-7

    def in_free_coordinates(self, score: Array, information: Array) -> tuple[Array, Array]:
        """Slope and information by the free coordinates, from those by theta: the chain rule."""
        if self.is_separable:
            stretch, bend = self.stretch, (score * self.bend)[..., None]
            curved = information * stretch[..., :, None] * stretch[..., None, :]
            return score * stretch, curved - bend * np.eye(score.shape[-1])
        free, step = self.free, np.full(self.free.shape, 2.0**-10)
        stretches = derivative(lambda u: self.at_free(u).theta, free, step)
        along = lambda u: (score * self.at_free(u).theta).sum(-1)  # noqa: E731
        bend = survey_by_differences(along, free, step)[2]
        turned = np.swapaxes(stretches, -1, -2)
        return np.matmul(turned, score[..., None])[..., 0], turned @ information @ stretches + bend

    def steadied(
        self, free: Array, *data: Any
    ) -> tuple[Self, tuple[Any, ...], Callable[[int], Array] | None]:
        """The same point and data in coordinates in which the information is far from singular.

        The third says what leads back, if anything does: the derivative (*batch, k, k) of theta by
        its like in those coordinates, of which the ones that are not `free` are the same but for
        their units.
        """
        return self, data, None

    def fisher_information(self, n: Any) -> Array:
        """The expectation of the observed information over samples of size n (*batch, k, k)."""
        raise NotImplementedError(
            f"{type(self).__name__} has no formula for it: use kind='observed'"
        )

    def expected_information(self, *data: Any) -> Array:
        """The Fisher information of a sample like this one (*batch, k, k)."""
        return self.fisher_information(self.sample_size(*data))

    def _differences(self, function: Callable[[Self], Array], data: tuple[Array, ...]) -> Array:
        """The derivatives of a function of the point by its parameters, along a new last axis."""
        point, step = self._numerical_steps(*data)
        with np.errstate(all="ignore"):
            return derivative(lambda theta: function(self.at(theta)), point.theta, step)

    def _numerical_steps(self, *data: Array) -> tuple[Self, Array]:
        """The point with the batch of the data, and steps that suit its log densities."""
        batch = np.broadcast_shapes(self.batch_shape, self.data_batch(*data))
        point = self.at(np.broadcast_to(self.theta, (*batch, self.theta.shape[-1])))
        few = next(row_blocks(data, self.data_ndims, 64 * math.prod(batch)))
        densities = lambda theta: self.at(theta)._densities(*few)  # noqa: E731
        return point, suitable_steps(densities, point.theta, point.room)

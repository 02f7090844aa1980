"""What every model promises: density, likelihood, score, information and fit."""

from __future__ import annotations

import math
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, refuse, row_blocks
from .derivatives import derivative
from .errors import NotConverged
from .observer import Observer
from .optimise import newton


class Model(Observer):
    r"""A parametric family.  Its fields are its parameters, and an instance is a point of it.

    A new model needs only fields and `log_density`.  The rest follows: derivatives by differences
    whose steps suit the problem's units, and the fit by Newton's method in free coordinates.

    Examples
    --------
    The exponential distribution, with density (1/m) exp(-x/m).  Its log-likelihood is highest where
    m is the mean of the observations, here (1 + 2 + 6)/3 = 3:

    >>> class Waiting(Model):
    ...     mean: Positive
    ...
    ...     def log_density(self, x):
    ...         mean = self.mean[..., None]
    ...         return -np.log(mean) - x / mean
    >>> Waiting.fit([1.0, 2.0, 6.0])
    Waiting(mean=3)
    """

    # ------------------------------------------------------------------ Density
    def log_density(self, *data: Any) -> Array:
        """The logarithm of the density (or probability) of each observation (*batch, n)."""
        raise NotImplementedError(f"{type(self).__name__} must say what its log_density is")

    def log_likelihood(self, *data: Any) -> Array:
        """The sum of the log densities (*batch), taken over a block of observations at a time."""
        data = self.as_data(*data)
        size = math.prod(np.broadcast_shapes(self.batch_shape, self.data_batch(*data)))
        blocks = row_blocks(data, self.data_ndims, size)
        return np.asarray(sum(self.log_density(*block).sum(-1) for block in blocks))[()]

    # ------------------------------------------------------------------ Score and information
    def scores(self, *data: Any) -> Array:
        """The gradient of each observation's log density (*batch, n, k)."""
        data = self.as_data(*data)
        point, step = self._numerical_steps(*data)
        return derivative(lambda theta: self.at(theta).log_density(*data), point.theta, step)

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, k), in the order of `parameter_names`."""
        data = self.as_data(*data)
        point, step = self._numerical_steps(*data)
        return derivative(lambda theta: self.at(theta).log_likelihood(*data), point.theta, step)

    def observed_information(self, *data: Any) -> Array:
        """Minus the second derivatives of the log-likelihood (*batch, k, k)."""
        data = self.as_data(*data)
        point, step = self._numerical_steps(*data)
        half = -derivative(lambda theta: self.at(theta).score(*data), point.theta, step)
        return (half + np.swapaxes(half, -1, -2)) / 2

    def fisher_information(self, n: Any) -> Array:
        """The expectation of the observed information over samples of size n (*batch, k, k)."""
        raise NotImplementedError(
            f"{type(self).__name__} has no formula for it: use kind='observed'"
        )

    def expected_information(self, *data: Any) -> Array:
        """The Fisher information of a sample like this one (*batch, k, k)."""
        return self.fisher_information(np.shape(data[0])[-1])

    def _numerical_steps(self, *data: Any) -> tuple[Self, Array]:
        """Steps of a thousandth of the distance over which one log density changes by about 1.

        So the units of the parameters do not matter; nor does a step ever leave their range.
        """
        batch = np.broadcast_shapes(self.batch_shape, self.data_batch(*data))
        point = self.at(np.broadcast_to(self.theta, (*batch, self.theta.shape[-1])))
        few = next(row_blocks(data, self.data_ndims, 64 * math.prod(batch)))
        crude = 1e-5 * np.minimum(point.room, np.maximum(1, np.abs(point.theta)))
        slopes = derivative(lambda theta: self.at(theta).log_density(*few), point.theta, crude)
        return point, 1e-3 * np.minimum(point.room, 1 / np.sqrt(np.mean(slopes**2, axis=-2)))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def fit(
        cls,
        *data: Any,
        on_failure: Literal["raise", "nan"] = "raise",
        start: Self | None = None,
        **held: ArrayLike,
    ) -> Self:
        """The maximum likelihood estimate, as a point of the model.

        Parameters
        ----------
        *data
            Observations (*batch, n); a batch gives a batch of estimates.
        on_failure
            "raise" an error where an estimate does not exist or was not found; or give "nan" to
            such replicates, for the caller to count.  Bad data always raise.
        start
            Where a climb begins.  Models with a closed form need none.
        **held
            Parameters held fixed: `Normal.fit(x, mu=0)`.  Arrays give one fit for each value, which
            makes a profile.

        Raises
        ------
        ValueError
            If the data are not what the model is for.
        NoMaximum
            If the likelihood has no highest point.
        NotConverged
            If the climb found none.
        TypeError
            If a keyword is no parameter of the model.
        """
        values = cls._accept_held(held)
        if on_failure not in ("raise", "nan"):
            raise ValueError(f"on_failure must be 'raise' or 'nan', got {on_failure!r}")
        data = cls.condense(*data)
        with np.errstate(all="ignore"):  # a replicate without an estimate becomes nan, and is named
            fit = cls.maximise(*data, start=start, **values)
        failed = np.asarray(np.isnan(fit.theta).any(-1))
        if failed.any() and on_failure == "raise":
            first = tuple(int(i) for i in np.argwhere(failed)[0])
            error = cls.explain(*cls.replicate(first, *data))
            where = f"{cls.__name__}.fit{f', replicate {first}' if first else ''}"
            raise type(error)(f"{where}: {error}")
        return fit

    @classmethod
    def _accept_held(cls, held: dict[str, ArrayLike]) -> dict[str, Array]:
        if unknown := sorted(set(held) - set(cls.parameters)):
            names = ", ".join(cls.parameters)
            raise TypeError(f"{cls.__name__} has no parameter {unknown[0]!r}; it has {names}")
        values = {name: cls.parameters[name].accept(name, value) for name, value in held.items()}
        for name, value in values.items():
            if not cls.parameters[name].ndim:  # in a vector, nan says which entries are not held
                refuse(np.isnan(value), value, name, "must be a number to be held")
        return values

    @classmethod
    def maximise(cls, *data: Any, **held: Any) -> Self:
        """The top, or nan where there is none, by Newton's method in free coordinates.

        `held` are the parameters held fixed and, perhaps, `start`.  A model with a formula
        overrides this.
        """
        start, moves = (held.pop("start", None) or cls.start(*data)).pinned(**held)
        batch = np.broadcast_shapes(start.batch_shape, cls.data_batch(*data))

        def slope(free: Array) -> Array:
            point = start.at_free(free)
            return point.score(*data) * point.stretch

        def survey(free: Array) -> tuple[Array, Array, Array]:
            point = start.at_free(free)
            steps = point._numerical_steps(*data)[1] / point.stretch
            return point.log_likelihood(*data), slope(free), -derivative(slope, free, steps)

        top = newton(survey, np.broadcast_to(start.free, (*batch, moves.size)), moves)
        return start.at_free(np.where(top.converged[..., None], top.theta, np.nan))

    @classmethod
    def start(cls, *data: Any) -> Self:
        """Where the climb begins: the best point of a coarse lattice."""
        if any(kind.ndim for kind in cls.parameters.values()):
            name = cls.__name__
            raise TypeError(f"say where to begin: {name}.fit(..., start={name}(...))")
        guesses = [kind.guesses(data[0]) for kind in cls.parameters.values()]
        lattice = np.indices([len(guess) for guess in guesses]).reshape(len(guesses), -1)
        points = cls(*(guess[i] for guess, i in zip(guesses, lattice, strict=True)))
        heights = np.nan_to_num(points.log_likelihood(*data), nan=-np.inf)
        best = heights.argmax(0)[None, ..., None]
        return points.at(np.take_along_axis(points.theta, best, axis=0)[0])

    @classmethod
    def explain(cls, *data: Any) -> ValueError:
        """Why the fit to this one data set failed."""
        return NotConverged(
            "the climb found no top: try another start, or look at the log-likelihood over a grid"
        )

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: Any, rng: np.random.Generator) -> Array:
        """Draws from the model, shape (*batch, *shape)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to draw from it")

    def _for_draws(self, shape: Any, rng: object) -> tuple[Self, tuple[int, ...]]:
        """The point with a new axis for each axis of the draws, and the shape of all the draws."""
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng must be np.random.default_rng(seed) or its like, got {rng!r}")
        draws = tuple(int(size) for size in np.atleast_1d(shape))
        return self[(..., *(None for _ in draws))], (*self.batch_shape, *draws)

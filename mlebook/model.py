"""What every model promises: to weigh data, to be fitted to them, and to produce them."""

from __future__ import annotations

from operator import index
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, refuse, shortened
from .censored import Censored
from .derivatives import is_summit, survey_by_differences
from .errors import NotConverged
from .likelihood import Likelihood
from .optimise import Survey, newton


class Model(Likelihood):
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
            makes a profile.  A model's constants are given here too: `Binomial.fit(x, n_trials=8)`.

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
        values, known = cls._accept_held(held)
        if on_failure not in ("raise", "nan"):
            raise ValueError(f"on_failure must be 'raise' or 'nan', got {on_failure!r}")
        if start is not None and not isinstance(start, cls):
            raise TypeError(f"start must be a {cls.__name__}, got {shortened(start)}")
        data = cls.condense(*data, **known)
        with np.errstate(all="ignore"):  # a replicate without an estimate becomes nan, and is named
            fit = cls.maximise(*data, start=start, **known, **values)
        failed = np.asarray(np.isnan(fit.theta).any(-1))
        if failed.any() and on_failure == "raise":
            first = tuple(int(i) for i in np.argwhere(failed)[0])
            error = cls.explain(*cls.replicate(first, *data), **values)
            where = f"{cls.__name__}.fit{f', replicate {first}' if first else ''}"
            raise type(error)(f"{where}: {error}")
        return fit

    def refit(self, *data: Any, **options: Any) -> Self:
        """The fit of the same model with the same constants; options as for `fit`."""
        options.update(self.known)
        return self.fit(*self.condensed(*data), **options)

    @classmethod
    def _accept_held(cls, held: dict[str, ArrayLike]) -> tuple[dict[str, Array], dict[str, Array]]:
        """The parameters that are held, and the constants, as arrays; or an error by name."""
        if unknown := sorted(set(held) - set(cls.kinds)):
            names = ", ".join(cls.parameters)
            raise TypeError(f"{cls.__name__} has no parameter {unknown[0]!r}; it has {names}")
        if missing := sorted(set(cls.constants) - set(held)):
            raise TypeError(f"say what {missing[0]} is: {cls.__name__}.fit(..., {missing[0]}=...)")
        values = {name: cls.kinds[name].accept(name, value) for name, value in held.items()}
        for name, value in values.items():
            if not cls.kinds[name].ndim:  # in a vector, nan says which entries are not held
                refuse(np.isnan(value), value, name, "must be a number to be held")
        known = {name: values.pop(name) for name in cls.constants}
        return values, known

    @classmethod
    def maximise(cls, *data: Any, **held: Any) -> Self:
        """The top, or nan where there is none, by Newton's method in free coordinates.

        `held` are the parameters held fixed, the constants and, perhaps, `start`.  A model with a
        formula overrides this.
        """
        start = held.pop("start", None)
        known = {name: held.pop(name) for name in cls.constants}
        start = start if start is not None else cls.starting_point(*data, **known)
        start, moves = start.pinned(**held)
        batch = np.broadcast_shapes(start.batch_shape, cls.data_batch(*data))
        first = np.broadcast_to(start.free, (*batch, moves.size))
        survey = start._free_survey(*data)
        top = newton(survey, first, moves, definite=start.definite)
        found = top.converged
        if not cls.has_formulas():  # differences may be noise: look whether the ground falls
            candidate = np.where(found[..., None], top.theta, first)
            height = lambda free: start.at_free(free).log_likelihood(*data)  # noqa: E731
            found = found & is_summit(height, candidate, survey(candidate)[2], moves)
        fit = start.at_free(np.where(found[..., None], top.theta, np.nan))
        return fit.pinned(**held)[0]  # to the last digit

    def _free_survey(self, *data: Any) -> Survey:
        """Height, slope and information as functions of the free coordinates (*batch, k)."""

        def by_formulas(free: Array) -> tuple[Array, Array, Array]:
            point = self.at_free(free)
            value, score, information = point.survey(*data)
            return value, *point.in_free_coordinates(score, information)

        def by_differences(free: Array) -> tuple[Array, Array, Array]:
            point, step = self.at_free(free)._numerical_steps(*data)
            height = lambda free: self.at_free(free).log_likelihood(*data)  # noqa: E731
            return survey_by_differences(height, free, step / point.stretch)

        return by_formulas if self.has_formulas() and self.is_separable else by_differences

    @classmethod
    def starting_point(cls, *data: Any, **known: Array) -> Self:
        """Where the climb begins: the best point of a coarse lattice."""
        if any(kind.ndim for kind in cls.parameters.values()):
            name = cls.__name__
            raise TypeError(f"say where to begin: {name}.fit(..., start={name}(...))")
        guesses = [kind.guesses(data[0]) for kind in cls.parameters.values()]
        lattice = np.indices([len(guess) for guess in guesses]).reshape(len(guesses), -1)
        values = {n: guess[i] for n, guess, i in zip(cls.parameters, guesses, lattice, strict=True)}
        return cls(**known, **values).best_for(*data)

    def best_for(self, *data: Any) -> Self:
        """Of several points along the first axis, the one with the greatest log-likelihood."""
        if len(self.theta) == 1:
            return self.at(self.theta[0])
        heights = np.nan_to_num(self.log_likelihood(*data), nan=-np.inf)
        best = heights.argmax(0)[None, ..., None]
        return self.at(np.take_along_axis(self.theta, best, axis=0)[0])

    @classmethod
    def explain(cls, *data: Any, **held: Any) -> ValueError:
        """Why the fit to this one data set failed, with these parameters held."""
        return NotConverged(
            "the climb found no top: try another start, or look at the log-likelihood over a grid"
        )

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: Any, rng: np.random.Generator) -> Array:
        """Draws from the model, shape (*batch, *shape)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to draw from it")

    def sample_like(self, *data: Any, rng: np.random.Generator) -> tuple[Any, ...]:
        """Data as large as these that the point would produce, (*batch, n), in the same order.

        Of two arrays the first, such as a design matrix, is taken as given, and handed to `sample`
        in place of the size.  A model with other data overrides this.
        """
        *given, last = data
        if isinstance(last, Censored):
            raise ValueError("censored data cannot be drawn: nobody said how they are censored")
        if len(given) > 1:
            raise NotImplementedError(f"{type(self).__name__} must say what sample_like draws")
        draws = self.sample(given[0] if given else np.shape(last)[-self.data_ndims[-1]], rng)
        return (*given, draws)

    def _for_draws(self, shape: Any, rng: object) -> tuple[Self, tuple[int, ...]]:
        """The point with a new axis for each axis of the draws, and the shape of all the draws."""
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng must be np.random.default_rng(seed) or its like, got {rng!r}")
        draws = tuple(index(size) for size in (shape if np.ndim(shape) else (shape,)))
        for name, value in zip(self.parameter_names, np.moveaxis(self.theta, -1, 0), strict=True):
            refuse(np.isnan(value), value, name, "must be a number to draw from")
        return self[(..., *(None for _ in draws))], (*self.batch_shape, *draws)

"""Several populations in one sample, and nobody wrote down who belongs to which."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from ..arrays import Array, shown
from ..model import Model
from ..optimise import newton
from ..parameters import Real, Simplex
from ..sufficient import SufficientModel
from ..surveys import survey_of
from . import mixture_slopes
from .categorical import Categorical
from .mixture_climb import climb_by_em, em_step, in_order, pinned, where_in_order, why_not


class Mixture(Model):
    r"""Observations each of which comes from component k with probability weights[k].

    .. math:: f(x) = \sum_k w_k\, f(x \mid \phi_k), \qquad \sum_k w_k = 1

    Parameters
    ----------
    weights
        The probabilities of the components, (*batch, K), which add up to 1.
    components
        K points of one model, a batch along the last axis, (*batch, K): `Poisson([1.2, 2.7])`.  The
        model must have numbers for parameters, and sufficient statistics.

    Notes
    -----
    The parameters are those of the components, under their own names: rate[0], rate[1] for Poisson
    components.  `theta` holds all weights but the last, then these.

    The likelihood may have several tops, so a fit begins where it is told to, and returns the top
    that it climbs to: first by EM, then by Newton's method on the exact information.  Nothing in
    the likelihood says which component is the first: they are counted in the order of their first
    parameter, and so a fit comes back.  Where a parameter is held so that this order would change,
    there is no fit; hold that of the other component.

    The likelihood of a mixture of normals has no highest point: it grows without bound as one
    component draws together on one observation.  A fit is then a local top, if the start leads to
    one.  Where two components agree, or a weight is 0, the data do not tell the parameters apart,
    and there is no fit.

    References
    ----------
    Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977), Maximum likelihood from incomplete data
    via the EM algorithm, Journal of the Royal Statistical Society B 39.

    Examples
    --------
    A 0 has probability exp(-rate), which for the second component is a third of that for the first;
    so, with equal weights, it comes from the first with probability 3/4:

    >>> two = Mixture([0.5, 0.5], Poisson([1.0, 1.0 + np.log(3)]))
    >>> print(two.responsibilities([0]).round(9))
    [[0.75 0.25]]
    >>> two.parameter_names
    ('weights[0]', 'rate[0]', 'rate[1]')
    """

    weights: Simplex
    family: ClassVar[type[SufficientModel]]

    def __new__(cls, weights: Any = None, components: Any = None, **fields: Any) -> Self:
        """A point of the mixtures of the components' model, which are a model of their own."""
        family: Any = type(components)
        own: Any = _mixtures_of(family) if cls is Mixture else cls
        return object.__new__(own)

    def __init__(self, weights: ArrayLike, components: Any = None, **fields: ArrayLike) -> None:
        if components is not None:
            fields = {name: getattr(components, name) for name in components.parameters}
        for name, value in {"weights": weights, **fields}.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    def __post_init__(self) -> None:
        super().__post_init__()
        sizes = [self.n_components, *(getattr(self, name).shape[-1] for name in self._own)]
        if min(sizes) != max(sizes):
            raise ValueError(
                f"weights must be as many as components, got {sizes[0]} and {sizes[1]}"
            )

    def __repr__(self) -> str:
        return f"Mixture(weights={shown(self.weights)}, components={self.components})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Mixture, (self.weights, self.components)

    @property
    def components(self) -> SufficientModel:
        """The components, a batch of points along the last axis, (*batch, K)."""
        return self.family(**{name: getattr(self, name) for name in self._own})

    @property
    def n_components(self) -> int:
        """How many components there are."""
        return int(self.weights.shape[-1])

    @property
    def _own(self) -> list[str]:
        """The names of the components' parameters."""
        return list(self.parameters)[1:]

    # ------------------------------------------------------------------ Density
    @classmethod
    def as_data(cls, *data: Any) -> tuple[Array, ...]:
        """The observations, if the components can produce them."""
        data = super().as_data(*data)
        cls.family.refuse_outside(*data)
        return data

    def log_density(self, *data: Any) -> Array:
        """The logarithm of the sum of weights[k] f(x | component k), (*batch, n)."""
        (x,) = self.as_data(*data)
        return np.asarray(logsumexp(self._log_parts(x), axis=-2))

    def _log_parts(self, x: Array) -> Array:
        """The logarithms of weights[k] f(x | component k), (*batch, K, n)."""
        with np.errstate(divide="ignore"):
            return np.log(self.weights)[..., None] + self.components.log_density(x[..., None, :])

    def responsibilities(self, x: ArrayLike) -> Array:
        """The probability, given x, that each observation comes from each component (*batch, n, K).

        By Bayes' rule, weights[k] f(x | component k) / f(x).
        """
        (x,) = self.as_data(x)
        parts = self._log_parts(x)
        return np.swapaxes(np.exp(parts - logsumexp(parts, axis=-2, keepdims=True)), -1, -2)

    # ------------------------------------------------------------------ Score and information
    def scores(self, *data: Any) -> Array:
        """The gradient of each observation's log density (*batch, n, k).

        f(x | component j)/f(x) - f(x | component K-1)/f(x) for the weights; for a component, its
        own score times its responsibility.
        """
        return mixture_slopes.scores(self, *self.as_data(*data))

    def score(self, *data: Any) -> Array:
        """The gradient of the log-likelihood (*batch, k), in the order of `parameter_names`."""
        return self.scores(*data).sum(-2)

    def observed_information(self, *data: Any) -> Array:
        """The sum of s s' - f''/f over the observations, with s their scores; (*batch, k, k)."""
        return self.survey(*data)[2]

    def survey(self, *data: Any) -> tuple[Array, Array, Array]:
        """The log-likelihood, the score and the observed information, from one set of scores."""
        return mixture_slopes.survey(self, *self.as_data(*data))

    # ------------------------------------------------------------------ Fitting
    @classmethod
    def fit(
        cls,
        *data: Any,
        on_failure: Literal["raise", "nan"] = "raise",
        start: Any = None,
        **held: ArrayLike,
    ) -> Self:
        """The top of the likelihood to which EM and Newton's method climb from the start.

        Parameters and errors are those of `Model.fit`; a start is required, and says how many
        components there are, and of which model.
        """
        if not isinstance(start, Mixture):
            raise TypeError(
                "start must be a mixture to climb from, as the likelihood may have several tops: "
                "Mixture.fit(x, start=Mixture([0.5, 0.5], Poisson([1, 2])))"
            )
        own = type(start)
        fit: Any = super(Mixture, own).fit(*data, on_failure="nan", start=start, **held)
        failed = np.asarray(np.isnan(fit.theta).any(-1))
        if failed.any() and on_failure == "raise":
            first = tuple(int(i) for i in np.argwhere(failed)[0])
            values, _ = own._accept_held(held)
            error = why_not(start, own.condense(*data)[0], values, first)
            where = f"Mixture.fit{f', replicate {first}' if first else ''}"
            raise type(error)(f"{where}: {error}")
        return fit

    def refit(self, *data: Any, **options: Any) -> Self:
        """The fit that is climbed to from here, if no other start is given."""
        return type(self).fit(*data, **({"start": self} | options))

    @classmethod
    def maximise(cls, x: Array, *, start: Any, **held: Array) -> Self:
        """EM while that gains much, then Newton's method on the exact information."""
        begin, moves, held = pinned(start, held)
        batch = np.broadcast_shapes(begin.batch_shape, cls.data_batch(x))
        theta = np.broadcast_to(begin.theta, (*batch, moves.size))
        near = climb_by_em(begin, x, held, theta, tolerance=0.1, max_steps=20)
        lost = np.isnan(em_step(begin.at(near.theta), x, held).theta).any(-1, keepdims=True)
        first = np.where(lost, np.nan, near.theta)  # a component drew together on one observation
        top = newton(survey_of(begin, x), first, moves, tolerance=1e-12, max_steps=40)
        fit = begin.at(np.where(top.converged[..., None], top.theta, np.nan))
        return where_in_order(fit) if held else in_order(fit)

    def em_step(self, x: ArrayLike, **held: ArrayLike) -> Self:
        """The point after one step of EM, which is never lower.

        Each observation counts for each component as much as its responsibility; weights and
        components are then fitted as if the origin of each observation were known.  Parameters that
        are held stay.
        """
        (x,) = self.as_data(x)
        return em_step(self, x, self._accept_held(held)[0])

    # ------------------------------------------------------------------ Sampling
    def sample(self, shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draws, shape (*batch, *shape): for each a component, and then one of its observations."""
        of_each = self.components.sample(shape, rng)
        label = Categorical(self.weights).sample(shape, rng).astype(int)
        axis = len(self.batch_shape)
        return np.take_along_axis(of_each, np.expand_dims(label, axis), axis).squeeze(axis)


@cache
def _several(kind: Any) -> type[Real]:
    """The kind of a parameter that has one value for each component."""
    return type(f"Several{kind.__name__}", (kind,), {"ndim": 1})


@cache
def _mixtures_of(family: Any) -> type[Mixture]:
    """The model whose points are mixtures of points of a family."""
    suits = isinstance(family, type) and issubclass(family, SufficientModel)
    if not suits or family.constants or any(kind.ndim for kind in family.parameters.values()):
        raise TypeError(
            "components must be points of a model of numbers with sufficient statistics, such as "
            f"Poisson([1, 2]), got {family.__name__}"
        )
    fields = {name: _several(kind) for name, kind in family.parameters.items()}
    own = {"__annotations__": fields, "__init__": Mixture.__init__, "__doc__": Mixture.__doc__}
    return type("Mixture", (Mixture,), {**own, "__module__": __name__, "family": family})

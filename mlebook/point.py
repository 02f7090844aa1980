"""A model is a frozen dataclass: its fields are its parameters, an instance is a point of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self, dataclass_transform, get_origin, get_type_hints

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import parameters
from .arrays import Array, batch_of, shown
from .parameters import Field, Real


@dataclass_transform(frozen_default=True, eq_default=False)
class Point:
    """A point of a parametric family; where the fields are arrays, a batch of points.

    The fields are broadcast to one batch shape, copied and made read-only.  Those that are no
    parameters but known, such as a number of trials, are `constants`.
    """

    parameters: ClassVar[dict[str, type[Real]]] = {}
    constants: ClassVar[dict[str, type[Field]]] = {}
    kinds: ClassVar[dict[str, type[Field]]] = {}

    def __init_subclass__(cls) -> None:
        # Where annotations are kept as text, the names of our kinds are known everywhere.
        hints = get_type_hints(cls, localns=vars(parameters)).items()
        fields = {n: k for n, k in hints if get_origin(k) is not ClassVar}
        for name, kind in fields.items():
            if not (isinstance(kind, type) and issubclass(kind, Field)):
                raise TypeError(f"{cls.__name__}.{name} must be a kind of field, or a ClassVar")
            if hasattr(cls.__base__, name):
                raise TypeError(f"{cls.__name__}.{name}: the name {name!r} has a use of its own")
        cls.kinds = fields
        cls.parameters = {n: kind for n, kind in fields.items() if issubclass(kind, Real)}
        cls.constants = {n: kind for n, kind in fields.items() if n not in cls.parameters}
        # Arrays cannot be compared with one `==`, hence eq=False.
        dataclass(frozen=True, eq=False, repr=False)(cls)

    def __post_init__(self) -> None:
        values = {n: kind.accept(n, getattr(self, n)) for n, kind in self.kinds.items()}
        batch = self._batch_of(values)
        for name, kind in self.kinds.items():
            value = values[name]
            shape = batch + value.shape[value.ndim - kind.ndim :]
            if value.shape != shape:
                value = np.broadcast_to(value, shape)
            value.flags.writeable = False
            object.__setattr__(self, name, value[()])  # a number, if it has no axes

    @classmethod
    def _batch_of(cls, values: dict[str, Array]) -> tuple[int, ...]:
        try:
            return batch_of(*((values[n].shape, kind.ndim) for n, kind in cls.kinds.items()))
        except ValueError:
            shapes = ", ".join(f"{n} {values[n].shape}" for n in cls.kinds)
            raise ValueError(f"the parameters must broadcast together, got {shapes}") from None

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={shown(getattr(self, name))}" for name in self.kinds)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        """So that a copy is made by the constructor, and as read-only as this one."""
        return type(self), tuple(getattr(self, name) for name in self.kinds)

    def __iter__(self) -> Iterator[Self]:
        """The points of a batch, along its first axis."""
        if not self.batch_shape:
            raise TypeError("a single point cannot be iterated over")
        return (self[i] for i in range(self.batch_shape[0]))

    def __getitem__(self, index: Any) -> Self:
        """One replicate of a batch, or several: `fits[3]`, `fits[:10]`, `fits[fits.mu > 0]`."""
        index = index if isinstance(index, tuple) else (index,)
        counts_from_the_end = any(part is Ellipsis for part in index)
        own = {n: kind.ndim * counts_from_the_end for n, kind in self.kinds.items()}
        return type(self)(
            **{n: getattr(self, n)[(*index, *(slice(None),) * own[n])] for n in self.kinds}
        )

    @property
    def known(self) -> dict[str, Array]:
        """The constants and their values."""
        return {name: getattr(self, name) for name in self.constants}

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch; () for a single point."""
        return self._batch_of({name: getattr(self, name) for name in self.kinds})

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names, as one types them after `fit.`: ("mu", "sigma"), ("beta[0]", "beta[1]")."""
        kinds = self.parameters.items()
        return tuple(part for name, kind in kinds for part in kind.names(name, getattr(self, name)))

    @property
    def theta(self) -> Array:
        """The parameters as one array (*batch, k)."""
        return self._join(lambda kind, coordinates: coordinates)

    @property
    def free(self) -> Array:
        """The free coordinates (*batch, k), which may be any real number: log sigma, logit p."""
        with np.errstate(divide="ignore"):  # at the edge they are infinite
            return self._join(lambda kind, coordinates: kind.to_free(coordinates))

    @property
    def stretch(self) -> Array:
        """The derivative of theta by the free coordinates, coordinate by coordinate (*batch, k)."""
        return self._join(lambda kind, coordinates: kind.stretch(coordinates))

    @property
    def bend(self) -> Array:
        """The second derivative of theta by the free coordinates, one by one (*batch, k)."""
        return self._join(lambda kind, coordinates: kind.bend(coordinates))

    @property
    def is_separable(self) -> bool:
        """Whether each coordinate depends on its own free coordinate alone."""
        return all(kind.separable for kind in self.parameters.values())

    @property
    def room(self) -> Array:
        """The distance of each parameter to the edge of its range (*batch, k): 0 on the edge."""
        return self._join(lambda kind, coordinates: kind.room(coordinates))

    def _coordinates(self) -> Iterator[tuple[type[Real], Array, slice]]:
        """Each parameter's kind, its coordinates (*batch, m), and their place in theta."""
        first = 0
        for name, kind in self.parameters.items():
            coordinates = kind.coordinates(np.asarray(getattr(self, name)))
            yield kind, coordinates, slice(first, first := first + coordinates.shape[-1])

    def _join(self, one: Callable[[type[Real], Array], Array]) -> Array:
        parts = [one(kind, coordinates) for kind, coordinates, _ in self._coordinates()]
        return np.concatenate(parts, axis=-1)

    def at(self, theta: Array) -> Self:
        """The point of this model whose parameters, as one array (*batch, k), are theta."""
        return self._split(theta, lambda kind, coordinates: coordinates)

    def at_free(self, free: Array) -> Self:
        """The point of this model that has these free coordinates (*batch, k)."""
        return self._split(free, lambda kind, coordinates: kind.from_free(coordinates))

    def contains(self, theta: Array) -> NDArray[np.bool_]:
        """Whether a point of this model may have these parameters (*batch, k); (*batch)."""
        inside = [kind.contains(theta[..., place]) for kind, _, place in self._coordinates()]
        return np.asarray(np.all(inside, axis=0))

    def _split(self, theta: Array, one: Callable[[type[Real], Array], Array]) -> Self:
        values = {
            name: kind.value(one(kind, theta[..., place]), self._shape_of_one(name))
            for name, (kind, _, place) in zip(self.parameters, self._coordinates(), strict=True)
        }
        return type(self)(**self.known, **values)

    def _shape_of_one(self, name: str) -> tuple[int, ...]:
        """The shape of a field, without the batch."""
        shape = np.shape(getattr(self, name))
        return shape[len(shape) - self.kinds[name].ndim :]

    def position(self, parameter: str) -> int:
        """Where in theta a parameter stands."""
        if parameter not in self.parameter_names:
            names = ", ".join(self.parameter_names)
            raise ValueError(f"parameter must be one of {names}, got {parameter!r}")
        return self.parameter_names.index(parameter)

    def holding(self, parameter: str, value: ArrayLike) -> dict[str, Array]:
        """The keyword for `fit` that holds one parameter at a value.

        {"sigma": 2.0} for "sigma"; {"beta": [nan, 0.5, nan]} for "beta[1]", since in a vector nan
        means "not held"; in a matrix too.
        """
        self.position(parameter)
        name, _, inner = parameter.rstrip("]").partition("[")
        if not inner:
            return {name: np.asarray(value, dtype=float)}
        entry = [int(i) for i in inner.split(",")]
        held = np.full((*np.shape(value), *self._shape_of_one(name)), np.nan)
        for place in (entry, entry[::-1]) if self.kinds[name].symmetric else (entry,):
            index: Any = (..., *place)
            held[index] = value
        return {name: held}

    def pinned(self, **held: Array) -> tuple[Self, NDArray[np.bool_]]:
        """The point moved to where parameters are held, and which coordinates stay free (k)."""
        if not held:
            return self, np.ones(self.theta.shape[-1], dtype=bool)
        mine = {name: getattr(self, name) for name in self.parameters}
        nan = {name: np.full_like(value, np.nan) for name, value in mine.items()}
        wanted = type(self)(**self.known, **{**nan, **held})
        values = {
            name: np.where(np.isnan(getattr(wanted, name)), mine[name], getattr(wanted, name))
            for name in held
        }
        is_free = np.isnan(wanted.theta).reshape(-1, wanted.theta.shape[-1])
        if np.any(is_free != is_free[0]):
            raise ValueError("all replicates must hold the same entries of a vector")
        return type(self)(**self.known, **{**mine, **values}), is_free[0]

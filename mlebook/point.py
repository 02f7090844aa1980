"""A model is a frozen dataclass: its fields are its parameters, an instance is a point of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, dataclass_transform, get_type_hints

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import parameters
from .arrays import Array, batch_of, shown
from .parameters import Real


@dataclass_transform(frozen_default=True, eq_default=False)
class Point:
    """A point of a parametric family; where the fields are arrays, a batch of points.

    The fields are broadcast to one batch shape, copied and made read-only.
    """

    parameters: ClassVar[dict[str, type[Real]]] = {}

    def __init_subclass__(cls) -> None:
        # Where annotations are kept as text, the names of our kinds are known everywhere.
        kinds = get_type_hints(cls, localns=vars(parameters)).items()
        cls.parameters = {
            name: kind for name, kind in kinds if isinstance(kind, type) and issubclass(kind, Real)
        }
        # Arrays cannot be compared with one `==`, hence eq=False.
        dataclass(frozen=True, eq=False, repr=False)(cls)

    def __post_init__(self) -> None:
        values = {n: kind.accept(n, getattr(self, n)) for n, kind in self.parameters.items()}
        batch = self._batch_of(values)
        for name, kind in self.parameters.items():
            shape = batch + values[name].shape[values[name].ndim - kind.ndim :]
            value = np.broadcast_to(values[name], shape)  # a read-only view of the copy
            object.__setattr__(
                self, name, value[()]
            )  # [()] makes a number of an array without axes

    @classmethod
    def _batch_of(cls, values: dict[str, Array]) -> tuple[int, ...]:
        try:
            return batch_of(*((values[n].shape, kind.ndim) for n, kind in cls.parameters.items()))
        except ValueError:
            shapes = ", ".join(f"{n} {values[n].shape}" for n in cls.parameters)
            raise ValueError(f"the parameters must broadcast together, got {shapes}") from None

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={shown(getattr(self, name))}" for name in self.parameters)
        return f"{type(self).__name__}({fields})"

    def __getitem__(self, index: Any) -> Self:
        """One replicate of a batch, or several: `fits[3]`, `fits[:10]`, `fits[fits.mu > 0]`."""
        return type(self)(**{name: getattr(self, name)[index] for name in self.parameters})

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch; () for a single point."""
        return self._batch_of({name: getattr(self, name) for name in self.parameters})

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names, as one types them after `fit.`: ("mu", "sigma"), ("beta[0]", "beta[1]")."""
        names: list[str] = []
        for name, kind in self.parameters.items():
            size = getattr(self, name).shape[-1] if kind.ndim else 0
            names += [f"{name}[{j}]" for j in range(size)] if kind.ndim else [name]
        return tuple(names)

    @property
    def theta(self) -> Array:
        """The parameters as one array (*batch, k)."""
        return self._join(lambda kind, value: value)

    @property
    def free(self) -> Array:
        """The free coordinates (*batch, k), which may be any real number: log sigma, logit p."""
        with np.errstate(divide="ignore"):  # at the edge they are infinite
            return self._join(lambda kind, value: kind.to_free(value))

    @property
    def stretch(self) -> Array:
        """The derivative of theta by the free coordinates, coordinate by coordinate (*batch, k)."""
        return self._join(lambda kind, value: kind.stretch(value))

    @property
    def room(self) -> Array:
        """The distance of each parameter to the edge of its range (*batch, k): 0 on the edge."""
        return self._join(lambda kind, value: kind.room(value))

    def _join(self, one: Callable[[type[Real], Array], Array]) -> Array:
        values = {name: np.asarray(getattr(self, name)) for name in self.parameters}
        parts = [one(kind, values[name]) for name, kind in self.parameters.items()]
        return np.concatenate([np.reshape(p, (*self.batch_shape, -1)) for p in parts], axis=-1)

    def at(self, theta: Array) -> Self:
        """The point of this model whose parameters, as one array (*batch, k), are theta."""
        return self._split(theta, lambda kind, part: part)

    def at_free(self, free: Array) -> Self:
        """The point of this model that has these free coordinates (*batch, k)."""
        return self._split(free, lambda kind, part: kind.from_free(part))

    def _split(self, theta: Array, one: Callable[[type[Real], Array], Array]) -> Self:
        values, first = {}, 0
        for name, kind in self.parameters.items():
            size = getattr(self, name).shape[-1] if kind.ndim else 1
            part = theta[..., first : first + size]
            values[name] = one(kind, part if kind.ndim else part[..., 0])
            first += size
        return type(self)(**values)

    def position(self, parameter: str) -> int:
        """Where in theta a parameter stands."""
        if parameter not in self.parameter_names:
            names = ", ".join(self.parameter_names)
            raise ValueError(f"parameter must be one of {names}, got {parameter!r}")
        return self.parameter_names.index(parameter)

    def holding(self, parameter: str, value: ArrayLike) -> dict[str, Array]:
        """The keyword for `fit` that holds one parameter at a value.

        {"sigma": 2.0} for "sigma"; {"beta": [nan, 0.5, nan]} for "beta[1]", since in a vector nan
        means "not held".
        """
        self.position(parameter)
        name, _, index = parameter.rstrip("]").partition("[")
        if not index:
            return {name: np.asarray(value, dtype=float)}
        held = np.full((*np.shape(value), getattr(self, name).shape[-1]), np.nan)
        held[..., int(index)] = value
        return {name: held}

    def pinned(self, **held: Array) -> tuple[Self, NDArray[np.bool_]]:
        """The point moved to where parameters are held, and which coordinates stay free (k)."""
        mine = {name: getattr(self, name) for name in self.parameters}
        nan = {name: np.full_like(value, np.nan) for name, value in mine.items()}
        wanted = type(self)(**{**nan, **held})
        values = {
            name: np.where(np.isnan(getattr(wanted, name)), mine[name], getattr(wanted, name))
            for name in held
        }
        is_free = np.isnan(wanted.theta).reshape(-1, wanted.theta.shape[-1])
        return type(self)(**{**mine, **values}), is_free[0]

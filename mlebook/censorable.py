"""Models with sufficient statistics for complete data, and shares for censored ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from .censored import Censored
from .likelihood import Likelihood
from .location_scale import LocationScale
from .sufficient import SufficientModel

Method = TypeVar("Method", bound=Callable[..., Any])


def also_censored(method: Method) -> Method:
    """Let a method for complete data take censored ones too, as `LocationScale` does."""
    general = getattr(LocationScale, method.__name__)
    general = getattr(general, "__func__", general)

    @wraps(method)
    def either(self: Any, *data: Any, **options: Any) -> Any:
        censored = bool(data) and isinstance(data[0], Censored)
        return (general if censored else method)(self, *data, **options)

    return either  # type: ignore[return-value]


class Censorable(SufficientModel, LocationScale):
    """A model that condenses complete data, and takes censored data as they are."""

    log_density = also_censored(SufficientModel.log_density)
    scores = also_censored(SufficientModel.scores)
    survey = also_censored(Likelihood.survey)
    sample_size = also_censored(SufficientModel.sample_size)
    expected_information = also_censored(SufficientModel.expected_information)

    @classmethod
    def condense(cls, *data: Any, **known: Any) -> tuple[Any, ...]:
        """The statistics of complete data; the record of censored ones, if the model allows it."""
        if data and isinstance(data[0], Censored):
            return cls.as_data(*data)
        return super().condense(*data, **known)

    @classmethod
    def data_batch(cls, *data: Any) -> tuple[int, ...]:
        """The batch shape of the statistics, of observations or of a record."""
        general = LocationScale if isinstance(data[0], Censored) else SufficientModel
        return general.data_batch.__func__(cls, *data)  # type: ignore[attr-defined]

    @classmethod
    def replicate(cls, index: tuple[int, ...], *data: Any) -> tuple[Any, ...]:
        """One data set of a batch."""
        general = LocationScale if isinstance(data[0], Censored) else SufficientModel
        return general.replicate.__func__(cls, index, *data)  # type: ignore[attr-defined]

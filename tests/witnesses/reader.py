"""The stored statements of the witnesses, with floats for their numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
FILES = ("mpmath.json", "r.json", "statsmodels.json")


class Statement(NamedTuple):
    """What one witness says of the fit of a model to data.

    `parameters` has, for each parameter, "estimate" and "standard_error" and, from those who have
    intervals, "lower" and "upper"; `accuracy` the relative error to be expected of each.
    """

    witness: str
    data: str
    model: str
    accuracy: dict[str, float]
    log_likelihood: float
    parameters: dict[str, dict[str, float]]

    def __repr__(self) -> str:
        return f"{self.data}-{self.model}-{self.witness}"


def stored(name: str) -> dict[str, Any]:
    """Data that came from R, or were made up there, with their source."""
    return read("r.json")["data"][name]


def statements(data: str, model: str) -> list[Statement]:
    """What every witness says of this fit."""
    records = [record for file in FILES for record in read(file)["fits"]]
    found = [as_statement(one) for one in records if (one["data"], one["model"]) == (data, model)]
    if not found:
        raise LookupError(f"no witness was asked about {model} and {data}")
    return found


def em_path() -> list[float]:
    """The steps of the EM algorithm from 1/2, for the linkage data."""
    return [float(step) for one in read("mpmath.json")["fits"] for step in one.get("em_path", [])]


def as_statement(record: dict[str, Any]) -> Statement:
    """The record with its numbers as floats, which it may hold as text for their digits."""
    numbers = {
        renamed(name): {quantity: float(value) for quantity, value in row.items()}
        for name, row in record["parameters"].items()
    }
    fields = {**record, "log_likelihood": float(record["log_likelihood"]), "parameters": numbers}
    return Statement(**{name: fields[name] for name in Statement._fields})


def renamed(name: str) -> str:
    """The witness's name of a parameter as we write it: cov[0, 1] is the entry cov[1,0]."""
    if name == "theta":
        return "t"  # theta is what we call all parameters together
    stem, _, entry = name.rstrip("]").partition("[")
    return f"{stem}[{','.join(sorted(entry.split(', '), reverse=True))}]" if entry else name


def read(file: str) -> dict[str, Any]:
    """One file."""
    return json.loads((HERE / file).read_text(encoding="utf-8"))

"""A table: one field for each column, shown with its header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np

from ..arrays import Array


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table of data; its fields are its columns, as arrays of the same length."""

    def _rows(self) -> list[list[str]]:
        columns = [getattr(self, field.name) for field in fields(self)]
        return [[str(value) for value in row] for row in zip(*columns, strict=True)]

    def _header(self) -> list[str]:
        return [field.name.replace("_", " ") for field in fields(self)]

    def __repr__(self) -> str:
        rows = [self._header(), *self._rows()]
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        padded = [[c.rjust(w) for c, w in zip(row, widths, strict=True)] for row in rows]
        return "\n".join("  ".join(row) for row in padded)

    def _repr_html_(self) -> str:
        header = "".join(f'<th scope="col">{escape(name)}</th>' for name in self._header())
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self._rows())
        head = f"<thead><tr>{header}</tr></thead>"
        return f'<table class="dataframe">{head}<tbody>{body}</tbody></table>'


def _cell(text: str) -> str:
    """A table cell; words are marked, since they line up at the left and numbers at the right."""
    kind = "" if text.lstrip("-").replace(".", "", 1).isdigit() else ' class="words"'
    return f"<td{kind}>{escape(text)}</td>"


def read_columns(name: str) -> dict[str, Array]:
    """The columns of a file of this folder: whole numbers, else decimals, else text."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {column: _as_column([row[column] for row in rows]) for column in rows[0]}


def _as_column(texts: list[str]) -> Array:
    """The entries as the first kind that all of them are."""
    for kind in (int, float):
        with suppress(ValueError):
            return _read_only([kind(text) for text in texts])
    return _read_only(texts)


def _read_only(values: Sequence[Any]) -> Array:
    column = np.array(values)
    column.setflags(write=False)
    return column

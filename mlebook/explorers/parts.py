"""What an explorer is made of: controls, numbers that are read out, and panels to draw in."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import SupportsFloat


@dataclass(frozen=True)
class Slider:
    """A number that the reader moves, from `low` to `high` by `step`."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: SupportsFloat
    digits: int = 0

    def html(self, explorer: str) -> str:
        """A range with its label, and what it stands at."""
        value = float(self.value)
        shown = f"{value:.{self.digits}f}"
        return (
            f'<div class="explorer-control"><label for="{explorer}-{self.name}">'
            f'{escape(self.label)}</label><span data-digits="{self.digits}" aria-hidden="true">'
            f'{shown}</span><input type="range" id="{explorer}-{self.name}" name="{self.name}" '
            f'min="{self.low:g}" max="{self.high:g}" step="{self.step:g}" '
            f'value="{value:.12g}" aria-valuetext="{shown}"></div>'
        )


@dataclass(frozen=True)
class Choice:
    """One of several things, numbered from 0 on."""

    name: str
    label: str
    options: tuple[str, ...]
    value: int = 0

    def html(self, explorer: str) -> str:
        """A list to choose from, with its label."""
        options = "".join(
            f'<option value="{i}"{" selected" * (i == self.value)}>{escape(option)}</option>'
            for i, option in enumerate(self.options)
        )
        return (
            f'<div class="explorer-control"><label for="{explorer}-{self.name}">'
            f'{escape(self.label)}</label><select id="{explorer}-{self.name}" '
            f'name="{self.name}">{options}</select></div>'
        )


@dataclass(frozen=True)
class Button:
    """Something that the reader does."""

    name: str
    label: str

    def html(self) -> str:
        """A button that says what it does."""
        return f'<button type="button" name="{self.name}">{escape(self.label)}</button>'


@dataclass(frozen=True)
class Number:
    """A number that is read out, with its decimals; what it is before the reader moves anything."""

    name: str
    value: SupportsFloat
    digits: int

    def html(self) -> str:
        """The number, under the name by which it is found."""
        return f'<b data-value="{self.name}" data-digits="{self.digits}">{self.shown}</b>'

    @property
    def shown(self) -> str:
        """The number as it is read; "none" where there is none."""
        value = float(self.value)
        return f"{value:.{self.digits}f}" if isfinite(value) else "none"


@dataclass(frozen=True)
class Words:
    """Words of the read-out that the script may put others in the place of."""

    name: str
    text: str

    def html(self) -> str:
        """The words, under the name by which they are found."""
        return f'<span data-value="{self.name}">{escape(self.text)}</span>'


@dataclass(frozen=True)
class Panel:
    """A place to draw in; a wide one takes a row of its own."""

    name: str
    wide: bool = False

    def html(self) -> str:
        """An empty box, as high as the drawing will be."""
        return f'<div class="explorer-panel{" wide" * self.wide}" data-panel="{self.name}"></div>'

"""The exercises of the page coin."""

from __future__ import annotations

from collections.abc import Callable

from .frame import Exercise

EXERCISES: dict[str, Callable[[], Exercise]] = {}

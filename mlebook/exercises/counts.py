"""The exercises of the page counts."""

from __future__ import annotations

from collections.abc import Callable

from .frame import Exercise

EXERCISES: dict[str, Callable[[], Exercise]] = {}

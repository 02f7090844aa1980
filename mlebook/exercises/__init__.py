"""Exercises that a reader can have checked: `check("likelihood-three-seeds", 0.95)`."""

from .frame import Exercise, Verdict, check

__all__ = ["Exercise", "Verdict", "check"]

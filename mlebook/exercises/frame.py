"""How an answer is judged: right, right but rounded, or which common mistake it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Array, as_numbers, shortened

EXACT = 1e-6  # relative distance within which an answer is right to the last digit that matters
ROUNDED = 5e-3  # and within which it is right but rounded, to two digits or more
ROUNDED_ANSWER = "Right, but rounded: carry more digits and round at the end."
# The modules that hold exercises.
PAGES = (
    *("notation", "likelihood", "coin", "counts"),
    *("normal", "information", "climbing", "sampling"),
    *("intervals", "least_squares", "logistic", "glm"),
    *("em", "censoring", "breakdown", "wrong_model"),
    *("prior", "capstone", "capstone_reports"),
)


@dataclass(frozen=True)
class Exercise:
    """The answer of an exercise, and the answers that common mistakes lead to.

    Attributes
    ----------
    answer
        A number, or an array of numbers.
    mistakes
        What went wrong, as a clause that follows "This is": and the answer it leads to.
    rounding
        The relative distance within which an answer is right but rounded; `EXACT` for a count.
    """

    answer: ArrayLike
    mistakes: Mapping[str, ArrayLike] = field(default_factory=dict)
    rounding: float = ROUNDED


@dataclass(frozen=True, repr=False)
class Verdict:
    """What `check` has to say; true if the answer is right."""

    right: bool
    message: str

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return self.message


def check(exercise: str, answer: Any) -> Verdict:
    """Tell whether an answer is right, and if not, which common mistake it looks like.

    Parameters
    ----------
    exercise
        The name of the exercise, as the page gives it.
    answer
        A number, or as many numbers as the exercise asks for; `...` while there is none yet.

    Returns
    -------
    Verdict
        True if the answer is right; it prints as a sentence.

    Raises
    ------
    ValueError
        If there is no exercise of this name.

    Examples
    --------
    Two yellow seeds and a green one: (9/8)**2 (3/4) = 243/256.

    >>> check("likelihood-three-seeds", 243 / 256)
    Right.
    >>> check("likelihood-three-seeds", 256 / 243)
    Not yet. This is the ratio upside down.
    """
    exercises = all_exercises()
    if exercise not in exercises:
        near = get_close_matches(exercise, exercises, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"exercise must be the name of one, got {exercise!r}{hint}")
    if answer is ...:
        return Verdict(False, "No answer yet.")
    try:
        numbers = as_numbers(answer, "answer")
    except ValueError:
        hint = " Write it without quotation marks." if isinstance(answer, str) else ""
        return Verdict(False, f"Not yet. A number is asked for, got {shortened(answer)}.{hint}")
    return judge(exercises[exercise](), numbers)


def all_exercises() -> dict[str, Callable[[], Exercise]]:
    """Every exercise of the book by its name."""
    pages = [import_module(f"{__package__}.{page}").EXERCISES for page in PAGES]
    return {name: exercise for page in pages for name, exercise in page.items()}


def judge(exercise: Exercise, answer: Array) -> Verdict:
    """Compare an answer with the right one and with the common mistakes; the nearest one speaks."""
    right = np.asarray(exercise.answer, dtype=float)
    if answer.shape != right.shape:
        return Verdict(False, f"Not yet. {_asked(right)}, got {_given(answer)}.")
    if np.isnan(answer).any():
        return Verdict(False, "Not yet. Your answer is nan: somewhere it divides 0 by 0.")
    scale = float(np.max(np.abs(right))) or 1.0
    off = {
        name: distance(answer, np.asarray(wrong, float), scale)
        for name, wrong in exercise.mistakes.items()
    }
    off_right, nearest = distance(answer, right, scale), min(off, key=off.__getitem__, default="")
    if off_right <= EXACT:
        return Verdict(True, "Right.")
    if exercise.rounding > EXACT and is_rounding_of(answer, right):
        return Verdict(True, ROUNDED_ANSWER)
    if nearest and off[nearest] < off_right and off[nearest] <= exercise.rounding:
        return Verdict(False, f"Not yet. This is {nearest}.")
    if off_right <= exercise.rounding:
        return Verdict(True, ROUNDED_ANSWER)
    return Verdict(False, "Not yet.")


def distance(answer: Array, target: Array, scale: float = 1.0) -> float:
    """The largest relative distance; where the target is 0, relative to `scale`."""
    size = np.where(target == 0, scale, np.abs(target))
    return float(np.max(np.abs(answer - target) / size))


def is_rounding_of(answer: Array, right: Array) -> bool:
    """Whether each number is the right one, rounded to as many digits as it has; at least three."""
    for given, exact in zip(answer.flat, right.flat, strict=True):
        _, digits, exponent = Decimal(repr(float(given))).as_tuple()
        if not isinstance(exponent, int) or len(digits) < 3:
            return False
        if float(given) != float(round(Decimal(repr(float(exact))), -exponent)):
            return False
    return True


def _asked(right: Array) -> str:
    return f"{right.size} numbers are asked for" if right.ndim else "One number is asked for"


def _given(answer: Array) -> str:
    return f"an array of shape {answer.shape}" if answer.ndim else "one number"

"""The questions of the page on notation: what a reader should know."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .frame import EXACT, Exercise


def derivative() -> Exercise:
    """The derivative of 3 log p + log(1 - p) at 1/2."""
    return Exercise(
        3 / 0.5 - 1 / 0.5,
        {
            "the sum of both terms; the derivative of log(1 - p) is negative": 3 / 0.5 + 1 / 0.5,
            "the derivative of the first term alone": 3 / 0.5,
            "the value of the function, not of its derivative": 4 * np.log(0.5),
        },
        rounding=EXACT,
    )


def logarithm() -> Exercise:
    """The logarithm of (1/2)**10."""
    return Exercise(
        10 * np.log(0.5),
        {
            "the logarithm to base 10; in this book log is the natural one": 10 * np.log10(0.5),
            "the logarithm to base 2; in this book log is the natural one": -10.0,
            "the number itself; its logarithm is asked for": 0.5**10,
            "right but for the sign": -10 * np.log(0.5),
            "the product of the two logarithms; they add": 21 * np.log(0.5) ** 2,
        },
    )


def maximum() -> Exercise:
    """Where 6 m - m**2 is highest."""
    return Exercise(
        3.0,
        {
            "the height of the top; the question is where it is": 9.0,
            "a zero of the function; the zero of its slope is asked for": 6.0,
            "the other zero of the function; the zero of its slope is asked for": 0.0,
        },
        rounding=EXACT,
    )


def independence() -> Exercise:
    """The probability of a six and then an even number."""
    return Exercise(
        1 / 12,
        {
            "the probability of one or the other; both are asked for": 1 / 6 + 1 / 2 - 1 / 12,
            "the sum of the two; probabilities of independent events multiply": 1 / 6 + 1 / 2,
            "the probability of a six alone": 1 / 6,
            "the probability of two sixes": 1 / 36,
            "the probability of two even numbers": 1 / 4,
        },
    )


def variance() -> Exercise:
    """The variance of the mean of four fair zeros and ones."""
    return Exercise(
        1 / 16,
        {
            "the variance of one of them, or the standard deviation of the mean": 1 / 4,
            "the variance of their sum": 1.0,
            "the standard deviation of one of them": 1 / 2,
            "twice too much: the sum is divided by four, its variance by sixteen": 1 / 8,
        },
    )


def numpy() -> Exercise:
    """The column sums of the table of products of 1, 2, 3."""
    return Exercise(
        [6.0, 12.0, 18.0],
        {
            "the squares; a column times a row is a table": [1.0, 4.0, 9.0],
            "the array itself; each entry is multiplied by 1 + 2 + 3": [1.0, 2.0, 3.0],
        },
        rounding=EXACT,
    )


EXERCISES: dict[str, Callable[[], Exercise]] = {
    "notation-derivative": derivative,
    "notation-logarithm": logarithm,
    "notation-maximum": maximum,
    "notation-independence": independence,
    "notation-variance": variance,
    "notation-numpy": numpy,
}

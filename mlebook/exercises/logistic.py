"""The exercises of the page on logistic regression."""

from __future__ import annotations

import numpy as np

from ..arrays import Array
from ..datasets import load_challenger, load_seed_labels
from ..models.logistic import LogisticRegression
from ..penalised import penalised_fit
from .frame import EXACT, Exercise
from .mistakes import of_a_logarithm


def with_intercept(t: Array) -> Array:
    """A column of ones and a column of t."""
    return np.column_stack([np.ones(len(t)), t])


def two_groups() -> Exercise:
    """The log odds ratio of 18 of 24 to 12 of 30."""
    answer = float(np.log(9 / 2))
    return Exercise(
        answer,
        {
            **of_a_logarithm(answer),
            "the odds ratio; its logarithm is asked for": 9 / 2,
            "the logarithm of the ratio of the probabilities": np.log((18 / 24) / (12 / 30)),
            "the log odds in the light; those in the dark are to be subtracted": np.log(3),
            "the log odds in the dark, which are the intercept": np.log(2 / 3),
            "the difference of the probabilities": 18 / 24 - 12 / 30,
        },
    )


def one_step() -> Exercise:
    """The slope after one Newton step from 0, for labels 0, 1, 0, 1 at 0, 1, 2, 3."""
    X, y = with_intercept(np.arange(4.0)), np.array([0.0, 1.0, 0.0, 1.0])
    intercept, slope = np.linalg.lstsq(X, 4 * (y - 0.5), rcond=None)[0]
    return Exercise(
        slope,
        {
            "the slope of a line through the labels; z is 4 (y - 1/2)": slope / 4,
            "the slope with weights of 1/2; w is p (1 - p), a quarter": slope / 2,
            "the second entry of the score; Newton's step solves J step = U": (X.T @ (y - 0.5))[1],
            "the intercept; the slope is asked for": intercept,
            "right but for the sign": -slope,
            "the top, to which one step does not lead": LogisticRegression.fit(X, y).beta[1],
            "the slope of a line through the origin; there is an intercept as well": (
                X[:, 1] @ (4 * (y - 0.5)) / (X[:, 1] @ X[:, 1])
            ),
        },
    )


def outline() -> Exercise:
    """The slope for the seed's labels."""
    t, y = load_seed_labels()
    X = with_intercept(t)
    intercept, slope = LogisticRegression.fit(X, y).beta

    def penalty(point: LogisticRegression) -> Array:
        return -(point.beta[..., 1] ** 2) / 2

    default = penalised_fit(LogisticRegression, X, y, prior=penalty)
    return Exercise(
        slope,
        {
            "scikit-learn's default, which is penalised": default.beta[1],
            "the slope that the labels were drawn with": 1.5,
            "the intercept; the slope is asked for": intercept,
            "the slope of a model without an intercept": LogisticRegression.fit(t[:, None], y).beta[
                0
            ],
            "right but for the sign": -slope,
            "the odds ratio; the slope is its logarithm": np.exp(slope),
            "the slope of a line through the labels": np.polyfit(t, y, 1)[0],
        },
        rounding=2e-4,
    )


def rings() -> Exercise:
    """The slope for the damaged rings among six, two of them at 53 degrees."""
    flights = load_challenger()
    t, y = flights.temperature, flights.distress
    X, damaged = with_intercept(t), y * np.where((t == 53) | (t == 75), 2, 1)

    def slope(counts: Array) -> float:
        rows = LogisticRegression.rows(X, counts / 6, weights=np.full(len(t), 6.0))
        return float(LogisticRegression.fit(rows).beta[1])

    return Exercise(
        slope(damaged),
        {
            "the slope for any distress; the table with the rings is asked for": (
                LogisticRegression.fit(X, y).beta[1]
            ),
            "the slope of another table, with 5 rings at 53 degrees and 1 at 75": slope(
                np.where((t == 53) & (y == 1), 5, y)
            ),
            "the slope with one ring on each flight that had distress": slope(y),
            "right but for the sign": -slope(damaged),
            "the intercept; the slope is asked for": 5.085,
            "the odds ratio; the slope is its logarithm": np.exp(slope(damaged)),
        },
        rounding=2e-3,
    )


def certain() -> Exercise:
    """The first whole number whose logistic function is rounded to 1."""
    return Exercise(
        37,
        {
            "the last one that is not rounded to 1": 36,
            "one too high; look at the number before it": 38,
            "where exp(eta) overflows; 1 is reached long before": 710,
            "where exp(-eta) becomes zero; it need only be lost beside 1": 746,
            "where it is rounded to 1 in half the digits (float32)": 17,
        },
        rounding=EXACT,
    )


def touching() -> Exercise:
    """The height that labels 0, 0, 1, 1 at 1, 2, 2, 3 come near to."""
    answer = float(2 * np.log(1 / 2))
    return Exercise(
        answer,
        {
            **of_a_logarithm(answer),
            "what it would be if all labels were separated; two of them meet at t = 2": 0.0,
            "the height at beta = 0; one can do better": 4 * np.log(1 / 2),
            "the part of one label at t = 2; there are two": np.log(1 / 2),
            "the likelihood; its logarithm is asked for": 1 / 4,
        },
    )


EXERCISES = {
    "logistic-two-groups": two_groups,
    "logistic-one-step": one_step,
    "logistic-outline": outline,
    "logistic-rings": rings,
    "logistic-certain": certain,
    "logistic-touching": touching,
}

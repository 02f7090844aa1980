"""The exercises of the page on least squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from ..datasets import load_aids_australia
from ..information import standard_error
from ..models.linear import LinearRegression
from ..profiles import profile_interval
from .frame import Exercise

SINES = np.array([0, 0.2987, 0.4648, 0.5762, 0.8386])
ARCS = np.array([56751.0, 57037.0, 56979.0, 57074.0, 57422.0])


def line(x: ArrayLike, y: ArrayLike) -> LinearRegression:
    """The line of least squares."""
    columns = np.asarray(x, dtype=float)
    return LinearRegression.fit(np.column_stack([np.ones(columns.size), columns]), y)


def four() -> Exercise:
    """The variance of the noise around the line through four points."""
    y = [1.0, 3.0, 3.0, 7.0]
    fit = line([0, 1, 2, 3], y)
    v = float(fit.sigma**2)
    return Exercise(
        v,
        {
            "the unbiased one, with divisor n - d; the maximum likelihood estimate has n": 2 * v,
            "the one with divisor n - 1; the maximum likelihood estimate has n": 4 * v / 3,
            "the residual sum of squares; divide by n": 4 * v,
            "the standard deviation; the variance is asked for": np.sqrt(v),
            "the variance of y about its mean; take the residuals from the line": np.var(y),
            "the slope; the variance of the noise is asked for": fit.beta[1],
        },
    )


def gauges() -> Exercise:
    """A length measured as 10 and, with twice the standard deviation, as 16."""
    ones, y = np.ones((2, 1)), [10.0, 16.0]

    def mean(first: float, second: float) -> float:
        rows = LinearRegression.rows(ones, y, weights=[first, second])
        return float(LinearRegression.fit(rows).beta[0])

    return Exercise(
        mean(4, 1),
        {
            "the mean with equal weights; the variances differ": mean(1, 1),
            "a mean weighted by one over the standard deviation; take the variance": mean(2, 1),
            "the poor gauge with the larger weight": mean(1, 4),
            "the poor gauge with the larger weight, and that by the standard deviation": mean(1, 2),
            "the reading of the good gauge alone": 10.0,
        },
    )


def cape() -> Exercise:
    """The change of the slope when the sine of the Cape is put right."""

    def change(value: float) -> float:
        moved = np.where(np.arange(5) == 1, value, SINES)
        return float(line(moved, ARCS).beta[1] - line(SINES, ARCS).beta[1])

    sine = np.sin(np.radians(33 + 18 / 60))
    right = change(sine**2)
    relative = right / line(SINES, ARCS).beta[1]
    return Exercise(
        right,
        {
            "the old slope minus the new one": -right,
            "the change with 33.18 degrees; 18 minutes are 0.3 of a degree": change(
                np.sin(np.radians(33.18)) ** 2
            ),
            "the change with the sine; its square is wanted": change(sine),
            "the change with degrees taken for radians": change(np.sin(33 + 18 / 60) ** 2),
            "the new slope; its change is asked for": line(SINES, ARCS).beta[1] + right,
            "the relative change; toises are asked for": relative,
        },
    )


def lapland() -> Exercise:
    """The change of the slope when the last arc is 1000 toises too long."""
    last = np.eye(5)[4] * 1000
    right = float(line(SINES, ARCS + last).beta[1] - line(SINES, ARCS).beta[1])
    off = SINES - SINES.mean()
    return Exercise(
        right,
        {
            "the change of a line from Quito to Lapland, which are not the only points": 1000
            / SINES[4],
            "the change per toise; the slip is 1000 toises": right / 1000,
            "the new slope; its change is asked for": line(SINES, ARCS).beta[1] + right,
            "the change of a line that is held at the origin, without a column of ones": 1000
            * SINES[4]
            / (SINES**2).sum(),
            "the change with x - mean on top, and the squares of x below": 1000
            * off[4]
            / (SINES**2).sum(),
            "the change of the height at the equator": float(
                line(SINES, ARCS + last).beta[0] - line(SINES, ARCS).beta[0]
            ),
        },
    )


def quarters() -> Exercise:
    """The upper end of Student's interval for the slope of the first ten quarters."""
    n, cases = 10, load_aids_australia().cases
    X, y = np.column_stack([np.ones(n), np.arange(n)]), cases[:n]
    fit = LinearRegression.fit(X, y)
    slope, by_n = float(fit.beta[1]), float(standard_error(fit, X, y)[1])
    error, z = by_n * np.sqrt(n / (n - 2)), float(ndtri(0.975))
    cut = float(stdtrit(n - 2, 0.975))
    profile = profile_interval(fit, X, y, parameter="beta[1]")
    return Exercise(
        slope + cut * error,
        {
            "Wald's upper end: its divisor is n, its quantile the normal one": slope + z * by_n,
            "the profile's upper end": float(profile.upper),
            "the one with the divisor n; Student's ratio has n - d": slope + cut * by_n,
            "the one with the normal quantile; Student's is larger": slope + z * error,
            "the lower end": slope - cut * error,
            "the estimate": slope,
            "half the width; add the estimate": cut * error,
            "the slope of all quarters; the first ten are asked for": line(
                range(len(cases)), cases
            ).beta[1],
        },
        rounding=1e-3,
    )


EXERCISES = {
    "least-squares-four": four,
    "least-squares-gauges": gauges,
    "least-squares-cape": cape,
    "least-squares-lapland": lapland,
    "least-squares-quarters": quarters,
}

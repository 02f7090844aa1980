"""The two reports of the last page that the reader writes: remissions, and the spread of AIDS."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from ..datasets import load_aids_australia, load_remission
from ..information import standard_error
from ..intervals import wald_interval
from ..models.poisson_regression import PoissonRegression
from ..profiles import profile_interval
from .frame import Exercise


def remission() -> Exercise:
    """The lower end of the profile interval for the rate of relapse, placebo over 6-MP."""
    table = load_remission()
    relapses = np.append(table.sixmp_event, np.ones(21))
    weeks = np.append(table.sixmp_time, table.placebo_time)
    columns = np.column_stack([np.ones(42), np.repeat([0, 1], 21)])
    rows = PoissonRegression.rows(columns, relapses, offset=np.log(weeks))
    fit = PoissonRegression.fit(rows)
    ends = profile_interval(fit, rows, parameter="beta[1]")
    wald = wald_interval(fit, rows, parameter="beta[1]")
    narrow = profile_interval(fit, rows, parameter="beta[1]", level=0.9)
    ratio, error = float(np.exp(fit.beta[1])), standard_error(fit, rows)[1]
    return Exercise(
        np.exp(ends.lower),
        {
            "the estimate itself; its interval is asked for": ratio,
            "the upper end": np.exp(ends.upper),
            "the lower end for 6-MP over placebo": np.exp(-ends.upper),
            "the lower end for the logarithm of the ratio": ends.lower,
            "the Wald end, made for the logarithm": np.exp(wald.lower),
            "the Wald end, made for the ratio itself": ratio * (1 - norm.ppf(0.975).item() * error),
            "the end of the interval at 90 %": np.exp(narrow.lower),
        },
    )


def forecast() -> Exercise:
    """The expected cases in the first quarter of 1989, if growth is a power of time."""
    cases, quarter = load_aids_australia().cases, np.arange(1, 21)
    power = np.column_stack([np.ones(20), np.log(quarter)])
    exponential = np.column_stack([np.ones(20), quarter])
    by_power = PoissonRegression.fit(power, cases).beta
    by_exponential = PoissonRegression.fit(exponential, cases).beta
    by_squares = np.linalg.lstsq(power, np.log(cases), rcond=None)[0]
    next_one = by_power @ [1, np.log(21)]
    return Exercise(
        np.exp(next_one),
        {
            "what exponential growth expects": np.exp(by_exponential @ [1, 21]),
            "the mean of the last quarter of 1988; go one on": np.exp(by_power @ [1, np.log(20)]),
            "the logarithm of the mean": next_one,
            "the last count": float(cases[-1]),
            "what least squares for the logarithms expects": np.exp(by_squares @ [1, np.log(21)]),
            "the mean for all of 1989": np.exp(power_of(by_power, np.arange(21, 25))).sum(),
        },
    )


def power_of(beta: np.ndarray, quarter: np.ndarray) -> np.ndarray:
    """The log of the mean in some quarters, if growth is a power of time."""
    return np.asarray(beta[0] + beta[1] * np.log(quarter))


EXERCISES = {
    "capstone-reports-remission": remission,
    "capstone-reports-forecast": forecast,
}

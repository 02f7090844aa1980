"""The exercises of the page on censoring."""

from __future__ import annotations

import numpy as np
from scipy.special import gamma, ndtri

from ..censored import Censored
from ..datasets import load_remission
from ..models.exponential import Exponential
from ..models.weibull import Weibull
from .frame import EXACT, Exercise


def lamps() -> Exercise:
    """The rate of failure of five lamps, of which two still burn."""
    months, failed = np.array([2.0, 3.0, 7.0, 8.0, 8.0]), np.array([1, 1, 1, 0, 0])
    rate = float(Exponential.fit(Censored(months, failed)).rate)
    return Exercise(
        rate,
        {
            "what comes out if the lamps that still burn are dropped": 3 / months[:3].sum(),
            "what comes out if the lamps that still burn are called failures": 5 / months.sum(),
            "the mean time to a failure; its inverse, the rate, is asked for": 1 / rate,
            "the share of lamps that failed; time counts too": 3 / 5,
            "what comes out if the test of 8 months counts once, and not for each lamp": 3 / 8,
            "what comes out if each lamp is counted for all of the 8 months": 3 / 40,
            "what comes out if the 8 months of only one of the two lamps are counted": 3 / 20,
        },
        rounding=1e-3,
    )


def without_events() -> Exercise:
    """The hours without a failure that put the upper end at one in a thousand hours."""
    hours = 1000 * np.log(20)
    return Exercise(
        hours,
        {
            "three times the mean time, which is only nearly right: the factor is log 20": 3000.0,
            "the end of a two-sided interval at 95 %: put all 5 % on one side": 1000 * np.log(40),
            "the logarithm to base 10; the natural one is needed": 1000 * np.log10(20),
            "the time without the factor log 20": 1000.0,
            "the time for 95 % in the place of 5 %": -1000 * np.log(0.95),
            "the time for a log-likelihood that falls by 1.92, as for an estimate inside": 500
            * ndtri(0.975) ** 2,
            "the time for 1 %, not for 5 %": 1000 * np.log(100),
            "the upper end after 1000 hours; the hours are asked for": np.log(20) / 1000,
        },
        rounding=5e-4,
    )


def late() -> Exercise:
    """The rate of failure of pumps that came under observation late."""
    entry, failure = np.array([2.0, 5.0, 1.0]), np.array([4.0, 9.0, 8.0])
    rate = float(Exponential.fit(failure - entry).rate)
    return Exercise(
        rate,
        {
            "the rate with the years before observation counted too": 3 / failure.sum(),
            "the mean time under observation; its inverse is asked for": 1 / rate,
            "the number of failures over the years before observation": 3 / entry.sum(),
            "the mean of the three rates; add up events and years first": np.mean(
                1 / (failure - entry)
            ),
            "the rate with the years before observation added once more": 3
            / (failure + entry).sum(),
            "one failure over all the years; there are three": 1 / (failure - entry).sum(),
        },
        rounding=1e-3,
    )


def until_half() -> Exercise:
    """The patients, each watched until half have relapsed, that are worth a hundred."""
    return Exercise(
        200.0,
        {
            "the number of patients that are watched to the end": 100.0,
            "the ratio upside down": 50.0,
            "the number if each were watched for a mean remission, where more than half relapse": (
                100 / (1 - np.exp(-1))
            ),
            "the number if all were watched up to the median; who relapses is seen for less": (
                100 / np.log(2)
            ),
            "four times as many, as if the standard error were to be halved": 400.0,
        },
        rounding=EXACT,
    )


def median() -> Exercise:
    """The median remission on 6-MP by the Weibull distribution."""
    table = load_remission()
    record = Censored(table.sixmp_time, table.sixmp_event)
    fit, log_2 = Weibull.fit(record), np.log(2)
    seen = Weibull.fit(table.sixmp_time[table.sixmp_event == 1])
    ends = Weibull.fit(table.sixmp_time)
    return Exercise(
        fit.scale * log_2 ** (1 / fit.shape),
        {
            "the estimate by the exponential distribution": log_2 / Exponential.fit(record).rate,
            "the scale, which a share of 1/e gets past": fit.scale,
            "the scale times log 2; the log has the power 1/shape": fit.scale * log_2,
            "the scale times log 2 to the power of the shape; it is 1/shape": fit.scale
            * log_2**fit.shape,
            "the estimate from the patients who relapsed": seen.scale * log_2 ** (1 / seen.shape),
            "the estimate with every last week called a relapse": ends.scale
            * log_2 ** (1 / ends.shape),
            "the mean of the Weibull distribution; its median is asked for": fit.scale
            * gamma(1 + 1 / fit.shape),
            "the median of the weeks as they stand, censored or not": np.median(table.sixmp_time),
        },
        rounding=1e-3,
    )


def register() -> Exercise:
    """The slope at rate 0 of a register of relapses up to week 5."""
    weeks = load_remission().placebo_time
    early, up_to_10 = weeks[weeks <= 5], weeks[weeks <= 10]
    n, total = early.size, early.sum()
    return Exercise(
        2.5 * n - total,
        {
            "the slope with the other sign": total - 2.5 * n,
            "the slope for a single patient, on average": 2.5 - total / n,
            "the slope without the divisor, the probability of being in the register": -total,
            "the slope with b in the place of b/2": 5.0 * n - total,
            "the slope if all patients on placebo were in the register": 2.5 * weeks.size
            - weeks.sum(),
            "the slope of the part of the divisor alone": 2.5 * n,
            "the slope for the register up to week 10": 5.0 * up_to_10.size - up_to_10.sum(),
        },
    )


EXERCISES = {
    "censoring-lamps": lamps,
    "censoring-none": without_events,
    "censoring-late": late,
    "censoring-until": until_half,
    "censoring-median": median,
    "censoring-register": register,
}

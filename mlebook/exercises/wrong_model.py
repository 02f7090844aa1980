"""The exercises of the page on wrong models, and on choosing between them."""

from __future__ import annotations

import numpy as np

from ..datasets import load_bearings, load_newcomb
from ..information import standard_error
from ..models.normal import Normal
from ..models.student_t import StudentT
from ..selection import aic
from .frame import Exercise


def divergence() -> Exercise:
    """The divergence of a fair coin from a model with one head in four."""
    D = np.log(4 / 3) / 2
    return Exercise(
        D,
        {
            "the divergence with truth and model exchanged": 0.25 * np.log(0.5)
            + 0.75 * np.log(1.5),
            "right but for the sign": -D,
            "right but for the logarithm: you took the one to base 2": D / np.log(2),
            "right but for the logarithm: you took the one to base 10": D / np.log(10),
            "the sum of the logarithms; each counts with the probability of the truth": 2 * D,
            "the part of the heads alone": np.log(2) / 2,
            "the expected log-density, with its sign changed; subtract that of the truth": D
            + np.log(2),
        },
    )


def counts() -> Exercise:
    """The standard deviation of a Poisson estimate, when counts scatter too much."""
    return Exercise(
        np.sqrt(6 / 400),
        {
            "what the model says, the root of 2/400": np.sqrt(2 / 400),
            "the variance; its root is asked for": 6 / 400,
            "the root of K_1 / n; K_1 has to be divided by the square of J_1": np.sqrt(1.5 / 400),
            "the root of K_1 / (n J_1); J_1 stands there twice": np.sqrt(3 / 400),
            "that of a single count; there are four hundred": np.sqrt(6),
            "the variance divided by the root of n; take the root of both": 6 / 20,
            "the root of the sum of both variances, over n": np.sqrt(8 / 400),
        },
    )


def sigma() -> Exercise:
    """The sandwich standard error of sigma over the usual one, for the times of light."""
    x = load_newcomb().deviation
    normal, t = Normal.fit(x), StudentT.fit(x)
    usual, robust = (standard_error(normal, x, kind=kind)[1] for kind in ("observed", "sandwich"))
    ratio_t = standard_error(t, x, kind="sandwich")[2] / standard_error(t, x)[2]
    return Exercise(
        robust / usual,
        {
            "the ratio upside down": usual / robust,
            "the ratio of the variances; take its root": (robust / usual) ** 2,
            "the ratio for mu, for which the two agree": 1.0,
            "the sandwich standard error itself; its ratio to the usual one is asked for": robust,
            "the usual standard error; the ratio of the sandwich's to it is asked for": usual,
            "the ratio for the scale of Student's t": ratio_t,
        },
    )


def roots() -> Exercise:
    """The AIC of a normal distribution for the square roots, for the lifetimes themselves."""
    x = load_bearings().million_revolutions
    y = np.sqrt(x)
    raw, logs = aic(Normal.fit(y), y), 2 * np.log(2 * y).sum()
    return Exercise(
        raw + logs,
        {
            "the AIC for the roots; the Jacobian is missing": raw,
            "the Jacobian with the wrong sign": raw - logs,
            "the Jacobian without the factor 2 of the AIC": raw + logs / 2,
            "the Jacobian without the 2 of the derivative": raw + 2 * np.log(y).sum(),
            "the Jacobian of the logarithm, 1/x": raw + 2 * np.log(x).sum(),
            "the AIC without its two parameters": raw + logs - 4,
            "the log-likelihood": 2 - (raw + logs) / 2,
            "the AIC of a normal distribution for the lifetimes themselves": aic(Normal.fit(x), x),
        },
        rounding=5e-4,
    )


def optimism() -> Exercise:
    """The excess of the log-likelihood of a normal fit, if E(z**4) is 9."""
    return Exercise(
        5.0,
        {
            "the number of parameters, which is right only if the model is": 2.0,
            "the part of sigma alone": 4.0,
            "the sum with the fourth moment itself; its variance is 9 - 1": 5.5,
            "the sum without J_1 for sigma, which is 2 over sigma squared": 9.0,
            "twice the excess, or the sum with the fourth moment itself and without J_1": 10.0,
            "the excess beyond the two parameters": 3.0,
        },
    )


def dropped() -> Exercise:
    """How far the AIC falls when two values are dropped."""
    x = load_newcomb().deviation
    near = x[x > 0]
    normal, some, t = Normal.fit(x), Normal.fit(near), StudentT.fit(x)
    gain = aic(t, x) - aic(some, near)
    return Exercise(
        gain,
        {
            "the difference with the wrong sign": -gain,
            "the difference of the log-likelihoods": some.log_likelihood(near)
            - t.log_likelihood(x),
            "twice the difference of the log-likelihoods; the t has a parameter more": gain - 2,
            "the difference from the normal fit to all values": aic(normal, x) - aic(some, near),
            "what the t gains on the normal, both with all values": aic(normal, x) - aic(t, x),
            "the AIC for the 64 values; its difference from the other is asked for": aic(
                some, near
            ),
        },
        rounding=1e-3,
    )


EXERCISES = {
    "wrong-model-divergence": divergence,
    "wrong-model-counts": counts,
    "wrong-model-sigma": sigma,
    "wrong-model-roots": roots,
    "wrong-model-optimism": optimism,
    "wrong-model-dropped": dropped,
}

"""What mpmath and statsmodels say of the regressions in the tests: writes python.json.

    python tests/witnesses/regression/make_python.py

mpmath works with 40 digits, of which 30 are written; its Newton steps share no code with ours.
"""

import json
from pathlib import Path

import mpmath as mp
import numpy as np
import statsmodels
import statsmodels.api as sm

HERE = Path(__file__).parent
TABLES = HERE.parents[2] / "mlebook" / "datasets"
mp.mp.dps = 40


def height(rows, a, b):
    """The log-likelihood of a logistic regression on one covariate."""
    return sum(y * (a + b * x) - mp.log(1 + mp.exp(a + b * x)) for x, y in rows)


def slopes(rows, a, b):
    """Its gradient."""
    residuals = [(x, y - 1 / (1 + mp.exp(-a - b * x))) for x, y in rows]
    return mp.matrix([sum(r for _, r in residuals), sum(x * r for x, r in residuals)])


def information(rows, a, b):
    """Minus its second derivatives."""
    variances = [(x, mp.exp(a + b * x) / (1 + mp.exp(a + b * x)) ** 2) for x, _ in rows]
    moments = [sum(x**k * v for x, v in variances) for k in range(3)]
    return mp.matrix([[moments[0], moments[1]], [moments[1], moments[2]]])


def top(rows):
    """The estimates, by Newton's method."""
    theta = mp.matrix([0, 0])
    for _ in range(60):
        theta += mp.lu_solve(information(rows, *theta), slopes(rows, *theta))
    return theta


def best_intercept(rows, b):
    """The intercept where the slope is held at b."""
    a = -b * sum(x for x, _ in rows) / len(rows)
    for _ in range(100):
        a += slopes(rows, a, b)[0] / information(rows, a, b)[0, 0]
    return a


def challenger():
    """Estimates, tests of no effect of temperature, and the profile interval, to 30 digits."""
    lines = (TABLES / "challenger.csv").read_text().split()[1:]
    rows = [tuple(map(mp.mpf, line.split(","))) for line in lines]
    a, b = top(rows)
    V = information(rows, a, b) ** -1
    highest, null = height(rows, a, b), height(rows, best_intercept(rows, mp.mpf(0)), mp.mpf(0))
    z = mp.sqrt(2) * mp.erfinv(mp.mpf(95) / 100)

    def excess(t):
        return 2 * (highest - height(rows, best_intercept(rows, t), t)) - z**2

    a0 = best_intercept(rows, mp.mpf(0))
    U, V0 = slopes(rows, a0, mp.mpf(0)), information(rows, a0, mp.mpf(0)) ** -1
    found = {
        "beta": [a, b],
        "se": [mp.sqrt(V[0, 0]), mp.sqrt(V[1, 1])],
        "log_likelihood": highest,
        "null_log_likelihood": null,
        "likelihood_ratio": 2 * (highest - null),
        "wald": b**2 / V[1, 1],
        "score": (U.T * V0 * U)[0],
        "profile_ends": [mp.findroot(excess, t) for t in (mp.mpf("-0.52"), mp.mpf("-0.06"))],
    }
    return {
        name: [mp.nstr(v, 30) for v in value] if isinstance(value, list) else mp.nstr(value, 30)
        for name, value in found.items()
    }


def multinomial():
    """Three classes on two covariates, which are made here."""
    rng = np.random.default_rng(20)
    X = np.column_stack([np.ones(200), rng.normal(size=(200, 2))])
    p = np.exp(X @ np.array([[0, 0.3, -0.5], [0, 1.0, 0.2], [0, -0.7, 0.9]]))
    y = (rng.random(200)[:, None] > np.cumsum(p / p.sum(1, keepdims=True), axis=1)[:, :2]).sum(1)
    fit = sm.MNLogit(y, X).fit(disp=0, tol=1e-15, maxiter=100)
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "beta": fit.params.T.tolist(),
        "se": fit.bse.T.ravel().tolist(),
        "log_likelihood": fit.llf,
    }


def least_squares():
    """A straight line with its robust errors."""
    rng = np.random.default_rng(21)
    x = rng.normal(size=80)
    X, y = np.column_stack([np.ones(80), x]), 1 + 2 * x + (1 + x**2) * rng.normal(size=80)
    fit = sm.OLS(y, X).fit()
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "beta": fit.params.tolist(),
        "se_over_n_minus_d": fit.bse.tolist(),
        "sandwich": fit.HC0_se.tolist(),
        "log_likelihood": fit.llf,
    }


answers = {
    "statsmodels": statsmodels.__version__,
    "challenger": challenger(),
    "multinomial": multinomial(),
    "least_squares": least_squares(),
}
(HERE / "python.json").write_text(json.dumps(answers) + "\n", encoding="utf-8")

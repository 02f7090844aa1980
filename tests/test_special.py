"""Special functions against fifty digits of mpmath, from tiny arguments to huge ones."""

import mpmath
import numpy as np
import pytest

from mlebook import special

mpmath.mp.dps = 50

ARGUMENTS = [1e-3, 0.1, 1.0, 7.0, 29.0, 31.0, 1e3, 1e6, 1e9, 1e12]


def gap(a):
    """Defining formula."""
    return mpmath.log(a) - mpmath.digamma(a)


def excess(a):
    """Defining formula."""
    return a * (a * mpmath.psi(1, a) - 1)


def stirling(a):
    """Defining formula."""
    return a * mpmath.log(a) - a - mpmath.loggamma(a)


def half_step(a):
    """Defining formula."""
    return mpmath.digamma(a + mpmath.mpf(1) / 2) - mpmath.digamma(a) - 1 / (2 * a)


def half_step_of_log(a):
    """Defining formula."""
    half = mpmath.mpf(1) / 2
    return mpmath.loggamma(a + half) - mpmath.loggamma(a) - mpmath.log(a) / 2


def half_step_slope(a):
    """Defining formula."""
    return mpmath.psi(1, a + mpmath.mpf(1) / 2) - mpmath.psi(1, a) + 1 / (2 * a**2)


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize(
    ("function", "exact"),
    [
        (special.log_minus_digamma, gap),
        (special.trigamma_excess, excess),
        (special.trigamma, lambda a: mpmath.psi(1, a)),
        (special.stirling_gap, stirling),
        (special.half_step_of_digamma, half_step),
        (special.half_step_of_trigamma, half_step_slope),
    ],
)
def test_nothing_cancels_however_large_the_argument(function, exact, argument):
    """Twelve digits everywhere: without the series there are none left at 1e12."""
    wanted = exact(mpmath.mpf(argument))
    found = function(np.array(argument))
    assert abs(mpmath.mpf(float(found)) / wanted - 1) < 1e-12


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_the_half_step_of_log_gamma_is_right_to_thirteen_decimals(argument):
    """It enters a log-likelihood, where only its absolute error counts."""
    wanted = float(half_step_of_log(mpmath.mpf(argument)))
    assert abs(float(special.half_step_of_log_gamma(np.array(argument))) - wanted) < 2e-14

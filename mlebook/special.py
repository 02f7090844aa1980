"""Special functions, written so that nothing cancels where their arguments are large."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, polygamma, psi

from .arrays import Array

LARGE = 30.0  # from here on the series below are exact to rounding
STEPS = np.arange(12.0)  # as many steps up, and the series of trigamma is exact to rounding


def log_minus_digamma(a: Array) -> Array:
    r"""The difference log(a) - psi(a), which falls from infinity to 0 as a grows from 0.

    .. math:: \log a - \psi(a) \sim \frac{1}{2a} + \frac{1}{12a^2} - \frac{1}{120a^4} + \dots

    References
    ----------
    NIST Digital Library of Mathematical Functions, equation 5.11.2.
    """
    t = 1 / np.maximum(a, LARGE)
    bernoulli = 1 / 12 - t**2 * (1 / 120 - t**2 * (1 / 252 - t**2 * (1 / 240 - t**2 / 132)))
    return np.where(a > LARGE, t * (1 / 2 + t * bernoulli), np.log(a) - psi(a))


def trigamma_excess(a: Array) -> Array:
    r"""The product a (a psi'(a) - 1), which falls from infinity to 1/2 as a grows from 0.

    .. math:: a\,(a\,\psi'(a) - 1) \sim \frac12 + \frac{1}{6a} - \frac{1}{30a^3} + \dots

    References
    ----------
    NIST Digital Library of Mathematical Functions, section 5.15.
    """
    return np.where(a > LARGE, _excess_far_out(np.maximum(a, LARGE)), a * (a * trigamma(a) - 1))


def trigamma(a: Array) -> Array:
    r"""The second derivative of log Gamma, by its recurrence and its series.

    .. math:: \psi'(a) = \sum_{k=0}^{K-1} \frac{1}{(a + k)^2} + \psi'(a + K)

    SciPy's own takes ten times as long, which a batch of fits would feel.

    References
    ----------
    NIST Digital Library of Mathematical Functions, equation 5.15.5.
    """
    a = np.asarray(a)
    passed, far = np.add.outer(STEPS, a), a + len(STEPS)
    return np.asarray((1 / passed**2).sum(0) + (1 + _excess_far_out(far) / far) / far)


def _excess_far_out(a: Array) -> Array:
    """The series of `trigamma_excess`, for a of at least 12."""
    t = 1 / a
    u = t**2
    bernoulli = 1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66 - u * 691 / 2730))))
    return 1 / 2 + t * bernoulli


def stirling_gap(a: Array) -> Array:
    r"""How far log Gamma(a) lies from Stirling's formula a log a - a.

    .. math:: a\log a - a - \log\Gamma(a) \sim \frac12\log\frac{a}{2\pi} - \frac{1}{12a}
        + \frac{1}{360a^3} - \dots

    References
    ----------
    NIST Digital Library of Mathematical Functions, equation 5.11.1.
    """
    t = 1 / np.maximum(a, LARGE)
    bernoulli = 1 / 12 - t**2 * (1 / 360 - t**2 * (1 / 1260 - t**2 * (1 / 1680 - t**2 / 1188)))
    series = np.log(np.maximum(a, LARGE) / (2 * np.pi)) / 2 - t * bernoulli
    return np.where(a > LARGE, series, a * np.log(a) - a - gammaln(a))


def half_step_of_log_gamma(a: Array) -> Array:
    r"""The difference log Gamma(a + 1/2) - log Gamma(a) - log(a)/2, which falls like -1/(8a).

    .. math:: (a + \tfrac12) \log\bigl(1 + \tfrac{1}{2a}\bigr) - \tfrac12
        + g(a) - g(a + \tfrac12)

    with g the gap to Stirling's formula.
    """
    rise = (a + 0.5) * np.log1p(0.5 / a) - 0.5
    return np.asarray(rise + stirling_gap(a) - stirling_gap(a + 0.5))


def half_step_of_digamma(a: Array) -> Array:
    r"""The difference psi(a + 1/2) - psi(a) - 1/(2a), which falls like 1/(8 a**2).

    .. math:: \psi(a + \tfrac12) - \psi(a) - \frac{1}{2a} \sim
        \frac{1}{8a^2} - \frac{1}{64a^4} + \frac{1}{128a^6} - \dots
    """
    t2 = 1 / np.maximum(a, LARGE) ** 2
    series = t2 * (1 / 8 - t2 * (1 / 64 - t2 * (1 / 128 - t2 * (17 / 2048 - t2 * 31 / 2048))))
    return np.where(a > LARGE, series, psi(a + 0.5) - psi(a) - 1 / (2 * a))


def half_step_of_trigamma(a: Array) -> Array:
    r"""The difference psi'(a + 1/2) - psi'(a) + 1/(2 a**2), the derivative of the last one."""
    t2 = 1 / np.maximum(a, LARGE) ** 2
    t3 = t2 / np.maximum(a, LARGE)
    series = -t3 * (1 / 4 - t2 * (1 / 16 - t2 * (3 / 64 - t2 * (17 / 256 - t2 * 155 / 1024))))
    direct = polygamma(1, a + 0.5) - polygamma(1, a) + 1 / (2 * a**2)
    return np.where(a > LARGE, series, direct)

"""The derivatives of the logarithm of a mixture's density."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import logsumexp

from ..arrays import Array


def survey(point: Any, x: Array) -> tuple[Array, Array, Array]:
    """The log-likelihood, the score and the observed information, from one look at the parts."""
    log_density, ratio, own = _parts(point, x)
    scores = _slopes(point, ratio, own)
    information = np.matmul(np.swapaxes(scores, -1, -2), scores) - _bends(point, x, ratio, own)
    return log_density.sum(-1), scores.sum(-2), information


def scores(point: Any, x: Array) -> Array:
    """The gradient of each observation's log density, as `Mixture.scores` gives it."""
    _, ratio, own = _parts(point, x)
    return _slopes(point, ratio, own)


def _slopes(point: Any, ratio: Array, own: Array) -> Array:
    of_weights = ratio[..., :-1] - ratio[..., -1:]
    of_parts = np.swapaxes((point.weights[..., None, :] * ratio)[..., None] * own, -1, -2)
    return np.concatenate([of_weights, of_parts.reshape(*of_weights.shape[:-1], -1)], axis=-1)


def _bends(point: Any, x: Array, ratio: Array, u: Array) -> Array:
    """The second derivatives of f, divided by f and summed over observations (*batch, k, k).

    0 for two weights, as f is linear in them; for a weight and a component its own score times
    f(x | component)/f(x); for one component responsibility (u u' - J), with score u and information
    J; and 0 for two components.
    """
    J = _own_information(point, x)
    K, p = u.shape[-2:]
    total = np.zeros((*ratio.shape[:-2], K - 1 + K * p, K - 1 + K * p))
    for k in range(K):
        own = np.arange(p) * K + (K - 1 + k)  # where component k stands in theta
        share, of_k = point.weights[..., None, k] * ratio[..., k], u[..., k, :]
        inner = of_k[..., :, None] * of_k[..., None, :] - J[..., k, :, :]
        block: Any = (..., *np.ix_(own, own))
        total[block] = (share[..., None, None] * inner).sum(-3)
        mixed = (ratio[..., k, None] * of_k).sum(-2)
        for j in [k] if k < K - 1 else range(K - 1):  # the last weight is 1 - all the others
            total[..., j, own] = total[..., own, j] = mixed if k < K - 1 else -mixed
    return total


def _parts(point: Any, x: Array) -> tuple[Array, Array, Array]:
    """The log densities (*batch, n); by component f(x | k)/f(x) (*batch, n, K), scores (.., p)."""
    parts = point.components.log_density(x[..., None, :])
    with np.errstate(divide="ignore"):
        weighted = np.log(point.weights)[..., None] + parts
    log_density = logsumexp(weighted, axis=-2)
    ratio = np.exp(parts - log_density[..., None, :])
    own = point.components.scores(x[..., None, :])
    return log_density, np.swapaxes(ratio, -1, -2), np.swapaxes(own, -2, -3)


def _own_information(point: Any, x: Array) -> Array:
    """The information of each observation under each component, (*batch, n, K, p, p)."""
    singly = point.components[..., None].observed_information(x[..., None, :, None])
    return np.swapaxes(singly, -3, -4)

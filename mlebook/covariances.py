"""Algebra of covariance matrices, (*batch, d, d)."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .curvature import is_positive_definite


def is_covariance(matrix: Array) -> Array:
    """Whether a symmetric matrix is positive definite; not, if an entry is nan."""
    everything = np.ones(matrix.shape[-1], dtype=bool)
    return is_positive_definite(matrix, everything, definite=1e-15)


def refuse_units(cov: Array, deviation: Array) -> None:
    """Raise an error where squares overflow, or vanish though the deviations are not 0."""
    if not np.all(np.isfinite(cov)):
        raise ValueError("X must be small enough that squares are: measure it in a larger unit")
    largest = np.abs(deviation).max(-2)
    if np.any((largest > 0) & (np.diagonal(cov, axis1=-2, axis2=-1) < 1e-290)):
        raise ValueError(
            "X must not be so close together that squares vanish: measure it in a smaller unit"
        )


def cholesky(matrix: Array) -> Array:
    """The lower triangular L with L L' = matrix; nan where there is none."""
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        sound = is_covariance(matrix)[..., None, None]
        filled = np.where(sound, matrix, np.eye(matrix.shape[-1]))
        return np.where(sound, np.linalg.cholesky(filled), np.nan)


def inverse_factor(matrix: Array) -> Array:
    """The inverse R of the Cholesky factor, so that R matrix R' = 1; nan where there is none."""
    unit = np.sqrt(np.diagonal(matrix, axis1=-2, axis2=-1))[..., None]
    scaled = np.linalg.solve(cholesky(matrix) / unit, np.eye(matrix.shape[-1]))
    return scaled / np.swapaxes(unit, -1, -2)


def has_spread(cov: Array, mean: Array) -> Array:
    """Whether no column is, but for rounding, a linear combination of the others."""
    spread = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    correlation = cov / spread[..., :, None] / spread[..., None, :]
    sound = np.isfinite(correlation).all((-1, -2))
    filled = np.where(sound[..., None, None], correlation, np.eye(cov.shape[-1]))
    rounding = 1e-13 + ((np.spacing(np.abs(mean)) / spread) ** 2).sum(-1)
    return np.asarray(sound & (np.linalg.eigvalsh(filled)[..., 0] > rounding))


def partners(cov: Array, j: int) -> list[int]:
    """The columns before the j-th of which it is a linear combination."""
    unit = np.sqrt(np.diagonal(cov))[: j + 1]
    correlation = cov[: j + 1, : j + 1] / unit[:, None] / unit
    coefficients = np.linalg.solve(correlation[:j, :j], correlation[:j, j])
    return [int(i) for i in np.flatnonzero(np.abs(coefficients) > 1e-4)]


def completed(matrix: Array, held: Array) -> Array:
    """A covariance matrix like `matrix`, with the entries that are held; nan if none was found.

    Rows and columns are stretched to the variances that are held; then the other covariances are
    shrunk, and the other variances raised, as far as it takes.
    """
    given, on_diagonal = ~np.isnan(held), np.eye(held.shape[-1]) == 1
    ratio = np.where(given, held, matrix) / matrix
    stretch = np.sqrt(np.diagonal(ratio, axis1=-2, axis2=-1))
    matrix = matrix * stretch[..., :, None] * stretch[..., None, :]
    unit = np.sqrt(np.diagonal(matrix, axis1=-2, axis2=-1))
    correlation = np.where(given, held, 0.0) / unit[..., :, None] / unit[..., None, :]
    enough = 1.1 + np.abs(correlation).sum(-1).max(-1)[..., None, None]
    found = np.full_like(correlation, np.nan)
    for share, rise in ((1.0, 1.0), (0.5, 1.0), (0.0, 1.0), (0.0, enough)):
        trial = np.where(given, held, matrix * np.where(on_diagonal, rise, share))
        sound = is_covariance(trial) & np.isnan(found).any((-1, -2))
        found = np.where(sound[..., None, None], trial, found)
    return found


def regressed(distance: Array, cov: Array) -> Array:
    """The distances (*batch, d), those that are nan filled in by a regression on the others.

    With h the known ones and f the others: d_f = cov_fh cov_hh^-1 d_h.
    """
    known = ~np.isnan(distance.reshape(-1, distance.shape[-1])[0])
    if np.any(np.isnan(distance) == known):
        raise ValueError("all replicates must hold the same entries of a vector")
    root = inverse_factor(cov[..., known, :][..., known])
    slopes = np.matmul(np.matmul(cov[..., known], np.swapaxes(root, -1, -2)), root)
    filled = np.matmul(slopes, distance[..., known, None])[..., 0]
    filled[..., known] = np.broadcast_to(distance, filled.shape)[..., known]
    return filled


def centred(
    mean: Array, products: Array, held: Array | None = None, cov: Array | None = None
) -> tuple[Array, Array]:
    """The means, the others drawn along by those that are held, and the mean products about them.

    `products` are those about the means; the regression of the others is by `cov`, or by them.
    """
    if held is None:
        return mean, products
    distance = regressed(mean - held, products if cov is None else cov)
    return mean - distance, products + distance[..., :, None] * distance[..., None, :]


def flat(matrices: Array) -> Array:
    """Each matrix as one row."""
    return matrices.reshape(*matrices.shape[:-2], -1)


def joined(of_means: Array, of_cov: Array) -> Array:
    """The two parts of a score as one."""
    batch = np.broadcast_shapes(of_means.shape[:-1], of_cov.shape[:-1])
    parts = (np.broadcast_to(part, (*batch, part.shape[-1])) for part in (of_means, of_cov))
    return np.concatenate(list(parts), axis=-1)


def blocks(root: Array, mixed: Array, of_cov: Array) -> Array:
    """The information on the means, R'R, beside and above those with the entries of Sigma."""
    of_means = np.matmul(np.swapaxes(root, -1, -2), root)
    batch = np.broadcast_shapes(*(part.shape[:-2] for part in (of_means, mixed, of_cov)))
    means, mixed, entries = (
        np.broadcast_to(part, (*batch, *part.shape[-2:])) for part in (of_means, mixed, of_cov)
    )
    upper = np.concatenate([means, np.swapaxes(mixed, -1, -2)], axis=-1)
    return np.concatenate([upper, np.concatenate([mixed, entries], axis=-1)], axis=-2)

"""Numbers that Python and a browser draw alike, so that a figure need not carry them."""

from __future__ import annotations

import numpy as np

from ..arrays import Array

ROOM = 1024  # places that each row has, whether they are used or not


def uniforms(rows: int, columns: int, *, seed: int) -> Array:
    """Numbers between 0 and 1 that look random, the same in every language.

    The place of a number in the table, times an odd constant, is the counter; its 32 bits are mixed
    until they look random.  Only whole numbers modulo 2**32 are multiplied and shifted, which is
    exact everywhere: `mathematics/uniforms.mjs` has the same lines.  A row with more columns begins
    with the same numbers.

    Parameters
    ----------
    rows, columns
        The size of the table; at most 1024 columns.
    seed
        A whole number, from 0 on; another one begins another table.

    Returns
    -------
    Array
        Numbers strictly between 0 and 1, (rows, columns).

    References
    ----------
    The two multipliers are those of the mixing function lowbias32 of C. Wellons; the counter's is
    2**32 over the golden ratio, made odd.

    Examples
    --------
    >>> print(uniforms(2, 3, seed=1).round(3))
    [[0.408 0.622 0.265]
     [0.168 0.906 0.207]]
    """
    if columns > ROOM:
        raise ValueError(f"columns must be at most {ROOM}, got {columns}")
    place = np.arange(rows)[:, None] * ROOM + np.arange(columns)
    h = (np.uint64(seed) + place.astype(np.uint64) * np.uint64(0x9E3779B9)).astype(np.uint32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    return ((h ^ (h >> np.uint32(16))) + 0.5) / 2**32

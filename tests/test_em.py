"""EM on data whose path was printed, and where it must stop, go on, or protest."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlebook import em

ANIMALS = np.array([125.0, 18.0, 20.0, 34.0])
LINKAGE = (15 + np.sqrt(53809)) / 394


def linkage_update(t):
    """Of the first category, t/(2 + t) are counted with the fourth."""
    y = ANIMALS
    filled = y[0] * t / (2 + t)
    return (filled + y[3]) / (filled + y[1] + y[2] + y[3])


def linkage_height(t):
    """Probabilities (2 + t)/4, (1 - t)/4, (1 - t)/4, t/4, up to a constant."""
    y = ANIMALS
    return (y[0] * np.log(2 + t) + (y[1] + y[2]) * np.log1p(-t) + y[3] * np.log(t))[..., 0]


def contraction(rate, top=0.0, height=-1000.0):
    """An update that leaves a share of the way, on a parabola of curvature 1."""
    return (
        lambda t: top + rate * (t - top),
        lambda t: height - ((t - top) ** 2).sum(-1) / 2,
    )


def test_the_path_is_the_one_that_dempster_laird_and_rubin_printed():
    """Table 1 of the paper, from one half; the limit solves 197 t**2 - 15 t - 68 = 0."""
    climb = em(linkage_update, linkage_height, [0.5], tolerance=1e-13)
    printed = [0.608247423, 0.62432105, 0.626488879, 0.626777323]
    printed += [0.626815632, 0.626820719, 0.626821395, 0.626821484]
    assert_allclose(np.array(climb.path)[1:9, 0], printed, atol=6e-10)
    assert climb.converged
    assert_allclose(climb.theta, LINKAGE, atol=1e-8)
    assert_allclose(197 * LINKAGE**2 - 15 * LINKAGE, 68, rtol=1e-14)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9, 0.99, 0.999])
def test_less_than_the_tolerance_is_left_however_slow_the_climb(rate):
    """And not much less: the rule neither stops early nor goes on for nothing."""
    climb = em(*contraction(rate), [3.0], max_steps=20_000)
    assert climb.converged
    left = climb.theta[0] ** 2 / 2
    assert rate**2 * 1e-10 < left < 1.05e-9


@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
def test_units_and_constants_do_not_matter(unit):
    """Two coordinates of different units, and a height with large constants."""
    scale = np.array([unit, 1 / unit])
    for height in (0.0, -1e6):
        climb = em(
            lambda t: np.array([0.99, 0.3]) * t,
            lambda t, height=height: height - ((t / scale) ** 2).sum(-1) / 2,
            3 * scale,
        )
        assert climb.converged
        assert ((climb.theta / scale) ** 2).sum() / 2 < 2e-9


def test_the_rounding_of_a_large_coordinate_is_not_taken_for_a_rate():
    """Beside a number near a billion, whose last digits flicker, a small one still creeps."""

    def update(t):
        flicker = 1e9 + 1e-6 * np.sin(1e12 * t[..., 0])
        return np.stack([0.99 * t[..., 0], flicker], axis=-1)

    climb = em(update, lambda t: -(t[..., 0] ** 2) / 2, [3.0, 1e9])
    assert climb.converged
    assert 1e-10 < climb.theta[0] ** 2 / 2 < 2e-9


def test_at_the_top_there_is_nothing_to_do():
    """A start that is the answer comes back as it is."""
    climb = em(*contraction(0.9), [0.0])
    assert climb.converged
    assert_array_equal(climb.theta, [0.0])
    again = em(linkage_update, linkage_height, [LINKAGE])
    assert again.converged
    assert_allclose(again.theta, LINKAGE, rtol=1e-12)


def test_a_climb_without_end_does_not_converge():
    """Steps of 1/k**2 would add up, those of 1/k do not; nor do steps of one length."""
    endless = em(lambda t: t + np.exp(-t), lambda t: -np.exp(-t[..., 0]), [0.0], max_steps=5000)
    assert not endless.converged
    assert not em(lambda t: t + 1, lambda t: t[..., 0], [0.0], max_steps=100).converged


def test_an_update_that_lowers_the_likelihood_is_no_em():
    """The step and the fall are told, and the replicate in a batch."""
    away, height = contraction(-1.5)
    message = r"^update must never lower the log-likelihood: step 1 lowered it by 5.625, to -1010.1"
    with pytest.raises(ValueError, match=message):
        em(away, height, [3.0])
    update = lambda t: np.where(t > 2, 2 * t, 0.5 * t)  # noqa: E731
    with pytest.raises(ValueError, match=r"replicate \(1,\)$"):
        em(update, height, [[1.0], [3.0]])


def test_a_batch_climbs_as_each_would_alone():
    """Also beside one whose update is nan, which stays where it was and has not converged."""
    starts = np.array([[0.5], [0.01], [np.nan], [0.99]])
    climbs = em(linkage_update, linkage_height, starts)
    assert_array_equal(climbs.converged, [True, True, False, True])
    for i in (0, 1, 3):
        alone = em(linkage_update, linkage_height, starts[i])
        assert_array_equal(climbs.theta[i], alone.theta)
        assert climbs.value[i] == alone.value
    assert_array_equal(climbs.path[-1], climbs.theta)

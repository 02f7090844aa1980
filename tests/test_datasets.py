"""Each table against the summaries that were published with it."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mlebook.datasets import (
    load_alpha_particles,
    load_blood_groups,
    load_horse_kicks,
    load_mendel_characters,
    load_mendel_plants,
    load_seed_samples,
)


def test_mendels_totals_have_the_ratios_he_gives():
    """And the numbers of seeds or plants that he says he counted, as printed by Bateson (1902)."""
    seven = load_mendel_characters()
    ratios = (seven.dominant / seven.recessive).round(2)
    assert_array_equal(ratios, [2.96, 3.01, 3.15, 2.95, 2.82, 3.14, 2.84])
    totals = seven.dominant + seven.recessive
    assert_array_equal(totals, [7324, 8023, 929, 1181, 580, 858, 1064])
    assert round(seven.dominant.sum() / seven.recessive.sum(), 2) == 2.98


def test_mendels_ten_plants_belong_to_the_totals():
    """Ten plants of the two experiments: 437 and 478 seeds."""
    plants = load_mendel_plants()
    assert_array_equal(plants.plant, np.arange(1, 11))
    assert (plants.round.sum(), plants.wrinkled.sum()) == (336, 101)
    assert (plants.yellow.sum(), plants.green.sum()) == (355, 123)


def test_a_table_prints_with_its_header():
    """In a terminal aligned, in a notebook as a table with header cells."""
    plants = load_mendel_plants()
    lines = repr(plants).splitlines()
    assert lines[0].split() == ["plant", "round", "wrinkled", "yellow", "green"]
    assert len({len(line) for line in lines}) == 1
    html = load_mendel_characters()._repr_html_()
    assert '<th scope="col">dominant form</th>' in html
    assert '<td class="words">yellow</td>' in html
    assert "<td>6022</td>" in html


def test_a_table_cannot_be_changed():
    """The numbers are the source's."""
    with pytest.raises(ValueError, match="read-only"):
        load_mendel_plants().yellow[0] = 0


def test_the_horse_kicks_have_the_published_means():
    """.61 among ten corps, .70 among fourteen; the variance among fourteen is .76 (over n)."""
    kicks = load_horse_kicks()
    ten = np.repeat(kicks.deaths, kicks.ten_corps)
    fourteen = np.repeat(kicks.deaths, kicks.fourteen_corps)
    assert (ten.size, ten.sum(), fourteen.size, fourteen.sum()) == (200, 122, 280, 196)
    assert (ten.mean(), fourteen.mean()) == (0.61, 0.70)
    assert round(fourteen.var(), 4) == 0.76


def test_the_alpha_particles_have_the_published_mean():
    """10097 particles in 2608 intervals, 3.87 in each, and the tail 4, 0, 1, 1 kept apart."""
    alpha = load_alpha_particles()
    total, n = (alpha.particles * alpha.intervals).sum(), alpha.intervals.sum()
    assert (total, n) == (10097, 2608)
    assert round(total / n, 2) == 3.87
    assert_array_equal(alpha.intervals[-4:], [4, 0, 1, 1])
    assert_array_equal(alpha.particles, np.arange(15))


def test_the_blood_groups_are_those_of_1029_people():
    """342, 500 and 187."""
    groups = load_blood_groups()
    assert list(groups.group) == ["M", "MN", "N"]
    assert groups.people.sum() == 1029


def test_the_seeds_samples_begin_the_same_whatever_their_number():
    """The control for n walks along one sequence; the global generator is left alone."""
    np.random.seed(7)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert_array_equal(load_seed_samples(500)[:50], load_seed_samples())
    assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    assert load_seed_samples(5).shape == (5,)
    with pytest.raises(ValueError, match="n_samples must be a whole number"):
        load_seed_samples(0)

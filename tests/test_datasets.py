"""Each table against the summaries that were published with it."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mlebook.datasets import load_mendel_characters, load_mendel_plants


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

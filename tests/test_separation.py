"""Where a regression has no highest point, and what is said about it.

>>> import numpy as np
>>> from mlebook import LogisticRegression
>>> from sklearn.datasets import load_breast_cancer, load_iris

The tumours of scikit-learn's table are separated completely by its 30 features, so that no beta is
best, whatever number a solver returns:

>>> tumours = load_breast_cancer()
>>> X = np.column_stack([np.ones(569), tumours.data])
>>> found = LogisticRegression.separation(X, tumours.target)
>>> found.complete, len(found.rows)
(True, 569)
>>> side = X @ found.direction
>>> bool(side[tumours.target == 1].min() > 0 > side[tumours.target == 0].max())
True

So is the first kind of iris from the other two, but not the second from the third:

>>> flowers = load_iris()
>>> X = np.column_stack([np.ones(150), flowers.data])
>>> LogisticRegression.separation(X, flowers.target == 0).complete
True
>>> LogisticRegression.separation(X[50:], flowers.target[50:] == 1) is None
True
"""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linprog
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression as Unaware

from mlebook import (
    LinearRegression,
    LogisticRegression,
    NoMaximum,
    NotConverged,
    PoissonRegression,
    SoftmaxRegression,
    separation,
    standard_error,
)
from mlebook.frames import no_frame
from mlebook.separation import endless_direction

LINE = np.column_stack([np.ones(8), [-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0]])
SPLIT = np.repeat([0.0, 1.0], 4)
CLIMBED = [LogisticRegression, PoissonRegression, SoftmaxRegression]
EVERY = [LinearRegression, *CLIMBED]
every_regression = pytest.mark.parametrize("model", EVERY, ids=lambda m: m.__name__)


def responses(model, n):
    """Responses that no line separates or goes through."""
    return np.arange(n) % (3 if model is SoftmaxRegression else 2) * 1.0


# ------------------------------------------------------------------ Logistic regression
def test_complete_separation_is_told_with_its_direction():
    """Which combination of columns, that there is no finite maximum, and what one can do."""
    with pytest.raises(NoMaximum, match="separates the responses completely") as told:
        LogisticRegression.fit(LINE, SPLIT)
    message = str(told.value)
    assert "X[:, 1] is positive wherever y = 1 and negative wherever y = 0" in message
    assert "there is no finite maximum" in message
    assert "drop a column, gather more data, or penalise large coefficients" in message


def test_quasi_complete_separation_is_told_with_its_rows():
    """One group is all 1; the other is mixed: only the first group's rows are separated."""
    group = np.array([0, 0, 0, 0, 1, 1, 1, 0])
    y = np.array([0, 1, 0, 1, 1, 1, 1, 0])
    X = np.column_stack([np.ones(8), group])
    with pytest.raises(NoMaximum, match="separates the responses quasi-completely") as told:
        LogisticRegression.fit(X, y)
    assert "X[:, 1] is never negative where y = 1" in str(told.value)
    assert "not 0 in 3 of 8 rows (rows 4, 5, 6)" in str(told.value)
    found = LogisticRegression.separation(X, y)
    assert not found.complete
    assert_array_equal(found.rows, [4, 5, 6])
    assert_allclose(found.direction, [0, 1], atol=1e-12)


def test_one_row_that_overlaps_restores_the_maximum():
    """And without it, or with the weight 0, it is gone again."""
    y = SPLIT.copy()
    y[0] = 1
    assert LogisticRegression.separation(LINE, y) is None
    assert np.all(np.isfinite(LogisticRegression.fit(LINE, y).beta))
    without = LogisticRegression.rows(LINE, y, weights=[0, 1, 1, 1, 1, 1, 1, 1])
    assert LogisticRegression.separation(without).complete
    with pytest.raises(NoMaximum, match="separates"):
        LogisticRegression.fit(without)


def test_a_tie_at_the_edge_is_quasi_complete():
    """The two rows at x = 2 hold one of each: the rest is separated."""
    X = np.column_stack([np.ones(6), [0.0, 1.0, 2.0, 2.0, 3.0, 4.0]])
    found = LogisticRegression.separation(X, [0, 0, 0, 1, 1, 1])
    assert not found.complete
    assert_array_equal(found.rows, [0, 1, 4, 5])
    assert_allclose(found.direction, [-1, 0.5], atol=1e-9)


def test_responses_that_are_all_alike_have_no_finite_maximum():
    """The intercept alone rises for ever."""
    for value in (0.0, 1.0):
        with pytest.raises(NoMaximum, match="there is no finite maximum"):
            LogisticRegression.fit(LINE, np.full(8, value))


def test_proportions_that_are_all_a_half_have_their_maximum_at_zero():
    """Others warn of perfect separation here."""
    assert_allclose(LogisticRegression.fit(LINE, np.full(8, 0.5)).beta, [0, 0], atol=1e-12)


def test_the_tumours_are_separated_and_a_solver_does_not_notice():
    """Scikit-learn returns numbers; here the certificate is checked row by row."""
    X, y = load_breast_cancer(return_X_y=True)
    X = np.column_stack([np.ones(569), X])
    found = LogisticRegression.separation(X, y)
    assert np.all((X @ found.direction) * (2 * y - 1) > 0)
    with pytest.raises(NoMaximum, match=r"completely: a combination of .* columns"):
        LogisticRegression.fit(X, y)


def test_a_solver_returns_numbers_where_there_is_no_maximum():
    """Setosa is separated; scikit-learn says nothing, and stops where its steps get small."""
    X, species = load_iris(return_X_y=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        unaware = Unaware(C=np.inf).fit(X, species == 0)
    assert np.all(np.isfinite(unaware.coef_))
    with pytest.raises(NoMaximum, match="completely"):
        LogisticRegression.fit(np.column_stack([np.ones(150), X]), species == 0)


def test_the_certificate_is_right_on_many_small_samples():
    """Against another linear programme, and against what the climb found."""
    rng = np.random.default_rng(1)
    X = np.concatenate([np.ones((100, 12, 1)), rng.normal(size=(100, 12, 2))], axis=-1)
    y = (rng.random((100, 12)) < 1 / (1 + np.exp(-2 * X[..., 1]))).astype(float)
    fits = LogisticRegression.fit(X, y, on_failure="nan")
    separated = np.array([is_separated(a, b) for a, b in zip(X, y, strict=True)])
    assert 0.1 < separated.mean() < 0.9
    assert_array_equal(np.isnan(fits.beta).any(-1), separated)
    told = [LogisticRegression.separation(a, b) is not None for a, b in zip(X, y, strict=True)]
    assert_array_equal(told, separated)


def is_separated(X, y):
    """Whether max sum z'd > 0 over |d| <= 1 and z'd >= 0, as Konis (2007) asks."""
    Z = X * (2 * y - 1)[:, None]
    found = linprog(-Z.sum(0), A_ub=-Z, b_ub=np.zeros(len(Z)), bounds=(-1, 1))
    return found.fun < -1e-9


def test_units_of_the_columns_do_not_matter_to_the_certificate():
    """A column in nanometres, another in light-years."""
    scale = np.array([1.0, 1e9, 1e-9])
    rng = np.random.default_rng(2)
    X = np.column_stack([np.ones(30), rng.normal(size=(30, 2))])
    y = (X @ [0.1, 1.0, 1.0] > 0).astype(float)
    found = LogisticRegression.separation(X * scale, y)
    assert found.complete
    assert np.all((X * scale @ found.direction) * (2 * y - 1) > 0)


def test_in_a_batch_separated_samples_are_nan():
    """And the others are what they are alone."""
    y = np.tile(SPLIT, (3, 1))
    y[[0, 2], 0] = 1
    fits = LogisticRegression.fit(LINE, y, on_failure="nan")
    assert_array_equal(np.isnan(fits.beta).any(-1), [False, True, False])
    assert_array_equal(np.isnan(standard_error(fits, LINE, y)).any(-1), [False, True, False])
    with pytest.raises(NoMaximum, match=r"replicate \(1,\): X separates"):
        LogisticRegression.fit(LINE, y)


# ------------------------------------------------------------------ Poisson regression
def test_counts_that_are_all_zero_have_no_finite_maximum():
    """Their mean falls to 0."""
    with pytest.raises(NoMaximum, match=r"-X\[:, 0\] is negative in 8 of 8 rows"):
        PoissonRegression.fit(LINE, np.zeros(8))


def test_a_group_without_counts_is_named():
    """The other columns keep their estimates, but there is none for the group."""
    group = np.array([0, 0, 1, 1, 0, 0, 0, 0])
    y = np.array([1, 2, 0, 0, 3, 1, 0, 2])
    X = np.column_stack([LINE, group])
    message = r"-X\[:, 2\] is negative in 2 of 8 rows \(rows 2, 3\), where every y is 0"
    with pytest.raises(NoMaximum, match=message):
        PoissonRegression.fit(X, y)
    found = PoissonRegression.separation(X, y)
    assert_allclose(found.direction, [0, 0, -1], atol=1e-12)
    assert not found.complete


def test_counts_above_zero_fix_what_zeros_leave_open():
    """Zeros alone do not make a direction: here there is a maximum."""
    y = np.array([0, 0, 0, 0, 0, 0, 1, 2])
    assert PoissonRegression.separation(LINE, y) is None
    assert np.all(np.isfinite(PoissonRegression.fit(LINE, y).beta))


# ------------------------------------------------------------------ Softmax regression
def test_a_class_that_stands_apart_is_told():
    """Setosa among the three kinds of iris; the direction is one for each class but the first."""
    X, species = load_iris(return_X_y=True)
    X = np.column_stack([np.ones(150), X])
    with pytest.raises(NoMaximum, match="separates the classes quasi-completely"):
        SoftmaxRegression.fit(X, species)
    found = SoftmaxRegression.separation(X, species)
    assert found.direction.shape == (2, 5)
    odds = np.column_stack([np.zeros(150), X @ found.direction.T])
    lead = odds[np.arange(150), species][:, None] - odds
    assert lead.min() > -1e-9
    assert lead.max() > 0


def test_classes_in_a_row_are_completely_separated():
    """Three stretches of a line: every row's class gains on both others."""
    X = np.column_stack([np.ones(9), np.arange(9.0)])
    found = SoftmaxRegression.separation(X, np.repeat([0, 1, 2], 3))
    assert found.complete
    with pytest.raises(NoMaximum, match="separates the classes completely"):
        SoftmaxRegression.fit(X, np.repeat([0, 1, 2], 3))


def test_with_two_classes_softmax_says_what_logistic_says():
    """The same directions, and the same samples."""
    rng = np.random.default_rng(3)
    X = np.column_stack([np.ones(12), rng.normal(size=(12, 2))])
    for _ in range(20):
        y = (rng.random(12) < 0.5).astype(float)
        y[:2] = [0, 1]
        logistic = LogisticRegression.separation(X, y)
        softmax = SoftmaxRegression.separation(X, y)
        assert (logistic is None) == (softmax is None)
        if logistic is not None:
            assert logistic.complete == softmax.complete
            assert_allclose(softmax.direction[0], logistic.direction, atol=1e-9)


@pytest.mark.parametrize("y", [[0, 2, 0, 2], [1, 2, 1, 2], [0, 0, 0, 0]])
def test_a_missing_class_is_named(y):
    """Its probability would fall to 0."""
    absent = min(set(range(3)) - set(y))
    with pytest.raises(NoMaximum, match=f"class {absent} is missing"):
        SoftmaxRegression.fit(LINE[::2], y)


# ------------------------------------------------------------------ Columns
@every_regression
def test_dependent_columns_are_named_in_an_equation(model):
    """Which column is made of which others."""
    x = LINE[:, 1]
    X = np.column_stack([np.ones(8), x, x**2, 2 * x**2 - 3 * x])
    with pytest.raises(NoMaximum, match=r"columns of X are linearly dependent.*X\[:, ") as told:
        model.fit(X, responses(model, 8))
    assert all(f"X[:, {j}]" in str(told.value) for j in (1, 2, 3))
    assert "X[:, 0]" not in str(told.value)


@every_regression
def test_a_constant_column_beside_an_intercept_is_named(model):
    """It says the same as the intercept, in other units."""
    X = np.column_stack([LINE, np.full(8, 5.0)])
    with pytest.raises(NoMaximum, match=r"X\[:, 2\] = 5 X\[:, 0\]|X\[:, 0\] = 0.2 X\[:, 2\]"):
        model.fit(X, responses(model, 8))


@every_regression
def test_a_column_of_zeros_is_named(model):
    """Nothing can be learnt of its coefficient."""
    with pytest.raises(NoMaximum, match="column 1 of X is 0 in every row"):
        model.fit(np.column_stack([np.ones(8), np.zeros(8)]), responses(model, 8))


@every_regression
def test_fewer_rows_than_columns_are_refused(model):
    """Many coefficients fit equally well."""
    X = np.random.default_rng(4).normal(size=(3, 5))
    with pytest.raises(NoMaximum, match=r"X has fewer rows \(3\) than columns \(5\)"):
        model.fit(X, responses(model, 3))


@every_regression
def test_columns_that_are_nearly_dependent_are_named(model):
    """To six digits they are the same: there is a top, but beyond what a climb can see."""
    wiggle = 1e-6 * np.cos(np.arange(8.0))
    X = np.column_stack([LINE, LINE[:, 1] + wiggle])
    y = [2.0, 0, 1, 2, 0, 1, 2, 0] if model is SoftmaxRegression else [0.0, 1, 0, 1, 0, 0, 1, 1]
    with pytest.raises(
        NotConverged, match=r"nearly linearly dependent.*X\[:, [12]\] ≈ X\[:, [12]\]"
    ):
        model.fit(X, y)


def test_there_is_no_direction_where_nothing_is_free():
    """Rows that may not move leave none."""
    assert endless_direction(np.zeros((0, 2)), LINE, no_frame(2)) is None


def test_a_proportion_holds_its_row_in_place():
    """Half of the trials at x = 2 failed: log odds that rise there for ever would not do."""
    y = SPLIT.copy()
    y[5] = 0.5
    assert LogisticRegression.separation(LINE, y) is None
    assert np.all(np.isfinite(LogisticRegression.fit(LINE, y).beta))
    at_the_border = np.vstack([LINE, [1.0, 0.0]])
    found = LogisticRegression.separation(at_the_border, [*SPLIT, 0.5])
    assert not found.complete
    assert_allclose(found.direction, [0, 1], atol=1e-9)


def test_the_number_of_classes_is_that_of_the_whole_batch(monkeypatch):
    """Also where a sample has fewer, and the batch is climbed with in pieces."""
    monkeypatch.setattr("mlebook.canonical.PIECE", 24)
    y = np.tile(np.arange(12) % 3, (4, 1))
    y[:2] %= 2
    fits = SoftmaxRegression.fit(LINE[np.arange(12) % 8], y, on_failure="nan")
    assert fits.beta.shape == (4, 2, 2)
    assert_array_equal(np.isnan(fits.beta).any((-1, -2)), [True, True, False, False])


def test_the_reason_is_looked_for_once(monkeypatch):
    """A separated sample costs one linear programme: to know whether to climb on, and to tell."""
    calls = []
    monkeypatch.setattr(
        separation, "linprog", lambda *args, **options: calls.append(1) or linprog(*args, **options)
    )
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    with pytest.raises(NoMaximum, match="completely"):
        LogisticRegression.fit(X, [0, 0, 0, 1, 1, 1])
    assert len(calls) == 1

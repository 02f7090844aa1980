"""How answers are judged: every verdict, for every exercise."""

import numpy as np
import pytest

from mlebook import check
from mlebook.exercises import mistakes
from mlebook.exercises.frame import (
    EXACT,
    Exercise,
    all_exercises,
    distance,
    is_rounding_of,
    judge,
)

every_exercise = pytest.mark.parametrize("name", all_exercises())


@every_exercise
def test_the_right_answer_is_right(name):
    """And the verdict is true."""
    verdict = check(name, all_exercises()[name]().answer)
    assert verdict
    assert repr(verdict) == "Right."


@every_exercise
def test_each_mistake_is_told_by_its_name(name):
    """Also when the reader rounds to four digits, unless the exercise asks for a count."""
    exercise = all_exercises()[name]()
    for mistake, wrong in exercise.mistakes.items():
        counts = exercise.rounding == EXACT
        answers = [wrong] if counts else [wrong, float(f"{float(wrong):.4g}")]
        right = np.asarray(exercise.answer, dtype=float)
        for answer in answers:
            if answer is not wrong and is_rounding_of(np.asarray(answer), right):
                continue  # it could be the right answer, rounded
            verdict = check(name, answer)
            assert not verdict
            assert repr(verdict) == f"Not yet. This is {mistake}."


@every_exercise
def test_no_mistake_lies_within_rounding_of_the_answer(name):
    """Or right and wrong could not be told apart."""
    exercise = all_exercises()[name]()
    right = np.asarray(exercise.answer, dtype=float)
    for wrong in exercise.mistakes.values():
        assert distance(np.asarray(wrong, dtype=float), right) > 2 * exercise.rounding


@every_exercise
def test_three_dots_are_no_answer_yet(name):
    """The cell of a page that nobody has filled in."""
    assert repr(check(name, ...)).startswith("No answer yet")
    assert not check(name, ...)


def test_a_rounded_answer_is_right_but_told():
    """0.95 for 0.9492."""
    verdict = check("likelihood-three-seeds", 0.95)
    assert verdict
    assert repr(verdict).startswith("Right, but rounded")


def test_a_count_cannot_be_rounded():
    """1077 is not 1075."""
    assert repr(check("likelihood-underflow", 1077)) == "Not yet."


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (0.5, "Not yet."),
        (
            "0.95",
            "Not yet. A number is asked for, got '0.95'. Write it without quotation marks.",
        ),
        (None, "Not yet. A number is asked for, got None."),
        ([0.9, 0.1], "Not yet. One number is asked for, got an array of shape (2,)."),
        (np.nan, "Not yet. Your answer is nan: somewhere it divides 0 by 0."),
    ],
)
def test_what_is_no_answer_is_told_kindly(answer, message):
    """A reader's slip is no traceback."""
    verdict = check("likelihood-three-seeds", answer)
    assert not verdict
    assert repr(verdict) == message


def test_exercises_may_ask_for_several_numbers():
    """All of them have to be right."""
    exercise = Exercise([1.0, 0.0], {"the two exchanged": [0.0, 1.0]})
    assert judge(exercise, np.array([1.0, 0.0]))
    assert not judge(exercise, np.array([1.0, 0.1]))
    assert "exchanged" in repr(judge(exercise, np.array([0.0, 1.0])))
    assert repr(judge(exercise, np.array(1.0))).endswith("2 numbers are asked for, got one number.")


def test_an_unknown_exercise_is_refused_with_the_nearest_name():
    """A typing error in the name is not judged."""
    with pytest.raises(ValueError, match="did you mean 'likelihood-three-seeds'"):
        check("likelihood-three-seed", 1)
    with pytest.raises(ValueError, match=r"got 'zzz'$"):
        check("zzz", 1)


COMMON = {
    "a log-likelihood": (-31.7, mistakes.of_a_log_likelihood(-31.7, 20)),
    "a variance": (0.2096, mistakes.of_a_variance(0.2096, 5)),
    "a standard deviation": (0.4578, mistakes.of_a_standard_deviation(0.4578, 5)),
    "a rate": (0.025, mistakes.of_a_rate(0.025)),
    "a scale": (40.0, mistakes.of_a_scale(40.0)),
}


@pytest.mark.parametrize("asked", COMMON)
def test_the_usual_mistakes_are_told_wherever_they_are_made(asked):
    """Each by its own words: n - 1 for n, base 10, variance, rate for scale, per observation."""
    answer, usual = COMMON[asked]
    exercise = Exercise(answer, usual)
    assert judge(exercise, np.asarray(answer))
    for words, wrong in usual.items():
        assert repr(judge(exercise, np.asarray(wrong))) == f"Not yet. This is {words}."
        rounded = np.asarray(float(f"{wrong:.3g}"))
        assert repr(judge(exercise, rounded)) == f"Not yet. This is {words}."


def test_the_usual_mistakes_are_the_numbers_that_they_say():
    """Against NumPy, for the measurements 1, 3 and 8."""
    x = np.array([1.0, 3.0, 8.0])
    words = mistakes.of_a_variance(x.var(), 3)
    assert np.allclose(list(words.values()), [x.var(ddof=1), x.std(), ((x - 4) ** 2).sum()])
    spread = mistakes.of_a_standard_deviation(x.std(), 3)
    assert np.allclose(list(spread.values()), [x.std(ddof=1), x.var()])
    base = mistakes.of_a_logarithm(np.log(5.0))
    assert np.allclose(list(base.values()), [np.log10(5), np.log2(5), np.log(1 / 5)])


def test_the_right_answer_rounded_is_not_taken_for_a_mistake_nearby():
    """1.94 for 1.9372, although a mistake lies at 1.9345; and 1.934 is the mistake."""
    exercise = Exercise(1.93720, {"another number": 1.93454}, rounding=4e-4)
    assert judge(exercise, np.asarray(1.94))
    assert judge(exercise, np.asarray(1.937))
    assert "another number" in repr(judge(exercise, np.asarray(1.9346)))


def test_near_zero_is_measured_by_the_answer():
    """0.0005 is not 0 where 0.003 is right."""
    exercise = Exercise(0.003, {"no bound": 0.0})
    assert repr(judge(exercise, np.asarray(0.0005))) == "Not yet."
    assert repr(judge(exercise, np.asarray(0.0))) == "Not yet. This is no bound."

"""The benchmarks measure what they say, and every task still runs; no time is judged here."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import harness, out_of_core, reference, report, run, stored
from benchmarks.growth import Curve
from benchmarks.harness import Contender, Row, Task, error_of, measure, with_ratios


def row(name: str, seconds: float, *, equal: bool = True, package: str = "scipy") -> Row:
    """A row of a table; only what a test is about need be said."""
    return Row(name, package, seconds, 3, 1.0, 0.0, equal, math.nan, None)


class Clock:
    """A clock that only work moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.order = 0.0, list[str]()
        monkeypatch.setattr(harness.time, "process_time", lambda: self.now)

    def contender(self, name: str, per_unit: float, *, off: float = 0.0) -> Contender:
        """One that takes so many seconds a unit and is so far off the right answer, 1."""

        def work(count: int) -> np.ndarray:
            self.now += per_unit * count
            self.order.append(name)
            return np.full((count, 1), 1.0 + off)

        return Contender(name, "numpy", work)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock of one's own."""
    return Clock(monkeypatch)


# ---------------------------------------------------------------------- Judging
def test_an_error_is_a_share_of_what_is_large_and_absolute_for_what_is_small() -> None:
    """|101 - 100|/100 = 0.01 and |0.03 - 0.01|/1 = 0.02; without a floor the latter is 2."""
    right = np.array([[100.0, 0.01]])

    assert error_of([101.0, 0.03], right) == pytest.approx(0.02, rel=1e-12)
    assert error_of([101.0, 0.03], right, floor=0.0) == pytest.approx(2.0, rel=1e-12)


@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_an_answer_that_is_missing_is_infinitely_wrong(missing: float) -> None:
    """One failure among many answers is not averaged away."""
    assert error_of([[1.0], [missing]], np.ones((2, 1))) == np.inf


def test_answers_to_another_question_are_refused() -> None:
    """A contender that returns a number too many has not been understood."""
    with pytest.raises(ValueError, match=r"shape \(1, 3\), the reference \(1, 2\)"):
        error_of([1.0, 2.0, 3.0], np.ones((1, 2)))


def test_ratios_are_to_the_quickest_whose_answer_is_equal() -> None:
    """Who is wrong sets no record: 2 s are the measure, and the wrong 1 s is half of that."""
    rows = [row("a", 4.0), row("b", 2.0), row("wrong", 1.0, equal=False)]

    assert [r.ratio for r in with_ratios(rows)] == [2.0, 1.0, 0.5]


def test_nobody_is_compared_with_a_wrong_answer_of_ours() -> None:
    """Then the multiples of our time are nan, and no promise is kept."""
    ours = row("ours", 1.0, equal=False, package="mlebook")
    multiple = report.against_ours([ours, row("peer", 50.0)])[1]

    assert math.isnan(multiple)
    assert report.verdict(row("peer", 50.0)._replace(target=2.0), multiple) == "missed (2)"


@pytest.mark.parametrize(("seconds", "said"), [(20.0, "met (2)"), (19.0, "missed (2)")])
def test_a_promise_is_kept_from_its_number_on(seconds: float, said: str) -> None:
    """Twice our 10 s are 20 s."""
    rows = [row("ours", 10.0, package="mlebook"), row("peer", seconds)._replace(target=2.0)]

    assert report.verdict(rows[1], report.against_ours(rows)[1]) == said


def test_an_answer_too_far_off_does_not_count_as_equal(clock: Clock) -> None:
    """With a bound of 1e-6, 1 + 2e-6 is another answer, and 1 + 5e-7 is the same."""
    off = {"same": 5e-7, "other": 2e-6}
    contenders = [clock.contender(name, 1.0, off=by) for name, by in off.items()]
    rows = measure(Task("", np.ones((1, 1)), contenders), rounds=1)

    assert [r.equal for r in rows] == [True, False]
    assert rows[1].error == pytest.approx(2e-6, rel=1e-6)


# ---------------------------------------------------------------------- Timing
def test_what_takes_long_is_run_on_a_share_and_scaled(clock: Clock) -> None:
    """1000 units of 0.1 s would take 100 s: twenty of them are run, for 2 s, and told."""
    task = Task("", np.ones((1000, 1)), [clock.contender("slow", 0.1)])
    (slow,) = measure(task)

    assert slow.share == 0.02
    assert slow.seconds == pytest.approx(100.0, rel=1e-9)


def test_what_is_within_the_patience_is_run_as_a_whole(clock: Clock) -> None:
    """1000 units of 0.019 s take 19 s."""
    task = Task("", np.ones((1000, 1)), [clock.contender("slow", 0.019)])
    (slow,) = measure(task)

    assert slow.share == 1.0
    assert slow.seconds == pytest.approx(19.0, rel=1e-9)


def test_short_work_is_repeated_and_divided(clock: Clock) -> None:
    """0.1 ms are run fifty times between two looks at the clock."""
    (quick,) = measure(Task("", np.ones((1, 1)), [clock.contender("quick", 1e-4)]), rounds=2)

    assert quick.seconds == pytest.approx(1e-4, rel=1e-9)
    assert clock.order.count("quick") == 1 + 1 + 2 * 50


def test_contenders_take_turns(clock: Clock) -> None:
    """In each round everybody runs once, and the first of one round is the last of the next."""
    contenders = [clock.contender(name, 1.0) for name in "abc"]
    measure(Task("", np.ones((1, 1)), contenders), rounds=3)

    assert "".join(clock.order[-9:]) == "abcbcacab"


def test_who_has_spent_the_budget_has_done(clock: Clock) -> None:
    """At 1 s a run and one for a start, four runs are within a budget of 5 s; 0.1 s goes on."""
    contenders = [clock.contender("long", 1.0), clock.contender("short", 0.1)]
    rows = measure(Task("", np.ones((1, 1)), contenders), rounds=15, budget=5.0)

    assert [r.runs for r in rows] == [4, 15]


def test_a_contender_that_is_not_installed_is_left_out() -> None:
    """So the tests need none of the peers."""
    task = Task("", np.ones((1, 1)), [Contender("x", "no-such-package", len)])

    assert measure(task) == []


# ---------------------------------------------------------------------- The right answers
def test_references_of_distributions_solve_their_equations() -> None:
    """By hand for 1, 2, 6; for the others, the equation that defines the estimate, at 1e-12."""
    from mpmath import digamma, log, mp

    x = np.array([1.0, 2.0, 6.0])
    mean, sd = reference.normal(x)[0]
    assert (mean, 3 * sd**2) == pytest.approx((3.0, 14.0), rel=1e-15)

    a, rate = reference.gamma(x)[0]
    assert rate == pytest.approx(a / 3, rel=1e-15)
    assert abs(log(a) - digamma(a) - (log(3) - log(12) / 3)) < 1e-14 * mp.one

    k, scale = reference.weibull(x)[0]
    assert scale**k == pytest.approx((x**k).mean(), rel=1e-14)
    assert 1 / k == pytest.approx((x**k @ np.log(x)) / (x**k).sum() - np.log(12) / 3, rel=1e-12)


def test_references_of_regressions_are_the_log_odds_and_means_of_groups() -> None:
    """One of four and two of four: log(1/3) and log 3; means 2 and 6: log 2 and log 3."""
    X = np.column_stack([np.ones(8), np.repeat([0, 1], 4)])
    successes, counts = np.array([1, 0, 0, 0, 1, 1, 0, 0]), np.array([1, 3, 2, 2, 4, 8, 6, 6])
    odds = reference.regression(reference.logistic_mean, X, successes, np.zeros(2))
    means = reference.regression(reference.poisson_mean, X, counts, np.zeros(2))

    assert odds[0] == pytest.approx([-np.log(3), np.log(3)], rel=1e-14)
    assert means[0] == pytest.approx([np.log(2), np.log(3)], rel=1e-14)


def test_references_of_least_squares_agree_to_the_last_digits() -> None:
    """Fractions are exact, and 64 bits come within 1e-14 of them where columns are unlike."""
    rng = np.random.default_rng(1)
    X = np.column_stack([np.ones(20), 1000 + rng.normal(size=20), rng.normal(size=20)])
    y = rng.normal(size=20)
    exact = reference.exact_least_squares(X, y)

    assert reference.exact_least_squares([[1, 0], [1, 1], [1, 2]] * np.ones(1), [1, 3, 5]).tolist()
    assert error_of(reference.least_squares(X, y), exact, floor=0.0) < 1e-14


def test_references_of_intervals_lie_where_the_profile_has_fallen_by_half_of_the_drop() -> None:
    """Each end, put into the log-likelihood maximised over the other parameter by a search."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import gamma

    x, drop = np.random.default_rng(2).gamma(2.0, 1.0, 40), 3.84
    a, rate = reference.gamma(x)[0]
    top = gamma.logpdf(x, a, scale=1 / rate).sum()
    for end in reference.gamma_intervals(x[None], drop)[0]:
        loss = lambda scale: -gamma.logpdf(x, end, scale=scale).sum()  # noqa: B023, E731
        best = -minimize_scalar(loss, bounds=(0.1, 10)).fun
        assert 2 * (top - best) == pytest.approx(drop, abs=1e-6)

    X = np.column_stack([np.ones(60), np.linspace(-2, 2, 60)])
    y = (np.random.default_rng(3).random(60) < 1 / (1 + np.exp(-X[:, 1]))) * 1.0
    height = lambda a, b: y @ (a + b * X[:, 1]) - np.logaddexp(0, a + b * X[:, 1]).sum()  # noqa: E731
    top = height(*reference.logistic_batch(X[None], y[None])[0])
    for end in reference.logistic_intervals(X[None], y[None], drop)[0]:
        best = -minimize_scalar(lambda a: -height(a, end), (-1, 1)).fun  # noqa: B023
        assert 2 * (top - best) == pytest.approx(drop, abs=1e-6)


# ---------------------------------------------------------------------- All of it runs
@pytest.mark.parametrize("key", [*run.TASKS, "T11"])
def test_each_task_runs_and_our_answer_is_right(key: str) -> None:
    """On tiny data, with the peers that the package itself needs; to ten digits."""
    ((_, title, rows),) = run.run_tasks([key], tiny=True, packages=["mlebook", "numpy", "scipy"])

    assert rows[0].package == "mlebook"
    assert rows[0].error < 1e-10
    assert len(list(report.lines(key, title, rows))) == 2 + len(rows)


def test_every_curve_runs() -> None:
    """A fit at each size, with its time and its memory."""
    for curve in run.run_growth(["growth"], tiny=True):
        assert len(curve.sizes) == len(curve.seconds) == len(curve.megabytes)
        assert np.all(np.isfinite(curve.slopes))
        assert report.growth_line(curve)


def test_the_slope_is_the_power_over_the_largest_decades() -> None:
    """A constant cost of small sizes does not flatten it; of columns one decade counts."""
    sizes = [10, 100, 1000, 10_000, 100_000]
    values = [max(size, 1000) ** 2.0 for size in sizes]

    assert stored.slope("n", sizes, values) == pytest.approx(2.0, rel=1e-12)
    assert stored.slope("d", [1, 10, 100], [7.0, 10.0, 100.0]) == pytest.approx(1.0, rel=1e-12)


@pytest.fixture
def small_run(tmp_path: Path) -> stored.Run:
    """A run of two tasks: a peer takes half of our time and a target is missed, or twice of it."""
    table = [row("ours", 2.0, package="mlebook"), row("<peer>", 1.0)._replace(target=3.0)]
    early = [row("ours", 2.0, package="mlebook"), row("early", 4.0, equal=False)]
    grows = Curve("Normal", "n", [1, 10, 100], [3.0, 3.0, 3.0], [1.0, 12.0, 100.0], (0.0, 1.0))
    tasks = {"T1": ("one", table), "T1 large": ("two", early)}
    path = tmp_path / "results.json"
    path.write_text(report.as_json({}, tasks, [grows], 1.0), "utf-8")
    return stored.load(path)


def test_what_is_stored_is_read_as_multiples_of_our_time(small_run: stored.Run) -> None:
    """The first peer takes half of our time, where 3 times was wanted; the second one twice."""
    quick, early = small_run.peers

    assert [a.key for a in small_run.ours] == ["T1", "T1 large"]
    assert (quick.times, early.times) == (0.5, 2.0)
    assert (quick.missed, early.missed) == (True, False)
    assert (quick.notes, early.notes) == ("3 wanted", "another answer")


def test_a_table_has_a_heading_for_each_task_and_every_answer(small_run: stored.Run) -> None:
    """As text and as HTML, in which nothing that a contender is called is taken for a tag."""
    table = small_run.tasks("T1")
    html = table._repr_html_()

    assert [line.split()[0] for line in repr(table).splitlines()] == [
        *("T1:", "ours", "<peer>"),
        *("T1", "ours", "early"),
    ]
    assert html.count("<tr>") == 7
    assert "&lt;peer&gt; (scipy)<br><small>3 wanted</small>" in html
    assert html.count('colspan="4"') == 2
    assert "none" in stored.Table([])._repr_html_()
    assert repr(stored.Table([])) == "none"


def test_the_line_of_a_curve_has_its_slope_and_tells_how_far_off_it_is(
    small_run: stored.Run,
) -> None:
    """Time is level; memory 1, 12, 100 lies around 10.63 and ends off by sqrt[3]{1.2} squared."""
    (time_,), (memory,) = small_run.times, small_run.memory

    assert time_.slope == pytest.approx(0.0, abs=1e-12)
    assert time_.off == pytest.approx(1.0, rel=1e-12)
    assert memory.slope == pytest.approx(1.0, rel=1e-12)
    np.testing.assert_allclose(memory.line[1], 1.2 ** (1 / 3) * memory.line[0], rtol=1e-12)
    assert memory.off == pytest.approx(1.2 ** (2 / 3), rel=1e-12)


@pytest.mark.skipif(not out_of_core.STATUS.exists(), reason="memory is read where Linux tells it")
def test_the_peak_of_memory_is_seen_also_when_it_is_given_back() -> None:
    """64 MB for a moment: at least 60 and at most 80 are seen.

    In a process of its own, since one that has run other tests may give memory back meanwhile.
    """
    program = (
        "import time, numpy as np\n"
        "from benchmarks.out_of_core import PAUSE, peak_memory\n"
        "end = time.monotonic() + 30\n"
        "with peak_memory() as peak:\n"
        "    block = np.ones(2**23)\n"
        "    while peak[0] < 60 and time.monotonic() < end:\n"
        "        pass\n"
        "    del block\n"
        "    time.sleep(5 * PAUSE)\n"
        "print(peak[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent.parent,
        check=True,
        capture_output=True,
        text=True,
    )

    assert 60 < float(done.stdout) < 80


def test_the_stored_results_tell_of_every_task_and_of_no_machine_by_name() -> None:
    """A full run, in which all of our answers are right."""
    text = run.RESULTS.read_text(encoding="utf-8")
    stored = json.loads(text)

    assert [task["key"] for task in stored["tasks"]] == [*run.TASKS, "T11"]
    assert all(task["rows"][0]["equal"] for task in stored["tasks"])
    assert stored["minutes"] < 20
    assert stored["growth"]
    assert os.uname().nodename not in text
    assert "/home" not in text
    assert "/tmp" not in text

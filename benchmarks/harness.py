"""How contenders are timed, how their answers are judged, and which of them count as equal.

All contenders of a task run in one process, in turns, so that a change of the machine meets them
all.  What is compared are medians of processor time: on one thread that is what a clock shows on a
machine that does nothing else, and other jobs hardly disturb it.  Beside each time stands the error
of the answer: who stops early is quick.
"""

from __future__ import annotations

import gc
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

EQUAL = 1e-6  # the largest error of an answer that counts as the same answer
PATIENCE = 20.0  # seconds; what takes longer is run on a share of the task, and scaled
SAMPLE = 2.0  # seconds that such a share is to take
BUDGET = 5.0  # seconds after which a contender has shown its time
ROUNDS = 15  # the most often that a contender runs
SHORT = 0.005  # seconds; shorter work is repeated, so that the clock's own steps do not matter


@dataclass(frozen=True)
class Contender:
    """One way to do a task.

    Attributes
    ----------
    name
        What is called, as its users call it.
    package
        The package whose version is told; a contender is left out where it is not installed.
    run
        Does the first `count` units of the task and returns their answers, one row each.
    target
        How many times as long as `mlebook` it should take; None where nothing was promised.
    """

    name: str
    package: str
    run: Callable[[int], ArrayLike]
    target: float | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it is the package that the benchmarks are about."""
        return self.package == "mlebook"

    @property
    def is_installed(self) -> bool:
        """Whether it can run here."""
        module = {"scikit-learn": "sklearn", "dask-ml": "dask_ml"}.get(self.package, self.package)
        return find_spec(module) is not None


@dataclass(frozen=True)
class Task:
    """The same question to all contenders.

    Attributes
    ----------
    title
        What is asked, with its size.
    reference
        The right answers (units, k), found without any contender.
    contenders
        Who answers; the first is ours.
    floor
        Errors are shares of the right answer, or of this where the answer is smaller.
    equal
        The largest error of an answer that counts as the same answer.
    """

    title: str
    reference: NDArray[Any]
    contenders: Sequence[Contender]
    floor: float = 1.0
    equal: float = EQUAL

    @property
    def units(self) -> int:
        """Of how many like parts the task consists: 10,000 samples, 40,000 points of a grid."""
        return len(self.reference)


class Row(NamedTuple):
    """What was measured of a contender; `share` is the part of the task that it was run on."""

    name: str
    package: str
    seconds: float
    runs: int
    share: float
    error: float
    equal: bool
    ratio: float
    target: float | None
    megabytes: float | None = None


def whole(
    name: str, package: str, function: Callable[[], ArrayLike], target: float | None = None
) -> Contender:
    """A contender for a task of a single unit: its answer is one row."""
    return Contender(name, package, lambda count: np.reshape(function(), (1, -1)), target)


def loop(
    name: str,
    package: str,
    one: Callable[..., ArrayLike],
    items: Sequence[Any],
    target: float | None = None,
) -> Contender:
    """A contender that does one unit after another."""
    return Contender(name, package, lambda count: [one(item) for item in items[:count]], target)


# ---------------------------------------------------------------------- Judging
def error_of(answer: ArrayLike, reference: NDArray[Any], floor: float = 1.0) -> float:
    """The largest |answer - reference| / max(floor, |reference|); infinite where there is none."""
    answer = np.asarray(answer, dtype=float).reshape(len(reference), -1)
    if answer.shape != reference.shape:
        raise ValueError(f"the answer has shape {answer.shape}, the reference {reference.shape}")
    off = np.abs(answer - reference) / np.maximum(floor, np.abs(reference))
    return float(np.where(np.isfinite(off), off, np.inf).max())


def with_ratios(rows: Sequence[Row]) -> list[Row]:
    """The rows with their times as multiples of the quickest one whose answer is equal."""
    quickest = min((row.seconds for row in rows if row.equal), default=np.nan)
    return [row._replace(ratio=row.seconds / quickest) for row in rows]


def against_ours(rows: Sequence[Row]) -> list[float]:
    """Each time as a multiple of ours; nan where ours is no equal answer."""
    ours = [row.seconds for row in rows if row.package == "mlebook" and row.equal]
    return [row.seconds / ours[0] if ours else np.nan for row in rows]


# ---------------------------------------------------------------------- Timing
def timed(work: Callable[[], Any]) -> float:
    """The seconds of processor time that the work takes, without the collector of garbage."""
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        gc.enable()


def count_for(run: Callable[[int], Any], units: int, patience: float, sample: float) -> int:
    """How many units to run: all, unless that took longer than the patience.

    The number doubles from one until a run is long enough to tell.
    """
    count = 1
    while count < units:
        seconds = timed(lambda: run(count))  # noqa: B023
        if seconds * units / count > patience and seconds > sample / 20:
            return max(1, min(units, round(count * sample / seconds)))
        if seconds > sample / 20:
            return units
        count *= 4
    return units


class _Turn:
    """A contender in its turns: what it has answered and how long it took."""

    def __init__(self, contender: Contender, task: Task, patience: float) -> None:
        self.contender, self.task, self.seconds = contender, task, list[float]()
        contender.run(1)  # imports and first calls are not what is measured
        self.count = count_for(contender.run, task.units, patience, SAMPLE)
        began = timed(self._answer)
        self.repeats = max(1, int(SHORT / max(began, 1e-9)))
        self.spent = began * self.repeats

    def _answer(self) -> None:
        self.answer = self.contender.run(self.count)

    def _repeat(self) -> None:
        for _ in range(self.repeats):
            self.contender.run(self.count)

    def go(self) -> None:
        """Run once more and note the time."""
        taken = timed(self._repeat)
        self.spent += taken
        self.seconds.append(taken / self.repeats)

    @property
    def row(self) -> Row:
        """The median time, for the whole task, and the error."""
        share = self.count / self.task.units
        error = error_of(self.answer, self.task.reference[: self.count], self.task.floor)
        seconds = median(self.seconds) / share
        name, package, target = (getattr(self.contender, n) for n in ("name", "package", "target"))
        runs = len(self.seconds)
        return Row(
            name, package, seconds, runs, share, error, error <= self.task.equal, np.nan, target
        )


def measure(
    task: Task,
    *,
    packages: Sequence[str] | None = None,
    rounds: int = ROUNDS,
    budget: float = BUDGET,
    patience: float = PATIENCE,
) -> list[Row]:
    """Time all contenders of a task in turns, and judge their answers.

    Parameters
    ----------
    task
        Whose contenders run, those of the `packages` named, or of all.
    rounds, budget
        How often each runs at most; one that has spent the budget, in seconds, has done.
    patience
        Seconds; a contender that would need longer runs on a share of the task.
    """
    wanted = [c for c in task.contenders if packages is None or c.package in packages]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # peers warn of their ways; the error column tells
        turns = [_Turn(c, task, patience) for c in wanted if c.is_installed]
        for number in range(rounds):
            waiting = [t for t in turns if not t.seconds or t.spent < budget]
            first = number % max(1, len(waiting))
            for turn in waiting[first:] + waiting[:first]:  # nobody always runs after the same one
                turn.go()
    return with_ratios([turn.row for turn in turns])

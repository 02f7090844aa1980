"""What the last run found, read from `results.json` for the page of the book.

It imports no contender and runs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESULTS = Path(__file__).with_name("results.json")
DECADES = {"n": 2, "d": 1, "replicates": 2}  # the largest ones, where the fixed cost is small
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def duration(seconds: float) -> str:
    """Three digits of a time in the unit that suits it."""
    size, unit = next((u for u in UNITS if seconds >= u[0]), UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def at_the_end(axis: str, sizes: ArrayLike) -> NDArray[np.bool_]:
    """Which sizes lie in the largest decades."""
    sizes = np.asarray(sizes, dtype=float)
    return sizes >= sizes.max() / 10.0 ** DECADES[axis]


def slope(axis: str, sizes: ArrayLike, values: ArrayLike) -> float:
    """The least squares slope of log(value) on log(size) there."""
    end = at_the_end(axis, sizes)
    logs = (np.log(np.asarray(numbers, dtype=float)[end]) for numbers in (sizes, values))
    return float(np.polyfit(*logs, 1)[0])


class Answer(NamedTuple):
    """What a contender did in a task.

    Attributes
    ----------
    key, task
        The short and the long name of the task.
    name, package
        What was called, and whose it is; ours is "mlebook".
    seconds
        The median time for the whole task.
    share
        The part of the task that was run, and scaled.
    times
        The time as a multiple of ours: above 1 we are quicker.
    error
        Of the answer; infinite where there was none.
    equal
        Whether that is small enough for the same answer.
    wanted
        Which multiple was aimed at; None where nothing was.
    megabytes
        The most memory in use above that of the start; None where it was not measured.
    """

    key: str
    task: str
    name: str
    package: str
    seconds: float
    share: float
    times: float
    error: float
    equal: bool
    wanted: float | None
    megabytes: float | None

    @property
    def is_ours(self) -> bool:
        """Whether it is the package that the benchmarks are about."""
        return self.package == "mlebook"

    @property
    def called(self) -> str:
        """What was called, and whose it is."""
        return f"{self.name} ({self.package})"

    @property
    def missed(self) -> bool:
        """Whether more was aimed at than was reached."""
        return self.wanted is not None and self.times < self.wanted

    @property
    def notes(self) -> str:
        """What the other columns of a table leave open."""
        said = (
            "" if self.equal else "another answer",
            "" if self.share == 1 else f"run on {self.share:.1%}",
            "" if self.megabytes is None else f"{self.megabytes:.0f} MB",
            "" if self.wanted is None else f"{self.wanted:,g} wanted",
        )
        return ", ".join(filter(None, said))


class Growth(NamedTuple):
    """Time or memory of a fit at growing sizes.

    Attributes
    ----------
    name
        What is fitted.
    axis
        What grows: "n", "d" or "replicates".
    sizes, values
        The sizes, and the seconds or megabytes there.
    """

    name: str
    axis: str
    sizes: NDArray[np.float64]
    values: NDArray[np.float64]

    @property
    def slope(self) -> float:
        """That of the straight line on the log-log plot: 1 is in proportion, 0 not at all."""
        return slope(self.axis, self.sizes, self.values)

    @property
    def line(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The sizes of the largest decades, and the line there."""
        end = at_the_end(self.axis, self.sizes)
        sizes, heights = self.sizes[end], np.log(self.values[end])
        distance = np.log(sizes) - np.log(sizes).mean()
        return sizes, np.exp(heights.mean() + self.slope * distance)

    @property
    def off(self) -> float:
        """The largest factor by which a value lies above or below the line."""
        sizes, line = self.line
        return float(np.exp(np.abs(np.log(self.values[-len(sizes) :] / line)).max()))


class Run(NamedTuple):
    """All that one run found."""

    machine: dict[str, Any]
    minutes: float
    versions: dict[str, str]
    answers: list[Answer]
    times: list[Growth]
    memory: list[Growth]

    @property
    def ours(self) -> list[Answer]:
        """Our own answers, one for each task."""
        return [answer for answer in self.answers if answer.is_ours]

    @property
    def peers(self) -> list[Answer]:
        """The answers of all others."""
        return [answer for answer in self.answers if not answer.is_ours]

    def tasks(self, *keys: str) -> Table:
        """The table of some tasks: "T2" stands for "T2 large" too."""
        return Table([a for a in self.answers if a.key.split()[0] in keys])


def load(path: Path = RESULTS) -> Run:
    """The run that is stored."""
    content = json.loads(path.read_text(encoding="utf-8"))
    answers = [answer for task in content["tasks"] for answer in _answers(task)]
    growth = content["growth"]
    return Run(
        content["machine"],
        content["minutes"],
        content["versions"],
        answers,
        [_growth(curve, "seconds") for curve in growth],
        [_growth(curve, "megabytes") for curve in growth],
    )


def _answers(task: dict[str, Any]) -> Iterator[Answer]:
    """The answers of one task, ours first."""
    ours = next(row["seconds"] for row in task["rows"] if row["package"] == "mlebook")
    for row in task["rows"]:
        error = np.inf if row["error"] is None else row["error"]
        same = (row[name] for name in ("name", "package", "seconds", "share"))
        rest = row["equal"], row["target"], row["megabytes"]
        yield Answer(task["key"], task["title"], *same, row["seconds"] / ours, error, *rest)


def _growth(curve: dict[str, Any], what: str) -> Growth:
    sizes, values = (np.array(curve[name], dtype=float) for name in ("sizes", what))
    return Growth(curve["name"], curve["axis"], sizes, values)


class Table:
    """Answers as a table, with a heading for each task."""

    HEADER = ("call", "time", "×\N{NO-BREAK SPACE}ours", "error")

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers = list(answers)

    def _groups(self) -> Iterator[tuple[str, list[Answer]]]:
        """Each task with its answers."""
        for (key, task), group in groupby(self.answers, key=lambda a: (a.key, a.task)):
            yield f"{key}: {task}", list(group)

    def __repr__(self) -> str:
        lines = [] if self.answers else ["none"]
        for heading, answers in self._groups():
            lines.append(heading)
            for a in answers:
                rest = "".join(f"{number:>9}" for number in _numbers(a))
                lines.append(f"  {a.called:44}{rest}  {a.notes}".rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        names = "".join(f'<th scope="col">{name}</th>' for name in self.HEADER)
        wide = f'class="words" colspan="{len(self.HEADER)}"'
        body = "" if self.answers else f"<tr><td {wide}>none</td></tr>"
        for heading, answers in self._groups():
            body += f'<tr><th scope="rowgroup" {wide}>{escape(heading)}</th></tr>'
            body += "".join(map(_html_row, answers))
        head = f"<thead><tr>{names}</tr></thead>"
        return f'<table class="dataframe">{head}<tbody>{body}</tbody></table>'


def _numbers(answer: Answer) -> Sequence[str]:
    """The time, what multiple of ours it is, and the error, as texts."""
    times = f"{answer.times:.3g}" if answer.times < 100 else f"{answer.times:,.0f}"
    error = "0" if answer.error == 0 else f"{answer.error:.0e}"
    return duration(answer.seconds), "1" if answer.is_ours else times, error


def _html_row(answer: Answer) -> str:
    notes = f"<br><small>{escape(answer.notes)}</small>" if answer.notes else ""
    cells = "".join(f"<td>{number}</td>" for number in _numbers(answer))
    return f'<tr><td class="words">{_foldable(answer.called)}{notes}</td>{cells}</tr>'


def _foldable(name: str) -> str:
    """The name with the places where a phone may break it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[._])", "<wbr>", escape(name))

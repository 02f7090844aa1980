"""What `python -m benchmarks` does: run the tasks that are asked for, print and store."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import growth, out_of_core
from .catalogue import GROWTH, OUT_OF_CORE, TASKS
from .growth import Curve
from .harness import Row, measure
from .report import as_json, growth_line, lines, machine
from .stored import RESULTS

ALL = (*TASKS, "T11", "growth")


def run_tasks(
    keys: Sequence[str], *, tiny: bool = False, packages: Sequence[str] | None = None
) -> Iterator[tuple[str, str, list[Row]]]:
    """The key, the title and the rows of each task; `tiny` only tries them out."""
    for key in keys:
        if key == "T11":
            rounds = 1 if tiny else 3
            yield key, *out_of_core.measure(*OUT_OF_CORE[tiny], packages=packages, rounds=rounds)
        elif key in TASKS:
            make, sizes, small = TASKS[key]
            task = make(*(small if tiny else sizes))
            effort = {"rounds": 1, "budget": 0.0, "patience": 0.5} if tiny else {}
            yield key, task.title, measure(task, packages=packages, **effort)


def run_growth(keys: Sequence[str], *, tiny: bool = False) -> Iterator[Curve]:
    """The curves, if they are asked for."""
    if "growth" in keys:
        yield from growth.curves(*GROWTH[tiny])


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tasks", nargs="+", choices=ALL, default=ALL, metavar="KEY")
    parser.add_argument("--packages", nargs="+", help="whose contenders run; all, if not given")
    parser.add_argument("--tiny", action="store_true", help="only try out whether all of it runs")
    parser.add_argument("--output", type=Path, help="where to store the results")
    options = parser.parse_args(given)
    is_full = options.tasks is ALL and not options.tiny and options.packages is None
    if is_full and options.output is None:
        options.output = RESULTS
    return options


def main(given: Sequence[str] | None = None) -> None:
    """Run, print, and store where all of it was run or a place was named."""
    options = arguments(given)
    begun, before = time.monotonic(), machine()
    tasks: dict[str, tuple[str, list[Row]]] = {}
    for key, title, rows in run_tasks(options.tasks, tiny=options.tiny, packages=options.packages):
        tasks[key] = title, rows
        print("\n".join(lines(key, title, rows)) + "\n", flush=True)
    curves = []
    for curve in run_growth(options.tasks, tiny=options.tiny):
        curves.append(curve)
        print(growth_line(curve), flush=True)
    minutes = (time.monotonic() - begun) / 60
    text = as_json(before, tasks, curves, minutes)
    print(f"\n{before | {'load after': machine()['load']}}, {minutes:.1f} minutes")
    if options.output:
        options.output.write_text(text, encoding="utf-8")

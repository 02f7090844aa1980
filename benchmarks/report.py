"""The results as a table to read and as a file to keep."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .growth import Curve
from .harness import Row, against_ours
from .stored import duration

PACKAGES = (
    "numpy",
    "scipy",
    "statsmodels",
    "scikit-learn",
    "iminuit",
    "glum",
    "lmfit",
    "reliability",
    "dask",
    "dask-ml",
)
CPU = Path("/proc/cpuinfo")


def verdict(row: Row, multiple: float) -> str:
    """Whether what was promised against a contender is kept; multiples of our time."""
    if row.target is None:
        return ""
    return f"{'met' if multiple >= row.target else 'missed'} ({row.target:g})"


def lines(key: str, title: str, rows: Sequence[Row]) -> Iterable[str]:
    """A task as lines of text."""
    yield f"{key}  {title}"
    yield f"  {'':34}{'time':>9}{'ratio':>9}{'to ours':>9}{'error':>9}  "
    for row, multiple in zip(rows, against_ours(rows), strict=True):
        notes = [
            "" if row.equal else "another answer",
            "" if row.share == 1 else f"run on {row.share:.2%}",
            "" if row.megabytes is None else f"{row.megabytes:.0f} MB",
            verdict(row, multiple),
        ]
        numbers = f"{duration(row.seconds):>9}{row.ratio:>9.3g}{multiple:>9.3g}{row.error:>9.0e}"
        yield f"  {row.name:34}{numbers}  {', '.join(filter(None, notes))}".rstrip()


def growth_line(curve: Curve) -> str:
    """A curve as one line of text."""
    ends = f"{curve.axis} = {curve.sizes[0]:,} to {curve.sizes[-1]:,}"
    times = f"{duration(curve.seconds[0])} to {duration(curve.seconds[-1])}"
    by_time, by_memory = curve.slopes
    memory = f"{curve.megabytes[-1]:.3g} MB, slope {by_memory:z.2f}"
    return f"  {curve.name:34}{ends:32}{times:22}slope {by_time:z.2f}; {memory}"


# ---------------------------------------------------------------------- The file
def machine() -> dict[str, Any]:
    """What the times depend on; no name of a machine, and no path."""
    names = [ln.split(":")[1].strip() for ln in _cpu() if ln.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "memory in GB": round(memory),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _cpu() -> list[str]:
    return CPU.read_text().splitlines() if CPU.exists() else []


def versions() -> dict[str, str]:
    """The packages that took part."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def as_json(
    before: dict[str, Any],
    tasks: dict[str, tuple[str, Sequence[Row]]],
    curves: Sequence[Curve],
    minutes: float,
) -> str:
    """All that was measured, as text to store."""
    content = {
        "machine": before | {"load after": machine()["load"]},
        "minutes": round(minutes, 1),
        "versions": versions(),
        "tasks": [
            {"key": key, "title": title, "rows": [_rounded(row._asdict()) for row in rows]}
            for key, (title, rows) in tasks.items()
        ],
        "growth": [_rounded(curve._asdict()) for curve in curves],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _rounded(value: Any) -> Any:
    """Four digits are all that a time has; what is not finite is null."""
    if isinstance(value, dict):
        return {name: _rounded(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.4g}") if abs(value) < float("inf") else None
    return value

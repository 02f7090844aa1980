"""T11: a logistic regression whose data lie in a file, each contender in a process of its own.

What is called memory here is what a process asks for beyond what it held before the fit: the pages
of the file itself, which the system may drop at any time, are not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from . import reference
from .harness import EQUAL, Contender, Row, error_of, with_ratios
from .reference import Array

ROOT = Path(__file__).parents[1]
STATUS = Path("/proc/self/status")
ROWS = 2**17  # rows that are made at a time
PAUSE = 0.02  # seconds between two looks at the memory


# ---------------------------------------------------------------------- The contenders
def by_mlebook(X: Array, y: Array) -> Array:
    """The memory map as it is."""
    import mlebook

    return mlebook.LogisticRegression.fit(X, y).beta


def by_dask_ml(X: Array, y: Array) -> Array:
    """Chunks of a million numbers, and Newton's method, its quickest."""
    from dask_ml.linear_model import LogisticRegression

    fit = LogisticRegression(solver="newton", fit_intercept=False, solver_kwargs={"tol": 1e-8})
    return fit.fit(*_chunked(X, y)).coef_


def by_dask(X: Array, y: Array) -> Array:
    """Newton's method written by hand, on two threads."""
    import dask

    X, y = _chunked(X, y)
    beta = np.zeros(X.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(X @ beta)))
        parts = X.T @ (y - p), X.T @ (X * (p * (1 - p))[:, None])
        score, information = dask.compute(*parts, scheduler="threads", num_workers=2)
        step = np.linalg.solve(information, score)
        beta = beta + step
        if score @ step < 1e-9:
            break
    return beta


def by_scikit_learn(X: Array, y: Array) -> Array:
    """The memory map, which it reads as a whole."""
    from sklearn.linear_model import LogisticRegression

    options = {"C": np.inf, "solver": "newton-cholesky", "tol": 1e-8}
    return LogisticRegression(fit_intercept=False, **options).fit(X, y).coef_[0]


def by_scipy(X: Array, y: Array) -> Array:
    """Newton's method with the whole matrix in memory: what one writes who knows no better."""
    from scipy import linalg, special

    X, beta = np.array(X), np.zeros(X.shape[1])
    for _ in range(30):
        p = special.expit(X @ beta)
        score, information = X.T @ (y - p), X.T @ (X * (p * (1 - p))[:, None])
        step = linalg.solve(information, score, assume_a="pos")
        beta = beta + step
        if score @ step < 1e-9:
            break
    return beta


def _chunked(X: Array, y: Array) -> tuple[Array, Array]:
    import dask.array as da

    rows = max(1, 1_000_000 // X.shape[1])
    return da.from_array(X, chunks=(rows, -1)), da.from_array(np.array(y), chunks=rows)


FITS: dict[str, tuple[str, Callable[[Array, Array], Array], float | None]] = {
    "LogisticRegression.fit": ("mlebook", by_mlebook, None),
    "dask-ml, newton": ("dask-ml", by_dask_ml, 1.3),
    "dask arrays, two threads": ("dask", by_dask, 1.3),
    "newton-cholesky on a memory map": ("scikit-learn", by_scikit_learn, 1.3),
    "Newton in memory": ("scipy", by_scipy, None),
}


# ---------------------------------------------------------------------- One contender
def held() -> float:
    """The megabytes of its own that this process holds."""
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(lines["RssAnon"].split()[0]) / 1024
    import psutil

    return psutil.Process().memory_info().rss / 2**20


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """A list of one number: the most megabytes held inside of the block, beyond those before."""
    peak, base, done = [0.0], held(), threading.Event()

    def watch() -> None:
        while not done.wait(PAUSE):
            peak[0] = max(peak[0], held() - base)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        peak[0] = max(peak[0], held() - base)
        done.set()
        watcher.join()


def run_alone(name: str, folder: Path) -> dict[str, object]:
    """Fit once; the answer, the seconds and the megabytes."""
    fit = FITS[name][1]
    small = np.random.default_rng(0).normal(size=(1000, 3))
    fit(small, (small[:, 0] > small[:, 1] ** 2 - 0.5) * 1.0 * (small[:, 2] > -1))  # imports
    X, y = (np.load(folder / f"{part}.npy", mmap_mode="r") for part in "Xy")
    with peak_memory() as peak:
        begun = time.perf_counter()
        answer = fit(X, y)
        seconds = time.perf_counter() - begun
    return {"answer": np.asarray(answer).tolist(), "seconds": seconds, "megabytes": peak[0]}


# ---------------------------------------------------------------------- All contenders
def write(folder: Path, n: int, d: int) -> None:
    """A file of n rows with a column of ones and d of noise, and one of responses."""
    rng = np.random.default_rng(11)
    beta = rng.normal(scale=0.3, size=d + 1)
    X = np.lib.format.open_memmap(folder / "X.npy", "w+", float, (n, d + 1))
    y = np.lib.format.open_memmap(folder / "y.npy", "w+", float, (n,))
    for first in range(0, n, ROWS):
        rows = slice(first, min(first + ROWS, n))
        X[rows, 0] = 1.0
        X[rows, 1:] = rng.normal(size=(len(y[rows]), d))
        y[rows] = rng.random(len(y[rows])) < 1 / (1 + np.exp(-X[rows] @ beta))


def measure(
    n: int, d: int, packages: Sequence[str] | None = None, rounds: int = 3
) -> tuple[str, list[Row]]:
    """T11: the title, and a row for each contender, whose processes run in turns."""
    wanted = {name: fit for name, fit in FITS.items() if packages is None or fit[0] in packages}
    names = [name for name, fit in wanted.items() if Contender(name, fit[0], len).is_installed]
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder, n, d)
        X, y = (np.load(folder / f"{part}.npy", mmap_mode="r") for part in "Xy")
        answer = reference.regression(reference.logistic_mean, X, y, np.zeros(d + 1))
        runs = [{name: in_process(name, folder) for name in names} for _ in range(rounds)]
    rows = [_row(name, [run[name] for run in runs], answer) for name in names]
    return f"logistic regression from a file, {n:,} x {d}", with_ratios(rows)


def in_process(name: str, folder: Path) -> dict[str, object]:
    """`run_alone` in a new process."""
    command = [sys.executable, "-W", "ignore", "-m", __spec__.name, name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def _row(name: str, runs: list[dict], answer: Array) -> Row:
    package, _, target = FITS[name]
    seconds = median(run["seconds"] for run in runs)
    error = error_of(runs[0]["answer"], answer.reshape(1, -1))
    megabytes = median(run["megabytes"] for run in runs)
    equal = error <= EQUAL
    return Row(
        name, package, seconds, len(runs), 1.0, error, equal, np.nan, target, megabytes=megabytes
    )


if __name__ == "__main__":
    print(json.dumps(run_alone(sys.argv[1], Path(sys.argv[2]))))

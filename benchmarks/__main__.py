"""Run the benchmarks: `make bench`, or `python -m benchmarks --tasks T1 T8a`."""

import os

# One thread each, told before any of them is imported.
for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

from .run import main  # noqa: E402

main()
